//! What every page must satisfy, and the tests that hold every sample of every view to it.

use std::{collections::BTreeSet, env, fs, path::Path};

use okno_domain::locale::Locale;
use scraper::{ElementRef, Html, Selector};

use crate::{assets, views};

#[path = "../build/messages.rs"]
mod messages;

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).collect()
}

fn attr<'a>(element: &ElementRef<'a>, name: &str) -> &'a str {
    element.value().attr(name).unwrap_or_default()
}

/// Everything that is wrong with a page.
pub(crate) fn faults(html: &str, locale: Locale) -> Vec<String> {
    let page = Html::parse_document(html);
    let mut faults = Vec::new();
    structure(&page, locale, &mut faults);
    names(&page, &mut faults);
    references(&page, &mut faults);
    strictness(&page, html, &mut faults);
    faults
}

fn structure(page: &Html, locale: Locale, faults: &mut Vec<String>) {
    if all(page, "html").first().map(|root| attr(root, "lang")) != Some(locale.tag()) {
        faults.push("the document does not say its language".into());
    }
    let headings: Vec<u32> = all(page, "main h1, main h2, main h3, main h4, main h5, main h6")
        .iter()
        .map(|heading| heading.value().name().trim_start_matches('h').parse().unwrap())
        .collect();
    if all(page, "h1").len() != 1 {
        faults.push(format!("{} h1", all(page, "h1").len()));
    }
    // The error summary's h2 comes first by design; after the h1 no level is skipped.
    let from_h1 = headings.iter().skip_while(|level| **level != 1).copied().collect::<Vec<_>>();
    if from_h1.windows(2).any(|pair| pair[1] > pair[0] + 1) {
        faults.push(format!("headings skip a level: {headings:?}"));
    }
    let title = all(page, "title").first().map(|title| title.text().collect::<String>()).unwrap_or_default();
    if title.trim_start().starts_with('–') {
        faults.push("no title".into());
    }
    let prefix = crate::text(locale, "error-prefix", &[]);
    if title.starts_with(&prefix) == all(page, ".govuk-error-summary").is_empty() {
        faults.push(format!("title and error summary do not agree: {title}"));
    }
    if all(page, "main").len() != 1 {
        faults.push("there must be one main".into());
    }
}

fn names(page: &Html, faults: &mut Vec<String>) {
    for control in all(page, "input:not([type=hidden]), select, textarea") {
        let id = attr(&control, "id");
        let labelled = !attr(&control, "aria-label").is_empty()
            || (!id.is_empty() && !all(page, &format!("label[for='{id}']")).is_empty());
        if !labelled {
            faults.push(format!("a control without label: {}", control.html()));
        }
    }
    for element in all(page, "button, a[href], summary, legend, label, h1, h2, h3") {
        let text: String = element.text().collect();
        if text.trim().is_empty() && attr(&element, "aria-label").is_empty() {
            faults.push(format!("nothing to read in {}", element.html()));
        }
    }
    for picture in all(page, "img:not([alt])") {
        faults.push(format!("a picture without text: {}", picture.html()));
    }
    for form in all(page, "form") {
        // A form that carries an answer to another site has no token of ours to give away.
        let post = attr(&form, "method") == "post" && form.value().attr("data-to-site").is_none();
        if post && form.select(&Selector::parse("input[name=csrf]").unwrap()).next().is_none() {
            faults.push("a form that posts without csrf".into());
        }
    }
}

fn references(page: &Html, faults: &mut Vec<String>) {
    let mut ids = BTreeSet::new();
    for element in all(page, "[id]") {
        if !ids.insert(attr(&element, "id")) {
            faults.push(format!("two elements have the id {}", attr(&element, "id")));
        }
    }
    for element in all(page, "a[href^='#']") {
        if !ids.contains(attr(&element, "href").trim_start_matches('#')) {
            faults.push(format!("a link to nowhere: {}", attr(&element, "href")));
        }
    }
    for name in ["aria-describedby", "aria-labelledby", "aria-controls", "for"] {
        for element in all(page, &format!("[{name}]")) {
            for id in attr(&element, name).split_whitespace().filter(|id| !ids.contains(id)) {
                faults.push(format!("{name} names {id}, which is not there"));
            }
        }
    }
    for link in all(page, ".govuk-error-summary a") {
        let name = attr(&link, "href").trim_start_matches('#');
        if !ids.contains(format!("{name}-error").as_str()) {
            faults.push(format!("the error of {name} is not shown at its field"));
        }
    }
}

