//! Checks that wait for a decision, and the look into an account's state.

use http::StatusCode;
use okno_app::{
    support::{self, NewRequest},
    verification,
};
use okno_domain::operator::Role;
use okno_testkit::{
    World, engine_test,
    operator::center,
    person::{citizen_form, submitted},
};

use crate::{browser::PHONE, signed_in};

engine_test! {
    /// R108, R211: a check is opened from the queue, shows what was sent, and is decided once.
    async fn a_check_is_decided(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        world.clock.advance_seconds(1);
        submitted(&world, &anna, &citizen_form()).await;
        world.operator("e.help", Role::Support, &[]).await;
        let mut helper = signed_in(&world, "e.help").await;
        helper.open("/operator/cases").await;
        assert!(helper.has("СНИЛС и его владелец") && !helper.has("000-000-600 06"));
        let page = helper.links().into_iter().find(|link| link.starts_with("/operator/cases/")).unwrap();
        helper.open(&page).await;
        assert!(helper.has("000-000-600 06"));
        assert_eq!(helper.clone().send(&page, &[("decision", "perhaps")]).await.status, StatusCode::BAD_REQUEST);
        let mut other = helper.clone();
        helper.send(&page, &[("decision", "right")]).await.assert_at("/operator/cases");
        assert!(helper.has("Решение по проверке принято"));
        other.send(&page, &[("decision", "wrong")]).await;
        assert_eq!(other.status, StatusCode::GONE);
        assert!(other.has("больше нечего решать"));
        assert_eq!(other.open(&page).await.status, StatusCode::GONE);
        let state = verification::state(&world.cx(), &anna).await.unwrap().unwrap();
        assert_eq!(state.checks.iter().filter(|check| check.status.name() == "verified").count(), 1);
    }

    /// R225: the state of an account is seen by whoever has its request in hand, without data.
    async fn the_state_of_an_account(store: Store) {
        let world = World::new(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let new = NewRequest { topic: "other".to_owned(), message: "?".to_owned(), ..NewRequest::default() };
        let id = support::write(&world.cx(), Some(&anna), new).await.unwrap().id;
        let page = format!("/operator/support/{id}");
        world.operator("e.help", Role::Support, &[]).await;
        let mut helper = signed_in(&world, "e.help").await;
        assert_eq!(helper.open(&format!("{page}/account")).await.status, StatusCode::FORBIDDEN);
        helper.open("/operator/support").await;
        helper.send(&format!("{page}/take"), &[]).await;
        assert!(helper.links().contains(&format!("{page}/account")));
        helper.open(&format!("{page}/account")).await;
        assert!(helper.has("+7 *** ***-67-89") && helper.has("Стандартная"));
        for secret in [PHONE, anna.person.family_name.as_str(), anna.person.snils.as_str()] {
            assert!(!helper.has(secret), "{secret}");
        }
    }

    /// R133: other roles have no such pages.
    async fn not_for_everybody(store: Store) {
        let world = World::new(store).await;
        world.operator("a.petrova", Role::Clerk, &[center(1)]).await;
        let mut clerk = signed_in(&world, "a.petrova").await;
        assert!(!clerk.has("/operator/cases"));
        assert_eq!(clerk.open("/operator/cases").await.status, StatusCode::FORBIDDEN);
        let nowhere = format!("/operator/cases/{}/{}", center(1), center(2));
        assert_eq!(clerk.open(&nowhere).await.status, StatusCode::FORBIDDEN);
    }
}
