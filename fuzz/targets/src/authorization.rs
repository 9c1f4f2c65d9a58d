//! What clients of the identity system send: addresses, metadata, requests, demands for claims.

use okno_oidc::{
    authorization::{self, Answer, Arrival, Destination, Response, Server},
    claims::{Available, ClaimsRequest, Place, Plan, VerifiedRecord},
    client::{
        ApplicationType, CertificateNames, CertificateSubject, Client, ClientMetadata, GrantType, MetadataRule,
        Profile, RedirectRule, RedirectUri, ResponseMode, read,
    },
    introspection,
    jose::Algorithm,
    logout,
    parameter::{Limits, Parameters},
    token,
};
use serde_json::{Map, Value, json};
use url::Url;

const ISSUER: &str = "https://id.example";

/// A registered address in the first line, a presented one in the second.
pub(crate) fn redirect_uri(bytes: &[u8]) {
    let Some(text) = crate::text(bytes) else { return };
    let (registered, presented) = text.split_once('\n').unwrap_or((text, text));
    for application in [ApplicationType::Web, ApplicationType::Native] {
        for loopback_for_web in [false, true] {
            let rule = RedirectRule { application, loopback_for_web };
            let Ok(address) = RedirectUri::parse(registered, rule) else { continue };
            assert!(address.matches(registered, application));
            let own = Url::parse(registered).ok();
            let own = own.as_ref().map(parts);
            assert!(own.as_ref().is_some_and(|own| own.secrets.is_empty() && own.fragment.is_none()));
            if address.matches(presented, application) {
                let other = Url::parse(presented).ok();
                assert_eq!(other.as_ref().map(parts), own, "{registered} is not {presented}");
                assert!(registered == presented || registered.starts_with("http://"), "only loopback ports are free");
                goes_back_to(presented);
            }
        }
    }
}

/// A registered subject in the first line, that of a certificate in the second: a name is itself, and sameness has two sides.
pub(crate) fn certificate_subject(bytes: &[u8]) {
    let Some(text) = crate::text(bytes) else { return };
    let (registered, subject) = text.split_once('\n').unwrap_or((text, text));
    let is_in = |wanted: &str, subject: &str| {
        CertificateSubject::Dn(wanted.to_owned()).is_in(&CertificateNames { subject, ..CertificateNames::default() })
    };
    let same = is_in(registered, subject);
    assert_eq!(same, is_in(subject, registered), "{registered} and {subject}");
    assert!(!same || (is_in(registered, registered) && is_in(subject, subject)));
    let more = |name: &str| format!("{name},CN=evil");
    assert!(!is_in(registered, &more(registered)), "a part more is another name");
    let dns = CertificateSubject::Dns(registered.to_owned());
    assert!(!dns.is_in(&CertificateNames { dns: &["*.example"], ..CertificateNames::default() }));
}

/// What a browser makes of an address, without the port.
#[derive(Debug, PartialEq, Eq)]
struct Parts<'a> {
    scheme: &'a str,
    host: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
    fragment: Option<&'a str>,
    secrets: String,
}

fn parts(url: &Url) -> Parts<'_> {
    Parts {
        scheme: url.scheme(),
        host: url.host_str(),
        path: url.path(),
        query: url.query(),
        fragment: url.fragment(),
        secrets: format!("{}{}", url.username(), url.password().unwrap_or_default()),
    }
}

/// An answer to this address stays at its host and path.
fn goes_back_to(address: &str) {
    let error = okno_oidc::error::ProtocolError::request("no");
    let answer = Response::error(&error, Some("a&b=#?/\\@"), ISSUER).deliver(ResponseMode::Query, address);
    let Answer::Redirect(location) = answer else { return };
    let (from, to) = (Url::parse(address).ok(), Url::parse(&location).ok());
    let place =
        |url: Url| (url.scheme().to_owned(), url.host_str().map(str::to_owned), url.port(), url.path().to_owned());
    assert_eq!(from.map(place), to.map(place), "{location}");
}

/// MetadataRule: what is read is written and reads as itself; what FAPI takes is sound for plain clients as well.
pub(crate) fn client_metadata(bytes: &[u8]) {
    let rule = |profile| MetadataRule { profile, algorithms: &Algorithm::ALL, front_channel: true, under_test: true };
    let plain = read(bytes, &rule(Profile::Plain));
    if let Ok(metadata) = &plain {
        let written = Value::Object(metadata.to_json()).to_string();
        assert_eq!(read(written.as_bytes(), &rule(Profile::Plain)).as_ref(), Ok(metadata), "{written}");
        assert!(metadata.redirect_uris.iter().all(|address| !address.as_str().contains('#')));
    }
    for profile in [Profile::Fapi2Security, Profile::Fapi2MessageSigning] {
        if let Ok(metadata) = read(bytes, &rule(profile)) {
            assert_eq!(plain.as_ref(), Ok(&metadata));
            assert!(metadata.dpop_bound_access_tokens || metadata.tls_client_certificate_bound_access_tokens);
        }
    }
    if let Err(faults) = plain {
        assert!(!faults.is_empty() && !faults.sentence().contains(['"', '\\']));
    }
}

