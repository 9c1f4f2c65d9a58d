//! What a site gets in place of the keys of a row: a code, a refresh token, the name of an access token. Account, grant and
//! number are sealed in it, so that whoever has it finds the row at once (decision 7) and a site learns nothing by it: neither
//! the account, which would be the same at every site, nor what another handle of the same grant looks like.

use aes_gcm::{
    Aes256Gcm, Nonce,
    aead::{Aead as _, KeyInit as _, Payload},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac as _};
use okno_domain::{account::AccountId, id::Id, relying_party::SiteGrantId};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

const NONCE: usize = 12;
const PLAIN: usize = 16 + 16 + 8;
const WHOLE: usize = NONCE + PLAIN + 16;
/// Base64 of that without padding.
const LETTERS: usize = (WHOLE * 8).div_ceil(6);

/// What a handle is for; one does not pass for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// An authorization code.
    Code,
    /// A refresh token.
    Refresh,
    /// The name of an access token.
    Access,
    /// A code of the dialect of ESIA.
    EsiaCode,
    /// A refresh token of the dialect.
    EsiaRefresh,
    /// The name of an access token of the dialect.
    EsiaAccess,
}

impl Purpose {
    const fn name(self) -> &'static [u8] {
        match self {
            Self::Code => b"code",
            Self::Refresh => b"refresh",
            Self::Access => b"access",
            Self::EsiaCode => b"esia-code",
            Self::EsiaRefresh => b"esia-refresh",
            Self::EsiaAccess => b"esia-access",
        }
    }
}

/// What is in a handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handle {
    /// Whose grant.
    pub account: AccountId,
    /// Which.
    pub grant: SiteGrantId,
    /// The generation of a refresh token, or a random number.
    pub number: u64,
}

/// The key of handles. The nonce is made of the contents, so that the same handle is always the same text: an answer that was
/// lost is given again as it was.
#[derive(Clone)]
pub struct Handles(Zeroizing<[u8; 32]>);

impl Handles {
    /// The key with these bytes.
    pub const fn new(key: Zeroizing<[u8; 32]>) -> Self {
        Self(key)
    }

    /// The text of a handle; none only if the cipher fails, which it does not for texts this short.
    pub fn seal(&self, purpose: Purpose, handle: &Handle) -> Option<String> {
        let mut plain = Zeroizing::new(Vec::with_capacity(PLAIN));
        plain.extend_from_slice(handle.account.uuid().as_bytes());
        plain.extend_from_slice(handle.grant.uuid().as_bytes());
        plain.extend_from_slice(&handle.number.to_be_bytes());
        let mut mac = Hmac::<Sha256>::new_from_slice(&*self.0).ok()?;
        mac.update(b"nonce");
        mac.update(purpose.name());
        mac.update(&plain);
        let digest: [u8; 32] = mac.finalize().into_bytes().into();
        let nonce: [u8; NONCE] = *digest.first_chunk()?;
        let payload = Payload { msg: &plain, aad: purpose.name() };
        let sealed = Aes256Gcm::new(&(*self.0).into()).encrypt(&Nonce::from(nonce), payload).ok()?;
        let mut whole = Vec::with_capacity(WHOLE);
        whole.extend_from_slice(&nonce);
        whole.extend_from_slice(&sealed);
        Some(URL_SAFE_NO_PAD.encode(whole))
    }

    /// Opens a text; none for anything that [`Handles::seal`] did not make for this purpose.
    pub fn open(&self, purpose: Purpose, text: &str) -> Option<Handle> {
        if text.len() != LETTERS {
            return None;
        }
        let whole = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (nonce, sealed) = whole.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: purpose.name() };
        let plain = Zeroizing::new(Aes256Gcm::new(&(*self.0).into()).decrypt(&Nonce::from(*nonce), payload).ok()?);
        let (account, rest) = plain.split_first_chunk::<16>()?;
        let (grant, number) = rest.split_first_chunk::<16>()?;
        Some(Handle {
            account: Id::from_uuid(Uuid::from_bytes(*account)),
            grant: Id::from_uuid(Uuid::from_bytes(*grant)),
            number: u64::from_be_bytes(number.try_into().ok()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handle(account: u128, number: u64) -> Handle {
        Handle { account: Id::from_uuid(Uuid::from_u128(account)), grant: Id::from_uuid(Uuid::from_u128(2)), number }
    }

    /// The same contents are the same text; another purpose, key or letter is nothing.
    #[test]
    fn only_what_was_sealed_opens() {
        let handles = Handles::new(Zeroizing::new([7; 32]));
        let text = handles.seal(Purpose::Refresh, &handle(1, 5)).unwrap();
        assert_eq!(text, handles.seal(Purpose::Refresh, &handle(1, 5)).unwrap());
        assert_eq!(text.len(), LETTERS);
        assert_eq!(handles.open(Purpose::Refresh, &text), Some(handle(1, 5)));
        assert_eq!(handles.open(Purpose::Code, &text), None);
        assert_eq!(Handles::new(Zeroizing::new([8; 32])).open(Purpose::Refresh, &text), None);
        for at in 0..text.len() {
            let mut other = text.clone().into_bytes();
            other[at] = if other[at] == b'A' { b'B' } else { b'A' };
            assert_eq!(handles.open(Purpose::Refresh, std::str::from_utf8(&other).unwrap()), None);
        }
        for wrong in ["", "A", &"A".repeat(LETTERS), &"A".repeat(5000)] {
            assert_eq!(handles.open(Purpose::Refresh, wrong), None);
        }
    }

    /// Two handles of one account have nothing in common that could be seen.
    #[test]
    fn handles_tell_nothing() {
        let handles = Handles::new(Zeroizing::new([7; 32]));
        let (one, other) = (
            handles.seal(Purpose::Access, &handle(1, 1)).unwrap(),
            handles.seal(Purpose::Access, &handle(1, 2)).unwrap(),
        );
        let same = one.bytes().zip(other.bytes()).filter(|(a, b)| a == b).count();
        assert!(same < 20, "{same} letters are the same");
    }
}
