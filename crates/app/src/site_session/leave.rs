//! Ending a session at a site's wish (RP-Initiated Logout 1.0).

use okno_oidc::{
    authorization::AuthorizationFault,
    issued::id::Hint,
    logout::{self, LogoutStep, VerifiedHint},
    parameter::Parameters,
};

use super::frames;
use crate::{
    claim,
    context::Cx,
    error::{Error, Result},
    protocol::issuer,
    relying_party::{self, Site},
    session::{self, SignedIn},
    signing_key,
    site_grant::session_name,
};

/// What came of a site's wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// It is not sound; nothing was ended.
    Fault(AuthorizationFault),
    /// The person is asked first: any page could send a browser here. The name of the site, if one is known.
    Ask(Option<String>),
    /// Nobody is signed in any more.
    Left {
        /// Where to go; to a page of ours if nowhere.
        back: Option<String>,
        /// What the browser loads first, to tell sites (Front-Channel Logout 3).
        frames: Vec<String>,
    },
}

/// A site wishes that the session ends. `confirmed` says that the person has agreed on a page of ours.
pub async fn leave(cx: &Cx, parameters: &Parameters, signed_in: Option<&SignedIn>, confirmed: bool) -> Result<Leaving> {
    let request = match logout::read(parameters) {
        Ok(request) => request,
        Err(fault) => return Ok(Leaving::Fault(fault)),
    };
    let hint = match &request.id_token_hint {
        None => None,
        Some(text) => {
            let ring = signing_key::current(cx).await?;
            Hint::read(text, ring.verifier(), issuer(cx)).ok()
        }
    };
    let named = hint.as_ref().and_then(|hint| hint.audience.first()).or(request.client_id.as_ref());
    let site = match named {
        Some(name) => relying_party::find(&mut cx.app.store.read().await?, cx, name).await?,
        None => None,
    };
    let verified = match (&hint, &site) {
        (Some(hint), Some(site)) => Some(VerifiedHint {
            client_id: site.client.id.clone(),
            is_of_this_session: is_of(cx, hint, site, signed_in).await?,
        }),
        _ => None,
    };
    let step = match logout::decide(&request, verified.as_ref(), site.as_ref().map(|site| &site.client)) {
        Ok(step) => step,
        Err(fault) => return Ok(Leaving::Fault(fault)),
    };
    match (step, signed_in) {
        // What is wished for is so already.
        (LogoutStep::End(back) | LogoutStep::Confirm(back), None) => Ok(Leaving::Left { back, frames: Vec::new() }),
        (LogoutStep::Confirm(_), Some(_)) if !confirmed => {
            let name = |site: &Site| {
                let metadata = &site.client.metadata;
                metadata.client_name.in_language(cx.locale.tag()).unwrap_or(&site.client.id).to_owned()
            };
            Ok(Leaving::Ask(site.as_deref().map(name)))
        }
        (LogoutStep::End(back) | LogoutStep::Confirm(back), Some(signed_in)) => {
            let partings = session::logout(cx, signed_in).await?;
            Ok(Leaving::Left { back, frames: frames(cx, &partings) })
        }
    }
}

/// Whether a token of the site speaks of the person or the session at this browser.
async fn is_of(cx: &Cx, hint: &Hint, site: &Site, signed_in: Option<&SignedIn>) -> Result<bool> {
    let Some(signed_in) = signed_in else { return Ok(false) };
    if let Some(session) = &hint.session
        && *session == session_name(cx, signed_in.root, site.id)
    {
        return Ok(true);
    }
    let mut read = cx.app.store.read().await?;
    match claim::subject(&mut read, cx, site, signed_in.id()).await {
        Ok(subject) => Ok(subject == hint.subject),
        Err(Error::Bug(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
