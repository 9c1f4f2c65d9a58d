//! One signer and the messages that most tests of signed messages begin with.
#![expect(clippy::unwrap_used, reason = "a test may")]

use okno_pki::{
    certificate::Certificate,
    cms::{CmsError, Expected, Policy, SignedMessage, Signer, Verified},
    gost::{ParameterSet, SigningKey},
};

use crate::support::{Draft, Message, gost_key};

/// What is signed.
pub(crate) const CONTENT: &[u8] = b"openid2026.03.01 12:30:05 +0300DEMO01";

pub(crate) fn key() -> SigningKey {
    gost_key(ParameterSet::CryptoProA, 1)
}

pub(crate) fn certificate() -> Vec<u8> {
    Draft::of(&key()).signed_by(&key())
}

pub(crate) fn registered() -> Vec<Certificate> {
    vec![Certificate::from_der(&certificate()).unwrap()]
}

pub(crate) fn verify(message: &[u8], content: &[u8], policy: Policy) -> Result<Verified, CmsError> {
    let registered = registered();
    let expected = Expected { content, signer: Signer::Registered(&registered), policy };
    SignedMessage::parse(message)?.verify(&expected)
}

/// The verdict on a message whose draft a test has changed, signed by the right key over the right content.
pub(crate) fn judge(message: &Message) -> Result<Verified, CmsError> {
    verify(&message.signed_by(&key(), CONTENT), CONTENT, Policy::REQUESTS)
}

pub(crate) fn plain() -> Message {
    Message::of(&certificate())
}

pub(crate) fn attributed() -> Message {
    Message::with_attributes(&certificate(), CONTENT)
}
