//! The numbers of a period, for whom they concern.

use std::collections::BTreeMap;

use okno_domain::{
    operator::{Act, CenterId, OperatorRefusal},
    statistic::{Area, Bound, CenterKind, Kind, Period, median, ninetieth},
    time::Date,
};
use okno_store::{
    Read, service_center as centers,
    statistic::{self as store, Sum},
};

use crate::{
    context::Cx,
    error::{Error, Result},
    operator::{SignedIn, center_name},
};

/// More sums than the kinds and their codes make in two years of days.
const MOST_SUMS: i64 = 500_000;
/// More centers than a country has, by five kinds.
const MOST_CENTER_SUMS: i64 = 200_000;
/// How many centers a page names; the export has them all.
pub const MOST_CENTERS: usize = 50;

/// The sums of some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// What was counted for the installation; empty where one center is looked at.
    pub sums: Vec<Sum>,
    /// What was counted at the center looked at, or at all of them.
    pub centers: Vec<(CenterKind, i64)>,
}

impl Slice {
    /// The sum of a kind.
    pub fn total(&self, kind: Kind) -> i64 {
        self.sums.iter().filter(|sum| sum.kind == kind).map(|sum| sum.total).sum()
    }

    /// The sum of a kind in one dimension.
    pub fn of(&self, kind: Kind, dimension: &str) -> i64 {
        self.sums.iter().find(|sum| sum.kind == kind && sum.dimension == dimension).map_or(0, |sum| sum.total)
    }

    /// Every dimension of a kind with its sum.
    pub fn dimensions(&self, kind: Kind) -> impl Iterator<Item = (&str, i64)> {
        self.sums.iter().filter(move |sum| sum.kind == kind).map(|sum| (sum.dimension.as_str(), sum.total))
    }

    /// The codes of an area's refusals with their sums.
    pub fn failures(&self, area: Area) -> Vec<(&str, i64)> {
        let of_area = self.dimensions(Kind::Failure).filter_map(|(dimension, total)| {
            let (name, code) = dimension.split_once('.')?;
            (name == area.name()).then_some((code, total))
        });
        let mut codes: Vec<_> = of_area.collect();
        codes.sort_by_key(|(code, total)| (-total, *code));
        codes
    }

    /// The sum at centers.
    pub fn at_centers(&self, kind: CenterKind) -> i64 {
        self.centers.iter().find(|(found, _)| *found == kind).map_or(0, |(_, total)| *total)
    }

    /// The bounds under which half and nine of ten times of a registry's answers lie.
    pub fn answer_times(&self, registry: &str) -> Option<(Bound, Bound)> {
        let counts = self.dimensions(Kind::VerificationTime).filter_map(|(dimension, total)| {
            let (name, bound) = dimension.split_once('.')?;
            (name == registry).then_some((Bound::from_name(bound)?, total))
        });
        both(&counts.collect::<Vec<_>>())
    }

    /// The same of the support's first answers.
    pub fn support_times(&self) -> Option<(Bound, Bound)> {
        let counts = self.dimensions(Kind::SupportTime);
        both(&counts.filter_map(|(name, total)| Some((Bound::from_name(name)?, total))).collect::<Vec<_>>())
    }
}

fn both(counts: &[(Bound, i64)]) -> Option<(Bound, Bound)> {
    Some((median(counts)?, ninetieth(counts)?))
}

/// What was done at one center.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CenterLine {
    /// Its id.
    pub id: CenterId,
    /// What files call it.
    pub external_id: String,
    /// What people call it.
    pub name: String,
    /// The sums, in the order of [`CenterKind::ALL`].
    pub totals: [i64; CenterKind::ALL.len()],
}

/// The numbers of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The period.
    pub period: Period,
    /// The name of the center, where one is looked at.
    pub center: Option<String>,
    /// The whole period.
    pub whole: Slice,
    /// Its steps.
    pub steps: Vec<Slice>,
    /// The centers that did most, where all are looked at.
    pub by_center: Vec<CenterLine>,
    /// How many centers did anything.
    pub centers: usize,
}

