//! SMS through an SMS center: one bound connection, made when first needed and made anew when it breaks.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use async_trait::async_trait;
use futures_util::StreamExt;
use okno_app::ports::{Message, PortError, Receipts, SmsSender};
use okno_domain::secret::Secret;
use rusmpp::{
    CommandId, CommandStatus, Pdu,
    pdus::{BindTransceiver, DeliverSm, DeliverSmResp},
    types::COctetString,
    values::InterfaceVersion,
};
use rusmppc::{Client, ConnectionBuilder, Event, error::Error};
use rustls::pki_types::ServerName;
use std::str::FromStr;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    sync::{Mutex, Semaphore},
    task::JoinHandle,
    time::{Instant, sleep_until, timeout},
};
use tokio_rustls::TlsConnector;

use super::{
    LongMessages, SmppConfig, ready,
    receipt::{self, Reading},
    wire::{self, Sender},
};
use crate::{
    config::{ConfigError, is_loopback, read_secret},
    http::{garbage, later, refused},
    tls,
};

/// After a failed attempt the center is left in peace for this long.
const RECONNECT_PAUSE: Duration = Duration::from_secs(2);

/// An SMS center behind one connection.
pub struct SmppSms {
    host: String,
    port: u16,
    tls: Option<(TlsConnector, ServerName<'static>)>,
    bind: Bind,
    sender: Sender,
    long_messages: LongMessages,
    limit: Duration,
    enquire_link: Duration,
    window: Semaphore,
    pace: Option<Duration>,
    next_slot: Mutex<Instant>,
    state: Mutex<State>,
    receipts: Hearing,
}

/// Who takes receipts in, once somebody does.
type Hearing = Arc<OnceLock<Arc<dyn Receipts>>>;

/// What the center knows us by, already in the form of the wire.
struct Bind {
    system_id: COctetString<1, 16>,
    password: COctetString<1, 9>,
    system_type: COctetString<1, 13>,
}

#[derive(Default)]
struct State {
    link: Option<Link>,
    failed_at: Option<Instant>,
}

/// A bound connection and the task that reads what the center sends of its own accord.
struct Link {
    client: Client,
    reader: JoinHandle<()>,
}

impl Drop for Link {
    fn drop(&mut self) {
        // The reader holds the connection too; without this an abandoned connection would stay open.
        self.reader.abort();
    }
}

impl SmppSms {
    /// Reads the password; connects to nobody yet.
    pub fn new(config: &SmppConfig) -> Result<Self, ConfigError> {
        if !config.tls && !config.allow_insecure && !is_loopback(&config.host) {
            return Err(ConfigError::new(
                "sms.tls",
                "the connection would leave this machine unprotected; set tls = true, or allow_insecure = true if the \
                 way to the SMS center is protected by other means",
            ));
        }
        if config.window == 0 || config.per_second == Some(0) {
            return Err(ConfigError::new("sms.window", "window and per_second must be at least 1"));
        }
        Ok(Self {
            host: config.host.clone(),
            port: config.port,
            tls: if config.tls { Some(connector(config)?) } else { None },
            bind: bind(config)?,
            sender: Sender::parse(&config.sender).ok_or_else(|| {
                ConfigError::new("sms.sender", "a name of at most 11 Latin letters and digits, or a number")
            })?,
            long_messages: config.long_messages,
            limit: config.timeout_seconds.duration(),
            enquire_link: config.enquire_link_seconds.duration(),
            window: Semaphore::new(usize::from(config.window)),
            pace: config.per_second.map(|count| Duration::from_secs(1) / u32::from(count)),
            next_slot: Mutex::new(Instant::now()),
            state: Mutex::default(),
            receipts: Hearing::default(),
        })
    }

    /// The bound connection; one caller at a time makes it, the others wait for the outcome.
    async fn client(&self) -> Result<Client, PortError> {
        let mut state = self.state.lock().await;
        if let Some(link) = &state.link
            && link.client.is_active()
        {
            return Ok(link.client.clone());
        }
        state.link = None;
        if state.failed_at.is_some_and(|at| at.elapsed() < RECONNECT_PAUSE) {
            return Err(later("the SMS center could not be reached a moment ago", Some(2)));
        }
        match timeout(self.limit * 2, self.connect()).await.unwrap_or_else(|_| Err(no_answer())) {
            Ok(link) => {
                let client = link.client.clone();
                *state = State { link: Some(link), failed_at: None };
                Ok(client)
            }
            Err(error) => {
                state.failed_at = Some(Instant::now());
                Err(error)
            }
        }
    }

