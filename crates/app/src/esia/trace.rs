//! What became of the requests of a system, for its developers: which reading of a signature fitted, and why another was
//! refused. It holds no secret and nothing about people, is bounded in number and in rate, and is forgotten after a week.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use okno_domain::{
    relying_party::RelyingPartyId,
    time::{Timestamp, after},
};
use okno_store::esia as store;

pub use okno_store::esia::TraceRow;

use super::TRACED;
use crate::{
    context::Cx,
    error::{Error, Result},
};

/// The most that are kept of a system: the newest.
const MOST: i64 = 256;
/// How many are written for a system within a minute: whoever sends nonsense in a system's name writes no more than this.
const MOST_PER_MINUTE: u32 = 60;
/// More systems than ask within a minute.
const MOST_COUNTED: usize = 10_000;
/// The longest that is kept, in bytes.
const LONGEST: usize = 8 * 1024;

/// How many were written of late by this process, by system.
#[derive(Debug, Default)]
pub struct Recent(Mutex<HashMap<RelyingPartyId, (i64, u32)>>);

impl Recent {
    /// Whether one more would be kept.
    pub(super) fn has_room(&self, system: RelyingPartyId, now: Timestamp) -> bool {
        let counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.as_second() / 60;
        counted.get(&system).is_none_or(|(since, count)| *since != minute || *count < MOST_PER_MINUTE)
    }

    /// Counts one more; false when it is one too many.
    fn take(&self, system: RelyingPartyId, now: Timestamp) -> bool {
        let minute = now.as_second() / 60;
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.len() >= MOST_COUNTED {
            counted.clear();
        }
        let (since, count) = counted.entry(system).or_insert((minute, 0));
        if *since != minute {
            (*since, *count) = (minute, 0);
        }
        *count = count.saturating_add(1);
        *count <= MOST_PER_MINUTE
    }
}

/// Keeps what became of a request. That it could not be kept stops nobody.
pub(super) async fn keep(cx: &Cx, system: RelyingPartyId, is_refused: bool, mut told: String) {
    if !cx.app.esia.traces.take(system, cx.now) {
        return;
    }
    let end =
        told.char_indices().map(|(at, letter)| at.saturating_add(letter.len_utf8())).take_while(|end| *end <= LONGEST);
    told.truncate(end.last().unwrap_or(0));
    let row = TraceRow { at: cx.now, is_refused, told };
    let write = async {
        let mut tx = cx.app.store.write().await?;
        store::put_trace(&mut tx, system, MOST, &row).await?;
        tx.commit().await
    };
    if let Err(error) = write.await {
        tracing::warn!(%error, "what became of a request was not kept");
    }
}

/// What became of the newest requests of a system within a week; `NotFound` when there is no such system.
pub async fn list(cx: &Cx, mnemonic: &str, most: i64) -> Result<Vec<TraceRow>> {
    let mut read = cx.app.store.read().await?;
    let row = okno_store::relying_party::find(&mut read, mnemonic).await?.ok_or(Error::NotFound)?;
    Ok(store::traces(&mut read, row.id, after(cx.now, -TRACED), most).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use okno_domain::id::Id;

    /// A minute takes so many, and each system has its own.
    #[test]
    fn nobody_fills_the_table() {
        let recent = Recent::default();
        let (one, other) = (Id::from_uuid(uuid::Uuid::from_u128(1)), Id::from_uuid(uuid::Uuid::from_u128(2)));
        let at = |second| Timestamp::from_second(second).unwrap();
        for _ in 0..MOST_PER_MINUTE {
            assert!(recent.has_room(one, at(59)) && recent.take(one, at(59)));
        }
        assert!(!recent.has_room(one, at(59)) && recent.has_room(other, at(59)));
        assert!(!recent.take(one, at(59)) && recent.take(other, at(59)));
        assert!(recent.has_room(one, at(60)) && recent.take(one, at(60)));
    }
}
