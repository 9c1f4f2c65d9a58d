//! Files of service centers, their opening hours, and what people type into the finder.

use jiff::{Timestamp, civil::date, tz::TimeZone};
use okno_app::service_center::{OpeningTimes, read_file};
use okno_domain::service_center::{
    OpenState, OpeningHours, Place, WorkCalendar, address_parts, is_close, read_record, search_key,
};

/// Whatever a file holds, its rows are read or refused; a record that is accepted is whole.
pub(crate) fn center_file(bytes: &[u8]) {
    let now: Timestamp = "2026-03-02T06:00:00Z".parse().unwrap_or(Timestamp::UNIX_EPOCH);
    match read_file(bytes) {
        Ok(rows) => {
            for row in rows {
                match read_record(&row.fields, now) {
                    Ok(record) => {
                        assert!(!record.external_id.is_empty() && !record.accreditations.is_empty());
                        assert!(record.name.is_complete() && record.last_checked_at <= now);
                        assert!(!record.town.key().is_empty());
                        assert!(record.place.distance_km(record.place) < 0.001);
                    }
                    Err(faults) => assert!(!faults.is_empty()),
                }
            }
        }
        Err(fault) => assert!(!fault.to_string().is_empty()),
    }
}

/// Hours that are accepted can be asked about any day; spans are in order and within the day.
pub(crate) fn opening_hours(bytes: &[u8]) {
    let Some(text) = crate::text(bytes) else { return };
    let hours: OpeningHours = match text.parse() {
        Ok(hours) => hours,
        Err(refusal) => {
            let refusal: okno_domain::service_center::HoursRefusal = refusal;
            assert!(!refusal.to_string().is_empty());
            return;
        }
    };
    assert_eq!(hours.as_str().parse().as_ref(), Ok(&hours));
    let calendar = OpeningTimes::built_in().map_or_else(|_| WorkCalendar::plain(), |times| times.calendar);
    for day in date(2024, 12, 20).series(jiff::Span::new().days(3)).take(60) {
        let spans = hours.on(day, &calendar);
        assert!(spans.iter().all(|span| span.from < span.until && span.until <= 1440));
        assert!(spans.iter().zip(spans.iter().skip(1)).all(|(one, next)| one.until < next.from));
        let _ = (hours.flags(day), hours.on_holidays(day));
        let Ok(noon) = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC) else { continue };
        let state = hours.state(noon.timestamp(), &TimeZone::UTC, &calendar);
        if let OpenState::ClosedUntil(Some((next, minute))) = state {
            assert!(next >= day && minute < 1440);
        }
    }
}

/// A calendar of working days.
pub(crate) fn work_calendar(bytes: &[u8]) {
    let Some(text) = crate::text(bytes) else { return };
    match OpeningTimes::parse(text) {
        Ok(times) => assert!(times.calendar.is_holiday(date(2026, 1, 1))),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// A town, an address or a point, as it is typed.
pub(crate) fn finder_place(bytes: &[u8]) {
    let Some(text) = crate::text(bytes) else { return };
    let key = search_key(text);
    assert_eq!(search_key(&key), key);
    assert!(is_close(&key, &key));
    assert!(address_parts(text).iter().all(|part| search_key(part) == *part));
    if let Some(place) = Place::parse(text) {
        let area = place.around(25.0);
        assert!(area.south <= place.latitude() && place.latitude() <= area.north);
        assert!(area.west <= place.longitude() && place.longitude() <= area.east);
    }
}
