//! The operators' side of the support: the queue and a request in hand (R225).

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    locale::Locale,
    operator::Role,
    refusal::{FieldFault, Refuse as _},
    support::{RequestState, SupportRefusal, Topic},
};

use super::{SaidLine, sample_moment, state_tag, topic_name};
use crate::{
    form::{Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
    text::Text,
};

/// A request in the queue: nothing of what was written.
#[derive(Clone, Debug)]
pub struct QueueLine {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: String,
    /// What it is about.
    pub topic: Topic,
    /// Since when it waits.
    pub since: Zoned,
    /// Whether a person who is signed in wrote it.
    pub has_account: bool,
    /// The operator who has it.
    pub taken_by: Option<String>,
    /// Whether that is the one who looks.
    pub is_mine: bool,
}

impl QueueLine {
    fn url(&self) -> String {
        format!("{}/{}", route::OPERATOR_SUPPORT, self.id)
    }
}

/// The queue.
#[derive(Template)]
#[template(path = "support/queue.html")]
pub struct QueueView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// What waits and what is in hand, the oldest first.
    pub requests: Vec<QueueLine>,
}

impl QueueView {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn topic(&self, topic: &Topic) -> Text<'static> {
        topic_name(self.frame.locale, *topic)
    }

    fn waiting(&self) -> Vec<&QueueLine> {
        self.requests.iter().filter(|line| !line.is_mine).collect()
    }

    fn mine(&self) -> Vec<&QueueLine> {
        self.requests.iter().filter(|line| line.is_mine).collect()
    }
}

impl View for QueueView {
    const NAME: &'static str = "support-queue";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors, requests| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_SUPPORT).sample_operator(Role::Support),
            errors,
            requests,
        };
        let line = |id: &str, topic, taken_by: Option<&str>| QueueLine {
            id: id.to_owned(),
            number: "K7M4-QRFX".to_owned(),
            topic,
            since: sample_moment(),
            has_account: id != "2",
            taken_by: taken_by.map(str::to_owned),
            is_mine: taken_by == Some("e.help"),
        };
        let some = vec![
            line("1", Topic::Verification, Some("e.help")),
            line("2", Topic::Confirmation, None),
            line("3", Topic::SnilsTaken, Some("k.other")),
        ];
        vec![
            ("empty", view(FormErrors::none(), Vec::new())),
            ("some", view(FormErrors::none(), some)),
            ("refused", view(SupportRefusal::Taken.refusal().into(), Vec::new())),
        ]
    }
}

/// A request that the operator has in hand.
#[derive(Template)]
#[template(path = "support/desk.html")]
pub struct DeskRequestView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong with the answer.
    pub errors: FormErrors,
    /// Its address.
    pub url: String,
    /// Its number.
    pub request_number: String,
    /// What it is about.
    pub topic: Topic,
    /// Where it stands.
    pub state: RequestState,
    /// The contact for the answer.
    pub contact: Option<String>,
    /// Whether a person who is signed in wrote it.
    pub has_account: bool,
    /// The messages in their order.
    pub said: Vec<SaidLine>,
    /// The answer.
    pub message: Field,
}

impl DeskRequestView {
    fn topic_name(&self) -> Text<'static> {
        topic_name(self.frame.locale, self.topic)
    }

    fn is_about_snils(&self) -> bool {
        self.has_account && self.topic == Topic::SnilsTaken
    }

    fn tag(&self) -> (&'static str, Text<'static>) {
        state_tag(self.frame.locale, self.state)
    }
}

impl View for DeskRequestView {
    const NAME: &'static str = "support-desk";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors, has_account, topic| Self {
            frame: PageFrame::sample(locale, "/operator/support/1").sample_operator(Role::Support),
            message: errors.field("message", ""),
            errors,
            url: "/operator/support/1".to_owned(),
            request_number: "K7M4-QRFX".to_owned(),
            topic,
            state: RequestState::Taken,
            contact: Some("anna@example.org".to_owned()),
            has_account,
            said: SaidLine::samples(),
        };
        let faulty = FormErrors::from(vec![FieldFault::new("message", "required")]);
        vec![
            ("person", view(FormErrors::none(), true, Topic::Verification)),
            ("snils-taken", view(FormErrors::none(), true, Topic::SnilsTaken)),
            ("visitor", view(FormErrors::none(), false, Topic::Confirmation)),
            ("faulty", view(faulty, true, Topic::Verification)),
        ]
    }
}
