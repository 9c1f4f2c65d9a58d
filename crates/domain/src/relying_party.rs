//! Sites and programs that people sign in to, and the rule that each has here (R212 to R217).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{account::AccountLevel, confirmation::ConfirmationMethod, evidence::Standing, id::Id, locale::Texts};

/// Names relying parties.
#[derive(Debug)]
pub enum RelyingParty {}
/// The id of a relying party in the database; the protocol knows it by its `client_id`.
pub type RelyingPartyId = Id<RelyingParty>;

/// Names grants.
#[derive(Debug)]
pub enum SiteGrant {}
/// The id of what one sign-in gave to a site.
pub type SiteGrantId = Id<SiteGrant>;

/// Names interactions.
#[derive(Debug)]
pub enum Interaction {}
/// The id of a request between its arrival and its answer.
pub type InteractionId = Id<Interaction>;

/// Names pushed requests.
#[derive(Debug)]
pub enum PushedRequest {}
/// The id of a pushed request.
pub type PushedRequestId = Id<PushedRequest>;

/// Names what sites must be told.
#[derive(Debug)]
pub enum SiteLogout {}
/// The id of something that a site must be told.
pub type SiteLogoutId = Id<SiteLogout>;

/// Names devices.
#[derive(Debug)]
pub enum DeviceGrant {}
/// The id of a device that waits until a person lets it in.
pub type DeviceGrantId = Id<DeviceGrant>;

/// Names invitations.
#[derive(Debug)]
pub enum SiteInvitation {}
/// The id of what lets somebody register sites.
pub type SiteInvitationId = Id<SiteInvitation>;

stored_names! {
    /// Whether a site works with real people.
    Stage {
        /// Not yet: it may have addresses on its developer's own machine, and the person is told that it is under test.
        Test = "test",
        /// For everybody.
        Production = "production",
    }
}

stored_names! {
    /// Whether a site may be used.
    SiteState {
        /// It may.
        Active = "active",
        /// Switched off; what it was given is worth nothing meanwhile.
        Disabled = "disabled",
        /// Given up by those who registered it; it never comes back, nor does anything that it was given.
        Deleted = "deleted",
    }
}

stored_names! {
    /// When a person is asked whether a site may have what it asks for.
    ConsentPolicy {
        /// Never: a site of the same house.
        Implied = "implied",
        /// Once; then it is remembered.
        Remembered = "remembered",
        /// Each time.
        Always = "always",
    }
}

stored_names! {
    /// Where it stands with telling a site that somebody is no longer signed in (R217).
    TellingState {
        /// It has to be told.
        Waiting = "waiting",
        /// It took it in.
        Told = "told",
        /// It said that it will not.
        Refused = "refused",
        /// It could not be reached in time.
        GivenUp = "given_up",
        /// It does not want to be told any more, or is not there.
        Unneeded = "unneeded",
    }
}

/// The rule of a site (R215).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteRule {
    /// The least level that it takes.
    pub least_level: AccountLevel,
    /// Methods that do not count here: an account that is confirmed by nothing else is refused (R66, R133, R151, R214).
    pub excluded_methods: BTreeSet<ConfirmationMethod>,
    /// Whether it takes a sign-in by password and a second factor only.
    pub second_factor: bool,
    /// When a person is asked.
    pub consent: ConsentPolicy,
    /// The scopes that it may ask for, with what it needs each for.
    pub scopes: BTreeMap<String, Texts>,
    /// Whether it may be given id tokens by the front channel.
    pub front_channel: bool,
    /// Whether it may ask about tokens that were given for it as a resource (RFC 7662), and by which name.
    pub resource: Option<String>,
    /// The resources that it may ask tokens for (RFC 8707).
    pub resources: BTreeSet<String>,
    /// How long its access tokens live, seconds; none: as the installation says.
    pub access_seconds: Option<u32>,
    /// How long its refresh tokens live, seconds; none: as the installation says.
    pub refresh_seconds: Option<u32>,
    /// For how many days a consent holds; none: as the installation says.
    pub consent_days: Option<u32>,
}

impl Default for SiteRule {
    fn default() -> Self {
        Self {
            least_level: AccountLevel::Simplified,
            excluded_methods: BTreeSet::new(),
            second_factor: false,
            consent: ConsentPolicy::Remembered,
            scopes: BTreeMap::new(),
            front_channel: false,
            resource: None,
            resources: BTreeSet::new(),
            access_seconds: None,
            refresh_seconds: None,
            consent_days: None,
        }
    }
}

/// Why a site does not take an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// It is below the level (R213).
    BelowLevel {
        /// What the site takes.
        least: AccountLevel,
    },
    /// It is confirmed, but only by methods that do not count here (R214).
    ExcludedMethod {
        /// The method by which it is confirmed, the first of several.
        method: ConfirmationMethod,
    },
    /// It is under test, and the person is none of those who make it.
    UnderTest,
    /// The person is made up, and the site is not one under test of whoever made it up.
    MadeUp,
}

