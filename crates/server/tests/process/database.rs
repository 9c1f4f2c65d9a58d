//! The database goes away while the program runs, and comes back.

use crate::support::{
    Citizen, Proxy, Server, World,
    browser::Unanswered,
    citizen::{Acknowledged, By, REGISTER},
    eventually,
};

async fn through_proxy(world: &World) -> (Server, Proxy) {
    let proxy = Proxy::before(&world.database).await;
    let mut command = world.command(&["serve"]);
    command
        .env("OKNO_DATABASE__URL", proxy.url(&world.database))
        .env("OKNO_WEB__REQUEST_TIMEOUT_SECONDS", "3")
        .env("OKNO_WEB__WAIT_SECONDS", "1")
        .env("OKNO_WORKER__LEASE_SECONDS", "1");
    (Server::start(command, world.place).await, proxy)
}

/// What needs the database is refused politely; what does not is served; the program lives.
async fn is_out_of_order(world: &World, server: &mut Server) {
    let mut visitor = Citizen::new(world, By::Phone, 900);
    let page = visitor.browser.get(REGISTER).await.unwrap();
    assert_eq!(page.status, 200, "a page without data is still there");
    let values = [("family_name", "Проверкина"), ("given_name", "Вера"), ("mobile_phone", "+70000000900")];
    let answer = visitor.browser.submit(&page, "family_name", &values).await.unwrap();
    assert_eq!(answer.status, 503, "{}", answer.told());
    assert!(answer.header("retry-after").is_some());
    let reference = answer.header("x-request-id").unwrap();
    assert!(answer.html.contains(reference), "the page tells the reference: {}", answer.told());
    assert_eq!(server.health("ready").await, Some(503));
    assert_eq!(server.health("live").await, Some(200));
    assert!(server.runs());
}

async fn is_in_order_again(world: &World, server: &Server, number: u32) {
    eventually("ready again", async || (server.health("ready").await == Some(200)).then_some(())).await;
    let mut citizen = Citizen::new(world, By::Phone, number);
    let citizen = tokio::sync::Mutex::new(&mut citizen);
    eventually("a registration", async || {
        let mut citizen = citizen.lock().await;
        let stepped: Result<(), Unanswered> = citizen.step(world).await;
        (stepped.is_ok() && citizen.acknowledged == Acknowledged::Registered).then_some(())
    })
    .await;
}

/// Decision 8, R99: connections break and new ones are refused; then all is as before, and nothing acknowledged is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_breaks_off_and_comes_back() {
    let Some(world) = World::postgres().await else { return };
    let (mut server, proxy) = through_proxy(&world).await;
    let mut early = Citizen::new(&world, By::Phone, 1);
    early.start().await.unwrap();
    proxy.cut();
    is_out_of_order(&world, &mut server).await;
    proxy.pass();
    is_in_order_again(&world, &server, 2).await;
    // Whoever had begun before goes on; the code came in spite of all.
    early.enter_code(&world).await.unwrap();
    early.choose_password().await.unwrap();
    early.is_signed_in().await.unwrap();
}

/// Decision 23: a database that takes questions and answers none is no answer for anybody; nobody waits without end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_falls_silent_and_speaks_again() {
    let Some(world) = World::postgres().await else { return };
    let (mut server, proxy) = through_proxy(&world).await;
    proxy.fall_silent();
    is_out_of_order(&world, &mut server).await;
    proxy.pass();
    is_in_order_again(&world, &server, 2).await;
}
