//! Writes metadata back, as registration answers with them and as they are stored (RFC 7591 3.2.1). What was read is
//! written so that it reads as the same.

use serde_json::{Map, Value, json};

use super::{CertificateSubject, ClientMetadata, Localized};

impl ClientMetadata {
    /// The metadata as JSON, defaults included; members that are absent are left out.
    pub fn to_json(&self) -> Map<String, Value> {
        let mut written = Written(Map::new());
        self.write_protocol(&mut written);
        self.write_security(&mut written);
        self.write_descriptions(&mut written);
        self.write_sessions(&mut written);
        written.0
    }

    fn write_protocol(&self, written: &mut Written) {
        written.put("application_type", json!(self.application_type));
        written.list("redirect_uris", json!(self.redirect_uris));
        written.list("post_logout_redirect_uris", json!(self.post_logout_redirect_uris));
        written.put("response_types", json!(self.response_types));
        written.put("grant_types", json!(self.grant_types));
        written.some("response_modes", self.response_modes.as_ref());
        written.some("scope", self.scope.as_ref().map(|scopes| scopes.join(" ")).as_ref());
        written.put("subject_type", json!(self.subject_type));
        written.some("sector_identifier_uri", self.sector_identifier_uri.as_ref());
        written.some("jwks", self.jwks.as_ref());
        written.some("jwks_uri", self.jwks_uri.as_ref());
    }

    fn write_security(&self, written: &mut Written) {
        written.put("token_endpoint_auth_method", json!(self.auth_method));
        written.some("token_endpoint_auth_signing_alg", self.auth_signing_alg.as_ref());
        if let Some(subject) = &self.certificate_subject {
            let (name, text) = match subject {
                CertificateSubject::Dn(text) => ("tls_client_auth_subject_dn", text),
                CertificateSubject::Dns(text) => ("tls_client_auth_san_dns", text),
                CertificateSubject::Uri(text) => ("tls_client_auth_san_uri", text),
                CertificateSubject::Ip(text) => ("tls_client_auth_san_ip", text),
                CertificateSubject::Email(text) => ("tls_client_auth_san_email", text),
            };
            written.put(name, json!(text));
        }
        written.flag("tls_client_certificate_bound_access_tokens", self.tls_client_certificate_bound_access_tokens);
        written.flag("dpop_bound_access_tokens", self.dpop_bound_access_tokens);
        written.flag("require_pushed_authorization_requests", self.require_pushed_authorization_requests);
        written.flag("require_signed_request_object", self.require_signed_request_object);
        written.some("request_object_signing_alg", self.request_object_signing_alg.as_ref());
        written.some("id_token_signed_response_alg", self.id_token_signed_response_alg.as_ref());
        written.some("userinfo_signed_response_alg", self.userinfo_signed_response_alg.as_ref());
        written.some("authorization_signed_response_alg", self.authorization_signed_response_alg.as_ref());
        written.some("introspection_signed_response_alg", self.introspection_signed_response_alg.as_ref());
    }

    fn write_descriptions(&self, written: &mut Written) {
        written.localized("client_name", &self.client_name);
        written.localized("client_uri", &self.client_uri);
        written.localized("logo_uri", &self.logo_uri);
        written.localized("policy_uri", &self.policy_uri);
        written.localized("tos_uri", &self.tos_uri);
        written.list("contacts", json!(self.contacts));
        written.some("software_id", self.software_id.as_ref());
        written.some("software_version", self.software_version.as_ref());
    }

    fn write_sessions(&self, written: &mut Written) {
        written.some("default_max_age", self.default_max_age.as_ref());
        written.flag("require_auth_time", self.require_auth_time);
        written.list("default_acr_values", json!(self.default_acr_values));
        written.some("initiate_login_uri", self.initiate_login_uri.as_ref());
        written.some("backchannel_logout_uri", self.backchannel_logout_uri.as_ref());
        written.flag("backchannel_logout_session_required", self.backchannel_logout_session_required);
        written.some("frontchannel_logout_uri", self.frontchannel_logout_uri.as_ref());
        written.flag("frontchannel_logout_session_required", self.frontchannel_logout_session_required);
    }
}

struct Written(Map<String, Value>);

