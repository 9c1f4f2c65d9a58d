//! The kinds of documents a person has, and the format of series and number of each.

use super::{
    Reason,
    birth_certificate::BirthCertificate,
    internal_passport::InternalPassportNumber,
    medical_policy::MedicalPolicy,
    text::{is_cyrillic, is_digits, single_spaces, tidy, tidy_without},
    vehicle::DrivingLicence,
};

reasons! {
    /// Why series and number are not those of a document.
    DocumentRefusal {
        /// No number was given.
        Empty => "document-number-empty",
        /// The series is not of the document's format.
        Series => "document-series-format",
        /// The number is not of the document's format.
        Number => "document-number-format",
        /// No document of this name.
        Kind => "document-type-unknown",
    }
}

/// The kind of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IdentityDocumentType {
    /// The internal passport of a citizen.
    InternalPassport,
    /// A foreign citizen's own identity document.
    ForeignIdentityDocument,
    /// The passport of a citizen for travel abroad.
    TravelPassport,
    /// A residence permit.
    ResidencePermit,
    /// A refugee's certificate.
    RefugeeCertificate,
    /// The certificate of an examination of a request for immigration.
    ImmigrationCertificate,
    /// A military ID.
    MilitaryId,
    /// A driving licence.
    DrivingLicence,
    /// A Russian birth certificate.
    BirthCertificate,
    /// A birth certificate of an older form.
    OldBirthCertificate,
    /// A birth certificate of another state.
    ForeignBirthCertificate,
    /// A medical insurance policy.
    MedicalPolicy,
}

/// Kind, our identifier, code on the facade of the identity system.
const TABLE: [(IdentityDocumentType, &str, &str); 12] = [
    (IdentityDocumentType::InternalPassport, "internal_passport", "RF_PASSPORT"),
    (IdentityDocumentType::ForeignIdentityDocument, "foreign_identity_document", "FID_DOC"),
    (IdentityDocumentType::TravelPassport, "travel_passport", "FRGN_PASS"),
    (IdentityDocumentType::ResidencePermit, "residence_permit", "RSDNC_PERMIT"),
    (IdentityDocumentType::RefugeeCertificate, "refugee_certificate", "RFG_CERT"),
    (IdentityDocumentType::ImmigrationCertificate, "immigration_certificate", "CERT_REG_IMM"),
    (IdentityDocumentType::MilitaryId, "military_id", "MLTR_ID"),
    (IdentityDocumentType::DrivingLicence, "driving_licence", "RF_DRIVING_LICENSE"),
    (IdentityDocumentType::BirthCertificate, "birth_certificate", "RF_BRTH_CERT"),
    (IdentityDocumentType::OldBirthCertificate, "old_birth_certificate", "OLD_BRTH_CERT"),
    (IdentityDocumentType::ForeignBirthCertificate, "foreign_birth_certificate", "FID_BRTH_CERT"),
    (IdentityDocumentType::MedicalPolicy, "medical_policy", "MDCL_PLCY"),
];

impl IdentityDocumentType {
    /// Every kind.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.into_iter().map(|(kind, _, _)| kind)
    }

    /// Our identifier, as in forms, tables and message keys.
    pub fn as_str(self) -> &'static str {
        TABLE.into_iter().find(|(kind, _, _)| *kind == self).map_or("", |(_, key, _)| key)
    }

    /// The code on the facade of the identity system.
    pub fn facade(self) -> &'static str {
        TABLE.into_iter().find(|(kind, _, _)| *kind == self).map_or("", |(_, _, code)| code)
    }

    /// The kind with this identifier of ours.
    pub fn parse(key: &str) -> Result<Self, DocumentRefusal> {
        TABLE.into_iter().find(|(_, known, _)| *known == key).map(|(kind, _, _)| kind).ok_or(DocumentRefusal::Kind)
    }

    /// The kind with this code on the facade.
    pub fn from_facade(code: &str) -> Option<Self> {
        TABLE.into_iter().find(|(_, _, known)| *known == code).map(|(kind, _, _)| kind)
    }

    /// Whether it proves who its holder is; the others only prove a right or a fact.
    pub const fn proves_identity(self) -> bool {
        matches!(
            self,
            Self::InternalPassport
                | Self::ForeignIdentityDocument
                | Self::TravelPassport
                | Self::ResidencePermit
                | Self::RefugeeCertificate
                | Self::ImmigrationCertificate
        )
    }

    /// Whether the issuing state must be named.
    pub const fn has_issuing_state(self) -> bool {
        matches!(self, Self::ForeignIdentityDocument | Self::ForeignBirthCertificate)
    }

    /// Whether it has a date of expiry of its own.
    pub const fn has_expiry(self) -> bool {
        matches!(
            self,
            Self::ForeignIdentityDocument | Self::TravelPassport | Self::ResidencePermit | Self::DrivingLicence
        )
    }
}

impl serde::Serialize for IdentityDocumentType {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for IdentityDocumentType {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        Self::parse(&key).map_err(|refusal| serde::de::Error::custom(refusal.code()))
    }
}

/// Series and number of a document of any kind, in canonical form.
#[derive(Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct DocumentNumber {
    series: String,
    number: String,
}

