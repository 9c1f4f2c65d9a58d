//! "It was not me": where the link in the notice of a login leads (B2, B5).

use axum::{Router, routing::get};
use okno_app::{
    Error,
    restriction::{self, DisavowalToken},
};
use okno_domain::{refusal::Refusal, secret::Secret};
use okno_ui::{restriction::NotMeView, route, session::Device};

use super::step::{LinkForm, outcome};
use crate::kit::{Checked, Fault, PageCx, PageResult, Query, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(route::NOT_ME, get(show).post(disavow)).route(route::LOCKED, get(locked))
}

fn over(cx: &PageCx, refusal: &Refusal) -> PageResult {
    let next = (route::RECOVERY, "locked-next");
    cx.refused(refusal, outcome(cx, "not-me-over-title", &["not-me-over-text"], next))
}

fn parse(token: &Secret) -> Result<DisavowalToken, Fault> {
    DisavowalToken::parse(token.expose()).ok_or(Fault::NotFound)
}

/// `GET /not-me`: shows the login; nothing is used up, whoever follows the link.
async fn show(cx: PageCx, Query(link): Query<LinkForm>) -> PageResult {
    let token = parse(&link.token)?;
    match restriction::peek_disavowal(&cx, &token).await {
        Ok(login) => {
            let mut frame = cx.frame();
            // The links that change the language would carry the secret into another address.
            route::HOME.clone_into(&mut frame.path);
            cx.secret_page(NotMeView {
                frame,
                token: link.token.expose().to_owned(),
                at: cx.local(login.login_at),
                network: login.network,
                device: Device::of(&login.user_agent),
            })
        }
        Err(Error::Refused(refusal)) => over(&cx, &refusal),
        Err(error) => Err(error.into()),
    }
}

/// `POST /not-me`: every session ends and the account is locked.
async fn disavow(cx: PageCx, form: Checked<LinkForm>) -> PageResult {
    let token = parse(&form.token)?;
    match restriction::disavow(&cx, &token).await {
        Ok(()) => {
            cx.sign_out();
            cx.redirect(route::LOCKED)
        }
        // Pressed in another window.
        Err(Error::Conflict) => cx.redirect(route::LOCKED),
        Err(Error::Refused(refusal)) => over(&cx, &refusal),
        Err(error) => Err(error.into()),
    }
}

/// `GET /locked`: how it goes on.
async fn locked(cx: PageCx) -> PageResult {
    let next = (route::RECOVERY, "locked-next");
    cx.page(outcome(&cx, "locked-title", &["locked-text"], next))
}
