//! The pages between a site's request and its answer: which comes next, and what the person does on them.

use std::{collections::BTreeSet, sync::Arc};

use okno_domain::{
    evidence::Standing,
    relying_party::{InteractionId, NotTaken},
};
use okno_oidc::{
    authorization::AuthorizationRequest,
    decision::{Demand, LoginReason, Refusal, Step},
};
use okno_store::interaction::{self as store, InteractionRow};
use subtle::ConstantTimeEq as _;

use super::{
    Answered, BrowserKey, Kept, Progress,
    decide::Decided,
    issue::{self, Outcome, Request},
};
use crate::{
    context::Cx,
    error::{Error, Result},
    relying_party::{self, Site},
    seal::Place,
    session::SignedIn,
};

/// A request that waits for the person, and who asks.
#[derive(Debug)]
pub struct Waiting {
    /// The site.
    pub site: Arc<Site>,
    /// What it asks.
    pub request: AuthorizationRequest,
    /// What it asks for that can be ticked off.
    pub optional: BTreeSet<String>,
    /// Whether it is for a device elsewhere, whose code the person has typed.
    pub is_device: bool,
}

/// What the browser is shown.
#[derive(Debug)]
pub enum Shown {
    /// Back to the site.
    Answer(okno_oidc::authorization::Answer),
    /// The sign-in.
    Login(Waiting, LoginReason),
    /// The registration.
    Registration(Waiting),
    /// The proof of a stronger sign-in.
    StepUp(Waiting, Demand),
    /// Whether to go on with the account that is signed in.
    Choose(Waiting),
    /// Whether the site may have these.
    Consent {
        /// Who asks.
        waiting: Waiting,
        /// Scopes that are new.
        scopes: BTreeSet<String>,
        /// Claims that are new.
        claims: BTreeSet<String>,
    },
    /// The site does not take the account; why, and what the account is worth.
    Refused {
        /// Who asks.
        waiting: Waiting,
        /// Why; none where the level asked for exists nowhere.
        reason: Option<NotTaken>,
        /// What the account is worth.
        standing: Option<Standing>,
        /// What was asked for.
        demand: Option<Demand>,
    },
    /// The device was let in, or was not.
    Device {
        /// Of which site.
        site: Arc<Site>,
        /// Whether it was.
        allowed: bool,
    },
    /// There is no such request, it is over, or it was answered before.
    Over {
        /// Whether it was one of a device.
        is_device: bool,
    },
}

/// What a person does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Goes on with the account that is signed in.
    Choose,
    /// Agrees to these claims.
    Agree(BTreeSet<String>),
    /// Does not agree.
    Deny,
    /// Gives up.
    Cancel,
}

struct Opened {
    row: InteractionRow,
    site: Arc<Site>,
    kept: Kept,
    progress: Progress,
}

async fn open(cx: &Cx, id: InteractionId, browser: Option<&BrowserKey>) -> Result<std::result::Result<Opened, Shown>> {
    let over = |is_device| Ok(Err(Shown::Over { is_device }));
    let Some(browser) = browser else { return over(false) };
    let mut read = cx.app.store.read().await?;
    let Some(row) = store::find(&mut read, id).await? else { return over(false) };
    let is_this_browser: bool = browser.hash(cx, id).ct_eq(&row.browser_hash).into();
    if !is_this_browser {
        return over(false);
    }
    if row.answered_at.is_some() || cx.now >= row.expires_at {
        return over(row.device.is_some());
    }
    let site = match relying_party::by_id(&mut read, cx, row.relying_party).await {
        Ok(site) => site,
        Err(Error::NotFound) => return over(row.device.is_some()),
        Err(error) => return Err(error),
    };
    let place = Place::new("interaction", "request_sealed", id);
    let kept = cx.app.keys.system().open_json(&place, &row.request_sealed)?;
    let progress = serde_json::from_value(row.progress.clone()).map_err(|error| Error::Bug(error.to_string()))?;
    Ok(Ok(Opened { row, site, kept, progress }))
}

/// The site for which somebody signs in, as the page of the sign-in tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calling {
    /// What the site calls itself.
    pub site: String,
    /// By what the person signs in, as far as the site knows (`login_hint`, OpenID Connect Core 3.1.2.1).
    pub login: Option<String>,
}

/// Which site waits for this browser's sign-in; none when the request is over.
pub async fn calling(cx: &Cx, id: InteractionId, browser: Option<&BrowserKey>) -> Result<Option<Calling>> {
    let Ok(Opened { site, kept, .. }) = open(cx, id, browser).await? else { return Ok(None) };
    let name = site.client.metadata.client_name.in_language(cx.locale.tag()).unwrap_or(&site.client.id);
    Ok(Some(Calling { site: name.to_owned(), login: kept.request.login_hint }))
}

