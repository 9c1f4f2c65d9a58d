//! Periodic work: every schedule of the program stands in this one table.
//!
//! A periodic job takes no input; it looks at what is and does what is missing, in small steps, so that running it twice
//! or late does no harm. Its mark makes it one job however many servers there are: after a run it puts itself off by its
//! period.

use okno_domain::{
    statistic::day_of,
    time::{DAY, SignedDuration, after},
};
use okno_store::{
    bank, center_import, developer, device_grant, guess_limit, interaction, login_step, one_time_code,
    operator_session, outgoing_message, passkey, recovery, registration, restriction, session, single_use, site_grant,
    site_invitation, site_logout, site_record, visit,
};
use serde::{Deserialize, Serialize};

use super::{Done, Job, JobError, Retry, enqueue};
use crate::{
    context::Cx,
    developer::{DAYS_COUNTED, DAYS_KEPT},
    error::{Error, Result},
};

/// Rows that one transaction of a purge may delete: it must not hold the writer for long.
const PURGE_STEP: i64 = 1000;

/// Makes sure that each periodic job is in the queue. They put themselves off after each run, so this changes something
/// only at the first start, and after one of them was given up.
pub async fn enqueue_periodic(cx: &Cx) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    enqueue(&mut tx, cx, &Purge {}).await?;
    enqueue(&mut tx, cx, &RewrapDataKeys {}).await?;
    enqueue(&mut tx, cx, &crate::verification::ReconcileVerifications {}).await?;
    enqueue(&mut tx, cx, &crate::confirmation::ExpireConfirmations {}).await?;
    enqueue(&mut tx, cx, &crate::service_center::FlagStaleCenters {}).await?;
    enqueue(&mut tx, cx, &crate::letter::PrintLetters {}).await?;
    enqueue(&mut tx, cx, &crate::letter::AskCarrier {}).await?;
    enqueue(&mut tx, cx, &crate::letter::RemindOfLetters {}).await?;
    enqueue(&mut tx, cx, &crate::appointment::KeepAppointments {}).await?;
    enqueue(&mut tx, cx, &crate::signing_key::RotateSigningKeys {}).await?;
    enqueue(&mut tx, cx, &crate::site_session::EndLapsedSessions {}).await?;
    cx.commit(tx).await
}

/// Removes what is long over: codes, counters, traces of messages, unfinished registrations and recoveries.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Purge {}

/// What sites were given, asked and told, long after it is worth nothing; the person looks at what was given for a year.
async fn purge_sites(tx: &mut okno_store::Tx, cx: &Cx) -> std::result::Result<u64, okno_store::Error> {
    let (a_day_ago, a_year_ago) = (after(cx.now, -DAY), after(cx.now, DAY * -365));
    let mut removed = single_use::purge(tx, cx.now, PURGE_STEP).await?;
    removed += interaction::purge(tx, a_day_ago, PURGE_STEP).await?;
    removed += interaction::purge_pushed(tx, a_day_ago, PURGE_STEP).await?;
    removed += device_grant::purge(tx, a_day_ago, PURGE_STEP).await?;
    removed += site_grant::purge(tx, a_year_ago, PURGE_STEP).await?;
    removed += site_logout::purge(tx, after(cx.now, DAY * -90), PURGE_STEP).await?;
    removed += site_invitation::purge(tx, after(cx.now, DAY * -90), PURGE_STEP).await?;
    removed += crate::esia::purge(tx, cx.now, PURGE_STEP).await?;
    removed += developer::purge_invitations(tx, a_day_ago, PURGE_STEP).await?;
    let (errors, counters) = (after(cx.now, DAY * -DAYS_KEPT), day_of(after(cx.now, DAY * -DAYS_COUNTED)));
    removed += site_record::purge(tx, errors, counters, PURGE_STEP).await?;
    Ok(removed)
}

impl Job for Purge {
    const NAME: &'static str = "purge";
    const RETRY: Retry = Retry::exponential(60, 3600, u32::MAX);

    fn mark(&self) -> Option<String> {
        Some(Self::NAME.to_owned())
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let long_ago = after(cx.now, -DAY);
        let mut tx = cx.app.store.write().await.map_err(Error::from)?;
        let mut removed = 0;
        removed += guess_limit::purge(&mut tx, cx.now, PURGE_STEP).await.map_err(Error::from)?;
        removed += one_time_code::purge(&mut tx, long_ago, PURGE_STEP).await.map_err(Error::from)?;
        removed += outgoing_message::purge(&mut tx, after(cx.now, DAY * -30), PURGE_STEP).await.map_err(Error::from)?;
        removed +=
            outgoing_message::purge_parts(&mut tx, after(cx.now, DAY * -30), PURGE_STEP).await.map_err(Error::from)?;
        removed += registration::purge(&mut tx, long_ago, PURGE_STEP).await.map_err(Error::from)?;
        removed += purge_sites(&mut tx, cx).await.map_err(Error::from)?;
        removed += recovery::purge(&mut tx, long_ago, PURGE_STEP).await.map_err(Error::from)?;
        removed += operator_session::purge_sign_ins(&mut tx, long_ago, PURGE_STEP).await.map_err(Error::from)?;
        removed += operator_session::purge(&mut tx, after(cx.now, DAY * -90), PURGE_STEP).await.map_err(Error::from)?;
        removed += login_step::purge(&mut tx, long_ago, PURGE_STEP).await.map_err(Error::from)?;
        removed += passkey::purge(&mut tx, cx.now, PURGE_STEP).await.map_err(Error::from)?;
        removed += restriction::purge(&mut tx, long_ago, PURGE_STEP).await.map_err(Error::from)?;
        removed += bank::purge(&mut tx, long_ago, PURGE_STEP).await.map_err(Error::from)?;
        removed += session::purge(&mut tx, after(cx.now, DAY * -90), PURGE_STEP).await.map_err(Error::from)?;
        removed += center_import::purge(&mut tx, long_ago, PURGE_STEP).await.map_err(Error::from)?;
        removed += visit::purge(&mut tx, after(cx.now, DAY * -30), PURGE_STEP).await.map_err(Error::from)?;
        tx.commit().await.map_err(Error::from)?;
        // These end one by one, each with all that is its.
        let is_more = crate::test_person::purge(cx).await? > 0;
        // A full step means that more may be left: go on soon.
        let pause =
            if removed >= 1000 || is_more { SignedDuration::from_secs(1) } else { SignedDuration::from_mins(10) };
        Ok(Done::Again(after(cx.now, pause)))
    }
}

/// Wraps data keys anew that are under an earlier key-encryption key (decision 10).
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RewrapDataKeys {}

impl Job for RewrapDataKeys {
    const NAME: &'static str = "rewrap-data-keys";
    const RETRY: Retry = Retry::exponential(60, 3600, u32::MAX);

    fn mark(&self) -> Option<String> {
        Some(Self::NAME.to_owned())
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let left = crate::account::rewrap_some(cx, 100).await?;
        let pause = if left { SignedDuration::from_secs(1) } else { SignedDuration::from_hours(1) };
        Ok(Done::Again(after(cx.now, pause)))
    }
}
