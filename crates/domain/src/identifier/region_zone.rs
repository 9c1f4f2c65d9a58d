//! The time zones of the country's regions, by name: offsets of the past differ and are the zone database's to know.

use jiff::tz::TimeZone;

reasons! {
    /// Why a text is not the zone of a region.
    RegionZoneRefusal {
        /// Not one of the zones in force.
        Unknown => "region-zone-unknown",
    }
}

/// The zones from west to east, each with its distance from Moscow in hours.
const ZONES: [(&str, i8); 26] = [
    ("Europe/Kaliningrad", -1),
    ("Europe/Moscow", 0),
    ("Europe/Kirov", 0),
    ("Europe/Volgograd", 0),
    ("Europe/Samara", 1),
    ("Europe/Astrakhan", 1),
    ("Europe/Saratov", 1),
    ("Europe/Ulyanovsk", 1),
    ("Asia/Yekaterinburg", 2),
    ("Asia/Omsk", 3),
    ("Asia/Krasnoyarsk", 4),
    ("Asia/Novosibirsk", 4),
    ("Asia/Barnaul", 4),
    ("Asia/Tomsk", 4),
    ("Asia/Novokuznetsk", 4),
    ("Asia/Irkutsk", 5),
    ("Asia/Yakutsk", 6),
    ("Asia/Chita", 6),
    ("Asia/Khandyga", 6),
    ("Asia/Vladivostok", 7),
    ("Asia/Ust-Nera", 7),
    ("Asia/Magadan", 8),
    ("Asia/Sakhalin", 8),
    ("Asia/Srednekolymsk", 8),
    ("Asia/Kamchatka", 9),
    ("Asia/Anadyr", 9),
];

/// The zone of a person's region, by its name in the zone database.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionZone(String);

checked_text!(RegionZone, public, RegionZoneRefusal);

impl RegionZone {
    /// Reads the name of a zone in force in the country.
    pub fn parse(text: &str) -> Result<Self, RegionZoneRefusal> {
        let known = ZONES.into_iter().find(|(name, _)| *name == text.trim());
        known.map(|(name, _)| Self(name.to_owned())).ok_or(RegionZoneRefusal::Unknown)
    }

    /// The zone of Moscow, for persons whose region is not known.
    pub fn moscow() -> Self {
        Self("Europe/Moscow".to_owned())
    }

    /// Every zone with its distance from Moscow in hours, from west to east: the choices of a form.
    pub fn all() -> impl Iterator<Item = (Self, i8)> {
        ZONES.into_iter().map(|(name, from_moscow)| (Self(name.to_owned()), from_moscow))
    }

    /// The distance from Moscow in hours.
    pub fn from_moscow(&self) -> i8 {
        ZONES.into_iter().find(|(name, _)| *name == self.0).map_or(0, |(_, hours)| hours)
    }

    /// The zone's rules, for showing instants.
    pub fn time_zone(&self) -> TimeZone {
        TimeZone::get(&self.0).unwrap_or(TimeZone::UTC)
    }
}

#[cfg(test)]
mod tests {
    use jiff::{civil::date, tz::Offset};

    use super::*;

    fn offset(zone: &RegionZone, year: i16, month: i8, day: i8) -> Offset {
        let zoned = date(year, month, day).at(12, 0, 0, 0).to_zoned(zone.time_zone()).unwrap();
        zoned.offset()
    }

    #[test]
    fn the_table_agrees_with_the_zone_database() {
        for (zone, from_moscow) in RegionZone::all() {
            for month in [1, 7] {
                assert_eq!(offset(&zone, 2026, month, 15), jiff::tz::offset(3 + from_moscow), "{zone:?}");
            }
            assert_eq!(RegionZone::parse(zone.as_str()).unwrap().from_moscow(), from_moscow);
        }
        assert_eq!(RegionZone::parse("Europe/Paris"), Err(RegionZoneRefusal::Unknown));
    }

    #[test]
    fn the_past_had_other_offsets() {
        let moscow = RegionZone::moscow();
        for (year, month, day, hours) in [(1985, 1, 15, 3), (1985, 7, 15, 4), (2012, 1, 15, 4), (2014, 10, 27, 3)] {
            assert_eq!(offset(&moscow, year, month, day), jiff::tz::offset(hours));
        }
        let volgograd = RegionZone::parse("Europe/Volgograd").unwrap();
        assert_eq!(offset(&volgograd, 2020, 7, 1), jiff::tz::offset(4));
    }
}
