//! Signatures in compact serialization (RFC 7515 3.1, 5.2): read, then verify, and only then look at the claims.

use super::{Algorithm, Claims, Header, HeaderFault, JsonFault, Key, KeySet, Types, base64url, key_set::MOST_TRIED};

/// Why a signed text is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JwsFault {
    /// Longer than such a token may be.
    #[error("the token is longer than {0} bytes")]
    TooLarge(usize),
    /// The header is longer than it may be.
    #[error("the header is longer than {0} bytes")]
    HeaderTooLarge(usize),
    /// Not three parts.
    #[error("the token does not have the three parts of a signed one")]
    Parts,
    /// Five parts: encrypted.
    #[error("the token is encrypted")]
    Encrypted,
    /// A part is not base64url, or not in its one spelling.
    #[error("the {0} is not base64url without padding")]
    Encoding(&'static str),
    /// The header is refused.
    #[error(transparent)]
    Header(#[from] HeaderFault),
    /// There is no key of this name, or none that fits the algorithm. A set that was fetched may have been renewed since.
    #[error("no key of the signer fits the name and the algorithm of the header")]
    NoKey,
    /// The header names no key, and too many could be meant.
    #[error("the header names no key, and more than {most} could be meant", most = MOST_TRIED)]
    TooManyKeys,
    /// Signed by another key, or changed.
    #[error("the signature is wrong")]
    Signature,
    /// The payload is not a JSON object as it should be.
    #[error("the claims: {0}")]
    Claims(#[from] JsonFault),
}

/// Who can say whether a signature is right: a set of keys, one key, or the caller's own code for algorithms that this crate
/// has none for, such as GOST.
pub trait Verifier {
    /// Whether the signature over the message is by whom it should be. The header's algorithm is one of the allowed ones.
    fn verify(&self, header: &Header, message: &[u8], signature: &[u8]) -> Result<(), JwsFault>;
}

impl Verifier for KeySet {
    fn verify(&self, header: &Header, message: &[u8], signature: &[u8]) -> Result<(), JwsFault> {
        let candidates = || self.candidates(header.algorithm(), header.key_id());
        match candidates().take(MOST_TRIED + 1).count() {
            0 => return Err(JwsFault::NoKey),
            count if count > MOST_TRIED => return Err(JwsFault::TooManyKeys),
            _ => {}
        }
        let mut candidates = candidates();
        if candidates.any(|key| key.verifies(header.algorithm(), message, signature)) {
            Ok(())
        } else {
            Err(JwsFault::Signature)
        }
    }
}

impl Verifier for Key {
    /// By this key alone, whatever name the header gives it.
    fn verify(&self, header: &Header, message: &[u8], signature: &[u8]) -> Result<(), JwsFault> {
        if !self.fits(header.algorithm()) {
            return Err(JwsFault::NoKey);
        }
        if self.verifies(header.algorithm(), message, signature) { Ok(()) } else { Err(JwsFault::Signature) }
    }
}

/// What is accepted in one place.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// The longest token, in bytes.
    pub longest: usize,
    /// The longest header as it is written, in bytes.
    pub longest_header: usize,
    /// The algorithms that are allowed.
    pub algorithms: &'a [Algorithm],
    /// The types that are expected.
    pub types: Types,
}

/// A token that is well-formed and proves nothing yet.
#[derive(Clone, Debug)]
pub struct Unverified<'a> {
    header: Header,
    signed: &'a str,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

impl<'a> Unverified<'a> {
    /// Reads a token under the rules of its place.
    pub fn read(text: &'a str, rules: &Rules<'_>) -> Result<Self, JwsFault> {
        if text.len() > rules.longest {
            return Err(JwsFault::TooLarge(rules.longest));
        }
        let (signed, signature) = text.rsplit_once('.').ok_or(JwsFault::Parts)?;
        let (header, payload) = signed.split_once('.').ok_or(JwsFault::Parts)?;
        match payload.matches('.').count() {
            0 => {}
            2 => return Err(JwsFault::Encrypted),
            _ => return Err(JwsFault::Parts),
        }
        if header.len() > rules.longest_header {
            return Err(JwsFault::HeaderTooLarge(rules.longest_header));
        }
        let header = base64url::decode(header).ok_or(JwsFault::Encoding("header"))?;
        let header = Header::parse(&header, rules.algorithms, rules.types)?;
        let payload = base64url::decode(payload).ok_or(JwsFault::Encoding("payload"))?;
        let signature = base64url::decode(signature).ok_or(JwsFault::Encoding("signature"))?;
        Ok(Self { header, signed, payload, signature })
    }

    /// The header.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The claims, before anything proves them. Good for finding out whose keys to ask, and for nothing else.
    pub fn unproven_claims(&self) -> Result<Claims, JwsFault> {
        Ok(Claims::parse(&self.payload)?)
    }

    /// Checks the signature.
    pub fn verify(self, keys: &dyn Verifier) -> Result<Verified, JwsFault> {
        keys.verify(&self.header, self.signed.as_bytes(), &self.signature)?;
        Ok(Verified { header: self.header, payload: self.payload })
    }
}

/// A token that was signed by whom it should be.
#[derive(Clone, Debug)]
pub struct Verified {
    header: Header,
    payload: Vec<u8>,
}

impl Verified {
    /// The header.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The signed bytes.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The signed claims.
    pub fn claims(&self) -> Result<Claims, JwsFault> {
        Ok(Claims::parse(&self.payload)?)
    }
}
