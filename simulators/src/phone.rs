//! The phones: messages by number, whatever wire they came over.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    chance,
    inbox::{Inbox, Message},
    text,
};

/// How a message came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// Over SMPP.
    Smpp,
    /// Over the HTTP gateway.
    Http,
}

/// A message on a phone.
#[derive(Clone, Debug, Serialize)]
pub struct Sms {
    /// Its number; later messages have greater ones.
    pub id: u64,
    /// The phone, `+` and digits.
    pub to: String,
    /// The sender's name or number.
    pub from: String,
    /// The text.
    pub text: String,
    /// When it arrived.
    pub received_at: Timestamp,
    /// How it came.
    pub via: Via,
    /// Of how many parts it was put together.
    pub parts: u8,
    /// Numbers in the text that look like codes.
    pub codes: Vec<String>,
    /// Addresses in the text.
    pub links: Vec<String>,
    /// An earlier message with the same text to the same phone, if there is one.
    pub repeats: Option<u64>,
}

impl Message for Sms {
    fn id(&self) -> u64 {
        self.id
    }
    fn is_for(&self, to: &str) -> bool {
        self.to == canonical(to)
    }
}

/// `+` and the digits, however the number was written.
pub fn canonical(number: &str) -> String {
    let digits = number.chars().filter(char::is_ascii_digit);
    std::iter::once('+').chain(digits).collect()
}

/// All phones.
pub type Phones = Inbox<Sms>;

impl Phones {
    pub(crate) fn deliver(&self, to: &str, from: &str, text: String, via: Via, parts: u8) -> u64 {
        let to = canonical(to);
        let message = self.push(|id, before| Sms {
            id,
            repeats: before.iter().rev().find(|other| other.to == to && other.text == text).map(|other| other.id),
            from: from.to_owned(),
            received_at: chance::now(),
            via,
            parts,
            codes: text::codes(&text),
            links: text::links(&text),
            to,
            text,
        });
        tracing::info!(id = message.id, ?via, parts, "a message reached a phone");
        message.id
    }
}
