//! A bank's HTTP side: the pages where a client logs in and grants access, and the protocol's endpoints.

use std::{collections::HashMap, sync::Arc, time::Duration};

use askama::Template;
use axum::{
    Form, Json, Router,
    extract::{DefaultBodyLimit, Query, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use okno_domain::locale::Locale;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Bank, BankName, Visit, client::SECRET, token, words::Words};
use crate::{chance, inbox::lock, registry::Outage};

/// Our only customer.
const CLIENT: &str = "okno";
const STYLE: &str = include_str!("../../assets/bank.css");

type This = State<Arc<Bank>>;
type Fields = HashMap<String, String>;

pub(crate) fn router(bank: Arc<Bank>) -> Router {
    Router::new()
        .route("/.well-known/openid-configuration", get(configuration))
        .route("/jwks", get(async |State(bank): This| Json(json!({ "keys": lock(&bank.signer).published() }))))
        .route("/authorize", get(authorize))
        .route("/login", post(login))
        .route("/grant", post(grant))
        .route("/token", post(exchange))
        .route("/userinfo", get(tell))
        .route("/style.css", get(async || ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)))
        .layer(DefaultBodyLimit::max(16 * 1024))
        .layer(middleware::from_fn_with_state(Arc::clone(&bank), moods))
        .with_state(bank)
}

async fn moods(State(bank): This, request: Request, next: Next) -> Response {
    if bank.switches().outage == Outage::Unavailable {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")]).into_response();
    }
    let mut response = next.run(request).await;
    let policy = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn configuration(State(bank): This) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", bank.issuer);
    let method = if bank.name == BankName::BlueBridge { "private_key_jwt" } else { "client_secret_basic" };
    let mut all = json!({
        "issuer": bank.issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/jwks"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [if bank.name == BankName::BlueBridge { "ES256" } else { "EdDSA" }, "RS256"],
        "token_endpoint_auth_methods_supported": [method],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
        "scopes_supported": ["openid", "profile", "identity", "portal_profile"],
        "ui_locales_supported": ["ru", "en", "fr"],
    });
    if bank.name == BankName::Rowan
        && let Some(members) = all.as_object_mut()
    {
        members.insert("userinfo_endpoint".into(), at("/userinfo").into());
    }
    Json(all)
}

#[derive(Template)]
#[template(path = "bank.html")]
struct Page {
    words: &'static Words,
    locale: Locale,
    bank: BankName,
    ticket: String,
    step: Step,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Login { wrong: bool },
    Grant,
    Stopped { over: bool },
}

impl Page {
    fn name(&self) -> &'static str {
        self.words.bank(self.bank)
    }
}

