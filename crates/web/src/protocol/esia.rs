//! The dialect of ESIA over HTTP (docs/protocols/esia.md): where systems send people, and what they call. Where an installation
//! does not serve it, none of this is there.

use axum::{
    Router,
    extract::{Request, State},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use http::{
    HeaderMap, HeaderValue, Method, StatusCode,
    header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, ETAG},
};
use okno_app::{
    authorization::{Arrived, Who},
    esia::{self, Arrival, EsiaLeaving, RestCall, TokenAnswer},
};
use okno_oidc::esia::{
    Endpoint, Parameters, Refusal,
    error::{Answer, JSON},
    logout, parameter,
};
use okno_ui::site::SiteLeaveView;

use super::{
    authorize,
    logout::{LeaveForm, agreed, at_home, signed_out},
    view,
};
use crate::kit::{Checked, Fault, MaybeSignedIn, PageCx, PageResult, WebState, content_type, is_form, read_body};

/// Below these the data service is.
pub(crate) const DATA: [&str; 5] = [
    "/rs/{*path}",
    "/esia-rs/api/public/{version}/pso/{*path}",
    "/esia-rs/api/public/v1/orgs/ext-app/{key}/tkn",
    "/digital/api/public/{*path}",
    "/categories/{*path}",
];

pub(super) fn routes(state: &WebState) -> Router<WebState> {
    let mut routes = Router::new().route(logout::PATH, get(leave).post(confirm));
    for endpoint in Endpoint::ALL {
        let path = endpoint.path();
        routes = if endpoint.is_token() {
            routes.route(path, post(move |cx: PageCx, request: Request| token(endpoint, cx, request)))
        } else {
            let arrive =
                move |cx: PageCx, signed_in: MaybeSignedIn, request: Request| arrive(endpoint, cx, signed_in, request);
            routes.route(path, get(arrive).post(arrive))
        };
    }
    let [classic, pictures, keys, profile, categories] = DATA;
    let routes = routes.route(keys, get(api_key));
    let routes =
        [classic, pictures, profile, categories].into_iter().fold(routes, |routes, path| routes.route(path, get(read)));
    routes.layer(middleware::from_fn_with_state(state.clone(), served))
}

/// Whether a route is called by programs.
pub(crate) fn is_program(route: &str) -> bool {
    DATA.contains(&route) || Endpoint::find(route).is_some_and(Endpoint::is_token)
}

/// Lets nobody in where the dialect is not served.
async fn served(State(state): State<WebState>, request: Request, next: Next) -> Response {
    if state.app.settings.esia.enabled { next.run(request).await } else { Fault::NotFound.into_response() }
}

/// What came, by query, form, or both.
async fn parameters(request: Request) -> Result<Result<Parameters, Refusal>, Fault> {
    let (parts, body) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default();
    if parts.method != Method::POST || !is_form(content_type(&parts.headers)) {
        return Ok(Parameters::read(query, b""));
    }
    match read_body(&parts.headers, body, parameter::MOST_BYTES).await {
        Ok(bytes) => Ok(Parameters::read(query, &bytes)),
        Err(Fault::TooLarge) => Ok(Err(Refusal::new(okno_oidc::esia::Code::UNREADABLE, "the body is too large"))),
        Err(fault) => Err(fault),
    }
}

/// `GET` or `POST /aas/oauth2/ac`, `/aas/oauth2/v2/ac`
async fn arrive(endpoint: Endpoint, cx: PageCx, signed_in: MaybeSignedIn, request: Request) -> PageResult {
    let is_post = request.method() == Method::POST;
    let parameters = match parameters(request).await? {
        Ok(parameters) => parameters,
        Err(refusal) => return view::refusal(&cx, &refusal),
    };
    // A request of a stranger is verified, and may be kept for an hour.
    if signed_in.0.is_none() {
        counted(&cx)?;
    }
    if let Some(meant) = esia::misled(&cx, endpoint, &parameters).await? {
        return Ok(answer(esia::token(&cx, meant, &parameters).await.answer));
    }
    let whom = signed_in.0.as_deref().map(Who::Known);
    // A form of another site comes without our cookies, so who is signed in shows on the next page only.
    let who = whom.unwrap_or(if is_post { Who::Unseen } else { Who::Nobody });
    let browser = authorize::browser(&cx);
    match esia::arrive(&cx, &Arrival { endpoint, parameters: &parameters, who, browser: &browser }).await? {
        Ok(Arrived::Answer(answer)) => authorize::deliver(&cx, answer),
        Ok(Arrived::Wait(id)) => cx.redirect(&authorize::page_of(id)),
        Ok(Arrived::Fault(fault)) => view::fault(&cx, &fault),
        Err(refusal) => view::refusal(&cx, &refusal),
    }
}

