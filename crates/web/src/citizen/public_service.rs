//! The catalogue and the descriptions of services (R3, R4, R65).

use axum::{Router, routing::get};
use okno_app::{confirmation, next_step};
use okno_domain::{
    next_step::NextStep,
    public_service::{Catalog, PublicService},
};
use okno_ui::{
    public_service::{CatalogView, CategoryLines, ServiceLine, ServiceView},
    route,
};

use crate::kit::{Fault, MaybeSignedIn, PageCx, PageResult, Path, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::CATEGORY, get(catalog))
        // People leave the slash out.
        .route(route::CATEGORY.trim_end_matches('/'), get(async |cx: PageCx| cx.redirect(route::CATEGORY)))
        .route(route::SERVICES, get(async |cx: PageCx| cx.redirect(route::CATEGORY)))
        .route(&format!("{}/{{id}}", route::SERVICES), get(show))
}

/// `GET /category/`
async fn catalog(cx: PageCx) -> PageResult {
    let categories = cx.app.catalog.by_category().map(|(id, name, services)| CategoryLines {
        id: id.to_owned(),
        name: name.get(cx.locale).to_owned(),
        services: services.into_iter().map(|service| ServiceLine::of(service, cx.locale)).collect(),
    });
    cx.page(CatalogView { categories: categories.collect(), frame: cx.frame() })
}

/// The address of a service's category, and the category's name.
fn category(cx: &PageCx, catalog: &Catalog, service: &PublicService) -> (String, String) {
    let found = catalog.by_category().find(|(id, ..)| *id == service.category);
    let name = found.map_or_else(String::new, |(_, name, _)| name.get(cx.locale).to_owned());
    (format!("{}#{}", route::CATEGORY, service.category), name)
}

/// `GET /services/{id}`
async fn show(cx: PageCx, signed_in: MaybeSignedIn, Path(id): Path<String>) -> PageResult {
    let catalog = &cx.app.catalog;
    let service = catalog.find(&id).ok_or(Fault::NotFound)?;
    let times = &cx.settings().verification;
    let next = match &signed_in.0 {
        Some(person) => next_step::of(&cx, person).await?.towards_next_level(person.account.level),
        None => NextStep::FillIn,
    };
    let gate = match &signed_in.0 {
        Some(person) => service.gate_for(person.account.level, &confirmation::confirmed_by(&cx, person).await?),
        None => service.gate(None),
    };
    cx.page(ServiceView {
        frame: cx.frame(),
        line: ServiceLine::of(service, cx.locale),
        category: category(&cx, catalog, service),
        body: service.body.get(cx.locale).to_owned(),
        external: service.external,
        signature: service.signature,
        excluded_methods: service.excluded_methods.iter().cloned().collect(),
        next,
        check_times: (times.usual_minutes, times.max_days),
        gate,
    })
}
