//! One SMPP session, from the connection to its end.

use std::{collections::BTreeMap, str::FromStr, sync::Arc, time::Duration};

use futures_util::{SinkExt, StreamExt};
use rusmpp::{
    Command, CommandStatus, Pdu,
    pdus::{BindReceiverResp, BindTransceiverResp, BindTransmitterResp, DeliverSm},
    types::COctetString,
    values::InterfaceVersion,
};
use tokio::{
    net::TcpStream,
    sync::{mpsc, watch},
};
use tokio_util::{codec::Framed, sync::CancellationToken};

use super::{
    Outage, SmppSwitches, Smsc,
    frame::{Frame, FrameCodec},
};
use crate::net;

/// A peer that says nothing for so long is gone.
const SILENCE: Duration = Duration::from_mins(5);

/// Pause before a receipt is brought again.
const REPEAT_RECEIPT: Duration = Duration::from_millis(500);

/// What a session may do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Transmitter,
    Receiver,
    Transceiver,
}

pub(super) enum Next {
    Go,
    End,
    /// End with a reset.
    BreakOff,
}

pub(super) struct Session {
    pub(super) smsc: Arc<Smsc>,
    wire: Framed<TcpStream, FrameCodec>,
    outgoing: mpsc::Sender<Command>,
    role: Option<Role>,
    pub(super) number: u64,
    sequence: u32,
    /// Receipts that are not answered yet.
    unanswered: BTreeMap<u32, DeliverSm>,
}

pub(super) async fn run(smsc: Arc<Smsc>, stream: TcpStream, stop: CancellationToken) {
    let (outgoing, mut receipts) = mpsc::channel(100);
    let wire = Framed::new(stream, FrameCodec);
    let mut session = Session { smsc, wire, outgoing, role: None, number: 0, sequence: 0, unanswered: BTreeMap::new() };
    let mut switches = session.smsc.switches.subscribe();
    loop {
        let next = tokio::select! {
            () = stop.cancelled() => session.say_goodbye().await,
            frame = tokio::time::timeout(SILENCE, session.wire.next()) => match frame {
                Ok(Some(Ok(frame))) => session.take(frame).await,
                _ => Next::End,
            },
            Some(command) = receipts.recv() => session.send_numbered(command).await,
            () = closed(&mut switches) => Next::BreakOff,
        };
        match next {
            Next::Go => {}
            Next::End => break,
            Next::BreakOff => {
                net::break_off(session.wire.get_ref());
                break;
            }
        }
    }
    session.smsc.unbind(session.number);
}

/// Waits until the center goes down without a word.
async fn closed(switches: &mut watch::Receiver<SmppSwitches>) {
    if switches.wait_for(|now| now.outage == Outage::Close).await.is_err() {
        std::future::pending::<()>().await;
    }
}

impl Session {
    async fn take(&mut self, frame: Frame) -> Next {
        let command = match frame {
            Frame::Whole(command) => *command,
            Frame::Unreadable { status, sequence_number } => {
                return self.send(Command::new(status, sequence_number, Pdu::GenericNack)).await;
            }
            Frame::Lost => {
                let nack = Command::new(CommandStatus::EsmeRinvcmdlen, 0, Pdu::GenericNack);
                let _ = self.send(nack).await;
                return Next::End;
            }
        };
        let number = command.sequence_number();
        match command.pdu() {
            Some(Pdu::BindTransmitter(bind)) => {
                let status = self.bind(Role::Transmitter, bind.system_id.as_str(), bind.password.as_str());
                self.send(Command::new(status, number, BindTransmitterResp::new(name(), VERSION))).await
            }
            Some(Pdu::BindReceiver(bind)) => {
                let status = self.bind(Role::Receiver, bind.system_id.as_str(), bind.password.as_str());
                self.send(Command::new(status, number, BindReceiverResp::new(name(), VERSION))).await
            }
            Some(Pdu::BindTransceiver(bind)) => {
                let status = self.bind(Role::Transceiver, bind.system_id.as_str(), bind.password.as_str());
                self.send(Command::new(status, number, BindTransceiverResp::new(name(), VERSION))).await
            }
            Some(Pdu::SubmitSm(submit)) => {
                let may = matches!(self.role, Some(Role::Transmitter | Role::Transceiver));
                self.submit(number, submit, may).await
            }
            Some(Pdu::EnquireLink) => self.send(ok(number, Pdu::EnquireLinkResp)).await,
            Some(Pdu::Unbind) => {
                let _ = self.send(ok(number, Pdu::UnbindResp)).await;
                Next::End
            }
            Some(Pdu::UnbindResp) => Next::End,
            Some(Pdu::DeliverSmResp(_)) => {
                self.answered(number, command.status());
                Next::Go
            }
            Some(Pdu::EnquireLinkResp | Pdu::GenericNack) => Next::Go,
            _ => self.send(Command::new(CommandStatus::EsmeRinvcmdid, number, Pdu::GenericNack)).await,
        }
    }

    fn bind(&mut self, role: Role, system_id: &str, password: &str) -> CommandStatus {
        let switches = self.smsc.switches();
        if self.role.is_some() {
            return CommandStatus::EsmeRalybnd;
        }
        if switches.outage != Outage::Off {
            return CommandStatus::EsmeRbindfail;
        }
        if system_id != self.smsc.system_id {
            return CommandStatus::EsmeRinvsysid;
        }
        if switches.wrong_password || password != self.smsc.password {
            return CommandStatus::EsmeRinvpaswd;
        }
        self.role = Some(role);
        self.number = self.smsc.bind(system_id, role != Role::Transmitter, self.outgoing.clone());
        tracing::info!(session = self.number, "a session is bound");
        CommandStatus::EsmeRok
    }

    pub(super) async fn send(&mut self, command: Command) -> Next {
        match self.wire.send(command).await {
            Ok(()) => Next::Go,
            Err(_) => Next::End,
        }
    }

    async fn send_numbered(&mut self, mut command: Command) -> Next {
        self.sequence = self.sequence % 0x7fff_ffff + 1;
        command.sequence_number = self.sequence;
        if let Some(Pdu::DeliverSm(receipt)) = command.pdu() {
            self.unanswered.insert(self.sequence, receipt.clone());
        }
        self.send(command).await
    }

    /// A receipt that could not be taken in now is brought again.
    fn answered(&mut self, number: u32, status: CommandStatus) {
        let Some(receipt) = self.unanswered.remove(&number) else { return };
        if status == CommandStatus::EsmeRxTAppn {
            let outgoing = self.outgoing.clone();
            tokio::spawn(async move {
                tokio::time::sleep(REPEAT_RECEIPT).await;
                let _ = outgoing.send(ok(0, receipt)).await;
            });
        }
    }

    async fn say_goodbye(&mut self) -> Next {
        if self.role.is_some() {
            let _ = self.send_numbered(ok(0, Pdu::Unbind)).await;
        }
        Next::End
    }
}

pub(super) fn ok(number: u32, pdu: impl Into<Pdu>) -> Command {
    Command::new(CommandStatus::EsmeRok, number, pdu)
}

fn name() -> COctetString<1, 16> {
    COctetString::from_str("OKNO-SMSC").unwrap_or_else(|_| COctetString::empty())
}

const VERSION: Option<InterfaceVersion> = Some(InterfaceVersion::Smpp3_4);
