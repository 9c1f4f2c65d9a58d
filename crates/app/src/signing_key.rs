//! The keys that sign tokens, and how they follow each other.
//!
//! Each algorithm has a key that signs, at times the next one, which is shown before it signs so that everybody has fetched it,
//! and those before, which are shown for as long as what they signed may come back. The private halves are sealed in the
//! database, so that all servers sign with the same keys.

mod ring;
mod schedule;

use std::sync::{Arc, PoisonError, RwLock};

use okno_domain::time::{SignedDuration, Timestamp, after};
use okno_oidc::jose::{
    Algorithm,
    software::{Ed25519, QuickP256, Rsa},
};
use okno_store::{
    Tx,
    signing_key::{self as store, SigningKeyRow},
};
use rand_core::Rng as _;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

pub use ring::{KeyRing, TokenKind};
pub use schedule::{Rule, next};

use crate::{
    context::Cx,
    error::{Error, Result},
    job::{Done, Job, JobError, Retry},
    seal::Place,
    settings::days,
};

/// How long this process goes by what it has read. A key is shown days before it signs.
const FRESH: SignedDuration = SignedDuration::from_secs(60);
/// Days for which a key that signs no more is still shown: id tokens come back as hints when their time is over.
const SHOWN_DAYS: u32 = 30;
/// Bits of RSA keys (RFC 7518 3.3 asks for 2048 at least).
const RSA_BITS: usize = 2048;
/// The quick ones, made as soon as any is asked for.
const QUICK: [Algorithm; 2] = [Algorithm::EdDsa, Algorithm::Es256];

/// What this process has read.
#[derive(Default)]
pub struct KeyRings(RwLock<Option<(Timestamp, Arc<KeyRing>)>>);

impl std::fmt::Debug for KeyRings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyRings(…)")
    }
}

impl KeyRings {
    fn fresh(&self, now: Timestamp) -> Option<Arc<KeyRing>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(at, _)| now.duration_since(*at).abs() < FRESH).map(|(_, ring)| Arc::clone(ring))
    }

    fn keep(&self, now: Timestamp, ring: &Arc<KeyRing>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(ring)));
    }
}

/// The keys of the moment. The first two are made where there are none.
pub async fn current(cx: &Cx) -> Result<Arc<KeyRing>> {
    if let Some(ring) = cx.app.signing.fresh(cx.now) {
        return Ok(ring);
    }
    let ring = load(cx).await?;
    if QUICK.into_iter().all(|algorithm| ring.signs(algorithm)) {
        cx.app.signing.keep(cx.now, &ring);
        return Ok(ring);
    }
    prepare(cx, &QUICK).await
}

/// The keys of the moment, with one for this algorithm, which is made where there is none.
pub async fn with(cx: &Cx, algorithm: Algorithm) -> Result<Arc<KeyRing>> {
    let ring = current(cx).await?;
    if ring.signs(algorithm) { Ok(ring) } else { prepare(cx, &[algorithm]).await }
}

async fn load(cx: &Cx) -> Result<Arc<KeyRing>> {
    let rows = store::list(&mut cx.app.store.read().await?).await?;
    let mut keys = Vec::new();
    for row in rows {
        keys.push((signer(cx, &row)?, row));
    }
    Ok(Arc::new(KeyRing::of(keys, cx.now)?))
}

/// Lets the keys of these algorithms follow each other.
pub async fn rotate(cx: &Cx, algorithms: &[Algorithm]) -> Result<()> {
    prepare(cx, algorithms).await?;
    Ok(())
}

/// Makes what is due of these algorithms, removes what is over, and reads all anew.
async fn prepare(cx: &Cx, algorithms: &[Algorithm]) -> Result<Arc<KeyRing>> {
    let known = store::list(&mut cx.app.store.read().await?).await?;
    let rule = rule(cx);
    let mut made = Vec::new();
    for algorithm in algorithms {
        for slot in next(&known, algorithm.as_str(), rule, cx.now) {
            made.push((make(cx, *algorithm).await?, *algorithm, slot));
        }
    }
    let mut tx = cx.app.store.write().await?;
    for (material, algorithm, slot) in made {
        insert(&mut tx, cx, &material, algorithm, slot).await?;
    }
    // Only of algorithms that have just been looked after: the next key's number is counted from those that are there.
    let looked_after = |row: &&SigningKeyRow| algorithms.iter().any(|algorithm| algorithm.as_str() == row.algorithm);
    for row in known.iter().filter(looked_after).filter(|row| row.shown_until <= cx.now) {
        store::delete(&mut tx, &row.name, cx.now).await?;
    }
    cx.commit(tx).await?;
    let ring = load(cx).await?;
    cx.app.signing.keep(cx.now, &ring);
    Ok(ring)
}

fn rule(cx: &Cx) -> Rule {
    let settings = &cx.settings().single_sign_on;
    Rule {
        signs: days(settings.key_days.max(1)),
        notice: days(settings.key_notice_days.min(settings.key_days)),
        shown: days(SHOWN_DAYS),
    }
}

