//! Registration of a person: what is known at each stage and which move leads on (R12 to R32, portal-requirements 1.6).

use jiff::{SignedDuration, Timestamp};

use crate::{
    account::AccountId,
    contact::ContactKind,
    id::Id,
    refusal::{Class, Refusal, Refuse},
    time::after,
};

/// Names registrations.
#[derive(Debug)]
pub enum RegistrationName {}
/// A registration's id.
pub type RegistrationId = Id<RegistrationName>;

/// A contact given at registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenContact {
    /// What kind.
    pub kind: ContactKind,
    /// Its blind index.
    pub hash: [u8; 32],
    /// When its code or link came back; none while it has not.
    pub confirmed_at: Option<Timestamp>,
}

/// Where a registration stands. There is no account before `Completed` (R26, R30).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Names and contacts are given, no contact is proved.
    Started,
    /// At least one contact is proved; the password may be chosen (R24).
    ContactConfirmed,
    /// The account exists.
    Completed(AccountId),
    /// Its time ran out (R30).
    Expired,
}

impl Stage {
    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::ContactConfirmed => "contact_confirmed",
            Self::Completed(_) => "completed",
            Self::Expired => "expired",
        }
    }
}

/// A registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// Its id.
    pub id: RegistrationId,
    /// Where it stands.
    pub stage: Stage,
    /// The contacts given, one or two.
    pub contacts: Vec<GivenContact>,
    /// From this instant on it is over.
    pub expires_at: Timestamp,
}

/// Why a registration does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationRefusal {
    /// Nobody can register now.
    #[error("registration is closed")]
    Closed,
    /// Its time ran out, or it never was.
    #[error("the registration is over")]
    Expired,
    /// The account exists already.
    #[error("the registration is completed")]
    Completed,
    /// No contact is proved yet.
    #[error("no contact is confirmed")]
    NoContact,
    /// The contact was not given in this registration.
    #[error("no such contact was given")]
    UnknownContact,
    /// The proved contact belongs to an account (R29).
    #[error("the contact belongs to an account")]
    ContactTaken,
}

impl Refuse for RegistrationRefusal {
    fn refusal(&self) -> Refusal {
        match self {
            Self::Closed => Refusal::new("registration-closed", Class::Forbidden),
            Self::Expired => Refusal::new("registration-expired", Class::Gone),
            Self::Completed => Refusal::new("registration-completed", Class::Conflict),
            Self::NoContact => Refusal::new("registration-no-contact", Class::Conflict),
            Self::UnknownContact => Refusal::new("registration-unknown-contact", Class::Conflict),
            Self::ContactTaken => Refusal::new("registration-contact-taken", Class::Conflict),
        }
    }
}

impl Registration {
    /// The registration as it is at `now`, whatever is stored: one whose time ran out is over, and a proof that the
    /// password did not follow within `proof_life` has to be given again.
    #[must_use]
    pub fn at(mut self, now: Timestamp, proof_life: SignedDuration) -> Self {
        if now >= self.expires_at && !matches!(self.stage, Stage::Completed(_)) {
            self.stage = Stage::Expired;
        }
        let proved = self.contacts.iter().filter_map(|contact| contact.confirmed_at).max();
        if self.stage == Stage::ContactConfirmed && proved.is_none_or(|at| now >= after(at, proof_life)) {
            self.forget_proofs();
            self.stage = Stage::Started;
        }
        self
    }

    fn forget_proofs(&mut self) {
        for contact in &mut self.contacts {
            contact.confirmed_at = None;
        }
    }

    /// Given up by the person: nothing can be done with it any more.
    pub fn cancel(mut self) -> Result<Self, RegistrationRefusal> {
        self.is_open()?;
        self.stage = Stage::Expired;
        Ok(self)
    }

    /// Whether it can still go on.
    pub fn is_open(&self) -> Result<(), RegistrationRefusal> {
        match self.stage {
            Stage::Started | Stage::ContactConfirmed => Ok(()),
            Stage::Completed(_) => Err(RegistrationRefusal::Completed),
            Stage::Expired => Err(RegistrationRefusal::Expired),
        }
    }

    /// The contact of this kind that was given.
    pub fn contact(&self, kind: ContactKind) -> Option<&GivenContact> {
        self.contacts.iter().find(|contact| contact.kind == kind)
    }

    /// A contact has been proved (R23, R24).
    pub fn confirm(mut self, hash: &[u8; 32], now: Timestamp) -> Result<Self, RegistrationRefusal> {
        self.is_open()?;
        let contact = self.contacts.iter_mut().find(|contact| contact.hash == *hash);
        let contact = contact.ok_or(RegistrationRefusal::UnknownContact)?;
        contact.confirmed_at.get_or_insert(now);
        self.stage = Stage::ContactConfirmed;
        Ok(self)
    }

