//! Ends of sessions and what sites hear of them (R189, R190, R217; OpenID Connect Back-Channel Logout 1.0).

mod ends;
mod keys;
mod losses;
mod races;
mod scene;
mod telling;
