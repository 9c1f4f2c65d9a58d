//! The queue of jobs: the outbox of the use cases.

use okno_domain::{id::Id, time::Timestamp};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// A new job, unless one with the same mark waits already.
    INSERT = own("job_id") "job.insert" "INSERT INTO job (job_id, name, args, dedupe, lane, state, run_at, attempts, created_at) VALUES ($1, $2, $3, $4, $5, 'ready', $6, 0, $7) ON CONFLICT (dedupe) DO NOTHING" => [];
    /// Takes due jobs and those whose holder has vanished, under a lease.
    CLAIM = sweep "job.claim" "UPDATE job SET state = 'running', attempts = attempts + 1, lease_until = $3, lease_owner = $4 WHERE job_id IN (SELECT job_id FROM job WHERE lane = $5 AND ((state = 'ready' AND run_at <= $1) OR (state = 'running' AND lease_until <= $1)) ORDER BY run_at LIMIT $2) AND ((state = 'ready' AND run_at <= $1) OR (state = 'running' AND lease_until <= $1)) RETURNING job_id, name, args, attempts, created_at"
        => [job_id: Id, name: Text, args: Json, attempts: I64, created_at: Instant];
    /// Holds a job longer, if its lease is still ours.
    RENEW = own("job_id") "job.renew" "UPDATE job SET lease_until = $3 WHERE job_id = $1 AND lease_owner = $2 AND state = 'running'" => [];
    /// Removes a job that is done, if its lease is still ours.
    DONE = own("job_id") "job.done" "DELETE FROM job WHERE job_id = $1 AND lease_owner = $2 AND state = 'running'" => [];
    /// Puts a job back for later, if its lease is still ours.
    LATER = own("job_id") "job.later" "UPDATE job SET state = 'ready', run_at = $3, attempts = $4, last_error = $5, lease_until = NULL, lease_owner = NULL WHERE job_id = $1 AND lease_owner = $2 AND state = 'running'" => [];
    /// Gives a job up, if its lease is still ours. The mark is freed.
    DEAD = own("job_id") "job.dead" "UPDATE job SET state = 'dead', dedupe = NULL, last_error = $3, lease_until = NULL, lease_owner = NULL, finished_at = $4 WHERE job_id = $1 AND lease_owner = $2 AND state = 'running'" => [];
    /// Whether a job of a lane is due; cheaper than an empty claim, which would take the writer.
    DUE = sweep "job.due" "SELECT job_id FROM job WHERE lane = $2 AND ((state = 'ready' AND run_at <= $1) OR (state = 'running' AND lease_until <= $1)) LIMIT 1" => [job_id: Id];
    /// Since when the longest waiting due job has been due.
    OLDEST_DUE = sweep "job.oldest_due" "SELECT run_at FROM job WHERE state = 'ready' AND run_at <= $1 ORDER BY run_at LIMIT 1" => [run_at: Instant];
    /// Jobs that were given up, the newest first.
    LIST_DEAD = sweep "job.list_dead" "SELECT job_id, name, args, attempts, last_error, created_at, finished_at FROM job WHERE state = 'dead' ORDER BY finished_at DESC LIMIT $1"
        => [job_id: Id, name: Text, args: Json, attempts: I64, last_error: Text, created_at: Instant, finished_at: Instant];
    /// A job that was given up.
    FIND_DEAD = own("job_id") "job.find_dead" "SELECT job_id, name, args, attempts, last_error, created_at, finished_at FROM job WHERE job_id = $1 AND state = 'dead'"
        => [job_id: Id, name: Text, args: Json, attempts: I64, last_error: Text, created_at: Instant, finished_at: Instant];
    /// Jobs of a kind that were given up, the oldest first.
    LIST_DEAD_OF = sweep "job.list_dead_of" "SELECT job_id, name, args, attempts, last_error, created_at, finished_at FROM job WHERE state = 'dead' AND name = $1 ORDER BY finished_at, job_id LIMIT $2"
        => [job_id: Id, name: Text, args: Json, attempts: I64, last_error: Text, created_at: Instant, finished_at: Instant];
    /// Puts a job that was given up then back into the queue.
    REVIVE = own("job_id") "job.revive" "UPDATE job SET state = 'ready', run_at = $3, attempts = 0, finished_at = NULL WHERE job_id = $1 AND state = 'dead' AND finished_at = $2" => [];
    /// Removes a job that was given up then.
    DROP_DEAD = own("job_id") "job.drop_dead" "DELETE FROM job WHERE job_id = $1 AND state = 'dead' AND finished_at = $2" => [];
    /// How many jobs are in each state.
    COUNT = sweep "job.count" "SELECT state, COUNT(*) AS jobs FROM job GROUP BY state LIMIT 10" => [state: Text, jobs: I64];
    /// Brings a job forward, such as when the answer it polls for is announced.
    HASTEN = sweep "job.hasten" "UPDATE job SET run_at = $2 WHERE dedupe = $1 AND state = 'ready' AND run_at > $2" => [];
    /// Removes a waiting job by its mark.
    CANCEL = sweep "job.cancel" "DELETE FROM job WHERE dedupe = $1 AND state = 'ready'" => [];
}

