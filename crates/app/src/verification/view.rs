//! A verification as its pages show it (R92, R95, R97, R98, R101, R105, R106).

use okno_domain::{
    account::AccountLevel,
    person::{PersonalData, form::differing},
    time::Timestamp,
    verification::{CheckId, CheckKind, Finding, VerificationId, VerificationState, VerificationStatus},
};
use okno_store::{account as account_store, notice, verification::VerificationRow};

use super::{data_place, settle, store};
use crate::{context::Cx, error::Result, person, session::SignedIn};

/// One check as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckView {
    /// Its id, the number of the request (R109).
    pub id: CheckId,
    /// What is checked.
    pub kind: CheckKind,
    /// Where it stands.
    pub status: VerificationStatus,
    /// `match`, `mismatch`, `no_data`, `snils_taken`, `accepted_by_operator`, `refused_by_operator`; none while open.
    pub finding: Option<&'static str>,
    /// The fields of the form that did not match, as far as the registry says (R106).
    pub mismatched: Vec<String>,
    /// When the answer was made.
    pub answered_at: Option<Timestamp>,
}

/// A submission as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerificationView {
    /// Its id.
    pub id: VerificationId,
    /// Where it stands.
    pub state: VerificationState,
    /// When it was sent.
    pub submitted_at: Timestamp,
    /// Until when the registries have time.
    pub deadline_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// SNILS and document, each with its own state (R92, R97).
    pub checks: Vec<CheckView>,
    /// The usual time, minutes (R98).
    pub usual_minutes: u32,
    /// The longest time, days (R98).
    pub max_days: u32,
    /// What was sent; while it is in progress it is "being verified" (R95).
    pub data: PersonalData,
    /// The fields in which that differs from what is in force (R95).
    pub differs: Vec<&'static str>,
    /// Whether there are verified data that these would change.
    pub changes_verified_data: bool,
    /// Whether the very same data may be sent once more (R106, R108).
    pub may_be_sent_again: bool,
    /// Stands for exactly this state; a page that knows it waits for another.
    pub mark: String,
}

impl VerificationView {
    /// Whether registries have still to answer.
    pub fn is_running(&self) -> bool {
        self.state == VerificationState::InProgress
    }

    /// Whether it failed because the SNILS belongs to another account (R107).
    pub fn is_snils_taken(&self) -> bool {
        self.checks.iter().any(|check| check.finding == Some(Finding::SnilsTaken.name()))
    }

    /// Whether the person can correct the data and send them again (R106).
    pub fn has_rejection(&self) -> bool {
        self.checks.iter().any(|check| check.status == VerificationStatus::Rejected)
    }
}

/// What a person has verified, and what is on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataStanding {
    /// Since when the data in force are verified; none while they are not.
    pub verified_at: Option<Timestamp>,
    /// The submission that they come from.
    pub in_force: Option<VerificationView>,
    /// The newest submission, when it has not taken effect.
    pub pending: Option<VerificationView>,
}

fn mark(row: &VerificationRow) -> String {
    let statuses: Vec<_> = row.verification.checks.iter().map(|check| check.status.name()).collect();
    format!("{}:{}:{}", row.verification.id, row.version, statuses.join("."))
}

/// The newest submission of the person; none before the first.
pub async fn state(cx: &Cx, signed_in: &SignedIn) -> Result<Option<VerificationView>> {
    let mut read = cx.app.store.read().await?;
    let Some(row) = store::latest(&mut read, signed_in.id()).await? else { return Ok(None) };
    let verified_at = person::get(&mut read, signed_in.id()).await?.verified_at;
    view(cx, signed_in, row, verified_at).map(Some)
}

/// What is verified and what is pending, apart (R92, R95).
pub async fn standing(cx: &Cx, signed_in: &SignedIn) -> Result<DataStanding> {
    let mut read = cx.app.store.read().await?;
    let verified_at = person::get(&mut read, signed_in.id()).await?.verified_at;
    let in_force = store::in_effect(&mut read, signed_in.id()).await?;
    let newest = store::latest(&mut read, signed_in.id()).await?;
    let pending = newest.filter(|row| row.verification.effect.is_none());
    let view = |row: Option<VerificationRow>| row.map(|row| view(cx, signed_in, row, verified_at)).transpose();
    Ok(DataStanding { verified_at, in_force: view(in_force)?, pending: view(pending)? })
}

fn view(
    cx: &Cx,
    signed_in: &SignedIn,
    row: VerificationRow,
    verified_at: Option<Timestamp>,
) -> Result<VerificationView> {
    let data: PersonalData = signed_in.key.open_json(&data_place(row.verification.id), &row.data_sealed)?;
    let mark = mark(&row);
    let verification = row.verification;
    let checks = verification.checks.iter().map(|check| CheckView {
        id: check.id,
        kind: check.kind,
        status: check.status,
        finding: check.finding.as_ref().map(Finding::name),
        mismatched: check.mismatched_fields().into_iter().map(str::to_owned).collect(),
        answered_at: check.answer.as_ref().map(|answer| answer.at),
    });
    let settings = &cx.settings().verification;
    Ok(VerificationView {
        checks: checks.collect(),
        id: verification.id,
        state: verification.state,
        submitted_at: verification.submitted_at,
        deadline_at: verification.deadline_at,
        finished_at: verification.finished_at,
        usual_minutes: settings.usual_minutes,
        max_days: settings.max_days,
        differs: if verification.effect.is_some() { Vec::new() } else { differing(&signed_in.person, &data) },
        data,
        changes_verified_data: verified_at.is_some() && verification.effect.is_none(),
        may_be_sent_again: verification.may_be_sent_again(cx.now),
        mark,
    })
}

/// The level to show in a window with the button "Confirm": after a new login that follows the rise to Standard, until
/// the person has seen the notice of it (R105).
pub async fn level_window(cx: &Cx, signed_in: &SignedIn) -> Result<Option<AccountLevel>> {
    if signed_in.account.level != AccountLevel::Standard {
        return Ok(None);
    }
    let mut read = cx.app.store.read().await?;
    let changes = account_store::list_level_changes(&mut read, signed_in.id()).await?;
    let risen_at = changes.first().filter(|change| change.to == AccountLevel::Standard).map(|change| change.at);
    if risen_at.is_none_or(|at| signed_in.authenticated_at <= at) {
        return Ok(None);
    }
    let notices = notice::list(&mut read, signed_in.id(), 50).await?;
    let is_new = notices.iter().any(|notice| notice.kind == settle::VERIFIED && notice.read_at.is_none());
    Ok(is_new.then_some(AccountLevel::Standard))
}
