//! The window of a center, in browsers (R121 to R135, R200 to R202).

use http::StatusCode;
use okno_app::settings::CenterConfirmMode;
use okno_domain::operator::Role;
use okno_testkit::{World, engine_test, operator::center, person::citizen_form};

use crate::{
    browser::{Browser, PHONE},
    signed_in,
};

/// A world with one center, one Standard visitor, and two clerks.
async fn at_the_window(world: &World) {
    world.open_center(center(1)).await;
    world.standard_citizen(PHONE, &citizen_form()).await;
    world.operator("a.petrova", Role::Clerk, &[center(1)]).await;
    world.operator("b.sidorova", Role::Clerk, &[center(1)]).await;
}

/// Finds a visitor; returns the address of the visit.
async fn find(clerk: &mut Browser, task: &str, visitor: &str) -> String {
    let address = format!("/operator/serve/{task}");
    clerk.open(&address).await;
    clerk.send(&address, &[("visitor", visitor)]).await;
    assert!(clerk.at.starts_with("/operator/visits/"), "{} {}", clerk.at, clerk.body);
    clerk.at.clone()
}

fn hidden(clerk: &Browser, name: &str) -> String {
    let after = clerk.body.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
    after.split('"').next().unwrap().to_owned()
}

const SEEN: [(&str, &str); 4] =
    [("seen_photo", "1"), ("seen_person", "1"), ("seen_document", "1"), ("seen_snils", "1")];

async fn send_seen(clerk: &mut Browser, visit: &str, step: &str, more: &[(&str, &str)]) {
    let mark = hidden(clerk, "mark");
    let mut fields = vec![("mark", mark.as_str())];
    fields.extend(SEEN);
    fields.extend_from_slice(more);
    clerk.send(&format!("{visit}/{step}"), &fields).await;
}

