//! Telling a person what happened: on every confirmed contact (R218, R220), and in the feed of the personal area.

use std::collections::BTreeMap;

use okno_domain::{
    account::AccountId,
    contact::{ContactKind, ContactStatus},
    secret::Secret,
};
use okno_store::{
    Read, Tx, contact,
    notice::{self as store, NoticeRow},
};

use crate::{
    account::Account,
    context::Cx,
    error::Result,
    outbox::{self, Letter},
    seal::{DataKey, Place},
};

pub use okno_store::notice::NoticeRow as Notice;

/// What happened. The texts are `message-<kind>-...` for the channels and `notice-<kind>` for the feed.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// The kind.
    pub kind: &'static str,
    /// Named values for the texts; no personal data beyond need (R221).
    pub args: BTreeMap<String, String>,
    /// Events of one account with one mark are told once.
    pub mark: &'a str,
    /// Whether it also goes to the contacts; else only to the feed.
    pub outside: bool,
}

/// The place where a contact's value is sealed.
pub(crate) fn contact_place(contact: okno_domain::contact::ContactId) -> Place {
    Place::new("contact", "value_sealed", contact)
}

/// A contact, opened.
#[derive(Clone, Debug)]
pub struct OpenContact {
    /// As stored.
    pub row: contact::ContactRow,
    /// E.164 number or e-mail address.
    pub value: Secret,
}

/// The contacts of an account, opened.
pub async fn contacts(read: &mut Read, key: &DataKey, account: AccountId) -> Result<Vec<OpenContact>> {
    let rows = contact::list(read, account).await?;
    rows.into_iter()
        .map(|row| {
            let value = Secret::new(key.open_text(&contact_place(row.id), &row.value_sealed)?);
            Ok(OpenContact { row, value })
        })
        .collect()
}

/// Tells the person, in the transaction of the act.
pub async fn tell(tx: &mut Tx, cx: &Cx, account: &Account, key: &DataKey, event: Event<'_>) -> Result<()> {
    let notice = NoticeRow {
        id: cx.fresh_id(),
        kind: event.kind.to_owned(),
        args: serde_json::to_value(&event.args).unwrap_or_default(),
        created_at: cx.now,
        read_at: None,
    };
    store::insert(tx, account.id, &notice).await?;
    if event.outside {
        for contact in contacts(tx, key, account.id).await? {
            if contact.row.status == ContactStatus::Confirmed {
                tell_at(tx, cx, account, (contact.row.kind, &contact.value), &event).await?;
            }
        }
    }
    Ok(())
}

/// Sends the message of an event to one address, such as a contact that has just been removed.
pub async fn tell_at(
    tx: &mut Tx,
    cx: &Cx,
    account: &Account,
    (channel, to): (ContactKind, &Secret),
    event: &Event<'_>,
) -> Result<()> {
    let letter = Letter {
        owner: account.id.uuid(),
        channel,
        to,
        kind: event.kind,
        locale: account.locale,
        args: event.args.clone(),
        mark: event.mark,
        useful_until: None,
    };
    outbox::send(tx, cx, letter).await
}

/// The feed, the newest first.
pub async fn feed(cx: &Cx, account: AccountId, most: i64) -> Result<Vec<NoticeRow>> {
    Ok(store::list(&mut cx.app.store.read().await?, account, most).await?)
}

/// Marks the feed as read.
pub async fn mark_read(cx: &Cx, account: AccountId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    store::read_all(&mut tx, account, cx.now).await?;
    Ok(tx.commit().await?)
}
