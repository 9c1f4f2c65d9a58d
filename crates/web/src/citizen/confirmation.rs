//! Identity confirmation: the methods, the box for a code, and the success (R110 to R120).

use axum::{Router, routing::get};
use okno_app::{
    appointment,
    confirmation::{self, CodeBox, Entered, Overview},
    next_step, session,
};
use okno_domain::{
    account::AccountLevel, confirmation::ConfirmationMethod, next_step::NextStep, public_service::PublicService,
    secret::Secret,
};
use okno_ui::{
    account::LevelServices,
    appointment::BookedBox,
    confirmation::{CodeEntry, ConfirmationView, ConfirmedView, InPersonView},
    form::FormErrors,
    public_service::ServiceLine,
    route,
};
use serde::Deserialize;

use super::appointment::booked_box;
use crate::kit::{Checked, Fault, PageCx, PageResult, SignedIn, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::CONFIRMATION, get(show))
        .route(route::CONFIRMATION_CODE, get(show).post(enter))
        .route(route::CONFIRMATION_IN_PERSON, get(in_person))
        .route(route::CONFIRMATION_DONE, get(done))
}

/// The box for a code as a page shows it.
pub(super) fn code_entry(cx: &PageCx, code_box: CodeBox, errors: &FormErrors) -> Option<CodeEntry> {
    let code = errors.field("confirmation_code", "");
    match code_box {
        CodeBox::Absent => None,
        CodeBox::Open { is_awaited } => Some(CodeEntry { code, is_awaited, locked_hours: None }),
        CodeBox::Locked { until } => {
            Some(CodeEntry { code, is_awaited: true, locked_hours: Some(confirmation::hours_left(until, cx.now)) })
        }
    }
}

fn view(
    cx: &PageCx,
    overview: Overview,
    (next, booked): (NextStep, Option<BookedBox>),
    errors: FormErrors,
) -> ConfirmationView {
    let mut frame = cx.frame();
    // The page may answer a POST to another address.
    route::CONFIRMATION.clone_into(&mut frame.path);
    ConfirmationView {
        frame,
        level: overview.level,
        next,
        check_times: (cx.settings().verification.usual_minutes, cx.settings().verification.max_days),
        method_notes: overview
            .methods
            .iter()
            .filter_map(|method| Some((*method, cx.in_force.method_notes.get(method)?.get(cx.locale).to_owned())))
            .collect(),
        methods: overview.methods,
        confirmed_by: overview.confirmed_by,
        booked,
        entry: code_entry(cx, overview.code_box, &errors),
        errors,
    }
}

/// `GET /confirmation`
async fn show(cx: PageCx, signed_in: SignedIn) -> PageResult {
    let overview = confirmation::overview(&cx, &signed_in).await?;
    let next = next_step::of(&cx, &signed_in).await?;
    let booked = booked_box(&cx, &signed_in).await?;
    cx.page(view(&cx, overview, (next, booked), FormErrors::none()))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct CodeForm {
    confirmation_code: Secret,
}

/// `POST /confirmation/code`: from each of the places where the box stands (C20).
async fn enter(cx: PageCx, signed_in: SignedIn, form: Checked<CodeForm>) -> PageResult {
    let again = async |errors: FormErrors| {
        let overview = confirmation::overview(&cx, &signed_in).await?;
        let next = next_step::of(&cx, &signed_in).await?;
        let booked = booked_box(&cx, &signed_in).await?;
        Ok::<_, Fault>(view(&cx, overview, (next, booked), errors))
    };
    match confirmation::enter_code(&cx, &signed_in, &form.confirmation_code).await {
        Ok(Entered::Confirmed(success)) => {
            // Another token for another level (decision 12).
            cx.sign_in(&session::renew(&cx, &signed_in).await?);
            debug_assert_eq!(success.account.level, AccountLevel::Confirmed);
            cx.redirect(route::CONFIRMATION_DONE)
        }
        Ok(Entered::Wrong(fault)) => cx.faulty(again(vec![fault].into()).await?),
        Ok(Entered::Locked { until }) => {
            let refusal = confirmation::locked(until, cx.now);
            let view = again(refusal.clone().into()).await?;
            cx.refused(&refusal, view)
        }
        Err(okno_app::Error::Fields(faults)) => cx.faulty(again(faults.into()).await?),
        Err(okno_app::Error::Refused(refusal)) => {
            let view = again(refusal.clone().into()).await?;
            cx.refused(&refusal, view)
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /confirmation/in-person`
async fn in_person(cx: PageCx, signed_in: SignedIn) -> PageResult {
    let overview = confirmation::overview(&cx, &signed_in).await?;
    if !overview.methods.contains(&ConfirmationMethod::InPerson) || overview.level == AccountLevel::Simplified {
        return cx.redirect(route::CONFIRMATION);
    }
    let entry = code_entry(&cx, overview.code_box, &FormErrors::none());
    let booked = booked_box(&cx, &signed_in).await?;
    cx.page(InPersonView { frame: cx.frame(), booked, can_book: appointment::is_on(&cx), entry })
}

/// `GET /confirmation/done`
async fn done(cx: PageCx, signed_in: SignedIn) -> PageResult {
    let level = signed_in.account.level;
    if level != AccountLevel::Confirmed {
        return cx.redirect(route::CONFIRMATION);
    }
    let methods = confirmation::confirmed_by(&cx, &signed_in).await?;
    let (closed, opened): (Vec<_>, Vec<_>) =
        cx.app.catalog.opened_by(level).partition(|service| service.excludes(&methods));
    let lines = |services: Vec<&PublicService>| -> Vec<ServiceLine> {
        services.into_iter().map(|service| ServiceLine::of(service, cx.locale)).collect()
    };
    let opened = LevelServices { level, services: lines(opened) };
    cx.page(ConfirmedView { frame: cx.frame(), opened, closed: lines(closed) })
}
