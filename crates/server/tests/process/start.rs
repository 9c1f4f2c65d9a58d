//! What the program says when it cannot start, and how whoever started it can tell (decision 20).

use okno_simulators::registry::Outage;
use tokio::{net::TcpListener, process::Command};

use crate::support::{Proxy, Server, World, place::Place};

struct Ended {
    code: i32,
    stdout: String,
    stderr: String,
}

async fn run(mut command: Command) -> Ended {
    let output = tokio::time::timeout(crate::support::PATIENCE, command.output()).await.expect("it ends").unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ended { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Decision 20: everything that is wrong is named, no secret is shown, and the exit code is 2.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_configuration_is_told_whole() {
    let world = World::sqlite().await;
    let mut command = world.command(&["serve"]);
    command
        .env("OKNO_OTP__LENGTH", "99")
        .env("OKNO_PUBLIC_URL", "nowhere")
        .env("OKNO_LOG__FORMAT", "xml")
        .env("OKNO_MISSPELT", "s3cr3t-value")
        .env("OKNO_DATABASE__URL", "mysql://okno:s3cr3t-value@db/okno");
    let ended = run(command).await;
    assert_eq!(ended.code, 2, "{}", ended.stderr);
    for name in ["otp.length", "public_url", "log.format", "misspelt", "database.url"] {
        assert!(ended.stderr.contains(name), "{name} in {}", ended.stderr);
    }
    assert!(!(ended.stderr + &ended.stdout).contains("s3cr3t"));
    assert!(!world.dir.path().join("okno.db").exists(), "nothing was touched");
}

/// Decision 20: a file that is no TOML, or is not there, is told with its place.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unreadable_configuration_is_told() {
    let world = World::sqlite().await;
    std::fs::write(world.config_file(), "[server\nlisten = 1").unwrap();
    let ended = run(world.command(&["serve"])).await;
    assert_eq!(ended.code, 2, "{}", ended.stderr);
    std::fs::remove_file(world.config_file()).unwrap();
    let ended = run(world.command(&["serve"])).await;
    assert_eq!(ended.code, 2, "{}", ended.stderr);
    assert!(ended.stderr.contains("okno.toml"), "{}", ended.stderr);
}

/// Decision 10: without its keys the program does not start, and does not make new ones unasked.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_keys_nothing_starts() {
    let world = World::sqlite().await;
    std::fs::remove_file(world.dir.path().join("vault.toml")).unwrap();
    let ended = run(world.command(&["serve"])).await;
    assert_eq!(ended.code, 2, "{}", ended.stderr);
    assert!(ended.stderr.contains("okno admin keys generate"), "{}", ended.stderr);
}

/// Decision 23: an address that is taken is told before the database is touched; the exit code is 5.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_taken_address_is_told() {
    let world = World::sqlite().await;
    let _taken = TcpListener::bind(world.place.pages).await.unwrap();
    let ended = run(world.command(&["serve"])).await;
    assert_eq!(ended.code, 5, "{}", ended.stderr);
    assert!(ended.stderr.contains("server.listen"), "{}", ended.stderr);
    assert!(!world.dir.path().join("okno.db").exists());
}

/// Decision 20: a database that is down at the start is told at once, with exit code 3; with `--wait` it is waited for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_down_is_told_or_waited_for() {
    let Some(world) = World::postgres().await else { return };
    let proxy = Proxy::before(&world.database).await;
    proxy.cut();
    let mut command = world.command(&["serve"]);
    command.env("OKNO_DATABASE__URL", proxy.url(&world.database));
    let ended = run(command).await;
    assert_eq!(ended.code, 3, "{}", ended.stderr);
    assert!(ended.stderr.contains("the database does not answer"), "{}", ended.stderr);

    let mut command = world.command(&["serve", "--wait", "60"]);
    command.env("OKNO_DATABASE__URL", proxy.url(&world.database));
    let mut server = Server::spawn(command, world.place);
    server.writes("waiting for the database").await;
    proxy.pass();
    server.wait_ready().await;
    server.terminate().await;
    assert!(server.wait().await.success());
}

/// Decision 20: a PostgreSQL without the schema is left alone, with exit code 4, until `okno migrate` has run.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_schema_is_told() {
    let Some(world) = World::postgres().await else { return };
    let (client, connection) = tokio_postgres::connect(&world.database, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await.unwrap();
    let ended = run(world.command(&["serve"])).await;
    assert_eq!(ended.code, 4, "{}", ended.stderr);
    assert!(ended.stderr.contains("okno migrate"), "{}", ended.stderr);
    assert_eq!(run(world.command(&["migrate"])).await.code, 0);
    let again = run(world.command(&["migrate"])).await;
    assert!(again.code == 0 && again.stdout.contains("up to date"), "{}", again.stdout);
    world.serve().await.kill().await;
}

/// Decision 20: `okno check` asks every outside system and says which one does not answer; the exit code is 6.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_asks_everybody() {
    let world = World::sqlite().await;
    world.serve().await.kill().await;
    let ended = run(world.command(&["check"])).await;
    assert_eq!(ended.code, 0, "{}{}", ended.stdout, ended.stderr);
    world.simulators.smsc().set(|switches| switches.outage = Outage::Close);
    let ended = run(world.command(&["check"])).await;
    assert_eq!(ended.code, 6, "{}{}", ended.stdout, ended.stderr);
    let faults: Vec<_> = ended.stdout.lines().filter(|line| line.starts_with("FAULT")).collect();
    assert!(faults.len() == 1 && faults[0].contains("SMS center"), "{faults:?}");
}

/// Decision 23: what answers is ready, what only lives is not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_alone_has_health_and_no_pages() {
    let world = World::sqlite().await;
    let place = Place::fresh();
    let mut command = world.command_at(place);
    command.args(["--role", "worker"]);
    let server = Server::start(command, place).await;
    assert_eq!(server.health("live").await, Some(200));
    assert!(tokio::net::TcpStream::connect(place.pages).await.is_err());
}
