//! Checks that operators decide at their workplace.

use okno_app::{
    Error, audit,
    operator::SignedIn as Operator,
    ports::RegistryResult,
    verification::{self, CaseKind},
};
use okno_domain::{
    account::AccountLevel,
    operator::Role,
    verification::{CheckId, CheckKind, Reception},
};
use okno_testkit::{
    citizen::refused,
    engine_test,
    operator::center,
    person::{citizen_form, submitted},
};

use super::scene::Scene;

impl Scene {
    async fn helper(&self, login: &str) -> Operator {
        self.world.operator(login, Role::Support, &[]).await;
        self.world.operator_in(login).await
    }

    /// Anna has sent her data, and no registry is there to check them.
    async fn by_hand(store: okno_testkit::store::Store) -> Self {
        let scene = Self::without_registries(store).await;
        submitted(&scene.world, &scene.anna, &citizen_form()).await;
        scene
    }

    async fn checks(&self, helper: &Operator) -> Vec<CheckId> {
        verification::cases(&self.world.cx(), helper).await.unwrap().iter().map(|case| case.check).collect()
    }
}

engine_test! {
    /// R108, R211, R225: what no registry can check waits in the queue, is looked at in sight of the person, and decided.
    async fn a_check_is_decided(store: Store) {
        let scene = Scene::by_hand(store).await;
        let helper = scene.helper("e.help").await;
        let cases = verification::cases(&scene.world.cx(), &helper).await.unwrap();
        assert!(cases.len() == 2 && cases.iter().all(|case| case.kind == CaseKind::Manual), "{cases:?}");
        assert!(cases.iter().any(|case| case.check_kind == Some(CheckKind::Snils)));
        let anna = scene.anna.id();
        for case in &cases {
            let cx = scene.world.cx();
            let (_, seen) = verification::look_for_case(&cx, &helper, anna, case.check).await.unwrap();
            assert_eq!(seen.form.snils, "000-000-600 06");
            verification::decide_case(&cx, &helper, (anna, case.check), true).await.unwrap();
        }
        assert_eq!(scene.level().await, AccountLevel::Standard);
        assert!(scene.checks(&helper).await.is_empty());
        let history = audit::history(&scene.world.cx(), &scene.anna, None, 20).await.unwrap();
        let looks = history.iter().filter(|entry| entry.act == "operator-looked" && entry.detail == "decide_verification");
        assert_eq!(looks.count(), 2);
        assert!(history.iter().any(|entry| entry.act == "check-accepted" && entry.actor.starts_with("operator:e.help")));
    }

    /// R133, R225: there is no look without an open case, nor for another role, nor at another account under this check.
    async fn no_look_without_a_case(store: Store) {
        let scene = Scene::by_hand(store).await;
        let helper = scene.helper("e.help").await;
        let [first, second] = scene.checks(&helper).await[..] else { unreachable!("two cases") };
        let (cx, anna) = (scene.world.cx(), scene.anna.id());
        let other = scene.world.citizen("+79123456780").await.id();
        assert_eq!(refused(verification::look_for_case(&cx, &helper, other, first).await).code, "case-closed");
        verification::decide_case(&cx, &helper, (anna, first), false).await.unwrap();
        assert_eq!(refused(verification::look_for_case(&cx, &helper, anna, first).await).code, "case-closed");
        assert_eq!(refused(verification::decide_case(&cx, &helper, (anna, first), true).await).code, "case-closed");
        for role in [Role::Clerk, Role::CenterAdministrator, Role::Administrator] {
            let login = role.name().replace('_', "-");
            scene.world.operator(&login, role, &[center(1)]).await;
            let operator = scene.world.operator_in(&login).await;
            let cx = scene.world.cx();
            assert_eq!(refused(verification::cases(&cx, &operator).await).code, "operator-role");
            let look = verification::look_for_case(&cx, &operator, anna, second).await;
            assert_eq!(refused(look).code, "operator-role");
            let decision = verification::decide_case(&cx, &operator, (anna, second), true).await;
            assert_eq!(refused(decision).code, "operator-role");
        }
    }

    /// R108: two operators decide the same check at once, and differently: one decision falls, and the level follows it.
    async fn one_of_two_decides(store: Store) {
        let scene = Scene::by_hand(store).await;
        let (one, two) = (scene.helper("e.help").await, scene.helper("k.help").await);
        let anna = scene.anna.id();
        for check in scene.checks(&one).await {
            let (here, there) = (scene.world.cx(), scene.world.cx());
            let (first, second) = tokio::join!(
                verification::decide_case(&here, &one, (anna, check), true),
                verification::decide_case(&there, &two, (anna, check), true),
            );
            let outcomes = [first, second];
            assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
            assert!(outcomes.iter().any(|outcome| matches!(outcome, Err(Error::Refused(_) | Error::Conflict))));
        }
        assert_eq!(scene.level().await, AccountLevel::Standard);
    }

    /// R60: to find wrong what had taken effect takes evidence back, so the operator proves first who they are.
    async fn taking_evidence_back_needs_a_fresh_proof(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        scene.both_match().await;
        assert_eq!(scene.callback(&scene.pension, RegistryResult::NoData).await, Reception::Contradiction);
        let helper = scene.helper("e.help").await;
        let check = scene.checks(&helper).await[0];
        scene.world.clock.advance_seconds(300);
        let which = (scene.anna.id(), check);
        let stale = verification::decide_case(&scene.world.cx(), &helper, which, false).await;
        assert_eq!(refused(stale).code, "operator-not-fresh");
        assert_eq!(scene.level().await, AccountLevel::Standard);
        let helper = scene.world.operator_in("e.help").await;
        verification::decide_case(&scene.world.cx(), &helper, which, false).await.unwrap();
        assert_eq!(scene.level().await, AccountLevel::Simplified);
    }
}
