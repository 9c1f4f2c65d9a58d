//! The SMS center, with the client library that Okno uses and with raw bytes.

use std::{str::FromStr, time::Duration};

use futures_util::{Stream, StreamExt};
use okno_simulators::{
    phone::Via,
    registry::Outage,
    smpp::{Receipt, SmppSwitches},
};
use rusmpp::{
    CommandStatus, Pdu,
    pdus::{BindTransceiver, BindTransmitter, DeliverSmResp, SubmitSm},
    tlvs::MessageSubmissionRequestTlvValue,
    types::{AnyOctetString, COctetString, OctetString},
    values::{DataCoding, EsmClass, MessagePayload, RegisteredDelivery},
};
use rusmppc::{Client, ConnectionBuilder, Event, error::Error};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::world::{LONG, World};

const PHONE: &str = "79161234567";

async fn connect(world: &World) -> (Client, impl Stream<Item = Event> + Unpin + 'static) {
    connect_patient(world, LONG).await
}

async fn connect_patient(
    world: &World,
    patience: Duration,
) -> (Client, impl Stream<Item = Event> + Unpin + 'static + use<>) {
    let url = format!("smpp://{}", world.sims.addresses().smpp);
    let builder = ConnectionBuilder::new().response_timeout(patience).no_enquire_link_interval();
    builder.connect(url).await.unwrap()
}

fn transceiver(password: &str) -> BindTransceiver {
    BindTransceiver::builder()
        .system_id(COctetString::from_str("okno").unwrap())
        .password(COctetString::from_str(password).unwrap())
        .build()
}

async fn bound(world: &World) -> (Client, impl Stream<Item = Event> + Unpin + 'static) {
    let (client, events) = connect(world).await;
    client.bind_transceiver(transceiver("oknodemo")).await.unwrap();
    (client, events)
}

