//! The keys that sign tokens of the dialect.
//!
//! Systems verify tokens offline, by a certificate that somebody has given them. So a key signs until an operator of the
//! installation has the next one made, and each has a certificate that it made for itself. The private halves are sealed in the
//! database, so that all servers sign with the same keys.

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use okno_domain::time::{SignedDuration, Timestamp, after};
use okno_oidc::esia::token::Unsigned;
pub use okno_oidc::jose::Algorithm;
use okno_pki::{
    certificate::{Certificate, OwnCertificate, OwnKey},
    digest::DigestAlgorithm,
    gost::{ParameterSet, SigningKey},
    scheme::Scheme,
};
use okno_store::esia::{self as store, EsiaKeyId, EsiaKeyRow};
use ring::signature::KeyPair as _;
use zeroize::Zeroizing;

use crate::{
    context::Cx,
    error::{Error, Result},
    seal::Place,
};

/// How long this process goes by what it has read.
const FRESH: SignedDuration = SignedDuration::from_secs(60);
/// How far clocks of servers differ at most.
const SKEW: SignedDuration = SignedDuration::from_hours(1);
/// Bits of RSA keys.
const RSA_BITS: usize = 2048;
/// How often octets are drawn for a secret of GOST before something must be wrong: each is refused once in two times at most.
const MOST_DRAWS: usize = 128;

/// The algorithms that tokens of the dialect may have.
pub const ALGORITHMS: [Algorithm; 3] = [Algorithm::Rs256, Algorithm::Gost256, Algorithm::Gost512];

/// A private key.
enum Private {
    Rsa(ring::rsa::KeyPair),
    Gost(SigningKey),
}

/// A key with its certificate.
pub struct Key {
    /// Its id.
    pub id: EsiaKeyId,
    /// The algorithm of what it signs.
    pub algorithm: Algorithm,
    /// What systems verify by.
    pub certificate: Certificate,
    /// From this instant on it signs.
    pub signs_from: Timestamp,
    private: Private,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({} {})", self.algorithm, self.id)
    }
}

/// All keys, the oldest first.
#[derive(Debug, Default)]
pub struct Keys(Vec<Key>);

/// What this process has read.
#[derive(Debug, Default)]
pub(crate) struct KeysRead(RwLock<Option<(Timestamp, Arc<Keys>)>>);

impl KeysRead {
    fn fresh(&self, now: Timestamp) -> Option<Arc<Keys>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(at, _)| now.duration_since(*at).abs() < FRESH).map(|(_, keys)| Arc::clone(keys))
    }

    fn keep(&self, now: Timestamp, keys: &Arc<Keys>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(keys)));
    }
}

impl Keys {
    /// All of them.
    pub fn all(&self) -> &[Key] {
        &self.0
    }

    /// The key that signs so at this instant.
    pub fn signing(&self, algorithm: Algorithm, now: Timestamp) -> Option<&Key> {
        self.0.iter().rfind(|key| key.algorithm == algorithm && key.signs_from <= now)
    }

    /// Signs a token.
    pub(crate) fn sign(&self, token: Unsigned, now: Timestamp) -> Result<String> {
        token.sign(&|algorithm: Algorithm, input: &[u8]| {
            let key = self.signing(algorithm, now);
            key.ok_or_else(|| Error::Bug(format!("there is no key for {algorithm}")))?.private.sign(input)
        })
    }

    /// Whether one of our keys of this algorithm made a signature.
    pub(crate) fn verify(&self, algorithm: Algorithm, input: &[u8], signature: &[u8]) -> bool {
        let scheme = match algorithm {
            Algorithm::Rs256 => Scheme::RsaPkcs1(DigestAlgorithm::Sha256),
            Algorithm::Gost256 => Scheme::Gost256,
            Algorithm::Gost512 => Scheme::Gost512,
            _ => return false,
        };
        let own = self.0.iter().filter(|key| key.algorithm == algorithm);
        own.into_iter().any(|key| key.certificate.public_key().verify(scheme, input, signature).is_ok())
    }
}

