//! HTTP as the gateways use it: no redirects, no proxy from the environment, bounded answers, and errors sorted into
//! "later", "refused" and "garbage".

use std::{error::Error, path::Path, time::Duration};

use jiff::fmt::rfc2822;
use okno_app::ports::PortError;
use reqwest::{
    Client, Response, StatusCode,
    header::{CONTENT_TYPE, DATE, HeaderMap, RETRY_AFTER},
    redirect,
};

use crate::{config::ConfigError, tls};

/// No system may ask for a longer pause than a day.
const LONGEST_PAUSE_SECONDS: u32 = 24 * 3600;

/// A client for one outside system.
pub(crate) fn client(setting: &str, ca_file: Option<&Path>, timeout: Duration) -> Result<Client, ConfigError> {
    Client::builder()
        .use_preconfigured_tls(tls::client_config(setting, ca_file)?)
        .redirect(redirect::Policy::none())
        .no_proxy()
        .timeout(timeout)
        .connect_timeout(timeout.min(Duration::from_secs(10)))
        .user_agent(concat!("okno/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| ConfigError::new(setting, error))
}

/// The whole body, or `Garbage` when it is larger than `limit`; a body that never ends runs into one or the other limit.
pub(crate) async fn body(mut response: Response, limit: usize) -> Result<Vec<u8>, PortError> {
    let too_large = || garbage(format!("the answer is larger than {limit} bytes"));
    let announced = response.content_length().unwrap_or(0);
    if usize::try_from(announced).map_or(true, |announced| announced > limit) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(broken)? {
        if bytes.len() + chunk.len() > limit {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Whether the answer is declared to be of this media type, whatever its parameters.
pub(crate) fn is_type(headers: &HeaderMap, media_type: &str) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|value| value.trim().eq_ignore_ascii_case(media_type))
}

/// `Retry-After` in seconds (RFC 9110 10.2.3). A date counts from the answer's own `Date`, so that the two clocks need not
/// agree; one without `Date`, or in the past, is taken as absent.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<u32> {
    let text = |name| Some(headers.get(name)?.to_str().ok()?.trim());
    let value = text(RETRY_AFTER)?;
    let seconds = match value.parse::<u64>() {
        Ok(seconds) => seconds,
        Err(_) => {
            let date = |text: &str| rfc2822::parse(text).ok().map(|date| date.timestamp());
            let pause = date(value)?.duration_since(date(text(DATE)?)?);
            u64::try_from(pause.as_secs()).ok()?
        }
    };
    Some(u32::try_from(seconds).unwrap_or(LONGEST_PAUSE_SECONDS).min(LONGEST_PAUSE_SECONDS))
}

/// An unexpected status: overload and faults of the other side pass, the rest is not what the protocol says.
pub(crate) fn unexpected(status: StatusCode, headers: &HeaderMap) -> PortError {
    let passing = [StatusCode::TOO_MANY_REQUESTS, StatusCode::REQUEST_TIMEOUT];
    if status.is_server_error() || passing.contains(&status) {
        return later(format!("it answered {status}"), retry_after(headers));
    }
    if status.is_redirection() {
        return garbage(format!("it answered with a redirect ({status}), which is not followed; correct the address"));
    }
    garbage(format!("it answered {status}, which the protocol does not know"))
}

/// A call that broke off: a server that does not speak HTTP is garbage, everything else may pass.
pub(crate) fn broken(error: reqwest::Error) -> PortError {
    let error = error.without_url();
    let mut cause = error.source();
    let mut root = error.to_string();
    while let Some(inner) = cause {
        if inner.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_parse) {
            return garbage(format!("it does not speak HTTP: {inner}"));
        }
        root = inner.to_string();
        cause = inner.source();
    }
    let what = if error.is_timeout() {
        "it did not answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke off"
    };
    later(format!("{what}: {root}"), None)
}

pub(crate) fn later(reason: impl Into<String>, pause_seconds: Option<u32>) -> PortError {
    PortError::Later { reason: reason.into(), pause_seconds }
}

pub(crate) fn refused(reason: impl Into<String>) -> PortError {
    PortError::Refused { reason: reason.into() }
}

pub(crate) fn garbage(reason: impl Into<String>) -> PortError {
    PortError::Garbage { reason: reason.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pause(text: &str) -> Option<u32> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, text.parse().unwrap());
        retry_after(&headers)
    }

    #[test]
    fn retry_after_is_bounded() {
        assert_eq!(pause("17"), Some(17));
        assert_eq!(pause("99999999999999"), Some(LONGEST_PAUSE_SECONDS));
        assert_eq!(pause("-1"), None);
        assert_eq!(pause("Wed, 21 Oct 2026 07:28:00 GMT"), None);
    }

    #[test]
    fn a_date_counts_from_the_date_of_the_answer() {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, "Wed, 21 Oct 2026 07:28:00 GMT".parse().unwrap());
        for (date, pause) in [
            ("Wed, 21 Oct 2026 07:27:00 GMT", Some(60)),
            ("Wed, 21 Oct 2026 07:28:01 GMT", None),
            ("Tue, 21 Oct 2025 07:28:00 GMT", Some(LONGEST_PAUSE_SECONDS)),
            ("yesterday", None),
        ] {
            headers.insert(DATE, date.parse().unwrap());
            assert_eq!(retry_after(&headers), pause, "{date}");
        }
    }
}
