//! The first page (R6 to R8, R11, R67, R68, R105, R114).

use std::collections::BTreeSet;

use axum::{Router, routing::get};
use okno_app::{confirmation, contact, next_step, notification, person, verification};
use okno_domain::{
    account::AccountLevel,
    confirmation::ConfirmationMethod,
    contact::{ContactKind, ContactStatus},
};
use okno_ui::{
    account::{AccountView, LevelServices},
    form::FormErrors,
    public_service::ServiceLine,
    route,
};

use super::notice::line;
use crate::{
    citizen::{appointment::booked_box, confirmation::code_entry},
    kit::{PageCx, PageResult, SignedIn, WebState},
};

/// How many notices and services the first page shows.
const NOTICES: i64 = 3;
const SERVICES: usize = 6;

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(route::ACCOUNT, get(show))
}

fn services(
    cx: &PageCx,
    level: AccountLevel,
    confirmed_by: &BTreeSet<ConfirmationMethod>,
    most: usize,
) -> LevelServices {
    let opened = cx.app.catalog.opened_by(level).filter(|service| !service.excludes(confirmed_by)).take(most);
    LevelServices { level, services: opened.map(|service| ServiceLine::of(service, cx.locale)).collect() }
}

/// `GET /account`
async fn show(cx: PageCx, signed_in: SignedIn) -> PageResult {
    let level = signed_in.account.level;
    let form = person::form(&cx, &signed_in).await?;
    let contacts = contact::list(&cx, &signed_in).await?;
    let has = |kind| contacts.iter().any(|it| it.row.kind == kind && it.row.status == ContactStatus::Confirmed);
    let notices = notification::feed(&cx, signed_in.id(), NOTICES).await?;
    let overview = confirmation::overview(&cx, &signed_in).await?;
    let (code_box, by) = (overview.code_box, overview.confirmed_by.into_iter().collect());
    let settings = &cx.settings().verification;
    let above = AccountLevel::ALL.into_iter().find(|other| *other > level);
    let person = &signed_in.person;
    cx.page(AccountView {
        frame: cx.frame(),
        name: [person.given_name.as_str(), person.patronymic.as_str()].join(" ").trim().to_owned(),
        level,
        next: next_step::of(&cx, &signed_in).await?,
        check_times: (settings.usual_minutes, settings.max_days),
        missing: form.missing,
        window: verification::level_window(&cx, &signed_in).await?.is_some(),
        opened: services(&cx, level, &by, SERVICES),
        opens_next: above.map(|level| services(&cx, level, &by, usize::MAX)),
        notices: notices.iter().map(|notice| line(&cx, notice)).collect(),
        booked: booked_box(&cx, &signed_in).await?,
        entry: code_entry(&cx, code_box, &FormErrors::none()),
        second_contact: ContactKind::ALL.into_iter().find(|kind| !has(*kind)),
    })
}
