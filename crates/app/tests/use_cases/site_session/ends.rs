//! Every way in which a session ends.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use okno_app::{
    restriction, security,
    session::{self, SignedIn},
    site_session::frames,
};
use okno_domain::{
    session::{EndReason, SessionTimes},
    time::{HOUR, MINUTE, SECOND, after},
};
use okno_store::{
    db::{Key, Sql, args},
    session::{self as sessions, NewSession},
    session_site,
};
use okno_testkit::{
    World,
    citizen::{PASSWORD, secret},
    engine_test,
};
use serde_json::json;

use super::scene::{PHONE, enter, enter_simple, holds, signs_in, states, told, written};

/// How a session ends by an act.
#[derive(Clone, Copy, Debug)]
enum Way {
    Logout,
    One,
    Others,
    Password,
    Locked,
}

async fn ends(world: &World, way: Way, here: &SignedIn, elsewhere: &SignedIn) -> EndReason {
    let cx = world.cx();
    match way {
        Way::Logout => {
            session::logout(&cx, here).await.unwrap();
            EndReason::Logout
        }
        Way::One => {
            session::end_one(&cx, elsewhere, here.session).await.unwrap();
            EndReason::ByPerson
        }
        Way::Others => {
            session::end_others(&cx, elsewhere).await.unwrap();
            EndReason::ByPerson
        }
        Way::Password => {
            let (present, next) = (secret(PASSWORD), secret("Lipa;8Yasen"));
            security::change_password(&cx, elsewhere, &present, &next, &next).await.unwrap();
            EndReason::PasswordChanged
        }
        Way::Locked => {
            restriction::lock_by_owner(&cx, elsewhere).await.unwrap();
            EndReason::Locked
        }
    }
}

engine_test! {
    /// R189, R217: each end is written down with the end itself, for each site of the session, and for no other session; then each
    /// site is told once, by the name that it knows.
    async fn each_end_reaches_the_sites(store: Store) {
        let world = World::new(store).await;
        enter_simple(&world, "shop").await;
        enter_simple(&world, "bank").await;
        enter(&world, "deaf", json!({ "backchannel_logout_uri": null }), json!({ "consent": "implied" })).await;
        for (number, way) in [Way::Logout, Way::One, Way::Others, Way::Password, Way::Locked].into_iter().enumerate() {
            let phone = format!("+7916123456{number}");
            world.citizen(&phone).await;
            let here = world.log_in(&phone, PASSWORD).await.unwrap();
            let elsewhere = world.log_in(&phone, PASSWORD).await.unwrap();
            let id = signs_in(&world, &here, "shop").await;
            assert_eq!(signs_in(&world, &here, "shop").await["sid"], id["sid"], "a session has one name at a site");
            signs_in(&world, &here, "bank").await;
            signs_in(&world, &here, "deaf").await;
            let before = (told(&world, "shop").await.len(), told(&world, "bank").await.len());
            let reason = ends(&world, way, &here, &elsewhere).await;
            // Written, and not told yet: a server that stops here loses nothing.
            let rows = written(&world, &here).await;
            assert_eq!(rows.len(), 2, "{way:?}");
            assert!(rows.iter().all(|row| row.reason == reason.name() && row.root == Some(here.root)), "{rows:?}");
            assert!(!holds(&world, &here, "shop").await);
            world.drain().await;
            let (shop, bank) = (told(&world, "shop").await, told(&world, "bank").await);
            assert_eq!((shop.len(), bank.len()), (before.0 + 1, before.1 + 1), "{way:?}");
            let token = shop.last().unwrap();
            for (name, expected) in [("sid", &id["sid"]), ("sub", &id["sub"]), ("aud", &json!("shop")), ("iss", &id["iss"])] {
                assert_eq!(&token[name], expected, "{way:?} {name}");
            }
            assert_eq!(token["events"], json!({ "http://schemas.openid.net/event/backchannel-logout": {} }));
            assert!(!token.contains_key("nonce"));
            assert_eq!(token["exp"].as_i64().unwrap() - token["iat"].as_i64().unwrap(), 120);
            assert_ne!(bank.last().unwrap()["sid"], token["sid"], "sites cannot compare what they know");
        }
    }
}

