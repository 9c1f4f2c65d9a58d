//! How replaced texts reach what is said: a request or a job speaks within the texts of its moment.
//!
//! A message is looked up where it is written, deep inside of a page, by code that knows the language only. So the texts of
//! the moment stand beside the thread for as long as one step of a request or of a job lasts, and no longer: whoever drives
//! the step puts them there and takes them away. Nothing is shared between threads, and nothing outlives the step.

use std::{
    cell::RefCell,
    future::{Future, poll_fn},
    pin::pin,
    sync::Arc,
};

use okno_domain::{locale::Locale, wording::Replacements};

use super::{catalogue::file, rule::fit};
use crate::text::{self, Bundle, catalogue};

/// What was replaced, ready to be said: for each language with replaced texts all its messages.
pub(crate) struct Spoken([Option<Bundle>; 3]);

impl Spoken {
    /// Texts that do not fit (any more) are passed over: the built-in one stands.
    fn of(texts: &Replacements) -> Self {
        Self(Locale::ALL.map(|locale| {
            let mut source = String::new();
            for (key, replaced) in texts.iter() {
                if let Some(text) = replaced.get(locale)
                    && let Ok(Some(text)) = fit(key, locale, text)
                {
                    source.push_str(&file(key, &text));
                }
            }
            (!source.is_empty()).then(|| over_built_in(locale, source))
        }))
    }

    /// The messages of a language, when some were replaced.
    pub(crate) fn bundle(&self, locale: Locale) -> Option<&Bundle> {
        let [ru, en, fr] = &self.0;
        match locale {
            Locale::Ru => ru.as_ref(),
            Locale::En => en.as_ref(),
            Locale::Fr => fr.as_ref(),
        }
    }
}

/// The built-in messages with some in their place.
pub(super) fn over_built_in(locale: Locale, source: String) -> Bundle {
    let mut resources = catalogue(locale).resources.clone();
    resources.push(Arc::new(text::parsed(source)));
    text::bundle_of(locale, &resources)
}

thread_local! {
    static TEXTS: RefCell<Option<Arc<Replacements>>> = const { RefCell::new(None) };
}

/// Puts back what stood before, whatever happens meanwhile.
struct Before(Option<Arc<Replacements>>);

impl Drop for Before {
    fn drop(&mut self) {
        TEXTS.set(self.0.take());
    }
}

/// Says everything in these texts for as long as `act` lasts.
pub fn within<T>(texts: &Arc<Replacements>, act: impl FnOnce() -> T) -> T {
    if texts.is_empty() && TEXTS.with_borrow(Option::is_none) {
        return act();
    }
    let _before = Before(TEXTS.replace(Some(Arc::clone(texts))));
    act()
}

/// Says everything in these texts at each step of `act`.
pub async fn speaking<T>(texts: Arc<Replacements>, act: impl Future<Output = T>) -> T {
    let mut act = pin!(act);
    poll_fn(move |context| within(&texts, || act.as_mut().poll(context))).await
}

/// Hands over what is spoken now; none where everything is built in.
pub(crate) fn with_spoken<T>(act: impl FnOnce(Option<&Spoken>) -> T) -> T {
    TEXTS.with_borrow(|texts| act(texts.as_ref().and_then(|texts| texts.made(Spoken::of))))
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use okno_domain::wording::Replacement;

    use super::*;

    fn texts(all: &[(&str, Locale, &str)]) -> Arc<Replacements> {
        let one = |(key, locale, text): &(&str, Locale, &str)| {
            let mut replacement = Replacement::default();
            replacement.set(*locale, Some((*text).to_owned()));
            ((*key).to_owned(), replacement)
        };
        Arc::new(all.iter().map(one).collect())
    }

    fn said(key: &str) -> String {
        text::text(Locale::En, key, &[])
    }

    #[test]
    fn a_replaced_text_is_said_within_its_scope_only() {
        let texts = texts(&[("action-edit", Locale::En, "Alter")]);
        assert_eq!(within(&texts, || said("action-edit")), "Alter");
        assert_eq!(
            within(&texts, || text::text(Locale::Fr, "action-edit", &[])),
            text::text(Locale::Fr, "action-edit", &[])
        );
        assert_eq!(said("action-edit"), "Edit");
        let inner = within(&texts, || within(&Arc::default(), || said("action-edit")));
        assert_eq!(inner, "Edit", "one moment's texts, and not another's around it");
        let broken = std::panic::AssertUnwindSafe(|| within(&texts, || panic!("broken off")));
        let broken = std::panic::catch_unwind(broken);
        assert!(broken.is_err());
        assert_eq!(said("action-edit"), "Edit");
    }

    /// R32: a text that others refer to is replaced in them too.
    #[test]
    fn references_lead_to_the_replaced_text() {
        let level = "{ $level ->\n    [simplified] Small\n    [standard] Middle\n   *[confirmed] Great\n}";
        let texts = texts(&[("message-level", Locale::En, level)]);
        let args = || [("level", "confirmed")].into_iter();
        let said = within(&texts, || text::strict(Locale::En, "message-account_level_changed-sms", args()));
        assert!(said.unwrap().contains("Great"));
    }

    #[test]
    fn what_does_not_fit_is_passed_over() {
        let texts = texts(&[
            ("action-edit", Locale::En, "Alter { $unheard }"),
            ("no-such-key", Locale::En, "Anything"),
            ("action-find", Locale::En, "Look for"),
        ]);
        within(&texts, || {
            assert_eq!(
                [said("action-edit"), said("no-such-key"), said("action-find")],
                ["Edit", "no-such-key", "Look for"]
            );
        });
    }

    #[test]
    fn every_step_of_an_act_speaks_and_nothing_between_them() {
        let texts = texts(&[("action-edit", Locale::En, "Alter")]);
        let mut waited = false;
        let act = async {
            let before = said("action-edit");
            poll_fn(|_| if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }).await;
            [before, said("action-edit")]
        };
        let mut act = pin!(speaking(texts, act));
        let mut context = Context::from_waker(Waker::noop());
        assert!(act.as_mut().poll(&mut context).is_pending());
        assert_eq!(said("action-edit"), "Edit");
        assert_eq!(act.as_mut().poll(&mut context), Poll::Ready(["Alter", "Alter"].map(str::to_owned)));
    }
}
