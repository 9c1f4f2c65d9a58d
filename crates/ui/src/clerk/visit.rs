//! The page of a visitor: what is compared, and what is missing (R125, R126, R200).

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    account::AccountLevel,
    contact::ContactKind,
    locale::Locale,
    operator::Task,
    person::form::{PersonForm, sample},
    refusal::{FieldFault, Refuse as _},
    visit::{Seen, VisitRefusal},
};

use super::{SAMPLE, sample_frame, sample_moment, title, visit_url};
use crate::{
    form::{Field, FormErrors},
    frame::PageFrame,
    page::View,
    profile::shown,
    text::Text,
};

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
    /// The contacts that the visitor gave: kind, masked, and whether it is proved.
    pub offered: Vec<(ContactKind, String, bool)>,
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
        let is_proved = |(_, _, proved): &(ContactKind, String, bool)| *proved;
        self.restoring
            .as_ref()
            .is_none_or(|restoring| !restoring.offered.is_empty() && restoring.offered.iter().all(is_proved))
    }

    /// The contact whose code is typed now: one at a time.
    fn awaited(&self) -> Option<(&'static str, &str)> {
        let restoring = self.restoring.as_ref()?;
        let open = restoring.offered.iter().find(|(_, _, proved)| !proved);
        open.map(|(kind, contact, _)| (kind.name(), contact.as_str()))
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
        let restoring = |offered: Vec<(ContactKind, String, bool)>, errors: &FormErrors| Restoring {
            mobile_phone: errors.field("mobile_phone", ""),
            email: errors.field("email", ""),
            code: errors.field("code", ""),
            offered,
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
        let phone = |proved| (ContactKind::MobilePhone, "+7 *** ***-00-01".to_owned(), proved);
        let mail = |proved| (ContactKind::Email, "a***@e***.org".to_owned(), proved);
        let (fresh, sent) = (restoring(Vec::new(), &wrong), restoring(vec![phone(false)], &none()));
        let proved = restoring(vec![phone(true)], &none());
        let both = restoring(vec![phone(true), mail(false)], &none());
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
            ("restore-both", view(restore, standard, none(), None, Some(both))),
            ("delete", view(Task::DeleteAccount, standard, none(), None, None)),
        ]
    }
}