impl Written {
    fn put(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    fn flag(&mut self, name: &str, flag: bool) {
        if flag {
            self.put(name, Value::Bool(true));
        }
    }

    fn some<T: serde::Serialize>(&mut self, name: &str, value: Option<&T>) {
        if let Some(value) = value {
            self.put(name, json!(value));
        }
    }

    fn list(&mut self, name: &str, value: Value) {
        if value.as_array().is_some_and(|entries| !entries.is_empty()) {
            self.put(name, value);
        }
    }

    fn localized(&mut self, name: &str, texts: &Localized) {
        for (tag, text) in &texts.0 {
            let name = if tag.is_empty() { name.to_owned() } else { format!("{name}#{tag}") };
            self.put(&name, json!(text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{AddressFault, Faults, MetadataRule, Profile, Reason, ResponseType, read};
    use super::*;
    use crate::jose::Algorithm;

    const PLAIN: MetadataRule<'static> =
        MetadataRule { profile: Profile::Plain, algorithms: &Algorithm::ALL, front_channel: false, under_test: false };
    const FAPI: MetadataRule<'static> = MetadataRule { profile: Profile::Fapi2Security, ..PLAIN };
    const SIGNING: MetadataRule<'static> = MetadataRule { profile: Profile::Fapi2MessageSigning, ..PLAIN };

    fn read_value(value: &Value, rule: &MetadataRule<'_>) -> Result<ClientMetadata, Faults> {
        read(value.to_string().as_bytes(), rule)
    }

    fn full() -> Value {
        json!({
            "application_type": "web",
            "redirect_uris": ["https://a.example/cb", "https://a.example/cb2?x=1"],
            "post_logout_redirect_uris": ["https://a.example/out"],
            "response_types": ["code"],
            "grant_types": ["authorization_code", "refresh_token"],
            "response_modes": ["query", "form_post", "jwt"],
            "client_name": "A", "client_name#fr": "B",
            "client_uri": "https://a.example/",
            "logo_uri#en": "https://a.example/logo.png",
            "policy_uri": "https://a.example/policy",
            "tos_uri": "https://a.example/tos",
            "contacts": ["dev@a.example"],
            "scope": "openid email",
            "software_id": "x", "software_version": "1",
            "jwks": { "keys": [] },
            "token_endpoint_auth_method": "private_key_jwt",
            "token_endpoint_auth_signing_alg": "ES256",
            "dpop_bound_access_tokens": true,
            "require_pushed_authorization_requests": true,
            "require_signed_request_object": true,
            "request_object_signing_alg": "PS256",
            "id_token_signed_response_alg": "EdDSA",
            "userinfo_signed_response_alg": "ES256",
            "authorization_signed_response_alg": "ES256",
            "introspection_signed_response_alg": "ES256",
            "subject_type": "pairwise",
            "sector_identifier_uri": "https://a.example/sector.json",
            "default_max_age": 3600,
            "require_auth_time": true,
            "default_acr_values": ["high"],
            "initiate_login_uri": "https://a.example/start",
            "backchannel_logout_uri": "https://a.example/back",
            "backchannel_logout_session_required": true,
            "frontchannel_logout_uri": "https://a.example/front",
            "frontchannel_logout_session_required": true,
        })
    }

    #[test]
    fn what_is_read_is_written() {
        let value = full();
        let metadata = read_value(&value, &PLAIN).unwrap();
        assert_eq!(Value::Object(metadata.to_json()), value);
        let smallest = json!({ "redirect_uris": ["https://a.example/cb"] });
        let metadata = read_value(&smallest, &PLAIN).unwrap();
        assert_eq!(read_value(&Value::Object(metadata.to_json()), &PLAIN), Ok(metadata));
    }

    #[test]
    fn defaults_are_those_of_the_specifications() {
        let metadata = read_value(&json!({ "redirect_uris": ["https://a.example/cb"], "unknown": 1 }), &PLAIN).unwrap();
        let expected = ClientMetadata { redirect_uris: metadata.redirect_uris.clone(), ..ClientMetadata::default() };
        assert_eq!(metadata, expected);
        assert_eq!(metadata.auth_method.as_str(), "client_secret_basic");
        assert_eq!(metadata.client_name.in_language("ru"), None);
    }

    #[test]
    fn texts_have_languages() {
        let metadata = read_value(&full(), &PLAIN).unwrap();
        assert_eq!(metadata.client_name.in_language("fr"), Some("B"));
        assert_eq!(metadata.client_name.in_language("ru"), Some("A"));
        assert_eq!(metadata.logo_uri.in_language("ru"), Some("https://a.example/logo.png"));
    }

    /// One row for each fault: what is changed in good metadata, and what is said of it.
    #[test]
    fn each_fault_is_named_at_its_field() {
        use Reason::{Address, Contradiction, Missing, Repeated, TooLong, Unknown, Unsupported, WrongType};
        let long = "x".repeat(2049);
        for (field, value, at, reason) in [
            ("redirect_uris", json!([]), "redirect_uris", Missing),
            ("redirect_uris", json!("https://a.example/cb"), "redirect_uris", WrongType),
            ("redirect_uris", json!([1]), "redirect_uris", WrongType),
            ("redirect_uris", json!(["https://a.example/", "https://a.example/"]), "redirect_uris", Repeated),
            ("redirect_uris", json!(["http://a.example/"]), "redirect_uris", Address(AddressFault::Scheme)),
            ("redirect_uris", json!(["https://a.example/#"]), "redirect_uris", Address(AddressFault::Fragment)),
            ("redirect_uris", json!(vec!["https://a.example/"; 101]), "redirect_uris", TooLong),
            ("application_type", json!("desktop"), "application_type", Unknown),
            ("response_types", json!(["token"]), "response_types", Unknown),
            ("response_types", json!([]), "response_types", Contradiction),
            ("response_types", json!(["id_token"]), "response_types", Unsupported),
            ("grant_types", json!(["password"]), "grant_types", Unknown),
            ("grant_types", json!([]), "grant_types", Missing),
            ("grant_types", json!(["refresh_token"]), "grant_types", Contradiction),
            ("response_modes", json!(["pigeon"]), "response_modes", Unknown),
            ("response_modes", json!([]), "response_modes", Missing),
            ("client_name", json!(1), "client_name", WrongType),
            ("client_name", json!(long), "client_name", TooLong),
            ("client_name", json!("Bank\r\nof"), "client_name", WrongType),
            ("client_name", json!("\u{202e}knaB"), "client_name", WrongType),
            ("client_name#<b>", json!("Bank"), "client_name", WrongType),
            ("software_version", json!("1\u{0}"), "software_version", WrongType),
            ("contacts", json!(["a\nb"]), "contacts", WrongType),
            ("client_uri", json!("javascript:1"), "client_uri", Address(AddressFault::Scheme)),
            ("scope", json!("a\"b"), "scope", WrongType),
            ("jwks", json!("x"), "jwks", WrongType),
            ("jwks_uri", json!("https://a.example/jwks"), "jwks", Contradiction),
            ("jwks", Value::Null, "jwks_uri", Missing),
            ("token_endpoint_auth_method", json!("client_secret_jwt"), "token_endpoint_auth_method", Unknown),
            ("token_endpoint_auth_method", json!("tls_client_auth"), "tls_client_auth_subject_dn", Missing),
            ("tls_client_auth_san_dns", json!("a.example"), "tls_client_auth_subject_dn", Contradiction),
            ("token_endpoint_auth_signing_alg", json!("HS256"), "token_endpoint_auth_signing_alg", Unknown),
            ("id_token_signed_response_alg", json!("none"), "id_token_signed_response_alg", Unknown),
            ("id_token_encrypted_response_alg", json!("RSA-OAEP"), "id_token_encrypted_response_alg", Unsupported),
            ("tls_client_certificate_bound_access_tokens", json!(true), "dpop_bound_access_tokens", Contradiction),
            ("dpop_bound_access_tokens", json!("true"), "dpop_bound_access_tokens", WrongType),
            ("subject_type", json!("secret"), "subject_type", Unknown),
            ("default_max_age", json!(-1), "default_max_age", WrongType),
            ("backchannel_logout_uri", Value::Null, "backchannel_logout_session_required", Contradiction),
            (
                "backchannel_logout_uri",
                json!("http://a.example/b"),
                "backchannel_logout_uri",
                Address(AddressFault::Scheme),
            ),
            ("frontchannel_logout_uri", Value::Null, "frontchannel_logout_session_required", Contradiction),
            ("frontchannel_logout_uri", json!("https://b.example/f"), "frontchannel_logout_uri", Contradiction),
        ] {
            let mut changed = full();
            changed[field] = value;
            let faults = read_value(&changed, &PLAIN).unwrap_err();
            assert!(faults.has(at, reason), "{field}: {faults:?}");
        }
    }

    #[test]
    fn two_hosts_are_one_sector_only_by_a_document() {
        let mut value = full();
        value["redirect_uris"] = json!(["https://a.example/cb", "https://b.example/cb"]);
        assert!(read_value(&value, &PLAIN).is_ok());
        value["sector_identifier_uri"] = Value::Null;
        assert!(read_value(&value, &PLAIN).unwrap_err().has("sector_identifier_uri", Reason::Missing));
        let mut native = json!({
            "application_type": "native", "subject_type": "pairwise", "token_endpoint_auth_method": "none",
            "redirect_uris": ["com.example.app:/cb", "http://127.0.0.1/cb"],
        });
        assert!(read_value(&native, &PLAIN).is_ok(), "a sector by itself");
        native["sector_identifier_uri"] = json!("https://a.example/sector.json");
        assert!(read_value(&native, &PLAIN).unwrap_err().has("sector_identifier_uri", Reason::Contradiction));
    }

    /// Whoever proves no host is a sector by itself and joins no other by a document; and nobody else is told the names of a sector.
    #[test]
    fn a_sector_is_entered_by_its_hosts_alone() {
        let device = "urn:ietf:params:oauth:grant-type:device_code";
        let mut value = full();
        value["backchannel_logout_uri"] = json!("https://evil.example/back");
        assert!(read_value(&value, &PLAIN).unwrap_err().has("backchannel_logout_uri", Reason::Contradiction));
        value["subject_type"] = json!("public");
        assert!(read_value(&value, &PLAIN).is_ok(), "the names are the same everywhere");
        for (addresses, grants) in [
            (json!(["https://a.example/cb"]), json!(["authorization_code", device])),
            (json!([]), json!([device])),
            (json!([]), json!(["client_credentials"])),
        ] {
            let mut value = full();
            value["redirect_uris"] = addresses;
            value["grant_types"] = grants;
            value["frontchannel_logout_uri"] = Value::Null;
            value["frontchannel_logout_session_required"] = Value::Null;
            assert!(
                read_value(&value, &PLAIN).unwrap_err().has("sector_identifier_uri", Reason::Contradiction),
                "{value}"
            );
            value["sector_identifier_uri"] = Value::Null;
            assert!(read_value(&value, &PLAIN).is_ok(), "a sector by itself: {value}");
        }
    }

    #[test]
    fn the_front_channel_is_for_those_who_are_allowed() {
        let value = json!({
            "redirect_uris": ["https://a.example/cb"],
            "response_types": ["id_token code"],
            "grant_types": ["authorization_code", "implicit"],
        });
        assert!(read_value(&value, &PLAIN).unwrap_err().has("response_types", Reason::Unsupported));
        let metadata = read_value(&value, &MetadataRule { front_channel: true, ..PLAIN }).unwrap();
        assert_eq!(metadata.response_types, [ResponseType::CodeIdToken]);
    }

    /// FAPI 2.0 Security Profile 5.3.2.1: confidential clients, bound tokens, strong algorithms, code only.
    #[test]
    fn fapi_tightens() {
        assert!(read_value(&full(), &FAPI).is_ok());
        for (field, value, at) in [
            ("token_endpoint_auth_method", json!("client_secret_basic"), "token_endpoint_auth_method"),
            ("token_endpoint_auth_method", json!("none"), "token_endpoint_auth_method"),
            ("dpop_bound_access_tokens", json!(false), "dpop_bound_access_tokens"),
            ("id_token_signed_response_alg", json!("RS256"), "id_token_signed_response_alg"),
            ("token_endpoint_auth_signing_alg", json!("RS256"), "token_endpoint_auth_signing_alg"),
        ] {
            let mut changed = full();
            changed[field] = value;
            assert!(read_value(&changed, &FAPI).unwrap_err().has(at, Reason::Profile), "{field}");
        }
        let mut changed = full();
        assert!(read_value(&changed, &SIGNING).unwrap_err().has("response_modes", Reason::Profile));
        changed["response_modes"] = json!(["jwt", "form_post.jwt"]);
        assert!(read_value(&changed, &SIGNING).is_ok());
    }

    #[test]
    fn bounds_come_before_parsing() {
        assert!(read(" ".repeat(300 * 1024).as_bytes(), &PLAIN).unwrap_err().has("metadata", Reason::TooLong));
        assert!(read("[".repeat(1000).as_bytes(), &PLAIN).unwrap_err().has("metadata", Reason::WrongType));
        assert!(read(b"[]", &PLAIN).unwrap_err().has("metadata", Reason::WrongType));
    }

    #[test]
    fn faults_become_the_errors_of_registration() {
        let faults = read_value(&json!({}), &PLAIN).unwrap_err();
        assert_eq!(faults.error().code.as_str(), "invalid_redirect_uri");
        let faults = read_value(&json!({ "grant_types": ["client_credentials"], "subject_type": "x" }), &PLAIN);
        let faults = faults.unwrap_err();
        assert_eq!(faults.error().code.as_str(), "invalid_client_metadata");
        assert_eq!(faults.sentence(), "subject_type has an unknown value");
    }
}
