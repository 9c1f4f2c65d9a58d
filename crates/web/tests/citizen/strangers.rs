//! Computers that others use, links that others sent, and pages that must not end in nothing.

use http::StatusCode;
use okno_testkit::{World, engine_test};

use crate::{
    browser::{Browser, EMAIL, PASSWORD, PHONE},
    scene::Scene,
};

const ENTRIES: [(&str, &str); 2] = [("password", PASSWORD), ("password_repeat", PASSWORD)];

engine_test! {
    /// R21, R23, R37: a stranger begins with their own phone and somebody else's address, and proves the phone. Whoever
    /// follows the link in another browser sees name and contacts, and gets an account that the phone does not open.
    async fn a_strangers_phone_opens_nothing(store: Store) {
        let world = World::new(store).await;
        let mut stranger = Browser::new(&world).in_network(1);
        stranger.register(PHONE, EMAIL).await;
        world.drain().await;
        let code = world.sms_code(PHONE);
        stranger.send("/registration/code", &[("code", code.expose())]).await.assert_at("/registration/password");

        let mut owner = Browser::new(&world);
        owner.open(&format!("/registration/link?token={}", world.mail.last_to(EMAIL).unwrap().token())).await;
        let shows_all = |page: &Browser| {
            ["Яна Кедрова", "+7 (912) 345-67-89", EMAIL].into_iter().all(|part| page.has(part))
        };
        assert!(shows_all(&owner) && owner.has("регистрацию начал кто-то другой"), "{}", owner.said());
        let token = owner.hidden("token");
        owner.send("/registration/link", &[("token", &token)]).await.assert_at("/registration/password");
        assert!(shows_all(&owner) && owner.has("+7 (912) 345-67-89 пока не подтверждён"), "{}", owner.said());
        stranger.send("/registration/password", &ENTRIES).await;
        assert_eq!(stranger.status, StatusCode::GONE);
        owner.send("/registration/password", &ENTRIES).await.assert_at("/registration/done");
        let mut again = Browser::new(&world);
        again.log_in(PHONE, PASSWORD).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    /// R24, R194: on a computer that others use the cookie ends with the browser, and what was begun can be given up.
    async fn what_was_begun_can_be_given_up(store: Store) {
        let world = World::new(store).await;
        Browser::new(&world).registered(&world, PHONE).await;
        let mut person = Browser::new(&world);
        person.register("+79123456780", "").await;
        let until_closed = |page: &Browser, name: &str| {
            let mut set = page.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
            set.any(|text| text.starts_with(name) && !text.contains("Max-Age"))
        };
        person.open("/registration").await;
        let form = [("family_name", "Кедрова"), ("given_name", "Яна"), ("mobile_phone", "+79123456781")];
        person.send_only("/registration", &form).await;
        assert!(until_closed(&person, "__Host-okno_registration="));
        person.open("/registration/code").await;
        assert!(person.has("id=\"cancel\""));
        person.send("/registration/cancel", &[]).await.assert_at("/");
        assert!(person.has("прервано") && !person.cookies.contains_key("__Host-okno_registration"));

        world.clock.advance_seconds(60);
        person.open("/recovery").await;
        person.send_only("/recovery", &[("contact", PHONE)]).await;
        assert!(until_closed(&person, "__Host-okno_recovery="));
        world.drain().await;
        person.open("/recovery/code").await;
        let code = world.sms_code(PHONE);
        person.send("/recovery/code", &[("code", code.expose())]).await.assert_at("/recovery/password");
        let mut kept = person.clone();
        person.send("/recovery/cancel", &[]).await.assert_at("/");
        assert!(!person.cookies.contains_key("__Host-okno_recovery"));
        kept.send("/recovery/password", &ENTRIES).await;
        assert_eq!(kept.status, StatusCode::GONE, "the cookie is worth nothing elsewhere either");
    }

    /// R38, C2: the letter to a new address has a link for the one who is signed in, and a button on its page.
    async fn a_new_address_is_confirmed_by_its_link(store: Store) {
        let scene = Scene::new(store).await;
        let (_, mut person) = scene.person(PHONE).await;
        person.open("/account/contacts/email").await;
        let password = okno_testkit::citizen::PASSWORD;
        person.send("/account/contacts/email", &[("email", EMAIL), ("password", password)]).await;
        scene.world.drain().await;
        let link = format!("/account/contacts/link?token={}", scene.world.mail.last_to(EMAIL).unwrap().token());
        let mut nobody = Browser::new(&scene.world);
        nobody.open(&link).await;
        assert!(nobody.at.starts_with("/login?return="), "{}", nobody.at);
        let (_, mut other) = scene.person("+79120000009").await;
        other.open(&link).await;
        assert_eq!(other.status, StatusCode::GONE);
        person.open(&link).await;
        assert!(person.has(EMAIL) && person.header("referrer-policy") == "no-referrer");
        let token = person.hidden("token");
        person.send("/account/contacts/link", &[("token", &token)]).await.assert_at("/account/contacts");
        assert!(person.has("контакт подтверждён"));
        person.open(&link).await;
        assert!(person.has("Ссылка больше не действует"));
    }

    /// R3: who has no account yet comes back to the service after registering, at once or by "Later".
    async fn registration_leads_to_what_one_came_for(store: Store) {
        let world = World::new(store).await;
        let mut person = Browser::new(&world);
        person.open("/login?return=/services/foreign-passport").await;
        let register = person.links().into_iter().find(|link| link.starts_with("/registration")).unwrap();
        assert_eq!(register, "/registration?return=/services/foreign-passport");
        person.open(&register).await;
        let next = person.hidden("return");
        let form =
            [("family_name", "Кедрова"), ("given_name", "Яна"), ("mobile_phone", PHONE), ("return", next.as_str())];
        person.send("/registration", &form).await;
        world.drain().await;
        let code = world.sms_code(PHONE);
        person.send("/registration/code", &[("code", code.expose())]).await;
        person.send("/registration/password", &ENTRIES).await;
        person.assert_at("/registration/done?return=/services/foreign-passport");
        assert_eq!(person.link("came-for"), "/services/foreign-passport");
        let profile = person.links().into_iter().find(|link| link.starts_with("/profile/edit")).unwrap();
        person.open(&profile).await;
        assert_eq!(person.link("cancel"), "/services/foreign-passport", "{}", person.said());
        // R68, C23: what Standard brings and what is missing stands before the fields.
        assert!(person.has("Что откроет стандартная учётная запись") && person.has("<li>Дата рождения</li>"));
        // Nobody is sent elsewhere.
        person.open("/registration/done?return=//evil.example").await;
        assert!(!person.has("id=\"came-for\"") && !person.has("href=\"//evil"));
    }

    /// R47, R50: without scripts the page that refuses a password says how strong it was and states the rules.
    async fn a_refused_password_is_judged(store: Store) {
        let world = World::new(store).await;
        let mut person = Browser::new(&world);
        person.register(PHONE, "").await;
        world.drain().await;
        let code = world.sms_code(PHONE);
        person.send("/registration/code", &[("code", code.expose())]).await;
        for (typed, band) in [("abc", "очень слабый"), ("Kedr;7Sosn\\", "надёжный"), ("Kedr;7Sosna", "очень надёжный")] {
            person.send("/registration/password", &[("password", typed), ("password_repeat", "other")]).await;
            assert_eq!(person.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(person.has(&format!("Надёжность пароля: {band}</p>")), "{typed} {}", person.said());
            assert!(person.has("data-rule=\"length\"") && person.has("data-module=\"same\""));
        }
    }

    /// R25, C27: the offers of the last page stay for one who comes back to it.
    async fn the_last_page_can_be_opened_again(store: Store) {
        let world = World::new(store).await;
        let mut person = Browser::new(&world).registered(&world, PHONE).await;
        person.open("/profile/edit").await;
        person.open("/registration/password").await.assert_at("/registration/done");
        assert!(person.has("/account/security/question") && person.has("/account/contacts"));
    }
}
