//! Small builders of DER, keys and messages, so that each test says only what is odd about its case.
#![expect(clippy::unwrap_used, reason = "a test may")]

use der::{Encode, asn1::ObjectIdentifier};
use okno_pki::gost::{ParameterSet, SigningKey};

/// One value: a tag and the parts of its content.
pub(crate) fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut out = vec![tag];
    match u32::try_from(content.len()).unwrap() {
        short @ 0..0x80 => out.push(u8::try_from(short).unwrap()),
        long => {
            let digits: Vec<u8> = long.to_be_bytes().into_iter().skip_while(|digit| *digit == 0).collect();
            out.push(0x80 | u8::try_from(digits.len()).unwrap());
            out.extend(digits);
        }
    }
    out.extend(content);
    out
}

/// An object identifier in DER.
pub(crate) fn oid(dotted: &str) -> Vec<u8> {
    ObjectIdentifier::new(dotted).unwrap().to_der().unwrap()
}

/// Octets of hexadecimal digits; spaces and line ends are passed over.
pub(crate) fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<char> = text.chars().filter(|one| !one.is_whitespace()).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap()).collect()
}

/// Octets of base64 of either alphabet over several lines.
pub(crate) fn unbase64(text: &str) -> Vec<u8> {
    let line: String = text.split_whitespace().collect();
    okno_pki::base64::decode(&line, 1 << 20).unwrap()
}

/// A key whose secret is made of this octet.
pub(crate) fn gost_key(set: ParameterSet, fill: u8) -> SigningKey {
    let mut secret = vec![fill; set.size()];
    *secret.last_mut().unwrap() = 0x11;
    SigningKey::from_bytes(set, &secret).unwrap()
}

/// The public half as a `SubjectPublicKeyInfo` in DER.
pub(crate) fn spki(key: &SigningKey) -> Vec<u8> {
    key.verifying_key().to_spki().unwrap().to_der().unwrap()
}

/// An algorithm identifier with NULL for parameters.
pub(crate) fn algorithm(dotted: &str) -> Vec<u8> {
    der(0x30, &[&oid(dotted), &[0x05, 0x00]])
}

/// A name of one attribute, a `commonName` in the string type given.
pub(crate) fn name(string: u8, text: &str) -> Vec<u8> {
    let attribute = der(0x30, &[&oid("2.5.4.3"), &der(string, &[text.as_bytes()])]);
    der(0x30, &[&der(0x31, &[&attribute])])
}

/// A certificate to be made: what a test changes stands in a field.
pub(crate) struct Draft {
    pub(crate) version: Vec<u8>,
    pub(crate) serial: Vec<u8>,
    pub(crate) inner_algorithm: Vec<u8>,
    pub(crate) outer_algorithm: Vec<u8>,
    pub(crate) issuer: Vec<u8>,
    pub(crate) subject: Vec<u8>,
    pub(crate) validity: [&'static str; 2],
    pub(crate) spki: Vec<u8>,
    pub(crate) extensions: Vec<Vec<u8>>,
}

pub(crate) const GOST_256_SIGNATURE: &str = "1.2.643.7.1.1.3.2";

impl Draft {
    /// A plain certificate of version 3 for a key of 256 bits, with a key identifier.
    pub(crate) fn of(key: &SigningKey) -> Self {
        Self {
            version: vec![0xa0, 0x03, 0x02, 0x01, 0x02],
            serial: vec![0x02, 0x02, 0x12, 0x34],
            inner_algorithm: algorithm(GOST_256_SIGNATURE),
            outer_algorithm: algorithm(GOST_256_SIGNATURE),
            issuer: name(0x0c, "DEMO01"),
            subject: name(0x0c, "DEMO01"),
            validity: ["260101000000Z", "361231235959Z"],
            spki: spki(key),
            extensions: vec![extension("2.5.29.14", false, &der(0x04, &[b"key-1"]))],
        }
    }

