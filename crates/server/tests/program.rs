//! The program as whatever starts it sees it: exit codes, readiness, and a stop that cuts nobody off.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot set its scene fails")]

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        let folder = place.0.path().display().to_string();
        assert_eq!(place.run("", &["admin", "keys", "generate", "--directory", &folder]).0, 0);
        place
    }

    /// A configuration that works, with ports that the system chooses, and these sections in addition.
    fn config(&self, more: &str) -> PathBuf {
        let folder = self.0.path().display();
        let path = self.0.path().join("okno.toml");
        let listens = if more.contains("[server]") {
            String::new()
        } else {
            "[server]\nlisten = \"127.0.0.1:0\"\nmanagement = \"127.0.0.1:0\"\n".to_owned()
        };
        let database = if more.contains("[database]") {
            String::new()
        } else {
            format!("[database]\nurl = \"sqlite:{folder}/okno.db\"\n")
        };
        let keys = format!("[vault]\nkey_file = \"{folder}/vault.toml\"\n");
        fs::write(&path, format!("{listens}{database}{keys}{more}")).unwrap();
        path
    }

    fn okno(&self, more: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_okno"));
        // Every variable that begins like this is a setting to the program; these two are for the tests.
        command.env_remove("OKNO_TEST_POSTGRES_URL").env_remove("OKNO_TEST_POSTGRES_REQUIRED");
        command.args(arguments).arg("--config").arg(self.config(more)).current_dir(self.0.path());
        command
    }

    /// Exit code, standard output and standard error.
    fn run(&self, more: &str, arguments: &[&str]) -> (i32, String, String) {
        let output = self.okno(more, arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }
}

