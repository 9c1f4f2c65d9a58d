//! Submissions to the registries, their checks, and every signed answer.

use okno_domain::{
    account::AccountId,
    time::Timestamp,
    verification::{
        Answer, Asked, Check, CheckId, CheckKind, Finding, Verification, VerificationId, VerificationState,
        VerificationStatus,
    },
};
use uuid::Uuid;

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// The newest submission of an account that stands.
    LATEST = account "verification.latest" "SELECT verification_id, state, data_sealed, submitted_at, deadline_at, finished_at, evidence_id, version FROM verification WHERE account_id = $1 AND state <> 'superseded' ORDER BY submitted_at DESC, verification_id DESC LIMIT 1"
        => [verification_id: Id, state: Text, data_sealed: Bytes, submitted_at: Instant, deadline_at: Instant, finished_at: Instant, evidence_id: Id, version: I64];
    /// The newest submission of an account that has taken effect.
    IN_EFFECT = account "verification.in_effect" "SELECT verification_id, state, data_sealed, submitted_at, deadline_at, finished_at, evidence_id, version FROM verification WHERE account_id = $1 AND evidence_id IS NOT NULL ORDER BY submitted_at DESC, verification_id DESC LIMIT 1"
        => [verification_id: Id, state: Text, data_sealed: Bytes, submitted_at: Instant, deadline_at: Instant, finished_at: Instant, evidence_id: Id, version: I64];
    /// A submission by id.
    FIND = account "verification.find" "SELECT verification_id, state, data_sealed, submitted_at, deadline_at, finished_at, evidence_id, version FROM verification WHERE account_id = $1 AND verification_id = $2"
        => [verification_id: Id, state: Text, data_sealed: Bytes, submitted_at: Instant, deadline_at: Instant, finished_at: Instant, evidence_id: Id, version: I64];
    /// A new submission.
    INSERT = account "verification.insert" "INSERT INTO verification (account_id, verification_id, state, data_sealed, submitted_at, deadline_at, finished_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)" => [];
    /// Where a submission stands, if nobody decided anything meanwhile.
    UPDATE = account "verification.update" "UPDATE verification SET state = $4, finished_at = $5, evidence_id = $6, version = version + 1 WHERE account_id = $1 AND verification_id = $2 AND version = $3" => [];
    /// The submission that a check belongs to.
    OF_CHECK = account "verification_check.submission" "SELECT verification_id FROM verification_check WHERE account_id = $1 AND check_id = $2" => [verification_id: Id];
    /// The checks of a submission.
    CHECKS = account "verification_check.list" "SELECT check_id, kind, status, attempts, ticket, request_sealed, request_digest, asked_at, answer_id, answer_result, answered_at, finding, mismatched, version FROM verification_check WHERE account_id = $1 AND verification_id = $2 ORDER BY kind DESC"
        => [check_id: Id, kind: Text, status: Text, attempts: I64, ticket: Text, request_sealed: Bytes, request_digest: Bytes, asked_at: Instant, answer_id: Id, answer_result: Text, answered_at: Instant, finding: Text, mismatched: Json, version: I64];
    /// A new check.
    INSERT_CHECK = account "verification_check.insert" "INSERT INTO verification_check (account_id, check_id, verification_id, kind, status, attempts, due_at, version) VALUES ($1, $2, $3, $4, $5, 0, $6, 1)" => [];
    /// Where a check stands, if nobody changed it meanwhile.
    UPDATE_CHECK = account "verification_check.update" "UPDATE verification_check SET status = $4, attempts = $5, ticket = $6, request_sealed = $7, request_digest = $8, asked_at = $9, answer_id = $10, answer_result = $11, answered_at = $12, finding = $13, mismatched = $14, due_at = $15, version = version + 1 WHERE account_id = $1 AND check_id = $2 AND version = $3" => [];
    /// Nothing is due any more in a submission.
    FORGET_DUE = account "verification_check.forget_due" "UPDATE verification_check SET due_at = NULL WHERE account_id = $1 AND verification_id = $2" => [];
    /// Puts off when a check is looked at again.
    PUT_OFF = account "verification_check.put_off" "UPDATE verification_check SET due_at = $3 WHERE account_id = $1 AND check_id = $2 AND due_at IS NOT NULL" => [];
    /// Unanswered checks to which nothing has happened in time.
    STUCK = sweep "verification_check.stuck" "SELECT account_id, check_id, verification_id FROM verification_check WHERE due_at < $1 ORDER BY due_at LIMIT $2"
        => [account_id: Id, check_id: Id, verification_id: Id];
    /// From a request's key to the account it is about.
    LOOKUP = lookup "check_lookup.find" "SELECT account_id FROM check_lookup WHERE check_hash = $1" => [account_id: Id];
    /// Leads from a request's key to its account.
    INSERT_LOOKUP = lookup "check_lookup.insert" "INSERT INTO check_lookup (check_hash, account_id) VALUES ($1, $2)" => [];
    /// Keeps an answer, unless the very same text is kept already.
    INSERT_ANSWER = account "verification_answer.insert" "INSERT INTO verification_answer (account_id, check_id, answer_digest, answer_id, result, reception, answered_at, received_at, answer_sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (account_id, check_id, answer_digest) DO NOTHING" => [];
    /// The answers kept for a check, in the order in which they came.
    ANSWERS = account "verification_answer.list" "SELECT answer_id, answer_digest, result, reception, answered_at, received_at, answer_sealed FROM verification_answer WHERE account_id = $1 AND check_id = $2 ORDER BY received_at, answer_id"
        => [answer_id: Id, answer_digest: Bytes, result: Text, reception: Text, answered_at: Instant, received_at: Instant, answer_sealed: Bytes];
}

