//! The window of a center: finding the visitor, comparing, confirming with one action, and what a colleague must agree to
//! (R121 to R135, R200 to R202).

use std::collections::BTreeSet;

use axum::{
    Router,
    response::IntoResponse as _,
    routing::{get, post},
};
use http::{HeaderValue, header};
use okno_app::{
    Error,
    clerk::{self, Standing, View, Wish},
    service_center,
};
use okno_domain::{
    approval::ApprovalState,
    contact::{ContactKind, masked},
    operator::{Act, Task},
    person::form::PersonForm,
    secret::Secret,
    verification::VerificationState,
    visit::{Seen, VisitId, VisitState, service_of},
};
use okno_ui::{
    clerk::{
        AskedView, Body, BookedLine, BookedView, CodeView, CorrectView, DoneView, FindView, FormPaper, Request,
        Restoring, VisitView, form_pdf, visit_url,
    },
    form::FormErrors,
    route,
};
use serde::Deserialize;

use super::{NoFields, refused_or_again};
use crate::kit::{Checked, Clerk, Fault, PageCx, PageResult, Path, WebState};

pub(super) fn routes() -> Router<WebState> {
    let visit = |step: &str| format!("{}/{{id}}{step}", route::OPERATOR_VISITS);
    Router::new()
        .route(&format!("{}/{{task}}", route::OPERATOR_SERVE), get(show_find).post(find))
        .route(route::OPERATOR_VISITS, get(booked))
        .route(&visit(""), get(show))
        .route(&visit("/form.pdf"), get(paper))
        .route(&visit("/confirm"), post(confirm))
        .route(&visit("/code"), post(hand_out))
        .route(&visit("/contact"), post(contact))
        .route(&visit("/prove"), post(prove))
        .route(&visit("/ask"), post(ask))
        .route(&visit("/execute"), post(execute))
        .route(&visit("/reopen"), post(reopen))
        .route(&visit("/leave"), post(leave))
        .route(&visit("/take"), post(take))
        .route(&visit("/missed"), post(miss))
}

fn task_of(name: &str) -> Result<Task, Fault> {
    Task::from_name(name).filter(|task| service_of(*task).is_some()).ok_or(Fault::NotFound)
}

async fn find_view(
    cx: &PageCx,
    clerk: &Clerk,
    (task, typed): (Task, &str),
    errors: FormErrors,
) -> Result<FindView, Error> {
    clerk.demand(task.act())?;
    let is_open = match service_center::get(cx, clerk.center).await {
        Ok(center) => service_center::is_open(cx, &center),
        Err(Error::NotFound) => true,
        Err(error) => return Err(error),
    };
    Ok(FindView { frame: cx.frame(), visitor: errors.field("visitor", typed), errors, task, is_closed: !is_open })
}

