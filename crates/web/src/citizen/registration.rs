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
    registration::{self, Applicant, Progress, RegistrationToken, StartForm},
    settings::{EmailMode, RequiredContacts, SecurityQuestion},
};
use okno_domain::{
    contact::{ContactKind, ContactStatus},
    refusal::{Refusal, Refuse as _},
    registration::{RegistrationRefusal, Stage},
};
use okno_ui::{
    Text,
    form::FormErrors,
    frame::NoticeKind,
    one_time_code::Flow,
    outcome::{Next, OutcomeView},
    registration::{ContactOffer, DoneView, RegistrationView},
    route,
};
use serde::Deserialize;

use super::{
    password::{self, GeneratorForm, PasswordForm, Subject},
    step::{self, CodeForm, CodePage, LinkForm, NoFields, Part, ResendForm, shown},
};
use crate::kit::{Checked, Cookie, Fault, MaybeNext, MaybeSignedIn, NextPath, PageCx, PageResult, Query, WebState};

const FLOW: Flow = Flow::Registration;

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::REGISTER, get(show).post(submit))
        .route(route::REGISTER_CODE, get(show_code).post(enter_code))
        .route(route::REGISTER_RESEND, post(resend))
        .route(route::REGISTER_LINK, get(show_link).post(follow_link))
        .route(route::REGISTER_PASSWORD, get(show_password).post(choose_password))
        .route(route::REGISTER_GENERATE, post(generate))
        .route(route::REGISTER_CANCEL, post(cancel))
        .route(route::REGISTER_DONE, get(done))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RegistrationForm {
    family_name: String,
    given_name: String,
    mobile_phone: String,
    email: String,
    r#return: MaybeNext,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Change {
    change: String,
    r#return: MaybeNext,
}

/// The page that the visitor came for, but not the steps of an entry that is done with (R3).
fn came_for(next: &MaybeNext) -> Option<String> {
    let entry = |path: &str| path.starts_with(route::REGISTER) || path.starts_with(route::RECOVERY);
    next.0.as_ref().map(|path| path.as_str().to_owned()).filter(|path| !entry(path))
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
        next: came_for(&form.r#return),
        is_open: true,
        errors,
    }
}

