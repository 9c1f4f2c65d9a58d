//! Forms that bring files (`multipart/form-data`), and files that are handed out.
//!
//! Such a form is held to the same rules as any other. What its files are is for the use case to judge; here only their
//! number and the sum of their sizes have an end.

use std::ops::Deref;

use axum::{
    body::Body,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request, multipart::Field},
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, StatusCode, header};
use okno_ui::route;
use serde::de::DeserializeOwned;
use tokio::sync::Semaphore;

use super::{
    answer::Fault,
    csrf::{self, Provenance},
    extract::{Checked, admit, content_type, scope},
    form::{self, Pairs},
    state::WebState,
};

/// The longest form with files: five files of the largest size, and a little for the rest.
const MOST_BYTES: usize = 26 * 1024 * 1024;
/// The most files that are read at all.
const MOST_FILES: usize = 20;
/// Forms with files that are read at once: each may fill the memory above.
static READERS: Semaphore = Semaphore::const_new(16);

/// A file as it was sent.
#[derive(Clone, Debug)]
pub struct SentFile {
    /// The name of the field.
    pub field: String,
    /// The name that the browser gave.
    pub name: String,
    /// The content.
    pub content: Vec<u8>,
}

/// A form with files that is well-formed, not too large, not forged, and not one of a flood. Stands last among the
/// parameters.
#[derive(Clone, Debug)]
pub struct CheckedUpload<T> {
    form: Checked<T>,
    files: Vec<SentFile>,
}

impl<T> Deref for CheckedUpload<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.form
    }
}

impl<T> CheckedUpload<T> {
    /// The form and its files by value.
    pub fn into_parts(self) -> (T, Vec<SentFile>) {
        (self.form.into_inner(), self.files)
    }
}

impl<T: DeserializeOwned> FromRequest<WebState> for CheckedUpload<T> {
    type Rejection = Fault;
    async fn from_request(request: Request, state: &WebState) -> Result<Self, Fault> {
        let (parts, body) = request.into_parts();
        // Sent again from the page for what lay open too long: without files, like any other form.
        if form::is_form(content_type(&parts.headers)) {
            let form = Checked::from_request(Request::from_parts(parts, body), state).await?;
            return Ok(Self { form, files: Vec::new() });
        }
        let scope = scope(&parts)?;
        state.rate.take(&scope.cx.client.network, scope.cx.now).map_err(Fault::TooManyRequests)?;
        let provenance = csrf::provenance(&parts.headers, &state.public_origin);
        if provenance == Provenance::Foreign {
            return Err(Fault::Forged);
        }
        let announced = parts.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
        if announced.is_some_and(|length: usize| length > MOST_BYTES) {
            return Err(Fault::TooLarge);
        }
        let _place = READERS.acquire().await.map_err(|_| Fault::Overloaded)?;
        let mut request = Request::from_parts(parts, body);
        DefaultBodyLimit::max(MOST_BYTES).apply(&mut request);
        let multipart = Multipart::from_request(request, state).await.map_err(|_| Fault::UnsupportedMediaType)?;
        let (texts, files) = read(multipart).await?;
        Ok(Self { form: admit(&scope, Pairs::of_texts(texts)?, provenance).await?, files })
    }
}

type Parts = (Vec<(String, String)>, Vec<SentFile>);

async fn read(mut multipart: Multipart) -> Result<Parts, Fault> {
    let (mut texts, mut files) = (Vec::new(), Vec::new());
    while let Some(field) = multipart.next_field().await.map_err(|error| unread(error.status()))? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file) => {
                let content = field.bytes().await.map_err(|error| unread(error.status()))?;
                // An empty chooser sends a file without name and content.
                if !(file.is_empty() && content.is_empty()) {
                    if files.len() == MOST_FILES {
                        return Err(Fault::Malformed("the form has too many files"));
                    }
                    files.push(SentFile { field: name, name: file, content: content.into() });
                }
            }
            None => texts.push((name, text(field).await?)),
        }
        if texts.len() > form::MOST_FIELDS {
            return Err(Fault::Malformed("the form has too many fields"));
        }
    }
    Ok((texts, files))
}

/// The text of a field, no longer than a whole form without files.
async fn text(mut field: Field<'_>) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| unread(error.status()))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > form::MOST_BYTES {
            return Err(Fault::TooLarge);
        }
    }
    String::from_utf8(bytes).map_err(|_| Fault::Malformed("the form is not UTF-8"))
}

fn unread(status: StatusCode) -> Fault {
    if status == StatusCode::PAYLOAD_TOO_LARGE { Fault::TooLarge } else { Fault::Malformed("the form broke off") }
}

/// A file as an answer: to be kept, never to be shown as a page of ours.
pub fn handed_out(name: &str, media_type: &'static str, content: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename*=UTF-8''{}", route::encode(name).replace('/', "%2F"));
    let disposition = HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (headers, Body::from(content)).into_response()
}
