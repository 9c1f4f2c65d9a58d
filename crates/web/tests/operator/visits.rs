//! Booked visitors in the clerks' list, and an operator's own record (R132, R135).

use http::StatusCode;
use okno_app::appointment;
use okno_domain::{
    operator::{Role, Task},
    time::{MINUTE, Timestamp, after},
};
use okno_testkit::{World, engine_test, operator::center, person::citizen_form};

use crate::{browser::PHONE, signed_in};

const FIRST: &str = "2026-03-02T07:00:00Z";

/// A world with one center, two operators, and a visitor who booked a time.
async fn booked(world: &World) -> String {
    world.open_center(center(1)).await;
    let anna = world.standard_citizen(PHONE, &citizen_form()).await;
    world.operator("a.petrova", Role::Clerk, &[center(1)]).await;
    world.operator("m.chief", Role::CenterAdministrator, &[center(1)]).await;
    let at: Timestamp = FIRST.parse().unwrap();
    let what = (center(1), Task::ConfirmIdentity);
    let id = appointment::book(&world.cx(), &anna, what, at, None).await.unwrap();
    world.clock.set(at);
    format!("/operator/visits/{id}")
}

engine_test! {
    /// R132: the list shows the time and nobody; taking in opens the visit.
    async fn a_booked_visitor_is_taken_in(store: Store) {
        let world = World::new(store).await;
        let visit = booked(&world).await;
        let mut clerk = signed_in(&world, "a.petrova").await;
        clerk.open("/operator/visits").await;
        assert!(clerk.has("10:00 (UTC+3)") && clerk.has("Подтвердить личность"));
        assert!(!clerk.has("Иванова") && !clerk.has(PHONE) && !clerk.has("/missed\""));
        clerk.send(&format!("{visit}/take"), &[]).await.assert_at(&visit);
        assert!(clerk.has("Иванова"));
        assert!(clerk.open("/operator/visits").await.has("никто не записан") || !clerk.has("10:00 (UTC+3)"));
    }

    /// R132: once the time has gone by, that nobody came can be noted, and an administrator can still take in.
    async fn nobody_came(store: Store) {
        let world = World::new(store).await;
        let visit = booked(&world).await;
        let mut clerk = signed_in(&world, "a.petrova").await;
        clerk.open("/operator/visits").await;
        clerk.send(&format!("{visit}/missed"), &[]).await;
        assert_eq!(clerk.status, StatusCode::CONFLICT);
        world.clock.set(after(FIRST.parse().unwrap(), MINUTE * 30));
        let mut clerk = signed_in(&world, "a.petrova").await;
        clerk.open("/operator/visits").await;
        assert!(clerk.has("/missed\"") && !clerk.has("/take\""));
        let mut chief = signed_in(&world, "m.chief").await;
        assert!(chief.open("/operator/visits").await.has("/take\""));
        clerk.send(&format!("{visit}/missed"), &[]).await.assert_at("/operator/visits");
        chief.send(&format!("{visit}/take"), &[]).await;
        assert_eq!(chief.status, StatusCode::GONE);
    }

    /// R135, R123: operators see what they did, where they were signed in, and until when the center is accredited; page
    /// by page, and of nobody else.
    async fn operators_see_their_own_record(store: Store) {
        let world = World::new(store).await;
        booked(&world).await;
        let mut clerk = signed_in(&world, "a.petrova").await;
        for _ in 0..15 {
            clerk.open("/operator/serve/confirm_identity").await;
            clerk.send("/operator/serve/confirm_identity", &[("visitor", PHONE)]).await;
            clerk.open("/operator/serve/confirm_identity").await;
            clerk.send("/operator/serve/confirm_identity", &[("visitor", "+79120000000")]).await;
        }
        assert_eq!(clerk.open("/operator").await.link("record"), "/operator/record");
        clerk.open("/operator/record").await;
        for part in ["Открыты данные человека", "Подтвердить личность", "нет такой учётной записи", "этот сеанс", "Аккредитация с 01.01.2024"] {
            assert!(clerk.has(part), "{part}");
        }
        assert_eq!(clerk.body.matches("timeline-words").count(), 25 + 1);
        let older = clerk.link("older");
        clerk.open(&older).await;
        assert!(clerk.has("Допуск к работе в центре") && !clerk.has("id=\"older\""));
        let mut chief = signed_in(&world, "m.chief").await;
        assert!(!chief.open("/operator/record").await.has("Открыты данные человека"));
    }

    /// R135: whoever looks over the shoulder of an operator sees the same record whether the session calls for help or not.
    async fn the_record_keeps_a_call_for_help_to_itself(store: Store) {
        let world = World::new(store).await;
        booked(&world).await;
        let password = format!("{}{}", okno_testkit::operator::PASSWORD, okno_testkit::operator::ENDING);
        let forced = world.operator_by("a.petrova", &password).await;
        assert_eq!(world.alarms().await, 1);
        let record = okno_app::operator::record::own(&world.cx(), &forced, None, 50).await.unwrap();
        let acts: Vec<_> = record.acts.iter().map(|act| act.act.as_str()).collect();
        world.operator("b.sidorova", Role::Clerk, &[center(1)]).await;
        let calm = world.operator_in("b.sidorova").await;
        let other = okno_app::operator::record::own(&world.cx(), &calm, None, 50).await.unwrap();
        assert_eq!(acts, other.acts.iter().map(|act| act.act.as_str()).collect::<Vec<_>>());
        assert!(!acts.contains(&"alarm"));
    }
}
