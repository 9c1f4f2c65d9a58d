//! The text of cookies and links: the keys of a row, and a secret of 256 bits (decisions 7 and 12).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use okno_domain::secret::Secret;
use uuid::Uuid;

/// How many random bytes a secret has.
pub(crate) const SECRET_BYTES: usize = 32;
/// The longest text that can be a token of up to two keys.
const LONGEST: usize = 100;

/// The text of these keys and this secret.
pub(crate) fn encode(keys: &[Uuid], secret: &[u8; SECRET_BYTES]) -> Secret {
    let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(keys.len() * 16 + SECRET_BYTES));
    for key in keys {
        bytes.extend_from_slice(key.as_bytes());
    }
    bytes.extend_from_slice(secret);
    Secret::new(URL_SAFE_NO_PAD.encode(&*bytes))
}

/// The keys and the secret in a text; `None` for anything that [`encode`] does not make.
pub(crate) fn parse<const KEYS: usize>(text: &str) -> Option<([Uuid; KEYS], [u8; SECRET_BYTES])> {
    if text.len() > LONGEST {
        return None;
    }
    let bytes = zeroize::Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
    let mut rest = bytes.as_slice();
    let mut keys = [Uuid::nil(); KEYS];
    for key in &mut keys {
        let (first, after) = rest.split_first_chunk::<16>()?;
        *key = Uuid::from_bytes(*first);
        rest = after;
    }
    Some((keys, rest.try_into().ok()?))
}

/// Debug output that names the type and hides its contents.
macro_rules! hidden_debug {
    ($name:ident) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}
pub(crate) use hidden_debug;

/// A cookie's contents: the id of one row and a secret. Only the module that makes it sees either.
macro_rules! of_row {
    ($(#[$meta:meta])* $name:ident of $id:ty) => {
        $(#[$meta])*
        #[derive(Clone)]
        pub struct $name {
            id: $id,
            secret: [u8; 32],
        }

        $crate::token::hidden_debug!($name);

        impl $name {
            /// The text for the cookie.
            pub fn encode(&self) -> okno_domain::secret::Secret {
                $crate::token::encode(&[self.id.uuid()], &self.secret)
            }

            /// Reads a cookie; `None` for anything that is not a token.
            pub fn parse(text: &str) -> Option<Self> {
                let ([id], secret) = $crate::token::parse(text)?;
                Some(Self { id: okno_domain::id::Id::from_uuid(id), secret })
            }
        }
    };
}
pub(crate) use of_row;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_encoded_is_parsed() {
        let keys = [Uuid::from_u128(1), Uuid::from_u128(2)];
        let text = encode(&keys, &[7; 32]);
        assert_eq!(parse::<2>(text.expose()), Some((keys, [7; 32])));
        assert_eq!(parse::<1>(text.expose()), None);
        for wrong in ["", "=", "AAAA", &format!("{}A", text.expose()), &"A".repeat(5000)] {
            assert_eq!(parse::<2>(wrong), None);
        }
    }
}
