//! The registry exchange against servers that answer well, badly and not at all.
#![expect(clippy::unwrap_used, reason = "a test may")]

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{
    Signer, SigningKey,
    pkcs8::{EncodePrivateKey, EncodePublicKey, spki::der::pem::LineEnding},
};
use jiff::Timestamp;
use okno_app::ports::{Polled, PortError, Registry, RegistryQuestion, RegistryResult};
use okno_gateways::{
    GatewaysConfig,
    registry::{Expected, Trusted, verify_answer},
};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::uuid;

use crate::support::{
    certificate,
    http::{Asked, Reply, Server},
    is_garbage, is_later, is_refused, nobody,
};

const NOW: i64 = 1_790_000_000;
const TYPE: &str = "okno-registry-answer+jws";

fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

fn our_key() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}

fn their_key() -> SigningKey {
    SigningKey::from_bytes(&[2; 32])
}

fn registry_at(base: &str, more: Value) -> Arc<dyn Registry> {
    let mut one = json!({
        "base_url": base,
        "public_key": their_key().verifying_key().to_public_key_pem(LineEnding::LF).unwrap(),
        "key_id": "pf-1",
        "timeout_seconds": 1,
    });
    one.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let config = json!({ "registries": {
        "asker": {
            "signing_key": our_key().to_pkcs8_pem(LineEnding::LF).unwrap().as_str(),
            "key_id": "okno-1",
            "callback_base": "https://okno.example/",
        },
        "pension_fund": one,
    }});
    let config: GatewaysConfig = serde_json::from_value(config).unwrap();
    config.build().unwrap().pension_fund.unwrap()
}

fn question() -> RegistryQuestion {
    let subject = [
        ("snils", "11223344595"),
        ("family_name", "Ёлкина"),
        ("given_name", "Анна"),
        ("birth_date", "1990-01-02"),
        ("sex", "female"),
    ];
    RegistryQuestion {
        key: uuid!("0190a0b0-0000-7000-8000-000000000001"),
        kind: "snils".into(),
        subject: subject.map(|(name, value)| (name.into(), value.into())).into(),
        asked_at: now(),
    }
}

fn claims() -> Value {
    json!({
        "iss": "pension_fund", "aud": "okno", "iat": NOW,
        "jti": "0190a0b0-0000-7000-8000-0000000000aa",
        "in_reply_to": "0190a0b0-0000-7000-8000-000000000001",
        "request_digest": URL_SAFE_NO_PAD.encode([7; 32]),
        "ticket": "t-1", "result": "mismatch", "mismatched": ["sex", "family_name", "shoe_size"],
        "something_new": true,
    })
}

fn signed(header: &str, payload: &[u8]) -> String {
    let text = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
    let signature = their_key().sign(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

fn header() -> String {
    json!({ "alg": "EdDSA", "typ": TYPE, "kid": "pf-1" }).to_string()
}

fn answer(change: impl FnOnce(&mut serde_json::Map<String, Value>)) -> String {
    let mut claims = claims();
    change(claims.as_object_mut().unwrap());
    signed(&header(), claims.to_string().as_bytes())
}

fn expected() -> Expected {
    Expected {
        trusted: Trusted { key_id: "pf-1".into(), key: their_key().verifying_key() },
        issuer: "pension_fund".into(),
        audience: "okno".into(),
    }
}

fn accepted(message: &str) -> bool {
    verify_answer(message.as_bytes(), &expected(), now()).is_ok()
}

/// R96: the request carries the question, signed, and the same question gives the same bytes.
#[test]
fn a_request_is_the_same_text_each_time() {
    let registry = registry_at("https://registry.example/", json!({}));
    let first = registry.sign(&question()).unwrap();
    assert_eq!(first, registry.sign(&question()).unwrap());
    let parts: Vec<&str> = first.split('.').collect();
    let payload: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
    assert_eq!(
        payload,
        json!({
            "iss": "okno", "aud": "pension_fund", "iat": NOW, "jti": "0190a0b0-0000-7000-8000-000000000001",
            "kind": "snils", "subject": question().subject,
            "callback": "https://okno.example/exchange/registry/pension_fund",
        })
    );
    let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[0]).unwrap()).unwrap();
    assert_eq!(header, json!({ "alg": "EdDSA", "typ": "okno-registry-request+jws", "kid": "okno-1" }));
    let signature = ed25519_dalek::Signature::from_slice(&URL_SAFE_NO_PAD.decode(parts[2]).unwrap()).unwrap();
    let text = format!("{}.{}", parts[0], parts[1]);
    our_key().verifying_key().verify_strict(text.as_bytes(), &signature).unwrap();
}

