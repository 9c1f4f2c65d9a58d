//! A letter as the mail server gets it: plain text and HTML of the same words. Pure.

use jiff::Timestamp;
use lettre::{
    Address, Message as Letter,
    message::{
        Mailbox, MultiPart,
        header::{Header, HeaderName, HeaderValue},
    },
};
use okno_app::ports::{Message, PortError};
use okno_domain::secret::Secret;

use super::FromName;
use crate::http::refused;

/// Who letters come from.
pub(crate) struct Sender {
    pub(crate) from: Address,
    pub(crate) names: FromName,
    pub(crate) reply_to: Option<Address>,
    pub(crate) message_id_domain: String,
}

/// RFC 3834: tells holiday notices and other robots not to answer.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }
    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".into())
    }
}

/// The letter; the same message has the same `Message-ID` at each repetition.
pub(crate) fn compose(
    sender: &Sender,
    message_id: &str,
    to: &Secret,
    message: &Message,
    now: Timestamp,
) -> Result<Letter, PortError> {
    let to: Address = to.expose().parse().map_err(|_| refused("the e-mail address is not usable"))?;
    let say = || okno_ui::message::mail(message.locale, &message.kind, &message.args);
    let mail = okno_ui::wording::within(&message.texts, say)
        .ok_or_else(|| refused(format!("there is no letter for messages of kind {}", message.kind)))?;
    let name = sender.names.of(message.locale);
    let from = Mailbox::new((!name.is_empty()).then(|| name.to_owned()), sender.from.clone());
    let mut builder = Letter::builder()
        .message_id(Some(id(message_id, &sender.message_id_domain)))
        .date(now.into())
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(mail.subject)
        .header(AutoSubmitted);
    if let Some(reply_to) = &sender.reply_to {
        builder = builder.reply_to(Mailbox::new(None, reply_to.clone()));
    }
    builder
        .multipart(MultiPart::alternative_plain_html(mail.text, mail.html))
        .map_err(|error| refused(format!("the letter cannot be put together: {error}")))
}

/// Only characters that need no quoting in a message id.
fn id(message_id: &str, domain: &str) -> String {
    let local: String = message_id
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_') { c } else { '-' })
        .collect();
    format!("<{local}@{domain}>")
}
