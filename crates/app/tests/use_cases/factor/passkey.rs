//! Passkeys: registering, signing in by one alone, and as a second factor.

use okno_app::{
    factor::{self, Answer, passkey},
    login_step, step_up,
};
use okno_domain::credential::factor::FactorKind;
use okno_testkit::{
    Device, World,
    citizen::{faults, refused, secret},
    engine_test,
};

use super::scene::{ORIGIN, PHONE, found, step, strong, told, with_passkey, with_totp};

/// The question of a login by passkey alone, and its token.
async fn question(world: &World) -> (passkey::CeremonyToken, String) {
    let token = passkey::begin_login(&world.cx()).await.unwrap();
    let options = passkey::login_options(&world.cx(), &token).await.unwrap();
    (token, options)
}

engine_test! {
    /// B1: a passkey is registered under a name, is told of, renamed and removed.
    async fn a_passkey_comes_and_goes(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (anna, _) = with_passkey(&world, &anna, 1).await;
        assert_eq!(told(&world).await.last().unwrap(), "passkey_added");
        let key = factor::overview(&world.cx(), &anna).await.unwrap().passkeys.remove(0);
        assert_eq!((key.name.as_str(), key.is_closed, key.used_at), ("Телефон", false, None));
        assert_eq!(faults(passkey::rename(&world.cx(), &anna, key.id, " ").await), [("passkey_name", "required")]);
        passkey::rename(&world.cx(), &anna, key.id, "Ключ на связке").await.unwrap();
        let key = factor::overview(&world.cx(), &anna).await.unwrap().passkeys.remove(0);
        assert_eq!(key.name, "Ключ на связке");
        passkey::remove(&world.cx(), &anna, key.id).await.unwrap();
        assert!(matches!(passkey::remove(&world.cx(), &anna, key.id).await, Err(okno_app::Error::NotFound)));
        assert_eq!(told(&world).await.last().unwrap(), "passkey_removed");
        assert!(!factor::overview(&world.cx(), &anna).await.unwrap().factors.is_set());
    }

    /// B1: a passkey alone signs its owner in, without a name, as two factors at once.
    async fn a_passkey_alone_signs_in(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (anna, mut device) = with_passkey(&world, &anna, 1).await;
        let (token, options) = question(&world).await;
        assert!(!options.contains("allowCredentials\":[{"), "nobody is named: {options}");
        let session = passkey::log_in(&world.cx(), &token, &device.answer(&options)).await.unwrap();
        let again = found(&world, &session).await.unwrap();
        assert_eq!((again.id(), again.strong_at), (anna.id(), Some(world.clock.get())));
    }

    /// B1: a question is answered once, rightly or wrongly, and lives five minutes, to the second.
    async fn a_question_is_answered_once(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (_, mut device) = with_passkey(&world, &anna, 1).await;
        let (token, options) = question(&world).await;
        let said = device.answer(&options);
        passkey::log_in(&world.cx(), &token, &said).await.unwrap();
        assert_eq!(refused(passkey::log_in(&world.cx(), &token, &said).await).code, "passkey-over");
        // The answer to one question is none to another.
        let (other, _) = question(&world).await;
        assert_eq!(refused(passkey::log_in(&world.cx(), &other, &said).await).code, "passkey-wrong");
        assert_eq!(refused(passkey::login_options(&world.cx(), &other).await).code, "passkey-over");
        let (last, options) = question(&world).await;
        world.clock.advance_seconds(299);
        passkey::login_options(&world.cx(), &last).await.unwrap();
        world.clock.advance_seconds(1);
        let late = passkey::log_in(&world.cx(), &last, &device.answer(&options)).await;
        assert_eq!(refused(late).code, "passkey-over");
    }

    /// B1: the same answer sent twice at once opens one session.
    async fn an_answer_counts_once(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (_, mut device) = with_passkey(&world, &anna, 1).await;
        let (token, options) = question(&world).await;
        let said = device.answer(&options);
        let (one, other) = (world.cx(), world.cx());
        let (first, second) =
            tokio::join!(passkey::log_in(&one, &token, &said), passkey::log_in(&other, &token, &said));
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    }

    /// B1: a page that only looks like ours, a device that does not make sure of its owner, a stranger's device and
    /// nonsense get nobody in.
    async fn what_does_not_prove_is_refused(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (_, mut device) = with_passkey(&world, &anna, 1).await;
        let stranger = {
            let person = world.citizen("+79123456780").await;
            let token = passkey::begin_registration(&world.cx(), &person).await.unwrap();
            let options = passkey::registration_options(&world.cx(), &person, &token).await.unwrap();
            Device::register(&options, ORIGIN, 2).0
        };
        let mut careless = device.clone();
        careless.verifies = false;
        for mut wrong in [device.at("https://okno.test.example"), careless, stranger] {
            let (token, options) = question(&world).await;
            let said = wrong.answer(&options);
            assert_eq!(refused(passkey::log_in(&world.cx(), &token, &said).await).code, "passkey-wrong");
        }
        for nonsense in ["", "{}", "null", &"x".repeat(40_000)] {
            let (token, _) = question(&world).await;
            assert_eq!(refused(passkey::log_in(&world.cx(), &token, &secret(nonsense)).await).code, "passkey-wrong");
        }
        let (token, options) = question(&world).await;
        passkey::log_in(&world.cx(), &token, &device.answer(&options)).await.unwrap();
    }

    /// B1: a counter that goes back means a copy: the passkey is closed and the person told, whichever of the two it was.
    async fn a_copied_device_is_closed(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (anna, mut device) = with_passkey(&world, &anna, 1).await;
        let mut copy = device.clone();
        for _ in 0..2 {
            let (token, options) = question(&world).await;
            passkey::log_in(&world.cx(), &token, &device.answer(&options)).await.unwrap();
        }
        let (token, options) = question(&world).await;
        assert_eq!(refused(passkey::log_in(&world.cx(), &token, &copy.answer(&options)).await).code, "passkey-copied");
        assert_eq!(told(&world).await.last().unwrap(), "passkey_closed");
        let (token, options) = question(&world).await;
        assert_eq!(refused(passkey::log_in(&world.cx(), &token, &device.answer(&options)).await).code, "passkey-wrong");
        let shown = factor::overview(&world.cx(), &anna).await.unwrap();
        assert!(shown.passkeys.first().unwrap().is_closed && !shown.factors.is_set());
    }

    /// B1: after the password a passkey is a second factor; the question names the account's own keys and no others answer.
    async fn a_passkey_is_a_second_factor(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (_, mut device) = with_passkey(&world, &anna, 1).await;
        let other = world.citizen("+79123456780").await;
        let (_, mut others) = with_passkey(&world, &other, 2).await;
        let token = step(&world).await;
        assert_eq!(login_step::offered(&world.cx(), &token).await.unwrap(), [FactorKind::Passkey]);
        let ask = async || {
            let ceremony = login_step::begin_passkey(&world.cx(), &token).await.unwrap();
            let options = login_step::passkey_options(&world.cx(), &token, &ceremony).await.unwrap();
            (ceremony, options)
        };
        let (ceremony, options) = ask().await;
        assert!(options.contains("\"allowCredentials\":[{\"id\":\"AQEBAQ"), "{options}");
        let wrong = Answer::Passkey(ceremony, others.answer(&options));
        assert_eq!(refused(login_step::answer(&world.cx(), &token, &wrong).await).code, "passkey-wrong");
        let (ceremony, options) = ask().await;
        let right = Answer::Passkey(ceremony, device.answer(&options));
        let session = login_step::answer(&world.cx(), &token, &right).await.unwrap();
        assert!(found(&world, &session).await.unwrap().strong_at.is_some());
    }

    /// B1: a question that was put for one purpose or to one account answers nothing else.
    async fn a_question_is_for_one_purpose(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (anna, mut device) = with_passkey(&world, &anna, 1).await;
        let other = world.citizen("+79123456780").await;
        let (other, _) = with_passkey(&world, &other, 2).await;
        let (login, options) = question(&world).await;
        let crossed = Answer::Passkey(login, device.answer(&options));
        assert_eq!(refused(step_up::by_factor(&world.cx(), &anna, &crossed).await).code, "passkey-over");
        let proof = step_up::begin_passkey(&world.cx(), &anna).await.unwrap();
        let options = step_up::passkey_options(&world.cx(), &anna, &proof).await.unwrap();
        assert_eq!(refused(step_up::passkey_options(&world.cx(), &other, &proof).await).code, "passkey-over");
        let crossed = Answer::Passkey(proof.clone(), device.answer(&options));
        assert_eq!(refused(step_up::by_factor(&world.cx(), &other, &crossed).await).code, "passkey-over");
        assert_eq!(refused(passkey::log_in(&world.cx(), &proof, &device.answer(&options)).await).code, "passkey-over");
        step_up::by_factor(&world.cx(), &anna, &crossed).await.unwrap();
    }

    /// B1: a key that is registered already is not registered again, with nobody.
    async fn a_key_has_one_owner(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (_, _) = with_passkey(&world, &anna, 1).await;
        let other = world.citizen("+79123456780").await;
        let token = passkey::begin_registration(&world.cx(), &other).await.unwrap();
        let options = passkey::registration_options(&world.cx(), &other, &token).await.unwrap();
        let (_, said) = Device::register(&options, ORIGIN, 1);
        let taken = passkey::register(&world.cx(), &other, &token, "Чужой", &said).await;
        assert_eq!(refused(taken).code, "passkey-known");
    }

    /// B1: ten passkeys, not eleven.
    async fn there_are_ten_at_most(store: Store) {
        let world = World::new(store).await;
        let mut anna = world.citizen(PHONE).await;
        for number in 1..=10 {
            anna = with_passkey(&world, &anna, number).await.0;
        }
        assert_eq!(refused(passkey::begin_registration(&world.cx(), &anna).await).code, "passkey-too-many");
    }

    /// B1: without a host name, or without TLS, browsers know no passkeys, and none are offered.
    async fn passkeys_need_a_host_and_tls(store: Store) {
        for (url, works) in [
            ("https://id.example.org", true),
            ("http://localhost:8080", true),
            ("http://127.0.0.1:8080", false),
            ("https://192.0.2.1", false),
            ("http://id.example.org", false),
        ] {
            let world = World::with(store.clone(), |settings| url.clone_into(&mut settings.public_url), |_| {}).await;
            assert_eq!(passkey::work(&world.cx()), works, "{url}");
            if !works {
                assert!(matches!(passkey::begin_login(&world.cx()).await, Err(okno_app::Error::NotFound)), "{url}");
            }
        }
    }

    /// B1: a passkey registered beside an application is asked for first.
    async fn the_strongest_comes_first(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (anna, _) = with_totp(&world, &anna).await;
        with_passkey(&world, &strong(&world, &anna), 1).await;
        let token = step(&world).await;
        let offered = login_step::offered(&world.cx(), &token).await.unwrap();
        assert_eq!(offered, [FactorKind::Passkey, FactorKind::Totp]);
    }
}
