//! Hands what libFuzzer thinks up to the target of this name.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| okno_fuzz_targets::run("certificate_subject", bytes));
