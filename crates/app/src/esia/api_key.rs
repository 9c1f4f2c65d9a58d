//! Tokens by API keys, without a browser (section 2.8). Such a token is about an employee's organizations: it opens nothing of
//! the person, who was never asked, but reads of it in the history.

use std::collections::BTreeMap;

use okno_domain::{account::AccountStatus, relying_party::RelyingPartyId};
use okno_oidc::esia::{
    Code, Parameters, Refusal,
    api_key::{ApiKeyRequest, answer},
    error::Answer,
    scope::Scope,
    signed_string::Container,
    token::AccessToken,
};
use okno_store::{Tx, esia as store};

use super::{ApiKeyEntry, Done, Stop, fault, key, person, request, settings, signature, system::certificates};
use crate::{
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    relying_party,
    site_grant::fresh_name,
};

fn hash(cx: &Cx, key: &str) -> [u8; 32] {
    cx.app.keys.blind("esia-api-key", &key.to_ascii_lowercase())
}

/// Answers the holder of a key; none where the path is not of this kind.
pub async fn api_key(cx: &Cx, path: &str, parameters: &Parameters) -> Option<Answer> {
    match attempt(cx, path, parameters).await {
        Ok(answer) => answer,
        Err(Stop::Refused(refusal)) => Some(refusal.rest_answer()),
        Err(Stop::Failed(error)) => {
            tracing::error!(%error, "a token for an API key was not made");
            let unavailable = fault(&error).code() == Code::UNAVAILABLE;
            let code = if unavailable { Code::REST_UNAVAILABLE } else { Code::REST_INTERNAL };
            Some(Refusal::new(code, "a fault of the server").rest_answer())
        }
    }
}

async fn attempt(cx: &Cx, path: &str, parameters: &Parameters) -> Done<Option<Answer>> {
    let Some(request) = ApiKeyRequest::read(path, parameters)? else { return Ok(None) };
    let unknown = || Refusal::new(Code::AUTHENTICATION, "there is no such key");
    let mut read = cx.app.store.read().await?;
    let hash = hash(cx, request.key());
    let row = store::api_key(&mut read, &hash).await?.ok_or_else(unknown)?;
    let site = relying_party::by_id(&mut read, cx, row.system).await.map_err(|error| match error {
        Error::NotFound => Stop::Refused(unknown()),
        other => Stop::Failed(other),
    })?;
    let number = store::oid(&mut read, row.person).await?.ok_or_else(unknown)?;
    let account = okno_store::account::find(&mut read, row.person).await?;
    drop(read);
    if !account.is_some_and(|account| account.status == AccountStatus::Active && account.made_up.is_none()) {
        return Err(unknown().into());
    }
    let opened = request::open(cx, &site.client.id).await?;
    let (registered, _) = certificates(&row.certificates, "certificates");
    let now = registered.into_iter().filter(|one| one.validity(cx.now) == okno_pki::certificate::Validity::Valid);
    let registered: Vec<_> = now.collect();
    let mode = opened.rules.mode;
    let check = move || {
        request.check(&|container: Container, message: &[u8], octets: &[u8]| {
            signature::verify(&registered, mode, container, message, octets)
        })
    };
    cx.app.esia.checks.run(check).await??;
    let settings = settings(cx, &opened.site, &opened.system);
    let keys = key::with(cx, settings.algorithm).await?;
    let scopes: Vec<Scope> = row.scopes.iter().filter_map(|text| Scope::parse(text)).collect();
    let name = fresh_name(cx);
    let token = AccessToken {
        person: Some(person::read(number)?),
        organization: None,
        session: &name,
        name: &name,
        client_id: &opened.site.client.id,
        scopes: &scopes,
        permissions: &[],
    };
    let token = keys.sign(token.build(&settings, cx.now), cx.now)?;
    if row.used_at.is_none() {
        note_use(cx, &hash, &row, &opened.site.client.id).await?;
    }
    tracing::info!(client_id = opened.site.client.id, "a token was given for an API key");
    Ok(Some(answer(&token)))
}

/// The person reads of the first use of a key, before what it gives leaves. Of two at the same instant one is the first.
async fn note_use(cx: &Cx, hash: &[u8; 32], row: &store::ApiKeyRow, system: &str) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    if store::use_api_key(&mut tx, hash, cx.now).await? {
        audit::record(&mut tx, cx, row.person, Act::by_system("esia-key-used").on(system)).await?;
        cx.commit(tx).await?;
    }
    Ok(())
}

/// The keys of a system before they are entered anew: by their hashes, for whom, and when they were used first.
pub(super) type Known = BTreeMap<[u8; 32], store::ApiKeyRow>;

/// Those that the system has already.
pub(super) async fn known(tx: &mut Tx, system: RelyingPartyId) -> Result<Known> {
    Ok(store::api_keys(tx, system).await?.into_iter().collect())
}

/// Enters a key; the faults are sentences for whoever wrote the file. The person reads of one that is new.
pub(super) async fn enter(
    tx: &mut Tx,
    cx: &Cx,
    (system, name): (RelyingPartyId, &str),
    entry: &ApiKeyEntry,
    known: &Known,
) -> Result<std::result::Result<(), Vec<String>>> {
    let mut faults = Vec::new();
    let key = entry.key.expose();
    if key.len() != 36 || uuid::Uuid::try_parse(key).is_err() {
        faults.push("key: a UUID".to_owned());
    }
    let (read, found) = certificates(&entry.certificates, "certificates");
    faults.extend(found);
    if read.iter().any(|one| one.subject_attribute(&okno_pki::oid::ORGANIZATION).is_none()) {
        faults.push("certificates: each names an organization".to_owned());
    }
    let is_good = |text: &String| Scope::parse(text).is_some_and(|scope| scope.is_organization());
    if entry.scopes.is_empty() || !entry.scopes.iter().all(is_good) {
        faults.push("scopes: scopes of organizations, one at least".to_owned());
    }
    let number = i64::try_from(entry.person).unwrap_or(0);
    let account = match store::whose(tx, number).await? {
        // A test person has no organization to act for.
        Some(id) => okno_store::account::find(tx, id).await?.filter(|row| row.made_up.is_none()).map(|row| row.id),
        None => None,
    };
    let Some(account) = account.filter(|_| faults.is_empty()) else {
        if faults.is_empty() {
            faults.push("person: nobody has this number".to_owned());
        }
        return Ok(Err(faults));
    };
    let hash = hash(cx, key);
    let before = known.get(&hash).filter(|row| row.person == account);
    let row = store::ApiKeyRow {
        system,
        person: account,
        certificates: entry.certificates.clone(),
        scopes: entry.scopes.clone(),
        created_at: before.map_or(cx.now, |row| row.created_at),
        used_at: before.and_then(|row| row.used_at),
    };
    if !store::insert_api_key(tx, &hash, &row).await? {
        return Ok(Err(vec!["key: it is known already".to_owned()]));
    }
    if before.is_none() {
        audit::record(tx, cx, account, Act::by_system("esia-key-entered").on(name)).await?;
    }
    Ok(Ok(()))
}
