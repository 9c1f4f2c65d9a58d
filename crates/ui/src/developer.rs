//! The technology portal: the sites of a person, one of them, its form, who looks after it, how to begin; and what an officer
//! sees of it.

mod check;
mod esia;
mod form;
mod log;
mod member;
mod person;
mod review;
mod site;
mod start;

use askama::Template;
use jiff::Zoned;
use okno_domain::{account::AccountLevel, developer::SiteKind, locale::Locale, relying_party::Stage};

pub use check::{CheckLine, CheckView};
pub use esia::{CertificateLine, CertificateState, EsiaFacts, EsiaStartValues, EsiaStartView, Further};
pub use form::{EditedSite, EsiaFields, EsiaFormFields, Offered, ScopeField, SiteFormFields, SiteFormView};
pub use log::{LogLine, LogView};
pub use member::{JoinView, MemberLine, MembersView};
pub use person::{PersonLine, PersonSecretView, PersonsView};
pub use review::{ReviewLine, ReviewView, ReviewsView};
pub use site::{ChangeLine, DayLine, KeyLine, KeysView, SecretState, SecretView, SiteErrorLine, SitePageView};
pub use start::{Snippet, StartValues, StartView};

use crate::{
    frame::PageFrame,
    page::View,
    route::{self, developer_site},
    text::Text,
};

/// The name of what a site is.
fn kind_name(locale: Locale, kind: SiteKind) -> Text<'static> {
    Text::new(locale, format!("developer-kind-{}", kind.name()))
}

/// How a site proves who it is, by the protocol's name.
fn authentication_name(locale: Locale, method: &str) -> Text<'static> {
    Text::new(locale, format!("developer-authentication-{}", method.replace('_', "-")))
}

/// The words for an algorithm of tokens, by the protocol's name.
fn algorithm_name(locale: Locale, algorithm: &str) -> Text<'static> {
    Text::new(locale, format!("developer-algorithm-{}", algorithm.replace('_', "-")))
}

/// The words for what a site may ask for.
fn scope_name(locale: Locale, scope: &str) -> Text<'static> {
    Text::new(locale, format!("developer-scope-{}", scope.replace('_', "-")))
}

/// The tag of a site: its kind and its words.
fn stage_tag(locale: Locale, stage: Stage, is_active: bool) -> (&'static str, Text<'static>) {
    let (kind, key) = match (is_active, stage) {
        (false, _) => ("error", "developer-state-off"),
        (true, Stage::Test) => ("progress", "developer-state-test"),
        (true, Stage::Production) => ("success", "developer-state-production"),
    };
    (kind, Text::new(locale, key))
}

fn sample_moment() -> Zoned {
    let at = jiff::civil::date(2026, 3, 2).at(9, 5, 0, 0);
    at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default()
}

/// What a site is, as its people and officers read it.
#[derive(Clone, Debug)]
pub struct SiteFacts {
    /// Its name in the protocol.
    pub client_id: String,
    /// What it calls itself, in the language of the page.
    pub name: String,
    /// Each of its names.
    pub names: Vec<String>,
    /// What it is.
    pub kind: SiteKind,
    /// Whether it works with everybody.
    pub stage: Stage,
    /// Whether it may be used.
    pub is_active: bool,
    /// Addresses to come back to.
    pub redirect_uris: Vec<String>,
    /// Addresses to come back to after a logout.
    pub logout_uris: Vec<String>,
    /// Where it is told that a session is over.
    pub backchannel_uri: Option<String>,
    /// Where it begins a sign-in when it is asked to.
    pub initiate_uri: Option<String>,
    /// Where it says how it handles data.
    pub policy_uri: Option<String>,
    /// How it proves who it is, by the protocol's name.
    pub authentication: String,
    /// What it may ask for, with the purposes in every language in which they were given.
    pub scopes: Vec<(String, String)>,
    /// The least level that it takes.
    pub least_level: AccountLevel,
    /// The methods that do not count, by their stored names.
    pub excluded_methods: Vec<&'static str>,
    /// Whether it takes strong sign-ins alone.
    pub second_factor: bool,
    /// When it was entered.
    pub created_at: Zoned,
    /// Since when it works with everybody.
    pub promoted_at: Option<Zoned>,
    /// What a system that speaks ESIA has in place of addresses to come back to and of a proof.
    pub esia: Option<EsiaFacts>,
}

