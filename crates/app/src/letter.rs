//! The registered letter (R136 to R151): ordering it, where it stands, and what becomes of it.
//!
//! The code of a letter is made by the dispatch ([`PrintLetters`]), not at the order: it exists in the clear only in what
//! the carrier is handed (docs/decisions/0007). The proof of identity that waits for the code is one of
//! [`crate::confirmation`]; when that is over, so is its letter.

mod dispatch;
mod index;
mod news;
mod remind;

use std::collections::BTreeMap;

use okno_domain::{
    confirmation::{ConfirmationMethod, ConfirmationRefusal, ConfirmationStatus, IdentityConfirmation},
    letter::{AddressForm, AddressKind, LetterId, LetterOrder, LetterRefusal, LetterStatus, PostalAddress, may_order},
    statistic::{Area, Kind},
    time::{Date, Timestamp, after},
};
use okno_store::{
    Tx, confirmation as confirmations,
    letter::{self as store, Dates, LatestRow, LetterRow},
};

pub use dispatch::PrintLetters;
pub use index::{IndexDirectory, IndexEntry, IndexError};
pub use news::AskCarrier;
pub use remind::RemindOfLetters;

use crate::{
    account::{self, Account},
    audit::{self, Act},
    confirmation,
    context::Cx,
    error::{Error, Result},
    notification::{self, Event},
    registration::public_link,
    seal::{DataKey, Place},
    session::SignedIn,
    settings::{days, seconds},
    statistic,
};

const METHOD: ConfirmationMethod = ConfirmationMethod::RegisteredLetter;
/// Where the person sees their letter.
const PAGE: &str = "/confirmation/registered-letter";

fn address_place(id: LetterId) -> Place {
    Place::new("letter_order", "address_sealed", id)
}

/// Whether the way through a letter is open to this person now (R62, R111).
pub fn may_begin(cx: &Cx, account: &Account) -> Result<()> {
    if cx.app.ports.carrier.is_none() {
        return Err(Error::refused(&ConfirmationRefusal::MethodOff));
    }
    confirmation::may_begin(cx, account, METHOD)
}

/// A letter as its person sees it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Where it stands.
    pub letter: LetterOrder,
    /// The address in one line.
    pub address: String,
    /// Until when its code is accepted.
    pub code_until: Timestamp,
    /// Whether its time has run out.
    pub is_too_old: bool,
    /// Whether it should have arrived long ago (R147).
    pub seems_lost: bool,
}

/// Where a person stands with letters.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The latest letter.
    pub latest: Option<Shown>,
    /// The first day on which another one can be ordered, when that is not today (R146).
    pub from: Option<Date>,
}

/// Where a person stands with letters (R145, R146).
pub async fn standing(cx: &Cx, signed_in: &SignedIn) -> Result<Standing> {
    let mut read = cx.app.store.read().await?;
    let Some(latest) = store::latest(&mut read, signed_in.id()).await? else {
        return Ok(Standing { latest: None, from: None });
    };
    let rules = &cx.settings().letter;
    let from = match may_order(Some(latest.ordered_at), rules.reorder_min_days, cx.now) {
        Err(LetterRefusal::TooEarly { from }) => Some(from),
        _ => None,
    };
    let row = store::find(&mut read, signed_in.id(), latest.letter).await?.ok_or(Error::NotFound)?;
    let proof = confirmations::find(&mut read, signed_in.id(), row.letter.confirmation).await?;
    let proof = proof.ok_or(Error::NotFound)?.confirmation;
    let address: PostalAddress = signed_in.key.open_json(&address_place(row.letter.id), &row.address_sealed)?;
    let shown = Shown {
        address: address.one_line(),
        code_until: proof.expires_at,
        is_too_old: row.letter.status.is_open() && cx.now >= proof.expires_at,
        seems_lost: row.letter.seems_lost(rules.reorder_min_days, cx.now),
        letter: row.letter,
    };
    Ok(Standing { latest: Some(shown), from })
}

/// Where the latest letter can be followed; `NotFound` before that day (R145).
pub async fn tracking_url(cx: &Cx, signed_in: &SignedIn) -> Result<String> {
    let carrier = cx.app.ports.carrier.as_ref().ok_or(Error::NotFound)?;
    let shown = standing(cx, signed_in).await?.latest.ok_or(Error::NotFound)?;
    let hours = cx.settings().letter.tracking_visible_after_hours;
    let number = shown.letter.visible_number(hours, cx.now).ok_or(Error::NotFound)?;
    Ok(carrier.tracking_url(number))
}

