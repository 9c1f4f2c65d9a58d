//! The service catalogue, read from data once at start (R4, R64).

use okno_domain::public_service::{Catalog, CatalogFault, PublicService, Texts};
use serde::Deserialize;

/// The catalogue that is built in; an installation names a file of its own in the configuration.
const BUILT_IN: &str = include_str!("../data/services.toml");

/// Catalogue data that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// Not TOML of the expected shape.
    #[error("the catalogue is malformed: {0}")]
    Malformed(String),
    /// The data contradict themselves.
    #[error("the catalogue has faults: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Faults(Vec<CatalogFault>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    category: Vec<Category>,
    service: Vec<PublicService>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Category {
    id: String,
    name: Texts,
}

/// Reads and checks catalogue data.
pub fn parse(text: &str) -> Result<Catalog, CatalogError> {
    let file: File = toml::from_str(text).map_err(|error| CatalogError::Malformed(error.to_string()))?;
    let categories = file.category.into_iter().map(|category| (category.id, category.name)).collect();
    Catalog::new(categories, file.service).map_err(CatalogError::Faults)
}

/// The built-in catalogue.
pub fn built_in() -> Result<Catalog, CatalogError> {
    parse(BUILT_IN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use okno_domain::{account::AccountLevel, public_service::MinimumLevel};

    /// R64, R66, R69, R70, R71, C15 to C18: the built-in data hold the services of table 1.5 with their levels.
    #[test]
    fn built_in_services_have_the_levels_of_the_table() {
        let catalog = built_in().unwrap();
        for (id, level) in [
            ("support-form", MinimumLevel::None),
            ("fines-by-plate", MinimumLevel::Simplified),
            ("court-debts", MinimumLevel::Simplified),
            ("my-fines", MinimumLevel::Standard),
            ("doctor-appointment", MinimumLevel::Standard),
            ("trademark-registration", MinimumLevel::Standard),
            ("pension-account", MinimumLevel::Confirmed),
            ("vehicle-registration", MinimumLevel::Confirmed),
            ("tax-debts", MinimumLevel::Confirmed),
        ] {
            assert_eq!(catalog.find(id).map(|service| service.level), Some(level), "{id}");
        }
        assert!(catalog.find("tax-debts").unwrap().excluded_methods.contains("registered_letter"));
        assert!(AccountLevel::ALL.into_iter().all(|level| catalog.opened_by(level).count() > 2));
    }

    /// R64: the levels are data; a fault in the data is told, not guessed around.
    #[test]
    fn faulty_data_are_refused() {
        assert!(matches!(parse("service = 1"), Err(CatalogError::Malformed(_))));
        let text = "category = []\n[[service]]\nid='a'\ncategory='b'\nlevel='standard'\n\
                    name={ru='a',en='a',fr='a'}\nsummary={ru='a',en='a',fr='a'}\nbody={ru='a',en='a',fr='a'}\n";
        assert!(matches!(parse(text), Err(CatalogError::Faults(_))));
    }
}
