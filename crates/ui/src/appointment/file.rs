//! The calendar file of an appointment (RFC 5545), for the person's own calendar. Times are in UTC, so that no calendar
//! needs to know the zone; the reminder is the calendar's own.

use chrono::{DateTime, Utc};
use icalendar::{Alarm, Calendar, Component as _, Event, EventLike as _, Property};
use jiff::Timestamp;
use okno_domain::{appointment::Slot, locale::Locale};

use super::{Meeting, purpose};
use crate::{approval::paper_name, text::Text};

/// The type under which it is sent.
pub const EVENT_TYPE: &str = "text/calendar; charset=utf-8";

fn utc(at: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp(at.as_second(), 0).unwrap_or_default()
}

/// The file of an appointment. `uid` is the same as long as the appointment is; `made_at` says which of two files is newer.
pub fn calendar_file(locale: Locale, meeting: &Meeting, slot: Slot, uid: &str, made_at: Timestamp) -> String {
    let say = |key: String| Text::new(locale, key).to_string();
    let mut lines: Vec<String> = vec![purpose(locale, meeting.task).to_string(), say("appointment-bring".to_owned())];
    lines.extend(meeting.papers.iter().map(|paper| say(format!("appointment-bring-{}", paper_name(*paper)))));
    lines.push(meeting.phone.clone());
    let title = say("appointment-file-title".to_owned());
    let mut event = Event::new();
    event
        .uid(uid)
        .timestamp(utc(made_at))
        .starts(utc(slot.starts_at))
        .ends(utc(slot.ends_at))
        .summary(&title)
        .location(&format!("{}, {}", meeting.center, meeting.address))
        .description(&lines.join("\n"))
        .alarm(Alarm::display(&title, -chrono::Duration::hours(2)));
    let mut calendar = Calendar::empty();
    calendar
        .append_property(Property::new("VERSION", "2.0"))
        .append_property(Property::new("PRODID", "-//Okno//Appointment//EN"))
        .append_property(Property::new("CALSCALE", "GREGORIAN"))
        .push(event.done());
    calendar.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R132: the file keeps to RFC 5545: lines end in CR LF and hold at most 75 bytes, commas are escaped, times are UTC.
    #[test]
    fn the_file_is_one_that_calendars_read() {
        let meeting = Meeting::sample();
        let starts_at = meeting.starts.timestamp();
        let slot = Slot { starts_at, ends_at: okno_domain::time::after(starts_at, okno_domain::time::MINUTE * 20) };
        for locale in Locale::ALL {
            let text = calendar_file(locale, &meeting, slot, "1@okno.example", Timestamp::UNIX_EPOCH);
            assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
            let lines: Vec<&str> = text.split("\r\n").collect();
            assert!(lines.iter().all(|line| line.len() <= 75 && !line.contains('\n')), "{text}");
            let unfolded = text.replace("\r\n ", "");
            for part in [
                "PRODID:-//Okno//Appointment//EN\r\n",
                "VERSION:2.0\r\n",
                "UID:1@okno.example\r\n",
                "DTSTAMP:19700101T000000Z\r\n",
                "DTSTART:20260305T072000Z\r\n",
                "DTEND:20260305T074000Z\r\n",
                "TRIGGER:-PT",
                "LOCATION:Центр «Мои дела» № 1\\, Казань\\, ул. Примерная\\, 1\r\n",
            ] {
                assert!(unfolded.contains(part), "{part} is not in {unfolded}");
            }
        }
    }
}
