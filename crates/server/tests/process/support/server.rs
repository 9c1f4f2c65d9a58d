//! One running `okno serve`.

use std::{
    process::{ExitStatus, Stdio},
    sync::Arc,
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, BufReader},
    process::{Child, Command},
    sync::watch,
    task::JoinHandle,
};

use super::{PATIENCE, place::Place};

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) place: Place,
    /// What it wrote, line by line, on both outputs.
    lines: watch::Receiver<Vec<String>>,
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
        let (write, lines) = watch::channel(Vec::new());
        let write = Arc::new(write);
        let readers = vec![
            tokio::spawn(collect(child.stdout.take().unwrap(), Arc::clone(&write))),
            tokio::spawn(collect(child.stderr.take().unwrap(), write)),
        ];
        Self { child, place, lines, readers }
    }

    pub(crate) async fn wait_ready(&mut self) {
        self.writes("\"message\":\"ready\"").await;
        assert_eq!(self.health("ready").await, Some(200));
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
        self.lines.borrow().join("\n")
    }

    /// Waits until it has written a line with this text.
    pub(crate) async fn writes(&self, text: &str) {
        let mut lines = self.lines.clone();
        let written = lines.wait_for(|lines| lines.iter().any(|line| line.contains(text)));
        let written = tokio::time::timeout(PATIENCE, written).await.unwrap_or_else(|_| panic!("never written: {text}"));
        assert!(written.is_ok(), "the server ended and had not written {text}: {}", self.output());
    }

    /// The status of a health endpoint.
    pub(crate) async fn health(&self, name: &str) -> Option<u16> {
        let url = format!("http://{}/health/{name}", self.place.management);
        Some(super::browser::plain().get(url).send().await.ok()?.status().as_u16())
    }
}

async fn collect(from: impl AsyncRead + Unpin, into: Arc<watch::Sender<Vec<String>>>) {
    let mut from = BufReader::new(from).lines();
    while let Ok(Some(line)) = from.next_line().await {
        into.send_modify(|lines| lines.push(line));
    }
}
