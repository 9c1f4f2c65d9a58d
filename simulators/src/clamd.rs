//! A virus scanner: the protocol of clamd over TCP, as much of it as `INSTREAM`, `PING` and `VERSION`. It knows one virus,
//! the test text that every scanner knows and that harms nobody.

use std::{io, sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::watch,
    time::timeout,
};

use crate::{
    net::{self, Running},
    registry::Outage,
};

/// The EICAR test text.
pub const EICAR: &[u8] = br"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

/// A client that says nothing for so long is gone.
const SILENCE: Duration = Duration::from_mins(2);
/// The longest command.
const LONGEST_COMMAND: usize = 64;

/// What the scanner does wrong on request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClamdSwitches {
    /// It is down.
    pub outage: Outage,
    /// The longest file it looks at (`StreamMaxLength`).
    pub most_bytes: usize,
    /// It reports a fault of its own.
    pub fault: bool,
    /// It takes the file and never answers.
    pub silent: bool,
}

impl Default for ClamdSwitches {
    fn default() -> Self {
        Self { outage: Outage::Off, most_bytes: 25 * 1024 * 1024, fault: false, silent: false }
    }
}

/// The scanner and the handle of tests.
pub struct Clamd {
    switches: watch::Sender<ClamdSwitches>,
}

impl Clamd {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { switches: watch::Sender::new(ClamdSwitches::default()) })
    }

    /// The switches as they are.
    pub fn switches(&self) -> ClamdSwitches {
        *self.switches.borrow()
    }

    /// Sets switches.
    pub fn set(&self, change: impl FnOnce(&mut ClamdSwitches)) {
        self.switches.send_modify(change);
    }

    pub(crate) fn serve(self: &Arc<Self>, running: &Running, listener: tokio::net::TcpListener) {
        let this = Arc::clone(self);
        net::accept(running, "clamd", listener, move |stream: TcpStream, _| {
            let this = Arc::clone(&this);
            async move {
                if this.switches().outage != Outage::Off {
                    net::break_off(&stream);
                    return;
                }
                if let Ok(Err(error)) = timeout(SILENCE, this.session(stream)).await {
                    tracing::debug!(%error, "a scan ended early");
                }
            }
        });
    }

    async fn session(&self, mut stream: TcpStream) -> io::Result<()> {
        let (command, end) = read_command(&mut stream).await?;
        let mut answer = match command.as_slice() {
            b"PING" => b"PONG".to_vec(),
            b"VERSION" => b"ClamAV 1.4.0/okno-simulators".to_vec(),
            b"INSTREAM" => self.look(&mut stream).await?,
            _ => b"UNKNOWN COMMAND".to_vec(),
        };
        if self.switches().silent {
            tokio::time::sleep(SILENCE).await;
        }
        answer.push(end);
        stream.write_all(&answer).await?;
        stream.shutdown().await
    }

    async fn look(&self, stream: &mut TcpStream) -> io::Result<Vec<u8>> {
        let switches = self.switches();
        let mut content = Vec::new();
        loop {
            let length = usize::try_from(stream.read_u32().await?).map_err(io::Error::other)?;
            if length == 0 {
                break;
            }
            if content.len().saturating_add(length) > switches.most_bytes {
                return Ok(b"INSTREAM size limit exceeded. ERROR".to_vec());
            }
            let begin = content.len();
            content.resize(begin.saturating_add(length), 0);
            let piece = content.get_mut(begin..).unwrap_or_default();
            stream.read_exact(piece).await?;
        }
        Ok(if switches.fault {
            b"stream: Can't allocate memory ERROR".to_vec()
        } else if content.windows(EICAR.len()).any(|window| window == EICAR) {
            b"stream: Eicar-Test-Signature FOUND".to_vec()
        } else {
            b"stream: OK".to_vec()
        })
    }
}

/// Reads a command in one of the two forms of the protocol, `zNAME\0` and `nNAME\n`, and says what ends the answer.
async fn read_command(stream: &mut TcpStream) -> io::Result<(Vec<u8>, u8)> {
    let end = match stream.read_u8().await? {
        b'z' => 0,
        b'n' => b'\n',
        _ => return Err(io::Error::other("neither form of a command")),
    };
    let mut command = Vec::new();
    loop {
        let byte = stream.read_u8().await?;
        if byte == end {
            return Ok((command, end));
        }
        if command.len() == LONGEST_COMMAND {
            return Err(io::Error::other("a command without end"));
        }
        command.push(byte);
    }
}
