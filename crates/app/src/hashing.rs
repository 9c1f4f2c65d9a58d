//! Password hashing: Argon2id over an HMAC with a pepper, on a bounded pool that refuses when overloaded (decision 11).

use std::{
    fmt::Display,
    sync::{Arc, Mutex, PoisonError},
};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
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
    memory: Arc<Memory>,
    decoy: String,
}

/// The memory of computations that are over, for the next ones. To have the kernel hand out and clear 19 MiB for each
/// login costs about as much as one pass over them.
///
/// At most as many pieces are kept as computations run at once, and only of the configured size.
struct Memory {
    idle: Mutex<Vec<Vec<Block>>>,
    blocks: usize,
    most: usize,
}

impl Memory {
    fn take(&self, blocks: usize) -> Vec<Block> {
        let kept = || self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut memory = if blocks == self.blocks { kept().unwrap_or_default() } else { vec![] };
        memory.resize(blocks, Block::new());
        memory
    }

    fn give_back(&self, memory: Vec<Block>) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.len() == self.blocks && idle.len() < self.most {
            idle.push(memory);
        }
    }
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
        let memory = Arc::new(Memory { idle: Mutex::default(), blocks: params.block_count(), most: parallel });
        // What nobody's password gives; the memory is not kept, as a portal at rest does not need it.
        let output = derive(&params, Version::V0x13, &[0; 32], &[0; 16], &mut memory.take(params.block_count()))?;
        let decoy = encode(&params, &[0; 16], &output)?;
        Ok(Self {
            params,
            running: Arc::new(Semaphore::new(parallel)),
            places: Arc::new(Semaphore::new(parallel + waiting)),
            memory,
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
        let (params, memory) = (self.params.clone(), Arc::clone(&self.memory));
        self.on_pool(move || {
            let mut blocks = memory.take(params.block_count());
            let output = derive(&params, Version::V0x13, peppered.as_ref(), &salt, &mut blocks);
            memory.give_back(blocks);
            encode(&params, &salt, &output?)
        })
        .await
    }

    /// Compares with the stored hash; `None` when the password is another one. Without a stored hash the same time is
    /// spent, so that an unknown account answers like a known one (R191); and for a stored hash that cost less to make,
    /// the rest of the present cost is spent too.
    pub async fn verify(&self, peppered: Zeroizing<[u8; 32]>, stored: Option<String>) -> Result<Option<Verified>> {
        let (wanted, memory) = (self.params.clone(), Arc::clone(&self.memory));
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.decoy.clone());
        self.on_pool(move || {
            let Stored { params, version, salt, output } = Stored::read(&stored)?;
            let mut blocks = memory.take(params.block_count());
            let computed = derive(&params, version, peppered.as_ref(), &salt, &mut blocks);
            memory.give_back(blocks);
            if let Some(rest) = rest(&params, &wanted) {
                let mut blocks = memory.take(rest.block_count());
                let spent = derive(&rest, Version::V0x13, peppered.as_ref(), &salt, &mut blocks);
                memory.give_back(blocks);
                std::hint::black_box(spent?);
            }
            let right: bool = computed?.as_bytes().ct_eq(output.as_bytes()).into();
            let outdated = params.m_cost() < wanted.m_cost()
                || params.t_cost() < wanted.t_cost()
                || params.p_cost() < wanted.p_cost();
            Ok((right && known).then_some(Verified { outdated }))
        })
        .await
    }
}

/// What is left of the configured cost after a computation with these parameters, as a computation of its own; none when
/// they cost as much or more. The cost of one is its memory times its passes.
fn rest(spent: &Params, wanted: &Params) -> Option<Params> {
    let cost = |params: &Params| u64::from(params.m_cost()) * u64::from(params.t_cost());
    let left = cost(wanted).checked_sub(cost(spent)).filter(|left| *left > 0)?;
    let memory = u32::try_from(left / u64::from(wanted.t_cost())).ok()?.max(Params::MIN_M_COST);
    Params::new(memory, wanted.t_cost(), 1, None).ok()
}

