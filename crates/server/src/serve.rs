//! `okno serve`: starts, serves, and stops without cutting anybody off.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use okno_app::{App, delivery, installation, job::Runner};
use okno_web::WebState;
use tokio::{
    runtime::{Builder, Runtime},
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
    task::JoinSet,
    time::{sleep, timeout},
};

use crate::{
    Outcome,
    cli::{Role, ServeOptions},
    config::Config,
    doors::Doors,
    exit::Failure,
    listen::{self, Limits, Speech},
    management,
    metrics::Metrics,
    system, telemetry, wiring,
};

/// How often a server looks whether another one changed something.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Serves until the program is told to stop.
pub(crate) fn run(config: &Config, options: &ServeOptions) -> Outcome {
    let begin = Instant::now();
    telemetry::start(&config.log);
    let outcome = runtime(config.server.threads)?.block_on(serve(config, options, begin));
    if let Err(failure) = &outcome {
        tracing::error!(reason = %failure, "the program cannot run");
    }
    outcome
}

/// A runtime with this many threads.
pub(crate) fn runtime(threads: u32) -> Result<Runtime, Failure> {
    let threads = match usize::try_from(threads) {
        Ok(0) | Err(_) => system::processors(),
        Ok(threads) => threads,
    };
    let runtime = Builder::new_multi_thread().worker_threads(threads).thread_name("okno").enable_all().build();
    runtime.map_err(|error| Failure::other("starting threads", error))
}

async fn serve(config: &Config, options: &ServeOptions, begin: Instant) -> Outcome {
    let server = &config.server;
    let mut told = Told::listen()?;
    // The ports come first: a second copy of the program must not touch the database.
    let management = listen::bind(server.management, "server.management").await?;
    let pages = match options.role {
        Some(Role::Worker) => None,
        _ => Some(Doors::open(config).await?),
    };
    let opening = wiring::store(config, Duration::from_secs(u64::from(options.wait)));
    let store = tokio::select! {
        store = opening => store?,
        _ = told.terminate.recv() => return Ok(()),
        _ = told.interrupt.recv() => return Ok(()),
    };
    wiring::schema(config, &store).await?;
    let app = wiring::app(config, store).await?;

    delivery::follow(&app);
    installation::refresh(&app).await.map_err(|error| Failure::other("reading what was changed", error))?;

    let (stop, stopping) = watch::channel(false);
    let runner = (options.role != Some(Role::Web))
        .then(|| Runner::new(Arc::clone(&app)).with_lease(config.worker.lease_seconds));
    let tls = pages.as_ref().and_then(Doors::stats);
    let metrics = Arc::new(Metrics::new(runner.as_ref().map(Runner::stats), tls));
    let limits = Limits {
        connections: server.connections,
        header_timeout: Duration::from_secs(u64::from(server.header_timeout_seconds)),
    };
    let mut work = JoinSet::new();
    work.spawn(follow_changes(Arc::clone(&app), stopping.clone()));
    let [listen, mutual, redirect] = pages.as_ref().map(Doors::addresses).unwrap_or_default();
    let management_at = listen::address(&management);
    if let Some(pages) = pages {
        let router = okno_web::router(web(&app, config, &metrics, &stopping));
        pages.serve(&mut work, &router, limits, &stopping);
    }
    if let Some(runner) = runner {
        work.spawn(runner.run(stopping.clone()));
    }
    let (end, ended) = watch::channel(false);
    let health = management::router(app.store.clone(), metrics, stopping);
    let few = Limits { connections: 64, ..limits };
    let health = tokio::spawn(listen::serve(management, health, Speech::Plain, few, ended));
    let millis = u64::try_from(begin.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(listen, mutual, redirect, management = management_at, millis, "ready");

    let died = told.wait(&mut work).await;
    stop.send_replace(true);
    finish(work, Duration::from_secs(u64::from(server.stop_within_seconds))).await;
    end.send_replace(true);
    let _ = timeout(Duration::from_secs(1), health).await;
    if died { Err(Failure::Other("a part of the program ended by itself".to_owned())) } else { Ok(()) }
}

/// Takes in what administrators change at run time, on whichever server they do it.
async fn follow_changes(app: Arc<App>, mut stopping: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stopping.wait_for(|stops| *stops) => return,
            () = sleep(LOOK_EVERY) => {}
        }
        // What is in force stays so while the database does not answer; the requests themselves tell that.
        if let Err(error) = installation::refresh(&app).await {
            tracing::debug!(%error, "changes cannot be looked for");
        }
    }
}

fn web(app: &Arc<App>, config: &Config, metrics: &Arc<Metrics>, stopping: &watch::Receiver<bool>) -> WebState {
    let observe = Arc::<Metrics>::clone(metrics);
    WebState::new(Arc::clone(app), config.web.clone(), observe, stopping.clone())
}

/// Hears when the program is told to stop, from its first moment on.
struct Told {
    terminate: Signal,
    interrupt: Signal,
    /// Never asked: that it is there keeps SIGHUP, which is for certificates, from ending a program that has none.
    _hangup: Signal,
}

impl Told {
    fn listen() -> Result<Self, Failure> {
        let listen = |kind| signal(kind).map_err(|error| Failure::other("listening for signals", error));
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
            _hangup: listen(SignalKind::hangup())?,
        })
    }

    /// Waits for SIGTERM or SIGINT; true when instead one of the parts ended, which none does by itself.
    async fn wait(&mut self, work: &mut JoinSet<()>) -> bool {
        tokio::select! {
            _ = self.terminate.recv() => tracing::info!("told to stop"),
            _ = self.interrupt.recv() => tracing::info!("interrupted"),
            Some(_) = work.join_next() => return true,
        }
        false
    }
}

/// Lets everything accepted come to its end, within bounds.
async fn finish(mut work: JoinSet<()>, within: Duration) {
    let all = async { while work.join_next().await.is_some() {} };
    match timeout(within, all).await {
        Ok(()) => tracing::info!("stopped"),
        Err(_) => tracing::warn!("stopped although not everything was finished; jobs in hand are taken up again"),
    }
}
