//! The registries' answers (docs/protocols/registry-exchange.md).

use axum::{Router, response::IntoResponse as _, routing::post};
use http::StatusCode;
use okno_app::{Error, verification};

use crate::kit::{Jose, PageCx, PageResult, Path, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new().route("/exchange/registry/{registry}", post(answer))
}

/// `POST /exchange/registry/{registry}`
async fn answer(cx: PageCx, Path(registry): Path<String>, Jose(signed): Jose) -> PageResult {
    let status = match verification::take_answer(&cx, &registry, &signed).await {
        Ok(_) => StatusCode::NO_CONTENT,
        Err(Error::NotFound) => StatusCode::NOT_FOUND,
        Err(Error::Refused(refusal)) => match refusal.code {
            "registry-answer-malformed" => StatusCode::BAD_REQUEST,
            "registry-answer-signature" => StatusCode::UNAUTHORIZED,
            // Signed and ours, but not to the request that was sent.
            _ => StatusCode::NOT_FOUND,
        },
        // Anything else is a fault of ours, and the registry tries again.
        Err(error) => return Err(error.into()),
    };
    Ok(status.into_response())
}
