//! The window of a center: finding the visitor, comparing, and what follows (R121 to R135).
//!
//! Made for the keyboard: each page begins where one types next, and the enter key does the next thing.

mod asked;
mod booked;
mod correct;
mod paper;
mod visit;

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    locale::Locale,
    operator::{Role, Task},
    refusal::{FieldFault, Refuse as _},
    visit::VisitRefusal,
};

use crate::{
    form::{Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
    text::Text,
};

pub use asked::{AskedView, Request};
pub use booked::{BookedLine, BookedView};
pub use correct::CorrectView;
pub use paper::{FormPaper, form_pdf};
pub use visit::{Body, Restoring, VisitView};

/// The tasks of a window, each with its address.
const TASKS: [(Task, &str); 4] = [
    (Task::ConfirmIdentity, route::OPERATOR_CONFIRM),
    (Task::RestoreAccess, route::OPERATOR_RESTORE),
    (Task::DeleteAccount, route::OPERATOR_DELETE),
    (Task::CorrectData, route::OPERATOR_CORRECT),
];

/// The address of the page on which a visitor is found for a task.
pub fn serve_url(task: Task) -> &'static str {
    TASKS.into_iter().find(|(known, _)| *known == task).map_or(route::OPERATOR, |(_, url)| url)
}

/// The address of a visit's page.
pub fn visit_url(id: &str) -> String {
    format!("{}/{id}", route::OPERATOR_VISITS)
}

fn title(locale: Locale, task: Task) -> Text<'static> {
    Text::new(locale, format!("clerk-task-{}", task.name()))
}

fn sample_moment() -> Zoned {
    let at = jiff::civil::date(2026, 3, 2).at(10, 5, 0, 0);
    at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default()
}

fn sample_frame(locale: Locale, path: &str) -> PageFrame {
    PageFrame::sample(locale, path).sample_operator(Role::Clerk)
}

const SAMPLE: &str = "0195f0c3-7c1e-7000-8000-000000000001";

/// The box in which a visitor is found (R124).
#[derive(Template)]
#[template(path = "clerk/find.html")]
pub struct FindView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// What the visitor wants.
    pub task: Task,
    /// SNILS, phone, e-mail or document number.
    pub visitor: Field,
    /// Whether the center is closed now by its opening hours (R132).
    pub is_closed: bool,
}

impl FindView {
    fn title(&self) -> Text<'static> {
        title(self.frame.locale, self.task)
    }

    fn tabs(&self) -> Vec<(&'static str, Text<'static>, bool)> {
        TASKS.into_iter().map(|(task, url)| (url, title(self.frame.locale, task), task == self.task)).collect()
    }
}

impl View for FindView {
    const NAME: &'static str = "clerk-find";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |task, errors: FormErrors, is_closed| Self {
            frame: sample_frame(locale, serve_url(task)),
            visitor: errors.field("visitor", if errors.is_empty() { "" } else { "112-233-445 95" }),
            errors,
            task,
            is_closed,
        };
        let nobody = vec![FieldFault::new("visitor", "visitor-nobody")];
        let refusal = VisitRefusal::NotAccredited.refusal();
        vec![
            ("fresh", view(Task::ConfirmIdentity, FormErrors::none(), false)),
            ("nobody", view(Task::ConfirmIdentity, nobody.into(), false)),
            ("closed", view(Task::RestoreAccess, FormErrors::none(), true)),
            ("refused", view(Task::DeleteAccount, refusal.into(), false)),
        ]
    }
}

/// What the visitor came for is done.
#[derive(Template)]
#[template(path = "clerk/done.html")]
pub struct DoneView {
    /// The frame.
    pub frame: PageFrame,
    /// What it was.
    pub task: Task,
    /// Where the messages went, masked.
    pub contacts: Vec<String>,
    /// Where the form is printed, if there is one (R127).
    pub form_url: Option<String>,
}

impl DoneView {
    fn what(&self) -> Text<'static> {
        self.t(format!("clerk-done-{}", self.task.name()))
    }

    fn more(&self) -> Text<'static> {
        self.t(format!("clerk-done-{}-text", self.task.name()))
    }
}

impl View for DoneView {
    const NAME: &'static str = "clerk-done";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |task: Task| Self {
            frame: sample_frame(locale, &visit_url(SAMPLE)),
            task,
            contacts: vec!["+7 *** ***-67-89".to_owned()],
            form_url: (task == Task::ConfirmIdentity).then(|| format!("{}/form.pdf", visit_url(SAMPLE))),
        };
        TASKS.into_iter().map(|(task, _)| (task.name(), view(task))).collect()
    }
}

