//! Support: the form, the person's own requests, and a request as its writer reads it (R222 to R226).

mod desk;
mod merge;
mod state;
mod withdraw;

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    account::AccountLevel,
    confirmation::ConfirmationMethod,
    locale::Locale,
    refusal::{FieldFault, Refuse as _},
    support::{FileKind, MOST_CHARACTERS, MOST_FILE_BYTES, MOST_FILES, RequestState, ScanState, SupportRefusal, Topic},
};

pub use desk::{DeskRequestView, QueueLine, QueueView};
pub use merge::{MergeView, SideLines, StepState};
pub use state::{AccountStateView, SubmissionLines};
pub use withdraw::{EvidenceLine, EvidenceView};

use crate::{
    confirmation::{method_name, method_url},
    form::{Choice, Field, FormErrors},
    frame::PageFrame,
    page::View,
    prose::{self, Block},
    route,
    text::Text,
};

/// What file choosers offer.
const ACCEPT: &str = ".pdf,.jpg,.jpeg,.png,.txt";

/// The name of a topic.
fn topic_name(locale: Locale, topic: Topic) -> Text<'static> {
    Text::new(locale, format!("support-topic-{}", topic.name()))
}

/// The tag of a state: its kind and its words. For the writer, one that an operator has in hand is being worked on.
fn state_tag(locale: Locale, state: RequestState) -> (&'static str, Text<'static>) {
    let kind = match state {
        RequestState::Waiting | RequestState::Taken => "progress",
        RequestState::Answered => "success",
        RequestState::Closed => "neutral",
    };
    (kind, Text::new(locale, format!("support-state-{}", state.name())))
}

/// Room for files in a form.
fn files_hint(locale: Locale) -> Text<'static> {
    Text::new(locale, "support-files-hint")
        .with("most", i64::try_from(MOST_FILES).unwrap_or_default())
        .with("size", i64::try_from(MOST_FILE_BYTES / 1024 / 1024).unwrap_or_default())
}

/// The ways to confirm an identity: address and name (R226).
fn ways(locale: Locale, methods: &[ConfirmationMethod]) -> Vec<(String, Text<'static>)> {
    methods.iter().map(|method| (method_url(*method), method_name(locale, *method))).collect()
}

/// The form (R223, R224).
#[derive(Template)]
#[template(path = "support/form.html")]
pub struct SupportFormView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The topic.
    pub topic: Field,
    /// The description.
    pub message: Field,
    /// The contact for the answer.
    pub contact: Field,
    /// The files, none of which is ever filled in.
    pub attachment: Field,
    /// Whether files are taken.
    pub takes_files: bool,
    /// The methods of confirmation that are switched on (R226).
    pub methods: Vec<ConfirmationMethod>,
}

impl SupportFormView {
    /// The form with what was typed.
    pub fn new(
        frame: PageFrame,
        errors: FormErrors,
        (topic, message, contact): (&str, &str, &str),
        takes_files: bool,
        methods: Vec<ConfirmationMethod>,
    ) -> Self {
        Self {
            frame,
            topic: errors.field("topic", topic),
            message: errors.field("message", message),
            contact: errors.field("contact", contact),
            attachment: errors.field("attachment", ""),
            errors,
            takes_files,
            methods,
        }
    }

    fn topics(&self) -> Vec<Choice> {
        let locale = self.frame.locale;
        Topic::ALL.into_iter().map(|topic| Choice::new(topic.name(), topic_name(locale, topic))).collect()
    }

    fn ways(&self) -> Vec<(String, Text<'static>)> {
        ways(self.frame.locale, &self.methods)
    }

    fn asks_how_to_confirm(&self) -> bool {
        self.topic.value == Topic::Confirmation.name()
    }

    fn body(&self) -> Vec<Block> {
        prose::blocks(&self.t("about-support-body").to_string())
    }

    fn files_hint(&self) -> Text<'static> {
        files_hint(self.frame.locale)
    }

    fn message_hint(&self) -> Text<'static> {
        self.t("support-message-hint").with("most", i64::try_from(MOST_CHARACTERS).unwrap_or_default())
    }
}

impl View for SupportFormView {
    const NAME: &'static str = "support-form";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let methods = || ConfirmationMethod::ALL.to_vec();
        let visitor = || PageFrame::sample(locale, route::SUPPORT);
        let person = || visitor().signed_in(AccountLevel::Simplified);
        let faulty = FormErrors::from(vec![
            FieldFault::new("topic", "required"),
            FieldFault::new("message", "required"),
            FieldFault::new("contact", "login-contact"),
            FieldFault::new("attachment", "support-file-kind").with("name", "setup.exe"),
        ]);
        let many = SupportRefusal::TooMany.refusal().into();
        let none = FormErrors::none;
        vec![
            ("visitor", Self::new(visitor(), none(), ("", "", ""), true, methods())),
            ("person", Self::new(person(), none(), ("", "", "anna@example.org"), true, methods())),
            ("confirmation", Self::new(person(), none(), ("confirmation", "", ""), true, methods())),
            ("no-files", Self::new(visitor(), none(), ("", "", ""), false, methods())),
            ("faulty", Self::new(visitor(), faulty, ("", "", "anna"), true, methods())),
            ("too-many", Self::new(person(), many, ("other", "Не приходит письмо.", ""), true, methods())),
        ]
    }
}

