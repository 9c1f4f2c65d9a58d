//! Sites that register themselves (RFC 7591, RFC 7592): who may, what comes of it, and what an attacker gets.

use std::sync::Arc;

use http::Method;
use okno_app::{
    relying_party::{self, Installed, NewInvitation, SiteFile},
    session::SignedIn,
    settings::{Settings, SiteRegistration, StatementIssuer},
};
use okno_domain::{
    relying_party::{SiteInvitationId, SiteState, Stage},
    time::{DAY, SECOND},
};
use okno_oidc::jose::{Issuing, software::Ed25519};
use okno_testkit::{World, citizen::PASSWORD, engine_test, store::Store};
use serde_json::{Value, json};

use crate::browser::Browser;

const REGISTER: &str = "/oauth2/register";
const PHONE: &str = "+79161234567";
const MOST_A_DAY: u32 = 10;
const CALLBACK: &str = "https://shop.example/callback";
const BANK: &str = "https://bank.example/callback";
const SECTOR: &str = "https://bank.example/sector";
const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";

async fn scene(store: Store, policy: SiteRegistration) -> (World, Browser) {
    let settings = |settings: &mut Settings| {
        settings.single_sign_on.registration = policy;
        settings.single_sign_on.registrations_per_network_per_day = MOST_A_DAY;
        settings.single_sign_on.statement_issuers = vec![StatementIssuer {
            issuer: "https://trust.example".to_owned(),
            jwks: json!({ "keys": [key("trust").public().unwrap().to_jwk()] }),
        }];
    };
    let world = World::with(store, settings, |_| {}).await;
    let browser = Browser::new(&world).speaking("en");
    (world, browser)
}

fn key(name: &str) -> Ed25519 {
    let mut secret = [7; 32];
    secret[..name.len()].copy_from_slice(name.as_bytes());
    Ed25519::new(name, &secret)
}

fn statement(signer: &str, claims: &Value) -> String {
    Issuing::new(Arc::new(key(signer)), "JWT").unwrap().sign(claims).unwrap()
}

async fn invite(world: &World, stage: Stage, uses: u16) -> (SiteInvitationId, String) {
    let new = NewInvitation { made_for: "somebody", stage, uses, lasts: DAY };
    let (id, token) = relying_party::invite(&world.cx(), &new).await.unwrap();
    (id, token.expose().to_owned())
}

fn metadata() -> Value {
    json!({ "redirect_uris": [CALLBACK], "client_name": "Shop", "token_endpoint_auth_method": "client_secret_post",
            "id_token_signed_response_alg": "ES256" })
}

fn with(name: &str, value: Value) -> Value {
    let mut metadata = metadata();
    metadata[name] = value;
    metadata
}

async fn register(browser: &mut Browser, token: Option<&str>, body: &Value) -> (u16, Value) {
    let said = browser.send_json(Method::POST, REGISTER, token, body).await;
    (browser.status.as_u16(), said)
}

async fn manage(browser: &mut Browser, method: Method, of: &Value, token: &str, body: &Value) -> (u16, Value) {
    let path = format!("{REGISTER}/{}", of["client_id"].as_str().unwrap());
    let said = browser.send_json(method, &path, Some(token), body).await;
    (browser.status.as_u16(), said)
}

fn text<'a>(said: &'a Value, name: &str) -> &'a str {
    said[name].as_str().unwrap_or_else(|| panic!("no {name} in {said}"))
}

