//! What other systems call: no session, no form token; signatures are the protection.

mod registry;

use axum::Router;

use crate::kit::WebState;

/// All of it.
pub(crate) fn routes() -> Router<WebState> {
    Router::new().merge(registry::routes())
}
