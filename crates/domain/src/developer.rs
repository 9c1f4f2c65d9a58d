//! The people who connect their own site, and what they may do with it: entering it, looking after it together, and asking
//! that it be let to work with everybody.
//!
//! A site that was entered so stays under test until an officer lets it out; from then on a change that would let it reach
//! more, or look like another, waits for an officer as well ([`Reach::widens`]).

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    account::{AccountId, AccountLevel},
    confirmation::ConfirmationMethod,
    id::Id,
    locale::Texts,
    refusal::{Class, Refusal, Refuse},
    time::Timestamp,
};

/// Names invitations.
#[derive(Debug)]
pub enum MemberInvitation {}
/// The id of an invitation of a colleague.
pub type MemberInvitationId = Id<MemberInvitation>;

/// Names errors of sites.
#[derive(Debug)]
pub enum SiteError {}
/// The id of an error that a site was answered with.
pub type SiteErrorId = Id<SiteError>;

/// The most sites that one person looks after.
pub const MOST_SITES: usize = 20;
/// The most colleagues of an owner at one site.
pub const MOST_COLLEAGUES: usize = 10;
/// For how many days an invitation is good.
pub const INVITATION_DAYS: u32 = 7;

stored_names! {
    /// What a site is.
    SiteKind {
        /// An application on a server, which can keep a secret.
        Web = "web",
        /// An application in a page of the browser, which cannot.
        Page = "page",
        /// A program on the person's phone or computer, which cannot either.
        Native = "native",
        /// A program that acts for itself; nobody signs in at it.
        Program = "program",
        /// A system that speaks the dialect of ESIA.
        Esia = "esia",
    }
}

impl SiteKind {
    /// Whether it can prove who it is.
    pub const fn keeps_secrets(self) -> bool {
        matches!(self, Self::Web | Self::Program)
    }

    /// Whether people sign in at it.
    pub const fn has_people(self) -> bool {
        !matches!(self, Self::Program)
    }

    /// Whether it speaks the dialect of ESIA, and not OpenID Connect.
    pub const fn speaks_esia(self) -> bool {
        matches!(self, Self::Esia)
    }
}

stored_names! {
    /// What somebody is at a site.
    MemberRole {
        /// Its one owner.
        Owner = "owner",
        /// Somebody whom the owner invited.
        Colleague = "colleague",
    }
}

stored_names! {
    /// What an officer is asked for.
    ChangeKind {
        /// That a site be let to work with everybody.
        Promotion = "promotion",
        /// That a site which does be changed.
        Change = "change",
    }
}

stored_names! {
    /// Where a request to an officer stands.
    ChangeState {
        /// It waits.
        Waiting = "waiting",
        /// It was refused, with a reason.
        Refused = "refused",
    }
}

stored_names! {
    /// What is counted of a site.
    SiteCount {
        /// Somebody signed in.
        SignIn = "sign_in",
        /// A request to sign somebody in was refused.
        Refusal = "refusal",
        /// Tokens were given.
        Token = "token",
    }
}

/// Somebody who looks after a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub account: AccountId,
    /// As what.
    pub role: MemberRole,
    /// Since when.
    pub since: Timestamp,
}

/// What somebody does with a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteAct {
    /// Looks at it.
    Look,
    /// Changes its data, its keys or its secret, switches it off or on.
    Change,
    /// Invites colleagues and lets them go, asks for its promotion, deletes it.
    Own,
}

/// Whether somebody in this role may do this.
pub const fn may(role: MemberRole, act: SiteAct) -> bool {
    match act {
        SiteAct::Look | SiteAct::Change => true,
        SiteAct::Own => matches!(role, MemberRole::Owner),
    }
}

/// What a site can reach, and by what people know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// What it calls itself, and where it says how it handles data: what people go by.
    pub face: BTreeSet<(String, String)>,
    /// Where people and answers are sent.
    pub addresses: BTreeSet<String>,
    /// What it is, how it proves who it is: what decides who else could pass for it.
    pub proof: (String, String),
    /// The certificates by which it signs, where an officer looks at those.
    pub certificates: BTreeSet<String>,
    /// Whether its requests may differ from what is written about them.
    pub is_lenient: bool,
    /// What it may ask for, and what for.
    pub scopes: BTreeMap<String, Texts>,
    /// The least level that it takes.
    pub least_level: Option<AccountLevel>,
    /// The methods that do not count.
    pub excluded_methods: BTreeSet<ConfirmationMethod>,
    /// Whether it takes strong sign-ins alone.
    pub second_factor: bool,
}

