//! Requisites of a payment: BIK, account, KBK.

use super::{
    check::{digits, weighted},
    text::{is_digits, slice, tidy_without},
};

reasons! {
    /// Why a text is not a requisite of a payment.
    BankRefusal {
        /// Not nine digits.
        Bik => "bik-format",
        /// Not twenty digits.
        Account => "account-format",
        /// The account does not belong to a bank with this BIK.
        Key => "account-key",
        /// Not twenty digits.
        Kbk => "kbk-format",
    }
}

/// A BIK: nine digits that name a bank.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bik(String);

checked_text!(Bik, public, BankRefusal);

impl Bik {
    /// Reads nine digits.
    pub fn parse(text: &str) -> Result<Self, BankRefusal> {
        number(text, 9, BankRefusal::Bik).map(Self)
    }
}

/// An account: twenty digits, one of which is a key over the bank's BIK.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BankAccount(String);

checked_text!(BankAccount, personal, BankRefusal);

impl BankAccount {
    /// Reads twenty digits; the key is checked with [`fits`](Self::fits).
    pub fn parse(text: &str) -> Result<Self, BankRefusal> {
        number(text, 20, BankRefusal::Account).map(Self)
    }

    /// Checks the key of an account held by the bank for a customer.
    pub fn fits(&self, bik: &Bik) -> Result<(), BankRefusal> {
        self.has_key(slice(bik.as_str(), 6, 9))
    }

    /// Checks the key of the bank's own correspondent account.
    pub fn fits_as_correspondent(&self, bik: &Bik) -> Result<(), BankRefusal> {
        self.has_key(&format!("0{}", slice(bik.as_str(), 4, 6)))
    }

    fn has_key(&self, prefix: &str) -> Result<(), BankRefusal> {
        let sum = weighted(&digits(&format!("{prefix}{}", self.0)), &[7, 1, 3]);
        if sum.is_multiple_of(10) { Ok(()) } else { Err(BankRefusal::Key) }
    }
}

/// A KBK: twenty digits that say what a payment to the state is for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kbk(String);

checked_text!(Kbk, public, BankRefusal);

impl Kbk {
    /// Reads twenty digits.
    pub fn parse(text: &str) -> Result<Self, BankRefusal> {
        number(text, 20, BankRefusal::Kbk).map(Self)
    }
}

fn number(text: &str, length: usize, otherwise: BankRefusal) -> Result<String, BankRefusal> {
    let text = tidy_without(text, &[' ']);
    if is_digits(&text, length) { Ok(text) } else { Err(otherwise) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_an_account() {
        let bik = Bik::parse("044525225").unwrap();
        assert_eq!(BankAccount::parse("40817810700000000001").unwrap().fits(&bik), Ok(()));
        assert_eq!(BankAccount::parse("40817810800000000001").unwrap().fits(&bik), Err(BankRefusal::Key));
        assert_eq!(BankAccount::parse("30101810400000000225").unwrap().fits_as_correspondent(&bik), Ok(()));
        assert_eq!(BankAccount::parse("4081781070000000000"), Err(BankRefusal::Account));
        assert_eq!(Kbk::parse("18811601121010001140").unwrap().as_str(), "18811601121010001140");
    }
}
