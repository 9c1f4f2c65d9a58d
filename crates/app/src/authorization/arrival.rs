//! How a request comes: by the browser with all its parameters, in a signed object, or pushed beforehand.

use okno_domain::{
    relying_party::{InteractionId, PushedRequestId, SiteState},
    time::after,
};
use okno_oidc::{
    authorization::{
        self as protocol_request, Answer, Arrival, AuthorizationFault, AuthorizationRequest, Server, Source,
        object_refused, opening, pushed_opening,
    },
    client::Client,
    error::{ErrorCode, ProtocolError},
    grant::{PushedRefusal, PushedRequest},
    jose::{Algorithm, JwsFault},
    parameter::{Limits, Parameters},
    request_object::{self, Expected, Outside, RequestFault},
};
use okno_store::interaction::{self as store, InteractionRow, PushedRow};

use super::{Arrived, BrowserKey, Kept, Progress, Unmet, decide::Decided, issue, refused, told};
use crate::{
    claim,
    context::Cx,
    error::{Error, Result},
    protocol::{self, Call, Replied, Stop, Uses, issuer},
    relying_party::{self, Keys, Site},
    seal::Place,
    session::SignedIn,
    settings::{minutes, seconds},
    token,
};

token::of_row! {
    /// What stands in the address of a pushed request.
    PushedToken of PushedRequestId
}

/// A request that was read.
struct Read {
    kept: Kept,
    pushed: Option<PushedRequestId>,
}

