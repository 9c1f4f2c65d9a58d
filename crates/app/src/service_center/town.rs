//! From what people type to a town.

use okno_domain::{
    locale::{Locale, Texts},
    service_center::{CenterService, Place, Town, address_parts, is_close, search_key},
};
use okno_store::{
    Read,
    town::{self, TownRow},
};

use crate::error::Result;

/// Towns that are known without having a center; so whoever lives there is led to the nearest.
const BUILT_IN: &str = include_str!("../../data/towns.csv");
/// Towns that are offered when several may be meant.
const MOST_OFFERED: u16 = 20;
/// Names that are compared letter by letter when nothing else helps.
const MOST_COMPARED: u16 = 2000;

/// What a text may mean.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meant {
    /// This town.
    One(Box<TownRow>),
    /// One of these.
    Several(Vec<TownRow>),
    /// Nothing that is known.
    Nothing,
}

impl Meant {
    fn of(mut towns: Vec<TownRow>, parts: &[String]) -> Self {
        if towns.len() > 1 && towns.iter().any(|town| parts.contains(&search_key(&town.region))) {
            towns.retain(|town| parts.contains(&search_key(&town.region)));
        }
        if towns.len() > 1 {
            return Self::Several(towns);
        }
        towns.pop().map_or(Self::Nothing, |town| Self::One(Box::new(town)))
    }
}

/// The town that this text names: its name in any language, the beginning of a name, an address, a name with one wrong
/// letter.
pub(super) async fn meant(read: &mut Read, service: CenterService, text: &str) -> Result<Meant> {
    let parts = address_parts(text);
    for part in &parts {
        let found = Meant::of(town::named(read, service, part).await?, &parts);
        if found != Meant::Nothing {
            return Ok(found);
        }
    }
    let Some(first) = parts.first() else { return Ok(Meant::Nothing) };
    let beginning = town::beginning_with(read, service, first, MOST_OFFERED).await?;
    if !beginning.is_empty() {
        return Ok(Meant::of(beginning, &parts));
    }
    close(read, service, first).await
}

async fn close(read: &mut Read, service: CenterService, typed: &str) -> Result<Meant> {
    let first: String = typed.chars().take(1).collect();
    let mut keys: Vec<String> = Vec::new();
    for (name, key) in town::names(read, &first, MOST_COMPARED).await? {
        if is_close(&name, typed) && !keys.contains(&key) {
            keys.push(key);
        }
    }
    let mut towns = Vec::new();
    for key in keys.iter().take(MOST_OFFERED.into()) {
        towns.extend(town::find(read, service, key).await?);
    }
    Ok(Meant::of(towns, &[]))
}

/// A town that is built in.
#[derive(Clone, Debug)]
pub(super) struct KnownTown {
    /// The town.
    pub(super) town: Town,
    /// Its middle.
    pub(super) place: Place,
}

/// The towns that are built in.
pub(super) fn built_in() -> Vec<KnownTown> {
    let known = |line: &str| {
        let mut columns = line.split(',');
        let mut next = || columns.next();
        let name = Texts::new(next()?, next()?, next()?);
        let region = next()?.to_owned();
        let place = Place::new(next()?.parse().ok()?, next()?.parse().ok()?)?;
        Some(KnownTown { town: Town { name, region }, place })
    };
    BUILT_IN.lines().skip(1).filter_map(known).collect()
}

/// The town of a record, with the region and the names that are built in where the file leaves them out.
pub(super) fn completed(town: Town, known: &[KnownTown]) -> Town {
    let key = |town: &Town| search_key(town.name.get(Locale::Ru));
    let same = |other: &&KnownTown| key(&other.town) == key(&town);
    let region = search_key(&town.region);
    let found =
        known.iter().find(|other| same(other) && (region.is_empty() || search_key(&other.town.region) == region));
    found.map_or(town, |found| found.town.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_towns_are_sound() {
        let towns = built_in();
        assert_eq!(towns.len(), BUILT_IN.lines().count() - 1);
        let mut keys: Vec<String> = towns.iter().map(|known| known.town.key()).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), towns.len());
        assert!(towns.iter().all(|known| known.town.name.is_complete()));
        let typed = Town { name: Texts::new("орел", "орел", "орел"), region: String::new() };
        assert_eq!(completed(typed, &towns).region, "Орловская область");
    }
}
