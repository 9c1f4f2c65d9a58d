//! A file of centers from the browser: first the report of what would be taken and what not, then the consent. It is the
//! import of the command line; only its bytes wait in between.

use okno_domain::{
    operator::Act,
    refusal::{Class, FieldFault, Refusal},
    time::{DAY, Timestamp, after},
};
use okno_store::center_import::{self as store, CenterImportRow};

pub use okno_store::center_import::CenterImportId;

use super::{FileFault, Report, import, read_file};
use crate::{
    context::Cx,
    error::{Error, Result},
    operator::{SignedIn, audit},
};

/// The largest file: a country's centers are a tenth of it.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;

/// A file that waits for the consent.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its id.
    pub id: CenterImportId,
    /// What the browser called it.
    pub file_name: String,
    /// Until when it waits.
    pub until: Timestamp,
    /// What taking it in would do.
    pub report: Report,
}

fn fault(fault: &FileFault) -> Error {
    let code = match fault {
        FileFault::NotText => "center-file-text",
        FileFault::Csv(_) | FileFault::GeoJson(_) => "center-file-form",
        FileFault::TooMany => "center-file-rows",
    };
    Error::Fields(vec![FieldFault::new("file", code)])
}

/// Keeps a file for a day; it is refused here when it cannot be read at all.
pub async fn upload(cx: &Cx, operator: &SignedIn, file_name: &str, content: Vec<u8>) -> Result<CenterImportId> {
    operator.demand(Act::ManageDirectory)?;
    if content.is_empty() {
        return Err(Error::Fields(vec![FieldFault::new("file", "required")]));
    }
    if content.len() > MOST_BYTES {
        return Err(Error::Fields(vec![FieldFault::new("file", "center-file-large")]));
    }
    read_file(&content).map_err(|error| fault(&error))?;
    let file_name = file_name.chars().filter(|letter| !letter.is_control()).take(100).collect();
    let row =
        CenterImportRow { id: cx.fresh_id(), operator: operator.operator, file_name, content, uploaded_at: cx.now };
    let mut tx = cx.app.store.write().await?;
    store::insert(&mut tx, &row).await?;
    cx.commit(tx).await?;
    Ok(row.id)
}

fn over() -> Error {
    Error::Refused(Refusal::new("center-import-over", Class::Gone))
}

async fn find(cx: &Cx, operator: &SignedIn, id: CenterImportId) -> Result<CenterImportRow> {
    operator.demand(Act::ManageDirectory)?;
    let row = store::find(&mut cx.app.store.read().await?, id).await?;
    row.filter(|row| row.operator == operator.operator && cx.now < after(row.uploaded_at, DAY)).ok_or_else(over)
}

/// What taking the file in would do; writes nothing.
pub async fn waiting(cx: &Cx, operator: &SignedIn, id: CenterImportId) -> Result<Waiting> {
    let CenterImportRow { file_name, content, uploaded_at, .. } = find(cx, operator, id).await?;
    let rows = read_file(&content).map_err(|error| fault(&error))?;
    let report = import(cx, &rows, true).await?;
    Ok(Waiting { id, file_name, until: after(uploaded_at, DAY), report })
}

/// Takes the file in. The operator must be fresh. The consent is written down first, and the file waits until all of it is
/// in: what breaks off can be done again, and rows that are in already change nothing. Of two who do it at once one is told
/// that it is done.
pub async fn take_in(cx: &Cx, operator: &SignedIn, id: CenterImportId) -> Result<Report> {
    let row = find(cx, operator, id).await?;
    operator.demand_fresh(cx)?;
    let rows = read_file(&row.content).map_err(|error| fault(&error))?;
    let mut tx = cx.app.store.write().await?;
    audit::record(&mut tx, cx, operator, "centers-imported", &format!("{} {}", row.file_name, rows.len())).await?;
    cx.commit(tx).await?;
    let report = import(cx, &rows, false).await?;
    let mut tx = cx.app.store.write().await?;
    store::delete(&mut tx, id).await?;
    cx.commit(tx).await?;
    Ok(report)
}

/// Throws the file away.
pub async fn discard(cx: &Cx, operator: &SignedIn, id: CenterImportId) -> Result<()> {
    find(cx, operator, id).await?;
    let mut tx = cx.app.store.write().await?;
    store::delete(&mut tx, id).await?;
    cx.commit(tx).await
}
