//! A forgotten password.

use http::StatusCode;
use okno_app::{security, session, session::SessionToken};
use okno_testkit::{World, citizen::secret, engine_test};

use crate::browser::{Browser, EMAIL, PASSWORD, PHONE, other_code};

const NEW: &str = "Kedr;7Sosna";
const ENTRIES: [(&str, &str); 2] = [("password", NEW), ("password_repeat", NEW)];

async fn find(person: &mut Browser, contact: &str) {
    person.open("/recovery").await;
    person.send("/recovery", &[("contact", contact)]).await;
}

engine_test! {
    /// R192, R194, R199, R202: by phone; every session ends, the person is told, and the old password is of no use.
    async fn by_phone(store: Store) {
        let world = World::new(store).await;
        let mut elsewhere = Browser::new(&world).registered(&world, PHONE).await;
        let mut person = Browser::new(&world);
        person.open("/recovery").await;
        assert!(person.has("По телефону вернуть доступ проще всего") && person.has(">Найти</button>"));
        find(&mut person, PHONE).await;
        person.assert_at("/recovery/code");
        world.drain().await;
        let code = world.sms_code(PHONE);
        person.send("/recovery/code", &[("code", other_code(code.expose()))]).await;
        assert_ne!(person.error_at("code"), "");
        person.send("/recovery/code", &[("code", code.expose())]).await.assert_at("/recovery/password");
        person.send("/recovery/password", &[("password", "short"), ("password_repeat", "short")]).await;
        assert_eq!(person.status, StatusCode::UNPROCESSABLE_ENTITY);
        person.send("/recovery/password", &ENTRIES).await.assert_at("/recovery/done");
        assert!(person.has("Новый пароль действует"));
        assert_eq!(person.cookies["__Host-okno_recovery"], "done", "the token is gone");
        // The back button does not lead to a page that says that nothing has changed.
        for path in ["/recovery/password", "/recovery/code"] {
            person.open(path).await.assert_at("/recovery/done");
        }
        assert_eq!(elsewhere.open("/").await.surname(), None, "R202");
        world.drain().await;
        assert_eq!(world.sms.last_to(PHONE).unwrap().message.kind, "password_changed");
        let mut again = Browser::new(&world);
        again.log_in(PHONE, PASSWORD).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        again.log_in(PHONE, NEW).await;
        assert_eq!(again.surname(), Some("Кедрова"));
    }

    /// R195: by the link of a letter, which is used up by the button only.
    async fn by_link(store: Store) {
        let world = World::new(store).await;
        let mut owner = Browser::new(&world);
        owner.register("", EMAIL).await;
        world.drain().await;
        let code = world.mail.last_to(EMAIL).unwrap().arg("code").to_owned();
        owner.send("/registration/code", &[("code", &code)]).await;
        owner.send("/registration/password", &[("password", PASSWORD), ("password_repeat", PASSWORD)]).await;
        let mut person = Browser::new(&world);
        find(&mut person, EMAIL).await;
        world.drain().await;
        let link = format!("/recovery/link?token={}", world.mail.last_to(EMAIL).unwrap().token());
        let mut pocket = Browser::new(&world);
        pocket.open(&link).await.open(&link).await;
        assert_eq!(pocket.header("referrer-policy"), "no-referrer");
        let token = pocket.hidden("token");
        pocket.send("/recovery/link", &[("token", &token)]).await.assert_at("/recovery/password");
        assert!(pocket.has(">Создать</button>"), "R195");
        pocket.send("/recovery/password", &ENTRIES).await.assert_at("/recovery/done");
        person.open("/recovery/code").await;
        assert_eq!(person.status, StatusCode::GONE);
        person.open(&link).await;
        assert!(person.has("Ссылка больше не действует"));
    }

    /// C28, R196: a contact without an account gets the same pages to the end, and nothing is sent.
    async fn an_unknown_contact_looks_the_same(store: Store) {
        let world = World::new(store).await;
        Browser::new(&world).registered(&world, PHONE).await;
        let before = world.sms.sent().len();
        // Some unknown contacts are asked a question, as some known ones are; here is one that is not.
        let mut unknown = Browser::new(&world);
        let mut stranger = String::new();
        for number in 10..40 {
            stranger = format!("+791234567{number}");
            find(&mut unknown, &stranger).await;
            if unknown.at == "/recovery/code" {
                break;
            }
        }
        let mut known = Browser::new(&world);
        find(&mut known, PHONE).await;
        let same = |known: &Browser, unknown: &Browser| {
            assert_eq!((known.status, known.at.as_str()), (unknown.status, unknown.at.as_str()));
            let tail = format!("{}-{}", &stranger[8..10], &stranger[10..12]);
            assert_eq!(known.said().replace("67-89", "#"), unknown.said().replace(&tail, "#"));
        };
        same(&known, &unknown);
        assert!(known.has("Восстановить по СНИЛС"), "R196");
        world.drain().await;
        assert_eq!(world.sms.sent().len(), before + 1);
        let wrong = [("code", other_code(world.sms_code(PHONE).expose()))];
        for _ in 0..5 {
            known.send("/recovery/code", &wrong).await;
            unknown.send("/recovery/code", &wrong).await;
            same(&known, &unknown);
        }
        world.clock.advance_seconds(59);
        known.send("/recovery/resend", &[]).await;
        unknown.send("/recovery/resend", &[]).await;
        assert_eq!(known.status, StatusCode::TOO_MANY_REQUESTS);
        same(&known, &unknown);
        world.clock.advance_seconds(1);
        known.send("/recovery/resend", &[]).await;
        unknown.send("/recovery/resend", &[]).await;
        same(&known, &unknown);
    }

    /// R193: with a security question its answer comes before the code.
    async fn the_question_comes_first(store: Store) {
        let world = World::new(store).await;
        let owner = Browser::new(&world).registered(&world, PHONE).await;
        let token = SessionToken::parse(&owner.cookies["__Host-okno_session"]).unwrap();
        let signed_in = session::find(&world.cx(), &token).await.unwrap().unwrap();
        security::set_question(&world.cx(), &signed_in, &secret(PASSWORD), "first-pet", &secret("Шарик"))
            .await
            .unwrap();
        world.drain().await;
        let before = world.sms.sent().len();
        let mut person = Browser::new(&world);
        find(&mut person, PHONE).await;
        person.assert_at("/recovery/question");
        assert!(person.has("Как звали вашего первого питомца?"));
        // C28: whoever never set it has a way on, as on the page for the code.
        assert!(person.has("href=\"/recovery?by=snils\"") && person.has("href=\"/service-centers\""));
        person.open("/recovery/code").await.assert_at("/recovery/question");
        person.send("/recovery/question", &[("security_answer", " ")]).await;
        assert_eq!(person.error_at("security_answer"), "Введите ответ");
        person.send("/recovery/question", &[("security_answer", "Мурка")]).await;
        assert_eq!(person.error_at("security_answer"), "Ответ не подошёл");
        assert!(!person.has("Мурка"));
        world.drain().await;
        assert_eq!(world.sms.sent().len(), before, "no code before the answer");
        person.send("/recovery/question", &[("security_answer", " шарик. ")]).await.assert_at("/recovery/code");
        world.drain().await;
        let code = world.sms_code(PHONE);
        person.send("/recovery/code", &[("code", code.expose())]).await.assert_at("/recovery/password");
    }

    /// R197: by SNILS the contact is shown masked, for nobody's SNILS too.
    async fn by_snils(store: Store) {
        let world = World::new(store).await;
        let mut person = Browser::new(&world);
        person.open("/recovery?by=snils").await;
        person.send("/recovery", &[("by", "snils"), ("snils", "1")]).await;
        assert_ne!(person.error_at("snils"), "");
        person.send("/recovery", &[("by", "snils"), ("snils", "112-233-445 95")]).await;
        assert_eq!(person.status, StatusCode::OK);
        assert!(person.at == "/recovery/question" || person.has("+7\u{a0}***\u{a0}***-") || person.has("***@"), "{}", person.said());
    }

    /// C28: the explicit answer can be switched on.
    async fn not_found_can_be_told(store: Store) {
        let world = World::with(store, |settings| settings.recovery.reveal_not_found = true, |_| {}).await;
        let mut person = Browser::new(&world);
        find(&mut person, PHONE).await;
        assert_eq!(person.error_at("contact"), "Учётная запись по указанным данным не найдена");
        assert_eq!(person.value("contact"), PHONE);
    }

    /// Unknown cookies, skipped steps and old tabs each have a page.
    async fn every_step_has_a_page_out_of_turn(store: Store) {
        let world = World::new(store).await;
        Browser::new(&world).registered(&world, PHONE).await;
        let mut person = Browser::new(&world);
        for path in ["/recovery/question", "/recovery/code", "/recovery/password"] {
            person.open(path).await;
            assert_eq!(person.status, StatusCode::GONE, "{path}");
        }
        find(&mut person, "").await;
        assert_eq!(person.error_at("contact"), "Введите номер телефона или адрес электронной почты");
        find(&mut person, PHONE).await;
        person.open("/recovery/password").await.assert_at("/recovery/code");
        person.send("/recovery/password", &ENTRIES).await.assert_at("/recovery/code");
        world.drain().await;
        let code = world.sms_code(PHONE);
        person.send("/recovery/code", &[("code", code.expose())]).await;
        let mut tab = person.clone();
        person.send("/recovery/password", &ENTRIES).await.assert_at("/recovery/done");
        tab.send("/recovery/password", &ENTRIES).await.assert_at("/recovery/done");
        world.clock.advance_seconds(24 * 3600);
        find(&mut person, PHONE).await;
        world.clock.advance_seconds(24 * 3600);
        person.open("/recovery/code").await;
        assert!(person.has("Восстановление прервалось"));
    }
}
