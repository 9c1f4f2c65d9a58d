//! The look into an account's state for a request that is in hand (R225): what it is like, never what it holds. No data,
//! no secrets, contacts masked.

use okno_domain::{
    account::{AccountId, AccountLevel, AccountStatus},
    confirmation::ConfirmationMethod,
    contact::{ContactKind, ContactStatus, masked},
    operator::Task,
    support::{RequestNumber, SupportRequestId},
    time::Timestamp,
    verification::{CheckKind, VerificationState, VerificationStatus},
};
use okno_store::{Read, confirmation, session as sessions, verification};

use super::desk;
use crate::{
    account,
    context::Cx,
    error::{Error, Result},
    evidence, notification,
    operator::{self, SignedIn as Operator},
    person,
    seal::DataKey,
    session,
};

/// The most sessions that are counted.
const MOST_SESSIONS: i64 = 100;

/// A contact, masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaskedContact {
    /// Phone or mailbox.
    pub kind: ContactKind,
    /// As much as tells it from another.
    pub masked: String,
    /// Whether it is confirmed.
    pub is_confirmed: bool,
}

/// The contacts of an account, masked.
pub(super) async fn masked_contacts(read: &mut Read, key: &DataKey, account: AccountId) -> Result<Vec<MaskedContact>> {
    let contacts = notification::contacts(read, key, account).await?.into_iter();
    let mask = |contact: notification::OpenContact| MaskedContact {
        kind: contact.row.kind,
        masked: masked(contact.row.kind, contact.value.expose()),
        is_confirmed: contact.row.status == ContactStatus::Confirmed,
    };
    Ok(contacts.map(mask).collect())
}

/// The newest submission to the registries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmissionState {
    /// Where it stands.
    pub state: VerificationState,
    /// When it was sent.
    pub submitted_at: Timestamp,
    /// What each check has come to.
    pub checks: Vec<(CheckKind, VerificationStatus)>,
}

/// What an account is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountState {
    /// The number of the request.
    pub request_number: RequestNumber,
    /// The level.
    pub level: AccountLevel,
    /// Whether it may be used.
    pub status: AccountStatus,
    /// When it was made.
    pub created_at: Timestamp,
    /// The contacts.
    pub contacts: Vec<MaskedContact>,
    /// Since when the data in force are verified.
    pub verified_at: Option<Timestamp>,
    /// The newest submission.
    pub submission: Option<SubmissionState>,
    /// By what the identity is confirmed.
    pub confirmed_by: Vec<ConfirmationMethod>,
    /// Proofs of identity under way.
    pub under_way: Vec<ConfirmationMethod>,
    /// Sessions that are open.
    pub sessions: usize,
}

/// The state of the account whose request this operator has in hand; refused without one. The person sees the look.
pub async fn account_state(cx: &Cx, operator: &Operator, request: SupportRequestId) -> Result<AccountState> {
    let mut tx = cx.app.store.write().await?;
    let (row, key) = desk::in_hand(&mut tx, cx, operator, request).await?;
    let id = row.request.account.ok_or(Error::NotFound)?;
    operator::look(&mut tx, cx, operator, id, Task::AnswerSupport).await?;
    let account = account::get(&mut tx, id).await?;
    let contacts = masked_contacts(&mut tx, &key, id).await?;
    let submission = verification::latest(&mut tx, id).await?.map(|row| SubmissionState {
        state: row.verification.state,
        submitted_at: row.verification.submitted_at,
        checks: row.verification.checks.iter().map(|check| (check.kind, check.status)).collect(),
    });
    let rule = session::rule(cx);
    let open = sessions::list(&mut tx, id, MOST_SESSIONS).await?;
    let open = open.iter().filter(|entry| entry.times.is_open(cx.now, rule)).count();
    let under_way = confirmation::list(&mut tx, id).await?;
    let is_open =
        |row: &confirmation::ConfirmationRow| row.confirmation.status.is_open() && cx.now < row.confirmation.expires_at;
    let state = AccountState {
        request_number: row.request.number,
        level: account.level,
        status: account.status,
        created_at: account.created_at,
        contacts,
        verified_at: person::get(&mut tx, id).await?.verified_at,
        submission,
        confirmed_by: evidence::standing(&mut tx, &account).await?.methods.into_iter().collect(),
        under_way: under_way.iter().filter(|row| is_open(row)).map(|row| row.confirmation.method).collect(),
        sessions: open,
    };
    cx.commit(tx).await?;
    Ok(state)
}
