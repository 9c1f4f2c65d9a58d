//! The proof of identity that makes a Standard account Confirmed (R110 to R120): what all methods share.
//!
//! A method begins a proof ([`begin`]), may hand out a code ([`issue_code`]) that the person types in ([`enter_code`]),
//! or brings its own proof ([`succeed`], [`fail`]). Whether a step is taken decides
//! `domain::confirmation::IdentityConfirmation`; a success becomes evidence, and the level follows from that
//! ([`crate::evidence`]).

mod code;
mod overdue;
mod view;

use std::collections::BTreeMap;

use okno_domain::{
    account::{AccountLevel, AccountStatus},
    confirmation::{
        Conditions, ConfirmationEvent, ConfirmationId, ConfirmationMethod, ConfirmationStatus, IdentityConfirmation,
    },
    evidence::{EvidenceId, Finding},
    person::PersonalData,
    statistic::{Area, Kind},
    time::Timestamp,
};
use okno_store::{Tx, confirmation as store};

pub use code::{Entered, enter_code, hours_left, issue_code, locked};
pub use okno_store::confirmation::ConfirmationRow;
pub use overdue::ExpireConfirmations;
pub use view::{CodeBox, Overview, confirmed_by, overview};

use crate::{
    account::{self, Account},
    audit::{self, Act, Actor},
    context::Cx,
    error::{Error, Result},
    evidence::{self, NewEvidence},
    letter,
    notification::{self, Event},
    person,
    registration::public_link,
    seal::DataKey,
    session::person_place,
    statistic,
};

/// The message and notice of a success (R117).
pub const CONFIRMED: &str = "identity_confirmed";

fn conditions(cx: &Cx, account: &Account, method: ConfirmationMethod, is_accredited: bool) -> Conditions {
    Conditions {
        level: account.level,
        status: account.status,
        is_enabled: cx.settings().confirmation.methods.contains(&method),
        is_accredited,
    }
}

/// Whether a proof by this method may begin now (R62, R111), for pages that lead to it.
pub fn may_begin(cx: &Cx, account: &Account, method: ConfirmationMethod) -> Result<()> {
    account::demand_person(account)?;
    conditions(cx, account, method, true).check().map_err(|refusal| Error::refused(&refusal))
}

/// Begins a proof by a method (R62). `is_accredited` is true where no place is involved.
pub async fn begin(
    tx: &mut Tx,
    cx: &Cx,
    account: &Account,
    method: ConfirmationMethod,
    is_accredited: bool,
    expires_at: Timestamp,
) -> Result<ConfirmationRow> {
    account::demand_person(account)?;
    let conditions = conditions(cx, account, method, is_accredited);
    let confirmation = IdentityConfirmation::start(cx.fresh_id(), method, conditions, cx.now, expires_at)
        .map_err(|refusal| Error::refused(&refusal))?;
    store::insert(tx, account.id, &confirmation).await?;
    Ok(ConfirmationRow { confirmation, version: 1 })
}

/// A proof of this account; `NotFound` when there is none with this id.
pub async fn get(tx: &mut Tx, account: &Account, id: ConfirmationId) -> Result<ConfirmationRow> {
    store::find(tx, account.id, id).await?.ok_or(Error::NotFound)
}

/// Takes a step and stores it.
pub(crate) async fn step(
    tx: &mut Tx,
    cx: &Cx,
    account: &Account,
    row: &ConfirmationRow,
    event: ConfirmationEvent,
    is_accredited: bool,
) -> Result<ConfirmationRow> {
    let conditions = conditions(cx, account, row.confirmation.method, is_accredited);
    let next = row.confirmation.clone().step(event, conditions, cx.now).map_err(|refusal| Error::refused(&refusal))?;
    store::update(tx, account.id, row.version, &next).await?;
    if !next.status.is_open() {
        store::delete_code(tx, account.id, next.id).await?;
        if next.method == ConfirmationMethod::RegisteredLetter {
            letter::confirmation_over(tx, cx, account, &next).await?;
        }
    }
    Ok(ConfirmationRow { confirmation: next, version: row.version + 1 })
}

/// What proves an identity, and where it comes from.
#[derive(Clone, Debug)]
pub struct Proof<'a> {
    /// Such as `operator:… center:…`, `bank:baltika`, `letter:…`; no personal data.
    pub source: String,
    /// Under which rule, with its version.
    pub rule: &'static str,
    /// What was seen, in one fixed form; only its keyed hash is kept.
    pub seen: &'a [u8],
    /// Who acted.
    pub actor: Actor,
}

/// What a proof of identity led to.
#[derive(Clone, Debug)]
pub struct Success {
    /// The account, Confirmed.
    pub account: Account,
    /// The entry in the log of evidence.
    pub evidence: EvidenceId,
}

