//! Recovery of access by a forgotten password (R192 to R199, R202).
//!
//! Each page looks the same whether there is an account or not (C28).

use std::ops::ControlFlow::{self, Break, Continue};

use axum::{
    Router,
    response::Response,
    routing::{get, post},
};
use okno_app::{
    Error,
    login::LoginIdentifier,
    one_time_code::LinkToken,
    recovery::{self, Finished, Progress, RecoveryToken},
};
use okno_domain::{
    recovery::{RecoveryRefusal, RecoveryStage},
    refusal::{FieldFault, Refusal, Refuse as _},
    secret::Secret,
};
use okno_ui::{
    Text,
    form::FormErrors,
    frame::NoticeKind,
    one_time_code::Flow,
    outcome::{Next, OutcomeView},
    recovery::{QuestionView, RecoveryView},
    route,
};
use serde::Deserialize;

use super::{
    password::{self, GeneratorForm, PasswordForm, Subject},
    step::{self, CodeForm, CodePage, LinkForm, NoFields, Part, shown},
};
use crate::kit::{Checked, Cookie, Fault, PageCx, PageResult, Query, WebState};

const FLOW: Flow = Flow::Recovery;

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::RECOVERY, get(show).post(submit))
        .route(route::RECOVERY_QUESTION, get(show_question).post(answer))
        .route(route::RECOVERY_CODE, get(show_code).post(enter_code))
        .route(route::RECOVERY_RESEND, post(resend))
        .route(route::RECOVERY_LINK, get(show_link).post(follow_link))
        .route(route::RECOVERY_PASSWORD, get(show_password).post(choose_password))
        .route(route::RECOVERY_GENERATE, post(generate))
        .route(route::RECOVERY_CANCEL, post(cancel))
        .route(route::RECOVERY_DONE, get(done))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct FindForm {
    by: String,
    contact: String,
    snils: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AnswerForm {
    security_answer: Secret,
}

fn find_view(cx: &PageCx, form: &FindForm, errors: FormErrors) -> RecoveryView {
    let by_snils = form.by == "snils";
    RecoveryView {
        frame: cx.frame(),
        by_snils,
        identifier: if by_snils { errors.field("snils", &form.snils) } else { errors.field("contact", &form.contact) },
        errors,
    }
}

/// `GET /recovery`
async fn show(cx: PageCx, Query(form): Query<FindForm>) -> PageResult {
    cx.page(find_view(&cx, &FindForm { by: form.by, ..FindForm::default() }, FormErrors::none()))
}

/// `POST /recovery`: "Find" (R192, R197).
async fn submit(cx: PageCx, form: Checked<FindForm>) -> PageResult {
    let named = if form.by == "snils" {
        LoginIdentifier::snils(&form.snils)
    } else {
        // On this page the field has another name than at login.
        LoginIdentifier::contact(&cx, &form.contact).map_err(|fault| FieldFault { field: "contact", ..fault })
    };
    let identifier = match named {
        Ok(identifier) => identifier,
        Err(fault) => return cx.faulty(find_view(&cx, &form, vec![fault].into())),
    };
    match cx.evenly(recovery::start(&cx, &identifier)).await {
        Ok(token) => {
            keep(&cx, &token);
            // Either a question is due or a code; that page knows.
            cx.redirect(route::RECOVERY_CODE)
        }
        Err(Error::Fields(faults)) => cx.faulty(find_view(&cx, &form, faults.into())),
        Err(Error::Refused(refusal)) => cx.refused(&refusal, find_view(&cx, &form, refusal.clone().into())),
        Err(error) => Err(error.into()),
    }
}

fn keep(cx: &PageCx, token: &RecoveryToken) {
    cx.keep(Cookie::Recovery, token.encode().expose());
}

fn token(cx: &PageCx) -> Option<RecoveryToken> {
    cx.cookie(Cookie::Recovery).and_then(RecoveryToken::parse)
}

fn over(cx: &PageCx, refusal: &Refusal) -> PageResult {
    cx.forget(Cookie::Recovery);
    let next = (route::RECOVERY, "recovery-over-again");
    cx.refused(refusal, step::outcome(cx, "recovery-over-title", &["recovery-over-text"], next))
}

/// The recovery under way, when `due` is its step; else the page for what it is at instead.
async fn at(cx: &PageCx, due: RecoveryStage) -> Result<ControlFlow<Response, (RecoveryToken, Progress)>, Fault> {
    let expired = RecoveryRefusal::Expired.refusal();
    let Some(token) = token(cx) else {
        // One who has just set the new password and goes back has not lost it.
        let is_done = step::is_done(cx, Cookie::Recovery);
        return if is_done { cx.redirect(route::RECOVERY_DONE) } else { over(cx, &expired) }.map(Break);
    };
    let progress = match recovery::progress(cx, &token).await {
        Ok(progress) => progress,
        Err(Error::Refused(refusal)) => return over(cx, &refusal).map(Break),
        Err(error) => return Err(error.into()),
    };
    match progress.stage {
        stage if stage == due => Ok(Continue((token, progress))),
        RecoveryStage::QuestionAsked => cx.redirect(route::RECOVERY_QUESTION).map(Break),
        RecoveryStage::CodeSent => cx.redirect(route::RECOVERY_CODE).map(Break),
        RecoveryStage::Proved => cx.redirect(route::RECOVERY_PASSWORD).map(Break),
        RecoveryStage::Completed => cx.redirect(route::RECOVERY_DONE).map(Break),
        RecoveryStage::Expired => over(cx, &expired).map(Break),
    }
}

/// What to show when a step is refused for another reason than what was typed: the page for what is due.
fn ended(cx: &PageCx, error: Error) -> PageResult {
    match error {
        Error::Refused(_) | Error::Conflict => cx.redirect(route::RECOVERY_CODE),
        error => Err(error.into()),
    }
}

fn question_view(cx: &PageCx, progress: Progress, errors: FormErrors) -> QuestionView {
    QuestionView {
        frame: cx.frame(),
        security_answer: errors.field("security_answer", ""),
        question: progress.question.unwrap_or_default(),
        errors,
    }
}

/// `GET /recovery/question` (R193)
async fn show_question(cx: PageCx) -> PageResult {
    match at(&cx, RecoveryStage::QuestionAsked).await? {
        Continue((_, progress)) => cx.page(question_view(&cx, progress, FormErrors::none())),
        Break(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /recovery/question`
async fn answer(cx: PageCx, form: Checked<AnswerForm>) -> PageResult {
    let (token, progress) = match at(&cx, RecoveryStage::QuestionAsked).await? {
        Continue(here) => here,
        Break(elsewhere) => return Ok(elsewhere),
    };
    if form.security_answer.expose().trim().is_empty() {
        let faults = vec![FieldFault::new("security_answer", "required")];
        return cx.faulty(question_view(&cx, progress, faults.into()));
    }
    match cx.evenly(recovery::answer(&cx, &token, &form.security_answer)).await {
        Ok(()) => cx.redirect(route::RECOVERY_CODE),
        Err(Error::Fields(faults)) => cx.faulty(question_view(&cx, progress, faults.into())),
        Err(Error::Refused(refusal)) if refusal.code == "try-later" || refusal.code.starts_with("code-") => {
            cx.refused(&refusal, question_view(&cx, progress, refusal.clone().into()))
        }
        Err(error) => ended(&cx, error),
    }
}

fn code_page(progress: &Progress) -> CodePage {
    CodePage {
        flow: FLOW,
        first: Part {
            kind: progress.kind,
            field: "code",
            contact: shown(progress.kind, &progress.shown),
            code: progress.code.clone(),
            typed: true,
            resend_in: progress.resend_in,
        },
        second: None,
        confirmed: None,
    }
}

/// `GET /recovery/code`
async fn show_code(cx: PageCx) -> PageResult {
    match at(&cx, RecoveryStage::CodeSent).await? {
        Continue((_, progress)) => cx.page(code_page(&progress).view(&cx, FormErrors::none())),
        Break(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /recovery/code`
async fn enter_code(cx: PageCx, form: Checked<CodeForm>) -> PageResult {
    let (token, progress) = match at(&cx, RecoveryStage::CodeSent).await? {
        Continue(here) => here,
        Break(elsewhere) => return Ok(elsewhere),
    };
    if form.code.expose().trim().is_empty() {
        return code_page(&progress).nothing_typed(&cx);
    }
    match cx.evenly(cx.again(|| recovery::enter_code(&cx, &token, &form.code))).await {
        Ok(()) => cx.redirect(route::RECOVERY_PASSWORD),
        Err(Error::Refused(refusal)) if refusal.code == "try-later" || refusal.code.starts_with("code-") => {
            // An attempt may have ended the code, so the page is made from what is stored now.
            let progress = recovery::progress(&cx, &token).await?;
            code_page(&progress).refused(&cx, progress.kind, &refusal)
        }
        Err(error) => ended(&cx, error),
    }
}

/// `POST /recovery/resend`
async fn resend(cx: PageCx, _form: Checked<NoFields>) -> PageResult {
    let (token, progress) = match at(&cx, RecoveryStage::CodeSent).await? {
        Continue(here) => here,
        Break(elsewhere) => return Ok(elsewhere),
    };
    match cx.evenly(recovery::resend(&cx, &token)).await {
        Ok(()) => step::sent_again(&cx, FLOW, progress.kind),
        Err(Error::Refused(refusal)) if refusal.code.starts_with("code-") => {
            code_page(&progress).refused(&cx, progress.kind, &refusal)
        }
        Err(error) => ended(&cx, error),
    }
}

/// `GET /recovery/link`: uses nothing up, whoever follows the link.
async fn show_link(cx: PageCx, Query(link): Query<LinkForm>) -> PageResult {
    let peeked = match LinkToken::parse(link.token.expose()) {
        Some(token) => recovery::peek_link(&cx, &token).await,
        None => Err(Error::refused(&RecoveryRefusal::Expired)),
    };
    match peeked {
        Ok(()) => step::link_page(&cx, FLOW, &link.token, None),
        Err(error) => link_over(&cx, error).await,
    }
}

/// `POST /recovery/link`: this browser goes on with the recovery (R195).
async fn follow_link(cx: PageCx, link: Checked<LinkForm>) -> PageResult {
    let followed = match LinkToken::parse(link.token.expose()) {
        Some(token) => recovery::follow_link(&cx, &token).await,
        None => Err(Error::refused(&RecoveryRefusal::Expired)),
    };
    match followed {
        Ok(token) => {
            keep(&cx, &token);
            cx.redirect(route::RECOVERY_PASSWORD)
        }
        Err(error) => link_over(&cx, error).await,
    }
}

/// A link that is used up or too old: one who has used it in this browser goes on, anyone else is told.
async fn link_over(cx: &PageCx, error: Error) -> PageResult {
    let refusal = match error {
        Error::Refused(refusal) => refusal,
        Error::Conflict => RecoveryRefusal::Expired.refusal(),
        error => return Err(error.into()),
    };
    let mut next = (route::RECOVERY, "recovery-over-again");
    if let Some(token) = token(cx)
        && let Ok(progress) = recovery::progress(cx, &token).await
    {
        match progress.stage {
            RecoveryStage::Proved => return cx.redirect(route::RECOVERY_PASSWORD),
            RecoveryStage::CodeSent => next = (route::RECOVERY_CODE, "code-link-over-again"),
            _ => {}
        }
    }
    cx.refused(&refusal, step::outcome(cx, "code-link-over-title", &["code-link-over-text"], next))
}

/// The login name that the browser may store with the password; a masked one is none.
fn login_name(progress: &Progress) -> String {
    if progress.shown.contains("***") { String::new() } else { shown(progress.kind, &progress.shown) }
}

fn subject(progress: &Progress) -> Subject {
    Subject { flow: FLOW, login: login_name(progress), pending: None, applicant: None }
}

/// `GET /recovery/password`
async fn show_password(cx: PageCx) -> PageResult {
    match at(&cx, RecoveryStage::Proved).await? {
        Continue((_, progress)) => cx.page(password::view(&cx, subject(&progress), FormErrors::none())),
        Break(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /recovery/password/generate`
async fn generate(cx: PageCx, form: Checked<GeneratorForm>) -> PageResult {
    match at(&cx, RecoveryStage::Proved).await? {
        Continue((_, progress)) => password::generate(&cx, subject(&progress), &form),
        Break(elsewhere) => Ok(elsewhere),
    }
}

/// `POST /recovery/password`: the new password is in force, and every session is over (R202).
async fn choose_password(cx: PageCx, form: Checked<PasswordForm>) -> PageResult {
    let (token, progress) = match at(&cx, RecoveryStage::Proved).await? {
        Continue(here) => here,
        Break(elsewhere) => return Ok(elsewhere),
    };
    let (chosen, repeat) = form.entries();
    match recovery::finish(&cx, &token, chosen, repeat).await {
        Ok(finished) => {
            step::mark_done(&cx, Cookie::Recovery);
            let left = match finished {
                Finished { needs_center: true, .. } => "?left=center",
                Finished { has_factor: true, .. } => "?left=factor",
                Finished { .. } => "",
            };
            cx.redirect(&format!("{}{left}", route::RECOVERY_DONE))
        }
        Err(Error::Fields(faults)) => password::refused(&cx, subject(&progress), faults, chosen),
        Err(error) => ended(&cx, error),
    }
}

/// `POST /recovery/cancel`: the browser forgets it, and so do we.
async fn cancel(cx: PageCx, _form: Checked<NoFields>) -> PageResult {
    if let Some(token) = token(&cx) {
        match recovery::cancel(&cx, &token).await {
            // It was over before.
            Ok(()) | Err(Error::Refused(_) | Error::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    cx.forget(Cookie::Recovery);
    cx.notice(NoticeKind::Info, "entry-cancelled");
    cx.redirect(route::HOME)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DoneQuery {
    left: String,
}

/// `GET /recovery/done`: what is left to do, if anything is.
async fn done(cx: PageCx, Query(query): Query<DoneQuery>) -> PageResult {
    let say = |key: &'static str| Text::new(cx.locale, key);
    let (paragraph, url, label) = match query.left.as_str() {
        "center" => (Some("recovery-done-center"), route::SERVICE_CENTERS, "recovery-done-find-center"),
        "factor" => (Some("recovery-done-factor"), route::LOGIN, "action-login"),
        _ => (None, route::LOGIN, "action-login"),
    };
    cx.page(OutcomeView {
        frame: cx.frame(),
        kind: NoticeKind::Success,
        title: say("recovery-done-title"),
        paragraphs: std::iter::once("recovery-done-text").chain(paragraph).map(say).collect(),
        next: Some(Next { url: url.to_owned(), label: say(label), after_seconds: None }),
    })
}
