//! The sites against a portal that does what it is told, also wrong.

use std::sync::{Arc, Mutex};

use axum::{Json, Router, extract::State, http::HeaderMap, routing::get, routing::post};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer as _, SigningKey};
use okno_simulators::{Simulators, SimulatorsConfig, sites::SiteName};
use serde_json::{Value, json};

use crate::world::jiff_now;

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What the portal says next.
#[derive(Default)]
struct Says {
    /// Members of the signed statement, over the sound ones.
    statement: Value,
    /// Who the claims are about; the person of the statement if absent.
    claims_of: Option<String>,
    nonce: String,
}

#[derive(Clone)]
struct Portal {
    url: String,
    key: SigningKey,
    says: Arc<Mutex<Says>>,
}

impl Portal {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let portal = Self { url, key: SigningKey::from_bytes(&[3; 32]), says: Arc::default() };
        let router = Router::new()
            .route(
                "/.well-known/openid-configuration",
                get(async |State(portal): State<Portal>| Json(portal.describe())),
            )
            .route("/jwks", get(async |State(portal): State<Portal>| Json(portal.jwks())))
            .route(
                "/token",
                post(async |State(portal): State<Portal>, headers: HeaderMap| Json(portal.tokens(headers))),
            )
            .route("/userinfo", get(async |State(portal): State<Portal>| Json(portal.claims())))
            .route("/par", post(async || Json(json!({ "request_uri": "urn:x", "expires_in": 60 }))))
            .with_state(portal.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        portal
    }

    fn describe(&self) -> Value {
        let at = |path: &str| format!("{}{path}", self.url);
        json!({
            "issuer": self.url, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
            "userinfo_endpoint": at("/userinfo"), "jwks_uri": at("/jwks"), "end_session_endpoint": at("/logout"),
            "pushed_authorization_request_endpoint": at("/par"),
        })
    }

    fn jwks(&self) -> Value {
        let x = URL_SAFE_NO_PAD.encode(self.key.verifying_key().as_bytes());
        json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": "one", "x": x }] })
    }

    fn sign(&self, kind: &str, payload: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&json!({ "alg": "EdDSA", "typ": kind, "kid": "one" })), part(payload));
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(self.key.sign(signed.as_bytes()).to_bytes()))
    }

    fn tokens(&self, headers: HeaderMap) -> Value {
        let now = jiff_now();
        let says = self.says.lock().unwrap();
        let mut payload = json!({
            "iss": self.url, "aud": "shop", "sub": "anna", "sid": "session", "nonce": says.nonce, "iat": now,
            "exp": now + 300, "auth_time": now, "amr": ["pwd"],
        });
        let kind = if headers.contains_key("dpop") { "DPoP" } else { "Bearer" };
        let changes = says.statement.as_object().cloned().unwrap_or_default();
        payload.as_object_mut().unwrap().extend(changes);
        json!({ "access_token": "a", "token_type": kind, "expires_in": 60, "id_token": self.sign("JWT", &payload) })
    }

    fn claims(&self) -> Value {
        let of = self.says.lock().unwrap().claims_of.clone().unwrap_or_else(|| "anna".to_owned());
        json!({ "sub": of, "name": "Берёзкина Анна <b>", "phone_number": "+79161234567" })
    }

    fn logout_token(&self, changes: &Value) -> String {
        let now = jiff_now();
        let mut payload = json!({
            "iss": self.url, "aud": "shop", "iat": now, "exp": now + 120, "jti": "1", "sub": "anna", "sid": "session",
            "events": { EVENT: {} },
        });
        payload.as_object_mut().unwrap().extend(changes.as_object().cloned().unwrap());
        self.sign("logout+jwt", &payload)
    }
}

/// A browser at one site.
struct Browser {
    http: reqwest::Client,
    site: String,
    cookie: String,
}

impl Browser {
    fn at(sims: &Simulators, name: SiteName) -> Self {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { http, site: sims.site(name).url().to_owned(), cookie: String::new() }
    }

    async fn send(&mut self, request: reqwest::RequestBuilder) -> reqwest::Response {
        let response = request.header("cookie", &self.cookie).send().await.unwrap();
        if let Some(set) = response.headers().get("set-cookie") {
            let set = set.to_str().unwrap();
            if !set.starts_with("lang=") {
                assert!(set.contains("HttpOnly; SameSite=Lax"), "{set}");
                set.split(';').next().unwrap().clone_into(&mut self.cookie);
            }
        }
        response
    }

    async fn open(&mut self, path: &str) -> reqwest::Response {
        let request = self.http.get(format!("{}{path}", self.site));
        self.send(request).await
    }

    async fn text(&mut self, path: &str) -> String {
        self.open(path).await.text().await.unwrap()
    }

