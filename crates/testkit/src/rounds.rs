//! How often a race is run.

const ROUNDS: &str = "OKNO_TEST_ROUNDS";
/// A fault that shows once in a hundred rounds shows in every run of the tests.
const USUAL: usize = 100;

/// The rounds of a race on one database: as many as `OKNO_TEST_ROUNDS` says, a hundred when it says nothing.
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment how long they may take")]
pub fn rounds() -> usize {
    match std::env::var(ROUNDS) {
        Err(std::env::VarError::NotPresent) => USUAL,
        Ok(text) => read(&text).expect("OKNO_TEST_ROUNDS is a whole number from 1 to 1000000"),
        Err(other) => unreachable!("{ROUNDS}: {other}"),
    }
}

/// Digits alone: a run that was meant to be long must not be short by a slip of the pen.
fn read(text: &str) -> Option<usize> {
    let digits = (1..=7).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|rounds| digits && (1..=1_000_000).contains(rounds))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn only_a_plain_number_is_read() {
        assert_eq!(read("1"), Some(1));
        assert_eq!(read("10000"), Some(10_000));
        for wrong in ["", "0", "-1", "+1", " 5", "5 ", "1e4", "10_000", "1000001", "99999999999999999999"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
