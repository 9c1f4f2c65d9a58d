//! How a client proves who it is: exactly one way, and the one it registered (RFC 6749 2.3, RFC 7523 2.2, RFC 8705 2).
//! Secrets, signatures and certificates are looked at elsewhere; here is said which of them counts.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    client::{AuthMethod, Client},
    client_assertion::{self, ASSERTION_TYPE},
    error::{Challenge, ProtocolError, Reply, Scheme},
    parameter::{Parameters, decode},
};

const LONGEST_HEADER: usize = 4096;
const LONGEST_SECRET: usize = 1024;

/// What was sent as a proof.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    /// Nothing but the identifier.
    Nothing,
    /// A secret in the header.
    Basic(String),
    /// A secret in the form.
    Post(String),
    /// A signed assertion.
    Assertion(String),
}

// Secrets do not appear in logs.
impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Nothing => "Nothing",
            Self::Basic(_) => "Basic",
            Self::Post(_) => "Post",
            Self::Assertion(_) => "Assertion",
        })
    }
}

/// Who a client says it is, and with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Its identifier; none when only an assertion names it.
    pub client_id: Option<String>,
    /// The proof.
    pub credential: Credential,
    /// Whether it came with a certificate.
    pub certificate: bool,
}

/// What must be checked before the client is believed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Proof<'a> {
    /// Nothing: a public client.
    None,
    /// This secret, in constant time.
    Secret(&'a str),
    /// This assertion (RFC 7523 3).
    Assertion(&'a str),
    /// The certificate's name, against what is registered (RFC 8705 2.1).
    CertificateName,
    /// The certificate itself, among the client's keys (RFC 8705 2.2).
    CertificateItself,
}

/// Looks at the header, the form and whether there is a certificate. Two ways at once are none (RFC 6749 2.3).
pub fn evidence(
    authorization: Option<&str>,
    parameters: &Parameters,
    certificate: bool,
) -> Result<Evidence, ProtocolError> {
    let named = parameters.get("client_id").map(str::to_owned);
    for name in ["client_id", "client_secret", "client_assertion", "client_assertion_type"] {
        if parameters.is_repeated(name) {
            return Err(ProtocolError::request("a parameter was sent twice"));
        }
    }
    let basic = authorization.map(read_basic).transpose()?;
    let secret = parameters.get("client_secret");
    let assertion = assertion(parameters)?;
    let ways = [basic.is_some(), secret.is_some(), assertion.is_some()].iter().filter(|way| **way).count();
    if ways > 1 {
        return Err(ProtocolError::request("the client used two ways to authenticate"));
    }
    let (client_id, credential) = match (basic, secret, assertion) {
        (Some((id, _)), _, _) if named.as_ref().is_some_and(|named| *named != id) => {
            return Err(ProtocolError::request("client_id is another one than in the header"));
        }
        (Some((id, secret)), _, _) => (Some(id), Credential::Basic(secret)),
        (_, Some(secret), _) if secret.len() > LONGEST_SECRET => {
            return Err(ProtocolError::client("the client's secret is too long"));
        }
        (_, Some(secret), _) => (named, Credential::Post(secret.to_owned())),
        (_, _, Some(assertion)) => (named, Credential::Assertion(assertion)),
        _ => (named, Credential::Nothing),
    };
    if client_id.is_none() && !matches!(credential, Credential::Assertion(_)) {
        return Err(ProtocolError::client("nothing says which client this is"));
    }
    Ok(Evidence { client_id, credential, certificate })
}

impl Evidence {
    /// What must be checked for this client. A way it did not register does not count (RFC 9700 2.5).
    pub fn proof(&self, client: &Client) -> Result<Proof<'_>, ProtocolError> {
        let wrong = Err(ProtocolError::client("the client did not authenticate as it registered"));
        // An assertion finds the client by its own words; the form must not name another one beside it (RFC 7521 4.2).
        if self.client_id.as_deref().is_some_and(|id| id != client.id) {
            return wrong;
        }
        match (client.metadata.auth_method, &self.credential) {
            (AuthMethod::None, Credential::Nothing) => Ok(Proof::None),
            (AuthMethod::ClientSecretBasic, Credential::Basic(secret))
            | (AuthMethod::ClientSecretPost, Credential::Post(secret)) => Ok(Proof::Secret(secret)),
            (AuthMethod::PrivateKeyJwt, Credential::Assertion(assertion)) => Ok(Proof::Assertion(assertion)),
            (AuthMethod::TlsClientAuth, Credential::Nothing) if self.certificate => Ok(Proof::CertificateName),
            (AuthMethod::SelfSignedTlsClientAuth, Credential::Nothing) if self.certificate => {
                Ok(Proof::CertificateItself)
            }
            _ => wrong,
        }
    }
}

