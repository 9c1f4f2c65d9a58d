//! What is counted, for Prometheus.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use okno_app::{delivery, job::RunnerStats, site_session, verification};
use okno_domain::time::Timestamp;
use okno_store::{Store, job, operator_case};
use okno_web::kit::metrics::{Finished, Observe};
use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric, text},
    metrics::{
        MetricType,
        counter::{ConstCounter, Counter},
        family::Family,
        gauge::Gauge,
        histogram::Histogram,
    },
    registry::Registry,
};

use crate::tls;

/// From a page out of memory to a request that is about to be broken off, seconds.
const BUCKETS: [f64; 12] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    route: String,
    method: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// The counters of one process.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    in_flight: Gauge,
    queue: Queue,
}

impl Metrics {
    /// Fresh counters, with those of the worker and of TLS if there are any.
    pub(crate) fn new(worker: Option<Arc<RunnerStats>>, tls: Option<Arc<tls::Stats>>) -> Self {
        let mut registry = Registry::with_prefix("okno");
        let requests = Family::<Request, Counter>::default();
        let seconds: Family<Route, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(BUCKETS));
        let in_flight = Gauge::default();
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_seconds", "Time from request to answer", seconds.clone());
        registry.register("http_requests_in_flight", "Requests being worked on", in_flight.clone());
        let queue = Queue::default();
        queue.register(&mut registry);
        registry.register_collector(Box::new(RefusedAnswers));
        registry.register_collector(Box::new(SmsReceipts));
        registry.register_collector(Box::new(SiteTellings));
        if let Some(stats) = worker {
            registry.register_collector(Box::new(Jobs(stats)));
        }
        if let Some(stats) = tls {
            registry.register_collector(Box::new(tls::Exposed(stats)));
        }
        Self { registry, requests, seconds, in_flight, queue }
    }

    /// Looks at the queues of the database; what cannot be read keeps its last value.
    pub(crate) async fn look(&self, store: &Store, now: Timestamp) -> Result<(), okno_store::Error> {
        let mut read = store.read().await?;
        self.queue.ready.set(0);
        self.queue.dead.set(0);
        for (state, count) in job::count(&mut read).await? {
            let gauge = match state.as_str() {
                "ready" => &self.queue.ready,
                "dead" => &self.queue.dead,
                _ => continue,
            };
            gauge.set(count);
        }
        let oldest = job::oldest_due(&mut read, now).await?;
        self.queue.lag.set(oldest.map_or(0, |due| now.duration_since(due).as_secs()));
        self.queue.cases.set(operator_case::count(&mut read).await?);
        Ok(())
    }

    /// The text that Prometheus reads.
    pub(crate) fn text(&self) -> Result<String, fmt::Error> {
        let mut out = String::new();
        text::encode(&mut out, &self.registry)?;
        Ok(out)
    }
}

impl Observe for Metrics {
    fn begun(&self) {
        self.in_flight.inc();
    }

    fn over(&self, request: &Finished<'_>) {
        self.in_flight.dec();
        let route = request.route.to_owned();
        let labels = Request { route: route.clone(), method: request.method, status: request.status };
        self.requests.get_or_create(&labels).inc();
        self.seconds.get_or_create(&Route { route }).observe(request.took.as_secs_f64());
    }
}

/// What waits in the database, the same at every server.
#[derive(Debug, Default)]
struct Queue {
    ready: Gauge,
    dead: Gauge,
    lag: Gauge,
    cases: Gauge,
}

impl Queue {
    fn register(&self, registry: &mut Registry) {
        registry.register("jobs_waiting", "Jobs in the queue, due or not", self.ready.clone());
        registry.register("jobs_given_up", "Jobs that wait for an operator", self.dead.clone());
        registry.register("jobs_lag_seconds", "For how long the oldest due job has been due", self.lag.clone());
        registry.register("operator_cases_open", "Cases that wait for an operator", self.cases.clone());
    }
}

/// Answers of registries that changed nothing: wrong signature, digest or addressee (docs/protocols/registry-exchange.md).
#[derive(Debug)]
struct RefusedAnswers;

impl Collector for RefusedAnswers {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let help = "Answers of registries that were refused and changed nothing";
        count(encoder, [("registry_answers_refused", help, verification::refused_answers())])
    }
}

/// What SMS centers reported of messages they had taken in.
#[derive(Debug)]
struct SmsReceipts;

impl Collector for SmsReceipts {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let help = "Delivery receipts of the SMS center by what they told";
        let mut metric = encoder.encode_descriptor("sms_receipts", help, None, MetricType::Counter)?;
        for (told, count) in delivery::receipts() {
            ConstCounter::new(count).encode(metric.encode_family(&[("told", told)])?)?;
        }
        Ok(())
    }
}

/// Sites that were told of the end of a session.
#[derive(Debug)]
struct SiteTellings;

impl Collector for SiteTellings {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let help = "Attempts to tell a site that a session is over, by what came of them";
        let mut metric = encoder.encode_descriptor("site_logouts", help, None, MetricType::Counter)?;
        for (result, count) in site_session::tellings() {
            ConstCounter::new(count).encode(metric.encode_family(&[("result", result)])?)?;
        }
        Ok(())
    }
}

/// Writes counters that somebody else keeps.
fn count<const N: usize>(
    mut encoder: DescriptorEncoder<'_>,
    counters: [(&'static str, &'static str, u64); N],
) -> Result<(), fmt::Error> {
    for (name, help, value) in counters {
        let counter = ConstCounter::new(value);
        let metric = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
        counter.encode(metric)?;
    }
    Ok(())
}

struct Jobs(Arc<RunnerStats>);

impl fmt::Debug for Jobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Jobs")
    }
}

impl Collector for Jobs {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let counters = [
            ("jobs_done", "Jobs that did their work", read(&self.0.done)),
            ("jobs_retried", "Attempts of jobs that are to be repeated", read(&self.0.retried)),
            ("jobs_dead", "Jobs given up", read(&self.0.dead)),
        ];
        count(encoder, counters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    /// Decision 23: requests by route and status, latency, requests in flight, jobs, refused answers of registries.
    #[test]
    fn requests_and_jobs_are_counted() {
        let stats = Arc::new(RunnerStats::default());
        stats.done.store(3, Ordering::Relaxed);
        let metrics = Metrics::new(Some(stats), Some(Arc::default()));
        metrics.begun();
        metrics.begun();
        let took = Duration::from_millis(2);
        metrics.over(&Finished { route: "/r/{token}", method: "GET", status: 200, took });
        let text = metrics.text().unwrap();
        for line in [
            "okno_http_requests_total{route=\"/r/{token}\",method=\"GET\",status=\"200\"} 1",
            "okno_http_requests_in_flight 1",
            "okno_http_request_seconds_count{route=\"/r/{token}\"} 1",
            "jobs_done_total 3",
            "registry_answers_refused_total",
            "sms_receipts_total{told=\"undeliverable\"} 0",
            "sms_receipts_total{told=\"unreadable\"} 0",
            "site_logouts_total{result=\"given_up\"} 0",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }
}
