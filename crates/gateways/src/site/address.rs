//! Where the address of a site leads, and whether anybody may be called there.
//!
//! Whoever may name an address could otherwise have us call what only we can reach: our own management address, the database's
//! host, the address at which clouds hand out credentials (server-side request forgery).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use okno_app::ports::{CallFault, SiteAddress};
use reqwest::Url;
use tokio::net::lookup_host;

/// The most addresses of one name that are of interest.
const MOST_ADDRESSES: usize = 16;

/// An address that was looked at, and where it leads.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) url: Url,
    pub(super) addresses: Vec<SocketAddr>,
}

/// Looks where an address leads. Every place that a name leads to must be one that may be called: one that leads to us as well is
/// not to be trusted at all.
pub(super) async fn look(site: &SiteAddress<'_>) -> Result<Target, CallFault> {
    let url = Url::parse(site.url).map_err(|_| CallFault::Malformed)?;
    // A name or a password would go along as a credential, wherever a site that redirects there wants it.
    if !url.username().is_empty() || url.password().is_some() {
        return Err(CallFault::Malformed);
    }
    // What would not be called anyway is not looked up either.
    if !(url.scheme() == "https" || (url.scheme() == "http" && site.under_test)) {
        return Err(CallFault::NotProtected);
    }
    let port = url.port_or_known_default().ok_or(CallFault::Malformed)?;
    let host = url.host_str().ok_or(CallFault::Malformed)?;
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let addresses: Vec<SocketAddr> = match bare.parse::<IpAddr>() {
        Ok(address) => vec![SocketAddr::new(address, port)],
        Err(_) => {
            let found = lookup_host((host, port)).await;
            found.map_err(|_| CallFault::Nowhere)?.take(MOST_ADDRESSES).collect()
        }
    };
    check(site, url.scheme(), &addresses)?;
    Ok(Target { url, addresses })
}

fn check(site: &SiteAddress<'_>, scheme: &str, addresses: &[SocketAddr]) -> Result<(), CallFault> {
    if addresses.is_empty() {
        return Err(CallFault::Nowhere);
    }
    let is_here = |address: &SocketAddr| site.under_test && address.ip().to_canonical().is_loopback();
    let may = |address: &SocketAddr| {
        let ip = address.ip();
        is_here(address) || is_public(ip) || site.private.iter().any(|network| network.contains(ip))
    };
    let is_protected = match scheme {
        "https" => true,
        "http" => addresses.iter().all(is_here),
        _ => false,
    };
    if !is_protected {
        return Err(CallFault::NotProtected);
    }
    if addresses.iter().all(may) { Ok(()) } else { Err(CallFault::NotPublic) }
}

/// Whether an address is of a machine in the public network (RFC 6890 and its registries).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

#[expect(clippy::unnested_or_patterns, reason = "each network stands by itself, with what it is")]
const fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        // This network, private ones, between carriers, loopback, link-local with the address of cloud metadata.
        (0 | 10 | 127, ..) | (100, 64..=127, _) | (169, 254, _) | (172, 16..=31, _)
        | (192, 168, _)
        // Of protocols, of documents, of the way to version 6, of measurements.
        | (192, 0, 0 | 2) | (192, 88, 99) | (198, 18..=19, _) | (198, 51, 100) | (203, 0, 113)
        // Multicast, reserved, broadcast.
        | (224..=255, ..)
    )
}

/// Only what is handed out for the public network, without what stands for addresses of version 4 or is for documents.
const fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    let is_handed_out = a & 0xe000 == 0x2000;
    let is_of_protocols = a == 0x2001 && b < 0x0200;
    let is_of_documents = (a == 0x2001 && b == 0x0db8) || (a == 0x3fff && b < 0x1000);
    let stands_for_another = a == 0x2002;
    is_handed_out && !is_of_protocols && !is_of_documents && !stands_for_another
}

#[cfg(test)]
mod tests {
    use okno_app::network::Network;

    use super::*;

    fn site<'a>(url: &'a str, under_test: bool, private: &'a [Network]) -> SiteAddress<'a> {
        SiteAddress { url, under_test, private }
    }

    fn leads(text: &str, under_test: bool, private: &[Network]) -> bool {
        let address = SocketAddr::new(text.parse().unwrap(), 443);
        check(&site("", under_test, private), "https", &[address]).is_ok()
    }

    const FORBIDDEN: &[&str] = &[
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.0.1",
        "169.254.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "192.168.255.255",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "3fff::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ];

    /// What only we can reach is called for nobody.
    #[test]
    fn nothing_but_the_public_network_is_called() {
        for address in FORBIDDEN {
            assert!(!leads(address, false, &[]), "{address}");
        }
        for address in [
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.1",
            "192.0.1.1",
            "192.167.255.255",
            "198.17.255.255",
            "198.20.0.1",
            "223.255.255.255",
            "2001:4860:4860::8888",
            "2a00:1450::1",
            "2600::1",
        ] {
            assert!(leads(address, false, &[]), "{address}");
        }
    }

    #[test]
    fn an_intranet_is_named_and_a_test_is_on_this_machine() {
        let intranet: [Network; 2] = ["10.20.0.0/16".parse().unwrap(), "fd00:1::/32".parse().unwrap()];
        for (address, may) in
            [("10.20.0.1", true), ("10.21.0.1", false), ("127.0.0.1", false), ("fd00:1::5", true), ("fd00:2::5", false)]
        {
            assert_eq!(leads(address, false, &intranet), may, "{address}");
        }
        for (address, may) in [("127.0.0.1", true), ("::1", true), ("10.0.0.1", false), ("169.254.169.254", false)] {
            assert_eq!(leads(address, true, &[]), may, "{address}");
        }
    }

    /// A name that leads to us beside somewhere else is refused as a whole: nobody chooses which of them is taken.
    #[test]
    fn one_wrong_place_spoils_a_name() {
        let at = |texts: &[&str]| -> Vec<SocketAddr> {
            texts.iter().map(|text| SocketAddr::new(text.parse().unwrap(), 443)).collect()
        };
        let here = site("", false, &[]);
        assert!(check(&here, "https", &at(&["8.8.8.8", "9.9.9.9"])).is_ok());
        assert!(check(&here, "https", &at(&["8.8.8.8", "127.0.0.1"])).is_err());
        assert!(check(&here, "https", &[]).is_err());
        let under_test = site("", true, &[]);
        assert!(check(&under_test, "http", &at(&["127.0.0.1", "::1"])).is_ok());
        assert!(check(&under_test, "http", &at(&["127.0.0.1", "8.8.8.8"])).is_err(), "plain only on this machine");
        for scheme in ["http", "ftp", "file", ""] {
            assert!(check(&here, scheme, &at(&["8.8.8.8"])).is_err(), "{scheme}");
        }
    }

    /// Every way to write an address of this machine is read as what it is.
    #[tokio::test]
    async fn an_address_is_what_it_means() {
        for url in [
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f.0.0.1/",
            "https://0177.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/",
            "https://localhost/",
            "https://169.254.169.254/latest/meta-data/",
            "https://[fd00:ec2::254]/",
            "https://0/",
            "gopher://127.0.0.1/",
            "http://8.8.8.8/",
            "https://",
            "",
        ] {
            assert!(look(&site(url, false, &[])).await.is_err(), "{url}");
        }
        let target = look(&site("http://localhost:8080/x", true, &[])).await.unwrap();
        assert!(target.addresses.iter().all(|address| address.ip().is_loopback() && address.port() == 8080));
    }
}
