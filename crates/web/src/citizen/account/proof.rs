//! A fresh proof before what protects the account is changed (B1).

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{Error, factor::Answer, session, step_up};
use okno_domain::{
    credential::factor::{Due, FactorKind, FactorRefusal},
    refusal::FieldFault,
};
use okno_ui::{
    factor_ask::{AskedFor, By, FactorAskView},
    form::FormErrors,
    route,
};

use crate::{
    citizen::login_step::{AskForm, ask_again, ceremony, keep_ceremony, passkey_view, usable},
    kit::{Checked, Cookie, Fault, PageCx, PageResult, Query, SignedIn, WebState},
};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::ACCOUNT_PROOF, get(show).post(answer))
        .route(route::ACCOUNT_PROOF_PASSKEY_BEGIN, post(begin_passkey))
        .route(route::ACCOUNT_PROOF_PASSKEY, get(show_passkey).post(answer_passkey))
}

/// The page for the proof, which comes back to this one; `None` when no factor is due. For pages with a form that takes
/// the password itself.
pub(super) async fn factor_first(cx: &PageCx, signed_in: &session::SignedIn) -> Result<Option<PageResult>, Fault> {
    let is_due = step_up::due(cx, signed_in).await? == Some(Due::Factor);
    Ok(is_due.then(|| ask(cx, &cx.scope().here)))
}

/// The same for pages that take no password.
pub(super) async fn proof_first(cx: &PageCx, signed_in: &session::SignedIn) -> Result<Option<PageResult>, Fault> {
    let is_due = step_up::due(cx, signed_in).await?.is_some();
    Ok(is_due.then(|| ask(cx, &cx.scope().here)))
}

/// To the page for the proof, and then to this one.
pub(in crate::citizen) fn ask(cx: &PageCx, next: &str) -> PageResult {
    cx.redirect(&route::then(route::ACCOUNT_PROOF, Some(next)))
}

/// Whether an act was refused for want of a proof.
pub(in crate::citizen) fn is_due(error: &Error) -> bool {
    matches!(error, Error::Refused(refusal) if refusal.code == FactorRefusal::PROOF_DUE)
}

fn next(form: &AskForm) -> &str {
    form.next().filter(|path| !path.starts_with(route::ACCOUNT_PROOF)).unwrap_or(route::ACCOUNT_FACTORS)
}

async fn ways(cx: &PageCx, signed_in: &session::SignedIn) -> Result<Vec<FactorKind>, Fault> {
    Ok(usable(cx, step_up::offered(cx, signed_in).await?))
}

fn view(cx: &PageCx, form: &AskForm, offered: Vec<FactorKind>, errors: FormErrors) -> FactorAskView {
    let mut frame = cx.frame();
    // The page may answer a POST to another address.
    route::ACCOUNT_PROOF.clone_into(&mut frame.path);
    let by = form.kind(&offered).map_or(By::Password, By::Factor);
    FactorAskView::new(frame, errors, (AskedFor::Proof, by), offered, Some(next(form).to_owned()))
}

/// `GET /account/security/proof`: one who has just proved it goes on at once.
async fn show(cx: PageCx, signed_in: SignedIn, Query(form): Query<AskForm>) -> PageResult {
    // A site may want a proof that is fresher than we need ourselves; whether it is fresh enough is decided there.
    let for_site = next(&form).starts_with(route::INTERACTIONS);
    if !for_site && step_up::due(&cx, &signed_in).await?.is_none() {
        return cx.redirect(next(&form));
    }
    let offered = ways(&cx, &signed_in).await?;
    cx.page(view(&cx, &form, offered, FormErrors::none()))
}

/// `POST /account/security/proof`
async fn answer(cx: PageCx, signed_in: SignedIn, form: Checked<AskForm>) -> PageResult {
    let offered = ways(&cx, &signed_in).await?;
    let answered = match form.kind(&offered) {
        None if form.password.is_empty() => Err(Error::Fields(vec![FieldFault::new("password", "required")])),
        None => step_up::by_password(&cx, &signed_in, &form.password).await,
        Some(kind) => match form.answer(kind) {
            Ok(answer) => step_up::by_factor(&cx, &signed_in, &answer).await,
            Err(error) => Err(error),
        },
    };
    match answered {
        Ok(()) => cx.redirect(next(&form)),
        Err(Error::Fields(faults)) => cx.faulty(view(&cx, &form, offered, faults.into())),
        Err(Error::Refused(refusal)) => cx.refused(&refusal, view(&cx, &form, offered, refusal.clone().into())),
        Err(error) => Err(error.into()),
    }
}

/// `POST /account/security/proof/passkey/begin`
async fn begin_passkey(cx: PageCx, signed_in: SignedIn, form: Checked<AskForm>) -> PageResult {
    keep_ceremony(&cx, &step_up::begin_passkey(&cx, &signed_in).await?);
    cx.redirect(&route::then(route::ACCOUNT_PROOF_PASSKEY, Some(next(&form))))
}

/// `GET /account/security/proof/passkey`
async fn show_passkey(cx: PageCx, signed_in: SignedIn, Query(form): Query<AskForm>) -> PageResult {
    let next = next(&form);
    let Some(ceremony) = ceremony(&cx) else { return ask_again(&cx, AskedFor::Proof, Some(next)) };
    match step_up::passkey_options(&cx, &signed_in, &ceremony).await {
        Ok(options) => cx.page(passkey_view(&cx, AskedFor::Proof, options, Some(next), FormErrors::none())),
        Err(Error::Refused(_)) => ask_again(&cx, AskedFor::Proof, Some(next)),
        Err(error) => Err(error.into()),
    }
}

/// `POST /account/security/proof/passkey`
async fn answer_passkey(cx: PageCx, signed_in: SignedIn, form: Checked<AskForm>) -> PageResult {
    let Some((ceremony, said)) = form.said(&cx) else { return ask_again(&cx, AskedFor::Proof, Some(next(&form))) };
    cx.forget(Cookie::Passkey);
    match step_up::by_factor(&cx, &signed_in, &Answer::Passkey(ceremony, said.clone())).await {
        Ok(()) => cx.redirect(next(&form)),
        Err(Error::Refused(refusal)) if refusal.code == "passkey-over" => {
            ask_again(&cx, AskedFor::Proof, Some(next(&form)))
        }
        Err(Error::Refused(refusal)) => {
            let offered = ways(&cx, &signed_in).await?;
            cx.refused(&refusal, view(&cx, &form, offered, refusal.clone().into()))
        }
        Err(error) => Err(error.into()),
    }
}
