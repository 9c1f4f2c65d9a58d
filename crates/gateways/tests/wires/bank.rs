//! A bank as an OpenID Connect provider, against the simulated banks over HTTP (R165 to R171).

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test; the banks have real clocks"
)]

use std::{collections::BTreeMap, path::Path, time::Instant};

use jiff::{SignedDuration, Timestamp};
use okno_app::{
    Ports,
    ports::{Bank, BankRequest, PortError},
};
use okno_domain::{
    bank::{BankClaims, BankId},
    locale::Locale,
    secret::Secret,
};
use okno_gateways::GatewaysConfig;
use okno_simulators::{
    OKNO_PUBLIC, Simulators, SimulatorsConfig,
    bank::{BankName, BankSwitches, SECRET},
    registry::{Garbage, Outage},
};
use serde_json::{Value, json};

const SEED: [u8; 32] = [7; 32];

type Lie = fn(&mut BankSwitches);

struct World {
    sims: Simulators,
    ports: Ports,
    browser: reqwest::Client,
    _keys: tempfile::TempDir,
}

fn publish_key(folder: &Path) -> String {
    use ed25519_dalek::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, spki::der::pem::LineEnding};
    let key = ed25519_dalek::SigningKey::from_bytes(&SEED);
    let public = key.verifying_key().to_public_key_pem(LineEnding::LF).unwrap();
    std::fs::write(folder.join(OKNO_PUBLIC), public).unwrap();
    key.to_pkcs8_pem(LineEnding::LF).unwrap().to_string()
}

fn blue_bridge(issuer: &str, key: &str) -> Value {
    json!({
        "id": "blue-bridge", "names": { "ru": "А", "en": "B", "fr": "C" }, "pattern": "bank_page", "issuer": issuer,
        "client_id": "okno", "signing_key": key, "key_id": "okno", "scopes": ["profile", "identity"], "timeout_seconds": 1,
    })
}

fn rowan(issuer: &str) -> Value {
    json!({
        "id": "rowan", "names": { "ru": "А", "en": "B", "fr": "C" }, "pattern": "portal_profile", "issuer": issuer,
        "client_id": "okno", "client_secret": SECRET, "scopes": ["profile", "identity", "portal_profile"],
        "timeout_seconds": 1,
    })
}

fn build(banks: Value) -> Result<Ports, String> {
    let config: GatewaysConfig =
        serde_json::from_value(json!({ "banks": banks })).map_err(|error| error.to_string())?;
    config.build().map_err(|error| error.to_string())
}

impl World {
    async fn start() -> Self {
        let keys = tempfile::tempdir().unwrap();
        let sims = Simulators::start(SimulatorsConfig::local(keys.path())).await.unwrap();
        let key = publish_key(keys.path());
        let banks = json!([
            blue_bridge(sims.bank(BankName::BlueBridge).issuer(), &key),
            rowan(sims.bank(BankName::Rowan).issuer()),
        ]);
        let browser = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { sims, ports: build(banks).unwrap(), browser, _keys: keys }
    }

    fn bank(&self, name: BankName) -> &dyn Bank {
        let id = BankId::parse(&name.word().replace('_', "-")).unwrap();
        self.ports.bank(&id).unwrap().as_ref()
    }

    fn switch(&self, name: BankName, change: impl FnOnce(&mut BankSwitches)) {
        self.sims.bank(name).set(|switches| {
            *switches = BankSwitches::default();
            change(switches);
        });
    }

    async fn post(&self, url: String, form: &[(&str, &str)]) -> reqwest::Response {
        self.browser.post(url).form(form).send().await.unwrap()
    }

