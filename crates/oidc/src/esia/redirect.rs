//! Addresses to which the browser goes back: which are allowed, and how an answer is added to them.

use url::{Host, Url, form_urlencoded};

use super::{
    error::{Code, Refusal},
    settings::{RedirectRule, Rules},
};

/// The most letters of a redirect address.
pub const MOST: usize = 2048;

/// An absolute address in ASCII over HTTP, without user, password or fragment. Its text is kept: it is signed, compared
/// and extended as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectUri {
    text: String,
    url: Url,
}

impl RedirectUri {
    /// Reads an address (ESIA-007003 for what is none).
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let refuse = |why| Err(Refusal::invalid("redirect_uri", why));
        // What the reader of URLs would mend silently must not differ from what is compared.
        if text.len() > MOST || !text.bytes().all(|byte| byte.is_ascii_graphic()) || text.contains('\\') {
            return refuse("is too long or holds characters that no address has");
        }
        if !text.split_once(':').is_some_and(|(_, rest)| rest.starts_with("//")) {
            return refuse("is no absolute address");
        }
        let Ok(url) = Url::parse(text) else { return refuse("is no absolute address") };
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return refuse("is not an address of the web");
        }
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return refuse("names a user or a fragment");
        }
        Ok(Self { text: text.to_owned(), url })
    }

    /// As it was sent.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it may be used by a client with these registered addresses (ESIA-007023 if not).
    ///
    /// HTTP without TLS is for this machine only, where developers are.
    pub fn check(&self, registered: &[String], rules: &Rules) -> Result<(), Refusal> {
        if self.url.scheme() == "http" && !is_loopback(&self.url) {
            return Err(Refusal::new(Code::REDIRECT, "redirect_uri has no TLS and is not of this machine"));
        }
        let fits = |registered: &String| {
            Self::parse(registered).is_ok_and(|registered| match rules.redirects {
                RedirectRule::Domain => self.is_below(&registered, rules.mode.is_lenient()),
                RedirectRule::Exact => without_query(&self.text) == without_query(&registered.text),
            })
        };
        if registered.iter().any(fits) {
            return Ok(());
        }
        Err(Refusal::new(Code::REDIRECT, "redirect_uri is not at a registered address"))
    }

    /// Same scheme and port, and the domain or one below it. In lenient mode any port of this machine will do: in strict mode
    /// another program there is another client.
    fn is_below(&self, registered: &Self, any_local_port: bool) -> bool {
        let same_port = self.url.port() == registered.url.port() || (any_local_port && is_loopback(&registered.url));
        let same_host = match (self.url.host(), registered.url.host()) {
            (Some(Host::Domain(own)), Some(Host::Domain(main))) => {
                own == main || own.strip_suffix(main).is_some_and(|sub| sub.len() > 1 && sub.ends_with('.'))
            }
            (own, main) => own == main,
        };
        same_port && same_host && self.url.scheme() == registered.url.scheme()
    }

    /// The address with parameters added behind what it has already.
    pub fn with(&self, pairs: &[(&str, String)]) -> String {
        let join = match self.text.rsplit_once('?') {
            None => "?",
            Some((_, "")) => "",
            Some((_, query)) if query.ends_with('&') => "",
            Some(_) => "&",
        };
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        format!("{}{join}{query}", self.text)
    }
}

