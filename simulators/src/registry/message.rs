//! Reading requests and writing answers.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{SigningKey, VerifyingKey};
use jiff::Timestamp;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Answer, Registry, RegistryName, Request, Verdict, matching::Kind};
use crate::{chance, jws};

const REQUEST: &str = "okno-registry-request+jws";
const ANSWER: &str = "okno-registry-answer+jws";
const MINUTE: i64 = 60;

/// Why a request is not taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestFault {
    /// The signed message is wrong.
    #[error("{0}")]
    Jws(#[from] jws::JwsFault),
    /// The payload is wrong.
    #[error("{0}")]
    Payload(String),
}

impl RequestFault {
    /// The status of the answer.
    pub(crate) fn status(&self) -> u16 {
        match self {
            Self::Jws(fault) if fault.is_about_the_signature() => 401,
            _ => 400,
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Payload {
    pub(super) iss: String,
    aud: String,
    iat: i64,
    pub(super) jti: Uuid,
    pub(super) kind: Kind,
    pub(super) subject: BTreeMap<String, String>,
    pub(super) callback: Option<String>,
}

/// Checks a request as it came from outside: signature, header, members. `key_id` is the name of the asker's key.
pub fn check_request(
    message: &[u8],
    asker: &VerifyingKey,
    key_id: &str,
    me: RegistryName,
    now: Timestamp,
) -> Result<(), RequestFault> {
    read(message, asker, key_id, me, now).map(|_| ())
}

pub(super) fn read(
    message: &[u8],
    asker: &VerifyingKey,
    key_id: &str,
    me: RegistryName,
    now: Timestamp,
) -> Result<Payload, RequestFault> {
    let unverified = jws::parse(message, REQUEST)?;
    if unverified.kid != key_id {
        return Err(jws::JwsFault::UnknownKey.into());
    }
    let bytes = unverified.verify(asker)?;
    let payload: Payload = serde_json::from_slice(&bytes).map_err(|error| fault(&error.to_string()))?;
    if payload.aud != me.word() {
        return Err(fault("aud: this is another registry"));
    }
    if payload.iat > now.as_second().saturating_add(10 * MINUTE) {
        return Err(fault("iat: in the future"));
    }
    if payload.kind != me.kind() {
        return Err(fault("kind: not ours"));
    }
    if !payload.kind.is_complete(&payload.subject) {
        return Err(fault("subject: a member is missing"));
    }
    let is_absolute = |url: &String| reqwest::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if !payload.callback.as_ref().is_none_or(is_absolute) {
        return Err(fault("callback: not an absolute address"));
    }
    Ok(payload)
}

fn fault(reason: &str) -> RequestFault {
    RequestFault::Payload(reason.to_owned())
}

impl Registry {
    /// Signs an answer as the switches have it at this moment: a repetition after they were put right is sound.
    pub(super) fn write_answer(&self, request: &Request, answer: &Answer) -> String {
        let switches = self.switches();
        let digest = if switches.wrong_digest { [0x5a; 32] } else { request.digest };
        let ahead = if switches.future { 60 * MINUTE } else { 0 };
        let mut payload = serde_json::json!({
            "iss": self.name.word(),
            "aud": if switches.wrong_audience { "somebody-else" } else { &request.iss },
            "iat": answer.made_at.as_second().saturating_add(ahead),
            "jti": answer.id,
            "in_reply_to": if switches.wrong_reply { chance::uuid() } else { request.jti },
            "request_digest": URL_SAFE_NO_PAD.encode(digest),
            "ticket": request.ticket,
            "result": answer.verdict.word(),
        });
        if let (Verdict::Mismatch { mismatched }, Some(members)) = (&answer.verdict, payload.as_object_mut()) {
            members.insert("mismatched".into(), serde_json::json!(mismatched));
        }
        let stranger = SigningKey::from_bytes(&[0x13; 32]);
        let key = if switches.wrong_signature { &stranger } else { &self.key };
        let kid = if switches.wrong_kid { "stranger" } else { self.name.word() };
        jws::sign(key, ANSWER, kid, payload.to_string().as_bytes())
    }
}

/// SHA-256 of a request's text.
pub(super) fn digest(message: &[u8]) -> [u8; 32] {
    Sha256::digest(message).into()
}
