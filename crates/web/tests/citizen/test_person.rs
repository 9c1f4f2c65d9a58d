//! Test persons, as their maker makes them and as they get about: at the maker's site, and before closed doors.

use std::collections::BTreeMap;

use okno_app::relying_party::{self, SiteFile};
use okno_domain::account::AccountLevel;
use okno_testkit::{World, citizen::PASSWORD, engine_test, person::citizen_form, store::Store};
use serde_json::json;

use crate::browser::Browser;

const OWNER: &str = "+79161234501";
const CALLBACK: &str = "https://library.example/callback";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const PERSONS: &str = "/developer/persons";

async fn world(store: Store, are_there: bool) -> World {
    let settings = |settings: &mut okno_app::Settings| {
        settings.single_sign_on.developer_level = AccountLevel::Simplified;
        settings.single_sign_on.test_persons = are_there;
    };
    World::with(store, settings, |_| {}).await
}

async fn owner(world: &World) -> Browser {
    world.citizen(OWNER).await;
    let mut browser = Browser::new(world).speaking("en");
    browser.log_in(OWNER, PASSWORD).await.assert_at("/account");
    browser
}

fn code(browser: &Browser, id: &str) -> String {
    let start = format!("<code id=\"{id}\">");
    let text = browser.body.split_once(&start).and_then(|(_, rest)| rest.split('<').next()).unwrap_or_default();
    text.replace("&#38;", "&").replace("&amp;", "&").replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"")
}

/// Makes somebody up; gives login and password.
async fn makes(browser: &mut Browser, level: &str, method: &str) -> (String, String) {
    browser.open(PERSONS).await;
    browser.send(PERSONS, &[("level", level), ("method", method)]).await;
    assert_eq!(browser.status, 200, "{}", browser.said());
    (code(browser, "login"), code(browser, "password"))
}

async fn enter(world: &World, owner: &mut Browser) -> (String, String) {
    let fields = [
        ("site_kind", "web"),
        ("name_ru", "Библиотека"),
        ("redirect_uris", CALLBACK),
        ("authentication", "client_secret_post"),
        ("scope", "snils"),
        ("purpose_snils_ru", "Чтобы испытать"),
        ("least_level", "confirmed"),
    ];
    owner.open("/developer/new").await;
    owner.send_only("/developer/new", &fields).await;
    assert_eq!(owner.status, 200, "{} {}", world.app.settings.public_url, owner.said());
    (code(owner, "client-id"), code(owner, "secret"))
}

