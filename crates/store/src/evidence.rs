//! The log of evidence of each account. Entries are added and read, never changed.

use okno_domain::{
    account::AccountId,
    confirmation::{ConfirmationId, ConfirmationMethod},
    evidence::{Evidence, EvidenceId, Finding, Subject},
};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// The log, oldest first.
    LIST = account "evidence.list" "SELECT seq, evidence_id, finding, method, subject, withdrawn_id, confirmation_id, source, rule, seen, found_at, signing_key, signature FROM evidence WHERE account_id = $1 ORDER BY seq"
        => [seq: I64, evidence_id: Id, finding: Text, method: Text, subject: Bytes, withdrawn_id: Id, confirmation_id: Id, source: Text, rule: Text, seen: Bytes, found_at: Instant, signing_key: Text, signature: Bytes];
    /// A new entry; the number is taken once.
    INSERT = account "evidence.insert" "INSERT INTO evidence (account_id, seq, evidence_id, finding, method, subject, withdrawn_id, confirmation_id, source, rule, seen, found_at, signing_key, signature) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)" => [];
}

/// An entry as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRow {
    /// Its number in the account's log, from 1.
    pub seq: i64,
    /// What it says, and when.
    pub evidence: Evidence,
    /// The proof of identity that it comes from.
    pub confirmation: Option<ConfirmationId>,
    /// Who or which system found it, such as `registry:pension_fund,interior_ministry` or `bank:baltika`.
    pub source: String,
    /// Under which rule, with its version.
    pub rule: String,
    /// The keyed hash of what was seen.
    pub seen: [u8; 32],
    /// The key that signed it.
    pub signing_key: String,
    /// Ed25519 over the entry's text.
    pub signature: Vec<u8>,
}

fn decode(row: &Row) -> Result<EvidenceRow, Error> {
    let finding: String = row.get("finding")?;
    let method: Option<String> = row.get("method")?;
    let subject: Option<Subject> = row.get("subject")?;
    let withdrawn: Option<EvidenceId> = row.get("withdrawn_id")?;
    let method =
        method.map(|name| ConfirmationMethod::from_name(&name).ok_or_else(|| row.corrupt("method"))).transpose()?;
    let finding = match (finding.as_str(), method, subject, withdrawn) {
        ("data_verified", None, Some(subject), None) => Finding::DataVerified { subject },
        ("identity_confirmed", Some(method), Some(subject), None) => Finding::IdentityConfirmed { method, subject },
        ("made_up", method, Some(subject), None) => Finding::MadeUp { method, subject },
        ("withdrawn", None, None, Some(evidence)) => Finding::Withdrawn { evidence },
        _ => return Err(row.corrupt("finding")),
    };
    Ok(EvidenceRow {
        seq: row.get("seq")?,
        evidence: Evidence { id: row.get("evidence_id")?, at: row.get("found_at")?, finding },
        confirmation: row.get("confirmation_id")?,
        source: row.get("source")?,
        rule: row.get("rule")?,
        seen: row.get("seen")?,
        signing_key: row.get("signing_key")?,
        signature: row.get("signature")?,
    })
}

/// The whole log of an account, oldest first.
pub async fn list(read: &mut Read, account: AccountId) -> Result<Vec<EvidenceRow>, Error> {
    read.query_all(&LIST, args![account]).await?.iter().map(decode).collect()
}

/// Adds an entry; `Conflict` when another one has taken its number.
pub async fn insert(tx: &mut Tx, account: AccountId, row: &EvidenceRow) -> Result<(), Error> {
    let EvidenceRow { seq, evidence, confirmation, source, rule, seen, signing_key, signature } = row;
    let (method, subject, withdrawn) = match evidence.finding {
        Finding::DataVerified { subject } => (None, Some(subject), None),
        Finding::IdentityConfirmed { method, subject } => (Some(method.name()), Some(subject), None),
        Finding::MadeUp { method, subject } => (method.map(ConfirmationMethod::name), Some(subject), None),
        Finding::Withdrawn { evidence } => (None, None, Some(evidence)),
    };
    let arguments = args![
        account,
        *seq,
        evidence.id,
        evidence.finding.name(),
        method,
        subject,
        withdrawn,
        *confirmation,
        source.as_str(),
        rule.as_str(),
        *seen,
        evidence.at,
        signing_key.as_str(),
        signature.as_slice()
    ];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}
