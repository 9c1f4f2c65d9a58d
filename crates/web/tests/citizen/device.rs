//! Letting a device in (R212, R213, R216; RFC 8628), as the device, the person and somebody with bad intentions see it.

use okno_app::{
    relying_party::{self, SiteFile},
    settings::Settings,
};
use okno_domain::{
    relying_party::SiteState,
    time::{DAY, SECOND},
};
use okno_testkit::{World, citizen::PASSWORD, engine_test, person::citizen_form, store::Store};
use serde_json::{Value, json};

use crate::browser::Browser;

const PHONE: &str = "+79161234567";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
const BEGIN: &str = "/oauth2/device_authorization";
const TOKEN: &str = "/oauth2/token";

async fn enter(world: &World, client_id: &str, rule: &Value, grants: &[&str]) {
    let file: SiteFile = serde_json::from_value(json!({
        "client_id": client_id,
        "stage": "production",
        "metadata": {
            "client_name": "Queue screen",
            "token_endpoint_auth_method": "none",
            "grant_types": grants,
            "id_token_signed_response_alg": "ES256",
        },
        "rule": rule,
    }))
    .unwrap();
    relying_party::install(&world.cx(), &file).await.unwrap().unwrap();
}

/// A world with a site on a device, the device, and a browser in which nobody is signed in.
async fn scene_with(store: Store, rule: Value, settings: impl FnOnce(&mut Settings)) -> (World, Device, Browser) {
    let world = World::with(store, settings, |_| {}).await;
    enter(&world, "screen", &rule, &[GRANT, "refresh_token"]).await;
    let device = Device::new(&world, "screen");
    let browser = Browser::new(&world).speaking("en");
    (world, device, browser)
}

async fn scene(store: Store, rule: Value) -> (World, Device, Browser) {
    scene_with(store, rule, |_| {}).await
}

/// A device: it has no browser, but it can call.
struct Device {
    wire: Browser,
    client_id: &'static str,
    device_code: String,
    user_code: String,
}

impl Device {
    fn new(world: &World, client_id: &'static str) -> Self {
        let wire = Browser::new(world).in_network(7);
        Self { wire, client_id, device_code: String::new(), user_code: String::new() }
    }

    async fn begin(&mut self, scope: &str) -> Value {
        let said = self.wire.call(BEGIN, &[("client_id", self.client_id), ("scope", scope)]).await;
        said["device_code"].as_str().unwrap_or_default().clone_into(&mut self.device_code);
        said["user_code"].as_str().unwrap_or_default().clone_into(&mut self.user_code);
        said
    }

    async fn poll(&mut self) -> Value {
        let fields = [("grant_type", GRANT), ("client_id", self.client_id), ("device_code", &self.device_code)];
        self.wire.call(TOKEN, &fields).await
    }

    async fn error(&mut self) -> String {
        self.poll().await["error"].as_str().unwrap_or("none").to_owned()
    }
}

/// Types the code of a device.
async fn types(browser: &mut Browser, code: &str) {
    browser.open("/device").await;
    browser.send("/device", &[("user_code", code)]).await;
}

async fn answers(browser: &mut Browser, choice: &str) {
    let page = browser.at.clone();
    assert!(page.starts_with("/oauth2/interaction/"), "{} {}", browser.at, browser.body);
    browser.send(&page, &[("choice", choice), ("claim", "name")]).await;
}

