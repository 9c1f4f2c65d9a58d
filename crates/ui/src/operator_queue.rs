//! What needs a human: the queues with their numbers, centers to tend, and messages that were lost. Nothing of a person.

use askama::Template;
use jiff::{Zoned, civil::Date};
use okno_domain::{locale::Locale, operator::Role, service_center::CenterService};

use crate::{frame::PageFrame, page::View, route, text::Text};

/// How long something has waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Less than an hour, in minutes.
    Minutes(i64),
    /// Less than two days, in hours.
    Hours(i64),
    /// Longer, in days.
    Days(i64),
}

impl Age {
    /// The age of so many seconds.
    pub const fn of_seconds(seconds: i64) -> Self {
        match seconds {
            ..3_600 => Self::Minutes(if seconds < 60 { 1 } else { seconds / 60 }),
            3_600..172_800 => Self::Hours(seconds / 3_600),
            _ => Self::Days(seconds / 86_400),
        }
    }
}

/// A queue in which something waits; the words are `queue-<name>` and `queue-<name>-who`.
#[derive(Clone, Debug)]
pub struct QueueLine {
    /// Its name.
    pub name: &'static str,
    /// How much waits.
    pub count: i64,
    /// For how long the oldest has.
    pub age: Option<Age>,
    /// The day on which the first one ends.
    pub first_end: Option<Date>,
    /// Where it is dealt with, for who may go there.
    pub href: Option<&'static str>,
}

impl QueueLine {
    fn title_key(&self) -> String {
        format!("queue-{}", self.name)
    }

    fn who_key(&self) -> String {
        format!("queue-{}-who", self.name)
    }
}

/// The queues.
#[derive(Template)]
#[template(path = "operator_queue/queues.html")]
pub struct QueuesView {
    /// The frame.
    pub frame: PageFrame,
    /// Queues in which something waits.
    pub lines: Vec<QueueLine>,
    /// The names of those in which nothing does.
    pub empty: Vec<&'static str>,
}

impl QueuesView {
    fn age(&self, age: &Age) -> Text<'static> {
        let (key, n) = match *age {
            Age::Minutes(n) => ("queue-age-minutes", n),
            Age::Hours(n) => ("queue-age-hours", n),
            Age::Days(n) => ("queue-age-days", n),
        };
        self.t(key).with("n", n)
    }

    fn empty_names(&self) -> String {
        let names = self.empty.iter().map(|name| self.t(format!("queue-{name}")).to_string());
        names.collect::<Vec<_>>().join(" · ")
    }
}

impl View for QueuesView {
    const NAME: &'static str = "operator-queues";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |role, lines, empty| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_QUEUES).sample_operator(role),
            lines,
            empty,
        };
        let line = |name, count, age, href| QueueLine { name, count, age: Some(age), first_end: None, href };
        let ending = QueueLine {
            name: "accreditations",
            count: 3,
            age: None,
            first_end: Some(jiff::civil::date(2026, 3, 9)),
            href: Some(route::OPERATOR_QUEUES_CENTERS),
        };
        let full = vec![
            line("checks", 12_345, Age::Days(6), None),
            line("registries", 1, Age::Hours(3), None),
            line("support", 4, Age::Minutes(25), None),
            line("approvals", 2, Age::Minutes(1), Some(route::OPERATOR_APPROVALS)),
            line("jobs", 1, Age::Hours(47), Some(route::OPERATOR_JOBS)),
            line("messages", 21, Age::Days(5), Some(route::OPERATOR_QUEUES_MESSAGES)),
            line("stale_centers", 5, Age::Days(100), Some(route::OPERATOR_QUEUES_CENTERS)),
            ending.clone(),
            line("letters", 2, Age::Days(41), None),
        ];
        let own =
            vec![QueueLine { href: None, ..ending }, line("visits", 1, Age::Hours(1), Some(route::OPERATOR_VISITS))];
        let all = ["checks", "registries", "support", "approvals", "jobs", "messages", "stale_centers", "letters"];
        vec![
            ("all", view(Role::Administrator, full, Vec::new())),
            ("some", view(Role::CenterAdministrator, own, vec!["approvals", "stale_centers"])),
            ("none", view(Role::Administrator, Vec::new(), all.to_vec())),
        ]
    }
}

/// A record that nobody has checked.
#[derive(Clone, Debug)]
pub struct StaleLine {
    /// What people call it, with its town.
    pub name: String,
    /// Its name in files.
    pub external_id: String,
    /// Who keeps the record.
    pub owner: String,
    /// When it was last checked.
    pub checked_on: Date,
}

