//! As much of HTTP/1.1 as a patient browser needs: requests with cookies over one kept connection.
//!
//! Written by hand, so that measuring costs the machine as little as possible and no other crate gets more features.

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// No page of ours is near this.
const LONGEST_BODY: usize = 16 * 1024 * 1024;

/// Why a measurement cannot be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("the connection broke: {0}")]
    Connection(#[from] std::io::Error),
    #[error("the answer is not HTTP: {0}")]
    Malformed(&'static str),
    #[error("{0}")]
    Unexpected(String),
}

/// What to ask.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) cookies: String,
    pub(crate) form: Option<String>,
    /// The header `Authorization`; a request that has one is a program's.
    pub(crate) authorization: Option<String>,
}

impl Request {
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self { method: "GET", path: path.into(), cookies: String::new(), form: None, authorization: None }
    }

    pub(crate) fn post(path: impl Into<String>, form: String) -> Self {
        Self { form: Some(form), method: "POST", ..Self::get(path) }
    }

    pub(crate) fn with_cookies(mut self, cookies: &str) -> Self {
        cookies.clone_into(&mut self.cookies);
        self
    }

    pub(crate) fn authorized(mut self, authorization: &str) -> Self {
        self.authorization = Some(authorization.to_owned());
        self
    }

    fn text(&self, port: u16) -> String {
        let mut lines = vec![format!("{} {} HTTP/1.1", self.method, self.path), format!("Host: localhost:{port}")];
        match &self.authorization {
            None => lines.push("Accept: text/html".to_owned()),
            Some(authorization) => {
                lines.push("Accept: application/json".to_owned());
                lines.push(format!("Authorization: {authorization}"));
            }
        }
        if !self.cookies.is_empty() {
            lines.push(format!("Cookie: {}", self.cookies));
        }
        if let Some(form) = &self.form {
            // Programs do not say from which page they come.
            if self.authorization.is_none() {
                lines.push(format!("Origin: http://localhost:{port}"));
                lines.push("Sec-Fetch-Site: same-origin".to_owned());
            }
            lines.push("Content-Type: application/x-www-form-urlencoded".to_owned());
            lines.push(format!("Content-Length: {}", form.len()));
        }
        lines.push(String::new());
        lines.push(self.form.clone().unwrap_or_default());
        lines.join("\r\n")
    }
}

/// What came.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    /// Name and value of the cookies set.
    pub(crate) cookies: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// Asks one server over a connection that is kept, and opened anew after it broke.
pub(crate) struct Client {
    port: u16,
    connection: Option<Connection>,
}

impl Client {
    pub(crate) const fn of(port: u16) -> Self {
        Self { port, connection: None }
    }

    /// Asks and reads the whole answer.
    pub(crate) async fn ask(&mut self, request: &Request) -> Result<Answer, Fault> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => Connection::open(self.port).await?,
        };
        let answer = connection.ask(request).await?;
        self.connection = Some(connection);
        Ok(answer)
    }
}

/// One kept connection.
struct Connection {
    port: u16,
    stream: BufReader<TcpStream>,
}

impl Connection {
    async fn open(port: u16) -> Result<Self, Fault> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Self { port, stream: BufReader::new(stream) })
    }

    async fn ask(&mut self, request: &Request) -> Result<Answer, Fault> {
        self.stream.write_all(request.text(self.port).as_bytes()).await?;
        self.stream.flush().await?;
        let mut answer = Answer::default();
        let first = self.line().await?;
        let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
        answer.status = status.ok_or(Fault::Malformed("no status"))?;
        let mut length = Length::Nothing;
        loop {
            let line = self.line().await?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').ok_or(Fault::Malformed("a header without a colon"))?;
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => {
                    length = Length::Known(value.parse().map_err(|_| Fault::Malformed("no length"))?);
                }
                "transfer-encoding" => length = Length::Chunks,
                "location" => answer.location = Some(value.to_owned()),
                "set-cookie" => answer.cookies.extend(cookie(value)),
                _ => {}
            }
        }
        match length {
            Length::Nothing => {}
            Length::Known(length) => self.read(length, &mut answer.body).await?,
            Length::Chunks => self.chunks(&mut answer.body).await?,
        }
        Ok(answer)
    }

    async fn line(&mut self) -> Result<String, Fault> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).await? == 0 {
            return Err(Fault::Malformed("closed in the middle"));
        }
        Ok(line.trim_end().to_owned())
    }

    async fn read(&mut self, length: usize, body: &mut Vec<u8>) -> Result<(), Fault> {
        if body.len().saturating_add(length) > LONGEST_BODY {
            return Err(Fault::Malformed("longer than any page"));
        }
        let start = body.len();
        body.resize(start + length, 0);
        let space = body.get_mut(start..).ok_or(Fault::Malformed("no space"))?;
        self.stream.read_exact(space).await?;
        Ok(())
    }

    async fn chunks(&mut self, body: &mut Vec<u8>) -> Result<(), Fault> {
        loop {
            let size = self.line().await?;
            let length = usize::from_str_radix(&size, 16).map_err(|_| Fault::Malformed("no size of a chunk"))?;
            self.read(length, body).await?;
            self.line().await?;
            if length == 0 {
                return Ok(());
            }
        }
    }
}

enum Length {
    Nothing,
    Known(usize),
    Chunks,
}

fn cookie(value: &str) -> Option<(String, String)> {
    let (name, value) = value.split(';').next()?.split_once('=')?;
    Some((name.trim().to_owned(), value.trim().to_owned()))
}
