//! The technology portal for a system that speaks ESIA: entered, tried, mended by what the log says, put before an officer.

use std::collections::BTreeMap;

use okno_app::esia::key;
use okno_domain::{
    account::AccountLevel,
    operator::Role,
    time::{DAY, after},
};
use okno_testkit::{
    World,
    citizen::PASSWORD,
    engine_test,
    esia::{TestSystem, time, token_key},
    operator::PASSWORD as OPERATOR_PASSWORD,
    store::Store,
};

use crate::browser::Browser;

const OWNER: &str = "+79161234501";
const STRANGER: &str = "+79161234503";
const CALLBACK: &str = "https://clinic.example/callback";
const STATE: &str = "7f3b6c1e-2a54-4d0f-9b1e-5c8a7d21e4f0";
const HERE: &str = "/developer/sites/CLINIC";
const V1: &[&str] = &["scope", "timestamp", "client_id", "state"];
const V2: &[&str] = &["client_id", "scope", "timestamp", "state", "redirect_uri"];

async fn world(store: Store, enabled: bool) -> World {
    let settings = |settings: &mut okno_app::Settings| {
        settings.single_sign_on.developer_level = AccountLevel::Simplified;
        settings.esia.enabled = enabled;
    };
    let world = World::with(store, settings, |_| {}).await;
    key::enter(&world.cx(), &token_key(), world.cx().now).await.unwrap();
    world
}

async fn person(world: &World, phone: &str) -> Browser {
    world.citizen(phone).await;
    let mut browser = Browser::new(world).speaking("en");
    browser.log_in(phone, PASSWORD).await.assert_at("/account");
    browser
}

