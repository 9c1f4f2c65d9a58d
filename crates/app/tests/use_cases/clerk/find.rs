//! One box, an exact number, one hit (R124).

use okno_app::{
    Error, audit, clerk,
    operator::{Acting, audit as operator_audit},
    person,
};
use okno_domain::{
    account::AccountLevel,
    identifier::snils::Snils,
    operator::{Role, Task},
    person::form::PersonForm,
    time::MINUTE,
};
use okno_store::db::{Key, Sql, args};
use okno_testkit::{
    World,
    citizen::{faults, refused},
    engine_test,
    operator::{center, organization},
    person::citizen_form,
};

use super::{PHONE, served, world};
use okno_app::clerk::Standing;

/// As it was before documents were indexed.
const FORGET: Sql = Sql::new("test.forget_documents", Key::Sweep, "DELETE FROM document_lookup", &[]);

const CONFIRM: Task = Task::ConfirmIdentity;

async fn found(world: &World, clerk: &Acting, visitor: &str) -> okno_domain::account::AccountId {
    served(world, clerk, CONFIRM, visitor).await.unwrap().1.visit.account
}

engine_test! {
    /// R124: by SNILS, phone and document number, however they are written; the page shows the level.
    async fn by_each_exact_number(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let spellings = [
            "000-000-600 06", "00000060006", "+7 912 345-67-89", "8 (912) 345-67-89", "40 08 123456", "4008123456",
        ];
        for visitor in spellings {
            assert_eq!(found(&world, &clerk, visitor).await, anna.id(), "{visitor}");
        }
        let (_, view) = served(&world, &clerk, CONFIRM, PHONE).await.unwrap();
        assert_eq!(view.level, AccountLevel::Standard);
    }

    /// R124: documents that were verified before there was an index are found once it was made, however often it is made.
    async fn older_documents_are_indexed(store: Store) {
        const DOCUMENT: &str = "4008123456";
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        world.citizen("+79123456780").await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let mut tx = world.app.store.write().await.unwrap();
        tx.execute(&FORGET, args![]).await.unwrap().any();
        tx.commit().await.unwrap();
        assert_eq!(faults(served(&world, &clerk, CONFIRM, DOCUMENT).await), [("visitor", "visitor-nobody")]);
        for _ in 0..2 {
            let mut after = None;
            while let Some(last) = person::index_documents(&world.cx(), after, 1).await.unwrap() {
                after = Some(last);
            }
        }
        assert_eq!(found(&world, &clerk, DOCUMENT).await, anna.id());
    }

    /// R124: by e-mail; a simplified account by its contact only, and nothing of the person is shown (R125).
    async fn a_simplified_account_shows_what_is_missing(store: Store) {
        let world = world(store).await;
        world.citizen(PHONE).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let (_, view) = served(&world, &clerk, CONFIRM, PHONE).await.unwrap();
        assert_eq!(view.level, AccountLevel::Simplified);
        let Standing::Missing { fields, verification } = view.standing else { unreachable!() };
        assert!(fields.contains(&"snils") && fields.contains(&"document_number") && verification.is_none());
    }

    /// R124: nothing but a complete number finds anybody; no beginning, no name, and no list.
    async fn only_complete_numbers(store: Store) {
        let world = world(store).await;
        world.standard_citizen(PHONE, &citizen_form()).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        for visitor in ["+7912345678", "400812345", "000-000-600", "%", "*", "Иванова", "@example.org"] {
            let looked = clerk::find(&world.cx(), &clerk, CONFIRM, visitor).await;
            let faults = faults(looked);
            assert!(faults == [("visitor", "visitor-format")] || faults == [("visitor", "visitor-nobody")], "{visitor}");
        }
        assert_eq!(faults(clerk::find(&world.cx(), &clerk, CONFIRM, " ").await), [("visitor", "required")]);
        assert_eq!(faults(clerk::find(&world.cx(), &clerk, CONFIRM, "4008999999").await), [("visitor", "visitor-nobody")]);
    }

    /// R124: two accounts may have documents with one number; the operator asks for another number.
    async fn two_accounts_with_one_number(store: Store) {
        let world = world(store).await;
        world.standard_citizen(PHONE, &citizen_form()).await;
        let other = PersonForm { snils: "000-000-700 07".to_owned(), ..citizen_form() };
        world.standard_citizen("+79123456780", &other).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let looked = clerk::find(&world.cx(), &clerk, CONFIRM, "4008123456").await;
        assert_eq!(faults(looked), [("visitor", "visitor-several")]);
    }

    /// R135, decision 15: the look is on the person's record before anything is shown, and in the operator's own; a
    /// question without a hit is in the operator's, without what was typed.
    async fn every_look_is_seen(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        served(&world, &clerk, CONFIRM, PHONE).await.unwrap();
        let entry = audit::history(&world.cx(), &anna, None, 1).await.unwrap().remove(0);
        assert_eq!((entry.act.as_str(), entry.detail.as_str()), ("operator-looked", "confirm_identity"));
        assert_eq!(entry.actor, format!("operator:a.petrova center:{} organization:{}", center(1), organization()));
        clerk::find(&world.cx(), &clerk, CONFIRM, "4008999999").await.unwrap_err();
        let mut read = world.app.store.read().await.unwrap();
        let own = operator_audit::list(&mut read, clerk.operator.operator, None, 1, true).await.unwrap().remove(0);
        assert_eq!((own.act.as_str(), own.detail.as_str()), ("searched", "confirm_identity nobody"));
    }

    /// R124, R135: who is not in the way of a visit sees nothing of it: a colleague, another center, nobody after its time,
    /// and nobody without one.
    async fn a_visit_is_for_its_operator(store: Store) {
        let world = world(store).await;
        world.open_center(center(2)).await;
        world.standard_citizen(PHONE, &citizen_form()).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let colleague = world.clerk("b.sidorova", center(1)).await;
        let elsewhere = world.clerk("d.fern", center(2)).await;
        let (id, _) = served(&world, &clerk, CONFIRM, PHONE).await.unwrap();
        let cx = world.cx();
        assert_eq!(refused(clerk::view(&cx, &colleague, id).await).code, "visit-not-yours");
        assert!(matches!(clerk::view(&cx, &elsewhere, id).await, Err(Error::NotFound)));
        let never = world.cx().fresh_id();
        assert!(matches!(clerk::view(&cx, &clerk, never).await, Err(Error::NotFound)));
        world.clock.advance(MINUTE * 29);
        clerk::view(&world.cx(), &clerk, id).await.unwrap();
        world.clock.advance(MINUTE);
        assert_eq!(refused(clerk::view(&world.cx(), &clerk, id).await).code, "visit-over");
        // The visitor leaves: nothing is seen any more.
        let (id, _) = served(&world, &clerk, CONFIRM, PHONE).await.unwrap();
        clerk::leave(&world.cx(), &clerk, id).await.unwrap();
        assert_eq!(refused(clerk::view(&world.cx(), &clerk, id).await).code, "visit-over");
    }

    /// R126, R135: nobody finds themselves; who has no such task finds nobody.
    async fn not_oneself_and_not_without_a_task(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let snils = Snils::parse(&anna.person.snils).unwrap();
        world.operator_with_snils("a.petrova", Role::Clerk, &[center(1)], Some(snils)).await;
        let clerk = Acting::try_from(world.operator_in("a.petrova").await).unwrap();
        for visitor in [PHONE, "000-000-600 06", "4008123456"] {
            assert_eq!(refused(clerk::find(&world.cx(), &clerk, CONFIRM, visitor).await).code, "operator-oneself");
        }
        for task in [Task::AnswerSupport, Task::DecideVerification] {
            assert_eq!(refused(clerk::find(&world.cx(), &clerk, task, PHONE).await).code, "operator-role");
        }
        assert_eq!(audit::history(&world.cx(), &anna, None, 9).await.unwrap().iter().filter(|e| e.act == "operator-looked").count(), 0);
    }

    /// R124: an operator cannot work through numbers: after some questions within an hour there is no answer, and that is
    /// written down.
    async fn questions_are_counted(store: Store) {
        let world = World::with(store, |settings| settings.operator.finds_per_hour = 3, |_| {}).await;
        world.open_center(center(1)).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        for number in ["4008000001", "4008000002", "4008000003"] {
            faults(clerk::find(&world.cx(), &clerk, CONFIRM, number).await);
        }
        let looked = clerk::find(&world.cx(), &clerk, CONFIRM, "4008000004").await;
        assert_eq!(refused(looked).code, "visit-too-many");
        let other = world.clerk("b.sidorova", center(1)).await;
        faults(clerk::find(&world.cx(), &other, CONFIRM, "4008000004").await);
        let mut read = world.app.store.read().await.unwrap();
        let own = operator_audit::list(&mut read, clerk.operator.operator, None, 1, true).await.unwrap().remove(0);
        assert_eq!(own.detail, "confirm_identity too-many");
    }

    /// R135: an entry that is changed, or taken out, in the database is found out – in the person's record and in the
    /// operator's.
    async fn a_changed_record_is_found_out(store: Store) {
        static HIDE: Sql = Sql::new(
            "operator_audit.hide",
            Key::Own("operator_id"),
            "UPDATE operator_audit SET detail = 'signed out for lunch' WHERE operator_id = $1 AND act = 'looked'",
            &[],
        );
        static REMOVE: Sql = Sql::new(
            "audit.remove",
            Key::Account,
            "DELETE FROM audit WHERE account_id = $1 AND act = 'operator-looked'",
            &[],
        );
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        served(&world, &clerk, CONFIRM, PHONE).await.unwrap();
        let operator = clerk.operator.operator;
        let mut read = world.app.store.read().await.unwrap();
        assert!(audit::verify(&mut read, anna.id()).await.unwrap().is_ok());
        assert!(operator_audit::verify(&mut read, operator).await.unwrap().is_ok());
        drop(read);
        let mut tx = world.app.store.write().await.unwrap();
        assert_eq!(tx.execute(&HIDE, args![operator]).await.unwrap().count(), 1);
        assert_eq!(tx.execute(&REMOVE, args![anna.id()]).await.unwrap().count(), 1);
        tx.commit().await.unwrap();
        let mut read = world.app.store.read().await.unwrap();
        assert!(audit::verify(&mut read, anna.id()).await.unwrap().is_err());
        assert!(operator_audit::verify(&mut read, operator).await.unwrap().is_err());
    }
}
