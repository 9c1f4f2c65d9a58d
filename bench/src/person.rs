//! One synthetic person who registers, signs in and looks around, as prepared requests.

use std::sync::Arc;

use serde_json::Value;

use crate::form;
use crate::http::{Answer, Connection, Fault, Request};
use crate::load::Requests;

/// Names are in Russian letters, as in the documents.
const NAME: &str = "\u{411}\u{435}\u{43d}\u{447}";
const PASSWORD: &str = "Ohne.Fenster-7";
/// Redirects in a row after which something is wrong.
const MOST_REDIRECTS: usize = 5;

/// An account holder.
pub(crate) struct Person {
    phone: String,
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
        let mut browser = Browser::open(port).await?;
        browser.visit("/registration").await?;
        let phone = phone(0);
        browser.send(&[("family_name", NAME), ("given_name", NAME), ("mobile_phone", &phone)]).await?;
        let code = sms_code(simulators, &phone).await?;
        browser.send(&[("code", &code)]).await?;
        browser.send(&[("password", PASSWORD), ("password_repeat", PASSWORD)]).await?;
        Ok(Self { phone })
    }

    pub(crate) async fn log_in(&self, port: u16) -> Result<SignedIn, Fault> {
        let mut browser = Browser::open(port).await?;
        browser.visit("/login").await?;
        browser.send(&[("login", &self.phone), ("password", PASSWORD)]).await?;
        browser.visit("/account").await?;
        Ok(SignedIn { cookies: browser.cookies() })
    }

    /// Logins with the right password from one login page.
    pub(crate) async fn logins(&self, port: u16) -> Result<Requests, Fault> {
        let mut browser = Browser::open(port).await?;
        browser.visit("/login").await?;
        browser.prepared(&[("login", &self.phone), ("password", PASSWORD)])
    }

    /// Wrong codes on the page of a registration that waits for one.
    pub(crate) async fn codes(&self, port: u16) -> Result<Requests, Fault> {
        let mut browser = Browser::open(port).await?;
        browser.visit("/registration").await?;
        browser.send(&[("family_name", NAME), ("given_name", NAME), ("mobile_phone", &phone(1))]).await?;
        browser.prepared(&[("code", "000000")])
    }
}

/// A browser's memory: cookies, the page it is on.
struct Browser {
    connection: Connection,
    cookies: Vec<(String, String)>,
    path: String,
    page: String,
}

impl Browser {
    async fn open(port: u16) -> Result<Self, Fault> {
        let connection = Connection::open(port).await?;
        Ok(Self { connection, cookies: vec![], path: String::new(), page: String::new() })
    }

    fn cookies(&self) -> String {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    async fn visit(&mut self, path: &str) -> Result<(), Fault> {
        self.follow(Request::get(path)).await
    }

    /// Fills the form of the page and sends it.
    async fn send(&mut self, fields: &[(&str, &str)]) -> Result<(), Fault> {
        let request = self.filled(fields)?;
        self.follow(request).await
    }

    fn filled(&self, fields: &[(&str, &str)]) -> Result<Request, Fault> {
        let hidden = form::hidden_fields(&self.page);
        if !self.page.contains("id=\"submit\"") {
            return Err(Fault::Unexpected(format!("no form at {}", self.path)));
        }
        let all = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(fields.iter().copied());
        let action = form::action(&self.page).filter(|action| !action.is_empty());
        Ok(Request::post(action.unwrap_or_else(|| self.path.clone()), form::encode(all)))
    }

    fn prepared(&self, fields: &[(&str, &str)]) -> Result<Requests, Fault> {
        let request = self.filled(fields)?.with_cookies(&self.cookies());
        Ok(Arc::new(move |_| Ok(request.clone())))
    }

    async fn follow(&mut self, mut request: Request) -> Result<(), Fault> {
        for _ in 0..MOST_REDIRECTS {
            self.path.clone_from(&request.path);
            let answer = self.connection.ask(&request.with_cookies(&self.cookies())).await?;
            self.remember(&answer);
            match (answer.status, answer.location) {
                (301..=308, Some(location)) => request = Request::get(local(&location)),
                (200, _) => {
                    self.page = String::from_utf8_lossy(&answer.body).into_owned();
                    return Ok(());
                }
                (status, _) => return Err(Fault::Unexpected(format!("{} answers {status}", self.path))),
            }
        }
        Err(Fault::Unexpected(format!("{} redirects without end", self.path)))
    }

    fn remember(&mut self, answer: &Answer) {
        for (name, value) in &answer.cookies {
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.clone(), value.clone()));
            }
        }
    }
}

/// The path of an address that may name its host.
fn local(location: &str) -> String {
    match location.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/").to_owned(),
        None => location.to_owned(),
    }
}

async fn sms_code(simulators: u16, phone: &str) -> Result<String, Fault> {
    let mut connection = Connection::open(simulators).await?;
    let path = format!("/api/sms?to={}&wait=20", phone.replace('+', "%2B"));
    let answer = connection.ask(&Request::get(path)).await?;
    let list: Value = serde_json::from_slice(&answer.body).map_err(|_| Fault::Malformed("no list of messages"))?;
    let code = list.pointer("/messages/0/codes/0").and_then(Value::as_str);
    code.map(str::to_owned).ok_or_else(|| Fault::Unexpected("no code came by SMS".to_owned()))
}
