//! Messages to people: written in the transaction of the act that causes them, sent by a job (R218 to R221, decision 8).
//!
//! A message is sent at least once. The channel gets the same message id at each attempt, so that a center or a mailbox
//! that looks at it drops doubles; a double happens only when the program dies between sending and noting it.

use std::{collections::BTreeMap, sync::Arc};

use okno_domain::{contact::ContactKind, locale::Locale, secret::Secret, test_person, time::Timestamp};
use okno_store::{
    Tx,
    outgoing_message::{self as store, MessageId},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    context::Cx,
    delivery,
    error::{Error, Result},
    job::{self, Done, Job, JobError, Lane, Retry},
    ports::{Message, PortError},
    seal::Place,
};

/// A message to be sent.
#[derive(Clone, Debug)]
pub struct Letter<'a> {
    /// The registration, account or recovery that it belongs to.
    pub owner: Uuid,
    /// Which channel.
    pub channel: ContactKind,
    /// The address: E.164 number or e-mail address.
    pub to: &'a Secret,
    /// The kind of message.
    pub kind: &'static str,
    /// In which language.
    pub locale: Locale,
    /// Named values for the texts.
    pub args: BTreeMap<String, String>,
    /// Letters of one owner and channel with one mark are one letter.
    pub mark: &'a str,
    /// From this instant on nobody has any use for it, as for a code that is over; it is not sent any more.
    pub useful_until: Option<Timestamp>,
}

#[derive(Serialize, Deserialize)]
struct Content {
    to: String,
    message: Message,
    #[serde(default)]
    useful_until: Option<Timestamp>,
}

fn place(message: MessageId) -> Place {
    Place::new("outgoing_message", "content_sealed", message)
}

/// Stores a message and enqueues the job that sends it. At the address of somebody made up there is nobody: what would go there
/// is dropped.
pub async fn send(tx: &mut Tx, cx: &Cx, letter: Letter<'_>) -> Result<()> {
    if test_person::is_its_address(letter.to.expose()) {
        return Ok(());
    }
    let id: MessageId = cx.fresh_id();
    let message =
        Message { kind: letter.kind.to_owned(), locale: letter.locale, args: letter.args, texts: Arc::default() };
    let content = Content { to: letter.to.expose().to_owned(), message, useful_until: letter.useful_until };
    let sealed = cx.app.keys.system().seal_json(&place(id), &content, &mut cx.rng())?;
    let names = (letter.channel.name(), letter.kind, letter.mark);
    if store::insert(tx, letter.owner, id, names, &sealed, cx.now).await? {
        job::enqueue(tx, cx, &SendMessage { owner: letter.owner, message: id, channel: letter.channel }).await?;
    }
    Ok(())
}

/// Hands one message to its channel.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendMessage {
    /// Whom it belongs to.
    pub owner: Uuid,
    /// Which.
    pub message: MessageId,
    /// By which channel.
    pub channel: ContactKind,
}

impl Job for SendMessage {
    const NAME: &'static str = "send-message";
    const RETRY: Retry = Retry::exponential(10, 1800, 40);

    fn lane(&self) -> Lane {
        match self.channel {
            ContactKind::Email => Lane::Mail,
            ContactKind::MobilePhone => Lane::Sms,
        }
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let row = store::find(&mut cx.app.store.read().await.map_err(Error::from)?, self.owner, self.message).await;
        let Some(row) = row.map_err(Error::from)? else { return Ok(Done::Nothing) };
        let Some(sealed) = row.content_sealed.filter(|_| row.state == "waiting") else { return Ok(Done::Nothing) };
        let mut content: Content =
            cx.app.keys.system().open_json(&place(self.message), &sealed).map_err(Error::from)?;
        content.message.texts = Arc::clone(&cx.in_force.texts);
        if content.useful_until.is_some_and(|until| cx.now >= until) {
            tracing::info!(message = %self.message, kind = row.kind, "a message came too late to be of use");
            self.finish(cx, "too_late", &[]).await?;
            return Ok(Done::Nothing);
        }
        let to = Secret::new(content.to);
        let id = self.message.to_string();
        let sent = match (ContactKind::from_name(&row.channel), &cx.app.ports.mailer, &cx.app.ports.sms) {
            (Some(ContactKind::Email), Some(mailer), _) => {
                mailer.send(&id, &to, &content.message, cx.now).await.map(|()| Vec::new())
            }
            (Some(ContactKind::MobilePhone), _, Some(sms)) => sms.send(&id, &to, &content.message).await,
            _ => Err(PortError::Refused { reason: format!("no channel {} is configured", row.channel) }),
        };
        let (state, parts, done) = match sent {
            Ok(parts) => ("sent", delivery::hashes(cx, &parts), Done::Did),
            Err(PortError::Later { reason, pause_seconds }) => return Err(JobError::Later { reason, pause_seconds }),
            // Whoever answers in another protocol is not the channel: the message waits until it is.
            Err(PortError::Garbage { reason }) => return Err(JobError::Later { reason, pause_seconds: None }),
            Err(PortError::Refused { reason }) => {
                tracing::warn!(message = %self.message, kind = row.kind, reason, "a message cannot be delivered");
                ("failed", Vec::new(), Done::Nothing)
            }
        };
        self.finish(cx, state, &parts).await?;
        Ok(done)
    }

    async fn give_up(&self, cx: &Cx, _reason: &str) -> Result<()> {
        self.finish(cx, "failed", &[]).await
    }
}

impl SendMessage {
    async fn finish(&self, cx: &Cx, state: &str, parts: &[[u8; 32]]) -> Result<()> {
        let mut tx = cx.app.store.write().await?;
        store::finish(&mut tx, self.owner, self.message, (state, parts), cx.now).await?;
        Ok(tx.commit().await?)
    }
}