/// What comes next.
pub async fn show(
    cx: &Cx,
    id: InteractionId,
    browser: Option<&BrowserKey>,
    signed_in: Option<&SignedIn>,
) -> Result<Shown> {
    match open(cx, id, browser).await? {
        Ok(opened) => next(cx, id, opened, signed_in).await,
        Err(over) => Ok(over),
    }
}

/// The person does something; then the same question is asked again.
pub async fn act(
    cx: &Cx,
    id: InteractionId,
    browser: Option<&BrowserKey>,
    signed_in: Option<&SignedIn>,
    act: Act,
) -> Result<Shown> {
    let mut opened = match open(cx, id, browser).await? {
        Ok(opened) => opened,
        Err(over) => return Ok(over),
    };
    let decided = decide(cx, &opened, signed_in).await?;
    let subject = decided.subject.clone().unwrap_or_default();
    // What a page did not ask is not answered: a form that is sent by somebody who saw another page changes nothing.
    match (act, &decided.step) {
        (Act::Cancel, Step::Refuse(_, error)) => {
            let asked = request(id, &opened);
            return Ok(shown(&opened, issue::refuse(cx, &asked, (error, decided.unmet())).await?));
        }
        (Act::Cancel, _) => opened.progress.cancelled = true,
        (Act::Choose, Step::Select) => opened.progress.selected = Some(subject),
        (Act::Agree(chosen), Step::AskConsent { .. }) => {
            let mut claims: BTreeSet<String> = chosen.intersection(&decided.asked.claims).cloned().collect();
            claims.extend(decided.asked.essential.iter().cloned());
            opened.progress.consented = Some(Answered { subject, agreed: true, claims });
        }
        (Act::Deny, Step::AskConsent { .. }) => {
            opened.progress.consented = Some(Answered { subject, agreed: false, claims: BTreeSet::new() });
        }
        _ => return next(cx, id, opened, signed_in).await,
    }
    let progress = serde_json::to_value(&opened.progress).map_err(|error| Error::Bug(error.to_string()))?;
    let mut tx = cx.app.store.write().await?;
    store::progress(&mut tx, id, opened.row.version, &progress).await?;
    cx.commit(tx).await?;
    next(cx, id, opened, signed_in).await
}

fn request(id: InteractionId, opened: &Opened) -> Request<'_> {
    let (site, kept) = (&*opened.site, &opened.kept);
    Request { site, kept, pushed: opened.row.pushed, interaction: Some(id), device: opened.row.device }
}

async fn decide(cx: &Cx, opened: &Opened, signed_in: Option<&SignedIn>) -> Result<Decided> {
    let began = (opened.row.began_at, &opened.progress);
    // A hint that was not sound was told to the site when the request came.
    Decided::of(cx, &opened.site, &opened.kept, signed_in, began)
        .await?
        .map_err(|fault| Error::Bug(format!("a request that was sound is not: {fault}")))
}

fn shown(opened: &Opened, outcome: Outcome) -> Shown {
    match outcome {
        Outcome::Answer(answer) => Shown::Answer(answer),
        Outcome::Device(allowed) => Shown::Device { site: Arc::clone(&opened.site), allowed },
        Outcome::Used => Shown::Over { is_device: opened.row.device.is_some() },
    }
}

async fn next(cx: &Cx, id: InteractionId, opened: Opened, signed_in: Option<&SignedIn>) -> Result<Shown> {
    let decided = decide(cx, &opened, signed_in).await?;
    let optional = decided.asked.claims.difference(&decided.asked.essential).cloned().collect();
    if let (Step::Issue { acr }, Some(signed_in)) = (&decided.step, signed_in) {
        let asked = request(id, &opened);
        let progress = (acr.as_deref(), &opened.progress);
        return Ok(shown(&opened, issue::grant(cx, &asked, &decided, signed_in, progress).await?));
    }
    if let Step::Refuse(Refusal::Silent | Refusal::Denied, error) = &decided.step {
        let asked = request(id, &opened);
        return Ok(shown(&opened, issue::refuse(cx, &asked, (error, decided.unmet())).await?));
    }
    let is_device = opened.row.device.is_some();
    let waiting = Waiting { site: opened.site, request: opened.kept.request, optional, is_device };
    Ok(match decided.step {
        Step::ShowRegistration => Shown::Registration(waiting),
        Step::ShowLogin(reason) => Shown::Login(waiting, reason),
        Step::StepUp(demand) => Shown::StepUp(waiting, demand),
        Step::Select => Shown::Choose(waiting),
        Step::AskConsent { scopes, claims } => Shown::Consent { waiting, scopes, claims },
        Step::Refuse(refusal, _) => Shown::Refused {
            waiting,
            reason: decided.not_taken,
            standing: decided.standing,
            demand: match refusal {
                Refusal::BelowLevel(demand) => Some(demand),
                Refusal::Silent | Refusal::Denied | Refusal::Excluded => None,
            },
        },
        Step::Issue { .. } => Shown::Over { is_device },
    })
}
