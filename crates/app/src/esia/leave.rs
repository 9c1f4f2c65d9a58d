//! `/idp/ext/Logout`: a system sends the browser here to end the session, unsigned (section 5).
//!
//! Any page could send a browser here, so the session ends at once only where the system was signed in to during it; else the
//! person is asked.

use okno_oidc::esia::{Parameters, Refusal, logout::LogoutRequest};
use okno_store::site_grant;

use super::{Done, Stop, request};
use crate::{
    context::Cx,
    error::Result,
    session::{self, SignedIn},
};

/// The most sign-ins of an account that are looked through.
const MOST: i64 = 500;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EsiaLeaving {
    /// It is not sound; the person is told. Whether the session was ended, so that the browser forgets it.
    Refused(Refusal, bool),
    /// The person is asked first: the mnemonic of the system, and what it calls itself.
    Ask(String, String),
    /// Nobody is signed in any more. Where to go; to a page of ours if nowhere.
    Left(Option<String>),
}

/// A system wishes that the session ends.
pub async fn leave(cx: &Cx, parameters: &Parameters, signed_in: Option<&SignedIn>) -> Result<EsiaLeaving> {
    match attempt(cx, parameters, signed_in).await {
        Ok(leaving) => Ok(leaving),
        Err(Stop::Refused(refusal)) => Ok(EsiaLeaving::Refused(refusal, false)),
        Err(Stop::Failed(error)) => Err(error),
    }
}

async fn attempt(cx: &Cx, parameters: &Parameters, signed_in: Option<&SignedIn>) -> Done<EsiaLeaving> {
    let wish = LogoutRequest::read(parameters)?;
    let opened = request::open(cx, &wish.client_id).await?;
    if let Some(signed_in) = signed_in {
        let grants = site_grant::list(&mut cx.app.store.read().await?, signed_in.id(), MOST).await?;
        let knows = |grant: &site_grant::GrantEntry| {
            grant.relying_party == opened.site.id && grant.session == signed_in.session
        };
        if !grants.iter().any(knows) {
            let names = &opened.site.client.metadata.client_name;
            let name = names.in_language(cx.locale.tag()).unwrap_or(&wish.client_id).to_owned();
            return Ok(EsiaLeaving::Ask(wish.client_id, name));
        }
        session::logout(cx, signed_in).await?;
    }
    match wish.landing(&opened.system.registration.redirects, &opened.rules) {
        Ok(landing) => Ok(EsiaLeaving::Left(landing.map(str::to_owned))),
        Err(refusal) => Ok(EsiaLeaving::Refused(refusal, true)),
    }
}
