//! What the system found when it looked at a site by itself, as developers and officers read it.

use jiff::Zoned;
use okno_domain::{
    locale::Locale,
    site_check::{Finding, FindingCode, Part, Verdict, count},
};

use super::sample_moment;
use crate::{format, text::Text};

/// The message for a stored name.
pub(super) fn key(kind: &str, name: &str) -> String {
    format!("site-check-{kind}{}", name.replace('_', "-"))
}

/// The last check of a site.
#[derive(Clone, Debug)]
pub struct CheckView {
    /// Changes when there is something new to read.
    pub mark: String,
    /// When the findings came.
    pub done_at: Option<Zoned>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Whether another one is under way.
    pub is_under_way: bool,
    /// Whether the site was changed since.
    pub is_outdated: bool,
    /// Whether the developer said to know of the faults.
    pub knows_faults: bool,
}

/// A finding in words.
#[derive(Clone, Debug)]
pub struct CheckLine {
    /// The kind of its mark.
    pub kind: &'static str,
    /// How it is to be taken.
    pub verdict: Text<'static>,
    /// What it is about.
    pub part: Text<'static>,
    /// At which address.
    pub address: Option<String>,
    /// What was found.
    pub words: Text<'static>,
    /// What the protocol says of it, in English.
    pub said: Option<String>,
}

impl CheckView {
    /// When it was done, and what it comes to.
    pub(super) fn done(&self, locale: Locale) -> Option<Text<'static>> {
        let at = self.done_at.as_ref()?;
        let of = |verdict| i64::try_from(count(&self.findings, verdict)).unwrap_or(i64::MAX);
        let done = Text::new(locale, "site-check-done").with("at", format::moment(locale, at));
        Some(done.with("faults", of(Verdict::Fault)).with("warnings", of(Verdict::Warning)))
    }

    /// Whether something keeps people from signing in.
    pub(super) fn is_faulty(&self) -> bool {
        count(&self.findings, Verdict::Fault) > 0
    }

    /// Each finding.
    pub(super) fn lines(&self, locale: Locale) -> Vec<CheckLine> {
        let line = |finding: &Finding| {
            let verdict = finding.verdict();
            let words = Text::new(locale, key("", finding.code.name()));
            CheckLine {
                kind: match verdict {
                    Verdict::Good => "success",
                    Verdict::Note => "note",
                    Verdict::Warning => "progress",
                    Verdict::Fault => "error",
                },
                verdict: Text::new(locale, key("verdict-", verdict.name())),
                part: Text::new(locale, key("part-", finding.part.name())),
                address: finding.address.clone(),
                words: words.with("n", finding.number.unwrap_or_default()),
                said: finding.said.clone(),
            }
        };
        self.findings.iter().map(line).collect()
    }

    /// Every finding that there can be.
    pub(super) fn sample() -> Self {
        let finding = |(place, code): (usize, &FindingCode)| {
            let part = Part::ALL.get(place % Part::ALL.len()).copied().unwrap_or(Part::Site);
            let finding = Finding::new(part, *code).with(i64::try_from(place).unwrap_or_default());
            match code {
                FindingCode::StartRefused => finding.saying("invalid_request: redirect_uri is not registered"),
                FindingCode::RuleExact | FindingCode::StartNone | FindingCode::Nothing => finding,
                _ => finding.at("https://library.example/callback"),
            }
        };
        Self {
            mark: "1-0".to_owned(),
            done_at: Some(sample_moment()),
            findings: FindingCode::ALL.iter().enumerate().map(finding).collect(),
            is_under_way: false,
            is_outdated: true,
            knows_faults: false,
        }
    }

    /// The first of a site, under way.
    pub(super) fn sample_under_way() -> Self {
        Self {
            mark: "0-1".to_owned(),
            done_at: None,
            findings: Vec::new(),
            is_under_way: true,
            is_outdated: false,
            ..Self::sample()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The last day is not told as none at all.
    #[test]
    fn a_certificate_that_ends_today_says_so() {
        for (locale, today) in [(Locale::Ru, "сегодня"), (Locale::En, "today"), (Locale::Fr, "aujourd’hui")] {
            for days in [0, 1, 3, 13] {
                let finding = Finding::new(Part::Return, FindingCode::CertificateEnds).with(days);
                let view = CheckView { findings: vec![finding], ..CheckView::sample() };
                let words = view.lines(locale).remove(0).words.to_string();
                assert_eq!(words.contains(today), days == 0, "{words}");
                assert_eq!(words.contains(&days.to_string()), days > 0, "{words}");
            }
        }
    }
}
