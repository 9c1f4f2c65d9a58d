//! The answer to a site: a code, or why there is none.

use std::collections::{BTreeMap, BTreeSet};

use okno_domain::{
    relying_party::{ConsentPolicy, InteractionId, PushedRequestId},
    time::after,
};
use okno_oidc::{
    authorization::{Answer, AuthorizationRequest, Prompt, Response},
    client::ResponseType,
    decision::{Refusal, Step},
    issued::id::IdClaims,
    token::CodeBinding,
};
use okno_store::{
    Tx, interaction,
    site_grant::{self as store, ConsentRow},
};

use super::{Arrived, Kept, Progress, decide::Decided, delivered, refused};
use crate::{
    audit::{self, Act},
    claim,
    context::Cx,
    error::{Error, Result},
    esia::{self, EsiaGrant},
    protocol::issuer,
    relying_party::Site,
    session::SignedIn,
    settings::{days, seconds},
    signing_key::{self, TokenKind},
    site_grant::{self, Detail, NewGrant, bug, issuing, session_name},
};

/// What is answered.
pub(super) struct Request<'a> {
    pub site: &'a Site,
    pub kept: &'a Kept,
    pub pushed: Option<PushedRequestId>,
    pub interaction: Option<InteractionId>,
}

impl Request<'_> {
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
            Ok(Some(answer))
        }
        Step::Refuse(refusal, error) if silent || matches!(refusal, Refusal::Silent | Refusal::Denied) => {
            refuse(cx, asked, error).await.map(Some)
        }
        _ => Ok(None),
    }
}

fn used() -> Arrived {
    Arrived::Fault(okno_oidc::grant::PushedRefusal::Used.fault())
}

/// Tells the site why there is no code.
pub(super) async fn refuse(cx: &Cx, asked: &Request<'_>, error: &okno_oidc::error::ProtocolError) -> Result<Arrived> {
    let answer = refused(cx, asked.site, asked.kept, error).await?;
    if asked.pushed.is_some() || asked.interaction.is_some() {
        let mut tx = cx.app.store.write().await?;
        if !asked.take(&mut tx, cx).await? {
            return Ok(used());
        }
        cx.commit(tx).await?;
    }
    Ok(Arrived::Answer(answer))
}

/// Gives the site a code.
pub(super) async fn grant(
    cx: &Cx,
    asked: &Request<'_>,
    decided: &Decided,
    signed_in: &SignedIn,
    (acr, progress): (Option<&str>, &Progress),
) -> Result<Arrived> {
    let (site, request) = (asked.site, &asked.kept.request);
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
        esia: None,
    };
    let mut tx = cx.app.store.write().await?;
    if !asked.take(&mut tx, cx).await? {
        return Ok(used());
    }
    remember(&mut tx, cx, asked, decided, signed_in, progress).await?;
    audit::record(&mut tx, cx, signed_in.id(), Act::by_person("site-signed-in").on(site.client.id.as_str())).await?;
    if let Some(asked) = &asked.kept.esia {
        let number = esia::number(&mut tx, cx, signed_in.id()).await?;
        subject = number.to_string();
        detail.refreshes = asked.refreshes;
        detail.esia = Some(EsiaGrant::of(asked, number));
    }
    let new = NewGrant {
        account: signed_in.id(),
        session: signed_in.session,
        site,
        subject: subject.clone(),
        detail: detail.clone(),
    };
    let code = site_grant::begin(&mut tx, cx, new).await?;
    cx.commit(tx).await?;
    if asked.kept.esia.is_some() {
        return Ok(Arrived::Answer(esia::succeed(cx, site, request, &code).await?));
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
    Ok(Arrived::Answer(answer))
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
    let session = session_name(cx, signed_in.session, site.id);
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
