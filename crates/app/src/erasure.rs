//! The end of an account for good (R201): its key is destroyed, and with it everything that was sealed under it. What is left is
//! the record of what happened, which names nobody.

use okno_domain::{account::AccountStatus, contact::ContactStatus, person::PersonalData};
use okno_store::{Tx, account as accounts, contact as contacts, password, person as people, recovery as recoveries};

use crate::{
    account::Account,
    appointment,
    audit::{self, Act, Actor},
    confirmation,
    context::Cx,
    developer,
    error::Result,
    factor, person, recovery, test_person, verification,
};

/// Erases an account, and whomever its holder made up. Its data are those in force, with the version of the row that they are in; so
/// many of its sessions were ended before, since sessions are locked before the account's turn is taken.
pub(crate) async fn erase(
    tx: &mut Tx,
    cx: &Cx,
    (account, data, seen): (&Account, &PersonalData, i64),
    (actor, ended): (Actor, u64),
) -> Result<()> {
    test_person::forget(tx, cx, account.id).await?;
    developer::forget(tx, cx, account.id).await?;
    erase_alone(tx, cx, (account, data, seen), (actor, ended)).await
}

/// Erases an account that has nothing at the technology portal.
pub(crate) async fn erase_alone(
    tx: &mut Tx,
    cx: &Cx,
    (account, data, seen): (&Account, &PersonalData, i64),
    (actor, ended): (Actor, u64),
) -> Result<()> {
    let id = account.id;
    confirmation::cancel_all(tx, cx, account).await?;
    appointment::forget(tx, cx, id).await?;
    verification::set_aside(tx, cx, id).await?;
    for contact in contacts::list(tx, id).await? {
        if contact.status == ContactStatus::Confirmed {
            contacts::release(tx, &contact.contact_hash, id).await?;
        }
        contacts::delete(tx, id, contact.id).await?;
    }
    people::release_snils(tx, &person::snils_hash(cx, &data.snils), id).await?;
    person::forget_document(tx, cx, id, data).await?;
    // Whoever settles a verification at this moment finds a conflict.
    people::save_draft(tx, id, seen, None, cx.now).await?;
    password::delete(tx, id).await?;
    recoveries::delete_question(tx, id).await?;
    factor::forget(tx, id).await?;
    recovery::void_all(tx, id).await?;
    audit::record(tx, cx, id, Act { actor, act: "account-deleted", detail: ended.to_string() }).await?;
    accounts::update(tx, &Account { status: AccountStatus::Deleted, ..account.clone() }, cx.now).await?;
    Ok(accounts::delete_key(tx, id).await?)
}
