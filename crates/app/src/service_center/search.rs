//! The finder: which centers do a service, where, and whether they are open.

use std::{collections::HashSet, sync::Arc};

use jiff::tz::TimeZone;
use okno_domain::{
    locale::{Locale, Texts},
    organization::OrganizationKind,
    service_center::{
        Accreditation, CenterId, CenterService, HourFlags, OpenState, OpeningHours, Place, Town, day_in, is_stale,
        search_key, time_zone,
    },
    time::{Date, HOUR, Timestamp, after},
};
use okno_store::{
    Read,
    service_center::{self as centers, Hit, Mark, MarksWanted, Offer, Wanted},
    town::{self as town_rows, TownLabel, TownRow},
};

use super::town::{self, Meant};
use crate::{
    context::Cx,
    error::{Error, Result},
    settings,
};

/// How far is looked, step by step, in kilometers; the last is farther than anything.
const STEPS_KM: [f64; 6] = [10.0, 50.0, 250.0, 1000.0, 4000.0, 21_000.0];
/// So many near ones are enough to stop looking farther.
const ENOUGH: usize = 10;
/// A town with fewer centers than this is shown with the nearest of other towns.
const FEW: usize = 5;
/// What "nearby" reaches, in kilometers.
const NEARBY_KM: f64 = 150.0;
/// How many centers may be looked through for those that are open now.
const MOST_LOOKED_THROUGH: u16 = 300;
/// How many points a map of a place shows.
const MOST_MARKS: u16 = 500;
/// How many points a map of the whole country shows.
const MOST_DRAWN: u16 = 300;
/// How far a map looks from a point, step by step, in kilometers, before it looks as far as [`NEARBY_KM`]: where many centers are near
/// there is no need to look far.
const MARK_STEPS_KM: [f64; 5] = [2.5, 5.0, 10.0, 20.0, 50.0];
/// So many points around somebody are enough to stop looking farther.
const ENOUGH_MARKS: i64 = 100;
/// How many towns are offered where none was named.
const MOST_TOWNS: u16 = 48;

/// What somebody looks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The service.
    pub service: CenterService,
    /// The town, or an address, as typed.
    pub text: String,
    /// Where they are, when their browser was allowed to tell.
    pub near: Option<Place>,
    /// What the hours must have.
    pub hours: HourFlags,
    /// Only those that are open now.
    pub open_now: bool,
    /// How many to list.
    pub most: u16,
}

/// A center in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its id.
    pub id: CenterId,
    /// Where it is on the map.
    pub place: Place,
    /// How far it is from the point that was asked about.
    pub distance_km: f64,
    /// What it is called.
    pub name: Texts,
    /// What its organization is.
    pub organization_kind: OrganizationKind,
    /// What its organization is called.
    pub organization_name: Texts,
    /// Its town.
    pub town: Town,
    /// Street and house.
    pub address: String,
    /// Its telephone number.
    pub phone: String,
    /// When it is open.
    pub hours: Arc<OpeningHours>,
    /// Today there.
    pub today: Date,
    /// Whether it is open, and until when.
    pub state: OpenState,
    /// Whether a visit can be booked.
    pub offers_appointments: bool,
    /// Since when nobody has checked the record, if that is too long ago (R181).
    pub unchecked_since: Option<Timestamp>,
}

/// Centers, the nearest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// The town, unless one asked by a point.
    pub town: Option<TownRow>,
    /// From where distances count.
    pub from: Place,
    /// The centers.
    pub centers: Vec<Found>,
    /// Whether there are more.
    pub has_more: bool,
    /// The nearest of other towns, where the town itself has few.
    pub nearby: Vec<Found>,
}

/// What the finder says.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// No place was named: towns with the most centers.
    Towns(Vec<TownRow>),
    /// Several towns may be meant.
    Several(Vec<TownRow>),
    /// No such town is known; these are the largest.
    Unknown(Vec<TownRow>),
    /// The centers there.
    Centers(Box<Listing>),
}

/// A point of the map.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkPoint {
    /// The center.
    pub id: CenterId,
    /// Where it is.
    pub place: Place,
    /// What it is called.
    pub name: String,
}

/// Where to look.
enum Where {
    Town(TownRow),
    Point(Place),
}

impl Query {
    fn wanted(&self, cx: &Cx, most: u16) -> Wanted {
        let day = |at: Timestamp| day_in(&TimeZone::UTC, at);
        Wanted {
            service: self.service,
            // The earliest and the latest clock on the globe; each center's own is asked afterwards.
            latest_begin: day(after(cx.now, HOUR * 14)),
            earliest_end: day(after(cx.now, HOUR * -12)),
            hours: self.hours,
            most: if self.open_now { MOST_LOOKED_THROUGH.max(most) } else { most },
        }
    }
}

/// By which day's date an accreditation counts there: each center's own clock says (R123).
fn day_there(cx: &Cx, offer: &Offer, service: CenterService) -> Result<Option<(TimeZone, Date)>> {
    let zone = time_zone(&offer.time_zone).ok_or_else(|| corrupt(offer))?;
    let today = day_in(&zone, cx.now);
    let Offer { valid_from, valid_until, .. } = *offer;
    Ok(Accreditation { service, valid_from, valid_until }.covers(today).then_some((zone, today)))
}