/// A request in a list.
#[derive(Clone, Debug)]
pub struct RequestLine {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: String,
    /// What it is about.
    pub topic: Topic,
    /// Where it stands.
    pub state: RequestState,
    /// When it was made.
    pub at: Zoned,
}

impl RequestLine {
    fn url(&self) -> String {
        format!("{}/{}", route::ACCOUNT_SUPPORT, self.id)
    }
}

/// The person's own requests.
#[derive(Template)]
#[template(path = "support/list.html")]
pub struct SupportListView {
    /// The frame.
    pub frame: PageFrame,
    /// The requests, the newest first.
    pub requests: Vec<RequestLine>,
}

impl SupportListView {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn topic(&self, topic: &Topic) -> Text<'static> {
        topic_name(self.frame.locale, *topic)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn state(&self, state: &RequestState) -> (&'static str, Text<'static>) {
        state_tag(self.frame.locale, *state)
    }
}

impl View for SupportListView {
    const NAME: &'static str = "support-list";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |requests| Self {
            frame: PageFrame::sample(locale, route::ACCOUNT_SUPPORT).signed_in(AccountLevel::Standard),
            requests,
        };
        let line = |id: &str, topic, state| RequestLine {
            id: id.to_owned(),
            number: "K7M4-QRFX".to_owned(),
            topic,
            state,
            at: sample_moment(),
        };
        let some = vec![
            line("1", Topic::Verification, RequestState::Waiting),
            line("2", Topic::Confirmation, RequestState::Answered),
            line("3", Topic::Other, RequestState::Closed),
        ];
        vec![("none", view(Vec::new())), ("some", view(some))]
    }
}

fn sample_moment() -> Zoned {
    let at = jiff::civil::date(2026, 3, 2).at(9, 5, 0, 0);
    at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default()
}

/// A file of a message.
#[derive(Clone, Debug)]
pub struct FileLine {
    /// Its name.
    pub name: String,
    /// Where it is handed out.
    pub url: String,
    /// What it is.
    pub kind: FileKind,
    /// Its bytes.
    pub size: i64,
    /// What the scanner found.
    pub scan: ScanState,
}

impl FileLine {
    fn is_open(&self) -> bool {
        self.scan == ScanState::Clean
    }

    /// Kibibytes, rounded up.
    fn kilobytes(&self) -> i64 {
        self.size.saturating_add(1023).checked_div(1024).unwrap_or_default()
    }
}

/// A message.
#[derive(Clone, Debug)]
pub struct SaidLine {
    /// Whether the support wrote it.
    pub by_support: bool,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
    /// When.
    pub at: Zoned,
    /// Files.
    pub files: Vec<FileLine>,
}

impl SaidLine {
    /// A message with its text cut into paragraphs, so that lines stay lines.
    pub fn new(by_support: bool, text: &str, at: Zoned, files: Vec<FileLine>) -> Self {
        let paragraphs = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        Self { by_support, paragraphs, at, files }
    }

    fn samples() -> Vec<Self> {
        let file = |name: &str, kind, scan| FileLine {
            name: name.to_owned(),
            url: format!("/account/support/1/files/{name}"),
            kind,
            size: 123_456,
            scan,
        };
        let files = vec![
            file("snils.pdf", FileKind::Pdf, ScanState::Clean),
            file("screen.png", FileKind::Png, ScanState::Waiting),
            file("letter.txt", FileKind::Text, ScanState::Infected),
            file("page.jpg", FileKind::Jpeg, ScanState::Unscannable),
        ];
        let question = "Здравствуйте!\n\nДанные проверены, а СНИЛС не совпадает. Снимок карточки прилагаю.";
        let answer = "Здравствуйте! Проверьте, пожалуйста, написание отчества.";
        vec![Self::new(false, question, sample_moment(), files), Self::new(true, answer, sample_moment(), Vec::new())]
    }
}

