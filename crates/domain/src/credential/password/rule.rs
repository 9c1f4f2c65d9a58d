//! A rule as data for pages and scripts, and the bands of the strength hint: R47, R57.

use serde::Serialize;

use crate::refusal::Code;

/// A rule that is in force, for the page text and the hint in the browser. R57.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum PasswordRule {
    /// At least so many characters.
    Length {
        /// The number.
        minimum: usize,
    },
    /// At most so many characters.
    TooLong {
        /// The number.
        maximum: usize,
    },
    /// A Latin capital.
    Uppercase,
    /// A small Latin letter.
    Lowercase,
    /// A digit.
    Digit,
    /// One of these marks.
    Punctuation {
        /// The marks.
        allowed: String,
    },
    /// None of these characters.
    ForbiddenCharacter {
        /// The characters.
        characters: String,
    },
    /// No two identical neighbours.
    AdjacentRepeat,
    /// Not easily guessed; only the server can tell.
    Common,
    /// None of the person's own data; only the server can tell.
    OwnData,
}

impl PasswordRule {
    /// The code of the fault when the rule is broken.
    pub const fn code(&self) -> Code {
        match self {
            Self::Length { .. } => "password-length",
            Self::TooLong { .. } => "password-too-long",
            Self::Uppercase => "password-uppercase",
            Self::Lowercase => "password-lowercase",
            Self::Digit => "password-digit",
            Self::Punctuation { .. } => "password-punctuation",
            Self::ForbiddenCharacter { .. } => "password-forbidden-char",
            Self::AdjacentRepeat => "password-adjacent-repeat",
            Self::Common => "password-common",
            Self::OwnData => "password-own-data",
        }
    }
}

/// How good a password is, in five bands. R47.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Nothing yet, or hardly any rule is met.
    VeryWeak,
    /// Easily guessed, or few rules are met.
    Weak,
    /// About half of the rules are met.
    Fair,
    /// Nearly all rules are met.
    Good,
    /// All rules are met: it will be taken. R48.
    Strong,
}

impl Strength {
    /// The band: 0 to 4.
    pub const fn band(self) -> u8 {
        match self {
            Self::VeryWeak => 0,
            Self::Weak => 1,
            Self::Fair => 2,
            Self::Good => 3,
            Self::Strong => 4,
        }
    }
}
