//! The numbers of our letters: each month has its own hundred thousand, and months are counted to 99 and begin anew.

use crate::time::Date;

/// How many letters can be numbered in a month at one place of acceptance.
pub const NUMBERS_IN_A_MONTH: u32 = 100_000;

/// The carrier's count of the month, 1 to 99; 1 is January 2000 and every 99th month after it.
pub fn month_count(day: Date) -> u8 {
    let months = (i32::from(day.year()) - 2000) * 12 + i32::from(day.month()) - 1;
    u8::try_from(months.rem_euclid(99) + 1).unwrap_or(1)
}
