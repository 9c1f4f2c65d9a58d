//! What an account is like, for the operator who has its request in hand (R225).

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    account::{AccountLevel, AccountStatus},
    confirmation::ConfirmationMethod,
    contact::ContactKind,
    locale::Locale,
    operator::Role,
    verification::{CheckKind, VerificationState, VerificationStatus},
};

use super::sample_moment;
use crate::{
    confirmation::method_name,
    frame::PageFrame,
    page::View,
    text::Text,
    verification::{status_kind, status_text},
};

/// The newest submission to the registries.
#[derive(Clone, Debug)]
pub struct SubmissionLines {
    /// Where it stands.
    pub state: VerificationState,
    /// When it was sent.
    pub submitted_at: Zoned,
    /// What each check has come to.
    pub checks: Vec<(CheckKind, VerificationStatus)>,
}

/// The state of an account: no data, no secrets, contacts masked.
#[derive(Template)]
#[template(path = "support/state.html")]
pub struct AccountStateView {
    /// The frame.
    pub frame: PageFrame,
    /// Back to the request.
    pub back: String,
    /// The number of the request.
    pub request_number: String,
    /// The level.
    pub account_level: AccountLevel,
    /// Whether it may be used.
    pub status: AccountStatus,
    /// When it was made.
    pub created_at: Zoned,
    /// The contacts, masked, and whether each is confirmed.
    pub contacts: Vec<(ContactKind, String, bool)>,
    /// Since when the data in force are verified.
    pub verified_at: Option<Zoned>,
    /// The newest submission.
    pub submission: Option<SubmissionLines>,
    /// By what the identity is confirmed.
    pub confirmed_by: Vec<ConfirmationMethod>,
    /// Proofs of identity under way.
    pub under_way: Vec<ConfirmationMethod>,
    /// Sessions that are open.
    pub sessions: i64,
}

impl AccountStateView {
    fn status_name(&self) -> Text<'static> {
        self.t(format!("support-account-{}", self.status.name()))
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn contact_name(&self, kind: &ContactKind) -> Text<'static> {
        self.t(match kind {
            ContactKind::MobilePhone => "label-phone",
            ContactKind::Email => "label-email",
        })
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn check_name(&self, kind: &CheckKind) -> Text<'static> {
        self.t(format!("case-check-{}", kind.name()))
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn check_tag(&self, status: &VerificationStatus) -> (&'static str, Text<'static>) {
        (status_kind(*status), status_text(self.frame.locale, *status))
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn submission_name(&self, state: &VerificationState) -> Text<'static> {
        self.t(format!("support-submission-{}", state.name()))
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn method(&self, method: &ConfirmationMethod) -> Text<'static> {
        method_name(self.frame.locale, *method)
    }
}

impl View for AccountStateView {
    const NAME: &'static str = "support-account";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let fresh = || Self {
            frame: PageFrame::sample(locale, "/operator/support/1/account").sample_operator(Role::Support),
            back: "/operator/support/1".to_owned(),
            request_number: "K7M4-QRFX".to_owned(),
            account_level: AccountLevel::Simplified,
            status: AccountStatus::Active,
            created_at: sample_moment(),
            contacts: vec![(ContactKind::MobilePhone, "+7 *** ***-67-89".to_owned(), true)],
            verified_at: None,
            submission: None,
            confirmed_by: Vec::new(),
            under_way: Vec::new(),
            sessions: 1,
        };
        let checks = vec![
            (CheckKind::Snils, VerificationStatus::Rejected),
            (CheckKind::ForeignDocument, VerificationStatus::NeedsOperator),
        ];
        let submission = SubmissionLines { state: VerificationState::Rejected, submitted_at: sample_moment(), checks };
        let full = Self {
            account_level: AccountLevel::Confirmed,
            contacts: vec![
                (ContactKind::MobilePhone, "+7 *** ***-67-89".to_owned(), true),
                (ContactKind::Email, "a***@e***.org".to_owned(), false),
            ],
            verified_at: Some(sample_moment()),
            submission: Some(submission),
            confirmed_by: vec![ConfirmationMethod::InPerson],
            under_way: vec![ConfirmationMethod::RegisteredLetter],
            sessions: 3,
            ..fresh()
        };
        vec![("fresh", fresh()), ("full", full)]
    }
}
