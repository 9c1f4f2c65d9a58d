//! The way through an online bank (R165 to R173). The browser is sent there by a link and not by a form: the policy of our
//! pages lets forms go nowhere but to us.

use axum::{Router, routing::get};
use okno_app::{
    Error,
    bank::{self, Callback, Outcome},
    ports::BankProfile,
    session,
};
use okno_domain::{
    bank::{BankId, MINUTES_AT_THE_BANK},
    confirmation::{ConfirmationId, ConfirmationRefusal},
    refusal::Refuse as _,
    secret::Secret,
};
use okno_ui::{
    bank::{BankConsentView, BankEnd, BankEndView, BankLeaveView, BankLine, BanksView},
    route,
};
use serde::Deserialize;

use crate::kit::{Checked, Fault, MaybeSignedIn, PageCx, PageResult, Path, Query, SignedIn, WebState};

pub(super) fn routes() -> Router<WebState> {
    let below = |path: &str| format!("{}{path}", route::CONFIRMATION_BANK);
    Router::new()
        .route(route::CONFIRMATION_BANK, get(list))
        .route(&below("/{bank}"), get(ask).post(agree))
        .route(&below("/{bank}/leave/{id}"), get(leave))
        .route(&below("/{bank}/go/{id}"), get(go))
        .route(&below("/{bank}/callback"), get(callback))
        .route(&below("/{bank}/outcome/{id}"), get(outcome))
}

fn line(cx: &PageCx, profile: &BankProfile) -> BankLine {
    BankLine {
        id: profile.id.to_string(),
        name: profile.name(cx.locale).to_owned(),
        host: profile.host.clone(),
        pattern: profile.pattern,
    }
}

/// Nothing for who may not go this way (yet): the page of methods says why.
fn if_allowed<T>(result: okno_app::Result<T>) -> okno_app::Result<Option<T>> {
    match result {
        Err(Error::Refused(_)) => Ok(None),
        other => other.map(Some),
    }
}

/// `GET /confirmation/online-bank`
async fn list(cx: PageCx, signed_in: SignedIn) -> PageResult {
    let Some(banks) = if_allowed(bank::list(&cx, &signed_in.account))? else { return cx.redirect(route::CONFIRMATION) };
    cx.page(BanksView { frame: cx.frame(), banks: banks.iter().map(|profile| line(&cx, profile)).collect() })
}

/// `GET /confirmation/online-bank/{bank}`: asks for consent (R170).
async fn ask(cx: PageCx, signed_in: SignedIn, Path(id): Path<BankId>) -> PageResult {
    let Some(profile) = if_allowed(bank::get(&cx, &signed_in.account, &id))? else {
        return cx.redirect(route::CONFIRMATION);
    };
    let minutes = i64::from(MINUTES_AT_THE_BANK);
    cx.page(BankConsentView { frame: cx.frame(), bank: line(&cx, &profile), minutes })
}

#[derive(Deserialize)]
struct NoFields {}

/// `POST /confirmation/online-bank/{bank}`: consent is given.
async fn agree(cx: PageCx, signed_in: SignedIn, Path(id): Path<BankId>, _: Checked<NoFields>) -> PageResult {
    let Some(profile) = if_allowed(bank::get(&cx, &signed_in.account, &id))? else {
        return cx.redirect(route::CONFIRMATION);
    };
    let confirmation = bank::consent(&cx, &signed_in, &id).await?;
    cx.redirect(&line(&cx, &profile).leave_url(&confirmation.to_string()))
}

/// `GET /confirmation/online-bank/{bank}/leave/{id}`; one that is over leads to what came of it, so that the back button
/// is never a dead end.
async fn leave(cx: PageCx, signed_in: SignedIn, Path((id, of)): Path<(BankId, ConfirmationId)>) -> PageResult {
    match bank::leaving(&cx, &signed_in, &id, of).await {
        Ok(profile) => cx.page(BankLeaveView { frame: cx.frame(), bank: line(&cx, &profile), id: of.to_string() }),
        Err(error) => elsewhere(&cx, &signed_in, (&id, of), error),
    }
}

fn elsewhere(cx: &PageCx, signed_in: &SignedIn, (id, of): (&BankId, ConfirmationId), error: Error) -> PageResult {
    match error {
        Error::NotFound => {
            let profile = bank::get(cx, &signed_in.account, id)?;
            cx.redirect(&line(cx, &profile).outcome_url(&of.to_string()))
        }
        Error::Refused(_) => cx.redirect(route::CONFIRMATION),
        other => Err(other.into()),
    }
}

