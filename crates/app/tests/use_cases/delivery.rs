//! R218: what the SMS center reports of messages is noted at them, whatever order and state it comes in.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use okno_app::{
    delivery,
    ports::{Delivery, Receipt},
};
use okno_store::outgoing_message;
use okno_testkit::{World, engine_test};

const PHONE: &str = "+79123456789";

/// How many receipts were counted under this name; other tests of this process count as well.
fn counted(name: &str) -> u64 {
    delivery::receipts().into_iter().find(|(told, _)| *told == name).unwrap().1
}

/// A world in which one SMS went out in so many parts.
async fn sent_in_parts(store: okno_store::Store, parts: u64) -> World {
    let world = World::new(store).await;
    delivery::follow(&world.app);
    world.sms.in_parts(parts);
    world.start_registration(PHONE, "").await;
    world
}

async fn tell(world: &World, part: &str, delivery: Delivery) {
    world.sms.receipts().unwrap().take(Receipt { part: part.to_owned(), delivery }).await.unwrap();
}

/// What is known of the only message there is.
async fn known(world: &World) -> String {
    let counts = outgoing_message::count(&mut world.app.store.read().await.unwrap()).await.unwrap();
    assert_eq!(counts.len(), 1, "{counts:?}");
    counts[0].0[2].clone()
}

async fn lost(world: &World) -> usize {
    outgoing_message::lost(&mut world.app.store.read().await.unwrap(), 10).await.unwrap().len()
}

engine_test! {
    /// A message is delivered when its last part is, and a second receipt for one part does not stand for another part.
    async fn a_message_arrives_with_its_last_part(store: Store) {
        let world = sent_in_parts(store, 2).await;
        assert_eq!(known(&world).await, "awaited");
        let before = counted("repeated");
        tell(&world, "1/2", Delivery::Delivered).await;
        tell(&world, "1/2", Delivery::Delivered).await;
        assert_eq!(known(&world).await, "awaited");
        assert!(counted("repeated") > before);
        tell(&world, "1/1", Delivery::Delivered).await;
        assert_eq!(known(&world).await, "delivered");
        assert_eq!(lost(&world).await, 0);
    }

    /// One lost part is a lost message, whatever is said of it later.
    async fn what_did_not_arrive_is_told_to_operators(store: Store) {
        let world = sent_in_parts(store, 2).await;
        let before = counted("expired");
        tell(&world, "1/1", Delivery::Expired).await;
        assert!(counted("expired") > before);
        tell(&world, "1/2", Delivery::Delivered).await;
        tell(&world, "1/1", Delivery::Delivered).await;
        assert_eq!(known(&world).await, "expired");
        let lost = outgoing_message::lost(&mut world.app.store.read().await.unwrap(), 10).await.unwrap();
        let id = world.sms.last_to(PHONE).unwrap().message_id;
        assert_eq!((lost[0].id.to_string(), lost[0].delivery.as_str()), (id, "expired"));
    }

    /// A receipt that comes before the message's name is stored is kept until it is; one for a message that never was is
    /// counted and forgotten.
    async fn an_early_receipt_waits_for_its_message(store: Store) {
        let world = World::new(store).await;
        delivery::follow(&world.app);
        world.sms.in_parts(1);
        world.sms.fail_next(1);
        world.start_registration(PHONE, "").await;
        let before = counted("unknown");
        for part in ["1/1", "1/1", "of nobody"] {
            tell(&world, part, Delivery::Rejected).await;
        }
        assert_eq!(known(&world).await, "-", "it waits to be sent");
        for _ in 0..2 {
            world.clock.advance_seconds(10);
            world.drain().await;
        }
        assert_eq!(known(&world).await, "rejected");
        world.clock.advance_seconds(120);
        world.drain().await;
        assert!(counted("unknown") > before);
        world.clock.advance_seconds(120);
        assert_eq!(world.drain().await, 0, "it is looked at no more");
    }

    /// A channel without receipts leaves open what became of its messages.
    async fn without_receipts_nothing_is_known(store: Store) {
        let world = sent_in_parts(store, 0).await;
        assert_eq!(known(&world).await, "-");
        tell(&world, "1/1", Delivery::Delivered).await;
        assert_eq!(known(&world).await, "-");
    }
}
