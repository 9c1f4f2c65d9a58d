//! The window of a center: finding the visitor, comparing, and what follows (R121 to R135).
//!
//! Made for the keyboard: each page begins where one types next, and the enter key does the next thing.

use askama::Template;
use jiff::{Zoned, civil::Date};
use okno_domain::{
    account::AccountLevel,
    identifier::document::IdentityDocumentType,
    locale::Locale,
    operator::{Role, Task},
    person::{
        Sex,
        form::{DOCUMENT_TYPES, PersonForm, sample},
    },
    refusal::{FieldFault, Refuse as _},
    visit::{Seen, VisitRefusal},
};

use crate::{
    country,
    form::{Choice, Field, FormErrors},
    format,
    frame::PageFrame,
    page::View,
    print::{Area, Column, Paper, PrintError, Style},
    profile::{document_name, sex_name, shown},
    route,
    text::Text,
};

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

/// What can be done for the visitor.
#[derive(Clone, Debug)]
pub enum Body {
    /// Nothing yet: what is missing (R125).
    Missing {
        /// The fields that are empty.
        fields: Vec<&'static str>,
        /// How the verification stands: `running`, `rejected`, `waiting` or `none`.
        verification: &'static str,
    },
    /// The identity is confirmed already.
    Confirmed,
    /// The data to compare.
    Ready(Vec<(Text<'static>, String)>),
}

impl Body {
    /// The data to compare, of those fields that the task needs.
    pub fn ready(locale: Locale, form: &PersonForm, fields: &[&'static str]) -> Self {
        let given = fields.iter().filter(|field| !form.value(field).is_empty());
        let row = |field: &&'static str| (Text::new(locale, format!("label-{field}")), shown(locale, form, field));
        Self::Ready(given.map(row).collect())
    }
}

/// What is added where access is restored.
#[derive(Clone, Debug)]
pub struct Restoring {
    /// A new phone.
    pub mobile_phone: Field,
    /// A new e-mail address.
    pub email: Field,
    /// The code that the visitor says.
    pub code: Field,
    /// The contact that the visitor gave, masked, and whether it is proved.
    pub offered: Option<(String, bool)>,
    /// Whether the other contacts are lost as well.
    pub forget_others: Field,
}

/// A visitor at the window.
#[derive(Template)]
#[template(path = "clerk/visit.html")]
pub struct VisitView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The visit's id.
    pub id: String,
    /// What the visitor wants.
    pub task: Task,
    /// The level of the account (R124).
    pub level: AccountLevel,
    /// What can be done.
    pub body: Body,
    /// Where messages go, masked.
    pub contacts: Vec<String>,
    /// What must be compared.
    pub boxes: Vec<Field>,
    /// Stands for the data shown.
    pub mark: String,
    /// Whether the operator confirms at once.
    pub confirms: bool,
    /// Whether a code can be handed out.
    pub hands_out: bool,
    /// What is added where access is restored.
    pub restoring: Option<Restoring>,
    /// Until when the visitor is served.
    pub until: Zoned,
}

impl VisitView {
    fn title(&self) -> Text<'static> {
        title(self.frame.locale, self.task)
    }

    fn url(&self, step: &str) -> String {
        format!("{}{step}", visit_url(&self.id))
    }

    fn seen(&self, field: &Field) -> Text<'static> {
        self.t(format!("clerk-{}", field.name))
    }

    fn label(&self, field: &str) -> Text<'static> {
        self.t(format!("label-{field}"))
    }

    fn missing(&self, verification: &str) -> Text<'static> {
        self.t(format!("clerk-missing-{verification}"))
    }

    fn is_ready(&self) -> bool {
        matches!(self.body, Body::Ready(_))
    }

    /// Whether the first box is where one goes on: not while a code is awaited.
    fn begins_at_boxes(&self) -> bool {
        self.restoring.as_ref().is_none_or(|restoring| restoring.offered.as_ref().is_some_and(|(_, proved)| *proved))
    }

    fn is(&self, task: &str) -> bool {
        self.task.name() == task
    }
}

