//! Booked times at centers (R132, C30): a person chooses a center, a day and a time, and is expected then. Nobody needs
//! this to be served.
//!
//! Of an account one appointment is open at a time; its turn is taken with the account's ([`account::hold`]). A place is
//! taken by its key, so that nobody is expected where somebody is. What is booked is a visit of the center's list as well,
//! under the same id: the clerk takes it in from there (`app::clerk`).

mod book;
mod choice;
mod keep;

use std::collections::BTreeMap;

use jiff::Zoned;
use okno_domain::{
    account::AccountId,
    appointment::{Appointment, AppointmentId, AppointmentRefusal, Taken, bookable, resource_of},
    operator::{CenterId, Task},
    service_center::ServiceCenter,
    time::{SignedDuration, Timestamp},
    visit::{Paper, VisitId, VisitState},
};
use okno_store::{
    Read, Tx,
    appointment::{self as store, AppointmentRow},
    service_center as centers, visit as visits,
};

pub use book::{book, cancel};
pub use choice::{Choice, DayChoice, choice, nearest};
pub use keep::{KeepAppointments, ReviewCenter, review_later};

use crate::{
    account::{self, Account},
    audit::{self, Act, Actor},
    clerk,
    context::Cx,
    error::{Error, Result},
    notification::{self, Event},
    registration::public_link,
    seal::DataKey,
    service_center,
    session::SignedIn,
    settings::{CenterAppointments, hours, minutes},
};

/// Where the person sees their appointment.
const PAGE: &str = "/appointment";

fn refused(refusal: AppointmentRefusal) -> Error {
    Error::refused(&refusal)
}

/// How long a visitor who is late is waited for.
fn wait(cx: &Cx) -> SignedDuration {
    minutes(cx.settings().center.appointment.wait_minutes)
}

/// When something is to be done about an appointment next.
fn due_at(cx: &Cx, appointment: &Appointment) -> Option<Timestamp> {
    appointment.due_at(hours(cx.settings().center.appointment.reminder_hours), wait(cx))
}

const fn taken(appointment: &Appointment) -> Taken {
    Taken { slot: appointment.slot, place: appointment.place }
}

const fn visit_of(id: AppointmentId) -> VisitId {
    VisitId::from_uuid(id.uuid())
}

/// Whether people can book at all here.
pub fn is_on(cx: &Cx) -> bool {
    cx.settings().center.appointments == CenterAppointments::Optional
}

/// What a person of this account can book a time for at a center; nothing where it takes no bookings.
pub fn tasks(cx: &Cx, account: &Account, center: &ServiceCenter) -> Vec<Task> {
    if !is_on(cx) || !center.offers_appointments {
        return Vec::new();
    }
    let offered = |task: &&Task| clerk::does(center, **task, cx.now);
    bookable(account.level).iter().filter(offered).copied().collect()
}

/// An appointment as its person sees it.
#[derive(Clone, Debug)]
pub struct Booking {
    /// The appointment.
    pub appointment: Appointment,
    /// The center.
    pub center: ServiceCenter,
    /// What to bring (C11).
    pub papers: Vec<Paper>,
    /// Whether it can still be moved and cancelled.
    pub may_change: bool,
}

impl Booking {
    /// When it begins, by the center's clock.
    pub fn starts(&self) -> Zoned {
        self.appointment.slot.starts_at.to_zoned(self.center.time_zone.clone())
    }
}

/// The appointment that is open, if any.
pub async fn current(cx: &Cx, signed_in: &SignedIn) -> Result<Option<Booking>> {
    let mut read = cx.app.store.read().await?;
    let Some(row) = open(&mut read, cx, signed_in.id()).await? else { return Ok(None) };
    let Some(center) = centers::find(&mut read, row.appointment.center).await? else { return Ok(None) };
    Ok(Some(Booking {
        papers: clerk::papers(cx, row.appointment.task),
        may_change: cx.now < row.appointment.slot.starts_at,
        appointment: row.appointment,
        center,
    }))
}

async fn open(read: &mut Read, cx: &Cx, account: AccountId) -> Result<Option<AppointmentRow>> {
    let rows = store::booked(read, account).await?;
    Ok(rows.into_iter().find(|row| row.appointment.is_open(wait(cx), cx.now)))
}

