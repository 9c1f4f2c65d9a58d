//! What happens next with a sound authorization request: a sign-in, a stronger one, a choice, a consent, a refusal, or the
//! answer. A function of facts; it is asked again after each page until it says `Issue` or `Refuse`
//! (OpenID Connect Core 3.1.2.3, 3.1.2.4 and 5.5.1.1, RFC 9470).

mod level;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::{
    authorization::{AuthorizationRequest, Prompt},
    error::{ErrorCode, ProtocolError},
};

pub use level::{Acr, Demand, Levels, Strength};

/// Facts of the session at the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The person's subject, as this client knows it.
    pub subject: String,
    /// When the person last proved who they are.
    pub auth_time: Timestamp,
    /// What the session has reached.
    pub reached: Strength,
    /// What this person could reach by signing in once more, with the means they have.
    pub reachable: Strength,
    /// Whether another account is at hand, so that a choice makes sense.
    pub others: bool,
    /// Whether the client's own rule excludes this account; why is the caller's business.
    pub excluded: bool,
}

/// What the client's consent rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConsentRule {
    /// Never asked, except by `prompt=consent`: a site of the same house.
    Implied,
    /// Asked once, then remembered.
    Remembered,
    /// Asked each time.
    Always,
}

/// What the person let this client have before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consent {
    /// Scopes.
    pub scopes: BTreeSet<String>,
    /// Claims.
    pub claims: BTreeSet<String>,
}

/// What was done on our pages since the request came, and by whom: what one account did says nothing of another that takes its
/// place at the same browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The subject of the account that was chosen.
    pub selected: Option<String>,
    /// The consent that was given or refused.
    pub consented: Option<Consented>,
    /// The person gave up the sign-in.
    pub cancelled: bool,
}

/// An answer to the question of consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consented {
    /// The subject of the account that answered.
    pub subject: String,
    /// Whether it agreed.
    pub agreed: bool,
}

/// Everything a decision rests on.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The request.
    pub request: &'a AuthorizationRequest,
    /// When the request came to us.
    pub began: Timestamp,
    /// The present.
    pub now: Timestamp,
    /// Whoever is signed in; of several accounts, the one that was chosen, else the one that the request names.
    pub session: Option<&'a Session>,
    /// Whom the `id_token_hint` names, once verified.
    pub hinted: Option<&'a str>,
    /// The names of levels.
    pub levels: Levels<'a>,
    /// The least the client takes, whatever it asks for.
    pub minimum: Demand,
    /// Its rule of consent.
    pub rule: ConsentRule,
    /// What it was let have before.
    pub consent: &'a Consent,
    /// The claims it asks for, by scope or by name.
    pub claims: &'a BTreeSet<String>,
    /// What was done since.
    pub progress: &'a Progress,
}

/// Why somebody has to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LoginReason {
    /// Nobody is signed in.
    Nobody,
    /// The client wants it so.
    Asked,
    /// It was too long ago.
    TooOld,
    /// The client means somebody else.
    SomebodyElse,
}

/// Why a sound request is refused; the page says it in words with the way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// `prompt=none`, and it would take a page.
    Silent,
    /// The person said no.
    Denied,
    /// The account is below the level.
    BelowLevel(Demand),
    /// The client's rule excludes the account.
    Excluded,
}

/// The next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Show the registration.
    ShowRegistration,
    /// Show the sign-in.
    ShowLogin(LoginReason),
    /// Show the sign-in for a stronger proof.
    StepUp(Demand),
    /// Show the choice of an account.
    Select,
    /// Ask for consent to these.
    AskConsent {
        /// Scopes that are new, or all if the client wants to ask again.
        scopes: BTreeSet<String>,
        /// Claims likewise.
        claims: BTreeSet<String>,
    },
    /// Refuse, and tell the client this.
    Refuse(Refusal, ProtocolError),
    /// Answer. The name of the level that was reached, if one was asked for.
    Issue {
        /// The `acr` to be told.
        acr: Option<String>,
    },
}

fn silent(code: ErrorCode) -> Step {
    Step::Refuse(Refusal::Silent, ProtocolError::new(code, "it takes a page, and the request forbids pages"))
}

