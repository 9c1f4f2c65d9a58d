//! Each move, each refusal, and that nothing but two matching answers raises a level.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::time::{DAY, SECOND};

const START: Timestamp = Timestamp::UNIX_EPOCH;

fn check_id(number: u128) -> CheckId {
    Id::from_uuid(Uuid::from_u128(number))
}

fn snils() -> CheckId {
    check_id(1)
}

fn document() -> CheckId {
    check_id(2)
}

fn submitted(kind: CheckKind) -> Verification {
    let checks = [(snils(), CheckKind::Snils), (document(), kind)];
    Verification::submit(Id::from_uuid(Uuid::nil()), checks, START, DAY * 5)
}

fn digest(id: CheckId) -> [u8; 32] {
    [u8::try_from(id.uuid().as_u128()).unwrap(); 32]
}

fn sent() -> Verification {
    let mut verification = submitted(CheckKind::InternalPassport);
    for id in [snils(), document()] {
        verification = verification.asked(id, Asked { at: START, digest: digest(id) }).unwrap();
        verification = verification.handed_over(id, "ticket".to_owned()).unwrap();
    }
    verification
}

fn says(id: CheckId, answer: u128, finding: Finding) -> Answer {
    Answer { id: Uuid::from_u128(answer), finding, request_digest: digest(id), at: START }
}

fn answer(verification: Verification, id: CheckId, number: u128, finding: Finding) -> (Verification, Reception) {
    verification.answered(id, says(id, number, finding), &[], START).unwrap()
}

/// Both registries said yes, and the account has its level from it.
fn in_effect() -> (Verification, EvidenceId) {
    let evidence = Id::from_uuid(Uuid::from_u128(77));
    let (one, _) = answer(sent(), snils(), 10, Finding::Match);
    let (both, _) = answer(one, document(), 12, Finding::Match);
    (both.took_effect(evidence), evidence)
}

fn status(verification: &Verification, id: CheckId) -> VerificationStatus {
    verification.check(id).unwrap().status
}

/// R60, R63, C4: verified by both answers and not by one; the second asks for the rise.
#[test]
fn both_answers_verify() {
    let before = sent();
    let (one, _) = answer(before.clone(), snils(), 10, Finding::Match);
    assert_eq!((one.state, one.reaction(&before)), (VerificationState::InProgress, None));
    let (both, _) = answer(one.clone(), document(), 11, Finding::Match);
    assert_eq!((both.state, both.reaction(&one)), (VerificationState::Verified, Some(Reaction::Verified)));
    assert_eq!(both.finished_at, Some(START));
}

/// R97: each check has its own state.
#[test]
fn checks_are_independent() {
    let (verification, _) = answer(sent().unreachable(document()).unwrap(), snils(), 10, Finding::NoData);
    assert_eq!(status(&verification, snils()), VerificationStatus::Rejected);
    assert_eq!(status(&verification, document()), VerificationStatus::Unavailable);
}

/// R106: a rejected check is told at once and once; the submission ends when the other check has.
#[test]
fn a_mismatch_rejects() {
    let before = sent();
    let mismatch = Finding::Mismatch(vec!["series".to_owned(), "number".to_owned(), "birth_date".to_owned()]);
    let (one, _) = answer(before.clone(), document(), 10, mismatch);
    assert_eq!((one.state, one.reaction(&before)), (VerificationState::InProgress, Some(Reaction::Rejected)));
    assert_eq!(one.check(document()).unwrap().mismatched_fields(), ["document_number", "birth_date"]);
    let (both, _) = answer(one.clone(), snils(), 11, Finding::NoData);
    assert_eq!((both.state, both.reaction(&one)), (VerificationState::Rejected, None));
}

