//! Numbers of the installation or of a center: for each subject a picture over time, and tables with every number.

mod sample;

use askama::Template;
use jiff::civil::Date;
use okno_domain::{
    locale::Locale,
    statistic::{Bound, Preset, Step},
};

use crate::{
    chart::Bars,
    form::{Choice, DateField, Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
    text::{Text, has},
};

/// How something counted is called: by a message where there is one, else by its own name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The message.
    pub key: String,
    /// The name, such as that of a center, or a code.
    pub plain: String,
    /// Where more is told of it.
    pub href: Option<String>,
}

impl Label {
    /// By the message `statistics-<group>-<code>`; the code itself where there is none.
    pub fn of_code(group: &str, code: &str) -> Self {
        // A sign that keys do not know, as in `password+totp`.
        let key = format!("statistics-{group}-{}", code.replace('+', "_"));
        Self { key, plain: code.to_owned(), href: None }
    }

    /// By its own name.
    pub fn of_name(name: impl Into<String>) -> Self {
        Self { key: String::new(), plain: name.into(), href: None }
    }

    fn text(&self, locale: Locale) -> String {
        if has(locale, &self.key) { Text::new(locale, self.key.clone()).to_string() } else { self.plain.clone() }
    }
}

/// Numbers over time, one for each step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// What is counted: the message `statistics-series-<name>`.
    pub name: &'static str,
    /// The numbers.
    pub values: Vec<i64>,
}

/// What stands in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A number.
    Count(i64),
    /// Under which bound a time lies; none of no times.
    Time(Option<Bound>),
}

/// The sums of the whole period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its caption: the message `statistics-table-<name>`.
    pub name: &'static str,
    /// Its columns: the messages `statistics-column-<name>`.
    pub columns: Vec<&'static str>,
    /// Its rows.
    pub rows: Vec<(Label, Vec<Cell>)>,
}

/// A subject: the messages are `statistics-<name>` and `statistics-<name>-text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its name.
    pub name: &'static str,
    /// Numbers over time.
    pub series: Vec<Series>,
    /// Sums.
    pub tables: Vec<Table>,
}

impl Section {
    fn bars(&self) -> Option<Bars> {
        Bars::of(&self.series.iter().map(|series| series.values.clone()).collect::<Vec<_>>())
    }

    fn title_key(&self) -> String {
        format!("statistics-{}", self.name)
    }

    fn text_key(&self) -> String {
        format!("statistics-{}-text", self.name)
    }

    /// Each step with the number of each series.
    fn lines(&self, steps: &[(Date, Date)]) -> Vec<((Date, Date), Vec<i64>)> {
        let of_step = |(at, days): (usize, &(Date, Date))| {
            let values = self.series.iter().map(|series| series.values.get(at).copied().unwrap_or_default());
            (*days, values.collect())
        };
        steps.iter().enumerate().map(of_step).collect()
    }

    fn filled(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter().filter(|table| !table.rows.is_empty())
    }
}

/// The page.
#[derive(Template)]
#[template(path = "statistic/statistics.html")]
pub struct StatisticsView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong with the period.
    pub errors: FormErrors,
    /// The center that is looked at, where it is one.
    pub center: Option<String>,
    /// The id of the center that an administrator of the installation has chosen.
    pub center_id: String,
    /// The first day.
    pub from: DateField,
    /// The last day.
    pub to: DateField,
    /// How days are put together.
    pub step: Field,
    /// The years that can be picked.
    pub years: (i16, i16),
    /// The query that names this choice, for the file.
    pub query: String,
    /// The steps.
    pub steps: Vec<(Date, Date)>,
    /// The subjects; none while the period is wrong.
    pub sections: Vec<Section>,
}

impl StatisticsView {
    fn choices(&self) -> Vec<Choice> {
        Step::ALL.map(|step| Choice::new(step.name(), self.t(format!("statistics-step-{}", step.name())))).to_vec()
    }

    fn presets(&self) -> Vec<(String, Text<'static>)> {
        let center = if self.center_id.is_empty() { String::new() } else { format!("&center={}", self.center_id) };
        let link = |preset: Preset| {
            let days = preset.days();
            (format!("{}?days={days}{center}", route::OPERATOR_STATISTICS), self.days(days))
        };
        Preset::ALL.map(link).to_vec()
    }

    fn days(&self, days: u16) -> Text<'static> {
        self.t("statistics-last-days").with("n", i64::from(days))
    }

    fn export_url(&self) -> String {
        format!("{}?{}", route::OPERATOR_STATISTICS_EXPORT, self.query)
    }

    fn label(&self, label: &Label) -> String {
        label.text(self.frame.locale)
    }

    fn series(&self, series: &Series) -> Text<'static> {
        self.t(format!("statistics-series-{}", series.name))
    }

    fn caption(&self, table: &Table) -> Text<'static> {
        self.t(format!("statistics-table-{}", table.name))
    }

    fn column(&self, name: &str) -> Text<'static> {
        self.t(format!("statistics-column-{name}"))
    }

    /// The days of a step in words.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn span(&self, (from, to): &(Date, Date)) -> String {
        if from == to { self.date(from) } else { format!("{}\u{a0}– {}", self.date(from), self.date(to)) }
    }

    fn first_day(&self) -> String {
        self.steps.first().map(|(from, _)| self.date(from)).unwrap_or_default()
    }

    fn last_day(&self) -> String {
        self.steps.last().map(|(_, to)| self.date(to)).unwrap_or_default()
    }

    /// What a listener learns of a picture.
    fn described(&self, bars: &Bars) -> Text<'static> {
        let when = self.steps.get(bars.most.1).map(|days| self.span(days)).unwrap_or_default();
        self.t("statistics-chart-text").with("most", self.number(&bars.most.0)).with("when", when)
    }

    fn cell(&self, cell: &Cell) -> String {
        match *cell {
            Cell::Count(count) => self.number(&count),
            Cell::Time(None) => "–".to_owned(),
            Cell::Time(Some(Bound::Over)) => self.t("statistics-time-over").to_string(),
            Cell::Time(Some(Bound::UpTo(seconds))) => {
                let seconds = i64::from(seconds);
                let (key, n) = match seconds {
                    ..60 => ("statistics-time-seconds", seconds),
                    60..3_600 => ("statistics-time-minutes", seconds / 60),
                    3_600..86_400 => ("statistics-time-hours", seconds / 3_600),
                    _ => ("statistics-time-days", seconds / 86_400),
                };
                self.t(key).with("n", n).to_string()
            }
        }
    }
}

impl View for StatisticsView {
    const NAME: &'static str = "operator-statistics";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        sample::all(locale)
    }
}