/// When a center is open, and whether it is now.
fn opening(cx: &Cx, offer: &Offer, zone: &TimeZone) -> Result<(Arc<OpeningHours>, OpenState)> {
    let hours = cx.app.opening.hours(&offer.opening_hours).map_err(|_| corrupt(offer))?;
    let state = hours.state(cx.now, zone, &cx.app.opening.calendar);
    Ok((hours, state))
}

fn corrupt(offer: &Offer) -> Error {
    Error::Bug(format!("stored hours of {} cannot be read", offer.id))
}

fn found(cx: &Cx, query: &Query, hits: Vec<Hit>, from: Place) -> Result<Vec<Found>> {
    let limit = settings::days(cx.settings().center.stale_after_days);
    let mut all: Vec<Found> = Vec::with_capacity(hits.len());
    for Hit { offer, card } in hits {
        // Two accreditations for one service may overlap.
        if all.iter().any(|known| known.id == offer.id) {
            continue;
        }
        let Some((zone, today)) = day_there(cx, &offer, query.service)? else { continue };
        let (hours, state) = opening(cx, &offer, &zone)?;
        if query.open_now && !state.is_open() {
            continue;
        }
        let stale = is_stale(card.last_checked_at, cx.now, limit);
        all.push(Found {
            id: offer.id,
            place: offer.place,
            distance_km: from.distance_km(offer.place),
            name: card.name,
            organization_kind: card.organization_kind,
            organization_name: card.organization_name,
            town: card.town,
            address: card.address,
            phone: card.phone,
            hours,
            today,
            state,
            offers_appointments: card.offers_appointments,
            unchecked_since: stale.then_some(card.last_checked_at),
        });
    }
    Ok(all)
}

/// Where a query looks, or what to say instead.
async fn place(read: &mut Read, query: &Query) -> Result<std::result::Result<Where, Answer>> {
    if let Some(point) = query.near {
        return Ok(Ok(Where::Point(point)));
    }
    if query.text.trim().is_empty() {
        return Ok(Err(Answer::Towns(town_rows::largest(read, query.service, MOST_TOWNS).await?)));
    }
    match town::meant(read, query.service, &query.text).await? {
        Meant::One(town) => Ok(Ok(Where::Town(*town))),
        Meant::Several(towns) => Ok(Err(Answer::Several(towns))),
        Meant::Nothing => Ok(Err(Answer::Unknown(town_rows::largest(read, query.service, MOST_TOWNS).await?))),
    }
}

/// The centers that do a service, the nearest first (R174 to R180).
pub async fn search(cx: &Cx, query: &Query) -> Result<Answer> {
    let mut read = cx.app.store.read().await?;
    let listing = match place(&mut read, query).await? {
        Err(answer) => return Ok(answer),
        Ok(Where::Point(point)) => {
            let (centers, has_more) = nearest(cx, &mut read, query, point).await?;
            Listing { town: None, from: point, centers, has_more, nearby: Vec::new() }
        }
        Ok(Where::Town(town)) => in_town(cx, &mut read, query, town).await?,
    };
    Ok(Answer::Centers(Box::new(listing)))
}

async fn in_town(cx: &Cx, read: &mut Read, query: &Query, town: TownRow) -> Result<Listing> {
    let from = town.place;
    let wanted = query.wanted(cx, query.most.saturating_add(1));
    let hits = centers::in_town(read, &wanted, &town.key).await?;
    let mut centers = found(cx, query, hits, from)?;
    let has_more = centers.len() > usize::from(query.most);
    centers.truncate(query.most.into());
    on_the_street_first(&mut centers, &query.text);
    let nearby = if centers.len() < FEW { nearby(cx, read, query, &town).await? } else { Vec::new() };
    Ok(Listing { town: Some(town), from, centers, has_more, nearby })
}

/// The nearest of other towns; where the town has none at all, however far they are (R180).
async fn nearby(cx: &Cx, read: &mut Read, query: &Query, town: &TownRow) -> Result<Vec<Found>> {
    let is_elsewhere = |center: &Found| center.town.key() != town.key;
    let wanted = query.wanted(cx, query.most);
    let hits = centers::around(read, &wanted, town.place, &town.place.around(NEARBY_KM)).await?;
    let mut others = found(cx, query, hits, town.place)?;
    others.retain(is_elsewhere);
    if others.is_empty() && town.centers == 0 {
        others = nearest(cx, read, query, town.place).await?.0;
        others.retain(is_elsewhere);
    }
    others.truncate(ENOUGH);
    Ok(others)
}

