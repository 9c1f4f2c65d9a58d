//! Whose turn it is to be told: no site may take the places of the others.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use okno_domain::relying_party::RelyingPartyId;

/// Calls to one site at a time, of one process: a quarter of the places of the lane.
const MOST_AT_ONCE: u32 = 8;
/// Calls at a time to all the sites together that did not answer: another quarter, so that however many are down, places are left for
/// those that answer.
const MOST_DOWN: usize = 8;

/// Why a call has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wait {
    /// The site has all its calls.
    Busy,
    /// The site does not answer, and is being asked by another; or too many others do not.
    Down,
}

/// What came of a call, for the turns of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Came {
    /// The site answered.
    Answered,
    /// It did not, or not in time.
    Silent,
    /// It was not asked: the fault is ours.
    Unasked,
}

#[derive(Clone, Copy, Debug, Default)]
struct State {
    at_once: u32,
    is_down: bool,
}

/// The calls under way in this process.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turns(Arc<Mutex<HashMap<RelyingPartyId, State>>>);

/// A call to a site that may be made; it is over when this is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    turns: Turns,
    site: RelyingPartyId,
    came: Came,
}

impl Turns {
    /// A call to this site, or why to come again. A site that did not answer the last call is asked by one at a time, so that it
    /// holds up nobody but its own; and of all such sites a few at a time.
    pub(crate) fn take(&self, site: RelyingPartyId) -> Result<Turn, Wait> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_down = all.get(&site).is_some_and(|state| state.is_down);
        if is_down && all.values().filter(|state| state.is_down && state.at_once > 0).count() >= MOST_DOWN {
            return Err(Wait::Down);
        }
        let state = all.entry(site).or_default();
        let (most, wait) = if state.is_down { (1, Wait::Down) } else { (MOST_AT_ONCE, Wait::Busy) };
        if state.at_once >= most {
            return Err(wait);
        }
        state.at_once = state.at_once.saturating_add(1);
        // A call that is broken off says that the site is slow.
        Ok(Turn { turns: self.clone(), site, came: Came::Silent })
    }
}

impl Turn {
    /// Whether the site answered at all.
    pub(crate) const fn note(&mut self, came: Came) {
        self.came = came;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut all = self.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(state) = all.get_mut(&self.site) else { return };
        state.at_once = state.at_once.saturating_sub(1);
        match self.came {
            Came::Answered => state.is_down = false,
            Came::Silent => state.is_down = true,
            Came::Unasked => {}
        }
        if state.at_once == 0 && !state.is_down {
            all.remove(&self.site);
        }
    }
}

#[cfg(test)]
mod tests {
    use okno_domain::id::Id;

    use super::*;

    fn site(number: u128) -> RelyingPartyId {
        Id::from_uuid(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn a_site_has_a_share_of_the_places() {
        let turns = Turns::default();
        let all: Vec<Turn> = (0..MOST_AT_ONCE).map(|_| turns.take(site(1)).unwrap()).collect();
        assert_eq!(turns.take(site(1)).unwrap_err(), Wait::Busy);
        assert!(turns.take(site(2)).is_ok(), "another site has its own");
        for mut turn in all {
            turn.note(Came::Answered);
        }
        assert!(
            turns.0.lock().unwrap().keys().all(|known| *known == site(2)),
            "nothing is kept of a site that answers"
        );
    }

    /// A site that hangs holds one place once that shows.
    #[test]
    fn a_site_that_is_down_is_asked_by_one_at_a_time() {
        let turns = Turns::default();
        let mut first = turns.take(site(1)).unwrap();
        first.note(Came::Silent);
        drop(first);
        let mut probe = turns.take(site(1)).unwrap();
        assert_eq!(turns.take(site(1)).unwrap_err(), Wait::Down);
        probe.note(Came::Answered);
        drop(probe);
        let one = turns.take(site(1)).unwrap();
        assert!(turns.take(site(1)).is_ok());
        drop(one);
        assert_eq!(turns.0.lock().unwrap().len(), 1, "a call that was broken off counts as none answered");
    }

    fn goes_down(turns: &Turns, number: u128) {
        turns.take(site(number)).unwrap().note(Came::Silent);
    }

    /// However many sites hang, places are left for those that answer.
    #[test]
    fn all_that_are_down_share_a_few_places() {
        let turns = Turns::default();
        let many = u128::try_from(MOST_DOWN).unwrap() + 2;
        for number in 1..=many {
            goes_down(&turns, number);
        }
        let mut probes: Vec<Turn> = (1..=many - 2).map(|number| turns.take(site(number)).unwrap()).collect();
        assert_eq!(turns.take(site(many)).unwrap_err(), Wait::Down);
        assert!(turns.take(site(many + 1)).is_ok(), "one that is not known to be down");
        // One of them answers: it counts no more, and its place is for another.
        let mut back = probes.pop().unwrap();
        back.note(Came::Answered);
        drop(back);
        let last = turns.take(site(many)).unwrap();
        assert_eq!(turns.take(site(many - 1)).unwrap_err(), Wait::Down);
        drop(last);
        assert!(turns.take(site(many - 1)).is_ok());
    }

    /// A fault of ours says nothing about the site.
    #[test]
    fn who_was_not_asked_is_as_before() {
        let turns = Turns::default();
        turns.take(site(1)).unwrap().note(Came::Unasked);
        assert!(turns.0.lock().unwrap().is_empty());
        goes_down(&turns, 1);
        turns.take(site(1)).unwrap().note(Came::Unasked);
        let _probe = turns.take(site(1)).unwrap();
        assert_eq!(turns.take(site(1)).unwrap_err(), Wait::Down, "it has not answered since");
    }
}
