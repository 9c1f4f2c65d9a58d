//! How numbers are told: which stand together, in which tables.

use okno_app::statistic::{CenterLine, Report, Slice};
use okno_domain::{
    account::AccountLevel,
    letter::LetterStatus,
    statistic::{Area, CenterKind, Kind, WAYS},
    verification::CheckKind,
};
use okno_ui::statistic::{Cell, Label, Section, Series, Table};

/// The subjects of a report: all of them, or the one of a center.
pub(super) fn all(report: &Report) -> Vec<Section> {
    if report.center.is_some() {
        return vec![center(report)];
    }
    vec![
        registrations(report),
        levels(report),
        verifications(report),
        confirmations(report),
        letters(report),
        logins(report),
        support(report),
        failures(report),
    ]
}

fn series(report: &Report, name: &'static str, of: impl Fn(&Slice) -> i64) -> Series {
    Series { name, values: report.steps.iter().map(of).collect() }
}

fn total(report: &Report, name: &'static str, kind: Kind) -> Series {
    series(report, name, |slice| slice.total(kind))
}

/// A table of one kind with a number for each dimension, those that are known and those that are not.
fn counted(report: &Report, name: &'static str, group: &str, kind: Kind) -> Table {
    let row = |(code, count): (&str, i64)| (Label::of_code(group, code), vec![Cell::Count(count)]);
    Table { name, columns: vec!["count"], rows: report.whole.dimensions(kind).map(row).collect() }
}

fn registrations(report: &Report) -> Section {
    let whole = &report.whole;
    let row = |way: &str| {
        let counts = [Kind::RegistrationBegun, Kind::RegistrationFinished].map(|kind| Cell::Count(whole.of(kind, way)));
        (Label::of_code("way", way), counts.to_vec())
    };
    Section {
        name: "registrations",
        series: vec![
            total(report, "begun", Kind::RegistrationBegun),
            total(report, "finished", Kind::RegistrationFinished),
        ],
        tables: vec![Table { name: "ways", columns: vec!["begun", "finished"], rows: WAYS.map(row).to_vec() }],
    }
}

fn levels(report: &Report) -> Section {
    let (standard, confirmed) = (AccountLevel::Standard.name(), AccountLevel::Confirmed.name());
    Section {
        name: "levels",
        series: vec![
            series(report, "standard", |slice| slice.of(Kind::LevelReached, standard)),
            series(report, "confirmed_level", |slice| slice.of(Kind::LevelReached, confirmed)),
        ],
        tables: vec![counted(report, "levels", "level", Kind::LevelReached)],
    }
}

fn verifications(report: &Report) -> Section {
    let whole = &report.whole;
    let registries = [CheckKind::Snils.registry(), CheckKind::InternalPassport.registry()];
    let row = |registry: &str| {
        let answered = |finding: &str| whole.of(Kind::VerificationAnswered, &format!("{registry}.{finding}"));
        let found = ["match", "mismatch", "no_data"].map(answered);
        let times = whole.answer_times(registry);
        let counts = [whole.of(Kind::VerificationSent, registry), found.iter().sum()];
        let cells = counts.into_iter().chain(found).map(Cell::Count);
        let times = [times.map(|(median, _)| median), times.map(|(_, ninetieth)| ninetieth)].map(Cell::Time);
        (Label::of_code("registry", registry), cells.chain(times).collect())
    };
    Section {
        name: "verifications",
        series: vec![
            total(report, "sent", Kind::VerificationSent),
            total(report, "answered", Kind::VerificationAnswered),
        ],
        tables: vec![
            Table {
                name: "registries",
                columns: vec!["sent", "answered", "match", "mismatch", "no_data", "median", "ninetieth"],
                rows: registries.map(row).to_vec(),
            },
            counted(report, "outcomes", "outcome", Kind::VerificationOutcome),
        ],
    }
}

