//! Letting a device in (RFC 8628): what the device asks, and the page where a person types its code. What follows is on the
//! pages of requests, see `authorize`.

use axum::{
    Router, middleware,
    response::Response,
    routing::{get, post},
};
use okno_app::{authorization, protocol::path};
use okno_ui::{device::DeviceCodeView, form::FormErrors, route};
use serde::Deserialize;

use super::{
    authorize::{browser, page_of},
    call::{Program, from_anywhere, preflight},
    endpoint::noted,
};
use crate::kit::{Checked, Fault, MaybeSignedIn, PageCx, PageResult, Query, WebState};

pub(super) fn routes() -> Router<WebState> {
    let called = Router::new()
        .route(path::DEVICE_AUTHORIZATION, post(begin).options(preflight))
        .layer(middleware::from_fn(from_anywhere));
    Router::new().route(route::DEVICE, get(show).post(enter)).merge(called)
}

/// `POST /oauth2/device_authorization`
async fn begin(program: Program) -> Result<Response, Fault> {
    if !program.shows_credentials() {
        // Whoever says only which public client it is may be anybody.
        program.limited()?;
    }
    let call = program.call(path::DEVICE_AUTHORIZATION, &[]);
    let done = authorization::begin_device(program.cx(), &call).await;
    noted(&program, &call, done).await
}

/// The code as typed, or as it came with the address.
#[derive(Default, Deserialize)]
#[serde(default)]
struct CodeForm {
    user_code: String,
}

/// The longest that is written back into the box.
const LONGEST: usize = 64;

fn view(cx: &PageCx, typed: &str, errors: FormErrors, is_given: bool) -> DeviceCodeView {
    let shown: String = typed.chars().take(LONGEST).collect();
    DeviceCodeView { frame: cx.frame(), user_code: errors.field("user_code", shown), errors, is_given }
}

/// `GET /device`: a code in the address is only proposed; the person compares it and sends it (RFC 8628 3.3.1).
async fn show(cx: PageCx, Query(given): Query<CodeForm>) -> PageResult {
    let is_given = !given.user_code.is_empty();
    cx.page(view(&cx, &given.user_code, FormErrors::none(), is_given))
}

/// `POST /device`
async fn enter(cx: PageCx, signed_in: MaybeSignedIn, form: Checked<CodeForm>) -> PageResult {
    let account = signed_in.0.as_ref().map(|person| person.account.id);
    match authorization::enter_device_code(&cx, &form.user_code, account, &browser(&cx)).await {
        Ok(id) => cx.redirect(&page_of(id)),
        Err(okno_app::Error::Fields(faults)) => cx.faulty(view(&cx, &form.user_code, faults.into(), false)),
        Err(okno_app::Error::Refused(refusal)) => {
            let view = view(&cx, &form.user_code, refusal.clone().into(), false);
            cx.refused(&refusal, view)
        }
        Err(error) => Err(error.into()),
    }
}
