//! Whether a certificate is the client's, by the name that it registered (RFC 8705 2.1.2). That the certificate is of an issuer who
//! counts, and that its owner holds the key, is seen to by TLS; here names are compared and nothing else.

use std::net::IpAddr;

use super::CertificateSubject;

/// The longest distinguished name that is read, in bytes.
const LONGEST: usize = 2048;

/// Attributes that have a name (RFC 4514 3, and two that tools print), by their number.
const ATTRIBUTES: [(&str, &str); 11] = [
    ("CN", "2.5.4.3"),
    ("SERIALNUMBER", "2.5.4.5"),
    ("C", "2.5.4.6"),
    ("L", "2.5.4.7"),
    ("ST", "2.5.4.8"),
    ("STREET", "2.5.4.9"),
    ("O", "2.5.4.10"),
    ("OU", "2.5.4.11"),
    ("UID", "0.9.2342.19200300.100.1.1"),
    ("DC", "0.9.2342.19200300.100.1.25"),
    ("EMAILADDRESS", "1.2.840.113549.1.9.1"),
];

/// The names in a certificate that TLS has accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CertificateNames<'a> {
    /// The subject, as RFC 4514 writes it.
    pub subject: &'a str,
    /// Domain names among the alternative names.
    pub dns: &'a [&'a str],
    /// Addresses among them.
    pub uris: &'a [&'a str],
    /// IP addresses among them.
    pub ips: &'a [IpAddr],
    /// E-mail addresses among them.
    pub emails: &'a [&'a str],
}

impl CertificateSubject {
    /// Whether the certificate has the registered name. What cannot be read is in no certificate.
    pub fn is_in(&self, names: &CertificateNames<'_>) -> bool {
        match self {
            Self::Dn(wanted) => match (DistinguishedName::parse(wanted), DistinguishedName::parse(names.subject)) {
                (Some(wanted), Some(subject)) => wanted == subject,
                _ => false,
            },
            // A certificate for all names below one stands for none of them here.
            Self::Dns(wanted) => {
                !wanted.contains('*') && names.dns.iter().any(|name| name.eq_ignore_ascii_case(wanted))
            }
            Self::Uri(wanted) => names.uris.iter().any(|name| name == wanted),
            Self::Ip(wanted) => wanted.parse().is_ok_and(|wanted| names.ips.contains(&wanted)),
            Self::Email(wanted) => names.emails.iter().any(|name| is_same_mailbox(name, wanted)),
        }
    }
}

/// The part before the last `@` to the letter, the domain in any case (RFC 5321 2.4).
fn is_same_mailbox(one: &str, other: &str) -> bool {
    match (one.rsplit_once('@'), other.rsplit_once('@')) {
        (Some((one, at)), Some((other, where_at))) => one == other && at.eq_ignore_ascii_case(where_at),
        _ => false,
    }
}

/// A distinguished name in the form in which equal names are equal (RFC 4517 4.2.15): numbers of attributes, values without
/// escapes, in small letters, with single blanks. The order of the parts counts, that within a part of several values does not.
#[derive(Debug, PartialEq, Eq)]
struct DistinguishedName(Vec<Vec<(String, String)>>);

impl DistinguishedName {
    fn parse(text: &str) -> Option<Self> {
        if text.is_empty() || text.len() > LONGEST {
            return None;
        }
        let parts = split(text, ',').into_iter().map(|part| {
            let mut values: Vec<(String, String)> =
                split(part, '+').into_iter().map(attribute).collect::<Option<_>>()?;
            values.sort();
            Some(values)
        });
        parts.collect::<Option<_>>().map(Self)
    }
}

/// Splits at a mark that is neither escaped nor within quotation marks (which RFC 2253 knew).
fn split(text: &str, mark: char) -> Vec<&str> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    let (mut escaped, mut quoted) = (false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            _ if letter == mark && !quoted => {
                let begin = text.len() - rest.len();
                let (piece, after) = rest.split_at(at - begin);
                pieces.push(piece);
                rest = after.strip_prefix(mark).unwrap_or_default();
            }
            _ => {}
        }
    }
    pieces.push(rest);
    pieces
}

fn attribute(text: &str) -> Option<(String, String)> {
    let (kind, value) = text.split_once('=')?;
    let kind = kind.trim_matches(' ');
    let named = ATTRIBUTES.iter().find(|(name, _)| name.eq_ignore_ascii_case(kind)).map(|(_, number)| *number);
    let numbered = kind.starts_with(|first: char| first.is_ascii_digit())
        && kind.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let kind = named.or(numbered.then_some(kind))?;
    Some((kind.to_owned(), unescaped(value.trim_start_matches(' '))?))
}

