//! Where sites send people, and the pages on which a person decides.

use std::collections::BTreeSet;

use axum::{
    Router,
    extract::Request,
    response::Response,
    routing::{get, post},
};
use http::{HeaderValue, Method, header::CONTENT_SECURITY_POLICY};
use okno_app::{
    authorization::{self, Act, Arrived, BrowserKey, Calling, Shown},
    protocol::path,
    session::{self, SignedIn},
    site_session,
};
use okno_domain::{locale::Locale, relying_party::InteractionId};
use okno_oidc::{
    authorization::{Answer, AuthorizationFault},
    decision::LoginReason,
    error::ErrorCode,
    parameter::{Limits, Parameters},
};
use okno_ui::route;
use serde::Deserialize;

use super::{logout::signed_out, view};
use crate::kit::{
    Checked, Cookie, Fault, MaybeSignedIn, PageCx, PageResult, Path, WebState, content_type, form_bytes, headers,
    is_form,
};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(path::AUTHORIZE, get(arrive).post(arrive))
        .route(route::INTERACTION, get(show).post(act))
        .route(route::INTERACTION_OTHER, post(other_account))
}

/// The key of this browser, made when it has none.
pub(super) fn browser(cx: &PageCx) -> BrowserKey {
    cx.cookie(Cookie::Browser).and_then(BrowserKey::parse).unwrap_or_else(|| {
        let fresh = BrowserKey::fresh(cx);
        cx.keep(Cookie::Browser, fresh.encode().expose());
        fresh
    })
}

/// The site that waits for a sign-in which leads back to this page of ours.
pub(super) async fn calling(cx: &PageCx, page: &str) -> Result<Option<Calling>, Fault> {
    let id = page.strip_prefix(route::INTERACTIONS).and_then(|id| id.parse().ok());
    match id {
        Some(id) => Ok(authorization::calling(cx, id, known_browser(cx).as_ref()).await?),
        None => Ok(None),
    }
}

fn known_browser(cx: &PageCx) -> Option<BrowserKey> {
    cx.cookie(Cookie::Browser).and_then(BrowserKey::parse)
}

fn unreadable() -> AuthorizationFault {
    AuthorizationFault::page(ErrorCode::InvalidRequest, "the request cannot be read")
}

/// `GET` or `POST /oauth2/authorize`
async fn arrive(cx: PageCx, signed_in: MaybeSignedIn, request: Request) -> PageResult {
    let is_post = request.method() == Method::POST;
    let text = if is_post {
        if !is_form(content_type(request.headers())) {
            return view::fault(&cx, &unreadable());
        }
        let bytes = form_bytes(request).await?;
        String::from_utf8(bytes.to_vec()).map_err(|_| Fault::Malformed("the form is not UTF-8"))?
    } else {
        request.uri().query().unwrap_or_default().to_owned()
    };
    let Ok(parameters) = Parameters::parse(&text, Limits::default()) else {
        return view::fault(&cx, &unreadable());
    };
    // A request of a stranger may be kept for an hour, so that one network can ask for so many only.
    if signed_in.0.is_none() {
        let scope = cx.scope();
        scope.state.rate.take(&scope.cx.client.network, scope.cx.now).map_err(Fault::TooManyRequests)?;
    }
    speak(&cx, &parameters);
    // A form of another site comes without our cookies, so who is signed in shows on the next page only.
    let whom = signed_in.0.as_deref().map(authorization::Who::Known);
    let whom = whom.unwrap_or(if is_post { authorization::Who::Unseen } else { authorization::Who::Nobody });
    match authorization::arrive(&cx, &parameters, whom, &browser(&cx)).await? {
        Arrived::Answer(answer) => deliver(&cx, answer),
        Arrived::Wait(id) => cx.redirect(&page_of(id)),
        Arrived::Fault(fault) => view::fault(&cx, &fault),
    }
}

/// The language that the site asks for, where the person has chosen none (OpenID Connect Core 3.1.2.1).
fn speak(cx: &PageCx, parameters: &Parameters) {
    let wished = parameters.get("ui_locales").unwrap_or_default();
    let base = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let locale: Option<Locale> = wished.split(' ').find_map(|tag| base(tag).parse().ok());
    if let (None, Some(locale)) = (cx.cookie(Cookie::Language), locale) {
        cx.keep(Cookie::Language, locale.tag());
    }
}

pub(super) fn page_of(id: InteractionId) -> String {
    route::interaction(&id.to_string())
}

/// Sends the browser back to the site, from a request that was no form of ours.
pub(super) fn deliver(cx: &PageCx, answer: Answer) -> PageResult {
    match answer {
        Answer::Redirect(address) => cx.leave_for(&address),
        other => deliver_by_page(cx, other),
    }
}

