//! One SMTP session.

use std::{io, time::Duration};

use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpStream,
};

use super::{
    MailServer,
    wire::{Line, login_answer, parse_line, plain_credentials, unstuff},
};
use crate::{inbox::lock, mailbox, registry::Outage};

/// The longest command line.
const LONGEST_LINE: u64 = 4096;
/// The longest letter.
const LONGEST_LETTER: usize = 1024 * 1024;
/// The most receivers of a letter.
const RECEIVERS: usize = 100;
/// A client that says nothing for so long is gone.
const SILENCE: Duration = Duration::from_mins(5);

/// How a conversation went on.
enum End {
    /// The client left.
    Quit,
    /// The client wants TLS now.
    StartTls,
    /// The connection must break.
    BreakOff,
}

pub(super) async fn run(server: &MailServer, stream: TcpStream) -> io::Result<()> {
    let mut plain = Conversation::new(server, BufReader::new(stream), false);
    plain.say("220 okno-simulators ESMTP").await?;
    let end = plain.talk().await?;
    let stream = plain.wire;
    match end {
        End::Quit => Ok(()),
        End::BreakOff => stream.get_ref().set_zero_linger(),
        End::StartTls => {
            if !stream.buffer().is_empty() {
                return Err(io::Error::other("commands were sent before TLS was agreed on"));
            }
            let tls = server.tls.accept(stream.into_inner()).await?;
            let mut conversation = Conversation::new(server, BufReader::new(tls), true);
            conversation.talk().await.map(|_| ())
        }
    }
}

struct Conversation<'a, S> {
    server: &'a MailServer,
    wire: BufReader<S>,
    tls: bool,
    authenticated: bool,
    from: Option<String>,
    to: Vec<String>,
}

impl<'a, S: AsyncRead + AsyncWrite + Unpin> Conversation<'a, S> {
    fn new(server: &'a MailServer, wire: BufReader<S>, tls: bool) -> Self {
        Self { server, wire, tls, authenticated: false, from: None, to: Vec::new() }
    }

    async fn say(&mut self, line: &str) -> io::Result<()> {
        self.wire.write_all(format!("{line}\r\n").as_bytes()).await?;
        self.wire.flush().await
    }

