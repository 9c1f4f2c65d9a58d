//! The device grant (RFC 8628): a device shows a code, a person allows it elsewhere, the device asks until it is told.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::error::{ErrorCode, ProtocolError, Reply};

use super::{UserCode, later, seconds_until};

/// Each question that comes too early makes the interval so much longer, in seconds (RFC 8628 3.5).
const SLOWER: u32 = 5;
const SLOWEST: u32 = 120;

/// A device grant's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum DeviceGrant {
    /// Nobody has decided yet.
    Pending {
        /// From this instant on it is over.
        expires_at: Timestamp,
        /// Seconds between two questions.
        interval: u32,
        /// When the device last asked.
        asked_at: Option<Timestamp>,
    },
    /// The person said yes.
    Approved {
        /// From this instant on it is over.
        expires_at: Timestamp,
    },
    /// The person said no.
    Denied {
        /// From this instant on it is over.
        expires_at: Timestamp,
    },
    /// Tokens were given.
    Redeemed {
        /// When.
        at: Timestamp,
    },
}

/// Why a person cannot decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeviceRefusal {
    /// It is too old.
    #[error("the code is too old")]
    Expired,
    /// It was decided before.
    #[error("the code was decided on before")]
    Decided,
}

/// What the device is told; the grant in it is to be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Poll {
    /// Give tokens.
    Redeem(DeviceGrant),
    /// Not yet, or never.
    Refuse(DeviceGrant, ProtocolError),
    /// Refuse, and revoke what came of it: two hold the device's code.
    RevokeGrant(DeviceGrant),
}

impl DeviceGrant {
    /// A new grant.
    pub fn begin(now: Timestamp, lifetime: u32, interval: u32) -> Self {
        Self::Pending { expires_at: later(now, lifetime), interval, asked_at: None }
    }

    /// The person decides, once.
    pub fn decide(self, approve: bool, now: Timestamp) -> Result<Self, DeviceRefusal> {
        match self {
            Self::Pending { expires_at, .. } if now >= expires_at => Err(DeviceRefusal::Expired),
            Self::Pending { expires_at, .. } if approve => Ok(Self::Approved { expires_at }),
            Self::Pending { expires_at, .. } => Ok(Self::Denied { expires_at }),
            Self::Approved { .. } | Self::Denied { .. } | Self::Redeemed { .. } => Err(DeviceRefusal::Decided),
        }
    }

    /// The device asks (RFC 8628 3.5).
    pub fn poll(self, now: Timestamp) -> Poll {
        let expired = ProtocolError::new(ErrorCode::ExpiredToken, "the device code is too old");
        match self {
            Self::Redeemed { .. } => Poll::RevokeGrant(self),
            Self::Pending { expires_at, .. } | Self::Approved { expires_at } | Self::Denied { expires_at }
                if now >= expires_at =>
            {
                Poll::Refuse(self, expired)
            }
            Self::Approved { .. } => Poll::Redeem(Self::Redeemed { at: now }),
            Self::Denied { .. } => {
                Poll::Refuse(self, ProtocolError::new(ErrorCode::AccessDenied, "the person said no"))
            }
            Self::Pending { expires_at, interval, asked_at } => {
                let asked = |interval| Self::Pending { expires_at, interval, asked_at: Some(now) };
                let too_often = ProtocolError::new(ErrorCode::SlowDown, "the device asks too often");
                if asked_at.is_none_or(|before| now >= later(before, interval)) {
                    let error = ProtocolError::new(ErrorCode::AuthorizationPending, "the person has not decided yet");
                    Poll::Refuse(asked(interval), error)
                } else if interval < SLOWEST {
                    Poll::Refuse(asked(interval.saturating_add(SLOWER).min(SLOWEST)), too_often)
                } else {
                    // It gets no slower: whoever goes on asking makes us write nothing more.
                    Poll::Refuse(self, too_often)
                }
            }
        }
    }

    /// What the device is told after a second redemption.
    pub const fn replayed() -> ProtocolError {
        ProtocolError::grant("the device code is not valid")
    }
}

/// What a device gets to begin with (RFC 8628 3.2).
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceResponse<'a> {
    /// The device's code.
    pub device_code: &'a str,
    /// The person's code.
    pub user_code: &'a UserCode,
    /// Where the person types it.
    pub verification_uri: &'a str,
    /// From this instant on it is over.
    pub expires_at: Timestamp,
    /// Seconds between two questions.
    pub interval: u32,
}