impl View for VisitView {
    const NAME: &'static str = "clerk-visit";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let fields = [
            "family_name",
            "given_name",
            "patronymic",
            "birth_date",
            "document_type",
            "document_number",
            "issue_date",
            "issued_by",
            "unit_code",
        ];
        let view = |task, level, errors: FormErrors, body: Option<Body>, restoring| Self {
            frame: sample_frame(locale, &visit_url(SAMPLE)),
            id: SAMPLE.to_owned(),
            task,
            level,
            body: body.unwrap_or_else(|| Body::ready(locale, &sample::citizen(), &fields)),
            contacts: vec!["+7 *** ***-67-89".to_owned(), "a***@e***.org".to_owned()],
            boxes: Seen::ALL.into_iter().take(3).map(|seen| errors.field(seen.field(), "")).collect(),
            mark: "sample".to_owned(),
            confirms: true,
            hands_out: true,
            restoring,
            until: sample_moment(),
            errors,
        };
        let restoring = |offered: Option<(&str, bool)>, errors: &FormErrors| Restoring {
            mobile_phone: errors.field("mobile_phone", ""),
            email: errors.field("email", ""),
            code: errors.field("code", ""),
            offered: offered.map(|(value, proved)| (value.to_owned(), proved)),
            forget_others: errors.field("forget_others", ""),
        };
        let none = FormErrors::none;
        let standard = AccountLevel::Standard;
        let faulty: FormErrors = Seen::ALL
            .iter()
            .take(3)
            .map(|seen| FieldFault::new(seen.field(), "visit-not-seen"))
            .collect::<Vec<_>>()
            .into();
        let missing = Body::Missing { fields: vec!["snils", "birth_date"], verification: "none" };
        let running = Body::Missing { fields: Vec::new(), verification: "running" };
        let wrong: FormErrors = vec![FieldFault::new("mobile_phone", "required")].into();
        let (fresh, sent) = (restoring(None, &wrong), restoring(Some(("+7 *** ***-00-01", false)), &none()));
        let proved = restoring(Some(("+7 *** ***-00-01", true)), &none());
        let (confirm, restore) = (Task::ConfirmIdentity, Task::RestoreAccess);
        vec![
            ("confirm", view(confirm, standard, none(), None, None)),
            ("confirm-faulty", view(confirm, standard, faulty, None, None)),
            ("missing", view(confirm, AccountLevel::Simplified, none(), Some(missing), None)),
            ("running", view(restore, AccountLevel::Simplified, none(), Some(running), None)),
            ("confirmed", view(confirm, AccountLevel::Confirmed, none(), Some(Body::Confirmed), None)),
            ("changed", view(confirm, standard, VisitRefusal::Changed.refusal().into(), None, None)),
            ("restore", view(restore, AccountLevel::Confirmed, wrong, None, Some(fresh))),
            ("restore-sent", view(restore, standard, none(), None, Some(sent))),
            ("restore-proved", view(restore, standard, none(), None, Some(proved))),
            ("delete", view(Task::DeleteAccount, standard, none(), None, None)),
        ]
    }
}

/// Data that are corrected with the document at hand (R129).
#[derive(Template)]
#[template(path = "clerk/correct.html")]
pub struct CorrectView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The visit's id.
    pub id: String,
    /// The level of the account.
    pub level: AccountLevel,
    /// The fields that are typed, in order.
    pub fields: Vec<Field>,
    /// The menus.
    pub menus: Vec<(Field, Vec<Choice>)>,
    /// What must be compared.
    pub boxes: Vec<Field>,
    /// Stands for the data shown.
    pub mark: String,
    /// Whether only the names are known.
    pub has_names_only: bool,
    /// Until when the visitor is served.
    pub until: Zoned,
}

/// The fields that are typed: dates as they stand in the document.
pub const TYPED: [&str; 12] = [
    "family_name",
    "given_name",
    "patronymic",
    "birth_date",
    "birth_place",
    "snils",
    "document_number",
    "issue_date",
    "issued_by",
    "unit_code",
    "expiry_date",
    "inn",
];