/// The person orders a letter to this address (R137 to R140). The code of an earlier one is void from now on (R149).
pub async fn order(cx: &Cx, signed_in: &SignedIn, kind: AddressKind, form: &AddressForm) -> Result<LetterId> {
    account::demand_person(&signed_in.account)?;
    let order = async {
        may_begin(cx, &signed_in.account)?;
        let address = form.read().map_err(Error::Fields)?;
        cx.again(|| place_order(cx, signed_in, kind, &address)).await
    };
    statistic::counting_refusals(cx, signed_in.id(), Area::Letter, order).await
}

async fn place_order(cx: &Cx, signed_in: &SignedIn, kind: AddressKind, address: &PostalAddress) -> Result<LetterId> {
    let rules = &cx.settings().letter;
    let mut tx = cx.app.store.write().await?;
    let account = account::get(&mut tx, signed_in.id()).await?;
    may_begin(cx, &account)?;
    let latest: Option<LatestRow> = store::latest(&mut tx, account.id).await?;
    may_order(latest.map(|row| row.ordered_at), rules.reorder_min_days, cx.now)
        .map_err(|refusal| Error::refused(&refusal))?;
    for earlier in store::list(&mut tx, account.id).await? {
        if earlier.letter.status.is_open() {
            confirmation::cancel(&mut tx, cx, &account, earlier.letter.confirmation).await?;
        }
    }
    let until = after(cx.now, days(rules.code_ttl_days));
    let proof = confirmation::begin(&mut tx, cx, &account, METHOD, true, until).await?;
    let letter = LetterOrder::order(cx.fresh_id(), proof.confirmation.id, kind, cx.now);
    let sealed = signed_in.key.seal_json(&address_place(letter.id), address, &mut cx.rng())?;
    store::insert(&mut tx, account.id, &letter, &sealed, latest).await?;
    audit::record(&mut tx, cx, account.id, Act::by_person("letter-ordered").on(kind.name())).await?;
    tell(&mut tx, cx, (&account, &signed_in.key), &letter, "letter_ordered", BTreeMap::new()).await?;
    statistic::count(&mut tx, cx, account.id, Kind::Letter, letter.status.name());
    cx.commit(tx).await?;
    Ok(letter.id)
}

/// Tells the person what happened to a letter, once.
async fn tell(
    tx: &mut Tx,
    cx: &Cx,
    (account, key): (&Account, &DataKey),
    letter: &LetterOrder,
    kind: &'static str,
    mut args: BTreeMap<String, String>,
) -> Result<()> {
    args.insert("link".to_owned(), public_link(cx, PAGE));
    let mark = format!("{kind}:{}:{}", letter.id, letter.status.name());
    notification::tell(tx, cx, account, key, Event { kind, args, mark: &mark, outside: true }).await
}

/// When a letter in this state is looked at next.
fn dates(cx: &Cx, letter: &LetterOrder) -> Dates {
    let rules = &cx.settings().letter;
    let is_followed = LetterStatus::FOLLOWED.contains(&letter.status);
    Dates {
        look_at: is_followed.then(|| after(cx.now, seconds(rules.news_seconds))),
        remind_at: letter.reminder_at(rules.reminder_after_days),
    }
}

async fn save(tx: &mut Tx, cx: &Cx, account: &Account, row: &LetterRow, next: &LetterOrder) -> Result<()> {
    store::update(tx, account.id, row.version, next, row.batch, dates(cx, next)).await?;
    if next.status != row.letter.status {
        statistic::count(tx, cx, account.id, Kind::Letter, next.status.name());
    }
    Ok(())
}

/// The proof of identity is over, and its letter with it: its code was used, or is void. A letter that is not handed to
/// the carrier yet is not printed any more.
pub(crate) async fn confirmation_over(
    tx: &mut Tx,
    cx: &Cx,
    account: &Account,
    proof: &IdentityConfirmation,
) -> Result<()> {
    let Some(row) = store::of_confirmation(tx, account.id, proof.id).await? else { return Ok(()) };
    if !row.letter.status.is_open() {
        return Ok(());
    }
    let next = match proof.status {
        ConfirmationStatus::Confirmed => row.letter.clone().code_used(cx.now),
        _ => row.letter.clone().void(cx.now),
    };
    let next = next.map_err(|refusal| Error::refused(&refusal))?;
    if let Some(batch) = row.batch {
        store::delete_print(tx, batch, next.id).await?;
    }
    if next.status == LetterStatus::Voided {
        audit::record(tx, cx, account.id, Act::by_system("letter-voided")).await?;
    }
    save(tx, cx, account, &row, &next).await
}