/// `POST /aas/oauth2/te`, `/aas/oauth2/v2/te`, `/aas/oauth2/v3/te`
async fn token(endpoint: Endpoint, cx: PageCx, request: Request) -> Result<Response, Fault> {
    let scope = cx.scope();
    scope.state.rate.look(&scope.cx.client.network, scope.cx.now).map_err(Fault::TooManyRequests)?;
    let told = match parameters(request).await? {
        Ok(parameters) => esia::token(&cx, endpoint, &parameters).await,
        Err(refusal) => TokenAnswer { answer: refusal.token_answer(None), is_stranger: true },
    };
    // Who the caller is shows when the answer is there, at the cost of a verification. The one whose refusal is the last that fits
    // in is told why, and the next is not heard.
    if told.is_stranger && counted(&cx).is_err() {
        tracing::info!("a network was refused tokens too often");
    }
    Ok(answer(told.answer))
}

/// Counts a request among those of strangers from its network.
fn counted(cx: &PageCx) -> Result<(), Fault> {
    let scope = cx.scope();
    scope.state.rate.take(&scope.cx.client.network, scope.cx.now).map_err(Fault::TooManyRequests)
}

/// `GET /rs/…` and what else belongs to the data service
async fn read(cx: PageCx, request: Request) -> Response {
    let uri = request.uri();
    let authorization = header(request.headers());
    let call = RestCall { path: uri.path(), query: uri.query().unwrap_or_default(), authorization };
    let read = esia::read(&cx, &call).await;
    let mut response = answer(read.answer);
    let headers = response.headers_mut();
    for (name, value) in [(CONTENT_TYPE, Some(read.headers.content_type)), (ETAG, read.headers.etag)] {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            headers.insert(name, value);
        }
    }
    response
}

fn header(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok())
}

/// `GET /esia-rs/api/public/v1/orgs/ext-app/{key}/tkn`
async fn api_key(cx: PageCx, request: Request) -> Result<Response, Fault> {
    // Whoever guesses keys is a stranger.
    counted(&cx)?;
    let uri = request.uri();
    let told = match Parameters::read(uri.query().unwrap_or_default(), b"") {
        Ok(parameters) => esia::api_key(&cx, uri.path(), &parameters).await,
        Err(refusal) => Some(refusal.rest_answer()),
    };
    told.map(answer).ok_or(Fault::NotFound)
}

/// `GET /idp/ext/Logout`
async fn leave(cx: PageCx, signed_in: MaybeSignedIn, request: Request) -> PageResult {
    part(&cx, &signed_in, request.uri().query().unwrap_or_default(), false).await
}

/// `POST /idp/ext/Logout`: the person who was asked agrees.
async fn confirm(cx: PageCx, signed_in: MaybeSignedIn, form: Result<Checked<LeaveForm>, Fault>) -> PageResult {
    let query = agreed(form, &signed_in)?;
    part(&cx, &signed_in, &query, true).await
}

async fn part(cx: &PageCx, signed_in: &MaybeSignedIn, query: &str, confirmed: bool) -> PageResult {
    let parameters = match Parameters::read(query, b"") {
        Ok(parameters) => parameters,
        Err(refusal) => return view::refusal(cx, &refusal),
    };
    let (back, frames) = match esia::leave(cx, &parameters, signed_in.0.as_deref(), confirmed).await? {
        EsiaLeaving::Refused(refusal) => return view::refusal(cx, &refusal),
        EsiaLeaving::Ask(name) => {
            let (site, query) = (Some(name), query.to_owned());
            return cx.page(SiteLeaveView { frame: cx.frame(), action: logout::PATH, site, query });
        }
        EsiaLeaving::Left { back, frames } => (back, frames),
    };
    cx.sign_out();
    if !frames.is_empty() {
        // Sites are told first, also where the system's own address is none to go to.
        return signed_out(cx, frames, back.ok().flatten());
    }
    match back {
        Err(refusal) => view::refusal(cx, &refusal),
        Ok(Some(address)) if confirmed => view::back(cx, address, None),
        Ok(Some(address)) => cx.leave_for(&address),
        Ok(None) => at_home(cx),
    }
}

/// The answer on the wire. Nobody on its way may store it.
fn answer(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers =
        [(CONTENT_TYPE, HeaderValue::from_static(JSON)), (CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (status, headers, answer.body).into_response()
}
