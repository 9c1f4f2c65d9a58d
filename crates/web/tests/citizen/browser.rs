//! A browser without scripts: cookies, forms, redirects.

use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::{Router, body::Body, extract::ConnectInfo};
use http::{HeaderMap, Method, Request, StatusCode, header::SET_COOKIE};
use http_body_util::BodyExt as _;
use okno_testkit::World;
use okno_web::{WebConfig, WebState, kit::metrics::Unobserved};
use tokio::sync::watch;
use tower::ServiceExt as _;

pub(crate) const PHONE: &str = "+79123456789";
pub(crate) const EMAIL: &str = "kedrova@example.org";
pub(crate) const PASSWORD: &str = "Zx9?qwer";

/// One browser; the page it shows is in its fields.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    pub(crate) cookies: BTreeMap<String, String>,
    network: Ipv4Addr,
    language: &'static str,
    /// The token that it shows, as a program would.
    pub(crate) bearer: Option<String>,
    /// What it says about the page that a form was sent from.
    pub(crate) from: &'static str,
    /// The path and query of the page shown.
    pub(crate) at: String,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Browser {
    /// A fresh browser in the world's network.
    pub(crate) fn new(world: &World) -> Self {
        // The limit on floods of forms has tests of its own, and nobody measures the time of these answers.
        Self::limited(world, 10_000)
    }

    /// The same at a program that hears so many strangers of a network before it lets them wait.
    pub(crate) fn limited(world: &World, posts_burst: u32) -> Self {
        let config = WebConfig { posts_burst, even_answers_ms: 0, ..WebConfig::default() };
        let state = WebState::new(Arc::clone(&world.app), config, Arc::new(Unobserved), watch::channel(false).1);
        Self {
            router: okno_web::router(state),
            cookies: BTreeMap::new(),
            network: Ipv4Addr::new(203, 0, 113, 9),
            language: "ru",
            bearer: None,
            from: "same-origin",
            at: String::new(),
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: String::new(),
        }
    }

    /// The same browser in another network.
    pub(crate) fn in_network(mut self, number: u8) -> Self {
        self.network = Ipv4Addr::new(198, 51, number, 7);
        self
    }

    /// The same browser with another language.
    pub(crate) fn speaking(mut self, language: &'static str) -> Self {
        self.language = language;
        self
    }

    async fn request(&mut self, method: Method, path: &str, body: String) {
        self.request_of(method, path, "application/x-www-form-urlencoded", body.into_bytes()).await;
    }

    async fn request_of(&mut self, method: Method, path: &str, content_type: &str, body: Vec<u8>) {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(&method)
            .uri(path)
            .header("host", "okno.test")
            .header("accept", "text/html")
            .header("accept-language", self.language)
            .header("user-agent", "Test browser")
            .header("cookie", cookies.join("; "))
            .header("sec-fetch-site", self.from)
            .header("content-type", content_type);
        let request = match &self.bearer {
            Some(token) => request.header("authorization", format!("Bearer {token}")),
            None => request,
        };
        let mut request = request.body(Body::from(body)).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((self.network, 1))));
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        for set in parts.headers.get_all(SET_COOKIE) {
            let text = set.to_str().unwrap();
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            if text.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        self.status = parts.status;
        self.headers = parts.headers;
        path.clone_into(&mut self.at);
        self.body = String::from_utf8_lossy(&body.collect().await.unwrap().to_bytes()).into_owned();
    }

    async fn follow(&mut self) {
        for _ in 0..5 {
            if self.status != StatusCode::SEE_OTHER {
                return;
            }
            let to = self.header("location").to_owned();
            self.request(Method::GET, &to, String::new()).await;
        }
        panic!("too many redirects, now at {}", self.at);
    }

    /// Opens a page.
    pub(crate) async fn open(&mut self, path: &str) -> &mut Self {
        self.request(Method::GET, path, String::new()).await;
        self.follow().await;
        self
    }

    /// Opens a page and does not follow.
    pub(crate) async fn open_only(&mut self, path: &str) {
        self.request(Method::GET, path, String::new()).await;
    }

    /// Sends the page's form to this address and goes where it leads.
    pub(crate) async fn send(&mut self, to: &str, fields: &[(&str, &str)]) -> &mut Self {
        self.send_only(to, fields).await;
        self.follow().await;
        self
    }

    /// Sends the page's form and does not follow.
    pub(crate) async fn send_only(&mut self, to: &str, fields: &[(&str, &str)]) {
        let csrf = self.hidden("csrf");
        let mut pairs = vec![("csrf", csrf.as_str())];
        pairs.extend_from_slice(fields);
        let body = serde_urlencoded::to_string(pairs).unwrap();
        self.request(Method::POST, to, body).await;
    }

    /// Sends the page's form with files in this field, and goes where it leads.
    pub(crate) async fn send_parts(
        &mut self,
        to: &str,
        texts: &[(&str, &str)],
        (field, files): (&str, &[(&str, &[u8])]),
    ) -> &mut Self {
        let csrf = self.hidden("csrf");
        let mut body = Vec::new();
        for (name, text) in [("csrf", csrf.as_str())].iter().chain(texts) {
            let part = format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        for (name, content) in files {
            let head = format!("--edge\r\ncontent-disposition: form-data; name=\"{field}\"");
            let part = format!("{head}; filename=\"{name}\"\r\ncontent-type: application/x\r\n\r\n");
            body.extend_from_slice(part.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--edge--\r\n");
        self.send_raw(to, "multipart/form-data; boundary=edge", body).await;
        self.follow().await;
        self
    }

    /// Sends this body as it is, and does not follow.
    pub(crate) async fn send_raw(&mut self, to: &str, content_type: &str, body: Vec<u8>) {
        self.request_of(Method::POST, to, content_type, body).await;
    }

    /// Sends a document as a program does, with a token if there is one; gives what is answered.
    pub(crate) async fn send_json(
        &mut self,
        method: Method,
        to: &str,
        token: Option<&str>,
        body: &serde_json::Value,
    ) -> serde_json::Value {
        self.bearer = token.map(str::to_owned);
        self.request_of(method, to, "application/json", body.to_string().into_bytes()).await;
        self.bearer = None;
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// Sends a form as a program does; gives what is answered.
    pub(crate) async fn call(&mut self, to: &str, fields: &[(&str, &str)]) -> serde_json::Value {
        let body = serde_urlencoded::to_string(fields).unwrap().into_bytes();
        self.send_raw(to, "application/x-www-form-urlencoded", body).await;
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The value of a hidden field; empty when there is none.
    pub(crate) fn hidden(&self, name: &str) -> String {
        self.value_after(&format!("name=\"{name}\" value=\""))
    }

    /// The value that a text field shows.
    pub(crate) fn value(&self, name: &str) -> String {
        let tag = self.body.split("<input").find(|tag| tag.contains(&format!("name=\"{name}\"")));
        let tag = tag.unwrap_or_else(|| panic!("no field {name} at {}", self.at));
        tag.split(" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    }

    /// Where the link with this id leads.
    pub(crate) fn link(&self, id: &str) -> String {
        self.value_after(&format!("id=\"{id}\" href=\"")).replace("&#38;", "&")
    }

    /// Every address of ours that the page links to, without its fragment.
    pub(crate) fn links(&self) -> Vec<String> {
        let body = self.body.replace("&#38;", "&");
        let hrefs = body.split("href=\"").skip(1).filter_map(|rest| rest.split(['"', '#']).next());
        hrefs.filter(|href| href.starts_with('/')).map(str::to_owned).collect()
    }

    /// The first form of the page that goes to an address that begins like this.
    pub(crate) fn form_action(&self, start: &str) -> String {
        let mut actions = self.body.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
        actions.find(|action| action.starts_with(start)).unwrap_or_default().to_owned()
    }

    fn value_after(&self, start: &str) -> String {
        self.body.split_once(start).and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default().to_owned()
    }

    pub(crate) fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    /// What stands at a field as its error.
    pub(crate) fn error_at(&self, name: &str) -> String {
        let start = format!("id=\"{name}-error\"");
        let Some((_, rest)) = self.body.split_once(&start) else { return String::new() };
        let text = rest.split("</p>").next().unwrap().rsplit("</span>").next().unwrap();
        text.trim().to_owned()
    }

    /// What the page says, without what differs by request.
    pub(crate) fn said(&self) -> String {
        let main = self.body.split_once("<main").unwrap().1.split("</main>").next().unwrap();
        let csrf = self.hidden("csrf");
        main.replace(&csrf, "")
    }

    /// The page must be this one.
    pub(crate) fn assert_at(&self, path: &str) {
        assert_eq!(self.at, path, "{} {}", self.status, self.body);
    }

    /// Who is signed in, by the page's head (R5).
    pub(crate) fn surname(&self) -> Option<&str> {
        Some(self.body.split_once("class=\"user-name\">")?.1.split('<').next().unwrap())
    }

    /// Sends the registration form.
    pub(crate) async fn register(&mut self, phone: &str, email: &str) -> &mut Self {
        self.open("/registration").await;
        let fields = [("family_name", "Кедрова"), ("given_name", "Яна"), ("mobile_phone", phone), ("email", email)];
        self.send("/registration", &fields).await
    }

    /// Registers by phone, from the form to the account.
    pub(crate) async fn registered(mut self, world: &World, phone: &str) -> Self {
        self.register(phone, "").await;
        world.drain().await;
        let code = world.sms_code(phone);
        self.send("/registration/code", &[("code", code.expose())]).await;
        self.send("/registration/password", &[("password", PASSWORD), ("password_repeat", PASSWORD)]).await;
        self.assert_at("/registration/done");
        self
    }

    /// Signs in by phone or e-mail.
    pub(crate) async fn log_in(&mut self, login: &str, password: &str) -> &mut Self {
        self.open("/login").await;
        self.send("/login", &[("login", login), ("password", password)]).await
    }
}

/// A six-digit code that is not this one.
pub(crate) fn other_code(code: &str) -> &'static str {
    if code == "111111" { "222222" } else { "111111" }
}
