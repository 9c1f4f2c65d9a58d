//! Making passwords that the rules take: R51 to R53.

use rand_core::CryptoRng;

use super::{CharacterClass, OwnData, PasswordFault, PasswordPolicy};
use crate::{credential::sampling, secret::Secret};

/// How many candidates are offered at once.
pub const CANDIDATES: usize = 5;
/// How often a candidate is drawn before the boxes and rules are taken to contradict each other.
const ATTEMPTS: usize = 5_000;

/// The four boxes and the length field of the generator. R51.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GeneratorOptions {
    /// Digits.
    pub digits: bool,
    /// Latin capitals.
    pub capitals: bool,
    /// Small Latin letters.
    pub small: bool,
    /// The allowed punctuation marks.
    pub special: bool,
    /// The number of characters.
    pub length: usize,
}

impl Default for GeneratorOptions {
    fn default() -> Self {
        Self { digits: true, capitals: true, small: true, special: true, length: 8 }
    }
}

reasons! {
    /// Why no password can be made.
    GeneratorRefusal {
        /// No box is ticked.
        NoClass => "password-generator-no-class",
        /// Too short for the ticked boxes, or for the rules when all are ticked.
        TooShort { minimum: usize } => "password-generator-too-short",
        /// Longer than the rules take.
        TooLong { maximum: usize } => "password-generator-too-long",
        /// The rules leave nothing to choose from.
        Impossible => "password-generator-impossible",
    }
}

