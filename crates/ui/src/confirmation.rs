//! Identity confirmation: the methods as tiles, the box for a code, the way in person, and the success (R110 to R120).

use askama::Template;
use okno_domain::{account::AccountLevel, confirmation::ConfirmationMethod, locale::Locale, refusal::FieldFault};

use crate::{
    account::{LevelServices, NextStep, step_text, step_url},
    appointment::BookedBox,
    form::{Field, FormErrors},
    frame::PageFrame,
    help,
    page::View,
    public_service::ServiceLine,
    route,
    text::Text,
};

/// The box for a code that came in a letter or was handed out by a center (R114). One component for every place.
#[derive(Clone, Debug)]
pub struct CodeEntry {
    /// The field.
    pub code: Field,
    /// Whether a code is on its way to the person, or in their hands.
    pub is_awaited: bool,
    /// Hours until the box opens again after too many wrong codes (R119); none when it is open.
    pub locked_hours: Option<i64>,
}

impl CodeEntry {
    pub(crate) fn sample() -> Self {
        Self { code: Field::new("confirmation_code"), is_awaited: false, locked_hours: None }
    }

    fn samples() -> Vec<(&'static str, Self, FormErrors)> {
        let none = FormErrors::none();
        let wrong = FieldFault::new("confirmation_code", "confirmation-code-wrong").with("left", "3");
        let wrong = FormErrors::from(vec![wrong]);
        let entry = |errors: &FormErrors, is_awaited, locked_hours| Self {
            code: errors.field("confirmation_code", ""),
            is_awaited,
            locked_hours,
        };
        vec![
            ("open", entry(&none, false, None), none.clone()),
            ("awaited", entry(&none, true, None), none.clone()),
            ("wrong", entry(&wrong, true, None), wrong.clone()),
            ("locked", entry(&none, true, Some(5)), none),
        ]
    }
}

/// Where the page of a method is.
pub fn method_url(method: ConfirmationMethod) -> String {
    match method {
        ConfirmationMethod::InPerson => route::CONFIRMATION_IN_PERSON.to_owned(),
        ConfirmationMethod::RegisteredLetter => route::CONFIRMATION_LETTER.to_owned(),
        ConfirmationMethod::OnlineBank => route::CONFIRMATION_BANK.to_owned(),
        ConfirmationMethod::QualifiedSignature | ConfirmationMethod::ElectronicCard => {
            help::topic_url("electronic-signature")
        }
    }
}

/// The name of a method.
pub fn method_name(locale: Locale, method: ConfirmationMethod) -> Text<'static> {
    Text::new(locale, format!("method-{}-title", method.name()))
}

/// A method as it is offered: what helps to choose (R112).
struct Tile {
    url: String,
    title: Text<'static>,
    lead: Text<'static>,
    /// That it is recommended, or (true) that the person is confirmed by it.
    mark: Option<(Text<'static>, bool)>,
    /// What an administrator has to say of it.
    note: Option<String>,
    /// Place, time, what to bring, restriction.
    facts: Vec<(Text<'static>, Text<'static>)>,
}

/// The ways to confirm one's identity (R110).
#[derive(Template)]
#[template(path = "confirmation/methods.html")]
pub struct ConfirmationView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong with the code.
    pub errors: FormErrors,
    /// The level of the account.
    pub level: AccountLevel,
    /// What the person does next; below Standard, it comes before everything here (R8, R62).
    pub next: NextStep,
    /// The usual time of the registries' check, minutes, and the longest, days (R98).
    pub check_times: (u32, u32),
    /// The methods that are switched on, in their order (R110, R111).
    pub methods: Vec<ConfirmationMethod>,
    /// What an administrator has to say of a method, in the language of the page.
    pub method_notes: Vec<(ConfirmationMethod, String)>,
    /// The methods by which the person is confirmed already (R118).
    pub confirmed_by: Vec<ConfirmationMethod>,
    /// The visit that is booked (R132).
    pub booked: Option<BookedBox>,
    /// The box for a code; none when there is nothing to type.
    pub entry: Option<CodeEntry>,
}

