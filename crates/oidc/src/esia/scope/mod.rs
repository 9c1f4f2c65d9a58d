//! Scopes: their grammar, and what each of them opens ([`table`]).
//!
//! Names are bare (`fullname`), or addresses (`http://esia.gosuslugi.ru/org_inn?org_oid=1000400001`) whose beginning is the
//! same on every installation. The list is signed exactly as it was sent, so its text is kept.

pub mod table;

use std::fmt;

use super::{
    Mode,
    error::{Code, Refusal},
};

/// The most letters of a list.
pub const MOST_LETTERS: usize = 4096;

/// The most scopes of a list.
pub const MOST: usize = 100;

/// The beginning of old scopes and of those for organizations.
pub const PREFIX: &str = "http://esia.gosuslugi.ru/";

/// One scope.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Scope {
    prefix: String,
    name: String,
    target: Target,
}

/// Whom a scope is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// It does not say.
    Unnamed,
    /// `?oid=`: a person.
    Person(u64),
    /// `?org_oid=`: an organization.
    Organization(u64),
}

impl Scope {
    /// A bare scope.
    pub fn bare(name: &str) -> Self {
        Self { prefix: String::new(), name: name.to_owned(), target: Target::Unnamed }
    }

    /// Reads one scope.
    pub fn parse(text: &str) -> Option<Self> {
        let (base, target) = match text.split_once('?') {
            None => (text, Target::Unnamed),
            Some((base, query)) => {
                let (key, value) = query.split_once('=')?;
                let target = match key {
                    "oid" => Target::Person(object_id(value)?),
                    "org_oid" => Target::Organization(object_id(value)?),
                    _ => return None,
                };
                (base, target)
            }
        };
        let (prefix, name) = match base.rfind('/') {
            Some(slash) => base.split_at(slash.saturating_add(1)),
            None => ("", base),
        };
        let is_prefix = prefix.is_empty()
            || ["http://", "https://"].iter().any(|scheme| {
                prefix.strip_prefix(scheme).is_some_and(|rest| {
                    rest.len() > 1
                        && rest
                            .bytes()
                            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'/'))
                })
            });
        let is_name =
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        (is_prefix && is_name).then(|| Self { prefix: prefix.to_owned(), name: name.to_owned(), target })
    }

    /// The name without what stands before and behind it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What stands before the name.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Whom it is about.
    pub const fn target(&self) -> Target {
        self.target
    }

    /// The row of the table.
    pub fn row(&self) -> Option<&'static table::Row> {
        table::find(&self.name)
    }

    /// Whether it is about an organization.
    pub fn is_organization(&self) -> bool {
        self.name.starts_with("org_")
    }

    /// As it stands in an access token: a bare personal scope names the person, `openid` does not, an organization's
    /// scope names the organization.
    #[must_use]
    pub fn in_token(&self, person: u64, organization: Option<u64>) -> Self {
        let target = match self.target {
            Target::Unnamed if self.is_organization() => organization.map_or(Target::Unnamed, Target::Organization),
            Target::Unnamed if self.prefix.is_empty() && self.name != "openid" => Target::Person(person),
            named => named,
        };
        Self { target, ..self.clone() }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.prefix, self.name)?;
        match self.target {
            Target::Unnamed => Ok(()),
            Target::Person(oid) => write!(f, "?oid={oid}"),
            Target::Organization(oid) => write!(f, "?org_oid={oid}"),
        }
    }
}

/// An object's number: decimal, no sign, no leading zero.
pub fn object_id(text: &str) -> Option<u64> {
    let plain = !text.is_empty() && text.len() <= 19 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !plain || text.starts_with('0') {
        return None;
    }
    text.parse().ok()
}

/// A list of scopes as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeList {
    text: String,
    scopes: Vec<Scope>,
}

