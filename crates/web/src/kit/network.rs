//! Where a request comes from: the peer, or what a trusted proxy says, cut to a network prefix.
//!
//! Nothing a client writes is believed: forwarding headers count only when the peer is a configured proxy, and only the
//! one header that the proxy is known to set.

use std::net::IpAddr;

use http::{HeaderMap, header::FORWARDED};
use okno_app::network::{Network, cut_v4, cut_v6};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The prefix that limits count by and that a person sees in the history: /24 of IPv4, /56 of IPv6.
pub fn prefix(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => format!("{}/24", cut_v4(address, 24)),
        IpAddr::V6(address) => format!("{}/56", cut_v6(address, 56)),
    }
}

/// The header in which the proxy names the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyHeader {
    /// `X-Forwarded-For`, appended to by each proxy.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// The client's address: the peer, or, while the hop is a trusted proxy, the one it names. What is not an address ends
/// the walk at the last hop that is known.
pub fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[Network], header: ProxyHeader) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut hop = peer.to_canonical();
    if !is_trusted(hop) {
        return hop;
    }
    for named in named_hops(headers, header).into_iter().rev() {
        let Some(address) = named else { return hop };
        hop = address.to_canonical();
        if !is_trusted(hop) {
            return hop;
        }
    }
    hop
}

fn named_hops(headers: &HeaderMap, header: ProxyHeader) -> Vec<Option<IpAddr>> {
    let values = match header {
        ProxyHeader::XForwardedFor => headers.get_all("x-forwarded-for"),
        ProxyHeader::Forwarded => headers.get_all(FORWARDED),
    };
    let mut hops = Vec::new();
    for value in values {
        let Ok(value) = value.to_str() else {
            hops.push(None);
            continue;
        };
        for element in value.split(',') {
            hops.push(match header {
                ProxyHeader::XForwardedFor => node(element.trim()),
                ProxyHeader::Forwarded => element
                    .split(';')
                    .filter_map(|pair| pair.trim().split_once('='))
                    .find(|(name, _)| name.eq_ignore_ascii_case("for"))
                    .and_then(|(_, value)| node(value.trim().trim_matches('"'))),
            });
        }
    }
    hops
}

/// An address with or without brackets and port.
fn node(text: &str) -> Option<IpAddr> {
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    if let Some(rest) = text.strip_prefix('[') {
        return rest.split_once(']').and_then(|(address, _)| address.parse().ok());
    }
    text.rsplit_once(':').and_then(|(address, _)| address.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, http::HeaderValue::from_static(value));
        }
        map
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_prefix_hides_the_host() {
        for (address, expected) in [
            ("203.0.113.77", "203.0.113.0/24"),
            ("::ffff:203.0.113.77", "203.0.113.0/24"),
            ("2001:db8:1:2ff:3::4", "2001:db8:1:200::/56"),
        ] {
            assert_eq!(prefix(ip(address)), expected);
        }
    }

    /// Decision 13: limits count by the real client, and a client cannot choose who it is.
    #[test]
    fn only_a_trusted_proxy_names_the_client() {
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        let forged = headers(&[("x-forwarded-for", "1.1.1.1"), ("forwarded", "for=1.1.1.1")]);
        for header in [ProxyHeader::XForwardedFor, ProxyHeader::Forwarded] {
            assert_eq!(client(ip("203.0.113.7"), &forged, &trusted, header), ip("203.0.113.7"));
            assert_eq!(client(ip("203.0.113.7"), &forged, &[], header), ip("203.0.113.7"));
        }
        // The client wrote 1.1.1.1 itself; the proxies appended what they saw.
        let chain = headers(&[("x-forwarded-for", "1.1.1.1, 198.51.100.9"), ("x-forwarded-for", "10.0.0.2")]);
        assert_eq!(client(ip("10.0.0.1"), &chain, &trusted, ProxyHeader::XForwardedFor), ip("198.51.100.9"));
        // The other header is not the one that this proxy sets.
        assert_eq!(client(ip("10.0.0.1"), &chain, &trusted, ProxyHeader::Forwarded), ip("10.0.0.1"));
        let rfc = headers(&[("forwarded", "for=1.1.1.1, For=\"[2001:db8::9]:4711\";proto=https, for=10.1.1.1:80")]);
        assert_eq!(client(ip("10.0.0.1"), &rfc, &trusted, ProxyHeader::Forwarded), ip("2001:db8::9"));
        let hidden = headers(&[("forwarded", "for=1.1.1.1, for=_hidden")]);
        assert_eq!(client(ip("10.0.0.1"), &hidden, &trusted, ProxyHeader::Forwarded), ip("10.0.0.1"));
    }
}
