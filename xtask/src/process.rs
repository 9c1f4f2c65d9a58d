//! Running programs: in the foreground, for their output, and as services that end with us.

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Doing, Failure, Outcome};
use crate::workspace;

/// How often a wait looks again.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// How many tests a run reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Count {
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Takes in one line of a test runner's output: cargo's summary or node's.
    fn read(&mut self, line: &str) {
        if let Some(summary) = line.trim_start().strip_prefix("test result: ") {
            self.passed += number_before(summary, " passed");
            self.failed += number_before(summary, " failed");
        }
        if let Some(number) = line.strip_prefix("ℹ pass ") {
            self.passed += number.trim().parse::<u64>().unwrap_or(0);
        }
        if let Some(number) = line.strip_prefix("ℹ fail ") {
            self.failed += number.trim().parse::<u64>().unwrap_or(0);
        }
    }
}

fn number_before(text: &str, word: &str) -> u64 {
    let before = text.split(word).next().unwrap_or_default();
    before.rsplit([' ', ';']).next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// Shows a command and runs it to its end; anything but success is a failure.
pub(crate) fn run(command: &mut Command) -> Outcome {
    println!("$ {}", describe(command));
    let status = command.stdin(Stdio::null()).status().doing(format_args!("starting {}", name(command)))?;
    check(command, status)
}

/// Like `run`, and counts the tests that its output reports.
pub(crate) fn run_counting(command: &mut Command) -> Outcome<Count> {
    println!("$ {}", describe(command));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .doing(format_args!("starting {}", name(command)))?;
    let mut count = Count::default();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = line?;
            let line = String::from_utf8_lossy(&line);
            count.read(&line);
            println!("{line}");
        }
    }
    check(command, child.wait()?)?;
    Ok(count)
}

/// Runs a command for its standard output.
pub(crate) fn capture(command: &mut Command) -> Outcome<String> {
    let output = command.stdin(Stdio::null()).output().doing(format_args!("starting {}", name(command)))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::new(format!("{}: {}\n{errors}", describe(command), output.status)));
    }
    String::from_utf8(output.stdout).doing(format_args!("reading the output of {}", name(command)))
}

/// Whether a command can be run and succeeds; its output is of no interest.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn check(command: &Command, status: ExitStatus) -> Outcome {
    if status.success() { Ok(()) } else { Err(Failure::new(format!("{}: {status}", describe(command)))) }
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut text = program.file_name().unwrap_or(command.get_program()).to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}

/// A command whose process is ended by the system when we end, however that happens.
///
/// The request to the system is made by `setpriv` (util-linux), so that no unsafe code is needed here; where it is
/// missing, the services end by `Service::stop` alone.
pub(crate) fn bound_to_us(program: &Path, user: Option<&str>, signal: &str) -> Command {
    let Some(setpriv) = workspace::find_program("setpriv", &[]) else { return Command::new(program) };
    let mut command = Command::new(setpriv);
    command.args(["--pdeathsig", signal]);
    if let Some(user) = user {
        command.args(["--reuid", user, "--regid", user, "--clear-groups"]);
    }
    command.arg("--").arg(program);
    command
}

/// A program running beside us; stopped when dropped.
pub(crate) struct Service {
    name: String,
    child: Child,
    signal: &'static str,
}

impl Service {
    /// Starts a program in a process group of its own, so that the terminal's Ctrl-C reaches it only through us.
    pub(crate) fn start(name: &str, command: &mut Command, log: Option<&Path>, signal: &'static str) -> Outcome<Self> {
        command.stdin(Stdio::null()).process_group(0);
        if let Some(log) = log {
            let file = File::create(log).doing(format_args!("creating {}", log.display()))?;
            command.stdout(file.try_clone()?).stderr(file);
        }
        let child = command.spawn().doing(format_args!("starting {name}"))?;
        Ok(Self { name: name.to_owned(), child, signal })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// A failure if the program has ended by itself.
    pub(crate) fn still_runs(&mut self) -> Outcome {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => Err(Failure::new(format!("{} ended by itself: {status}", self.name))),
        }
    }

    /// Asks the program to end, waits, and at last ends it.
    pub(crate) fn stop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(None)) {
            return;
        }
        let pid = self.child.id().to_string();
        succeeds(Command::new("kill").args([OsString::from("-s"), self.signal.into(), pid.into()]));
        let deadline = Instant::now() + Duration::from_secs(15);
        while Instant::now() < deadline {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(LOOK_AGAIN);
        }
        // It has had its time; the outcome of these two cannot be bettered from here.
        self.child.kill().ok();
        self.child.wait().ok();
    }

    /// Waits until `probe` holds; fails when the program ends or the time is over.
    pub(crate) fn wait_until(&mut self, what: &str, limit: Duration, mut probe: impl FnMut() -> bool) -> Outcome {
        let deadline = Instant::now() + limit;
        while !probe() {
            self.still_runs()?;
            if Instant::now() >= deadline {
                return Err(Failure::new(format!("{}: {what} did not come within {limit:?}", self.name)));
            }
            thread::sleep(LOOK_AGAIN);
        }
        Ok(())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A TCP port of the loopback interface that is free now.
pub(crate) fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// Whether a TCP port of the loopback interface can be taken.
pub(crate) fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}

/// Whether `GET path` answers with status 200.
pub(crate) fn answers_ok(port: u16, path: &str) -> bool {
    get(port, path).is_ok_and(|answer| answer.split(' ').nth(1) == Some("200"))
}

/// The raw answer to a plain `GET` over loopback.
pub(crate) fn get(port: u16, path: &str) -> Outcome<String> {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(1 << 20).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_cargo_and_node_report() {
        let mut count = Count::default();
        count.read("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s");
        count.read("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out");
        count.read("ℹ pass 7");
        count.read("ℹ fail 1");
        count.read("running 12 tests");
        assert_eq!(count, Count { passed: 22, failed: 3 });
    }

    #[test]
    fn a_service_is_stopped_when_dropped() {
        let sleep = workspace::find_program("sleep", &[]).unwrap();
        let service = Service::start("sleep", bound_to_us(&sleep, None, "TERM").arg("60"), None, "TERM").unwrap();
        let process = format!("/proc/{}", service.id());
        assert!(Path::new(&process).exists());
        drop(service);
        assert!(!Path::new(&process).exists());
    }
}
