//! A sign-in at a site and an end at the same instant: either the site is told, or it is given nothing.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::cell::Cell;

use okno_app::{
    Client, Cx, Error,
    factor::{self, Answer},
    security, session, site_session, step_up,
};
use okno_domain::{confirmation::ConfirmationMethod, locale::Locale};
use okno_store::{audit, session as sessions, session_site};
use okno_testkit::{
    World,
    citizen::{PASSWORD, secret},
    engine_test,
    person::citizen_form,
};
use serde_json::json;

use super::{
    losses::{agreed, take_back},
    scene::{PHONE, arrives, comes, enter, enter_simple, holds, written},
};
use crate::factor::scene::{strong, with_totp};

/// Rounds of each race and database.
const ROUNDS: usize = 60;

engine_test! {
    /// R217: of a code and a logout at the same instant on two servers.
    async fn a_site_that_is_let_in_at_the_last_moment_is_told(store: Store) {
        let world = World::new(store).await;
        enter_simple(&world, "shop").await;
        world.citizen(PHONE).await;
        let other = world.another_server();
        let (mut given, mut refused) = (0, 0);
        for round in 0..ROUNDS {
            let anna = world.log_in(PHONE, PASSWORD).await.unwrap();
            let (here, there) = (world.cx(), Cx::begin(&other, Locale::default(), Client::default()));
            let before = written(&world, &anna).await.len();
            let site = async {
                if round % 2 == 0 {
                    tokio::task::yield_now().await;
                }
                arrives(&here, &anna, "shop", "openid").await
            };
            let (answer, left) = tokio::join!(site, session::logout(&there, &anna));
            left.unwrap();
            let told = written(&world, &anna).await.len() - before;
            if answer.contains_key("code") {
                assert_eq!(told, 1, "round {round}");
                given += 1;
            } else {
                assert_eq!((answer.get("error").map(String::as_str), told), (Some("login_required"), 0));
                refused += 1;
            }
            let mut read = world.app.store.read().await.unwrap();
            assert!(session_site::sites(&mut read, anna.id()).await.unwrap().is_empty());
        }
        assert_eq!(given + refused, ROUNDS);
    }
}

engine_test! {
    /// The same of a code and a session that goes on under another token: the site is let in, and told at the end.
    async fn a_renewal_turns_nobody_away(store: Store) {
        let world = World::new(store).await;
        enter_simple(&world, "shop").await;
        world.citizen(PHONE).await;
        let other = world.another_server();
        for round in 0..ROUNDS / 2 {
            let anna = world.log_in(PHONE, PASSWORD).await.unwrap();
            let (here, there) = (world.cx(), Cx::begin(&other, Locale::default(), Client::default()));
            let before = written(&world, &anna).await.len();
            let (answer, token) = tokio::join!(arrives(&here, &anna, "shop", "openid"), session::renew(&there, &anna));
            assert!(answer.contains_key("code"), "round {round}: {answer:?}");
            let next = session::find(&world.cx(), &token.unwrap()).await.unwrap().unwrap();
            session::logout(&world.cx(), &next).await.unwrap();
            assert_eq!(written(&world, &anna).await.len() - before, 1);
        }
    }
}

engine_test! {
    /// R212: of a code and the agreement that is taken back at the same instant the site keeps nothing.
    async fn nothing_is_given_after_it_was_taken_back(store: Store) {
        let world = World::new(store).await;
        enter(&world, "shop", json!({}), json!({})).await;
        world.citizen(PHONE).await;
        let other = world.another_server();
        for round in 0..ROUNDS / 2 {
            let anna = world.log_in(PHONE, PASSWORD).await.unwrap();
            agreed(&world, &anna, "shop").await;
            let (here, there) = (world.cx(), Cx::begin(&other, Locale::default(), Client::default()));
            let asks = async {
                let fields = [("prompt", "none")];
                comes(&here, &anna, "shop", &fields).await
            };
            let (answer, taken) = tokio::join!(asks, site_session::withdraw(&there, &anna, "shop"));
            match taken {
                Ok(()) => {}
                Err(Error::Conflict) => site_session::withdraw(&world.cx(), &anna, "shop").await.unwrap(),
                Err(error) => unreachable!("{error:?}"),
            }
            assert!(!holds(&world, &anna, "shop").await, "round {round}: {answer:?}");
        }
    }
}

