//! How to begin: the values of a site, and what to write in common surroundings, with these values in it.
//!
//! The texts are programs, not words for people, so they are in `data/start`. A line there that begins with `[method]` is only
//! for sites that prove who they are in this way; `[http]` is for a portal on the developer's own machine.

use askama::Template;
use okno_domain::{account::AccountLevel, locale::Locale};

use crate::{
    frame::PageFrame,
    page::View,
    route::{self, developer_site},
};

/// What is written for each kind of surroundings, for sites that people sign in at.
const FOR_PEOPLE: [(&str, &str); 7] = [
    ("Node.js (openid-client)", include_str!("../../data/start/node.txt")),
    ("Python (Authlib, Flask)", include_str!("../../data/start/python.txt")),
    ("Java (Spring Security)", include_str!("../../data/start/java.txt")),
    ("Go (go-oidc)", include_str!("../../data/start/go.txt")),
    ("PHP (openid-connect-php)", include_str!("../../data/start/php.txt")),
    (".NET (ASP.NET Core)", include_str!("../../data/start/dotnet.txt")),
    ("curl", include_str!("../../data/start/curl.txt")),
];
/// And for programs that act for themselves.
const FOR_PROGRAMS: [(&str, &str); 2] = [
    ("Node.js (openid-client)", include_str!("../../data/start/node-program.txt")),
    ("curl", include_str!("../../data/start/curl-program.txt")),
];

/// The values that are filled in.
#[derive(Clone, Debug, Default)]
pub struct StartValues {
    /// Our name in the protocol.
    pub issuer: String,
    /// The site's.
    pub client_id: String,
    /// The first address to come back to; none for a program that acts for itself.
    pub redirect_uri: Option<String>,
    /// What it may ask for.
    pub scopes: Vec<String>,
    /// How it proves who it is.
    pub method: String,
    /// The name and the algorithm of its first key.
    pub key: Option<(String, String)>,
}

/// A text for one kind of surroundings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// Its id on the page.
    pub id: String,
    /// For which.
    pub name: &'static str,
    /// The text.
    pub text: String,
}

/// The path of an address; a slash where it has none.
fn path_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/");
    path.split('?').next().unwrap_or(path)
}

impl StartValues {
    /// The texts with these values. Whatever could end a text in one of the languages was refused when the site was entered: an
    /// address has neither quotation marks nor spaces, and names are made here.
    pub fn snippets(&self) -> Vec<Snippet> {
        let texts: &[(&'static str, &str)] = if self.redirect_uri.is_some() { &FOR_PEOPLE } else { &FOR_PROGRAMS };
        let numbered = texts.iter().zip(1..);
        numbered
            .map(|((name, text), number)| Snippet { id: format!("snippet-{number}"), name, text: self.filled(text) })
            .collect()
    }

    fn filled(&self, text: &str) -> String {
        let redirect = self.redirect_uri.as_deref().unwrap_or_default();
        // The apostrophe is the one sign of an address that ends a text in some languages.
        let redirect = redirect.replace('\'', "%27");
        let scope = self.scopes.join(" ");
        let (key_name, algorithm) = self.key.clone().unwrap_or_else(|| ("one".to_owned(), "ES256".to_owned()));
        let is_plain = self.issuer.starts_with("http:");
        let key_name: String =
            key_name.chars().filter(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(*letter)).collect();
        let mut filled = String::new();
        for line in text.lines() {
            let line = match line.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
                Some(("http", rest)) if is_plain => rest,
                Some((method, rest)) if method == self.method => rest,
                Some(_) => continue,
                None => line,
            };
            let line = line
                .replace("@REDIRECT_URI_ENCODED@", &route::encode(&redirect))
                .replace("@SCOPE_ENCODED@", &route::encode(&scope))
                .replace("@SCOPE_LIST@", &self.scopes.join(","))
                .replace("@REDIRECT_PATH@", path_of(&redirect))
                .replace("@REDIRECT_URI@", &redirect)
                .replace("@SCOPE@", &scope)
                .replace("@ISSUER@", &self.issuer)
                .replace("@CLIENT_ID@", &self.client_id)
                .replace("@METHOD@", &self.method)
                .replace("@KEY_NAME@", &key_name)
                .replace("@KEY_ALGORITHM@", &algorithm);
            filled.push_str(&line);
            filled.push('\n');
        }
        filled
    }
}

/// How to begin with a site.
#[derive(Template)]
#[template(path = "developer/start.html")]
pub struct StartView {
    /// The frame.
    pub frame: PageFrame,
    /// What the site calls itself.
    pub name: String,
    /// The values.
    pub values: StartValues,
}

impl StartView {
    fn url(&self) -> String {
        developer_site(&self.values.client_id)
    }

