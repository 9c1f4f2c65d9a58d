//! A center as a file describes it: named texts that become a record, or everything that is wrong with them.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::{
    Accreditation, CenterService, CenterStatus, HoursRefusal, OpeningHours, Place, Town, WorkCalendar, search_key,
    time_zone,
};
use crate::{
    appointment::Offer,
    locale::Texts,
    organization::OrganizationKind,
    time::{Date, Timestamp},
};

/// The columns of a file of centers, in the order in which we write them.
pub const COLUMNS: [&str; 28] = [
    "external_id",
    "status",
    "organization",
    "organization_kind",
    "organization_name",
    "organization_name_en",
    "organization_name_fr",
    "name",
    "name_en",
    "name_fr",
    "town",
    "town_en",
    "town_fr",
    "region",
    "address",
    "latitude",
    "longitude",
    "time_zone",
    "phone",
    "opening_hours",
    "services",
    "valid_from",
    "valid_until",
    "appointments",
    "windows",
    "visit_minutes",
    "owner",
    "last_checked_on",
];

/// The longest text of a column.
const LONGEST: usize = 300;

/// What is wrong with a record; told to whoever imports it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordFault {
    /// A column that must be there is empty.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A text is far too long, or holds control characters.
    #[error("{0} is longer than {LONGEST} characters or holds control characters")]
    NotText(&'static str),
    /// A column that nobody knows.
    #[error("the column {0} is unknown")]
    UnknownColumn(String),
    /// A value that is none of those that are known.
    #[error("{column}: {value} is not known")]
    Unknown {
        /// The column.
        column: &'static str,
        /// What stands there.
        value: String,
    },
    /// No point on the globe.
    #[error("latitude and longitude are not a point on the globe")]
    NoPlace,
    /// Not a day such as 2026-03-02.
    #[error("{column}: {value} is not a day such as 2026-03-02")]
    NotADay {
        /// The column.
        column: &'static str,
        /// What stands there.
        value: String,
    },
    /// A period that ends before it begins.
    #[error("{0}: the period ends before it begins")]
    Backwards(&'static str),
    /// No service.
    #[error("services: none is named")]
    NoService,
    /// The opening hours are not understood.
    #[error("{0}")]
    Hours(#[from] HoursRefusal),
    /// The day of the last check is still to come.
    #[error("last_checked_on is in the future")]
    CheckedInTheFuture,
}

/// An organization as a file describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationRecord {
    /// Its name in files.
    pub external_id: String,
    /// What it is and is called; none when the file takes for granted that it is known.
    pub details: Option<(OrganizationKind, Texts)>,
}

/// A center as a file describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct CenterRecord {
    /// Its name in files.
    pub external_id: String,
    /// Whether it works.
    pub status: CenterStatus,
    /// Whose it is.
    pub organization: OrganizationRecord,
    /// What people call it.
    pub name: Texts,
    /// Where it is.
    pub town: Town,
    /// Street and house.
    pub address: String,
    /// The point on the map.
    pub place: Place,
    /// Its telephone number.
    pub phone: String,
    /// When it is open.
    pub hours: OpeningHours,
    /// Its time zone.
    pub time_zone: TimeZone,
    /// What it may do, sorted.
    pub accreditations: Vec<Accreditation>,
    /// Whether a visit can be booked.
    pub offers_appointments: bool,
    /// How many visitors can book one time, and how long a visit takes.
    pub offer: Offer,
    /// Who keeps the record current.
    pub owner: String,
    /// When it was last checked.
    pub last_checked_at: Timestamp,
}

/// The named texts of one row.
struct Row<'a> {
    fields: &'a BTreeMap<String, String>,
    faults: Vec<RecordFault>,
}

