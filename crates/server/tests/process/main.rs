//! The real program as a process, with everything around it that is not ours played by the simulators, under faults:
//! killed, stopped, without its database, without space, asked nonsense. What it does then is promised in
//! docs/operations.md.
//!
//! Both engines: SQLite always, PostgreSQL when `OKNO_TEST_POSTGRES_URL` names a server.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests stop the test when something is not as it must be"
)]

mod support;

mod database;
mod full_disk;
mod kills;
mod log;
mod logout;
mod receipts;
mod requests;
mod start;
mod stop;
mod tls;
mod two_servers;
mod verification;