/// The private half as it is sealed: 32 bytes, or PKCS #8 for RSA.
type Material = Zeroizing<Vec<u8>>;

async fn make(cx: &Cx, algorithm: Algorithm) -> Result<Material> {
    match algorithm {
        Algorithm::EdDsa | Algorithm::Es256 => {
            let mut bytes = Zeroizing::new(vec![0_u8; 32]);
            cx.rng().fill_bytes(&mut bytes);
            Ok(bytes)
        }
        Algorithm::Rs256 | Algorithm::Ps256 => {
            let mut rng = cx.rng();
            let made = tokio::task::spawn_blocking(move || {
                use rsa::pkcs8::EncodePrivateKey as _;
                let key = rsa::RsaPrivateKey::new(&mut rng, RSA_BITS).map_err(|error| error.to_string())?;
                let der = key.to_pkcs8_der().map_err(|error| error.to_string())?;
                Ok::<_, String>(Zeroizing::new(der.as_bytes().to_vec()))
            });
            made.await.map_err(|error| Error::Bug(error.to_string()))?.map_err(Error::Bug)
        }
        Algorithm::Gost256 | Algorithm::Gost512 => Err(Error::Bug(format!("no key is made for {algorithm}"))),
    }
}

async fn insert(tx: &mut Tx, cx: &Cx, material: &Material, algorithm: Algorithm, slot: schedule::Slot) -> Result<()> {
    let name = slot.name.clone();
    let sealed = cx.app.keys.system().seal(&place(&name), material, &mut cx.rng())?;
    let mut row = SigningKeyRow {
        algorithm: algorithm.as_str().to_owned(),
        public_key: serde_json::Value::Null,
        private_sealed: sealed,
        created_at: cx.now,
        signs_from: slot.signs_from,
        signs_until: slot.signs_until,
        shown_until: after(slot.signs_until, days(SHOWN_DAYS)),
        name,
    };
    row.public_key = ring::public(&signing(&row.name, algorithm, material)?.1);
    // Another server has made the same one: then that is it.
    store::insert(tx, &row).await?;
    Ok(())
}

/// Keys have no id of a row; their name is authenticated with them in its place.
fn place(name: &str) -> Place {
    use sha2::{Digest as _, Sha256};
    let digest: [u8; 32] = Sha256::digest(name.as_bytes()).into();
    let half = digest.first_chunk().copied().unwrap_or_default();
    Place::new::<()>("signing_key", "private_sealed", okno_domain::id::Id::from_uuid(uuid::Uuid::from_bytes(half)))
}

fn signer(cx: &Cx, row: &SigningKeyRow) -> Result<ring::Pair> {
    let algorithm = Algorithm::find(&row.algorithm)
        .ok_or_else(|| Error::Bug(format!("signing_key.algorithm: {}", row.algorithm)))?;
    let material = cx.app.keys.system().open(&place(&row.name), &row.private_sealed)?;
    signing(&row.name, algorithm, &material)
}

fn signing(name: &str, algorithm: Algorithm, material: &[u8]) -> Result<ring::Pair> {
    let bug = |error: &dyn std::fmt::Display| Error::Bug(format!("signing key {name}: {error}"));
    let secret = || <[u8; 32]>::try_from(material).map(Zeroizing::new).map_err(|error| bug(&error));
    match algorithm {
        Algorithm::EdDsa => {
            let key = Ed25519::new(name, &*secret()?);
            let public = key.public().map_err(|error| bug(&error))?;
            Ok((Arc::new(key), public))
        }
        Algorithm::Es256 => {
            let rng = Box::new(::ring::rand::SystemRandom::new());
            let key = QuickP256::new(name, &*secret()?, rng).map_err(|error| bug(&error))?;
            let public = key.public();
            Ok((Arc::new(key), public))
        }
        Algorithm::Rs256 | Algorithm::Ps256 => {
            let pair = ring::rsa_pair(material).map_err(|error| bug(&error))?;
            let rng = Box::new(::ring::rand::SystemRandom::new());
            let key = Rsa::new(name, algorithm, pair, rng).map_err(|error| bug(&error))?;
            let public = key.public().map_err(|error| bug(&error))?;
            Ok((Arc::new(key), public))
        }
        Algorithm::Gost256 | Algorithm::Gost512 => Err(bug(&"an algorithm that is not ours")),
    }
}

/// Lets the keys of every algorithm follow each other, four times a day.
#[derive(Debug, Serialize, Deserialize)]
pub struct RotateSigningKeys {}

impl Job for RotateSigningKeys {
    const NAME: &'static str = "rotate-signing-keys";
    const RETRY: Retry = Retry::exponential(60, 3600, u32::MAX);

    fn mark(&self) -> Option<String> {
        Some(Self::NAME.to_owned())
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        rotate(cx, &Algorithm::OPEN).await?;
        Ok(Done::Again(after(cx.now, SignedDuration::from_hours(6))))
    }
}
