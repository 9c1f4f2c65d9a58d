//! A browser with cookies, on a site with both registries.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
};

use axum::{Router, body::Body, extract::ConnectInfo};
use http::{Request, StatusCode, header::SET_COOKIE, request::Builder};
use http_body_util::BodyExt as _;
use okno_app::login::LoginIdentifier;
use okno_testkit::{
    TestRegistry, World,
    citizen::{PASSWORD, secret},
    store::Store,
};
use okno_web::WebState;
use tower::ServiceExt as _;

pub(crate) const PHONE: &str = "+79123456789";

pub(crate) struct Site {
    pub(crate) world: World,
    pub(crate) pension: Arc<TestRegistry>,
    pub(crate) ministry: Arc<TestRegistry>,
    router: Router,
    cookies: Mutex<Vec<(String, String)>>,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) kind: String,
    pub(crate) body: String,
}

impl Answer {
    /// The value of a hidden field.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let field = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.body.split_once(&field).unwrap_or_else(|| panic!("no field {name}"));
        rest.split('"').next().unwrap().to_owned()
    }

    pub(crate) fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }
}

impl Site {
    /// A person is registered and signed in.
    pub(crate) async fn new(store: Store) -> Self {
        let (world, pension, ministry) = World::with_registries(store).await;
        world.citizen(PHONE).await;
        world.clock.advance_seconds(1);
        let router = okno_web::router(WebState::quiet(Arc::clone(&world.app)));
        let site = Self { world, pension, ministry, router, cookies: Mutex::default() };
        site.log_in().await;
        site
    }

    /// Signs in, with a new session.
    pub(crate) async fn log_in(&self) {
        let cx = self.world.cx();
        let who = LoginIdentifier::contact(&cx, PHONE).unwrap();
        let token = okno_testkit::citizen::log_in(&cx, &who, &secret(PASSWORD)).await.unwrap();
        self.keep("__Host-okno_session", token.encode().expose());
    }

    fn keep(&self, name: &str, value: &str) {
        let mut cookies = self.cookies.lock().unwrap();
        cookies.retain(|(known, _)| known != name);
        if !value.is_empty() {
            cookies.push((name.to_owned(), value.to_owned()));
        }
    }

    async fn send(&self, request: Builder, body: String) -> Answer {
        let cookies: Vec<_> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request =
            request.header("host", "okno.test").header("accept-language", "en").header("cookie", cookies.join("; "));
        let mut request = request.body(Body::from(body)).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((Ipv4Addr::LOCALHOST, 1))));
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        for set in parts.headers.get_all(SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.keep(name, value);
        }
        let header = |name: &str| parts.headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        let body = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            location: header("location"),
            kind: header("content-type"),
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), String::new()).await
    }

    pub(crate) async fn get_as(&self, path: &str, accept: &str) -> Answer {
        self.send(Request::get(path).header("accept", accept), String::new()).await
    }

    /// Opens a page and sends its form with these fields.
    pub(crate) async fn post(&self, page: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.get(page).await.hidden("csrf");
        let mut pairs = vec![("csrf", csrf.as_str())];
        pairs.extend_from_slice(fields);
        let body = serde_urlencoded::to_string(pairs).unwrap();
        let request = Request::post(to).header("content-type", "application/x-www-form-urlencoded");
        self.send(request, body).await
    }

    /// A registry calls.
    pub(crate) async fn call(&self, path: &str, kind: &str, body: &str) -> Answer {
        self.send(Request::post(path).header("content-type", kind), body.to_owned()).await
    }
}

/// The fields of a citizen as the page sends them.
pub(crate) const CITIZEN: [(&str, &str); 17] = [
    ("family_name", "Иванова"),
    ("given_name", "Анна"),
    ("patronymic", "Петровна"),
    ("sex", "female"),
    ("birth_date_day", "12"),
    ("birth_date_month", "3"),
    ("birth_date_year", "1985"),
    ("birth_place", "гор. Тверь"),
    ("snils", "000-000-600 06"),
    ("citizenship", "RUS"),
    ("document_type", "internal_passport"),
    ("document_number", "4008123456"),
    ("issue_date_day", "15"),
    ("issue_date_month", "4"),
    ("issue_date_year", "2008"),
    ("issued_by", "ОУФМС России по Тверской обл."),
    ("unit_code", "690-001"),
];

/// The same with some fields changed or added.
pub(crate) fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = CITIZEN.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    kept.chain(changes).copied().collect()
}
