//! The way through an online bank: choosing one, consent, leaving for its pages, and what came of it (R165 to R173).

use askama::Template;
use okno_domain::{account::AccountLevel, bank::BankPattern, locale::Locale};

use crate::{frame::PageFrame, page::View, route, text::Text};

/// A bank as pages show it.
#[derive(Clone, Debug)]
pub struct BankLine {
    /// Its id in addresses.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The host of its pages.
    pub host: String,
    /// How the way through it runs.
    pub pattern: BankPattern,
}

impl BankLine {
    /// The page of consent.
    pub fn url(&self) -> String {
        format!("{}/{}", route::CONFIRMATION_BANK, self.id)
    }

    /// The page that leads to the bank.
    pub fn leave_url(&self, id: &str) -> String {
        format!("{}/leave/{id}", self.url())
    }

    /// What sends the browser to the bank.
    pub fn go_url(&self, id: &str) -> String {
        format!("{}/go/{id}", self.url())
    }

    /// The page that says what came of it.
    pub fn outcome_url(&self, id: &str) -> String {
        format!("{}/outcome/{id}", self.url())
    }

    fn samples() -> Vec<Self> {
        let bank = |id: &str, name: &str, pattern| Self {
            id: id.to_owned(),
            name: name.to_owned(),
            host: format!("{id}.example"),
            pattern,
        };
        vec![bank("blue-bridge", "«BB»", BankPattern::BankPage), bank("rowan", "«R»", BankPattern::PortalProfile)]
    }

    fn sample(pattern: BankPattern) -> Self {
        let found = Self::samples().into_iter().find(|bank| bank.pattern == pattern);
        found.unwrap_or_else(|| Self { id: String::new(), name: String::new(), host: String::new(), pattern })
    }
}

fn frame(locale: Locale, path: &str) -> PageFrame {
    PageFrame::sample(locale, path).signed_in(AccountLevel::Standard)
}

/// The banks to choose from (R165, R172).
#[derive(Template)]
#[template(path = "bank/banks.html")]
pub struct BanksView {
    /// The frame.
    pub frame: PageFrame,
    /// The banks, in their order.
    pub banks: Vec<BankLine>,
}

impl View for BanksView {
    const NAME: &'static str = "bank-list";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || frame(locale, route::CONFIRMATION_BANK);
        vec![
            ("two", Self { frame: frame(), banks: BankLine::samples() }),
            ("none", Self { frame: frame(), banks: vec![] }),
        ]
    }
}

/// Consent to the exchange of data: what, with whom, why (R170).
#[derive(Template)]
#[template(path = "bank/consent.html")]
pub struct BankConsentView {
    /// The frame.
    pub frame: PageFrame,
    /// The bank.
    pub bank: BankLine,
    /// Minutes within which the person has to be back.
    pub minutes: i64,
}

impl BankConsentView {
    fn rows(&self) -> Vec<(Text<'static>, Text<'static>)> {
        let row = |part: &str| {
            let say = self.t(format!("bank-consent-{part}-text"));
            (
                self.t(format!("bank-consent-{part}")),
                say.with("bank", self.bank.name.as_str()).with("host", self.bank.host.as_str()),
            )
        };
        let profile = (self.bank.pattern == BankPattern::PortalProfile).then_some("profile");
        let rows = ["whom", "to-bank", "from-bank"].into_iter().chain(profile).chain(["why", "kept"]);
        rows.map(row).collect()
    }

    fn step(&self) -> Text<'static> {
        self.t(format!("bank-step-{}", self.bank.pattern.name()))
    }
}

impl View for BankConsentView {
    const NAME: &'static str = "bank-consent";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |pattern| {
            let bank = BankLine::sample(pattern);
            Self { frame: frame(locale, &bank.url()), bank, minutes: 10 }
        };
        vec![("page", view(BankPattern::BankPage)), ("profile", view(BankPattern::PortalProfile))]
    }
}

/// The last page before the bank: whose page comes next, and that login and password are for that page only (R171).
#[derive(Template)]
#[template(path = "bank/leave.html")]
pub struct BankLeaveView {
    /// The frame.
    pub frame: PageFrame,
    /// The bank.
    pub bank: BankLine,
    /// The authorization.
    pub id: String,
}

impl View for BankLeaveView {
    const NAME: &'static str = "bank-leave";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |pattern| {
            let (bank, id) = (BankLine::sample(pattern), "1".to_owned());
            Self { frame: frame(locale, &bank.leave_url(&id)), bank, id }
        };
        vec![("page", view(BankPattern::BankPage)), ("profile", view(BankPattern::PortalProfile))]
    }
}

/// What came of a way through a bank, other than success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankEnd {
    /// The data differ (R169).
    Different,
    /// The bank did not say enough.
    Incomplete,
    /// The person refused at the bank.
    Declined,
    /// The bank's answer cannot be used.
    Failed,
    /// The bank does not answer.
    Unreachable,
    /// It is still being worked on.
    InProgress,
    /// Too much time has passed.
    Expired,
    /// A newer attempt has taken its place.
    Replaced,
    /// It began in another session.
    OtherSession,
    /// We asked nothing that this answers.
    Unknown,
    /// The session ended while the person was at the bank.
    SignedOut,
}

