//! A mail server: SMTP with STARTTLS and AUTH, into mailboxes that exist for every address.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
};

use serde::{Deserialize, Serialize};
use tokio::{net::TcpStream, sync::watch};
use tokio_rustls::TlsAcceptor;

use crate::{
    mailbox::Mailboxes,
    net::{self, Running},
    registry::Outage,
};

mod session;
mod wire;

pub use wire::{Line, login_answer, parse_line, plain_credentials, unstuff};

/// What the mail server does wrong on request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SmtpSwitches {
    /// It is down: says 421, or resets the connection.
    pub outage: Outage,
    /// Every first try from a sender to a receiver is put off with 451.
    pub greylist: bool,
    /// Every receiver is refused with 550.
    pub reject: bool,
    /// These receivers are refused with 550.
    pub reject_addresses: Vec<String>,
    /// It takes the letter in and breaks off before saying so.
    pub lost_answer: bool,
    /// It does not offer STARTTLS.
    pub no_tls: bool,
    /// It takes no letter before STARTTLS.
    pub require_tls: bool,
    /// It takes no letter before AUTH.
    pub require_auth: bool,
    /// It refuses every password.
    pub wrong_password: bool,
}

/// The mail server and the handle of tests.
pub struct MailServer {
    user: String,
    password: String,
    mailboxes: Arc<Mailboxes>,
    tls: TlsAcceptor,
    switches: watch::Sender<SmtpSwitches>,
    greylisted: Mutex<HashSet<(String, String)>>,
}

impl MailServer {
    pub(crate) fn new(user: String, password: String, mailboxes: Arc<Mailboxes>, tls: TlsAcceptor) -> Arc<Self> {
        let switches = watch::Sender::new(SmtpSwitches::default());
        Arc::new(Self { user, password, mailboxes, tls, switches, greylisted: Mutex::default() })
    }

    /// The switches as they are.
    pub fn switches(&self) -> SmtpSwitches {
        self.switches.borrow().clone()
    }

    /// Sets switches.
    pub fn set(&self, change: impl FnOnce(&mut SmtpSwitches)) {
        self.switches.send_modify(change);
    }

    pub(crate) fn serve(self: &Arc<Self>, running: &Running, listener: tokio::net::TcpListener) {
        let this = Arc::clone(self);
        net::accept(running, "smtp", listener, move |stream: TcpStream, _| {
            let this = Arc::clone(&this);
            async move {
                if this.switches().outage == Outage::Close {
                    net::break_off(&stream);
                    return;
                }
                if let Err(error) = session::run(&this, stream).await {
                    tracing::debug!(%error, "a mail session ended early");
                }
            }
        });
    }
}
