//! Support for everyone (R223, R224, R226): the form, the person's own requests, and a visitor's request by its link.

use axum::{Router, response::Response, routing::get};
use okno_app::{
    Error, account,
    support::{self, Conversation, File, NewRequest, Opened, Reader, Said, SupportToken},
};
use okno_domain::{
    confirmation::ConfirmationMethod,
    support::{AttachmentId, SupportRequestId, Topic},
};
use okno_ui::{
    form::FormErrors,
    frame::NoticeKind,
    route,
    support::{ConversationView, FileLine, RequestLine, SaidLine, SupportFormView, SupportListView},
};
use serde::Deserialize;

use crate::kit::{
    CheckedUpload, Fault, MaybeSignedIn, PageCx, PageResult, Path, Query, SentFile, SignedIn, WebState, handed_out,
};

pub(super) fn routes() -> Router<WebState> {
    let own = |rest: &str| format!("{}{rest}", route::ACCOUNT_SUPPORT);
    Router::new()
        .route(route::SUPPORT, get(form).post(send))
        .route(route::SUPPORT_REQUEST, get(by_link).post(more_by_link))
        .route(&format!("{}/{{file}}", route::SUPPORT_FILES), get(file_by_link))
        .route(route::ACCOUNT_SUPPORT, get(list))
        .route(&own("/{id}"), get(own_request).post(more))
        .route(&own("/{id}/files/{file}"), get(own_file))
}

/// The request as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    topic: String,
    message: String,
    contact: String,
}

/// The methods of confirmation that are switched on (R226).
fn methods(cx: &PageCx) -> Vec<ConfirmationMethod> {
    let enabled = &cx.settings().confirmation.methods;
    ConfirmationMethod::ALL.into_iter().filter(|method| enabled.contains(method)).collect()
}

fn takes_files(cx: &PageCx) -> bool {
    cx.app.ports.antivirus.is_some()
}

fn files(sent: Vec<SentFile>) -> Vec<File> {
    let attached = sent.into_iter().filter(|file| file.field == "attachment");
    attached.map(|file| File { name: file.name, content: file.content }).collect()
}

fn form_view(cx: &PageCx, typed: &Typed, errors: FormErrors) -> SupportFormView {
    let typed = (typed.topic.as_str(), typed.message.as_str(), typed.contact.as_str());
    SupportFormView::new(cx.frame(), errors, typed, takes_files(cx), methods(cx))
}

/// `GET /support`
async fn form(cx: PageCx, MaybeSignedIn(person): MaybeSignedIn, Query(mut typed): Query<Typed>) -> PageResult {
    typed.contact = match &person {
        Some(person) => {
            account::demand_person(&person.account)?;
            support::proposed_contact(&cx, person).await?.map_or(String::new(), |to| to.expose().to_owned())
        }
        None => String::new(),
    };
    cx.page(form_view(&cx, &typed, FormErrors::none()))
}

/// `POST /support`
async fn send(cx: PageCx, MaybeSignedIn(person): MaybeSignedIn, form: CheckedUpload<Typed>) -> PageResult {
    let (typed, sent) = form.into_parts();
    let new = NewRequest {
        topic: typed.topic.clone(),
        message: typed.message.clone(),
        contact: typed.contact.clone(),
        files: files(sent),
    };
    match support::write(&cx, person.as_deref(), new).await {
        Ok(written) => {
            cx.notice(NoticeKind::Success, "support-sent");
            match written.link {
                Some(link) => cx.redirect(&link_url(&link)),
                None => cx.redirect(&own_url(written.id)),
            }
        }
        Err(Error::Fields(faults)) => cx.faulty(form_view(&cx, &typed, faults.into())),
        Err(Error::Refused(refusal)) => cx.refused(&refusal, form_view(&cx, &typed, refusal.clone().into())),
        Err(error) => Err(error.into()),
    }
}

fn own_url(id: SupportRequestId) -> String {
    format!("{}/{id}", route::ACCOUNT_SUPPORT)
}

fn link_url(link: &SupportToken) -> String {
    format!("{}?token={}", route::SUPPORT_REQUEST, link.encode().expose())
}

/// What was written, as pages show it; `file_url` says where a file is.
pub(crate) fn said_lines(cx: &PageCx, said: &[Said], file_url: impl Fn(AttachmentId) -> String) -> Vec<SaidLine> {
    let line = |said: &Said| {
        let files = said.files.iter().map(|file| FileLine {
            name: file.name.clone(),
            url: file_url(file.id),
            kind: file.kind,
            size: file.size,
            scan: file.scan,
        });
        SaidLine::new(said.by_support, &said.text, cx.local(said.at), files.collect())
    };
    said.iter().map(line).collect()
}