impl SiteFacts {
    fn url(&self) -> String {
        developer_site(&self.client_id)
    }

    fn sample(stage: Stage, is_active: bool, kind: SiteKind) -> Self {
        Self {
            client_id: "0199a1b2-7c3d-7000-8000-000000000001".to_owned(),
            name: "Городская библиотека".to_owned(),
            names: vec!["Городская библиотека".to_owned(), "City library".to_owned()],
            kind,
            stage,
            is_active,
            redirect_uris: vec!["https://library.example/callback".to_owned(), "http://localhost:3000/cb".to_owned()],
            logout_uris: vec!["https://library.example/".to_owned()],
            backchannel_uri: Some("https://library.example/logout".to_owned()),
            initiate_uri: Some("https://library.example/start".to_owned()),
            policy_uri: Some("https://library.example/privacy".to_owned()),
            authentication: if kind.keeps_secrets() { "private_key_jwt" } else { "none" }.to_owned(),
            scopes: vec![
                ("email".to_owned(), "Чтобы напоминать о сроке возврата / To remind you in time".to_owned()),
                ("id_doc".to_owned(), "Чтобы выдать читательский билет".to_owned()),
            ],
            least_level: AccountLevel::Standard,
            excluded_methods: vec!["registered_letter"],
            second_factor: true,
            created_at: sample_moment(),
            promoted_at: (stage == Stage::Production).then(sample_moment),
            esia: kind.speaks_esia().then(|| EsiaFacts::sample(stage == Stage::Production)),
        }
    }
}

/// The rows of what a site is: label and values.
fn fact_rows(locale: Locale, site: &SiteFacts) -> Vec<(Text<'static>, Vec<String>)> {
    let t = |key: &'static str| Text::new(locale, key);
    let mut rows = vec![
        (t("developer-names"), site.names.clone()),
        (t("developer-site-kind"), vec![kind_name(locale, site.kind).to_string()]),
    ];
    if let Some(system) = &site.esia {
        rows.extend(esia::rows(locale, system));
        rows.push((t("developer-policy-uri"), site.policy_uri.iter().cloned().collect()));
    } else if site.kind.has_people() {
        rows.push((t("developer-redirect-uris"), site.redirect_uris.clone()));
        rows.push((t("developer-logout-uris"), site.logout_uris.clone()));
        rows.push((t("developer-backchannel-uri"), site.backchannel_uri.iter().cloned().collect()));
        rows.push((t("developer-initiate-uri"), site.initiate_uri.iter().cloned().collect()));
        rows.push((t("developer-policy-uri"), site.policy_uri.iter().cloned().collect()));
    }
    if site.esia.is_none() {
        let way = authentication_name(locale, &site.authentication).to_string();
        rows.push((t("developer-authentication"), vec![way]));
    }
    if site.kind.has_people() {
        let scopes = site.scopes.iter().map(|(scope, purpose)| {
            let words = scope_name(locale, scope);
            format!("{words} ({scope}): {purpose}")
        });
        rows.push((t("developer-scopes"), scopes.collect()));
        let level = Text::new(locale, format!("level-{}", site.least_level.name())).to_string();
        rows.push((t("developer-least-level"), vec![level]));
        let methods = site.excluded_methods.iter().map(|method| Text::new(locale, format!("method-{method}-title")));
        rows.push((t("developer-excluded-methods"), methods.map(|text| text.to_string()).collect()));
        let factor = if site.second_factor { "developer-yes" } else { "developer-no" };
        rows.push((t("developer-second-factor"), vec![t(factor).to_string()]));
    }
    rows
}

/// A site in the list.
#[derive(Clone, Debug)]
pub struct SiteListLine {
    /// Its page.
    pub url: String,
    /// What it calls itself.
    pub name: String,
    /// Whether it works with everybody.
    pub stage: Stage,
    /// Whether it may be used.
    pub is_active: bool,
    /// Whether the one who looks owns it.
    pub is_own: bool,
}

