//! The worker's places, parted by what a job waits for: an outside system that hangs holds back its own lane and no other.

/// What a job waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Nothing but our own database.
    Own,
    /// The mail server.
    Mail,
    /// The SMS center.
    Sms,
    /// A state registry.
    Registry,
    /// A site where people are signed in.
    Site,
    /// A site that is looked at: those who must be told that a session is over wait for no check.
    Check,
    /// Another system outside.
    Outside,
}

impl Lane {
    /// Every lane; messages first, as people wait for their codes.
    pub const ALL: [Self; 7] =
        [Self::Sms, Self::Mail, Self::Own, Self::Site, Self::Registry, Self::Outside, Self::Check];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Mail => "mail",
            Self::Sms => "sms",
            Self::Registry => "registry",
            Self::Site => "site",
            Self::Check => "check",
            Self::Outside => "outside",
        }
    }

    /// How many of its jobs run at once in one process.
    pub const fn places(self) -> usize {
        match self {
            Self::Own | Self::Outside | Self::Check => 4,
            Self::Mail | Self::Sms | Self::Registry => 8,
            // They are many, and none of them is ours.
            Self::Site => 32,
        }
    }
}
