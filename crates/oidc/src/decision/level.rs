//! Levels as ordered numbers that only the caller can read: how strongly the person signed in, and how well their identity
//! is proved. Names of levels (`acr`) stand for a demand on both.

use crate::error::{ErrorCode, ProtocolError};

use super::{Refusal, Session, Situation, Step};

/// How far somebody got, in two orders that do not compare with each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Strength {
    /// Of the sign-in; more is stronger.
    pub authentication: u16,
    /// Of the proof of identity; more is better.
    pub identity: u16,
}

/// The least that is taken; zero takes everybody.
pub type Demand = Strength;

impl Strength {
    /// Whether this is enough.
    pub const fn meets(self, demand: Demand) -> bool {
        self.authentication >= demand.authentication && self.identity >= demand.identity
    }

    /// What meets both demands.
    #[must_use]
    pub fn and(self, other: Demand) -> Demand {
        Self {
            authentication: self.authentication.max(other.authentication),
            identity: self.identity.max(other.identity),
        }
    }
}

/// A name with what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acr<'a> {
    /// The name in the protocol.
    pub name: &'a str,
    /// What it stands for.
    pub demand: Demand,
}

/// All names that the server knows.
pub type Levels<'a> = &'a [Acr<'a>];

/// The level that is told, or the step towards it.
pub(super) fn reach(situation: &Situation<'_>, session: &Session) -> Result<Option<String>, Step> {
    if !session.reached.meets(situation.minimum) {
        return Err(towards(situation.minimum, session));
    }
    // An essential level without a name is met by any.
    match situation.request.claims.acr().filter(|demand| demand.essential && !demand.is_open()) {
        Some(demand) => must(situation, session, &demand.texts().collect::<Vec<_>>()),
        None => voluntary(situation, session),
    }
}

/// One of these names, or an error (OpenID Connect Core 5.5.1.1).
fn must(situation: &Situation<'_>, session: &Session, names: &[&str]) -> Result<Option<String>, Step> {
    let known: Vec<&Acr<'_>> = known(situation, names).collect();
    if let Some(acr) = known.iter().find(|acr| session.reached.meets(acr.demand)) {
        return Ok(Some(acr.name.to_owned()));
    }
    match known.iter().find(|acr| session.reachable.meets(acr.demand)).or(known.first()) {
        Some(acr) => Err(towards(acr.demand, session)),
        None => {
            let error = ProtocolError::new(ErrorCode::UnmetAuthenticationRequirements, "there is no such level here");
            Err(Step::Refuse(Refusal::BelowLevel(Demand::default()), error))
        }
    }
}

/// The dearest of the wishes that is reached, or can be by signing in once more; none of them is no error
/// (OpenID Connect Core 3.1.2.1).
fn voluntary(situation: &Situation<'_>, session: &Session) -> Result<Option<String>, Step> {
    let asked = situation.request.claims.acr().map(|demand| demand.texts().collect::<Vec<_>>()).unwrap_or_default();
    let wishes: Vec<&str> =
        if asked.is_empty() { situation.request.acr_values.iter().map(String::as_str).collect() } else { asked };
    let known: Vec<&Acr<'_>> = known(situation, &wishes).collect();
    if let Some(acr) = known.iter().find(|acr| session.reached.meets(acr.demand)) {
        return Ok(Some(acr.name.to_owned()));
    }
    let silent = situation.request.has_prompt(crate::authorization::Prompt::None);
    match known.iter().find(|acr| session.reachable.meets(acr.demand)) {
        Some(acr) if !silent => Err(Step::StepUp(acr.demand)),
        _ => Ok(None),
    }
}

fn known<'a>(situation: &Situation<'a>, names: &[&str]) -> impl Iterator<Item = &'a Acr<'a>> {
    let levels = situation.levels;
    names.iter().filter_map(move |name| levels.iter().find(|acr| acr.name == *name))
}

/// A step-up where it helps, else the refusal with its reason.
fn towards(demand: Demand, session: &Session) -> Step {
    if session.reachable.meets(demand) {
        return Step::StepUp(demand);
    }
    let error =
        ProtocolError::new(ErrorCode::UnmetAuthenticationRequirements, "the account cannot reach the level asked for");
    Step::Refuse(Refusal::BelowLevel(demand), error)
}
