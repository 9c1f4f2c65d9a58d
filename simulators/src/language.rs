//! Which language a page is in: chosen by `?lang=`, remembered in a cookie, else asked of the browser; and its words.

use axum::{
    http::{HeaderMap, Uri, header},
    response::Response,
};
use okno_domain::locale::Locale;

/// A language, and whether somebody has just chosen it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spoken {
    pub(crate) locale: Locale,
    chosen: bool,
}

impl Spoken {
    /// The language of an answer.
    pub(crate) fn of(uri: &Uri, headers: &HeaderMap, otherwise: Locale) -> Self {
        let query = uri.query().unwrap_or_default();
        let chosen = query.split('&').find_map(|pair| pair.strip_prefix("lang=")?.parse().ok());
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let remembered =
            || header(header::COOKIE).split("; ").find_map(|pair| pair.strip_prefix("lang=")?.parse().ok());
        let accepted = || {
            let mut languages = header(header::ACCEPT_LANGUAGE).split(',');
            languages.find_map(|tag| tag.trim().get(..2)?.parse().ok())
        };
        let locale = chosen.or_else(remembered).or_else(accepted).unwrap_or(otherwise);
        Self { locale, chosen: chosen.is_some() }
    }

    /// Remembers a choice that was just made.
    pub(crate) fn remember(self, mut response: Response) -> Response {
        if self.chosen
            && let Ok(cookie) = format!("lang={}; Path=/; Max-Age=31536000; SameSite=Lax", self.locale.tag()).parse()
        {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// `Words` for the pages of one system: each with its Russian, English and French.
macro_rules! words {
    ($($name:ident: $ru:literal, $en:literal, $fr:literal;)*) => {
        /// The words of one language.
        pub(super) struct Words {
            $(pub(super) $name: &'static str,)*
        }
        static RU: Words = Words { $($name: $ru,)* };
        static EN: Words = Words { $($name: $en,)* };
        static FR: Words = Words { $($name: $fr,)* };

        impl Words {
            /// Those of this language.
            pub(super) fn of(locale: okno_domain::locale::Locale) -> &'static Self {
                match locale {
                    okno_domain::locale::Locale::Ru => &RU,
                    okno_domain::locale::Locale::En => &EN,
                    okno_domain::locale::Locale::Fr => &FR,
                }
            }
        }
    };
}
pub(crate) use words;
