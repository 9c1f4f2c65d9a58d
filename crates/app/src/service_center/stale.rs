//! Records that nobody keeps (R181).

use okno_domain::time::{DAY, after};
use okno_store::{
    operator_case::{self, CaseRow},
    service_center::{self as centers, StaleCenter},
};
use serde::{Deserialize, Serialize};

use crate::{
    context::Cx,
    error::Result,
    job::{Done, Job, JobError, Retry},
    settings,
};

/// The kind of the operators' cases about such records.
pub(super) const STALE: &str = "center_stale";
/// Cases that one run opens at most; the oldest first, so that the rest follows.
const STEP: i64 = 500;

/// Up to `most` open centers whose records are stale, those that were checked longest ago first.
pub async fn stale(cx: &Cx, most: u16) -> Result<Vec<StaleCenter>> {
    let limit = settings::days(cx.settings().center.stale_after_days);
    let mut read = cx.app.store.read().await?;
    Ok(centers::stale(&mut read, after(cx.now, -limit), i64::from(most)).await?)
}

/// Opens a case for each stale record, once; an import of a newer record closes it.
#[derive(Debug, Serialize, Deserialize)]
pub struct FlagStaleCenters {}

impl Job for FlagStaleCenters {
    const NAME: &'static str = "flag-stale-centers";
    const RETRY: Retry = Retry::exponential(60, 3600, u32::MAX);

    fn mark(&self) -> Option<String> {
        Some(Self::NAME.to_owned())
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        flag(cx).await?;
        Ok(Done::Again(after(cx.now, DAY)))
    }
}

async fn flag(cx: &Cx) -> Result<()> {
    let limit = settings::days(cx.settings().center.stale_after_days);
    let mut tx = cx.app.store.write().await?;
    for center in centers::stale(&mut tx, after(cx.now, -limit), STEP).await? {
        let case = CaseRow {
            id: cx.fresh_id(),
            kind: STALE.to_owned(),
            account: None,
            subject: center.id.to_string(),
            detail: serde_json::json!({ "external_id": center.external_id, "checked_at": center.last_checked_at }),
            opened_at: cx.now,
        };
        operator_case::open(&mut tx, &case).await?;
    }
    tx.commit().await?;
    Ok(())
}
