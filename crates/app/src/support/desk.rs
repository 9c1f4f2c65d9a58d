//! The operators' work on requests: the queue, taking one, answering, closing (R225).
//!
//! Nobody reads what was not taken: the queue shows numbers, topics and times, and opening a request of a person is a look
//! at that person, which they see in their history.

use std::collections::BTreeMap;

use okno_domain::{
    account::AccountId,
    contact::ContactKind,
    operator::{Act as OperatorAct, Task},
    secret::Secret,
    statistic::{Bound, Kind},
    support::{AttachmentId, SupportMessageId, SupportRequest, SupportRequestId, check_message},
};
use okno_store::{
    Tx, operator as operators,
    support::{self as store, MessageRow, RequestRow},
};

use super::{
    Detail,
    conversation::{Conversation, Opened, conversation, opened},
    detail_place, key_of, message_place, refused,
};
use crate::{
    account,
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    notification::{self, Event},
    operator::{self, SignedIn as Operator, audit as operator_audit},
    outbox::{self, Letter},
    registration::public_link,
    seal::DataKey,
    statistic,
};

/// The message and notice of an answer.
pub const ANSWERED: &str = "support_answered";
/// The most requests that the queue shows.
const MOST_LISTED: i64 = 200;

/// A request in the queue: nothing of what was written.
#[derive(Clone, Debug)]
pub struct Queued {
    /// The request.
    pub request: SupportRequest,
    /// The login name of the operator who has it.
    pub taken_by: Option<String>,
    /// Whether that is the one who looks.
    pub is_mine: bool,
}

/// What waits and what is in hand, the oldest first.
pub async fn queue(cx: &Cx, operator: &Operator) -> Result<Vec<Queued>> {
    operator.demand(OperatorAct::AnswerSupport)?;
    let mut read = cx.app.store.read().await?;
    let mut all = Vec::new();
    for RequestRow { request, .. } in store::queue(&mut read, MOST_LISTED).await? {
        let taken_by = match request.operator {
            Some(id) => operators::find(&mut read, id).await?.map(|row| row.login_name),
            None => None,
        };
        all.push(Queued { is_mine: request.operator == Some(operator.operator), taken_by, request });
    }
    Ok(all)
}

/// A request for an act of this operator's: not their own, and found.
async fn load(tx: &mut Tx, operator: &Operator, id: SupportRequestId) -> Result<RequestRow> {
    operator.demand(OperatorAct::AnswerSupport)?;
    let row = store::find(tx, id).await?.ok_or(Error::NotFound)?;
    if let Some(account) = row.request.account
        && operator::is_own_account(tx, operator, account).await?
    {
        return Err(Error::refused(&okno_domain::operator::OperatorRefusal::Oneself));
    }
    Ok(row)
}

/// A request that this operator has in hand, and its key.
pub(super) async fn in_hand(
    tx: &mut Tx,
    cx: &Cx,
    operator: &Operator,
    id: SupportRequestId,
) -> Result<(RequestRow, DataKey)> {
    let row = load(tx, operator, id).await?;
    row.request.demand_taken(operator.operator).map_err(refused)?;
    let key = key_of(tx, cx, row.request.account).await?;
    Ok((row, key))
}

/// Takes a request; of two who take it at once one gets it.
pub async fn take(cx: &Cx, operator: &Operator, id: SupportRequestId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let row = load(&mut tx, operator, id).await?;
    let next = row.request.clone().take(operator.operator).map_err(refused)?;
    if next == row.request {
        return Ok(());
    }
    step(&mut tx, cx, operator, (&row, &next), "support-taken").await?;
    cx.commit(tx).await
}

/// Gives a request back to the queue.
pub async fn release(cx: &Cx, operator: &Operator, id: SupportRequestId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let row = load(&mut tx, operator, id).await?;
    let next = row.request.clone().release(operator.operator).map_err(refused)?;
    step(&mut tx, cx, operator, (&row, &next), "support-released").await?;
    cx.commit(tx).await
}

/// Closes a request: nothing more is written to it.
pub async fn close(cx: &Cx, operator: &Operator, id: SupportRequestId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let row = load(&mut tx, operator, id).await?;
    let next = row.request.clone().close(operator.operator).map_err(refused)?;
    step(&mut tx, cx, operator, (&row, &next), "support-closed").await?;
    cx.commit(tx).await
}

/// Saves a step and writes it down, with the operator and with the person.
async fn step(
    tx: &mut Tx,
    cx: &Cx,
    operator: &Operator,
    (row, next): (&RequestRow, &SupportRequest),
    act: &'static str,
) -> Result<()> {
    store::update(tx, row.version, next, cx.now).await?;
    operator_audit::record(tx, cx, operator, act, next.number.as_str()).await?;
    if let Some(account) = next.account {
        let act = Act { actor: operator.actor(), act, detail: next.number.as_str().to_owned() };
        audit::record(tx, cx, account, act).await?;
    }
    Ok(())
}

