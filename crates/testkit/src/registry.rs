//! A registry for tests of use cases: takes requests in, answers when told, can be down, forget, or say nonsense. Its
//! signature is a hash with a secret; what matters here is that it is checked, not how strong it is.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use okno_app::ports::{Polled, PortError, Registry, RegistryAnswer, RegistryQuestion, RegistryResult, Ticket};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How a registry behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// Takes requests in and answers when it has been told an answer.
    #[default]
    Well,
    /// Cannot be reached.
    Down,
    /// Refuses requests for good, as with a wrong key.
    Refuses,
    /// Sends what nobody understands.
    Babbles,
}

#[derive(Debug, Default)]
struct State {
    mood: Mood,
    wish: Option<u32>,
    polls: u32,
    calls: Vec<String>,
    taken: Vec<(String, RegistryQuestion, String)>,
    answers: BTreeMap<Uuid, String>,
    acknowledged: Vec<Uuid>,
    made: u128,
}

#[derive(Serialize, Deserialize)]
struct Said {
    issuer: String,
    answer_id: Uuid,
    in_reply_to: Uuid,
    request_digest: [u8; 32],
    ticket: String,
    result: String,
    mismatched: Vec<String>,
    answered_at: Timestamp,
}

/// A registry that does what a test tells it.
#[derive(Debug)]
pub struct TestRegistry {
    name: &'static str,
    state: Mutex<State>,
}

