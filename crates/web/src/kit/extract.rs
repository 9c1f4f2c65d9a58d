//! Extractors: what a handler asks for in its parameters.

use std::{ops::Deref, sync::Arc};

use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, Request},
};
use bytes::Bytes;
use futures_util::StreamExt as _;
use http::{
    HeaderMap,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
    request::Parts,
};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use okno_app::{account, operator, session};
use okno_ui::route;
use serde::de::DeserializeOwned;

use super::{
    answer::Fault,
    csrf::{self, Provenance, Verdict},
    form::{self, Pairs},
    page::PageCx,
    scope::{AtWork, Scope},
    state::WebState,
};

/// How much of a body that is too large we read and forget, so that the browser gets to read our answer.
const MOST_DRAINED: usize = 16 * 1024 * 1024;

pub(super) fn scope(parts: &Parts) -> Result<Arc<Scope>, Fault> {
    parts.extensions.get::<Arc<Scope>>().cloned().ok_or_else(Fault::no_scope)
}

impl FromRequestParts<WebState> for PageCx {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, _: &WebState) -> Result<Self, Fault> {
        let scope = scope(parts)?;
        // The page's head shows who is signed in (R5), so every page asks.
        scope.who().await?;
        Ok(Self::new(scope))
    }
}

/// Their own pages: all that a person gets to see here who was made up to try a site with. What is for people is refused by the
/// use cases as well; this keeps whatever comes later and asks for [`SignedIn`] from them.
const PAGES_OF_TEST_PERSONS: [&str; 11] = [
    route::ACCOUNT,
    route::ACCOUNT_DATA,
    route::ACCOUNT_TIME_ZONE,
    route::ACCOUNT_DOCUMENTS,
    route::ACCOUNT_CONTACTS,
    route::ACCOUNT_SECURITY,
    route::ACCOUNT_PASSWORD,
    route::ACCOUNT_GENERATE,
    route::ACCOUNT_HISTORY,
    route::ACCOUNT_NOTICES,
    route::ACCOUNT_NOTICES_READ,
];
/// The same with all that lies below.
const PARTS_OF_TEST_PERSONS: [&str; 4] =
    [route::ACCOUNT_FACTORS, route::ACCOUNT_PROOF, route::ACCOUNT_SESSIONS, route::ACCOUNT_SITES];

/// Whether a person who was made up may be at this path.
fn is_for_test_persons(path: &str) -> bool {
    let is_below = |part: &str| path.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    PAGES_OF_TEST_PERSONS.contains(&path) || PARTS_OF_TEST_PERSONS.iter().any(|part| is_below(part))
}

/// The person who is signed in; anyone else is sent to the login page and comes back afterwards (R3). One who was made up is
/// refused but on their own pages.
#[derive(Clone, Debug)]
pub struct SignedIn(Arc<session::SignedIn>);

impl Deref for SignedIn {
    type Target = session::SignedIn;
    fn deref(&self) -> &session::SignedIn {
        &self.0
    }
}

impl FromRequestParts<WebState> for SignedIn {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, _: &WebState) -> Result<Self, Fault> {
        let scope = scope(parts)?;
        let found = scope.session().await?.cloned().ok_or(Fault::SignIn)?;
        if !is_for_test_persons(parts.uri.path()) {
            account::demand_person(&found.account)?;
        }
        Ok(Self(found))
    }
}

/// The person who is signed in, if anyone is.
#[derive(Clone, Debug)]
pub struct MaybeSignedIn(pub Option<SignedIn>);

impl FromRequestParts<WebState> for MaybeSignedIn {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, _: &WebState) -> Result<Self, Fault> {
        let scope = scope(parts)?;
        let found = scope.session().await?.cloned();
        Ok(Self(found.map(SignedIn)))
    }
}

/// An operator who is signed in; anyone else is sent to the operators' login and comes back afterwards.
#[derive(Clone, Debug)]
pub struct Operator(Arc<AtWork>);

impl Deref for Operator {
    type Target = operator::SignedIn;
    fn deref(&self) -> &operator::SignedIn {
        &self.0.signed_in
    }
}

impl FromRequestParts<WebState> for Operator {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, _: &WebState) -> Result<Self, Fault> {
        let found = scope(parts)?.operator().await?.cloned();
        found.map(Self).ok_or(Fault::SignIn)
    }
}

/// An operator who is signed in, if anyone is.
#[derive(Clone, Debug)]
pub struct MaybeOperator(pub Option<Operator>);

impl FromRequestParts<WebState> for MaybeOperator {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, _: &WebState) -> Result<Self, Fault> {
        let found = scope(parts)?.operator().await?.cloned();
        Ok(Self(found.map(Operator)))
    }
}

/// An operator at work at a center (R135); one whose session has none is refused.
#[derive(Clone, Debug)]
pub struct Clerk(operator::Acting);

