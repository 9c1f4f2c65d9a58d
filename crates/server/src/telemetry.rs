//! The log: structured lines with the request's id, and nothing personal.

use std::panic;

use tracing::{Level, Metadata};
use tracing_subscriber::{
    EnvFilter, Layer as _,
    filter::{FilterExt as _, filter_fn},
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

use crate::config::{LogConfig, LogFormat};

/// Starts logging to the standard output.
pub(crate) fn start(config: &LogConfig) {
    let filter = EnvFilter::try_new(&config.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt::layer();
    let lines = match config.format {
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
        LogFormat::Text => lines.with_ansi(false).boxed(),
    };
    tracing_subscriber::registry().with(lines.with_filter(filter.and(filter_fn(is_fit_to_log)))).init();
    // The text of a panic may quote what was being worked on, so the log has only the place.
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "the program broke off in a task");
    }));
}

/// Libraries tell in detail what they send and receive: numbers, texts, parameters of statements. Whatever the filter
/// says, only their warnings are logged.
fn is_fit_to_log(line: &Metadata<'_>) -> bool {
    line.target().starts_with("okno") || *line.level() <= Level::WARN
}