/// R99: the request is made once; an outage is a state of its own and heals.
#[test]
fn a_request_is_made_once_and_an_outage_heals() {
    let fresh = submitted(CheckKind::InternalPassport);
    assert_eq!(fresh.clone().handed_over(snils(), "t".to_owned()), Err(VerificationRefusal::NotOpen));
    let asked = fresh.asked(snils(), Asked { at: START, digest: digest(snils()) }).unwrap();
    let again = asked.clone().asked(snils(), Asked { at: START, digest: [9; 32] });
    assert_eq!(again, Err(VerificationRefusal::AlreadyAsked));
    let down = asked.unreachable(snils()).unwrap().unreachable(snils()).unwrap();
    assert_eq!((status(&down, snils()), down.check(snils()).unwrap().attempts), (VerificationStatus::Unavailable, 2));
    let up = down.handed_over(snils(), "t".to_owned()).unwrap();
    assert_eq!((status(&up, snils()), up.check(snils()).unwrap().attempts), (VerificationStatus::InProgress, 0));
    let lost = up.ticket_lost(snils()).unwrap();
    assert_eq!(lost.check(snils()).unwrap().ticket, None);
    assert_eq!(status(&lost.reachable(snils()).unwrap(), snils()), VerificationStatus::InProgress);
}

/// An answer to another request, or before any, changes nothing.
#[test]
fn a_foreign_answer_is_refused() {
    let other = Answer { request_digest: [7; 32], ..says(snils(), 10, Finding::Match) };
    assert_eq!(sent().answered(snils(), other, &[], START), Err(VerificationRefusal::ForeignAnswer));
    let early = submitted(CheckKind::InternalPassport).answered(snils(), says(snils(), 10, Finding::Match), &[], START);
    assert_eq!(early, Err(VerificationRefusal::ForeignAnswer));
    let unknown = sent().answered(check_id(3), says(check_id(3), 10, Finding::Match), &[], START);
    assert_eq!(unknown, Err(VerificationRefusal::UnknownCheck));
}

/// The same answer again, or another with the same result, changes nothing.
#[test]
fn a_repeated_answer_does_nothing() {
    let (once, _) = answer(sent(), snils(), 10, Finding::Match);
    for number in [10, 11] {
        let (twice, reception) = answer(once.clone(), snils(), number, Finding::Match);
        assert_eq!((twice, reception), (once.clone(), Reception::Repeated));
    }
}

/// R108: a contradiction goes to an operator, before the end and after it; no answer moves the level any more. That it
/// waits for an operator is told once nothing else is awaited.
#[test]
fn a_contradiction_goes_to_an_operator() {
    let (one, _) = answer(sent(), snils(), 10, Finding::Match);
    let (torn, reception) = answer(one.clone(), snils(), 11, Finding::NoData);
    assert_eq!((reception, status(&torn, snils())), (Reception::Contradiction, VerificationStatus::NeedsOperator));
    assert_eq!(torn.reaction(&one), None);
    let (end, _) = answer(torn.clone(), document(), 12, Finding::Match);
    assert_eq!((end.state, end.reaction(&torn)), (VerificationState::NeedsOperator, Some(Reaction::Delayed)));

    let (verified, _) = in_effect();
    let (after, reception) = answer(verified.clone(), document(), 13, Finding::Mismatch(Vec::new()));
    assert_eq!((reception, after.state), (Reception::Contradiction, VerificationState::NeedsOperator));
    assert_eq!(after.reaction(&verified), None);
    // The same id with another content is no less a contradiction.
    let (_, reception) = answer(verified, document(), 12, Finding::NoData);
    assert_eq!(reception, Reception::Contradiction);
}

/// R97, R108: what has taken effect is not put aside by a newer submission, verified or contradicted since.
#[test]
fn what_has_taken_effect_is_not_superseded() {
    let (verified, _) = in_effect();
    let (torn, _) = answer(verified.clone(), snils(), 13, Finding::NoData);
    for one in [verified, torn] {
        assert_eq!(one.clone().superseded(START), one);
    }
}

/// R60: when an operator finds wrong what is in force, its evidence is withdrawn; right changes nothing.
#[test]
fn what_is_found_wrong_has_no_effect_any_more() {
    let (verified, evidence) = in_effect();
    let (torn, _) = answer(verified, snils(), 13, Finding::NoData);
    let right = torn.clone().decided(snils(), true, START).unwrap();
    assert_eq!((right.state, right.effect, right.reaction(&torn)), (VerificationState::Verified, Some(evidence), None));
    let wrong = torn.clone().decided(snils(), false, START).unwrap();
    assert_eq!((wrong.state, wrong.effect), (VerificationState::Rejected, None));
    assert_eq!(wrong.reaction(&torn), Some(Reaction::Withdrawn(evidence)));
    assert_eq!(wrong.superseded(START).state, VerificationState::Superseded);
}

