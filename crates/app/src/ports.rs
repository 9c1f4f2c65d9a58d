//! The outside world as the use cases see it. Implemented in `gateways`, never called while a transaction is open.

use std::sync::Arc;

use async_trait::async_trait;
use okno_domain::{
    bank::{BankClaims, BankId, BankPattern},
    identifier::{postal_index::PostalIndex, tracking_number::TrackingNumber},
    letter::{BatchId, CarrierState, LetterId},
    locale::Locale,
    secret::Secret,
    wording::Replacements,
};
use serde::{Deserialize, Serialize};

use crate::network::Network;

/// Why an outside system did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum PortError {
    /// It could not be reached, is overloaded or broke off: the same call may succeed later. With the system's own wish
    /// for a pause, in seconds, where it states one.
    #[error("try later: {reason}")]
    Later {
        /// For the log; without personal data.
        reason: String,
        /// `Retry-After`, seconds.
        pause_seconds: Option<u32>,
    },
    /// It refused for good: repeating the call cannot help.
    #[error("refused: {reason}")]
    Refused {
        /// For the log; without personal data.
        reason: String,
    },
    /// What it sent is not what the protocol says, or its signature is wrong.
    #[error("not understood: {reason}")]
    Garbage {
        /// For the log; without personal data.
        reason: String,
    },
}

/// A message to a person, by kind and data; wording and language are chosen when it is sent (R218 to R221).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Message {
    /// The kind, such as `registration_code`; the message keys are `message-<kind>-...`.
    pub kind: String,
    /// The reader's language.
    pub locale: Locale,
    /// Named values for the texts: codes, links, names of levels. Secret as a whole: never logged.
    pub args: std::collections::BTreeMap<String, String>,
    /// The texts that stand in place of built-in ones when it is sent.
    #[serde(skip)]
    pub texts: Arc<Replacements>,
}

/// The outside systems that are configured. What is absent cannot be used, and the use cases offer it to nobody.
#[derive(Clone, Default)]
pub struct Ports {
    /// E-mail.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// SMS.
    pub sms: Option<Arc<dyn SmsSender>>,
    /// The registry asked about SNILS.
    pub pension_fund: Option<Arc<dyn Registry>>,
    /// The registry asked about passports.
    pub interior_ministry: Option<Arc<dyn Registry>>,
    /// The carrier of registered letters.
    pub carrier: Option<Arc<dyn Carrier>>,
    /// The online banks that are switched on, in their order (R172).
    pub banks: Vec<Arc<dyn Bank>>,
    /// The virus scanner.
    pub antivirus: Option<Arc<dyn Antivirus>>,
    /// Sites where people are signed in.
    pub sites: Option<Arc<dyn Sites>>,
}

impl Ports {
    /// The registry with this name, where configured.
    pub fn registry(&self, name: &str) -> Option<&Arc<dyn Registry>> {
        [&self.pension_fund, &self.interior_ministry].into_iter().flatten().find(|registry| registry.name() == name)
    }

    /// The bank with this id, where configured and switched on (R172).
    pub fn bank(&self, id: &BankId) -> Option<&Arc<dyn Bank>> {
        self.banks.iter().find(|bank| bank.profile().id == *id)
    }
}

/// Sends e-mail (SMTP).
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Sends one letter, dated `now`. `message_id` is the same at each repetition, so that a receiver can drop doubles.
    async fn send(
        &self,
        message_id: &str,
        to: &Secret,
        message: &Message,
        now: jiff::Timestamp,
    ) -> Result<(), PortError>;
    /// Tells an administrator whether the mail server answers.
    async fn check(&self) -> Result<(), PortError>;
}

