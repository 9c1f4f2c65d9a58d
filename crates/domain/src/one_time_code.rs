//! One-time codes and links as issued: how long they live and what an attempt does to them (R33 to R40).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    id::Id,
    refusal::{Class, Refusal, Refuse},
};

/// Names issued codes.
#[derive(Debug)]
pub enum Issued {}
/// An issued code's id.
pub type IssuedCodeId = Id<Issued>;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }
        impl $name {
            /// The stored name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
            /// The value with this stored name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

named! {
    /// What a code is good for; it is good for nothing else (R35).
    Purpose {
        /// Proves a contact during registration.
        Registration = "registration",
        /// Proves a contact added to an account.
        Contact = "contact",
        /// Proves a confirmed contact in order to set a new password.
        Recovery = "recovery",
    }
}

named! {
    /// How the secret travels.
    CodeForm {
        /// Digits to type.
        Code = "code",
        /// A link to follow.
        Link = "link",
    }
}

named! {
    /// Where a code is in its life.
    CodeStatus {
        /// Can be used.
        Issued = "issued",
        /// Was used.
        Used = "used",
        /// Grew too old.
        Expired = "expired",
        /// A newer one replaced it.
        Voided = "voided",
        /// Too many wrong attempts.
        Locked = "locked",
    }
}

/// A code or link that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedCode {
    /// Its id.
    pub id: IssuedCodeId,
    /// What it is good for.
    pub purpose: Purpose,
    /// How it travels.
    pub form: CodeForm,
    /// The blind index of the contact it went to.
    pub contact_hash: [u8; 32],
    /// The keyed hash of the secret.
    pub code_hash: [u8; 32],
    /// Its state.
    pub status: CodeStatus,
    /// Wrong attempts so far.
    pub attempts: u32,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// From this instant on it is refused.
    pub expires_at: Timestamp,
}

/// Why a code is not accepted whatever was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefusal {
    /// Its time is over (R33).
    #[error("the code has expired")]
    Expired,
    /// Too many wrong attempts (R36).
    #[error("the code is locked")]
    Locked,
    /// It was used, or a newer one was issued (R35).
    #[error("the code is not valid any more")]
    Void,
    /// What was typed is another code.
    #[error("wrong code, {left} attempts left")]
    Wrong {
        /// How many attempts are left.
        left: u32,
    },
    /// Too many wrong codes were typed for this contact, whichever code they were meant for (decision 13).
    #[error("the next attempt is possible in {seconds} s")]
    Slowed {
        /// Seconds to wait.
        seconds: i64,
    },
    /// Another one may be asked for only later.
    #[error("the next code may be asked for in {seconds} s")]
    TooEarly {
        /// Seconds to wait.
        seconds: i64,
    },
    /// Too many were sent.
    #[error("too many codes were sent")]
    TooMany,
    /// Too many were asked for from this network, whatever contacts they went to.
    #[error("this network may ask for codes again in {seconds} s")]
    NetworkTooMany {
        /// Seconds to wait.
        seconds: i64,
    },
    /// What was typed is no code at all; that is no attempt (R40).
    #[error("not a code of {digits} digits")]
    Malformed {
        /// How many digits a code has.
        digits: usize,
    },
}

impl Refuse for CodeRefusal {
    fn refusal(&self) -> Refusal {
        match self {
            Self::Expired => Refusal::new("code-expired", Class::Gone),
            Self::Locked => Refusal::new("code-locked", Class::TooMany),
            Self::Void => Refusal::new("code-void", Class::Gone),
            Self::Wrong { left } => Refusal::new("code-wrong", Class::Invalid).with("left", left.to_string()),
            Self::TooEarly { seconds } => {
                Refusal::new("code-too-early", Class::TooMany).with("seconds", seconds.to_string())
            }
            Self::Slowed { seconds } => Refusal::new("try-later", Class::TooMany).with("seconds", seconds.to_string()),
            Self::TooMany => Refusal::new("code-too-many", Class::TooMany),
            Self::NetworkTooMany { seconds } => {
                Refusal::new("code-too-many-network", Class::TooMany).with("seconds", seconds.to_string())
            }
            Self::Malformed { digits } => {
                Refusal::new("code-format", Class::Invalid).with("digits", digits.to_string())
            }
        }
    }
}

