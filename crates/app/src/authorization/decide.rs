//! The facts on which the next step rests.

use std::collections::{BTreeMap, BTreeSet};

use okno_domain::{
    account::AccountLevel,
    evidence::Standing,
    relying_party::{ConsentPolicy, NotTaken},
    time::Timestamp,
};
use okno_oidc::{
    authorization::{AuthorizationFault, AuthorizationRequest, Destination},
    claims::{Asked, Plan},
    decision::{self, Consent, ConsentRule, Refusal, Session, Situation, Step},
    error::ProtocolError,
    issued::id::Hint,
};
use okno_store::site_grant as store;

use super::{Kept, Progress};
use crate::{
    claim,
    context::Cx,
    developer,
    error::{Error, Result},
    evidence,
    protocol::issuer,
    relying_party::Site,
    session::SignedIn,
    signing_key,
};

/// What an account lacks for a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unmet {
    /// It is below this level.
    Level(AccountLevel),
    /// It has no second factor.
    Factor,
    /// Something else, or nothing.
    Other,
}

/// What was decided, with what it rests on.
#[derive(Debug)]
pub(super) struct Decided {
    /// The next step.
    pub step: Step,
    /// The person as the site knows it, if anybody is signed in.
    pub subject: Option<String>,
    /// How sure the system is of who it is.
    pub standing: Option<Standing>,
    /// What the site asks for.
    pub asked: Asked,
    /// What the person answered before, by claim.
    pub answered: BTreeMap<String, bool>,
    /// Why the rule of the site does not take the account.
    pub not_taken: Option<NotTaken>,
}

impl Decided {
    /// Decides. The fault is one that only the whole of the request shows.
    pub(super) async fn of(
        cx: &Cx,
        site: &Site,
        kept: &Kept,
        signed_in: Option<&SignedIn>,
        (began, progress): (Timestamp, &Progress),
    ) -> Result<std::result::Result<Self, AuthorizationFault>> {
        let (request, site_rule) = (&kept.request, kept.rule(site));
        let hinted = match &request.id_token_hint {
            None => None,
            Some(text) => {
                let ring = signing_key::current(cx).await?;
                match Hint::read(text, ring.verifier(), issuer(cx)) {
                    Ok(hint) => hint.subject_for(&site.client.id).map(str::to_owned),
                    Err(_) => return Ok(Err(bad_hint(request))),
                }
            }
        };
        let asked = Plan::of(&request.scopes, &request.claims, claim::SCOPES, true).asked();
        let (mut subject, mut standing, mut session, mut not_taken) = (None, None, None, None);
        let (mut consent, mut answered) = (Consent::default(), BTreeMap::new());
        if let Some(signed_in) = signed_in {
            let mut read = cx.app.store.read().await?;
            let known = evidence::standing(&mut read, &signed_in.account).await?;
            let name = match &kept.esia {
                // The number comes with the answer; until then the account goes by a name that nobody is told.
                Some(_) => signed_in.id().to_string(),
                None => claim::subject(&mut read, cx, site, signed_in.id()).await?,
            };
            (consent, answered) = before(&mut read, cx, site, signed_in).await?;
            not_taken = site_rule.takes(&known).err();
            let (stage, is_made_up) = ((site.id, site.stage), signed_in.account.made_up.is_some());
            if !developer::takes_part(&mut read, cx, stage, is_made_up, signed_in.id()).await? {
                not_taken = Some(if is_made_up { NotTaken::MadeUp } else { NotTaken::UnderTest });
            }
            session = Some(Session {
                subject: name.clone(),
                auth_time: signed_in.authenticated_at,
                reached: claim::strength(&known, &signed_in.method, signed_in.strong_at),
                reachable: claim::reachable(&mut read, &known, signed_in).await?,
                others: false,
                excluded: matches!(
                    not_taken,
                    Some(NotTaken::ExcludedMethod { .. } | NotTaken::UnderTest | NotTaken::MadeUp)
                ),
            });
            (subject, standing) = (Some(name), Some(known));
        }
        let step = decision::next(&Situation {
            request,
            began,
            now: cx.now,
            session: session.as_ref(),
            hinted: hinted.as_deref(),
            levels: claim::LEVELS,
            minimum: claim::minimum(&site_rule),
            rule: rule(site_rule.consent),
            consent: &consent,
            claims: &asked.claims,
            progress: &progress.facts(),
        });
        Ok(Ok(Self { step, subject, standing, asked, answered, not_taken }))
    }

    /// What the account lacks.
    pub(super) const fn unmet(&self) -> Unmet {
        match (self.not_taken, &self.step) {
            (Some(NotTaken::BelowLevel { least }), _) => Unmet::Level(least),
            // The rule takes the account, so it is the sign-in that is not strong enough.
            (None, Step::Refuse(Refusal::BelowLevel(_), _)) => Unmet::Factor,
            _ => Unmet::Other,
        }
    }

    /// The claims that may go: those that were agreed to, or all where nobody is asked.
    pub(super) fn agreed(&self, site: &Site, progress: &Progress) -> BTreeSet<String> {
        if site.rule.consent == ConsentPolicy::Implied && progress.consented.is_none() {
            return self.asked.claims.clone();
        }
        let mut agreed: BTreeSet<String> =
            self.answered.iter().filter(|(_, agreed)| **agreed).map(|(name, _)| name.clone()).collect();
        if let Some(answer) = progress.consented.as_ref().filter(|answer| answer.agreed) {
            agreed.retain(|name| !self.asked.claims.contains(name) || answer.claims.contains(name));
            agreed.extend(answer.claims.iter().cloned());
        }
        agreed.retain(|name| self.asked.claims.contains(name));
        agreed
    }
}

const fn rule(policy: ConsentPolicy) -> ConsentRule {
    match policy {
        ConsentPolicy::Implied => ConsentRule::Implied,
        ConsentPolicy::Remembered => ConsentRule::Remembered,
        ConsentPolicy::Always => ConsentRule::Always,
    }
}

fn bad_hint(request: &AuthorizationRequest) -> AuthorizationFault {
    AuthorizationFault {
        error: ProtocolError::request("id_token_hint is not valid"),
        to: Destination::Client {
            redirect_uri: request.redirect_uri.clone(),
            mode: request.response_mode,
            state: request.state.clone(),
        },
    }
}

/// What the person let the site have before; nothing once that is too long ago.
async fn before(
    read: &mut okno_store::Read,
    cx: &Cx,
    site: &Site,
    signed_in: &SignedIn,
) -> Result<(Consent, BTreeMap<String, bool>)> {
    let row = store::consent(read, signed_in.id(), site.id).await?.filter(|row| cx.now < row.expires_at);
    let Some(row) = row else { return Ok((Consent::default(), BTreeMap::new())) };
    let corrupt = |error: serde_json::Error| Error::Bug(format!("site_consent: {error}"));
    let scopes: BTreeSet<String> = serde_json::from_value(row.scopes).map_err(corrupt)?;
    let answered: BTreeMap<String, bool> = serde_json::from_value(row.claims).map_err(corrupt)?;
    Ok((Consent { scopes, claims: answered.keys().cloned().collect() }, answered))
}
