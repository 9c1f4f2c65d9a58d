//! Appointments (R132, C30): a time at which somebody is expected, at a resource that serves so many at once.
//!
//! A [`Resource`] has an [`Offer`]: how many are served side by side, and for how long each. Its opening hours, cut into
//! [`Slot`]s, are what can be booked. Each slot has as many places as the resource has windows; a place is taken once, for
//! good or for a while. Today the resources are the centers; a service with times of its own brings its own resources.
//!
//! Nobody needs an appointment for a visit. Slots are instants, so that a night in which clocks change has as many as it
//! has hours.

use jiff::tz::TimeZone;

use crate::{
    account::AccountLevel,
    id::Id,
    operator::{CenterId, Task},
    refusal::{Class, Refusal, Refuse},
    service_center::Span,
    time::{Date, SignedDuration, Timestamp, after},
};

/// What can be booked. There is no value of it: what it is stands where it belongs, as a center does.
#[derive(Debug)]
pub enum Resource {}

/// The id of a resource.
pub type ResourceId = Id<Resource>;

/// The id of an appointment; that of a visit has the same number.
pub type AppointmentId = Id<Appointment>;

/// The windows of a center as a resource.
pub const fn resource_of(center: CenterId) -> ResourceId {
    ResourceId::from_uuid(center.uuid())
}

/// How many are served side by side, and for how long each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Places at one time.
    pub places: u16,
    /// Minutes of one slot.
    pub minutes: u16,
}

impl Offer {
    /// What is taken for granted of a resource that says nothing.
    pub const USUAL: Self = Self { places: 1, minutes: 20 };
    /// The most places.
    pub const MOST_PLACES: u16 = 200;

    /// An offer; none with no place, or with slots that are shorter than 5 minutes or longer than 4 hours.
    pub fn new(places: u16, minutes: u16) -> Option<Self> {
        let is_sound = (1..=Self::MOST_PLACES).contains(&places) && (5..=240).contains(&minutes);
        is_sound.then_some(Self { places, minutes })
    }
}

/// A time that can be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// Its first instant.
    pub starts_at: Timestamp,
    /// The instant after its last.
    pub ends_at: Timestamp,
}

impl Slot {
    /// Whether the two have an instant in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.starts_at < other.ends_at && other.starts_at < self.ends_at
    }
}

/// The instant of a minute of a day. One that clocks leave out is as much later; of one that comes twice it is the first.
fn instant(day: Date, minute: u16, zone: &TimeZone) -> Option<Timestamp> {
    let (day, minute) = if minute < 24 * 60 { (day, minute) } else { (day.tomorrow().ok()?, 0) };
    let (hour, minute) = (i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?);
    Some(day.at(hour, minute, 0, 0).to_zoned(zone.clone()).ok()?.timestamp())
}

fn spans(day: Date, hours: &[Span], zone: &TimeZone) -> impl Iterator<Item = Slot> {
    let span = move |span: &Span| {
        Some(Slot { starts_at: instant(day, span.from, zone)?, ends_at: instant(day, span.until, zone)? })
    };
    hours.iter().filter_map(span)
}

/// The slots of a day with these open times. One that would end after closing is none.
pub fn slots(day: Date, hours: &[Span], zone: &TimeZone, minutes: u16) -> Vec<Slot> {
    let length = SignedDuration::from_mins(i64::from(minutes.max(1)));
    let mut all = Vec::new();
    for open in spans(day, hours, zone) {
        let mut starts_at = open.starts_at;
        let mut ends_at = after(starts_at, length);
        while ends_at <= open.ends_at {
            all.push(Slot { starts_at, ends_at });
            starts_at = ends_at;
            ends_at = after(starts_at, length);
        }
    }
    all
}

/// Whether a slot is all within these open times of its day, however they are cut.
pub fn is_within(slot: Slot, day: Date, hours: &[Span], zone: &TimeZone) -> bool {
    spans(day, hours, zone).any(|open| open.starts_at <= slot.starts_at && slot.ends_at <= open.ends_at)
}

/// A place that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// When.
    pub slot: Slot,
    /// Which place, from 0.
    pub place: u16,
}

/// The places of a slot that nobody has, the lowest first. What was booked when slots were cut otherwise counts as well.
pub fn free_places(slot: Slot, offer: Offer, taken: &[Taken]) -> Vec<u16> {
    let is_taken = |place: u16| taken.iter().any(|other| other.place == place && other.slot.overlaps(&slot));
    (0..offer.places).filter(|place| !is_taken(*place)).collect()
}

/// What somebody of this level may book a time for. One cannot sign in to book the restoration of access, and who is
/// confirmed has nothing to confirm, but may have an error to correct.
pub const fn bookable(level: AccountLevel) -> &'static [Task] {
    match level {
        AccountLevel::Simplified => &[],
        AccountLevel::Standard => &[Task::ConfirmIdentity, Task::CorrectData, Task::DeleteAccount],
        AccountLevel::Confirmed => &[Task::CorrectData, Task::DeleteAccount],
    }
}

