//! What the pages of the form must show.

use super::*;

fn html(form: &PersonForm, errors: FormErrors) -> String {
    let frame = PageFrame::sample(Locale::Ru, "/profile/edit").signed_in(AccountLevel::Simplified);
    let ahead = Some(Ahead { services: ServiceLine::samples(), missing: vec!["birth_date"] });
    let state = FormState { draft_saved_at: None, is_verified: false, may_save: true, year: 2026, ahead, next: None };
    PersonFormView::new(frame, form, errors, state).rendered().unwrap().html
}

fn place(html: &str, field: &str) -> usize {
    html.find(&format!("id=\"{field}\"")).unwrap_or_else(|| panic!("no field {field}"))
}

/// R75, decision 19: the page has the fields in the order of the list, under their names, and then the button.
#[test]
fn fields_stand_in_the_order_of_the_list() {
    let form = sample_form();
    let html = html(&form, FormErrors::none());
    let needed = form.fields().filter(|field| *field != "inn");
    let places: Vec<_> = needed.chain(["submit"]).map(|field| place(&html, field)).collect();
    assert!(places.is_sorted(), "{places:?}");
}

/// R79, R85: dates are picked, there is no field to type one.
#[test]
fn dates_are_picked() {
    let html = html(&sample_form(), FormErrors::none());
    for part in ["birth_date_day", "birth_date_month", "birth_date_year", "issue_date_day"] {
        assert!(html.contains(&format!("name=\"{part}\"")), "{part}");
    }
    assert!(!html.contains("name=\"birth_date\""));
}

/// R81, R91: a picture shows where the SNILS is, and the page says what to have at hand.
#[test]
fn the_page_helps_to_find_the_snils() {
    let html = html(&sample_form(), FormErrors::none());
    assert!(html.contains("class=\"snils-picture\"") && html.contains("id=\"at-hand\""));
}

/// R83, R210: the chosen document decides which fields follow.
#[test]
fn the_document_decides_the_fields() {
    let foreign = html(&sample_foreign_form(), FormErrors::none());
    assert!(foreign.contains("id=\"issuing_state\"") && foreign.contains("name=\"expiry_date_day\""));
    assert!(!foreign.contains("id=\"unit_code\""));
    assert!(!html(&sample_form(), FormErrors::none()).contains("id=\"issuing_state\""));
}

/// R28, R88, R89: "Continue", "Save" and "Later".
#[test]
fn three_ways_leave_the_form() {
    let html = html(&sample_form(), FormErrors::none());
    for id in ["submit", "save", "cancel"] {
        assert!(place(&html, id) > 0);
    }
}

#[test]
fn half_a_date_keeps_its_parts() {
    let half = parts("12..1985");
    assert_eq!((half.day.as_str(), half.month.as_str(), half.year.as_str()), ("12", "", "1985"));
    assert_eq!(parts(""), DateValue::default());
    assert_eq!(parts("2026-03-01").month, "3");
}

/// R68: before the fields stands what level Standard opens and what is missing for it.
#[test]
fn the_form_begins_with_what_it_is_for() {
    let html = html(&sample_form(), FormErrors::none());
    let service = ServiceLine::samples().remove(0);
    let ahead = html.find("id=\"ahead\"").unwrap();
    assert!(ahead < place(&html, "family_name"));
    assert!(html.contains(&format!("href=\"{}\"", service.url)) && html.contains("<li>Дата рождения</li>"));
}
