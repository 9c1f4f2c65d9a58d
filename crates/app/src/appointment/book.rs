//! Booking a time, moving and cancelling it.

use okno_domain::{
    appointment::{Appointment, AppointmentId, AppointmentRefusal, AppointmentState, Taken, resource_of},
    operator::{CenterId, Task},
    service_center::ServiceCenter,
    time::{DAY, Timestamp},
    visit::{Visit, VisitState},
};
use okno_store::{
    Tx,
    appointment::{self as store, AppointmentRow},
    service_center as centers, visit as visits,
};

use super::{bookable_center, choice::free_at, due_at, open, refused, save, tasks, tell, vacate, visit_of, wait};
use crate::{
    account::{self, Account},
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    limit::{self, LimitKey},
    session::SignedIn,
};

/// What somebody chose.
struct Wanted {
    center: CenterId,
    task: Task,
    at: Timestamp,
    moves: Option<AppointmentId>,
}

/// Books a time; with `moves`, in place of the appointment that is open. Asking again for what one has changes nothing, so
/// that a form that was sent twice does no harm.
pub async fn book(
    cx: &Cx,
    signed_in: &SignedIn,
    (center, task): (CenterId, Task),
    at: Timestamp,
    moves: Option<AppointmentId>,
) -> Result<AppointmentId> {
    let wanted = Wanted { center, task, at, moves };
    cx.again(|| book_once(cx, signed_in, &wanted)).await
}

async fn book_once(cx: &Cx, signed_in: &SignedIn, wanted: &Wanted) -> Result<AppointmentId> {
    let Wanted { task, at, moves, .. } = *wanted;
    let mut tx = cx.app.store.write().await?;
    let account = account::get(&mut tx, signed_in.id()).await?;
    account::demand_person(&account)?;
    let center = bookable_center(&mut tx, cx, wanted.center).await?;
    if !tasks(cx, &account, &center).contains(&task) {
        return Err(refused(AppointmentRefusal::NotForYou));
    }
    let before = open(&mut tx, cx, account.id).await?;
    if let Some(AppointmentRow { appointment: known, .. }) = &before {
        if known.center == center.id && known.task == task && known.slot.starts_at == at {
            return Ok(known.id);
        }
        if moves != Some(known.id) {
            return Err(refused(AppointmentRefusal::AlreadyBooked));
        }
    } else if moves.is_some() {
        return Err(refused(AppointmentRefusal::Over));
    }
    // Each booking sends a message, and keeps a place from others for a while.
    let counter = LimitKey::new(cx, "appointments", &account.id.to_string());
    let most = cx.settings().center.appointment.most_per_day;
    if !limit::count_within(&mut tx, counter, most, DAY, cx.now).await? {
        return Err(refused(AppointmentRefusal::TooMany));
    }
    // Of two windows of one person, one books.
    let account = account::hold(&mut tx, cx, &account).await?;
    if let Some(row) = &before {
        leave_before(&mut tx, cx, &account, row).await?;
    }
    let next = take_place(&mut tx, cx, (&account, &center), task, at).await?;
    expect(&mut tx, cx, &account, &next).await?;
    let (act, kind) = if before.is_some() {
        ("appointment-moved", "appointment_moved")
    } else {
        ("appointment-booked", "appointment_booked")
    };
    audit::record(&mut tx, cx, account.id, Act::by_person(act).on(task.name())).await?;
    tell(&mut tx, cx, (&account, &signed_in.key), (&next, Some(&center)), kind, true).await?;
    cx.commit(tx).await?;
    cx.app.signals.raise(account.id);
    Ok(next.id)
}

async fn leave_before(tx: &mut Tx, cx: &Cx, account: &Account, row: &AppointmentRow) -> Result<()> {
    let moved = row.appointment.clone().move_away(cx.now).map_err(refused)?;
    save(tx, cx, account.id, row.version, &moved).await?;
    vacate(tx, &moved).await
}

/// Takes the first place that nobody has or takes at this moment.
async fn take_place(
    tx: &mut Tx,
    cx: &Cx,
    (account, center): (&Account, &ServiceCenter),
    task: Task,
    at: Timestamp,
) -> Result<Appointment> {
    let found = free_at(tx, cx, center, task, at).await?;
    let (slot, places) = found.ok_or_else(|| refused(AppointmentRefusal::Taken))?;
    let id: AppointmentId = cx.fresh_id();
    for place in places {
        let taken = Taken { slot, place };
        if store::take(tx, resource_of(center.id), &taken, (account.id, id), (None, cx.now)).await? {
            return Ok(Appointment {
                id,
                center: center.id,
                task,
                state: AppointmentState::Booked,
                slot,
                place,
                booked_at: cx.now,
                is_reminded: false,
            });
        }
    }
    Err(refused(AppointmentRefusal::Taken))
}

/// Stores the appointment, and the visit in the center's list.
async fn expect(tx: &mut Tx, cx: &Cx, account: &Account, appointment: &Appointment) -> Result<()> {
    store::insert(tx, account.id, appointment, due_at(cx, appointment)).await?;
    let visit = Visit {
        id: visit_of(appointment.id),
        center: appointment.center,
        task: appointment.task,
        state: VisitState::Booked,
        account: account.id,
        operator: None,
        booked_for: Some(appointment.slot.starts_at),
        approval: None,
        begun_at: cx.now,
        expires_at: appointment.waits_until(wait(cx)),
    };
    Ok(visits::insert(tx, &visit).await?)
}

/// The person does not come. Cancelling twice changes nothing.
pub async fn cancel(cx: &Cx, signed_in: &SignedIn, id: AppointmentId) -> Result<()> {
    cx.again(|| cancel_once(cx, signed_in, id)).await
}

async fn cancel_once(cx: &Cx, signed_in: &SignedIn, id: AppointmentId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let account = account::get(&mut tx, signed_in.id()).await?;
    let row = store::find(&mut tx, account.id, id).await?.ok_or(Error::NotFound)?;
    if row.appointment.state == AppointmentState::Cancelled {
        return Ok(());
    }
    let next = row.appointment.clone().cancel(cx.now).map_err(refused)?;
    save(&mut tx, cx, account.id, row.version, &next).await?;
    vacate(&mut tx, &next).await?;
    audit::record(&mut tx, cx, account.id, Act::by_person("appointment-cancelled").on(next.task.name())).await?;
    let center = centers::find(&mut tx, next.center).await?;
    let said = (&next, center.as_ref());
    tell(&mut tx, cx, (&account, &signed_in.key), said, "appointment_cancelled", false).await?;
    cx.commit(tx).await?;
    cx.app.signals.raise(account.id);
    Ok(())
}
