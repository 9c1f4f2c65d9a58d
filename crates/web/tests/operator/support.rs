//! Requests to the support, from the queue to the answer.

use http::StatusCode;
use okno_app::support::{self, NewRequest};
use okno_domain::{operator::Role, support::SupportRequestId};
use okno_testkit::{World, engine_test, operator::center};

use crate::{
    browser::{EMAIL, PHONE},
    signed_in,
};

async fn written(world: &World) -> SupportRequestId {
    let new = NewRequest {
        topic: "verification".to_owned(),
        message: "Данные не совпали.".to_owned(),
        contact: EMAIL.to_owned(),
        files: Vec::new(),
    };
    let anna = world.citizen(PHONE).await;
    support::write(&world.cx(), Some(&anna), new).await.unwrap().id
}

engine_test! {
    /// R225: a request is taken, read, answered; nobody reads what they have not taken.
    async fn a_request_is_answered(store: Store) {
        let world = World::new(store).await;
        let id = written(&world).await;
        let page = format!("/operator/support/{id}");
        for login in ["e.help", "k.help"] {
            world.operator(login, Role::Support, &[]).await;
        }
        let mut helper = signed_in(&world, "e.help").await;
        assert!(helper.has("/operator/support"));
        helper.open("/operator/support").await;
        assert!(helper.has("Личные данные и их проверка") && !helper.has("Данные не совпали"));
        assert_eq!(helper.open(&page).await.status, StatusCode::FORBIDDEN);
        assert!(helper.has("Сначала возьмите обращение"));
        helper.open("/operator/support").await;
        helper.send(&format!("{page}/take"), &[]).await.assert_at(&page);
        assert!(helper.has("Данные не совпали.") && helper.has(EMAIL));
        let mut other = signed_in(&world, "k.help").await;
        other.open("/operator/support").await;
        assert!(other.has("В работе у e.help"));
        other.send(&format!("{page}/take"), &[]).await;
        assert_eq!(other.status, StatusCode::CONFLICT);
        assert_eq!(other.open(&page).await.status, StatusCode::CONFLICT);
        helper.send(&page, &[("message", " ")]).await;
        assert!(!helper.error_at("message").is_empty());
        helper.send(&page, &[("message", "Проверьте отчество.")]).await.assert_at("/operator/support");
        assert!(helper.has("Ответ отправлен") && helper.has("никто не ждёт"));
    }

    /// R225: a request goes back to the queue, and is closed.
    async fn a_request_is_put_back_and_closed(store: Store) {
        let world = World::new(store).await;
        let page = format!("/operator/support/{}", written(&world).await);
        world.operator("e.help", Role::Support, &[]).await;
        let mut helper = signed_in(&world, "e.help").await;
        helper.open("/operator/support").await;
        helper.send(&format!("{page}/take"), &[]).await.assert_at(&page);
        helper.send(&format!("{page}/release"), &[]).await.assert_at("/operator/support");
        assert!(helper.has("возвращено в очередь") && helper.has(&format!("{page}/take")));
        helper.send(&format!("{page}/take"), &[]).await;
        helper.send(&format!("{page}/close"), &[]).await.assert_at("/operator/support");
        assert!(helper.has("Обращение закрыто"));
        assert_eq!(helper.send(&format!("{page}/take"), &[]).await.status, StatusCode::CONFLICT);
    }

    /// R133: other roles have no such page.
    async fn not_for_everybody(store: Store) {
        let world = World::new(store).await;
        let page = format!("/operator/support/{}", written(&world).await);
        world.operator("a.petrova", Role::Clerk, &[center(1)]).await;
        let mut clerk = signed_in(&world, "a.petrova").await;
        assert!(!clerk.has("/operator/support"));
        assert_eq!(clerk.open("/operator/support").await.status, StatusCode::FORBIDDEN);
        assert_eq!(clerk.open(&page).await.status, StatusCode::FORBIDDEN);
        clerk.open("/operator").await;
        for step in ["", "/take", "/release", "/close"] {
            assert_eq!(clerk.send(&format!("{page}{step}"), &[("message", "x")]).await.status, StatusCode::FORBIDDEN);
        }
    }
}
