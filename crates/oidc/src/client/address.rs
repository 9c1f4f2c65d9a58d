//! Addresses that a client registers. They are kept as written and compared byte by byte; what a browser would read in
//! another way than it is written is refused at registration (RFC 6749 3.1.2, RFC 8252 7, RFC 9700 4.1.3).

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use super::ApplicationType;

/// The longest address.
const LONGEST: usize = 2048;
const LOOPBACK: [&str; 3] = ["http://127.0.0.1", "http://[::1]", "http://localhost"];

/// Why an address may not be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum AddressFault {
    /// It is longer than 2048 bytes.
    #[error("is too long an address")]
    TooLong,
    /// It is no absolute address, or a browser reads it in another way than it is written.
    #[error("is not an address in its plain spelling")]
    Malformed,
    /// It has a part behind a number sign (RFC 6749 3.1.2).
    #[error("has a fragment")]
    Fragment,
    /// It has a name or password before the host.
    #[error("has a user name in it")]
    UserInfo,
    /// It is not `https`, nor what else is allowed for this client.
    #[error("has a scheme that is not allowed")]
    Scheme,
    /// It stands for many addresses.
    #[error("has a wildcard in its host")]
    Wildcard,
    /// The custom scheme is not a reversed domain name (RFC 8252 7.1).
    #[error("has a custom scheme without a dot")]
    SchemeWithoutDot,
}

/// For whom an address is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RedirectRule {
    /// Web or native.
    pub application: ApplicationType,
    /// Whether a web client may come from the developer's own machine: for clients under test.
    pub loopback_for_web: bool,
}

/// A registered redirect address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RedirectUri(String);

impl RedirectUri {
    /// Checks an address for registration.
    pub fn parse(text: &str, rule: RedirectRule) -> Result<Self, AddressFault> {
        let url = plain(text)?;
        let native = rule.application == ApplicationType::Native;
        match url.scheme() {
            "https" => secure_host(&url)?,
            "http" if loopback(text).is_none() || !(native || rule.loopback_for_web) => {
                return Err(AddressFault::Scheme);
            }
            "http" => {}
            _ if !native || url.cannot_be_a_base() => return Err(AddressFault::Scheme),
            scheme if !scheme.contains('.') => return Err(AddressFault::SchemeWithoutDot),
            _ => {}
        }
        Ok(Self(text.to_owned()))
    }

    /// The address as registered.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a request that presents this means the registered address. The port of a loopback address is chosen by a
    /// native client at the moment of the request (RFC 8252 7.3); everything else is equal to the byte.
    pub fn matches(&self, presented: &str, application: ApplicationType) -> bool {
        if self.0 == presented {
            return true;
        }
        match (application, loopback(&self.0), loopback(presented)) {
            (ApplicationType::Native, Some(registered), Some(asked)) => registered == asked,
            _ => false,
        }
    }

    /// Whether it leads to the person's own device, by loopback or by a custom scheme. Nobody owns such an address: every
    /// program may register it (RFC 8252 8.6).
    pub fn is_local(&self) -> bool {
        loopback(&self.0).is_some() || !self.0.starts_with("https:")
    }

    /// The host with which pairwise subjects are counted (OpenID Connect Core 8.1).
    pub fn host(&self) -> Option<String> {
        Url::parse(&self.0).ok()?.host_str().map(str::to_owned)
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> Option<url::Origin> {
        Url::parse(&self.0).ok().map(|url| url.origin())
    }
}

/// A registered address to come back to after a logout; the same rules, and no freedom of the port.
pub type LogoutUri = RedirectUri;

/// An address of a client that is not a redirect address: `https`, or loopback for clients under test.
pub fn web_address(text: &str, loopback_allowed: bool) -> Result<String, AddressFault> {
    let url = plain(text)?;
    match url.scheme() {
        "https" => secure_host(&url)?,
        "http" if loopback_allowed && loopback(text).is_some() => {}
        _ => return Err(AddressFault::Scheme),
    }
    Ok(text.to_owned())
}

/// What holds for all of them: short, printable, absolute, spelled as a browser spells it, no fragment, nobody's name.
fn plain(text: &str) -> Result<Url, AddressFault> {
    if text.len() > LONGEST {
        return Err(AddressFault::TooLong);
    }
    if text.contains('#') {
        return Err(AddressFault::Fragment);
    }
    if text.is_empty()
        || !text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<' | b'>'))
    {
        return Err(AddressFault::Malformed);
    }
    let url = Url::parse(text).map_err(|_| AddressFault::Malformed)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(AddressFault::UserInfo);
    }
    if url.host_str().is_some_and(|host| host.contains('*')) {
        return Err(AddressFault::Wildcard);
    }
    let spelled = url.as_str() == text || (url.path() == "/" && url.as_str() == format!("{text}/"));
    // A bare host with a query is spelled with a slash between them.
    let with_slash = || text.split_once('?').is_some_and(|(start, query)| url.as_str() == format!("{start}/?{query}"));
    if spelled || with_slash() { Ok(url) } else { Err(AddressFault::Malformed) }
}

