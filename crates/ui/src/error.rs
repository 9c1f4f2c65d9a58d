//! Pages for requests that could not be answered.

use askama::Template;
use okno_domain::{locale::Locale, refusal::Refusal};

use crate::{frame::PageFrame, page::View};

/// What went wrong, as far as the reader is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// 400: not understood.
    BadRequest,
    /// 403: not allowed.
    Forbidden,
    /// 404: nothing here, or nothing that one may know of.
    NotFound,
    /// 405: not in this way.
    MethodNotAllowed,
    /// 409: changed in the meantime.
    Conflict,
    /// 410: existed and is over.
    Gone,
    /// 413: too large.
    TooLarge,
    /// 415: not a form.
    UnsupportedMedia,
    /// 422: not acceptable.
    Unprocessable,
    /// 429: too often.
    TooMany,
    /// 500: our fault.
    Internal,
    /// 503: at present not possible.
    Unavailable,
}

impl ErrorKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::BadRequest,
        Self::Forbidden,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Conflict,
        Self::Gone,
        Self::TooLarge,
        Self::UnsupportedMedia,
        Self::Unprocessable,
        Self::TooMany,
        Self::Internal,
        Self::Unavailable,
    ];

    /// The kind for a status; other statuses become the general one of their class.
    pub const fn from_status(status: u16) -> Self {
        match status {
            403 => Self::Forbidden,
            404 => Self::NotFound,
            405 => Self::MethodNotAllowed,
            409 => Self::Conflict,
            410 => Self::Gone,
            413 => Self::TooLarge,
            415 => Self::UnsupportedMedia,
            422 => Self::Unprocessable,
            429 => Self::TooMany,
            503 => Self::Unavailable,
            400..=499 => Self::BadRequest,
            _ => Self::Internal,
        }
    }

    /// The middle of the message keys: `error-<name>-title` and `error-<name>-text`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BadRequest => "bad-request",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::Conflict => "conflict",
            Self::Gone => "gone",
            Self::TooLarge => "too-large",
            Self::UnsupportedMedia => "unsupported-media",
            Self::Unprocessable => "unprocessable",
            Self::TooMany => "too-many",
            Self::Internal => "internal",
            Self::Unavailable => "unavailable",
        }
    }
}

/// The page that says what went wrong and what to do now.
#[derive(Template)]
#[template(path = "error/error.html")]
pub struct ErrorView {
    /// The frame; its request id is shown.
    pub frame: PageFrame,
    /// What went wrong.
    pub kind: ErrorKind,
    /// The particular reason, when there is one to give; it takes the place of the general text.
    pub refusal: Option<Refusal>,
    /// A reference to show that is not the request's id.
    pub reference: Option<String>,
}

impl ErrorView {
    /// A page for this kind of error.
    pub const fn new(frame: PageFrame, kind: ErrorKind) -> Self {
        Self { frame, kind, refusal: None, reference: None }
    }

    fn error_key(&self, part: &str) -> String {
        format!("error-{}-{part}", self.kind.name())
    }

    fn shown_reference(&self) -> &str {
        self.reference.as_deref().unwrap_or(&self.frame.request_id)
    }
}

impl View for ErrorView {
    const NAME: &'static str = "error";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = PageFrame::sample(locale, "/somewhere?a=1");
        ErrorKind::ALL.into_iter().map(|kind| (kind.name(), Self::new(frame.clone(), kind))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_request_id_stands_on_the_page() {
        let view = ErrorView::new(PageFrame::sample(Locale::En, "/"), ErrorKind::Internal);
        assert!(view.rendered().unwrap().html.contains("0199a1b2-7c3d"));
    }

    #[test]
    fn unknown_statuses_have_a_page_too() {
        assert_eq!(ErrorKind::from_status(418), ErrorKind::BadRequest);
        assert_eq!(ErrorKind::from_status(502), ErrorKind::Internal);
    }
}