impl Row<'_> {
    fn optional(&mut self, column: &'static str) -> String {
        let text = self.fields.get(column).map(|text| text.trim()).unwrap_or_default();
        if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
            self.faults.push(RecordFault::NotText(column));
            return String::new();
        }
        text.to_owned()
    }

    fn required(&mut self, column: &'static str) -> String {
        let before = self.faults.len();
        let text = self.optional(column);
        if text.is_empty() && self.faults.len() == before {
            self.faults.push(RecordFault::Missing(column));
        }
        text
    }

    /// A text in three languages; what is not translated stays Russian.
    fn texts(&mut self, ru: &'static str, en: &'static str, fr: &'static str) -> Texts {
        let (ru, en, fr) = (self.required(ru), self.optional(en), self.optional(fr));
        let en = if en.is_empty() { ru.clone() } else { en };
        let fr = if fr.is_empty() { en.clone() } else { fr };
        Texts::new(ru, en, fr)
    }

    fn known<T>(&mut self, column: &'static str, value: &str, from_name: impl Fn(&str) -> Option<T>) -> Option<T> {
        let known = from_name(value);
        if known.is_none() && !value.is_empty() {
            self.faults.push(RecordFault::Unknown { column, value: value.to_owned() });
        }
        known
    }

    fn day(&mut self, column: &'static str, value: &str) -> Option<Date> {
        let day = value.parse().ok();
        if day.is_none() && !value.is_empty() {
            self.faults.push(RecordFault::NotADay { column, value: value.to_owned() });
        }
        day
    }

    fn organization(&mut self) -> OrganizationRecord {
        let external_id = self.required("organization");
        let (kind, name) = (self.optional("organization_kind"), self.optional("organization_name"));
        if kind.is_empty() && name.is_empty() {
            return OrganizationRecord { external_id, details: None };
        }
        if kind.is_empty() {
            self.faults.push(RecordFault::Missing("organization_kind"));
        }
        let kind = self.known("organization_kind", &kind, OrganizationKind::from_name);
        let name = self.texts("organization_name", "organization_name_en", "organization_name_fr");
        OrganizationRecord { external_id, details: kind.map(|kind| (kind, name)) }
    }

    fn place(&mut self) -> Option<Place> {
        let (latitude, longitude) = (self.required("latitude"), self.required("longitude"));
        if latitude.is_empty() || longitude.is_empty() {
            return None;
        }
        let place = Place::parse(&format!("{latitude},{longitude}"));
        if place.is_none() {
            self.faults.push(RecordFault::NoPlace);
        }
        place
    }

    fn time_zone(&mut self) -> Option<TimeZone> {
        let name = self.required("time_zone");
        self.known("time_zone", &name, time_zone)
    }

    fn hours(&mut self, now: Timestamp) -> Option<OpeningHours> {
        let text = self.required("opening_hours");
        if text.is_empty() {
            return None;
        }
        let read = text.parse::<OpeningHours>().and_then(|hours| {
            let ever = ever_opens(&hours, now.to_zoned(TimeZone::UTC).date());
            if ever { Ok(hours) } else { Err(HoursRefusal::NeverOpen) }
        });
        read.map_err(|refusal| self.faults.push(refusal.into())).ok()
    }

    /// `account_confirmation; access_restoration 2024-01-01..2026-12-31`: a service without days of its own has those of
    /// the columns `valid_from` and `valid_until`.
    fn accreditations(&mut self) -> Vec<Accreditation> {
        let text = self.required("services");
        let (from, until) = (self.optional("valid_from"), self.optional("valid_until"));
        let common = (self.day("valid_from", &from), self.day("valid_until", &until));
        let mut found = Vec::new();
        for part in text.split([';', '|']).map(str::trim).filter(|part| !part.is_empty()) {
            let (name, days) = part.split_once(' ').unwrap_or((part, ""));
            let service = self.known("services", name, CenterService::from_name);
            let (valid_from, valid_until) = if days.is_empty() {
                if from.is_empty() {
                    self.faults.push(RecordFault::Missing("valid_from"));
                }
                common
            } else {
                let (from, until) = days.split_once("..").unwrap_or((days, ""));
                (self.day("services", from.trim()), self.day("services", until.trim()))
            };
            let (Some(service), Some(valid_from)) = (service, valid_from) else { continue };
            if valid_until.is_some_and(|until| until < valid_from) {
                self.faults.push(RecordFault::Backwards("services"));
                continue;
            }
            found.push(Accreditation { service, valid_from, valid_until });
        }
        if found.is_empty() && self.faults.is_empty() {
            self.faults.push(RecordFault::NoService);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A number of a column; what is usual where nothing stands.
    fn count(&mut self, column: &'static str, usual: u16) -> u16 {
        let text = self.optional(column);
        if text.is_empty() { usual } else { self.known(column, &text, |text| text.parse().ok()).unwrap_or(usual) }
    }

    fn offer(&mut self) -> Offer {
        let windows = self.count("windows", Offer::USUAL.places);
        let minutes = self.count("visit_minutes", Offer::USUAL.minutes);
        Offer::new(windows, minutes).unwrap_or_else(|| {
            let column = if Offer::new(windows, Offer::USUAL.minutes).is_none() { "windows" } else { "visit_minutes" };
            let value = if column == "windows" { windows } else { minutes };
            self.faults.push(RecordFault::Unknown { column, value: value.to_string() });
            Offer::USUAL
        })
    }

    fn last_checked(&mut self, zone: Option<&TimeZone>, now: Timestamp) -> Option<Timestamp> {
        let text = self.required("last_checked_on");
        let day = self.day("last_checked_on", &text)?;
        let at = day.to_zoned(zone?.clone()).ok()?.timestamp();
        if at > now {
            self.faults.push(RecordFault::CheckedInTheFuture);
        }
        Some(at)
    }
}

/// Whether it is open at all within a year.
fn ever_opens(hours: &OpeningHours, from: Date) -> bool {
    let calendar = WorkCalendar::plain();
    hours.week(from).iter().any(|day| !day.is_empty())
        || from.series(jiff::Span::new().days(1)).take(366).any(|day| !hours.on(day, &calendar).is_empty())
}

/// Reads a row; tells everything that is wrong with it at once.
pub fn read_record(fields: &BTreeMap<String, String>, now: Timestamp) -> Result<CenterRecord, Vec<RecordFault>> {
    let mut row = Row { fields, faults: Vec::new() };
    for column in fields.keys().filter(|column| !COLUMNS.contains(&column.as_str())) {
        row.faults.push(RecordFault::UnknownColumn(column.chars().take(60).collect()));
    }
    let external_id = row.required("external_id");
    let status = row.optional("status");
    let status = if status.is_empty() { "open".to_owned() } else { status };
    let status = row.known("status", &status, CenterStatus::from_name);
    let organization = row.organization();
    let name = row.texts("name", "name_en", "name_fr");
    let town = Town { name: row.texts("town", "town_en", "town_fr"), region: row.optional("region") };
    if search_key(town.name.get(crate::locale::Locale::Ru)).is_empty() && row.faults.is_empty() {
        row.faults.push(RecordFault::Missing("town"));
    }
    let address = row.required("address");
    let place = row.place();
    let time_zone = row.time_zone();
    let phone = row.required("phone");
    let hours = row.hours(now);
    let accreditations = row.accreditations();
    let appointments = row.optional("appointments");
    let yes_or_no = |text: &str| match text {
        "" | "no" => Some(false),
        "yes" | "optional" => Some(true),
        _ => None,
    };
    let offers_appointments = row.known("appointments", &appointments, yes_or_no).unwrap_or_default();
    let offer = row.offer();
    let owner = row.required("owner");
    let last_checked_at = row.last_checked(time_zone.as_ref(), now);
    match (status, place, time_zone, hours, last_checked_at) {
        (Some(status), Some(place), Some(time_zone), Some(hours), Some(last_checked_at)) if row.faults.is_empty() => {
            Ok(CenterRecord {
                external_id,
                status,
                organization,
                name,
                town,
                address,
                place,
                phone,
                hours,
                time_zone,
                accreditations,
                offers_appointments,
                offer,
                owner,
                last_checked_at,
            })
        }
        _ => Err(row.faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;

    fn fields(changes: &[(&str, &str)]) -> BTreeMap<String, String> {
        let good = [
            ("external_id", "mfc-1"),
            ("organization", "mfc"),
            ("organization_kind", "multifunctional_center"),
            ("organization_name", "Центры «Пример»"),
            ("name", "Центр № 1"),
            ("town", "Казань"),
            ("address", "ул. Примерная, 1"),
            ("latitude", "55.79"),
            ("longitude", "49.11"),
            ("time_zone", "Europe/Moscow"),
            ("phone", "+7 000 000-00-01"),
            ("opening_hours", "Mo-Fr 09:00-18:00; PH off"),
            ("services", "account_confirmation; access_restoration 2025-01-01..2025-12-31"),
            ("valid_from", "2024-01-01"),
            ("owner", "registry@example.org"),
            ("last_checked_on", "2026-02-01"),
        ];
        let mut fields: BTreeMap<_, _> = good.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
        fields.extend(changes.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())));
        fields
    }

    fn read(changes: &[(&str, &str)]) -> Result<CenterRecord, Vec<RecordFault>> {
        read_record(&fields(changes), "2026-03-02T06:00:00Z".parse().unwrap())
    }

    /// R123: each service has days of its own, or those of the row.
    #[test]
    fn a_good_row_becomes_a_record() {
        let record = read(&[]).unwrap();
        let [confirmation, restoration] = record.accreditations[..] else { panic!("{record:?}") };
        assert_eq!((confirmation.valid_from.to_string().as_str(), confirmation.valid_until), ("2024-01-01", None));
        assert_eq!(restoration.valid_until.unwrap().to_string(), "2025-12-31");
        assert_eq!(record.name.get(Locale::Fr), "Центр № 1");
        assert!(!record.offers_appointments);
        assert!(record.organization.details.is_some());
        assert!(read(&[("appointments", "optional")]).unwrap().offers_appointments);
        assert_eq!(record.offer, Offer::USUAL);
        assert_eq!(read(&[("windows", "3"), ("visit_minutes", "15")]).unwrap().offer, Offer::new(3, 15).unwrap());
        for bad in [("windows", "0"), ("windows", "many"), ("visit_minutes", "1"), ("visit_minutes", "-5")] {
            let faults = read(&[bad]).unwrap_err();
            let told = RecordFault::Unknown { column: bad.0, value: bad.1.to_owned() };
            assert_eq!(faults, [told], "{bad:?}");
        }
    }

    #[test]
    fn every_fault_is_told() {
        let faults = read(&[
            ("external_id", ""),
            ("latitude", "155"),
            ("time_zone", "Europe/Nowhere"),
            ("opening_hours", "2020 Mo 09:00-10:00"),
            ("services", "parking;account_confirmation 2026-01-02..2026-01-01"),
            ("last_checked_on", "1 февраля"),
            ("colour", "red"),
        ]);
        let faults: Vec<String> = faults.unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(
            faults,
            [
                "the column colour is unknown",
                "external_id is missing",
                "latitude and longitude are not a point on the globe",
                "time_zone: Europe/Nowhere is not known",
                "opening hours name no time at which it is open",
                "services: parking is not known",
                "services: the period ends before it begins",
                "last_checked_on: 1 февраля is not a day such as 2026-03-02",
            ]
        );
        assert_eq!(
            read(&[("services", "account_confirmation"), ("valid_from", "")]).unwrap_err(),
            [RecordFault::Missing("valid_from")]
        );
        assert_eq!(read(&[("last_checked_on", "2026-03-03")]).unwrap_err(), [RecordFault::CheckedInTheFuture]);
        assert_eq!(read(&[("town", "—")]).unwrap_err(), [RecordFault::Missing("town")]);
        assert!(matches!(read(&[("name", "а\u{7}")]).unwrap_err()[..], [RecordFault::NotText("name")]));
    }
}
