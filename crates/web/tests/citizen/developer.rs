//! The technology portal, as developers walk it, and as those who may not.

use std::collections::BTreeMap;

use okno_domain::account::AccountLevel;
use okno_testkit::{World, citizen::PASSWORD, engine_test, store::Store};
use serde_json::Value;

use crate::browser::Browser;

const OWNER: &str = "+79161234501";
const COLLEAGUE: &str = "+79161234502";
const STRANGER: &str = "+79161234503";
const CALLBACK: &str = "https://library.example/callback";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const FORM: [(&str, &str); 10] = [
    ("site_kind", "web"),
    ("name_ru", "Библиотека"),
    ("name_en", "Library"),
    ("redirect_uris", CALLBACK),
    ("authentication", "client_secret_basic"),
    ("scope", "email"),
    ("purpose_email_ru", "Чтобы писать"),
    ("purpose_email_en", "To write to you"),
    ("least_level", "simplified"),
    ("policy_uri", "https://library.example/privacy"),
];

async fn world(store: Store) -> World {
    let simplified = |settings: &mut okno_app::Settings| {
        settings.single_sign_on.developer_level = AccountLevel::Simplified;
    };
    World::with(store, simplified, |_| {}).await
}

async fn person(world: &World, phone: &str) -> Browser {
    world.citizen(phone).await;
    let mut browser = Browser::new(world).speaking("en");
    browser.log_in(phone, PASSWORD).await.assert_at("/account");
    browser
}

/// The form with other values in some fields.
fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: BTreeMap<&str, &str> = BTreeMap::from(FORM);
    fields.extend(changes.iter().copied());
    fields.into_iter().collect()
}

fn code(browser: &Browser, id: &str) -> String {
    let start = format!("<code id=\"{id}\">");
    browser.body.split_once(&start).and_then(|(_, rest)| rest.split('<').next()).unwrap_or_default().to_owned()
}

/// Enters a site; gives its name in the protocol and its secret.
async fn enters(browser: &mut Browser, changes: &[(&str, &str)]) -> (String, String) {
    browser.open("/developer/new").await;
    browser.send_only("/developer/new", &with(changes)).await;
    assert_eq!(browser.status, 200, "{}", browser.said());
    let found = (code(browser, "client-id"), code(browser, "secret"));
    assert!(!found.0.is_empty(), "{}", browser.said());
    found
}

