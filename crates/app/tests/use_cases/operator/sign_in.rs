//! Getting in: password, second factor, center; and all that keeps others out.

use okno_app::{
    Error,
    operator::{
        self, InvitationToken, OperatorToken, Progress, SignInToken,
        admin::{self, FirstPassword, NewOperator},
        audit::{self, INSTALLATION},
    },
};
use okno_domain::{
    credential::totp,
    operator::{MOST_WRONG_CODES, OperatorStatus, Role, Stage},
};
use okno_store::operator_case;
use okno_testkit::{
    World,
    citizen::{faults, refused, secret},
    engine_test,
    operator::{ENDING, PASSWORD, center, login_name},
};

const LOGIN: &str = "a.petrova";

async fn acts(world: &World, login: &str, with_alarms: bool) -> Vec<String> {
    let cx = world.cx();
    let all = admin::list(&cx, None).await.unwrap();
    let id = all.into_iter().find(|listed| listed.login_name == login).unwrap().id;
    let mut read = world.app.store.read().await.unwrap();
    assert!(audit::verify(&mut read, id).await.unwrap().is_ok());
    let entries = audit::list(&mut read, id, None, 100, with_alarms).await.unwrap();
    entries.into_iter().map(|entry| format!("{} {}", entry.act, entry.detail).trim().to_owned()).rev().collect()
}

/// A code that is none of the three that fit now.
fn wrong_code(world: &World) -> okno_domain::secret::Secret {
    let step = totp::step_at(world.clock.get());
    let right: Vec<_> = (step - 1..=step + 1)
        .map(|step| totp::code_at(okno_testkit::operator::KEY, step).unwrap().expose().to_owned())
        .collect();
    let wrong = ["000000", "111111", "222222", "333333"].into_iter().find(|code| !right.contains(&(*code).to_owned()));
    secret(wrong.unwrap())
}