/// Each thing that may be shown under this policy, and what discovery says of it.
async fn admits(store: Store, policy: SiteRegistration) {
    let good = statement("trust", &json!({ "iss": "https://trust.example", "client_name": "Signed" }));
    let strange = statement("other", &json!({ "iss": "https://other.example" }));
    let forged = statement("other", &json!({ "iss": "https://trust.example" }));
    let said = |text: &str| with("software_statement", json!(text));
    let (world, mut browser) = scene(store, policy).await;
    let (_, token) = invite(&world, Stage::Test, 9).await;
    browser.open_only("/.well-known/openid-configuration").await;
    assert_eq!(browser.has("registration_endpoint"), policy != SiteRegistration::Closed);
    let by_token = matches!(policy, SiteRegistration::Token | SiteRegistration::TokenOrStatement);
    let by_statement = matches!(policy, SiteRegistration::Statement | SiteRegistration::TokenOrStatement);
    let open = policy == SiteRegistration::Open;
    for (number, (shown, body, admitted)) in [
        (None, metadata(), open),
        (Some(token.as_str()), metadata(), by_token || open),
        (None, said(&good), by_statement || open),
        (Some("AAAA"), metadata(), false),
        (Some("AAAA"), said(&good), false),
    ]
    .into_iter()
    .enumerate()
    {
        let (status, answer) = register(&mut browser, shown, &body).await;
        assert_eq!(status, if admitted { 201 } else { 401 }, "{policy:?} {number} {answer}");
        if !admitted {
            assert!(browser.header("www-authenticate").starts_with("Bearer"), "{policy:?} {number}");
        }
    }
    for (body, code) in
        [(said(&strange), "unapproved_software_statement"), (said(&forged), "invalid_software_statement")]
    {
        let (status, answer) = register(&mut browser, None, &body).await;
        assert_eq!((status, answer["error"].as_str()), (400, Some(code)), "{policy:?}");
    }
}

engine_test! {
    /// RFC 7591 3: nobody registers where it is closed.
    async fn nobody_registers_where_it_is_closed(store: Store) {
        admits(store, SiteRegistration::Closed).await;
    }

    /// RFC 7591 3: whoever was invited.
    async fn the_invited_register(store: Store) {
        admits(store, SiteRegistration::Token).await;
    }

    /// RFC 7591 3: whoever somebody vouches for.
    async fn a_statement_vouches(store: Store) {
        admits(store, SiteRegistration::Statement).await;
    }

    /// RFC 7591 3: either of them.
    async fn an_invitation_or_a_statement_does(store: Store) {
        admits(store, SiteRegistration::TokenOrStatement).await;
    }

    /// RFC 7591 3: anybody, for test stands.
    async fn anybody_registers_where_it_is_open(store: Store) {
        admits(store, SiteRegistration::Open).await;
    }
}

engine_test! {
    /// A site that registered itself works at once, under test; everything is shown once, and nothing of it is stored in plain.
    async fn a_registered_site_works(store: Store) {
        let (world, mut browser) = scene(store, SiteRegistration::Open).await;
        world.citizen(PHONE).await;
        let (status, site) = register(&mut browser, None, &metadata()).await;
        assert_eq!((status, browser.header("cache-control")), (201, "no-store"), "{site}");
        assert_eq!((site["client_secret_expires_at"].as_i64(), site["client_name"].as_str()), (Some(0), Some("Shop")));
        let (id, secret) = (text(&site, "client_id").to_owned(), text(&site, "client_secret").to_owned());
        assert_eq!(site["registration_client_uri"], format!("{}{REGISTER}/{id}", world.app.settings.public_url));
        browser.log_in(PHONE, PASSWORD).await;
        let query = [
            ("client_id", id.as_str()), ("response_type", "code"), ("redirect_uri", CALLBACK), ("scope", "openid profile offline_access"),
        ];
        browser.open(&format!("/oauth2/authorize?{}", serde_urlencoded::to_string(query).unwrap())).await;
        assert!(browser.has("Shop") && browser.has("This site is under test"), "{}", browser.body);
        let page = browser.at.clone();
        browser.send(&page, &[("choice", "agree")]).await;
        let back = browser.link("submit").replace("&amp;", "&");
        let fields: std::collections::BTreeMap<String, String> =
            serde_urlencoded::from_str(back.split_once('?').unwrap().1).unwrap();
        let client = [("client_id", id.as_str()), ("client_secret", secret.as_str())];
        let mut trade = vec![("grant_type", "authorization_code"), ("code", fields["code"].as_str()), ("redirect_uri", CALLBACK)];
        trade.extend(client);
        let tokens = browser.call("/oauth2/token", &trade).await;
        let access = text(&tokens, "access_token").to_owned();
        assert!(browser.call("/oauth2/userinfo", &[("access_token", &access)]).await["sub"].is_string());

        // Given up, nothing of it is worth anything, and nobody brings it back.
        browser.open("/account/sites").await;
        assert!(browser.has("has access"));
        let token = text(&site, "registration_access_token").to_owned();
        let (status, _) = manage(&mut browser, Method::DELETE, &site, &token, &Value::Null).await;
        assert_eq!(status, 204);
        assert_eq!(browser.call("/oauth2/userinfo", &[("access_token", &access)]).await["error"], "invalid_token");
        browser.open("/account/sites").await;
        assert!(!browser.has("has access"), "{}", browser.body);
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            assert_eq!(manage(&mut browser, method, &site, &token, &metadata()).await.0, 401);
        }
        assert!(relying_party::switch(&world.cx(), &id, SiteState::Active).await.is_err());
        let file: SiteFile = serde_json::from_value(json!({ "client_id": id, "stage": "test", "metadata": metadata() })).unwrap();
        assert!(relying_party::install(&world.cx(), &file).await.unwrap().is_err());
        assert_eq!(browser.call("/oauth2/userinfo", &[("access_token", &access)]).await["error"], "invalid_token");
    }
}

