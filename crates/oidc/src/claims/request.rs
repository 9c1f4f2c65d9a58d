//! The `claims` parameter (OpenID Connect Core 5.5), bounded before it is parsed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::bounded::{self, JsonError};

use super::VerifiedDemand;

const MOST_BYTES: usize = 16 * 1024;
const DEEPEST: usize = 16;
const MOST_CLAIMS: usize = 100;
const MOST_VALUES: usize = 50;
const LONGEST_NAME: usize = 256;

/// Why the parameter is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimsError {
    /// Too long, too deep, or no object.
    #[error("{0}")]
    Json(#[from] JsonError),
    /// A member has another type than the specification says.
    #[error("a member has the wrong type")]
    WrongType,
    /// More claims or values than are read.
    #[error("too many claims or values")]
    TooMany,
    /// `verified_claims` lacks what it must have, or has an unknown shape.
    #[error("verified_claims is malformed")]
    Verified,
}

/// What is asked of one claim.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClaimDemand {
    /// The client can hardly do without.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub essential: bool,
    /// It must have this value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// It must have one of these, the first being the dearest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
}

impl ClaimDemand {
    /// Whether a claim with this value is what was asked for.
    pub fn accepts(&self, have: &Value) -> bool {
        self.value.as_ref().is_none_or(|value| value == have) && (self.values.is_empty() || self.values.contains(have))
    }

    /// Whether any value will do.
    pub fn is_open(&self) -> bool {
        self.value.is_none() && self.values.is_empty()
    }

    /// The texts that are accepted, in order of preference.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.value.iter().chain(&self.values).filter_map(Value::as_str)
    }

    fn read(value: &Value) -> Result<Self, ClaimsError> {
        let object = match value {
            Value::Null => return Ok(Self::default()),
            Value::Object(object) => object,
            _ => return Err(ClaimsError::WrongType),
        };
        let essential = match object.get("essential") {
            None => false,
            Some(Value::Bool(essential)) => *essential,
            Some(_) => return Err(ClaimsError::WrongType),
        };
        let values = match object.get("values") {
            None => Vec::new(),
            Some(Value::Array(values)) if values.len() > MOST_VALUES => return Err(ClaimsError::TooMany),
            Some(Value::Array(values)) if !values.is_empty() => values.clone(),
            Some(_) => return Err(ClaimsError::WrongType),
        };
        // No claim is ever null, and null could not be told from nothing later.
        if object.get("value").is_some_and(Value::is_null) {
            return Err(ClaimsError::WrongType);
        }
        Ok(Self { essential, value: object.get("value").cloned(), values })
    }
}

/// Where a claim is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// In the id token.
    IdToken,
    /// At the userinfo endpoint.
    UserInfo,
}

/// What is asked for one place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlaceDemand {
    /// Plain claims.
    #[serde(default)]
    pub claims: BTreeMap<String, ClaimDemand>,
    /// Claims with evidence; each entry is answered for itself.
    #[serde(default)]
    pub verified: Vec<VerifiedDemand>,
}

/// What the parameter asks for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClaimsRequest {
    /// In the id token.
    #[serde(default)]
    pub id_token: PlaceDemand,
    /// At the userinfo endpoint.
    #[serde(default)]
    pub userinfo: PlaceDemand,
}

impl ClaimsRequest {
    /// Reads the parameter. Unknown members beside the two places are ignored.
    pub fn parse(text: &str) -> Result<Self, ClaimsError> {
        let object = bounded::object(text.as_bytes(), MOST_BYTES, DEEPEST)?;
        Ok(Self { id_token: place(object.get("id_token"))?, userinfo: place(object.get("userinfo"))? })
    }

    /// What is asked for in this place.
    pub fn at(&self, place: Place) -> &PlaceDemand {
        match place {
            Place::IdToken => &self.id_token,
            Place::UserInfo => &self.userinfo,
        }
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        let empty = |place: &PlaceDemand| place.claims.is_empty() && place.verified.is_empty();
        empty(&self.id_token) && empty(&self.userinfo)
    }

    /// The demand on how the person signed in (OpenID Connect Core 5.5.1.1).
    pub fn acr(&self) -> Option<&ClaimDemand> {
        self.id_token.claims.get("acr")
    }

    /// Whether the time of the sign-in must be told (OpenID Connect Core 5.5.1).
    pub fn auth_time_is_essential(&self) -> bool {
        self.id_token.claims.get("auth_time").is_some_and(|demand| demand.essential)
    }

    /// Whether the request says which person it means.
    pub fn names_subject(&self) -> bool {
        let demands = [&self.id_token, &self.userinfo].into_iter().filter_map(|place| place.claims.get("sub"));
        demands.into_iter().any(|demand| !demand.is_open())
    }

    /// Whether this person is the one asked for, in both places (OpenID Connect Core 5.5.1). What is no text is nobody.
    pub fn accepts_subject(&self, subject: &str) -> bool {
        let subject = Value::String(subject.to_owned());
        let demands = [&self.id_token, &self.userinfo].into_iter().filter_map(|place| place.claims.get("sub"));
        demands.into_iter().all(|demand| demand.accepts(&subject))
    }
}

