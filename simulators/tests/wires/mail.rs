//! The mail server, with the client library that Okno uses.

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::MultiPart,
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
    },
};
use okno_simulators::{SMTP_AUTHORITY, registry::Outage, smtp::SmtpSwitches};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::world::{LONG, World};

type Transport = AsyncSmtpTransport<Tokio1Executor>;

fn transport(world: &World, tls: bool, password: Option<&str>) -> Transport {
    let address = world.sims.addresses().smtp;
    let pem = std::fs::read(world.keys.path().join(SMTP_AUTHORITY)).unwrap();
    let trusted = Certificate::from_pem(&pem).unwrap();
    let parameters = TlsParameters::builder("localhost".into()).add_root_certificate(trusted).build().unwrap();
    let builder = Transport::builder_dangerous(address.ip().to_string()).port(address.port()).tls(if tls {
        Tls::Required(parameters)
    } else {
        Tls::None
    });
    match password {
        Some(password) => builder.credentials(Credentials::new("okno".into(), password.into())).build(),
        None => builder.build(),
    }
}

fn letter(to: &str) -> Message {
    let text = "Ваш код 123456.\r\n.точка в начале строки\r\nhttp://127.0.0.1:8080/r/abc".to_owned();
    Message::builder()
        .message_id(Some("<m-1@okno.example>".into()))
        .from("Окно <robot@okno.example>".parse().unwrap())
        .to(to.parse().unwrap())
        .subject("Код подтверждения")
        .multipart(MultiPart::alternative_plain_html(text, "<p>Ваш код <b>123456</b></p>".to_owned()))
        .unwrap()
}

#[tokio::test]
async fn a_letter_comes_over_tls_with_a_password() {
    let world = World::start().await;
    world.sims.mail_server().set(|switches| (switches.require_tls, switches.require_auth) = (true, true));
    let to = "Anna@Post.example";
    transport(&world, true, Some("oknodemo")).send(letter(to)).await.unwrap();
    let received = world.sims.mailboxes().wait(Some("anna@post.example"), 0, LONG).await;
    let mail = &received[0];
    assert!(mail.tls);
    assert_eq!(mail.subject, "Код подтверждения");
    assert_eq!(mail.from, "Окно <robot@okno.example>");
    assert_eq!(mail.message_id.as_deref(), Some("m-1@okno.example"));
    assert_eq!(mail.codes, ["123456"]);
    assert_eq!(mail.links, ["http://127.0.0.1:8080/r/abc"]);
    assert!(mail.text.contains("\n.точка"), "{}", mail.text);
    assert_eq!(mail.html.as_deref().map(str::trim), Some("<p>Ваш код <b>123456</b></p>"));
    assert_eq!(mail.repeats, None);
    assert!(transport(&world, true, None).send(letter(to)).await.unwrap_err().is_permanent());
    assert!(transport(&world, false, Some("oknodemo")).send(letter(to)).await.unwrap_err().is_permanent());
    assert!(transport(&world, true, Some("wrong")).send(letter(to)).await.unwrap_err().is_permanent());
}

#[tokio::test]
async fn a_letter_sent_twice_shows() {
    let world = World::start().await;
    let client = transport(&world, false, None);
    client.send(letter("a@b.example")).await.unwrap();
    client.send(letter("a@b.example")).await.unwrap();
    client.send(letter("c@b.example")).await.unwrap();
    let repeats: Vec<_> = world.sims.mailboxes().after(None, 0).iter().map(|mail| mail.repeats).collect();
    assert_eq!(repeats, [None, Some(1), None]);
}

#[tokio::test]
async fn moods_by_switch() {
    let world = World::start().await;
    let server = world.sims.mail_server();
    let send = || async { transport(&world, false, Some("oknodemo")).send(letter("a@b.example")).await };
    server.set(|switches| switches.greylist = true);
    assert!(send().await.unwrap_err().is_transient());
    send().await.unwrap();
    server.set(|switches| *switches = SmtpSwitches { reject: true, ..SmtpSwitches::default() });
    assert!(send().await.unwrap_err().is_permanent());
    server.set(|switches| {
        *switches = SmtpSwitches { reject_addresses: vec!["A@b.example".into()], ..SmtpSwitches::default() }
    });
    assert!(send().await.unwrap_err().is_permanent());
    server.set(|switches| *switches = SmtpSwitches { wrong_password: true, ..SmtpSwitches::default() });
    assert!(send().await.unwrap_err().is_permanent());
    server.set(|switches| *switches = SmtpSwitches { outage: Outage::Unavailable, ..SmtpSwitches::default() });
    assert!(send().await.unwrap_err().is_transient());
    server.set(|switches| *switches = SmtpSwitches { outage: Outage::Close, ..SmtpSwitches::default() });
    assert!(send().await.is_err());
    server.set(|switches| *switches = SmtpSwitches { no_tls: true, ..SmtpSwitches::default() });
    assert!(transport(&world, true, None).send(letter("a@b.example")).await.is_err());
    assert_eq!(world.sims.mailboxes().after(None, 0).len(), 1);
    server.set(|switches| *switches = SmtpSwitches { lost_answer: true, ..SmtpSwitches::default() });
    assert!(send().await.is_err());
    assert_eq!(world.sims.mailboxes().after(None, 0).len(), 2);
}

#[tokio::test]
async fn nonsense_and_wrong_order_have_an_answer() {
    let world = World::start().await;
    let mut stream = tokio::net::TcpStream::connect(world.sims.addresses().smtp).await.unwrap();
    let talk = "\u{1}\u{2}\r\nRCPT TO:<a@b.example>\r\nDATA\r\nVRFY x\r\nMAIL FROM:<a@b.example> SIZE=9999999\r\nNOOP\r\nQUIT\r\n";
    stream.write_all(talk.as_bytes()).await.unwrap();
    let mut answers = String::new();
    tokio::time::timeout(LONG, stream.read_to_string(&mut answers)).await.unwrap().unwrap();
    let codes: Vec<_> = answers.lines().map(|line| &line[..3]).collect();
    assert_eq!(codes, ["220", "500", "503", "503", "502", "552", "250", "221"]);
}