/// The answer to a client that failed: with a challenge if it tried the header (RFC 6749 5.2).
pub fn challenge_of_basic(error: &ProtocolError, authorization: Option<&str>) -> Reply {
    if authorization.is_some() && error.code.status() == 401 {
        error.challenged_reply(&Challenge::new(Scheme::Basic).with("realm", "token"))
    } else {
        error.reply()
    }
}

/// Identifier and secret, each form-encoded before they were joined (RFC 6749 2.3.1).
fn read_basic(header: &str) -> Result<(String, String), ProtocolError> {
    let malformed = ProtocolError::client("the Authorization header is malformed");
    if header.len() > LONGEST_HEADER {
        return Err(malformed);
    }
    let (scheme, encoded) = header.split_once(' ').ok_or(malformed)?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err(ProtocolError::client("the Authorization header has another scheme than Basic"));
    }
    let bytes = STANDARD.decode(encoded.trim()).map_err(|_| malformed)?;
    let text = String::from_utf8(bytes).map_err(|_| malformed)?;
    let (id, secret) = text.split_once(':').ok_or(malformed)?;
    let (id, secret) = (decode(id).map_err(|_| malformed)?, decode(secret).map_err(|_| malformed)?);
    if id.is_empty() || secret.is_empty() || secret.len() > LONGEST_SECRET {
        return Err(malformed);
    }
    Ok((id, secret))
}

