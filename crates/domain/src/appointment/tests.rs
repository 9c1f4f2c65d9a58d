//! Times to choose from, around changes of the clock and holidays, and the life of an appointment.

use super::*;
use crate::{
    service_center::{OpeningHours, WorkCalendar, time_zone},
    time::{DAY, HOUR, MINUTE},
};

fn zone(name: &str) -> TimeZone {
    time_zone(name).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn starts(day: &str, hours: &str, zone_name: &str, minutes: u16) -> Vec<String> {
    let (day, zone): (Date, _) = (day.parse().unwrap(), zone(zone_name));
    let hours: OpeningHours = hours.parse().unwrap();
    let calendar = WorkCalendar::russia(&[]).unwrap();
    let found = slots(day, &hours.on(day, &calendar), &zone, minutes);
    found.iter().map(|slot| slot.starts_at.to_zoned(zone.clone()).strftime("%H:%M%:z").to_string()).collect()
}

/// R132: slots fill the opening hours, mind the break, and end before closing.
#[test]
fn slots_follow_the_opening_hours() {
    let found = starts("2026-03-02", "Mo-Fr 09:00-10:30,13:00-14:10", "Europe/Moscow", 30);
    assert_eq!(found, ["09:00+03:00", "09:30+03:00", "10:00+03:00", "13:00+03:00", "13:30+03:00"]);
    assert!(starts("2026-03-01", "Mo-Fr 09:00-10:30", "Europe/Moscow", 30).is_empty());
    assert!(starts("2026-03-02", "Mo-Fr 09:00-09:20", "Europe/Moscow", 30).is_empty());
}

/// R132: there are none on holidays, and none on a day off by the calendar.
#[test]
fn holidays_have_no_slots() {
    assert!(starts("2026-06-12", "Mo-Fr 09:00-18:00; PH off", "Europe/Moscow", 60).is_empty());
    assert_eq!(starts("2026-06-11", "Mo-Fr 09:00-18:00; PH off", "Europe/Moscow", 60).len(), 9);
}

/// R132: the last slot before midnight ends at midnight.
#[test]
fn a_day_may_end_at_midnight() {
    let found = starts("2026-03-02", "Mo-Su 22:00-24:00", "Asia/Vladivostok", 60);
    assert_eq!(found, ["22:00+10:00", "23:00+10:00"]);
}

/// R132: in the night in which clocks go forward there is an hour less to book, and no time that does not exist.
#[test]
fn an_hour_that_is_left_out_has_no_slots() {
    let found = starts("2026-03-29", "Mo-Su 00:00-05:00", "Europe/Berlin", 60);
    assert_eq!(found, ["00:00+01:00", "01:00+01:00", "03:00+02:00", "04:00+02:00"]);
    assert!(starts("2026-03-29", "Mo-Su 02:00-03:00", "Europe/Berlin", 30).is_empty());
}

/// R132: in the night in which clocks go back, an hour comes twice and is two hours.
#[test]
fn an_hour_that_comes_twice_is_booked_twice() {
    let found = starts("2026-10-25", "Mo-Su 01:00-04:00", "Europe/Berlin", 60);
    assert_eq!(found, ["01:00+02:00", "02:00+02:00", "02:00+01:00", "03:00+01:00"]);
    let (day, zone) = ("2026-10-25".parse().unwrap(), zone("Europe/Berlin"));
    let hours = [Span { from: 60, until: 240 }];
    let found = slots(day, &hours, &zone, 60);
    assert!(found.windows(2).all(|pair| pair[0].ends_at == pair[1].starts_at && !pair[0].overlaps(&pair[1])));
    assert!(found.iter().all(|slot| is_within(*slot, day, &hours, &zone)));
}

/// R132: a slot that was cut otherwise is still within the hours, until they change.
#[test]
fn hours_that_change_leave_a_slot_out() {
    let (day, zone) = ("2026-03-02".parse().unwrap(), zone("Europe/Moscow"));
    let slot = Slot { starts_at: at("2026-03-02T14:40:00Z"), ends_at: at("2026-03-02T15:00:00Z") };
    assert!(is_within(slot, day, &[Span { from: 540, until: 1080 }], &zone));
    assert!(!is_within(slot, day, &[Span { from: 540, until: 1079 }], &zone));
    assert!(!is_within(slot, day, &[Span { from: 540, until: 1070 }, Span { from: 1070, until: 1200 }], &zone));
    assert!(!is_within(slot, day, &[], &zone));
}

/// R132: a place is free when nobody has it at any moment of the slot.
#[test]
fn each_window_serves_one_at_a_time() {
    let slot = |from: &str, until: &str| Slot {
        starts_at: at(&format!("2026-03-02T{from}:00Z")),
        ends_at: at(&format!("2026-03-02T{until}:00Z")),
    };
    let offer = Offer::new(2, 20).unwrap();
    let wanted = slot("10:20", "10:40");
    assert_eq!(free_places(wanted, offer, &[]), [0, 1]);
    let taken = |from, until, place| Taken { slot: slot(from, until), place };
    assert_eq!(free_places(wanted, offer, &[taken("10:20", "10:40", 0)]), [1]);
    assert_eq!(free_places(wanted, offer, &[taken("10:00", "10:20", 0), taken("10:40", "11:00", 1)]), [0, 1]);
    // From when the slots were shorter.
    assert_eq!(free_places(wanted, offer, &[taken("10:30", "10:45", 1), taken("10:15", "10:30", 0)]), [0_u16; 0]);
    assert!(Offer::new(0, 20).is_none() && Offer::new(1, 4).is_none() && Offer::new(201, 20).is_none());
}

/// R132: Simplified books nothing; who is confirmed can still have an error corrected.
#[test]
fn the_level_says_what_can_be_booked() {
    assert!(bookable(AccountLevel::Simplified).is_empty());
    assert!(bookable(AccountLevel::Standard).contains(&Task::ConfirmIdentity));
    assert!(!bookable(AccountLevel::Confirmed).contains(&Task::ConfirmIdentity));
    assert!(bookable(AccountLevel::Confirmed).contains(&Task::CorrectData));
    for level in AccountLevel::ALL {
        assert!(!bookable(level).contains(&Task::RestoreAccess));
    }
}

fn booked() -> Appointment {
    Appointment {
        id: AppointmentId::from_uuid(uuid::Uuid::from_u128(1)),
        center: CenterId::from_uuid(uuid::Uuid::from_u128(2)),
        task: Task::ConfirmIdentity,
        state: AppointmentState::Booked,
        slot: Slot { starts_at: at("2026-03-04T07:00:00Z"), ends_at: at("2026-03-04T07:20:00Z") },
        place: 0,
        booked_at: at("2026-03-02T06:00:00Z"),
        is_reminded: false,
    }
}

/// R132: up to its first instant an appointment can be moved and cancelled, and not from then on.
#[test]
fn it_can_be_changed_until_it_begins() {
    let start = booked().slot.starts_at;
    let before = after(start, -MINUTE);
    assert_eq!(booked().cancel(before).unwrap().state, AppointmentState::Cancelled);
    assert_eq!(booked().move_away(before).unwrap().state, AppointmentState::Moved);
    assert_eq!(booked().call_off(before).unwrap().state, AppointmentState::CalledOff);
    assert_eq!(booked().cancel(start), Err(AppointmentRefusal::Over));
    let cancelled = booked().cancel(before).unwrap();
    assert_eq!(cancelled.clone().move_away(before), Err(AppointmentRefusal::Over));
    assert_eq!(cancelled.clone().come(), Err(AppointmentRefusal::Over));
    assert_eq!(cancelled.miss(start), Err(AppointmentRefusal::Over));
}

/// R132: nobody is missed before the time; who was can still be taken in.
#[test]
fn who_was_missed_can_still_come() {
    let start = booked().slot.starts_at;
    assert_eq!(booked().miss(after(start, -MINUTE)), Err(AppointmentRefusal::Over));
    let missed = booked().miss(start).unwrap();
    assert_eq!(missed.come().unwrap().state, AppointmentState::Came);
    assert!(booked().is_open(MINUTE * 30, after(start, MINUTE * 29)));
    assert!(!booked().is_open(MINUTE * 30, after(start, MINUTE * 30)));
}

/// R132: one is reminded a day before, unless it was booked later than that.
#[test]
fn the_reminder_comes_a_day_before() {
    let appointment = booked();
    let (reminder, wait) = (DAY, MINUTE * 30);
    assert_eq!(appointment.due_at(reminder, wait), Some(at("2026-03-03T07:00:00Z")));
    let reminded = Appointment { is_reminded: true, ..appointment.clone() };
    assert_eq!(reminded.due_at(reminder, wait), Some(at("2026-03-04T07:30:00Z")));
    let late = Appointment { booked_at: at("2026-03-03T07:00:00Z"), ..appointment.clone() };
    assert_eq!(late.due_at(reminder, wait), Some(at("2026-03-04T07:30:00Z")));
    let over = Appointment { state: AppointmentState::Came, ..appointment };
    assert_eq!(over.due_at(reminder, wait), None);
    assert_eq!(HOUR * 24, DAY);
}

#[test]
fn names_lead_back() {
    assert!(AppointmentState::ALL.into_iter().all(|state| AppointmentState::from_name(state.name()) == Some(state)));
    assert_eq!(AppointmentState::from_name("held"), None);
}
