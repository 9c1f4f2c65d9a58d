//! Reminders: a letter that lies at the post office, and a code that is not entered.

use std::collections::BTreeMap;

use okno_domain::{
    account::AccountId,
    letter::{LetterId, LetterStatus},
    time::{SignedDuration, after},
};
use okno_store::letter as store;
use serde::{Deserialize, Serialize};

use super::{save, tell};
use crate::{
    account,
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    job::{Done, Job, JobError, Retry},
};

/// How many letters one run looks at.
const STEP: i64 = 200;

/// Reminds people of letters that wait for them.
#[derive(Debug, Serialize, Deserialize)]
pub struct RemindOfLetters {}

impl Job for RemindOfLetters {
    const NAME: &'static str = "remind-of-letters";
    const RETRY: Retry = Retry::exponential(60, 3600, u32::MAX);

    fn mark(&self) -> Option<String> {
        Some(Self::NAME.to_owned())
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let mut read = cx.app.store.read().await.map_err(Error::from)?;
        let due = store::to_remind(&mut read, cx.now, STEP).await.map_err(Error::from)?;
        drop(read);
        let is_full = i64::try_from(due.len()).unwrap_or(STEP) >= STEP;
        for (account, letter) in due {
            match remind(cx, account, letter).await {
                // Somebody was first, or the account is gone.
                Ok(()) | Err(Error::Conflict | Error::NotFound) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let pause = if is_full { SignedDuration::from_secs(1) } else { SignedDuration::from_mins(10) };
        Ok(Done::Again(after(cx.now, pause)))
    }
}

async fn remind(cx: &Cx, account: AccountId, letter: LetterId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let account = account::get(&mut tx, account).await?;
    let row = store::find(&mut tx, account.id, letter).await?.ok_or(Error::NotFound)?;
    if !row.letter.wants_reminder(cx.settings().letter.reminder_after_days, cx.now) {
        // The time was set by another setting: it is set anew.
        save(&mut tx, cx, &account, &row, &row.letter).await?;
        return cx.commit(tx).await;
    }
    let kind = match row.letter.status {
        LetterStatus::AwaitingPickup => "letter_reminder",
        _ => "letter_code_reminder",
    };
    let next = row.letter.clone().reminded();
    save(&mut tx, cx, &account, &row, &next).await?;
    audit::record(&mut tx, cx, account.id, Act::by_system("letter-reminded").on(next.status.name())).await?;
    let key = account::data_key(&mut tx, cx, account.id).await?;
    tell(&mut tx, cx, (&account, &key), &next, kind, BTreeMap::new()).await?;
    cx.commit(tx).await
}
