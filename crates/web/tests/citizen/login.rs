//! In and out.

use http::StatusCode;
use okno_testkit::{World, engine_test};

use crate::browser::{Browser, PASSWORD, PHONE};

const SESSION: &str = "__Host-okno_session";

engine_test! {
    /// R2, R184, R187, R188: the form, its links, and the personal account afterwards.
    async fn by_phone(store: Store) {
        let world = World::new(store).await;
        Browser::new(&world).registered(&world, PHONE).await;
        let mut person = Browser::new(&world);
        person.open("/login").await;
        assert!(person.has("href=\"/registration\"") && person.has("href=\"/recovery\"") && person.has("href=\"/login?by=snils\""));
        person.send_only("/login", &[("login", "8 (912) 345-67-89"), ("password", PASSWORD)]).await;
        assert_eq!((person.status, person.header("location")), (StatusCode::SEE_OTHER, "/account"));
        person.open("/").await;
        assert_eq!(person.surname(), Some("Кедрова"));
        // One who is signed in is led on.
        person.open("/login?return=/help").await.assert_at("/help");
    }

    /// R3: after login the visitor is back at the page, and at no other site's.
    async fn the_way_back_is_kept(store: Store) {
        let world = World::new(store).await;
        Browser::new(&world).registered(&world, PHONE).await;
        for (asked, led) in [
            ("/category/passport?a=1", "/category/passport?a=1"),
            ("//evil.example", "/account"),
            ("https://evil.example/", "/account"),
            ("/registration/code", "/account"),
            ("/login", "/account"),
        ] {
            let mut person = Browser::new(&world);
            let address = serde_urlencoded::to_string([("return", asked)]).unwrap();
            person.open(&format!("/login?{address}")).await;
            let kept = person.hidden("return");
            // A wrong password keeps it too.
            person.send("/login", &[("login", PHONE), ("password", "Falsch;7"), ("return", &kept)]).await;
            assert_eq!(person.hidden("return"), kept);
            person.send_only("/login", &[("login", PHONE), ("password", PASSWORD), ("return", &kept)]).await;
            assert_eq!(person.header("location"), led, "{asked}");
        }
    }

    /// R191: a wrong name and a wrong password get the same answer, by phone and by SNILS; what was typed stays, the
    /// password does not.
    async fn wrong_name_and_wrong_password_look_alike(store: Store) {
        let world = World::new(store).await;
        Browser::new(&world).registered(&world, PHONE).await;
        let mut answers = Vec::new();
        for login in [PHONE, "+79129999999", "nobody@example.org"] {
            let mut person = Browser::new(&world);
            person.log_in(login, "Falsch;7").await;
            assert_eq!(person.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(person.value("login"), login);
            assert!(!person.has("Falsch;7"));
            answers.push(person.said().replace(login, "#"));
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        let mut person = Browser::new(&world);
        person.open("/login?by=snils").await;
        person.send("/login", &[("by", "snils"), ("snils", "112-233-445 95"), ("password", PASSWORD)]).await;
        assert!(person.has("Логин или пароль не подошли"));
        assert_eq!(person.value("snils"), "112-233-445 95");
        person.send("/login", &[("by", "snils"), ("snils", "112-233-445 96"), ("password", "")]).await;
        assert_ne!(person.error_at("snils"), "");
        assert_eq!(person.error_at("password"), "Введите пароль");
    }

    /// R191: repeated failures slow down; another network is not locked out.
    async fn failures_slow_down(store: Store) {
        let world = World::new(store).await;
        Browser::new(&world).registered(&world, PHONE).await;
        let mut guesser = Browser::new(&world).in_network(1);
        for _ in 0..5 {
            guesser.log_in(PHONE, "Falsch;7").await;
        }
        guesser.log_in(PHONE, PASSWORD).await;
        assert_eq!(guesser.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(guesser.has("Слишком много попыток"));
        let mut person = Browser::new(&world).in_network(2);
        person.log_in(PHONE, PASSWORD).await;
        assert!(person.cookies.contains_key(SESSION));
    }

    /// Decision 12: a new token at each login, the earlier session of this browser ends.
    async fn each_login_has_a_session_of_its_own(store: Store) {
        let world = World::new(store).await;
        let mut person = Browser::new(&world).registered(&world, PHONE).await;
        let earlier = person.cookies[SESSION].clone();
        person.open("/").await;
        person.send_only("/login", &[("login", PHONE), ("password", PASSWORD)]).await;
        let later = person.cookies[SESSION].clone();
        assert_ne!(earlier, later);
        let mut stale = Browser::new(&world);
        stale.cookies.insert(SESSION.to_owned(), earlier);
        assert_eq!(stale.open("/").await.surname(), None);
        // A cookie that somebody planted is not taken over.
        let mut planted = Browser::new(&world);
        planted.cookies.insert(SESSION.to_owned(), "A".repeat(86));
        planted.open("/login").await;
        planted.send_only("/login", &[("login", PHONE), ("password", PASSWORD)]).await;
        assert_ne!(planted.cookies[SESSION], "A".repeat(86));
    }

    /// R5, R189: "Exit" stands beside the surname and ends the session on the server.
    async fn exit_ends_the_session(store: Store) {
        let world = World::new(store).await;
        let mut person = Browser::new(&world).registered(&world, PHONE).await;
        assert!(person.has("title=\"Выйти\""));
        let token = person.cookies[SESSION].clone();
        person.send("/logout", &[]).await.assert_at("/");
        assert!(person.has("Вы вышли из личного кабинета.") && person.surname().is_none());
        assert!(!person.cookies.contains_key(SESSION));
        person.cookies.insert(SESSION.to_owned(), token);
        assert_eq!(person.open("/").await.surname(), None);
        // By GET nothing happens.
        person.open("/logout").await;
        assert_eq!(person.status, StatusCode::METHOD_NOT_ALLOWED);
    }

    /// R190: "Exit" on a page whose session is over by itself is no error.
    async fn exit_after_the_session_is_over(store: Store) {
        let world = World::new(store).await;
        let mut person = Browser::new(&world).registered(&world, PHONE).await;
        world.clock.advance_seconds(31 * 60);
        person.send("/logout", &[]).await.assert_at("/");
        assert_eq!((person.status, person.surname()), (StatusCode::OK, None));
    }
}
