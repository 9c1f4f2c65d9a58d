//! Entering a site, changing it, switching it off and on, deleting it.

use okno_domain::{
    developer::{ChangeKind, ChangeState, DeveloperRefusal, MOST_SITES, Member, MemberRole, SiteAct, SiteKind},
    refusal::FieldFault,
    relying_party::{RelyingPartyId, SiteState, Stage},
    secret::Secret,
};
use okno_oidc::client::{AuthMethod, Profile};
use okno_store::{
    Tx,
    developer::{self as store, ChangeRow, MemberRow, RecordRow},
    relying_party::{self as sites, RelyingPartyRow},
};

use super::{
    Managed, demand_level,
    esia::{self, EsiaForm, Ground},
    form::{Before, Draft, Form, reach},
    managed, member,
    secret::fresh_secret,
};
use crate::{
    account,
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    session::SignedIn,
    step_up,
};

/// What came of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// It is in force.
    Done,
    /// An officer is asked; until then everything is as it was.
    Asked,
}

/// Enters a site under test, of which the person is the owner. Gives its name in the protocol, and its secret where it has one:
/// nobody can read it again.
pub async fn create(cx: &Cx, signed_in: &SignedIn, form: &Form) -> Result<(String, Option<Secret>)> {
    demand_level(cx, signed_in)?;
    let Draft { kind, metadata, rule, esia } = form.read(&Ground::new(cx, Stage::Test), None).map_err(Error::Fields)?;
    if !super::kinds(cx).contains(&kind) {
        return Err(Error::Fields(vec![FieldFault::new("site_kind", "site-not-allowed")]));
    }
    let mut tx = cx.app.store.write().await?;
    // Two that enter their last site at once would both find room.
    let account = account::get(&mut tx, signed_in.id()).await?;
    account::hold(&mut tx, cx, &account).await?;
    let room = i64::try_from(MOST_SITES).unwrap_or(i64::MAX);
    if store::of_member(&mut tx, account.id, room).await?.len() >= MOST_SITES {
        return Err(Error::refused(&DeveloperRefusal::TooManySites));
    }
    let id: RelyingPartyId = cx.fresh_id();
    let secret = has_secret(&metadata).then(|| fresh_secret(cx, id));
    let client_id = if esia.is_some() { form.esia.mnemonic.trim().to_owned() } else { id.to_string() };
    if esia.is_some() && sites::find(&mut tx, &client_id).await?.is_some() {
        return Err(esia::mnemonic_taken());
    }
    let row = RelyingPartyRow {
        id,
        client_id,
        stage: Stage::Test,
        state: SiteState::Active,
        profile: Profile::Plain.as_str().to_owned(),
        metadata,
        rule,
        secret_hash: secret.as_ref().map(|(_, hash)| *hash),
        previous_secret_hash: None,
        previous_secret_until: None,
        created_at: cx.now,
        changed_at: cx.now,
        version: 1,
    };
    match (sites::insert(&mut tx, &row).await, &esia) {
        // Somebody was quicker.
        (Err(okno_store::Error::Conflict), Some(_)) => return Err(esia::mnemonic_taken()),
        (inserted, _) => inserted?,
    }
    if let Some(registration) = &esia {
        okno_store::esia::put_system(&mut tx, id, &esia::written(registration)?, cx.now).await?;
    }
    store::insert(&mut tx, id, kind, cx.now).await?;
    let member = Member { account: account.id, role: MemberRole::Owner, since: cx.now };
    let name = member::proposed_name(signed_in);
    let name_sealed = member::seal_name(cx, id, account.id, &name)?;
    store::join(&mut tx, id, &MemberRow { member, name_sealed }).await?;
    record(&mut tx, cx, signed_in, "site-entered", &row.client_id).await?;
    cx.commit(tx).await?;
    Ok((row.client_id, secret.map(|(text, _)| text)))
}

/// Whether a site proves itself by a secret.
pub fn has_secret(metadata: &serde_json::Value) -> bool {
    let method = metadata.get("token_endpoint_auth_method").and_then(serde_json::Value::as_str);
    method.and_then(AuthMethod::find).is_some_and(AuthMethod::is_secret)
}

/// Writes down what a person did with a site.
pub(super) async fn record(
    tx: &mut Tx,
    cx: &Cx,
    signed_in: &SignedIn,
    act: &'static str,
    client_id: &str,
) -> Result<()> {
    audit::record(tx, cx, signed_in.id(), Act::by_person(act).on(client_id)).await
}

