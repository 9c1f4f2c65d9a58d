//! Every state with every step, the rule of 30 days, and addresses.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::identifier::postal_index::PostalIndex;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn number() -> TrackingNumber {
    TrackingNumber::domestic(&PostalIndex::parse("101000").unwrap(), 1, 1).unwrap()
}

fn id<T>() -> Id<T> {
    Id::from_uuid(uuid::Uuid::nil())
}

fn ordered(now: Timestamp) -> LetterOrder {
    LetterOrder::order(id(), id(), AddressKind::Residence, now)
}

fn in_status(status: LetterStatus) -> LetterOrder {
    let mut letter = ordered(at("2026-01-15T09:00:00Z"));
    letter.status = status;
    letter.number = (status != LetterStatus::Ordered).then(number);
    letter
}

/// R146: the two dates of portal-requirements 1.4, to the day.
#[test]
fn thirty_days_are_counted_by_the_calendar() {
    for (ordered, first) in [("2026-01-15T09:00:00Z", date(2026, 2, 14)), ("2028-02-01T09:00:00Z", date(2028, 3, 2))] {
        assert_eq!(reorder_day(at(ordered), 30), first);
    }
    let latest = Some(at("2026-01-15T09:00:00Z"));
    // The day begins in Moscow three hours before it begins at Greenwich.
    let last_second = may_order(latest, 30, at("2026-02-13T20:59:59Z"));
    assert_eq!(last_second, Err(LetterRefusal::TooEarly { from: date(2026, 2, 14) }));
    assert_eq!(may_order(latest, 30, at("2026-02-13T21:00:00Z")), Ok(()));
    assert_eq!(may_order(None, 30, at("2026-02-13T20:59:59Z")), Ok(()));
}

/// R146: an order late in the evening belongs to the day it is in Moscow.
#[test]
fn the_day_of_an_order_is_that_of_moscow() {
    assert_eq!(reorder_day(at("2026-01-15T20:59:59Z"), 30), date(2026, 2, 14));
    assert_eq!(reorder_day(at("2026-01-15T21:00:00Z"), 30), date(2026, 2, 15));
}

#[test]
fn a_letter_goes_its_way() {
    let now = at("2026-01-16T09:00:00Z");
    let mut letter = ordered(now).printed(number(), now).unwrap();
    for (news, status) in [
        (CarrierState::Accepted, LetterStatus::Dispatched),
        (CarrierState::InTransit, LetterStatus::InTransit),
        (CarrierState::AwaitingPickup, LetterStatus::AwaitingPickup),
        (CarrierState::HandedOver, LetterStatus::HandedOver),
    ] {
        letter = letter.track(news, now, now).unwrap();
        assert_eq!(letter.status, status);
        // The same news again is nothing new.
        assert_eq!(letter.track(news, now, now), None);
    }
    assert_eq!(letter.dispatched_at, Some(now));
    let used = letter.code_used(now).unwrap();
    assert_eq!(used.status, LetterStatus::CodeUsed);
    assert_eq!(used.clone().void(now), Err(LetterRefusal::Over));
    assert_eq!(used.code_used(now), Err(LetterRefusal::Over));
}

#[test]
fn every_step_from_every_state() {
    let now = at("2026-02-01T09:00:00Z");
    for status in LetterStatus::ALL {
        let printed = in_status(status).printed(number(), now).map(|letter| letter.status);
        let used = in_status(status).code_used(now).map(|letter| letter.status);
        let void = in_status(status).void(now).map(|letter| letter.status);
        match status {
            LetterStatus::Ordered => {
                assert_eq!(printed, Ok(LetterStatus::Printed));
                assert_eq!(used, Err(LetterRefusal::OutOfStep));
                assert_eq!(void, Ok(LetterStatus::Voided));
            }
            LetterStatus::CodeUsed | LetterStatus::Voided => {
                for step in [printed, used, void] {
                    assert_eq!(step, Err(LetterRefusal::Over));
                }
            }
            _ => {
                assert_eq!(printed, Err(LetterRefusal::OutOfStep));
                assert_eq!(used, Ok(LetterStatus::CodeUsed));
                assert_eq!(void, Ok(LetterStatus::Voided));
            }
        }
        assert_eq!(LetterStatus::from_name(status.name()), Some(status));
    }
}

/// R145: the number shows a day after dispatch, not before.
#[test]
fn the_number_shows_a_day_after_dispatch() {
    let dispatched = at("2026-01-16T09:00:00Z");
    let printed = ordered(dispatched).printed(number(), dispatched).unwrap();
    assert_eq!(printed.visible_number(24, at("2027-01-01T00:00:00Z")), None);
    let letter = printed.track(CarrierState::Accepted, dispatched, dispatched).unwrap();
    assert_eq!(letter.visible_number(24, at("2026-01-17T08:59:59Z")), None);
    assert_eq!(letter.visible_number(24, at("2026-01-17T09:00:00Z")), Some(&number()));
}

#[test]
fn a_person_is_reminded_once_in_a_state() {
    let now = at("2026-01-16T09:00:00Z");
    let mut letter = in_status(LetterStatus::AwaitingPickup);
    letter.changed_at = now;
    assert!(!letter.wants_reminder(7, at("2026-01-23T08:59:59Z")));
    assert!(letter.wants_reminder(7, at("2026-01-23T09:00:00Z")));
    let letter = letter.reminded();
    assert!(!letter.wants_reminder(7, at("2026-01-24T09:00:00Z")));
    let later = at("2026-01-25T09:00:00Z");
    let handed = letter.track(CarrierState::HandedOver, later, later).unwrap();
    assert!(handed.wants_reminder(7, at("2026-02-01T09:00:00Z")));
    assert!(!in_status(LetterStatus::InTransit).wants_reminder(7, at("2027-01-01T00:00:00Z")));
}

