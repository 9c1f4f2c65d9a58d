//! Letters handed to a mail server that takes, delays, refuses and misbehaves.
#![expect(clippy::unwrap_used, reason = "a test may")]

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use jiff::Timestamp;
use mail_parser::MessageParser;
use okno_app::ports::{Mailer, PortError};
use okno_domain::{locale::Locale, secret::Secret};
use okno_gateways::GatewaysConfig;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

use crate::support::{certificate, is_garbage, is_later, is_refused, message, nobody, reworded};

/// How the server answers at each step; `""` means silence.
#[derive(Clone, Copy)]
struct Manners {
    greeting: &'static str,
    auth: &'static str,
    recipient: &'static str,
    data: &'static str,
}

const POLITE: Manners =
    Manners { greeting: "220 mail.example", auth: "235 in", recipient: "250 ok", data: "250 taken" };

#[derive(Clone, Copy, PartialEq)]
enum Protection {
    None,
    Starttls,
    Tls,
}

struct MailServer {
    port: u16,
    letters: Arc<Mutex<Vec<String>>>,
}

impl MailServer {
    async fn start(manners: Manners) -> Self {
        Self::protected(manners, Protection::None, None).await
    }

    async fn protected(manners: Manners, protection: Protection, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let letters = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&letters);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (log, tls) = (Arc::clone(&log), tls.clone());
                tokio::spawn(async move {
                    let stream = BufReader::new(stream);
                    match (protection, tls) {
                        (Protection::Tls, Some(tls)) => {
                            let stream = BufReader::new(tls.accept(stream).await.ok()?);
                            talk(stream, manners, false, true, &log).await.map(drop)
                        }
                        (Protection::Starttls, Some(tls)) => {
                            let stream = talk(stream, manners, true, true, &log).await?;
                            let stream = BufReader::new(tls.accept(stream).await.ok()?);
                            talk(stream, manners, false, false, &log).await.map(drop)
                        }
                        _ => talk(stream, manners, false, true, &log).await.map(drop),
                    }
                });
            }
        });
        Self { port, letters }
    }
}

/// Speaks SMTP until the client leaves; gives the stream back when it wants to go on by TLS.
async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: BufReader<S>,
    manners: Manners,
    starttls: bool,
    greet: bool,
    log: &Mutex<Vec<String>>,
) -> Option<BufReader<S>> {
    if greet {
        say(&mut stream, manners.greeting).await?;
    }
    loop {
        let line = read_line(&mut stream).await?;
        let command = line.to_ascii_uppercase();
        match command.split([' ', '\r', ':']).next()? {
            "EHLO" if starttls => say(&mut stream, "250-mail.example\r\n250 STARTTLS").await?,
            "EHLO" => say(&mut stream, "250-mail.example\r\n250-SMTPUTF8\r\n250 AUTH PLAIN").await?,
            "STARTTLS" => {
                say(&mut stream, "220 go on").await?;
                return Some(stream);
            }
            "AUTH" => say(&mut stream, manners.auth).await?,
            "RCPT" => say(&mut stream, manners.recipient).await?,
            "DATA" => {
                say(&mut stream, "354 go on").await?;
                let mut letter = String::new();
                loop {
                    let line = read_line(&mut stream).await?;
                    if line == ".\r\n" {
                        break;
                    }
                    letter.push_str(line.strip_prefix('.').unwrap_or(&line));
                }
                log.lock().unwrap().push(letter);
                say(&mut stream, manners.data).await?;
            }
            _ => say(&mut stream, "250 ok").await?,
        }
    }
}

async fn say<S: AsyncWrite + Unpin>(stream: &mut S, line: &str) -> Option<()> {
    if line.is_empty() {
        std::future::pending::<()>().await;
    }
    stream.write_all(format!("{line}\r\n").as_bytes()).await.ok()?;
    stream.flush().await.ok()
}

async fn read_line<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> Option<String> {
    let mut line = String::new();
    (stream.read_line(&mut line).await.ok()? > 0).then_some(line)
}

fn config(port: u16, more: Value) -> Value {
    let mut mail = json!({
        "host": "localhost", "port": port, "security": "none", "from": "no-reply@okno.example", "timeout_seconds": 1,
    });
    mail.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({ "mail": mail })
}

