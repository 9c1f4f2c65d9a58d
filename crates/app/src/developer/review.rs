//! What officers are asked: that a site be let to work with everybody, or that one which does be changed. The developer asks and
//! an administrator of the installation agrees, so that two people stand behind it; nobody decides about a site of their own.

use std::collections::BTreeMap;

use okno_domain::{
    developer::{ChangeKind, ChangeState, DeveloperRefusal, SiteAct},
    identifier::text::tidy,
    operator::{Act as OperatorAct, OperatorRefusal},
    refusal::FieldFault,
    relying_party::Stage,
};
use okno_store::{
    Read, Tx,
    developer::{self as store, ChangeRow, RecordRow},
    relying_party::{self as sites, RelyingPartyRow},
};

use super::{
    check::{self, Check},
    edit::{ask, has_secret, record},
    esia::{self, Ground},
    form::{Draft, metadata_faults},
    managed,
};
use crate::{
    account,
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    esia::Registration,
    notification::{self, Event},
    operator::{self, SignedIn as Operator},
    registration::public_link,
    session::SignedIn,
    step_up,
};

/// The most requests that a page shows.
const MOST_SHOWN: i64 = 200;
/// The longest reason.
const LONGEST_REASON: usize = 500;

/// Asks that a site be let to work with everybody. The system looks at it once more; where it found faults the last time, the developer
/// must say that they know; the officer sees that, and what is found now.
pub async fn ask_promotion(
    cx: &Cx,
    signed_in: &SignedIn,
    client_id: &str,
    (note, knows_faults): (&str, bool),
) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let managed = managed(&mut tx, cx, signed_in, client_id, SiteAct::Own).await?;
    step_up::demand(&mut tx, cx, signed_in).await?;
    if managed.row.stage == Stage::Production {
        return Err(Error::refused(&DeveloperRefusal::Promoted));
    }
    let draft = Draft {
        kind: managed.record.kind,
        metadata: managed.row.metadata.clone(),
        rule: managed.row.rule.clone(),
        esia: managed.esia.clone(),
    };
    if !faults(cx, &draft, &managed.row.profile).is_empty() {
        return Err(Error::refused(&DeveloperRefusal::NotFit));
    }
    check::before_promotion(&mut tx, cx, (signed_in, &managed), knows_faults).await?;
    ask(&mut tx, cx, signed_in, &managed, (ChangeKind::Promotion, draft), note).await?;
    record(&mut tx, cx, signed_in, "site-promotion-asked", client_id).await?;
    cx.commit(tx).await
}

/// What keeps a site from working with everybody, by the rules.
fn faults(cx: &Cx, draft: &Draft, profile: &str) -> Vec<FieldFault> {
    let mut faults = metadata_faults(&draft.metadata, (&draft.rule, profile), Stage::Production);
    let ground = Ground::new(cx, Stage::Production);
    faults.extend(draft.esia.iter().flat_map(|registration| esia::registration_faults(registration, &ground)));
    faults
}

/// A request in the queue.
#[derive(Clone, Debug)]
pub struct Review {
    /// What is asked.
    pub change: ChangeRow,
    /// The site as it is.
    pub row: RelyingPartyRow,
    /// What is known of its way into the directory.
    pub record: RecordRow,
    /// What speaks against it, by the rules.
    pub faults: Vec<FieldFault>,
    /// What the system found, where the site is to be let out and is looked at by itself.
    pub check: Option<Check>,
    /// What it registered for the dialect of ESIA as it is, where it is a system that speaks it.
    pub esia: Option<Registration>,
    /// The same as it would be.
    pub esia_after: Option<Registration>,
}

impl Review {
    /// What would be in force: of a promotion the site as it is now, which its people may have changed since they asked.
    pub fn after(&self) -> (&serde_json::Value, &okno_domain::relying_party::SiteRule) {
        match self.change.kind {
            ChangeKind::Promotion => (&self.row.metadata, &self.row.rule),
            ChangeKind::Change => (&self.change.metadata, &self.change.rule),
        }
    }

    /// Guards the decision: it is about exactly what was seen, of the request and of the site.
    pub const fn version(&self) -> i64 {
        self.change.version.wrapping_mul(1_000_000).wrapping_add(self.row.version)
    }
}

async fn opened(read: &mut Read, cx: &Cx, change: ChangeRow) -> Result<Option<Review>> {
    let Some(name) = sites::name(read, change.site).await? else { return Ok(None) };
    let Some(row) = sites::find(read, &name).await? else { return Ok(None) };
    let Some(record) = store::find(read, change.site).await? else { return Ok(None) };
    let esia = esia::system(read, (row.id, record.kind)).await?;
    let esia_after = match (change.kind, &esia, &change.registration) {
        (ChangeKind::Change, Some(present), Some(asked)) => Some(esia::merged(present, asked.clone())?),
        _ => esia.clone(),
    };
    let mut review = Review { change, row, record, faults: Vec::new(), check: None, esia, esia_after };
    let (metadata, rule) = review.after();
    let draft = Draft {
        kind: review.record.kind,
        metadata: metadata.clone(),
        rule: rule.clone(),
        esia: review.esia_after.clone(),
    };
    review.faults = faults(cx, &draft, &review.row.profile);
    Ok(Some(review))
}

