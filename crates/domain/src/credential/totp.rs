//! One-time passwords by application: RFC 6238 with HMAC-SHA-1, 30 seconds and 6 digits, as every application has it.

use std::fmt::Write as _;

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

/// The key behind what [`base32`] wrote, in any case and grouping; `None` for anything else.
pub fn from_base32(text: &str) -> Option<zeroize::Zeroizing<Vec<u8>>> {
    let mut key = zeroize::Zeroizing::new(Vec::with_capacity(text.len() * 5 / 8));
    let (mut pending, mut bits) = (0_u32, 0_u32);
    for letter in text.chars().filter(|c| !c.is_whitespace() && *c != '-' && *c != '=') {
        let value = match letter.to_ascii_uppercase() {
            upper @ 'A'..='Z' => u32::from(upper) - u32::from('A'),
            digit @ '2'..='7' => u32::from(digit) - u32::from('2') + 26,
            _ => return None,
        };
        pending = (pending << 5 | value) & 0xffff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            key.push(u8::try_from((pending >> bits) & 0xff).ok()?);
        }
    }
    (!key.is_empty()).then_some(key)
}

/// The address that an application reads from a QR code: whose key it is, and for which site.
pub fn enrollment_uri(issuer: &str, account: &str, key: &[u8]) -> Secret {
    let (issuer, account) = (percent(issuer), percent(account));
    format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", base32(key).expose()).into()
}

fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
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
        for key in [KEY, b"foob", b"\x00\xff\x80", &[0; 20]] {
            assert_eq!(from_base32(base32(key).expose()).unwrap().as_slice(), key);
        }
        assert_eq!(from_base32("gezd gnbv-GY3TQOJQ GEZDGNBVGY3TQOJQ").unwrap().as_slice(), KEY);
        assert!(from_base32("A1").is_none() && from_base32("").is_none());
        assert_eq!(
            enrollment_uri("Okno demo", "a.b@c", b"foob").expose(),
            "otpauth://totp/Okno%20demo:a.b%40c?secret=MZXW6YQ&issuer=Okno%20demo"
        );
    }
}
