//! Mnemonics of systems, as the technology portal takes them (section 7.1).

use thiserror::Error;

/// The most letters of a mnemonic; the real bound is unknown.
pub const MOST: usize = 32;

/// Words of the operator's own systems.
const RESERVED: [&str; 4] = ["ESIA", "EPGU", "GOSUSLUGI", "SMEV"];

/// Why a mnemonic cannot be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MnemonicFault {
    /// It is empty or longer than [`MOST`].
    #[error("a mnemonic has 1 to {MOST} characters")]
    Length,
    /// It has other characters than uppercase Latin letters, digits, hyphen and underscore.
    #[error("a mnemonic has uppercase Latin letters, digits, - and _ only")]
    Characters,
    /// It contains a reserved word.
    #[error("a mnemonic must not contain ESIA, EPGU, GOSUSLUGI or SMEV")]
    Reserved,
    /// It begins as those of portals do.
    #[error("a mnemonic must not begin with PGU")]
    Portal,
}

/// Whether a new system may be called so. It cannot be changed later. Regional portals are `RPGU` and a number.
pub fn check(mnemonic: &str) -> Result<(), MnemonicFault> {
    if mnemonic.is_empty() || mnemonic.len() > MOST {
        return Err(MnemonicFault::Length);
    }
    let fits = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    if !mnemonic.bytes().all(fits) {
        return Err(MnemonicFault::Characters);
    }
    if RESERVED.iter().any(|word| mnemonic.contains(word)) {
        return Err(MnemonicFault::Reserved);
    }
    if mnemonic.starts_with("PGU") {
        return Err(MnemonicFault::Portal);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Section 7.1.
    #[test]
    fn mnemonics_follow_the_portals_rules() {
        for good in ["DEMO01", "500201", "A-B_C", "RPGU77"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for (bad, fault) in [
            ("", MnemonicFault::Length),
            ("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456", MnemonicFault::Length),
            ("demo", MnemonicFault::Characters),
            ("DEMO 1", MnemonicFault::Characters),
            ("\u{414}", MnemonicFault::Characters),
            ("MYESIA", MnemonicFault::Reserved),
            ("EPGU1", MnemonicFault::Reserved),
            ("GOSUSLUGI", MnemonicFault::Reserved),
            ("A_SMEV", MnemonicFault::Reserved),
            ("PGU01", MnemonicFault::Portal),
        ] {
            assert_eq!(check(bad), Err(fault), "{bad}");
        }
    }
}
