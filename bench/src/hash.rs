//! What one password hash costs by itself: the share of a login that is meant to be dear.

use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Block, Params, Version};

use crate::http::Fault;
use crate::process;

/// The portal's default (decision 11): 19 MiB, 2 passes, 1 lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// Processor milliseconds of one computation on memory that was used before, as the portal does it.
pub(crate) fn cpu_ms_each(time: Duration) -> Result<f64, Fault> {
    let failed = |error| Fault::Unexpected(format!("argon2: {error}"));
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).map_err(failed)?;
    let mut memory = vec![Block::new(); params.block_count()];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let me = std::process::id();
    let (begun, before) = (Instant::now(), process::cpu_ms(me)?);
    let (mut count, mut output) = (0_u32, [0; 32]);
    while begun.elapsed() < time {
        argon2.hash_password_into_with_memory(&output.clone(), &[7; 16], &mut output, &mut memory).map_err(failed)?;
        count += 1;
    }
    let spent = u32::try_from(process::cpu_ms(me)?.saturating_sub(before)).unwrap_or(u32::MAX);
    Ok(f64::from(spent) / f64::from(count.max(1)))
}
