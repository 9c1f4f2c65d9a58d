//! The two messages of the exchange: our request and the registry's answer. Pure.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use okno_app::ports::{RegistryAnswer, RegistryQuestion, RegistryResult};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::jws::{self, Fault, Trusted};

const REQUEST_TYPE: &str = "okno-registry-request+jws";
const ANSWER_TYPE: &str = "okno-registry-answer+jws";

/// How far the other side's clock may run ahead of ours.
const CLOCK_TOLERANCE_SECONDS: i64 = 600;

/// Tickets are opaque, but they are stored and become a part of an address.
const LONGEST_TICKET: usize = 200;

const SNILS_MEMBERS: [&str; 6] = ["snils", "family_name", "given_name", "patronymic", "birth_date", "sex"];
const PASSPORT_MEMBERS: [&str; 11] = [
    "series",
    "number",
    "issue_date",
    "issued_by",
    "unit_code",
    "family_name",
    "given_name",
    "patronymic",
    "birth_date",
    "birth_place",
    "sex",
];

#[derive(Serialize)]
struct Request<'a> {
    iss: &'a str,
    aud: &'a str,
    iat: i64,
    jti: Uuid,
    kind: &'a str,
    subject: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    callback: Option<&'a str>,
}

/// Unknown members are ignored, known ones are required and must have their type.
#[derive(Deserialize)]
struct Answer {
    iss: String,
    aud: String,
    iat: i64,
    jti: String,
    in_reply_to: String,
    request_digest: String,
    ticket: String,
    result: Word,
    #[serde(default)]
    mismatched: Vec<String>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Word {
    Match,
    Mismatch,
    NoData,
}

/// Who we are when we ask.
pub(crate) struct Asker {
    pub(crate) issuer: String,
    pub(crate) key: SigningKey,
    pub(crate) key_id: String,
    pub(crate) callback: Option<String>,
}

/// Whose answers are accepted, and to whom they must be addressed.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The registry's key.
    pub trusted: Trusted,
    /// The registry's name (`iss`).
    pub issuer: String,
    /// Our name (`aud`).
    pub audience: String,
}

/// The signed request for a question; the same question gives the same text.
pub(crate) fn sign_request(asker: &Asker, registry: &str, question: &RegistryQuestion) -> Result<String, Fault> {
    let allowed = members(&question.kind).ok_or(Fault::Content("the kind of question is unknown"))?;
    // R109: nothing leaves that the comparison does not need.
    if question.subject.keys().any(|name| !allowed.contains(&name.as_str())) {
        return Err(Fault::Content("the question has data that the protocol does not name"));
    }
    let request = Request {
        iss: &asker.issuer,
        aud: registry,
        iat: question.asked_at.as_second(),
        jti: question.key,
        kind: &question.kind,
        subject: &question.subject,
        callback: asker.callback.as_deref(),
    };
    let payload = serde_json::to_vec(&request).map_err(|_| Fault::Content("not serializable"))?;
    jws::sign(&asker.key, &asker.key_id, REQUEST_TYPE, &payload)
}

/// Checks a registry's answer: signature, sender, addressee, time, members. Bytes of any kind may be given.
pub fn verify_answer(message: &[u8], expected: &Expected, now: Timestamp) -> Result<RegistryAnswer, Fault> {
    let payload = jws::verify(message, ANSWER_TYPE, &expected.trusted)?;
    let answer: Answer =
        serde_json::from_slice(&payload).map_err(|_| Fault::Content("a member is missing or of the wrong kind"))?;
    if answer.iss != expected.issuer {
        return Err(Fault::Content("iss is another registry"));
    }
    if answer.aud != expected.audience {
        return Err(Fault::Content("aud is somebody else"));
    }
    let answered_at = Timestamp::from_second(answer.iat).map_err(|_| Fault::Content("iat is no instant"))?;
    if answer.iat > now.as_second().saturating_add(CLOCK_TOLERANCE_SECONDS) {
        return Err(Fault::Content("iat lies in the future"));
    }
    if answer.result != Word::Mismatch && !answer.mismatched.is_empty() {
        return Err(Fault::Content("mismatched contradicts result"));
    }
    let signed = String::from_utf8(message.to_vec()).map_err(|_| Fault::Form("not text"))?;
    Ok(RegistryAnswer {
        answer_id: uuid(&answer.jti).ok_or(Fault::Content("jti is no UUID"))?,
        in_reply_to: uuid(&answer.in_reply_to).ok_or(Fault::Content("in_reply_to is no UUID"))?,
        request_digest: digest(&answer.request_digest).ok_or(Fault::Content("request_digest is no SHA-256"))?,
        ticket: ticket(answer.ticket).ok_or(Fault::Content("ticket is unusable"))?,
        result: result(answer.result, answer.mismatched),
        answered_at,
        signed,
    })
}

/// The ticket, if it can be kept and put into an address.
pub(crate) fn ticket(text: String) -> Option<String> {
    let usable = (1..=LONGEST_TICKET).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    (usable && text != "." && text != "..").then_some(text)
}

/// Names of members we never asked about are left out: the person could not correct them anyway.
fn result(word: Word, mismatched: Vec<String>) -> RegistryResult {
    match word {
        Word::Match => RegistryResult::Match,
        Word::NoData => RegistryResult::NoData,
        Word::Mismatch => {
            let known = |name: &String| {
                let name = name.as_str();
                SNILS_MEMBERS.contains(&name) || PASSPORT_MEMBERS.contains(&name)
            };
            let mut names: Vec<String> = mismatched.into_iter().filter(known).collect();
            names.sort();
            names.dedup();
            RegistryResult::Mismatch(names)
        }
    }
}

fn members(kind: &str) -> Option<&'static [&'static str]> {
    match kind {
        "snils" => Some(&SNILS_MEMBERS),
        "internal_passport" => Some(&PASSPORT_MEMBERS),
        _ => None,
    }
}

/// Only the form with hyphens: one id has one spelling.
fn uuid(text: &str) -> Option<Uuid> {
    let id = Uuid::try_parse(text).ok()?;
    text.eq_ignore_ascii_case(&id.hyphenated().to_string()).then_some(id)
}

fn digest(text: &str) -> Option<[u8; 32]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}