/// A stored hash, read.
struct Stored {
    params: Params,
    version: Version,
    salt: Salt,
    output: Output,
}

impl Stored {
    fn read(text: &str) -> Result<Self> {
        let parsed = PasswordHash::new(text).map_err(|error| malformed(&error))?;
        if parsed.algorithm != Algorithm::Argon2id.ident() {
            return Err(malformed(&"another algorithm"));
        }
        Ok(Self {
            params: Params::try_from(&parsed).map_err(|error| malformed(&error))?,
            version: parsed.version.map_or(Ok(Version::V0x13), Version::try_from).map_err(|error| malformed(&error))?,
            salt: parsed.salt.ok_or_else(|| malformed(&"no salt"))?,
            output: parsed.hash.ok_or_else(|| malformed(&"no hash"))?,
        })
    }
}

fn malformed(error: &dyn Display) -> Error {
    Error::Bug(format!("stored password hash: {error}"))
}

fn failed(error: impl Display) -> Error {
    Error::Bug(format!("password hashing: {error}"))
}

/// The computation itself.
fn derive(params: &Params, version: Version, peppered: &[u8], salt: &[u8], memory: &mut [Block]) -> Result<Output> {
    let mut bytes = [0; Params::DEFAULT_OUTPUT_LEN];
    Argon2::new(Algorithm::Argon2id, version, params.clone())
        .hash_password_into_with_memory(peppered, salt, &mut bytes, memory)
        .map_err(failed)?;
    Output::new(&bytes).map_err(failed)
}

/// The PHC string.
fn encode(params: &Params, salt: &[u8], output: &Output) -> Result<String> {
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params).map_err(failed)?,
        salt: Some(Salt::new(salt).map_err(failed)?),
        hash: Some(*output),
    };
    Ok(hash.to_string())
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

    /// What other programs computed verifies, and memory that was used before changes nothing.
    #[tokio::test]
    async fn agrees_with_the_reference_and_keeps_its_memory() {
        // From the test suite of the reference implementation, version 0x13.
        let reference = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        let password = Zeroizing::new(*b"password");
        let stored = Stored::read(reference).unwrap();
        let mut memory = vec![Block::new(); stored.params.block_count()];
        for _ in 0..2 {
            let output =
                derive(&stored.params, stored.version, password.as_ref(), stored.salt.as_ref(), &mut memory).unwrap();
            assert_eq!(output, stored.output);
        }
        assert!(
            Stored::read("$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$/UpG6xDRjC7hwKwVqYoGIBxsJ8vwqcJBBSAcVUQxiXk")
                .is_err()
        );

        let pool = PasswordHashing::new(&cheap(), 1).unwrap();
        let kept = || pool.memory.idle.lock().unwrap().len();
        assert_eq!(kept(), 0);
        let hash = pool.hash(Zeroizing::new([1; 32]), [2; 16]).await.unwrap();
        for _ in 0..3 {
            assert_eq!(kept(), 1);
            assert!(pool.verify(Zeroizing::new([1; 32]), Some(hash.clone())).await.unwrap().is_some());
        }
        // A hash of another size gets memory of its own.
        assert!(pool.verify(Zeroizing::new([1; 32]), Some(reference.to_owned())).await.unwrap().is_none());
        assert_eq!(kept(), 1);
    }

    /// R191: the older, weaker hash of a known account takes no less work than the decoy of an unknown one.
    #[test]
    fn a_weaker_hash_is_answered_at_the_present_cost() {
        let params = |memory, passes| Params::new(memory, passes, 1, None).unwrap();
        let wanted = params(19 * 1024, 2);
        for (memory, passes) in [(19 * 1024, 1), (9 * 1024, 2), (64, 1), (4096, 3)] {
            let rest = rest(&params(memory, passes), &wanted).unwrap();
            let total = memory * passes + rest.m_cost() * rest.t_cost();
            assert!((38_912_i64 - i64::from(total)).abs() <= 2, "{memory} KiB, {passes} passes: {total}");
        }
        assert!(rest(&wanted, &wanted).is_none() && rest(&params(19 * 1024, 3), &wanted).is_none());
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
