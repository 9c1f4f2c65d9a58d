//! Locking the own account (B5).

use axum::{Router, routing::get};
use okno_app::{factor, restriction, security};
use okno_domain::restriction::{Unlock, unlock};
use okno_ui::{restriction::LockView, route};

use crate::{
    citizen::step::NoFields,
    kit::{Checked, PageCx, PageResult, SignedIn, WebState},
};

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(route::ACCOUNT_LOCK, get(show).post(lock))
}

/// `GET /account/security/lock`: says what will open it again.
async fn show(cx: PageCx, signed_in: SignedIn) -> PageResult {
    let factors = factor::overview(&cx, &signed_in).await?.factors;
    let has_question = security::current_question(&cx, &signed_in).await?.is_some();
    let opens = unlock(signed_in.account.level, factors, has_question);
    cx.page(LockView {
        frame: cx.frame(),
        has_factor: opens == Unlock::WithFactor,
        needs_center: opens == Unlock::AtCenter,
    })
}

/// `POST /account/security/lock`
async fn lock(cx: PageCx, signed_in: SignedIn, _: Checked<NoFields>) -> PageResult {
    restriction::lock_by_owner(&cx, &signed_in).await?;
    cx.sign_out();
    cx.redirect(route::LOCKED)
}
