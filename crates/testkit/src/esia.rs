//! A system of the dialect of ESIA, as its developers have it: a key, a certificate for it, and signatures in both containers.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE},
};
use cms::{
    cert::{CertificateChoices, IssuerAndSerialNumber},
    content_info::{CmsVersion, ContentInfo},
    signed_data::{CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos},
};
use der::{
    Any, AnyRef, Decode as _, Encode as _,
    asn1::{ObjectIdentifier, OctetString, SetOfVec},
};
use jiff::{Timestamp, tz};
use okno_pki::{
    certificate::{Certificate, OwnCertificate, OwnKey},
    gost::{ParameterSet, SigningKey},
    oid,
};
use ring::signature::KeyPair as _;
use x509_cert::spki::AlgorithmIdentifierOwned;

/// The key of tokens in tests: making one takes its time.
pub const TOKEN_KEY: &str = "MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDWKoPlE27mNdNC4nRc474V8moJ75q2ZRwLwYsxgA16KDQupTPo\
    3jpMBa1YU5kqu6yVXXlmbNWvU8qd2CBa4HqGiTV4UCOO7Ge//Uc2NBe8olXg2VzQtDfAtvfDvSrsFShHMN2muYOnqbuEKWnwG5xp\
    Qn7nPfaZjhHEr4hygxRyx+Z8zzKg07U13MiglKv0JP8FrGBFgusHvydfXyZ2bzbMoAjUxp/xSbWxhRizGjrnqvm3o79KK3twnPr+\
    O0rRofjTFL/p3KtqhZTQhY3ryczY8JyVHzvvbhwX/DTRyoczIJFLtBuUHqi6gmqPLTk9/vnWZ88D5JutDYtgCLLMHA0rAgMBAAEC\
    ggEAGKIXPZf4n339aKoHXE/No1SYob/veZ8zlJ6UVgM2iaBqMBtMVzKIXgohIBGtgl7HwP5ZYlCOW3Y1zeX4ArvjG+pYPhhpnpzO\
    aiTFthRTzpyVaCFYLaEs8HubD+aIM1NTqKyUMgMQg45gRRlGWBm06d5+HjbgUFUo8giGlzVAetsRQJbjd73u8vhGrAX5E97gP5p6\
    Igjfukan579z8YaSJZA3OvcS1zZPwA0ITIgbKHvoQFGSitwsO7V+itW0x8TqCePtXuakGRXJPYN9J+Xv4arResgu0aRLC4LQT8R7\
    CgXMaWgGkMlPDK4E8kDjmj7xx5Hmf9OAis+83DMX+ApqcQKBgQD8o97UXTX3zXPiuXicQTbqrpgtqMUORJ6QLyvtKvv0lKxlQ7cL\
    +m8yqNFyItEj1tFZcjoYyGtfby4GJ8u9XIFLpBRsNu6qL2TpFdbXpPOdFKKlvY1T6GZHFQtHHUtKjULPcIt/2pjkb187r3LjObTe\
    E/ZBJFU6xNmDcLP9epXqpQKBgQDZA6hM7Cb84n4rg2CgLOuhVL6xM9XHdqIuO/j07nJjBUTqTUOLmZ/uEU0kx0n7zxCeSzEtdEcI\
    yZxAj2FerT31J3aJiIuv3nw4Jhxzu8Mbm3WXj3KbjXq70aJZI4YAc5M7QrnCexsiTHWnW/a5WU9WbVj2wUQ+ZEnHAMnecOQfjwKB\
    gQDQVOWco5ysUszcSuutlo2NqxoslL6izG0hIvULJ2YLw0oCW3unsgVedh35C8MA1dVe+DX2V9dLJGiEhO6aoZyxXoXE0uuuhVSm\
    bO70dr65atnQ6OWRKtSkizL4mqyKtsBARWOTtBReU4Tpt/16aQzAESABic+KnedsX1TdkufrTQKBgQDQQX5FM2rGy+Qghdc4X2NQ\
    Uy8cho3k+KfyjoL/KcSD2g6kerkTQr4DjH7niIgrKi7ceXQcFrYEbNWR7waWANKwbMqIeYzznSLAD3LGba1y1OEoLPTi6gaaLzcJ\
    K9nwnPjxqbryM4l6hL1zegFvJZHJcu4o/pcq+LsESnFvEg8ZaQKBgFE7/G9UCe9DJyMXxAfD8H726z3PELPZXs6y7dBqoIJYWAnx\
    +e45oePpBqRPIHegPr/ASYuxWfrnBzTcowGnVuvM9bVlRrVPAbYQvv9vKEScQNw968FLXEJXJpHcdAfxbvumq1a6ZbOEKB0uHyzy\
    66v0r5qyEza4B2Yy+DcJb+GX";
