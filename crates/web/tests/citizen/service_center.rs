//! The finder and the pages of centers (R174 to R183).

use http::StatusCode;
use okno_app::service_center;
use okno_testkit::{World, engine_test};

use crate::browser::Browser;

const CENTERS: &str = include_str!("../../../../xtask/stack/centers.csv");

async fn world(store: okno_testkit::store::Store) -> World {
    let world = World::new(store).await;
    let text = CENTERS.replace("{checked}", "2026-03-01");
    let rows = service_center::read_file(text.as_bytes()).unwrap();
    service_center::import(&world.cx(), &rows, false).await.unwrap();
    world
}

engine_test! {
    /// R174 to R176, R179, R182: from the first page to a list of centers, in every language, without scripts.
    async fn the_finder_leads_to_a_list(store: Store) {
        let world = world(store).await;
        for (language, typed, free) in [
            ("ru", "казань", "Никто не вправе требовать за него плату"),
            ("en", "Kazan", "No one may ask money for it"),
            ("fr", "kazan", "gratuit"),
        ] {
            let mut visitor = Browser::new(&world).speaking(language);
            visitor.open("/public/ra/").await.assert_at("/service-centers");
            assert!(visitor.has(free), "{language}");
            visitor.open(&format!("/service-centers?town={typed}&saturday=1")).await;
            assert_eq!(visitor.status, StatusCode::OK);
            assert!(visitor.has("tel:+7000204") && visitor.has("id=\"saturday\" name=\"saturday\" value=\"1\" checked"));
            assert!(visitor.has(free));
        }
    }

    /// R176: who mistypes or means one of several is led on.
    async fn unclear_towns_lead_on(store: Store) {
        let world = world(store).await;
        let mut visitor = Browser::new(&world);
        visitor.open("/service-centers?town=%D0%9D%D0%BE%D0%B2%D0%BE").await;
        assert!(visitor.has("Какой из них: Ново?") && visitor.links().iter().any(|link| link.starts_with("/service-centers?town=")));
        visitor.open("/service-centers?town=Atlantis").await;
        assert!(visitor.has("Такого города не нашлось: Atlantis"));
        let odd = format!("/service-centers?town={}&near=abc&show=99999&service=parking", "%D1%8F".repeat(300));
        assert_eq!(visitor.open(&odd).await.status, StatusCode::OK);
    }

    /// R123, R178, R181: the page of a center, and what a click on its marker shows.
    async fn a_center_has_a_page(store: Store) {
        let world = world(store).await;
        let id = service_center::center_id("moi-dela-01");
        let mut visitor = Browser::new(&world).speaking("en");
        visitor.open(&format!("/service-centers/{id}")).await;
        for part in ["My Affairs centre No. 1", "tel:+70002001011", "Account confirmation", "UTC+3", "08/03/2026"] {
            assert!(visitor.has(part), "{part}");
        }
        visitor.open(&format!("/service-centers/{id}/card")).await;
        assert_eq!(visitor.header("content-type"), "application/json");
        assert!(visitor.has("+7 000 200-10-11") && visitor.has("\"hours\""));
        // The accreditation is over: the page says so.
        let over = service_center::center_id("svyaz-04");
        visitor.open(&format!("/service-centers/{over}")).await;
        assert!(visitor.has("no accreditation") && !visitor.has("Account confirmation"));
        let other = service_center::center_id("podpis-01");
        assert_eq!(visitor.open(&format!("/service-centers/{other}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(visitor.open(&format!("/certification-centers/{other}")).await.status, StatusCode::OK);
        let none = service_center::center_id("none");
        assert_eq!(visitor.open(&format!("/service-centers/{none}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(visitor.open("/service-centers/none").await.status, StatusCode::NOT_FOUND);
    }

    /// R177, R180: points for the map, nearest first, and names of towns while typing; the page alone may ask for the place.
    async fn the_map_gets_its_points(store: Store) {
        let world = world(store).await;
        let mut visitor = Browser::new(&world);
        visitor.open("/service-centers/points?near=55.8,49.1").await;
        assert!(visitor.has("\"points\":[[") && visitor.has("Казань"));
        visitor.open("/service-centers/towns?town=ka").await;
        assert!(visitor.has("Казань") && visitor.has("Калининград"));
        visitor.open("/service-centers?near=55.8,49.1").await;
        assert!(visitor.has("Ближайшие к вам") && visitor.has(" км"));
        assert!(visitor.header("permissions-policy").contains("geolocation=(self)"));
        visitor.open("/help").await;
        assert!(visitor.header("permissions-policy").contains("geolocation=()"));
    }

    /// R183: the same finder for certification centers: town, "Apply", list.
    async fn certification_centers_have_a_finder(store: Store) {
        let world = world(store).await;
        let mut visitor = Browser::new(&world);
        visitor.open("/certification-centers").await;
        assert!(visitor.has("Применить") && visitor.has("Удостоверяющие центры"));
        visitor.open("/certification-centers?town=%D0%A1%D0%B0%D0%BC%D0%B0%D1%80%D0%B0").await;
        assert!(visitor.has("Росчерк") && !visitor.has("Мои дела"));
    }

    /// Decision 18: the installation's tiles may be fetched, by the finder alone.
    async fn tiles_of_the_installation_are_allowed(store: Store) {
        let tiles = "https://tiles.example.org/{z}/{x}/{y}.png";
        let world = World::with(store, |settings| tiles.clone_into(&mut settings.center.map_tiles), |_| {}).await;
        let mut visitor = Browser::new(&world);
        visitor.open("/service-centers").await;
        assert!(visitor.header("content-security-policy").contains("connect-src 'self' https://tiles.example.org;"));
        visitor.open("/help").await;
        assert!(!visitor.header("content-security-policy").contains("tiles.example.org"));
    }
}
