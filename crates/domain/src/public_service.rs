//! Public services as the catalogue names them, and who may order which (R64 to R71).

use std::collections::BTreeSet;

use serde::Deserialize;

pub use crate::locale::Texts;

use crate::{account::AccountLevel, confirmation::ConfirmationMethod};

/// What one must have to order a service. The list is data, edited by an administrator, never code (R64).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MinimumLevel {
    /// Nothing: reading and the support form.
    None,
    /// An account.
    Simplified,
    /// Verified data.
    Standard,
    /// A confirmed identity.
    Confirmed,
}

impl MinimumLevel {
    /// The level as an account has it; none when no account is needed.
    pub const fn account_level(self) -> Option<AccountLevel> {
        match self {
            Self::None => None,
            Self::Simplified => Some(AccountLevel::Simplified),
            Self::Standard => Some(AccountLevel::Standard),
            Self::Confirmed => Some(AccountLevel::Confirmed),
        }
    }
}

/// A service of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicService {
    /// Its stable name in addresses: lower-case words with hyphens.
    pub id: String,
    /// The category it stands in.
    pub category: String,
    /// The least level to order it.
    pub level: MinimumLevel,
    /// Whether an electronic signature is needed as well (R66).
    #[serde(default)]
    pub signature: bool,
    /// Confirmation methods that do not count for it (R66), such as `registered_letter`.
    #[serde(default)]
    pub excluded_methods: BTreeSet<String>,
    /// Whether it is offered on another site.
    #[serde(default)]
    pub external: bool,
    /// What it is called.
    pub name: Texts,
    /// What it is for, one or two sentences.
    pub summary: Texts,
    /// Who provides it.
    pub body: Texts,
}

/// The catalogue.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    categories: Vec<(String, Texts)>,
    services: Vec<PublicService>,
}

/// What is wrong with catalogue data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogFault {
    /// Two services or categories have one name.
    #[error("{0} stands twice")]
    Twice(String),
    /// A service names a category that is not there.
    #[error("service {service} names the unknown category {category}")]
    UnknownCategory {
        /// The service.
        service: String,
        /// What it names.
        category: String,
    },
    /// A text is missing in a language.
    #[error("{0} lacks a text in a language")]
    TextMissing(String),
    /// The name is not usable in an address.
    #[error("{0} is not lower-case words with hyphens")]
    BadName(String),
}

fn is_address_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

impl Catalog {
    /// A checked catalogue; every fault is told at once.
    pub fn new(categories: Vec<(String, Texts)>, services: Vec<PublicService>) -> Result<Self, Vec<CatalogFault>> {
        let mut faults = Vec::new();
        let mut names = BTreeSet::new();
        for (name, texts) in &categories {
            if !names.insert(name.as_str()) {
                faults.push(CatalogFault::Twice(name.clone()));
            }
            if !texts.is_complete() {
                faults.push(CatalogFault::TextMissing(name.clone()));
            }
        }
        let mut ids = BTreeSet::new();
        for service in &services {
            if !ids.insert(service.id.as_str()) {
                faults.push(CatalogFault::Twice(service.id.clone()));
            }
            if !is_address_name(&service.id) {
                faults.push(CatalogFault::BadName(service.id.clone()));
            }
            if !names.contains(service.category.as_str()) {
                let (service, category) = (service.id.clone(), service.category.clone());
                faults.push(CatalogFault::UnknownCategory { service, category });
            }
            if ![&service.name, &service.summary, &service.body].into_iter().all(Texts::is_complete) {
                faults.push(CatalogFault::TextMissing(service.id.clone()));
            }
        }
        if faults.is_empty() { Ok(Self { categories, services }) } else { Err(faults) }
    }

    /// The categories with their services, in the order of the data; categories without services are left out.
    pub fn by_category(&self) -> impl Iterator<Item = (&str, &Texts, Vec<&PublicService>)> {
        self.categories.iter().filter_map(|(name, texts)| {
            let services: Vec<_> = self.services.iter().filter(|service| service.category == *name).collect();
            (!services.is_empty()).then_some((name.as_str(), texts, services))
        })
    }

    /// The service with this name.
    pub fn find(&self, id: &str) -> Option<&PublicService> {
        self.services.iter().find(|service| service.id == id)
    }

