//! A device that keeps a passkey, as far as WebAuthn shows of it: it answers the questions that pages put to browsers.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use okno_domain::secret::Secret;
use p256::ecdsa::{Signature, SigningKey, signature::Signer as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The owner is there.
const PRESENT: u8 = 0x01;
/// The device has made sure of its owner.
const VERIFIED: u8 = 0x04;
/// A new key is told.
const WITH_KEY: u8 = 0x40;

/// A device with one passkey. Its counter counts up at each answer; a copy of it counts on by itself.
#[derive(Clone)]
pub struct Device {
    key: SigningKey,
    id: Vec<u8>,
    owner: String,
    origin: String,
    /// What it has counted.
    pub counter: u32,
    /// Whether it makes sure of its owner.
    pub verifies: bool,
}

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn text<'a>(options: &'a Value, pointer: &str) -> &'a str {
    options.pointer(pointer).and_then(Value::as_str).expect("a text in the options")
}

impl Device {
    /// Makes a passkey as the options of a registration wish, on a page of this origin; the number makes it another
    /// one. Returns what the browser would send.
    pub fn register(options: &str, origin: &str, number: u8) -> (Self, Secret) {
        let options: Value = serde_json::from_str(options).expect("options are JSON");
        let key = SigningKey::from_slice(&[number.max(1); 32]).expect("a key");
        let owner = text(&options, "/publicKey/user/id").to_owned();
        let device = Self { key, id: vec![number; 20], owner, origin: origin.to_owned(), counter: 0, verifies: true };
        let mut data = device.head(text(&options, "/publicKey/rp/id"), WITH_KEY);
        data.extend_from_slice(&[0; 16]);
        data.extend_from_slice(&[0, 20]);
        data.extend_from_slice(&device.id);
        // COSE (RFC 9053): an elliptic key on P-256 for ES256, with its two coordinates.
        let point = device.key.verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes().get(1..65).expect("an uncompressed point").split_at(32);
        data.extend_from_slice(&[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend_from_slice(x);
        data.extend_from_slice(&[0x22, 0x58, 0x20]);
        data.extend_from_slice(y);
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": …}.
        let mut object = b"\xa3cfmtdnonegattStmt\xa0hauthData\x58".to_vec();
        object.push(u8::try_from(data.len()).expect("short data"));
        object.extend_from_slice(&data);
        let response = json!({
            "attestationObject": encode(object),
            "clientDataJSON": encode(device.client_data("webauthn.create", &options)),
        });
        let said = device.said(response);
        (device, said)
    }

    /// Answers the options of a login or a proof; returns what the browser would send.
    pub fn answer(&mut self, options: &str) -> Secret {
        let options: Value = serde_json::from_str(options).expect("options are JSON");
        self.counter += 1;
        let data = self.head(text(&options, "/publicKey/rpId"), 0);
        let client_data = self.client_data("webauthn.get", &options);
        let mut signed = data.clone();
        signed.extend_from_slice(&Sha256::digest(&client_data));
        let signature: Signature = self.key.sign(&signed);
        let response = json!({
            "authenticatorData": encode(data),
            "clientDataJSON": encode(client_data),
            "signature": encode(signature.to_der().as_bytes()),
            "userHandle": self.owner,
        });
        self.said(response)
    }

    /// The same device on a page that only looks like ours.
    #[must_use]
    pub fn at(&self, origin: &str) -> Self {
        Self { origin: origin.to_owned(), ..self.clone() }
    }

    fn head(&self, host: &str, more: u8) -> Vec<u8> {
        let mut data = Sha256::digest(host.as_bytes()).to_vec();
        data.push(PRESENT | more | if self.verifies { VERIFIED } else { 0 });
        data.extend_from_slice(&self.counter.to_be_bytes());
        data
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = text(options, "/publicKey/challenge");
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    fn said(&self, response: Value) -> Secret {
        let id = encode(&self.id);
        let whole = json!({ "id": id, "rawId": id, "type": "public-key", "extensions": {}, "response": response });
        Secret::new(whole.to_string())
    }
}
