//! An operator's own record: what they did, where they were signed in, and what their center may do until when. Nobody
//! else's is shown here.
//!
//! Whether a session called for help is never shown, not by a line and not by a line that is missing: who forces an
//! operator may look over their shoulder.

use okno_domain::{
    operator::CenterId,
    service_center::{Accreditation, CenterStatus},
};
use okno_store::{operator_audit as store, operator_session as sessions, service_center as centers};

use super::{SignedIn, alarm, audit::OperatorAuditRow, center_name};
use crate::{context::Cx, error::Result};

pub use okno_store::operator_session::SessionLine;

/// The newest sessions that are shown.
const MOST_SESSIONS: i64 = 10;

/// What an operator sees of themselves.
#[derive(Clone, Debug)]
pub struct Record {
    /// What they did, the newest first.
    pub acts: Vec<OperatorAuditRow>,
    /// The place before which the next page begins; none on the last page.
    pub older: Option<i64>,
    /// Their newest sessions.
    pub sessions: Vec<SessionLine>,
    /// What the center of this session may do, and in which days (R123).
    pub accreditations: Vec<Accreditation>,
    /// The names of the centers that are named.
    pub centers: Vec<(CenterId, String)>,
}

/// A page of an operator's own record, the newest first.
pub async fn own(cx: &Cx, operator: &SignedIn, before: Option<i64>, most: usize) -> Result<Record> {
    let mut read = cx.app.store.read().await?;
    let mut acts: Vec<OperatorAuditRow> = Vec::new();
    let mut next = before.unwrap_or(i64::MAX);
    // One more than is shown, so that the last page is known for what it is.
    while acts.len() <= most && next > 1 {
        let rows = store::list(&mut read, operator.operator, next, 100).await?;
        next = rows.last().map_or(0, |row| row.seq);
        acts.extend(rows.into_iter().filter(|row| row.act != alarm::ACT));
    }
    let has_older = acts.len() > most;
    acts.truncate(most);
    let sessions = sessions::list(&mut read, operator.operator, MOST_SESSIONS).await?;
    let accreditations = match operator.center {
        Some(center) => centers::find(&mut read, center).await?,
        None => None,
    };
    let accreditations = accreditations.filter(|center| center.status == CenterStatus::Open);
    let mut names: Vec<(CenterId, String)> = Vec::new();
    let named = acts.iter().filter_map(|act| act.center).chain(sessions.iter().filter_map(|line| line.center));
    for center in named {
        if !names.iter().any(|(known, _)| *known == center) {
            names.push((center, center_name(&mut read, cx, center).await?));
        }
    }
    Ok(Record {
        older: acts.last().map(|act| act.seq).filter(|_| has_older),
        acts,
        sessions,
        accreditations: accreditations.map(|center| center.accreditations).unwrap_or_default(),
        centers: names,
    })
}
