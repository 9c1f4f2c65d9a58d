//! The clinic against a portal that does what it is told, also wrong.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Form, Json, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use okno_simulators::{
    Simulators, SimulatorsConfig,
    clinic::{MNEMONIC, TOKEN_CERTIFICATE},
};
use ring::{rand::SystemRandom, rsa, signature::RSA_PKCS1_SHA256};
use rustls::pki_types::{PrivatePkcs8KeyDer, pem::PemObject};
use serde_json::{Value, json};

use crate::world::jiff_now;

const KEY: &str = include_str!("../../data/bank-rsa.pem");

/// What the portal says next.
#[derive(Default)]
struct Says {
    /// Members of the id token, over the sound ones.
    claims: Value,
    /// Members of its header, over the sound ones.
    header: Value,
    /// Members of the answer, over the sound ones.
    answer: Value,
    /// Whether what was given is worth nothing any more.
    is_over: bool,
    /// What was last asked at the token endpoint.
    asked: HashMap<String, String>,
}

#[derive(Clone)]
struct Portal {
    url: String,
    says: Arc<Mutex<Says>>,
}

impl Portal {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let portal = Self { url, says: Arc::default() };
        let router = Router::new()
            .route("/aas/oauth2/v3/te", post(tokens))
            .route("/rs/prns/{oid}", get(person))
            .with_state(portal.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        portal
    }

    fn say(&self, says: Says) {
        *self.says.lock().unwrap() = says;
    }
}

fn merged(mut sound: Value, changes: &Value) -> Value {
    sound.as_object_mut().unwrap().extend(changes.as_object().cloned().unwrap_or_default());
    sound
}

async fn tokens(State(portal): State<Portal>, Form(asked): Form<HashMap<String, String>>) -> Response {
    let mut says = portal.says.lock().unwrap();
    let claims = json!({
        "iss": "http://esia.gosuslugi.ru/", "aud": MNEMONIC, "sub": 1_000_300_001, "exp": jiff_now() + 300,
        "urn:esia:sbj": { "urn:esia:sbj:oid": 1_000_300_001, "urn:esia:sbj:lvl": "P" },
    });
    let header = json!({ "alg": "RS256", "sbt": "id", "typ": "JWT", "ver": 0 });
    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let input = format!("{}.{}", part(merged(header, &says.header)), part(merged(claims, &says.claims)));
    let key = PrivatePkcs8KeyDer::from_pem_slice(KEY.as_bytes()).unwrap();
    let key = rsa::KeyPair::from_pkcs8(key.secret_pkcs8_der()).unwrap();
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), input.as_bytes(), &mut signature).unwrap();
    let id_token = format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature));
    let answer = json!({ "access_token": "a", "id_token": id_token, "token_type": "Bearer", "state": asked["state"] });
    let answer = merged(answer, &says.answer);
    let status = if answer.get("error").is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    says.asked = asked;
    (status, Json(answer)).into_response()
}

async fn person(
    State(portal): State<Portal>,
    Path(oid): Path<u64>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    if portal.says.lock().unwrap().is_over || headers["authorization"] != "Bearer a" {
        let told = json!({ "code": "ESIA-005011", "message": "SecurityErrorEnum.invalidToken" });
        return (StatusCode::UNAUTHORIZED, Json(told)).into_response();
    }
    assert_eq!((oid, query["embed"].as_str()), (1_000_300_001, "(contacts.elements)"));
    Json(json!({
        "firstName": "Анна <b>", "snils": "000-000-003 00", "trusted": false,
        "contacts": { "size": 1, "elements": [{ "type": "MBT", "value": "+7(916)1234567" }] },
    }))
    .into_response()
}

/// The clinic, a portal, and a browser.
struct Scene {
    portal: Portal,
    sims: Simulators,
    http: reqwest::Client,
    cookie: String,
    _keys: tempfile::TempDir,
}

impl Scene {
    async fn new() -> Self {
        let (portal, keys) = (Portal::start().await, tempfile::tempdir().unwrap());
        let certificate = rcgen::KeyPair::from_pkcs8_pem_and_sign_algo(KEY, &rcgen::PKCS_RSA_SHA256).unwrap();
        let certificate = rcgen::CertificateParams::new(Vec::new()).unwrap().self_signed(&certificate).unwrap();
        // As `okno admin esia certificate` prints it.
        let printed = format!("# RS256, signs from 2026-01-01T00:00:00Z\n{}", certificate.pem());
        std::fs::write(keys.path().join(TOKEN_CERTIFICATE), printed).unwrap();
        let config = SimulatorsConfig { portal: Some(portal.url.clone()), ..SimulatorsConfig::local(keys.path()) };
        let sims = Simulators::start(config).await.unwrap();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { portal, sims, http, cookie: String::new(), _keys: keys }
    }