/// Saves the next state of an appointment.
async fn save(tx: &mut Tx, cx: &Cx, account: AccountId, seen: i64, next: &Appointment) -> Result<()> {
    Ok(store::update(tx, account, seen, next, (cx.now, due_at(cx, next))).await?)
}

/// An appointment is over before its time: the place is anybody's, and nobody is expected.
async fn vacate(tx: &mut Tx, appointment: &Appointment) -> Result<()> {
    let Appointment { id, center, .. } = *appointment;
    store::give_back(tx, resource_of(center), &taken(appointment), id).await?;
    if let Some(row) = visits::find(tx, center, visit_of(id)).await?
        && row.visit.state == VisitState::Booked
    {
        let next = row.visit.clone().leave().map_err(|refusal| Error::refused(&refusal))?;
        visits::update(tx, row.version, &next, None).await?;
    }
    Ok(())
}

/// Tells the person about an appointment, once.
async fn tell(
    tx: &mut Tx,
    cx: &Cx,
    (account, key): (&Account, &DataKey),
    (appointment, center): (&Appointment, Option<&ServiceCenter>),
    kind: &'static str,
    outside: bool,
) -> Result<()> {
    let starts = appointment.slot.starts_at;
    let mut args = BTreeMap::from([("link".to_owned(), public_link(cx, PAGE))]);
    if let Some(center) = center {
        let starts = starts.to_zoned(center.time_zone.clone());
        let say = |texts: &okno_domain::locale::Texts| texts.get(account.locale).to_owned();
        let place = format!("{}, {}, {}", say(&center.name), say(&center.town.name), center.address);
        args.insert("date".to_owned(), starts.date().to_string());
        args.insert("time".to_owned(), starts.strftime("%H:%M").to_string());
        args.insert("place".to_owned(), place);
    }
    let mark = format!("{kind}:{}", appointment.id);
    notification::tell(tx, cx, account, key, Event { kind, args, mark: &mark, outside }).await
}

/// The visitor is taken in, in the transaction that does so. A visit without an appointment is none of ours.
pub(crate) async fn came(tx: &mut Tx, cx: &Cx, account: AccountId, visit: VisitId) -> Result<()> {
    let id = AppointmentId::from_uuid(visit.uuid());
    let Some(row) = store::find(tx, account, id).await? else { return Ok(()) };
    let next = row.appointment.clone().come().map_err(refused)?;
    save(tx, cx, account, row.version, &next).await
}

/// The visitor did not come, as `actor` says. What is over already stays as it is.
pub(crate) async fn missed(tx: &mut Tx, cx: &Cx, account: &Account, visit: VisitId, actor: Actor) -> Result<()> {
    let id = AppointmentId::from_uuid(visit.uuid());
    let Some(row) = store::find(tx, account.id, id).await? else { return Ok(()) };
    let Ok(next) = row.appointment.clone().miss(cx.now) else { return Ok(()) };
    save(tx, cx, account.id, row.version, &next).await?;
    let act = Act { actor, act: "appointment-missed", detail: next.task.name().to_owned() };
    audit::record(tx, cx, account.id, act).await?;
    let key = account::data_key(tx, cx, account.id).await?;
    let center = centers::find(tx, next.center).await?;
    tell(tx, cx, (account, &key), (&next, center.as_ref()), "appointment_missed", false).await
}

/// The account is about to be no more, or somebody else's: nobody is expected.
pub(crate) async fn forget(tx: &mut Tx, cx: &Cx, account: AccountId) -> Result<()> {
    for row in store::booked(tx, account).await? {
        let over = row.appointment.clone().cancel(cx.now).or_else(|_| row.appointment.clone().miss(cx.now));
        let next = over.map_err(refused)?;
        save(tx, cx, account, row.version, &next).await?;
        vacate(tx, &next).await?;
    }
    Ok(())
}

/// The center with this id, if one can book there.
async fn bookable_center(read: &mut Read, cx: &Cx, center: CenterId) -> Result<ServiceCenter> {
    let (center, _) = service_center::serving(read, center).await?.ok_or(Error::NotFound)?;
    if is_on(cx) && center.offers_appointments { Ok(center) } else { Err(refused(AppointmentRefusal::Off)) }
}
