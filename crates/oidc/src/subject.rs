//! The name of a person at a site: the same everywhere, or another in each sector (OpenID Connect Core 8). It is made of the
//! account's stable key, so it survives whatever happens to the account as long as that key is kept.

use std::collections::BTreeSet;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use url::Url;

use crate::{
    client::{Client, ClientMetadata, SubjectType},
    error::{ErrorCode, ProtocolError},
    jose::encode_base64url,
};

const MOST_BYTES: usize = 64 * 1024;

/// Why a client has no sector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SectorFault {
    /// Its addresses have several hosts, and no document makes them one sector.
    #[error("the redirect addresses are no single sector")]
    Several,
    /// The document is no list of addresses.
    #[error("the sector document is no list of addresses")]
    Malformed,
    /// The document does not list an address of the client.
    #[error("the sector document does not list every redirect address")]
    Unlisted,
}

impl SectorFault {
    /// The error of registration (RFC 7591 3.2.2).
    pub const fn error(self) -> ProtocolError {
        ProtocolError::new(
            ErrorCode::InvalidClientMetadata,
            match self {
                Self::Several => "sector_identifier_uri is missing",
                Self::Malformed => "sector_identifier_uri leads to no list of addresses",
                Self::Unlisted => "sector_identifier_uri does not list every redirect address",
            },
        )
    }
}

