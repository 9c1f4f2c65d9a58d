//! What the clinic remembers of its visitors; all of it is gone with a restart.

use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::person::Signed;
use crate::chance;

/// So many visitors are remembered; more than that and all are forgotten.
const REMEMBERED: usize = 10_000;
/// How long a sign-in may take, seconds.
const PATIENCE: i64 = 3600;

/// A sign-in under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pending {
    pub(super) state: String,
    /// Whether it is for the record, which takes a confirmed account.
    pub(super) for_record: bool,
    pub(super) since: i64,
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Visit {
    /// What the id token says.
    pub(super) signed: Signed,
    /// By which they are read.
    pub(super) access_token: String,
    /// Whether the sign-in was one for the record.
    pub(super) for_record: bool,
}

/// What a visitor is told once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// They have signed out here.
    SignedOut,
    /// The portal gives nothing for this sign-in any more.
    Ended,
}

#[derive(Default)]
struct Visitor {
    pending: Option<Pending>,
    visit: Option<Visit>,
    notice: Option<Notice>,
}

/// All visitors, by the token of their cookie.
#[derive(Default)]
pub(super) struct Memory {
    visitors: HashMap<String, Visitor>,
}

fn token() -> String {
    URL_SAFE_NO_PAD.encode(chance::bytes::<32>())
}

impl Memory {
    /// Keeps a sign-in for a browser; the token of its cookie, a fresh one for a browser that is not known.
    pub(super) fn begin(&mut self, known: &str, pending: Pending) -> String {
        if self.visitors.len() >= REMEMBERED {
            self.visitors.clear();
        }
        let key = if self.visitors.contains_key(known) { known.to_owned() } else { token() };
        self.visitors.entry(key.clone()).or_default().pending = Some(pending);
        key
    }

    /// Takes the sign-in of this browser out, if it is this one.
    pub(super) fn take(&mut self, key: &str, state: &str, now: i64) -> Option<Pending> {
        let visitor = self.visitors.get_mut(key)?;
        visitor.pending.as_ref().filter(|pending| pending.state == state)?;
        visitor.pending.take().filter(|pending| now - pending.since < PATIENCE)
    }

    /// Signs somebody in, under another token than before.
    pub(super) fn sign_in(&mut self, before: &str, visit: Visit) -> String {
        self.visitors.remove(before);
        let key = token();
        self.visitors.insert(key.clone(), Visitor { visit: Some(visit), ..Visitor::default() });
        key
    }

    /// Who is signed in at this browser, and what they have to be told.
    pub(super) fn look(&mut self, key: &str) -> (Option<Visit>, Option<Notice>) {
        let Some(visitor) = self.visitors.get_mut(key) else { return (None, None) };
        (visitor.visit.clone(), visitor.notice.take())
    }

    /// Ends the visit of this browser; whether there was one.
    pub(super) fn end(&mut self, key: &str, notice: Notice) -> bool {
        let Some(visitor) = self.visitors.get_mut(key) else { return false };
        let was_there = visitor.visit.take().is_some();
        if was_there {
            visitor.notice = Some(notice);
        }
        was_there
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending(state: &str) -> Pending {
        Pending { state: state.to_owned(), for_record: false, since: 100 }
    }

    /// An answer is good for the browser that asked, for what it asked, once, and within its time.
    #[test]
    fn a_sign_in_is_taken_once() {
        let mut memory = Memory::default();
        let key = memory.begin("invented", pending("a"));
        assert_ne!(key, "invented");
        assert_eq!(memory.take("invented", "a", 100), None);
        assert_eq!(memory.take(&key, "b", 100), None);
        assert_eq!(memory.take(&key, "a", 100), Some(pending("a")));
        assert_eq!(memory.take(&key, "a", 100), None);
        assert_eq!(memory.begin(&key, pending("c")), key);
        assert_eq!(memory.take(&key, "c", 100 + PATIENCE), None);
    }

    /// A session has a token of its own, and its end is told once.
    #[test]
    fn a_visit_begins_and_ends() {
        let mut memory = Memory::default();
        let before = memory.begin("", pending("a"));
        let signed = Signed { oid: 1, is_confirmed: false };
        let visit = Visit { signed, access_token: "t".to_owned(), for_record: false };
        let key = memory.sign_in(&before, visit.clone());
        assert_ne!(key, before);
        assert_eq!(memory.look(&before), (None, None));
        assert_eq!(memory.look(&key), (Some(visit), None));
        assert!(memory.end(&key, Notice::Ended) && !memory.end(&key, Notice::SignedOut));
        assert!(!memory.end("nobody", Notice::SignedOut));
        assert_eq!(memory.look(&key), (None, Some(Notice::Ended)), "the second end had nothing to say");
        assert_eq!(memory.look(&key), (None, None));
    }
}
