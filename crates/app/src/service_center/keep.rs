//! Keeping the records of centers by hand (R122, R175, R181): administrators of the installation keep all of them, a
//! center's administrator telephone, hours and check of their own. What is typed is read like a row of a file, so a
//! record is held to the same rules wherever it comes from.
//!
//! The digest of the last import stays: importing the same row again does not take an edit back, a newer row replaces it.

use std::collections::BTreeMap;

use okno_domain::{
    appointment::{Offer, resource_of},
    locale::Locale,
    operator::Act,
    organization::{Organization, OrganizationId},
    refusal::{Class, FieldFault, Refusal},
    service_center::{
        CenterId, CenterService, CenterStatus, DayHours, OpeningHours, RecordFault, ServiceCenter, day_in, is_stale,
        read_record, search_key,
    },
    time::{Date, after},
};
use okno_store::{
    Read, Tx, appointment as appointments, operator_case, organization as organizations,
    service_center::{self as centers, CenterSummary},
    town as towns,
};

use super::{
    center_id,
    import::{center_of_record, field_fault},
    stale::STALE,
    town,
};
use crate::{
    appointment,
    context::Cx,
    error::{Error, Result},
    listing::{Filling, Listing},
    operator::{SignedIn, audit},
    organization::is_external_id,
    settings,
};

/// Rows of one look into the table.
const STEP: i64 = 500;

/// What a form of a center sends: the columns of a file, by their names.
pub type Fields = BTreeMap<String, String>;

/// What is looked for in the list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Part of a name, a town, an address or a name in files.
    pub typed: String,
    /// Only centers of this organization.
    pub organization: Option<OrganizationId>,
    /// Only open ones whose records nobody keeps (R181).
    pub stale: bool,
}

impl Filter {
    fn fits(&self, cx: &Cx, wanted: &str, one: &CenterSummary) -> bool {
        let said = || {
            let names = Locale::ALL.into_iter().flat_map(|locale| [one.name.get(locale), one.town.name.get(locale)]);
            names.chain([one.address.as_str(), one.external_id.as_str()]).any(|text| search_key(text).contains(wanted))
        };
        let limit = settings::days(cx.settings().center.stale_after_days);
        let stale = || one.status == CenterStatus::Open && is_stale(one.last_checked_at, cx.now, limit);
        self.organization.is_none_or(|organization| organization == one.organization)
            && (!self.stale || stale())
            && (wanted.is_empty() || said())
    }
}

/// The centers that an administrator looks for, in the order of their ids.
pub async fn list(
    cx: &Cx,
    operator: &SignedIn,
    filter: &Filter,
    beyond: Option<CenterId>,
) -> Result<Listing<CenterSummary, CenterId>> {
    operator.demand(Act::ManageDirectory)?;
    let wanted = search_key(&filter.typed);
    let mut read = cx.app.store.read().await?;
    let mut page = Filling::new(|one: &CenterSummary| one.id);
    let mut next = Some(beyond.unwrap_or(CenterId::nil()));
    while let Some(last) = next {
        next = page.take(centers::summaries(&mut read, last, STEP).await?, |one| Ok(filter.fits(cx, &wanted, one)))?;
    }
    Ok(page.listing())
}

/// A center as one sees it who keeps its record.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The center.
    pub center: ServiceCenter,
    /// Whose it is.
    pub organization: Organization,
    /// How many visitors can book one time, and how long a visit takes.
    pub offer: Offer,
    /// For the guard of the next change.
    pub version: i64,
    /// Whether nobody has checked the record for too long (R181).
    pub is_stale: bool,
    /// Whether everything can be changed, or telephone, hours and check only.
    pub is_whole: bool,
}

/// Whether an operator keeps this record: wholly, or some of it; refused otherwise.
fn demand(operator: &SignedIn, id: CenterId) -> Result<bool> {
    if operator.demand(Act::ManageDirectory).is_ok() {
        return Ok(true);
    }
    operator.demand(Act::ManageCenter)?;
    if operator.center == Some(id) {
        Ok(false)
    } else {
        Err(Error::Refused(Refusal::new("operator-other-center", Class::Forbidden)))
    }
}

/// A center as one sees it who keeps its record.
pub async fn kept(cx: &Cx, operator: &SignedIn, id: CenterId) -> Result<Kept> {
    let is_whole = demand(operator, id)?;
    let mut read = cx.app.store.read().await?;
    let center = centers::find(&mut read, id).await?.ok_or(Error::NotFound)?;
    let organization = organizations::find(&mut read, center.organization).await?.ok_or(Error::NotFound)?;
    let (version, _) = centers::version(&mut read, id).await?.ok_or(Error::NotFound)?;
    let is_stale = center.is_stale(cx.now, settings::days(cx.settings().center.stale_after_days));
    let offer = offer_of(&mut read, id).await?;
    Ok(Kept { center, organization, offer, version, is_stale, is_whole })
}

/// What a center offers to those who book.
async fn offer_of(read: &mut Read, id: CenterId) -> Result<Offer> {
    Ok(appointments::offer(read, resource_of(id)).await?.unwrap_or(Offer::USUAL))
}

