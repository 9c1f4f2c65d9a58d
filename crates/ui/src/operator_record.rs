//! An operator's own record: acts, sessions, and what the center may do until when (R123, R135).

use askama::Template;
use jiff::Zoned;
use okno_domain::{locale::Locale, operator::Role, service_center::CenterService};

use crate::{frame::PageFrame, page::View, route, session::Device, text::Text};

/// Something that the operator did, or that was done to them.
#[derive(Clone, Debug)]
pub struct ActLine {
    /// When.
    pub at: Zoned,
    /// The act's name; the words are the message `record-<act>`.
    pub act: String,
    /// On what: a task or an act first, then ids.
    pub detail: String,
    /// Who, when it was not the operator.
    pub by: Option<String>,
    /// The name of the center.
    pub center: Option<String>,
}

/// A session.
#[derive(Clone, Debug)]
pub struct SessionLine {
    /// When it began.
    pub since: Zoned,
    /// The last request in it.
    pub last: Zoned,
    /// The name of its center.
    pub center: Option<String>,
    /// By which device.
    pub device: Device,
    /// From which network.
    pub network: String,
    /// Whether it goes on.
    pub is_open: bool,
    /// Whether it is the one that looks.
    pub is_this: bool,
}

/// A service that the center may do.
#[derive(Clone, Debug)]
pub struct ServiceLine {
    /// Which.
    pub service: CenterService,
    /// From which day.
    pub from: String,
    /// Until which day; without end when none.
    pub until: Option<String>,
}

/// An operator's own record.
#[derive(Template)]
#[template(path = "operator/record.html")]
pub struct RecordView {
    /// The frame.
    pub frame: PageFrame,
    /// What they did, the newest first.
    pub acts: Vec<ActLine>,
    /// The place before which the next page begins; none on the last page.
    pub older: Option<i64>,
    /// Whether this is the first page.
    pub is_newest: bool,
    /// Their newest sessions.
    pub sessions: Vec<SessionLine>,
    /// What their center may do.
    pub services: Vec<ServiceLine>,
}

impl RecordView {
    fn words(&self, line: &ActLine) -> Text<'static> {
        let own = format!("record-{}", line.act);
        self.t(if crate::text::has(self.frame.locale, &own) { own } else { "record-other".to_owned() })
    }

    /// What the act was about: a task, or an act, in words; and the ids as they are.
    fn about(&self, line: &ActLine) -> String {
        let (first, rest) = line.detail.split_once(' ').unwrap_or((line.detail.as_str(), ""));
        let worded = ["clerk-task", "approval-act", "record-on"]
            .into_iter()
            .map(|prefix| format!("{prefix}-{first}"))
            .find(|key| crate::text::has(self.frame.locale, key));
        let first = worded.map_or_else(|| first.to_owned(), |key| self.t(key).to_string());
        let rest = if crate::text::has(self.frame.locale, &format!("record-outcome-{rest}")) {
            self.t(format!("record-outcome-{rest}")).to_string()
        } else {
            rest.to_owned()
        };
        [first, rest].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    fn device(&self, device: &Device) -> String {
        device.text(self.frame.locale)
    }

    fn service_name(&self, line: &ServiceLine) -> Text<'static> {
        self.t(format!("center-service-{}", line.service.name()))
    }

    fn older_url(&self) -> Option<String> {
        self.older.map(|before| format!("{}?before={before}", route::OPERATOR_RECORD))
    }
}

impl View for RecordView {
    const NAME: &'static str = "operator-record";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let at = jiff::civil::date(2026, 3, 2).at(10, 5, 0, 0);
        let at = at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default();
        let act = |act: &str, detail: &str, by: Option<&str>| ActLine {
            at: at.clone(),
            act: act.to_owned(),
            detail: detail.to_owned(),
            by: by.map(str::to_owned),
            center: Some("Центр «Мои дела» № 1".to_owned()),
        };
        let id = "0195f0c3-7c1e-7000-8000-000000000001";
        let acts = vec![
            act("looked", &format!("confirm_identity {id}"), None),
            act("searched", "restore_access nobody", None),
            act("approval-asked", &format!("delete_account {id}"), None),
            act("visit-missed", &format!("confirm_identity {id}"), None),
            act("signed-in", "", None),
            act("operator-admitted", id, Some("installation")),
            act("something-new", "", None),
        ];
        let session = |is_this| SessionLine {
            since: at.clone(),
            last: at.clone(),
            center: Some("Центр «Мои дела» № 1".to_owned()),
            device: Device::of("Firefox/140.0 Linux"),
            network: "203.0.113.0/24".to_owned(),
            is_open: is_this,
            is_this,
        };
        let service = |service, until: Option<&str>| ServiceLine {
            service,
            from: "01.01.2024".to_owned(),
            until: until.map(str::to_owned),
        };
        let view = |acts, older, services| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_RECORD).sample_operator(Role::Clerk),
            acts,
            older,
            is_newest: older.is_none(),
            sessions: vec![session(true), session(false)],
            services,
        };
        let services = vec![
            service(CenterService::AccountConfirmation, Some("31.12.2026")),
            service(CenterService::DataCorrection, None),
        ];
        vec![
            ("newest", view(acts.clone(), None, services)),
            ("older", view(acts, Some(7), Vec::new())),
            ("empty", view(Vec::new(), None, Vec::new())),
        ]
    }
}
