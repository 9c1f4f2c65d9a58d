//! Jobs that were given up, in the hands of those who look after the installation: put back into the queue, or dropped
//! for good with a reason. The workplace and `okno admin jobs` do it here.

use okno_domain::{
    operator::{Act, LoginName, OperatorId},
    refusal::{Class, FieldFault, Refusal},
    time::Timestamp,
};
use okno_store::{Tx, job as store, operator_case};

use super::{CASE_DEAD, DeadJob, JobId, USED_UP};
use crate::{
    context::Cx,
    error::{Error, Result},
    operator::{SignedIn, admin, audit as operator_audit},
};

/// The most jobs that a page shows.
pub const MOST_SHOWN: i64 = 100;
/// The most jobs of a kind that one act moves; the next act moves more.
const MOST_OF_KIND: i64 = 1_000;
/// The longest reason.
const LONGEST_REASON: usize = 300;

/// Why a job was given up, as far as it can be told without what the outside systems said, which may name somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// This program has no job of that name.
    Unknown,
    /// A fault of the program.
    Fault,
    /// It took too long.
    Deadline,
    /// A system, ours or another one, did not answer.
    Unavailable,
    /// It was refused.
    Refused,
    /// Something else; the log has it.
    Other,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 6] =
        [Self::Unknown, Self::Fault, Self::Deadline, Self::Unavailable, Self::Refused, Self::Other];

    /// Its name, for the words of the page.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Fault => "fault",
            Self::Deadline => "deadline",
            Self::Unavailable => "unavailable",
            Self::Refused => "refused",
            Self::Other => "other",
        }
    }

    /// The cause that a stored reason begins with; the beginnings are those that the worker and [`Error`] write.
    pub fn of(reason: &str) -> Self {
        const BEGINNINGS: [(&str, Cause); 8] = [
            ("no job is called", Cause::Unknown),
            ("panic", Cause::Fault),
            ("the job's task is gone", Cause::Fault),
            ("job ", Cause::Fault),
            ("deadline passed", Cause::Deadline),
            ("unavailable", Cause::Unavailable),
            ("changed by someone else", Cause::Unavailable),
            ("refused", Cause::Refused),
        ];
        let used_up = reason.strip_prefix(USED_UP);
        let said = used_up.unwrap_or(reason);
        let found = BEGINNINGS.into_iter().find(|(beginning, _)| said.starts_with(beginning));
        // What is to be tried again waits for somebody else's system.
        let otherwise = if used_up.is_some() { Self::Unavailable } else { Self::Other };
        found.map_or(otherwise, |(_, cause)| cause)
    }
}

/// A job that was given up then. Another one who acts on it, or a worker that gives it up again, makes it another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Which.
    pub id: JobId,
    /// When it was given up.
    pub died_at: Timestamp,
}

impl From<&DeadJob> for Chosen {
    fn from(dead: &DeadJob) -> Self {
        Self { id: dead.job.id, died_at: dead.at }
    }
}

impl Chosen {
    /// As a form sends it.
    pub fn encode(self) -> String {
        format!("{}.{}", self.id, self.died_at.as_microsecond())
    }

    /// Reads what a form sent.
    pub fn parse(text: &str) -> Option<Self> {
        let (id, died_at) = text.split_once('.')?;
        Some(Self { id: id.parse().ok()?, died_at: Timestamp::from_microsecond(died_at.parse().ok()?).ok()? })
    }
}

/// On which jobs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// These.
    Chosen(Vec<Chosen>),
    /// All of a kind.
    Kind(String),
}

/// What is done with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Back into the queue.
    Retry,
    /// Dropped for good, for this reason.
    Drop {
        /// Why; it is written down.
        reason: String,
    },
}

impl What {
    const fn act(&self) -> &'static str {
        match self {
            Self::Retry => "job-retried",
            Self::Drop { .. } => "job-dropped",
        }
    }
}

/// Who acts.
#[derive(Clone, Copy, Debug)]
pub enum Who<'a> {
    /// An operator who is signed in.
    Operator(&'a SignedIn),
    /// Somebody at the machine, in the name of this operator, if any is named.
    Installation(Option<OperatorId>),
}

impl Who<'_> {
    /// The command line in the name of an operator; `NotFound` when there is none with this login name.
    pub async fn at_the_machine(cx: &Cx, login_name: Option<&LoginName>) -> Result<Self> {
        Ok(Self::Installation(match login_name {
            Some(name) => Some(admin::id_of(cx, name).await?),
            None => None,
        }))
    }
}

/// What became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// So many jobs were moved.
    pub done: u32,
    /// So many were not there any more: somebody was first.
    pub gone: u32,
}

/// Jobs that were given up, the newest first, up to [`MOST_SHOWN`].
pub async fn list(cx: &Cx, operator: &SignedIn) -> Result<Vec<DeadJob>> {
    operator.demand(Act::ManageInstallation)?;
    super::dead(cx, MOST_SHOWN).await
}