fn assertion(parameters: &Parameters) -> Result<Option<String>, ProtocolError> {
    match (parameters.get("client_assertion"), parameters.get("client_assertion_type")) {
        (None, None) => Ok(None),
        (Some(assertion), Some(ASSERTION_TYPE)) if assertion.len() <= client_assertion::LONGEST => {
            Ok(Some(assertion.to_owned()))
        }
        (Some(_), Some(ASSERTION_TYPE)) => Err(ProtocolError::client("the client's assertion is too long")),
        (_, None) => Err(ProtocolError::request("client_assertion_type is missing")),
        (None, _) => Err(ProtocolError::request("client_assertion is missing")),
        (_, Some(_)) => Err(ProtocolError::client("there is no such client_assertion_type here")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        client::{ClientMetadata, Profile},
        error::ErrorCode,
        parameter::Limits,
    };

    fn parameters(text: &str) -> Parameters {
        Parameters::parse(text, Limits::default()).unwrap()
    }

    fn basic(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    fn client(method: AuthMethod) -> Client {
        let metadata = ClientMetadata { auth_method: method, ..ClientMetadata::default() };
        Client { id: "a".to_owned(), profile: Profile::Plain, metadata }
    }

    const ASSERTION: &str =
        "client_assertion=x.y.z&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// RFC 6749 2.3.1: both parts are form-encoded inside the header.
    #[test]
    fn the_header_is_form_encoded() {
        for (text, id, secret) in
            [("a:s", "a", "s"), ("a%3Ab:s+t%2B", "a:b", "s t+"), ("a:s:t", "a", "s:t"), ("%D1%8F:%25", "\u{44f}", "%")]
        {
            let evidence = evidence(Some(&basic(text)), &parameters(""), false).unwrap();
            assert_eq!(evidence.client_id.as_deref(), Some(id));
            assert_eq!(evidence.credential, Credential::Basic(secret.to_owned()));
        }
        assert!(evidence(Some(&basic("a:s").replace("Basic", "bAsIc")), &parameters(""), false).is_ok());
    }

    #[test]
    fn each_refusal_has_its_code() {
        let id_only = |text: &'static str| (None, text, ErrorCode::InvalidRequest);
        for (header, text, code) in [
            (Some(basic("a")), "", ErrorCode::InvalidClient),
            (Some(basic(":s")), "", ErrorCode::InvalidClient),
            (Some(basic("a:")), "", ErrorCode::InvalidClient),
            (Some(basic("a:%FF")), "", ErrorCode::InvalidClient),
            (Some("Basic".to_owned()), "", ErrorCode::InvalidClient),
            (Some("Basic !!!".to_owned()), "", ErrorCode::InvalidClient),
            (Some("Bearer abc".to_owned()), "", ErrorCode::InvalidClient),
            (Some(format!("Basic {}", "A".repeat(5000))), "", ErrorCode::InvalidClient),
            (Some(basic("a:s")), "client_id=b", ErrorCode::InvalidRequest),
            (Some(basic("a:s")), "client_secret=s", ErrorCode::InvalidRequest),
            (Some(basic("a:s")), ASSERTION, ErrorCode::InvalidRequest),
            (None, "", ErrorCode::InvalidClient),
            (None, "client_secret=s", ErrorCode::InvalidClient),
            (None, "client_id=a&client_assertion=x&client_assertion_type=saml", ErrorCode::InvalidClient),
            id_only("client_id=a&client_id=a"),
            id_only("client_id=a&client_assertion=x"),
            id_only("client_id=a&client_assertion_type=x"),
        ] {
            let error = evidence(header.as_deref(), &parameters(text), false).unwrap_err();
            assert_eq!(error.code, code, "{header:?} {text}");
        }
    }

    /// Only the registered way counts, for each pair of a way and a registration.
    #[test]
    fn only_the_registered_way_counts() {
        let ways = [
            (None, "client_id=a", false, vec![AuthMethod::None]),
            (Some(basic("a:s")), "", false, vec![AuthMethod::ClientSecretBasic]),
            (None, "client_id=a&client_secret=s", false, vec![AuthMethod::ClientSecretPost]),
            (None, ASSERTION, false, vec![AuthMethod::PrivateKeyJwt]),
            (
                None,
                "client_id=a",
                true,
                vec![AuthMethod::None, AuthMethod::TlsClientAuth, AuthMethod::SelfSignedTlsClientAuth],
            ),
        ];
        for (header, text, certificate, good) in ways {
            let evidence = evidence(header.as_deref(), &parameters(text), certificate).unwrap();
            for method in AuthMethod::ALL {
                let proof = evidence.proof(&client(*method));
                assert_eq!(proof.is_ok(), good.contains(method), "{text} {method:?}");
                assert!(proof.is_ok() || proof.is_err_and(|error| error.code == ErrorCode::InvalidClient));
            }
        }
    }

    #[test]
    fn a_challenge_answers_the_header_only() {
        let error = ProtocolError::client("no");
        let header = |reply: &Reply| reply.headers.iter().any(|(name, _)| *name == "www-authenticate");
        assert!(header(&challenge_of_basic(&error, Some("Basic x"))));
        assert!(!header(&challenge_of_basic(&error, None)));
        assert_eq!(challenge_of_basic(&error, None).status, 401);
    }

    #[test]
    fn secrets_are_not_printed() {
        let evidence = evidence(Some(&basic("a:topsecret")), &parameters(""), false).unwrap();
        assert!(!format!("{evidence:?}").contains("topsecret"));
    }
}
