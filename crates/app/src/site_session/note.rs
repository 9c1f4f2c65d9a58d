//! Writing down what sites must be told, in the transaction of that of which they are told.

use std::{collections::BTreeSet, sync::Arc};

use okno_domain::{
    account::AccountId,
    relying_party::{RelyingPartyId, SiteState, Stage, TellingState},
    session::{EndReason, SessionId},
    time::after,
};
use okno_store::{
    Read, Tx,
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

/// A site that may have to be told, whether what it registered can be read at present or not: a fault that is mended in time must not
/// cost it a word.
#[derive(Clone, Debug)]
pub(super) struct Hearer {
    pub id: RelyingPartyId,
    pub client_id: String,
    pub state: SiteState,
    pub stage: Stage,
    /// What it registered; none where that is not sound.
    pub site: Option<Arc<Site>>,
}

impl Hearer {
    pub(super) async fn find(read: &mut Read, cx: &Cx, id: RelyingPartyId) -> Result<Option<Self>> {
        if let Some(site) = relying_party::of_id(read, cx, id).await? {
            let (client_id, state, stage) = (site.client.id.clone(), site.row.state, site.stage);
            return Ok(Some(Self { id, client_id, state, stage, site: Some(site) }));
        }
        let Some(name) = okno_store::relying_party::name(read, id).await? else { return Ok(None) };
        let row = okno_store::relying_party::find(read, &name).await?;
        Ok(row.map(|row| Self { id, client_id: row.client_id, state: row.state, stage: row.stage, site: None }))
    }

    /// Whether it wants to hear. Of one that cannot be read that is not known yet.
    pub(super) fn may_want(&self) -> bool {
        self.site.as_ref().is_none_or(|site| site.client.metadata.backchannel_logout_uri.is_some())
    }
}

/// The sites of all sessions of the account that are over now.
pub(super) async fn of_ended(tx: &mut Tx, cx: &Cx, account: AccountId, reason: Reason) -> Result<Vec<Parting>> {
    // A site that is let in at this instant was before us, and is among them; or comes after us, and finds the session over.
    okno_store::audit::hold(tx, account).await?;
    let mut partings = Vec::new();
    for row in store::take_over(tx, account).await? {
        let Some(hearer) = Hearer::find(tx, cx, row.relying_party).await? else { continue };
        one(tx, cx, account, (&hearer, Some(row.root), &row.subject), reason).await?;
        if let Some(site) = hearer.site {
            partings.push(Parting { session: session_name(cx, row.root, site.id), site });
        }
    }
    Ok(partings)
}

/// That the person is not signed in at the site any more, whatever the session: once, or for each session that it knows where
/// it goes by sessions alone.
pub(super) async fn everywhere(
    tx: &mut Tx,
    cx: &Cx,
    account: AccountId,
    (hearer, known): (&Hearer, &[SessionSiteRow]),
    reason: Reason,
) -> Result<()> {
    let by_subject = |site: &&Arc<Site>| !site.client.metadata.backchannel_logout_session_required;
    let Some(site) = hearer.site.as_ref().filter(by_subject) else {
        // One that cannot be read may be such a one; a session by its name is understood by all.
        for row in known {
            one(tx, cx, account, (hearer, Some(row.root), &row.subject), reason).await?;
        }
        return Ok(());
    };
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
        one(tx, cx, account, (hearer, None, &subject), reason).await?;
    }
    Ok(())
}

async fn one(
    tx: &mut Tx,
    cx: &Cx,
    account: AccountId,
    (hearer, root, subject): (&Hearer, Option<SessionId>, &str),
    reason: Reason,
) -> Result<()> {
    if !hearer.may_want() {
        return Ok(());
    }
    let row = LogoutRow {
        id: cx.fresh_id(),
        relying_party: hearer.id,
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
