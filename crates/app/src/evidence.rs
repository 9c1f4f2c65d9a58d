//! Adding to the log of evidence of an account, and letting the level follow from it (R58, R74, R118).
//!
//! This is the only way a level changes. Each entry is signed with a key from the vault, so that an entry that was
//! forged or changed in the database is found by [`verify`].

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, Signer as _};
use okno_domain::{
    account::AccountLevel,
    confirmation::ConfirmationId,
    evidence::{Evidence, EvidenceId, Finding, Standing, Subject},
    person::PersonalData,
};
use okno_store::{Read, Tx, evidence as store};
use serde_json::json;

pub use okno_store::evidence::EvidenceRow;

use crate::{
    account::{self, Account, LevelGround},
    audit::Actor,
    context::Cx,
    error::Result,
    site_session,
};

/// The key that signs now. Another one gets another name, and the earlier ones stay known.
pub(crate) const SIGNING_KEY: &str = "1";

/// What is to be kept for good.
#[derive(Clone, Debug)]
pub struct NewEvidence<'a> {
    /// What it says.
    pub finding: Finding,
    /// The proof of identity that it comes from.
    pub confirmation: Option<ConfirmationId>,
    /// The method as the history of levels names it.
    pub method: &'static str,
    /// Who or which system found it; no personal data.
    pub source: String,
    /// Under which rule, with its version, such as `in_person/1`.
    pub rule: &'static str,
    /// What was seen, in one fixed form; only its keyed hash is kept.
    pub seen: &'a [u8],
    /// Who acted, for the audit trail.
    pub actor: Actor,
}

/// The person that data speak of: equal for equal SNILS within one account, and telling nothing without the key.
pub fn subject(cx: &Cx, account: &Account, data: &PersonalData) -> Subject {
    cx.app.keys.secret_hash("evidence-subject", account.id, data.snils.as_bytes())
}

/// The log of an account, oldest first.
pub async fn log(read: &mut Read, account: &Account) -> Result<Vec<EvidenceRow>> {
    Ok(store::list(read, account.id).await?)
}

/// What follows from the log of an account.
pub async fn standing(read: &mut Read, account: &Account) -> Result<Standing> {
    let entries: Vec<_> = log(read, account).await?.iter().map(|row| row.evidence).collect();
    Ok(Standing::of(account.holder(), &entries))
}

/// Keeps a piece of evidence and sets the level that follows from the log. Returns the account as it is then, and the
/// entry's id. Only [`crate::verification`], [`crate::confirmation`] and [`crate::test_person`] have something to keep.
pub async fn record(tx: &mut Tx, cx: &Cx, account: &Account, new: NewEvidence<'_>) -> Result<(Account, EvidenceId)> {
    let rows = log(tx, account).await?;
    let id: EvidenceId = cx.fresh_id();
    let evidence = Evidence { id, at: cx.now, finding: new.finding };
    let mut row = EvidenceRow {
        seq: rows.last().map_or(1, |last| last.seq + 1),
        evidence,
        confirmation: new.confirmation,
        source: new.source,
        rule: new.rule.to_owned(),
        seen: cx.app.keys.secret_hash("evidence-seen", id, new.seen),
        signing_key: SIGNING_KEY.to_owned(),
        signature: Vec::new(),
    };
    row.signature = cx.app.keys.evidence_key().sign(text(account, &row).as_bytes()).to_bytes().to_vec();
    store::insert(tx, account.id, &row).await?;
    let mut entries: Vec<_> = rows.iter().map(|row| row.evidence).collect();
    let before = Standing::of(account.holder(), &entries);
    entries.push(evidence);
    let standing = Standing::of(account.holder(), &entries);
    let level = standing.level;
    if level < before.level || !before.methods.is_subset(&standing.methods) {
        site_session::reconsider(tx, cx, account.id, &standing).await?;
    }
    if level == account.level {
        return Ok((account.clone(), id));
    }
    let ground = LevelGround { method: new.method, source: row.source, evidence: json!({ "evidence": id }) };
    Ok((account::change_level(tx, cx, account, level, ground, new.actor).await?, id))
}

/// What is signed: one line for each part, in this order, so that a signature can be checked with common tools.
fn text(account: &Account, row: &EvidenceRow) -> String {
    let base64 = |bytes: &[u8]| STANDARD.encode(bytes);
    let none = || "-".to_owned();
    let (method, subject, withdrawn) = match row.evidence.finding {
        Finding::DataVerified { subject } => (none(), base64(&subject), none()),
        Finding::IdentityConfirmed { method, subject } => (method.name().to_owned(), base64(&subject), none()),
        Finding::MadeUp { method, subject } => {
            (method.map_or_else(none, |method| method.name().to_owned()), base64(&subject), none())
        }
        Finding::Withdrawn { evidence } => (none(), none(), evidence.to_string()),
    };
    let lines = [
        "okno evidence 1".to_owned(),
        account.id.to_string(),
        row.seq.to_string(),
        row.evidence.id.to_string(),
        row.evidence.finding.name().to_owned(),
        method,
        subject,
        withdrawn,
        row.confirmation.map_or_else(none, |id| id.to_string()),
        one_line(&row.source),
        one_line(&row.rule),
        base64(&row.seen),
        row.evidence.at.as_microsecond().to_string(),
    ];
    lines.join("\n")
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// What is wrong with a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFault {
    /// The entry with this number is missing.
    Gap(i64),
    /// The entry with this number was not signed by us in this form.
    Signature(i64),
    /// The level of the account does not follow from the log.
    Level {
        /// What the account says.
        stored: AccountLevel,
        /// What follows.
        proved: AccountLevel,
    },
}

/// Replays the log of an account: every entry is there and signed, and the level follows from it.
pub async fn verify(read: &mut Read, cx: &Cx, account: &Account) -> Result<std::result::Result<Standing, LogFault>> {
    let rows = log(read, account).await?;
    let key = cx.app.keys.evidence_key().verifying_key();
    for (row, seq) in rows.iter().zip(1_i64..) {
        if row.seq != seq {
            return Ok(Err(LogFault::Gap(seq)));
        }
        let signed = Signature::from_slice(&row.signature)
            .is_ok_and(|signature| key.verify_strict(text(account, row).as_bytes(), &signature).is_ok());
        if !signed || row.signing_key != SIGNING_KEY {
            return Ok(Err(LogFault::Signature(seq)));
        }
    }
    let entries: Vec<_> = rows.iter().map(|row| row.evidence).collect();
    let standing = Standing::of(account.holder(), &entries);
    if standing.level != account.level {
        return Ok(Err(LogFault::Level { stored: account.level, proved: standing.level }));
    }
    Ok(Ok(standing))
}
