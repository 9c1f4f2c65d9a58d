//! Deleting an account for good (R201): its key is destroyed, and with it everything that was sealed under it. What is left
//! is the record of what happened, which names nobody.

use std::collections::BTreeMap;

use okno_domain::{account::AccountStatus, contact::ContactStatus};
use okno_store::{Tx, account as accounts, contact as contacts, password, person as people, recovery as recoveries};

use super::Serving;
use crate::{
    account::Account,
    appointment,
    audit::{self, Act},
    confirmation,
    context::Cx,
    developer,
    error::Result,
    factor,
    notification::{self, Event},
    operator::Acting,
    person, recovery,
    registration::public_link,
    verification,
};

/// The message of a deletion.
const DELETED: &str = "account_deleted";

/// Does it, in the transaction of the colleague's consent, in which so many sessions were ended. The message is written before the
/// contacts are gone (R202).
pub(super) async fn perform(
    tx: &mut Tx,
    cx: &Cx,
    clerk: &Acting,
    (serving, account, ended): (&Serving, &Account, u64),
) -> Result<()> {
    let id = account.id;
    confirmation::cancel_all(tx, cx, account).await?;
    appointment::forget(tx, cx, id).await?;
    verification::set_aside(tx, cx, id).await?;
    let mark = format!("{DELETED}:{}", serving.visit().id);
    let args = BTreeMap::from([("link".to_owned(), public_link(cx, "/"))]);
    notification::tell(tx, cx, account, &serving.key, Event { kind: DELETED, args, mark: &mark, outside: true })
        .await?;
    for contact in contacts::list(tx, id).await? {
        if contact.status == ContactStatus::Confirmed {
            contacts::release(tx, &contact.contact_hash, id).await?;
        }
        contacts::delete(tx, id, contact.id).await?;
    }
    people::release_snils(tx, &person::snils_hash(cx, &serving.data.snils), id).await?;
    person::forget_document(tx, cx, id, &serving.data).await?;
    // Whoever settles a verification at this moment finds a conflict.
    people::save_draft(tx, id, serving.person.version, None, cx.now).await?;
    password::delete(tx, id).await?;
    recoveries::delete_question(tx, id).await?;
    factor::forget(tx, id).await?;
    developer::forget(tx, cx, id).await?;
    recovery::void_all(tx, id).await?;
    let act = Act { actor: clerk.actor(), act: "account-deleted", detail: ended.to_string() };
    audit::record(tx, cx, id, act).await?;
    accounts::update(tx, &Account { status: AccountStatus::Deleted, ..account.clone() }, cx.now).await?;
    Ok(accounts::delete_key(tx, id).await?)
}
