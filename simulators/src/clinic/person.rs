//! What the portal says of a person: in the signed id token who it is, in the data service the rest.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use der::Decode as _;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use serde::Deserialize;
use serde_json::{Map, Value};
use x509_cert::Certificate;

use super::{MNEMONIC, fault::Fault};

/// Who made the token: clients have it in their code, whatever the address is.
const ISSUER: &str = "http://esia.gosuslugi.ru/";
/// How far the portal's clock may be from ours, seconds.
const SKEW: i64 = 60;
/// The longest token that is read.
const LONGEST: usize = 16 * 1024;

/// What an id token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Signed {
    /// The number of the person.
    pub(super) oid: u64,
    /// Whether the account is confirmed.
    pub(super) is_confirmed: bool,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    sbt: String,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    exp: i64,
    #[serde(rename = "urn:esia:sbj")]
    subject: Subject,
}

#[derive(Deserialize)]
struct Subject {
    #[serde(rename = "urn:esia:sbj:oid")]
    oid: u64,
    #[serde(rename = "urn:esia:sbj:lvl", default)]
    level: String,
}

impl Signed {
    /// Reads an id token; `certificates` are those of the portal (PEM), of which one made it.
    pub(super) fn read(token: &str, certificates: &str, now: i64) -> Result<Self, Fault> {
        let no_token = || Fault::unsound("no id token");
        if token.len() > LONGEST {
            return Err(no_token());
        }
        let (input, signature) = token.rsplit_once('.').ok_or_else(no_token)?;
        let (header, payload) = input.split_once('.').ok_or_else(no_token)?;
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(Fault::unsound);
        let header: Header = serde_json::from_slice(&decode(header)?).map_err(Fault::unsound)?;
        if (header.alg.as_str(), header.sbt.as_str()) != ("RS256", "id") {
            return Err(Fault::unsound("a token of another kind"));
        }
        let signature = decode(signature)?;
        if !CertificateDer::pem_slice_iter(certificates.as_bytes())
            .filter_map(Result::ok)
            .any(|certificate| made(&certificate, input.as_bytes(), &signature))
        {
            return Err(Fault::unsound("signed by nobody who is known"));
        }
        let claims: Claims = serde_json::from_slice(&decode(payload)?).map_err(Fault::unsound)?;
        if claims.iss != ISSUER || claims.aud != MNEMONIC {
            return Err(Fault::unsound("a token of another portal, or for another system"));
        }
        if claims.exp + SKEW <= now {
            return Err(Fault::unsound("the token has expired"));
        }
        Ok(Self { oid: claims.subject.oid, is_confirmed: claims.subject.level == "PR" })
    }
}

/// Whether the key of a certificate made a signature.
fn made(certificate: &[u8], input: &[u8], signature: &[u8]) -> bool {
    let Ok(certificate) = Certificate::from_der(certificate) else { return false };
    let key = certificate.tbs_certificate().subject_public_key_info().subject_public_key.raw_bytes();
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key).verify(input, signature).is_ok()
}

/// What the data service says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Told {
    /// First name and middle name, for the greeting.
    pub(super) name: String,
    /// The fields that are there.
    pub(super) birth_date: String,
    pub(super) snils: String,
    pub(super) phone: String,
    pub(super) email: String,
    pub(super) is_confirmed: bool,
    /// All of it, by the names of the protocol.
    pub(super) fields: Vec<(String, String)>,
}

impl Told {
    /// Reads an answer of `/rs/prns/{oid}?embed=(contacts.elements)`.
    pub(super) fn of(person: &Map<String, Value>) -> Self {
        let text = |name: &str| person.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let elements = person.get("contacts").and_then(|contacts| contacts.get("elements")).and_then(Value::as_array);
        let contact = |kind: &str| {
            let found = elements.into_iter().flatten().find(|element| element.get("type") == Some(&Value::from(kind)));
            found.and_then(|element| element.get("value")).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let (phone, email) = (contact("MBT"), contact("EML"));
        let plain = person.iter().filter_map(|(name, value)| match value {
            Value::String(text) => Some((name.clone(), text.clone())),
            Value::Bool(_) | Value::Number(_) => Some((name.clone(), value.to_string())),
            _ => None,
        });
        let contacts = [("contacts: MBT", &phone), ("contacts: EML", &email)];
        let contacts = contacts.map(|(name, value)| (name.to_owned(), value.clone()));
        let mut fields: Vec<(String, String)> = plain.chain(contacts).collect();
        fields.retain(|(name, value)| !value.is_empty() && name != "eTag");
        Self {
            name: [text("firstName"), text("middleName")].join(" ").trim().to_owned(),
            birth_date: text("birthDate"),
            snils: text("snils"),
            phone,
            email,
            is_confirmed: person.get("trusted") == Some(&Value::Bool(true)),
            fields,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// What is there is shown; what is not is left empty.
    #[test]
    fn an_answer_is_read_as_far_as_it_goes() {
        let read = |value: Value| Told::of(value.as_object().unwrap());
        let told = read(json!({
            "firstName": "Анна", "middleName": "Петровна", "birthDate": "17.05.1994", "trusted": true, "eTag": "00",
            "stateFacts": ["EntityRoot"],
            "contacts": { "size": 2, "elements": [
                { "type": "EML", "value": "anna@example.org" }, { "type": "MBT", "value": "+7(916)1234567" },
            ] },
        }));
        assert_eq!((told.name.as_str(), told.phone.as_str()), ("Анна Петровна", "+7(916)1234567"));
        assert_eq!((told.email.as_str(), told.snils.as_str(), told.is_confirmed), ("anna@example.org", "", true));
        let names: Vec<&str> = told.fields.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["birthDate", "firstName", "middleName", "trusted", "contacts: MBT", "contacts: EML"]);
        assert_eq!(read(json!({ "trusted": "true", "contacts": [1] })).name, "");
    }

    /// Nothing that nobody signed is believed.
    #[test]
    fn a_token_is_by_the_portal_or_none() {
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let header = |alg: &str, sbt: &str| part(json!({ "alg": alg, "sbt": sbt, "typ": "JWT", "ver": 0 }));
        let claims =
            part(json!({ "iss": ISSUER, "aud": MNEMONIC, "exp": 1000, "urn:esia:sbj": { "urn:esia:sbj:oid": 1 } }));
        for token in [
            String::new(),
            "a.b.c".to_owned(),
            format!("{}.{claims}.", header("none", "id")),
            format!("{}.{claims}.AAAA", header("RS256", "access")),
            format!("{}.{claims}.AAAA", header("RS256", "id")),
            "x".repeat(LONGEST + 1),
        ] {
            assert_eq!(Signed::read(&token, "", 0).unwrap_err().code(), "unsound_answer", "{token}");
        }
    }
}
