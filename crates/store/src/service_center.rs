//! Service centers: the records, and what the finder reads of them.
//!
//! A search goes by town (`center_offer`, in the order of distance) or by area (`center_mark`, as they lie on the map), and looks
//! at nothing but the rows it gives back and those it sorts; so its cost follows the town, not the country.

mod find;

pub use find::{
    Card, Hit, Mark, MarksWanted, Offer, Wanted, around, card, count_around, in_town, marks_anywhere, marks_around,
    marks_in_town,
};

use okno_domain::{
    locale::{Locale, Texts},
    organization::{Organization, OrganizationId},
    service_center::{Accreditation, CenterId, CenterService, CenterStatus, Place, ServiceCenter, Town, time_zone},
    time::{Date, Timestamp},
};
use serde::Serialize;

use crate::db::{Error, Read, Row, Sql, Tx, args, statements};

statements! {
    /// One center.
    FIND = own("center_id") "service_center.find" "SELECT organization_id, external_id, status, name, town, address, latitude, longitude, phone, opening_hours, time_zone, appointments, owner, last_checked_at FROM service_center WHERE center_id = $1"
        => [organization_id: Id, external_id: Text, status: Text, name: Json, town: Json, address: Text, latitude: F64, longitude: F64, phone: Text, opening_hours: Text, time_zone: Text, appointments: Bool, owner: Text, last_checked_at: Instant];
    /// What it may do.
    SERVICES = own("center_id") "center_service.list" "SELECT service, valid_from, valid_until FROM center_service WHERE center_id = $1 ORDER BY service, valid_from"
        => [service: Text, valid_from: Date, valid_until: Date];
    /// What was imported last.
    DIGEST = own("center_id") "service_center.digest" "SELECT digest FROM service_center WHERE center_id = $1" => [digest: Bytes];
    /// Stores a center, or what is new about it.
    SAVE = own("center_id") "service_center.save" "INSERT INTO service_center (center_id, organization_id, external_id, status, name, town, address, latitude, longitude, phone, opening_hours, time_zone, appointments, owner, last_checked_at, digest, updated_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1) ON CONFLICT (center_id) DO UPDATE SET organization_id = excluded.organization_id, external_id = excluded.external_id, status = excluded.status, name = excluded.name, town = excluded.town, address = excluded.address, latitude = excluded.latitude, longitude = excluded.longitude, phone = excluded.phone, opening_hours = excluded.opening_hours, time_zone = excluded.time_zone, appointments = excluded.appointments, owner = excluded.owner, last_checked_at = excluded.last_checked_at, digest = excluded.digest, updated_at = excluded.updated_at, version = service_center.version + 1" => [];
    /// Forgets what it may do.
    CLEAR_SERVICES = own("center_id") "center_service.clear" "DELETE FROM center_service WHERE center_id = $1" => [];
    /// Notes what it may do.
    ADD_SERVICE = own("center_id") "center_service.add" "INSERT INTO center_service (center_id, service, valid_from, valid_until) VALUES ($1, $2, $3, $4)" => [];
    /// Takes it out of the finder.
    CLEAR_CARD = reference "center_card.clear" "DELETE FROM center_card WHERE center_id = $1" => [];
    /// The same.
    CLEAR_OFFERS = reference "center_offer.clear" "DELETE FROM center_offer WHERE center_id = $1" => [];
    /// The same.
    CLEAR_MARKS = reference "center_mark.clear" "DELETE FROM center_mark WHERE center_id = $1" => [];
    /// Puts it into the finder.
    ADD_CARD = reference "center_card.add" "INSERT INTO center_card (center_id, organization_kind, organization_name, name, town, address, phone, appointments, last_checked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)" => [];
    /// The same, for one service.
    ADD_OFFER = reference "center_offer.add" "INSERT INTO center_offer (service, town_key, center_id, valid_from, valid_until, latitude, longitude, hour_flags, opening_hours, time_zone, name_ru, name_en, name_fr, remoteness, draw) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)" => [];
    /// The same, as it lies on the map.
    ADD_MARK = reference "center_mark.add" "INSERT INTO center_mark (service, latitude, longitude, center_id, valid_from, valid_until, hour_flags, time_zone, opening_hours, name_ru, name_en, name_fr) SELECT service, latitude, longitude, center_id, valid_from, valid_until, hour_flags, time_zone, opening_hours, name_ru, name_en, name_fr FROM center_offer WHERE service = $1 AND town_key = $2 AND center_id = $3 AND valid_from = $4" => [];
    /// Open centers that nobody has checked since, the longest first.
    STALE = sweep "service_center.stale" "SELECT center_id, external_id, name, town, owner, last_checked_at FROM service_center WHERE status = 'open' AND last_checked_at < $1 ORDER BY last_checked_at LIMIT $2"
        => [center_id: Id, external_id: Text, name: Json, town: Json, owner: Text, last_checked_at: Instant];
    /// Some centers, from an id on.
    LIST = sweep "service_center.list" "SELECT center_id FROM service_center WHERE center_id > $1 ORDER BY center_id LIMIT $2" => [center_id: Id];
    /// What a list of the administration shows, from an id on.
    SUMMARIES = sweep "service_center.summaries" "SELECT center_id, organization_id, external_id, status, name, town, address, owner, last_checked_at FROM service_center WHERE center_id > $1 ORDER BY center_id LIMIT $2"
        => [center_id: Id, organization_id: Id, external_id: Text, status: Text, name: Json, town: Json, address: Text, owner: Text, last_checked_at: Instant];
    /// The same of the centers of an organization.
    OF_ORGANIZATION = sweep "service_center.of_organization" "SELECT center_id, organization_id, external_id, status, name, town, address, owner, last_checked_at FROM service_center WHERE organization_id = $1 AND center_id > $2 ORDER BY center_id LIMIT $3"
        => [center_id: Id, organization_id: Id, external_id: Text, status: Text, name: Json, town: Json, address: Text, owner: Text, last_checked_at: Instant];
    /// For the guard of the next update, and what was imported last.
    VERSION = own("center_id") "service_center.version" "SELECT version, digest FROM service_center WHERE center_id = $1" => [version: I64, digest: Bytes];
    /// Takes the center's turn, if nobody changed it meanwhile.
    HOLD = own("center_id") "service_center.hold" "UPDATE service_center SET version = version WHERE center_id = $1 AND version = $2" => [];
    /// Forgets how many centers towns have.
    CLEAR_COUNTS = reference "town_offer.clear" "DELETE FROM town_offer" => [];
    /// Counts them anew.
    COUNT = reference "town_offer.count" "INSERT INTO town_offer (service, town_key, centers) SELECT service, town_key, COUNT(DISTINCT center_id) FROM center_offer GROUP BY service, town_key" => [];
}

