//! Taking a message in, and the receipt for it.

use std::{str::FromStr, time::Duration};

use rusmpp::{
    Command, CommandStatus,
    pdus::{DeliverSm, SubmitSm, SubmitSmResp},
    tlvs::{MessageDeliveryRequestTlvValue, TlvValue},
    types::{COctetString, OctetString},
    values::{EsmClass, MCDeliveryReceipt, MessageState},
};

use super::{
    Receipt, Smsc,
    message::{self, Part},
    session::{Next, Session, ok},
};
use crate::{chance, inbox::lock, phone::Via};

/// The header indicator in `esm_class`.
const HAS_HEADER: u8 = 0x40;
/// A delivery receipt, in `esm_class`.
const IS_RECEIPT: u8 = 0x04;

impl Session {
    pub(super) async fn submit(&mut self, number: u32, submit: &SubmitSm, may: bool) -> Next {
        let switches = self.smsc.switches();
        if switches.mute {
            return Next::Go;
        }
        if switches.delay_ms > 0 {
            tokio::time::sleep(Duration::from_millis(switches.delay_ms)).await;
        }
        let outcome = if may { self.smsc.take(submit) } else { Err(CommandStatus::EsmeRinvbndsts) };
        match outcome {
            Ok(_) if switches.lost_answer => Next::BreakOff,
            Ok(id) => {
                let answer = SubmitSmResp::new(c_string(&id), Vec::new());
                let next = self.send(ok(number, answer)).await;
                self.receipt(submit, &id);
                next
            }
            Err(status) => {
                let answer = SubmitSmResp::new(COctetString::empty(), Vec::new());
                self.send(Command::new(status, number, answer)).await
            }
        }
    }

    fn receipt(&self, submit: &SubmitSm, id: &str) {
        let receipts = self.smsc.switches().receipts;
        let failed = !receipts.arrives();
        let wanted = match submit.registered_delivery.mc_delivery_receipt() {
            MCDeliveryReceipt::McDeliveryReceiptRequestedWhereFinalDeliveryOutcomeIsSuccessOrFailure => true,
            MCDeliveryReceipt::McDeliveryReceiptRequestedWhereFinalDeliveryOutcomeIsFailure => failed,
            MCDeliveryReceipt::McDeliveryReceiptRequestedWhereFinalDeliveryOutcomeIsSuccess => !failed,
            _ => false,
        };
        if !wanted || receipts == Receipt::Silent {
            return;
        }
        let Some(receiver) = self.smsc.receiver(self.number) else { return };
        if receiver.try_send(ok(0, receipt(submit, id, receipts))).is_err() {
            tracing::warn!(session = self.number, "a receipt could not be queued");
        }
    }
}

impl Smsc {
    /// Delivers to the phone, or keeps the part; the message's id.
    fn take(&self, submit: &SubmitSm) -> Result<String, CommandStatus> {
        self.mood()?;
        let to = submit.destination_addr.as_str();
        let from = submit.source_addr.as_str();
        let digits = to.trim_start_matches('+');
        if !(10..=15).contains(&digits.len()) || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(CommandStatus::EsmeRinvdstadr);
        }
        let payload = submit.tlvs().iter().find_map(|tlv| match tlv.value() {
            Some(TlvValue::MessagePayload(payload)) => Some(payload.value.as_ref()),
            _ => None,
        });
        let octets: &[u8] = payload.unwrap_or_else(|| submit.short_message().as_ref());
        let (part, octets) = if u8::from(submit.esm_class) & HAS_HEADER == 0 {
            (part_by_parameters(submit), octets)
        } else {
            message::split_header(octets).ok_or(CommandStatus::EsmeRinvesmclass)?
        };
        let coding = u8::from(submit.data_coding);
        let id = format!("{:016x}", u64::from_be_bytes(chance::bytes()));
        let parts = part.map_or(1, |part| part.total);
        let whole = match part {
            Some(part) if part.total > 1 => lock(&self.assembly).add(from, to, part, coding, octets),
            _ => Some((coding, octets.to_vec())),
        };
        if let Some((coding, octets)) = whole {
            let text = message::decode(coding, &octets).ok_or(CommandStatus::EsmeRinvdcs)?;
            if self.switches().receipts.arrives() {
                self.phones.deliver(to, from, text, Via::Smpp, parts);
            }
        }
        Ok(id)
    }

    /// What the switches say to every message.
    fn mood(&self) -> Result<(), CommandStatus> {
        let mut throttled = false;
        self.switches.send_modify(|switches| {
            throttled = switches.throttle || switches.throttle_next > 0;
            switches.throttle_next = switches.throttle_next.saturating_sub(1);
        });
        let switches = self.switches();
        match switches {
            _ if throttled => Err(CommandStatus::EsmeRthrottled),
            _ if switches.queue_full => Err(CommandStatus::EsmeRmsgqful),
            _ if switches.reject => Err(CommandStatus::EsmeRinvdstadr),
            _ => Ok(()),
        }
    }
}

fn part_by_parameters(submit: &SubmitSm) -> Option<Part> {
    let (mut reference, mut total, mut number) = (None, None, None);
    for tlv in submit.tlvs() {
        match tlv.value() {
            Some(TlvValue::SarMsgRefNum(value)) => reference = Some(*value),
            Some(TlvValue::SarTotalSegments(value)) => total = Some(*value),
            Some(TlvValue::SarSegmentSeqnum(value)) => number = Some(*value),
            _ => {}
        }
    }
    Some(Part { reference: reference?, total: total?, number: number? })
}

/// The receipt in the form that every client reads, and as parameters.
fn receipt(submit: &SubmitSm, id: &str, told: Receipt) -> DeliverSm {
    let (state, word) = match told {
        Receipt::Undeliverable => (MessageState::Undeliverable, "UNDELIV"),
        Receipt::Expired => (MessageState::Expired, "EXPIRED"),
        Receipt::Rejected => (MessageState::Rejected, "REJECTD"),
        Receipt::Delivered | Receipt::Silent => (MessageState::Delivered, "DELIVRD"),
    };
    let delivered = u8::from(told.arrives());
    let date = chance::now().strftime("%y%m%d%H%M").to_string();
    let text = format!(
        "id:{id} sub:001 dlvrd:{delivered:03} submit date:{date} done date:{date} stat:{word} err:{:03} text:",
        1 - delivered
    );
    DeliverSm::builder()
        .source_addr_ton(submit.dest_addr_ton)
        .source_addr_npi(submit.dest_addr_npi)
        .source_addr(submit.destination_addr.clone())
        .dest_addr_ton(submit.source_addr_ton)
        .dest_addr_npi(submit.source_addr_npi)
        .destination_addr(submit.source_addr.clone())
        .esm_class(EsmClass::from(IS_RECEIPT))
        .short_message(OctetString::from_vec(text.into_bytes()).unwrap_or_else(|_| OctetString::empty()))
        .push_tlv(MessageDeliveryRequestTlvValue::ReceiptedMessageId(c_string(id)))
        .push_tlv(MessageDeliveryRequestTlvValue::MessageState(state))
        .build()
}

fn c_string<const MAX: usize>(text: &str) -> COctetString<1, MAX> {
    COctetString::from_str(text).unwrap_or_else(|_| COctetString::empty())
}
