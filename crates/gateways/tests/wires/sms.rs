//! SMS through an SMS center and an HTTP gateway that take, throttle, refuse and misbehave.
#![expect(clippy::unwrap_used, reason = "a test may")]

use std::{
    path::Path,
    str::FromStr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use async_trait::async_trait;
use futures_util::{SinkExt, StreamExt};
use okno_app::ports::{Delivery, PortError, Receipt, Receipts, SmsSender};
use okno_domain::{locale::Locale, secret::Secret};
use okno_gateways::GatewaysConfig;
use rusmpp::{
    Command, CommandStatus, Pdu,
    pdus::{BindTransceiver, BindTransceiverResp, DeliverSm, SubmitSm, SubmitSmResp},
    tokio_codec::CommandCodec,
    types::{COctetString, OctetString},
    values::{DataCoding, EsmClass, InterfaceVersion, MCDeliveryReceipt, Ton},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpListener,
    sync::Notify,
};
use tokio_rustls::TlsAcceptor;
use tokio_util::codec::Framed;

use crate::support::{
    certificate,
    http::{Reply, Server},
    is_garbage, is_later, is_refused, message, nobody, reworded,
};

/// What an SMS center does with a message.
#[derive(Clone, Copy)]
enum Mood {
    /// Takes it, and reports this class and text of it.
    Reports(u8, &'static str),
    /// Answers with this status.
    Status(CommandStatus),
    /// Answers with an error and no body, as SMPP 3.4 allows.
    Bare(u32),
    Silence,
    HangUp,
    /// Unbinds and waits for the consent.
    Unbind,
    Garbage,
}

#[derive(Clone, Default)]
struct Log {
    binds: Arc<Mutex<Vec<BindTransceiver>>>,
    messages: Arc<Mutex<Vec<SubmitSm>>>,
    other: Arc<Mutex<Vec<Command>>>,
    heard: Arc<Notify>,
}

struct Center {
    port: u16,
    log: Log,
    mood: Arc<Mutex<Mood>>,
}

impl Center {
    async fn start(mood: Mood) -> Self {
        Self::protected(mood, None).await
    }

    async fn protected(mood: Mood, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (log, mood) = (Log::default(), Arc::new(Mutex::new(mood)));
        let (its_log, its_mood) = (log.clone(), Arc::clone(&mood));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (log, mood, tls) = (its_log.clone(), Arc::clone(&its_mood), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => talk(stream, log, &mood).await,
                        Some(tls) => talk(tls.accept(stream).await.ok()?, log, &mood).await,
                    }
                });
            }
        });
        Self { port, log, mood }
    }

    fn messages(&self) -> Vec<SubmitSm> {
        self.log.messages.lock().unwrap().clone()
    }

    fn turn(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }
}

