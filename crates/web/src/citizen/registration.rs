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
    password::{self, GeneratorForm, PasswordForm, Subject},
    step::{self, CodeForm, CodePage, LinkForm, Part, ResendForm, shown},
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
        for given in progress.contacts {
            match given.kind {
                ContactKind::MobilePhone => form.mobile_phone = shown(given.kind, &given.address),
                ContactKind::Email => form.email = shown(given.kind, &given.address),
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

/// Codes can be typed until a contact is confirmed, and after that for the other one (R23).
fn takes_codes(progress: &Progress) -> bool {
    match progress.registration.stage {
        Stage::Started => true,
        Stage::ContactConfirmed => progress.open().next().is_some(),
        Stage::Completed(_) | Stage::Expired => false,
    }
}

/// The password can be chosen once a contact is confirmed (R24).
fn takes_password(progress: &Progress) -> bool {
    progress.registration.stage == Stage::ContactConfirmed
}

/// The registration under way, when its step is `due`; else the page for what it is at instead, so that the back
/// button, an old tab and a second click all lead to the step that is due.
async fn at(
    cx: &PageCx,
    due: fn(&Progress) -> bool,
) -> Result<ControlFlow<Response, (RegistrationToken, Progress)>, Fault> {
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
    if due(&progress) {
        return Ok(Continue((token, progress)));
    }
    match progress.registration.stage {
        Stage::Started => cx.redirect(route::REGISTER_CODE).map(Break),
        Stage::ContactConfirmed => cx.redirect(route::REGISTER_PASSWORD).map(Break),
        Stage::Completed(_) => cx.redirect(route::REGISTER_DONE).map(Break),
        Stage::Expired => over(cx, &expired).map(Break),
    }
}

/// The field for the code of a contact: `code` is that of the contact that was asked for first.
fn code_field(progress: &Progress, kind: ContactKind) -> &'static str {
    if progress.contacts.first().is_some_and(|first| first.kind == kind) { "code" } else { "email_code" }
}

fn code_page(cx: &PageCx, progress: &Progress) -> Option<CodePage> {
    let letter_has_code = cx.settings().registration.email_mode == EmailMode::LinkAndCode;
    let mut parts = progress.open().map(|given| Part {
        kind: given.kind,
        field: code_field(progress, given.kind),
        contact: shown(given.kind, &given.address),
        code: given.code.clone(),
        typed: given.kind == ContactKind::MobilePhone || letter_has_code,
        resend_in: given.resend_in,
    });
    let confirmed = progress.contacts.iter().find(|given| given.confirmed);
    Some(CodePage {
        flow: FLOW,
        first: parts.next()?,
        second: parts.next(),
        confirmed: confirmed.map(|given| shown(given.kind, &given.address)),
    })
}

/// The page for codes as things are now; when there is none to type, the password is due.
fn show_codes(cx: &PageCx, progress: &Progress, answer: impl FnOnce(CodePage) -> PageResult) -> PageResult {
    match code_page(cx, progress) {
        Some(page) => answer(page),
        None => cx.redirect(route::REGISTER_PASSWORD),
    }
}

/// `GET /registration/code`
async fn show_code(cx: PageCx) -> PageResult {
    match at(&cx, takes_codes).await? {
        Continue((_, progress)) => show_codes(&cx, &progress, |page| cx.page(page.view(&cx, FormErrors::none()))),
        Break(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /registration/code`: each contact by its own code; one is enough to go on (R23).
async fn enter_code(cx: PageCx, form: Checked<CodeForm>) -> PageResult {
    let (token, progress) = match at(&cx, takes_codes).await? {
        Continue(here) => here,
        Break(elsewhere) => return Ok(elsewhere),
    };
    let typed = |kind| match code_field(&progress, kind) {
        "code" => &form.code,
        _ => &form.email_code,
    };
    let is_typed = |kind| !typed(kind).expose().trim().is_empty();
    if !progress.contacts.iter().any(|given| is_typed(given.kind)) {
        return show_codes(&cx, &progress, |page| page.nothing_typed(&cx));
    }
    let mut refused = Vec::new();
    // What is confirmed already needs no code: the page was sent twice, or from an old tab.
    for kind in progress.open().map(|given| given.kind).filter(|kind| is_typed(*kind)) {
        match cx.again(|| registration::enter_code(&cx, &token, kind, typed(kind))).await {
            Ok(()) => {}
            Err(Error::Refused(refusal)) if refusal.code == "try-later" || refusal.code.starts_with("code-") => {
                refused.push((kind, refusal));
            }
            Err(error) => return ended(&cx, error),
        }
    }
    let Some((_, first)) = refused.first() else { return cx.redirect(route::REGISTER_PASSWORD) };
    // An attempt may have ended a code or confirmed a contact, so the page is made from what is stored now.
    let progress = registration::progress(&cx, &token).await?;
    show_codes(&cx, &progress, |page| page.all_refused(&cx, first, &refused))
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
async fn resend(cx: PageCx, form: Checked<ResendForm>) -> PageResult {
    let (token, progress) = match at(&cx, takes_codes).await? {
        Continue(here) => here,
        Break(elsewhere) => return Ok(elsewhere),
    };
    let asked = ContactKind::from_name(&form.contact);
    let open: Vec<_> = progress.open().map(|given| given.kind).collect();
    let Some(&kind) = open.iter().find(|kind| Some(**kind) == asked).or(open.first()) else {
        return cx.redirect(route::REGISTER_PASSWORD);
    };
    match registration::resend(&cx, &token, kind).await {
        Ok(()) => step::sent_again(&cx, FLOW, kind),
        Err(Error::Refused(refusal)) => show_codes(&cx, &progress, |page| page.refused(&cx, kind, &refusal)),
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
    if refusal.code == "registration-completed" {
        let next = (route::ACCOUNT_CONTACTS, "registration-late-next");
        return cx.refused(&refusal, step::outcome(cx, "registration-late-title", &["registration-late-text"], next));
    }
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

/// Whose password it is: the name for the browser's storage, and the contact that could be confirmed now as well.
fn subject(progress: &Progress) -> Subject {
    let confirmed = progress.contacts.iter().find(|given| given.confirmed);
    Subject {
        flow: FLOW,
        login: confirmed.map(|given| shown(given.kind, &given.address)).unwrap_or_default(),
        pending: progress.open().next().map(|given| (given.kind, shown(given.kind, &given.address))),
    }
}

/// `GET /registration/password`
async fn show_password(cx: PageCx) -> PageResult {
    match at(&cx, takes_password).await? {
        Continue((_, progress)) => cx.page(password::view(&cx, subject(&progress), FormErrors::none())),
        Break(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /registration/password/generate`
async fn generate(cx: PageCx, form: Checked<GeneratorForm>) -> PageResult {
    match at(&cx, takes_password).await? {
        Continue((_, progress)) => password::generate(&cx, subject(&progress), &form),
        Break(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /registration/password`: the account exists from here on (R26).
async fn choose_password(cx: PageCx, form: Checked<PasswordForm>) -> PageResult {
    let (token, progress) = match at(&cx, takes_password).await? {
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
        Err(Error::Fields(faults)) => cx.faulty(password::view(&cx, subject(&progress), faults.into())),
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
