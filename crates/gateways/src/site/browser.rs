//! A look at a site as the browser of somebody who follows a link of the portal: one call at a time, to where the address was looked
//! up and nowhere else, with the cookies that the site gave before. Pages are not read.

use std::error::Error as _;

use async_trait::async_trait;
use cookie::{Cookie, Expiration, SameSite};
use okno_app::ports::{CallFault, SiteAddress, SiteBrowser, SiteReply};
use reqwest::{
    Method, Response, Url,
    header::{ACCEPT, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE},
    tls::TlsInfo,
};
use rustls::{CertificateError, Error as TlsError};
use tokio::time::timeout;

use super::{WebSites, address};

/// The longest address that a site may send a browser to.
const LONGEST_LOCATION: usize = 8 * 1024;
/// The most cookies of all sites together, and the longest of them: as browsers have it.
const MOST_COOKIES: usize = 50;
const LONGEST_COOKIE: usize = 4096;

/// A cookie, with where it goes.
struct Kept {
    cookie: Cookie<'static>,
    host: String,
    /// Whether it goes to hosts below this one as well.
    is_wide: bool,
    path: String,
}

impl Kept {
    /// Reads a cookie that this address gave; none where a browser would not keep it (RFC 6265 5.3).
    fn read(text: &str, from: &Url) -> Option<Self> {
        let cookie = Cookie::parse(text.to_owned()).ok()?;
        let own = from.host_str()?.to_owned();
        let wide = cookie.domain().map(|domain| domain.trim_start_matches('.').to_ascii_lowercase());
        let (host, is_wide) = match wide.filter(|domain| !domain.is_empty()) {
            None => (own, false),
            Some(domain) if domain == own => (own, true),
            Some(domain) if domain.contains('.') && own.ends_with(&format!(".{domain}")) => (domain, true),
            Some(_) => return None,
        };
        let directory = from.path().rsplit_once('/').map(|(start, _)| start).filter(|start| !start.is_empty());
        let path = cookie.path().filter(|path| path.starts_with('/')).or(directory).unwrap_or("/").to_owned();
        Some(Self { cookie, host, is_wide, path })
    }

    fn is_like(&self, other: &Self) -> bool {
        self.cookie.name() == other.cookie.name() && self.host == other.host && self.path == other.path
    }

    /// Whether it was taken back. Nobody looks at a clock here, so a date counts where it is long ago, as those that end a cookie are.
    fn is_over(&self) -> bool {
        let is_past = |expiration| matches!(expiration, Expiration::DateTime(at) if at.year() < 2000);
        self.cookie.max_age().is_some_and(|age| age.whole_seconds() <= 0) || self.cookie.expires().is_some_and(is_past)
    }

    /// Whether a browser that comes from the portal sends it there. A link brings what is not for the site's own pages alone; a form
    /// brings less (`SameSite`).
    fn goes(&self, to: &Url, is_form: bool) -> bool {
        let Some(host) = to.host_str() else { return false };
        let is_host = host == self.host || (self.is_wide && host.ends_with(&format!(".{}", self.host)));
        let below = to.path().strip_prefix(self.path.trim_end_matches('/'));
        let is_path = below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        // Browsers take this machine for as safe as TLS.
        let is_safe = to.scheme() == "https" || !self.cookie.secure().unwrap_or(false) || host == "localhost";
        let is_from_elsewhere = match self.cookie.same_site() {
            Some(SameSite::Strict) => false,
            Some(SameSite::Lax) => !is_form,
            Some(SameSite::None) | None => true,
        };
        is_host && is_path && is_safe && is_from_elsewhere
    }
}

/// The browser.
pub(super) struct Browser {
    sites: WebSites,
    cookies: Vec<Kept>,
}

impl Browser {
    pub(super) const fn new(sites: WebSites) -> Self {
        Self { sites, cookies: Vec::new() }
    }

    fn header(&self, to: &Url, is_form: bool) -> Option<String> {
        let all = self.cookies.iter().filter(|kept| kept.goes(to, is_form));
        let all: Vec<String> = all.map(|kept| kept.cookie.stripped().to_string()).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }

    fn keep(&mut self, from: &Url, response: &Response) {
        let texts = response.headers().get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        for text in texts.filter(|text| text.len() <= LONGEST_COOKIE).take(MOST_COOKIES) {
            let Some(kept) = Kept::read(text, from) else { continue };
            self.cookies.retain(|known| !known.is_like(&kept));
            if !kept.is_over() && self.cookies.len() < MOST_COOKIES {
                self.cookies.push(kept);
            }
        }
    }