impl DocumentNumber {
    /// Reads series and number of a document; for documents that have them in one field the series may be empty.
    pub fn parse(kind: IdentityDocumentType, series: &str, number: &str) -> Result<Self, DocumentRefusal> {
        let joined = tidy_without(&format!("{series} {number}"), &[' ', '№']).to_uppercase();
        if tidy(number).is_empty() {
            return Err(DocumentRefusal::Empty);
        }
        let wrong = |_| DocumentRefusal::Number;
        match kind {
            IdentityDocumentType::InternalPassport => {
                let passport = InternalPassportNumber::parse(&joined).map_err(|_| DocumentRefusal::Number)?;
                Ok(Self::new(passport.series(), passport.number()))
            }
            IdentityDocumentType::BirthCertificate => {
                let certificate = BirthCertificate::parse(&joined).map_err(|_| DocumentRefusal::Number)?;
                Ok(Self::new(certificate.series(), certificate.number()))
            }
            IdentityDocumentType::DrivingLicence => {
                let licence = DrivingLicence::parse(&joined).map_err(wrong)?;
                Self::split(licence.as_str(), 4).ok_or(DocumentRefusal::Number)
            }
            IdentityDocumentType::MedicalPolicy => MedicalPolicy::parse(&joined)
                .map(|policy| Self::new("", policy.as_str()))
                .map_err(|_| DocumentRefusal::Number),
            IdentityDocumentType::TravelPassport | IdentityDocumentType::ResidencePermit => {
                is_digits(&joined, 9).then(|| Self::split(&joined, 2)).flatten().ok_or(DocumentRefusal::Number)
            }
            IdentityDocumentType::MilitaryId => Self::split(&joined, 2)
                .filter(|id| id.series.chars().all(is_cyrillic) && is_digits(&id.number, 7))
                .ok_or(DocumentRefusal::Number),
            IdentityDocumentType::ForeignIdentityDocument => Self::foreign(series, number),
            IdentityDocumentType::RefugeeCertificate
            | IdentityDocumentType::ImmigrationCertificate
            | IdentityDocumentType::OldBirthCertificate
            | IdentityDocumentType::ForeignBirthCertificate => Self::free(series, number),
        }
    }

    /// The series; empty where the document has none.
    pub fn series(&self) -> &str {
        &self.series
    }

    /// The number.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The form for people.
    pub fn display(&self) -> String {
        if self.series.is_empty() { self.number.clone() } else { format!("{} {}", self.series, self.number) }
    }

    fn new(series: &str, number: &str) -> Self {
        Self { series: series.to_owned(), number: number.to_owned() }
    }

    fn split(joined: &str, series_length: usize) -> Option<Self> {
        let (at, _) = joined.char_indices().nth(series_length)?;
        joined.split_at_checked(at).map(|(series, number)| Self::new(series, number))
    }

    fn foreign(series: &str, number: &str) -> Result<Self, DocumentRefusal> {
        let series = tidy_without(series, &[' ']).to_uppercase();
        let number = tidy_without(number, &[' ', '№']).to_uppercase();
        let known = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || is_cyrillic(c) || c == '-');
        if !known(&series) || series.chars().count() > 10 {
            return Err(DocumentRefusal::Series);
        }
        if !known(&number) || !(1..=20).contains(&number.chars().count()) {
            return Err(DocumentRefusal::Number);
        }
        Ok(Self::new(&series, &number))
    }

    fn free(series: &str, number: &str) -> Result<Self, DocumentRefusal> {
        let (series, number) = (single_spaces(&tidy(series)), single_spaces(&tidy(number)));
        let long = series.chars().count() + number.chars().count() > 20;
        if long || series.chars().chain(number.chars()).any(char::is_control) {
            return Err(DocumentRefusal::Number);
        }
        Ok(Self::new(&series, &number))
    }
}

impl std::fmt::Debug for DocumentNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DocumentNumber(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_to_one_kind_each() {
        for kind in IdentityDocumentType::all() {
            assert_eq!(IdentityDocumentType::parse(kind.as_str()), Ok(kind));
            assert_eq!(IdentityDocumentType::from_facade(kind.facade()), Some(kind));
        }
        assert_eq!(IdentityDocumentType::parse("library_card"), Err(DocumentRefusal::Kind));
    }

    #[test]
    fn formats() {
        let read = |kind, series, number| DocumentNumber::parse(kind, series, number).map(|n| n.display());
        assert_eq!(read(IdentityDocumentType::InternalPassport, "40 08", "123456").unwrap(), "4008 123456");
        assert_eq!(read(IdentityDocumentType::TravelPassport, "", "75 0000001").unwrap(), "75 0000001");
        assert_eq!(read(IdentityDocumentType::ResidencePermit, "82", "1234567").unwrap(), "82 1234567");
        assert_eq!(read(IdentityDocumentType::MilitaryId, "", "ан 1234567").unwrap(), "АН 1234567");
        assert_eq!(read(IdentityDocumentType::BirthCertificate, "II-МЮ", "123456").unwrap(), "II-МЮ 123456");
        assert_eq!(read(IdentityDocumentType::DrivingLicence, "77АВ", "345678").unwrap(), "77АВ 345678");
        assert_eq!(read(IdentityDocumentType::ForeignIdentityDocument, "", "ab-12345").unwrap(), "AB-12345");
        assert_eq!(read(IdentityDocumentType::RefugeeCertificate, "", "АБ 77/12").unwrap(), "АБ 77/12");
        assert_eq!(read(IdentityDocumentType::MilitaryId, "AN", "1234567"), Err(DocumentRefusal::Number));
        assert_eq!(
            read(IdentityDocumentType::ForeignIdentityDocument, "12345678901", "1"),
            Err(DocumentRefusal::Series)
        );
        assert_eq!(read(IdentityDocumentType::TravelPassport, "75", " "), Err(DocumentRefusal::Empty));
        assert_eq!(read(IdentityDocumentType::RefugeeCertificate, "", &"1".repeat(21)), Err(DocumentRefusal::Number));
    }
}
