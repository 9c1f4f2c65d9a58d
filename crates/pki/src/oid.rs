//! Object identifiers that this crate reads, and those of the attributes of Russian certificates.

use der::asn1::ObjectIdentifier;

const fn oid(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}

/// `id-signedData` (RFC 5652 5.1).
pub const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
/// `id-data` (RFC 5652 4).
pub const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
/// The attribute `contentType` (RFC 5652 11.1).
pub const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
/// The attribute `messageDigest` (RFC 5652 11.2).
pub const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
/// The attribute `signingTime` (RFC 5652 11.3).
pub const SIGNING_TIME: ObjectIdentifier = oid("1.2.840.113549.1.9.5");
/// The attribute `signingCertificate` with SHA-1 (RFC 2634 5.4).
pub const SIGNING_CERTIFICATE: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.12");
/// The attribute `signingCertificateV2` (RFC 5035 3).
pub const SIGNING_CERTIFICATE_V2: ObjectIdentifier = oid("1.2.840.113549.1.9.16.2.47");

/// `rsaEncryption`: the key, and in CMS also the signature whose digest stands elsewhere (RFC 3370 3.2).
pub const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
/// `sha1WithRSAEncryption`.
pub const RSA_SHA1: ObjectIdentifier = oid("1.2.840.113549.1.1.5");
/// `id-mgf1` (RFC 8017 A.2.1).
pub const MGF1: ObjectIdentifier = oid("1.2.840.113549.1.1.8");
/// `id-RSASSA-PSS` (RFC 8017 A.2.3).
pub const RSA_PSS: ObjectIdentifier = oid("1.2.840.113549.1.1.10");
/// `sha256WithRSAEncryption`.
pub const RSA_SHA256: ObjectIdentifier = oid("1.2.840.113549.1.1.11");
/// `sha384WithRSAEncryption`.
pub const RSA_SHA384: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
/// `sha512WithRSAEncryption`.
pub const RSA_SHA512: ObjectIdentifier = oid("1.2.840.113549.1.1.13");

/// `id-ecPublicKey` (RFC 5480 2.1.1).
pub const EC: ObjectIdentifier = oid("1.2.840.10045.2.1");
/// The curve P-256, `secp256r1`.
pub const P256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
/// The curve P-384, `secp384r1`.
pub const P384: ObjectIdentifier = oid("1.3.132.0.34");
/// `ecdsa-with-SHA1`.
pub const ECDSA_SHA1: ObjectIdentifier = oid("1.2.840.10045.4.1");
/// `ecdsa-with-SHA256`.
pub const ECDSA_SHA256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
/// `ecdsa-with-SHA384`.
pub const ECDSA_SHA384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
/// `ecdsa-with-SHA512`.
pub const ECDSA_SHA512: ObjectIdentifier = oid("1.2.840.10045.4.3.4");
/// Ed25519, key and signature (RFC 8410).
pub const ED25519: ObjectIdentifier = oid("1.3.101.112");

/// A key of GOST R 34.10-2012 with 256 bits; OpenSSL's engine also writes it for the signature.
pub const GOST_2012_256: ObjectIdentifier = oid("1.2.643.7.1.1.1.1");
/// A key of GOST R 34.10-2012 with 512 bits; OpenSSL's engine also writes it for the signature.
pub const GOST_2012_512: ObjectIdentifier = oid("1.2.643.7.1.1.1.2");
/// A signature by GOST R 34.10-2012 with 256 bits over Streebog-256.
pub const GOST_2012_256_STREEBOG: ObjectIdentifier = oid("1.2.643.7.1.1.3.2");
/// A signature by GOST R 34.10-2012 with 512 bits over Streebog-512.
pub const GOST_2012_512_STREEBOG: ObjectIdentifier = oid("1.2.643.7.1.1.3.3");
/// Streebog-256.
pub const STREEBOG_256: ObjectIdentifier = oid("1.2.643.7.1.1.2.2");
/// Streebog-512.
pub const STREEBOG_512: ObjectIdentifier = oid("1.2.643.7.1.1.2.3");

/// SHA-1.
pub const SHA1: ObjectIdentifier = oid("1.3.14.3.2.26");
/// SHA-256.
pub const SHA256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.1");
/// SHA-384.
pub const SHA384: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.2");
/// SHA-512.
pub const SHA512: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.3");

/// `commonName`.
pub const COMMON_NAME: ObjectIdentifier = oid("2.5.4.3");
/// `surname`.
pub const SURNAME: ObjectIdentifier = oid("2.5.4.4");
/// `givenName`; in Russian certificates with the patronymic.
pub const GIVEN_NAME: ObjectIdentifier = oid("2.5.4.42");
/// `organizationName`.
pub const ORGANIZATION: ObjectIdentifier = oid("2.5.4.10");
/// OGRN, 13 digits.
pub const OGRN: ObjectIdentifier = oid("1.2.643.100.1");
/// SNILS, 11 digits.
pub const SNILS: ObjectIdentifier = oid("1.2.643.100.3");
/// INN of an organization, 10 digits.
pub const INN_ORGANIZATION: ObjectIdentifier = oid("1.2.643.100.4");
/// OGRNIP, 15 digits.
pub const OGRNIP: ObjectIdentifier = oid("1.2.643.100.5");
/// INN, 12 digits; older certificates put an organization's there, after two zeros.
pub const INN: ObjectIdentifier = oid("1.2.643.3.131.1.1");
