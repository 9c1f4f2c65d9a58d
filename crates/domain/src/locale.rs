//! The languages of the interface and of messages (R32).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// An interface language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// Russian, the default.
    #[default]
    Ru,
    /// English.
    En,
    /// French.
    Fr,
}

impl Locale {
    /// Every language, the default first.
    pub const ALL: [Self; 3] = [Self::Ru, Self::En, Self::Fr];

    /// The BCP 47 tag: `ru`, `en` or `fr`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::En => "en",
            Self::Fr => "fr",
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// The text names no language that Okno speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a supported language")]
pub struct UnknownLocale;

impl FromStr for Locale {
    type Err = UnknownLocale;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|locale| locale.tag() == text).ok_or(UnknownLocale)
    }
}

/// A text in every language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    ru: String,
    en: String,
    fr: String,
}

impl Texts {
    /// The text in each language.
    pub fn new(ru: impl Into<String>, en: impl Into<String>, fr: impl Into<String>) -> Self {
        Self { ru: ru.into(), en: en.into(), fr: fr.into() }
    }

    /// The text in this language.
    pub fn get(&self, locale: Locale) -> &str {
        match locale {
            Locale::Ru => &self.ru,
            Locale::En => &self.en,
            Locale::Fr => &self.fr,
        }
    }

    /// The text in this language, or in Russian where it has none.
    pub fn in_or_russian(&self, locale: Locale) -> &str {
        Some(self.get(locale)).filter(|text| !text.trim().is_empty()).unwrap_or(&self.ru)
    }

    /// Whether no language is left out.
    pub fn is_complete(&self) -> bool {
        [&self.ru, &self.en, &self.fr].into_iter().all(|text| !text.trim().is_empty())
    }
}
