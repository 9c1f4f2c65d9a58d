//! What proves the level of an account, and taking it back (R118).

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    account::AccountLevel,
    confirmation::ConfirmationMethod,
    locale::Locale,
    operator::Role,
    refusal::{FieldFault, Refuse as _},
    support::SupportRefusal,
};

use super::{StepState, sample_moment};
use crate::{
    confirmation::method_name,
    form::{Choice, Field, FormErrors},
    format,
    frame::PageFrame,
    page::View,
    text::Text,
};

/// A piece of evidence.
#[derive(Clone, Debug)]
pub struct EvidenceLine {
    /// Its id.
    pub id: String,
    /// By which method the identity was confirmed; none where data were verified.
    pub method: Option<ConfirmationMethod>,
    /// Who or which system found it.
    pub source: String,
    /// When.
    pub at: Zoned,
    /// Whether it was taken back.
    pub is_withdrawn: bool,
    /// Whether it can be.
    pub may_withdraw: bool,
}

/// The evidence of an account.
#[derive(Template)]
#[template(path = "support/evidence.html")]
pub struct EvidenceView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The page of the request.
    pub url: String,
    /// The number of the request.
    pub request_number: String,
    /// The level that follows.
    pub account_level: AccountLevel,
    /// The evidence, oldest first.
    pub lines: Vec<EvidenceLine>,
    /// What was asked to be taken back, and where that stands.
    pub asked: Option<(String, StepState)>,
    /// Which to take back.
    pub evidence: Field,
    /// What the second operator reads.
    pub reason: Field,
}

impl EvidenceView {
    fn name(&self, line: &EvidenceLine) -> Text<'static> {
        match line.method {
            Some(method) => method_name(self.frame.locale, method),
            None => self.t("evidence-data-verified"),
        }
    }

    fn choices(&self) -> Vec<Choice> {
        let open = self.lines.iter().filter(|line| line.may_withdraw);
        let choice = |line: &EvidenceLine| Choice {
            value: line.id.clone(),
            label: self.name(line).to_string(),
            hint: format!("{} · {}", format::moment(self.frame.locale, &line.at), line.source),
        };
        open.map(choice).collect()
    }

    /// What is asked for, by name.
    fn asked_for(&self) -> Option<(Text<'static>, &EvidenceLine, &StepState)> {
        let (id, step) = self.asked.as_ref()?;
        let line = self.lines.iter().find(|line| line.id == *id)?;
        Some((self.name(line), line, step))
    }
}

impl View for EvidenceView {
    const NAME: &'static str = "support-evidence";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |id: &str, method, source: &str, is_withdrawn| EvidenceLine {
            id: id.to_owned(),
            method,
            source: source.to_owned(),
            at: sample_moment(),
            is_withdrawn,
            may_withdraw: !is_withdrawn,
        };
        let lines = vec![
            line("1", None, "pension_fund,interior_ministry", false),
            line("2", Some(ConfirmationMethod::RegisteredLetter), "code:1", true),
            line("3", Some(ConfirmationMethod::InPerson), "operator:a.petrova center:moi-dela-01", false),
        ];
        let view = |account_level, lines: &[EvidenceLine], asked, errors: FormErrors| Self {
            frame: PageFrame::sample(locale, "/operator/support/1/evidence").sample_operator(Role::Support),
            evidence: errors.field("evidence", ""),
            reason: errors.field("reason", ""),
            errors,
            url: "/operator/support/1".to_owned(),
            request_number: "K7M4-QRFX".to_owned(),
            account_level,
            lines: lines.to_vec(),
            asked,
        };
        let faults = vec![FieldFault::new("evidence", "required"), FieldFault::new("reason", "required")];
        let approved = StepState::Approved { id: "7".to_owned() };
        let of = |step| Some(("3".to_owned(), step));
        let none = FormErrors::none;
        vec![
            ("nothing", view(AccountLevel::Simplified, &[], None, none())),
            ("open", view(AccountLevel::Confirmed, &lines, None, none())),
            ("faulty", view(AccountLevel::Confirmed, &lines, None, faults.into())),
            ("asked", view(AccountLevel::Confirmed, &lines, of(StepState::Asked), none())),
            ("approved", view(AccountLevel::Confirmed, &lines, of(approved), none())),
            ("refused", view(AccountLevel::Confirmed, &lines, None, SupportRefusal::NotTaken.refusal().into())),
        ]
    }
}
