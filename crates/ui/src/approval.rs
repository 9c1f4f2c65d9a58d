//! What waits for a second operator.

mod request;

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    approval::ApprovalRefusal,
    locale::Locale,
    operator::{Act, Role},
    refusal::Refuse as _,
    visit::Paper,
};

pub use request::{CompareLine, RequestView};

use crate::{form::FormErrors, frame::PageFrame, page::View, route, text::Text, wording::ChangePart};

/// A request.
#[derive(Clone, Debug)]
pub struct ApprovalLine {
    /// Its id.
    pub id: String,
    /// The center's id, nil for the installation.
    pub center: String,
    /// What is to be done.
    pub act: Act,
    /// To whom: an id.
    pub subject: String,
    /// Who asked, by login name.
    pub requested_by: String,
    /// Until when something can happen.
    pub until: Zoned,
    /// Whether a second operator has agreed.
    pub is_approved: bool,
    /// Whether the operator looks at the person's data before agreeing.
    pub looks: bool,
    /// What the first operator says of it.
    pub notes: Vec<String>,
    /// What is known of it beyond the act.
    pub facts: Facts,
}

/// What a colleague reads of a request, without personal data.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// What was shown at the window, by the stored names of papers.
    pub papers: Vec<String>,
    /// The kinds of new contacts.
    pub contacts: Vec<String>,
    /// Whether the other contacts go.
    pub forgets_others: bool,
    /// The fields that are corrected.
    pub fields: Vec<String>,
    /// What is changed about which operator, by login name.
    pub operator: Option<(String, String)>,
    /// Which setting is changed, from what, to what; to the file's value when none.
    pub setting: Option<(String, String, Option<String>)>,
    /// Which text of the portal is replaced: its key, and in which languages by what.
    pub text: Option<(String, Vec<ChangePart>)>,
}

/// The stored name of a paper.
pub const fn paper_name(paper: Paper) -> &'static str {
    match paper {
        Paper::IdentityDocument => "identity_document",
        Paper::Snils => "snils",
    }
}

impl ApprovalLine {
    fn url(&self) -> String {
        format!("{}/{}/{}", route::OPERATOR_APPROVALS, self.center, self.id)
    }
}

/// The requests that concern an operator.
#[derive(Template)]
#[template(path = "approval/approvals.html")]
pub struct ApprovalsView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// Those that wait for this operator.
    pub waiting: Vec<ApprovalLine>,
    /// Those that this operator made.
    pub own: Vec<ApprovalLine>,
}

impl ApprovalsView {
    fn what(&self, line: &ApprovalLine) -> Text<'static> {
        let act = if line.facts.text.is_some() { "text" } else { line.act.name() };
        self.t(format!("approval-act-{act}"))
    }

    /// What is known of a request, in words.
    fn facts(&self, line: &ApprovalLine) -> Vec<Text<'static>> {
        let Facts { papers, contacts, forgets_others, fields, operator, setting, text: _ } = &line.facts;
        let joined = |prefix: &str, names: &[String]| {
            names.iter().map(|name| self.t(format!("{prefix}-{name}")).to_string()).collect::<Vec<_>>().join(", ")
        };
        let mut lines = Vec::new();
        if !papers.is_empty() {
            lines.push(self.t("clerk-approval-papers").with("papers", joined("clerk-paper", papers)));
        }
        lines.extend(contacts.iter().map(|kind| self.t("clerk-approval-contact").with("contact", kind.as_str())));
        if *forgets_others {
            lines.push(self.t("clerk-approval-forget"));
        }
        if !fields.is_empty() {
            lines.push(self.t("clerk-approval-fields").with("fields", joined("label", fields)));
        }
        if let Some((change, login)) = operator {
            let change = self.t(format!("staff-change-{change}"));
            lines.push(self.t("approval-operator").with("change", change).with("login", login.as_str()));
        }
        if let Some((name, from, to)) = setting {
            let title = self.t(format!("setting-{}", name.replace('.', "-")));
            let to = to.clone().unwrap_or_else(|| self.t("approval-setting-file").to_string());
            lines.push(self.t("approval-setting").with("setting", title).with("from", from.as_str()).with("to", to));
        }
        lines
    }
}

impl View for ApprovalsView {
    const NAME: &'static str = "approvals";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let until = jiff::civil::date(2026, 3, 2).at(10, 5, 0, 0);
        let until = until.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default();
        let line = |id: &str, act, is_approved| ApprovalLine {
            id: id.to_owned(),
            center: "1".to_owned(),
            act,
            subject: "0195f0c3-7c1e-7000-8000-000000000001".to_owned(),
            requested_by: "b.sidorova".to_owned(),
            until: until.clone(),
            is_approved,
            looks: act == Act::DeleteAccount,
            notes: Vec::new(),
            facts: Facts {
                papers: vec!["identity_document".to_owned(), "snils".to_owned()],
                contacts: vec!["mobile_phone".to_owned(), "email".to_owned()],
                forgets_others: is_approved,
                fields: vec!["family_name".to_owned(), "birth_date".to_owned()],
                operator: (id == "2").then(|| ("disable".to_owned(), "c.former".to_owned())),
                setting: (id == "2").then(|| ("otp.max_attempts".to_owned(), "5".to_owned(), None)),
                text: (id == "5").then(|| ("login-title".to_owned(), ChangePart::samples())),
            },
        };
        let view = |errors: FormErrors, waiting, own| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_APPROVALS).sample_operator(Role::Clerk),
            errors,
            waiting,
            own,
        };
        let waiting = vec![
            line("1", Act::DeleteAccount, false),
            line("2", Act::CorrectData, false),
            line("5", Act::ManageInstallation, false),
        ];
        let own = vec![line("3", Act::RestoreAccess, true), line("4", Act::DeleteAccount, false)];
        vec![
            ("empty", view(FormErrors::none(), Vec::new(), Vec::new())),
            ("several", view(FormErrors::none(), waiting, own)),
            ("refused", view(ApprovalRefusal::Decided.refusal().into(), Vec::new(), Vec::new())),
        ]
    }
}
