//! One running `okno serve`.

use std::{
    process::{ExitStatus, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, BufReader},
    process::{Child, Command},
    task::JoinHandle,
};

use super::{PATIENCE, eventually, place::Place};

/// What a process wrote, line by line, on both outputs.
pub(crate) type Lines = Arc<Mutex<Vec<String>>>;

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) place: Place,
    lines: Lines,
    readers: Vec<JoinHandle<()>>,
}

impl Server {
    /// Starts it and waits until it is ready.
    pub(crate) async fn start(command: Command, place: Place) -> Self {
        let mut server = Self::spawn(command, place);
        server.wait_ready().await;
        server
    }

    /// Starts it.
    pub(crate) fn spawn(mut command: Command, place: Place) -> Self {
        // Outputs are pipes: a file would be subject to the limits that a test puts on files.
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let lines = Lines::default();
        let readers = vec![
            tokio::spawn(collect(child.stdout.take().unwrap(), Arc::clone(&lines))),
            tokio::spawn(collect(child.stderr.take().unwrap(), Arc::clone(&lines))),
        ];
        Self { child, place, lines, readers }
    }

    pub(crate) async fn wait_ready(&mut self) {
        let asking = async {
            loop {
                if let Some(status) = self.child.try_wait().unwrap() {
                    panic!("the server ended with {status} before it was ready: {:#?}", self.lines.lock().unwrap());
                }
                if health(self.place, "ready").await == Some(200) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, asking).await.expect("the server becomes ready");
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id().expect("the server runs")
    }

    /// SIGKILL; returns when it is gone.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// SIGTERM.
    pub(crate) async fn terminate(&self) {
        let order = format!("kill -TERM {}", self.pid());
        assert!(Command::new("sh").args(["-c", &order]).status().await.unwrap().success());
    }

    /// Waits for its end.
    pub(crate) async fn wait(&mut self) -> ExitStatus {
        let status = tokio::time::timeout(PATIENCE, self.child.wait()).await.expect("the server ends").unwrap();
        for reader in self.readers.drain(..) {
            reader.await.unwrap();
        }
        status
    }

    /// Whether it still runs.
    pub(crate) fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// What it has written so far.
    pub(crate) fn output(&self) -> String {
        self.lines.lock().unwrap().join("\n")
    }

    /// Waits until it has written a line with this text.
    pub(crate) async fn writes(&self, text: &str) {
        eventually(text, async || self.output().contains(text).then_some(())).await;
    }

    /// The status of a health endpoint.
    pub(crate) async fn health(&self, name: &str) -> Option<u16> {
        health(self.place, name).await
    }
}

async fn health(place: Place, name: &str) -> Option<u16> {
    let url = format!("http://{}/health/{name}", place.management);
    Some(super::browser::plain().get(url).send().await.ok()?.status().as_u16())
}

async fn collect(from: impl AsyncRead + Unpin, into: Lines) {
    let mut from = BufReader::new(from).lines();
    while let Ok(Some(line)) = from.next_line().await {
        into.lock().unwrap().push(line);
    }
}
