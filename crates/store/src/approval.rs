//! What one operator asks for and a second one agrees to.

use okno_domain::{
    approval::{Approval, ApprovalId, ApprovalRequest, ApprovalState, Subject},
    id::Id,
    operator::{Act, CenterId, OperatorId},
    time::Timestamp,
};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// A request.
    FIND = own("center_id") "approval.find" "SELECT center_id, approval_id, act, subject_kind, subject_id, digest, detail, requested_by, requested_at, expires_at, state, decided_by, decided_at, version FROM approval WHERE center_id = $1 AND approval_id = $2"
        => [center_id: Id, approval_id: Id, act: Text, subject_kind: Text, subject_id: Id, digest: Bytes, detail: Json, requested_by: Id, requested_at: Instant, expires_at: Instant, state: Text, decided_by: Id, decided_at: Instant, version: I64];
    /// Requests of a center that something may still happen to, the oldest first.
    OPEN_AT = own("center_id") "approval.open_at" "SELECT center_id, approval_id, act, subject_kind, subject_id, digest, detail, requested_by, requested_at, expires_at, state, decided_by, decided_at, version FROM approval WHERE center_id = $1 AND state IN ('requested', 'approved') AND expires_at > $2 ORDER BY approval_id LIMIT $3"
        => [center_id: Id, approval_id: Id, act: Text, subject_kind: Text, subject_id: Id, digest: Bytes, detail: Json, requested_by: Id, requested_at: Instant, expires_at: Instant, state: Text, decided_by: Id, decided_at: Instant, version: I64];
    /// The same of all centers, for the administrators of the installation.
    OPEN = sweep "approval.open" "SELECT center_id, approval_id, act, subject_kind, subject_id, digest, detail, requested_by, requested_at, expires_at, state, decided_by, decided_at, version FROM approval WHERE state IN ('requested', 'approved') AND expires_at > $1 ORDER BY expires_at LIMIT $2"
        => [center_id: Id, approval_id: Id, act: Text, subject_kind: Text, subject_id: Id, digest: Bytes, detail: Json, requested_by: Id, requested_at: Instant, expires_at: Instant, state: Text, decided_by: Id, decided_at: Instant, version: I64];
    /// A new request.
    INSERT = own("center_id") "approval.insert" "INSERT INTO approval (center_id, approval_id, act, subject_kind, subject_id, digest, detail, requested_by, requested_at, expires_at, state, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)" => [];
    /// Its next state, if nobody moved it meanwhile.
    UPDATE = own("center_id") "approval.update" "UPDATE approval SET state = $4, decided_by = $5, decided_at = $6, version = version + 1 WHERE center_id = $1 AND approval_id = $2 AND version = $3" => [];
}

/// A request as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct ApprovalRow {
    /// The request and what became of it.
    pub approval: Approval,
    /// What the second operator reads, without personal data.
    pub detail: serde_json::Value,
    /// For the guard of the next update.
    pub version: i64,
}

const ACCOUNT: &str = "account";
const OPERATOR: &str = "operator";
const INSTALLATION: &str = "installation";

fn stored_center(center: Option<CenterId>) -> CenterId {
    center.unwrap_or(CenterId::nil())
}

fn subject_parts(subject: Subject) -> (&'static str, Id<Subject>) {
    match subject {
        Subject::Account(account) => (ACCOUNT, Id::from_uuid(account.uuid())),
        Subject::Operator(operator) => (OPERATOR, Id::from_uuid(operator.uuid())),
        Subject::Installation => (INSTALLATION, Id::nil()),
    }
}

fn decode(row: &Row) -> Result<ApprovalRow, Error> {
    let center: CenterId = row.get("center_id")?;
    let act: String = row.get("act")?;
    let kind: String = row.get("subject_kind")?;
    let subject: Id<Subject> = row.get("subject_id")?;
    let state: String = row.get("state")?;
    let decided_by: Option<OperatorId> = row.get("decided_by")?;
    let decided_at: Option<Timestamp> = row.get("decided_at")?;
    Ok(ApprovalRow {
        approval: Approval {
            id: row.get("approval_id")?,
            request: ApprovalRequest {
                act: Act::from_name(&act).ok_or_else(|| row.corrupt("act"))?,
                subject: match kind.as_str() {
                    ACCOUNT => Subject::Account(Id::from_uuid(subject.uuid())),
                    OPERATOR => Subject::Operator(Id::from_uuid(subject.uuid())),
                    INSTALLATION => Subject::Installation,
                    _ => return Err(row.corrupt("subject_kind")),
                },
                digest: row.get("digest")?,
                requested_by: row.get("requested_by")?,
                center: Some(center).filter(|center| !center.is_nil()),
                requested_at: row.get("requested_at")?,
                expires_at: row.get("expires_at")?,
            },
            state: ApprovalState::from_name(&state).ok_or_else(|| row.corrupt("state"))?,
            decided: decided_by.zip(decided_at),
        },
        detail: row.get("detail")?,
        version: row.get("version")?,
    })
}

/// The request with this id at this center (none: the installation).
pub async fn find(read: &mut Read, center: Option<CenterId>, id: ApprovalId) -> Result<Option<ApprovalRow>, Error> {
    read.query_opt(&FIND, args![stored_center(center), id]).await?.as_ref().map(decode).transpose()
}

/// Up to `most` requests of a center that something may still happen to, the oldest first.
pub async fn open_at(
    read: &mut Read,
    center: Option<CenterId>,
    now: Timestamp,
    most: i64,
) -> Result<Vec<ApprovalRow>, Error> {
    read.query_all(&OPEN_AT, args![stored_center(center), now, most]).await?.iter().map(decode).collect()
}

/// Up to `most` requests of all centers, those that expire first first.
pub async fn open(read: &mut Read, now: Timestamp, most: i64) -> Result<Vec<ApprovalRow>, Error> {
    read.query_all(&OPEN, args![now, most]).await?.iter().map(decode).collect()
}

/// Stores a new request.
pub async fn insert(tx: &mut Tx, row: &ApprovalRow) -> Result<(), Error> {
    let ApprovalRow { approval: Approval { id, request, state, .. }, detail, .. } = row;
    let (kind, subject) = subject_parts(request.subject);
    let arguments = args![
        stored_center(request.center),
        *id,
        request.act.name(),
        kind,
        subject,
        request.digest,
        detail.clone(),
        request.requested_by,
        request.requested_at,
        request.expires_at,
        state.name()
    ];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// Saves the next state; `Conflict` if the request was moved since `version` was read.
pub async fn update(tx: &mut Tx, version: i64, next: &Approval) -> Result<(), Error> {
    let (by, at) = next.decided.unzip();
    let arguments = args![stored_center(next.request.center), next.id, version, next.state.name(), by, at];
    tx.execute(&UPDATE, arguments).await?.exactly_one()
}
