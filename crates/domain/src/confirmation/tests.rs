//! Every state of every method with every event under every condition.

use super::{ConfirmationEvent as Event, ConfirmationStatus as Status, *};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

const OVER: i64 = 1000;

fn every_condition() -> Vec<Conditions> {
    let mut all = vec![];
    for level in AccountLevel::ALL {
        for status in [AccountStatus::Active, AccountStatus::Locked, AccountStatus::Deleted] {
            for is_enabled in [true, false] {
                for is_accredited in [true, false] {
                    all.push(Conditions { level, status, is_enabled, is_accredited });
                }
            }
        }
    }
    all
}

fn every_event() -> [Event; 7] {
    [
        Event::CodeIssued { until: at(5000) },
        Event::CodeAccepted,
        Event::OperatorConfirmed,
        Event::Answered { matches: true },
        Event::Answered { matches: false },
        Event::Cancelled,
        Event::TimeRanOut,
    ]
}

fn in_state(method: ConfirmationMethod, status: Status) -> IdentityConfirmation {
    let finished_at = (!status.is_open()).then(|| at(5));
    let id = ConfirmationId::from_uuid(uuid::Uuid::nil());
    IdentityConfirmation { id, method, status, started_at: at(0), expires_at: at(OVER), finished_at }
}

/// Runs every step there is.
fn every_step(
    mut look: impl FnMut(&IdentityConfirmation, Event, Conditions, i64, Result<Status, ConfirmationRefusal>),
) {
    for method in ConfirmationMethod::ALL {
        for status in Status::ALL {
            for event in every_event() {
                for conditions in every_condition() {
                    for now in [0, OVER - 1, OVER, OVER + 1] {
                        let before = in_state(method, status);
                        let after = before.clone().step(event, conditions, at(now));
                        if let Ok(after) = &after {
                            assert_eq!(after.finished_at.is_some(), !after.status.is_open());
                        }
                        look(&before, event, conditions, now, after.map(|after| after.status));
                    }
                }
            }
        }
    }
}

/// R61, R62, R111, R116, R123, R125, R173: there is no way to Confirmed but by the proof of the method itself, at level
/// Standard, on an account in use, with the method on, at an accredited place, in time.
#[test]
fn confirmed_is_reached_only_by_a_valid_proof() {
    let mut ways = 0;
    every_step(|before, event, conditions, now, after| {
        if after != Ok(Status::Confirmed) {
            return;
        }
        ways += 1;
        assert!(conditions.check().is_ok(), "{conditions:?}");
        assert!(conditions.level >= AccountLevel::Standard && conditions.status == AccountStatus::Active);
        assert!(conditions.is_enabled && conditions.is_accredited && now < OVER);
        let proof = match before.method {
            ConfirmationMethod::InPerson => {
                (before.status, event) == (Status::Started, Event::OperatorConfirmed)
                    || (before.status, event) == (Status::AwaitingCode, Event::CodeAccepted)
            }
            ConfirmationMethod::RegisteredLetter => {
                (before.status, event) == (Status::AwaitingCode, Event::CodeAccepted)
            }
            _ => (before.status, event) == (Status::Started, Event::Answered { matches: true }),
        };
        assert!(proof, "{before:?} {event:?}");
    });
    // Six proofs, two levels, two instants.
    assert_eq!(ways, 6 * 2 * 2);
}

/// R115: what is over stays over; no code, answer or click is taken twice.
#[test]
fn nothing_happens_after_the_end() {
    every_step(|before, _, _, _, after| {
        if !before.status.is_open() {
            let expected =
                if before.status == Status::Expired { ConfirmationRefusal::Expired } else { ConfirmationRefusal::Over };
            assert_eq!(after, Err(expected));
        }
    });
}

/// R149: at the end of its life a code is refused, and only then it expires.
#[test]
fn time_runs_out_to_the_second() {
    every_step(|before, event, _, now, after| {
        if !before.status.is_open() {
            return;
        }
        match event {
            Event::TimeRanOut if now >= OVER => assert_eq!(after, Ok(Status::Expired)),
            Event::TimeRanOut => assert_eq!(after, Err(ConfirmationRefusal::NotOverdue)),
            Event::Cancelled => assert_eq!(after, Ok(Status::Cancelled)),
            _ if now >= OVER => assert_eq!(after, Err(ConfirmationRefusal::Expired)),
            _ => assert_ne!(after, Err(ConfirmationRefusal::Expired)),
        }
    });
}

/// R169: an answer that differs ends the proof whatever else holds; it never leaves it open for another try.
#[test]
fn a_differing_answer_fails() {
    every_step(|before, event, _, now, after| {
        let asks = matches!(
            before.method,
            ConfirmationMethod::OnlineBank
                | ConfirmationMethod::QualifiedSignature
                | ConfirmationMethod::ElectronicCard
        );
        if asks && before.status == Status::Started && event == (Event::Answered { matches: false }) && now < OVER {
            assert_eq!(after, Ok(Status::Failed));
        }
    });
}

/// R62: it begins under the same conditions under which it succeeds, and each refusal says which one is missing.
#[test]
fn it_begins_at_level_standard() {
    for conditions in every_condition() {
        let id = ConfirmationId::from_uuid(uuid::Uuid::nil());
        let started = IdentityConfirmation::start(id, ConfirmationMethod::InPerson, conditions, at(1), at(2));
        assert_eq!(started.as_ref().err().copied(), conditions.check().err());
        assert!(started.is_err() || conditions.level >= AccountLevel::Standard);
    }
    let good = Conditions {
        level: AccountLevel::Standard,
        status: AccountStatus::Active,
        is_enabled: true,
        is_accredited: true,
    };
    assert_eq!(good.check(), Ok(()));
    let refused = |conditions: Conditions| conditions.check().unwrap_err().refusal().code;
    assert_eq!(refused(Conditions { level: AccountLevel::Simplified, ..good }), "confirmation-not-standard");
    assert_eq!(refused(Conditions { status: AccountStatus::Locked, ..good }), "confirmation-not-active");
    assert_eq!(refused(Conditions { is_enabled: false, ..good }), "confirmation-method-off");
    assert_eq!(refused(Conditions { is_accredited: false, ..good }), "confirmation-not-accredited");
}

/// R110: in person first, then the letter, the signature, the card, the banks; and the stored names of 1.6.
#[test]
fn the_order_and_names_of_methods() {
    let names = ConfirmationMethod::ALL.map(ConfirmationMethod::name);
    let expected = ["in_person", "registered_letter", "qualified_signature", "electronic_card", "online_bank"];
    assert_eq!(names, expected);
    for method in ConfirmationMethod::ALL {
        assert_eq!(ConfirmationMethod::from_name(method.name()), Some(method));
    }
    for status in Status::ALL {
        assert_eq!(Status::from_name(status.name()), Some(status));
    }
}
