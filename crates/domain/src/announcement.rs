//! Announcements: what every page says at its head for a while, such as a registry that is down.

use jiff::Timestamp;

use crate::{id::Id, locale::Texts, refusal::FieldFault};

/// An announcement's id.
pub type AnnouncementId = Id<Announcement>;

/// The longest text of an announcement: it stands above everything else on a telephone.
pub const LONGEST: usize = 400;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Something does not work as usual.
    Warning,
    /// Something important does not work at all.
    Critical,
}

impl Severity {
    /// Every severity.
    pub const ALL: [Self; 3] = [Self::Info, Self::Warning, Self::Critical];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }

    /// The severity with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

/// An announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// Its id.
    pub id: AnnouncementId,
    /// What it says.
    pub text: Texts,
    /// How much it matters.
    pub severity: Severity,
    /// From when it is shown.
    pub from: Timestamp,
    /// Until when; this instant does not belong to it.
    pub until: Timestamp,
}

impl Announcement {
    /// Whether it is shown at this instant.
    pub fn is_shown(&self, now: Timestamp) -> bool {
        self.from <= now && now < self.until
    }

    /// Everything that is wrong with it.
    pub fn faults(&self, now: Timestamp) -> Vec<FieldFault> {
        let mut faults = text_faults(&self.text, ["text_ru", "text_en", "text_fr"], LONGEST);
        if self.until <= self.from {
            faults.push(FieldFault::new("shown_until", "period-backwards"));
        } else if self.until <= now {
            faults.push(FieldFault::new("shown_until", "period-over"));
        }
        faults
    }
}

/// What is wrong with a text that must be there in every language, at these fields.
pub fn text_faults(text: &Texts, fields: [&'static str; 3], longest: usize) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    for (locale, field) in crate::locale::Locale::ALL.into_iter().zip(fields) {
        let said = text.get(locale);
        if said.trim().is_empty() {
            faults.push(FieldFault::new(field, "required"));
        } else if said.chars().count() > longest || said.chars().any(char::is_control) {
            faults.push(FieldFault::new(field, "text-long").with("most", longest.to_string()));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{HOUR, after};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn announcement(from: Timestamp, until: Timestamp) -> Announcement {
        Announcement {
            id: Id::nil(),
            text: Texts::new("Сбой", "Outage", "Panne"),
            severity: Severity::Warning,
            from,
            until,
        }
    }

    #[test]
    fn it_is_shown_from_its_first_instant_to_before_its_last() {
        let shown = announcement(NOW, after(NOW, HOUR));
        assert!(shown.is_shown(NOW) && !shown.is_shown(after(NOW, HOUR)));
        assert!(!announcement(after(NOW, HOUR), after(NOW, HOUR * 2)).is_shown(NOW));
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let codes = |announcement: Announcement| {
            let faults = announcement.faults(NOW);
            faults.into_iter().map(|fault| (fault.field, fault.code)).collect::<Vec<_>>()
        };
        let good = announcement(NOW, after(NOW, HOUR));
        assert_eq!(codes(good.clone()), []);
        assert_eq!(codes(announcement(NOW, NOW)), [("shown_until", "period-backwards")]);
        assert_eq!(codes(announcement(after(NOW, -HOUR * 2), after(NOW, -HOUR))), [("shown_until", "period-over")]);
        let text = Texts::new("а", " ", "x".repeat(LONGEST + 1));
        assert_eq!(codes(Announcement { text, ..good }), [("text_en", "required"), ("text_fr", "text-long")]);
        assert!(Severity::ALL.into_iter().all(|severity| Severity::from_name(severity.name()) == Some(severity)));
    }
}
