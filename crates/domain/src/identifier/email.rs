//! E-mail addresses as contacts and login names.
//!
//! The domain is kept in its ASCII form (for the mail path and for comparison) and its Unicode form (for people); the
//! local part is kept as typed and compared without regard to case. Dots and +tags are part of the address.

use std::hash::{Hash, Hasher};

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

use super::text::tidy;

reasons! {
    /// Why a text is not a usable e-mail address.
    EmailRefusal {
        /// Nothing was given.
        Empty => "email-empty",
        /// Not one local part, one @ and one domain.
        Format => "email-format",
        /// The local part has characters or dots where there may be none.
        Local => "email-local",
        /// Letters outside ASCII before the @, which our mail path cannot carry.
        UnicodeLocal => "email-unicode-local",
        /// The local part has more than 64 bytes, or the address more than 254.
        Length => "email-length",
        /// The part after the @ is not a name of the domain name system with at least one dot.
        Domain => "email-domain",
    }
}

/// Which addresses are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EmailRules {
    /// Whether the mail path supports SMTPUTF8 (`contact.email.smtputf8`).
    pub smtputf8: bool,
}

/// An e-mail address; equal to another if mail and login treat them as one.
#[derive(Clone)]
pub struct Email {
    ascii: String,
    unicode: String,
    comparison: String,
}

impl Email {
    /// Reads what a person typed.
    pub fn parse(text: &str, rules: EmailRules) -> Result<Self, EmailRefusal> {
        let text = tidy(text);
        if text.is_empty() {
            return Err(EmailRefusal::Empty);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailRefusal::Format)?;
        if local.is_empty() || domain.is_empty() || domain.contains('@') || text.contains(' ') {
            return Err(EmailRefusal::Format);
        }
        check_local(local, rules)?;
        let (ascii_domain, unicode_domain) = domain_forms(domain).ok_or(EmailRefusal::Domain)?;
        let ascii = format!("{local}@{ascii_domain}");
        if local.len() > 64 || ascii.len() > 254 {
            return Err(EmailRefusal::Length);
        }
        let unicode = format!("{local}@{unicode_domain}");
        let comparison = format!("{}@{ascii_domain}", tidy(&local.to_lowercase()));
        Ok(Self { ascii, unicode, comparison })
    }

    /// The canonical form: local part as typed, domain in ASCII. Where mail is sent.
    pub fn as_str(&self) -> &str {
        &self.ascii
    }

    /// The form for people: the domain in its own letters.
    pub fn display(&self) -> &str {
        &self.unicode
    }

    /// The form under which the address is looked up and must be unique.
    pub fn comparison(&self) -> &str {
        &self.comparison
    }

    /// The part before the @, as typed.
    pub fn local(&self) -> &str {
        self.ascii.split_once('@').map_or("", |(local, _)| local)
    }

    /// The domain in ASCII.
    pub fn domain(&self) -> &str {
        self.ascii.split_once('@').map_or("", |(_, domain)| domain)
    }

    /// The form that lets its owner recognise it: `i***@example.org`.
    pub fn masked(&self) -> String {
        let (local, domain) = self.unicode.split_once('@').unwrap_or_default();
        format!("{}***@{domain}", local.chars().take(1).collect::<String>())
    }
}

fn check_local(local: &str, rules: EmailRules) -> Result<(), EmailRefusal> {
    // Dot-atoms of RFC 5321 (RFC 6531 for other letters); quoted local parts are deliberately not taken.
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || c.is_alphanumeric();
    let dotted = local.split('.').all(|part| !part.is_empty() && part.chars().all(atom));
    if !dotted {
        return Err(EmailRefusal::Local);
    }
    if !local.is_ascii() && !rules.smtputf8 {
        return Err(EmailRefusal::UnicodeLocal);
    }
    Ok(())
}

fn domain_forms(domain: &str) -> Option<(String, String)> {
    let names = Uts46::new();
    let ascii =
        names.to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify).ok()?;
    let last = ascii.rsplit_once('.')?.1;
    // An address of a host is not a domain.
    if last.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (unicode, faults) = names.to_unicode(ascii.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast);
    faults.ok()?;
    Some((ascii.to_string(), unicode.into_owned()))
}

impl PartialEq for Email {
    fn eq(&self, other: &Self) -> bool {
        self.comparison == other.comparison
    }
}
impl Eq for Email {}
impl Hash for Email {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.comparison.hash(state);
    }
}

impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Email(…)")
    }
}

impl serde::Serialize for Email {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.ascii)
    }
}

impl<'de> serde::Deserialize<'de> for Email {
    /// Reads a stored address: what was taken once stays readable when the rules change.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text, EmailRules { smtputf8: true }).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Email, EmailRefusal> {
        Email::parse(text, EmailRules::default())
    }

    #[test]
    fn a_domain_has_two_forms() {
        let typed = parse(" Ivan@Пример.РФ ").unwrap();
        assert_eq!(typed.as_str(), "Ivan@xn--e1afmkfd.xn--p1ai");
        assert_eq!(typed.display(), "Ivan@пример.рф");
        assert_eq!(typed.comparison(), "ivan@xn--e1afmkfd.xn--p1ai");
        assert_eq!(typed, parse("ivan@xn--e1afmkfd.xn--p1ai").unwrap());
        assert_eq!(typed.masked(), "I***@пример.рф");
    }

    #[test]
    fn dots_and_tags_are_kept() {
        assert_ne!(parse("i.van@example.org").unwrap(), parse("ivan@example.org").unwrap());
        assert_ne!(parse("ivan+a@example.org").unwrap(), parse("ivan@example.org").unwrap());
    }

    #[test]
    fn refusals() {
        let refused = |text: &str| parse(text).unwrap_err();
        assert_eq!(refused(" "), EmailRefusal::Empty);
        for text in ["ivan", "@example.org", "ivan@", "a@b@example.org", "i van@example.org"] {
            assert_eq!(refused(text), EmailRefusal::Format, "{text}");
        }
        for text in [".ivan@example.org", "ivan.@example.org", "iv..an@example.org", "\"ivan\"@example.org"] {
            assert_eq!(refused(text), EmailRefusal::Local, "{text}");
        }
        for text in
            ["i@localhost", "i@[127.0.0.1]", "i@127.0.0.1", "i@-a.org", "i@a-.org", "i@a..org", "i@a.org.", "i@a_b.org"]
        {
            assert_eq!(refused(text), EmailRefusal::Domain, "{text}");
        }
        assert_eq!(refused(&format!("i@{}.org", "a".repeat(64))), EmailRefusal::Domain);
        assert_eq!(refused(&format!("{}@example.org", "a".repeat(65))), EmailRefusal::Length);
        assert_eq!(refused(&format!("ivan.ivanov@{}.org", vec!["a".repeat(60); 4].join("."))), EmailRefusal::Length);
    }

    #[test]
    fn other_letters_before_the_at_need_smtputf8() {
        assert_eq!(parse("почта@пример.рф"), Err(EmailRefusal::UnicodeLocal));
        let email = Email::parse("Почта@пример.рф", EmailRules { smtputf8: true }).unwrap();
        assert_eq!(email.comparison(), "почта@xn--e1afmkfd.xn--p1ai");
    }
}
