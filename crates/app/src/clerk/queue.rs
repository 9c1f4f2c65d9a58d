//! Visitors who booked a time (R132, C30). The list shows times and tasks, and nobody: who the visitor is shows when they
//! are taken in, and that is a look like any other.

use okno_domain::{
    operator::{Act, Task},
    time::{DAY, HOUR, Timestamp, after},
    visit::{Visit, VisitId, VisitState},
};
use okno_store::{Tx, visit as store};

use super::{demand_accredited, refused, visit_end};
use crate::{
    account,
    context::Cx,
    error::{Error, Result},
    operator::{self, Acting},
};

/// More than a page shows.
const MOST_LISTED: i64 = 200;

/// A visitor who waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The visit.
    pub id: VisitId,
    /// What for.
    pub task: Task,
    /// For when it was booked.
    pub booked_for: Timestamp,
    /// Whether the time has come and gone, so that an administrator of the center takes the visitor in (R132).
    pub is_unserved: bool,
    /// Whether this operator may take the visitor in.
    pub may_take: bool,
}

/// The visitors of today who booked a time and were not taken in yet.
pub async fn waiting(cx: &Cx, clerk: &Acting) -> Result<Vec<Waiting>> {
    clerk.demand(Act::FindPerson)?;
    let mut read = cx.app.store.read().await?;
    let span = (after(cx.now, -DAY), after(cx.now, HOUR * 12));
    let rows = store::waiting(&mut read, clerk.center, span, MOST_LISTED).await?;
    let may_take_unserved = clerk.demand(Act::TakeUnserved).is_ok();
    let line = |visit: &Visit| {
        let is_unserved = visit.state == VisitState::Unserved || cx.now >= visit.expires_at;
        Some(Waiting {
            id: visit.id,
            task: visit.task,
            booked_for: visit.booked_for?,
            is_unserved,
            may_take: clerk.demand(visit.task.act()).is_ok() && (!is_unserved || may_take_unserved),
        })
    };
    Ok(rows.iter().filter_map(|row| line(&row.visit)).collect())
}

/// Takes a visitor in who booked a time; whom the queue did not serve takes in an administrator of the center (R132).
pub async fn take(cx: &Cx, clerk: &Acting, id: VisitId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let row = store::find(&mut tx, clerk.center, id).await?.ok_or(Error::NotFound)?;
    let visit = row.visit.clone();
    clerk.demand(visit.task.act())?;
    demand_accredited(&mut tx, cx, clerk, visit.task).await?;
    let may_take_unserved = clerk.demand(Act::TakeUnserved).is_ok();
    let next = visit.take(clerk.operator.operator, may_take_unserved, (cx.now, visit_end(cx))).map_err(refused)?;
    account::get(&mut tx, next.account).await?;
    look(&mut tx, cx, clerk, &next).await?;
    store::update(&mut tx, row.version, &next, None).await?;
    cx.commit(tx).await
}

async fn look(tx: &mut Tx, cx: &Cx, clerk: &Acting, visit: &Visit) -> Result<()> {
    operator::look(tx, cx, clerk, visit.account, visit.task).await
}
