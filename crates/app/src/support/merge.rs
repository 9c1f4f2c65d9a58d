//! "This SNILS already exists" worked through to the end (R107, R225): the two accounts are compared, and then merged, or
//! the SNILS is taken from the one that holds it wrongly.
//!
//! Both ends cannot be undone, so a second operator agrees first. All of it needs the request in hand, and both persons
//! see every look.

use std::collections::BTreeMap;

use okno_domain::{
    account::{AccountId, AccountStatus},
    approval::{ApprovalId, ApprovalState, Subject},
    contact::ContactStatus,
    merge::{Fate, MergePlan, MergeRefusal, Party, plan},
    operator::{Act as OperatorAct, OperatorRefusal, Task},
    person::{PersonalData, form::PersonForm},
    refusal::{FieldFault, Refusal, Refuse as _},
    session::EndReason,
    support::SupportRequestId,
};
use okno_store::{
    Read, Tx, account as accounts, approval as approvals,
    contact::{self, ContactRow},
    notice, person as people,
    support::{self as store, RequestRow},
    verification,
};
use serde_json::{Value, json};

use super::{
    Detail, content_place, desk, detail_place, message_place, name_place,
    state::{MaskedContact, masked_contacts},
};
use crate::{
    account::{self, Account},
    approval,
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    factor,
    notification::{self, Event, contact_place},
    operator::{self, SignedIn as Operator},
    person, recovery,
    registration::public_link,
    seal::DataKey,
    session::person_place,
    site_session, verification as checks,
};

/// The message and notice of a merge.
pub const MERGED: &str = "accounts_merged";
/// The most requests and notices that move with an account.
const MOST_MOVED: i64 = 10_000;
/// The most open requests for agreement that are looked through.
const MOST_APPROVALS: i64 = 200;
/// The name of the request in what the second operator's page is given.
const PAIR: &str = "pair";
/// The most characters of a reason.
const MOST_REASON: usize = 500;

/// How a field of the two accounts compares; the values themselves are shown to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The same value in both.
    Equal,
    /// Two values.
    Different,
    /// A value in one of them only.
    OneOnly,
}

/// One of the two accounts.
#[derive(Clone, Debug)]
pub struct Side {
    /// The account.
    pub account: Account,
    /// Its contacts, masked.
    pub contacts: Vec<MaskedContact>,
}

/// What has been asked for, and whether a second operator agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The request for agreement.
    pub id: ApprovalId,
    /// Whether the second operator agreed.
    pub is_approved: bool,
}

/// The two accounts side by side.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The request.
    pub request: RequestRow,
    /// The account that wrote.
    pub claimant: Side,
    /// The account that holds the SNILS.
    pub holder: Side,
    /// The fields of the form, and how they compare.
    pub fields: Vec<(&'static str, Likeness)>,
    /// What a merge would do, or why it is refused.
    pub plan: std::result::Result<MergePlan, Refusal>,
    /// Whether the SNILS can be taken from its holder: there is a submission that it rests on.
    pub may_separate: bool,
    /// The merge, where it was asked for.
    pub merge_asked: Option<Asked>,
    /// The separation, where it was asked for.
    pub separation_asked: Option<Asked>,
}

/// The two accounts as loaded.
struct Pair {
    row: RequestRow,
    claimant: (Account, DataKey),
    holder: (Account, DataKey),
    claimed: PersonForm,
    held: PersonForm,
}

/// What the claimant says of themselves: the draft, or else what was submitted last.
async fn claimed_form(read: &mut Read, account: AccountId, key: &DataKey) -> Result<PersonForm> {
    let row = person::get(read, account).await?;
    if let Some(draft) = person::draft(key, account, &row)? {
        return Ok(draft);
    }
    let data: PersonalData = match verification::latest(read, account).await? {
        Some(submitted) => key.open_json(&checks::data_place(submitted.verification.id), &submitted.data_sealed)?,
        None => key.open_json(&person_place("data_sealed", account), &row.data_sealed)?,
    };
    Ok(PersonForm::of(&data))
}