fn strictness(page: &Html, html: &str, faults: &mut Vec<String>) {
    for element in all(page, "style, [style], script:not([src])") {
        faults.push(format!("inline style or script: {}", element.html()));
    }
    for element in all(page, "*") {
        for (name, value) in element.value().attrs() {
            if name.starts_with("on") {
                faults.push(format!("inline handler {name}"));
            }
            let address = ["href", "src", "action", "srcset", "poster", "data"].contains(&name);
            if address && (value.contains("://") || value.starts_with("//") || value.starts_with("javascript:")) {
                faults.push(format!("a foreign address: {value}"));
            }
        }
    }
    // A key that has no message is shown as it is.
    for kind in ["refusal-", "field-", "error-", "action-", "nav-", "home-"] {
        if html.contains(&format!(">{kind}")) {
            faults.push(format!("a message that begins with {kind} is missing"));
        }
    }
}

/// R32: every page in every language; and what decision 16 and accessibility ask of each.
#[test]
#[expect(clippy::disallowed_methods, reason = "the folder for looking at samples is for the developer alone")]
fn every_sample_of_every_view_is_accessible_in_every_language() {
    let mut found = Vec::new();
    for locale in Locale::ALL {
        for sample in views::samples(locale).unwrap() {
            if let Ok(folder) = env::var("OKNO_SAMPLES") {
                write_sample(Path::new(&folder), &format!("{}-{locale}", sample.name), &sample.html);
            }
            for fault in faults(&sample.html, locale) {
                found.push(format!("{} ({locale}): {fault}", sample.name));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// For looking at pages without a server.
fn write_sample(folder: &Path, name: &str, html: &str) {
    let files = folder.join("assets");
    fs::create_dir_all(&files).unwrap();
    for path in assets::paths() {
        fs::write(files.join(path), assets::find(path).unwrap().bytes).unwrap();
    }
    fs::write(folder.join(format!("{name}.html")), html.replace("\"/assets/", "\"assets/")).unwrap();
}

#[test]
fn the_check_sees_what_is_wrong() {
    let html =
        "<html lang=en><title>x – y</title><main><h1>a</h1><h3 style='x'>b</h3><input id=i><a href='#no'>c</a></main>";
    let found = faults(html, Locale::En).join("\n");
    for part in ["headings skip", "without label", "link to nowhere", "inline style"] {
        assert!(found.contains(part), "{part} not in {found}");
    }
}

/// Messages nobody uses are removed. Keys made up of parts are listed by their beginnings.
#[test]
fn no_message_is_unused() {
    const MADE_UP: &[&str] = &[
        "label-",
        "message-",
        "refusal-",
        "field-",
        "error-",
        "level-",
        "method-",
        "next-",
        "audit-",
        "actor-",
        "notice-",
        "session-end-",
        "contact-",
        "account-add-",
        "further-document-",
        "help-",
        "about-",
        "service-excluded-",
        "center-service-",
        "center-organization-",
        "finder-",
        "letter-status-",
        "letter-state-",
        "bank-consent-",
        "bank-step-",
        "bank-end-",
        "bank-different-",
        "operator-role-",
        "operator-task-",
        "appointment-task-",
        "appointment-bring-",
        "approval-act-",
        "record-",
        "zone-city-",
        "clerk-task-",
        "clerk-seen_",
        "clerk-done-",
        "clerk-missing-",
        "clerk-execute-",
        "clerk-paper-",
        "factor-by-",
        "support-topic-",
        "support-state-",
        "support-scan-",
        "support-account-",
        "support-submission-",
        "merge-like-",
        "staff-change-",
        "setting-",
        "claim-",
        "developer-kind-",
        "developer-algorithm-",
        "developer-esia-mode-",
        "developer-authentication-",
        "developer-scope-",
        "developer-change-",
        "test-person-level-",
        "site-refused-method-",
        "site-check-",
        "announcement-",
        "case-check-",
        "case-kind-",
        "case-result-",
        "queue-",
        "job-",
        "statistics-",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let catalogue = messages::Catalogue::read(&root.join("locales")).unwrap();
    let mut text = String::new();
    for folder in ["templates", "src", "../app/src", "../web/src", "../gateways/src", "../server/src"] {
        if let Ok(files) = messages::files_under(&root.join(folder)) {
            for file in files {
                text.push_str(&fs::read_to_string(file).unwrap_or_default());
            }
        }
    }
    let referenced = catalogue.referenced();
    let unused: Vec<&str> = catalogue
        .keys()
        .filter(|key| !MADE_UP.iter().any(|start| key.starts_with(start)))
        .filter(|key| !referenced.contains(key) && !text.contains(&format!("\"{key}\"")))
        .collect();
    assert!(unused.is_empty(), "unused messages: {unused:?}");
    assert_eq!(catalogue.problems(), Vec::<String>::new());
    let _ = catalogue.check_uses(&messages::uses_in(&root.join("templates")).unwrap());
    let _ = catalogue.table();
}