    /// The next line with its end; empty at the end of the connection.
    async fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        let mut limited = (&mut self.wire).take(LONGEST_LINE);
        tokio::time::timeout(SILENCE, limited.read_until(b'\n', &mut line)).await??;
        Ok(line)
    }

    async fn talk(&mut self) -> io::Result<End> {
        loop {
            let line = self.line().await?;
            if line.is_empty() {
                return Ok(End::Quit);
            }
            let switches = self.server.switches();
            match switches.outage {
                Outage::Off => {}
                Outage::Unavailable => {
                    self.say("421 4.3.2 not now").await?;
                    return Ok(End::Quit);
                }
                Outage::Close => return Ok(End::BreakOff),
            }
            match parse_line(&line) {
                Line::Ehlo => self.say(&self.greeting()).await?,
                Line::Helo => self.say("250 okno-simulators").await?,
                Line::StartTls if !self.tls && !switches.no_tls => {
                    self.say("220 2.0.0 go on").await?;
                    return Ok(End::StartTls);
                }
                Line::AuthPlain(answer) => self.auth_plain(answer).await?,
                Line::AuthLogin => self.auth_login().await?,
                Line::Mail { from, size } => self.mail(from, size).await?,
                Line::Rcpt(to) => self.receiver(to).await?,
                Line::Data => {
                    if let Some(end) = self.data().await? {
                        return Ok(end);
                    }
                }
                Line::Rset => {
                    self.reset();
                    self.say("250 2.0.0 forgotten").await?;
                }
                Line::Noop => self.say("250 2.0.0 here").await?,
                Line::Quit => {
                    self.say("221 2.0.0 goodbye").await?;
                    return Ok(End::Quit);
                }
                Line::StartTls | Line::Unsupported => self.say("502 5.5.1 not here").await?,
                Line::Nonsense => self.say("500 5.5.2 what?").await?,
            }
        }
    }

    fn greeting(&self) -> String {
        let mut lines = vec!["okno-simulators".to_owned(), format!("SIZE {LONGEST_LETTER}"), "8BITMIME".into()];
        if !self.tls && !self.server.switches().no_tls {
            lines.push("STARTTLS".into());
        }
        lines.extend(["SMTPUTF8".into(), "ENHANCEDSTATUSCODES".into(), "AUTH PLAIN LOGIN".into()]);
        let last = lines.pop().unwrap_or_default();
        lines.push(String::new());
        format!("250-{}250 {last}", lines.join("\r\n250-").trim_end_matches("250-"))
    }

    async fn auth_plain(&mut self, answer: Option<String>) -> io::Result<()> {
        let answer = match answer {
            Some(answer) => answer,
            None => {
                self.say("334 ").await?;
                String::from_utf8_lossy(&self.line().await?).into_owned()
            }
        };
        self.judge(plain_credentials(&answer)).await
    }

    async fn auth_login(&mut self) -> io::Result<()> {
        self.say("334 VXNlcm5hbWU6").await?;
        let user = login_answer(&self.line().await?);
        self.say("334 UGFzc3dvcmQ6").await?;
        let password = login_answer(&self.line().await?);
        self.judge(user.zip(password)).await
    }

    async fn judge(&mut self, given: Option<(String, String)>) -> io::Result<()> {
        let Some((user, password)) = given else { return self.say("501 5.5.2 no credentials").await };
        let right = user == self.server.user && password == self.server.password;
        if right && !self.server.switches().wrong_password {
            self.authenticated = true;
            self.say("235 2.7.0 welcome").await
        } else {
            self.say("535 5.7.8 wrong user or password").await
        }
    }

    async fn mail(&mut self, from: String, size: usize) -> io::Result<()> {
        let switches = self.server.switches();
        if switches.require_tls && !self.tls {
            return self.say("530 5.7.0 STARTTLS first").await;
        }
        if switches.require_auth && !self.authenticated {
            return self.say("530 5.7.0 AUTH first").await;
        }
        if size > LONGEST_LETTER {
            return self.say("552 5.3.4 too long").await;
        }
        self.reset();
        self.from = Some(from);
        self.say("250 2.1.0 sender taken").await
    }

    async fn receiver(&mut self, to: String) -> io::Result<()> {
        let switches = self.server.switches();
        let Some(from) = self.from.clone() else { return self.say("503 5.5.1 MAIL first").await };
        let address = mailbox::canonical(&to);
        if switches.reject || switches.reject_addresses.iter().any(|other| mailbox::canonical(other) == address) {
            return self.say("550 5.1.1 no such mailbox").await;
        }
        if switches.greylist && lock(&self.server.greylisted).insert((from, address)) {
            return self.say("451 4.7.1 try again later").await;
        }
        if self.to.len() >= RECEIVERS {
            return self.say("452 4.5.3 too many receivers").await;
        }
        self.to.push(to);
        self.say("250 2.1.5 receiver taken").await
    }

    async fn data(&mut self) -> io::Result<Option<End>> {
        let Some(from) = self.from.clone().filter(|_| !self.to.is_empty()) else {
            self.say("503 5.5.1 RCPT first").await?;
            return Ok(None);
        };
        self.say("354 go on").await?;
        let mut letter = Vec::new();
        let (mut too_long, mut at_start) = (false, true);
        loop {
            let line = self.line().await?;
            if line.is_empty() {
                return Ok(Some(End::Quit));
            }
            let ends = line.ends_with(b"\n");
            let Some(line) = (if at_start { unstuff(&line) } else { Some(&line[..]) }) else { break };
            at_start = ends;
            too_long |= letter.len() + line.len() > LONGEST_LETTER;
            if !too_long {
                letter.extend_from_slice(line);
            }
        }
        if too_long {
            self.reset();
            self.say("552 5.3.4 too long").await?;
            return Ok(None);
        }
        let letter = mailbox::read_letter(&letter);
        for to in &self.to {
            self.server.mailboxes.deliver(to, &from, &letter, self.tls);
        }
        self.reset();
        if self.server.switches().lost_answer {
            return Ok(Some(End::BreakOff));
        }
        self.say("250 2.0.0 letter taken").await?;
        Ok(None)
    }

    fn reset(&mut self) {
        self.from = None;
        self.to.clear();
    }
}
