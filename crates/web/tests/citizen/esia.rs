//! The dialect of ESIA over HTTP, as a system and a browser see it (R212 to R217). Sections are those of the protocol sheet, in
//! docs/protocols/esia.md.

mod api_key;
mod attack;
mod data;
mod demand;
mod leaving;
mod refusal;
mod signing_in;
mod tokens;

use std::collections::BTreeMap;

use okno_app::{
    esia::key,
    relying_party::{self, SiteFile},
    settings::Settings,
};
use okno_testkit::{
    World,
    esia::{TestSystem, time, token_key},
    store::Store,
};
use serde_json::{Value, json};

use crate::browser::Browser;

const PHONE: &str = "+79161234567";
const CALLBACK: &str = "https://rp.example/cb";
const STATE: &str = "7f3b6c1e-2a54-4d0f-9b1e-5c8a7d21e4f0";
const SCOPE: &str = "openid fullname mobile";

type Fields = BTreeMap<String, String>;

/// An installation that serves the dialect, a system in it, and a browser in which nobody is signed in.
struct Stage {
    world: World,
    browser: Browser,
    system: TestSystem,
}

impl Stage {
    async fn new(store: Store, system: TestSystem, esia: Value, rule: Value) -> Self {
        Self::with(store, system, (esia, rule), |_| {}).await
    }

    /// The same where the installation has more settings of its own.
    async fn with(
        store: Store,
        system: TestSystem,
        (esia, rule): (Value, Value),
        more: impl FnOnce(&mut Settings),
    ) -> Self {
        let settings = |settings: &mut Settings| {
            settings.esia.enabled = true;
            settings.single_sign_on.test_persons = true;
            settings.single_sign_on.developer_level = okno_domain::account::AccountLevel::Simplified;
            more(settings);
        };
        let world = World::with(store, settings, |_| {}).await;
        key::enter(&world.cx(), &token_key(), world.cx().now).await.unwrap();
        let browser = Browser::new(&world).speaking("en");
        let stage = Self { world, browser, system };
        stage.enter("DEMO01", &esia, &rule).await;
        stage
    }

    /// One with an RSA key and tokens by RSA, whose rule asks nobody.
    async fn plain(store: Store) -> Self {
        Self::new(store, TestSystem::rsa(), json!({}), json!({ "consent": "implied" })).await
    }

    /// Enters a system, or brings it to this.
    async fn enter(&self, name: &str, esia: &Value, rule: &Value) {
        let mut registration = json!({
            "redirects": ["https://rp.example"],
            "certificates": [self.system.pem()],
            "algorithm": "RS256",
        });
        registration.as_object_mut().unwrap().extend(esia.as_object().unwrap().clone());
        let file = json!({
            "client_id": name,
            "stage": "test",
            "metadata": { "client_name": "Demo system" },
            "rule": rule,
            "esia": registration,
        });
        let file: SiteFile = serde_json::from_value(file).unwrap();
        relying_party::install(&self.world.cx(), &file).await.unwrap().unwrap();
    }

    /// Fields of any request, with their signature over these parts.
    fn signed(&self, fields: &[(&str, &str)], parts: &[&str], raw: bool) -> Fields {
        let mut fields: Fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let usual = [("client_id", "DEMO01"), ("state", STATE), ("scope", SCOPE)];
        for (name, value) in usual {
            fields.entry(name.to_owned()).or_insert_with(|| value.to_owned());
        }
        fields.entry("timestamp".to_owned()).or_insert_with(|| time(self.world.cx().now));
        let text: String = parts.iter().map(|part| fields.get(*part).map_or("", String::as_str)).collect();
        let secret = if raw { self.system.raw(&text) } else { self.system.cms(&text) };
        fields.entry("client_secret".to_owned()).or_insert(secret);
        fields
    }

    /// An authorization request of the first generation.
    fn ac(&self, more: &[(&str, &str)]) -> String {
        let usual = [("response_type", "code"), ("access_type", "online"), ("redirect_uri", CALLBACK)];
        let fields = self.signed(&with(&usual, more), V1, false);
        format!("/aas/oauth2/ac?{}", serde_urlencoded::to_string(fields).unwrap())
    }

    /// A token request of the first generation.
    fn te(&self, more: &[(&str, &str)]) -> Fields {
        let usual = [("grant_type", "authorization_code"), ("token_type", "Bearer"), ("redirect_uri", CALLBACK)];
        self.signed(&with(&usual, more), V1, false)
    }

    async fn redeem(&mut self, code: &str) -> Value {
        let fields = self.te(&[("code", code)]);
        call(&mut self.browser, "/aas/oauth2/te", &fields).await
    }

    /// The code that a request brings without a page.
    async fn code(&mut self, more: &[(&str, &str)]) -> String {
        let request = self.ac(more);
        self.browser.open_only(&request).await;
        answer(&self.browser)["code"].clone()
    }

    /// Tokens for somebody who is signed in at a system that asks nobody.
    async fn tokens(&mut self, more: &[(&str, &str)]) -> Value {
        let code = self.code(more).await;
        let tokens = self.redeem(&code).await;
        assert!(tokens["access_token"].is_string(), "{tokens}");
        tokens
    }

    /// What the data service answers to a token.
    async fn read(&mut self, path: &str, token: &str) -> Value {
        let mut program = self.browser.clone();
        program.cookies.clear();
        program.bearer = Some(token.to_owned());
        program.open_only(path).await;
        self.browser.status = program.status;
        self.browser.headers = program.headers.clone();
        serde_json::from_str(&program.body).unwrap_or(Value::Null)
    }
}

const V1: &[&str] = &["scope", "timestamp", "client_id", "state"];
const V2: &[&str] = &["client_id", "scope", "scope_org", "timestamp", "state", "redirect_uri"];
const V3: &[&str] = &["client_id", "scope", "scope_org", "timestamp", "state", "redirect_uri", "code"];

/// The usual fields with others in their place.
fn with<'a>(usual: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let replaced = |name: &str| more.iter().any(|(other, _)| *other == name);
    let kept = usual.iter().filter(|(name, _)| !replaced(name)).copied();
    kept.chain(more.iter().copied()).collect()
}

/// The fields of the answer to the site: in the address of a redirect, or of the page that leads back.
fn answer(browser: &Browser) -> Fields {
    let address = match browser.header("location") {
        "" => browser.link("submit").replace("&amp;", "&").replace("&#38;", "&"),
        location => location.to_owned(),
    };
    let (place, query) =
        address.split_once('?').unwrap_or_else(|| panic!("no answer at {}: {address} {}", browser.at, browser.body));
    assert_eq!(place, CALLBACK);
    serde_urlencoded::from_str(query).unwrap()
}

async fn call(browser: &mut Browser, path: &str, fields: &Fields) -> Value {
    let body = serde_urlencoded::to_string(fields).unwrap().into_bytes();
    browser.send_raw(path, "application/x-www-form-urlencoded", body).await;
    serde_json::from_str(&browser.body).unwrap_or(Value::Null)
}

/// The code of ESIA in an answer.
fn code_of(answer: &Value) -> &str {
    let text = answer.get("error_description").or_else(|| answer.get("code")).and_then(Value::as_str);
    text.and_then(|text| text.get(..11)).unwrap_or_else(|| panic!("no code in {answer}"))
}

fn part(token: &str, place: usize) -> Value {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let text = token.split('.').nth(place).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
}

fn claims(token: &Value) -> Value {
    part(token.as_str().unwrap(), 1)
}
