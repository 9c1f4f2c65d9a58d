//! Uniform choice from a random source, without the bias of a plain remainder.

use rand_core::CryptoRng;

/// A number below `bound`, each with the same probability; zero for a bound of zero.
fn below(rng: &mut (impl CryptoRng + ?Sized), bound: u32) -> u32 {
    if bound == 0 {
        return 0;
    }
    // 2^32 modulo the bound: draws below it would make the small numbers likelier.
    let surplus = bound.wrapping_neg() % bound;
    loop {
        let draw = rng.next_u32();
        if draw >= surplus {
            return draw % bound;
        }
    }
}

/// One of the characters, each with the same probability; none of an empty list.
pub(super) fn pick(rng: &mut (impl CryptoRng + ?Sized), characters: &[char]) -> Option<char> {
    let bound = u32::try_from(characters.len()).ok()?;
    let index = usize::try_from(below(rng, bound)).ok()?;
    characters.get(index).copied()
}

/// A text of independent, uniform characters.
pub(crate) fn text(rng: &mut (impl CryptoRng + ?Sized), characters: &[char], length: usize) -> String {
    std::iter::repeat_with(|| pick(rng, characters)).take(length).flatten().collect()
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::*;

    #[test]
    fn draws_are_spread_evenly() {
        let mut rng = ChaCha20Rng::seed_from_u64(42);
        let mut counts = [0_u32; 10];
        for _ in 0..100_000 {
            counts[usize::try_from(below(&mut rng, 10)).unwrap()] += 1;
        }
        assert!(counts.iter().all(|count| (9_600..10_400).contains(count)), "{counts:?}");
        assert_eq!(below(&mut rng, 0), 0);
        assert_eq!(below(&mut rng, 1), 0);
        // A bound just above half of the range is where a plain remainder is most wrong.
        assert!((0..1_000).all(|_| below(&mut rng, 3_000_000_000) < 3_000_000_000));
    }
}
