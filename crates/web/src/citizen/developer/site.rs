//! The page of a site, and what is done with it.

use axum::{
    Router,
    routing::{get, post},
};
use http::HeaderMap;
use okno_app::{
    Error,
    developer::{self, DayCounts, Managed, SiteRecord},
    protocol,
};
use okno_domain::{developer::MemberRole, refusal::Refusal};
use okno_ui::{
    developer::{
        ChangeLine, DayLine, KeyLine, KeysView, SecretState, SecretView, SiteErrorLine, SitePageView, StartValues,
        StartView,
    },
    form::FormErrors,
    frame::NoticeKind,
    route::{self, developer_site},
};
use serde::Deserialize;
use serde_json::Value;

use super::{check_view, esia, facts_of, name_of, proof_or};
use crate::{
    citizen::step::NoFields,
    kit::{Checked, PageCx, PageResult, Path, Query, SignedIn, WebState, live},
};

pub(super) fn routes() -> Router<WebState> {
    let at = |rest: &str| format!("{}{rest}", route::DEVELOPER_SITES);
    Router::new()
        .route(&at("/{site}"), get(show))
        .route(&at("/{site}/start"), get(start))
        .route(&at("/{site}/keys"), get(show_keys).post(put_keys))
        .route(&at("/{site}/secret"), post(rotate))
        .route(&at("/{site}/state"), post(switch))
        .route(&at("/{site}/check"), post(check))
        .route(&at(&format!("/{{site}}{}", route::NEWS)), get(news))
        .route(&at("/{site}/promotion"), post(promote))
        .route(&at("/{site}/withdraw"), post(withdraw))
        .route(&at("/{site}/delete"), post(remove))
}

/// The keys of a site, as pages show them.
fn keys(metadata: &Value) -> Option<Vec<KeyLine>> {
    let keys = metadata.get("jwks")?.get("keys")?.as_array()?;
    let text = |key: &Value, name: &str| key.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let line = |key: &Value| KeyLine {
        name: text(key, "kid"),
        kind: format!("{} {}", text(key, "kty"), text(key, "crv")).trim().to_owned(),
    };
    Some(keys.iter().map(line).collect())
}

fn view(
    cx: &PageCx,
    managed: &Managed,
    (record, check): (&SiteRecord, Option<developer::Check>),
    errors: FormErrors,
) -> SitePageView {
    let row = &managed.row;
    let site = facts_of(cx, managed);
    let mut frame = cx.frame();
    // The page may answer a POST to another address.
    frame.path = developer_site(&row.client_id);
    let previous = row.previous_secret_hash.and(row.previous_secret_until).filter(|until| cx.now < *until);
    // What an operator may have registered for OpenID Connect besides is not the affair of these pages.
    let by_openid = !managed.record.kind.speaks_esia();
    let has_secret = by_openid && developer::has_secret(&row.metadata);
    SitePageView {
        frame,
        errors,
        is_own: managed.role == MemberRole::Owner,
        is_held: managed.is_held(),
        secret: has_secret.then(|| SecretState {
            version: row.version,
            is_there: row.secret_hash.is_some(),
            previous_until: previous.map(|until| cx.local(until)),
        }),
        keys: keys(&row.metadata).filter(|_| by_openid),
        change: managed.change.as_ref().map(|change| ChangeLine {
            kind: change.kind,
            state: change.state,
            asked_at: cx.local(change.asked_at),
            reason: change.reason.clone(),
        }),
        opens_at: managed.start_address(cx),
        check: check.map(|check| check_view(cx, check)),
        faults: record.errors.iter().map(|row| error_line(cx, row)).collect(),
        days: record.days.iter().map(day_line).collect(),
        site,
    }
}

/// What is known of a site, with what was refused.
async fn known(cx: &PageCx, person: &SignedIn, site: &str, errors: FormErrors) -> Result<SitePageView, Error> {
    let managed = developer::get(cx, person, site).await?;
    let record = developer::record(cx, person, site).await?;
    let check = developer::check(cx, person, site).await?;
    Ok(view(cx, &managed, (&record, check), errors))
}

