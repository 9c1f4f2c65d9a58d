//! The data service: which address means what, what a token opens, and how the answers look (section 4).
//!
//! A request is read in three steps: the path ([`path`]), the query (`embed=(…)`, [`embed`]), and what the scopes of its
//! token open ([`open`]). Views are plain data; the caller fills them with what it knows.

pub mod collection;
pub mod embed;
pub mod open;
pub mod organization;
pub mod path;
pub mod person;

use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::error::{Answer, JSON};

/// The headers of a good answer. There is never a `Location`: one client takes it for an exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headers {
    /// `Content-Type`; it begins with `application/json`.
    pub content_type: String,
    /// `ETag`, in quotation marks.
    pub etag: Option<String>,
    /// `Cache-Control`.
    pub cache_control: &'static str,
}

impl Headers {
    /// The headers of an answer of this model, for example `prn/Person-3`.
    pub fn new(base: &str, model: Option<&str>, etag: Option<&str>) -> Self {
        let content_type = match model {
            Some(model) => format!("application/json; schema=\"{base}/rs/model/{model}\""),
            None => JSON.to_owned(),
        };
        Self { content_type, etag: etag.map(|etag| format!("\"{etag}\"")), cache_control: "no-store" }
    }
}

/// An `eTag`: 40 uppercase hexadecimal digits that change with what is shown. How the real ones are made is unknown.
pub fn etag(shown: &impl Serialize) -> String {
    let bytes = serde_json::to_vec(shown).unwrap_or_default();
    let digest = Sha256::digest(bytes);
    let halves = digest.iter().take(20).flat_map(|byte| [byte >> 4, byte & 15]);
    halves.filter_map(|half| char::from_digit(u32::from(half), 16)).map(|digit| digit.to_ascii_uppercase()).collect()
}

/// A view as an object with its `eTag`. The tag is made of what is shown and of nothing else: over hidden fields it would
/// let a client guess them.
pub fn tagged(view: &impl Serialize) -> Value {
    let mut object = object(view);
    tag(&mut object);
    Value::Object(object)
}

fn tag(object: &mut Map<String, Value>) {
    let tag = etag(object);
    object.insert("eTag".to_owned(), Value::String(tag));
}

/// Our views are structs of plain fields, which always serialize to objects.
fn object(view: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(view) {
        Ok(Value::Object(object)) => object,
        _ => Map::new(),
    }
}

/// A good answer.
pub fn answer(shown: &impl Serialize) -> Answer {
    Answer::json(200, shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Section 4.1.
    #[test]
    fn answers_are_typed_and_not_stored() {
        let headers = Headers::new("https://esia.example", Some("prn/Person-3"), Some("AB"));
        assert_eq!(headers.content_type, "application/json; schema=\"https://esia.example/rs/model/prn/Person-3\"");
        assert_eq!((headers.etag.as_deref(), headers.cache_control), (Some("\"AB\""), "no-store"));
        assert!(Headers::new("", None, None).content_type.starts_with("application/json"));
        assert_eq!(answer(&[1]).body, "[1]");
    }

    /// Section 4.3: 40 hexadecimal digits, uppercase.
    #[test]
    fn tags_follow_what_is_shown() {
        let tag = etag(&"a");
        assert_eq!(tag.len(), 40);
        assert!(tag.bytes().all(|digit| digit.is_ascii_digit() || (b'A'..=b'F').contains(&digit)), "{tag}");
        assert_eq!(tag, etag(&"a"));
        assert_ne!(tag, etag(&"b"));
    }
}
