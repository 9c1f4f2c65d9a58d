//! The finder's statements. Each takes the nearest offers first and looks at the cards of those only.

use okno_domain::{
    locale::{Locale, Texts},
    organization::OrganizationKind,
    service_center::{Area, CenterId, CenterService, HourFlags, Place, Town},
    time::{Date, Timestamp},
};

use super::{WITHOUT_END, place, texts, town};
use crate::db::{Error, Read, Row, Value, args, statements};

statements! {
    /// Centers of a town, the nearest first.
    IN_TOWN = reference "center_offer.in_town" "SELECT o.center_id, o.valid_from, o.valid_until, o.latitude, o.longitude, o.opening_hours, o.time_zone, c.organization_kind, c.organization_name, c.name, c.town, c.address, c.phone, c.appointments, c.last_checked_at FROM (SELECT center_id, valid_from, valid_until, latitude, longitude, opening_hours, time_zone, (latitude - $5) * (latitude - $5) + (longitude - $6) * (longitude - $6) * $7 AS remoteness FROM center_offer WHERE service = $1 AND valid_from <= $2 AND valid_until >= $3 AND (hour_flags & $4) = $4 AND town_key = $9 ORDER BY remoteness, center_id LIMIT $8) o JOIN center_card c ON c.center_id = o.center_id ORDER BY o.remoteness, o.center_id"
        => [center_id: Id, valid_from: Date, valid_until: Date, latitude: F64, longitude: F64, opening_hours: Text, time_zone: Text, organization_kind: Text, organization_name: Json, name: Json, town: Json, address: Text, phone: Text, appointments: Bool, last_checked_at: Instant];
    /// Centers of an area, the nearest first.
    AROUND = reference "center_offer.around" "SELECT o.center_id, o.valid_from, o.valid_until, o.latitude, o.longitude, o.opening_hours, o.time_zone, c.organization_kind, c.organization_name, c.name, c.town, c.address, c.phone, c.appointments, c.last_checked_at FROM (SELECT center_id, valid_from, valid_until, latitude, longitude, opening_hours, time_zone, (latitude - $5) * (latitude - $5) + (longitude - $6) * (longitude - $6) * $7 AS remoteness FROM center_offer WHERE service = $1 AND valid_from <= $2 AND valid_until >= $3 AND (hour_flags & $4) = $4 AND latitude BETWEEN $9 AND $10 AND longitude BETWEEN $11 AND $12 ORDER BY remoteness, center_id LIMIT $8) o JOIN center_card c ON c.center_id = o.center_id ORDER BY o.remoteness, o.center_id"
        => [center_id: Id, valid_from: Date, valid_until: Date, latitude: F64, longitude: F64, opening_hours: Text, time_zone: Text, organization_kind: Text, organization_name: Json, name: Json, town: Json, address: Text, phone: Text, appointments: Bool, last_checked_at: Instant];
    /// What a map needs of centers of a town.
    MARKS_IN_TOWN = reference "center_offer.marks_in_town" "SELECT o.center_id, o.valid_from, o.valid_until, o.latitude, o.longitude, o.opening_hours, o.time_zone, c.name ->> CAST($10 AS TEXT) AS name FROM (SELECT center_id, valid_from, valid_until, latitude, longitude, opening_hours, time_zone, (latitude - $5) * (latitude - $5) + (longitude - $6) * (longitude - $6) * $7 AS remoteness FROM center_offer WHERE service = $1 AND valid_from <= $2 AND valid_until >= $3 AND (hour_flags & $4) = $4 AND town_key = $9 ORDER BY remoteness, center_id LIMIT $8) o JOIN center_card c ON c.center_id = o.center_id ORDER BY o.remoteness, o.center_id"
        => [center_id: Id, valid_from: Date, valid_until: Date, latitude: F64, longitude: F64, opening_hours: Text, time_zone: Text, name: Text];
    /// What a map needs of centers of an area.
    MARKS_AROUND = reference "center_offer.marks_around" "SELECT o.center_id, o.valid_from, o.valid_until, o.latitude, o.longitude, o.opening_hours, o.time_zone, c.name ->> CAST($13 AS TEXT) AS name FROM (SELECT center_id, valid_from, valid_until, latitude, longitude, opening_hours, time_zone, (latitude - $5) * (latitude - $5) + (longitude - $6) * (longitude - $6) * $7 AS remoteness FROM center_offer WHERE service = $1 AND valid_from <= $2 AND valid_until >= $3 AND (hour_flags & $4) = $4 AND latitude BETWEEN $9 AND $10 AND longitude BETWEEN $11 AND $12 ORDER BY remoteness, center_id LIMIT $8) o JOIN center_card c ON c.center_id = o.center_id ORDER BY o.remoteness, o.center_id"
        => [center_id: Id, valid_from: Date, valid_until: Date, latitude: F64, longitude: F64, opening_hours: Text, time_zone: Text, name: Text];
    /// What a list shows of one center.
    CARD = reference "center_card.find" "SELECT organization_kind, organization_name, name, town, address, phone, appointments, last_checked_at FROM center_card WHERE center_id = $1"
        => [organization_kind: Text, organization_name: Json, name: Json, town: Json, address: Text, phone: Text, appointments: Bool, last_checked_at: Instant];
}

