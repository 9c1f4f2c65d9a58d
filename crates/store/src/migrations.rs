//! The list of migrations, and what they make of an empty database. A released file never changes: to change a table, add
//! a file.

use jiff::Timestamp;

use crate::db::{Error, Migration, Store};

/// Every migration in order; a test compares the list with the folder.
pub const MIGRATIONS: &[Migration] = &[
    Migration { number: 1, name: "ground", text: include_str!("../migrations/0001_ground.sql") },
    Migration { number: 2, name: "confirmation", text: include_str!("../migrations/0002_confirmation.sql") },
    Migration { number: 3, name: "service_center", text: include_str!("../migrations/0003_service_center.sql") },
    Migration { number: 4, name: "operator", text: include_str!("../migrations/0004_operator.sql") },
    Migration { number: 6, name: "bank", text: include_str!("../migrations/0006_bank.sql") },
    Migration { number: 7, name: "letter", text: include_str!("../migrations/0007_letter.sql") },
    Migration { number: 8, name: "clerk", text: include_str!("../migrations/0008_clerk.sql") },
    Migration { number: 9, name: "factor", text: include_str!("../migrations/0009_factor.sql") },
    Migration { number: 10, name: "time_zone", text: include_str!("../migrations/0010_time_zone.sql") },
    Migration { number: 11, name: "support", text: include_str!("../migrations/0011_support.sql") },
    Migration { number: 12, name: "statistic", text: include_str!("../migrations/0012_statistic.sql") },
    Migration { number: 13, name: "installation", text: include_str!("../migrations/0013_installation.sql") },
    Migration { number: 14, name: "appointment", text: include_str!("../migrations/0014_appointment.sql") },
    Migration { number: 15, name: "wording", text: include_str!("../migrations/0015_wording.sql") },
    Migration { number: 16, name: "finder", text: include_str!("../migrations/0016_finder.sql") },
    Migration { number: 17, name: "protocol", text: include_str!("../migrations/0017_protocol.sql") },
    Migration { number: 18, name: "logout", text: include_str!("../migrations/0018_logout.sql") },
    Migration { number: 20, name: "device", text: include_str!("../migrations/0020_device.sql") },
    Migration { number: 22, name: "developer", text: include_str!("../migrations/0022_developer.sql") },
    Migration { number: 24, name: "esia", text: include_str!("../migrations/0024_esia.sql") },
    Migration { number: 26, name: "mend", text: include_str!("../migrations/0026_mend.sql") },
    Migration { number: 28, name: "test_person", text: include_str!("../migrations/0028_test_person.sql") },
    Migration { number: 32, name: "site_check", text: include_str!("../migrations/0032_site_check.sql") },
    Migration { number: 34, name: "bands", text: include_str!("../migrations/0034_bands.sql") },
    Migration { number: 36, name: "esia_change", text: include_str!("../migrations/0036_esia_change.sql") },
];

impl Store {
    /// Brings the database to the schema of this program; returns the names of the migrations that were missing.
    pub async fn migrate(&self, now: Timestamp) -> Result<Vec<&'static str>, Error> {
        self.migrate_with(MIGRATIONS, now).await
    }

    /// The names of the migrations that are missing in the database.
    pub async fn pending_migrations(&self) -> Result<Vec<&'static str>, Error> {
        self.pending_of(MIGRATIONS).await
    }
}
