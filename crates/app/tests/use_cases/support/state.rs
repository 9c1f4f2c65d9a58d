//! The look into an account's state.

use okno_app::{
    Error, audit,
    operator::SignedIn as Operator,
    support::{self, desk},
};
use okno_domain::{account::AccountLevel, contact::ContactKind, operator::Role, support::SupportRequestId};
use okno_testkit::{World, citizen::refused, engine_test, operator::center, person::citizen_form};

use super::scene::{EMAIL, PHONE, Scene, request};

/// How a look is refused.
async fn looked(world: &World, operator: &Operator, id: SupportRequestId) -> &'static str {
    let cx = world.cx();
    refused(support::account_state(&cx, operator, id).await).code
}

engine_test! {
    /// R225: whoever has the request in hand sees what the account is like, and nothing that it holds; the person sees it.
    async fn the_state_without_secrets(store: Store) {
        let scene = Scene::new(store).await;
        let world = &scene.world;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let helper = scene.helper("e.help").await;
        let id = support::write(&world.cx(), Some(&anna), request("", Vec::new())).await.unwrap().id;
        desk::take(&world.cx(), &helper, id).await.unwrap();
        let state = support::account_state(&world.cx(), &helper, id).await.unwrap();
        assert_eq!((state.level, state.sessions), (AccountLevel::Standard, 1));
        let contacts: Vec<_> = state.contacts.iter().map(|it| (it.kind, it.masked.as_str(), it.is_confirmed)).collect();
        assert_eq!(contacts, [(ContactKind::MobilePhone, "+7 *** ***-67-89", true)]);
        let all = format!("{state:?}");
        for secret in [PHONE, "Иванова", &anna.person.snils, &anna.person.document.number] {
            assert!(!all.contains(secret), "{secret}");
        }
        let entry = audit::history(&world.cx(), &anna, None, 1).await.unwrap().remove(0);
        assert_eq!((entry.act.as_str(), entry.detail.as_str()), ("operator-looked", "answer_support"));
    }

    /// R133, R225: without the request in hand nobody looks: not before it is taken, not after it was answered or given
    /// back, not another operator, not another role; and a visitor's request leads to no account.
    async fn no_look_without_a_request_in_hand(store: Store) {
        let scene = Scene::new(store).await;
        let world = &scene.world;
        let anna = world.citizen(PHONE).await;
        let (helper, other) = (scene.helper("e.help").await, scene.helper("k.help").await);
        let id = support::write(&world.cx(), Some(&anna), request("", Vec::new())).await.unwrap().id;
        assert_eq!(looked(world, &helper, id).await, "support-not-taken");
        desk::take(&world.cx(), &helper, id).await.unwrap();
        assert_eq!(looked(world, &other, id).await, "support-taken");
        desk::release(&world.cx(), &helper, id).await.unwrap();
        assert_eq!(looked(world, &helper, id).await, "support-not-taken");
        desk::take(&world.cx(), &helper, id).await.unwrap();
        desk::answer(&world.cx(), &helper, id, "Ответ.").await.unwrap();
        assert_eq!(looked(world, &helper, id).await, "support-not-taken");
        for role in [Role::Clerk, Role::CenterAdministrator, Role::Administrator] {
            let login = role.name().replace('_', "-");
            world.operator(&login, role, &[center(1)]).await;
            assert_eq!(looked(world, &world.operator_in(&login).await, id).await, "operator-role");
        }
        let history = audit::history(&world.cx(), &anna, None, 20).await.unwrap();
        assert!(history.iter().all(|entry| entry.act != "operator-looked"));
        let visitor = support::write(&world.cx(), None, request(EMAIL, Vec::new())).await.unwrap().id;
        desk::take(&world.cx(), &helper, visitor).await.unwrap();
        assert!(matches!(support::account_state(&world.cx(), &helper, visitor).await, Err(Error::NotFound)));
    }
}
