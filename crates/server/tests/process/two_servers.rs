//! Two servers on one PostgreSQL.

use std::collections::HashSet;

use tokio::task::JoinSet;

use crate::support::{
    Citizen, Server, World,
    citizen::{Acknowledged, By},
    place::Place,
};

async fn at(world: &World, place: Place) -> Server {
    let mut command = world.command_at(place);
    command.env("OKNO_WORKER__LEASE_SECONDS", "1");
    Server::start(command, place).await
}

/// Decision 8: what is begun on one server is finished on the other, each step on the other one, and every job runs once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_share_the_work() {
    let Some(world) = World::postgres().await else { return };
    let world = std::sync::Arc::new(world);
    let places = [world.place, Place::fresh()];
    let one = at(&world, places[0]).await;
    let two = at(&world, places[1]).await;
    let mut people = JoinSet::new();
    for number in 1..=24_u32 {
        let world = std::sync::Arc::clone(&world);
        people.spawn(async move {
            let by = if number.is_multiple_of(2) { By::Mail } else { By::Phone };
            let mut citizen = Citizen::new(&world, by, number);
            let mut turn = usize::try_from(number).unwrap();
            while citizen.acknowledged < Acknowledged::Registered {
                citizen.browser.turn_to(places[turn % 2].url());
                turn += 1;
                // A server that is busy hashing passwords may say "later".
                let _ = citizen.step(&world).await;
            }
            citizen.browser.turn_to(places[turn % 2].url());
            citizen.is_signed_in().await.unwrap();
        });
    }
    people.join_all().await;
    let orders = world.simulators.sms_gateway().orders();
    assert_eq!(orders.len(), 12);
    assert!(orders.iter().all(|order| order.times == 1 && !order.contradicted), "{orders:?}");
    let letters = world.simulators.mailboxes().after(None, 0);
    assert_eq!(letters.len(), 12);
    let ids: HashSet<_> = letters.iter().map(|letter| letter.message_id.clone()).collect();
    assert_eq!(ids.len(), 12);

    // One dies; the other does what it leaves behind.
    let mut citizen = Citizen::new(&world, By::Phone, 1001);
    citizen.start().await.unwrap();
    one.kill().await;
    citizen.browser.turn_to(places[1].url());
    citizen.enter_code(&world).await.unwrap();
    citizen.choose_password().await.unwrap();
    assert_eq!(two.health("ready").await, Some(200));
}
