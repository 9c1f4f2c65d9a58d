//! The level against a second, independent reading of the requirements.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};

use super::*;

/// The requirements once more, as statements about the whole log instead of a walk along it:
///
/// - R60: Standard needs verified data.
/// - R61, R62, R118: Confirmed needs a confirmation of the same person, made at level Standard or above.
/// - What is withdrawn counts from then on as if it had not been.
fn oracle(log: &[Evidence]) -> (AccountLevel, BTreeSet<ConfirmationMethod>) {
    let withdrawn_before = |id: EvidenceId, from: usize, until: usize| {
        (from..until).any(|at| log[at].finding == Finding::Withdrawn { evidence: id })
    };
    // Whose account it was just before the entry at `until`: the newest verification that still held.
    let owner = |until: usize| {
        (0..until).rev().find_map(|at| match log[at].finding {
            Finding::DataVerified { subject } if !withdrawn_before(log[at].id, at + 1, until) => Some(subject),
            _ => None,
        })
    };
    let end = log.len();
    let methods: BTreeSet<_> = (0..end)
        .filter_map(|at| match log[at].finding {
            Finding::IdentityConfirmed { method, subject } => Some((at, method, subject)),
            _ => None,
        })
        .filter(|(at, _, subject)| owner(*at) == Some(*subject) && owner(end) == Some(*subject))
        .filter(|(at, ..)| !withdrawn_before(log[*at].id, *at + 1, end))
        .map(|(_, method, _)| method)
        .collect();
    let level = match (owner(end), methods.is_empty()) {
        (None, _) => AccountLevel::Simplified,
        (Some(_), true) => AccountLevel::Standard,
        (Some(_), false) => AccountLevel::Confirmed,
    };
    (level, methods)
}

fn random_log(rng: &mut ChaCha8Rng) -> Vec<Evidence> {
    let mut pick = |below: usize| usize::try_from(rng.next_u32()).unwrap() % below;
    let mut log: Vec<Evidence> = vec![];
    for at in 0..pick(12) {
        let subject = [u8::try_from(pick(2)).unwrap(); 32];
        let finding = match pick(6) {
            0 | 1 => Finding::DataVerified { subject },
            2 | 3 => Finding::IdentityConfirmed { method: ConfirmationMethod::ALL[pick(5)], subject },
            // Of a person it means nothing, and the oracle does not know it.
            4 => Finding::MadeUp { method: Some(ConfirmationMethod::ALL[pick(5)]), subject },
            // Now and then something that is not in this log at all.
            _ => Finding::Withdrawn { evidence: id(pick(at + 2)) },
        };
        log.push(Evidence { id: id(at), at: Timestamp::UNIX_EPOCH, finding });
    }
    log
}

fn id(number: usize) -> EvidenceId {
    EvidenceId::from_uuid(uuid::Uuid::from_u128(u128::try_from(number).unwrap()))
}

/// R58, R60, R61, R62, R74, R118: on two hundred thousand random logs both readings agree.
#[test]
fn the_level_agrees_with_the_oracle() {
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let mut seen = [0_u32; 3];
    for _ in 0..200_000 {
        let log = random_log(&mut rng);
        let standing = Standing::of(Holder::Person, &log);
        assert_eq!((standing.level, standing.methods.clone()), oracle(&log), "{log:?}");
        seen[AccountLevel::ALL.iter().position(|level| *level == standing.level).unwrap()] += 1;
    }
    // The logs are not all of one kind.
    assert!(seen.iter().all(|count| *count > 20_000), "{seen:?}");
}

fn log(findings: &[Finding]) -> Vec<Evidence> {
    let entry =
        |(at, finding): (usize, &Finding)| Evidence { id: id(at), at: Timestamp::UNIX_EPOCH, finding: *finding };
    findings.iter().enumerate().map(entry).collect()
}

const ANNA: Subject = [1; 32];
const BORIS: Subject = [2; 32];
const VERIFIED: Finding = Finding::DataVerified { subject: ANNA };
const BY_LETTER: Finding = Finding::IdentityConfirmed { method: ConfirmationMethod::RegisteredLetter, subject: ANNA };
const IN_PERSON: Finding = Finding::IdentityConfirmed { method: ConfirmationMethod::InPerson, subject: ANNA };

/// R118, R151: a later confirmation by another method is added; a rule about methods looks at all of them.
#[test]
fn methods_add_up() {
    let letter = Standing::of(Holder::Person, &log(&[VERIFIED, BY_LETTER]));
    assert_eq!(letter.level, AccountLevel::Confirmed);
    assert!(!letter.is_confirmed_other_than_by(&[ConfirmationMethod::RegisteredLetter]));
    let both = Standing::of(Holder::Person, &log(&[VERIFIED, BY_LETTER, IN_PERSON]));
    assert_eq!(both.methods.len(), 2);
    assert!(both.is_confirmed_other_than_by(&[ConfirmationMethod::RegisteredLetter]));
    let withdrawn =
        Standing::of(Holder::Person, &log(&[VERIFIED, BY_LETTER, IN_PERSON, Finding::Withdrawn { evidence: id(2) }]));
    assert_eq!(withdrawn, letter);
}

