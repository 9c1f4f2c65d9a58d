//! Checks that wait for an operator's decision: the queue, and one with what was submitted and what the registries said
//! (R108, R109, R211).

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    locale::Locale,
    operator::Role,
    person::form::{PersonForm, sample},
    refusal::{Class, Refusal},
    verification::CheckKind,
};

use crate::{form::FormErrors, frame::PageFrame, page::View, profile::shown, route, text::Text};

/// A check in the queue: nothing of the data.
#[derive(Clone, Debug)]
pub struct CaseLine {
    /// Whose.
    pub account: String,
    /// Which check.
    pub check: String,
    /// Why it is here: the stored name of the kind of case.
    pub kind: &'static str,
    /// What is checked.
    pub check_kind: Option<CheckKind>,
    /// Since when it waits.
    pub since: Zoned,
}

impl CaseLine {
    fn url(&self) -> String {
        case_url(&self.account, &self.check)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn what(&self, locale: &Locale) -> Text<'static> {
        check_name(*locale, self.check_kind)
    }
}

/// The page of a check.
pub fn case_url(account: &str, check: &str) -> String {
    format!("{}/{account}/{check}", route::OPERATOR_CASES)
}

fn check_name(locale: Locale, kind: Option<CheckKind>) -> Text<'static> {
    Text::new(locale, format!("case-check-{}", kind.map_or("other", CheckKind::name)))
}

fn kind_name(locale: Locale, kind: &str) -> Text<'static> {
    Text::new(locale, format!("case-kind-{kind}"))
}

fn sample_moment() -> Zoned {
    let at = jiff::civil::date(2026, 3, 2).at(9, 5, 0, 0);
    at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default()
}

/// The queue.
#[derive(Template)]
#[template(path = "operator_case/cases.html")]
pub struct CasesView {
    /// The frame.
    pub frame: PageFrame,
    /// The checks, the oldest first.
    pub cases: Vec<CaseLine>,
}

impl CasesView {
    fn why(&self, line: &CaseLine) -> Text<'static> {
        kind_name(self.frame.locale, line.kind)
    }
}

impl View for CasesView {
    const NAME: &'static str = "operator-cases";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |cases| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_CASES).sample_operator(Role::Support),
            cases,
        };
        let line = |check: &str, kind, check_kind| CaseLine {
            account: "1".to_owned(),
            check: check.to_owned(),
            kind,
            check_kind,
            since: sample_moment(),
        };
        let some = vec![
            line("1", "verification_manual", Some(CheckKind::ForeignDocument)),
            line("2", "verification_overdue", Some(CheckKind::Snils)),
            line("3", "verification_contradiction", Some(CheckKind::InternalPassport)),
        ];
        vec![("empty", view(Vec::new())), ("some", view(some))]
    }
}

/// A signed answer that was kept.
#[derive(Clone, Debug)]
pub struct AnswerLine {
    /// `match`, `mismatch` or `no_data`.
    pub result: String,
    /// When the registry made it.
    pub at: Zoned,
}

/// One check, to be decided.
#[derive(Template)]
#[template(path = "operator_case/case.html")]
pub struct CaseView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// Where the decision goes.
    pub url: String,
    /// Why it is here.
    pub kind: &'static str,
    /// What is checked.
    pub check_kind: CheckKind,
    /// The number of the request.
    pub check: String,
    /// When the person sent the data.
    pub submitted_at: Zoned,
    /// The form as submitted.
    pub form: PersonForm,
    /// What the registries said.
    pub answers: Vec<AnswerLine>,
}

impl CaseView {
    fn why(&self) -> Text<'static> {
        kind_name(self.frame.locale, self.kind)
    }

    fn what(&self) -> Text<'static> {
        check_name(self.frame.locale, Some(self.check_kind))
    }

    fn rows(&self) -> Vec<(Text<'static>, String)> {
        let filled = self.form.fields().filter(|field| !self.form.value(field).trim().is_empty());
        let row = |field| (self.t(format!("label-{field}")), shown(self.frame.locale, &self.form, field));
        filled.map(row).collect()
    }

    fn result(&self, line: &AnswerLine) -> Text<'static> {
        self.t(format!("case-result-{}", line.result))
    }
}

impl View for CaseView {
    const NAME: &'static str = "operator-case";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors, kind, check_kind, answers| Self {
            frame: PageFrame::sample(locale, &case_url("1", "2")).sample_operator(Role::Support),
            errors,
            url: case_url("1", "2"),
            kind,
            check_kind,
            check: "0195f0c3-7c1e-7000-8000-000000000001".to_owned(),
            submitted_at: sample_moment(),
            form: sample::citizen(),
            answers,
        };
        let answer = |result: &str| AnswerLine { result: result.to_owned(), at: sample_moment() };
        let none = FormErrors::none;
        let closed = Refusal::new("case-closed", Class::Gone).into();
        let both = vec![answer("match"), answer("mismatch"), answer("no_data")];
        vec![
            ("manual", view(none(), "verification_manual", CheckKind::ForeignDocument, Vec::new())),
            ("contradiction", view(none(), "verification_contradiction", CheckKind::Snils, both)),
            ("refused", view(closed, "verification_overdue", CheckKind::InternalPassport, Vec::new())),
        ]
    }
}