engine_test! {
    /// R124, R126, R134: found, compared and confirmed, in two forms; the page of a name, a document and a level.
    async fn found_compared_and_confirmed(store: Store) {
        let world = World::new(store).await;
        at_the_window(&world).await;
        let mut clerk = signed_in(&world, "a.petrova").await;
        assert!(clerk.has("/operator/serve/confirm_identity") && clerk.has("Центр «Проба»"));
        let visit = find(&mut clerk, "confirm_identity", "40 08 123456").await;
        for part in ["Иванова", "Анна", "4008123456", "level--standard", "Услуга бесплатная", "+7 *** ***-67-89"] {
            assert!(clerk.has(part), "{part}");
        }
        // Nothing is shown that the task does not need.
        assert!(!clerk.has("гор. Тверь") && !clerk.has("60006") && !clerk.has("id=\"hand_out\""));
        send_seen(&mut clerk, &visit, "confirm", &[]).await;
        assert_eq!(clerk.status, StatusCode::OK);
        assert!(clerk.has("Личность подтверждена") && clerk.has("/form.pdf"));
        assert_eq!(clerk.open(&visit).await.status, StatusCode::GONE);
        let form = clerk.open(&format!("{visit}/form.pdf")).await;
        // Without built assets there are no fonts for paper.
        assert!(form.status == StatusCode::OK && form.body.starts_with("%PDF") || form.status == StatusCode::SERVICE_UNAVAILABLE);
        let other = find(&mut clerk, "confirm_identity", PHONE).await;
        assert!(clerk.has("Личность уже подтверждена") && !clerk.has("id=\"submit\"") && !clerk.has("Иванова"));
        clerk.send(&format!("{other}/leave"), &[]).await.assert_at("/operator/serve/confirm_identity");
    }

    /// R126: what was not ticked is said at its box, and what was ticked stays.
    async fn every_box_is_ticked(store: Store) {
        let world = World::new(store).await;
        at_the_window(&world).await;
        let mut clerk = signed_in(&world, "a.petrova").await;
        let visit = find(&mut clerk, "confirm_identity", PHONE).await;
        let mark = hidden(&clerk, "mark");
        clerk.send(&format!("{visit}/confirm"), &[("mark", &mark), ("seen_photo", "1")]).await;
        assert_eq!(clerk.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!clerk.error_at("seen_person").is_empty() && clerk.error_at("seen_photo").is_empty());
        assert!(clerk.has("name=\"seen_photo\" value=\"1\" checked"));
    }

    /// R123, R125, R135: what operators may not: another's visitor, without a visit, without accreditation, without a role.
    async fn what_operators_may_not(store: Store) {
        let world = World::new(store).await;
        at_the_window(&world).await;
        world.operator("e.help", Role::Support, &[]).await;
        world.operator("d.fern", Role::Clerk, &[center(2)]).await;
        let mut clerk = signed_in(&world, "a.petrova").await;
        let visit = find(&mut clerk, "confirm_identity", PHONE).await;
        let mut colleague = signed_in(&world, "b.sidorova").await;
        assert_eq!(colleague.open(&visit).await.status, StatusCode::FORBIDDEN);
        assert!(!colleague.has("Иванова") && !colleague.has("4008123456"));
        let mut elsewhere = signed_in(&world, "d.fern").await;
        assert_eq!(elsewhere.open(&visit).await.status, StatusCode::NOT_FOUND);
        elsewhere.open("/operator/serve/confirm_identity").await;
        elsewhere.send("/operator/serve/confirm_identity", &[("visitor", PHONE)]).await;
        assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
        assert!(elsewhere.has("нет аккредитации"));
        let mut support = signed_in(&world, "e.help").await;
        assert!(!support.has("/operator/serve"));
        assert_eq!(support.open("/operator/serve/confirm_identity").await.status, StatusCode::FORBIDDEN);
        assert_eq!(clerk.open("/operator/serve/answer_support").await.status, StatusCode::NOT_FOUND);
        assert_eq!(clerk.open("/operator/serve/all").await.status, StatusCode::NOT_FOUND);
        // A citizen's session is nobody's here.
        let mut citizen = Browser::new(&world);
        citizen.open(&visit).await;
        assert!(citizen.at.starts_with("/operator/login"));
    }

    /// R200, R202: phone and password are lost: a new phone is proved, a colleague agrees, and it is done.
    async fn access_is_restored(store: Store) {
        let world = World::new(store).await;
        at_the_window(&world).await;
        let mut clerk = signed_in(&world, "a.petrova").await;
        let visit = find(&mut clerk, "restore_access", "000-000-600 06").await;
        clerk.send(&format!("{visit}/contact"), &[("mobile_phone", "12")]).await;
        assert!(!clerk.error_at("mobile_phone").is_empty());
        clerk.send(&format!("{visit}/contact"), &[("mobile_phone", "+7 912 345-00-00")]).await.assert_at(&visit);
        world.drain().await;
        let code = world.sms_code("+79123450000");
        let proof = [("contact_kind", "mobile_phone"), ("code", code.expose())];
        clerk.send(&format!("{visit}/prove"), &proof).await.assert_at(&visit);
        send_seen(&mut clerk, &visit, "ask", &[]).await;
        clerk.assert_at(&visit);
        assert!(clerk.has("Нужно согласие коллеги") && !clerk.has(&format!("{visit}/execute")));
        let mut colleague = signed_in(&world, "b.sidorova").await;
        colleague.open("/operator/approvals").await;
        for part in ["документ, удостоверяющий личность, СНИЛС", "новый контакт", "a.petrova"] {
            assert!(colleague.has(part), "{part}");
        }
        let decide = colleague.body.split("action=\"/operator/approvals/").nth(1).unwrap();
        let decide = format!("/operator/approvals/{}", decide.split('"').next().unwrap());
        // Nobody agrees without having looked.
        assert!(!colleague.has("value=\"agree\""));
        colleague.send(&decide, &[("decision", "agree")]).await;
        assert!(colleague.status == StatusCode::CONFLICT && colleague.has("Сначала посмотрите данные"));
        colleague.open(&decide).await;
        for part in ["Иванова", "4008123456", "000-000-600 06", "+7 *** ***-00-00"] {
            assert!(colleague.has(part), "{part}");
        }
        let mark = hidden(&colleague, "mark");
        colleague.send(&decide, &[("decision", "agree"), ("mark", &mark)]).await;
        assert!(clerk.open(&visit).await.has("Коллега согласился"));
        clerk.send(&format!("{visit}/execute"), &[]).await;
        assert!(clerk.has("Доступ можно восстановить"));
    }

    /// R129: data are corrected with the document at hand; what was typed stays where something is wrong.
    async fn data_are_corrected(store: Store) {
        let world = World::new(store).await;
        at_the_window(&world).await;
        let mut clerk = signed_in(&world, "a.petrova").await;
        let visit = find(&mut clerk, "correct_data", PHONE).await;
        assert!(clerk.has("value=\"Иванова\"") && clerk.has("value=\"12.03.1985\""));
        let form = citizen_form();
        let mark = hidden(&clerk, "mark");
        let fields: Vec<_> = form.fields().map(|field| (field, form.value(field).to_owned())).collect();
        let typed = |name: &'static str| {
            let mut all: Vec<(&str, &str)> = fields.iter().map(|(field, value)| (*field, value.as_str())).collect();
            all.retain(|(field, _)| *field != "family_name");
            all.extend([("family_name", name), ("mark", &*mark), ("seen_photo", "1")]);
            all
        };
        clerk.send(&format!("{visit}/ask"), &typed("Ivanova")).await;
        assert_eq!(clerk.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!clerk.error_at("family_name").is_empty() && clerk.has("value=\"Ivanova\""));
        clerk.send(&format!("{visit}/ask"), &typed("Иванова")).await;
        assert!(clerk.has("Ничего не изменится"));
        clerk.send(&format!("{visit}/ask"), &typed("Иваньшина")).await.assert_at(&visit);
        let mut colleague = signed_in(&world, "b.sidorova").await;
        colleague.open("/operator/approvals").await;
        assert!(colleague.has("Изменяется: Фамилия") && !colleague.has("Иваньшина"));
        let request = colleague.body.split("action=\"/operator/approvals/").nth(1).unwrap();
        let request = format!("/operator/approvals/{}", request.split('"').next().unwrap());
        // Before and after of what changes, and nothing that the task does not need.
        colleague.open(&request).await;
        assert!(colleague.has("<del>Иванова</del> <ins>Иваньшина</ins>") && colleague.has("4008123456"));
        assert!(!colleague.has("гор. Тверь") && !colleague.has("60006"));
    }

    /// R130: a code is on one page, once.
    async fn a_code_is_handed_out(store: Store) {
        let modes = vec![CenterConfirmMode::Operator, CenterConfirmMode::Code];
        let world = World::with(store, |settings| settings.center.confirm.mode = modes, |_| {}).await;
        at_the_window(&world).await;
        let mut clerk = signed_in(&world, "a.petrova").await;
        let visit = find(&mut clerk, "confirm_identity", PHONE).await;
        assert!(clerk.has("id=\"hand_out\""));
        send_seen(&mut clerk, &visit, "code", &[]).await;
        assert!(clerk.has("id=\"confirmation_code\""));
        assert_eq!(clerk.headers["referrer-policy"], "no-referrer");
        assert_eq!(clerk.open(&visit).await.status, StatusCode::GONE);
    }

    /// R135, decision 15: the person sees who looked and at which center, and no device of the operator's.
    async fn the_person_sees_who_looked(store: Store) {
        let world = World::new(store).await;
        at_the_window(&world).await;
        let mut clerk = signed_in(&world, "a.petrova").await;
        find(&mut clerk, "confirm_identity", PHONE).await;
        let mut person = Browser::new(&world);
        person.open("/login").await;
        person.send("/login", &[("login", PHONE), ("password", okno_testkit::citizen::PASSWORD)]).await;
        person.open("/account/history").await;
        assert!(person.has("Сотрудник открыл ваши данные, чтобы подтвердить личность"));
        assert!(person.has("Центр «Проба»"));
    }
}
