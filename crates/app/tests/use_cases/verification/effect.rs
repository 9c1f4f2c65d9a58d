//! What speaks against data in force, what an operator makes of it, and going back to the verified data.

use okno_app::{evidence, person, person::Submitted, ports::RegistryResult, verification};
use okno_domain::{
    account::AccountLevel,
    person::form::PersonForm,
    verification::{CheckId, CheckKind, Reception, VerificationState, VerificationStatus},
};
use okno_testkit::{
    citizen::{PASSWORD, refused},
    engine_test,
    person::{citizen_form, submitted},
};

use super::scene::{PHONE, Scene};

fn married() -> PersonForm {
    PersonForm { family_name: "Петрова".to_owned(), snils: "112-233-445 95".to_owned(), ..citizen_form() }
}

impl Scene {
    /// Anna is Standard by data that the pension fund has contradicted since; the check that is to be decided.
    async fn contradicted(store: okno_testkit::store::Store) -> (Self, CheckId) {
        let scene = Self::submitted(store, &citizen_form()).await;
        scene.both_match().await;
        assert_eq!(scene.callback(&scene.pension, RegistryResult::NoData).await, Reception::Contradiction);
        let view = scene.view().await;
        let check = view.checks.iter().find(|check| check.kind == CheckKind::Snils).unwrap().id;
        (scene, check)
    }

    async fn decide(&self, check: CheckId, is_right: bool) {
        verification::decide(&self.world.cx(), "op1", self.anna.id(), check, is_right).await.unwrap();
        self.world.drain().await;
    }

    /// Anna sends other data a minute later.
    async fn changes(&self, form: &PersonForm) {
        self.world.clock.advance_seconds(60);
        submitted(&self.world, &self.anna, form).await;
    }

    async fn family_name(&self) -> String {
        self.world.log_in(PHONE, PASSWORD).await.unwrap().person.family_name
    }

    /// The level follows from the log of evidence.
    async fn is_proved(&self) -> bool {
        let account = self.account().await;
        let mut read = self.world.app.store.read().await.unwrap();
        evidence::verify(&mut read, &self.world.cx(), &account).await.unwrap().is_ok()
    }

    /// Whether somebody else may send a SNILS.
    async fn is_free(&self, form: &PersonForm) -> bool {
        let boris = self.world.citizen("+79123456780").await;
        let sent = person::submit(&self.world.cx(), &boris, form).await;
        !sent.is_err_and(|error| person::is_snils_taken(&error))
    }

    /// Every message that went out, the newest last.
    fn messages(&self) -> Vec<String> {
        self.world.sms.sent().into_iter().map(|sent| sent.message.kind).collect()
    }
}

