//! Second factors of a person: which there are, when one is asked for, and what counts as a strong proof (B1).
//!
//! Whoever has set a factor is asked for it after every password, and again before what protects the account is changed.
//! Nothing that is proved by the password or by a contact alone takes a factor away.

use jiff::{SignedDuration, Timestamp};

use crate::{
    identifier::text::{single_spaces, tidy},
    refusal::{Class, FieldFault, Refusal, Refuse},
    time::after,
};

/// How many passkeys one person may have.
pub const MOST_PASSKEYS: usize = 10;
/// The longest name of a passkey.
const LONGEST_NAME: usize = 60;

/// What can be asked for beside the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactorKind {
    /// A passkey: a key in a device that first makes sure of its owner. It proves two things at once.
    Passkey,
    /// The code of an authenticator application.
    Totp,
    /// A saved code, in place of a factor that is not at hand.
    RecoveryCode,
}

impl FactorKind {
    /// Every kind, the strongest first.
    pub const ALL: [Self; 3] = [Self::Passkey, Self::Totp, Self::RecoveryCode];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::Totp => "totp",
            Self::RecoveryCode => "recovery_code",
        }
    }

    /// How a session is called that began with the password and this.
    pub const fn after_password(self) -> &'static str {
        match self {
            Self::Passkey => "password+passkey",
            Self::Totp => "password+totp",
            Self::RecoveryCode => "password+recovery_code",
        }
    }
}

/// How a session is called that began with a passkey alone.
pub const PASSKEY_ALONE: &str = "passkey";

/// Whether a session that began like this began with a factor.
pub fn is_strong(method: &str) -> bool {
    method == PASSKEY_ALONE || FactorKind::ALL.into_iter().any(|kind| kind.after_password() == method)
}

/// What an account has of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Factors {
    /// Whether an application is set up.
    pub totp: bool,
    /// Passkeys that can be used.
    pub passkeys: u32,
    /// Recovery codes that have not been used.
    pub recovery_codes: u32,
}

impl Factors {
    /// Whether a second factor is set. Recovery codes alone are none: they only stand in for one.
    pub const fn is_set(self) -> bool {
        self.totp || self.passkeys > 0
    }

    /// What proves the person after the password, the strongest first; nothing when no factor is set.
    pub fn offered(self) -> Vec<FactorKind> {
        let has = |kind: &FactorKind| match kind {
            FactorKind::Passkey => self.passkeys > 0,
            FactorKind::Totp => self.totp,
            FactorKind::RecoveryCode => self.recovery_codes > 0,
        };
        FactorKind::ALL.into_iter().filter(|kind| self.is_set() && has(kind)).collect()
    }

    /// Which proof is due before what protects the account is changed: none, when a fresh one is there.
    pub fn due(self, proved: Proved, now: Timestamp, fresh: SignedDuration) -> Option<Due> {
        let holds = |at: Timestamp| now < after(at, fresh);
        if self.is_set() {
            (!proved.strongly_at.is_some_and(holds)).then_some(Due::Factor)
        } else {
            (!holds(proved.at)).then_some(Due::Password)
        }
    }
}

/// When the person of a session last proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proved {
    /// By anything.
    pub at: Timestamp,
    /// By a factor.
    pub strongly_at: Option<Timestamp>,
}

/// The proof that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// The password: nothing stronger is set.
    Password,
    /// A factor; the password does not do.
    Factor,
}

/// The name that a person gives to a passkey.
pub fn passkey_name(typed: &str) -> Result<String, FieldFault> {
    let name = single_spaces(&tidy(typed));
    match name.chars().count() {
        0 => Err(FieldFault::new("passkey_name", "required")),
        length if length > LONGEST_NAME => Err(FieldFault::new("passkey_name", "too-long")),
        _ => Ok(name),
    }
}