/// The statements of this module and the one below.
pub(crate) const STATEMENTS: [&[&Sql]; 2] = [ALL, find::ALL];

/// A center whose record nobody keeps (R181).
#[derive(Clone, Debug, PartialEq)]
pub struct StaleCenter {
    /// The center.
    pub id: CenterId,
    /// Its name in files.
    pub external_id: String,
    /// What people call it.
    pub name: Texts,
    /// Where it is.
    pub town: Town,
    /// Who should have checked it.
    pub owner: String,
    /// When it was last checked.
    pub last_checked_at: Timestamp,
}

/// A value as JSON.
pub(crate) fn json(value: &impl Serialize) -> Result<serde_json::Value, Error> {
    serde_json::to_value(value).map_err(|error| Error::Bug(format!("a value without JSON form: {error}")))
}

/// A stored text in all languages.
pub(crate) fn texts(row: &Row, column: &str) -> Result<Texts, Error> {
    serde_json::from_value(row.get(column)?).map_err(|_| row.corrupt(column))
}

/// A stored town.
fn town(row: &Row, column: &str) -> Result<Town, Error> {
    serde_json::from_value(row.get(column)?).map_err(|_| row.corrupt(column))
}

/// A stored point.
pub(crate) fn place(row: &Row) -> Result<Place, Error> {
    Place::new(row.get("latitude")?, row.get("longitude")?).ok_or_else(|| row.corrupt("latitude"))
}

/// The day that stands for "without end".
const WITHOUT_END: Date = Date::MAX;

fn accreditation(row: &Row) -> Result<Accreditation, Error> {
    let (service, until): (String, Date) = (row.get("service")?, row.get("valid_until")?);
    Ok(Accreditation {
        service: CenterService::from_name(&service).ok_or_else(|| row.corrupt("service"))?,
        valid_from: row.get("valid_from")?,
        valid_until: (until != WITHOUT_END).then_some(until),
    })
}

