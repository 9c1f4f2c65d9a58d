//! The confirmation code: made for a letter or handed out by a center, typed in after login (R114, R115, R119, R148 to
//! R150).

use std::collections::BTreeMap;

use okno_domain::{
    confirmation::{ConfirmationEvent, ConfirmationRefusal, ConfirmationStatus},
    credential::code::ConfirmationCode,
    identifier::Reason as _,
    refusal::{Class, FieldFault, Refusal, Refuse as _},
    secret::Secret,
    statistic::Area,
    time::{Timestamp, after},
};
use okno_store::{
    Tx,
    confirmation::{self as store, CodeRow, GuardRow},
};
use subtle::{Choice, ConditionallySelectable as _, ConstantTimeEq as _};

use super::{ConfirmationRow, Proof, Success};
use crate::{
    account::{self, Account},
    audit::{self, Act, Actor},
    context::Cx,
    error::{Error, Result},
    notification::{self, Event},
    session::SignedIn,
    settings::hours,
    statistic,
};

/// The field of the code, in each place where it stands.
const FIELD: &str = "confirmation_code";

/// What a typed code did.
#[derive(Clone, Debug)]
pub enum Entered {
    /// The account is Confirmed.
    Confirmed(Box<Success>),
    /// It is not the code; the box says how many tries are left.
    Wrong(FieldFault),
    /// Too many wrong codes.
    Locked {
        /// Until when.
        until: Timestamp,
    },
}

fn hash(cx: &Cx, row: okno_domain::confirmation::ConfirmationId, code: &ConfirmationCode) -> [u8; 32] {
    cx.app.keys.secret_hash("confirmation-code", row, code.expose().as_bytes())
}

/// Makes the code of a proof; it is accepted before `until`. It goes onto paper and nowhere else (R150).
pub async fn issue_code(
    tx: &mut Tx,
    cx: &Cx,
    account: &Account,
    row: &ConfirmationRow,
    is_accredited: bool,
    until: Timestamp,
) -> Result<(ConfirmationRow, ConfirmationCode)> {
    let row = super::step(tx, cx, account, row, ConfirmationEvent::CodeIssued { until }, is_accredited).await?;
    let code = ConfirmationCode::generate(&mut cx.rng());
    let id = row.confirmation.id;
    let stored = CodeRow { confirmation: id, code_hash: hash(cx, id, &code), issued_at: cx.now };
    store::insert_code(tx, account.id, &stored).await?;
    Ok((row, code))
}

/// The proof of this account that waits for exactly this code. Every code is compared, so that time tells nothing.
async fn find(tx: &mut Tx, cx: &Cx, account: &Account, code: &ConfirmationCode) -> Result<Option<ConfirmationRow>> {
    let codes = store::codes(tx, account.id).await?;
    let (mut found, mut at) = (Choice::from(0), 0_u64);
    for (place, row) in (0_u64..).zip(&codes) {
        let equal = hash(cx, row.confirmation, code).ct_eq(&row.code_hash);
        at.conditional_assign(&place, equal);
        found |= equal;
    }
    if !bool::from(found) {
        return Ok(None);
    }
    let Some(row) = usize::try_from(at).ok().and_then(|at| codes.get(at)) else { return Ok(None) };
    Ok(store::find(tx, account.id, row.confirmation).await?)
}

/// The signed-in person types a code (R115). Wrong ones are counted; after the limit the box is locked for a time, and
/// the person is told (R119).
pub async fn enter_code(cx: &Cx, signed_in: &SignedIn, typed: &Secret) -> Result<Entered> {
    let code = ConfirmationCode::parse(typed.expose())
        .map_err(|refusal| Error::Fields(vec![FieldFault::new(FIELD, refusal.code())]))?;
    cx.again(|| enter(cx, signed_in, &code)).await
}

async fn enter(cx: &Cx, signed_in: &SignedIn, code: &ConfirmationCode) -> Result<Entered> {
    let mut tx = cx.app.store.write().await?;
    let account = account::get(&mut tx, signed_in.id()).await?;
    let guard = store::guard(&mut tx, account.id).await?;
    if let Some(until) = guard.locked_until.filter(|until| cx.now < *until) {
        return Ok(Entered::Locked { until });
    }
    let row = find(&mut tx, cx, &account, code).await?;
    let Some(row) = row.filter(|row| row.confirmation.status == ConfirmationStatus::AwaitingCode) else {
        return wrong(tx, cx, (&account, signed_in), guard).await;
    };
    if cx.now >= row.confirmation.expires_at {
        // The right code, too late: that is said, and it is no guess.
        let code = ConfirmationRefusal::Expired.refusal().code;
        statistic::count_failure(&mut tx, cx, account.id, Area::Confirmation, code);
        cx.commit(tx).await?;
        return Err(Error::Fields(vec![FieldFault::new(FIELD, code)]));
    }
    let id = row.confirmation.id.to_string();
    let proof =
        Proof { source: format!("code:{id}"), rule: "confirmation_code/1", seen: id.as_bytes(), actor: Actor::Person };
    let holder = (&account, &signed_in.key);
    let success = super::succeed(&mut tx, cx, holder, &row, ConfirmationEvent::CodeAccepted, true, proof).await?;
    if guard != GuardRow::default() {
        store::put_guard(&mut tx, account.id, GuardRow::default()).await?;
    }
    cx.commit(tx).await?;
    cx.app.signals.raise(success.account.id);
    Ok(Entered::Confirmed(Box::new(success)))
}

async fn wrong(mut tx: Tx, cx: &Cx, (account, signed_in): (&Account, &SignedIn), guard: GuardRow) -> Result<Entered> {
    let rules = &cx.settings().confirmation;
    let most = i64::from(rules.code_max_attempts);
    let failures = guard.failures + 1;
    audit::record(&mut tx, cx, account.id, Act::by_person("confirmation-code-wrong")).await?;
    statistic::count_failure(&mut tx, cx, account.id, Area::Confirmation, "confirmation-code-wrong");
    if failures < most {
        store::put_guard(&mut tx, account.id, GuardRow { failures, locked_until: None }).await?;
        cx.commit(tx).await?;
        let left = (most - failures).to_string();
        return Ok(Entered::Wrong(FieldFault::new(FIELD, "confirmation-code-wrong").with("left", left)));
    }
    let until = after(cx.now, hours(rules.code_lock_hours));
    store::put_guard(&mut tx, account.id, GuardRow { failures: 0, locked_until: Some(until) }).await?;
    audit::record(&mut tx, cx, account.id, Act::by_system("confirmation-code-locked")).await?;
    statistic::count_failure(&mut tx, cx, account.id, Area::Confirmation, "confirmation-code-locked");
    let mark = format!("confirmation_locked:{}", until.as_second());
    let event = Event { kind: "confirmation_locked", args: BTreeMap::new(), mark: &mark, outside: true };
    notification::tell(&mut tx, cx, account, &signed_in.key, event).await?;
    cx.commit(tx).await?;
    Ok(Entered::Locked { until })
}

/// The refusal to show for a box that is locked until then.
pub fn locked(until: Timestamp, now: Timestamp) -> Refusal {
    Refusal::new("confirmation-code-locked", Class::TooMany).with("hours", hours_left(until, now).to_string())
}

/// Hours until then, begun ones counted in full.
pub fn hours_left(until: Timestamp, now: Timestamp) -> i64 {
    (until.duration_since(now).as_secs().max(0) + 3599) / 3600
}
