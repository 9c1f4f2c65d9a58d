//! `timestamp`: `yyyy.MM.dd HH:mm:ss Z` in Java's spelling, and what clients make of it.

use jiff::{SignedDuration, Timestamp};

use crate::esia::Mode;

/// The most letters a time can have.
pub const MOST: usize = 40;

/// How a time is written; `0` stands for any digit and `+` for either sign.
const SHAPE: &[u8] = b"0000.00.00 00:00:00 +0000";

/// The instant of a time.
///
/// Lenient mode also reads `Z` for `+0000` (a Go layout) and the hour 24 for the hour 0 of the same day (a JavaScript
/// formatter at midnight).
pub fn parse(text: &str, mode: Mode) -> Option<Timestamp> {
    if has_shape(text)
        && let Some(at) = read(text)
    {
        return Some(at);
    }
    if !mode.is_lenient() {
        return None;
    }
    let text = text.strip_suffix('Z').map_or_else(|| text.to_owned(), |rest| format!("{rest}+0000"));
    let text = if text.get(11..13) == Some("24") { format!("{}00{}", text.get(..11)?, text.get(13..)?) } else { text };
    if has_shape(&text) { read(&text) } else { None }
}

fn has_shape(text: &str) -> bool {
    text.len() == SHAPE.len()
        && text.bytes().zip(SHAPE).all(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            b'+' => matches!(byte, b'+' | b'-'),
            mark => byte == *mark,
        })
}

fn read(text: &str) -> Option<Timestamp> {
    // jiff reads a leap second as the second before; Java would not have written one.
    if text.get(17..19) == Some("60") {
        return None;
    }
    Timestamp::strptime("%Y.%m.%d %H:%M:%S %z", text).ok()
}

/// Whether the plus of the offset became a blank on its way, because the client did not escape it.
pub fn lost_its_plus(text: &str) -> bool {
    text.get(20..21) == Some(" ") && text.len() == SHAPE.len()
}

/// Whether a time lies within the window around the present; both ends belong to it.
pub fn is_fresh(at: Timestamp, now: Timestamp, window: Option<SignedDuration>) -> bool {
    window.is_none_or(|window| now.duration_since(at).abs() <= window)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// Section 1.2: what clients write.
    #[test]
    fn times_are_read_as_clients_write_them() {
        let both = [
            ("2026.03.01 12:30:05 +0300", "2026-03-01T09:30:05Z"),
            ("2026.03.01 09:30:05 +0000", "2026-03-01T09:30:05Z"),
            ("2026.03.01 04:30:05 -0500", "2026-03-01T09:30:05Z"),
            ("2024.02.29 23:59:59 +1200", "2024-02-29T11:59:59Z"),
        ];
        for (text, instant) in both {
            assert_eq!(parse(text, Mode::Strict), Some(at(instant)), "{text}");
            assert_eq!(parse(text, Mode::Lenient), Some(at(instant)), "{text}");
        }
        let lenient =
            [("2026.03.01 09:30:05 Z", "2026-03-01T09:30:05Z"), ("2026.03.01 24:05:00 +0300", "2026-02-28T21:05:00Z")];
        for (text, instant) in lenient {
            assert_eq!(parse(text, Mode::Strict), None, "{text}");
            assert_eq!(parse(text, Mode::Lenient), Some(at(instant)), "{text}");
        }
    }

    /// Section 1.2: a plus that was not escaped does not count.
    #[test]
    fn anything_else_is_no_time() {
        for text in [
            "",
            "2026.03.01 12:30:05  0300",
            "2026.03.01 12:30:05",
            "2026-03-01 12:30:05 +0300",
            "2026.03.01T12:30:05 +0300",
            "2026.3.1 12:30:05 +0300",
            "2026.02.29 12:30:05 +0300",
            "2026.13.01 12:30:05 +0300",
            "2026.03.01 12:60:05 +0300",
            "2026.03.01 12:30:60 +0300",
            "2026.03.01 25:30:05 +0300",
            "2026.03.01 12:30:05 +9900",
            "2026.03.01 12:30:05 +0300 ",
            "1772357405",
            "2026.03.01 12:30:05 \u{41c}\u{421}\u{41a}",
        ] {
            assert_eq!(parse(text, Mode::Strict), None, "{text}");
            assert_eq!(parse(text, Mode::Lenient), None, "{text}");
        }
        assert!(lost_its_plus("2026.03.01 12:30:05  0300"));
        assert!(!lost_its_plus("2026.03.01 12:30:05 +0300"));
    }

    /// Section 1.2: the window, to the second.
    #[test]
    fn the_window_has_two_ends() {
        let now = at("2026-03-01T09:30:05Z");
        let window = Some(SignedDuration::from_mins(10));
        for (instant, fresh) in [
            ("2026-03-01T09:20:05Z", true),
            ("2026-03-01T09:20:04Z", false),
            ("2026-03-01T09:40:05Z", true),
            ("2026-03-01T09:40:06Z", false),
        ] {
            assert_eq!(is_fresh(at(instant), now, window), fresh, "{instant}");
            assert!(is_fresh(at(instant), now, None));
        }
        assert!(!is_fresh(Timestamp::MIN, Timestamp::MAX, window));
    }
}
