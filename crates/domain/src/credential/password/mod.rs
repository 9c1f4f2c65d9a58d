//! Passwords: which are taken, how good one is, and making new ones.
//!
//! The rules are data, so that an operator changes them and every text about them follows. Length is checked first and
//! bounds the cost of everything else.

mod common;
mod generator;
mod own_data;
mod policy;
mod rule;

pub use generator::{CANDIDATES, GeneratorOptions, GeneratorRefusal};
pub use own_data::OwnData;
pub use policy::{CharacterClass, PasswordPolicy, PasswordProfile, PolicyFault};
pub use rule::{PasswordRule, Strength};

use unicode_normalization::UnicodeNormalization;

use crate::secret::Secret;

reasons! {
    /// Why a password is not taken.
    PasswordFault {
        /// Too short. R41.
        Length { minimum: usize } => "password-length",
        /// Longer than we hash.
        TooLong { maximum: usize } => "password-too-long",
        /// No Latin capital. R42.
        Uppercase => "password-uppercase",
        /// No small Latin letter.
        Lowercase => "password-lowercase",
        /// No digit. R43.
        Digit => "password-digit",
        /// Two neighbours are the same. R44.
        AdjacentRepeat => "password-adjacent-repeat",
        /// No punctuation mark. R45.
        Punctuation { allowed: String } => "password-punctuation",
        /// A character that must not occur. R46.
        ForbiddenCharacter { characters: String } => "password-forbidden-char",
        /// Simple enough to be guessed. R49.
        Common => "password-common",
        /// It holds the person's own name, date of birth, phone or e-mail. R49.
        OwnData => "password-own-data",
        /// The second entry differs from the first. R50.
        RepeatDiffers => "password-repeat-differs",
    }
}

/// The form in which a password is judged and hashed: NFC, so that two keyboards give one password. Nothing is trimmed.
pub fn normalize(password: &Secret) -> Secret {
    password.expose().nfc().collect::<String>().into()
}

/// Compares the two entries of a new password. R50.
pub fn check_repeat(password: &Secret, repeat: &Secret) -> Result<(), PasswordFault> {
    if normalize(password) == normalize(repeat) { Ok(()) } else { Err(PasswordFault::RepeatDiffers) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R50: different entries are refused; two spellings of one character are not different.
    #[test]
    fn the_two_entries() {
        let secret = |text: &str| Secret::new(text);
        assert_eq!(check_repeat(&secret("Abcdef1!"), &secret("Abcdef1!")), Ok(()));
        assert_eq!(check_repeat(&secret("Abcdef1!й"), &secret("Abcdef1!и\u{306}")), Ok(()));
        assert_eq!(check_repeat(&secret("Abcdef1!"), &secret("abcdef1!")), Err(PasswordFault::RepeatDiffers));
        assert_eq!(check_repeat(&secret("Abcdef1!"), &secret("Abcdef1! ")), Err(PasswordFault::RepeatDiffers));
    }
}
