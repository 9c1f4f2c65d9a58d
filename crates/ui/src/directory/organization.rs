//! Organizations: the list, and one of them with its centers and operators.

use askama::Template;
use jiff::civil::Date;
use okno_domain::{
    locale::Locale,
    operator::Role,
    organization::OrganizationKind,
    refusal::{Class, FieldFault, Refusal},
};

use super::{CenterLine, OperatorLine};
use crate::{
    form::{Choice, Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
    text::Text,
};

/// The address of an organization's page.
pub fn organization_url(id: &str) -> String {
    format!("{}/{id}", route::OPERATOR_ORGANIZATIONS)
}

/// An organization in the list.
#[derive(Clone, Debug)]
pub struct OrganizationLine {
    /// Its page.
    pub url: String,
    /// What people call it.
    pub name: String,
    /// Its name in files.
    pub external_id: String,
    /// What it is.
    pub kind: OrganizationKind,
    /// The last day on which it may do anything.
    pub until: Option<Date>,
    /// Whether it may do something today.
    pub is_in_term: bool,
}

/// The list of organizations.
#[derive(Template)]
#[template(path = "directory/organizations.html")]
pub struct OrganizationsView {
    /// The frame.
    pub frame: PageFrame,
    /// What is looked for.
    pub query: Field,
    /// Those that were found.
    pub organizations: Vec<OrganizationLine>,
    /// The address of the next page.
    pub next: Option<String>,
}

/// The name of a kind.
fn kind_name(locale: Locale, kind: OrganizationKind) -> Text<'static> {
    Text::new(locale, format!("center-organization-{}", kind.name()))
}

/// Every kind, for choosing one.
pub fn kinds(locale: Locale) -> Vec<Choice> {
    OrganizationKind::ALL.into_iter().map(|kind| Choice::new(kind.name(), kind_name(locale, kind))).collect()
}

impl OrganizationsView {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn kind(&self, kind: &OrganizationKind) -> Text<'static> {
        kind_name(self.frame.locale, *kind)
    }
}

impl View for OrganizationsView {
    const NAME: &'static str = "organizations";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |name: &str, kind, until: Option<Date>, is_in_term| OrganizationLine {
            url: organization_url("1"),
            name: name.to_owned(),
            external_id: "moi-dela".to_owned(),
            kind,
            until,
            is_in_term,
        };
        let some = vec![
            line("Мои дела", OrganizationKind::MultifunctionalCenter, None, true),
            line("Почта края", OrganizationKind::Post, Some(jiff::civil::date(2026, 12, 31)), true),
            line("Берег-Банк", OrganizationKind::Bank, Some(jiff::civil::date(2025, 12, 31)), false),
        ];
        let view = |query: &str, organizations, next: Option<&str>| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_ORGANIZATIONS).sample_operator(Role::Administrator),
            query: Field::with_value("query", query),
            organizations,
            next: next.map(str::to_owned),
        };
        vec![("some", view("", some, Some("/operator/organizations?after=1"))), ("none", view("ъъъ", Vec::new(), None))]
    }
}

/// What an organization that is there has beyond its form.
#[derive(Clone, Debug)]
pub struct Existing {
    /// Its page.
    pub url: String,
    /// What people call it.
    pub name: String,
    /// For the guard of the next change.
    pub version: i64,
    /// Why it ended, when it did, and its last day.
    pub ended: Option<(String, Option<Date>)>,
    /// Its centers.
    pub centers: Vec<CenterLine>,
    /// Those who work for it.
    pub operators: Vec<OperatorLine>,
}

/// An organization: a new one, or one that is there.
#[derive(Template)]
#[template(path = "directory/organization.html")]
pub struct OrganizationView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// None for a new one.
    pub existing: Option<Existing>,
    /// Its name in files.
    pub external_id: Field,
    /// What it is.
    pub kind: Field,
    /// Every kind.
    pub kinds: Vec<Choice>,
    /// Its names in Russian, English and French.
    pub names: [Field; 3],
    /// The first day.
    pub valid_from: Field,
    /// The last day.
    pub valid_until: Field,
    /// The last day of one that ends for good.
    pub ended_on: Field,
    /// Why it ends.
    pub end_reason: Field,
}

impl OrganizationView {
    fn title(&self) -> String {
        match &self.existing {
            Some(existing) => existing.name.clone(),
            None => self.t("organization-new").to_string(),
        }
    }

    fn action(&self) -> &str {
        self.existing.as_ref().map_or(route::OPERATOR_ORGANIZATIONS, |existing| existing.url.as_str())
    }

    fn is_ended(&self) -> bool {
        self.existing.as_ref().is_some_and(|existing| existing.ended.is_some())
    }
}

impl View for OrganizationView {
    const NAME: &'static str = "organization";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors, existing| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_ORGANIZATIONS).sample_operator(Role::Administrator),
            existing,
            external_id: errors.field("external_id", "moi-dela"),
            kind: errors.field("kind", "multifunctional_center"),
            kinds: kinds(locale),
            names: ["name_ru", "name_en", "name_fr"].map(|name| errors.field(name, "Мои дела")),
            valid_from: errors.field("valid_from", "2024-01-01"),
            valid_until: errors.field("valid_until", ""),
            ended_on: errors.field("ended_on", ""),
            end_reason: errors.field("end_reason", ""),
            errors,
        };
        let existing = |ended| {
            Some(Existing {
                url: organization_url("1"),
                name: "Мои дела".to_owned(),
                version: 1,
                ended,
                centers: CenterLine::samples(),
                operators: OperatorLine::samples(),
            })
        };
        let faulty = FormErrors::from(vec![
            FieldFault::new("external_id", "external-id"),
            FieldFault::new("kind", "required"),
            FieldFault::new("name_fr", "text-long").with("most", "300"),
            FieldFault::new("valid_until", "period-backwards"),
        ]);
        let ended = ("Договор расторгнут".to_owned(), Some(jiff::civil::date(2026, 3, 1)));
        let end_faults =
            FormErrors::from(vec![FieldFault::new("ended_on", "day"), FieldFault::new("end_reason", "required")]);
        let refused = Refusal::new("organization-exists", Class::Conflict);
        vec![
            ("new", view(FormErrors::none(), None)),
            ("faulty", view(faulty, None)),
            ("taken", view(refused.into(), None)),
            ("existing", view(FormErrors::none(), existing(None))),
            ("end-faulty", view(end_faults, existing(None))),
            ("ended", view(FormErrors::none(), existing(Some(ended)))),
        ]
    }
}
