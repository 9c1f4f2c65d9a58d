//! Service centers: where they are, when they are open, and what each of them may do until when (R122, R123, R174 to R183).
//!
//! A center may do a service only while it is accredited for it ([`accredited`]); one that is not is neither shown nor
//! able to confirm. The record has an owner who keeps it current (R181).

mod calendar;
mod hours;
mod place;
mod record;

pub use calendar::{CalendarFault, Transfer, WorkCalendar, YearOfTransfers};
pub use hours::{DayHours, HourFlags, HoursRefusal, OpenState, OpeningHours, Span, WeekHours};
pub use place::{Area, Place, address_parts, is_close, search_key};
pub use record::{COLUMNS, CenterRecord, OrganizationRecord, RecordFault, read_record};

use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Serialize};

use crate::{
    id::Id,
    locale::Texts,
    organization::{OrganizationId, Term},
    time::{Date, SignedDuration, Timestamp, after},
};

/// A service center's id.
pub type CenterId = Id<ServiceCenter>;

/// What a center can do for a visitor (R133). Not a service of the catalogue: these are about the account itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CenterService {
    /// Confirm who somebody is.
    AccountConfirmation,
    /// Let somebody in again who lost phone and password.
    AccessRestoration,
    /// Delete an account.
    AccountDeletion,
    /// Correct errors made at registration (R129).
    DataCorrection,
    /// Issue a certificate of an electronic signature (R183).
    CertificateIssue,
}

impl CenterService {
    /// Every service.
    pub const ALL: [Self; 5] = [
        Self::AccountConfirmation,
        Self::AccessRestoration,
        Self::AccountDeletion,
        Self::DataCorrection,
        Self::CertificateIssue,
    ];

    /// The stored name, which is also the one in files and addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AccountConfirmation => "account_confirmation",
            Self::AccessRestoration => "access_restoration",
            Self::AccountDeletion => "account_deletion",
            Self::DataCorrection => "data_correction",
            Self::CertificateIssue => "certificate_issue",
        }
    }

    /// The service with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.name() == name)
    }
}

/// That a center may do a service, and in which days (R123); both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Accreditation {
    /// What it may do.
    pub service: CenterService,
    /// From which day.
    pub valid_from: Date,
    /// Until which day; without end when none.
    pub valid_until: Option<Date>,
}

impl Accreditation {
    /// Whether this day belongs to it.
    pub fn covers(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_until.is_none_or(|until| day <= until)
    }
}

/// Whether a center works at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CenterStatus {
    /// It does.
    Open,
    /// Closed for good: neither shown nor able to confirm.
    Closed,
}

impl CenterStatus {
    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// The status with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Open, Self::Closed].into_iter().find(|status| status.name() == name)
    }
}

/// A town: towns of one name are told apart by their region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Town {
    /// Its name.
    pub name: Texts,
    /// Its region; empty where the name says enough.
    pub region: String,
}

impl Town {
    /// What the town is found by, equal however its name is spelled.
    pub fn key(&self) -> String {
        format!("{}|{}", search_key(self.name.get(crate::locale::Locale::Ru)), search_key(&self.region))
    }
}

/// A service center.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceCenter {
    /// Its id.
    pub id: CenterId,
    /// Its name in the files it comes from.
    pub external_id: String,
    /// Whose it is.
    pub organization: OrganizationId,
    /// Whether it works at all.
    pub status: CenterStatus,
    /// What people call it.
    pub name: Texts,
    /// Where it is.
    pub town: Town,
    /// Street and house, as written there.
    pub address: String,
    /// The point on the map.
    pub place: Place,
    /// Its telephone number, as people write it.
    pub phone: String,
    /// When it is open.
    pub hours: OpeningHours,
    /// The time zone of its hours and dates.
    pub time_zone: TimeZone,
    /// What it may do, and until when.
    pub accreditations: Vec<Accreditation>,
    /// Whether a visit can be booked; without appointment one can come in any case (R132, C30).
    pub offers_appointments: bool,
    /// Who keeps the record current (R181).
    pub owner: String,
    /// When the record was last compared with reality (R181).
    pub last_checked_at: Timestamp,
}

impl ServiceCenter {
    /// The services it may do at this instant.
    pub fn services(&self, at: Timestamp) -> impl Iterator<Item = &Accreditation> {
        let day = day_in(&self.time_zone, at);
        let works = self.status == CenterStatus::Open;
        self.accreditations.iter().filter(move |accreditation| works && accreditation.covers(day))
    }

    /// The center as far as its organization may do anything (R123).
    #[must_use]
    pub fn within(mut self, term: &Term) -> Self {
        let cut = |one: &Accreditation| {
            let (valid_from, until) = term.cut(one.valid_from, one.valid_until.unwrap_or(Date::MAX))?;
            Some(Accreditation { valid_from, valid_until: (until != Date::MAX).then_some(until), ..*one })
        };
        self.accreditations = self.accreditations.iter().filter_map(cut).collect();
        self
    }

    /// Whether nobody has compared the record with reality for longer than `limit` (R181).
    pub fn is_stale(&self, now: Timestamp, limit: SignedDuration) -> bool {
        is_stale(self.last_checked_at, now, limit)
    }
}

