//! What clients of ESIA send, octet for octet: raw signatures, tokens, and messages of PKCS #7.
#![expect(clippy::unwrap_used, reason = "a test may")]

use okno_pki::{
    base64,
    certificate::Certificate,
    cms::{CmsError, Expected, Policy, SignedMessage, Signer},
    digest::DigestAlgorithm,
    gost::{ParameterSet, SignatureError},
    hex,
    public_key::{PublicKey, VerifyError},
    scheme::Scheme,
};

const CERTIFICATE: &str = "
MIIBJjCB0gIUeqn57tZApMFMI+3kuh6YwV+dszEwDAYIKoUDBwEBAwIFADARMQ8wDQYDVQQDDAZERU1P
MDEwHhcNMjYxMTIyMTMxNjMxWhcNMzYxMTE5MTMxNjMxWjARMQ8wDQYDVQQDDAZERU1PMDEwZjAfBggq
hQMHAQEBATATBgcqhQMCAiMBBggqhQMHAQECAgNDAARA26o8qBHlx1/ntuPtTJMDsIHpP34kEselJxAD
MORJ329KTe5g5atVBttrN9LfUp2QxhHq83x5kyc5iw0wyD/n/zAMBggqhQMHAQEDAgUAA0EA+ybITpIX
6O2rlVUQglwHr3S3p4GSvM5JDR4E6t1rUnyXwLmlwQP2WjFAZE75sYZqG1grFDJFHhmYhYTIalayeA==";

const REQUEST: &[u8] =
    b"DEMO01openid fullname snils2026.03.01 12:30:05 +03007f3b6c1e-2a54-4d0f-9b1e-5c8a7d21e4f0https://rp.example/cb";
const REQUEST_SIGNATURE: &str =
    "LjG12Ou_0erda_7o2iuelFrS1Bmr_PkUJ6IhwHxqmDvQg9QLg-M0JvVIlmrjlc9XZTtE41BDKnWxjPI26clfCw==";

const TOKEN: &str = "eyJ2ZXIiOjEsInR5cCI6IkpXVCIsInNidCI6ImFjY2VzcyIsImFsZyI6IkdPU1QzNDEwXzIwMTJfMjU2In0.eyJ1cm46ZXNpYTpzYmpfaWQiOjEwMDAzMDAwMDEsImV4cCI6MTc3MjM2MTAwNX0.1D-N_nFuFEyFoEM4ardW3Mb_R7CIfklzrjSLr5mOAfb-2hA73PP_zmt7kXx2mAf2L_3IfgFKaXF2uFeUfEQUTg";

const MESSAGE_CONTENT: &[u8] =
    b"openid fullname snils2026.03.01 12:30:05 +0300DEMO017f3b6c1e-2a54-4d0f-9b1e-5c8a7d21e4f0";
const MESSAGE: &str = "
MIIB8wYJKoZIhvcNAQcCoIIB5DCCAeACAQExDjAMBggqhQMHAQECAgUAMAsGCSqGSIb3DQEHAaCCASow
ggEmMIHSAhR6qfnu1kCkwUwj7eS6HpjBX52zMTAMBggqhQMHAQEDAgUAMBExDzANBgNVBAMMBkRFTU8w
MTAeFw0yNjExMjIxMzE2MzFaFw0zNjExMTkxMzE2MzFaMBExDzANBgNVBAMMBkRFTU8wMTBmMB8GCCqF
AwcBAQEBMBMGByqFAwICIwEGCCqFAwcBAQICA0MABEDbqjyoEeXHX-e24-1MkwOwgek_fiQSx6UnEAMw
5Enfb0pN7mDlq1UG22s30t9SnZDGEerzfHmTJzmLDTDIP-f_MAwGCCqFAwcBAQMCBQADQQD7JshOkhfo
7auVVRCCXAevdLengZK8zkkNHgTq3WtSfJfAuaXBA_ZaMUBkTvmxhmobWCsUMkUeGZiFhMhqVrJ4MYGP
MIGMAgEBMCkwETEPMA0GA1UEAwwGREVNTzAxAhR6qfnu1kCkwUwj7eS6HpjBX52zMTAMBggqhQMHAQEC
AgUAMAwGCCqFAwcBAQEBBQAEQI1fyPubLcCALE1hzhzipdIGcFm6s-wDzNkbIcVGV1SEfAT14ITEcB1b
5e-4HnXL12Dtlcgr1G2cOUj89iDrgWk=";

fn certificate() -> Certificate {
    Certificate::from_der(&crate::support::unbase64(CERTIFICATE)).unwrap()
}

