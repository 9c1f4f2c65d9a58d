//! Nonces without memory (RFC 9449 8): a keyed hash of the present step of time, the same on every server with the key.

use jiff::{SignedDuration, Timestamp};
use ring::hmac;
use subtle::ConstantTimeEq;

use crate::jose::encode_base64url;

/// How long one nonce is handed out. It is taken in the next step as well.
pub const NONCE_STEP: SignedDuration = SignedDuration::from_secs(120);

const STEP_SECONDS: i64 = NONCE_STEP.as_secs();

/// Makes nonces and knows them again.
#[derive(Clone, Copy)]
pub struct Nonces<'a> {
    key: &'a [u8; 32],
}

impl std::fmt::Debug for Nonces<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Nonces(…)")
    }
}

/// What is known of a nonce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NonceAge {
    /// It is the one that is handed out now.
    Present,
    /// It was handed out in the step before.
    Previous,
    /// It is older, or not ours.
    Unknown,
}

impl<'a> Nonces<'a> {
    /// Nonces under a key that serves nothing else.
    pub const fn new(key: &'a [u8; 32]) -> Self {
        Self { key }
    }

    /// The nonce to hand out (`DPoP-Nonce`).
    pub fn present(self, now: Timestamp) -> String {
        self.of_step(step(now))
    }

    /// What is known of this nonce. Both comparisons are made, whichever fits.
    pub fn age(self, nonce: &str, now: Timestamp) -> NonceAge {
        let step = step(now);
        let is = |step: i64| bool::from(self.of_step(step).as_bytes().ct_eq(nonce.as_bytes()));
        match (is(step), is(step - 1)) {
            (true, _) => NonceAge::Present,
            (false, true) => NonceAge::Previous,
            (false, false) => NonceAge::Unknown,
        }
    }

    fn of_step(self, step: i64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.key);
        let mut hash = hmac::Context::with_key(&key);
        hash.update(b"dpop nonce");
        hash.update(&step.to_be_bytes());
        // 128 bits are more than anybody guesses within two steps.
        encode_base64url(hash.sign().as_ref().split_at(16).0)
    }
}

fn step(now: Timestamp) -> i64 {
    now.as_second().div_euclid(STEP_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_nonce_is_good_in_its_step_and_the_next() {
        let nonces = Nonces::new(&[7; 32]);
        let begin = 1_200_000 * STEP_SECONDS;
        let nonce = nonces.present(at(begin));
        assert_eq!(nonce.len(), 22);
        for (second, age) in [
            (begin - 1, NonceAge::Unknown),
            (begin, NonceAge::Present),
            (begin + STEP_SECONDS - 1, NonceAge::Present),
            (begin + STEP_SECONDS, NonceAge::Previous),
            (begin + 2 * STEP_SECONDS - 1, NonceAge::Previous),
            (begin + 2 * STEP_SECONDS, NonceAge::Unknown),
        ] {
            assert_eq!(nonces.age(&nonce, at(second)), age, "{second}");
        }
    }

    #[test]
    fn a_nonce_is_of_one_key_and_one_text() {
        let (ours, others) = (Nonces::new(&[7; 32]), Nonces::new(&[8; 32]));
        let nonce = ours.present(at(0));
        assert_eq!(others.age(&nonce, at(0)), NonceAge::Unknown);
        for wrong in ["", &nonce[1..], &format!("{nonce}="), &nonce.to_lowercase()] {
            assert_eq!(ours.age(wrong, at(0)), NonceAge::Unknown, "{wrong}");
        }
        assert_eq!(ours.age(&nonce, at(-1)), NonceAge::Unknown);
        assert_eq!(ours.age(&ours.present(at(-1)), at(0)), NonceAge::Previous);
    }

    #[test]
    fn says_nothing_of_its_key() {
        assert_eq!(format!("{:?}", Nonces::new(&[7; 32])), "Nonces(…)");
    }
}
