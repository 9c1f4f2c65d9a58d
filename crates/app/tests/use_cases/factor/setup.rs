//! Setting factors up and taking them away, and the proof that is asked for first.

use okno_app::{
    Error, contact,
    factor::{self, recovery_code, totp},
    login, security, step_up,
};
use okno_domain::{
    contact::ContactKind,
    credential::{factor::Due, recovery_code::COUNT},
};
use okno_testkit::{
    World,
    citizen::{PASSWORD, faults, refused, secret},
    engine_test,
};

use super::scene::{NEW, PHONE, is_open, offered, strong, told, with_passkey, with_totp};

engine_test! {
    /// B1: an application is a factor once its first code has come back; the person is told, and sessions that were opened
    /// without it are over.
    async fn an_application_is_set_up_by_its_first_code(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let elsewhere = world.log_in(PHONE, PASSWORD).await.unwrap();
        let application = offered(&world, &anna).await;
        assert!(!factor::overview(&world.cx(), &anna).await.unwrap().factors.is_set());
        let wrong = application.code_in(&world, 5);
        assert_eq!(faults(totp::enroll(&world.cx(), &anna, &wrong).await), [("code", "totp-wrong")]);
        assert_eq!(faults(totp::enroll(&world.cx(), &anna, &secret("12")).await), [("code", "code-format")]);
        totp::enroll(&world.cx(), &anna, &application.code(&world)).await.unwrap();
        assert!(factor::overview(&world.cx(), &anna).await.unwrap().factors.totp);
        assert!(is_open(&world, &anna, anna.session).await);
        assert!(!is_open(&world, &anna, elsewhere.session).await);
        assert_eq!(told(&world).await.last().unwrap(), "totp_set");
        let again = totp::begin(&world.cx(), &strong(&world, &anna)).await;
        assert_eq!(refused(again).code, "factor-already-set");
    }

    /// B1: the offered key lives fifteen minutes, to the second; another offer takes its place.
    async fn an_offer_ends(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let first = offered(&world, &anna).await;
        let second = offered(&world, &anna).await;
        assert_eq!(faults(totp::enroll(&world.cx(), &anna, &first.code(&world)).await), [("code", "totp-wrong")]);
        world.clock.advance_seconds(15 * 60 - 1);
        totp::enrollment(&world.cx(), &anna).await.unwrap();
        world.clock.advance_seconds(1);
        assert_eq!(refused(totp::enrollment(&world.cx(), &anna).await).code, "factor-setup-over");
        let late = strong(&world, &anna);
        assert_eq!(refused(totp::enroll(&world.cx(), &late, &second.code(&world)).await).code, "factor-setup-over");
    }

    /// B1: an application that is set up twice at once, in two windows, is set up once.
    async fn two_windows_set_one_up(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let application = offered(&world, &anna).await;
        let (one, other, code) = (world.cx(), world.cx(), application.code(&world));
        let (first, second) = tokio::join!(totp::enroll(&one, &anna, &code), totp::enroll(&other, &anna, &code));
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    }

    /// B1: without a factor a fresh password is asked for, and the last second of ten minutes still counts.
    async fn a_fresh_proof_comes_first(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        world.clock.advance_seconds(599);
        assert_eq!(step_up::due(&world.cx(), &anna).await.unwrap(), None);
        world.clock.advance_seconds(1);
        assert_eq!(step_up::due(&world.cx(), &anna).await.unwrap(), Some(Due::Password));
        assert_eq!(refused(totp::begin(&world.cx(), &anna).await).code, "proof-due");
        assert_eq!(refused(factor::passkey::begin_registration(&world.cx(), &anna).await).code, "proof-due");
        assert_eq!(faults(step_up::by_password(&world.cx(), &anna, &secret("x")).await), [("password", "password-wrong")]);
        step_up::by_password(&world.cx(), &anna, &secret(PASSWORD)).await.unwrap();
    }

    /// B1: with a factor the password does not do: contacts, password, question and factors stay as they are until the
    /// factor is proved.
    async fn the_password_does_not_take_a_factor_away(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (anna, application) = with_totp(&world, &anna).await;
        let thief = okno_app::session::SignedIn { strong_at: None, ..anna.clone() };
        let (cx, pass, new) = (world.cx(), secret(PASSWORD), secret(NEW));
        let codes = [
            refused(totp::remove(&cx, &thief).await).code,
            refused(recovery_code::make(&cx, &thief).await).code,
            refused(step_up::by_password(&cx, &thief, &pass).await).code,
            refused(login::prove_again(&cx, &thief, &pass).await).code,
            refused(contact::add(&cx, &thief, ContactKind::Email, "thief@example.org", &pass).await).code,
            refused(security::change_password(&cx, &thief, &pass, &new, &new).await).code,
            refused(security::set_question(&cx, &thief, &pass, "first-pet", &secret("Барсик")).await).code,
            refused(security::remove_question(&cx, &thief, &pass).await).code,
        ];
        assert_eq!(codes, ["proof-due"; 8]);
        // The owner proves the factor, which holds for ten minutes.
        step_up::by_factor(&world.cx(), &thief, &application.answer(&world)).await.unwrap();
        let owner = strong(&world, &thief);
        contact::add(&world.cx(), &owner, ContactKind::Email, "anna@example.org", &pass).await.unwrap();
        world.clock.advance_seconds(600);
        assert_eq!(refused(totp::remove(&world.cx(), &owner).await).code, "proof-due");
        step_up::by_factor(&world.cx(), &owner, &application.answer(&world)).await.unwrap();
        totp::remove(&world.cx(), &strong(&world, &owner)).await.unwrap();
        assert_eq!(told(&world).await.last().unwrap(), "totp_removed");
        world.log_in(PHONE, PASSWORD).await.unwrap();
    }

    /// B1: wrong factors in a session are counted, from there too.
    async fn wrong_proofs_slow_down(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (anna, application) = with_totp(&world, &anna).await;
        let wrong = factor::Answer::totp(&application.code_in(&world, 9)).unwrap();
        for _ in 0..5 {
            assert_eq!(faults(step_up::by_factor(&world.cx(), &anna, &wrong).await), [("code", "totp-wrong")]);
        }
        assert_eq!(refused(step_up::by_factor(&world.cx(), &anna, &wrong).await).code, "try-later");
        world.clock.advance_seconds(5);
        step_up::by_factor(&world.cx(), &anna, &application.answer(&world)).await.unwrap();
    }

    /// B1: ten recovery codes, all different; new ones make the earlier worthless; without a factor there are none, and
    /// with the last factor they go.
    async fn recovery_codes_stand_in_for_a_factor(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        assert_eq!(refused(recovery_code::make(&world.cx(), &anna).await).code, "factor-setup-over");
        let (anna, _) = with_totp(&world, &anna).await;
        let first = recovery_code::make(&world.cx(), &anna).await.unwrap();
        assert_eq!(first.len(), COUNT);
        let second = recovery_code::make(&world.cx(), &anna).await.unwrap();
        assert!(first.iter().all(|code| !second.contains(code)));
        let old = factor::Answer::RecoveryCode(first.first().unwrap().clone());
        let wrong = faults(step_up::by_factor(&world.cx(), &anna, &old).await);
        assert_eq!(wrong, [("recovery_code", "recovery-code-wrong")]);
        let typed = second.first().unwrap().grouped().expose().to_lowercase();
        let good = factor::Answer::recovery_code(&secret(&typed)).unwrap();
        step_up::by_factor(&world.cx(), &anna, &good).await.unwrap();
        let kinds = told(&world).await;
        assert!(kinds.contains(&"recovery_codes_made".to_owned()) && kinds.contains(&"recovery_code_used".to_owned()));
        assert_eq!(factor::overview(&world.cx(), &anna).await.unwrap().factors.recovery_codes, 9);
        totp::remove(&world.cx(), &anna).await.unwrap();
        assert_eq!(factor::overview(&world.cx(), &anna).await.unwrap().factors.recovery_codes, 0);
    }

    /// B1: a recovery code that is used twice at once counts once.
    async fn a_recovery_code_counts_once(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (anna, _) = with_totp(&world, &anna).await;
        let code = recovery_code::make(&world.cx(), &anna).await.unwrap().remove(0);
        let answer = factor::Answer::RecoveryCode(code);
        let (one, other) = (world.cx(), world.cx());
        let (first, second) =
            tokio::join!(step_up::by_factor(&one, &anna, &answer), step_up::by_factor(&other, &anna, &answer));
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    }

    /// B1: one of two factors may go while the other stays, and recovery codes stay with it.
    async fn one_of_two_may_go(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (anna, _) = with_totp(&world, &anna).await;
        let (anna, _) = with_passkey(&world, &anna, 1).await;
        recovery_code::make(&world.cx(), &anna).await.unwrap();
        totp::remove(&world.cx(), &anna).await.unwrap();
        assert!(matches!(totp::remove(&world.cx(), &anna).await, Err(Error::NotFound)));
        let left = factor::overview(&world.cx(), &anna).await.unwrap().factors;
        assert_eq!((left.totp, left.passkeys, left.recovery_codes), (false, 1, 10));
    }
}
