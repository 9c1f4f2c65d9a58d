//! Finding the account of the one who stands at the window (R124): one box, an exact number, at most one hit.
//!
//! There is no list, no search by a beginning, and no way to see anything without a task. Every question counts, is
//! written down in the operator's record without what was typed, and a hit is on the person's own record.

use std::collections::BTreeSet;

use okno_domain::{
    account::AccountId,
    identifier::document::DocumentNumber,
    operator::{Act, OperatorRefusal, Task},
    person::form::DOCUMENT_TYPES,
    refusal::FieldFault,
    time::HOUR,
    visit::{Visit, VisitId, VisitRefusal, VisitState, service_of},
};
use okno_store::{Tx, person as people, visit as store};

use super::{demand_accredited, refused, visit_end};
use crate::{
    account,
    context::Cx,
    error::{Error, Result},
    limit::{self, LimitKey},
    login::LoginIdentifier,
    operator::{self, Acting, audit as operator_audit},
    person,
};

/// The field of the box.
const FIELD: &str = "visitor";

/// What the typed text can be.
#[derive(Default)]
struct Clues {
    names: Vec<LoginIdentifier>,
    documents: Vec<[u8; 32]>,
}

/// Whether somebody wrote a SNILS the way it is printed: 123-456-789 01.
fn is_printed_snils(typed: &str) -> bool {
    let shape: String = typed.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect();
    matches!(shape.as_str(), "000-000-000 00" | "000-000-000-00")
}

impl Clues {
    fn read(cx: &Cx, typed: &str) -> Self {
        let typed = typed.trim();
        let mut clues = Self::default();
        if !typed.starts_with('+') && !typed.contains('@') {
            clues.names.extend(LoginIdentifier::snils(typed).ok());
        }
        if is_printed_snils(typed) {
            return clues;
        }
        clues.names.extend(LoginIdentifier::contact(cx, typed).ok());
        if typed.starts_with('+') || typed.contains('@') {
            return clues;
        }
        for kind in DOCUMENT_TYPES {
            if let Ok(number) = DocumentNumber::parse(kind, "", typed) {
                let joined = format!("{}{}", number.series(), number.number());
                clues.documents.push(person::document_hash(cx, kind.as_str(), &joined));
            }
        }
        clues
    }

    const fn is_empty(&self) -> bool {
        self.names.is_empty() && self.documents.is_empty()
    }

    async fn accounts(&self, tx: &mut Tx, cx: &Cx) -> Result<BTreeSet<AccountId>> {
        let mut found = BTreeSet::new();
        for name in &self.names {
            found.extend(name.lookup(tx, cx).await?);
        }
        for hash in &self.documents {
            found.extend(people::lookup_document(tx, hash).await?);
        }
        Ok(found)
    }
}

/// Finds the visitor's account by SNILS, phone, e-mail or document number, and begins to serve them.
pub async fn find(cx: &Cx, clerk: &Acting, task: Task, typed: &str) -> Result<VisitId> {
    clerk.demand(Act::FindPerson)?;
    clerk.demand(task.act())?;
    if service_of(task).is_none() {
        return Err(Error::refused(&OperatorRefusal::Role));
    }
    if typed.trim().is_empty() {
        return Err(Error::Fields(vec![FieldFault::new(FIELD, "required")]));
    }
    let clues = Clues::read(cx, typed);
    if clues.is_empty() {
        return Err(Error::Fields(vec![FieldFault::new(FIELD, "visitor-format")]));
    }
    let mut tx = cx.app.store.write().await?;
    demand_accredited(&mut tx, cx, clerk, task).await?;
    let counter = LimitKey::new(cx, "operator-finds", &clerk.operator.operator.to_string());
    if !limit::count_within(&mut tx, counter, cx.settings().operator.finds_per_hour, HOUR, cx.now).await? {
        note(&mut tx, cx, clerk, task, "too-many").await?;
        cx.commit(tx).await?;
        return Err(refused(VisitRefusal::TooMany));
    }
    let mut found = clues.accounts(&mut tx, cx).await?;
    // Nobody at a window is somebody whom a developer made up.
    for id in found.clone() {
        if okno_store::account::find(&mut tx, id).await?.is_some_and(|account| account.made_up.is_some()) {
            found.remove(&id);
        }
    }
    let (Some(account), true) = (found.first().copied(), found.len() < 2) else {
        let (said, fault) =
            if found.is_empty() { ("nobody", "visitor-nobody") } else { ("several", "visitor-several") };
        note(&mut tx, cx, clerk, task, said).await?;
        cx.commit(tx).await?;
        return Err(Error::Fields(vec![FieldFault::new(FIELD, fault)]));
    };
    let id = begin(&mut tx, cx, clerk, task, account).await?;
    cx.commit(tx).await?;
    Ok(id)
}

async fn note(tx: &mut Tx, cx: &Cx, clerk: &Acting, task: Task, outcome: &str) -> Result<()> {
    operator_audit::record(tx, cx, clerk, "searched", &format!("{} {outcome}", task.name())).await
}

/// Begins to serve a visitor: the look is on the person's record before anything is shown.
async fn begin(tx: &mut Tx, cx: &Cx, clerk: &Acting, task: Task, account: AccountId) -> Result<VisitId> {
    account::get(tx, account).await?;
    operator::look(tx, cx, clerk, account, task).await?;
    let visit = Visit {
        id: cx.fresh_id(),
        center: clerk.center,
        task,
        state: VisitState::Open,
        account,
        operator: Some(clerk.operator.operator),
        booked_for: None,
        approval: None,
        begun_at: cx.now,
        expires_at: visit_end(cx),
    };
    store::insert(tx, &visit).await?;
    Ok(visit.id)
}
