//! Four eyes, in two browsers.

use http::StatusCode;
use okno_app::{approval, operator::SignedIn};
use okno_domain::{
    account::AccountId,
    approval::{ApprovalId, Subject},
    operator::{Act, Role},
};
use okno_testkit::{
    World, engine_test,
    operator::{PASSWORD, center},
};
use serde_json::json;

use crate::{browser::PHONE, signed_in};

async fn ask(world: &World, operator: &SignedIn, account: AccountId) -> ApprovalId {
    let mut tx = world.app.store.write().await.unwrap();
    let what = (Act::DeleteAccount, Subject::Account(account));
    let detail = json!({ "notes": ["passport seen"] });
    let id = approval::ask(&mut tx, &world.cx(), operator, what, &json!({}), detail).await.unwrap();
    tx.commit().await.unwrap();
    id
}

engine_test! {
    /// R200, R201: a colleague reads what is asked for and agrees; the first one sees it, and cannot agree to it.
    async fn a_colleague_agrees(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let first = world.clerk("a.petrova", center(1)).await;
        world.operator("b.sidorova", Role::Clerk, &[center(1)]).await;
        let id = ask(&world, &first, anna.id()).await;
        let address = format!("/operator/approvals/{}/{id}", center(1));

        let mut own = signed_in(&world, "a.petrova").await;
        own.open("/operator/approvals").await;
        assert!(own.has("Ваши запросы") && !own.has("value=\"agree\""));
        own.send(&address, &[("decision", "agree")]).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN);
        assert!(own.has("Согласиться должен другой сотрудник"));

        let mut second = signed_in(&world, "b.sidorova").await;
        assert!(second.has("class=\"work-count\""));
        second.open("/operator/approvals").await;
        assert!(second.has("a.petrova") && second.has("passport seen") && second.has(&anna.id().to_string()));
        second.send(&address, &[("decision", "agree")]).await.assert_at("/operator/approvals");
        assert!(second.has("Вы согласились") && !second.has("value=\"agree\""));
        second.send(&address, &[("decision", "refuse")]).await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        assert!(own.open("/operator/approvals").await.has("Коллега согласился"));
    }

    /// R200, R201: after five minutes the proof of who one is comes first, and then the page again.
    async fn a_fresh_proof_comes_first(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let first = world.clerk("a.petrova", center(1)).await;
        world.operator("b.sidorova", Role::Clerk, &[center(1)]).await;
        let address = format!("/operator/approvals/{}/{}", center(1), ask(&world, &first, anna.id()).await);
        let mut second = signed_in(&world, "b.sidorova").await;
        second.open("/operator/approvals").await;
        world.clock.advance_seconds(300);
        second.send(&address, &[("decision", "agree")]).await.assert_at("/operator/again?return=/operator/approvals");
        let here = second.at.clone();
        let code = world.totp_code();
        second.send(&here, &[("password", "x"), ("code", code.expose())]).await;
        assert!(!second.error_at("password").is_empty());
        second.send(&here, &[("password", PASSWORD), ("code", code.expose())]).await.assert_at("/operator/approvals");
        second.send(&address, &[("decision", "agree")]).await;
        assert!(second.has("Вы согласились"));
    }

    /// R133: who agrees to nothing has no such page; what is not there is not found; nonsense is refused.
    async fn not_for_everybody(store: Store) {
        let world = World::new(store).await;
        world.operator("e.help", Role::Support, &[]).await;
        world.operator("f.admin", Role::Administrator, &[]).await;
        let mut support = signed_in(&world, "e.help").await;
        assert!(!support.has("/operator/approvals"));
        assert_eq!(support.open("/operator/approvals").await.status, StatusCode::FORBIDDEN);
        let mut admin = signed_in(&world, "f.admin").await;
        admin.open("/operator/approvals").await;
        assert_eq!(admin.status, StatusCode::OK);
        let nowhere = format!("/operator/approvals/{}/{}", center(1), center(2));
        assert_eq!(admin.send(&nowhere, &[("decision", "agree")]).await.status, StatusCode::NOT_FOUND);
        admin.open("/operator/approvals").await;
        assert_eq!(admin.send(&nowhere, &[("decision", "perhaps")]).await.status, StatusCode::BAD_REQUEST);
        admin.open("/operator").await;
        assert_eq!(admin.send("/operator/approvals/x/y", &[]).await.status, StatusCode::NOT_FOUND);
    }
}