/// The form of a site as it is, with the number that guards the next change.
pub async fn edited_form(cx: &Cx, signed_in: &SignedIn, client_id: &str) -> Result<(Managed, Form)> {
    let mut read = cx.app.store.read().await?;
    let managed = managed(&mut read, cx, signed_in, client_id, SiteAct::Change).await?;
    step_up::demand(&mut read, cx, signed_in).await?;
    let mut form = Form::of(managed.record.kind, &managed.row.metadata, &managed.row.rule);
    if let Some(registration) = &managed.esia {
        form.esia = EsiaForm::of(client_id, registration, &Ground::new(cx, managed.row.stage));
    }
    Ok((managed, form))
}

/// Changes a site; `Conflict` when it was changed since it was shown. What lets a site that works with everybody reach more, or
/// look like another, is put before an officer.
pub async fn edit(
    cx: &Cx,
    signed_in: &SignedIn,
    (client_id, seen): (&str, i64),
    form: &Form,
    note: &str,
) -> Result<Edited> {
    let mut tx = cx.app.store.write().await?;
    let managed = managed(&mut tx, cx, signed_in, client_id, SiteAct::Change).await?;
    step_up::demand(&mut tx, cx, signed_in).await?;
    // A system keeps its name, which is its mnemonic, so that it stays what it is; and so does every other site.
    let speaks_esia = SiteKind::from_name(&form.kind).is_some_and(SiteKind::speaks_esia);
    if speaks_esia != managed.record.kind.speaks_esia() {
        return Err(Error::Fields(vec![FieldFault::new("site_kind", "site-kind-esia")]));
    }
    let before = Before {
        metadata: &managed.row.metadata,
        rule: &managed.row.rule,
        profile: managed.row.profile.as_str(),
        esia: managed.esia.as_ref(),
    };
    let draft = form.read(&Ground::new(cx, managed.row.stage), Some(before)).map_err(Error::Fields)?;
    if managed.row.version != seen {
        return Err(Error::Conflict);
    }
    let is = reach((managed.record.kind, managed.esia.as_ref()), &managed.row.metadata, &managed.row.rule);
    let would_be = reach((draft.kind, draft.esia.as_ref()), &draft.metadata, &draft.rule);
    let edited = if managed.row.stage == Stage::Production && is.widens(&would_be) {
        put_before_an_officer(&mut tx, cx, signed_in, (managed, draft), note).await?;
        record(&mut tx, cx, signed_in, "site-change-asked", client_id).await?;
        Edited::Asked
    } else {
        put_in_force(&mut tx, cx, managed, draft).await?;
        record(&mut tx, cx, signed_in, "site-edited", client_id).await?;
        Edited::Done
    };
    cx.commit(tx).await?;
    Ok(edited)
}

/// Asks an officer for what lets a site reach more.
async fn put_before_an_officer(
    tx: &mut Tx,
    cx: &Cx,
    signed_in: &SignedIn,
    (managed, draft): (Managed, Draft),
    note: &str,
) -> Result<()> {
    // What a site is decides how it proves who it is; one that works with people stays what it was looked at as.
    if draft.kind != managed.record.kind {
        return Err(Error::Fields(vec![FieldFault::new("site_kind", "site-kind-fixed")]));
    }
    // Keys are the developer's affair: those that were pasted are in force at once, whatever becomes of the rest.
    let keys = draft.metadata.get("jwks").filter(|keys| managed.row.metadata.get("jwks").is_some_and(|is| is != *keys));
    if let Some(keys) = keys {
        put_keys(tx, cx, signed_in, &managed.row, keys.clone()).await?;
    }
    ask(tx, cx, signed_in, &managed, (ChangeKind::Change, draft), note).await
}

/// Changes a site at once.
async fn put_in_force(tx: &mut Tx, cx: &Cx, managed: Managed, draft: Draft) -> Result<()> {
    let Draft { kind, metadata, rule, esia } = draft;
    if let Some((before, after)) = managed.esia.as_ref().zip(esia.as_ref()) {
        okno_store::esia::put_system(tx, managed.row.id, &esia::written(after)?, cx.now).await?;
        let waiting = managed.change.as_ref().filter(|change| change.state == ChangeState::Waiting);
        if let Some((change, asked)) = waiting.and_then(|change| Some((change, change.registration.clone()?)))
            && let Some(asked) = esia::without_taken_out(asked, (before, after))?
        {
            store::renew(tx, change, &asked).await?;
        }
    }
    let keeps_secret = has_secret(&metadata);
    let mut row = RelyingPartyRow { metadata, rule, ..managed.row };
    if !keeps_secret {
        (row.secret_hash, row.previous_secret_hash, row.previous_secret_until) = (None, None, None);
    }
    sites::update(tx, &row, cx.now).await?;
    if kind != managed.record.kind {
        store::update(tx, row.id, &RecordRow { kind, ..managed.record }).await?;
    }
    Ok(())
}