/// The center with this id, closed ones too.
pub async fn find(read: &mut Read, id: CenterId) -> Result<Option<ServiceCenter>, Error> {
    let Some(row) = read.query_opt(&FIND, args![id]).await? else { return Ok(None) };
    let services = read.query_all(&SERVICES, args![id]).await?;
    let (status, hours, zone): (String, String, String) =
        (row.get("status")?, row.get("opening_hours")?, row.get("time_zone")?);
    Ok(Some(ServiceCenter {
        id,
        external_id: row.get("external_id")?,
        organization: row.get("organization_id")?,
        status: CenterStatus::from_name(&status).ok_or_else(|| row.corrupt("status"))?,
        name: texts(&row, "name")?,
        town: town(&row, "town")?,
        address: row.get("address")?,
        place: place(&row)?,
        phone: row.get("phone")?,
        hours: hours.parse().map_err(|_| row.corrupt("opening_hours"))?,
        time_zone: time_zone(&zone).ok_or_else(|| row.corrupt("time_zone"))?,
        accreditations: services.iter().map(accreditation).collect::<Result<_, _>>()?,
        offers_appointments: row.get("appointments")?,
        owner: row.get("owner")?,
        last_checked_at: row.get("last_checked_at")?,
    }))
}

/// The digest of what was imported last.
pub async fn digest(read: &mut Read, id: CenterId) -> Result<Option<Vec<u8>>, Error> {
    read.query_opt(&DIGEST, args![id]).await?.map(|row| row.get("digest")).transpose()
}

/// Up to `most` ids of centers that follow this one; the nil id begins.
pub async fn list(read: &mut Read, beyond: CenterId, most: i64) -> Result<Vec<CenterId>, Error> {
    read.query_all(&LIST, args![beyond, most]).await?.iter().map(|row| row.get("center_id")).collect()
}

/// What a list of the administration shows of a center.
#[derive(Clone, Debug, PartialEq)]
pub struct CenterSummary {
    /// The center.
    pub id: CenterId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// Its name in files.
    pub external_id: String,
    /// Whether it works at all.
    pub status: CenterStatus,
    /// What people call it.
    pub name: Texts,
    /// Where it is.
    pub town: Town,
    /// Street and house.
    pub address: String,
    /// Who keeps the record current.
    pub owner: String,
    /// When it was last checked.
    pub last_checked_at: Timestamp,
}

fn summary(row: &Row) -> Result<CenterSummary, Error> {
    let status: String = row.get("status")?;
    Ok(CenterSummary {
        id: row.get("center_id")?,
        organization: row.get("organization_id")?,
        external_id: row.get("external_id")?,
        status: CenterStatus::from_name(&status).ok_or_else(|| row.corrupt("status"))?,
        name: texts(row, "name")?,
        town: town(row, "town")?,
        address: row.get("address")?,
        owner: row.get("owner")?,
        last_checked_at: row.get("last_checked_at")?,
    })
}

/// Up to `most` centers that follow this one; the nil id begins.
pub async fn summaries(read: &mut Read, beyond: CenterId, most: i64) -> Result<Vec<CenterSummary>, Error> {
    read.query_all(&SUMMARIES, args![beyond, most]).await?.iter().map(summary).collect()
}

/// Up to `most` centers of an organization that follow this one; the nil id begins.
pub async fn of_organization(
    read: &mut Read,
    organization: OrganizationId,
    beyond: CenterId,
    most: i64,
) -> Result<Vec<CenterSummary>, Error> {
    read.query_all(&OF_ORGANIZATION, args![organization, beyond, most]).await?.iter().map(summary).collect()
}

/// The version of a center, for the guard of the next update, and the digest of what was imported last.
pub async fn version(read: &mut Read, id: CenterId) -> Result<Option<(i64, Vec<u8>)>, Error> {
    let Some(row) = read.query_opt(&VERSION, args![id]).await? else { return Ok(None) };
    Ok(Some((row.get("version")?, row.get("digest")?)))
}

/// Takes the center's turn; `Conflict` if it was changed since `version` was read.
pub async fn hold(tx: &mut Tx, id: CenterId, version: i64) -> Result<(), Error> {
    tx.execute(&HOLD, args![id, version]).await?.exactly_one()
}

