//! The registered letter that carries a confirmation code (R136 to R151): its states, what the carrier tells of it, and
//! when another one can be ordered.
//!
//! The proof of identity itself runs in [`crate::confirmation`]; a letter is the paper that brings its code. The two end
//! together: a code that is used, void or too old ends its letter.

mod address;
mod number;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use address::{AddressForm, AddressKind, AddressRefusal, PostalAddress};
pub use number::{NUMBERS_IN_A_MONTH, month_count};

use crate::{
    confirmation::ConfirmationId,
    id::Id,
    identifier::{region_zone::RegionZone, tracking_number::TrackingNumber},
    refusal::{Class, Refusal, Refuse},
    time::{Date, SignedDuration, Timestamp, after},
};

/// Names letters.
#[derive(Debug)]
pub enum Letter {}
/// The id of an ordered letter.
pub type LetterId = Id<Letter>;

/// Names batches of letters.
#[derive(Debug)]
pub enum Batch {}
/// The id of a batch that is printed and handed over together.
pub type BatchId = Id<Batch>;

/// Where a letter stands (portal-requirements 1.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterStatus {
    /// The person ordered it.
    Ordered,
    /// Its code is made; it is in a batch for the carrier.
    Printed,
    /// The carrier has taken it in.
    Dispatched,
    /// It is on its way.
    InTransit,
    /// It lies at the post office.
    AwaitingPickup,
    /// The addressee has it.
    HandedOver,
    /// Nobody fetched it, or it was lost: it goes back.
    Returned,
    /// Its code was entered.
    CodeUsed,
    /// Its code is void: a newer order, the end of its life, or the end of the account.
    Voided,
}

impl LetterStatus {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Ordered,
        Self::Printed,
        Self::Dispatched,
        Self::InTransit,
        Self::AwaitingPickup,
        Self::HandedOver,
        Self::Returned,
        Self::CodeUsed,
        Self::Voided,
    ];

    /// The states in which the carrier may have news.
    pub const FOLLOWED: [Self; 4] = [Self::Printed, Self::Dispatched, Self::InTransit, Self::AwaitingPickup];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ordered => "ordered",
            Self::Printed => "printed",
            Self::Dispatched => "dispatched",
            Self::InTransit => "in_transit",
            Self::AwaitingPickup => "awaiting_pickup",
            Self::HandedOver => "handed_over",
            Self::Returned => "returned",
            Self::CodeUsed => "code_used",
            Self::Voided => "voided",
        }
    }

    /// The state with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Whether its code can still be entered, or will be made.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::CodeUsed | Self::Voided)
    }
}

/// What the carrier says of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CarrierState {
    /// Taken in.
    Accepted,
    /// On its way.
    InTransit,
    /// Arrived at the place of delivery.
    AwaitingPickup,
    /// Handed over to the addressee.
    HandedOver,
    /// Sent back, or lost.
    Returned,
}

impl CarrierState {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Accepted, Self::InTransit, Self::AwaitingPickup, Self::HandedOver, Self::Returned];

    const fn status(self) -> LetterStatus {
        match self {
            Self::Accepted => LetterStatus::Dispatched,
            Self::InTransit => LetterStatus::InTransit,
            Self::AwaitingPickup => LetterStatus::AwaitingPickup,
            Self::HandedOver => LetterStatus::HandedOver,
            Self::Returned => LetterStatus::Returned,
        }
    }
}

/// One ordered letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterOrder {
    /// Its id.
    pub id: LetterId,
    /// The proof of identity whose code it brings.
    pub confirmation: ConfirmationId,
    /// Where it stands.
    pub status: LetterStatus,
    /// Whose address it goes to: that of registration or of residence (R139).
    pub address_kind: AddressKind,
    /// When it was ordered; the rule of 30 days counts from here (C9).
    pub ordered_at: Timestamp,
    /// The number of the item, given when it is printed (R145).
    pub number: Option<TrackingNumber>,
    /// When the carrier took it in.
    pub dispatched_at: Option<Timestamp>,
    /// Since when it is in its state.
    pub changed_at: Timestamp,
    /// The state of which the person was reminded.
    pub reminded_of: Option<LetterStatus>,
}

/// Why a step is not taken, or a letter not ordered; nothing changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LetterRefusal {
    /// The last order is not 30 days old (R146).
    #[error("another letter can be ordered from {from}")]
    TooEarly {
        /// The first day on which it can.
        from: Date,
    },
    /// Another step is due.
    #[error("another step is due")]
    OutOfStep,
    /// Its code was used or is void.
    #[error("it is over")]
    Over,
}

impl Refuse for LetterRefusal {
    fn refusal(&self) -> Refusal {
        match self {
            Self::TooEarly { from } => Refusal::new("letter-too-early", Class::Conflict).with("date", from.to_string()),
            Self::OutOfStep => Refusal::new("letter-out-of-step", Class::Conflict),
            Self::Over => Refusal::new("letter-over", Class::Gone),
        }
    }
}

