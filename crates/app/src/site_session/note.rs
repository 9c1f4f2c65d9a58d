//! Writing down what sites must be told, in the transaction of that of which they are told.

use std::collections::BTreeSet;

use okno_domain::{
    account::AccountId,
    relying_party::TellingState,
    session::{EndReason, SessionId},
    time::after,
};
use okno_store::{
    Tx,
    session_site::{self as store, SessionSiteRow},
    site_logout::{self, LogoutRow},
};

use super::{Parting, TellSite};
use crate::{
    claim,
    context::Cx,
    error::{Error, Result},
    job,
    relying_party::{self, Site},
    settings::hours,
    site_grant::session_name,
};

/// Why a site is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// A session ended so.
    Ended(EndReason),
    /// The person took back what it had.
    Withdrawn,
    /// Its rule does not take the account any more.
    LevelLost,
}

impl Reason {
    /// The stored name.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Ended(reason) => reason.name(),
            Self::Withdrawn => "withdrawn",
            Self::LevelLost => "level_lost",
        }
    }
}

/// The sites of all sessions of the account that are over now.
pub(super) async fn of_ended(tx: &mut Tx, cx: &Cx, account: AccountId, reason: Reason) -> Result<Vec<Parting>> {
    let mut partings = Vec::new();
    for row in store::take_over(tx, account).await? {
        let Some(site) = relying_party::of_id(tx, cx, row.relying_party).await? else { continue };
        one(tx, cx, account, (&site, Some(row.root), &row.subject), reason).await?;
        partings.push(Parting { session: session_name(cx, row.root, site.id), site });
    }
    Ok(partings)
}

/// That the person is not signed in at the site any more, whatever the session: once, or for each session that it knows where
/// it goes by sessions alone.
pub(super) async fn everywhere(
    tx: &mut Tx,
    cx: &Cx,
    account: AccountId,
    (site, known): (&Site, &[SessionSiteRow]),
    reason: Reason,
) -> Result<()> {
    if site.client.metadata.backchannel_logout_session_required {
        for row in known {
            one(tx, cx, account, (site, Some(row.root), &row.subject), reason).await?;
        }
        return Ok(());
    }
    let mut subjects: BTreeSet<String> = known.iter().map(|row| row.subject.clone()).collect();
    if subjects.is_empty() {
        // It holds something that outlives the sessions of which it was told.
        match claim::subject(tx, cx, site, account).await {
            Ok(subject) => drop(subjects.insert(subject)),
            // One whose sector is not sound any more knows nobody.
            Err(Error::Bug(_)) => return Ok(()),
            Err(error) => return Err(error),
        }
    }
    for subject in subjects {
        one(tx, cx, account, (site, None, &subject), reason).await?;
    }
    Ok(())
}

async fn one(
    tx: &mut Tx,
    cx: &Cx,
    account: AccountId,
    (site, root, subject): (&Site, Option<SessionId>, &str),
    reason: Reason,
) -> Result<()> {
    if site.client.metadata.backchannel_logout_uri.is_none() {
        return Ok(());
    }
    let row = LogoutRow {
        id: cx.fresh_id(),
        relying_party: site.id,
        root,
        subject: subject.to_owned(),
        reason: reason.name().to_owned(),
        state: TellingState::Waiting,
        attempts: 0,
        last_fault: None,
        created_at: cx.now,
        give_up_at: after(cx.now, hours(cx.settings().single_sign_on.logout_hours)),
        settled_at: None,
    };
    site_logout::insert(tx, account, &row).await?;
    job::enqueue(tx, cx, &TellSite { account, logout: row.id }).await
}
