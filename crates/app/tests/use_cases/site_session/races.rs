//! A sign-in at a site and an end at the same instant: either the site is told, or it is given nothing.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use okno_app::{Client, Cx, Error, session, site_session};
use okno_domain::locale::Locale;
use okno_store::session_site;
use okno_testkit::{World, citizen::PASSWORD, engine_test};
use serde_json::json;

use super::{
    losses::agreed,
    scene::{PHONE, arrives, comes, enter, enter_simple, holds, written},
};

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
