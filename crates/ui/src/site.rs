//! The pages between a site's request and its answer: who asks, for what, and why not.

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    account::AccountLevel, confirmation::ConfirmationMethod, identifier::snils::Snils, locale::Locale, person::Sex,
    relying_party::NotTaken,
};

use crate::{confirmation::method_name, format, frame::PageFrame, page::View, profile::sex_name, route, text::Text};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteCard {
    /// What it calls itself, in the person's language.
    pub name: String,
    /// The host to which the person goes back; it cannot be made up. None where nobody goes back: at a device.
    pub host: Option<String>,
    /// Where its rules for data are.
    pub policy: Option<String>,
    /// Where its terms are.
    pub terms: Option<String>,
    /// Whether it is under test.
    pub is_under_test: bool,
}

impl SiteCard {
    fn sample(is_under_test: bool) -> Self {
        Self {
            name: "Пенсионный фонд".to_owned(),
            host: Some("pension.example".to_owned()),
            // On real pages these lead to the site; a sample names no other origin.
            policy: Some("/policy".to_owned()),
            terms: Some("/terms".to_owned()),
            is_under_test,
        }
    }

    /// The same at a device.
    fn device_sample() -> Self {
        Self { host: None, ..Self::sample(false) }
    }

    /// Whether it asks from a device.
    pub const fn is_device(&self) -> bool {
        self.host.is_none()
    }
}

/// A claim that a site asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimLine {
    /// Its name in the protocol.
    pub name: String,
    /// What would leave; nothing where nothing is known, or where it is no text.
    pub value: Option<String>,
    /// Whether the person may keep it back.
    pub is_optional: bool,
}

/// The message that says what a claim is.
fn claim_key(name: &str) -> String {
    format!("claim-{}", name.replace(['_', '.'], "-"))
}

/// Whether a site may have what it asks for.
#[derive(Template)]
#[template(path = "site/consent.html")]
pub struct ConsentView {
    /// The frame.
    pub frame: PageFrame,
    /// Who asks.
    pub site: SiteCard,
    /// Where the form goes.
    pub action: String,
    /// What it asks for.
    pub claims: Vec<ClaimLine>,
    /// Why, in its own words.
    pub purposes: Vec<String>,
    /// Whether it may come for them while the person is away.
    pub outlives_session: bool,
    /// For how many days the answer holds; none where the person is asked each time.
    pub days: Option<u32>,
    /// The person's name, so that nobody lets a device in with somebody else's account.
    pub name: String,
}

impl ConsentView {
    fn title(&self) -> Text<'_> {
        let key = if self.site.is_device() { "device-consent-title" } else { "site-consent-title" };
        self.t(key).with("site", self.site.name.as_str())
    }

    fn label(&self, line: &ClaimLine) -> Text<'static> {
        self.t(claim_key(&line.name))
    }

    /// What would leave, as the person says it; the site gets it as the protocol does.
    fn value(&self, line: &ClaimLine) -> Option<String> {
        let (locale, text) = (self.frame.locale, line.value.as_deref()?);
        let words = match (line.name.as_str(), text) {
            ("account_level", name) => AccountLevel::from_name(name).map(|level| self.level(&level).to_string()),
            ("confirmed_by", names) => {
                let methods = names.split(", ").filter_map(ConfirmationMethod::from_name);
                Some(methods.map(|method| method_name(locale, method).to_string()).collect::<Vec<_>>().join(", "))
            }
            ("gender", "male") => Some(sex_name(locale, Sex::Male).to_string()),
            ("gender", "female") => Some(sex_name(locale, Sex::Female).to_string()),
            ("birthdate", day) => day.parse().ok().map(|day| format::date(locale, day)),
            ("snils", number) => Snils::receive(number).ok().map(|read| read.value.display()),
            _ => None,
        };
        Some(words.unwrap_or_else(|| text.to_owned()))
    }

    /// What it cannot do without, and what it can.
    fn parts(&self) -> (Vec<&ClaimLine>, Vec<&ClaimLine>) {
        self.claims.iter().partition(|line| !line.is_optional)
    }
}