/// The account of the request in hand, and the one that holds the SNILS it claims.
async fn pair(tx: &mut Tx, cx: &Cx, operator: &Operator, request: SupportRequestId) -> Result<Pair> {
    let (row, key) = desk::in_hand(tx, cx, operator, request).await?;
    let claimant = row.request.account.ok_or(Error::NotFound)?;
    let claimed = claimed_form(tx, claimant, &key).await?;
    let snils = okno_domain::identifier::snils::Snils::parse(&claimed.snils);
    let snils = snils.map_err(|_| Error::refused(&MergeRefusal::NoHolder))?;
    let holder = people::lookup_snils(tx, &person::snils_hash(cx, snils.as_str())).await?;
    let holder = holder.ok_or_else(|| Error::refused(&MergeRefusal::NoHolder))?;
    if operator::is_own_account(tx, operator, holder).await? {
        return Err(Error::refused(&OperatorRefusal::Oneself));
    }
    let (claimant, holder) = (account::get(tx, claimant).await?, account::get(tx, holder).await?);
    account::demand_person(&claimant)?;
    account::demand_person(&holder)?;
    let holder_key = account::data_key(tx, cx, holder.id).await?;
    let held = person::get(tx, holder.id).await?;
    let held: PersonalData = holder_key.open_json(&person_place("data_sealed", holder.id), &held.data_sealed)?;
    Ok(Pair { row, claimant: (claimant, key), holder: (holder, holder_key), claimed, held: PersonForm::of(&held) })
}

fn likeness(one: &str, other: &str) -> Option<Likeness> {
    let (one, other) = (one.trim(), other.trim());
    match (one.is_empty(), other.is_empty()) {
        (true, true) => None,
        (false, false) if one.to_uppercase() == other.to_uppercase() => Some(Likeness::Equal),
        (false, false) => Some(Likeness::Different),
        _ => Some(Likeness::OneOnly),
    }
}

/// The fields of both forms; a SNILS is compared by its digits.
fn compared(claimed: &PersonForm, held: &PersonForm) -> Vec<(&'static str, Likeness)> {
    let mut seen: Vec<&'static str> = Vec::new();
    for field in claimed.fields().chain(held.fields()) {
        if !seen.contains(&field) {
            seen.push(field);
        }
    }
    let bare = |field: &str, value: &str| match field {
        "snils" | "document_number" => value.chars().filter(char::is_ascii_digit).collect(),
        _ => value.to_owned(),
    };
    let like = |field| {
        let found = likeness(&bare(field, claimed.value(field)), &bare(field, held.value(field)))?;
        Some((field, found))
    };
    seen.into_iter().filter_map(like).collect()
}

async fn party(read: &mut Read, account: &Account) -> Result<Party> {
    let contacts = contact::list(read, account.id).await?;
    Ok(Party {
        account: account.id,
        level: account.level,
        status: account.status,
        contacts: contacts.iter().map(|row| (row.id, row.kind, row.status)).collect(),
    })
}

async fn planned(read: &mut Read, pair: &Pair) -> Result<std::result::Result<MergePlan, MergeRefusal>> {
    let (holder, claimant) = (party(read, &pair.holder.0).await?, party(read, &pair.claimant.0).await?);
    Ok(plan(&holder, &claimant))
}

/// What an operator has asked to do with an account and can still be done, and what the second operator is told of it; one
/// of those that `is_it` says it is.
pub(super) async fn asked(
    read: &mut Read,
    cx: &Cx,
    operator: &Operator,
    (act, of): (OperatorAct, AccountId),
    is_it: impl Fn(&Value) -> bool,
) -> Result<Option<(Asked, Value)>> {
    let rows = approvals::open_at(read, operator.center, cx.now, MOST_APPROVALS).await?;
    let wanted = |row: &approvals::ApprovalRow| {
        let request = &row.approval.request;
        request.requested_by == operator.operator
            && request.act == act
            && request.subject == Subject::Account(of)
            && is_it(&row.detail)
    };
    let found = rows.into_iter().rev().find(wanted);
    let asked = |row: approvals::ApprovalRow| {
        (Asked { id: row.approval.id, is_approved: row.approval.state == ApprovalState::Approved }, row.detail)
    };
    Ok(found.map(asked))
}

