//! In place of confirming at once, the center hands out a code on paper (R130, C12).

use std::collections::BTreeSet;

use okno_domain::{
    confirmation::ConfirmationMethod,
    credential::code::ConfirmationCode,
    operator::{Act, Task},
    statistic::{Area, CenterKind},
    time::{Timestamp, after},
    visit::{Seen, VisitId, VisitRefusal},
};
use okno_store::visit as store;

use super::{demand_accredited, demand_seen, refused, serving};
use crate::{
    account,
    audit::{self, Act as Entry},
    confirmation,
    context::Cx,
    error::Result,
    operator::{self, Acting},
    settings::{CenterConfirmMode, days},
    statistic,
};

/// A code for the visitor's hands; it is shown once.
#[derive(Debug)]
pub struct HandedOut {
    /// The code.
    pub code: ConfirmationCode,
    /// From this instant on it is not accepted.
    pub until: Timestamp,
}

/// Hands out a code after the same comparison as for confirming. An earlier one from a center is void.
pub async fn hand_out(cx: &Cx, clerk: &Acting, id: VisitId, seen: &BTreeSet<Seen>, mark: &str) -> Result<HandedOut> {
    let act = hand_out_now(cx, clerk, id, seen, mark);
    statistic::counting_refusals(cx, id, Area::Confirmation, act).await
}

async fn hand_out_now(cx: &Cx, clerk: &Acting, id: VisitId, seen: &BTreeSet<Seen>, mark: &str) -> Result<HandedOut> {
    let rules = &cx.settings().center.confirm;
    let mut tx = cx.app.store.write().await?;
    let serving = serving(&mut tx, cx, clerk, id).await?;
    if serving.visit().task != Task::ConfirmIdentity {
        return Err(refused(VisitRefusal::OutOfStep));
    }
    operator::authorize(&mut tx, cx, clerk, serving.account.id, Act::HandOutCode).await?;
    if !rules.mode.contains(&CenterConfirmMode::Code) {
        return Err(refused(VisitRefusal::WayOff));
    }
    demand_accredited(&mut tx, cx, clerk, Task::ConfirmIdentity).await?;
    demand_seen(cx, Task::ConfirmIdentity, seen)?;
    if serving.is_confirmed_in_person(&mut tx).await? {
        return Err(refused(VisitRefusal::AlreadyConfirmed));
    }
    serving.demand_unchanged(cx, mark)?;
    let account = account::hold(&mut tx, cx, &serving.account).await?;
    confirmation::cancel_of(&mut tx, cx, &account, ConfirmationMethod::InPerson).await?;
    let until = after(cx.now, days(rules.code_days));
    let row = confirmation::begin(&mut tx, cx, &account, ConfirmationMethod::InPerson, true, until).await?;
    let (_, code) = confirmation::issue_code(&mut tx, cx, &account, &row, true, until).await?;
    let entry = Entry { actor: clerk.actor(), act: "confirmation-code-handed-out", detail: String::new() };
    audit::record(&mut tx, cx, account.id, entry).await?;
    store::update(&mut tx, serving.row.version, &serving.row.visit.clone().finish(), None).await?;
    statistic::count_at(&mut tx, cx, clerk.center, CenterKind::CodeHandedOut);
    cx.commit(tx).await?;
    cx.app.signals.raise(account.id);
    Ok(HandedOut { code, until })
}
