//! Towns, their names in all languages, and how many centers they have.

use okno_domain::{
    locale::{Locale, Texts},
    service_center::{CenterService, Place, Town, search_key},
};

use crate::{
    db::{Error, Read, Row, Tx, args, statements},
    service_center::{json, place, texts},
};

statements! {
    /// Stores a town, or its new place.
    SAVE = reference "town.save" "INSERT INTO town (town_key, name, region, latitude, longitude) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (town_key) DO UPDATE SET name = excluded.name, region = excluded.region, latitude = excluded.latitude, longitude = excluded.longitude" => [];
    /// Stores a town, unless it is known.
    ADD = reference "town.add" "INSERT INTO town (town_key, name, region, latitude, longitude) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (town_key) DO NOTHING" => [];
    /// Notes one of its names.
    ADD_NAME = reference "town_name.add" "INSERT INTO town_name (name_key, town_key) VALUES ($1, $2) ON CONFLICT (name_key, town_key) DO NOTHING" => [];
    /// Towns whose names begin so, those with the most centers for a service first.
    BY_NAME = reference "town_name.find" "SELECT DISTINCT t.town_key, t.name, t.region, t.latitude, t.longitude, COALESCE(o.centers, 0) AS centers FROM town_name n JOIN town t ON t.town_key = n.town_key LEFT JOIN town_offer o ON o.town_key = n.town_key AND o.service = $1 WHERE n.name_key >= $2 AND n.name_key < $3 ORDER BY centers DESC, t.town_key LIMIT $4"
        => [town_key: Text, name: Json, region: Text, latitude: F64, longitude: F64, centers: I64];
    /// Names that begin so, for those who mistype.
    NAMES = reference "town_name.list" "SELECT name_key, town_key FROM town_name WHERE name_key >= $1 AND name_key < $2 ORDER BY name_key LIMIT $3" => [name_key: Bytes, town_key: Text];
    /// One town.
    FIND = reference "town.find" "SELECT t.town_key, t.name, t.region, t.latitude, t.longitude, COALESCE(o.centers, 0) AS centers FROM town t LEFT JOIN town_offer o ON o.town_key = t.town_key AND o.service = $1 WHERE t.town_key = $2"
        => [town_key: Text, name: Json, region: Text, latitude: F64, longitude: F64, centers: I64];
    /// The towns with the most centers for a service.
    LARGEST = reference "town_offer.largest" "SELECT t.town_key, t.name, t.region, t.latitude, t.longitude, o.centers FROM (SELECT town_key, centers FROM town_offer WHERE service = $1 ORDER BY centers DESC, town_key LIMIT $2) o JOIN town t ON t.town_key = o.town_key ORDER BY o.centers DESC, t.town_key"
        => [town_key: Text, name: Json, region: Text, latitude: F64, longitude: F64, centers: I64];
    /// The same, as a map writes them.
    LABELS = reference "town_offer.labels" "SELECT t.name ->> CAST($3 AS TEXT) AS name, t.latitude, t.longitude FROM (SELECT town_key, centers FROM town_offer WHERE service = $1 ORDER BY centers DESC, town_key LIMIT $2) o JOIN town t ON t.town_key = o.town_key ORDER BY o.centers DESC, t.town_key"
        => [name: Text, latitude: F64, longitude: F64];
    /// Where one is.
    PLACE = reference "town.place" "SELECT latitude, longitude FROM town WHERE town_key = $1" => [latitude: F64, longitude: F64];
    /// How far its centers for a service are from its middle, when that has moved.
    MOVED = reference "center_offer.moved" "UPDATE center_offer SET remoteness = (latitude - $3) * (latitude - $3) + (longitude - $4) * (longitude - $4) * $5 WHERE service = $1 AND town_key = $2" => [];
}

/// A town with what the finder knows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct TownRow {
    /// What it is found by.
    pub key: String,
    /// Its name.
    pub name: Texts,
    /// Its region.
    pub region: String,
    /// Its middle.
    pub place: Place,
    /// How many centers of it offer the service.
    pub centers: i64,
}

