//! One site: what it is, its keys and secret, and what can be done with it.

use askama::Template;
use jiff::{Zoned, civil::Date};
use okno_domain::{
    account::AccountLevel,
    developer::{ChangeKind, ChangeState, DeveloperRefusal, SiteKind},
    locale::Locale,
    refusal::{FieldFault, Refuse as _},
    relying_party::Stage,
};

use super::{CheckLine, CheckView, SiteFacts, fact_rows, sample_moment, stage_tag};
use crate::{
    form::{Field, FormErrors},
    frame::PageFrame,
    page::View,
    route::{self, developer_site},
    text::Text,
};

/// What an officer is asked about a site.
#[derive(Clone, Debug)]
pub struct ChangeLine {
    /// What for.
    pub kind: ChangeKind,
    /// Where it stands.
    pub state: ChangeState,
    /// When it was asked.
    pub asked_at: Zoned,
    /// Why it was refused.
    pub reason: Option<String>,
}

/// The secret of a site.
#[derive(Clone, Debug)]
pub struct SecretState {
    /// Guards the next one.
    pub version: i64,
    /// Whether it has one.
    pub is_there: bool,
    /// Until when the one before holds.
    pub previous_until: Option<Zoned>,
}

/// A public key of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyLine {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: String,
}

/// An error that a site was answered with.
#[derive(Clone, Debug)]
pub struct SiteErrorLine {
    /// At which address.
    pub endpoint: String,
    /// The code of the protocol.
    pub code: String,
    /// What is wrong, for the developer.
    pub description: String,
    /// The request's id.
    pub reference: String,
    /// When.
    pub at: Zoned,
}

/// What a day came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayLine {
    /// The day.
    pub day: Date,
    /// Sign-ins.
    pub sign_ins: i64,
    /// Requests that were refused.
    pub refusals: i64,
    /// Tokens that were given.
    pub tokens: i64,
}

/// The page of a site.
#[derive(Template)]
#[template(path = "developer/site.html")]
pub struct SitePageView {
    /// The frame.
    pub frame: PageFrame,
    /// What was refused.
    pub errors: FormErrors,
    /// The site.
    pub site: SiteFacts,
    /// Whether the one who looks owns it.
    pub is_own: bool,
    /// Whether an officer switched it off.
    pub is_held: bool,
    /// Its secret, where its way of proof has one.
    pub secret: Option<SecretState>,
    /// Its keys, where its way of proof has them.
    pub keys: Option<Vec<KeyLine>>,
    /// What an officer is asked.
    pub change: Option<ChangeLine>,
    /// Where the site begins a sign-in for whoever follows the link, where it can.
    pub opens_at: Option<String>,
    /// What the system found when it looked at the site.
    pub check: Option<CheckView>,
    /// The last errors.
    pub faults: Vec<SiteErrorLine>,
    /// The last days on which there was anything.
    pub days: Vec<DayLine>,
}

impl SitePageView {
    fn url(&self) -> String {
        self.site.url()
    }

    fn at(&self, rest: &str) -> String {
        format!("{}{rest}", self.url())
    }

    fn rows(&self) -> Vec<(Text<'static>, Vec<String>)> {
        fact_rows(self.frame.locale, &self.site)
    }

    fn tag(&self) -> (&'static str, Text<'static>) {
        stage_tag(self.frame.locale, self.site.stage, self.site.is_active)
    }

    fn check_news(&self, mark: &str) -> String {
        format!("{}?seen={mark}", self.at(route::NEWS))
    }

    fn checks(&self) -> Vec<CheckLine> {
        self.check.as_ref().map(|check| check.lines(self.frame.locale)).unwrap_or_default()
    }

    fn checked(&self) -> Option<Text<'static>> {
        self.check.as_ref()?.done(self.frame.locale)
    }

    /// Whether it is a system that speaks ESIA, which has a log in place of errors.
    fn speaks_esia(&self) -> bool {
        self.site.kind.speaks_esia()
    }

    /// Whether the last check found what keeps people from signing in.
    fn is_faulty(&self) -> bool {
        self.check.as_ref().is_some_and(CheckView::is_faulty)
    }

    fn is_under_test(&self) -> bool {
        self.site.stage == Stage::Test
    }

    /// What is asked of an officer and not answered yet.
    fn waiting(&self) -> Option<&ChangeLine> {
        self.change.as_ref().filter(|change| change.state == ChangeState::Waiting)
    }

    /// What was refused last.
    fn turned_down(&self) -> Option<&ChangeLine> {
        self.change.as_ref().filter(|change| change.state == ChangeState::Refused)
    }
}

