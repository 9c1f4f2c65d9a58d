//! One request: its context, what it asks for, its cookies, and who sent it.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

use axum::extract::{ConnectInfo, MatchedPath, Request};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{
    HeaderMap, HeaderValue, Method,
    header::{ACCEPT, ACCEPT_LANGUAGE, USER_AGENT},
};
use okno_app::{
    Client, Cx,
    session::{self, SessionToken, SignedIn},
};
use okno_ui::route;
use tokio::sync::{OnceCell, OwnedSemaphorePermit};

use super::{
    cookie::{Cookie, Life, Received},
    csrf::{Binding, Verdict},
    language, network,
    state::WebState,
};

/// The shape of the answer that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// A page.
    Page,
    /// Data; errors as problem details (RFC 9457).
    Json,
}

/// One request, from the moment it comes in.
pub struct Scope {
    pub(crate) state: WebState,
    /// The use cases' context: the instant, the language, the client.
    pub cx: Cx,
    /// The shape of the answer.
    pub wants: Wants,
    /// The route's pattern; what the log shows in place of the address, which may hold a token.
    pub route: String,
    /// The method.
    pub method: Method,
    /// The path and query, for links back to this page. Not for the log.
    pub here: String,
    received: Received,
    to_set: Mutex<Vec<(Cookie, String, Life)>>,
    session: OnceCell<Option<Arc<SignedIn>>>,
    permit: Mutex<Option<OwnedSemaphorePermit>>,
}

impl Scope {
    /// Reads what a request says about itself; the one reading of the clock for it happens here.
    pub(crate) fn begin(state: &WebState, request: &Request) -> Arc<Self> {
        let headers = request.headers();
        let received = Received::read(headers, state.is_https);
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
        let client = network::client(peer, headers, &state.config.trusted_proxies, state.config.proxy_header);
        let locale = language::negotiate(received.get(Cookie::Language), text(headers, ACCEPT_LANGUAGE));
        let mut id = [0; 8];
        state.app.random.fill(&mut id);
        let client = Client {
            network: network::prefix(client),
            user_agent: readable(text(headers, USER_AGENT).unwrap_or_default()),
            request_id: format!("{:016x}", u64::from_be_bytes(id)),
        };
        let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
        Arc::new(Self {
            cx: Cx::begin(&state.app, locale, client),
            wants: if route.starts_with("/exchange/") { Wants::Json } else { wants(text(headers, ACCEPT)) },
            route,
            method: request.method().clone(),
            here: request.uri().path_and_query().map_or("/", |here| here.as_str()).to_owned(),
            received,
            to_set: Mutex::default(),
            session: OnceCell::new(),
            permit: Mutex::default(),
            state: state.clone(),
        })
    }

    /// One of our cookies, as it came.
    pub fn cookie(&self, cookie: Cookie) -> Option<&str> {
        self.received.get(cookie)
    }

    /// Sets a cookie with the answer, whatever the answer is.
    pub fn set_cookie(&self, cookie: Cookie, value: &str, life: Life) {
        let mut to_set = self.to_set.lock().unwrap_or_else(PoisonError::into_inner);
        to_set.retain(|(seen, ..)| *seen != cookie);
        to_set.push((cookie, value.to_owned(), life));
    }

    /// Removes a cookie, if the browser has it.
    pub fn remove_cookie(&self, cookie: Cookie) {
        if self.cookie(cookie).is_some() {
            self.set_cookie(cookie, "", Life::Over);
        }
    }

    pub(crate) fn cookies_to_set(&self) -> Vec<HeaderValue> {
        let to_set = self.to_set.lock().unwrap_or_else(PoisonError::into_inner);
        to_set.iter().filter_map(|(cookie, value, life)| cookie.set(self.state.is_https, value, *life)).collect()
    }

