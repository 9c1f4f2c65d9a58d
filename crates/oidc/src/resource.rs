//! An access token at a resource of ours, such as userinfo: how it comes, what it must be bound to, and the challenge to
//! whoever comes without a good one (RFC 6750, RFC 9449 7, RFC 8705 3, RFC 9470). Tokens are verified elsewhere.

use jiff::Timestamp;

use crate::{
    error::{Challenge, ErrorCode, ProtocolError, Reply, Scheme},
    parameter::Parameters,
    token::{KeyBinding, Presented},
};

/// The longest token that is looked at, of any kind, ours or another's, in bytes.
pub const LONGEST_TOKEN: usize = 16 * 1024;

/// A token with the scheme it came by.
#[derive(Clone, PartialEq, Eq)]
pub struct PresentedToken {
    /// The token.
    pub token: String,
    /// The scheme.
    pub scheme: Scheme,
}

// Tokens do not appear in logs.
impl std::fmt::Debug for PresentedToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.scheme.as_str())
    }
}

/// Why a resource is not opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResourceFault {
    /// There is no token at all; nothing is said of why (RFC 6750 3.1).
    #[error("there is no token")]
    Nothing,
    /// The token or its way is no good.
    #[error("{1}")]
    Refused(Scheme, ProtocolError),
    /// The token opens less than this.
    #[error("the token lacks the scope {1}")]
    Scope(Scheme, &'static str),
    /// It takes a stronger or a newer sign-in.
    #[error("the token's sign-in does not suffice")]
    StepUp(Scheme, Vec<String>, Option<u32>),
}

/// Finds the token: in the header, or in a form's body. One in the address is never taken (RFC 9700 4.3.2), nor are two.
pub fn presented(authorization: Option<&str>, form: Option<&Parameters>) -> Result<PresentedToken, ResourceFault> {
    let in_form = form.and_then(|form| form.get("access_token"));
    let twice = form.is_some_and(|form| form.is_repeated("access_token"));
    let malformed = |description| ResourceFault::Refused(Scheme::Bearer, ProtocolError::request(description));
    match (authorization, in_form) {
        (Some(_), Some(_)) => Err(malformed("the token was sent in two ways")),
        _ if twice => Err(malformed("the token was sent twice")),
        (None, None) => Err(ResourceFault::Nothing),
        (None, Some(token)) => checked(token, Scheme::Bearer),
        (Some(header), None) => {
            let (scheme, token) =
                header.split_once(' ').ok_or_else(|| malformed("the Authorization header is malformed"))?;
            let known = [Scheme::Bearer, Scheme::Dpop];
            match known.into_iter().find(|known| scheme.eq_ignore_ascii_case(known.as_str())) {
                Some(scheme) => checked(token.trim(), scheme),
                None => Err(ResourceFault::Nothing),
            }
        }
    }
}

/// The characters of a token (RFC 6750 2.1), in bounds.
fn checked(token: &str, scheme: Scheme) -> Result<PresentedToken, ResourceFault> {
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/' | b'=');
    if token.is_empty() || token.len() > LONGEST_TOKEN || !token.bytes().all(plain) {
        let error = ProtocolError::new(ErrorCode::InvalidToken, "the access token is malformed");
        return Err(ResourceFault::Refused(scheme, error));
    }
    Ok(PresentedToken { token: token.to_owned(), scheme })
}

/// Whether the token came by the way it is bound to. A bound one does not pass as a bearer token (RFC 9449 7.2), an unbound
/// one not by the other scheme.
pub fn check_binding(
    scheme: Scheme,
    bound: Option<&KeyBinding>,
    presented: Presented<'_>,
) -> Result<(), ResourceFault> {
    let right_scheme = matches!(bound, Some(KeyBinding::Dpop(_))) == (scheme == Scheme::Dpop);
    if right_scheme && presented.holds(bound) {
        return Ok(());
    }
    let error = ProtocolError::new(ErrorCode::InvalidToken, "the access token is bound to another key or scheme");
    Err(ResourceFault::Refused(scheme, error))
}

/// Whether the sign-in behind the token suffices (RFC 9470 3): one of these levels, and not too long ago.
pub fn check_sign_in(
    scheme: Scheme,
    token: (Option<&str>, Option<Timestamp>),
    acr_values: &[&str],
    max_age: Option<u32>,
    now: Timestamp,
) -> Result<(), ResourceFault> {
    let (acr, auth_time) = token;
    let strong = acr_values.is_empty() || acr.is_some_and(|acr| acr_values.contains(&acr));
    let age = auth_time.map(|then| now.as_second().saturating_sub(then.as_second()));
    let recent = max_age.is_none_or(|most| age.is_some_and(|age| age <= i64::from(most)));
    if strong && recent {
        return Ok(());
    }
    let acr_values = acr_values.iter().map(|acr| (*acr).to_owned()).collect();
    Err(ResourceFault::StepUp(scheme, acr_values, max_age))
}

