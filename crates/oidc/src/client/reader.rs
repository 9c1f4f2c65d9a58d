//! Reads a client's metadata from JSON. Every member is read, so that all faults are named at once; unknown members are
//! ignored (RFC 7591 2). What may stand together is the business of `rule`.

use serde_json::{Map, Value};

use crate::{
    bounded,
    jose::{Algorithm, KeySet},
    scope,
};

use super::{
    ApplicationType, AuthMethod, CertificateSubject, ClientMetadata, Faults, GrantType, Localized, MetadataRule,
    Reason, RedirectRule, RedirectUri, ResponseMode, ResponseType, SubjectType, web_address,
};

/// Bytes of metadata that are read; key sets with certificates are long.
pub(crate) const MOST_BYTES: usize = 256 * 1024;
/// How deep they may be nested.
pub(crate) const DEEPEST: usize = 8;
const MOST_ENTRIES: usize = 100;
const LONGEST_TEXT: usize = 2048;

/// Members of the specifications that ask for what this server does not have.
const UNSUPPORTED: [&str; 8] = [
    "id_token_encrypted_response_alg",
    "id_token_encrypted_response_enc",
    "userinfo_encrypted_response_alg",
    "userinfo_encrypted_response_enc",
    "request_object_encryption_alg",
    "request_object_encryption_enc",
    "authorization_encrypted_response_alg",
    "introspection_encrypted_response_alg",
];

/// Reads and checks metadata; `rule` says for which client.
pub fn read(bytes: &[u8], rule: &MetadataRule<'_>) -> Result<ClientMetadata, Faults> {
    match bounded::object(bytes, MOST_BYTES, DEEPEST) {
        Ok(object) => read_object(&object, rule),
        Err(bounded::JsonError::TooLong) => Err(one("metadata", Reason::TooLong)),
        Err(_) => Err(one("metadata", Reason::WrongType)),
    }
}

/// The same for what is parsed already.
pub fn read_object(object: &Map<String, Value>, rule: &MetadataRule<'_>) -> Result<ClientMetadata, Faults> {
    let mut faults = Faults::default();
    let metadata = Reader { object, rule, faults: &mut faults }.metadata();
    rule.check(&metadata, &mut faults);
    if faults.is_empty() { Ok(metadata) } else { Err(faults) }
}

fn one(field: &'static str, reason: Reason) -> Faults {
    let mut faults = Faults::default();
    faults.add(field, reason);
    faults
}

type MakeSubject = fn(String) -> CertificateSubject;

struct Reader<'a> {
    object: &'a Map<String, Value>,
    rule: &'a MetadataRule<'a>,
    faults: &'a mut Faults,
}