impl PasswordPolicy {
    /// New passwords, each equally likely among those that hold every ticked kind of character. With all boxes ticked
    /// each satisfies all rules; otherwise see [`would_be_refused`](Self::would_be_refused). R52, R53.
    pub fn generate(
        &self,
        options: GeneratorOptions,
        count: usize,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Vec<Secret>, GeneratorRefusal> {
        let classes = self.alphabets(options);
        if classes.is_empty() {
            return Err(GeneratorRefusal::NoClass);
        }
        let all = options.digits && options.capitals && options.small && options.special;
        let minimum = if all { self.min_length.max(classes.len()) } else { classes.len() };
        if options.length < minimum {
            return Err(GeneratorRefusal::TooShort { minimum });
        }
        if options.length > self.max_length {
            return Err(GeneratorRefusal::TooLong { maximum: self.max_length });
        }
        (0..count)
            .map(|_| self.candidate(&classes, options.length, all, rng).ok_or(GeneratorRefusal::Impossible))
            .collect()
    }

    /// The rules that what these options give would break for certain: shown as a warning. R53.
    pub fn would_be_refused(&self, options: GeneratorOptions) -> Vec<PasswordFault> {
        let missing = |ticked: bool, class| !ticked && self.requires(class);
        let allowed = || self.allowed_punctuation.clone();
        [
            (options.length < self.min_length).then_some(PasswordFault::Length { minimum: self.min_length }),
            (options.length > self.max_length).then_some(PasswordFault::TooLong { maximum: self.max_length }),
            missing(options.capitals, CharacterClass::Uppercase).then_some(PasswordFault::Uppercase),
            missing(options.small, CharacterClass::Lowercase).then_some(PasswordFault::Lowercase),
            missing(options.digits, CharacterClass::Digit).then_some(PasswordFault::Digit),
            missing(options.special, CharacterClass::Punctuation)
                .then(|| PasswordFault::Punctuation { allowed: allowed() }),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn candidate(
        &self,
        classes: &[Vec<char>],
        length: usize,
        all: bool,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Option<Secret> {
        let alphabet: Vec<char> = classes.iter().flatten().copied().collect();
        for _ in 0..ATTEMPTS {
            let text = self.draw(&alphabet, length, rng)?;
            // Drawing again instead of repairing keeps every acceptable password equally likely.
            let complete = classes.iter().all(|class| text.chars().any(|c| class.contains(&c)));
            let candidate = Secret::new(text);
            if complete && (!all || self.check(&candidate, &OwnData::default()).is_empty()) {
                return Some(candidate);
            }
        }
        None
    }

    fn draw(&self, alphabet: &[char], length: usize, rng: &mut (impl CryptoRng + ?Sized)) -> Option<String> {
        let mut text = String::with_capacity(length);
        let mut previous = None;
        let has_choice = alphabet.len() > 1;
        for _ in 0..length {
            let mut c = sampling::pick(rng, alphabet)?;
            while self.no_adjacent_identical && has_choice && previous == Some(c) {
                c = sampling::pick(rng, alphabet)?;
            }
            text.push(c);
            previous = Some(c);
        }
        Some(text)
    }

    fn alphabets(&self, options: GeneratorOptions) -> Vec<Vec<char>> {
        let usable = |c: &char| !self.forbidden_characters.contains(*c);
        [
            (options.digits, ('0'..='9').collect::<Vec<char>>()),
            (options.capitals, ('A'..='Z').collect()),
            (options.small, ('a'..='z').collect()),
            (options.special, self.allowed_punctuation.chars().collect()),
        ]
        .into_iter()
        .filter(|(ticked, _)| *ticked)
        .map(|(_, class)| class.into_iter().filter(usable).collect::<Vec<char>>())
        .filter(|class| !class.is_empty())
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::*;
    use crate::credential::password::PasswordProfile;

    fn rng() -> ChaCha20Rng {
        ChaCha20Rng::seed_from_u64(7)
    }

    /// R51, R52, R53: with all boxes ticked every candidate satisfies the active rules.
    #[test]
    fn all_boxes_give_acceptable_passwords() {
        for (profile, lengths) in [(PasswordProfile::Seed, [8, 9, 128]), (PasswordProfile::Modern, [12, 16, 128])] {
            let policy = PasswordPolicy::profile(profile);
            for length in lengths {
                let options = GeneratorOptions { length, ..GeneratorOptions::default() };
                let candidates = policy.generate(options, 20, &mut rng()).unwrap();
                assert_eq!(candidates.len(), 20);
                for candidate in &candidates {
                    assert_eq!(policy.check(candidate, &OwnData::default()), []);
                    assert_eq!(candidate.expose().chars().count(), length);
                }
                assert_eq!(policy.would_be_refused(options), []);
            }
        }
    }

    /// R53: with boxes unticked the result is warned about.
    #[test]
    fn unticked_boxes_are_warned_about() {
        let policy = PasswordPolicy::default();
        let digits =
            GeneratorOptions { capitals: false, small: false, special: false, length: 6, ..Default::default() };
        let candidate = policy.generate(digits, 1, &mut rng()).unwrap().remove(0);
        assert!(candidate.expose().bytes().all(|b| b.is_ascii_digit()));
        let warnings = policy.would_be_refused(digits);
        let form = policy.check_form(candidate.expose());
        assert_eq!(warnings, form);
        assert_eq!(policy.would_be_refused(GeneratorOptions { small: false, ..Default::default() }), []);
    }

    #[test]
    fn what_cannot_be_made_is_refused() {
        let policy = PasswordPolicy::default();
        let make = |options| policy.generate(options, 1, &mut rng()).map(|_| ());
        let none = GeneratorOptions { digits: false, capitals: false, small: false, special: false, length: 8 };
        assert_eq!(make(none), Err(GeneratorRefusal::NoClass));
        assert_eq!(
            make(GeneratorOptions { length: 7, ..Default::default() }),
            Err(GeneratorRefusal::TooShort { minimum: 8 })
        );
        assert_eq!(
            make(GeneratorOptions { length: 129, ..Default::default() }),
            Err(GeneratorRefusal::TooLong { maximum: 128 })
        );
        let short = GeneratorOptions { small: false, length: 2, ..Default::default() };
        assert_eq!(make(short), Err(GeneratorRefusal::TooShort { minimum: 3 }));
        let odd = PasswordPolicy {
            required_classes: vec![CharacterClass::Punctuation],
            allowed_punctuation: "!".into(),
            forbidden_characters: "!".into(),
            ..policy.clone()
        };
        assert_eq!(
            odd.generate(GeneratorOptions::default(), 1, &mut rng()).map(|_| ()),
            Err(GeneratorRefusal::Impossible)
        );
    }
}
