//! Sample pages: everything, a long period, one center, nothing counted, a wrong period.

use jiff::civil::date;
use okno_domain::{
    locale::Locale,
    operator::Role,
    refusal::FieldFault,
    statistic::{Bound, Period, Step, WAYS},
};

use super::{Cell, Label, Section, Series, StatisticsView, Table};
use crate::{
    form::{DateValue, FormErrors},
    frame::PageFrame,
    route,
};

fn sample_page(
    locale: Locale,
    role: Role,
    period: Period,
    sections: Vec<Section>,
    faults: Vec<FieldFault>,
) -> StatisticsView {
    let errors: FormErrors = faults.into();
    StatisticsView {
        frame: PageFrame::sample(locale, route::OPERATOR_STATISTICS).sample_operator(role),
        center: role.works_at_center().then(|| "МФЦ «Центральный», ул. Советская, 7".to_owned()),
        center_id: String::new(),
        from: errors.date_field("from", DateValue::from(period.from)),
        to: errors.date_field("to", DateValue::from(period.to)),
        step: errors.field("step", period.step.name()),
        years: (2024, 2026),
        query: "days=30".to_owned(),
        steps: period.spans(),
        sections,
        errors,
    }
}

/// Numbers that rise and fall, with a week's rhythm.
fn wave(steps: usize, height: i64) -> Vec<i64> {
    (0..).take(steps).map(|at: i64| height * (4 + (at % 7) * (6 - at % 7)) / 13 + at * height / 60).collect()
}

fn series(name: &'static str, values: Vec<i64>) -> Series {
    Series { name, values }
}

fn table<const N: usize>(name: &'static str, columns: [&'static str; N], rows: Vec<(Label, Vec<Cell>)>) -> Table {
    Table { name, columns: columns.to_vec(), rows }
}

fn counted(group: &str, codes: &[&str]) -> Vec<(Label, Vec<Cell>)> {
    let row = |(code, n): (&&str, i64)| (Label::of_code(group, code), vec![Cell::Count(12_345 / n)]);
    codes.iter().zip(1..).map(row).collect()
}

fn sample_sections(steps: usize) -> Vec<Section> {
    let ways = WAYS.map(|way| (Label::of_code("way", way), vec![Cell::Count(4_812), Cell::Count(3_977)]));
    let asked = |registry, median, ninetieth| {
        let times = [Cell::Time(median), Cell::Time(ninetieth)];
        let counts = [1_204, 1_190, 1_101, 80, 9].map(Cell::Count);
        (Label::of_code("registry", registry), counts.into_iter().chain(times).collect())
    };
    let registries = vec![
        asked("pension_fund", Some(Bound::UpTo(30)), Some(Bound::UpTo(1_200))),
        asked("interior_ministry", Some(Bound::UpTo(28_800)), Some(Bound::Over)),
        asked("other-registry", None, None),
    ];
    let center = |name: &str, href: &str| {
        let label = Label { href: Some(href.to_owned()), ..Label::of_name(name) };
        (label, [1_812, 30, 7, 1, 12].map(Cell::Count).to_vec())
    };
    let centers = vec![
        center("МФЦ «Центральный», ул. Советская, 7", "/operator/statistics?center=1"),
        center("Клиентская служба Фонда в Выборгском районе", "/operator/statistics?center=2"),
    ];
    let support = (Label::of_code("support", "first"), [Some(Bound::UpTo(3_600)), Some(Bound::UpTo(172_800))]);
    let support = vec![(support.0, support.1.map(Cell::Time).to_vec())];
    let at_centers = ["confirmed", "code_handed_out", "access_restored", "account_deleted", "data_corrected"];
    vec![
        Section {
            name: "registrations",
            series: vec![series("begun", wave(steps, 480)), series("finished", wave(steps, 390))],
            tables: vec![table("ways", ["begun", "finished"], ways.to_vec())],
        },
        Section {
            name: "verifications",
            series: vec![series("sent", wave(steps, 120)), series("answered", wave(steps, 100))],
            tables: vec![
                table(
                    "registries",
                    ["sent", "answered", "match", "mismatch", "no_data", "median", "ninetieth"],
                    registries,
                ),
                table("outcomes", ["count"], counted("outcome", &["verified", "rejected", "delayed", "withdrawn"])),
            ],
        },
        Section {
            name: "confirmations",
            series: vec![series("confirmed", wave(steps, 9_000))],
            tables: vec![
                table("methods", ["count"], counted("method", &["in_person", "registered_letter", "online_bank"])),
                table("centers", at_centers, centers),
            ],
        },
        Section {
            name: "support",
            series: vec![series("written", wave(steps, 2))],
            tables: vec![table("first_answer", ["median", "ninetieth"], support)],
        },
        Section {
            name: "failures",
            series: vec![series("failed", wave(steps, 40))],
            tables: vec![
                table("failures-login", ["count"], counted("reason", &["login-wrong", "factor-wrong", "new-code"])),
                table("failures-verification", ["count"], counted("reason", &["mismatch", "no_data"])),
            ],
        },
    ]
}

pub(super) fn all(locale: Locale) -> Vec<(&'static str, StatisticsView)> {
    let month = Period { from: date(2026, 2, 1), to: date(2026, 3, 2), step: Step::Day };
    let years = Period { from: date(2024, 3, 3), to: date(2026, 3, 2), step: Step::Week };
    let view = |period: Period, sections| sample_page(locale, Role::Administrator, period, sections, Vec::new());
    let nothing = Section { name: "registrations", series: vec![series("begun", vec![0; 30])], tables: Vec::new() };
    let own = Section {
        name: "center",
        series: vec![series("confirmed", wave(30, 12)), series("code_handed_out", wave(30, 4))],
        tables: vec![table(
            "center",
            ["count"],
            counted(
                "center",
                &["confirmed", "code_handed_out", "access_restored", "account_deleted", "data_corrected"],
            ),
        )],
    };
    let faults = vec![FieldFault::new("from", "statistics-order"), FieldFault::new("to", "statistics-date")];
    let fine = vec![FieldFault::new("step", "statistics-too-fine").with("n", "110")];
    vec![
        ("month", view(month, sample_sections(30))),
        ("years", view(years, sample_sections(years.spans().len()))),
        ("nothing", view(month, vec![nothing])),
        ("center", sample_page(locale, Role::CenterAdministrator, month, vec![own], Vec::new())),
        ("faulty", sample_page(locale, Role::Administrator, month, Vec::new(), faults)),
        ("too-fine", sample_page(locale, Role::Administrator, years, Vec::new(), fine)),
    ]
}
