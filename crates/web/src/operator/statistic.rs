//! Numbers of the installation or of a center, as a page and as a file.

mod section;

use axum::{
    Router,
    response::{IntoResponse as _, Response},
    routing::get,
};
use http::{HeaderValue, header};
use jiff::civil::Date;
use okno_app::statistic::{self, Report};
use okno_domain::{
    operator::{Act, CenterId},
    refusal::FieldFault,
    statistic::{Period, Preset, Step, day_of},
};
use okno_ui::{
    form::{DateValue, FormErrors},
    route,
    statistic::StatisticsView,
};
use serde::Deserialize;

use crate::kit::{Fault, Operator, PageCx, PageResult, Query, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(route::OPERATOR_STATISTICS, get(show)).route(route::OPERATOR_STATISTICS_EXPORT, get(export))
}

/// What is looked at: a preset or a period, and a center for those who may choose one.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Choice {
    days: String,
    from_day: String,
    from_month: String,
    from_year: String,
    to_day: String,
    to_month: String,
    to_year: String,
    step: String,
    center: String,
}

impl Choice {
    fn first_day(&self) -> DateValue {
        DateValue { day: self.from_day.clone(), month: self.from_month.clone(), year: self.from_year.clone() }
    }

    fn last_day(&self) -> DateValue {
        DateValue { day: self.to_day.clone(), month: self.to_month.clone(), year: self.to_year.clone() }
    }

    /// Whether a period was picked by hand.
    fn is_picked(&self) -> bool {
        let parts = [&self.from_day, &self.from_month, &self.from_year, &self.to_day, &self.to_month, &self.to_year];
        parts.into_iter().any(|part| !part.is_empty()) || !self.step.is_empty()
    }

    fn period(&self, today: Date) -> Result<Period, Vec<FieldFault>> {
        if self.is_picked() {
            return Period::check(self.first_day().date(), self.last_day().date(), Step::from_name(&self.step), today);
        }
        let preset = self.days.parse().ok().and_then(Preset::of_days).unwrap_or(Preset::Month);
        Ok(preset.period(today))
    }

    fn center(&self) -> Result<Option<CenterId>, Fault> {
        if self.center.is_empty() {
            return Ok(None);
        }
        self.center.parse().map(Some).map_err(|_| Fault::NotFound)
    }
}

/// The query that names a period and a center.
fn query(period: &Period, center: Option<CenterId>) -> String {
    let Period { from, to, step } = period;
    let days = format!(
        "from_day={}&from_month={}&from_year={}&to_day={}&to_month={}&to_year={}&step={}",
        from.day(),
        from.month(),
        from.year(),
        to.day(),
        to.month(),
        to.year(),
        step.name()
    );
    center.map_or_else(|| days.clone(), |center| format!("{days}&center={center}"))
}

fn view(cx: &PageCx, choice: &Choice, found: Result<(Period, Report), FormErrors>) -> StatisticsView {
    let this_year = day_of(cx.now).year();
    let (errors, period, report) = match found {
        Ok((period, report)) => (FormErrors::none(), Some(period), Some(report)),
        Err(errors) => (errors, None, None),
    };
    let days = |picked: DateValue, first: Option<Date>| first.map_or(picked, DateValue::from);
    let step = period.map_or_else(|| choice.step.clone(), |period| period.step.name().to_owned());
    let center = choice.center().ok().flatten();
    StatisticsView {
        frame: cx.frame(),
        from: errors.date_field("from", days(choice.first_day(), period.map(|period| period.from))),
        to: errors.date_field("to", days(choice.last_day(), period.map(|period| period.to))),
        step: errors.field("step", step),
        years: (this_year - 2, this_year),
        center: report.as_ref().and_then(|report| report.center.clone()),
        center_id: center.map(|center| center.to_string()).unwrap_or_default(),
        query: period.map(|period| query(&period, center)).unwrap_or_default(),
        steps: period.map(|period| period.spans()).unwrap_or_default(),
        sections: report.as_ref().map(section::all).unwrap_or_default(),
        errors,
    }
}

/// `GET /operator/statistics`
async fn show(cx: PageCx, operator: Operator, Query(choice): Query<Choice>) -> PageResult {
    operator.demand(Act::SeeStatistics)?;
    let center = choice.center()?;
    match choice.period(day_of(cx.now)) {
        Ok(period) => {
            let report = statistic::report(&cx, &operator, center, period).await?;
            cx.page(view(&cx, &choice, Ok((period, report))))
        }
        Err(faults) => cx.faulty(view(&cx, &choice, Err(faults.into()))),
    }
}

/// `GET /operator/statistics/export`: the page's numbers as CSV.
async fn export(cx: PageCx, operator: Operator, Query(choice): Query<Choice>) -> PageResult {
    operator.demand(Act::SeeStatistics)?;
    let center = choice.center()?;
    match choice.period(day_of(cx.now)) {
        Ok(period) => {
            let table = statistic::export(&cx, &operator, center, period).await?;
            file(&format!("okno-statistics-{}-{}.csv", period.from, period.to), table)
        }
        Err(faults) => cx.faulty(view(&cx, &choice, Err(faults.into()))),
    }
}

fn file(name: &str, content: Vec<u8>) -> Result<Response, Fault> {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let disposition = disposition.map_err(|_| Fault::Malformed("a name that no header takes"))?;
    let kind = HeaderValue::from_static("text/csv; charset=utf-8; header=present");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], content).into_response())
}
