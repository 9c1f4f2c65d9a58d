//! Going through pages as a browser does: cookies, redirects, the form of the page.

use std::sync::Arc;

use crate::form;
use crate::http::{Answer, Client, Fault, Request};
use crate::load::Requests;

/// Redirects in a row after which something is wrong.
const MOST_REDIRECTS: usize = 5;

/// A browser's memory: cookies, the page it is on.
pub(crate) struct Browser {
    client: Client,
    cookies: Vec<(String, String)>,
    pub(crate) path: String,
    page: String,
}

impl Browser {
    pub(crate) const fn open(port: u16) -> Self {
        Self { client: Client::of(port), cookies: vec![], path: String::new(), page: String::new() }
    }

    /// Another person's browser over the same connection.
    pub(crate) fn forget(&mut self) {
        self.cookies.clear();
        self.page.clear();
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

    async fn follow(&mut self, request: Request) -> Result<(), Fault> {
        match self.until(request, None).await? {
            None => Ok(()),
            Some(elsewhere) => Err(Fault::Unexpected(format!("{} leads to {elsewhere}", self.path))),
        }
    }

    /// Goes on until there is a page, or the way leads to an address of another site that begins so: by a redirect, or by a
    /// link of the page. Gives that address.
    pub(crate) async fn until(&mut self, mut request: Request, site: Option<&str>) -> Result<Option<String>, Fault> {
        let is_there = |location: &str| site.is_some_and(|site| location.starts_with(site));
        for _ in 0..MOST_REDIRECTS {
            self.path.clone_from(&request.path);
            let answer = self.client.ask(&request.with_cookies(&self.cookies())).await?;
            self.remember(&answer);
            match (answer.status, answer.location) {
                (301..=308, Some(location)) if is_there(&location) => return Ok(Some(location)),
                (301..=308, Some(location)) => request = Request::get(local(&location)),
                (200, _) => {
                    self.page = String::from_utf8_lossy(&answer.body).into_owned();
                    return Ok(site.and_then(|site| form::link(&self.page, site)));
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
pub(crate) fn local(location: &str) -> String {
    match location.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/").to_owned(),
        None => location.to_owned(),
    }
}
