//! One test for each rule of the form.

use super::{sample::foreigner, *};
use crate::person::Sex;

fn rules() -> FormRules {
    let today = jiff::civil::date(2026, 3, 1);
    FormRules { today: Today { east: today, west: today }, may_have_one_name: false, snils_allow_unchecked_range: true }
}

fn citizen() -> PersonForm {
    PersonForm { issued_by: "ОУФМС  России по Тверской обл.".to_owned(), ..sample::citizen() }
}

fn faults(form: &PersonForm) -> Vec<(&'static str, &'static str)> {
    form.check(&rules()).err().unwrap_or_default().iter().map(|fault| (fault.field, fault.code)).collect()
}

fn fault(change: impl FnOnce(&mut PersonForm)) -> Vec<(&'static str, &'static str)> {
    let mut form = citizen();
    change(&mut form);
    faults(&form)
}

/// R75: the fields stand in the order of the list; R87: INN comes after what Standard needs.
#[test]
fn fields_stand_in_order() {
    let fields: Vec<_> = citizen().fields().collect();
    assert_eq!(
        fields,
        [
            "family_name",
            "given_name",
            "patronymic",
            "sex",
            "birth_date",
            "birth_place",
            "snils",
            "citizenship",
            "document_type",
            "document_number",
            "issue_date",
            "issued_by",
            "unit_code",
            "inn"
        ]
    );
}

/// R84, R86: one field for series and number, issuing body and unit code as in the document; dates become ISO.
#[test]
fn a_right_form_becomes_canonical_data() {
    let data = citizen().check(&rules()).unwrap();
    assert_eq!((data.document.series.as_str(), data.document.number.as_str()), ("4008", "123456"));
    assert_eq!(data.document.issued_by, "ОУФМС  России по Тверской обл.");
    assert_eq!(data.document.unit_code, "690-001");
    assert_eq!((data.birth_date.as_str(), data.document.issue_date.as_str()), ("1985-03-12", "2008-04-15"));
    assert_eq!(data.snils, "00000060006");
    assert_eq!(data.sex, Some(Sex::Female));
}

/// R76: what is stored comes back into the form and means the same.
#[test]
fn stored_data_fill_the_form_again() {
    for form in [citizen(), foreigner()] {
        let data = form.check(&rules()).unwrap();
        assert_eq!(PersonForm::of(&data).check(&rules()).unwrap(), data);
        assert!(differing(&data, &data).is_empty());
    }
}

/// R77: a patronymic may be absent, but a given one is checked.
#[test]
fn a_patronymic_may_be_absent() {
    assert!(fault(|form| form.patronymic = " ".to_owned()).is_empty());
    assert_eq!(fault(|form| form.patronymic = "Petrovna".to_owned()), [("patronymic", "name-latin")]);
}

/// R93: an empty form has a fault at each needed field, in order.
#[test]
fn an_empty_form_names_every_field() {
    let fields: Vec<_> = faults(&PersonForm::default()).into_iter().map(|(field, _)| field).collect();
    assert_eq!(
        fields,
        ["family_name", "given_name", "sex", "birth_date", "birth_place", "snils", "citizenship", "document_type"]
    );
    assert_eq!(PersonForm::default().missing().len(), 12);
    assert!(citizen().missing().is_empty());
}

/// R78, R80, R81: each field's own faults.
#[test]
fn each_field_has_its_reasons() {
    assert_eq!(fault(|form| form.family_name = "Ivanova".to_owned()), [("family_name", "name-latin")]);
    assert_eq!(fault(|form| form.sex = "other".to_owned()), [("sex", "required")]);
    assert_eq!(fault(|form| form.birth_place = "<b>".to_owned()), [("birth_place", "text-pattern")]);
    assert_eq!(fault(|form| form.birth_place = "О".repeat(256)), [("birth_place", "text-length")]);
    assert_eq!(fault(|form| form.snils = "112-233-445 94".to_owned()), [("snils", "snils-checksum")]);
    assert_eq!(fault(|form| form.citizenship = "XXX".to_owned()), [("citizenship", "country-unknown")]);
    assert_eq!(
        fault(|form| form.document_number = "400812345".to_owned()),
        [("document_number", "internal-passport-format")]
    );
    assert_eq!(fault(|form| form.issued_by = "MVD".to_owned()), [("issued_by", "issued-by-character")]);
    assert_eq!(fault(|form| form.unit_code = "780-01".to_owned()), [("unit_code", "unit-code-format")]);
    assert_eq!(fault(|form| form.inn = "7707083893".to_owned()), [("inn", "inn-not-person")]);
    assert!(fault(|form| form.inn = "500100732259".to_owned()).is_empty());
}

