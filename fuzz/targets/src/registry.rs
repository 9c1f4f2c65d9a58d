//! The registry exchange, both ways, each reader also compared with the other side's, which was written apart from it.
//!
//! Random bytes never carry a right signature, so the content is also fuzzed from within: the target signs it first.

use std::sync::LazyLock;

use ed25519_dalek::{SigningKey, VerifyingKey};
use jiff::Timestamp;
use okno_gateways::registry::{Expected, Trusted, verify_answer};
use okno_simulators::{
    jws,
    registry::{RegistryName, check_request},
};

/// The key of both sides: of these seeds and nothing else.
static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::from_bytes(&[0x0f; 32]));
static PUBLIC: LazyLock<VerifyingKey> = LazyLock::new(|| KEY.verifying_key());

const ANSWER: &str = "okno-registry-answer+jws";
const REQUEST: &str = "okno-registry-request+jws";
const REGISTRY: &str = "pension_fund";
const OKNO: &str = "okno";
/// Seeds are dated before this second.
const NOW: i64 = 1_800_000_000;

fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A message that claims to be a registry's answer.
pub(crate) fn answer(message: &[u8]) {
    let trusted = Trusted { key_id: REGISTRY.to_owned(), key: *PUBLIC };
    let expected = Expected { trusted, issuer: REGISTRY.to_owned(), audience: OKNO.to_owned() };
    let Ok(accepted) = verify_answer(message, &expected, now()) else { return };
    assert_eq!(accepted.signed.as_bytes(), message);
    assert_eq!(verify_answer(accepted.signed.as_bytes(), &expected, now()).as_ref(), Ok(&accepted));
    // The other implementation finds the same signature right.
    let parsed = jws::parse(message, ANSWER);
    assert!(parsed.is_ok_and(|parsed| parsed.kid == REGISTRY && parsed.verify(&PUBLIC).is_ok()));
    spoiled(message, |message| verify_answer(message, &expected, now()).is_ok());
    let mut other = expected;
    "somebody-else".clone_into(&mut other.audience);
    assert!(verify_answer(message, &other, now()).is_err());
}

/// The content of an answer, signed as the registry would.
pub(crate) fn answer_content(payload: &[u8]) {
    answer(jws::sign(&KEY, ANSWER, REGISTRY, payload).as_bytes());
}

/// A message that claims to be our request.
pub(crate) fn request(message: &[u8]) {
    for me in RegistryName::ALL {
        let check = |message: &[u8]| check_request(message, &PUBLIC, OKNO, me, now()).is_ok();
        if check(message) {
            assert!(check(message));
            spoiled(message, check);
            assert!(check_request(message, &PUBLIC, "stranger", me, now()).is_err());
        }
    }
}

/// The content of a request, signed as we would.
pub(crate) fn request_content(payload: &[u8]) {
    request(jws::sign(&KEY, REQUEST, OKNO, payload).as_bytes());
}

/// No neighbour of an accepted message is accepted: one bit flipped at some places, an end cut off or added.
fn spoiled(message: &[u8], accepted: impl Fn(&[u8]) -> bool) {
    let places = [0, message.len() / 3, message.len() / 2, message.len().saturating_sub(1)];
    for place in places {
        let mut other = message.to_vec();
        if let Some(byte) = other.get_mut(place) {
            *byte ^= 1;
        }
        assert!(!accepted(&other), "a changed message was accepted");
    }
    assert!(!accepted(message.get(1..).unwrap_or_default()));
    assert!(!accepted(message.get(..message.len().saturating_sub(1)).unwrap_or_default()));
    assert!(!accepted(&[message, b"A"].concat()));
    assert!(!accepted(&[message, b"="].concat()));
    assert!(!accepted(&[message, b"\n"].concat()));
}
