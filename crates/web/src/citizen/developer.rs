//! The technology portal: entering sites and looking after them.

mod esia;
mod form;
mod member;
mod person;
mod site;

use axum::{Router, routing::get};
use okno_app::{
    Error,
    developer::{self, Managed},
    esia::Registration,
    test_person,
};
use okno_domain::{
    locale::Locale,
    relying_party::{SiteRule, SiteState},
};
use okno_ui::{
    developer::{CheckView, DeveloperView, Portal, SiteFacts, SiteListLine},
    route::{self, developer_site},
};
use serde_json::Value;

use crate::{
    citizen::account::proof,
    kit::{MaybeSignedIn, PageCx, PageResult, WebState},
};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::DEVELOPER, get(show))
        .merge(esia::routes())
        .merge(form::routes())
        .merge(member::routes())
        .merge(person::routes())
        .merge(site::routes())
}

/// What a site calls itself, in the language of the page.
pub(crate) fn name_of(cx: &PageCx, metadata: &Value, client_id: &str) -> String {
    let own = format!("client_name#{}", cx.locale.tag());
    let name = metadata.get(&own).or_else(|| metadata.get("client_name")).and_then(Value::as_str);
    name.unwrap_or(client_id).to_owned()
}

/// What a site is with these metadata and this rule.
pub(crate) fn facts(
    cx: &PageCx,
    (row, record): (&developer::SiteRow, &developer::RecordRow),
    (metadata, rule, system): (&Value, &SiteRule, Option<&Registration>),
) -> SiteFacts {
    let text = |name: &str| metadata.get(name).and_then(Value::as_str).map(str::to_owned);
    let list = |name: &str| {
        let entries = metadata.get(name).and_then(Value::as_array).into_iter().flatten();
        entries.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let names = ["client_name", "client_name#en", "client_name#fr"];
    let scopes = rule.scopes.iter().filter(|(scope, _)| scope.as_str() != "openid");
    SiteFacts {
        client_id: row.client_id.clone(),
        name: name_of(cx, metadata, &row.client_id),
        names: names.into_iter().filter_map(text).collect(),
        kind: record.kind,
        stage: row.stage,
        is_active: row.state == SiteState::Active,
        redirect_uris: list("redirect_uris"),
        logout_uris: list("post_logout_redirect_uris"),
        backchannel_uri: text("backchannel_logout_uri"),
        initiate_uri: text("initiate_login_uri"),
        policy_uri: text("policy_uri"),
        authentication: text("token_endpoint_auth_method").unwrap_or_default(),
        scopes: scopes.map(|(scope, purpose)| (scope.clone(), purposes(purpose))).collect(),
        least_level: rule.least_level,
        excluded_methods: rule.excluded_methods.iter().map(|method| method.name()).collect(),
        second_factor: rule.second_factor,
        created_at: cx.local(record.created_at),
        promoted_at: record.promoted_at.map(|at| cx.local(at)),
        esia: system.map(|registration| esia::facts(cx, registration, row.stage)),
    }
}

/// What people read, each in their language: whoever looks at a site has to see all of it.
fn purposes(purpose: &okno_domain::locale::Texts) -> String {
    let mut all: Vec<&str> =
        Locale::ALL.map(|locale| purpose.get(locale)).into_iter().filter(|text| !text.is_empty()).collect();
    all.dedup();
    all.join(" / ")
}

/// What the system found when it looked at a site.
pub(crate) fn check_view(cx: &PageCx, check: developer::Check) -> CheckView {
    CheckView {
        mark: check.mark(),
        done_at: check.done_at.map(|at| cx.local(at)),
        findings: check.findings,
        is_under_way: check.is_under_way,
        is_outdated: check.is_outdated,
        knows_faults: check.knows_faults,
    }
}

/// The same of a site as it is.
fn facts_of(cx: &PageCx, managed: &Managed) -> SiteFacts {
    let row = &managed.row;
    facts(cx, (row, &managed.record), (&row.metadata, &row.rule, managed.esia.as_ref()))
}

/// `GET /developer`
async fn show(cx: PageCx, MaybeSignedIn(person): MaybeSignedIn) -> PageResult {
    let portal = match &person {
        None => Portal::Visitor,
        Some(person) if !developer::may_develop(&cx, person) => {
            Portal::Below(cx.settings().single_sign_on.developer_level)
        }
        Some(person) => {
            let line = |site: &developer::Listed| SiteListLine {
                url: developer_site(&site.client_id),
                name: site.name.clone(),
                stage: site.stage,
                is_active: site.state == SiteState::Active,
                is_own: site.role == okno_domain::developer::MemberRole::Owner,
            };
            let sites = developer::list(&cx, person).await?.iter().map(line).collect();
            Portal::Sites(sites, test_person::are_there(&cx))
        }
    };
    cx.page(DeveloperView { frame: cx.frame(), portal })
}

/// What was refused to a form that has no page of its own: a fresh proof is asked for, and the way back leads to `here`.
fn proof_or(cx: &PageCx, error: Error, here: &str) -> Result<PageResult, Error> {
    if proof::is_due(&error) { Ok(proof::ask(cx, here)) } else { Err(error) }
}