    async fn connect(&self) -> Result<Link, PortError> {
        let stream = TcpStream::connect((self.host.as_str(), self.port))
            .await
            .map_err(|error| later(format!("no connection to the SMS center: {error}"), None))?;
        let link = match &self.tls {
            None => self.open(stream),
            Some((connector, name)) => {
                let stream = connector
                    .connect(name.clone(), stream)
                    .await
                    .map_err(|error| later(format!("no protected connection to the SMS center: {error}"), None))?;
                self.open(stream)
            }
        };
        let bind = BindTransceiver::builder()
            .system_id(self.bind.system_id.clone())
            .password(self.bind.password.clone())
            .system_type(self.bind.system_type.clone())
            .interface_version(InterfaceVersion::Smpp3_4)
            .build();
        link.client.bind_transceiver(bind).await.map_err(|error| match status(&error) {
            Some(status) => later(
                format!(
                    "the SMS center does not let us in ({:#04x}); check sms.system_id, sms.password and \
                     sms.system_type, and whether another program uses the same account",
                    u32::from(status)
                ),
                None,
            ),
            None => broken(&error),
        })?;
        Ok(link)
    }

    fn open<S: AsyncRead + AsyncWrite + Send + 'static>(&self, stream: S) -> Link {
        let (client, mut events) = ConnectionBuilder::new()
            .response_timeout(self.limit)
            .enquire_link_interval(self.enquire_link)
            .enquire_link_response_timeout(self.limit)
            // The library speaks version 5; the operations used here are the same in 3.4.
            .disable_interface_version_check()
            .connected(stream);
        let (answering, receipts, limit) = (client.clone(), Arc::clone(&self.receipts), self.limit);
        let reader = tokio::spawn(async move {
            while let Some(event) = events.next().await {
                react(&answering, &receipts, limit, event).await;
            }
        });
        Link { client, reader }
    }

    /// Waits for a turn when the center limits how many messages a second it takes.
    async fn turn(&self) -> Result<(), PortError> {
        let Some(pace) = self.pace else { return Ok(()) };
        let mut next = self.next_slot.lock().await;
        let now = Instant::now();
        let slot = (*next).max(now);
        if slot.duration_since(now) > self.limit {
            return Err(later("more messages are waiting than the SMS center takes", Some(5)));
        }
        *next = slot + pace;
        drop(next);
        sleep_until(slot).await;
        Ok(())
    }
}

#[async_trait]
impl SmsSender for SmppSms {
    async fn send(&self, message_id: &str, to: &Secret, message: &Message) -> Result<Vec<String>, PortError> {
        let ready = ready(to, message)?;
        let parts = wire::submissions(
            &self.sender,
            ready.number.expose(),
            message_id,
            ready.text.expose(),
            self.long_messages,
        )?;
        let _place = timeout(self.limit, self.window.acquire())
            .await
            .map_err(|_| later("too many messages wait for the SMS center's answer", Some(5)))?;
        let mut names = Vec::new();
        for part in parts {
            self.turn().await?;
            let client = self.client().await?;
            // The library limits the wait for the answer, but not the wait for a full socket to take the request.
            let taken = timeout(self.limit * 2, client.submit_sm(part))
                .await
                .unwrap_or(Err(Error::ConnectionClosed))
                .map_err(|error| status(&error).map_or_else(|| broken(&error), wire::verdict))?;
            names.extend(receipt::name(taken.message_id().as_str()));
        }
        Ok(names)
    }

    fn hear(&self, receipts: Arc<dyn Receipts>) {
        let _ = self.receipts.set(receipts);
    }

    async fn check(&self) -> Result<(), PortError> {
        let client = self.client().await?;
        timeout(self.limit * 2, client.enquire_link()).await.map_err(|_| no_answer())?.map_err(|error| broken(&error))
    }
}