/// Sends SMS (SMPP 3.4 or an HTTP gateway).
#[async_trait]
pub trait SmsSender: Send + Sync {
    /// Sends one message to an E.164 number. `message_id` is the same at each repetition. Gives the other side's names
    /// for the parts whose receipts will come: none where it sends no receipts.
    async fn send(&self, message_id: &str, to: &Secret, message: &Message) -> Result<Vec<String>, PortError>;
    /// Says who takes receipts in from now on. A channel without receipts has no use for it.
    fn hear(&self, _receipts: Arc<dyn Receipts>) {}
    /// Tells an administrator whether the SMS center answers.
    async fn check(&self) -> Result<(), PortError>;
}

/// What became of a message that an SMS center had taken in, told when nothing more will happen to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// It is on the phone.
    Delivered,
    /// It cannot be brought to the phone.
    Undeliverable,
    /// The phone could not be reached in time.
    Expired,
    /// The center or the network refused to bring it.
    Rejected,
}

impl Delivery {
    /// Its name in the database and in metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Undeliverable => "undeliverable",
            Self::Expired => "expired",
            Self::Rejected => "rejected",
        }
    }
}

/// A delivery receipt. It holds no number and no text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The center's name for the part of a message, as it gave it when it took the part in.
    pub part: String,
    /// What became of it.
    pub delivery: Delivery,
}

/// Takes in what an SMS center tells of its own accord.
#[async_trait]
pub trait Receipts: Send + Sync {
    /// Takes a receipt in. When that fails the center is asked to bring it again; it may come twice.
    async fn take(&self, receipt: Receipt) -> Result<(), PortError>;
    /// A report came that is none, or names no message.
    fn unreadable(&self);
}

/// What a registry is asked (docs/protocols/registry-exchange.md).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RegistryQuestion {
    /// The idempotency key: the id of the check.
    pub key: uuid::Uuid,
    /// `snils` or `internal_passport`.
    pub kind: String,
    /// The members of `subject`.
    pub subject: std::collections::BTreeMap<String, String>,
    /// When it was first asked: `iat`, equal at each repetition, so that the signed request is the same text.
    pub asked_at: jiff::Timestamp,
}

/// The registry has taken a request in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The registry's name for the request.
    pub ticket: String,
    /// When to ask for the answer, seconds.
    pub poll_after_seconds: u32,
}

/// What the registry found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegistryResult {
    /// The data match.
    Match,
    /// They differ; the members that do, as far as the registry says.
    Mismatch(Vec<String>),
    /// The registry knows no such document.
    NoData,
}

/// An answer whose signature, issuer and audience have been checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryAnswer {
    /// The answer's own id.
    pub answer_id: uuid::Uuid,
    /// The request's key.
    pub in_reply_to: uuid::Uuid,
    /// SHA-256 of the request as the registry received it.
    pub request_digest: [u8; 32],
    /// The ticket.
    pub ticket: String,
    /// The result.
    pub result: RegistryResult,
    /// When the registry made it.
    pub answered_at: jiff::Timestamp,
    /// The signed text, kept as evidence.
    pub signed: String,
}

/// What a registry said when it was asked for its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Polled {
    /// Here it is.
    Answer(RegistryAnswer),
    /// It is not ready.
    NotReady {
        /// The registry's wish for a pause (`Retry-After`), seconds.
        pause_seconds: Option<u32>,
    },
}

/// A registry reached by the exchange.
#[async_trait]
pub trait Registry: Send + Sync {
    /// The registry's name in messages, `pension_fund` or `interior_ministry`.
    fn name(&self) -> &str;
    /// The signed request, deterministic for one question: what is sent, and what its digest is taken over.
    fn sign(&self, question: &RegistryQuestion) -> Result<String, PortError>;
    /// Hands a signed request over.
    async fn submit(&self, signed: &str) -> Result<Ticket, PortError>;
    /// Asks for the answer. `PortError::Refused` when the ticket is unknown.
    async fn poll(&self, ticket: &str, now: jiff::Timestamp) -> Result<Polled, PortError>;
    /// Acknowledges an answer got by poll.
    async fn acknowledge(&self, answer_id: uuid::Uuid) -> Result<(), PortError>;
    /// Checks an answer that came by callback.
    fn verify(&self, signed: &str, now: jiff::Timestamp) -> Result<RegistryAnswer, PortError>;
    /// Tells an administrator whether the registry answers.
    async fn check(&self) -> Result<(), PortError>;
}

