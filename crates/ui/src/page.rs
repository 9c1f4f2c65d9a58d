//! Views: structs that a template shows.

use std::fmt::Display;

use askama::Template;
use jiff::{Zoned, civil::Date};
use okno_domain::{
    account::AccountLevel,
    locale::Locale,
    operator::Role,
    refusal::{FieldFault, Refusal},
};

use crate::{form::FormErrors, format, frame::PageFrame, password::PasswordHint, text::Text};

/// A page. Its methods are what templates call without a receiver: `{{ t("action-continue") }}`.
pub trait View: Template + Sized {
    /// A stable name, such as `home`, for samples.
    const NAME: &'static str;

    /// The frame around the contents.
    fn frame(&self) -> &PageFrame;

    /// Examples of every shape the page can take; tests render them all in every language.
    fn samples(locale: Locale) -> Vec<(&'static str, Self)>;

    /// The message with this key; values follow by `.with("name", value)`.
    fn t(&self, key: impl AsRef<str>) -> Text<'static> {
        Text::new(self.frame().locale, key.as_ref().to_owned())
    }

    /// What explains a fault in a field.
    fn fault(&self, fault: &FieldFault) -> Text<'static> {
        Text::of_fault(self.frame().locale, fault)
    }

    /// What explains a refusal.
    fn refusal(&self, refusal: &Refusal) -> Text<'static> {
        Text::of_refusal(self.frame().locale, refusal)
    }

    /// The lines of an error summary.
    fn lines(&self, errors: &FormErrors) -> Vec<(&'static str, Text<'static>)> {
        errors.lines(self.frame().locale)
    }

    /// The rules of passwords in words.
    fn rules(&self, hint: &PasswordHint) -> Vec<(&'static str, Text<'static>)> {
        hint.rules(self.frame().locale)
    }

    /// The rules of passwords that only the server can check.
    fn further_rules(&self, hint: &PasswordHint) -> Vec<Text<'static>> {
        hint.further_rules(self.frame().locale)
    }

    /// The name of an account level.
    fn level(&self, level: &AccountLevel) -> Text<'static> {
        Text::new(self.frame().locale, format!("level-{}", level.name()))
    }

    /// The name of an operator's role.
    fn role(&self, role: &Role) -> Text<'static> {
        Text::new(self.frame().locale, format!("operator-role-{}", role.name()))
    }

    /// The name of a month, 1 to 12.
    fn month(&self, number: &i16) -> Text<'static> {
        Text::new(self.frame().locale, "month").with("n", i64::from(*number))
    }

    /// A date as in 01.03.2026.
    fn date(&self, date: &Date) -> String {
        format::date(self.frame().locale, *date)
    }

    /// A date as in 1 March 2026.
    fn date_long(&self, date: &Date) -> String {
        format::date_long(self.frame().locale, *date)
    }

    /// A date with time and zone.
    fn moment(&self, at: &Zoned) -> String {
        format::moment(self.frame().locale, at)
    }

    /// A number with its digits in groups.
    fn number(&self, number: &i64) -> String {
        format::number(self.frame().locale, *number)
    }

    /// A sum of money given in kopecks.
    fn money(&self, kopecks: &i64) -> String {
        format::money(self.frame().locale, *kopecks)
    }

    /// Seconds as minutes and seconds, such as 4:47.
    fn clock(&self, seconds: impl Display) -> String {
        format::clock(seconds.to_string().parse().unwrap_or_default())
    }

    /// The page as it is sent.
    fn rendered(&self) -> askama::Result<Rendered> {
        Ok(Rendered { html: self.render()?, locale: self.frame().locale })
    }
}

/// A finished page.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The whole document.
    pub html: String,
    /// Its language, for `content-language`.
    pub locale: Locale,
}