/// The same where the page about both accounts asked.
async fn asked_here(
    read: &mut Read,
    cx: &Cx,
    operator: &Operator,
    what: (OperatorAct, AccountId),
) -> Result<Option<Asked>> {
    Ok(asked(read, cx, operator, what, |detail| detail.get(PAIR).is_some()).await?.map(|(asked, _)| asked))
}

/// The two accounts side by side, for the request in hand: how each field compares, never what it holds. Both persons see
/// the look.
pub async fn compare(cx: &Cx, operator: &Operator, request: SupportRequestId) -> Result<Comparison> {
    let mut tx = cx.app.store.write().await?;
    let pair = pair(&mut tx, cx, operator, request).await?;
    for account in [pair.claimant.0.id, pair.holder.0.id] {
        operator::look(&mut tx, cx, operator, account, Task::AnswerSupport).await?;
    }
    let plan = planned(&mut tx, &pair).await?.map_err(|refusal| refusal.refusal());
    let may_separate = verification::in_effect(&mut tx, pair.holder.0.id).await?.is_some();
    let comparison = Comparison {
        fields: compared(&pair.claimed, &pair.held),
        plan,
        may_separate,
        merge_asked: asked_here(&mut tx, cx, operator, (OperatorAct::MergeAccounts, pair.claimant.0.id)).await?,
        separation_asked: asked_here(&mut tx, cx, operator, (OperatorAct::WithdrawEvidence, pair.holder.0.id)).await?,
        claimant: side(&mut tx, &pair.claimant).await?,
        holder: side(&mut tx, &pair.holder).await?,
        request: pair.row,
    };
    cx.commit(tx).await?;
    Ok(comparison)
}

async fn side(read: &mut Read, (account, key): &(Account, DataKey)) -> Result<Side> {
    Ok(Side { contacts: masked_contacts(read, key, account.id).await?, account: account.clone() })
}

/// The reason that the second operator reads.
pub(super) fn reason(typed: &str) -> Result<String> {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(Error::Fields(vec![FieldFault::new("reason", "required")]));
    }
    if text.chars().count() > MOST_REASON {
        let fault = FieldFault::new("reason", "support-reason-long").with("most", MOST_REASON.to_string());
        return Err(Error::Fields(vec![fault]));
    }
    Ok(text)
}

fn payload(pair: &Pair) -> Value {
    json!({ "request": pair.row.request.id, "claimant": pair.claimant.0.id, "holder": pair.holder.0.id })
}

/// What a merge does, as the second operator agrees to it: a contact that is added later does not come along.
fn merge_payload(pair: &Pair, plan: &MergePlan) -> Value {
    let moves: Vec<_> = plan.contacts.iter().filter(|(_, fate)| *fate != Fate::Stays).map(|(id, _)| id).collect();
    json!({ "pair": payload(pair), "contacts": moves })
}

fn notes(pair: &Pair, reason: &str) -> Value {
    json!({ "notes": [pair.row.request.number.as_str(), reason], PAIR: pair.row.request.id })
}

/// Asks a second operator to agree to the merge; `typed` is what they read of the evidence.
pub async fn ask_merge(cx: &Cx, operator: &Operator, request: SupportRequestId, typed: &str) -> Result<()> {
    let reason = reason(typed)?;
    let mut tx = cx.app.store.write().await?;
    let pair = pair(&mut tx, cx, operator, request).await?;
    let plan = planned(&mut tx, &pair).await?.map_err(|refusal| Error::refused(&refusal))?;
    let what = (OperatorAct::MergeAccounts, Subject::Account(pair.claimant.0.id));
    approval::ask(&mut tx, cx, operator, what, &merge_payload(&pair, &plan), notes(&pair, &reason)).await?;
    cx.commit(tx).await
}

/// Asks a second operator to agree that the SNILS is taken from its holder.
pub async fn ask_separation(cx: &Cx, operator: &Operator, request: SupportRequestId, typed: &str) -> Result<()> {
    let reason = reason(typed)?;
    let mut tx = cx.app.store.write().await?;
    let pair = pair(&mut tx, cx, operator, request).await?;
    if verification::in_effect(&mut tx, pair.holder.0.id).await?.is_none() {
        return Err(Error::refused(&MergeRefusal::NoHolder));
    }
    let what = (OperatorAct::WithdrawEvidence, Subject::Account(pair.holder.0.id));
    approval::ask(&mut tx, cx, operator, what, &payload(&pair), notes(&pair, &reason)).await?;
    cx.commit(tx).await
}

