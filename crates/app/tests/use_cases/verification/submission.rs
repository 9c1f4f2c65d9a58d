//! From the form to level Standard.

use okno_app::{account, audit, notification, person, person::Submitted, ports::RegistryResult, verification};
use okno_domain::{
    account::AccountLevel,
    person::form::PersonForm,
    verification::{CheckKind, VerificationState, VerificationStatus},
};
use okno_testkit::{
    citizen::{PASSWORD, refused},
    engine_test,
    person::{citizen_form, foreigner_form, submitted},
};

use super::scene::{PHONE, Scene};

engine_test! {
    /// R60, R61, R63, R96, R102, R104, C4, C6: both answers raise the level by themselves, to Standard and no further: the
    /// registries confirm nobody's identity. The person is told everywhere, once.
    async fn two_matching_answers_make_the_account_standard(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        assert_eq!(scene.status(CheckKind::Snils).await, VerificationStatus::InProgress);
        scene.callback(&scene.pension, RegistryResult::Match).await;
        assert_eq!(scene.level().await, AccountLevel::Simplified);
        assert!(!scene.is_verified().await);
        scene.callback(&scene.ministry, RegistryResult::Match).await;
        scene.world.drain().await;
        assert_eq!(scene.level().await, AccountLevel::Standard);
        assert_eq!(scene.view().await.state, VerificationState::Verified);
        assert!(scene.is_verified().await);
        assert_eq!(scene.told(), ["verification_verified"]);
        let feed = notification::feed(&scene.world.cx(), scene.anna.id(), 10).await.unwrap();
        assert!(feed.iter().any(|notice| notice.kind == "verification_verified"));
        let changes = account::level_changes(&scene.world.cx(), scene.anna.id()).await.unwrap();
        assert_eq!(changes[0].to, AccountLevel::Standard);
        assert_eq!(changes[0].source, "pension_fund,interior_ministry");
        let mut read = scene.world.app.store.read().await.unwrap();
        audit::verify(&mut read, scene.anna.id()).await.unwrap().unwrap();
    }

    /// R96, R109: each registry gets what it compares and no more.
    async fn each_registry_is_asked_for_its_own(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        let snils = &scene.pension.questions()[0];
        assert_eq!(snils.kind, "snils");
        let members: Vec<_> = snils.subject.keys().map(String::as_str).collect();
        assert_eq!(members, ["birth_date", "family_name", "given_name", "patronymic", "sex", "snils"]);
        let passport = &scene.ministry.questions()[0];
        assert_eq!((passport.kind.as_str(), passport.subject["series"].as_str()), ("internal_passport", "4008"));
        assert!(!passport.subject.contains_key("snils"));
    }

    /// R106: the level stays, the fields are named, and corrected data can be sent again.
    async fn a_mismatch_names_the_fields_and_can_be_corrected(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        let mismatch = RegistryResult::Mismatch(vec!["number".to_owned(), "issue_date".to_owned()]);
        scene.callback(&scene.ministry, mismatch).await;
        scene.world.drain().await;
        assert_eq!(scene.told(), ["verification_rejected"]);
        scene.callback(&scene.pension, RegistryResult::Match).await;
        let view = scene.view().await;
        assert_eq!(view.state, VerificationState::Rejected);
        let passport = view.checks.iter().find(|check| check.kind == CheckKind::InternalPassport).unwrap();
        assert_eq!(passport.mismatched, ["document_number", "issue_date"]);
        assert_eq!(scene.level().await, AccountLevel::Simplified);
        // What was typed is still in the form.
        let kept = person::form(&scene.world.cx(), &scene.anna).await.unwrap();
        assert_eq!(kept.form, citizen_form());
        let corrected = PersonForm { document_number: "4008654321".to_owned(), ..citizen_form() };
        scene.world.clock.advance_seconds(60);
        submitted(&scene.world, &scene.anna, &corrected).await;
        scene.both_match().await;
        assert_eq!(scene.level().await, AccountLevel::Standard);
    }

    /// "No data" is an answer, and a rejection.
    async fn no_data_rejects(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        scene.callback(&scene.pension, RegistryResult::NoData).await;
        scene.callback(&scene.ministry, RegistryResult::Match).await;
        assert_eq!(scene.view().await.state, VerificationState::Rejected);
        assert_eq!(scene.view().await.checks[0].finding, Some("no_data"));
    }

    /// R107: a SNILS that another account holds is refused before anything is sent, with a refusal of its own.
    async fn a_taken_snils_is_refused(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        scene.both_match().await;
        let boris = scene.world.citizen("+79123456780").await;
        let result = person::submit(&scene.world.cx(), &boris, &citizen_form()).await;
        assert!(result.as_ref().is_err_and(person::is_snils_taken));
        assert_eq!(refused(result).code, "snils-taken");
        scene.world.drain().await;
        assert_eq!(scene.pension.questions().len(), 1);
    }

    /// R107: of two accounts that send the same SNILS at once, one becomes Standard.
    async fn the_first_account_gets_the_snils(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        let (first, second) = (scene.pension.questions()[0].key, scene.ministry.questions()[0].key);
        let boris = scene.world.citizen("+79123456780").await;
        submitted(&scene.world, &boris, &citizen_form()).await;
        scene.both_match().await;
        let now = scene.world.clock.get();
        for (registry, key) in [(&scene.pension, first), (&scene.ministry, second)] {
            let signed = registry.answer_to(key, &RegistryResult::Match, now);
            scene.deliver(registry, &signed).await.unwrap();
        }
        scene.world.drain().await;
        assert_eq!(scene.level().await, AccountLevel::Simplified);
        let view = scene.view().await;
        assert!(view.is_snils_taken() && view.has_rejection());
        assert!(!scene.is_verified().await);
    }

    /// R73, R95: the verified values stay in force until the new ones are verified; the level stays.
    async fn verified_data_stay_in_force_while_new_ones_are_checked(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        scene.both_match().await;
        scene.world.clock.advance_seconds(3600);
        let anna = scene.world.log_in(PHONE, PASSWORD).await.unwrap();
        let married = PersonForm { family_name: "Петрова".to_owned(), ..citizen_form() };
        person::go_on(&scene.world.cx(), &anna, &married).await.unwrap();
        let review = person::review(&scene.world.cx(), &anna).await.unwrap();
        assert_eq!(review.changes, ["family_name"]);
        submitted(&scene.world, &anna, &married).await;
        let now = scene.world.log_in(PHONE, PASSWORD).await.unwrap();
        assert_eq!(now.person.family_name, "Иванова");
        let view = verification::state(&scene.world.cx(), &now).await.unwrap().unwrap();
        assert_eq!((view.state, view.differs.as_slice()), (VerificationState::InProgress, ["family_name"].as_slice()));
        scene.both_match().await;
        let then = scene.world.log_in(PHONE, PASSWORD).await.unwrap();
        assert_eq!(then.person.family_name, "Петрова");
        assert_eq!(then.account.level, AccountLevel::Standard);
    }

    /// R96: the same form sent twice is one verification; another one supersedes it.
    async fn sending_twice_is_sending_once(store: Store) {
        let scene = Scene::new(store).await;
        let cx = scene.world.cx();
        let Submitted::Started(id) = person::submit(&cx, &scene.anna, &citizen_form()).await.unwrap() else { panic!() };
        let twice = person::submit(&cx, &scene.anna, &citizen_form()).await.unwrap();
        assert_eq!(twice, Submitted::Running(id));
        scene.world.drain().await;
        assert_eq!(scene.pension.questions().len(), 1);
        scene.both_match().await;
        let verified = person::submit(&scene.world.cx(), &scene.anna, &citizen_form()).await.unwrap();
        assert_eq!(verified, Submitted::Unchanged);
    }

    /// R87: an INN, which no registry looks at, is added without a new verification; what is verified stays so, and a
    /// running change is withdrawn.
    async fn what_no_registry_knows_is_added_at_once(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        scene.both_match().await;
        let anna = scene.world.log_in(PHONE, PASSWORD).await.unwrap();
        let with_inn = PersonForm { inn: "500100732259".to_owned(), ..citizen_form() };
        person::go_on(&scene.world.cx(), &anna, &with_inn).await.unwrap();
        let review = person::review(&scene.world.cx(), &anna).await.unwrap();
        assert_eq!((review.is_sent, review.changes.as_slice()), (false, ["inn"].as_slice()));
        let done = person::submit_reviewed(&scene.world.cx(), &anna, &review.mark).await.unwrap();
        assert_eq!(done, Submitted::Added);
        scene.world.drain().await;
        assert_eq!(scene.pension.questions().len(), 1);
        let then = scene.world.log_in(PHONE, PASSWORD).await.unwrap();
        assert_eq!((then.person.inn.as_str(), then.account.level), ("500100732259", AccountLevel::Standard));
        let standing = verification::standing(&scene.world.cx(), &then).await.unwrap();
        assert!(standing.verified_at.is_some() && standing.pending.is_none());
        assert!(standing.in_force.unwrap().differs.is_empty());
        assert!(person::form(&scene.world.cx(), &then).await.unwrap().draft_saved_at.is_none());
        let again = person::submit(&scene.world.cx(), &then, &with_inn).await.unwrap();
        assert_eq!(again, Submitted::Unchanged);
    }

    /// R96: two windows that send at the same moment begin one verification.
    async fn two_windows_begin_one_verification(store: Store) {
        let scene = Scene::new(store).await;
        let (one, other) = (scene.world.cx(), scene.world.cx());
        let form = citizen_form();
        let (a, b) = tokio::join!(person::submit(&one, &scene.anna, &form), person::submit(&other, &scene.anna, &form));
        let started = [a.unwrap(), b.unwrap()].iter().filter(|done| matches!(done, Submitted::Started(_))).count();
        assert_eq!(started, 1);
        scene.world.drain().await;
        assert_eq!((scene.pension.questions().len(), scene.ministry.questions().len()), (1, 1));
    }

    /// The registries are no oracles: a person cannot send without end.
    async fn submissions_are_limited(store: Store) {
        let scene = Scene::new(store).await;
        let mut last = None;
        for number in 0..21 {
            let form = PersonForm { document_number: format!("40081234{number:02}"), ..citizen_form() };
            last = Some(person::submit(&scene.world.cx(), &scene.anna, &form).await);
        }
        assert_eq!(refused(last.unwrap()).code, "verification-too-many");
    }

    /// R209, R211: a foreign document waits for an operator while the SNILS is checked; then the account is Standard.
    async fn a_foreign_document_is_decided_by_an_operator(store: Store) {
        let scene = Scene::submitted(store, &foreigner_form()).await;
        assert_eq!(scene.status(CheckKind::ForeignDocument).await, VerificationStatus::NeedsOperator);
        assert!(scene.ministry.calls().is_empty());
        assert_eq!(scene.cases().await, ["verification_manual"]);
        scene.callback(&scene.pension, RegistryResult::Match).await;
        scene.world.drain().await;
        assert_eq!(scene.view().await.state, VerificationState::NeedsOperator);
        assert_eq!(scene.told(), ["verification_delayed"]);
        assert_eq!(scene.level().await, AccountLevel::Simplified);
        let view = scene.view().await;
        let document = view.checks.iter().find(|check| check.kind == CheckKind::ForeignDocument).unwrap().id;
        // The operator sees what was sent, and the person sees that they looked (decision 15).
        let seen = verification::look(&scene.world.cx(), "op1", scene.anna.id(), document).await.unwrap();
        assert_eq!((seen.form.document_number.as_str(), seen.answers.len()), ("N12345678", 0));
        let own = audit::history(&scene.world.cx(), &scene.anna, None, 1).await.unwrap();
        assert_eq!((own[0].act.as_str(), own[0].actor.as_str()), ("operator-looked", "operator:op1"));
        verification::decide(&scene.world.cx(), "op1", scene.anna.id(), document, true).await.unwrap();
        assert_eq!(scene.level().await, AccountLevel::Standard);
        assert!(scene.cases().await.is_empty());
        let twice = verification::decide(&scene.world.cx(), "op1", scene.anna.id(), document, false).await;
        assert_eq!(refused(twice).code, "verification-not-open");
        let changes = account::level_changes(&scene.world.cx(), scene.anna.id()).await.unwrap();
        assert_eq!(changes[0].source, "pension_fund,operator");
    }

    /// R105: the window with the level comes with the login after the success, not before, and goes when it was seen.
    async fn the_level_is_shown_after_the_next_login(store: Store) {
        let scene = Scene::submitted(store, &citizen_form()).await;
        scene.both_match().await;
        assert_eq!(verification::level_window(&scene.world.cx(), &scene.anna).await.unwrap(), None);
        scene.world.clock.advance_seconds(60);
        let anna = scene.world.log_in(PHONE, PASSWORD).await.unwrap();
        let cx = scene.world.cx();
        assert_eq!(verification::level_window(&cx, &anna).await.unwrap(), Some(AccountLevel::Standard));
        notification::mark_read(&cx, anna.id()).await.unwrap();
        assert_eq!(verification::level_window(&cx, &anna).await.unwrap(), None);
    }
}