fn check(which: &Which, what: &What) -> Result<()> {
    let mut faults = Vec::new();
    if matches!(which, Which::Chosen(chosen) if chosen.is_empty()) {
        faults.push(FieldFault::new("job", "job-none"));
    }
    if matches!(which, Which::Kind(kind) if kind.is_empty()) {
        faults.push(FieldFault::new("kind", "required"));
    }
    if let What::Drop { reason } = what {
        let length = reason.trim().chars().count();
        if length == 0 {
            faults.push(FieldFault::new("job_reason", "required"));
        } else if length > LONGEST_REASON {
            faults.push(FieldFault::new("job_reason", "job-reason").with("n", LONGEST_REASON.to_string()));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Fields(faults)) }
}

/// Puts jobs back or drops them, all in one transaction. Of two who act on the same jobs each job obeys one; whoever finds
/// all of them gone is refused.
pub async fn settle(cx: &Cx, who: Who<'_>, which: &Which, what: &What) -> Result<Settled> {
    if let Who::Operator(operator) = who {
        operator.demand(Act::ManageInstallation)?;
    }
    check(which, what)?;
    let mut tx = cx.app.store.write().await?;
    let chosen: Vec<Chosen> = match which {
        Which::Chosen(chosen) => chosen.clone(),
        Which::Kind(name) => store::list_dead_of(&mut tx, name, MOST_OF_KIND).await?.iter().map(Chosen::from).collect(),
    };
    let mut settled = Settled::default();
    for job in chosen {
        if settle_one(&mut tx, cx, who, job, what).await? {
            settled.done += 1;
        } else {
            settled.gone += 1;
        }
    }
    if settled.done == 0 {
        return Err(Refusal::new("job-gone", Class::Conflict).into());
    }
    cx.commit(tx).await?;
    Ok(settled)
}

async fn settle_one(tx: &mut Tx, cx: &Cx, who: Who<'_>, job: Chosen, what: &What) -> Result<bool> {
    let Some(dead) = store::find_dead(tx, job.id).await?.filter(|dead| dead.at == job.died_at) else {
        return Ok(false);
    };
    let moved = match what {
        What::Retry => store::revive(tx, job.id, job.died_at, cx.now).await?,
        What::Drop { .. } => store::drop_dead(tx, job.id, job.died_at).await?,
    };
    if !moved {
        return Ok(false);
    }
    operator_case::close_subject(tx, CASE_DEAD, &job.id.to_string(), cx.now).await?;
    let detail = match what {
        What::Retry => format!("{} {}", dead.job.name, job.id),
        What::Drop { reason } => format!("{} {}: {}", dead.job.name, job.id, reason.trim()),
    };
    match who {
        Who::Operator(operator) => operator_audit::record(tx, cx, operator, what.act(), &detail).await?,
        Who::Installation(Some(operator)) => {
            operator_audit::record_by_installation(tx, cx, operator, what.act(), &detail).await?;
        }
        Who::Installation(None) => {}
    }
    tracing::info!(job = dead.job.name, id = %job.id, act = what.act(), "a job that was given up is dealt with");
    Ok(true)
}

/// The job with this id, if it was given up, for the command line.
pub async fn find(cx: &Cx, id: JobId) -> Result<Chosen> {
    let found = store::find_dead(&mut cx.app.store.read().await?, id).await?;
    found.as_ref().map(Chosen::from).ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_comes_back_from_the_form() {
        let chosen = Chosen { id: JobId::nil(), died_at: Timestamp::from_microsecond(1_772_431_200_000_001).unwrap() };
        assert_eq!(Chosen::parse(&chosen.encode()), Some(chosen));
        for other in ["", "x", ".", "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000000.x"] {
            assert_eq!(Chosen::parse(other), None, "{other}");
        }
    }

    /// What an outside system said, which may name an address, is never the cause that a page shows.
    #[test]
    fn causes_are_classes() {
        let of = |error: Error| Cause::of(&error.to_string());
        assert_eq!(of(Error::Unavailable("550 anna@example.org".to_owned())), Cause::Unavailable);
        assert_eq!(of(Error::Conflict), Cause::Unavailable);
        assert_eq!(of(Refusal::new("x", Class::Gone).into()), Cause::Refused);
        assert_eq!(Cause::of("no job is called x"), Cause::Unknown);
        assert_eq!(Cause::of("panic: task 7 panicked"), Cause::Fault);
        assert_eq!(Cause::of("deadline passed"), Cause::Deadline);
        assert_eq!(Cause::of("550 anna@example.org"), Cause::Other);
        assert_eq!(Cause::of(&format!("{USED_UP}550 anna@example.org")), Cause::Unavailable);
        assert_eq!(Cause::of(&format!("{USED_UP}deadline passed")), Cause::Deadline);
    }
}