/// `GET /registration`: empty, or filled in for one who comes back to change a contact.
async fn show(cx: PageCx, signed_in: MaybeSignedIn, Query(change): Query<Change>) -> PageResult {
    if signed_in.0.is_some() {
        let next = (route::ACCOUNT, "personal-area");
        return cx.page(step::outcome(&cx, "registration-signed-in-title", &["registration-signed-in-text"], next));
    }
    let mut form = RegistrationForm { r#return: change.r#return, ..RegistrationForm::default() };
    if !change.change.is_empty()
        && let Some(token) = token(&cx)
        && let Ok(progress) = registration::progress(&cx, &token).await
        && progress.registration.is_open().is_ok()
    {
        (form.family_name, form.given_name) = progress.names;
        form.r#return = MaybeNext(progress.next.as_deref().and_then(NextPath::parse));
        for given in progress.contacts {
            match given.kind {
                ContactKind::MobilePhone => form.mobile_phone = shown(given.kind, &given.address),
                ContactKind::Email => form.email = shown(given.kind, &given.address),
            }
        }
    }
    match registration::demand_open(&cx) {
        // Nobody types what cannot be sent; what somebody has typed already stays, so that it can be sent later.
        Err(Error::Refused(refusal)) => {
            let view = form_view(&cx, &form, refusal.clone().into());
            cx.refused(&refusal, RegistrationView { is_open: false, ..view })
        }
        _ => cx.page(form_view(&cx, &form, FormErrors::none())),
    }
}

/// `POST /registration`: a code or letter goes to each contact (R20, R21, R23).
async fn submit(cx: PageCx, form: Checked<RegistrationForm>) -> PageResult {
    let RegistrationForm { family_name, given_name, mobile_phone, email, r#return } = &*form;
    let start = StartForm {
        family_name: family_name.clone(),
        given_name: given_name.clone(),
        mobile_phone: mobile_phone.clone(),
        email: email.clone(),
        next: came_for(r#return),
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
    cx.keep(Cookie::Registration, token.encode().expose());
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
        let is_signed_in = cx.scope().session().await?.is_some() || step::is_done(cx, Cookie::Registration);
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
    match cx.evenly(registration::resend(&cx, &token, kind)).await {
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
        Ok(Applicant { names, contacts }) => {
            let applicant = step::applicant(&names, contacts.into_iter());
            step::link_page(&cx, FLOW, &link.token, Some(applicant))
        }
        Err(error) => link_over(&cx, error).await,
    }
}

/// `POST /registration/link`: the mailbox is proved, and this browser goes on with the registration.
async fn follow_link(cx: PageCx, link: Checked<LinkForm>) -> PageResult {
    let followed = match LinkToken::parse(link.token.expose()) {
        Some(link) => registration::follow_link(&cx, &link, token(&cx).as_ref()).await,
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
        applicant: Some(step::applicant(
            &progress.names,
            progress.contacts.iter().map(|given| (given.kind, given.address.clone())),
        )),
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
            step::mark_done(&cx, Cookie::Registration);
            cx.sign_in(&session);
            cx.redirect(&done_url(progress.next.as_deref()))
        }
        Err(Error::Fields(faults)) => password::refused(&cx, subject(&progress), faults, chosen),
        Err(error) => ended(&cx, error),
    }
}

/// The last page, which knows what the visitor came for (R3).
fn done_url(next: Option<&str>) -> String {
    next.map_or_else(|| route::REGISTER_DONE.to_owned(), route::registered_and_return)
}

/// `POST /registration/cancel`: the browser forgets it, and so do we.
async fn cancel(cx: PageCx, _form: Checked<NoFields>) -> PageResult {
    if let Some(token) = token(&cx) {
        match registration::cancel(&cx, &token).await {
            // It was over before.
            Ok(()) | Err(Error::Refused(_) | Error::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    cx.forget(Cookie::Registration);
    cx.notice(NoticeKind::Info, "entry-cancelled");
    cx.redirect(route::HOME)
}

/// For one whose registration is finished and who is not signed in, as after a second click on "Done": the answer to the
/// first one, with the session in it, never reached the page.
async fn done_elsewhere(cx: &PageCx) -> PageResult {
    let completed = match token(cx) {
        Some(token) => registration::progress(cx, &token)
            .await
            .is_ok_and(|progress| matches!(progress.registration.stage, Stage::Completed(_))),
        None => step::is_done(cx, Cookie::Registration),
    };
    if !completed {
        return Err(Fault::SignIn);
    }
    let say = |key: &'static str| Text::new(cx.locale, key);
    cx.page(OutcomeView {
        frame: cx.frame(),
        kind: NoticeKind::Success,
        title: say("registration-done-title"),
        paragraphs: vec![say("registration-done-log-in")],
        next: Some(Next { url: route::LOGIN.to_owned(), label: say("action-login"), after_seconds: None }),
    })
}

/// `GET /registration/done` (R25)
async fn done(cx: PageCx, signed_in: MaybeSignedIn, Query(change): Query<Change>) -> PageResult {
    let Some(citizen) = &signed_in.0 else { return done_elsewhere(&cx).await };
    let contacts = contact::list(&cx, citizen).await?;
    let offer = ContactKind::ALL.into_iter().find_map(|kind| {
        let mut same = contacts.iter().filter(|contact| contact.row.kind == kind).peekable();
        if same.peek().is_none() {
            return Some(ContactOffer::Add(kind));
        }
        same.all(|contact| contact.row.status == ContactStatus::Unconfirmed).then_some(ContactOffer::Confirm(kind))
    });
    let question = cx.settings().recovery.security_question == SecurityQuestion::Optional;
    cx.page(DoneView { frame: cx.frame(), offer, question, next: came_for(&change.r#return) })
}
