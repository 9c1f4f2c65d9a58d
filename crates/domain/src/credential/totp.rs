//! One-time passwords by application: RFC 6238 with HMAC-SHA-1, 30 seconds and 6 digits, as every application has it.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha1::Sha1;

use super::code::OneTimeCode;
use crate::secret::Secret;

/// The length of a step in seconds.
pub const STEP_SECONDS: i64 = 30;
/// How many steps an application's clock may be off, either way.
pub const WINDOW: u64 = 1;
/// The length of a key in bytes, as the hash has it.
pub const KEY_LENGTH: usize = 20;

/// The step an instant belongs to.
pub fn step_at(now: Timestamp) -> u64 {
    u64::try_from(now.as_second().div_euclid(STEP_SECONDS)).unwrap_or(0)
}

/// The code of a step.
pub fn code_at(key: &[u8], step: u64) -> Option<Secret> {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).ok()?;
    mac.update(&step.to_be_bytes());
    let tag = mac.finalize().into_bytes();
    let offset = usize::from(tag.last()? & 0x0f);
    let word: [u8; 4] = tag.get(offset..offset + 4)?.try_into().ok()?;
    let number = (u32::from_be_bytes(word) & 0x7fff_ffff) % 1_000_000;
    Some(format!("{number:06}").into())
}

/// The step whose code was typed, if it is near and newer than the last one used: storing it as the last one used makes
/// each code usable once.
pub fn check(key: &[u8], code: &OneTimeCode, now: Timestamp, last_used: Option<u64>) -> Option<u64> {
    let typed = Secret::new(code.expose());
    let present = step_at(now);
    // All steps are compared, so that time tells nothing of which one fits.
    let mut found = None;
    for step in present.saturating_sub(WINDOW)..=present.saturating_add(WINDOW) {
        let fits = code_at(key, step).is_some_and(|right| right == typed);
        if fits && last_used.is_none_or(|last| step > last) {
            found = found.or(Some(step));
        }
    }
    found
}

/// The key as applications take it by hand: base32 of RFC 4648 without padding.
pub fn base32(key: &[u8]) -> Secret {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::with_capacity(key.len() * 8 / 5 + 1);
    let (mut pending, mut bits) = (0_u32, 0_u32);
    let mut push = |value: u32| {
        let letter = usize::try_from(value & 31).ok().and_then(|index| ALPHABET.get(index));
        text.extend(letter.map(|b| char::from(*b)));
    };
    for byte in key {
        pending = (pending << 8 | u32::from(*byte)) & 0xffff;
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            push(pending >> bits);
        }
    }
    if bits > 0 {
        push(pending << (5 - bits));
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"12345678901234567890";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn code(text: &str) -> OneTimeCode {
        OneTimeCode::parse(text, 6).unwrap()
    }

    #[test]
    fn values_of_the_standard() {
        for (second, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(code_at(KEY, step_at(at(second))).unwrap().expose(), expected);
            assert_eq!(check(KEY, &code(expected), at(second), None), Some(step_at(at(second))));
        }
    }

    #[test]
    fn one_step_off_is_taken_two_are_not() {
        let typed = code("287082");
        assert_eq!(check(KEY, &typed, at(29), None), Some(1));
        assert_eq!(check(KEY, &typed, at(89), None), Some(1));
        assert_eq!(check(KEY, &typed, at(90), None), None);
        assert_eq!(check(KEY, &code("287083"), at(59), None), None);
    }

    #[test]
    fn each_step_is_usable_once() {
        let typed = code("287082");
        let used = check(KEY, &typed, at(59), None);
        assert_eq!(used, Some(1));
        assert_eq!(check(KEY, &typed, at(59), used), None);
        assert_eq!(check(KEY, &typed, at(59), Some(0)), Some(1));
    }

    #[test]
    fn keys_for_applications() {
        assert_eq!(base32(KEY).expose(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(base32(b"foob").expose(), "MZXW6YQ");
        assert_eq!(base32(b"").expose(), "");
    }
}