/// An accreditation that ends.
#[derive(Clone, Debug)]
pub struct EndingLine {
    /// What people call the center.
    pub name: String,
    /// Its name in files.
    pub external_id: String,
    /// For which service.
    pub service: CenterService,
    /// The last day.
    pub ends_on: Date,
}

/// Centers that need somebody.
#[derive(Template)]
#[template(path = "operator_queue/centers.html")]
pub struct CentersToTendView {
    /// The frame.
    pub frame: PageFrame,
    /// Records that nobody has checked (R181).
    pub stale: Vec<StaleLine>,
    /// Accreditations that end.
    pub ending: Vec<EndingLine>,
}

impl CentersToTendView {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn service(&self, service: &CenterService) -> Text<'static> {
        self.t(format!("center-service-{}", service.name()))
    }
}

impl View for CentersToTendView {
    const NAME: &'static str = "operator-centers-to-tend";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |stale, ending| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_QUEUES_CENTERS).sample_operator(Role::Administrator),
            stale,
            ending,
        };
        let (name, external_id) = ("МФЦ «Центральный», Москва".to_owned(), "moi-dela-01".to_owned());
        let stale = StaleLine {
            name: name.clone(),
            external_id: external_id.clone(),
            owner: "directory@centers.example".to_owned(),
            checked_on: jiff::civil::date(2025, 11, 3),
        };
        let ending = EndingLine {
            name,
            external_id,
            service: CenterService::AccountConfirmation,
            ends_on: jiff::civil::date(2026, 3, 9),
        };
        vec![("some", view(vec![stale], vec![ending])), ("none", view(Vec::new(), Vec::new()))]
    }
}

/// A message that did not reach its reader.
#[derive(Clone, Debug)]
pub struct LostLine {
    /// The kind, as in the log.
    pub kind: String,
    /// `mobile_phone` or `email`.
    pub channel: String,
    /// What became of it: the stored state, or what the channel told.
    pub what: String,
    /// When its way ended.
    pub at: Zoned,
}

/// Messages that did not reach their readers.
#[derive(Template)]
#[template(path = "operator_queue/messages.html")]
pub struct LostMessagesView {
    /// The frame.
    pub frame: PageFrame,
    /// For how many days they are shown.
    pub days: i64,
    /// The newest first.
    pub lost: Vec<LostLine>,
}

impl LostMessagesView {
    fn channel(&self, line: &LostLine) -> Text<'static> {
        self.t(format!("queue-channel-{}", line.channel))
    }

    fn what(&self, line: &LostLine) -> Text<'static> {
        self.t(format!("queue-lost-{}", line.what))
    }
}

impl View for LostMessagesView {
    const NAME: &'static str = "operator-lost-messages";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |lost| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_QUEUES_MESSAGES).sample_operator(Role::Administrator),
            days: 7,
            lost,
        };
        let at = jiff::civil::date(2026, 3, 2).at(9, 5, 0, 0);
        let at = at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default();
        let line = |channel: &str, what: &str| LostLine {
            kind: "identity_confirmed".to_owned(),
            channel: channel.to_owned(),
            what: what.to_owned(),
            at: at.clone(),
        };
        let kinds = ["failed", "too_late", "undeliverable", "expired", "rejected"];
        let some = kinds.iter().map(|what| line("mobile_phone", what)).chain([line("email", "failed")]);
        vec![("some", view(some.collect())), ("none", view(Vec::new()))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_in_the_unit_that_fits() {
        let of = Age::of_seconds;
        assert_eq!([of(-5), of(0), of(3_599)], [Age::Minutes(1), Age::Minutes(1), Age::Minutes(59)]);
        assert_eq!([of(3_600), of(172_799), of(172_800)], [Age::Hours(1), Age::Hours(47), Age::Days(2)]);
    }

    /// An administrator sees no person: where they may not go, the page says who deals with it and has no link.
    #[test]
    fn no_link_leads_to_what_may_not_be_opened() {
        let html = QueuesView::samples(Locale::En).remove(0).1.rendered().unwrap().html;
        let main = html.split("<main").nth(1).unwrap();
        for closed in [route::OPERATOR_CASES, route::OPERATOR_SUPPORT] {
            assert!(!main.contains(&format!("href=\"{closed}")), "{closed}");
        }
        assert!(main.contains("12,345") && main.contains(route::OPERATOR_JOBS));
    }
}