impl SiteRule {
    /// Whether an account of this standing is taken. A rule about methods says something of confirmed accounts alone: one
    /// that is not confirmed falls under the level.
    pub fn takes(&self, standing: &Standing) -> Result<(), NotTaken> {
        if standing.level < self.least_level {
            return Err(NotTaken::BelowLevel { least: self.least_level });
        }
        if standing.level < AccountLevel::Confirmed || self.excluded_methods.is_empty() {
            return Ok(());
        }
        match standing.methods.iter().next() {
            Some(method) if standing.methods.is_subset(&self.excluded_methods) => {
                Err(NotTaken::ExcludedMethod { method: *method })
            }
            _ => Ok(()),
        }
    }

    /// Whether [`SiteRule::takes`] every account, so that nobody need ask what one is worth.
    pub fn takes_everybody(&self) -> bool {
        self.least_level == AccountLevel::Simplified && self.excluded_methods.is_empty()
    }

    /// The methods by which a person could come to be taken.
    pub fn methods_that_count(&self) -> impl Iterator<Item = ConfirmationMethod> {
        ConfirmationMethod::ALL.into_iter().filter(|method| !self.excluded_methods.contains(method))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(level: AccountLevel, methods: &[ConfirmationMethod]) -> Standing {
        Standing { level, methods: methods.iter().copied().collect() }
    }

    /// R213: the pension fund's site takes confirmed accounts alone.
    #[test]
    fn a_level_is_demanded() {
        let rule = SiteRule { least_level: AccountLevel::Confirmed, ..SiteRule::default() };
        let low = NotTaken::BelowLevel { least: AccountLevel::Confirmed };
        for level in [AccountLevel::Simplified, AccountLevel::Standard] {
            assert_eq!(rule.takes(&standing(level, &[])), Err(low));
        }
        assert_eq!(rule.takes(&standing(AccountLevel::Confirmed, &[ConfirmationMethod::OnlineBank])), Ok(()));
    }

    /// R66, R133, R151, R214: the tax site takes the account, except when it was confirmed only by letter.
    #[test]
    fn a_method_alone_may_not_count() {
        use ConfirmationMethod::{InPerson, RegisteredLetter};
        let rule = SiteRule {
            least_level: AccountLevel::Confirmed,
            excluded_methods: BTreeSet::from([RegisteredLetter]),
            ..SiteRule::default()
        };
        let confirmed = |methods: &[ConfirmationMethod]| rule.takes(&standing(AccountLevel::Confirmed, methods));
        assert_eq!(confirmed(&[RegisteredLetter]), Err(NotTaken::ExcludedMethod { method: RegisteredLetter }));
        assert_eq!(confirmed(&[RegisteredLetter, InPerson]), Ok(()));
        assert_eq!(confirmed(&[InPerson]), Ok(()));
        assert!(rule.methods_that_count().all(|method| method != RegisteredLetter));
        // Whoever takes standard accounts takes them whatever it says of methods.
        let lower = SiteRule { least_level: AccountLevel::Standard, ..rule };
        assert_eq!(lower.takes(&standing(AccountLevel::Standard, &[])), Ok(()));
    }

    /// A rule that takes everybody is one that refuses no standing there is.
    #[test]
    fn who_takes_everybody_refuses_nobody() {
        let levels = AccountLevel::ALL.map(|level| standing(level, &[]));
        let excluding = BTreeSet::from([ConfirmationMethod::RegisteredLetter]);
        let letter = standing(AccountLevel::Confirmed, &[ConfirmationMethod::RegisteredLetter]);
        for least_level in AccountLevel::ALL {
            for excluded_methods in [BTreeSet::new(), excluding.clone()] {
                let rule = SiteRule { least_level, excluded_methods, ..SiteRule::default() };
                let everybody = levels.iter().chain([&letter]).all(|standing| rule.takes(standing).is_ok());
                assert_eq!(rule.takes_everybody(), everybody, "{rule:?}");
            }
        }
    }

    /// R215: a rule is configuration; what is not said has a default, what is not known is refused.
    #[test]
    fn a_rule_is_read_from_configuration() {
        let rule: SiteRule =
            serde_json::from_str(r#"{"least_level":"confirmed","excluded_methods":["registered_letter"]}"#).unwrap();
        assert!(rule.excluded_methods.contains(&ConfirmationMethod::RegisteredLetter));
        assert_eq!(rule.consent, ConsentPolicy::Remembered);
        assert!(serde_json::from_str::<SiteRule>(r#"{"least_levle":"confirmed"}"#).is_err());
        for stage in Stage::ALL {
            assert_eq!(Stage::from_name(stage.name()), Some(*stage));
        }
    }
}