async fn talk<S: AsyncRead + AsyncWrite + Unpin>(stream: S, log: Log, mood: &Mutex<Mood>) -> Option<()> {
    let mut framed = Framed::new(stream, CommandCodec::new());
    while let Some(Ok(command)) = framed.next().await {
        let number = command.sequence_number();
        let reply = |status: CommandStatus, pdu: Pdu| Command::new(status, number, pdu);
        match command.pdu() {
            Some(Pdu::BindTransceiver(bind)) => {
                log.binds.lock().unwrap().push(bind.clone());
                let good = bind.password.as_str() == "secret";
                let status = if good { CommandStatus::EsmeRok } else { CommandStatus::EsmeRinvpaswd };
                framed.send(reply(status, BindTransceiverResp::default().into())).await.ok()?;
            }
            Some(Pdu::EnquireLink) => framed.send(reply(CommandStatus::EsmeRok, Pdu::EnquireLinkResp)).await.ok()?,
            Some(Pdu::SubmitSm(message)) => {
                let mood = *mood.lock().unwrap();
                match mood {
                    Mood::Reports(class, text) => {
                        log.messages.lock().unwrap().push(message.clone());
                        let id = COctetString::from_str("m1").unwrap();
                        let response = SubmitSmResp::builder().message_id(id).build();
                        framed.send(reply(CommandStatus::EsmeRok, response.into())).await.ok()?;
                        let text = OctetString::from_slice(text.as_bytes()).unwrap();
                        let report = DeliverSm::builder().esm_class(EsmClass::from(class)).short_message(text);
                        framed.send(Command::new(CommandStatus::EsmeRok, 2, report.build())).await.ok()?;
                    }
                    Mood::Status(status) => {
                        log.messages.lock().unwrap().push(message.clone());
                        let id = COctetString::from_str("m1").unwrap();
                        let response = SubmitSmResp::builder().message_id(id).build();
                        // A delivery report of its own accord, which must be answered.
                        framed.send(Command::new(CommandStatus::EsmeRok, 2, DeliverSm::default())).await.ok()?;
                        framed.send(reply(status, response.into())).await.ok()?;
                    }
                    Mood::Bare(status) => {
                        let mut bytes = [16_u32, 0x8000_0004, status, number].map(u32::to_be_bytes).concat();
                        framed.get_mut().write_all(&bytes).await.ok()?;
                        bytes.clear();
                    }
                    Mood::Silence => (),
                    Mood::HangUp => return None,
                    Mood::Unbind => {
                        framed.send(Command::new(CommandStatus::EsmeRok, 2, Pdu::Unbind)).await.ok()?;
                    }
                    Mood::Garbage => framed.get_mut().write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.ok()?,
                }
            }
            _ => {
                log.other.lock().unwrap().push(command);
                log.heard.notify_one();
            }
        }
    }
    Some(())
}

fn config(port: u16, more: Value) -> Value {
    let mut sms = json!({
        "kind": "smpp", "host": "localhost", "port": port, "system_id": "okno", "password": "secret",
        "sender": "Okno", "timeout_seconds": 1,
    });
    sms.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({ "sms": sms })
}

fn build(config: Value) -> Result<Arc<dyn SmsSender>, String> {
    let config: GatewaysConfig = serde_json::from_value(config).map_err(|error| error.to_string())?;
    config.build().map(|ports| ports.sms.unwrap()).map_err(|error| error.to_string())
}

fn sender(port: u16, more: Value) -> Arc<dyn SmsSender> {
    build(config(port, more)).unwrap()
}

async fn send(sender: &Arc<dyn SmsSender>, kind: &str, locale: Locale) -> Result<Vec<String>, PortError> {
    sender.send("0190a0b0-1", &Secret::new("+79161234567"), &message(kind, locale)).await
}

const TAKES: Mood = Mood::Status(CommandStatus::EsmeRok);

/// R218, R221: a code arrives as one message, in the alphabet its language needs.
#[tokio::test]
async fn a_code_arrives() {
    let center = Center::start(TAKES).await;
    let sender = sender(center.port, json!({ "system_type": "portal" }));
    sender.check().await.unwrap();
    for locale in Locale::ALL {
        send(&sender, "registration_code", locale).await.unwrap();
    }
    let messages = center.messages();
    assert_eq!(messages.len(), 3, "one part each");
    assert_eq!(messages[0].data_coding, DataCoding::Ucs2);
    let words: Vec<u16> =
        messages[0].short_message().as_ref().chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    let sample = message("registration_code", Locale::Ru);
    let text = okno_ui::message::sms(Locale::Ru, "registration_code", &sample.args).unwrap();
    assert_eq!(String::from_utf16(&words).unwrap(), text);
    assert!(messages[1..].iter().all(|message| message.data_coding == DataCoding::McSpecific));
    assert!(messages.iter().all(|message| message.destination_addr.as_str() == "79161234567"));
    assert!(messages.iter().all(|message| message.dest_addr_ton == Ton::International));
    assert_eq!(messages[0].source_addr.as_str(), "Okno");
    let binds = center.log.binds.lock().unwrap().clone();
    assert_eq!(binds.len(), 1, "one connection serves all");
    assert_eq!(binds[0].interface_version, InterfaceVersion::Smpp3_4);
    assert_eq!(binds[0].system_type.as_str(), "portal");
    let answered =
        center.log.other.lock().unwrap().iter().any(|command| matches!(command.pdu(), Some(Pdu::DeliverSmResp(_))));
    assert!(answered, "delivery reports are answered");
}