impl TestRegistry {
    /// A registry with this name, `pension_fund` or `interior_ministry`.
    pub fn new(name: &'static str) -> Self {
        Self { name, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes its mood.
    pub fn becomes(&self, mood: Mood) {
        self.state().mood = mood;
    }

    /// Asks for this pause, in seconds, whenever it has no answer.
    pub fn wishes(&self, pause_seconds: Option<u32>) {
        self.state().wish = pause_seconds;
    }

    /// Every request that reached it, repetitions included, as sent.
    pub fn calls(&self) -> Vec<String> {
        self.state().calls.clone()
    }

    /// How often it was asked for an answer.
    pub fn polls(&self) -> u32 {
        self.state().polls
    }

    /// The questions that it took in, each once.
    pub fn questions(&self) -> Vec<RegistryQuestion> {
        self.state().taken.iter().map(|(_, question, _)| question.clone()).collect()
    }

    /// Forgets every ticket.
    pub fn forget(&self) {
        self.state().taken.clear();
    }

    /// The answers that were acknowledged.
    pub fn acknowledged(&self) -> Vec<Uuid> {
        self.state().acknowledged.clone()
    }

    /// Makes a signed answer to a question; each has an id of its own.
    pub fn answer_to(&self, key: Uuid, result: &RegistryResult, now: Timestamp) -> String {
        let mut state = self.state();
        state.made += 1;
        let base = Sha256::digest(self.name).first().copied().map_or(0, u128::from) << 64;
        let id = Uuid::from_u128(base + state.made);
        let taken = state.taken.iter().find(|(_, question, _)| question.key == key);
        let (signed, ticket) = taken.map(|(signed, _, ticket)| (signed.clone(), ticket.clone())).unwrap_or_default();
        drop(state);
        let (result, mismatched) = match result {
            RegistryResult::Match => ("match", Vec::new()),
            RegistryResult::Mismatch(members) => ("mismatch", members.clone()),
            RegistryResult::NoData => ("no_data", Vec::new()),
        };
        let said = Said {
            issuer: self.name.to_owned(),
            answer_id: id,
            in_reply_to: key,
            request_digest: Sha256::digest(signed).into(),
            ticket,
            result: result.to_owned(),
            mismatched,
            answered_at: now,
        };
        seal(self.name, &serde_json::to_vec(&said).unwrap_or_default())
    }

    /// Makes a signed answer to the newest question.
    pub fn answer(&self, result: &RegistryResult, now: Timestamp) -> String {
        let key = self.questions().last().map(|question| question.key).unwrap_or_default();
        self.answer_to(key, result, now)
    }

    /// Has the answer to the newest question ready for the next poll; returns its text.
    pub fn answers_by_poll(&self, result: &RegistryResult, now: Timestamp) -> String {
        let signed = self.answer(result, now);
        if let Some(question) = self.questions().last() {
            self.state().answers.insert(question.key, signed.clone());
        }
        signed
    }
}

fn seal(name: &str, payload: &[u8]) -> String {
    let signature = Sha256::new().chain_update(b"secret of ").chain_update(name).chain_update(payload).finalize();
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    format!("{}.{}.{}", encode(b"{}"), encode(payload), encode(&signature))
}

fn garbage(reason: &str) -> PortError {
    PortError::Garbage { reason: reason.to_owned() }
}

fn open<T: for<'a> Deserialize<'a>>(name: &str, signed: &str) -> Result<T, PortError> {
    let payload = signed.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    let payload = payload.ok_or_else(|| garbage("no payload"))?;
    if seal(name, &payload) != signed {
        return Err(garbage("wrong signature"));
    }
    serde_json::from_slice(&payload).map_err(|_| garbage("not understood"))
}

#[async_trait]
impl Registry for TestRegistry {
    fn name(&self) -> &str {
        self.name
    }

    fn sign(&self, question: &RegistryQuestion) -> Result<String, PortError> {
        let payload = serde_json::to_vec(question).map_err(|_| garbage("not to be written"))?;
        Ok(seal("asker", &payload))
    }

    async fn submit(&self, signed: &str) -> Result<Ticket, PortError> {
        let mut state = self.state();
        state.calls.push(signed.to_owned());
        match state.mood {
            Mood::Down => return Err(PortError::Later { reason: "down".to_owned(), pause_seconds: state.wish }),
            Mood::Refuses => return Err(PortError::Refused { reason: "unknown key".to_owned() }),
            Mood::Babbles => return Err(garbage("babble")),
            Mood::Well => {}
        }
        let question: RegistryQuestion = open("asker", signed)?;
        let ticket = format!("ticket-{}", question.key);
        if !state.taken.iter().any(|(_, taken, _)| taken.key == question.key) {
            state.taken.push((signed.to_owned(), question, ticket.clone()));
        }
        Ok(Ticket { ticket, poll_after_seconds: 60 })
    }

    async fn poll(&self, ticket: &str, now: Timestamp) -> Result<Polled, PortError> {
        let mut state = self.state();
        state.polls += 1;
        match state.mood {
            Mood::Down => return Err(PortError::Later { reason: "down".to_owned(), pause_seconds: state.wish }),
            Mood::Babbles => return Err(garbage("babble")),
            Mood::Well | Mood::Refuses => {}
        }
        let taken = state.taken.iter().find(|(_, _, known)| known == ticket);
        let key = taken.map(|(_, question, _)| question.key);
        let key = key.ok_or_else(|| PortError::Refused { reason: "unknown ticket".to_owned() })?;
        let (signed, pause_seconds) = (state.answers.get(&key).cloned(), state.wish);
        drop(state);
        match signed {
            Some(signed) => Ok(Polled::Answer(self.verify(&signed, now)?)),
            None => Ok(Polled::NotReady { pause_seconds }),
        }
    }

    async fn acknowledge(&self, answer_id: Uuid) -> Result<(), PortError> {
        self.state().acknowledged.push(answer_id);
        Ok(())
    }

    fn verify(&self, signed: &str, _now: Timestamp) -> Result<RegistryAnswer, PortError> {
        let said: Said = open(self.name, signed)?;
        if said.issuer != self.name {
            return Err(garbage("another issuer"));
        }
        let result = match said.result.as_str() {
            "match" => RegistryResult::Match,
            "mismatch" => RegistryResult::Mismatch(said.mismatched),
            _ => RegistryResult::NoData,
        };
        Ok(RegistryAnswer {
            answer_id: said.answer_id,
            in_reply_to: said.in_reply_to,
            request_digest: said.request_digest,
            ticket: said.ticket,
            result,
            answered_at: said.answered_at,
            signed: signed.to_owned(),
        })
    }

    async fn check(&self) -> Result<(), PortError> {
        if self.state().mood == Mood::Down {
            Err(PortError::Later { reason: "down".to_owned(), pause_seconds: None })
        } else {
            Ok(())
        }
    }
}