/// Names jobs.
#[derive(Debug)]
pub enum Job {}
/// A job's id.
pub type JobId = Id<Job>;
/// Names the workers that hold leases.
#[derive(Debug)]
pub enum Worker {}
/// A worker's id, fresh at each start.
pub type WorkerId = Id<Worker>;

/// A job taken by a worker.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimedJob {
    /// Its id.
    pub id: JobId,
    /// Its kind.
    pub name: String,
    /// Its arguments.
    pub args: serde_json::Value,
    /// How often it has been taken, this time included.
    pub attempts: i64,
    /// When it was enqueued.
    pub created_at: Timestamp,
}

/// A new job.
#[derive(Clone, Debug)]
pub struct NewJob<'a> {
    /// Its id.
    pub id: JobId,
    /// Its kind.
    pub name: &'a str,
    /// Its arguments.
    pub args: serde_json::Value,
    /// Jobs with one mark are one job.
    pub dedupe: Option<String>,
    /// What it waits for.
    pub lane: &'a str,
    /// Not before.
    pub run_at: Timestamp,
}

fn decode(row: &Row) -> Result<ClaimedJob, Error> {
    Ok(ClaimedJob {
        id: row.get("job_id")?,
        name: row.get("name")?,
        args: row.get("args")?,
        attempts: row.get("attempts")?,
        created_at: row.get("created_at")?,
    })
}

/// Enqueues a job; false when one with the same mark waits already.
pub async fn insert(tx: &mut Tx, job: NewJob<'_>, now: Timestamp) -> Result<bool, Error> {
    tx.leave_work();
    let arguments = args![job.id, job.name, job.args, job.dedupe, job.lane, job.run_at, now];
    Ok(tx.execute(&INSERT, arguments).await?.count() == 1)
}

/// Takes up to `most` jobs of a lane for `worker` until `lease_until`.
pub async fn claim(
    tx: &mut Tx,
    lane: &str,
    now: Timestamp,
    most: i64,
    lease_until: Timestamp,
    worker: WorkerId,
) -> Result<Vec<ClaimedJob>, Error> {
    tx.query_all(&CLAIM, args![now, most, lease_until, worker, lane]).await?.iter().map(decode).collect()
}

/// Holds a job until `lease_until`; `Conflict` when the lease was lost.
pub async fn renew(tx: &mut Tx, job: JobId, worker: WorkerId, lease_until: Timestamp) -> Result<(), Error> {
    tx.execute(&RENEW, args![job, worker, lease_until]).await?.exactly_one()
}

/// Removes a finished job; `Conflict` when the lease was lost.
pub async fn done(tx: &mut Tx, job: JobId, worker: WorkerId) -> Result<(), Error> {
    tx.execute(&DONE, args![job, worker]).await?.exactly_one()
}