/// What is stored about a check besides its state.
#[derive(Clone, Debug)]
pub struct CheckRow {
    /// Which check.
    pub id: CheckId,
    /// The signed request, sealed for `verification_check.request_sealed` and the check's id.
    pub request_sealed: Option<Vec<u8>>,
    /// For the guard of the next update.
    pub version: i64,
}

/// A submission as stored.
#[derive(Clone, Debug)]
pub struct VerificationRow {
    /// Where it stands.
    pub verification: Verification,
    /// The submitted data, sealed for `verification.data_sealed` and the submission's id.
    pub data_sealed: Vec<u8>,
    /// What is stored about its checks.
    pub checks: Vec<CheckRow>,
    /// For the guard of the next decision.
    pub version: i64,
}

/// An answer to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// Its own id.
    pub id: Uuid,
    /// SHA-256 of the signed text.
    pub digest: [u8; 32],
    /// `match`, `mismatch` or `no_data`.
    pub result: String,
    /// What it did: `taken`, `repeated`, `contradiction` or `late`.
    pub reception: String,
    /// When the registry made it.
    pub answered_at: Timestamp,
    /// When it came.
    pub received_at: Timestamp,
    /// The signed text, sealed for `verification_answer.answer_sealed` and the answer's id.
    pub sealed: Vec<u8>,
}

/// A check that was left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StuckCheck {
    /// Whose.
    pub account: AccountId,
    /// Which.
    pub check: CheckId,
    /// Of which submission.
    pub verification: VerificationId,
}

fn decode_check(row: &Row) -> Result<(Check, CheckRow), Error> {
    let kind: String = row.get("kind")?;
    let status: String = row.get("status")?;
    let digest: Option<[u8; 32]> = row.get("request_digest")?;
    let asked_at: Option<Timestamp> = row.get("asked_at")?;
    let mismatched: Option<serde_json::Value> = row.get("mismatched")?;
    let mismatched = match mismatched {
        None => Vec::new(),
        Some(json) => serde_json::from_value(json).map_err(|_| row.corrupt("mismatched"))?,
    };
    let finding = |column: &'static str| {
        let name: Option<String> = row.get(column)?;
        let found =
            |name: String| Finding::from_name(&name, Vec::clone(&mismatched)).ok_or_else(|| row.corrupt(column));
        name.map(found).transpose()
    };
    let answer_id: Option<Uuid> = row.get("answer_id")?;
    let answer = match (answer_id, finding("answer_result")?, digest) {
        (Some(id), Some(finding), Some(request_digest)) => {
            Some(Answer { id, finding, request_digest, at: row.get("answered_at")? })
        }
        (None, None, _) => None,
        _ => return Err(row.corrupt("answer_result")),
    };
    let id = row.get("check_id")?;
    let check = Check {
        id,
        kind: CheckKind::from_name(&kind).ok_or_else(|| row.corrupt("kind"))?,
        status: VerificationStatus::from_name(&status).ok_or_else(|| row.corrupt("status"))?,
        attempts: row.get("attempts")?,
        ticket: row.get("ticket")?,
        asked: asked_at.zip(digest).map(|(at, digest)| Asked { at, digest }),
        answer,
        finding: finding("finding")?,
    };
    Ok((check, CheckRow { id, request_sealed: row.get("request_sealed")?, version: row.get("version")? }))
}

