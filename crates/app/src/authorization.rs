//! A site's request to sign somebody in, from its arrival to its answer (OpenID Connect Core 3.1.2, RFC 6749 4.1.1).
//!
//! What a request asks is read once, when it comes. What happens next is asked of `okno_oidc::decision` each time something is
//! new: at once for somebody who is signed in and has agreed before, else after each page, of an *interaction* that is kept for
//! the browser from which the request came. The request of a *device* is kept so when a person has typed its code.

mod arrival;
mod decide;
mod device;
mod interaction;
mod issue;

use std::{borrow::Cow, collections::BTreeSet};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use okno_domain::{
    account::AccountLevel,
    relying_party::{InteractionId, SiteRule},
    secret::Secret,
};
use okno_oidc::{
    authorization::{Answer, AuthorizationFault, AuthorizationRequest, JwtAnswer, Response},
    client::ResponseMode,
    decision::{self, Consented},
    error::ProtocolError,
    issued::jarm::ResponseClaims,
};
use serde::{Deserialize, Serialize};

pub use arrival::{PushedToken, Who, arrive, push};
pub(crate) use arrival::{Rehearsed, proceed, rehearse};
pub(crate) use decide::Unmet;
pub use device::{DeviceCode, begin_device, enter_device_code};
pub(crate) use device::{state as device_state, stored as stored_device};
pub use interaction::{Act, Calling, Shown, Waiting, act, calling, show};

use crate::{
    context::Cx,
    developer,
    error::Result,
    esia::{self, Asked},
    protocol::issuer,
    relying_party::Site,
    settings::minutes,
    signing_key::{self, TokenKind},
    site_grant::{bug, issuing},
    token,
};

/// What a browser holds, so that nobody else goes on with its requests: the same for all of them.
#[derive(Clone)]
pub struct BrowserKey([u8; 16]);

token::hidden_debug!(BrowserKey);

impl BrowserKey {
    /// Reads a cookie; `None` for anything that is no such key.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// A fresh one.
    pub fn fresh(cx: &Cx) -> Self {
        Self(cx.random_bytes())
    }

    /// The text for the cookie.
    pub fn encode(&self) -> Secret {
        Secret::new(URL_SAFE_NO_PAD.encode(self.0))
    }

    fn hash(&self, cx: &Cx, id: InteractionId) -> [u8; 32] {
        cx.app.keys.secret_hash("interaction", id, &self.0)
    }
}

/// What is kept of a request.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// What it asks, in the words of OpenID Connect.
    #[serde(flatten)]
    pub request: AuthorizationRequest,
    /// What its answer needs besides, where it came in the dialect of ESIA.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub esia: Option<Asked>,
}

impl Kept {
    const fn of(request: AuthorizationRequest) -> Self {
        Self { request, esia: None }
    }

    /// The rule that the request is under: that of the site, and what the request itself demands of the account.
    fn rule<'a>(&self, site: &'a Site) -> Cow<'a, SiteRule> {
        match &self.esia {
            Some(asked) if asked.only_confirmed => {
                Cow::Owned(SiteRule { least_level: AccountLevel::Confirmed, ..site.rule.clone() })
            }
            _ => Cow::Borrowed(&site.rule),
        }
    }
}

/// What a request led to, when it came.
#[derive(Debug)]
pub enum Arrived {
    /// Back to the site.
    Answer(Answer),
    /// To the page of this interaction.
    Wait(InteractionId),
    /// It is not sound, and nobody but the person can be told.
    Fault(AuthorizationFault),
}

/// What the person did on our pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Progress {
    selected: Option<String>,
    consented: Option<Answered>,
    cancelled: bool,
}

/// An answer to the question of consent, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Answered {
    subject: String,
    agreed: bool,
    claims: BTreeSet<String>,
}

impl Progress {
    fn facts(&self) -> decision::Progress {
        decision::Progress {
            selected: self.selected.clone(),
            consented: self
                .consented
                .as_ref()
                .map(|answered| Consented { subject: answered.subject.clone(), agreed: answered.agreed }),
            cancelled: self.cancelled,
        }
    }
}

/// The answer in the mode that the site asked for; signed where that is signed (JARM 2).
async fn delivered(cx: &Cx, site: &Site, response: Response, mode: ResponseMode, redirect_uri: &str) -> Result<Answer> {
    let unsigned = match response.deliver(mode, redirect_uri) {
        Answer::Sign(unsigned) => unsigned,
        answer => return Ok(answer),
    };
    let token = signed(cx, site, &unsigned).await?;
    Ok(unsigned.deliver(token))
}

async fn signed(cx: &Cx, site: &Site, answer: &JwtAnswer) -> Result<String> {
    let algorithm = site.client.authorization_algorithm();
    let ring = signing_key::with(cx, algorithm).await?;
    let parameters: Vec<(&str, &str)> =
        answer.claims.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?))).collect();
    let claims = ResponseClaims {
        issuer: issuer(cx),
        client_id: &site.client.id,
        expires_at: okno_domain::time::after(cx.now, minutes(5)),
        parameters: &parameters,
    };
    claims.sign(issuing(&ring, TokenKind::Authorization, algorithm)?).map_err(bug)
}

/// A fault, told to the site where it may be told.
async fn told(cx: &Cx, site: Option<&Site>, fault: AuthorizationFault) -> Result<Arrived> {
    if let Some(site) = site {
        developer::note_fault(cx, site, &fault).await;
    }
    let (Some(site), Some((mode, redirect_uri, response))) = (site, fault.response(issuer(cx))) else {
        return Ok(Arrived::Fault(fault));
    };
    let redirect_uri = redirect_uri.to_owned();
    Ok(Arrived::Answer(delivered(cx, site, response, mode, &redirect_uri).await?))
}

/// A refusal of a sound request.
async fn refused(cx: &Cx, site: &Site, kept: &Kept, (error, unmet): (&ProtocolError, Unmet)) -> Result<Answer> {
    let request = &kept.request;
    if kept.esia.is_some() {
        return esia::refuse(request, error, unmet);
    }
    let response = Response::refusal(request, error, issuer(cx));
    delivered(cx, site, response, request.response_mode, &request.redirect_uri).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_key_is_its_own_text() {
        let key = BrowserKey([0xab; 16]);
        assert_eq!(BrowserKey::parse(key.encode().expose()).unwrap().0, key.0);
        for wrong in ["", "ab", "=", &"é".repeat(11), &"a".repeat(33)] {
            assert!(BrowserKey::parse(wrong).is_none());
        }
    }
}
