//! The first page (R6 to R8, R11, R67, R68, R105, R114).

use axum::{Router, routing::get};
use okno_app::{
    confirmation, contact, notification,
    person::{self, FormView},
    verification::{self, VerificationView},
};
use okno_domain::{
    account::AccountLevel,
    contact::{ContactKind, ContactStatus},
    verification::VerificationState,
};
use okno_ui::{
    account::{AccountView, LevelServices, NextStep},
    form::FormErrors,
    public_service::ServiceLine,
    route,
};

use super::notice::line;
use crate::{
    citizen::confirmation::code_entry,
    kit::{PageCx, PageResult, SignedIn, WebState},
};

/// How many notices and services the first page shows.
const NOTICES: i64 = 3;
const SERVICES: usize = 6;

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(route::ACCOUNT, get(show))
}

/// What the person does next, from where the verification stands and the level (R8).
fn next_step(level: AccountLevel, state: Option<&VerificationView>, form: &FormView) -> NextStep {
    match state {
        Some(state) if state.state == VerificationState::Rejected && state.is_snils_taken() => NextStep::SnilsTaken,
        Some(state) if state.state == VerificationState::Rejected => NextStep::Correct,
        Some(state) if state.is_running() => NextStep::Checking,
        Some(state) if state.state == VerificationState::NeedsOperator => NextStep::WithOperator,
        _ => match level {
            AccountLevel::Simplified if form.draft_saved_at.is_some() => NextStep::GoOn,
            AccountLevel::Simplified => NextStep::FillIn,
            AccountLevel::Standard => NextStep::Confirm,
            AccountLevel::Confirmed => NextStep::Done,
        },
    }
}

fn services(cx: &PageCx, level: AccountLevel, most: usize) -> LevelServices {
    let opened = cx.app.catalog.opened_by(level).take(most);
    LevelServices { level, services: opened.map(|service| ServiceLine::of(service, cx.locale)).collect() }
}

/// `GET /account`
async fn show(cx: PageCx, signed_in: SignedIn) -> PageResult {
    let level = signed_in.account.level;
    let state = verification::state(&cx, &signed_in).await?;
    let form = person::form(&cx, &signed_in).await?;
    let contacts = contact::list(&cx, &signed_in).await?;
    let has = |kind| contacts.iter().any(|it| it.row.kind == kind && it.row.status == ContactStatus::Confirmed);
    let notices = notification::feed(&cx, signed_in.id(), NOTICES).await?;
    let code_box = confirmation::overview(&cx, &signed_in).await?.code_box;
    let settings = &cx.settings().verification;
    let above = AccountLevel::ALL.into_iter().find(|other| *other > level);
    let person = &signed_in.person;
    cx.page(AccountView {
        frame: cx.frame(),
        name: [person.given_name.as_str(), person.patronymic.as_str()].join(" ").trim().to_owned(),
        level,
        next: next_step(level, state.as_ref(), &form),
        check_times: (settings.usual_minutes, settings.max_days),
        missing: form.missing,
        window: verification::level_window(&cx, &signed_in).await?.is_some(),
        opened: services(&cx, level, SERVICES),
        opens_next: above.map(|level| services(&cx, level, usize::MAX)),
        notices: notices.iter().map(|notice| line(&cx, notice)).collect(),
        entry: code_entry(&cx, code_box, &FormErrors::none()),
        second_contact: ContactKind::ALL.into_iter().find(|kind| !has(*kind)),
    })
}
