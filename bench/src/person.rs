//! One synthetic person who registers, signs in and looks around, as prepared requests.

use std::sync::Arc;

use serde_json::Value;

use crate::browser::Browser;
use crate::http::{Client, Fault, Request};
use crate::load::Requests;

/// Names are in Russian letters, as in the documents.
const NAME: &str = "\u{411}\u{435}\u{43d}\u{447}";
const PASSWORD: &str = "Ohne.Fenster-7";

/// An account holder.
pub(crate) struct Person {
    pub(crate) phone: String,
}

/// A never dialable number that is new for each run, above those of generated accounts.
fn phone(which: u32) -> String {
    format!("+7000{}", 9_000_000 + std::process::id() % 400_000 * 2 + which)
}

/// Signed in: the cookies of a session.
pub(crate) struct SignedIn {
    cookies: String,
}

impl SignedIn {
    /// Requests for a page of theirs.
    pub(crate) fn page(&self, path: &'static str) -> Requests {
        let cookies = self.cookies.clone();
        Arc::new(move |_| Ok(Request::get(path).with_cookies(&cookies)))
    }
}

impl Person {
    /// Registers by phone; the code is read from the simulators.
    pub(crate) async fn register(port: u16, simulators: u16) -> Result<Self, Fault> {
        let mut browser = Browser::open(port);
        browser.visit("/registration").await?;
        let phone = phone(0);
        browser.send(&[("family_name", NAME), ("given_name", NAME), ("mobile_phone", &phone)]).await?;
        let code = sms_code(simulators, &phone).await?;
        browser.send(&[("code", &code)]).await?;
        browser.send(&[("password", PASSWORD), ("password_repeat", PASSWORD)]).await?;
        Ok(Self { phone })
    }

    pub(crate) async fn log_in(&self, port: u16) -> Result<SignedIn, Fault> {
        let mut browser = Browser::open(port);
        browser.visit("/login").await?;
        browser.send(&[("login", &self.phone), ("password", PASSWORD)]).await?;
        browser.visit("/account").await?;
        Ok(SignedIn { cookies: browser.cookies() })
    }

    /// Logins with the right password from one login page.
    pub(crate) async fn logins(&self, port: u16) -> Result<Requests, Fault> {
        let mut browser = Browser::open(port);
        browser.visit("/login").await?;
        browser.prepared(&[("login", &self.phone), ("password", PASSWORD)])
    }

    /// Wrong codes on the page of a registration that waits for one.
    pub(crate) async fn codes(&self, port: u16) -> Result<Requests, Fault> {
        let mut browser = Browser::open(port);
        browser.visit("/registration").await?;
        browser.send(&[("family_name", NAME), ("given_name", NAME), ("mobile_phone", &phone(1))]).await?;
        browser.prepared(&[("code", "000000")])
    }
}

async fn sms_code(simulators: u16, phone: &str) -> Result<String, Fault> {
    let mut client = Client::of(simulators);
    let path = format!("/api/sms?to={}&wait=20", phone.replace('+', "%2B"));
    let answer = client.ask(&Request::get(path)).await?;
    let list: Value = serde_json::from_slice(&answer.body).map_err(|_| Fault::Malformed("no list of messages"))?;
    let code = list.pointer("/messages/0/codes/0").and_then(Value::as_str);
    code.map(str::to_owned).ok_or_else(|| Fault::Unexpected("no code came by SMS".to_owned()))
}
