//! The index finder: from a town and a street to postal indexes, by a directory that is data (R138).

use std::path::Path;

use okno_domain::{
    identifier::postal_index::PostalIndex,
    service_center::{address_parts, is_close, search_key},
};
use serde::Deserialize;

/// A sample, for demonstrations and tests; an installation names a file of its own in the configuration.
const BUILT_IN: &str = include_str!("../../data/postal-indexes.csv");
/// How many indexes are offered.
const MOST_OFFERED: usize = 20;
/// Words of streets that people write or leave out, in any abbreviation.
const KINDS: &str = include_str!("../../data/street-words.txt");

/// A directory that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The file cannot be read.
    #[error("the file of postal indexes {0} cannot be read: {1}")]
    Unreadable(String, std::io::Error),
    /// A line is not what it should be.
    #[error("the postal indexes are malformed: {0}")]
    Malformed(String),
}

/// Where an index leads. Without a street it is that of the whole town.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct IndexEntry {
    /// The index.
    pub postal_index: PostalIndex,
    /// Region, territory or republic.
    pub region: String,
    /// Town or village.
    pub locality: String,
    /// The street, or empty.
    pub street: String,
}

/// The directory, with what is compared of each entry.
#[derive(Clone, Debug, Default)]
pub struct IndexDirectory {
    entries: Vec<(String, Vec<String>, IndexEntry)>,
}

impl IndexDirectory {
    /// The one that is built in, or the one in this file.
    pub fn read(file: Option<&Path>) -> Result<Self, IndexError> {
        match file {
            None => Self::parse(BUILT_IN),
            Some(path) => {
                let text = std::fs::read_to_string(path);
                Self::parse(&text.map_err(|error| IndexError::Unreadable(path.display().to_string(), error))?)
            }
        }
    }

    /// Reads `postal_index,region,locality,street` with a line of names.
    pub fn parse(text: &str) -> Result<Self, IndexError> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let mut entries = vec![];
        for entry in reader.deserialize::<IndexEntry>() {
            let entry = entry.map_err(|error| IndexError::Malformed(error.to_string()))?;
            entries.push((search_key(&entry.locality), street_words(&entry.street), entry));
        }
        Ok(Self { entries })
    }

    /// The indexes that a town and a street may have, the most exact first. A wrong letter in the town is forgiven.
    pub fn find(&self, locality: &str, street: &str) -> Vec<&IndexEntry> {
        let parts = address_parts(locality);
        let mut found = self.in_town(|town| parts.iter().any(|part| part == town));
        if found.is_empty() {
            found = self.in_town(|town| parts.iter().any(|part| is_close(part, town)));
        }
        let typed = street_words(street);
        let matches = |words: &[String]| !words.is_empty() && words.iter().all(|word| typed.contains(word));
        let exact = found.iter().filter(|(words, _)| matches(words)).map(|(_, entry)| *entry);
        let whole = found.iter().filter(|(words, _)| words.is_empty()).map(|(_, entry)| *entry);
        let mut offered: Vec<&IndexEntry> = exact.chain(whole).collect();
        if typed.is_empty() {
            let streets = found.iter().filter(|(words, _)| !words.is_empty()).map(|(_, entry)| *entry);
            offered.extend(streets);
        }
        offered.truncate(MOST_OFFERED);
        offered
    }

    fn in_town(&self, is_it: impl Fn(&str) -> bool) -> Vec<(&[String], &IndexEntry)> {
        let of_town = self.entries.iter().filter(|(town, _, _)| is_it(town));
        of_town.map(|(_, words, entry)| (words.as_slice(), entry)).collect()
    }
}

fn street_words(text: &str) -> Vec<String> {
    let key = search_key(text);
    let is_kind = |word: &str| KINDS.lines().any(|kind| kind == word);
    key.split(' ').filter(|word| !word.is_empty() && !is_kind(word)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(locality: &str, street: &str) -> Vec<String> {
        let directory = IndexDirectory::read(None).unwrap();
        directory.find(locality, street).into_iter().map(|entry| entry.postal_index.as_str().to_owned()).collect()
    }

    /// R138: town and street lead to the index, however people write them.
    #[test]
    fn an_address_leads_to_its_index() {
        for (locality, street) in [
            ("Новосибирск", "Красный проспект, 18"),
            ("г. Новосибирск", "красный пр-т"),
            ("Новосибирская область, г. Новосибирск", "КРАСНЫЙ"),
            ("Новосибирк", "Красный проспект"),
        ] {
            assert_eq!(found(locality, street).first().map(String::as_str), Some("630099"), "{locality} {street}");
        }
        assert_eq!(found("Казань", "улица Баумана, д. 12"), ["420111", "420000"]);
        // An unknown street: the index of the whole town.
        assert_eq!(found("Казань", "Неведомая"), ["420000"]);
        assert!(found("Казань", "").len() > 1);
        assert_eq!(found("Нигде", "Никакая"), Vec::<String>::new());
        assert_eq!(found("", ""), Vec::<String>::new());
    }

    #[test]
    fn a_faulty_directory_is_refused() {
        let text = "postal_index,region,locality,street\n99,Область,Город,\n";
        assert!(matches!(IndexDirectory::parse(text), Err(IndexError::Malformed(_))));
        assert!(matches!(IndexDirectory::read(Some(Path::new("/nowhere"))), Err(IndexError::Unreadable(..))));
    }
}
