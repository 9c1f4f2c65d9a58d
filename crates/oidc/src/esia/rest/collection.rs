//! Collections: addresses of their elements, or the elements themselves (section 4.2).

use serde::Serialize;
use serde_json::Value;

use super::{
    etag,
    path::{PersonPart, Resource},
};

/// A collection.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Collection {
    #[serde(rename = "stateFacts")]
    state_facts: [&'static str; 1],
    size: usize,
    #[serde(rename = "eTag", skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
    elements: Vec<Value>,
}

impl Collection {
    /// The addresses of elements; clients follow each with a GET, so they begin with the base that clients reach.
    pub fn of_addresses(base: &str, elements: impl IntoIterator<Item = Resource>) -> Self {
        Self::tagged(elements.into_iter().map(|resource| Value::String(resource.url(base))).collect())
    }

    /// The elements themselves.
    pub fn of_objects(elements: Vec<Value>) -> Self {
        Self::tagged(elements)
    }

    /// Roles, which always are objects and have no tag.
    pub fn of_roles(elements: Vec<Value>) -> Self {
        Self { state_facts: ["hasSize"], size: elements.len(), etag: None, elements }
    }

    fn tagged(elements: Vec<Value>) -> Self {
        Self { state_facts: ["hasSize"], size: elements.len(), etag: Some(etag(&elements)), elements }
    }

    /// A collection of a person, as `inline` asks; roles are inline always. Each element is its id and the object.
    pub fn of_person(base: &str, oid: u64, part: PersonPart, inline: bool, elements: Vec<(u64, Value)>) -> Self {
        let objects = |elements: Vec<(u64, Value)>| elements.into_iter().map(|(_, object)| object).collect();
        match part {
            PersonPart::Roles => Self::of_roles(objects(elements)),
            _ if inline => Self::of_objects(objects(elements)),
            // An organization has an address of its own.
            PersonPart::Organizations => {
                Self::of_addresses(base, elements.into_iter().map(|(id, _)| Resource::Organization(id)))
            }
            _ => Self::of_addresses(base, elements.into_iter().map(|(id, _)| Resource::PersonItem(oid, part, id))),
        }
    }

    /// Its tag.
    pub fn etag(&self) -> Option<&str> {
        self.etag.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn elements() -> Vec<(u64, Value)> {
        vec![(501, json!({"id": 501})), (502, json!({"id": 502}))]
    }

    /// Section 4.2.
    #[test]
    fn collections_are_addresses_or_objects() {
        let base = "https://esia.example";
        let of = |part, inline| {
            let collection = Collection::of_person(base, 1_000_300_001, part, inline, elements());
            serde_json::to_value(collection).unwrap()
        };
        let listed = of(PersonPart::Contacts, false);
        assert_eq!(listed["stateFacts"], json!(["hasSize"]));
        assert_eq!(listed["size"], json!(2));
        assert_eq!(listed["eTag"].as_str().unwrap().len(), 40);
        assert_eq!(
            listed["elements"],
            json!([
                "https://esia.example/rs/prns/1000300001/ctts/501",
                "https://esia.example/rs/prns/1000300001/ctts/502"
            ])
        );
        assert_eq!(of(PersonPart::Contacts, true)["elements"], json!([{"id": 501}, {"id": 502}]));
        assert_eq!(
            of(PersonPart::Organizations, false)["elements"],
            json!(["https://esia.example/rs/orgs/501", "https://esia.example/rs/orgs/502"])
        );
        for inline in [false, true] {
            let roles = of(PersonPart::Roles, inline);
            assert_eq!(roles["elements"], json!([{"id": 501}, {"id": 502}]));
            assert!(roles.get("eTag").is_none());
        }
        let empty = Collection::of_objects(Vec::new());
        assert_eq!(serde_json::to_value(&empty).unwrap()["size"], json!(0));
        assert!(empty.etag().is_some());
    }
}