/// Somebody who is signed in goes to a site that registered itself, and agrees; the tokens.
async fn signs_in(browser: &mut Browser, site: &Value) -> Value {
    let (id, secret) = (text(site, "client_id"), text(site, "client_secret"));
    let query = [("client_id", id), ("response_type", "code"), ("redirect_uri", CALLBACK), ("scope", "openid")];
    browser.open(&format!("/oauth2/authorize?{}", serde_urlencoded::to_string(query).unwrap())).await;
    let page = browser.at.clone();
    browser.send(&page, &[("choice", "agree")]).await;
    let back = browser.link("submit").replace("&amp;", "&");
    let fields: std::collections::BTreeMap<String, String> =
        serde_urlencoded::from_str(back.split_once('?').unwrap().1).unwrap();
    let trade = [
        ("grant_type", "authorization_code"),
        ("code", fields["code"].as_str()),
        ("redirect_uri", CALLBACK),
        ("client_id", id),
        ("client_secret", secret),
    ];
    browser.call("/oauth2/token", &trade).await
}

/// The header of a signed token.
fn header(token: &str) -> Value {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap()).unwrap()
}

engine_test! {
    /// OpenID Connect Registration 2: id tokens are signed by RS256 where nothing else was registered, and what userinfo tells where
    /// that was, by a key that is published.
    async fn rs256_is_what_was_not_chosen(store: Store) {
        let (world, mut browser) = scene(store, SiteRegistration::Open).await;
        world.citizen(PHONE).await;
        browser.log_in(PHONE, PASSWORD).await;
        let mut usual = with("userinfo_signed_response_alg", json!("RS256"));
        usual.as_object_mut().unwrap().remove("id_token_signed_response_alg");
        let (_, site) = register(&mut browser, None, &usual).await;
        let tokens = signs_in(&mut browser, &site).await;
        let id = header(text(&tokens, "id_token"));
        browser.call("/oauth2/userinfo", &[("access_token", text(&tokens, "access_token"))]).await;
        assert_eq!(browser.header("content-type"), "application/jwt");
        let told = header(&browser.body);
        browser.open_only("/oauth2/jwks").await;
        let keys: Value = serde_json::from_str(&browser.body).unwrap();
        for token in [id, told] {
            assert_eq!(token["alg"], "RS256");
            let key = keys["keys"].as_array().unwrap().iter().find(|key| key["kid"] == token["kid"]);
            assert_eq!(key.map(|key| &key["kty"]), Some(&json!("RSA")), "{token} {keys}");
        }
    }

    /// OpenID Connect Registration 2: who decides can read the site's policy and terms; its logo is not fetched from it.
    async fn policy_and_terms_are_linked(store: Store) {
        let (world, mut browser) = scene(store, SiteRegistration::Open).await;
        world.citizen(PHONE).await;
        let mut body = metadata();
        for (name, path) in [("policy_uri", "policy"), ("tos_uri", "terms"), ("logo_uri", "logo.png")] {
            body[name] = json!(format!("https://shop.example/{path}"));
        }
        let (status, site) = register(&mut browser, None, &body).await;
        assert_eq!(status, 201, "{site}");
        browser.log_in(PHONE, PASSWORD).await;
        let query =
            [("client_id", text(&site, "client_id")), ("response_type", "code"), ("redirect_uri", CALLBACK), ("scope", "openid")];
        browser.open(&format!("/oauth2/authorize?{}", serde_urlencoded::to_string(query).unwrap())).await;
        for path in ["policy", "terms"] {
            assert!(browser.has(&format!("href=\"https://shop.example/{path}\"")), "{}", browser.body);
        }
        assert!(!browser.has("logo.png"));
    }

    /// OpenID Connect Core 4: whoever has used a site finds the way there, which begins a sign-in where the site wants that; not to one
    /// that is switched off.
    async fn a_site_is_asked_to_begin(store: Store) {
        let (world, mut browser) = scene(store, SiteRegistration::Open).await;
        world.citizen(PHONE).await;
        let (_, plain) = register(&mut browser, None, &metadata()).await;
        let (_, site) = register(&mut browser, None, &with("initiate_login_uri", json!("https://shop.example/start?x=1"))).await;
        browser.log_in(PHONE, PASSWORD).await;
        signs_in(&mut browser, &plain).await;
        browser.open("/account/sites").await;
        assert!(!browser.has("Open the site"), "{}", browser.body);
        signs_in(&mut browser, &site).await;
        browser.open("/account/sites").await;
        let way = "https://shop.example/start?x=1&iss=https%3A%2F%2Fokno.test";
        assert!(browser.body.replace("&#38;", "&").replace("&amp;", "&").contains(way), "{}", browser.body);
        relying_party::switch(&world.cx(), text(&site, "client_id"), SiteState::Disabled).await.unwrap();
        browser.open("/account/sites").await;
        assert!(!browser.has("Open the site"), "{}", browser.body);
    }
}