impl CorrectView {
    /// The fields and menus of a form.
    pub fn of(locale: Locale, form: &PersonForm, errors: &FormErrors) -> (Vec<Field>, Vec<(Field, Vec<Choice>)>) {
        let fields = TYPED.into_iter().map(|field| errors.field(field, form.value(field))).collect();
        let sexes = Sex::ALL.into_iter().map(|sex| Choice::new(sex.name(), sex_name(locale, sex).to_string()));
        let types = DOCUMENT_TYPES.into_iter();
        let types = types.map(|kind| Choice::new(kind.as_str(), document_name(locale, kind).to_string()));
        let menus = vec![
            (errors.field("sex", form.value("sex")), sexes.collect()),
            (errors.field("citizenship", form.value("citizenship")), country::choices(locale)),
            (errors.field("document_type", form.value("document_type")), types.collect()),
            (errors.field("issuing_state", form.value("issuing_state")), country::choices(locale)),
        ];
        (fields, menus)
    }

    fn label(&self, field: &Field) -> Text<'static> {
        self.t(format!("label-{}", field.name))
    }

    fn seen(&self, field: &Field) -> Text<'static> {
        self.t(format!("clerk-{}", field.name))
    }

    fn url(&self, step: &str) -> String {
        format!("{}{step}", visit_url(&self.id))
    }
}

impl View for CorrectView {
    const NAME: &'static str = "clerk-correct";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors, has_names_only| {
            let (fields, menus) = Self::of(locale, &sample::citizen(), &errors);
            Self {
                frame: sample_frame(locale, &visit_url(SAMPLE)),
                id: SAMPLE.to_owned(),
                level: AccountLevel::Standard,
                fields,
                menus,
                boxes: vec![errors.field("seen_photo", "")],
                mark: "sample".to_owned(),
                has_names_only,
                until: sample_moment(),
                errors,
            }
        };
        let faulty = vec![FieldFault::new("family_name", "required"), FieldFault::new("seen_photo", "visit-not-seen")];
        let same = VisitRefusal::NothingChanges.refusal();
        vec![
            ("fresh", view(FormErrors::none(), false)),
            ("faulty", view(faulty.into(), false)),
            ("names", view(same.into(), true)),
        ]
    }
}

/// How a request to a colleague stands, for the one who made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// The colleague has not decided.
    Waits,
    /// The colleague agreed.
    Approved,
    /// The colleague refused.
    Refused,
    /// It came to nothing otherwise.
    Over,
}

/// A colleague has been asked.
#[derive(Template)]
#[template(path = "clerk/asked.html")]
pub struct AskedView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The visit's id.
    pub id: String,
    /// What the visitor wants.
    pub task: Task,
    /// How it stands.
    pub request: Request,
    /// Until when.
    pub until: Zoned,
}

impl AskedView {
    fn title(&self) -> Text<'static> {
        title(self.frame.locale, self.task)
    }

    fn url(&self, step: &str) -> String {
        format!("{}{step}", visit_url(&self.id))
    }

    fn is_approved(&self) -> bool {
        self.request == Request::Approved
    }

    fn waits(&self) -> bool {
        self.request == Request::Waits
    }

    fn stands(&self) -> Text<'static> {
        self.t(match self.request {
            Request::Waits => "clerk-asked-waits",
            Request::Approved => "clerk-asked-approved",
            Request::Refused => "clerk-asked-refused",
            Request::Over => "clerk-asked-over",
        })
    }

    fn execute(&self) -> Text<'static> {
        self.t(format!("clerk-execute-{}", self.task.name()))
    }
}

