//! Writing to the support (R223, R224).

use okno_domain::{
    contact::{ContactKind, ContactStatus},
    refusal::FieldFault,
    secret::Secret,
    statistic::Kind,
    support::{
        FileKind, RequestNumber, ScanState, SupportMessageId, SupportRefusal, SupportRequest, SupportRequestId, Topic,
        check_files, check_message, clean_name,
    },
    time::{DAY, HOUR},
};
use okno_store::{
    Tx,
    support::{self as store, FileRow, MessageRow, RequestRow},
};

use super::{
    Detail, Reader, ScanAttachment, SupportToken, content_place, detail_place, message_place, name_place, of_reader,
    refused, token_hash,
};
use crate::{
    account,
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    job,
    limit::{self, LimitKey},
    login::LoginIdentifier,
    notification,
    seal::DataKey,
    session::SignedIn,
    statistic,
};

/// How many messages a person may send within a day.
const MOST_OF_ACCOUNT: u32 = 20;
/// How many messages may come from one network within an hour.
const MOST_OF_NETWORK: u32 = 30;
/// How many requests may name one contact within a day.
const MOST_OF_CONTACT: u32 = 5;

/// A file as it was sent.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// A request as typed.
#[derive(Clone, Debug, Default)]
pub struct NewRequest {
    /// The name of the topic.
    pub topic: String,
    /// The description.
    pub message: String,
    /// Phone or e-mail address for the answer; a person who is signed in may leave it out.
    pub contact: String,
    /// Files.
    pub files: Vec<File>,
}

/// A request that was taken in.
#[derive(Clone, Debug)]
pub struct Written {
    /// Its id.
    pub id: SupportRequestId,
    /// Its number.
    pub number: RequestNumber,
    /// What it is about.
    pub topic: Topic,
    /// The link by which a visitor comes back to it.
    pub link: Option<SupportToken>,
}

/// A message that has been checked.
struct Checked {
    text: String,
    files: Vec<(FileKind, File)>,
}

/// The contact that the form proposes: the person's mailbox, or else their phone.
pub async fn proposed_contact(cx: &Cx, person: &SignedIn) -> Result<Option<Secret>> {
    let contacts = notification::contacts(&mut cx.app.store.read().await?, &person.key, person.id()).await?;
    let of = |kind: ContactKind| {
        contacts.iter().find(|contact| contact.row.kind == kind && contact.row.status == ContactStatus::Confirmed)
    };
    Ok(of(ContactKind::Email).or(of(ContactKind::MobilePhone)).map(|contact| contact.value.clone()))
}

fn check_parts(cx: &Cx, message: &str, files: Vec<File>, faults: &mut Vec<FieldFault>) -> Option<Checked> {
    let text = check_message(message).map_err(|fault| faults.push(fault)).ok();
    if !files.is_empty() && cx.app.ports.antivirus.is_none() {
        faults.push(FieldFault::new("attachment", "support-files-not-taken"));
        return None;
    }
    let kinds = check_files(files.iter().map(|file| (file.name.as_str(), file.content.as_slice())));
    let kinds = kinds.map_err(|fault| faults.push(fault)).ok()?;
    Some(Checked { text: text?, files: kinds.into_iter().zip(files).collect() })
}

fn check_contact(cx: &Cx, typed: &str, is_needed: bool, faults: &mut Vec<FieldFault>) -> Option<LoginIdentifier> {
    if typed.trim().is_empty() && !is_needed {
        return None;
    }
    match LoginIdentifier::contact(cx, typed) {
        Ok(contact) => Some(contact),
        Err(fault) => {
            faults.push(FieldFault { field: "contact", ..fault });
            None
        }
    }
}

async fn count(tx: &mut Tx, cx: &Cx, person: Option<&SignedIn>, contact: Option<&LoginIdentifier>) -> Result<()> {
    let network = LimitKey::new(cx, "support-network", &cx.client.network);
    let mut may = limit::count_within(tx, network, MOST_OF_NETWORK, HOUR, cx.now).await?;
    match (person, contact) {
        (Some(person), _) => {
            let account = LimitKey::new(cx, "support-account", &person.id().to_string());
            may &= limit::count_within(tx, account, MOST_OF_ACCOUNT, DAY, cx.now).await?;
        }
        (None, Some(contact)) => {
            let key = LimitKey::of_hash(cx, "support-contact", &contact.hash(cx));
            may &= limit::count_within(tx, key, MOST_OF_CONTACT, DAY, cx.now).await?;
        }
        (None, None) => {}
    }
    if may { Ok(()) } else { Err(refused(SupportRefusal::TooMany)) }
}

