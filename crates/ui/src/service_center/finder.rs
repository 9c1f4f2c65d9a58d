//! The finder: form, list and map.

use askama::Template;
use okno_domain::{
    locale::Locale,
    service_center::{CenterService, OpenState, OpeningHours},
};

use super::{town_url, url};
use crate::{
    form::{Choice, Field},
    frame::PageFrame,
    hours::{self, HoursLine},
    page::View,
    route,
    text::Text,
};

/// Which centers the finder is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinderKind {
    /// Those that confirm accounts.
    Service,
    /// Those that issue certificates of electronic signatures (R183).
    Certification,
}

impl FinderKind {
    /// The finder's address.
    pub const fn route(self) -> &'static str {
        match self {
            Self::Service => route::SERVICE_CENTERS,
            Self::Certification => route::CERTIFICATION_CENTERS,
        }
    }

    /// The services one can look for, the usual one first.
    pub const fn services(self) -> &'static [CenterService] {
        match self {
            Self::Service => &[
                CenterService::AccountConfirmation,
                CenterService::AccessRestoration,
                CenterService::AccountDeletion,
                CenterService::DataCorrection,
            ],
            Self::Certification => &[CenterService::CertificateIssue],
        }
    }
}

/// The form as it was sent.
#[derive(Clone, Debug)]
pub struct FinderForm {
    /// The town or address.
    pub town: Field,
    /// The service.
    pub service: Field,
    /// What the hours must have: name of the box, and whether it is ticked.
    pub hours: Vec<(&'static str, bool)>,
    /// The point, when one asked by it.
    pub near: String,
}

/// A town to choose.
#[derive(Clone, Debug)]
pub struct TownLink {
    /// Its name, with the region where that tells it from others.
    pub name: String,
    /// The finder's address for it.
    pub url: String,
    /// How many centers it has.
    pub centers: i64,
}

/// A center in the list.
#[derive(Clone, Debug)]
pub struct CenterLine {
    /// Its id, as the map knows it.
    pub id: String,
    /// Its page.
    pub url: String,
    /// What it is called.
    pub name: String,
    /// What its organization is called.
    pub organization: String,
    /// Town, street and house.
    pub address: String,
    /// How far it is, in words.
    pub distance: Option<String>,
    /// Its telephone number.
    pub phone: String,
    /// When it is open, in words.
    pub hours: Vec<HoursLine>,
    /// Whether it is open now.
    pub is_open: bool,
    /// Until when, in words.
    pub state: String,
    /// Whether a visit can be booked.
    pub offers_appointments: bool,
    /// Since when nobody has checked the record, if that is too long ago (R181).
    pub unchecked_since: Option<String>,
}

impl CenterLine {
    /// The number as a phone dials it.
    fn dial(&self) -> String {
        super::center::dial(&self.phone)
    }

    /// Where a visit is booked.
    fn book_url(&self) -> String {
        crate::appointment::center_url(&self.id)
    }
}

/// What was found.
#[derive(Clone, Debug)]
pub enum Found {
    /// No place was named: towns to choose from.
    Towns(Vec<TownLink>),
    /// Several towns may be meant.
    Several(Vec<TownLink>),
    /// There is no such town; these are the largest.
    Unknown(Vec<TownLink>),
    /// Centers.
    Centers {
        /// The town; none when one asked by a point.
        town: Option<String>,
        /// The centers, the nearest first.
        lines: Vec<CenterLine>,
        /// Where more of them are listed.
        more: Option<String>,
        /// The nearest of other towns.
        nearby: Vec<CenterLine>,
    },
}

/// What the map's script needs.
#[derive(Clone, Debug)]
pub struct MapData {
    /// Where the points are.
    pub points: String,
    /// Where map tiles come from; empty for the map that is built in.
    pub tiles: String,
    /// Whom the map is by.
    pub attribution: String,
}

/// The finder (R174 to R180, R182, R183).
#[derive(Template)]
#[template(path = "service_center/finder.html")]
pub struct FinderView {
    /// The frame.
    pub frame: PageFrame,
    /// Which centers.
    pub kind: FinderKind,
    /// The form.
    pub form_fields: FinderForm,
    /// What was found.
    pub found: Found,
    /// The map.
    pub map: MapData,
}

impl FinderView {
    fn is_certification(&self) -> bool {
        self.kind == FinderKind::Certification
    }

    fn own(&self, part: &str) -> Text<'static> {
        let start = if self.is_certification() { "finder-certification" } else { "finder" };
        self.t(format!("{start}-{part}"))
    }

    fn services(&self) -> Vec<Choice> {
        let label = |service: &CenterService| self.t(format!("center-service-{}", service.name())).to_string();
        self.kind.services().iter().map(|service| Choice::new(service.name(), label(service))).collect()
    }

    fn hour_boxes(&self) -> Vec<(&'static str, bool, Text<'static>)> {
        let label = |name: &&'static str| self.t(format!("finder-hours-{name}"));
        self.form_fields.hours.iter().map(|(name, ticked)| (*name, *ticked, label(name))).collect()
    }

