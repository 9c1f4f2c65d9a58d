//! The second factor at a login, and the login by a passkey alone (B1).
//!
//! What was proved so far is kept on the server; the browser holds a token that lives minutes. Going back leads to the
//! login, and a step that is over says so there.

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error,
    factor::{
        Answer,
        passkey::{self, CeremonyToken},
    },
    login_step::{self, StepToken},
    session::{self, SessionToken},
};
use okno_domain::{credential::factor::FactorKind, refusal::Refusal, secret::Secret};
use okno_ui::{
    factor_ask::{AskedFor, By, FactorAskView, PasskeyAskView},
    form::FormErrors,
    frame::NoticeKind,
    route,
};
use serde::Deserialize;

use crate::kit::{Checked, Cookie, Fault, MaybeNext, MaybeSignedIn, NextPath, PageCx, PageResult, Query, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::LOGIN_STEP, get(show).post(answer))
        .route(route::LOGIN_STEP_PASSKEY_BEGIN, post(begin_passkey))
        .route(route::LOGIN_STEP_PASSKEY, get(show_passkey).post(answer_passkey))
        .route(route::LOGIN_PASSKEY_BEGIN, post(begin_alone))
        .route(route::LOGIN_PASSKEY, get(show_alone).post(answer_alone))
}

/// What a page that asks for a factor sends; its query is the way and where to go afterwards.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct AskForm {
    by: String,
    code: Secret,
    recovery_code: Secret,
    pub(super) password: Secret,
    credential: Secret,
    r#return: MaybeNext,
}

impl AskForm {
    pub(super) fn next(&self) -> Option<&str> {
        self.r#return.0.as_ref().map(NextPath::as_str)
    }

    /// The way that was chosen, or the strongest of those that are offered.
    pub(super) fn kind(&self, offered: &[FactorKind]) -> Option<FactorKind> {
        let chosen = offered.iter().find(|kind| kind.name() == self.by);
        chosen.or_else(|| offered.first()).copied()
    }

    /// What was typed, for the way that was chosen.
    pub(super) fn answer(&self, kind: FactorKind) -> Result<Answer, Error> {
        match kind {
            FactorKind::RecoveryCode => Answer::recovery_code(&self.recovery_code),
            // A passkey is answered on a page of its own.
            FactorKind::Totp | FactorKind::Passkey => Answer::totp(&self.code),
        }
    }

    /// What the device said to the question of this browser.
    pub(super) fn said(&self, cx: &PageCx) -> Option<(CeremonyToken, &Secret)> {
        Some((ceremony(cx)?, &self.credential))
    }
}

/// The question to the device that this browser has open.
pub(super) fn ceremony(cx: &PageCx) -> Option<CeremonyToken> {
    cx.cookie(Cookie::Passkey).and_then(CeremonyToken::parse)
}

/// Keeps the token of a question to the device.
pub(super) fn keep_ceremony(cx: &PageCx, token: &CeremonyToken) {
    cx.keep(Cookie::Passkey, token.encode().expose());
}

/// The ways that can be gone at the address of this installation.
pub(super) fn usable(cx: &PageCx, mut offered: Vec<FactorKind>) -> Vec<FactorKind> {
    offered.retain(|kind| *kind != FactorKind::Passkey || passkey::work(cx));
    offered
}

/// Everything is proved: the session goes to the browser, and the one it had is over.
pub(super) async fn signed_in(
    cx: &PageCx,
    earlier: &MaybeSignedIn,
    session: &SessionToken,
    next: Option<&str>,
) -> PageResult {
    if let Some(earlier) = &earlier.0 {
        // Nobody leaves here, so no page stands between: of its end sites hear by the back alone.
        session::logout(cx, earlier).await?;
    }
    cx.forget(Cookie::LoginStep);
    cx.forget(Cookie::Passkey);
    cx.sign_in(session);
    cx.redirect(next.unwrap_or(route::ACCOUNT))
}

/// The password was right, and a factor is due: the way to its page.
pub(super) fn go_on(cx: &PageCx, token: &StepToken, next: Option<&str>) -> PageResult {
    cx.keep(Cookie::LoginStep, token.encode().expose());
    cx.redirect(&route::then(route::LOGIN_STEP, next))
}

