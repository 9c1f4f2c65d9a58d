//! The ways through registration.

use http::StatusCode;
use okno_testkit::{World, engine_test};

use crate::browser::{Browser, EMAIL, PASSWORD, PHONE};

engine_test! {
    /// R12, R13, R20, R24 to R27: by phone from the form to an account, signed in, and on to the personal data.
    async fn by_phone(store: Store) {
        let world = World::new(store).await;
        let mut person = Browser::new(&world);
        person.open("/registration").await;
        assert_eq!(person.status, StatusCode::OK);
        person.register("8 912 345-67-89", "").await.assert_at("/registration/code");
        assert!(person.has("+7\u{a0}(912)\u{a0}345-67-89") && person.has("5:00"), "{}", person.said());
        world.drain().await;
        let code = world.sms_code(PHONE);
        // R40: spaces do not matter.
        let spaced = format!(" {} {} ", &code.expose()[..3], &code.expose()[3..]);
        person.send("/registration/code", &[("code", &spaced)]).await.assert_at("/registration/password");
        let entries = [("password", PASSWORD), ("password_repeat", PASSWORD)];
        person.send("/registration/password", &entries).await.assert_at("/registration/done");
        assert_eq!(person.surname(), Some("Кедрова"));
        assert!(person.has("data-seconds=\"3\"") && person.has("href=\"/profile/edit\""));
        assert!(person.has("Упрощённая учётная запись"), "R26: the level is Simplified");
        assert_eq!(person.cookies["__Host-okno_registration"], "done", "the token is gone");
        // C1, C27: a second contact and the security question are offered.
        assert!(person.has("/account/contacts") && person.has("/account/security/question"));
    }

    /// R21, R38, R39: by the link of the letter, on another device; looking at the link uses nothing up, the button
    /// uses it once.
    async fn by_link(store: Store) {
        let world = World::new(store).await;
        let mut desk = Browser::new(&world);
        desk.register("", EMAIL).await.assert_at("/registration/code");
        assert!(desk.has("Письмо отправлено на kedrova@example.org"));
        world.drain().await;
        let link = format!("/registration/link?token={}", world.mail.last_to(EMAIL).unwrap().token());

        let mut scanner = Browser::new(&world).in_network(1);
        for _ in 0..2 {
            scanner.open(&link).await;
            assert_eq!(scanner.status, StatusCode::OK);
            assert_eq!(scanner.header("referrer-policy"), "no-referrer");
        }
        let mut pocket = Browser::new(&world).in_network(2).speaking("fr");
        pocket.open(&link).await;
        let token = pocket.hidden("token");
        pocket.send("/registration/link", &[("token", &token)]).await.assert_at("/registration/password");

        // A second click in the same browser goes on; elsewhere the link is over.
        pocket.open(&link).await.assert_at("/registration/password");
        scanner.send("/registration/link", &[("token", &token)]).await;
        assert_eq!(scanner.status, StatusCode::GONE);
        assert!(scanner.has("Ссылка больше не действует"));
        // The first browser is told where to finish.
        desk.open("/registration/code").await;
        assert_eq!(desk.status, StatusCode::GONE);
        assert!(desk.has("закончите там"));

        let entries = [("password", PASSWORD), ("password_repeat", PASSWORD)];
        pocket.send("/registration/password", &entries).await.assert_at("/registration/done");
        assert!(pocket.has("Compte simplifié"));
    }

    /// C2: the letter's code can be typed on the page.
    async fn by_code_of_the_letter(store: Store) {
        let world = World::new(store).await;
        let mut person = Browser::new(&world);
        person.register("", EMAIL).await;
        world.drain().await;
        let letter = world.mail.last_to(EMAIL).unwrap();
        person.send("/registration/code", &[("code", letter.arg("code"))]).await.assert_at("/registration/password");
        assert!(person.has("value=\"kedrova@example.org\" autocomplete=\"username\""), "R54");
    }

    /// R23: with both contacts each code has a field on the page, one of them is enough, and the other can be confirmed
    /// later.
    async fn by_both(store: Store) {
        let world = World::new(store).await;
        let mut person = Browser::new(&world);
        person.register(PHONE, EMAIL).await;
        assert!(person.has("Введите код из СМС или из письма") && person.has("Отправили на kedrova@example.org"));
        assert_eq!((person.value("code"), person.value("email_code")), (String::new(), String::new()));
        world.drain().await;
        let code = world.sms_code(PHONE);
        person.send("/registration/code", &[("code", code.expose())]).await.assert_at("/registration/password");
        assert!(person.has("kedrova@example.org пока не подтверждён"));
        let entries = [("password", PASSWORD), ("password_repeat", PASSWORD)];
        person.send("/registration/password", &entries).await.assert_at("/registration/done");
        assert!(person.has("Подтвердить адрес электронной почты"));
    }

    /// R15, R17: a wrong form is told at its fields, and nothing that was typed is lost.
    async fn faults_at_their_fields(store: Store) {
        let world = World::new(store).await;
        let mut person = Browser::new(&world);
        person.open("/registration").await;
        let fields = [("family_name", "Кедрова"), ("given_name", " "), ("mobile_phone", "12"), ("email", "kedrova")];
        person.send("/registration", &fields).await;
        assert_eq!(person.status, StatusCode::UNPROCESSABLE_ENTITY);
        for field in ["given_name", "mobile_phone", "email"] {
            assert_ne!(person.error_at(field), "", "{field}");
        }
        assert_eq!((person.value("family_name"), person.value("email")), ("Кедрова".into(), "kedrova".into()));
        person.send("/registration", &[("family_name", "Кедрова"), ("given_name", "Яна")]).await;
        assert_eq!(person.error_at("mobile_phone"), "Укажите мобильный телефон или адрес электронной почты");
        assert_eq!(world.drain().await, 0, "R17: nothing is sent for a wrong form");
    }
}

/// R32: the whole way reads in each language, and the person's choice is kept.
#[tokio::test]
async fn every_language() {
    let database = okno_testkit::TestStore::sqlite().await;
    let world = World::new(database.store()).await;
    for (language, title, phone) in [
        ("ru", "Регистрация", "+79120000001"),
        ("en", "Registration", "+79120000002"),
        ("fr", "Inscription", "+79120000003"),
    ] {
        let mut person = Browser::new(&world).speaking(language);
        person.open("/registration").await;
        assert!(person.has(&format!("<h1>{title}</h1>")), "{language}");
        person.register(phone, "").await.assert_at("/registration/code");
        world.drain().await;
        assert_eq!(world.sms.last_to(phone).unwrap().message.locale.tag(), language);
    }
    let mut person = Browser::new(&world);
    person.open("/login?by=snils&lang=en").await.assert_at("/login?by=snils");
    assert!(person.has("SNILS number"));
    person.open("/language/fr?return=/login").await.assert_at("/login");
    assert!(person.has("<h1>Connexion</h1>"));
}
