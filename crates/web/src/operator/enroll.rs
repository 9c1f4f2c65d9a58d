//! The link by which an operator chooses a password, and the ending that calls for help.

use axum::{Router, routing::get};
use okno_app::{
    Error,
    operator::{self, InvitationToken},
};
use okno_domain::{
    refusal::{Class, FieldFault, Refusal},
    secret::Secret,
};
use okno_ui::{form::FormErrors, frame::NoticeKind, operator::EnrollView, route};
use serde::Deserialize;

use crate::kit::{Checked, PageCx, PageResult, Query, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(route::OPERATOR_ENROLL, get(show).post(submit))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LinkQuery {
    token: Secret,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct EnrollForm {
    token: Secret,
    password: Secret,
    password_repeat: Secret,
    alarm_ending: Secret,
}

fn over() -> Error {
    Error::Refused(Refusal::new("operator-invitation-over", Class::Gone))
}

async fn view(cx: &PageCx, text: &Secret, errors: FormErrors) -> Result<EnrollView, Error> {
    let token = InvitationToken::parse(text.expose()).ok_or_else(over)?;
    let login_name = operator::invitation(cx, &token).await?.login_name;
    Ok(EnrollView {
        frame: cx.frame(),
        login_name,
        token: text.expose().to_owned(),
        password: errors.field("password", ""),
        password_repeat: errors.field("password_repeat", ""),
        alarm_ending: errors.field("alarm_ending", ""),
        errors,
    })
}

/// `GET /operator/enroll`
async fn show(cx: PageCx, Query(link): Query<LinkQuery>) -> PageResult {
    let mut view = view(&cx, &link.token, FormErrors::none()).await?;
    // The links that change the language would carry the secret into another address.
    route::OPERATOR_ENROLL.clone_into(&mut view.frame.path);
    cx.secret_page(view)
}

/// `POST /operator/enroll`
async fn submit(cx: PageCx, form: Checked<EnrollForm>) -> PageResult {
    let token = InvitationToken::parse(form.token.expose()).ok_or_else(over)?;
    if form.password.is_empty() {
        let errors = vec![FieldFault::new("password", "required")].into();
        return cx.faulty(view(&cx, &form.token, errors).await?);
    }
    let chosen =
        operator::choose_password(&cx, &token, &form.password, &form.password_repeat, &form.alarm_ending).await;
    match chosen {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "operator-password-chosen");
            cx.redirect(route::OPERATOR_LOGIN)
        }
        Err(Error::Fields(faults)) => cx.faulty(view(&cx, &form.token, faults.into()).await?),
        Err(error) => Err(error.into()),
    }
}
