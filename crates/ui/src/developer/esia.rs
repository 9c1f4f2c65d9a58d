//! A system that speaks ESIA: what it registered in words, and how to begin with it.
//!
//! The examples are programs, not words for people, so they are in `data/start`. A line there that begins with `[RS256]` or `[GOST]`
//! is only for systems with such tokens, `[rsa]` or `[gost]` for those with such a key of their own.

use askama::Template;
use jiff::Zoned;
use okno_domain::{account::AccountLevel, locale::Locale};

use super::{Snippet, algorithm_name, sample_moment};
use crate::{format, frame::PageFrame, page::View, route::developer_site, text::Text};

/// How a key and its certificate are made.
const KEY: &str = include_str!("../../data/start/esia-key.txt");
/// What is written for each kind of surroundings.
const EXAMPLES: [(&str, &str); 8] = [
    ("OpenSSL", KEY),
    ("Node.js (esia)", include_str!("../../data/start/esia-node.txt")),
    ("Python (esia-connector)", include_str!("../../data/start/esia-python.txt")),
    ("PHP (ekapusta/oauth2-esia)", include_str!("../../data/start/esia-php.txt")),
    (".NET (AISGorod.AspNetCore.Authentication.Esia)", include_str!("../../data/start/esia-dotnet.txt")),
    ("Go (go-api-epgu)", include_str!("../../data/start/esia-go.txt")),
    ("curl, openssl cms (v1)", include_str!("../../data/start/esia-curl-cms.txt")),
    ("curl, openssl dgst (v2, v3)", include_str!("../../data/start/esia-curl-raw.txt")),
];
/// Where the present instant lies in the time of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateState {
    /// Within.
    Good,
    /// Before.
    Early,
    /// After.
    Expired,
}

/// A certificate of a system.
#[derive(Clone, Debug)]
pub struct CertificateLine {
    /// Whom it names.
    pub subject: String,
    /// Its SHA-256.
    pub sha_256: String,
    /// Its Streebog-256.
    pub streebog_256: String,
    /// Until when it is good.
    pub until: Zoned,
    /// Where the present instant lies.
    pub state: CertificateState,
}

/// What an operator of the installation has set for a system, beside what the form has fields for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Further {
    /// Addresses are compared as a whole.
    Exact,
    /// It may ask for tokens of its own.
    OwnCredentials,
    /// Codes are redeemed although nothing fits the signature.
    Unsigned,
    /// Its requests are good for so many minutes.
    Window(u32),
}

/// What a system registered.
#[derive(Clone, Debug)]
pub struct EsiaFacts {
    /// Its domains.
    pub domains: Vec<String>,
    /// Its certificates.
    pub certificates: Vec<CertificateLine>,
    /// The algorithm of its tokens, by the protocol's name.
    pub algorithm: &'static str,
    /// Whether its requests may differ from what is written about them.
    pub is_lenient: bool,
    /// Whether `sub` is a text.
    pub has_text_subject: bool,
    /// Whether numbers of people are texts elsewhere.
    pub has_text_object: bool,
    /// What an operator has set besides.
    pub further: Vec<Further>,
}

impl EsiaFacts {
    pub(super) fn sample(is_lenient: bool) -> Self {
        let certificate = |name: &str, state| CertificateLine {
            subject: format!("CN={name},O=Library"),
            sha_256: "0123456789ABCDEF".repeat(4),
            streebog_256: "FEDCBA9876543210".repeat(4),
            until: sample_moment(),
            state,
        };
        Self {
            domains: vec!["https://library.example".to_owned()],
            certificates: vec![
                certificate("LIBRARY01", CertificateState::Good),
                certificate("LIBRARY00", CertificateState::Expired),
                certificate("LIBRARY02", CertificateState::Early),
            ],
            algorithm: if is_lenient { "RS256" } else { "GOST3410_2012_256" },
            is_lenient,
            has_text_subject: is_lenient,
            has_text_object: false,
            further: vec![Further::Exact, Further::OwnCredentials, Further::Unsigned, Further::Window(3)],
        }
    }
}

fn certificate_lines(locale: Locale, line: &CertificateLine) -> Vec<String> {
    let key = match line.state {
        CertificateState::Good => "developer-certificate-until",
        CertificateState::Early => "developer-certificate-early",
        CertificateState::Expired => "developer-certificate-expired",
    };
    let until = Text::new(locale, key).with("at", format::moment(locale, &line.until));
    vec![
        format!("{}: {until}", line.subject),
        format!("SHA-256: {}", line.sha_256),
        format!("Streebog-256: {}", line.streebog_256),
    ]
}

