//! Reading the request of a program, and writing its answer.

use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts as _, Request},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
        ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, AUTHORIZATION, CACHE_CONTROL, ORIGIN,
    },
};
use okno_app::{Cx, protocol::Call};
use okno_oidc::{
    error::{ProtocolError, Reply},
    parameter::{Limits, ParameterError, Parameters},
};

use crate::kit::{ClientCertificate, Fault, PageCx, WebState, content_type, is_form, read_body};

const DPOP: HeaderName = HeaderName::from_static("dpop");

/// The most bytes that are read of a form.
const MOST_BYTES: usize = 64 * 1024;

/// A request of a program to an endpoint.
pub(super) struct Program {
    pub cx: PageCx,
    method: Method,
    authorization: Option<String>,
    proofs: Vec<String>,
    certificate: Option<Bytes>,
    accept: String,
    form: Option<Parameters>,
    none: Parameters,
}

impl Program {
    /// The request as the use cases take it.
    pub(super) fn call<'a>(&'a self, path: &'static str, proofs: &'a [&'a str]) -> Call<'a> {
        Call {
            path,
            method: self.method.as_str(),
            authorization: self.authorization.as_deref(),
            proofs,
            certificate: self.certificate.as_deref(),
            parameters: self.form.as_ref().unwrap_or(&self.none),
        }
    }

    pub(super) fn proofs(&self) -> Vec<&str> {
        self.proofs.iter().map(String::as_str).collect()
    }

    /// The form; none where nothing was sent as one.
    pub(super) const fn form(&self) -> Option<&Parameters> {
        self.form.as_ref()
    }

    /// Whether the answer is wanted of this media type.
    pub(super) fn wants(&self, media_type: &str) -> bool {
        self.accept.split(',').any(|one| one.split(';').next().unwrap_or_default().trim() == media_type)
    }

    /// Whether it came with anything that proves who it is, right or wrong.
    pub(super) fn shows_credentials(&self) -> bool {
        let has = |name: &str| self.form.as_ref().is_some_and(|form| form.get(name).is_some());
        self.authorization.is_some() || self.certificate.is_some() || has("client_secret") || has("client_assertion")
    }

    /// Counts the request among those of strangers from its network.
    pub(super) fn limited(&self) -> Result<(), Fault> {
        let scope = self.cx.scope();
        scope.state.rate.take(&scope.cx.client.network, scope.cx.now).map_err(Fault::TooManyRequests)
    }

    pub(super) fn cx(&self) -> &Cx {
        &self.cx
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// Why a request cannot be read, as the protocol says it.
pub(super) fn unreadable(error: ParameterError) -> Reply {
    ProtocolError::request(match error {
        ParameterError::TooLong => "the request is too long",
        ParameterError::TooMany => "the request has too many parameters",
        ParameterError::NotText => "the request is not text",
    })
    .reply()
}

impl FromRequest<WebState> for Program {
    type Rejection = Response;
    async fn from_request(request: Request, state: &WebState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let cx = PageCx::of_program(&parts).map_err(axum::response::IntoResponse::into_response)?;
        let Ok(certificate) = ClientCertificate::from_request_parts(&mut parts, state).await;
        let headers = &parts.headers;
        let form = if parts.method == Method::POST && is_form(content_type(headers)) {
            Some(form(headers, body).await?)
        } else {
            None
        };
        let accept = text(headers, &http::header::ACCEPT).unwrap_or_default();
        Ok(Self {
            cx,
            authorization: text(headers, &AUTHORIZATION),
            proofs: headers
                .get_all(DPOP)
                .into_iter()
                .map(|value| value.to_str().unwrap_or_default().to_owned())
                .collect(),
            certificate: certificate.0,
            accept,
            form,
            none: Parameters::default(),
            method: parts.method,
        })
    }
}

async fn form(headers: &HeaderMap, body: Body) -> Result<Parameters, Response> {
    let bytes = match read_body(headers, body, MOST_BYTES).await {
        Ok(bytes) => bytes,
        Err(Fault::TooLarge) => return Err(answer(unreadable(ParameterError::TooLong))),
        Err(fault) => return Err(fault.into_response()),
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| answer(unreadable(ParameterError::NotText)))?;
    Parameters::parse(text, Limits::default()).map_err(|error| answer(unreadable(error)))
}

/// The answer on the wire.
pub(super) fn answer(reply: Reply) -> Response {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, reply.body).into_response();
    let headers = response.headers_mut();
    headers.remove(http::header::CONTENT_TYPE);
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.append(HeaderName::from_static(name), value);
        }
    }
    response
}

/// A document of ours that changes seldom.
pub(super) fn document(body: impl Into<Body>, media_type: &'static str, seconds: u32) -> Response {
    let mut response = Response::new(body.into());
    let headers = response.headers_mut();
    headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Ok(value) = HeaderValue::from_str(&format!("public, max-age={seconds}")) {
        headers.insert(CACHE_CONTROL, value);
    }
    response
}

/// Lets pages of other origins call an endpoint: programs that live in a browser. No cookie of ours plays a part here, so they
/// can do nothing that any other program could not.
pub(super) async fn from_anywhere(request: Request, next: Next) -> Response {
    let asked = request.headers().contains_key(ORIGIN);
    let mut response = next.run(request).await;
    if asked {
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(
            ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("dpop-nonce, www-authenticate, retry-after"),
        );
    }
    response
}

/// What a browser asks before it lets such a page call.
pub(super) async fn preflight() -> Response {
    let headers = [
        (ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, PUT, DELETE")),
        (ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("authorization, content-type, dpop")),
        (ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("7200")),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}