impl Reach {
    /// Whether the other one reaches further, or looks like another site: an officer looks at that. What only gives up is nobody
    /// else's affair.
    pub fn widens(&self, after: &Self) -> bool {
        let asks_more = after.scopes.iter().any(|(scope, purpose)| self.scopes.get(scope) != Some(purpose));
        // No scopes of its own means those that everybody may ask for.
        let asks_all = after.scopes.is_empty() && !self.scopes.is_empty();
        self.face != after.face
            || self.proof != after.proof
            || asks_more
            || asks_all
            || !after.addresses.is_subset(&self.addresses)
            || !after.certificates.is_subset(&self.certificates)
            || after.is_lenient && !self.is_lenient
            || after.least_level < self.least_level
            || !self.excluded_methods.is_subset(&after.excluded_methods)
            || self.second_factor && !after.second_factor
    }
}

/// Why something is not done for a developer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeveloperRefusal {
    /// The account is below the level that developers need.
    #[error("the account is below the level of developers")]
    Level,
    /// They look after as many sites as one may.
    #[error("too many sites")]
    TooManySites,
    /// The site has as many colleagues, or open invitations, as it may have.
    #[error("too many colleagues")]
    TooManyColleagues,
    /// Only the owner does this.
    #[error("only the owner does this")]
    OwnerOnly,
    /// The invitation was used, is over, or never was.
    #[error("the invitation is over")]
    InvitationOver,
    /// They belong to the site already.
    #[error("belongs to the site already")]
    MemberAlready,
    /// The site has no secret.
    #[error("the site has no secret")]
    NoSecret,
    /// A site that worked with everybody is not deleted, so that what it did stays readable.
    #[error("a site that was promoted is not deleted")]
    Promoted,
    /// An officer is asked already.
    #[error("an officer is asked already")]
    ChangeWaiting,
    /// The site is not fit to work with everybody.
    #[error("the site is not fit for everybody")]
    NotFit,
    /// An officer switched the site off.
    #[error("an officer switched the site off")]
    Held,
    /// The site was checked as often as may be within an hour.
    #[error("the site was checked often enough")]
    CheckedOften,
    /// They had as many checks made as one may within a day.
    #[error("checks were asked for often enough")]
    ChecksOfDay,
    /// The last check found faults, and the developer did not say that they know.
    #[error("the last check found faults")]
    CheckFaults,
}

impl DeveloperRefusal {
    /// Every reason.
    pub const ALL: [Self; 14] = [
        Self::Level,
        Self::TooManySites,
        Self::TooManyColleagues,
        Self::OwnerOnly,
        Self::InvitationOver,
        Self::MemberAlready,
        Self::NoSecret,
        Self::Promoted,
        Self::ChangeWaiting,
        Self::NotFit,
        Self::Held,
        Self::CheckedOften,
        Self::ChecksOfDay,
        Self::CheckFaults,
    ];
}