impl DeviceResponse<'_> {
    /// The answer. The complete address has the code in its query.
    pub fn reply(&self, now: Timestamp) -> Reply {
        let code = self.user_code.to_string();
        let body = json!({
            "device_code": self.device_code,
            "user_code": code,
            "verification_uri": self.verification_uri,
            "verification_uri_complete": format!("{}?user_code={code}", self.verification_uri),
            "expires_in": seconds_until(self.expires_at, now),
            "interval": self.interval,
        });
        Reply::json(200, &body)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn pending(interval: u32, asked_at: Option<i64>) -> DeviceGrant {
        DeviceGrant::Pending { expires_at: at(600), interval, asked_at: asked_at.map(at) }
    }

    fn told(poll: Poll) -> (DeviceGrant, &'static str) {
        match poll {
            Poll::Redeem(next) => (next, "tokens"),
            Poll::Refuse(next, error) => (next, error.code.as_str()),
            Poll::RevokeGrant(next) => (next, "revoked"),
        }
    }

    /// Every state at every edge of time.
    #[test]
    fn the_whole_table_of_questions() {
        let approved = DeviceGrant::Approved { expires_at: at(600) };
        let denied = DeviceGrant::Denied { expires_at: at(600) };
        let redeemed = DeviceGrant::Redeemed { at: at(5) };
        for (grant, now, next, said) in [
            (pending(5, None), 0, pending(5, Some(0)), "authorization_pending"),
            (pending(5, Some(10)), 15, pending(5, Some(15)), "authorization_pending"),
            (pending(5, Some(10)), 14, pending(10, Some(14)), "slow_down"),
            (pending(118, Some(10)), 14, pending(120, Some(14)), "slow_down"),
            (pending(119, Some(10)), 128, pending(120, Some(128)), "slow_down"),
            (pending(120, Some(10)), 14, pending(120, Some(10)), "slow_down"),
            (pending(120, Some(10)), 129, pending(120, Some(10)), "slow_down"),
            (pending(120, Some(10)), 130, pending(120, Some(130)), "authorization_pending"),
            (pending(300, Some(10)), 309, pending(300, Some(10)), "slow_down"),
            (pending(5, Some(10)), 600, pending(5, Some(10)), "expired_token"),
            (approved, 599, DeviceGrant::Redeemed { at: at(599) }, "tokens"),
            (approved, 600, approved, "expired_token"),
            (denied, 599, denied, "access_denied"),
            (denied, 600, denied, "expired_token"),
            (redeemed, 6, redeemed, "revoked"),
        ] {
            assert_eq!(told(grant.poll(at(now))), (next, said), "{grant:?} at {now}");
        }
    }

    #[test]
    fn a_person_decides_once_and_in_time() {
        let grant = DeviceGrant::begin(at(0), 600, 5);
        let approved = grant.decide(true, at(599)).unwrap();
        assert_eq!(approved, DeviceGrant::Approved { expires_at: at(600) });
        assert_eq!(grant.decide(false, at(0)), Ok(DeviceGrant::Denied { expires_at: at(600) }));
        assert_eq!(grant.decide(true, at(600)), Err(DeviceRefusal::Expired));
        assert_eq!(approved.decide(false, at(1)), Err(DeviceRefusal::Decided));
        assert_eq!(DeviceGrant::Redeemed { at: at(1) }.decide(true, at(1)), Err(DeviceRefusal::Decided));
    }

    #[test]
    fn the_device_is_told_what_to_show() {
        let user_code = UserCode::parse("BCDFGHJK").unwrap();
        let response = DeviceResponse {
            device_code: "d",
            user_code: &user_code,
            verification_uri: "https://id.example/device",
            expires_at: at(600),
            interval: 5,
        };
        let body: Value = serde_json::from_slice(&response.reply(at(0)).body).unwrap();
        assert_eq!(body["user_code"], "BCDF-GHJK");
        assert_eq!(body["verification_uri_complete"], "https://id.example/device?user_code=BCDF-GHJK");
        assert_eq!((body["expires_in"].as_u64(), body["interval"].as_u64()), (Some(600), Some(5)));
    }
}
