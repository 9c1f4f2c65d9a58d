//! An SMS center that speaks SMPP 3.4: binds, takes messages, delivers receipts, and can be moody.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use tokio::{
    net::TcpStream,
    sync::{mpsc, watch},
};

use crate::{
    inbox::{Bell, lock},
    net::{self, Running},
    phone::Phones,
    registry::Outage,
};

pub mod frame;
pub mod message;
mod session;
mod submit;

/// What becomes of a message, as the receipt tells it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receipt {
    /// It reached the phone.
    #[default]
    Delivered,
    /// It did not, and is on no phone.
    Undeliverable,
    /// The phone was not reached in time.
    Expired,
    /// The network refused it.
    Rejected,
    /// No receipt comes.
    Silent,
}

impl Receipt {
    /// Whether the message comes to the phone.
    const fn arrives(self) -> bool {
        matches!(self, Self::Delivered | Self::Silent)
    }
}

/// What the center does wrong on request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SmppSwitches {
    /// It is down: binds fail (`unavailable`) or connections are reset (`close`).
    pub outage: Outage,
    /// It refuses every password.
    pub wrong_password: bool,
    /// It refuses every message with "throttled".
    pub throttle: bool,
    /// It refuses so many next messages with "throttled".
    pub throttle_next: u32,
    /// It refuses every message with "queue full".
    pub queue_full: bool,
    /// It refuses every receiver as an invalid address.
    pub reject: bool,
    /// It answers no message at all, and delivers none.
    pub mute: bool,
    /// It delivers the message and breaks off before answering.
    pub lost_answer: bool,
    /// Pause before the answer to a message, milliseconds.
    pub delay_ms: u64,
    /// What receipts say.
    pub receipts: Receipt,
}

/// A live session, as the center sees it.
struct Bound {
    number: u64,
    system_id: String,
    receives: bool,
    outgoing: mpsc::Sender<rusmpp::Command>,
}

/// The center and the handle of tests.
pub struct Smsc {
    system_id: String,
    password: String,
    phones: Arc<Phones>,
    switches: watch::Sender<SmppSwitches>,
    assembly: Mutex<message::Assembly>,
    bound: Mutex<(u64, Vec<Bound>)>,
    bell: Bell,
}

impl Smsc {
    pub(crate) fn new(system_id: String, password: String, phones: Arc<Phones>, bell: Bell) -> Arc<Self> {
        Arc::new(Self {
            system_id,
            password,
            phones,
            switches: watch::Sender::new(SmppSwitches::default()),
            assembly: Mutex::default(),
            bound: Mutex::default(),
            bell,
        })
    }

    /// The switches as they are.
    pub fn switches(&self) -> SmppSwitches {
        self.switches.borrow().clone()
    }

    /// Sets switches. An outage by `close` also breaks the sessions there are.
    pub fn set(&self, change: impl FnOnce(&mut SmppSwitches)) {
        self.switches.send_modify(change);
    }

    /// How many sessions are bound.
    pub fn sessions(&self) -> usize {
        lock(&self.bound).1.len()
    }

    /// Waits until so many sessions are bound, at most for `limit`; says whether it came to that.
    pub async fn wait_for_sessions(&self, count: usize, limit: Duration) -> bool {
        self.bell.wait_for(limit, || (self.sessions() == count).then_some(())).await.is_some()
    }

    pub(crate) fn serve(self: &Arc<Self>, running: &Running, listener: tokio::net::TcpListener) {
        let (this, stop) = (Arc::clone(self), running.stop.clone());
        let tasks = running.clone();
        net::accept(running, "smpp", listener, move |stream: TcpStream, _| {
            let (this, stop, tasks) = (Arc::clone(&this), stop.clone(), tasks.clone());
            async move {
                if this.switches().outage == Outage::Close {
                    net::break_off(&stream);
                    return;
                }
                tasks.tasks.spawn(session::run(this, stream, stop));
            }
        });
    }

    fn bind(&self, system_id: &str, receives: bool, outgoing: mpsc::Sender<rusmpp::Command>) -> u64 {
        let mut bound = lock(&self.bound);
        bound.0 += 1;
        let number = bound.0;
        bound.1.push(Bound { number, system_id: system_id.to_owned(), receives, outgoing });
        drop(bound);
        self.bell.ring();
        number
    }

    fn unbind(&self, number: u64) {
        lock(&self.bound).1.retain(|bound| bound.number != number);
        self.bell.ring();
    }

    /// Where receipts for a system go: to the session that sent, if it receives, else to any that does.
    fn receiver(&self, number: u64) -> Option<mpsc::Sender<rusmpp::Command>> {
        let bound = lock(&self.bound);
        let own = bound.1.iter().find(|bound| bound.number == number)?;
        let any = bound.1.iter().find(|bound| bound.receives && bound.system_id == own.system_id);
        if own.receives { Some(own.outgoing.clone()) } else { any.map(|bound| bound.outgoing.clone()) }
    }
}