engine_test! {
    /// R212, R213, R216: the device shows a code, the person types it, signs in, is warned and asked, and the device goes on. What
    /// it was given outlives the session, is in the list, and ends when the person takes it back.
    async fn a_device_is_let_in(store: Store) {
        let (world, mut device, mut browser) = scene(store, json!({})).await;
        world.citizen(PHONE).await;
        let said = device.begin("openid profile offline_access").await;
        assert_eq!(said["verification_uri"], format!("{}/device", world.app.settings.public_url));
        assert_eq!((said["expires_in"].as_u64(), said["interval"].as_u64()), (Some(600), Some(5)));
        assert_eq!(device.error().await, "authorization_pending");

        // In small letters and without the dash; the sign-in does not lose it.
        let typed = device.user_code.replace('-', "").to_lowercase();
        types(&mut browser, &typed).await;
        assert!(browser.at.starts_with("/login?return="), "{}", browser.at);
        let form = [("login", PHONE), ("password", PASSWORD), ("return", &browser.hidden("return").clone())];
        browser.send("/login", &form).await;
        assert!(browser.has("Connect your device to Queue screen?") && browser.has("in front of you"), "{}", browser.body);
        assert!(browser.has("You are logged in as"), "{}", browser.body);
        answers(&mut browser, "agree").await;
        assert!(browser.has("The device is connected"), "{}", browser.body);

        world.clock.advance(SECOND * 5);
        let tokens = device.poll().await;
        let access = tokens["access_token"].as_str().unwrap().to_owned();
        let told = device.wire.call("/oauth2/userinfo", &[("access_token", &access)]).await;
        assert!(told["name"].is_string(), "{told}");
        browser.open("/account/history").await;
        assert!(browser.has("A device was connected"), "{}", browser.body);
        browser.send("/logout", &[]).await;
        assert!(device.wire.call("/oauth2/userinfo", &[("access_token", &access)]).await["sub"].is_string());
        let refresh = tokens["refresh_token"].as_str().unwrap().to_owned();
        let fields = [("grant_type", "refresh_token"), ("client_id", "screen"), ("refresh_token", &refresh)];
        let next = device.wire.call(TOKEN, &fields).await["refresh_token"].as_str().unwrap().to_owned();

        browser.log_in(PHONE, PASSWORD).await;
        browser.open("/account/sites").await;
        assert!(browser.has("Queue screen") && browser.has("A device is connected"), "{}", browser.body);
        browser.send("/account/sites/withdraw", &[("site", "screen")]).await;
        let fields = [("grant_type", "refresh_token"), ("client_id", "screen"), ("refresh_token", &next)];
        assert_eq!(device.wire.call(TOKEN, &fields).await["error"], "invalid_grant");
        let ended = device.wire.call("/oauth2/userinfo", &[("access_token", &access)]).await;
        assert_eq!(ended["error"], "invalid_token");
    }
}

engine_test! {
    /// RFC 8628 5.4: whoever began may be somebody else, so the person is asked each time, even where the site is one of the house
    /// and even where they agreed before.
    async fn nobody_is_let_in_without_a_page(store: Store) {
        let (world, mut device, mut browser) = scene(store, json!({ "consent": "implied" })).await;
        world.citizen(PHONE).await;
        browser.log_in(PHONE, PASSWORD).await;
        for _ in 0..2 {
            device.begin("openid").await;
            types(&mut browser, &device.user_code).await;
            assert!(browser.has("Connect your device") && browser.has("told it to you on the phone"), "{}", browser.body);
            assert_eq!(device.error().await, "authorization_pending");
            answers(&mut browser, "agree").await;
            let tokens = device.poll().await;
            assert!(tokens["access_token"].is_string() && tokens.get("refresh_token").is_none(), "{tokens}");
        }
    }
}

engine_test! {
    /// RFC 8628 3.3.1: a code that comes with the address does nothing by itself; the person compares it and sends it.
    async fn a_code_in_the_address_is_only_proposed(store: Store) {
        let (world, mut device, mut browser) = scene(store, json!({})).await;
        world.citizen(PHONE).await;
        browser.log_in(PHONE, PASSWORD).await;
        let said = device.begin("openid").await;
        let whole = said["verification_uri_complete"].as_str().unwrap();
        let path = whole.strip_prefix(world.app.settings.public_url.as_str()).unwrap().to_owned();
        browser.open(&path).await;
        assert_eq!((browser.at.as_str(), browser.value("user_code")), (path.as_str(), device.user_code.clone()));
        assert!(browser.has("exactly this code"), "{}", browser.body);
        let code = browser.value("user_code");
        browser.send("/device", &[("user_code", &code)]).await;
        assert!(browser.has("Connect your device"), "{}", browser.body);
        // Another site's page cannot send it.
        let mut forged = browser.clone();
        forged.from = "cross-site";
        forged.send("/device", &[("user_code", &code)]).await;
        assert_eq!(forged.status, 403);
        browser.open("/device?user_code=%3Cscript%3E%22").await;
        assert!(!browser.has("<script>\""), "{}", browser.body);
    }
}