/// Takes a request in, of a person or of a visitor. Faults are told at their fields.
pub async fn write(cx: &Cx, person: Option<&SignedIn>, new: NewRequest) -> Result<Written> {
    if let Some(person) = person {
        account::demand_person(&person.account)?;
    }
    let mut faults = Vec::new();
    let topic = Topic::from_name(&new.topic);
    if topic.is_none() {
        faults.push(FieldFault::new("topic", "required"));
    }
    let checked = check_parts(cx, &new.message, new.files, &mut faults);
    let contact = check_contact(cx, &new.contact, person.is_none(), &mut faults);
    let (Some(topic), Some(checked), true) = (topic, checked, faults.is_empty()) else {
        return Err(Error::Fields(faults));
    };
    let mut tx = cx.app.store.write().await?;
    count(&mut tx, cx, person, contact.as_ref()).await?;
    let id: SupportRequestId = cx.fresh_id();
    let number = RequestNumber::generate(&mut cx.rng());
    let link = person.is_none().then(|| SupportToken::new(id, cx.random_bytes()));
    let key = person.map_or_else(|| cx.app.keys.system().clone(), |person| person.key.clone());
    let detail = Detail {
        contact: contact.map(|contact| match contact {
            LoginIdentifier::Contact { typed, .. } => typed,
            LoginIdentifier::Snils(_) => String::new(),
        }),
        link: link.as_ref().map(|link| link.encode().expose().to_owned()),
    };
    let account = person.map(SignedIn::id);
    let row = RequestRow {
        request: SupportRequest::new(id, number.clone(), account, topic, cx.now),
        detail_sealed: key.seal_json(&detail_place(id), &detail, &mut cx.rng())?,
        token_hash: link.as_ref().map(|link| token_hash(cx, link)),
        locale: cx.locale,
        version: 1,
    };
    store::insert(&mut tx, &row).await?;
    add_message(&mut tx, cx, (id, &key), checked).await?;
    if let Some(account) = account {
        audit::record(&mut tx, cx, account, Act::by_person("support-written").on(number.as_str())).await?;
    }
    statistic::count(&mut tx, cx, id, Kind::Support, "written");
    cx.commit(tx).await?;
    Ok(Written { id, number, topic, link })
}

/// Adds a message to a request: an answered one waits again.
pub async fn write_more(cx: &Cx, reader: Reader<'_>, message: &str, files: Vec<File>) -> Result<()> {
    let mut faults = Vec::new();
    let checked = check_parts(cx, message, files, &mut faults);
    let Some(checked) = checked.filter(|_| faults.is_empty()) else { return Err(Error::Fields(faults)) };
    let mut tx = cx.app.store.write().await?;
    let (row, key) = of_reader(&mut tx, cx, reader).await?;
    let person = match reader {
        Reader::Person(person, _) => Some(person),
        Reader::Link(_) => None,
    };
    count(&mut tx, cx, person, None).await?;
    let next = row.request.clone().write_more(cx.now).map_err(refused)?;
    store::update(&mut tx, row.version, &next, cx.now).await?;
    add_message(&mut tx, cx, (next.id, &key), checked).await?;
    if let Some(account) = next.account {
        audit::record(&mut tx, cx, account, Act::by_person("support-written").on(next.number.as_str())).await?;
    }
    cx.commit(tx).await
}

async fn add_message(
    tx: &mut Tx,
    cx: &Cx,
    (request, key): (SupportRequestId, &DataKey),
    checked: Checked,
) -> Result<()> {
    let message: SupportMessageId = cx.fresh_id();
    let text_sealed = key.seal_text(&message_place(message), &checked.text, &mut cx.rng())?;
    let row = MessageRow { id: message, operator: None, text_sealed, written_at: cx.now };
    store::insert_message(tx, request, &row).await?;
    for (kind, file) in checked.files {
        let id = cx.fresh_id();
        let row = FileRow {
            id,
            message,
            kind,
            name_sealed: key.seal_text(&name_place(id), &clean_name(&file.name), &mut cx.rng())?,
            size: i64::try_from(file.content.len()).unwrap_or(i64::MAX),
            scan: ScanState::Waiting,
        };
        let content = key.seal(&content_place(id), &file.content, &mut cx.rng())?;
        store::insert_file(tx, request, &row, &content, cx.now).await?;
        job::enqueue(tx, cx, &ScanAttachment { request, attachment: id }).await?;
    }
    Ok(())
}
