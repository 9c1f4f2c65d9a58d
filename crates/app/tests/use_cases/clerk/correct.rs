//! Errors corrected with the document at hand, with a trace (R129).

use okno_app::{
    audit,
    clerk::{self, Standing, Wish},
    person,
};
use okno_domain::{account::AccountLevel, operator::Task, person::form::PersonForm};
use okno_testkit::{citizen::refused, engine_test, operator::center, person::citizen_form};

use super::{PHONE, agree, all, mark, served, world};

engine_test! {
    /// R129, R95: the corrected data go to the registries; the verified ones stay in force; both states are kept for the
    /// person with who corrected and who agreed, and the record names fields only.
    async fn corrected_with_a_trace(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let first = world.clerk("a.petrova", center(1)).await;
        let second = world.clerk("b.sidorova", center(1)).await;
        let (id, view) = served(&world, &first, Task::CorrectData, PHONE).await.unwrap();
        let Standing::Ready { form, .. } = &view.standing else { unreachable!() };
        let wish = |form: PersonForm| Wish::Correct(Box::new(form));
        let asked = clerk::ask(&world.cx(), &first, id, (&all(), &mark(&view)), wish((**form).clone())).await;
        assert_eq!(refused(asked).code, "visit-nothing-changes");
        let corrected = PersonForm { family_name: "Иваньшина".to_owned(), ..(**form).clone() };
        clerk::ask(&world.cx(), &first, id, (&all(), &mark(&view)), wish(corrected)).await.unwrap();
        agree(&world, &second, true).await;
        clerk::execute(&world.cx(), &first, id).await.unwrap();
        world.drain().await;
        assert!(world.sms.sent().iter().any(|sent| sent.to == PHONE && sent.message.kind == "data_corrected"));
        let now = world.refreshed(&anna).await;
        assert_eq!(now.account.level, AccountLevel::Standard);
        let shown = person::form(&world.cx(), &now).await.unwrap();
        assert_eq!((shown.form.family_name.as_str(), shown.is_verified), ("Иваньшина", true));
        let entries = audit::history(&world.cx(), &anna, None, 9).await.unwrap();
        let entry = entries.iter().find(|entry| entry.act == "data-corrected").unwrap();
        assert_eq!(entry.detail, "family_name");
        assert!(entries.iter().all(|entry| !entry.detail.contains("Иван")));
        let trace = clerk::corrections(&world.cx(), anna.id()).await.unwrap().remove(0);
        assert_eq!((trace.before.family_name.as_str(), trace.after.family_name.as_str()), ("Иванова", "Иваньшина"));
        assert_eq!(trace.row.corrected_by, first.operator.operator);
        assert_eq!(trace.row.approved_by, Some(second.operator.operator));
        assert_eq!(trace.fields, ["family_name"]);
    }

    /// R129: a name that was mistyped at registration, before anything else is known.
    async fn a_name_mistyped_at_registration(store: Store) {
        let world = world(store).await;
        let anna = world.citizen(PHONE).await;
        let first = world.clerk("a.petrova", center(1)).await;
        let second = world.clerk("b.sidorova", center(1)).await;
        let (id, view) = served(&world, &first, Task::CorrectData, PHONE).await.unwrap();
        assert!(view.has_names_only);
        let form = PersonForm {
            family_name: "Иванова-Смирнова".to_owned(),
            given_name: "Анна".to_owned(),
            ..PersonForm::default()
        };
        clerk::ask(&world.cx(), &first, id, (&all(), &mark(&view)), Wish::Correct(Box::new(form))).await.unwrap();
        agree(&world, &second, true).await;
        clerk::execute(&world.cx(), &first, id).await.unwrap();
        assert_eq!(anna.person.family_name, "Иванова");
        let again = world.log_in(PHONE, okno_testkit::citizen::PASSWORD).await.unwrap();
        assert_eq!(again.person.family_name, "Иванова-Смирнова");
    }
}
