//! The worker: takes due jobs under a lease, runs them, and settles what became of each.

use std::{
    collections::HashMap,
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use okno_domain::{
    locale::Locale,
    time::{SignedDuration, after},
};
use okno_store::{
    job::{self as store, ClaimedJob, WorkerId},
    operator_case::{self, CaseRow},
};
use tokio::{
    sync::{Semaphore, watch},
    task::JoinSet,
    time::timeout,
};

use super::{Done, Job, JobError, Lane, Retry, schedule};
use crate::{
    context::{App, Client, Cx},
    error::{Error, Result},
    settings::seconds,
    verification,
};

/// How long a worker that vanished keeps others from its jobs, unless told otherwise. A living one renews its leases.
const LEASE_SECONDS: u32 = 15;
/// A job that takes longer is broken off: calls to outside systems have shorter time limits.
const DEADLINE: Duration = Duration::from_secs(100);
/// How often the worker looks even when nobody wakes it: another server's jobs and those whose time has come.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// How often the worker makes sure that the periodic jobs are in the queue.
const ENSURE_PERIODIC: SignedDuration = SignedDuration::from_mins(10);
type Running = Pin<Box<dyn Future<Output = std::result::Result<Done, JobError>> + Send>>;
type GivingUp = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// How the runner knows a kind of job.
#[derive(Clone, Copy)]
pub struct Kind {
    retry: Retry,
    run: fn(Cx, serde_json::Value) -> Running,
    give_up: fn(Cx, serde_json::Value, String) -> GivingUp,
}

fn kind<J: Job>() -> (&'static str, Kind) {
    fn parse<J: Job>(args: serde_json::Value) -> std::result::Result<J, JobError> {
        serde_json::from_value(args).map_err(|error| JobError::Failed(format!("arguments: {error}")))
    }
    let kind = Kind {
        retry: J::RETRY,
        run: |cx, args| Box::pin(async move { parse::<J>(args)?.run(&cx).await }),
        give_up: |cx, args, reason| {
            Box::pin(async move {
                match parse::<J>(args) {
                    Ok(job) => job.give_up(&cx, &reason).await,
                    Err(_) => Ok(()),
                }
            })
        },
    };
    (J::NAME, kind)
}

/// Every kind of job there is.
pub fn registry_of_jobs() -> HashMap<&'static str, Kind> {
    HashMap::from([
        kind::<crate::outbox::SendMessage>(),
        kind::<crate::delivery::LateReceipt>(),
        kind::<schedule::Purge>(),
        kind::<schedule::RewrapDataKeys>(),
        kind::<crate::confirmation::ExpireConfirmations>(),
        kind::<crate::letter::PrintLetters>(),
        kind::<crate::letter::AskCarrier>(),
        kind::<crate::signing_key::RotateSigningKeys>(),
        kind::<crate::letter::RemindOfLetters>(),
        kind::<verification::AskRegistry>(),
        kind::<verification::PollAnswer>(),
        kind::<verification::AcknowledgeAnswer>(),
        kind::<verification::Overdue>(),
        kind::<crate::service_center::FlagStaleCenters>(),
        kind::<crate::organization::ShowCentersAnew>(),
        kind::<crate::appointment::KeepAppointments>(),
        kind::<crate::appointment::ReviewCenter>(),
        kind::<crate::support::ScanAttachment>(),
        kind::<verification::ReconcileVerifications>(),
        kind::<crate::site_session::TellSite>(),
        kind::<crate::site_session::EndLapsedSessions>(),
        kind::<crate::developer::CheckSite>(),
    ])
}

/// What the worker did so far, for the metrics.
#[derive(Debug, Default)]
pub struct RunnerStats {
    /// Jobs that did their work.
    pub done: AtomicU64,
    /// Attempts that are to be repeated.
    pub retried: AtomicU64,
    /// Jobs given up.
    pub dead: AtomicU64,
}

/// The worker of one process.
pub struct Runner {
    app: Arc<App>,
    kinds: HashMap<&'static str, Kind>,
    worker: WorkerId,
    lease_seconds: u32,
    stats: Arc<RunnerStats>,
}

impl Runner {
    /// A worker with an id of its own.
    pub fn new(app: Arc<App>) -> Self {
        let worker = Self::context(&app).fresh_id();
        Self { app, kinds: registry_of_jobs(), worker, lease_seconds: LEASE_SECONDS, stats: Arc::default() }
    }

