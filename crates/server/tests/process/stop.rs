//! Being told to stop (decision 23).

use std::time::Duration;

use okno_store::{DatabaseConfig, Store};
use tokio::net::TcpStream;

use crate::support::{
    Citizen, PATIENCE, Raw, Server, World,
    citizen::{Acknowledged, By, REGISTER},
    eventually,
    world::world_test,
};

/// What keeps registrations from being stored.
enum Lock {
    Sqlite(okno_store::Tx),
    Postgres(tokio_postgres::Client),
}

async fn lock(world: &World) -> Lock {
    if world.database.starts_with("sqlite") {
        let store = Store::open(&DatabaseConfig::at(&world.database)).unwrap();
        return Lock::Sqlite(store.write().await.unwrap());
    }
    let (client, connection) = tokio_postgres::connect(&world.database, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute("BEGIN; LOCK TABLE registration IN EXCLUSIVE MODE").await.unwrap();
    Lock::Postgres(client)
}

impl Lock {
    async fn release(self) {
        match self {
            Self::Sqlite(tx) => tx.commit().await.unwrap(),
            Self::Postgres(client) => client.batch_execute("COMMIT").await.unwrap(),
        }
    }
}

async fn in_flight(server: &Server, count: u32) {
    let url = format!("http://{}/metrics", server.place.management);
    let line = format!("okno_http_requests_in_flight {count}\n");
    eventually(&line, async || {
        let text = crate::support::browser::plain().get(&url).send().await.ok()?.text().await.ok()?;
        text.contains(&line).then_some(())
    })
    .await;
}

async fn jobs_left(world: &World) -> Vec<(String, i64)> {
    let store = Store::open(&DatabaseConfig::at(&world.database)).unwrap();
    let mut read = store.read().await.unwrap();
    okno_store::job::count(&mut read).await.unwrap()
}

world_test! {
    /// Decision 23: a request that takes long is answered, one that is half sent too; new connections are refused; the
    /// exit code is 0.
    async fn no_accepted_request_is_cut_off(world: World) {
        let mut server = world.serve().await;
        let lock = lock(&world).await;
        let mut citizen = Citizen::new(&world, By::Phone, 1);
        let slow = tokio::spawn(async move {
            citizen.start().await.expect("the answer comes");
            citizen
        });
        in_flight(&server, 1).await;
        let mut half = Raw::connect(world.place.pages).await;
        let head = format!(
            "POST {REGISTER} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: 20\r\n\r\nfamily_nam",
            world.place.pages
        );
        assert!(half.send(head.as_bytes()).await);
        in_flight(&server, 2).await;

        server.terminate().await;
        eventually("no new connection", async || TcpStream::connect(world.place.pages).await.err()).await;
        assert_eq!(server.health("ready").await, Some(503));
        assert_eq!(server.health("live").await, Some(200));
        assert!(server.runs());
        assert!(half.send(b"e=Abcdefgh").await);
        let answer = half.answer().await;
        // There is no token in it, so it is refused; what counts is that it is answered, and whole.
        assert!(answer.status == 403 && answer.text.contains("</html>"), "{}", answer.text);
        lock.release().await;
        assert_eq!(slow.await.unwrap().acknowledged, Acknowledged::Started);
        assert!(server.wait().await.success());
        assert!(server.output().contains("\"stopped\""), "{}", server.output());
    }
}

/// Decision 8, decision 23: a message that is being handed over when the program is told to stop is finished, noted, and
/// not sent again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_in_hand_is_finished() {
    let world = World::sqlite().await;
    let mut server = world.serve().await;
    world.simulators.smsc().set(|switches| switches.delay_ms = 1500);
    let mut citizen = Citizen::new(&world, By::Phone, 1);
    citizen.start().await.unwrap();
    let phones = world.simulators.phones();
    // The message is on the phone, its answer is not yet under way.
    phones.wait(Some(&citizen.contact), 0, PATIENCE).await;
    server.terminate().await;
    assert!(server.wait().await.success());
    let left = jobs_left(&world).await;
    assert!(left.iter().all(|(state, _)| state == "ready"), "nothing is held by the dead: {left:?}");

    world.simulators.smsc().set(|switches| switches.delay_ms = 0);
    let _server = world.serve().await;
    while citizen.acknowledged < Acknowledged::Registered {
        citizen.step(&world).await.unwrap();
    }
    Citizen::registered(&world, By::Phone, 2).await;
    assert_eq!(phones.after(Some(&citizen.contact), 0).len(), 1);
}

/// Decision 8: a job that does not end in time holds nobody up; it is taken up in the next life.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_does_not_end_is_taken_up_again() {
    let world = World::sqlite().await;
    let mut command = world.command(&["serve"]);
    command.env("OKNO_SERVER__STOP_WITHIN_SECONDS", "1").env("OKNO_WORKER__LEASE_SECONDS", "1");
    let mut server = Server::start(command, world.place).await;
    world.simulators.smsc().set(|switches| switches.mute = true);
    let mut citizen = Citizen::new(&world, By::Phone, 1);
    citizen.start().await.unwrap();
    eventually("the job is in hand", async || {
        jobs_left(&world).await.iter().any(|(state, _)| state == "running").then_some(())
    })
    .await;
    server.terminate().await;
    let began = std::time::Instant::now();
    assert!(server.wait().await.success());
    assert!(began.elapsed() < Duration::from_secs(8), "it waits no longer than it was told");
    world.simulators.smsc().set(|switches| switches.mute = false);
    let _server = world.serve().await;
    citizen.enter_code(&world).await.unwrap();
}
