//! A page that says what has been done and offers one way on.

use askama::Template;
use okno_domain::locale::Locale;

use crate::{
    frame::{NoticeKind, PageFrame},
    page::View,
    route,
    text::Text,
};

/// A title, some text and one button.
#[derive(Template)]
#[template(path = "outcome/outcome.html")]
pub struct OutcomeView {
    /// The frame.
    pub frame: PageFrame,
    /// How it looks.
    pub kind: NoticeKind,
    /// The heading.
    pub title: Text<'static>,
    /// Paragraphs.
    pub paragraphs: Vec<Text<'static>>,
    /// Where the button leads and what it says.
    pub next: Option<Next>,
}

/// A way on from a page.
#[derive(Clone, Debug)]
pub struct Next {
    /// Where to.
    pub url: String,
    /// What the button says.
    pub label: Text<'static>,
    /// After how many seconds the page moves on by itself (R25).
    pub after_seconds: Option<u32>,
}

impl View for OutcomeView {
    const NAME: &'static str = "outcome";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let say = |key: &'static str| Text::new(locale, key);
        let view = |kind, next| Self {
            frame: PageFrame::sample(locale, "/sample"),
            kind,
            title: say("home-levels-title"),
            paragraphs: vec![say("home-lead")],
            next,
        };
        let next = |after_seconds| Next { url: route::HOME.to_owned(), label: say("action-continue"), after_seconds };
        vec![
            ("info", view(NoticeKind::Info, None)),
            ("moves-on", view(NoticeKind::Success, Some(next(Some(3))))),
            ("warning", view(NoticeKind::Warning, Some(next(None)))),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R25: the page moves on after the configured seconds, and the plain link does the same.
    #[test]
    fn moving_on_is_also_a_link() {
        let (_, view) = OutcomeView::samples(Locale::En).into_iter().find(|(name, _)| *name == "moves-on").unwrap();
        let html = view.rendered().unwrap().html;
        assert!(html.contains("href=\"/\" data-module=\"move-on\" data-seconds=\"3\""));
    }
}