/// The record as a row of a file would have it.
pub fn fields(center: &ServiceCenter, organization: &Organization, offer: Offer) -> Fields {
    let text = |ru: &str, texts: &okno_domain::locale::Texts| {
        let names = [ru.to_owned(), format!("{ru}_en"), format!("{ru}_fr")];
        let values = Locale::ALL.map(|locale| texts.get(locale).to_owned());
        names.into_iter().zip(values).collect::<Vec<_>>()
    };
    let services = center.accreditations.iter().map(|one| {
        let until = one.valid_until.map(|day| day.to_string()).unwrap_or_default();
        format!("{} {}..{until}", one.service.name(), one.valid_from)
    });
    let mut fields: Fields = text("name", &center.name).into_iter().chain(text("town", &center.town.name)).collect();
    let single = [
        ("external_id", center.external_id.clone()),
        ("status", center.status.name().to_owned()),
        ("organization", organization.external_id.clone()),
        ("region", center.town.region.clone()),
        ("address", center.address.clone()),
        ("latitude", center.place.latitude().to_string()),
        ("longitude", center.place.longitude().to_string()),
        ("time_zone", center.time_zone.iana_name().unwrap_or("UTC").to_owned()),
        ("phone", center.phone.clone()),
        ("opening_hours", center.hours.as_str().to_owned()),
        ("services", services.collect::<Vec<_>>().join("; ")),
        ("appointments", if center.offers_appointments { "yes" } else { "no" }.to_owned()),
        ("windows", offer.places.to_string()),
        ("visit_minutes", offer.minutes.to_string()),
        ("owner", center.owner.clone()),
        ("last_checked_on", day_in(&center.time_zone, center.last_checked_at).to_string()),
    ];
    fields.extend(single.into_iter().map(|(name, value)| (name.to_owned(), value)));
    fields
}

fn faults(all: &[RecordFault]) -> Error {
    Error::Fields(all.iter().map(field_fault).collect())
}

/// Adds a center to the directory (R122); `fields` has no `organization` but its id in `organization`.
pub async fn add(cx: &Cx, operator: &SignedIn, organization: OrganizationId, mut typed: Fields) -> Result<CenterId> {
    operator.demand(Act::ManageDirectory)?;
    let external_id = typed.get("external_id").map(|text| text.trim().to_owned()).unwrap_or_default();
    if !external_id.is_empty() && !is_external_id(&external_id) {
        return Err(Error::Fields(vec![FieldFault::new("external_id", "external-id")]));
    }
    let mut tx = cx.app.store.write().await?;
    let Some(organization) = organizations::find(&mut tx, organization).await? else {
        return Err(Error::Fields(vec![FieldFault::new("organization", "required")]));
    };
    let id = center_id(&external_id);
    if centers::version(&mut tx, id).await?.is_some() {
        return Err(Error::Refused(Refusal::new("center-exists", Class::Conflict)));
    }
    typed.insert("organization".to_owned(), organization.external_id.clone());
    let center = store(&mut tx, cx, (id, &organization), &typed, &[]).await?;
    audit::record(&mut tx, cx, operator, "center-added", &format!("{id} {}", center.external_id)).await?;
    cx.commit(tx).await?;
    Ok(id)
}

/// Reads the record and writes it, with all that follows from it.
async fn store(
    tx: &mut Tx,
    cx: &Cx,
    (id, organization): (CenterId, &Organization),
    typed: &Fields,
    digest: &[u8],
) -> Result<ServiceCenter> {
    let record = read_record(typed, cx.now).map_err(|all| faults(&all))?;
    let known = town::built_in();
    let offer = record.offer;
    let center = center_of_record(id, record, organization, &known);
    towns::save(tx, &center.town, center.place, false).await?;
    centers::save(tx, &center, organization, digest, cx.now).await?;
    appointments::save_offer(tx, resource_of(id), offer, cx.now).await?;
    centers::count(tx).await?;
    let limit = settings::days(cx.settings().center.stale_after_days);
    if center.status == CenterStatus::Closed || !center.is_stale(cx.now, limit) {
        operator_case::close_subject(tx, STALE, &id.to_string(), cx.now).await?;
    }
    Ok(center)
}

/// What a center's administrator may change of the own center.
const OF_THE_CENTER: [&str; 3] = ["phone", "opening_hours", "last_checked_on"];

