//! Software statements: what a party that we trust says of a client that registers itself (RFC 7591 2.3).

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use crate::{
    error::{ErrorCode, ProtocolError},
    jose::{Algorithm, ClaimFault, JwsFault, Rules, TimeFault, Types, Unverified, Verifier, until},
};

/// The longest statement, in bytes; it may carry a set of keys.
pub const LONGEST: usize = 64 * 1024;

const LONGEST_HEADER: usize = 2 * 1024;
const LONGEST_ISSUER: usize = 2048;
/// A statement may be as old as its issuer likes.
const ANY_AGE: SignedDuration = SignedDuration::from_hours(24 * 366 * 100);
const TYPES: Types = Types { named: &["JWT"], absent: true };

/// Why a statement is refused (RFC 7591 3.2.2).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementFault {
    /// It is no signed token as it should be, or not signed by its issuer.
    #[error(transparent)]
    Jws(#[from] JwsFault),
    /// A claim is missing or of another kind.
    #[error(transparent)]
    Claim(#[from] ClaimFault),
    /// It is not of this time.
    #[error(transparent)]
    Time(#[from] TimeFault),
}

impl StatementFault {
    /// The error of dynamic registration.
    pub const fn error_code(&self) -> &'static str {
        self.error().code.as_str()
    }

    /// The same with the sentence that the client may read.
    pub const fn error(&self) -> ProtocolError {
        ProtocolError::new(ErrorCode::InvalidSoftwareStatement, "the software statement is not valid")
    }
}

/// A statement that claims to be of an issuer. One that we do not trust is answered `unapproved_software_statement`.
#[derive(Clone, Debug)]
pub struct Presented<'a> {
    token: Unverified<'a>,
    issuer: String,
}

impl<'a> Presented<'a> {
    /// Reads a statement.
    pub fn read(text: &'a str) -> Result<Self, StatementFault> {
        let rules =
            Rules { longest: LONGEST, longest_header: LONGEST_HEADER, algorithms: &Algorithm::OPEN, types: TYPES };
        let token = Unverified::read(text, &rules)?;
        let issuer = token.unproven_claims()?.bounded_text("iss", LONGEST_ISSUER)?.to_owned();
        Ok(Self { token, issuer })
    }

    /// Who is said to have made it; its keys are to be asked.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Checks it and gives what it says of the client. That outweighs what the client says itself (RFC 7591 2.3).
    pub fn verify(self, keys: &dyn Verifier, now: Timestamp) -> Result<Map<String, Value>, StatementFault> {
        let claims = self.token.verify(keys)?.claims()?;
        if let Some(end) = claims.instant("exp")? {
            until(end, now, ANY_AGE)?;
        }
        claims.begun::<StatementFault>(now, ANY_AGE)?;
        let mut metadata = claims.into_members();
        metadata.retain(|name, _| !crate::jose::OF_THE_TOKEN.contains(&name.as_str()));
        Ok(metadata)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::jose::testing::{NOW, es256, forge, instant, keys_of};

    fn statement(claims: &Value) -> String {
        forge(&json!({ "alg": "ES256" }), claims, &es256("trusted"))
    }

    #[test]
    fn tells_what_its_issuer_says_and_nothing_of_itself() {
        let claims =
            json!({ "iss": "https://trust.example", "iat": NOW, "client_name": "A", "software_id": "s", "jti": "1" });
        let text = statement(&claims);
        let presented = Presented::read(&text).unwrap();
        assert_eq!(presented.issuer(), "https://trust.example");
        let said = presented.verify(&keys_of(&[&es256("trusted")]), instant(NOW)).unwrap();
        assert_eq!(Value::Object(said), json!({ "client_name": "A", "software_id": "s" }));
    }

    #[test]
    fn refuses_with_the_reason() {
        let verified = |claims: &Value| {
            let text = statement(claims);
            Presented::read(&text)?.verify(&keys_of(&[&es256("trusted")]), instant(NOW))
        };
        for (claims, fault) in [
            (json!({ "client_name": "A" }), ClaimFault::Missing("iss").into()),
            (json!({ "iss": 1 }), ClaimFault::Kind("iss").into()),
            (json!({ "iss": "i", "exp": NOW - 11 }), TimeFault::Expired.into()),
            (json!({ "iss": "i", "nbf": NOW + 60 }), TimeFault::NotYet.into()),
        ] {
            let refused: StatementFault = verified(&claims).unwrap_err();
            assert_eq!(refused, fault, "{claims}");
            assert_eq!(refused.error_code(), "invalid_software_statement");
        }
        let text = statement(&json!({ "iss": "i" }));
        let by_another = Presented::read(&text).unwrap().verify(&keys_of(&[&es256("another")]), instant(NOW));
        assert_eq!(by_another.unwrap_err(), JwsFault::Signature.into());
    }
}
