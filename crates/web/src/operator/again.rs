//! Password and code once more, before what cannot be undone.

use axum::{Router, routing::get};
use okno_app::{Error, operator};
use okno_domain::{refusal::FieldFault, secret::Secret};
use okno_ui::{form::FormErrors, operator::AgainView, route};
use serde::Deserialize;

use super::Onward;
use crate::kit::{Checked, Operator, PageCx, PageResult, Query, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(route::OPERATOR_AGAIN, get(show).post(submit))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AgainForm {
    password: Secret,
    code: Secret,
}

fn view(cx: &PageCx, errors: FormErrors) -> AgainView {
    AgainView {
        frame: cx.frame(),
        password: errors.field("password", ""),
        code: errors.field("code", ""),
        minutes: cx.settings().operator.fresh_minutes,
        errors,
    }
}

/// `GET /operator/again`
async fn show(cx: PageCx, _: Operator) -> PageResult {
    cx.page(view(&cx, FormErrors::none()))
}

/// `POST /operator/again`
async fn submit(cx: PageCx, operator: Operator, Query(onward): Query<Onward>, form: Checked<AgainForm>) -> PageResult {
    if form.password.is_empty() {
        return cx.faulty(view(&cx, vec![FieldFault::new("password", "required")].into()));
    }
    match cx.evenly(operator::prove_again(&cx, &operator, &form.password, &form.code)).await {
        Ok(()) => cx.redirect(onward.path()),
        Err(Error::Fields(faults)) => cx.faulty(view(&cx, faults.into())),
        Err(Error::Refused(refusal)) => {
            let view = view(&cx, refusal.clone().into());
            cx.refused(&refusal, view)
        }
        Err(error) => Err(error.into()),
    }
}