impl Private {
    /// The key in a PKCS #8 structure, which says which algorithm its signatures have.
    fn read(pkcs8: &[u8]) -> Result<(Self, Algorithm)> {
        if let Ok(key) = SigningKey::from_pkcs8_der(pkcs8) {
            let long = key.parameter_set().size() == 64;
            return Ok((Self::Gost(key), if long { Algorithm::Gost512 } else { Algorithm::Gost256 }));
        }
        let pair = ring::rsa::KeyPair::from_pkcs8(pkcs8);
        pair.map(|pair| (Self::Rsa(pair), Algorithm::Rs256)).map_err(|error| Error::Bug(format!("an RSA key: {error}")))
    }

    fn sign(&self, input: &[u8]) -> Result<Vec<u8>> {
        match self {
            Self::Gost(key) => Ok(key.sign(input)),
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                let random = ring::rand::SystemRandom::new();
                pair.sign(&ring::signature::RSA_PKCS1_SHA256, &random, input, &mut signature)
                    .map_err(|_| Error::Bug("an RSA key did not sign".to_owned()))?;
                Ok(signature)
            }
        }
    }

    /// Makes the certificate by which others verify.
    fn certify(&self, about: &OwnCertificate<'_>) -> Result<Certificate> {
        let sign = |octets: &[u8]| self.sign(octets).ok();
        let made = match self {
            Self::Gost(key) => about.make(&OwnKey::Gost(key.verifying_key()), sign),
            Self::Rsa(pair) => about.make(&OwnKey::Rsa(pair.public_key().as_ref()), sign),
        };
        made.map_err(|error| Error::Bug(format!("a certificate: {error}")))
    }
}

/// The keys of the moment.
pub async fn current(cx: &Cx) -> Result<Arc<Keys>> {
    if let Some(keys) = cx.app.esia.keys.fresh(cx.now) {
        return Ok(keys);
    }
    load(cx).await
}

/// The keys of the moment, read anew where there is none for this algorithm: another process may just have made it.
pub(crate) async fn known(cx: &Cx, algorithm: Algorithm) -> Result<Arc<Keys>> {
    let keys = current(cx).await?;
    if keys.signing(algorithm, cx.now).is_some() { Ok(keys) } else { load(cx).await }
}

/// The keys of the moment, with one for this algorithm, which is made where there is none.
pub async fn with(cx: &Cx, algorithm: Algorithm) -> Result<Arc<Keys>> {
    let keys = known(cx, algorithm).await?;
    if keys.signing(algorithm, cx.now).is_some() {
        return Ok(keys);
    }
    // Another process may do the same at this instant: the id says that it is the first, so that there is one, whose certificate
    // is the one that systems are given. It signs from a little earlier on, as clocks differ.
    let material = material(cx, algorithm).await?;
    put(cx, &material, (first_id(cx, algorithm), after(cx.now, -SKEW))).await?;
    load(cx).await
}

fn first_id(cx: &Cx, algorithm: Algorithm) -> EsiaKeyId {
    let whole = cx.app.keys.blind("esia-first-key", algorithm.as_str());
    let half = whole.first_chunk::<16>().copied().unwrap_or_default();
    EsiaKeyId::from_uuid(uuid::Builder::from_random_bytes(half).into_uuid())
}

async fn load(cx: &Cx) -> Result<Arc<Keys>> {
    let rows = store::keys(&mut cx.app.store.read().await?).await?;
    let keys = rows.into_iter().map(|row| read(cx, row)).collect::<Result<Vec<Key>>>()?;
    let keys = Arc::new(Keys(keys));
    cx.app.esia.keys.keep(cx.now, &keys);
    Ok(keys)
}

fn place(id: EsiaKeyId) -> Place {
    Place::new("esia_key", "private_sealed", id)
}