/// R81: an installation for real persons refuses the range of synthetic SNILS.
#[test]
fn synthetic_snils_only_where_allowed() {
    let strict = FormRules { snils_allow_unchecked_range: false, ..rules() };
    let faults = citizen().check(&strict).unwrap_err();
    assert_eq!(faults, [FieldFault::new("snils", "snils-unchecked-range")]);
}

/// R79, R93: impossible dates, and the age of 14 on the birthday itself.
#[test]
fn dates_must_be_possible() {
    assert_eq!(fault(|form| form.birth_date = "30.02.1985".to_owned()), [("birth_date", "birth-date-format")]);
    let young = |born: &str| {
        let born = born.to_owned();
        fault(move |form| {
            form.birth_date = born;
            form.issue_date = "01.03.2026".to_owned();
        })
    };
    assert!(young("01.03.2012").is_empty());
    assert_eq!(
        young("02.03.2012"),
        [("birth_date", "birth-date-under-age"), ("issue_date", "passport-issue-before-age")]
    );
    assert_eq!(fault(|form| form.issue_date = "02.03.2026".to_owned()), [("issue_date", "issue-date-future")]);
    assert_eq!(fault(|form| form.issue_date = "01.01.1980".to_owned()), [("issue_date", "issue-date-before-birth")]);
    assert_eq!(fault(|form| form.issue_date = "30.09.1997".to_owned()), [("issue_date", "passport-issue-before-form")]);
    assert_eq!(fault(|form| form.issue_date = "1 мая".to_owned()), [("issue_date", "date-format")]);
}

/// R93: a passport that was to be replaced is refused after its last day of use and doubted before it.
#[test]
fn a_replaced_passport_is_refused() {
    let form = PersonForm { birth_date: "01.12.2005".to_owned(), issue_date: "10.12.2019".to_owned(), ..citizen() };
    let on = |day: &str| {
        let day: Date = day.parse().unwrap();
        FormRules { today: Today { east: day, west: day }, ..rules() }
    };
    let last = "2026-03-01";
    let data = form.check(&on(last)).unwrap();
    let doubted: Vec<_> = doubts(&data, on(last).today).iter().map(|doubt| doubt.code).collect();
    assert_eq!(doubted, ["passport-form-year", "passport-replacement-due"]);
    let faults = form.check(&on("2026-03-02")).unwrap_err();
    assert_eq!(faults, [FieldFault::new("issue_date", "passport-expired").with("usable_until", last)]);
}

/// 2.11: a birthday counts where it begins first, the last day of a document where it ends last.
#[test]
fn the_day_that_favours_the_person_counts() {
    let today = Today::at("2026-02-28T12:00:00Z".parse().unwrap());
    assert_eq!((today.east.to_string(), today.west.to_string()), ("2026-03-01".to_owned(), "2026-02-28".to_owned()));
}

/// R83, R209, R210: a foreign document has its own fields, and those of the passport are left out.
#[test]
fn a_foreign_document_has_its_own_fields() {
    let form = PersonForm { unit_code: "nonsense".to_owned(), ..foreigner() };
    let data = form.check(&rules()).unwrap();
    assert_eq!((data.document.issuing_state.as_str(), data.document.unit_code.as_str()), ("KAZ", ""));
    assert_eq!(data.document.number, "N12345678");
    let permit = PersonForm {
        document_type: "residence_permit".to_owned(),
        document_number: "82 1234567".to_owned(),
        issued_by: "МВД".to_owned(),
        expiry_date: String::new(),
        ..foreigner()
    };
    assert_eq!(permit.check(&rules()).unwrap().document.issuing_state, "");
    let wrong = PersonForm { issuing_state: String::new(), expiry_date: "28.02.2026".to_owned(), ..foreigner() };
    assert_eq!(faults(&wrong), [("issuing_state", "required"), ("expiry_date", "document-expired")]);
    let early = PersonForm { expiry_date: "15.04.2008".to_owned(), ..foreigner() };
    assert_eq!(faults(&early), [("expiry_date", "expiry-date-before-issue")]);
}

/// R83: citizens show the passport, others do not.
#[test]
fn document_and_citizenship_go_together() {
    assert_eq!(fault(|form| form.citizenship = "KAZ".to_owned()), [("document_type", "document-type-for-citizens")]);
    let citizen = PersonForm { citizenship: "RUS".to_owned(), ..foreigner() };
    assert_eq!(faults(&citizen), [("document_type", "document-type-for-foreigners")]);
    assert_eq!(
        fault(|form| form.document_type = "medical_policy".to_owned()),
        [("document_type", "document-type-unknown")]
    );
}

