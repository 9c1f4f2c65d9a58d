//! Operators: their ways in, what they may do, and that everything they do is written down (R135).
//!
//! A use case of the workplace takes [`SignedIn`] (any operator) or [`Acting`] (one at a center), and begins with
//! [`authorize`] for an act on an account or [`look`] for showing one. Both refuse what the role may not do, whoever has
//! no center, and operators who would act on themselves. What cannot be undone goes through [`crate::approval`] as well.

pub mod admin;
mod alarm;
pub mod audit;
pub mod manage;
mod password;
pub mod record;
mod session;
mod sign_in;

use std::ops::Deref;

use okno_domain::{
    account::AccountId,
    operator::{Act, CenterId, OperatorId, OperatorRefusal, OperatorSessionId, OrganizationId, Role, Task, demand},
    secret::Secret,
    time::{Timestamp, after},
};
use okno_store::{Read, Tx, operator::OperatorRow, person};

use crate::{
    audit::{self as account_audit, Actor},
    context::Cx,
    error::{Error, Result},
    seal::Place,
    settings::minutes,
    vault::DerivedKeys,
};

pub use password::{Invitation, InvitationToken, choose_password, invitation};
pub use session::{OperatorToken, find, logout, prove_again};
pub use sign_in::{
    Enrollment, Progress, SignInToken, View, choose_center, enroll, enrollment, enter_code, start, view,
};

/// An operator who is signed in, as of the beginning of the request.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub operator: OperatorId,
    /// The name by which they sign in and under which everything is written down.
    pub login_name: String,
    /// Their name, for colleagues.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// For whom they work.
    pub organization: Option<OrganizationId>,
    /// The center that the session is bound to.
    pub center: Option<CenterId>,
    /// The session.
    pub session: OperatorSessionId,
    /// When they last proved who they are.
    pub authenticated_at: Timestamp,
    /// The blind index of their own SNILS.
    own_snils: Option<[u8; 32]>,
    /// Whether the session calls for help. Nothing that is shown may depend on it.
    alarm: bool,
}

impl SignedIn {
    /// Whether they proved who they are recently enough for what cannot be undone.
    pub fn is_fresh(&self, cx: &Cx) -> bool {
        cx.now < after(self.authenticated_at, minutes(cx.settings().operator.fresh_minutes))
    }

    /// Refuses unless [`SignedIn::is_fresh`].
    pub fn demand_fresh(&self, cx: &Cx) -> Result<()> {
        if self.is_fresh(cx) { Ok(()) } else { Err(Error::refused(&OperatorRefusal::NotFresh)) }
    }

    /// Refuses what the role may not do, and what is done at a center when there is none.
    pub fn demand(&self, act: Act) -> Result<()> {
        demand(self.role, act).map_err(|refusal| Error::refused(&refusal))?;
        if act.needs_center() && self.center.is_none() {
            return Err(Error::refused(&OperatorRefusal::NoCenter));
        }
        Ok(())
    }

    /// Who acts, for the audit trail of an account: login name, center and organization (R135).
    pub fn actor(&self) -> Actor {
        Actor::Operator(self.acting_name())
    }

    /// The same as text.
    pub(crate) fn acting_name(&self) -> String {
        let center = self.center.map(|center| format!(" center:{center}")).unwrap_or_default();
        let organization = self.organization.map(|id| format!(" organization:{id}")).unwrap_or_default();
        format!("{}{center}{organization}", self.login_name)
    }
}

/// An operator at work at a center.
#[derive(Clone, Debug)]
pub struct Acting {
    /// The operator.
    pub operator: SignedIn,
    /// The center (R135).
    pub center: CenterId,
    /// For whom they work (R135).
    pub organization: OrganizationId,
}

impl Deref for Acting {
    type Target = SignedIn;
    fn deref(&self) -> &SignedIn {
        &self.operator
    }
}

impl TryFrom<SignedIn> for Acting {
    type Error = Error;
    fn try_from(operator: SignedIn) -> Result<Self> {
        match (operator.center, operator.organization) {
            (Some(center), Some(organization)) => Ok(Self { operator, center, organization }),
            _ => Err(Error::refused(&OperatorRefusal::NoCenter)),
        }
    }
}

