//! Registries that are down, lose things or never answer; workers that share the work.

use okno_app::ports::RegistryResult;
use okno_domain::{
    account::AccountLevel,
    time::{DAY, SECOND, after},
    verification::{CheckKind, VerificationState, VerificationStatus},
};
use okno_testkit::{
    engine_test,
    person::{citizen_form, submitted},
    registry::Mood,
};

use crate::scene::Scene;

engine_test! {
    /// R97, R99: an outage is shown for its check alone, the pauses double, the same bytes are sent, and it heals.
    async fn an_outage_heals(store: Store) {
        let scene = Scene::new(store).await;
        scene.ministry.becomes(Mood::Down);
        submitted(&scene.world, &scene.anna, &citizen_form()).await;
        assert_eq!(scene.status(CheckKind::InternalPassport).await, VerificationStatus::Unavailable);
        assert_eq!(scene.status(CheckKind::Snils).await, VerificationStatus::InProgress);
        for (pause, calls) in [(59, 1), (1, 2), (119, 2), (1, 3)] {
            scene.world.clock.advance_seconds(pause);
            scene.world.drain().await;
            assert_eq!(scene.ministry.calls().len(), calls);
        }
        scene.ministry.becomes(Mood::Well);
        scene.world.clock.advance_seconds(240);
        scene.world.drain().await;
        assert_eq!(scene.status(CheckKind::InternalPassport).await, VerificationStatus::InProgress);
        let calls = scene.ministry.calls();
        assert_eq!(calls.len(), 4);
        assert!(calls.iter().all(|call| *call == calls[0]));
        scene.both_match().await;
        assert_eq!(scene.level().await, AccountLevel::Standard);
    }

    /// R99: an outage while the answer is awaited is shown too, and heals.
    async fn an_outage_while_waiting_heals(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        scene.pension.becomes(Mood::Down);
        scene.world.clock.advance_seconds(60);
        scene.world.drain().await;
        assert_eq!(scene.status(CheckKind::Snils).await, VerificationStatus::Unavailable);
        scene.pension.becomes(Mood::Well);
        scene.pension.answers_by_poll(&RegistryResult::Match, scene.world.clock.get());
        scene.world.clock.advance_seconds(60);
        scene.world.drain().await;
        assert_eq!(scene.status(CheckKind::Snils).await, VerificationStatus::Verified);
    }

    /// A registry that babbles or refuses for good is asked again; for the refusal an operator is told.
    async fn babble_and_refusal_are_outages(store: Store) {
        let scene = Scene::new(store).await;
        scene.ministry.becomes(Mood::Refuses);
        scene.pension.becomes(Mood::Babbles);
        submitted(&scene.world, &scene.anna, &citizen_form()).await;
        assert_eq!(scene.status(CheckKind::InternalPassport).await, VerificationStatus::Unavailable);
        assert_eq!(scene.status(CheckKind::Snils).await, VerificationStatus::Unavailable);
        assert_eq!(scene.cases().await, ["verification_refused"]);
        scene.ministry.becomes(Mood::Well);
        scene.pension.becomes(Mood::Well);
        scene.world.clock.advance_seconds(60);
        scene.world.drain().await;
        scene.both_match().await;
        assert_eq!(scene.level().await, AccountLevel::Standard);
    }

    /// A babbling answer to a poll changes nothing, and the right one still counts.
    async fn a_babbled_answer_changes_nothing(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        let before = scene.view().await;
        scene.pension.becomes(Mood::Babbles);
        scene.world.clock.advance_seconds(60);
        scene.world.drain().await;
        assert_eq!(scene.view().await, before);
        scene.pension.becomes(Mood::Well);
        scene.pension.answers_by_poll(&RegistryResult::Match, scene.world.clock.get());
        scene.world.clock.advance_seconds(60);
        scene.world.drain().await;
        assert_eq!(scene.status(CheckKind::Snils).await, VerificationStatus::Verified);
    }

    /// A registry that has lost the ticket gets the same request again.
    async fn a_lost_ticket_is_asked_for_again(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        scene.pension.forget();
        scene.world.clock.advance_seconds(60);
        scene.world.drain().await;
        scene.world.clock.advance_seconds(60);
        scene.world.drain().await;
        let calls = scene.pension.calls();
        assert_eq!(calls.len(), 2);
        assert_eq!(calls[0], calls[1]);
        scene.both_match().await;
        assert_eq!(scene.level().await, AccountLevel::Standard);
    }

    /// R108, C5: at five days to the second the open check goes to the operators and the person is told; a second before
    /// it does not.
    async fn five_days_are_the_limit(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        scene.callback(&scene.pension, RegistryResult::Match).await;
        let deadline = scene.view().await.deadline_at;
        assert_eq!(deadline, after(scene.view().await.submitted_at, DAY * 5));
        scene.world.clock.set(after(deadline, -SECOND));
        scene.world.drain().await;
        assert_eq!(scene.view().await.state, VerificationState::InProgress);
        scene.world.clock.set(deadline);
        scene.world.drain().await;
        assert_eq!(scene.status(CheckKind::InternalPassport).await, VerificationStatus::NeedsOperator);
        assert_eq!(scene.view().await.state, VerificationState::NeedsOperator);
        assert_eq!(scene.cases().await, ["verification_overdue"]);
        assert_eq!(scene.told(), ["verification_delayed"]);
        // The signed answer that comes after all still counts, and closes the case.
        scene.callback(&scene.ministry, RegistryResult::Match).await;
        scene.world.drain().await;
        assert_eq!(scene.level().await, AccountLevel::Standard);
        assert!(scene.cases().await.is_empty());
        assert_eq!(scene.told(), ["verification_delayed", "verification_verified"]);
    }

    /// R108: a registry that was down for five days is not asked any more.
    async fn an_outage_of_five_days_ends_with_the_operators(store: Store) {
        let scene = Scene::new(store).await;
        scene.ministry.becomes(Mood::Down);
        submitted(&scene.world, &scene.anna, &citizen_form()).await;
        let deadline = scene.view().await.deadline_at;
        for _ in 0..130 {
            scene.world.clock.advance_seconds(3600);
            scene.world.drain().await;
        }
        assert!(scene.world.clock.get() > deadline);
        let calls = scene.ministry.calls().len();
        assert!((100..=130).contains(&calls), "{calls} calls");
        scene.world.clock.advance_seconds(24 * 3600);
        scene.world.drain().await;
        assert_eq!(scene.ministry.calls().len(), calls);
        assert_eq!(scene.status(CheckKind::InternalPassport).await, VerificationStatus::NeedsOperator);
    }

    /// Decision 8: two workers on one database hand each request over once.
    async fn two_workers_ask_once(store: Store) {
        let scene = Scene::new(store).await;
        okno_app::person::submit(&scene.world.cx(), &scene.anna, &citizen_form()).await.unwrap();
        let (one, other) = (scene.world.another_runner(), scene.world.another_runner());
        let (a, b) = tokio::join!(one.drain(), other.drain());
        a.unwrap();
        b.unwrap();
        assert_eq!((scene.pension.calls().len(), scene.ministry.calls().len()), (1, 1));
    }

    /// R99: work that was lost is found by its checks and put back.
    async fn lost_work_is_put_back(store: Store) {
        let scene = Scene::new(store).await;
        okno_app::person::submit(&scene.world.cx(), &scene.anna, &citizen_form()).await.unwrap();
        let view = scene.view().await;
        let mut tx = scene.world.app.store.write().await.unwrap();
        for check in &view.checks {
            okno_store::job::cancel(&mut tx, &format!("ask-registry:{}", check.id)).await.unwrap();
        }
        tx.commit().await.unwrap();
        scene.world.drain().await;
        assert!(scene.pension.calls().is_empty());
        let mut tx = scene.world.app.store.write().await.unwrap();
        let reconcile = okno_app::verification::ReconcileVerifications {};
        okno_app::job::enqueue(&mut tx, &scene.world.cx(), &reconcile).await.unwrap();
        tx.commit().await.unwrap();
        scene.world.clock.advance_seconds(601);
        scene.world.drain().await;
        assert_eq!((scene.pension.calls().len(), scene.ministry.calls().len()), (1, 1));
        scene.both_match().await;
        assert_eq!(scene.level().await, AccountLevel::Standard);
    }
}