    /// The certificate, signed by a key of 256 bits.
    pub(crate) fn signed_by(&self, issuer: &SigningKey) -> Vec<u8> {
        let [from, to] = self.validity.map(|time| der(if time.len() == 13 { 0x17 } else { 0x18 }, &[time.as_bytes()]));
        let extensions = match self.extensions.as_slice() {
            [] => vec![],
            list => der(0xa3, &[&der(0x30, &list.iter().map(Vec::as_slice).collect::<Vec<_>>())]),
        };
        let content = der(
            0x30,
            &[
                &self.version,
                &self.serial,
                &self.inner_algorithm,
                &self.issuer,
                &der(0x30, &[&from, &to]),
                &self.subject,
                &self.spki,
                &extensions,
            ],
        );
        let signature = issuer.sign(&content);
        der(0x30, &[&content, &self.outer_algorithm, &der(0x03, &[&[0], &signature])])
    }
}

/// An extension of a certificate.
pub(crate) fn extension(dotted: &str, critical: bool, value: &[u8]) -> Vec<u8> {
    let flag: &[u8] = if critical { &[0x01, 0x01, 0xff] } else { &[] };
    der(0x30, &[&oid(dotted), flag, &der(0x04, &[value])])
}

/// A signed attribute with these values.
pub(crate) fn attribute(dotted: &str, values: &[&[u8]]) -> Vec<u8> {
    der(0x30, &[&oid(dotted), &der(0x31, values)])
}

/// A signed message to be made.
pub(crate) struct Message {
    pub(crate) kind: &'static str,
    pub(crate) digests: Vec<Vec<u8>>,
    pub(crate) content_type: &'static str,
    /// What stands in `[0]`, if anything.
    pub(crate) content: Option<Vec<u8>>,
    pub(crate) certificates: Vec<Vec<u8>>,
    pub(crate) version: u8,
    pub(crate) signer: Vec<u8>,
    pub(crate) digest: Vec<u8>,
    pub(crate) attributes: Option<Vec<Vec<u8>>>,
    pub(crate) sorted: bool,
    pub(crate) algorithm: Vec<u8>,
    pub(crate) copies: usize,
}

pub(crate) const STREEBOG_256: &str = "1.2.643.7.1.1.2.2";

impl Message {
    /// A detached message of a certificate of [`Draft::of`], with its certificate inside and without attributes.
    pub(crate) fn of(certificate: &[u8]) -> Self {
        Self {
            kind: "1.2.840.113549.1.7.2",
            digests: vec![algorithm(STREEBOG_256)],
            content_type: "1.2.840.113549.1.7.1",
            content: None,
            certificates: vec![certificate.to_vec()],
            version: 1,
            signer: der(0x30, &[&name(0x0c, "DEMO01"), &[0x02, 0x02, 0x12, 0x34]]),
            digest: algorithm(STREEBOG_256),
            attributes: None,
            sorted: true,
            algorithm: algorithm(GOST_256_SIGNATURE),
            copies: 1,
        }
    }

    /// The same with the two attributes that must be there.
    pub(crate) fn with_attributes(certificate: &[u8], content: &[u8]) -> Self {
        let digest = okno_pki::digest::DigestAlgorithm::Streebog256.of(content);
        let attributes = vec![
            attribute("1.2.840.113549.1.9.3", &[&oid("1.2.840.113549.1.7.1")]),
            attribute("1.2.840.113549.1.9.4", &[&der(0x04, &[&digest])]),
        ];
        Self { attributes: Some(attributes), ..Self::of(certificate) }
    }

    /// The attributes as they are signed, a SET OF.
    pub(crate) fn signed_attributes(&self) -> Option<Vec<u8>> {
        self.attributes.as_ref().map(|attributes| {
            let mut attributes = attributes.clone();
            attributes.sort();
            der(0x31, &attributes.iter().map(Vec::as_slice).collect::<Vec<_>>())
        })
    }

    /// The message over this content, signed by this key.
    pub(crate) fn signed_by(&self, key: &SigningKey, content: &[u8]) -> Vec<u8> {
        let signature = self.signed_attributes().map_or_else(|| key.sign(content), |attributes| key.sign(&attributes));
        self.with_signature(&signature)
    }

    /// The message with this signature.
    pub(crate) fn with_signature(&self, signature: &[u8]) -> Vec<u8> {
        let mut attributes = self.attributes.clone().unwrap_or_default();
        if self.sorted {
            attributes.sort();
        }
        let attributes = match attributes.as_slice() {
            [] => vec![],
            list => der(0xa0, &list.iter().map(Vec::as_slice).collect::<Vec<_>>()),
        };
        let signer = der(
            0x30,
            &[
                &[0x02, 0x01, self.version],
                &self.signer,
                &self.digest,
                &attributes,
                &self.algorithm,
                &der(0x04, &[signature]),
            ],
        );
        let content = self.content.as_ref().map(|content| der(0xa0, &[content])).unwrap_or_default();
        let certificates = match self.certificates.as_slice() {
            [] => vec![],
            list => der(0xa0, &list.iter().map(Vec::as_slice).collect::<Vec<_>>()),
        };
        let data = der(
            0x30,
            &[
                &[0x02, 0x01, 0x01],
                &der(0x31, &self.digests.iter().map(Vec::as_slice).collect::<Vec<_>>()),
                &der(0x30, &[&oid(self.content_type), &content]),
                &certificates,
                &der(0x31, &vec![signer.as_slice(); self.copies]),
            ],
        );
        der(0x30, &[&oid(self.kind), &der(0xa0, &[&data])])
    }
}