fn without_query(text: &str) -> &str {
    text.split_once('?').map_or(text, |(path, _)| path)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(text: &str) -> RedirectUri {
        RedirectUri::parse(text).unwrap()
    }

    /// Section 1.8: registered are main domains; paths and sub-domains are free; another address is ESIA-007023.
    #[test]
    fn addresses_below_the_registered_domain_are_allowed() {
        let registered = ["https://rp.example".to_owned(), "http://localhost:9000".to_owned()];
        for text in [
            "https://rp.example/cb",
            "https://rp.example",
            "https://RP.example/cb?data=1",
            "https://a.b.rp.example/cb",
            "https://rp.example:443/",
            "http://localhost:9000/cb",
        ] {
            assert_eq!(uri(text).check(&registered, &Rules::strict()), Ok(()), "{text}");
            assert_eq!(uri(text).check(&registered, &Rules::lenient()), Ok(()), "{text}");
        }
        for text in [
            "http://rp.example/cb",
            "https://rp.example:8443/cb",
            "https://evilrp.example/cb",
            "https://.rp.example/cb",
            "https://rp.example.evil/cb",
            "https://localhost/cb",
            "http://127.0.0.1:9000/cb",
        ] {
            let Ok(uri) = RedirectUri::parse(text) else { continue };
            for rules in [Rules::strict(), Rules::lenient()] {
                assert_eq!(uri.check(&registered, &rules).unwrap_err().code(), Code::REDIRECT, "{text}");
            }
        }
        assert!(uri("https://rp.example/cb").check(&[], &Rules::strict()).is_err());
        assert!(uri("https://rp.example/cb").check(&["rp.example".to_owned()], &Rules::strict()).is_err());
        let plain = ["http://rp.example".to_owned()];
        assert!(uri("http://rp.example/cb").check(&plain, &Rules::strict()).is_err(), "no TLS, not this machine");
    }

    /// The port of this machine is free for development alone.
    #[test]
    fn any_port_will_do_in_lenient_mode_only() {
        let registered = ["http://localhost:9000".to_owned()];
        let other = uri("http://localhost:9999/cb");
        assert_eq!(other.check(&registered, &Rules::lenient()), Ok(()));
        assert_eq!(other.check(&registered, &Rules::strict()).unwrap_err().code(), Code::REDIRECT);
        let exact = Rules { redirects: RedirectRule::Exact, ..Rules::lenient() };
        assert!(other.check(&registered, &exact).is_err());
    }

    #[test]
    fn the_exact_rule_compares_letters() {
        let rules = Rules { redirects: RedirectRule::Exact, ..Rules::strict() };
        let registered = ["https://rp.example/cb".to_owned()];
        for (text, allowed) in [
            ("https://rp.example/cb", true),
            ("https://rp.example/cb?data=1", true),
            ("https://rp.example/cb/", false),
            ("https://rp.example/CB", false),
            ("https://a.rp.example/cb", false),
        ] {
            assert_eq!(uri(text).check(&registered, &rules).is_ok(), allowed, "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "/cb",
            "rp.example/cb",
            "https://",
            "javascript:alert(1)",
            "ftp://rp.example/",
            "https://rp.example/cb#top",
            "https://user@rp.example/cb",
            "https://user:word@rp.example/cb",
            "https://rp.example/c b",
            "https://rp.example/cb\r\nLocation: x",
            "https:\\\\rp.example\\cb",
            "https://rp.example/\u{430}",
        ] {
            assert_eq!(RedirectUri::parse(text).unwrap_err().code(), Code::PARAMETER, "{text:?}");
        }
        assert!(RedirectUri::parse(&format!("https://rp.example/{}", "a".repeat(MOST))).is_err());
    }

    /// Section 1.8: a query of the address is kept.
    #[test]
    fn answers_are_added_to_the_address() {
        let pairs = [("code", "eyJ.a_b".to_owned()), ("state", "7f3b 6c+1e".to_owned())];
        for (text, with) in [
            ("https://rp.example/cb", "https://rp.example/cb?code=eyJ.a_b&state=7f3b+6c%2B1e"),
            ("https://rp.example/cb?data=1", "https://rp.example/cb?data=1&code=eyJ.a_b&state=7f3b+6c%2B1e"),
            ("https://rp.example/cb?", "https://rp.example/cb?code=eyJ.a_b&state=7f3b+6c%2B1e"),
            ("https://rp.example?a=1&", "https://rp.example?a=1&code=eyJ.a_b&state=7f3b+6c%2B1e"),
        ] {
            assert_eq!(uri(text).with(&pairs), with);
        }
    }
}
