//! `verified_claims` (OpenID Identity Assurance): what is asked about the evidence, matched against the evidence at hand.
//! It fails closed: a constraint that is not met leaves the whole entry out, and nothing is returned that was not asked.

use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::ClaimsError;

const MOST_ENTRIES: usize = 10;
/// Members that make an object a demand on a value instead of a list of members.
const CONSTRAINTS: [&str; 5] = ["value", "values", "max_age", "essential", "purpose"];

/// Under this name a person agrees that the evidence of verified claims is given.
pub const EVIDENCE: &str = "verified_claims.evidence";

/// One entry of the request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VerifiedDemand {
    /// What is asked about the verification.
    pub verification: Map<String, Value>,
    /// Which claims.
    pub claims: Map<String, Value>,
}

/// Claims at hand with the evidence for them, in the shape of Identity Assurance.
#[derive(Clone, Debug, PartialEq)]
pub struct VerifiedRecord {
    /// How they were verified: `trust_framework`, `time`, `evidence` and so on.
    pub verification: Map<String, Value>,
    /// The claims that were.
    pub claims: Map<String, Value>,
}

impl VerifiedDemand {
    /// Reads the member: one entry or a list of them.
    pub(super) fn read_all(value: Option<&Value>) -> Result<Vec<Self>, ClaimsError> {
        match value {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Array(entries)) if entries.len() > MOST_ENTRIES => Err(ClaimsError::TooMany),
            Some(Value::Array(entries)) if !entries.is_empty() => entries.iter().map(Self::read).collect(),
            Some(entry) => Ok(vec![Self::read(entry)?]),
        }
    }

    /// `verification` with at least `trust_framework`, and at least one claim.
    fn read(entry: &Value) -> Result<Self, ClaimsError> {
        let member = |name: &str| entry.get(name).and_then(Value::as_object).cloned().ok_or(ClaimsError::Verified);
        let (verification, claims) = (member("verification")?, member("claims")?);
        let complete = verification.contains_key("trust_framework") && !claims.is_empty();
        let shaped = verification.iter().chain(&claims).all(|(_, demand)| is_demand(demand));
        if complete && shaped { Ok(Self { verification, claims }) } else { Err(ClaimsError::Verified) }
    }

    /// Whether the evidence is asked for, to which a person agrees under the name [`EVIDENCE`].
    pub fn asks_evidence(&self) -> bool {
        self.verification.contains_key("evidence")
    }

    /// The claims that are asked for.
    pub fn claim_names(&self) -> impl Iterator<Item = &str> {
        self.claims.keys().map(String::as_str)
    }

    /// The first record that meets the demand, reduced to what was asked. `agreed` says which claims the person lets go.
    pub fn answer(&self, records: &[VerifiedRecord], agreed: &dyn Fn(&str) -> bool, now: Timestamp) -> Option<Value> {
        records.iter().find_map(|record| self.answer_from(record, agreed, now))
    }

    fn answer_from(&self, record: &VerifiedRecord, agreed: &dyn Fn(&str) -> bool, now: Timestamp) -> Option<Value> {
        // Evidence holds details of documents: it goes with consent of its own, or not at all.
        let open = record.verification.iter().filter(|(name, _)| *name != "evidence" || agreed(EVIDENCE));
        let open: Map<String, Value> = open.map(|(name, value)| (name.clone(), value.clone())).collect();
        let verification = select_members(&self.verification, &open, now).ok()?;
        let framework = record.verification.get("trust_framework")?;
        let at_hand: Map<String, Value> = record
            .claims
            .iter()
            .filter(|(name, _)| agreed(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let claims = select_claims(&self.claims, &at_hand, now).ok()?;
        if claims.is_empty() {
            return None;
        }
        let mut verification = verification;
        verification.insert("trust_framework".to_owned(), framework.clone());
        let mut answer = Map::new();
        answer.insert("verification".to_owned(), Value::Object(verification));
        answer.insert("claims".to_owned(), Value::Object(claims));
        Some(Value::Object(answer))
    }
}

/// A demand is null, an object of demands, or a list of those.
fn is_demand(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(object) if is_constraint(object) => {
            let flag = object.get("essential").is_none_or(Value::is_boolean);
            let values = object.get("values").is_none_or(|values| values.as_array().is_some_and(|all| !all.is_empty()));
            let age = object.get("max_age").is_none_or(|age| age.as_u64().is_some());
            flag && values && age
        }
        Value::Object(object) => object.values().all(is_demand),
        Value::Array(entries) => !entries.is_empty() && entries.len() <= MOST_ENTRIES && entries.iter().all(is_demand),
        _ => false,
    }
}

