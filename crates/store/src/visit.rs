//! Visitors at the windows of centers.

use okno_domain::{
    operator::{CenterId, Task},
    time::Timestamp,
    visit::{Visit, VisitId, VisitState},
};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// A visit.
    FIND = own("center_id") "visit.find" "SELECT center_id, visit_id, task, state, account_id, operator_id, booked_for, approval_id, order_sealed, begun_at, expires_at, version FROM visit WHERE center_id = $1 AND visit_id = $2"
        => [center_id: Id, visit_id: Id, task: Text, state: Text, account_id: Id, operator_id: Id, booked_for: Instant, approval_id: Id, order_sealed: Bytes, begun_at: Instant, expires_at: Instant, version: I64];
    /// Visits of a center for which a time was booked, and which nobody has taken in, the earliest first.
    WAITING = own("center_id") "visit.waiting" "SELECT center_id, visit_id, task, state, account_id, operator_id, booked_for, approval_id, order_sealed, begun_at, expires_at, version FROM visit WHERE center_id = $1 AND state IN ('booked', 'unserved') AND booked_for >= $2 AND booked_for < $3 ORDER BY booked_for, visit_id LIMIT $4"
        => [center_id: Id, visit_id: Id, task: Text, state: Text, account_id: Id, operator_id: Id, booked_for: Instant, approval_id: Id, order_sealed: Bytes, begun_at: Instant, expires_at: Instant, version: I64];
    /// A new visit.
    INSERT = own("center_id") "visit.insert" "INSERT INTO visit (center_id, visit_id, task, state, account_id, operator_id, booked_for, approval_id, order_sealed, begun_at, expires_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)" => [];
    /// Its next state, if nobody moved it meanwhile.
    UPDATE = own("center_id") "visit.update" "UPDATE visit SET state = $4, operator_id = $5, approval_id = $6, order_sealed = $7, begun_at = $8, expires_at = $9, version = version + 1 WHERE center_id = $1 AND visit_id = $2 AND version = $3" => [];
    /// Removes visits that are long over.
    PURGE = sweep "visit.purge" "DELETE FROM visit WHERE (center_id, visit_id) IN (SELECT center_id, visit_id FROM visit WHERE expires_at < $1 LIMIT $2)" => [];
}

/// A visit as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitRow {
    /// The visit.
    pub visit: Visit,
    /// What is to be done with a colleague's consent, sealed under the person's key for `visit.order_sealed`.
    pub order_sealed: Option<Vec<u8>>,
    /// For the guard of the next update.
    pub version: i64,
}

fn decode(row: &Row) -> Result<VisitRow, Error> {
    let (task, state): (String, String) = (row.get("task")?, row.get("state")?);
    Ok(VisitRow {
        visit: Visit {
            id: row.get("visit_id")?,
            center: row.get("center_id")?,
            task: Task::from_name(&task).ok_or_else(|| row.corrupt("task"))?,
            state: VisitState::from_name(&state).ok_or_else(|| row.corrupt("state"))?,
            account: row.get("account_id")?,
            operator: row.get("operator_id")?,
            booked_for: row.get("booked_for")?,
            approval: row.get("approval_id")?,
            begun_at: row.get("begun_at")?,
            expires_at: row.get("expires_at")?,
        },
        order_sealed: row.get("order_sealed")?,
        version: row.get("version")?,
    })
}

/// The visit with this id at this center.
pub async fn find(read: &mut Read, center: CenterId, id: VisitId) -> Result<Option<VisitRow>, Error> {
    read.query_opt(&FIND, args![center, id]).await?.as_ref().map(decode).transpose()
}

/// Up to `most` visits booked for a time within a span that nobody has taken in, the earliest first.
pub async fn waiting(
    read: &mut Read,
    center: CenterId,
    (from, until): (Timestamp, Timestamp),
    most: i64,
) -> Result<Vec<VisitRow>, Error> {
    read.query_all(&WAITING, args![center, from, until, most]).await?.iter().map(decode).collect()
}

/// Stores a new visit.
pub async fn insert(tx: &mut Tx, visit: &Visit) -> Result<(), Error> {
    let order: Option<Vec<u8>> = None;
    let arguments = args![
        visit.center,
        visit.id,
        visit.task.name(),
        visit.state.name(),
        visit.account,
        visit.operator,
        visit.booked_for,
        visit.approval,
        order.as_deref(),
        visit.begun_at,
        visit.expires_at
    ];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// Saves the next state; `Conflict` if the visit was moved since `seen` was read.
pub async fn update(tx: &mut Tx, seen: i64, next: &Visit, order_sealed: Option<&[u8]>) -> Result<(), Error> {
    let arguments = args![
        next.center,
        next.id,
        seen,
        next.state.name(),
        next.operator,
        next.approval,
        order_sealed,
        next.begun_at,
        next.expires_at
    ];
    tx.execute(&UPDATE, arguments).await?.exactly_one()
}

/// Removes up to `most` visits that were over before `before`; returns how many.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}
