//! Which language a page is in: chosen by `?lang=`, remembered in a cookie, else asked of the browser.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use okno_domain::locale::Locale;

use super::words::Words;
use crate::World;

/// What every page needs.
pub(super) struct Frame {
    pub(super) words: &'static Words,
    pub(super) locale: Locale,
    /// The path, for the links of the language switch.
    pub(super) path: String,
    /// The count of changes when the page was made, for the script.
    pub(super) seen: u64,
    chosen: bool,
}

impl Frame {
    /// Remembers a choice that was just made.
    pub(super) fn remember(&self, mut response: axum::response::Response) -> axum::response::Response {
        if self.chosen
            && let Ok(cookie) = format!("lang={}; Path=/; Max-Age=31536000; SameSite=Lax", self.locale.tag()).parse()
        {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
        response
    }
}

impl FromRequestParts<Arc<World>> for Frame {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, world: &Arc<World>) -> Result<Self, Infallible> {
        let seen = world.bell.count();
        let query = parts.uri.query().unwrap_or_default();
        let chosen = query.split('&').find_map(|pair| pair.strip_prefix("lang=")?.parse().ok());
        let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let remembered =
            || header(header::COOKIE).split("; ").find_map(|pair| pair.strip_prefix("lang=")?.parse().ok());
        let accepted = || {
            let mut languages = header(header::ACCEPT_LANGUAGE).split(',');
            languages.find_map(|tag| tag.trim().get(..2)?.parse().ok())
        };
        let locale: Locale = chosen.or_else(remembered).or_else(accepted).unwrap_or(world.locale);
        let path = parts.uri.path().to_owned();
        Ok(Self { words: Words::of(locale), locale, path, seen, chosen: chosen.is_some() })
    }
}
