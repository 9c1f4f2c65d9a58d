//! Sites in the sessions of a person (R217): every end of a session, and every loss of what a site was let in for, passes here
//! and reaches the sites.
//!
//! A site knows a session by its *root*, the first of those that took each other's place. What it must be told is written in the
//! transaction of the end ([`end()`]); a job tells it ([`TellSite`], Back-Channel Logout 1.0). Whoever gives a site something, ends a
//! session with sites or takes back what a site has takes the account's turn first, which is the head of its chain of entries
//! ([`crate::audit::record`]): of a sign-in and an end at the same instant either the site is told, or it is given nothing.
//! Sessions are locked before that turn is taken, what sites have afterwards; so nobody waits for each other.

mod end;
mod lapsed;
mod leave;
mod list;
mod note;
mod receipt;
mod tell;
mod turn;
mod withdraw;

pub use end::{MOST_FRAMES, Parting, frames};
pub(crate) use end::{Sign, begin, end, end_others, reconsider};
pub use lapsed::EndLapsedSessions;
pub use leave::{Leaving, leave};
pub use list::{SiteAccess, sites};
pub use receipt::receipts;
pub use tell::{TellSite, tellings};
pub(crate) use turn::Turns;
pub use withdraw::withdraw;
