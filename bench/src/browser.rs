//! Going through pages as a browser does: cookies, redirects, the form of the page.

use std::sync::Arc;

use crate::form;
use crate::http::{Answer, Connection, Fault, Request};
use crate::load::Requests;

/// Redirects in a row after which something is wrong.
const MOST_REDIRECTS: usize = 5;

/// A browser's memory: cookies, the page it is on.
pub(crate) struct Browser {
    connection: Connection,
    cookies: Vec<(String, String)>,
    pub(crate) path: String,
    page: String,
}

impl Browser {
    pub(crate) async fn open(port: u16) -> Result<Self, Fault> {
        let connection = Connection::open(port).await?;
        Ok(Self { connection, cookies: vec![], path: String::new(), page: String::new() })
    }

    pub(crate) fn cookies(&self) -> String {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    pub(crate) async fn visit(&mut self, path: &str) -> Result<(), Fault> {
        self.follow(Request::get(path)).await
    }

    /// Fills the form of the page and sends it.
    pub(crate) async fn send(&mut self, fields: &[(&str, &str)]) -> Result<(), Fault> {
        let request = self.filled(fields)?;
        self.follow(request).await
    }

    /// The form of the page with these fields, as it would be sent.
    pub(crate) fn filled(&self, fields: &[(&str, &str)]) -> Result<Request, Fault> {
        let hidden = form::hidden_fields(&self.page);
        if !self.page.contains("id=\"submit\"") {
            return Err(Fault::Unexpected(format!("no form at {}", self.path)));
        }
        let all = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(fields.iter().copied());
        let action = form::action(&self.page).filter(|action| !action.is_empty());
        Ok(Request::post(action.unwrap_or_else(|| self.path.clone()), form::encode(all)))
    }

    /// The form of the page, filled once, to be sent again and again.
    pub(crate) fn prepared(&self, fields: &[(&str, &str)]) -> Result<Requests, Fault> {
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
