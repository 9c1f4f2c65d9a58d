//! Taking back what a site was given.

use okno_store::{session_site, site_grant as store};

use super::note::{Hearer, Reason, everywhere};
use crate::{
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    session::SignedIn,
};

/// Takes everything back that a site was given: the agreement, and what opens data by it. The site is told that the person is not
/// signed in there any more. `NotFound` when it was given nothing.
pub async fn withdraw(cx: &Cx, signed_in: &SignedIn, client_id: &str) -> Result<()> {
    let account = signed_in.id();
    let mut tx = cx.app.store.write().await?;
    let row = okno_store::relying_party::find(&mut tx, client_id).await?.ok_or(Error::NotFound)?;
    // Before anything else: whoever is about to give it more writes an entry too, so waits, and asks then whether there is an agreement.
    audit::record(&mut tx, cx, account, Act::by_person("site-consent-withdrawn").on(client_id)).await?;
    let agreed = store::withdraw(&mut tx, account, row.id).await?;
    let ended = store::end_of_site(&mut tx, account, row.id, "withdrawn", cx.now).await?;
    let known = session_site::take_site(&mut tx, account, row.id).await?;
    if !agreed && ended == 0 && known.is_empty() {
        return Err(Error::NotFound);
    }
    if let Some(hearer) = Hearer::find(&mut tx, cx, row.id).await?.filter(|_| ended > 0 || !known.is_empty()) {
        everywhere(&mut tx, cx, account, (&hearer, &known), Reason::Withdrawn).await?;
    }
    cx.commit(tx).await
}