/// A bank as it is shown to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankProfile {
    /// Its id in addresses and evidence.
    pub id: BankId,
    /// Its name in Russian, English and French.
    pub names: [String; 3],
    /// Its name as an issuer, exactly as it writes it (`iss`).
    pub issuer: String,
    /// The host of its pages, for people to compare with the address bar.
    pub host: String,
    /// How the way through it runs.
    pub pattern: BankPattern,
}

impl BankProfile {
    /// Its name in a language.
    pub fn name(&self, locale: Locale) -> &str {
        let [ru, en, fr] = &self.names;
        match locale {
            Locale::Ru => ru,
            Locale::En => en,
            Locale::Fr => fr,
        }
    }
}

/// The secrets of one authorization, equal at each call about it.
#[derive(Clone, Debug)]
pub struct BankRequest {
    /// Binds the answer to the session it began in.
    pub state: Secret,
    /// Binds the signed statement to this authorization.
    pub nonce: Secret,
    /// The verifier of the code (PKCE).
    pub verifier: Secret,
    /// Where the browser comes back to.
    pub redirect_uri: String,
    /// The language of the bank's pages.
    pub locale: Locale,
}

/// An online bank: an OpenID Connect provider that knows its clients (R165 to R173). Login and password are typed there
/// and never come here (R171).
#[async_trait]
pub trait Bank: Send + Sync {
    /// What people see of it.
    fn profile(&self) -> &BankProfile;
    /// Where to send the browser.
    async fn authorization_url(&self, request: &BankRequest) -> Result<String, PortError>;
    /// Exchanges the code for what the bank says of its client; signature, issuer, audience, nonce and times are checked.
    async fn claims(&self, code: &Secret, request: &BankRequest, now: jiff::Timestamp)
    -> Result<BankClaims, PortError>;
    /// Tells an administrator whether the bank answers.
    async fn check(&self) -> Result<(), PortError>;
}

/// What is printed of a registered letter. Secret as a whole: never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterContent {
    /// Which letter.
    pub letter: LetterId,
    /// The language of the letter.
    pub locale: Locale,
    /// The addressee.
    pub name: String,
    /// The address, the index last.
    pub address: Vec<String>,
    /// The number of the item.
    pub number: TrackingNumber,
    /// The confirmation code, grouped for reading.
    pub code: String,
    /// The day of printing.
    pub printed_on: jiff::civil::Date,
    /// The last day on which the code is accepted.
    pub valid_until: jiff::civil::Date,
    /// The address of the portal.
    pub portal: String,
    /// The texts that stand in place of built-in ones when it is printed.
    #[serde(skip)]
    pub texts: Arc<Replacements>,
}

impl std::fmt::Debug for LetterContent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LetterContent({})", self.letter)
    }
}

/// What the carrier tells of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarrierNews {
    /// The number of the item.
    pub number: TrackingNumber,
    /// Its state.
    pub state: CarrierState,
    /// Since when.
    pub at: jiff::Timestamp,
}

/// The carrier of registered letters: prints, envelopes and brings them, and tells where they are.
#[async_trait]
pub trait Carrier: Send + Sync {
    /// The place of acceptance, with which the numbers of our items begin.
    fn acceptance(&self) -> &PostalIndex;
    /// Where people follow an item (R145).
    fn tracking_url(&self, number: &TrackingNumber) -> String;
    /// Hands a batch over. The same batch handed over again is the same batch.
    async fn hand_over(&self, batch: BatchId, letters: &[LetterContent], now: jiff::Timestamp)
    -> Result<(), PortError>;
    /// Asks about items; what the carrier does not know of yet is left out.
    async fn news(&self, numbers: &[TrackingNumber]) -> Result<Vec<CarrierNews>, PortError>;
    /// Tells an administrator whether the carrier answers and batches can be left for it.
    async fn check(&self) -> Result<(), PortError>;
}