/// `GET /operator/serve/{task}`
async fn show_find(cx: PageCx, clerk: Clerk, Path(task): Path<String>) -> PageResult {
    cx.page(find_view(&cx, &clerk, (task_of(&task)?, ""), FormErrors::none()).await?)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct FindForm {
    visitor: String,
}

/// `POST /operator/serve/{task}`
async fn find(cx: PageCx, clerk: Clerk, Path(task): Path<String>, form: Checked<FindForm>) -> PageResult {
    let task = task_of(&task)?;
    match clerk::find(&cx, &clerk, task, &form.visitor).await {
        Ok(visit) => cx.redirect(&visit_url(&visit.to_string())),
        Err(Error::Fields(faults)) => cx.faulty(find_view(&cx, &clerk, (task, &form.visitor), faults.into()).await?),
        Err(Error::Refused(refusal)) => {
            let view = find_view(&cx, &clerk, (task, &form.visitor), refusal.clone().into()).await?;
            cx.refused(&refusal, view)
        }
        Err(error) => Err(error.into()),
    }
}

/// What the pages of a visit send. Boxes that are not ticked are not sent.
#[derive(Default, Deserialize)]
#[serde(default)]
struct VisitForm {
    mark: String,
    seen_photo: String,
    seen_person: String,
    seen_document: String,
    seen_snils: String,
    forget_others: String,
    mobile_phone: String,
    email: String,
    contact_kind: String,
    code: Secret,
    #[serde(flatten)]
    person: PersonForm,
}

impl VisitForm {
    fn box_of(&self, seen: Seen) -> &str {
        match seen {
            Seen::Photo => &self.seen_photo,
            Seen::Person => &self.seen_person,
            Seen::Document => &self.seen_document,
            Seen::Snils => &self.seen_snils,
        }
    }

    fn seen(&self) -> BTreeSet<Seen> {
        Seen::ALL.into_iter().filter(|seen| self.box_of(*seen) == "1").collect()
    }

    fn wish(&self, task: Task) -> Wish {
        match task {
            Task::RestoreAccess => Wish::Restore { forget_others: self.forget_others == "1" },
            Task::CorrectData => Wish::Correct(Box::new(self.person.clone())),
            _ => Wish::Delete,
        }
    }
}

fn body(cx: &PageCx, standing: &Standing) -> (Body, String) {
    match standing {
        Standing::Missing { fields, verification } => {
            let verification = match verification {
                Some(VerificationState::InProgress) => "running",
                Some(VerificationState::Rejected) => "rejected",
                Some(_) => "waiting",
                None => "none",
            };
            (Body::Missing { fields: fields.clone(), verification }, String::new())
        }
        Standing::Confirmed => (Body::Confirmed, String::new()),
        Standing::Ready { fields, form, mark } => (Body::ready(cx.locale, form, fields), mark.clone()),
    }
}

fn contacts(view: &View) -> Vec<String> {
    view.contacts.iter().map(|(_, shown)| shown.clone()).collect()
}

fn visit_view(cx: &PageCx, view: &View, form: &VisitForm, errors: FormErrors) -> VisitView {
    let (body, mark) = body(cx, &view.standing);
    let restoring = (view.visit.task == Task::RestoreAccess).then(|| Restoring {
        mobile_phone: errors.field("mobile_phone", form.mobile_phone.as_str()),
        email: errors.field("email", form.email.as_str()),
        code: errors.field("code", ""),
        offered: view.offered.iter().map(|new| (new.kind, masked(new.kind, &new.value), new.is_proved)).collect(),
        forget_others: errors.field("forget_others", form.forget_others.as_str()),
    });
    VisitView {
        frame: cx.frame(),
        id: view.visit.id.to_string(),
        task: view.visit.task,
        level: view.level,
        body,
        contacts: contacts(view),
        boxes: view.needed.iter().map(|seen| errors.field(seen.field(), form.box_of(*seen))).collect(),
        mark,
        confirms: view.confirms,
        hands_out: view.hands_out,
        restoring,
        until: cx.local(view.visit.expires_at),
        errors,
    }
}

fn correct_view(cx: &PageCx, view: &View, form: &VisitForm, errors: FormErrors) -> CorrectView {
    let (known, mark) = match &view.standing {
        Standing::Ready { form, mark, .. } => ((**form).clone(), mark.clone()),
        _ => (PersonForm::default(), String::new()),
    };
    let is_typed = form.person != PersonForm::default();
    let (fields, menus) = CorrectView::of(cx.locale, if is_typed { &form.person } else { &known }, &errors);
    CorrectView {
        frame: cx.frame(),
        id: view.visit.id.to_string(),
        level: view.level,
        fields,
        menus,
        boxes: view.needed.iter().map(|seen| errors.field(seen.field(), form.box_of(*seen))).collect(),
        mark,
        has_names_only: view.has_names_only,
        until: cx.local(view.visit.expires_at),
        errors,
    }
}

fn asked_view(cx: &PageCx, view: &View, errors: FormErrors) -> AskedView {
    AskedView {
        frame: cx.frame(),
        errors,
        id: view.visit.id.to_string(),
        task: view.visit.task,
        request: match view.approval {
            Some(ApprovalState::Requested) => Request::Waits,
            Some(ApprovalState::Approved) => Request::Approved,
            Some(ApprovalState::Refused) => Request::Refused,
            _ => Request::Over,
        },
        until: cx.local(view.visit.expires_at),
    }
}

/// The page of a visit in the state it is in.
async fn page_of(cx: &PageCx, clerk: &Clerk, id: VisitId) -> PageResult {
    let view = clerk::view(cx, clerk, id).await?;
    match (view.visit.state, view.visit.task) {
        (VisitState::Asked, _) => cx.page(asked_view(cx, &view, FormErrors::none())),
        (_, Task::CorrectData) => cx.page(correct_view(cx, &view, &VisitForm::default(), FormErrors::none())),
        _ => cx.page(visit_view(cx, &view, &VisitForm::default(), FormErrors::none())),
    }
}

/// `GET /operator/visits/{id}`
async fn show(cx: PageCx, clerk: Clerk, Path(id): Path<VisitId>) -> PageResult {
    page_of(&cx, &clerk, id).await
}

/// The page again with what was refused. What is refused because the visit is over, or somebody else's, has no page.
async fn again(cx: &PageCx, clerk: &Clerk, id: VisitId, form: &VisitForm, error: Error) -> PageResult {
    let here = visit_url(&id.to_string());
    // The reason for the refusal says more than that the page is gone.
    let Ok(view) = clerk::view(cx, clerk, id).await else { return Err(error.into()) };
    if view.visit.state == VisitState::Asked {
        let page = async |errors| {
            let mut page = asked_view(cx, &view, errors);
            here.clone_into(&mut page.frame.path);
            Ok(page)
        };
        return refused_or_again(cx, error, &here, page).await;
    }
    if view.visit.task == Task::CorrectData {
        let page = async |errors| {
            let mut page = correct_view(cx, &view, form, errors);
            here.clone_into(&mut page.frame.path);
            Ok(page)
        };
        return refused_or_again(cx, error, &here, page).await;
    }
    let page = async |errors| {
        let mut page = visit_view(cx, &view, form, errors);
        here.clone_into(&mut page.frame.path);
        Ok(page)
    };
    refused_or_again(cx, error, &here, page).await
}

fn done(cx: &PageCx, id: VisitId, task: Task, contacts: Vec<String>) -> PageResult {
    let form_url = (task == Task::ConfirmIdentity).then(|| format!("{}/form.pdf", visit_url(&id.to_string())));
    cx.page(DoneView { frame: cx.frame(), task, contacts, form_url })
}

/// `GET /operator/visits/{id}/form.pdf`: the form in two copies (R127).
async fn paper(cx: PageCx, clerk: Clerk, Path(id): Path<VisitId>) -> PageResult {
    let form = clerk::paper_form(&cx, &clerk, id).await?;
    let paper = FormPaper {
        number: form.number.to_string(),
        name: form.name,
        document_type: form.document_type,
        document_number: form.document_number,
        center: form.center,
        operator: form.operator,
        date: form.date,
    };
    let pdf = form_pdf(cx.locale, &paper).map_err(|error| Error::Unavailable(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"))], pdf).into_response())
}

/// `POST /operator/visits/{id}/confirm`: the one action (R126).
async fn confirm(cx: PageCx, clerk: Clerk, Path(id): Path<VisitId>, form: Checked<VisitForm>) -> PageResult {
    let told = clerk::view(&cx, &clerk, id).await.map(|view| contacts(&view));
    match clerk::confirm(&cx, &clerk, id, &form.seen(), &form.mark).await {
        Ok(_) => done(&cx, id, Task::ConfirmIdentity, told?),
        Err(error) => again(&cx, &clerk, id, &form, error).await,
    }
}

/// `POST /operator/visits/{id}/code`: a code for the visitor's hands (R130). It is on this page and nowhere else.
async fn hand_out(cx: PageCx, clerk: Clerk, Path(id): Path<VisitId>, form: Checked<VisitForm>) -> PageResult {
    match clerk::hand_out(&cx, &clerk, id, &form.seen(), &form.mark).await {
        Ok(handed) => {
            let until = cx.local(handed.until);
            cx.secret_page(CodeView { frame: cx.frame(), code: handed.code.grouped().expose().to_owned(), until })
        }
        Err(error) => again(&cx, &clerk, id, &form, error).await,
    }
}

/// `POST /operator/visits/{id}/contact`: a new phone or e-mail (R200).
async fn contact(cx: PageCx, clerk: Clerk, Path(id): Path<VisitId>, form: Checked<VisitForm>) -> PageResult {
    let is_mail = form.mobile_phone.trim().is_empty() && !form.email.trim().is_empty();
    let (kind, typed) =
        if is_mail { (ContactKind::Email, &form.email) } else { (ContactKind::MobilePhone, &form.mobile_phone) };
    match clerk::offer_contact(&cx, &clerk, id, kind, typed).await {
        Ok(()) => cx.redirect(&visit_url(&id.to_string())),
        Err(error) => again(&cx, &clerk, id, &form, error).await,
    }
}

/// `POST /operator/visits/{id}/prove`: the code that the visitor says.
async fn prove(cx: PageCx, clerk: Clerk, Path(id): Path<VisitId>, form: Checked<VisitForm>) -> PageResult {
    let kind = ContactKind::from_name(&form.contact_kind).ok_or(Fault::Malformed("no kind of contact"))?;
    match clerk::prove_contact(&cx, &clerk, id, kind, &form.code).await {
        Ok(()) => cx.redirect(&visit_url(&id.to_string())),
        Err(error) => again(&cx, &clerk, id, &form, error).await,
    }
}

/// `POST /operator/visits/{id}/ask`: a colleague is asked.
async fn ask(cx: PageCx, clerk: Clerk, Path(id): Path<VisitId>, form: Checked<VisitForm>) -> PageResult {
    let task = clerk::view(&cx, &clerk, id).await?.visit.task;
    match clerk::ask(&cx, &clerk, id, (&form.seen(), &form.mark), form.wish(task)).await {
        Ok(()) => cx.redirect(&visit_url(&id.to_string())),
        Err(error) => again(&cx, &clerk, id, &form, error).await,
    }
}

/// `POST /operator/visits/{id}/execute`: it is done.
async fn execute(cx: PageCx, clerk: Clerk, Path(id): Path<VisitId>, _: Checked<NoFields>) -> PageResult {
    match clerk::execute(&cx, &clerk, id).await {
        Ok(task) => done(&cx, id, task, Vec::new()),
        Err(error) => again(&cx, &clerk, id, &VisitForm::default(), error).await,
    }
}

/// `POST /operator/visits/{id}/reopen`: another request.
async fn reopen(cx: PageCx, clerk: Clerk, Path(id): Path<VisitId>, _: Checked<NoFields>) -> PageResult {
    match clerk::reopen(&cx, &clerk, id).await {
        Ok(()) => cx.redirect(&visit_url(&id.to_string())),
        Err(error) => again(&cx, &clerk, id, &VisitForm::default(), error).await,
    }
}

/// `POST /operator/visits/{id}/leave`
async fn leave(cx: PageCx, clerk: Clerk, Path(id): Path<VisitId>, _: Checked<NoFields>) -> PageResult {
    clerk::leave(&cx, &clerk, id).await?;
    cx.redirect(route::OPERATOR_CONFIRM)
}

async fn booked_view(cx: &PageCx, clerk: &Clerk, errors: FormErrors) -> Result<BookedView, Error> {
    clerk.demand(Act::FindPerson)?;
    let lines = clerk::waiting(cx, clerk).await?.into_iter().map(|waiting| BookedLine {
        id: waiting.id.to_string(),
        task: waiting.task,
        at: waiting.booked_for,
        is_unserved: waiting.is_unserved,
        may_take: waiting.may_take,
        may_miss: waiting.may_miss,
    });
    Ok(BookedView { frame: cx.frame(), errors, lines: lines.collect() })
}

/// `GET /operator/visits`
async fn booked(cx: PageCx, clerk: Clerk) -> PageResult {
    cx.page(booked_view(&cx, &clerk, FormErrors::none()).await?)
}

/// `POST /operator/visits/{id}/take`
async fn take(cx: PageCx, clerk: Clerk, Path(id): Path<VisitId>, _: Checked<NoFields>) -> PageResult {
    match clerk::take(&cx, &clerk, id).await {
        Ok(()) => cx.redirect(&visit_url(&id.to_string())),
        Err(error) => booked_again(&cx, &clerk, error).await,
    }
}

/// The list again with what was refused.
async fn booked_again(cx: &PageCx, clerk: &Clerk, error: Error) -> PageResult {
    let Error::Refused(refusal) = error else { return Err(error.into()) };
    let mut view = booked_view(cx, clerk, refusal.clone().into()).await?;
    route::OPERATOR_VISITS.clone_into(&mut view.frame.path);
    cx.refused(&refusal, view)
}

/// `POST /operator/visits/{id}/missed`: nobody came.
async fn miss(cx: PageCx, clerk: Clerk, Path(id): Path<VisitId>, _: Checked<NoFields>) -> PageResult {
    match clerk::miss(&cx, &clerk, id).await {
        Ok(()) => cx.redirect(route::OPERATOR_VISITS),
        Err(error) => booked_again(&cx, &clerk, error).await,
    }
}