impl View for ConsentView {
    const NAME: &'static str = "site-consent";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |name: &str, value: &str, is_optional| ClaimLine {
            name: name.to_owned(),
            value: Some(value.to_owned()).filter(|value| !value.is_empty()),
            is_optional,
        };
        let view = |claims: Vec<ClaimLine>, purposes: &[&str], outlives_session, under_test| Self {
            frame: PageFrame::sample(locale, route::HOME).signed_in(AccountLevel::Confirmed),
            site: SiteCard::sample(under_test),
            action: "/oauth2/interaction/sample".to_owned(),
            claims,
            purposes: purposes.iter().map(|text| (*text).to_owned()).collect(),
            outlives_session,
            days: (!under_test).then_some(365),
            name: "Анна Орлова".to_owned(),
        };
        let some = vec![
            line("family_name", "Орлова", false),
            line("given_name", "Анна", false),
            line("snils", "11223344595", false),
            line("gender", "female", false),
            line("birthdate", "1994-05-17", false),
            line("account_level", "confirmed", false),
            line("confirmed_by", "in_person, online_bank", true),
            line("email", "orlova@example.org", true),
            line("inn", "", true),
        ];
        let device = vec![line("name", "Орлова Анна Сергеевна", true)];
        let every = [
            "name",
            "middle_name",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
            "updated_at",
            "email_verified",
            "phone_number",
            "phone_number_verified",
            "place_of_birth",
            "identity_document",
            "nationalities",
            "latin_family_name",
            "latin_given_name",
            "account_level",
            "confirmed_by",
            "verified_claims.evidence",
        ];
        vec![
            ("some", view(some, &["Чтобы показать сведения о вашей пенсии"], true, false)),
            ("all", view(every.iter().map(|name| line(name, "", true)).collect(), &[], true, true)),
            ("nothing", view(vec![], &[], false, false)),
            ("device", Self { site: SiteCard::device_sample(), ..view(device, &[], true, false) }),
        ]
    }
}

/// Whether to go on with the account that is signed in.
#[derive(Template)]
#[template(path = "site/choose.html")]
pub struct ChooseView {
    /// The frame.
    pub frame: PageFrame,
    /// Who asks.
    pub site: SiteCard,
    /// Where the form goes.
    pub action: String,
    /// The person's name.
    pub name: String,
}

impl View for ChooseView {
    const NAME: &'static str = "site-choose";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = Self {
            frame: PageFrame::sample(locale, route::HOME).signed_in(AccountLevel::Standard),
            site: SiteCard::sample(false),
            action: "/oauth2/interaction/sample".to_owned(),
            name: "Анна Орлова".to_owned(),
        };
        vec![("plain", view)]
    }
}

/// A site that does not take the account, with the way out (R66, R151, R213, R214, R215).
#[derive(Template)]
#[template(path = "site/refused.html")]
pub struct RefusedView {
    /// The frame.
    pub frame: PageFrame,
    /// Who asks.
    pub site: SiteCard,
    /// Where the form goes that leads back to it.
    pub action: String,
    /// Why; none where it wants what cannot be given.
    pub reason: Option<NotTaken>,
    /// The account's level.
    pub level: Option<AccountLevel>,
    /// Whether a second factor is what is missing.
    pub needs_factor: bool,
    /// The methods of confirmation that count there.
    pub methods: Vec<&'static str>,
}

impl RefusedView {
    /// The level that is missing, if it is a level.
    fn least(&self) -> Option<AccountLevel> {
        match self.reason {
            Some(NotTaken::BelowLevel { least }) => Some(least),
            _ => None,
        }
    }

    /// The method that does not count here.
    fn method(&self) -> Option<&'static str> {
        match self.reason {
            Some(NotTaken::ExcludedMethod { method }) => Some(method.name()),
            _ => None,
        }
    }

    fn not_alone(&self, method: &str) -> Text<'static> {
        self.t(format!("site-refused-method-{method}"))
    }

    fn way(&self, method: &str) -> Text<'static> {
        self.t(format!("method-{method}-title"))
    }

    /// Whether the site is under test, and the person none of those who make it.
    fn is_for_others(&self) -> bool {
        self.reason == Some(NotTaken::UnderTest)
    }

    /// Whether it is a test person, whom only the sites of its maker take.
    fn is_made_up(&self) -> bool {
        self.reason == Some(NotTaken::MadeUp)
    }

    /// Whether the next step is to have the data verified.
    fn is_unverified(&self) -> bool {
        self.level == Some(AccountLevel::Simplified)
    }
}

impl View for RefusedView {
    const NAME: &'static str = "site-refused";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        use okno_domain::confirmation::ConfirmationMethod as Method;
        let view = |level, reason, needs_factor| Self {
            frame: PageFrame::sample(locale, route::HOME).signed_in(level),
            site: SiteCard::sample(false),
            action: "/oauth2/interaction/sample".to_owned(),
            reason,
            level: Some(level),
            needs_factor,
            methods: vec![Method::InPerson.name(), Method::OnlineBank.name()],
        };
        let below = Some(NotTaken::BelowLevel { least: AccountLevel::Confirmed });
        let excluded = Some(NotTaken::ExcludedMethod { method: Method::RegisteredLetter });
        vec![
            ("simplified", view(AccountLevel::Simplified, below, false)),
            ("standard", view(AccountLevel::Standard, below, false)),
            ("excluded", view(AccountLevel::Confirmed, excluded, false)),
            ("under-test", view(AccountLevel::Confirmed, Some(NotTaken::UnderTest), false)),
            ("made-up", {
                let view = view(AccountLevel::Confirmed, Some(NotTaken::MadeUp), false);
                Self { frame: view.frame.made_up(), ..view }
            }),
            ("factor", view(AccountLevel::Confirmed, None, true)),
            ("unknown", view(AccountLevel::Confirmed, None, false)),
            ("device", Self { site: SiteCard::device_sample(), ..view(AccountLevel::Standard, below, false) }),
        ]
    }
}