engine_test! {
    /// RFC 7592: a site looks at its registration and changes it; its token is another one then, and no other opens it.
    async fn a_site_manages_its_registration(store: Store) {
        let (_world, mut browser) = scene(store, SiteRegistration::Open).await;
        let (_, site) = register(&mut browser, None, &metadata()).await;
        let (_, other) = register(&mut browser, None, &metadata()).await;
        let token = text(&site, "registration_access_token").to_owned();
        let (status, shown) = manage(&mut browser, Method::GET, &site, &token, &Value::Null).await;
        assert_eq!((status, shown["registration_access_token"].as_str()), (200, Some(token.as_str())));
        assert!(shown.get("client_secret").is_none() && shown["redirect_uris"] == json!([CALLBACK]), "{shown}");
        let strange = text(&other, "registration_access_token").to_owned();
        for wrong in [strange.as_str(), "", "AAAA", &token[1..]] {
            let (status, answer) = manage(&mut browser, Method::GET, &site, wrong, &Value::Null).await;
            assert_eq!((status, answer["error"].as_str()), (401, Some("invalid_token")), "{wrong}");
        }
        let mut change = with("client_id", site["client_id"].clone());
        change["redirect_uris"] = json!(["https://shop.example/other"]);
        for (name, value) in [
            ("client_id", other["client_id"].clone()),
            ("client_secret", other["client_secret"].clone()),
            ("registration_access_token", json!(token)),
            ("redirect_uris", json!(["http://shop.example/"])),
            ("sector_identifier_uri", json!("https://bank.example/sector")),
        ] {
            let mut bad = change.clone();
            bad[name] = value;
            assert_eq!(manage(&mut browser, Method::PUT, &site, &token, &bad).await.0, 400, "{name}");
        }
        change["client_secret"] = site["client_secret"].clone();
        let (status, changed) = manage(&mut browser, Method::PUT, &site, &token, &change).await;
        assert_eq!((status, &changed["redirect_uris"]), (200, &json!(["https://shop.example/other"])), "{changed}");
        assert!(changed.get("client_secret").is_none(), "it is the same, and was shown: {changed}");
        let next = text(&changed, "registration_access_token").to_owned();
        assert_eq!(manage(&mut browser, Method::GET, &site, &token, &Value::Null).await.0, 401);
        // Without a secret, and with one again: another one.
        let mut public = change.clone();
        public.as_object_mut().unwrap().remove("client_secret");
        public["token_endpoint_auth_method"] = json!("none");
        let (_, changed) = manage(&mut browser, Method::PUT, &site, &next, &public).await;
        let next = text(&changed, "registration_access_token").to_owned();
        public["token_endpoint_auth_method"] = json!("client_secret_post");
        let (_, changed) = manage(&mut browser, Method::PUT, &site, &next, &public).await;
        let secret = text(&changed, "client_secret");
        assert_ne!(secret, text(&site, "client_secret"));
        assert_eq!(manage(&mut browser, Method::GET, &other, &strange, &Value::Null).await.0, 200);
    }
}

