//! From a request taken in to its answer acknowledged: the waiting, the verdict, the callbacks.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use tokio::sync::Notify;
use uuid::Uuid;

use super::{Answer, Attempt, Outage, Registry, Switches, Verdict, matching};
use crate::{chance, inbox::lock};

/// No pause between callbacks is longer.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// So long we wait for the asker to answer a callback.
const PATIENCE: Duration = Duration::from_secs(10);

impl Registry {
    /// The course of one request; a task of its own.
    pub(super) async fn answer(self: Arc<Self>, jti: Uuid, order: u64, release: Arc<Notify>) {
        self.hold_back(order, &release).await;
        let answers = self.make_answers(jti);
        for id in answers {
            self.call_back(jti, id).await;
        }
    }

    async fn hold_back(&self, order: u64, release: &Notify) {
        let Switches { delay_ms, manual, late, .. } = self.switches();
        let held = async {
            tokio::time::sleep(Duration::from_millis(delay_ms)).await;
            if manual {
                std::future::pending::<()>().await;
            }
            if late {
                let newer = || {
                    let log = lock(&self.log);
                    log.requests.iter().any(|other| other.order > order).then_some(())
                };
                while self.bell.wait_for(Duration::from_hours(1), newer).await.is_none() {}
            }
        };
        tokio::select! {
            () = held => {}
            () = release.notified() => {}
        }
    }

    /// Judges and writes the answers into the log; returns their ids.
    fn make_answers(&self, jti: Uuid) -> Vec<Uuid> {
        let switches = self.switches();
        let mut log = lock(&self.log);
        let Some(request) = log.by_key(jti) else { return Vec::new() };
        let verdict = if let Some(mismatched) = switches.refusal {
            Verdict::Mismatch { mismatched }
        } else if switches.no_data {
            Verdict::NoData
        } else {
            matching::judge(&self.population, request.kind, &request.subject)
        };
        let second = switches.contradiction.then(|| verdict.opposite());
        let now = chance::now();
        request.answers = std::iter::once(verdict).chain(second).map(|verdict| new_answer(verdict, now)).collect();
        let ids = request.answers.iter().map(|answer| answer.id).collect();
        tracing::info!(registry = self.name.word(), ticket = %request.ticket, "answered");
        drop(log);
        self.bell.ring();
        ids
    }

    /// Repeats the callback with growing pauses until the answer is acknowledged or refused for good.
    async fn call_back(&self, jti: Uuid, id: Uuid) {
        let mut pause = Duration::from_millis(self.switches().callback_pause_ms.max(1));
        let mut more = self.switches().duplicates;
        loop {
            self.wait_while_down().await;
            let Some((url, body)) = self.next_callback(jti, id) else { return };
            let status = self.post(&url, body).await;
            self.note(id, status);
            match status {
                Some(204) if more == 0 => return,
                Some(204) => {
                    more -= 1;
                    continue;
                }
                Some(400 | 401 | 404) => return,
                _ => {}
            }
            tokio::time::sleep(pause).await;
            if more == 0 && self.is_acknowledged(id) {
                return;
            }
            pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
        }
    }

    async fn wait_while_down(&self) {
        let mut switches = self.switches.subscribe();
        // An error means that the registry is gone, and so is this task soon.
        let _ = switches.wait_for(|now| now.outage == Outage::Off && !now.drop_callbacks).await;
    }

    fn next_callback(&self, jti: Uuid, id: Uuid) -> Option<(String, Vec<u8>)> {
        let mut log = lock(&self.log);
        let request = log.by_key(jti)?;
        let url = request.callback.clone()?;
        let answer = request.answers.iter().find(|answer| answer.id == id)?;
        if answer.acknowledged && answer.callbacks.is_empty() {
            return None; // fetched and acknowledged while callbacks got lost
        }
        let body = self.switches().garbage.body();
        Some((url, body.unwrap_or_else(|| self.write_answer(request, answer).into_bytes())))
    }

    async fn post(&self, url: &str, body: Vec<u8>) -> Option<u16> {
        let request = self.client.post(url).header("content-type", "application/jose").body(body).timeout(PATIENCE);
        match request.send().await {
            Ok(response) => Some(response.status().as_u16()),
            Err(error) => {
                tracing::warn!(registry = self.name.word(), error = %error.without_url(), "a callback failed");
                None
            }
        }
    }

    fn note(&self, id: Uuid, status: Option<u16>) {
        if let Some(answer) = lock(&self.log).by_answer(id) {
            answer.callbacks.push(Attempt { at: chance::now(), status });
            answer.acknowledged |= status == Some(204);
        }
        self.bell.ring();
    }

    fn is_acknowledged(&self, id: Uuid) -> bool {
        lock(&self.log).by_answer(id).is_none_or(|answer| answer.acknowledged)
    }
}

fn new_answer(verdict: Verdict, made_at: Timestamp) -> Answer {
    Answer { id: chance::uuid(), verdict, made_at, acknowledged: false, callbacks: Vec::new(), fetched: 0 }
}
