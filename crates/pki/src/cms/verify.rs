//! Verification of a signed message against what the caller expects (RFC 5652 5.4 to 5.6).

use der::Encode;
use jiff::Timestamp;

use super::{CmsError, SignedMessage, attributes, attributes::SignedAttributes};
use crate::{certificate::Certificate, digest::DigestAlgorithm, scheme, scheme::Scheme};

/// What a caller lets pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// SHA-1 may be the digest. Collisions can be made.
    pub weak_digests: bool,
    /// The message must have signed attributes.
    pub attributes_required: bool,
}

impl Policy {
    /// Documents: strong digests, signed attributes.
    pub const DOCUMENTS: Self = Self { weak_digests: false, attributes_required: true };
    /// Requests of clients: strong digests, with or without signed attributes.
    pub const REQUESTS: Self = Self { weak_digests: false, attributes_required: false };
    /// Requests of old clients: also SHA-1.
    pub const OLD_REQUESTS: Self = Self { weak_digests: true, attributes_required: false };
}

/// Whose signature counts.
#[derive(Clone, Copy, Debug)]
pub enum Signer<'a> {
    /// One of these certificates, which the caller knows. Where the message has a certificate of that name inside, it must
    /// be the same octet for octet.
    Registered(&'a [Certificate]),
    /// The certificate inside, whatever it is: the caller decides afterwards whether to trust it.
    Inside,
}

/// What a message is verified against.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The content that should have been signed.
    pub content: &'a [u8],
    /// Whose signature counts.
    pub signer: Signer<'a>,
    /// What is let pass.
    pub policy: Policy,
}

/// A message whose signature counts: who signed, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The certificate whose key verified the signature. Its time was not looked at.
    pub certificate: Certificate,
    /// The digest over the content.
    pub digest: DigestAlgorithm,
    /// How it was signed.
    pub scheme: Scheme,
    /// When, as the signer says; nobody vouches for it.
    pub signing_time: Option<Timestamp>,
    /// Whether the content was inside.
    pub has_content: bool,
    /// Whether there were signed attributes.
    pub has_attributes: bool,
}

impl SignedMessage {
    /// Verifies the message: this content, this signer, one signature that counts.
    pub fn verify(&self, expected: &Expected<'_>) -> Result<Verified, CmsError> {
        if let Some(content) = self.content()
            && content != expected.content
        {
            return Err(CmsError::Content { expected: expected.content.len(), found: content.len() });
        }
        let digest = scheme::digest(&self.signer.digest_alg)?;
        if digest.is_weak() && !expected.policy.weak_digests {
            return Err(CmsError::WeakDigest(digest));
        }
        let certificate = self.find_certificate(expected.signer)?;
        if !certificate.may_sign() {
            return Err(CmsError::Usage);
        }
        let key = certificate.public_key();
        let scheme = Scheme::of_message(&self.signer.signature_algorithm, digest, key)?;
        let signature = self.signature();
        let mut signing_time = None;
        match &self.signer.signed_attrs {
            Some(set) => {
                let attributes = SignedAttributes::new(set)?;
                attributes.check_content(digest, expected.content)?;
                attributes.check_certificate(&certificate)?;
                signing_time = attributes.signing_time()?;
                // The signature is over the encoding as SET OF, not with the tag they have in the message.
                key.verify(scheme, &set.to_der().map_err(CmsError::structure)?, signature)?;
            }
            None if expected.policy.attributes_required => return Err(CmsError::NoAttributes),
            None if attributes::is_attributes(expected.content) => return Err(CmsError::AttributesAsContent),
            None => key.verify(scheme, expected.content, signature)?,
        }
        Ok(Verified {
            certificate,
            digest,
            scheme,
            signing_time,
            has_content: self.content().is_some(),
            has_attributes: self.signer.signed_attrs.is_some(),
        })
    }

    fn find_certificate(&self, signer: Signer<'_>) -> Result<Certificate, CmsError> {
        let inside = self.signer_certificate()?;
        let name = || self.signer_name();
        let Signer::Registered(registered) = signer else {
            return inside.ok_or_else(|| CmsError::NoCertificate { signer: name() });
        };
        let named: Vec<&Certificate> = registered.iter().filter(|one| self.names(one)).collect();
        let same = |one: &&&Certificate| inside.as_ref().is_none_or(|inside| inside.der() == one.der());
        match named.iter().find(same) {
            Some(found) => Ok((**found).clone()),
            None if named.is_empty() => Err(CmsError::UnknownSigner { signer: name(), registered: registered.len() }),
            None => Err(CmsError::OtherCertificate { signer: name() }),
        }
    }
}
