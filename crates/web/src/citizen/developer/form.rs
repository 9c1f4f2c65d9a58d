//! Entering a site, and changing it.

use std::collections::BTreeMap;

use axum::{Router, routing::get};
use okno_app::{
    Error,
    developer::{self, AUTHENTICATIONS, ESIA_SCOPES, Edited, EsiaForm, Form, Managed, SCOPES},
    esia::TokenAlgorithm,
};
use okno_domain::{developer::SiteKind, relying_party::Stage};
use okno_ui::{
    developer::{EditedSite, EsiaFormFields, Offered, SecretView, SiteFormFields, SiteFormView},
    form::FormErrors,
    frame::NoticeKind,
    route::{self, developer_site},
};
use serde::Deserialize;

use super::{name_of, proof_or};
use crate::kit::{Checked, PageCx, PageResult, Path, SignedIn, WebState};

pub(super) fn routes() -> Router<WebState> {
    let at = |rest: &str| format!("{}{rest}", route::DEVELOPER_SITES);
    Router::new()
        .route(route::DEVELOPER_NEW, get(show_new).post(create))
        .route(&at("/{site}/edit"), get(show_edit).post(edit))
}

/// What the form sends, but for what it may send several times.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Typed {
    version: i64,
    site_kind: String,
    name_ru: String,
    name_en: String,
    name_fr: String,
    redirect_uris: String,
    logout_uris: String,
    backchannel_uri: String,
    initiate_uri: String,
    policy_uri: String,
    authentication: String,
    keys: String,
    least_level: String,
    second_factor: String,
    note: String,
    mnemonic: String,
    esia_domains: String,
    esia_certificates: String,
    esia_algorithm: String,
    esia_mode: String,
    esia_subject: String,
    esia_object: String,
}

/// The form as the use case takes it.
fn read(form: &Checked<Typed>) -> Form {
    let first = |name: &str| form.all(name).next().unwrap_or_default().to_owned();
    let ticked: Vec<&str> = form.all("scope").collect();
    // Those that are offered to sites of both protocols have the same fields.
    let asked = SCOPES.iter().chain(ESIA_SCOPES).filter(|(scope, _)| ticked.contains(scope));
    let scopes: BTreeMap<String, [String; 3]> =
        asked.map(|(scope, fields)| ((*scope).to_owned(), fields.map(first))).collect();
    Form {
        kind: form.site_kind.clone(),
        names: [form.name_ru.clone(), form.name_en.clone(), form.name_fr.clone()],
        redirect_uris: form.redirect_uris.clone(),
        logout_uris: form.logout_uris.clone(),
        backchannel_uri: form.backchannel_uri.clone(),
        initiate_uri: form.initiate_uri.clone(),
        policy_uri: form.policy_uri.clone(),
        authentication: form.authentication.clone(),
        keys: form.keys.clone(),
        scopes,
        least_level: form.least_level.clone(),
        excluded_methods: form.all("excluded_methods").map(str::to_owned).collect(),
        second_factor: form.second_factor == "1",
        esia: EsiaForm {
            mnemonic: form.mnemonic.clone(),
            domains: form.esia_domains.clone(),
            certificates: form.esia_certificates.clone(),
            algorithm: form.esia_algorithm.clone(),
            mode: form.esia_mode.clone(),
            subject: form.esia_subject.clone(),
            object: form.esia_object.clone(),
        },
    }
}

/// What was pasted, to be written into a page again; a private key is not, whoever asks for it.
fn again(pasted: &str) -> String {
    if developer::is_private(pasted) { String::new() } else { pasted.to_owned() }
}

/// What there is to choose from: a system that speaks ESIA stays one, and no other site becomes one.
fn offered(cx: &PageCx, edited: Option<&Managed>) -> Offered {
    let kinds = match edited {
        Some(managed) => {
            let is = managed.record.kind.speaks_esia();
            SiteKind::ALL.iter().copied().filter(|kind| kind.speaks_esia() == is).collect()
        }
        None => developer::kinds(cx),
    };
    Offered {
        kinds,
        scopes: SCOPES,
        esia_scopes: ESIA_SCOPES,
        authentications: AUTHENTICATIONS.iter().map(|method| method.as_str()).collect(),
        algorithms: TokenAlgorithm::ALL.iter().map(|algorithm| algorithm.name()).collect(),
    }
}

