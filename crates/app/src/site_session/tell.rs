//! Telling a site that a session is over (Back-Channel Logout 1.0).

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use okno_domain::{
    account::AccountId,
    relying_party::{SiteLogoutId, SiteState, Stage, TellingState},
    time::{SignedDuration, after},
};
use okno_oidc::issued::logout::{Ended, LogoutClaims};
use okno_store::site_logout::{self as store, LogoutRow};
use serde::{Deserialize, Serialize};

use super::{
    note::Hearer,
    turn::{Came, Wait},
};
use crate::{
    context::Cx,
    error::{Error, Result},
    job::{Done, Job, JobError, Lane, Retry, USED_UP},
    ports::PortError,
    protocol::issuer,
    relying_party::{self, Site},
    signing_key::{self, TokenKind},
    site_grant::{bug, fresh_name, issuing, session_name},
};

/// How long a logout token is good: two minutes at most by the specification's advice (2.4).
const TOKEN_LIFE: SignedDuration = SignedDuration::from_secs(120);
/// The longest pause between attempts, seconds.
const LONGEST_PAUSE: u32 = 3600;
/// When to look again whether a site is switched on, and what it registered sound.
const SWITCHED_OFF: SignedDuration = SignedDuration::from_mins(10);

/// What came of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Told,
    Repeated,
    Refused,
    GivenUp,
}

impl Outcome {
    const ALL: [Self; 4] = [Self::Told, Self::Repeated, Self::Refused, Self::GivenUp];

    const fn name(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Repeated => "repeated",
            Self::Refused => "refused",
            Self::GivenUp => "given_up",
        }
    }

    fn counter(self) -> &'static AtomicU64 {
        static COUNTERS: [AtomicU64; 4] = [const { AtomicU64::new(0) }; 4];
        let [told, repeated, refused, given_up] = &COUNTERS;
        match self {
            Self::Told => told,
            Self::Repeated => repeated,
            Self::Refused => refused,
            Self::GivenUp => given_up,
        }
    }

    fn count(self) {
        self.counter().fetch_add(1, Ordering::Relaxed);
    }
}

/// How often sites were told of the end of a session, by what came of it, since the program began.
pub fn tellings() -> impl Iterator<Item = (&'static str, u64)> {
    Outcome::ALL.into_iter().map(|outcome| (outcome.name(), outcome.counter().load(Ordering::Relaxed)))
}

/// Tells one site of one end. It may be told twice; each time by another token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TellSite {
    pub(super) account: AccountId,
    pub(super) logout: SiteLogoutId,
}

impl Job for TellSite {
    const NAME: &'static str = "tell-site";
    // The pauses are those of the receipt, which counts the attempts, and so is the end.
    const RETRY: Retry = Retry::exponential(2, LONGEST_PAUSE, u32::MAX);

    fn mark(&self) -> Option<String> {
        Some(format!("tell-site:{}", self.logout))
    }

    fn lane(&self) -> Lane {
        Lane::Site
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let (row, hearer) = {
            let mut read = cx.app.store.read().await.map_err(Error::from)?;
            let row = store::find(&mut read, self.account, self.logout).await.map_err(Error::from)?;
            let Some(row) = row else { return Ok(Done::Nothing) };
            let hearer = Hearer::find(&mut read, cx, row.relying_party).await?;
            (row, hearer)
        };
        // One that was given up is tried once more where an operator says so.
        if !matches!(row.state, TellingState::Waiting | TellingState::GivenUp) {
            return Ok(Done::Nothing);
        }
        // One that was given up never comes back.
        let wanted = hearer.filter(|hearer| hearer.state != SiteState::Deleted && hearer.may_want());
        let Some(hearer) = wanted else {
            return self.end(cx, (TellingState::Unneeded, 0), None).await;
        };
        let silent = if hearer.site.is_some() { "it is switched off" } else { "its metadata are not sound" };
        if row.state == TellingState::Waiting && cx.now >= row.give_up_at {
            return self.give_up_on(cx, &hearer, row.last_fault.as_deref().unwrap_or(silent)).await;
        }
        let Some(site) = hearer.site.as_ref().filter(|_| hearer.state == SiteState::Active) else {
            // Nothing is said to a site that is switched off or cannot be read; either may be mended in time.
            return match row.state {
                TellingState::GivenUp => self.give_up_on(cx, &hearer, silent).await,
                _ => Ok(Done::Again(after(cx.now, SWITCHED_OFF).min(row.give_up_at))),
            };
        };
        let mut turn = match cx.app.sites.turns().take(site.id) {
            Ok(turn) => turn,
            Err(wait) => {
                return Ok(Done::Again(after(cx.now, until_free(wait, cx.now.duration_since(row.created_at)))));
            }
        };
        let outcome = call(cx, site, &row).await;
        turn.note(match outcome {
            Ok(Ok(()) | Err(PortError::Refused { .. })) => Came::Answered,
            Ok(Err(PortError::Later { .. } | PortError::Garbage { .. })) => Came::Silent,
            Err(_) => Came::Unasked,
        });
        drop(turn);
        self.take(cx, &hearer, &row, outcome?).await
    }
}