    async fn send(&mut self, request: reqwest::RequestBuilder) -> reqwest::Response {
        let response = request.header("cookie", &self.cookie).send().await.unwrap();
        for set in response.headers().get_all("set-cookie") {
            let set = set.to_str().unwrap();
            if let Some(cookie) = set.strip_suffix("; Path=/; HttpOnly; SameSite=Lax") {
                cookie.clone_into(&mut self.cookie);
            }
        }
        response
    }

    async fn open(&mut self, path: &str) -> reqwest::Response {
        let request = self.http.get(format!("{}{path}", self.sims.clinic().url())).header("accept-language", "en");
        self.send(request).await
    }

    async fn post(&mut self, path: &str) -> reqwest::Response {
        let request = self.http.post(format!("{}{path}", self.sims.clinic().url()));
        self.send(request).await
    }

    /// What the clinic asks the portal for.
    async fn begin(&mut self, path: &str) -> HashMap<String, String> {
        let response = self.open(path).await;
        let location = location(&response);
        assert!(location.starts_with(&format!("{}/aas/oauth2/v2/ac?", self.portal.url)), "{location}");
        reqwest::Url::parse(&location).unwrap().query_pairs().into_owned().collect()
    }

    async fn come_back(&mut self, state: &str) -> reqwest::Response {
        self.open(&format!("/callback?code=c&state={state}")).await
    }
}

fn location(response: &reqwest::Response) -> String {
    assert_eq!(response.status(), 303);
    response.headers()["location"].to_str().unwrap().to_owned()
}

fn shows(html: &str, code: &str) -> bool {
    html.contains(&format!("<code id=\"code\">{code}</code>"))
}

/// R212: what an integrator of ESIA sends, and what comes of it; the person is read anew for each page, so the end reaches the clinic.
#[tokio::test]
async fn somebody_signs_in_at_the_clinic() {
    let mut scene = Scene::new().await;
    let asked = scene.begin("/sign-in").await;
    assert_eq!((asked["client_id"].as_str(), asked["response_type"].as_str()), (MNEMONIC, "code"));
    assert_eq!(asked["scope"], "openid fullname birthdate snils mobile email");
    assert_eq!(asked["client_certificate_hash"].len(), 64);
    assert!(asked["timestamp"].ends_with(" +0300") && !asked.contains_key("person_filter"));
    let before = scene.cookie.clone();
    let response = scene.come_back(&asked["state"]).await;
    assert_eq!(location(&response), "/");
    assert_ne!(scene.cookie, before, "a session under the token that was there before");
    let again = scene.portal.says.lock().unwrap().asked.clone();
    assert_eq!((again["code"].as_str(), again["grant_type"].as_str()), ("c", "authorization_code"));
    assert_ne!((&again["state"], &again["client_secret"]), (&asked["state"], &asked["client_secret"]));
    let page = scene.open("/").await.text().await.unwrap();
    assert!(
        page.contains("+7(916)1234567") && page.contains("000-000-003 00") && page.contains("not confirmed"),
        "{page}"
    );
    assert!(page.contains("id=\"open-record\"") && !page.contains("<b>"));

    scene.portal.say(Says { is_over: true, ..Says::default() });
    assert!(scene.open("/").await.text().await.unwrap().contains("id=\"ended-elsewhere\""));
    assert!(!scene.open("/").await.text().await.unwrap().contains("id=\"ended-elsewhere\""));
    assert_eq!(location(&scene.post("/sign-out").await), "/", "nobody is signed in");

    scene.portal.say(Says::default());
    let asked = scene.begin("/sign-in").await;
    scene.come_back(&asked["state"]).await;
    let out = location(&scene.post("/sign-out").await);
    let url = reqwest::Url::parse(&out).unwrap();
    let query: HashMap<_, _> = url.query_pairs().into_owned().collect();
    assert_eq!((url.path(), query["client_id"].as_str()), ("/idp/ext/Logout", MNEMONIC));
    assert_eq!(query["redirect_url"], format!("{}/signed-out", scene.sims.clinic().url()));
    assert!(scene.open("/signed-out").await.text().await.unwrap().contains("id=\"signed-out\""));
}