/// Hands out an opened file.
pub(crate) fn hand_out(opened: &Opened) -> Response {
    handed_out(&opened.name, opened.kind.media_type(), opened.content.to_vec())
}

fn view(cx: &PageCx, read: &Conversation, link: Option<&SupportToken>, typed: (&str, FormErrors)) -> ConversationView {
    let (typed, errors) = typed;
    let id = read.request.id;
    let file_url = |file: AttachmentId| match link {
        Some(link) => format!("{}/{file}?token={}", route::SUPPORT_FILES, link.encode().expose()),
        None => format!("{}/files/{file}", own_url(id)),
    };
    ConversationView {
        frame: cx.frame(),
        message: errors.field("message", typed),
        attachment: errors.field("attachment", ""),
        errors,
        request_number: read.request.number.as_str().to_owned(),
        topic: read.request.topic,
        state: read.request.state,
        said: said_lines(cx, &read.said, file_url),
        action: link.map_or_else(|| own_url(id), link_url),
        is_visitor: link.is_some(),
        takes_files: takes_files(cx),
        methods: if read.request.topic == Topic::Confirmation { methods(cx) } else { Vec::new() },
    }
}

/// `GET /account/support`
async fn list(cx: PageCx, person: SignedIn) -> PageResult {
    let requests = support::list(&cx, &person).await?.into_iter().map(|line| RequestLine {
        id: line.request.id.to_string(),
        number: line.request.number.as_str().to_owned(),
        topic: line.request.topic,
        state: line.request.state,
        at: cx.local(line.request.created_at),
    });
    cx.page(SupportListView { frame: cx.frame(), requests: requests.collect() })
}

/// `GET /account/support/{id}`
async fn own_request(cx: PageCx, person: SignedIn, Path(id): Path<SupportRequestId>) -> PageResult {
    let read = support::read(&cx, Reader::Person(&person, id)).await?;
    cx.page(view(&cx, &read, None, ("", FormErrors::none())))
}

/// `GET /account/support/{id}/files/{file}`
async fn own_file(
    cx: PageCx,
    person: SignedIn,
    Path((id, file)): Path<(SupportRequestId, AttachmentId)>,
) -> PageResult {
    Ok(hand_out(&support::open_file(&cx, Reader::Person(&person, id), file).await?))
}

/// A further message as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct More {
    message: String,
}

/// `POST /account/support/{id}`
async fn more(cx: PageCx, person: SignedIn, Path(id): Path<SupportRequestId>, form: CheckedUpload<More>) -> PageResult {
    written(&cx, Reader::Person(&person, id), form).await
}

async fn written(cx: &PageCx, reader: Reader<'_>, form: CheckedUpload<More>) -> PageResult {
    let (typed, sent) = form.into_parts();
    let link = match reader {
        Reader::Person(..) => None,
        Reader::Link(link) => Some(link),
    };
    let here = match reader {
        Reader::Person(_, id) => own_url(id),
        Reader::Link(link) => link_url(link),
    };
    match support::write_more(cx, reader, &typed.message, files(sent)).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "support-sent-more");
            cx.redirect(&here)
        }
        Err(Error::Fields(faults)) => {
            let read = support::read(cx, reader).await?;
            cx.faulty(view(cx, &read, link, (&typed.message, faults.into())))
        }
        Err(Error::Refused(refusal)) => {
            let read = support::read(cx, reader).await?;
            cx.refused(&refusal, view(cx, &read, link, (&typed.message, refusal.clone().into())))
        }
        Err(error) => Err(error.into()),
    }
}

/// The token in the address.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Linked {
    token: String,
}

impl Linked {
    fn token(&self) -> Result<SupportToken, Fault> {
        SupportToken::parse(&self.token).ok_or(Fault::NotFound)
    }
}

/// `GET /support/request`
async fn by_link(cx: PageCx, Query(linked): Query<Linked>) -> PageResult {
    let link = linked.token()?;
    let read = support::read(&cx, Reader::Link(&link)).await?;
    cx.secret_page(view(&cx, &read, Some(&link), ("", FormErrors::none())))
}

/// `POST /support/request`
async fn more_by_link(cx: PageCx, Query(linked): Query<Linked>, form: CheckedUpload<More>) -> PageResult {
    let link = linked.token()?;
    written(&cx, Reader::Link(&link), form).await
}

/// `GET /support/request/files/{file}`
async fn file_by_link(cx: PageCx, Path(file): Path<AttachmentId>, Query(linked): Query<Linked>) -> PageResult {
    Ok(hand_out(&support::open_file(&cx, Reader::Link(&linked.token()?), file).await?))
}
