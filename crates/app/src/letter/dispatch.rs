//! The dispatch: makes the codes of ordered letters, and hands them to the carrier in batches.
//!
//! One transaction makes a code, stores its keyed hash, and seals what is printed, code included, for this component and
//! this batch. The sealed content is opened when the batch is handed over, and is gone with the transaction that notes the
//! handing over (R150). A batch that was left half way is handed over again under the same name.

use std::sync::Arc;

use okno_domain::{
    identifier::{person_name::NO_NAME, tracking_number::TrackingNumber},
    letter::{BatchId, LetterId, NUMBERS_IN_A_MONTH, day_of, month_count},
    secret::Secret,
    statistic::{Area, Kind},
    time::{Timestamp, after},
};
use okno_store::{
    Tx,
    letter::{self as store, BatchRow, Dates, DueRow, PrintRow},
};
use serde::{Deserialize, Serialize};

use super::address_place;
use crate::{
    account::{self, Account},
    audit::{self, Act},
    confirmation,
    context::Cx,
    error::{Error, Result},
    job::{Done, Job, JobError, Lane, Retry},
    ports::{Carrier, LetterContent, PortError},
    seal::Place,
    settings::{days, seconds},
    statistic,
};

/// The most letters of a batch.
const BATCH: i64 = 500;

fn print_place(id: LetterId) -> Place {
    Place::new("letter_print", "content_sealed", id)
}

/// Prints what is ordered, and hands it to the carrier.
#[derive(Debug, Serialize, Deserialize)]
pub struct PrintLetters {}

impl Job for PrintLetters {
    const NAME: &'static str = "print-letters";
    const RETRY: Retry = Retry::exponential(30, 1800, u32::MAX);

    fn mark(&self) -> Option<String> {
        Some(Self::NAME.to_owned())
    }

    fn lane(&self) -> Lane {
        Lane::Outside
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let pause = after(cx.now, seconds(cx.settings().letter.batch_seconds.max(1)));
        let Some(carrier) = cx.app.ports.carrier.clone() else { return Ok(Done::Again(pause)) };
        // What an earlier run left half way comes first.
        let batch = match open_batch(cx).await? {
            Some(batch) => batch,
            None => match fill_batch(cx, carrier.as_ref()).await? {
                Some(batch) => batch,
                None => return Ok(Done::Again(pause)),
            },
        };
        hand_over(cx, carrier.as_ref(), batch).await?;
        // There may be more than a batch holds.
        let more = !due(cx).await?.is_empty();
        Ok(Done::Again(if more { after(cx.now, seconds(1)) } else { pause }))
    }
}

async fn open_batch(cx: &Cx) -> Result<Option<BatchRow>> {
    Ok(store::open_batches(&mut cx.app.store.read().await?, 1).await?.pop())
}

async fn due(cx: &Cx) -> Result<Vec<DueRow>> {
    let mut read = cx.app.store.read().await?;
    Ok(store::due(&mut read, okno_domain::letter::LetterStatus::Ordered, cx.now, BATCH).await?)
}

