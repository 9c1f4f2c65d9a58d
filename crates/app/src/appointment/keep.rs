//! What happens to appointments by itself: the reminder, the end, and what becomes of them when a center changes its
//! hours, loses an accreditation or closes.

use okno_domain::{
    account::AccountId,
    appointment::{Appointment, AppointmentId, bookable, is_within, resource_of},
    operator::CenterId,
    service_center::{ServiceCenter, day_in},
    time::{DAY, SignedDuration, after},
    visit::VisitState,
};
use okno_store::{
    Tx,
    appointment::{self as store, AppointmentRow},
    visit as visits,
};
use serde::{Deserialize, Serialize};

use super::{missed, refused, save, tell, vacate, visit_of};
use crate::{
    account::{self, Account},
    audit::{self, Act, Actor},
    clerk,
    context::Cx,
    error::{Error, Result},
    job::{self, Done, Job, JobError, Retry},
    service_center,
};

/// How many appointments one run looks at.
const STEP: i64 = 200;

/// Whether the center serves at the time of an appointment, as its record stands now. Switching bookings off takes no
/// promise back.
fn stands(cx: &Cx, center: Option<&ServiceCenter>, appointment: &Appointment) -> bool {
    center.is_some_and(|center| {
        let day = day_in(&center.time_zone, appointment.slot.starts_at);
        let hours = center.hours.on(day, &cx.app.opening.calendar);
        clerk::does(center, appointment.task, appointment.slot.starts_at)
            && is_within(appointment.slot, day, &hours, &center.time_zone)
    })
}

/// The center as far as it, and the organization that runs it, may do anything.
async fn serving(tx: &mut Tx, id: CenterId) -> Result<Option<ServiceCenter>> {
    Ok(service_center::serving(tx, id).await?.map(|(center, _)| center))
}

/// Reminds people, and notes who did not come.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeepAppointments {}

impl Job for KeepAppointments {
    const NAME: &'static str = "keep-appointments";
    const RETRY: Retry = Retry::exponential(60, 3600, u32::MAX);

