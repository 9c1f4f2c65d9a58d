//! What tests share; never part of a shipped program.
#![expect(
    clippy::expect_used,
    clippy::string_slice,
    reason = "a test that cannot set its scene fails, and that is the place"
)]

pub mod antivirus;
pub mod bank;
pub mod carrier;
pub mod citizen;
pub mod device;
pub mod esia;
pub mod job;
pub mod operator;
pub mod person;
pub mod registry;
mod rounds;
pub mod site;
pub mod store;
pub mod world;

pub use antivirus::TestAntivirus;
pub use bank::TestBank;
pub use device::Device;
pub use registry::TestRegistry;
pub use rounds::rounds;
pub use site::TestSites;
pub use store::{TestStore, for_each_engine};
pub use world::World;
