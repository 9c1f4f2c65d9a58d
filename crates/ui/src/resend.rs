//! The page for a form that lay open too long: it says so, and offers to send the same once more.

use askama::Template;
use okno_domain::locale::Locale;

use crate::{frame::PageFrame, page::View};

/// Everything that was entered, but for passwords and codes, waits in hidden fields.
#[derive(Template)]
#[template(path = "error/resend.html")]
pub struct ResendView {
    /// The frame, with a fresh token.
    pub frame: PageFrame,
    /// Names and values of the form.
    pub fields: Vec<(String, String)>,
}

impl View for ResendView {
    const NAME: &'static str = "resend";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let fields = vec![("family_name".to_owned(), "<Иванова>".to_owned()), ("email".to_owned(), String::new())];
        vec![("form", Self { frame: PageFrame::sample(locale, "/registration"), fields })]
    }
}
