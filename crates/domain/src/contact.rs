//! Phones and e-mail addresses as means of reaching and recognising a person (R37, R94).

use serde::{Deserialize, Serialize};

use crate::id::Id;

/// Names contacts.
#[derive(Debug)]
pub enum Contact {}
/// A contact's id.
pub type ContactId = Id<Contact>;

/// What kind of contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// A mobile phone; reached by SMS.
    MobilePhone,
    /// A mailbox.
    Email,
}

impl ContactKind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::MobilePhone, Self::Email];

    /// The stored name, also the form field's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MobilePhone => "mobile_phone",
            Self::Email => "email",
        }
    }

    /// The kind with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Whether it is proved that the person reads what is sent there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactStatus {
    /// Not yet.
    Unconfirmed,
    /// Proved by a code or link.
    Confirmed,
}

impl ContactStatus {
    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unconfirmed => "unconfirmed",
            Self::Confirmed => "confirmed",
        }
    }

    /// The status with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Unconfirmed, Self::Confirmed].into_iter().find(|status| status.name() == name)
    }
}

/// The contact as it may be shown to somebody who has not proved to own it (R197): `+7 *** ***-67-89`,
/// `i***@e***.org`.
pub fn masked(kind: ContactKind, value: &str) -> String {
    match kind {
        ContactKind::MobilePhone => {
            let digits: Vec<char> = value.chars().filter(char::is_ascii_digit).collect();
            let tail: String = digits.iter().skip(digits.len().saturating_sub(4)).collect();
            let (left, right) = tail.split_at_checked(2).unwrap_or(("", ""));
            format!("+7 *** ***-{left}-{right}")
        }
        ContactKind::Email => {
            let (local, host) = value.rsplit_once('@').unwrap_or((value, ""));
            let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
            let (name, end) = host.rsplit_once('.').unwrap_or((host, ""));
            format!("{}***@{}***.{end}", first(local), first(name))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R197: enough to recognise one's own contact, too little to learn another's.
    #[test]
    fn shows_only_the_ends() {
        assert_eq!(masked(ContactKind::MobilePhone, "+79123456789"), "+7 *** ***-67-89");
        assert_eq!(masked(ContactKind::Email, "ivan@example.org"), "i***@e***.org");
        assert_eq!(masked(ContactKind::Email, "почта@пример.рф"), "п***@п***.рф");
    }
}