/// The day on which an instant falls: by the clocks of Moscow, as every date that the portal shows.
pub fn day_of(at: Timestamp) -> Date {
    at.to_zoned(RegionZone::moscow().time_zone()).date()
}

/// The first day on which another letter can be ordered (R146, C9): of 15 January, 14 February for 30 days.
pub fn reorder_day(ordered_at: Timestamp, min_days: u32) -> Date {
    day_of(ordered_at).saturating_add(SignedDuration::from_hours(24 * i64::from(min_days)))
}

/// Whether a letter can be ordered now, after the latest order whatever became of it (R146, R147).
pub fn may_order(latest: Option<Timestamp>, min_days: u32, now: Timestamp) -> Result<(), LetterRefusal> {
    match latest.map(|latest| reorder_day(latest, min_days)) {
        Some(from) if day_of(now) < from => Err(LetterRefusal::TooEarly { from }),
        _ => Ok(()),
    }
}

impl LetterOrder {
    /// A letter that is ordered now; whether it may be asks [`may_order`].
    pub const fn order(id: LetterId, confirmation: ConfirmationId, kind: AddressKind, now: Timestamp) -> Self {
        Self {
            id,
            confirmation,
            status: LetterStatus::Ordered,
            address_kind: kind,
            ordered_at: now,
            number: None,
            dispatched_at: None,
            changed_at: now,
            reminded_of: None,
        }
    }

    /// Its code is made, and it has a number.
    pub fn printed(mut self, number: TrackingNumber, now: Timestamp) -> Result<Self, LetterRefusal> {
        match self.status {
            LetterStatus::Ordered => {
                self.number = Some(number);
                Ok(self.into_status(LetterStatus::Printed, now))
            }
            status if status.is_open() => Err(LetterRefusal::OutOfStep),
            _ => Err(LetterRefusal::Over),
        }
    }

    /// What the carrier says; none when that is nothing new. News may come late, twice, out of order, or leave states
    /// out: a letter only ever moves forward.
    pub fn track(&self, news: CarrierState, at: Timestamp, now: Timestamp) -> Option<Self> {
        let next = news.status();
        if !LetterStatus::FOLLOWED.contains(&self.status) || next <= self.status {
            return None;
        }
        // Other clocks may be wrong: nothing happened before it was ordered, or will happen.
        let at = at.max(self.ordered_at).min(now);
        let mut letter = self.clone();
        letter.dispatched_at = letter.dispatched_at.or(Some(at));
        Some(letter.into_status(next, at))
    }

    /// The code was entered. The carrier's news may lag behind the person.
    pub fn code_used(self, now: Timestamp) -> Result<Self, LetterRefusal> {
        match self.status {
            LetterStatus::Ordered => Err(LetterRefusal::OutOfStep),
            status if status.is_open() => Ok(self.into_status(LetterStatus::CodeUsed, now)),
            _ => Err(LetterRefusal::Over),
        }
    }

    /// Its code is void (R149).
    pub fn void(self, now: Timestamp) -> Result<Self, LetterRefusal> {
        if self.status.is_open() { Ok(self.into_status(LetterStatus::Voided, now)) } else { Err(LetterRefusal::Over) }
    }

    fn into_status(mut self, status: LetterStatus, at: Timestamp) -> Self {
        self.status = status;
        self.changed_at = at;
        self
    }

    /// The number to follow the item by, from about a day after dispatch (R145).
    pub fn visible_number(&self, hours: u32, now: Timestamp) -> Option<&TrackingNumber> {
        let from = after(self.dispatched_at?, SignedDuration::from_hours(i64::from(hours)));
        self.number.as_ref().filter(|_| now >= from)
    }

    /// When the person has to be reminded: the letter lies at the post office, or its code is not entered, and nothing was
    /// said of that yet.
    pub fn reminder_at(&self, days: u32) -> Option<Timestamp> {
        let waits = matches!(self.status, LetterStatus::AwaitingPickup | LetterStatus::HandedOver);
        let wanted = waits && self.reminded_of != Some(self.status);
        wanted.then(|| after(self.changed_at, SignedDuration::from_hours(24 * i64::from(days))))
    }

    /// Whether that time has come.
    pub fn wants_reminder(&self, days: u32, now: Timestamp) -> bool {
        self.reminder_at(days).is_some_and(|at| now >= at)
    }

    /// The person was reminded of the state it is in.
    #[must_use]
    pub const fn reminded(mut self) -> Self {
        self.reminded_of = Some(self.status);
        self
    }

    /// Whether it should have arrived long ago and nobody knows where it is (R147).
    pub fn seems_lost(&self, min_days: u32, now: Timestamp) -> bool {
        matches!(self.status, LetterStatus::Dispatched | LetterStatus::InTransit)
            && may_order(Some(self.ordered_at), min_days, now).is_ok()
    }
}
