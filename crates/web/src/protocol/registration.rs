//! Sites that register themselves over HTTP, and manage that (RFC 7591, RFC 7592).

use axum::{
    Router,
    body::Body,
    extract::{FromRequest, Request},
    middleware,
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use bytes::Bytes;
use http::{HeaderMap, Method, header::AUTHORIZATION};
use okno_app::{protocol::path, relying_party};
use okno_oidc::{error::ProtocolError, parameter::ParameterError, resource};

use super::{
    call::{answer, from_anywhere, preflight, unreadable},
    endpoint::settled,
};
use crate::kit::{Fault, PageCx, Path, WebState, content_type, read_body};

/// The most bytes of metadata that are read.
const MOST_BYTES: usize = 64 * 1024;

pub(super) fn routes() -> Router<WebState> {
    let own = format!("{}/{{client_id}}", path::REGISTER);
    Router::new()
        .route(path::REGISTER, post(register).options(preflight))
        .route(&own, get(show).put(change).delete(give_up).options(preflight))
        .layer(middleware::from_fn(from_anywhere))
}

/// A request about metadata: a document, and the token in the header.
struct Document {
    cx: PageCx,
    bearer: Option<String>,
    body: Bytes,
}

impl Document {
    fn bearer(&self) -> Option<&str> {
        self.bearer.as_deref()
    }
}

/// The token in the header; an empty one, which is none that was ever made, where the header is of another kind.
fn bearer(headers: &HeaderMap) -> Option<String> {
    let header = headers.get(AUTHORIZATION)?.to_str().unwrap_or_default();
    Some(resource::presented(Some(header), None).map_or_else(|_| String::new(), |presented| presented.token))
}

impl FromRequest<WebState> for Document {
    type Rejection = Response;
    async fn from_request(request: Request, _: &WebState) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let cx = PageCx::of_program(&parts).map_err(Fault::into_response)?;
        let scope = cx.scope();
        // Whoever has no token yet may be anybody, and one that is wrong costs a look at the database too.
        let limited = scope.state.rate.take(&scope.cx.client.network, scope.cx.now);
        limited.map_err(|wait| Fault::TooManyRequests(wait).into_response())?;
        let has_body = parts.method == Method::POST || parts.method == Method::PUT;
        let body = if has_body { json(&parts.headers, body).await? } else { Bytes::new() };
        Ok(Self { cx, bearer: bearer(&parts.headers), body })
    }
}

async fn json(headers: &HeaderMap, body: Body) -> Result<Bytes, Response> {
    let essence = content_type(headers).and_then(|text| text.split(';').next()).unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(answer(ProtocolError::request("the body must be application/json").reply()));
    }
    match read_body(headers, body, MOST_BYTES).await {
        Ok(bytes) => Ok(bytes),
        Err(Fault::TooLarge) => Err(answer(unreadable(ParameterError::TooLong))),
        Err(fault) => Err(fault.into_response()),
    }
}

/// `POST /oauth2/register`
async fn register(asked: Document) -> Result<Response, Fault> {
    settled(relying_party::register(&asked.cx, &asked.body, asked.bearer()).await)
}

/// `GET /oauth2/register/{client_id}`
async fn show(Path(client_id): Path<String>, asked: Document) -> Result<Response, Fault> {
    settled(relying_party::registered(&asked.cx, &client_id, asked.bearer()).await)
}

/// `PUT /oauth2/register/{client_id}`
async fn change(Path(client_id): Path<String>, asked: Document) -> Result<Response, Fault> {
    settled(relying_party::change_registration(&asked.cx, &client_id, &asked.body, asked.bearer()).await)
}

/// `DELETE /oauth2/register/{client_id}`
async fn give_up(Path(client_id): Path<String>, asked: Document) -> Result<Response, Fault> {
    settled(relying_party::give_up_registration(&asked.cx, &client_id, asked.bearer()).await)
}
