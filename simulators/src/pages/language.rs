//! What the pages have in common: the language, the words, the place.

use std::{convert::Infallible, sync::Arc};

use axum::{extract::FromRequestParts, http::request::Parts};
use okno_domain::locale::Locale;

use super::words::Words;
use crate::{World, language::Spoken};

/// What every page needs.
pub(super) struct Frame {
    pub(super) words: &'static Words,
    pub(super) locale: Locale,
    /// The path, for the links of the language switch.
    pub(super) path: String,
    /// The count of changes when the page was made, for the script.
    pub(super) seen: u64,
    spoken: Spoken,
}

impl Frame {
    /// Remembers a choice that was just made.
    pub(super) fn remember(&self, response: axum::response::Response) -> axum::response::Response {
        self.spoken.remember(response)
    }
}

impl FromRequestParts<Arc<World>> for Frame {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, world: &Arc<World>) -> Result<Self, Infallible> {
        let seen = world.bell.count();
        let spoken = Spoken::of(&parts.uri, &parts.headers, world.locale);
        let path = parts.uri.path().to_owned();
        Ok(Self { words: Words::of(spoken.locale), locale: spoken.locale, path, seen, spoken })
    }
}