/// A code for the visitor's hands (R130).
#[derive(Template)]
#[template(path = "clerk/code.html")]
pub struct CodeView {
    /// The frame.
    pub frame: PageFrame,
    /// The code, in its groups.
    pub code: String,
    /// Until when it is accepted.
    pub until: Zoned,
}

impl View for CodeView {
    const NAME: &'static str = "clerk-code";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = sample_frame(locale, &visit_url(SAMPLE));
        vec![("page", Self { frame, code: "ABCDE-FGHJK".to_owned(), until: sample_moment() })]
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the folder for looking at samples is for the developer alone")]
mod tests {
    use okno_domain::visit::{Paper as Shown, Seen};

    use super::*;
    use crate::print::PrintError;

    /// R124 to R130: every refusal, comparison and task of the window has its words in every language.
    #[test]
    fn all_is_worded() {
        let mut keys: Vec<String> =
            VisitRefusal::ALL.iter().map(|refusal| format!("refusal-{}", refusal.refusal().code)).collect();
        for seen in Seen::ALL {
            keys.extend([format!("clerk-{}", seen.field()), format!("label-{}", seen.field())]);
        }
        for (task, _) in TASKS {
            keys.extend([format!("clerk-task-{}", task.name()), format!("clerk-done-{}-text", task.name())]);
        }
        for paper in [Shown::IdentityDocument, Shown::Snils] {
            keys.push(format!("clerk-paper-{}", crate::approval::paper_name(paper)));
        }
        for locale in Locale::ALL {
            for key in &keys {
                assert!(crate::text::has(locale, key), "{key} {locale}");
            }
        }
    }

    /// R126: a practised clerk needs no mouse: the page begins at the first thing to tick, and enter confirms.
    #[test]
    fn the_page_begins_where_one_goes_on() {
        let (_, view) = VisitView::samples(Locale::En).remove(0);
        let html = view.rendered().unwrap().html;
        let first = html.find("id=\"seen_photo\"").unwrap();
        let autofocus = html.find(" autofocus").unwrap();
        assert!(html[first..].find(" autofocus").unwrap() < 200 && html.matches(" autofocus").count() == 1);
        assert!(autofocus > first);
        // The button that the enter key presses is the first one of the form.
        assert!(html.find("id=\"submit\"").unwrap() < html.find("id=\"hand_out\"").unwrap());
        let html = FindView::samples(Locale::En).remove(0).1.rendered().unwrap().html;
        assert!(html.contains("name=\"visitor\"") && html.matches(" autofocus").count() == 1);
    }

    /// R125: while an account cannot be confirmed the page says what is missing, and shows nothing of the person.
    #[test]
    fn what_is_missing_is_said_and_nothing_else() {
        let samples = VisitView::samples(Locale::En);
        let html = samples.iter().find(|(name, _)| *name == "missing").unwrap().1.rendered().unwrap().html;
        assert!(html.contains("Only an account at level Standard") && html.contains("SNILS"));
        assert!(!html.contains("Анна") && !html.contains("id=\"submit\""));
    }

    /// R127: the form is a document of two sheets, one for the center and one for the visitor.
    #[test]
    fn the_form_is_printed_in_two_copies() {
        let form = FormPaper {
            number: SAMPLE.to_owned(),
            name: "Константинопольская Анна Петровна".to_owned(),
            document_type: "internal_passport".to_owned(),
            document_number: "4008 123456".to_owned(),
            center: "Центр «Мои дела» № 1, Набережная ул., 9".to_owned(),
            operator: "Петрова Анна".to_owned(),
            date: jiff::civil::date(2026, 3, 2),
        };
        for locale in Locale::ALL {
            let pdf = match form_pdf(locale, &form) {
                Ok(pdf) => pdf,
                Err(error) => {
                    assert_eq!(error, PrintError::NoFonts);
                    continue;
                }
            };
            assert!(pdf.starts_with(b"%PDF-"));
            let sheets = String::from_utf8_lossy(&pdf).matches("/Type/Page/").count();
            let sheets = sheets + String::from_utf8_lossy(&pdf).matches("/Type/Page\n").count();
            assert!(sheets == 2 || String::from_utf8_lossy(&pdf).contains("/Count 2"), "{locale}");
            if let Ok(kept) = std::env::var("OKNO_PRINTS") {
                std::fs::create_dir_all(&kept).unwrap();
                std::fs::write(std::path::Path::new(&kept).join(format!("clerk-form-{locale}.pdf")), &pdf).unwrap();
            }
        }
    }

    /// R134: the page of a confirmation says that it is free.
    #[test]
    fn it_is_free() {
        let html = VisitView::samples(Locale::En).remove(0).1.rendered().unwrap().html;
        assert!(html.contains("take no money for it"));
    }
}
