//! Keys and forgeries for the tests of this crate.

use jiff::Timestamp;
use ring::rsa::{KeyPair, KeyPairComponents, PublicKeyComponents};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    Algorithm, Key, KeySet, Signer, base64url,
    software::{Ed25519, P256, Rsa},
};

/// The present instant of tests.
pub(crate) const NOW: i64 = 1_800_000_000;

pub(crate) fn instant(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

pub(crate) fn es256(name: &str) -> P256 {
    P256::new(name, &Sha256::digest(name).into()).unwrap()
}

pub(crate) fn ed25519(name: &str) -> Ed25519 {
    Ed25519::new(name, &Sha256::digest(name).into())
}

/// The key of RFC 7515 A.2.1; there is only one, as making one takes long.
pub(crate) fn rsa(name: &str, algorithm: Algorithm) -> Rsa {
    let number = |text: &str| base64url::decode(text).unwrap();
    let components = KeyPairComponents {
        public_key: PublicKeyComponents { n: number(RSA_N), e: number("AQAB") },
        d: number(
            "Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395\
             IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4qAdGcopV\
             _0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQ\
             yGWSeWjnczT0QU91p1DhOVRuOopznQ",
        ),
        p: number(
            "4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py5PJdTJNPY8cQn7\
             ouZ2KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc",
        ),
        q: number(
            "uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQeZD_YwD66t62wD\
             mpe_HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc",
        ),
        dP: number(
            "BwKfV3Akq5_MFZDFZCnW-wzl-CCo83WoZvnLQwCTeDv8uzluRSnm71I3QCLdhrqE2e9YkxvuxdBfpT_PI7Yz-FOKnu1R6HsJeDCjn12S\
             k3vmAktV2zb34MCdy7cpdTh_YVr7tss2u6vneTwrA86rZtu5Mbr1C1XsmvkxHQAdYo0",
        ),
        dQ: number(
            "h_96-mK1R_7glhsum81dZxjTnYynPbZpHziZjeeHcXYsXaaMwkOlODsWa7I9xXDoRwbKgB719rrmI2oKr6N3Do9U0ajaHF-NKJnwgjMd\
             2w9cjz3_-kyNlxAr2v4IKhGNpmM5iIgOS1VZnOZ68m6_pbLBSp3nssTdlqvd0tIiTHU",
        ),
        qInv: number(
            "IYd7DHOhrWvxkwPQsRM2tOgrjbcrfvtQJipd-DlcxyVuuM9sQLdgjVk2oy26F0EmpScGLq2MowX7fhd_QJQ3ydy5cY7YIBi87w93IKLE\
             dfnbJtoOPLUW0ITrJReOgo1cq9SbsxYawBgfp_gh6A5603k2-ZQwVK0JKSHuLFkuQ3U",
        ),
    };
    let key = KeyPair::from_components(&components).unwrap();
    Rsa::new(name, algorithm, key, Box::new(ring::rand::SystemRandom::new())).unwrap()
}

/// The modulus of RFC 7515 A.2.1.
pub(crate) const RSA_N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt\
     0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS\
     -UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2\
     PAcDTW9gb54h4FRWyuXpoQ";

/// Keys that have a public half.
pub(crate) trait Public {
    fn key(&self) -> Key;
}

impl Public for P256 {
    fn key(&self) -> Key {
        self.public().unwrap()
    }
}

impl Public for Ed25519 {
    fn key(&self) -> Key {
        self.public().unwrap()
    }
}

impl Public for Rsa {
    fn key(&self) -> Key {
        self.public().unwrap()
    }
}

/// The public halves.
pub(crate) fn keys_of(keys: &[&dyn Public]) -> KeySet {
    keys.iter().map(|key| key.key()).collect()
}

/// A token with exactly these parts, signed by this key whatever the header says.
pub(crate) fn forge(header: &Value, claims: &Value, signer: &dyn Signer) -> String {
    forge_bytes(header.to_string(), claims.to_string(), signer)
}

/// A token with exactly these bytes.
pub(crate) fn forge_bytes(header: impl AsRef<[u8]>, claims: impl AsRef<[u8]>, signer: &dyn Signer) -> String {
    let signed = format!("{}.{}", base64url::encode(header), base64url::encode(claims));
    let signature = signer.sign(signed.as_bytes()).unwrap();
    format!("{signed}.{}", base64url::encode(signature))
}

/// The header and the claims of a token, as text, without asking whether it is right.
pub(crate) fn look_into(token: &str) -> (String, String) {
    let part = |at: usize| String::from_utf8(base64url::decode(token.split('.').nth(at).unwrap()).unwrap()).unwrap();
    (part(0), part(1))
}