engine_test! {
    /// R213, R217: of a code and the loss of the level that it needs at the same instant the site keeps nothing, and is told where it
    /// was let in.
    async fn nothing_is_kept_after_the_level_is_lost(store: Store) {
        let world = World::new(store).await;
        let rule = json!({ "consent": "implied", "least_level": "confirmed" });
        enter(&world, "pension", json!({}), rule).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let other = world.another_server();
        for round in 0..ROUNDS / 3 {
            world.confirm_by(anna.id(), ConfirmationMethod::InPerson).await;
            let anna = world.refreshed(&anna).await;
            let there = Cx::begin(&other, Locale::default(), Client::default());
            let before = written(&world, &anna).await.len();
            let site = async {
                if round % 2 == 0 {
                    tokio::task::yield_now().await;
                }
                comes(&there, &anna, "pension", &[("prompt", "none")]).await
            };
            let (answer, ()) = tokio::join!(site, take_back(&world, &anna, ConfirmationMethod::InPerson));
            let told = written(&world, &anna).await.len() - before;
            match answer.get("error") {
                None => assert_eq!(told, 1, "round {round}: {answer:?}"),
                Some(error) => assert_eq!((error.as_str(), told), ("unmet_authentication_requirements", 0)),
            }
            assert!(!holds(&world, &anna, "pension").await, "round {round}: {answer:?}");
            let mut read = world.app.store.read().await.unwrap();
            assert!(session_site::sites(&mut read, anna.id()).await.unwrap().is_empty());
        }
    }
}

/// What every end of a session does, over and over while something else is done: it holds the session, then takes the account's turn.
/// Whoever takes the turn and then wants the session waits for this, and this for them.
async fn beside_ends<T>(world: &World, person: &session::SignedIn, act: impl Future<Output = T>) -> T {
    let is_done = Cell::new(false);
    let act = async {
        let done = act.await;
        is_done.set(true);
        done
    };
    let ends = async {
        while !is_done.get() {
            let mut tx = world.app.store.write().await.unwrap();
            sessions::hold_all(&mut tx, person.id()).await.unwrap();
            audit::hold(&mut tx, person.id()).await.unwrap();
            tx.commit().await.unwrap();
            tokio::task::yield_now().await;
        }
    };
    tokio::join!(act, ends).0
}

engine_test! {
    /// Decision 19: sessions are locked before the account's turn is taken, by whoever sets a factor, proves one or changes the
    /// password as well; so of these and the end of the same session at one instant none waits for the other for ever.
    async fn whoever_takes_the_turn_waits_for_no_session(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let elsewhere = world.log_in(PHONE, PASSWORD).await.unwrap();
        let (mut anna, _) = Box::pin(beside_ends(&world, &anna, with_totp(&world, &anna))).await;
        assert!(!session::is_open(&world.cx(), &elsewhere).await.unwrap(), "it began with less");
        let codes = factor::recovery_code::make(&world.cx(), &anna).await.unwrap();
        for (round, code) in codes.iter().take(6).enumerate() {
            let answer = Answer::RecoveryCode(code.clone());
            Box::pin(beside_ends(&world, &anna, step_up::by_factor(&world.cx(), &anna, &answer))).await.unwrap();
            let [one, other] = [PASSWORD, "Lipa;8Yasen"].map(secret);
            let (present, next) = if round % 2 == 0 { (&one, &other) } else { (&other, &one) };
            let cx = world.cx();
            let change = security::change_password(&cx, &anna, present, next, next);
            let renewed = Box::pin(beside_ends(&world, &anna, change)).await;
            anna = session::find(&world.cx(), &renewed.unwrap()).await.unwrap().unwrap();
            anna = strong(&world, &anna);
        }
    }
}