/// A request as its writer reads it: a person in the personal area, a visitor by the link.
#[derive(Template)]
#[template(path = "support/conversation.html")]
pub struct ConversationView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong with a further message.
    pub errors: FormErrors,
    /// Its number.
    pub request_number: String,
    /// What it is about.
    pub topic: Topic,
    /// Where it stands.
    pub state: RequestState,
    /// The messages in their order.
    pub said: Vec<SaidLine>,
    /// A further message.
    pub message: Field,
    /// Its files.
    pub attachment: Field,
    /// Where a further message goes.
    pub action: String,
    /// Whether this is a visitor, who comes back only by the link.
    pub is_visitor: bool,
    /// Whether files are taken.
    pub takes_files: bool,
    /// The methods of confirmation, where the request is about them (R226).
    pub methods: Vec<ConfirmationMethod>,
}

impl ConversationView {
    fn topic_name(&self) -> Text<'static> {
        topic_name(self.frame.locale, self.topic)
    }

    fn state(&self) -> (&'static str, Text<'static>) {
        state_tag(self.frame.locale, self.state)
    }

    fn is_closed(&self) -> bool {
        self.state == RequestState::Closed
    }

    fn ways(&self) -> Vec<(String, Text<'static>)> {
        ways(self.frame.locale, &self.methods)
    }

    fn files_hint(&self) -> Text<'static> {
        files_hint(self.frame.locale)
    }

    fn message_hint(&self) -> Text<'static> {
        self.t("support-message-hint").with("most", i64::try_from(MOST_CHARACTERS).unwrap_or_default())
    }
}

impl View for ConversationView {
    const NAME: &'static str = "support-conversation";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |state, said: Vec<SaidLine>, errors: FormErrors, is_visitor, topic| {
            let frame = PageFrame::sample(locale, "/account/support/1");
            Self {
                frame: if is_visitor { frame } else { frame.signed_in(AccountLevel::Standard) },
                message: errors.field("message", ""),
                attachment: errors.field("attachment", ""),
                errors,
                request_number: "K7M4-QRFX".to_owned(),
                topic,
                state,
                said,
                action: "/account/support/1".to_owned(),
                is_visitor,
                takes_files: true,
                methods: if topic == Topic::Confirmation { ConfirmationMethod::ALL.to_vec() } else { Vec::new() },
            }
        };
        let first = || SaidLine::samples().into_iter().take(1).collect();
        let faulty = FormErrors::from(vec![FieldFault::new("message", "required")]);
        let none = FormErrors::none;
        vec![
            ("waiting", view(RequestState::Waiting, first(), none(), false, Topic::Verification)),
            ("visitor", view(RequestState::Taken, first(), none(), true, Topic::Confirmation)),
            ("answered", view(RequestState::Answered, SaidLine::samples(), none(), false, Topic::Verification)),
            ("faulty", view(RequestState::Answered, SaidLine::samples(), faulty, false, Topic::Verification)),
            ("closed", view(RequestState::Closed, SaidLine::samples(), none(), false, Topic::Other)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every refusal, topic, state and finding has its words in every language.
    #[test]
    fn all_is_worded() {
        let mut keys: Vec<String> =
            SupportRefusal::ALL.iter().map(|refusal| format!("refusal-{}", refusal.refusal().code)).collect();
        keys.extend(Topic::ALL.map(|topic| format!("support-topic-{}", topic.name())));
        keys.extend(RequestState::ALL.map(|state| format!("support-state-{}", state.name())));
        let closed = ScanState::ALL.into_iter().filter(|scan| *scan != ScanState::Clean);
        keys.extend(closed.map(|scan| format!("support-scan-{}", scan.name())));
        for code in ["message-long", "files-many", "files-not-taken", "file-empty", "file-large", "file-kind"] {
            keys.push(format!("field-support-{code}"));
        }
        for act in ["written", "taken", "released", "answered", "closed"] {
            keys.push(format!("audit-support-{act}"));
        }
        for locale in Locale::ALL {
            for key in &keys {
                assert!(crate::text::has(locale, key), "{key} {locale}");
            }
        }
    }

    /// R226: who asks how and where to confirm has the ways on the page at once, whatever else it shows.
    #[test]
    fn the_ways_to_confirm_are_there_at_once() {
        for (_, view) in SupportFormView::samples(Locale::En) {
            let html = view.rendered().unwrap().html;
            assert!(html.contains(route::SERVICE_CENTERS) && html.contains(route::CONFIRMATION_IN_PERSON));
        }
        let (_, view) = ConversationView::samples(Locale::En).remove(1);
        assert!(view.rendered().unwrap().html.contains(route::CONFIRMATION_IN_PERSON));
    }

    /// R224: a file that was not found clean has no link.
    #[test]
    fn closed_files_have_no_link() {
        let (_, view) = ConversationView::samples(Locale::En).remove(2);
        let html = view.rendered().unwrap().html;
        assert!(html.contains("href=\"/account/support/1/files/snils.pdf\""));
        for closed in ["screen.png", "letter.txt", "page.jpg"] {
            assert!(html.contains(closed) && !html.contains(&format!("files/{closed}\"")), "{closed}");
        }
    }
}