    /// Every service.
    pub fn services(&self) -> &[PublicService] {
        &self.services
    }

    /// The services that a level opens and the one below does not (R67, R68).
    pub fn opened_by(&self, level: AccountLevel) -> impl Iterator<Item = &PublicService> {
        self.services.iter().filter(move |service| service.level.account_level() == Some(level))
    }
}

/// Whether a person may order a service, and if not, what is missing (R65).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// It can be ordered.
    Open,
    /// One must sign in first (R3).
    SignIn,
    /// The level is too low; this one is needed.
    Level(AccountLevel),
    /// The identity is confirmed only by methods that do not count for this service (R151).
    Method,
}

impl PublicService {
    /// The gate for a visitor (`None`) or an account of this level.
    pub fn gate(&self, level: Option<AccountLevel>) -> Gate {
        match (self.level.account_level(), level) {
            (Some(_), None) => Gate::SignIn,
            (Some(needed), Some(has)) if has < needed => Gate::Level(needed),
            _ => Gate::Open,
        }
    }

    /// The gate for an account of this level whose identity is confirmed by these methods (R66, R151).
    pub fn gate_for(&self, level: AccountLevel, methods: &BTreeSet<ConfirmationMethod>) -> Gate {
        match self.gate(Some(level)) {
            Gate::Open if level == AccountLevel::Confirmed && self.excludes(methods) => Gate::Method,
            gate => gate,
        }
    }

    /// Whether none of these methods counts for the service; the tax services do not take a letter alone (R151).
    pub fn excludes(&self, methods: &BTreeSet<ConfirmationMethod>) -> bool {
        !methods.is_empty() && methods.iter().all(|method| self.excluded_methods.contains(method.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Texts {
        Texts::new("р", "e", "f")
    }

    fn service(id: &str, level: MinimumLevel) -> PublicService {
        PublicService {
            id: id.into(),
            category: "all".into(),
            level,
            signature: false,
            excluded_methods: BTreeSet::new(),
            external: false,
            name: texts(),
            summary: texts(),
            body: texts(),
        }
    }

    /// R3, R64, R65: a visitor is asked to sign in, one below the level is told which is needed, never a bare error.
    #[test]
    fn gates_tell_what_is_missing() {
        let doctor = service("doctor", MinimumLevel::Standard);
        assert_eq!(doctor.gate(None), Gate::SignIn);
        assert_eq!(doctor.gate(Some(AccountLevel::Simplified)), Gate::Level(AccountLevel::Standard));
        assert_eq!(doctor.gate(Some(AccountLevel::Standard)), Gate::Open);
        assert_eq!(doctor.gate(Some(AccountLevel::Confirmed)), Gate::Open);
        assert_eq!(service("help", MinimumLevel::None).gate(None), Gate::Open);
    }

    /// R151: one confirmed only by letter is refused where the letter does not count; any other method opens it.
    #[test]
    fn a_letter_alone_does_not_count_everywhere() {
        use ConfirmationMethod::{InPerson, RegisteredLetter};

        let mut tax = service("tax", MinimumLevel::Confirmed);
        tax.excluded_methods.insert("registered_letter".into());
        let other = service("passport", MinimumLevel::Confirmed);
        let confirmed = AccountLevel::Confirmed;
        assert_eq!(tax.gate_for(confirmed, &BTreeSet::from([RegisteredLetter])), Gate::Method);
        assert_eq!(tax.gate_for(confirmed, &BTreeSet::from([RegisteredLetter, InPerson])), Gate::Open);
        assert_eq!(tax.gate_for(confirmed, &BTreeSet::from([InPerson])), Gate::Open);
        assert_eq!(other.gate_for(confirmed, &BTreeSet::from([RegisteredLetter])), Gate::Open);
        let below = tax.gate_for(AccountLevel::Standard, &BTreeSet::new());
        assert_eq!(below, Gate::Level(AccountLevel::Confirmed));
    }

    #[test]
    fn faults_in_the_data_are_told_all_at_once() {
        let mut bad = service("Bad Name", MinimumLevel::None);
        bad.category = "nowhere".into();
        bad.name = Texts::new("а", "a", "");
        let faults = Catalog::new(vec![("all".into(), texts())], vec![bad]).unwrap_err();
        assert_eq!(faults.len(), 3);
    }
}
