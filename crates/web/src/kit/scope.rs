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
    operator::{self, OperatorToken},
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
    /// A stream of events. It has no words for errors: the browser is told to stop listening, and the page asks for data.
    Events,
}

/// An operator at work, and what the head of each page shows.
#[derive(Debug)]
pub struct AtWork {
    /// The operator.
    pub signed_in: operator::SignedIn,
    /// The center's name, and what waits.
    pub head: operator::Head,
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
    is_workplace: bool,
    session: OnceCell<Option<Arc<SignedIn>>>,
    operator: OnceCell<Option<Arc<AtWork>>>,
    permit: Mutex<Option<OwnedSemaphorePermit>>,
}

impl Scope {
    /// Reads what a request says about itself; the one reading of the clock for it happens here.
    pub(crate) fn begin(state: &WebState, request: &Request) -> Arc<Self> {
        let headers = request.headers();
        let received = Received::read(headers, state.is_https);
        let client = network::client(peer(request), headers, &state.config.trusted_proxies, state.config.proxy_header);
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
            wants: if is_program(&route) { Wants::Json } else { wants(text(headers, ACCEPT)) },
            route,
            method: request.method().clone(),
            here: request.uri().path_and_query().map_or("/", |here| here.as_str()).to_owned(),
            received,
            to_set: Mutex::default(),
            is_workplace: is_workplace(request.uri().path()),
            session: OnceCell::new(),
            operator: OnceCell::new(),
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
                Some(token) if self.route.ends_with(route::NEWS) => session::peek(&self.cx, &token).await?,
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

    /// The operator who is signed in, with what the head of the workplace shows; asked once, like [`Scope::session`].
    pub async fn operator(&self) -> okno_app::Result<Option<&Arc<AtWork>>> {
        let find = || async {
            let Some(text) = self.cookie(Cookie::Operator) else { return Ok(None) };
            let found = match OperatorToken::parse(text) {
                Some(token) => operator::find(&self.cx, &token).await?,
                None => None,
            };
            let Some(signed_in) = found else {
                self.remove_cookie(Cookie::Operator);
                return Ok(None);
            };
            let head = operator::head(&self.cx, &signed_in).await?;
            Ok(Some(Arc::new(AtWork { signed_in, head })))
        };
        self.operator.get_or_try_init(find).await.map(Option::as_ref)
    }

    /// The operator who is signed in, as far as that has been asked.
    pub fn known_operator(&self) -> Option<&Arc<AtWork>> {
        self.operator.get().and_then(Option::as_ref)
    }

    /// Whether this is a page of the operators' workplace: a realm of its own, where nobody is signed in as a citizen.
    pub const fn is_workplace(&self) -> bool {
        self.is_workplace
    }

    /// Asks who is signed in, in the realm of this page.
    pub async fn who(&self) -> okno_app::Result<()> {
        if self.is_workplace {
            self.operator().await?;
        } else {
            self.session().await?;
        }
        Ok(())
    }

    /// What form tokens are bound to for one who is signed in.
    fn signed_in_binding(&self) -> Option<Binding<'_>> {
        let cookie = if self.known_operator().is_some() {
            Cookie::Operator
        } else if self.known_session().is_some() {
            Cookie::Session
        } else {
            return None;
        };
        self.cookie(cookie).map(Binding::Session)
    }

    /// A token for a form on this answer. One who is not signed in gets a cookie that it is bound to.
    pub fn form_token(&self) -> String {
        let nonce = self.cx.random_bytes();
        let issue = |binding| self.state.csrf.issue(binding, self.cx.now, nonce);
        if let Some(binding) = self.signed_in_binding() {
            return issue(binding);
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
        let visitor = || self.cookie(Cookie::Form).map(Binding::Visitor);
        match self.signed_in_binding().or_else(visitor) {
            Some(binding) => self.state.csrf.verify(binding, token, self.cx.now),
            None => Verdict::Wrong,
        }
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

/// Whether programs call this route, whatever they say they accept.
fn is_program(route: &str) -> bool {
    use okno_app::protocol::path;
    let called = [path::PUSH, path::TOKEN, path::USERINFO, path::INTROSPECT, path::REVOKE, path::KEYS];
    route.starts_with("/exchange/")
        || route.starts_with("/.well-known/")
        || called.contains(&route)
        || crate::protocol::esia::is_program(route)
}

/// Who has connected to us: the client, or a proxy.
pub(super) fn peer(request: &Request) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip())
}

fn is_workplace(path: &str) -> bool {
    path.strip_prefix(route::OPERATOR).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
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
    match accept {
        _ if accept.contains("text/html") => Wants::Page,
        _ if accept.contains("text/event-stream") => Wants::Events,
        _ if json => Wants::Json,
        _ => Wants::Page,
    }
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
        assert_eq!(wants(Some("text/event-stream")), Wants::Events);
        assert_eq!(wants(Some("application/problem+json, */*")), Wants::Json);
    }

    #[test]
    fn the_workplace_is_a_realm_of_its_own() {
        for (path, expected) in [
            ("/operator", true),
            ("/operator/login", true),
            ("/operators", false),
            ("/", false),
            ("/account/operator", false),
        ] {
            assert_eq!(is_workplace(path), expected, "{path}");
        }
    }

    #[test]
    fn a_browser_cannot_write_lines_into_the_log() {
        assert_eq!(readable("a\tb"), "ab");
        assert_eq!(readable(&"x".repeat(500)).len(), 200);
    }
}