    /// Begins a sign-in: what the site asks the portal for.
    async fn begin(&mut self, portal: &Portal) -> Vec<(String, String)> {
        let response = self.open("/sign-in").await;
        assert_eq!(response.status(), 303);
        let location = response.headers()["location"].to_str().unwrap().to_owned();
        assert!(location.starts_with(&format!("{}/authorize?", portal.url)));
        let asked: Vec<_> = reqwest::Url::parse(&location).unwrap().query_pairs().into_owned().collect();
        portal.says.lock().unwrap().nonce = value(&asked, "nonce");
        asked
    }

    async fn come_back(&mut self, issuer: &str, state: &str) -> reqwest::Response {
        let issuer = issuer.replace(':', "%3A").replace('/', "%2F");
        self.open(&format!("/callback?code=c&state={state}&iss={issuer}")).await
    }
}

fn value(pairs: &[(String, String)], name: &str) -> String {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

async fn start(portal: Option<&Portal>) -> (Simulators, tempfile::TempDir) {
    let keys = tempfile::tempdir().unwrap();
    let portal = portal.map(|portal| portal.url.clone());
    let sims = Simulators::start(SimulatorsConfig { portal, ..SimulatorsConfig::local(keys.path()) }).await.unwrap();
    (sims, keys)
}

/// R212, R217: in, and out by a word of the portal's.
#[tokio::test]
async fn somebody_signs_in_and_the_portal_ends_the_session() {
    let portal = Portal::start().await;
    let (sims, _keys) = start(Some(&portal)).await;
    let mut browser = Browser::at(&sims, SiteName::Shop);
    let asked = browser.begin(&portal).await;
    assert_eq!(value(&asked, "code_challenge_method"), "S256");
    assert_eq!(value(&asked, "redirect_uri"), format!("{}/callback", browser.site));
    let before = browser.cookie.clone();
    let response = browser.come_back(&portal.url, &value(&asked, "state")).await;
    assert_eq!((response.status().as_u16(), response.headers()["location"].to_str().unwrap()), (303, "/"));
    assert_ne!(browser.cookie, before, "a session under the token that was there before");
    let page = browser.text("/?lang=en").await;
    assert!(page.contains("Hello, Берёзкина Анна") && page.contains("+79161234567") && !page.contains("<b>"));
    assert_eq!(sims.site(SiteName::Shop).signed_in(), 1);

    let tell = async |token: String| {
        let url = format!("{}/backchannel-logout", browser.site);
        browser.http.post(url).form(&[("logout_token", token)]).send().await.unwrap().status().as_u16()
    };
    for wrong in [json!({ "aud": "bank" }), json!({ "nonce": "n" }), json!({ "events": {} })] {
        assert_eq!(tell(portal.logout_token(&wrong)).await, 400, "{wrong}");
    }
    assert_eq!(tell(portal.logout_token(&json!({ "sid": "other", "jti": "0" }))).await, 200);
    assert_eq!(sims.site(SiteName::Shop).signed_in(), 1, "another session");
    sims.site(SiteName::Shop).set(|switches| switches.refuse_logout = true);
    assert_eq!(tell(portal.logout_token(&json!({}))).await, 400);
    sims.site(SiteName::Shop).set(|switches| switches.refuse_logout = false);
    assert_eq!(tell(portal.logout_token(&json!({}))).await, 200);
    assert_eq!(tell(portal.logout_token(&json!({}))).await, 400, "the same token again");
    assert_eq!(sims.site(SiteName::Shop).signed_in(), 0);
    let ended: Value = browser.open("/api/ended?count=1&wait=20").await.json().await.unwrap();
    assert_eq!(ended, json!({ "count": 1 }));
    assert!(browser.text("/").await.contains("id=\"ended-elsewhere\""));
    assert!(!browser.text("/").await.contains("id=\"ended-elsewhere\""));
}

/// R212: nothing but a sound answer to this browser's own request signs anybody in.
#[tokio::test]
async fn an_answer_that_is_not_sound_signs_nobody_in() {
    let portal = Portal::start().await;
    let (sims, _keys) = start(Some(&portal)).await;
    let past = jiff_now() - 3600;
    for (statement, claims_of) in [
        (json!({ "nonce": "another" }), None),
        (json!({ "nonce": null }), None),
        (json!({ "aud": "bank" }), None),
        (json!({ "iss": "http://other.example" }), None),
        (json!({ "exp": past }), None),
        (json!({ "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" }), None),
        (json!({}), Some("boris")),
    ] {
        *portal.says.lock().unwrap() =
            Says { statement: statement.clone(), claims_of: claims_of.map(str::to_owned), ..Says::default() };
        let mut browser = Browser::at(&sims, SiteName::Shop);
        let asked = browser.begin(&portal).await;
        let response = browser.come_back(&portal.url, &value(&asked, "state")).await;
        assert_eq!(response.status(), 400, "{statement}");
        assert!(response.text().await.unwrap().contains("<code id=\"code\">unsound_answer</code>"), "{statement}");
    }
    *portal.says.lock().unwrap() = Says::default();
    let mut browser = Browser::at(&sims, SiteName::Shop);
    let asked = browser.begin(&portal).await;
    let (state, issuer) = (value(&asked, "state"), portal.url.clone());
    let mut stranger = Browser::at(&sims, SiteName::Shop);
    assert!(stranger.come_back(&issuer, &state).await.text().await.unwrap().contains("not_asked"));
    assert!(browser.come_back(&issuer, "forged").await.text().await.unwrap().contains("not_asked"));
    let response = browser.come_back("http://other.example", &state).await;
    assert!(response.text().await.unwrap().contains("unsound_answer"), "RFC 9207");
    assert!(browser.come_back(&issuer, &state).await.text().await.unwrap().contains("not_asked"), "once only");
    assert_eq!(sims.site(SiteName::Shop).signed_in(), 0);
}

/// Trying again is for what the sign-in was for.
#[tokio::test]
async fn trying_again_asks_for_the_same() {
    let portal = Portal::start().await;
    let (sims, _keys) = start(Some(&portal)).await;
    let mut browser = Browser::at(&sims, SiteName::Shop);
    let response = browser.open("/sign-in?for=payout").await;
    let location = reqwest::Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
    let asked: Vec<_> = location.query_pairs().into_owned().collect();
    let response = browser.come_back("http://other.example", &value(&asked, "state")).await;
    assert!(response.text().await.unwrap().contains("href=\"/sign-in?for=payout\""));
    let response = browser.come_back(&portal.url, "forged").await;
    assert!(response.text().await.unwrap().contains("href=\"/sign-in\""));
}

/// OpenID Connect Core 4: the portal has a sign-in begun, and nobody else does.
#[tokio::test]
async fn a_sign_in_begins_for_whoever_comes_from_the_portal() {
    let portal = Portal::start().await;
    let (sims, _keys) = start(Some(&portal)).await;
    let mut browser = Browser::at(&sims, SiteName::Shop);
    let start = sims.site(SiteName::Shop).entry()["metadata"]["initiate_login_uri"].as_str().unwrap().to_owned();
    assert!(start.ends_with("/sign-in"), "{start}");
    let asked =
        |issuer: &str| format!("/sign-in?iss={}&target_link_uri=x", issuer.replace(':', "%3A").replace('/', "%2F"));
    let response = browser.open(&asked(&portal.url)).await;
    assert!(response.headers()["location"].to_str().unwrap().starts_with(&format!("{}/authorize?", portal.url)));
    let response = browser.open(&asked("https://evil.example")).await;
    assert!(response.headers().get("location").is_none());
    assert!(response.text().await.unwrap().contains("unsound_answer"));
}

/// The pension fund's site: pushed requests, a proof with each call, and the two factors it asked for or nothing.
#[tokio::test]
async fn the_pension_fund_pushes_its_requests_and_insists_on_what_it_asked_for() {
    let portal = Portal::start().await;
    let (sims, _keys) = start(Some(&portal)).await;
    let mut browser = Browser::at(&sims, SiteName::Pension);
    let response = browser.open("/sign-in?for=payout").await;
    let location = response.headers()["location"].to_str().unwrap().to_owned();
    assert_eq!(location, format!("{}/authorize?client_id=pension-fund&request_uri=urn%3Ax", portal.url));
    let entry = sims.site(SiteName::Pension).entry();
    assert_eq!(entry["profile"], "fapi2_security");
    assert_eq!(entry["metadata"]["jwks"]["keys"][0]["kid"], "site");
    assert_eq!(entry["metadata"]["jwks"]["keys"][0].get("d"), None, "the private half stays");
}

#[tokio::test]
async fn pages_in_three_languages_and_nothing_by_other_sites_pages() {
    let (sims, _keys) = start(None).await;
    for name in SiteName::ALL {
        let mut browser = Browser::at(&sims, name);
        for (language, word) in
            [("ru", "Войти через Окно"), ("en", "Sign in with Okno"), ("fr", "Se connecter avec Okno")]
        {
            let response = browser.open(&format!("/?lang={language}")).await;
            assert!(response.headers()["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
            let html = response.text().await.unwrap();
            assert!(html.contains(&format!("<html lang=\"{language}\">")) && html.contains(word));
            assert!(!html.contains(" style=") && !html.contains("<script"));
        }
        let response = browser.open("/sign-in").await;
        assert_eq!(response.status(), 502);
        assert!(response.text().await.unwrap().contains("no_portal"));
        let entry: Value = browser.open("/api/site").await.json().await.unwrap();
        assert_eq!(entry["client_id"], name.client_id());
        for origin in ["http://evil.example", "null"] {
            let request = browser.http.post(format!("{}/sign-out", browser.site)).header("origin", origin);
            assert_eq!(browser.send(request).await.status(), 403);
        }
    }
}