/// R108: an operator need not look twice at what the registry has said before.
#[test]
fn a_contradiction_that_was_decided_is_a_repetition() {
    let (verified, _) = in_effect();
    let (torn, _) = answer(verified, snils(), 13, Finding::NoData);
    let right = torn.decided(snils(), true, START).unwrap();
    let said = ["match".to_owned(), "no_data".to_owned()];
    let again = right.clone().answered(snils(), says(snils(), 14, Finding::NoData), &said, START).unwrap();
    assert_eq!(again, (right.clone(), Reception::Repeated));
    let other = Finding::Mismatch(Vec::new());
    let (_, reception) = right.answered(snils(), says(snils(), 15, other), &said, START).unwrap();
    assert_eq!(reception, Reception::Contradiction);
}

/// R108: at the deadline, and not a second before, what is open goes to an operator.
#[test]
fn overdue_exactly_after_five_days() {
    let before = sent();
    let deadline = after(START, DAY * 5);
    assert_eq!(before.clone().overdue(after(deadline, -SECOND)), Err(VerificationRefusal::NotOverdue));
    let over = before.clone().overdue(deadline).unwrap();
    assert_eq!((over.state, over.reaction(&before)), (VerificationState::NeedsOperator, Some(Reaction::Delayed)));
    assert_eq!(over.clone().overdue(deadline), Err(VerificationRefusal::NotOpen));
    // The registries are asked on, slowly, and what was sent may be sent again.
    assert!(over.asks(snils(), deadline) && !over.asks(snils(), after(deadline, ASKED_AFTER_DEADLINE)));
    assert!(over.may_be_sent_again(deadline) && !before.may_be_sent_again(after(deadline, -SECOND)));
    let down = over.clone().unreachable(snils()).unwrap().ticket_lost(snils()).unwrap();
    assert_eq!((down.state, status(&down, snils())), (over.state, VerificationStatus::NeedsOperator));
    assert_eq!(status(&down.handed_over(snils(), "t".to_owned()).unwrap(), snils()), VerificationStatus::NeedsOperator);
    // A signed answer that comes later still counts.
    let (one, _) = answer(over, snils(), 10, Finding::Match);
    assert_eq!(one.state, VerificationState::NeedsOperator);
    let (both, _) = answer(one.clone(), document(), 11, Finding::Match);
    assert_eq!(both.reaction(&one), Some(Reaction::Verified));
}

/// R95: an answer to a superseded submission is evidence and nothing else.
#[test]
fn a_superseded_submission_ignores_answers() {
    let old = sent().superseded(START);
    let (same, reception) = answer(old.clone(), snils(), 10, Finding::Match);
    assert_eq!((same, reception), (old.clone(), Reception::Late));
    assert_eq!(old.clone().unreachable(snils()), Err(VerificationRefusal::NotOpen));
    assert_eq!(old.clone().decided(snils(), true, START), Err(VerificationRefusal::NotOpen));
    assert_eq!(old.overdue(after(START, DAY * 6)), Err(VerificationRefusal::NotOpen));
}

/// R211, R209: a foreign document waits for an operator from the start; the SNILS is asked all the same.
#[test]
fn a_foreign_document_needs_an_operator() {
    let before = submitted(CheckKind::of_document("foreign_identity_document"));
    assert_eq!(status(&before, document()), VerificationStatus::NeedsOperator);
    assert!(before.awaits(snils()) && !before.awaits(document()));
    let asked = before.asked(snils(), Asked { at: START, digest: digest(snils()) }).unwrap();
    let open = asked.clone();
    let (waiting, _) = answer(asked, snils(), 10, Finding::Match);
    assert_eq!(waiting.state, VerificationState::NeedsOperator);
    assert_eq!(waiting.reaction(&open), Some(Reaction::Delayed));
    let accepted = waiting.clone().decided(document(), true, START).unwrap();
    assert_eq!(accepted.reaction(&waiting), Some(Reaction::Verified));
    let refused = waiting.clone().decided(document(), false, START).unwrap();
    assert_eq!((refused.state, refused.reaction(&waiting)), (VerificationState::Rejected, Some(Reaction::Rejected)));
    assert_eq!(waiting.decided(snils(), true, START), Err(VerificationRefusal::NotOpen));
}

