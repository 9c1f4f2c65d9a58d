//! What is finally delivered: scopes and the `claims` parameter on one side, what the person agreed to and what is at hand
//! on the other.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{ClaimDemand, ClaimsRequest, EVIDENCE, Place, VerifiedRecord};

/// Which claims a scope opens; the caller's table.
pub type ScopeClaims<'a> = &'a [(&'a str, &'a [&'a str])];

/// Claims that the protocol itself writes; what is stored under these names is never delivered in their place.
const PROTOCOL: [&str; 17] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "nbf",
    "jti",
    "auth_time",
    "nonce",
    "acr",
    "amr",
    "azp",
    "at_hash",
    "c_hash",
    "s_hash",
    "sid",
    "verified_claims",
];

/// What is asked for, by any means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The names of the claims.
    pub claims: BTreeSet<String>,
    /// Those among them that the client can hardly do without.
    pub essential: BTreeSet<String>,
}

/// What is at hand about a person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Available {
    /// Plain claims.
    pub claims: Map<String, Value>,
    /// Claims with evidence.
    pub verified: Vec<VerifiedRecord>,
}

/// What goes where.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    places: [(Place, BTreeMap<String, ClaimDemand>); 2],
    request: ClaimsRequest,
}

impl Plan {
    /// Lays out what was asked. Claims of scopes go to userinfo, or into the id token if no access token is issued
    /// (OpenID Connect Core 5.4).
    pub fn of(scopes: &[String], request: &ClaimsRequest, table: ScopeClaims<'_>, with_access_token: bool) -> Self {
        let opened = table.iter().filter(|(scope, _)| scopes.iter().any(|asked| asked == scope));
        let opened: Vec<&str> = opened.flat_map(|(_, claims)| claims.iter().copied()).collect();
        let of = |place: Place| {
            let mut claims = request.at(place).claims.clone();
            if (place == Place::UserInfo) == with_access_token {
                for name in &opened {
                    claims.entry((*name).to_owned()).or_default();
                }
            }
            claims.retain(|name, _| !PROTOCOL.contains(&name.as_str()));
            (place, claims)
        };
        Self { places: [of(Place::IdToken), of(Place::UserInfo)], request: request.clone() }
    }

    /// All names: what a person is asked to agree to.
    pub fn asked(&self) -> Asked {
        let mut asked = Asked::default();
        for (place, claims) in &self.places {
            asked.claims.extend(claims.keys().cloned());
            asked.essential.extend(claims.iter().filter(|(_, demand)| demand.essential).map(|(name, _)| name.clone()));
            for demand in &self.request.at(*place).verified {
                asked.claims.extend(demand.claim_names().map(str::to_owned));
                asked.claims.extend(demand.asks_evidence().then(|| EVIDENCE.to_owned()));
            }
        }
        asked
    }

