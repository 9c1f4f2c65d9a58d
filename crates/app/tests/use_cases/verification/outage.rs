//! Registries that are down, lose things or never answer; workers that share the work.

use okno_app::{person::Submitted, ports::RegistryResult, verification};
use okno_domain::{
    account::AccountLevel,
    person::form::PersonForm,
    time::{DAY, SECOND, after},
    verification::{CheckKind, VerificationState, VerificationStatus},
};
use okno_testkit::{
    engine_test,
    person::{citizen_form, submitted},
    registry::Mood,
};

use super::scene::Scene;

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

    /// R99: a registry that names a pause is left in peace for as long, but one shorter than ours is not hastened to.
    async fn a_wished_pause_is_kept(store: Store) {
        let scene = Scene::new(store).await;
        scene.ministry.becomes(Mood::Down);
        scene.ministry.wishes(Some(300));
        submitted(&scene.world, &scene.anna, &citizen_form()).await;
        for (pause, calls, wish) in [(299, 1, 1), (1, 2, 1), (119, 2, 1), (1, 3, 7 * 24 * 3600)] {
            scene.ministry.wishes(Some(wish));
            scene.world.clock.advance_seconds(pause);
            scene.world.drain().await;
            assert_eq!(scene.ministry.calls().len(), calls);
        }
        for (pause, calls) in [(24 * 3600 - 1, 3), (1, 4)] {
            scene.world.clock.advance_seconds(pause);
            scene.world.drain().await;
            assert_eq!(scene.ministry.calls().len(), calls, "no longer than a day");
        }
    }

    /// R96: a registry whose answer is not ready says when to come again; our longest pause bounds that.
    async fn a_wished_pause_between_polls_is_kept(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        for (wish, pause, polls) in
            [(600, 60, 1), (1, 599, 1), (1, 1, 2), (7 * 24 * 3600, 330, 3), (1, 3599, 3), (1, 1, 4)]
        {
            scene.pension.wishes(Some(wish));
            scene.world.clock.advance_seconds(pause);
            scene.world.drain().await;
            assert_eq!(scene.pension.polls(), polls, "after {pause} more seconds");
        }
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

    /// R99: a registry that babbles or refuses for good is asked again; for the refusal an operator is told, once for the
    /// registry and until it works again.
    async fn babble_and_refusal_are_outages(store: Store) {
        let scene = Scene::new(store).await;
        scene.ministry.becomes(Mood::Refuses);
        scene.pension.becomes(Mood::Babbles);
        submitted(&scene.world, &scene.anna, &citizen_form()).await;
        let boris = scene.world.citizen("+79123456780").await;
        let other = PersonForm { snils: "112-233-445 95".to_owned(), ..citizen_form() };
        submitted(&scene.world, &boris, &other).await;
        assert_eq!(scene.status(CheckKind::InternalPassport).await, VerificationStatus::Unavailable);
        assert_eq!(scene.status(CheckKind::Snils).await, VerificationStatus::Unavailable);
        assert_eq!(scene.cases().await, ["verification_refused"]);
        scene.ministry.becomes(Mood::Well);
        scene.pension.becomes(Mood::Well);
        scene.world.clock.advance_seconds(60);
        scene.world.drain().await;
        assert!(scene.cases().await.is_empty());
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

    /// R99, R106, R108: a registry that was down for five days is asked on, slowly, for thirty days; when it comes back, its
    /// answer settles what the operators had.
    async fn after_five_days_the_registry_is_asked_slowly(store: Store) {
        let scene = Scene::new(store).await;
        scene.ministry.becomes(Mood::Down);
        submitted(&scene.world, &scene.anna, &citizen_form()).await;
        let deadline = scene.view().await.deadline_at;
        for _ in 0..130 {
            scene.world.clock.advance_seconds(3600);
            scene.world.drain().await;
        }
        assert!(scene.world.clock.get() > deadline);
        assert_eq!(scene.status(CheckKind::InternalPassport).await, VerificationStatus::NeedsOperator);
        assert_eq!(scene.told(), ["verification_delayed"]);
        let calls = scene.ministry.calls().len();
        assert!((100..=130).contains(&calls), "{calls} calls");
        for _ in 0..24 {
            scene.world.clock.advance_seconds(3600);
            scene.world.drain().await;
        }
        let slow = scene.ministry.calls().len() - calls;
        assert!((3..=5).contains(&slow), "{slow} calls in a day");
        assert_eq!(scene.status(CheckKind::InternalPassport).await, VerificationStatus::NeedsOperator);
        scene.ministry.becomes(Mood::Well);
        scene.world.clock.advance_seconds(7 * 3600);
        scene.world.drain().await;
        scene.both_match().await;
        assert_eq!(scene.level().await, AccountLevel::Standard);
        assert!(scene.cases().await.is_empty());
    }

    /// R99, R108: after thirty more days nobody asks any more.
    async fn asking_ends(store: Store) {
        let scene = Scene::new(store).await;
        scene.ministry.becomes(Mood::Down);
        submitted(&scene.world, &scene.anna, &citizen_form()).await;
        scene.world.clock.set(scene.view().await.deadline_at);
        scene.world.drain().await;
        scene.world.clock.set(after(scene.view().await.deadline_at, DAY * 30));
        scene.world.drain().await;
        let calls = scene.ministry.calls().len();
        for _ in 0..4 {
            scene.world.clock.advance_seconds(7 * 3600);
            scene.world.drain().await;
        }
        assert_eq!(scene.ministry.calls().len(), calls);
    }

    /// R106, R108: what had no answer in time may be sent again as it is; before that, it is under way.
    async fn what_is_overdue_may_be_sent_again(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        let cx = scene.world.cx();
        let early = okno_app::person::submit(&cx, &scene.anna, &citizen_form()).await.unwrap();
        assert!(matches!(early, Submitted::Running(_)) && !scene.view().await.may_be_sent_again);
        scene.world.clock.set(scene.view().await.deadline_at);
        scene.world.drain().await;
        assert!(scene.view().await.may_be_sent_again);
        let again = okno_app::person::submit(&scene.world.cx(), &scene.anna, &citizen_form()).await.unwrap();
        assert!(matches!(again, Submitted::Started(_)));
        assert!(scene.cases().await.is_empty());
        scene.world.drain().await;
        scene.both_match().await;
        assert_eq!(scene.level().await, AccountLevel::Standard);
    }

    /// R211: where no registry is configured, operators look at once, and the person is told.
    async fn without_registries_operators_look_at_once(store: Store) {
        let scene = Scene::without_registries(store).await;
        submitted(&scene.world, &scene.anna, &citizen_form()).await;
        assert_eq!(scene.view().await.state, VerificationState::NeedsOperator);
        assert_eq!(scene.cases().await, ["verification_manual", "verification_manual"]);
        assert_eq!(scene.told(), ["verification_delayed"]);
        assert!(!scene.view().await.may_be_sent_again);
        for check in scene.view().await.checks {
            let cx = scene.world.cx();
            verification::decide(&cx, "op1", scene.anna.id(), check.id, true).await.unwrap();
        }
        assert_eq!(scene.level().await, AccountLevel::Standard);
        assert!(scene.cases().await.is_empty());
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
        let reconcile = verification::ReconcileVerifications {};
        okno_app::job::enqueue(&mut tx, &scene.world.cx(), &reconcile).await.unwrap();
        tx.commit().await.unwrap();
        scene.world.clock.advance_seconds(601);
        scene.world.drain().await;
        assert_eq!((scene.pension.calls().len(), scene.ministry.calls().len()), (1, 1));
        scene.both_match().await;
        assert_eq!(scene.level().await, AccountLevel::Standard);
    }
}
