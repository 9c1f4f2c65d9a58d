//! What operators do to persons, and what they may not.

use okno_app::{
    audit,
    operator::{self, audit as operator_audit},
};
use okno_domain::operator::{Act, Role, Task};
use okno_testkit::{
    World,
    citizen::refused,
    engine_test,
    operator::{ENDING, PASSWORD, center, organization},
    person::citizen_form,
};

const PHONE: &str = "+79123456789";

engine_test! {
    /// R135, decision 15: a look is written down for the person, with operator, center and organization, and in the
    /// operator's own record.
    async fn a_look_is_seen(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let cx = world.cx();
        let mut tx = world.app.store.write().await.unwrap();
        operator::look(&mut tx, &cx, &clerk, anna.id(), Task::ConfirmIdentity).await.unwrap();
        tx.commit().await.unwrap();
        let entry = audit::history(&cx, &anna, None, 1).await.unwrap().remove(0);
        assert_eq!((entry.act.as_str(), entry.detail.as_str()), ("operator-looked", "confirm_identity"));
        let expected = format!("operator:a.petrova center:{} organization:{}", center(1), organization());
        assert_eq!(entry.actor, expected);
        let mut read = world.app.store.read().await.unwrap();
        let own = operator_audit::list(&mut read, clerk.operator.operator, None, 1, true).await.unwrap().remove(0);
        assert_eq!((own.act.as_str(), own.center), ("looked", Some(center(1))));
        assert!(own.detail.contains(&anna.id().to_string()));
        assert!(audit::verify(&mut read, anna.id()).await.unwrap().is_ok());
    }

    /// R133, R135: nobody looks for a task that is not theirs: every role against every task.
    async fn no_look_without_a_task(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        for role in Role::ALL {
            let login = role.name().replace('_', "-");
            world.operator(&login, role, &[center(1)]).await;
            let operator = world.operator_in(&login).await;
            for task in Task::ALL {
                let mut tx = world.app.store.write().await.unwrap();
                let looked = operator::look(&mut tx, &world.cx(), &operator, anna.id(), task).await;
                if role.may(task.act()) {
                    looked.unwrap();
                } else {
                    assert_eq!(refused(looked).code, "operator-role", "{role:?} {task:?}");
                }
            }
        }
    }

    /// R126: an operator does nothing to their own account, not even looks.
    async fn nobody_serves_themselves(store: Store) {
        let world = World::new(store).await;
        let form = citizen_form();
        let anna = world.standard_citizen(PHONE, &form).await;
        let snils = okno_domain::identifier::snils::Snils::parse(&anna.person.snils).unwrap();
        world.operator_with_snils("a.petrova", Role::Clerk, &[center(1)], Some(snils)).await;
        let clerk = world.operator_in("a.petrova").await;
        let cx = world.cx();
        let mut tx = world.app.store.write().await.unwrap();
        let looked = operator::look(&mut tx, &cx, &clerk, anna.id(), Task::ConfirmIdentity).await;
        assert_eq!(refused(looked).code, "operator-oneself");
        for act in [Act::ConfirmIdentity, Act::RestoreAccess, Act::DeleteAccount, Act::CorrectData] {
            let acted = operator::authorize(&mut tx, &cx, &clerk, anna.id(), act).await;
            assert_eq!(refused(acted).code, "operator-oneself");
        }
        drop(tx);
        let other = world.citizen("+79123456780").await;
        let mut tx = world.app.store.write().await.unwrap();
        operator::authorize(&mut tx, &cx, &clerk, other.id(), Act::ConfirmIdentity).await.unwrap();
    }

    /// R200, R201: what cannot be undone needs a fresh proof of who the operator is.
    async fn what_cannot_be_undone_needs_a_fresh_proof(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        world.clock.advance_seconds(300);
        let cx = world.cx();
        let mut tx = world.app.store.write().await.unwrap();
        for act in Act::ALL.into_iter().filter(|act| Role::Clerk.may(*act)) {
            let allowed = operator::authorize(&mut tx, &cx, &clerk, anna.id(), act).await;
            if act.is_sensitive() {
                assert_eq!(refused(allowed).code, "operator-not-fresh");
            } else {
                allowed.unwrap();
            }
        }
    }

    /// Duress: what is done in a session that calls for help is marked, so that it can be found and taken back.
    async fn acts_under_duress_are_marked(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        world.operator("a.petrova", Role::Clerk, &[center(1)]).await;
        let forced = world.operator_by("a.petrova", &format!("{PASSWORD}{ENDING}")).await;
        let cx = world.cx();
        let mut tx = world.app.store.write().await.unwrap();
        operator::authorize(&mut tx, &cx, &forced, anna.id(), Act::ConfirmIdentity).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = world.app.store.read().await.unwrap();
        let marked = operator_audit::list(&mut read, forced.operator, None, 1, true).await.unwrap().remove(0);
        assert_eq!(marked.detail, format!("under confirm_identity {}", anna.id()));
        let shown = operator_audit::list(&mut read, forced.operator, None, 1, false).await.unwrap();
        assert!(shown.is_empty());
    }

    /// R135: the operator's record cannot be changed without being found out.
    async fn the_record_is_chained(store: Store) {
        let world = World::new(store).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let mut read = world.app.store.read().await.unwrap();
        let length = operator_audit::verify(&mut read, clerk.operator.operator).await.unwrap().unwrap();
        assert_eq!(length, 4);
        let entries = operator_audit::list(&mut read, clerk.operator.operator, None, 10, true).await.unwrap();
        assert!(entries.windows(2).all(|pair| pair[0].previous == pair[1].hash));
    }
}
