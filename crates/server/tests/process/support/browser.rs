//! A visitor's browser without scripts: keeps cookies, reads forms, sends them.

use std::collections::BTreeMap;

use reqwest::{Client, RequestBuilder, StatusCode, header, redirect::Policy};
use scraper::{ElementRef, Html, Selector};

/// The server did not answer, or broke off while it did.
#[derive(Debug)]
pub(crate) struct Unanswered;

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// The path it was asked for under.
    pub(crate) path: String,
    pub(crate) status: u16,
    pub(crate) headers: header::HeaderMap,
    pub(crate) html: String,
}

/// One browser.
#[derive(Clone)]
pub(crate) struct Browser {
    http: Client,
    base: String,
    cookies: BTreeMap<String, String>,
    /// The address it comes from, as a trusted proxy would tell.
    address: String,
}

/// A client for single questions.
pub(crate) fn plain() -> Client {
    // The provider may have been chosen by another test.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().redirect(Policy::none()).no_proxy().timeout(super::PATIENCE).build().unwrap()
}

impl Page {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Where it sends the browser.
    pub(crate) fn location(&self) -> Option<&str> {
        self.header("location").filter(|_| self.status == 303)
    }

    /// Whether it has a form with this field.
    pub(crate) fn has_field(&self, name: &str) -> bool {
        let document = Html::parse_document(&self.html);
        form_with(&document, name).is_some()
    }

    /// The value of the first field of this name.
    pub(crate) fn field_value(&self, name: &str) -> Option<String> {
        let document = Html::parse_document(&self.html);
        let field = document.select(&select(&format!("[name=\"{name}\"]"))?).next()?;
        field.attr("value").map(ToOwned::to_owned)
    }

    /// What a person reads, in one line.
    pub(crate) fn text(&self) -> String {
        let document = Html::parse_document(&self.html);
        let main = select("main").and_then(|main| document.select(&main).next());
        let root = main.unwrap_or_else(|| document.root_element());
        root.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }

    /// For the message of a failed test.
    pub(crate) fn told(&self) -> String {
        format!("{} {} {:?}: {}", self.status, self.path, self.location(), self.text())
    }
}

impl Browser {
    pub(crate) fn new(base: String, number: u32) -> Self {
        let [_, high, middle, low] = number.to_be_bytes();
        let address = format!("10.{high}.{middle}.{low}");
        Self { http: plain(), base, cookies: BTreeMap::new(), address }
    }

    /// Speaks to another server from here on, with the same cookies.
    pub(crate) fn turn_to(&mut self, base: String) {
        self.base = base;
    }

    pub(crate) async fn get(&mut self, path: &str) -> Result<Page, Unanswered> {
        let request = self.http.get(format!("{}{path}", self.base));
        self.answer(path, request).await
    }

    /// Another browser at the same place.
    pub(crate) fn without_cookies(&self) -> Self {
        Self { cookies: BTreeMap::new(), ..self.clone() }
    }

    /// Sends the form that holds the field `mark`, with these values; everything else as the page has it.
    pub(crate) async fn submit(
        &mut self,
        page: &Page,
        mark: &str,
        values: &[(&str, &str)],
    ) -> Result<Page, Unanswered> {
        let (path, pairs) = {
            let document = Html::parse_document(&page.html);
            let form = form_with(&document, mark).unwrap_or_else(|| panic!("no field {mark} in {}", page.told()));
            filled(form, &page.path, values)
        };
        self.post(&path, &pairs).await
    }

    /// Sends a form.
    pub(crate) async fn post(&mut self, path: &str, pairs: &[(String, String)]) -> Result<Page, Unanswered> {
        let request = self.http.post(format!("{}{path}", self.base)).header(header::ORIGIN, &self.base);
        let body = serde_urlencoded::to_string(pairs).unwrap();
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        self.answer(path, request).await
    }

    /// The `Cookie` header.
    pub(crate) fn cookie_header(&self) -> String {
        let all: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        all.join("; ")
    }

    /// Values of all cookies.
    pub(crate) fn cookie_values(&self) -> Vec<String> {
        self.cookies.values().cloned().collect()
    }

    async fn answer(&mut self, path: &str, request: RequestBuilder) -> Result<Page, Unanswered> {
        let request = request
            .header(header::COOKIE, self.cookie_header())
            .header("x-forwarded-for", &self.address)
            .header(header::ACCEPT, "text/html")
            .header(header::ACCEPT_LANGUAGE, "en");
        let response = request.send().await.map_err(|_| Unanswered)?;
        let (status, headers): (StatusCode, _) = (response.status(), response.headers().clone());
        let html = response.text().await.map_err(|_| Unanswered)?;
        for set in headers.get_all(header::SET_COOKIE) {
            self.take_cookie(set.to_str().unwrap());
        }
        Ok(Page { path: path.to_owned(), status: status.as_u16(), headers, html })
    }

    fn take_cookie(&mut self, set: &str) {
        let (pair, attributes) = set.split_once(';').unwrap_or((set, ""));
        let (name, value) = pair.split_once('=').unwrap();
        let gone = attributes.to_ascii_lowercase().contains("max-age=0");
        if gone || value.is_empty() {
            self.cookies.remove(name.trim());
        } else {
            self.cookies.insert(name.trim().to_owned(), value.trim().to_owned());
        }
    }
}

fn select(text: &str) -> Option<Selector> {
    Selector::parse(text).ok()
}

fn form_with<'a>(document: &'a Html, field: &str) -> Option<ElementRef<'a>> {
    let (forms, named) = (select("form")?, select(&format!("[name=\"{field}\"]"))?);
    document.select(&forms).find(|form| form.select(&named).next().is_some())
}

/// Where the form goes and what it sends.
fn filled(form: ElementRef<'_>, here: &str, values: &[(&str, &str)]) -> (String, Vec<(String, String)>) {
    let own = |name: &str| values.iter().any(|(given, _)| *given == name);
    let mut pairs = Vec::new();
    for field in form.select(&select("input, select, textarea").unwrap()) {
        let Some(name) = field.attr("name").filter(|name| !own(name)) else { continue };
        let value = match (field.value().name(), field.attr("type").unwrap_or("text")) {
            ("textarea", _) => Some(field.text().collect()),
            ("select", _) => chosen(field),
            (_, "checkbox" | "radio") => field.attr("checked").map(|_| field.attr("value").unwrap_or("on").to_owned()),
            (_, "submit" | "button" | "image" | "reset") => None,
            _ => Some(field.attr("value").unwrap_or_default().to_owned()),
        };
        pairs.extend(value.map(|value| (name.to_owned(), value)));
    }
    pairs.extend(values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let action = form.attr("action").filter(|action| !action.is_empty()).unwrap_or(here);
    (action.to_owned(), pairs)
}

fn chosen(field: ElementRef<'_>) -> Option<String> {
    let options = select("option")?;
    let all: Vec<_> = field.select(&options).collect();
    let option = all.iter().find(|option| option.attr("selected").is_some()).or(all.first())?;
    Some(option.attr("value").map_or_else(|| option.text().collect(), ToOwned::to_owned))
}
