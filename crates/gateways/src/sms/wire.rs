//! From a text to the `submit_sm` operations that carry it. Pure.

use std::str::FromStr;

use okno_app::ports::PortError;
use rusmpp::{
    CommandStatus,
    extra::{
        concatenation::SubmitSmMultipartExt,
        encoding::{Encoder, gsm7bit::Gsm7BitUnpacked, ucs2::Ucs2},
    },
    pdus::SubmitSm,
    tlvs::MessageSubmissionRequestTlvValue,
    types::{AnyOctetString, COctetString},
    values::{
        DataCoding, IntermediateNotification, MCDeliveryReceipt, MessagePayload, Npi, RegisteredDelivery,
        SmeOriginatedAcknowledgement, Ton,
    },
};
use sha2::{Digest, Sha256};

use super::LongMessages;
use crate::http::{later, refused};

/// 160 letters of the GSM alphabet fit a message alone and 153 beside the header of six octets; one limit serves both.
const GSM_OCTETS: usize = 159;

/// 70 letters of UCS-2, or 67 beside the header.
const UCS2_OCTETS: usize = 140;

/// Nobody reads more, and every part costs.
const MOST_PARTS: usize = 10;

/// Who a message is from, as the center wants to be told.
#[derive(Clone, Debug)]
pub(crate) struct Sender {
    ton: Ton,
    npi: Npi,
    address: COctetString<1, 21>,
}

impl Sender {
    /// A number with `+`, a short number, or a name of at most 11 Latin letters and digits.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let (ton, npi, address) = match text.strip_prefix('+') {
            Some(digits) if all_digits(digits) && digits.len() <= 15 => (Ton::International, Npi::Isdn, digits),
            None if all_digits(text) && text.len() <= 15 => (Ton::Unknown, Npi::Isdn, text),
            None if (1..=11).contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') =>
            {
                (Ton::Alphanumeric, Npi::Unknown, text)
            }
            _ => return None,
        };
        Some(Self { ton, npi, address: COctetString::from_str(address).ok()? })
    }
}

/// The operations that carry a text to a number. The same message has the same parts at each repetition.
pub(crate) fn submissions(
    sender: &Sender,
    number: &str,
    message_id: &str,
    text: &str,
    long: LongMessages,
) -> Result<Vec<SubmitSm>, PortError> {
    let number = COctetString::from_str(number.trim_start_matches('+'))
        .map_err(|_| refused("the telephone number does not fit an SMS"))?;
    let frame = SubmitSm::builder()
        .source_addr_ton(sender.ton)
        .source_addr_npi(sender.npi)
        .source_addr(sender.address.clone())
        .dest_addr_ton(Ton::International)
        .dest_addr_npi(Npi::Isdn)
        .destination_addr(number)
        .registered_delivery(RegisteredDelivery::new(
            MCDeliveryReceipt::McDeliveryReceiptRequestedWhereFinalDeliveryOutcomeIsSuccessOrFailure,
            SmeOriginatedAcknowledgement::default(),
            IntermediateNotification::default(),
            0,
        ))
        .build();
    let parts = match long {
        LongMessages::Parts => in_parts(frame, reference(message_id), text)?,
        LongMessages::Payload => vec![in_payload(frame, text)?],
    };
    if parts.len() > MOST_PARTS { Err(refused("the text is too long for an SMS")) } else { Ok(parts) }
}

/// The GSM alphabet where it suffices, UCS-2 otherwise (Cyrillic always).
fn in_parts(frame: SubmitSm, reference: u8, text: &str) -> Result<Vec<SubmitSm>, PortError> {
    let gsm = frame
        .clone()
        .multipart(text)
        .gsm7bit_unpacked()
        .max_short_message_size(GSM_OCTETS)
        .reference_u8(reference)
        .build();
    if let Ok(parts) = gsm {
        return Ok(parts);
    }
    frame
        .multipart(text)
        .ucs2()
        .max_short_message_size(UCS2_OCTETS)
        .reference_u8(reference)
        .build()
        .map_err(|error| refused(format!("the text cannot be put into an SMS: {error}")))
}

fn in_payload(frame: SubmitSm, text: &str) -> Result<SubmitSm, PortError> {
    let (octets, coding) = encode(text)?;
    let mut operation = frame.with_data_coding(coding);
    let payload = MessagePayload::new(AnyOctetString::from_vec(octets));
    operation.push_tlv(MessageSubmissionRequestTlvValue::MessagePayload(payload));
    Ok(operation)
}

fn encode(text: &str) -> Result<(Vec<u8>, DataCoding), PortError> {
    if let Ok(encoded) = Gsm7BitUnpacked::new().encode(text) {
        return Ok(encoded);
    }
    Ucs2::new().encode(text).map_err(|error| refused(format!("the text cannot be put into an SMS: {error}")))
}

