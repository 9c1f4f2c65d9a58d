//! Walk-ins and booked visits (R132, C30).

use okno_app::clerk;
use okno_domain::{
    operator::{Role, Task},
    time::{MINUTE, after},
    visit::{Visit, VisitId, VisitState},
};
use okno_store::visit as store;
use okno_testkit::{World, citizen::refused, engine_test, operator::center, person::citizen_form};

use super::{PHONE, world};

/// A visit booked for so many minutes from now; it waits for a quarter of an hour.
async fn booked(world: &World, account: okno_domain::account::AccountId, minutes: i32) -> VisitId {
    let at = after(world.clock.get(), MINUTE * minutes);
    let visit = Visit {
        id: world.cx().fresh_id(),
        center: center(1),
        task: Task::ConfirmIdentity,
        state: VisitState::Booked,
        account,
        operator: None,
        booked_for: Some(at),
        approval: None,
        begun_at: world.clock.get(),
        expires_at: after(at, MINUTE * 15),
    };
    let mut tx = world.app.store.write().await.unwrap();
    store::insert(&mut tx, &visit).await.unwrap();
    tx.commit().await.unwrap();
    visit.id
}

engine_test! {
    /// R132: the list names nobody; taking in is a look; whom the queue did not serve takes in the administrator.
    async fn the_unserved_are_taken_in(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        world.operator("m.chief", Role::CenterAdministrator, &[center(1)]).await;
        let chief = okno_app::operator::Acting::try_from(world.operator_in("m.chief").await).unwrap();
        let first = booked(&world, anna.id(), 5).await;
        let second = booked(&world, anna.id(), 60).await;
        world.clock.advance(MINUTE * 6);
        let waiting = clerk::waiting(&world.cx(), &clerk).await.unwrap();
        assert_eq!(waiting.iter().map(|line| (line.id, line.may_take)).collect::<Vec<_>>(), [(first, true), (second, true)]);
        world.clock.advance(MINUTE * 15);
        let waiting = clerk::waiting(&world.cx(), &clerk).await.unwrap();
        assert!(waiting[0].is_unserved && !waiting[0].may_take && waiting[1].may_take);
        assert_eq!(refused(clerk::take(&world.cx(), &clerk, first).await).code, "visit-over");
        clerk::take(&world.cx(), &chief, first).await.unwrap();
        assert_eq!(clerk::view(&world.cx(), &chief, first).await.unwrap().visit.account, anna.id());
        let cx = world.cx();
        let (one, other) = tokio::join!(clerk::take(&cx, &clerk, second), clerk::take(&cx, &chief, second));
        assert!(one.is_ok() != other.is_ok());
        assert!(clerk::waiting(&world.cx(), &clerk).await.unwrap().is_empty());
    }
}
