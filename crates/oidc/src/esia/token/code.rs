//! The code: a token in itself, as one client takes it apart (section 1.8).

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::jwt::{self, Kind, Unsigned};
use crate::{
    esia::{
        Settings,
        error::{Code, Refusal},
    },
    jose::Algorithm,
};

/// The code, to be signed. `handle` is what finds its binding again and must be unguessable: the signature alone does not
/// make a code, which is good once only.
pub fn build(handle: &str, client_id: &str, settings: &Settings, now: Timestamp) -> Unsigned {
    let issued = now.as_second();
    let mut claims = Map::new();
    let mut add = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    add("iss", json!(settings.issuer));
    add("client_id", json!(client_id));
    add("jti", json!(handle));
    add("iat", json!(issued));
    add("nbf", json!(issued));
    add("exp", json!(issued.saturating_add(settings.code_lifetime.as_secs())));
    Unsigned::new(Kind::Code, settings.algorithm, &claims)
}

/// The handle of a code that this server signed for a client with these settings (ESIA-007011); `CodeBinding::check` decides
/// the rest. `verify` is given the algorithm of the settings and no other, what is signed, and the signature.
pub fn open(
    code: &str,
    settings: &Settings,
    verify: impl Fn(Algorithm, &[u8], &[u8]) -> bool,
) -> Result<String, Refusal> {
    let refuse = |why| Refusal::new(Code::GRANT, why);
    let parsed = jwt::parse(code).ok_or_else(|| refuse("the code is malformed"))?;
    if parsed.kind != Kind::Code || !parsed.is_signed(settings, verify) {
        return Err(refuse("the code was not issued here"));
    }
    if parsed.claims.get("iss").and_then(Value::as_str) != Some(settings.issuer.as_str()) {
        return Err(refuse("the code has another issuer"));
    }
    let handle = parsed.claims.get("jti").and_then(Value::as_str);
    handle.map(str::to_owned).ok_or_else(|| refuse("the code has no handle"))
}
