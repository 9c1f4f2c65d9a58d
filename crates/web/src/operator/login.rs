//! Signing in: login name and password, second factor, center; and out.

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error,
    operator::{self, OperatorToken, Progress, SignInToken},
};
use okno_domain::{
    operator::{CenterId, Role, Stage},
    refusal::FieldFault,
    secret::Secret,
};
use okno_ui::{
    form::{Choice, FormErrors},
    frame::NoticeKind,
    operator::{CenterView, CodeView, LoginView, SetupView},
    qr::Qr,
    route,
};
use serde::Deserialize;

use super::{NoFields, Onward};
use crate::kit::{Checked, Cookie, Fault, MaybeOperator, PageCx, PageResult, Query, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::OPERATOR_LOGIN, get(show).post(submit))
        .route(route::OPERATOR_CODE, get(show_code).post(submit_code))
        .route(route::OPERATOR_SETUP, get(show_setup).post(submit_setup))
        .route(route::OPERATOR_CENTER, get(show_center).post(submit_center))
        .route(route::OPERATOR_LOGOUT, post(logout))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LoginForm {
    login: String,
    password: Secret,
}

fn login_view(cx: &PageCx, login: &str, errors: FormErrors) -> LoginView {
    LoginView { frame: cx.frame(), login: errors.field("login", login), password: errors.field("password", ""), errors }
}

/// `GET /operator/login`: one who is signed in already goes on at once.
async fn show(cx: PageCx, operator: MaybeOperator, Query(onward): Query<Onward>) -> PageResult {
    if operator.0.is_some() {
        return cx.redirect(onward.path());
    }
    cx.page(login_view(&cx, "", FormErrors::none()))
}

/// `POST /operator/login`
async fn submit(cx: PageCx, Query(onward): Query<Onward>, form: Checked<LoginForm>) -> PageResult {
    let mut faults = Vec::new();
    if form.login.trim().is_empty() {
        faults.push(FieldFault::new("login", "required"));
    }
    if form.password.is_empty() {
        faults.push(FieldFault::new("password", "required"));
    }
    if !faults.is_empty() {
        return cx.faulty(login_view(&cx, &form.login, faults.into()));
    }
    match cx.evenly(operator::start(&cx, &form.login, &form.password)).await {
        Ok(token) => {
            cx.keep(Cookie::OperatorSignIn, token.encode().expose());
            let stage = operator::view(&cx, &token).await?.stage;
            cx.redirect(&step(stage, &onward))
        }
        Err(Error::Refused(refusal)) => {
            let view = login_view(&cx, &form.login, refusal.clone().into());
            cx.refused(&refusal, view)
        }
        Err(error) => Err(error.into()),
    }
}

/// The page of a stage.
fn step(stage: Stage, onward: &Onward) -> String {
    let page = match stage {
        Stage::Enrollment => route::OPERATOR_SETUP,
        Stage::SecondFactor => route::OPERATOR_CODE,
        Stage::Center => route::OPERATOR_CENTER,
        Stage::Done => route::OPERATOR,
    };
    route::and_return(page, onward.path())
}

/// The sign-in of this browser at this stage, or the page to go to instead.
async fn at_stage(
    cx: &PageCx,
    onward: &Onward,
    stage: Stage,
) -> Result<Result<(SignInToken, operator::View), PageResult>, Fault> {
    let Some(token) = cx.cookie(Cookie::OperatorSignIn).and_then(SignInToken::parse) else {
        return Ok(Err(over(cx, onward)));
    };
    match operator::view(cx, &token).await {
        Ok(view) if view.stage == stage => Ok(Ok((token, view))),
        Ok(view) => Ok(Err(cx.redirect(&step(view.stage, onward)))),
        Err(Error::Refused(_)) => Ok(Err(over(cx, onward))),
        Err(error) => Err(error.into()),
    }
}

/// To the beginning, with a word on why.
fn over(cx: &PageCx, onward: &Onward) -> PageResult {
    cx.forget(Cookie::OperatorSignIn);
    cx.notice(NoticeKind::Warning, "operator-sign-in-over");
    cx.redirect(&route::and_return(route::OPERATOR_LOGIN, onward.path()))
}

/// What a step led to.
async fn go_on(cx: &PageCx, earlier: &MaybeOperator, progress: Progress, onward: &Onward) -> PageResult {
    match progress {
        Progress::SignedIn(token) => signed_in(cx, earlier, &token, onward).await,
        Progress::ChooseCenter => cx.redirect(&step(Stage::Center, onward)),
    }
}

async fn signed_in(cx: &PageCx, earlier: &MaybeOperator, token: &OperatorToken, onward: &Onward) -> PageResult {
    // The session that this browser had is of no use to anyone any more.
    if let Some(earlier) = &earlier.0 {
        operator::logout(cx, earlier).await?;
    }
    cx.operator_sign_in(token);
    // Who looks after the installation begins with what waits.
    let is_administrator = operator::find(cx, token).await?.is_some_and(|found| found.role == Role::Administrator);
    let first = if is_administrator { route::OPERATOR_QUEUES } else { route::OPERATOR };
    cx.redirect(if onward.path() == route::OPERATOR { first } else { onward.path() })
}