/// Decides.
pub fn next(situation: &Situation<'_>) -> Step {
    if situation.progress.cancelled {
        return denied();
    }
    let session = match sign_in(situation) {
        Ok(session) => session,
        Err(step) => return situation.unless_silent(step),
    };
    if session.excluded {
        let error = ProtocolError::new(ErrorCode::AccessDenied, "this account is not taken by the rule of the client");
        return Step::Refuse(Refusal::Excluded, error);
    }
    let acr = match level::reach(situation, session) {
        Ok(acr) => acr,
        Err(step) => return situation.unless_silent(step),
    };
    match consent(situation, session) {
        Some(step) => situation.unless_silent(step),
        None => Step::Issue { acr },
    }
}

/// Whoever is signed in, as lately and as expressly as the client wants.
fn sign_in<'a>(situation: &Situation<'a>) -> Result<&'a Session, Step> {
    let request = situation.request;
    let Some(session) = situation.session else {
        let create = request.has_prompt(Prompt::Create);
        return Err(if create { Step::ShowRegistration } else { Step::ShowLogin(LoginReason::Nobody) });
    };
    // A sign-in since the request came is one for the request.
    let fresh = session.auth_time >= situation.began;
    let selected = situation.progress.selected.as_deref() == Some(session.subject.as_str());
    let meant = situation.hinted.is_none_or(|subject| subject == session.subject)
        && request.claims.accepts_subject(&session.subject);
    // Whom the client names need not be chosen among others (OpenID Connect Core 3.1.2.1, `id_token_hint`).
    let named = meant && (situation.hinted.is_some() || request.claims.names_subject());
    let choice = (session.others && !named) || request.has_prompt(Prompt::SelectAccount);
    if choice && !selected && !fresh {
        return Err(Step::Select);
    }
    if !meant {
        return Err(Step::ShowLogin(LoginReason::SomebodyElse));
    }
    if request.has_prompt(Prompt::Login) && !fresh {
        return Err(Step::ShowLogin(LoginReason::Asked));
    }
    if request.has_prompt(Prompt::Create) && !fresh {
        return Err(Step::ShowRegistration);
    }
    let age = situation.now.as_second().saturating_sub(session.auth_time.as_second());
    if request.max_age.is_some_and(|most| age > i64::from(most)) && !fresh {
        return Err(Step::ShowLogin(LoginReason::TooOld));
    }
    Ok(session)
}

/// The consent that is missing.
fn consent(situation: &Situation<'_>, session: &Session) -> Option<Step> {
    match &situation.progress.consented {
        Some(consented) if consented.subject != session.subject => {}
        Some(Consented { agreed: true, .. }) => return None,
        Some(Consented { agreed: false, .. }) => return Some(denied()),
        None => {}
    }
    let request = situation.request;
    let again = request.has_prompt(Prompt::Consent) || situation.rule == ConsentRule::Always;
    if situation.rule == ConsentRule::Implied && !again {
        return None;
    }
    let mut scopes: BTreeSet<String> = request.scopes.iter().cloned().collect();
    let mut claims = situation.claims.clone();
    if !again {
        scopes.retain(|scope| !situation.consent.scopes.contains(scope));
        claims.retain(|claim| !situation.consent.claims.contains(claim));
        if scopes.is_empty() && claims.is_empty() {
            return None;
        }
    }
    Some(Step::AskConsent { scopes, claims })
}

fn denied() -> Step {
    Step::Refuse(Refusal::Denied, ProtocolError::new(ErrorCode::AccessDenied, "the person said no"))
}

impl Situation<'_> {
    /// With `prompt=none` a page becomes an error (OpenID Connect Core 3.1.2.6).
    fn unless_silent(&self, step: Step) -> Step {
        if !self.request.has_prompt(Prompt::None) {
            return step;
        }
        match step {
            Step::ShowLogin(_) => silent(ErrorCode::LoginRequired),
            Step::StepUp(_) | Step::ShowRegistration => silent(ErrorCode::InteractionRequired),
            Step::Select => silent(ErrorCode::AccountSelectionRequired),
            Step::AskConsent { .. } => silent(ErrorCode::ConsentRequired),
            Step::Refuse(..) | Step::Issue { .. } => step,
        }
    }
}