impl Deref for Clerk {
    type Target = operator::Acting;
    fn deref(&self) -> &operator::Acting {
        &self.0
    }
}

impl FromRequestParts<WebState> for Clerk {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Fault> {
        let operator = Operator::from_request_parts(parts, state).await?;
        Ok(Self(operator::Acting::try_from((*operator).clone())?))
    }
}

/// What the path names; anything that does not fit is a page that does not exist.
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<WebState> for Path<T> {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Fault> {
        let found = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        found.map(|path| Self(path.0)).map_err(|_| Fault::NotFound)
    }
}

/// The query as a struct whose fields have defaults.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<WebState> for Query<T> {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, _: &WebState) -> Result<Self, Fault> {
        let pairs = Pairs::parse(parts.uri.query().unwrap_or_default().as_bytes())?;
        pairs.read().map(Self)
    }
}

/// A form that is well-formed, not too large, not forged, and not one of a flood. Stands last among the parameters.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    value: T,
    pairs: Pairs,
}

impl<T> Deref for Checked<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> Checked<T> {
    /// The form by value.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Every value with this name, as check boxes send them.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.pairs.all(name)
    }
}

impl<T: DeserializeOwned> FromRequest<WebState> for Checked<T> {
    type Rejection = Fault;
    async fn from_request(request: Request, state: &WebState) -> Result<Self, Fault> {
        let (parts, body) = request.into_parts();
        let scope = scope(&parts)?;
        state.rate.take(&scope.cx.client.network, scope.cx.now).map_err(Fault::TooManyRequests)?;
        let provenance = csrf::provenance(&parts.headers, &state.public_origin);
        if provenance == Provenance::Foreign {
            return Err(Fault::Forged);
        }
        if !form::is_form(content_type(&parts.headers)) {
            return Err(Fault::UnsupportedMediaType);
        }
        let bytes = read_body(&parts.headers, body, form::MOST_BYTES).await?;
        admit(&scope, Pairs::parse(&bytes)?, provenance).await
    }
}

/// Judges the token in a form, and reads it.
pub(super) async fn admit<T: DeserializeOwned>(
    scope: &Scope,
    pairs: Pairs,
    provenance: Provenance,
) -> Result<Checked<T>, Fault> {
    scope.who().await?;
    match (scope.judge(pairs.first(csrf::FIELD).unwrap_or_default()), provenance) {
        (Verdict::Valid, _) => Ok(Checked { value: pairs.read()?, pairs }),
        // An old page of our own: the session or the token is over, and what was typed must not be lost.
        (Verdict::Expired, _) | (Verdict::Wrong, Provenance::Ours) => Err(Fault::Stale(pairs)),
        (Verdict::Wrong, _) => Err(Fault::Forged),
    }
}

/// A signed message from another system (`application/jose`): text of at most 64 KiB. Its signature is the protection,
/// so neither a form token nor a session is asked for.
#[derive(Clone, Debug)]
pub struct Jose(pub String);

impl FromRequest<WebState> for Jose {
    type Rejection = Fault;
    async fn from_request(request: Request, _: &WebState) -> Result<Self, Fault> {
        let (parts, body) = request.into_parts();
        let essence = content_type(&parts.headers).and_then(|text| text.split(';').next()).unwrap_or_default();
        if !essence.trim().eq_ignore_ascii_case("application/jose") {
            return Err(Fault::UnsupportedMediaType);
        }
        let bytes = read_body(&parts.headers, body, form::MOST_BYTES).await?;
        String::from_utf8(bytes.to_vec()).map(Self).map_err(|_| Fault::Malformed("the message is not UTF-8"))
    }
}

pub(crate) fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok())
}

/// The bytes of a form that is no page of ours.
pub(crate) async fn form_bytes(request: Request) -> Result<Bytes, Fault> {
    let (parts, body) = request.into_parts();
    read_body(&parts.headers, body, form::MOST_BYTES).await
}

/// Reads a body of at most `most` bytes.
pub(crate) async fn read_body(headers: &HeaderMap, body: Body, most: usize) -> Result<Bytes, Fault> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > most) {
        drain(body).await;
        return Err(Fault::TooLarge);
    }
    let mut limited = Limited::new(body, most);
    let mut read = Vec::with_capacity(announced.unwrap_or(0));
    while let Some(frame) = limited.frame().await {
        match frame {
            Ok(frame) => {
                if let Ok(data) = frame.into_data() {
                    read.extend_from_slice(&data);
                }
            }
            Err(error) if error.is::<LengthLimitError>() => return Err(Fault::TooLarge),
            Err(_) => return Err(Fault::Malformed("the body broke off")),
        }
    }
    Ok(read.into())
}

async fn drain(body: Body) {
    let mut seen = 0_usize;
    let mut stream = body.into_data_stream();
    while let Some(Ok(chunk)) = stream.next().await {
        seen = seen.saturating_add(chunk.len());
        if seen > MOST_DRAINED {
            break;
        }
    }
}
