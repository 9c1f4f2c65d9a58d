//! What a site remembers of its visitors; all of it is gone with a restart.

use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use super::proof::Possession;
use crate::chance;

/// So many visitors are remembered; more than that and all are forgotten.
const REMEMBERED: usize = 10_000;
/// How long a sign-in may take, and how long a visitor stays signed in, seconds.
const PATIENCE: i64 = 3600;

/// A sign-in under way.
#[derive(Clone)]
pub(super) struct Pending {
    pub(super) state: String,
    pub(super) nonce: String,
    pub(super) verifier: String,
    pub(super) possession: Option<Possession>,
    /// The level that was asked for, where it must be reached.
    pub(super) acr: Option<&'static str>,
    pub(super) since: i64,
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) subject: String,
    /// The name of the portal's session, by which its end is told.
    pub(super) session: Option<String>,
    pub(super) id_token: String,
    pub(super) acr: String,
    pub(super) amr: Vec<String>,
    pub(super) claims: Map<String, Value>,
    pub(super) since: i64,
}

/// What a visitor is told once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// They have signed out here.
    SignedOut,
    /// They have signed out elsewhere, and so here.
    EndedElsewhere,
}

#[derive(Clone, Default)]
struct Visitor {
    pending: Option<Pending>,
    person: Option<Person>,
    notice: Option<Notice>,
}

/// All visitors, by the token of their cookie.
#[derive(Default)]
pub(super) struct Memory {
    visitors: HashMap<String, Visitor>,
    /// Names of logout tokens that have been used, and until when they would be good.
    used: HashMap<String, i64>,
    /// How many sessions were ended at the portal's word.
    ended: u64,
}

/// A token that nobody guesses.
pub(super) fn token() -> String {
    URL_SAFE_NO_PAD.encode(chance::bytes::<32>())
}

impl Memory {
    /// Keeps a sign-in for a browser; the token of its cookie, a fresh one for a browser that is not known.
    pub(super) fn begin(&mut self, known: Option<&str>, pending: Pending) -> String {
        if self.visitors.len() >= REMEMBERED {
            self.visitors.clear();
        }
        let key = known.filter(|key| self.visitors.contains_key(*key)).map_or_else(token, str::to_owned);
        self.visitors.entry(key.clone()).or_default().pending = Some(pending);
        key
    }

    /// The level that the sign-in of this browser was to reach, if it is this one.
    pub(super) fn wanted(&self, key: &str, state: &str) -> Option<&'static str> {
        self.visitors.get(key)?.pending.as_ref().filter(|pending| pending.state == state)?.acr
    }

    /// Takes the sign-in of this browser out, if it is this one.
    pub(super) fn take(&mut self, key: &str, state: &str, now: i64) -> Option<Pending> {
        let visitor = self.visitors.get_mut(key)?;
        if visitor.pending.as_ref()?.state != state {
            return None;
        }
        visitor.pending.take().filter(|pending| now - pending.since < PATIENCE)
    }

    /// Signs somebody in, under another token than before.
    pub(super) fn sign_in(&mut self, before: &str, person: Person) -> String {
        self.visitors.remove(before);
        let key = token();
        self.visitors.insert(key.clone(), Visitor { person: Some(person), ..Visitor::default() });
        key
    }

    /// Who is signed in at this browser, and what they have to be told.
    pub(super) fn look(&mut self, key: &str, now: i64) -> (Option<Person>, Option<Notice>) {
        let Some(visitor) = self.visitors.get_mut(key) else { return (None, None) };
        if visitor.person.as_ref().is_some_and(|person| now - person.since >= PATIENCE) {
            visitor.person = None;
        }
        (visitor.person.clone(), visitor.notice.take())
    }

    /// Ends the session of this browser.
    pub(super) fn leave(&mut self, key: &str) -> Option<Person> {
        let visitor = self.visitors.get_mut(key)?;
        visitor.notice = Some(Notice::SignedOut);
        visitor.person.take()
    }

    /// Ends what the portal says is over: one session of it, or every session of a person.
    pub(super) fn end(&mut self, subject: Option<&str>, session: Option<&str>) -> u64 {
        let is_meant = |person: &Person| match (subject, session) {
            (_, Some(session)) => person.session.as_deref() == Some(session),
            (Some(subject), None) => person.subject == subject,
            (None, None) => false,
        };
        let mut ended = 0;
        for visitor in self.visitors.values_mut() {
            if visitor.person.as_ref().is_some_and(is_meant) {
                visitor.person = None;
                visitor.notice = Some(Notice::EndedElsewhere);
                ended += 1;
            }
        }
        self.ended += ended;
        ended
    }

    pub(super) fn ended(&self) -> u64 {
        self.ended
    }

    /// Whether a logout token with this name comes for the first time.
    pub(super) fn is_new(&mut self, name: &str, until: i64, now: i64) -> bool {
        self.used.retain(|_, until| *until > now);
        self.used.len() < REMEMBERED && self.used.insert(name.to_owned(), until).is_none()
    }

    pub(super) fn signed_in(&self) -> usize {
        self.visitors.values().filter(|visitor| visitor.person.is_some()).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending(state: &str, since: i64) -> Pending {
        Pending { state: state.into(), nonce: "n".into(), verifier: "v".into(), possession: None, acr: None, since }
    }

    fn person(subject: &str, session: &str) -> Person {
        Person {
            subject: subject.into(),
            session: Some(session.into()),
            id_token: String::new(),
            acr: String::new(),
            amr: Vec::new(),
            claims: Map::new(),
            since: 0,
        }
    }

    #[test]
    fn an_answer_counts_once_at_the_browser_that_asked() {
        let mut memory = Memory::default();
        let key = memory.begin(None, pending("one", 0));
        let other = memory.begin(Some("made up by the browser"), pending("two", 0));
        assert!(other != "made up by the browser", "no token but ours");
        assert!(memory.take(&other, "one", 1).is_none());
        assert!(memory.take(&key, "two", 1).is_none());
        assert!(memory.take(&key, "one", 1).is_some());
        assert!(memory.take(&key, "one", 1).is_none());
        let late = memory.begin(None, pending("late", 0));
        assert!(memory.take(&late, "late", PATIENCE).is_none());
    }

    #[test]
    fn a_session_ends_where_it_is_meant_and_is_told_once() {
        let mut memory = Memory::default();
        let keys = [("a", "1"), ("a", "2"), ("b", "3")].map(|(who, session)| memory.sign_in("", person(who, session)));
        assert_eq!(memory.end(Some("a"), Some("2")), 1);
        assert_eq!(memory.look(&keys[1], 1).1, Some(Notice::EndedElsewhere));
        assert_eq!(memory.look(&keys[1], 1).1, None);
        assert!(memory.look(&keys[0], 1).0.is_some());
        assert_eq!((memory.end(Some("a"), None), memory.end(None, None), memory.end(Some("a"), None)), (1, 0, 0));
        assert!(memory.look(&keys[2], 1).0.is_some());
        assert!(memory.look(&keys[2], PATIENCE).0.is_none());
    }

    #[test]
    fn a_logout_token_counts_once() {
        let mut memory = Memory::default();
        assert!(memory.is_new("x", 100, 0));
        assert!(!memory.is_new("x", 100, 99));
        assert!(memory.is_new("x", 300, 100), "the one before would not be taken any more");
    }
}