/// Takes the SNILS from its holder, as agreed: the evidence is withdrawn, and data, SNILS and level follow. The holder is
/// told, and the claimant can send their data again.
pub async fn separate(cx: &Cx, operator: &Operator, request: SupportRequestId, agreed: ApprovalId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let pair = pair(&mut tx, cx, operator, request).await?;
    let holder = pair.holder.0.id;
    let what = (OperatorAct::WithdrawEvidence, Subject::Account(holder));
    approval::execute(&mut tx, cx, operator, agreed, what, &payload(&pair)).await?;
    operator::authorize(&mut tx, cx, operator, holder, OperatorAct::WithdrawEvidence).await?;
    checks::found_wrong(&mut tx, cx, holder, &operator.acting_name()).await?;
    cx.commit(tx).await?;
    cx.app.signals.raise(holder);
    Ok(())
}

/// Merges the account that wrote into the one that holds the SNILS, as agreed. Of two who do it at once one does; when one
/// of the accounts is closed or deleted meanwhile nothing happens.
pub async fn merge(cx: &Cx, operator: &Operator, request: SupportRequestId, agreed: ApprovalId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let pair = pair(&mut tx, cx, operator, request).await?;
    let plan = planned(&mut tx, &pair).await?.map_err(|refusal| Error::refused(&refusal))?;
    for account in [plan.closes, plan.remains] {
        operator::authorize(&mut tx, cx, operator, account, OperatorAct::MergeAccounts).await?;
    }
    // Both rows carry the version that was seen: whoever closes or deletes one of them at the same time comes in between
    // for one of us.
    let closed = Account { status: AccountStatus::Merged, ..pair.claimant.0.clone() };
    accounts::update(&mut tx, &closed, cx.now).await?;
    accounts::update(&mut tx, &pair.holder.0, cx.now).await?;
    // Before any entry is written: sessions are locked before an account's turn is taken.
    for account in [plan.closes, plan.remains] {
        site_session::end_others(&mut tx, cx, account, None, EndReason::Merged).await?;
    }
    let what = (OperatorAct::MergeAccounts, Subject::Account(plan.closes));
    approval::execute(&mut tx, cx, operator, agreed, what, &merge_payload(&pair, &plan)).await?;
    store::insert_merge(&mut tx, plan.closes, (plan.remains, request), cx.now).await?;
    crate::claim::inherit(&mut tx, cx, plan.closes, plan.remains).await?;
    crate::developer::inherit(&mut tx, cx, plan.closes, plan.remains).await?;
    crate::test_person::forget(&mut tx, cx, plan.closes).await?;
    let left = move_contacts(&mut tx, cx, &pair, &plan).await?;
    move_notices(&mut tx, &plan).await?;
    move_requests(&mut tx, cx, &pair, &plan).await?;
    for account in [plan.closes, plan.remains] {
        recovery::void_all(&mut tx, account).await?;
    }
    checks::set_aside(&mut tx, cx, plan.closes).await?;
    factor::forget(&mut tx, plan.closes).await?;
    write_down(&mut tx, cx, operator, &plan).await?;
    tell(&mut tx, cx, &pair, &left).await?;
    cx.commit(tx).await?;
    cx.app.signals.raise(plan.closes);
    cx.app.signals.raise(plan.remains);
    Ok(())
}

