//! A virus scanner reached by clamd's protocol: `INSTREAM` over TCP (docs/protocols/antivirus.md).
//!
//! Contract and configuration: [`AntivirusConfig`]. The answer's words: [`judge`], pure. The real thing with its
//! self-check: [`Clamd`].

use std::time::Duration;

use async_trait::async_trait;
use okno_app::ports::{Antivirus, PortError, Scan};
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::Semaphore,
    time::timeout,
};

use crate::{
    config::{ConfigError, Limit, is_loopback},
    http::{garbage, later, refused},
};

/// Bytes of one piece of a stream.
const PIECE: usize = 64 * 1024;
/// The longest answer that is read.
const LONGEST_ANSWER: u64 = 4096;
/// Scans that run at once.
const AT_ONCE: usize = 4;

/// The virus scanner that looks at files before anybody opens them. Without one no files are taken.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AntivirusConfig {
    /// Its host name.
    pub host: String,
    /// Its port.
    #[serde(default = "usual_port")]
    pub port: u16,
    /// How long looking at one file may take.
    #[serde(default = "thirty_seconds")]
    pub timeout_seconds: Limit,
    /// Allows a way to the scanner that leaves this machine: the protocol itself protects nothing, and files of people
    /// travel on it.
    #[serde(default)]
    pub allow_insecure: bool,
}

const fn usual_port() -> u16 {
    3310
}

const fn thirty_seconds() -> Limit {
    Limit::seconds(30)
}

/// A scanner that speaks clamd's protocol.
#[derive(Debug)]
pub struct Clamd {
    host: String,
    port: u16,
    limit: Duration,
    places: Semaphore,
}

impl Clamd {
    /// Connects to nobody yet.
    pub fn new(config: &AntivirusConfig) -> Result<Self, ConfigError> {
        if !config.allow_insecure && !is_loopback(&config.host) {
            return Err(ConfigError::new(
                "antivirus.host",
                "files would leave this machine unprotected; run the scanner here, or set allow_insecure = true if the \
                 way to it is protected by other means",
            ));
        }
        Ok(Self {
            host: config.host.clone(),
            port: config.port,
            limit: config.timeout_seconds.duration(),
            places: Semaphore::new(AT_ONCE),
        })
    }

    async fn connect(&self) -> Result<TcpStream, PortError> {
        TcpStream::connect((self.host.as_str(), self.port))
            .await
            .map_err(|_| later("no connection to the virus scanner; check antivirus.host and antivirus.port", None))
    }

    async fn talk(&self, content: &[u8]) -> Result<Scan, PortError> {
        let mut stream = self.connect().await?;
        // A scanner that has had enough answers and closes while we still write: then its answer counts, not our error.
        let sent = send(&mut stream, content).await;
        let answer = read_answer(&mut stream).await;
        match (sent, answer) {
            (_, Ok(answer)) if !answer.is_empty() => judge(&answer),
            _ => Err(later("the virus scanner broke off", None)),
        }
    }

    async fn ping(&self) -> Result<(), PortError> {
        let mut stream = self.connect().await?;
        let broke_off = |_| later("the virus scanner broke off", None);
        stream.write_all(b"zPING\0").await.map_err(broke_off)?;
        let answer = read_answer(&mut stream).await.map_err(broke_off)?;
        if answer == b"PONG" { Ok(()) } else { Err(not_clamd()) }
    }

    async fn within<T>(&self, work: impl Future<Output = Result<T, PortError>>) -> Result<T, PortError> {
        timeout(self.limit, work)
            .await
            .map_err(|_| later("the virus scanner does not answer in time; check antivirus.timeout_seconds", None))?
    }
}

#[async_trait]
impl Antivirus for Clamd {
    async fn scan(&self, content: &[u8]) -> Result<Scan, PortError> {
        let _place = self.places.acquire().await.map_err(|_| later("the program ends", None))?;
        self.within(self.talk(content)).await
    }

    async fn check(&self) -> Result<(), PortError> {
        self.within(self.ping()).await
    }
}

/// Sends a file in pieces, each after its length; a length of zero ends it.
async fn send(stream: &mut TcpStream, content: &[u8]) -> std::io::Result<()> {
    stream.write_all(b"zINSTREAM\0").await?;
    for piece in content.chunks(PIECE) {
        let length = u32::try_from(piece.len()).map_err(std::io::Error::other)?;
        stream.write_all(&length.to_be_bytes()).await?;
        stream.write_all(piece).await?;
    }
    stream.write_all(&0_u32.to_be_bytes()).await?;
    stream.flush().await
}

/// Reads an answer up to its NUL, or to the end.
async fn read_answer(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut answer = Vec::new();
    let mut limited = stream.take(LONGEST_ANSWER);
    let mut some = [0_u8; 256];
    loop {
        let count = limited.read(&mut some).await?;
        let read = some.get(..count).unwrap_or_default();
        let ended = read.iter().position(|byte| *byte == 0);
        answer.extend_from_slice(ended.and_then(|end| read.get(..end)).unwrap_or(read));
        if count == 0 || ended.is_some() {
            break;
        }
    }
    while answer.last().is_some_and(u8::is_ascii_whitespace) {
        answer.pop();
    }
    Ok(answer)
}

/// What an answer to `INSTREAM` means.
pub fn judge(answer: &[u8]) -> Result<Scan, PortError> {
    let Ok(text) = std::str::from_utf8(answer) else { return Err(not_clamd()) };
    if text.starts_with("INSTREAM size limit exceeded") {
        return Err(refused("the file is larger than the scanner's StreamMaxLength"));
    }
    if text.ends_with(" ERROR") {
        return Err(later("the virus scanner reports a fault of its own", None));
    }
    match text.strip_prefix("stream: ") {
        Some("OK") => Ok(Scan::Clean),
        Some(rest) => match rest.strip_suffix(" FOUND") {
            Some(what) if !what.is_empty() => Ok(Scan::Infected { what: readable(what) }),
            _ => Err(not_clamd()),
        },
        None => Err(not_clamd()),
    }
}

/// A name for the log: short, and without what could be taken for another line.
fn readable(what: &str) -> String {
    what.chars().filter(|letter| !letter.is_control()).take(100).collect()
}

fn not_clamd() -> PortError {
    garbage("what answers there does not speak the protocol of clamd; check antivirus.host and antivirus.port")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_judged() {
        assert_eq!(judge(b"stream: OK").unwrap(), Scan::Clean);
        let found = judge(b"stream: Eicar-Signature FOUND").unwrap();
        assert_eq!(found, Scan::Infected { what: "Eicar-Signature".to_owned() });
        assert!(matches!(judge(b"INSTREAM size limit exceeded. ERROR"), Err(PortError::Refused { .. })));
        assert!(matches!(judge(b"stream: Can't allocate memory ERROR"), Err(PortError::Later { .. })));
        for other in [&b""[..], b"220 mail.example", b"stream:  FOUND", b"stream: ok", b"\xff\xfe"] {
            assert!(matches!(judge(other), Err(PortError::Garbage { .. })), "{other:?}");
        }
    }

    #[test]
    fn files_stay_on_this_machine_unless_allowed() {
        let config = |host: &str, allow_insecure| AntivirusConfig {
            host: host.to_owned(),
            port: 3310,
            timeout_seconds: Limit::seconds(5),
            allow_insecure,
        };
        assert!(Clamd::new(&config("127.0.0.1", false)).is_ok());
        assert_eq!(Clamd::new(&config("scanner.example", false)).unwrap_err().setting, "antivirus.host");
        assert!(Clamd::new(&config("scanner.example", true)).is_ok());
    }
}
