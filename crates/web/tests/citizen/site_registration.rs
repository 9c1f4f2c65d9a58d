//! Sites that register themselves (RFC 7591, RFC 7592): who may, what comes of it, and what an attacker gets.

use std::sync::Arc;

use http::Method;
use okno_app::{
    relying_party::{self, NewInvitation, SiteFile},
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
        for _ in 0..MOST_A_DAY {
            assert_eq!(register(&mut browser, None, &metadata()).await.0, 201);
        }
        assert_eq!(register(&mut browser, None, &metadata()).await.0, 429);
        let mut elsewhere = Browser::new(&world).in_network(3);
        assert_eq!(register(&mut elsewhere, None, &metadata()).await.0, 201);
        world.clock.advance(DAY);
        assert_eq!(register(&mut browser, None, &metadata()).await.0, 201);
    }
}