/// A method brings its proof: the step is taken, the evidence kept, the level follows, and the person is told by e-mail,
/// SMS and in the personal account (R116, R117).
pub async fn succeed(
    tx: &mut Tx,
    cx: &Cx,
    (account, key): (&Account, &DataKey),
    row: &ConfirmationRow,
    event: ConfirmationEvent,
    is_accredited: bool,
    proof: Proof<'_>,
) -> Result<Success> {
    let row = step(tx, cx, account, row, event, is_accredited).await?;
    if row.confirmation.status != ConfirmationStatus::Confirmed {
        return Err(Error::Bug(format!("{event:?} did not confirm {}", row.confirmation.id)));
    }
    let method = row.confirmation.method;
    let subject = evidence::subject(cx, account, &verified_data(tx, account, key).await?);
    let new = NewEvidence {
        finding: Finding::IdentityConfirmed { method, subject },
        confirmation: Some(row.confirmation.id),
        method: method.name(),
        source: proof.source,
        rule: proof.rule,
        seen: proof.seen,
        actor: proof.actor.clone(),
    };
    let act = Act { actor: proof.actor, act: "identity-confirmed", detail: method.name().to_owned() };
    audit::record(tx, cx, account.id, act).await?;
    let (account, evidence) = evidence::record(tx, cx, account, new).await?;
    statistic::count(tx, cx, account.id, Kind::Confirmation, method.name());
    let mark = format!("{CONFIRMED}:{}", row.confirmation.id);
    // R151: by letter alone not everything is open, and the message must not say that it is.
    let is_only = evidence::standing(tx, &account).await?.methods.len() == 1;
    let said = if is_only { method.name() } else { "several" };
    let args =
        BTreeMap::from([("link".to_owned(), public_link(cx, "/account")), ("method".to_owned(), said.to_owned())]);
    let event = Event { kind: CONFIRMED, args, mark: &mark, outside: true };
    notification::tell(tx, cx, &account, key, event).await?;
    Ok(Success { account, evidence })
}

/// What was seen does not prove the identity: nothing is confirmed (R169).
pub async fn fail(tx: &mut Tx, cx: &Cx, account: &Account, row: &ConfirmationRow, actor: Actor) -> Result<()> {
    let row = step(tx, cx, account, row, ConfirmationEvent::Answered { matches: false }, true).await?;
    statistic::count_failure(tx, cx, account.id, Area::Confirmation, "data-differ");
    let act = Act { actor, act: "identity-not-confirmed", detail: row.confirmation.method.name().to_owned() };
    audit::record(tx, cx, account.id, act).await
}

/// Breaks a proof off; one that is over stays as it is.
pub async fn cancel(tx: &mut Tx, cx: &Cx, account: &Account, id: ConfirmationId) -> Result<()> {
    let row = get(tx, account, id).await?;
    if row.confirmation.status.is_open() {
        step(tx, cx, account, &row, ConfirmationEvent::Cancelled, true).await?;
    }
    Ok(())
}

/// Every proof of an account that is under way is broken off, as at its deletion.
pub async fn cancel_all(tx: &mut Tx, cx: &Cx, account: &Account) -> Result<()> {
    for row in store::list(tx, account.id).await? {
        if row.confirmation.status.is_open() {
            step(tx, cx, account, &row, ConfirmationEvent::Cancelled, true).await?;
        }
    }
    Ok(())
}

/// Every proof by one method that is under way is broken off: a newer one takes its place.
pub(crate) async fn cancel_of(tx: &mut Tx, cx: &Cx, account: &Account, method: ConfirmationMethod) -> Result<()> {
    for row in store::list(tx, account.id).await? {
        if row.confirmation.method == method && row.confirmation.status.is_open() {
            step(tx, cx, account, &row, ConfirmationEvent::Cancelled, true).await?;
        }
    }
    Ok(())
}

/// What the message about another level says.
pub(crate) fn level_args(cx: &Cx, level: AccountLevel) -> BTreeMap<String, String> {
    let link = ("link".to_owned(), public_link(cx, "/account"));
    BTreeMap::from([("level".to_owned(), level.name().to_owned()), link])
}

/// The verified data of an account in force.
pub async fn verified_data(tx: &mut Tx, account: &Account, key: &DataKey) -> Result<PersonalData> {
    let row = person::get(tx, account.id).await?;
    Ok(key.open_json(&person_place("data_sealed", account.id), &row.data_sealed)?)
}

/// An operator withdraws a piece of evidence with a reason, and the level follows. The person is told.
pub async fn withdraw(
    tx: &mut Tx,
    cx: &Cx,
    account: &Account,
    id: EvidenceId,
    reason: &str,
    operator: &str,
) -> Result<Account> {
    let rows = evidence::log(tx, account).await?;
    let is_there = |row: &evidence::EvidenceRow| {
        row.evidence.id == id && !matches!(row.evidence.finding, Finding::Withdrawn { .. })
    };
    if !rows.iter().any(is_there) {
        return Err(Error::NotFound);
    }
    if rows.iter().any(|row| row.evidence.finding == Finding::Withdrawn { evidence: id }) {
        return Err(Error::Conflict);
    }
    let actor = Actor::Operator(operator.to_owned());
    let new = NewEvidence {
        finding: Finding::Withdrawn { evidence: id },
        confirmation: None,
        method: "withdrawal",
        source: format!("operator:{operator}"),
        rule: "withdrawal/1",
        seen: reason.as_bytes(),
        actor: actor.clone(),
    };
    audit::record(tx, cx, account.id, Act { actor, act: "evidence-withdrawn", detail: id.to_string() }).await?;
    let (after, _) = evidence::record(tx, cx, account, new).await?;
    if after.level != account.level && after.status != AccountStatus::Deleted {
        let key = account::data_key(tx, cx, account.id).await?;
        let args = level_args(cx, after.level);
        let mark = format!("withdrawn:{id}");
        let event = Event { kind: "account_level_changed", args, mark: &mark, outside: true };
        notification::tell(tx, cx, &after, &key, event).await?;
    }
    Ok(after)
}