    /// What is filtered by, in words.
    fn filters(&self) -> String {
        let mut words = Vec::new();
        if !self.is_certification() {
            words.push(self.t(format!("center-service-{}", self.form_fields.service.value)).to_string());
        }
        let ticked = self.hour_boxes().into_iter().filter(|(_, ticked, _)| *ticked);
        words.extend(ticked.map(|(.., label)| label.to_string().to_lowercase()));
        words.join(", ")
    }

    /// Whether the filter stands open: as long as there is nothing else to look at.
    fn filter_is_open(&self) -> bool {
        matches!(self.found, Found::Towns(_)) && !self.is_certification()
    }

    fn has_list(&self) -> bool {
        matches!(self.found, Found::Centers { .. })
    }

    fn script(&self) -> String {
        self.frame.asset("map.js")
    }
}

/// A center for samples.
fn sample_line(locale: Locale, number: u8, kind: FinderKind) -> CenterLine {
    let today = jiff::civil::date(2026, 3, 2);
    let hours: Option<OpeningHours> = "Mo-Fr 08:00-20:00; Sa 09:00-17:00; PH off".parse().ok();
    CenterLine {
        id: format!("sample-{number}"),
        url: url(kind, "sample"),
        name: format!("Центр «Мои дела» № {number}"),
        organization: "Многофункциональные центры «Мои дела»".to_owned(),
        address: format!("Казань, ул. Примерная, {number}"),
        distance: Some(crate::format::distance(locale, f64::from(number) * 1.2)),
        phone: format!("+7 000 100-00-0{number}"),
        hours: hours.map(|hours| hours::week(locale, &hours, today)).unwrap_or_default(),
        is_open: number != 2,
        state: hours::state(
            locale,
            if number == 2 { OpenState::ClosedUntil(Some((today, 840))) } else { OpenState::OpenUntil(Some(1200)) },
            today,
        )
        .to_string(),
        offers_appointments: number == 1,
        unchecked_since: (number == 3).then(|| crate::format::date(locale, jiff::civil::date(2025, 6, 1))),
    }
}

impl View for FinderView {
    const NAME: &'static str = "finder";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |kind: FinderKind, town: &str, found| Self {
            frame: PageFrame::sample(locale, kind.route()),
            kind,
            form_fields: FinderForm {
                town: Field::with_value("town", town),
                service: Field::with_value("service", kind.services().first().map_or("", |service| service.name())),
                hours: [("open_now", false), ("saturday", !town.is_empty()), ("sunday", false), ("evening", false)]
                    .into(),
                near: String::new(),
            },
            found,
            map: MapData { points: String::new(), tiles: String::new(), attribution: String::new() },
        };
        let towns = |kind| {
            let town = |(name, centers): (&str, i64)| TownLink {
                name: name.to_owned(),
                url: town_url(kind, "", name),
                centers,
            };
            [("Москва", 12), ("Казань", 6), ("Нижний Новгород", 1)].map(town).to_vec()
        };
        let lines = |kind, numbers: &[u8]| numbers.iter().map(|number| sample_line(locale, *number, kind)).collect();
        let centers = |kind, numbers: &[u8], nearby: &[u8]| Found::Centers {
            town: Some("Казань".to_owned()),
            lines: lines(kind, numbers),
            more: (numbers.len() > 2).then(|| town_url(kind, "show=40", "Казань")),
            nearby: lines(kind, nearby),
        };
        let (service, certification) = (FinderKind::Service, FinderKind::Certification);
        vec![
            ("start", view(service, "", Found::Towns(towns(service)))),
            ("town", view(service, "Казань", centers(service, &[1, 2, 3], &[]))),
            ("few", view(service, "Казань", centers(service, &[], &[4, 5]))),
            ("several", view(service, "Советск", Found::Several(towns(service)))),
            ("unknown", view(service, "Атлантида", Found::Unknown(towns(service)))),
            ("certification", view(certification, "", Found::Towns(towns(certification)))),
            ("certification-town", view(certification, "Казань", centers(certification, &[1], &[2]))),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(sample: &str) -> String {
        let view = FinderView::samples(Locale::En).into_iter().find(|(name, _)| *name == sample).unwrap().1;
        view.rendered().unwrap().html
    }

    /// R175, R176, R182: fields and filters, and that confirmation is free.
    #[test]
    fn the_form_has_town_service_and_hours() {
        let html = html("start");
        for part in ["id=\"town\"", "id=\"service\"", "id=\"open_now\"", "id=\"saturday\"", "Account confirmation"] {
            assert!(html.contains(part), "{part}");
        }
        assert!(html.contains("No one may ask money for it"));
    }

    /// R178, R179, R181: the list says it all without scripts, and which records nobody has checked.
    #[test]
    fn the_list_is_complete_without_scripts() {
        let html = html("town");
        for part in ["ул. Примерная, 1", "tel:+70001000001", "8:00–20:00", "Closed, opens today at 14:00", "01/06/2025"]
        {
            assert!(html.contains(part), "{part}");
        }
        // The map is there for scripts alone.
        assert!(html.contains("data-module=\"map\"") && html.contains("hidden"));
    }

    /// R183: certification centers are found in the same way; their services are not free of charge.
    #[test]
    fn certification_centers_have_a_finder_of_their_own() {
        let html = html("certification-town");
        assert!(html.contains("action=\"/certification-centers\""));
        assert!(!html.contains("No one may ask money for it"));
    }
}