    /// A contact has been proved by a browser that has no part in this registration (R21). What another browser proved
    /// says nothing about the person at this one, and has to be proved again (R37): the one who typed the form may have
    /// added a contact of their own to somebody else's address.
    pub fn confirm_elsewhere(mut self, hash: &[u8; 32], now: Timestamp) -> Result<Self, RegistrationRefusal> {
        self.is_open()?;
        self.forget_proofs();
        self.confirm(hash, now)
    }

    /// The password has been chosen and the account made (R26).
    pub fn complete(mut self, account: AccountId) -> Result<Self, RegistrationRefusal> {
        self.may_complete()?;
        self.stage = Stage::Completed(account);
        Ok(self)
    }

    /// Whether the password may be chosen now (R24).
    pub fn may_complete(&self) -> Result<(), RegistrationRefusal> {
        self.is_open()?;
        if self.stage == Stage::ContactConfirmed { Ok(()) } else { Err(RegistrationRefusal::NoContact) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{DAY, HOUR, SECOND};

    fn started() -> Registration {
        let contact = |kind, byte| GivenContact { kind, hash: [byte; 32], confirmed_at: None };
        Registration {
            id: Id::from_uuid(uuid::Uuid::nil()),
            stage: Stage::Started,
            contacts: vec![contact(ContactKind::MobilePhone, 1), contact(ContactKind::Email, 2)],
            expires_at: after(Timestamp::UNIX_EPOCH, DAY * 3),
        }
    }

    fn account() -> AccountId {
        Id::from_uuid(uuid::Uuid::nil())
    }

    /// R24: no password before a contact is proved; R23: one of two is enough, the other stays open.
    #[test]
    fn one_proved_contact_opens_the_password() {
        assert_eq!(started().complete(account()), Err(RegistrationRefusal::NoContact));
        let confirmed = started().confirm(&[2; 32], Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(confirmed.contact(ContactKind::MobilePhone).unwrap().confirmed_at, None);
        assert!(confirmed.clone().confirm(&[1; 32], Timestamp::UNIX_EPOCH).is_ok(), "the other may follow");
        let done = confirmed.complete(account()).unwrap();
        assert_eq!(done.stage, Stage::Completed(account()));
        assert_eq!(done.complete(account()), Err(RegistrationRefusal::Completed));
    }

    /// R30: it is over when its time is, and a foreign contact proves nothing.
    #[test]
    fn ends_with_its_time() {
        let end = started().expires_at;
        assert_eq!(started().at(after(end, -SECOND), HOUR).stage, Stage::Started);
        assert_eq!(started().at(end, HOUR).confirm(&[1; 32], end), Err(RegistrationRefusal::Expired));
        let cancelled = started().cancel().unwrap();
        assert_eq!(cancelled.confirm(&[1; 32], Timestamp::UNIX_EPOCH), Err(RegistrationRefusal::Expired));
        let foreign = started().confirm(&[9; 32], Timestamp::UNIX_EPOCH);
        assert_eq!(foreign, Err(RegistrationRefusal::UnknownContact));
    }

    /// R37: another browser proves one contact, and what was proved before is open again.
    #[test]
    fn another_browser_brings_its_own_proof_only() {
        let phone = started().confirm(&[1; 32], Timestamp::UNIX_EPOCH).unwrap();
        let both = phone.clone().confirm(&[2; 32], Timestamp::UNIX_EPOCH).unwrap();
        assert!(both.contacts.iter().all(|contact| contact.confirmed_at.is_some()));
        let elsewhere = phone.confirm_elsewhere(&[2; 32], Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(elsewhere.contact(ContactKind::MobilePhone).unwrap().confirmed_at, None);
        assert!(elsewhere.may_complete().is_ok());
    }

    /// R24: a proof that no password follows is worth nothing after its time.
    #[test]
    fn a_proof_lapses() {
        let proved = started().confirm(&[1; 32], Timestamp::UNIX_EPOCH).unwrap();
        let end = after(Timestamp::UNIX_EPOCH, HOUR);
        assert!(proved.clone().at(after(end, -SECOND), HOUR).may_complete().is_ok());
        let lapsed = proved.at(end, HOUR);
        assert_eq!(lapsed.may_complete(), Err(RegistrationRefusal::NoContact));
        assert!(lapsed.confirm(&[1; 32], end).unwrap().may_complete().is_ok());
    }
}
