//! The number by which systems know a person (`oid`): the same at every system, given when the first one asks (decision 25).

use okno_domain::account::AccountId;
use okno_store::{Tx, esia as store};

use crate::{
    context::Cx,
    error::{Error, Result},
};

/// Numbers have ten digits, as on the real system, and fit into 31 bits, as some clients read them.
const FIRST: u32 = 1_000_000_000;
const LAST: u32 = 2_147_483_647;
/// How many numbers are drawn before all must be taken: with half of them taken, one in a thousand millions.
const MOST_DRAWS: usize = 30;

/// The number of a person, given now where none was. It is random: numbers tell neither how many people there are nor who
/// came first.
pub(crate) async fn number(tx: &mut Tx, cx: &Cx, account: AccountId) -> Result<u64> {
    if let Some(oid) = store::oid(tx, account).await? {
        return read(oid);
    }
    for _ in 0..MOST_DRAWS {
        let oid = i64::from(drawn(u32::from_be_bytes(cx.random_bytes())));
        if !store::take_oid(tx, oid, account).await? {
            continue;
        }
        if store::insert_person(tx, account, oid, cx.now).await? {
            return read(oid);
        }
        // Somebody gave this person one at the same instant. The one that was drawn here stays taken, and is nobody's.
        return match store::oid(tx, account).await? {
            Some(oid) => read(oid),
            None => Err(Error::Conflict),
        };
    }
    Err(Error::Unavailable("numbers for people run out".to_owned()))
}

/// A number out of random bits. Some come up twice as often as others, which tells nobody anything.
fn drawn(random: u32) -> u32 {
    FIRST.saturating_add(random % LAST.saturating_sub(FIRST).saturating_add(1))
}

pub(super) fn read(oid: i64) -> Result<u64> {
    u64::try_from(oid).map_err(|_| Error::Bug("esia_person.oid is negative".to_owned()))
}

/// Two accounts become one: the one that remains has the number of the one that closes, unless it has its own. Both numbers lead
/// to it from then on, and programs that acted for the one that closes act for it.
pub(crate) async fn inherit(tx: &mut Tx, cx: &Cx, closes: AccountId, remains: AccountId) -> Result<()> {
    let Some(oid) = store::oid(tx, closes).await? else { return Ok(()) };
    store::insert_person(tx, remains, oid, cx.now).await?;
    store::move_oid(tx, oid, remains).await?;
    // Keys are entered for a number, so whoever has none has no keys.
    Ok(store::move_api_keys(tx, closes, remains).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever the generator says, it is a number of ten digits in 31 bits.
    #[test]
    fn numbers_are_in_range() {
        for random in [0, 1, LAST - FIRST, LAST - FIRST + 1, u32::MAX / 2, u32::MAX] {
            assert!((FIRST..=LAST).contains(&drawn(random)), "{random}");
        }
        assert_eq!((drawn(0), drawn(LAST - FIRST)), (FIRST, LAST));
    }
}
