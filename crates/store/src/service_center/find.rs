//! The finder's statements. Each takes the nearest offers first and looks at the cards of those only.

use okno_domain::{
    locale::{Locale, Texts},
    organization::OrganizationKind,
    service_center::{Area, CenterId, CenterService, HourFlags, Place, Town},
    time::{Date, Timestamp},
};

use super::{WITHOUT_END, place, texts, town};
use crate::{
    db::{Error, Read, Row, ToValue, Value, args, statements},
    town::TownRow,
};

statements! {
    /// Centers of a town, the nearest to its middle first, in the order of their index.
    IN_TOWN = reference "center_offer.in_town" "SELECT o.center_id, o.valid_from, o.valid_until, o.latitude, o.longitude, o.opening_hours, o.time_zone, c.organization_kind, c.organization_name, c.name, c.town, c.address, c.phone, c.appointments, c.last_checked_at FROM (SELECT center_id, valid_from, valid_until, latitude, longitude, opening_hours, time_zone, remoteness FROM center_offer WHERE service = $1 AND valid_from <= $2 AND valid_until >= $3 AND (hour_flags & $4) = $4 AND town_key = $6 ORDER BY remoteness, center_id LIMIT $5) o JOIN center_card c ON c.center_id = o.center_id ORDER BY o.remoteness, o.center_id"
        => [center_id: Id, valid_from: Date, valid_until: Date, latitude: F64, longitude: F64, opening_hours: Text, time_zone: Text, organization_kind: Text, organization_name: Json, name: Json, town: Json, address: Text, phone: Text, appointments: Bool, last_checked_at: Instant];
    /// Centers of an area of a few degrees, the nearest first: they are chosen by the index alone.
    NEAR = reference "center_mark.near" "SELECT m.center_id, m.valid_from, m.valid_until, m.latitude, m.longitude, m.opening_hours, m.time_zone, c.organization_kind, c.organization_name, c.name, c.town, c.address, c.phone, c.appointments, c.last_checked_at FROM (SELECT center_id, valid_from, latitude, longitude, (latitude - $6) * (latitude - $6) + (longitude - $7) * (longitude - $7) * $8 AS remoteness FROM center_mark WHERE service = $1 AND valid_from <= $2 AND valid_until >= $3 AND (hour_flags & $4) = $4 AND +latitude BETWEEN $9 AND $10 AND longitude BETWEEN $11 AND $12 AND CAST(latitude * 4 AS BIGINT) IN ($13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36) ORDER BY remoteness, center_id LIMIT $5) o JOIN center_mark m ON m.service = $1 AND m.latitude = o.latitude AND m.longitude = o.longitude AND m.center_id = o.center_id AND m.valid_from = o.valid_from JOIN center_card c ON c.center_id = o.center_id ORDER BY o.remoteness, o.center_id"
        => [center_id: Id, valid_from: Date, valid_until: Date, latitude: F64, longitude: F64, opening_hours: Text, time_zone: Text, organization_kind: Text, organization_name: Json, name: Json, town: Json, address: Text, phone: Text, appointments: Bool, last_checked_at: Instant];
    /// Centers of a wide area, the nearest first.
    AROUND = reference "center_mark.around" "SELECT o.center_id, o.valid_from, o.valid_until, o.latitude, o.longitude, o.opening_hours, o.time_zone, c.organization_kind, c.organization_name, c.name, c.town, c.address, c.phone, c.appointments, c.last_checked_at FROM (SELECT center_id, valid_from, valid_until, latitude, longitude, opening_hours, time_zone, (latitude - $6) * (latitude - $6) + (longitude - $7) * (longitude - $7) * $8 AS remoteness FROM center_mark WHERE service = $1 AND valid_from <= $2 AND valid_until >= $3 AND (hour_flags & $4) = $4 AND latitude BETWEEN $9 AND $10 AND longitude BETWEEN $11 AND $12 ORDER BY remoteness, center_id LIMIT $5) o JOIN center_card c ON c.center_id = o.center_id ORDER BY o.remoteness, o.center_id"
        => [center_id: Id, valid_from: Date, valid_until: Date, latitude: F64, longitude: F64, opening_hours: Text, time_zone: Text, organization_kind: Text, organization_name: Json, name: Json, town: Json, address: Text, phone: Text, appointments: Bool, last_checked_at: Instant];
    /// How many offers are in an area.
    COUNT_AROUND = reference "center_mark.count" "SELECT COUNT(*) AS offers FROM center_mark WHERE service = $1 AND valid_from <= $2 AND valid_until >= $3 AND (hour_flags & $4) = $4 AND +latitude BETWEEN $5 AND $6 AND longitude BETWEEN $7 AND $8 AND CAST(latitude * 4 AS BIGINT) IN ($9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)" => [offers: I64];
    /// What a map needs of the centers of an area, in no order: so many are sorted quicker without their texts.
    MARKS_AROUND = reference "center_mark.find" "SELECT center_id, latitude, longitude, CASE CAST($10 AS TEXT) WHEN 'ru' THEN name_ru WHEN 'fr' THEN name_fr ELSE name_en END AS name, CASE WHEN CAST($11 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN valid_from END AS valid_from, CASE WHEN CAST($11 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN valid_until END AS valid_until, CASE WHEN CAST($11 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN opening_hours END AS opening_hours, CASE WHEN CAST($11 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN time_zone END AS time_zone FROM center_mark WHERE service = $1 AND valid_from <= $2 AND valid_until >= $3 AND (hour_flags & $4) = $4 AND +latitude BETWEEN $6 AND $7 AND longitude BETWEEN $8 AND $9 AND CAST(latitude * 4 AS BIGINT) IN ($12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35) LIMIT $5" => [center_id: Id, latitude: F64, longitude: F64, name: Text, valid_from: Date, valid_until: Date, opening_hours: Text, time_zone: Text];
    /// The same of the nearest where there are more than are wanted.
    NEAREST_MARKS_AROUND = reference "center_mark.nearest" "SELECT center_id, latitude, longitude, CASE CAST($10 AS TEXT) WHEN 'ru' THEN name_ru WHEN 'fr' THEN name_fr ELSE name_en END AS name, CASE WHEN CAST($11 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN valid_from END AS valid_from, CASE WHEN CAST($11 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN valid_until END AS valid_until, CASE WHEN CAST($11 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN opening_hours END AS opening_hours, CASE WHEN CAST($11 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN time_zone END AS time_zone FROM center_mark WHERE service = $1 AND valid_from <= $2 AND valid_until >= $3 AND (hour_flags & $4) = $4 AND +latitude BETWEEN $6 AND $7 AND longitude BETWEEN $8 AND $9 AND CAST(latitude * 4 AS BIGINT) IN ($12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35) ORDER BY (latitude - $36) * (latitude - $36) + (longitude - $37) * (longitude - $37) * $38 LIMIT $5" => [center_id: Id, latitude: F64, longitude: F64, name: Text, valid_from: Date, valid_until: Date, opening_hours: Text, time_zone: Text];
    /// What a map needs of the centers of a town, as they lie.
    MARKS_IN_TOWN = reference "center_offer.marks_in_town" "SELECT center_id, latitude, longitude, CASE CAST($7 AS TEXT) WHEN 'ru' THEN name_ru WHEN 'fr' THEN name_fr ELSE name_en END AS name, CASE WHEN CAST($8 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN valid_from END AS valid_from, CASE WHEN CAST($8 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN valid_until END AS valid_until, CASE WHEN CAST($8 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN opening_hours END AS opening_hours, CASE WHEN CAST($8 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN time_zone END AS time_zone FROM center_offer WHERE service = $1 AND valid_from <= $2 AND valid_until >= $3 AND (hour_flags & $4) = $4 AND town_key = $6 LIMIT $5" => [center_id: Id, latitude: F64, longitude: F64, name: Text, valid_from: Date, valid_until: Date, opening_hours: Text, time_zone: Text];
    /// The same of those nearest to its middle where there are more than are wanted.
    NEAREST_MARKS_IN_TOWN = reference "center_offer.nearest_marks_in_town" "SELECT center_id, latitude, longitude, CASE CAST($7 AS TEXT) WHEN 'ru' THEN name_ru WHEN 'fr' THEN name_fr ELSE name_en END AS name, CASE WHEN CAST($8 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN valid_from END AS valid_from, CASE WHEN CAST($8 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN valid_until END AS valid_until, CASE WHEN CAST($8 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN opening_hours END AS opening_hours, CASE WHEN CAST($8 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN time_zone END AS time_zone FROM center_offer WHERE service = $1 AND valid_from <= $2 AND valid_until >= $3 AND (hour_flags & $4) = $4 AND town_key = $6 ORDER BY remoteness, center_id LIMIT $5" => [center_id: Id, latitude: F64, longitude: F64, name: Text, valid_from: Date, valid_until: Date, opening_hours: Text, time_zone: Text];
    /// What a map needs of some centers of the whole country, spread as all of them are.
    MARKS_ANYWHERE = reference "center_offer.marks_anywhere" "SELECT center_id, latitude, longitude, CASE CAST($6 AS TEXT) WHEN 'ru' THEN name_ru WHEN 'fr' THEN name_fr ELSE name_en END AS name, CASE WHEN CAST($7 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN valid_from END AS valid_from, CASE WHEN CAST($7 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN valid_until END AS valid_until, CASE WHEN CAST($7 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN opening_hours END AS opening_hours, CASE WHEN CAST($7 AS BIGINT) = 1 OR valid_from > $3 OR valid_until < $2 THEN time_zone END AS time_zone FROM center_offer WHERE service = $1 AND valid_from <= $2 AND valid_until >= $3 AND (hour_flags & $4) = $4 ORDER BY draw, center_id LIMIT $5" => [center_id: Id, latitude: F64, longitude: F64, name: Text, valid_from: Date, valid_until: Date, opening_hours: Text, time_zone: Text];
    /// What a list shows of one center.
    CARD = reference "center_card.find" "SELECT organization_kind, organization_name, name, town, address, phone, appointments, last_checked_at FROM center_card WHERE center_id = $1"
        => [organization_kind: Text, organization_name: Json, name: Json, town: Json, address: Text, phone: Text, appointments: Bool, last_checked_at: Instant];
}

