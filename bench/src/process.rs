//! What a process has used, from `/proc`.

use std::fs;

use crate::http::Fault;

/// Linux counts processor time for user programs in hundredths of a second on every architecture.
const MS_PER_TICK: u64 = 10;

/// Processor time of all its threads, user and system.
pub(crate) fn cpu_ms(process: u32) -> Result<u64, Fault> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The second field is the program's name in parentheses, which may hold anything.
    let (_, fields) = stat.rsplit_once(')').ok_or(Fault::Malformed("no name in /proc/stat"))?;
    let ticks: u64 = fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Ok(ticks * MS_PER_TICK)
}

/// Resident memory.
pub(crate) fn resident_kib(process: u32) -> Result<u64, Fault> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.trim().split(' ').next())
        .and_then(|number| number.parse().ok())
        .ok_or(Fault::Malformed("no VmRSS"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_its_own_process() {
        let me = std::process::id();
        assert!(resident_kib(me).unwrap() > 500);
        let before = cpu_ms(me).unwrap();
        let mut sum = 0_u64;
        while cpu_ms(me).unwrap() < before + 20 {
            sum = (0..100_000_u64).fold(sum, u64::wrapping_add);
        }
        assert!(sum > 0);
    }
}
