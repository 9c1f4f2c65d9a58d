//! The system looks at a site by itself: whether what it registered answers, and whether a sign-in begins and ends there.
//!
//! A look is a job, so that nobody is called while a transaction is open. It reads no page and keeps none: a finding has a code, an
//! address and a number (`okno_domain::site_check`). A site is looked at some times an hour at most, and few sites at once, in a lane of
//! their own.

mod address;
mod sign_in;
mod system;

use std::time::Duration;

use okno_domain::{
    developer::{DeveloperRefusal, SiteAct},
    relying_party::RelyingPartyId,
    site_check::{Finding, FindingCode, Part, Verdict, count},
    time::{DAY, HOUR, SignedDuration, Timestamp, after},
};
use okno_store::{
    Read, Tx, developer,
    relying_party::{self as sites, RelyingPartyRow},
    site_check::{self as store, CheckRow},
};
use serde::{Deserialize, Serialize};
use tokio::time::timeout;

use self::address::Look;
pub(super) use self::address::is_own_machine;
use super::{Managed, edit::record, esia, is_held, managed};
use crate::{
    context::Cx,
    error::{Error, Result},
    esia::Registration,
    job::{self, Done, Job, JobError, Lane, Retry},
    limit::{self, LimitKey},
    relying_party::Site,
    session::SignedIn,
};

/// The most checks of a site within an hour.
const MOST_IN_AN_HOUR: i64 = 6;
/// The most checks that one person asks for within a day, of all their sites together.
const MOST_A_DAY: u32 = 60;
/// For so long a check that was asked for counts as under way.
const UNDER_WAY: SignedDuration = SignedDuration::from_mins(10);
/// A look that takes longer is broken off: sooner than the job would be.
const LONGEST: Duration = Duration::from_secs(80);

/// The last check of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// When the findings came; none where there are none yet.
    pub done_at: Option<Timestamp>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Whether another one is under way.
    pub is_under_way: bool,
    /// Whether the site was changed since.
    pub is_outdated: bool,
    /// Whether the developer said to know of the faults when they asked for the promotion.
    pub knows_faults: bool,
}

impl Check {
    /// Changes when there is something new to read.
    pub fn mark(&self) -> String {
        let done = self.done_at.map(Timestamp::as_microsecond).unwrap_or_default();
        format!("{done}-{}", u8::from(self.is_under_way))
    }
}

fn is_under_way(row: &CheckRow, now: Timestamp) -> bool {
    row.done_at.is_none_or(|done| done < row.asked_at) && now < after(row.asked_at, UNDER_WAY)
}

/// The last check of this site.
pub(super) async fn of(read: &mut Read, cx: &Cx, site: &RelyingPartyRow) -> Result<Option<Check>> {
    let found = store::find(read, site.id).await?;
    Ok(found.map(|row| Check {
        is_under_way: is_under_way(&row, cx.now),
        is_outdated: row.done_at.is_some() && row.site_version != site.version,
        knows_faults: row.known_at.is_some(),
        done_at: row.done_at,
        findings: row.findings,
    }))
}

/// The last check of a site, for those who look after it.
pub async fn check(cx: &Cx, signed_in: &SignedIn, client_id: &str) -> Result<Option<Check>> {
    let mut read = cx.app.store.read().await?;
    let managed = managed(&mut read, cx, signed_in, client_id, SiteAct::Look).await?;
    of(&mut read, cx, &managed.row).await
}

/// Asks for a check. Whoever looks after the site may; while one is under way another changes nothing.
pub async fn ask_check(cx: &Cx, signed_in: &SignedIn, client_id: &str) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let managed = managed(&mut tx, cx, signed_in, client_id, SiteAct::Change).await?;
    if managed.is_held() {
        return Err(Error::refused(&DeveloperRefusal::Held));
    }
    let site = managed.row.id;
    if store::find(&mut tx, site).await?.is_some_and(|row| is_under_way(&row, cx.now)) {
        return Ok(());
    }
    if let Some(refusal) = begin(&mut tx, cx, (signed_in, site)).await? {
        return Err(Error::refused(&refusal));
    }
    record(&mut tx, cx, signed_in, "site-checked", client_id).await?;
    cx.commit(tx).await
}

/// Has a site looked at, or tells why not: that was done often enough.
async fn begin(
    tx: &mut Tx,
    cx: &Cx,
    (signed_in, site): (&SignedIn, RelyingPartyId),
) -> Result<Option<DeveloperRefusal>> {
    let key = LimitKey::new(cx, "site-check", &signed_in.id().to_string());
    if !limit::count_within(tx, key, MOST_A_DAY, DAY, cx.now).await? {
        return Ok(Some(DeveloperRefusal::ChecksOfDay));
    }
    if !store::ask(tx, site, cx.now, (after(cx.now, -HOUR), MOST_IN_AN_HOUR)).await? {
        return Ok(Some(DeveloperRefusal::CheckedOften));
    }
    job::enqueue(tx, cx, &CheckSite { site }).await?;
    Ok(None)
}