/// The bands of latitude in a degree, as the index has them.
const BANDS_PER_DEGREE: f64 = 4.0;
/// The farthest, with one beyond the pole.
const MOST_BAND: i32 = 361;
/// How many a statement names: enough for 250 km each way.
const BANDS: usize = 24;

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
    /// The center.
    pub id: CenterId,
    /// Where it is.
    pub place: Place,
    /// What the center is called, in the language that was asked for.
    pub name: String,
    /// When it is open, and by which clock: only where that was asked for, or where the clock decides whether it may do the
    /// service today.
    pub offer: Option<Offer>,
}

/// What a map wants to know.
#[derive(Clone, Copy, Debug)]
pub struct MarksWanted {
    /// What is looked for.
    pub wanted: Wanted,
    /// The language of names.
    pub locale: Locale,
    /// Whether hours are needed.
    pub hours: bool,
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
        args![self.service.name(), self.latest_begin, self.earliest_end, self.hours.bits(), self.most]
    }

    fn in_town(&self, town_key: &str) -> Vec<Value> {
        let mut arguments = self.arguments();
        arguments.extend(args![town_key]);
        arguments
    }

    fn in_area(&self, from: Place, area: &Area) -> Vec<Value> {
        let mut arguments = self.arguments();
        arguments.extend(args![from.latitude(), from.longitude(), from.east_weight()]);
        arguments.extend(args![area.south, area.north, area.west, area.east]);
        arguments
    }
}