fn request(client_id: &str) -> String {
    let pairs = [
        ("client_id", client_id),
        ("response_type", "code"),
        ("redirect_uri", CALLBACK),
        ("scope", "openid snils"),
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

engine_test! {
    /// A developer makes a confirmed person up, signs in as it at their own site that takes confirmed persons alone, and sees the
    /// claims; gives it another password; removes it.
    async fn a_developer_signs_in_as_somebody_made_up(store: Store) {
        let world = world(store, true).await;
        let mut owner = owner(&world).await;
        let (client_id, secret) = enter(&world, &mut owner).await;
        owner.open("/developer").await;
        assert_eq!(owner.link("persons"), PERSONS);
        owner.open(PERSONS).await;
        owner.send(PERSONS, &[("level", "confirmed"), ("method", "")]).await;
        assert_eq!((owner.status.as_u16(), owner.error_at("method").is_empty()), (422, false), "{}", owner.said());
        let (login, password) = makes(&mut owner, "confirmed", "registered_letter").await;
        assert_eq!(owner.header("referrer-policy"), "no-referrer");
        owner.open(PERSONS).await;
        assert!(owner.has(&login) && !owner.has(&password), "{}", owner.said());

        let mut made = Browser::new(&world).speaking("en");
        made.open_only(&request(&client_id)).await;
        let page = made.header("location").to_owned();
        made.open(&page).await;
        assert!(made.at.starts_with("/login"), "{}", made.at);
        let back = made.hidden("return");
        made.send("/login", &[("login", &login), ("password", &password), ("return", &back)]).await;
        assert!(made.has("This person does not exist"), "{}", made.said());
        let action = made.at.clone();
        made.send(&action, &[("choice", "agree"), ("claim", "snils")]).await;
        let code = answer(&made)["code"].clone();
        let fields = [
            ("grant_type", "authorization_code"),
            ("client_id", &client_id),
            ("client_secret", &secret),
            ("code", &code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        let tokens = made.call("/oauth2/token", &fields).await;
        let access = tokens["access_token"].as_str().unwrap();
        let claims = made.call("/oauth2/userinfo", &[("access_token", access)]).await;
        assert!(claims["snils"].as_str().is_some_and(|snils| snils.starts_with("00")), "{claims}");

        owner.open(PERSONS).await;
        let renew = owner.form_action(&format!("{PERSONS}/"));
        assert!(renew.ends_with("/password"), "{renew}");
        owner.send(&renew, &[]).await;
        assert_ne!(self::code(&owner, "password"), password);
        made.open("/account").await;
        assert!(made.at.starts_with("/login"), "{}", made.at);
        owner.open(PERSONS).await;
        owner.send(&renew.replace("/password", "/remove"), &[]).await;
        owner.assert_at(PERSONS);
        assert!(owner.has("is removed") && !owner.has(&login), "{}", owner.said());
    }

    /// It has its own pages, each of which says that it is made up, and no others: whatever page there is for people, and whatever
    /// there will be, is refused but for those that are named.
    async fn it_has_its_own_pages_alone(store: Store) {
        let world = world(store, true).await;
        let mut owner = owner(&world).await;
        let (login, password) = makes(&mut owner, "confirmed", "in_person").await;
        let mut made = Browser::new(&world).speaking("en");
        made.log_in(&login, &password).await.assert_at("/account");
        for own in [
            "/", "/account", "/account/data", "/account/documents", "/account/contacts", "/account/security",
            "/account/security/password", "/account/security/second-factor", "/account/sessions", "/account/sites",
            "/account/history", "/account/notices", "/developer",
        ] {
            made.open(own).await;
            assert_eq!(made.status, 200, "{own}");
            assert!(made.has("This person does not exist"), "{own}");
        }
        assert!(!made.has("id=\"persons\"") && !made.has("/developer/new"), "{}", made.said());
        for closed in [
            "/account/contacts/email", "/account/documents/add/driving_licence", "/account/security/lock",
            "/account/security/question", "/account/support", "/developer/new", PERSONS, "/developer/sites/1",
            "/developer/join?token=x", "/profile/edit", "/profile/review", "/confirmation", "/confirmation/letter",
            "/confirmation/bank", "/confirmation/center", "/appointment",
        ] {
            made.open(closed).await;
            assert!([403, 404].contains(&made.status.as_u16()), "{closed} {} {}", made.status, made.at);
            assert!(made.status == 404 || made.has("not for test accounts"), "{closed} {}", made.said());
        }
        made.open("/account").await;
        for act in [PERSONS, "/developer/new", "/account/security/lock", "/account/contacts/email"] {
            made.send(act, &[("level", "confirmed"), ("method", "in_person"), ("email", "a@example.org")]).await;
            assert!([403, 404].contains(&made.status.as_u16()), "{act} {}", made.status);
        }
        // A person who was not made up sees nothing of it.
        owner.open("/account").await;
        assert!(!owner.has("This person does not exist"));
    }

    /// RFC 8628: a device anywhere hears that it was denied.
    async fn a_device_is_denied(store: Store) {
        let world = world(store, true).await;
        let mut owner = owner(&world).await;
        let (login, password) = makes(&mut owner, "confirmed", "in_person").await;
        let grant = "urn:ietf:params:oauth:grant-type:device_code";
        for stage in ["test", "production"] {
            let file: SiteFile = serde_json::from_value(json!({
                "client_id": stage,
                "stage": stage,
                "metadata": { "token_endpoint_auth_method": "none", "grant_types": [grant] },
            }))
            .unwrap();
            relying_party::install(&world.cx(), &file).await.unwrap().unwrap();
            let mut wire = Browser::new(&world).in_network(7);
            let said = wire.call("/oauth2/device_authorization", &[("client_id", stage), ("scope", "openid")]).await;
            let mut made = Browser::new(&world).speaking("en");
            made.log_in(&login, &password).await;
            made.open("/device").await;
            made.send("/device", &[("user_code", said["user_code"].as_str().unwrap())]).await;
            assert!(made.has("This is a test account"), "{}", made.said());
            let page = made.at.clone();
            for choice in ["agree", "choose"] {
                made.send(&page, &[("choice", choice)]).await;
                assert!(made.has("This is a test account"), "{}", made.said());
            }
            made.send(&page, &[("choice", "cancel")]).await;
            let code = said["device_code"].as_str().unwrap();
            let fields = [("grant_type", grant), ("client_id", stage), ("device_code", code)];
            assert_eq!(wire.call("/oauth2/token", &fields).await["error"], "access_denied");
        }
    }

    /// Where the installation has none, nothing leads there, and there is nothing.
    async fn without_them_there_is_nothing(store: Store) {
        let world = world(store, false).await;
        let mut owner = owner(&world).await;
        owner.open("/developer").await;
        assert!(!owner.has(PERSONS), "{}", owner.said());
        owner.open(PERSONS).await;
        assert_eq!(owner.status, 403);
        owner.open("/developer").await;
        owner.send(PERSONS, &[("level", "confirmed"), ("method", "in_person")]).await;
        assert_eq!(owner.status, 403);
    }

    /// Ordinary people see none of it: whoever is below the level of developers is sent away.
    async fn people_below_the_level_make_nobody(store: Store) {
        let settings = |settings: &mut okno_app::Settings| settings.single_sign_on.test_persons = true;
        let world = World::with(store, settings, |_| {}).await;
        world.standard_citizen(OWNER, &citizen_form()).await;
        let mut browser = Browser::new(&world).speaking("en");
        browser.log_in(OWNER, PASSWORD).await;
        browser.open(PERSONS).await;
        assert_eq!(browser.status, 403);
        browser.open("/developer").await;
        browser.send(PERSONS, &[("level", "confirmed"), ("method", "in_person")]).await;
        assert_eq!(browser.status, 403);
    }
}
