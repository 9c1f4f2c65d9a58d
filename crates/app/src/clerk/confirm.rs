//! The operator has compared the document with the profile, and confirms with one action (R126).

use std::collections::BTreeSet;

use okno_domain::{
    confirmation::{ConfirmationEvent, ConfirmationMethod},
    operator::{Act, Task},
    statistic::{Area, CenterKind},
    time::{HOUR, after},
    visit::{Seen, VisitId, VisitRefusal},
};
use okno_store::visit as store;

use super::{demand_accredited, demand_seen, refused, seen_text, serving};
use crate::{
    account,
    confirmation::{self, Proof, Success},
    context::Cx,
    error::Result,
    operator::{self, Acting},
    settings::CenterConfirmMode,
    statistic,
};

/// Confirms the visitor's identity: the account must be Standard at this moment, the center accredited, the data those
/// that the page showed. The messages go out with the same transaction (R128).
pub async fn confirm(cx: &Cx, clerk: &Acting, id: VisitId, seen: &BTreeSet<Seen>, mark: &str) -> Result<Success> {
    let act = confirm_now(cx, clerk, id, seen, mark);
    statistic::counting_refusals(cx, id, Area::Confirmation, act).await
}

async fn confirm_now(cx: &Cx, clerk: &Acting, id: VisitId, seen: &BTreeSet<Seen>, mark: &str) -> Result<Success> {
    let mut tx = cx.app.store.write().await?;
    let serving = serving(&mut tx, cx, clerk, id).await?;
    if serving.visit().task != Task::ConfirmIdentity {
        return Err(refused(VisitRefusal::OutOfStep));
    }
    operator::authorize(&mut tx, cx, clerk, serving.account.id, Act::ConfirmIdentity).await?;
    if !cx.settings().center.confirm.mode.contains(&CenterConfirmMode::Operator) {
        return Err(refused(VisitRefusal::WayOff));
    }
    demand_accredited(&mut tx, cx, clerk, Task::ConfirmIdentity).await?;
    demand_seen(cx, Task::ConfirmIdentity, seen)?;
    if serving.is_confirmed_in_person(&mut tx).await? {
        return Err(refused(VisitRefusal::AlreadyConfirmed));
    }
    serving.demand_unchanged(cx, mark)?;
    let account = account::hold(&mut tx, cx, &serving.account).await?;
    let method = ConfirmationMethod::InPerson;
    let row = confirmation::begin(&mut tx, cx, &account, method, true, after(cx.now, HOUR)).await?;
    let text = seen_text(&serving, seen);
    let proof = Proof {
        source: format!("operator:{} center:{}", clerk.login_name, clerk.center),
        rule: "in_person/1",
        seen: text.as_bytes(),
        actor: clerk.actor(),
    };
    let holder = (&account, &serving.key);
    let event = ConfirmationEvent::OperatorConfirmed;
    let success = confirmation::succeed(&mut tx, cx, holder, &row, event, true, proof).await?;
    store::update(&mut tx, serving.row.version, &serving.row.visit.clone().finish(), None).await?;
    statistic::count_at(&mut tx, cx, clerk.center, CenterKind::Confirmed);
    cx.commit(tx).await?;
    cx.app.signals.raise(success.account.id);
    Ok(success)
}