impl MarksWanted {
    /// Arguments, then the language and whether hours are needed.
    fn arguments(&self, between: Vec<Value>) -> Vec<Value> {
        let mut arguments = self.wanted.arguments();
        arguments.extend(between);
        arguments.extend(args![self.locale.tag(), i64::from(self.hours)]);
        arguments
    }

    fn in_area(&self, area: &Area) -> Result<Vec<Value>, Error> {
        let mut arguments = self.arguments(args![area.south, area.north, area.west, area.east]);
        arguments.extend(bands(area).ok_or_else(too_wide)?);
        Ok(arguments)
    }

    fn most(&self) -> i64 {
        self.wanted.most.into()
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
    let zone: Option<String> = row.get("time_zone")?;
    Ok(Mark {
        id: row.get("center_id")?,
        place: place(row)?,
        name: row.get("name")?,
        offer: zone.map(|_| offer(row)).transpose()?,
    })
}

fn hit(row: &Row) -> Result<Hit, Error> {
    Ok(Hit { offer: offer(row)?, card: decode_card(row)? })
}

/// The centers of a town that may do the service, the nearest first.
pub async fn in_town(read: &mut Read, wanted: &Wanted, town_key: &str) -> Result<Vec<Hit>, Error> {
    read.query_all(&IN_TOWN, wanted.in_town(town_key)).await?.iter().map(hit).collect()
}

/// The centers of an area that may do the service, the nearest to this point first.
pub async fn around(read: &mut Read, wanted: &Wanted, from: Place, area: &Area) -> Result<Vec<Hit>, Error> {
    let mut arguments = wanted.in_area(from, area);
    let statement = match bands(area) {
        Some(bands) => {
            arguments.extend(bands);
            &NEAR
        }
        None => &AROUND,
    };
    read.query_all(statement, arguments).await?.iter().map(hit).collect()
}

/// The bands of latitude that an area touches, as many as the statements name; none where it touches more. A band is a quarter of a
/// degree, so that within one the centers lie by longitude in their index: a rectangle is read as a few pieces of it, and not as all
/// that is as far north.
fn bands(area: &Area) -> Option<Vec<Value>> {
    // One database rounds a number, the other cuts it off; a band more on each side is good for both.
    let first = area.south * BANDS_PER_DEGREE - 1.0;
    let last = area.north * BANDS_PER_DEGREE + 1.0;
    let touched = (-MOST_BAND..=MOST_BAND).filter(|band| (first..=last).contains(&f64::from(*band)));
    let mut bands: Vec<Value> = touched.map(|band| i64::from(band).to_value()).collect();
    // A band that is named again is not read again.
    let again = bands.last()?.clone();
    if bands.len() > BANDS {
        return None;
    }
    bands.resize(BANDS, again);
    Some(bands)
}

fn too_wide() -> Error {
    Error::Bug("an area of a map is wider than the statements take".to_owned())
}

/// The points of a town's centers, the nearest to its middle where it has more than are wanted; in no order.
pub async fn marks_in_town(read: &mut Read, marks: &MarksWanted, town: &TownRow) -> Result<Vec<Mark>, Error> {
    let statement = if town.centers > marks.most() { &NEAREST_MARKS_IN_TOWN } else { &MARKS_IN_TOWN };
    read.query_all(statement, marks.arguments(args![town.key.as_str()])).await?.iter().map(mark).collect()
}

/// How many offers are in an area.
pub async fn count_around(read: &mut Read, wanted: &Wanted, area: &Area) -> Result<i64, Error> {
    let mut arguments = wanted.arguments();
    // All but how many to give.
    arguments.pop();
    arguments.extend(args![area.south, area.north, area.west, area.east]);
    arguments.extend(bands(area).ok_or_else(too_wide)?);
    read.query_one(&COUNT_AROUND, arguments).await?.get("offers")
}

/// The points of an area's centers, in no order, up to twice as many as are wanted; those nearest to this point where there are more.
pub async fn marks_around(read: &mut Read, marks: &MarksWanted, from: Place, area: &Area) -> Result<Vec<Mark>, Error> {
    // Reading a few more costs less than having the database sort them.
    let twice = marks.wanted.most.saturating_mul(2);
    let several = MarksWanted { wanted: Wanted { most: twice, ..marks.wanted }, ..*marks };
    let rows = read.query_all(&MARKS_AROUND, several.in_area(area)?).await?;
    if rows.len() < usize::from(twice) {
        return rows.iter().map(mark).collect();
    }
    let mut arguments = marks.in_area(area)?;
    arguments.extend(args![from.latitude(), from.longitude(), from.east_weight()]);
    read.query_all(&NEAREST_MARKS_AROUND, arguments).await?.iter().map(mark).collect()
}

/// The points of some centers anywhere: all of them where there are no more than are wanted, else a
/// draw that is spread over the country as the centers are.
pub async fn marks_anywhere(read: &mut Read, marks: &MarksWanted) -> Result<Vec<Mark>, Error> {
    read.query_all(&MARKS_ANYWHERE, marks.arguments(args![])).await?.iter().map(mark).collect()
}

/// What is shown of one open center.
pub async fn card(read: &mut Read, id: CenterId) -> Result<Option<Card>, Error> {
    read.query_opt(&CARD, args![id]).await?.as_ref().map(decode_card).transpose()
}