/// A request that is not sound, and of which the site cannot be told.
#[derive(Template)]
#[template(path = "site/fault.html")]
pub struct SiteFaultView {
    /// The frame.
    pub frame: PageFrame,
    /// The error of the protocol.
    pub code: String,
    /// What is wrong, for the site's developer.
    pub description: String,
}

impl View for SiteFaultView {
    const NAME: &'static str = "site-fault";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = Self {
            frame: PageFrame::sample(locale, route::HOME),
            code: "invalid_request".to_owned(),
            description: "redirect_uri is not registered".to_owned(),
        };
        vec![("plain", view)]
    }
}

/// A request that is over.
#[derive(Template)]
#[template(path = "site/over.html")]
pub struct SiteOverView {
    /// The frame.
    pub frame: PageFrame,
}

impl View for SiteOverView {
    const NAME: &'static str = "site-over";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        vec![("plain", Self { frame: PageFrame::sample(locale, route::HOME) })]
    }
}

/// The way back to a site: by an address, or by a form that carries the answer.
#[derive(Template)]
#[template(path = "site/back.html")]
pub struct BackToSiteView {
    /// The frame.
    pub frame: PageFrame,
    /// Where it leads.
    pub address: String,
    /// The fields of the form; none where it is an address.
    pub fields: Option<Vec<(String, String)>>,
}

impl View for BackToSiteView {
    const NAME: &'static str = "site-back";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        // On real pages the address is the site's; a sample names no other origin.
        let view =
            |fields| Self { frame: PageFrame::sample(locale, route::HOME), address: "/callback".to_owned(), fields };
        let fields = vec![("code".to_owned(), "sample".to_owned()), ("state".to_owned(), "sample".to_owned())];
        vec![("address", view(None)), ("form", view(Some(fields)))]
    }
}

/// Whether to end the session, as a site wishes.
#[derive(Template)]
#[template(path = "site/leave.html")]
pub struct SiteLeaveView {
    /// The frame.
    pub frame: PageFrame,
    /// Where the form goes.
    pub action: &'static str,
    /// The site, if it is known.
    pub site: Option<String>,
    /// What it asked, to be read anew.
    pub query: String,
}

impl View for SiteLeaveView {
    const NAME: &'static str = "site-leave";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |site: Option<&str>| Self {
            frame: PageFrame::sample(locale, route::HOME).signed_in(AccountLevel::Standard),
            action: route::SITE_LEAVE,
            site: site.map(str::to_owned),
            query: "client_id=sample".to_owned(),
        };
        vec![("known", view(Some("Пенсионный фонд"))), ("unknown", view(None))]
    }
}

/// A site at which the person has signed in.
#[derive(Clone, Debug)]
pub struct SiteLine {
    /// Its name in the protocol.
    pub client_id: String,
    /// What it calls itself.
    pub name: String,
    /// The newest sign-ins.
    pub sign_ins: Vec<Zoned>,
    /// How many there were.
    pub count: usize,
    /// The names of claims that were passed on to it.
    pub delivered: Vec<String>,
    /// Whether there is something to take back.
    pub has_access: bool,
    /// Whether it may come for data while the person is away.
    pub is_offline: bool,
    /// Whether a device is connected to it.
    pub has_device: bool,
    /// Until when the person's agreement is remembered.
    pub agreed_until: Option<Zoned>,
    /// Where it begins a sign-in for whoever follows the link, where it can.
    pub opens_at: Option<String>,
}

/// The sites at which the person has signed in.
#[derive(Template)]
#[template(path = "site/sites.html")]
pub struct SitesView {
    /// The frame.
    pub frame: PageFrame,
    /// The sites.
    pub sites: Vec<SiteLine>,
}

impl SitesView {
    fn told(&self, line: &SiteLine) -> String {
        line.delivered.iter().map(|name| self.t(claim_key(name)).to_string()).collect::<Vec<_>>().join(", ")
    }
}

impl View for SitesView {
    const NAME: &'static str = "sites";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let at = jiff::civil::date(2026, 3, 2).at(9, 5, 0, 0);
        let at = at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default();
        let line = |name: &str, delivered: &[&str], has_access, is_offline| SiteLine {
            client_id: name.to_owned(),
            name: name.to_owned(),
            sign_ins: vec![at.clone(), at.clone()],
            count: 12,
            delivered: delivered.iter().map(|claim| (*claim).to_owned()).collect(),
            has_access,
            is_offline,
            has_device: is_offline,
            agreed_until: has_access.then(|| at.clone()),
            // On real pages this leads to the site; a sample names no other origin.
            opens_at: has_access.then(|| "/start".to_owned()),
        };
        let view = |sites| Self {
            frame: PageFrame::sample(locale, route::ACCOUNT_SITES).signed_in(AccountLevel::Confirmed),
            sites,
        };
        let some = vec![
            line("Пенсионный фонд", &["family_name", "given_name", "snils"], true, true),
            line("Магазин", &[], false, false),
        ];
        vec![("none", view(vec![])), ("some", view(some))]
    }
}
