//! Centers: the list, and the record of one.

use askama::Template;
use okno_domain::{
    locale::Locale,
    operator::Role,
    refusal::{FieldFault, Refusal},
    service_center::CenterService,
};

use super::{CenterLine, center_url};
use crate::{
    form::{Choice, Field, FormErrors},
    format,
    frame::PageFrame,
    hours::HoursLine,
    page::View,
    route,
    text::Text,
};

/// The list of centers.
#[derive(Template)]
#[template(path = "directory/centers.html")]
pub struct CentersView {
    /// The frame.
    pub frame: PageFrame,
    /// What is looked for.
    pub query: Field,
    /// Whose centers.
    pub organization: Field,
    /// Every organization.
    pub organizations: Vec<Choice>,
    /// Whether only stale ones are shown (R181).
    pub stale: Field,
    /// Those that were found.
    pub centers: Vec<CenterLine>,
    /// The address of the next page.
    pub next: Option<String>,
}

impl View for CentersView {
    const NAME: &'static str = "centers";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |query: &str, centers: Vec<CenterLine>, next: Option<&str>| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_CENTERS).sample_operator(Role::Administrator),
            query: Field::with_value("query", query),
            organization: Field::with_value("organization", "1"),
            organizations: vec![Choice::new("1", "Мои дела"), Choice::new("2", "Почта края")],
            stale: Field::with_value("stale", if centers.is_empty() { "1" } else { "" }),
            centers,
            next: next.map(str::to_owned),
        };
        vec![
            ("some", view("Казань", CenterLine::samples(), Some("/operator/centers?after=1"))),
            ("none", view("", Vec::new(), None)),
        ]
    }
}

/// A service and in which days the center may do it.
#[derive(Clone, Debug)]
pub struct ServiceRow {
    /// The service.
    pub service: CenterService,
    /// The first day; empty where the center does not do it.
    pub from: String,
    /// The last day.
    pub until: String,
}

impl ServiceRow {
    /// The names of its fields.
    pub fn names(service: CenterService) -> [String; 2] {
        [format!("from_{}", service.name()), format!("until_{}", service.name())]
    }

    fn first_day_name(&self) -> String {
        let [from, _] = Self::names(self.service);
        from
    }

    fn last_day_name(&self) -> String {
        let [_, until] = Self::names(self.service);
        until
    }
}

/// The record of a center: a new one, or one that is there.
#[derive(Template)]
#[template(path = "directory/center.html")]
pub struct CenterFormView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// Its page; none for a new one.
    pub url: Option<String>,
    /// What people call it; empty for a new one.
    pub name: String,
    /// For the guard of the next change.
    pub version: i64,
    /// Whether everything can be changed, or telephone, hours and check only.
    pub is_whole: bool,
    /// Whether it works at all.
    pub is_open: bool,
    /// Whether nobody has checked the record for too long (R181).
    pub is_stale: bool,
    /// Whose it is, where that is fixed.
    pub organization_name: String,
    /// Whose it is, for a new one.
    pub organization: Field,
    /// Every organization.
    pub organizations: Vec<Choice>,
    /// The fields of one line, by their names.
    pub fields: Vec<Field>,
    /// Whether visits can be booked.
    pub appointments: Field,
    /// What it may do, and when.
    pub services: Vec<ServiceRow>,
    /// What is wrong with that.
    pub services_fault: Option<FieldFault>,
    /// The coming week by the hours in the form, day by day; empty when they are not understood.
    pub week: Vec<HoursLine>,
}

/// The names of the fields of one line.
pub const CENTER_FIELDS: [&str; 18] = [
    "external_id",
    "name",
    "name_en",
    "name_fr",
    "town",
    "town_en",
    "town_fr",
    "region",
    "address",
    "latitude",
    "longitude",
    "time_zone",
    "center_phone",
    "opening_hours",
    "windows",
    "visit_minutes",
    "owner",
    "last_checked_on",
];

impl CenterFormView {
    /// The field with this name.
    fn of(&self, name: &str) -> Field {
        self.fields.iter().find(|field| field.name == name).cloned().unwrap_or_default()
    }

    /// The day of the last check, in words.
    fn last_checked(&self) -> String {
        let text = self.of("last_checked_on").value;
        text.parse().map_or(text, |day| format::date(self.frame.locale, day))
    }

    fn action(&self) -> &str {
        self.url.as_deref().unwrap_or(route::OPERATOR_CENTERS)
    }

    fn is_new(&self) -> bool {
        self.url.is_none()
    }

    fn title(&self) -> String {
        if self.is_new() { self.t("center-new").to_string() } else { self.name.clone() }
    }

    fn back(&self) -> &'static str {
        if self.is_whole { route::OPERATOR_CENTERS } else { route::OPERATOR }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand over references")]
    fn service(&self, service: &CenterService) -> Text<'static> {
        self.t(format!("center-service-{}", service.name()))
    }
}

impl View for CenterFormView {
    const NAME: &'static str = "center-record";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let value = |name: &str| match name {
            "opening_hours" => "Mo-Fr 09:00-18:00; PH off",
            "latitude" => "55.79",
            "longitude" => "49.12",
            "time_zone" => "Europe/Moscow",
            "center_phone" => "+7 000 200-10-11",
            "windows" => "2",
            "visit_minutes" => "20",
            "last_checked_on" => "2026-03-01",
            _ => "МФЦ «Центральный»",
        };
        let view = |role, errors: FormErrors, url: Option<&str>| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_CENTERS).sample_operator(role),
            url: url.map(center_url),
            name: "МФЦ «Центральный»".to_owned(),
            version: 3,
            is_whole: role == Role::Administrator,
            is_open: true,
            is_stale: true,
            organization_name: "Мои дела".to_owned(),
            organization: errors.field("organization", "1"),
            organizations: vec![Choice::new("1", "Мои дела")],
            fields: CENTER_FIELDS.map(|name| errors.field(name, value(name))).to_vec(),
            appointments: errors.field("appointments", "1"),
            services: CenterService::ALL
                .map(|service| ServiceRow { service, from: "2024-01-01".to_owned(), until: String::new() })
                .to_vec(),
            services_fault: errors.of("services").cloned(),
            week: vec![
                HoursLine { days: "02.03.2026".to_owned(), hours: "9:00–18:00".to_owned() },
                HoursLine { days: "03.03.2026".to_owned(), hours: "9:00–18:00".to_owned() },
            ],
            errors,
        };
        let faulty = FormErrors::from(vec![
            FieldFault::new("latitude", "center-place"),
            FieldFault::new("time_zone", "center-value"),
            FieldFault::new("opening_hours", "center-hours"),
            FieldFault::new("services", "center-no-service"),
            FieldFault::new("last_checked_on", "center-checked-later"),
        ]);
        let mut closed = view(Role::Administrator, FormErrors::none(), Some("1"));
        (closed.is_open, closed.is_stale) = (false, false);
        let refused = Refusal::new("center-exists", okno_domain::refusal::Class::Conflict);
        vec![
            ("new", view(Role::Administrator, FormErrors::none(), None)),
            ("taken", view(Role::Administrator, refused.into(), None)),
            ("existing", view(Role::Administrator, FormErrors::none(), Some("1"))),
            ("faulty", view(Role::Administrator, faulty, Some("1"))),
            ("closed", closed),
            ("own", view(Role::CenterAdministrator, FormErrors::none(), Some("1"))),
        ]
    }
}
