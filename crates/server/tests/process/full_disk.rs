//! The disk is full, and has room again.
//!
//! For SQLite a limit on the size of files stands in for the disk: every write fails, as it does when there is no space.
//! For PostgreSQL a trigger reports what its server would.

use tokio::process::Command;

use crate::support::{
    Citizen, Server, World,
    citizen::{Acknowledged, By, REGISTER},
};

async fn registration_is_put_off(world: &World, server: &mut Server) {
    let mut visitor = Citizen::new(world, By::Phone, 900);
    let page = visitor.browser.get(REGISTER).await.unwrap();
    assert_eq!(page.status, 200, "reading goes on");
    let values = [("family_name", "Проверкина"), ("given_name", "Вера"), ("mobile_phone", "+70000000900")];
    let answer = visitor.browser.submit(&page, "family_name", &values).await.unwrap();
    assert_eq!(answer.status, 503, "{}", answer.told());
    assert!(answer.header("retry-after").is_some());
    assert!(server.runs());
    assert_eq!(server.health("live").await, Some(200));
}

async fn registration_works(world: &World, number: u32) {
    let citizen = Citizen::registered(world, By::Phone, number).await;
    assert_eq!(citizen.acknowledged, Acknowledged::Registered);
    // Nothing of what was put off came about by itself.
    assert!(world.simulators.phones().after(Some("+70000000900"), 0).is_empty());
}

/// The program with a limit on files, in blocks of 512 bytes, that may be raised later. The signal that would end it at
/// the limit is ignored, so that it sees an error, as from a full disk.
fn limited(world: &World, blocks: &str) -> Command {
    let mut command = Command::new("/bin/sh");
    command.env_clear();
    let script = format!("trap '' XFSZ; ulimit -S -f {blocks}; exec \"$0\" \"$@\"");
    command.arg("-c").arg(script).arg(env!("CARGO_BIN_EXE_okno"));
    command.args(["serve", "--config"]).arg(world.config_file()).current_dir(world.dir.path());
    command
}

async fn limit_files(server: &Server, bytes: &str) {
    let (pid, limit) = (format!("--pid={}", server.pid()), format!("--fsize={bytes}:"));
    assert!(Command::new("prlimit").args([pid, limit]).status().await.unwrap().success());
}

/// Decision 8: without room nothing is acknowledged; the answer is "later", and with room all goes on by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_without_room() {
    let world = World::sqlite().await;
    let mut server = Server::start(limited(&world, "unlimited"), world.place).await;
    registration_works(&world, 1).await;
    limit_files(&server, "1").await;
    registration_is_put_off(&world, &mut server).await;
    limit_files(&server, "unlimited").await;
    registration_works(&world, 2).await;
    server.terminate().await;
    assert!(server.wait().await.success());
    // The file is whole: another life finds what the first one wrote.
    let _server = world.serve().await;
    registration_works(&world, 3).await;
}

/// Decision 20: on a disk that is full from the start nothing starts, with exit code 3.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_without_room_at_the_start() {
    let world = World::sqlite().await;
    let mut server = Server::spawn(limited(&world, "0"), world.place);
    let status = server.wait().await;
    assert_eq!(status.code(), Some(3), "{}", server.output());
}

/// Decision 8: the same when PostgreSQL says that its disk is full.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_without_room() {
    let Some(world) = World::postgres().await else { return };
    let mut server = world.serve().await;
    let (client, connection) = tokio_postgres::connect(&world.database, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let full = "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
                CREATE TRIGGER full_disk BEFORE INSERT ON registration EXECUTE FUNCTION full_disk()";
    client.batch_execute(full).await.unwrap();
    registration_is_put_off(&world, &mut server).await;
    client.batch_execute("DROP TRIGGER full_disk ON registration").await.unwrap();
    registration_works(&world, 2).await;
}