const CLIENT_KEY: &str = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCJppwc9/0zV/gpWrONuHX0N/5N+m56abgDzIY//12sUMnEbhO6\
    CU9aP+fLyrvIgDNMCJFBcsLqz9f9D2fCkyC1MGHShjzwnFpr8edNMlB556yhM0667jAB+t1zcmOR3iDkzCHmT8nXPCN0cl5MG5d4\
    +DpzW7WPq37EfynAH0GWPFWGbuniA9dQEguNMlNbh+21ZcGyBdyIN72WpK0FwWR9TQxb4hv5kypCyl8wSGsPkE+ZXIcVpqpHcW2V\
    v39ZEDgjHy3JB/XrcB52iXJ8oomFZgfZuEsfNebrpuiEloAe3Up5+sTEzb7kcoou3ZYK7WezUt/bBM8D1eu8X33WHV6vAgMBAAEC\
    ggEAPyn17xEY3gua85cMV5bygWuERVIKih+i8hNS82ECIgU8YOfGI5MMF7TFb+2Kt9mkMFqqFOdNbCSNzzDXgyCyXJJkAQ/aPOry\
    TyBE7FaPOTFHNP1vPjX4T6BHKCewawoL/BFz6NRqIVsWReQJQ1FR84+seqz1poSiehaEGQX+uaovoPJ1kFVHXd/no8l93uQB8rqF\
    tw5MbufLuvQdroVwtMdW5/5QJwDDSRLXeDLfFKyx3YeVWKdtzOxFbd0xCtjmhY9WH2jVhQROZpRtkP+daI/87q/83BFuxSFdHJpx\
    JNQ/8w+E/vmOqKWiG1gC+GFD2qDWLzsLCyW05ZeW6Hs3SQKBgQC/T0vXRWN6u0gf41titt89qO6zsaLoC9ZY4w7OswWVeb2odzDn\
    U6/0TMrSMAupG7sxETgJRrzi4EV9q4GMLhsag0XEHxjQPW4zBdkVsNW1P+QB66RXmx+JOwg72LbKq4230ZlxRcjBuy8y3shagw42\
    nGkKKfTB1cAE7uTBbV8kowKBgQC4MlXLiIEA8zeIfnmnM5qXmBxOb+bYawNDkGMV1Bt9Ec9SmfMVZT5Rowh+MEnFYw1BYWxfgFXK\
    qzq6poB1szGlVCOlPuwiYvhhyseIV9BrBR11me5udGnD9tkI8s4HvVd7pT5Y6hyuwhrJ/roRd3DDmeH4fZxJOfZ4/MEfYFKyhQKB\
    gEIfqlsRxLybFubOsrt/8dFiHn9FmsURsliuwmN3RSrRFVixOdn69wo9sKzNpnog96aSCQhLxuW0FtDFAtXs6blUPjz3cqAnW3uP\
    PeVdZcBsAOcZB4iwOUo5eTMWSLfsa+NpMtwP/r/XbwzqK939BmCh1zyIG+0TcHdECxVANG55AoGBALULxIhpg2MLrGnc5nYRosGe\
    ITR3iM7vYCXopXuvH9Wuy7jE2MkO2lIjjRV7IQeCdGTu/TZhTfIGm5MaVOlbWFDIgsDJOBAUd06nobfBmHmYbXxJ8LFgexTCbFD/\
    VsMEuBgwMzfx5H9hCjPAy+KfI5ceiZ1U2WigMEJ7LNdKNf6BAoGAflPEmHDE0LBf+NZEcgB8mjA5i+XIbd30bRJWqG2kx6YKbPgI\
    uIgN9gfeC1OGAjgZl3ewz5YbHUZSt6A/VQHZWnAd7BPXWZtAgFhuMmELIScCLhtUTyIDMOtINg373llZULFNEitwd5RYRhpPxgPP\
    8Y/EOSJVXSujgf2kcjfCzQk=";

/// What a system signs with.
enum Key {
    Rsa(Box<ring::rsa::KeyPair>),
    Gost(SigningKey),
}

/// A system.
pub struct TestSystem {
    key: Key,
    /// Its certificate.
    pub certificate: Certificate,
}

/// The key of tokens in tests (PKCS #8).
pub fn token_key() -> Vec<u8> {
    STANDARD.decode(TOKEN_KEY).expect("base64")
}

