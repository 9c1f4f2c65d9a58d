//! How commands fail: each kind has its exit code, so that whatever starts the program can tell them apart.

use std::{fmt, process::ExitCode};

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The configuration is wrong; every fault is listed. Exit code 2.
    Config(Vec<String>),
    /// The database does not answer. Exit code 3.
    Database(String),
    /// The database has an older schema than the program. Exit code 4.
    Migrations(Vec<&'static str>),
    /// An address to listen on is taken or not ours. Exit code 5.
    Listen(String),
    /// Something that was checked is not as it should be. Exit code 6.
    Check(usize),
    /// Anything else. Exit code 1.
    Other(String),
}

impl Failure {
    /// Anything else that failed, with what was being done.
    pub(crate) fn other(doing: &str, error: impl fmt::Display) -> Self {
        Self::Other(format!("{doing}: {error}"))
    }

    pub(crate) fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Other(_) => 1,
            Self::Config(_) => 2,
            Self::Database(_) => 3,
            Self::Migrations(_) => 4,
            Self::Listen(_) => 5,
            Self::Check(_) => 6,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(faults) => {
                f.write_str("the configuration is wrong:")?;
                faults.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
            }
            Self::Database(reason) => write!(f, "the database does not answer: {reason}"),
            Self::Migrations(names) => {
                write!(f, "the database lacks {}; run `okno migrate` first", names.join(", "))
            }
            Self::Listen(reason) | Self::Other(reason) => f.write_str(reason),
            Self::Check(count) => write!(f, "{count} of the checks failed"),
        }
    }
}

impl From<okno_store::Error> for Failure {
    fn from(error: okno_store::Error) -> Self {
        match error {
            okno_store::Error::Unavailable(reason) => Self::Database(reason),
            other => Self::Other(other.to_string()),
        }
    }
}

impl From<okno_app::Error> for Failure {
    fn from(error: okno_app::Error) -> Self {
        match error {
            okno_app::Error::Unavailable(reason) => Self::Database(reason),
            other => Self::Other(other.to_string()),
        }
    }
}
