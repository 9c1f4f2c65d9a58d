//! Style, type, icons and scripts from the program itself; and the choice of a language.

use axum::{
    Router,
    response::{IntoResponse as _, Response},
    routing::get,
};
use http::{HeaderMap, HeaderValue, header};
use okno_app::account;
use okno_domain::locale::Locale;
use okno_ui::assets;
use serde::Deserialize;

use super::{
    answer::{Fault, PageResult},
    cookie::{Cookie, YEAR},
    extract::{MaybeSignedIn, Path, Query},
    language::thousandths,
    next::NextPath,
    page::PageCx,
    state::WebState,
};

/// The routes that belong to no subject.
pub(crate) fn routes() -> Router<WebState> {
    Router::new().route("/assets/{*path}", get(asset)).route("/language/{tag}", get(language))
}

/// `GET /assets/{path}`
async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Result<Response, Fault> {
    let asset = assets::find(&path).ok_or(Fault::NotFound)?;
    let caching = if asset.immutable { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    let zipped = asset.gzip.filter(|_| takes_gzip(&headers));
    let mut response = zipped.unwrap_or(asset.bytes).into_response();
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if asset.gzip.is_some() {
        answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    if zipped.is_some() {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let gzip = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        gzip && parts.find_map(|part| part.strip_prefix("q=")).is_none_or(|q| thousandths(q) != Some(0))
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Back {
    r#return: String,
}

/// `GET /language/{tag}`: notes the choice and goes back (R32); messages to one who is signed in follow it.
async fn language(cx: PageCx, person: MaybeSignedIn, Path(tag): Path<String>, Query(back): Query<Back>) -> PageResult {
    let locale: Locale = tag.parse().map_err(|_| Fault::NotFound)?;
    cx.scope().set_cookie(Cookie::Language, locale.tag(), YEAR);
    if let Some(person) = person.0 {
        account::set_locale(&cx, person.id(), locale).await?;
    }
    // Unlike after signing in, the login page is a place to come back to.
    cx.redirect(NextPath::within(&back.r#return).as_ref().map_or("/", NextPath::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        let takes = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            takes_gzip(&headers)
        };
        assert!(takes("br, gzip") && takes("GZIP;q=0.5"));
        assert!(!takes("br") && !takes("gzip;q=0") && !takes(""));
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
