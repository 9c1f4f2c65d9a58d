//! What the carrier tells of our letters (R145).

use std::collections::BTreeMap;

use okno_domain::{
    letter::{LetterOrder, LetterStatus, reorder_day},
    time::after,
};
use okno_store::letter::{self as store, DueRow};
use serde::{Deserialize, Serialize};

use super::{dispatch::later, save, tell};
use crate::{
    account,
    audit::{self, Act, Actor},
    context::Cx,
    error::{Error, Result},
    job::{Done, Job, JobError, Lane, Retry},
    ports::CarrierNews,
    settings::seconds,
};

/// How many items are asked about at once.
const STEP: i64 = 100;

/// Asks the carrier about the letters it has.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskCarrier {}

impl Job for AskCarrier {
    const NAME: &'static str = "ask-carrier";
    const RETRY: Retry = Retry::exponential(30, 1800, u32::MAX);

    fn mark(&self) -> Option<String> {
        Some(Self::NAME.to_owned())
    }

    fn lane(&self) -> Lane {
        Lane::Outside
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let pause = seconds(cx.settings().letter.news_seconds.clamp(1, 60));
        let Some(carrier) = cx.app.ports.carrier.clone() else { return Ok(Done::Again(after(cx.now, pause))) };
        let mut is_full = false;
        for status in LetterStatus::FOLLOWED {
            let mut read = cx.app.store.read().await.map_err(Error::from)?;
            let due = store::due(&mut read, status, cx.now, STEP).await.map_err(Error::from)?;
            drop(read);
            is_full |= i64::try_from(due.len()).unwrap_or(STEP) >= STEP;
            let numbers: Vec<_> =
                due.iter().filter_map(|row| row.number.as_deref().and_then(|text| text.parse().ok())).collect();
            if numbers.is_empty() {
                continue;
            }
            let news = carrier.news(&numbers).await.map_err(later)?;
            for row in &due {
                match take(cx, row, &news).await {
                    // Somebody was first, or the account is gone.
                    Ok(()) | Err(Error::Conflict | Error::NotFound) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(Done::Again(after(cx.now, if is_full { seconds(1) } else { pause })))
    }
}

/// What is new of one letter: the states it went through since, the last one counts.
fn apply(letter: &LetterOrder, news: &[CarrierNews], cx: &Cx) -> Option<LetterOrder> {
    let mut own: Vec<&CarrierNews> = news.iter().filter(|news| Some(&news.number) == letter.number.as_ref()).collect();
    own.sort_by_key(|news| (news.state, news.at));
    let mut next: Option<LetterOrder> = None;
    for news in own {
        let moved = next.as_ref().unwrap_or(letter).track(news.state, news.at, cx.now);
        next = moved.or(next);
    }
    next
}

async fn take(cx: &Cx, due: &DueRow, news: &[CarrierNews]) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let account = account::get(&mut tx, due.account).await?;
    let row = store::find(&mut tx, account.id, due.letter).await?.ok_or(Error::NotFound)?;
    let Some(next) = apply(&row.letter, news, cx) else {
        let again = after(cx.now, seconds(cx.settings().letter.news_seconds.max(1)));
        store::put_off(&mut tx, due, again).await?;
        return Ok(tx.commit().await?);
    };
    save(&mut tx, cx, &account, &row, &next).await?;
    let act = Act { actor: Actor::Carrier, act: "letter-moved", detail: next.status.name().to_owned() };
    audit::record(&mut tx, cx, account.id, act).await?;
    let kind = match next.status {
        LetterStatus::Dispatched => Some("letter_dispatched"),
        LetterStatus::AwaitingPickup => Some("letter_awaiting_pickup"),
        LetterStatus::HandedOver => Some("letter_handed_over"),
        LetterStatus::Returned => Some("letter_returned"),
        _ => None,
    };
    if let Some(kind) = kind {
        let key = account::data_key(&mut tx, cx, account.id).await?;
        let from = reorder_day(next.ordered_at, cx.settings().letter.reorder_min_days);
        let args = BTreeMap::from([("date".to_owned(), from.to_string())]);
        let args = if next.status == LetterStatus::Returned { args } else { BTreeMap::new() };
        tell(&mut tx, cx, (&account, &key), &next, kind, args).await?;
    }
    cx.commit(tx).await?;
    cx.app.signals.raise(account.id);
    Ok(())
}
