//! Organizations that run service centers (R122, C14).

use serde::{Deserialize, Serialize};

use crate::{id::Id, locale::Texts, time::Date};

/// An organization's id.
pub type OrganizationId = Id<Organization>;

/// What an organization is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganizationKind {
    /// Runs multifunctional centers.
    MultifunctionalCenter,
    /// Pays pensions.
    PensionFund,
    /// Provides telephone and Internet.
    Telecom,
    /// Carries letters.
    Post,
    /// A bank.
    Bank,
    /// Issues certificates of electronic signatures (R183).
    CertificationCenter,
    /// Anything else.
    Other,
}

impl OrganizationKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::MultifunctionalCenter,
        Self::PensionFund,
        Self::Telecom,
        Self::Post,
        Self::Bank,
        Self::CertificationCenter,
        Self::Other,
    ];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MultifunctionalCenter => "multifunctional_center",
            Self::PensionFund => "pension_fund",
            Self::Telecom => "telecom",
            Self::Post => "post",
            Self::Bank => "bank",
            Self::CertificationCenter => "certification_center",
            Self::Other => "other",
        }
    }

    /// The kind with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// In which days an organization may do anything (R123); both ends belong to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// From which day; ever since when none.
    pub from: Option<Date>,
    /// Until which day; without end when none.
    pub until: Option<Date>,
    /// Why it ended, when it did so for good: `until` is its last day then.
    pub end_reason: Option<String>,
}

impl Term {
    /// Whether this day belongs to it.
    pub fn covers(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// What is left of these days within the term; nothing when they do not meet.
    pub fn cut(&self, from: Date, until: Date) -> Option<(Date, Date)> {
        let from = self.from.map_or(from, |own| own.max(from));
        let until = self.until.map_or(until, |own| own.min(until));
        (from <= until).then_some((from, until))
    }

    /// Whether it ended for good.
    pub const fn is_ended(&self) -> bool {
        self.end_reason.is_some()
    }
}

/// An organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Its id.
    pub id: OrganizationId,
    /// Its name in the files it comes from.
    pub external_id: String,
    /// What it is.
    pub kind: OrganizationKind,
    /// What people call it.
    pub name: Texts,
    /// In which days it may do anything.
    pub term: Term,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// R123: both days of a term belong to it, and a term without ends covers every day.
    #[test]
    fn a_term_has_both_its_days() {
        let term = Term { from: Some(day("2026-03-01")), until: Some(day("2026-03-31")), end_reason: None };
        let inside = ["2026-03-01", "2026-03-31"].map(|text| term.covers(day(text)));
        let outside = ["2026-02-28", "2026-04-01"].map(|text| term.covers(day(text)));
        assert_eq!((inside, outside), ([true; 2], [false; 2]));
        assert!(Term::default().covers(day("1999-01-01")));
    }

    /// R123: the days of a center are cut at those of its organization.
    #[test]
    fn days_are_cut_at_the_term() {
        let term = Term { from: Some(day("2026-03-01")), until: Some(day("2026-03-31")), end_reason: None };
        let cut = |from, until| term.cut(day(from), day(until));
        assert_eq!(cut("2026-01-01", "2026-12-31"), Some((day("2026-03-01"), day("2026-03-31"))));
        assert_eq!(cut("2026-03-10", "2026-03-20"), Some((day("2026-03-10"), day("2026-03-20"))));
        assert_eq!(cut("2026-04-01", "2026-12-31"), None);
    }
}