fn further_line(locale: Locale, further: Further) -> String {
    let (key, minutes) = match further {
        Further::Exact => ("developer-esia-exact", 0),
        Further::OwnCredentials => ("developer-esia-own-credentials", 0),
        Further::Unsigned => ("developer-esia-unsigned", 0),
        Further::Window(minutes) => ("developer-esia-window", i64::from(minutes)),
    };
    Text::new(locale, key).with("n", minutes).to_string()
}

/// The rows of what a system registered: label and values.
pub(super) fn rows(locale: Locale, system: &EsiaFacts) -> Vec<(Text<'static>, Vec<String>)> {
    let t = |key: &'static str| Text::new(locale, key);
    let form = |is_text| if is_text { "developer-esia-text" } else { "developer-esia-number" };
    let mode = if system.is_lenient { "developer-esia-mode-lenient" } else { "developer-esia-mode-strict" };
    let one = |line: &CertificateLine| certificate_lines(locale, line);
    // With an empty line between one and the next.
    let certificates: Vec<Vec<String>> = system.certificates.iter().map(one).collect();
    let mut rows = vec![
        (t("developer-esia-domains"), system.domains.clone()),
        (t("developer-esia-certificates"), certificates.join(&String::new())),
        (t("developer-esia-algorithm"), vec![algorithm_name(locale, system.algorithm).to_string()]),
        (t("developer-esia-mode"), vec![t(mode).to_string()]),
        (t("developer-esia-subject"), vec![t(form(system.has_text_subject)).to_string()]),
        (t("developer-esia-object"), vec![t(form(system.has_text_object)).to_string()]),
    ];
    let further = system.further.iter().map(|further| further_line(locale, *further)).collect();
    // The row is there for everybody, so that what was and what would be stand beside each other.
    rows.push((t("developer-esia-further"), further));
    rows
}

/// How a key and its certificate are made, before there is a system of this name.
pub(super) fn key_snippet() -> String {
    KEY.replace("@MNEMONIC@", "DEMO01")
}

/// The values that are filled in.
#[derive(Clone, Debug, Default)]
pub struct EsiaStartValues {
    /// Our address.
    pub address: String,
    /// What tokens name as their issuer.
    pub issuer: String,
    /// The mnemonic.
    pub mnemonic: String,
    /// The first domain; none for a system that people do not come back to.
    pub domain: Option<String>,
    /// What it may ask for.
    pub scopes: Vec<String>,
    /// The algorithm of its tokens, by the protocol's name.
    pub algorithm: &'static str,
    /// Whether its own first key is one of GOST.
    pub signs_by_gost: bool,
    /// The Streebog-256 of its first certificate; empty where it has none.
    pub certificate_hash: String,
    /// The paths of each generation, and of the data service.
    pub paths: Vec<(&'static str, Vec<&'static str>)>,
    /// The public key by which it verifies tokens; none while the installation does not speak the dialect.
    pub public_key: Option<String>,
    /// From when on another one signs, where it is there already.
    pub next_key_from: Option<Zoned>,
}

impl EsiaStartValues {
    /// The texts with these values. Whatever could end a text in one of the languages was refused when the system was entered:
    /// mnemonics and domains have letters, digits and a few harmless signs.
    pub fn snippets(&self) -> Vec<Snippet> {
        let numbered = EXAMPLES.iter().zip(1..);
        numbered
            .map(|((name, text), number)| Snippet { id: format!("snippet-{number}"), name, text: self.filled(text) })
            .collect()
    }

    fn domain(&self) -> &str {
        self.domain.as_deref().unwrap_or("https://system.example")
    }

    fn takes(&self, mark: &str) -> bool {
        match mark {
            "RS256" => self.algorithm == "RS256",
            "GOST" => self.algorithm != "RS256",
            "rsa" => !self.signs_by_gost,
            "gost" => self.signs_by_gost,
            _ => false,
        }
    }

