//! In and out.

use http::StatusCode;
use okno_app::operator::{
    admin::{self, FirstPassword, NewOperator},
    audit::INSTALLATION,
};
use okno_domain::{credential::totp, operator::Role};
use okno_testkit::{
    World, engine_test,
    operator::{PASSWORD, center, login_name, organization},
};

use crate::{
    browser::{Browser, PHONE},
    signed_in, signed_in_by,
};

const LOGIN: &str = "a.petrova";
const SESSION: &str = "__Host-okno_operator";

engine_test! {
    /// R135: the first time: by the link to a password, by the picture to an application, by its code to the workplace,
    /// whose head says who works where; and out.
    async fn the_first_time(store: Store) {
        let world = World::new(store).await;
        let new = NewOperator {
            login_name: login_name(LOGIN),
            name: "Петрова Анна".to_owned(),
            role: Role::Clerk,
            organization: Some(organization()),
            centers: vec![center(1)],
            snils: None,
        };
        let (_, link) = admin::add(&world.cx(), INSTALLATION, &new, &FirstPassword::Link).await.unwrap();
        let link = link.unwrap();
        let path = link.expose().strip_prefix("https://okno.test").unwrap();
        let mut clerk = Browser::new(&world);
        clerk.open(path).await;
        assert_eq!((clerk.status, clerk.header("referrer-policy")), (StatusCode::OK, "no-referrer"));
        assert!(clerk.has(LOGIN) && !clerk.links().iter().any(|link| link.contains("token")));
        let token = clerk.hidden("token");
        clerk.send("/operator/enroll", &[("token", &token), ("password", "short"), ("password_repeat", "short")]).await;
        assert_eq!(clerk.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!clerk.error_at("password").is_empty() && !clerk.has("value=\"short\""));
        let chosen = [("token", token.as_str()), ("password", PASSWORD), ("password_repeat", PASSWORD), ("alarm_ending", "")];
        clerk.send("/operator/enroll", &chosen).await.assert_at("/operator/login");
        clerk.open(path).await;
        assert_eq!(clerk.status, StatusCode::GONE);

        clerk.open("/operator/login").await;
        clerk.send("/operator/login", &[("login", "A.Petrova"), ("password", PASSWORD)]).await;
        clerk.assert_at("/operator/login/setup");
        let shown = clerk.body.split_once("id=\"totp_key\">").unwrap().1.split('<').next().unwrap().to_owned();
        let key = totp::from_base32(&shown).unwrap();
        let code = totp::code_at(&key, totp::step_at(world.clock.get())).unwrap();
        clerk.send("/operator/login/setup", &[("code", "12")]).await;
        assert!(!clerk.error_at("code").is_empty() && clerk.has(&shown), "the same key stands there");
        clerk.send("/operator/login/setup", &[("code", code.expose())]).await.assert_at("/operator");
        assert!(clerk.has("Петрова Анна") && clerk.has("Оператор") && clerk.has(&center(1).to_string()));

        let cookie = clerk.cookies[SESSION].clone();
        clerk.send("/operator/logout", &[]).await.assert_at("/operator/login");
        assert!(!clerk.cookies.contains_key(SESSION));
        clerk.cookies.insert(SESSION.to_owned(), cookie);
        clerk.open("/operator").await.assert_at("/operator/login");
    }

    /// R135: one of several centers is chosen; the page that was asked for is shown afterwards, and no other site's.
    async fn one_of_several_centers(store: Store) {
        let world = World::new(store).await;
        world.operator(LOGIN, Role::Clerk, &[center(1), center(2)]).await;
        for (asked, led) in [("/operator/approvals", "/operator/approvals"), ("//evil.example", "/operator")] {
            world.clock.advance_seconds(30);
            let mut clerk = Browser::new(&world);
            if led == asked {
                clerk.open(asked).await.assert_at(&format!("/operator/login?return={asked}"));
            } else {
                clerk.open(&format!("/operator/login?return={asked}")).await;
            }
            let here = clerk.at.clone();
            clerk.send(&here, &[("login", LOGIN), ("password", PASSWORD)]).await;
            let here = clerk.at.clone();
            clerk.send(&here, &[("code", world.totp_code().expose())]).await;
            assert!(clerk.at.starts_with("/operator/login/center"), "{}", clerk.at);
            let here = clerk.at.clone();
            clerk.send(&here, &[]).await;
            assert!(!clerk.error_at("center").is_empty());
            clerk.send(&here, &[("center", &center(3).to_string())]).await;
            assert_eq!(clerk.status, StatusCode::FORBIDDEN);
            clerk.send(&here, &[("center", &center(2).to_string())]).await.assert_at(led);
            assert!(clerk.has(&center(2).to_string()) && !clerk.has(&center(1).to_string()));
        }
    }

    /// The realms are apart: a citizen is nobody in the workplace, an operator nobody in the personal account.
    async fn realms_are_apart(store: Store) {
        let world = World::new(store).await;
        let mut citizen = Browser::new(&world).registered(&world, PHONE).await;
        citizen.open("/operator").await.assert_at("/operator/login");
        assert_eq!(citizen.surname(), None);
        for path in ["/operator/approvals", "/operator/again"] {
            citizen.open(path).await.assert_at(&format!("/operator/login?return={path}"));
        }
        world.operator(LOGIN, Role::Clerk, &[center(1)]).await;
        let mut clerk = signed_in(&world, LOGIN).await;
        assert!(clerk.open("/account").await.at.starts_with("/login"));
        // The token of a citizen's form is worth nothing in the workplace, and the other way round.
        let session = clerk.cookies[SESSION].clone();
        citizen.cookies.insert(SESSION.to_owned(), session);
        citizen.open("/").await;
        citizen.from = "";
        citizen.send_only("/operator/logout", &[]).await;
        assert_eq!(citizen.status, StatusCode::FORBIDDEN);
        assert_eq!(clerk.open("/operator").await.status, StatusCode::OK);
    }

    /// R191: an unknown name and a wrong password get the same page; what was typed stays, the password does not.
    async fn failures_look_alike(store: Store) {
        let world = World::new(store).await;
        world.operator(LOGIN, Role::Clerk, &[center(1)]).await;
        let mut answers = Vec::new();
        for login in [LOGIN, "z.nobody"] {
            let mut stranger = Browser::new(&world);
            stranger.open("/operator/login").await;
            stranger.send("/operator/login", &[("login", login), ("password", "Falsches-Fenster-7")]).await;
            assert_eq!((stranger.status, stranger.value("login").as_str()), (StatusCode::UNPROCESSABLE_ENTITY, login));
            assert!(!stranger.has("Falsches-Fenster-7"));
            answers.push(stranger.said().replace(login, ""));
        }
        assert_eq!(answers[0], answers[1]);
        let mut stranger = Browser::new(&world);
        stranger.open("/operator/login").await;
        stranger.send("/operator/login", &[]).await;
        assert!(!stranger.error_at("login").is_empty() && !stranger.error_at("password").is_empty());
    }

    /// Without the password there is no page for a code; with it there is none behind the code.
    async fn no_step_is_skipped(store: Store) {
        let world = World::new(store).await;
        world.operator(LOGIN, Role::Clerk, &[center(1)]).await;
        let mut stranger = Browser::new(&world);
        for path in ["/operator/login/code", "/operator/login/setup", "/operator/login/center"] {
            stranger.open(path).await.assert_at("/operator/login");
        }
        stranger.send("/operator/login", &[("login", LOGIN), ("password", PASSWORD)]).await;
        for path in ["/operator/login/setup", "/operator/login/center"] {
            stranger.open(path).await.assert_at("/operator/login/code");
        }
        stranger.open("/operator").await.assert_at("/operator/login");
        for wrong in 0..5 {
            stranger.open("/operator/login/code").await;
            stranger.send("/operator/login/code", &[("code", &format!("00000{wrong}"))]).await;
        }
        stranger.assert_at("/operator/login");
        assert!(stranger.has("Время входа истекло"));
    }

    /// A used code, a session that is over, and the button pressed after that.
    async fn what_is_over_is_over(store: Store) {
        let world = World::new(store).await;
        world.operator(LOGIN, Role::Clerk, &[center(1)]).await;
        let mut clerk = signed_in(&world, LOGIN).await;
        let mut second = Browser::new(&world);
        second.open("/operator/login").await;
        second.send("/operator/login", &[("login", LOGIN), ("password", PASSWORD)]).await;
        second.send("/operator/login/code", &[("code", world.totp_code().expose())]).await;
        assert!(!second.error_at("code").is_empty());
        world.clock.advance_seconds(15 * 60);
        clerk.send("/operator/logout", &[]).await.assert_at("/operator/login");
        // Signing in again ends the session that this browser had.
        let mut again = signed_in(&world, LOGIN).await;
        let earlier = again.cookies[SESSION].clone();
        world.clock.advance_seconds(30);
        again.cookies.insert("__Host-okno_operator_sign_in".to_owned(), String::new());
        let mut other = signed_in_by(&world, LOGIN, PASSWORD).await;
        assert_eq!(other.open("/operator").await.status, StatusCode::OK);
        assert_ne!(other.cookies[SESSION], earlier);
    }
}