fn decode(row: &Row) -> Result<TownRow, Error> {
    Ok(TownRow {
        key: row.get("town_key")?,
        name: texts(row, "name")?,
        region: row.get("region")?,
        place: place(row)?,
        centers: row.get("centers")?,
    })
}

/// The names that begin with this lie between these two.
fn range(prefix: &str) -> (Vec<u8>, Vec<u8>) {
    let from = prefix.as_bytes().to_vec();
    let mut until = from.clone();
    // No UTF-8 text holds this byte.
    until.push(0xFF);
    (from, until)
}

/// Stores a town at this place, or its new place when `known_better`.
pub async fn save(tx: &mut Tx, town: &Town, at: Place, known_better: bool) -> Result<(), Error> {
    let key = town.key();
    let statement = if known_better { &SAVE } else { &ADD };
    let moves = known_better && place_of(tx, &key).await?.is_some_and(|before| before != at);
    let arguments = args![key.as_str(), json(&town.name)?, town.region.as_str(), at.latitude(), at.longitude()];
    tx.execute(statement, arguments).await?.any();
    if moves {
        for service in CenterService::ALL {
            let arguments = args![service.name(), key.as_str(), at.latitude(), at.longitude(), at.east_weight()];
            tx.execute(&MOVED, arguments).await?.any();
        }
    }
    for locale in Locale::ALL {
        let name = search_key(town.name.get(locale));
        tx.execute(&ADD_NAME, args![*name.as_bytes(), key.as_str()]).await?.any();
    }
    Ok(())
}

/// Up to `most` towns one of whose names begins with this compared name.
pub async fn beginning_with(
    read: &mut Read,
    service: CenterService,
    prefix: &str,
    most: u16,
) -> Result<Vec<TownRow>, Error> {
    let (from, until) = range(prefix);
    read.query_all(&BY_NAME, args![service.name(), from, until, most]).await?.iter().map(decode).collect()
}

/// Towns that have exactly this compared name.
pub async fn named(read: &mut Read, service: CenterService, name: &str) -> Result<Vec<TownRow>, Error> {
    // Nothing lies between a name and the same with one more zero byte.
    let from = name.as_bytes().to_vec();
    let mut until = from.clone();
    until.push(0);
    read.query_all(&BY_NAME, args![service.name(), from, until, 20_u16]).await?.iter().map(decode).collect()
}

/// Up to `most` compared names that begin with this, with the keys of their towns.
pub async fn names(read: &mut Read, prefix: &str, most: u16) -> Result<Vec<(String, String)>, Error> {
    let (from, until) = range(prefix);
    let decode = |row: &Row| {
        let name = String::from_utf8(row.get("name_key")?).map_err(|_| row.corrupt("name_key"))?;
        Ok((name, row.get("town_key")?))
    };
    read.query_all(&NAMES, args![from, until, most]).await?.iter().map(decode).collect()
}

/// The town with this key.
pub async fn find(read: &mut Read, service: CenterService, key: &str) -> Result<Option<TownRow>, Error> {
    read.query_opt(&FIND, args![service.name(), key]).await?.as_ref().map(decode).transpose()
}

/// Up to `most` towns with the most centers for a service.
pub async fn largest(read: &mut Read, service: CenterService, most: u16) -> Result<Vec<TownRow>, Error> {
    read.query_all(&LARGEST, args![service.name(), most]).await?.iter().map(decode).collect()
}

/// A town as a map writes it.
#[derive(Clone, Debug, PartialEq)]
pub struct TownLabel {
    /// Its middle.
    pub place: Place,
    /// Its name, in the language that was asked for.
    pub name: String,
}

/// The same, named in this language.
pub async fn labels(
    read: &mut Read,
    service: CenterService,
    most: u16,
    locale: Locale,
) -> Result<Vec<TownLabel>, Error> {
    let decode = |row: &Row| Ok(TownLabel { place: place(row)?, name: row.get("name")? });
    read.query_all(&LABELS, args![service.name(), most, locale.tag()]).await?.iter().map(decode).collect()
}

/// The middle of a town, if it is known.
pub(crate) async fn place_of(read: &mut Read, key: &str) -> Result<Option<Place>, Error> {
    read.query_opt(&PLACE, args![key]).await?.as_ref().map(place).transpose()
}