/// R213: the record takes a confirmed account, by a filter in the request and by what is signed in the answer.
#[tokio::test]
async fn the_record_takes_a_confirmed_account() {
    let mut scene = Scene::new().await;
    let asked = scene.begin("/sign-in?for=record").await;
    assert_eq!(asked["person_filter"], "Y29uZl9hY2M");
    let page = scene.come_back(&asked["state"]).await.text().await.unwrap();
    assert!(shows(&page, "unsound_answer"), "the portal let somebody in who is not");
    let asked = scene.begin("/sign-in?for=record").await;
    let subject = json!({ "urn:esia:sbj:oid": 1_000_300_001, "urn:esia:sbj:lvl": "PR" });
    scene.portal.say(Says { claims: json!({ "urn:esia:sbj": subject }), ..Says::default() });
    assert_eq!(location(&scene.come_back(&asked["state"]).await), "/");
    assert!(scene.open("/").await.text().await.unwrap().contains("id=\"record\""));
}

/// Section 2.9: each refusal has a page; what is not sound signs nobody in.
#[tokio::test]
async fn an_answer_that_is_not_sound_signs_nobody_in() {
    let mut scene = Scene::new().await;
    for (error, words) in [
        ("ESIA-007004%3A%20x", "you refused"),
        ("ESIA-007055%3A%20x", "a confirmed account only"),
        ("ESIA-007008%3A%20x", "does not answer"),
        ("ESIA-007019%3A%20x", "did not accept"),
    ] {
        let asked = scene.begin("/sign-in").await;
        let path = format!("/callback?error=access_denied&error_description={error}&state={}", asked["state"]);
        let response = scene.open(&path).await;
        assert_eq!(response.status(), 400);
        let page = response.text().await.unwrap();
        assert!(shows(&page, &error[..11]) && page.contains(words), "{error}: {page}");
    }
    let past = jiff_now() - 3600;
    for says in [
        Says { claims: json!({ "aud": "DEMO01" }), ..Says::default() },
        Says { claims: json!({ "iss": "http://other.example/" }), ..Says::default() },
        Says { claims: json!({ "exp": past }), ..Says::default() },
        Says { header: json!({ "sbt": "access" }), ..Says::default() },
        Says { header: json!({ "alg": "none" }), ..Says::default() },
        Says { answer: json!({ "state": "another" }), ..Says::default() },
        Says { answer: json!({ "id_token": "a.b.c" }), ..Says::default() },
    ] {
        scene.portal.say(says);
        let asked = scene.begin("/sign-in").await;
        let page = scene.come_back(&asked["state"]).await.text().await.unwrap();
        assert!(shows(&page, "unsound_answer"), "{page}");
        let again = scene.come_back(&asked["state"]).await.text().await.unwrap();
        assert!(shows(&again, "not_asked"), "once only");
    }
    scene.portal.say(Says {
        answer: json!({ "error": "invalid_grant", "error_description": "ESIA-007011: x" }),
        ..Says::default()
    });
    let asked = scene.begin("/sign-in").await;
    let page = scene.come_back(&asked["state"]).await.text().await.unwrap();
    assert!(shows(&page, "ESIA-007011"));
    scene.portal.say(Says::default());
    let asked = scene.begin("/sign-in").await;
    let own = std::mem::take(&mut scene.cookie);
    assert!(shows(&scene.come_back(&asked["state"]).await.text().await.unwrap(), "not_asked"), "another browser");
    scene.cookie = own;
    assert!(shows(&scene.come_back("forged").await.text().await.unwrap(), "not_asked"));
    // A form of another site's page ends nothing.
    scene.come_back(&asked["state"]).await;
    let foreign =
        scene.http.post(format!("{}/leave", scene.sims.clinic().url())).header("origin", "http://evil.example");
    assert_eq!(scene.send(foreign).await.status(), 403);
    assert!(scene.open("/").await.text().await.unwrap().contains("id=\"logout\""));
}

/// What it says of itself has its own certificate, which stays.
#[tokio::test]
async fn the_clinic_says_who_it_is() {
    let mut scene = Scene::new().await;
    let entry: Value = scene.open("/api/site").await.json().await.unwrap();
    assert_eq!((entry["client_id"].as_str(), entry["stage"].as_str()), (Some(MNEMONIC), Some("test")));
    assert!(entry["esia"]["certificates"][0].as_str().unwrap().starts_with("-----BEGIN CERTIFICATE-----"));
    assert_eq!(scene.open("/api/site").await.json::<Value>().await.unwrap(), entry);
}
