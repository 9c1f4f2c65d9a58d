//! The directory of organizations that run service centers, as the administrators of the installation keep it (R122,
//! R123). Files of centers may bring organizations as well; what they say about name and kind counts as an edit does.

use okno_domain::{
    announcement::text_faults,
    locale::{Locale, Texts},
    operator::Act,
    organization::{Organization, OrganizationId, OrganizationKind, Term},
    refusal::{Class, FieldFault, Refusal},
    service_center::{CenterId, search_key},
    time::Date,
};
use okno_store::{operator as operators, organization as store, service_center as centers};
use serde::{Deserialize, Serialize};

use crate::{
    appointment,
    context::Cx,
    error::{Error, Result},
    job::{self, Done, Job, JobError, Retry},
    listing::{Filling, Listing},
    operator::{
        SignedIn,
        admin::{self, Listed as ListedOperator},
        audit,
    },
    service_center,
};

pub use okno_store::service_center::CenterSummary;

/// Rows of one look into the table, and of one step of a job.
const STEP: i64 = 200;
/// Centers and operators that the page of an organization shows at most.
const MOST_SHOWN: i64 = 200;
/// The longest name.
const LONGEST_NAME: usize = 300;
/// The longest reason of an end.
const LONGEST_REASON: usize = 300;

/// What the form of an organization sends, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Its name in the files it comes from; fixed once it is there.
    pub external_id: String,
    /// What it is, by its stored name.
    pub kind: String,
    /// Its names in Russian, English and French.
    pub names: [String; 3],
    /// The first day.
    pub valid_from: String,
    /// The last day.
    pub valid_until: String,
}

/// The fields of the names.
pub const NAME_FIELDS: [&str; 3] = ["name_ru", "name_en", "name_fr"];

/// An organization with all that belongs to it.
#[derive(Clone, Debug)]
pub struct Detail {
    /// The organization.
    pub organization: Organization,
    /// For the guard of the next change.
    pub version: i64,
    /// Its centers, as many as a page shows.
    pub centers: Vec<CenterSummary>,
    /// Those who work for it, as many as a page shows.
    pub operators: Vec<ListedOperator>,
}

/// A day as a form sends it, empty for none; the fault goes to this field.
pub(crate) fn day(field: &'static str, text: &str, faults: &mut Vec<FieldFault>) -> Option<Date> {
    let text = text.trim();
    let day = text.parse().ok();
    if day.is_none() && !text.is_empty() {
        faults.push(FieldFault::new(field, "day"));
    }
    day
}

/// What a form says, or everything that is wrong with it.
fn read(form: &Form) -> std::result::Result<(OrganizationKind, Texts, Term), Vec<FieldFault>> {
    let mut faults = Vec::new();
    let kind = OrganizationKind::from_name(&form.kind);
    if kind.is_none() {
        faults.push(FieldFault::new("kind", "required"));
    }
    let [ru, en, fr] = form.names.each_ref().map(|name| name.trim().to_owned());
    let name = Texts::new(ru, en, fr);
    faults.extend(text_faults(&name, NAME_FIELDS, LONGEST_NAME));
    let from = day("valid_from", &form.valid_from, &mut faults);
    let until = day("valid_until", &form.valid_until, &mut faults);
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        faults.push(FieldFault::new("valid_until", "period-backwards"));
    }
    match kind {
        Some(kind) if faults.is_empty() => Ok((kind, name, Term { from, until, end_reason: None })),
        _ => Err(faults),
    }
}

/// A name in files: of a to z, digits, dot and hyphen.
pub(crate) fn is_external_id(text: &str) -> bool {
    (2..=60).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_'))
}