async fn react(client: &Client, receipts: &Hearing, limit: Duration, event: Event) {
    match event {
        Event::Incoming(command) if command.id() == CommandId::DeliverSm => {
            let status = match command.pdu() {
                Some(Pdu::DeliverSm(report)) => take(receipts.get(), limit, report).await,
                _ => CommandStatus::EsmeRok,
            };
            let answer = client.status(status).deliver_sm_resp(command.sequence_number(), DeliverSmResp::default());
            let _ = answer.await;
        }
        Event::Incoming(command) if command.id() == CommandId::Unbind => {
            let _ = client.unbind_resp(command.sequence_number()).await;
            let _ = client.close().await;
        }
        Event::Incoming(command) => {
            tracing::debug!(operation = ?command.id(), "the SMS center sent an operation that is not used");
        }
        Event::Error(error) => {
            tracing::warn!(reason = what(&error), "the connection to the SMS center has a fault");
        }
    }
}

/// Hands a receipt on; the center learns that it has come only when it is noted. What is no receipt, or cannot be read,
/// would not be better the next time, so it is answered as taken.
async fn take(hears: Option<&Arc<dyn Receipts>>, limit: Duration, report: &DeliverSm) -> CommandStatus {
    let Some(hears) = hears else { return CommandStatus::EsmeRok };
    match receipt::read(report) {
        Reading::Final(receipt) => match timeout(limit, hears.take(receipt)).await {
            Ok(Ok(())) => CommandStatus::EsmeRok,
            // "Temporary failure of the application": the center brings it again.
            Ok(Err(_)) | Err(_) => CommandStatus::EsmeRxTAppn,
        },
        Reading::Unreadable => {
            hears.unreadable();
            CommandStatus::EsmeRok
        }
        Reading::OnItsWay | Reading::NoReceipt => CommandStatus::EsmeRok,
    }
}

/// The status the center answered with, unless it was the wrong operation.
fn status(error: &Error) -> Option<CommandStatus> {
    match error {
        Error::UnexpectedResponse { response } if response.status() != CommandStatus::EsmeRok => {
            Some(response.status())
        }
        _ => None,
    }
}

fn broken(error: &Error) -> PortError {
    match error {
        Error::Encode(_) => refused("the message cannot be put into an SMPP operation"),
        Error::UnexpectedResponse { .. } | Error::Decode(_) => garbage(what(error)),
        _ => later(what(error), None),
    }
}

/// The fault without the operation it happened in, which holds number and text.
const fn what(error: &Error) -> &'static str {
    match error {
        Error::Connect(_) | Error::Io(_) => "the connection to the SMS center broke off",
        Error::ConnectionClosed | Error::ConnectionClosedByPeer => "the SMS center closed the connection",
        Error::ResponseTimeout { .. } | Error::EnquireLinkTimeout { .. } => "the SMS center does not answer in time",
        Error::Decode(_) => "the SMS center does not speak SMPP",
        Error::UnexpectedResponse { .. } => "the SMS center answered with the wrong operation",
        _ => "the exchange with the SMS center failed",
    }
}

fn no_answer() -> PortError {
    later("the SMS center does not answer in time", None)
}

fn bind(config: &SmppConfig) -> Result<Bind, ConfigError> {
    let too_long = |setting: &'static str, limit: &'static str| {
        move |_| ConfigError::new(setting, format!("at most {limit} ASCII characters"))
    };
    let password = read_secret("sms.password", &config.password)?;
    Ok(Bind {
        system_id: COctetString::from_str(&config.system_id).map_err(too_long("sms.system_id", "15"))?,
        password: COctetString::from_str(password.expose()).map_err(too_long("sms.password", "8"))?,
        system_type: COctetString::from_str(&config.system_type).map_err(too_long("sms.system_type", "12"))?,
    })
}

fn connector(config: &SmppConfig) -> Result<(TlsConnector, ServerName<'static>), ConfigError> {
    let name = ServerName::try_from(config.host.clone())
        .map_err(|_| ConfigError::new("sms.host", "not the name or address of a machine"))?;
    let client = tls::client_config("sms.ca_file", config.ca_file.as_deref())?;
    Ok((TlsConnector::from(Arc::new(client)), name))
}
