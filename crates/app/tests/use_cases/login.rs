//! Signing in and being signed in, on both engines.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use okno_app::{
    audit,
    login::{self, LoginIdentifier},
    session::{self, SessionToken},
};
use okno_testkit::{
    World,
    citizen::{PASSWORD, faults, refused, secret},
    engine_test,
};

const PHONE: &str = "+79123456789";

async fn acts(world: &World, person: &session::SignedIn) -> Vec<String> {
    let mut read = world.app.store.read().await.unwrap();
    audit::list(&mut read, person.id(), None, 100).await.unwrap().into_iter().map(|entry| entry.act).collect()
}

engine_test! {
    /// R184: by phone in any spelling, and password.
    async fn by_phone(store: Store) {
        let world = World::new(store).await;
        world.citizen(PHONE).await;
        world.log_in("8 912 345 67 89", PASSWORD).await.unwrap();
    }

    /// R185: the tab "SNILS" takes a number that is formally right, in any spelling, and tells faults at the field.
    async fn the_snils_tab_reads_snils(store: Store) {
        assert!(LoginIdentifier::snils("112-233-445 95").is_ok());
        assert_eq!(LoginIdentifier::snils("112-233-445 94").unwrap_err().code, "snils-checksum");
        assert_eq!(LoginIdentifier::snils(" ").unwrap_err().code, "required");
        // The same eleven digits are a phone in one tab and a SNILS in the other.
        let world = World::new(store).await;
        let phone = LoginIdentifier::contact(&world.cx(), "89123450007").unwrap();
        let snils = LoginIdentifier::snils("89123450007").unwrap();
        assert_ne!(phone.hash(&world.cx()), snils.hash(&world.cx()));
    }

    /// R191: a wrong login and a wrong password get the same answer.
    async fn wrong_login_and_wrong_password_look_alike(store: Store) {
        let world = World::new(store).await;
        world.citizen(PHONE).await;
        let wrong_password = refused(world.log_in(PHONE, "Kedr;7Sosnb").await);
        let wrong_login = refused(world.log_in("+79990000000", PASSWORD).await);
        assert_eq!(wrong_password, wrong_login);
        assert_eq!(wrong_password.code, "login-wrong");
    }

    /// R191, decision 13: after five failures the next attempt has to wait; the right password waits as well, then works.
    async fn failures_slow_down(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        for _ in 0..5 {
            assert_eq!(refused(world.log_in(PHONE, "wrong").await).code, "login-wrong");
        }
        assert_eq!(refused(world.log_in(PHONE, PASSWORD).await).code, "try-later");
        world.clock.advance_seconds(4);
        assert_eq!(refused(world.log_in(PHONE, PASSWORD).await).code, "try-later");
        world.clock.advance_seconds(1);
        world.log_in(PHONE, PASSWORD).await.unwrap();
        assert!(acts(&world, &anna).await.contains(&"login-failed".to_owned()));
    }

    /// Decision 13: a stranger in another network slows down only himself until the counter for all is reached.
    async fn a_stranger_locks_nobody_out(store: Store) {
        let world = World::new(store).await;
        world.citizen(PHONE).await;
        let stranger = world.cx_from("198.51.100.0/24");
        let phone = LoginIdentifier::contact(&stranger, PHONE).unwrap();
        for _ in 0..5 {
            refused(okno_testkit::citizen::log_in(&stranger, &phone, &secret("wrong")).await);
        }
        assert_eq!(refused(okno_testkit::citizen::log_in(&stranger, &phone, &secret(PASSWORD)).await).code, "try-later");
        world.log_in(PHONE, PASSWORD).await.unwrap();
    }

    /// R191: an unknown contact slows down like a known one.
    async fn unknown_contacts_slow_down_alike(store: Store) {
        let world = World::new(store).await;
        for _ in 0..5 {
            assert_eq!(refused(world.log_in("+79990000000", "wrong").await).code, "login-wrong");
        }
        assert_eq!(refused(world.log_in("+79990000000", "wrong").await).code, "try-later");
    }

    /// R189: "Exit" ends the session on the server; the cookie is worth nothing afterwards.
    async fn exit_ends_the_session(store: Store) {
        let world = World::new(store).await;
        world.citizen(PHONE).await;
        let phone = LoginIdentifier::contact(&world.cx(), PHONE).unwrap();
        let token = okno_testkit::citizen::log_in(&world.cx(), &phone, &secret(PASSWORD)).await.unwrap();
        let anna = session::find(&world.cx(), &token).await.unwrap().unwrap();
        session::logout(&world.cx(), &anna).await.unwrap();
        assert!(session::find(&world.cx(), &token).await.unwrap().is_none());
    }

    /// R190: sessions end by idle time; requests in between keep them, but not beyond twelve hours.
    async fn sessions_end_by_themselves(store: Store) {
        let world = World::new(store).await;
        world.citizen(PHONE).await;
        let phone = LoginIdentifier::contact(&world.cx(), PHONE).unwrap();
        let idle = okno_testkit::citizen::log_in(&world.cx(), &phone, &secret(PASSWORD)).await.unwrap();
        let busy = okno_testkit::citizen::log_in(&world.cx(), &phone, &secret(PASSWORD)).await.unwrap();
        for _ in 0..24 {
            world.clock.advance_seconds(29 * 60);
            assert!(session::find(&world.cx(), &busy).await.unwrap().is_some());
        }
        assert!(session::find(&world.cx(), &idle).await.unwrap().is_none());
        world.clock.advance_seconds(25 * 60);
        assert!(session::find(&world.cx(), &busy).await.unwrap().is_none());
    }

    /// Decision 12: a token with one bit changed, cut or foreign opens nothing.
    async fn tokens_cannot_be_guessed(store: Store) {
        let world = World::new(store).await;
        world.citizen(PHONE).await;
        let phone = LoginIdentifier::contact(&world.cx(), PHONE).unwrap();
        let token = okno_testkit::citizen::log_in(&world.cx(), &phone, &secret(PASSWORD)).await.unwrap();
        let text = token.encode().expose().to_owned();
        assert!(session::find(&world.cx(), &SessionToken::parse(&text).unwrap()).await.unwrap().is_some());
        let last = if text.ends_with('A') { "g" } else { "A" };
        let changed = format!("{}{last}", text.get(..text.len() - 1).unwrap());
        if let Some(changed) = SessionToken::parse(&changed) {
            assert!(session::find(&world.cx(), &changed).await.unwrap().is_none());
        }
        assert!(SessionToken::parse(text.get(1..).unwrap()).is_none());
        assert!(SessionToken::parse(&"A".repeat(10_000)).is_none());
    }

    /// R190, issue "sessions": one is ended from another device, or all others at once; each is in the history.
    async fn sessions_end_from_another_device(store: Store) {
        let world = World::new(store).await;
        let here = world.citizen(PHONE).await;
        let there = world.log_in(PHONE, PASSWORD).await.unwrap();
        session::end_one(&world.cx(), &here, there.session).await.unwrap();
        let open = session::list(&world.cx(), &here).await.unwrap();
        assert_eq!(open.iter().filter(|entry| entry.times.ended_at.is_none()).count(), 1);
        assert!(matches!(
            session::end_one(&world.cx(), &here, there.session).await,
            Err(okno_app::Error::NotFound)
        ));
        world.log_in(PHONE, PASSWORD).await.unwrap();
        assert_eq!(session::end_others(&world.cx(), &here).await.unwrap(), 1);
        let told = acts(&world, &here).await;
        assert!(told.contains(&"session-ended".to_owned()) && told.contains(&"sessions-ended".to_owned()));
        let mut read = world.app.store.read().await.unwrap();
        assert!(audit::verify(&mut read, here.id()).await.unwrap().is_ok());
    }

    /// R94: the password is asked for again before a sensitive act, with the same limits.
    async fn the_password_is_asked_for_again(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        assert_eq!(faults(login::prove_again(&world.cx(), &anna, &secret("wrong")).await), [("password", "password-wrong")]);
        login::prove_again(&world.cx(), &anna, &secret(PASSWORD)).await.unwrap();
        for _ in 0..6 {
            let _ = login::prove_again(&world.cx(), &anna, &secret("wrong")).await;
        }
        assert_eq!(refused(login::prove_again(&world.cx(), &anna, &secret(PASSWORD)).await).code, "try-later");
    }
}