/// Organizations whose names hold what was typed, in the order of their ids; all when nothing was.
pub async fn list(
    cx: &Cx,
    operator: &SignedIn,
    typed: &str,
    beyond: Option<OrganizationId>,
) -> Result<Listing<Organization, OrganizationId>> {
    operator.demand(Act::ManageDirectory)?;
    let wanted = search_key(typed);
    let fits = |one: &Organization| {
        wanted.is_empty()
            || search_key(&one.external_id).contains(&wanted)
            || Locale::ALL.into_iter().any(|locale| search_key(one.name.get(locale)).contains(&wanted))
    };
    let mut read = cx.app.store.read().await?;
    let mut page = Filling::new(|one: &Organization| one.id);
    let mut next = Some(beyond.unwrap_or(OrganizationId::nil()));
    while let Some(last) = next {
        next = page.take(store::list(&mut read, last, STEP).await?, |one| Ok(fits(one)))?;
    }
    Ok(page.listing())
}

/// Every organization, for choosing one.
pub async fn choices(cx: &Cx, operator: &SignedIn) -> Result<Vec<Organization>> {
    if operator.demand(Act::ManageDirectory).is_err() {
        operator.demand(Act::ManageOperators)?;
    }
    let mut read = cx.app.store.read().await?;
    Ok(store::list(&mut read, OrganizationId::nil(), 1000).await?)
}

/// An organization with its centers and operators.
pub async fn get(cx: &Cx, operator: &SignedIn, id: OrganizationId) -> Result<Detail> {
    operator.demand(Act::ManageDirectory)?;
    let mut read = cx.app.store.read().await?;
    let (organization, version) = store::find_versioned(&mut read, id).await?.ok_or(Error::NotFound)?;
    let centers = centers::of_organization(&mut read, id, CenterId::nil(), MOST_SHOWN).await?;
    let mut people = Vec::new();
    for row in operators::of_organization(&mut read, id, MOST_SHOWN).await? {
        people.push(admin::listed(&mut read, cx, row).await?);
    }
    Ok(Detail { organization, version, centers, operators: people })
}

/// Adds an organization (R122).
pub async fn add(cx: &Cx, operator: &SignedIn, form: &Form) -> Result<OrganizationId> {
    operator.demand(Act::ManageDirectory)?;
    let external_id = form.external_id.trim();
    let mut faults = Vec::new();
    if external_id.is_empty() {
        faults.push(FieldFault::new("external_id", "required"));
    } else if !is_external_id(external_id) {
        faults.push(FieldFault::new("external_id", "external-id"));
    }
    let read = read(form).map_err(|more| faults.extend(more)).ok();
    let (Some((kind, name, term)), true) = (read, faults.is_empty()) else { return Err(Error::Fields(faults)) };
    let id = service_center::organization_id(external_id);
    let organization = Organization { id, external_id: external_id.to_owned(), kind, name, term };
    let mut tx = cx.app.store.write().await?;
    if !store::insert(&mut tx, &organization, cx.now).await? {
        return Err(Error::Refused(Refusal::new("organization-exists", Class::Conflict)));
    }
    audit::record(&mut tx, cx, operator, "organization-added", &format!("{id} {external_id}")).await?;
    cx.commit(tx).await?;
    Ok(id)
}

/// Changes name, kind and days; `Conflict` when it was changed since it was shown. One that ended is not changed.
pub async fn edit(cx: &Cx, operator: &SignedIn, (id, seen): (OrganizationId, i64), form: &Form) -> Result<()> {
    operator.demand(Act::ManageDirectory)?;
    let (kind, name, term) = read(form).map_err(Error::Fields)?;
    let mut tx = cx.app.store.write().await?;
    let before = store::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if before.term.is_ended() {
        return Err(Error::Refused(Refusal::new("organization-ended", Class::Conflict)));
    }
    let after = Organization { kind, name, term, ..before.clone() };
    if after == before {
        return Ok(());
    }
    let told = format!("{id} {} -> {}", told(&before), told(&after));
    change(tx, cx, operator, (&after, seen), ("organization-changed", &told)).await
}

/// What the record of a change says of it.
fn told(organization: &Organization) -> String {
    let day = |day: Option<Date>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    let Organization { kind, name, term, .. } = organization;
    format!("[{} «{}» {}..{}]", kind.name(), name.get(Locale::Ru), day(term.from), day(term.until))
}

