//! The pages on which texts are looked for and replaced.

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    locale::Locale,
    operator::Role,
    refusal::{Class, FieldFault, Refusal},
    wording::{Replacement, field},
};

use super::{built_in, fit, has, read_aloud, rule, sample, variables};
use crate::{
    form::{Field, FormErrors},
    format,
    frame::PageFrame,
    page::View,
    route,
    text::Arg,
};

/// A text in the list.
#[derive(Clone, Debug)]
pub struct TextLine {
    /// Its key.
    pub key: String,
    /// What stands now, in the language of the page.
    pub text: String,
    /// In which languages it was replaced.
    pub replaced: Vec<Locale>,
    /// Whether something was replaced that does not fit any more.
    pub is_unfit: bool,
}

impl TextLine {
    fn url(&self) -> String {
        super::url(&self.key)
    }

    fn languages(&self) -> String {
        self.replaced.iter().map(|locale| locale.tag()).collect::<Vec<_>>().join(", ")
    }
}

/// The texts that were looked for.
#[derive(Template)]
#[template(path = "wording/texts.html")]
pub struct TextsView {
    /// The frame.
    pub frame: PageFrame,
    /// What is looked for.
    pub query: Field,
    /// Whether only replaced ones are.
    pub replaced: Field,
    /// How many there are.
    pub count: usize,
    /// Those of this page.
    pub lines: Vec<TextLine>,
    /// The address of the next page.
    pub next: Option<String>,
}

impl TextsView {
    /// The first page of the same search.
    fn first(&self) -> String {
        let only = if self.replaced.value.is_empty() { "" } else { "&replaced=1" };
        format!("{}?query={}{only}", route::OPERATOR_TEXTS, route::encode(&self.query.value))
    }

    /// The page of the same search that begins after a key.
    pub fn after(&self, key: &str) -> String {
        format!("{}&after={}", self.first(), route::encode(key))
    }
}

impl View for TextsView {
    const NAME: &'static str = "texts";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |key: &str, replaced: &[Locale], is_unfit| TextLine {
            key: key.to_owned(),
            text: built_in(key, locale).unwrap_or_default(),
            replaced: replaced.to_vec(),
            is_unfit,
        };
        let lines = vec![
            line("login-title", &[], false),
            line("message-registration_code-sms", &[Locale::Ru, Locale::Fr], false),
            line("unit-seconds", &[Locale::En], true),
        ];
        let view = |query: &str, lines: Vec<TextLine>, next: Option<&str>| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_TEXTS).sample_operator(Role::Administrator),
            query: Field::with_value("query", query),
            replaced: Field::new("replaced"),
            count: lines.len(),
            lines,
            next: next.map(str::to_owned),
        };
        vec![("some", view("", lines, Some("/operator/texts?after=x"))), ("none", view("qwerty", Vec::new(), None))]
    }
}

/// A value that a text is given.
#[derive(Clone, Debug)]
pub struct VariableLine {
    /// Its name.
    pub name: String,
    /// What it may be.
    pub sample: String,
}

impl VariableLine {
    /// As it stands in a text.
    fn placed(&self) -> String {
        format!("{{ ${} }}", self.name)
    }
}

/// A text in one language.
#[derive(Clone, Debug)]
pub struct LanguagePart {
    /// The language.
    pub locale: Locale,
    /// The built-in text.
    pub built_in: String,
    /// What stands in its place.
    pub now: Option<String>,
    /// Whether that still fits.
    pub fits: bool,
    /// What is typed.
    pub field: Field,
    /// How that will read; empty where the built-in text stays.
    pub preview: Vec<String>,
}

impl LanguagePart {
    fn label_key(&self) -> String {
        format!("label-{}", self.field.name)
    }

    /// The lines of the box: some more than what is in it.
    fn rows(&self) -> usize {
        let lines = |line: &str| line.chars().count().div_ceil(60).max(1);
        self.field.value.lines().map(lines).sum::<usize>().saturating_add(1).min(24)
    }
}

/// How a text reads in one language.
#[derive(Clone, Debug)]
pub struct ReadingPart {
    /// The language.
    pub locale: Locale,
    /// The readings, one for each case.
    pub readings: Vec<String>,
}