/// Puts these keys in place of those of a site.
pub(super) async fn put_keys(
    tx: &mut Tx,
    cx: &Cx,
    signed_in: &SignedIn,
    row: &RelyingPartyRow,
    keys: serde_json::Value,
) -> Result<()> {
    let mut metadata = row.metadata.clone();
    let members = metadata.as_object_mut().ok_or(Error::NotFound)?;
    members.insert("jwks".to_owned(), keys);
    sites::update(tx, &RelyingPartyRow { metadata, ..row.clone() }, cx.now).await?;
    record(tx, cx, signed_in, "site-keys-changed", &row.client_id).await
}

/// Puts something before an officer; refused while something waits already.
pub(super) async fn ask(
    tx: &mut Tx,
    cx: &Cx,
    signed_in: &SignedIn,
    managed: &Managed,
    (kind, draft): (ChangeKind, Draft),
    note: &str,
) -> Result<()> {
    let Draft { metadata, rule, esia, .. } = draft;
    let row = ChangeRow {
        site: managed.row.id,
        kind,
        state: ChangeState::Waiting,
        asked_by: signed_in.id(),
        asked_at: cx.now,
        metadata,
        rule,
        registration: esia.as_ref().map(esia::written).transpose()?,
        note: okno_domain::identifier::text::tidy(note).chars().take(LONGEST_NOTE).collect(),
        reason: None,
        decided_at: None,
        version: 1,
    };
    if store::ask(tx, &row).await? { Ok(()) } else { Err(Error::refused(&DeveloperRefusal::ChangeWaiting)) }
}

/// The longest note to an officer.
const LONGEST_NOTE: usize = 1000;

/// Takes back what an officer was asked.
pub async fn withdraw(cx: &Cx, signed_in: &SignedIn, client_id: &str) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let managed = managed(&mut tx, cx, signed_in, client_id, SiteAct::Change).await?;
    let change = managed.change.filter(|change| change.state == ChangeState::Waiting).ok_or(Error::NotFound)?;
    store::settle(&mut tx, &change).await?;
    // What is asked next must not look to an officer like what was asked before.
    sites::update(&mut tx, &managed.row, cx.now).await?;
    record(&mut tx, cx, signed_in, "site-change-withdrawn", client_id).await?;
    cx.commit(tx).await
}

/// Switches a site on, or off. What an officer switched off stays so.
pub async fn switch(cx: &Cx, signed_in: &SignedIn, client_id: &str, on: bool) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let managed = managed(&mut tx, cx, signed_in, client_id, SiteAct::Change).await?;
    step_up::demand(&mut tx, cx, signed_in).await?;
    let state = if on { SiteState::Active } else { SiteState::Disabled };
    if managed.row.state == state {
        return Ok(());
    }
    if on && !managed.is_off_by_members() {
        return Err(Error::refused(&DeveloperRefusal::Held));
    }
    let off_at = (!on).then_some(cx.now);
    let act = if on { "site-switched-on" } else { "site-switched-off" };
    let id = managed.row.id;
    sites::update(&mut tx, &RelyingPartyRow { state, ..managed.row }, cx.now).await?;
    store::update(&mut tx, id, &RecordRow { off_at, ..managed.record }).await?;
    record(&mut tx, cx, signed_in, act, client_id).await?;
    cx.commit(tx).await
}

/// Deletes a site that never worked with everybody. Only its owner does.
pub async fn remove(cx: &Cx, signed_in: &SignedIn, client_id: &str) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let managed = managed(&mut tx, cx, signed_in, client_id, SiteAct::Own).await?;
    step_up::demand(&mut tx, cx, signed_in).await?;
    if managed.record.promoted_at.is_some() || managed.row.stage == Stage::Production {
        return Err(Error::refused(&DeveloperRefusal::Promoted));
    }
    store::delete(&mut tx, managed.row.id).await?;
    okno_store::site_record::forget(&mut tx, managed.row.id).await?;
    okno_store::site_check::forget(&mut tx, managed.row.id).await?;
    okno_store::esia::forget(&mut tx, managed.row.id).await?;
    sites::delete(&mut tx, &managed.row).await?;
    record(&mut tx, cx, signed_in, "site-deleted", client_id).await?;
    cx.commit(tx).await
}