impl BankEnd {
    const ALL: [(&'static str, Self); 11] = [
        ("different", Self::Different),
        ("incomplete", Self::Incomplete),
        ("declined", Self::Declined),
        ("failed", Self::Failed),
        ("unreachable", Self::Unreachable),
        ("in-progress", Self::InProgress),
        ("expired", Self::Expired),
        ("replaced", Self::Replaced),
        ("other-session", Self::OtherSession),
        ("unknown", Self::Unknown),
        ("signed-out", Self::SignedOut),
    ];

    fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, end)| *end == self).map_or("unknown", |(name, _)| name)
    }
}

/// The page of such an end: what happened, and what to do now.
#[derive(Template)]
#[template(path = "bank/end.html")]
pub struct BankEndView {
    /// The frame.
    pub frame: PageFrame,
    /// The bank.
    pub bank: BankLine,
    /// The end.
    pub end: BankEnd,
}

impl BankEndView {
    fn title(&self) -> Text<'static> {
        self.say("title")
    }

    fn say(&self, part: &str) -> Text<'static> {
        self.t(format!("bank-end-{}-{part}", self.end.name())).with("bank", self.bank.name.as_str())
    }

    /// What can be done about data that differ.
    fn steps(&self) -> Vec<Text<'static>> {
        match self.end {
            BankEnd::Different => {
                ["check", "bank", "profile"].map(|step| self.t(format!("bank-different-{step}"))).to_vec()
            }
            _ => vec![],
        }
    }

    /// The main way on.
    fn next(&self) -> (String, Text<'static>) {
        match self.end {
            BankEnd::Different | BankEnd::Incomplete => (route::CONFIRMATION.to_owned(), self.t("bank-other-ways")),
            BankEnd::InProgress => (self.frame.path.clone(), self.t("bank-look-again")),
            BankEnd::SignedOut => (route::login_and_return(route::CONFIRMATION), self.t("bank-log-in")),
            _ => (self.bank.url(), self.t("bank-begin-again")),
        }
    }

    /// Further ways on.
    fn others(&self) -> Vec<(&'static str, Text<'static>)> {
        match self.end {
            BankEnd::Different => vec![(route::ACCOUNT_DATA, self.t("bank-check-data"))],
            BankEnd::Incomplete => vec![(route::CONFIRMATION_BANK, self.t("bank-other-bank"))],
            BankEnd::InProgress => vec![(route::ACCOUNT, self.t("bank-to-account"))],
            BankEnd::SignedOut => vec![],
            _ => vec![(route::CONFIRMATION, self.t("bank-other-ways"))],
        }
    }
}

impl View for BankEndView {
    const NAME: &'static str = "bank-end";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |end| {
            let bank = BankLine::sample(BankPattern::BankPage);
            Self { frame: frame(locale, &bank.outcome_url("1")), bank, end }
        };
        BankEnd::ALL.into_iter().map(|(name, end)| (name, view(end))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html<V: View>(name: &str) -> String {
        let found = V::samples(Locale::En).into_iter().find(|(it, _)| *it == name);
        found.unwrap().1.rendered().unwrap().html
    }

    /// R170: the page of consent says what is exchanged, with whom and why, and asks with a button that says so.
    #[test]
    fn consent_says_what_with_whom_and_why() {
        let page = html::<BankConsentView>("page");
        for part in ["«BB»", "blue-bridge.example", "surname", "patronymic", "date of birth", "SNILS", "10 minutes"] {
            assert!(page.contains(part), "{part}");
        }
        assert!(page.contains("id=\"submit\" type=\"submit\">I agree"), "{page}");
        assert!(page.contains("id=\"cancel\""));
        // R168: only where a profile is indicated at the bank it is spoken of.
        let profile = "which profile";
        assert!(!page.contains(profile) && html::<BankConsentView>("profile").contains(profile));
    }

    /// R171: nowhere on our pages is there a field for anything of the bank's.
    #[test]
    fn nothing_of_the_bank_is_typed_here() {
        let pages = [html::<BanksView>("two"), html::<BankConsentView>("page"), html::<BankLeaveView>("profile")];
        for page in pages {
            let main = page.split("<main").nth(1).unwrap();
            let typed = main.split("<input").skip(1).filter(|tag| !tag.contains("type=\"hidden\""));
            assert_eq!(typed.count(), 0, "{main}");
        }
        assert!(html::<BankLeaveView>("page").contains("blue-bridge.example"));
    }

    /// R169: whose data differ is told so, and what to do.
    #[test]
    fn differing_data_are_told_with_what_to_do() {
        let page = html::<BankEndView>("different");
        assert!(
            page.contains("do not match")
                && page.contains("href=\"/account/data\"")
                && page.contains("href=\"/confirmation\"")
        );
    }
}
