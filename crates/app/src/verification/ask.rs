//! Asking a registry: the request is signed once, handed over until the registry has taken it in, and its answer is
//! polled for until it has come by whichever way (R96, R99).

use std::collections::BTreeMap;

use okno_domain::{
    account::AccountId,
    person::{PersonalData, Sex},
    statistic::Kind,
    time::{SignedDuration, Timestamp, after},
    verification::{Asked, Check, CheckId, CheckKind},
};
use okno_store::verification as store;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Loaded, answer, answer::Way, case, due, load_of_check, registry, request_place, settle};
use crate::{
    audit::Actor,
    context::Cx,
    error::{Error, Result},
    job::{self, Done, Job, JobError, Lane, Retry},
    ports::{Polled, PortError, RegistryQuestion},
    settings::{hours, seconds},
    statistic,
};

/// The shortest pause between two polls.
const SHORTEST_POLL: SignedDuration = SignedDuration::from_secs(5);

/// The pause between two calls about a check that waits for an operator: a registry that comes back after days settles it
/// all the same (R99, R108).
const SLOWLY_HOURS: u32 = 6;

/// What a registry compares (docs/protocols/registry-exchange.md, R109): no more than it needs.
fn subject(kind: CheckKind, data: &PersonalData) -> BTreeMap<String, String> {
    let document = &data.document;
    let sex = data.sex.map(Sex::name).unwrap_or_default();
    let mut members = vec![
        ("family_name", data.family_name.as_str()),
        ("given_name", &data.given_name),
        ("patronymic", &data.patronymic),
        ("birth_date", &data.birth_date),
        ("sex", sex),
    ];
    match kind {
        CheckKind::Snils => members.push(("snils", &data.snils)),
        CheckKind::InternalPassport | CheckKind::ForeignDocument => members.extend([
            ("series", document.series.as_str()),
            ("number", &document.number),
            ("issue_date", &document.issue_date),
            ("issued_by", &document.issued_by),
            ("unit_code", &document.unit_code),
            ("birth_place", &data.birth_place),
        ]),
    }
    let given = members.into_iter().filter(|(_, value)| !value.is_empty());
    given.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The check to work on, if it still waits.
async fn open_check(cx: &Cx, account: AccountId, id: CheckId) -> Result<Option<(Loaded, Check)>> {
    let mut read = cx.app.store.read().await?;
    let loaded = load_of_check(&mut read, cx, account, id).await?;
    Ok(loaded.and_then(|loaded| {
        let verification = loaded.verification();
        let check = verification.check(id).filter(|_| verification.asks(id, cx.now)).cloned();
        check.map(|check| (loaded, check))
    }))
}

/// The signed request: the stored one, or a new one that is stored before it is sent, so that a repetition sends the
/// same bytes.
async fn request(cx: &Cx, loaded: &Loaded, check: &Check, port: &dyn crate::ports::Registry) -> Result<String> {
    let stored = loaded.row.checks.iter().find(|row| row.id == check.id).and_then(|row| row.request_sealed.as_deref());
    if let Some(sealed) = stored {
        return Ok(loaded.key.open_text(&request_place(check.id), sealed)?);
    }
    let question = RegistryQuestion {
        key: check.id.uuid(),
        kind: check.kind.name().to_owned(),
        subject: subject(check.kind, &loaded.data()?),
        asked_at: cx.now,
    };
    let signed = port.sign(&question).map_err(|error| Error::Bug(format!("the request cannot be signed: {error}")))?;
    let asked = Asked { at: cx.now, digest: Sha256::digest(&signed).into() };
    let next = loaded.verification().clone().asked(check.id, asked).map_err(super::refused)?;
    let sealed = loaded.key.seal_text(&request_place(check.id), &signed, &mut cx.rng())?;
    let mut tx = cx.app.store.write().await?;
    store::save(&mut tx, loaded.account.id, &loaded.row, &next, Some((check.id, &sealed)), due(cx.now)).await?;
    statistic::count(&mut tx, cx, loaded.account.id, Kind::VerificationSent, check.kind.registry());
    cx.commit(tx).await?;
    Ok(signed)
}

/// The pause after a failed call, from one minute doubling to one hour (R99), or longer if the registry wishes so.
fn next_try(cx: &Cx, check: Option<&Check>, wish: Option<u32>) -> Timestamp {
    let settings = &cx.settings().verification;
    let retry = Retry::exponential(settings.retry_first_seconds, settings.retry_max_seconds, u32::MAX);
    let attempts = check.map_or(1, |check| check.attempts.max(1));
    let at = retry.next(i64::from(attempts), cx.now, wish).unwrap_or(cx.now);
    if check.is_some_and(is_slow) { at.max(slowly(cx)) } else { at }
}

/// Whether a check waits for an operator already, so that its registry is asked slowly.
fn is_slow(check: &Check) -> bool {
    !check.status.is_open()
}

fn slowly(cx: &Cx) -> Timestamp {
    after(cx.now, hours(SLOWLY_HOURS))
}

/// Notes that a registry could not be reached, and says when to try again.
async fn note_outage(cx: &Cx, account: AccountId, id: CheckId, error: &PortError) -> Result<Done> {
    let wish = if let PortError::Later { pause_seconds, .. } = error { *pause_seconds } else { None };
    let mut tx = cx.app.store.write().await?;
    let Some(loaded) = load_of_check(&mut tx, cx, account, id).await? else { return Ok(Done::Nothing) };
    let Ok(next) = loaded.verification().clone().unreachable(id) else { return Ok(Done::Nothing) };
    let check = next.check(id);
    let at = next_try(cx, check, wish);
    tracing::warn!(check = %id, attempts = check.map_or(1, |check| check.attempts), %error, "a registry did not do what it was asked");
    store::save(&mut tx, account, &loaded.row, &next, None, due(at)).await?;
    if let (PortError::Refused { .. }, Some(check)) = (error, check) {
        case::registry_refuses(&mut tx, cx, check.kind.registry(), id, &error.to_string()).await?;
    }
    cx.commit(tx).await?;
    cx.app.signals.raise(account);
    Ok(Done::Again(at))
}

/// There is no registry to ask: an operator looks in its place, at once (R211). Should the registry be configured later,
/// it is asked.
async fn note_absence(cx: &Cx, account: AccountId, id: CheckId) -> Result<Done> {
    let mut tx = cx.app.store.write().await?;
    let Some(loaded) = load_of_check(&mut tx, cx, account, id).await? else { return Ok(Done::Nothing) };
    let Ok(next) = loaded.verification().clone().unanswerable(id, cx.now) else {
        store::put_off(&mut tx, account, id, Some(due(slowly(cx)))).await?;
        cx.commit(tx).await?;
        return Ok(Done::Again(slowly(cx)));
    };
    let kind = next.check(id).map(|check| check.kind.name()).unwrap_or_default();
    let detail = serde_json::json!({ "kind": kind, "reason": "the registry is not configured" });
    case::open(&mut tx, cx, case::MANUAL, account, id, detail).await?;
    let step = settle::Step { actor: Actor::System, act: "registry-absent", detail: id.to_string(), check: Some(id) };
    settle::settle(&mut tx, cx, &loaded, next, step).await?;
    store::put_off(&mut tx, account, id, Some(due(slowly(cx)))).await?;
    cx.commit(tx).await?;
    cx.app.signals.raise(account);
    Ok(Done::Again(slowly(cx)))
}

/// Hands the request of a check over to its registry.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskRegistry {
    /// Whose check.
    pub account: AccountId,
    /// Which.
    pub check: CheckId,
}

