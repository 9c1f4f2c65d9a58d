//! The active rules for passwords, and judging one by them: R41 to R49, R57.

use serde::{Deserialize, Serialize};

use super::{OwnData, PasswordFault, PasswordRule, Strength, common, normalize};
use crate::secret::Secret;

/// A kind of character that a password may be required to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CharacterClass {
    /// A to Z.
    Uppercase,
    /// a to z.
    Lowercase,
    /// 0 to 9.
    Digit,
    /// One of the allowed punctuation marks.
    Punctuation,
}

/// A ready-made set of rules: decision 14.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordProfile {
    /// Eight characters of required kinds.
    #[default]
    Seed,
    /// Twelve characters of any kind that are hard to guess.
    Modern,
}

/// The rules. Letters outside ASCII are taken and count for no class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PasswordPolicy {
    /// The least number of characters.
    pub min_length: usize,
    /// The greatest number of characters; it bounds the cost of judging and hashing.
    pub max_length: usize,
    /// The kinds of characters that must occur.
    pub required_classes: Vec<CharacterClass>,
    /// Whether a small Latin letter must occur as well.
    pub require_lowercase: bool,
    /// The punctuation marks that count, and the only ASCII marks that may occur.
    pub allowed_punctuation: String,
    /// Characters that must not occur.
    pub forbidden_characters: String,
    /// Whether two neighbours must differ; capital and small letter are different.
    pub no_adjacent_identical: bool,
    /// Whether the person's own data must not occur.
    pub refuse_own_data: bool,
    /// The power of ten of guesses that a password must withstand; zero switches the estimate off.
    pub min_guesses_log10: f64,
    /// Words that count as easily guessed, besides the built-in ones.
    pub deny_words: Vec<String>,
}

reasons! {
    /// Why a configured policy cannot be used.
    PolicyFault {
        /// The least length is zero or above the greatest, or the greatest is above 1,000.
        Lengths => "password-policy-lengths",
        /// A mark is both allowed and forbidden, or not an ASCII mark.
        Punctuation => "password-policy-punctuation",
        /// Punctuation is required and no mark is allowed.
        NoPunctuation => "password-policy-no-punctuation",
    }
}

/// The characters that the estimator looks at. Its result saturates well before, and its cost grows steeply with length.
const ESTIMATED: usize = 24;

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self::profile(PasswordProfile::Seed)
    }
}

impl PasswordPolicy {
    /// The rules of a profile.
    pub fn profile(profile: PasswordProfile) -> Self {
        let seed = Self {
            min_length: 8,
            max_length: 128,
            required_classes: vec![CharacterClass::Uppercase, CharacterClass::Digit, CharacterClass::Punctuation],
            require_lowercase: false,
            allowed_punctuation: "!\"$%&'()+,-./:;<=>?@[]^_{}~`|".to_owned(),
            forbidden_characters: "*#".to_owned(),
            no_adjacent_identical: true,
            refuse_own_data: true,
            // Where a word with a capital, a digit and a mark at the end is below, and every mixed one above.
            min_guesses_log10: 5.6,
            deny_words: Vec::new(),
        };
        match profile {
            PasswordProfile::Seed => seed,
            PasswordProfile::Modern => Self {
                min_length: 12,
                required_classes: Vec::new(),
                allowed_punctuation: "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".to_owned(),
                forbidden_characters: String::new(),
                no_adjacent_identical: false,
                min_guesses_log10: 8.0,
                ..seed
            },
        }
    }

    /// Checks that the rules can be kept at all.
    pub fn validate(&self) -> Result<(), PolicyFault> {
        if self.min_length == 0 || self.min_length > self.max_length || self.max_length > 1_000 {
            return Err(PolicyFault::Lengths);
        }
        let wrong = |c: char| !c.is_ascii_punctuation() || self.forbidden_characters.contains(c);
        if self.allowed_punctuation.chars().any(wrong) {
            return Err(PolicyFault::Punctuation);
        }
        if self.requires(CharacterClass::Punctuation) && self.allowed_punctuation.is_empty() {
            return Err(PolicyFault::NoPunctuation);
        }
        Ok(())
    }

