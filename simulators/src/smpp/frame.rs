//! Cutting a stream of bytes into SMPP operations. What cannot be read keeps its sequence number, so that it can be refused
//! by name; only a length that cannot be believed ends a session.

use bytes::{Buf, BytesMut};
use rusmpp::{Command, CommandStatus, tokio_codec::CommandCodec};
use tokio_util::codec::{Decoder, Encoder};

/// The longest operation we take, bytes. A message payload may be 64 KiB.
pub const LONGEST: usize = 70 * 1024;
const HEADER: usize = 16;

/// What was read.
#[derive(Debug)]
pub enum Frame {
    /// An operation.
    Whole(Box<Command>),
    /// Bytes of the stated length that are no operation.
    Unreadable {
        /// Why, for `generic_nack`.
        status: CommandStatus,
        /// The sequence number it bears.
        sequence_number: u32,
    },
    /// The length is impossible: nothing after it can be understood.
    Lost,
}

/// Reads frames, writes operations.
#[derive(Debug, Default)]
pub struct FrameCodec;

impl Decoder for FrameCodec {
    type Item = Frame;
    type Error = std::io::Error;

    fn decode(&mut self, source: &mut BytesMut) -> Result<Option<Frame>, Self::Error> {
        let Some(length) = source.first_chunk::<4>().map(|four| u32::from_be_bytes(*four)) else { return Ok(None) };
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if !(HEADER..=LONGEST).contains(&length) {
            source.clear();
            return Ok(Some(Frame::Lost));
        }
        if source.len() < length {
            source.reserve(length - source.len());
            return Ok(None);
        }
        Ok(Some(read_frame(source.split_to(length))))
    }
}

impl Encoder<Command> for FrameCodec {
    type Error = std::io::Error;

    fn encode(&mut self, command: Command, target: &mut BytesMut) -> Result<(), Self::Error> {
        CommandCodec::new().encode(command, target).map_err(std::io::Error::other)
    }
}

/// Reads one frame of the right length.
pub fn read_frame(frame: BytesMut) -> Frame {
    let mut header = frame.clone();
    header.advance(header.len().min(HEADER - 4));
    let sequence_number = header.try_get_u32().unwrap_or_default();
    let mut frame = frame;
    match CommandCodec::new().with_max_length(LONGEST).decode(&mut frame) {
        Ok(Some(command)) => Frame::Whole(Box::new(command)),
        Ok(None) | Err(_) => Frame::Unreadable { status: CommandStatus::EsmeRinvcmdlen, sequence_number },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(bytes: &[u8]) -> Vec<Frame> {
        let mut source = BytesMut::from(bytes);
        let mut frames = Vec::new();
        while let Some(frame) = FrameCodec.decode(&mut source).unwrap() {
            frames.push(frame);
        }
        frames
    }

    #[test]
    fn operations_are_cut_out_of_the_stream() {
        let enquire = [0, 0, 0, 16, 0, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 9];
        let mut two = enquire.to_vec();
        two.extend(enquire);
        two.extend(&enquire[..7]);
        let found = frames(&two);
        assert_eq!(found.len(), 2);
        assert!(matches!(&found[0], Frame::Whole(command) if command.sequence_number() == 9));
    }

    #[test]
    fn an_unreadable_operation_keeps_its_number_and_the_next_is_read() {
        let mut bytes = vec![0, 0, 0, 18, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 77, 0xff, 0xff];
        bytes.extend([0, 0, 0, 16, 0, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 78]);
        let found = frames(&bytes);
        assert!(matches!(found[0], Frame::Unreadable { sequence_number: 77, .. }), "{:?}", found[0]);
        assert!(matches!(found[1], Frame::Whole(_)));
    }

    #[test]
    fn an_impossible_length_is_the_end() {
        assert!(matches!(frames(b"GET / HTTP/1.1\r\n\r\n")[..], [Frame::Lost]));
        assert!(matches!(frames(&[0, 0, 0, 3, 1, 2, 3])[..], [Frame::Lost]));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>, id: u8, mut body: Vec<u8>) {
            frames(&bytes);
            let mut frame = vec![0, 0, 0, u8::try_from(16 + body.len().min(200)).unwrap(), 0, 0, 0, id, 0, 0, 0, 0, 0, 0, 0, 1];
            body.truncate(200);
            frame.extend(body);
            frames(&frame);
        }
    }
}
