//! The log of evidence in the words of OpenID Connect for Identity Assurance 1.0: under which rules the data were verified, by
//! whom, and when.

use okno_domain::{
    account::AccountLevel,
    confirmation::ConfirmationMethod,
    evidence::{Finding, Holder, Standing},
    time::Timestamp,
};
use okno_oidc::claims::VerifiedRecord;
use okno_store::evidence::EvidenceRow;
use serde_json::{Map, Value, json};

/// The rules of this system: the national levels.
pub const TRUST_FRAMEWORK: &str = "ru_okno";
/// What registries looked at.
pub const RECORD: &str = "population_register";

pub(super) fn standing(holder: Holder, log: &[EvidenceRow]) -> Standing {
    let entries: Vec<_> = log.iter().map(|row| row.evidence).collect();
    Standing::of(holder, &entries)
}

/// What can be told with evidence; nothing of an account whose data nobody has verified.
pub(super) fn records(
    (holder, log): (Holder, &[EvidenceRow]),
    claims: &Map<String, Value>,
    verified: &[&str],
) -> Vec<VerifiedRecord> {
    let standing = standing(holder, log);
    if standing.level == AccountLevel::Simplified {
        return Vec::new();
    }
    let withdrawn: Vec<_> = log
        .iter()
        .filter_map(|row| match row.evidence.finding {
            Finding::Withdrawn { evidence } => Some(evidence),
            _ => None,
        })
        .collect();
    let counts = |row: &&EvidenceRow| !withdrawn.contains(&row.evidence.id);
    let mut evidence = Vec::new();
    let mut last: Option<Timestamp> = None;
    for row in log.iter().filter(counts) {
        match (holder, row.evidence.finding) {
            (Holder::Person, Finding::DataVerified { .. }) => evidence.push(electronic_record(row)),
            (Holder::Person, Finding::IdentityConfirmed { method, .. }) if standing.methods.contains(&method) => {
                evidence.push(vouch(row, method));
            }
            // In the shape of a person's, with a source that says what it is.
            (Holder::TestPerson, Finding::MadeUp { method, .. }) => {
                evidence.push(electronic_record(row));
                evidence.extend(method.map(|method| vouch(row, method)));
            }
            _ => continue,
        }
        last = last.max(Some(row.evidence.at));
    }
    let assurance = standing.assurance();
    let mut verification = Map::new();
    verification.insert("trust_framework".to_owned(), json!(TRUST_FRAMEWORK));
    verification.insert("assurance_level".to_owned(), json!(standing.level.name()));
    let mut process = Map::new();
    if let Some(pathway) = assurance.nist {
        process.insert("policy".to_owned(), json!(pathway.level()));
        process.insert("procedure".to_owned(), json!(pathway.name()));
    }
    if let Some(eidas) = assurance.eidas {
        let detail = json!({ "assurance_type": "eidas", "assurance_classification": eidas.uri() });
        process.insert("assurance_details".to_owned(), json!([detail]));
    }
    if !process.is_empty() {
        verification.insert("assurance_process".to_owned(), Value::Object(process));
    }
    if let Some(last) = last {
        verification.insert("time".to_owned(), json!(last.to_string()));
    }
    verification.insert("evidence".to_owned(), Value::Array(evidence));
    let told = claims.iter().filter(|(name, _)| verified.contains(&name.as_str()));
    let claims = told.map(|(name, value)| (name.clone(), value.clone())).collect();
    vec![VerifiedRecord { verification, claims }]
}

fn electronic_record(row: &EvidenceRow) -> Value {
    json!({
        "type": "electronic_record",
        "check_details": [{ "check_method": "data", "organization": row.source, "time": row.evidence.at.to_string() }],
        "record": { "type": RECORD, "source": { "name": row.source } },
    })
}

/// How a confirmation was made, in the words that identity assurance has for it: a document looked at in person (`vpip`) and a face
/// compared with it (`pvp`), somebody known to a bank signed in there (`auth`), a signature that
/// holds (`vcrypt`), a card that was handed to its owner (`token`). For a
/// letter handed over by the post there is no word.
const fn check_methods(method: ConfirmationMethod) -> &'static [&'static str] {
    match method {
        ConfirmationMethod::InPerson => &["vpip", "pvp"],
        ConfirmationMethod::OnlineBank => &["auth"],
        ConfirmationMethod::QualifiedSignature => &["vcrypt"],
        ConfirmationMethod::ElectronicCard => &["token"],
        ConfirmationMethod::RegisteredLetter => &[],
    }
}

/// Each confirmation as the word of whoever made it.
fn vouch(row: &EvidenceRow, method: ConfirmationMethod) -> Value {
    let check = |method: Option<&&str>| {
        let mut check = Map::new();
        check.extend(method.map(|method| ("check_method".to_owned(), json!(method))));
        check.insert("organization".to_owned(), json!(row.source));
        check.insert("time".to_owned(), json!(row.evidence.at.to_string()));
        check
    };
    let known = check_methods(method);
    let checks: Vec<_> =
        if known.is_empty() { vec![check(None)] } else { known.iter().map(|method| check(Some(method))).collect() };
    json!({
        "type": "vouch",
        "check_details": checks,
        "attestation": { "type": method.name(), "date_of_issuance": row.evidence.at.to_string().get(..10) },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// OpenID Connect for Identity Assurance, predefined values: words of the list alone, and none for the post.
    #[test]
    fn checks_have_words_of_the_list() {
        let list =
            ["vpip", "vpiruv", "vri", "vdig", "vcrypt", "data", "auth", "token", "kbv", "pvp", "pvr", "bvp", "bvr"];
        for method in ConfirmationMethod::ALL {
            let words = check_methods(method);
            assert!(words.iter().all(|word| list.contains(word)), "{words:?}");
            assert_eq!(words.is_empty(), method == ConfirmationMethod::RegisteredLetter, "{words:?}");
        }
    }
}
