//! Further documents in the profile (R87).

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{Error, further_document};
use okno_domain::person::{
    form::Today,
    further::{FurtherDocumentForm, FurtherDocumentId, FurtherDocumentKind},
};
use okno_ui::{
    form::{DateValue, FormErrors},
    frame::NoticeKind,
    further_document::{DocumentAddView, DocumentLine, DocumentsView},
    route,
};
use serde::Deserialize;

use crate::{
    citizen::step::NoFields,
    kit::{Checked, Fault, PageCx, PageResult, Path, SignedIn, WebState},
};

pub(super) fn routes() -> Router<WebState> {
    let at = |rest: &str| format!("{}{rest}", route::ACCOUNT_DOCUMENTS);
    Router::new()
        .route(route::ACCOUNT_DOCUMENTS, get(list))
        .route(&at("/add/{kind}"), get(form).post(add))
        .route(&at("/remove/{id}"), post(remove))
}

fn kind_of(name: &str) -> Result<FurtherDocumentKind, Fault> {
    FurtherDocumentKind::from_name(name).ok_or(Fault::NotFound)
}

/// `GET /account/documents`
async fn list(cx: PageCx, signed_in: SignedIn) -> PageResult {
    let today = Today::at(cx.now);
    let documents = further_document::list(&cx, &signed_in).await?.into_iter().map(|(id, document)| DocumentLine {
        id: id.to_string(),
        is_expired: document.is_expired(today),
        document,
    });
    cx.page(DocumentsView { frame: cx.frame(), documents: documents.collect() })
}

/// Dates come in three parts each.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    document_number: String,
    issue_date_day: String,
    issue_date_month: String,
    issue_date_year: String,
    expiry_date_day: String,
    expiry_date_month: String,
    expiry_date_year: String,
}

impl Typed {
    fn issued(&self) -> DateValue {
        DateValue {
            day: self.issue_date_day.clone(),
            month: self.issue_date_month.clone(),
            year: self.issue_date_year.clone(),
        }
    }

    fn expires(&self) -> DateValue {
        DateValue {
            day: self.expiry_date_day.clone(),
            month: self.expiry_date_month.clone(),
            year: self.expiry_date_year.clone(),
        }
    }

    fn form(&self) -> FurtherDocumentForm {
        let text = |date: DateValue| {
            let is_empty = date.day.is_empty() && date.month.is_empty() && date.year.is_empty();
            if is_empty { String::new() } else { format!("{:0>2}.{:0>2}.{}", date.day, date.month, date.year) }
        };
        FurtherDocumentForm {
            document_number: self.document_number.clone(),
            issue_date: text(self.issued()),
            expiry_date: text(self.expires()),
        }
    }

    fn view(&self, cx: &PageCx, kind: FurtherDocumentKind, errors: FormErrors) -> DocumentAddView {
        let typed = (self.document_number.as_str(), self.issued(), self.expires());
        DocumentAddView::new(cx.frame(), errors, kind, typed, Today::at(cx.now).east.year())
    }
}

/// `GET /account/documents/add/{kind}`
async fn form(cx: PageCx, _: SignedIn, Path(kind): Path<String>) -> PageResult {
    cx.page(Typed::default().view(&cx, kind_of(&kind)?, FormErrors::none()))
}

/// `POST /account/documents/add/{kind}`
async fn add(cx: PageCx, signed_in: SignedIn, Path(kind): Path<String>, typed: Checked<Typed>) -> PageResult {
    let kind = kind_of(&kind)?;
    match further_document::add(&cx, &signed_in, kind, &typed.form()).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "document-added");
            cx.redirect(route::ACCOUNT_DOCUMENTS)
        }
        Err(Error::Fields(faults)) => cx.faulty(typed.view(&cx, kind, faults.into())),
        Err(Error::Refused(refusal)) => {
            let view = typed.view(&cx, kind, refusal.clone().into());
            cx.refused(&refusal, view)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /account/documents/remove/{id}`
async fn remove(
    cx: PageCx,
    signed_in: SignedIn,
    Path(id): Path<FurtherDocumentId>,
    _: Checked<NoFields>,
) -> PageResult {
    match further_document::remove(&cx, &signed_in, id).await {
        // Removed in another window already: the list shows it.
        Ok(()) | Err(Error::NotFound) => {
            cx.notice(NoticeKind::Success, "document-removed");
            cx.redirect(route::ACCOUNT_DOCUMENTS)
        }
        Err(error) => Err(error.into()),
    }
}