/// Puts a job back; `Conflict` when the lease was lost.
pub async fn later(
    tx: &mut Tx,
    job: JobId,
    worker: WorkerId,
    run_at: Timestamp,
    attempts: i64,
    error: Option<&str>,
) -> Result<(), Error> {
    tx.execute(&LATER, args![job, worker, run_at, attempts, error]).await?.exactly_one()
}

/// Gives a job up; `Conflict` when the lease was lost.
pub async fn dead(tx: &mut Tx, job: JobId, worker: WorkerId, error: &str, now: Timestamp) -> Result<(), Error> {
    tx.execute(&DEAD, args![job, worker, error, now]).await?.exactly_one()
}

/// Whether a job of a lane is due.
pub async fn is_due(read: &mut Read, lane: &str, now: Timestamp) -> Result<bool, Error> {
    Ok(read.query_opt(&DUE, args![now, lane]).await?.is_some())
}

/// Since when the longest waiting due job has been due.
pub async fn oldest_due(read: &mut Read, now: Timestamp) -> Result<Option<Timestamp>, Error> {
    read.query_opt(&OLDEST_DUE, args![now]).await?.map(|row| row.get("run_at")).transpose()
}

/// A job that was given up.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadJob {
    /// What it was.
    pub job: ClaimedJob,
    /// Why it was given up.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// Up to `most` jobs that were given up, the newest first.
pub async fn list_dead(read: &mut Read, most: i64) -> Result<Vec<DeadJob>, Error> {
    read.query_all(&LIST_DEAD, args![most]).await?.iter().map(decode_dead).collect()
}

fn decode_dead(row: &Row) -> Result<DeadJob, Error> {
    let reason: Option<String> = row.get("last_error")?;
    Ok(DeadJob { job: decode(row)?, reason: reason.unwrap_or_default(), at: row.get("finished_at")? })
}

/// The job with this id, if it was given up.
pub async fn find_dead(read: &mut Read, job: JobId) -> Result<Option<DeadJob>, Error> {
    read.query_opt(&FIND_DEAD, args![job]).await?.as_ref().map(decode_dead).transpose()
}

/// Up to `most` jobs of this kind that were given up, the oldest first.
pub async fn list_dead_of(read: &mut Read, name: &str, most: i64) -> Result<Vec<DeadJob>, Error> {
    read.query_all(&LIST_DEAD_OF, args![name, most]).await?.iter().map(decode_dead).collect()
}

/// Puts the job that was given up at `died_at` back into the queue; false when it is not there any more, or ran meanwhile.
pub async fn revive(tx: &mut Tx, job: JobId, died_at: Timestamp, now: Timestamp) -> Result<bool, Error> {
    tx.leave_work();
    Ok(tx.execute(&REVIVE, args![job, died_at, now]).await?.count() == 1)
}

/// Removes the job that was given up at `died_at`; false when it is not there any more, or ran meanwhile.
pub async fn drop_dead(tx: &mut Tx, job: JobId, died_at: Timestamp) -> Result<bool, Error> {
    Ok(tx.execute(&DROP_DEAD, args![job, died_at]).await?.count() == 1)
}

/// How many jobs are in each state.
pub async fn count(read: &mut Read) -> Result<Vec<(String, i64)>, Error> {
    read.query_all(&COUNT, args![]).await?.iter().map(|row| Ok((row.get("state")?, row.get("jobs")?))).collect()
}

/// Brings the waiting job with this mark forward to `now`.
pub async fn hasten(tx: &mut Tx, dedupe: &str, now: Timestamp) -> Result<(), Error> {
    tx.leave_work();
    tx.execute(&HASTEN, args![dedupe, now]).await?.any();
    Ok(())
}

/// Removes the waiting job with this mark.
pub async fn cancel(tx: &mut Tx, dedupe: &str) -> Result<(), Error> {
    tx.execute(&CANCEL, args![dedupe]).await?.any();
    Ok(())
}
