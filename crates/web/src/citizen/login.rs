//! Signing in and out (R2, R3, R184, R185, R187 to R191).

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error,
    authorization::Calling,
    factor::passkey,
    login::{self, Entry, LoginIdentifier},
    session, site_session,
};
use okno_domain::{refusal::FieldFault, secret::Secret};
use okno_ui::{form::FormErrors, frame::NoticeKind, login::LoginView, route};
use serde::Deserialize;

use super::{login_step, step::NoFields};
use crate::{
    kit::{Checked, Fault, MaybeNext, MaybeSignedIn, NextPath, PageCx, PageResult, Query, WebState},
    protocol,
};

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(route::LOGIN, get(show).post(submit)).route(route::LOGOUT, post(logout))
}

/// The form; its query part is the tab and where to go afterwards.
#[derive(Default, Deserialize)]
#[serde(default)]
struct LoginForm {
    by: String,
    login: String,
    snils: String,
    password: Secret,
    r#return: MaybeNext,
}

impl LoginForm {
    fn by_snils(&self) -> bool {
        self.by == "snils"
    }

    /// Where to go afterwards: the page that was asked for, but not the steps of an entry that is done with.
    fn next(&self) -> Option<&str> {
        let entry = |path: &str| path.starts_with(route::REGISTER) || path.starts_with(route::RECOVERY);
        self.r#return.0.as_ref().map(NextPath::as_str).filter(|path| !entry(path))
    }
}

/// The site that waits for the sign-in.
async fn calling(cx: &PageCx, form: &LoginForm) -> Result<Option<Calling>, Fault> {
    match form.next() {
        Some(page) => protocol::calling(cx, page).await,
        None => Ok(None),
    }
}

fn view(cx: &PageCx, form: &LoginForm, site: Option<String>, errors: FormErrors) -> LoginView {
    let by_snils = form.by_snils();
    LoginView {
        frame: cx.frame(),
        by_snils,
        identifier: if by_snils { errors.field("snils", &form.snils) } else { errors.field("login", &form.login) },
        password: errors.field("password", ""),
        next: form.next().map(str::to_owned),
        site,
        passkeys_work: passkey::work(cx),
        errors,
    }
}

/// `GET /login`: one who is signed in already goes on at once.
async fn show(cx: PageCx, signed_in: MaybeSignedIn, Query(query): Query<LoginForm>) -> PageResult {
    if signed_in.0.is_some() {
        return cx.redirect(query.next().unwrap_or(route::ACCOUNT));
    }
    let mut form = LoginForm { by: query.by, r#return: query.r#return, ..LoginForm::default() };
    let calling = calling(&cx, &form).await?;
    let site = calling.map(|Calling { site, login }| {
        // What a site says is no more than what a person may type.
        form.login = login.filter(|login| LoginIdentifier::contact(&cx, login).is_ok()).unwrap_or_default();
        site
    });
    cx.page(view(&cx, &form, site, FormErrors::none()))
}

/// `POST /login`
async fn submit(cx: PageCx, signed_in: MaybeSignedIn, form: Checked<LoginForm>) -> PageResult {
    let named =
        if form.by_snils() { LoginIdentifier::snils(&form.snils) } else { LoginIdentifier::contact(&cx, &form.login) };
    let no_password = form.password.is_empty().then(|| FieldFault::new("password", "required"));
    let identifier = match (named, no_password) {
        (Ok(identifier), None) => identifier,
        (named, no_password) => {
            let faults: Vec<_> = named.err().into_iter().chain(no_password).collect();
            let site = calling(&cx, &form).await?.map(|calling| calling.site);
            return cx.faulty(view(&cx, &form, site, faults.into()));
        }
    };
    match cx.evenly(login::begin(&cx, &identifier, &form.password)).await {
        // The session that this browser had is of no use to anyone any more.
        Ok(Entry::SignedIn(token)) => login_step::signed_in(&cx, &signed_in, &token, form.next()).await,
        Ok(Entry::SecondFactor(token)) => login_step::go_on(&cx, &token, form.next()),
        Err(Error::Refused(refusal)) => {
            let site = calling(&cx, &form).await?.map(|calling| calling.site);
            cx.refused(&refusal, view(&cx, &form, site, refusal.clone().into()))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /logout`: ends the session on the server (R189).
async fn logout(cx: PageCx, signed_in: MaybeSignedIn, form: Result<Checked<NoFields>, Fault>) -> PageResult {
    let partings = match (form, &signed_in.0) {
        (Ok(_), Some(citizen)) => session::logout(&cx, citizen).await?,
        // The session was over before the button was pressed: what was wished for has happened.
        (Ok(_) | Err(Fault::Stale(_)), None) => Vec::new(),
        (Err(fault), _) => return Err(fault),
    };
    cx.sign_out();
    let frames = site_session::frames(&cx, &partings);
    if !frames.is_empty() {
        return protocol::signed_out(&cx, frames, None);
    }
    cx.notice(NoticeKind::Info, "logged-out");
    cx.redirect(route::HOME)
}