/// `GET /confirmation/online-bank/{bank}/go/{id}`: to the bank.
async fn go(cx: PageCx, signed_in: SignedIn, Path((id, of)): Path<(BankId, ConfirmationId)>) -> PageResult {
    match bank::address(&cx, &signed_in, &id, of).await {
        Ok(Some(url)) => cx.leave_for(&url),
        Ok(None) => end(&cx, &bank::get(&cx, &signed_in.account, &id)?, BankEnd::Unreachable),
        Err(error) => elsewhere(&cx, &signed_in, (&id, of), error),
    }
}

/// What the bank sent along with the browser.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    state: Secret,
    code: Option<Secret>,
    error: Option<String>,
    iss: Option<String>,
}

/// `GET /confirmation/online-bank/{bank}/callback`: back from the bank. The page that shows the outcome has an address
/// without code and state.
async fn callback(
    cx: PageCx,
    MaybeSignedIn(signed_in): MaybeSignedIn,
    Path(id): Path<BankId>,
    Query(answer): Query<Answer>,
) -> PageResult {
    let Some(port) = cx.app.ports.bank(&id) else { return Err(Fault::NotFound) };
    let profile = port.profile().clone();
    let Some(signed_in) = signed_in else { return end(&cx, &profile, BankEnd::SignedOut) };
    let Answer { state, code, error, iss: issuer } = answer;
    let finished = bank::finish(&cx, &signed_in, &id, &Callback { state, code, error, issuer }).await?;
    if let Outcome::Confirmed(fresh) = &finished.outcome {
        if fresh.is_some() {
            // Another token for another level (decision 12).
            cx.sign_in(&session::renew(&cx, &signed_in).await?);
        }
        return cx.redirect(route::CONFIRMATION_DONE);
    }
    match finished.id {
        Some(of) => cx.redirect(&line(&cx, &profile).outcome_url(&of.to_string())),
        None => end(&cx, &profile, told(&finished.outcome)),
    }
}

/// `GET /confirmation/online-bank/{bank}/outcome/{id}`
async fn outcome(cx: PageCx, signed_in: SignedIn, Path((id, of)): Path<(BankId, ConfirmationId)>) -> PageResult {
    let Some(port) = cx.app.ports.bank(&id) else { return Err(Fault::NotFound) };
    match bank::outcome(&cx, &signed_in, &id, of).await? {
        Outcome::Confirmed(_) => cx.redirect(route::CONFIRMATION_DONE),
        other => end(&cx, port.profile(), told(&other)),
    }
}

const fn told(outcome: &Outcome) -> BankEnd {
    match outcome {
        Outcome::Different => BankEnd::Different,
        Outcome::Incomplete => BankEnd::Incomplete,
        Outcome::Declined => BankEnd::Declined,
        Outcome::Failed => BankEnd::Failed,
        Outcome::Unreachable => BankEnd::Unreachable,
        Outcome::Confirmed(_) | Outcome::InProgress => BankEnd::InProgress,
        Outcome::Expired => BankEnd::Expired,
        Outcome::Replaced => BankEnd::Replaced,
        Outcome::OtherSession => BankEnd::OtherSession,
        Outcome::Unknown => BankEnd::Unknown,
    }
}

/// The page of an end. What the person decided or the data led to is an ordinary page; an answer that comes too late or
/// to nothing has the status that says so.
fn end(cx: &PageCx, profile: &BankProfile, end: BankEnd) -> PageResult {
    let mut frame = cx.frame();
    if matches!(end, BankEnd::OtherSession | BankEnd::Unknown | BankEnd::SignedOut) {
        // Code and state of the address go no further.
        route::CONFIRMATION_BANK.clone_into(&mut frame.path);
    }
    let view = BankEndView { frame, bank: line(cx, profile), end };
    match end {
        BankEnd::Expired => cx.refused(&ConfirmationRefusal::Expired.refusal(), view),
        BankEnd::Replaced => cx.refused(&ConfirmationRefusal::Over.refusal(), view),
        BankEnd::OtherSession | BankEnd::Unknown | BankEnd::SignedOut => {
            cx.refused(&ConfirmationRefusal::OutOfStep.refusal(), view)
        }
        _ => cx.page(view),
    }
}