impl TestSystem {
    /// One with an RSA key; always the same.
    pub fn rsa() -> Self {
        let der = STANDARD.decode(CLIENT_KEY).expect("base64");
        Self::with(Key::Rsa(Box::new(ring::rsa::KeyPair::from_pkcs8(&der).expect("a sound key"))), "CN=DEMO01", 1)
    }

    /// One with a GOST key that follows from a number.
    pub fn gost(number: u8) -> Self {
        let key = SigningKey::from_bytes(ParameterSet::CryptoProA, &[number; 32]).expect("a secret in range");
        Self::with(Key::Gost(key), "CN=DEMO01,O=Demo", number)
    }

    fn with(key: Key, name: &str, number: u8) -> Self {
        let about = OwnCertificate {
            name,
            serial: [number; 16],
            not_before: "2020-01-01T00:00:00Z".parse().expect("an instant"),
            not_after: "2040-01-01T00:00:00Z".parse().expect("an instant"),
        };
        let sign = |octets: &[u8]| Some(sign(&key, octets));
        let made = match &key {
            Key::Rsa(pair) => about.make(&OwnKey::Rsa(pair.public_key().as_ref()), sign),
            Key::Gost(own) => about.make(&OwnKey::Gost(own.verifying_key()), sign),
        };
        let certificate = made.expect("a sound certificate");
        Self { key, certificate }
    }

    /// Its certificate as it registers it.
    pub fn pem(&self) -> String {
        self.certificate.to_pem()
    }

    /// `client_secret` of the first generation: a detached CMS message without signed attributes.
    pub fn cms(&self, text: &str) -> String {
        self.message(text, false)
    }

    /// The same with the text inside, as node-forge makes it.
    pub fn attached(&self, text: &str) -> String {
        self.message(text, true)
    }

    /// `client_secret` of the later generations: the two numbers.
    pub fn raw(&self, text: &str) -> String {
        URL_SAFE.encode(sign(&self.key, text.as_bytes()))
    }

    fn message(&self, text: &str, inside: bool) -> String {
        let (digest, signature) = match self.key {
            Key::Rsa(_) => (oid::SHA256, AlgorithmIdentifierOwned { oid: oid::RSA, parameters: Some(Any::null()) }),
            Key::Gost(_) => (oid::STREEBOG_256, AlgorithmIdentifierOwned { oid: oid::GOST_2012_256, parameters: None }),
        };
        let digest = AlgorithmIdentifierOwned { oid: digest, parameters: None };
        let certificate = x509_cert::Certificate::from_der(self.certificate.der()).expect("a certificate");
        let content = certificate.tbs_certificate();
        let sid = SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: content.issuer().clone(),
            serial_number: content.serial_number().clone(),
        });
        let signer = SignerInfo {
            version: CmsVersion::V1,
            sid,
            digest_alg: digest.clone(),
            signed_attrs: None,
            signature_algorithm: signature,
            signature: OctetString::new(sign(&self.key, text.as_bytes())).expect("octets"),
            unsigned_attrs: None,
        };
        let inner = OctetString::new(text.as_bytes()).expect("octets");
        let inner = Any::encode_from(&inner).expect("octets");
        let data = SignedData {
            version: CmsVersion::V1,
            digest_algorithms: SetOfVec::try_from(vec![digest]).expect("a set"),
            encap_content_info: EncapsulatedContentInfo { econtent_type: oid::DATA, econtent: inside.then_some(inner) },
            certificates: Some(CertificateSet(
                SetOfVec::try_from(vec![CertificateChoices::Certificate(certificate)]).expect("a set"),
            )),
            crls: None,
            signer_infos: SignerInfos(SetOfVec::try_from(vec![signer]).expect("a set")),
        };
        let content = data.to_der().expect("a message");
        let content = AnyRef::try_from(content.as_slice()).expect("a message");
        let signed: ObjectIdentifier = oid::SIGNED_DATA;
        let whole = ContentInfo { content_type: signed, content: Any::from(content) };
        URL_SAFE.encode(whole.to_der().expect("a message"))
    }
}

fn sign(key: &Key, octets: &[u8]) -> Vec<u8> {
    match key {
        Key::Gost(key) => key.sign(octets),
        Key::Rsa(pair) => {
            let mut signature = vec![0; pair.public().modulus_len()];
            let random = ring::rand::SystemRandom::new();
            pair.sign(&ring::signature::RSA_PKCS1_SHA256, &random, octets, &mut signature).expect("a signature");
            signature
        }
    }
}

/// `timestamp`, in Moscow's time.
pub fn time(at: Timestamp) -> String {
    at.to_zoned(tz::offset(3).to_time_zone()).strftime("%Y.%m.%d %H:%M:%S +0300").to_string()
}
