//! Documents that a person adds to the profile besides the identity document (R87). They are not needed for level Standard
//! and are not verified; services take data from them (R73).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::form::Today;
use crate::{
    id::Id,
    identifier::{
        Reason as _,
        birth_date::parse_date,
        document::{DocumentNumber, IdentityDocumentType},
        inn::Inn,
        text::tidy,
        vehicle::VehicleCertificate,
    },
    refusal::{Code, FieldFault},
};

/// Names further documents.
#[derive(Debug)]
pub enum FurtherDocumentName {}
/// A further document's id.
pub type FurtherDocumentId = Id<FurtherDocumentName>;

/// How many a person may keep.
pub const MOST_FURTHER_DOCUMENTS: usize = 30;

/// What kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FurtherDocumentKind {
    /// The taxpayer's number.
    Inn,
    /// A driving licence (VU).
    DrivingLicence,
    /// The registration certificate of a vehicle (STS).
    VehicleCertificate,
    /// The passport of a citizen for travel abroad.
    TravelPassport,
    /// A medical insurance policy.
    MedicalPolicy,
    /// A Russian birth certificate.
    BirthCertificate,
    /// A military ID.
    MilitaryId,
}

impl FurtherDocumentKind {
    /// Every kind, in the order of the page.
    pub const ALL: [Self; 7] = [
        Self::Inn,
        Self::DrivingLicence,
        Self::VehicleCertificate,
        Self::TravelPassport,
        Self::MedicalPolicy,
        Self::BirthCertificate,
        Self::MilitaryId,
    ];

    /// The stored name, also in addresses and message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inn => "inn",
            Self::DrivingLicence => "driving_licence",
            Self::VehicleCertificate => "vehicle_certificate",
            Self::TravelPassport => "travel_passport",
            Self::MedicalPolicy => "medical_policy",
            Self::BirthCertificate => "birth_certificate",
            Self::MilitaryId => "military_id",
        }
    }

    /// The kind with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether the document bears the day of its issue.
    pub const fn has_issue_date(self) -> bool {
        !matches!(self, Self::Inn | Self::MedicalPolicy)
    }

    /// Whether the document runs out.
    pub const fn has_expiry_date(self) -> bool {
        matches!(self, Self::DrivingLicence | Self::TravelPassport)
    }

    /// The number in canonical form, and in the form for people.
    fn number(self, typed: &str) -> Result<(String, String), Code> {
        let of = |kind| {
            let number = DocumentNumber::parse(kind, "", typed).map_err(|refusal| refusal.code())?;
            Ok((format!("{}{}", number.series(), number.number()), number.display()))
        };
        match self {
            Self::Inn => Inn::parse_person(typed)
                .map(|inn| (inn.as_str().to_owned(), inn.as_str().to_owned()))
                .map_err(|refusal| refusal.code()),
            Self::VehicleCertificate => VehicleCertificate::parse(typed)
                .map(|certificate| (certificate.as_str().to_owned(), certificate.display()))
                .map_err(|refusal| refusal.code()),
            Self::DrivingLicence => of(IdentityDocumentType::DrivingLicence),
            Self::TravelPassport => of(IdentityDocumentType::TravelPassport),
            Self::MedicalPolicy => of(IdentityDocumentType::MedicalPolicy),
            Self::BirthCertificate => of(IdentityDocumentType::BirthCertificate),
            Self::MilitaryId => of(IdentityDocumentType::MilitaryId),
        }
    }
}

/// The form as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FurtherDocumentForm {
    /// Series and number in one field.
    pub document_number: String,
    /// Date of issue, `DD.MM.YYYY` or `YYYY-MM-DD`; may be left out.
    pub issue_date: String,
    /// Last day of validity, likewise.
    pub expiry_date: String,
}

/// A further document in canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FurtherDocument {
    /// The kind.
    pub kind: FurtherDocumentKind,
    /// Series and number without spaces.
    pub number: String,
    /// The same in the form for people.
    pub shown: String,
    /// Date of issue.
    pub issue_date: Option<Date>,
    /// Last day of validity.
    pub expiry_date: Option<Date>,
}

