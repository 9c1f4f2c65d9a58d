//! Mutations of the seeds: a short walk in every test run, always the same; a longer one where cargo-fuzz cannot run.
//!
//! `OKNO_FUZZ_SECONDS=30 cargo test --release -p okno-fuzz-targets --test mutations` walks that long for each target;
//! `OKNO_FUZZ_TARGET` chooses one, `OKNO_FUZZ_SEED` another walk. A failure names the input, to be kept as a seed.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may")]

mod support;

use std::time::{Duration, Instant};

use okno_fuzz_targets::TARGETS;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

/// Inputs per target when no time is given.
const SHORT_WALK: usize = 2_000;
/// Some connect, others compute: a short walk is not longer than this for any of them.
const SHORT_TIME: Duration = Duration::from_secs(1);
const LONGEST: usize = 4096;

const LETTERS: &[u8] = b"0123456789AZaz<>-_. %";

/// What makes parsers stumble.
const TOKENS: [&[u8]; 30] = [
    b"\0",
    b"\xff",
    b"\r\n",
    b"\n",
    b".",
    b"..",
    b"//",
    b"%2e",
    b"%2F",
    b"%00",
    b"\\",
    b"<",
    b"<<",
    b"=",
    b"==",
    b"&",
    b";",
    b",",
    b"\"",
    b"{",
    b"}",
    b"-",
    b" ",
    b"+7",
    b"q=0.",
    b"\xd1\x91",
    b"\xcc\x81",
    b"\xf0\x9f\x98\x80",
    b"\x00\x00\x00\x10",
    b"18446744073709551616",
];

#[expect(clippy::disallowed_methods, reason = "a developer's wish, no configuration")]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[test]
fn mutations_of_seeds_break_nothing() {
    let number = |name: &str| setting(name).map(|text| text.parse::<u64>().unwrap());
    let long = number("OKNO_FUZZ_SECONDS").map(Duration::from_secs);
    let only = setting("OKNO_FUZZ_TARGET");
    let mut rng = ChaCha20Rng::seed_from_u64(number("OKNO_FUZZ_SEED").unwrap_or(0));
    let mut broken = Vec::new();
    let panics = support::Panics::counted();
    for (name, target) in TARGETS.iter().filter(|(name, _)| only.as_ref().is_none_or(|only| only == name)) {
        let seeds: Vec<Vec<u8>> = support::seeds(name).into_iter().map(|(_, bytes)| bytes).collect();
        let begun = Instant::now();
        let mut count = 0;
        while long.map_or(count < SHORT_WALK && begun.elapsed() < SHORT_TIME, |long| begun.elapsed() < long) {
            let input = mutation(&seeds, &mut rng);
            if panics.happen(*target, &input) {
                let file = std::env::temp_dir().join(format!("{name}-{:016x}", rng.next_u64()));
                std::fs::write(&file, &input).unwrap();
                broken.push(format!(
                    "{name} broke on {:?}, kept as {}",
                    String::from_utf8_lossy(&input),
                    file.display()
                ));
                if broken.len() % 3 == 0 {
                    break;
                }
            }
            count += 1;
        }
        if long.is_some() {
            println!("{name}: {count} inputs");
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

fn below(rng: &mut ChaCha20Rng, bound: usize) -> usize {
    usize::try_from(rng.next_u64() % u64::try_from(bound.max(1)).unwrap()).unwrap()
}

/// One seed, changed one to eight times: bits, bytes, cuts, repetitions, tokens, and pieces of another seed.
fn mutation(seeds: &[Vec<u8>], rng: &mut ChaCha20Rng) -> Vec<u8> {
    let mut input = seeds[below(rng, seeds.len())].clone();
    for _ in 0..=below(rng, 8) {
        let at = below(rng, input.len() + 1);
        let most = 1 << below(rng, 7);
        let to = (at + below(rng, most)).min(input.len());
        match below(rng, 8) {
            0 if at < input.len() => input[at] ^= 1 << below(rng, 8),
            1 if at < input.len() => input[at] = u8::try_from(below(rng, 256)).unwrap(),
            2 if at < input.len() => input[at] = LETTERS[below(rng, LETTERS.len())],
            3 => drop(input.drain(at..to)),
            4 => {
                let piece = input[at..to].to_vec();
                let place = below(rng, input.len() + 1);
                input.splice(place..place, piece);
            }
            5 => {
                let token = TOKENS[below(rng, TOKENS.len())];
                input.splice(at..at, token.iter().copied());
            }
            6 => {
                let other = &seeds[below(rng, seeds.len())];
                let from = below(rng, other.len() + 1);
                input.truncate(at);
                input.extend_from_slice(&other[from..]);
            }
            _ if to > at => {
                let end = input.len() - 1;
                input.swap(at, below(rng, end + 1).min(end));
            }
            _ => {}
        }
        input.truncate(LONGEST);
    }
    input
}
