//! The second step of a login.

use okno_app::{
    audit,
    factor::{Answer, recovery_code},
    login::{Entry, LoginIdentifier},
    login_step, session,
};
use okno_domain::credential::factor::FactorKind;
use okno_testkit::{
    World,
    citizen::{PASSWORD, faults, refused, secret},
    engine_test,
};

use super::scene::{NEW, PHONE, begin, found, recover, step, told, with_passkey, with_totp};

engine_test! {
    /// B1: after the right password a code of the application is asked for; the session counts as strongly proved.
    async fn a_code_is_asked_for_after_the_password(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (anna, application) = with_totp(&world, &anna).await;
        let cx = world.cx();
        let phone = LoginIdentifier::contact(&cx, PHONE).unwrap();
        assert_eq!(refused(okno_testkit::citizen::log_in(&cx, &phone, &secret(PASSWORD)).await).code, "proof-due");
        assert_eq!(refused(begin(&cx, PHONE, "Kedr;7Sosnb").await).code, "login-wrong");
        let token = step(&world).await;
        assert_eq!(login_step::offered(&world.cx(), &token).await.unwrap(), [FactorKind::Totp]);
        let session = login_step::answer(&world.cx(), &token, &application.answer(&world)).await.unwrap();
        let again = found(&world, &session).await.unwrap();
        assert_eq!(again.strong_at, Some(world.clock.get()));
        let all = session::list(&world.cx(), &anna).await.unwrap();
        assert!(all.iter().any(|entry| entry.id == again.session && entry.method == "password+totp"));
        // The step led to a session and leads nowhere any more.
        assert_eq!(refused(login_step::offered(&world.cx(), &token).await).code, "login-step-over");
        let mut read = world.app.store.read().await.unwrap();
        assert!(audit::verify(&mut read, anna.id()).await.unwrap().is_ok());
    }

    /// B1: a step lives ten minutes, to the second; five wrong codes end it, and then one has to wait (decision 13).
    async fn a_step_ends_by_age_and_by_wrong_codes(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (_, application) = with_totp(&world, &anna).await;
        let token = step(&world).await;
        world.clock.advance_seconds(599);
        login_step::offered(&world.cx(), &token).await.unwrap();
        world.clock.advance_seconds(1);
        let late = login_step::answer(&world.cx(), &token, &application.answer(&world)).await;
        assert_eq!(refused(late).code, "login-step-over");
        let token = step(&world).await;
        let wrong = Answer::totp(&application.code_in(&world, 9)).unwrap();
        for _ in 0..4 {
            assert_eq!(faults(login_step::answer(&world.cx(), &token, &wrong).await), [("code", "totp-wrong")]);
        }
        assert_eq!(refused(login_step::answer(&world.cx(), &token, &wrong).await).code, "login-step-over");
        let token = step(&world).await;
        let right = application.answer(&world);
        assert_eq!(refused(login_step::answer(&world.cx(), &token, &right).await).code, "try-later");
        world.clock.advance_seconds(5);
        login_step::answer(&world.cx(), &token, &application.answer(&world)).await.unwrap();
    }

    /// B1: the code of a step counts once: used twice at once, in two logins, one of them gets in; used later, none.
    async fn a_code_counts_once(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (_, application) = with_totp(&world, &anna).await;
        let (first, second) = (step(&world).await, step(&world).await);
        let code = application.answer(&world);
        let (one, other) = (world.cx(), world.cx());
        let (one, other) =
            tokio::join!(login_step::answer(&one, &first, &code), login_step::answer(&other, &second, &code));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let third = step(&world).await;
        assert_eq!(faults(login_step::answer(&world.cx(), &third, &code).await), [("code", "totp-wrong")]);
    }

    /// B1: one step that is answered twice at once opens one session.
    async fn a_step_opens_one_session(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (anna, application) = with_totp(&world, &anna).await;
        let codes = recovery_code::make(&world.cx(), &anna).await.unwrap();
        let before = session::list(&world.cx(), &anna).await.unwrap().len();
        let token = step(&world).await;
        let (code, saved) = (application.answer(&world), Answer::RecoveryCode(codes.first().unwrap().clone()));
        let (one, other) = (world.cx(), world.cx());
        let (one, other) =
            tokio::join!(login_step::answer(&one, &token, &code), login_step::answer(&other, &token, &saved));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(session::list(&world.cx(), &anna).await.unwrap().len(), before + 1);
    }

    /// B1: a step is of one account and one secret.
    async fn a_step_cannot_be_guessed(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (_, application) = with_totp(&world, &anna).await;
        let text = step(&world).await.encode().expose().to_owned();
        let last = if text.ends_with('A') { "Q" } else { "A" };
        let changed = format!("{}{last}", text.get(..text.len() - 1).unwrap());
        if let Some(changed) = login_step::StepToken::parse(&changed) {
            let answer = application.answer(&world);
            assert_eq!(refused(login_step::answer(&world.cx(), &changed, &answer).await).code, "login-step-over");
        }
    }

    /// B1, B4: a saved code gets in where the device is lost; the person is told, and what moves money is closed for three
    /// days, to the second.
    async fn a_saved_code_gets_in(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (anna, _) = with_totp(&world, &anna).await;
        let codes = recovery_code::make(&world.cx(), &anna).await.unwrap();
        let token = step(&world).await;
        assert_eq!(
            login_step::offered(&world.cx(), &token).await.unwrap(),
            [FactorKind::Totp, FactorKind::RecoveryCode]
        );
        let saved = Answer::RecoveryCode(codes.first().unwrap().clone());
        let session = login_step::answer(&world.cx(), &token, &saved).await.unwrap();
        let again = found(&world, &session).await.unwrap();
        assert!(told(&world).await.contains(&"recovery_code_used".to_owned()));
        let restricted = async || {
            let mut read = world.app.store.read().await.unwrap();
            okno_app::restriction::demand_unrestricted(&mut read, &world.cx(), again.id()).await
        };
        assert_eq!(refused(restricted().await).code, "account-restricted");
        world.clock.advance_seconds(72 * 3600 - 1);
        assert_eq!(refused(restricted().await).code, "account-restricted");
        world.clock.advance_seconds(1);
        restricted().await.unwrap();
        // Somebody who gets in by it can set up another application: it counts as a strong proof.
        assert!(again.strong_at.is_some());
        let second = step(&world).await;
        let used = login_step::answer(&world.cx(), &second, &saved).await;
        assert_eq!(faults(used), [("recovery_code", "recovery-code-wrong")]);
    }

    /// B1, R202: a recovered password does not take the factor away; it is asked for as before.
    async fn a_recovery_leaves_the_factor(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (_, application) = with_totp(&world, &anna).await;
        // A login that began with the old password is broken off.
        let before = step(&world).await;
        let done = recover(&world, NEW).await;
        assert!(done.has_factor && !done.needs_center);
        assert_eq!(refused(login_step::offered(&world.cx(), &before).await).code, "login-step-over");
        let Entry::SecondFactor(token) = begin(&world.cx(), PHONE, NEW).await.unwrap() else {
            unreachable!("the factor is asked for")
        };
        login_step::answer(&world.cx(), &token, &application.answer(&world)).await.unwrap();
    }

    /// B1, R200: who has lost everything proves at a center who they are, and the same account opens again.
    async fn everything_lost_leads_to_a_center(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (anna, application) = with_totp(&world, &anna).await;
        let (anna, _) = with_passkey(&world, &anna, 1).await;
        recovery_code::make(&world.cx(), &anna).await.unwrap();
        let token = step(&world).await;
        let cx = world.cx();
        let mut tx = world.app.store.write().await.unwrap();
        let account = okno_app::account::get(&mut tx, anna.id()).await.unwrap();
        let by = audit::Actor::Operator("a.petrova".to_owned());
        okno_app::restriction::reopen(&mut tx, &cx, &account, &by).await.unwrap();
        tx.commit().await.unwrap();
        assert!(told(&world).await.contains(&"factors_reset".to_owned()));
        // A login that was under way is broken off, sessions are over.
        let late = login_step::answer(&world.cx(), &token, &application.answer(&world)).await;
        assert_eq!(refused(late).code, "login-step-over");
        let again = world.log_in(PHONE, PASSWORD).await.unwrap();
        assert_eq!(again.id(), anna.id());
        assert!(session::list(&world.cx(), &again).await.unwrap().iter().filter(|it| it.times.ended_at.is_none()).count() == 1);
    }
}
