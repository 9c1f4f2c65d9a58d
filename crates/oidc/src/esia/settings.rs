//! What an installation, or a client's registration, decides where sources are silent or disagree.

use jiff::SignedDuration;

use super::Mode;
use crate::jose::Algorithm;

/// How the requests of one client are read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Strict or lenient.
    pub mode: Mode,
    /// How far `timestamp` may lie from the present, either way; unchecked when none. What the real system allows is
    /// unknown.
    pub freshness: Option<SignedDuration>,
    /// In lenient mode: token requests go on although no reading of their signature fits, for clients whose library sends
    /// no signature there. Never outside a test installation: whoever has a code then has the tokens.
    pub unsigned_token_requests: bool,
    /// Whether this client may ask for tokens of its own (`client_credentials`), for scopes of organizations alone. Off unless
    /// the client's own registration says so: what it signs for a person's sign-in, which every browser on the way sees, is to
    /// the letter what it signs for such a token (`TokenRequest::single_use`).
    pub own_credentials: bool,
    /// The values of `obj_type` that are accepted; any when none. The real ones are unknown.
    pub object_types: Option<Vec<String>>,
    /// The values of `roles` that are accepted; any when none. The real ones are unknown.
    pub roles: Option<Vec<String>>,
    /// How redirect addresses are compared with registered ones.
    pub redirects: RedirectRule,
}

impl Rules {
    /// What is asked of clients by default: the time of the request within ten minutes.
    pub const fn strict() -> Self {
        Self {
            mode: Mode::Strict,
            freshness: Some(SignedDuration::from_mins(10)),
            unsigned_token_requests: false,
            own_credentials: false,
            object_types: None,
            roles: None,
            redirects: RedirectRule::Domain,
        }
    }

    /// For development: any known client, at any time.
    pub fn lenient() -> Self {
        Self { mode: Mode::Lenient, freshness: None, ..Self::strict() }
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self::strict()
    }
}

/// How a redirect address is compared with the registered ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RedirectRule {
    /// As on the real system: the registered main domain, its subdomains, any path.
    #[default]
    Domain,
    /// The registered address itself, with any query.
    Exact,
}

/// The type of `sub`, `urn:esia:sbj_id` and `urn:esia:sbj:oid`: clients differ in which they can read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SubjectForm {
    /// A JSON number, as in all samples of the real system.
    #[default]
    Number,
    /// A JSON string, as newer libraries want `sub`.
    Text,
}

/// The unit of `auth_time`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuthTimeUnit {
    /// Seconds, as in samples of 2022.
    #[default]
    Seconds,
    /// Milliseconds, as in samples of 2017.
    Milliseconds,
}

/// How tokens are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `iss`; independent of the base address, because clients have it in their code.
    pub issuer: String,
    /// The public address under which this server is reached, without a slash at its end; element addresses begin with it.
    pub base: String,
    /// The algorithm of this client's tokens.
    pub algorithm: Algorithm,
    /// The type of `sub`.
    pub subject: SubjectForm,
    /// The type of `urn:esia:sbj_id` and `urn:esia:sbj:oid`.
    pub object: SubjectForm,
    /// The unit of `auth_time`.
    pub auth_time: AuthTimeUnit,
    /// How long an access token lives; `expires_in` says so in seconds.
    pub access_lifetime: SignedDuration,
    /// How long an id_token lives.
    pub id_lifetime: SignedDuration,
    /// How long a code lives; what the real system gives is unknown.
    pub code_lifetime: SignedDuration,
    /// Whether `nonce` of the authorization request is repeated in the id_token: no source shows it, it does no harm.
    pub echo_nonce: bool,
}

impl Settings {
    /// What samples of the real system show.
    pub fn new(base: impl Into<String>, algorithm: Algorithm) -> Self {
        Self {
            issuer: "http://esia.gosuslugi.ru/".to_owned(),
            base: base.into(),
            algorithm,
            subject: SubjectForm::Number,
            object: SubjectForm::Number,
            auth_time: AuthTimeUnit::Seconds,
            access_lifetime: SignedDuration::from_hours(1),
            id_lifetime: SignedDuration::from_hours(3),
            code_lifetime: SignedDuration::from_mins(3),
            echo_nonce: true,
        }
    }
}