engine_test! {
    /// R135: a personal login with password and code leads into a session that is bound to the one center.
    async fn into_the_only_center(store: Store) {
        let world = World::new(store).await;
        world.operator(LOGIN, Role::Clerk, &[center(1)]).await;
        let clerk = world.operator_in(LOGIN).await;
        assert_eq!((clerk.center, clerk.login_name.as_str(), clerk.name.as_str()), (Some(center(1)), LOGIN, "Петрова Анна"));
        assert_eq!(acts(&world, LOGIN, true).await, [
            "operator-added clerk".to_owned(),
            format!("operator-admitted {}", center(1)),
            "second-factor-set-up".to_owned(),
            "signed-in".to_owned(),
        ]);
        operator::logout(&world.cx(), &clerk).await.unwrap();
        assert_eq!(acts(&world, LOGIN, true).await.last().unwrap(), "signed-out");
    }

    /// R135: with several centers one is chosen, and none but one's own; without any a clerk does not get in.
    async fn into_one_of_several_centers(store: Store) {
        let world = World::new(store).await;
        world.operator(LOGIN, Role::CenterAdministrator, &[center(1), center(2)]).await;
        let cx = world.cx();
        let sign_in = operator::start(&cx, LOGIN, &secret(PASSWORD)).await.unwrap();
        assert_eq!(refused(operator::choose_center(&cx, &sign_in, center(1)).await).code, "operator-other-step");
        let progress = operator::enter_code(&cx, &sign_in, &world.totp_code()).await.unwrap();
        assert!(matches!(progress, Progress::ChooseCenter));
        assert_eq!(operator::view(&cx, &sign_in).await.unwrap().stage, Stage::Center);
        assert_eq!(refused(operator::choose_center(&cx, &sign_in, center(3)).await).code, "operator-not-admitted");
        let token = operator::choose_center(&cx, &sign_in, center(2)).await.unwrap();
        assert_eq!(operator::find(&cx, &token).await.unwrap().unwrap().center, Some(center(2)));
        // The sign-in led to a session and leads to no second one.
        assert_eq!(refused(operator::choose_center(&cx, &sign_in, center(1)).await).code, "operator-sign-in-over");

        admin::dismiss(&cx, INSTALLATION, &login_name(LOGIN), center(2)).await.unwrap();
        assert!(operator::find(&cx, &token).await.unwrap().is_none());
        admin::dismiss(&cx, INSTALLATION, &login_name(LOGIN), center(1)).await.unwrap();
        world.clock.advance_seconds(60);
        let none = world.operator_token(&world.cx(), LOGIN, PASSWORD).await;
        assert_eq!(refused(none).code, "operator-no-center-admitted");
    }

    /// R191: an unknown name, a wrong password and a disabled operator give one answer.
    async fn failures_look_alike(store: Store) {
        let world = World::new(store).await;
        world.operator(LOGIN, Role::Clerk, &[center(1)]).await;
        world.operator("b.gone", Role::Clerk, &[center(1)]).await;
        admin::set_status(&world.cx(), INSTALLATION, &login_name("b.gone"), OperatorStatus::Disabled).await.unwrap();
        let cx = world.cx();
        let wrong = refused(operator::start(&cx, LOGIN, &secret("Fenster-am-Abend-8")).await);
        assert_eq!(wrong.code, "login-wrong");
        for (login, password) in [("nobody", PASSWORD), ("b.gone", PASSWORD), ("", ""), ("п", PASSWORD)] {
            assert_eq!(refused(operator::start(&cx, login, &secret(password)).await), wrong);
        }
    }

    /// Decision 13: guesses at the password cost time, for unknown names too, and lock nobody else out.
    async fn guesses_cost_time(store: Store) {
        let world = World::new(store).await;
        world.operator(LOGIN, Role::Clerk, &[center(1)]).await;
        for login in [LOGIN, "nobody"] {
            for _ in 0..6 {
                assert_eq!(refused(operator::start(&world.cx(), login, &secret("x")).await).code, "login-wrong");
            }
            assert_eq!(refused(operator::start(&world.cx(), login, &secret(PASSWORD)).await).code, "try-later");
        }
        let elsewhere = world.cx_from("198.51.100.0/24");
        assert!(operator::start(&elsewhere, LOGIN, &secret(PASSWORD)).await.is_ok());
    }

    /// RFC 6238 5.2: a code counts once, also at the same instant on two servers.
    async fn a_code_counts_once(store: Store) {
        let world = World::new(store).await;
        world.operator(LOGIN, Role::Clerk, &[center(1)]).await;
        let cx = world.cx();
        let first = operator::start(&cx, LOGIN, &secret(PASSWORD)).await.unwrap();
        let second = operator::start(&cx, LOGIN, &secret(PASSWORD)).await.unwrap();
        let code = world.totp_code();
        let (one, other) =
            tokio::join!(operator::enter_code(&cx, &first, &code), operator::enter_code(&cx, &second, &code));
        assert!(one.is_ok() != other.is_ok());
        let lost = if one.is_err() { one } else { other };
        assert_eq!(faults(lost), [("code", "totp-wrong")]);
        world.clock.advance_seconds(30);
        assert!(world.operator_token(&world.cx(), LOGIN, PASSWORD).await.is_ok());
    }

    /// Wrong codes end the sign-in, cost time, and never open a session.
    async fn wrong_codes_end_the_sign_in(store: Store) {
        let world = World::new(store).await;
        world.operator(LOGIN, Role::Clerk, &[center(1)]).await;
        let cx = world.cx();
        let sign_in = operator::start(&cx, LOGIN, &secret(PASSWORD)).await.unwrap();
        assert_eq!(faults(operator::enter_code(&cx, &sign_in, &secret("12")).await), [("code", "code-format")]);
        for left in (0..MOST_WRONG_CODES).rev() {
            let wrong = operator::enter_code(&cx, &sign_in, &wrong_code(&world)).await;
            if left > 0 {
                assert_eq!(faults(wrong), [("code", "totp-wrong")]);
            } else {
                assert_eq!(refused(wrong).code, "operator-sign-in-over");
            }
        }
        let again = operator::start(&cx, LOGIN, &secret(PASSWORD)).await.unwrap();
        assert_eq!(faults(operator::enter_code(&cx, &again, &wrong_code(&world)).await), [("code", "totp-wrong")]);
        let blocked = operator::enter_code(&cx, &again, &world.totp_code()).await;
        assert_eq!(refused(blocked).code, "try-later");
    }

    /// A sign-in dies by age, and its token is worth nothing changed or cut.
    async fn a_sign_in_is_short(store: Store) {
        let world = World::new(store).await;
        world.operator(LOGIN, Role::Clerk, &[center(1)]).await;
        let sign_in = operator::start(&world.cx(), LOGIN, &secret(PASSWORD)).await.unwrap();
        let text = sign_in.encode().expose().to_owned();
        let other = SignInToken::parse(&format!("{}AAAAAAAA", &text[..text.len() - 8])).unwrap();
        assert_eq!(refused(operator::view(&world.cx(), &other).await).code, "operator-sign-in-over");
        assert!(SignInToken::parse(&text[1..]).is_none() && OperatorToken::parse("").is_none());
        world.clock.advance_seconds(599);
        assert!(operator::view(&world.cx(), &sign_in).await.is_ok());
        world.clock.advance_seconds(1);
        let late = operator::enter_code(&world.cx(), &sign_in, &world.totp_code()).await;
        assert_eq!(refused(late).code, "operator-sign-in-over");
    }

    /// Sessions are short: 15 minutes without a request, eight hours in any case.
    async fn sessions_are_short(store: Store) {
        let world = World::new(store).await;
        world.operator(LOGIN, Role::Clerk, &[center(1)]).await;
        let idle = world.operator_token(&world.cx(), LOGIN, PASSWORD).await.unwrap();
        world.clock.advance_seconds(899);
        assert!(operator::find(&world.cx(), &idle).await.unwrap().is_some());
        world.clock.advance_seconds(900);
        assert!(operator::find(&world.cx(), &idle).await.unwrap().is_none());
        let busy = world.operator_token(&world.cx(), LOGIN, PASSWORD).await.unwrap();
        for _ in 0..(8 * 6 - 1) {
            world.clock.advance_seconds(600);
            assert!(operator::find(&world.cx(), &busy).await.unwrap().is_some());
        }
        world.clock.advance_seconds(600);
        assert!(operator::find(&world.cx(), &busy).await.unwrap().is_none());
    }

    /// By the link: a password is chosen once, then an application set up, then the way in is open.
    async fn the_first_time(store: Store) {
        let world = World::new(store).await;
        let new = NewOperator {
            login_name: login_name(LOGIN),
            name: "Петрова Анна".to_owned(),
            role: Role::Administrator,
            organization: None,
            centers: Vec::new(),
            snils: None,
        };
        let (_, link) = admin::add(&world.cx(), INSTALLATION, &new, &FirstPassword::Link).await.unwrap();
        let link = link.unwrap();
        let token = InvitationToken::parse(link.expose().split_once("token=").unwrap().1).unwrap();
        let cx = world.cx();
        assert_eq!(operator::invitation(&cx, &token).await.unwrap().login_name, LOGIN);
        let choose = async |password: &str, repeat: &str, ending: &str| {
            operator::choose_password(&cx, &token, &secret(password), &secret(repeat), &secret(ending)).await
        };
        assert!(!faults(choose("short", "short", "").await).is_empty());
        assert_eq!(faults(choose(PASSWORD, "other", "").await), [("password_repeat", "password-repeat-differs")]);
        assert_eq!(faults(choose(PASSWORD, PASSWORD, "1").await), [("alarm_ending", "alarm-ending")]);
        choose(PASSWORD, PASSWORD, "").await.unwrap();
        assert_eq!(refused(choose(PASSWORD, PASSWORD, "").await).code, "operator-invitation-over");

        let sign_in = operator::start(&cx, LOGIN, &secret(PASSWORD)).await.unwrap();
        assert_eq!(refused(operator::enter_code(&cx, &sign_in, &secret("000000")).await).code, "operator-other-step");
        let offered = operator::enrollment(&cx, &sign_in).await.unwrap();
        assert_eq!(offered.key, operator::enrollment(&cx, &sign_in).await.unwrap().key);
        assert!(offered.uri.expose().starts_with("otpauth://totp/Okno:a.petrova?secret="));
        let key = totp::from_base32(offered.key.expose()).unwrap();
        let code = totp::code_at(&key, totp::step_at(cx.now)).unwrap();
        // A second sign-in with the password alone is offered another key, and is too late afterwards.
        let rival = operator::start(&cx, LOGIN, &secret(PASSWORD)).await.unwrap();
        let rivals = operator::enrollment(&cx, &rival).await.unwrap();
        assert_ne!(rivals.key, offered.key);
        let progress = operator::enroll(&cx, &sign_in, &code).await.unwrap();
        let Progress::SignedIn(token) = progress else { unreachable!("administrators choose no center") };
        assert_eq!(operator::find(&cx, &token).await.unwrap().unwrap().center, None);
        let rivals_key = totp::from_base32(rivals.key.expose()).unwrap();
        let rivals_code = totp::code_at(&rivals_key, totp::step_at(cx.now)).unwrap();
        assert_eq!(refused(operator::enroll(&cx, &rival, &rivals_code).await).code, "operator-sign-in-over");
        // The code that set the application up counts no second time.
        let again = operator::start(&cx, LOGIN, &secret(PASSWORD)).await.unwrap();
        assert_eq!(faults(operator::enter_code(&cx, &again, &code).await), [("code", "totp-wrong")]);
    }

    /// A link works once, for a day, and only the newest.
    async fn links_end(store: Store) {
        let world = World::new(store).await;
        world.operator(LOGIN, Role::Clerk, &[center(1)]).await;
        let parse = |link: &okno_domain::secret::Secret| {
            InvitationToken::parse(link.expose().split_once("token=").unwrap().1).unwrap()
        };
        let older = admin::invite_again(&world.cx(), INSTALLATION, &login_name(LOGIN)).await.unwrap();
        let newer = admin::invite_again(&world.cx(), INSTALLATION, &login_name(LOGIN)).await.unwrap();
        assert_eq!(refused(operator::invitation(&world.cx(), &parse(&older)).await).code, "operator-invitation-over");
        // The present password works until the link is used, and its sessions end then.
        let session = world.operator_token(&world.cx(), LOGIN, PASSWORD).await.unwrap();
        let new = secret("Abend-am-Fenster-8");
        operator::choose_password(&world.cx(), &parse(&newer), &new, &new, &secret("")).await.unwrap();
        assert!(operator::find(&world.cx(), &session).await.unwrap().is_none());
        let late = admin::invite_again(&world.cx(), INSTALLATION, &login_name(LOGIN)).await.unwrap();
        world.clock.advance_seconds(24 * 3600);
        assert_eq!(refused(operator::invitation(&world.cx(), &parse(&late)).await).code, "operator-invitation-over");
    }

    /// Who is disabled, or whose second factor was taken away, is out at once; the next sign-in sets up another one.
    async fn out_at_once(store: Store) {
        let world = World::new(store).await;
        world.operator(LOGIN, Role::Clerk, &[center(1)]).await;
        let name = login_name(LOGIN);
        let token = world.operator_token(&world.cx(), LOGIN, PASSWORD).await.unwrap();
        world.clock.advance_seconds(30);
        let half = operator::start(&world.cx(), LOGIN, &secret(PASSWORD)).await.unwrap();
        admin::reset_second_factor(&world.cx(), INSTALLATION, &name).await.unwrap();
        assert!(operator::find(&world.cx(), &token).await.unwrap().is_none());
        let late = operator::enter_code(&world.cx(), &half, &world.totp_code()).await;
        assert_eq!(refused(late).code, "operator-sign-in-over");
        let anew = operator::start(&world.cx(), LOGIN, &secret(PASSWORD)).await.unwrap();
        assert_eq!(operator::view(&world.cx(), &anew).await.unwrap().stage, Stage::Enrollment);
        admin::set_status(&world.cx(), INSTALLATION, &name, OperatorStatus::Disabled).await.unwrap();
        assert_eq!(refused(operator::view(&world.cx(), &anew).await).code, "operator-sign-in-over");
        let own = audit::By { actor: LOGIN, ..INSTALLATION };
        assert_eq!(refused(admin::reset_second_factor(&world.cx(), own, &name).await).code, "operator-oneself");
    }

    /// Names are unique in any spelling; who works at a center works for an organization.
    async fn operators_are_sound(store: Store) {
        let world = World::new(store).await;
        world.operator(LOGIN, Role::Clerk, &[center(1)]).await;
        let mut new = NewOperator {
            login_name: login_name("A.PETROVA"),
            name: "Другая".to_owned(),
            role: Role::Administrator,
            organization: None,
            centers: Vec::new(),
            snils: None,
        };
        let taken = admin::add(&world.cx(), INSTALLATION, &new, &FirstPassword::Link).await;
        assert_eq!(refused(taken).code, "operator-name-taken");
        new.role = Role::Clerk;
        let faulty = admin::add(&world.cx(), INSTALLATION, &new, &FirstPassword::Link).await;
        assert_eq!(faults(faulty), [("organization", "required")]);
        assert_eq!(admin::list(&world.cx(), None).await.unwrap().len(), 1);
        assert_eq!(admin::list_of_center(&world.cx(), center(1)).await.unwrap().len(), 1);
    }

    /// Duress: the password with the ending lets in like the password; a case is opened and the record is marked, and
    /// who may not know sees the same record as ever.
    async fn the_silent_call_for_help(store: Store) {
        let world = World::new(store).await;
        world.operator(LOGIN, Role::Clerk, &[center(1)]).await;
        let forced = world.operator_by(LOGIN, &format!("{PASSWORD}{ENDING}")).await;
        assert!(operator::calls_for_help(&forced));
        let cases = operator_case::list(&mut world.app.store.read().await.unwrap(), 10).await.unwrap();
        assert_eq!((cases.len(), cases[0].kind.as_str()), (1, "operator_alarm"));
        let seen = acts(&world, LOGIN, false).await;
        assert!(seen.iter().all(|act| !act.contains("alarm")), "{seen:?}");
        assert_eq!(acts(&world, LOGIN, true).await.iter().filter(|act| act.starts_with("alarm")).count(), 2);

        operator::logout(&world.cx(), &forced).await.unwrap();
        let free = world.operator_in(LOGIN).await;
        assert!(!operator::calls_for_help(&free));
        // At a step-up too, and then until the session ends.
        world.clock.advance_seconds(30);
        let with_ending = secret(&format!("{PASSWORD}{ENDING}"));
        operator::prove_again(&world.cx(), &free, &with_ending, &world.totp_code()).await.unwrap();
        let cases = operator_case::list(&mut world.app.store.read().await.unwrap(), 10).await.unwrap();
        assert_eq!(cases.len(), 2);
    }

    /// What cannot be undone asks for password and code again after five minutes; a code counts once there too.
    async fn fresh_for_five_minutes(store: Store) {
        let world = World::new(store).await;
        world.operator(LOGIN, Role::Clerk, &[center(1)]).await;
        let clerk = world.operator_in(LOGIN).await;
        assert!(clerk.is_fresh(&world.cx()));
        let used = world.totp_code();
        let again = operator::prove_again(&world.cx(), &clerk, &secret(PASSWORD), &used).await;
        assert_eq!(faults(again), [("code", "totp-wrong")]);
        world.clock.advance_seconds(300);
        assert!(!clerk.is_fresh(&world.cx()));
        let wrong = operator::prove_again(&world.cx(), &clerk, &secret("x"), &world.totp_code()).await;
        assert_eq!(faults(wrong), [("password", "password-wrong")]);
        operator::prove_again(&world.cx(), &clerk, &secret(PASSWORD), &world.totp_code()).await.unwrap();
        assert!(matches!(
            admin::dismiss(&world.cx(), INSTALLATION, &login_name(LOGIN), center(9)).await,
            Err(Error::NotFound)
        ));
    }
}
