//! The people whom a developer made up to sign in as.

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error,
    test_person::{self, Credentials, TestPerson},
};
use okno_domain::{account::AccountId, refusal::Refusal};
use okno_ui::{
    developer::{PersonLine, PersonSecretView, PersonsView},
    form::FormErrors,
    frame::NoticeKind,
    route,
};
use serde::Deserialize;

use super::proof_or;
use crate::{
    citizen::step::NoFields,
    kit::{Checked, PageCx, PageResult, Path, SignedIn, WebState},
};

pub(super) fn routes() -> Router<WebState> {
    let one = |rest: &str| format!("{}/{{id}}/{rest}", route::DEVELOPER_PERSONS);
    Router::new()
        .route(route::DEVELOPER_PERSONS, get(show).post(make))
        .route(&one("password"), post(renew))
        .route(&one("remove"), post(remove))
}

/// What the form of the next one sends.
#[derive(Default, Deserialize)]
#[serde(default)]
struct PersonForm {
    level: String,
    method: String,
}

fn line(cx: &PageCx, person: &TestPerson) -> PersonLine {
    PersonLine {
        id: person.person.to_string(),
        name: person.name.clone(),
        login: person.login.clone(),
        level: person.level,
        methods: person.methods.iter().map(|method| method.name()).collect(),
        expires_at: cx.local(person.expires_at),
    }
}

async fn view(
    cx: &PageCx,
    developer: &SignedIn,
    (form, errors): (&PersonForm, FormErrors),
) -> Result<PersonsView, Error> {
    let persons = test_person::list(cx, developer).await?;
    let mut frame = cx.frame();
    // The page may answer a POST to another address.
    route::DEVELOPER_PERSONS.clone_into(&mut frame.path);
    Ok(PersonsView {
        frame,
        persons: persons.iter().map(|person| line(cx, person)).collect(),
        days: cx.settings().single_sign_on.test_person_days,
        level: errors.field("level", &form.level),
        method: errors.field("method", &form.method),
        errors,
    })
}

/// `GET /developer/persons`
async fn show(cx: PageCx, developer: SignedIn) -> PageResult {
    let view = view(&cx, &developer, (&PersonForm::default(), FormErrors::none())).await?;
    cx.page(view)
}

fn told(cx: &PageCx, made: &Credentials, is_new: bool) -> PageResult {
    let mut frame = cx.frame();
    route::DEVELOPER_PERSONS.clone_into(&mut frame.path);
    let password = made.password.expose().to_owned();
    cx.secret_page(PersonSecretView { frame, login: made.login.clone(), password, is_new })
}

/// The page again with what was refused, or the way to a fresh proof.
async fn refused(cx: &PageCx, developer: &SignedIn, form: &PersonForm, error: Error) -> PageResult {
    match proof_or(cx, error, route::DEVELOPER_PERSONS) {
        Ok(page) => page,
        Err(Error::Fields(faults)) => cx.faulty(view(cx, developer, (form, faults.into())).await?),
        Err(Error::Refused(refusal)) => {
            let errors = FormErrors::from(Refusal::clone(&refusal));
            cx.refused(&refusal, view(cx, developer, (form, errors)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /developer/persons`
async fn make(cx: PageCx, developer: SignedIn, form: Checked<PersonForm>) -> PageResult {
    let form = form.into_inner();
    match test_person::make(&cx, &developer, &form.level, &form.method).await {
        Ok(made) => told(&cx, &made, true),
        Err(error) => refused(&cx, &developer, &form, error).await,
    }
}

/// `POST /developer/persons/{id}/password`
async fn renew(cx: PageCx, developer: SignedIn, Path(id): Path<AccountId>, _: Checked<NoFields>) -> PageResult {
    match test_person::renew_password(&cx, &developer, id).await {
        Ok(made) => told(&cx, &made, false),
        Err(error) => refused(&cx, &developer, &PersonForm::default(), error).await,
    }
}

/// `POST /developer/persons/{id}/remove`
async fn remove(cx: PageCx, developer: SignedIn, Path(id): Path<AccountId>, _: Checked<NoFields>) -> PageResult {
    match test_person::remove(&cx, &developer, id).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "test-person-removed");
            cx.redirect(route::DEVELOPER_PERSONS)
        }
        Err(error) => refused(&cx, &developer, &PersonForm::default(), error).await,
    }
}
