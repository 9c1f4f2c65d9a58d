//! What became of the requests of a system that speaks ESIA.

use askama::Template;
use jiff::Zoned;
use okno_domain::{account::AccountLevel, locale::Locale};

use super::sample_moment;
use crate::{frame::PageFrame, page::View, route::developer_site, text::Text};

/// What became of a request.
#[derive(Clone, Debug)]
pub struct LogLine {
    /// When.
    pub at: Zoned,
    /// Whether it was refused.
    pub is_refused: bool,
    /// How, in words for a developer.
    pub told: String,
}

/// What became of the newest requests of a system.
#[derive(Template)]
#[template(path = "developer/log.html")]
pub struct LogView {
    /// The frame.
    pub frame: PageFrame,
    /// The mnemonic.
    pub client_id: String,
    /// What the system calls itself.
    pub name: String,
    /// Whether accepted requests are noted: those of systems under test, and of lenient ones.
    pub notes_accepted: bool,
    /// The requests, the newest first.
    pub lines: Vec<LogLine>,
}

impl LogView {
    fn url(&self) -> String {
        developer_site(&self.client_id)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn tag(&self, is_refused: &bool) -> (&'static str, Text<'static>) {
        if *is_refused {
            ("error", self.t("developer-log-refused"))
        } else {
            ("success", self.t("developer-log-accepted"))
        }
    }
}

impl View for LogView {
    const NAME: &'static str = "developer-log";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |notes_accepted, lines| Self {
            frame: PageFrame::sample(locale, "/developer/sites/LIBRARY01/log").signed_in(AccountLevel::Confirmed),
            client_id: "LIBRARY01".to_owned(),
            name: "Городская библиотека".to_owned(),
            notes_accepted,
            lines,
        };
        let line = |is_refused, told: &str| LogLine { at: sample_moment(), is_refused, told: told.to_owned() };
        let lines = vec![
            line(false, "/aas/oauth2/ac (strict): message of 1720 bytes\n  v1: fits (RSA by 01)"),
            line(true, "/aas/oauth2/ac: ESIA-007053: the signature does not fit <\"&>"),
        ];
        vec![("none", view(true, Vec::new())), ("some", view(false, lines))]
    }
}
