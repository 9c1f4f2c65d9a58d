//! The page of a center.

use askama::Template;
use okno_domain::{locale::Locale, service_center::CenterService};

use super::finder::FinderKind;
use crate::{
    frame::PageFrame,
    hours::{self, HoursLine},
    page::View,
    route,
};

/// A day that is to come.
#[derive(Clone, Debug)]
pub struct DayLine {
    /// Weekday and date.
    pub day: String,
    /// The hours.
    pub hours: String,
    /// Whether the calendar makes it another day than its weekday.
    pub is_special: bool,
}

/// A service that the center may do today (R123).
#[derive(Clone, Debug)]
pub struct ServiceLine {
    /// The service.
    pub service: CenterService,
    /// Until when it may, in words.
    pub until: Option<String>,
}

/// The page of a center (R123, R132, R178, R181, R182).
#[derive(Template)]
#[template(path = "service_center/center.html")]
pub struct CenterView {
    /// The frame.
    pub frame: PageFrame,
    /// By which finder one came.
    pub kind: FinderKind,
    /// Where the list is.
    pub back: String,
    /// What it is called.
    pub name: String,
    /// What its organization is called.
    pub organization: String,
    /// Town, street and house.
    pub address: String,
    /// Its telephone number.
    pub phone: String,
    /// Whether it is open now.
    pub is_open: bool,
    /// Until when, in words.
    pub state: String,
    /// The regular week.
    pub week: Vec<HoursLine>,
    /// The days to come.
    pub days: Vec<DayLine>,
    /// The distance of its clock from UTC.
    pub clock: String,
    /// What it may do today.
    pub services: Vec<ServiceLine>,
    /// Whether a visit can be booked (R132).
    pub offers_appointments: bool,
    /// Where a visit is booked.
    pub book_url: String,
    /// When the record was last checked.
    pub checked_on: String,
    /// Whether that is too long ago.
    pub is_stale: bool,
    /// Where the map shows its surroundings.
    pub around: String,
}

/// A telephone number as a phone dials it.
pub(super) fn dial(phone: &str) -> String {
    phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

impl CenterView {
    fn dial(&self) -> String {
        dial(&self.phone)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn service_name(&self, service: &CenterService) -> crate::text::Text<'static> {
        self.t(format!("center-service-{}", service.name()))
    }

    fn is_free(&self) -> bool {
        self.services.iter().any(|line| line.service == CenterService::AccountConfirmation)
    }
}

impl View for CenterView {
    const NAME: &'static str = "center";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let today = jiff::civil::date(2026, 3, 6);
        let week = "Mo-Fr 08:00-20:00; Sa 09:00-17:00; PH off".parse();
        let day =
            |day: &str, hours: &str, is_special| DayLine { day: day.to_owned(), hours: hours.to_owned(), is_special };
        let view = |services: Vec<ServiceLine>, is_stale: bool| Self {
            frame: PageFrame::sample(locale, "/service-centers/sample"),
            kind: FinderKind::Service,
            back: format!("{}?town=Казань", route::SERVICE_CENTERS),
            name: "Центр «Мои дела» № 1".to_owned(),
            organization: "Многофункциональные центры «Мои дела»".to_owned(),
            address: "Казань, ул. Примерная, 1".to_owned(),
            phone: "+7 000 100-00-01".to_owned(),
            is_open: !is_stale,
            state: hours::state(locale, okno_domain::service_center::OpenState::OpenUntil(Some(1200)), today)
                .to_string(),
            week: week.as_ref().map(|week| hours::week(locale, week, today)).unwrap_or_default(),
            days: vec![day("пт 06.03", "8:00–20:00", false), day("пн 09.03", "закрыто", true)],
            clock: "UTC+3".to_owned(),
            services,
            offers_appointments: !is_stale,
            book_url: crate::appointment::center_url("sample"),
            checked_on: crate::format::date(locale, today),
            is_stale,
            around: format!("{}?near=55.8,49.1", route::SERVICE_CENTERS),
        };
        let services = vec![
            ServiceLine { service: CenterService::AccountConfirmation, until: None },
            ServiceLine { service: CenterService::AccessRestoration, until: Some(crate::format::date(locale, today)) },
        ];
        vec![("open", view(services, false)), ("without-accreditation", view(Vec::new(), true))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R123, R178, R181, R182: what stands on the page of a center, and that one without accreditation says so.
    #[test]
    fn a_center_says_what_it_may_do() {
        let html: Vec<String> =
            CenterView::samples(Locale::En).into_iter().map(|(_, view)| view.rendered().unwrap().html).collect();
        assert!(html[0].contains("Account confirmation") && html[0].contains("tel:+70001000001"));
        assert!(html[0].contains("No one may ask money for it"));
        assert!(!html[1].contains("Account confirmation") && html[1].contains("no accreditation"));
    }
}
