//! The id_token (section 2.4).

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    Level, Method,
    jwt::{Kind, Unsigned},
    object,
};
use crate::esia::{Settings, settings::AuthTimeUnit};

/// What an id_token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdToken<'a> {
    /// The person.
    pub person: u64,
    /// The client.
    pub client_id: &'a str,
    /// The session.
    pub session: &'a str,
    /// The level of the account.
    pub level: Level,
    /// How the person signed in.
    pub method: Method,
    /// When the person signed in.
    pub signed_in_at: Timestamp,
    /// `nonce` of the authorization request.
    pub nonce: Option<&'a str>,
}

impl IdToken<'_> {
    /// The token, to be signed.
    pub fn build(&self, settings: &Settings, now: Timestamp) -> Unsigned {
        let issued = now.as_second();
        let mut subject = Map::new();
        subject.insert("urn:esia:sbj:typ".to_owned(), json!("P"));
        if self.level.is_trusted() {
            subject.insert("urn:esia:sbj:is_tru".to_owned(), json!(true));
        }
        subject.insert("urn:esia:sbj:oid".to_owned(), object(self.person, settings.object));
        subject.insert("urn:esia:sbj:nam".to_owned(), json!(format!("OID.{}", self.person)));
        subject.insert("urn:esia:sbj:lvl".to_owned(), json!(self.level.name()));
        let mut claims = Map::new();
        let mut add = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        add("iss", json!(settings.issuer));
        add("aud", json!(self.client_id));
        add("sub", object(self.person, settings.subject));
        add("iat", json!(issued));
        add("nbf", json!(issued));
        add("exp", json!(issued.saturating_add(settings.id_lifetime.as_secs())));
        let auth_time = match settings.auth_time {
            AuthTimeUnit::Seconds => self.signed_in_at.as_second(),
            AuthTimeUnit::Milliseconds => self.signed_in_at.as_millisecond(),
        };
        add("auth_time", json!(auth_time));
        add("amr", json!(self.method.name()));
        add("urn:esia:amd", json!(self.method.name()));
        add("urn:esia:sid", json!(self.session));
        add("urn:esia:sbj", Value::Object(subject));
        if let Some(nonce) = self.nonce.filter(|_| settings.echo_nonce) {
            add("nonce", json!(nonce));
        }
        Unsigned::new(Kind::Id, settings.algorithm, &claims)
    }
}
