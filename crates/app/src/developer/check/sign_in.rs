//! A sign-in that the system tries itself: it opens the site's address for that as the browser of somebody who follows a link of the
//! portal (OpenID Connect Core 4), goes where the site sends it, and when that is the portal, checks the request as every other one
//! and brings the answer of a person who says no. No account is touched, and nothing of a person goes anywhere.

use okno_domain::site_check::{Finding, FindingCode, Part};
use okno_oidc::{
    authorization::{Answer, AuthorizationFault, AuthorizationRequest},
    client::ResponseMode,
    parameter::{Limits, Parameters},
};
use url::{Url, form_urlencoded::Serializer};

use super::address::{Look, shown};
use crate::{
    authorization::{self, Rehearsed},
    error::Result,
    ports::SiteBrowser,
    protocol::{self, path},
    relying_party,
};

/// So often the site may send the browser on; the last time to the portal.
const MOST_REDIRECTS: usize = 5;

const fn found(code: FindingCode) -> Finding {
    Finding::new(Part::Start, code)
}

/// Tries a sign-in, as far as it goes.
pub(super) async fn walk(look: &Look<'_>, findings: &mut Vec<Finding>) -> Result<()> {
    let Some(start) = start(look) else {
        let has_people = !look.site.client.metadata.redirect_uris.is_empty();
        findings.extend(has_people.then(|| found(FindingCode::StartNone)));
        return Ok(());
    };
    if let Some(code) = look.out_of_reach(&start) {
        findings.push(found(code).at(shown(&start)));
        return Ok(());
    }
    let mut browser = look.port.browser();
    match to_the_portal(look, &mut *browser, start, findings).await {
        Some(request) => check(look, &mut *browser, &request, findings).await,
        None => Ok(()),
    }
}

/// Where the site begins, with what it is told: who asks, and that the person wants to see its front page.
fn start(look: &Look<'_>) -> Option<String> {
    let registered = look.site.client.metadata.initiate_login_uri.as_deref()?;
    let front = Url::parse(registered).ok()?.join("/").ok()?;
    relying_party::start_address(look.cx, &look.site.row.metadata, Some(front.as_str()))
}

/// Goes where the site sends the browser; the request with which it comes to the portal.
async fn to_the_portal(
    look: &Look<'_>,
    browser: &mut dyn SiteBrowser,
    start: String,
    findings: &mut Vec<Finding>,
) -> Option<String> {
    let mut at = start;
    for step in 0..MOST_REDIRECTS {
        let reply = match look.open(browser, (Part::Start, &look.followed(&at)), None).await {
            Ok(reply) => reply,
            Err(finding) => {
                findings.push(finding);
                return None;
            }
        };
        if step == 0 {
            findings.extend(look.certificate((Part::Start, &at), &reply));
        }
        let Some(next) = reply.location else {
            let code = if reply.status >= 500 { FindingCode::ServerError } else { FindingCode::StartStays };
            findings.push(found(code).at(shown(&at)).with(reply.status));
            return None;
        };
        findings.push(found(FindingCode::StartStep).at(shown(&next)));
        if let Some(request) = request_in(look, &next) {
            return Some(request);
        }
        at = next;
    }
    findings.push(found(FindingCode::StartEndless));
    None
}

/// The request in an address, if that is the one of ours which takes requests.
fn request_in(look: &Look<'_>, address: &str) -> Option<String> {
    let (url, own) = (Url::parse(address).ok()?, Url::parse(&protocol::address(look.cx, path::AUTHORIZE)).ok()?);
    let is_ours = url.origin() == own.origin() && url.path() == own.path();
    is_ours.then(|| url.query().unwrap_or_default().to_owned())
}

/// Checks the request, and where it is sound brings the answer.
async fn check(
    look: &Look<'_>,
    browser: &mut dyn SiteBrowser,
    request: &str,
    findings: &mut Vec<Finding>,
) -> Result<()> {
    let Ok(parameters) = Parameters::parse(request, Limits::default()) else {
        findings.push(found(FindingCode::StartRefused).saying("the request cannot be read"));
        return Ok(());
    };
    match authorization::rehearse(look.cx, look.site, &parameters).await? {
        Rehearsed::Other => findings.push(found(FindingCode::StartOther)),
        Rehearsed::Fault(AuthorizationFault { error, .. }) => {
            let said = format!("{}: {}", error.code.as_str(), error.description);
            findings.push(found(FindingCode::StartRefused).saying(said));
        }
        Rehearsed::Sound(request, answer) => {
            findings.push(found(FindingCode::StartGood).at(shown(&request.redirect_uri)));
            findings.extend(lacks(&request));
            findings.push(bring(look, browser, &request, answer).await);
        }
    }
    Ok(())
}

/// What a sound request could have besides.
fn lacks(request: &AuthorizationRequest) -> impl Iterator<Item = Finding> {
    [
        (request.state.is_none(), FindingCode::StartNoState),
        (request.is_openid() && request.nonce.is_none(), FindingCode::StartNoNonce),
        (request.code_challenge.is_none(), FindingCode::StartNoChallenge),
    ]
    .into_iter()
    .filter(|(lacks, _)| *lacks)
    .map(|(_, code)| found(code))
}

/// Brings the answer to the site, with the cookies that it gave.
async fn bring(
    look: &Look<'_>,
    browser: &mut dyn SiteBrowser,
    request: &AuthorizationRequest,
    answer: Answer,
) -> Finding {
    let here = |code| Finding::new(Part::Return, code).at(shown(&request.redirect_uri));
    let (address, form) = match answer {
        Answer::Redirect(address) => (address, None),
        Answer::FormPost { action, fields } => {
            (action, Some(Serializer::new(String::new()).extend_pairs(fields).finish()))
        }
        // Whoever delivers an answer has it signed before.
        Answer::Sign(_) => return here(FindingCode::Unfinished),
    };
    if let Some(code) = look.out_of_reach(&address) {
        return here(code);
    }
    let reply = match look.open(browser, (Part::Return, &look.address(&address)), form.as_deref()).await {
        Ok(reply) => reply,
        Err(finding) => return finding,
    };
    let is_in_page = matches!(request.response_mode, ResponseMode::Fragment | ResponseMode::FragmentJwt);
    let code = match reply.status {
        500.. => FindingCode::ServerError,
        404 | 405 | 410 => FindingCode::PageMissing,
        _ if is_in_page => FindingCode::AnswerInPage,
        _ => FindingCode::AnswerTaken,
    };
    here(code).with(reply.status)
}
