//! Whether what a site registered answers, and is what it must be.

use std::collections::BTreeSet;

use futures_util::{StreamExt, stream};
use okno_domain::{
    relying_party::Stage,
    site_check::{Finding, FindingCode, Part},
    time::DAY,
};
use okno_oidc::{
    client::{ApplicationType, AuthMethod, Localized, RedirectUri},
    jose::{Algorithm, KeySet},
    subject::{self, SectorFault},
};
use okno_pki::certificate::Certificate;
use url::{Host, Url};

use crate::{
    context::Cx,
    ports::{CallFault, SiteAddress, SiteBrowser, SiteReply, Sites},
    relying_party::{self, Site},
};

/// The most addresses that are tried.
const MOST_ADDRESSES: usize = 40;
/// So many of them at once.
const AT_ONCE: usize = 8;
/// A certificate that is good for fewer days is warned of.
pub(super) const FEW_DAYS: i64 = 14;
/// The longest address that is kept.
const LONGEST_SHOWN: usize = 300;

/// A look at a site.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) cx: &'a Cx,
    pub(super) port: &'a dyn Sites,
    pub(super) site: &'a Site,
}

/// An address to be tried.
pub(super) struct Errand {
    pub(super) part: Part,
    pub(super) url: String,
}

/// An address as it is kept: without its query, in which secrets may stand, and short.
pub(super) fn shown(url: &str) -> String {
    let Ok(url) = Url::parse(url) else { return String::new() };
    let text = match url.host_str() {
        Some(host) => {
            let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
            format!("{}://{host}{port}{}", url.scheme(), url.path())
        }
        None => format!("{}:", url.scheme()),
    };
    text.chars().take(LONGEST_SHOWN).collect()
}

/// What keeps from a call, as a finding. What our resolver knows of names inside is nobody's to learn: a name that leads there is told
/// as one that leads nowhere.
fn code_of(fault: CallFault, url: &str) -> FindingCode {
    let is_name = || Url::parse(url).is_ok_and(|url| matches!(url.host(), Some(Host::Domain(_))));
    match fault {
        CallFault::Malformed => FindingCode::Malformed,
        CallFault::NotProtected => FindingCode::NotProtected,
        CallFault::Nowhere => FindingCode::NameNowhere,
        CallFault::NotPublic if is_name() => FindingCode::NameNowhere,
        CallFault::NotPublic => FindingCode::NotPublic,
        CallFault::NoConnection => FindingCode::NoConnection,
        CallFault::CertificateExpired => FindingCode::CertificateExpired,
        CallFault::CertificateEarly => FindingCode::CertificateEarly,
        CallFault::CertificateName => FindingCode::CertificateName,
        CallFault::CertificateIssuer => FindingCode::CertificateIssuer,
        CallFault::CertificateOther => FindingCode::CertificateOther,
        CallFault::Slow => FindingCode::Slow,
        CallFault::NotHttp => FindingCode::NotHttp,
        CallFault::Broken => FindingCode::Broken,
    }
}

/// Whether an address is on the machine of whoever opens it.
pub(in crate::developer) fn is_own_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

impl<'a> Look<'a> {
    pub(super) const fn new(cx: &'a Cx, port: &'a dyn Sites, site: &'a Site) -> Self {
        Self { cx, port, site }
    }

    /// A private network is opened to sites in production alone, which an officer let out: whoever enters a site has it looked at, and
    /// would learn what stands there.
    pub(super) fn address<'b>(&'b self, url: &'b str) -> SiteAddress<'b> {
        let address = relying_party::address(self.cx, self.site.stage, url);
        let private = if self.site.stage == Stage::Production { address.private } else { &[] };
        SiteAddress { private, ..address }
    }

    /// An address at which the browser is while a sign-in begins: a private network is opened to the host alone at which the site
    /// registered that it does.
    pub(super) fn followed<'b>(&'b self, url: &'b str) -> SiteAddress<'b> {
        let host = |text: &str| Url::parse(text).ok()?.host().map(|host| host.to_owned());
        let registered = self.site.client.metadata.initiate_login_uri.as_deref().and_then(host);
        let address = self.address(url);
        let private = if registered.is_some() && registered == host(url) { address.private } else { &[] };
        SiteAddress { private, ..address }
    }

    /// Why an address that the site registered is not tried, if it is not: nobody but a browser reaches it.
    pub(super) fn out_of_reach(&self, url: &str) -> Option<FindingCode> {
        let url = Url::parse(url).ok()?;
        if !matches!(url.scheme(), "http" | "https") {
            return Some(FindingCode::OwnProgram);
        }
        let is_native = self.site.client.metadata.application_type == ApplicationType::Native;
        if !is_own_machine(&url) || (self.address("").under_test && !is_native) {
            return None;
        }
        Some(FindingCode::OwnMachine)
    }

