//! What a person may be told when something is not done: a stable code, a class and data, never a text.

use std::borrow::Cow;

/// A stable, kebab-case code; the texts are the message keys `refusal-<code>`.
pub type Code = &'static str;

/// What kind of refusal it is; `web` turns it into a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// The input is not acceptable (422).
    Invalid,
    /// It clashes with the present state (409).
    Conflict,
    /// It existed and is over: an expired code, a used link (410).
    Gone,
    /// Not allowed for this account or session (403).
    Forbidden,
    /// A limit was reached; try later (429).
    TooMany,
}

/// A refusal ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The stable code.
    pub code: Code,
    /// Its class.
    pub class: Class,
    /// Named values for the message, already in neutral form (numbers, ISO dates).
    pub args: Vec<(&'static str, Cow<'static, str>)>,
}

impl Refusal {
    /// A refusal without data.
    pub const fn new(code: Code, class: Class) -> Self {
        Self { code, class, args: Vec::new() }
    }

    /// The same refusal with one more named value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}

/// Implemented by every error enum of the domain.
pub trait Refuse {
    /// The refusal to show.
    fn refusal(&self) -> Refusal;
}

/// A fault in one field of a form: the field's glossary name, the reason code and data for the message
/// `field-<code>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// The field's name in the form, such as `family_name`.
    pub field: &'static str,
    /// The reason code, such as `snils-checksum`.
    pub code: Code,
    /// Named values for the message.
    pub args: Vec<(&'static str, Cow<'static, str>)>,
}

impl FieldFault {
    /// A fault without data.
    pub const fn new(field: &'static str, code: Code) -> Self {
        Self { field, code, args: Vec::new() }
    }

    /// The same fault with one more named value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}
