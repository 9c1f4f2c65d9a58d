//! What a site was told, for operators.

use okno_store::{
    relying_party,
    site_logout::{self as store, LogoutRow},
};

use crate::{
    context::Cx,
    error::{Error, Result},
};

/// Up to `most` ends of which the site with this name was to be told, the newest first; `NotFound` for one that is not known.
pub async fn receipts(cx: &Cx, client_id: &str, most: i64) -> Result<Vec<LogoutRow>> {
    let mut read = cx.app.store.read().await?;
    let site = relying_party::find(&mut read, client_id).await?.ok_or(Error::NotFound)?;
    let rows = store::of_site(&mut read, site.id, most).await?;
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}
