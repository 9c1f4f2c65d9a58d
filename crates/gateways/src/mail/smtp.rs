//! Handing letters to a mail server.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    transport::smtp::{
        Error, PoolConfig,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
    },
};
use okno_app::ports::{Mailer, Message, PortError};
use okno_domain::secret::Secret;
use tokio::time::timeout;

use super::{
    MailConfig, MailSecurity,
    letter::{self, Sender},
};
use crate::{
    config::{ConfigError, is_loopback, read_file, read_secret},
    http::{garbage, later, refused},
};

/// A mail server behind a pool of connections.
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Sender,
    limit: Duration,
}

impl SmtpMailer {
    /// Reads the password; connects to nobody yet.
    pub fn new(config: &MailConfig) -> Result<Self, ConfigError> {
        let from = address("mail.from", &config.from)?;
        let (tls, usual_port) = protection(config)?;
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(config.host.clone())
            .port(config.port.unwrap_or(usual_port))
            .tls(tls)
            .timeout(Some(config.timeout_seconds.duration()))
            .pool_config(PoolConfig::new().max_size(u32::from(config.connections.max(1))));
        if let Some(name) = &config.hello_name {
            builder = builder.hello_name(ClientId::Domain(name.clone()));
        }
        if let Some(credentials) = credentials(config)? {
            builder = builder.credentials(credentials);
        }
        let reply_to = config.reply_to.as_deref().map(|text| address("mail.reply_to", text)).transpose()?;
        Ok(Self {
            transport: builder.build(),
            limit: config.timeout_seconds.duration(),
            sender: Sender {
                message_id_domain: config.message_id_domain.clone().unwrap_or_else(|| from.domain().to_owned()),
                from,
                names: config.from_name.clone(),
                reply_to,
            },
        })
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, message_id: &str, to: &Secret, message: &Message, now: Timestamp) -> Result<(), PortError> {
        let letter = letter::compose(&self.sender, message_id, to, message, now)?;
        // The library's own limit covers only the making of the connection.
        let sent = timeout(self.limit, self.transport.send(letter)).await.map_err(|_| no_answer())?;
        sent.map(|_| ()).map_err(|error| sort(&error))
    }

    async fn check(&self) -> Result<(), PortError> {
        match timeout(self.limit, self.transport.test_connection()).await.map_err(|_| no_answer())? {
            Ok(true) => Ok(()),
            Ok(false) => Err(later("the mail server took the connection and then did not answer", None)),
            Err(error) => Err(sort(&error)),
        }
    }
}

/// The server's words may repeat the address, so only its number is told.
fn sort(error: &Error) -> PortError {
    if let Some(code) = error.status() {
        let code = u16::from(code);
        return match code {
            // Repaired by an administrator; until then no letter may be lost.
            530 | 534 | 535 | 538 => later(
                format!(
                    "the mail server does not let us in ({code}); check mail.username, mail.password, mail.security"
                ),
                None,
            ),
            500.. => refused(format!("the mail server refuses the letter ({code})")),
            _ => later(format!("the mail server cannot take the letter now ({code})"), None),
        };
    }
    if error.is_response() {
        return garbage("what answers there does not speak SMTP; check mail.host and mail.port");
    }
    let what = if error.is_timeout() {
        return no_answer();
    } else if error.is_tls() {
        "no protected connection to the mail server; check mail.security and mail.ca_file"
    } else if error.is_client() {
        "the mail server lacks what mail.security or mail.username ask for"
    } else {
        "no connection to the mail server, or it broke off; check mail.host and mail.port"
    };
    later(what, None)
}

fn no_answer() -> PortError {
    later("the mail server does not answer in time", None)
}

fn protection(config: &MailConfig) -> Result<(Tls, u16), ConfigError> {
    match config.security {
        MailSecurity::None if is_loopback(&config.host) => Ok((Tls::None, 25)),
        MailSecurity::None => Err(ConfigError::new(
            "mail.security",
            "without protection letters may only be handed to a mail server on this machine; use starttls or tls",
        )),
        MailSecurity::Starttls => Ok((Tls::Required(tls_parameters(config)?), 587)),
        MailSecurity::Tls => Ok((Tls::Wrapper(tls_parameters(config)?), 465)),
    }
}

fn tls_parameters(config: &MailConfig) -> Result<TlsParameters, ConfigError> {
    let mut builder = TlsParameters::builder(config.host.clone());
    if let Some(path) = &config.ca_file {
        let certificate = Certificate::from_pem(&read_file("mail.ca_file", path)?)
            .map_err(|error| ConfigError::new("mail.ca_file", error))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build_rustls().map_err(|error| ConfigError::new("mail.host", error))
}

fn credentials(config: &MailConfig) -> Result<Option<Credentials>, ConfigError> {
    match (&config.username, &config.password) {
        (None, None) => Ok(None),
        (Some(username), Some(password)) => {
            let password = read_secret("mail.password", password)?;
            Ok(Some(Credentials::new(username.clone(), password.expose().to_owned())))
        }
        _ => Err(ConfigError::new("mail.username", "username and password are given both or not at all")),
    }
}

fn address(setting: &str, text: &str) -> Result<Address, ConfigError> {
    text.parse().map_err(|error| ConfigError::new(setting, format!("not an e-mail address: {error}")))
}