engine_test! {
    /// RFC 8628 3.5: the device waits as long as it is told, and is told so if it does not.
    async fn a_device_that_asks_too_often_is_slowed_down(store: Store) {
        let (world, mut device, mut browser) = scene(store, json!({})).await;
        world.citizen(PHONE).await;
        browser.log_in(PHONE, PASSWORD).await;
        device.begin("openid").await;
        assert_eq!(device.error().await, "authorization_pending");
        world.clock.advance(SECOND * 4);
        assert_eq!(device.error().await, "slow_down");
        // From now on it is ten seconds.
        world.clock.advance(SECOND * 9);
        assert_eq!(device.error().await, "slow_down");
        world.clock.advance(SECOND * 15);
        assert_eq!(device.error().await, "authorization_pending");
        // What was decided is told at once, and once: a second one with the same code ends all.
        types(&mut browser, &device.user_code).await;
        answers(&mut browser, "agree").await;
        let tokens = device.poll().await;
        let access = tokens["access_token"].as_str().unwrap().to_owned();
        assert_eq!(device.error().await, "invalid_grant");
        let told = device.wire.call("/oauth2/userinfo", &[("access_token", &access)]).await;
        assert_eq!(told["error"], "invalid_token");
    }
}

engine_test! {
    /// The person says no, and a code is over to the second; what is over cannot be typed any more, nor decided on.
    async fn a_code_ends(store: Store) {
        let (world, mut device, mut browser) = scene(store, json!({})).await;
        world.citizen(PHONE).await;
        browser.log_in(PHONE, PASSWORD).await;
        device.begin("openid").await;
        types(&mut browser, &device.user_code).await;
        answers(&mut browser, "deny").await;
        assert!(browser.has("The device was not connected"), "{}", browser.body);
        assert_eq!(device.error().await, "access_denied");
        types(&mut browser, &device.user_code).await;
        let decided = browser.error_at("user_code");
        assert!(decided.contains("no such code"), "{decided}");

        device.begin("openid").await;
        types(&mut browser, &device.user_code).await;
        let mut late = browser.clone();
        world.clock.advance(SECOND * 599);
        browser.open(&browser.at.clone()).await;
        assert!(browser.has("Connect your device"), "{}", browser.body);
        assert_eq!(device.error().await, "authorization_pending");
        world.clock.advance(SECOND);
        answers(&mut late, "agree").await;
        assert_eq!(late.status, 410);
        assert!(late.has("This request is finished") && late.links().contains(&"/device".to_owned()), "{}", late.body);
        assert_eq!(device.error().await, "expired_token");
        types(&mut browser, &device.user_code).await;
        assert_eq!(browser.error_at("user_code"), decided, "what is over and what was decided look the same");
        types(&mut browser, "BCDF-GHJK").await;
        assert_eq!(browser.error_at("user_code"), decided, "and what never was");
    }
}