impl ScopeList {
    /// Reads a list (ESIA-007006 where it is malformed). Lenient mode passes over what it cannot read and over blanks too
    /// many, but signs them.
    pub fn parse(text: &str, mode: Mode) -> Result<Self, Refusal> {
        if text.len() > MOST_LETTERS {
            return Err(Refusal::new(Code::SCOPE, "the list of scopes is too long"));
        }
        let mut scopes: Vec<Scope> = Vec::new();
        for word in text.split(' ') {
            match Scope::parse(word) {
                Some(scope) if scopes.contains(&scope) => {}
                Some(scope) => scopes.push(scope),
                None if mode.is_lenient() => {}
                None if word.is_empty() => return Err(Refusal::new(Code::SCOPE, "a blank too many between scopes")),
                None => {
                    return Err(Refusal::new(Code::SCOPE, format!("no scope can be written so: {}", printable(word))));
                }
            }
            if scopes.len() > MOST {
                return Err(Refusal::new(Code::SCOPE, "too many scopes"));
            }
        }
        if scopes.is_empty() {
            return Err(Refusal::new(Code::SCOPE, "there is no scope in the list"));
        }
        Ok(Self { text: text.to_owned(), scopes })
    }

    /// The list as it was sent, which is what is signed.
    pub fn as_sent(&self) -> &str {
        &self.text
    }

    /// The scopes, each once.
    pub fn scopes(&self) -> &[Scope] {
        &self.scopes
    }

    /// Whether a scope of this name is among them.
    pub fn has(&self, name: &str) -> bool {
        self.scopes.iter().any(|scope| scope.name == name)
    }

    /// The scopes a client may have: unknown ones are refused with ESIA-007006 or, in lenient mode, left out; those that
    /// it was not granted with ESIA-007019.
    pub fn admit(&self, mode: Mode, granted: impl Fn(&Scope) -> bool) -> Result<Vec<Scope>, Refusal> {
        let mut admitted = Vec::new();
        for scope in &self.scopes {
            if scope.row().is_none() {
                if mode.is_lenient() {
                    continue;
                }
                return Err(Refusal::new(Code::SCOPE, format!("the scope is unknown: {}", scope.name)));
            }
            if !granted(scope) {
                return Err(Refusal::new(
                    Code::NO_GRANTS,
                    format!("the scope was not granted to the client: {}", scope.name),
                ));
            }
            admitted.push(scope.clone());
        }
        if admitted.is_empty() {
            return Err(Refusal::new(Code::SCOPE, "no scope of the list is known"));
        }
        Ok(admitted)
    }
}

/// Refuses scopes of organizations for which the person does not work (ESIA-007194).
pub fn check_employment(scopes: &[Scope], works_for: impl Fn(u64) -> bool) -> Result<(), Refusal> {
    let named = scopes.iter().filter_map(|scope| match scope.target {
        Target::Organization(oid) => Some(oid),
        Target::Unnamed | Target::Person(_) => None,
    });
    for oid in named {
        if !works_for(oid) {
            return Err(Refusal::new(
                Code::NOT_AN_EMPLOYEE,
                "the person does not work for an organization of the scopes",
            ));
        }
    }
    Ok(())
}

/// Joins scopes as the claim `scope` has them.
pub fn join(scopes: &[Scope]) -> String {
    let words: Vec<String> = scopes.iter().map(Scope::to_string).collect();
    words.join(" ")
}

/// A list of scopes for the log: without the numbers behind question marks, which say whom they are about.
pub(crate) fn without_numbers(list: &str) -> String {
    let bare = |word: &str| match word.split_once('?') {
        Some((scope, behind)) => format!("{scope}?({} letters)", behind.chars().count()),
        None => word.to_owned(),
    };
    list.split(' ').map(bare).collect::<Vec<_>>().join(" ")
}

/// A word of a stranger for the log: short, in ASCII, and without a number.
fn printable(word: &str) -> String {
    without_numbers(word).chars().take(80).flat_map(char::escape_default).collect()
}

#[cfg(test)]
mod tests;