/// R62: nothing that came before the verification counts, and nothing about another person.
#[test]
fn only_the_person_in_force_is_confirmed() {
    let level = |findings: &[Finding]| Standing::of(Holder::Person, &log(findings)).level;
    assert_eq!(level(&[]), AccountLevel::Simplified);
    assert_eq!(level(&[IN_PERSON]), AccountLevel::Simplified);
    assert_eq!(level(&[IN_PERSON, VERIFIED]), AccountLevel::Standard);
    let other = Finding::DataVerified { subject: BORIS };
    assert_eq!(level(&[VERIFIED, IN_PERSON, other]), AccountLevel::Standard);
    assert_eq!(level(&[VERIFIED, IN_PERSON, VERIFIED]), AccountLevel::Confirmed);
    assert_eq!(level(&[VERIFIED, IN_PERSON, Finding::Withdrawn { evidence: id(0) }]), AccountLevel::Simplified);
    // Verified once more, the person who was seen is the same.
    let again = [VERIFIED, IN_PERSON, Finding::Withdrawn { evidence: id(0) }, VERIFIED];
    assert_eq!(level(&again), AccountLevel::Confirmed);
}

/// The names of the level in other frameworks rise with the best method.
#[test]
fn assurance_rises_with_the_best_method() {
    let of = |findings: &[Finding]| Standing::of(Holder::Person, &log(findings)).assurance();
    assert_eq!(of(&[]).eidas, None);
    assert_eq!(of(&[VERIFIED]).eidas, Some(EidasLevel::Low));
    assert_eq!(of(&[VERIFIED]).nist.map(NistPathway::level), Some("IAL1"));
    assert_eq!(of(&[VERIFIED, BY_LETTER]).eidas, Some(EidasLevel::Substantial));
    assert_eq!(of(&[VERIFIED, BY_LETTER]).nist.map(NistPathway::name), Some("confirmation_code"));
    let best = of(&[VERIFIED, BY_LETTER, IN_PERSON]);
    assert_eq!(best.eidas.map(EidasLevel::uri), Some("http://eidas.europa.eu/LoA/high"));
    assert_eq!(best.nist, Some(NistPathway::Ial2OnSite));
    assert_eq!(best.level, AccountLevel::Confirmed);
}

const MADE_UP: Finding = Finding::MadeUp { method: Some(ConfirmationMethod::InPerson), subject: ANNA };

/// The two worlds do not touch: whatever stands in a log of real and made-up entries, a person's level follows from the real
/// ones alone, and a test person's from the made-up ones alone.
#[test]
fn what_is_made_up_counts_for_test_persons_alone() {
    let person = |findings: &[Finding]| Standing::of(Holder::Person, &log(findings));
    assert_eq!(person(&[MADE_UP]).level, AccountLevel::Simplified);
    assert_eq!(person(&[VERIFIED, MADE_UP]), person(&[VERIFIED]));
    assert_eq!(person(&[VERIFIED, MADE_UP, BY_LETTER]), person(&[VERIFIED, BY_LETTER]));
    assert!(person(&[MADE_UP, MADE_UP]).methods.is_empty());

    let test = |findings: &[Finding]| Standing::of(Holder::TestPerson, &log(findings));
    let plain = Finding::MadeUp { method: None, subject: ANNA };
    assert_eq!(test(&[]).level, AccountLevel::Simplified);
    assert_eq!(test(&[plain]).level, AccountLevel::Standard);
    assert_eq!(test(&[MADE_UP]).level, AccountLevel::Confirmed);
    assert_eq!(test(&[MADE_UP]).methods, BTreeSet::from([ConfirmationMethod::InPerson]));
    assert_eq!(test(&[VERIFIED, IN_PERSON]).level, AccountLevel::Simplified);
    assert_eq!(test(&[plain, VERIFIED, IN_PERSON]), test(&[plain]));
    assert_eq!(test(&[MADE_UP, Finding::Withdrawn { evidence: id(0) }]).level, AccountLevel::Simplified);

    let mut rng = ChaCha8Rng::seed_from_u64(28);
    for _ in 0..20_000 {
        let whole = random_log(&mut rng);
        let is_made_up = |entry: &&Evidence| matches!(entry.finding, Finding::MadeUp { .. });
        let is_shared = |entry: &&Evidence| matches!(entry.finding, Finding::Withdrawn { .. });
        let real: Vec<_> = whole.iter().filter(|entry| !is_made_up(entry)).copied().collect();
        let made_up: Vec<_> = whole.iter().filter(|entry| is_made_up(entry) || is_shared(entry)).copied().collect();
        assert_eq!(Standing::of(Holder::Person, &whole), Standing::of(Holder::Person, &real));
        assert_eq!(Standing::of(Holder::TestPerson, &whole), Standing::of(Holder::TestPerson, &made_up));
    }
}
