//! What is counted of handshakes and certificates.

use std::{
    fmt,
    sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed},
};

use jiff::Timestamp;
use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric as _},
    metrics::{MetricType, counter::ConstCounter, gauge::ConstGauge},
};

/// How a handshake ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Handshake {
    Done,
    /// No common version, a refused certificate, noise.
    Failed,
    TimedOut,
    /// It was plain HTTP.
    Plain,
}

/// What became of changed files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reload {
    Taken,
    Refused,
}

/// The counters.
#[derive(Debug, Default)]
pub(crate) struct Stats {
    handshakes: [AtomicU64; 4],
    reloads: [AtomicU64; 2],
    valid_until: AtomicI64,
}

impl Stats {
    pub(super) fn ended(&self, handshake: Handshake) {
        let [done, failed, timed_out, plain] = &self.handshakes;
        let counter = match handshake {
            Handshake::Done => done,
            Handshake::Failed => failed,
            Handshake::TimedOut => timed_out,
            Handshake::Plain => plain,
        };
        counter.fetch_add(1, Relaxed);
    }

    pub(super) fn count(&self, reload: Reload) {
        self.reload(reload).fetch_add(1, Relaxed);
    }

    fn reload(&self, reload: Reload) -> &AtomicU64 {
        let [taken, refused] = &self.reloads;
        match reload {
            Reload::Taken => taken,
            Reload::Refused => refused,
        }
    }

    #[cfg(test)]
    pub(super) fn reloads(&self, reload: Reload) -> u64 {
        self.reload(reload).load(Relaxed)
    }

    pub(super) fn valid_until(&self, instant: Timestamp) {
        self.valid_until.store(instant.as_second(), Relaxed);
    }
}

/// The counters as Prometheus reads them.
#[derive(Debug)]
pub(crate) struct Exposed(pub(crate) std::sync::Arc<Stats>);

impl Collector for Exposed {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let mut family = |name: &str, help: &str, label: &'static str, counters: &[(&'static str, &AtomicU64)]| {
            let mut metric = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
            for (value, counter) in counters {
                ConstCounter::new(counter.load(Relaxed)).encode(metric.encode_family(&[(label, *value)])?)?;
            }
            Ok::<_, fmt::Error>(())
        };
        let [done, failed, timed_out, plain] = &self.0.handshakes;
        let handshakes = [("done", done), ("failed", failed), ("timed_out", timed_out), ("plain", plain)];
        family("tls_handshakes", "TLS handshakes by how they ended", "result", &handshakes)?;
        let [taken, refused] = &self.0.reloads;
        let reloads = [("taken", taken), ("refused", refused)];
        family("tls_reloads", "Changed certificates by whether they could be used", "result", &reloads)?;
        let until = ConstGauge::new(self.0.valid_until.load(Relaxed));
        let help = "When the first of the certificates expires, in seconds since 1970";
        until.encode(encoder.encode_descriptor("tls_valid_until_seconds", help, None, MetricType::Gauge)?)
    }
}