#[test]
fn the_certificate_is_known_by_each_hash() {
    let certificate = certificate();
    assert_eq!(certificate.subject(), "CN=DEMO01");
    assert_eq!(certificate.serial(), "7aa9f9eed640a4c14c23ede4ba1e98c15f9db331");
    assert_eq!(certificate.check_self_signed(), Ok(Scheme::Gost256));
    assert_eq!(certificate.hash(), "647d125a3abf7a4dbf5cc96baa27bc3032294920e4d0f85d3ea5a5b3e4e25f12");
    for (text, digest) in [
        ("647D125A3ABF7A4DBF5CC96BAA27BC3032294920E4D0F85D3EA5A5B3E4E25F12", DigestAlgorithm::Streebog256),
        (
            concat!(
                "aabd53b3624da06debcca9d08a44a93e87c7b44e5dfcb31009e093f9539fac11",
                "46c96a25b551e81fc854ab4348b1408736a5b376cdad98153b5b7ab129173d28"
            ),
            DigestAlgorithm::Streebog512,
        ),
        ("b23f81faa3a5a70dff28f1d90a9ca38d9f89653b142f02adad258706aa05fc5b", DigestAlgorithm::Sha256),
        ("12ec1495ae2c96d79c41b3389c75108ef8997e54", DigestAlgorithm::Sha1),
    ] {
        assert_eq!(certificate.recognize_hash(text), Some(digest));
    }
    let PublicKey::Gost(key) = certificate.public_key() else { panic!("{certificate:?}") };
    assert_eq!(key.parameter_set(), ParameterSet::CryptoProA);
    let mut coordinates = key.as_bytes().to_vec();
    coordinates[..32].reverse();
    coordinates[32..].reverse();
    assert_eq!(
        hex(&coordinates),
        concat!(
            "6fdf49e430031027a5c712247e3fe981b003934cede3b6e75fc7e511a83caadb",
            "ffe73fc8300d8b392793797cf3ea11c6909d52dfd2376bdb0655abe560ee4d4a"
        )
    );
}

#[test]
fn a_raw_signature_counts() {
    let key = certificate().public_key().clone();
    assert_eq!(
        hex(&DigestAlgorithm::Streebog256.of(REQUEST)),
        "bfbcab29dc40e2d5a5046f6755221906aed6b64392aed2798648cce12dc1d013"
    );
    for text in [REQUEST_SIGNATURE, REQUEST_SIGNATURE.trim_end_matches('='), &REQUEST_SIGNATURE[..87]] {
        let signature = base64::decode(text, 64).unwrap();
        assert_eq!(key.verify(Scheme::Gost256, REQUEST, &signature), Ok(()));
    }
    let signature = base64::decode(REQUEST_SIGNATURE, 64).unwrap();
    // A plus sign of the time that a form turned into a space.
    let spaced = String::from_utf8(REQUEST.to_vec()).unwrap().replace('+', " ");
    let wrong = Err(VerifyError::Gost(SignatureError::Wrong));
    assert_eq!(key.verify(Scheme::Gost256, spaced.as_bytes(), &signature), wrong);
}

#[test]
fn a_token_counts() {
    let (signed, signature) = TOKEN.rsplit_once('.').unwrap();
    let signature = base64::decode(signature, 64).unwrap();
    assert_eq!(certificate().public_key().verify(Scheme::Gost256, signed.as_bytes(), &signature), Ok(()));
    assert!(certificate().public_key().verify(Scheme::Gost256, &signed.as_bytes()[1..], &signature).is_err());
    assert!(certificate().public_key().verify(Scheme::Gost512, signed.as_bytes(), &signature).is_err());
}

#[test]
fn a_message_counts() {
    let message = SignedMessage::parse(&crate::support::unbase64(MESSAGE)).unwrap();
    let registered = [certificate()];
    let expect = |content| Expected { content, signer: Signer::Registered(&registered), policy: Policy::REQUESTS };
    let verified = message.verify(&expect(MESSAGE_CONTENT)).unwrap();
    assert_eq!(verified.certificate, certificate());
    assert_eq!((verified.digest, verified.scheme), (DigestAlgorithm::Streebog256, Scheme::Gost256));
    assert!(!verified.has_content && !verified.has_attributes && verified.signing_time.is_none());
    let wrong = CmsError::Signature(VerifyError::Gost(SignatureError::Wrong));
    assert_eq!(message.verify(&expect(REQUEST)), Err(wrong));
    assert_eq!(message.certificates(), [crate::support::unbase64(CERTIFICATE)]);
}
