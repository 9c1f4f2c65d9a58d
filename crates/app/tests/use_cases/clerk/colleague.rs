//! The second operator looks before they agree (R129, R200, R201).

use okno_app::{
    Error, approval, audit,
    clerk::{self, Request, Wish},
    operator::Acting,
};
use okno_domain::{
    approval::ApprovalId,
    operator::{CenterId, Role, Task},
    person::form::PersonForm,
    visit::VisitId,
};
use okno_testkit::{World, citizen::refused, engine_test, operator::center, person::citizen_form};

use super::{PHONE, all, mark, served, world};

/// A visitor is found and a colleague asked.
async fn asked(world: &World, clerk: &Acting, task: Task, wish: Wish) -> VisitId {
    let (id, view) = served(world, clerk, task, PHONE).await.unwrap();
    clerk::ask(&world.cx(), clerk, id, (&all(), &mark(&view)), wish).await.unwrap();
    id
}

async fn request(world: &World, colleague: &Acting) -> (CenterId, ApprovalId) {
    let listed = approval::list(&world.cx(), colleague).await.unwrap();
    (center(1), listed.first().unwrap().approval.id)
}

async fn looked(world: &World, colleague: &Acting) -> Result<Request, Error> {
    let request = request(world, colleague).await;
    clerk::look_at_request(&world.cx(), colleague, request).await
}

async fn looks(world: &World, person: &okno_app::session::SignedIn) -> usize {
    let mut read = world.app.store.read().await.unwrap();
    let entries = audit::list(&mut read, person.id(), None, 40).await.unwrap();
    entries.iter().filter(|entry| entry.act == "operator-looked").count()
}

