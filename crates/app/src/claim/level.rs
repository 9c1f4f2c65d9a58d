//! Levels of identity and of the sign-in, in the words that sites use.

use okno_domain::{
    account::AccountLevel,
    credential::factor::{PASSKEY_ALONE, is_strong},
    evidence::{EidasLevel, NistPathway, Standing},
    relying_party::SiteRule,
    time::Timestamp,
};
use okno_oidc::decision::{Acr, Demand, Strength};
use okno_store::Read;

use crate::{error::Result, factor, session::SignedIn};

/// Steps of the sign-in.
const PASSWORD: u16 = 1;
const TWO_FACTORS: u16 = 2;
const PHISHING_RESISTANT: u16 = 3;

/// Steps of the proof of identity: the national level, and above it what the method is worth elsewhere.
const SIMPLIFIED: u16 = 1;
const STANDARD: u16 = 2;
const CONFIRMED: u16 = 3;
const SUBSTANTIAL: u16 = 4;
const HIGH: u16 = 5;

const fn identity(name: &'static str, identity: u16) -> Acr<'static> {
    Acr { name, demand: Strength { authentication: PASSWORD, identity } }
}

const fn sign_in(name: &'static str, authentication: u16) -> Acr<'static> {
    Acr { name, demand: Strength { authentication, identity: SIMPLIFIED } }
}

/// Every name of a level: the national ones, those of eIDAS and of NIST for the identity, those of NIST and of the Enhanced
/// Authentication Profile for the sign-in.
pub const LEVELS: &[Acr<'static>] = &[
    identity("urn:okno:level:simplified", SIMPLIFIED),
    identity("urn:okno:level:standard", STANDARD),
    identity("urn:okno:level:confirmed", CONFIRMED),
    identity("http://eidas.europa.eu/LoA/low", STANDARD),
    Acr {
        name: "http://eidas.europa.eu/LoA/substantial",
        demand: Strength { authentication: TWO_FACTORS, identity: SUBSTANTIAL },
    },
    Acr { name: "http://eidas.europa.eu/LoA/high", demand: Strength { authentication: TWO_FACTORS, identity: HIGH } },
    identity("http://idmanagement.gov/ns/assurance/ial/1", STANDARD),
    identity("http://idmanagement.gov/ns/assurance/ial/2", SUBSTANTIAL),
    sign_in("http://idmanagement.gov/ns/assurance/aal/1", PASSWORD),
    sign_in("http://idmanagement.gov/ns/assurance/aal/2", TWO_FACTORS),
    sign_in("urn:okno:sign-in:two-factors", TWO_FACTORS),
    sign_in("phr", PHISHING_RESISTANT),
];

/// How well the identity is proved.
fn identity_of(standing: &Standing) -> u16 {
    match standing.level {
        AccountLevel::Simplified => SIMPLIFIED,
        AccountLevel::Standard => STANDARD,
        AccountLevel::Confirmed => {
            let assurance = standing.assurance();
            let reaches_second = assurance.nist.is_some_and(|pathway: NistPathway| pathway.level() == "IAL2");
            match assurance.eidas {
                Some(EidasLevel::High) => HIGH,
                Some(EidasLevel::Substantial) if reaches_second => SUBSTANTIAL,
                _ => CONFIRMED,
            }
        }
    }
}

/// How far a session has come that began like this, with what the account is worth.
pub fn strength(standing: &Standing, method: &str, strong_at: Option<Timestamp>) -> Strength {
    let authentication = if method == PASSKEY_ALONE || method == "password+passkey" {
        PHISHING_RESISTANT
    } else if is_strong(method) || strong_at.is_some() {
        TWO_FACTORS
    } else {
        PASSWORD
    };
    Strength { authentication, identity: identity_of(standing) }
}

/// How far this person could come by signing in once more, with the means that are set.
pub async fn reachable(read: &mut Read, standing: &Standing, signed_in: &SignedIn) -> Result<Strength> {
    let reached = strength(standing, &signed_in.method, signed_in.strong_at);
    let factors = factor::count(read, signed_in.id()).await?;
    let means = if factors.passkeys > 0 {
        PHISHING_RESISTANT
    } else if factors.is_set() {
        TWO_FACTORS
    } else {
        PASSWORD
    };
    Ok(Strength { authentication: reached.authentication.max(means), ..reached })
}

/// The least that a site takes.
pub fn minimum(rule: &SiteRule) -> Demand {
    Strength {
        authentication: if rule.second_factor { TWO_FACTORS } else { PASSWORD },
        identity: match rule.least_level {
            AccountLevel::Simplified => SIMPLIFIED,
            AccountLevel::Standard => STANDARD,
            AccountLevel::Confirmed => CONFIRMED,
        },
    }
}

/// By what means somebody signed in (RFC 8176).
pub fn amr(method: &str, is_strong: bool) -> Vec<&'static str> {
    let mut means = Vec::new();
    if method.starts_with("password") {
        means.push("pwd");
    }
    if method.ends_with("passkey") {
        means.extend(["pop", "user"]);
    }
    if method.ends_with("totp") || method.ends_with("recovery_code") {
        means.push("otp");
    }
    if is_strong {
        means.push("mfa");
    }
    means
}

#[cfg(test)]
mod tests {
    use super::*;
    use okno_domain::confirmation::ConfirmationMethod;

    fn standing(level: AccountLevel, methods: &[ConfirmationMethod]) -> Standing {
        Standing { level, methods: methods.iter().copied().collect() }
    }

    fn met(reached: Strength) -> Vec<&'static str> {
        LEVELS.iter().filter(|level| reached.meets(level.demand)).map(|level| level.name).collect()
    }

    /// What each account and sign-in is worth, in every vocabulary.
    #[test]
    fn levels_have_their_names() {
        let low = strength(&standing(AccountLevel::Simplified, &[]), "password", None);
        assert_eq!(met(low), ["urn:okno:level:simplified", "http://idmanagement.gov/ns/assurance/aal/1"]);
        let letter = standing(AccountLevel::Confirmed, &[ConfirmationMethod::RegisteredLetter]);
        let names = met(strength(&letter, "password+totp", Some(Timestamp::UNIX_EPOCH)));
        assert!(names.contains(&"http://eidas.europa.eu/LoA/substantial"));
        assert!(!names.contains(&"http://eidas.europa.eu/LoA/high") && !names.contains(&"phr"));
        // Substantial takes two factors, however well the identity is proved.
        assert!(!met(strength(&letter, "password", None)).contains(&"http://eidas.europa.eu/LoA/substantial"));
        let center = standing(AccountLevel::Confirmed, &[ConfirmationMethod::InPerson]);
        assert_eq!(met(strength(&center, PASSKEY_ALONE, Some(Timestamp::UNIX_EPOCH))).len(), LEVELS.len());
    }

    /// R213, R215: what a rule demands is met from its level on.
    #[test]
    fn a_rule_is_a_demand() {
        let rule = SiteRule { least_level: AccountLevel::Confirmed, second_factor: true, ..SiteRule::default() };
        let standard = standing(AccountLevel::Standard, &[]);
        let center = standing(AccountLevel::Confirmed, &[ConfirmationMethod::InPerson]);
        assert!(!strength(&standard, "password+totp", None).meets(minimum(&rule)));
        assert!(!strength(&center, "password", None).meets(minimum(&rule)));
        assert!(strength(&center, "password+totp", None).meets(minimum(&rule)));
    }

    /// RFC 8176.
    #[test]
    fn means_have_their_names() {
        assert_eq!(amr("password", false), ["pwd"]);
        assert_eq!(amr("password", true), ["pwd", "mfa"]);
        assert_eq!(amr("password+totp", true), ["pwd", "otp", "mfa"]);
        assert_eq!(amr(PASSKEY_ALONE, true), ["pop", "user", "mfa"]);
    }
}
