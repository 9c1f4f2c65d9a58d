//! HTTP by hand, for what no browser would send.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpStream, tcp},
    time::timeout,
};

use super::PATIENCE;

/// A connection on which anything can be said.
pub(crate) struct Raw {
    input: tcp::OwnedReadHalf,
    output: tcp::OwnedWriteHalf,
}

/// The status and the whole text of an answer.
#[derive(Debug)]
pub(crate) struct RawAnswer {
    pub(crate) status: u16,
    pub(crate) text: String,
}

impl Raw {
    pub(crate) async fn connect(to: SocketAddr) -> Self {
        let (input, output) = TcpStream::connect(to).await.unwrap().into_split();
        Self { input, output }
    }

    /// Sends what can be sent; the other side may have heard enough.
    pub(crate) async fn send(&mut self, bytes: &[u8]) -> bool {
        self.output.write_all(bytes).await.is_ok()
    }

    /// Sends and listens at the same time, until the other side closes.
    pub(crate) async fn exchange(mut self, bytes: &[u8]) -> RawAnswer {
        let Self { input, output } = &mut self;
        let sending = async {
            // An answer that comes before everything is sent may end the sending.
            let _ = output.write_all(bytes).await;
        };
        timeout(PATIENCE, async { tokio::join!(sending, heard(input)).1 }).await.expect("an answer comes")
    }

    /// Listens until the other side closes.
    pub(crate) async fn answer(mut self) -> RawAnswer {
        timeout(PATIENCE, heard(&mut self.input)).await.expect("an answer comes")
    }
}

async fn heard(input: &mut tcp::OwnedReadHalf) -> RawAnswer {
    let mut bytes = Vec::new();
    // What has been heard before the connection breaks counts.
    let _ = input.read_to_end(&mut bytes).await;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)).and_then(|code| code.parse().ok());
    RawAnswer { status: status.unwrap_or(0), text }
}
