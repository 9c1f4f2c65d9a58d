//! The first page of the personal area and all personal data.

use http::StatusCode;
use okno_app::ports::RegistryResult;
use okno_domain::{account::AccountLevel, person::form::PersonForm};
use okno_testkit::{engine_test, person::citizen_form};

use crate::{
    browser::Browser,
    scene::{Scene, at_level},
};

const PHONE: &str = "+79123456789";
const SNILS: &str = "112-233-445 95";

fn mismatch(field: &str) -> RegistryResult {
    RegistryResult::Mismatch(vec![field.to_owned()])
}

engine_test! {
    /// R3: the personal area is of the person who is signed in; anyone else comes back after login.
    async fn nobody_else_gets_in(store: Store) {
        let scene = Scene::new(store).await;
        for path in [
            "/account", "/account/data", "/account/contacts", "/account/contacts/email", "/account/contacts/email/code",
            "/account/security", "/account/security/password", "/account/security/question", "/account/sessions",
            "/account/history", "/account/notices", "/confirmation",
        ] {
            let mut visitor = Browser::new(&scene.world);
            visitor.open(path).await;
            visitor.assert_at(&format!("/login?return={path}"));
        }
    }

    /// R2, R5: a visitor's "Personal account" leads to the login and back; one who is signed in has surname and menu.
    async fn the_header_knows_who_is_there(store: Store) {
        let scene = Scene::new(store).await;
        let mut visitor = Browser::new(&scene.world);
        visitor.open("/help").await;
        assert!(visitor.has("class=\"site-login\" href=\"/login?return=/help\""));
        let (_, mut person) = scene.person(PHONE).await;
        person.open("/help").await;
        assert_eq!(person.surname(), Some("Иванова"));
        assert!(person.has("class=\"user-menu\"") && person.links().contains(&"/account".to_owned()));
    }

    /// R6, R7, R90: from the first page over "Show all personal data" and "Edit" to the form; the level stands on both,
    /// and every datum that can be given is listed.
    async fn three_steps_lead_to_the_form(store: Store) {
        let scene = Scene::new(store).await;
        let (_, mut person) = scene.person(PHONE).await;
        assert!(person.has("level--simplified"));
        let data = person.link("show_all_personal_data");
        person.open(&data).await.assert_at("/account/data");
        assert!(person.has("level--simplified"));
        for label in ["Фамилия", "Отчество", "Пол", "Дата рождения", "СНИЛС", "Гражданство", "Кем выдан", "ИНН"] {
            assert!(person.has(label), "{label}");
        }
        assert!(person.has("Иванова") && person.has("нужно указать") && person.has("+7 912 345-67-89"));
        let edit = person.link("submit");
        person.open(&edit).await.assert_at("/profile/edit");
        assert_eq!(person.status, StatusCode::OK);
    }

    /// R8, R28, R63, R67, R68, R72, R104: at every stage the next step is the one main button.
    async fn every_stage_names_the_next_step(store: Store) {
        let scene = Scene::new(store).await;
        let (anna, mut person) = scene.person(PHONE).await;
        assert_eq!(person.link("submit"), "/profile/edit");
        assert!(person.has("Заполнить профиль") && person.has("Дата рождения"));
        assert!(person.has("Что откроет стандартная учётная запись"));
        assert!(person.has("href=\"/services/doctor-appointment\""));

        okno_app::person::save_draft(&scene.world.cx(), &anna, &citizen_form()).await.unwrap();
        person.open("/account").await;
        assert!(person.has("Закончите заполнять") && person.link("submit") == "/profile/edit");

        let typo = PersonForm { document_number: "4008123457".to_owned(), ..citizen_form() };
        scene.submits_form(&anna, &typo).await;
        person.open("/account").await;
        assert!(person.has("Ваши данные проверяются") && person.link("submit") == "/profile/verification");

        scene.answer(&RegistryResult::Match, &mismatch("document_number")).await;
        person.open("/account").await;
        assert!(person.has("Некоторые данные не совпали") && person.has("level--simplified"));
        assert!(person.has("некоторые сведения не совпали"));

        scene.submits(&anna, SNILS).await;
        scene.answer(&RegistryResult::Match, &RegistryResult::Match).await;
        person.open("/account").await;
        assert!(person.has("level--standard") && person.link("submit") == "/confirmation", "{}", person.said());
        assert!(person.has("Что вам уже доступно") && person.has("href=\"/services/doctor-appointment\""));
        assert!(person.has("Что откроет подтверждённая учётная запись"));

        let mut person = at_level(&scene, AccountLevel::Confirmed).await;
        person.open("/account").await;
        assert!(person.has("level--confirmed") && person.link("submit") == "/category/");
    }

    /// R105: after a new login that follows success there is a window with the level and "Confirm", until it is put off.
    async fn a_window_tells_the_new_level(store: Store) {
        let scene = Scene::new(store).await;
        let (anna, mut old) = scene.person(PHONE).await;
        scene.submits(&anna, SNILS).await;
        scene.answer(&RegistryResult::Match, &RegistryResult::Match).await;
        old.open("/account").await;
        assert!(!old.has("Ваша учётная запись теперь стандартная"));
        scene.world.clock.advance_seconds(1);
        let mut person = scene.browser(PHONE).await;
        assert!(person.has("Ваша учётная запись теперь стандартная") && person.link("submit") == "/confirmation");
        person.send("/account/notices/read", &[("return", "/account")]).await.assert_at("/account");
        assert!(!person.has("Ваша учётная запись теперь стандартная") && person.link("submit") == "/confirmation");
    }

    /// R92, R95: SNILS and passport have each a state of their own; changed data stand beside those in force until they
    /// are verified.
    async fn documents_have_their_own_states(store: Store) {
        let scene = Scene::new(store).await;
        let (anna, mut person) = scene.person(PHONE).await;
        person.open("/account/data").await;
        assert_eq!(person.body.matches("state--neutral").count(), 2);
        scene.submits(&anna, SNILS).await;
        scene.answer(&RegistryResult::Match, &mismatch("document_number")).await;
        person.open("/account/data").await;
        assert!(person.has("state--success") && person.has("state--error"));
        scene.submits(&anna, SNILS).await;
        scene.answer(&RegistryResult::Match, &RegistryResult::Match).await;
        person.open("/account/data").await;
        assert_eq!(person.body.matches("state--success").count(), 2);
        assert!(person.has("112-233-445 95") && person.has("12.03.1985") && person.has("Женский"));

        let anna = scene.world.log_in(PHONE, okno_testkit::citizen::PASSWORD).await.unwrap();
        let form = PersonForm {
            snils: SNILS.to_owned(),
            document_number: "4508654321".to_owned(),
            ..citizen_form()
        };
        scene.submits_form(&anna, &form).await;
        person.open("/account/data").await;
        assert!(person.has("4008123456") && person.has("4508654321") && person.has("проверяется"), "{}", person.said());
        assert!(person.has("level--standard"));
    }

    /// R32, R221: the language chosen on a page is that of the messages from then on.
    async fn messages_follow_the_language_chosen(store: Store) {
        let scene = Scene::new(store).await;
        let (anna, mut person) = scene.person(PHONE).await;
        person.open("/language/fr?return=/account").await.assert_at("/account");
        assert!(person.has("Espace personnel"));
        scene.submits(&anna, SNILS).await;
        scene.answer(&RegistryResult::Match, &RegistryResult::Match).await;
        assert_eq!(scene.world.sms.last_to(PHONE).unwrap().message.locale, okno_domain::locale::Locale::Fr);
    }

    /// R104, R218: what happened stands in the feed, counted in the header until it is read.
    async fn the_feed_counts_what_is_new(store: Store) {
        let scene = Scene::new(store).await;
        let (anna, mut person) = scene.person(PHONE).await;
        person.open("/account/notices").await;
        assert!(person.has("Уведомлений пока нет"));
        scene.submits(&anna, SNILS).await;
        scene.answer(&RegistryResult::Match, &RegistryResult::Match).await;
        person.open("/account/notices").await;
        assert!(person.has("всё совпало") && person.has("1 непрочитанное уведомление") && person.has("(UTC+3)"));
        person.send("/account/notices/read", &[]).await.assert_at("/account/notices");
        assert!(person.has("всё совпало") && !person.has("непрочитанное"));
    }
}