/// Stores a center, or what is new about it, and what the finder shows of it.
pub async fn save(
    tx: &mut Tx,
    center: &ServiceCenter,
    organization: &Organization,
    digest: &[u8],
    now: Timestamp,
) -> Result<(), Error> {
    let ServiceCenter { id, name, town, address, place, phone, hours, owner, last_checked_at, .. } = center;
    let zone = center.time_zone.iana_name().unwrap_or("UTC");
    let arguments = args![
        *id,
        organization.id,
        center.external_id.as_str(),
        center.status.name(),
        json(name)?,
        json(town)?,
        address.as_str(),
        place.latitude(),
        place.longitude(),
        phone.as_str(),
        hours.as_str(),
        zone,
        center.offers_appointments,
        owner.as_str(),
        *last_checked_at,
        *digest,
        now,
    ];
    tx.execute(&SAVE, arguments).await?.exactly_one()?;
    tx.execute(&CLEAR_SERVICES, args![*id]).await?.any();
    for accreditation in &center.accreditations {
        let Accreditation { service, valid_from, valid_until } = accreditation;
        let arguments = args![*id, service.name(), *valid_from, valid_until.unwrap_or(WITHOUT_END)];
        tx.execute(&ADD_SERVICE, arguments).await?.exactly_one()?;
    }
    show_anew(tx, center, organization, now).await
}

/// Writes anew what the finder shows of a center.
pub async fn show_anew(
    tx: &mut Tx,
    center: &ServiceCenter,
    organization: &Organization,
    now: Timestamp,
) -> Result<(), Error> {
    tx.execute(&CLEAR_CARD, args![center.id]).await?.any();
    tx.execute(&CLEAR_OFFERS, args![center.id]).await?.any();
    tx.execute(&CLEAR_MARKS, args![center.id]).await?.any();
    if center.status == CenterStatus::Open { show(tx, center, organization, now).await } else { Ok(()) }
}

/// Puts a center into the finder.
async fn show(tx: &mut Tx, center: &ServiceCenter, organization: &Organization, now: Timestamp) -> Result<(), Error> {
    let arguments = args![
        center.id,
        organization.kind.name(),
        json(&organization.name)?,
        json(&center.name)?,
        json(&center.town)?,
        center.address.as_str(),
        center.phone.as_str(),
        center.offers_appointments,
        center.last_checked_at,
    ];
    tx.execute(&ADD_CARD, arguments).await?.exactly_one()?;
    let key = center.town.key();
    let middle = crate::town::place_of(tx, &key).await?;
    let flags = center.hours.flags(okno_domain::service_center::day_in(&center.time_zone, now));
    for accreditation in &center.accreditations {
        // A center is found on no day on which its organization may do nothing.
        let until = accreditation.valid_until.unwrap_or(WITHOUT_END);
        let Some((from, until)) = organization.term.cut(accreditation.valid_from, until) else { continue };
        let arguments = args![
            accreditation.service.name(),
            key.as_str(),
            center.id,
            from,
            until,
            center.place.latitude(),
            center.place.longitude(),
            flags.bits(),
            center.hours.as_str(),
            center.time_zone.iana_name().unwrap_or("UTC"),
            center.name.get(Locale::Ru),
            center.name.get(Locale::En),
            center.name.get(Locale::Fr),
            middle.map_or(0.0, |middle| middle.remoteness(center.place)),
            draw(center.id),
        ];
        tx.execute(&ADD_OFFER, arguments).await?.exactly_one()?;
        let which = args![accreditation.service.name(), key.as_str(), center.id, from];
        tx.execute(&ADD_MARK, which).await?.exactly_one()?;
    }
    Ok(())
}

/// A number by which centers are drawn: the same for a center at all times, and nothing of where or when it came to be.
fn draw(id: CenterId) -> i64 {
    id.uuid().as_u64_pair().1.wrapping_mul(0x9E37_79B9_7F4A_7C15).cast_signed()
}

/// Counts anew how many centers towns have.
pub async fn count(tx: &mut Tx) -> Result<(), Error> {
    tx.execute(&CLEAR_COUNTS, args![]).await?.any();
    tx.execute(&COUNT, args![]).await?.any();
    Ok(())
}

/// Up to `most` open centers that nobody has checked since `before`, the longest first.
pub async fn stale(read: &mut Read, before: Timestamp, most: i64) -> Result<Vec<StaleCenter>, Error> {
    let decode = |row: &Row| {
        Ok(StaleCenter {
            id: row.get("center_id")?,
            external_id: row.get("external_id")?,
            name: texts(row, "name")?,
            town: town(row, "town")?,
            owner: row.get("owner")?,
            last_checked_at: row.get("last_checked_at")?,
        })
    };
    read.query_all(&STALE, args![before, most]).await?.iter().map(decode).collect()
}