/// Whether a record that was last checked then is stale.
pub fn is_stale(last_checked_at: Timestamp, now: Timestamp, limit: SignedDuration) -> bool {
    after(last_checked_at, limit) <= now
}

/// Whether this center may do this service at this instant, by the calendar of its time zone (R123).
pub fn accredited(center: &ServiceCenter, service: CenterService, at: Timestamp) -> bool {
    center.services(at).any(|accreditation| accreditation.service == service)
}

/// The day of the calendar in this time zone.
pub fn day_in(zone: &TimeZone, at: Timestamp) -> Date {
    at.to_zoned(zone.clone()).date()
}

/// The time zone of this IANA name, from the tables that are built in.
pub fn time_zone(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn center(accreditations: Vec<Accreditation>, zone: &str) -> ServiceCenter {
        ServiceCenter {
            id: CenterId::from_uuid(uuid::Uuid::from_u128(1)),
            external_id: "a".to_owned(),
            organization: OrganizationId::from_uuid(uuid::Uuid::from_u128(2)),
            status: CenterStatus::Open,
            name: Texts::new("а", "a", "a"),
            town: Town {
                name: Texts::new("Владивосток", "Vladivostok", "Vladivostok"), region: String::new()
            },
            address: "ул. Примерная, 1".to_owned(),
            place: Place::new(43.1, 131.9).unwrap(),
            phone: "+7 000 000-00-00".to_owned(),
            hours: "Mo-Fr 09:00-18:00".parse().unwrap(),
            time_zone: time_zone(zone).unwrap(),
            accreditations,
            offers_appointments: false,
            owner: "registry@example.org".to_owned(),
            last_checked_at: "2026-01-01T00:00:00Z".parse().unwrap(),
        }
    }

    fn confirmation(from: &str, until: Option<&str>) -> Accreditation {
        Accreditation {
            service: CenterService::AccountConfirmation,
            valid_from: from.parse().unwrap(),
            valid_until: until.map(|day| day.parse().unwrap()),
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// R123: both days belong to the accreditation, and they begin and end by the center's own clock.
    #[test]
    fn accreditation_runs_by_the_center_s_calendar() {
        let service = CenterService::AccountConfirmation;
        let far_east = center(vec![confirmation("2026-03-01", Some("2026-03-31"))], "Asia/Vladivostok");
        // Vladivostok is ten hours ahead of UTC.
        assert!(!accredited(&far_east, service, at("2026-02-28T13:59:59Z")));
        assert!(accredited(&far_east, service, at("2026-02-28T14:00:00Z")));
        assert!(accredited(&far_east, service, at("2026-03-31T13:59:59Z")));
        assert!(!accredited(&far_east, service, at("2026-03-31T14:00:00Z")));
        let west = center(vec![confirmation("2026-03-01", Some("2026-03-31"))], "Europe/Kaliningrad");
        assert!(!accredited(&west, service, at("2026-02-28T14:00:00Z")));
        assert!(accredited(&west, service, at("2026-03-31T14:00:00Z")));
    }

    /// R123, R133: each service by itself, several periods of one service, none without accreditation, none when closed.
    #[test]
    fn each_service_has_its_own_accreditation() {
        let now = at("2026-06-01T09:00:00Z");
        let mut center = center(
            vec![confirmation("2024-01-01", Some("2024-12-31")), confirmation("2026-01-01", None)],
            "Europe/Moscow",
        );
        assert!(accredited(&center, CenterService::AccountConfirmation, now));
        assert!(!accredited(&center, CenterService::AccountConfirmation, at("2025-06-01T09:00:00Z")));
        for other in CenterService::ALL.into_iter().skip(1) {
            assert!(!accredited(&center, other, now));
        }
        center.status = CenterStatus::Closed;
        assert!(!accredited(&center, CenterService::AccountConfirmation, now));
    }

    /// R123: a center does nothing outside the days of its organization.
    #[test]
    fn the_organization_bounds_its_centers() {
        let term = |until: &str| Term { until: Some(until.parse().unwrap()), ..Term::default() };
        let center = center(vec![confirmation("2026-03-01", None)], "Europe/Moscow");
        let service = CenterService::AccountConfirmation;
        let cut = center.clone().within(&term("2026-03-31"));
        assert!(accredited(&cut, service, at("2026-03-31T20:59:59Z")));
        assert!(!accredited(&cut, service, at("2026-03-31T21:00:00Z")));
        assert!(center.clone().within(&term("2026-02-01")).accreditations.is_empty());
        assert_eq!(center.clone().within(&Term::default()), center);
    }

    /// R181: a record is stale from the moment on at which its time is over.
    #[test]
    fn records_grow_stale() {
        let center = center(Vec::new(), "Europe/Moscow");
        let limit = crate::time::DAY * 180;
        assert!(!center.is_stale(at("2026-06-29T23:59:59Z"), limit));
        assert!(center.is_stale(at("2026-06-30T00:00:00Z"), limit));
    }

    #[test]
    fn names_lead_back() {
        for service in CenterService::ALL {
            assert_eq!(CenterService::from_name(service.name()), Some(service));
        }
        assert_eq!(CenterService::from_name("parking"), None);
    }
}