/// R221: an SMS is worded in the texts that stand when it is sent.
#[tokio::test]
async fn a_replaced_text_is_sent() {
    let center = Center::start(TAKES).await;
    let own = ("message-registration_code-sms", "{ $code } is it, for { $minutes } min");
    let message = reworded("registration_code", Locale::En, own);
    sender(center.port, json!({})).send("0190a0b0-1", &Secret::new("+79161234567"), &message).await.unwrap();
    assert_eq!(center.messages()[0].short_message().as_ref(), b"123456 is it, for 5 min");
}

/// Keeps receipts, or fails to.
#[derive(Default)]
struct Kept {
    receipts: Mutex<Vec<Receipt>>,
    unreadable: AtomicU32,
    fails: bool,
}

#[async_trait]
impl Receipts for Kept {
    async fn take(&self, receipt: Receipt) -> Result<(), PortError> {
        if self.fails {
            return Err(PortError::Later { reason: "no database".to_owned(), pause_seconds: None });
        }
        self.receipts.lock().unwrap().push(receipt);
        Ok(())
    }
    fn unreadable(&self) {
        self.unreadable.fetch_add(1, Ordering::SeqCst);
    }
}

/// Sends a message to a center that reports this of it; what was kept, and how the center was answered.
async fn reported(class: u8, text: &'static str, kept: Kept) -> (Arc<Kept>, CommandStatus) {
    let center = Center::start(Mood::Reports(class, text)).await;
    let (sender, kept) = (sender(center.port, json!({})), Arc::new(kept));
    sender.hear(kept.clone());
    assert_eq!(send(&sender, "contact_code", Locale::En).await.unwrap(), ["m1"]);
    center.log.heard.notified().await;
    let asked = center.messages().remove(0).registered_delivery.mc_delivery_receipt();
    assert_eq!(asked, MCDeliveryReceipt::McDeliveryReceiptRequestedWhereFinalDeliveryOutcomeIsSuccessOrFailure);
    let answer = center.log.other.lock().unwrap().remove(0);
    assert!(matches!(answer.pdu(), Some(Pdu::DeliverSmResp(_))), "{answer:?}");
    (kept, answer.status())
}

/// R218: receipts are asked for, read, handed on under the name that the center gave, and answered once they are noted.
#[tokio::test]
async fn receipts_are_read() {
    let text = "id:m1 sub:001 dlvrd:000 submit date:2601010000 done date:2601010001 stat:EXPIRED err:027 text:";
    let (kept, status) = reported(4, text, Kept::default()).await;
    let receipt = Receipt { part: "m1".to_owned(), delivery: Delivery::Expired };
    assert_eq!((kept.receipts.lock().unwrap().as_slice(), status), (&[receipt][..], CommandStatus::EsmeRok));
    let (_, status) = reported(4, text, Kept { fails: true, ..Kept::default() }).await;
    assert_eq!(status, CommandStatus::EsmeRxTAppn, "the center is asked to bring it again");
}

/// R218: what is no receipt, or cannot be read, is answered like the others: it would be no better the next time.
#[tokio::test]
async fn other_reports_are_answered_and_change_nothing() {
    for (class, text, unreadable) in [(4, "stat:DELIVRD", 1), (4, "id:m1 stat:ENROUTE", 0), (0, "STOP", 0)] {
        let (kept, status) = reported(class, text, Kept::default()).await;
        assert_eq!((status, kept.unreadable.load(Ordering::SeqCst)), (CommandStatus::EsmeRok, unreadable), "{text}");
        assert!(kept.receipts.lock().unwrap().is_empty(), "{text}");
    }
}