impl Job for AskRegistry {
    const NAME: &'static str = "ask-registry";
    const RETRY: Retry = Retry::exponential(10, 3600, u32::MAX);

    fn lane(&self) -> Lane {
        Lane::Registry
    }

    fn mark(&self) -> Option<String> {
        Some(format!("ask-registry:{}", self.check))
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let Some((loaded, check)) = open_check(cx, self.account, self.check).await? else { return Ok(Done::Nothing) };
        if check.ticket.is_some() {
            return Ok(Done::Nothing);
        }
        let Some(port) = registry(cx, check.kind.registry()) else {
            return Ok(cx.again(|| note_absence(cx, self.account, self.check)).await?);
        };
        let signed = request(cx, &loaded, &check, port).await?;
        match port.submit(&signed).await {
            Err(error) => Ok(note_outage(cx, self.account, self.check, &error).await?),
            Ok(ticket) => {
                let poll_at = after(cx.now, seconds(ticket.poll_after_seconds).max(SHORTEST_POLL));
                Ok(note_ticket(cx, self.account, self.check, ticket.ticket, poll_at).await?)
            }
        }
    }
}

async fn note_ticket(cx: &Cx, account: AccountId, id: CheckId, ticket: String, poll_at: Timestamp) -> Result<Done> {
    let mut tx = cx.app.store.write().await?;
    let Some(loaded) = load_of_check(&mut tx, cx, account, id).await? else { return Ok(Done::Nothing) };
    if let Some(check) = loaded.verification().check(id) {
        case::registry_works(&mut tx, cx, check.kind.registry()).await?;
    }
    let poll = PollAnswer { account, check: id, ticket: ticket.clone() };
    // The answer may have come by callback before the receipt was read.
    let Ok(next) = loaded.verification().clone().handed_over(id, ticket) else { return Ok(Done::Nothing) };
    store::save(&mut tx, account, &loaded.row, &next, None, due(poll_at)).await?;
    job::enqueue_at(&mut tx, cx, &poll, poll_at).await?;
    cx.commit(tx).await?;
    cx.app.signals.raise(account);
    Ok(Done::Did)
}

/// Asks a registry for its answer, for as long as it has not come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PollAnswer {
    /// Whose check.
    pub account: AccountId,
    /// Which.
    pub check: CheckId,
    /// The registry's name for the request.
    pub ticket: String,
}

