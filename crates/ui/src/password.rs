//! The rules of passwords as the page shows them and as the strength hint checks them while one types (R47, R57).

use okno_domain::{
    credential::password::{PasswordPolicy, PasswordRule},
    locale::Locale,
};
use serde::Serialize;

use crate::text::Text;

/// The active rules, made from the policy by the page's handler.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PasswordHint {
    /// Least number of characters.
    pub min_length: u32,
    /// Most characters.
    pub max_length: u32,
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
    /// Easily guessed passwords are refused; only the server can tell.
    #[serde(skip)]
    pub common: bool,
    /// The person's own data are refused; only the server can tell.
    #[serde(skip)]
    pub own_data: bool,
}

impl PasswordHint {
    /// The rules of a policy (R57).
    pub fn of(policy: &PasswordPolicy) -> Self {
        let mut hint = Self { marks: policy.allowed_punctuation.clone(), ..Self::default() };
        for rule in policy.rules() {
            match rule {
                PasswordRule::Length { minimum } => hint.min_length = u32::try_from(minimum).unwrap_or(u32::MAX),
                PasswordRule::Uppercase => hint.upper = true,
                PasswordRule::Lowercase => hint.lower = true,
                PasswordRule::Digit => hint.digit = true,
                PasswordRule::Punctuation { .. } => hint.mark = true,
                PasswordRule::ForbiddenCharacter { .. } => {}
                PasswordRule::AdjacentRepeat => hint.no_neighbors = true,
                PasswordRule::Common => hint.common = true,
                PasswordRule::OwnData => hint.own_data = true,
                PasswordRule::TooLong { maximum } => hint.max_length = u32::try_from(maximum).unwrap_or(u32::MAX),
            }
        }
        // The marks that count are the only ones that may occur: every other one is refused as well.
        hint.forbidden.clone_from(&policy.forbidden_characters);
        let unlisted = (' '..='~').filter(char::is_ascii_punctuation);
        for mark in unlisted.filter(|mark| !policy.allowed_punctuation.contains(*mark)) {
            if !hint.forbidden.contains(mark) {
                hint.forbidden.push(mark);
            }
        }
        hint
    }

    /// The rules that only the server can check, for the reader.
    pub fn further_rules(&self, locale: Locale) -> Vec<Text<'static>> {
        let said = [(self.common, "password-rule-common"), (self.own_data, "password-rule-own-data")];
        said.into_iter().filter(|(in_force, _)| *in_force).map(|(_, key)| Text::new(locale, key)).collect()
    }

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
        Self::of(&PasswordPolicy::default())
    }
}

#[cfg(test)]
mod tests {
    use okno_domain::{credential::password::PasswordProfile, identifier::Reason as _};

    use super::*;

    /// R41 to R46, R57: the page states the rules in force, and only those.
    #[test]
    fn the_text_follows_the_policy() {
        let names = |profile| {
            let rules = PasswordHint::of(&PasswordPolicy::profile(profile)).rules(Locale::En);
            rules.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(names(PasswordProfile::Seed), ["length", "upper", "digit", "mark", "neighbors", "forbidden"]);
        assert_eq!(names(PasswordProfile::Modern), ["length"]);
    }

    /// R47, R48: every character and length that the server refuses is known to the hint, so that it calls nothing very
    /// strong that is refused for its form.
    #[test]
    fn the_hint_knows_what_is_refused() {
        for profile in [PasswordProfile::Seed, PasswordProfile::Modern] {
            let policy = PasswordPolicy::profile(profile);
            let hint = PasswordHint::of(&policy);
            for mark in (' '..='~').filter(char::is_ascii_punctuation) {
                let refused = policy.check_form(&format!("Kedr;7{mark}Sosna"));
                let refused = refused.iter().any(|fault| fault.on("password").code == "password-forbidden-char");
                assert_eq!(hint.forbidden.contains(mark), refused, "{mark}");
            }
            assert_eq!(usize::try_from(hint.max_length).unwrap(), policy.max_length);
        }
        assert!(PasswordHint::sample().forbidden.contains('\\'));
    }
}
