//! The registries' check of personal data: what makes an account Standard (R96 to R109).
//!
//! [`begin`] writes a submission and its work in the transaction of the person's act. From then on jobs ask the
//! registries ([`ask`]), answers come by callback or poll and are judged in one place ([`answer`]), and a clock watches
//! over both ([`overdue`]). Nothing here raises a level but the settling of a submission in which both checks are
//! positive.

mod answer;
mod ask;
mod case;
mod desk;
mod look;
mod operator;
mod overdue;
mod settle;
mod view;
mod withdraw;

use okno_domain::{
    account::AccountId,
    id::Id,
    person::PersonalData,
    refusal::Refuse,
    time::{DAY, SignedDuration, Timestamp, after},
    verification::{CheckId, CheckKind, Verification, VerificationId, VerificationRefusal, VerificationState},
};
use okno_store::{
    Read, Tx,
    verification::{self as store, VerificationRow},
};

pub use answer::{refused_answers, take_answer};
pub use ask::{AcknowledgeAnswer, AskRegistry, PollAnswer};
pub use desk::{Case, CaseKind, cases, decide_case, look_for_case};
pub use look::{AnswerSeen, CheckSeen, look};
pub use operator::decide;
pub(crate) use operator::found_wrong;
pub use overdue::{Overdue, ReconcileVerifications};
pub use view::{CheckView, DataStanding, VerificationView, level_window, standing, state};

use crate::{
    account::{self, Account},
    context::Cx,
    error::{Error, Result},
    job,
    limit::{self, LimitKey},
    ports::Registry,
    seal::{DataKey, Place},
    session::SignedIn,
    settings::days,
};

/// How many submissions a person may make within a day: the registries must not be worked as oracles.
const MOST_SUBMISSIONS: u32 = 20;

/// After the instant at which something should happen to a check, it is left alone for this long before it counts as
/// left behind.
const SLACK: SignedDuration = SignedDuration::from_mins(10);

pub(crate) fn data_place(id: VerificationId) -> Place {
    Place::new("verification", "data_sealed", id)
}

fn request_place(id: CheckId) -> Place {
    Place::new("verification_check", "request_sealed", id)
}

fn answer_place(id: uuid::Uuid) -> Place {
    Place::new("verification_answer", "answer_sealed", Id::<()>::from_uuid(id))
}

fn check_hash(cx: &Cx, check: CheckId) -> [u8; 32] {
    cx.app.keys.blind("registry-check", &check.to_string())
}

/// The registry with this name, if it is configured.
fn registry<'a>(cx: &'a Cx, name: &str) -> Option<&'a dyn Registry> {
    let ports = &cx.app.ports;
    [&ports.pension_fund, &ports.interior_ministry]
        .into_iter()
        .flatten()
        .find(|registry| registry.name() == name)
        .map(|registry| &**registry)
}

/// A submission with what is needed to work on it.
struct Loaded {
    account: Account,
    key: DataKey,
    row: VerificationRow,
}

impl Loaded {
    fn verification(&self) -> &Verification {
        &self.row.verification
    }

    fn data(&self) -> Result<PersonalData> {
        Ok(self.key.open_json(&data_place(self.row.verification.id), &self.row.data_sealed)?)
    }
}

/// The submission of a check; `None` when it, or the account, is gone.
async fn load_of_check(read: &mut Read, cx: &Cx, id: AccountId, check: CheckId) -> Result<Option<Loaded>> {
    let Some(row) = store::find_by_check(read, id, check).await? else { return Ok(None) };
    with_account(read, cx, id, row).await
}

async fn load(read: &mut Read, cx: &Cx, id: AccountId, verification: VerificationId) -> Result<Option<Loaded>> {
    let Some(row) = store::find(read, id, verification).await? else { return Ok(None) };
    with_account(read, cx, id, row).await
}

async fn with_account(read: &mut Read, cx: &Cx, id: AccountId, row: VerificationRow) -> Result<Option<Loaded>> {
    let account = match account::get(read, id).await {
        Ok(account) => account,
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let key = account::data_key(read, cx, id).await?;
    Ok(Some(Loaded { account, key, row }))
}

/// The newest submission, if it is about exactly these data and has neither failed nor been left without an answer.
pub(crate) async fn running(
    read: &mut Read,
    cx: &Cx,
    signed_in: &SignedIn,
    data: &PersonalData,
) -> Result<Option<VerificationId>> {
    let Some(row) = store::latest(read, signed_in.id()).await? else { return Ok(None) };
    let verification = &row.verification;
    let id = verification.id;
    let runs = matches!(verification.state, VerificationState::InProgress | VerificationState::NeedsOperator)
        && !verification.may_be_sent_again(cx.now);
    let submitted: PersonalData = signed_in.key.open_json(&data_place(id), &row.data_sealed)?;
    Ok((runs && submitted == *data).then_some(id))
}

/// Puts the newest submission aside, unless it has taken effect: a newer one follows, or the person goes back to the
/// verified data. Returns whether there was one.
pub(crate) async fn set_aside(tx: &mut Tx, cx: &Cx, account: AccountId) -> Result<bool> {
    let Some(before) = store::latest(tx, account).await? else { return Ok(false) };
    let superseded = before.verification.clone().superseded(cx.now);
    if superseded == before.verification {
        return Ok(false);
    }
    store::save(tx, account, &before, &superseded, None, cx.now).await?;
    for check in &superseded.checks {
        case::close_of(tx, cx, check.id).await?;
    }
    Ok(true)
}

/// Begins the verification of these data in the transaction of the person's act; one that runs is superseded.
pub(crate) async fn begin(tx: &mut Tx, cx: &Cx, signed_in: &SignedIn, data: &PersonalData) -> Result<VerificationId> {
    let account = signed_in.id();
    let limit = LimitKey::new(cx, "verification", &account.to_string());
    if !limit::count_within(tx, limit, MOST_SUBMISSIONS, DAY, cx.now).await? {
        return Err(Error::refused(&VerificationRefusal::TooMany));
    }
    set_aside(tx, cx, account).await?;
    let document = CheckKind::of_document(&data.document.document_type);
    let checks = [(cx.fresh_id(), CheckKind::Snils), (cx.fresh_id(), document)];
    let longest = days(cx.settings().verification.max_days);
    let verification = Verification::submit(cx.fresh_id(), checks, cx.now, longest);
    let sealed = signed_in.key.seal_json(&data_place(verification.id), data, &mut cx.rng())?;
    store::insert(tx, account, &verification, &sealed, after(cx.now, SLACK)).await?;
    for check in &verification.checks {
        store::insert_lookup(tx, &check_hash(cx, check.id), account).await?;
        if check.status.is_open() {
            job::enqueue(tx, cx, &AskRegistry { account, check: check.id }).await?;
        } else {
            let detail = serde_json::json!({ "kind": check.kind.name() });
            case::open(tx, cx, case::MANUAL, account, check.id, detail).await?;
        }
    }
    let overdue = Overdue { account, verification: verification.id };
    job::enqueue_at(tx, cx, &overdue, verification.deadline_at).await?;
    Ok(verification.id)
}

/// When a check that is to be worked on at `next` counts as left behind.
fn due(next: Timestamp) -> Timestamp {
    after(next, SLACK)
}

fn refused(refusal: VerificationRefusal) -> Error {
    Error::Refused(refusal.refusal())
}
