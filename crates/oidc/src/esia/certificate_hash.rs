//! `client_certificate_hash`: which of a client's certificates a request means.
//!
//! Clients take different digests over the certificate's DER. Digests are made elsewhere; here they are compared.

use std::fmt;

use super::{
    Mode,
    error::{Code, Refusal},
};

/// The digests that clients are known to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Digest {
    /// GOST R 34.11-2012 with 256 bits: what the operator's own utility makes.
    Streebog256,
    /// GOST R 34.11-2012 with 512 bits: AISGorod for keys of 512 bits.
    Streebog512,
    /// SHA-256: the README of fr05t1k.
    Sha256,
    /// SHA-1: ruesia; the real system is said to refuse it.
    Sha1,
}

impl Digest {
    /// Every digest, the canonical one first.
    pub const ALL: [Self; 4] = [Self::Streebog256, Self::Streebog512, Self::Sha256, Self::Sha1];

    /// Whether it counts in this mode.
    pub const fn counts(self, mode: Mode) -> bool {
        !matches!(self, Self::Sha1) || mode.is_lenient()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Streebog256 => "Streebog-256",
            Self::Streebog512 => "Streebog-512",
            Self::Sha256 => "SHA-256",
            Self::Sha1 => "SHA-1",
        })
    }
}

/// The digests of one registered certificate's DER.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateHashes {
    /// GOST R 34.11-2012, 256 bits.
    pub streebog_256: [u8; 32],
    /// GOST R 34.11-2012, 512 bits.
    pub streebog_512: [u8; 64],
    /// SHA-256.
    pub sha_256: [u8; 32],
    /// SHA-1.
    pub sha_1: [u8; 20],
}

impl CertificateHashes {
    /// The bytes of one of them.
    pub const fn get(&self, digest: Digest) -> &[u8] {
        match digest {
            Digest::Streebog256 => &self.streebog_256,
            Digest::Streebog512 => &self.streebog_512,
            Digest::Sha256 => &self.sha_256,
            Digest::Sha1 => &self.sha_1,
        }
    }
}

/// A hash as it was sent: hexadecimal in either case.
#[derive(Clone, PartialEq, Eq)]
pub struct SentHash(Vec<u8>);

impl SentHash {
    /// Reads 40, 64 or 128 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        if !matches!(text.len(), 40 | 64 | 128) {
            return None;
        }
        let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
        let bytes = digits?;
        let bytes = bytes.chunks_exact(2).map(|pair| match pair {
            [high, low] => u8::try_from(high * 16 + low).ok(),
            _ => None,
        });
        bytes.collect::<Option<Vec<u8>>>().map(Self)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A registered certificate that a request means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its place among the registered ones.
    pub index: usize,
    /// The digest by which it was found.
    pub digest: Digest,
}

/// Which of the registered certificates was meant.
///
/// Refuses with ESIA-007053, as the real system is said to do for hashes over the wrong bytes.
pub fn find(sent: &SentHash, registered: &[CertificateHashes], mode: Mode) -> Result<Found, Refusal> {
    let find = |digest: Digest| {
        let index = registered.iter().position(|hashes| hashes.get(digest) == sent.as_bytes())?;
        Some(Found { index, digest })
    };
    let found = Digest::ALL.into_iter().find_map(find);
    match found {
        Some(found) if found.digest.counts(mode) => Ok(found),
        Some(found) => Err(Refusal::new(
            Code::CLIENT_SECRET,
            format!(
                "client_certificate_hash is the {} of a registered certificate, not its Streebog-256",
                found.digest
            ),
        )),
        None => Err(Refusal::new(
            Code::CLIENT_SECRET,
            format!(
                "client_certificate_hash ({} digits) is of none of the {} registered certificates; it must be over the \
                 DER, not the PEM",
                sent.as_bytes().len().saturating_mul(2),
                registered.len()
            ),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREEBOG_256: &str = "647d125a3abf7a4dbf5cc96baa27bc3032294920e4d0f85d3ea5a5b3e4e25f12";
    const STREEBOG_512: &str = "aabd53b3624da06debcca9d08a44a93e87c7b44e5dfcb31009e093f9539fac1146c96a25b551e81fc854ab4348b1408736a5b376cdad98153b5b7ab129173d28";
    const SHA_256: &str = "b23f81faa3a5a70dff28f1d90a9ca38d9f89653b142f02adad258706aa05fc5b";
    const SHA_1: &str = "12ec1495ae2c96d79c41b3389c75108ef8997e54";

    fn bytes<const N: usize>(text: &str) -> [u8; N] {
        SentHash::parse(text).unwrap().as_bytes().try_into().unwrap()
    }

    fn registered() -> Vec<CertificateHashes> {
        let other =
            CertificateHashes { streebog_256: [1; 32], streebog_512: [2; 64], sha_256: [3; 32], sha_1: [4; 20] };
        let own = CertificateHashes {
            streebog_256: bytes(STREEBOG_256),
            streebog_512: bytes(STREEBOG_512),
            sha_256: bytes(SHA_256),
            sha_1: bytes(SHA_1),
        };
        vec![other, own]
    }

    /// Section 1.5 and appendix A: every digest, in both cases.
    #[test]
    fn certificates_are_found_by_every_digest() {
        let cases = [
            (STREEBOG_256, Digest::Streebog256, true),
            (STREEBOG_512, Digest::Streebog512, true),
            (SHA_256, Digest::Sha256, true),
            (SHA_1, Digest::Sha1, false),
        ];
        for (text, digest, strict) in cases {
            for text in [text.to_owned(), text.to_uppercase()] {
                let sent = SentHash::parse(&text).unwrap();
                let found = Found { index: 1, digest };
                assert_eq!(find(&sent, &registered(), Mode::Lenient), Ok(found));
                assert_eq!(find(&sent, &registered(), Mode::Strict).is_ok(), strict, "{digest}");
            }
        }
    }

    /// Section 1.5: a hash over other bytes gives ESIA-007053.
    #[test]
    fn a_foreign_hash_is_refused_with_a_hint() {
        let sent = SentHash::parse(&"0".repeat(64)).unwrap();
        for registered in [registered(), Vec::new()] {
            for mode in [Mode::Strict, Mode::Lenient] {
                let refusal = find(&sent, &registered, mode).unwrap_err();
                assert_eq!(refusal.code(), Code::CLIENT_SECRET);
                assert!(refusal.reason().contains("not the PEM"));
            }
        }
        let refusal = find(&SentHash::parse(SHA_1).unwrap(), &registered(), Mode::Strict).unwrap_err();
        assert!(refusal.reason().contains("SHA-1"), "{refusal}");
    }

    #[test]
    fn only_hexadecimal_digits_of_a_digest_are_read() {
        for text in ["", "12", &"0".repeat(63), &"g".repeat(64), &"0".repeat(130), &"\u{440}".repeat(20)] {
            assert_eq!(SentHash::parse(text), None, "{text}");
        }
        assert_eq!(format!("{:?}", SentHash::parse(SHA_1).unwrap()), SHA_1);
    }
}
