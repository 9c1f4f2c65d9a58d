//! A request at a window, with the data that a colleague compares before they agree (R129, R200, R201).

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    locale::Locale,
    operator::{Act, Role},
    person::form::{PersonForm, sample},
    refusal::Refuse as _,
    visit::{Seen, VisitRefusal},
};

use crate::{form::FormErrors, frame::PageFrame, page::View, profile::shown, route, text::Text};

/// A row to compare: the field in words, what is verified, and what it becomes where it changes.
#[derive(Clone, Debug)]
pub struct CompareLine {
    /// The field in words.
    pub label: Text<'static>,
    /// Its value in force; empty when there is none.
    pub value: String,
    /// Its value afterwards.
    pub after: Option<String>,
}

impl CompareLine {
    /// The rows of these fields, then of those that are new; with what `after` says of those that change.
    pub fn of(
        locale: Locale,
        (form, fields): (&PersonForm, &[&'static str]),
        (after, changes): (&PersonForm, &[&'static str]),
    ) -> Vec<Self> {
        let changed = |field: &str| changes.contains(&field).then(|| shown(locale, after, field));
        let new = changes.iter().copied().filter(|field| !fields.contains(field));
        let line = |field: &'static str| Self {
            label: Text::new(locale, format!("label-{field}")),
            value: shown(locale, form, field),
            after: changed(field),
        };
        let known = fields.iter().copied().filter(|field| !form.value(field).is_empty());
        known.chain(new).map(line).collect()
    }
}

/// A request at a window as a colleague compares it.
#[derive(Template)]
#[template(path = "approval/request.html")]
pub struct RequestView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The address of the request.
    pub url: String,
    /// What is to be done.
    pub act: Act,
    /// Who asked, by login name.
    pub requested_by: String,
    /// Until when something can happen.
    pub until: Zoned,
    /// What is compared.
    pub lines: Vec<CompareLine>,
    /// What the first operator says to have compared.
    pub seen: Vec<Seen>,
    /// New contacts, masked.
    pub contacts: Vec<String>,
    /// Whether the other contacts go.
    pub forgets_others: bool,
    /// Stands for exactly these data.
    pub mark: String,
}

impl RequestView {
    fn what(&self) -> Text<'static> {
        self.t(format!("approval-act-{}", self.act.name()))
    }

    fn changes_something(&self) -> bool {
        self.lines.iter().any(|line| line.after.is_some())
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn compared(&self, seen: &Seen) -> Text<'static> {
        self.t(format!("clerk-{}", seen.field()))
    }
}

impl View for RequestView {
    const NAME: &'static str = "approval-request";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let until = jiff::civil::date(2026, 3, 2).at(10, 5, 0, 0);
        let until = until.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default();
        let fields = ["family_name", "given_name", "patronymic", "birth_date", "document_type", "document_number"];
        let url = format!("{}/1/2", route::OPERATOR_APPROVALS);
        let after =
            PersonForm {
                family_name: "Петрова".to_owned(), inn: "500100732259".to_owned(), ..PersonForm::default()
            };
        let view = |act, changes: &[&'static str], errors: FormErrors| Self {
            frame: PageFrame::sample(locale, &url).sample_operator(Role::Clerk),
            errors,
            url: url.clone(),
            act,
            requested_by: "b.sidorova".to_owned(),
            until: until.clone(),
            lines: CompareLine::of(locale, (&sample::citizen(), &fields), (&after, changes)),
            seen: if act == Act::CorrectData { vec![Seen::Photo] } else { Seen::ALL.to_vec() },
            contacts: Vec::new(),
            forgets_others: false,
            mark: "sample".to_owned(),
        };
        let changes = ["family_name", "inn"];
        let restore = view(Act::RestoreAccess, &[], FormErrors::none());
        let contacts = vec!["+7 *** ***-00-01".to_owned(), "a***@e***.org".to_owned()];
        vec![
            ("restore", Self { contacts, forgets_others: true, ..restore }),
            ("delete", view(Act::DeleteAccount, &[], FormErrors::none())),
            ("correct", view(Act::CorrectData, &changes, FormErrors::none())),
            ("changed", view(Act::DeleteAccount, &[], VisitRefusal::Changed.refusal().into())),
        ]
    }
}