/// R109: nothing leaves that the comparison does not need.
#[test]
fn a_question_with_more_than_needed_is_refused() {
    let registry = registry_at("https://registry.example/", json!({}));
    let mut question = question();
    question.subject.insert("email".into(), "a@b.example".into());
    assert!(matches!(registry.sign(&question), Err(PortError::Refused { .. })));
    question.subject.clear();
    question.kind = "income".into();
    assert!(matches!(registry.sign(&question), Err(PortError::Refused { .. })));
}

/// R106, R109: the answer says which members differ, as far as they were asked about.
#[test]
fn an_answer_is_read() {
    let text = answer(|_| ());
    let read = verify_answer(text.as_bytes(), &expected(), now()).unwrap();
    assert_eq!(read.result, RegistryResult::Mismatch(vec!["family_name".into(), "sex".into()]));
    assert_eq!(read.request_digest, [7; 32]);
    assert_eq!(read.ticket, "t-1");
    assert_eq!(read.answered_at, now());
    assert_eq!(read.signed, text);
}

#[test]
fn an_answer_that_breaks_a_rule_is_refused() {
    type Change = fn(&mut serde_json::Map<String, Value>);
    let good: [Change; 4] = [
        |claims| drop(claims.insert("iat".into(), (NOW + 600).into())),
        |claims| drop(claims.insert("iat".into(), 0.into())),
        |claims| drop(claims.remove("mismatched")),
        |claims| claims.extend([("result".into(), "no_data".into()), ("mismatched".into(), json!([]))]),
    ];
    for change in good {
        assert!(accepted(&answer(change)));
    }
    let bad: [Change; 13] = [
        |claims| drop(claims.insert("iat".into(), (NOW + 601).into())),
        |claims| drop(claims.insert("iat".into(), i64::MAX.into())),
        |claims| drop(claims.insert("iat".into(), "now".into())),
        |claims| drop(claims.insert("iss".into(), "interior_ministry".into())),
        |claims| drop(claims.insert("aud".into(), "somebody".into())),
        |claims| drop(claims.insert("result".into(), "perhaps".into())),
        |claims| drop(claims.insert("result".into(), "match".into())),
        |claims| drop(claims.insert("jti".into(), "{0190a0b0-0000-7000-8000-0000000000aa}".into())),
        |claims| drop(claims.insert("in_reply_to".into(), "1".into())),
        |claims| drop(claims.insert("request_digest".into(), "AAAA".into())),
        |claims| drop(claims.insert("ticket".into(), "".into())),
        |claims| drop(claims.insert("ticket".into(), "..".into())),
        |claims| drop(claims.insert("ticket".into(), "a b".into())),
    ];
    for (number, change) in bad.into_iter().enumerate() {
        assert!(!accepted(&answer(change)), "{number}");
    }
    for member in ["iss", "aud", "iat", "jti", "in_reply_to", "request_digest", "ticket", "result"] {
        assert!(!accepted(&answer(|claims| drop(claims.remove(member)))), "{member}");
    }
}

#[test]
fn only_one_form_of_signature_is_accepted() {
    let payload = claims().to_string();
    let with = |header: &str| signed(header, payload.as_bytes());
    assert!(accepted(&with(&header())));
    for bad in [
        json!({ "alg": "none", "typ": TYPE, "kid": "pf-1" }).to_string(),
        json!({ "alg": "HS256", "typ": TYPE, "kid": "pf-1" }).to_string(),
        json!({ "alg": "eddsa", "typ": TYPE, "kid": "pf-1" }).to_string(),
        json!({ "alg": "EdDSA", "typ": "okno-registry-request+jws", "kid": "pf-1" }).to_string(),
        json!({ "alg": "EdDSA", "typ": TYPE, "kid": "pf-2" }).to_string(),
        json!({ "alg": "EdDSA", "typ": TYPE }).to_string(),
        json!({ "alg": "EdDSA", "typ": TYPE, "kid": "pf-1", "crit": ["b64"], "b64": false }).to_string(),
        json!({ "alg": "EdDSA", "typ": TYPE, "kid": "pf-1", "jwk": {} }).to_string(),
        format!("{{\"alg\":\"none\",\"alg\":\"EdDSA\",\"typ\":\"{TYPE}\",\"kid\":\"pf-1\"}}"),
    ] {
        assert!(!accepted(&with(&bad)), "{bad}");
    }
    let good = with(&header());
    let (text, signature) = good.rsplit_once('.').unwrap();
    let stranger = SigningKey::from_bytes(&[3; 32]).sign(text.as_bytes());
    for bad in [
        format!("{good}="),
        format!("{good}."),
        format!("{good} "),
        format!(".{good}"),
        format!("{text}."),
        text.to_owned(),
        format!("{text}.{}", &signature[1..]),
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(stranger.to_bytes())),
        String::new(),
    ] {
        assert!(!accepted(&bad), "{bad}");
    }
    let huge = answer(|claims| drop(claims.insert("padding".into(), "a".repeat(64 * 1024).into())));
    assert!(!accepted(&huge));
}

