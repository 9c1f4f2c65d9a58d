//! The answer to a site: a code, or why there is none.

use std::collections::{BTreeMap, BTreeSet};

use okno_domain::{
    developer::SiteCount,
    id::Id,
    relying_party::{ConsentPolicy, DeviceGrantId, InteractionId, NotTaken, PushedRequestId},
    time::after,
};
use okno_oidc::{
    authorization::{Answer, AuthorizationRequest, Prompt, Response},
    client::ResponseType,
    decision::{Refusal, Step},
    error::{ErrorCode, ProtocolError},
    grant::PushedRefusal,
    issued::id::IdClaims,
    token::CodeBinding,
};
use okno_store::{
    Tx, interaction,
    site_grant::{self as store, ConsentRow},
};

use super::{Arrived, Kept, Progress, Unmet, decide::Decided, delivered, device, refused};
use crate::{
    audit::{self, Act},
    claim,
    context::Cx,
    developer,
    error::{Error, Result},
    esia::{self, CodeSigner, EsiaGrant},
    evidence,
    protocol::issuer,
    relying_party::Site,
    session::SignedIn,
    settings::{days, seconds},
    signing_key::{self, TokenKind},
    site_grant::{self, Detail, NewGrant, bug, issuing, session_name},
    site_session::{self, Sign},
};

/// What is answered.
pub(super) struct Request<'a> {
    pub site: &'a Site,
    pub kept: &'a Kept,
    pub pushed: Option<PushedRequestId>,
    pub interaction: Option<InteractionId>,
    pub device: Option<DeviceGrantId>,
}

/// What came of it.
#[derive(Debug)]
pub(super) enum Outcome {
    /// Back to the site.
    Answer(Answer),
    /// The device was let in, or was not.
    Device(bool),
    /// It was answered before, or it is too late.
    Used,
}

impl From<Outcome> for Arrived {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Answer(answer) => Self::Answer(answer),
            // No device comes by a browser.
            Outcome::Device(_) | Outcome::Used => Self::Fault(PushedRefusal::Used.fault()),
        }
    }
}

impl Request<'_> {
    /// Whether the answer still goes to an address of the site, which may have given it up since it asked. The dialect has addresses
    /// of its own, a device none.
    fn is_in_place(&self) -> bool {
        let has_none = self.device.is_some() || self.kept.esia.is_some();
        has_none || self.site.client.redirect_uri(&self.kept.request.redirect_uri).is_some()
    }

    /// Takes the request out, so that nobody answers it a second time; false when somebody did.
    async fn take(&self, tx: &mut Tx, cx: &Cx) -> Result<bool> {
        if let Some(id) = self.interaction
            && !interaction::answer(tx, id, cx.now).await?
        {
            return Ok(false);
        }
        match self.pushed {
            Some(id) => Ok(interaction::use_pushed(tx, id, cx.now).await?),
            None => Ok(true),
        }
    }
}

/// The answer where no page is needed; none where one is.
pub(super) async fn at_once(
    cx: &Cx,
    asked: &Request<'_>,
    decided: &Decided,
    signed_in: Option<&SignedIn>,
) -> Result<Option<Arrived>> {
    let silent = asked.kept.request.has_prompt(Prompt::None);
    match &decided.step {
        Step::Issue { acr } => {
            let signed_in = signed_in.ok_or_else(|| Error::Bug("a code for nobody".to_owned()))?;
            let answer = grant(cx, asked, decided, signed_in, (acr.as_deref(), &Progress::default())).await?;
            Ok(Some(answer.into()))
        }
        Step::Refuse(refusal, error) if silent || matches!(refusal, Refusal::Silent | Refusal::Denied) => {
            Ok(Some(refuse(cx, asked, (error, decided.unmet())).await?.into()))
        }
        _ => Ok(None),
    }
}

/// Tells the site why there is no code.
pub(super) async fn refuse(cx: &Cx, asked: &Request<'_>, why: (&ProtocolError, Unmet)) -> Result<Outcome> {
    // Refusals come in crowds, and of many people: a part of the counter for each is as good as any.
    let part: Id<()> = cx.fresh_id();
    if let Some(device) = asked.device {
        let mut tx = cx.app.store.write().await?;
        if !asked.take(&mut tx, cx).await? || !device::decide(&mut tx, cx, device, None).await? {
            return Ok(Outcome::Used);
        }
        developer::count(&mut tx, cx, asked.site, SiteCount::Refusal, part);
        cx.commit(tx).await?;
        return Ok(Outcome::Device(false));
    }
    if !asked.is_in_place() {
        return Ok(Outcome::Used);
    }
    let answer = refused(cx, asked.site, asked.kept, why).await?;
    // Where nothing is taken out and nobody looks at counters, nothing is written.
    if asked.pushed.is_some() || asked.interaction.is_some() || asked.site.is_counted {
        let mut tx = cx.app.store.write().await?;
        if !asked.take(&mut tx, cx).await? {
            return Ok(Outcome::Used);
        }
        developer::count(&mut tx, cx, asked.site, SiteCount::Refusal, part);
        cx.commit(tx).await?;
    }
    Ok(Outcome::Answer(answer))
}