/// What waits, the oldest first; without what the system found, which stands at each.
pub async fn reviews(cx: &Cx, operator: &Operator) -> Result<Vec<Review>> {
    operator.demand(OperatorAct::ManageInstallation)?;
    let mut read = cx.app.store.read().await?;
    let mut all = Vec::new();
    for change in store::waiting(&mut read, MOST_SHOWN).await? {
        all.extend(opened(&mut read, cx, change).await?);
    }
    Ok(all)
}

async fn waiting(read: &mut Read, cx: &Cx, client_id: &str) -> Result<Review> {
    let row = sites::find(read, client_id).await?.ok_or(Error::NotFound)?;
    let change = store::change(read, row.id).await?.filter(|change| change.state == ChangeState::Waiting);
    opened(read, cx, change.ok_or(Error::NotFound)?).await?.ok_or(Error::NotFound)
}

/// One that waits.
pub async fn review(cx: &Cx, operator: &Operator, client_id: &str) -> Result<Review> {
    operator.demand(OperatorAct::ManageInstallation)?;
    let mut read = cx.app.store.read().await?;
    let mut review = waiting(&mut read, cx, client_id).await?;
    if review.change.kind == ChangeKind::Promotion {
        review.check = check::of(&mut read, cx, &review.row).await?;
    }
    Ok(review)
}

/// One that waits and is decided now, by somebody who may.
async fn decided(tx: &mut Tx, cx: &Cx, operator: &Operator, (client_id, seen): (&str, i64)) -> Result<Review> {
    operator.demand(OperatorAct::ManageInstallation)?;
    operator.demand_fresh(cx)?;
    let review = waiting(tx, cx, client_id).await?;
    if let Some(own) = operator::own_account(tx, operator).await?
        && store::member(tx, review.row.id, own).await?.is_some()
    {
        return Err(Error::refused(&OperatorRefusal::Oneself));
    }
    if review.version() == seen { Ok(review) } else { Err(Error::Conflict) }
}

/// Agrees: the site is as was asked from now on.
pub async fn approve(cx: &Cx, operator: &Operator, what: (&str, i64)) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let review = decided(&mut tx, cx, operator, what).await?;
    if !review.faults.is_empty() {
        return Err(Error::refused(&DeveloperRefusal::NotFit));
    }
    store::settle(&mut tx, &review.change).await?;
    let (metadata, rule) = review.after();
    let metadata = with_present_keys(metadata.clone(), &review.row.metadata);
    let keeps_secret = has_secret(&metadata);
    let mut row = RelyingPartyRow { stage: Stage::Production, metadata, rule: rule.clone(), ..review.row.clone() };
    if !keeps_secret {
        (row.secret_hash, row.previous_secret_hash, row.previous_secret_until) = (None, None, None);
    }
    sites::update(&mut tx, &row, cx.now).await?;
    if let Some(registration) = &review.esia_after {
        okno_store::esia::put_system(&mut tx, row.id, &esia::written(registration)?, cx.now).await?;
    }
    let act = match review.change.kind {
        ChangeKind::Promotion => {
            let promoted = RecordRow { promoted_at: Some(cx.now), ..review.record.clone() };
            store::update(&mut tx, row.id, &promoted).await?;
            "site-promoted"
        }
        ChangeKind::Change => "site-changed",
    };
    tell(&mut tx, cx, operator, &review, act).await?;
    cx.commit(tx).await
}

/// Keys are the developer's affair: those that were put in place while the request waited stay, where the site proves itself by
/// keys before and after.
fn with_present_keys(mut metadata: serde_json::Value, present: &serde_json::Value) -> serde_json::Value {
    if let (Some(members), Some(keys)) = (metadata.as_object_mut(), present.get("jwks"))
        && members.contains_key("jwks")
    {
        members.insert("jwks".to_owned(), keys.clone());
    }
    metadata
}

/// Refuses, with a reason that the developer reads.
pub async fn refuse(cx: &Cx, operator: &Operator, what: (&str, i64), reason: &str) -> Result<()> {
    let reason = tidy(reason);
    if reason.is_empty() {
        return Err(Error::Fields(vec![FieldFault::new("reason", "required")]));
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Error::Fields(vec![
            FieldFault::new("reason", "text-long").with("most", LONGEST_REASON.to_string()),
        ]));
    }
    let mut tx = cx.app.store.write().await?;
    let review = decided(&mut tx, cx, operator, what).await?;
    store::refuse(&mut tx, &review.change, &reason, cx.now).await?;
    tell(&mut tx, cx, operator, &review, "site-change-refused").await?;
    cx.commit(tx).await
}

/// Writes the decision down with the operator and with whoever asked, who is told of it where the account is still there.
async fn tell(tx: &mut Tx, cx: &Cx, operator: &Operator, review: &Review, act: &'static str) -> Result<()> {
    let client_id = &review.row.client_id;
    operator::audit::record(tx, cx, operator, act, client_id).await?;
    let asker = review.change.asked_by;
    let account = match account::get(tx, asker).await {
        Ok(account) => account,
        Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    audit::record(tx, cx, asker, Act { actor: operator.actor(), act, detail: client_id.clone() }).await?;
    let key = account::data_key(tx, cx, asker).await?;
    let link = public_link(cx, &format!("/developer/sites/{client_id}"));
    let args = BTreeMap::from([("link".to_owned(), link)]);
    let kind = if act == "site-change-refused" { "site_refused" } else { "site_agreed" };
    let mark = format!("{kind}:{}:{}", review.row.id, review.change.version);
    notification::tell(tx, cx, &account, &key, Event { kind, args, mark: &mark, outside: true }).await
}
