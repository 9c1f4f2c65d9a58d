//! The mailboxes: letters by address, as a mail program would show them.

use jiff::Timestamp;
use mail_parser::MessageParser;
use serde::Serialize;

use crate::{
    chance,
    inbox::{Inbox, Message},
    text,
};

/// A letter in a mailbox.
#[derive(Clone, Debug, Serialize)]
pub struct Mail {
    /// Its number; later letters have greater ones.
    pub id: u64,
    /// The address it was sent to (of the envelope), lower case.
    pub to: String,
    /// The sender of the envelope.
    pub envelope_from: String,
    /// The `From` line.
    pub from: String,
    /// The `Subject` line.
    pub subject: String,
    /// `Message-ID`.
    pub message_id: Option<String>,
    /// The plain text.
    pub text: String,
    /// The HTML part, if the letter has one of its own.
    pub html: Option<String>,
    /// When it arrived.
    pub received_at: Timestamp,
    /// Whether it came over TLS.
    pub tls: bool,
    /// Numbers in the text that look like codes.
    pub codes: Vec<String>,
    /// Addresses in the text.
    pub links: Vec<String>,
    /// An earlier letter with the same `Message-ID` in the same mailbox, if there is one.
    pub repeats: Option<u64>,
    /// Header lines as they came.
    pub headers: Vec<(String, String)>,
}

impl Message for Mail {
    fn id(&self) -> u64 {
        self.id
    }
    fn is_for(&self, to: &str) -> bool {
        self.to == canonical(to)
    }
}

/// An address without regard to case.
pub fn canonical(address: &str) -> String {
    address.trim().to_lowercase()
}

/// All mailboxes.
pub type Mailboxes = Inbox<Mail>;

/// A letter taken apart.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    from: String,
    subject: String,
    message_id: Option<String>,
    text: String,
    html: Option<String>,
    headers: Vec<(String, String)>,
}

/// Puts an empty line between a soft line break and a line that may be a delimiter. mail-parser before 1.0 counts one line
/// end too many there, which in a debug build is an overflow; 1.0 needs a newer compiler than ours.
fn without_break_before_delimiter(bytes: &[u8]) -> Vec<u8> {
    let mut lines = Vec::with_capacity(bytes.len());
    let mut soft = false;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if soft && line.starts_with(b"--") {
            lines.extend_from_slice(b"\r\n");
        }
        lines.extend_from_slice(line);
        soft = line.trim_ascii_end().ends_with(b"=");
    }
    lines
}

/// Takes a letter apart; what is no letter is shown as text.
pub fn read_letter(bytes: &[u8]) -> Letter {
    let readable = without_break_before_delimiter(bytes);
    let Some(parsed) = MessageParser::default().parse(&readable) else {
        return Letter { text: String::from_utf8_lossy(bytes).into_owned(), ..Letter::default() };
    };
    let sender = parsed.from().and_then(|from| from.first()).map(|from| match (from.name(), from.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or_default().to_owned(),
    });
    let own_html = parsed.html_bodies().any(mail_parser::MessagePart::is_text_html);
    Letter {
        from: sender.unwrap_or_default(),
        subject: parsed.subject().unwrap_or_default().to_owned(),
        message_id: parsed.message_id().map(str::to_owned),
        text: parsed.body_text(0).unwrap_or_default().into_owned(),
        html: own_html.then(|| parsed.body_html(0)).flatten().map(std::borrow::Cow::into_owned),
        headers: parsed.headers_raw().map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect(),
    }
}

impl Mailboxes {
    pub(crate) fn deliver(&self, to: &str, envelope_from: &str, letter: &Letter, tls: bool) -> u64 {
        let to = canonical(to);
        let letter = letter.clone();
        let message = self.push(|id, before| Mail {
            id,
            repeats: letter.message_id.as_ref().and_then(|own| {
                let same = |other: &&std::sync::Arc<Mail>| other.to == to && other.message_id.as_ref() == Some(own);
                before.iter().rev().find(same).map(|other| other.id)
            }),
            to,
            envelope_from: envelope_from.to_owned(),
            received_at: chance::now(),
            tls,
            codes: text::codes(&letter.text),
            links: text::links(&letter.text),
            from: letter.from,
            subject: letter.subject,
            message_id: letter.message_id,
            text: letter.text,
            html: letter.html,
            headers: letter.headers,
        });
        tracing::info!(id = message.id, tls, "a letter reached a mailbox");
        message.id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_soft_line_break_before_a_delimiter_loses_nothing() {
        let letter = read_letter(
            b"Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\
              Content-Transfer-Encoding: quoted-printable\r\n\r\na=\r\n--x\r\nContent-Type: text/html\r\n\
              Content-Transfer-Encoding: base64\r\n\r\nPHA+YQ==\r\n--x--\r\n",
        );
        assert_eq!(letter.text, "a");
        assert_eq!(letter.html.as_deref(), Some("<p>a"));
    }
}