engine_test! {
    /// A device code is of one client; a client without the grant has none, nor has one that is unknown.
    async fn a_code_is_of_its_device(store: Store) {
        let (world, mut device, mut browser) = scene(store, json!({})).await;
        enter(&world, "other", &json!({}), &[GRANT]).await;
        enter(&world, "quiet", &json!({}), &["refresh_token", GRANT]).await;
        world.citizen(PHONE).await;
        browser.log_in(PHONE, PASSWORD).await;
        device.begin("openid").await;
        types(&mut browser, &device.user_code).await;
        answers(&mut browser, "agree").await;
        let fields = [("grant_type", GRANT), ("client_id", "other"), ("device_code", device.device_code.as_str())];
        assert_eq!(device.wire.call(TOKEN, &fields).await["error"], "invalid_grant");
        for wrong in ["", "x", &"A".repeat(64), &"A".repeat(5000)] {
            let fields = [("grant_type", GRANT), ("client_id", "screen"), ("device_code", wrong)];
            let said = device.wire.call(TOKEN, &fields).await;
            assert!(["invalid_grant", "invalid_request"].contains(&said["error"].as_str().unwrap()), "{said}");
        }
        // The right half of another's code does not help.
        let right = device.device_code.clone();
        device.begin("openid").await;
        let mixed = format!("{}{}", &device.device_code[..22], &right[22..]);
        let fields = [("grant_type", GRANT), ("client_id", "screen"), ("device_code", mixed.as_str())];
        assert_eq!(device.wire.call(TOKEN, &fields).await["error"], "invalid_grant");
        device.device_code = right;
        assert!(device.poll().await["access_token"].is_string());
        for (fields, code) in [
            (vec![("client_id", "nobody"), ("scope", "openid")], "invalid_client"),
            (vec![("client_id", "screen"), ("scope", "everything")], "invalid_scope"),
            (vec![("client_id", "screen"), ("scope", "openid"), ("scope", "openid")], "invalid_request"),
            (vec![("client_id", "screen"), ("scope", "openid"), ("resource", "https://x.example/")], "invalid_target"),
        ] {
            assert_eq!(device.wire.call(BEGIN, &fields).await["error"], code, "{fields:?}");
        }
        relying_party::switch(&world.cx(), "quiet", SiteState::Disabled).await.unwrap();
        let said = device.wire.call(BEGIN, &[("client_id", "quiet"), ("scope", "openid")]).await;
        assert_eq!(said["error"], "invalid_client");
    }
}

engine_test! {
    /// RFC 8628 5.1: guesses are few for a person, and for a network; a code that is mistyped so that it can be none costs nothing.
    async fn guesses_are_few(store: Store) {
        let limits = |settings: &mut Settings| {
            settings.login.max_failures = 3;
            settings.login.max_failures_network = 6;
        };
        let (world, mut device, mut browser) = scene_with(store, json!({}), limits).await;
        world.citizen(PHONE).await;
        browser.log_in(PHONE, PASSWORD).await;
        device.begin("openid").await;
        for _ in 0..10 {
            types(&mut browser, "BCDF").await;
            assert_eq!(browser.status, 422);
        }
        let mut wrong = 0;
        loop {
            types(&mut browser, "BCDF-GHJK").await;
            if browser.status != 422 {
                break;
            }
            wrong += 1;
        }
        assert_eq!((wrong, browser.status.as_u16()), (3, 429), "{}", browser.body);
        types(&mut browser, &device.user_code).await;
        assert_eq!(browser.status, 429, "not even the right one, for now");
        // Somebody else in the same network goes on, until the network has guessed too often.
        let mut stranger = Browser::new(&world).speaking("en");
        for _ in 0..3 {
            types(&mut stranger, "BCDF-GHJL").await;
            assert_eq!(stranger.status, 422, "{}", stranger.body);
        }
        types(&mut stranger, &device.user_code).await;
        assert_eq!(stranger.status, 429);
        let mut elsewhere = Browser::new(&world).in_network(9);
        types(&mut elsewhere, &device.user_code).await;
        assert!(elsewhere.at.starts_with("/login"), "{}", elsewhere.at);
        world.clock.advance(SECOND * 60);
        types(&mut browser, &device.user_code).await;
        assert!(browser.has("Connect your device"), "{}", browser.body);
    }
}

