//! What a system that speaks ESIA has of its own at the technology portal: how to begin with it, the certificate of its tokens, and
//! what became of its requests.

use axum::{
    Router,
    response::{IntoResponse as _, Response},
    routing::get,
};
use http::{
    HeaderValue,
    header::{CONTENT_DISPOSITION, CONTENT_TYPE},
};
use okno_app::{
    Error,
    developer::{self, Managed, TokenKey},
    esia::{Reading, Redirects, Registration},
    protocol,
    settings::EsiaSubject,
};
use okno_domain::relying_party::Stage;
use okno_oidc::esia::Endpoint;
use okno_ui::{
    developer::{
        CertificateLine, CertificateState, EsiaFacts, EsiaStartValues, EsiaStartView, Further, LogLine, LogView,
    },
    route,
};

use super::name_of;
use crate::kit::{PageCx, PageResult, Path, SignedIn, WebState};

pub(super) fn routes() -> Router<WebState> {
    let at = |rest: &str| format!("{}{rest}", route::DEVELOPER_SITES);
    Router::new()
        .route(&at("/{site}/log"), get(log))
        .route(&at("/{site}/token-certificate"), get(token_certificate))
        .route(&at("/{site}/token-certificate/next"), get(next_token_certificate))
}

/// Whether requests are read leniently: as the registration says, or the installation where it does not.
fn is_lenient(cx: &PageCx, registration: &Registration, stage: Stage) -> bool {
    registration.reading(stage, cx.settings().esia.lenient) == Reading::Lenient
}

/// What a system registered.
pub(super) fn facts(cx: &PageCx, registration: &Registration, stage: Stage) -> EsiaFacts {
    let certificate = |one: developer::CertificateFacts| CertificateLine {
        subject: one.subject,
        sha_256: one.sha_256,
        streebog_256: one.streebog_256,
        until: cx.local(one.not_after),
        state: match (one.is_early, one.is_over) {
            (true, _) => CertificateState::Early,
            (_, true) => CertificateState::Expired,
            _ => CertificateState::Good,
        },
    };
    let further = [
        (registration.redirect_rule == Redirects::Exact).then_some(Further::Exact),
        registration.own_credentials.then_some(Further::OwnCredentials),
        registration.unsigned_token_requests.then_some(Further::Unsigned),
        registration.freshness_minutes.map(Further::Window),
    ];
    EsiaFacts {
        domains: registration.redirects.clone(),
        certificates: developer::certificate_facts(registration, cx.now).into_iter().map(certificate).collect(),
        algorithm: registration.algorithm.name(),
        is_lenient: is_lenient(cx, registration, stage),
        has_text_subject: registration.subject.unwrap_or(cx.settings().esia.subject) == EsiaSubject::Text,
        has_text_object: registration.object == Some(EsiaSubject::Text),
        further: further.into_iter().flatten().collect(),
    }
}

/// The paths of each generation, and of the data service.
fn paths() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        ("v1", vec![Endpoint::Ac.path(), Endpoint::Te.path()]),
        ("v2", vec![Endpoint::AcV2.path(), Endpoint::TeV2.path()]),
        ("v3", vec![Endpoint::AcV2.path(), Endpoint::TeV3.path()]),
        ("REST", vec!["/rs/prns/{oid}"]),
    ]
}

/// How to begin with a system.
pub(super) async fn start(cx: &PageCx, person: &SignedIn, site: &str) -> Result<EsiaStartView, Error> {
    let (managed, keys) = developer::token_keys(cx, person, site).await?;
    let registration = managed.esia.clone().unwrap_or_default();
    let certificates = developer::certificate_facts(&registration, cx.now);
    let mut scopes = vec!["openid".to_owned()];
    scopes.extend(managed.row.rule.scopes.keys().filter(|scope| scope.as_str() != "openid").cloned());
    let origin = |address: &String| {
        let (scheme, rest) = address.split_once("://")?;
        Some(format!("{scheme}://{}", rest.split('/').next()?))
    };
    Ok(EsiaStartView {
        frame: cx.frame(),
        name: name_of(cx, &managed.row.metadata, site),
        values: EsiaStartValues {
            address: protocol::issuer(cx).to_owned(),
            issuer: cx.settings().esia.issuer.clone(),
            mnemonic: managed.row.client_id,
            domain: registration.redirects.first().and_then(origin),
            scopes,
            algorithm: registration.algorithm.name(),
            signs_by_gost: developer::signs_by_gost(&registration),
            certificate_hash: certificates.into_iter().next().map(|one| one.streebog_256).unwrap_or_default(),
            paths: paths(),
            next_key_from: keys.as_ref().and_then(|keys| keys.next.as_ref()).map(|next| cx.local(next.signs_from)),
            public_key: keys.map(|keys| keys.present.public_key),
        },
    })
}

/// A certificate to be kept as a file.
fn file(key: &TokenKey, name: &str) -> Response {
    let disposition = format!("attachment; filename=\"{name}.crt\"");
    let disposition = HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_static("application/x-pem-file");
    ([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, disposition)], key.certificate.clone()).into_response()
}

fn algorithm(managed: &Managed) -> &'static str {
    managed.esia.as_ref().map(|registration| registration.algorithm.name()).unwrap_or_default()
}

/// `GET /developer/sites/{site}/token-certificate`
async fn token_certificate(cx: PageCx, person: SignedIn, Path(site): Path<String>) -> PageResult {
    let (managed, keys) = developer::token_keys(&cx, &person, &site).await?;
    let key = keys.map(|keys| keys.present).ok_or(Error::NotFound)?;
    Ok(file(&key, &format!("esia-{}", algorithm(&managed))))
}

/// `GET /developer/sites/{site}/token-certificate/next`
async fn next_token_certificate(cx: PageCx, person: SignedIn, Path(site): Path<String>) -> PageResult {
    let (managed, keys) = developer::token_keys(&cx, &person, &site).await?;
    let key = keys.and_then(|keys| keys.next).ok_or(Error::NotFound)?;
    Ok(file(&key, &format!("esia-{}-next", algorithm(&managed))))
}

/// `GET /developer/sites/{site}/log`
async fn log(cx: PageCx, person: SignedIn, Path(site): Path<String>) -> PageResult {
    let (managed, rows) = developer::log(&cx, &person, &site).await?;
    let lenient = managed.esia.as_ref().is_some_and(|system| is_lenient(&cx, system, managed.row.stage));
    cx.page(LogView {
        frame: cx.frame(),
        name: name_of(&cx, &managed.row.metadata, &site),
        client_id: site,
        notes_accepted: lenient || managed.row.stage == Stage::Test,
        lines: rows
            .into_iter()
            .map(|row| LogLine { at: cx.local(row.at), is_refused: row.is_refused, told: row.told })
            .collect(),
    })
}
