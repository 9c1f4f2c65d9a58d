//! Registration, from the form to the new account (R12 to R32).

use std::ops::ControlFlow::{self, Break, Continue};

use axum::{
    Router,
    response::Response,
    routing::{get, post},
};
use okno_app::{
    Error, contact,
    one_time_code::LinkToken,
    registration::{self, Progress, RegistrationToken, StartForm},
    settings::{EmailMode, RequiredContacts, SecurityQuestion, hours},
};
use okno_domain::{
    contact::{ContactKind, ContactStatus},
    refusal::{Refusal, Refuse as _},
    registration::{RegistrationRefusal, Stage},
    time::after,
};
use okno_ui::{
    form::FormErrors,
    one_time_code::Flow,
    registration::{ContactOffer, DoneView, RegistrationView},
    route,
};
use serde::Deserialize;

use super::{
    password::{self, GeneratorForm, PasswordForm},
    step::{self, CodeForm, CodePage, LinkForm, NoFields, shown},
};
use crate::kit::{Checked, Cookie, Fault, MaybeSignedIn, PageCx, PageResult, Query, SignedIn, WebState};

const FLOW: Flow = Flow::Registration;

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::REGISTER, get(show).post(submit))
        .route(route::REGISTER_CODE, get(show_code).post(enter_code))
        .route(route::REGISTER_RESEND, post(resend))
        .route(route::REGISTER_LINK, get(show_link).post(follow_link))
        .route(route::REGISTER_PASSWORD, get(show_password).post(choose_password))
        .route(route::REGISTER_GENERATE, post(generate))
        .route(route::REGISTER_DONE, get(done))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RegistrationForm {
    family_name: String,
    given_name: String,
    mobile_phone: String,
    email: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Change {
    change: String,
}

fn form_view(cx: &PageCx, form: &RegistrationForm, errors: FormErrors) -> RegistrationView {
    let required = cx.settings().registration.required_contacts;
    RegistrationView {
        frame: cx.frame(),
        family_name: errors.field("family_name", &form.family_name),
        given_name: errors.field("given_name", &form.given_name),
        mobile_phone: errors.field("mobile_phone", &form.mobile_phone),
        email: errors.field("email", &form.email),
        needs_phone: matches!(required, RequiredContacts::Phone | RequiredContacts::Both),
        needs_email: matches!(required, RequiredContacts::Email | RequiredContacts::Both),
        errors,
    }
}

/// `GET /registration`: empty, or filled in for one who comes back to change a contact.
async fn show(cx: PageCx, signed_in: MaybeSignedIn, Query(change): Query<Change>) -> PageResult {
    if signed_in.0.is_some() {
        let next = (route::ACCOUNT, "personal-area");
        return cx.page(step::outcome(&cx, "registration-signed-in-title", &["registration-signed-in-text"], next));
    }
    let mut form = RegistrationForm::default();
    if !change.change.is_empty()
        && let Some(token) = token(&cx)
        && let Ok(progress) = registration::progress(&cx, &token).await
        && progress.registration.is_open().is_ok()
    {
        (form.family_name, form.given_name) = progress.names;
        for (kind, value, _) in progress.contacts {
            match kind {
                ContactKind::MobilePhone => form.mobile_phone = shown(kind, &value),
                ContactKind::Email => form.email = shown(kind, &value),
            }
        }
    }
    cx.page(form_view(&cx, &form, FormErrors::none()))
}

/// `POST /registration`: a code or letter goes to each contact (R20, R21, R23).
async fn submit(cx: PageCx, form: Checked<RegistrationForm>) -> PageResult {
    let RegistrationForm { family_name, given_name, mobile_phone, email } = &*form;
    let start = StartForm {
        family_name: family_name.clone(),
        given_name: given_name.clone(),
        mobile_phone: mobile_phone.clone(),
        email: email.clone(),
    };
    match cx.evenly(registration::start(&cx, &start)).await {
        Ok(token) => {
            keep(&cx, &token);
            cx.redirect(route::REGISTER_CODE)
        }
        Err(Error::Fields(faults)) => cx.faulty(form_view(&cx, &form, faults.into())),
        Err(Error::Refused(refusal)) => cx.refused(&refusal, form_view(&cx, &form, refusal.clone().into())),
        Err(error) => Err(error.into()),
    }
}

fn keep(cx: &PageCx, token: &RegistrationToken) {
    let end = after(cx.now, hours(cx.settings().registration.pending_ttl_hours));
    cx.keep(Cookie::Registration, token.encode().expose(), end);
}

fn token(cx: &PageCx) -> Option<RegistrationToken> {
    cx.cookie(Cookie::Registration).and_then(RegistrationToken::parse)
}

fn over(cx: &PageCx, refusal: &Refusal) -> PageResult {
    cx.forget(Cookie::Registration);
    let paragraphs = ["registration-over-text", "registration-over-elsewhere"];
    let next = (route::REGISTER, "registration-over-again");
    cx.refused(refusal, step::outcome(cx, "registration-over-title", &paragraphs, next))
}

/// The registration under way, when `due` is its step; else the page for what it is at instead, so that the back
/// button, an old tab and a second click all lead to the step that is due.
async fn at(cx: &PageCx, due: Stage) -> Result<ControlFlow<Response, (RegistrationToken, Progress)>, Fault> {
    let expired = RegistrationRefusal::Expired.refusal();
    let Some(token) = token(cx) else {
        // One who has just registered and goes back has lost nothing.
        let is_signed_in = cx.scope().session().await?.is_some();
        return if is_signed_in { cx.redirect(route::REGISTER_DONE) } else { over(cx, &expired) }.map(Break);
    };
    let progress = match registration::progress(cx, &token).await {
        Ok(progress) => progress,
        Err(Error::Refused(refusal)) => return over(cx, &refusal).map(Break),
        Err(error) => return Err(error.into()),
    };
    match progress.registration.stage {
        stage if stage == due => Ok(Continue((token, progress))),
        Stage::Started => cx.redirect(route::REGISTER_CODE).map(Break),
        Stage::ContactConfirmed => cx.redirect(route::REGISTER_PASSWORD).map(Break),
        Stage::Completed(_) => cx.redirect(route::REGISTER_DONE).map(Break),
        Stage::Expired => over(cx, &expired).map(Break),
    }
}

fn code_page(cx: &PageCx, progress: &Progress) -> (ContactKind, CodePage) {
    let (kind, value) = progress.next.clone().unwrap_or((ContactKind::MobilePhone, String::new()));
    let also = progress.contacts.iter().find(|(other, _, confirmed)| *other != kind && !confirmed);
    let typed = kind == ContactKind::MobilePhone || cx.settings().registration.email_mode == EmailMode::LinkAndCode;
    let page = CodePage {
        flow: FLOW,
        kind,
        contact: shown(kind, &value),
        also: also.map(|(kind, value, _)| shown(*kind, value)),
        code: progress.code.clone(),
        typed,
        resend_in: progress.resend_in,
    };
    (kind, page)
}

/// `GET /registration/code`
async fn show_code(cx: PageCx) -> PageResult {
    match at(&cx, Stage::Started).await? {
        Continue((_, progress)) => cx.page(code_page(&cx, &progress).1.view(&cx, FormErrors::none())),
        Break(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /registration/code`
async fn enter_code(cx: PageCx, form: Checked<CodeForm>) -> PageResult {
    let (token, progress) = match at(&cx, Stage::Started).await? {
        Continue(here) => here,
        Break(elsewhere) => return Ok(elsewhere),
    };
    let (kind, page) = code_page(&cx, &progress);
    if form.code.expose().trim().is_empty() {
        return page.nothing_typed(&cx);
    }
    match cx.again(|| registration::enter_code(&cx, &token, kind, &form.code)).await {
        Ok(()) => cx.redirect(route::REGISTER_PASSWORD),
        Err(Error::Refused(refusal)) if refusal.code.starts_with("code-") => {
            // An attempt may have ended the code, so the page is made from what is stored now.
            let progress = registration::progress(&cx, &token).await?;
            code_page(&cx, &progress).1.refused(&cx, &refusal)
        }
        Err(error) => ended(&cx, error),
    }
}

/// What to show when a step is refused for another reason than what was typed.
fn ended(cx: &PageCx, error: Error) -> PageResult {
    match error {
        Error::Refused(refusal) if refusal.code == "registration-contact-taken" => {
            cx.forget(Cookie::Registration);
            let next = (route::LOGIN, "action-login");
            cx.refused(&refusal, step::outcome(cx, "registration-taken-title", &["registration-taken-text"], next))
        }
        // Somebody, most likely the same person in another window, was faster: the page knows what is due.
        Error::Refused(_) | Error::Conflict => cx.redirect(route::REGISTER_PASSWORD),
        error => Err(error.into()),
    }
}

/// `POST /registration/resend`
async fn resend(cx: PageCx, _form: Checked<NoFields>) -> PageResult {
    let (token, progress) = match at(&cx, Stage::Started).await? {
        Continue(here) => here,
        Break(elsewhere) => return Ok(elsewhere),
    };
    let (kind, page) = code_page(&cx, &progress);
    match registration::resend(&cx, &token, kind).await {
        Ok(()) => step::sent_again(&cx, FLOW, kind),
        Err(Error::Refused(refusal)) => page.refused(&cx, &refusal),
        Err(error) => Err(error.into()),
    }
}

/// `GET /registration/link`: uses nothing up, whoever follows the link.
async fn show_link(cx: PageCx, Query(link): Query<LinkForm>) -> PageResult {
    let peeked = match LinkToken::parse(link.token.expose()) {
        Some(token) => registration::peek_link(&cx, &token).await,
        None => Err(Error::refused(&RegistrationRefusal::Expired)),
    };
    match peeked {
        Ok(()) => step::link_page(&cx, FLOW, &link.token),
        Err(error) => link_over(&cx, error).await,
    }
}

/// `POST /registration/link`: the mailbox is proved, and this browser goes on with the registration.
async fn follow_link(cx: PageCx, link: Checked<LinkForm>) -> PageResult {
    let followed = match LinkToken::parse(link.token.expose()) {
        Some(token) => registration::follow_link(&cx, &token).await,
        None => Err(Error::refused(&RegistrationRefusal::Expired)),
    };
    match followed {
        Ok(token) => {
            keep(&cx, &token);
            cx.redirect(route::REGISTER_PASSWORD)
        }
        Err(error) => link_over(&cx, error).await,
    }
}

/// A link that is used up or too old: one who has used it in this browser goes on, anyone else is told.
async fn link_over(cx: &PageCx, error: Error) -> PageResult {
    let refusal = match error {
        Error::Refused(refusal) => refusal,
        Error::Conflict => RegistrationRefusal::Expired.refusal(),
        error => return Err(error.into()),
    };
    let mut next = (route::REGISTER, "registration-over-again");
    if let Some(token) = token(cx)
        && let Ok(progress) = registration::progress(cx, &token).await
    {
        match progress.registration.stage {
            Stage::ContactConfirmed => return cx.redirect(route::REGISTER_PASSWORD),
            Stage::Started => next = (route::REGISTER_CODE, "code-link-over-again"),
            Stage::Completed(_) | Stage::Expired => {}
        }
    }
    cx.refused(&refusal, step::outcome(cx, "code-link-over-title", &["code-link-over-text"], next))
}

/// The login name that the browser may store with the password.
fn login_name(progress: &Progress) -> String {
    let confirmed = progress.contacts.iter().find(|(_, _, confirmed)| *confirmed);
    confirmed.map(|(kind, value, _)| shown(*kind, value)).unwrap_or_default()
}

/// `GET /registration/password`
async fn show_password(cx: PageCx) -> PageResult {
    match at(&cx, Stage::ContactConfirmed).await? {
        Continue((_, progress)) => cx.page(password::view(&cx, FLOW, login_name(&progress), FormErrors::none())),
        Break(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /registration/password/generate`
async fn generate(cx: PageCx, form: Checked<GeneratorForm>) -> PageResult {
    match at(&cx, Stage::ContactConfirmed).await? {
        Continue((_, progress)) => password::generate(&cx, FLOW, login_name(&progress), &form),
        Break(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /registration/password`: the account exists from here on (R26).
async fn choose_password(cx: PageCx, form: Checked<PasswordForm>) -> PageResult {
    let (token, progress) = match at(&cx, Stage::ContactConfirmed).await? {
        Continue(here) => here,
        Break(elsewhere) => return Ok(elsewhere),
    };
    let (chosen, repeat) = form.entries();
    match registration::finish(&cx, &token, chosen, repeat).await {
        Ok(session) => {
            cx.forget(Cookie::Registration);
            cx.sign_in(&session);
            cx.redirect(route::REGISTER_DONE)
        }
        Err(Error::Fields(faults)) => cx.faulty(password::view(&cx, FLOW, login_name(&progress), faults.into())),
        Err(error) => ended(&cx, error),
    }
}

/// `GET /registration/done` (R25)
async fn done(cx: PageCx, citizen: SignedIn) -> PageResult {
    let contacts = contact::list(&cx, &citizen).await?;
    let offer = ContactKind::ALL.into_iter().find_map(|kind| {
        let mut same = contacts.iter().filter(|contact| contact.row.kind == kind).peekable();
        if same.peek().is_none() {
            return Some(ContactOffer::Add(kind));
        }
        same.all(|contact| contact.row.status == ContactStatus::Unconfirmed).then_some(ContactOffer::Confirm(kind))
    });
    let question = cx.settings().recovery.security_question == SecurityQuestion::Optional;
    cx.page(DoneView { frame: cx.frame(), offer, question })
}
