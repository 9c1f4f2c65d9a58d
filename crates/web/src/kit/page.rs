//! What handlers make answers with.

use std::{
    ops::Deref,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::response::{IntoResponse as _, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use jiff::Zoned;
use okno_app::{Cx, operator::OperatorToken, session::SessionToken};
use okno_domain::{
    credential::factor::FactorRefusal, identifier::region_zone::RegionZone, refusal::Refusal, time::Timestamp,
};
use okno_ui::{
    Rendered, Text, View,
    error::{ErrorKind, ErrorView},
    frame::{Announced, Notice, NoticeKind, OperatorBadge, PageFrame, SignedIn},
    resend::ResendView,
    route,
};
use serde::Serialize;

use super::{
    answer::{Fault, PageResult, Told},
    cookie::{Cookie, Life},
    form::Pairs,
    scope::Scope,
};

/// The context of a page: the use cases' context (it dereferences to [`Cx`]) and the makings of an answer.
#[derive(Clone)]
pub struct PageCx {
    scope: Arc<Scope>,
}

impl Deref for PageCx {
    type Target = Cx;
    fn deref(&self) -> &Cx {
        &self.scope.cx
    }
}

impl PageCx {
    pub(super) const fn new(scope: Arc<Scope>) -> Self {
        Self { scope }
    }

    /// The context of a program's request, of which nobody is asked who is signed in.
    pub(crate) fn of_program(parts: &http::request::Parts) -> Result<Self, Fault> {
        super::extract::scope(parts).map(Self::new)
    }

    /// The request.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Does an act whose answer must not tell by its time what it found, such as whether there is an account: the
    /// answer waits for the next multiple of a fixed step, which is longer than the ways through the act differ.
    pub async fn evenly<T>(&self, act: impl Future<Output = T>) -> T {
        let begun = Instant::now();
        let done = act.await;
        let step = Duration::from_millis(u64::from(self.scope.state.config.even_answers_ms));
        if let Some(over) = begun.elapsed().as_nanos().checked_rem(step.as_nanos()) {
            let rest = step.as_nanos().saturating_sub(over);
            tokio::time::sleep(Duration::from_nanos(u64::try_from(rest).unwrap_or(0))).await;
        }
        done
    }

    /// The frame for a view: language, who is signed in, a form token, the notice that was left for this page.
    pub fn frame(&self) -> PageFrame {
        frame(&self.scope, true)
    }

    /// A page, 200.
    pub fn page<V: View>(&self, view: V) -> PageResult {
        Self::render(StatusCode::OK, view)
    }

    /// The page of a form that has faults, 422.
    pub fn faulty<V: View>(&self, view: V) -> PageResult {
        Self::render(StatusCode::UNPROCESSABLE_ENTITY, view)
    }

    /// A page that answers a refusal, with the refusal's status. Where all that is missing is a fresh proof of who the
    /// person is, the way to give one, and back to this page.
    pub fn refused<V: View>(&self, refusal: &Refusal, view: V) -> PageResult {
        if refusal.code == FactorRefusal::PROOF_DUE {
            return self.redirect(&route::then(route::ACCOUNT_PROOF, Some(&self.scope.here)));
        }
        Self::render(super::answer::status_of(refusal.class), view)
    }

    /// A page whose own address is a secret (a link with a token): no other page learns it.
    pub fn secret_page<V: View>(&self, view: V) -> PageResult {
        let mut response = self.page(view)?;
        response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        Ok(response)
    }

    /// Sends the browser on with GET, 303. The address is a path of ours.
    pub fn redirect(&self, path: &str) -> PageResult {
        Ok(see_other(path))
    }

    /// Sends the browser to another site's page, 303, without telling it from which page of ours.
    pub fn leave_for(&self, url: &str) -> PageResult {
        let address = HeaderValue::from_str(url).map_err(|_| bug("an address that is none".to_owned()))?;
        let referrer = (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        Ok((StatusCode::SEE_OTHER, [(header::LOCATION, address), referrer]).into_response())
    }

    /// Data for a script.
    pub fn json(&self, data: &impl Serialize) -> PageResult {
        let body = serde_json::to_vec(data).map_err(|error| bug(format!("json: {error}")))?;
        Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response())
    }

    /// Leaves a notice for the next page, the message `notice-<code>`.
    pub fn notice(&self, kind: NoticeKind, code: &'static str) {
        self.scope.set_cookie(Cookie::Notice, &format!("{}.{code}", kind.name()), Life::Seconds(60));
    }

    /// The zone of the person's region; Moscow's while the region is not known.
    pub fn zone(&self) -> RegionZone {
        self.scope.known_session().and_then(|found| found.account.time_zone.clone()).unwrap_or_else(RegionZone::moscow)
    }

    /// An instant in the person's region.
    pub fn local(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.zone().time_zone())
    }

    /// One of our cookies, as it came.
    pub fn cookie(&self, cookie: Cookie) -> Option<&str> {
        self.scope.cookie(cookie)
    }

    /// Keeps the token of an unfinished registration or recovery until the browser is closed: others may use it next.
    pub fn keep(&self, cookie: Cookie, token: &str) {
        self.scope.set_cookie(cookie, token, Life::Browser);
    }

    /// Keeps a value for so many seconds.
    pub fn keep_for(&self, cookie: Cookie, value: &str, seconds: u32) {
        self.scope.set_cookie(cookie, value, Life::Seconds(seconds));
    }

    /// Forgets such a token.
    pub fn forget(&self, cookie: Cookie) {
        self.scope.remove_cookie(cookie);
    }

    /// Gives the browser the session that has just been opened.
    pub fn sign_in(&self, token: &SessionToken) {
        self.scope.set_cookie(Cookie::Session, token.encode().expose(), Life::Browser);
    }

    /// Takes the session from the browser.
    pub fn sign_out(&self) {
        self.scope.remove_cookie(Cookie::Session);
    }

    /// Gives the browser the session of an operator that has just been opened.
    pub fn operator_sign_in(&self, token: &OperatorToken) {
        self.scope.remove_cookie(Cookie::OperatorSignIn);
        self.scope.set_cookie(Cookie::Operator, token.encode().expose(), Life::Browser);
    }

    fn render<V: View>(status: StatusCode, view: V) -> PageResult {
        let rendered = view.rendered().map_err(|error| bug(format!("page {}: {error}", V::NAME)))?;
        Ok(document(status, rendered))
    }
}

fn bug(reason: String) -> Fault {
    Fault::App(okno_app::Error::Bug(reason))
}

fn document(status: StatusCode, rendered: Rendered) -> Response {
    let headers: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_LANGUAGE, HeaderValue::from_static(rendered.locale.tag())),
    ];
    (status, headers, rendered.html).into_response()
}

