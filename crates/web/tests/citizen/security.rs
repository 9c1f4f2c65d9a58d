//! Changing the password, and the security question.

use http::StatusCode;
use okno_testkit::{citizen::PASSWORD, engine_test};

use crate::{browser::Browser, scene::Scene};

const PHONE: &str = "+79123456789";
const CHANGE: &str = "/account/security/password";
const GENERATE: &str = "/account/security/password/generate";
const QUESTION: &str = "/account/security/question";
const REMOVE: &str = "/account/security/question/remove";
const NEW: &str = "Bereza!9Lug";

engine_test! {
    /// R41 to R43, R202, R244, decision 12: the present password is asked for, the rules hold, every other session ends
    /// and this one goes on with a new token; the person is told.
    async fn the_password_is_changed(store: Store) {
        let scene = Scene::new(store).await;
        let (_, mut person) = scene.person(PHONE).await;
        let mut pocket = scene.browser(PHONE).await;
        person.open(CHANGE).await;
        assert!(person.has("data-module=\"strength\""));
        for (present, new, repeat, field) in [
            ("Falsch;7x", NEW, NEW, "present_password"),
            (PASSWORD, "kurz", "kurz", "password"),
            (PASSWORD, NEW, "Bereza!9Lux", "password_repeat"),
        ] {
            let fields = [("present_password", present), ("password", new), ("password_repeat", repeat)];
            person.send(CHANGE, &fields).await;
            assert_eq!(person.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_ne!(person.error_at(field), "", "{field}");
            assert!(!person.has(NEW) && !person.has(PASSWORD));
        }
        let before = person.cookies.clone();
        let fields = [("present_password", PASSWORD), ("password", NEW), ("password_repeat", NEW)];
        person.send(CHANGE, &fields).await.assert_at("/account/security");
        assert!(person.has("Пароль изменён"));
        assert_ne!(person.cookies.get("__Host-okno_session"), before.get("__Host-okno_session"));
        assert!(pocket.open("/account").await.at.starts_with("/login"));
        scene.world.drain().await;
        assert_eq!(scene.world.sms.last_to(PHONE).unwrap().message.kind, "password_changed");
        let mut again = Browser::new(&scene.world);
        again.log_in(PHONE, PASSWORD).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        again.log_in(PHONE, NEW).await.assert_at("/account");
    }

    /// R51, R52: the generator is offered here as at registration; a made-up password is picked, without scripts.
    async fn a_made_up_password_is_taken(store: Store) {
        let scene = Scene::new(store).await;
        let (_, mut person) = scene.person(PHONE).await;
        person.open(CHANGE).await;
        let all = [("digits", "1"), ("capitals", "1"), ("small", "1"), ("special", "1"), ("length", "14")];
        person.send(GENERATE, &all).await;
        assert_eq!(person.status, StatusCode::OK);
        assert_eq!(person.body.matches("name=\"candidate\"").count(), 5);
        assert_eq!(person.header("cache-control"), "no-store");
        person.send(GENERATE, &[("take", "1"), ("candidate", NEW)]).await;
        assert_eq!((person.value("password"), person.value("password_repeat")), (NEW.to_owned(), NEW.to_owned()));
        person.send(GENERATE, &[("digits", "1"), ("length", "x")]).await;
        assert_eq!(person.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_ne!(person.error_at("length"), "");
        // One who has picked a password needs not type it.
        let fields = [("present_password", PASSWORD), ("candidate", NEW)];
        person.send(CHANGE, &fields).await.assert_at("/account/security");
        Browser::new(&scene.world).log_in(PHONE, NEW).await.assert_at("/account");
    }

    /// C27, R193, R198: a question is chosen from the menu, replaced and removed, each time with the password.
    async fn the_security_question_is_set_and_removed(store: Store) {
        let scene = Scene::new(store).await;
        let (_, mut person) = scene.person(PHONE).await;
        person.open("/account/security").await;
        assert!(person.has("Выбрать вопрос"));
        person.open(QUESTION).await;
        let asked = |question, answer, password| {
            [("security_question", question), ("security_answer", answer), ("password", password)]
        };
        for (question, answer, password, field) in [
            ("", "Мурка", PASSWORD, "security_question"),
            ("first-pet", "м", PASSWORD, "security_answer"),
            ("first-pet", "Мурка", "Falsch;7x", "password"),
        ] {
            person.send(QUESTION, &asked(question, answer, password)).await;
            assert_ne!(person.error_at(field), "", "{field}");
            assert!(!person.has("Мурка"));
        }
        person.send(QUESTION, &asked("first-pet", "Мурка", PASSWORD)).await.assert_at("/account/security");
        assert!(person.has("Как звали вашего первого питомца") && person.has("Сменить вопрос"));
        person.open(REMOVE).await;
        person.send(REMOVE, &[("password", "Falsch;7x")]).await;
        assert_ne!(person.error_at("password"), "");
        person.send(REMOVE, &[("password", PASSWORD)]).await.assert_at("/account/security");
        assert!(person.has("Выбрать вопрос"));
        person.open(REMOVE).await.assert_at("/account/security");
    }
}
