//! The finder of service centers, that of certification centers, and the page of a center (R174 to R183).

mod lines;

use axum::{Router, response::Response, routing::get};
use http::{HeaderName, HeaderValue, header::CONTENT_SECURITY_POLICY};
use okno_app::service_center::{self, Answer, Listing, MarkPoint, Query as Wanted, TownLabel};
use okno_domain::service_center::{CenterId, CenterService, HourFlags, Place};
use okno_ui::{
    form::Field,
    route,
    service_center::{FinderForm, FinderKind, FinderView, Found, MapData},
};
use serde::{Deserialize, Serialize};

use crate::kit::{Fault, PageCx, PageResult, Path, Query, WebState, headers};

/// How many centers are listed at first, and by how many more each time.
const PAGE: u16 = 20;
/// So many are listed at most.
const MOST: u16 = 200;
/// A longer text is no town.
const LONGEST_TEXT: usize = 150;

pub(super) fn routes() -> Router<WebState> {
    let of = |kind: FinderKind| {
        let base = kind.route();
        Router::new()
            .route(base, get(async move |cx: PageCx, query: Query<Form>| finder(cx, kind, query.0).await))
            .route(
                &format!("{base}{}", route::FINDER_POINTS),
                get(async move |cx: PageCx, query: Query<Form>| points(cx, kind, query.0).await),
            )
            .route(
                &format!("{base}{}", route::FINDER_TOWNS),
                get(async move |cx: PageCx, query: Query<Form>| towns(cx, kind, query.0).await),
            )
            .route(
                &format!("{base}/{{id}}"),
                get(async move |cx: PageCx, Path(id): Path<CenterId>| lines::center_page(cx, kind, id).await),
            )
            .route(
                &format!("{base}/{{id}}/card"),
                get(async move |cx: PageCx, Path(id): Path<CenterId>| lines::card(cx, kind, id).await),
            )
    };
    of(FinderKind::Service)
        .merge(of(FinderKind::Certification))
        .route(route::SERVICE_CENTERS_OLD, get(async |cx: PageCx| cx.redirect(route::SERVICE_CENTERS)))
        .route(
            route::SERVICE_CENTERS_OLD.trim_end_matches('/'),
            get(async |cx: PageCx| cx.redirect(route::SERVICE_CENTERS)),
        )
}

/// The query of the finder; boxes are `1` when ticked.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    town: String,
    near: String,
    service: String,
    open_now: String,
    saturday: String,
    sunday: String,
    evening: String,
    morning: String,
    show: String,
}

impl Form {
    fn service(&self, kind: FinderKind) -> CenterService {
        let asked = CenterService::from_name(&self.service).filter(|service| kind.services().contains(service));
        asked.or(kind.services().first().copied()).unwrap_or(CenterService::AccountConfirmation)
    }