fn page(bank: &Bank, locale: Locale, ticket: &str, step: Step) -> Response {
    let page = Page { words: Words::of(locale), locale, bank: bank.name, ticket: ticket.to_owned(), step };
    let status = match step {
        Step::Login { wrong: true } => StatusCode::UNPROCESSABLE_ENTITY,
        Step::Stopped { .. } => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Addresses on this machine only: that is where whoever tries this out has their portal.
fn is_ours(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let Some((host, path)) = rest.and_then(|rest| rest.split_once('/')) else { return false };
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    ["localhost", "127.0.0.1", "[::1]"].contains(&host) && path.ends_with("/callback") && !path.contains('?')
}

async fn authorize(State(bank): This, Query(asked): Query<Fields>) -> Response {
    let value = |name: &str| asked.get(name).cloned().unwrap_or_default();
    let locale = value("ui_locales").split(' ').find_map(|tag| tag.parse().ok()).unwrap_or_default();
    let redirect_uri = value("redirect_uri");
    let scopes: Vec<String> = value("scope").split(' ').map(str::to_owned).collect();
    let sound = value("client_id") == CLIENT
        && is_ours(&redirect_uri)
        && value("response_type") == "code"
        && value("code_challenge_method") == "S256"
        && scopes.iter().any(|scope| scope == "openid")
        && ["state", "nonce", "code_challenge"].iter().all(|name| !value(name).is_empty());
    if !sound {
        return page(&bank, locale, "", Step::Stopped { over: false });
    }
    let visit = Visit {
        redirect_uri,
        state: value("state"),
        nonce: value("nonce"),
        challenge: value("code_challenge"),
        scopes,
        locale,
        client: None,
        portal_profile: None,
    };
    if bank.switches().consent_refused {
        return back(&bank, &visit, &[("error", "access_denied")]);
    }
    let ticket = chance::uuid().to_string();
    let mut memory = lock(&bank.memory);
    memory.trim();
    memory.visits.insert(ticket.clone(), visit);
    drop(memory);
    page(&bank, locale, &ticket, Step::Login { wrong: false })
}

/// Back to the portal.
fn back(bank: &Bank, visit: &Visit, answer: &[(&str, &str)]) -> Response {
    let always = [("state", visit.state.as_str()), ("iss", bank.issuer.as_str())];
    let pairs = answer.iter().chain(&always).map(|(name, value)| format!("{name}={}", encoded(value)));
    let address = format!("{}?{}", visit.redirect_uri, pairs.collect::<Vec<_>>().join("&"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
}

fn encoded(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn visit(bank: &Bank, form: &Fields) -> Option<(String, Visit)> {
    let ticket = form.get("ticket")?.clone();
    let visit = lock(&bank.memory).visits.get(&ticket).cloned()?;
    Some((ticket, visit))
}

async fn login(State(bank): This, Form(form): Form<Fields>) -> Response {
    let Some((ticket, mut visit)) = visit(&bank, &form) else {
        return page(&bank, Locale::default(), "", Step::Stopped { over: true });
    };
    if form.contains_key("refuse") {
        lock(&bank.memory).visits.remove(&ticket);
        return back(&bank, &visit, &[("error", "access_denied")]);
    }
    let typed = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    let found = bank.client_by_login(typed("login")).filter(|(client, _)| client.password == typed("password"));
    let Some((client, _)) = found else {
        return page(&bank, visit.locale, &ticket, Step::Login { wrong: true });
    };
    visit.client = Some(client.login);
    let locale = visit.locale;
    lock(&bank.memory).visits.insert(ticket.clone(), visit);
    page(&bank, locale, &ticket, Step::Grant)
}

async fn grant(State(bank): This, Form(form): Form<Fields>) -> Response {
    let Some((ticket, mut visit)) = visit(&bank, &form).filter(|(_, visit)| visit.client.is_some()) else {
        return page(&bank, Locale::default(), "", Step::Stopped { over: true });
    };
    let mut memory = lock(&bank.memory);
    memory.visits.remove(&ticket);
    if form.contains_key("refuse") {
        return back(&bank, &visit, &[("error", "access_denied")]);
    }
    visit.portal_profile = form.get("portal_profile").cloned();
    let code = URL_SAFE_NO_PAD.encode(chance::bytes::<24>());
    memory.codes.insert(code.clone(), visit.clone());
    back(&bank, &visit, &[("code", &code)])
}

fn refused(status: StatusCode, error: &str) -> Response {
    (status, Json(json!({ "error": error }))).into_response()
}

/// Whether the asker has shown who it is.
fn is_asker(bank: &Bank, headers: &HeaderMap, form: &Fields) -> bool {
    if bank.name == BankName::Rowan {
        let expected = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{SECRET}")));
        return headers.get(header::AUTHORIZATION).is_some_and(|given| given.as_bytes() == expected.as_bytes());
    }
    let Some(key) = bank.asker.current() else { return false };
    let assertion = form.get("client_assertion").map(String::as_str).unwrap_or_default();
    let endpoint = format!("{}/token", bank.issuer);
    let audiences = (CLIENT, [bank.issuer.as_str(), endpoint.as_str()]);
    match token::check_assertion(assertion, (&key, &bank.asker_key_id), audiences) {
        Ok(name) => lock(&bank.memory).assertions.insert(name),
        Err(reason) => {
            tracing::warn!(bank = bank.name.word(), reason, "the asker has not shown who it is");
            false
        }
    }
}

async fn exchange(State(bank): This, headers: HeaderMap, Form(form): Form<Fields>) -> Response {
    let switches = bank.switches();
    tokio::time::sleep(Duration::from_millis(switches.delay_ms)).await;
    if !is_asker(&bank, &headers, &form) {
        return refused(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    let value = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    let found = lock(&bank.memory).codes.remove(value("code"));
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(value("code_verifier").as_bytes()));
    let is_right = |visit: &Visit| visit.redirect_uri == value("redirect_uri") && visit.challenge == challenge;
    let Some(visit) = found.filter(|visit| value("grant_type") == "authorization_code" && is_right(visit)) else {
        return refused(StatusCode::BAD_REQUEST, "invalid_grant");
    };
    if let Some(garbage) = switches.garbage.body() {
        return garbage.into_response();
    }
    let access = URL_SAFE_NO_PAD.encode(chance::bytes::<24>());
    let statement = {
        let payload = payload(&bank, &visit, &access);
        lock(&bank.signer).statement(bank.name, &payload, &switches)
    };
    let mut memory = lock(&bank.memory);
    memory.exchanges += 1;
    memory.tokens.insert(access.clone(), visit);
    let answer = json!({ "access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": statement });
    ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response()
}

/// What the statement says.
fn payload(bank: &Bank, visit: &Visit, access: &str) -> Value {
    let switches = bank.switches();
    let shift = match (switches.expired, switches.future) {
        (true, _) => -3600,
        (_, true) => 3600,
        _ => 0,
    };
    let now = chance::now().as_second() + shift;
    let half = Sha256::digest(access.as_bytes());
    let other = |wrong: bool, right: &str| if wrong { "somebody-else".to_owned() } else { right.to_owned() };
    let mut payload = json!({
        "iss": if switches.wrong_issuer { "https://somebody-else.example" } else { bank.issuer.as_str() },
        "aud": other(switches.wrong_audience, CLIENT),
        "sub": visit.client,
        "nonce": other(switches.wrong_nonce, &visit.nonce),
        "iat": now,
        "exp": now + 60,
        "auth_time": now,
    });
    if let Some(members) = payload.as_object_mut()
        && bank.name == BankName::BlueBridge
    {
        members.insert("at_hash".into(), URL_SAFE_NO_PAD.encode(half.get(..16).unwrap_or_default()).into());
        members.extend(claims(bank, visit));
    }
    payload
}

/// What the bank says of the client, as far as it was asked.
fn claims(bank: &Bank, visit: &Visit) -> serde_json::Map<String, Value> {
    let found = visit.client.as_deref().and_then(|login| bank.client_by_login(login));
    let mut all: serde_json::Map<_, _> = found
        .map(|(client, _)| client.claims)
        .unwrap_or_default()
        .into_iter()
        .filter(|(name, _)| {
            let is_identity = ["snils", "document_number"].contains(name);
            let scope = if is_identity { "identity" } else { "profile" };
            visit.scopes.iter().any(|asked| asked == scope) && !(is_identity && bank.switches().no_identity)
        })
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    if let Some(profile) = &visit.portal_profile
        && visit.scopes.iter().any(|asked| asked == "portal_profile")
    {
        all.insert("portal_profile".to_owned(), profile.as_str().into());
    }
    all
}

async fn tell(State(bank): This, headers: HeaderMap) -> Response {
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let found = token.and_then(|token| lock(&bank.memory).tokens.get(token).cloned());
    let Some(visit) = found else { return refused(StatusCode::UNAUTHORIZED, "invalid_token") };
    let mut told = claims(&bank, &visit);
    let subject = if bank.switches().other_client { Some("somebody-else".to_owned()) } else { visit.client.clone() };
    told.insert("sub".to_owned(), subject.into());
    Json(told).into_response()
}