engine_test! {
    /// R97, R108: a contradiction about the data in force stays with the operators, whatever the person sends.
    async fn a_contradiction_cannot_be_dismissed_by_the_person(store: Store) {
        let (scene, check) = Scene::contradicted(store).await;
        scene.changes(&married()).await;
        assert_eq!(scene.cases().await, ["verification_contradiction"]);
        let cx = scene.world.cx();
        person::keep_verified(&cx, &scene.anna).await.unwrap();
        assert_eq!(scene.cases().await, ["verification_contradiction"]);
        assert_eq!(scene.status(CheckKind::Snils).await, VerificationStatus::NeedsOperator);
        // The very data that are contradicted are with the operators already.
        let again = person::submit(&cx, &scene.anna, &citizen_form()).await.unwrap();
        assert!(matches!(again, Submitted::Running(_)));
        scene.decide(check, false).await;
        assert_eq!(scene.level().await, AccountLevel::Simplified);
    }

    /// R60: what an operator finds wrong is in force no longer: the level falls, the SNILS is free, and the person is told
    /// so, and not that nothing has changed.
    async fn what_is_found_wrong_is_withdrawn(store: Store) {
        let (scene, check) = Scene::contradicted(store).await;
        assert_eq!(scene.level().await, AccountLevel::Standard);
        scene.decide(check, false).await;
        assert_eq!(scene.level().await, AccountLevel::Simplified);
        assert!(!scene.is_verified().await && scene.is_proved().await);
        assert!(scene.cases().await.is_empty());
        assert_eq!(scene.messages().last().map(String::as_str), Some("account_level_changed"));
        assert!(!scene.told().contains(&"verification_rejected".to_owned()));
        let view = scene.view().await;
        assert_eq!(view.state, VerificationState::Rejected);
        assert!(scene.is_free(&citizen_form()).await);
        // The way is open again.
        scene.changes(&citizen_form()).await;
        scene.both_match().await;
        assert_eq!(scene.level().await, AccountLevel::Standard);
        assert!(scene.is_verified().await && scene.is_proved().await);
    }

    /// R60: also when the person has sent other data since.
    async fn what_is_found_wrong_is_withdrawn_behind_a_newer_submission(store: Store) {
        let (scene, check) = Scene::contradicted(store).await;
        scene.changes(&married()).await;
        scene.decide(check, false).await;
        assert_eq!(scene.level().await, AccountLevel::Simplified);
        assert!(!scene.is_verified().await);
        assert!(scene.is_free(&citizen_form()).await);
        scene.both_match().await;
        assert_eq!((scene.level().await, scene.family_name().await.as_str()), (AccountLevel::Standard, "Петрова"));
        assert!(scene.is_proved().await);
    }

    /// R60: found right, all stays as it is: no second evidence, no second message.
    async fn what_is_found_right_stays(store: Store) {
        let (scene, check) = Scene::contradicted(store).await;
        scene.decide(check, true).await;
        assert_eq!(scene.level().await, AccountLevel::Standard);
        assert_eq!(scene.view().await.state, VerificationState::Verified);
        assert_eq!(scene.told(), ["verification_verified"]);
        let account = scene.account().await;
        let mut read = scene.world.app.store.read().await.unwrap();
        assert_eq!(evidence::log(&mut read, &account).await.unwrap().len(), 1);
    }

    /// R60, R95: when a change turns out to be wrong, the verified data before it are in force again, with their SNILS.
    async fn the_data_before_come_back(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        scene.both_match().await;
        scene.changes(&married()).await;
        scene.both_match().await;
        assert_eq!(scene.family_name().await, "Петрова");
        scene.callback(&scene.pension, RegistryResult::NoData).await;
        let check = scene.view().await.checks.iter().find(|check| check.kind == CheckKind::Snils).unwrap().id;
        scene.decide(check, false).await;
        assert_eq!((scene.level().await, scene.family_name().await.as_str()), (AccountLevel::Standard, "Иванова"));
        assert!(scene.is_verified().await && scene.is_proved().await);
        assert_eq!(scene.told().last().map(String::as_str), Some("verification_rejected"));
        assert!(!scene.is_free(&citizen_form()).await);
    }

    /// R60, R107: unless their SNILS went to another account meanwhile.
    async fn the_data_before_do_not_come_back_without_their_snils(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        scene.both_match().await;
        scene.changes(&married()).await;
        scene.both_match().await;
        let key = scene.pension.questions()[1].key;
        let check = scene.view().await.checks.iter().find(|check| check.kind == CheckKind::Snils).unwrap().id;
        assert!(scene.is_free(&citizen_form()).await);
        scene.world.drain().await;
        scene.both_match().await;
        let signed = scene.pension.answer_to(key, &RegistryResult::NoData, scene.world.clock.get());
        scene.deliver(&scene.pension, &signed).await.unwrap();
        scene.decide(check, false).await;
        assert_eq!(scene.level().await, AccountLevel::Simplified);
        assert!(!scene.is_verified().await && scene.is_proved().await);
    }

    /// R108: a case that was closed is opened again by something new, and not by what was decided.
    async fn a_second_contradiction_opens_a_second_case(store: Store) {
        let (scene, check) = Scene::contradicted(store).await;
        scene.decide(check, true).await;
        assert!(scene.cases().await.is_empty());
        scene.world.clock.advance_seconds(60);
        assert_eq!(scene.callback(&scene.pension, RegistryResult::NoData).await, Reception::Repeated);
        assert!(scene.cases().await.is_empty());
        let mismatch = RegistryResult::Mismatch(vec!["snils".to_owned()]);
        assert_eq!(scene.callback(&scene.pension, mismatch).await, Reception::Contradiction);
        assert_eq!(scene.cases().await, ["verification_contradiction"]);
        assert_eq!(scene.status(CheckKind::Snils).await, VerificationStatus::NeedsOperator);
    }

    /// R89: what was typed and saved while the registries looked is not lost when they are done; R76: what was sent is.
    async fn a_draft_of_other_data_outlives_the_verification(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        let cx = scene.world.cx();
        let typed = PersonForm { birth_place: "гор. Клин".to_owned(), ..citizen_form() };
        person::save_draft(&cx, &scene.anna, &typed).await.unwrap();
        scene.both_match().await;
        let form = person::form(&cx, &scene.anna).await.unwrap();
        assert_eq!((form.form.birth_place.as_str(), form.draft_saved_at.is_some()), ("гор. Клин", true));
        scene.changes(&typed).await;
        scene.both_match().await;
        assert!(person::form(&cx, &scene.anna).await.unwrap().draft_saved_at.is_none());
    }

    /// R8, R95: the person keeps the verified data: a change that did not match, or is under way, is withdrawn.
    async fn a_change_is_withdrawn(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        let early = person::keep_verified(&scene.world.cx(), &scene.anna).await;
        assert!(matches!(early, Err(okno_app::Error::Conflict)));
        scene.both_match().await;
        scene.changes(&married()).await;
        scene.callback(&scene.pension, RegistryResult::NoData).await;
        assert!(scene.view().await.has_rejection());
        person::keep_verified(&scene.world.cx(), &scene.anna).await.unwrap();
        assert_eq!(scene.view().await.state, VerificationState::Verified);
        let form = person::form(&scene.world.cx(), &scene.anna).await.unwrap();
        assert_eq!((form.form, form.draft_saved_at), (citizen_form(), None));
        // What still comes is kept and does nothing.
        assert_eq!(scene.callback(&scene.ministry, RegistryResult::Match).await, Reception::Late);
        assert_eq!(scene.family_name().await, "Иванова");
        // Sending the verified data is the same.
        scene.changes(&married()).await;
        let kept = person::submit(&scene.world.cx(), &scene.anna, &citizen_form()).await.unwrap();
        assert_eq!(kept, Submitted::Unchanged);
        assert_eq!(scene.view().await.state, VerificationState::Verified);
        let (cx, check) = (scene.world.cx(), scene.view().await.checks[0].id);
        let decided = verification::decide(&cx, "op1", scene.anna.id(), check, true);
        assert_eq!(refused(decided.await).code, "verification-not-open");
    }
}
