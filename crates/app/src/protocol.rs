//! What the endpoints of the protocol share: names of ours, how a client says who it is, and answers that are not pages.

mod client;
mod proof;

use okno_oidc::{
    error::{ProtocolError, Reply},
    parameter::Parameters,
    single_use::SingleUse,
};
use okno_store::Tx;

pub(crate) use client::authenticate_reading;
pub use client::{Authenticated, authenticate};
pub use proof::{Proved, prove};

use crate::{context::Cx, error::Error};

/// The paths of the endpoints below the issuer.
pub mod path {
    /// Where the browser comes with a request (RFC 6749 3.1).
    pub const AUTHORIZE: &str = "/oauth2/authorize";
    /// Where a site pushes its request (RFC 9126).
    pub const PUSH: &str = "/oauth2/par";
    /// Where codes are traded in (RFC 6749 3.2).
    pub const TOKEN: &str = "/oauth2/token";
    /// What is known of the person (OpenID Connect Core 5.3).
    pub const USERINFO: &str = "/oauth2/userinfo";
    /// What is known of a token (RFC 7662).
    pub const INTROSPECT: &str = "/oauth2/introspect";
    /// Where tokens are given up (RFC 7009).
    pub const REVOKE: &str = "/oauth2/revoke";
    /// Where a device asks to be let in (RFC 8628 3.1).
    pub const DEVICE_AUTHORIZATION: &str = "/oauth2/device_authorization";
    /// Where sites register themselves (RFC 7591); below it each manages its registration (RFC 7592).
    pub const REGISTER: &str = "/oauth2/register";
    /// The keys of ours (RFC 7517).
    pub const KEYS: &str = "/oauth2/jwks";
    /// Where a person types the code of a device (RFC 8628 3.3).
    pub const DEVICE: &str = "/device";
    /// Where a session ends at a site's wish (RP-Initiated Logout).
    pub const LOGOUT: &str = "/oauth2/logout";
}

/// Our name in the protocol: the address of the installation.
pub fn issuer(cx: &Cx) -> &str {
    cx.settings().public_url.trim_end_matches('/')
}

/// The whole address of a path of ours.
pub fn address(cx: &Cx, path: &str) -> String {
    format!("{}{path}", issuer(cx))
}

/// Why an endpoint goes no further.
#[derive(Debug)]
pub enum Stop {
    /// This is the answer.
    Reply(Box<Reply>),
    /// A fault of ours; the client may try again.
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl From<ProtocolError> for Stop {
    fn from(error: ProtocolError) -> Self {
        Self::Reply(Box::new(error.reply()))
    }
}

impl From<Reply> for Stop {
    fn from(reply: Reply) -> Self {
        Self::Reply(Box::new(reply))
    }
}

/// What an endpoint does: it answers, or goes no further.
pub type Replied<T = Reply> = Result<T, Stop>;

/// The answer, whichever way it came about.
pub fn settled(done: Replied) -> crate::error::Result<Reply> {
    match done {
        Ok(reply) => Ok(reply),
        Err(Stop::Reply(reply)) => Ok(*reply),
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// Something that may be used once: an assertion, a proof.
#[derive(Clone, Debug, Default)]
pub struct Uses(Vec<(SingleUse, ProtocolError)>);

impl Uses {
    /// This use, with what is said of a second one.
    pub(crate) fn one(used: Option<SingleUse>, again: ProtocolError) -> Self {
        Self(used.map(|used| (used, again)).into_iter().collect())
    }

    /// Whether there is nothing to note.
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// These and those.
    #[must_use]
    pub(crate) fn and(mut self, other: &Self) -> Self {
        self.0.extend(other.0.iter().copied());
        self
    }

    /// Notes them; refuses what was noted before (RFC 7523 3, RFC 9449 11.1).
    pub(crate) async fn note(&self, tx: &mut Tx) -> Replied<()> {
        for (used, again) in &self.0 {
            if !okno_store::single_use::take(tx, used.key.as_bytes(), used.until).await? {
                return Err((*again).into());
            }
        }
        Ok(())
    }

    /// The same where nothing else is stored.
    pub(crate) async fn note_alone(&self, cx: &Cx) -> Replied<()> {
        if self.is_empty() {
            return Ok(());
        }
        let mut tx = cx.app.store.write().await?;
        self.note(&mut tx).await?;
        Ok(tx.commit().await?)
    }

    /// An answer whose transaction noted them. A refusal kept nothing of it, so they are noted now: what was shown once is used,
    /// whatever came of it. That one of them is known already changes nothing about the refusal, nor about the others.
    pub(crate) async fn settle(&self, cx: &Cx, done: Replied) -> Replied {
        if matches!(done, Err(Stop::Reply(_))) && !self.is_empty() {
            let mut tx = cx.app.store.write().await?;
            for (used, _) in &self.0 {
                okno_store::single_use::take(&mut tx, used.key.as_bytes(), used.until).await?;
            }
            tx.commit().await?;
        }
        done
    }
}

/// A request of a client to one of the endpoints.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// The path of the endpoint.
    pub path: &'static str,
    /// The method.
    pub method: &'a str,
    /// The header `Authorization`.
    pub authorization: Option<&'a str>,
    /// The header `DPoP`, as often as it was sent.
    pub proofs: &'a [&'a str],
    /// The certificate of the connection (DER).
    pub certificate: Option<&'a [u8]>,
    /// The form.
    pub parameters: &'a Parameters,
}

impl Call<'_> {
    /// The thumbprint of the certificate (RFC 8705 3.1).
    pub fn certificate_thumbprint(&self) -> Option<String> {
        self.certificate.map(|der| okno_oidc::jose::Thumbprint::of(der).to_string())
    }
}
