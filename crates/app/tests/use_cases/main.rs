//! Use cases on both databases, with a fake clock, a seeded generator and test doubles of the ports.
//!
//! One program: twenty of them would each be linked with everything, and would run one after the other.

mod appointment;
mod bank;
mod clerk;
mod confirmation;
mod delivery;
mod developer;
mod developer_esia;
mod device;
mod esia;
mod factor;
mod letter;
mod login;
mod operations;
mod operator;
mod overview;
mod races;
mod records;
mod recovery;
mod registration;
mod service_center;
mod site_check;
mod site_grant;
mod site_session;
mod statistic;
mod strangers;
mod support;
mod test_person;
mod verification;
