//! How long something took, kept as a histogram: each time falls under the first bound that it does not exceed.

use crate::time::SignedDuration;

/// The bounds in seconds. They are stored with the counters, so a released one stays; a new one may be put between two.
pub const BOUNDS: [u32; 18] = [
    10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400, 172_800, 259_200, 432_000,
    864_000,
];

/// Under which bound a time falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// No longer than so many seconds.
    UpTo(u32),
    /// Longer than every bound.
    Over,
}

impl Bound {
    /// The bound of a time.
    pub fn of(took: SignedDuration) -> Self {
        let fits = |bound: &&u32| took <= SignedDuration::from_secs(i64::from(**bound));
        BOUNDS.iter().find(fits).map_or(Self::Over, |bound| Self::UpTo(*bound))
    }

    /// The stored name.
    pub fn name(self) -> String {
        match self {
            Self::UpTo(seconds) => seconds.to_string(),
            Self::Over => "over".to_owned(),
        }
    }

    /// The bound with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        if name == "over" { Some(Self::Over) } else { name.parse().ok().map(Self::UpTo) }
    }
}

/// The bound under which half of the times lie; `None` of no times. It is no better known than the bounds are apart.
pub fn median(counts: &[(Bound, i64)]) -> Option<Bound> {
    quantile(counts, 50)
}

/// The bound under which nine of ten times lie.
pub fn ninetieth(counts: &[(Bound, i64)]) -> Option<Bound> {
    quantile(counts, 90)
}

fn quantile(counts: &[(Bound, i64)], percent: i64) -> Option<Bound> {
    let mut sorted: Vec<_> = counts.iter().copied().filter(|(_, count)| *count > 0).collect();
    sorted.sort_unstable();
    let all: i64 = sorted.iter().map(|(_, count)| *count).sum();
    let mut seen = 0_i64;
    let reaches = |(_, count): &&(Bound, i64)| {
        seen = seen.saturating_add(*count);
        seen.saturating_mul(100) >= all.saturating_mul(percent)
    };
    sorted.iter().find(reaches).map(|(bound, _)| *bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_on_the_bound_is_within_it() {
        let of = |seconds| Bound::of(SignedDuration::from_secs(seconds));
        assert_eq!([of(0), of(10), of(11)], [Bound::UpTo(10), Bound::UpTo(10), Bound::UpTo(30)]);
        assert_eq!([of(864_000), of(864_001)], [Bound::UpTo(864_000), Bound::Over]);
        assert_eq!(Bound::of(SignedDuration::from_millis(10_001)), Bound::UpTo(30));
        assert_eq!(of(-5), Bound::UpTo(10));
        for bound in BOUNDS.map(Bound::UpTo).into_iter().chain([Bound::Over]) {
            assert_eq!(Bound::from_name(&bound.name()), Some(bound));
        }
        assert!(BOUNDS.is_sorted());
    }

    #[test]
    fn quantiles_are_bounds() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[(Bound::UpTo(60), 0)]), None);
        let counts = [(Bound::Over, 1), (Bound::UpTo(60), 5), (Bound::UpTo(10), 4)];
        assert_eq!(median(&counts), Some(Bound::UpTo(60)));
        assert_eq!(ninetieth(&counts), Some(Bound::UpTo(60)));
        assert_eq!(ninetieth(&[(Bound::UpTo(10), 8), (Bound::Over, 2)]), Some(Bound::Over));
        assert_eq!(median(&[(Bound::UpTo(10), 1), (Bound::UpTo(30), 1)]), Some(Bound::UpTo(10)));
    }
}