/// Gives the site a code, or the device what it waits for.
pub(super) async fn grant(
    cx: &Cx,
    asked: &Request<'_>,
    decided: &Decided,
    signed_in: &SignedIn,
    (acr, progress): (Option<&str>, &Progress),
) -> Result<Outcome> {
    let (site, request) = (asked.site, &asked.kept.request);
    if !asked.is_in_place() {
        return Ok(Outcome::Used);
    }
    let mut subject = decided.subject.clone().ok_or_else(|| Error::Bug("a code for nobody".to_owned()))?;
    let agreed = decided.agreed(site, progress);
    let mut detail = Detail {
        binding: CodeBinding {
            client_id: site.client.id.clone(),
            redirect_uri: request.redirect_uri.clone(),
            code_challenge: request.code_challenge.clone(),
            dpop_jkt: request.dpop_jkt.clone(),
        },
        scopes: request.scopes.clone(),
        resources: request.resources.clone(),
        claims: request.claims.clone(),
        agreed,
        nonce: request.nonce.clone(),
        acr: acr.map(str::to_owned),
        amr: claim::amr(&signed_in.method, signed_in.strong_at.is_some()).into_iter().map(str::to_owned).collect(),
        auth_time: signed_in.authenticated_at,
        refreshes: request.is_offline(&site.client),
        device: asked.device.is_some(),
        made_up: signed_in.account.made_up.is_some(),
        esia: None,
    };
    let signer = match &asked.kept.esia {
        Some(_) => Some(CodeSigner::of(cx, site).await?),
        None => None,
    };
    let mut tx = cx.app.store.write().await?;
    if !asked.take(&mut tx, cx).await? {
        return Ok(Outcome::Used);
    }
    if let Some(asked) = &asked.kept.esia {
        let number = esia::number(&mut tx, cx, signed_in.id()).await?;
        subject = number.to_string();
        detail.refreshes = asked.refreshes;
        detail.esia = Some(EsiaGrant::of(asked, number));
    }
    if let Some((error, unmet)) = fallen(&mut tx, cx, asked, signed_in, (&subject, progress)).await? {
        drop(tx);
        return refuse(cx, asked, (&error, unmet)).await;
    }
    remember(&mut tx, cx, asked, decided, signed_in, progress).await?;
    let new = NewGrant {
        account: signed_in.id(),
        root: signed_in.root,
        site,
        subject: subject.clone(),
        detail: detail.clone(),
    };
    let handle = site_grant::begin(&mut tx, cx, new).await?;
    if let Some(device) = asked.device
        && !device::decide(&mut tx, cx, device, Some((handle.account, handle.grant))).await?
    {
        return Ok(Outcome::Used);
    }
    developer::count(&mut tx, cx, site, SiteCount::SignIn, signed_in.id());
    cx.commit(tx).await?;
    if asked.device.is_some() {
        return Ok(Outcome::Device(true));
    }
    let code = site_grant::code(cx, &handle, &detail)?;
    if let Some(signer) = signer {
        return Ok(Outcome::Answer(signer.succeed(cx, site, request, &code)?));
    }
    let response = match request.response_type {
        ResponseType::Code => Response::code(request, &code, issuer(cx)),
        ResponseType::CodeIdToken => {
            let token = front_channel(cx, site, signed_in, &subject, &detail, request, Some(&code)).await?;
            Response::code(request, &code, issuer(cx)).with("id_token", token)
        }
        ResponseType::IdToken => {
            let token = front_channel(cx, site, signed_in, &subject, &detail, request, None).await?;
            Response::id_token(request, token, issuer(cx))
        }
    };
    let answer: Answer = delivered(cx, site, response, request.response_mode, &request.redirect_uri).await?;
    Ok(Outcome::Answer(answer))
}

