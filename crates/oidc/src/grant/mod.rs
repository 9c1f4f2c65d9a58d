//! The lives of what is handed out: codes, families of refresh tokens, device codes, pushed requests. Each move consumes a
//! state and returns the next, which must be saved where the old one was seen; of two at the same instant one is refused.
//! The codes and tokens themselves are made and found elsewhere.

mod code;
mod device;
mod pushed;
mod refresh;
mod user_code;

pub use code::{AuthorizationCode, CodeRefusal, CodeStep};
pub use device::{DeviceGrant, DeviceRefusal, DeviceResponse, Poll};
pub use pushed::{PushedRefusal, PushedRequest, Taken};
pub use refresh::{RefreshFamily, RefreshRefusal, RefreshRule, RefreshStep};
pub use user_code::UserCode;

use jiff::{SignedDuration, Timestamp};

/// So much later, or the end of time.
fn later(now: Timestamp, seconds: u32) -> Timestamp {
    now.checked_add(SignedDuration::from_secs(i64::from(seconds))).unwrap_or(Timestamp::MAX)
}

/// Whole seconds until then, none if it is over.
fn seconds_until(then: Timestamp, now: Timestamp) -> u32 {
    u32::try_from(then.as_second().saturating_sub(now.as_second()).max(0)).unwrap_or(u32::MAX)
}
