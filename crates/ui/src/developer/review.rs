//! What developers ask officers: the queue, and one request with all that it is about.

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    developer::{ChangeKind, SiteKind},
    locale::Locale,
    operator::Role,
    refusal::FieldFault,
    relying_party::Stage,
};

use super::{CheckLine, CheckView, SiteFacts, fact_rows, sample_moment};
use crate::{
    form::{Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
    text::Text,
};

/// A request in the queue.
#[derive(Clone, Debug)]
pub struct ReviewLine {
    /// Its page.
    pub url: String,
    /// The site.
    pub name: String,
    /// What is asked.
    pub kind: ChangeKind,
    /// Since when it waits.
    pub asked_at: Zoned,
}

/// The words for what is asked.
fn change_name(locale: Locale, kind: ChangeKind) -> Text<'static> {
    Text::new(locale, format!("developer-change-{}", kind.name()))
}

/// What waits for an officer.
#[derive(Template)]
#[template(path = "developer/reviews.html")]
pub struct ReviewsView {
    /// The frame.
    pub frame: PageFrame,
    /// What waits, the oldest first.
    pub reviews: Vec<ReviewLine>,
}

impl ReviewsView {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn change(&self, kind: &ChangeKind) -> Text<'static> {
        change_name(self.frame.locale, *kind)
    }
}

impl View for ReviewsView {
    const NAME: &'static str = "developer-reviews";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |name: &str, kind| ReviewLine {
            url: format!("{}/1", route::OPERATOR_SITES),
            name: name.to_owned(),
            kind,
            asked_at: sample_moment(),
        };
        let view = |reviews| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_SITES).sample_operator(Role::Administrator),
            reviews,
        };
        let some = vec![line("Городская библиотека", ChangeKind::Promotion), line("Музей", ChangeKind::Change)];
        vec![("none", view(Vec::new())), ("some", view(some))]
    }
}

/// One request: the site as it is, as it would be, and the decision.
#[derive(Template)]
#[template(path = "developer/review.html")]
pub struct ReviewView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// What is asked.
    pub kind: ChangeKind,
    /// Since when.
    pub asked_at: Zoned,
    /// What the developer says.
    pub note: String,
    /// The site as it would be.
    pub after: SiteFacts,
    /// The site as it is, where it is to be changed.
    pub before: Option<SiteFacts>,
    /// Guards the decision.
    pub version: i64,
    /// What speaks against it, by the rules.
    pub faults: Vec<FieldFault>,
    /// What the system found when it looked at the site.
    pub check: Option<CheckView>,
    /// Why it is refused.
    pub reason: Field,
}

impl ReviewView {
    fn url(&self) -> String {
        format!("{}/{}", route::OPERATOR_SITES, route::encode(&self.after.client_id))
    }

    fn change(&self) -> Text<'static> {
        change_name(self.frame.locale, self.kind)
    }

    fn is_promotion(&self) -> bool {
        self.kind == ChangeKind::Promotion
    }

    fn checks(&self) -> Vec<CheckLine> {
        self.check.as_ref().map(|check| check.lines(self.frame.locale)).unwrap_or_default()
    }

    fn checked(&self) -> Option<Text<'static>> {
        self.check.as_ref()?.done(self.frame.locale)
    }

    /// Whether it would work with everybody although its requests differ from what is written about them.
    fn is_lenient(&self) -> bool {
        self.after.esia.as_ref().is_some_and(|system| system.is_lenient)
    }

    /// Each row with what it is, and what it was where that differs.
    fn rows(&self) -> Vec<(Text<'static>, Vec<String>, Option<Vec<String>>)> {
        let before = self.before.as_ref().map(|site| fact_rows(self.frame.locale, site));
        let rows = fact_rows(self.frame.locale, &self.after).into_iter().enumerate();
        rows.map(|(place, (label, values))| {
            let was = before.as_ref().and_then(|rows| rows.get(place)).map(|(_, was)| was.clone());
            let was = was.filter(|was| *was != values);
            (label, values, was)
        })
        .collect()
    }
}

impl View for ReviewView {
    const NAME: &'static str = "developer-review";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |kind, before: Option<SiteFacts>, faults: Vec<FieldFault>, errors: FormErrors| Self {
            frame: PageFrame::sample(locale, "/operator/sites/1").sample_operator(Role::Administrator),
            kind,
            asked_at: sample_moment(),
            note: "Открываем запись в библиотеку через портал.".to_owned(),
            after: SiteFacts::sample(Stage::Test, true, SiteKind::Web),
            before,
            version: 1,
            check: faults.is_empty().then(|| CheckView { knows_faults: true, ..CheckView::sample() }),
            faults,
            reason: errors.field("reason", ""),
            errors,
        };
        let strict = SiteFacts::sample(Stage::Production, true, SiteKind::Esia);
        let strict = SiteFacts { esia: Some(super::EsiaFacts::sample(false)), ..strict };
        let lenient = Self {
            after: SiteFacts::sample(Stage::Production, true, SiteKind::Esia),
            ..view(ChangeKind::Change, Some(strict), Vec::new(), FormErrors::none())
        };
        let before = SiteFacts {
            names: vec!["Библиотека".to_owned()],
            ..SiteFacts::sample(Stage::Production, true, SiteKind::Web)
        };
        let unfit = vec![FieldFault::new("redirect_uris", "site-address-scheme").with("line", "2")];
        let faulty = FormErrors::from(vec![FieldFault::new("reason", "required")]);
        vec![
            ("promotion", view(ChangeKind::Promotion, None, Vec::new(), FormErrors::none())),
            ("change", view(ChangeKind::Change, Some(before), Vec::new(), FormErrors::none())),
            ("lenient", lenient),
            ("unfit", view(ChangeKind::Promotion, None, unfit, faulty)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use okno_domain::site_check::{Finding, FindingCode, Part};

    use super::*;

    /// That the developer knew of faults stands beside faults that there are now, and beside nothing else.
    #[test]
    fn known_faults_are_told_beside_faults() {
        for locale in Locale::ALL {
            let told = Text::new(locale, "site-check-known").to_string();
            for (code, knows_faults, is_told) in [
                (FindingCode::DeafToLogout, true, true),
                (FindingCode::DeafToLogout, false, false),
                (FindingCode::HearsLogout, true, false),
                (FindingCode::HearsAnything, true, false),
            ] {
                let (_, mut view) = ReviewView::samples(locale).remove(0);
                let findings = vec![Finding::new(Part::BackChannel, code)];
                view.check = Some(CheckView { findings, knows_faults, ..CheckView::sample() });
                let html = view.render().unwrap();
                assert_eq!(html.contains(&told), is_told, "{locale:?} {code:?}");
            }
        }
    }
}