/// The sector of a client: the host of its document, else of its addresses (OpenID Connect Core 8.1); itself where it proves no
/// host, see [`ClientMetadata::is_own_sector`].
pub fn sector(client: &Client) -> Result<String, SectorFault> {
    let metadata = &client.metadata;
    if metadata.is_own_sector() {
        // No host has a colon outside of brackets.
        return Ok(format!("client:{}", client.id));
    }
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

/// Whether a client would leave the sector in which people have their names at it. What it is told afterwards, such as that a
/// session is over, may still be said by those names.
pub fn leaves_sector(before: &Client, after: &Client) -> bool {
    let is_pairwise = |client: &Client| client.metadata.subject_type == SubjectType::Pairwise;
    is_pairwise(before) && (!is_pairwise(after) || sector(before) != sector(after))
}

/// Whether a fetched sector document lists every address of the client (OpenID Connect Registration 5), and one at least: whoever
/// has none is in nobody's list.
pub fn check_document(bytes: &[u8], metadata: &ClientMetadata) -> Result<(), SectorFault> {
    if bytes.len() > MOST_BYTES {
        return Err(SectorFault::Malformed);
    }
    let listed: Vec<String> = serde_json::from_slice(bytes).map_err(|_| SectorFault::Malformed)?;
    let all = metadata.redirect_uris.iter().all(|address| listed.iter().any(|one| one == address.as_str()));
    if all && !metadata.redirect_uris.is_empty() { Ok(()) } else { Err(SectorFault::Unlisted) }
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
    pub fn subject(&self, client: &Client, account: &[u8]) -> Result<String, SectorFault> {
        match client.metadata.subject_type {
            SubjectType::Public => Ok(self.name("public", "", account)),
            SubjectType::Pairwise => Ok(self.name("pairwise", &sector(client)?, account)),
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
        encode_base64url(mac.finalize().into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{ApplicationType, GrantType, Profile, RedirectRule, RedirectUri};

    fn client(id: &str, addresses: &[&str], document: Option<&str>) -> Client {
        let application = if addresses.iter().any(|address| !address.starts_with("http")) {
            ApplicationType::Native
        } else {
            ApplicationType::Web
        };
        let rule = RedirectRule { application, loopback_for_web: true };
        let metadata = ClientMetadata {
            redirect_uris: addresses.iter().map(|address| RedirectUri::parse(address, rule).unwrap()).collect(),
            sector_identifier_uri: document.map(str::to_owned),
            subject_type: SubjectType::Pairwise,
            ..ClientMetadata::default()
        };
        Client { id: id.to_owned(), profile: Profile::Plain, metadata }
    }

    /// OpenID Connect Core 8.1.
    #[test]
    fn a_sector_is_one_host() {
        let one = client("a", &["https://a.example/1", "https://a.example:8443/2"], None);
        assert_eq!(sector(&one), Ok("a.example".to_owned()));
        let two = client("a", &["https://a.example/1", "https://b.example/2"], None);
        assert_eq!(sector(&two), Err(SectorFault::Several));
        let joined = client("a", &["https://a.example/1", "https://b.example/2"], Some("https://s.example/list"));
        assert_eq!(sector(&joined), Ok("s.example".to_owned()));
    }

    /// A device gets tokens without any address, so that its client could be anybody's: it must not meet the names of the host
    /// that it registers, nor those of a document. The same for a client without addresses.
    #[test]
    fn whoever_proves_no_host_is_in_no_sector_of_others() {
        let key = SubjectKey::new(&[7; 32]);
        let pension = client("pension", &["https://a.example/cb"], None);
        let name = key.subject(&pension, b"1").unwrap();
        for document in [None, Some("https://a.example/list")] {
            let mut device = client("evil", &["https://a.example/cb"], document);
            assert_eq!(sector(&device), Ok("a.example".to_owned()), "a code goes to the host");
            device.metadata.grant_types.push(GrantType::DeviceCode);
            for evil in [device, client("evil", &[], document)] {
                assert_eq!(sector(&evil), Ok("client:evil".to_owned()), "{document:?}");
                assert_ne!(key.subject(&evil, b"1").unwrap(), name, "{document:?}");
            }
        }
    }

    /// Two programs at the same address of the device must not find out that they have the same person before them.
    #[test]
    fn addresses_of_the_device_are_no_common_sector() {
        let key = SubjectKey::new(&[7; 32]);
        for address in
            ["http://localhost:3000/cb", "http://127.0.0.1/cb", "com.example.app:/cb", "com.example.app://x/"]
        {
            for document in [None, Some("https://s.example/list")] {
                let (own, other) = (client("a", &[address], document), client("b", &[address], document));
                assert_eq!(sector(&own), Ok("client:a".to_owned()), "{address}");
                assert_ne!(key.subject(&own, b"1").unwrap(), key.subject(&other, b"1").unwrap(), "{address}");
            }
        }
        let mixed = client("a", &["https://a.example/cb", "com.example.app:/cb"], None);
        let web = client("w", &["https://a.example/cb"], None);
        assert_ne!(sector(&mixed), sector(&web), "who knows the host is not in its sector");
    }

    #[test]
    fn a_sector_is_left_by_other_hosts_grants_and_types() {
        let before = client("a", &["https://a.example/1"], None);
        assert!(!leaves_sector(&before, &client("a", &["https://a.example/2"], None)));
        assert!(!leaves_sector(&before, &client("a", &["https://b.example/1"], Some("https://a.example/list"))));
        assert!(leaves_sector(&before, &client("a", &["https://b.example/1"], None)));
        assert!(leaves_sector(&before, &client("a", &["https://a.example/1"], Some("https://b.example/list"))));
        let mut device = before.clone();
        device.metadata.grant_types.push(GrantType::DeviceCode);
        assert!(leaves_sector(&before, &device) && leaves_sector(&device, &before));
        let mut public = before.clone();
        public.metadata.subject_type = SubjectType::Public;
        assert!(leaves_sector(&before, &public) && !leaves_sector(&public, &before));
    }

    #[test]
    fn the_document_lists_every_address() {
        let client = client("a", &["https://a.example/1", "https://b.example/2"], Some("https://s.example/list"));
        let listed = br#"["https://a.example/1","https://b.example/2","https://c.example/3"]"#;
        assert_eq!(check_document(listed, &client.metadata), Ok(()));
        assert_eq!(check_document(br#"["https://a.example/1"]"#, &client.metadata), Err(SectorFault::Unlisted));
        let long = " ".repeat(MOST_BYTES + 1);
        for malformed in ["{}", "[1]", "", long.as_str()] {
            assert_eq!(check_document(malformed.as_bytes(), &client.metadata), Err(SectorFault::Malformed));
        }
        let nowhere = self::client("a", &[], Some("https://s.example/list"));
        assert_eq!(check_document(listed, &nowhere.metadata), Err(SectorFault::Unlisted));
        assert_eq!(SectorFault::Unlisted.error().code.as_str(), "invalid_client_metadata");
    }

    #[test]
    fn names_differ_by_sector_and_account_only() {
        let key = SubjectKey::new(&[7; 32]);
        let (a, b) = (client("a", &["https://a.example/1"], None), client("b", &["https://b.example/1"], None));
        let also_a = client("c", &["https://a.example/other"], None);
        let name = |client: &Client, account: &[u8]| key.subject(client, account).unwrap();
        assert_eq!(name(&a, b"1"), name(&also_a, b"1"));
        assert_ne!(name(&a, b"1"), name(&b, b"1"));
        assert_ne!(name(&a, b"1"), name(&a, b"2"));
        assert_eq!(name(&a, b"1").len(), 43);
        let public = |client: &Client| {
            let metadata = ClientMetadata { subject_type: SubjectType::Public, ..client.metadata.clone() };
            Client { metadata, ..client.clone() }
        };
        assert_eq!(name(&public(&a), b"1"), name(&public(&b), b"1"));
        assert_ne!(name(&public(&a), b"1"), name(&a, b"1"));
        assert_ne!(SubjectKey::new(&[8; 32]).subject(&a, b"1").unwrap(), name(&a, b"1"));
        // Pinned: a change of this text would give every person another name at every site.
        assert_eq!(name(&a, b"1"), "ce6qhbezhAQTIo1Y8BIndAwzjrnxWJxGqPG9OgSgF8g");
    }
}