    /// Who is signed in. The database is asked once, and only when there is a cookie; a cookie that leads nowhere is
    /// removed.
    pub async fn session(&self) -> okno_app::Result<Option<&Arc<SignedIn>>> {
        let find = || async {
            let Some(text) = self.cookie(Cookie::Session) else { return Ok(None) };
            let found = match SessionToken::parse(text) {
                // A page that waits for news does not keep its session from ending.
                Some(token) if self.route == route::PROFILE_VERIFICATION_NEWS => {
                    session::peek(&self.cx, &token).await?
                }
                Some(token) => session::find(&self.cx, &token).await?,
                None => None,
            };
            let Some(signed_in) = found else {
                self.remove_cookie(Cookie::Session);
                return Ok(None);
            };
            Ok(Some(Arc::new(signed_in)))
        };
        self.session.get_or_try_init(find).await.map(Option::as_ref)
    }

    /// Who is signed in, as far as that has been asked; for error pages, which ask nothing.
    pub fn known_session(&self) -> Option<&Arc<SignedIn>> {
        self.session.get().and_then(Option::as_ref)
    }

    /// A token for a form on this answer. One who is not signed in gets a cookie that it is bound to.
    pub fn form_token(&self) -> String {
        let nonce = self.cx.random_bytes();
        let issue = |binding| self.state.csrf.issue(binding, self.cx.now, nonce);
        if let (Some(_), Some(session)) = (self.known_session(), self.cookie(Cookie::Session)) {
            return issue(Binding::Session(session));
        }
        if let Some(visitor) = self.cookie(Cookie::Form) {
            return issue(Binding::Visitor(visitor));
        }
        let mut to_set = self.to_set.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, visitor, _)) = to_set.iter().find(|(cookie, ..)| *cookie == Cookie::Form) {
            return issue(Binding::Visitor(visitor));
        }
        let visitor = URL_SAFE_NO_PAD.encode(self.cx.random_bytes::<16>());
        let token = issue(Binding::Visitor(&visitor));
        to_set.push((Cookie::Form, visitor, Life::Browser));
        token
    }

    /// Judges the token that a form brought.
    pub(crate) fn judge(&self, token: &str) -> Verdict {
        let binding = match (self.known_session(), self.cookie(Cookie::Session), self.cookie(Cookie::Form)) {
            (Some(_), Some(session), _) => Binding::Session(session),
            (_, _, Some(visitor)) => Binding::Visitor(visitor),
            _ => return Verdict::Wrong,
        };
        self.state.csrf.verify(binding, token, self.cx.now)
    }

    /// Holds the place among the requests that are worked on.
    pub(crate) fn hold(&self, permit: OwnedSemaphorePermit) {
        *self.permit.lock().unwrap_or_else(PoisonError::into_inner) = Some(permit);
    }

    /// Gives that place up: the request only waits from here on.
    pub(crate) fn park(&self) {
        *self.permit.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

fn text(headers: &HeaderMap, name: http::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The browser's description: at most 200 printable characters.
fn readable(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(200).collect()
}

/// JSON when it is asked for and HTML is not.
fn wants(accept: Option<&str>) -> Wants {
    let accept = accept.unwrap_or_default().to_ascii_lowercase();
    let json = accept.contains("application/json") || accept.contains("application/problem+json");
    if json && !accept.contains("text/html") { Wants::Json } else { Wants::Page }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_get_pages_and_programs_get_json() {
        assert_eq!(wants(None), Wants::Page);
        assert_eq!(wants(Some("text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8")), Wants::Page);
        assert_eq!(wants(Some("*/*")), Wants::Page);
        assert_eq!(wants(Some("application/json")), Wants::Json);
        assert_eq!(wants(Some("application/problem+json, */*")), Wants::Json);
    }

    #[test]
    fn a_browser_cannot_write_lines_into_the_log() {
        assert_eq!(readable("a\tb"), "ab");
        assert_eq!(readable(&"x".repeat(500)).len(), 200);
    }
}
