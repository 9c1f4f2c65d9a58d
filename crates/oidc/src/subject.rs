//! The name of a person at a site: the same everywhere, or another in each sector (OpenID Connect Core 8). It is made of the
//! account's stable key, so it survives whatever happens to the account as long as that key is kept.

use std::collections::BTreeSet;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use url::Url;

use crate::client::{ClientMetadata, SubjectType};

const MOST_BYTES: usize = 64 * 1024;

/// Why a client has no sector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SectorFault {
    /// Its addresses have several hosts, or none, and no document makes them one sector.
    #[error("the redirect addresses are no single sector")]
    Several,
    /// The document is no list of addresses.
    #[error("the sector document is no list of addresses")]
    Malformed,
    /// The document does not list an address of the client.
    #[error("the sector document does not list every redirect address")]
    Unlisted,
}

/// The sector of a client: the host of its document, else of its addresses (OpenID Connect Core 8.1).
pub fn sector(metadata: &ClientMetadata) -> Result<String, SectorFault> {
    if let Some(document) = &metadata.sector_identifier_uri {
        let host = Url::parse(document).ok().and_then(|url| url.host_str().map(str::to_owned));
        return host.ok_or(SectorFault::Malformed);
    }
    let mut hosts: BTreeSet<String> = BTreeSet::new();
    for address in &metadata.redirect_uris {
        hosts.insert(address.host().ok_or(SectorFault::Several)?);
    }
    match (hosts.pop_first(), hosts.is_empty()) {
        (Some(host), true) => Ok(host),
        _ => Err(SectorFault::Several),
    }
}

/// Whether a fetched sector document lists every address of the client (OpenID Connect Registration 5).
pub fn check_document(bytes: &[u8], metadata: &ClientMetadata) -> Result<(), SectorFault> {
    if bytes.len() > MOST_BYTES {
        return Err(SectorFault::Malformed);
    }
    let listed: Vec<String> = serde_json::from_slice(bytes).map_err(|_| SectorFault::Malformed)?;
    let all = metadata.redirect_uris.iter().all(|address| listed.iter().any(|one| one == address.as_str()));
    if all { Ok(()) } else { Err(SectorFault::Unlisted) }
}

/// The key behind the names.
#[derive(Clone)]
pub struct SubjectKey(Hmac<Sha256>);

impl SubjectKey {
    /// From a secret of the server. It must never change: with it every name would.
    pub fn new(secret: &[u8; 32]) -> Self {
        // A key shorter than a block is filled up with zeros (RFC 2104 2), so nothing here can fail.
        let mut block = [0; 64];
        block.iter_mut().zip(secret).for_each(|(to, from)| *to = *from);
        Self(Hmac::new(&block.into()))
    }

    /// The name of an account for a client.
    pub fn subject(&self, metadata: &ClientMetadata, account: &[u8]) -> Result<String, SectorFault> {
        match metadata.subject_type {
            SubjectType::Public => Ok(self.name("public", "", account)),
            SubjectType::Pairwise => Ok(self.name("pairwise", &sector(metadata)?, account)),
        }
    }

    /// Each part with its length, so that no two lists of parts are one text.
    fn name(&self, kind: &str, sector: &str, account: &[u8]) -> String {
        let mut mac = self.0.clone();
        for part in [kind.as_bytes(), sector.as_bytes(), account] {
            let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
            mac.update(&length.to_be_bytes());
            mac.update(part);
        }
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{ApplicationType, RedirectRule, RedirectUri};

    fn metadata(addresses: &[&str], document: Option<&str>) -> ClientMetadata {
        let rule = RedirectRule { application: ApplicationType::Web, loopback_for_web: true };
        ClientMetadata {
            redirect_uris: addresses.iter().map(|address| RedirectUri::parse(address, rule).unwrap()).collect(),
            sector_identifier_uri: document.map(str::to_owned),
            subject_type: SubjectType::Pairwise,
            ..ClientMetadata::default()
        }
    }

    /// OpenID Connect Core 8.1.
    #[test]
    fn a_sector_is_one_host() {
        let one = metadata(&["https://a.example/1", "https://a.example:8443/2"], None);
        assert_eq!(sector(&one), Ok("a.example".to_owned()));
        let two = metadata(&["https://a.example/1", "https://b.example/2"], None);
        assert_eq!(sector(&two), Err(SectorFault::Several));
        let joined = metadata(&["https://a.example/1", "https://b.example/2"], Some("https://s.example/list"));
        assert_eq!(sector(&joined), Ok("s.example".to_owned()));
        assert_eq!(sector(&metadata(&[], None)), Err(SectorFault::Several));
    }

    #[test]
    fn the_document_lists_every_address() {
        let client = metadata(&["https://a.example/1", "https://b.example/2"], Some("https://s.example/list"));
        let listed = br#"["https://a.example/1","https://b.example/2","https://c.example/3"]"#;
        assert_eq!(check_document(listed, &client), Ok(()));
        assert_eq!(check_document(br#"["https://a.example/1"]"#, &client), Err(SectorFault::Unlisted));
        let long = " ".repeat(MOST_BYTES + 1);
        for malformed in ["{}", "[1]", "", long.as_str()] {
            assert_eq!(check_document(malformed.as_bytes(), &client), Err(SectorFault::Malformed));
        }
    }

    #[test]
    fn names_differ_by_sector_and_account_only() {
        let key = SubjectKey::new(&[7; 32]);
        let (a, b) = (metadata(&["https://a.example/1"], None), metadata(&["https://b.example/1"], None));
        let also_a = metadata(&["https://a.example/other"], None);
        let name = |client: &ClientMetadata, account: &[u8]| key.subject(client, account).unwrap();
        assert_eq!(name(&a, b"1"), name(&also_a, b"1"));
        assert_ne!(name(&a, b"1"), name(&b, b"1"));
        assert_ne!(name(&a, b"1"), name(&a, b"2"));
        assert_eq!(name(&a, b"1").len(), 43);
        let public = |client: &ClientMetadata| ClientMetadata { subject_type: SubjectType::Public, ..client.clone() };
        assert_eq!(name(&public(&a), b"1"), name(&public(&b), b"1"));
        assert_ne!(name(&public(&a), b"1"), name(&a, b"1"));
        assert_ne!(SubjectKey::new(&[8; 32]).subject(&a, b"1").unwrap(), name(&a, b"1"));
        // Pinned: a change of this text would give every person another name at every site.
        assert_eq!(name(&a, b"1"), "ce6qhbezhAQTIo1Y8BIndAwzjrnxWJxGqPG9OgSgF8g");
    }
}