/// Why a factor is not set, used or removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FactorRefusal {
    /// A proof is due first.
    #[error("a proof is due first")]
    ProofDue,
    /// The login between password and factor is over.
    #[error("the login is over")]
    StepOver,
    /// The setting up is over, or was never begun.
    #[error("the setting up is over")]
    SetupOver,
    /// It is set already.
    #[error("set already")]
    AlreadySet,
    /// What the device sent does not prove anything.
    #[error("the passkey proves nothing")]
    PasskeyWrong,
    /// The passkey is closed: its counter went back, so somebody may have a copy.
    #[error("the passkey may have been copied")]
    PasskeyCopied,
    /// The question to the device is over; another one is to be asked.
    #[error("the question to the device is over")]
    PasskeyOver,
    /// There are as many as one may have.
    #[error("too many passkeys")]
    TooManyPasskeys,
    /// This key is registered already.
    #[error("the passkey is registered already")]
    PasskeyKnown,
}

impl FactorRefusal {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::ProofDue,
        Self::StepOver,
        Self::SetupOver,
        Self::AlreadySet,
        Self::PasskeyWrong,
        Self::PasskeyCopied,
        Self::PasskeyOver,
        Self::TooManyPasskeys,
        Self::PasskeyKnown,
    ];
    /// The code of [`FactorRefusal::ProofDue`], by which pages know where to lead.
    pub const PROOF_DUE: &'static str = "proof-due";
}

impl Refuse for FactorRefusal {
    fn refusal(&self) -> Refusal {
        match self {
            Self::ProofDue => Refusal::new(Self::PROOF_DUE, Class::Forbidden),
            Self::StepOver => Refusal::new("login-step-over", Class::Gone),
            Self::SetupOver => Refusal::new("factor-setup-over", Class::Gone),
            Self::AlreadySet => Refusal::new("factor-already-set", Class::Conflict),
            Self::PasskeyWrong => Refusal::new("passkey-wrong", Class::Invalid),
            Self::PasskeyCopied => Refusal::new("passkey-copied", Class::Forbidden),
            Self::PasskeyOver => Refusal::new("passkey-over", Class::Gone),
            Self::TooManyPasskeys => Refusal::new("passkey-too-many", Class::Conflict),
            Self::PasskeyKnown => Refusal::new("passkey-known", Class::Conflict),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{MINUTE, SECOND};

    const NONE: Factors = Factors { totp: false, passkeys: 0, recovery_codes: 0 };

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// B1: recovery codes stand in for a factor and are none by themselves.
    #[test]
    fn what_is_offered_after_the_password() {
        use FactorKind::{Passkey, RecoveryCode, Totp};
        assert_eq!(NONE.offered(), []);
        assert_eq!(Factors { recovery_codes: 10, ..NONE }.offered(), []);
        assert_eq!(Factors { totp: true, ..NONE }.offered(), [Totp]);
        assert_eq!(Factors { totp: true, passkeys: 2, recovery_codes: 1 }.offered(), [Passkey, Totp, RecoveryCode]);
    }

    /// B1: where a factor is set the password does not do, and the last second of a proof still counts.
    #[test]
    fn the_proof_that_is_due() {
        let (fresh, set) = (MINUTE * 10, Factors { totp: true, ..NONE });
        let end = after(at(0), fresh);
        let proved = |strongly_at| Proved { at: at(0), strongly_at };
        for (now, due) in [(after(end, -SECOND), None), (end, Some(Due::Password))] {
            assert_eq!(NONE.due(proved(None), now, fresh), due);
        }
        assert_eq!(set.due(proved(None), at(1), fresh), Some(Due::Factor));
        for (now, due) in [(after(end, -SECOND), None), (end, Some(Due::Factor))] {
            assert_eq!(set.due(proved(Some(at(0))), now, fresh), due);
        }
    }

    #[test]
    fn a_password_alone_is_not_strong() {
        assert!(["passkey", "password+totp", "password+passkey", "password+recovery_code"].into_iter().all(is_strong));
        assert!(!["password", "registration", ""].into_iter().any(is_strong));
    }

    #[test]
    fn a_passkey_has_a_name() {
        assert_eq!(passkey_name("  Мой   телефон "), Ok("Мой телефон".to_owned()));
        assert_eq!(passkey_name(" ").unwrap_err().code, "required");
        assert_eq!(passkey_name(&"я".repeat(61)).unwrap_err().code, "too-long");
    }
}