/// `GET /developer/sites/{site}`
async fn show(cx: PageCx, person: SignedIn, Path(site): Path<String>) -> PageResult {
    cx.page(known(&cx, &person, &site, FormErrors::none()).await?)
}

fn error_line(cx: &PageCx, row: &developer::ErrorRow) -> SiteErrorLine {
    SiteErrorLine {
        endpoint: row.endpoint.clone(),
        code: row.code.clone(),
        description: row.description.clone(),
        reference: row.reference.clone(),
        at: cx.local(row.at),
    }
}

const fn day_line(counts: &DayCounts) -> DayLine {
    DayLine { day: counts.day, sign_ins: counts.sign_ins, refusals: counts.refusals, tokens: counts.tokens }
}

/// The page again with what was refused, or the way to a fresh proof.
async fn refused(cx: &PageCx, person: &SignedIn, site: &str, error: Error) -> PageResult {
    match proof_or(cx, error, &developer_site(site)) {
        Ok(page) => page,
        Err(Error::Refused(refusal)) => {
            let errors = FormErrors::from(Refusal::clone(&refusal));
            cx.refused(&refusal, known(cx, person, site, errors).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Back to the page with a notice, or what was refused.
async fn answered(
    cx: &PageCx,
    person: &SignedIn,
    site: &str,
    (done, code): (Result<(), Error>, &'static str),
) -> PageResult {
    match done {
        Ok(()) => {
            cx.notice(NoticeKind::Success, code);
            cx.redirect(&developer_site(site))
        }
        Err(error) => refused(cx, person, site, error).await,
    }
}

/// `GET /developer/sites/{site}/start`
async fn start(cx: PageCx, person: SignedIn, Path(site): Path<String>) -> PageResult {
    let managed = developer::get(&cx, &person, &site).await?;
    if managed.record.kind.speaks_esia() {
        return cx.page(esia::start(&cx, &person, &site).await?);
    }
    let facts = facts_of(&cx, &managed);
    let key = keys(&managed.row.metadata).and_then(|keys| keys.into_iter().next());
    let algorithm = |kind: &str| match kind.split(' ').next() {
        Some("RSA") => "RS256",
        Some("OKP") => "EdDSA",
        _ => "ES256",
    };
    let mut scopes = vec!["openid".to_owned()];
    scopes.extend(facts.scopes.into_iter().map(|(scope, _)| scope));
    cx.page(StartView {
        frame: cx.frame(),
        name: facts.name,
        values: StartValues {
            issuer: protocol::issuer(&cx).to_owned(),
            client_id: facts.client_id,
            redirect_uri: facts.redirect_uris.into_iter().next(),
            scopes,
            method: facts.authentication,
            key: key.map(|key| (key.name, algorithm(&key.kind).to_owned())),
        },
    })
}

/// What a new secret is for.
#[derive(Default, Deserialize)]
#[serde(default)]
struct RotateForm {
    version: i64,
    lost: String,
}

/// `POST /developer/sites/{site}/secret`
async fn rotate(cx: PageCx, person: SignedIn, Path(site): Path<String>, form: Checked<RotateForm>) -> PageResult {
    match developer::rotate(&cx, &person, (&site, form.version), form.lost == "1").await {
        Ok(secret) => {
            let managed = developer::get(&cx, &person, &site).await?;
            let mut frame = cx.frame();
            frame.path = developer_site(&site);
            cx.secret_page(SecretView {
                frame,
                name: name_of(&cx, &managed.row.metadata, &site),
                client_id: site,
                secret: Some(secret.expose().to_owned()),
                speaks_esia: false,
                is_new: false,
            })
        }
        Err(error) => refused(&cx, &person, &site, error).await,
    }
}

/// What the form of keys sends.
#[derive(Default, Deserialize)]
#[serde(default)]
struct KeysForm {
    version: i64,
    keys: String,
    keep: String,
}

fn keys_view(cx: &PageCx, managed: &Managed, form: &KeysForm, errors: FormErrors) -> KeysView {
    let shown = if developer::is_private(&form.keys) { "" } else { form.keys.as_str() };
    KeysView {
        frame: cx.frame(),
        client_id: managed.row.client_id.clone(),
        version: managed.row.version,
        present: keys(&managed.row.metadata).unwrap_or_default(),
        keys: errors.field("keys", shown),
        keep: errors.field("keep", &form.keep),
        errors,
    }
}

/// `GET /developer/sites/{site}/keys`
async fn show_keys(cx: PageCx, person: SignedIn, Path(site): Path<String>) -> PageResult {
    match developer::edited_form(&cx, &person, &site).await {
        Ok((managed, _)) if managed.record.kind.speaks_esia() || keys(&managed.row.metadata).is_none() => {
            Err(Error::NotFound.into())
        }
        Ok((managed, _)) => {
            let form = KeysForm { keep: "1".to_owned(), ..KeysForm::default() };
            cx.page(keys_view(&cx, &managed, &form, FormErrors::none()))
        }
        Err(error) => proof_or(&cx, error, &format!("{}/keys", developer_site(&site)))?,
    }
}

/// `POST /developer/sites/{site}/keys`
async fn put_keys(cx: PageCx, person: SignedIn, Path(site): Path<String>, form: Checked<KeysForm>) -> PageResult {
    let form = form.into_inner();
    match developer::put_keys(&cx, &person, (&site, form.version), &form.keys, form.keep == "1").await {
        Err(Error::Fields(faults)) => {
            let managed = developer::get(&cx, &person, &site).await?;
            cx.faulty(keys_view(&cx, &managed, &form, faults.into()))
        }
        done => answered(&cx, &person, &site, (done, "developer-saved")).await,
    }
}

/// What a switch sends.
#[derive(Default, Deserialize)]
#[serde(default)]
struct SwitchForm {
    state: String,
}

/// `POST /developer/sites/{site}/state`
async fn switch(cx: PageCx, person: SignedIn, Path(site): Path<String>, form: Checked<SwitchForm>) -> PageResult {
    let on = match form.state.as_str() {
        "active" => true,
        "disabled" => false,
        _ => return Err(Error::NotFound.into()),
    };
    let done = developer::switch(&cx, &person, &site, on).await;
    answered(&cx, &person, &site, (done, "developer-switched")).await
}

/// `POST /developer/sites/{site}/check`
async fn check(cx: PageCx, person: SignedIn, Path(site): Path<String>, _: Checked<NoFields>) -> PageResult {
    let done = developer::ask_check(&cx, &person, &site).await;
    answered(&cx, &person, &site, (done, "developer-check")).await
}

/// `GET /developer/sites/{site}/news`: answers when the check of the site has come to something, or after a while without.
async fn news(
    cx: PageCx,
    person: SignedIn,
    Path(site): Path<String>,
    headers: HeaderMap,
    Query(seen): Query<live::Seen>,
) -> PageResult {
    let mark =
        || async { Ok(developer::check(&cx, &person, &site).await?.map(|check| check.mark()).unwrap_or_default()) };
    live::news((&cx, &person), &headers, &seen, mark).await
}

/// What an officer is told.
#[derive(Default, Deserialize)]
#[serde(default)]
struct NoteForm {
    note: String,
    knows_faults: String,
}

/// `POST /developer/sites/{site}/promotion`
async fn promote(cx: PageCx, person: SignedIn, Path(site): Path<String>, form: Checked<NoteForm>) -> PageResult {
    let done = developer::ask_promotion(&cx, &person, &site, (&form.note, form.knows_faults == "1")).await;
    answered(&cx, &person, &site, (done, "developer-asked")).await
}

/// `POST /developer/sites/{site}/withdraw`
async fn withdraw(cx: PageCx, person: SignedIn, Path(site): Path<String>, _: Checked<NoFields>) -> PageResult {
    let done = developer::withdraw(&cx, &person, &site).await;
    answered(&cx, &person, &site, (done, "developer-withdrawn")).await
}

/// `POST /developer/sites/{site}/delete`
async fn remove(cx: PageCx, person: SignedIn, Path(site): Path<String>, _: Checked<NoFields>) -> PageResult {
    match developer::remove(&cx, &person, &site).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "developer-deleted");
            cx.redirect(route::DEVELOPER)
        }
        Err(error) => refused(&cx, &person, &site, error).await,
    }
}
