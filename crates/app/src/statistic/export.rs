//! The numbers of a period as a file: one long table, from which every spreadsheet makes what it needs.

use std::borrow::Cow;

use okno_domain::{
    operator::CenterId,
    statistic::{CenterKind, Period},
    time::Date,
};
use okno_store::service_center as centers;

use super::report::{Days, by_center, scope};
use crate::{
    context::Cx,
    error::{Error, Result},
    operator::{SignedIn, audit as operator_audit},
};

/// The head of the table.
const HEAD: [&str; 5] = ["kind", "dimension", "from", "to", "count"];

/// A cell that no spreadsheet takes for a formula.
fn safe(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

struct Table(csv::Writer<Vec<u8>>);

impl Table {
    fn new() -> Result<Self> {
        let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        table.write_record(HEAD).map_err(broken)?;
        Ok(Self(table))
    }

    fn row(&mut self, kind: &str, dimension: &str, (from, to): (Date, Date), total: i64) -> Result<()> {
        let cells = [kind, &safe(dimension), &from.to_string(), &to.to_string(), &total.to_string()];
        self.0.write_record(cells).map_err(broken)
    }

    fn finish(self) -> Result<Vec<u8>> {
        self.0.into_inner().map_err(|error| broken(error.error()))
    }
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::Bug(format!("a table cannot be written: {error}"))
}

/// The numbers of a period as CSV (RFC 4180): every kind for each step, centers by their names in files for the whole
/// period. That it was taken away is written down with the operator.
pub async fn export(cx: &Cx, operator: &SignedIn, wanted: Option<CenterId>, period: Period) -> Result<Vec<u8>> {
    let scope = scope(operator, wanted)?;
    let mut read = cx.app.store.read().await?;
    let of_center = match scope {
        Some(center) => centers::find(&mut read, center).await?.ok_or(Error::NotFound)?.external_id,
        None => String::new(),
    };
    let mut table = Table::new()?;
    let whole = (period.from, period.to);
    let counted = Days::read(&mut read, scope, whole).await?;
    for days in period.spans() {
        let slice = counted.slice(days);
        for sum in &slice.sums {
            table.row(sum.kind.name(), &sum.dimension, days, sum.total)?;
        }
        for (kind, total) in &slice.centers {
            table.row(kind.name(), &of_center, days, *total)?;
        }
    }
    if scope.is_none() {
        for line in by_center(&mut read, cx, whole).await? {
            for (kind, total) in CenterKind::ALL.into_iter().zip(line.totals).filter(|(_, total)| *total > 0) {
                table.row(kind.name(), &line.external_id, whole, total)?;
            }
        }
    }
    drop(read);
    let mut tx = cx.app.store.write().await?;
    let what = scope.map_or_else(|| "all".to_owned(), |center| format!("center:{center}"));
    let detail = format!("{what} {}..{} {}", period.from, period.to, period.step.name());
    operator_audit::record(&mut tx, cx, operator, "statistics-exported", &detail).await?;
    cx.commit(tx).await?;
    table.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_becomes_a_formula() {
        for evil in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(safe(evil), format!("'{evil}"));
        }
        assert_eq!(safe("moi-dela-01"), "moi-dela-01");
    }

    #[test]
    fn cells_are_quoted() {
        let mut table = Table::new().unwrap();
        let day = jiff::civil::date(2026, 3, 2);
        table.row("login", "a,\"b\"", (day, day), 3).unwrap();
        let text = String::from_utf8(table.finish().unwrap()).unwrap();
        assert_eq!(text, "kind,dimension,from,to,count\r\nlogin,\"a,\"\"b\"\"\",2026-03-02,2026-03-02,3\r\n");
    }
}
