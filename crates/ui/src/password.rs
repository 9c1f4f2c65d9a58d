//! The rules of passwords as the page shows them and as the strength hint checks them while one types (R47, R57).

use okno_domain::locale::Locale;
use serde::Serialize;

use crate::text::Text;

/// The active rules, made from the policy by the page's handler.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PasswordHint {
    /// Least number of characters.
    pub min_length: u32,
    /// A Latin capital letter is needed.
    pub upper: bool,
    /// A Latin small letter is needed.
    pub lower: bool,
    /// A digit is needed.
    pub digit: bool,
    /// A punctuation mark is needed.
    pub mark: bool,
    /// The marks that count.
    pub marks: String,
    /// Characters that are refused.
    pub forbidden: String,
    /// No two neighbouring characters may be identical.
    pub no_neighbors: bool,
}

impl PasswordHint {
    /// The rules for the script.
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The rules for the reader, each with the name the script knows it by.
    pub fn rules(&self, locale: Locale) -> Vec<(&'static str, Text<'static>)> {
        let say = |key: &'static str| Text::new(locale, key);
        let mut rules = vec![("length", say("password-rule-length").with("n", self.min_length))];
        if self.upper {
            rules.push(("upper", say("password-rule-upper")));
        }
        if self.lower {
            rules.push(("lower", say("password-rule-lower")));
        }
        if self.digit {
            rules.push(("digit", say("password-rule-digit")));
        }
        if self.mark {
            rules.push(("mark", say("password-rule-mark")));
        }
        if self.no_neighbors {
            rules.push(("neighbors", say("password-rule-neighbors")));
        }
        if !self.forbidden.is_empty() {
            let characters: Vec<String> = self.forbidden.chars().map(String::from).collect();
            rules.push(("forbidden", say("password-rule-forbidden").with("characters", characters.join(" "))));
        }
        rules
    }

    /// The rules of the profile `seed`, for samples.
    pub fn sample() -> Self {
        Self {
            min_length: 8,
            upper: true,
            lower: false,
            digit: true,
            mark: true,
            marks: "!\"$%&'()+,-./:;<=>?@[]^_{}~`|".to_owned(),
            forbidden: "*#".to_owned(),
            no_neighbors: true,
        }
    }
}
