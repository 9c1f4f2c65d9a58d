//! The first line against floods: a token bucket per network prefix for everything that is sent to us.
//!
//! It lives in memory and only thins out; the limits that protect codes and passwords are counted durably in `app`.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use okno_domain::time::Timestamp;

/// How many prefixes are remembered; beyond it those who have been quiet are forgotten first.
const MOST_PREFIXES: usize = 20_000;

#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// Thousandths of a token.
    level: u64,
    at: i64,
}

/// The buckets.
#[derive(Debug)]
pub struct RateLimit {
    burst: u64,
    per_minute: u64,
    buckets: Mutex<HashMap<String, Bucket>>,
}

impl RateLimit {
    /// `burst` at once, `per_minute` in the long run.
    pub fn new(burst: u32, per_minute: u32) -> Self {
        let per_minute = u64::from(per_minute.max(1));
        Self { burst: u64::from(burst.max(1)) * 1000, per_minute, buckets: Mutex::default() }
    }

    /// Takes one token for this prefix, or says in how many seconds there will be one.
    pub fn take(&self, prefix: &str, now: Timestamp) -> Result<(), u32> {
        let now = now.as_millisecond();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST_PREFIXES && !buckets.contains_key(prefix) {
            self.forget(&mut buckets, now);
        }
        let bucket = buckets.entry(prefix.to_owned()).or_insert(Bucket { level: self.burst, at: now });
        *bucket = Bucket { level: self.level(*bucket, now), at: now };
        match bucket.level.checked_sub(1000) {
            Some(rest) => {
                bucket.level = rest;
                Ok(())
            }
            None => Err(self.wait(1000 - bucket.level)),
        }
    }

    /// Takes none, and says the same: for what counts only once it has failed.
    pub fn look(&self, prefix: &str, now: Timestamp) -> Result<(), u32> {
        let now = now.as_millisecond();
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let level = buckets.get(prefix).map_or(self.burst, |bucket| self.level(*bucket, now));
        match 1000_u64.checked_sub(level) {
            None | Some(0) => Ok(()),
            Some(missing) => Err(self.wait(missing)),
        }
    }

    fn wait(&self, missing: u64) -> u32 {
        u32::try_from((missing * 60).div_ceil(self.per_minute * 1000)).unwrap_or(60).max(1)
    }

    fn level(&self, bucket: Bucket, now: i64) -> u64 {
        // A clock that is set back refills nothing.
        let passed = u64::try_from(now.saturating_sub(bucket.at)).unwrap_or(0);
        (bucket.level + passed.saturating_mul(self.per_minute) / 60).min(self.burst)
    }

    /// Drops the full buckets, which a fresh one equals; when that frees too little, every second one of the rest.
    fn forget(&self, buckets: &mut HashMap<String, Bucket>, now: i64) {
        buckets.retain(|_, bucket| self.level(*bucket, now) < self.burst);
        if buckets.len() > MOST_PREFIXES / 2 {
            let mut keep = false;
            buckets.retain(|_, _| {
                keep = !keep;
                keep
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(millis).unwrap()
    }

    #[test]
    fn a_burst_passes_and_then_the_rate_holds() {
        let limit = RateLimit::new(2, 60);
        assert_eq!(limit.take("a", at(0)), Ok(()));
        assert_eq!(limit.take("a", at(0)), Ok(()));
        assert_eq!(limit.take("a", at(0)), Err(1));
        assert_eq!(limit.take("b", at(0)), Ok(()));
        assert_eq!(limit.take("a", at(999)), Err(1));
        assert_eq!(limit.take("a", at(1000)), Ok(()));
        assert_eq!(limit.take("a", at(-5000)), Err(1));
    }

    #[test]
    fn the_wait_is_told() {
        let limit = RateLimit::new(1, 2);
        assert_eq!((limit.look("a", at(0)), limit.look("a", at(0))), (Ok(()), Ok(())), "a look takes nothing");
        assert_eq!(limit.take("a", at(0)), Ok(()));
        assert_eq!((limit.take("a", at(0)), limit.look("a", at(0))), (Err(30), Err(30)));
        assert_eq!((limit.look("a", at(30_000)), limit.take("a", at(30_000))), (Ok(()), Ok(())));
    }

    #[test]
    fn memory_is_bounded() {
        let limit = RateLimit::new(1, 1);
        for number in 0..(MOST_PREFIXES * 2) {
            let _ = limit.take(&number.to_string(), at(0));
        }
        assert!(limit.buckets.lock().unwrap().len() <= MOST_PREFIXES);
    }
}
