//! Telling a site: again and again, up to a bound, and never twice without need.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use okno_app::{
    job::{
        self,
        desk::{self, What, Which, Who},
    },
    relying_party, session,
};
use okno_domain::{
    relying_party::{SiteState, TellingState},
    time::{HOUR, MINUTE, SECOND},
};
use okno_store::{Store, site_logout};
use okno_testkit::{World, engine_test, site::Mood};
use serde_json::json;

use super::scene::{PHONE, arrives, ear, enter, enter_simple, signs_in, states, told, written};

/// Where a site under test may be.
const HERE: &str = "http://127.0.0.1:9/logout";

/// Somebody who has signed out; the site is in this mood.
async fn left(store: Store, mood: Mood) -> (World, session::SignedIn) {
    let world = World::new(store).await;
    enter_simple(&world, "shop").await;
    let anna = world.citizen(PHONE).await;
    signs_in(&world, &anna, "shop").await;
    world.sites.set(&ear("shop"), mood);
    session::logout(&world.cx(), &anna).await.unwrap();
    (world, anna)
}

engine_test! {
    /// A site that is away is told when it is back, after pauses that grow, with a token of that moment.
    async fn a_site_that_was_away_is_told(store: Store) {
        let (world, anna) = left(store, Mood::Away).await;
        let began = world.clock.get();
        world.drain().await;
        for (tries, pause) in [(1, 2), (2, 4), (3, 8), (4, 16)] {
            assert_eq!(world.sites.tries(), tries);
            world.clock.advance(SECOND * (pause - 1));
            world.drain().await;
            assert_eq!(world.sites.tries(), tries, "too early");
            world.clock.advance(SECOND);
            world.drain().await;
        }
        assert_eq!(states(&world, &anna).await, [TellingState::Waiting]);
        world.sites.set(&ear("shop"), Mood::Well);
        world.clock.advance(SECOND * 32);
        world.drain().await;
        let (told, row) = (told(&world, "shop").await, written(&world, &anna).await.remove(0));
        assert_eq!((told.len(), row.state, row.attempts, row.last_fault), (1, TellingState::Told, 6, None));
        assert_eq!(row.settled_at, Some(world.clock.get()));
        assert_eq!(told[0]["iat"].as_i64().unwrap() - began.as_second(), 62);
        world.clock.advance(HOUR * 100);
        world.drain().await;
        assert_eq!(world.sites.tries(), 6);
    }
}

engine_test! {
    /// After `logout_hours` nobody tries any more: the receipt says so, operators see it, and may have it tried once more.
    async fn a_site_that_stays_away_is_given_up(store: Store) {
        let (world, anna) = left(store, Mood::Away).await;
        let end = world.clock.get().checked_add(HOUR * 72).unwrap();
        while world.clock.get() < end {
            assert_eq!(states(&world, &anna).await, [TellingState::Waiting], "{}", world.clock.get());
            assert!(job::dead(&world.cx(), 10).await.unwrap().is_empty());
            world.drain().await;
            world.clock.set(world.clock.get().checked_add(HOUR).unwrap().min(end));
        }
        let tries = world.sites.tries();
        assert!(tries >= 72, "{tries}");
        world.drain().await;
        let row = written(&world, &anna).await.remove(0);
        assert_eq!((row.state, row.last_fault.as_deref()), (TellingState::GivenUp, Some("the test says so")));
        assert_eq!(world.sites.tries(), tries, "not at the end any more");
        let dead = job::dead(&world.cx(), 10).await.unwrap();
        assert_eq!((dead.len(), desk::Cause::of(&dead[0].reason)), (1, desk::Cause::Unavailable));
        let again = async || {
            let dead = job::dead(&world.cx(), 10).await.unwrap();
            let which = Which::Chosen(vec![desk::Chosen::from(&dead[0])]);
            desk::settle(&world.cx(), Who::Installation(None), &which, &What::Retry).await.unwrap();
            world.drain().await;
        };
        again().await;
        assert_eq!((world.sites.tries(), states(&world, &anna).await), (tries + 1, vec![TellingState::GivenUp]));
        world.sites.set(&ear("shop"), Mood::Well);
        again().await;
        assert_eq!((told(&world, "shop").await.len(), states(&world, &anna).await), (1, vec![TellingState::Told]));
    }
}

engine_test! {
    /// Back-Channel Logout 2.8: 400 is the last word.
    async fn a_site_may_refuse(store: Store) {
        let (world, anna) = left(store, Mood::Refuses).await;
        world.drain().await;
        world.clock.advance(HOUR);
        world.drain().await;
        let row = written(&world, &anna).await.remove(0);
        assert_eq!((row.state, row.attempts, world.sites.tries()), (TellingState::Refused, 1, 1));
        assert!(job::dead(&world.cx(), 10).await.unwrap().is_empty());
    }
}

engine_test! {
    /// Switching a site off tells nobody; while it is off nothing is said to it, and when it is on again it hears what it missed.
    async fn a_site_that_is_switched_off_hears_later(store: Store) {
        let (world, anna) = left(store, Mood::Well).await;
        relying_party::switch(&world.cx(), "shop", SiteState::Disabled).await.unwrap();
        world.drain().await;
        world.clock.advance(HOUR);
        world.drain().await;
        assert_eq!((world.sites.tries(), states(&world, &anna).await), (0, vec![TellingState::Waiting]));
        relying_party::switch(&world.cx(), "shop", SiteState::Active).await.unwrap();
        world.clock.advance(MINUTE * 10);
        world.drain().await;
        assert_eq!((world.sites.tries(), states(&world, &anna).await), (1, vec![TellingState::Told]));
    }
}