/// The centers nearest to a point: looks around in widening circles until there are enough.
async fn nearest(cx: &Cx, read: &mut Read, query: &Query, point: Place) -> Result<(Vec<Found>, bool)> {
    let most = usize::from(query.most);
    // Who asks for more than the first page wants all of it.
    let enough = if most > usize::from(PAGE) { most } else { ENOUGH.min(most) };
    let wanted = query.wanted(cx, query.most.saturating_add(1));
    let widest = STEPS_KM.iter().copied().fold(0.0, f64::max);
    let mut centers = Vec::new();
    for km in STEPS_KM {
        let hits = centers::around(read, &wanted, point, &point.around(km)).await?;
        // Too few anyway: looked at closely in the widest circle only.
        if hits.len() < enough && km < widest {
            continue;
        }
        centers = found(cx, query, hits, point)?;
        // The corners of the area are farther than its sides, where nearer ones may be beyond.
        centers.retain(|center| center.distance_km <= km);
        if centers.len() >= enough {
            break;
        }
    }
    centers.sort_by(|one, other| one.distance_km.total_cmp(&other.distance_km));
    let has_more = centers.len() > most || (most <= usize::from(PAGE) && centers.len() >= ENOUGH);
    centers.truncate(most);
    Ok((centers, has_more))
}

/// How many centers a page lists at first.
pub(super) const PAGE: u16 = 20;

/// Whoever typed a street sees its centers first.
fn on_the_street_first(centers: &mut [Found], text: &str) {
    let key = search_key(text.split_once(',').map_or("", |(_, rest)| rest));
    let words: Vec<&str> = key.split(' ').filter(|word| word.chars().count() >= 4).collect();
    if words.is_empty() {
        return;
    }
    centers.sort_by_key(|center| {
        let address = search_key(&center.address);
        !address.split(' ').any(|word| words.contains(&word))
    });
}

/// The points of all centers that a query fits, for the map (R177), named in this language; the nearest first.
pub async fn marks(cx: &Cx, query: &Query, locale: Locale) -> Result<Vec<MarkPoint>> {
    let marks = |most| MarksWanted { wanted: query.wanted(cx, most), locale, hours: query.open_now };
    let mut read = cx.app.store.read().await?;
    let (from, marks) = match place(&mut read, query).await? {
        Ok(Where::Town(town)) => {
            (Some(town.place), centers::marks_in_town(&mut read, &marks(MOST_MARKS), &town).await?)
        }
        Ok(Where::Point(point)) => (Some(point), marks_around(&mut read, &marks(MOST_MARKS), point).await?),
        Err(_) => (None, centers::marks_anywhere(&mut read, &marks(MOST_DRAWN)).await?),
    };
    drop(read);
    let mut points: Vec<MarkPoint> = Vec::with_capacity(marks.len());
    let mut seen = HashSet::with_capacity(marks.len());
    for Mark { id, place, name, offer } in marks {
        if let Some(offer) = offer {
            let Some((zone, _)) = day_there(cx, &offer, query.service)? else { continue };
            if query.open_now && !opening(cx, &offer, &zone)?.1.is_open() {
                continue;
            }
        }
        // Two accreditations for one service may overlap.
        if seen.insert(id) {
            points.push(MarkPoint { id, place, name });
        }
    }
    if let Some(from) = from {
        let east_weight = from.east_weight();
        let remoteness = |point: &MarkPoint| from.remoteness_by(east_weight, point.place);
        points.sort_unstable_by(|one, other| remoteness(one).total_cmp(&remoteness(other)));
        points.truncate(MOST_MARKS.into());
    }
    Ok(points)
}

/// The points nearest to this one, perhaps more than are wanted. Counting is cheap, and says how far there is need to look.
async fn marks_around(read: &mut Read, marks: &MarksWanted, point: Place) -> Result<Vec<Mark>> {
    // Of those that are looked at closely some are closed, maybe all of them: the map is filled.
    let enough = if marks.hours { marks.wanted.most.into() } else { ENOUGH_MARKS };
    let mut area = point.around(NEARBY_KM);
    for km in MARK_STEPS_KM {
        let nearer = point.around(km);
        if centers::count_around(read, &marks.wanted, &nearer).await? >= enough {
            area = nearer;
            break;
        }
    }
    Ok(centers::marks_around(read, marks, point, &area).await?)
}

/// The largest towns, as a map writes them.
pub async fn labels(cx: &Cx, service: CenterService, locale: Locale) -> Result<Vec<TownLabel>> {
    Ok(town_rows::labels(&mut cx.app.store.read().await?, service, MOST_TOWNS, locale).await?)
}

/// Names of towns that begin with what is being typed (R176).
pub async fn towns(cx: &Cx, service: CenterService, typed: &str, locale: Locale) -> Result<Vec<String>> {
    let key = search_key(typed);
    if key.is_empty() {
        return Ok(Vec::new());
    }
    let mut read = cx.app.store.read().await?;
    let rows = town_rows::beginning_with(&mut read, service, &key, 10).await?;
    let twice = |row: &TownRow| rows.iter().filter(|other| other.name == row.name).count() > 1;
    let name = |row: &TownRow| {
        let name = row.name.get(locale);
        if twice(row) && !row.region.is_empty() { format!("{name}, {}", row.region) } else { name.to_owned() }
    };
    Ok(rows.iter().map(name).collect())
}