/// A text before and after a change, in one language.
#[derive(Clone, Debug)]
pub struct ChangePart {
    /// The language.
    pub locale: Locale,
    /// What stood.
    pub before: String,
    /// What stands then.
    pub after: String,
    /// How that reads.
    pub readings: Vec<String>,
}

impl ChangePart {
    /// What is different after a change. In a history there is no reading aloud.
    pub fn of(key: &str, before: &Replacement, after: &Replacement, reads: bool) -> Vec<Self> {
        let changed = Locale::ALL.into_iter().filter(|locale| before.get(*locale) != after.get(*locale));
        let said = |text: &Replacement, locale| {
            text.get(locale).map(str::to_owned).or_else(|| built_in(key, locale)).unwrap_or_default()
        };
        let part = |locale| Self {
            locale,
            before: said(before, locale),
            after: said(after, locale),
            readings: if reads { read_aloud(key, locale, after.get(locale)) } else { Vec::new() },
        };
        changed.map(part).collect()
    }

    /// For samples in tests.
    pub(crate) fn samples() -> Vec<Self> {
        let mut after = Replacement::default();
        after.set(Locale::Ru, Some("Исправить".to_owned()));
        after.set(Locale::Fr, Some("Corriger".to_owned()));
        Self::of("login-title", &Replacement::default(), &after, true)
    }
}

/// A change that waits.
#[derive(Clone, Debug)]
pub struct AskedText {
    /// The request.
    pub id: String,
    /// Whether a second administrator agreed.
    pub is_approved: bool,
    /// Until when something can happen.
    pub until: Zoned,
    /// Whether the built-in text will stand in every language.
    pub is_back: bool,
    /// How the replaced text will read.
    pub parts: Vec<ReadingPart>,
}

/// A change in the history.
#[derive(Clone, Debug)]
pub struct ChangeLine {
    /// When.
    pub at: Zoned,
    /// Who made it.
    pub by: String,
    /// Who agreed.
    pub agreed_by: Option<String>,
    /// What is different since.
    pub parts: Vec<ChangePart>,
}

/// One text: what stands, what it may say, and what it said.
#[derive(Template)]
#[template(path = "wording/text.html")]
pub struct TextView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The key.
    pub key: String,
    /// The number of the change that is shown.
    pub seen: String,
    /// The values that it is given.
    pub variables: Vec<VariableLine>,
    /// The text in each language.
    pub languages: Vec<LanguagePart>,
    /// Whether the page shows how what was typed will read.
    pub is_previewed: bool,
    /// Whether the operator has to show once more who they are.
    pub must_prove: bool,
    /// Whether there is nobody who could agree.
    pub is_alone: bool,
    /// What was asked for.
    pub asked: Option<AskedText>,
    /// The changes, the newest first.
    pub history: Vec<ChangeLine>,
}

/// How the second administrator comes to be where there is only one.
const COMMAND: &str = "okno admin operators import";

impl TextView {
    /// The page of a text as it stands, with the text to be edited in its form; none for a key that no text has.
    pub fn new(frame: PageFrame, key: &str, (now, seen): (&Replacement, Option<i64>)) -> Option<Self> {
        if !has(key) {
            return None;
        }
        let locale = frame.locale;
        let language = |locale: Locale| {
            let built_in = built_in(key, locale).unwrap_or_default();
            let now = now.get(locale).map(str::to_owned);
            LanguagePart {
                locale,
                fits: now.as_deref().is_none_or(|text| fit(key, locale, text).is_ok()),
                field: Field::with_value(field(locale), now.clone().unwrap_or_else(|| built_in.clone())),
                built_in,
                now,
                preview: Vec::new(),
            }
        };
        let variable = |name: String| VariableLine {
            sample: match sample::sample_value(&name) {
                Arg::Text(text) => text,
                Arg::Number(number) => number.to_string(),
                Arg::Date(date) => format::date(locale, date),
            },
            name,
        };
        Some(Self {
            frame,
            errors: FormErrors::none(),
            seen: seen.map(|seen| seen.to_string()).unwrap_or_default(),
            variables: variables(key).into_iter().map(variable).collect(),
            languages: Locale::ALL.map(language).into(),
            key: key.to_owned(),
            is_previewed: false,
            must_prove: false,
            is_alone: false,
            asked: None,
            history: Vec::new(),
        })
    }