/// The operator's own account as a person, as far as it is known.
pub async fn own_account(read: &mut Read, operator: &SignedIn) -> Result<Option<AccountId>> {
    Ok(match operator.own_snils {
        Some(hash) => person::lookup_snils(read, &hash).await?,
        None => None,
    })
}

/// Whether this row is the operator's own, or one of the same person under another login name.
pub(crate) fn is_same_person(operator: &SignedIn, row: &OperatorRow) -> bool {
    operator.operator == row.id || (operator.own_snils.is_some() && operator.own_snils == row.snils_hash)
}

/// Whether this account is the operator's own.
pub async fn is_own_account(read: &mut Read, operator: &SignedIn, account: AccountId) -> Result<bool> {
    Ok(own_account(read, operator).await? == Some(account))
}

/// What the head of every page of the workplace shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The name of the center.
    pub center: Option<String>,
    /// How many requests wait for this operator's agreement; none where they agree to nothing.
    pub approvals: Option<u32>,
}

/// What the head of every page of the workplace shows.
pub async fn head(cx: &Cx, operator: &SignedIn) -> Result<Head> {
    let mut read = cx.app.store.read().await?;
    let center = match operator.center {
        Some(center) => Some(center_name(&mut read, cx, center).await?),
        None => None,
    };
    Ok(Head { center, approvals: crate::approval::waiting(&mut read, cx, operator).await? })
}

/// Whether an operator may do this to an account, now: the role does it, the session has a center where one is needed,
/// the account is not the operator's own, and for what cannot be undone the proof of who they are is fresh. The caller
/// writes the act itself down on the account with [`SignedIn::actor`].
pub async fn authorize(tx: &mut Tx, cx: &Cx, operator: &SignedIn, account: AccountId, act: Act) -> Result<()> {
    operator.demand(act)?;
    if is_own_account(tx, operator, account).await? {
        return Err(Error::refused(&OperatorRefusal::Oneself));
    }
    if act.is_sensitive() {
        operator.demand_fresh(cx)?;
    }
    audit::record(tx, cx, operator, "acted", &format!("{} {account}", act.name())).await?;
    alarm::mark(tx, cx, operator, act.name(), Some(account)).await
}

/// Writes down that an operator looks at a person, and for which task; the person sees it (decision 15). To be called
/// before anything about the person is shown, in the transaction that reads it.
pub async fn look(tx: &mut Tx, cx: &Cx, operator: &SignedIn, account: AccountId, task: Task) -> Result<()> {
    operator.demand(task.act())?;
    if is_own_account(tx, operator, account).await? {
        return Err(Error::refused(&OperatorRefusal::Oneself));
    }
    let act = account_audit::Act { actor: operator.actor(), act: "operator-looked", detail: task.name().to_owned() };
    account_audit::record(tx, cx, account, act).await?;
    audit::record(tx, cx, operator, "looked", &format!("{} {account}", task.name())).await?;
    alarm::mark(tx, cx, operator, "looked", Some(account)).await
}

/// Whether this session calls for help, for those who may know (`Act::SeeDuress`) and for what must be held back.
pub const fn calls_for_help(operator: &SignedIn) -> bool {
    operator.alarm
}

/// The name of a center as pages show it; its id for one that is in no directory.
pub async fn center_name(read: &mut Read, cx: &Cx, center: CenterId) -> Result<String> {
    let found = okno_store::service_center::find(read, center).await?;
    Ok(found.map_or_else(|| center.to_string(), |found| found.name.get(cx.locale).to_owned()))
}

fn login_hash(keys: &DerivedKeys, login_name: &str) -> [u8; 32] {
    keys.blind("operator-login", login_name)
}

fn name_place(operator: OperatorId) -> Place {
    Place::new("operator", "name_sealed", operator)
}

fn totp_place(operator: OperatorId) -> Place {
    Place::new("operator_totp", "secret_sealed", operator)
}

fn open_name(cx: &Cx, operator: OperatorId, sealed: &[u8]) -> Result<String> {
    Ok(cx.app.keys.system().open_text(&name_place(operator), sealed)?)
}

/// A code as typed, or the fault at its field.
fn typed_code(code: &Secret) -> Result<okno_domain::credential::code::OneTimeCode> {
    use okno_domain::{credential::code::OneTimeCode, identifier::Reason as _};
    OneTimeCode::parse(code.expose(), OneTimeCode::DIGITS).map_err(|refusal| Error::Fields(vec![refusal.on("code")]))
}
