//! Messages: Fluent, one file per word of the glossary and language, read once.
//!
//! The build has already checked that every key exists in every language with the same values, so a missing one at
//! run time can only be a key made up of parts; it is shown as it is, and never breaks a page.
//!
//! Administrators replace texts at run time: what is said [`within`](crate::wording::within) their texts is said in those.

use std::{
    borrow::Cow,
    fmt,
    sync::{Arc, OnceLock},
};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use jiff::civil::Date;
use okno_domain::{
    locale::Locale,
    refusal::{FieldFault, Refusal},
};

use crate::{format, wording::with_spoken};

static SOURCES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/messages.rs"));

pub(crate) type Bundle = FluentBundle<Arc<FluentResource>>;

/// The built-in messages of a language.
pub(crate) struct Catalogue {
    /// The files.
    pub(crate) resources: Vec<Arc<FluentResource>>,
    /// All of them together.
    pub(crate) bundle: Bundle,
}

/// A value in a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// Text, put in as it is.
    Text(String),
    /// A number; plural forms follow it.
    Number(i64),
    /// A date, written as the language writes it.
    Date(Date),
}

impl Arg {
    /// A value in the neutral form of refusals: a whole number, an ISO date, or else text.
    pub fn neutral(text: &str) -> Self {
        if let Some(number) = text.parse::<i64>().ok().filter(|n| n.to_string() == text) {
            Self::Number(number)
        } else if let Ok(date) = text.parse::<Date>() {
            Self::Date(date)
        } else {
            Self::Text(text.to_owned())
        }
    }
}

impl From<&&i64> for Arg {
    fn from(number: &&i64) -> Self {
        Self::from(**number)
    }
}
impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<&&str> for Arg {
    fn from(text: &&str) -> Self {
        Self::Text((*text).to_owned())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}
impl From<&Cow<'_, str>> for Arg {
    fn from(text: &Cow<'_, str>) -> Self {
        Self::Text(text.to_string())
    }
}
impl From<Text<'_>> for Arg {
    fn from(text: Text<'_>) -> Self {
        Self::Text(text.to_string())
    }
}
impl From<&Text<'_>> for Arg {
    fn from(text: &Text<'_>) -> Self {
        Self::Text(text.to_string())
    }
}
impl From<Date> for Arg {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}
impl From<&Date> for Arg {
    fn from(date: &Date) -> Self {
        Self::Date(*date)
    }
}

macro_rules! numbers {
    ($($kind:ty),*) => { $(
        impl From<$kind> for Arg {
            fn from(number: $kind) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
        impl From<&$kind> for Arg {
            fn from(number: &$kind) -> Self {
                Self::from(*number)
            }
        }
    )* };
}
numbers!(u8, i8, u16, i16, u32, i32, u64, i64, usize);

/// A message with its values, written when it is displayed.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    locale: Locale,
    key: Cow<'a, str>,
    args: Vec<(&'static str, Arg)>,
}

impl<'a> Text<'a> {
    /// The message with this key.
    pub fn new(locale: Locale, key: impl Into<Cow<'a, str>>) -> Self {
        Self { locale, key: key.into(), args: Vec::new() }
    }

    /// The message that explains a refusal, `refusal-<code>`.
    pub fn of_refusal(locale: Locale, refusal: &Refusal) -> Text<'static> {
        Text::of_code(locale, "refusal", refusal.code, &refusal.args)
    }

    /// The message that explains a fault in a field: `field-<code>-<field>` where there is one, else `field-<code>`.
    pub fn of_fault(locale: Locale, fault: &FieldFault) -> Text<'static> {
        let mut text = Text::of_code(locale, "field", fault.code, &fault.args);
        let own = format!("field-{}-{}", fault.code, fault.field);
        if has(locale, &own) {
            text.key = own.into();
        }
        text
    }

    fn of_code(locale: Locale, kind: &str, code: &str, args: &[(&'static str, Cow<'static, str>)]) -> Text<'static> {
        let own = format!("{kind}-{code}");
        let key = if has(locale, &own) { own } else { format!("{kind}-unknown") };
        let args = args.iter().map(|(name, value)| (*name, Arg::neutral(value))).collect();
        Text { locale, key: key.into(), args }
    }

    /// The same message with one more value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// Whether there is nothing to show. A message is never empty; the macros of forms ask this of any label.
    pub fn is_empty(&self) -> bool {
        self.key.is_empty()
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        with_bundle(self.locale, |bundle| match say(bundle, self.locale, &self.key, &self.args) {
            Some(said) => f.write_str(&said),
            None => f.write_str(&self.key),
        })
    }
}