impl ConfirmationView {
    fn tiles(&self) -> Vec<Tile> {
        let tile = |method: &ConfirmationMethod| {
            let say = |part: &str| self.t(format!("method-{}-{part}", method.name()));
            let mark = if self.confirmed_by.contains(method) {
                Some((self.t("method-used"), true))
            } else {
                (*method == ConfirmationMethod::InPerson).then(|| (self.t("method-recommended"), false))
            };
            let facts = ["place", "time", "bring", "limit"];
            Tile {
                url: method_url(*method),
                title: say("title"),
                lead: say("lead"),
                mark,
                note: self.method_notes.iter().find(|(of, _)| of == method).map(|(_, note)| note.clone()),
                facts: facts.into_iter().map(|part| (self.t(format!("method-{part}")), say(part))).collect(),
            }
        };
        self.methods.iter().map(tile).collect()
    }

    /// The box stands first for one who waits for a code, or mistyped one.
    fn awaited_entry(&self) -> Option<&CodeEntry> {
        self.entry.as_ref().filter(|entry| entry.is_awaited || !self.errors.is_empty())
    }

    /// For all others it stands below the ways.
    fn other_entry(&self) -> Option<&CodeEntry> {
        if self.awaited_entry().is_some() { None } else { self.entry.as_ref() }
    }

    fn next_say(&self, part: &str) -> Text<'static> {
        step_text(self.frame.locale, self.next, part, self.check_times)
    }

    fn next_url(&self) -> &'static str {
        step_url(self.next)
    }

    fn is_too_early(&self) -> bool {
        self.level == AccountLevel::Simplified
    }

    fn is_done(&self) -> bool {
        self.level == AccountLevel::Confirmed
    }
}

impl View for ConfirmationView {
    const NAME: &'static str = "confirmation";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |level: AccountLevel| Self {
            frame: PageFrame::sample(locale, route::CONFIRMATION).signed_in(level),
            errors: FormErrors::none(),
            level,
            next: if level == AccountLevel::Simplified { NextStep::FillIn } else { NextStep::Confirm },
            check_times: (20, 5),
            methods: ConfirmationMethod::ALL.to_vec(),
            method_notes: vec![(ConfirmationMethod::RegisteredLetter, "В праздники письма идут дольше.".to_owned())],
            confirmed_by: vec![],
            booked: (level == AccountLevel::Standard).then(|| BookedBox::sample(locale)),
            entry: None,
        };
        let mut done = view(AccountLevel::Confirmed);
        done.confirmed_by = vec![ConfirmationMethod::RegisteredLetter];
        let entries = CodeEntry::samples()
            .into_iter()
            .map(|(name, entry, errors)| (name, Self { entry: Some(entry), errors, ..view(AccountLevel::Standard) }));
        [("simplified", view(AccountLevel::Simplified)), ("confirmed", done)].into_iter().chain(entries).collect()
    }
}

/// The way in person (R121, R132, R134).
#[derive(Template)]
#[template(path = "confirmation/in_person.html")]
pub struct InPersonView {
    /// The frame.
    pub frame: PageFrame,
    /// The visit that is booked (R132).
    pub booked: Option<BookedBox>,
    /// Whether a time can be booked at all (C30).
    pub can_book: bool,
    /// The box for a code that a center handed out (C12); none when there is nothing to type.
    pub entry: Option<CodeEntry>,
}

impl View for InPersonView {
    const NAME: &'static str = "confirmation-in-person";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || PageFrame::sample(locale, route::CONFIRMATION_IN_PERSON).signed_in(AccountLevel::Standard);
        let entry = CodeEntry::samples().into_iter().next().map(|(_, entry, _)| entry);
        let view = |booked, entry| Self { frame: frame(), booked, can_book: true, entry };
        vec![
            ("plain", view(None, None)),
            ("code", view(None, entry)),
            ("booked", view(Some(BookedBox::sample(locale)), None)),
            ("walk-in", Self { can_book: false, ..view(None, None) }),
        ]
    }
}