/// R218: a notice in Russian is longer than one message and arrives in parts, or in one payload.
#[tokio::test]
async fn a_long_text_arrives() {
    let center = Center::start(TAKES).await;
    send(&sender(center.port, json!({})), "verification_verified", Locale::Ru).await.unwrap();
    let parts = center.messages();
    assert_eq!(parts.len(), 2);
    assert!(parts.iter().all(|part| part.short_message().as_ref().starts_with(&[5, 0, 3])));
    let center = Center::start(TAKES).await;
    let payload = json!({ "long_messages": "payload" });
    send(&sender(center.port, payload), "verification_verified", Locale::Ru).await.unwrap();
    assert_eq!(center.messages().len(), 1);
}

/// Every SMS in a language with Latin letters does with the GSM alphabet, which halves its cost.
#[tokio::test]
async fn latin_texts_are_cheap() {
    let center = Center::start(TAKES).await;
    let sender = sender(center.port, json!({}));
    let kinds = okno_ui::message::KINDS.iter().filter(|kind| kind.sms);
    for kind in kinds.clone() {
        send(&sender, kind.name, Locale::En).await.unwrap();
        send(&sender, kind.name, Locale::Fr).await.unwrap();
    }
    assert_eq!(center.messages().len(), kinds.count() * 2);
    assert!(center.messages().iter().all(|message| message.data_coding == DataCoding::McSpecific));
}

#[tokio::test]
async fn statuses_are_sorted() {
    for (status, passes) in [
        (CommandStatus::EsmeRthrottled, true),
        (CommandStatus::EsmeRmsgqful, true),
        (CommandStatus::EsmeRsyserr, true),
        (CommandStatus::EsmeRinvsrcadr, true),
        (CommandStatus::EsmeRinvdstadr, false),
        (CommandStatus::EsmeRinvmsglen, false),
        (CommandStatus::Other(0x400), false),
    ] {
        let center = Center::start(Mood::Status(status)).await;
        let outcome = send(&sender(center.port, json!({})), "contact_code", Locale::En).await;
        assert_eq!(is_later(outcome), passes, "{status:?}");
    }
    let center = Center::start(Mood::Bare(0x58)).await;
    let sender = sender(center.port, json!({}));
    assert!(is_later(send(&sender, "contact_code", Locale::En).await));
    center.turn(Mood::Bare(0x0B));
    assert!(is_refused(send(&sender, "contact_code", Locale::En).await));
}

#[tokio::test]
async fn a_broken_connection_is_made_anew() {
    for mood in [Mood::HangUp, Mood::Silence, Mood::Unbind, Mood::Garbage] {
        let center = Center::start(mood).await;
        let sender = sender(center.port, json!({}));
        assert!(send(&sender, "contact_code", Locale::En).await.is_err());
        center.turn(TAKES);
        send(&sender, "contact_code", Locale::En).await.unwrap();
        assert_eq!(center.messages().len(), 1);
    }
}

#[tokio::test]
async fn a_center_that_is_not_there_or_not_one_is_told() {
    let away = sender(nobody().await, json!({}));
    assert!(is_later(send(&away, "contact_code", Locale::En).await));
    assert!(is_later(away.check().await));
    let wrong = Center::start(TAKES).await;
    let Err(PortError::Later { reason, .. }) = sender(wrong.port, json!({ "password": "guess" })).check().await else {
        panic!()
    };
    assert!(reason.contains("sms.password") && !reason.contains("guess"), "{reason}");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = [0; 256];
            let _ = stream.read(&mut bytes).await;
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    assert!(sender(port, json!({})).check().await.is_err());
}

fn trusting(port: u16, ca_file: &Path) -> Arc<dyn SmsSender> {
    sender(port, json!({ "tls": true, "ca_file": ca_file }))
}

#[tokio::test]
async fn messages_go_protected() {
    let place = tempfile::tempdir().unwrap();
    let ca_file = place.path().join("ca.pem");
    let center = Center::protected(TAKES, Some(certificate(&ca_file))).await;
    send(&trusting(center.port, &ca_file), "contact_code", Locale::Ru).await.unwrap();
    assert_eq!(center.messages().len(), 1);
    assert!(is_later(send(&sender(center.port, json!({ "tls": true })), "contact_code", Locale::Ru).await));
}

