//! What administrators change at run time: methods, limits and announcements, with where each value comes from.

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    announcement::Severity,
    locale::Locale,
    operator::Role,
    refusal::{Class, FieldFault, Refusal},
};

use crate::{
    form::{Choice, Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
    text::Text,
};

/// A value, as a page tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownValue {
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(u32),
}

/// Where a value comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// The shipped one.
    Default,
    /// The file.
    File,
    /// It was changed here.
    Changed {
        /// By whom.
        by: String,
        /// When.
        at: Zoned,
        /// The file's value.
        of_file: ShownValue,
    },
}

/// A change that waits.
#[derive(Clone, Debug)]
pub struct AskedLine {
    /// The request.
    pub id: String,
    /// Whether a second administrator agreed.
    pub is_approved: bool,
    /// The new value; none for going back to the file's.
    pub to: Option<ShownValue>,
}

/// A setting.
#[derive(Clone, Debug)]
pub struct SettingLine {
    /// Its name in the file.
    pub name: &'static str,
    /// What is in force.
    pub value: ShownValue,
    /// The bounds of a number.
    pub bounds: Option<(u32, u32)>,
    /// The note of a method in Russian, English and French; none for what has no note.
    pub note: Option<[String; 3]>,
    /// Where the value comes from.
    pub source: Source,
    /// The number of the change that is shown.
    pub seen: String,
    /// What was asked for.
    pub asked: Option<AskedLine>,
    /// What was typed, and what is wrong with it; on the page that answers a form.
    pub errors: FormErrors,
    /// The value as it was typed.
    pub typed: String,
}

impl SettingLine {
    /// The name as a part of an id.
    fn id(&self) -> String {
        self.name.replace('.', "-")
    }

    /// The id of a field: the bare name in the form that is answered, so that the summary leads there.
    fn field(&self, name: &str) -> String {
        if self.errors.is_empty() { format!("{name}-{}", self.id()) } else { name.to_owned() }
    }

    fn url(&self) -> String {
        format!("{}/{}", route::OPERATOR_SETTINGS, self.name)
    }

    /// The number without groups, or what was typed in its place.
    fn plain(&self) -> String {
        match &self.value {
            ShownValue::Number(number) if self.typed.is_empty() => number.to_string(),
            _ => self.typed.clone(),
        }
    }

    /// The fields of the note: name, key of the label, and what is said.
    fn note_fields(&self) -> Vec<(&'static str, &'static str, &str)> {
        let fields = [("note_ru", "setting-note-ru"), ("note_en", "setting-note-en"), ("note_fr", "setting-note-fr")];
        let said = self.note.iter().flatten().map(String::as_str);
        fields.into_iter().zip(said).map(|((name, label), said)| (name, label, said)).collect()
    }

    fn is_changed(&self) -> bool {
        matches!(self.source, Source::Changed { .. })
    }

    fn is_flag(&self) -> bool {
        matches!(self.value, ShownValue::Flag(_))
    }

    fn is_on(&self) -> bool {
        match self.typed.as_str() {
            "yes" => true,
            "no" => false,
            _ => self.value == ShownValue::Flag(true),
        }
    }
}

/// The settings: all of them, or the one that is changed.
#[derive(Template)]
#[template(path = "installation/settings.html")]
pub struct SettingsView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// Whether there is nobody who could agree.
    pub is_alone: bool,
    /// All settings, in the order of [`SettingsView::groups`].
    pub lines: Vec<SettingLine>,
}

/// How the second administrator comes to be where there is only one.
const COMMAND: &str = "okno admin operators import";

impl SettingsView {
    /// The groups of the page, and the beginnings of the names in each.
    fn groups(&self) -> Vec<(Text<'static>, Vec<&SettingLine>)> {
        let is_method = |line: &&SettingLine| line.note.is_some();
        let registration = |line: &&SettingLine| line.name == "registration.open";
        let limit = |line: &&SettingLine| line.bounds.is_some();
        let lines = |wanted: &dyn Fn(&&SettingLine) -> bool| self.lines.iter().filter(wanted).collect::<Vec<_>>();
        vec![
            (self.t("setting-group-registration"), lines(&registration)),
            (self.t("setting-group-methods"), lines(&is_method)),
            (self.t("setting-group-limits"), lines(&limit)),
        ]
    }

    fn label(&self, line: &SettingLine) -> Text<'static> {
        self.t(format!("setting-{}", line.id()))
    }

    fn said(&self, value: &ShownValue) -> String {
        match value {
            ShownValue::Flag(true) => self.t("setting-on").to_string(),
            ShownValue::Flag(false) => self.t("setting-off").to_string(),
            ShownValue::Number(number) => self.number(&i64::from(*number)),
        }
    }
}

fn sample_moment() -> Zoned {
    let at = jiff::civil::date(2026, 3, 2).at(10, 5, 0, 0);
    at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default()
}