fn read(cx: &Cx, row: EsiaKeyRow) -> Result<Key> {
    let material = cx.app.keys.system().open(&place(row.id), &row.private_sealed)?;
    let (private, algorithm) = Private::read(&material)?;
    let certificate = Certificate::from_der(&row.certificate)
        .map_err(|error| Error::Bug(format!("esia_key.certificate {}: {error}", row.id)))?;
    if algorithm.as_str() != row.algorithm {
        return Err(Error::Bug(format!("esia_key.algorithm {}", row.id)));
    }
    Ok(Key { id: row.id, algorithm, certificate, signs_from: row.signs_from, private })
}

/// Makes a key that signs from then on; what those before it signed stays good until it has expired.
pub async fn make(cx: &Cx, algorithm: Algorithm, signs_from: Timestamp) -> Result<EsiaKeyId> {
    let material = material(cx, algorithm).await?;
    enter(cx, &material, signs_from).await
}

async fn material(cx: &Cx, algorithm: Algorithm) -> Result<Zeroizing<Vec<u8>>> {
    match algorithm {
        Algorithm::Rs256 => rsa(cx).await,
        Algorithm::Gost256 => gost(cx, ParameterSet::CryptoProA),
        Algorithm::Gost512 => gost(cx, ParameterSet::Tc26A512),
        other => Err(Error::Bug(format!("no key of the dialect is made for {other}"))),
    }
}

/// Enters a key that was made elsewhere (PKCS #8 in DER, unencrypted); it signs from then on.
pub async fn enter(cx: &Cx, pkcs8: &[u8], signs_from: Timestamp) -> Result<EsiaKeyId> {
    let id: EsiaKeyId = cx.fresh_id();
    put(cx, pkcs8, (id, signs_from)).await?;
    load(cx).await?;
    Ok(id)
}

/// Stores a key with its certificate, unless there is one of this id.
async fn put(cx: &Cx, pkcs8: &[u8], (id, signs_from): (EsiaKeyId, Timestamp)) -> Result<()> {
    let (private, algorithm) = Private::read(pkcs8)?;
    let settings = &cx.settings().esia;
    let years = i64::from(settings.certificate_years);
    let about = OwnCertificate {
        name: &settings.certificate_name,
        serial: cx.random_bytes(),
        not_before: cx.now,
        not_after: after(signs_from.max(cx.now), SignedDuration::from_hours(24 * 365 * years)),
    };
    let certificate = private.certify(&about)?;
    let row = EsiaKeyRow {
        id,
        algorithm: algorithm.as_str().to_owned(),
        certificate: certificate.der().to_vec(),
        private_sealed: cx.app.keys.system().seal(&place(id), pkcs8, &mut cx.rng())?,
        signs_from,
        created_at: cx.now,
    };
    let mut tx = cx.app.store.write().await?;
    if store::insert_key(&mut tx, &row).await? {
        cx.commit(tx).await?;
        tracing::info!(algorithm = algorithm.as_str(), %id, "a key of the dialect of ESIA was made");
    }
    Ok(())
}

async fn rsa(cx: &Cx) -> Result<Zeroizing<Vec<u8>>> {
    let mut rng = cx.rng();
    let made = tokio::task::spawn_blocking(move || {
        use rsa::pkcs8::EncodePrivateKey as _;
        let key = rsa::RsaPrivateKey::new(&mut rng, RSA_BITS).map_err(|error| error.to_string())?;
        let der = key.to_pkcs8_der().map_err(|error| error.to_string())?;
        Ok::<_, String>(Zeroizing::new(der.as_bytes().to_vec()))
    });
    made.await.map_err(|error| Error::Bug(error.to_string()))?.map_err(Error::Bug)
}

fn gost(cx: &Cx, set: ParameterSet) -> Result<Zeroizing<Vec<u8>>> {
    let bug = |error: &dyn fmt::Display| Error::Bug(format!("a GOST key: {error}"));
    for _ in 0..MOST_DRAWS {
        let octets = Zeroizing::new(cx.random_bytes::<64>());
        let secret = octets.get(..set.size()).unwrap_or_default();
        if let Ok(key) = SigningKey::from_bytes(set, secret) {
            return key.to_pkcs8_der().map_err(|error| bug(&error));
        }
    }
    Err(bug(&"no secret was in range"))
}