fn request(client_id: &str) -> String {
    let pairs = [
        ("client_id", client_id),
        ("response_type", "code"),
        ("redirect_uri", CALLBACK),
        ("scope", "openid email"),
        ("state", "s1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    format!("/oauth2/authorize?{}", serde_urlencoded::to_string(pairs).unwrap())
}

fn answer(browser: &Browser) -> BTreeMap<String, String> {
    let address = match browser.header("location") {
        "" => browser.link("submit").replace("&amp;", "&"),
        location => location.to_owned(),
    };
    let (place, query) = address.split_once('?').unwrap_or_else(|| panic!("no answer at {}", browser.at));
    assert_eq!(place, CALLBACK);
    serde_urlencoded::from_str(query).unwrap()
}

/// Whoever is signed in signs in at the site and agrees; the tokens, by this secret.
async fn signs_in(browser: &mut Browser, client_id: &str, secret: &str) -> Value {
    browser.open_only(&request(client_id)).await;
    let page = browser.header("location").to_owned();
    if page.starts_with("/oauth2/interaction/") {
        browser.open(&page).await;
        let action = browser.at.clone();
        browser.send(&action, &[("choice", "agree"), ("claim", "email")]).await;
    }
    let code = answer(browser)["code"].clone();
    redeem(browser, (client_id, secret), &code).await
}

async fn redeem(browser: &mut Browser, (client_id, secret): (&str, &str), code: &str) -> Value {
    // The way of the site is the header; the form is for those that registered it.
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", client_id),
        ("client_secret", secret),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let body = serde_urlencoded::to_string(fields).unwrap().into_bytes();
    browser.send_raw("/oauth2/token", "application/x-www-form-urlencoded", body).await;
    serde_json::from_str(&browser.body).unwrap_or(Value::Null)
}

const BY_FORM: (&str, &str) = ("authentication", "client_secret_post");

engine_test! {
    /// A developer enters a site and signs in at it with the values that were shown; while it is under test nobody else gets in,
    /// and the site is told.
    async fn a_site_is_entered_and_tried(store: Store) {
        let world = world(store).await;
        let mut owner = person(&world, OWNER).await;
        owner.open("/developer").await;
        assert!(owner.has("You have not entered a site yet"), "{}", owner.said());
        let (client_id, secret) = enters(&mut owner, &[BY_FORM]).await;
        assert_eq!(secret.len(), 43);
        owner.open(&format!("/developer/sites/{client_id}")).await;
        assert!(!owner.has(&secret) && owner.has("under test") && owner.has("To write to you"), "{}", owner.said());
        owner.open(&format!("/developer/sites/{client_id}/start")).await;
        assert!(owner.has("ClientSecretPost") && owner.has(CALLBACK) && !owner.has(&secret), "{}", owner.said());
        let tokens = signs_in(&mut owner, &client_id, &secret).await;
        assert!(tokens["id_token"].is_string(), "{tokens}");

        let mut stranger = person(&world, STRANGER).await;
        stranger.open(&request(&client_id)).await;
        assert!(stranger.has("The site is still under test"), "{}", stranger.said());
        assert_eq!(stranger.status, 403);
        let action = stranger.at.clone();
        stranger.send(&action, &[("choice", "cancel")]).await;
        assert_eq!(answer(&stranger)["error"], "access_denied");
        stranger.open_only(&format!("{}&prompt=none", request(&client_id))).await;
        assert_eq!(answer(&stranger)["error"], "access_denied");
    }

    /// Each fault stands at its field, and nothing that was typed is lost; but a private key is not written back.
    async fn faults_stand_at_their_fields(store: Store) {
        let world = world(store).await;
        let mut owner = person(&world, OWNER).await;
        owner.open("/developer/new").await;
        let private = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ\n-----END PRIVATE KEY-----";
        let changes = [
            ("name_ru", ""),
            ("redirect_uris", "https://library.example/cb\nhttp://library.example/cb"),
            ("authentication", "private_key_jwt"),
            ("keys", private),
            ("scope", "snils"),
        ];
        owner.send_only("/developer/new", &with(&changes)).await;
        assert_eq!(owner.status, 422);
        for (field, said) in [
            ("name_ru", "Fill in"),
            ("redirect_uris", "Line 2: the address must begin with https"),
            ("keys", "This is a private key"),
            ("purpose_snils_ru", "needs snils for"),
        ] {
            assert!(owner.error_at(field).contains(said), "{field}: {} {}", owner.error_at(field), owner.said());
        }
        assert!(!owner.has("MC4CAQAwBQYDK2VwBCIEIJ"), "a private key is shown");
        assert_eq!(owner.value("name_en"), "Library");
        assert!(owner.has("https://library.example/cb\nhttp://library.example/cb"), "{}", owner.said());
    }

    /// Whoever does not belong to a site finds none, whatever they try; a colleague changes it, and does not own it.
    async fn a_site_is_its_peoples(store: Store) {
        let world = world(store).await;
        let mut owner = person(&world, OWNER).await;
        let (client_id, secret) = enters(&mut owner, &[BY_FORM]).await;
        let at = |rest: &str| format!("/developer/sites/{client_id}{rest}");
        let mut stranger = person(&world, STRANGER).await;
        for page in ["", "/edit", "/keys", "/members", "/start"] {
            stranger.open(&at(page)).await;
            assert_eq!(stranger.status, 404, "{page}");
        }
        for act in
            ["/edit", "/keys", "/secret", "/state", "/check", "/promotion", "/withdraw", "/delete", "/members/invite", "/members/void"]
        {
            stranger.open("/developer").await;
            stranger.send(&at(act), &with(&[("state", "disabled")])).await;
            assert_eq!(stranger.status, 404, "{act}");
        }
        let mut nobody = Browser::new(&world);
        nobody.open(&at("")).await;
        assert!(nobody.at.starts_with("/login?return="), "{}", nobody.at);

        owner.open(&at("/members")).await;
        owner.send(&at("/members/invite"), &[]).await;
        let link = code(&owner, "link").split_once("okno.test").unwrap().1.to_owned();
        let mut colleague = person(&world, COLLEAGUE).await;
        colleague.open(&link).await;
        assert!(colleague.has("Library") || colleague.has("Библиотека"), "{}", colleague.said());
        let token = colleague.hidden("token");
        colleague.send("/developer/join", &[("token", &token), ("member_name", "Boris")]).await;
        colleague.assert_at(&at(""));
        // The link is good once.
        stranger.open(&link).await;
        assert_eq!(stranger.status, 410);
        assert!(signs_in(&mut colleague, &client_id, &secret).await["id_token"].is_string());
        for act in ["/delete", "/members/invite", "/members/void", "/promotion"] {
            colleague.open(&at("")).await;
            colleague.send(&at(act), &[]).await;
            assert_eq!(colleague.status, 403, "{act}");
        }
        colleague.open(&at("/edit")).await;
        let version = colleague.hidden("version");
        colleague.send(&at("/edit"), &with(&[("version", &version), BY_FORM, ("name_en", "City library")])).await;
        colleague.assert_at(&at(""));
        owner.open(&at("/members")).await;
        assert!(owner.has("Boris"), "{}", owner.said());
        let member = owner.hidden("member");
        owner.send(&at("/members/remove"), &[("member", &member)]).await;
        colleague.open(&at("")).await;
        assert_eq!(colleague.status, 404);
        colleague.open(&request(&client_id)).await;
        assert_eq!(colleague.status, 403, "{}", colleague.said());
    }

    /// Secrets, keys and addresses are changed after a fresh proof alone; the secret before holds for a day, unless it was lost.
    async fn secrets_are_changed_by_who_is_fresh(store: Store) {
        let world = world(store).await;
        let mut owner = person(&world, OWNER).await;
        let (client_id, first) = enters(&mut owner, &[BY_FORM]).await;
        let at = |rest: &str| format!("/developer/sites/{client_id}{rest}");
        let fresh = i64::from(world.app.settings.session.fresh_minutes) * 60;
        world.clock.advance_seconds(fresh + 1);
        owner.open(&at("/edit")).await;
        assert!(owner.at.starts_with("/account/security/proof"), "{}", owner.at);
        for act in ["/secret", "/state", "/delete", "/members/invite"] {
            owner.open(&at("")).await;
            owner.send(&at(act), &[("state", "disabled")]).await;
            assert!(owner.at.starts_with("/account/security/proof"), "{act} {}", owner.at);
        }
        let back = owner.hidden("return");
        owner.send("/account/security/proof", &[("password", PASSWORD), ("return", &back)]).await;
        owner.open(&at("")).await;
        let version = owner.hidden("version");
        owner.send(&at("/secret"), &[("version", &version)]).await;
        let second = code(&owner, "secret");
        assert!(!second.is_empty() && second != first, "{}", owner.said());
        for secret in [&first, &second] {
            assert!(signs_in(&mut owner, &client_id, secret).await["id_token"].is_string());
        }
        owner.open(&at("")).await;
        let version = owner.hidden("version");
        owner.send(&at("/secret"), &[("version", &version), ("lost", "1")]).await;
        let third = code(&owner, "secret");
        assert!(signs_in(&mut owner, &client_id, &third).await["id_token"].is_string());
        for secret in [&first, &second] {
            assert_eq!(signs_in(&mut owner, &client_id, secret).await["error"], "invalid_client");
        }
        owner.open("/account/history").await;
        assert!(owner.has("new secret for your site"), "{}", owner.said());
        for secret in [&first, &second, &third] {
            assert!(!owner.has(secret));
        }
    }

    /// A site is switched off and on by its people, and deleted by its owner; what it was given is worth nothing then.
    async fn a_site_is_switched_off_and_deleted(store: Store) {
        let world = world(store).await;
        let mut owner = person(&world, OWNER).await;
        let (client_id, _) = enters(&mut owner, &[]).await;
        let at = |rest: &str| format!("/developer/sites/{client_id}{rest}");
        owner.open(&at("")).await;
        owner.send(&at("/state"), &[("state", "deleted")]).await;
        assert_eq!(owner.status, 404, "there is no such switch");
        owner.open(&at("")).await;
        owner.send(&at("/state"), &[("state", "disabled")]).await.assert_at(&at(""));
        owner.open_only(&request(&client_id)).await;
        assert_eq!(owner.status, 400);
        owner.open(&at("")).await;
        owner.send(&at("/state"), &[("state", "active")]).await.assert_at(&at(""));
        owner.open(&request(&client_id)).await;
        assert!(owner.at.starts_with("/oauth2/interaction/"), "{}", owner.at);
        // What the installation's operator switched off stays off.
        okno_app::relying_party::switch(&world.cx(), &client_id, okno_domain::relying_party::SiteState::Disabled)
            .await
            .unwrap();
        owner.open(&at("")).await;
        assert!(owner.has("Our staff switched this site off"), "{}", owner.said());
        owner.send(&at("/state"), &[("state", "active")]).await;
        assert_eq!(owner.status, 403);
        owner.open(&at("")).await;
        owner.send(&at("/delete"), &[]).await.assert_at("/developer");
        owner.open(&at("")).await;
        assert_eq!(owner.status, 404);
    }
}

engine_test! {
    /// The button has the site checked; its page says what was found, in words, and asks before an officer hears of a site with
    /// faults. The link to the site has it begin a sign-in.
    async fn a_site_is_checked_at_the_press_of_a_button(store: Store) {
        let world = world(store).await;
        let mut owner = person(&world, OWNER).await;
        let start = ("initiate_uri", "https://library.example/start");
        let (client_id, _) = enters(&mut owner, &[start, ("backchannel_uri", "https://library.example/out")]).await;
        let here = format!("/developer/sites/{client_id}");
        owner.open(&here).await;
        assert!(owner.has("has not been checked yet"), "{}", owner.said());
        assert_eq!(owner.link("open"), "https://library.example/start?iss=https%3A%2F%2Fokno.test");
        let at = |to: &str| format!("https://library.example/{to}");
        world.sites.send_on(&at("start"), &format!("https://okno.test{}", request(&client_id)));
        world.sites.answer(&at("out"), Ok(okno_app::ports::SiteReply { status: 404, ..Default::default() }));
        owner.send(&format!("{here}/check"), &[]).await.assert_at(&here);
        assert!(owner.has("The check is under way"), "{}", owner.said());
        // The open page hears of the end of the check.
        let news = owner.body.split("data-url=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        world.drain().await;
        owner.open(&news).await;
        assert!(owner.status == 200 && !owner.body.contains("\"state\":\"0-1\""), "{}", owner.body);
        owner.open(&here).await;
        assert!(!owner.body.contains("data-url"), "there is nothing to wait for");
        assert!(owner.has("1 fault, 1 warning"), "{}", owner.said());
        for words in [
            "The request has no nonce",
            "The site would not hear that a session is over",
            "compared to the last character",
            "The site takes the answer",
        ] {
            assert!(owner.has(words), "{words}: {}", owner.said());
        }
        assert!(!owner.has("state=s1"), "{}", owner.said());
        owner.send(&format!("{here}/promotion"), &[]).await;
        assert_eq!(owner.status, 409);
        assert!(owner.has("The last check found faults"), "{}", owner.said());
        owner.send(&format!("{here}/promotion"), &[("knows_faults", "1")]).await.assert_at(&here);
        assert!(owner.has("Our staff are looking at it"), "{}", owner.said());
        owner.open("/account/history").await;
        assert!(owner.has("had your site checked"), "{}", owner.said());
        for _ in 0..5 {
            owner.open(&here).await;
            owner.send(&format!("{here}/check"), &[]).await;
            world.drain().await;
        }
        owner.open(&here).await;
        owner.send(&format!("{here}/check"), &[]).await;
        assert_eq!(owner.status, 429, "{}", owner.said());
        owner.send(&format!("{here}/state"), &[("state", "disabled")]).await.assert_at(&here);
        assert_eq!(owner.link("open"), "", "nobody is sent to a site that is switched off");
    }

    /// The level is the installation's to say; below it there is a page that says so, and nothing else.
    async fn developers_are_of_a_level(store: Store) {
        let world = World::new(store).await;
        let mut visitor = Browser::new(&world).speaking("en");
        visitor.open("/developer").await;
        assert!(visitor.has("Log in to enter your site"), "{}", visitor.said());
        let mut below = person(&world, OWNER).await;
        below.open("/developer").await;
        assert!(below.has("Confirmed account"), "{}", below.said());
        below.send("/developer/new", &FORM).await;
        assert_eq!(below.status, 403);
        below.open("/developer/new").await;
        assert_eq!(below.status, 403);
    }
}