    /// Holds jobs for this long at a time, one second at least.
    #[must_use]
    pub fn with_lease(mut self, seconds: u32) -> Self {
        self.lease_seconds = seconds.max(1);
        self
    }

    /// The counters.
    pub fn stats(&self) -> Arc<RunnerStats> {
        Arc::clone(&self.stats)
    }

    fn context(app: &Arc<App>) -> Cx {
        let client = Client { request_id: "worker".to_owned(), ..Client::default() };
        Cx::begin(app, Locale::default(), client)
    }

    /// Works until `stop` becomes true, then finishes the jobs in hand and returns.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let runner = Arc::new(self);
        let places = Lane::ALL.map(|lane| (lane, Arc::new(Semaphore::new(lane.places()))));
        let mut in_hand: JoinSet<()> = JoinSet::new();
        // The lanes to look at: all of them at first and when woken, those that had no place when one became free.
        let mut look = Lane::ALL.to_vec();
        let mut ensured = None;
        while !*stop.borrow() {
            let mut without_place = vec![];
            for (lane, places) in &places {
                if look.contains(lane) && runner.begin_due(*lane, places, &mut in_hand).await {
                    without_place.push(*lane);
                }
            }
            tokio::select! {
                () = runner.app.wakeups.wait() => look = Lane::ALL.to_vec(),
                () = tokio::time::sleep(LOOK_AGAIN) => look = Lane::ALL.to_vec(),
                Some(_) = in_hand.join_next(), if !without_place.is_empty() => look = without_place,
                _ = stop.changed() => {}
            }
            while in_hand.try_join_next().is_some() {}
            let now = runner.app.clock.now();
            if ensured.is_none_or(|at| now >= after(at, ENSURE_PERIODIC)) {
                match schedule::enqueue_periodic(&Self::context(&runner.app)).await {
                    Ok(()) => ensured = Some(now),
                    Err(error) => tracing::warn!(%error, "periodic work cannot be enqueued"),
                }
            }
        }
        while in_hand.join_next().await.is_some() {}
    }

    /// Begins the due jobs of a lane for which there is a place; true when there may be more than places.
    async fn begin_due(self: &Arc<Self>, lane: Lane, places: &Arc<Semaphore>, in_hand: &mut JoinSet<()>) -> bool {
        let free = places.available_permits();
        let jobs = match self.claim(lane, free).await {
            Ok(jobs) => jobs,
            Err(error) => {
                tracing::warn!(%error, "the worker cannot take jobs");
                Vec::new()
            }
        };
        let is_full = jobs.len() >= free;
        for job in jobs {
            let (runner, place) = (Arc::clone(self), Arc::clone(places).try_acquire_owned());
            in_hand.spawn(async move {
                runner.work(job).await;
                drop(place);
            });
        }
        is_full
    }

    /// Runs everything that is due at the app's present instant, one by one, until nothing is; for tests and for
    /// commands. Returns how many jobs ran.
    pub async fn drain(&self) -> Result<usize> {
        let mut ran = 0;
        loop {
            let before = ran;
            for lane in Lane::ALL {
                for job in self.claim(lane, lane.places()).await? {
                    self.work(job).await;
                    ran += 1;
                }
            }
            if ran == before {
                return Ok(ran);
            }
        }
    }

    async fn claim(&self, lane: Lane, most: usize) -> Result<Vec<ClaimedJob>> {
        let most = i64::try_from(most).unwrap_or(0);
        if most == 0 {
            return Ok(Vec::new());
        }
        let (now, name) = (self.app.clock.now(), lane.name());
        if !store::is_due(&mut self.app.store.read().await?, name, now).await? {
            return Ok(Vec::new());
        }
        let mut tx = self.app.store.write().await?;
        let jobs = store::claim(&mut tx, name, now, most, after(now, seconds(self.lease_seconds)), self.worker).await?;
        tx.commit().await?;
        Ok(jobs)
    }

    async fn work(&self, job: ClaimedJob) {
        let cx = Self::context(&self.app);
        let outcome = match self.kinds.get(job.name.as_str()) {
            None => Err(JobError::Failed(format!("no job is called {}", job.name))),
            Some(kind) => {
                // A panic in one job must not end the worker: it is caught by the task it runs in. The set ends the task
                // when this is over.
                let mut running = JoinSet::new();
                running.spawn((kind.run)(cx.clone(), job.args.clone()));
                match timeout(DEADLINE, self.while_renewing(&job, running.join_next())).await {
                    Ok(Some(Ok(outcome))) => outcome,
                    Ok(Some(Err(panic))) => Err(JobError::Failed(format!("panic: {panic}"))),
                    Ok(None) => Err(JobError::Failed("the job's task is gone".to_owned())),
                    Err(_) => Err(JobError::Later { reason: "deadline passed".to_owned(), pause_seconds: None }),
                }
            }
        };
        match self.settle(&cx, &job, outcome).await {
            Ok(()) => {}
            Err(Error::Conflict) => tracing::info!(job = job.name, id = %job.id, "lease lost; someone else ran it"),
            Err(error) => tracing::warn!(job = job.name, id = %job.id, %error, "a job cannot be settled"),
        }
    }

    /// Waits for a job, and renews its lease in time as long as that takes.
    async fn while_renewing<T>(&self, job: &ClaimedJob, running: impl Future<Output = T>) -> T {
        let pause = Duration::from_millis(u64::from(self.lease_seconds) * 1000 / 3);
        let mut running = std::pin::pin!(running);
        loop {
            tokio::select! {
                outcome = &mut running => return outcome,
                () = tokio::time::sleep(pause) => {}
            }
            // The job goes on meanwhile: it may need the connection that this waits for.
            tokio::select! {
                outcome = &mut running => return outcome,
                renewed = self.renew(job) => if let Err(error) = renewed {
                    tracing::warn!(job = job.name, id = %job.id, %error, "a lease cannot be renewed");
                },
            }
        }
    }

    async fn renew(&self, job: &ClaimedJob) -> Result<()> {
        let mut tx = self.app.store.write().await?;
        store::renew(&mut tx, job.id, self.worker, after(self.app.clock.now(), seconds(self.lease_seconds))).await?;
        Ok(tx.commit().await?)
    }

    async fn settle(&self, cx: &Cx, job: &ClaimedJob, outcome: std::result::Result<Done, JobError>) -> Result<()> {
        let now = self.app.clock.now();
        let reason = match outcome {
            Ok(Done::Again(at)) => {
                let mut tx = self.app.store.write().await?;
                store::later(&mut tx, job.id, self.worker, at, 0, None).await?;
                return Ok(tx.commit().await?);
            }
            Ok(Done::Did | Done::Nothing) => {
                self.stats.done.fetch_add(1, Ordering::Relaxed);
                let mut tx = self.app.store.write().await?;
                store::done(&mut tx, job.id, self.worker).await?;
                return Ok(tx.commit().await?);
            }
            Err(JobError::Later { reason, pause_seconds }) => {
                let retry = self.kinds.get(job.name.as_str()).map(|kind| kind.retry);
                if let Some(at) = retry.and_then(|retry| retry.next(job.attempts, now, pause_seconds)) {
                    tracing::info!(job = job.name, id = %job.id, reason, "a job is tried again later");
                    self.stats.retried.fetch_add(1, Ordering::Relaxed);
                    let mut tx = self.app.store.write().await?;
                    store::later(&mut tx, job.id, self.worker, at, job.attempts, Some(&reason)).await?;
                    return Ok(tx.commit().await?);
                }
                format!("{}{reason}", super::USED_UP)
            }
            Err(JobError::Failed(reason)) => reason,
        };
        tracing::error!(job = job.name, id = %job.id, reason, "a job is given up");
        self.stats.dead.fetch_add(1, Ordering::Relaxed);
        if let Some(kind) = self.kinds.get(job.name.as_str()) {
            (kind.give_up)(cx.clone(), job.args.clone(), reason.clone()).await?;
        }
        let mut tx = self.app.store.write().await?;
        store::dead(&mut tx, job.id, self.worker, &reason, now).await?;
        let case = CaseRow {
            id: cx.fresh_id(),
            kind: super::CASE_DEAD.to_owned(),
            account: None,
            subject: job.id.to_string(),
            detail: serde_json::json!({ "job": job.name }),
            opened_at: now,
        };
        operator_case::open(&mut tx, &case).await?;
        Ok(tx.commit().await?)
    }
}