/// Reads a request that this operator has in hand. For a request of a person it is a look at them, written down in the
/// transaction that reads.
pub async fn read(cx: &Cx, operator: &Operator, id: SupportRequestId) -> Result<Conversation> {
    let mut tx = cx.app.store.write().await?;
    let (row, key) = in_hand(&mut tx, cx, operator, id).await?;
    if let Some(account) = row.request.account {
        operator::look(&mut tx, cx, operator, account, Task::AnswerSupport).await?;
    } else {
        operator_audit::record(&mut tx, cx, operator, "support-read", row.request.number.as_str()).await?;
    }
    let read = conversation(&mut tx, &row, &key).await?;
    cx.commit(tx).await?;
    Ok(read)
}

/// A file of a request that this operator has in hand; refused while it is closed.
pub async fn open_file(cx: &Cx, operator: &Operator, id: SupportRequestId, file: AttachmentId) -> Result<Opened> {
    let mut tx = cx.app.store.write().await?;
    let (row, key) = in_hand(&mut tx, cx, operator, id).await?;
    let file = opened(&mut tx, &key, id, file).await?;
    if let Some(account) = row.request.account {
        operator::look(&mut tx, cx, operator, account, Task::AnswerSupport).await?;
    }
    cx.commit(tx).await?;
    Ok(file)
}

/// Answers a request that this operator has in hand; the person is told.
pub async fn answer(cx: &Cx, operator: &Operator, id: SupportRequestId, text: &str) -> Result<()> {
    let text = check_message(text).map_err(|fault| Error::Fields(vec![fault]))?;
    let mut tx = cx.app.store.write().await?;
    let row = load(&mut tx, operator, id).await?;
    let next = row.request.clone().answer(operator.operator).map_err(refused)?;
    let key = key_of(&mut tx, cx, next.account).await?;
    let is_first = store::messages(&mut tx, id).await?.iter().all(|said| said.operator.is_none());
    if is_first {
        let bound = Bound::of(cx.now.duration_since(next.created_at)).name();
        statistic::count(&mut tx, cx, id, Kind::SupportTime, &bound);
    }
    statistic::count(&mut tx, cx, id, Kind::Support, "answered");
    let message: SupportMessageId = cx.fresh_id();
    let text_sealed = key.seal_text(&message_place(message), &text, &mut cx.rng())?;
    let said = MessageRow { id: message, operator: Some(operator.operator), text_sealed, written_at: cx.now };
    store::insert_message(&mut tx, id, &said).await?;
    step(&mut tx, cx, operator, (&row, &next), "support-answered").await?;
    tell(&mut tx, cx, (&row, &key), message).await?;
    cx.commit(tx).await?;
    if let Some(account) = next.account {
        cx.app.signals.raise(account);
    }
    Ok(())
}

/// Tells the writer that there is an answer: a person on every confirmed contact and in the feed, and anybody on the
/// contact that was given for it.
async fn tell(tx: &mut Tx, cx: &Cx, (row, key): (&RequestRow, &DataKey), message: SupportMessageId) -> Result<()> {
    let detail: Detail = key.open_json(&detail_place(row.request.id), &row.detail_sealed)?;
    let mark = format!("{ANSWERED}:{message}");
    let path = match &detail.link {
        Some(token) => format!("/support/request?token={token}"),
        None => format!("/account/support/{}", row.request.id),
    };
    let args = BTreeMap::from([("link".to_owned(), public_link(cx, &path))]);
    let mut is_told = false;
    if let Some(id) = row.request.account {
        let account = account::get(tx, id).await?;
        is_told = is_own_contact(tx, key, id, detail.contact.as_deref()).await?;
        let event = Event { kind: ANSWERED, args: args.clone(), mark: &mark, outside: true };
        notification::tell(tx, cx, &account, key, event).await?;
    }
    let Some(contact) = detail.contact.filter(|_| !is_told) else { return Ok(()) };
    let channel = if contact.contains('@') { ContactKind::Email } else { ContactKind::MobilePhone };
    let letter = Letter {
        owner: row.request.id.uuid(),
        channel,
        to: &Secret::new(contact),
        kind: ANSWERED,
        locale: row.locale,
        args,
        mark: &mark,
        useful_until: None,
    };
    outbox::send(tx, cx, letter).await
}

/// Whether this contact is one of the account's own, which are told anyway.
async fn is_own_contact(tx: &mut Tx, key: &DataKey, account: AccountId, contact: Option<&str>) -> Result<bool> {
    let Some(contact) = contact else { return Ok(true) };
    let own = notification::contacts(tx, key, account).await?;
    Ok(own.iter().any(|own| own.value.expose().eq_ignore_ascii_case(contact)))
}
