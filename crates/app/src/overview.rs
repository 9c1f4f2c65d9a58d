//! What needs a human, for those who look after the installation or a center: numbers, and since when the oldest waits.
//!
//! Nothing of what waits is shown. Calls for help are left out: a page whose looks depend on them would tell the one who
//! forces an operator (`okno admin queue list` names them).

use okno_domain::{
    identifier::region_zone::RegionZone,
    operator::{Act, CenterId, Role},
    statistic::day_of,
    time::{DAY, Date, Timestamp, after},
};
use okno_store::{
    Read,
    outgoing_message::{self, ListedMessage},
    overview::{self as store, Ending, Waiting},
    service_center::{self as centers, StaleCenter},
};

use crate::{
    context::Cx,
    error::Result,
    operator::SignedIn,
    settings::{days, minutes},
};

/// Accreditations that end within so many days are shown.
pub const ENDING_DAYS: i32 = 30;
/// Messages are looked back on for so many days.
pub const MESSAGE_DAYS: i32 = 7;
/// More lines than a page shows.
const MOST_LISTED: i64 = 200;

/// What may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Queue {
    /// Checks that no registry decides (R108, R211).
    Checks,
    /// A registry that refuses our requests.
    Registries,
    /// Requests to the support without an answer, those about a SNILS of another account among them (R107, R224).
    Support,
    /// Acts of colleagues that wait for consent.
    Approvals,
    /// Jobs that were given up.
    Jobs,
    /// Messages that did not reach their readers.
    Messages,
    /// Centers whose records nobody keeps (R181).
    StaleCenters,
    /// Accreditations that end soon.
    Accreditations,
    /// Letters that should have arrived long ago (R147).
    Letters,
    /// Visitors who booked a time and were not taken in (R132).
    Visits,
}

impl Queue {
    /// Every queue, in the order of the page.
    pub const ALL: [Self; 10] = [
        Self::Checks,
        Self::Registries,
        Self::Support,
        Self::Approvals,
        Self::Jobs,
        Self::Messages,
        Self::StaleCenters,
        Self::Accreditations,
        Self::Letters,
        Self::Visits,
    ];

    /// Its name, for the words of the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Checks => "checks",
            Self::Registries => "registries",
            Self::Support => "support",
            Self::Approvals => "approvals",
            Self::Jobs => "jobs",
            Self::Messages => "messages",
            Self::StaleCenters => "stale_centers",
            Self::Accreditations => "accreditations",
            Self::Letters => "letters",
            Self::Visits => "visits",
        }
    }
}

/// A queue and what waits in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub queue: Queue,
    /// How many.
    pub count: i64,
    /// Since when the oldest waits.
    pub oldest: Option<Timestamp>,
    /// The day on which the first one ends, of accreditations.
    pub first_end: Option<Date>,
}

impl Line {
    const fn of(queue: Queue, waiting: Waiting) -> Self {
        Self { queue, count: waiting.count, oldest: waiting.oldest, first_end: None }
    }
}

/// The queues that concern an operator: an administrator of the installation all of them, an administrator of a center
/// those of the center.
pub async fn queues(cx: &Cx, operator: &SignedIn) -> Result<Vec<Line>> {
    if operator.role == Role::CenterAdministrator {
        operator.demand(Act::ManageCenter)?;
    } else {
        operator.demand(Act::ManageInstallation)?;
    }
    let mut read = cx.app.store.read().await?;
    match operator.center {
        Some(center) => of_center(&mut read, cx, center).await,
        None => of_installation(&mut read, cx).await,
    }
}

async fn of_installation(read: &mut Read, cx: &Cx) -> Result<Vec<Line>> {
    let cases = store::cases(read).await?;
    let of_kinds = |wanted: fn(&str) -> bool| {
        let found = cases.iter().filter(|(kind, _)| wanted(kind)).map(|(_, waiting)| *waiting);
        found.fold(Waiting::default(), Waiting::and)
    };
    let checks = of_kinds(|kind| kind.starts_with("verification_") && kind != "verification_refused");
    let registries = of_kinds(|kind| kind == "verification_refused");
    let (ending, first_end) = store::count_ending(read, ending_days(cx)).await?;
    Ok(vec![
        Line::of(Queue::Checks, checks),
        Line::of(Queue::Registries, registries),
        Line::of(Queue::Support, store::support(read).await?),
        Line::of(Queue::Approvals, store::approvals(read, None, cx.now).await?),
        Line::of(Queue::Jobs, store::jobs(read).await?),
        Line::of(Queue::Messages, store::messages(read, after(cx.now, DAY * -MESSAGE_DAYS)).await?),
        Line::of(Queue::StaleCenters, store::stale_centers(read, stale_since(cx)).await?),
        Line { queue: Queue::Accreditations, count: ending, oldest: None, first_end },
        Line::of(Queue::Letters, store::letters(read, lost_before(cx)).await?),
    ])
}