impl TellSite {
    /// Takes in what the site said. Where another attempt told it meanwhile, nothing of this one counts but that it was told again.
    async fn take(
        &self,
        cx: &Cx,
        hearer: &Hearer,
        row: &LogoutRow,
        said: std::result::Result<(), PortError>,
    ) -> std::result::Result<Done, JobError> {
        let client_id = hearer.client_id.as_str();
        let (reason, wish) = match said {
            Ok(()) => {
                Outcome::Told.count();
                return self.end(cx, (TellingState::Told, 1), None).await;
            }
            Err(PortError::Refused { reason }) => {
                let done = self.end(cx, (TellingState::Refused, 1), Some(&reason)).await?;
                if done == Done::Did {
                    Outcome::Refused.count();
                    tracing::warn!(client_id, reason, "a site refuses to hear that a session is over");
                }
                return Ok(done);
            }
            Err(PortError::Later { reason, pause_seconds }) => (reason, pause_seconds),
            Err(PortError::Garbage { reason }) => (reason, None),
        };
        if row.state == TellingState::GivenUp {
            return self.give_up_on(cx, hearer, &reason).await;
        }
        if !self.settle(cx, (TellingState::Waiting, 1), Some(&reason)).await? {
            return Ok(Done::Nothing);
        }
        Outcome::Repeated.count();
        let pause = pause(row.attempts).max(wish.unwrap_or(0).min(LONGEST_PAUSE));
        Err(JobError::Later { reason: format!("{client_id}: {reason}"), pause_seconds: Some(pause) })
    }

    /// Gives up. Operators hear of it where real people are concerned: whoever tries a site out has it down as often as up.
    async fn give_up_on(&self, cx: &Cx, hearer: &Hearer, reason: &str) -> std::result::Result<Done, JobError> {
        let done = self.end(cx, (TellingState::GivenUp, 0), Some(reason)).await?;
        if done != Done::Did {
            return Ok(done);
        }
        Outcome::GivenUp.count();
        let client_id = hearer.client_id.as_str();
        if hearer.stage == Stage::Test {
            tracing::info!(client_id, reason, "a site under test could not be told that a session is over");
            return Ok(done);
        }
        tracing::warn!(client_id, reason, "a site could not be told that a session is over");
        Err(JobError::Failed(format!("{USED_UP}{client_id}: {reason}")))
    }

    /// Settles what is not to be tried again.
    async fn end(
        &self,
        cx: &Cx,
        came_of_it: (TellingState, i64),
        fault: Option<&str>,
    ) -> std::result::Result<Done, JobError> {
        Ok(if self.settle(cx, came_of_it, fault).await? { Done::Did } else { Done::Nothing })
    }

    /// Notes what came of it; false when another attempt told the site meanwhile, which stays.
    async fn settle(&self, cx: &Cx, came_of_it: (TellingState, i64), fault: Option<&str>) -> Result<bool> {
        let mut tx = cx.app.store.write().await?;
        let settled_at = (came_of_it.0 != TellingState::Waiting).then_some(cx.now);
        let is_new = store::settle(&mut tx, self.account, self.logout, came_of_it, fault, settled_at).await?;
        tx.commit().await?;
        Ok(is_new)
    }
}

/// When to come again whose site has no call free: where the site is down the longer, the longer it has been waited for, so that
/// the queue before a site that stays down costs less and less.
fn until_free(wait: Wait, waited: SignedDuration) -> SignedDuration {
    match wait {
        Wait::Busy => SignedDuration::from_secs(1),
        Wait::Down => (waited / 8).clamp(SignedDuration::from_secs(5), SignedDuration::from_mins(10)),
    }
}

/// The pause after this many attempts before this one, seconds.
fn pause(before: i64) -> u32 {
    let doubled = u32::try_from(before).ok().and_then(|before| 2_u32.checked_shl(before.min(20)));
    doubled.unwrap_or(LONGEST_PAUSE).min(LONGEST_PAUSE)
}

/// Signs a token of this moment and brings it.
async fn call(cx: &Cx, site: &Arc<Site>, row: &LogoutRow) -> Result<std::result::Result<(), PortError>> {
    let metadata = &site.client.metadata;
    let (Some(port), Some(url)) = (&cx.app.ports.sites, &metadata.backchannel_logout_uri) else {
        return Err(Error::Unavailable("sites cannot be called".to_owned()));
    };
    let algorithm = site.client.id_token_algorithm();
    let ring = signing_key::with(cx, algorithm).await?;
    let session = row.root.map(|root| session_name(cx, root, site.id));
    let claims = LogoutClaims {
        issuer: issuer(cx),
        client_id: &site.client.id,
        ended: match &session {
            Some(session) => Ended::Both { subject: &row.subject, session },
            None => Ended::Subject(&row.subject),
        },
        issued_at: cx.now,
        expires_at: after(cx.now, TOKEN_LIFE),
        name: &fresh_name(cx),
    };
    let token = claims.sign(issuing(&ring, TokenKind::Logout, algorithm)?).map_err(bug)?;
    Ok(port.tell(&relying_party::address(cx, site.stage, url), &token).await)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queue_before_a_site_that_is_down_slows_down() {
        for (waited, again) in [(0, 5), (40, 5), (80, 10), (4_800, 600), (200_000, 600)] {
            assert_eq!(until_free(Wait::Down, SignedDuration::from_secs(waited)), SignedDuration::from_secs(again));
        }
    }

    #[test]
    fn pauses_double_up_to_an_hour() {
        assert_eq!([0, 1, 2, 10, 11, 40, -1].map(pause), [2, 4, 8, 2048, 3600, 3600, 3600]);
    }
}
