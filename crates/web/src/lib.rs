//! All HTTP: routers, extractors, forms, error mapping. No rules: a handler parses, calls one use case, chooses a page.
//!
//! `citizen` has the pages for people, `operator` those of the workplace, `exchange` what other systems call, `protocol`
//! OpenID Connect, `kit` what they share.

mod citizen;
mod exchange;
pub mod kit;
mod operator;
mod protocol;

pub use kit::{WebConfig, WebState};

use axum::{Router, middleware};
use kit::Fault;
use okno_app::wording::BuiltIn;

/// The texts that pages and messages have, and what fits in place of each.
pub fn built_in_texts() -> &'static dyn BuiltIn {
    &operator::Texts
}

/// Everything that is served to the outside.
pub fn router(state: WebState) -> Router {
    let routes = citizen::routes().merge(exchange::routes()).merge(operator::routes()).merge(protocol::routes(&state));
    protected(routes, state)
}

/// These routes with everything that is around ours: protection, limits, error pages. Tests use it with routes of their
/// own.
pub fn protected(routes: Router<WebState>, state: WebState) -> Router {
    Router::new()
        .merge(routes)
        .merge(kit::routes())
        .fallback(async || Fault::NotFound)
        .method_not_allowed_fallback(async || Fault::MethodNotAllowed)
        .layer(middleware::from_fn_with_state(state.clone(), kit::serve))
        .with_state(state)
}