fn frame(scope: &Scope, take_notice: bool) -> PageFrame {
    PageFrame {
        locale: scope.cx.locale,
        csrf: scope.form_token(),
        path: scope.here.clone(),
        user: scope.known_session().map(|found| SignedIn {
            surname: found.person.family_name.clone(),
            level: found.account.level,
            unread: found.unread,
            is_made_up: found.account.made_up.is_some(),
        }),
        operator: scope.known_operator().map(|at_work| OperatorBadge {
            name: at_work.signed_in.name.clone(),
            role: at_work.signed_in.role,
            center: at_work.head.center.clone(),
            approvals: at_work.head.approvals,
        }),
        notice: if take_notice { notice(scope) } else { None },
        announcements: announcements(scope),
        site: Arc::clone(&scope.state.site),
        request_id: scope.cx.client.request_id.clone(),
    }
}

fn announcements(scope: &Scope) -> Vec<Announced> {
    let shown = scope.cx.in_force.announcements_at(scope.cx.now).into_iter();
    shown.map(|one| Announced { severity: one.severity, text: one.text.get(scope.cx.locale).to_owned() }).collect()
}

fn notice(scope: &Scope) -> Option<Notice> {
    let (kind, code) = scope.cookie(Cookie::Notice)?.split_once('.')?;
    scope.remove_cookie(Cookie::Notice);
    let kind = [NoticeKind::Info, NoticeKind::Success, NoticeKind::Warning].into_iter().find(|it| it.name() == kind)?;
    let is_code =
        code.len() <= 60 && code.bytes().all(|byte| byte.is_ascii_lowercase() || b"-0123456789".contains(&byte));
    is_code.then(|| Notice { kind, text: Text::new(scope.cx.locale, format!("notice-{code}")) })
}

/// 303 to a path of ours.
pub(super) fn see_other(path: &str) -> Response {
    let address = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
}

/// The page for an error.
pub(super) fn error(scope: &Scope, told: &Told) -> Response {
    let mut view = ErrorView::new(frame(scope, false), ErrorKind::from_status(told.status.as_u16()));
    view.refusal.clone_from(&told.refusal);
    match view.rendered() {
        Ok(rendered) => document(told.status, rendered),
        Err(error) => {
            let reference = scope.cx.client.request_id.as_str();
            tracing::error!(reference, %error, "the error page cannot be made");
            (told.status, format!("{} {reference}\n", told.status.as_u16())).into_response()
        }
    }
}

/// The page for a form that lay open too long: says so and offers to send it again.
pub(super) fn stale(scope: &Scope, told: &Told, pairs: &Pairs) -> Response {
    let fields = pairs.repeatable().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    match (ResendView { frame: frame(scope, false), fields }).rendered() {
        Ok(rendered) => document(told.status, rendered),
        Err(_) => error(scope, told),
    }
}