#[tokio::test]
async fn the_pace_is_kept() {
    let center = Center::start(TAKES).await;
    let sender = sender(center.port, json!({ "per_second": 20, "window": 2 }));
    let begin = tokio::time::Instant::now();
    for _ in 0..5 {
        send(&sender, "contact_code", Locale::En).await.unwrap();
    }
    assert!(begin.elapsed() >= std::time::Duration::from_millis(200));
}

#[tokio::test]
async fn a_wrong_configuration_is_told_in_plain_words() {
    for (more, setting) in [
        (json!({ "host": "smsc.example" }), "sms.tls"),
        (json!({ "sender": "Портал" }), "sms.sender"),
        (json!({ "system_id": "much-too-long-a-name" }), "sms.system_id"),
        (json!({ "password": "longer than eight" }), "sms.password"),
        (json!({ "window": 0 }), "sms.window"),
    ] {
        let Err(error) = build(config(1, more)) else { panic!("{setting}") };
        assert!(error.starts_with(setting), "{error}");
    }
    assert!(build(config(1, json!({ "colour": 1 }))).is_err());
}

fn http_sender(url: &str) -> Arc<dyn SmsSender> {
    let sms = json!({ "kind": "http", "url": url, "token": "t0ken", "timeout_seconds": 1 });
    build(json!({ "sms": sms })).unwrap()
}

/// R218: the same message through an HTTP gateway.
#[tokio::test]
async fn an_http_gateway_gets_the_message() {
    let server = Server::start(|asked| {
        let status = if asked.body.contains(r#""text":"""#) { 400 } else { 200 };
        Reply::Say(status, vec![], vec![])
    })
    .await;
    let sender = http_sender(&format!("{}send", server.url()));
    send(&sender, "recovery_code", Locale::Fr).await.unwrap();
    sender.check().await.unwrap();
    let asked = server.asked().remove(0);
    assert_eq!(asked.line, "POST /send");
    assert!(asked.headers.contains("authorization: bearer t0ken"));
    let order: Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!((order["id"].as_str(), order["to"].as_str()), (Some("0190a0b0-1"), Some("+79161234567")));
    assert!(order["text"].as_str().unwrap().contains("123456"));
}

#[tokio::test]
async fn an_http_gateway_is_understood() {
    for (status, passes) in
        [(401, true), (403, true), (429, true), (500, true), (400, false), (409, false), (422, false)]
    {
        let server = Server::start(move |_| Reply::Say(status, vec![], vec![])).await;
        let outcome = send(&http_sender(&server.url()), "contact_code", Locale::En).await;
        assert_eq!(is_later(outcome), passes, "{status}");
    }
    let server = Server::start(|_| Reply::Say(429, vec!["retry-after: 17"], vec![])).await;
    let outcome = send(&http_sender(&server.url()), "contact_code", Locale::En).await;
    assert!(matches!(outcome, Err(PortError::Later { pause_seconds: Some(17), .. })), "{outcome:?}");
    let server = Server::start(|_| Reply::Say(302, vec!["location: /"], vec![])).await;
    assert!(is_garbage(send(&http_sender(&server.url()), "contact_code", Locale::En).await));
    let server = Server::start(|_| Reply::Silence).await;
    assert!(is_later(send(&http_sender(&server.url()), "contact_code", Locale::En).await));
    let server = Server::start(|_| Reply::Say(401, vec![], vec![])).await;
    assert!(is_later(http_sender(&server.url()).check().await));
    let server = Server::start(|_| Reply::Say(404, vec![], vec![])).await;
    assert!(is_refused(http_sender(&server.url()).check().await));
}

#[tokio::test]
async fn an_unusable_number_or_kind_is_refused() {
    let center = Center::start(TAKES).await;
    let sender = sender(center.port, json!({}));
    for number in ["", "+", "79161234567", "+7916123456x", "+1234567890123456"] {
        let outcome = sender.send("1", &Secret::new(number), &message("contact_code", Locale::Ru)).await;
        assert!(is_refused(outcome), "{number}");
    }
    assert!(is_refused(send(&sender, "registration_link", Locale::Ru).await));
    assert!(center.messages().is_empty());
}
