//! Which keys are due.

use okno_domain::time::{SignedDuration, Timestamp, after};
use okno_store::signing_key::SigningKeyRow;

/// How keys follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// For how long a key signs.
    pub signs: SignedDuration,
    /// For how long it is shown before.
    pub notice: SignedDuration,
    /// For how long it is shown afterwards.
    pub shown: SignedDuration,
}

/// A key that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its name: two servers that find it due at once mean the same one.
    pub name: String,
    /// From this instant on it signs.
    pub signs_from: Timestamp,
    /// From this instant on the next one does.
    pub signs_until: Timestamp,
}

/// The keys of this algorithm that are due at `now`: the one that signs, and the next one once it is to be shown. An
/// installation that stood still for long gets both at once.
pub fn next(known: &[SigningKeyRow], algorithm: &str, rule: Rule, now: Timestamp) -> Vec<Slot> {
    let own = || known.iter().filter(|row| row.algorithm == algorithm);
    let number = |row: &SigningKeyRow| row.name.rsplit_once('-').and_then(|(_, number)| number.parse::<u64>().ok());
    let mut count = own().filter_map(number).max().unwrap_or(0);
    let mut covered = own().map(|row| row.signs_until).max();
    let mut due = Vec::new();
    while covered.is_none_or(|until| now >= after(until, -rule.notice)) && due.len() < 2 {
        let signs_from = covered.map_or(now, |until| until.max(now));
        let signs_until = after(signs_from, rule.signs);
        count = count.saturating_add(1);
        due.push(Slot { name: format!("{}-{count}", algorithm.to_ascii_lowercase()), signs_from, signs_until });
        covered = Some(signs_until);
    }
    due
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 3600;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn rule() -> Rule {
        let days = |count: i64| SignedDuration::from_hours(24 * count);
        Rule { signs: days(90), notice: days(2), shown: days(30) }
    }

    fn row(slot: &Slot) -> SigningKeyRow {
        SigningKeyRow {
            name: slot.name.clone(),
            algorithm: "ES256".to_owned(),
            public_key: serde_json::Value::Null,
            private_sealed: vec![],
            created_at: at(0),
            signs_from: slot.signs_from,
            signs_until: slot.signs_until,
            shown_until: after(slot.signs_until, rule().shown),
        }
    }

    /// To the second: the next key is shown two days before it signs, and signs when the one before ends.
    #[test]
    fn keys_follow_each_other() {
        let first = next(&[], "ES256", rule(), at(0));
        assert_eq!(first.len(), 1);
        assert_eq!((first[0].name.as_str(), first[0].signs_until), ("es256-1", at(90 * DAY)));
        let known = vec![row(&first[0])];
        assert_eq!(next(&known, "ES256", rule(), at(88 * DAY - 1)), []);
        let second = next(&known, "ES256", rule(), at(88 * DAY));
        assert_eq!((second[0].name.as_str(), second[0].signs_from), ("es256-2", at(90 * DAY)));
        // Of another algorithm nothing is known.
        assert_eq!(next(&known, "EdDSA", rule(), at(0))[0].name, "eddsa-1");
    }

    /// After a year of standing still a key signs at once.
    #[test]
    fn there_is_always_one_that_signs() {
        let known = vec![row(&next(&[], "ES256", rule(), at(0))[0])];
        let due = next(&known, "ES256", rule(), at(365 * DAY));
        assert_eq!(due.iter().map(|slot| slot.signs_from).collect::<Vec<_>>(), [at(365 * DAY)]);
    }
}
