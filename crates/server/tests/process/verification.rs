//! Registries that answer nonsense to the real program.

use okno_simulators::registry::{Garbage, RegistryName, Switches};

use crate::support::{
    Citizen, PATIENCE, World,
    citizen::{Acknowledged, By},
    world::world_test,
};

/// Turns on what confuses a registry.
type Confuse = fn(&mut Switches);

/// What a registry may do instead of answering.
fn nonsense() -> [(&'static str, Confuse); 6] {
    [
        ("a ticket of bytes", |switches| no_ticket(switches, Garbage::Bytes)),
        ("a ticket of text", |switches| no_ticket(switches, Garbage::Text)),
        ("a ticket of a megabyte", |switches| no_ticket(switches, Garbage::Huge)),
        ("an answer of bytes", |switches| switches.garbage = Garbage::Bytes),
        ("an answer of a megabyte", |switches| switches.garbage = Garbage::Huge),
        ("an answer signed by a stranger", |switches| switches.wrong_signature = true),
    ]
}

/// Without a ticket, and with an answer that is held back: else the callback would settle everything.
fn no_ticket(switches: &mut Switches, garbage: Garbage) {
    (switches.garbage_ticket, switches.manual) = (garbage, true);
}

/// Hears this nonsense at least twice.
async fn hears(world: &World, what: &str) {
    let registry = world.simulators.registry(RegistryName::PensionFund);
    let heard = registry.wait_until(PATIENCE, |requests| {
        requests.first().is_some_and(|request| {
            let told: usize = request
                .answers
                .iter()
                .map(|answer| answer.callbacks.len() + usize::try_from(answer.fetched).unwrap())
                .sum();
            if what.starts_with("a ticket") { request.submissions >= 2 } else { told >= 2 }
        })
    });
    assert!(heard.await.is_some(), "{what} was heard twice");
}

world_test! {
    /// R99, R104: whatever a registry says that is no answer, nobody gets a level by it, nobody is refused by it, and the
    /// program goes on; when the registry has come to its senses, the person is verified.
    async fn garbage_is_no_answer(world: World) {
        let mut server = world.serve().await;
        let persons: Vec<_> = world.simulators.persons().iter().filter(|person| person.story == "generated").collect();
        for (number, (what, confuse)) in (1..).zip(nonsense()) {
            let registry = world.simulators.registry(RegistryName::PensionFund);
            registry.forget();
            registry.set(|switches| {
                (switches.delay_ms, switches.callback_pause_ms, switches.poll_after_seconds) = (10, 100, 1);
                confuse(switches);
            });
            let person = persons[usize::try_from(number).unwrap()].clone();
            let mut citizen = Citizen::new(&world, By::Phone, number).with_data(person);
            while citizen.acknowledged < Acknowledged::Submitted {
                citizen.step(&world).await.unwrap();
            }
            hears(&world, what).await;
            assert!(citizen.is_being_verified().await.unwrap(), "{what} decides nothing");
            assert!(server.runs());
            registry.reset();
            while !citizen.has_finished() {
                citizen.step(&world).await.unwrap();
            }
        }
        assert!(!server.output().contains("\"level\":\"ERROR\""), "{}", server.output());
    }
}