/// Whose numbers an operator may see: an administrator of the installation all, or those of a center; an administrator
/// of a center their own.
pub(super) fn scope(operator: &SignedIn, wanted: Option<CenterId>) -> Result<Option<CenterId>> {
    operator.demand(Act::SeeStatistics)?;
    if !operator.role.works_at_center() {
        return Ok(wanted);
    }
    let own = operator.center.ok_or_else(|| Error::refused(&OperatorRefusal::NoCenter))?;
    if wanted.is_some_and(|wanted| wanted != own) {
        return Err(Error::refused(&OperatorRefusal::Role));
    }
    Ok(Some(own))
}

/// The counters of the days of a period: read once, and put together by its steps.
pub(super) struct Days {
    sums: Vec<(Date, Sum)>,
    centers: Vec<(Date, CenterKind, i64)>,
}

impl Days {
    pub(super) async fn read(read: &mut Read, center: Option<CenterId>, days: (Date, Date)) -> Result<Self> {
        let sums = if center.is_some() { Vec::new() } else { store::sums(read, days, MOST_SUMS).await? };
        Ok(Self { sums, centers: store::center_sums(read, center, days, MOST_SUMS).await? })
    }

    /// What was counted from a day to a day, both included.
    pub(super) fn slice(&self, (from, to): (Date, Date)) -> Slice {
        let is_of = |day: Date| (from..=to).contains(&day);
        let mut sums: BTreeMap<(Kind, &str), i64> = BTreeMap::new();
        for (_, sum) in self.sums.iter().filter(|(day, _)| is_of(*day)) {
            *sums.entry((sum.kind, sum.dimension.as_str())).or_default() += sum.total;
        }
        let mut centers: BTreeMap<CenterKind, i64> = BTreeMap::new();
        for (_, kind, total) in self.centers.iter().filter(|(day, ..)| is_of(*day)) {
            *centers.entry(*kind).or_default() += total;
        }
        let sum =
            |((kind, dimension), total): ((Kind, &str), i64)| Sum { kind, dimension: dimension.to_owned(), total };
        Slice { from, to, sums: sums.into_iter().map(sum).collect(), centers: centers.into_iter().collect() }
    }
}

/// The centers that did anything, with their sums; those that did most come first.
pub(super) async fn by_center(read: &mut Read, cx: &Cx, days: (Date, Date)) -> Result<Vec<CenterLine>> {
    let mut lines: Vec<CenterLine> = Vec::new();
    // The sums of one center come together.
    for sum in store::sums_by_center(read, days, MOST_CENTER_SUMS).await? {
        if lines.last().is_none_or(|line| line.id != sum.center) {
            let name = sum.name.get(cx.locale).to_owned();
            lines.push(CenterLine { id: sum.center, external_id: sum.external_id, name, totals: Default::default() });
        }
        let place = CenterKind::ALL.iter().position(|kind| *kind == sum.kind);
        if let Some(total) = lines.last_mut().zip(place).and_then(|(line, place)| line.totals.get_mut(place)) {
            *total = sum.total;
        }
    }
    lines.sort_by_key(|line| (-line.totals.iter().sum::<i64>(), line.id));
    Ok(lines)
}

/// The numbers of a period: of everything, or of one center.
pub async fn report(cx: &Cx, operator: &SignedIn, wanted: Option<CenterId>, period: Period) -> Result<Report> {
    let scope = scope(operator, wanted)?;
    let mut read = cx.app.store.read().await?;
    let center = match scope {
        Some(center) if centers::find(&mut read, center).await?.is_none() && wanted.is_some() => {
            return Err(Error::NotFound);
        }
        Some(center) => Some(center_name(&mut read, cx, center).await?),
        None => None,
    };
    let whole = (period.from, period.to);
    let days = Days::read(&mut read, scope, whole).await?;
    let mut lines = if scope.is_none() { by_center(&mut read, cx, whole).await? } else { Vec::new() };
    let centers = lines.len();
    lines.truncate(MOST_CENTERS);
    let steps = period.spans().into_iter().map(|step| days.slice(step)).collect();
    Ok(Report { period, center, whole: days.slice(whole), steps, by_center: lines, centers })
}
