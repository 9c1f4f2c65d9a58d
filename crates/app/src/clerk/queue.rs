//! Visitors who booked a time (R132, C30). The list shows times and tasks, and nobody: who the visitor is shows when they
//! are taken in, and that is a look like any other.
//!
//! Visits are booked by `app::appointment`; what becomes of one here becomes of the appointment in the same transaction.

use jiff::{Zoned, tz::TimeZone};
use okno_domain::{
    operator::{Act, Task},
    service_center::day_in,
    time::{DAY, Timestamp, after},
    visit::{Visit, VisitId, VisitRefusal, VisitState},
};
use okno_store::{Tx, service_center as centers, visit as store};

use super::{demand_accredited, refused, visit_end};
use crate::{
    account, appointment,
    context::Cx,
    error::{Error, Result},
    operator::{self, Acting, audit as operator_audit},
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
    /// For when it was booked, by the center's clock.
    pub booked_for: Zoned,
    /// Whether the time has come and gone, so that an administrator of the center takes the visitor in (R132).
    pub is_unserved: bool,
    /// Whether this operator may take the visitor in.
    pub may_take: bool,
    /// Whether it can be noted that nobody came.
    pub may_miss: bool,
}

/// The day that it is at a center, from its first instant to that of the next.
fn today(zone: &TimeZone, now: Timestamp) -> (Timestamp, Timestamp) {
    let day = day_in(zone, now);
    let begins = |day: jiff::civil::Date| day.to_zoned(zone.clone()).map(|midnight| midnight.timestamp());
    let from = begins(day).unwrap_or_else(|_| after(now, -DAY));
    let until = day.tomorrow().and_then(begins).unwrap_or_else(|_| after(now, DAY));
    (from, until)
}

/// The visitors of today who booked a time and were not taken in yet.
pub async fn waiting(cx: &Cx, clerk: &Acting) -> Result<Vec<Waiting>> {
    clerk.demand(Act::FindPerson)?;
    let mut read = cx.app.store.read().await?;
    let center = centers::find(&mut read, clerk.center).await?;
    let zone = center.map_or(TimeZone::UTC, |center| center.time_zone);
    let rows = store::waiting(&mut read, clerk.center, today(&zone, cx.now), MOST_LISTED).await?;
    let may_take_unserved = clerk.demand(Act::TakeUnserved).is_ok();
    let line = |visit: &Visit| {
        let is_unserved = visit.state == VisitState::Unserved || cx.now >= visit.expires_at;
        let booked_for = visit.booked_for?;
        let may_serve = clerk.demand(visit.task.act()).is_ok();
        Some(Waiting {
            id: visit.id,
            task: visit.task,
            is_unserved,
            may_take: may_serve && (!is_unserved || may_take_unserved),
            may_miss: may_serve && is_unserved,
            booked_for: booked_for.to_zoned(zone.clone()),
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
    // The appointment first, as everywhere: of two who write the same rows, one waits and none is stuck.
    appointment::came(&mut tx, cx, next.account, next.id).await?;
    look(&mut tx, cx, clerk, &next).await?;
    store::update(&mut tx, row.version, &next, None).await?;
    cx.commit(tx).await
}

/// Notes that nobody came, once the time has come and gone. Nothing of the person is shown, so it is no look.
pub async fn miss(cx: &Cx, clerk: &Acting, id: VisitId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let row = store::find(&mut tx, clerk.center, id).await?.ok_or(Error::NotFound)?;
    let visit = row.visit.clone();
    clerk.demand(visit.task.act())?;
    match visit.state {
        VisitState::Booked if cx.now < visit.expires_at => return Err(refused(VisitRefusal::OutOfStep)),
        VisitState::Booked | VisitState::Unserved => {}
        VisitState::Open | VisitState::Asked => return Err(refused(VisitRefusal::NotYours)),
        VisitState::Done | VisitState::Left => return Err(refused(VisitRefusal::Over)),
    }
    let next = visit.leave().map_err(refused)?;
    match account::get(&mut tx, next.account).await {
        Ok(account) => appointment::missed(&mut tx, cx, &account, id, clerk.actor()).await?,
        // Of an account that is gone, nobody needs to be told.
        Err(Error::NotFound) => {}
        Err(error) => return Err(error),
    }
    store::update(&mut tx, row.version, &next, None).await?;
    operator_audit::record(&mut tx, cx, clerk, "visit-missed", &format!("{} {id}", next.task.name())).await?;
    cx.commit(tx).await
}

async fn look(tx: &mut Tx, cx: &Cx, clerk: &Acting, visit: &Visit) -> Result<()> {
    operator::look(tx, cx, clerk, visit.account, visit.task).await
}
