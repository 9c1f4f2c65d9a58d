//! From what the finder found to what its pages say.

use jiff::tz::Offset;
use okno_app::{
    appointment,
    service_center::{self, Found as FoundCenter, TownRow},
};
use okno_domain::{
    locale::Locale,
    service_center::{CenterId, CenterStatus, ServiceCenter, WorkCalendar, day_in},
    time::Timestamp,
};
use okno_ui::{
    appointment::center_url,
    format, hours,
    service_center::{CenterLine, CenterView, DayLine, FinderKind, ServiceLine, TownLink, town_url, url},
};
use serde::Serialize;

use super::belongs;
use crate::kit::{Fault, PageCx, PageResult};

/// How many days to come the page of a center shows.
const DAYS: usize = 7;

/// Towns as links that keep the filter.
pub(super) fn town_links(cx: &PageCx, kind: FinderKind, filter: &str, towns: Vec<TownRow>) -> Vec<TownLink> {
    let locale = cx.locale;
    let twice = |town: &TownRow| towns.iter().filter(|other| other.name == town.name).count() > 1;
    let link = |town: &TownRow| {
        let mut name = town.name.get(locale).to_owned();
        if twice(town) && !town.region.is_empty() {
            name = format!("{name}, {}", town.region);
        }
        TownLink { url: town_url(kind, filter, &name), name, centers: town.centers }
    };
    towns.iter().map(link).collect()
}

/// Centers as lines of the list.
pub(super) fn center_lines(
    cx: &PageCx,
    kind: FinderKind,
    centers: Vec<FoundCenter>,
    with_distance: bool,
) -> Vec<CenterLine> {
    let locale = cx.locale;
    let line = |center: FoundCenter| CenterLine {
        id: center.id.to_string(),
        url: url(kind, &center.id.to_string()),
        name: center.name.get(locale).to_owned(),
        organization: center.organization_name.get(locale).to_owned(),
        address: format!("{}, {}", center.town.name.get(locale), center.address),
        distance: with_distance.then(|| format::distance(locale, center.distance_km)),
        phone: center.phone,
        hours: hours::week(locale, &center.hours, center.today),
        is_open: center.state.is_open(),
        state: hours::state(locale, center.state, center.today).to_string(),
        offers_appointments: center.offers_appointments && kind == FinderKind::Service && appointment::is_on(cx),
        unchecked_since: center.unchecked_since.map(|at| on(cx, at)),
    };
    centers.into_iter().map(line).collect()
}

fn on(cx: &PageCx, at: Timestamp) -> String {
    format::date(cx.locale, cx.local(at).date())
}

/// The days to come, each with its hours by the calendar.
fn days(locale: Locale, center: &ServiceCenter, now: Timestamp, calendar: &WorkCalendar) -> Vec<DayLine> {
    let today = day_in(&center.time_zone, now);
    let plain = WorkCalendar::plain();
    let line = |day: jiff::civil::Date| {
        let number = i64::from(day.weekday().to_monday_one_offset());
        let weekday = okno_ui::text(locale, "weekday-short", &[("n", number.into())]);
        let open = center.hours.on(day, calendar);
        DayLine {
            day: format!("{weekday} {}", format::date(locale, day)),
            hours: hours::day(locale, &open),
            is_special: open != center.hours.on(day, &plain),
        }
    };
    today.series(jiff::Span::new().days(1)).take(DAYS).map(line).collect()
}

/// `+3` or `+5:30`.
fn offset(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let (hours, rest) = (minutes / 60, (minutes % 60).abs());
    if rest == 0 { format!("UTC{hours:+}") } else { format!("UTC{hours:+}:{rest:02}") }
}

/// `GET /service-centers/{id}`
pub(super) async fn center_page(cx: PageCx, kind: FinderKind, id: CenterId) -> PageResult {
    let (center, organization) = service_center::with_organization(&cx, id).await?;
    belongs(kind, center.accreditations.iter().map(|accreditation| accreditation.service))?;
    if center.status == CenterStatus::Closed {
        return Err(Fault::NotFound);
    }
    let locale = cx.locale;
    let today = day_in(&center.time_zone, cx.now);
    let calendar = &cx.app.opening.calendar;
    let state = center.hours.state(cx.now, &center.time_zone, calendar);
    let town = center.town.name.get(locale);
    let limit = okno_app::settings::days(cx.settings().center.stale_after_days);
    let services = center.services(cx.now).map(|accreditation| ServiceLine {
        service: accreditation.service,
        until: accreditation.valid_until.map(|day| format::date(locale, day)),
    });
    let view = CenterView {
        frame: cx.frame(),
        kind,
        back: town_url(kind, "", town),
        name: center.name.get(locale).to_owned(),
        organization: organization.name.get(locale).to_owned(),
        address: format!("{town}, {}", center.address),
        phone: center.phone.clone(),
        is_open: state.is_open(),
        state: hours::state(locale, state, today).to_string(),
        week: hours::week(locale, &center.hours, today),
        days: days(locale, &center, cx.now, calendar),
        clock: offset(center.time_zone.to_offset(cx.now)),
        services: services.collect(),
        offers_appointments: center.offers_appointments && kind == FinderKind::Service && appointment::is_on(&cx),
        book_url: center_url(&id.to_string()),
        checked_on: on(&cx, center.last_checked_at),
        is_stale: center.is_stale(cx.now, limit),
        around: format!("{}?near={}", kind.route(), center.place),
    };
    cx.page(view)
}

/// What a click on a marker shows (R178).
#[derive(Serialize)]
struct Card {
    name: String,
    organization: String,
    address: String,
    phone: String,
    is_open: bool,
    state: String,
    hours: Vec<(String, String)>,
    url: String,
}

/// `GET /service-centers/{id}/card`
pub(super) async fn card(cx: PageCx, kind: FinderKind, id: CenterId) -> PageResult {
    let (center, organization) = service_center::with_organization(&cx, id).await?;
    if center.status == CenterStatus::Closed {
        return Err(Fault::NotFound);
    }
    let locale = cx.locale;
    let today = day_in(&center.time_zone, cx.now);
    let state = center.hours.state(cx.now, &center.time_zone, &cx.app.opening.calendar);
    let week = hours::week(locale, &center.hours, today);
    cx.json(&Card {
        name: center.name.get(locale).to_owned(),
        organization: organization.name.get(locale).to_owned(),
        address: format!("{}, {}", center.town.name.get(locale), center.address),
        phone: center.phone.clone(),
        is_open: state.is_open(),
        state: hours::state(locale, state, today).to_string(),
        hours: week.into_iter().map(|line| (line.days, line.hours)).collect(),
        url: url(kind, &id.to_string()),
    })
}