/// Changes a record; `Conflict` when it was changed since it was shown. A field that is not sent stays as it is. What the
/// operator may not change stays, whatever is sent.
pub async fn edit(cx: &Cx, operator: &SignedIn, (id, seen): (CenterId, i64), typed: &Fields) -> Result<()> {
    let is_whole = demand(operator, id)?;
    let mut tx = cx.app.store.write().await?;
    let before = centers::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let organization = organizations::find(&mut tx, before.organization).await?.ok_or(Error::NotFound)?;
    let (_, digest) = centers::version(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let offer = offer_of(&mut tx, id).await?;
    let mut all = fields(&before, &organization, offer);
    // A day cannot tell an instant: what is not sent anew keeps its own.
    let keeps_check = typed.get("last_checked_on").is_none_or(|day| all.get("last_checked_on") == Some(day));
    let fixed = ["external_id", "organization", "status"];
    let may = |name: &str| if is_whole { !fixed.contains(&name) } else { OF_THE_CENTER.contains(&name) };
    all.extend(typed.iter().filter(|(name, _)| may(name)).map(|(name, value)| (name.clone(), value.clone())));
    let record = read_record(&all, cx.now).map_err(|all| faults(&all))?;
    let new_offer = record.offer;
    let mut after = center_of_record(id, record, &organization, &town::built_in());
    if keeps_check {
        after.last_checked_at = before.last_checked_at;
    }
    put(tx, cx, operator, [(&before, offer), (&after, new_offer)], (&organization, seen, &digest)).await
}

/// Says that the record was compared with reality now (R181).
pub async fn checked(cx: &Cx, operator: &SignedIn, (id, seen): (CenterId, i64)) -> Result<()> {
    demand(operator, id)?;
    change(cx, operator, (id, seen), |center| center.last_checked_at = cx.now).await
}

/// Closes a center for good, or opens it again. The operator must be fresh.
pub async fn set_status(cx: &Cx, operator: &SignedIn, (id, seen): (CenterId, i64), status: CenterStatus) -> Result<()> {
    operator.demand(Act::ManageDirectory)?;
    operator.demand_fresh(cx)?;
    change(cx, operator, (id, seen), |center| center.status = status).await
}

async fn change(
    cx: &Cx,
    operator: &SignedIn,
    (id, seen): (CenterId, i64),
    change: impl FnOnce(&mut ServiceCenter),
) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let before = centers::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let organization = organizations::find(&mut tx, before.organization).await?.ok_or(Error::NotFound)?;
    let (_, digest) = centers::version(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let offer = offer_of(&mut tx, id).await?;
    let mut after = before.clone();
    change(&mut after);
    put(tx, cx, operator, [(&before, offer), (&after, offer)], (&organization, seen, &digest)).await
}

async fn put(
    mut tx: Tx,
    cx: &Cx,
    operator: &SignedIn,
    [(before, old_offer), (after, offer)]: [(&ServiceCenter, Offer); 2],
    (organization, seen, digest): (&Organization, i64, &[u8]),
) -> Result<()> {
    centers::hold(&mut tx, before.id, seen).await?;
    let told = differences(&fields(before, organization, old_offer), &fields(after, organization, offer));
    if (before, old_offer) == (after, offer) {
        return cx.commit(tx).await;
    }
    appointments::save_offer(&mut tx, resource_of(after.id), offer, cx.now).await?;
    // Who has booked a time at which it is closed now is told.
    appointment::review_later(&mut tx, cx, after.id).await?;
    towns::save(&mut tx, &after.town, after.place, false).await?;
    centers::save(&mut tx, after, organization, digest, cx.now).await?;
    centers::count(&mut tx).await?;
    let limit = settings::days(cx.settings().center.stale_after_days);
    if after.status == CenterStatus::Closed || !after.is_stale(cx.now, limit) {
        operator_case::close_subject(&mut tx, STALE, &after.id.to_string(), cx.now).await?;
    }
    let detail = format!("{} {told}", after.id);
    audit::record(&mut tx, cx, operator, "center-changed", &detail).await?;
    cx.commit(tx).await
}

/// What is new, column by column, for the record of the change.
fn differences(before: &Fields, after: &Fields) -> String {
    let old = |name: &String| before.get(name).map_or("", String::as_str);
    let changed = after.iter().filter(|(name, value)| old(name) != value.as_str());
    changed.map(|(name, value)| format!("{name}: «{}» -> «{value}»", old(name))).collect::<Vec<_>>().join("; ")
}

/// The open times of the coming week by these hours, day by day, with holidays (R175); a fault when they are not
/// understood.
pub fn week_of(cx: &Cx, text: &str, zone: &str) -> Result<Vec<(Date, DayHours)>> {
    let hours: OpeningHours =
        text.parse().map_err(|_| Error::Fields(vec![FieldFault::new("opening_hours", "center-hours")]))?;
    let zone = okno_domain::service_center::time_zone(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let today = day_in(&zone, cx.now);
    let days = (0..7).map(|number| today.saturating_add(jiff::Span::new().days(number)));
    Ok(days.map(|day| (day, hours.on(day, &cx.app.opening.calendar))).collect())
}

/// When a record must be checked next, and by when it is stale.
pub fn stale_from(cx: &Cx, center: &ServiceCenter) -> okno_domain::time::Timestamp {
    after(center.last_checked_at, settings::days(cx.settings().center.stale_after_days))
}

/// A service's latest accreditation as a form shows it: first and last day.
pub fn latest(center: &ServiceCenter, service: CenterService) -> Option<(Date, Option<Date>)> {
    let own = center.accreditations.iter().filter(|one| one.service == service);
    own.max_by_key(|one| one.valid_from).map(|one| (one.valid_from, one.valid_until))
}