/// A running server; killed when the test is over.
struct Server {
    child: Child,
    pages: String,
    management: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(place: &Place, more: &str, arguments: &[&str]) -> Self {
        let mut child = place.okno(more, arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines.by_ref().map(Result::unwrap).find(|line| line.contains("\"message\":\"ready\"")).unwrap();
        // Read on, so that the pipe never fills.
        std::thread::spawn(move || lines.for_each(drop));
        let ready: serde_json::Value = serde_json::from_str(&ready).unwrap();
        let at = |name: &str| ready[name].as_str().unwrap().to_owned();
        Self { child, pages: at("listen"), management: at("management") }
    }

    fn terminate(&self) {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    fn wait(&mut self) -> i32 {
        self.child.wait().unwrap().code().unwrap()
    }
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: okno.test\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Decision 23: health and metrics have a port of their own; a request begun before the stop is answered after it.
#[test]
fn no_request_is_cut_off_by_a_stop() {
    let place = Place::new();
    let mut server = Server::start(&place, "", &["serve"]);
    assert!(get(&server.management, "/health/live").starts_with("HTTP/1.1 200"));
    assert!(get(&server.management, "/health/ready").starts_with("HTTP/1.1 200"));
    assert!(get(&server.pages, "/health/ready").starts_with("HTTP/1.1 404"));
    assert!(get(&server.pages, "/").starts_with("HTTP/1.1 200"));
    let metrics = get(&server.management, "/metrics");
    assert!(metrics.contains("okno_http_requests_total{route=\"/\",method=\"GET\",status=\"200\"} 1"), "{metrics}");

    let mut half = TcpStream::connect(&server.pages).unwrap();
    half.write_all(b"GET / HTTP/1.1\r\nhost: okno.test\r\n").unwrap();
    // It has certainly been accepted once a later connection is answered.
    get(&server.pages, "/");
    server.terminate();
    let begin = Instant::now();
    while TcpStream::connect(&server.pages).is_ok() && begin.elapsed() < Duration::from_secs(10) {
        std::thread::yield_now();
    }
    half.write_all(b"\r\n").unwrap();
    let mut answer = String::new();
    half.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(server.wait(), 0);
}

/// Decision 20: one role alone.
#[test]
fn a_worker_alone_serves_no_pages() {
    let place = Place::new();
    let mut server = Server::start(&place, "", &["serve", "--role", "worker"]);
    assert_eq!(server.pages, "");
    assert!(get(&server.management, "/health/ready").starts_with("HTTP/1.1 200"));
    server.terminate();
    assert_eq!(server.wait(), 0);
}

/// A bad configuration: everything that is wrong, and exit code 2.
#[test]
fn a_bad_configuration_is_told_in_full() {
    let place = Place::new();
    let (code, _, told) = place.run("misspelt = 1\n[otp]\nlength = 99\n", &["serve"]);
    assert_eq!(code, 2, "{told}");
    let (code, _, told) = place.run("[otp]\nlength = 99\nlenght = 1\n", &["serve"]);
    assert_eq!(code, 2);
    assert!(told.contains("otp.length: ") && told.contains("otp.lenght: "), "{told}");
    let (code, _, told) = place.run("this is not TOML", &["check"]);
    assert_eq!(code, 2, "{told}");
}

/// A database that is down at the start: exit code 3.
#[test]
fn a_database_that_is_down_is_told() {
    let place = Place::new();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let down = format!("[database]\nurl = \"postgres://okno:geheim@{closed}/okno\"\nconnect_timeout_ms = 500\n");
    let (code, log, told) = place.run(&down, &["serve"]);
    assert_eq!(code, 3, "{told}");
    assert!(!told.contains("geheim") && !log.contains("geheim"));
    assert_eq!(place.run(&down, &["migrate"]).0, 3);
}

/// A schema that is behind: refused where the program may not change it, exit code 4.
#[test]
fn a_schema_that_is_behind_is_refused() {
    let place = Place::new();
    let careful = "[schema]\nmigrate_on_start = false\n";
    let (code, _, told) = place.run(careful, &["serve"]);
    assert_eq!(code, 4, "{told}");
    assert!(told.contains("okno migrate"));
    let (code, said, _) = place.run(careful, &["migrate"]);
    assert_eq!(code, 0);
    assert!(said.starts_with("Migrated"));
    assert!(place.run(careful, &["migrate"]).1.contains("up to date"));
    let mut server = Server::start(&place, careful, &["serve"]);
    server.terminate();
    assert_eq!(server.wait(), 0);
}

/// A port that is taken: exit code 5, and the setting is named.
#[test]
fn a_taken_port_is_told() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = format!("[server]\nlisten = \"{}\"\nmanagement = \"127.0.0.1:0\"\n", taken.local_addr().unwrap());
    let (code, _, told) = place.run(&server, &["serve"]);
    assert_eq!(code, 5, "{told}");
    assert!(told.contains("server.listen"), "{told}");
}

/// Decision 20: `check` says what the program would run with, and fails when something is wrong.
#[test]
fn check_tells_what_is_there() {
    let place = Place::new();
    let (code, said, _) = place.run("", &["check"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("ok      database: Sqlite") && said.contains("absent  mail server"), "{said}");
    fs::write(place.0.path().join("vault.toml"), "damaged").unwrap();
    let (code, said, _) = place.run("", &["check"]);
    assert_eq!(code, 6, "{said}");
    assert!(said.contains("FAULT   keys"));
}

/// Decision 20: every value can come from the environment, and the schema and the values in force can be printed.
#[test]
fn the_configuration_can_be_printed() {
    let place = Place::new();
    let output = place.okno("", &["config", "show"]).env("OKNO_OTP__LENGTH", "7").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("length = 7"), "{said}");
    let output = place.okno("", &["config", "show"]).env("OKNO_OTP__LENGHT", "7").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let (code, schema, _) = place.run("", &["config", "schema"]);
    assert_eq!(code, 0);
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    assert!(schema["properties"]["otp"].is_object());
}

/// R108: operators see what waits for them.
#[test]
fn the_operators_queue_can_be_listed() {
    let place = Place::new();
    assert_eq!(place.run("", &["migrate"]).0, 0);
    let (code, said, told) = place.run("", &["admin", "queue", "list"]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(said, "0 open\n");
    let (code, said, told) = place.run("", &["admin", "jobs", "dead"]);
    assert_eq!((code, said.as_str()), (0, "0 given up\n"), "{told}");
    let (code, said, told) = place.run("", &["admin", "audit", "verify"]);
    assert_eq!((code, said.as_str()), (0, "0 accounts checked, 0 faults\n"), "{told}");
}
