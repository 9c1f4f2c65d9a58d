//! Second factors as a person meets them, without scripts: only the device stands in for what a script would do.

use http::StatusCode;
use okno_domain::credential::totp;
use okno_testkit::{Device, World, engine_test};

use crate::browser::{Browser, EMAIL, PASSWORD, PHONE};

const FACTORS: &str = "/account/security/second-factor";
const NEW: &str = "Ku7!rexa";
const ORIGIN: &str = "https://okno.test";

/// The key that the page shows for typing.
fn key_of(browser: &Browser) -> Vec<u8> {
    let shown = browser.body.split("id=\"totp_key\">").nth(1).unwrap().split('<').next().unwrap();
    totp::from_base32(shown).unwrap().to_vec()
}

/// The code of this moment; the next one comes with the next call.
fn code(world: &World, key: &[u8]) -> String {
    let code = totp::code_at(key, totp::step_at(world.clock.get())).unwrap().expose().to_owned();
    world.clock.advance_seconds(30);
    code
}

/// The options that the page gives to its script.
fn options(browser: &Browser) -> String {
    let text = browser.body.split("data-options=\"").nth(1).unwrap().split('"').next().unwrap();
    text.replace("&#34;", "\"").replace("&#38;", "&").replace("&#39;", "'").replace("&#60;", "<").replace("&#62;", ">")
}