    fn filled(&self, text: &str) -> String {
        let mut filled = String::new();
        for line in text.lines() {
            let line = match line.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
                Some((mark, rest)) if self.takes(mark) => rest,
                Some(_) => continue,
                None => line,
            };
            let line = line
                .replace("@CALLBACK@", &format!("{}/callback", self.domain()))
                .replace("@DOMAIN@", self.domain())
                .replace("@ADDRESS@", &self.address)
                .replace("@HASH@", &self.certificate_hash)
                .replace("@ISSUER@", &self.issuer)
                .replace("@MNEMONIC@", &self.mnemonic)
                .replace("@SCOPE@", &self.scopes.join(" "))
                .replace("@SCOPE_LIST@", &self.scopes.join("', '"));
            filled.push_str(&line);
            filled.push('\n');
        }
        filled
    }
}

/// How to begin with a system that speaks ESIA.
#[derive(Template)]
#[template(path = "developer/esia_start.html")]
pub struct EsiaStartView {
    /// The frame.
    pub frame: PageFrame,
    /// What the system calls itself.
    pub name: String,
    /// The values.
    pub values: EsiaStartValues,
}

impl EsiaStartView {
    fn url(&self) -> String {
        developer_site(&self.values.mnemonic)
    }

    fn snippets(&self) -> Vec<Snippet> {
        self.values.snippets()
    }

    fn scope(&self) -> String {
        self.values.scopes.join(" ")
    }

    fn algorithm(&self) -> Text<'static> {
        algorithm_name(self.frame.locale, self.values.algorithm)
    }
}

impl View for EsiaStartView {
    const NAME: &'static str = "developer-esia-start";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |algorithm, signs_by_gost, public_key: Option<&str>| Self {
            frame: PageFrame::sample(locale, "/developer/sites/LIBRARY01/start").signed_in(AccountLevel::Confirmed),
            name: "Городская библиотека".to_owned(),
            values: EsiaStartValues {
                address: "https://okno.example".to_owned(),
                issuer: "http://esia.gosuslugi.ru/".to_owned(),
                mnemonic: "LIBRARY01".to_owned(),
                domain: Some("https://library.example".to_owned()),
                scopes: vec!["openid".to_owned(), "fullname".to_owned()],
                algorithm,
                signs_by_gost,
                certificate_hash: "FEDCBA9876543210".repeat(4),
                paths: vec![("v1", vec!["/aas/oauth2/ac", "/aas/oauth2/te"]), ("REST", vec!["/rs/prns/{oid}"])],
                public_key: public_key.map(str::to_owned),
                next_key_from: signs_by_gost.then(sample_moment),
            },
        };
        let key = Some("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n");
        vec![
            ("rsa", view("RS256", false, key)),
            ("gost", view("GOST3410_2012_256", true, key)),
            ("off", view("RS256", false, None)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(algorithm: &'static str, signs_by_gost: bool) -> EsiaStartValues {
        EsiaStartValues {
            address: "http://localhost:8080".to_owned(),
            issuer: "http://esia.gosuslugi.ru/".to_owned(),
            mnemonic: "THE-SYSTEM".to_owned(),
            domain: Some("https://system.example".to_owned()),
            scopes: vec!["openid".to_owned(), "fullname".to_owned()],
            algorithm,
            signs_by_gost,
            certificate_hash: "FEDC".to_owned(),
            paths: Vec::new(),
            public_key: None,
            next_key_from: None,
        }
    }

    /// Every text has the system's values in it, nothing that was to be filled in, and nothing of other systems.
    #[test]
    fn everything_is_filled_in() {
        for algorithm in ["RS256", "GOST3410_2012_256"] {
            for signs_by_gost in [true, false] {
                let snippets = values(algorithm, signs_by_gost).snippets();
                for Snippet { name, text, .. } in &snippets {
                    for mark in ["@ADDRESS", "@CALLBACK", "@DOMAIN", "@HASH", "@ISSUER", "@MNEMONIC", "@SCOPE"] {
                        assert!(!text.contains(mark), "{name}: {text}");
                    }
                    for mark in ["[RS256]", "[GOST]", "[rsa]", "[gost]"] {
                        assert!(!text.contains(mark), "{name}: {text}");
                    }
                    assert!(text.contains("THE-SYSTEM"), "{name}: {text}");
                    let is_key = *name == "OpenSSL";
                    assert_eq!(text.contains("http://localhost:8080"), !is_key, "{name}: {text}");
                }
                assert!(snippets.iter().any(|snippet| snippet.text.contains("https://system.example/callback")));
            }
        }
    }
}
