//! What follows when an operator finds wrong what had taken effect: the evidence is withdrawn, and what rested on it goes
//! with it (R60).

use okno_domain::{account::AccountLevel, evidence::EvidenceId, person::PersonalData, time::Timestamp};
use okno_store::{
    Tx, person as person_store,
    verification::{self as store, VerificationRow},
};

use super::{Loaded, data_place, settle};
use crate::{
    account::{self, Account},
    audit::Actor,
    confirmation,
    context::Cx,
    error::{Error, Result},
    evidence, person,
    session::person_place,
};

/// Withdraws the evidence of a submission that has been saved as wrong; the level follows. When its data were the ones in
/// force, their SNILS is let go, and the verified data before them are in force again, or none. Returns the level then.
pub(super) async fn withdraw(
    tx: &mut Tx,
    cx: &Cx,
    loaded: &Loaded,
    evidence: EvidenceId,
    is_in_force: bool,
    actor: &Actor,
) -> Result<AccountLevel> {
    let Actor::Operator(operator) = actor else {
        return Err(Error::Bug(format!("{} was found wrong by no operator", loaded.verification().id)));
    };
    let reason = format!("verification {} found wrong", loaded.verification().id);
    let mut account = confirmation::withdraw(tx, cx, &loaded.account, evidence, &reason, operator).await?;
    if !is_in_force {
        return Ok(account.level);
    }
    let wrong = loaded.data()?;
    person_store::release_snils(tx, &person::snils_hash(cx, &wrong.snils), account.id).await?;
    while let Some(earlier) = store::in_effect(tx, account.id).await? {
        let data: PersonalData = loaded.key.open_json(&data_place(earlier.verification.id), &earlier.data_sealed)?;
        if settle::claim_snils(tx, cx, &account, &data).await? {
            let at = verified_at(tx, &account, &earlier).await?;
            put_back(tx, cx, loaded, Some((&data, at))).await?;
            return Ok(account.level);
        }
        account = without(tx, cx, &account, &earlier, operator).await?;
    }
    put_back(tx, cx, loaded, None).await?;
    Ok(account.level)
}

/// Since when what is in force again was verified.
async fn verified_at(tx: &mut Tx, account: &Account, row: &VerificationRow) -> Result<Timestamp> {
    let log = evidence::log(tx, account).await?;
    let found = log.iter().find(|entry| Some(entry.evidence.id) == row.verification.effect);
    found.map(|entry| entry.evidence.at).ok_or_else(|| Error::Bug(format!("{} has no evidence", row.verification.id)))
}

/// Sets the data in force; without any, what was there stays as what is known, but is not verified.
async fn put_back(tx: &mut Tx, cx: &Cx, loaded: &Loaded, data: Option<(&PersonalData, Timestamp)>) -> Result<()> {
    let account = loaded.account.id;
    let row = person::get(tx, account).await?;
    person::forget_document(tx, cx, account, &loaded.data()?).await?;
    if let Some((data, _)) = data {
        person::index_document(tx, cx, account, data).await?;
    }
    let sealed = match data {
        Some((data, _)) => loaded.key.seal_json(&person_place("data_sealed", account), data, &mut cx.rng())?,
        None => row.data_sealed,
    };
    let at = data.map(|(_, at)| at);
    Ok(person_store::save_data(tx, account, row.version, &sealed, at, cx.now).await?)
}

/// An earlier submission cannot be in force again, since another account holds its SNILS by now (R107).
async fn without(tx: &mut Tx, cx: &Cx, account: &Account, row: &VerificationRow, operator: &str) -> Result<Account> {
    let next = row.verification.clone().snils_taken(cx.now);
    store::save(tx, account.id, row, &next, None, cx.now).await?;
    match row.verification.effect {
        Some(evidence) => {
            confirmation::withdraw(tx, cx, account, evidence, "the SNILS belongs to another account", operator).await
        }
        None => account::get(tx, account.id).await,
    }
}