/// What a virus scanner found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scan {
    /// Nothing.
    Clean,
    /// Something dangerous.
    Infected {
        /// The scanner's name for it.
        what: String,
    },
}

/// A virus scanner (docs/protocols/antivirus.md).
#[async_trait]
pub trait Antivirus: Send + Sync {
    /// Looks at a file. `PortError::Refused` when it cannot look at such a one at all.
    async fn scan(&self, content: &[u8]) -> Result<Scan, PortError>;
    /// Tells an administrator whether the scanner answers.
    async fn check(&self) -> Result<(), PortError>;
}

/// Where a site wants to be called. It says so itself, so whoever calls looks first where that leads.
#[derive(Clone, Copy, Debug)]
pub struct SiteAddress<'a> {
    /// The address.
    pub url: &'a str,
    /// Whether it may be on this very machine, where things are tried out.
    pub under_test: bool,
    /// Networks that count although they are not public.
    pub private: &'a [Network],
}

/// The sites where people are signed in, as far as they are called.
#[async_trait]
pub trait Sites: Send + Sync {
    /// Brings a logout token (Back-Channel Logout 2.5). `PortError::Refused` when the site says that it will not take it.
    async fn tell(&self, address: &SiteAddress<'_>, logout_token: &str) -> Result<(), PortError>;
    /// Fetches a document: keys, or a list of addresses. `PortError::Garbage` when it is larger than 64 KiB.
    async fn fetch(&self, address: &SiteAddress<'_>) -> Result<Vec<u8>, PortError>;
    /// A browser without a past, for a look at a site.
    fn browser(&self) -> Box<dyn SiteBrowser>;
}

/// A browser that looks at sites. It keeps the cookies that a site gives it for that site, shows them to nobody, and reads no page.
#[async_trait]
pub trait SiteBrowser: Send {
    /// Opens an address, or sends it this form. A redirect is told and not followed.
    async fn open(&mut self, address: &SiteAddress<'_>, form: Option<&str>) -> Result<SiteReply, CallFault>;
}

/// What a site answered, as far as it is of interest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteReply {
    /// The status.
    pub status: u16,
    /// The whole address to which it sends the browser, if it does.
    pub location: Option<String>,
    /// The certificate that it showed (DER).
    pub certificate: Option<Vec<u8>>,
}

/// Why a site could not be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallFault {
    /// It is no address.
    #[error("its address is none")]
    Malformed,
    /// Its scheme is not one that is called.
    #[error("its address is not https://")]
    NotProtected,
    /// Its name leads nowhere.
    #[error("its name leads nowhere")]
    Nowhere,
    /// Its name leads where nobody is called.
    #[error("its address leads into a network that is not public")]
    NotPublic,
    /// Nobody listens.
    #[error("no connection")]
    NoConnection,
    /// The certificate is over.
    #[error("its certificate has expired")]
    CertificateExpired,
    /// The certificate is not in force yet.
    #[error("its certificate is not in force yet")]
    CertificateEarly,
    /// The certificate is for another name.
    #[error("its certificate is for another name")]
    CertificateName,
    /// Nobody who is trusted vouches for the certificate.
    #[error("nobody vouches for its certificate")]
    CertificateIssuer,
    /// Something else is wrong with the certificate, or with TLS.
    #[error("its certificate is not accepted")]
    CertificateOther,
    /// There was no answer in time.
    #[error("it did not answer in time")]
    Slow,
    /// It does not speak HTTP.
    #[error("it does not speak HTTP")]
    NotHttp,
    /// The connection broke off, or a call cannot be made.
    #[error("the connection broke off")]
    Broken,
}