/// The codes that the page shows.
fn codes(browser: &Browser) -> Vec<String> {
    let list = browser.body.split("class=\"recovery-codes\"").nth(1).unwrap().split("</ul>").next().unwrap();
    list.split("<code>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
}

/// A person with an application set up; the key of it, and the recovery codes.
async fn with_app(world: &World, browser: &mut Browser) -> (Vec<u8>, Vec<String>) {
    browser.open(FACTORS).await;
    browser.send(&format!("{FACTORS}/app/begin"), &[]).await.assert_at(&format!("{FACTORS}/app"));
    let key = key_of(browser);
    let first = code(world, &key);
    browser.send(&format!("{FACTORS}/app"), &[("code", &first)]).await;
    browser.assert_at(&format!("{FACTORS}/recovery-codes"));
    browser.send(&format!("{FACTORS}/recovery-codes"), &[]).await;
    (key, codes(browser))
}

engine_test! {
    /// B1: an application is set up with a picture and a key, and asked for at the next login, which leads to where one
    /// wanted to go; a wrong code is told at its field.
    async fn an_application_from_setup_to_login(store: Store) {
        let world = World::new(store).await;
        let mut browser = Browser::new(&world).registered(&world, PHONE).await;
        browser.open(FACTORS).await;
        browser.send(&format!("{FACTORS}/app/begin"), &[]).await.assert_at(&format!("{FACTORS}/app"));
        assert!(browser.has("<svg class=\"qr\"") && browser.has("autocomplete=\"one-time-code\""));
        browser.send(&format!("{FACTORS}/app"), &[("code", "000000")]).await;
        assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!browser.error_at("code").is_empty() && browser.has("id=\"totp_key\""));
        let key = key_of(&browser);
        let first = code(&world, &key);
        browser.send(&format!("{FACTORS}/app"), &[("code", &first)]).await;
        browser.assert_at(&format!("{FACTORS}/recovery-codes"));
        let mut again = Browser::new(&world);
        again.open("/account/data").await;
        again.send("/login", &[("login", PHONE), ("password", PASSWORD), ("return", "/account/data")]).await;
        again.assert_at("/login/second-step?return=/account/data");
        assert_eq!(again.surname(), None);
        again.send("/login/second-step", &[("by", "totp"), ("code", "000000"), ("return", "/account/data")]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!again.error_at("code").is_empty());
        let next = code(&world, &key);
        again.send("/login/second-step", &[("by", "totp"), ("code", &next), ("return", "/account/data")]).await;
        again.assert_at("/account/data");
        // Back to the page of the step leads to the login, with a word on why.
        again.open("/login/second-step").await.assert_at("/account");
    }

    /// B1: a step that is over leads to the login and says so; one who never began it too.
    async fn a_step_that_is_over_leads_to_the_login(store: Store) {
        let world = World::new(store).await;
        let mut browser = Browser::new(&world).registered(&world, PHONE).await;
        let (key, _) = with_app(&world, &mut browser).await;
        let mut again = Browser::new(&world);
        again.open("/login/second-step").await.assert_at("/login");
        again.log_in(PHONE, PASSWORD).await.assert_at("/login/second-step");
        world.clock.advance_seconds(600);
        let late = code(&world, &key);
        again.send("/login/second-step", &[("by", "totp"), ("code", &late)]).await.assert_at("/login");
        assert!(again.has("Войдите заново"), "{}", again.body);
    }

    /// B1: ten codes are shown once; one of them gets in in place of the device, in any case and grouping, and once.
    async fn saved_codes_get_in(store: Store) {
        let world = World::new(store).await;
        let mut browser = Browser::new(&world).registered(&world, PHONE).await;
        let (_, saved) = with_app(&world, &mut browser).await;
        assert_eq!(saved.len(), 10);
        browser.open(&format!("{FACTORS}/recovery-codes")).await;
        assert!(saved.iter().all(|code| !browser.has(code)));
        let mut again = Browser::new(&world);
        again.log_in(PHONE, PASSWORD).await.assert_at("/login/second-step");
        again.open("/login/second-step?by=recovery_code").await;
        let typed = saved.first().unwrap().to_lowercase().replace('-', " ");
        let fields = [("by", "recovery_code"), ("recovery_code", typed.as_str())];
        again.send("/login/second-step", &fields).await.assert_at("/account");
        again.open("/account/security").await;
        assert!(again.has("временно ограничена"), "{}", again.body);
        let mut third = Browser::new(&world);
        third.log_in(PHONE, PASSWORD).await;
        third.send("/login/second-step", &fields).await;
        assert_eq!(third.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!third.error_at("recovery_code").is_empty());
    }

    /// B1: what protects the account asks for the factor first and comes back; the password does not do.
    async fn a_proof_comes_first(store: Store) {
        let world = World::new(store).await;
        let mut browser = Browser::new(&world).registered(&world, PHONE).await;
        let (key, _) = with_app(&world, &mut browser).await;
        world.clock.advance_seconds(600);
        for page in [
            "/account/security/password",
            "/account/security/question",
            "/account/contacts/email",
            "/account/security/second-factor/app/remove",
            "/account/security/second-factor/recovery-codes",
        ] {
            browser.open(page).await;
            assert!(browser.at.starts_with("/account/security/proof?return="), "{page}: {}", browser.at);
        }
        // A form that lay open is not lost on the way: it asks as well.
        browser.open("/account").await;
        browser.send("/account/contacts/email", &[("email", EMAIL), ("password", PASSWORD)]).await;
        browser.assert_at("/account/security/proof?return=/account/contacts/email");
        browser.send("/account/security/second-factor/app/remove", &[]).await;
        browser.assert_at("/account/security/proof?return=/account/security/second-factor");
        let right = code(&world, &key);
        let fields = [("by", "totp"), ("code", right.as_str()), ("return", "/account/contacts/email")];
        browser.send("/account/security/proof", &fields).await.assert_at("/account/contacts/email");
        browser.send("/account/contacts/email", &[("email", EMAIL), ("password", PASSWORD)]).await;
        browser.assert_at("/account/contacts/email/code");
        // Other sites are not led to.
        world.clock.advance_seconds(600);
        browser.open("/account/security/proof").await;
        let right = code(&world, &key);
        let evil = [("by", "totp"), ("code", right.as_str()), ("return", "https://evil.example/")];
        browser.send("/account/security/proof", &evil).await.assert_at(FACTORS);
    }

    /// B1: without a factor the password is what is asked for.
    async fn the_password_is_the_proof_where_nothing_is_set(store: Store) {
        let world = World::new(store).await;
        let mut browser = Browser::new(&world).registered(&world, PHONE).await;
        world.clock.advance_seconds(600);
        browser.open(FACTORS).await;
        browser.send(&format!("{FACTORS}/app/begin"), &[]).await;
        browser.assert_at("/account/security/proof?return=/account/security/second-factor");
        browser.send("/account/security/proof", &[("password", "")]).await;
        assert!(!browser.error_at("password").is_empty());
        browser.send("/account/security/proof", &[("password", PASSWORD)]).await.assert_at(FACTORS);
        browser.send(&format!("{FACTORS}/app/begin"), &[]).await.assert_at(&format!("{FACTORS}/app"));
    }

    /// B1: a passkey is added under a name, signs in alone, proves, gets another name and goes; the pages say that they
    /// need scripts for it.
    async fn a_passkey_from_setup_to_login(store: Store) {
        let world = World::new(store).await;
        let mut browser = Browser::new(&world).registered(&world, PHONE).await;
        browser.open(FACTORS).await;
        browser.send(&format!("{FACTORS}/passkey/begin"), &[]).await.assert_at(&format!("{FACTORS}/passkey"));
        assert!(browser.has("JavaScript"), "{}", browser.body);
        let (mut device, said) = Device::register(&options(&browser), ORIGIN, 1);
        browser.send(&format!("{FACTORS}/passkey"), &[("passkey_name", " "), ("credential", said.expose())]).await;
        assert!(!browser.error_at("passkey_name").is_empty());
        let named = [("passkey_name", "Мой телефон"), ("credential", said.expose())];
        browser.send(&format!("{FACTORS}/passkey"), &named).await.assert_at(&format!("{FACTORS}/recovery-codes"));
        browser.open(FACTORS).await;
        assert!(browser.has("Мой телефон"));

        let mut alone = Browser::new(&world);
        alone.open("/login?return=/account/data").await;
        assert!(alone.has("action=\"/login/passkey/begin\""));
        alone.send("/login/passkey/begin", &[("return", "/account/data")]).await;
        alone.assert_at("/login/passkey?return=/account/data");
        alone.send("/login/passkey", &[("credential", ""), ("return", "/account/data")]).await;
        assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
        // Another question stands on the page at once.
        let said = device.answer(&options(&alone));
        alone.send("/login/passkey", &[("credential", said.expose()), ("return", "/account/data")]).await;
        alone.assert_at("/account/data");

        let mut second = Browser::new(&world);
        second.log_in(PHONE, PASSWORD).await.assert_at("/login/second-step");
        second.send("/login/second-step/passkey/begin", &[]).await.assert_at("/login/second-step/passkey");
        let said = device.answer(&options(&second));
        second.send("/login/second-step/passkey", &[("credential", said.expose())]).await.assert_at("/account");

        world.clock.advance_seconds(600);
        let line = second.open(FACTORS).await.links().into_iter().find(|link| link.ends_with("/remove")).unwrap();
        second.open(&line).await;
        second.send("/account/security/proof/passkey/begin", &[("return", line.as_str())]).await;
        let said = device.answer(&options(&second));
        second.send("/account/security/proof/passkey", &[("credential", said.expose()), ("return", &line)]).await;
        second.assert_at(&line);
        let page = line.trim_end_matches("/remove");
        second.send(page, &[("passkey_name", "Ключ")]).await.assert_at(FACTORS);
        assert!(second.has("Ключ"));
        second.send(&line, &[]).await.assert_at(FACTORS);
        second.open("/account").await;
        let mut plain = Browser::new(&world);
        plain.log_in(PHONE, PASSWORD).await.assert_at("/account");
    }

    /// B2, B5: the link of a notice shows the login and locks the account by one button; the way back is the recovery, and
    /// the account opens with it.
    async fn it_was_not_me(store: Store) {
        let world = World::new(store).await;
        let mut browser = Browser::new(&world).registered(&world, PHONE).await;
        browser.open("/account/contacts/email").await;
        browser.send("/account/contacts/email", &[("email", EMAIL), ("password", PASSWORD)]).await;
        world.drain().await;
        let code = world.mail.last_to(EMAIL).unwrap().arg("code").to_owned();
        browser.send("/account/contacts/email/code", &[("code", &code)]).await.assert_at("/account/contacts");
        let mut thief = Browser::new(&world).in_network(100);
        thief.log_in(PHONE, PASSWORD).await.assert_at("/account");
        world.drain().await;
        let sent = world.mail.last_to(EMAIL).unwrap();
        assert_eq!(sent.message.kind, "new_login");
        assert_eq!(world.sms.last_to(PHONE).unwrap().message.kind, "new_login");
        let mut owner = Browser::new(&world);
        owner.open("/not-me?token=nonsense").await;
        assert_eq!(owner.status, StatusCode::NOT_FOUND);
        let page = format!("/not-me?token={}", sent.token());
        owner.open(&page).await.assert_at(&page);
        assert_eq!(owner.header("referrer-policy"), "no-referrer");
        assert!(owner.has("198.51.100.0/24") && !owner.body.replace(&format!("value=\"{}\"", sent.token()), "").contains(sent.token()));
        owner.send("/not-me", &[("token", sent.token())]).await.assert_at("/locked");
        thief.open("/account").await;
        assert!(thief.at.starts_with("/login"));
        thief.log_in(PHONE, PASSWORD).await;
        assert_eq!(thief.status, StatusCode::FORBIDDEN);
        owner.open(&page).await;
        assert_eq!(owner.status, StatusCode::GONE);
        owner.open("/recovery").await;
        owner.send("/recovery", &[("contact", PHONE)]).await.assert_at("/recovery/code");
        world.drain().await;
        let code = world.sms_code(PHONE);
        owner.send("/recovery/code", &[("code", code.expose())]).await;
        owner.send("/recovery/password", &[("password", NEW), ("password_repeat", NEW)]).await.assert_at("/recovery/done");
        owner.log_in(PHONE, NEW).await.assert_at("/account");
    }

    /// B5: the owner locks the account from the settings; the page says what opens it. With a factor the recovery says that
    /// it will be asked for.
    async fn the_owner_locks_the_account(store: Store) {
        let world = World::new(store).await;
        let mut browser = Browser::new(&world).registered(&world, PHONE).await;
        let (key, _) = with_app(&world, &mut browser).await;
        browser.open("/account/security/lock").await;
        assert!(browser.has("вторым фактором"), "{}", browser.body);
        browser.send("/account/security/lock", &[]).await.assert_at("/locked");
        browser.open("/account").await;
        assert!(browser.at.starts_with("/login"));
        browser.open("/recovery").await;
        browser.send("/recovery", &[("contact", PHONE)]).await;
        world.drain().await;
        let sms = world.sms_code(PHONE);
        browser.send("/recovery/code", &[("code", sms.expose())]).await;
        world.clock.advance_seconds(1);
        browser.send("/recovery/password", &[("password", NEW), ("password_repeat", NEW)]).await;
        browser.assert_at("/recovery/done?left=factor");
        browser.log_in(PHONE, NEW).await.assert_at("/login/second-step");
        let right = code(&world, &key);
        browser.send("/login/second-step", &[("by", "totp"), ("code", &right)]).await.assert_at("/account");
    }
}