/// The identity is confirmed: what is open now (R116, R120).
#[derive(Template)]
#[template(path = "confirmation/done.html")]
pub struct ConfirmedView {
    /// The frame.
    pub frame: PageFrame,
    /// What the level has opened.
    pub opened: LevelServices,
    /// What stays closed because the identity is confirmed by a letter alone (R151).
    pub closed: Vec<ServiceLine>,
}

impl View for ConfirmedView {
    const NAME: &'static str = "confirmation-done";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let level = AccountLevel::Confirmed;
        let frame = PageFrame::sample(locale, route::CONFIRMATION_DONE).signed_in(level);
        let view = |closed| Self {
            frame: frame.clone(),
            opened: LevelServices { level, services: ServiceLine::samples() },
            closed,
        };
        vec![("services", view(vec![])), ("letter", view(ServiceLine::samples()))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::{Html, Selector};

    fn texts(html: &str, selector: &str) -> Vec<String> {
        let document = Html::parse_document(html);
        let selector = Selector::parse(selector).unwrap();
        let found = document.select(&selector);
        found.map(|element| element.text().collect::<String>().trim().to_owned()).collect()
    }

    fn sample(name: &str) -> String {
        let mut samples = ConfirmationView::samples(Locale::En);
        let at = samples.iter().position(|(it, _)| *it == name).unwrap();
        samples.swap_remove(at).1.rendered().unwrap().html
    }

    /// R110, R111, R112: a tile for each method that is on, in the order of the requirement, each with place, time, what
    /// to bring and its restriction; in person is recommended.
    #[test]
    fn a_tile_for_each_method_in_order() {
        let html = sample("open");
        let names = texts(&html, ".way h2 a");
        assert_eq!(names.len(), 5);
        assert!(names[0].contains("service centre") && names[1].contains("letter"), "{names:?}");
        assert!(names[4].contains("bank"), "{names:?}");
        assert_eq!(texts(&html, ".way dt").len(), 5 * 4);
        assert_eq!(texts(&html, ".way .way-mark").len(), 1);
    }

    /// R62, R11: from Simplified confirmation does not begin; the page says what is missing, and that it is free.
    #[test]
    fn confirmation_begins_at_level_standard() {
        for name in ["simplified", "open", "confirmed"] {
            let html = sample(name);
            assert!(html.contains("No one may ask money for it"), "{name}");
            assert_eq!(html.contains("id=\"submit\" href=\"/profile/edit\""), name == "simplified", "{name}");
            assert_eq!(texts(&html, ".way").is_empty(), name == "simplified", "{name}");
        }
    }

    /// R131: where a code of a center can be typed, the page leads to the other ways and to the support as well.
    #[test]
    fn a_code_that_fails_leads_on() {
        for (name, view) in InPersonView::samples(Locale::En) {
            let html = view.rendered().unwrap().html;
            for link in ["id=\"other_ways\" href=\"/confirmation\"", "id=\"support\" href=\"/support\""] {
                assert_eq!(html.contains(link), name == "code", "{name} {link}");
            }
        }
    }

    /// R114, R119: the box for a code takes capitals, says how many tries are left, and is closed while it is locked.
    #[test]
    fn the_box_for_a_code() {
        assert_eq!(texts(&sample("open"), "#confirmation_code").len(), 1);
        let wrong = sample("wrong");
        assert!(wrong.contains("3 tries"), "{wrong}");
        let locked = sample("locked");
        assert!(texts(&locked, "#confirmation_code").is_empty() && locked.contains("5 hours"));
        assert!(texts(&sample("simplified"), "#confirmation_code").is_empty());
    }
}
