//! Registration off the straight way: time, guesses, other people's contacts, back buttons, double clicks.

use http::StatusCode;
use okno_testkit::{World, engine_test};

use crate::browser::{Browser, EMAIL, PASSWORD, PHONE, other_code};

engine_test! {
    /// R33, R34: a code is taken at 299 seconds and refused at 300, with an offer to send another.
    async fn a_code_lives_three_hundred_seconds(store: Store) {
        let world = World::new(store).await;
        let (mut early, mut late) = (Browser::new(&world), Browser::new(&world));
        early.register(PHONE, "").await;
        late.register("+79123456780", "").await;
        world.drain().await;
        world.clock.advance_seconds(299);
        late.open("/registration/code").await;
        assert!(late.has("0:01"));
        let code = world.sms_code(PHONE);
        early.send("/registration/code", &[("code", code.expose())]).await.assert_at("/registration/password");
        world.clock.advance_seconds(1);
        let code = world.sms_code("+79123456780");
        late.send("/registration/code", &[("code", code.expose())]).await;
        assert_eq!(late.status, StatusCode::GONE);
        assert_eq!(late.error_at("code"), "Срок действия кода истёк. Запросите новый код.");
        assert!(late.has("id=\"resend\""));
    }

    /// R35, R36: another code can be had after 60 seconds, not at 59, and voids the one before.
    async fn another_code_after_a_minute(store: Store) {
        let world = World::new(store).await;
        let mut person = Browser::new(&world);
        person.register(PHONE, "").await;
        world.drain().await;
        let first = world.sms_code(PHONE);
        world.clock.advance_seconds(59);
        person.send("/registration/resend", &[]).await;
        assert_eq!(person.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(person.has("Новый код можно запросить через 1 секунду."));
        world.clock.advance_seconds(1);
        person.send("/registration/resend", &[]).await.assert_at("/registration/code");
        assert!(person.has("Мы отправили новый код."));
        world.drain().await;
        let second = world.sms_code(PHONE);
        assert_ne!(first.expose(), second.expose());
        person.send("/registration/code", &[("code", first.expose())]).await;
        assert_ne!(person.error_at("code"), "");
        person.send("/registration/code", &[("code", second.expose())]).await.assert_at("/registration/password");
    }

    /// R36: five wrong attempts end the code; nothing typed is no attempt.
    async fn five_wrong_codes(store: Store) {
        let world = World::new(store).await;
        let mut person = Browser::new(&world);
        person.register(PHONE, "").await;
        world.drain().await;
        let code = world.sms_code(PHONE);
        person.send("/registration/code", &[("code", "  ")]).await;
        assert_eq!(person.error_at("code"), "Введите код");
        // R40: what is no code is told at the field and costs no attempt.
        person.send("/registration/code", &[("code", "12345")]).await;
        assert_eq!(person.error_at("code"), "Введите код из 6 цифр. Попытка не засчитана.");
        for left in ["Осталось 4 попытки", "Осталось 3 попытки", "Осталось 2 попытки", "Осталась 1 попытка"] {
            person.send("/registration/code", &[("code", other_code(code.expose()))]).await;
            assert_eq!(person.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(person.error_at("code").contains(left), "{}", person.error_at("code"));
        }
        for typed in [other_code(code.expose()), code.expose()] {
            person.send("/registration/code", &[("code", typed)]).await;
            assert_eq!(person.error_at("code"), "Слишком много неверных попыток. Запросите новый код.");
        }
    }

    /// R29: a contact of an account shows a stranger the same pages; its owner is told.
    async fn a_taken_contact_looks_the_same(store: Store) {
        let world = World::new(store).await;
        let other = "+79123456780";
        Browser::new(&world).registered(&world, PHONE).await;
        let (mut taken, mut free) = (Browser::new(&world), Browser::new(&world));
        taken.register(PHONE, "").await;
        free.register(other, "").await;
        let same = |taken: &Browser, free: &Browser| {
            assert_eq!((taken.status, taken.at.as_str()), (free.status, free.at.as_str()));
            assert_eq!(taken.said().replace("345-67-89", "#"), free.said().replace("345-67-80", "#"));
        };
        same(&taken, &free);
        world.drain().await;
        assert_eq!(world.sms.last_to(PHONE).unwrap().message.kind, "registration_existing");
        let wrong = [("code", other_code(world.sms_code(other).expose()))];
        taken.send("/registration/code", &wrong).await;
        free.send("/registration/code", &wrong).await;
        same(&taken, &free);
        world.clock.advance_seconds(60);
        taken.send("/registration/resend", &[]).await;
        free.send("/registration/resend", &[]).await;
        same(&taken, &free);
    }

    /// The back button, an old tab, a second click and an unknown cookie: each has a page.
    async fn every_step_has_a_page_out_of_turn(store: Store) {
        let world = World::new(store).await;
        let mut person = Browser::new(&world);
        for path in ["/registration/code", "/registration/password"] {
            person.open(path).await;
            assert_eq!(person.status, StatusCode::GONE, "{path}");
            assert!(person.has("Начать заново"));
        }
        person.cookies.insert("__Host-okno_registration".to_owned(), "AAAA".repeat(16));
        person.open("/registration/code").await;
        assert_eq!(person.status, StatusCode::GONE);
        person.open("/registration/link?token=x").await;
        assert_eq!(person.status, StatusCode::GONE);
        person.open("/registration/done").await.assert_at("/login?return=/registration/done");

        person.register(PHONE, EMAIL).await;
        // R24: no password before a contact is confirmed.
        person.open("/registration/password").await.assert_at("/registration/code");
        let entries = [("password", PASSWORD), ("password_repeat", PASSWORD)];
        person.send("/registration/password", &entries).await.assert_at("/registration/code");
        // Coming back to change a contact loses nothing.
        person.open("/registration?change=1").await;
        assert_eq!((person.value("family_name"), person.value("email")), ("Кедрова".into(), EMAIL.into()));
        person.open("/registration").await;
        assert_eq!(person.value("family_name"), "", "the next person at this computer sees nothing");

        person.open("/registration/code").await;
        world.drain().await;
        let code = world.sms_code(PHONE);
        let mut tab = person.clone();
        person.send("/registration/code", &[("code", code.expose())]).await.assert_at("/registration/password");
        tab.send("/registration/code", &[("code", code.expose())]).await.assert_at("/registration/password");
        // A double click: the first makes the account, the second does no harm.
        let mut second = person.clone();
        person.send("/registration/password", &entries).await.assert_at("/registration/done");
        second.send("/registration/password", &entries).await.assert_at("/registration/done");
        assert!(second.has("Учётная запись создана. Войдите с паролем"));
        second.log_in(PHONE, PASSWORD).await;
        assert_eq!(second.surname(), Some("Кедрова"));

        // One who is signed in needs no second account.
        person.open("/registration").await;
        assert!(person.has("Вы уже вошли"));
        person.open("/registration/code").await.assert_at("/registration/done");
    }

    /// R30: an unfinished registration ends after 72 hours, and its contact can register again at once.
    async fn an_unfinished_registration_ends(store: Store) {
        let world = World::new(store).await;
        let mut person = Browser::new(&world);
        person.register(PHONE, "").await;
        world.clock.advance_seconds(72 * 3600);
        person.open("/registration/code").await;
        assert_eq!(person.status, StatusCode::GONE);
        assert!(person.has("Регистрация прервалась"));
        Browser::new(&world).registered(&world, PHONE).await;
    }

    /// Two that finish one registration at the same instant: one account, and the other gets a page.
    async fn two_finish_at_once(store: Store) {
        let world = World::new(store).await;
        let mut person = Browser::new(&world);
        person.register(PHONE, "").await;
        world.drain().await;
        let code = world.sms_code(PHONE);
        person.send("/registration/code", &[("code", code.expose())]).await;
        let mut second = person.clone();
        let entries = [("password", PASSWORD), ("password_repeat", PASSWORD)];
        tokio::join!(
            person.send_only("/registration/password", &entries),
            second.send_only("/registration/password", &entries)
        );
        let sessions = [&person, &second].map(|one| one.cookies.contains_key("__Host-okno_session"));
        assert_eq!(sessions.into_iter().filter(|has| *has).count(), 1);
        assert_eq!((person.status, second.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    }

    /// A form from another site does nothing, nor does one without its token: nothing is sent, nobody is signed out.
    async fn a_forged_form_does_nothing(store: Store) {
        let world = World::new(store).await;
        let mut person = Browser::new(&world).registered(&world, PHONE).await;
        let sent = world.sms.sent().len();
        for from in ["cross-site", "same-origin"] {
            for path in ["/registration", "/registration/code", "/registration/resend", "/login", "/logout", "/recovery"] {
                person.from = from;
                person.body.clear();
                person.send(path, &[("family_name", "Кедрова"), ("given_name", "Яна"), ("contact", PHONE)]).await;
                assert_eq!(person.status, StatusCode::FORBIDDEN, "{path}");
            }
        }
        world.drain().await;
        assert_eq!(world.sms.sent().len(), sent);
        assert_eq!(person.open("/").await.surname(), Some("Кедрова"));
    }
}
