//! An account deleted for good (R201, R202).

use okno_app::{
    Error, account, audit,
    clerk::{self, Wish},
    operator::Acting,
    test_person,
};
use okno_domain::{account::AccountStatus, operator::Task, visit::VisitId};
use okno_testkit::{
    World,
    citizen::{PASSWORD, refused},
    engine_test,
    operator::center,
    person::citizen_form,
};

use super::{PHONE, agree, all, mark, served, world};

/// A deletion that a colleague agreed to.
async fn agreed(world: &World, first: &Acting, second: &Acting) -> VisitId {
    let (id, view) = served(world, first, Task::DeleteAccount, "000-000-600 06").await.unwrap();
    clerk::ask(&world.cx(), first, id, (&all(), &mark(&view)), Wish::Delete).await.unwrap();
    agree(world, second, true).await;
    id
}

engine_test! {
    /// R201, R202: the key is destroyed, sessions and contacts are gone, the last message goes out, and the record stays
    /// whole; contact and SNILS are free for a new account.
    async fn an_account_is_gone_for_good(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let first = world.clerk("a.petrova", center(1)).await;
        let second = world.clerk("b.sidorova", center(1)).await;
        let id = agreed(&world, &first, &second).await;
        clerk::execute(&world.cx(), &first, id).await.unwrap();
        world.drain().await;
        assert_eq!(world.sms.last_to(PHONE).unwrap().message.kind, "account_deleted");
        assert_eq!(refused(world.log_in(PHONE, PASSWORD).await).code, "login-wrong");
        let cx = world.cx();
        let mut read = world.app.store.read().await.unwrap();
        assert!(matches!(account::data_key(&mut read, &cx, anna.id()).await, Err(Error::NotFound)));
        let row = okno_store::account::find(&mut read, anna.id()).await.unwrap().unwrap();
        assert_eq!(row.status, AccountStatus::Deleted);
        assert!(okno_store::contact::list(&mut read, anna.id()).await.unwrap().is_empty());
        let trail = audit::list(&mut read, anna.id(), None, 2).await.unwrap();
        assert!(trail.iter().any(|entry| entry.act == "account-deleted" && entry.actor.starts_with("operator:a.petrova")));
        assert!(audit::verify(&mut read, anna.id()).await.unwrap().is_ok());
        drop(read);
        let ended = okno_store::session::list(&mut world.app.store.read().await.unwrap(), anna.id(), 9).await.unwrap();
        assert!(ended.iter().all(|entry| entry.end_reason.as_deref() == Some("deleted")));
        // Everything the account held is free again.
        let new = world.standard_citizen(PHONE, &citizen_form()).await;
        assert_ne!(new.id(), anna.id());
        assert_eq!(served(&world, &first, Task::ConfirmIdentity, "4008123456").await.unwrap().1.visit.account, new.id());
        // And the old visit does nothing more.
        assert_eq!(refused(clerk::execute(&world.cx(), &first, id).await).code, "visit-over");
    }

    /// With a developer go the people whom they made up.
    async fn whom_a_developer_made_up_goes_with_them(store: Store) {
        let world = world(store.clone()).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let with_them = World::with(store, crate::test_person::switched_on, |_| {}).await;
        let made = test_person::make(&with_them.cx(), &anna, "confirmed", "in_person").await.unwrap();
        let first = world.clerk("a.petrova", center(1)).await;
        let second = world.clerk("b.sidorova", center(1)).await;
        let id = agreed(&world, &first, &second).await;
        clerk::execute(&world.cx(), &first, id).await.unwrap();
        let mut read = world.app.store.read().await.unwrap();
        let row = okno_store::account::find(&mut read, made.person).await.unwrap().unwrap();
        assert_eq!(row.status, AccountStatus::Deleted);
        assert!(okno_store::test_person::list(&mut read, anna.id()).await.unwrap().is_empty());
    }

    /// R201: a deletion and a confirmation at the same instant: one comes to pass.
    async fn deletion_during_confirmation(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let first = world.clerk("a.petrova", center(1)).await;
        let second = world.clerk("b.sidorova", center(1)).await;
        let deletion = agreed(&world, &first, &second).await;
        let (visit, view) = served(&world, &second, Task::ConfirmIdentity, PHONE).await.unwrap();
        let (cx, all, shown) = (world.cx(), all(), mark(&view));
        let (deleted, confirmed) = tokio::join!(
            clerk::execute(&cx, &first, deletion),
            clerk::confirm(&cx, &second, visit, &all, &shown),
        );
        world.drain().await;
        let mut read = world.app.store.read().await.unwrap();
        let row = okno_store::account::find(&mut read, anna.id()).await.unwrap().unwrap();
        let told = |kind: &str| world.sms.sent().iter().filter(|sent| sent.message.kind == kind).count();
        match (deleted.is_ok(), confirmed.is_ok()) {
            (true, false) => {
                assert_eq!((row.status, told("account_deleted"), told("identity_confirmed")), (AccountStatus::Deleted, 1, 0));
            }
            (false, true) => {
                assert_eq!((row.status, told("account_deleted"), told("identity_confirmed")), (AccountStatus::Active, 0, 1));
            }
            // One after the other, in the order in which both make sense.
            (true, true) => {
                assert_eq!((row.status, told("account_deleted"), told("identity_confirmed")), (AccountStatus::Deleted, 1, 1));
            }
            (false, false) => unreachable!("{deleted:?} {confirmed:?}"),
        }
    }

    /// R201, R133: what changed since a colleague agreed is not deleted.
    async fn only_what_was_agreed_to(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let first = world.clerk("a.petrova", center(1)).await;
        let second = world.clerk("b.sidorova", center(1)).await;
        let id = agreed(&world, &first, &second).await;
        okno_app::person::save_draft(&world.cx(), &anna, &citizen_form()).await.unwrap();
        assert_eq!(refused(clerk::execute(&world.cx(), &first, id).await).code, "visit-changed");
        // It is taken back, and the colleague's consent with it.
        clerk::reopen(&world.cx(), &first, id).await.unwrap();
        assert_eq!(refused(clerk::execute(&world.cx(), &first, id).await).code, "visit-out-of-step");
    }
}
