//! Dynamic registration (RFC 7591) and its management (RFC 7592): who is let in, what is asked, what is answered. Tokens and
//! software statements are verified elsewhere.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::{
    bounded,
    client::{self, Client, ClientMetadata, DEEPEST, Faults, MOST_BYTES, MetadataRule},
    error::{Challenge, ErrorCode, ProtocolError, Reply, Scheme},
};

/// What only the server writes (RFC 7592 2.2).
const OURS: [&str; 4] =
    ["registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at"];

/// Who may register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Nobody; clients are entered by other ways.
    Closed,
    /// Who has an initial access token (RFC 7591 3).
    InitialToken,
    /// Who has a software statement of somebody who counts (RFC 7591 2.3).
    Statement,
    /// Who has either.
    TokenOrStatement,
    /// Anybody.
    Open,
}

/// What a verified software statement says, or why it is none.
pub type Statement<'a> = Result<&'a Map<String, Value>, StatementFault>;

/// Why a software statement does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementFault {
    /// It is not signed as it should be.
    #[error("the software statement is not valid")]
    Invalid,
    /// It is, but not by somebody who counts here.
    #[error("the software statement is not from anybody known")]
    Unapproved,
}

/// Whether somebody is let in. `token` says whether there is an initial access token and whether it is good.
pub fn admit(policy: Policy, token: Option<bool>, statement: Option<Statement<'_>>) -> Result<(), ProtocolError> {
    match statement {
        Some(Err(StatementFault::Invalid)) => {
            let code = ErrorCode::InvalidSoftwareStatement;
            return Err(ProtocolError::new(code, "the software statement is not valid"));
        }
        Some(Err(StatementFault::Unapproved)) => {
            let code = ErrorCode::UnapprovedSoftwareStatement;
            return Err(ProtocolError::new(code, "the software statement is not from anybody known"));
        }
        Some(Ok(_)) | None => {}
    }
    if token == Some(false) {
        return Err(ProtocolError::new(ErrorCode::InvalidToken, "the initial access token is not valid"));
    }
    let admitted = match policy {
        Policy::Closed => false,
        Policy::InitialToken => token == Some(true),
        Policy::Statement => statement.is_some(),
        Policy::TokenOrStatement => token == Some(true) || statement.is_some(),
        Policy::Open => true,
    };
    if admitted {
        return Ok(());
    }
    let description = match policy {
        Policy::Statement => "registration takes a software statement",
        Policy::Closed => "registration is closed",
        _ => "registration takes an initial access token",
    };
    Err(ProtocolError::new(ErrorCode::InvalidToken, description))
}

/// The answer to whoever is not let in.
pub fn refusal(error: &ProtocolError) -> Reply {
    if error.code == ErrorCode::InvalidToken {
        error.challenged_reply(&Challenge::of(Scheme::Bearer, error))
    } else {
        error.reply()
    }
}

/// The answer to metadata with faults (RFC 7591 3.2.2): the sentence names each field.
pub fn faulty(faults: &Faults) -> Reply {
    let body = json!({ "error": faults.error().code.as_str(), "error_description": faults.sentence() });
    Reply::json(400, &body)
}

/// The members of a request, with those of the software statement over them (RFC 7591 2.3). What the statement says in any
/// language, the client does not say in another: a person might read only that.
pub fn members(body: &[u8], statement: Option<&Map<String, Value>>) -> Result<Map<String, Value>, ProtocolError> {
    let malformed = ProtocolError::new(ErrorCode::InvalidClientMetadata, "the body is no JSON object");
    let mut members = bounded::object(body, MOST_BYTES, DEEPEST).map_err(|_| malformed)?;
    members.remove("software_statement");
    let said = || statement.into_iter().flatten().filter(|(name, _)| !is_of_one_client(name));
    members.retain(|name, _| !said().any(|(other, _)| untagged(other) == untagged(name)));
    members.extend(said().map(|(name, value)| (name.clone(), value.clone())));
    Ok(members)
}

/// Whether a member is about one registration and not about the software, so that no statement may say it.
fn is_of_one_client(name: &str) -> bool {
    OURS.contains(&name) || matches!(name, "client_id" | "client_secret" | "software_statement")
}

/// The name of a member without its language (RFC 7591 2.2).
fn untagged(name: &str) -> &str {
    name.split_once('#').map_or(name, |(name, _)| name)
}

/// The software statement inside a request, to be verified.
pub fn statement_in(body: &[u8]) -> Option<String> {
    let members = bounded::object(body, MOST_BYTES, DEEPEST).ok()?;
    members.get("software_statement")?.as_str().map(str::to_owned)
}