/// Moves the contacts as planned; returns those of the closed account that are not confirmed ones of the other.
async fn move_contacts(tx: &mut Tx, cx: &Cx, pair: &Pair, plan: &MergePlan) -> Result<Vec<ContactRow>> {
    let (old, new) = (&pair.claimant.1, &pair.holder.1);
    let mut left = Vec::new();
    for row in contact::list(tx, plan.closes).await? {
        let fate = plan.contacts.iter().find(|(id, _)| *id == row.id).map(|(_, fate)| *fate);
        if row.status == ContactStatus::Confirmed {
            contact::release(tx, &row.contact_hash, plan.closes).await?;
        }
        if fate != Some(Fate::Moves) && row.status == ContactStatus::Confirmed {
            left.push(row.clone());
        }
        let (status, confirmed_at) = match fate {
            Some(Fate::Moves) => (ContactStatus::Confirmed, row.confirmed_at),
            Some(Fate::Waits) => (ContactStatus::Unconfirmed, None),
            Some(Fate::Stays) | None => continue,
        };
        if status == ContactStatus::Confirmed && !contact::claim(tx, &row.contact_hash, plan.remains).await? {
            return Err(Error::Conflict);
        }
        let value = old.open(&contact_place(row.id), &row.value_sealed)?;
        let value_sealed = new.seal(&contact_place(row.id), &value, &mut cx.rng())?;
        contact::delete(tx, plan.closes, row.id).await?;
        contact::insert(tx, plan.remains, &ContactRow { status, confirmed_at, value_sealed, ..row }).await?;
    }
    Ok(left)
}

async fn move_notices(tx: &mut Tx, plan: &MergePlan) -> Result<()> {
    for row in notice::list(tx, plan.closes, MOST_MOVED).await? {
        notice::insert(tx, plan.remains, &row).await?;
    }
    Ok(())
}

/// The requests to the support go on under the account that remains, sealed under its key.
async fn move_requests(tx: &mut Tx, cx: &Cx, pair: &Pair, plan: &MergePlan) -> Result<()> {
    let (old, new) = (&pair.claimant.1, &pair.holder.1);
    for id in store::of_account(tx, plan.closes, MOST_MOVED).await? {
        let Some(row) = store::find(tx, id).await? else { continue };
        let detail: Detail = old.open_json(&detail_place(id), &row.detail_sealed)?;
        let detail = new.seal_json(&detail_place(id), &detail, &mut cx.rng())?;
        store::move_request(tx, (id, row.version), (plan.closes, plan.remains), &detail).await?;
        for message in store::messages(tx, id).await? {
            let place = message_place(message.id);
            let text = old.open(&place, &message.text_sealed)?;
            store::reseal_message(tx, id, message.id, &new.seal(&place, &text, &mut cx.rng())?).await?;
        }
        for file in store::files(tx, id).await? {
            let name = old.open(&name_place(file.id), &file.name_sealed)?;
            let name = new.seal(&name_place(file.id), &name, &mut cx.rng())?;
            let content = match store::content(tx, id, file.id).await? {
                Some(sealed) => {
                    let plain = old.open(&content_place(file.id), &sealed)?;
                    Some(new.seal(&content_place(file.id), &plain, &mut cx.rng())?)
                }
                None => None,
            };
            store::reseal_file(tx, id, file.id, (&name, content.as_deref())).await?;
        }
    }
    Ok(())
}

async fn write_down(tx: &mut Tx, cx: &Cx, operator: &Operator, plan: &MergePlan) -> Result<()> {
    for (account, act, other) in
        [(plan.remains, "accounts-merged", plan.closes), (plan.closes, "account-closed-merged", plan.remains)]
    {
        let act = Act { actor: operator.actor(), act, detail: other.to_string() };
        audit::record(tx, cx, account, act).await?;
    }
    Ok(())
}

/// Tells the person on every contact of both accounts.
async fn tell(tx: &mut Tx, cx: &Cx, pair: &Pair, left: &[ContactRow]) -> Result<()> {
    let (claimant, holder) = (&pair.claimant, &pair.holder);
    let args = BTreeMap::from([("link".to_owned(), public_link(cx, "/login"))]);
    let mark = format!("{MERGED}:{}", claimant.0.id);
    let event = Event { kind: MERGED, args, mark: &mark, outside: true };
    for row in left {
        let value = claimant.1.open_text(&contact_place(row.id), &row.value_sealed)?;
        let to = okno_domain::secret::Secret::new(value);
        notification::tell_at(tx, cx, &claimant.0, (row.kind, &to), &event).await?;
    }
    notification::tell(tx, cx, &holder.0, &holder.1, event).await
}
