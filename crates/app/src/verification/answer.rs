//! Taking answers in, whichever way they come: only signed ones, only to requests that were sent, each once.

use std::sync::atomic::{AtomicU64, Ordering};

use okno_domain::{
    id::Id,
    refusal::{Class, Refusal},
    statistic::{Bound, Kind},
    verification::{Answer, CheckId, Finding, Reception},
};
use okno_store::{
    Tx,
    verification::{self as store, AnswerRow},
};
use sha2::{Digest, Sha256};

use super::{AcknowledgeAnswer, Loaded, answer_place, case, check_hash, load_of_check, refused, registry, settle};
use crate::{
    audit::Actor,
    context::Cx,
    error::{Error, Result},
    job,
    ports::{PortError, RegistryAnswer, RegistryResult},
    statistic,
};

static REFUSED: AtomicU64 = AtomicU64::new(0);

/// How many answers this process has refused: bad signatures, other people's messages, answers to requests that were not
/// sent. For the metrics.
pub fn refused_answers() -> u64 {
    REFUSED.load(Ordering::Relaxed)
}

pub(super) fn count_refused(registry: &str, reason: &str) {
    REFUSED.fetch_add(1, Ordering::Relaxed);
    tracing::warn!(registry, reason, "an answer was refused; it changes nothing");
}

/// Whether a text has the outward form of a compact JWS; what has not is malformed rather than wrongly signed.
fn is_compact(signed: &str) -> bool {
    let mut parts = 0;
    let well_formed = signed.split('.').all(|part| {
        parts += 1;
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    });
    well_formed && parts == 3
}

/// A registry calls with an answer (docs/protocols/registry-exchange.md). `NotFound` when there is no such registry or
/// request, refused as `registry-answer-malformed` or `registry-answer-signature` when it is not to be believed.
pub async fn take_answer(cx: &Cx, name: &str, signed: &str) -> Result<Reception> {
    let port = registry(cx, name).ok_or(Error::NotFound)?;
    let signed = signed.trim();
    if !is_compact(signed) {
        count_refused(name, "not a signed message");
        return Err(Refusal::new("registry-answer-malformed", Class::Invalid).into());
    }
    let answer = port.verify(signed, cx.now).map_err(|error| match error {
        PortError::Later { reason, .. } => Error::Unavailable(reason),
        PortError::Refused { reason } | PortError::Garbage { reason } => {
            count_refused(name, &reason);
            Refusal::new("registry-answer-signature", Class::Forbidden).into()
        }
    })?;
    receive(cx, name, &answer, Way::Callback).await
}

/// How an answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// The registry called; our reply tells it that the answer is taken in.
    Callback,
    /// We asked for it; the registry waits for an acknowledgement.
    Poll,
}

/// Takes in an answer whose signature has been checked.
pub(super) async fn receive(cx: &Cx, registry: &str, answer: &RegistryAnswer, way: Way) -> Result<Reception> {
    cx.again(|| receive_once(cx, registry, answer, way)).await
}

fn as_found(answer: &RegistryAnswer) -> Answer {
    let finding = match &answer.result {
        RegistryResult::Match => Finding::Match,
        RegistryResult::Mismatch(members) => Finding::Mismatch(members.clone()),
        RegistryResult::NoData => Finding::NoData,
    };
    Answer { id: answer.answer_id, finding, request_digest: answer.request_digest, at: answer.answered_at }
}

const fn name_of(reception: Reception) -> &'static str {
    match reception {
        Reception::Taken => "taken",
        Reception::Repeated => "repeated",
        Reception::Contradiction => "contradiction",
        Reception::Late => "late",
    }
}

async fn receive_once(cx: &Cx, registry: &str, answer: &RegistryAnswer, way: Way) -> Result<Reception> {
    let check: CheckId = Id::from_uuid(answer.in_reply_to);
    let mut tx = cx.app.store.write().await?;
    let account = store::lookup(&mut tx, &check_hash(cx, check)).await?.ok_or(Error::NotFound)?;
    let loaded = load_of_check(&mut tx, cx, account, check).await?.ok_or(Error::NotFound)?;
    let kind = loaded.verification().check(check).map(|check| check.kind).ok_or(Error::NotFound)?;
    if kind.registry() != registry {
        count_refused(registry, "an answer to a request that another registry was sent");
        return Err(Error::NotFound);
    }
    let found = as_found(answer);
    let result = found.finding.name();
    let said: Vec<_> = store::answers(&mut tx, account, check).await?.into_iter().map(|kept| kept.result).collect();
    let judged = loaded.verification().clone().answered(check, found, &said, cx.now);
    let (next, reception) = judged.map_err(|refusal| {
        count_refused(registry, &refusal.to_string());
        refused(refusal)
    })?;
    if way == Way::Poll {
        // With the answer or not at all: the registry forgets what was acknowledged.
        let acknowledge = AcknowledgeAnswer { registry: registry.to_owned(), answer: answer.answer_id };
        job::enqueue(&mut tx, cx, &acknowledge).await?;
        case::registry_works(&mut tx, cx, registry).await?;
    }
    let kept = AnswerRow {
        id: answer.answer_id,
        digest: Sha256::digest(&answer.signed).into(),
        result: result.to_owned(),
        reception: name_of(reception).to_owned(),
        answered_at: answer.answered_at,
        received_at: cx.now,
        sealed: loaded.key.seal_text(&answer_place(answer.answer_id), &answer.signed, &mut cx.rng())?,
    };
    if !store::insert_answer(&mut tx, account, check, &kept).await? {
        // The very same text came before and did then what it had to do.
        cx.commit(tx).await?;
        return Ok(Reception::Repeated);
    }
    if reception == Reception::Contradiction {
        let detail = serde_json::json!({ "kind": kind.name(), "answer": answer.answer_id, "result": result });
        case::open(&mut tx, cx, case::CONTRADICTION, account, check, detail).await?;
    }
    if reception == Reception::Taken {
        count(&mut tx, cx, (&loaded, check), (registry, result));
    }
    let step = settle::Step {
        actor: Actor::Registry(registry.to_owned()),
        act: "registry-answered",
        detail: format!("{} {result} {}", kind.name(), name_of(reception)),
        check: Some(check),
    };
    settle::settle(&mut tx, cx, &loaded, next, step).await?;
    cx.commit(tx).await?;
    cx.app.signals.raise(account);
    Ok(reception)
}

/// Counts the answer that decided a check, and how long it was waited for.
fn count(tx: &mut Tx, cx: &Cx, (loaded, check): (&Loaded, CheckId), (registry, result): (&str, &str)) {
    let account = loaded.account.id;
    statistic::count(tx, cx, account, Kind::VerificationAnswered, &format!("{registry}.{result}"));
    if let Some(asked) = loaded.verification().check(check).and_then(|check| check.asked.as_ref()) {
        let bound = Bound::of(cx.now.duration_since(asked.at)).name();
        statistic::count(tx, cx, account, Kind::VerificationTime, &format!("{registry}.{bound}"));
    }
}
