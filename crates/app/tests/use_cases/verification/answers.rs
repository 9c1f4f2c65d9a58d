//! Answers that are late, doubled, contradictory, forged or somebody else's.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use okno_app::{
    Error,
    ports::RegistryResult,
    verification::{self, refused_answers},
};
use okno_domain::{
    account::AccountLevel,
    person::form::PersonForm,
    verification::{CheckKind, Reception, VerificationState, VerificationStatus},
};
use okno_store::verification as store_of_answers;
use okno_testkit::{
    citizen::refused,
    engine_test,
    person::{citizen_form, submitted},
};

use super::scene::Scene;

engine_test! {
    /// The same answer by callback, again by callback and by poll counts once.
    async fn a_doubled_answer_counts_once(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        let signed = scene.pension.answers_by_poll(&RegistryResult::Match, scene.world.clock.get());
        assert_eq!(scene.deliver(&scene.pension, &signed).await.unwrap(), Reception::Taken);
        let after = scene.view().await;
        assert_eq!(scene.deliver(&scene.pension, &signed).await.unwrap(), Reception::Repeated);
        scene.world.clock.advance_seconds(3600);
        scene.world.drain().await;
        assert_eq!(scene.view().await, after);
        let other = scene.pension.answer(&RegistryResult::Match, scene.world.clock.get());
        assert_eq!(scene.deliver(&scene.pension, &other).await.unwrap(), Reception::Repeated);
    }

    /// An answer fetched by poll is acknowledged; one that came by callback was by its 204.
    async fn a_polled_answer_is_acknowledged(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        scene.pension.answers_by_poll(&RegistryResult::Match, scene.world.clock.get());
        scene.world.clock.advance_seconds(60);
        scene.world.drain().await;
        assert_eq!(scene.status(CheckKind::Snils).await, VerificationStatus::Verified);
        assert_eq!(scene.pension.acknowledged().len(), 1);
        assert!(scene.ministry.acknowledged().is_empty());
    }

    /// A bad signature, a strange text and another registry's signature change nothing.
    async fn forged_answers_change_nothing(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        let before = scene.view().await;
        let counted = refused_answers();
        let signed = scene.pension.answer(&RegistryResult::Match, scene.world.clock.get());
        let mut parts: Vec<_> = signed.split('.').map(str::to_owned).collect();
        parts[2] = URL_SAFE_NO_PAD.encode([7; 32]);
        let forged = refused(scene.deliver(&scene.pension, &parts.join(".")).await);
        assert_eq!(forged.code, "registry-answer-signature");
        for text in ["", "garbage", "a.b", "a.b.c.d", "<xml/>", "a..b"] {
            let strange = refused(scene.deliver(&scene.pension, text).await);
            assert_eq!(strange.code, "registry-answer-malformed");
        }
        let wrong_mouth = refused(scene.deliver(&scene.ministry, &signed).await);
        assert_eq!(wrong_mouth.code, "registry-answer-signature");
        assert!(refused_answers() >= counted + 8);
        assert_eq!(scene.view().await, before);
    }

    /// An answer to a request that was never sent, to another registry's, or to another text of the request is refused.
    async fn answers_to_other_requests_are_refused(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        let now = scene.world.clock.get();
        let unknown = scene.pension.answer_to(uuid::Uuid::from_u128(7), &RegistryResult::Match, now);
        assert!(matches!(scene.deliver(&scene.pension, &unknown).await, Err(Error::NotFound)));
        let foreign = scene.ministry.questions()[0].key;
        let foreign = scene.pension.answer_to(foreign, &RegistryResult::Match, now);
        assert!(matches!(scene.deliver(&scene.pension, &foreign).await, Err(Error::NotFound)));
        let key = scene.pension.questions()[0].key;
        // The registry has forgotten the text, so that the digest in its answer is another.
        scene.pension.forget();
        let other_text = scene.pension.answer_to(key, &RegistryResult::Match, now);
        let other_text = refused(scene.deliver(&scene.pension, &other_text).await);
        assert_eq!(other_text.code, "verification-foreign-answer");
        let nobody = verification::take_answer(&scene.world.cx(), "tax_service", "a.b.c").await;
        assert!(matches!(nobody, Err(Error::NotFound)));
    }

    /// A second, different answer goes to an operator; the level is not raised.
    async fn a_contradiction_before_the_end_stops_the_rise(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        scene.callback(&scene.pension, RegistryResult::Match).await;
        let second = scene.callback(&scene.pension, RegistryResult::NoData).await;
        assert_eq!(second, Reception::Contradiction);
        scene.callback(&scene.ministry, RegistryResult::Match).await;
        scene.world.drain().await;
        assert_eq!(scene.view().await.state, VerificationState::NeedsOperator);
        assert_eq!(scene.level().await, AccountLevel::Simplified);
        assert_eq!(scene.cases().await, ["verification_contradiction"]);
    }

    /// R108: a contradiction after the rise opens a case; only an operator can take the level back.
    async fn a_contradiction_after_the_end_keeps_the_level(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        scene.both_match().await;
        let mismatch = RegistryResult::Mismatch(vec!["snils".to_owned()]);
        assert_eq!(scene.callback(&scene.pension, mismatch).await, Reception::Contradiction);
        scene.world.drain().await;
        assert_eq!(scene.level().await, AccountLevel::Standard);
        assert_eq!(scene.status(CheckKind::Snils).await, VerificationStatus::NeedsOperator);
        assert_eq!(scene.cases().await, ["verification_contradiction"]);
        assert_eq!(scene.told(), ["verification_verified"]);
    }

    /// R95: the late answer to a superseded submission is kept and does nothing.
    async fn a_late_answer_is_evidence_only(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        let (snils, passport) = (scene.pension.questions()[0].key, scene.ministry.questions()[0].key);
        scene.world.clock.advance_seconds(60);
        let other = PersonForm { birth_place: "гор. Клин".to_owned(), ..citizen_form() };
        submitted(&scene.world, &scene.anna, &other).await;
        let before = scene.view().await;
        for (registry, key) in [(&scene.pension, snils), (&scene.ministry, passport)] {
            let signed = registry.answer_to(key, &RegistryResult::Match, scene.world.clock.get());
            assert_eq!(scene.deliver(registry, &signed).await.unwrap(), Reception::Late);
        }
        assert_eq!(scene.view().await, before);
        assert_eq!(scene.level().await, AccountLevel::Simplified);
        let check = okno_domain::id::Id::from_uuid(snils);
        let mut read = scene.world.app.store.read().await.unwrap();
        let kept = store_of_answers::answers(&mut read, scene.anna.id(), check).await.unwrap();
        assert_eq!((kept.len(), kept[0].reception.as_str()), (1, "late"));
    }

    /// Two answers at the same moment: whichever comes second sees the first, and the level rises.
    async fn answers_at_the_same_moment_both_count(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        let now = scene.world.clock.get();
        let one = scene.pension.answer(&RegistryResult::Match, now);
        let other = scene.ministry.answer(&RegistryResult::Match, now);
        let (a, b) = tokio::join!(scene.deliver(&scene.pension, &one), scene.deliver(&scene.ministry, &other));
        assert_eq!((a.unwrap(), b.unwrap()), (Reception::Taken, Reception::Taken));
        assert_eq!(scene.level().await, AccountLevel::Standard);
    }

    /// Decision 8: of two decisions made from one state, the second conflicts and changes nothing.
    async fn a_decision_from_a_stale_state_conflicts(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        let stale = {
            let mut read = scene.world.app.store.read().await.unwrap();
            store_of_answers::latest(&mut read, scene.anna.id()).await.unwrap().unwrap()
        };
        scene.callback(&scene.pension, RegistryResult::Match).await;
        let next = stale.verification.clone().superseded(scene.world.clock.get());
        let mut tx = scene.world.app.store.write().await.unwrap();
        let now = scene.world.clock.get();
        let saved = store_of_answers::save(&mut tx, scene.anna.id(), &stale, &next, None, now).await;
        assert!(matches!(saved, Err(okno_store::Error::Conflict)));
    }
}