engine_test! {
    /// A site that was given up for good hears nothing any more, whether it was tried before or not.
    async fn a_site_that_was_deleted_is_not_called(store: Store) {
        let (world, anna) = left(store, Mood::Away).await;
        world.drain().await;
        assert_eq!((world.sites.tries(), states(&world, &anna).await), (1, vec![TellingState::Waiting]));
        let boris = world.citizen("+79161234568").await;
        signs_in(&world, &boris, "shop").await;
        relying_party::switch(&world.cx(), "shop", SiteState::Deleted).await.unwrap();
        session::logout(&world.cx(), &boris).await.unwrap();
        world.clock.advance(SECOND * 2);
        world.drain().await;
        for person in [&anna, &boris] {
            let row = written(&world, person).await.remove(0);
            assert_eq!((row.state, row.settled_at), (TellingState::Unneeded, Some(world.clock.get())));
        }
        world.clock.advance(HOUR * 100);
        world.drain().await;
        assert_eq!(world.sites.tries(), 1);
        assert!(job::dead(&world.cx(), 10).await.unwrap().is_empty());
    }
}

engine_test! {
    /// A site under test that is down is given up without a word to operators; the receipt says it.
    async fn a_site_under_test_is_given_up_in_silence(store: Store) {
        let world = World::new(store).await;
        enter(&world, "shop", json!({ "backchannel_logout_uri": HERE }), json!({ "consent": "implied" })).await;
        let anna = world.citizen(PHONE).await;
        arrives(&world.cx(), &anna, "shop", "openid").await;
        session::logout(&world.cx(), &anna).await.unwrap();
        world.drain().await;
        assert_eq!((world.sites.tries(), states(&world, &anna).await), (1, vec![TellingState::Waiting]));
        world.clock.advance(HOUR * 72);
        world.drain().await;
        let row = written(&world, &anna).await.remove(0);
        assert_eq!((row.state, row.last_fault.as_deref()), (TellingState::GivenUp, Some("not on this machine")));
        assert!(job::dead(&world.cx(), 10).await.unwrap().is_empty());
        assert_eq!(world.drain().await, 0, "nothing is left to do");
    }
}

engine_test! {
    /// Two attempts at once, of which the first tells the site: that the second fails takes nothing back, and it does not try again.
    async fn a_site_that_was_told_stays_told(store: Store) {
        let (world, anna) = left(store, Mood::Away).await;
        let gate = world.sites.hold(&ear("shop"));
        let other = async {
            gate.reached().await;
            let row = written(&world, &anna).await.remove(0);
            let mut tx = world.app.store.write().await.unwrap();
            let (told, now) = ((TellingState::Told, 1), Some(world.clock.get()));
            assert!(site_logout::settle(&mut tx, anna.id(), row.id, told, None, now).await.unwrap());
            tx.commit().await.unwrap();
            gate.open();
        };
        tokio::join!(world.drain(), other);
        let row = written(&world, &anna).await.remove(0);
        assert_eq!((row.state, row.attempts, row.last_fault), (TellingState::Told, 1, None));
        world.clock.advance(HOUR * 100);
        world.drain().await;
        assert_eq!((world.sites.tries(), states(&world, &anna).await), (1, vec![TellingState::Told]));
    }
}

/// A site under test that says that it is on this machine, and a portal at this address; how often it was told.
async fn told_here(store: Store, public_url: &str) -> usize {
    let world = World::with(store, |settings| public_url.clone_into(&mut settings.public_url), |_| {}).await;
    enter(&world, "shop", json!({ "backchannel_logout_uri": HERE }), json!({ "consent": "implied" })).await;
    let anna = world.citizen(PHONE).await;
    arrives(&world.cx(), &anna, "shop", "openid").await;
    session::logout(&world.cx(), &anna).await.unwrap();
    world.drain().await;
    assert_eq!(world.sites.tries(), 1);
    world.sites.told(HERE).len()
}

engine_test! {
    /// This machine is called where things are tried out on it.
    async fn this_machine_is_called_where_the_portal_is_on_it(store: Store) {
        assert_eq!(told_here(store, "http://127.0.0.1:8080").await, 1);
    }
}

engine_test! {
    /// Where the portal is for everybody, a site under test would have us call what only we can reach (server-side request forgery).
    async fn this_machine_is_not_called_for_strangers(store: Store) {
        assert_eq!(told_here(store, "https://okno.test").await, 0);
    }
}

engine_test! {
    /// Two workers on one database tell a site once.
    async fn one_worker_tells(store: Store) {
        let (world, anna) = left(store, Mood::Well).await;
        let (one, other) = (world.another_runner(), world.another_runner());
        let (one, other) = tokio::join!(one.drain(), other.drain());
        one.unwrap();
        other.unwrap();
        assert_eq!((world.sites.tries(), states(&world, &anna).await), (1, vec![TellingState::Told]));
    }
}