    /// The claims for a place. `agreed` says which the person lets go.
    pub fn deliver(
        &self,
        place: Place,
        available: &Available,
        agreed: &dyn Fn(&str) -> bool,
        now: Timestamp,
    ) -> Map<String, Value> {
        let mut delivered = Map::new();
        let claims = self.places.iter().filter(|(other, _)| *other == place).flat_map(|(_, claims)| claims);
        for (name, demand) in claims.filter(|(name, _)| agreed(name)) {
            if let Some(value) = available.claims.get(name).filter(|value| !value.is_null() && demand.accepts(value)) {
                delivered.insert(name.clone(), value.clone());
            }
        }
        let demands = &self.request.at(place).verified;
        let mut answers: Vec<Value> =
            demands.iter().filter_map(|demand| demand.answer(&available.verified, agreed, now)).collect();
        // One entry stands alone, several make a list.
        let verified = if answers.len() > 1 { Some(Value::Array(answers)) } else { answers.pop() };
        if let Some(verified) = verified {
            delivered.insert("verified_claims".to_owned(), verified);
        }
        delivered
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TABLE: ScopeClaims<'static> = &[("profile", &["given_name", "family_name"]), ("email", &["email"])];
    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn available() -> Available {
        let claims =
            json!({ "given_name": "A", "family_name": "B", "email": "a@b.example", "phone_number": "1", "sub": "x" });
        let claims = claims.as_object().unwrap().clone();
        let verification = json!({ "trust_framework": "t" }).as_object().unwrap().clone();
        let verified = VerifiedRecord { verification, claims: claims.clone() };
        Available { claims, verified: vec![verified] }
    }

    fn plan(scopes: &[&str], claims: Value, with_access_token: bool) -> Plan {
        let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        Plan::of(&scopes, &ClaimsRequest::parse(&claims.to_string()).unwrap(), TABLE, with_access_token)
    }

    fn delivered(plan: &Plan, place: Place) -> Value {
        Value::Object(plan.deliver(place, &available(), &|_| true, NOW))
    }

    /// OpenID Connect Core 5.4.
    #[test]
    fn scopes_open_userinfo_or_the_only_token() {
        let with = plan(&["openid", "email"], json!({}), true);
        assert_eq!(delivered(&with, Place::UserInfo), json!({ "email": "a@b.example" }));
        assert_eq!(delivered(&with, Place::IdToken), json!({}));
        let without = plan(&["openid", "email"], json!({}), false);
        assert_eq!(delivered(&without, Place::IdToken), json!({ "email": "a@b.example" }));
        assert_eq!(delivered(&without, Place::UserInfo), json!({}));
    }

    #[test]
    fn the_parameter_says_where() {
        let asked = json!({ "id_token": { "email": { "essential": true } }, "userinfo": { "phone_number": null, "age": null } });
        let plan = plan(&["profile"], asked, true);
        assert_eq!(delivered(&plan, Place::IdToken), json!({ "email": "a@b.example" }));
        let expected = json!({ "given_name": "A", "family_name": "B", "phone_number": "1" });
        assert_eq!(delivered(&plan, Place::UserInfo), expected);
        let names = plan.asked();
        assert_eq!(
            names.claims.iter().collect::<Vec<_>>(),
            ["age", "email", "family_name", "given_name", "phone_number"]
        );
        assert_eq!(names.essential.iter().collect::<Vec<_>>(), ["email"]);
    }

    #[test]
    fn another_value_is_not_delivered() {
        let plan = plan(&[], json!({ "userinfo": { "email": { "value": "c@d.example" } } }), true);
        assert_eq!(delivered(&plan, Place::UserInfo), json!({}));
    }

    #[test]
    fn claims_of_the_protocol_are_not_from_the_store() {
        let plan = plan(&[], json!({ "id_token": { "sub": null, "acr": null }, "userinfo": { "sub": null } }), true);
        assert_eq!(delivered(&plan, Place::IdToken), json!({}));
        assert_eq!(delivered(&plan, Place::UserInfo), json!({}));
    }

    #[test]
    fn nothing_without_agreement() {
        let verified = json!({ "verification": { "trust_framework": null }, "claims": { "email": null } });
        let plan = plan(&["profile", "email"], json!({ "userinfo": { "verified_claims": verified } }), true);
        let got = plan.deliver(Place::UserInfo, &available(), &|name| name == "given_name", NOW);
        assert_eq!(Value::Object(got), json!({ "given_name": "A" }));
    }

    #[test]
    fn several_verified_entries_make_a_list() {
        let one = json!({ "verification": { "trust_framework": null }, "claims": { "email": null } });
        let none = json!({ "verification": { "trust_framework": { "value": "z" } }, "claims": { "email": null } });
        let single = plan(&[], json!({ "id_token": { "verified_claims": [one, none] } }), true);
        assert!(delivered(&single, Place::IdToken)["verified_claims"].is_object());
        let double = plan(&[], json!({ "id_token": { "verified_claims": [one, one] } }), true);
        assert_eq!(delivered(&double, Place::IdToken)["verified_claims"].as_array().unwrap().len(), 2);
    }
}