async fn decode(read: &mut Read, account: AccountId, row: &Row) -> Result<VerificationRow, Error> {
    let id: VerificationId = row.get("verification_id")?;
    let state: String = row.get("state")?;
    let rows = read.query_all(&CHECKS, args![account, id]).await?;
    let both: Vec<_> = rows.iter().map(decode_check).collect::<Result<_, _>>()?;
    let (checks, check_rows) = both.into_iter().unzip();
    let verification = Verification {
        id,
        state: VerificationState::from_name(&state).ok_or_else(|| row.corrupt("state"))?,
        submitted_at: row.get("submitted_at")?,
        deadline_at: row.get("deadline_at")?,
        finished_at: row.get("finished_at")?,
        effect: row.get("evidence_id")?,
        checks,
    };
    Ok(VerificationRow {
        verification,
        data_sealed: row.get("data_sealed")?,
        checks: check_rows,
        version: row.get("version")?,
    })
}

/// The newest submission of an account that was not superseded or withdrawn.
pub async fn latest(read: &mut Read, account: AccountId) -> Result<Option<VerificationRow>, Error> {
    let Some(row) = read.query_opt(&LATEST, args![account]).await? else { return Ok(None) };
    decode(read, account, &row).await.map(Some)
}

/// The submission that the data in force come from: the newest one that has taken effect.
pub async fn in_effect(read: &mut Read, account: AccountId) -> Result<Option<VerificationRow>, Error> {
    let Some(row) = read.query_opt(&IN_EFFECT, args![account]).await? else { return Ok(None) };
    decode(read, account, &row).await.map(Some)
}

/// A submission by id.
pub async fn find(read: &mut Read, account: AccountId, id: VerificationId) -> Result<Option<VerificationRow>, Error> {
    let Some(row) = read.query_opt(&FIND, args![account, id]).await? else { return Ok(None) };
    decode(read, account, &row).await.map(Some)
}

/// The submission that a check belongs to.
pub async fn find_by_check(
    read: &mut Read,
    account: AccountId,
    check: CheckId,
) -> Result<Option<VerificationRow>, Error> {
    let Some(row) = read.query_opt(&OF_CHECK, args![account, check]).await? else { return Ok(None) };
    find(read, account, row.get("verification_id")?).await
}

/// Stores a new submission and its checks; those that are open are due at `due_at`.
pub async fn insert(
    tx: &mut Tx,
    account: AccountId,
    verification: &Verification,
    data_sealed: &[u8],
    due_at: Timestamp,
) -> Result<(), Error> {
    let Verification { id, state, submitted_at, deadline_at, finished_at, effect: _, checks } = verification;
    let arguments = args![account, *id, state.name(), data_sealed, *submitted_at, *deadline_at, *finished_at];
    tx.execute(&INSERT, arguments).await?.exactly_one()?;
    for check in checks {
        let due_at = check.status.is_open().then_some(due_at);
        let arguments = args![account, check.id, *id, check.kind.name(), check.status.name(), due_at];
        tx.execute(&INSERT_CHECK, arguments).await?.exactly_one()?;
    }
    Ok(())
}

/// Whether something is decided between two states, so that of two writers one must begin again. Handing a request over
/// decides nothing, and two registries' answers to calls do not disturb each other.
fn decides(before: &Verification, after: &Verification) -> bool {
    let what = |of: &Verification| {
        let check = |check: &Check| (check.id, check.status.is_open(), check.finding.clone(), check.answer.clone());
        of.checks.iter().map(check).collect::<Vec<_>>()
    };
    let whole = |of: &Verification| (of.state, of.finished_at, of.effect);
    whole(before) != whole(after) || what(before) != what(after)
}

async fn update_check(
    tx: &mut Tx,
    account: AccountId,
    (row, check): (&CheckRow, &Check),
    request: Option<&[u8]>,
    due_at: Option<Timestamp>,
) -> Result<(), Error> {
    let mismatched = check.finding.as_ref().map(|finding| serde_json::json!(finding.mismatched()));
    let answer = check.answer.as_ref();
    let asked = check.asked.as_ref();
    let arguments = args![
        account,
        row.id,
        row.version,
        check.status.name(),
        check.attempts,
        check.ticket.as_deref(),
        request.or(row.request_sealed.as_deref()),
        asked.map(|asked| asked.digest),
        asked.map(|asked| asked.at),
        answer.map(|answer| answer.id),
        answer.map(|answer| answer.finding.name()),
        answer.map(|answer| answer.at),
        check.finding.as_ref().map(Finding::name),
        mismatched,
        due_at
    ];
    tx.execute(&UPDATE_CHECK, arguments).await?.exactly_one()
}