    fn mark(&self) -> Option<String> {
        Some(Self::NAME.to_owned())
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let mut read = cx.app.store.read().await.map_err(Error::from)?;
        let due = store::due(&mut read, cx.now, STEP).await.map_err(Error::from)?;
        drop(read);
        let mut is_full = i64::try_from(due.len()).unwrap_or(STEP) >= STEP;
        for (account, appointment) in due {
            match keep(cx, account, appointment).await {
                // Somebody was first, or the account is gone.
                Ok(()) | Err(Error::Conflict | Error::NotFound) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let mut tx = cx.app.store.write().await.map_err(Error::from)?;
        is_full |= store::purge(&mut tx, after(cx.now, -DAY), STEP).await.map_err(Error::from)? >= STEP.unsigned_abs();
        tx.commit().await.map_err(Error::from)?;
        let pause = if is_full { SignedDuration::from_secs(1) } else { SignedDuration::from_mins(5) };
        Ok(Done::Again(after(cx.now, pause)))
    }
}

/// Does what is due about one appointment.
async fn keep(cx: &Cx, account: AccountId, id: AppointmentId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let account = account::get(&mut tx, account).await?;
    let row = store::find(&mut tx, account.id, id).await?.ok_or(Error::NotFound)?;
    let appointment = &row.appointment;
    if cx.now >= appointment.slot.starts_at {
        if cx.now >= appointment.waits_until(super::wait(cx)) {
            missed(&mut tx, cx, &account, visit_of(id), Actor::System).await?;
            unserved(&mut tx, &row).await?;
        } else {
            // The reminder came too late to be of use.
            let next = Appointment { is_reminded: true, ..appointment.clone() };
            save(&mut tx, cx, account.id, row.version, &next).await?;
        }
        return cx.commit(tx).await;
    }
    let center = serving(&mut tx, appointment.center).await?;
    if !stands(cx, center.as_ref(), appointment) {
        call_off(&mut tx, cx, &account, (row, center)).await?;
    } else if bookable(account.level).contains(&appointment.task) {
        remind(&mut tx, cx, &account, (row, center)).await?;
    } else {
        // The person came without waiting for the time, or took another way.
        let next = appointment.clone().cancel(cx.now).map_err(refused)?;
        save(&mut tx, cx, account.id, row.version, &next).await?;
        vacate(&mut tx, &next).await?;
        let act = Act::by_system("appointment-cancelled").on(next.task.name());
        audit::record(&mut tx, cx, account.id, act).await?;
    }
    cx.commit(tx).await
}

/// The clerks see that the time went by; an administrator of the center can still take the visitor in (R132).
async fn unserved(tx: &mut Tx, row: &AppointmentRow) -> Result<()> {
    let visit = visits::find(tx, row.appointment.center, visit_of(row.appointment.id)).await?;
    if let Some(visit) = visit.filter(|visit| visit.visit.state == VisitState::Booked) {
        let next = okno_domain::visit::Visit { state: VisitState::Unserved, ..visit.visit.clone() };
        visits::update(tx, visit.version, &next, None).await?;
    }
    Ok(())
}

async fn remind(
    tx: &mut Tx,
    cx: &Cx,
    account: &Account,
    (row, center): (AppointmentRow, Option<ServiceCenter>),
) -> Result<()> {
    let next = Appointment { is_reminded: true, ..row.appointment };
    save(tx, cx, account.id, row.version, &next).await?;
    audit::record(tx, cx, account.id, Act::by_system("appointment-reminded").on(next.task.name())).await?;
    let key = account::data_key(tx, cx, account.id).await?;
    tell(tx, cx, (account, &key), (&next, center.as_ref()), "appointment_reminder", true).await
}

async fn call_off(
    tx: &mut Tx,
    cx: &Cx,
    account: &Account,
    (row, center): (AppointmentRow, Option<ServiceCenter>),
) -> Result<()> {
    let next = row.appointment.clone().call_off(cx.now).map_err(refused)?;
    save(tx, cx, account.id, row.version, &next).await?;
    vacate(tx, &next).await?;
    audit::record(tx, cx, account.id, Act::by_system("appointment-called-off").on(next.task.name())).await?;
    let key = account::data_key(tx, cx, account.id).await?;
    tell(tx, cx, (account, &key), (&next, center.as_ref()), "appointment_called_off", center.is_some()).await
}

/// Has the appointments at a center looked through once what the transaction says of it is in force. Whoever changes the
/// record of a center calls this.
pub async fn review_later(tx: &mut Tx, cx: &Cx, center: CenterId) -> Result<()> {
    job::enqueue(tx, cx, &ReviewCenter { center }).await
}

/// Calls off the appointments at a center at whose times it does not serve any more.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReviewCenter {
    /// Which.
    pub center: CenterId,
}

impl Job for ReviewCenter {
    const NAME: &'static str = "review-center-appointments";
    const RETRY: Retry = Retry::exponential(10, 1800, u32::MAX);

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let mut read = cx.app.store.read().await.map_err(Error::from)?;
        let expected = store::expected(&mut read, resource_of(self.center), cx.now).await.map_err(Error::from)?;
        drop(read);
        for (account, appointment) in expected {
            match review(cx, account, appointment).await {
                Ok(()) | Err(Error::NotFound) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Done::Did)
    }
}

async fn review(cx: &Cx, account: AccountId, id: AppointmentId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let account = account::get(&mut tx, account).await?;
    let row = store::find(&mut tx, account.id, id).await?.ok_or(Error::NotFound)?;
    let center = serving(&mut tx, row.appointment.center).await?;
    // What is over already, or has begun, is not called off.
    let may_end = row.appointment.clone().call_off(cx.now).is_ok();
    if may_end && !stands(cx, center.as_ref(), &row.appointment) {
        call_off(&mut tx, cx, &account, (row, center)).await?;
        cx.commit(tx).await?;
    }
    Ok(())
}