impl View for SettingsView {
    const NAME: &'static str = "settings";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |name, value: ShownValue, source, asked| SettingLine {
            name,
            bounds: (value != ShownValue::Flag(true) && value != ShownValue::Flag(false)).then_some((3, 10)),
            note: (name != "registration.open" && !matches!(value, ShownValue::Number(_)))
                .then(|| ["Письма идут дольше".to_owned(), "Letters take longer".to_owned(), String::new()]),
            value,
            source,
            seen: String::new(),
            asked,
            errors: FormErrors::none(),
            typed: String::new(),
        };
        let asked = |is_approved, to| Some(AskedLine { id: "7".to_owned(), is_approved, to });
        let changed = Source::Changed { by: "b.admin".to_owned(), at: sample_moment(), of_file: ShownValue::Number(5) };
        let fault = FieldFault::new("value", "setting-bounds").with("least", "60").with("most", "900");
        let faulty = FormErrors::from(vec![fault]);
        let lines = vec![
            line("registration.open", ShownValue::Flag(true), Source::Default, None),
            line("confirmation.in_person", ShownValue::Flag(true), Source::File, None),
            line(
                "confirmation.online_bank",
                ShownValue::Flag(true),
                Source::Default,
                asked(true, Some(ShownValue::Flag(false))),
            ),
            line("otp.max_attempts", ShownValue::Number(6), changed, asked(false, None)),
            line("otp.ttl_seconds", ShownValue::Number(300), Source::Default, None),
        ];
        let view = |errors, is_alone| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_SETTINGS).sample_operator(Role::Administrator),
            errors,
            is_alone,
            lines: lines.clone(),
        };
        let mut wrong = view(faulty.clone(), false);
        for line in wrong.lines.iter_mut().filter(|line| line.name == "otp.ttl_seconds") {
            (line.errors, line.typed) = (faulty.clone(), "5".to_owned());
        }
        let refused = Refusal::new("setting-same", Class::Conflict);
        vec![("all", view(FormErrors::none(), false)), ("alone", view(refused.into(), true)), ("faulty", wrong)]
    }
}

/// An announcement in the list.
#[derive(Clone, Debug)]
pub struct AnnouncementLine {
    /// Its page.
    pub url: String,
    /// What it says, in the language of the page.
    pub text: String,
    /// How much it matters.
    pub severity: Severity,
    /// From when.
    pub from: Zoned,
    /// Until when.
    pub until: Zoned,
    /// Who wrote it.
    pub by: String,
    /// Whether it is shown now.
    pub is_shown: bool,
    /// For the guard of the next change.
    pub version: i64,
}

/// The announcements, and the form of one.
#[derive(Template)]
#[template(path = "installation/announcements.html")]
pub struct AnnouncementsView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// Those of now and later.
    pub announcements: Vec<AnnouncementLine>,
    /// The one that is changed, and its version; none for a new one.
    pub edits: Option<(String, i64)>,
    /// The text in Russian, English and French.
    pub text: [Field; 3],
    /// How much it matters.
    pub severity: Field,
    /// Every severity.
    pub severities: Vec<Choice>,
    /// From when.
    pub shown_from: Field,
    /// Until when.
    pub shown_until: Field,
}

/// Every severity, for choosing one.
pub fn severities(locale: Locale) -> Vec<Choice> {
    let name = |severity: Severity| Text::new(locale, format!("announcement-{}", severity.name()));
    Severity::ALL.into_iter().map(|severity| Choice::new(severity.name(), name(severity))).collect()
}

impl AnnouncementsView {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn severity_name(&self, severity: &Severity) -> Text<'static> {
        self.t(format!("announcement-{}", severity.name()))
    }

    fn action(&self) -> &str {
        self.edits.as_ref().map_or(route::OPERATOR_ANNOUNCEMENTS, |(url, _)| url.as_str())
    }
}

impl View for AnnouncementsView {
    const NAME: &'static str = "announcements";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |severity, is_shown| AnnouncementLine {
            url: format!("{}/1", route::OPERATOR_ANNOUNCEMENTS),
            text: "Ночью с 2 на 3 марта сервис проверки паспортов не работает.".to_owned(),
            severity,
            from: sample_moment(),
            until: sample_moment(),
            by: "b.admin".to_owned(),
            is_shown,
            version: 1,
        };
        let view = |errors: FormErrors, announcements, edits: Option<&str>| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_ANNOUNCEMENTS).sample_operator(Role::Administrator),
            announcements,
            edits: edits.map(|url| (url.to_owned(), 1)),
            text: ["text_ru", "text_en", "text_fr"].map(|name| errors.field(name, "")),
            severity: errors.field("severity", "warning"),
            severities: severities(locale),
            shown_from: errors.field("shown_from", "2026-03-02T22:00"),
            shown_until: errors.field("shown_until", "2026-03-03T06:00"),
            errors,
        };
        let faulty = FormErrors::from(vec![
            FieldFault::new("text_ru", "required"),
            FieldFault::new("text_en", "text-long").with("most", "400"),
            FieldFault::new("severity", "required"),
            FieldFault::new("shown_until", "period-over"),
        ]);
        let some = vec![line(Severity::Warning, true), line(Severity::Info, false)];
        vec![
            ("empty", view(FormErrors::none(), Vec::new(), None)),
            ("some", view(FormErrors::none(), some.clone(), None)),
            ("edit", view(FormErrors::none(), Vec::new(), Some("/operator/announcements/1"))),
            ("faulty", view(faulty, some, None)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands at the head of a page is a labelled region, the same on pages of citizens and of operators.
    #[test]
    fn announcements_stand_above_the_page() {
        let mut frame = PageFrame::sample(Locale::En, "/");
        frame.announcements =
            vec![crate::frame::Announced { severity: Severity::Critical, text: "<b>Down</b>".into() }];
        let html = crate::error::ErrorView::new(frame, crate::error::ErrorKind::NotFound).rendered().unwrap().html;
        let (head, main) = html.split_once("<main").unwrap();
        assert!(head.contains("announcement--critical") && head.contains("&#60;b&#62;Down"), "{head}");
        assert!(!main.contains("announcement--"));
    }
}
