//! Adding, replacing and removing contacts.

use http::StatusCode;
use okno_testkit::{World, citizen::PASSWORD, engine_test};

use crate::{
    browser::{Browser, other_code},
    scene::Scene,
};

const PHONE: &str = "+79123456789";
const OTHER: &str = "+79161112233";
const EMAIL: &str = "ivanova@example.org";
const LIST: &str = "/account/contacts";
const PHONE_CODE: &str = "/account/contacts/mobile_phone/code";
const EMAIL_CODE: &str = "/account/contacts/email/code";

async fn give_email(person: &mut Browser, email: &str) {
    person.open("/account/contacts/email").await;
    person.send("/account/contacts/email", &[("email", email), ("password", PASSWORD)]).await;
}

async fn give_phone(person: &mut Browser, phone: &str) {
    person.open("/account/contacts/mobile_phone").await;
    person.send("/account/contacts/mobile_phone", &[("mobile_phone", phone), ("password", PASSWORD)]).await;
}

fn mail_code(world: &World, to: &str) -> String {
    world.mail.last_to(to).unwrap().arg("code").to_owned()
}

engine_test! {
    /// C1, R94: the page invites to add the second contact; password, then the code, then it is in force and can be
    /// logged in with.
    async fn a_second_contact_is_added(store: Store) {
        let scene = Scene::new(store).await;
        let (_, mut person) = scene.person(PHONE).await;
        assert!(person.has("href=\"/account/contacts/email\""));
        give_email(&mut person, EMAIL).await;
        person.assert_at(EMAIL_CODE);
        scene.world.drain().await;
        let code = mail_code(&scene.world, EMAIL);
        person.send(EMAIL_CODE, &[("code", other_code(&code))]).await;
        assert_eq!(person.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_ne!(person.error_at("code"), "");
        person.send(EMAIL_CODE, &[("code", &code)]).await.assert_at(LIST);
        assert!(person.has("Готово, контакт подтверждён") && person.has(EMAIL));
        scene.browser(EMAIL).await;
        person.open("/account").await;
        assert!(!person.has("href=\"/account/contacts/email\""));
    }

    /// R33, R34, R94: the code for a new number counts at 299 seconds and not at 300; another can then be asked for.
    async fn a_code_lives_five_minutes(store: Store) {
        let scene = Scene::new(store).await;
        let (_, mut person) = scene.person(PHONE).await;
        give_phone(&mut person, OTHER).await;
        scene.world.drain().await;
        let first = scene.world.sms_code(OTHER);
        assert!(person.has("data-seconds=\"300\""));
        scene.world.clock.advance_seconds(300);
        person.send(PHONE_CODE, &[("code", first.expose())]).await;
        assert_eq!(person.status, StatusCode::GONE);
        assert!(person.error_at("code").contains("истёк"));
        person.send("/account/contacts/mobile_phone/resend", &[]).await.assert_at(PHONE_CODE);
        scene.world.drain().await;
        let second = scene.world.sms_code(OTHER);
        scene.world.clock.advance_seconds(299);
        person.send(PHONE_CODE, &[("code", second.expose())]).await.assert_at(LIST);
        assert!(person.has("+7 916 111-22-33") && !person.has("+7 912 345-67-89"));
    }

    /// R36: another code may be asked for after a minute, not before.
    async fn codes_are_not_sent_without_end(store: Store) {
        let scene = Scene::new(store).await;
        let (_, mut person) = scene.person(PHONE).await;
        give_phone(&mut person, OTHER).await;
        scene.world.drain().await;
        person.send("/account/contacts/mobile_phone/resend", &[]).await;
        assert_eq!(person.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(person.has("name=\"code\""));
        scene.world.drain().await;
        assert_eq!(scene.world.sms.sent().iter().filter(|sent| sent.to == OTHER).count(), 1);
    }

    /// R94: a wrong password changes nothing, and no code is sent; what was typed stays, the password does not.
    async fn a_wrong_password_changes_nothing(store: Store) {
        let scene = Scene::new(store).await;
        let (_, mut person) = scene.person(PHONE).await;
        person.open("/account/contacts/email").await;
        person.send("/account/contacts/email", &[("email", EMAIL), ("password", "Falsch;7x")]).await;
        assert_eq!(person.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_ne!(person.error_at("password"), "");
        assert_eq!(person.value("email"), EMAIL);
        assert!(!person.has("Falsch;7x"));
        scene.world.drain().await;
        assert!(scene.world.mail.last_to(EMAIL).is_none());
        assert!(!person.open(LIST).await.has(EMAIL));
        for (typed, code) in [("", "Заполните"), ("ivanova@", "Проверьте")] {
            person.open("/account/contacts/email").await;
            person.send("/account/contacts/email", &[("email", typed), ("password", PASSWORD)]).await;
            assert!(!person.error_at("email").is_empty(), "{typed} {code}");
        }
    }

    /// R29: somebody else's number looks the same to the page, but no code goes there, and it is not taken over.
    async fn a_foreign_contact_is_not_taken_over(store: Store) {
        let scene = Scene::new(store).await;
        scene.world.citizen(OTHER).await;
        let (_, mut person) = scene.person(PHONE).await;
        let before = scene.world.sms.sent().len();
        give_phone(&mut person, OTHER).await;
        person.assert_at(PHONE_CODE);
        scene.world.drain().await;
        let sent = scene.world.sms.sent();
        assert_eq!(sent.len(), before + 1);
        assert_eq!(sent.last().unwrap().arg("code"), "");
        person.send(PHONE_CODE, &[("code", "123456")]).await;
        assert_ne!(person.error_at("code"), "");
        scene.browser(OTHER).await;
    }

    /// R94, R218: a contact is removed with the password and told so; the last one stays.
    async fn the_last_contact_stays(store: Store) {
        let scene = Scene::new(store).await;
        let (_, mut person) = scene.person(PHONE).await;
        person.open(LIST).await;
        assert!(person.has("единственный") && !person.has("/account/contacts/remove/"));
        give_email(&mut person, EMAIL).await;
        scene.world.drain().await;
        let code = mail_code(&scene.world, EMAIL);
        person.send(EMAIL_CODE, &[("code", &code)]).await.assert_at(LIST);
        let removals: Vec<_> = person.links().into_iter().filter(|link| link.contains("/remove/")).collect();
        let [phone, email] = removals.as_slice() else { panic!("{removals:?}") };
        person.open(email).await;
        person.send(email, &[("password", "Falsch;7x")]).await;
        assert_ne!(person.error_at("password"), "");
        person.send(email, &[("password", PASSWORD)]).await.assert_at(LIST);
        assert!(person.has("Контакт удалён") && !person.has(EMAIL));
        scene.world.drain().await;
        assert_eq!(scene.world.mail.last_to(EMAIL).unwrap().message.kind, "contact_removed");
        // By the address of the page, which is not offered.
        person.open(phone).await;
        person.send(phone, &[("password", PASSWORD)]).await;
        assert_eq!(person.status, StatusCode::CONFLICT);
        assert!(person.has("единственный подтверждённый контакт"));
        assert_eq!(person.open("/account/contacts/fax").await.status, StatusCode::NOT_FOUND);
    }
}
