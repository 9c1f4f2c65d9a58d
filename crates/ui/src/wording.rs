//! Texts in place of built-in ones (docs/decisions/0015): what fits where, how it reads, and how it reaches everything that
//! is said. Nothing here keeps a text: what stands now is handed in as data.

mod catalogue;
mod rule;
mod sample;
mod search;
mod spoken;
mod view;

use okno_domain::locale::Locale;

pub use self::{
    catalogue::{built_in, variables},
    rule::fit,
    sample::read_aloud,
    search::{Found, PAGE, Query, search},
    spoken::{speaking, within},
    view::{AskedText, ChangeLine, ChangePart, LanguagePart, ReadingPart, TextLine, TextView, TextsView, VariableLine},
};
pub(crate) use spoken::with_spoken;

use crate::route;

/// Whether there is a text with this key.
pub fn has(key: &str) -> bool {
    catalogue::patterns(Locale::default()).contains_key(key) && !key.starts_with('-')
}

/// The address of a text's page.
pub fn url(key: &str) -> String {
    format!("{}/{key}", route::OPERATOR_TEXTS)
}