    fn boxes(&self) -> [(&'static str, bool); 5] {
        [
            ("open_now", &self.open_now),
            ("saturday", &self.saturday),
            ("sunday", &self.sunday),
            ("evening", &self.evening),
            ("morning", &self.morning),
        ]
        .map(|(name, value)| (name, value == "1"))
    }

    /// Where the browser is, unless a town was typed.
    fn near(&self) -> Option<Place> {
        if self.town.trim().is_empty() { Place::parse(&self.near) } else { None }
    }

    fn text(&self) -> String {
        self.town.trim().chars().filter(|c| !c.is_control()).take(LONGEST_TEXT).collect()
    }

    fn wanted(&self, kind: FinderKind) -> Wanted {
        let flags = [
            (HourFlags::SATURDAY, &self.saturday),
            (HourFlags::SUNDAY, &self.sunday),
            (HourFlags::EVENING, &self.evening),
            (HourFlags::MORNING, &self.morning),
        ];
        let ticked = flags.into_iter().filter(|(_, value)| *value == "1");
        let show = self.show.parse::<u16>().unwrap_or(PAGE).clamp(PAGE, MOST);
        Wanted {
            service: self.service(kind),
            text: self.text(),
            near: self.near(),
            hours: ticked.fold(HourFlags::default(), |all, (flag, _)| all.and(flag)),
            open_now: self.open_now == "1",
            most: show,
        }
    }

    /// The filter as it stands in an address.
    fn filter(&self, kind: FinderKind) -> String {
        let service = self.service(kind);
        let usual = kind.services().first() == Some(&service);
        let mut parts = if usual { Vec::new() } else { vec![format!("service={}", service.name())] };
        parts.extend(self.boxes().into_iter().filter(|(_, ticked)| *ticked).map(|(name, _)| format!("{name}=1")));
        parts.join("&")
    }

    /// The place as it stands in an address.
    fn place(&self) -> String {
        match self.near() {
            Some(point) => format!("near={point}"),
            None => format!("town={}", route::encode(&self.text())),
        }
    }
}

/// `GET /service-centers`, `/certification-centers`
async fn finder(cx: PageCx, kind: FinderKind, form: Form) -> PageResult {
    let wanted = form.wanted(kind);
    let answer = service_center::search(&cx, &wanted).await?;
    let links = |towns| lines::town_links(&cx, kind, &form.filter(kind), towns);
    let found = match answer {
        Answer::Towns(towns) => Found::Towns(links(towns)),
        Answer::Several(towns) => Found::Several(links(towns)),
        Answer::Unknown(towns) => Found::Unknown(links(towns)),
        Answer::Centers(listing) => centers(&cx, kind, &form, &wanted, *listing),
    };
    let settings = &cx.settings().center;
    let near = form.near().map(|point| point.to_string()).unwrap_or_default();
    let view = FinderView {
        frame: cx.frame(),
        kind,
        form_fields: FinderForm {
            town: Field::with_value("town", wanted.text.clone()),
            service: Field::with_value("service", wanted.service.name()),
            hours: form.boxes().to_vec(),
            near,
        },
        found,
        map: MapData {
            points: format!("{}{}?{}&{}", kind.route(), route::FINDER_POINTS, form.place(), form.filter(kind)),
            tiles: settings.map_tiles.clone(),
            attribution: settings.map_attribution.clone(),
        },
    };
    let tiles = settings.map_tiles.clone();
    Ok(with_map(cx.page(view)?, &tiles))
}

fn centers(cx: &PageCx, kind: FinderKind, form: &Form, wanted: &Wanted, listing: Listing) -> Found {
    let Listing { town, centers, has_more, nearby, .. } = listing;
    let by_point = town.is_none();
    let last = centers.len();
    let more = has_more && wanted.most < MOST;
    Found::Centers {
        town: town.map(|town| town.name.get(cx.locale).to_owned()),
        more: more.then(|| {
            let show = wanted.most.saturating_add(PAGE);
            let at = centers.last().map(|center| center.id.to_string()).unwrap_or_default();
            format!("{}?{}&{}&show={show}#center-{at}", kind.route(), form.place(), form.filter(kind))
        }),
        lines: lines::center_lines(cx, kind, centers, by_point && last > 0),
        nearby: lines::center_lines(cx, kind, nearby, true),
    }
}

/// The page may ask where the browser is, and fetch the tiles that the installation names.
fn with_map(mut response: Response, tiles: &str) -> Response {
    const ASKS: &str = "camera=(), display-capture=(), geolocation=(self), microphone=(), payment=(), usb=()";
    let answer = response.headers_mut();
    answer.insert(HeaderName::from_static("permissions-policy"), HeaderValue::from_static(ASKS));
    if let Some(origin) = headers::origin_of(tiles) {
        let policy = headers::POLICY
            .replace("connect-src 'self'", &format!("connect-src 'self' {origin}"))
            .replace("img-src 'self'", &format!("img-src 'self' {origin}"));
        if let Ok(value) = HeaderValue::from_str(&policy) {
            answer.insert(CONTENT_SECURITY_POLICY, value);
        }
    }
    response
}

/// A point of the map: id, degrees north and east, name.
#[derive(Serialize)]
struct Point(String, f64, f64, String);

#[derive(Serialize)]
struct Points {
    points: Vec<Point>,
    /// Towns to write on the map that is built in: degrees north and east, name.
    towns: Vec<(f64, f64, String)>,
}

/// `GET /service-centers/points`: what the map shows; the same set as the list, without its end (R177, R179).
async fn points(cx: PageCx, kind: FinderKind, form: Form) -> PageResult {
    let wanted = form.wanted(kind);
    let marks = service_center::marks(&cx, &wanted, cx.locale).await?;
    let point = |mark: MarkPoint| Point(mark.id.to_string(), mark.place.latitude(), mark.place.longitude(), mark.name);
    // Tiles have names of their own.
    let labels = if cx.settings().center.map_tiles.is_empty() {
        service_center::labels(&cx, wanted.service, cx.locale).await?
    } else {
        Vec::new()
    };
    let town = |town: TownLabel| (town.place.latitude(), town.place.longitude(), town.name);
    cx.json(&Points { points: marks.into_iter().map(point).collect(), towns: labels.into_iter().map(town).collect() })
}

/// `GET /service-centers/towns`: names of towns that begin with what is being typed (R176).
async fn towns(cx: PageCx, kind: FinderKind, form: Form) -> PageResult {
    let names = service_center::towns(&cx, form.service(kind), &form.text(), cx.locale).await?;
    cx.json(&names)
}

/// A center of the other finder is none here.
fn belongs(kind: FinderKind, offered: impl Iterator<Item = CenterService>) -> Result<(), Fault> {
    let is_certification = kind == FinderKind::Certification;
    let mut any = false;
    for service in offered {
        any = true;
        if (service == CenterService::CertificateIssue) == is_certification {
            return Ok(());
        }
    }
    if any || is_certification { Err(Fault::NotFound) } else { Ok(()) }
}