fn build(config: Value) -> Result<Arc<dyn Mailer>, String> {
    let config: GatewaysConfig = serde_json::from_value(config).map_err(|error| error.to_string())?;
    config.build().map(|ports| ports.mailer.unwrap()).map_err(|error| error.to_string())
}

fn mailer(port: u16, more: Value) -> Arc<dyn Mailer> {
    build(config(port, more)).unwrap()
}

async fn send(mailer: &Arc<dyn Mailer>, locale: Locale) -> Result<(), PortError> {
    let now = Timestamp::from_second(1_790_000_000).unwrap();
    let to = Secret::new("anna@mail.example");
    mailer.send("0190a0b0-registration/1", &to, &message("registration_link", locale), now).await
}

/// R22, R218, R221: a letter is plain text and HTML in the reader's language, marked as coming from a program.
#[tokio::test]
async fn a_letter_arrives_whole() {
    let server = MailServer::start(POLITE).await;
    let mailer = mailer(server.port, json!({ "reply_to": "help@okno.example" }));
    for locale in Locale::ALL {
        send(&mailer, locale).await.unwrap();
    }
    let letters = server.letters.lock().unwrap().clone();
    for (letter, locale) in letters.iter().zip(Locale::ALL) {
        assert!(letter.is_ascii(), "headers and bodies need no eight bits");
        let letter = MessageParser::default().parse(letter.as_bytes()).unwrap();
        let sample = message("registration_link", locale);
        let words = okno_ui::message::mail(locale, "registration_link", &sample.args).unwrap();
        assert_eq!(letter.subject(), Some(words.subject.as_str()));
        assert_eq!(letter.message_id(), Some("0190a0b0-registration-1@okno.example"));
        assert_eq!(letter.date().unwrap().to_timestamp(), 1_790_000_000);
        assert_eq!(letter.from().unwrap().first().unwrap().address(), Some("no-reply@okno.example"));
        let name = if locale == Locale::Ru { "Окно" } else { "Okno" };
        assert_eq!(letter.from().unwrap().first().unwrap().name(), Some(name));
        assert_eq!(letter.to().unwrap().first().unwrap().address(), Some("anna@mail.example"));
        assert_eq!(letter.reply_to().unwrap().first().unwrap().address(), Some("help@okno.example"));
        assert_eq!(letter.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
        assert_eq!(letter.header_raw("Content-Type").map(|kind| kind.contains("multipart/alternative")), Some(true));
        assert_eq!(letter.body_text(0).unwrap().replace("\r\n", "\n").trim(), words.text.trim());
        assert_eq!(letter.body_html(0).unwrap().replace("\r\n", "\n").trim(), words.html.trim());
    }
    assert_eq!(letters.len(), 3);
}

/// R221: a letter is worded in the texts that stand when it is sent.
#[tokio::test]
async fn a_replaced_text_is_sent() {
    let server = MailServer::start(POLITE).await;
    let mailer = mailer(server.port, json!({}));
    let own = ("message-registration_link-subject", "Please confirm");
    let letter = reworded("registration_link", Locale::En, own);
    mailer.send("0190a0b0-1", &Secret::new("anna@mail.example"), &letter, Timestamp::UNIX_EPOCH).await.unwrap();
    send(&mailer, Locale::En).await.unwrap();
    let letters = server.letters.lock().unwrap().clone();
    let subject = |letter: &String| {
        let letter = MessageParser::default().parse(letter.as_bytes()).unwrap();
        letter.subject().unwrap().to_owned()
    };
    assert_eq!(subject(&letters[0]), "Please confirm");
    assert_ne!(subject(&letters[1]), "Please confirm");
}

/// A refusal for good is told from one that passes, and nothing the server says about the address is repeated.
#[tokio::test]
async fn answers_are_sorted() {
    let dead = Manners { recipient: "550 5.1.1 <anna@mail.example> unknown", ..POLITE };
    let server = MailServer::start(dead).await;
    let outcome = send(&mailer(server.port, json!({})), Locale::Ru).await;
    let Err(PortError::Refused { reason }) = outcome else { panic!("{outcome:?}") };
    assert!(!reason.contains("anna"), "{reason}");
    for passing in [
        Manners { recipient: "451 4.7.1 greylisted", ..POLITE },
        Manners { data: "452 full", ..POLITE },
        Manners { greeting: "421 busy", ..POLITE },
        Manners { data: "", ..POLITE },
        Manners { greeting: "", ..POLITE },
    ] {
        let server = MailServer::start(passing).await;
        assert!(is_later(send(&mailer(server.port, json!({})), Locale::Ru).await), "{}", passing.greeting);
    }
    let server = MailServer::start(Manners { data: "554 spam", ..POLITE }).await;
    assert!(is_refused(send(&mailer(server.port, json!({})), Locale::Ru).await));
    assert!(is_later(send(&mailer(nobody().await, json!({})), Locale::Ru).await));
    let server = MailServer::start(Manners { greeting: "HTTP/1.1 400 Bad Request", ..POLITE }).await;
    assert!(is_garbage(send(&mailer(server.port, json!({})), Locale::Ru).await));
}

#[tokio::test]
async fn a_wrong_password_loses_no_letter() {
    let server = MailServer::start(Manners { auth: "535 no", ..POLITE }).await;
    let mailer = mailer(server.port, json!({ "username": "okno", "password": "wrong" }));
    let outcome = send(&mailer, Locale::En).await;
    let Err(PortError::Later { reason, .. }) = outcome else { panic!("{outcome:?}") };
    assert!(reason.contains("mail.password") && !reason.contains("wrong"), "{reason}");
}

#[tokio::test]
async fn an_unusable_address_or_kind_is_refused() {
    let server = MailServer::start(POLITE).await;
    let mailer = mailer(server.port, json!({}));
    let now = Timestamp::UNIX_EPOCH;
    for to in ["", "anna", "anna@", "anna@mail.example\r\nBcc: x@y.example"] {
        let outcome = mailer.send("1", &Secret::new(to), &message("contact_link", Locale::Fr), now).await;
        assert!(is_refused(outcome), "{to}");
    }
    let outcome = mailer.send("1", &Secret::new("a@b.example"), &message("registration_code", Locale::Fr), now).await;
    assert!(is_refused(outcome));
    assert!(server.letters.lock().unwrap().is_empty());
}

fn trusting(port: u16, security: &str, ca_file: &Path) -> Arc<dyn Mailer> {
    let more = json!({ "security": security, "ca_file": ca_file, "username": "okno", "password": "secret" });
    mailer(port, more)
}

#[tokio::test]
async fn letters_go_protected() {
    let place = tempfile::tempdir().unwrap();
    let ca_file = place.path().join("ca.pem");
    let tls = certificate(&ca_file);
    for (protection, security) in [(Protection::Starttls, "starttls"), (Protection::Tls, "tls")] {
        let server = MailServer::protected(POLITE, protection, Some(tls.clone())).await;
        let trusting = trusting(server.port, security, &ca_file);
        trusting.check().await.unwrap();
        send(&trusting, Locale::Ru).await.unwrap();
        assert_eq!(server.letters.lock().unwrap().len(), 1);
        let distrusting = mailer(server.port, json!({ "security": security }));
        assert!(is_later(send(&distrusting, Locale::Ru).await), "{security}");
        assert_eq!(server.letters.lock().unwrap().len(), 1);
    }
    // A server, or somebody on the way, that does not offer TLS gets no letter.
    let server = MailServer::start(POLITE).await;
    assert!(is_later(send(&trusting(server.port, "starttls", &ca_file), Locale::Ru).await));
    assert!(server.letters.lock().unwrap().is_empty());
}

#[tokio::test]
async fn the_check_tells_whether_the_server_answers() {
    let server = MailServer::start(POLITE).await;
    mailer(server.port, json!({})).check().await.unwrap();
    assert!(is_later(mailer(nobody().await, json!({})).check().await));
}

#[test]
fn a_wrong_configuration_is_told_in_plain_words() {
    for (more, setting) in [
        (json!({ "host": "mail.example" }), "mail.security"),
        (json!({ "from": "nobody" }), "mail.from"),
        (json!({ "username": "okno" }), "mail.username"),
        (json!({ "security": "tls", "ca_file": "/nonexistent/ca.pem" }), "mail.ca_file"),
        (json!({ "username": "okno", "password": { "file": "/nonexistent/pw" } }), "mail.password"),
    ] {
        let Err(error) = build(config(25, more)) else { panic!("{setting}") };
        assert!(error.starts_with(setting), "{error}");
    }
    assert!(build(config(25, json!({ "colour": 1 }))).is_err());
}