/// The form with other values in some fields.
fn with(changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let pem = TestSystem::rsa().pem();
    let usual = [
        ("site_kind", "esia"),
        ("name_ru", "Клиника"),
        ("name_en", "Clinic"),
        ("mnemonic", "CLINIC"),
        ("esia_domains", "https://clinic.example"),
        ("esia_certificates", &pem),
        ("esia_algorithm", "RS256"),
        ("esia_mode", "strict"),
        ("esia_subject", "number"),
        ("esia_object", "number"),
        ("scope", "fullname"),
        ("purpose_fullname_ru", "Чтобы обратиться по имени"),
        ("purpose_fullname_en", "To call you by your name"),
        ("least_level", "simplified"),
    ];
    let mut fields: BTreeMap<&str, &str> = usual.into_iter().collect();
    fields.extend(changes.iter().copied());
    fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

async fn send(browser: &mut Browser, path: &str, fields: &[(String, String)]) {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.send_only(path, &fields).await;
}

async fn enters(browser: &mut Browser, changes: &[(&str, &str)]) {
    browser.open("/developer/new").await;
    send(browser, "/developer/new", &with(changes)).await;
    assert_eq!(browser.status, 200, "{}", browser.said());
}

/// An authorization request of the first generation, signed over these fields.
fn request(world: &World, order: &[&str]) -> String {
    let now = time(world.cx().now);
    let mut fields: BTreeMap<&str, &str> = BTreeMap::from([
        ("client_id", "CLINIC"),
        ("scope", "openid fullname"),
        ("state", STATE),
        ("timestamp", now.as_str()),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("access_type", "online"),
    ]);
    let text: String = order.iter().map(|name| fields[name]).collect();
    let secret = TestSystem::rsa().cms(&text);
    fields.insert("client_secret", &secret);
    format!("/aas/oauth2/ac?{}", serde_urlencoded::to_string(fields).unwrap())
}

/// The text of an element of code.
fn code(browser: &Browser, id: &str) -> String {
    let start = format!("<code id=\"{id}\">");
    browser.body.split_once(&start).and_then(|(_, rest)| rest.split('<').next()).unwrap_or_default().to_owned()
}

engine_test! {
    /// R212: a developer enters a system and nothing of OpenID Connect is shown of it. A request signed in the wrong order is in
    /// the log, with the reason; the right one is there too, and asks the developer for consent. Nobody else is let in.
    async fn a_system_is_entered_and_mended(store: Store) {
        let world = world(store, true).await;
        let mut owner = person(&world, OWNER).await;
        enters(&mut owner, &[]).await;
        assert!(owner.has("Mnemonic (client_id)") && code(&owner, "client-id") == "CLINIC", "{}", owner.said());
        owner.open("/developer").await;
        assert!(owner.has("Clinic") || owner.has("Клиника"), "{}", owner.said());
        owner.open(HERE).await;
        for words in ["https://clinic.example", "CN=DEMO01", "Streebog-256", "RSA with SHA-256", "Strictly", "To call you by your name"] {
            assert!(owner.has(words), "{words}: {}", owner.said());
        }
        for words in ["client_secret", "Public keys", "How the site proves", "Addresses to which people", "logout_token"] {
            assert!(!owner.has(words), "{words}: {}", owner.said());
        }
        owner.open(&format!("{HERE}/log")).await;
        assert!(owner.has("There have been no requests yet") && owner.link("start") == format!("{HERE}/start"), "{}", owner.said());

        owner.open_only(&request(&world, V2)).await;
        assert!(owner.header("location").contains("ESIA-007053"), "{}", owner.header("location"));
        owner.open(&format!("{HERE}/log")).await;
        assert!(owner.has("data-refused=\"true\"") && owner.has("v2: would fit in lenient mode"), "{}", owner.said());
        owner.open(&request(&world, V1)).await;
        assert!(owner.has("To call you by your name"), "{}", owner.said());
        owner.open(&format!("{HERE}/log")).await;
        assert!(owner.has("data-refused=\"false\""), "{}", owner.said());

        let mut stranger = person(&world, STRANGER).await;
        stranger.open(&request(&world, V1)).await;
        assert!(stranger.has("The site is still under test"), "{}", stranger.said());
        for page in ["", "/edit", "/log", "/start", "/token-certificate", "/token-certificate/next", "/members", "/keys"] {
            stranger.open(&format!("{HERE}{page}")).await;
            assert_eq!(stranger.status, 404, "{page}");
        }
        owner.open(&format!("{HERE}/keys")).await;
        assert_eq!(owner.status, 404, "it has no keys of OpenID Connect");
    }

    /// The quick start has the values of the system, the certificate of its tokens to download, and the public key.
    async fn a_system_has_a_quick_start(store: Store) {
        let world = world(store, true).await;
        let mut owner = person(&world, OWNER).await;
        enters(&mut owner, &[]).await;
        owner.open(&format!("{HERE}/start")).await;
        for (id, value) in [("mnemonic", "CLINIC"), ("domain", "https://clinic.example"), ("scope", "openid fullname")] {
            assert_eq!(code(&owner, id), value, "{id}");
        }
        assert_eq!(code(&owner, "issuer"), "http://esia.gosuslugi.ru/");
        assert!(code(&owner, "public-key").starts_with("-----BEGIN PUBLIC KEY-----"), "{}", owner.said());
        for words in ["/aas/oauth2/v3/te", "import esia from", "EsiaAuth", "EsiaProvider", "openssl cms", CALLBACK] {
            assert!(owner.has(words), "{words}: {}", owner.said());
        }
        assert!(!owner.has("CLIENT_SECRET") && !owner.has("/oauth2/authorize"), "{}", owner.said());
        owner.open_only(&format!("{HERE}/token-certificate")).await;
        let keys = key::current(&world.cx()).await.unwrap();
        assert_eq!(owner.body, keys.all()[0].certificate.to_pem());
        assert!(owner.header("content-disposition").contains("esia-RS256.crt"), "{}", owner.header("content-disposition"));
        // The next one, as soon as an operator has it made.
        owner.open_only(&format!("{HERE}/token-certificate/next")).await;
        assert_eq!(owner.status, 404);
        key::make(&world.cx(), key::Algorithm::Rs256, after(world.cx().now, DAY)).await.unwrap();
        owner.open(&format!("{HERE}/start")).await;
        assert_eq!(owner.link("next-certificate"), format!("{HERE}/token-certificate/next"));
        owner.open_only(&format!("{HERE}/token-certificate/next")).await;
        assert_eq!(owner.body, key::current(&world.cx()).await.unwrap().all()[1].certificate.to_pem());
    }

    /// Each fault stands at its field, and nothing that was typed is lost; but a private key is not written back. Where the
    /// dialect is not spoken, nothing of it is in the form.
    async fn faults_of_a_system_stand_at_their_fields(store: Store) {
        let world = world(store, true).await;
        let mut owner = person(&world, OWNER).await;
        enters(&mut owner, &[]).await;
        let cut = TestSystem::rsa().pem().replace("MII", "AAA");
        let wrong = format!("{}{cut}", TestSystem::gost(1).pem());
        let changes = [("esia_domains", "https://clinic.example\nhttps://clinic.example/cb"), ("esia_certificates", &wrong), ("esia_algorithm", ""), ("scope", "mobile")];
        send(&mut owner, "/developer/new", &with(&changes)).await;
        assert_eq!(owner.status, 422);
        for (field, said) in [
            ("esia_domains", "Line 2: the domain only"),
            ("esia_certificates", "Certificate 2 cannot be read"),
            ("purpose_mobile_ru", "needs mobile for"),
        ] {
            assert!(owner.error_at(field).contains(said), "{field}: {} {}", owner.error_at(field), owner.said());
        }
        assert_eq!(owner.value("mnemonic"), "CLINIC");
        send(&mut owner, "/developer/new", &with(&[])).await;
        assert_eq!(owner.error_at("mnemonic"), "This mnemonic is taken");
        let private = format!("{}-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ\n-----END PRIVATE KEY-----", TestSystem::gost(1).pem());
        send(&mut owner, "/developer/new", &with(&[("mnemonic", "OTHER"), ("esia_certificates", &private)])).await;
        assert!(owner.error_at("esia_certificates").contains("This is a private key"), "{}", owner.said());
        assert!(!owner.has("MC4CAQAwBQYDK2VwBCIEIJ"), "a private key is shown");
        // An edit has no other kinds, and does not ask for the mnemonic.
        owner.open(&format!("{HERE}/edit")).await;
        assert!(!owner.has("A site on a server") && !owner.has("id=\"mnemonic\"") && !owner.has("Public keys"), "{}", owner.said());
        let version = owner.hidden("version");
        send(&mut owner, &format!("{HERE}/edit"), &with(&[("version", &version), ("esia_subject", "text")])).await;
        owner.open(HERE).await;
        assert!(owner.has("A text"), "{}", owner.said());
    }

    /// What an officer agrees to is told in words: the certificates, and that the system is read leniently.
    async fn an_officer_reads_what_a_system_is(store: Store) {
        let world = world(store, true).await;
        let mut owner = person(&world, OWNER).await;
        enters(&mut owner, &[("esia_mode", "lenient")]).await;
        owner.open(HERE).await;
        owner.send(&format!("{HERE}/promotion"), &[]).await.assert_at(HERE);
        world.operator("admin", Role::Administrator, &[]).await;
        let mut officer = Browser::new(&world).speaking("en");
        world.clock.advance_seconds(30);
        officer.open("/operator/login").await;
        officer.send("/operator/login", &[("login", "admin"), ("password", OPERATOR_PASSWORD)]).await;
        officer.send("/operator/login/code", &[("code", world.totp_code().expose())]).await;
        officer.open("/operator/sites/CLINIC").await;
        for words in ["read leniently", "CN=DEMO01", "https://clinic.example", "To call you by your name", "A system written for ESIA"] {
            assert!(officer.has(words), "{words}: {}", officer.said());
        }
    }
}

engine_test! {
    /// Where the installation does not speak the dialect, nothing of it is offered.
    async fn without_the_dialect_nothing_of_it_is_offered(store: Store) {
        let world = world(store, false).await;
        let mut owner = person(&world, OWNER).await;
        owner.open("/developer/new").await;
        assert!(!owner.has("ESIA"), "{}", owner.said());
        send(&mut owner, "/developer/new", &with(&[])).await;
        assert_eq!(owner.status, 422);
    }
}
