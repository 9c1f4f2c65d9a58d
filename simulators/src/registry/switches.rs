//! What a registry does wrong on request.

use serde::{Deserialize, Serialize};

/// How a system is down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outage {
    /// It is up.
    #[default]
    Off,
    /// It says "try later" (503 in HTTP).
    Unavailable,
    /// It closes connections without a word.
    Close,
}

/// What comes instead of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Garbage {
    /// Nothing: messages are sound.
    #[default]
    Off,
    /// Bytes that are no text.
    Bytes,
    /// Text that is no signed message.
    Text,
    /// A megabyte.
    Huge,
}

impl Garbage {
    /// The bytes, or `None` when off.
    pub(crate) fn body(self) -> Option<Vec<u8>> {
        match self {
            Self::Off => None,
            Self::Bytes => Some(vec![0xff, 0xfe, 0x00, 0x80, 0xc0, 0x2e, 0xff, 0x2e, 0x00]),
            Self::Text => Some(b"<html><body>It works!</body></html>".to_vec()),
            Self::Huge => Some(vec![b'A'; 1024 * 1024]),
        }
    }
}

/// The switches of one registry. What concerns the course of a request is taken when it arrives (`delay_ms`, `manual`,
/// `late`); everything else at the moment it would show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Switches {
    /// Pause before the answer, milliseconds.
    pub delay_ms: u64,
    /// The answer waits until it is released by hand.
    pub manual: bool,
    /// The answer waits until a newer request has come, or until it is released by hand: it comes when nobody wants it.
    pub late: bool,
    /// Always `mismatch`, naming these members.
    pub refusal: Option<Vec<String>>,
    /// Always `no_data`.
    pub no_data: bool,
    /// A second answer follows that says the opposite.
    pub contradiction: bool,
    /// The registry is down.
    pub outage: Outage,
    /// Answers, by callback and by poll, are garbage.
    pub garbage: Garbage,
    /// The ticket is garbage.
    pub garbage_ticket: Garbage,
    /// So many more callbacks with the same answer, although it was acknowledged.
    pub duplicates: u8,
    /// Answers are signed by a key nobody knows.
    pub wrong_signature: bool,
    /// Answers name an unknown `kid`.
    pub wrong_kid: bool,
    /// Answers name the digest of another request.
    pub wrong_digest: bool,
    /// Answers are meant for somebody else.
    pub wrong_audience: bool,
    /// Answers reply to another request.
    pub wrong_reply: bool,
    /// Answers are dated an hour ahead.
    pub future: bool,
    /// Everything is refused with 429 and this `Retry-After`, seconds.
    pub rate_limit: Option<u32>,
    /// Callbacks get lost: the answer must be fetched.
    pub drop_callbacks: bool,
    /// The first pause between callbacks, milliseconds; each next one is twice as long, up to a minute.
    pub callback_pause_ms: u64,
    /// What the ticket says in `poll_after_seconds`, and `Retry-After` while there is no answer.
    pub poll_after_seconds: u32,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            delay_ms: 2_000,
            manual: false,
            late: false,
            refusal: None,
            no_data: false,
            contradiction: false,
            outage: Outage::Off,
            garbage: Garbage::Off,
            garbage_ticket: Garbage::Off,
            duplicates: 0,
            wrong_signature: false,
            wrong_kid: false,
            wrong_digest: false,
            wrong_audience: false,
            wrong_reply: false,
            future: false,
            rate_limit: None,
            drop_callbacks: false,
            callback_pause_ms: 1_000,
            poll_after_seconds: 5,
        }
    }
}
