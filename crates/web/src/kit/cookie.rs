//! Our cookies: names, attributes, reading and writing.
//!
//! Served over TLS they carry the `__Host-` prefix, so that no other host and no plain connection can set them.

use http::{HeaderMap, HeaderValue, header::COOKIE};

/// A cookie of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// The token of a session (decision 12).
    Session,
    /// Binds form tokens of one who is not signed in.
    Form,
    /// The language chosen.
    Language,
    /// A notice for the next page, by its code.
    Notice,
    /// An unfinished registration.
    Registration,
    /// An unfinished recovery.
    Recovery,
    /// The token of an operator's session. No other site's link brings it along.
    Operator,
    /// An operator's sign-in under way.
    OperatorSignIn,
    /// A login between password and second factor.
    LoginStep,
    /// A question to a device that keeps a passkey.
    Passkey,
    /// What requests of sites are kept for, so that no other browser goes on with them.
    Browser,
}

/// How long a cookie lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// Until the browser is closed.
    Browser,
    /// This many seconds.
    Seconds(u32),
    /// No longer: remove it.
    Over,
}

/// A year.
pub const YEAR: Life = Life::Seconds(365 * 24 * 3600);

impl Cookie {
    const ALL: [Self; 11] = [
        Self::Session,
        Self::Form,
        Self::Language,
        Self::Notice,
        Self::Registration,
        Self::Recovery,
        Self::Operator,
        Self::OperatorSignIn,
        Self::LoginStep,
        Self::Passkey,
        Self::Browser,
    ];

    /// Its name, by whether the site is served over TLS.
    pub const fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Session, true) => "__Host-okno_session",
            (Self::Session, false) => "okno_session",
            (Self::Form, true) => "__Host-okno_form",
            (Self::Form, false) => "okno_form",
            (Self::Language, _) => "okno_lang",
            (Self::Notice, true) => "__Host-okno_notice",
            (Self::Notice, false) => "okno_notice",
            (Self::Registration, true) => "__Host-okno_registration",
            (Self::Registration, false) => "okno_registration",
            (Self::Recovery, true) => "__Host-okno_recovery",
            (Self::Recovery, false) => "okno_recovery",
            (Self::Operator, true) => "__Host-okno_operator",
            (Self::Operator, false) => "okno_operator",
            (Self::OperatorSignIn, true) => "__Host-okno_operator_sign_in",
            (Self::OperatorSignIn, false) => "okno_operator_sign_in",
            (Self::LoginStep, true) => "__Host-okno_login_step",
            (Self::LoginStep, false) => "okno_login_step",
            (Self::Browser, true) => "__Host-okno_browser",
            (Self::Browser, false) => "okno_browser",
            (Self::Passkey, true) => "__Host-okno_passkey",
            (Self::Passkey, false) => "okno_passkey",
        }
    }

    /// The header that sets it; `None` when the value has characters that no cookie of ours has.
    pub fn set(self, secure: bool, value: &str, life: Life) -> Option<HeaderValue> {
        if !value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte)) {
            return None;
        }
        let age = match life {
            Life::Browser => String::new(),
            Life::Seconds(seconds) => format!("; Max-Age={seconds}"),
            Life::Over => "; Max-Age=0".to_owned(),
        };
        let tls = if secure { "; Secure" } else { "" };
        let same_site = if self == Self::Operator { "Strict" } else { "Lax" };
        let text = format!("{}={value}; Path=/; HttpOnly; SameSite={same_site}{age}{tls}", self.name(secure));
        HeaderValue::try_from(text).ok()
    }
}

/// Our cookies in a request.
#[derive(Clone, Debug, Default)]
pub struct Received {
    values: Vec<(Cookie, String)>,
}

impl Received {
    /// Reads them; what is not ours or far too long is passed over, and of two with one name the first counts.
    pub fn read(headers: &HeaderMap, secure: bool) -> Self {
        let mut values: Vec<(Cookie, String)> = Vec::new();
        let texts = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        for (name, value) in texts.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('=')) {
            let known = Cookie::ALL.into_iter().find(|cookie| cookie.name(secure) == name);
            if let Some(cookie) = known
                && value.len() <= 256
                && !values.iter().any(|(seen, _)| *seen == cookie)
            {
                values.push((cookie, value.to_owned()));
            }
        }
        Self { values }
    }

    /// The value of one of them.
    pub fn get(&self, cookie: Cookie) -> Option<&str> {
        self.values.iter().find(|(seen, _)| *seen == cookie).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decision 12: `__Host-` over TLS, never readable by scripts, never sent by other sites' forms.
    #[test]
    fn cookies_have_their_attributes() {
        let set = |cookie: Cookie, secure, life| cookie.set(secure, "abc", life).unwrap();
        assert_eq!(
            set(Cookie::Session, true, Life::Browser),
            "__Host-okno_session=abc; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(
            set(Cookie::Session, false, Life::Over),
            "okno_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
        );
        assert_eq!(
            set(Cookie::Registration, true, Life::Seconds(60)),
            "__Host-okno_registration=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure"
        );
        assert_eq!(
            set(Cookie::Operator, true, Life::Browser),
            "__Host-okno_operator=abc; Path=/; HttpOnly; SameSite=Strict; Secure"
        );
        assert_eq!(Cookie::Notice.set(true, "a; Domain=evil", Life::Browser), None);
    }

    #[test]
    fn only_our_cookies_are_read() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("a=b; okno_session=one; okno_session=two;; x"));
        headers.append(COOKIE, HeaderValue::from_static("okno_lang=fr"));
        let plain = Received::read(&headers, false);
        assert_eq!(plain.get(Cookie::Session), Some("one"));
        assert_eq!(plain.get(Cookie::Language), Some("fr"));
        // Over TLS a cookie without the prefix may have been set by a neighbour.
        assert_eq!(Received::read(&headers, true).get(Cookie::Session), None);
    }
}
