//! Deleting an account for good at a center (R201).

use std::collections::BTreeMap;

use okno_store::Tx;

use super::Serving;
use crate::{
    account::Account,
    context::Cx,
    erasure,
    error::Result,
    notification::{self, Event},
    operator::Acting,
    registration::public_link,
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
    let mark = format!("{DELETED}:{}", serving.visit().id);
    let args = BTreeMap::from([("link".to_owned(), public_link(cx, "/"))]);
    notification::tell(tx, cx, account, &serving.key, Event { kind: DELETED, args, mark: &mark, outside: true })
        .await?;
    erasure::erase(tx, cx, (account, &serving.data, serving.person.version), (clerk.actor(), ended)).await
}
