//! Judging the form, field by field.

use jiff::civil::Date;

use super::{DOCUMENT_TYPES, FormRules, PersonForm, document_fields};
use crate::{
    identifier::{
        Reason,
        birth_date::{BirthDate, parse_date},
        document::{DocumentNumber, IdentityDocumentType},
        inn::Inn,
        internal_passport::InternalPassportNumber,
        issued_by::IssuedBy,
        latin_name::LatinName,
        passport_term::{FORM_SINCE, PassportTerm, PassportTermRefusal},
        person_name::{NO_NAME, PersonName},
        snils::Snils,
        territory::{Citizenship, Country},
        text::tidy,
        unit_code::UnitCode,
    },
    person::{IdentityDocument, PersonalData, Sex},
    refusal::FieldFault,
};

/// The longest free text of the form, in characters.
const LONGEST_TEXT: usize = 255;

/// The data in canonical form, or every fault in the order of the fields.
pub(super) fn check(form: &PersonForm, rules: &FormRules) -> Result<PersonalData, Vec<FieldFault>> {
    let mut check = Check { rules, faults: Vec::new() };
    let born = check.birth_date(form);
    let citizenship = check.citizenship(form);
    let [family_name, given_name] = check.names(form);
    let data = PersonalData {
        family_name,
        given_name,
        patronymic: if tidy(&form.patronymic).is_empty() {
            String::new()
        } else {
            check.name("patronymic", &form.patronymic)
        },
        sex: check.sex(form),
        birth_date: born.map(|born| born.date().to_string()).unwrap_or_default(),
        birth_place: check.text("birth_place", &form.birth_place),
        snils: check.snils(form),
        document: check.document(form, born, citizenship.as_ref()),
        citizenship: citizenship.map(|citizenship| citizenship.as_str().to_owned()).unwrap_or_default(),
        latin_family_name: check.latin_name("latin_family_name", form),
        latin_given_name: check.latin_name("latin_given_name", form),
        inn: check.inn(form),
    };
    if check.faults.is_empty() {
        return Ok(data);
    }
    let place = |fault: &FieldFault| form.fields().position(|field| field == fault.field);
    check.faults.sort_by_key(place);
    Err(check.faults)
}

/// A check under way.
struct Check<'a> {
    rules: &'a FormRules,
    faults: Vec<FieldFault>,
}

