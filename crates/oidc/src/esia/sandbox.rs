//! Rules by which the test stand "checks" data against registries (section 6), and how it shows the level of an account.

/// Whether the pension fund of the test stand knows this SNILS: three zeros in front, the number of the digits 4 to 9
/// divisible by 3. The check number is not looked at.
pub fn snils_passes(snils: &str) -> bool {
    let digits: Vec<u32> =
        snils.chars().filter(|mark| !matches!(mark, ' ' | '-')).map_while(|mark| mark.to_digit(10)).collect();
    let marks = snils.chars().filter(|mark| !matches!(mark, ' ' | '-')).count();
    match digits.as_slice() {
        [0, 0, 0, middle @ .., _, _] if digits.len() == 11 && marks == 11 => is_divisible(middle),
        _ => false,
    }
}

/// Whether the interior ministry of the test stand knows this passport: a series with three zeros in front, a number
/// divisible by 3.
pub fn passport_passes(series: &str, number: &str) -> bool {
    let digits = |text: &str| text.chars().map(|mark| mark.to_digit(10)).collect::<Option<Vec<u32>>>();
    match (digits(series).as_deref(), digits(number).as_deref()) {
        (Some([0, 0, 0, _]), Some(number)) if number.len() == 6 => is_divisible(number),
        _ => false,
    }
}

/// A number is divisible by 3 when the sum of its digits is.
fn is_divisible(digits: &[u32]) -> bool {
    digits.iter().sum::<u32>().is_multiple_of(3)
}

/// Where the test stand lists the codes of letters, below the base address.
pub const POST_CODES: &str = "/logs/postcodes/";

#[cfg(test)]
mod tests {
    use super::*;

    /// Section 6.
    #[test]
    fn the_stand_knows_some_snils() {
        for (snils, passes) in [
            ("000-123-123 44", true),
            ("00012312399", true),
            ("000-000-600 06", true),
            ("000-123-124 44", false),
            ("001-123-123 44", false),
            ("000-123-123 4", false),
            ("000-123-123 444", false),
            ("000-123-123 4x", false),
            ("", false),
        ] {
            assert_eq!(snils_passes(snils), passes, "{snils}");
        }
    }

    /// Section 6.
    #[test]
    fn the_stand_knows_some_passports() {
        for (series, number, passes) in [
            ("0000", "123123", true),
            ("0009", "000003", true),
            ("0000", "123124", false),
            ("0010", "123123", false),
            ("000", "123123", false),
            ("0000", "12312", false),
            ("0000", "12312x", false),
        ] {
            assert_eq!(passport_passes(series, number), passes, "{series} {number}");
        }
    }
}