/// What an update asks for (RFC 7592 2.2): the whole metadata anew, for this client, with nothing that only we write.
/// `statement` is what the client's software statement says: the one that was verified with the update, else the one that
/// was kept since the registration. An update never shakes it off.
pub fn update(
    body: &[u8],
    client: &Client,
    statement: Option<&Map<String, Value>>,
    secret_is_right: impl FnOnce(&str) -> bool,
    rule: &MetadataRule<'_>,
) -> Result<ClientMetadata, Reply> {
    let refuse = |description| ProtocolError::request(description).reply();
    let members = members(body, statement).map_err(|error| error.reply())?;
    if members.get("client_id").and_then(Value::as_str) != Some(client.id.as_str()) {
        return Err(refuse("client_id is missing or another one"));
    }
    if OURS.iter().any(|name| members.contains_key(*name)) {
        return Err(refuse("the update has members that only the server writes"));
    }
    match members.get("client_secret") {
        None => {}
        Some(Value::String(secret)) if secret_is_right(secret) => {}
        Some(_) => return Err(refuse("client_secret is another one")),
    }
    client::read_object(&members, rule).map_err(|faults| faulty(&faults))
}

/// What a client gets that registered, or asks for its own metadata.
#[derive(Clone, Copy)]
pub struct Registered<'a> {
    /// The client.
    pub client: &'a Client,
    /// Since when it is known.
    pub issued_at: Timestamp,
    /// Its secret, shown once.
    pub secret: Option<&'a str>,
    /// The token for its own management.
    pub access_token: Option<&'a str>,
    /// The address of its own management.
    pub management: Option<&'a str>,
}

impl Registered<'_> {
    /// The answer to a registration (RFC 7591 3.2.1).
    pub fn created(&self) -> Reply {
        Reply::json(201, &self.body())
    }

    /// The answer to a look or an update (RFC 7592 3).
    pub fn shown(&self) -> Reply {
        Reply::json(200, &self.body())
    }

    fn body(&self) -> Value {
        let mut body = self.client.metadata.to_json();
        body.insert("client_id".to_owned(), json!(self.client.id));
        body.insert("client_id_issued_at".to_owned(), json!(self.issued_at.as_second()));
        if let Some(secret) = self.secret {
            body.insert("client_secret".to_owned(), json!(secret));
            // Zero: it does not expire.
            body.insert("client_secret_expires_at".to_owned(), json!(0));
        }
        if let Some(token) = self.access_token {
            body.insert("registration_access_token".to_owned(), json!(token));
        }
        if let Some(address) = self.management {
            body.insert("registration_client_uri".to_owned(), json!(address));
        }
        Value::Object(body)
    }
}