async fn change(
    mut tx: okno_store::Tx,
    cx: &Cx,
    operator: &SignedIn,
    (after, seen): (&Organization, i64),
    (act, detail): (&str, &str),
) -> Result<()> {
    store::update(&mut tx, after, seen, cx.now).await?;
    job::enqueue(&mut tx, cx, &ShowCentersAnew { organization: after.id }).await?;
    audit::record(&mut tx, cx, operator, act, detail).await?;
    cx.commit(tx).await
}

/// Ends an organization for good, after this day: its centers may do nothing from then on. The operator must be fresh.
pub async fn end(
    cx: &Cx,
    operator: &SignedIn,
    (id, seen): (OrganizationId, i64),
    (last_day, reason): (&str, &str),
) -> Result<()> {
    operator.demand(Act::ManageDirectory)?;
    let mut faults = Vec::new();
    let until = day("ended_on", last_day, &mut faults);
    if until.is_none() && faults.is_empty() {
        faults.push(FieldFault::new("ended_on", "required"));
    }
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    if reason.is_empty() {
        faults.push(FieldFault::new("end_reason", "required"));
    } else if reason.chars().count() > LONGEST_REASON {
        faults.push(FieldFault::new("end_reason", "text-long").with("most", LONGEST_REASON.to_string()));
    }
    let (Some(until), true) = (until, faults.is_empty()) else { return Err(Error::Fields(faults)) };
    operator.demand_fresh(cx)?;
    let mut tx = cx.app.store.write().await?;
    let before = store::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    if before.term.from.is_some_and(|from| until < from) {
        return Err(Error::Fields(vec![FieldFault::new("ended_on", "period-backwards")]));
    }
    let detail = format!("{id} after {until}: {reason}");
    let term = Term { until: Some(until), end_reason: Some(reason), ..before.term.clone() };
    change(tx, cx, operator, (&Organization { term, ..before }, seen), ("organization-ended", &detail)).await
}

/// Takes an end back. The operator must be fresh.
pub async fn resume(cx: &Cx, operator: &SignedIn, (id, seen): (OrganizationId, i64)) -> Result<()> {
    operator.demand(Act::ManageDirectory)?;
    operator.demand_fresh(cx)?;
    let mut tx = cx.app.store.write().await?;
    let before = store::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let term = Term { until: None, end_reason: None, ..before.term.clone() };
    change(tx, cx, operator, (&Organization { term, ..before }, seen), ("organization-resumed", &id.to_string())).await
}

/// Writes anew what the finder shows of the centers of an organization that changed. What a center may do is decided by
/// the organization itself at each act, so nothing depends on when this runs.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ShowCentersAnew {
    organization: OrganizationId,
}

impl Job for ShowCentersAnew {
    const NAME: &'static str = "show-centers-anew";
    const RETRY: Retry = Retry::exponential(5, 3600, u32::MAX);

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let mut beyond = CenterId::nil();
        while let Some(last) = show_some(cx, self.organization, beyond).await? {
            beyond = last;
        }
        Ok(Done::Did)
    }
}

/// Some centers of an organization, those that follow `beyond`; the last of them.
async fn show_some(cx: &Cx, organization: OrganizationId, beyond: CenterId) -> Result<Option<CenterId>> {
    let mut tx = cx.app.store.write().await?;
    let Some(organization) = store::find(&mut tx, organization).await? else { return Ok(None) };
    let some = centers::of_organization(&mut tx, organization.id, beyond, STEP).await?;
    let last = some.last().map(|summary| summary.id);
    for summary in some {
        if let Some(center) = centers::find(&mut tx, summary.id).await? {
            centers::show_anew(&mut tx, &center, &organization, cx.now).await?;
            // Who has booked a time at which it may do nothing is told.
            appointment::review_later(&mut tx, cx, center.id).await?;
        }
    }
    if last.is_none() {
        centers::count(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(last)
}
