//! How the verification of personal data stands (R92, R97, R98, R101, R104, R106).

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    account::AccountLevel,
    locale::Locale,
    verification::{CheckKind, Finding, VerificationState, VerificationStatus},
};

use crate::{frame::PageFrame, page::View, text::Text};

/// The words for the state of a check.
pub fn status_text(locale: Locale, status: VerificationStatus) -> Text<'static> {
    Text::new(
        locale,
        match status {
            VerificationStatus::NotSubmitted => "verification-not_submitted",
            VerificationStatus::InProgress => "verification-in_progress",
            VerificationStatus::Verified => "verification-verified",
            VerificationStatus::Rejected => "verification-rejected",
            VerificationStatus::Unavailable => "verification-unavailable",
            VerificationStatus::NeedsOperator => "verification-needs_operator",
        },
    )
}

/// How a tag for the state of a check looks.
pub const fn status_kind(status: VerificationStatus) -> &'static str {
    match status {
        VerificationStatus::NotSubmitted => "neutral",
        VerificationStatus::InProgress | VerificationStatus::Unavailable | VerificationStatus::NeedsOperator => {
            "progress"
        }
        VerificationStatus::Verified => "success",
        VerificationStatus::Rejected => "error",
    }
}

/// One check as shown.
#[derive(Clone, Debug)]
pub struct CheckLine {
    /// What is checked.
    pub title: Text<'static>,
    /// Who checks it.
    pub registry: Text<'static>,
    /// Where it stands.
    pub status: VerificationStatus,
    /// The state in words.
    pub status_text: Text<'static>,
    /// What the state means, where that is not plain.
    pub explanation: Option<Text<'static>>,
    /// The names of the fields that did not match (R106).
    pub fields: Vec<Text<'static>>,
}

impl CheckLine {
    /// A check in words.
    pub fn new(
        locale: Locale,
        kind: CheckKind,
        status: VerificationStatus,
        finding: Option<&str>,
        mismatched: &[String],
    ) -> Self {
        let say = |key: &'static str| Text::new(locale, key);
        let by_operator = [Finding::AcceptedByOperator.name(), Finding::RefusedByOperator.name()];
        let is_operators = finding.is_some_and(|name| by_operator.contains(&name));
        let (title, registry) = match kind {
            CheckKind::Snils if is_operators => ("verification-snils", "verification-operator"),
            CheckKind::InternalPassport if is_operators => ("verification-passport", "verification-operator"),
            CheckKind::Snils => ("verification-snils", "verification-pension-fund"),
            CheckKind::InternalPassport => ("verification-passport", "verification-interior-ministry"),
            CheckKind::ForeignDocument => ("verification-document", "verification-operator"),
        };
        let explanation = match (status, finding) {
            (VerificationStatus::Unavailable, _) => Some("verification-unavailable-text"),
            (VerificationStatus::NeedsOperator, _) => Some("verification-needs-operator-text"),
            (VerificationStatus::Rejected, Some(name)) if name == Finding::NoData.name() => {
                Some("verification-no-data-text")
            }
            (VerificationStatus::Rejected, Some(name)) if name == Finding::SnilsTaken.name() => {
                Some("snils-taken-title")
            }
            (VerificationStatus::Rejected, Some(name)) if name == Finding::RefusedByOperator.name() => {
                Some("verification-refused-text")
            }
            (VerificationStatus::Rejected, _) if mismatched.is_empty() => Some("verification-mismatch-text"),
            _ => None,
        };
        let known = |field: &String| {
            let key = format!("label-{field}");
            crate::text::has(locale, &key).then(|| Text::new(locale, key))
        };
        Self {
            title: say(title),
            registry: say(registry),
            status,
            status_text: status_text(locale, status),
            explanation: explanation.map(say),
            fields: mismatched.iter().filter_map(known).collect(),
        }
    }

    /// How its tag looks.
    pub fn tag(&self) -> &'static str {
        status_kind(self.status)
    }
}

/// The page about the newest submission.
#[derive(Template)]
#[template(path = "verification/state.html")]
pub struct VerificationView {
    /// The frame.
    pub frame: PageFrame,
    /// Where the submission stands.
    pub state: VerificationState,
    /// The checks, each with its own state (R97).
    pub checks: Vec<CheckLine>,
    /// When it was sent.
    pub submitted_at: Zoned,
    /// The usual time, minutes (R98).
    pub usual_minutes: u32,
    /// The longest time, days (R98).
    pub max_days: u32,
    /// Whether a check is rejected, so that the data can be corrected at once (R106).
    pub has_rejection: bool,
    /// Whether another account holds the SNILS (R107).
    pub is_snils_taken: bool,
    /// Whether a rejection leaves the level as it was; not when an operator found wrong what it rested on.
    pub level_stays: bool,
    /// Whether the person can go back to the verified data (R95).
    pub may_be_kept: bool,
    /// Whether the same data may be sent once more, since no answer came in time (R106, R108).
    pub may_be_sent_again: bool,
    /// The fields that change verified data, by name (R95).
    pub changes: Vec<Text<'static>>,
    /// Where the page asks whether there is news.
    pub news_url: String,
    /// What it knows.
    pub mark: String,
}

