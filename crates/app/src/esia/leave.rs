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
    site_session::frames,
};

/// The most sign-ins of an account that are looked through.
const MOST: i64 = 500;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EsiaLeaving {
    /// It is not sound; the person is told, and nothing was ended.
    Refused(Refusal),
    /// The person is asked first; what the system calls itself.
    Ask(String),
    /// Nobody is signed in any more.
    Left {
        /// Where to go; to a page of ours if nowhere. The refusal where the address is not one of the system's.
        back: std::result::Result<Option<String>, Refusal>,
        /// What the browser loads first, to tell sites (Front-Channel Logout 3).
        frames: Vec<String>,
    },
}

/// A system wishes that the session ends. `confirmed` says that the person has agreed on a page of ours.
pub async fn leave(
    cx: &Cx,
    parameters: &Parameters,
    signed_in: Option<&SignedIn>,
    confirmed: bool,
) -> Result<EsiaLeaving> {
    match attempt(cx, parameters, signed_in, confirmed).await {
        Ok(leaving) => Ok(leaving),
        Err(Stop::Refused(refusal)) => Ok(EsiaLeaving::Refused(refusal)),
        Err(Stop::Failed(error)) => Err(error),
    }
}

async fn attempt(cx: &Cx, parameters: &Parameters, signed_in: Option<&SignedIn>, confirmed: bool) -> Done<EsiaLeaving> {
    let wish = LogoutRequest::read(parameters)?;
    let opened = request::open(cx, &wish.client_id).await?;
    let mut frames = Vec::new();
    if let Some(signed_in) = signed_in {
        if !confirmed && !knows(cx, &opened, signed_in).await? {
            let names = &opened.site.client.metadata.client_name;
            let name = names.in_language(cx.locale.tag()).unwrap_or(&wish.client_id).to_owned();
            return Ok(EsiaLeaving::Ask(name));
        }
        let partings = session::logout(cx, signed_in).await?;
        frames = self::frames(cx, &partings);
    }
    let landing = wish.landing(&opened.system.registration.redirects, &opened.rules);
    Ok(EsiaLeaving::Left { back: landing.map(|landing| landing.map(str::to_owned)), frames })
}

/// Whether the system was signed in to during this session, which a change of privilege does not end.
async fn knows(cx: &Cx, opened: &request::Opened, signed_in: &SignedIn) -> Result<bool> {
    let grants = site_grant::list(&mut cx.app.store.read().await?, signed_in.id(), MOST).await?;
    Ok(grants.iter().any(|grant| grant.relying_party == opened.site.id && grant.session == signed_in.root))
}