/// R210: who has no citizenship says so, and has another document than the passport of a citizen.
#[test]
fn a_person_may_have_no_citizenship() {
    let stateless =
        PersonForm { citizenship: "XXA".to_owned(), document_type: "residence_permit".to_owned(), ..foreigner() };
    let stateless = PersonForm { document_number: "821234567".to_owned(), issued_by: citizen().issued_by, ..stateless };
    assert_eq!(stateless.check(&rules()).unwrap().citizenship, "XXA");
    assert_eq!(fault(|form| form.citizenship = "XXA".to_owned()), [("document_type", "document-type-for-citizens")]);
    let issued_by_nobody = PersonForm { issuing_state: "XXA".to_owned(), ..foreigner() };
    assert_eq!(faults(&issued_by_nobody), [("issuing_state", "country-unknown")]);
}

/// R210, 2.10: a foreign citizen may add the name in Latin letters; a citizen's passport has none.
#[test]
fn a_name_in_latin_letters_may_be_added() {
    let named = PersonForm { latin_family_name: "ivanova".to_owned(), ..foreigner() };
    let data = named.check(&rules()).unwrap();
    assert_eq!((data.latin_family_name.as_str(), data.latin_given_name.as_str()), ("IVANOVA", ""));
    assert_eq!(data.examined(), foreigner().check(&rules()).unwrap());
    let russian = PersonForm { latin_given_name: "Анна".to_owned(), ..foreigner() };
    assert_eq!(faults(&russian), [("latin_given_name", "latin-name-pattern")]);
    let of_citizen = PersonForm { latin_family_name: "IVANOVA".to_owned(), ..citizen() };
    assert_eq!(of_citizen.check(&rules()).unwrap().latin_family_name, "");
}

/// 2.10: a hyphen stands for a name only where an operator put it, and never for both.
#[test]
fn a_person_may_have_one_name() {
    let one = PersonForm { family_name: "-".to_owned(), ..foreigner() };
    assert_eq!(faults(&one), [("family_name", "name-hyphen")]);
    let by_operator = FormRules { may_have_one_name: true, ..rules() };
    assert_eq!(one.check(&by_operator).unwrap().family_name, "-");
    let none = PersonForm { given_name: " – ".to_owned(), ..one };
    let faults = none.check(&by_operator).unwrap_err();
    assert_eq!(
        faults.iter().map(|fault| (fault.field, fault.code)).collect::<Vec<_>>(),
        [("given_name", "name-hyphen")]
    );
}

/// R95: what is being verified differs from what is in force in named fields.
#[test]
fn differences_are_named_by_field() {
    let data = citizen().check(&rules()).unwrap();
    let mut other = data.clone();
    other.family_name = "Петрова".to_owned();
    other.document.number = "654321".to_owned();
    assert_eq!(differing(&data, &other), ["family_name", "document_number"]);
}

/// 2.10, 2.11: capitals and a great age are doubted, not refused.
#[test]
fn doubts_do_not_stand_in_the_way() {
    let form =
        PersonForm { family_name: "ИВАНОВА".to_owned(), birth_date: "12.03.1910".to_owned(), ..citizen() };
    let data = form.check(&rules()).unwrap();
    let doubted: Vec<_> = doubts(&data, rules().today).iter().map(|doubt| doubt.code).collect();
    assert_eq!(doubted, ["name-in-capitals", "birth-date-unusual"]);
}

proptest::proptest! {
    /// R93: nothing that can be typed breaks the check.
    #[test]
    fn any_text_is_judged(text in "\\PC{0,40}", kind in 0_usize..6) {
        let kinds = ["internal_passport", "foreign_identity_document", "residence_permit", "refugee_certificate", "", "x"];
        let form = PersonForm {
            family_name: text.clone(), given_name: text.clone(), patronymic: text.clone(), sex: text.clone(),
            birth_date: text.clone(), birth_place: text.clone(), snils: text.clone(), citizenship: text.clone(),
            document_type: kinds[kind].to_owned(), document_number: text.clone(), issue_date: text.clone(),
            issued_by: text.clone(), unit_code: text.clone(), issuing_state: text.clone(), expiry_date: text.clone(),
            latin_family_name: text.clone(), latin_given_name: text.clone(), inn: text,
        };
        let fields: Vec<_> = form.fields().collect();
        if let Err(faults) = form.check(&rules()) {
            proptest::prop_assert!(faults.iter().all(|fault| fields.contains(&fault.field)));
        }
    }
}
