//! What an SMS center says in a `deliver_sm`: the fate of a message, in parameters or in the text of SMPP 3.4 appendix B.
//! Pure.

use okno_app::ports::{Delivery, Receipt};
use rusmpp::{pdus::DeliverSm, tlvs::TlvValue, values::MessageState};

/// The kind of message in `esm_class`.
const KIND: u8 = 0x3c;
/// A short message of somebody, or a receipt of a center that leaves this out.
const MESSAGE: u8 = 0x00;
/// A delivery receipt.
const RECEIPT: u8 = 0x04;

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Nothing more will happen to the message.
    Final(Receipt),
    /// It is still on its way.
    OnItsWay,
    /// A receipt that names no message, or no state that is known.
    Unreadable,
    /// Something else, such as an answer that somebody typed.
    NoReceipt,
}

/// Reads a report. Parameters count before the text, where centers have liberties.
pub(super) fn read(report: &DeliverSm) -> Reading {
    let (mut named, mut state, mut payload) = (None, None, None);
    for tlv in report.tlvs() {
        match tlv.value() {
            Some(TlvValue::ReceiptedMessageId(value)) => named = name(value.as_str()),
            Some(TlvValue::MessageState(value)) => state = Some(*value),
            Some(TlvValue::MessagePayload(value)) => payload = Some(value.value.as_ref()),
            _ => {}
        }
    }
    match u8::from(report.esm_class) & KIND {
        RECEIPT => {}
        MESSAGE if named.is_some() => {}
        MESSAGE => return Reading::NoReceipt,
        _ => return Reading::OnItsWay,
    }
    let text = String::from_utf8_lossy(payload.unwrap_or_else(|| report.short_message().as_ref())).into_owned();
    let Some(part) = named.or_else(|| field(&text, "id:").and_then(name)) else { return Reading::Unreadable };
    match state.and_then(by_parameter).or_else(|| field(&text, "stat:").and_then(by_word)) {
        None => Reading::Unreadable,
        Some(Fate::Open) => Reading::OnItsWay,
        Some(Fate::Sealed(delivery)) => Reading::Final(Receipt { part, delivery }),
    }
}

/// Whether a state is the last one.
enum Fate {
    Open,
    Sealed(Delivery),
}

/// A center's name for a message, if it can be one.
pub(super) fn name(text: &str) -> Option<String> {
    let fits = (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    fits.then(|| text.to_owned())
}

/// What follows this label; labels are written in capitals by some.
fn field<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    let starts = |word: &&str| word.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label));
    text.split_ascii_whitespace().find(starts)?.get(label.len()..)
}

const fn by_parameter(state: MessageState) -> Option<Fate> {
    match state {
        MessageState::Delivered => Some(Fate::Sealed(Delivery::Delivered)),
        MessageState::Undeliverable | MessageState::Deleted => Some(Fate::Sealed(Delivery::Undeliverable)),
        MessageState::Expired => Some(Fate::Sealed(Delivery::Expired)),
        MessageState::Rejected | MessageState::Skipped => Some(Fate::Sealed(Delivery::Rejected)),
        MessageState::Scheduled | MessageState::Enroute | MessageState::Accepted => Some(Fate::Open),
        // "In an invalid state": the text may know more.
        _ => None,
    }
}

fn by_word(word: &str) -> Option<Fate> {
    match word.to_ascii_uppercase().as_str() {
        "DELIVRD" => Some(Fate::Sealed(Delivery::Delivered)),
        "UNDELIV" | "DELETED" | "UNKNOWN" => Some(Fate::Sealed(Delivery::Undeliverable)),
        "EXPIRED" => Some(Fate::Sealed(Delivery::Expired)),
        "REJECTD" | "SKIPPED" => Some(Fate::Sealed(Delivery::Rejected)),
        "ENROUTE" | "ACCEPTD" | "SCHEDUL" => Some(Fate::Open),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use rusmpp::{
        tlvs::MessageDeliveryRequestTlvValue,
        types::{COctetString, OctetString},
        values::EsmClass,
    };

    use super::*;

    fn report(class: u8, text: &str) -> DeliverSm {
        let text = OctetString::from_slice(text.as_bytes()).unwrap();
        DeliverSm::builder().esm_class(EsmClass::from(class)).short_message(text).build()
    }

    fn told(part: &str, delivery: Delivery) -> Reading {
        Reading::Final(Receipt { part: part.to_owned(), delivery })
    }

    const TEXT: &str = "id:0a1f sub:001 dlvrd:000 submit date:2601010000 done date:2601010001 stat:";

    #[test]
    fn every_state_of_the_text_is_known() {
        for (word, delivery) in [
            ("DELIVRD", Delivery::Delivered),
            ("UNDELIV", Delivery::Undeliverable),
            ("DELETED", Delivery::Undeliverable),
            ("UNKNOWN", Delivery::Undeliverable),
            ("EXPIRED", Delivery::Expired),
            ("REJECTD", Delivery::Rejected),
            ("rejectd", Delivery::Rejected),
        ] {
            assert_eq!(read(&report(4, &format!("{TEXT}{word} err:000 text:"))), told("0a1f", delivery), "{word}");
        }
        for word in ["ENROUTE", "ACCEPTD"] {
            assert_eq!(read(&report(4, &format!("{TEXT}{word} err:000 text:"))), Reading::OnItsWay);
        }
        assert_eq!(read(&report(4, "ID:7 STAT:DELIVRD")), told("7", Delivery::Delivered));
    }

    #[test]
    fn parameters_count_before_the_text() {
        let mut both = report(4, &format!("{TEXT}DELIVRD err:000 text:"));
        both.push_tlv(MessageDeliveryRequestTlvValue::ReceiptedMessageId(COctetString::from_str("m-7").unwrap()));
        both.push_tlv(MessageDeliveryRequestTlvValue::MessageState(MessageState::Expired));
        assert_eq!(read(&both), told("m-7", Delivery::Expired));
        both.esm_class = EsmClass::from(0);
        assert_eq!(read(&both), told("m-7", Delivery::Expired), "a center that does not mark receipts");
    }

    #[test]
    fn what_is_no_receipt_is_told_from_a_broken_one() {
        assert_eq!(read(&report(0, "STOP")), Reading::NoReceipt);
        assert_eq!(read(&report(0x20, &format!("{TEXT}UNDELIV"))), Reading::OnItsWay);
        for broken in ["", "stat:DELIVRD", "id: stat:DELIVRD", "id:1", "id:1 stat:WHAT", "id:\u{1} stat:DELIVRD"] {
            assert_eq!(read(&report(4, broken)), Reading::Unreadable, "{broken:?}");
        }
        assert_eq!(read(&report(4, &format!("id:{} stat:DELIVRD", "1".repeat(65)))), Reading::Unreadable);
    }

    proptest::proptest! {
        #[test]
        fn no_octets_make_it_panic(class: u8, octets in proptest::collection::vec(proptest::num::u8::ANY, 0..255)) {
            let text = OctetString::from_vec(octets).unwrap();
            let _ = read(&DeliverSm::builder().esm_class(EsmClass::from(class)).short_message(text).build());
        }
    }
}