    /// Opens an address with this browser. What keeps from it is the finding.
    pub(super) async fn open(
        &self,
        browser: &mut dyn SiteBrowser,
        (part, address): (Part, &SiteAddress<'_>),
        form: Option<&str>,
    ) -> Result<SiteReply, Finding> {
        let found = browser.open(address, form).await;
        found.map_err(|fault| Finding::new(part, code_of(fault, address.url)).at(shown(address.url)))
    }

    /// What the certificate says that was shown at this address.
    pub(super) fn certificate(&self, (part, url): (Part, &str), reply: &SiteReply) -> Option<Finding> {
        let certificate = Certificate::from_der(reply.certificate.as_deref()?).ok()?;
        let left = certificate.not_after().duration_since(self.cx.now).as_secs() / DAY.as_secs();
        let code = if left < FEW_DAYS { FindingCode::CertificateEnds } else { FindingCode::Certificate };
        Some(Finding::new(part, code).at(origin(url)?).with(left))
    }

    async fn run(&self, errand: &Errand) -> Vec<Finding> {
        let Errand { part, url } = errand;
        let (part, url) = (*part, url.as_str());
        if let Some(code) = self.out_of_reach(url) {
            return vec![Finding::new(part, code).at(shown(url))];
        }
        let mut browser = self.port.browser();
        let form = (part == Part::BackChannel).then_some("");
        let reply = match self.open(&mut *browser, (part, &self.address(url)), form).await {
            Ok(reply) => reply,
            Err(finding) => return vec![finding],
        };
        let mut findings: Vec<Finding> = self.certificate((part, url), &reply).into_iter().collect();
        let said = |code| Finding::new(part, code).at(shown(url)).with(reply.status);
        findings.push(match (part, reply.status) {
            (_, 500..) => said(FindingCode::ServerError),
            (Part::Keys, 200) => self.keys(url).await,
            (Part::Keys, _) => said(FindingCode::KeysMissing),
            (Part::Sector, 200) => self.sector(url).await,
            (Part::Sector, _) => said(FindingCode::SectorMissing),
            (Part::BackChannel, 400) => said(FindingCode::HearsLogout),
            (Part::BackChannel, 404 | 405 | 410) => said(FindingCode::DeafToLogout),
            (Part::BackChannel, _) => said(FindingCode::HearsAnything),
            (Part::Page, 404 | 410) => said(FindingCode::PageMissing),
            _ => said(FindingCode::Answers),
        });
        findings
    }

    /// Whether there is a key by which the site can prove who it is.
    async fn keys(&self, url: &str) -> Finding {
        let found = |code| Finding::new(Part::Keys, code).at(shown(url));
        let Ok(bytes) = self.port.fetch(&self.address(url)).await else { return found(FindingCode::KeysMissing) };
        let Ok(set) = KeySet::parse(&bytes) else { return found(FindingCode::KeysUnreadable) };
        let number = i64::try_from(set.keys().len()).unwrap_or(i64::MAX);
        let code = if self.is_fit(&set, &bytes) { FindingCode::KeysGood } else { FindingCode::KeysUnfit };
        found(code).with(number)
    }

    fn is_fit(&self, set: &KeySet, document: &[u8]) -> bool {
        let client = &self.site.client;
        let registered = client.metadata.auth_signing_alg;
        let may =
            |algorithm: &Algorithm| registered.is_none_or(|one| one == *algorithm) && client.profile.allows(*algorithm);
        match client.metadata.auth_method {
            AuthMethod::PrivateKeyJwt => {
                let mut allowed = Algorithm::ALL.into_iter().filter(may);
                allowed.any(|algorithm| set.candidates(algorithm, None).next().is_some())
            }
            AuthMethod::SelfSignedTlsClientAuth => {
                let document: serde_json::Value = serde_json::from_slice(document).unwrap_or_default();
                let mut keys = document.get("keys").and_then(serde_json::Value::as_array).into_iter().flatten();
                keys.any(|key| key.get("x5c").is_some_and(serde_json::Value::is_array))
            }
            _ => !set.keys().is_empty(),
        }
    }

    async fn sector(&self, url: &str) -> Finding {
        let found = |code| Finding::new(Part::Sector, code).at(shown(url));
        let Ok(bytes) = self.port.fetch(&self.address(url)).await else { return found(FindingCode::SectorMissing) };
        found(match subject::check_document(&bytes, &self.site.client.metadata) {
            Ok(()) => FindingCode::SectorGood,
            Err(SectorFault::Unlisted) => FindingCode::SectorUnlisted,
            Err(SectorFault::Malformed | SectorFault::Several) => FindingCode::SectorUnreadable,
        })
    }
}

/// The front page of the place of an address.
pub(super) fn origin(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    url.join("/").ok().map(|front| shown(front.as_str()))
}

/// Every address, each once. Of those to which people come back the place alone is tried: what is there takes an answer of ours.
pub(super) fn errands(site: &Site) -> Vec<Errand> {
    let metadata = &site.client.metadata;
    let back = metadata.redirect_uris.iter().chain(&metadata.post_logout_redirect_uris);
    let back: BTreeSet<String> = back
        .map(|address| {
            let is_web = address.as_str().starts_with("http");
            origin(address.as_str()).filter(|_| is_web).unwrap_or_else(|| address.as_str().to_owned())
        })
        .collect();
    let mut all = Vec::new();
    for (part, url) in [
        (Part::BackChannel, &metadata.backchannel_logout_uri),
        (Part::FrontChannel, &metadata.frontchannel_logout_uri),
        (Part::Keys, &metadata.jwks_uri),
        (Part::Sector, &metadata.sector_identifier_uri),
    ] {
        all.extend(url.iter().map(|url| Errand { part, url: url.clone() }));
    }
    let texts = |localized: &Localized| localized.0.values().cloned().collect::<Vec<_>>();
    let pages: BTreeSet<String> =
        [&metadata.client_uri, &metadata.policy_uri, &metadata.tos_uri].into_iter().flat_map(texts).collect();
    all.extend(pages.into_iter().map(|url| Errand { part: Part::Page, url }));
    // They may be many, and where they are too many the others are tried all the same.
    all.extend(back.into_iter().map(|url| Errand { part: Part::Return, url }));
    all
}

/// Tries every address. The findings come one address after the other.
pub(super) async fn all(look: &Look<'_>, mut errands: Vec<Errand>, findings: &mut Vec<Finding>) {
    let is_more = errands.len() > MOST_ADDRESSES;
    errands.truncate(MOST_ADDRESSES);
    let calls: Vec<_> = errands.iter().map(|errand| look.run(errand)).collect();
    let mut calls = stream::iter(calls).buffered(AT_ONCE);
    while let Some(found) = calls.next().await {
        findings.extend(found);
    }
    if is_more {
        let most = i64::try_from(MOST_ADDRESSES).unwrap_or(i64::MAX);
        findings.push(Finding::new(Part::Site, FindingCode::More).with(most));
    }
}

/// The rules for addresses to come back to, said once more.
pub(super) fn rules(site: &Site) -> Vec<Finding> {
    let metadata = &site.client.metadata;
    if metadata.redirect_uris.is_empty() {
        return Vec::new();
    }
    let scheme = match metadata.application_type {
        ApplicationType::Native => FindingCode::RuleProgram,
        ApplicationType::Web if metadata.redirect_uris.iter().any(RedirectUri::is_local) => FindingCode::RuleTest,
        ApplicationType::Web => FindingCode::RuleHttps,
    };
    [scheme, FindingCode::RuleFragment, FindingCode::RuleExact]
        .into_iter()
        .map(|code| Finding::new(Part::Return, code))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a name nobody learns that it is one of ours; where a number leads stands in it.
    #[test]
    fn a_name_inside_is_told_as_none() {
        for (url, code) in [
            ("https://intranet.example/", FindingCode::NameNowhere),
            ("https://localhost./", FindingCode::NameNowhere),
            ("https://10.0.0.1/", FindingCode::NotPublic),
            ("https://0x0a000001/", FindingCode::NotPublic),
            ("https://[fd00::1]/", FindingCode::NotPublic),
        ] {
            assert_eq!(code_of(CallFault::NotPublic, url), code, "{url}");
        }
    }

    /// Codes, states and whatever else stands in a query are nobody's to read, and an address is short.
    #[test]
    fn an_address_is_shown_without_its_query() {
        for (url, text) in [
            ("https://u:p@a.example:8443/cb?state=secret#x", "https://a.example:8443/cb"),
            ("com.example.app:/cb?code=secret", "com.example.app:"),
            ("data:text/html,<script>", "data:"),
            ("none", ""),
        ] {
            assert_eq!(shown(url), text);
        }
        assert_eq!(shown(&format!("https://a.example/{}", "é".repeat(500))).chars().count(), LONGEST_SHOWN);
        assert_eq!(origin("https://a.example:8443/x/y?z").unwrap(), "https://a.example:8443/");
    }
}