/// Takes the account's turn, and asks what the decision rested on once more: whoever ended the session, took the agreement back or
/// found the account worth less at this instant was before us, or waits and tells the site. The error when nothing may be given.
async fn fallen(
    tx: &mut Tx,
    cx: &Cx,
    asked: &Request<'_>,
    signed_in: &SignedIn,
    (subject, progress): (&str, &Progress),
) -> Result<Option<(ProtocolError, Unmet)>> {
    let (site, account) = (asked.site, signed_in.id());
    let other = |code, why| Ok(Some((ProtocolError::new(code, why), Unmet::Other)));
    // The entry is the turn: an account's entries are written one after the other.
    let act = if asked.device.is_some() { "site-device-let-in" } else { "site-signed-in" };
    audit::record(tx, cx, account, Act::by_person(act).on(site.client.id.as_str())).await?;
    let Some(expires_at) = okno_store::session::lasts(tx, account, signed_in.root).await? else {
        return other(ErrorCode::LoginRequired, "the session is over");
    };
    // A device does not hear of the session's end: what it is given outlives that. What speaks the dialect of ESIA has no ear, and
    // knows people by other names than the same site by OpenID Connect.
    if asked.device.is_none() && asked.kept.esia.is_none() {
        let sign = Sign { account, root: signed_in.root, site: site.id, subject };
        site_session::begin(tx, cx, &sign, expires_at).await?;
    }
    if site.rule.consent == ConsentPolicy::Remembered && progress.consented.is_none() {
        let kept = store::consent(tx, account, site.id).await?;
        if kept.is_none_or(|row| row.expires_at <= cx.now) {
            return other(ErrorCode::ConsentRequired, "the agreement was taken back");
        }
    }
    if !developer::takes_part(tx, cx, (site.id, site.stage), signed_in.account.made_up.is_some(), account).await? {
        return other(ErrorCode::AccessDenied, "the site is under test, and not by this person");
    }
    let standing = evidence::standing(tx, &signed_in.account).await?;
    let unmet = match asked.kept.rule(site).takes(&standing) {
        Ok(()) => return Ok(None),
        Err(NotTaken::BelowLevel { least }) => Unmet::Level(least),
        Err(_) => Unmet::Other,
    };
    let lost = "the account is not of the level any more";
    Ok(Some((ProtocolError::new(ErrorCode::UnmetAuthenticationRequirements, lost), unmet)))
}

/// Keeps what the person has just agreed to.
async fn remember(
    tx: &mut Tx,
    cx: &Cx,
    asked: &Request<'_>,
    decided: &Decided,
    signed_in: &SignedIn,
    progress: &Progress,
) -> Result<()> {
    let site = asked.site;
    let Some(answer) = progress.consented.as_ref().filter(|answer| answer.agreed) else { return Ok(()) };
    audit::record(tx, cx, signed_in.id(), Act::by_person("site-consent-given").on(site.client.id.as_str())).await?;
    if site.rule.consent == ConsentPolicy::Always {
        return Ok(());
    }
    let mut claims: BTreeMap<String, bool> = decided.answered.clone();
    claims.extend(decided.asked.claims.iter().map(|name| (name.clone(), answer.claims.contains(name))));
    let kept = store::consent(tx, signed_in.id(), site.id).await?.filter(|row| cx.now < row.expires_at);
    let mut scopes: BTreeSet<String> = kept.and_then(|row| serde_json::from_value(row.scopes).ok()).unwrap_or_default();
    scopes.extend(asked.kept.request.scopes.iter().cloned());
    let lasts = site.rule.consent_days.unwrap_or(cx.settings().single_sign_on.consent_days);
    let row = ConsentRow {
        relying_party: site.id,
        scopes: serde_json::to_value(&scopes).map_err(bug)?,
        claims: serde_json::to_value(&claims).map_err(bug)?,
        agreed_at: cx.now,
        expires_at: after(cx.now, days(lasts)),
    };
    Ok(store::agree(tx, signed_in.id(), &row).await?)
}

/// An id token by the front channel, for those who are explicitly allowed it. It carries nothing of the person but who it is:
/// what passes through the browser may be read there.
async fn front_channel(
    cx: &Cx,
    site: &Site,
    signed_in: &SignedIn,
    subject: &str,
    detail: &Detail,
    request: &AuthorizationRequest,
    code: Option<&str>,
) -> Result<String> {
    let ring = signing_key::with(cx, site.client.id_token_algorithm()).await?;
    let session = session_name(cx, signed_in.root, site.id);
    let methods: Vec<&str> = detail.amr.iter().map(String::as_str).collect();
    let claims = IdClaims {
        issuer: issuer(cx),
        subject,
        client_id: &site.client.id,
        further_audiences: &[],
        issued_at: cx.now,
        expires_at: after(cx.now, seconds(cx.settings().single_sign_on.id_token_seconds)),
        authenticated_at: Some(detail.auth_time),
        nonce: detail.nonce.as_deref(),
        context: detail.acr.as_deref(),
        methods: &methods,
        session: Some(&session),
        access_token: None,
        code,
        state: request.state.as_deref(),
        claims: &serde_json::Map::new(),
    };
    claims.sign(issuing(&ring, TokenKind::Id, site.client.id_token_algorithm())?).map_err(bug)
}