engine_test! {
    /// Decision 12: a session that goes on under another token is not over; sites hear of nothing, and of its end by the same name.
    async fn a_session_that_is_renewed_goes_on(store: Store) {
        let world = World::new(store).await;
        enter_simple(&world, "shop").await;
        let first = world.citizen(PHONE).await;
        let id = signs_in(&world, &first, "shop").await;
        let token = session::renew(&world.cx(), &first).await.unwrap();
        let second = session::find(&world.cx(), &token).await.unwrap().unwrap();
        let (present, next) = (secret(PASSWORD), secret("Lipa;8Yasen"));
        let token = security::change_password(&world.cx(), &second, &present, &next, &next).await.unwrap();
        let third = session::find(&world.cx(), &token).await.unwrap().unwrap();
        assert!(first.session != second.session && second.session != third.session);
        assert_eq!((first.root, second.root, third.root), (first.session, first.session, first.session));
        world.drain().await;
        assert!(written(&world, &first).await.is_empty() && holds(&world, &first, "shop").await);
        assert_eq!(signs_in(&world, &third, "shop").await["sid"], id["sid"]);
        session::logout(&world.cx(), &third).await.unwrap();
        world.drain().await;
        let told = told(&world, "shop").await;
        assert_eq!((told.len(), &told[0]["sid"]), (1, &id["sid"]));
        assert!(!holds(&world, &first, "shop").await);
    }
}

engine_test! {
    /// R190: a session that ends by itself is noticed, not a second too early, and its sites are told.
    async fn a_session_that_lapses_is_told_of(store: Store) {
        let world = World::new(store).await;
        enter_simple(&world, "shop").await;
        okno_app::job::enqueue_periodic(&world.cx()).await.unwrap();
        let idle = world.citizen(PHONE).await;
        signs_in(&world, &idle, "shop").await;
        world.clock.advance(MINUTE * 30 - SECOND);
        world.drain().await;
        assert!(written(&world, &idle).await.is_empty());
        world.clock.advance(SECOND * 21);
        world.drain().await;
        assert_eq!(told(&world, "shop").await.len(), 1);
        assert_eq!(written(&world, &idle).await[0].reason, "time");

        // Somebody who is busy is signed in until the twelve hours are over.
        let busy = world.citizen("+79161234568").await;
        signs_in(&world, &busy, "shop").await;
        for _ in 0..47 {
            world.clock.advance(MINUTE * 15);
            let mut tx = world.app.store.write().await.unwrap();
            okno_store::session::touch(&mut tx, busy.id(), busy.session, world.clock.get()).await.unwrap();
            tx.commit().await.unwrap();
            world.drain().await;
            assert!(written(&world, &busy).await.is_empty());
        }
        world.clock.advance(HOUR);
        world.drain().await;
        assert_eq!((states(&world, &busy).await.len(), told(&world, "shop").await.len()), (1, 2));
    }
}

engine_test! {
    /// An end that nobody told of, such as one by hand in the database, is noticed as well.
    async fn an_end_without_a_word_is_noticed(store: Store) {
        let world = World::new(store).await;
        enter_simple(&world, "shop").await;
        okno_app::job::enqueue_periodic(&world.cx()).await.unwrap();
        let anna = world.citizen(PHONE).await;
        signs_in(&world, &anna, "shop").await;
        let mut tx = world.app.store.write().await.unwrap();
        okno_store::session::end_others(&mut tx, anna.id(), None, EndReason::Disabled, world.clock.get()).await.unwrap();
        tx.commit().await.unwrap();
        world.clock.advance(MINUTE * 31);
        world.drain().await;
        world.drain().await;
        assert_eq!(told(&world, "shop").await.len(), 1);
    }
}

engine_test! {
    /// Front-Channel Logout 3: after a logout the browser tells those that want it so, each by its own name of the session.
    async fn a_browser_tells_sites(store: Store) {
        let world = World::new(store).await;
        let front = json!({ "backchannel_logout_uri": null, "frontchannel_logout_uri": "https://front.example/out?x=1" });
        enter(&world, "front", front, json!({ "consent": "implied" })).await;
        enter_simple(&world, "shop").await;
        let anna = world.citizen(PHONE).await;
        let id = signs_in(&world, &anna, "front").await;
        signs_in(&world, &anna, "shop").await;
        let partings = session::logout(&world.cx(), &anna).await.unwrap();
        let frames = frames(&world.cx(), &partings);
        let named = |name| (name, id[name].as_str().unwrap());
        let expected = serde_urlencoded::to_string([named("iss"), named("sid")]).unwrap();
        assert_eq!(frames, [format!("https://front.example/out?x=1&{expected}")]);
        // It was signed out already: nobody is told twice.
        assert!(session::logout(&world.cx(), &anna).await.unwrap().is_empty());
    }
}