engine_test! {
    /// RFC 7591 2.3: what a statement says stands over what the site says, then and later.
    async fn a_statement_is_not_shaken_off(store: Store) {
        let (world, mut browser) = scene(store, SiteRegistration::Statement).await;
        let claims = json!({ "iss": "https://trust.example", "client_name": "Signed", "redirect_uris": [CALLBACK] });
        let mut body = with("software_statement", json!(statement("trust", &claims)));
        body["redirect_uris"] = json!(["https://evil.example/"]);
        let (status, site) = register(&mut browser, None, &body).await;
        assert_eq!((status, &site["redirect_uris"]), (201, &json!([CALLBACK])), "{site}");
        let token = text(&site, "registration_access_token").to_owned();
        let mut change = with("client_id", site["client_id"].clone());
        change["redirect_uris"] = json!(["https://evil.example/"]);
        let (_, changed) = manage(&mut browser, Method::PUT, &site, &token, &change).await;
        assert_eq!((&changed["redirect_uris"], &changed["client_name"]), (&json!([CALLBACK]), &json!("Signed")));
        let token = text(&changed, "registration_access_token").to_owned();
        let old = json!({ "iss": "https://trust.example", "exp": world.clock.get().as_second() - 60 });
        change["software_statement"] = json!(statement("trust", &old));
        let (status, answer) = manage(&mut browser, Method::PUT, &site, &token, &change).await;
        assert_eq!((status, answer["error"].as_str()), (400, Some("invalid_software_statement")));
    }
}

engine_test! {
    /// An invitation holds for so many sites and so long, gives its stage, and is taken back; a refused registration costs none.
    async fn invitations_are_counted(store: Store) {
        let (world, mut browser) = scene(store, SiteRegistration::Token).await;
        let (_, token) = invite(&world, Stage::Production, 2).await;
        let bad = with("redirect_uris", json!(["http://localhost/callback"]));
        assert_eq!(register(&mut browser, Some(&token), &bad).await.0, 400, "production takes no address of a laptop");
        for status in [201, 201, 401] {
            assert_eq!(register(&mut browser, Some(&token), &metadata()).await.0, status);
        }
        let (_, token) = invite(&world, Stage::Test, 2).await;
        assert_eq!(register(&mut browser, Some(&token), &bad).await.0, 201, "under test it does");
        let (id, revoked) = invite(&world, Stage::Test, 2).await;
        relying_party::revoke_invitation(&world.cx(), id).await.unwrap();
        assert!(relying_party::revoke_invitation(&world.cx(), id).await.is_err());
        assert_eq!(register(&mut browser, Some(&revoked), &metadata()).await.0, 401);
        world.clock.advance(DAY - SECOND);
        assert_eq!(register(&mut browser, Some(&token), &metadata()).await.0, 201);
        let (_, late) = invite(&world, Stage::Test, 2).await;
        world.clock.advance(DAY);
        assert_eq!(register(&mut browser, Some(&late), &metadata()).await.0, 401);
        let mut left: Vec<i64> =
            relying_party::invitations(&world.cx(), 9).await.unwrap().iter().map(|row| row.uses_left).collect();
        left.sort_unstable();
        assert_eq!(left, [0, 0, 2, 2]);
    }
}

engine_test! {
    /// Two that use the last use of an invitation at the same instant, on two servers: one registers.
    async fn the_last_use_is_used_once(store: Store) {
        let (world, _) = scene(store, SiteRegistration::Token).await;
        let other = world.another_server();
        let body = metadata().to_string().into_bytes();
        for round in 0..20 {
            let (_, token) = invite(&world, Stage::Test, 1).await;
            let here = world.cx_from(&format!("here {round}"));
            let client = okno_app::Client { network: format!("there {round}"), ..okno_app::Client::default() };
            let there = okno_app::Cx::begin(&other, okno_domain::locale::Locale::default(), client);
            let (one, two) = tokio::join!(
                relying_party::register(&here, &body, Some(&token)),
                relying_party::register(&there, &body, Some(&token)),
            );
            let statuses = [one, two].map(|done| okno_app::protocol::settled(done).unwrap().status);
            assert!(statuses == [201, 401] || statuses == [401, 201], "{statuses:?}");
        }
    }
}

