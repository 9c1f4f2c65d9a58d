//! What the tests share: simulators on free ports, a plain HTTP client, Okno's part of the registry exchange.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Router, body::Bytes, extract::State, http::StatusCode, routing::post};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{
    SigningKey, VerifyingKey,
    pkcs8::{DecodePublicKey, EncodePublicKey, spki::der::pem::LineEnding},
};
use okno_simulators::{
    OKNO_PUBLIC, Simulators, SimulatorsConfig, jws,
    registry::{RegistryName, Switches},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;
use uuid::Uuid;

/// Nothing that works takes so long.
pub(crate) const LONG: Duration = Duration::from_secs(20);

pub(crate) struct World {
    pub(crate) sims: Simulators,
    pub(crate) http: reqwest::Client,
    pub(crate) key: SigningKey,
    pub(crate) keys: tempfile::TempDir,
}

impl World {
    /// Simulators that answer at once, and know Okno's key.
    pub(crate) async fn start() -> Self {
        let world = Self::without_okno().await;
        world.publish_key();
        world
    }

    pub(crate) async fn without_okno() -> Self {
        let keys = tempfile::tempdir().unwrap();
        let switches = Switches { delay_ms: 0, callback_pause_ms: 5, ..Switches::default() };
        let config = SimulatorsConfig { switches, ..SimulatorsConfig::local(keys.path()) };
        let sims = Simulators::start(config).await.unwrap();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { sims, http, key: SigningKey::from_bytes(&[42; 32]), keys }
    }

    pub(crate) fn publish_key(&self) {
        let pem = self.key.verifying_key().to_public_key_pem(LineEnding::LF).unwrap();
        std::fs::write(self.keys.path().join(OKNO_PUBLIC), pem).unwrap();
    }

    pub(crate) fn page(&self, path: &str) -> String {
        format!("http://{}{path}", self.sims.addresses().page)
    }

    pub(crate) async fn json(&self, path: &str) -> Value {
        self.http.get(self.page(path)).send().await.unwrap().json().await.unwrap()
    }

    pub(crate) fn registry_key(&self, name: RegistryName) -> VerifyingKey {
        let path = self.keys.path().join(format!("{}.pub", name.word()));
        VerifyingKey::from_public_key_pem(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    pub(crate) fn set(&self, change: impl Fn(&mut Switches)) {
        for name in RegistryName::ALL {
            self.sims.registry(name).set(&change);
        }
    }

    /// A request about a person, to the registry's taste.
    pub(crate) fn ask(&self, name: RegistryName, person: &str) -> Ask {
        let person = self.sims.person(person).unwrap();
        let (kind, subject) = match name {
            RegistryName::PensionFund => ("snils", person.snils_subject()),
            RegistryName::InteriorMinistry => ("internal_passport", person.passport_subject().unwrap()),
        };
        let payload = json!({
            "iss": "okno", "aud": name.word(), "iat": 1_760_000_000, "jti": random(), "kind": kind, "subject": subject,
        });
        Ask { name, payload }
    }

    pub(crate) fn sign(&self, ask: &Ask) -> String {
        jws::sign(&self.key, "okno-registry-request+jws", "okno", ask.payload.to_string().as_bytes())
    }

    pub(crate) async fn post(&self, name: RegistryName, message: impl Into<reqwest::Body>) -> reqwest::Response {
        let url = format!("{}/requests", self.sims.registry_url(name));
        let request = self.http.post(url).header("content-type", "application/jose");
        request.body(message).send().await.unwrap()
    }

    /// Hands a request over; the ticket.
    pub(crate) async fn submit(&self, ask: &Ask) -> String {
        let response = self.post(ask.name, self.sign(ask)).await;
        assert_eq!(response.status(), 202);
        let answer: Value = response.json().await.unwrap();
        assert!(answer["poll_after_seconds"].is_u64());
        answer["ticket"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn poll(&self, name: RegistryName, ticket: &str) -> reqwest::Response {
        let url = format!("{}/requests/{ticket}/answer", self.sims.registry_url(name));
        self.http.get(url).send().await.unwrap()
    }

    /// The answer once there is one.
    pub(crate) async fn fetch(&self, ask: &Ask, ticket: &str) -> String {
        let answered = |requests: &[okno_simulators::registry::Request]| {
            requests.iter().any(|request| request.ticket == ticket && !request.answers.is_empty())
        };
        self.sims.registry(ask.name).wait_until(LONG, answered).await.expect("an answer");
        let response = self.poll(ask.name, ticket).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "application/jose");
        response.text().await.unwrap()
    }

    pub(crate) async fn acknowledge(&self, name: RegistryName, id: &str) -> u16 {
        let url = format!("{}/answers/{id}/ack", self.sims.registry_url(name));
        self.http.post(url).send().await.unwrap().status().as_u16()
    }

    /// Checks an answer as Okno must, and reads it.
    pub(crate) fn read(&self, ask: &Ask, answer: &str) -> Result<Value, &'static str> {
        let unverified = jws::parse(answer.as_bytes(), "okno-registry-answer+jws").map_err(|_| "not understood")?;
        if unverified.kid != ask.name.word() {
            return Err("kid");
        }
        let payload = unverified.verify(&self.registry_key(ask.name)).map_err(|_| "signature")?;
        let payload: Value = serde_json::from_slice(&payload).unwrap();
        let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(self.sign(ask)));
        let now = jiff_now();
        for (wrong, what) in [
            (payload["iss"] != ask.name.word(), "iss"),
            (payload["aud"] != "okno", "aud"),
            (payload["in_reply_to"] != ask.payload["jti"], "in_reply_to"),
            (payload["request_digest"] != digest, "digest"),
            (payload["iat"].as_i64().unwrap() > now + 600, "iat"),
        ] {
            if wrong {
                return Err(what);
            }
        }
        Ok(payload)
    }
}

#[expect(clippy::disallowed_methods, reason = "the registry has the system's clock, and so has its test")]
pub(crate) fn jiff_now() -> i64 {
    jiff::Timestamp::now().as_second()
}

#[expect(clippy::disallowed_methods, reason = "keys must differ between runs of nothing but this test")]
fn random() -> Uuid {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// A request before it is signed.
pub(crate) struct Ask {
    pub(crate) name: RegistryName,
    pub(crate) payload: Value,
}

impl Ask {
    pub(crate) fn with(mut self, member: &str, value: impl Into<Value>) -> Self {
        self.payload[member] = value.into();
        self
    }

    pub(crate) fn with_subject(mut self, member: &str, value: &str) -> Self {
        self.payload["subject"][member] = value.into();
        self
    }
}

/// Where registries call back: hands on what comes, answers what it is told to.
pub(crate) struct Callback {
    pub(crate) url: String,
    arrived: mpsc::UnboundedReceiver<Vec<u8>>,
    answers: Arc<Mutex<Vec<u16>>>,
}

impl Callback {
    pub(crate) async fn start() -> Self {
        let (sender, arrived) = mpsc::unbounded_channel();
        let answers = Arc::new(Mutex::new(Vec::new()));
        let state = (sender, Arc::clone(&answers));
        let router = Router::new().route("/exchange/registry/x", post(take)).with_state(state);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/exchange/registry/x", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, arrived, answers }
    }

    /// Answers these statuses first, the last first; 204 after them.
    pub(crate) fn answer(&self, statuses: &[u16]) {
        *self.answers.lock().unwrap() = statuses.to_vec();
    }

    pub(crate) async fn next(&mut self) -> Vec<u8> {
        tokio::time::timeout(LONG, self.arrived.recv()).await.expect("a callback").unwrap()
    }

    pub(crate) async fn next_text(&mut self) -> String {
        String::from_utf8(self.next().await).unwrap()
    }

    pub(crate) fn is_quiet(&mut self) -> bool {
        self.arrived.try_recv().is_err()
    }
}

type Told = (mpsc::UnboundedSender<Vec<u8>>, Arc<Mutex<Vec<u16>>>);

async fn take(State((sender, answers)): State<Told>, body: Bytes) -> StatusCode {
    sender.send(body.to_vec()).unwrap();
    let status = answers.lock().unwrap().pop().unwrap_or(204);
    StatusCode::from_u16(status).unwrap()
}