/// What the first page shows.
#[derive(Clone, Debug)]
pub enum Portal {
    /// Nobody is signed in.
    Visitor,
    /// The account is below the level that developers need.
    Below(AccountLevel),
    /// The sites that the person looks after, and whether the installation has test persons.
    Sites(Vec<SiteListLine>, bool),
}

/// The first page: the sites that the person looks after, or what this is about.
#[derive(Template)]
#[template(path = "developer/developer.html")]
pub struct DeveloperView {
    /// The frame.
    pub frame: PageFrame,
    /// What is shown.
    pub portal: Portal,
}

impl DeveloperView {
    fn tag(&self, line: &SiteListLine) -> (&'static str, Text<'static>) {
        stage_tag(self.frame.locale, line.stage, line.is_active)
    }
}

impl View for DeveloperView {
    const NAME: &'static str = "developer";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |name: &str, stage, is_active, is_own| SiteListLine {
            url: developer_site("1"),
            name: name.to_owned(),
            stage,
            is_active,
            is_own,
        };
        let view = |portal| {
            let frame = PageFrame::sample(locale, route::DEVELOPER);
            let is_visitor = matches!(portal, Portal::Visitor);
            Self { frame: if is_visitor { frame } else { frame.signed_in(AccountLevel::Standard) }, portal }
        };
        let some = vec![
            line("Городская библиотека", Stage::Test, true, true),
            line("Музей", Stage::Production, true, false),
            line("Театр", Stage::Production, false, false),
        ];
        vec![
            ("visitor", view(Portal::Visitor)),
            ("below", view(Portal::Below(AccountLevel::Confirmed))),
            ("none", view(Portal::Sites(Vec::new(), false))),
            ("some", view(Portal::Sites(some, true))),
        ]
    }
}

#[cfg(test)]
mod tests {
    use okno_domain::{
        developer::DeveloperRefusal,
        refusal::Refuse as _,
        site_check::{FindingCode, Part, Verdict},
    };

    use super::*;

    /// Every refusal, fault and act has its words in every language.
    #[test]
    fn all_is_worded() {
        let mut keys: Vec<String> =
            DeveloperRefusal::ALL.iter().map(|refusal| format!("refusal-{}", refusal.refusal().code)).collect();
        keys.extend(SiteKind::ALL.iter().map(|kind| format!("developer-kind-{}", kind.name())));
        for code in [
            "address-long",
            "address-malformed",
            "address-fragment",
            "address-user",
            "address-scheme",
            "address-wildcard",
            "address-no-dot",
            "long",
            "repeated",
            "not-allowed",
            "many",
            "purpose",
            "all-excluded",
            "kind-fixed",
            "keys-long",
            "keys-private",
            "keys-unusable",
            "keys-unusable-at",
            "keys-many",
            "keys-unreadable",
            "keys-same-name",
            "kind-esia",
            "mnemonic-length",
            "mnemonic-characters",
            "mnemonic-reserved",
            "mnemonic-portal",
            "mnemonic-taken",
            "domain-malformed",
            "domain-scheme",
            "domain-top",
            "domain-path",
            "certificates-long",
            "certificates-pem",
            "certificates-many",
            "certificates-none",
            "certificate-pem",
            "certificate-request",
            "certificate-unreadable",
            "certificate-key",
            "certificate-expired",
            "certificate-early",
            "certificate-usage",
            "esia-unsigned",
            "esia-window",
        ] {
            keys.push(format!("field-site-{code}"));
        }
        for act in [
            "entered",
            "edited",
            "change-asked",
            "change-withdrawn",
            "switched-off",
            "switched-on",
            "deleted",
            "secret-rotated",
            "keys-changed",
            "colleague-invited",
            "invitations-withdrawn",
            "joined",
            "left",
            "colleague-removed",
            "promotion-asked",
            "checked",
            "promoted",
            "changed",
            "change-refused",
        ] {
            keys.push(format!("audit-site-{act}"));
        }
        keys.extend(FindingCode::ALL.iter().map(|code| check::key("", code.name())));
        keys.extend(Part::ALL.iter().map(|part| check::key("part-", part.name())));
        keys.extend(Verdict::ALL.iter().map(|verdict| check::key("verdict-", verdict.name())));
        for locale in Locale::ALL {
            for key in &keys {
                assert!(crate::text::has(locale, key), "{key} {locale}");
            }
        }
    }
}
