//! The page after a logout while the browser tells sites (Front-Channel Logout 1.0).

use askama::Template;
use okno_domain::locale::Locale;

use crate::{frame::PageFrame, page::View, route};

/// Nobody is signed in any more; sites are told by frames that nobody sees.
#[derive(Template)]
#[template(path = "site/out.html")]
pub struct SignedOutView {
    /// The frame.
    pub frame: PageFrame,
    /// What the browser loads.
    pub sites: Vec<String>,
    /// Where it goes on; to the start page if nowhere.
    pub next: Option<String>,
}

impl View for SignedOutView {
    const NAME: &'static str = "signed-out";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        // On real pages these lead to sites; a sample names no other origin.
        let view = |next: Option<&str>| Self {
            frame: PageFrame::sample(locale, route::HOME),
            sites: vec!["/front?sid=1&iss=x".to_owned()],
            next: next.map(str::to_owned),
        };
        vec![("here", view(None)), ("on", view(Some("/out?state=1")))]
    }
}
