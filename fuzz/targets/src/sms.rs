//! SMS: the stream of SMPP as the center reads it, the texts in it, what a center may answer our client, and the orders of
//! the HTTP gateway.

use std::time::Duration;

use bytes::BytesMut;
use okno_app::ports::SmsSender;
use okno_gateways::sms::{SmppConfig, SmppSms};
use okno_simulators::{
    smpp::{
        frame::{Frame, FrameCodec, LONGEST},
        message::{Assembly, Part, decode, split_header},
    },
    sms_gateway::read_order,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_util::codec::{Decoder, Encoder};

/// A stream of operations: it is cut alike however it arrives, and what was read can be written and read again.
pub(crate) fn frames(bytes: &[u8]) {
    let whole = read(&[bytes]);
    for frame in &whole {
        if let Frame::Whole(command) = frame {
            let mut written = BytesMut::new();
            if FrameCodec.encode((**command).clone(), &mut written).is_ok() && written.len() <= LONGEST {
                let again = read(&[&written]);
                assert!(matches!(again.as_slice(), [Frame::Whole(_)]), "{command:?} was read as {again:?}");
            }
        }
    }
    let (first, second) = bytes.split_at_checked(bytes.len() / 2).unwrap_or_default();
    let (third, fourth) = second.split_at_checked(5).unwrap_or_default();
    let lost = whole.iter().any(|frame| matches!(frame, Frame::Lost));
    // After an impossible length the session is over, so what follows it does not count.
    if !lost {
        let parts = if third.is_empty() { vec![first, second] } else { vec![first, third, fourth] };
        assert_eq!(format!("{whole:?}"), format!("{:?}", read(&parts)));
    }
}

fn read(chunks: &[&[u8]]) -> Vec<Frame> {
    let mut source = BytesMut::new();
    let mut frames = Vec::new();
    for chunk in chunks {
        source.extend_from_slice(chunk);
        loop {
            let before = source.len();
            match FrameCodec.decode(&mut source) {
                Ok(Some(frame)) => {
                    assert!(source.len() < before, "a frame took nothing from the stream");
                    frames.push(frame);
                }
                Ok(None) => break,
                Err(error) => unreachable!("a fault of the stream: {error}"),
            }
        }
    }
    frames
}

/// The text of a message: the first byte is the coding, the rest octets, perhaps with a header.
pub(crate) fn text(bytes: &[u8]) {
    let Some((&coding, octets)) = bytes.split_first() else { return };
    if let Some(text) = decode(coding, octets) {
        assert!(text.chars().count() <= octets.len());
    }
    let Some((part, body)) = split_header(octets) else { return };
    assert!(octets.ends_with(body) && body.len() < octets.len());
    let Some(part) = part else { return };
    assert!(part.number >= 1 && part.number <= part.total);
    let mut assembly = Assembly::default();
    let mut whole = None;
    for number in (1..=part.total).rev() {
        assert!(whole.is_none(), "the message was whole before its last part");
        whole = assembly.add("from", "to", Part { number, ..part }, coding, body);
    }
    assert_eq!(whole, Some((coding, body.repeat(usize::from(part.total)))));
}

/// An order of the HTTP gateway.
pub(crate) fn order(body: &[u8]) {
    if let Ok(order) = read_order(body) {
        assert!(!order.id.is_empty() && !order.text.is_empty());
        let again = serde_json::json!({ "id": order.id, "to": order.to, "text": order.text }).to_string();
        assert_eq!(read_order(again.as_bytes()), Ok(order));
    }
}

/// What a center says to our client after it has asked to be let in; then the center hangs up. Whatever it says, the
/// client comes to an end soon.
pub(crate) fn center(says: &[u8]) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    runtime.block_on(async {
        let Ok(listener) = TcpListener::bind(("127.0.0.1", 0)).await else { return };
        let Ok(address) = listener.local_addr() else { return };
        let config = serde_json::from_value::<SmppConfig>(serde_json::json!({
            "host": "127.0.0.1", "port": address.port(), "system_id": "okno", "password": "secret",
            "sender": "Okno", "timeout_seconds": 1,
        }));
        let client = config.ok().and_then(|config| SmppSms::new(&config).ok());
        assert!(client.is_some(), "the client's configuration is right");
        let Some(client) = client else { return };
        let speak = async {
            let Ok((mut stream, _)) = listener.accept().await else { return };
            let mut heard = [0; 512];
            let _ = stream.read(&mut heard).await;
            let _ = stream.write_all(says).await;
            // The client's question that follows a good answer is heard, and not answered.
            let _ = tokio::time::timeout(Duration::from_millis(2), stream.read(&mut heard)).await;
        };
        let ends = tokio::time::timeout(Duration::from_secs(10), client.check());
        let (ended, ()) = tokio::join!(ends, speak);
        assert!(ended.is_ok(), "the client waits without end");
    });
}