/// A batch with everything that is ordered; none when nothing is.
async fn fill_batch(cx: &Cx, carrier: &dyn Carrier) -> Result<Option<BatchRow>> {
    let ordered = due(cx).await?;
    if ordered.is_empty() {
        return Ok(None);
    }
    let id: BatchId = cx.fresh_id();
    let mut tx = cx.app.store.write().await?;
    store::insert_batch(&mut tx, id, cx.now).await?;
    tx.commit().await?;
    for letter in &ordered {
        match print(cx, carrier, id, letter).await {
            // Somebody was first, or the account is gone.
            Ok(()) | Err(Error::Conflict | Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(store::find_batch(&mut cx.app.store.read().await?, id).await?)
}

/// One letter: its code, its number, and what is printed.
async fn print(cx: &Cx, carrier: &dyn Carrier, batch: BatchId, due: &DueRow) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let account = account::get(&mut tx, due.account).await?;
    let row = store::find(&mut tx, account.id, due.letter).await?.ok_or(Error::NotFound)?;
    let proof = confirmation::get(&mut tx, &account, row.letter.confirmation).await?;
    let until = after(cx.now, days(cx.settings().letter.code_ttl_days));
    let issued = confirmation::issue_code(&mut tx, cx, &account, &proof, true, until).await;
    let (proof, code) = match issued {
        Ok(issued) => issued,
        Err(Error::Refused(refusal)) => {
            // The account has changed so that nothing can be confirmed: the letter is not sent.
            confirmation::cancel(&mut tx, cx, &account, row.letter.confirmation).await?;
            audit::record(&mut tx, cx, account.id, Act::by_system("letter-not-printed").on(refusal.code)).await?;
            statistic::count_failure(&mut tx, cx, account.id, Area::Letter, refusal.code);
            return cx.commit(tx).await;
        }
        Err(error) => return Err(error),
    };
    let number = number(&mut tx, cx, carrier).await?;
    let letter = row.letter.clone().printed(number.clone(), cx.now).map_err(|refusal| Error::refused(&refusal))?;
    let printed = (number, code.grouped());
    let content = content(&mut tx, cx, &account, &row, printed, proof.confirmation.expires_at).await?;
    let content_sealed = cx.app.keys.system().seal_json(&print_place(letter.id), &content, &mut cx.rng())?;
    let dates: Dates = super::dates(cx, &letter);
    store::update(&mut tx, account.id, row.version, &letter, Some(batch), dates).await?;
    store::insert_print(&mut tx, batch, &PrintRow { letter: letter.id, account: account.id, content_sealed }).await?;
    audit::record(&mut tx, cx, account.id, Act::by_system("letter-printed")).await?;
    statistic::count(&mut tx, cx, account.id, Kind::Letter, letter.status.name());
    cx.commit(tx).await?;
    cx.app.signals.raise(account.id);
    Ok(())
}

async fn content(
    tx: &mut Tx,
    cx: &Cx,
    account: &Account,
    row: &store::LetterRow,
    (number, code): (TrackingNumber, Secret),
    until: Timestamp,
) -> Result<LetterContent> {
    let key = account::data_key(tx, cx, account.id).await?;
    let person = confirmation::verified_data(tx, account, &key).await?;
    let address: okno_domain::letter::PostalAddress =
        key.open_json(&address_place(row.letter.id), &row.address_sealed)?;
    let names = [&person.family_name, &person.given_name, &person.patronymic];
    let names: Vec<&str> =
        names.into_iter().map(String::as_str).filter(|name| !name.is_empty() && *name != NO_NAME).collect();
    Ok(LetterContent {
        letter: row.letter.id,
        locale: account.locale,
        name: names.join(" "),
        address: address.lines(),
        number,
        code: code.expose().to_owned(),
        printed_on: day_of(cx.now),
        // The day before the one on which it is refused from some hour on.
        valid_until: day_of(until).yesterday().unwrap_or_else(|_| day_of(until)),
        portal: cx.settings().public_url.clone(),
        texts: Arc::default(),
    })
}

/// The next number of this month at the carrier's place of acceptance.
async fn number(tx: &mut Tx, cx: &Cx, carrier: &dyn Carrier) -> Result<TrackingNumber> {
    let day = day_of(cx.now);
    let index = carrier.acceptance();
    let series = format!("{}-{:04}-{:02}", index.as_str(), day.year(), day.month());
    let taken = store::next_number(tx, &series).await?;
    u32::try_from(taken)
        .ok()
        .filter(|number| *number < NUMBERS_IN_A_MONTH)
        .and_then(|number| TrackingNumber::domestic(index, month_count(day), number))
        .ok_or_else(|| Error::Unavailable("the numbers of items of this month are used up".to_owned()))
}

/// Leaves a batch for the carrier and forgets what was printed.
async fn hand_over(cx: &Cx, carrier: &dyn Carrier, batch: BatchRow) -> std::result::Result<(), JobError> {
    let rows = store::prints(&mut cx.app.store.read().await.map_err(Error::from)?, batch.id).await;
    let rows = rows.map_err(Error::from)?;
    let open = |row: &PrintRow| cx.app.keys.system().open_json(&print_place(row.letter), &row.content_sealed);
    let mut letters: Vec<LetterContent> =
        rows.iter().map(open).collect::<std::result::Result<_, _>>().map_err(Error::from)?;
    for letter in &mut letters {
        letter.texts = Arc::clone(&cx.in_force.texts);
    }
    if !letters.is_empty() {
        carrier.hand_over(batch.id, &letters, cx.now).await.map_err(later)?;
        tracing::info!(batch = %batch.id, letters = letters.len(), "a batch of letters is handed over");
    }
    let mut tx = cx.app.store.write().await.map_err(Error::from)?;
    let count = i64::try_from(letters.len()).unwrap_or(i64::MAX);
    store::hand_over_batch(&mut tx, &batch, cx.now, count).await.map_err(Error::from)?;
    store::purge_prints(&mut tx, batch.id).await.map_err(Error::from)?;
    cx.commit(tx).await?;
    Ok(())
}

/// Letters wait until the carrier can take them, whatever hinders it.
pub(super) fn later(error: PortError) -> JobError {
    match error {
        PortError::Later { reason, pause_seconds } => JobError::Later { reason, pause_seconds },
        PortError::Refused { reason } | PortError::Garbage { reason } => {
            JobError::Later { reason, pause_seconds: None }
        }
    }
}
