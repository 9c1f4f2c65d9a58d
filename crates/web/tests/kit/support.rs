//! A site with a few routes of its own, called in process.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, State},
    response::IntoResponse as _,
    routing::get as on_get,
};
use http::{HeaderMap, Request, StatusCode, header::SET_COOKIE, request::Builder};
use http_body_util::BodyExt as _;
use okno_app::{Error, Ports, login::LoginIdentifier};
use okno_domain::{
    account::AccountId,
    id::Id,
    refusal::{Class, Refusal},
};
use okno_testkit::{
    TestRegistry, TestStore, World,
    citizen::{PASSWORD, secret},
};
use okno_ui::frame::NoticeKind;
use okno_web::{
    WebConfig, WebState,
    kit::{Checked, ClientCertificate, Fault, PageCx, PageResult, Path, Query, SignedIn, live, metrics::Unobserved},
};
use serde::Deserialize;
use tokio::sync::watch;
use tower::ServiceExt as _;

/// The site.
pub(crate) struct Site {
    router: Router,
    portal: Router,
    pub(crate) registry: Arc<TestRegistry>,
    pub(crate) world: World,
    mark: Arc<AtomicU64>,
    stop: watch::Sender<bool>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The whole header that sets a cookie whose name begins like this.
    pub(crate) fn cookie(&self, start: &str) -> Option<String> {
        let all = self.headers.get_all(SET_COOKIE).into_iter().map(|value| value.to_str().unwrap().to_owned());
        all.into_iter().find(|text| text.starts_with(start))
    }
}

pub(crate) fn get(path: &str) -> Builder {
    Request::get(path).header("host", "okno.test")
}

pub(crate) fn form(path: &str) -> Builder {
    Request::post(path).header("host", "okno.test").header("content-type", "application/x-www-form-urlencoded")
}

impl Site {
    pub(crate) async fn http() -> Self {
        Self::with(WebConfig::default()).await
    }

    pub(crate) async fn https() -> Self {
        Self::at("https://okno.test", WebConfig::default()).await
    }

    pub(crate) async fn with(config: WebConfig) -> Self {
        Self::at("http://okno.test", config).await
    }

    async fn at(public_url: &str, config: WebConfig) -> Self {
        let store = TestStore::sqlite().await.store();
        let registry = Arc::new(TestRegistry::new("pension_fund"));
        let ports = |ports: &mut Ports| ports.pension_fund = Some(registry.clone());
        let world = World::with(store, |settings| settings.public_url = public_url.into(), ports).await;
        let (stop, stopping) = watch::channel(false);
        let mark = Arc::new(AtomicU64::new(0));
        let state = WebState::new(Arc::clone(&world.app), config, Arc::new(Unobserved), stopping);
        let portal = okno_web::router(state.clone());
        let router = okno_web::protected(routes(Arc::clone(&mark)), state);
        Self { router, portal, registry, world, mark, stop }
    }

    pub(crate) async fn send(&self, request: Builder) -> Answer {
        self.answer(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn send_body(&self, request: Builder, body: String) -> Answer {
        self.answer(request.body(Body::from(body)).unwrap()).await
    }

    /// Asks the portal itself, in place of the routes of this test.
    pub(crate) async fn ask_portal(&self, request: Builder, body: String) -> Answer {
        Self::ask(&self.portal, request.body(Body::from(body)).unwrap()).await
    }

    /// Registers a person and signs them in; the cookie to send.
    pub(crate) async fn signed_in(&self) -> String {
        let phone = "+79161234567";
        self.world.citizen(phone).await;
        let cx = self.world.cx();
        let who = LoginIdentifier::contact(&cx, phone).unwrap();
        let token = okno_testkit::citizen::log_in(&cx, &who, &secret(PASSWORD)).await.unwrap();
        format!("okno_session={}", token.encode().expose())
    }

    /// For answers that are no text.
    pub(crate) async fn send_bytes(&self, request: Builder) -> Answer {
        self.answer(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn answer(&self, request: Request<Body>) -> Answer {
        Self::ask(&self.router, request).await
    }

    async fn ask(router: &Router, mut request: Request<Body>) -> Answer {
        let peer: IpAddr = match request.headers().get("x-test-peer") {
            Some(peer) => peer.to_str().unwrap().parse().unwrap(),
            None => [127, 0, 0, 1].into(),
        };
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer, 1)));
        let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    /// Something about the watched account changes.
    pub(crate) fn change(&self) {
        self.mark.fetch_add(1, Ordering::SeqCst);
        self.world.app.signals.raise(somebody());
    }

    /// The program ends.
    pub(crate) fn stop(&self) {
        self.stop.send_replace(true);
    }
}

fn somebody() -> AccountId {
    Id::from_uuid(uuid::Uuid::from_u128(7))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct TestForm {
    family_name: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Seen {
    seen: String,
}

fn failing(error: fn() -> Error) -> axum::routing::MethodRouter<WebState> {
    on_get(async move || -> PageResult { Err(error().into()) })
}

fn routes(mark: Arc<AtomicU64>) -> Router<WebState> {
    let live = async move |cx: PageCx, Query(seen): Query<Seen>| -> PageResult {
        let read = || async { Ok((mark.load(Ordering::SeqCst).to_string(), ())) };
        let (now, ()) = live::changed(&cx, somebody(), &seen.seen, read).await?;
        Ok(now.into_response())
    };
    Router::new()
        .route("/", on_get(async |cx: PageCx| cx.page(home(&cx))))
        .route("/test/form", on_get(show).post(submit))
        .route("/test/secret", on_get(async |cx: PageCx| cx.secret_page(home(&cx))))
        .route("/test/mine", on_get(async |cx: PageCx, _: SignedIn| cx.page(home(&cx))))
        .route("/test/path/{id}", on_get(async |Path(id): Path<u32>| id.to_string()))
        .route("/test/network", on_get(async |cx: PageCx| cx.client.network.clone()))
        .route("/test/certificate", on_get(certificate))
        .route("/test/slow", on_get(async |State(_): State<WebState>| std::future::pending::<()>().await))
        .route("/test/live", on_get(live))
        .route(
            "/test/notice",
            on_get(async |cx: PageCx| {
                cx.notice(NoticeKind::Success, "saved");
                cx.redirect("/test/form")
            }),
        )
        .route("/test/panic", on_get(panics))
        .route("/test/unavailable", failing(|| Error::Unavailable("hidden cause".to_owned())))
        .route("/test/bug", failing(|| Error::Bug("hidden cause".to_owned())))
        .route("/test/denied", failing(|| Error::Denied))
        .route("/test/conflict", failing(|| Error::Conflict))
        .route("/test/refused", failing(|| Error::Refused(Refusal::new("code-expired", Class::Gone))))
}

/// How many bytes of a certificate have come, and whether the header that may tell it is still there.
async fn certificate(ClientCertificate(shown): ClientCertificate, headers: HeaderMap) -> String {
    format!("{} {}", shown.map_or(0, |der| der.len()), headers.contains_key("client-cert"))
}

fn home(cx: &PageCx) -> okno_ui::home::HomeView {
    okno_ui::home::HomeView { frame: cx.frame(), popular: Vec::new() }
}

async fn panics() -> PageResult {
    let nothing: Option<u8> = None;
    Ok(nothing.expect("hidden cause").to_string().into_response())
}

/// Shows the form's token and nothing else.
async fn show(cx: PageCx) -> PageResult {
    Ok(cx.frame().csrf.into_response())
}

async fn submit(_: PageCx, form: Checked<TestForm>) -> Result<String, Fault> {
    Ok(form.family_name.clone())
}
