//! The dialect of OAuth 2 and OpenID Connect that clients of ESIA speak (docs/protocols/esia.md). What they ask for ends in the
//! same interactions, consents and grants as a request of OpenID Connect; what differs is how they sign, what their tokens look
//! like, and where they read data. The protocol itself is `okno_oidc::esia`.

mod api_key;
mod authorize;
pub mod key;
mod leave;
mod person;
mod request;
mod rest;
mod signature;
mod system;
mod token;
pub mod trace;
mod view;

use okno_domain::{
    account::AccountLevel,
    evidence::Standing,
    time::{SignedDuration, Timestamp},
};
use okno_oidc::esia::{Code, Refusal, Settings, error::Answer, settings::SubjectForm};
use okno_store::Read;

pub use api_key::api_key;
pub(crate) use authorize::Asked;
pub use authorize::{Arrival, arrive};
pub(crate) use authorize::{CodeSigner, refuse};
pub use leave::{EsiaLeaving, leave};
pub(crate) use person::{inherit, number};
pub use request::misled;
pub use rest::{RestAnswer, RestCall, read};
pub use system::{ApiKeyEntry, Reading, Redirects, Registration, System, TokenAlgorithm};
pub(crate) use system::{Misfit, enter, faults};
pub(crate) use token::EsiaGrant;
pub use token::{TokenAnswer, token};

use crate::{
    context::Cx,
    error::{Error, Result},
    protocol::issuer,
    relying_party::Site,
    settings::{EsiaSubject, seconds},
    site_grant::Grant,
};

/// What this process keeps of the dialect: its keys as they were read, how much was written of late for developers, and the
/// signatures that are being verified.
#[derive(Debug, Default)]
pub struct Memory {
    pub(crate) keys: key::KeysRead,
    pub(crate) traces: trace::Recent,
    pub(crate) checks: signature::Checks,
}

/// Why an endpoint goes no further.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The client is told this.
    Refused(Refusal),
    /// A fault of ours.
    Failed(Error),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl<E: Into<Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// What an endpoint does: it answers, or goes no further.
pub(crate) type Done<T> = std::result::Result<T, Stop>;

/// How tokens of this system are made.
pub(crate) fn settings(cx: &Cx, site: &Site, system: &System) -> Settings {
    let own = &cx.settings().esia;
    let form = |subject: EsiaSubject| match subject {
        EsiaSubject::Number => SubjectForm::Number,
        EsiaSubject::Text => SubjectForm::Text,
    };
    let registered = &system.registration;
    Settings {
        issuer: own.issuer.clone(),
        subject: form(registered.subject.unwrap_or(own.subject)),
        object: form(registered.object.unwrap_or(EsiaSubject::Number)),
        access_lifetime: seconds(access_seconds(cx, site)),
        id_lifetime: seconds(own.id_token_seconds),
        code_lifetime: seconds(own.code_seconds),
        ..Settings::new(issuer(cx), system.algorithm())
    }
}

/// How long the access tokens of a system live, seconds.
pub(crate) fn access_seconds(cx: &Cx, site: &Site) -> u32 {
    site.rule.access_seconds.unwrap_or(cx.settings().esia.access_seconds).max(1)
}

/// Whether a system takes the account at this instant: by its rule (R213, R214), by what its request demanded, and by who it is,
/// where the system is under test.
async fn takes(read: &mut Read, cx: &Cx, site: &Site, grant: &Grant, standing: &Standing) -> Result<bool> {
    let only_confirmed = grant.detail.esia.as_ref().is_some_and(|own| own.only_confirmed);
    let is_confirmed = standing.level == AccountLevel::Confirmed;
    if site.rule.takes(standing).is_err() || (only_confirmed && !is_confirmed) {
        return Ok(false);
    }
    grant.takes_part(read, cx, site).await
}

/// The name of a session at a system (`urn:esia:sid`): a UUID, equal in all tokens of one session.
pub(crate) fn session_name(cx: &Cx, session: &impl std::fmt::Display, site: &Site) -> String {
    let whole = cx.app.keys.blind("esia-session", &format!("{session}/{}", site.id));
    let half = whole.first_chunk::<16>().copied().unwrap_or_default();
    uuid::Builder::from_random_bytes(half).into_uuid().to_string()
}

/// Where the protocol has no answer of its own.
fn fault(error: &Error) -> Refusal {
    match error {
        Error::Unavailable(_) => {
            Refusal::new(Code::UNAVAILABLE, "something does not answer, or too much is asked at once")
        }
        _ => Refusal::new(Code::SERVER, "a fault of the server"),
    }
}

/// The answer of the token endpoint, whichever way it came about.
fn settled(done: Done<Answer>, state: Option<&str>) -> Answer {
    match done {
        Ok(answer) => answer,
        Err(Stop::Refused(refusal)) => refusal.token_answer(state),
        Err(Stop::Failed(error)) => {
            tracing::error!(%error, "a token request of the dialect failed");
            fault(&error).token_answer(state)
        }
    }
}

/// How long what developers look at is kept.
const TRACED: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Forgets what developers looked at a week ago.
pub(crate) async fn purge(
    tx: &mut okno_store::Tx,
    now: Timestamp,
    most: i64,
) -> std::result::Result<u64, okno_store::Error> {
    okno_store::esia::purge_traces(tx, okno_domain::time::after(now, -TRACED), most).await
}
