//! Which times are free: the opening hours of the coming days by the calendar, cut into slots, without those that are
//! taken.

use okno_domain::{
    appointment::{AppointmentRefusal, Offer, Slot, Taken, free_places, resource_of, slots},
    operator::{CenterId, Task},
    service_center::{ServiceCenter, day_in},
    time::{Date, Timestamp, after},
};
use okno_store::{Read, appointment as store};

use super::{Booking, bookable_center, current, refused, tasks};
use crate::{
    clerk,
    context::Cx,
    error::Result,
    session::SignedIn,
    settings::{days, minutes},
};

/// A day that can be booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayChoice {
    /// The day, by the center's calendar.
    pub day: Date,
    /// The times that are free, in order.
    pub free: Vec<Slot>,
}

/// What a person can choose from at a center.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The center.
    pub center: ServiceCenter,
    /// What they can come for.
    pub tasks: Vec<Task>,
    /// What they come for.
    pub task: Task,
    /// The days on which the center is open for it, those without a free time as well.
    pub days: Vec<DayChoice>,
    /// The appointment that another time would take the place of.
    pub current: Option<Booking>,
}

/// The instants between which times can be booked.
fn span(cx: &Cx) -> Slot {
    let rules = &cx.settings().center.appointment;
    Slot { starts_at: after(cx.now, minutes(rules.lead_minutes)), ends_at: after(cx.now, days(rules.days)) }
}

/// The slots of one day that can be booked for a task as far as the center goes, taken or not.
fn open_slots(cx: &Cx, center: &ServiceCenter, task: Task, day: Date, offer: Offer) -> Vec<Slot> {
    let span = span(cx);
    let hours = center.hours.on(day, &cx.app.opening.calendar);
    let mut all = slots(day, &hours, &center.time_zone, offer.minutes);
    all.retain(|slot| {
        slot.starts_at >= span.starts_at && slot.starts_at < span.ends_at && clerk::does(center, task, slot.starts_at)
    });
    all
}

/// What a center offers.
pub(super) async fn offer(read: &mut Read, center: CenterId) -> Result<Offer> {
    Ok(store::offer(read, resource_of(center)).await?.unwrap_or(Offer::USUAL))
}

/// The slot that begins at this instant, if the center serves then, and its places that are free.
pub(super) async fn free_at(
    read: &mut Read,
    cx: &Cx,
    center: &ServiceCenter,
    task: Task,
    at: Timestamp,
) -> Result<Option<(Slot, Vec<u16>)>> {
    let offer = offer(read, center.id).await?;
    let day = day_in(&center.time_zone, at);
    let found = open_slots(cx, center, task, day, offer).into_iter().find(|slot| slot.starts_at == at);
    let Some(slot) = found else { return Ok(None) };
    let taken = store::taken(read, resource_of(center.id), slot, cx.now).await?;
    Ok(Some((slot, free_places(slot, offer, &taken))))
}

async fn free_days(read: &mut Read, cx: &Cx, center: &ServiceCenter, task: Task) -> Result<Vec<DayChoice>> {
    let (offer, span) = (offer(read, center.id).await?, span(cx));
    let taken = store::taken(read, resource_of(center.id), span, cx.now).await?;
    let (first, last) = (day_in(&center.time_zone, span.starts_at), day_in(&center.time_zone, span.ends_at));
    let mut all = Vec::new();
    for day in first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last) {
        let open = open_slots(cx, center, task, day, offer);
        if open.is_empty() {
            continue;
        }
        let near = near(&taken, &open);
        let free = open.into_iter().filter(|slot| !free_places(*slot, offer, &near).is_empty()).collect();
        all.push(DayChoice { day, free });
    }
    Ok(all)
}

/// The part of what is taken that can touch the slots of a day, so that each slot is compared with few.
fn near(taken: &[Taken], open: &[Slot]) -> Vec<Taken> {
    let (Some(first), Some(last)) = (open.first(), open.last()) else { return Vec::new() };
    let day = Slot { starts_at: first.starts_at, ends_at: last.ends_at };
    taken.iter().filter(|taken| taken.slot.overlaps(&day)).copied().collect()
}

/// What a person can choose from. Refused where they can book nothing; a task that is none of theirs is their first one.
pub async fn choice(cx: &Cx, signed_in: &SignedIn, center: CenterId, task: Option<Task>) -> Result<Choice> {
    let now_open = current(cx, signed_in).await?;
    let mut read = cx.app.store.read().await?;
    let center = bookable_center(&mut read, cx, center).await?;
    let tasks = tasks(cx, &signed_in.account, &center);
    let first = tasks.first().copied().ok_or_else(|| refused(AppointmentRefusal::NotForYou))?;
    let task = task.filter(|task| tasks.contains(task)).unwrap_or(first);
    let days = free_days(&mut read, cx, &center, task).await?;
    Ok(Choice { center, tasks, task, days, current: now_open })
}

/// The free times that are nearest to an instant, in order.
pub async fn nearest(cx: &Cx, center: CenterId, task: Task, at: Timestamp, most: usize) -> Result<Vec<Slot>> {
    let mut read = cx.app.store.read().await?;
    let center = bookable_center(&mut read, cx, center).await?;
    let days = free_days(&mut read, cx, &center, task).await?;
    let mut all: Vec<Slot> = days.into_iter().flat_map(|day| day.free).collect();
    all.sort_by_key(|slot| slot.starts_at.duration_since(at).abs());
    all.truncate(most);
    all.sort_unstable();
    Ok(all)
}
