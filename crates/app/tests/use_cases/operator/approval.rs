//! Four eyes.

use okno_app::{
    Error,
    approval::{self, decide, withdraw},
    audit,
    operator::{self, Acting, SignedIn},
};
use okno_domain::{
    approval::{ApprovalId, ApprovalState, Subject},
    operator::{Act, Role},
};
use okno_testkit::{World, citizen::refused, engine_test, operator::center};
use serde_json::json;

const PHONE: &str = "+79123456789";

async fn ask(world: &World, clerk: &SignedIn, subject: Subject) -> Result<ApprovalId, Error> {
    let mut tx = world.app.store.write().await.unwrap();
    let what = (Act::DeleteAccount, subject);
    let id = approval::ask(&mut tx, &world.cx(), clerk, what, &json!({"why": "wish"}), json!({})).await?;
    tx.commit().await.unwrap();
    Ok(id)
}

async fn execute(world: &World, clerk: &SignedIn, id: ApprovalId, subject: Subject, why: &str) -> Result<(), Error> {
    let mut tx = world.app.store.write().await.unwrap();
    let what = (Act::DeleteAccount, subject);
    let done = approval::execute(&mut tx, &world.cx(), clerk, id, what, &json!({ "why": why })).await?;
    assert_eq!(done.state, ApprovalState::Executed);
    tx.commit().await.unwrap();
    Ok(())
}

/// Two clerks of one center, both fresh.
async fn two_clerks(world: &World) -> (Acting, Acting) {
    (world.clerk("a.petrova", center(1)).await, world.clerk("b.sidorova", center(1)).await)
}

engine_test! {
    /// R200, R201: asked by one, agreed to by another of the center, done once; each step is on the account for the
    /// person to see.
    async fn asked_agreed_and_done_once(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (first, second) = two_clerks(&world).await;
        let subject = Subject::Account(anna.id());
        let id = ask(&world, &first, subject).await.unwrap();
        let listed = approval::list(&world.cx(), &second).await.unwrap();
        assert_eq!((listed.len(), listed[0].may_decide, listed[0].requested_by.as_str()), (1, true, "a.petrova"));
        let own = approval::list(&world.cx(), &first).await.unwrap();
        assert!(own[0].is_own && !own[0].may_decide);
        assert_eq!(operator::head(&world.cx(), &second).await.unwrap().approvals, Some(1));
        assert_eq!(operator::head(&world.cx(), &first).await.unwrap().approvals, Some(0));

        assert_eq!(refused(execute(&world, &first, id, subject, "wish").await).code, "approval-not-approved");
        let at = (Some(center(1)), id);
        assert_eq!(refused(decide(&world.cx(), &first, at, true).await).code, "approval-same-operator");
        decide(&world.cx(), &second, at, true).await.unwrap();
        assert_eq!(refused(execute(&world, &first, id, subject, "whim").await).code, "approval-changed");
        assert_eq!(refused(execute(&world, &second, id, subject, "wish").await).code, "approval-not-yours");
        execute(&world, &first, id, subject, "wish").await.unwrap();
        assert_eq!(refused(execute(&world, &first, id, subject, "wish").await).code, "approval-decided");
        assert!(approval::list(&world.cx(), &second).await.unwrap().is_empty());

        let history = audit::history(&world.cx(), &anna, None, 3).await.unwrap();
        let acts: Vec<_> = history.iter().map(|entry| entry.act.as_str()).collect();
        assert_eq!(acts, ["approval-executed", "approval-given", "approval-asked"]);
    }

    /// R200, R201: two decisions, or two executions, at the same instant: one wins.
    async fn races_have_one_winner(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (first, second) = two_clerks(&world).await;
        let third = world.clerk("c.ivanova", center(1)).await;
        let subject = Subject::Account(anna.id());
        let at = (Some(center(1)), ask(&world, &first, subject).await.unwrap());
        let cx = world.cx();
        let (yes, no) = tokio::join!(decide(&cx, &second, at, true), decide(&cx, &third, at, false));
        assert!(yes.is_ok() != no.is_ok());

        let at = (Some(center(1)), ask(&world, &first, subject).await.unwrap());
        decide(&cx, &second, at, true).await.unwrap();
        let (one, other) = tokio::join!(
            execute(&world, &first, at.1, subject, "wish"),
            execute(&world, &first, at.1, subject, "wish")
        );
        assert!(one.is_ok() != other.is_ok());
    }

    /// R200, R201: not by another center, not by support, not without a fresh proof; by the administrator.
    async fn not_by_anybody(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let first = world.clerk("a.petrova", center(1)).await;
        let elsewhere = world.clerk("d.fern", center(2)).await;
        world.operator("e.help", Role::Support, &[]).await;
        world.operator("f.admin", Role::Administrator, &[]).await;
        let (support, admin) = (world.operator_in("e.help").await, world.operator_in("f.admin").await);
        let at = (Some(center(1)), ask(&world, &first, Subject::Account(anna.id())).await.unwrap());
        assert!(approval::list(&world.cx(), &elsewhere).await.unwrap().is_empty());
        assert_eq!(refused(decide(&world.cx(), &elsewhere, at, true).await).code, "approval-other-center");
        assert_eq!(refused(decide(&world.cx(), &support, at, true).await).code, "operator-role");
        assert!(matches!(decide(&world.cx(), &admin, (Some(center(2)), at.1), true).await, Err(Error::NotFound)));
        world.clock.advance_seconds(300);
        assert_eq!(refused(decide(&world.cx(), &admin, at, true).await).code, "operator-not-fresh");
        let admin = world.operator_in("f.admin").await;
        decide(&world.cx(), &admin, at, true).await.unwrap();
    }

    /// R200, R201: a request dies by age and when it is taken back.
    async fn requests_end(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (first, second) = two_clerks(&world).await;
        let subject = Subject::Account(anna.id());
        let taken_back = (Some(center(1)), ask(&world, &first, subject).await.unwrap());
        assert_eq!(refused(withdraw(&world.cx(), &second, taken_back).await).code, "approval-not-yours");
        withdraw(&world.cx(), &first, taken_back).await.unwrap();
        assert_eq!(refused(decide(&world.cx(), &second, taken_back, true).await).code, "approval-decided");
        let at = (Some(center(1)), ask(&world, &first, subject).await.unwrap());
        world.clock.advance_seconds(3600);
        let second = world.operator_in("b.sidorova").await;
        assert_eq!(refused(decide(&world.cx(), &second, at, true).await).code, "approval-expired");
        assert!(approval::list(&world.cx(), &second).await.unwrap().is_empty());
        // And it is not asked for without a fresh proof.
        assert_eq!(refused(ask(&world, &first, subject).await).code, "operator-not-fresh");
    }
}