/// The same after a form of ours: browsers hold redirects to what the form's page allows, and no page of ours names sites. So
/// the way back is a page of its own, which moves on by itself.
fn deliver_by_page(cx: &PageCx, answer: Answer) -> PageResult {
    match answer {
        Answer::Redirect(address) => view::back(cx, address, None),
        Answer::FormPost { action, fields } => {
            let origin = headers::origin_of(&action);
            let mut response = view::back(cx, action, Some(fields))?;
            allow_form(&mut response, origin.as_deref());
            Ok(response)
        }
        Answer::Sign(_) => Err(okno_app::Error::Bug("an answer that was not signed".to_owned()).into()),
    }
}

/// The page's form goes to another site.
fn allow_form(response: &mut Response, origin: Option<&str>) {
    let Some(origin) = origin else { return };
    let policy = headers::POLICY.replace("form-action 'self'", &format!("form-action 'self' {origin}"));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
}

/// `GET /oauth2/interaction/{id}`
async fn show(cx: PageCx, signed_in: MaybeSignedIn, Path(id): Path<String>) -> PageResult {
    let Some(id) = id.parse().ok() else { return view::over(&cx) };
    let shown = authorization::show(&cx, id, known_browser(&cx).as_ref(), signed_in.0.as_deref()).await?;
    present(&cx, id, &signed_in, shown).await
}

/// What a person chose.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Choice {
    choice: String,
}

/// `POST /oauth2/interaction/{id}`
async fn act(cx: PageCx, signed_in: MaybeSignedIn, Path(id): Path<String>, form: Checked<Choice>) -> PageResult {
    let Some(id) = id.parse().ok() else { return view::over(&cx) };
    let chosen = match form.choice.as_str() {
        "choose" => Act::Choose,
        "agree" => Act::Agree(form.all("claim").map(str::to_owned).collect::<BTreeSet<_>>()),
        "deny" => Act::Deny,
        _ => Act::Cancel,
    };
    let shown = authorization::act(&cx, id, known_browser(&cx).as_ref(), signed_in.0.as_deref(), chosen).await?;
    present(&cx, id, &signed_in, shown).await
}

/// `POST /oauth2/interaction/{id}/other`: another account is to be used.
async fn other_account(
    cx: PageCx,
    signed_in: MaybeSignedIn,
    Path(id): Path<String>,
    _form: Checked<Choice>,
) -> PageResult {
    let Some(id) = id.parse::<InteractionId>().ok() else { return view::over(&cx) };
    let login = route::then(route::LOGIN, Some(&page_of(id)));
    match &signed_in.0 {
        Some(signed_in) => leave_for_login(&cx, signed_in, login).await,
        None => cx.redirect(&login),
    }
}

/// Ends the session, lets the browser tell the sites that want to hear of it by frames, and goes on to the sign-in.
pub(crate) async fn leave_for_login(cx: &PageCx, signed_in: &SignedIn, login: String) -> PageResult {
    let partings = session::logout(cx, signed_in).await?;
    cx.sign_out();
    let frames = site_session::frames(cx, &partings);
    if frames.is_empty() { cx.redirect(&login) } else { signed_out(cx, frames, Some(login)) }
}

async fn present(cx: &PageCx, id: InteractionId, signed_in: &MaybeSignedIn, shown: Shown) -> PageResult {
    let here = page_of(id);
    match (shown, &signed_in.0) {
        (Shown::Answer(answer), _) => deliver_by_page(cx, answer),
        (Shown::Device { site, allowed }, _) => view::device_done(cx, &site, allowed),
        (Shown::Over { is_device: true }, _) => view::device_over(cx),
        (Shown::Over { is_device: false }, _) => view::over(cx),
        (Shown::Registration(_), None) => cx.redirect(&route::then(route::REGISTER, Some(&here))),
        (Shown::Login(_, LoginReason::Asked | LoginReason::TooOld) | Shown::StepUp(..), Some(_)) => {
            cx.redirect(&route::then(route::ACCOUNT_PROOF, Some(&here)))
        }
        (Shown::Login(waiting, _) | Shown::Registration(waiting) | Shown::Choose(waiting), Some(signed_in)) => {
            view::choose(cx, &here, signed_in, &waiting)
        }
        (Shown::Consent { waiting, scopes, claims }, Some(signed_in)) => {
            view::consent(cx, &here, signed_in, &waiting, (&scopes, &claims)).await
        }
        (Shown::Refused { waiting, reason, standing, demand }, _) => {
            view::refused(cx, &here, &waiting, (reason, standing.as_ref(), demand))
        }
        (Shown::Login(..) | Shown::StepUp(..) | Shown::Choose(_) | Shown::Consent { .. }, None) => {
            cx.redirect(&route::then(route::LOGIN, Some(&here)))
        }
    }
}
