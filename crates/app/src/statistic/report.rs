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

/// More sums than the kinds and their codes make.
pub(super) const MOST_SUMS: i64 = 5_000;
/// More centers than a country has, by five kinds.
pub(super) const MOST_CENTER_SUMS: i64 = 200_000;
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

pub(super) async fn slice(read: &mut Read, center: Option<CenterId>, days: (Date, Date)) -> Result<Slice> {
    let sums = if center.is_some() { Vec::new() } else { store::sums(read, days, MOST_SUMS).await? };
    Ok(Slice { from: days.0, to: days.1, sums, centers: store::center_sums(read, center, days).await? })
}

/// The centers that did anything, with their sums in the order of [`CenterKind::ALL`]; those that did most come first.
pub(super) async fn by_center(
    read: &mut Read,
    days: (Date, Date),
) -> Result<Vec<(CenterId, [i64; CenterKind::ALL.len()])>> {
    let mut found: BTreeMap<CenterId, [i64; CenterKind::ALL.len()]> = BTreeMap::new();
    for (center, kind, total) in store::sums_by_center(read, days, MOST_CENTER_SUMS).await? {
        let totals = found.entry(center).or_default();
        for (place, listed) in totals.iter_mut().zip(CenterKind::ALL) {
            if listed == kind {
                *place = total;
            }
        }
    }
    let mut lines: Vec<_> = found.into_iter().collect();
    lines.sort_by_key(|(center, totals)| (-totals.iter().sum::<i64>(), *center));
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
    let days = (period.from, period.to);
    let whole = slice(&mut read, scope, days).await?;
    let mut steps = Vec::new();
    for days in period.spans() {
        steps.push(slice(&mut read, scope, days).await?);
    }
    let all = if scope.is_none() { by_center(&mut read, days).await? } else { Vec::new() };
    let mut lines = Vec::new();
    for (id, totals) in all.iter().take(MOST_CENTERS) {
        lines.push(CenterLine { id: *id, name: center_name(&mut read, cx, *id).await?, totals: *totals });
    }
    Ok(Report { period, center, whole, steps, by_center: lines, centers: all.len() })
}