fn view(cx: &PageCx, edited: Option<&Managed>, (form, note): (&Form, &str), errors: FormErrors) -> SiteFormView {
    let fields = SiteFormFields {
        site_kind: form.kind.clone(),
        names: form.names.clone(),
        redirect_uris: form.redirect_uris.clone(),
        logout_uris: form.logout_uris.clone(),
        backchannel_uri: form.backchannel_uri.clone(),
        initiate_uri: form.initiate_uri.clone(),
        policy_uri: form.policy_uri.clone(),
        authentication: form.authentication.clone(),
        keys: again(&form.keys),
        scopes: form.scopes.clone(),
        least_level: form.least_level.clone(),
        excluded_methods: form.excluded_methods.iter().cloned().collect(),
        second_factor: form.second_factor,
        note: note.to_owned(),
        esia: EsiaFormFields {
            mnemonic: form.esia.mnemonic.clone(),
            domains: form.esia.domains.clone(),
            certificates: again(&form.esia.certificates),
            algorithm: form.esia.algorithm.clone(),
            mode: form.esia.mode.clone(),
            subject: form.esia.subject.clone(),
            object: form.esia.object.clone(),
        },
    };
    let offered = offered(cx, edited);
    let edited = edited.map(|managed| EditedSite {
        client_id: managed.row.client_id.clone(),
        name: name_of(cx, &managed.row.metadata, &managed.row.client_id),
        version: managed.row.version,
        is_reviewed: managed.row.stage == Stage::Production,
    });
    SiteFormView::new(cx.frame(), errors, edited, &fields, offered)
}

/// `GET /developer/new`
async fn show_new(cx: PageCx, person: SignedIn) -> PageResult {
    developer::list(&cx, &person).await?;
    let form = Form { least_level: "simplified".to_owned(), esia: EsiaForm::fresh(&cx), ..Form::default() };
    cx.page(view(&cx, None, (&form, ""), FormErrors::none()))
}

/// `POST /developer/new`
async fn create(cx: PageCx, person: SignedIn, form: Checked<Typed>) -> PageResult {
    let form = read(&form);
    match developer::create(&cx, &person, &form).await {
        Ok((client_id, secret)) => cx.secret_page(SecretView {
            frame: cx.frame(),
            name: form.names.first().map(|name| name.trim().to_owned()).unwrap_or_default(),
            client_id,
            secret: secret.map(|secret| secret.expose().to_owned()),
            speaks_esia: SiteKind::from_name(&form.kind).is_some_and(SiteKind::speaks_esia),
            is_new: true,
        }),
        Err(Error::Fields(faults)) => cx.faulty(view(&cx, None, (&form, ""), faults.into())),
        Err(Error::Refused(refusal)) => {
            let view = view(&cx, None, (&form, ""), refusal.clone().into());
            cx.refused(&refusal, view)
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /developer/sites/{site}/edit`
async fn show_edit(cx: PageCx, person: SignedIn, Path(site): Path<String>) -> PageResult {
    match developer::edited_form(&cx, &person, &site).await {
        Ok((managed, form)) => cx.page(view(&cx, Some(&managed), (&form, ""), FormErrors::none())),
        Err(error) => proof_or(&cx, error, &format!("{}/edit", developer_site(&site)))?,
    }
}

/// `POST /developer/sites/{site}/edit`
async fn edit(cx: PageCx, person: SignedIn, Path(site): Path<String>, form: Checked<Typed>) -> PageResult {
    let (typed, note, seen) = (read(&form), form.note.clone(), form.version);
    let here = developer_site(&site);
    let error = match developer::edit(&cx, &person, (&site, seen), &typed, &note).await {
        Ok(edited) => {
            let (kind, code) = match edited {
                Edited::Done => (NoticeKind::Success, "developer-saved"),
                Edited::Asked => (NoticeKind::Info, "developer-asked"),
            };
            cx.notice(kind, code);
            return cx.redirect(&here);
        }
        Err(error) => error,
    };
    match error {
        Error::Fields(faults) => {
            let managed = developer::get(&cx, &person, &site).await?;
            cx.faulty(view(&cx, Some(&managed), (&typed, &note), faults.into()))
        }
        Error::Refused(refusal) => {
            let managed = developer::get(&cx, &person, &site).await?;
            let view = view(&cx, Some(&managed), (&typed, &note), refusal.clone().into());
            cx.refused(&refusal, view)
        }
        error => Err(error.into()),
    }
}
