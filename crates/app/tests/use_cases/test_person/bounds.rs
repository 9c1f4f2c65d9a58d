//! How many, how long, whose; and the end.

use okno_app::{App, Client, Cx, Error, session, session::SessionToken, test_person};
use okno_domain::{
    account::{AccountId, AccountStatus},
    locale::Locale,
    test_person::{MOST, MOST_A_DAY},
    time::{DAY, MINUTE},
};
use okno_store::{account as accounts, contact as contacts};
use okno_testkit::{
    World,
    citizen::{faults, log_in, refused},
    engine_test,
};

use super::{LoginIdentifier, OWNER, confirmed, make, signed_in, switched_on, world};
use okno_app::session::SignedIn;

async fn account(world: &World, id: AccountId) -> accounts::AccountRow {
    let mut read = world.app.store.read().await.unwrap();
    accounts::find(&mut read, id).await.unwrap().unwrap()
}

async fn lists(world: &World, owner: &SignedIn) -> usize {
    test_person::list(&world.cx(), owner).await.unwrap().len()
}

engine_test! {
    /// Only where the installation has them, only for developers, only with a fresh proof, and for what there is.
    async fn who_makes_them(store: Store) {
        let off = World::with(store.clone(), |settings| {
            switched_on(settings);
            settings.single_sign_on.test_persons = false;
        }, |_| {}).await;
        let owner = off.citizen(OWNER).await;
        let made = test_person::make(&off.cx(), &owner, "standard", "").await;
        assert_eq!(refused(made).code, "test-person-off");
        assert_eq!(refused(test_person::list(&off.cx(), &owner).await).code, "test-person-off");

        let strict = World::with(store.clone(), |settings| settings.single_sign_on.test_persons = true, |_| {}).await;
        let made = test_person::make(&strict.cx(), &owner, "standard", "").await;
        assert_eq!(refused(made).code, "developer-level");

        let world = world(store).await;
        let wrong = test_person::make(&world.cx(), &owner, "confirmed", "electronic_card").await;
        assert_eq!(faults(wrong), [("method", "required")]);
        world.clock.advance(MINUTE * 30);
        let late = test_person::make(&world.cx(), &owner, "standard", "").await;
        assert_eq!(refused(late).code, "proof-due");
    }

    /// Ten at a time; of two that would be the last, one is made; and only so many within a day.
    async fn they_are_bounded_in_number(store: Store) {
        let world = world(store).await;
        let owner = world.citizen(OWNER).await;
        let other = world.another_server();
        for _ in 1..MOST {
            make(&world, &owner, "simplified", "").await;
        }
        for _ in 0..10 {
            let (one, two) = both(&world, &other);
            let (made, late) = tokio::join!(
                test_person::make(&one, &owner, "simplified", ""),
                test_person::make(&two, &owner, "simplified", ""),
            );
            assert!(made.is_ok() != late.is_ok(), "{made:?} {late:?}");
            assert_eq!(refused(test_person::make(&world.cx(), &owner, "simplified", "").await).code, "test-person-too-many");
            let last = made.or(late).unwrap();
            test_person::remove(&world.cx(), &owner, last.person).await.unwrap();
        }
        let mut refusal = None;
        for _ in 0..=MOST_A_DAY {
            match test_person::make(&world.cx(), &owner, "simplified", "").await {
                Ok(made) => test_person::remove(&world.cx(), &owner, made.person).await.unwrap(),
                Err(Error::Refused(said)) => refusal = Some(said.code),
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(refusal, Some("test-person-too-often"));
    }

    /// Another developer neither sees them nor does anything with them, nor with accounts of people.
    async fn they_are_their_makers_alone(store: Store) {
        let world = world(store).await;
        let owner = world.citizen(OWNER).await;
        let other = world.citizen("+79161234568").await;
        let made = make(&world, &owner, "standard", "").await;
        assert_eq!(lists(&world, &other).await, 0);
        for id in [made.person, owner.id(), other.id()] {
            let renewed = test_person::renew_password(&world.cx(), &other, id).await;
            assert!(matches!(renewed, Err(Error::NotFound)), "{renewed:?}");
            let removed = test_person::remove(&world.cx(), &other, id).await;
            assert!(matches!(removed, Err(Error::NotFound)), "{removed:?}");
        }
        // Nor does a row that says so make somebody a test person.
        let mut tx = world.app.store.write().await.unwrap();
        let row = okno_store::test_person::TestPersonRow {
            maker: other.id(),
            person: owner.id(),
            made_at: world.clock.get(),
            expires_at: world.clock.get(),
        };
        okno_store::test_person::insert(&mut tx, &row).await.unwrap();
        tx.commit().await.unwrap();
        assert!(test_person::remove(&world.cx(), &other, owner.id()).await.is_err());
        assert!(test_person::renew_password(&world.cx(), &other, owner.id()).await.is_err());
        assert_eq!(account(&world, owner.id()).await.status, AccountStatus::Active);
        // It keeps nobody else from being removed in time.
        world.clock.advance(DAY * 91);
        okno_app::job::enqueue_periodic(&world.cx()).await.unwrap();
        world.drain().await;
        assert_eq!(account(&world, made.person).await.status, AccountStatus::Deleted);
        assert_eq!(account(&world, owner.id()).await.status, AccountStatus::Active);
    }

    /// With another password the one before is worth nothing, and whoever was in is out.
    async fn another_password_ends_what_was(store: Store) {
        let world = world(store).await;
        let owner = world.citizen(OWNER).await;
        let made = make(&world, &owner, "standard", "").await;
        let inside = signed_in(&world, &made).await;
        let next = test_person::renew_password(&world.cx(), &owner, made.person).await.unwrap();
        assert_eq!(next.login, made.login);
        assert!(!session::is_open(&world.cx(), &inside).await.unwrap());
        assert_eq!(refused(world.log_in(&made.login, made.password.expose()).await).code, "login-wrong");
        signed_in(&world, &next).await;
    }

    /// Removed, it is gone with its address.
    async fn what_is_removed_is_gone(store: Store) {
        let world = world(store).await;
        let owner = world.citizen(OWNER).await;
        let made = make(&world, &owner, "confirmed", "in_person").await;
        let person = signed_in(&world, &made).await;
        test_person::remove(&world.cx(), &owner, made.person).await.unwrap();
        assert_eq!((account(&world, made.person).await.status, lists(&world, &owner).await), (AccountStatus::Deleted, 0));
        assert!(!session::is_open(&world.cx(), &person).await.unwrap());
        let hash = world.app.keys.blind("email", &made.login);
        let mut read = world.app.store.read().await.unwrap();
        assert_eq!(contacts::lookup(&mut read, &hash).await.unwrap(), None);
        assert!(accounts::find_key(&mut read, made.person).await.unwrap().is_none());
        drop(read);
        assert_eq!(refused(world.log_in(&made.login, made.password.expose()).await).code, "login-wrong");
        let again = test_person::remove(&world.cx(), &owner, made.person).await;
        assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    }

    /// When its time is over it does not get in, nor stay in, before it is removed; the purge removes it and nobody else.
    async fn they_end_by_themselves(store: Store) {
        let world = world(store.clone()).await;
        let owner = world.citizen(OWNER).await;
        let made = make(&world, &owner, "standard", "").await;
        world.clock.advance(DAY * 90 - MINUTE);
        let cx = world.cx();
        let identifier = LoginIdentifier::contact(&cx, &made.login).unwrap();
        let token: SessionToken = log_in(&cx, &identifier, &made.password).await.unwrap();
        assert!(session::find(&cx, &token).await.unwrap().is_some());
        world.clock.advance(MINUTE);
        assert!(session::find(&world.cx(), &token).await.unwrap().is_none());
        assert_eq!(refused(world.log_in(&made.login, made.password.expose()).await).code, "test-person-over");
        // It ends though the installation has none any more.
        let off = World::with(store, |_| {}, |_| {}).await;
        off.clock.set(world.clock.get());
        okno_app::job::enqueue_periodic(&off.cx()).await.unwrap();
        off.drain().await;
        assert_eq!(account(&world, made.person).await.status, AccountStatus::Deleted);
        assert_eq!(account(&world, owner.id()).await.status, AccountStatus::Active);
        assert_eq!(lists(&world, &owner).await, 0);
    }

    /// Once the installation has none any more, or the account of whoever made them is closed, they neither get in nor stay.
    async fn switched_off_they_are_out(store: Store) {
        let world = world(store.clone()).await;
        let owner = world.citizen(OWNER).await;
        let made = make(&world, &owner, "standard", "").await;
        let cx = world.cx();
        let identifier = LoginIdentifier::contact(&cx, &made.login).unwrap();
        let token = log_in(&cx, &identifier, &made.password).await.unwrap();
        let off = World::with(store, |_| {}, |_| {}).await;
        assert!(session::find(&off.cx(), &token).await.unwrap().is_none());
        assert_eq!(refused(off.log_in(&made.login, made.password.expose()).await).code, "test-person-over");
        assert!(session::find(&world.cx(), &token).await.unwrap().is_some());

        let row = account(&world, owner.id()).await;
        let mut tx = world.app.store.write().await.unwrap();
        let locked = accounts::AccountRow { status: AccountStatus::Locked, ..row };
        accounts::update(&mut tx, &locked, world.clock.get()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(refused(world.log_in(&made.login, made.password.expose()).await).code, "test-person-over");
    }

    /// No later change of an account says anything of whether it is made up.
    async fn the_mark_is_for_good(store: Store) {
        let world = world(store).await;
        let owner = world.citizen(OWNER).await;
        let made = confirmed(&world, &owner).await;
        let mut tx = world.app.store.write().await.unwrap();
        let bare = accounts::AccountRow { made_up: None, ..account(&world, made.id()).await };
        accounts::update(&mut tx, &bare, world.clock.get()).await.unwrap();
        let marked = accounts::AccountRow { made_up: made.account.made_up, ..account(&world, owner.id()).await };
        accounts::update(&mut tx, &marked, world.clock.get()).await.unwrap();
        tx.commit().await.unwrap();
        assert!(account(&world, made.id()).await.made_up.is_some());
        assert!(account(&world, owner.id()).await.made_up.is_none());
    }
}

/// Contexts of two servers, at one instant.
fn both(world: &World, other: &std::sync::Arc<App>) -> (Cx, Cx) {
    (world.cx(), Cx::begin(other, Locale::default(), Client::default()))
}