fn is_constraint(object: &Map<String, Value>) -> bool {
    object.keys().all(|name| CONSTRAINTS.contains(&name.as_str()))
}

/// The demand is not met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Unmet;

/// The members that were asked for and are at hand. One that is not at hand is left out if nothing was demanded of it.
fn select_members(
    asked: &Map<String, Value>,
    have: &Map<String, Value>,
    now: Timestamp,
) -> Result<Map<String, Value>, Unmet> {
    let mut selected = Map::new();
    for (name, demand) in asked {
        match have.get(name) {
            Some(value) => {
                selected.insert(name.clone(), select(demand, value, now)?);
            }
            None if is_strict(demand) => return Err(Unmet),
            None => {}
        }
    }
    Ok(selected)
}

/// The same for the claims themselves. One that is essential and not at hand is left out like any other: essential is a wish, and
/// no reason to keep the others back (OpenID Connect Core 5.5.1). What has no value at hand has not the one that was prescribed.
fn select_claims(
    asked: &Map<String, Value>,
    have: &Map<String, Value>,
    now: Timestamp,
) -> Result<Map<String, Value>, Unmet> {
    let free =
        |demand: &Value| demand.as_object().is_some_and(|demand| is_constraint(demand) && !is_prescribed(demand));
    let there = asked.iter().filter(|(name, demand)| have.contains_key(*name) || !free(demand));
    let there: Map<String, Value> = there.map(|(name, demand)| (name.clone(), demand.clone())).collect();
    select_members(&there, have, now)
}

/// What of a value was asked for.
fn select(demand: &Value, have: &Value, now: Timestamp) -> Result<Value, Unmet> {
    match (demand, have) {
        (Value::Null, _) => Ok(have.clone()),
        (Value::Object(constraint), _) if is_constraint(constraint) => {
            if meets(constraint, have, now) {
                Ok(have.clone())
            } else {
                Err(Unmet)
            }
        }
        (Value::Object(asked), Value::Object(have)) => select_members(asked, have, now).map(Value::Object),
        (Value::Array(asked), Value::Array(have)) => select_entries(asked, have, now),
        _ => Err(Unmet),
    }
}

/// Entries of a list that meet one of the demands; each demand is an alternative, and one at least must be met.
fn select_entries(asked: &[Value], have: &[Value], now: Timestamp) -> Result<Value, Unmet> {
    let met = have.iter().filter_map(|entry| asked.iter().find_map(|demand| select(demand, entry, now).ok()));
    let met: Vec<Value> = met.collect();
    if met.is_empty() { Err(Unmet) } else { Ok(Value::Array(met)) }
}

/// Whether a missing value is a demand that is not met: somewhere inside a value is prescribed or essential.
fn is_strict(demand: &Value) -> bool {
    match demand {
        Value::Object(object) if is_constraint(object) => {
            is_prescribed(object) || object.get("essential") == Some(&Value::Bool(true))
        }
        Value::Object(object) => object.values().any(is_strict),
        Value::Array(entries) => entries.iter().any(is_strict),
        _ => false,
    }
}

fn is_prescribed(constraint: &Map<String, Value>) -> bool {
    ["value", "values", "max_age"].iter().any(|name| constraint.contains_key(*name))
}