engine_test! {
    /// Limits: on the sites of a network, on the size of a document, on its kind; and a sector that is not shown to be the site's own is refused.
    async fn registrations_are_limited(store: Store) {
        let (world, mut browser) = scene(store, SiteRegistration::Open).await;
        for (body, code) in [
            (with("sector_identifier_uri", json!("https://bank.example/sector")), "invalid_client_metadata"),
            (with("redirect_uris", json!([])), "invalid_redirect_uri"),
            (with("response_types", json!(["code id_token"])), "invalid_client_metadata"),
            (with("client_name", json!("Safe\u{202e}knab")), "invalid_client_metadata"),
            (json!([1]), "invalid_client_metadata"),
            (with("tls_client_auth_san_dns", json!("x")), "invalid_client_metadata"),
        ] {
            let (status, answer) = register(&mut browser, None, &body).await;
            assert_eq!((status, answer["error"].as_str()), (400, Some(code)), "{body}");
        }
        let (status, _) = register(&mut browser, None, &with("x", json!("x".repeat(65 * 1024)))).await;
        assert_eq!(status, 400);
        browser.send_raw(REGISTER, "text/plain", metadata().to_string().into_bytes()).await;
        assert_eq!(browser.status, 400);
        // The one for which a document was to be fetched was counted.
        for _ in 1..MOST_A_DAY {
            assert_eq!(register(&mut browser, None, &metadata()).await.0, 201);
        }
        assert_eq!(register(&mut browser, None, &metadata()).await.0, 429);
        let mut elsewhere = Browser::new(&world).in_network(3);
        assert_eq!(register(&mut elsewhere, None, &metadata()).await.0, 201);
        world.clock.advance(DAY);
        assert_eq!(register(&mut browser, None, &metadata()).await.0, 201);
    }
}

engine_test! {
    /// Registrations and changes are counted before anything is fetched for them, so that nobody makes us call others without end.
    async fn fetches_for_strangers_are_limited(store: Store) {
        let (world, mut browser) = scene(store, SiteRegistration::Open).await;
        let (_, site) = register(&mut Browser::new(&world).in_network(3), None, &metadata()).await;
        let token = text(&site, "registration_access_token").to_owned();
        let bad = with("sector_identifier_uri", json!(SECTOR));
        let mut change = bad.clone();
        change["client_id"] = site["client_id"].clone();
        let most = usize::try_from(MOST_A_DAY).unwrap();
        for round in 0..most + 3 {
            let status = if round < most { 400 } else { 429 };
            assert_eq!(register(&mut browser, None, &bad).await.0, status, "{round}");
            assert_eq!(manage(&mut browser, Method::PUT, &site, &token, &change).await.0, status, "{round}");
        }
        assert_eq!(world.sites.fetches(), most * 2);
        assert_eq!(manage(&mut browser, Method::GET, &site, &token, &Value::Null).await.0, 200);
    }
}

/// The bank at which people have names that nobody else is to know, and which lists its own address.
async fn bank(world: &World) {
    let file = json!({
        "client_id": "bank",
        "stage": "production",
        "secret": "0123456789abcdef0123456789abcdef",
        "metadata": {
            "redirect_uris": [BANK], "subject_type": "pairwise", "token_endpoint_auth_method": "client_secret_post",
        },
    });
    let file: SiteFile = serde_json::from_value(file).unwrap();
    relying_party::install(&world.cx(), &file).await.unwrap().unwrap();
    world.sites.publish(SECTOR, json!([BANK]).to_string());
}

/// The name of a person at the bank.
async fn name_at_bank(world: &World, person: &SignedIn) -> String {
    let (cx, mut read) = (world.cx(), world.app.store.read().await.unwrap());
    let bank = relying_party::find(&mut read, &cx, "bank").await.unwrap().unwrap();
    okno_app::claim::subject(&mut read, &cx, &bank, person.id()).await.unwrap()
}