/// What went wrong with a step: a page that is over begins anew, everything else is shown on the page.
fn is_over(error: &Error) -> bool {
    matches!(error, Error::Refused(refusal) if ["operator-sign-in-over", "operator-other-step"].contains(&refusal.code))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct CodeForm {
    code: Secret,
}

fn code_view(cx: &PageCx, login_name: String, errors: FormErrors) -> CodeView {
    CodeView { frame: cx.frame(), login_name, code: errors.field("code", ""), errors }
}

/// `GET /operator/login/code`
async fn show_code(cx: PageCx, Query(onward): Query<Onward>) -> PageResult {
    match at_stage(&cx, &onward, Stage::SecondFactor).await? {
        Ok((_, view)) => cx.page(code_view(&cx, view.login_name, FormErrors::none())),
        Err(elsewhere) => elsewhere,
    }
}

/// `POST /operator/login/code`
async fn submit_code(
    cx: PageCx,
    earlier: MaybeOperator,
    Query(onward): Query<Onward>,
    form: Checked<CodeForm>,
) -> PageResult {
    let (token, view) = match at_stage(&cx, &onward, Stage::SecondFactor).await? {
        Ok(found) => found,
        Err(elsewhere) => return elsewhere,
    };
    match cx.evenly(operator::enter_code(&cx, &token, &form.code)).await {
        Ok(progress) => go_on(&cx, &earlier, progress, &onward).await,
        Err(error) if is_over(&error) => over(&cx, &onward),
        Err(Error::Refused(refusal)) => {
            let view = code_view(&cx, view.login_name, refusal.clone().into());
            cx.refused(&refusal, view)
        }
        Err(Error::Fields(faults)) => cx.faulty(code_view(&cx, view.login_name, faults.into())),
        Err(error) => Err(error.into()),
    }
}

async fn setup_view(cx: &PageCx, token: &SignInToken, errors: FormErrors) -> Result<SetupView, Error> {
    let offered = operator::enrollment(cx, token).await?;
    let qr = Qr::of(offered.uri.expose()).ok_or_else(|| Error::Bug("a key too long for a QR code".to_owned()))?;
    let key = offered.key.expose().to_owned();
    Ok(SetupView { frame: cx.frame(), qr, key, code: errors.field("code", ""), errors })
}

/// `GET /operator/login/setup`
async fn show_setup(cx: PageCx, Query(onward): Query<Onward>) -> PageResult {
    match at_stage(&cx, &onward, Stage::Enrollment).await? {
        Ok((token, _)) => cx.page(setup_view(&cx, &token, FormErrors::none()).await?),
        Err(elsewhere) => elsewhere,
    }
}

/// `POST /operator/login/setup`
async fn submit_setup(
    cx: PageCx,
    earlier: MaybeOperator,
    Query(onward): Query<Onward>,
    form: Checked<CodeForm>,
) -> PageResult {
    let token = match at_stage(&cx, &onward, Stage::Enrollment).await? {
        Ok((token, _)) => token,
        Err(elsewhere) => return elsewhere,
    };
    match cx.evenly(operator::enroll(&cx, &token, &form.code)).await {
        Ok(progress) => go_on(&cx, &earlier, progress, &onward).await,
        Err(error) if is_over(&error) => over(&cx, &onward),
        Err(Error::Refused(refusal)) => {
            let view = setup_view(&cx, &token, refusal.clone().into()).await?;
            cx.refused(&refusal, view)
        }
        Err(Error::Fields(faults)) => cx.faulty(setup_view(&cx, &token, faults.into()).await?),
        Err(error) => Err(error.into()),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct CenterForm {
    center: String,
}

fn center_view(cx: &PageCx, view: &operator::View, errors: FormErrors) -> CenterView {
    CenterView {
        frame: cx.frame(),
        center: errors.field("center", ""),
        centers: view.centers.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect(),
        errors,
    }
}

/// `GET /operator/login/center`
async fn show_center(cx: PageCx, Query(onward): Query<Onward>) -> PageResult {
    match at_stage(&cx, &onward, Stage::Center).await? {
        Ok((_, view)) => cx.page(center_view(&cx, &view, FormErrors::none())),
        Err(elsewhere) => elsewhere,
    }
}

/// `POST /operator/login/center`
async fn submit_center(
    cx: PageCx,
    earlier: MaybeOperator,
    Query(onward): Query<Onward>,
    form: Checked<CenterForm>,
) -> PageResult {
    let (token, view) = match at_stage(&cx, &onward, Stage::Center).await? {
        Ok(found) => found,
        Err(elsewhere) => return elsewhere,
    };
    let Ok(center) = form.center.parse::<CenterId>() else {
        return cx.faulty(center_view(&cx, &view, vec![FieldFault::new("center", "required")].into()));
    };
    match cx.evenly(operator::choose_center(&cx, &token, center)).await {
        Ok(token) => signed_in(&cx, &earlier, &token, &onward).await,
        Err(error) if is_over(&error) => over(&cx, &onward),
        Err(Error::Refused(refusal)) => {
            let view = center_view(&cx, &view, refusal.clone().into());
            cx.refused(&refusal, view)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /operator/logout`
async fn logout(cx: PageCx, operator: MaybeOperator, form: Result<Checked<NoFields>, Fault>) -> PageResult {
    match (form, &operator.0) {
        (Ok(_), Some(operator)) => operator::logout(&cx, operator).await?,
        // The session was over before the button was pressed: what was wished for has happened.
        (Ok(_) | Err(Fault::Stale(_)), None) => {}
        (Err(fault), _) => return Err(fault),
    }
    cx.forget(Cookie::Operator);
    cx.notice(NoticeKind::Info, "operator-signed-out");
    cx.redirect(route::OPERATOR_LOGIN)
}