    /// The same page with what was typed, and what is wrong with it.
    #[must_use]
    pub fn typed(mut self, typed: &[String; 3], errors: FormErrors) -> Self {
        for (language, typed) in self.languages.iter_mut().zip(typed) {
            language.field = errors.field(language.field.name, typed.as_str());
        }
        self.errors = errors;
        self
    }

    /// The same page with how a text will read.
    #[must_use]
    pub fn previewed(mut self, to: &Replacement) -> Self {
        for language in &mut self.languages {
            let text = to.get(language.locale);
            language.preview = text.map(|text| read_aloud(&self.key, language.locale, Some(text))).unwrap_or_default();
        }
        self.is_previewed = true;
        self
    }

    fn url(&self) -> String {
        super::url(&self.key)
    }

    fn is_replaced(&self) -> bool {
        self.languages.iter().any(|language| language.now.is_some())
    }

    fn hint_key(&self) -> &'static str {
        if rule::is_sms(&self.key) {
            "wording-hint-sms"
        } else if rule::is_prose(&self.key) {
            "wording-hint-prose"
        } else if rule::has_lines(&self.key) {
            "wording-hint-lines"
        } else {
            "wording-hint-line"
        }
    }
}

impl View for TextView {
    const NAME: &'static str = "text";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let at = jiff::civil::date(2026, 3, 2).at(10, 5, 0, 0);
        let at = at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default();
        let frame = |key: &str| PageFrame::sample(locale, &super::url(key)).sample_operator(Role::Administrator);
        let mut own = Replacement::default();
        own.set(Locale::Ru, Some("{ $n } с".to_owned()));
        own.set(Locale::En, Some("{ $m } s".to_owned()));
        let (plural, sms) = ("unit-seconds", "message-registration_code-sms");
        let view = |key, text: &Replacement, seen| Self::new(frame(key), key, (text, seen));
        let none = Replacement::default();
        let reading = |locale, text: &str| ReadingPart { locale, readings: read_aloud(plural, locale, Some(text)) };
        let replaced = view(plural, &own, Some(2)).map(|view| Self {
            asked: Some(AskedText {
                id: "7".to_owned(),
                is_approved: true,
                until: at.clone(),
                is_back: false,
                parts: vec![reading(Locale::Fr, "{ $n } s")],
            }),
            history: vec![
                ChangeLine {
                    at: at.clone(),
                    by: "b.admin".to_owned(),
                    agreed_by: Some("c.admin".to_owned()),
                    parts: ChangePart::of(plural, &none, &own, false),
                },
                ChangeLine { at: at.clone(), by: "b.admin".to_owned(), agreed_by: None, parts: Vec::new() },
            ],
            ..view
        });
        let typed = ["Код { $code }".to_owned(), String::new(), "Prêt { $code } { $minutes }".to_owned()];
        let faulty = FormErrors::from(vec![
            FieldFault::new("text_ru", "wording-value-missing").with("names", "{ $minutes }"),
            FieldFault::new("text_fr", "wording-sms-alphabet").with("characters", "ê"),
        ]);
        let conflict = Refusal::new("wording-changed", Class::Conflict);
        let mut preview = Replacement::default();
        preview.set(Locale::En, Some("Your code is { $code } for { $minutes } min".to_owned()));
        let all = [
            ("built-in", view("about-support-body", &none, None)),
            ("replaced", replaced),
            ("faulty", view(sms, &none, None).map(|view| view.typed(&typed, faulty))),
            ("previewed", view(sms, &none, None).map(|view| view.previewed(&preview))),
            (
                "changed",
                view(plural, &own, Some(3)).map(|view| Self {
                    is_alone: true,
                    must_prove: true,
                    ..view.typed(&typed, conflict.into())
                }),
            ),
        ];
        all.into_iter().filter_map(|(name, view)| Some((name, view?))).collect()
    }
}