/// What an attempt did; the code that results must be saved in each case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeAttempt {
    /// Right; the code is used up.
    Accepted(IssuedCode),
    /// Not accepted; the code changed (an attempt fewer, expired, locked).
    Refused(IssuedCode, CodeRefusal),
}

impl IssuedCode {
    /// Counts an attempt. `right` says whether the typed secret is this code's, compared in constant time.
    pub fn attempt(mut self, right: bool, now: Timestamp, max_attempts: u32) -> CodeAttempt {
        let refusal = match self.status {
            CodeStatus::Used | CodeStatus::Voided => CodeRefusal::Void,
            CodeStatus::Locked => CodeRefusal::Locked,
            CodeStatus::Expired => CodeRefusal::Expired,
            CodeStatus::Issued if now >= self.expires_at => {
                self.status = CodeStatus::Expired;
                CodeRefusal::Expired
            }
            CodeStatus::Issued if right => {
                self.status = CodeStatus::Used;
                return CodeAttempt::Accepted(self);
            }
            CodeStatus::Issued => {
                self.attempts = self.attempts.saturating_add(1);
                let left = max_attempts.saturating_sub(self.attempts);
                if left == 0 {
                    self.status = CodeStatus::Locked;
                    CodeRefusal::Locked
                } else {
                    CodeRefusal::Wrong { left }
                }
            }
        };
        CodeAttempt::Refused(self, refusal)
    }

    /// Whether an attempt can succeed at `now`.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.status == CodeStatus::Issued && now < self.expires_at
    }

    /// Whole seconds for which it is still accepted (R34).
    pub fn seconds_left(&self, now: Timestamp) -> i64 {
        if self.status == CodeStatus::Issued { self.expires_at.duration_since(now).as_secs().max(0) } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{SECOND, after};
    use jiff::SignedDuration;

    fn code() -> IssuedCode {
        let issued_at = Timestamp::UNIX_EPOCH;
        IssuedCode {
            id: Id::from_uuid(uuid::Uuid::nil()),
            purpose: Purpose::Registration,
            form: CodeForm::Code,
            contact_hash: [1; 32],
            code_hash: [2; 32],
            status: CodeStatus::Issued,
            attempts: 0,
            issued_at,
            expires_at: after(issued_at, SignedDuration::from_secs(300)),
        }
    }

    fn at(seconds: i64) -> Timestamp {
        after(Timestamp::UNIX_EPOCH, SECOND * i32::try_from(seconds).unwrap())
    }

    /// R33: accepted at 299 seconds, refused at 300.
    #[test]
    fn lives_three_hundred_seconds() {
        assert!(matches!(code().attempt(true, at(299), 5), CodeAttempt::Accepted(_)));
        let CodeAttempt::Refused(after, CodeRefusal::Expired) = code().attempt(true, at(300), 5) else {
            panic!("accepted at 300 s")
        };
        assert_eq!(after.status, CodeStatus::Expired);
    }

    /// R34: the time left is counted in whole seconds, and ends at nothing.
    #[test]
    fn tells_the_time_left() {
        assert_eq!(code().seconds_left(at(0)), 300);
        assert_eq!(code().seconds_left(at(299)), 1);
        assert_eq!(code().seconds_left(at(900)), 0);
    }

    /// R35: used once, it is void.
    #[test]
    fn is_used_once() {
        let CodeAttempt::Accepted(used) = code().attempt(true, at(1), 5) else { panic!("refused") };
        assert!(matches!(used.attempt(true, at(2), 5), CodeAttempt::Refused(_, CodeRefusal::Void)));
    }

    /// R36: the fifth wrong attempt locks, and then the right one is refused too.
    #[test]
    fn locks_after_five_wrong_attempts() {
        let mut now = code();
        for left in (1..5).rev() {
            let CodeAttempt::Refused(next, refusal) = now.attempt(false, at(1), 5) else { panic!("accepted") };
            assert_eq!(refusal, CodeRefusal::Wrong { left });
            now = next;
        }
        let CodeAttempt::Refused(locked, CodeRefusal::Locked) = now.attempt(false, at(1), 5) else { panic!("open") };
        assert!(matches!(locked.attempt(true, at(1), 5), CodeAttempt::Refused(_, CodeRefusal::Locked)));
    }
}