    /// Goes to the bank, logs in and grants access, as a browser does; what the portal's address is called with.
    async fn visit(&self, name: BankName, request: &BankRequest, login: &str) -> BTreeMap<String, String> {
        let url = self.bank(name).authorization_url(request).await.unwrap();
        let issuer = self.sims.bank(name).issuer().to_owned();
        assert!(url.starts_with(&format!("{issuer}/authorize?")), "{url}");
        let page = self.browser.get(url).send().await.unwrap();
        if let Some(back) = page.headers().get("location") {
            return parameters(back.to_str().unwrap());
        }
        let page = page.text().await.unwrap();
        let ticket = page.split("name=\"ticket\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let password = format!("{login}-bank");
        let form = [("ticket", ticket.as_str()), ("login", login), ("password", &password)];
        let answer = self.post(format!("{issuer}/login"), &form).await;
        assert_eq!(answer.status(), 200);
        let snils = self.sims.person(login).unwrap().snils.clone();
        let form = [("ticket", ticket.as_str()), ("portal_profile", &snils)];
        let answer = self.post(format!("{issuer}/grant"), &form).await;
        parameters(answer.headers()["location"].to_str().unwrap())
    }

    async fn claims(&self, name: BankName, login: &str) -> Result<BankClaims, PortError> {
        let request = request(name);
        let answer = self.visit(name, &request, login).await;
        assert_eq!(answer["state"], request.state.expose());
        assert_eq!(answer["iss"], self.bank(name).profile().issuer);
        self.exchange(name, &answer["code"], &request).await
    }

    async fn exchange(&self, name: BankName, code: &str, request: &BankRequest) -> Result<BankClaims, PortError> {
        self.bank(name).claims(&Secret::new(code), request, Timestamp::now()).await
    }
}

fn request(name: BankName) -> BankRequest {
    let fresh = |purpose: &str| Secret::new(format!("{purpose}-{:0>43}", Timestamp::now().as_nanosecond()));
    BankRequest {
        state: fresh("state"),
        nonce: fresh("nonce"),
        verifier: fresh("verifier"),
        redirect_uri: format!("http://localhost:1/confirmation/online-bank/{}/callback", name.word()),
        locale: Locale::En,
    }
}

fn parameters(url: &str) -> BTreeMap<String, String> {
    reqwest::Url::parse(url).unwrap().query_pairs().into_owned().collect()
}

fn garbage(result: Result<BankClaims, PortError>) -> String {
    match result {
        Err(PortError::Garbage { reason }) => reason,
        other => panic!("not garbage but {other:?}"),
    }
}

/// R165, R166, R167: a client of the one bank, which signs all it says, in its own spelling.
#[tokio::test]
async fn everything_in_the_signed_statement() {
    let world = World::start().await;
    let claims = world.claims(BankName::BlueBridge, "anna").await.unwrap();
    assert_eq!(claims.family_name, "БЕРЕЗКИНА");
    assert_eq!(claims.middle_name, "СЕРГЕЕВНА");
    assert_eq!(claims.birthdate, "1994-05-17");
    assert_eq!(claims.snils, world.sims.person("anna").unwrap().snils_display());
    assert_eq!(claims.document_number, "2814 104211");
    assert_eq!(claims.portal_profile, "");
}

/// R165, R168: a client of the other, which tells when asked with the token, and which profile was indicated.
#[tokio::test]
async fn everything_told_when_asked() {
    let world = World::start().await;
    let claims = world.claims(BankName::Rowan, "boris").await.unwrap();
    assert_eq!(claims.family_name, "Озеров-Лесной");
    assert_eq!(claims.portal_profile, world.sims.person("boris").unwrap().snils);
    assert_eq!(claims.document_number, "2516 220318");
}

/// R171: what the bank says is believed only if it is signed by a key of the bank's, for us, for this authorization, now.
#[tokio::test]
async fn lies_are_found() {
    let world = World::start().await;
    let lies: [(&str, Lie); 10] = [
        ("the signature is wrong", |it| it.wrong_signature = true),
        ("does not publish", |it| it.unknown_key = true),
        ("not signed", |it| it.no_signature = true),
        ("in a way that is not taken", |it| it.shared_secret = true),
        ("another authorization", |it| it.wrong_nonce = true),
        ("somebody else", |it| it.wrong_audience = true),
        ("another issuer", |it| it.wrong_issuer = true),
        ("no longer valid", |it| it.expired = true),
        ("not yet", |it| it.future = true),
        ("not what the protocol says", |it| it.garbage = Garbage::Text),
    ];
    for name in BankName::ALL {
        for (words, lie) in lies {
            world.switch(name, lie);
            let reason = garbage(world.claims(name, "anna").await);
            assert!(reason.contains(words), "{words}: {reason}");
            // Nothing of a client stands in what goes to the log.
            assert!(!reason.to_lowercase().contains("anna") && !reason.contains("Берёзкина"), "{reason}");
        }
        world.switch(name, |_| ());
        world.claims(name, "anna").await.unwrap();
    }
    world.switch(BankName::Rowan, |it| it.other_client = true);
    assert!(garbage(world.claims(BankName::Rowan, "anna").await).contains("another client"));
    world.switch(BankName::BlueBridge, |it| it.garbage = Garbage::Huge);
    assert!(garbage(world.claims(BankName::BlueBridge, "anna").await).contains("larger than"));
}

/// A bank that changes its keys goes on working: an unknown key is looked for once.
#[tokio::test]
async fn keys_may_change() {
    let world = World::start().await;
    for name in BankName::ALL {
        world.claims(name, "anna").await.unwrap();
        world.sims.bank(name).change_keys();
        world.claims(name, "anna").await.unwrap();
        assert_eq!(world.sims.bank(name).exchanges(), 2);
    }
}

/// A clock that is a little off does not matter; one that is far off does.
#[tokio::test]
async fn clocks_may_differ_a_little() {
    let world = World::start().await;
    for (seconds, is_fine) in [(-50, true), (-90, false), (110, true), (130, false)] {
        let request = request(BankName::Rowan);
        let answer = world.visit(BankName::Rowan, &request, "anna").await;
        let now = Timestamp::now().checked_add(SignedDuration::from_secs(seconds)).unwrap();
        let claims = world.bank(BankName::Rowan).claims(&Secret::new(&*answer["code"]), &request, now).await;
        assert_eq!(claims.is_ok(), is_fine, "{seconds}: {claims:?}");
    }
}

/// R169: RSA, the one algorithm that every provider has, is checked as well: right by its own key, wrong under another's name.
#[tokio::test]
async fn statements_signed_with_rsa() {
    let world = World::start().await;
    for name in BankName::ALL {
        world.switch(name, |it| it.rsa = true);
        assert!(!world.claims(name, "anna").await.unwrap().snils.is_empty());
        world.switch(name, |it| (it.rsa, it.wrong_signature) = (true, true));
        let forged = world.claims(name, "anna").await;
        assert!(matches!(forged, Err(PortError::Garbage { .. })), "{forged:?}");
    }
}

/// R170: refusing at the bank comes back as an error, without a code.
#[tokio::test]
async fn refusing_at_the_bank() {
    let world = World::start().await;
    world.switch(BankName::Rowan, |it| it.consent_refused = true);
    let answer = world.visit(BankName::Rowan, &request(BankName::Rowan), "anna").await;
    assert_eq!(answer["error"], "access_denied");
    assert!(!answer.contains_key("code"));
}

/// A code is good once, and only with the verifier of its authorization.
#[tokio::test]
async fn a_code_is_exchanged_once_and_by_its_owner() {
    let world = World::start().await;
    for name in BankName::ALL {
        let (request, other) = (request(name), request(name));
        let answer = world.visit(name, &request, "anna").await;
        let thief = BankRequest { verifier: other.verifier, ..request.clone() };
        let stolen = world.exchange(name, &answer["code"], &thief).await;
        assert!(matches!(stolen, Err(PortError::Refused { .. })), "{stolen:?}");
        let answer = world.visit(name, &request, "anna").await;
        world.exchange(name, &answer["code"], &request).await.unwrap();
        let again = world.exchange(name, &answer["code"], &request).await;
        assert!(matches!(again, Err(PortError::Refused { .. })), "{again:?}");
    }
}

/// A bank that says too little says it in good form; the comparison sees to it.
#[tokio::test]
async fn too_little_is_not_an_error() {
    let world = World::start().await;
    for name in BankName::ALL {
        world.switch(name, |it| it.no_identity = true);
        let claims = world.claims(name, "anna").await.unwrap();
        assert!(claims.snils.is_empty() && claims.document_number.is_empty());
    }
}

/// A bank that is down or slow is "later", within the time limit.
#[tokio::test]
async fn a_bank_that_does_not_answer() {
    let world = World::start().await;
    let name = BankName::BlueBridge;
    let request = request(name);
    let answer = world.visit(name, &request, "anna").await;
    world.switch(name, |it| it.delay_ms = 10_000);
    let begun = Instant::now();
    let slow = world.exchange(name, &answer["code"], &request).await;
    assert!(matches!(slow, Err(PortError::Later { .. })), "{slow:?}");
    assert!(begun.elapsed().as_secs() < 5);
    for outage in [Outage::Unavailable, Outage::Close] {
        world.switch(name, |it| it.outage = outage);
        let down = world.exchange(name, "code", &request).await;
        assert!(matches!(down, Err(PortError::Later { .. })), "{down:?}");
        assert!(matches!(world.bank(name).check().await, Err(PortError::Later { .. })));
    }
    world.switch(name, |_| ());
    assert!(world.bank(name).check().await.is_ok());
    assert!(world.bank(BankName::Rowan).check().await.is_ok());
}

/// An administrator is told what is wrong with the configuration.
#[tokio::test]
async fn configuration_is_checked() {
    let world = World::start().await;
    let issuer = world.sims.bank(BankName::Rowan).issuer().to_owned();
    let with = |name: &str, value: Value| {
        let mut bank = rowan(&issuer);
        bank[name] = value;
        build(json!([bank]))
    };
    for (name, value, words) in [
        ("id", json!("Ro wan"), "id of a bank"),
        ("issuer", json!("http://bank.example"), "http://"),
        ("issuer", json!("nonsense"), "not an address"),
        ("signing_key", json!("x"), "either signing_key or client_secret"),
        ("client_secret", Value::Null, "either signing_key or client_secret"),
        ("pattern", json!("other"), "unknown variant"),
    ] {
        let error = with(name, value).err().unwrap();
        assert!(error.contains(words), "{error}");
    }
    assert!(build(json!([blue_bridge(&issuer, "no key")])).err().unwrap().contains("PKCS#8"));
    assert!(build(json!([rowan(&issuer), rowan(&issuer)])).err().unwrap().contains("two banks"));
    // R172: a bank that is switched off is not there.
    assert!(with("enabled", json!(false)).unwrap().banks.is_empty());
    // Somebody else answers at the address.
    let other = with("issuer", json!(world.sims.registry_url(okno_simulators::registry::RegistryName::PensionFund)));
    let told = other.unwrap().banks[0].check().await;
    assert!(matches!(&told, Err(PortError::Garbage { reason }) if reason.contains("404")), "{told:?}");
}

/// A key of the other kind signs as well.
#[tokio::test]
async fn a_p256_key_is_taken() {
    use p256::pkcs8::{EncodePrivateKey as _, LineEnding};
    let key = p256::SecretKey::from_slice(&SEED).unwrap().to_pkcs8_pem(LineEnding::LF).unwrap();
    assert_eq!(build(json!([blue_bridge("https://bank.example", &key)])).unwrap().banks.len(), 1);
}