impl Reader<'_> {
    fn metadata(&mut self) -> ClientMetadata {
        for field in UNSUPPORTED {
            let asked = self.object.get(field).is_some_and(|value| !value.is_null());
            self.faults.add_if(asked, field, Reason::Unsupported);
        }
        let mut read = ClientMetadata { application_type: self.application_type(), ..ClientMetadata::default() };
        self.addresses(&mut read);
        self.protocol(&mut read);
        self.algorithms(&mut read);
        self.descriptions(&mut read);
        self.sessions(&mut read);
        read
    }

    fn application_type(&mut self) -> ApplicationType {
        self.named("application_type", ApplicationType::find).unwrap_or(ApplicationType::Web)
    }

    fn addresses(&mut self, read: &mut ClientMetadata) {
        read.redirect_uris = self.redirects("redirect_uris", read.application_type);
        read.post_logout_redirect_uris = self.redirects("post_logout_redirect_uris", read.application_type);
        read.jwks_uri = self.address("jwks_uri");
        read.sector_identifier_uri = self.address("sector_identifier_uri");
        read.initiate_login_uri = self.address("initiate_login_uri");
        read.backchannel_logout_uri = self.address("backchannel_logout_uri");
        read.frontchannel_logout_uri = self.address("frontchannel_logout_uri");
    }

    fn protocol(&mut self, read: &mut ClientMetadata) {
        if let Some(types) = self.named_list("response_types", ResponseType::find_unordered) {
            read.response_types = types;
        }
        if let Some(types) = self.named_list("grant_types", GrantType::find) {
            read.grant_types = types;
        }
        read.response_modes = self.named_list("response_modes", ResponseMode::find);
        if let Some(method) = self.named("token_endpoint_auth_method", AuthMethod::find) {
            read.auth_method = method;
        }
        if let Some(subject) = self.named("subject_type", SubjectType::find) {
            read.subject_type = subject;
        }
        read.scope = self.text("scope").and_then(|text| match scope::parse(&text) {
            Ok(scopes) => Some(scopes),
            Err(_) => {
                self.faults.add("scope", Reason::WrongType);
                None
            }
        });
        read.certificate_subject = self.certificate_subject();
        read.jwks = match self.present("jwks") {
            // A set with a private key is refused whole: whoever published it must hear of it.
            Some(set @ Value::Object(_)) if KeySet::from_json(set).is_ok() => Some(set.clone()),
            Some(_) => {
                self.faults.add("jwks", Reason::WrongType);
                None
            }
            None => None,
        };
        read.tls_client_certificate_bound_access_tokens = self.flag("tls_client_certificate_bound_access_tokens");
        read.dpop_bound_access_tokens = self.flag("dpop_bound_access_tokens");
        read.require_pushed_authorization_requests = self.flag("require_pushed_authorization_requests");
        read.require_signed_request_object = self.flag("require_signed_request_object");
    }

    fn algorithms(&mut self, read: &mut ClientMetadata) {
        read.auth_signing_alg = self.algorithm("token_endpoint_auth_signing_alg");
        read.request_object_signing_alg = self.algorithm("request_object_signing_alg");
        read.id_token_signed_response_alg = self.algorithm("id_token_signed_response_alg");
        read.userinfo_signed_response_alg = self.algorithm("userinfo_signed_response_alg");
        read.authorization_signed_response_alg = self.algorithm("authorization_signed_response_alg");
        read.introspection_signed_response_alg = self.algorithm("introspection_signed_response_alg");
    }

    fn descriptions(&mut self, read: &mut ClientMetadata) {
        read.client_name = self.localized("client_name", false);
        read.client_uri = self.localized("client_uri", true);
        read.logo_uri = self.localized("logo_uri", true);
        read.policy_uri = self.localized("policy_uri", true);
        read.tos_uri = self.localized("tos_uri", true);
        read.contacts = self.texts("contacts").unwrap_or_default();
        read.software_id = self.text("software_id");
        read.software_version = self.text("software_version");
    }

    fn sessions(&mut self, read: &mut ClientMetadata) {
        read.default_max_age = match self.present("default_max_age") {
            None => None,
            Some(value) => {
                let seconds = value.as_u64().and_then(|seconds| u32::try_from(seconds).ok());
                self.faults.add_if(seconds.is_none(), "default_max_age", Reason::WrongType);
                seconds
            }
        };
        read.require_auth_time = self.flag("require_auth_time");
        read.default_acr_values = self.texts("default_acr_values").unwrap_or_default();
        read.backchannel_logout_session_required = self.flag("backchannel_logout_session_required");
        read.frontchannel_logout_session_required = self.flag("frontchannel_logout_session_required");
    }

    /// A member that is there; `null` is the same as none.
    fn present(&self, field: &str) -> Option<&Value> {
        self.object.get(field).filter(|value| !value.is_null())
    }

    fn text(&mut self, field: &'static str) -> Option<String> {
        let value = self.present(field)?.clone();
        let Value::String(text) = value else {
            self.faults.add(field, Reason::WrongType);
            return None;
        };
        if text.len() > LONGEST_TEXT {
            self.faults.add(field, Reason::TooLong);
            return None;
        }
        self.faults.add_if(!is_printable(&text), field, Reason::WrongType);
        Some(text).filter(|text| !text.is_empty())
    }

    fn texts(&mut self, field: &'static str) -> Option<Vec<String>> {
        let value = self.present(field)?.clone();
        let Value::Array(entries) = value else {
            self.faults.add(field, Reason::WrongType);
            return None;
        };
        self.faults.add_if(entries.len() > MOST_ENTRIES, field, Reason::TooLong);
        let mut texts: Vec<String> = Vec::new();
        for entry in entries.into_iter().take(MOST_ENTRIES) {
            match entry {
                Value::String(text) if text.len() > LONGEST_TEXT => self.faults.add(field, Reason::TooLong),
                Value::String(text) if !is_printable(&text) => self.faults.add(field, Reason::WrongType),
                Value::String(text) if texts.contains(&text) => self.faults.add(field, Reason::Repeated),
                Value::String(text) => texts.push(text),
                _ => self.faults.add(field, Reason::WrongType),
            }
        }
        Some(texts)
    }

    fn flag(&mut self, field: &'static str) -> bool {
        let value = self.present(field).cloned();
        match value {
            None => false,
            Some(Value::Bool(flag)) => flag,
            Some(_) => {
                self.faults.add(field, Reason::WrongType);
                false
            }
        }
    }

    fn named<T>(&mut self, field: &'static str, find: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(field)?;
        let found = find(&text);
        self.faults.add_if(found.is_none(), field, Reason::Unknown);
        found
    }

    fn named_list<T: PartialEq>(&mut self, field: &'static str, find: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
        let texts = self.texts(field)?;
        let mut found = Vec::new();
        for text in texts {
            match find(&text) {
                Some(value) if found.contains(&value) => self.faults.add(field, Reason::Repeated),
                Some(value) => found.push(value),
                None => self.faults.add(field, Reason::Unknown),
            }
        }
        Some(found)
    }

    fn algorithm(&mut self, field: &'static str) -> Option<Algorithm> {
        let algorithm = self.named(field, Algorithm::find)?;
        let known = self.rule.algorithms.contains(&algorithm);
        self.faults.add_if(!known, field, Reason::Unsupported);
        Some(algorithm)
    }

    fn address(&mut self, field: &'static str) -> Option<String> {
        let text = self.text(field)?;
        match web_address(&text, self.rule.under_test) {
            Ok(address) => Some(address),
            Err(fault) => {
                self.faults.add(field, Reason::Address(fault));
                None
            }
        }
    }

    fn redirects(&mut self, field: &'static str, application: ApplicationType) -> Vec<RedirectUri> {
        let rule = RedirectRule { application, loopback_for_web: self.rule.under_test };
        let texts = self.texts(field).unwrap_or_default();
        let mut addresses = Vec::new();
        for text in texts {
            match RedirectUri::parse(&text, rule) {
                Ok(address) => addresses.push(address),
                Err(fault) => self.faults.add(field, Reason::Address(fault)),
            }
        }
        addresses
    }

    /// The member with all its languages: `client_name`, `client_name#ru` (RFC 7591 2.2).
    fn localized(&mut self, field: &'static str, is_address: bool) -> Localized {
        let mut read = Localized::default();
        for (name, value) in self.object {
            let Some(tag) = name.strip_prefix(field) else { continue };
            let Some(tag) = (if tag.is_empty() { Some("") } else { tag.strip_prefix('#') }) else { continue };
            let reason = match value {
                Value::Null => None,
                Value::String(text) if text.len() > LONGEST_TEXT || tag.len() > 35 => Some(Reason::TooLong),
                Value::String(text) if text.is_empty() => None,
                Value::String(text) if !is_printable(text) || !is_tag(tag) => Some(Reason::WrongType),
                Value::String(text) => {
                    let fault = is_address.then(|| web_address(text, self.rule.under_test).err()).flatten();
                    read.0.insert(tag.to_owned(), text.clone());
                    fault.map(Reason::Address)
                }
                _ => Some(Reason::WrongType),
            };
            if let Some(reason) = reason {
                self.faults.add(field, reason);
            }
        }
        self.faults.add_if(read.0.len() > MOST_ENTRIES, field, Reason::TooLong);
        read
    }

    /// RFC 8705 2.1.2: one of five, never two.
    fn certificate_subject(&mut self) -> Option<CertificateSubject> {
        let kinds: [(&'static str, MakeSubject); 5] = [
            ("tls_client_auth_subject_dn", CertificateSubject::Dn),
            ("tls_client_auth_san_dns", CertificateSubject::Dns),
            ("tls_client_auth_san_uri", CertificateSubject::Uri),
            ("tls_client_auth_san_ip", CertificateSubject::Ip),
            ("tls_client_auth_san_email", CertificateSubject::Email),
        ];
        let mut found = None;
        for (field, make) in kinds {
            let Some(text) = self.text(field) else { continue };
            self.faults.add_if(found.is_some(), field, Reason::Contradiction);
            found = Some(make(text));
        }
        found
    }
}

/// Whether a text is shown as it is written: no control characters, none that turn the direction of what follows, so that no
/// client's name reads as another's.
fn is_printable(text: &str) -> bool {
    let turns =
        |letter: char| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !text.chars().any(|letter| letter.is_control() || turns(letter))
}

/// Whether a text can be a tag of a language (RFC 5646 2.1); the empty one stands for none.
fn is_tag(tag: &str) -> bool {
    tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