/// A host that is a domain name or a number; the root of nothing else. A name has nothing in it that means something elsewhere, such
/// as in a header of ours that says what a page may load.
fn secure_host(url: &Url) -> Result<(), AddressFault> {
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
    match url.host() {
        Some(Host::Domain(name)) if !name.is_empty() && name.bytes().all(is_name) => Ok(()),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => Ok(()),
        _ => Err(AddressFault::Malformed),
    }
}

/// A loopback address without its port: the host and what follows. Textual, so that nothing is read into it.
fn loopback(text: &str) -> Option<(&'static str, &str)> {
    let host = LOOPBACK.into_iter().find(|host| text.starts_with(host))?;
    let rest = text.strip_prefix(host)?;
    let rest = match rest.strip_prefix(':') {
        Some(after) => {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            after.get(..digits)?.parse::<u16>().ok()?;
            after.get(digits..)?
        }
        None => rest,
    };
    (rest.is_empty() || rest.starts_with(['/', '?'])).then_some((host, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEB: RedirectRule = RedirectRule { application: ApplicationType::Web, loopback_for_web: false };
    const TEST: RedirectRule = RedirectRule { application: ApplicationType::Web, loopback_for_web: true };
    const NATIVE: RedirectRule = RedirectRule { application: ApplicationType::Native, loopback_for_web: false };

    fn fault(text: &str, rule: RedirectRule) -> Option<AddressFault> {
        RedirectUri::parse(text, rule).err()
    }

    #[test]
    fn takes_plain_addresses() {
        for (text, rule) in [
            ("https://client.example/cb", WEB),
            ("https://client.example", WEB),
            ("https://client.example?a=b", WEB),
            ("https://client.example:8443/cb?x=1&y=2", WEB),
            ("https://192.0.2.1/cb", WEB),
            ("https://[2001:db8::1]:8443/cb", WEB),
            ("https://my_site-1.xn--e1afmkfd.example/cb", WEB),
            ("http://127.0.0.1/cb", NATIVE),
            ("http://127.0.0.1:8080/cb", TEST),
            ("http://[::1]:3000/cb", NATIVE),
            ("http://localhost:3000/cb", NATIVE),
            ("com.example.app:/cb", NATIVE),
            ("com.example.app://cb", NATIVE),
            ("https://client.example/app", NATIVE),
        ] {
            assert_eq!(fault(text, rule), None, "{text}");
        }
    }

    /// RFC 9700 4.1 (redirect URI manipulation): what could be read in two ways is not registered.
    #[test]
    fn refuses_what_may_be_read_in_two_ways() {
        use AddressFault::{Fragment, Malformed, Scheme, SchemeWithoutDot, UserInfo, Wildcard};
        for (text, rule, reason) in [
            ("https://client.example/cb#x", WEB, Fragment),
            ("https://client.example/cb#", WEB, Fragment),
            ("https://user@client.example/cb", WEB, UserInfo),
            ("https://user:pw@client.example/cb", WEB, UserInfo),
            ("https://*.example/cb", WEB, Wildcard),
            ("http://client.example/cb", WEB, Scheme),
            ("http://127.0.0.1/cb", WEB, Scheme),
            ("http://127.0.0.1.evil.example/cb", NATIVE, Scheme),
            ("http://127.0.0.1:80@evil.example/cb", NATIVE, UserInfo),
            ("com.example.app:/cb", WEB, Scheme),
            ("myapp:/cb", NATIVE, SchemeWithoutDot),
            ("javascript:alert(1)", NATIVE, Scheme),
            ("javascript:alert(1)", WEB, Scheme),
            ("data:text/html,x", NATIVE, Scheme),
            ("https:client.example/cb", WEB, Malformed),
            ("https:///client.example/cb", WEB, Malformed),
            ("https://client.example\\@evil.example/cb", WEB, Malformed),
            ("https://CLIENT.example/cb", WEB, Malformed),
            ("https://a;report-uri/", WEB, Malformed),
            ("https://a,b/", WEB, Malformed),
            ("https://a'b.example/", NATIVE, Malformed),
            ("https://client.example:443/cb", WEB, Malformed),
            ("https://client.example/a/../cb", WEB, Malformed),
            ("https://client.example/ cb", WEB, Malformed),
            ("https://client.example/\r\ncb", WEB, Malformed),
            ("//client.example/cb", WEB, Malformed),
            ("/cb", WEB, Malformed),
            ("", WEB, Malformed),
        ] {
            assert_eq!(fault(text, rule), Some(reason), "{text}");
        }
        assert_eq!(fault(&format!("https://client.example/{}", "a".repeat(2048)), WEB), Some(AddressFault::TooLong));
    }

    /// RFC 9700 4.1.3: exact comparison, no prefix, no case, no encoding.
    #[test]
    fn compares_to_the_byte() {
        let registered = RedirectUri::parse("https://client.example/cb?x=1", WEB).unwrap();
        let matches = |other: &str| registered.matches(other, ApplicationType::Web);
        assert!(matches("https://client.example/cb?x=1"));
        for other in [
            "https://client.example/cb",
            "https://client.example/cb?x=1&y=2",
            "https://client.example/cb/?x=1",
            "https://client.example/cb/../cb?x=1",
            "https://client.example/CB?x=1",
            "https://client.example/%63b?x=1",
            "https://client.example:443/cb?x=1",
            "https://client.example.evil.example/cb?x=1",
            "http://client.example/cb?x=1",
        ] {
            assert!(!matches(other), "{other}");
        }
    }

    /// RFC 8252 7.3: only the port of a loopback address is free, and only for native clients.
    #[test]
    fn a_loopback_port_is_free_and_nothing_else() {
        let registered = RedirectUri::parse("http://127.0.0.1/cb", NATIVE).unwrap();
        let matches = |other: &str| registered.matches(other, ApplicationType::Native);
        for same in ["http://127.0.0.1/cb", "http://127.0.0.1:1/cb", "http://127.0.0.1:65535/cb"] {
            assert!(matches(same), "{same}");
        }
        for other in [
            "http://127.0.0.1:65536/cb",
            "http://127.0.0.1:/cb",
            "http://127.0.0.1:80@evil.example/cb",
            "http://127.0.0.1:80/cb/x",
            "http://127.0.0.1:80",
            "http://localhost:80/cb",
            "http://[::1]:80/cb",
            "https://127.0.0.1:80/cb",
            "http://127.0.0.1.evil.example/cb",
        ] {
            assert!(!matches(other), "{other}");
        }
        let secure = RedirectUri::parse("https://client.example/cb", WEB).unwrap();
        assert!(!secure.matches("https://client.example:8443/cb", ApplicationType::Native));
        let under_test = RedirectUri::parse("http://127.0.0.1:3000/cb", TEST).unwrap();
        assert!(under_test.matches("http://127.0.0.1:3000/cb", ApplicationType::Web));
        assert!(!under_test.matches("http://127.0.0.1:3001/cb", ApplicationType::Web), "another program's port");
    }

    #[test]
    fn local_addresses_are_nobodys() {
        for (text, rule, local) in [
            ("https://client.example/cb", NATIVE, false),
            ("https://127.0.0.1/cb", WEB, false),
            ("http://127.0.0.1/cb", NATIVE, true),
            ("http://localhost:3000/cb", TEST, true),
            ("com.example.app:/cb", NATIVE, true),
            ("com.example.app://client.example/cb", NATIVE, true),
        ] {
            assert_eq!(RedirectUri::parse(text, rule).unwrap().is_local(), local, "{text}");
        }
    }

    #[test]
    fn other_addresses_are_https() {
        assert!(web_address("https://client.example/jwks.json", false).is_ok());
        for words in
            ["https://a;report-uri/", "https://a,b/", "https://a;script-src&b/", "https://(a)/x", "https://a!$b/"]
        {
            assert_eq!(web_address(words, true), Err(AddressFault::Malformed), "{words}");
        }
        assert_eq!(web_address("http://client.example/", false), Err(AddressFault::Scheme));
        assert_eq!(web_address("http://localhost:1/x", false), Err(AddressFault::Scheme));
        assert!(web_address("http://localhost:1/x", true).is_ok());
        assert_eq!(web_address("com.example.app:/x", true), Err(AddressFault::Scheme));
    }
}