/// R147: what did not arrive in 30 days seems lost; another letter can then be ordered.
#[test]
fn a_letter_without_news_seems_lost_when_another_can_be_ordered() {
    let letter = in_status(LetterStatus::InTransit);
    assert!(!letter.seems_lost(30, at("2026-02-13T20:59:59Z")));
    assert!(letter.seems_lost(30, at("2026-02-13T21:00:00Z")));
    assert!(!in_status(LetterStatus::AwaitingPickup).seems_lost(30, at("2026-03-13T21:00:00Z")));
}

#[test]
fn months_are_counted_to_ninety_nine() {
    assert_eq!(month_count(date(2000, 1, 1)), 1);
    assert_eq!(month_count(date(2008, 3, 31)), 99);
    assert_eq!(month_count(date(2008, 4, 1)), 1);
    assert_eq!(month_count(date(2026, 1, 15)), u8::try_from(26 * 12 % 99 + 1).unwrap());
}

fn form() -> AddressForm {
    AddressForm {
        postal_index: "630099".into(),
        region: "Новосибирская область".into(),
        locality: "г. Новосибирск".into(),
        street: "Красный проспект".into(),
        house: "18/2".into(),
        apartment: "7".into(),
    }
}

/// R137: the address has a postal index, and stands on the envelope as the post wants it.
#[test]
fn an_address_becomes_the_lines_of_an_envelope() {
    let address = form().read().unwrap();
    let lines = address.lines();
    assert_eq!(lines, ["Красный проспект, д. 18/2, кв. 7", "г. Новосибирск", "Новосибирская область", "630099"]);
    let one_line = "630099, Новосибирская область, г. Новосибирск, Красный проспект, д. 18/2, кв. 7";
    assert_eq!(address.one_line(), one_line);
    let moscow = AddressForm {
        region: "Москва".into(),
        locality: "г. Москва".into(),
        postal_index: "125009".into(),
        house: "дом 3".into(),
        apartment: String::new(),
        ..form()
    };
    let moscow = moscow.read().unwrap();
    assert_eq!(moscow.lines(), ["Красный проспект, дом 3", "г. Москва", "125009"]);
    assert_eq!(moscow.one_line(), "125009, г. Москва, Красный проспект, дом 3");
    assert_eq!(format!("{moscow:?}"), "PostalAddress(…)");
}

/// R137: each part says what is wrong with it.
#[test]
fn faults_are_told_at_their_fields() {
    let faults = |form: AddressForm| -> Vec<(&str, &str)> {
        form.read().unwrap_err().iter().map(|fault| (fault.field, fault.code)).collect()
    };
    assert_eq!(
        faults(AddressForm::default()),
        [
            ("postal_index", "postal-index-empty"),
            ("region", "address-empty"),
            ("locality", "address-empty"),
            ("house", "address-empty"),
        ]
    );
    assert_eq!(
        faults(AddressForm { postal_index: "99009".into(), ..form() }),
        [("postal_index", "postal-index-format")]
    );
    assert_eq!(faults(AddressForm { street: "ул. <b>".into(), ..form() }), [("street", "address-character")]);
    assert_eq!(faults(AddressForm { house: "1".repeat(21), ..form() }), [("house", "address-length")]);
}

fn states() -> impl Strategy<Value = CarrierState> {
    proptest::sample::select(CarrierState::ALL.to_vec())
}

proptest! {
    /// Whatever the carrier says in whatever order, a letter only moves forward, and its times lie between order and now.
    #[test]
    fn news_only_moves_a_letter_forward(
        news in proptest::collection::vec((states(), -90_000_i64..9_000_000), 0..20),
    ) {
        let start = at("2026-01-15T09:00:00Z");
        let now = at("2026-03-15T09:00:00Z");
        let mut letter = ordered(start).printed(number(), start).unwrap();
        for (state, seconds) in news {
            let told_at = after(start, SignedDuration::from_secs(seconds));
            if let Some(next) = letter.track(state, told_at, now) {
                prop_assert!(next.status > letter.status);
                prop_assert!(next.changed_at >= start && next.changed_at <= now);
                prop_assert!(next.dispatched_at.is_some());
                letter = next;
            }
        }
    }

    /// R146: the first day is 30 days after the day of the order, at whatever hour.
    #[test]
    fn the_rule_of_thirty_days_holds_at_every_second(second in 1_700_000_000_i64..2_000_000_000) {
        let ordered_at = Timestamp::from_second(second).unwrap();
        let first = reorder_day(ordered_at, 30);
        let days = day_of(ordered_at).until(first).unwrap().get_days();
        prop_assert_eq!(days, 30);
        let midnight = first.to_zoned(RegionZone::moscow().time_zone()).unwrap().timestamp();
        prop_assert!(may_order(Some(ordered_at), 30, midnight).is_ok());
        prop_assert!(may_order(Some(ordered_at), 30, after(midnight, SignedDuration::from_secs(-1))).is_err());
    }

    #[test]
    fn reading_an_address_never_panics(a in any::<String>(), b in "[0-9]{0,8}", c in "\\PC{0,120}") {
        let form = AddressForm { postal_index: b, region: a.clone(), locality: c.clone(), street: a, house: c, ..form() };
        if let Ok(address) = form.read() {
            prop_assert!(address.lines().len() >= 3);
            prop_assert!(address.one_line().starts_with(address.postal_index.as_str()));
        }
    }
}
