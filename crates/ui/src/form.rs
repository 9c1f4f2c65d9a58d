//! Fields of forms with their values and faults.
//!
//! The name of a field is the glossary's; the element with the id of that name is its first control, so a link to
//! `#name` in the error summary always lands where the person can correct it. The error's element is `name-error`, the
//! hint's is `name-hint`.

use okno_domain::{
    locale::Locale,
    refusal::{FieldFault, Refusal},
};

use crate::text::{self, Text};

/// Everything that is wrong with a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormErrors {
    /// Faults in fields, in the order of the fields.
    pub faults: Vec<FieldFault>,
    /// What was refused as a whole.
    pub refusal: Option<Refusal>,
}

impl From<Vec<FieldFault>> for FormErrors {
    fn from(faults: Vec<FieldFault>) -> Self {
        Self { faults, refusal: None }
    }
}

impl From<Refusal> for FormErrors {
    fn from(refusal: Refusal) -> Self {
        Self { faults: Vec::new(), refusal: Some(refusal) }
    }
}

impl FormErrors {
    /// Nothing wrong.
    pub fn none() -> Self {
        Self::default()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.faults.is_empty() && self.refusal.is_none()
    }

    /// The first fault of a field.
    pub fn of(&self, name: &str) -> Option<&FieldFault> {
        self.faults.iter().find(|fault| fault.field == name)
    }

    /// A field with its value and its fault, if it has one.
    pub fn field(&self, name: &'static str, value: impl Into<String>) -> Field {
        Field { name, value: value.into(), fault: self.of(name).cloned() }
    }

    /// A date with its value and its fault, if it has one.
    pub fn date_field(&self, name: &'static str, value: DateValue) -> DateField {
        DateField { name, value, fault: self.of(name).cloned() }
    }

    /// The lines of the summary: field name (empty for the form as a whole) and text, which begins with the name that
    /// the field has on the page when there is a message `label-<name>`.
    pub fn lines(&self, locale: Locale) -> Vec<(&'static str, Text<'static>)> {
        let whole = self.refusal.iter().map(|refusal| ("", Text::of_refusal(locale, refusal)));
        whole.chain(self.faults.iter().map(|fault| (fault.field, line(locale, fault)))).collect()
    }
}

/// What is wrong at a field, with its label.
pub(crate) fn line(locale: Locale, fault: &FieldFault) -> Text<'static> {
    let said = Text::of_fault(locale, fault);
    let label = format!("label-{}", fault.field);
    if text::has(locale, &label) {
        Text::new(locale, "error-line").with("label", Text::new(locale, label)).with("fault", said)
    } else {
        said
    }
}

/// A field with a single value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// Name and id.
    pub name: &'static str,
    /// The value as it was sent.
    pub value: String,
    /// What is wrong with it.
    pub fault: Option<FieldFault>,
}

impl Field {
    /// An empty field.
    pub fn new(name: &'static str) -> Self {
        Self { name, ..Self::default() }
    }

    /// A field with a value.
    pub fn with_value(name: &'static str, value: impl Into<String>) -> Self {
        Self { name, value: value.into(), fault: None }
    }

    /// The value of `aria-describedby`: the hint, then the error.
    pub fn described_by(&self, hint: bool) -> String {
        described_by(self.name, hint, self.fault.is_some())
    }
}

/// A date picked as day, month and year; the form sends `name_day`, `name_month`, `name_year` (R79).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateField {
    /// Name of the group and id of its first control.
    pub name: &'static str,
    /// What has been picked so far.
    pub value: DateValue,
    /// What is wrong with it.
    pub fault: Option<FieldFault>,
}

/// The three parts of a date, each as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateValue {
    /// Day of the month.
    pub day: String,
    /// Month, 1 to 12.
    pub month: String,
    /// Year with four digits.
    pub year: String,
}

impl From<jiff::civil::Date> for DateValue {
    fn from(date: jiff::civil::Date) -> Self {
        Self { day: date.day().to_string(), month: date.month().to_string(), year: date.year().to_string() }
    }
}

impl DateValue {
    /// The date, when the parts make one.
    pub fn date(&self) -> Option<jiff::civil::Date> {
        let (year, month, day) = (self.year.parse().ok()?, self.month.parse().ok()?, self.day.parse().ok()?);
        jiff::civil::Date::new(year, month, day).ok()
    }
}

impl DateField {
    /// The value of `aria-describedby`: the hint, then the error.
    pub fn described_by(&self, hint: bool) -> String {
        described_by(self.name, hint, self.fault.is_some())
    }

    /// Whether this number is the picked one.
    pub fn picked(&self, part: &str, number: &i16) -> bool {
        let value = match part {
            "day" => &self.value.day,
            "month" => &self.value.month,
            _ => &self.value.year,
        };
        value.parse() == Ok(*number)
    }

    /// Years from `last` back to `first`.
    pub fn years(&self, first: &i16, last: &i16) -> Vec<i16> {
        (*first..=*last).rev().collect()
    }
}

/// One of several things to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the person reads.
    pub label: String,
    /// A line of explanation, or nothing.
    pub hint: String,
}

impl Choice {
    /// A choice without explanation.
    pub fn new(value: impl Into<String>, label: impl ToString) -> Self {
        Self { value: value.into(), label: label.to_string(), hint: String::new() }
    }

    /// The same choice with an explanation.
    #[must_use]
    pub fn hint(mut self, hint: impl ToString) -> Self {
        self.hint = hint.to_string();
        self
    }
}

fn described_by(name: &str, hint: bool, fault: bool) -> String {
    match (hint, fault) {
        (true, true) => format!("{name}-hint {name}-error"),
        (true, false) => format!("{name}-hint"),
        (false, true) => format!("{name}-error"),
        (false, false) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_takes_its_own_fault() {
        let errors = FormErrors::from(vec![FieldFault::new("contact", "required")]);
        let field = errors.field("contact", "x");
        assert_eq!(field.described_by(true), "contact-hint contact-error");
        assert_eq!(errors.field("family_name", "").described_by(false), "");
    }

    #[test]
    fn a_line_of_the_summary_names_its_field() {
        let errors = FormErrors::from(vec![FieldFault::new("family_name", "required")]);
        let [(name, line)] = &errors.lines(Locale::En)[..] else { panic!() };
        assert_eq!((*name, line.to_string().as_str()), ("family_name", "Surname: Fill in this field"));
    }

    #[test]
    fn three_parts_make_a_date_or_nothing() {
        let value = DateValue { day: "30".into(), month: "2".into(), year: "2001".into() };
        assert_eq!(value.date(), None);
        assert_eq!(DateValue::from(jiff::civil::date(2001, 2, 3)).date(), Some(jiff::civil::date(2001, 2, 3)));
    }
}