    async fn call(&mut self, site: &SiteAddress<'_>, form: Option<&str>) -> Result<SiteReply, CallFault> {
        let target = address::look(site).await?;
        let url = target.url.clone();
        let client = self.sites.client(&target).map_err(|_| CallFault::Broken)?;
        let method = if form.is_some() { Method::POST } else { Method::GET };
        let mut request = client.request(method, target.url).header(ACCEPT, "text/html, */*;q=0.8");
        if let Some(cookies) = self.header(&url, form.is_some()) {
            request = request.header(COOKIE, cookies);
        }
        if let Some(form) = form {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form.to_owned());
        }
        let response = request.send().await.map_err(|error| sorted(&error))?;
        self.keep(&url, &response);
        let location = response.headers().get(LOCATION).filter(|_| response.status().is_redirection());
        let location = location.and_then(|value| value.to_str().ok()).filter(|text| text.len() <= LONGEST_LOCATION);
        let certificate = response.extensions().get::<TlsInfo>().and_then(TlsInfo::peer_certificate);
        Ok(SiteReply {
            status: response.status().as_u16(),
            location: location.and_then(|text| url.join(text).ok()).map(String::from),
            certificate: certificate.map(<[u8]>::to_vec),
        })
    }
}

#[async_trait]
impl SiteBrowser for Browser {
    async fn open(&mut self, address: &SiteAddress<'_>, form: Option<&str>) -> Result<SiteReply, CallFault> {
        let limit = self.sites.timeout;
        timeout(limit, self.call(address, form)).await.unwrap_or(Err(CallFault::Slow))
    }
}

/// Why a call broke off.
fn sorted(error: &reqwest::Error) -> CallFault {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_parse) {
            return CallFault::NotHttp;
        }
        if let Some(tls) = tls_in(inner) {
            return of_tls(tls);
        }
        cause = inner.source();
    }
    if error.is_timeout() {
        CallFault::Slow
    } else if error.is_connect() {
        CallFault::NoConnection
    } else {
        CallFault::Broken
    }
}

/// The fault of TLS that this is, or wraps: an error of input and output hands on the source of what it wraps, and not that itself.
fn tls_in<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a TlsError> {
    match error.downcast_ref::<std::io::Error>() {
        Some(outer) => tls_in(outer.get_ref()?),
        None => error.downcast_ref::<TlsError>(),
    }
}

fn of_tls(error: &TlsError) -> CallFault {
    let TlsError::InvalidCertificate(fault) = error else { return CallFault::CertificateOther };
    match fault {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => CallFault::CertificateExpired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => CallFault::CertificateEarly,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            CallFault::CertificateName
        }
        CertificateError::UnknownIssuer => CallFault::CertificateIssuer,
        _ => CallFault::CertificateOther,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn goes(cookie: &str, from: &str, to: &str, is_form: bool) -> bool {
        Kept::read(cookie, &url(from)).is_some_and(|kept| !kept.is_over() && kept.goes(&url(to), is_form))
    }

    /// RFC 6265 5: a cookie goes where a browser would send it, and to no other host.
    #[test]
    fn cookies_go_where_browsers_send_them() {
        let here = "https://a.example/start/x";
        for (cookie, to, is_form, sent) in [
            ("s=1", "https://a.example/start/cb", false, true),
            ("s=1", "https://a.example/startle", false, false),
            ("s=1; Path=/", "https://a.example/cb", false, true),
            ("s=1; Path=/", "https://evil.example/cb", false, false),
            ("s=1; Path=/", "https://b.a.example/cb", false, false),
            ("s=1; Path=/; Domain=a.example", "https://b.a.example/cb", false, true),
            ("s=1; Path=/; Domain=example", "https://evil.example/cb", false, false),
            ("s=1; Path=/; Domain=evil.example", "https://evil.example/cb", false, false),
            ("s=1; Path=/; Secure", "http://a.example/cb", false, false),
            ("s=1; Path=/; SameSite=Strict", "https://a.example/cb", false, false),
            ("s=1; Path=/; SameSite=Lax", "https://a.example/cb", false, true),
            ("s=1; Path=/; SameSite=Lax", "https://a.example/cb", true, false),
            ("s=1; Path=/; SameSite=None; Secure", "https://a.example/cb", true, true),
            ("s=1; Path=/; Max-Age=0", "https://a.example/cb", false, false),
            ("s=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "https://a.example/cb", false, false),
            ("", "https://a.example/start/cb", false, false),
        ] {
            assert_eq!(goes(cookie, here, to, is_form), sent, "{cookie} {to}");
        }
    }
}