/// Why it was not.
enum Unread {
    Fault(AuthorizationFault),
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Unread {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

fn unknown_client() -> AuthorizationFault {
    AuthorizationFault::page(ErrorCode::InvalidClient, "there is no such client, or it is switched off")
}

/// Who is at the browser.
#[derive(Clone, Copy, Debug)]
pub enum Who<'a> {
    /// This person.
    Known(&'a SignedIn),
    /// Nobody is signed in.
    Nobody,
    /// It cannot be seen from this request.
    Unseen,
}

/// A request has come by the browser.
pub async fn arrive(cx: &Cx, parameters: &Parameters, who: Who<'_>, browser: &BrowserKey) -> Result<Arrived> {
    let opening = match opening(parameters) {
        Ok(opening) => opening,
        Err(fault) => return Ok(Arrived::Fault(fault)),
    };
    let site = relying_party::find(&mut cx.app.store.read().await?, cx, &opening.client_id).await?;
    let Some(site) = site else { return Ok(Arrived::Fault(unknown_client())) };
    let read = match read(cx, &site, parameters, opening.source).await {
        Ok(read) => read,
        Err(Unread::Fault(fault)) => return told(cx, Some(&site), fault).await,
        Err(Unread::Failed(error)) => return Err(error),
    };
    go_on(cx, &site, &read, who, browser).await
}

/// A sound request goes on, in whichever way it came.
pub(crate) async fn proceed(cx: &Cx, site: &Site, kept: Kept, who: Who<'_>, browser: &BrowserKey) -> Result<Arrived> {
    go_on(cx, site, &Read { kept, pushed: None }, who, browser).await
}

async fn go_on(cx: &Cx, site: &Site, read: &Read, who: Who<'_>, browser: &BrowserKey) -> Result<Arrived> {
    let signed_in = match who {
        Who::Known(signed_in) => Some(signed_in),
        Who::Nobody => None,
        Who::Unseen => return Ok(Arrived::Wait(keep(cx, site, read, browser).await?)),
    };
    let progress = Progress::default();
    let decided = Decided::of(cx, site, &read.kept, signed_in, (cx.now, &progress)).await?;
    let decided = match decided {
        Ok(decided) => decided,
        Err(fault) => return told(cx, Some(site), fault).await,
    };
    let asked = issue::Request { site, kept: &read.kept, pushed: read.pushed, interaction: None, device: None };
    if let Some(answer) = issue::at_once(cx, &asked, &decided, signed_in).await? {
        return Ok(answer);
    }
    Ok(Arrived::Wait(keep(cx, site, read, browser).await?))
}

/// Keeps a request for the browser that brought it.
async fn keep(cx: &Cx, site: &Site, read: &Read, browser: &BrowserKey) -> Result<InteractionId> {
    let (id, row) = kept(cx, site, &read.kept, browser)?;
    let mut tx = cx.app.store.write().await?;
    store::insert(&mut tx, id, &InteractionRow { pushed: read.pushed, ..row }).await?;
    cx.commit(tx).await?;
    Ok(id)
}

/// A request as it is kept for a browser.
pub(super) fn kept(
    cx: &Cx,
    site: &Site,
    request: &Kept,
    browser: &BrowserKey,
) -> Result<(InteractionId, InteractionRow)> {
    let id: InteractionId = cx.fresh_id();
    let row = InteractionRow {
        relying_party: site.id,
        browser_hash: browser.hash(cx, id),
        request_sealed: seal(cx, &Place::new("interaction", "request_sealed", id), request)?,
        pushed: None,
        device: None,
        progress: serde_json::json!({}),
        began_at: cx.now,
        expires_at: after(cx.now, minutes(cx.settings().single_sign_on.interaction_minutes)),
        answered_at: None,
        version: 1,
    };
    Ok((id, row))
}

pub(super) fn seal<T: serde::Serialize>(cx: &Cx, place: &Place, content: &T) -> Result<Vec<u8>> {
    let text = serde_json::to_vec(content).map_err(|error| Error::Bug(error.to_string()))?;
    Ok(cx.app.keys.system().seal(place, &text, &mut cx.rng())?)
}

/// Reads a request, wherever its parameters are.
async fn read(cx: &Cx, site: &Site, parameters: &Parameters, source: Source) -> std::result::Result<Read, Unread> {
    match source {
        Source::Pushed(handle) => pushed(cx, site, &handle).await,
        Source::Plain => checked(parameters, site, Arrival::Browser { signed: false }).map_err(Unread::Fault),
        Source::Object(object) => {
            let client = &site.client;
            let inside = match open_object(cx, site, &object).await {
                Ok(inside) => inside,
                Err(fault) => return Err(Unread::Fault(object_refused(fault.error(), parameters, client))),
            };
            let outside: Vec<(String, String)> =
                parameters.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            let merged = request_object::merge(inside, &outside, &client.id, Outside::of(client));
            let merged = match merged {
                Ok(merged) => merged,
                Err(fault) => return Err(Unread::Fault(object_refused(fault.error(), parameters, client))),
            };
            let merged = Parameters::from_pairs(merged, Limits::default()).map_err(|_| {
                Unread::Fault(object_refused(ProtocolError::request("the request is too long"), parameters, client))
            })?;
            checked(&merged, site, Arrival::Browser { signed: true }).map_err(Unread::Fault)
        }
    }
}

fn checked(
    parameters: &Parameters,
    site: &Site,
    arrival: Arrival<'_>,
) -> std::result::Result<Read, AuthorizationFault> {
    let scopes = scopes(site);
    let resources = crate::site_grant::resources(site);
    let server = Server { scopes: &scopes, resources: &resources };
    let request = protocol_request::read(parameters, &site.client, &server, arrival)?;
    Ok(Read { kept: Kept::of(request), pushed: None })
}

/// What a site may ask for: what its rule names, and what needs no naming. One whose rule names nothing may ask for all that
/// opens nothing beyond the claims of OpenID Connect itself.
pub(super) fn scopes(site: &Site) -> Vec<&str> {
    let mut scopes: Vec<&str> = vec!["openid", "offline_access"];
    if site.rule.scopes.is_empty() {
        scopes.extend(claim::STANDARD_SCOPES);
    } else {
        scopes.extend(site.rule.scopes.keys().map(String::as_str));
    }
    scopes
}

/// Checks a signed object. A site may have changed its keys since they were fetched.
async fn open_object(
    cx: &Cx,
    site: &Site,
    object: &str,
) -> std::result::Result<request_object::Parameters, RequestFault> {
    let keys = relying_party::keys(cx, site).await;
    let mut opened = opened(cx, site, object, &keys);
    if matches!(opened, Err(RequestFault::Jws(JwsFault::NoKey)))
        && let Some(others) = relying_party::others_than(cx, site, &keys).await
    {
        opened = self::opened(cx, site, object, &others);
    }
    opened.inspect_err(|fault| tracing::info!(client_id = site.client.id, %fault, "a request object is refused"))
}

fn opened(
    cx: &Cx,
    site: &Site,
    object: &str,
    keys: &Keys,
) -> std::result::Result<request_object::Parameters, RequestFault> {
    let client: &Client = &site.client;
    let registered = client.metadata.request_object_signing_alg;
    let allowed: Vec<Algorithm> = Algorithm::ALL
        .into_iter()
        .filter(|algorithm| registered.is_none_or(|one| one == *algorithm) && client.profile.allows(*algorithm))
        .collect();
    let expected = Expected {
        client_id: &client.id,
        issuer: issuer(cx),
        algorithms: &allowed,
        keys: keys.set.as_ref(),
        profile: client.profile,
        now: cx.now,
    };
    request_object::open(object, &expected)
}

/// A pushed request; loading the page twice finds it twice, answering takes it out.
async fn pushed(cx: &Cx, site: &Site, handle: &str) -> std::result::Result<Read, Unread> {
    let missing = || Unread::Fault(PushedRefusal::Expired.fault());
    let token = PushedToken::parse(handle).ok_or_else(missing)?;
    let row = store::find_pushed(&mut cx.app.store.read().await?, token.id).await?.ok_or_else(missing)?;
    let hash = cx.app.keys.secret_hash("pushed-request", token.id, &token.secret);
    if !bool::from(subtle::ConstantTimeEq::ct_eq(hash.as_slice(), row.secret_hash.as_slice())) {
        return Err(missing());
    }
    let place = Place::new("pushed_request", "request_sealed", token.id);
    let kept: PushedRequest = cx.app.keys.system().open_json(&place, &row.request_sealed)?;
    let kept = PushedRequest { used_at: row.used_at, ..kept };
    let request = kept.look(&site.client.id, cx.now).map_err(|refusal| Unread::Fault(refusal.fault()))?.clone();
    Ok(Read { kept: Kept::of(request), pushed: Some(token.id) })
}

/// A site pushes a request (RFC 9126 2).
pub async fn push(cx: &Cx, call: &Call<'_>) -> Replied {
    let client = protocol::authenticate(cx, call).await?;
    let proved = protocol::prove(cx, call, None)?;
    let uses = client.uses.clone().and(&proved.uses);
    let done = pushing(cx, call, &client.site, proved.thumbprint.as_deref(), &uses).await;
    Ok(proved.with_nonce(uses.settle(cx, done).await?))
}

async fn pushing(cx: &Cx, call: &Call<'_>, site: &Site, proof: Option<&str>, uses: &Uses) -> Replied {
    let source = pushed_opening(call.parameters)?;
    let (parameters, signed) = match source {
        Source::Object(object) => {
            let inside = open_object(cx, site, &object).await.map_err(|fault| Stop::from(fault.error()))?;
            let merged = request_object::merge(inside, &[], &site.client.id, Outside::PUSHED)
                .map_err(|fault| Stop::from(fault.error()))?;
            let merged = Parameters::from_pairs(merged, Limits::default())
                .map_err(|_| ProtocolError::request("the request is too long"))?;
            (merged, true)
        }
        _ => (with_client(call.parameters, &site.client.id)?, false),
    };
    let arrival = Arrival::Pushed { signed, proof };
    let request = checked(&parameters, site, arrival).map_err(|fault| Stop::from(fault.pushed_reply()))?.kept.request;
    let settings = &cx.settings().single_sign_on;
    let kept = PushedRequest::keep(request, settings.pushed_seconds, cx.now);
    let token = PushedToken { id: cx.fresh_id(), secret: cx.random_bytes() };
    let row = PushedRow {
        relying_party: site.id,
        secret_hash: cx.app.keys.secret_hash("pushed-request", token.id, &token.secret),
        request_sealed: seal(cx, &Place::new("pushed_request", "request_sealed", token.id), &kept)?,
        // It is kept for as long as somebody may take to answer it.
        expires_at: after(kept.expires_at, seconds(2 * 3600)),
        used_at: None,
    };
    let mut tx = cx.app.store.write().await?;
    uses.note(&mut tx).await?;
    store::insert_pushed(&mut tx, token.id, &row).await?;
    cx.commit(tx).await?;
    Ok(kept.reply(token.encode().expose(), cx.now))
}

/// A client that says who it is elsewhere need not repeat it in the form (RFC 9126 2.1).
fn with_client(parameters: &Parameters, client_id: &str) -> std::result::Result<Parameters, ProtocolError> {
    if parameters.get("client_id").is_some() {
        return Ok(parameters.clone());
    }
    let mut pairs: Vec<(String, String)> =
        parameters.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    pairs.push(("client_id".to_owned(), client_id.to_owned()));
    Parameters::from_pairs(pairs, Limits::default()).map_err(|_| ProtocolError::request("the request is too long"))
}

/// What a request is that the system itself brought on a site's behalf, to see whether the site's requests are sound.
#[derive(Debug)]
pub(crate) enum Rehearsed {
    /// It is sound; this is what it asks, and the answer that the person said no.
    Sound(Box<AuthorizationRequest>, Answer),
    /// It names another site.
    Other,
    /// It is not sound.
    Fault(AuthorizationFault),
}

/// Checks a request of this site as if a browser had brought it. Nothing is kept of it, and nobody is asked.
pub(crate) async fn rehearse(cx: &Cx, site: &Site, parameters: &Parameters) -> Result<Rehearsed> {
    let opening = match opening(parameters) {
        Ok(opening) => opening,
        Err(fault) => return Ok(Rehearsed::Fault(fault)),
    };
    if opening.client_id != site.client.id {
        return Ok(Rehearsed::Other);
    }
    if site.row.state != SiteState::Active {
        return Ok(Rehearsed::Fault(unknown_client()));
    }
    let kept = match read(cx, site, parameters, opening.source).await {
        Ok(read) => read.kept,
        Err(Unread::Fault(fault)) => return Ok(Rehearsed::Fault(fault)),
        Err(Unread::Failed(error)) => return Err(error),
    };
    // Some faults show only there.
    if let Err(fault) = Decided::of(cx, site, &kept, None, (cx.now, &Progress::default())).await? {
        return Ok(Rehearsed::Fault(fault));
    }
    let denied = ProtocolError::new(ErrorCode::AccessDenied, "the person said no");
    let answer = refused(cx, site, &kept, (&denied, Unmet::Other)).await?;
    Ok(Rehearsed::Sound(Box::new(kept.request), answer))
}