impl Job for PollAnswer {
    const NAME: &'static str = "poll-answer";
    const RETRY: Retry = Retry::exponential(10, 3600, u32::MAX);

    fn lane(&self) -> Lane {
        Lane::Registry
    }

    fn mark(&self) -> Option<String> {
        Some(format!("poll-answer:{}:{}", self.check, self.ticket))
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let Some((_, check)) = open_check(cx, self.account, self.check).await? else { return Ok(Done::Nothing) };
        if check.ticket.as_deref() != Some(&self.ticket) {
            return Ok(Done::Nothing);
        }
        let name = check.kind.registry();
        let Some(port) = registry(cx, name) else {
            return Ok(cx.again(|| note_absence(cx, self.account, self.check)).await?);
        };
        match port.poll(&self.ticket, cx.now).await {
            Ok(Polled::Answer(found)) => match answer::receive(cx, name, &found, Way::Poll).await {
                Ok(_) => Ok(Done::Did),
                // It is signed, but to another request: it changes nothing, and the right one may still come.
                Err(Error::Refused(_) | Error::NotFound) => Ok(self.waiting(cx, &check, None).await?),
                Err(error) => Err(error.into()),
            },
            Ok(Polled::NotReady { pause_seconds }) => Ok(self.waiting(cx, &check, pause_seconds).await?),
            Err(PortError::Refused { reason }) => {
                tracing::warn!(check = %self.check, reason, "a registry has lost a ticket; it is asked again");
                Ok(self.ask_again(cx).await?)
            }
            Err(error @ PortError::Garbage { .. }) => {
                answer::count_refused(name, &error.to_string());
                Ok(self.waiting(cx, &check, None).await?)
            }
            Err(error) => Ok(note_outage(cx, self.account, self.check, &error).await?),
        }
    }
}

impl PollAnswer {
    /// Not ready: the pause grows with the time that the question has been out. The registry may wish a longer one, but
    /// no longer than our longest: somebody waits for the answer.
    async fn waiting(&self, cx: &Cx, check: &Check, wish: Option<u32>) -> Result<Done> {
        let asked_at = check.asked.as_ref().map_or(cx.now, |asked| asked.at);
        let longest = seconds(cx.settings().verification.retry_max_seconds);
        let own = (cx.now.duration_since(asked_at) / 2).max(SHORTEST_POLL);
        let pause = own.max(seconds(wish.unwrap_or(0))).min(longest);
        let at = after(cx.now, pause);
        let at = if is_slow(check) { at.max(slowly(cx)) } else { at };
        let mut tx = cx.app.store.write().await?;
        let Some(loaded) = load_of_check(&mut tx, cx, self.account, self.check).await? else {
            return Ok(Done::Nothing);
        };
        let Ok(next) = loaded.verification().clone().reachable(self.check) else { return Ok(Done::Nothing) };
        let was_down = next != *loaded.verification();
        store::save(&mut tx, self.account, &loaded.row, &next, None, due(at)).await?;
        store::put_off(&mut tx, self.account, self.check, Some(due(at))).await?;
        case::registry_works(&mut tx, cx, check.kind.registry()).await?;
        tx.commit().await?;
        if was_down {
            cx.app.signals.raise(self.account);
        }
        Ok(Done::Again(at))
    }

    async fn ask_again(&self, cx: &Cx) -> Result<Done> {
        let mut tx = cx.app.store.write().await?;
        let Some(loaded) = load_of_check(&mut tx, cx, self.account, self.check).await? else {
            return Ok(Done::Nothing);
        };
        let Ok(next) = loaded.verification().clone().ticket_lost(self.check) else { return Ok(Done::Nothing) };
        let at = next_try(cx, next.check(self.check), None);
        store::save(&mut tx, self.account, &loaded.row, &next, None, due(at)).await?;
        job::enqueue_at(&mut tx, cx, &AskRegistry { account: self.account, check: self.check }, at).await?;
        cx.commit(tx).await?;
        Ok(Done::Did)
    }
}

/// Tells a registry that its answer has been taken in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AcknowledgeAnswer {
    /// Which registry.
    pub registry: String,
    /// Its answer's id.
    pub answer: Uuid,
}

impl Job for AcknowledgeAnswer {
    const NAME: &'static str = "acknowledge-answer";
    const RETRY: Retry = Retry::exponential(60, 3600, 48);

    fn lane(&self) -> Lane {
        Lane::Registry
    }

    fn mark(&self) -> Option<String> {
        Some(format!("acknowledge-answer:{}:{}", self.registry, self.answer))
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let Some(port) = registry(cx, &self.registry) else { return Ok(Done::Nothing) };
        match port.acknowledge(self.answer).await {
            // One that is not known any more needs no acknowledgement.
            Ok(()) | Err(PortError::Refused { .. }) => Ok(Done::Did),
            Err(PortError::Later { reason, pause_seconds }) => Err(JobError::Later { reason, pause_seconds }),
            Err(PortError::Garbage { reason }) => Err(JobError::Later { reason, pause_seconds: None }),
        }
    }
}