async fn of_center(read: &mut Read, cx: &Cx, center: CenterId) -> Result<Vec<Line>> {
    let found = centers::find(read, center).await?;
    let is_stale = found.as_ref().is_some_and(|found| found.last_checked_at < stale_since(cx));
    let checked_at = found.as_ref().map(|found| found.last_checked_at).filter(|_| is_stale);
    let (today, last) = ending_days(cx);
    let ends: Vec<Date> = found.iter().flat_map(|found| last_days(&found.accreditations)).collect();
    let ending = ends.iter().filter(|day| (today..=last).contains(*day));
    let first_end = ending.clone().min().copied();
    let visits = (after(cx.now, -DAY), after(cx.now, -minutes(VISIT_GRACE)));
    Ok(vec![
        Line::of(Queue::Approvals, store::approvals(read, Some(center), cx.now).await?),
        Line::of(Queue::StaleCenters, Waiting { count: i64::from(is_stale), oldest: checked_at }),
        Line {
            queue: Queue::Accreditations,
            count: i64::try_from(ending.count()).unwrap_or(i64::MAX),
            oldest: None,
            first_end,
        },
        Line::of(Queue::Visits, store::visits_at(read, center, visits).await?),
    ])
}

/// Minutes after the booked time from which a visitor counts as not taken in.
const VISIT_GRACE: u32 = 15;

/// The last day of each service, where the last accreditation has one.
fn last_days(accreditations: &[okno_domain::service_center::Accreditation]) -> Vec<Date> {
    let is_last = |one: &&okno_domain::service_center::Accreditation| {
        let follows = |other: &okno_domain::service_center::Accreditation| {
            other.service == one.service
                && other.valid_until.unwrap_or(Date::MAX) > one.valid_until.unwrap_or(Date::MAX)
        };
        !accreditations.iter().any(follows)
    };
    accreditations.iter().filter(is_last).filter_map(|one| one.valid_until).collect()
}

fn stale_since(cx: &Cx) -> Timestamp {
    after(cx.now, -days(cx.settings().center.stale_after_days))
}

fn ending_days(cx: &Cx) -> (Date, Date) {
    let today = day_of(cx.now);
    (today, today.saturating_add(DAY * ENDING_DAYS))
}

/// Letters ordered before this instant should have arrived: their persons may order another one.
fn lost_before(cx: &Cx) -> Timestamp {
    let wait = days(cx.settings().letter.reorder_min_days);
    let last_day = day_of(cx.now).saturating_sub(wait);
    let next = last_day.tomorrow().unwrap_or(last_day);
    let begins = next.to_zoned(RegionZone::moscow().time_zone());
    begins.map_or_else(|_| after(cx.now, -wait), |begins| begins.timestamp())
}

/// The records and accreditations of centers that need somebody.
#[derive(Clone, Debug)]
pub struct CentersToTend {
    /// Records that nobody has checked, the longest first.
    pub stale: Vec<StaleCenter>,
    /// Accreditations that end, the first to end first.
    pub ending: Vec<Ending>,
}

/// The centers that need somebody, for administrators of the installation.
pub async fn centers_to_tend(cx: &Cx, operator: &SignedIn) -> Result<CentersToTend> {
    operator.demand(Act::ManageInstallation)?;
    let mut read = cx.app.store.read().await?;
    Ok(CentersToTend {
        stale: centers::stale(&mut read, stale_since(cx), MOST_LISTED).await?,
        ending: store::ending(&mut read, ending_days(cx), MOST_LISTED).await?,
    })
}

/// The messages of late that did not reach their readers, the newest first; without addresses and contents.
pub async fn lost_messages(cx: &Cx, operator: &SignedIn) -> Result<Vec<ListedMessage>> {
    operator.demand(Act::ManageInstallation)?;
    let since = after(cx.now, DAY * -MESSAGE_DAYS);
    let mut lost = outgoing_message::lost(&mut cx.app.store.read().await?, MOST_LISTED).await?;
    lost.retain(|message| message.finished_at >= since);
    Ok(lost)
}