/// Where an appointment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AppointmentState {
    /// The person is expected.
    Booked,
    /// Another time took its place.
    Moved,
    /// The person does not come.
    Cancelled,
    /// The center cannot serve at that time.
    CalledOff,
    /// The person was taken in.
    Came,
    /// The time went by, and nobody was taken in.
    Missed,
}

impl AppointmentState {
    /// Every state.
    pub const ALL: [Self; 6] = [Self::Booked, Self::Moved, Self::Cancelled, Self::CalledOff, Self::Came, Self::Missed];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Moved => "moved",
            Self::Cancelled => "cancelled",
            Self::CalledOff => "called_off",
            Self::Came => "came",
            Self::Missed => "missed",
        }
    }

    /// The state with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// An appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// Its id.
    pub id: AppointmentId,
    /// At which center.
    pub center: CenterId,
    /// What for.
    pub task: Task,
    /// Where it stands.
    pub state: AppointmentState,
    /// When.
    pub slot: Slot,
    /// Which of the places at that time.
    pub place: u16,
    /// When it was booked.
    pub booked_at: Timestamp,
    /// Whether the person was reminded.
    pub is_reminded: bool,
}

/// Why an appointment is not made, moved or cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppointmentRefusal {
    /// The center, or the installation, takes no bookings.
    #[error("no appointments here")]
    Off,
    /// The level is too low, or the task is none that this person can book.
    #[error("not for this account")]
    NotForYou,
    /// One is open already.
    #[error("an appointment is open already")]
    AlreadyBooked,
    /// Somebody else has it, or the center does not serve at that time.
    #[error("the time is taken")]
    Taken,
    /// It is over, or nothing can be changed any more.
    #[error("the appointment is over")]
    Over,
    /// Too many were booked and moved within a day.
    #[error("too many appointments within a day")]
    TooMany,
}

impl AppointmentRefusal {
    /// Every reason.
    pub const ALL: [Self; 6] =
        [Self::Off, Self::NotForYou, Self::AlreadyBooked, Self::Taken, Self::Over, Self::TooMany];
}

impl Refuse for AppointmentRefusal {
    fn refusal(&self) -> Refusal {
        match self {
            Self::Off => Refusal::new("appointment-off", Class::Forbidden),
            Self::NotForYou => Refusal::new("appointment-not-for-you", Class::Forbidden),
            Self::AlreadyBooked => Refusal::new("appointment-already-booked", Class::Conflict),
            Self::Taken => Refusal::new("appointment-taken", Class::Conflict),
            Self::Over => Refusal::new("appointment-over", Class::Gone),
            Self::TooMany => Refusal::new("appointment-too-many", Class::TooMany),
        }
    }
}

impl Appointment {
    /// Until when the person is waited for.
    pub fn waits_until(&self, wait: SignedDuration) -> Timestamp {
        after(self.slot.starts_at, wait)
    }

    /// Whether the person is still expected.
    pub fn is_open(&self, wait: SignedDuration, now: Timestamp) -> bool {
        self.state == AppointmentState::Booked && now < self.waits_until(wait)
    }

    /// When something is to be done about it next: the reminder, unless it was booked later than that, then its end.
    pub fn due_at(&self, reminder: SignedDuration, wait: SignedDuration) -> Option<Timestamp> {
        if self.state != AppointmentState::Booked {
            return None;
        }
        let remind_at = after(self.slot.starts_at, -reminder);
        let reminds = !self.is_reminded && remind_at > self.booked_at;
        Some(if reminds { remind_at } else { self.waits_until(wait) })
    }

    fn end(self, state: AppointmentState, now: Timestamp) -> Result<Self, AppointmentRefusal> {
        if self.state != AppointmentState::Booked || now >= self.slot.starts_at {
            return Err(AppointmentRefusal::Over);
        }
        Ok(Self { state, ..self })
    }

    /// Another time takes its place; only before it begins.
    pub fn move_away(self, now: Timestamp) -> Result<Self, AppointmentRefusal> {
        self.end(AppointmentState::Moved, now)
    }

    /// The person does not come; only before it begins.
    pub fn cancel(self, now: Timestamp) -> Result<Self, AppointmentRefusal> {
        self.end(AppointmentState::Cancelled, now)
    }

    /// The center cannot serve at that time; only before it begins.
    pub fn call_off(self, now: Timestamp) -> Result<Self, AppointmentRefusal> {
        self.end(AppointmentState::CalledOff, now)
    }

    /// The person is taken in, in time or not.
    pub fn come(self) -> Result<Self, AppointmentRefusal> {
        match self.state {
            AppointmentState::Booked | AppointmentState::Missed => Ok(Self { state: AppointmentState::Came, ..self }),
            _ => Err(AppointmentRefusal::Over),
        }
    }

    /// The time went by.
    pub fn miss(self, now: Timestamp) -> Result<Self, AppointmentRefusal> {
        if self.state != AppointmentState::Booked || now < self.slot.starts_at {
            return Err(AppointmentRefusal::Over);
        }
        Ok(Self { state: AppointmentState::Missed, ..self })
    }
}

#[cfg(test)]
#[path = "appointment/tests.rs"]
mod tests;