impl FurtherDocument {
    /// Reads a form; every fault is told at its field (R93).
    pub fn check(kind: FurtherDocumentKind, form: &FurtherDocumentForm, today: Today) -> Result<Self, Vec<FieldFault>> {
        let mut faults = vec![];
        let number = if tidy(&form.document_number).is_empty() {
            faults.push(FieldFault::new("document_number", "required"));
            None
        } else {
            kind.number(&form.document_number)
                .map_err(|code| faults.push(FieldFault::new("document_number", code)))
                .ok()
        };
        let mut date = |field, typed: &str, is_there: bool| {
            let typed = tidy(typed);
            if !is_there || typed.is_empty() {
                return None;
            }
            let date = parse_date(&typed);
            if date.is_none() {
                faults.push(FieldFault::new(field, "date-format"));
            }
            date
        };
        let issue_date = date("issue_date", &form.issue_date, kind.has_issue_date());
        let expiry_date = date("expiry_date", &form.expiry_date, kind.has_expiry_date());
        if issue_date.is_some_and(|issued| issued > today.east) {
            faults.push(FieldFault::new("issue_date", "issue-date-future"));
        }
        if let (Some(issued), Some(expires)) = (issue_date, expiry_date)
            && expires <= issued
        {
            faults.push(FieldFault::new("expiry_date", "expiry-date-before-issue"));
        }
        match number {
            Some((number, shown)) if faults.is_empty() => Ok(Self { kind, number, shown, issue_date, expiry_date }),
            _ => Err(faults),
        }
    }

    /// Whether its last day is over everywhere.
    pub fn is_expired(&self, today: Today) -> bool {
        self.expiry_date.is_some_and(|last| last < today.west)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn today() -> Today {
        Today { east: date(2026, 3, 2), west: date(2026, 3, 1) }
    }

    fn form(number: &str, issued: &str, expires: &str) -> FurtherDocumentForm {
        let text = |text: &str| text.to_owned();
        FurtherDocumentForm { document_number: text(number), issue_date: text(issued), expiry_date: text(expires) }
    }

    /// R87: each kind takes its number in the shapes people write, and keeps one.
    #[test]
    fn each_kind_reads_its_number() {
        use FurtherDocumentKind as Kind;
        for (kind, typed, kept) in [
            (Kind::Inn, "500100732259", "500100732259"),
            (Kind::DrivingLicence, "77 14 123456", "7714123456"),
            (Kind::VehicleCertificate, "77 УВ 123456", "77УВ123456"),
            (Kind::TravelPassport, "75 1234567", "751234567"),
            (Kind::MedicalPolicy, "7700 0000 0000 0008", "7700000000000008"),
            (Kind::BirthCertificate, "II-МЮ 123456", "II-МЮ123456"),
            (Kind::MilitaryId, "АН 1234567", "АН1234567"),
        ] {
            let document = FurtherDocument::check(kind, &form(typed, "", ""), today());
            assert_eq!(document.map(|document| document.number), Ok(kept.to_owned()), "{kind:?}");
            assert_eq!(Kind::from_name(kind.name()), Some(kind));
            let faults = FurtherDocument::check(kind, &form("12", "", ""), today()).unwrap_err();
            assert_eq!(faults[0].field, "document_number");
            let faults = FurtherDocument::check(kind, &form(" ", "", ""), today()).unwrap_err();
            assert_eq!(faults[0].code, "required");
        }
    }

    /// R93: impossible dates are told at their fields; what a kind does not bear is not read.
    #[test]
    fn dates_are_checked_where_there_are_any() {
        let licence = |issued: &str, expires: &str| {
            FurtherDocument::check(FurtherDocumentKind::DrivingLicence, &form("7714123456", issued, expires), today())
        };
        let good = licence("01.02.2020", "01.02.2030").unwrap();
        assert_eq!((good.issue_date, good.is_expired(today())), (Some(date(2020, 2, 1)), false));
        assert!(licence("01.02.2010", "28.02.2026").unwrap().is_expired(today()));
        assert!(!licence("01.02.2010", "01.03.2026").unwrap().is_expired(today()));
        let codes = |result: Result<_, Vec<FieldFault>>| {
            result.unwrap_err().iter().map(|fault| (fault.field, fault.code)).collect::<Vec<_>>()
        };
        assert_eq!(codes(licence("03.03.2026", "")), [("issue_date", "issue-date-future")]);
        assert_eq!(codes(licence("31.02.2020", "")), [("issue_date", "date-format")]);
        assert_eq!(codes(licence("01.02.2020", "01.02.2020")), [("expiry_date", "expiry-date-before-issue")]);
        let inn = FurtherDocument::check(FurtherDocumentKind::Inn, &form("500100732259", "nonsense", ""), today());
        assert_eq!(inn.unwrap().issue_date, None);
    }
}
