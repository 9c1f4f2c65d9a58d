//! A carrier of letters that takes batches and tells what a test tells it to tell.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use okno_app::ports::{Carrier, CarrierNews, LetterContent, PortError};
use okno_domain::{
    identifier::{postal_index::PostalIndex, tracking_number::TrackingNumber},
    letter::{BatchId, CarrierState},
};

#[derive(Debug, Default)]
struct State {
    is_down: bool,
    batches: Vec<(BatchId, Vec<LetterContent>)>,
    news: Vec<CarrierNews>,
}

/// The carrier.
#[derive(Debug)]
pub struct TestCarrier {
    acceptance: PostalIndex,
    state: Mutex<State>,
}

impl Default for TestCarrier {
    fn default() -> Self {
        Self { acceptance: PostalIndex::parse("101000").expect("an index"), state: Mutex::default() }
    }
}

impl TestCarrier {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it fails from now on.
    pub fn set_down(&self, is_down: bool) {
        self.state().is_down = is_down;
    }

    /// The batches it was handed, in order.
    pub fn batches(&self) -> Vec<(BatchId, Vec<LetterContent>)> {
        self.state().batches.clone()
    }

    /// The letter that was handed over last.
    pub fn last(&self) -> LetterContent {
        let letters = self.batches().pop().map(|(_, letters)| letters);
        letters.and_then(|mut letters| letters.pop()).expect("a letter was handed over")
    }

    /// From now on it tells this of an item, besides what it told before.
    pub fn tell(&self, number: &TrackingNumber, state: CarrierState, at: jiff::Timestamp) {
        self.state().news.push(CarrierNews { number: number.clone(), state, at });
    }

    fn answer<T>(&self, act: impl FnOnce(&mut State) -> T) -> Result<T, PortError> {
        let mut state = self.state();
        if state.is_down {
            return Err(PortError::Later { reason: "the test says so".to_owned(), pause_seconds: None });
        }
        Ok(act(&mut state))
    }
}

#[async_trait]
impl Carrier for TestCarrier {
    fn acceptance(&self) -> &PostalIndex {
        &self.acceptance
    }

    fn tracking_url(&self, number: &TrackingNumber) -> String {
        format!("https://carrier.test/{}", number.as_str())
    }

    async fn hand_over(
        &self,
        batch: BatchId,
        letters: &[LetterContent],
        _now: jiff::Timestamp,
    ) -> Result<(), PortError> {
        self.answer(|state| state.batches.push((batch, letters.to_vec())))
    }

    async fn news(&self, numbers: &[TrackingNumber]) -> Result<Vec<CarrierNews>, PortError> {
        self.answer(|state| state.news.iter().filter(|news| numbers.contains(&news.number)).cloned().collect())
    }

    async fn check(&self) -> Result<(), PortError> {
        self.answer(|_| ())
    }
}