impl Check<'_> {
    fn fault(&mut self, fault: FieldFault) {
        self.faults.push(fault);
    }

    fn take<T>(&mut self, field: &'static str, read: Result<T, impl Reason>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(reason) => {
                self.fault(reason.on(field));
                None
            }
        }
    }

    fn name(&mut self, field: &'static str, typed: &str) -> String {
        self.take(field, PersonName::parse(typed)).map(|name| name.as_str().to_owned()).unwrap_or_default()
    }

    /// Surname and first name. Of a person who has only one name, the other is a hyphen, where the rules allow it.
    fn names(&mut self, form: &PersonForm) -> [String; 2] {
        let names = [("family_name", &form.family_name), ("given_name", &form.given_name)];
        let mut nameless = 0;
        names.map(|(field, typed)| {
            let read = if self.rules.may_have_one_name && nameless == 0 {
                PersonName::parse_by_operator(typed)
            } else {
                PersonName::parse(typed)
            };
            let name = self.take(field, read).map(|name| name.as_str().to_owned()).unwrap_or_default();
            nameless += usize::from(name == NO_NAME);
            name
        })
    }

    /// A name as in the machine-readable zone, where the document has one and the person gives it (2.10).
    fn latin_name(&mut self, field: &'static str, form: &PersonForm) -> String {
        if !document_fields(form.chosen_type()).contains(&field) || tidy(form.value(field)).is_empty() {
            return String::new();
        }
        self.take(field, LatinName::parse(form.value(field))).map(|name| name.as_str().to_owned()).unwrap_or_default()
    }

    fn citizenship(&mut self, form: &PersonForm) -> Option<Citizenship> {
        if tidy(&form.citizenship).is_empty() {
            self.fault(FieldFault::new("citizenship", "required"));
            return None;
        }
        self.take("citizenship", Citizenship::parse(&form.citizenship))
    }

    fn sex(&mut self, form: &PersonForm) -> Option<Sex> {
        let sex = Sex::from_name(&form.sex);
        if sex.is_none() {
            self.fault(FieldFault::new("sex", "required"));
        }
        sex
    }

    fn birth_date(&mut self, form: &PersonForm) -> Option<BirthDate> {
        let born = self.take("birth_date", BirthDate::parse(&form.birth_date, self.rules.today.east))?;
        if !born.has_passport_age(self.rules.today.east) {
            self.fault(FieldFault::new("birth_date", "birth-date-under-age"));
        }
        Some(born)
    }

    fn country(&mut self, field: &'static str, chosen: &str) -> Option<Country> {
        if tidy(chosen).is_empty() {
            self.fault(FieldFault::new(field, "required"));
            return None;
        }
        self.take(field, Country::parse(chosen))
    }

    fn snils(&mut self, form: &PersonForm) -> String {
        let Some(snils) = self.take("snils", Snils::parse(&form.snils)) else { return String::new() };
        if snils.is_in_unchecked_range() && !self.rules.snils_allow_unchecked_range {
            self.fault(FieldFault::new("snils", "snils-unchecked-range"));
        }
        snils.as_str().to_owned()
    }

    fn inn(&mut self, form: &PersonForm) -> String {
        if tidy(&form.inn).is_empty() {
            return String::new();
        }
        self.take("inn", Inn::parse_person(&form.inn)).map(|inn| inn.as_str().to_owned()).unwrap_or_default()
    }

    /// A free text that is kept as typed.
    fn text(&mut self, field: &'static str, typed: &str) -> String {
        let text = tidy(typed);
        if text.is_empty() {
            self.fault(FieldFault::new(field, "required"));
        } else if text.chars().count() > LONGEST_TEXT {
            self.fault(FieldFault::new(field, "text-length").with("most", LONGEST_TEXT.to_string()));
        } else if !text.chars().any(char::is_alphabetic) || text.chars().any(|c| c.is_control() || "<>{}".contains(c)) {
            self.fault(FieldFault::new(field, "text-pattern"));
        }
        text
    }

    fn document(
        &mut self,
        form: &PersonForm,
        born: Option<BirthDate>,
        citizenship: Option<&Citizenship>,
    ) -> IdentityDocument {
        let Some(kind) = self.document_type(form, citizenship) else { return IdentityDocument::default() };
        let has = |field| document_fields(kind).contains(&field);
        let number = self.number(kind, &form.document_number);
        let issued = self.issue_date(kind, form, born);
        let issuing_state = if has("issuing_state") {
            let country = self.country("issuing_state", &form.issuing_state);
            country.map(|country| country.as_str().to_owned()).unwrap_or_default()
        } else {
            String::new()
        };
        let unit_code = if has("unit_code") {
            let code = self.take("unit_code", UnitCode::parse(&form.unit_code));
            code.map(|code| code.as_str().to_owned()).unwrap_or_default()
        } else {
            String::new()
        };
        IdentityDocument {
            document_type: kind.as_str().to_owned(),
            series: number.as_ref().map(|number| number.series().to_owned()).unwrap_or_default(),
            number: number.as_ref().map(|number| number.number().to_owned()).unwrap_or_default(),
            issue_date: issued.map(|issued| issued.to_string()).unwrap_or_default(),
            issued_by: self.issued_by(kind, &form.issued_by),
            unit_code,
            issuing_state,
            expiry_date: if has("expiry_date") { self.expiry_date(form, issued) } else { String::new() },
        }
    }

    /// The type must be one of the menu, and the one that the citizenship calls for (R83).
    fn document_type(&mut self, form: &PersonForm, citizenship: Option<&Citizenship>) -> Option<IdentityDocumentType> {
        if form.document_type.trim().is_empty() {
            self.fault(FieldFault::new("document_type", "required"));
            return None;
        }
        let kind = self.take("document_type", IdentityDocumentType::parse(&form.document_type))?;
        if !DOCUMENT_TYPES.contains(&kind) {
            self.fault(FieldFault::new("document_type", "document-type-unknown"));
            return None;
        }
        let of_citizens = kind == IdentityDocumentType::InternalPassport;
        match citizenship {
            Some(citizenship) if citizenship.is_russian() && !of_citizens => {
                self.fault(FieldFault::new("document_type", "document-type-for-foreigners"));
            }
            Some(citizenship) if !citizenship.is_russian() && of_citizens => {
                self.fault(FieldFault::new("document_type", "document-type-for-citizens"));
            }
            _ => {}
        }
        Some(kind)
    }

    fn number(&mut self, kind: IdentityDocumentType, typed: &str) -> Option<DocumentNumber> {
        if kind == IdentityDocumentType::InternalPassport {
            // Its own reason says more than "wrong format": ten digits in a row.
            self.take("document_number", InternalPassportNumber::parse(typed))?;
        }
        self.take("document_number", DocumentNumber::parse(kind, "", typed))
    }

    fn issued_by(&mut self, kind: IdentityDocumentType, typed: &str) -> String {
        if kind == IdentityDocumentType::ForeignIdentityDocument {
            return self.text("issued_by", typed);
        }
        self.take("issued_by", IssuedBy::parse(typed)).map(|body| body.as_str().to_owned()).unwrap_or_default()
    }

    fn issue_date(&mut self, kind: IdentityDocumentType, form: &PersonForm, born: Option<BirthDate>) -> Option<Date> {
        let issued = self.date("issue_date", &form.issue_date)?;
        let code = if issued > self.rules.today.east {
            "issue-date-future"
        } else if born.is_some_and(|born| issued < born.date()) {
            "issue-date-before-birth"
        } else {
            match (kind, born) {
                (IdentityDocumentType::InternalPassport, Some(born)) => return self.passport_term(born, issued),
                (IdentityDocumentType::InternalPassport, None) if issued < FORM_SINCE => "passport-issue-before-form",
                _ => return Some(issued),
            }
        };
        self.fault(FieldFault::new("issue_date", code));
        None
    }

    /// Issued from 14, and not replaced long ago (2.5).
    fn passport_term(&mut self, born: BirthDate, issued: Date) -> Option<Date> {
        let term = PassportTerm::of(born.date(), issued).and_then(|term| match term {
            PassportTerm::Limited { usable_until, .. } if usable_until < self.rules.today.west => {
                Err(PassportTermRefusal::Expired { usable_until })
            }
            _ => Ok(issued),
        });
        self.take("issue_date", term)
    }

    fn expiry_date(&mut self, form: &PersonForm, issued: Option<Date>) -> String {
        if tidy(&form.expiry_date).is_empty() {
            return String::new();
        }
        let Some(expires) = self.date("expiry_date", &form.expiry_date) else { return String::new() };
        if issued.is_some_and(|issued| expires <= issued) {
            self.fault(FieldFault::new("expiry_date", "expiry-date-before-issue"));
        } else if expires < self.rules.today.west {
            self.fault(FieldFault::new("expiry_date", "document-expired"));
        }
        expires.to_string()
    }

    fn date(&mut self, field: &'static str, typed: &str) -> Option<Date> {
        if tidy(typed).is_empty() {
            self.fault(FieldFault::new(field, "required"));
            return None;
        }
        let date = parse_date(typed);
        if date.is_none() {
            self.fault(FieldFault::new(field, "date-format"));
        }
        date
    }
}