/// As a server of before sites were told opens sessions, beside those that are upgraded.
static FORGET_ROOT: Sql = Sql::new(
    "test.forget_root",
    Key::Account,
    "UPDATE session SET root_id = NULL WHERE account_id = $1 AND session_id = $2",
    &[],
);

engine_test! {
    /// A session that an older server opened during an upgrade is its own root: sites are let in, keep what they have while it is open
    /// or renewed, and are told of its end.
    async fn a_session_without_a_root_is_its_own(store: Store) {
        let world = World::new(store).await;
        enter_simple(&world, "shop").await;
        okno_app::job::enqueue_periodic(&world.cx()).await.unwrap();
        world.citizen(PHONE).await;
        for is_renewed in [false, true] {
            let first = world.log_in(PHONE, PASSWORD).await.unwrap();
            let mut tx = world.app.store.write().await.unwrap();
            assert_eq!(tx.execute(&FORGET_ROOT, args![first.id(), first.session]).await.unwrap().count(), 1);
            assert!(sessions::hold(&mut tx, first.id(), first.session).await.unwrap());
            tx.commit().await.unwrap();
            let before = told(&world, "shop").await.len();
            let id = signs_in(&world, &first, "shop").await;
            assert!(holds(&world, &first, "shop").await);
            // Looked at before it is over: it goes on.
            let mut tx = world.app.store.write().await.unwrap();
            sessions::touch(&mut tx, first.id(), first.session, after(world.clock.get(), MINUTE)).await.unwrap();
            tx.commit().await.unwrap();
            world.clock.advance(MINUTE * 30);
            world.drain().await;
            assert!(holds(&world, &first, "shop").await);
            let mut last = first.clone();
            if is_renewed {
                let token = session::renew(&world.cx(), &first).await.unwrap();
                last = session::find(&world.cx(), &token).await.unwrap().unwrap();
                assert_eq!((last.root, last.session == first.session), (first.session, false));
                assert_eq!(signs_in(&world, &last, "shop").await["sid"], id["sid"]);
            }
            session::logout(&world.cx(), &last).await.unwrap();
            world.drain().await;
            let heard = told(&world, "shop").await;
            assert_eq!((heard.len(), &heard[before]["sid"]), (before + 1, &id["sid"]));
            let mut tx = world.app.store.write().await.unwrap();
            assert!(!sessions::hold(&mut tx, first.id(), first.session).await.unwrap());
            drop(tx);
            assert!(!holds(&world, &first, "shop").await);
        }
    }
}

engine_test! {
    /// A session that cannot be looked at keeps nobody from their end, and is not looked at in each run.
    async fn a_session_that_cannot_be_looked_at_is_put_off(store: Store) {
        let world = World::new(store).await;
        enter_simple(&world, "shop").await;
        okno_app::job::enqueue_periodic(&world.cx()).await.unwrap();
        let (anna, boris) = (world.citizen(PHONE).await, world.citizen("+79161234568").await);
        signs_in(&world, &anna, "shop").await;
        signs_in(&world, &boris, "shop").await;
        // Two open sessions of one root are a fault of ours.
        let (cx, mut tx) = (world.cx(), world.app.store.write().await.unwrap());
        let times = SessionTimes::begin(world.clock.get(), session::rule(&cx));
        let double = NewSession {
            id: cx.fresh_id(),
            root: anna.root,
            account: anna.id(),
            token_hash: [1; 32],
            method: "password",
            times,
            authenticated_at: times.created_at,
            strong_at: None,
            network: "",
            user_agent: "",
        };
        sessions::insert(&mut tx, &double).await.unwrap();
        tx.commit().await.unwrap();
        world.clock.advance(MINUTE * 31);
        world.drain().await;
        assert_eq!((written(&world, &anna).await.len(), written(&world, &boris).await.len()), (0, 1));
        let now = world.clock.get();
        let mut read = world.app.store.read().await.unwrap();
        assert!(session_site::due(&mut read, after(now, MINUTE * 10 - SECOND), 9).await.unwrap().is_empty());
        let due = session_site::due(&mut read, after(now, MINUTE * 10), 9).await.unwrap();
        assert_eq!(due, [(anna.id(), anna.root)]);
        drop(read);
        // Once it can be looked at, its sites are told.
        let mut tx = world.app.store.write().await.unwrap();
        sessions::end(&mut tx, anna.id(), double.id, EndReason::Disabled, now).await.unwrap();
        tx.commit().await.unwrap();
        world.clock.advance(MINUTE * 11);
        world.drain().await;
        assert_eq!(written(&world, &anna).await.len(), 1);
    }
}