/// A telephone puts parts together by sender and this number, so a repetition must bring the same one.
fn reference(message_id: &str) -> u8 {
    Sha256::digest(message_id.as_bytes()).first().copied().unwrap_or_default()
}

/// What a status other than "ok" means for the message.
pub(crate) fn verdict(status: CommandStatus) -> PortError {
    let number = u32::from(status);
    match status {
        CommandStatus::EsmeRthrottled => later("the SMS center asks to send slower (0x58)", Some(10)),
        CommandStatus::EsmeRmsgqful => later("the SMS center's queue is full (0x14)", Some(30)),
        CommandStatus::EsmeRsyserr
        | CommandStatus::EsmeRinvbndsts
        | CommandStatus::EsmeRsubmitfail
        | CommandStatus::EsmeRxTAppn
        | CommandStatus::EsmeRdeliveryfailure
        | CommandStatus::EsmeRunknownerr
        | CommandStatus::EsmeRsertypunavail => later(format!("the SMS center failed ({number:#04x})"), None),
        // Repaired by an administrator; until then no message may be lost.
        CommandStatus::EsmeRinvsrcadr | CommandStatus::EsmeRinvsrcton | CommandStatus::EsmeRinvsrcnpi => {
            later(format!("the SMS center does not accept the sender ({number:#04x}); correct sms.sender"), None)
        }
        CommandStatus::EsmeRinvdstadr | CommandStatus::EsmeRinvdstton | CommandStatus::EsmeRinvdstnpi => {
            refused(format!("the SMS center cannot reach the number ({number:#04x})"))
        }
        _ => refused(format!("the SMS center refuses the message ({number:#04x})")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<SubmitSm> {
        let sender = Sender::parse("Okno").unwrap();
        submissions(&sender, "+79161234567", "m-1", text, LongMessages::Parts).unwrap()
    }

    #[test]
    fn latin_is_gsm_and_cyrillic_is_ucs2() {
        let latin = parts("Code 123456");
        assert_eq!(latin[0].data_coding, DataCoding::McSpecific);
        assert_eq!(latin[0].short_message().as_ref(), b"Code 123456");
        let cyrillic = parts("Код 123456");
        assert_eq!(cyrillic[0].data_coding, DataCoding::Ucs2);
        assert_eq!(&cyrillic[0].short_message().as_ref()[..4], [0x04, 0x1A, 0x04, 0x3E]);
    }

    #[test]
    fn a_long_text_is_split_and_repeats_alike() {
        assert_eq!(parts(&"a".repeat(159)).len(), 1);
        assert_eq!(parts(&"a".repeat(160)).len(), 2);
        assert_eq!(parts(&"ж".repeat(70)).len(), 1);
        let long = parts(&"ж".repeat(71));
        assert_eq!(long.len(), 2);
        assert_eq!(long, parts(&"ж".repeat(71)));
        assert!(long.iter().all(|part| part.short_message().as_ref().starts_with(&[5, 0, 3])));
        assert!(long.iter().all(|part| part.short_message().as_ref().len() <= UCS2_OCTETS));
    }

    #[test]
    fn a_payload_is_one_operation() {
        let sender = Sender::parse("+74951234567").unwrap();
        let one = submissions(&sender, "+79161234567", "m-1", &"ж".repeat(300), LongMessages::Payload).unwrap();
        assert_eq!(one.len(), 1);
        assert_eq!(one[0].sm_length(), 0);
        assert_eq!(one[0].tlvs().len(), 1);
    }

    #[test]
    fn an_endless_text_is_refused() {
        let sender = Sender::parse("1234").unwrap();
        let all = submissions(&sender, "+79161234567", "m-1", &"ж".repeat(700), LongMessages::Parts);
        assert!(matches!(all, Err(PortError::Refused { .. })));
    }

    #[test]
    fn a_sender_is_a_number_or_a_short_name() {
        for good in ["Okno", "Gosuslugi", "1234", "+74951234567"] {
            assert!(Sender::parse(good).is_some(), "{good}");
        }
        for bad in ["", "+", "+7x", "Портал", "AVeryLongName"] {
            assert!(Sender::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn throttling_and_faults_pass_and_a_dead_number_does_not() {
        assert!(matches!(verdict(CommandStatus::EsmeRthrottled), PortError::Later { pause_seconds: Some(_), .. }));
        assert!(matches!(verdict(CommandStatus::EsmeRsyserr), PortError::Later { .. }));
        assert!(matches!(verdict(CommandStatus::EsmeRinvdstadr), PortError::Refused { .. }));
        assert!(matches!(verdict(CommandStatus::Other(0x400)), PortError::Refused { .. }));
    }
}
