//! Asking a registry: the request is signed once, handed over until the registry has taken it in, and its answer is
//! polled for until it has come by whichever way (R96, R99).

use std::collections::BTreeMap;

use okno_domain::{
    account::AccountId,
    person::{PersonalData, Sex},
    time::{SignedDuration, Timestamp, after},
    verification::{Asked, Check, CheckId, CheckKind},
};
use okno_store::{
    Tx,
    verification::{self as store},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{CASE_REFUSED, Loaded, answer, due, load_of_check, open_case, registry, request_place};
use crate::{
    context::Cx,
    error::{Error, Result},
    job::{self, Done, Job, JobError, Lane, Retry},
    ports::{PortError, RegistryQuestion},
    settings::seconds,
};

/// The shortest pause between two polls.
const SHORTEST_POLL: SignedDuration = SignedDuration::from_secs(5);

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
        let waits = verification.awaits(id) && cx.now < verification.deadline_at;
        let check = verification.check(id).filter(|_| waits).cloned();
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
    cx.commit(tx).await?;
    Ok(signed)
}

/// The pause after a failed call, from one minute doubling to one hour (R99), or longer if the registry wishes so.
fn next_try(cx: &Cx, attempts: u32, wish: Option<u32>) -> Timestamp {
    let settings = &cx.settings().verification;
    let retry = Retry::exponential(settings.retry_first_seconds, settings.retry_max_seconds, u32::MAX);
    retry.next(i64::from(attempts), cx.now, wish).unwrap_or(cx.now)
}

/// Notes that a registry could not be reached, and says when to try again.
async fn note_outage(cx: &Cx, account: AccountId, id: CheckId, error: &PortError) -> Result<Done> {
    let (wish, is_refusal) = match error {
        PortError::Later { pause_seconds, .. } => (*pause_seconds, false),
        PortError::Refused { .. } => (None, true),
        PortError::Garbage { .. } => (None, false),
    };
    let mut tx = cx.app.store.write().await?;
    let Some(loaded) = load_of_check(&mut tx, cx, account, id).await? else { return Ok(Done::Nothing) };
    let Ok(next) = loaded.verification().clone().unreachable(id) else { return Ok(Done::Nothing) };
    let attempts = next.check(id).map_or(1, |check| check.attempts);
    let at = next_try(cx, attempts, wish);
    tracing::warn!(check = %id, attempts, %error, "a registry did not do what it was asked");
    store::save(&mut tx, account, &loaded.row, &next, None, due(at)).await?;
    if is_refusal {
        // Trying again can only help after somebody has put keys or data right; they must learn of it.
        open_case(&mut tx, cx, CASE_REFUSED, account, id, serde_json::json!({ "reason": error.to_string() })).await?;
    }
    cx.commit(tx).await?;
    cx.app.signals.raise(account);
    Ok(Done::Again(at))
}

fn not_configured() -> PortError {
    PortError::Later { reason: "the registry is not configured".to_owned(), pause_seconds: None }
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
        let submitted = match registry(cx, check.kind.registry()) {
            None => Err(not_configured()),
            Some(port) => {
                let signed = request(cx, &loaded, &check, port).await?;
                port.submit(&signed).await
            }
        };
        match submitted {
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
        let polled = match registry(cx, name) {
            None => Err(not_configured()),
            Some(port) => port.poll(&self.ticket, cx.now).await,
        };
        match polled {
            Ok(Some(found)) => {
                let id = found.answer_id;
                match answer::receive(cx, name, &found).await {
                    Ok(_) => {}
                    // It is signed, but to another request: it changes nothing, and the right one may still come.
                    Err(Error::Refused(_) | Error::NotFound) => return Ok(self.waiting(cx, &check).await?),
                    Err(error) => return Err(error.into()),
                }
                self.acknowledge(cx, name, id).await?;
                Ok(Done::Did)
            }
            Ok(None) => Ok(self.waiting(cx, &check).await?),
            Err(PortError::Refused { reason }) => {
                tracing::warn!(check = %self.check, reason, "a registry has lost a ticket; it is asked again");
                Ok(self.ask_again(cx).await?)
            }
            Err(error @ PortError::Garbage { .. }) => {
                answer::count_refused(name, &error.to_string());
                Ok(self.waiting(cx, &check).await?)
            }
            Err(error) => Ok(note_outage(cx, self.account, self.check, &error).await?),
        }
    }
}

impl PollAnswer {
    /// Not ready: the pause grows with the time that the question has been out.
    async fn waiting(&self, cx: &Cx, check: &Check) -> Result<Done> {
        let asked_at = check.asked.as_ref().map_or(cx.now, |asked| asked.at);
        let longest = seconds(cx.settings().verification.retry_max_seconds);
        let pause = (cx.now.duration_since(asked_at) / 2).max(SHORTEST_POLL).min(longest);
        let at = after(cx.now, pause);
        let mut tx = cx.app.store.write().await?;
        let Some(loaded) = load_of_check(&mut tx, cx, self.account, self.check).await? else {
            return Ok(Done::Nothing);
        };
        let Ok(next) = loaded.verification().clone().reachable(self.check) else { return Ok(Done::Nothing) };
        let was_down = next != *loaded.verification();
        store::save(&mut tx, self.account, &loaded.row, &next, None, due(at)).await?;
        store::put_off(&mut tx, self.account, self.check, Some(due(at))).await?;
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
        let at = next_try(cx, 1, None);
        store::save(&mut tx, self.account, &loaded.row, &next, None, due(at)).await?;
        job::enqueue_at(&mut tx, cx, &AskRegistry { account: self.account, check: self.check }, at).await?;
        cx.commit(tx).await?;
        Ok(Done::Did)
    }

    async fn acknowledge(&self, cx: &Cx, registry: &str, answer: Uuid) -> Result<()> {
        let mut tx: Tx = cx.app.store.write().await?;
        job::enqueue(&mut tx, cx, &AcknowledgeAnswer { registry: registry.to_owned(), answer }).await?;
        cx.commit(tx).await
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