impl View for AskedView {
    const NAME: &'static str = "clerk-asked";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |task, request| Self {
            frame: sample_frame(locale, &visit_url(SAMPLE)),
            errors: FormErrors::none(),
            id: SAMPLE.to_owned(),
            task,
            request,
            until: sample_moment(),
        };
        vec![
            ("waits", view(Task::RestoreAccess, Request::Waits)),
            ("approved", view(Task::DeleteAccount, Request::Approved)),
            ("refused", view(Task::CorrectData, Request::Refused)),
            ("over", view(Task::CorrectData, Request::Over)),
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

/// What stands on the paper form (R127).
#[derive(Clone, Debug)]
pub struct FormPaper {
    /// The number of the visit.
    pub number: String,
    /// Surname, first name and patronymic.
    pub name: String,
    /// The type of the document, by its identifier.
    pub document_type: String,
    /// Series and number.
    pub document_number: String,
    /// The center.
    pub center: String,
    /// Who served the visitor.
    pub operator: String,
    /// The day.
    pub date: Date,
}

/// The form as PDF: two copies, a sheet for each; one stays at the center (R127).
pub fn form_pdf(locale: Locale, form: &FormPaper) -> Result<Vec<u8>, PrintError> {
    let word = |key: &'static str| Text::new(locale, key).to_string();
    let mut paper = Paper::new(locale, word("clerk-form-title"), form.date)?;
    let kind = IdentityDocumentType::parse(&form.document_type).unwrap_or(IdentityDocumentType::InternalPassport);
    for which in 1_u8..=2 {
        if which > 1 {
            paper.new_sheet();
        }
        let mut column = Column::new(25.0, 22.0, 160.0);
        let copy = Text::new(locale, "clerk-form-copy").with("which", which).to_string();
        column.paragraph(&mut paper, Style::SMALL, &copy);
        column.heading(&mut paper, 1, Style::TITLE, &word("clerk-form-title"));
        column.gap(4.0);
        let rows = [
            ("clerk-form-center", form.center.clone()),
            ("clerk-form-number", form.number.clone()),
            ("clerk-form-date", format::date(locale, form.date)),
            ("label-visitor", form.name.clone()),
            ("label-document_type", document_name(locale, kind).to_string()),
            ("label-document_number", form.document_number.clone()),
            ("clerk-form-operator", form.operator.clone()),
        ];
        for (key, value) in rows {
            column.field(&mut paper, &word(key), &value);
        }
        column.gap(6.0);
        column.paragraph(&mut paper, Style::BODY, &word("clerk-form-statement"));
        for key in ["clerk-form-sign-visitor", "clerk-form-sign-operator"] {
            column.gap(16.0);
            paper.fill(Area::new(25.0, column.y, 90.0, 0.3));
            column.gap(1.5);
            column.paragraph(&mut paper, Style::SMALL, &word(key));
        }
    }
    paper.finish()
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

/// A visitor who booked a time.
#[derive(Clone, Debug)]
pub struct BookedLine {
    /// The visit's id.
    pub id: String,
    /// What for.
    pub task: Task,
    /// For when.
    pub at: Zoned,
    /// Whether the time has come and gone.
    pub is_unserved: bool,
    /// Whether this operator may take the visitor in.
    pub may_take: bool,
}

impl BookedLine {
    fn url(&self) -> String {
        format!("{}/take", visit_url(&self.id))
    }
}

/// Visitors who booked a time (R132).
#[derive(Template)]
#[template(path = "clerk/booked.html")]
pub struct BookedView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The visitors of today, the earliest first.
    pub lines: Vec<BookedLine>,
}

impl BookedView {
    fn what(&self, line: &BookedLine) -> Text<'static> {
        title(self.frame.locale, line.task)
    }
}

impl View for BookedView {
    const NAME: &'static str = "clerk-booked";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |id: &str, task, is_unserved, may_take| BookedLine {
            id: id.to_owned(),
            task,
            at: sample_moment(),
            is_unserved,
            may_take,
        };
        let lines = vec![
            line("1", Task::ConfirmIdentity, true, false),
            line("2", Task::ConfirmIdentity, false, true),
            line("3", Task::RestoreAccess, false, true),
        ];
        let view =
            |lines| Self { frame: sample_frame(locale, route::OPERATOR_VISITS), errors: FormErrors::none(), lines };
        vec![("empty", view(Vec::new())), ("several", view(lines))]
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the folder for looking at samples is for the developer alone")]
mod tests {
    use okno_domain::visit::Paper as Shown;

    use super::*;

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
