//! A request as it is read: what was written, by whom, and the files (R224, R225).

use okno_domain::{
    secret::Secret,
    support::{AttachmentId, FileKind, ScanState, SupportMessageId, SupportRefusal, SupportRequest, SupportRequestId},
    time::Timestamp,
};
use okno_store::{
    Read,
    support::{self as store, RequestRow},
};
use zeroize::Zeroizing;

use super::{Detail, Reader, content_place, detail_place, message_place, name_place, of_reader, refused};
use crate::{
    context::Cx,
    error::{Error, Result},
    seal::DataKey,
    session::SignedIn,
};

/// The most requests that a page lists.
const MOST_LISTED: i64 = 100;

/// A file that came with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// Its id.
    pub id: AttachmentId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Its bytes.
    pub size: i64,
    /// What the scanner found.
    pub scan: ScanState,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Whether the support wrote it.
    pub by_support: bool,
    /// The text.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// Files.
    pub files: Vec<Attached>,
}

/// A request with everything that was written.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// The request.
    pub request: SupportRequest,
    /// The contact for the answer, as typed.
    pub contact: Option<Secret>,
    /// The messages in their order.
    pub said: Vec<Said>,
}

/// A request in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The request.
    pub request: SupportRequest,
}

/// An opened file.
#[derive(Debug)]
pub struct Opened {
    /// The name under which it is handed out.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// The content.
    pub content: Zeroizing<Vec<u8>>,
}

/// The person's requests, the newest first.
pub async fn list(cx: &Cx, person: &SignedIn) -> Result<Vec<Line>> {
    let mut read = cx.app.store.read().await?;
    let mut lines = Vec::new();
    for id in store::of_account(&mut read, person.id(), MOST_LISTED).await? {
        if let Some(row) = store::find(&mut read, id).await?.filter(|row| row.request.account == Some(person.id())) {
            lines.push(Line { request: row.request });
        }
    }
    Ok(lines)
}

/// A request as its writer reads it.
pub async fn read(cx: &Cx, reader: Reader<'_>) -> Result<Conversation> {
    let mut read = cx.app.store.read().await?;
    let (row, key) = of_reader(&mut read, cx, reader).await?;
    conversation(&mut read, &row, &key).await
}

/// A file, for its writer; refused while it is closed.
pub async fn open_file(cx: &Cx, reader: Reader<'_>, file: AttachmentId) -> Result<Opened> {
    let mut read = cx.app.store.read().await?;
    let (row, key) = of_reader(&mut read, cx, reader).await?;
    opened(&mut read, &key, row.request.id, file).await
}

pub(super) async fn conversation(read: &mut Read, row: &RequestRow, key: &DataKey) -> Result<Conversation> {
    let id = row.request.id;
    let detail: Detail = key.open_json(&detail_place(id), &row.detail_sealed)?;
    let files = store::files(read, id).await?;
    let attached = |message: SupportMessageId| -> Result<Vec<Attached>> {
        let of_message = files.iter().filter(|file| file.message == message);
        of_message
            .map(|file| {
                let name = key.open_text(&name_place(file.id), &file.name_sealed)?;
                Ok(Attached { id: file.id, name, kind: file.kind, size: file.size, scan: file.scan })
            })
            .collect()
    };
    let mut said = Vec::new();
    for message in store::messages(read, id).await? {
        said.push(Said {
            by_support: message.operator.is_some(),
            text: key.open_text(&message_place(message.id), &message.text_sealed)?,
            at: message.written_at,
            files: attached(message.id)?,
        });
    }
    Ok(Conversation { request: row.request.clone(), contact: detail.contact.map(Secret::new), said })
}

pub(super) async fn opened(
    read: &mut Read,
    key: &DataKey,
    request: SupportRequestId,
    file: AttachmentId,
) -> Result<Opened> {
    let row = store::files(read, request).await?.into_iter().find(|row| row.id == file).ok_or(Error::NotFound)?;
    if row.scan != ScanState::Clean {
        return Err(refused(SupportRefusal::FileClosed));
    }
    let sealed = store::content(read, request, file).await?.ok_or(Error::NotFound)?;
    let content = key.open(&content_place(file), &sealed)?;
    let name = key.open_text(&name_place(file), &row.name_sealed)?;
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    Ok(Opened { name: format!("{stem}.{}", row.kind.name()), kind: row.kind, content })
}