/// The column of a kind of center.
const fn column(kind: CenterKind) -> &'static str {
    match kind {
        CenterKind::Confirmed => "confirmed",
        CenterKind::CodeHandedOut => "code_handed_out",
        CenterKind::AccessRestored => "access_restored",
        CenterKind::AccountDeleted => "account_deleted",
        CenterKind::DataCorrected => "data_corrected",
    }
}

fn confirmations(report: &Report) -> Section {
    let row = |line: &CenterLine| {
        let href = format!("{}?center={}", okno_ui::route::OPERATOR_STATISTICS, line.id);
        let label = Label { href: Some(href), ..Label::of_name(&line.name) };
        (label, line.totals.map(Cell::Count).to_vec())
    };
    Section {
        name: "confirmations",
        series: vec![total(report, "confirmed", Kind::Confirmation)],
        tables: vec![
            counted(report, "methods", "method", Kind::Confirmation),
            Table {
                name: "centers",
                columns: CenterKind::ALL.map(column).to_vec(),
                rows: report.by_center.iter().map(row).collect(),
            },
        ],
    }
}

fn letters(report: &Report) -> Section {
    let count = |status: LetterStatus| report.whole.of(Kind::Letter, status.name());
    let row = |status: LetterStatus| (Label::of_code("letter", status.name()), vec![Cell::Count(count(status))]);
    let is_any = report.whole.total(Kind::Letter) > 0;
    let rows = if is_any { LetterStatus::ALL.map(row).to_vec() } else { Vec::new() };
    let of = |status: LetterStatus| move |slice: &Slice| slice.of(Kind::Letter, status.name());
    Section {
        name: "letters",
        series: vec![
            series(report, "ordered", of(LetterStatus::Ordered)),
            series(report, "code_used", of(LetterStatus::CodeUsed)),
        ],
        tables: vec![Table { name: "letters", columns: vec!["count"], rows }],
    }
}

fn logins(report: &Report) -> Section {
    Section {
        name: "logins",
        series: vec![total(report, "logins", Kind::Login)],
        tables: vec![counted(report, "logins", "login", Kind::Login)],
    }
}

fn support(report: &Report) -> Section {
    let row = |(median, ninetieth)| {
        let times = [median, ninetieth].map(|bound| Cell::Time(Some(bound)));
        (Label::of_code("support", "first"), times.to_vec())
    };
    let rows = report.whole.support_times().map(row).into_iter().collect();
    Section {
        name: "support",
        series: vec![
            series(report, "written", |slice| slice.of(Kind::Support, "written")),
            series(report, "support_answered", |slice| slice.of(Kind::Support, "answered")),
        ],
        tables: vec![Table { name: "first_answer", columns: vec!["median", "ninetieth"], rows }],
    }
}

const fn failure_table(area: Area) -> &'static str {
    match area {
        Area::Verification => "failures-verification",
        Area::Confirmation => "failures-confirmation",
        Area::Login => "failures-login",
        Area::Letter => "failures-letter",
    }
}

fn failures(report: &Report) -> Section {
    let table = |area: Area| {
        let row = |(code, count): (&str, i64)| (Label::of_code("reason", code), vec![Cell::Count(count)]);
        let rows = report.whole.failures(area).into_iter().map(row).collect();
        Table { name: failure_table(area), columns: vec!["count"], rows }
    };
    Section {
        name: "failures",
        series: vec![total(report, "failed", Kind::Failure)],
        tables: Area::ALL.map(table).to_vec(),
    }
}

fn center(report: &Report) -> Section {
    let row =
        |kind: CenterKind| (Label::of_code("center", column(kind)), vec![Cell::Count(report.whole.at_centers(kind))]);
    let of = |kind: CenterKind| move |slice: &Slice| slice.at_centers(kind);
    Section {
        name: "center",
        series: vec![
            series(report, "confirmed", of(CenterKind::Confirmed)),
            series(report, "code_handed_out", of(CenterKind::CodeHandedOut)),
        ],
        tables: vec![Table { name: "center", columns: vec!["count"], rows: CenterKind::ALL.map(row).to_vec() }],
    }
}
