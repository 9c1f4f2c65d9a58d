//! Two accounts and one SNILS, and evidence taken back: the pages of both.

use http::StatusCode;
use okno_app::{
    person,
    session::SignedIn,
    support::{self, NewRequest},
};
use okno_domain::{operator::Role, support::SupportRequestId};
use okno_testkit::{World, citizen::refused, engine_test, person::citizen_form};

use crate::{
    browser::{Browser, PHONE},
    signed_in,
};

const OLD: &str = "+79123456780";

async fn written(world: &World, person: &SignedIn, topic: &str) -> SupportRequestId {
    let new = NewRequest { topic: topic.to_owned(), message: "?".to_owned(), ..NewRequest::default() };
    support::write(&world.cx(), Some(person), new).await.unwrap().id
}

/// An operator of the support with the request in hand, and an administrator.
async fn in_hand(world: &World, id: SupportRequestId) -> (Browser, Browser) {
    world.operator("e.help", Role::Support, &[]).await;
    world.operator("f.admin", Role::Administrator, &[]).await;
    let mut helper = signed_in(world, "e.help").await;
    helper.open("/operator/support").await;
    helper.send(&format!("/operator/support/{id}/take"), &[]).await;
    (helper, signed_in(world, "f.admin").await)
}

async fn agree(admin: &mut Browser) {
    admin.open("/operator/approvals").await;
    let request = admin.form_action("/operator/approvals/");
    admin.send(&request, &[("decision", "agree")]).await;
    assert!(admin.has("Вы согласились"), "{}", admin.said());
}

engine_test! {
    /// R107: from the request through the comparison and a colleague's consent to one account.
    async fn two_accounts_become_one(store: Store) {
        let world = World::new(store).await;
        let old = world.standard_citizen(OLD, &citizen_form()).await;
        let anna = world.citizen(PHONE).await;
        assert_eq!(refused(person::go_on(&world.cx(), &anna, &citizen_form()).await).code, "snils-taken");
        let id = written(&world, &anna, "snils_taken").await;
        let (mut helper, mut admin) = in_hand(&world, id).await;
        let page = format!("/operator/support/{id}");
        assert!(helper.links().contains(&format!("{page}/accounts")));
        helper.open(&format!("{page}/accounts")).await;
        assert!(helper.has("совпадает") && helper.has("Запросить объединение"));
        for secret in [PHONE, OLD, old.person.snils.as_str(), old.person.family_name.as_str()] {
            assert!(!helper.has(secret), "{secret}");
        }
        assert_eq!(helper.clone().send(&format!("{page}/accounts"), &[("decision", "x")]).await.status, StatusCode::BAD_REQUEST);
        helper.send(&format!("{page}/accounts"), &[("decision", "merge"), ("reason", "")]).await;
        assert!(!helper.error_at("reason").is_empty());
        helper.send(&format!("{page}/accounts"), &[("decision", "merge"), ("reason", "СНИЛС на снимке")]).await;
        helper.assert_at(&format!("{page}/accounts"));
        assert!(helper.has("Ожидает второго сотрудника"));
        agree(&mut admin).await;
        helper.open(&format!("{page}/accounts")).await;
        let approval = helper.hidden("approval");
        let mut twice = helper.clone();
        helper.send(&format!("{page}/merge"), &[("approval", &approval)]).await.assert_at(&page);
        assert!(helper.has("Учётные записи объединены"));
        // The same button once more, in a window that was open: there is nothing left to merge.
        twice.send(&format!("{page}/merge"), &[("approval", &approval)]).await;
        assert!(twice.status.is_client_error(), "{}", twice.status);
    }

    /// R107: the one with the SNILS is another person: it is taken from them. Where nothing can be taken the page says so.
    async fn nothing_to_separate(store: Store) {
        let world = World::new(store).await;
        world.standard_citizen(OLD, &citizen_form()).await;
        let anna = world.citizen(PHONE).await;
        assert_eq!(refused(person::go_on(&world.cx(), &anna, &citizen_form()).await).code, "snils-taken");
        let id = written(&world, &anna, "snils_taken").await;
        let (mut helper, _) = in_hand(&world, id).await;
        let page = format!("/operator/support/{id}/accounts");
        helper.open(&page).await;
        assert!(!helper.has("Запросить изъятие СНИЛС"));
        helper.send(&page, &[("decision", "separate"), ("reason", "два человека")]).await;
        assert!(helper.status.is_client_error() && helper.has("error-summary"), "{}", helper.status);
    }

    /// R118: a confirmation is taken back with a reason and a colleague's consent.
    async fn evidence_is_taken_back(store: Store) {
        let world = World::new(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        world.confirm_by_hand(anna.id()).await;
        let id = written(&world, &anna, "other").await;
        let (mut helper, mut admin) = in_hand(&world, id).await;
        let page = format!("/operator/support/{id}/evidence");
        assert!(helper.links().contains(&page));
        assert_eq!(admin.open(&page).await.status, StatusCode::FORBIDDEN);
        helper.open(&page).await;
        assert!(helper.has("Данные проверены по реестрам") && helper.has("Лично в центре обслуживания"));
        let evidence = helper.body.split("name=\"evidence\"").nth(1).unwrap();
        let evidence = evidence.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        helper.send(&page, &[]).await;
        assert!(!helper.error_at("evidence").is_empty() && !helper.error_at("reason").is_empty());
        helper.send(&page, &[("evidence", &evidence), ("reason", "другой человек")]).await.assert_at(&page);
        assert!(helper.has("Ожидает второго сотрудника"));
        agree(&mut admin).await;
        helper.open(&page).await;
        let fields = [("evidence", helper.hidden("evidence")), ("approval", helper.hidden("approval"))];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        helper.send(&format!("{page}/withdraw"), &fields).await.assert_at(&page);
        assert!(helper.has("Доказательство отозвано") && helper.has("Отозвано") && helper.has("Стандартная"));
    }

    /// R107, R118: neither page is for who has not the request in hand.
    async fn not_without_the_request(store: Store) {
        let world = World::new(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let id = written(&world, &anna, "snils_taken").await;
        let (_, _) = in_hand(&world, id).await;
        world.operator("k.help", Role::Support, &[]).await;
        let mut other = signed_in(&world, "k.help").await;
        for rest in ["accounts", "evidence"] {
            let page = format!("/operator/support/{id}/{rest}");
            assert_eq!(other.open(&page).await.status, StatusCode::CONFLICT);
            other.open("/operator").await;
            other.send(&page, &[("decision", "merge"), ("reason", "x")]).await;
            assert_eq!(other.status, StatusCode::CONFLICT);
        }
    }
}