    fn snippets(&self) -> Vec<Snippet> {
        self.values.snippets()
    }

    fn has_secret(&self) -> bool {
        self.values.method.starts_with("client_secret")
    }

    fn scope(&self) -> String {
        self.values.scopes.join(" ")
    }
}

impl View for StartView {
    const NAME: &'static str = "developer-start";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |method: &str, redirect_uri: Option<&str>| Self {
            frame: PageFrame::sample(locale, "/developer/sites/1/start").signed_in(AccountLevel::Confirmed),
            name: "Городская библиотека".to_owned(),
            values: StartValues {
                issuer: "https://okno.example".to_owned(),
                client_id: "0199a1b2-7c3d-7000-8000-000000000001".to_owned(),
                redirect_uri: redirect_uri.map(str::to_owned),
                scopes: vec!["openid".to_owned(), "email".to_owned()],
                method: method.to_owned(),
                key: Some(("2026-03".to_owned(), "ES256".to_owned())),
            },
        };
        let back = Some("https://library.example/callback");
        vec![
            ("secret", view("client_secret_basic", back)),
            ("key", view("private_key_jwt", back)),
            ("public", view("none", back)),
            ("program", view("client_secret_post", None)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(method: &str, redirect_uri: Option<&str>) -> StartValues {
        StartValues {
            issuer: "http://localhost:8080".to_owned(),
            client_id: "the-client".to_owned(),
            redirect_uri: redirect_uri.map(str::to_owned),
            scopes: vec!["openid".to_owned(), "email".to_owned()],
            method: method.to_owned(),
            key: None,
        }
    }

    /// Every text has the site's values in it, and nothing that was to be filled in.
    #[test]
    fn everything_is_filled_in() {
        for method in ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"] {
            for redirect in [Some("https://library.example/sign-in/done?x=1"), None] {
                for Snippet { name, text, .. } in values(method, redirect).snippets() {
                    assert!(!text.contains('@') || !text.contains("@CLIENT"), "{name}: {text}");
                    for mark in ["@ISSUER", "@REDIRECT", "@SCOPE", "@METHOD", "@KEY"] {
                        assert!(!text.contains(mark), "{name}: {text}");
                    }
                    assert!(text.contains("the-client") && text.contains("http://localhost:8080"), "{name}: {text}");
                    assert!(
                        !text.lines().any(|line| line.starts_with("[client") || line.starts_with("[http")),
                        "{text}"
                    );
                }
            }
        }
        let texts = values("client_secret_basic", Some("https://library.example/done")).snippets();
        assert!(texts.iter().all(|snippet| !snippet.text.contains("ssertion")), "{texts:?}");
        assert!(texts.iter().any(|snippet| snippet.text.contains("\"/done\"")));
    }

    /// What a developer typed does not end a text and go on as a program of the one who copies it.
    #[test]
    fn values_stay_values() {
        let mut values = values("private_key_jwt", Some("https://library.example/o'neill"));
        values.key = Some(("\"); evil(\"".to_owned(), "ES256".to_owned()));
        for Snippet { text, .. } in values.snippets() {
            assert!(!text.contains("o'neill") && !text.contains("evil(\""), "{text}");
        }
    }
}
