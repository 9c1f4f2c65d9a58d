//! Codes that a person types in: the one-time code of a message, and the code that confirms an identity.
//!
//! They differ in life and in strength and are never taken for one another: decision 3.

use rand_core::CryptoRng;

use super::sampling;
use crate::{identifier::text::tidy, secret::Secret};

reasons! {
    /// Why a text is not a code.
    CodeRefusal {
        /// Nothing was given.
        Empty => "code-empty",
        /// Not the right number of digits.
        OneTime { digits: usize } => "code-format",
        /// Not the characters of a confirmation code.
        Confirmation => "confirmation-code-format",
    }
}

/// The code of an SMS or e-mail message: digits, valid for minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeCode(Secret);

impl OneTimeCode {
    /// The usual number of digits.
    pub const DIGITS: usize = 6;

    /// A new code, each equally likely.
    pub fn generate(digits: usize, rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        const ALPHABET: [char; 10] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
        Self(sampling::text(rng, &ALPHABET, digits).into())
    }

    /// Reads what a person typed or pasted: spaces and hyphens are ignored, and in a pasted message the one number of
    /// the right length counts. R40.
    pub fn parse(text: &str, digits: usize) -> Result<Self, CodeRefusal> {
        let bare = without_grouping(text);
        if bare.is_empty() {
            return Err(CodeRefusal::Empty);
        }
        let fits = |text: &str| text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
        if fits(&bare) {
            return Ok(Self(bare.into()));
        }
        let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| fits(word));
        match (words.next(), words.next()) {
            (Some(code), None) => Ok(Self(code.to_owned().into())),
            _ => Err(CodeRefusal::OneTime { digits }),
        }
    }

    /// The digits, for the message and the hash.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

/// The code of a registered letter or a service center: ten characters, valid for months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmationCode(Secret);

impl ConfirmationCode {
    /// The number of characters: with this alphabet, 48 bits.
    pub const LENGTH: usize = 10;
    /// Digits and Latin capitals without those taken for one another: 0 and O, 1 and I and L, 2 and Z, 5 and S, 8 and B.
    const ALPHABET: [char; 28] = [
        '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P', 'Q', 'R',
        'T', 'U', 'V', 'W', 'X', 'Y',
    ];

    /// A new code, each equally likely.
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        Self(sampling::text(rng, &Self::ALPHABET, Self::LENGTH).into())
    }

    /// Reads what a person typed: in any case, with any grouping, with Cyrillic letters that look like Latin ones, and
    /// with a letter that the alphabet leaves out for the digit it looks like.
    pub fn parse(text: &str) -> Result<Self, CodeRefusal> {
        let text: String = without_grouping(text).to_uppercase().chars().map(look_alike).collect();
        if text.is_empty() {
            return Err(CodeRefusal::Empty);
        }
        let fits = text.chars().count() == Self::LENGTH && text.chars().all(|c| Self::ALPHABET.contains(&c));
        if fits { Ok(Self(text.into())) } else { Err(CodeRefusal::Confirmation) }
    }

    /// The canonical form, for the hash.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The form for letters and pages: `ABCDE-FGHJK`.
    pub fn grouped(&self) -> Secret {
        let (first, second) = self.expose().split_at_checked(Self::LENGTH / 2).unwrap_or_default();
        format!("{first}-{second}").into()
    }
}

fn without_grouping(text: &str) -> String {
    tidy(text).chars().filter(|c| *c != ' ' && *c != '-' && !('\u{2010}'..='\u{2015}').contains(c)).collect()
}

fn look_alike(c: char) -> char {
    match c {
        'А' => 'A',
        'С' => 'C',
        'Е' => 'E',
        'Н' => 'H',
        'К' => 'K',
        'М' => 'M',
        'Р' => 'P',
        'Т' => 'T',
        'У' => 'Y',
        'Х' => 'X',
        'В' | 'B' => '8',
        'З' => '3',
        'Z' => '2',
        'S' => '5',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::*;

    /// R40: pasted text with spaces and hyphens is taken.
    #[test]
    fn grouping_is_ignored() {
        for text in ["123456", "123 456", "123-456", " 1 2 3 4 5 6 ", "123\u{A0}456", "123–456"] {
            assert_eq!(OneTimeCode::parse(text, 6).unwrap().expose(), "123456", "{text}");
        }
        assert_eq!(OneTimeCode::parse(" - ", 6), Err(CodeRefusal::Empty));
        for text in ["Код: 123456. Никому его не сообщайте.", "Okno code 123456, valid for 5 minutes"]
        {
            assert_eq!(OneTimeCode::parse(text, 6).unwrap().expose(), "123456", "{text}");
        }
        for text in ["12345", "1234567", "12345a", "१२३४५६", "123456 654321", "a123456"] {
            assert_eq!(OneTimeCode::parse(text, 6), Err(CodeRefusal::OneTime { digits: 6 }), "{text}");
        }
    }

    #[test]
    fn generated_codes_read_as_themselves() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        for _ in 0..1_000 {
            let code = OneTimeCode::generate(OneTimeCode::DIGITS, &mut rng);
            assert_eq!(OneTimeCode::parse(code.expose(), 6).unwrap(), code);
            let code = ConfirmationCode::generate(&mut rng);
            assert_eq!(code.grouped().expose().len(), 11);
            assert_eq!(ConfirmationCode::parse(&code.grouped().expose().to_lowercase()).unwrap(), code);
        }
    }

    #[test]
    fn look_alikes_are_understood() {
        let code = ConfirmationCode::parse("acehk-23528").unwrap();
        assert_eq!(ConfirmationCode::parse("АСЕНК z3s2в").unwrap(), code);
        for text in ["ACEHK-2358", "ACEHK-235O8", "ACEHK-2358Ж"] {
            assert_eq!(ConfirmationCode::parse(text), Err(CodeRefusal::Confirmation), "{text}");
        }
    }

    #[test]
    fn codes_do_not_show_themselves() {
        assert!(!format!("{:?}", OneTimeCode::parse("123456", 6)).contains("123456"));
    }
}
