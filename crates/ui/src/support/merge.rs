//! Two accounts side by side: one wrote, the other holds the SNILS (R107).

use askama::Template;
use okno_domain::{
    account::AccountLevel,
    contact::ContactKind,
    locale::Locale,
    merge::MergeRefusal,
    operator::Role,
    refusal::{FieldFault, Refusal, Refuse as _},
};

use jiff::Zoned;

use super::sample_moment;
use crate::{
    form::{Field, FormErrors},
    frame::PageFrame,
    page::View,
    text::Text,
};

/// One of the two accounts.
#[derive(Clone, Debug)]
pub struct SideLines {
    /// Its id.
    pub account: String,
    /// Its level.
    pub account_level: AccountLevel,
    /// When it was made.
    pub created_at: Zoned,
    /// Its contacts, masked, and whether each is confirmed.
    pub contacts: Vec<(ContactKind, String, bool)>,
}

/// A step that a second operator must agree to, and where it stands.
#[derive(Clone, Debug)]
pub enum StepState {
    /// It can be asked for.
    Open,
    /// A second operator is awaited.
    Asked,
    /// A second operator agreed: it can be done.
    Approved {
        /// The request for agreement.
        id: String,
    },
    /// It is refused.
    Refused(Refusal),
}

/// The comparison, and what can be done.
#[derive(Template)]
#[template(path = "support/merge.html")]
pub struct MergeView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The page of the request.
    pub url: String,
    /// The number of the request.
    pub request_number: String,
    /// The account that wrote.
    pub claimant: SideLines,
    /// The account that holds the SNILS.
    pub holder: SideLines,
    /// The fields, and how they compare: `equal`, `different`, `one`.
    pub fields: Vec<(&'static str, &'static str)>,
    /// The merge.
    pub merge: StepState,
    /// The separation.
    pub separation: StepState,
    /// What the second operator reads.
    pub reason: Field,
}

impl MergeView {
    fn sides(&self) -> [(&'static str, Text<'static>, &SideLines); 2] {
        [("claimant", self.t("merge-claimant"), &self.claimant), ("holder", self.t("merge-holder"), &self.holder)]
    }

    fn label(&self, field: &&'static str) -> Text<'static> {
        self.t(format!("label-{field}"))
    }

    fn likeness(&self, likeness: &&'static str) -> (&'static str, Text<'static>) {
        let kind = match *likeness {
            "equal" => "success",
            "different" => "error",
            _ => "neutral",
        };
        (kind, self.t(format!("merge-like-{likeness}")))
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn contact_name(&self, kind: &ContactKind) -> Text<'static> {
        self.t(match kind {
            ContactKind::MobilePhone => "label-phone",
            ContactKind::Email => "label-email",
        })
    }

    const fn may_merge(&self) -> bool {
        matches!(self.merge, StepState::Open)
    }

    const fn may_separate(&self) -> bool {
        matches!(self.separation, StepState::Open)
    }

    const fn may_ask(&self) -> bool {
        self.may_merge() || self.may_separate()
    }
}

impl View for MergeView {
    const NAME: &'static str = "support-merge";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let side = |account: &str, account_level, is_confirmed| SideLines {
            account: account.to_owned(),
            account_level,
            created_at: sample_moment(),
            contacts: vec![(ContactKind::MobilePhone, "+7 *** ***-67-89".to_owned(), is_confirmed)],
        };
        let view = |errors: FormErrors, merge, separation| Self {
            frame: PageFrame::sample(locale, "/operator/support/1/accounts").sample_operator(Role::Support),
            reason: errors.field("reason", ""),
            errors,
            url: "/operator/support/1".to_owned(),
            request_number: "K7M4-QRFX".to_owned(),
            claimant: side("0195f0c3-7c1e-7000-8000-000000000002", AccountLevel::Simplified, true),
            holder: side("0195f0c3-7c1e-7000-8000-000000000001", AccountLevel::Confirmed, false),
            fields: vec![
                ("family_name", "different"),
                ("given_name", "equal"),
                ("snils", "equal"),
                ("patronymic", "one"),
            ],
            merge,
            separation,
        };
        let none = FormErrors::none;
        let faulty = FormErrors::from(vec![FieldFault::new("reason", "required")]);
        let two = StepState::Refused(MergeRefusal::TwoPersons.refusal());
        let approved = StepState::Approved { id: "1".to_owned() };
        vec![
            ("open", view(none(), StepState::Open, StepState::Open)),
            ("faulty", view(faulty, StepState::Open, StepState::Open)),
            ("asked", view(none(), StepState::Asked, StepState::Open)),
            ("approved", view(none(), approved, StepState::Open)),
            ("two-persons", view(none(), two, StepState::Approved { id: "2".to_owned() })),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R107: every reason not to merge has its words in every language.
    #[test]
    fn all_is_worded() {
        for locale in Locale::ALL {
            for refusal in MergeRefusal::ALL {
                let key = format!("refusal-{}", refusal.refusal().code);
                assert!(crate::text::has(locale, &key), "{key} {locale}");
            }
            for key in ["audit-accounts-merged", "audit-account-closed-merged", "session-end-merged"] {
                assert!(crate::text::has(locale, key), "{key} {locale}");
            }
        }
    }
}