/// A message of a bundle with these values, if it has one.
pub(crate) fn say<N: AsRef<str>>(bundle: &Bundle, locale: Locale, key: &str, values: &[(N, Arg)]) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut args = FluentArgs::with_capacity(values.len());
    for (name, value) in values {
        let value = match value {
            Arg::Text(text) => FluentValue::from(text.as_str()),
            Arg::Number(number) => FluentValue::from(*number),
            Arg::Date(date) => FluentValue::from(format::date(locale, *date)),
        };
        args.set(name.as_ref(), value);
    }
    Some(bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
}

/// A message as text, for mails, SMS and letters.
pub fn text(locale: Locale, key: &str, args: &[(&'static str, Arg)]) -> String {
    Text { locale, key: key.into(), args: args.to_vec() }.to_string()
}

/// A message whose values are text as it is, or `None` when there is no such message or it calls for another value.
pub fn strict<'a>(locale: Locale, key: &str, args: impl Iterator<Item = (&'a str, &'a str)>) -> Option<String> {
    with_bundle(locale, |bundle| {
        let pattern = bundle.get_message(key)?.value()?;
        let args: FluentArgs<'_> = args.collect();
        let mut faults = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&args), &mut faults);
        faults.is_empty().then(|| text.into_owned())
    })
}

/// Whether there is a message with this key. Replacing texts adds and removes none.
pub fn has(locale: Locale, key: &str) -> bool {
    catalogue(locale).bundle.has_message(key)
}

/// The messages in which something is said now.
fn with_bundle<T>(locale: Locale, act: impl FnOnce(&Bundle) -> T) -> T {
    with_spoken(|spoken| match spoken.and_then(|spoken| spoken.bundle(locale)) {
        Some(bundle) => act(bundle),
        None => act(&catalogue(locale).bundle),
    })
}

/// The built-in messages of a language.
pub(crate) fn catalogue(locale: Locale) -> &'static Catalogue {
    static RU: OnceLock<Catalogue> = OnceLock::new();
    static EN: OnceLock<Catalogue> = OnceLock::new();
    static FR: OnceLock<Catalogue> = OnceLock::new();
    let cell = match locale {
        Locale::Ru => &RU,
        Locale::En => &EN,
        Locale::Fr => &FR,
    };
    cell.get_or_init(|| {
        let sources = SOURCES.iter().filter(|(language, _)| *language == locale.tag());
        let resources: Vec<_> = sources.map(|(_, source)| Arc::new(parsed((*source).to_owned()))).collect();
        Catalogue { bundle: bundle_of(locale, &resources), resources }
    })
}

/// A file of messages. The build has parsed the same text and refused any mistake, and so has whoever takes a replacement.
pub(crate) fn parsed(source: String) -> FluentResource {
    match FluentResource::try_new(source) {
        Ok(resource) | Err((resource, _)) => resource,
    }
}

/// All messages of these files; of two with one key the later one.
pub(crate) fn bundle_of(locale: Locale, resources: &[Arc<FluentResource>]) -> Bundle {
    let mut bundle = Bundle::new_concurrent(locale.tag().parse().into_iter().collect());
    // The marks that isolate a value's writing direction would end up in mails and copied codes.
    bundle.set_use_isolating(false);
    for resource in resources {
        bundle.add_resource_overriding(Arc::clone(resource));
    }
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R32: the same message in every language, with the plural forms of the language.
    #[test]
    fn russian_has_its_plural_forms() {
        let said = |n: i64| text(Locale::Ru, "unit-seconds", &[("n", n.into())]);
        assert_eq!([said(1), said(3), said(5), said(21)], ["1 секунда", "3 секунды", "5 секунд", "21 секунда"]);
    }

    #[test]
    fn values_of_refusals_become_numbers_and_dates() {
        assert_eq!(Arg::neutral("5"), Arg::Number(5));
        assert_eq!(Arg::neutral("007"), Arg::Text("007".into()));
        assert_eq!(Arg::neutral("2026-01-15"), Arg::Date(jiff::civil::date(2026, 1, 15)));
    }

    #[test]
    fn an_unknown_code_still_says_something() {
        let fault = FieldFault::new("contact", "no-such-code");
        assert_eq!(Text::of_fault(Locale::En, &fault).to_string(), text(Locale::En, "field-unknown", &[]));
    }
}
