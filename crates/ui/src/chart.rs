//! Bars drawn on the server: shapes only, so that they grow with the page. Words stand beside them, and a table has every
//! number.

/// A bar in the units of its picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The number of its series, from 1, for its colour.
    pub series: usize,
    /// From the left.
    pub x: i64,
    /// From the top.
    pub y: i64,
    /// How wide.
    pub width: i64,
    /// How high.
    pub height: i64,
}

/// A picture of bars, side by side in each step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bars {
    /// How wide the picture is.
    pub width: i64,
    /// The bars, step by step.
    pub bars: Vec<Bar>,
    /// The greatest number, and the step of its first occurrence.
    pub most: (i64, usize),
}

/// How high a picture is.
pub const HEIGHT: i64 = 1_000;
/// How wide a step is, with the gap to the next.
const STEP: i64 = 120;
/// The gap.
const GAP: i64 = 20;

impl Bars {
    /// The picture of some series of equal length; `None` when there is nothing to draw.
    pub fn of(series: &[Vec<i64>]) -> Option<Self> {
        let steps = series.iter().map(Vec::len).max()?;
        let mut most = (0, 0);
        for step in 0..steps {
            for value in series.iter().filter_map(|values| values.get(step)) {
                if *value > most.0 {
                    most = (*value, step);
                }
            }
        }
        if most.0 == 0 {
            return None;
        }
        let count = i64::try_from(series.len()).ok()?.max(1);
        let wide = (STEP - GAP) / count;
        let mut bars = Vec::new();
        for (values, number) in series.iter().zip(1..) {
            for (value, step) in values.iter().zip(0_i64..).filter(|(value, _)| **value > 0) {
                // The smallest number is still to be seen.
                let height = (value.saturating_mul(HEIGHT) / most.0).max(HEIGHT / 100);
                let before = i64::try_from(number).unwrap_or(1) - 1;
                let x = step * STEP + GAP / 2 + before * wide;
                bars.push(Bar { series: number, x, y: HEIGHT - height, width: wide, height });
            }
        }
        let width = i64::try_from(steps).ok()?.saturating_mul(STEP);
        Some(Self { width, bars, most })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_side_by_side_on_one_ground() {
        let drawn = Bars::of(&[vec![10, 0, 1_000], vec![5, 1, 0]]).unwrap();
        assert_eq!((drawn.width, drawn.most), (360, (1_000, 2)));
        assert_eq!(drawn.bars.len(), 4);
        assert!(drawn.bars.iter().all(|bar| bar.y + bar.height == HEIGHT && bar.x + bar.width <= drawn.width));
        assert_eq!(drawn.bars[1], Bar { series: 1, x: 250, y: 0, width: 50, height: 1_000 });
        assert_eq!(drawn.bars[2], Bar { series: 2, x: 60, y: 990, width: 50, height: 10 });
    }

    #[test]
    fn nothing_is_no_picture() {
        assert_eq!(Bars::of(&[]), None);
        assert_eq!(Bars::of(&[vec![0, 0]]), None);
        assert_eq!(Bars::of(&[vec![]]), None);
    }
}