impl Refuse for DeveloperRefusal {
    fn refusal(&self) -> Refusal {
        let (code, class) = match self {
            Self::Level => ("developer-level", Class::Forbidden),
            Self::TooManySites => ("developer-too-many-sites", Class::Conflict),
            Self::TooManyColleagues => ("developer-too-many-colleagues", Class::Conflict),
            Self::OwnerOnly => ("developer-owner-only", Class::Forbidden),
            Self::InvitationOver => ("developer-invitation-over", Class::Gone),
            Self::MemberAlready => ("developer-member-already", Class::Conflict),
            Self::NoSecret => ("developer-no-secret", Class::Conflict),
            Self::Promoted => ("developer-promoted", Class::Conflict),
            Self::ChangeWaiting => ("developer-change-waiting", Class::Conflict),
            Self::NotFit => ("developer-not-fit", Class::Conflict),
            Self::Held => ("developer-held", Class::Forbidden),
            Self::CheckedOften => ("developer-checked-often", Class::TooMany),
            Self::ChecksOfDay => ("developer-checks-of-day", Class::TooMany),
            Self::CheckFaults => ("developer-check-faults", Class::Conflict),
        };
        Refusal::new(code, class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach() -> Reach {
        Reach {
            face: BTreeSet::from([("ru".to_owned(), "Библиотека".to_owned())]),
            addresses: BTreeSet::from(["https://a.example/cb".to_owned(), "https://a.example/".to_owned()]),
            proof: ("web".to_owned(), "private_key_jwt".to_owned()),
            certificates: BTreeSet::from(["01".to_owned(), "02".to_owned()]),
            is_lenient: false,
            scopes: BTreeMap::from([("email".to_owned(), Texts::new("а", "a", "a"))]),
            least_level: Some(AccountLevel::Standard),
            excluded_methods: BTreeSet::from([ConfirmationMethod::OnlineBank]),
            second_factor: true,
        }
    }

    #[test]
    fn the_same_and_less_need_nobody() {
        assert!(!reach().widens(&reach()));
        let less = Reach {
            addresses: BTreeSet::from(["https://a.example/cb".to_owned()]),
            certificates: BTreeSet::from(["02".to_owned()]),
            least_level: Some(AccountLevel::Confirmed),
            excluded_methods: BTreeSet::from([ConfirmationMethod::OnlineBank, ConfirmationMethod::RegisteredLetter]),
            ..reach()
        };
        assert!(!reach().widens(&less));
        assert!(less.widens(&reach()));
    }

    /// Each way in which a site could reach more, or pass for another.
    #[test]
    fn more_needs_an_officer() {
        let other_name = BTreeSet::from([("ru".to_owned(), "Банк".to_owned())]);
        let more = BTreeSet::from(["https://evil.example/cb".to_owned()]);
        let asking = |name: &str| BTreeMap::from([(name.to_owned(), Texts::new("а", "a", "a"))]);
        let reworded = BTreeMap::from([("email".to_owned(), Texts::new("б", "b", "b"))]);
        for wider in [
            Reach { face: other_name, ..reach() },
            Reach { addresses: more, ..reach() },
            Reach { proof: ("web".to_owned(), "client_secret_basic".to_owned()), ..reach() },
            Reach { certificates: BTreeSet::from(["02".to_owned(), "03".to_owned()]), ..reach() },
            Reach { is_lenient: true, ..reach() },
            Reach { scopes: asking("snils"), ..reach() },
            Reach { scopes: reworded, ..reach() },
            Reach { scopes: BTreeMap::new(), ..reach() },
            Reach { least_level: Some(AccountLevel::Simplified), ..reach() },
            Reach { excluded_methods: BTreeSet::new(), ..reach() },
            Reach { second_factor: false, ..reach() },
        ] {
            assert!(reach().widens(&wider), "{wider:?}");
        }
        let lenient = Reach { is_lenient: true, ..reach() };
        assert!(!lenient.widens(&reach()) && !lenient.widens(&lenient), "what becomes strict gives up");
    }

    /// A system that speaks ESIA has people, and no secret of OpenID Connect.
    #[test]
    fn a_system_of_esia_signs() {
        assert!(SiteKind::Esia.has_people() && !SiteKind::Esia.keeps_secrets());
        let speaking: Vec<_> = SiteKind::ALL.iter().copied().filter(|kind| kind.speaks_esia()).collect();
        assert_eq!(speaking, [SiteKind::Esia]);
    }

    #[test]
    fn only_the_owner_owns() {
        assert!(may(MemberRole::Owner, SiteAct::Own) && !may(MemberRole::Colleague, SiteAct::Own));
        for act in [SiteAct::Look, SiteAct::Change] {
            assert!(may(MemberRole::Owner, act) && may(MemberRole::Colleague, act));
        }
    }

    #[test]
    fn refusals_have_codes_of_their_own() {
        let codes: BTreeSet<_> = DeveloperRefusal::ALL.iter().map(|refusal| refusal.refusal().code).collect();
        assert_eq!(codes.len(), DeveloperRefusal::ALL.len());
    }
}
