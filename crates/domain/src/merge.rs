//! Two accounts of one person become one (R107): which remains, and what becomes of the contacts of the other.
//!
//! The account that holds the SNILS remains, with its level and its proofs. Nothing of the other is thrown away: its
//! contacts move where there is room, and the account itself is closed with a pointer, not deleted.

use crate::{
    account::{AccountId, AccountLevel, AccountStatus},
    contact::{ContactId, ContactKind, ContactStatus},
    refusal::{Class, Refusal, Refuse},
};

/// One of the two accounts, as of the moment of the decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Which.
    pub account: AccountId,
    /// Its level.
    pub level: AccountLevel,
    /// Whether it may be used.
    pub status: AccountStatus,
    /// Its contacts.
    pub contacts: Vec<(ContactId, ContactKind, ContactStatus)>,
}

impl Party {
    fn has(&self, kind: ContactKind, status: ContactStatus) -> bool {
        self.contacts.iter().any(|(_, its, at)| (*its, *at) == (kind, status))
    }
}

/// What becomes of a contact of the account that closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It becomes a confirmed contact of the one that remains.
    Moves,
    /// The one that remains has a confirmed contact of this kind: it stands beside it, unconfirmed, until the person
    /// confirms it there.
    Waits,
    /// There is no room, or it was never confirmed: it stays where it is, and is free for the person to add.
    Stays,
}

/// What a merge does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergePlan {
    /// The account that remains.
    pub remains: AccountId,
    /// The account that closes.
    pub closes: AccountId,
    /// The contacts of the latter, in their order.
    pub contacts: Vec<(ContactId, Fate)>,
}

/// Why two accounts do not become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MergeRefusal {
    /// It is one account already.
    #[error("one and the same account")]
    Same,
    /// One of them is closed, locked or deleted.
    #[error("one of the accounts is not in use")]
    NotInUse,
    /// Nobody holds the SNILS.
    #[error("the SNILS belongs to no other account")]
    NoHolder,
    /// The other account has verified data of its own: it is somebody else's, or must be separated first.
    #[error("both accounts have verified data")]
    TwoPersons,
}

impl MergeRefusal {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Same, Self::NotInUse, Self::NoHolder, Self::TwoPersons];
}

impl Refuse for MergeRefusal {
    fn refusal(&self) -> Refusal {
        let code = match self {
            Self::Same => "merge-same",
            Self::NotInUse => "merge-not-in-use",
            Self::NoHolder => "merge-no-holder",
            Self::TwoPersons => "merge-two-persons",
        };
        Refusal::new(code, Class::Conflict)
    }
}

/// Plans the merge of `other` into the account that holds the SNILS.
pub fn plan(holder: &Party, other: &Party) -> Result<MergePlan, MergeRefusal> {
    if holder.account == other.account {
        return Err(MergeRefusal::Same);
    }
    if [holder, other].iter().any(|party| party.status != AccountStatus::Active) {
        return Err(MergeRefusal::NotInUse);
    }
    if other.level > AccountLevel::Simplified {
        return Err(MergeRefusal::TwoPersons);
    }
    // Whoever holds a contact of an account can recover access to it. An account whose identity is confirmed is not opened
    // to another contact by letters to the support: that takes a visit to a center (R200).
    let may_open = holder.level < AccountLevel::Confirmed;
    let fate = |kind, status| {
        if status != ContactStatus::Confirmed {
            Fate::Stays
        } else if may_open && !holder.has(kind, ContactStatus::Confirmed) {
            Fate::Moves
        } else if !holder.has(kind, ContactStatus::Unconfirmed) {
            Fate::Waits
        } else {
            Fate::Stays
        }
    };
    let contacts = other.contacts.iter().map(|(id, kind, status)| (*id, fate(*kind, *status)));
    Ok(MergePlan { remains: holder.account, closes: other.account, contacts: contacts.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use ContactKind::{Email, MobilePhone};
    use ContactStatus::{Confirmed, Unconfirmed};

    fn party(number: u128, level: AccountLevel, contacts: &[(ContactKind, ContactStatus)]) -> Party {
        let id = |at: usize| Id::from_uuid(uuid::Uuid::from_u128(number * 100 + u128::try_from(at).unwrap()));
        Party {
            account: Id::from_uuid(uuid::Uuid::from_u128(number)),
            level,
            status: AccountStatus::Active,
            contacts: contacts.iter().enumerate().map(|(at, (kind, status))| (id(at), *kind, *status)).collect(),
        }
    }

    fn fates_at(
        level: AccountLevel,
        holder: &[(ContactKind, ContactStatus)],
        other: &[(ContactKind, ContactStatus)],
    ) -> Vec<Fate> {
        let (holder, other) = (party(1, level, holder), party(2, AccountLevel::Simplified, other));
        plan(&holder, &other).unwrap().contacts.into_iter().map(|(_, fate)| fate).collect()
    }

    fn fates(holder: &[(ContactKind, ContactStatus)], other: &[(ContactKind, ContactStatus)]) -> Vec<Fate> {
        fates_at(AccountLevel::Standard, holder, other)
    }

    /// R107, R200: nobody gets into a confirmed account by writing to the support.
    #[test]
    fn a_confirmed_account_gets_no_new_way_in() {
        let (phone, email) = ((MobilePhone, Confirmed), (Email, Confirmed));
        assert_eq!(fates_at(AccountLevel::Confirmed, &[], &[phone, email]), [Fate::Waits, Fate::Waits]);
        assert_eq!(fates_at(AccountLevel::Confirmed, &[phone], &[email]), [Fate::Waits]);
        assert_eq!(fates_at(AccountLevel::Confirmed, &[(Email, Unconfirmed)], &[email]), [Fate::Stays]);
    }

    /// R107: every contact of the account that closes has a fate, and none takes the place of another.
    #[test]
    fn contacts_move_where_there_is_room() {
        let phone = (MobilePhone, Confirmed);
        assert_eq!(fates(&[], &[phone, (Email, Confirmed)]), [Fate::Moves, Fate::Moves]);
        assert_eq!(fates(&[phone], &[phone, (Email, Confirmed)]), [Fate::Waits, Fate::Moves]);
        assert_eq!(fates(&[phone, (MobilePhone, Unconfirmed)], &[phone]), [Fate::Stays]);
        assert_eq!(fates(&[(MobilePhone, Unconfirmed)], &[phone]), [Fate::Moves]);
        assert_eq!(fates(&[], &[phone, (MobilePhone, Unconfirmed)]), [Fate::Moves, Fate::Stays]);
    }

    /// R107: the account that holds the SNILS remains; two persons never become one.
    #[test]
    fn two_persons_never_become_one() {
        let holder = party(1, AccountLevel::Standard, &[]);
        let other = party(2, AccountLevel::Simplified, &[]);
        let planned = plan(&holder, &other).unwrap();
        assert_eq!((planned.remains, planned.closes), (holder.account, other.account));
        assert_eq!(plan(&holder, &holder), Err(MergeRefusal::Same));
        for level in [AccountLevel::Standard, AccountLevel::Confirmed] {
            assert_eq!(plan(&holder, &party(2, level, &[])), Err(MergeRefusal::TwoPersons));
        }
        for status in [AccountStatus::Locked, AccountStatus::Deleted, AccountStatus::Merged] {
            let gone = |party: &Party| Party { status, ..party.clone() };
            assert_eq!(plan(&gone(&holder), &other), Err(MergeRefusal::NotInUse));
            assert_eq!(plan(&holder, &gone(&other)), Err(MergeRefusal::NotInUse));
        }
    }
}