/// To the beginning, with a word on why.
fn over(cx: &PageCx, next: Option<&str>) -> PageResult {
    cx.forget(Cookie::LoginStep);
    cx.notice(NoticeKind::Warning, "login-step-over");
    cx.redirect(&next.map_or_else(|| route::LOGIN.to_owned(), route::login_and_return))
}

fn is_over(refusal: &Refusal) -> bool {
    refusal.code == "login-step-over"
}

/// The step of this browser with the ways there are, or the page to go to instead.
async fn current(cx: &PageCx, next: Option<&str>) -> Result<Result<(StepToken, Vec<FactorKind>), PageResult>, Fault> {
    let Some(token) = cx.cookie(Cookie::LoginStep).and_then(StepToken::parse) else {
        return Ok(Err(over(cx, next)));
    };
    match login_step::offered(cx, &token).await {
        Ok(offered) => Ok(Ok((token, usable(cx, offered)))),
        Err(Error::Refused(refusal)) if is_over(&refusal) => Ok(Err(over(cx, next))),
        Err(error) => Err(error.into()),
    }
}

fn view(cx: &PageCx, form: &AskForm, offered: Vec<FactorKind>, errors: FormErrors) -> FactorAskView {
    let mut frame = cx.frame();
    // The page may answer a POST to another address.
    route::LOGIN_STEP.clone_into(&mut frame.path);
    // Without any way left only the center helps; the page for a saved code says so.
    let by = By::Factor(form.kind(&offered).unwrap_or(FactorKind::RecoveryCode));
    FactorAskView::new(frame, errors, (AskedFor::Login, by), offered, form.next().map(str::to_owned))
}

/// `GET /login/second-step`
async fn show(cx: PageCx, Query(form): Query<AskForm>) -> PageResult {
    match current(&cx, form.next()).await? {
        Ok((_, offered)) => cx.page(view(&cx, &form, offered, FormErrors::none())),
        Err(elsewhere) => elsewhere,
    }
}

/// `POST /login/second-step`
async fn answer(cx: PageCx, earlier: MaybeSignedIn, form: Checked<AskForm>) -> PageResult {
    let (token, offered) = match current(&cx, form.next()).await? {
        Ok(found) => found,
        Err(elsewhere) => return elsewhere,
    };
    let kind = form.kind(&offered).unwrap_or(FactorKind::RecoveryCode);
    let answered = match form.answer(kind) {
        Ok(answer) => cx.evenly(login_step::answer(&cx, &token, &answer)).await,
        Err(error) => Err(error),
    };
    match answered {
        Ok(session) => signed_in(&cx, &earlier, &session, form.next()).await,
        Err(Error::Refused(refusal)) if is_over(&refusal) => over(&cx, form.next()),
        Err(Error::Refused(refusal)) => cx.refused(&refusal, view(&cx, &form, offered, refusal.clone().into())),
        Err(Error::Fields(faults)) => cx.faulty(view(&cx, &form, offered, faults.into())),
        Err(error) => Err(error.into()),
    }
}

/// `POST /login/second-step/passkey/begin`
async fn begin_passkey(cx: PageCx, form: Checked<AskForm>) -> PageResult {
    let (token, _) = match current(&cx, form.next()).await? {
        Ok(found) => found,
        Err(elsewhere) => return elsewhere,
    };
    keep_ceremony(&cx, &login_step::begin_passkey(&cx, &token).await?);
    cx.redirect(&route::then(route::LOGIN_STEP_PASSKEY, form.next()))
}

/// The page that asks the device.
pub(super) fn passkey_view(
    cx: &PageCx,
    asked_for: AskedFor,
    options: String,
    next: Option<&str>,
    errors: FormErrors,
) -> PasskeyAskView {
    PasskeyAskView { frame: cx.frame(), errors, asked_for, options, next: next.map(str::to_owned) }
}

