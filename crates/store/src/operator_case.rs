//! What an operator must look at.

use okno_domain::{account::AccountId, id::Id, time::Timestamp};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// A new case, unless one of the same kind and subject is open.
    OPEN = own("case_id") "operator_case.open" "INSERT INTO operator_case (case_id, kind, account_id, subject, state, detail, opened_at) VALUES ($1, $2, $3, $4, 'open', $5, $6) ON CONFLICT (kind, subject) WHERE state = 'open' DO NOTHING" => [];
    /// Open cases, the oldest first.
    LIST = sweep "operator_case.list" "SELECT case_id, kind, account_id, subject, detail, opened_at FROM operator_case WHERE state = 'open' ORDER BY opened_at LIMIT $1"
        => [case_id: Id, kind: Text, account_id: Id, subject: Text, detail: Json, opened_at: Instant];
    /// Open cases about checks of the registries, the oldest first.
    OF_CHECKS = sweep "operator_case.of_checks" "SELECT case_id, kind, account_id, subject, detail, opened_at FROM operator_case WHERE state = 'open' AND kind IN ('verification_manual', 'verification_overdue', 'verification_contradiction') ORDER BY opened_at, case_id LIMIT $1"
        => [case_id: Id, kind: Text, account_id: Id, subject: Text, detail: Json, opened_at: Instant];
    /// Open cases about one thing.
    OF_SUBJECT = sweep "operator_case.of_subject" "SELECT case_id, kind, account_id, subject, detail, opened_at FROM operator_case WHERE subject = $1 AND state = 'open' ORDER BY opened_at, case_id"
        => [case_id: Id, kind: Text, account_id: Id, subject: Text, detail: Json, opened_at: Instant];
    /// How many are open.
    COUNT = sweep "operator_case.count" "SELECT COUNT(*) AS cases FROM operator_case WHERE state = 'open' LIMIT 1" => [cases: I64];
    /// Closes a case.
    CLOSE = own("case_id") "operator_case.close" "UPDATE operator_case SET state = 'closed', closed_at = $2 WHERE case_id = $1 AND state = 'open'" => [];
    /// Closes a case by what it is about.
    CLOSE_SUBJECT = sweep "operator_case.close_subject" "UPDATE operator_case SET state = 'closed', closed_at = $3 WHERE kind = $1 AND subject = $2 AND state = 'open'" => [];
}

/// Names cases.
#[derive(Debug)]
pub enum OperatorCase {}
/// A case's id.
pub type OperatorCaseId = Id<OperatorCase>;

/// A case as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseRow {
    /// Its id.
    pub id: OperatorCaseId,
    /// Its kind, such as `verification_overdue`.
    pub kind: String,
    /// Whom it concerns.
    pub account: Option<AccountId>,
    /// What it is about: an id as text.
    pub subject: String,
    /// Further values, without personal data.
    pub detail: serde_json::Value,
    /// Since when it waits.
    pub opened_at: Timestamp,
}

/// Opens a case; false when it is open already.
pub async fn open(tx: &mut Tx, case: &CaseRow) -> Result<bool, Error> {
    let CaseRow { id, kind, account, subject, detail, opened_at } = case;
    let arguments = args![*id, kind.as_str(), *account, subject.as_str(), detail.clone(), *opened_at];
    Ok(tx.execute(&OPEN, arguments).await?.count() == 1)
}

fn decode(row: &Row) -> Result<CaseRow, Error> {
    Ok(CaseRow {
        id: row.get("case_id")?,
        kind: row.get("kind")?,
        account: row.get("account_id")?,
        subject: row.get("subject")?,
        detail: row.get("detail")?,
        opened_at: row.get("opened_at")?,
    })
}

/// Up to `most` open cases, the oldest first.
pub async fn list(read: &mut Read, most: i64) -> Result<Vec<CaseRow>, Error> {
    read.query_all(&LIST, args![most]).await?.iter().map(decode).collect()
}

/// Up to `most` open cases about checks of the registries, the oldest first.
pub async fn of_checks(read: &mut Read, most: i64) -> Result<Vec<CaseRow>, Error> {
    read.query_all(&OF_CHECKS, args![most]).await?.iter().map(decode).collect()
}

/// The open cases about one thing.
pub async fn of_subject(read: &mut Read, subject: &str) -> Result<Vec<CaseRow>, Error> {
    read.query_all(&OF_SUBJECT, args![subject]).await?.iter().map(decode).collect()
}

/// How many cases are open.
pub async fn count(read: &mut Read) -> Result<i64, Error> {
    read.query_one(&COUNT, args![]).await?.get("cases")
}

/// Closes a case; `Conflict` if it is closed.
pub async fn close(tx: &mut Tx, case: OperatorCaseId, now: Timestamp) -> Result<(), Error> {
    tx.execute(&CLOSE, args![case, now]).await?.exactly_one()
}

/// Closes the case of this kind about this subject, if one is open.
pub async fn close_subject(tx: &mut Tx, kind: &str, subject: &str, now: Timestamp) -> Result<(), Error> {
    tx.execute(&CLOSE_SUBJECT, args![kind, subject, now]).await?.any();
    Ok(())
}