impl View for SitePageView {
    const NAME: &'static str = "developer-site";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |site: SiteFacts, is_own, change: Option<ChangeLine>, errors| {
            let by_key = site.authentication == "private_key_jwt";
            let key = |name: &str| KeyLine { name: name.to_owned(), kind: "EC P-256".to_owned() };
            let secret = SecretState { version: 3, is_there: true, previous_until: Some(sample_moment()) };
            Self {
                frame: PageFrame::sample(locale, &site.url()).signed_in(AccountLevel::Confirmed),
                errors,
                is_own,
                is_held: !site.is_active && !is_own,
                secret: (!by_key && site.kind.keeps_secrets()).then_some(secret),
                keys: by_key.then(|| vec![key("2026-03"), key("2026-06")]),
                opens_at: site.is_active.then(|| "/start".to_owned()),
                check: match (&change, site.is_active) {
                    (_, false) => None,
                    (None, true) => Some(CheckView::sample()),
                    (Some(_), true) => Some(CheckView::sample_under_way()),
                },
                change,
                faults: vec![SiteErrorLine {
                    endpoint: "/oauth2/token".to_owned(),
                    code: "invalid_grant".to_owned(),
                    description: "the code was used before".to_owned(),
                    reference: "0199a1b2-7c3d".to_owned(),
                    at: sample_moment(),
                }],
                days: vec![DayLine { day: jiff::civil::date(2026, 3, 2), sign_ins: 1240, refusals: 3, tokens: 2511 }],
                site,
            }
        };
        let change = |kind, state, reason: Option<&str>| {
            Some(ChangeLine { kind, state, asked_at: sample_moment(), reason: reason.map(str::to_owned) })
        };
        let none = FormErrors::none;
        let refused = DeveloperRefusal::Held.refusal().into();
        let sample = SiteFacts::sample;
        let by_secret = SiteFacts {
            authentication: "client_secret_basic".to_owned(),
            ..sample(Stage::Production, true, SiteKind::Web)
        };
        let asked = change(ChangeKind::Promotion, ChangeState::Waiting, None);
        let turned_down = change(ChangeKind::Change, ChangeState::Refused, Some("Назначение СНИЛС не ясно."));
        vec![
            ("test", view(sample(Stage::Test, true, SiteKind::Web), true, None, none())),
            ("asked", view(sample(Stage::Test, true, SiteKind::Page), true, asked, none())),
            ("production", view(by_secret, true, turned_down, none())),
            ("esia", view(sample(Stage::Test, true, SiteKind::Esia), true, None, none())),
            ("held", view(sample(Stage::Production, false, SiteKind::Program), false, None, refused)),
        ]
    }
}

/// A secret that was just made: shown once.
#[derive(Template)]
#[template(path = "developer/secret.html")]
pub struct SecretView {
    /// The frame.
    pub frame: PageFrame,
    /// The site's name in the protocol.
    pub client_id: String,
    /// What it calls itself.
    pub name: String,
    /// The secret; none where the site has none.
    pub secret: Option<String>,
    /// Whether the site was just entered.
    pub is_new: bool,
    /// Whether it is a system that speaks ESIA.
    pub speaks_esia: bool,
}

impl SecretView {
    fn url(&self) -> String {
        developer_site(&self.client_id)
    }
}

impl View for SecretView {
    const NAME: &'static str = "developer-secret";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |secret: Option<&str>, is_new, speaks_esia| Self {
            frame: PageFrame::sample(locale, route::DEVELOPER).signed_in(AccountLevel::Confirmed),
            client_id: "0199a1b2-7c3d-7000-8000-000000000001".to_owned(),
            name: "Городская библиотека".to_owned(),
            secret: secret.map(str::to_owned),
            is_new,
            speaks_esia,
        };
        let secret = Some("Y2FuIHlvdSByZWFkIHRoaXMgaGVyZT8gdGhlbiBzdG8");
        vec![
            ("new", view(secret, true, false)),
            ("public", view(None, true, false)),
            ("rotated", view(secret, false, false)),
            ("esia", view(None, true, true)),
        ]
    }
}

/// The keys of a site, and others in their place.
#[derive(Template)]
#[template(path = "developer/keys.html")]
pub struct KeysView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The site's name in the protocol.
    pub client_id: String,
    /// Guards the change.
    pub version: i64,
    /// The keys that are there.
    pub present: Vec<KeyLine>,
    /// The keys that are pasted.
    pub keys: Field,
    /// Whether those that are there stay.
    pub keep: Field,
}

impl KeysView {
    fn url(&self) -> String {
        developer_site(&self.client_id)
    }
}

impl View for KeysView {
    const NAME: &'static str = "developer-keys";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors| Self {
            frame: PageFrame::sample(locale, "/developer/sites/1/keys").signed_in(AccountLevel::Confirmed),
            client_id: "1".to_owned(),
            version: 1,
            present: vec![KeyLine { name: "2026-03".to_owned(), kind: "EC P-256".to_owned() }],
            keys: errors.field("keys", ""),
            keep: errors.field("keep", "1"),
            errors,
        };
        let faulty = FormErrors::from(vec![FieldFault::new("keys", "site-keys-private")]);
        vec![("plain", view(FormErrors::none())), ("faulty", view(faulty))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site that an officer switched off is not checked, so nobody is offered it.
    #[test]
    fn a_site_that_is_held_has_no_button_for_checks() {
        let mut held = 0;
        for (name, view) in SitePageView::samples(Locale::default()) {
            let html = view.render().unwrap();
            assert_eq!(html.contains("id=\"check\""), !view.is_held, "{name}");
            held += u32::from(view.is_held);
        }
        assert!(held > 0);
    }
}