/// Before an officer is asked to let a site out: refused where the last check found faults, whatever became of the site since, unless
/// the developer says that they know. The officer sees what is found now.
pub(super) async fn before_promotion(
    tx: &mut Tx,
    cx: &Cx,
    (signed_in, managed): (&SignedIn, &Managed),
    knows_faults: bool,
) -> Result<()> {
    let site = managed.row.id;
    let row = store::find(tx, site).await?;
    let has_faults = row.as_ref().is_some_and(|row| count(&row.findings, Verdict::Fault) > 0);
    if has_faults && !knows_faults {
        return Err(Error::refused(&DeveloperRefusal::CheckFaults));
    }
    if !managed.is_held() && !row.is_some_and(|row| is_under_way(&row, cx.now)) {
        // Where that was done often enough, the officer sees what was found the last time, and when.
        begin(tx, cx, (signed_in, site)).await?;
    }
    Ok(store::know(tx, site, has_faults.then_some(cx.now)).await?)
}

/// Looks at a site. What comes of it takes the place of what came of the look before.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CheckSite {
    site: RelyingPartyId,
}

impl Job for CheckSite {
    const NAME: &'static str = "check-site";
    // What is wrong with the site is a finding; only a fault of ours is tried again.
    const RETRY: Retry = Retry::exponential(10, 60, 3);

    fn mark(&self) -> Option<String> {
        Some(format!("check-site:{}", self.site))
    }

    fn lane(&self) -> Lane {
        Lane::Check
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let Some((row, system)) = row(cx, self.site).await? else { return Ok(Done::Nothing) };
        let Some(port) = &cx.app.ports.sites else {
            return Err(Error::Unavailable("sites cannot be called".to_owned()).into());
        };
        let version = row.version;
        let findings = match Site::of(row) {
            None => vec![Finding::new(Part::Site, FindingCode::Unsound)],
            Some(site) => look(&Look::new(cx, port.as_ref(), &site), system.as_ref()).await?,
        };
        let is_there = settle(cx, self.site, (version, &findings)).await?;
        Ok(if is_there { Done::Did } else { Done::Nothing })
    }

    async fn give_up(&self, cx: &Cx, _reason: &str) -> Result<()> {
        let Some((row, _)) = row(cx, self.site).await? else { return Ok(()) };
        settle(cx, self.site, (row.version, &[Finding::new(Part::Site, FindingCode::Unfinished)])).await?;
        Ok(())
    }
}

/// Keeps what was found, now; false when the site is gone.
async fn settle(cx: &Cx, site: RelyingPartyId, found: (i64, &[Finding])) -> Result<bool> {
    let mut tx = cx.app.store.write().await?;
    let is_there = store::settle(&mut tx, site, found, cx.app.clock.now()).await?;
    tx.commit().await?;
    Ok(is_there)
}

/// The site, unless an officer switched it off meanwhile; with what it registered, where it is a system that speaks ESIA.
async fn row(cx: &Cx, site: RelyingPartyId) -> Result<Option<(RelyingPartyRow, Option<Registration>)>> {
    let mut read = cx.app.store.read().await?;
    let Some(client_id) = sites::name(&mut read, site).await? else { return Ok(None) };
    let (row, record) = (sites::find(&mut read, &client_id).await?, developer::find(&mut read, site).await?);
    let Some((row, record)) = row.zip(record).filter(|(row, record)| !is_held(row, record)) else { return Ok(None) };
    let system = esia::system(&mut read, (site, record.kind)).await?;
    Ok(Some((row, system)))
}

/// Looks at all that there is to see, as far as the time goes: what was found until then stays found.
async fn look(look: &Look<'_>, system: Option<&Registration>) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let unfinished = in_time(LONGEST, walk(look, system, &mut findings)).await?;
    findings.extend(unfinished);
    if findings.is_empty() {
        findings.push(Finding::new(Part::Site, FindingCode::Nothing));
    }
    // Several addresses of one host show one certificate.
    let mut seen: Vec<(FindingCode, Option<String>)> = Vec::new();
    findings.retain(|finding| {
        let is_certificate = matches!(finding.code, FindingCode::Certificate | FindingCode::CertificateEnds);
        let mark = (finding.code, finding.address.clone());
        let is_new = !seen.contains(&mark);
        if is_certificate && is_new {
            seen.push(mark);
        }
        !is_certificate || is_new
    });
    Ok(findings)
}

/// Does something as far as the time goes; tells when it did not go far enough.
async fn in_time(longest: Duration, doing: impl Future<Output = Result<()>> + Send) -> Result<Option<Finding>> {
    match timeout(longest, doing).await {
        Ok(done) => done.map(|()| None),
        Err(_) => Ok(Some(Finding::new(Part::Site, FindingCode::Unfinished))),
    }
}

async fn walk(look: &Look<'_>, system: Option<&Registration>, findings: &mut Vec<Finding>) -> Result<()> {
    if let Some(registration) = system {
        system::walk(look, registration, findings).await;
        return Ok(());
    }
    findings.extend(address::rules(look.site));
    address::all(look, address::errands(look.site), findings).await;
    sign_in::walk(look, findings).await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was found before the time was over stays found.
    #[tokio::test]
    async fn a_look_that_takes_too_long_keeps_what_it_found() {
        let mut findings = Vec::new();
        let slow = async {
            findings.push(Finding::new(Part::BackChannel, FindingCode::DeafToLogout));
            std::future::pending().await
        };
        let unfinished = in_time(Duration::ZERO, slow).await.unwrap();
        findings.extend(unfinished);
        let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [FindingCode::DeafToLogout, FindingCode::Unfinished]);
        assert_eq!(count(&findings, Verdict::Fault), 1);
        assert_eq!(in_time(LONGEST, async { Ok(()) }).await.unwrap(), None);
    }
}
