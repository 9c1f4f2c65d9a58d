//! Secrets and keys of a site: made here and shown once, or pasted; the one before holds a day longer.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use okno_domain::{
    developer::{DeveloperRefusal, SiteAct},
    refusal::FieldFault,
    relying_party::RelyingPartyId,
    secret::Secret,
    time::after,
};
use okno_store::relying_party::{self as sites, RelyingPartyRow};
use serde_json::Value;

use super::{
    edit::{self, has_secret, record},
    key, managed,
};
use crate::{
    context::Cx,
    error::{Error, Result},
    relying_party::{OVERLAP_HOURS, secret_hash},
    session::SignedIn,
    settings::hours,
    step_up,
};

/// A fresh secret of 256 bits, and what is stored of it.
pub(crate) fn fresh_secret(cx: &Cx, site: RelyingPartyId) -> (Secret, [u8; 32]) {
    let text = Secret::new(URL_SAFE_NO_PAD.encode(cx.random_bytes::<32>()));
    let hash = secret_hash(cx, site, text.expose());
    (text, hash)
}

/// Makes another secret; the one before holds for a day more, unless the site had lost it: then it holds no longer. `Conflict`
/// when the site was changed since it was shown: a page that is sent twice would end the secret that is in use.
pub async fn rotate(cx: &Cx, signed_in: &SignedIn, (client_id, seen): (&str, i64), is_lost: bool) -> Result<Secret> {
    let mut tx = cx.app.store.write().await?;
    let managed = managed(&mut tx, cx, signed_in, client_id, SiteAct::Change).await?;
    step_up::demand(&mut tx, cx, signed_in).await?;
    if managed.row.version != seen {
        return Err(Error::Conflict);
    }
    if managed.record.kind.speaks_esia() || !has_secret(&managed.row.metadata) {
        return Err(Error::refused(&DeveloperRefusal::NoSecret));
    }
    let (text, hash) = fresh_secret(cx, managed.row.id);
    let previous = managed.row.secret_hash.filter(|_| !is_lost);
    let row = RelyingPartyRow {
        secret_hash: Some(hash),
        previous_secret_hash: previous,
        previous_secret_until: previous.map(|_| after(cx.now, hours(OVERLAP_HOURS))),
        ..managed.row
    };
    sites::update(&mut tx, &row, cx.now).await?;
    record(&mut tx, cx, signed_in, "site-secret-rotated", client_id).await?;
    cx.commit(tx).await?;
    Ok(text)
}

/// Puts these keys in place of those before, or beside them.
pub async fn put_keys(
    cx: &Cx,
    signed_in: &SignedIn,
    (client_id, seen): (&str, i64),
    pasted: &str,
    keeps_others: bool,
) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let managed = managed(&mut tx, cx, signed_in, client_id, SiteAct::Change).await?;
    step_up::demand(&mut tx, cx, signed_in).await?;
    let mut keys = key::read(pasted).map_err(|fault| Error::Fields(vec![fault]))?;
    if keeps_others {
        keys = joined(managed.row.metadata.get("jwks"), keys)?;
    }
    if managed.row.version != seen {
        return Err(Error::Conflict);
    }
    if managed.record.kind.speaks_esia() || managed.row.metadata.get("jwks").is_none() {
        return Err(Error::NotFound);
    }
    edit::put_keys(&mut tx, cx, signed_in, &managed.row, keys).await?;
    cx.commit(tx).await
}

/// These keys after those that are there. One that is there already under another name stays as it was.
fn joined(present: Option<&Value>, more: Value) -> Result<Value> {
    let of = |set: &Value| set.get("keys").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut all = present.map(of).unwrap_or_default();
    all.extend(of(&more).into_iter().filter(|key| !all.contains(key)).collect::<Vec<_>>());
    let text = serde_json::json!({ "keys": all }).to_string();
    key::read(&text).map_err(|fault| Error::Fields(vec![FieldFault { field: "keys", ..fault }]))
}