impl ResourceFault {
    /// The answer, with its challenge.
    pub fn reply(&self) -> Reply {
        match self {
            Self::Nothing => Reply::empty(401)
                .with("www-authenticate", Challenge::new(Scheme::Bearer).header())
                .with("www-authenticate", Challenge::new(Scheme::Dpop).header()),
            Self::Refused(scheme, error) => {
                // A proof that is no good is refused with 401 at a resource (RFC 9449 7.1).
                let status = match error.code {
                    ErrorCode::InvalidDpopProof | ErrorCode::UseDpopNonce => 401,
                    code => code.status(),
                };
                let reply = error.challenged_reply(&Challenge::of(*scheme, error));
                Reply { status, ..reply }
            }
            Self::Scope(scheme, scope) => {
                let error = ProtocolError::new(ErrorCode::InsufficientScope, "the access token opens less than this");
                error.challenged_reply(&Challenge::of(*scheme, &error).with("scope", scope))
            }
            Self::StepUp(scheme, acr_values, max_age) => {
                let acr_values: Vec<&str> = acr_values.iter().map(String::as_str).collect();
                let challenge = Challenge::step_up(*scheme, &acr_values, *max_age);
                Reply::empty(401).with("www-authenticate", challenge.header())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter::Limits;

    fn form(text: &str) -> Parameters {
        Parameters::parse(text, Limits::default()).unwrap()
    }

    fn challenge(fault: &ResourceFault) -> (u16, String) {
        let reply = fault.reply();
        let header = reply.headers.iter().find(|(name, _)| *name == "www-authenticate");
        (reply.status, header.map(|(_, value)| value.clone()).unwrap_or_default())
    }

    #[test]
    fn a_token_comes_one_way() {
        let token = presented(Some("Bearer abc.d-e"), None).unwrap();
        assert_eq!((token.token.as_str(), token.scheme), ("abc.d-e", Scheme::Bearer));
        assert_eq!(presented(Some("dpop abc"), None).unwrap().scheme, Scheme::Dpop);
        assert_eq!(presented(None, Some(&form("access_token=abc"))).unwrap().token, "abc");
        assert_eq!(presented(None, None), Err(ResourceFault::Nothing));
        assert_eq!(presented(Some("Basic abc"), None), Err(ResourceFault::Nothing));
        for (header, body, status) in [
            (Some("Bearer abc"), "access_token=abc", 400),
            (None, "access_token=a&access_token=b", 400),
            (Some("Bearer"), "", 400),
            (Some("Bearer "), "", 401),
            (Some("Bearer a b"), "", 401),
            (Some("Bearer a\"b"), "", 401),
        ] {
            let fault = presented(header, Some(&form(body))).unwrap_err();
            assert_eq!(challenge(&fault).0, status, "{header:?} {body}");
        }
    }

    /// RFC 6750 3.1: whoever brings nothing learns no reason.
    #[test]
    fn a_bare_challenge_for_whoever_brings_nothing() {
        let reply = ResourceFault::Nothing.reply();
        let schemes: Vec<&str> = reply
            .headers
            .iter()
            .filter(|(name, _)| *name == "www-authenticate")
            .map(|(_, value)| value.as_str())
            .collect();
        assert_eq!((reply.status, schemes), (401, vec!["Bearer", "DPoP"]));
    }

    /// RFC 9449 7.2 (downgrade): a bound token is no bearer token.
    #[test]
    fn a_bound_token_takes_its_way() {
        let dpop = KeyBinding::Dpop("k".to_owned());
        let certificate = KeyBinding::Certificate("c".to_owned());
        let proof = Presented { proof: Some("k"), certificate: None };
        let connection = Presented { proof: None, certificate: Some("c") };
        for (scheme, bound, presented, good) in [
            (Scheme::Bearer, None, Presented::default(), true),
            (Scheme::Dpop, None, proof, false),
            (Scheme::Dpop, Some(&dpop), proof, true),
            (Scheme::Bearer, Some(&dpop), proof, false),
            (Scheme::Bearer, Some(&dpop), Presented::default(), false),
            (Scheme::Dpop, Some(&dpop), connection, false),
            (Scheme::Bearer, Some(&certificate), connection, true),
            (Scheme::Bearer, Some(&certificate), Presented::default(), false),
            (Scheme::Dpop, Some(&certificate), connection, false),
        ] {
            assert_eq!(check_binding(scheme, bound, presented).is_ok(), good, "{scheme:?} {bound:?} {presented:?}");
        }
    }

    /// RFC 9470 3.
    #[test]
    fn a_weak_or_old_sign_in_is_challenged() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let check = |acr, auth_time, now| check_sign_in(Scheme::Bearer, (acr, auth_time), &["high"], Some(60), at(now));
        assert!(check(Some("high"), Some(at(0)), 60).is_ok());
        for (acr, auth_time, now) in [
            (Some("low"), Some(at(0)), 0),
            (None, Some(at(0)), 0),
            (Some("high"), None, 0),
            (Some("high"), Some(at(0)), 61),
        ] {
            let (status, header) = challenge(&check(acr, auth_time, now).unwrap_err());
            assert_eq!(status, 401);
            assert!(header.contains("insufficient_user_authentication") && header.contains("acr_values=\"high\""));
        }
    }

    #[test]
    fn refusals_have_their_status() {
        let refused = |code| ResourceFault::Refused(Scheme::Dpop, ProtocolError::new(code, "no"));
        assert_eq!(challenge(&refused(ErrorCode::UseDpopNonce)).0, 401);
        assert_eq!(challenge(&refused(ErrorCode::InvalidToken)).0, 401);
        let (status, header) = challenge(&ResourceFault::Scope(Scheme::Bearer, "email"));
        assert_eq!(status, 403);
        assert!(header.contains("error=\"insufficient_scope\"") && header.contains("scope=\"email\""));
    }
}
