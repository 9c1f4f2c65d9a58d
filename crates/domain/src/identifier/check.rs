//! Check-digit arithmetic shared by several identifiers.

/// The values of the ASCII digits of a text; anything else is left out.
pub(super) fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// The sum of the values, each times its weight; weights repeat.
pub(super) fn weighted(values: &[u32], weights: &[u32]) -> u32 {
    values.iter().zip(weights.iter().cycle()).map(|(value, weight)| value * weight).sum()
}

/// The number formed by the digits, modulo `modulus`.
pub(super) fn remainder(values: &[u32], modulus: u32) -> u32 {
    values.iter().fold(0, |rest, digit| (rest * 10 + digit) % modulus)
}