/// The answer to a deletion (RFC 7592 2.3).
pub fn deleted() -> Reply {
    Reply::empty(204)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{client::Profile, jose::Algorithm};

    const RULE: MetadataRule<'static> =
        MetadataRule { profile: Profile::Plain, algorithms: &Algorithm::ALL, front_channel: false, under_test: false };

    fn client() -> Client {
        let metadata = client::read(br#"{"redirect_uris":["https://a.example/cb"]}"#, &RULE).unwrap();
        Client { id: "a".to_owned(), profile: Profile::Plain, metadata }
    }

    /// Each policy with each thing that may be presented.
    #[test]
    fn who_is_let_in() {
        let said = Map::new();
        let good: Option<Statement<'_>> = Some(Ok(&said));
        for (policy, token, statement, admitted) in [
            (Policy::Closed, Some(true), good, false),
            (Policy::Closed, None, None, false),
            (Policy::InitialToken, Some(true), None, true),
            (Policy::InitialToken, None, good, false),
            (Policy::InitialToken, Some(false), None, false),
            (Policy::Statement, None, good, true),
            (Policy::Statement, Some(true), None, false),
            (Policy::Statement, Some(false), good, false),
            (Policy::TokenOrStatement, Some(true), None, true),
            (Policy::TokenOrStatement, None, good, true),
            (Policy::TokenOrStatement, None, None, false),
            (Policy::Open, None, None, true),
            (Policy::Open, Some(false), None, false),
        ] {
            let outcome = admit(policy, token, statement);
            assert_eq!(outcome.is_ok(), admitted, "{policy:?} {token:?} {}", statement.is_some());
            if let Err(error) = outcome {
                let reply = refusal(&error);
                assert_eq!(reply.status, 401);
                assert!(reply.headers.iter().any(|(name, _)| *name == "www-authenticate"));
            }
        }
        for (fault, code) in [
            (StatementFault::Invalid, ErrorCode::InvalidSoftwareStatement),
            (StatementFault::Unapproved, ErrorCode::UnapprovedSoftwareStatement),
        ] {
            let error = admit(Policy::Open, None, Some(Err(fault))).unwrap_err();
            assert_eq!((error.code, refusal(&error).status), (code, 400));
        }
    }

    /// RFC 7591 2.3: what the statement says counts more.
    #[test]
    fn a_statement_stands_over_the_request() {
        let statement = json!({ "client_name": "Signed", "redirect_uris": ["https://a.example/cb"] });
        let body = br#"{"client_name":"Typed","redirect_uris":["https://evil.example/"],"software_statement":"x.y.z"}"#;
        assert_eq!(statement_in(body).as_deref(), Some("x.y.z"));
        let members = members(body, statement.as_object()).unwrap();
        assert_eq!(Value::Object(members), statement);
    }

    #[test]
    fn whoever_registered_gets_all_in_one_answer() {
        let client = client();
        let issued_at = Timestamp::from_second(7).unwrap();
        let registered = Registered {
            client: &client,
            issued_at,
            secret: Some("s"),
            access_token: Some("t"),
            management: Some("https://id.example/register/a"),
        };
        let reply = registered.created();
        assert_eq!(reply.status, 201);
        let body: Value = serde_json::from_slice(&reply.body).unwrap();
        assert_eq!(body["client_id"], "a");
        assert_eq!(body["client_id_issued_at"], 7);
        assert_eq!((&body["client_secret"], &body["client_secret_expires_at"]), (&json!("s"), &json!(0)));
        assert_eq!(body["registration_access_token"], "t");
        assert_eq!(body["redirect_uris"], json!(["https://a.example/cb"]));
        assert_eq!(registered.shown().status, 200);
        assert_eq!(deleted().status, 204);
    }

    /// RFC 7592 2.2.
    #[test]
    fn an_update_is_for_the_client_itself() {
        let attempt = |body: Value| update(body.to_string().as_bytes(), &client(), None, |secret| secret == "s", &RULE);
        let good = json!({ "client_id": "a", "client_secret": "s", "redirect_uris": ["https://a.example/new"] });
        assert_eq!(attempt(good.clone()).unwrap().redirect_uris[0].as_str(), "https://a.example/new");
        for (name, value) in [
            ("client_id", json!("b")),
            ("client_id", Value::Null),
            ("client_secret", json!("t")),
            ("client_secret", json!(1)),
            ("registration_access_token", json!("x")),
            ("client_id_issued_at", json!(1)),
            ("redirect_uris", json!(["http://a.example/"])),
        ] {
            let mut bad = good.clone();
            bad[name] = value;
            assert_eq!(attempt(bad).unwrap_err().status, 400, "{name}");
        }
    }

    /// RFC 7591 2.3, RFC 7592 2.2: what the statement says stands in every later update too.
    #[test]
    fn an_update_does_not_shake_off_the_statement() {
        let statement = json!({
            "client_name": "Signed", "redirect_uris": ["https://a.example/cb"], "client_id": "b", "client_secret": "x",
            "registration_access_token": "x", "software_statement": "x",
        });
        let body = json!({
            "client_id": "a", "client_name": "Typed", "client_name#ru": "Typed", "client_uri": "https://a.example/",
            "redirect_uris": ["https://evil.example/"],
        });
        let update = |statement| update(body.to_string().as_bytes(), &client(), statement, |_| false, &RULE).unwrap();
        let bound = update(statement.as_object());
        assert_eq!(bound.redirect_uris[0].as_str(), "https://a.example/cb");
        assert_eq!(bound.client_name.in_language("ru"), Some("Signed"), "not in another language either");
        assert_eq!(bound.client_uri.in_language("ru"), Some("https://a.example/"), "what it does not say is free");
        assert_eq!(update(None).redirect_uris[0].as_str(), "https://evil.example/");
    }

    #[test]
    fn faults_are_named_in_the_answer() {
        let faults = client::read(br#"{"redirect_uris":[]}"#, &RULE).unwrap_err();
        let body: Value = serde_json::from_slice(&faulty(&faults).body).unwrap();
        assert_eq!(body["error"], "invalid_redirect_uri");
        assert_eq!(body["error_description"], "redirect_uris is missing");
    }
}
