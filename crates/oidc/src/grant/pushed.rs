//! A pushed authorization request (RFC 9126): kept for less than ten minutes, answered once, by the client that pushed it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    authorization::{AuthorizationFault, AuthorizationRequest, PUSHED_PREFIX},
    error::{ErrorCode, Reply},
};

use super::{later, seconds_until};

/// The shortest and the longest life, in seconds (RFC 9126 2.2, FAPI 2.0 5.3.2.2).
const LIFE: (u32, u32) = (5, 599);
/// How long after its end a request is still answered, in seconds: time enough to sign in, to register, to fetch a key.
const LONGEST_SIGN_IN: u32 = 3600;

/// A request that waits for the browser.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PushedRequest {
    /// The request, checked when it was pushed.
    pub request: AuthorizationRequest,
    /// From this instant on it is refused.
    pub expires_at: Timestamp,
    /// When it was taken out.
    pub used_at: Option<Timestamp>,
}

/// Why it is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PushedRefusal {
    /// Another client pushed it.
    #[error("the pushed request belongs to another client")]
    Foreign,
    /// It is too old.
    #[error("the pushed request is too old")]
    Expired,
    /// It was taken out before.
    #[error("the pushed request was used before")]
    Used,
    /// It was opened in time, but the person took too long.
    #[error("the pushed request was opened in time and answered too late")]
    Late,
}

impl PushedRefusal {
    /// What the person at the browser is shown; there is no address that could be trusted.
    pub const fn fault(self) -> AuthorizationFault {
        let description = match self {
            Self::Foreign | Self::Expired | Self::Used => "request_uri is unknown, too old or was used before",
            Self::Late => "the sign-in took too long: begin again at the site",
        };
        AuthorizationFault::page(ErrorCode::InvalidRequestUri, description)
    }
}

/// A request taken out, and what is to be saved in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// The request.
    pub request: AuthorizationRequest,
    /// What is to be saved.
    pub next: PushedRequest,
}

impl PushedRequest {
    /// Keeps a request.
    pub fn keep(request: AuthorizationRequest, wanted_seconds: u32, now: Timestamp) -> Self {
        Self { request, expires_at: later(now, wanted_seconds.clamp(LIFE.0, LIFE.1)), used_at: None }
    }

    /// Looks at it, for a page. Whoever loads the page anew still finds it; whatever else stands in the browser's request is
    /// ignored (RFC 9126 4 and 7.3, RFC 9101 6.3).
    pub fn look(&self, client_id: &str, now: Timestamp) -> Result<&AuthorizationRequest, PushedRefusal> {
        if self.request.client_id != client_id {
            return Err(PushedRefusal::Foreign);
        }
        if self.used_at.is_some() {
            return Err(PushedRefusal::Used);
        }
        if now >= self.expires_at {
            return Err(PushedRefusal::Expired);
        }
        Ok(&self.request)
    }

    /// Takes it out, in the moment of the answer to the client, good or bad. `opened_at` is when the browser came with it: who
    /// came in time may take longer to sign in, but not for ever: a page that was left open is no request of today.
    pub fn take(self, client_id: &str, opened_at: Timestamp, now: Timestamp) -> Result<Taken, PushedRefusal> {
        let request = self.look(client_id, opened_at.min(now))?.clone();
        if now >= later(self.expires_at, LONGEST_SIGN_IN) {
            return Err(PushedRefusal::Late);
        }
        Ok(Taken { request, next: Self { used_at: Some(now), ..self } })
    }

    /// The answer to the client (RFC 9126 2.2); `handle` is a random text that finds it again.
    pub fn reply(&self, handle: &str, now: Timestamp) -> Reply {
        let body = json!({
            "request_uri": format!("{PUSHED_PREFIX}{handle}"),
            "expires_in": seconds_until(self.expires_at, now),
        });
        Reply::json(201, &body)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn it_is_taken_out_once_in_time_by_its_client() {
        let pushed = PushedRequest::keep(AuthorizationRequest::smallest(), 60, at(0));
        assert_eq!(pushed.look("b", at(1)), Err(PushedRefusal::Foreign));
        assert_eq!(pushed.look("a", at(60)), Err(PushedRefusal::Expired));
        assert_eq!(pushed.clone().take("b", at(1), at(1)), Err(PushedRefusal::Foreign));
        assert_eq!(pushed.clone().take("a", at(60), at(60)), Err(PushedRefusal::Expired));
        // A page loaded twice, and a sign-in that takes longer than the request lives.
        assert!(pushed.look("a", at(1)).is_ok() && pushed.look("a", at(59)).is_ok());
        let taken = pushed.take("a", at(59), at(300)).unwrap();
        assert_eq!(taken.request, AuthorizationRequest::smallest());
        assert_eq!(taken.next.look("a", at(59)), Err(PushedRefusal::Used));
        assert_eq!(taken.next.clone().take("a", at(59), at(59)), Err(PushedRefusal::Used));
        let kept: PushedRequest = serde_json::from_str(&serde_json::to_string(&taken.next).unwrap()).unwrap();
        assert_eq!(kept, taken.next);
        assert_eq!(PushedRefusal::Used.fault().error.code, ErrorCode::InvalidRequestUri);
    }

    /// A page left open over night is not answered in the morning, and the person is told why.
    #[test]
    fn it_is_not_answered_long_after_its_end() {
        let pushed = PushedRequest::keep(AuthorizationRequest::smallest(), 60, at(0));
        assert!(pushed.clone().take("a", at(59), at(60 + 3599)).is_ok());
        assert_eq!(pushed.clone().take("a", at(59), at(60 + 3600)), Err(PushedRefusal::Late));
        assert_eq!(pushed.clone().take("b", at(59), at(60 + 3600)), Err(PushedRefusal::Foreign));
        // What was opened too late, by whatever clock, is not helped by that.
        assert_eq!(pushed.clone().take("a", at(60), at(61)), Err(PushedRefusal::Expired));
        assert!(pushed.take("a", at(1000), at(59)).is_ok());
        assert!(PushedRefusal::Late.fault().error.description.contains("took too long"));
        assert_eq!(PushedRefusal::Late.fault().error.code, ErrorCode::InvalidRequestUri);
    }

    /// FAPI 2.0 5.3.2.2: less than 600 seconds.
    #[test]
    fn its_life_has_bounds() {
        for (wanted, life) in [(0, 5), (60, 60), (600, 599), (u32::MAX, 599)] {
            let pushed = PushedRequest::keep(AuthorizationRequest::smallest(), wanted, at(0));
            let reply = pushed.reply("h", at(0));
            assert_eq!(reply.status, 201);
            let body: Value = serde_json::from_slice(&reply.body).unwrap();
            assert_eq!(body["expires_in"], life);
            assert_eq!(body["request_uri"], "urn:ietf:params:oauth:request_uri:h");
        }
    }
}
