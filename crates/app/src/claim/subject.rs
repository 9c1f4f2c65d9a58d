//! The name of a person at a site (OpenID Connect Core 8). It is computed from the account and the sector of the site, so that
//! it survives everything that happens to the account; where two accounts became one, the names of the one that closed are
//! kept for those sites that knew it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use okno_domain::account::AccountId;
use okno_oidc::{client::SubjectType, subject::sector};
use okno_store::{Read, Tx, kept_subject as store, site_grant};

use crate::{
    context::Cx,
    error::{Error, Result},
    relying_party::{self, Site},
};

/// The most grants of an account that are looked through.
const MOST: i64 = 10_000;

/// The name of an account at a site.
pub async fn subject(read: &mut Read, cx: &Cx, site: &Site, account: AccountId) -> Result<String> {
    let sector = sector_of(site)?;
    if let Some(kept) = store::find(read, account, &sector).await? {
        return Ok(kept);
    }
    let name = cx.app.keys.subjects().subject(&site.client, account.uuid().as_bytes());
    name.map_err(|fault| Error::Bug(format!("the site {} has no sector: {fault}", site.client.id)))
}

fn sector_of(site: &Site) -> Result<String> {
    match site.client.metadata.subject_type {
        SubjectType::Public => Ok("public".to_owned()),
        SubjectType::Pairwise => sector(&site.client)
            .map(|sector| format!("pairwise:{sector}"))
            .map_err(|fault| Error::Bug(format!("the site {} has no sector: {fault}", site.client.id))),
    }
}

/// Keeps the names of an account that closes for the one that remains: in sectors that knew the first and not the second. What
/// a sector knows of the one that remains is never changed.
pub async fn inherit(tx: &mut Tx, cx: &Cx, closes: AccountId, remains: AccountId) -> Result<()> {
    crate::esia::inherit(tx, cx, closes, remains).await?;
    let known: BTreeSet<String> = sectors(tx, cx, remains).await?.into_keys().collect();
    for (sector, name) in store::list(tx, closes).await? {
        if !known.contains(&sector) {
            store::put(tx, remains, &sector, &name).await?;
        }
    }
    for (sector, site) in sectors(tx, cx, closes).await? {
        if !known.contains(&sector) {
            let name = subject(tx, cx, &site, closes).await?;
            store::put(tx, remains, &sector, &name).await?;
        }
    }
    Ok(())
}

/// The sectors in which an account is known, each with a site of it.
async fn sectors(read: &mut Read, cx: &Cx, account: AccountId) -> Result<BTreeMap<String, Arc<Site>>> {
    let (mut seen, mut sectors) = (BTreeSet::new(), BTreeMap::new());
    for grant in site_grant::list(read, account, MOST).await? {
        if !seen.insert(grant.relying_party) {
            continue;
        }
        // A site without a sector knows nobody by such a name: it speaks the dialect of ESIA, or was entered when it had one.
        if let Some(site) = relying_party::of_id(read, cx, grant.relying_party).await?
            && let Ok(sector) = sector_of(&site)
        {
            sectors.insert(sector, site);
        }
    }
    Ok(sectors)
}