proptest! {
    #[test]
    fn bytes_of_any_kind_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..512)) {
        prop_assert!(verify_answer(&bytes, &expected(), now()).is_err());
    }

    #[test]
    fn signed_garbage_does_no_harm(payload in ".{0,256}") {
        prop_assert!(!accepted(&signed(&header(), payload.as_bytes())));
    }

    #[test]
    fn no_changed_byte_is_accepted(position in 0_usize..700, byte in any::<u8>()) {
        let mut bytes = answer(|_| ()).into_bytes();
        let position = position % bytes.len();
        prop_assume!(bytes[position] != byte);
        bytes[position] = byte;
        prop_assert!(verify_answer(&bytes, &expected(), now()).is_err());
    }
}

async fn answering(reply: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> (Server, Arc<dyn Registry>) {
    let server = Server::start(reply).await;
    let registry = registry_at(&server.url(), json!({}));
    (server, registry)
}

/// R96: a request goes out signed and comes back as a ticket.
#[tokio::test]
async fn a_request_is_handed_over() {
    let body = br#"{"ticket":"a/b","poll_after_seconds":5,"more":1}"#.to_vec();
    let (server, registry) = answering(move |_| Reply::Say(202, vec![], body.clone())).await;
    let signed = registry.sign(&question()).unwrap();
    let ticket = registry.submit(&signed).await.unwrap();
    assert_eq!((ticket.ticket.as_str(), ticket.poll_after_seconds), ("a/b", 5));
    let asked = server.asked();
    assert_eq!(asked[0].line, "POST /requests");
    assert!(asked[0].headers.contains("content-type: application/jose"));
    assert_eq!(asked[0].body, signed);
}

/// R99: what may pass is tried again, and what cannot is not.
#[tokio::test]
async fn statuses_are_sorted() {
    let (_server, registry) = answering(|_| Reply::Say(503, vec!["retry-after: 17"], vec![])).await;
    let Err(PortError::Later { pause_seconds, .. }) = registry.submit("x").await else { panic!() };
    assert_eq!(pause_seconds, Some(17));
    for status in [408, 429, 500, 502, 503, 504] {
        let (_server, registry) = answering(move |_| Reply::Say(status, vec![], vec![])).await;
        assert!(is_later(registry.submit("x").await.map(drop)), "{status}");
        assert!(is_later(registry.poll("t", now()).await.map(drop)), "{status}");
        assert!(is_later(registry.check().await), "{status}");
    }
    for status in [400, 401, 409, 413] {
        let (_server, registry) = answering(move |_| Reply::Say(status, vec![], vec![])).await;
        assert!(is_refused(registry.submit("x").await.map(drop)), "{status}");
    }
    for status in [200, 204, 302, 403, 404, 418] {
        let (_server, registry) = answering(move |_| Reply::Say(status, vec![], vec![])).await;
        assert!(is_garbage(registry.submit("x").await.map(drop)), "{status}");
    }
}

#[tokio::test]
async fn a_bad_receipt_is_garbage() {
    for body in ["", "{}", "[]", r#"{"ticket":"","poll_after_seconds":1}"#, r#"{"ticket":"a","poll_after_seconds":-1}"#]
    {
        let (_server, registry) = answering(|_| Reply::Say(202, vec![], body.into())).await;
        assert!(is_garbage(registry.submit("x").await.map(drop)), "{body}");
    }
}

/// R99: silence, a broken line and an endless answer end in time.
#[tokio::test]
async fn a_bad_line_does_not_hold_us() {
    let (_server, registry) = answering(|_| Reply::Silence).await;
    assert!(is_later(registry.submit("x").await.map(drop)));
    let (_server, registry) = answering(|_| Reply::Raw(vec![])).await;
    assert!(is_later(registry.submit("x").await.map(drop)));
    let (_server, registry) = answering(|_| Reply::Raw(b"220 mail.example ESMTP\r\n".to_vec())).await;
    assert!(is_garbage(registry.submit("x").await.map(drop)));
    let (_server, registry) = answering(|_| Reply::Endless).await;
    assert!(is_garbage(registry.poll("t", now()).await.map(drop)));
    let head = b"HTTP/1.1 202 X\r\ncontent-length: 9999999999\r\n\r\n".to_vec();
    let (_server, registry) = answering(move |_| Reply::Raw(head.clone())).await;
    assert!(is_garbage(registry.submit("x").await.map(drop)));
    let registry = registry_at(&format!("http://127.0.0.1:{}/", nobody().await), json!({}));
    assert!(is_later(registry.submit("x").await.map(drop)));
    assert!(is_later(registry.check().await));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (server, registry) = answering(|_| Reply::Say(307, vec!["location: /elsewhere"], vec![])).await;
    assert!(is_garbage(registry.submit("x").await.map(drop)));
    assert_eq!(server.asked().len(), 1);
}

/// R96: an answer is fetched by its ticket, checked, and acknowledged.
#[tokio::test]
async fn an_answer_is_polled_and_acknowledged() {
    let jose = vec!["content-type: application/jose"];
    let text = answer(|_| ());
    let (server, registry) = answering(move |asked| match asked.line.as_str() {
        "GET /requests/t-1/answer" | "GET /requests/other/answer" => Reply::Say(200, jose.clone(), text.clone().into()),
        "GET /requests/t%2F2/answer" => Reply::Say(202, vec!["retry-after: 3"], vec![]),
        "GET /requests/typed/answer" => Reply::Say(200, vec!["content-type: text/html"], text.clone().into()),
        "GET /requests/forged/answer" => Reply::Say(200, jose.clone(), text.replace('A', "B").into()),
        "POST /answers/0190a0b0-0000-7000-8000-0000000000aa/ack" => Reply::Say(204, vec![], vec![]),
        "GET /health" => Reply::Say(200, vec![], vec![]),
        _ => Reply::Say(404, vec![], vec![]),
    })
    .await;
    let Polled::Answer(got) = registry.poll("t-1", now()).await.unwrap() else { panic!() };
    assert_eq!(registry.poll("t/2", now()).await.unwrap(), Polled::NotReady { pause_seconds: Some(3) });
    for ticket in ["other", "typed", "forged"] {
        assert!(is_garbage(registry.poll(ticket, now()).await.map(drop)), "{ticket}");
    }
    for ticket in ["gone", "..", ""] {
        assert!(is_refused(registry.poll(ticket, now()).await.map(drop)), "{ticket}");
    }
    registry.acknowledge(got.answer_id).await.unwrap();
    assert!(is_refused(registry.acknowledge(question().key).await));
    registry.check().await.unwrap();
    assert!(server.asked().iter().all(|asked| !asked.line.contains("..")));
}

#[tokio::test]
async fn a_private_authority_is_trusted_when_configured() {
    let place = tempfile::tempdir().unwrap();
    let ca_file = place.path().join("ca.pem");
    let server = Server::start_with(Some(certificate(&ca_file)), |_| Reply::Say(200, vec![], vec![])).await;
    let base = format!("https://localhost:{}/", server.port);
    registry_at(&base, json!({ "ca_file": ca_file })).check().await.unwrap();
    assert!(is_later(registry_at(&base, json!({})).check().await));
}

#[test]
fn a_wrong_configuration_is_told_in_plain_words() {
    let build = |public_key: String, base: &str| {
        let config = json!({ "registries": {
            "asker": { "signing_key": our_key().to_pkcs8_pem(LineEnding::LF).unwrap().as_str(), "key_id": "k" },
            "interior_ministry": { "base_url": base, "public_key": public_key, "key_id": "k" },
        }});
        let config: GatewaysConfig = serde_json::from_value(config).unwrap();
        config.build().map(drop).map_err(|error| error.to_string())
    };
    let key = their_key().verifying_key().to_public_key_pem(LineEnding::LF).unwrap();
    build(key.clone(), "https://registry.example/").unwrap();
    let error = build(key, "http://registry.example/").unwrap_err();
    assert!(error.starts_with("registries.interior_ministry.base_url: "), "{error}");
    let error = build("nonsense".into(), "https://registry.example/").unwrap_err();
    assert!(error.starts_with("registries.interior_ministry.public_key: "), "{error}");
    assert!(serde_json::from_value::<GatewaysConfig>(json!({ "registers": {} })).is_err());
}