    /// The rules in force, in the order in which pages state them. R57.
    pub fn rules(&self) -> Vec<PasswordRule> {
        let mut rules = vec![PasswordRule::Length { minimum: self.min_length }];
        let mut rule = |in_force: bool, rule: PasswordRule| {
            if in_force {
                rules.push(rule);
            }
        };
        rule(self.requires(CharacterClass::Uppercase), PasswordRule::Uppercase);
        rule(self.requires(CharacterClass::Lowercase), PasswordRule::Lowercase);
        rule(self.requires(CharacterClass::Digit), PasswordRule::Digit);
        rule(self.no_adjacent_identical, PasswordRule::AdjacentRepeat);
        let allowed = self.allowed_punctuation.clone();
        rule(self.requires(CharacterClass::Punctuation), PasswordRule::Punctuation { allowed });
        let characters = self.forbidden_characters.clone();
        rule(!characters.is_empty(), PasswordRule::ForbiddenCharacter { characters });
        rule(self.min_guesses_log10 > 0.0, PasswordRule::Common);
        rule(self.refuse_own_data, PasswordRule::OwnData);
        rule(true, PasswordRule::TooLong { maximum: self.max_length });
        rules
    }

    /// Every fault of a password; none means that it is taken.
    pub fn check(&self, password: &Secret, own: &OwnData) -> Vec<PasswordFault> {
        let password = normalize(password);
        let text = password.expose();
        let mut faults = self.check_form(text);
        // A long text is not looked at any further: it would cost too much.
        if text.is_empty() || faults.iter().any(|fault| matches!(fault, PasswordFault::TooLong { .. })) {
            return faults;
        }
        if self.refuse_own_data && own.is_in(text) {
            faults.push(PasswordFault::OwnData);
        } else if self.is_common(text, own) {
            faults.push(PasswordFault::Common);
        }
        faults
    }

    /// The faults that are seen from the characters alone: R41 to R46.
    pub fn check_form(&self, password: &str) -> Vec<PasswordFault> {
        // Bytes first: a huge text is not even counted.
        let length =
            if password.len() > self.max_length.saturating_mul(4) { usize::MAX } else { password.chars().count() };
        if length > self.max_length {
            return vec![PasswordFault::TooLong { maximum: self.max_length }];
        }
        let mut faults = Vec::new();
        let mut fault = |broken: bool, fault: PasswordFault| {
            if broken {
                faults.push(fault);
            }
        };
        let lacks = |class| self.requires(class) && !password.chars().any(|c| self.is_of(c, class));
        fault(length < self.min_length, PasswordFault::Length { minimum: self.min_length });
        fault(lacks(CharacterClass::Uppercase), PasswordFault::Uppercase);
        fault(lacks(CharacterClass::Lowercase), PasswordFault::Lowercase);
        fault(lacks(CharacterClass::Digit), PasswordFault::Digit);
        let repeats = password.chars().zip(password.chars().skip(1)).any(|(left, right)| left == right);
        fault(self.no_adjacent_identical && repeats, PasswordFault::AdjacentRepeat);
        let allowed = self.allowed_punctuation.clone();
        fault(lacks(CharacterClass::Punctuation), PasswordFault::Punctuation { allowed });
        let mut characters = String::new();
        let mut has_forbidden = false;
        for c in password.chars().filter(|c| self.is_forbidden(*c)) {
            has_forbidden = true;
            if !c.is_control() && !characters.contains(c) {
                characters.push(c);
            }
        }
        fault(has_forbidden, PasswordFault::ForbiddenCharacter { characters });
        faults
    }

    /// How good a password is while it is typed; the highest band is kept for passwords that are taken. R47, R48.
    pub fn strength(&self, password: &Secret, own: &OwnData) -> Strength {
        let faults = self.check(password, own);
        if faults.is_empty() {
            return Strength::Strong;
        }
        let guessed = faults.iter().any(|fault| matches!(fault, PasswordFault::Common | PasswordFault::OwnData));
        let form = self.check_form(password.expose()).len();
        let rules = self.rules().len().saturating_sub(3).max(1);
        let met = rules.saturating_sub(form);
        match (password.is_empty(), guessed) {
            (true, _) => Strength::VeryWeak,
            (false, true) => {
                if met * 2 >= rules {
                    Strength::Weak
                } else {
                    Strength::VeryWeak
                }
            }
            (false, false) if form <= 1 => Strength::Good,
            (false, false) if met * 2 >= rules => Strength::Fair,
            (false, false) => Strength::Weak,
        }
    }