/// What is looked for, wherever that is.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The service.
    pub service: CenterService,
    /// Accreditations that begin later do not count. Centers have clocks of their own, so the caller looks again.
    pub latest_begin: Date,
    /// Accreditations that end earlier do not count.
    pub earliest_end: Date,
    /// What the hours must have.
    pub hours: HourFlags,
    /// From where distances count.
    pub from: Place,
    /// At most this many.
    pub most: u16,
}

/// What a list shows of a center.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// What its organization is.
    pub organization_kind: OrganizationKind,
    /// What its organization is called.
    pub organization_name: Texts,
    /// What it is called.
    pub name: Texts,
    /// Where it is.
    pub town: Town,
    /// Street and house.
    pub address: String,
    /// Its telephone number.
    pub phone: String,
    /// Whether a visit can be booked.
    pub offers_appointments: bool,
    /// When the record was last checked.
    pub last_checked_at: Timestamp,
}

/// That a center may do a service, and when it is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The center.
    pub id: CenterId,
    /// Where it is.
    pub place: Place,
    /// From which day it may do the service.
    pub valid_from: Date,
    /// Until which day.
    pub valid_until: Option<Date>,
    /// When it is open.
    pub opening_hours: String,
    /// By which clock.
    pub time_zone: String,
}

/// A point of the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The offer.
    pub offer: Offer,
    /// What the center is called, in the language that was asked for.
    pub name: String,
}

/// A center that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The offer.
    pub offer: Offer,
    /// What is shown of it.
    pub card: Card,
}

impl Wanted {
    fn arguments(&self) -> Vec<Value> {
        let (from, weight) = (self.from, self.from.east_weight());
        args![
            self.service.name(),
            self.latest_begin,
            self.earliest_end,
            self.hours.bits(),
            from.latitude(),
            from.longitude(),
            weight,
            self.most,
        ]
    }

    fn in_town(&self, town_key: &str) -> Vec<Value> {
        let mut arguments = self.arguments();
        arguments.extend(args![town_key]);
        arguments
    }

    fn in_area(&self, area: &Area) -> Vec<Value> {
        let mut arguments = self.arguments();
        arguments.extend(args![area.south, area.north, area.west, area.east]);
        arguments
    }
}

fn offer(row: &Row) -> Result<Offer, Error> {
    let until: Date = row.get("valid_until")?;
    Ok(Offer {
        id: row.get("center_id")?,
        place: place(row)?,
        valid_from: row.get("valid_from")?,
        valid_until: (until != WITHOUT_END).then_some(until),
        opening_hours: row.get("opening_hours")?,
        time_zone: row.get("time_zone")?,
    })
}

fn decode_card(row: &Row) -> Result<Card, Error> {
    let kind: String = row.get("organization_kind")?;
    Ok(Card {
        organization_kind: OrganizationKind::from_name(&kind).ok_or_else(|| row.corrupt("organization_kind"))?,
        organization_name: texts(row, "organization_name")?,
        name: texts(row, "name")?,
        town: town(row, "town")?,
        address: row.get("address")?,
        phone: row.get("phone")?,
        offers_appointments: row.get("appointments")?,
        last_checked_at: row.get("last_checked_at")?,
    })
}

fn mark(row: &Row) -> Result<Mark, Error> {
    Ok(Mark { offer: offer(row)?, name: row.get("name")? })
}

fn hit(row: &Row) -> Result<Hit, Error> {
    Ok(Hit { offer: offer(row)?, card: decode_card(row)? })
}

/// The centers of a town that may do the service, the nearest first.
pub async fn in_town(read: &mut Read, wanted: &Wanted, town_key: &str) -> Result<Vec<Hit>, Error> {
    read.query_all(&IN_TOWN, wanted.in_town(town_key)).await?.iter().map(hit).collect()
}

/// The centers of an area that may do the service, the nearest first.
pub async fn around(read: &mut Read, wanted: &Wanted, area: &Area) -> Result<Vec<Hit>, Error> {
    read.query_all(&AROUND, wanted.in_area(area)).await?.iter().map(hit).collect()
}

/// The points of a town's centers, the nearest first, named in this language.
pub async fn marks_in_town(
    read: &mut Read,
    wanted: &Wanted,
    town_key: &str,
    locale: Locale,
) -> Result<Vec<Mark>, Error> {
    let mut arguments = wanted.in_town(town_key);
    arguments.extend(args![locale.tag()]);
    read.query_all(&MARKS_IN_TOWN, arguments).await?.iter().map(mark).collect()
}

/// The points of an area's centers, the nearest first, named in this language.
pub async fn marks_around(read: &mut Read, wanted: &Wanted, area: &Area, locale: Locale) -> Result<Vec<Mark>, Error> {
    let mut arguments = wanted.in_area(area);
    arguments.extend(args![locale.tag()]);
    read.query_all(&MARKS_AROUND, arguments).await?.iter().map(mark).collect()
}

/// What is shown of one open center.
pub async fn card(read: &mut Read, id: CenterId) -> Result<Option<Card>, Error> {
    read.query_opt(&CARD, args![id]).await?.as_ref().map(decode_card).transpose()
}