/// A device of this client begins; its code, and the code for the person.
async fn begins(wire: &mut Browser, site: &Value) -> (String, String) {
    let asked =
        [("client_id", text(site, "client_id")), ("client_secret", text(site, "client_secret")), ("scope", "openid")];
    let begun = wire.call("/oauth2/device_authorization", &asked).await;
    (text(&begun, "device_code").to_owned(), text(&begun, "user_code").to_owned())
}

async fn polls(wire: &mut Browser, site: &Value, device_code: &str) -> Value {
    let asked = [
        ("client_id", text(site, "client_id")),
        ("client_secret", text(site, "client_secret")),
        ("grant_type", DEVICE),
        ("device_code", device_code),
    ];
    wire.call("/oauth2/token", &asked).await
}

engine_test! {
    /// OpenID Connect Core 8.1: nobody learns by a registration what people are called at another site. A device gets tokens without
    /// any address, so that an address of the bank proves nothing for it; nor does the bank's list for whoever has no address; nor
    /// does who is told of logouts belong to the bank.
    async fn names_at_other_sites_are_out_of_reach(store: Store) {
        let (world, mut browser) = scene(store, SiteRegistration::Open).await;
        let anna = world.citizen(PHONE).await;
        bank(&world).await;
        let mut evil = with("redirect_uris", json!([BANK]));
        evil["subject_type"] = json!("pairwise");
        evil["grant_types"] = json!(["authorization_code", DEVICE]);
        let changed = |changes: &[(&str, Value)]| {
            let mut evil = evil.clone();
            for (name, value) in changes {
                evil[*name] = value.clone();
            }
            evil
        };
        let nowhere = [("redirect_uris", json!([])), ("sector_identifier_uri", json!(SECTOR)), ("grant_types", json!([DEVICE]))];
        for (what, body) in [
            ("a list for a device", changed(&[("sector_identifier_uri", json!(SECTOR))])),
            ("a list without an address", changed(&nowhere)),
            ("a list without an address, for the same name everywhere", {
                let mut body = changed(&nowhere);
                body["subject_type"] = json!("public");
                body
            }),
            ("an ear elsewhere", changed(&[
                ("grant_types", json!(["authorization_code"])),
                ("backchannel_logout_uri", json!("https://evil.example/back")),
            ])),
        ] {
            let (status, answer) = register(&mut browser, None, &body).await;
            assert_eq!((status, answer["error"].as_str()), (400, Some("invalid_client_metadata")), "{what}: {answer}");
        }
        let (status, site) = register(&mut browser, None, &evil).await;
        assert_eq!(status, 201, "{site}");
        browser.log_in(PHONE, PASSWORD).await;
        let mut wire = Browser::new(&world);
        let (device_code, user_code) = begins(&mut wire, &site).await;
        browser.open("/device").await;
        browser.send("/device", &[("user_code", &user_code)]).await;
        let page = browser.at.clone();
        browser.send(&page, &[("choice", "agree")]).await;
        let tokens = polls(&mut wire, &site, &device_code).await;
        let told = wire.call("/oauth2/userinfo", &[("access_token", text(&tokens, "access_token"))]).await;
        assert_ne!(text(&told, "sub"), name_at_bank(&world, &anna).await);
    }
}

engine_test! {
    /// A change takes no site out of the sector in which people have their names at it, nor into that of another: what it is given and
    /// told goes by where it was.
    async fn a_sector_is_not_changed(store: Store) {
        let (_world, mut browser) = scene(store, SiteRegistration::Open).await;
        let mut own = metadata();
        own["subject_type"] = json!("pairwise");
        let (_, site) = register(&mut browser, None, &own).await;
        let token = text(&site, "registration_access_token").to_owned();
        own["client_id"] = site["client_id"].clone();
        for (name, value) in [
            ("redirect_uris", json!([BANK])),
            ("redirect_uris", json!(["http://localhost/callback"])),
            ("grant_types", json!(["authorization_code", DEVICE])),
            ("subject_type", json!("public")),
        ] {
            let mut change = own.clone();
            change[name] = value;
            let (status, answer) = manage(&mut browser, Method::PUT, &site, &token, &change).await;
            assert_eq!((status, answer["error"].as_str()), (400, Some("invalid_client_metadata")), "{change}");
        }
        own["redirect_uris"] = json!(["https://shop.example/other"]);
        assert_eq!(manage(&mut browser, Method::PUT, &site, &token, &own).await.0, 200);
    }
}

