//! What is counted, for Prometheus.

use std::{
    fmt,
    sync::{Arc, atomic::Ordering},
};

use okno_app::job::RunnerStats;
use okno_web::kit::metrics::{Finished, Observe};
use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric, text},
    metrics::{
        counter::{ConstCounter, Counter},
        family::Family,
        gauge::Gauge,
        histogram::Histogram,
    },
    registry::Registry,
};

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
}

impl Metrics {
    /// Fresh counters, with those of the worker if there is one.
    pub(crate) fn new(worker: Option<Arc<RunnerStats>>) -> Self {
        let mut registry = Registry::with_prefix("okno");
        let requests = Family::<Request, Counter>::default();
        let seconds: Family<Route, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(BUCKETS));
        let in_flight = Gauge::default();
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_seconds", "Time from request to answer", seconds.clone());
        registry.register("http_requests_in_flight", "Requests being worked on", in_flight.clone());
        if let Some(stats) = worker {
            registry.register_collector(Box::new(Jobs(stats)));
        }
        Self { registry, requests, seconds, in_flight }
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

struct Jobs(Arc<RunnerStats>);

impl fmt::Debug for Jobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Jobs")
    }
}

impl Collector for Jobs {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        for (name, help, value) in [
            ("jobs_done", "Jobs that did their work", &self.0.done),
            ("jobs_retried", "Attempts of jobs that are to be repeated", &self.0.retried),
            ("jobs_dead", "Jobs given up", &self.0.dead),
        ] {
            let counter = ConstCounter::new(value.load(Ordering::Relaxed));
            let metric =
                encoder.encode_descriptor(name, help, None, prometheus_client::metrics::MetricType::Counter)?;
            counter.encode(metric)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    /// Decision 23: requests by route and status, latency, requests in flight, jobs.
    #[test]
    fn requests_and_jobs_are_counted() {
        let stats = Arc::new(RunnerStats::default());
        stats.done.store(3, Ordering::Relaxed);
        let metrics = Metrics::new(Some(stats));
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
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }
}