/// The value without its escapes; encoded ones (`#04…`) are not read.
fn unescaped(value: &str) -> Option<String> {
    if value.starts_with('#') {
        return None;
    }
    // Blanks at the end do not count unless they are escaped, which no name of a client needs.
    let value = value.trim_end_matches(' ');
    let value = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        match after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if !after.starts_with('+') => {
                bytes.push(byte);
                rest = after.get(2..)?;
            }
            _ => {
                let letter = after.chars().next()?;
                let plain = after.get(..letter.len_utf8())?;
                bytes.extend_from_slice(plain.as_bytes());
                rest = after.get(letter.len_utf8()..)?;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    let text = String::from_utf8(bytes).ok()?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_in(wanted: &str, subject: &str) -> bool {
        CertificateSubject::Dn(wanted.to_owned()).is_in(&CertificateNames { subject, ..CertificateNames::default() })
    }

    /// RFC 8705 2.1.2, RFC 4514 4, RFC 4517 4.2.15: one name in its spellings.
    #[test]
    fn a_distinguished_name_has_many_spellings() {
        for (one, other) in [
            ("CN=Bank,O=Bank AG,C=DE", "CN=Bank,O=Bank AG,C=DE"),
            ("cn=bank, o=BANK  ag , c=de", "CN=Bank,O=Bank AG,C=DE"),
            ("2.5.4.3=Bank,2.5.4.10=Bank AG,2.5.4.6=DE", "CN=Bank,O=Bank AG,C=DE"),
            ("CN=Bank\\, Inc.", "CN=Bank\\2C Inc."),
            ("CN=\"Bank, Inc.\"", "CN=Bank\\, Inc."),
            ("CN=\\D0\\91\\D0\\B0\\D0\\BD\\D0\\BA", "CN=\u{411}\u{430}\u{43d}\u{43a}"),
            ("OU=a+CN=b,O=c", "CN=b+OU=a,O=c"),
            ("CN=a\\+b\\=c\\\\", "CN=a\\2Bb\\3Dc\\5C"),
        ] {
            assert!(is_in(one, other) && is_in(other, one), "{one} is not {other}");
        }
    }

    /// What comes near is another name: a part more or fewer, another order, a value that looks like two parts.
    #[test]
    fn another_name_is_another_client() {
        for (wanted, subject) in [
            ("CN=Bank,O=Bank AG", "CN=Bank"),
            ("CN=Bank", "CN=Bank,O=Bank AG"),
            ("CN=Bank,O=Bank AG", "O=Bank AG,CN=Bank"),
            ("CN=Bank,O=Bank AG", "CN=Bank\\,O=Bank AG"),
            ("CN=Bank,O=Bank AG", "CN=\"Bank,O=Bank AG\""),
            ("CN=Bank+O=Bank AG", "CN=Bank,O=Bank AG"),
            ("CN=Bank", "OU=Bank"),
            ("CN=Bank", "2.5.4.33=Bank"),
            ("CN=Bank", "CN=Bank\\00"),
            ("CN=", "O="),
            ("", ""),
            ("CN", "CN"),
            ("=x", "=x"),
            ("CN=#0401", "CN=#0401"),
            ("XX=Bank", "XX=Bank"),
            ("CN=a\\", "CN=a\\"),
            ("CN=\\FF", "CN=\\FF"),
        ] {
            assert!(!is_in(wanted, subject), "{wanted} is {subject}");
        }
        let long = format!("CN={}", "a".repeat(LONGEST));
        assert!(!is_in(&long, &long));
    }

    #[test]
    fn alternative_names_are_compared_by_their_kind() {
        let names = CertificateNames {
            subject: "CN=x",
            dns: &["Client.example", "*.example"],
            uris: &["https://client.example/a"],
            ips: &["192.0.2.1".parse().unwrap(), "2001:db8::1".parse().unwrap()],
            emails: &["Anna@client.example"],
        };
        let dns = |text: &str| CertificateSubject::Dns(text.to_owned()).is_in(&names);
        assert!(dns("client.example") && dns("CLIENT.EXAMPLE"));
        assert!(!dns("other.example") && !dns("*.example") && !dns("client.example.") && !dns(""));
        let uri = |text: &str| CertificateSubject::Uri(text.to_owned()).is_in(&names);
        assert!(uri("https://client.example/a"));
        assert!(!uri("https://client.example/A") && !uri("https://client.example/a/"));
        let ip = |text: &str| CertificateSubject::Ip(text.to_owned()).is_in(&names);
        assert!(ip("192.0.2.1") && ip("2001:0db8:0:0::1"));
        assert!(!ip("192.0.2.2") && !ip("192.0.2.01") && !ip("client.example"));
        let email = |text: &str| CertificateSubject::Email(text.to_owned()).is_in(&names);
        assert!(email("Anna@CLIENT.example"));
        assert!(!email("anna@client.example") && !email("client.example") && !email("Anna@evil@client.example"));
    }
}