fn client(profile: Profile) -> Client {
    let rule = RedirectRule { application: ApplicationType::Web, loopback_for_web: false };
    let addresses = ["https://a.example/cb", "https://a.example/cb?x=1"];
    let metadata = ClientMetadata {
        redirect_uris: addresses.iter().filter_map(|address| RedirectUri::parse(address, rule).ok()).collect(),
        grant_types: GrantType::ALL.to_vec(),
        ..ClientMetadata::default()
    };
    Client { id: "a".to_owned(), profile, metadata }
}

/// A query or form, given to every endpoint: only registered addresses are gone to, and the state comes back.
pub(crate) fn authorization_request(bytes: &[u8]) {
    let Some(text) = crate::text(bytes) else { return };
    let Ok(parameters) = Parameters::parse(text, Limits::default()) else { return };
    let _ = authorization::opening(&parameters);
    let _ = (introspection::read(&parameters), logout::read(&parameters));
    let _ = token::evidence(parameters.get("authorization"), &parameters, false);
    let server = Server { scopes: &["openid", "email"], resources: &["https://api.example/"] };
    for profile in Profile::ALL {
        let client = client(*profile);
        let _ = token::read(&parameters, &client);
        for arrival in [Arrival::Browser { signed: false }, Arrival::Pushed { signed: true, proof: None }] {
            match authorization::read(&parameters, &client, &server, arrival) {
                Ok(request) => {
                    assert!(client.redirect_uri(&request.redirect_uri).is_some());
                    assert!(!request.scopes.is_empty());
                    let kept = serde_json::to_string(&request).ok().and_then(|kept| serde_json::from_str(&kept).ok());
                    assert_eq!(kept.as_ref(), Some(&request));
                    let response = Response::code(&request, "c", ISSUER);
                    state_comes_back(
                        response.deliver(ResponseMode::Query, &request.redirect_uri),
                        request.state.as_deref(),
                    );
                }
                Err(fault) => {
                    if let Destination::Client { redirect_uri, .. } = &fault.to {
                        assert!(client.redirect_uri(redirect_uri).is_some());
                    }
                }
            }
        }
    }
}

fn state_comes_back(answer: Answer, state: Option<&str>) {
    let Answer::Redirect(location) = answer else { return };
    let url = Url::parse(&location).ok();
    let back =
        url.and_then(|url| url.query_pairs().find(|(name, _)| name == "state").map(|(_, value)| value.into_owned()));
    assert_eq!(back.as_deref(), state);
}

/// The `claims` parameter: kept as it is, and nothing is delivered that is not at hand and agreed to.
pub(crate) fn claims_parameter(bytes: &[u8]) {
    let Some(text) = crate::text(bytes) else { return };
    let Ok(request) = ClaimsRequest::parse(text) else { return };
    let kept = serde_json::to_string(&request).ok().and_then(|kept| serde_json::from_str(&kept).ok());
    assert_eq!(kept.as_ref(), Some(&request));
    let claims = object(json!({ "given_name": "A", "email": "a@b.example", "birthdate": "1990-01-01" }));
    let verification = object(json!({
        "trust_framework": "t", "time": "2026-01-01T00:00:00Z",
        "evidence": [{ "type": "document", "document_details": { "type": "passport" } }],
    }));
    let record = VerifiedRecord { verification, claims: claims.clone() };
    let available = Available { claims: claims.clone(), verified: vec![record] };
    let plan = Plan::of(&["openid".to_owned(), "email".to_owned()], &request, &[("email", &["email"])], true);
    let asked = plan.asked().claims;
    for place in [Place::IdToken, Place::UserInfo] {
        let all = plan.deliver(place, &available, &|_| true, jiff::Timestamp::UNIX_EPOCH);
        for (name, value) in &all {
            let known = asked.contains(name) && claims.get(name) == Some(value);
            assert!(known || name == "verified_claims", "{name} was not asked for");
        }
        assert!(plan.deliver(place, &available, &|_| false, jiff::Timestamp::UNIX_EPOCH).is_empty());
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}
