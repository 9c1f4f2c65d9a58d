//! Password hashing: Argon2id over an HMAC with a pepper, on a bounded pool that refuses when overloaded (decision 11).

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::error::{Error, Result};

/// How costly a guess is. At least the figures of decision 11: 19 MiB, 2 passes, 1 lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HashingSettings {
    /// Memory of one computation, KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
    /// How many computations run at once; 0 means one per processor.
    pub parallel: u32,
    /// How many more may wait for their turn before the next is refused.
    pub waiting: u32,
}

impl Default for HashingSettings {
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2, lanes: 1, parallel: 0, waiting: 32 }
    }
}

/// What a password check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The stored hash is weaker than what is configured now, or malformed: hash the password anew.
    pub outdated: bool,
}

/// The pool.
pub struct PasswordHashing {
    params: Params,
    running: Arc<Semaphore>,
    places: Arc<Semaphore>,
    decoy: String,
}

impl PasswordHashing {
    /// Sets the pool up. `processors` is used when `parallel` is 0.
    pub fn new(settings: &HashingSettings, processors: usize) -> Result<Self> {
        let params = Params::new(settings.memory_kib, settings.passes, settings.lanes, Some(32))
            .map_err(|error| Error::Bug(format!("password hashing parameters: {error}")))?;
        let parallel = match usize::try_from(settings.parallel) {
            Ok(0) | Err(_) => processors.max(1),
            Ok(parallel) => parallel,
        };
        let waiting = usize::try_from(settings.waiting).unwrap_or(0);
        let decoy = compute(&params, &Zeroizing::new([0; 32]), &[0; 16])?;
        Ok(Self {
            params,
            running: Arc::new(Semaphore::new(parallel)),
            places: Arc::new(Semaphore::new(parallel + waiting)),
            decoy,
        })
    }

    async fn on_pool<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let overloaded = || Error::Unavailable("password hashing is overloaded".to_owned());
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| overloaded())?;
        let turn = Arc::clone(&self.running).acquire_owned().await.map_err(|_| overloaded())?;
        tokio::task::spawn_blocking(move || {
            let result = work();
            drop((turn, place));
            result
        })
        .await
        .map_err(|error| Error::Bug(format!("password hashing: {error}")))?
    }

    /// The hash to store (PHC string format) for a peppered password.
    pub async fn hash(&self, peppered: Zeroizing<[u8; 32]>, salt: [u8; 16]) -> Result<String> {
        let params = self.params.clone();
        self.on_pool(move || compute(&params, &peppered, &salt)).await
    }

    /// Compares with the stored hash; `None` when the password is another one. Without a stored hash the same time is
    /// spent, so that an unknown account answers like a known one (R191).
    pub async fn verify(&self, peppered: Zeroizing<[u8; 32]>, stored: Option<String>) -> Result<Option<Verified>> {
        let wanted = self.params.clone();
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.decoy.clone());
        self.on_pool(move || {
            let parsed =
                PasswordHash::new(&stored).map_err(|error| Error::Bug(format!("stored password hash: {error}")))?;
            let right = argon2(&wanted).verify_password(peppered.as_ref(), &parsed).is_ok();
            let outdated = Params::try_from(&parsed).map_or(true, |used| {
                used.m_cost() < wanted.m_cost() || used.t_cost() < wanted.t_cost() || used.p_cost() < wanted.p_cost()
            });
            Ok((right && known).then_some(Verified { outdated }))
        })
        .await
    }
}

fn argon2(params: &Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
}

fn compute(params: &Params, peppered: &Zeroizing<[u8; 32]>, salt: &[u8; 16]) -> Result<String> {
    argon2(params)
        .hash_password_with_salt(peppered.as_ref(), salt)
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Bug(format!("password hashing: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cheap() -> HashingSettings {
        HashingSettings { memory_kib: 64, passes: 1, lanes: 1, parallel: 1, waiting: 1 }
    }

    /// R191: an unknown account costs a computation as well and never verifies.
    #[tokio::test]
    async fn verifies_only_the_right_password_of_a_known_account() {
        let pool = PasswordHashing::new(&cheap(), 1).unwrap();
        let stored = pool.hash(Zeroizing::new([1; 32]), [2; 16]).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
        let right = pool.verify(Zeroizing::new([1; 32]), Some(stored.clone())).await.unwrap();
        assert_eq!(right, Some(Verified { outdated: false }));
        assert_eq!(pool.verify(Zeroizing::new([3; 32]), Some(stored.clone())).await.unwrap(), None);
        assert_eq!(pool.verify(Zeroizing::new([0; 32]), None).await.unwrap(), None);

        let stronger = PasswordHashing::new(&HashingSettings { passes: 2, ..cheap() }, 1).unwrap();
        let old = stronger.verify(Zeroizing::new([1; 32]), Some(stored)).await.unwrap();
        assert_eq!(old, Some(Verified { outdated: true }));
    }

    /// Decision 11: beyond the places of the pool the next is refused at once.
    #[tokio::test]
    async fn refuses_when_overloaded() {
        let pool = PasswordHashing::new(&cheap(), 1).unwrap();
        let taken = Arc::clone(&pool.places).try_acquire_many_owned(2).unwrap();
        let refused = pool.hash(Zeroizing::new([1; 32]), [2; 16]).await;
        assert!(matches!(refused, Err(Error::Unavailable(_))));
        drop(taken);
        assert!(pool.hash(Zeroizing::new([1; 32]), [2; 16]).await.is_ok());
    }
}