fn meets(constraint: &Map<String, Value>, have: &Value, now: Timestamp) -> bool {
    let value = constraint.get("value").is_none_or(|value| value == have);
    let values = constraint.get("values").and_then(Value::as_array).is_none_or(|values| values.contains(have));
    let age = constraint.get("max_age").is_none_or(|age| age.as_u64().is_some_and(|age| is_young(have, age, now)));
    value && values && age
}

/// Whether a time or a date is at most so many seconds old. What is no time is never young, nor is what lies ahead.
fn is_young(have: &Value, most: u64, now: Timestamp) -> bool {
    let Some(text) = have.as_str() else { return false };
    let instant = text.parse::<Timestamp>().ok().or_else(|| {
        let date = text.parse::<civil::Date>().ok()?;
        date.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    });
    let age = instant.map(|instant| now.as_second().saturating_sub(instant.as_second()));
    age.and_then(|age| u64::try_from(age).ok()).is_some_and(|age| age <= most)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn record() -> VerifiedRecord {
        let value = json!({
            "verification": {
                "trust_framework": "ru_national",
                "assurance_level": "confirmed",
                "time": "2026-01-01T00:00:00Z",
                "evidence": [
                    { "type": "document", "method": "pipp", "time": "2026-01-01", "document_details": { "type": "passport", "document_number": "1" } },
                    { "type": "electronic_record", "record": { "type": "register", "source": { "name": "R" } } },
                ],
            },
            "claims": { "given_name": "A", "family_name": "B", "birthdate": "1990-01-01" },
        });
        let member = |name: &str| value[name].as_object().unwrap().clone();
        VerifiedRecord { verification: member("verification"), claims: member("claims") }
    }

    fn answer(demand: &Value) -> Option<Value> {
        answer_with(demand, &|_| true)
    }

    fn answer_with(demand: &Value, agreed: &dyn Fn(&str) -> bool) -> Option<Value> {
        let demands = VerifiedDemand::read_all(Some(demand)).unwrap();
        demands[0].answer(&[record()], agreed, "2026-01-02T00:00:00Z".parse().unwrap())
    }

    #[test]
    fn returns_what_was_asked_and_nothing_more() {
        let demand = json!({ "verification": { "trust_framework": null }, "claims": { "given_name": null } });
        let expected = json!({ "verification": { "trust_framework": "ru_national" }, "claims": { "given_name": "A" } });
        assert_eq!(answer(&demand), Some(expected));
    }

    #[test]
    fn evidence_is_chosen_and_reduced() {
        let demand = json!({
            "verification": {
                "trust_framework": { "value": "ru_national" },
                "evidence": [{ "type": { "value": "document" }, "document_details": { "type": null } }],
            },
            "claims": { "family_name": { "essential": true }, "nickname": null },
        });
        let expected = json!({
            "verification": {
                "trust_framework": "ru_national",
                "evidence": [{ "type": "document", "document_details": { "type": "passport" } }],
            },
            "claims": { "family_name": "B" },
        });
        assert_eq!(answer(&demand), Some(expected));
    }

    /// Each row differs from a demand that is met in one demand that is not.
    #[test]
    fn one_unmet_demand_leaves_everything_out() {
        for (verification, claims) in [
            (json!({ "trust_framework": { "value": "de_aml" } }), json!({ "given_name": null })),
            (json!({ "trust_framework": { "values": ["de_aml", "eidas"] } }), json!({ "given_name": null })),
            (json!({ "trust_framework": null, "assurance_level": { "value": "x" } }), json!({ "given_name": null })),
            (json!({ "trust_framework": null, "time": { "max_age": 86_399 } }), json!({ "given_name": null })),
            (json!({ "trust_framework": null, "assurance_level": { "max_age": 9 } }), json!({ "given_name": null })),
            (json!({ "trust_framework": null, "policy": { "essential": true } }), json!({ "given_name": null })),
            (json!({ "trust_framework": null, "policy": { "value": "x" } }), json!({ "given_name": null })),
            (
                json!({ "trust_framework": null, "evidence": [{ "type": { "value": "vouch" } }] }),
                json!({ "given_name": null }),
            ),
            (json!({ "trust_framework": null, "time": { "deeper": null } }), json!({ "given_name": null })),
            (json!({ "trust_framework": null }), json!({ "given_name": { "value": "C" } })),
            (json!({ "trust_framework": null }), json!({ "nickname": { "essential": true } })),
            (json!({ "trust_framework": null }), json!({ "given_name": null, "nickname": { "value": "N" } })),
            (json!({ "trust_framework": null }), json!({ "nickname": null })),
        ] {
            let demand = json!({ "verification": verification, "claims": claims });
            assert_eq!(answer(&demand), None, "{demand}");
        }
    }

    /// OpenID Connect Core 5.5.1, Identity Assurance: the empty demand is like null, and an essential claim that is not at hand
    /// keeps no other back.
    #[test]
    fn essential_is_a_wish() {
        let expected = json!({ "verification": { "trust_framework": "ru_national" }, "claims": { "given_name": "A" } });
        for (verification, claims) in [
            (json!({ "trust_framework": null }), json!({ "given_name": null, "unknown": { "essential": true } })),
            (json!({ "trust_framework": null }), json!({ "given_name": { "essential": true }, "unknown": null })),
            (json!({ "trust_framework": null }), json!({ "given_name": { "essential": false } })),
            (json!({ "trust_framework": {} }), json!({ "given_name": {} })),
            (json!({ "trust_framework": null }), json!({ "given_name": null, "<\"\u{20}'&>": null })),
        ] {
            let demand = json!({ "verification": verification, "claims": claims });
            assert_eq!(answer(&demand).as_ref(), Some(&expected), "{demand}");
        }
    }

    #[test]
    fn age_is_counted_to_the_second() {
        let demand = |age: u64| json!({ "verification": { "trust_framework": null, "time": { "max_age": age } }, "claims": { "given_name": null } });
        assert!(answer(&demand(86_400)).is_some());
        assert!(answer(&demand(86_399)).is_none());
        let ahead = json!("2026-01-03T00:00:00Z");
        assert!(!is_young(&ahead, 1_000_000, "2026-01-02T00:00:00Z".parse().unwrap()));
    }

    #[test]
    fn what_the_person_keeps_back_is_not_there() {
        let demand = json!({
            "verification": { "trust_framework": null },
            "claims": { "given_name": null, "birthdate": null },
        });
        let got = answer_with(&demand, &|name| name == "given_name").unwrap();
        assert_eq!(got["claims"], json!({ "given_name": "A" }));
        assert_eq!(answer_with(&demand, &|_| false), None);
    }

    #[test]
    fn alternatives_among_records_and_entries() {
        let demand = json!([
            { "verification": { "trust_framework": { "value": "eidas" } }, "claims": { "given_name": null } },
            { "verification": { "trust_framework": { "value": "ru_national" } }, "claims": { "given_name": null } },
        ]);
        let demands = VerifiedDemand::read_all(Some(&demand)).unwrap();
        let now = "2026-01-02T00:00:00Z".parse().unwrap();
        let answers: Vec<bool> = demands.iter().map(|one| one.answer(&[record()], &|_| true, now).is_some()).collect();
        assert_eq!(answers, [false, true]);
    }

    #[test]
    fn a_demand_must_be_whole() {
        for demand in [
            json!("x"),
            json!([]),
            json!({ "claims": { "a": null } }),
            json!({ "verification": { "trust_framework": null } }),
            json!({ "verification": { "trust_framework": null }, "claims": {} }),
            json!({ "verification": {}, "claims": { "a": null } }),
            json!({ "verification": { "trust_framework": 1 }, "claims": { "a": null } }),
            json!({ "verification": { "trust_framework": null, "time": { "max_age": "x" } }, "claims": { "a": null } }),
            json!({ "verification": { "trust_framework": null, "evidence": [] }, "claims": { "a": null } }),
            json!({ "verification": { "trust_framework": { "values": [] } }, "claims": { "a": null } }),
        ] {
            assert_eq!(VerifiedDemand::read_all(Some(&demand)), Err(ClaimsError::Verified), "{demand}");
        }
    }
}