engine_test! {
    /// What a site registers may change while a person is asked: nothing goes to an address that it gave up.
    async fn an_address_that_was_given_up_gets_nothing(store: Store) {
        let (world, mut browser) = scene(store, SiteRegistration::Open).await;
        world.citizen(PHONE).await;
        let (_, site) = register(&mut browser, None, &metadata()).await;
        browser.log_in(PHONE, PASSWORD).await;
        let asked = [
            ("client_id", text(&site, "client_id")),
            ("response_type", "code"),
            ("redirect_uri", CALLBACK),
            ("scope", "openid"),
        ];
        browser.open(&format!("/oauth2/authorize?{}", serde_urlencoded::to_string(asked).unwrap())).await;
        let page = browser.at.clone();
        assert!(browser.has("May Shop have your data?"), "{}", browser.body);
        let mut change = with("redirect_uris", json!(["https://shop.example/other"]));
        change["client_id"] = site["client_id"].clone();
        let token = text(&site, "registration_access_token");
        let (status, changed) = manage(&mut Browser::new(&world), Method::PUT, &site, token, &change).await;
        assert_eq!(status, 200, "{changed}");
        for choice in ["agree", "deny"] {
            let mut one = browser.clone();
            one.send(&page, &[("choice", choice)]).await;
            assert!(one.status == 410 && one.has("This request is over"), "{choice}: {}", one.body);
        }
    }
}

engine_test! {
    /// A file has the word over a site that registered itself: nobody manages that by a token any more. Whether the site may be used
    /// stays as it was.
    async fn a_file_takes_a_registration_over(store: Store) {
        let (world, mut browser) = scene(store, SiteRegistration::Open).await;
        let (_, site) = register(&mut browser, None, &metadata()).await;
        let (id, token) = (text(&site, "client_id"), text(&site, "registration_access_token"));
        assert_eq!(manage(&mut browser, Method::GET, &site, token, &Value::Null).await.0, 200);
        let mut change = metadata();
        change["client_id"] = json!(id);
        let file: SiteFile =
            serde_json::from_value(json!({ "client_id": id, "stage": "test", "metadata": metadata() })).unwrap();
        let install = async || relying_party::install(&world.cx(), &file).await.unwrap().unwrap();
        let is_active = async || {
            let (cx, mut read) = (world.cx(), world.app.store.read().await.unwrap());
            relying_party::find(&mut read, &cx, id).await.unwrap().is_some()
        };
        assert_eq!(install().await, Installed::Changed);
        assert!(is_active().await);
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            let (status, answer) = manage(&mut browser, method, &site, token, &change).await;
            assert_eq!((status, answer["error"].as_str()), (401, Some("invalid_token")));
        }
        relying_party::switch(&world.cx(), id, SiteState::Disabled).await.unwrap();
        assert_eq!(install().await, Installed::Changed);
        assert!(!is_active().await, "a file switches nothing on");
        relying_party::switch(&world.cx(), id, SiteState::Active).await.unwrap();
        assert!(is_active().await);
    }
}

engine_test! {
    /// Invitations that are long over are removed: those whose time is, and those that were used up or taken back.
    async fn old_invitations_are_purged(store: Store) {
        let (world, mut browser) = scene(store, SiteRegistration::Token).await;
        invite(&world, Stage::Test, 2).await;
        let long = async |made_for| {
            let new = NewInvitation { made_for, stage: Stage::Test, uses: 1, lasts: DAY * 366 };
            relying_party::invite(&world.cx(), &new).await.unwrap()
        };
        let (_, used) = long("used").await;
        assert_eq!(register(&mut browser, Some(used.expose()), &metadata()).await.0, 201);
        let (revoked, _) = long("revoked").await;
        relying_party::revoke_invitation(&world.cx(), revoked).await.unwrap();
        let (open, _) = long("open").await;
        let left = async || relying_party::invitations(&world.cx(), 9).await.unwrap();
        for (later, rows) in [(DAY * 90, 4), (DAY * 2, 1)] {
            world.clock.advance(later);
            okno_app::job::enqueue_periodic(&world.cx()).await.unwrap();
            world.drain().await;
            assert_eq!(left().await.len(), rows);
        }
        assert_eq!(left().await[0].id, open);
    }
}
