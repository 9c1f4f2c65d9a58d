//! Draft, review and the refusals before anything is sent.

use okno_app::{Error, person};
use okno_domain::person::form::PersonForm;
use okno_testkit::{citizen::faults, engine_test, person::citizen_form};

use super::scene::Scene;

engine_test! {
    /// R76, R68: surname and first name come from registration; what is missing is named.
    async fn the_form_is_prefilled(store: Store) {
        let scene = Scene::new(store).await;
        let view = person::form(&scene.world.cx(), &scene.anna).await.unwrap();
        assert_eq!((view.form.family_name.as_str(), view.form.given_name.as_str()), ("Иванова", "Анна"));
        assert!(view.missing.contains(&"snils") && !view.missing.contains(&"patronymic"));
        assert!(view.draft_saved_at.is_none());
    }

    /// R89, C22: "Save" keeps what was typed, right or not, and sends nothing.
    async fn a_draft_is_kept_and_not_sent(store: Store) {
        let scene = Scene::new(store).await;
        let half = PersonForm { snils: "112".to_owned(), ..PersonForm::default() };
        person::save_draft(&scene.world.cx(), &scene.anna, &half).await.unwrap();
        scene.world.drain().await;
        let view = person::form(&scene.world.cx(), &scene.anna).await.unwrap();
        assert_eq!(view.form, half);
        assert_eq!(view.draft_saved_at, Some(scene.world.clock.get()));
        assert!(scene.pension.calls().is_empty());
        person::discard_draft(&scene.world.cx(), &scene.anna).await.unwrap();
        assert_eq!(person::form(&scene.world.cx(), &scene.anna).await.unwrap().form.family_name, "Иванова");
    }

    /// R93: a faulty form goes nowhere; each fault is told at its field.
    async fn a_faulty_form_is_not_sent(store: Store) {
        let scene = Scene::new(store).await;
        let form = PersonForm { snils: "112-233-445 94".to_owned(), unit_code: "1".to_owned(), ..citizen_form() };
        let told = faults(person::submit(&scene.world.cx(), &scene.anna, &form).await);
        assert_eq!(told, [("snils", "snils-checksum"), ("unit_code", "unit-code-format")]);
        assert_eq!(faults(person::go_on(&scene.world.cx(), &scene.anna, &form).await).len(), 2);
        scene.world.drain().await;
        assert!(scene.pension.calls().is_empty() && scene.ministry.calls().is_empty());
    }

    /// R88: what is sent is what the review page showed.
    async fn the_review_shows_what_is_sent(store: Store) {
        let scene = Scene::new(store).await;
        let cx = scene.world.cx();
        person::go_on(&cx, &scene.anna, &citizen_form()).await.unwrap();
        let review = person::review(&cx, &scene.anna).await.unwrap();
        assert_eq!(review.data.snils, "00000060006");
        let other = PersonForm { birth_place: "гор. Клин".to_owned(), ..citizen_form() };
        person::save_draft(&cx, &scene.anna, &other).await.unwrap();
        let stale = person::submit_reviewed(&cx, &scene.anna, &review.mark).await;
        assert!(matches!(stale, Err(Error::Conflict)));
        let review = person::review(&cx, &scene.anna).await.unwrap();
        person::submit_reviewed(&cx, &scene.anna, &review.mark).await.unwrap();
        assert_eq!(scene.view().await.data.birth_place, "гор. Клин");
    }
}
