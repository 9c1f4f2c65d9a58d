//! Codes that stand in for a second factor that is not at hand: saved beforehand, each good once.

use rand_core::CryptoRng;

use super::code::{CodeRefusal, ConfirmationCode};
use crate::secret::Secret;

/// How many a person gets at a time.
pub const COUNT: usize = 10;

reasons! {
    /// Why a text is not a recovery code.
    RecoveryCodeRefusal {
        /// Nothing was given.
        Empty => "recovery-code-empty",
        /// Not the characters of one.
        Format => "recovery-code-format",
    }
}

/// A recovery code: ten characters without look-alikes, 48 bits, written like a confirmation code and never taken for
/// one, since it is looked for among the codes of one account only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryCode(ConfirmationCode);

impl RecoveryCode {
    /// A new code, each equally likely.
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        Self(ConfirmationCode::generate(rng))
    }

    /// Reads what a person typed, in any case and grouping, with look-alikes understood.
    pub fn parse(text: &str) -> Result<Self, RecoveryCodeRefusal> {
        ConfirmationCode::parse(text).map(Self).map_err(|refusal| match refusal {
            CodeRefusal::Empty => RecoveryCodeRefusal::Empty,
            CodeRefusal::OneTime { .. } | CodeRefusal::Confirmation => RecoveryCodeRefusal::Format,
        })
    }

    /// The canonical form, for the hash.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The form for paper: `ABCDE-FGHJK`.
    pub fn grouped(&self) -> Secret {
        self.0.grouped()
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::*;

    /// B1: what was printed can be typed, however it is grouped; what is none is told.
    #[test]
    fn a_printed_code_can_be_typed() {
        let mut rng = ChaCha20Rng::seed_from_u64(7);
        for _ in 0..100 {
            let code = RecoveryCode::generate(&mut rng);
            let typed = code.grouped().expose().to_lowercase().replace('-', " ");
            assert_eq!(RecoveryCode::parse(&typed), Ok(code));
        }
        assert_eq!(RecoveryCode::parse(" - "), Err(RecoveryCodeRefusal::Empty));
        assert_eq!(RecoveryCode::parse("123456"), Err(RecoveryCodeRefusal::Format));
    }
}