engine_test! {
    /// RFC 8628 5.1: of codes that strangers type so many at once are taken from a network, whatever they are; the first line, before
    /// anything is looked up or written.
    async fn codes_of_strangers_are_thinned_out(store: Store) {
        let (world, mut device, _) = scene(store, json!({})).await;
        device.begin("openid").await;
        let mut stranger = Browser::limited(&world, 3);
        for code in ["BCDF", "BCDF-GHJK", ""] {
            types(&mut stranger, code).await;
            assert_eq!(stranger.status, 422, "{}", stranger.body);
        }
        types(&mut stranger, &device.user_code).await;
        assert!(stranger.status == 429 && !stranger.header("retry-after").is_empty(), "{}", stranger.body);
        let mut elsewhere = stranger.clone().in_network(9);
        types(&mut elsewhere, "BCDF-GHJK").await;
        assert_eq!(elsewhere.status, 422);
        world.clock.advance(SECOND * 60);
        types(&mut stranger, &device.user_code).await;
        assert!(stranger.at.starts_with("/login"), "{}", stranger.at);
    }
}

engine_test! {
    /// R213: the site's rule holds for devices too, with the way out; giving up tells the device.
    async fn a_site_takes_its_level_alone(store: Store) {
        let (world, mut device, mut browser) = scene(store, json!({ "least_level": "confirmed" })).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        browser.log_in(PHONE, PASSWORD).await;
        device.begin("openid").await;
        types(&mut browser, &device.user_code).await;
        assert_eq!(browser.status, 403);
        assert!(browser.links().contains(&"/confirmation".to_owned()) && browser.has("begin again on your device"));
        answers(&mut browser, "cancel").await;
        assert!(browser.has("The device was not connected"), "{}", browser.body);
        assert_eq!(device.error().await, "access_denied");

        world.confirm_by_hand(anna.id()).await;
        device.begin("openid offline_access").await;
        types(&mut browser, &device.user_code).await;
        answers(&mut browser, "agree").await;
        // Whatever happens before the device fetches it counts.
        relying_party::switch(&world.cx(), "screen", SiteState::Disabled).await.unwrap();
        assert_eq!(device.error().await, "invalid_client");
        relying_party::switch(&world.cx(), "screen", SiteState::Active).await.unwrap();
        assert!(device.poll().await["refresh_token"].is_string());
    }
}

engine_test! {
    /// Another browser does not go on with the page of somebody's device, and the page answers once.
    async fn the_page_is_of_its_browser(store: Store) {
        let (world, mut device, mut browser) = scene(store, json!({})).await;
        world.citizen(PHONE).await;
        world.citizen("+79161234568").await;
        browser.log_in(PHONE, PASSWORD).await;
        device.begin("openid").await;
        types(&mut browser, &device.user_code).await;
        let page = browser.at.clone();
        let mut stranger = Browser::new(&world).speaking("en");
        stranger.log_in("+79161234568", PASSWORD).await;
        stranger.open(&page).await;
        assert_eq!(stranger.status, 410);
        // Both may type the code; one decides.
        types(&mut stranger, &device.user_code).await;
        let mut again = browser.clone();
        answers(&mut stranger, "agree").await;
        answers(&mut browser, "deny").await;
        assert!(browser.status == 410 && browser.has("This request is finished"), "{}", browser.body);
        answers(&mut again, "agree").await;
        assert_eq!(again.status, 410);
        let tokens = device.poll().await;
        assert!(tokens["access_token"].is_string(), "the first decision holds: {tokens}");
    }
}

engine_test! {
    /// What is long over is removed.
    async fn old_codes_are_purged(store: Store) {
        let (world, mut device, mut browser) = scene(store, json!({})).await;
        world.citizen(PHONE).await;
        device.begin("openid").await;
        assert_eq!(device.error().await, "authorization_pending");
        world.clock.advance(DAY * 2);
        assert_eq!(device.error().await, "expired_token");
        okno_app::job::enqueue_periodic(&world.cx()).await.unwrap();
        world.drain().await;
        assert_eq!(device.error().await, "invalid_grant");
        types(&mut browser, &device.user_code).await;
        assert_eq!(browser.status, 422);
    }
}
