//! R23: two contacts in one registration, each confirmed by its own code or link.

use http::StatusCode;
use okno_testkit::{World, engine_test};

use crate::browser::{Browser, EMAIL, PASSWORD, PHONE, other_code};

const CODE: &str = "/registration/code";
const RESEND: &str = "/registration/resend";
const ENTRIES: [(&str, &str); 2] = [("password", PASSWORD), ("password_repeat", PASSWORD)];

async fn registering(world: &World) -> Browser {
    let mut person = Browser::new(world);
    person.register(PHONE, EMAIL).await.assert_at(CODE);
    world.drain().await;
    person
}

fn letter_code(world: &World) -> String {
    world.mail.last_to(EMAIL).unwrap().arg("code").to_owned()
}

engine_test! {
    /// R23: the code of the letter is typed beside that of the SMS and is enough; the phone stays unconfirmed.
    async fn the_code_of_the_letter_is_enough(store: Store) {
        let world = World::new(store).await;
        let mut person = registering(&world).await;
        person.send(CODE, &[("code", ""), ("email_code", &letter_code(&world))]).await;
        person.assert_at("/registration/password");
        assert!(person.has("value=\"kedrova@example.org\" autocomplete=\"username\""));
        assert!(person.has("+7 (912) 345-67-89 пока не подтверждён") && person.has("Ввести код из СМС"));
        person.send("/registration/password", &ENTRIES).await.assert_at("/registration/done");
        assert!(person.has("Подтвердить мобильный телефон") && !person.has("Подтвердить адрес"));
        let mut again = Browser::new(&world);
        again.log_in(PHONE, PASSWORD).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "an unconfirmed phone opens nothing");
        again.log_in(EMAIL, PASSWORD).await;
        assert_eq!(again.surname(), Some("Кедрова"));
    }

    /// R23: both codes at once confirm both contacts, and nothing is left to confirm.
    async fn both_codes_at_once(store: Store) {
        let world = World::new(store).await;
        let mut person = registering(&world).await;
        let sms = world.sms_code(PHONE);
        let fields = [("code", sms.expose()), ("email_code", &letter_code(&world))];
        person.send(CODE, &fields).await.assert_at("/registration/password");
        assert!(!person.has("пока не подтверждён"));
        person.open(CODE).await.assert_at("/registration/password");
        person.send("/registration/password", &ENTRIES).await.assert_at("/registration/done");
        assert!(!person.has("Подтвердить"));
    }

    /// R23: the other contact can be confirmed between the first one and the password, by its code or its link.
    async fn the_other_one_after_the_first(store: Store) {
        let world = World::new(store).await;
        for by_link in [false, true] {
            let mut person = registering(&world).await;
            let sms = world.sms_code(PHONE);
            let letter = world.mail.last_to(EMAIL).unwrap();
            person.send(CODE, &[("code", sms.expose())]).await.assert_at("/registration/password");
            person.open(CODE).await.assert_at(CODE);
            assert!(person.has("+7 (912) 345-67-89: подтверждено") && person.has("Продолжить регистрацию"));
            assert!(!person.has("name=\"code\""), "the phone is not asked for again");
            if by_link {
                person.open(&format!("/registration/link?token={}", letter.token())).await;
                let token = person.hidden("token");
                person.send("/registration/link", &[("token", &token)]).await;
            } else {
                person.send(CODE, &[("email_code", letter.arg("code"))]).await;
            }
            person.assert_at("/registration/password");
            assert!(!person.has("пока не подтверждён"));
            world.clock.advance_seconds(60);
        }
    }

    /// R23, R36: a wrong code is told at its own field and counts for its own contact; a right one beside it counts.
    async fn each_fault_at_its_field(store: Store) {
        let world = World::new(store).await;
        let mut person = registering(&world).await;
        let (sms, letter) = (world.sms_code(PHONE), letter_code(&world));
        person.send(CODE, &[("code", " "), ("email_code", "")]).await;
        assert_eq!((person.error_at("code").as_str(), person.error_at("email_code").as_str()), ("Введите код", ""));
        let wrong = [("code", other_code(sms.expose())), ("email_code", other_code(&letter))];
        person.send(CODE, &wrong).await;
        assert_eq!(person.status, StatusCode::UNPROCESSABLE_ENTITY);
        for field in ["code", "email_code"] {
            assert!(person.error_at(field).contains("Осталось 4 попытки"), "{field}");
        }
        person.send(CODE, &[("code", ""), ("email_code", other_code(&letter))]).await;
        assert!(person.error_at("email_code").contains("Осталось 3 попытки"));
        assert_eq!(person.error_at("code"), "");
        person.send(CODE, &[("code", sms.expose()), ("email_code", other_code(&letter))]).await;
        assert!(person.error_at("email_code").contains("Осталось 2 попытки"));
        assert!(person.has("+7 (912) 345-67-89: подтверждено"));
        person.open("/registration/password").await.assert_at("/registration/password");
    }

    /// R23, R36: another SMS and another letter are asked for apart, and each has a pause of its own.
    async fn each_is_sent_again_by_itself(store: Store) {
        let world = World::new(store).await;
        let mut person = registering(&world).await;
        let (sms, letter) = (world.sms_code(PHONE), letter_code(&world));
        world.clock.advance_seconds(60);
        person.send(RESEND, &[("contact", "email")]).await.assert_at(CODE);
        assert!(person.has("Мы отправили новое письмо"));
        world.drain().await;
        assert_eq!(world.sms_code(PHONE).expose(), sms.expose(), "no SMS was sent");
        assert_ne!(letter_code(&world), letter);
        person.send(RESEND, &[("contact", "email")]).await;
        assert_eq!(person.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(person.has("Новый код можно запросить через"));
        person.send(CODE, &[("email_code", &letter)]).await;
        assert_ne!(person.error_at("email_code"), "", "the older letter is void");
        person.send(RESEND, &[("contact", "mobile_phone")]).await.assert_at(CODE);
        assert!(person.has("Мы отправили новый код"));
        person.send(CODE, &[("email_code", &letter_code(&world))]).await.assert_at("/registration/password");
    }

    /// R23, R39: who follows the link after the account was made is told where the address can be confirmed.
    async fn a_link_after_the_end(store: Store) {
        let world = World::new(store).await;
        let mut person = registering(&world).await;
        let sms = world.sms_code(PHONE);
        person.send(CODE, &[("code", sms.expose())]).await;
        person.send("/registration/password", &ENTRIES).await.assert_at("/registration/done");
        person.open(&format!("/registration/link?token={}", world.mail.last_to(EMAIL).unwrap().token())).await;
        let token = person.hidden("token");
        person.send("/registration/link", &[("token", &token)]).await;
        assert!(person.has("Регистрация уже закончена") && person.has("href=\"/account/contacts\""));
    }
}

/// R23, C2: where letters have a link only, the page says so and asks for the code of the SMS.
#[tokio::test]
async fn letters_with_a_link_only() {
    let database = okno_testkit::TestStore::sqlite().await;
    let link_only = |settings: &mut okno_app::Settings| {
        settings.registration.email_mode = okno_app::settings::EmailMode::Link;
    };
    let world = World::with(database.store(), link_only, |_| {}).await;
    let mut person = registering(&world).await;
    assert!(person.has("На kedrova@example.org отправлено письмо") && !person.has("name=\"email_code\""));
    let sms = world.sms_code(PHONE);
    person.send(CODE, &[("code", sms.expose())]).await.assert_at("/registration/password");
    person.open(CODE).await;
    assert!(!person.has("name=\"email_code\"") && person.has("id=\"resend\""));
}