engine_test! {
    /// R201, R135: the colleague sees what the first operator compared, as a look that the person sees; without it
    /// nothing is agreed to.
    async fn nobody_agrees_blindly(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let first = world.clerk("a.petrova", center(1)).await;
        let second = world.clerk("b.sidorova", center(1)).await;
        let id = asked(&world, &first, Task::DeleteAccount, Wish::Delete).await;
        let at = request(&world, &second).await;
        let listed = approval::list(&world.cx(), &second).await.unwrap();
        assert!(listed[0].looks && listed[0].may_decide);
        let blind = approval::decide(&world.cx(), &second, (Some(at.0), at.1), true).await;
        assert_eq!(refused(blind).code, "approval-not-seen");
        assert_eq!(refused(clerk::agree(&world.cx(), &second, at, "guessed").await).code, "visit-changed");
        assert_eq!(looks(&world, &anna).await, 1);
        let shown = looked(&world, &second).await.unwrap();
        assert_eq!(looks(&world, &anna).await, 2);
        assert_eq!((shown.form.family_name.as_str(), shown.form.document_number.as_str()), ("Иванова", "4008123456"));
        assert!(shown.fields.contains(&"snils") && !shown.fields.contains(&"birth_place"));
        assert!(shown.form.birth_place.is_empty() && shown.changes.is_empty());
        assert_eq!((shown.task, shown.requested_by.as_str()), (Task::DeleteAccount, "a.petrova"));
        clerk::agree(&world.cx(), &second, at, &shown.mark).await.unwrap();
        assert_eq!(refused(clerk::agree(&world.cx(), &second, at, &shown.mark).await).code, "approval-decided");
        clerk::execute(&world.cx(), &first, id).await.unwrap();
    }

    /// R129: of a correction, what changes is shown before and after, and what else there is is not.
    async fn a_correction_shows_what_changes(store: Store) {
        let world = world(store).await;
        world.standard_citizen(PHONE, &citizen_form()).await;
        let first = world.clerk("a.petrova", center(1)).await;
        let second = world.clerk("b.sidorova", center(1)).await;
        let form = PersonForm { family_name: "Иваньшина".to_owned(), ..citizen_form() };
        asked(&world, &first, Task::CorrectData, Wish::Correct(Box::new(form))).await;
        let shown = looked(&world, &second).await.unwrap();
        assert_eq!(shown.changes, ["family_name"]);
        assert_eq!((shown.form.family_name.as_str(), shown.after.family_name.as_str()), ("Иванова", "Иваньшина"));
        assert!(shown.after.document_number.is_empty());
        assert!(shown.fields.contains(&"document_number") && !shown.fields.contains(&"snils"));
        assert!(shown.form.snils.is_empty() && shown.form.birth_place.is_empty());
    }

    /// R200: of a restoration, the new contacts are shown masked, and whether the others go.
    async fn a_restoration_shows_the_contacts(store: Store) {
        let world = world(store).await;
        world.standard_citizen(PHONE, &citizen_form()).await;
        let first = world.clerk("a.petrova", center(1)).await;
        let second = world.clerk("b.sidorova", center(1)).await;
        asked(&world, &first, Task::RestoreAccess, Wish::Restore { forget_others: false }).await;
        let shown = looked(&world, &second).await.unwrap();
        assert!(shown.contacts.is_empty() && !shown.forgets_others && shown.fields.contains(&"snils"));
    }

    /// R135, R133: nobody looks who may not decide: not the first one, not another center, not about oneself, not when it
    /// is over; an administrator of the installation sees no person and agrees by the request alone.
    async fn who_may_not_decide_sees_nothing(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        world.open_center(center(2)).await;
        let first = world.clerk("a.petrova", center(1)).await;
        let elsewhere = world.clerk("d.fern", center(2)).await;
        let snils = okno_domain::identifier::snils::Snils::parse(&anna.person.snils).unwrap();
        let own = world.operator_with_snils("s.self", Role::Clerk, &[center(1)], Some(snils)).await;
        let oneself = Acting::try_from(world.operator_in("s.self").await).unwrap();
        assert_eq!(oneself.operator.operator, own);
        world.operator("f.admin", Role::Administrator, &[]).await;
        let admin = world.operator_in("f.admin").await;
        let id = asked(&world, &first, Task::DeleteAccount, Wish::Delete).await;
        let listed = approval::list(&world.cx(), &first).await.unwrap();
        let at = (center(1), listed[0].approval.id);
        let cx = world.cx();
        for (operator, code) in
            [(&first, "approval-same-operator"), (&elsewhere, "approval-other-center"), (&oneself, "operator-oneself")]
        {
            assert_eq!(refused(clerk::look_at_request(&cx, operator, at).await).code, code);
            assert_eq!(refused(clerk::agree(&cx, operator, at, "x").await).code, code);
        }
        assert_eq!(looks(&world, &anna).await, 1);
        assert!(!approval::list(&cx, &admin).await.unwrap()[0].looks);
        approval::decide(&cx, &admin, (Some(at.0), at.1), true).await.unwrap();
        assert_eq!(refused(clerk::look_at_request(&cx, &oneself, at).await).code, "approval-decided");
        clerk::execute(&cx, &first, id).await.unwrap();
    }

    /// R200, R201: what was looked at is what is agreed to: not when the data, or the request, are others by then.
    async fn what_was_seen_is_what_is_agreed_to(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let first = world.clerk("a.petrova", center(1)).await;
        let second = world.clerk("b.sidorova", center(1)).await;
        let id = asked(&world, &first, Task::DeleteAccount, Wish::Delete).await;
        let (at, shown) = (request(&world, &second).await, looked(&world, &second).await.unwrap());
        let mut tx = world.app.store.write().await.unwrap();
        let row = okno_store::person::find(&mut tx, anna.id()).await.unwrap().unwrap();
        let now = world.clock.get();
        okno_store::person::save_data(&mut tx, anna.id(), row.version, &row.data_sealed, Some(now), now).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(refused(clerk::agree(&world.cx(), &second, at, &shown.mark).await).code, "visit-changed");
        assert_eq!(refused(looked(&world, &second).await).code, "visit-changed");
        clerk::reopen(&world.cx(), &first, id).await.unwrap();
        assert_eq!(refused(clerk::agree(&world.cx(), &second, at, &shown.mark).await).code, "approval-decided");
    }
}