fn place(value: Option<&Value>) -> Result<PlaceDemand, ClaimsError> {
    let object = match value {
        None | Some(Value::Null) => return Ok(PlaceDemand::default()),
        Some(Value::Object(object)) => object,
        Some(_) => return Err(ClaimsError::WrongType),
    };
    Ok(PlaceDemand { claims: plain(object)?, verified: VerifiedDemand::read_all(object.get("verified_claims"))? })
}

fn plain(object: &Map<String, Value>) -> Result<BTreeMap<String, ClaimDemand>, ClaimsError> {
    if object.len() > MOST_CLAIMS || object.keys().any(|name| name.len() > LONGEST_NAME) {
        return Err(ClaimsError::TooMany);
    }
    let others = object.iter().filter(|(name, _)| *name != "verified_claims");
    others.map(|(name, value)| Ok((name.clone(), ClaimDemand::read(value)?))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The example of OpenID Connect Core 5.5.
    #[test]
    fn reads_the_example_of_the_specification() {
        let text = r#"{
            "userinfo": {
                "given_name": {"essential": true}, "nickname": null, "email": {"essential": true},
                "http://example.info/claims/groups": null
            },
            "id_token": {
                "auth_time": {"essential": true},
                "acr": {"values": ["urn:mace:incommon:iap:silver"]}
            }
        }"#;
        let request = ClaimsRequest::parse(text).unwrap();
        assert!(request.userinfo.claims["given_name"].essential);
        assert_eq!(request.userinfo.claims["nickname"], ClaimDemand::default());
        assert!(request.auth_time_is_essential());
        assert_eq!(request.acr().unwrap().texts().collect::<Vec<_>>(), ["urn:mace:incommon:iap:silver"]);
        assert!(request.accepts_subject("anybody"));
        let kept: ClaimsRequest = serde_json::from_str(&serde_json::to_string(&request).unwrap()).unwrap();
        assert_eq!(kept, request);
    }

    #[test]
    fn one_person_may_be_asked_for() {
        for (text, anna, boris) in [
            ("{}", true, true),
            (r#"{"id_token":{"sub":null}}"#, true, true),
            (r#"{"id_token":{"sub":{"value":"anna"}}}"#, true, false),
            (r#"{"userinfo":{"sub":{"values":["anna","clara"]}},"id_token":{"sub":null}}"#, true, false),
            (r#"{"userinfo":{"sub":{"value":"anna"}},"id_token":{"sub":{"value":"boris"}}}"#, false, false),
            (r#"{"id_token":{"sub":{"value":1}}}"#, false, false),
        ] {
            let request = ClaimsRequest::parse(text).unwrap();
            assert_eq!((request.accepts_subject("anna"), request.accepts_subject("boris")), (anna, boris), "{text}");
            assert_eq!(request.names_subject(), !(anna && boris), "{text}");
        }
    }

    #[test]
    fn each_refusal_has_its_reason() {
        let many: Map<String, Value> = (0..101).map(|number| (number.to_string(), Value::Null)).collect();
        for (text, error) in [
            ("[]".to_owned(), ClaimsError::Json(JsonError::NotAnObject)),
            ("{".to_owned(), ClaimsError::Json(JsonError::NotAnObject)),
            (" ".repeat(20_000), ClaimsError::Json(JsonError::TooLong)),
            ("{\"a\":".repeat(17), ClaimsError::Json(JsonError::TooDeep)),
            (json!({ "id_token": 1 }).to_string(), ClaimsError::WrongType),
            (json!({ "id_token": { "a": true } }).to_string(), ClaimsError::WrongType),
            (json!({ "id_token": { "a": { "essential": 1 } } }).to_string(), ClaimsError::WrongType),
            (json!({ "id_token": { "a": { "values": [] } } }).to_string(), ClaimsError::WrongType),
            (json!({ "id_token": { "a": { "value": null } } }).to_string(), ClaimsError::WrongType),
            (json!({ "id_token": { "a": { "values": vec![1; 51] } } }).to_string(), ClaimsError::TooMany),
            (json!({ "id_token": many }).to_string(), ClaimsError::TooMany),
            (json!({ "id_token": { "verified_claims": 1 } }).to_string(), ClaimsError::Verified),
        ] {
            assert_eq!(ClaimsRequest::parse(&text), Err(error), "{}", text.get(..40).unwrap_or(&text));
        }
    }

    #[test]
    fn values_are_demanded_exactly() {
        let demand = |value: Value| ClaimDemand::read(&value).unwrap();
        assert!(demand(Value::Null).accepts(&json!(1)));
        assert!(demand(json!({ "value": "a" })).accepts(&json!("a")));
        assert!(!demand(json!({ "value": "a" })).accepts(&json!("A")));
        assert!(demand(json!({ "values": ["a", "b"] })).accepts(&json!("b")));
        assert!(!demand(json!({ "values": ["a", "b"] })).accepts(&json!(["a"])));
    }
}
