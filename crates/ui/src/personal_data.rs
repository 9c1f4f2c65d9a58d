//! All personal data on one page, with the state of each document (R6, R90, R92, R95).

use askama::Template;
use jiff::Zoned;
use okno_domain::{account::AccountLevel, contact::ContactKind, identifier::region_zone::RegionZone, locale::Locale};

use crate::{
    form::{Choice, Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
    text::Text,
    verification::CheckLine,
};

/// A datum of the profile.
#[derive(Clone, Debug)]
pub struct Datum {
    /// The field's name.
    pub field: &'static str,
    /// The value in force, as it is shown; empty when it has not been given.
    pub value: String,
    /// The value that was sent to be verified, when it differs (R95).
    pub pending: Option<String>,
    /// Whether level Standard needs it.
    pub needed: bool,
}

/// The name of a datum.
pub fn label(locale: Locale, field: &str) -> Text<'static> {
    let field = if field == ContactKind::MobilePhone.name() { "phone" } else { field };
    Text::new(locale, format!("label-{field}"))
}

/// All personal data.
#[derive(Template)]
#[template(path = "account/data.html")]
pub struct PersonalDataView {
    /// The frame.
    pub frame: PageFrame,
    /// The level (R7).
    pub level: AccountLevel,
    /// The person, then the document: each datum that can or must be given.
    pub person: Vec<Datum>,
    /// The identity document.
    pub document: Vec<Datum>,
    /// In which zone times are shown.
    pub zone: RegionZone,
    /// What is not needed for any level (R87).
    pub further: Vec<Datum>,
    /// Phone and e-mail, each with its address for changing it.
    pub contacts: Vec<(&'static str, String)>,
    /// What is in force and verified, with when and by whom; none while nothing is (R92, R95).
    pub verified: Option<Checks>,
    /// What was sent and is not in force, with when.
    pub pending: Option<Checks>,
    /// Without either: SNILS and document, not sent yet (R92).
    pub not_sent: Vec<CheckLine>,
    /// Whether what was sent last did not match; else it is being verified.
    pub is_rejected: bool,
}

/// SNILS and document of one submission, each with its own state (R92).
#[derive(Clone, Debug)]
pub struct Checks {
    /// When they were verified, or sent.
    pub at: Zoned,
    /// The two checks.
    pub lines: Vec<CheckLine>,
}

impl PersonalDataView {
    fn datum(&self, field: &str) -> Text<'static> {
        label(self.frame.locale, field)
    }

    fn zone_field(&self) -> Field {
        FormErrors::none().field("time_zone", self.zone.as_str())
    }

    fn zones(&self) -> Vec<Choice> {
        let locale = self.frame.locale;
        let hours = |n: i8| if n == 0 { String::new() } else { format!("{n:+}").replace('-', "\u{2212}") };
        RegionZone::all()
            .map(|(zone, from_moscow)| {
                let name = zone.as_str();
                let place = Text::new(locale, format!("zone-city-{}", name.rsplit('/').next().unwrap_or(name)));
                let text =
                    Text::new(locale, "zone-of").with("place", place.to_string()).with("hours", hours(from_moscow));
                Choice::new(name, text)
            })
            .collect()
    }

    fn missing(&self) -> usize {
        let all = self.person.iter().chain(&self.document);
        all.filter(|datum| datum.needed && datum.value.is_empty() && datum.pending.is_none()).count()
    }
}

impl View for PersonalDataView {
    const NAME: &'static str = "personal-data";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        use okno_domain::verification::{
            CheckKind, VerificationStatus,
            VerificationStatus::{InProgress, NeedsOperator, NotSubmitted, Rejected, Unavailable, Verified},
        };
        let datum = |field, value: &str| Datum { field, value: value.to_owned(), pending: None, needed: true };
        let checks = |[snils, passport]: [VerificationStatus; 2]| Checks {
            at: jiff::civil::date(2026, 3, 1).at(9, 5, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap_or_default(),
            lines: vec![
                CheckLine::new(locale, CheckKind::Snils, snils, None, &[]),
                CheckLine::new(locale, CheckKind::InternalPassport, passport, None, &[]),
            ],
        };
        let view = |level: AccountLevel, snils, passport| Self {
            frame: PageFrame::sample(locale, route::ACCOUNT_DATA).signed_in(level),
            level,
            person: vec![datum("family_name", "Петрова"), datum("given_name", "Мария"), datum("birth_date", "")],
            document: vec![Datum { pending: Some("4008123457".to_owned()), ..datum("document_number", "4008123456") }],
            zone: RegionZone::moscow(),
            further: vec![Datum { needed: false, ..datum("inn", "") }],
            contacts: vec![("mobile_phone", "+7 912 345-67-89".to_owned()), ("email", String::new())],
            verified: (level > AccountLevel::Simplified).then(|| checks([Verified; 2])),
            pending: (snils != NotSubmitted).then(|| checks([snils, passport])),
            not_sent: if snils == NotSubmitted { checks([snils, passport]).lines } else { vec![] },
            is_rejected: snils == Rejected,
        };
        let mut settled = view(AccountLevel::Standard, Verified, Verified);
        settled.pending = None;
        vec![
            ("new", view(AccountLevel::Simplified, NotSubmitted, NotSubmitted)),
            ("checking", view(AccountLevel::Simplified, Verified, InProgress)),
            ("rejected", view(AccountLevel::Simplified, Rejected, Unavailable)),
            ("verified", settled),
            ("changing", view(AccountLevel::Standard, Verified, NeedsOperator)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R6, R7, R92: the level, "Edit", and passport and SNILS each with its own state.
    #[test]
    fn each_document_has_its_own_state() {
        let (_, view) = PersonalDataView::samples(Locale::En).remove(1);
        let html = view.rendered().unwrap().html;
        assert!(html.contains("href=\"/profile/edit\"") && html.contains("level--simplified"));
        assert!(html.contains("state--success") && html.contains("state--progress"));
    }

    /// R92, R95: what is in force and what is pending each have their own states, and the person can keep what is verified.
    #[test]
    fn in_force_and_pending_stand_apart() {
        let (_, view) =
            PersonalDataView::samples(Locale::En).into_iter().find(|(name, _)| *name == "changing").unwrap();
        let html = view.rendered().unwrap().html;
        let (verified, pending) = html.split_once("id=\"pending\"").unwrap();
        assert!(verified.contains("Verified on") && verified.contains("Pension fund"));
        assert!(!verified.contains("state--progress") && pending.contains("state--progress"));
        assert!(pending.contains("action=\"/profile/keep\""));
        let (_, view) =
            PersonalDataView::samples(Locale::En).into_iter().find(|(name, _)| *name == "verified").unwrap();
        assert!(!view.rendered().unwrap().html.contains("/profile/keep"));
    }

    /// R95: the new value stands beside the one in force.
    #[test]
    fn what_is_being_verified_stands_beside_what_is_in_force() {
        let (_, view) = PersonalDataView::samples(Locale::En).remove(1);
        let html = view.rendered().unwrap().html;
        assert!(html.contains("4008123456") && html.contains("4008123457") && html.contains("being verified"));
    }
}
