//! A postal address within the country, as it stands on an envelope.

use serde::{Deserialize, Serialize};

use crate::{
    identifier::{
        Reason as _,
        postal_index::PostalIndex,
        text::{is_cyrillic, single_spaces, tidy},
    },
    refusal::FieldFault,
};

reasons! {
    /// Why a text is not a part of an address.
    AddressRefusal {
        /// Nothing was given.
        Empty => "address-empty",
        /// Longer than an envelope has room for.
        Length { max: usize } => "address-length",
        /// A character that addresses do not have.
        Character { character: char } => "address-character",
        /// Neither of the two kinds.
        Kind => "address-kind-unknown",
    }
}

/// Whose address it is (R139).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressKind {
    /// Where the person is registered.
    Registration,
    /// Where the person lives.
    Residence,
}

impl AddressKind {
    /// Both kinds, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Registration, Self::Residence];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Residence => "residence",
        }
    }

    /// The kind with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// An address as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressForm {
    /// The postal index.
    pub postal_index: String,
    /// Region, territory or republic.
    pub region: String,
    /// District and town or village.
    pub locality: String,
    /// The street; some villages have none.
    pub street: String,
    /// The house, with its building.
    pub house: String,
    /// The flat; none in a house of one's own.
    pub apartment: String,
}

/// An address that a letter can be sent to. Personal data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostalAddress {
    /// The postal index.
    pub postal_index: PostalIndex,
    /// Region, territory or republic.
    pub region: String,
    /// District and town or village.
    pub locality: String,
    /// The street, or empty.
    pub street: String,
    /// The house, with its building.
    pub house: String,
    /// The flat, or empty.
    pub apartment: String,
}

impl std::fmt::Debug for PostalAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PostalAddress(…)")
    }
}

/// The fields with their greatest lengths and whether they may stay empty.
const NAMES: (usize, usize) = (100, 20);

impl AddressForm {
    /// Reads the address, or says of each field what is wrong with it.
    pub fn read(&self) -> Result<PostalAddress, Vec<FieldFault>> {
        let mut faults = vec![];
        let postal_index = PostalIndex::parse(&self.postal_index);
        if let Err(refusal) = &postal_index {
            faults.push(refusal.on("postal_index"));
        }
        let (long, short) = NAMES;
        let mut read = |field, text: &str, max, may_be_empty| match part(text, max, may_be_empty) {
            Ok(text) => text,
            Err(refusal) => {
                faults.push(refusal.on(field));
                String::new()
            }
        };
        let region = read("region", &self.region, long, false);
        let locality = read("locality", &self.locality, long, false);
        let street = read("street", &self.street, long, true);
        let house = read("house", &self.house, short, false);
        let apartment = read("apartment", &self.apartment, short, true);
        match postal_index {
            Ok(postal_index) if faults.is_empty() => {
                Ok(PostalAddress { postal_index, region, locality, street, house, apartment })
            }
            _ => Err(faults),
        }
    }
}

fn part(text: &str, max: usize, may_be_empty: bool) -> Result<String, AddressRefusal> {
    let text = single_spaces(&tidy(text));
    if text.is_empty() {
        return if may_be_empty { Ok(text) } else { Err(AddressRefusal::Empty) };
    }
    if text.chars().count() > max {
        return Err(AddressRefusal::Length { max });
    }
    // Latin letters: streets are named with Roman numerals.
    let allowed = |c: char| is_cyrillic(c) || c.is_ascii_alphanumeric() || " .,-'\"()/№«»–".contains(c);
    match text.chars().find(|c| !allowed(*c)) {
        None => Ok(text),
        Some(character) => Err(AddressRefusal::Character { character }),
    }
}

impl PostalAddress {
    /// The lines of an envelope below the name, the index last.
    pub fn lines(&self) -> Vec<String> {
        let mut first: Vec<String> = vec![];
        if !self.street.is_empty() {
            first.push(self.street.clone());
        }
        first.push(prefixed("д.", &self.house));
        if !self.apartment.is_empty() {
            first.push(prefixed("кв.", &self.apartment));
        }
        let mut lines = vec![first.join(", "), self.locality.clone()];
        if !self.locality.to_lowercase().contains(&self.region.to_lowercase()) {
            lines.push(self.region.clone());
        }
        lines.push(self.postal_index.as_str().to_owned());
        lines
    }

    /// The same in one line, from the index to the flat, for pages.
    pub fn one_line(&self) -> String {
        let mut lines = self.lines();
        lines.reverse();
        lines.join(", ")
    }
}

/// The customary abbreviation before a number, unless the person wrote it.
fn prefixed(mark: &str, text: &str) -> String {
    if text.starts_with(|c: char| c.is_ascii_digit()) { format!("{mark} {text}") } else { text.to_owned() }
}
