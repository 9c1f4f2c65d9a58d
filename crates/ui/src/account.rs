//! The first page of the personal area: the level, the next step, what is open and what comes next (R6 to R8, R67, R68).

use askama::Template;
pub use okno_domain::next_step::NextStep;
use okno_domain::{account::AccountLevel, contact::ContactKind, locale::Locale};

use crate::{
    appointment::BookedBox, confirmation::CodeEntry, frame::PageFrame, notice::NoticeLine, page::View,
    public_service::ServiceLine, route, text::Text,
};

/// Where the button of a step leads.
pub const fn step_url(step: NextStep) -> &'static str {
    match step {
        NextStep::FillIn | NextStep::GoOn => route::PROFILE_EDIT,
        NextStep::Checking | NextStep::WithOperator | NextStep::Correct | NextStep::SnilsTaken => {
            route::PROFILE_VERIFICATION
        }
        NextStep::Confirm => route::CONFIRMATION,
        NextStep::Done => route::CATEGORY,
    }
}

/// A next step in words: `title`, `text` and `action`. With the usual time of the registries' check, minutes, and the
/// longest, days (R98).
pub fn step_text(locale: Locale, step: NextStep, part: &str, (minutes, days): (u32, u32)) -> Text<'static> {
    Text::new(locale, format!("next-{}-{part}", step.name())).with("minutes", minutes).with("days", days)
}

const fn step_kind(step: NextStep) -> &'static str {
    match step {
        NextStep::Correct | NextStep::SnilsTaken => "warning",
        NextStep::Done => "success",
        _ => "info",
    }
}

/// The services of a level.
#[derive(Clone, Debug)]
pub struct LevelServices {
    /// The level.
    pub level: AccountLevel,
    /// Its services.
    pub services: Vec<ServiceLine>,
}

/// The first page of the personal area.
#[derive(Template)]
#[template(path = "account/account.html")]
pub struct AccountView {
    /// The frame.
    pub frame: PageFrame,
    /// First name and patronymic.
    pub name: String,
    /// The level.
    pub level: AccountLevel,
    /// What to do next.
    pub next: NextStep,
    /// The usual time of the registries' check, minutes, and the longest, days (R98).
    pub check_times: (u32, u32),
    /// The fields that level Standard needs and that are empty (R68).
    pub missing: Vec<&'static str>,
    /// The window after the first login at a new level: the level, with "Confirm" (R105).
    pub window: bool,
    /// What the level has opened (R67).
    pub opened: LevelServices,
    /// What the next level will open (R68).
    pub opens_next: Option<LevelServices>,
    /// The newest notices.
    pub notices: Vec<NoticeLine>,
    /// The visit that is booked (R132).
    pub booked: Option<BookedBox>,
    /// The box for a confirmation code (R114); none when there is nothing to type.
    pub entry: Option<CodeEntry>,
    /// A kind of contact that the person has not given yet (C1).
    pub second_contact: Option<ContactKind>,
}

impl AccountView {
    fn next_say(&self, part: &str) -> Text<'static> {
        step_text(self.frame.locale, self.next, part, self.check_times)
    }

    fn next_url(&self) -> &'static str {
        step_url(self.next)
    }

    fn next_kind(&self) -> &'static str {
        step_kind(self.next)
    }

    fn shows_missing(&self) -> bool {
        matches!(self.next, NextStep::FillIn | NextStep::GoOn) && !self.missing.is_empty()
    }

    fn datum(&self, field: &str) -> Text<'static> {
        crate::personal_data::label(self.frame.locale, field)
    }

    /// The invitation to give the other contact, and where that is done (C1).
    fn invitation(&self) -> Option<(Text<'static>, String)> {
        let kind = self.second_contact?;
        Some((self.t(format!("account-add-{}", kind.name())), crate::contact::enter_url(kind)))
    }

    /// The levels in order: the name, whether it is reached, whether it is the present one.
    fn ladder(&self) -> Vec<(Text<'static>, bool, bool)> {
        let step = |level: AccountLevel| {
            let name = self.t("account-level-word").with("level", level.name());
            (name, level <= self.level, level == self.level)
        };
        AccountLevel::ALL.into_iter().map(step).collect()
    }
}

impl View for AccountView {
    const NAME: &'static str = "account";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |level: AccountLevel, next| Self {
            frame: PageFrame::sample(locale, route::ACCOUNT).signed_in(level),
            name: "Мария Петровна".to_owned(),
            level,
            next,
            check_times: (20, 5),
            missing: vec!["birth_date", "snils", "document_number"],
            window: false,
            opened: LevelServices { level, services: ServiceLine::samples() },
            opens_next: AccountLevel::ALL
                .into_iter()
                .find(|other| *other > level)
                .map(|level| LevelServices { level, services: ServiceLine::samples() }),
            notices: NoticeLine::samples(locale).into_iter().take(3).collect(),
            booked: (level == AccountLevel::Standard).then(|| BookedBox::sample(locale)),
            entry: (level == AccountLevel::Standard).then(CodeEntry::sample),
            second_contact: Some(ContactKind::Email),
        };
        let mut window = view(AccountLevel::Standard, NextStep::Confirm);
        window.window = true;
        let steps = NextStep::ALL.into_iter().map(|step| {
            let level = match step {
                NextStep::Done => AccountLevel::Confirmed,
                NextStep::Confirm => AccountLevel::Standard,
                _ => AccountLevel::Simplified,
            };
            (step.name(), view(level, step))
        });
        steps.chain([("window", window)]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::{Html, Selector};

    fn count(html: &str, selector: &str) -> usize {
        Html::parse_document(html).select(&Selector::parse(selector).unwrap()).count()
    }

    /// R7, R8: at every stage the level stands first and set off, and there is exactly one main button.
    #[test]
    fn every_stage_has_one_main_button() {
        for locale in Locale::ALL {
            for (name, view) in AccountView::samples(locale) {
                let html = view.rendered().unwrap().html;
                assert_eq!(count(&html, "main #submit"), 1, "{name}");
                assert_eq!(count(&html, "main .govuk-button:not(.govuk-button--secondary)"), 1, "{name}");
                assert!(count(&html, "main .level") >= 1, "{name}");
            }
        }
    }

    /// R6: "Show all personal data" stands on the first page.
    #[test]
    fn all_personal_data_are_one_step_away() {
        for (_, view) in AccountView::samples(Locale::En) {
            let html = view.rendered().unwrap().html;
            assert!(html.contains("Show all personal data") && html.contains("href=\"/account/data\""));
        }
    }
}