    pub(super) fn requires(&self, class: CharacterClass) -> bool {
        self.required_classes.contains(&class) || (class == CharacterClass::Lowercase && self.require_lowercase)
    }

    fn is_of(&self, c: char, class: CharacterClass) -> bool {
        match class {
            CharacterClass::Uppercase => c.is_ascii_uppercase(),
            CharacterClass::Lowercase => c.is_ascii_lowercase(),
            CharacterClass::Digit => c.is_ascii_digit(),
            CharacterClass::Punctuation => self.allowed_punctuation.contains(c),
        }
    }

    fn is_forbidden(&self, c: char) -> bool {
        let unlisted_mark = c.is_ascii_punctuation() && !self.allowed_punctuation.contains(c);
        self.forbidden_characters.contains(c) || unlisted_mark || c.is_control()
    }

    /// Whether the password withstands fewer guesses than it must. R49.
    fn is_common(&self, password: &str, own: &OwnData) -> bool {
        if self.min_guesses_log10 <= 0.0 {
            return false;
        }
        let has_word = |word: &str| common::WORDS.contains(&word) || self.deny_words.iter().any(|deny| deny == word);
        if common::is_decorated(password, has_word) {
            return true;
        }
        let own_words = own.estimator_words();
        let words = own_words.iter().chain(&self.deny_words).map(String::as_str);
        let words: Vec<&str> = words.chain(common::WORDS.iter().copied()).collect();
        let start: String = password.chars().take(ESTIMATED).collect();
        // The estimator reads the present year to weigh dates in passwords; nothing else of it depends on the clock.
        zxcvbn::zxcvbn(&start, &words).guesses_log10() < self.min_guesses_log10
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{identifier::Reason, refusal::Code};

    fn codes(policy: &PasswordPolicy, password: &str) -> Vec<Code> {
        policy.check(&password.into_secret(), &OwnData::default()).iter().map(Reason::code).collect()
    }

    trait IntoSecret {
        fn into_secret(self) -> Secret;
    }
    impl IntoSecret for &str {
        fn into_secret(self) -> Secret {
            Secret::new(self)
        }
    }

    /// R41, R42, R43, R44, R45, R46: each rule has a fault of its own.
    #[test]
    fn each_rule_is_checked() {
        let seed = PasswordPolicy::default();
        for (password, fault) in [
            ("Zx9?qwe", "password-length"),
            ("zx9?qwer", "password-uppercase"),
            ("Zxu?qwer", "password-digit"),
            ("Zx9?qqer", "password-adjacent-repeat"),
            ("Zx9uqwer", "password-punctuation"),
            ("Zx9?*qwer", "password-forbidden-char"),
            ("Zx9?#qwer", "password-forbidden-char"),
            ("Zx9?\\qwer", "password-forbidden-char"),
            ("Zx9?\u{7}qwer", "password-forbidden-char"),
        ] {
            assert_eq!(codes(&seed, password), [fault], "{password}");
        }
        assert_eq!(codes(&seed, "Zx9?qwer"), [""; 0]);
        // Capital and small letter are not the same character.
        assert_eq!(codes(&seed, "Zz9?Qqer"), [""; 0]);
    }

    /// R49: simple passwords are refused even where they satisfy the rules.
    #[test]
    fn simple_passwords_are_refused() {
        let seed = PasswordPolicy::default();
        for password in ["Qwerty123!", "Parol123!", "Privet123!", "Gfhjkm123!", "Welcome1!", "Zaq12wsx!"] {
            assert_eq!(codes(&seed, password), ["password-common"], "{password}");
        }
        for password in ["Abcdef1!", "Kedr;7Sosna", "A1b2C3d)", "Zx9?qwer", "xK4.vN9z"] {
            assert_eq!(codes(&seed, password), [""; 0], "{password}");
        }
        assert!(codes(&seed, "Password1!").contains(&"password-common"));
        let denied = PasswordPolicy { deny_words: vec!["zx9?qwer".into()], ..seed };
        assert_eq!(codes(&denied, "Zx9?qwer"), ["password-common"]);
    }

    /// R49: the person's own data are refused.
    #[test]
    fn own_data_are_refused() {
        let own = OwnData {
            names: vec!["Щеглова".into(), "Яна".into()],
            birth_dates: vec![jiff::civil::date(1985, 3, 12)],
            phones: vec!["+79123456789".into()],
            emails: vec!["kedrovaya@example.org".into()],
            numbers: Vec::new(),
        };
        let seed = PasswordPolicy::default();
        for password in ["Shcheglova;7", "12.03.1985Aq", "Aq!12031985", "Kedrovaya!7", "Aq;9123456789"] {
            assert_eq!(seed.check(&password.into_secret(), &own), [PasswordFault::OwnData], "{password}");
        }
        // A name too short to be searched for still makes a password simple.
        assert_eq!(seed.check(&"Iana1985!".into_secret(), &own), [PasswordFault::OwnData]);
        assert_eq!(seed.check(&"xK4.vN9z".into_secret(), &own), []);
    }

    /// R47, R48: the hint has five bands; the highest is a password that is taken.
    #[test]
    fn strength_grows_with_the_rules_met() {
        let seed = PasswordPolicy::default();
        let band = |password: &str| seed.strength(&password.into_secret(), &OwnData::default()).band();
        assert_eq!((band(""), band("Zx9?qwer"), band("Password1!")), (0, 4, 1));
        let typed: Vec<u8> = (0..=8).map(|count| band(&"Zx9?qwer"[..count])).collect();
        assert!(typed.is_sorted(), "{typed:?}");
        assert!(band("kvzojwyp") < 4 && band("Kvzojwyp9") == 3);
    }

    /// R57: the rules in force are data that texts and the browser's hint are made of.
    #[test]
    fn rules_are_listed_for_pages_and_scripts() {
        let json = serde_json::to_value(PasswordPolicy::default().rules()).unwrap();
        assert_eq!(json[0], serde_json::json!({ "rule": "length", "minimum": 8 }));
        assert_eq!(json[5], serde_json::json!({ "rule": "forbidden-character", "characters": "*#" }));
        let modern = PasswordPolicy::profile(PasswordProfile::Modern);
        let codes: Vec<_> = modern.rules().iter().map(PasswordRule::code).collect();
        assert_eq!(codes, ["password-length", "password-common", "password-own-data", "password-too-long"]);
        assert!(codes.iter().all(|code| PasswordFault::CODES.contains(code)));
        assert_eq!(PasswordPolicy::default().allowed_punctuation.chars().count(), 29);
    }

    /// R57: a changed rule changes the verdict.
    #[test]
    fn rules_are_configuration() {
        let strict = PasswordPolicy { min_length: 10, require_lowercase: true, ..PasswordPolicy::default() };
        assert_eq!(codes(&strict, "ZX9?QWER"), ["password-length", "password-lowercase"]);
        let modern = PasswordPolicy::profile(PasswordProfile::Modern);
        assert_eq!(codes(&modern, "correct horse battery"), [""; 0]);
        assert_eq!(codes(&modern, "Zx9?qwer"), ["password-length", "password-common"]);
        let read: PasswordPolicy = serde_json::from_str("{\"min_length\": 9}").unwrap();
        assert_eq!(read, PasswordPolicy { min_length: 9, ..PasswordPolicy::default() });
        assert!(serde_json::from_str::<PasswordPolicy>("{\"min_lenght\": 9}").is_err());
        for profile in [PasswordProfile::Seed, PasswordProfile::Modern] {
            assert_eq!(PasswordPolicy::profile(profile).validate(), Ok(()));
        }
        let clash = PasswordPolicy { allowed_punctuation: "!*".into(), ..PasswordPolicy::default() };
        assert_eq!(clash.validate(), Err(PolicyFault::Punctuation));
    }

    #[test]
    fn a_huge_password_is_refused_at_once() {
        let seed = PasswordPolicy::default();
        assert_eq!(codes(&seed, &"aB1!".repeat(33)), ["password-too-long"]);
        assert_eq!(codes(&seed, &"ж".repeat(10_000_000)), ["password-too-long"]);
    }

    proptest::proptest! {
        #[test]
        fn judging_never_panics(password in ".{0,140}", name in ".{0,20}", email in ".{0,20}") {
            let own = OwnData { names: vec![name], emails: vec![email], ..OwnData::default() };
            let policy = PasswordPolicy::default();
            let faults = policy.check(&Secret::new(password.clone()), &own);
            let strength = policy.strength(&Secret::new(password), &own);
            proptest::prop_assert_eq!(faults.is_empty(), strength == Strength::Strong);
        }
    }
}