/// Saves what became of a submission; `Conflict` if somebody changed the same meanwhile. A changed check whose answer is
/// still wanted is due at `due_at`. `request` is the sealed request of a check that has just been made.
pub async fn save(
    tx: &mut Tx,
    account: AccountId,
    before: &VerificationRow,
    after: &Verification,
    request: Option<(CheckId, &[u8])>,
    due_at: Timestamp,
) -> Result<(), Error> {
    let was = &before.verification;
    for (old, new) in was.checks.iter().zip(&after.checks) {
        let Some(row) = before.checks.iter().find(|row| row.id == new.id) else { continue };
        if old != new {
            let request = request.filter(|(id, _)| *id == new.id).map(|(_, sealed)| sealed);
            let due_at = after.awaits(new.id).then_some(due_at);
            update_check(tx, account, (row, new), request, due_at).await?;
        }
    }
    if decides(was, after) {
        let arguments = args![account, after.id, before.version, after.state.name(), after.finished_at, after.effect];
        tx.execute(&UPDATE, arguments).await?.exactly_one()?;
    }
    if was.is_in_force() && !after.is_in_force() {
        let _superseded = tx.execute(&FORGET_DUE, args![account, after.id]).await?;
    }
    Ok(())
}

/// The account that a request is about.
pub async fn lookup(read: &mut Read, check_hash: &[u8; 32]) -> Result<Option<AccountId>, Error> {
    match read.query_opt(&LOOKUP, args![*check_hash]).await? {
        Some(row) => Ok(Some(row.get("account_id")?)),
        None => Ok(None),
    }
}

/// Leads from a request's key to its account.
pub async fn insert_lookup(tx: &mut Tx, check_hash: &[u8; 32], account: AccountId) -> Result<(), Error> {
    tx.execute(&INSERT_LOOKUP, args![*check_hash, account]).await?.exactly_one()
}

/// Keeps an answer; false when the very same text is kept already.
pub async fn insert_answer(tx: &mut Tx, account: AccountId, check: CheckId, answer: &AnswerRow) -> Result<bool, Error> {
    let AnswerRow { id, digest, result, reception, answered_at, received_at, sealed } = answer;
    let arguments = args![
        account,
        check,
        *digest,
        *id,
        result.as_str(),
        reception.as_str(),
        *answered_at,
        *received_at,
        sealed.as_slice()
    ];
    Ok(tx.execute(&INSERT_ANSWER, arguments).await?.count() == 1)
}

/// The answers kept for a check, in the order in which they came.
pub async fn answers(read: &mut Read, account: AccountId, check: CheckId) -> Result<Vec<AnswerRow>, Error> {
    let rows = read.query_all(&ANSWERS, args![account, check]).await?;
    rows.iter()
        .map(|row| {
            Ok(AnswerRow {
                id: row.get("answer_id")?,
                digest: row.get("answer_digest")?,
                result: row.get("result")?,
                reception: row.get("reception")?,
                answered_at: row.get("answered_at")?,
                received_at: row.get("received_at")?,
                sealed: row.get("answer_sealed")?,
            })
        })
        .collect()
}

/// Up to `most` unanswered checks that were due before `now`, of all accounts.
pub async fn stuck(read: &mut Read, now: Timestamp, most: i64) -> Result<Vec<StuckCheck>, Error> {
    let rows = read.query_all(&STUCK, args![now, most]).await?;
    rows.iter()
        .map(|row| {
            Ok(StuckCheck {
                account: row.get("account_id")?,
                check: row.get("check_id")?,
                verification: row.get("verification_id")?,
            })
        })
        .collect()
}

/// Puts off when an unanswered check is looked at again; never, when nothing is awaited any more.
pub async fn put_off(tx: &mut Tx, account: AccountId, check: CheckId, due_at: Option<Timestamp>) -> Result<(), Error> {
    let _gone = tx.execute(&PUT_OFF, args![account, check, due_at]).await?;
    Ok(())
}