/// A question that is over: another one can be asked from the page before.
pub(super) fn ask_again(cx: &PageCx, asked_for: AskedFor, next: Option<&str>) -> PageResult {
    cx.forget(Cookie::Passkey);
    cx.notice(NoticeKind::Warning, "passkey-over");
    cx.redirect(&route::then(asked_for.page(), next))
}

/// `GET /login/second-step/passkey`
async fn show_passkey(cx: PageCx, Query(form): Query<AskForm>) -> PageResult {
    let (token, _) = match current(&cx, form.next()).await? {
        Ok(found) => found,
        Err(elsewhere) => return elsewhere,
    };
    let Some(ceremony) = ceremony(&cx) else { return ask_again(&cx, AskedFor::Login, form.next()) };
    match login_step::passkey_options(&cx, &token, &ceremony).await {
        Ok(options) => cx.page(passkey_view(&cx, AskedFor::Login, options, form.next(), FormErrors::none())),
        Err(Error::Refused(refusal)) if is_over(&refusal) => over(&cx, form.next()),
        Err(Error::Refused(_)) => ask_again(&cx, AskedFor::Login, form.next()),
        Err(error) => Err(error.into()),
    }
}

/// `POST /login/second-step/passkey`
async fn answer_passkey(cx: PageCx, earlier: MaybeSignedIn, form: Checked<AskForm>) -> PageResult {
    let (token, offered) = match current(&cx, form.next()).await? {
        Ok(found) => found,
        Err(elsewhere) => return elsewhere,
    };
    let Some((ceremony, said)) = form.said(&cx) else { return ask_again(&cx, AskedFor::Login, form.next()) };
    cx.forget(Cookie::Passkey);
    let answer = Answer::Passkey(ceremony, said.clone());
    match cx.evenly(login_step::answer(&cx, &token, &answer)).await {
        Ok(session) => signed_in(&cx, &earlier, &session, form.next()).await,
        Err(Error::Refused(refusal)) if is_over(&refusal) => over(&cx, form.next()),
        Err(Error::Refused(refusal)) => {
            let ask = AskForm { r#return: MaybeNext(form.r#return.0.clone()), ..AskForm::default() };
            cx.refused(&refusal, view(&cx, &ask, offered, refusal.clone().into()))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /login/passkey/begin`: nobody is named.
async fn begin_alone(cx: PageCx, form: Checked<AskForm>) -> PageResult {
    keep_ceremony(&cx, &passkey::begin_login(&cx).await?);
    cx.redirect(&route::then(route::LOGIN_PASSKEY, form.next()))
}

/// `GET /login/passkey`
async fn show_alone(cx: PageCx, Query(form): Query<AskForm>) -> PageResult {
    let Some(ceremony) = ceremony(&cx) else { return ask_again(&cx, AskedFor::PasskeyLogin, form.next()) };
    match passkey::login_options(&cx, &ceremony).await {
        Ok(options) => cx.page(passkey_view(&cx, AskedFor::PasskeyLogin, options, form.next(), FormErrors::none())),
        Err(Error::Refused(_)) => ask_again(&cx, AskedFor::PasskeyLogin, form.next()),
        Err(error) => Err(error.into()),
    }
}

/// `POST /login/passkey`: an answer that proves nothing gets another question at once.
async fn answer_alone(cx: PageCx, earlier: MaybeSignedIn, form: Checked<AskForm>) -> PageResult {
    let Some((ceremony, said)) = form.said(&cx) else { return ask_again(&cx, AskedFor::PasskeyLogin, form.next()) };
    match cx.evenly(passkey::log_in(&cx, &ceremony, said)).await {
        Ok(session) => signed_in(&cx, &earlier, &session, form.next()).await,
        Err(Error::Refused(refusal)) if refusal.code == "passkey-over" => {
            ask_again(&cx, AskedFor::PasskeyLogin, form.next())
        }
        Err(Error::Refused(refusal)) => {
            let next = passkey::begin_login(&cx).await?;
            let options = passkey::login_options(&cx, &next).await?;
            keep_ceremony(&cx, &next);
            let errors = refusal.clone().into();
            cx.refused(&refusal, passkey_view(&cx, AskedFor::PasskeyLogin, options, form.next(), errors))
        }
        Err(error) => Err(error.into()),
    }
}
