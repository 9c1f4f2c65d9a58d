//! The pages that `authorize` shows.

use std::collections::BTreeSet;

use okno_app::{authorization::Waiting, claim, relying_party::Site, session};
use okno_domain::{
    confirmation::ConfirmationMethod,
    evidence::Standing,
    relying_party::{ConsentPolicy, NotTaken, Stage},
};
use okno_oidc::{authorization::AuthorizationFault, decision::Demand, esia::Refusal};
use okno_ui::{
    device::{DeviceDoneView, DeviceOverView},
    site::{BackToSiteView, ChooseView, ClaimLine, ConsentView, RefusedView, SiteCard, SiteFaultView, SiteOverView},
};

use crate::kit::{PageCx, PageResult};

/// What a site calls itself, in the person's language.
fn name(cx: &PageCx, site: &Site) -> String {
    site.client.metadata.client_name.in_language(cx.locale.tag()).unwrap_or(&site.client.id).to_owned()
}

fn whole_name(signed_in: &session::SignedIn) -> String {
    format!("{} {}", signed_in.person.given_name, signed_in.person.family_name)
}

/// Who asks, in the person's language.
fn card(cx: &PageCx, waiting: &Waiting) -> SiteCard {
    let metadata = &waiting.site.client.metadata;
    let tag = cx.locale.tag();
    let host = waiting.request.redirect_uri.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or(rest));
    let host = host.unwrap_or(&waiting.request.redirect_uri).to_owned();
    SiteCard {
        name: name(cx, &waiting.site),
        host: Some(host).filter(|_| !waiting.is_device),
        policy: metadata.policy_uri.in_language(tag).map(str::to_owned),
        terms: metadata.tos_uri.in_language(tag).map(str::to_owned),
        is_under_test: waiting.site.stage == Stage::Test,
    }
}

/// The request is not sound, and the site cannot be told.
pub(super) fn fault(cx: &PageCx, fault: &AuthorizationFault) -> PageResult {
    let mut response = cx.page(SiteFaultView {
        frame: cx.frame(),
        code: fault.error.code.as_str().to_owned(),
        description: fault.error.description.to_owned(),
    })?;
    *response.status_mut() = http::StatusCode::BAD_REQUEST;
    Ok(response)
}

/// The same of a request in the dialect of ESIA.
pub(super) fn refusal(cx: &PageCx, refusal: &Refusal) -> PageResult {
    let (code, description) = (refusal.code().to_string(), refusal.text().into_owned());
    let mut response = cx.page(SiteFaultView { frame: cx.frame(), code, description })?;
    *response.status_mut() = http::StatusCode::BAD_REQUEST;
    Ok(response)
}

/// There is no such request any more.
pub(super) fn over(cx: &PageCx) -> PageResult {
    let mut response = cx.page(SiteOverView { frame: cx.frame() })?;
    *response.status_mut() = http::StatusCode::GONE;
    Ok(response)
}

/// The code of a device is over.
pub(super) fn device_over(cx: &PageCx) -> PageResult {
    let mut response = cx.page(DeviceOverView { frame: cx.frame() })?;
    *response.status_mut() = http::StatusCode::GONE;
    Ok(response)
}

/// A device was let in, or was not.
pub(super) fn device_done(cx: &PageCx, site: &Site, is_allowed: bool) -> PageResult {
    cx.page(DeviceDoneView { frame: cx.frame(), site: name(cx, site), is_allowed })
}

/// The way back to the site, as a page: its form may lead to the site where the one before it might not.
pub(super) fn back(cx: &PageCx, address: String, fields: Option<Vec<(&'static str, String)>>) -> PageResult {
    let fields = fields.map(|fields| fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
    cx.secret_page(BackToSiteView { frame: cx.frame(), address, fields })
}

/// Whether to go on with the account that is signed in.
pub(super) fn choose(cx: &PageCx, here: &str, signed_in: &session::SignedIn, waiting: &Waiting) -> PageResult {
    cx.page(ChooseView {
        frame: cx.frame(),
        site: card(cx, waiting),
        action: here.to_owned(),
        name: whole_name(signed_in),
    })
}

/// Whether the site may have these.
pub(super) async fn consent(
    cx: &PageCx,
    here: &str,
    signed_in: &session::SignedIn,
    waiting: &Waiting,
    (scopes, claims): (&BTreeSet<String>, &BTreeSet<String>),
) -> PageResult {
    let facts =
        claim::facts(&mut cx.app.store.read().await.map_err(okno_app::Error::from)?, cx, signed_in.id()).await?;
    let available = claim::available(&facts);
    let line = |name: &String| ClaimLine {
        name: name.clone(),
        value: available.claims.get(name).and_then(shown),
        is_optional: waiting.optional.contains(name),
    };
    let rule = &waiting.site.rule;
    let remembered = rule.consent != ConsentPolicy::Always;
    let purposes = rule.scopes.iter().filter(|(scope, _)| scopes.contains(*scope));
    let view = ConsentView {
        frame: cx.frame(),
        site: card(cx, waiting),
        action: here.to_owned(),
        claims: claims.iter().map(line).collect(),
        purposes: purposes
            .map(|(_, text)| text.in_or_russian(cx.locale).to_owned())
            .filter(|text| !text.is_empty())
            .collect(),
        outlives_session: scopes.contains("offline_access"),
        days: remembered.then(|| rule.consent_days.unwrap_or(cx.settings().single_sign_on.consent_days)),
        name: whole_name(signed_in),
    };
    cx.page(view)
}

/// A value as a person reads it; what has parts is shown by them.
fn shown(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Array(items) => Some(items.iter().filter_map(shown).collect::<Vec<_>>().join(", ")),
        serde_json::Value::Object(members) => Some(members.values().filter_map(shown).collect::<Vec<_>>().join(" ")),
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::Bool(_) | serde_json::Value::Null => None,
    }
}

/// The site does not take the account.
pub(super) fn refused(
    cx: &PageCx,
    here: &str,
    waiting: &Waiting,
    (reason, standing, demand): (Option<NotTaken>, Option<&Standing>, Option<Demand>),
) -> PageResult {
    let offered = |method: &ConfirmationMethod| cx.settings().confirmation.methods.contains(method);
    let methods: Vec<&'static str> =
        waiting.site.rule.methods_that_count().filter(offered).map(ConfirmationMethod::name).collect();
    let mut response = cx.page(RefusedView {
        frame: cx.frame(),
        site: card(cx, waiting),
        action: here.to_owned(),
        reason,
        level: standing.map(|standing| standing.level),
        needs_factor: demand.is_some_and(|demand| demand.authentication > 1) && reason.is_none(),
        methods,
    })?;
    *response.status_mut() = http::StatusCode::FORBIDDEN;
    Ok(response)
}