fn message(coding: DataCoding, octets: &[u8]) -> SubmitSm {
    SubmitSm::builder()
        .source_addr(COctetString::from_str("Okno").unwrap())
        .destination_addr(COctetString::from_str(PHONE).unwrap())
        .data_coding(coding)
        .short_message(OctetString::from_slice(octets).unwrap())
        .build()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

fn status<T: std::fmt::Debug>(result: Result<T, Error>) -> CommandStatus {
    match result.unwrap_err() {
        Error::UnexpectedResponse { response } => response.status(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn messages_of_every_alphabet_reach_the_phone() {
    let world = World::start().await;
    let (client, _events) = bound(&world).await;
    client.submit_sm(message(DataCoding::McSpecific, b"Code 123456 \x1b\x65")).await.unwrap();
    client.submit_sm(message(DataCoding::Ucs2, &utf16("Код 654321"))).await.unwrap();
    let received = world.sims.phones().after(Some("+7 916 123-45-67"), 0);
    let texts: Vec<_> = received.iter().map(|sms| (sms.text.as_str(), sms.codes[0].as_str())).collect();
    assert_eq!(texts, [("Code 123456 €", "123456"), ("Код 654321", "654321")]);
    assert_eq!((received[0].from.as_str(), received[0].via), ("Okno", Via::Smpp));
    client.enquire_link().await.unwrap();
    client.unbind().await.unwrap();
    assert!(world.sims.smsc().wait_for_sessions(0, LONG).await);
}

#[tokio::test]
async fn long_messages_come_as_parts_by_parameters_or_as_payload() {
    let world = World::start().await;
    let (client, _events) = bound(&world).await;
    let text = "Очень длинное сообщение. ".repeat(8);
    let octets = utf16(&text);
    let parts: Vec<&[u8]> = octets.chunks(134).collect();
    for (index, part) in parts.iter().enumerate().rev() {
        let header = [5, 0, 3, 9, u8::try_from(parts.len()).unwrap(), u8::try_from(index + 1).unwrap()];
        let mut submit = message(DataCoding::Ucs2, &[&header, *part].concat());
        submit.esm_class = EsmClass::default().with_udhi_indicator();
        client.submit_sm(submit).await.unwrap();
    }
    for (index, part) in parts.iter().enumerate() {
        let mut submit = message(DataCoding::Ucs2, part);
        submit.push_tlv(MessageSubmissionRequestTlvValue::SarMsgRefNum(300));
        submit.push_tlv(MessageSubmissionRequestTlvValue::SarTotalSegments(u8::try_from(parts.len()).unwrap()));
        submit.push_tlv(MessageSubmissionRequestTlvValue::SarSegmentSeqnum(u8::try_from(index + 1).unwrap()));
        client.submit_sm(submit).await.unwrap();
    }
    let mut submit = message(DataCoding::Ucs2, b"");
    submit.push_tlv(MessageSubmissionRequestTlvValue::MessagePayload(MessagePayload::new(AnyOctetString::from_vec(
        octets.clone(),
    ))));
    client.submit_sm(submit).await.unwrap();
    let received = world.sims.phones().after(None, 0);
    assert_eq!(received.iter().map(|sms| sms.parts).collect::<Vec<_>>(), [3, 3, 1]);
    assert!(received.iter().all(|sms| sms.text == text));
    assert_eq!(received[2].repeats, Some(2));
}

#[tokio::test]
async fn receipts_follow_when_asked_for() {
    let world = World::start().await;
    let (client, mut events) = bound(&world).await;
    for (receipts, word) in [
        (Receipt::Delivered, "stat:DELIVRD"),
        (Receipt::Undeliverable, "stat:UNDELIV"),
        (Receipt::Expired, "stat:EXPIRED"),
        (Receipt::Rejected, "stat:REJECTD"),
    ] {
        world.sims.smsc().set(|switches| switches.receipts = receipts);
        let mut submit = message(DataCoding::McSpecific, b"hello");
        submit.registered_delivery = RegisteredDelivery::request_all();
        let id = client.submit_sm(submit).await.unwrap().message_id().as_str().to_owned();
        let event = tokio::time::timeout(LONG, events.next()).await.unwrap().unwrap();
        let Event::Incoming(command) = event else { panic!("{event:?}") };
        let Some(Pdu::DeliverSm(receipt)) = command.pdu() else { panic!("{command:?}") };
        let text = receipt.short_message().to_str().unwrap();
        assert!(text.contains(&format!("id:{id} ")) && text.contains(word), "{text}");
        assert_eq!(u8::from(receipt.esm_class), 4);
        client.deliver_sm_resp(command.sequence_number(), DeliverSmResp::default()).await.unwrap();
    }
    assert_eq!(world.sims.phones().after(None, 0).len(), 1);
}

#[tokio::test]
async fn a_receipt_that_is_not_taken_comes_again() {
    let world = World::start().await;
    let (client, mut events) = bound(&world).await;
    let mut submit = message(DataCoding::McSpecific, b"hello");
    submit.registered_delivery = RegisteredDelivery::request_all();
    client.submit_sm(submit).await.unwrap();
    let mut texts = Vec::new();
    for status in [CommandStatus::EsmeRxTAppn, CommandStatus::EsmeRok] {
        let event = tokio::time::timeout(LONG, events.next()).await.unwrap().unwrap();
        let Event::Incoming(command) = event else { panic!("{event:?}") };
        let Some(Pdu::DeliverSm(receipt)) = command.pdu() else { panic!("{command:?}") };
        texts.push(receipt.short_message().clone());
        client.status(status).deliver_sm_resp(command.sequence_number(), DeliverSmResp::default()).await.unwrap();
    }
    assert_eq!(texts[0], texts[1]);
}

#[tokio::test]
async fn wrong_credentials_and_wrong_roles_are_refused() {
    let world = World::start().await;
    let (client, _events) = connect(&world).await;
    assert_eq!(status(client.submit_sm(message(DataCoding::McSpecific, b"x")).await), CommandStatus::EsmeRinvbndsts);
    assert_eq!(status(client.bind_transceiver(transceiver("wrong")).await), CommandStatus::EsmeRinvpaswd);
    world.sims.smsc().set(|switches| switches.wrong_password = true);
    assert_eq!(status(client.bind_transceiver(transceiver("oknodemo")).await), CommandStatus::EsmeRinvpaswd);
    world
        .sims
        .smsc()
        .set(|switches| *switches = SmppSwitches { outage: Outage::Unavailable, ..SmppSwitches::default() });
    assert_eq!(status(client.bind_transceiver(transceiver("oknodemo")).await), CommandStatus::EsmeRbindfail);
    world.sims.smsc().set(|switches| *switches = SmppSwitches::default());
    let bind = BindTransmitter::builder().system_id(COctetString::from_str("someone").unwrap()).build();
    assert_eq!(status(client.bind_transmitter(bind).await), CommandStatus::EsmeRinvsysid);
    client.bind_transceiver(transceiver("oknodemo")).await.unwrap();
    assert_eq!(status(client.bind_transceiver(transceiver("oknodemo")).await), CommandStatus::EsmeRalybnd);
}

#[tokio::test]
async fn moods_by_switch() {
    let world = World::start().await;
    let (client, _events) = bound(&world).await;
    let hello = || message(DataCoding::McSpecific, b"hello");
    let smsc = world.sims.smsc();
    smsc.set(|switches| switches.throttle_next = 1);
    assert_eq!(status(client.submit_sm(hello()).await), CommandStatus::EsmeRthrottled);
    client.submit_sm(hello()).await.unwrap();
    smsc.set(|switches| switches.throttle = true);
    assert_eq!(status(client.submit_sm(hello()).await), CommandStatus::EsmeRthrottled);
    smsc.set(|switches| *switches = SmppSwitches { queue_full: true, ..SmppSwitches::default() });
    assert_eq!(status(client.submit_sm(hello()).await), CommandStatus::EsmeRmsgqful);
    smsc.set(|switches| *switches = SmppSwitches { reject: true, ..SmppSwitches::default() });
    assert_eq!(status(client.submit_sm(hello()).await), CommandStatus::EsmeRinvdstadr);
    smsc.set(|switches| *switches = SmppSwitches { mute: true, ..SmppSwitches::default() });
    // The library takes no other time limit for a single call than the connection's.
    let (hasty, _events) = connect_patient(&world, Duration::from_millis(300)).await;
    hasty.bind_transceiver(transceiver("oknodemo")).await.unwrap();
    assert!(matches!(hasty.submit_sm(hello()).await, Err(Error::ResponseTimeout { .. })));
    smsc.set(|switches| *switches = SmppSwitches { delay_ms: 1, ..SmppSwitches::default() });
    client.submit_sm(hello()).await.unwrap();
    assert_eq!(status(client.submit_sm(message(DataCoding::Jis, b"hello")).await), CommandStatus::EsmeRinvdcs);
    assert_eq!(world.sims.phones().after(None, 0).len(), 2);
    smsc.set(|switches| switches.lost_answer = true);
    assert!(client.submit_sm(hello()).await.is_err());
    tokio::time::timeout(LONG, client.closed()).await.unwrap();
    assert_eq!(world.sims.phones().after(None, 0).len(), 3);
}

#[tokio::test]
async fn a_hard_outage_ends_sessions() {
    let world = World::start().await;
    let (client, _events) = bound(&world).await;
    world.sims.smsc().set(|switches| switches.outage = Outage::Close);
    tokio::time::timeout(LONG, client.closed()).await.unwrap();
    assert!(world.sims.smsc().wait_for_sessions(0, LONG).await);
}

#[tokio::test]
async fn stopping_says_goodbye() {
    let world = World::start().await;
    let (_client, mut events) = bound(&world).await;
    let goodbye = async {
        while let Some(event) = events.next().await {
            if matches!(&event, Event::Incoming(command) if matches!(command.pdu(), Some(Pdu::Unbind))) {
                return true;
            }
        }
        false
    };
    let ((), said) = tokio::join!(world.sims.stop(), goodbye);
    assert!(said);
}

async fn raw(world: &World, bytes: &[u8]) -> Vec<u8> {
    let mut stream = tokio::net::TcpStream::connect(world.sims.addresses().smpp).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = vec![0; 16];
    tokio::time::timeout(LONG, stream.read_exact(&mut answer)).await.unwrap().unwrap();
    answer
}

#[tokio::test]
async fn garbage_gets_a_generic_nack() {
    let world = World::start().await;
    let nack = [0x80, 0, 0, 0];
    let cut_short = [0, 0, 0, 18, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 77, 0xff, 0xff];
    let answer = raw(&world, &cut_short).await;
    assert_eq!((&answer[4..8], &answer[12..16]), (&nack[..], &[0, 0, 0, 77][..]));
    let unknown = [0, 0, 0, 16, 0, 0, 7, 7, 0, 0, 0, 0, 0, 0, 0, 78];
    let answer = raw(&world, &unknown).await;
    assert_eq!((&answer[4..8], &answer[8..12], &answer[12..16]), (&nack[..], &[0, 0, 0, 3][..], &[0, 0, 0, 78][..]));
    let answer = raw(&world, b"GET / HTTP/1.1\r\n\r\n").await;
    assert_eq!(answer[4..8], nack);
}