/// R211: where there is no registry to ask, an operator looks at once.
#[test]
fn without_a_registry_an_operator_looks_at_once() {
    let before = submitted(CheckKind::InternalPassport);
    let one = before.clone().unanswerable(snils(), START).unwrap();
    assert_eq!((one.state, one.reaction(&before)), (VerificationState::InProgress, None));
    assert_eq!(one.clone().unanswerable(snils(), START), Err(VerificationRefusal::NotOpen));
    let both = one.clone().unanswerable(document(), START).unwrap();
    assert_eq!((both.state, both.reaction(&one)), (VerificationState::NeedsOperator, Some(Reaction::Delayed)));
    assert!(both.decided(snils(), true, START).is_ok());
}

/// R107: the SNILS was taken by another account while the checks ran.
#[test]
fn a_taken_snils_rejects() {
    let (one, _) = answer(sent(), snils(), 10, Finding::Match);
    let (both, _) = answer(one.clone(), document(), 11, Finding::Match);
    let taken = both.snils_taken(START);
    assert_eq!((taken.state, taken.reaction(&one)), (VerificationState::Rejected, Some(Reaction::Rejected)));
    let (_, reception) = answer(taken, snils(), 10, Finding::Match);
    assert_eq!(reception, Reception::Repeated);
}

/// Names are stored; each leads back to its value.
#[test]
fn names_lead_back() {
    for state in VerificationState::ALL {
        assert_eq!(VerificationState::from_name(state.name()), Some(state));
    }
    for finding in ["match", "mismatch", "no_data", "snils_taken", "accepted_by_operator", "refused_by_operator"] {
        assert_eq!(Finding::from_name(finding, Vec::new()).unwrap().name(), finding);
    }
}

#[derive(Clone, Debug)]
enum Step {
    Asked(bool, u8),
    HandedOver(bool),
    Unreachable(bool),
    Lost(bool),
    Answered(bool, u128, u8, u8),
    Overdue,
    Superseded,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (any::<bool>(), 1_u8..3).prop_map(|(which, digest)| Step::Asked(which, digest)),
        any::<bool>().prop_map(Step::HandedOver),
        any::<bool>().prop_map(Step::Unreachable),
        any::<bool>().prop_map(Step::Lost),
        (any::<bool>(), 0_u128..4, 0_u8..3, 1_u8..3)
            .prop_map(|(w, id, result, digest)| Step::Answered(w, id, result, digest)),
        Just(Step::Overdue),
        Just(Step::Superseded),
    ]
}

proptest! {
    /// R60, C4: no sequence of events verifies without two matching answers to the two requests that were made.
    #[test]
    fn only_two_matching_answers_verify(steps in proptest::collection::vec(step(), 0..40)) {
        let mut now = submitted(CheckKind::InternalPassport);
        let id = |is_snils| if is_snils { snils() } else { document() };
        let mut matched = std::collections::HashSet::new();
        for step in steps {
            let before = now.clone();
            let next = match step {
                Step::Asked(which, digest) => now.clone().asked(id(which), Asked { at: START, digest: [digest; 32] }),
                Step::HandedOver(which) => now.clone().handed_over(id(which), "t".to_owned()),
                Step::Unreachable(which) => now.clone().unreachable(id(which)),
                Step::Lost(which) => now.clone().ticket_lost(id(which)),
                Step::Answered(which, number, result, digest) => {
                    let finding = [Finding::Match, Finding::Mismatch(Vec::new()), Finding::NoData][usize::from(result)].clone();
                    let is_match = finding == Finding::Match;
                    let answer = Answer { id: Uuid::from_u128(number), finding, request_digest: [digest; 32], at: START };
                    let asked = now.check(id(which)).unwrap().asked.as_ref().map(|asked| asked.digest);
                    if is_match && asked == Some([digest; 32]) && now.is_in_force() {
                        matched.insert(which);
                    }
                    now.clone().answered(id(which), answer, &[], START).map(|(next, _)| next)
                }
                Step::Overdue => now.clone().overdue(after(START, DAY * 5)),
                Step::Superseded => Ok(now.clone().superseded(START)),
            };
            if let Ok(next) = next {
                now = next;
            }
            if now.state == VerificationState::Verified || now.reaction(&before) == Some(Reaction::Verified) {
                prop_assert_eq!(matched.len(), 2);
            }
        }
    }
}
