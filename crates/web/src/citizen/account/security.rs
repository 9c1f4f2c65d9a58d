//! Security: the password and the security question (R198, C27).

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{Error, contact, factor, restriction, security, session, settings::SecurityQuestion};
use okno_domain::{contact::ContactStatus, secret::Secret};
use okno_ui::{
    credential::NewPassword,
    form::FormErrors,
    frame::NoticeKind,
    route,
    security::{PasswordChangeView, QuestionRemoveView, QuestionView, SecurityView},
};
use serde::Deserialize;

use super::{
    super::password::{GeneratorForm, chosen, entries, made_up, strength},
    Proof,
    proof::factor_first,
};
use crate::kit::{Checked, Fault, PageCx, PageResult, SignedIn, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::ACCOUNT_SECURITY, get(show))
        .route(route::ACCOUNT_PASSWORD, get(password).post(change_password))
        .route(route::ACCOUNT_GENERATE, post(generate))
        .route(route::ACCOUNT_QUESTION, get(question).post(set_question))
        .route(route::ACCOUNT_QUESTION_REMOVE, get(ask_remove).post(remove))
}

fn may_set_question(cx: &PageCx) -> bool {
    cx.settings().recovery.security_question == SecurityQuestion::Optional
}

/// `GET /account/security`
async fn show(cx: PageCx, signed_in: SignedIn) -> PageResult {
    let sessions = session::list(&cx, &signed_in).await?;
    let rule = session::rule(&cx);
    let others = sessions.iter().filter(|it| it.id != signed_in.session && it.times.is_open(cx.now, rule)).count();
    let contacts = contact::list(&cx, &signed_in).await?;
    let confirmed = contacts.iter().filter(|contact| contact.row.status == ContactStatus::Confirmed).count();
    cx.page(SecurityView {
        frame: cx.frame(),
        question: security::current_question(&cx, &signed_in).await?,
        may_set_question: may_set_question(&cx),
        other_sessions: u32::try_from(others).unwrap_or(u32::MAX),
        contacts: u32::try_from(confirmed).unwrap_or(u32::MAX),
        has_factor: factor::overview(&cx, &signed_in).await?.factors.is_set(),
        restricted_until: restriction::list(&cx, &signed_in)
            .await?
            .iter()
            .filter_map(|it| it.until)
            .max()
            .map(|at| cx.local(at)),
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PasswordForm {
    present_password: Secret,
    password: Secret,
    password_repeat: Secret,
    candidate: Secret,
}

fn password_view(cx: &PageCx, errors: FormErrors, new: NewPassword) -> PasswordChangeView {
    let mut frame = cx.frame();
    // The page may answer a POST to another address.
    route::ACCOUNT_PASSWORD.clone_into(&mut frame.path);
    PasswordChangeView::new(frame, errors, new)
}

fn fresh_password_view(cx: &PageCx, errors: FormErrors) -> PasswordChangeView {
    let new = entries(cx, route::ACCOUNT_GENERATE, &errors);
    password_view(cx, errors, new)
}

/// `GET /account/security/password`
async fn password(cx: PageCx, signed_in: SignedIn) -> PageResult {
    if let Some(first) = factor_first(&cx, &signed_in).await? {
        return first;
    }
    cx.page(fresh_password_view(&cx, FormErrors::none()))
}

/// `POST /account/security/password/generate` (R51)
async fn generate(cx: PageCx, _: SignedIn, form: Checked<GeneratorForm>) -> PageResult {
    let (new, errors) = made_up(&cx, route::ACCOUNT_GENERATE, &form);
    let is_faulty = !errors.is_empty();
    let view = password_view(&cx, errors, new);
    if is_faulty { cx.faulty(view) } else { cx.page(view) }
}

/// `POST /account/security/password`: every other session ends, and this browser gets a new one.
async fn change_password(cx: PageCx, signed_in: SignedIn, form: Checked<PasswordForm>) -> PageResult {
    let present = &form.present_password;
    let (password, repeat) = chosen(&form.password, &form.password_repeat, &form.candidate);
    match security::change_password(&cx, &signed_in, present, password, repeat).await {
        Ok(token) => {
            cx.sign_in(&token);
            cx.notice(NoticeKind::Success, "password-changed");
            cx.redirect(route::ACCOUNT_SECURITY)
        }
        Err(Error::Fields(faults)) => {
            let strength = strength(&cx, &faults, password);
            let about_it = faults.iter().any(|fault| fault.field == "password");
            let mut view = fresh_password_view(&cx, faults.into());
            view.new.refused = about_it.then_some(strength);
            cx.faulty(view)
        }
        Err(Error::Refused(refusal)) => cx.refused(&refusal, fresh_password_view(&cx, refusal.clone().into())),
        Err(error) => Err(error.into()),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct QuestionForm {
    security_question: String,
    security_answer: Secret,
    password: Secret,
}

async fn question_view(
    cx: &PageCx,
    signed_in: &session::SignedIn,
    chosen: Option<&str>,
    errors: FormErrors,
) -> Result<QuestionView, Fault> {
    if !may_set_question(cx) {
        return Err(Fault::NotFound);
    }
    let present = security::current_question(cx, signed_in).await?;
    let shown = chosen.or(present.as_deref()).unwrap_or_default();
    Ok(QuestionView::new(cx.frame(), errors, present.is_some(), shown))
}

/// `GET /account/security/question`
async fn question(cx: PageCx, signed_in: SignedIn) -> PageResult {
    if let Some(first) = factor_first(&cx, &signed_in).await? {
        return first;
    }
    cx.page(question_view(&cx, &signed_in, None, FormErrors::none()).await?)
}

/// `POST /account/security/question`
async fn set_question(cx: PageCx, signed_in: SignedIn, form: Checked<QuestionForm>) -> PageResult {
    let chosen = form.security_question.as_str();
    if !may_set_question(&cx) {
        return Err(Fault::NotFound);
    }
    match security::set_question(&cx, &signed_in, &form.password, chosen, &form.security_answer).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "question-set");
            cx.redirect(route::ACCOUNT_SECURITY)
        }
        Err(Error::Fields(faults)) => cx.faulty(question_view(&cx, &signed_in, Some(chosen), faults.into()).await?),
        Err(Error::Refused(refusal)) => {
            let view = question_view(&cx, &signed_in, Some(chosen), refusal.clone().into()).await?;
            cx.refused(&refusal, view)
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /account/security/question/remove`
async fn ask_remove(cx: PageCx, signed_in: SignedIn) -> PageResult {
    if let Some(first) = factor_first(&cx, &signed_in).await? {
        return first;
    }
    match security::current_question(&cx, &signed_in).await? {
        Some(_) => cx.page(QuestionRemoveView::new(cx.frame(), FormErrors::none())),
        None => cx.redirect(route::ACCOUNT_SECURITY),
    }
}

/// `POST /account/security/question/remove`
async fn remove(cx: PageCx, signed_in: SignedIn, form: Checked<Proof>) -> PageResult {
    match security::remove_question(&cx, &signed_in, &form.password).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "question-removed");
            cx.redirect(route::ACCOUNT_SECURITY)
        }
        Err(Error::Fields(faults)) => cx.faulty(QuestionRemoveView::new(cx.frame(), faults.into())),
        Err(Error::Refused(refusal)) => {
            cx.refused(&refusal, QuestionRemoveView::new(cx.frame(), refusal.clone().into()))
        }
        Err(error) => Err(error.into()),
    }
}