impl VerificationView {
    /// The heading.
    pub fn title(&self) -> Text<'static> {
        self.t(match self.state {
            VerificationState::InProgress => "verification-title-in_progress",
            VerificationState::Verified => "verification-title-verified",
            VerificationState::Rejected => "verification-title-rejected",
            VerificationState::NeedsOperator => "verification-title-needs_operator",
            VerificationState::Superseded => "verification-title-superseded",
        })
    }

    /// Whether registries have still to answer.
    pub fn is_running(&self) -> bool {
        self.state == VerificationState::InProgress
    }

    /// Whether all is verified.
    pub fn is_verified(&self) -> bool {
        self.state == VerificationState::Verified
    }

    /// Whether somebody else can change how it stands while the page is open (R101).
    pub fn is_live(&self) -> bool {
        self.is_running() || self.is_with_operators()
    }

    /// Whether only operators can go on.
    pub fn is_with_operators(&self) -> bool {
        self.state == VerificationState::NeedsOperator
    }
}

fn sample(locale: Locale, state: VerificationState, both: [VerificationStatus; 2]) -> VerificationView {
    let frame = PageFrame::sample(locale, "/profile/verification").signed_in(AccountLevel::Simplified);
    let [snils, passport] = both;
    let mismatched = ["document_number".to_owned(), "issue_date".to_owned()];
    let mismatched = if passport == VerificationStatus::Rejected { &mismatched[..] } else { &[] };
    let finding = (snils == VerificationStatus::Rejected).then_some("no_data");
    let submitted_at = jiff::civil::date(2026, 3, 1).at(9, 5, 0, 0);
    VerificationView {
        state,
        checks: vec![
            CheckLine::new(locale, CheckKind::Snils, snils, finding, &[]),
            CheckLine::new(locale, CheckKind::InternalPassport, passport, None, mismatched),
        ],
        submitted_at: submitted_at.to_zoned(jiff::tz::TimeZone::UTC).unwrap_or_default(),
        usual_minutes: 20,
        max_days: 5,
        has_rejection: both.contains(&VerificationStatus::Rejected),
        is_snils_taken: false,
        level_stays: true,
        may_be_kept: false,
        may_be_sent_again: false,
        changes: vec![Text::new(locale, "label-family_name")],
        news_url: "/profile/verification/news?seen=m".to_owned(),
        mark: "m".to_owned(),
        frame,
    }
}

impl View for VerificationView {
    const NAME: &'static str = "verification";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        use VerificationStatus::{InProgress, NeedsOperator, Rejected, Unavailable, Verified};
        let view = |state, both| sample(locale, state, both);
        let mut taken = view(VerificationState::Rejected, [Rejected, Verified]);
        taken.is_snils_taken = true;
        taken.changes.clear();
        let mut overdue = view(VerificationState::NeedsOperator, [Verified, NeedsOperator]);
        overdue.may_be_sent_again = true;
        let mut change = view(VerificationState::Rejected, [Verified, Rejected]);
        change.may_be_kept = true;
        vec![
            ("running", view(VerificationState::InProgress, [InProgress, Unavailable])),
            ("half-rejected", view(VerificationState::InProgress, [InProgress, Rejected])),
            ("verified", view(VerificationState::Verified, [Verified, Verified])),
            ("rejected", view(VerificationState::Rejected, [Rejected, Rejected])),
            ("snils-taken", taken),
            ("operator", view(VerificationState::NeedsOperator, [Verified, NeedsOperator])),
            ("overdue", overdue),
            ("change", change),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(state: VerificationState, both: [VerificationStatus; 2]) -> String {
        sample(Locale::En, state, both).rendered().unwrap().html
    }

    /// R92, R97: SNILS and passport each show their own state.
    #[test]
    fn each_check_shows_its_state() {
        let html = html(VerificationState::InProgress, [VerificationStatus::Verified, VerificationStatus::Unavailable]);
        let (snils, passport) = html.split_once("id=\"check-2\"").unwrap();
        assert!(snils.contains("state--success") && passport.contains("state--progress"));
    }

    /// R98: the usual time and the longest are told; R100: the page may be closed; R101: it changes by itself.
    #[test]
    fn a_running_verification_tells_its_time() {
        let html = html(VerificationState::InProgress, [VerificationStatus::InProgress; 2]);
        assert!(html.contains("20 minutes") && html.contains("5 days") && html.contains("close"));
        assert!(html.contains("data-module=\"live\""));
    }

    /// R101: the completed page has its title and the button "Log in again".
    #[test]
    fn a_completed_verification_offers_to_log_in_again() {
        let html = html(VerificationState::Verified, [VerificationStatus::Verified; 2]);
        assert!(html.contains("Verification of your personal data is completed") && html.contains("Log in again"));
        assert!(!html.contains("data-module=\"live\""));
    }

    /// R101, R106, R108: a page that waits for an operator changes by itself too; what no registry answered in time can be
    /// sent again.
    #[test]
    fn a_page_that_waits_for_an_operator_is_live() {
        let (_, view) = VerificationView::samples(Locale::En).into_iter().find(|(name, _)| *name == "overdue").unwrap();
        let html = view.rendered().unwrap().html;
        assert!(html.contains("data-module=\"live\"") && html.contains("id=\"submit\" href=\"/profile/review\""));
    }

    /// R95: one who has verified data can go back to them.
    #[test]
    fn a_change_can_be_withdrawn() {
        let (_, view) = VerificationView::samples(Locale::En).into_iter().find(|(name, _)| *name == "change").unwrap();
        assert!(view.rendered().unwrap().html.contains("action=\"/profile/keep\""));
        let html = html(VerificationState::Rejected, [VerificationStatus::Verified, VerificationStatus::Rejected]);
        assert!(!html.contains("/profile/keep"));
    }

    /// R106: document and fields are named, and the way to correct them is there.
    #[test]
    fn a_rejected_verification_names_the_fields() {
        let html = html(VerificationState::Rejected, [VerificationStatus::Verified, VerificationStatus::Rejected]);
        assert!(html.contains("Date of issue") && html.contains("href=\"/profile/edit\""));
    }
}
