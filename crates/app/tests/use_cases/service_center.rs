//! The finder, the import of centers, and stale records (R122, R123, R174 to R183).

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use okno_app::service_center::{self, Answer, Found, Listing, Query, Report, SourceRow};
use okno_domain::{
    locale::Locale,
    organization::OrganizationKind,
    service_center::{CenterService, HourFlags, Place, accredited},
    time::{DAY, after},
};
use okno_store::operator_case;
use okno_testkit::{World, engine_test};

/// The fictitious centers of the demonstration, as if they had been checked a day before the world begins.
const CENTERS: &str = include_str!("../../../../xtask/stack/centers.csv");

fn rows(text: &str) -> Vec<SourceRow> {
    service_center::read_file(text.replace("{checked}", "2026-03-01").as_bytes()).unwrap()
}

/// Centers at these places.
fn placed(name: &str, places: &[Place]) -> Vec<SourceRow> {
    let pattern = rows(CENTERS).remove(0);
    let at = |(number, place): (u32, &Place)| {
        let mut row = SourceRow { position: number.into(), ..pattern.clone() };
        row.fields.insert("external_id".to_owned(), format!("{name}-{number}"));
        row.fields.insert("latitude".to_owned(), place.latitude().to_string());
        row.fields.insert("longitude".to_owned(), place.longitude().to_string());
        row
    };
    (0..).zip(places).map(at).collect()
}

async fn imported(world: &World) -> Report {
    service_center::import(&world.cx(), &rows(CENTERS), false).await.unwrap()
}

fn query(text: &str) -> Query {
    Query {
        service: CenterService::AccountConfirmation,
        text: text.to_owned(),
        near: None,
        hours: HourFlags::default(),
        open_now: false,
        most: 20,
    }
}

async fn found(world: &World, query: &Query) -> Listing {
    match service_center::search(&world.cx(), query).await.unwrap() {
        Answer::Centers(listing) => *listing,
        other => panic!("{other:?}"),
    }
}

fn names(centers: &[Found]) -> Vec<&str> {
    centers.iter().map(|center| center.name.get(Locale::Ru)).collect()
}

engine_test! {
    /// R122, C14: centers of several kinds of organizations come in at once; doing it again changes nothing.
    async fn an_import_can_be_repeated(store: Store) {
        use OrganizationKind::{Bank, MultifunctionalCenter, PensionFund, Post, Telecom};
        let world = World::new(store).await;
        let report = imported(&world).await;
        assert_eq!((report.added, report.changed, report.unchanged, report.refused.len()), (70, 0, 0, 0));
        let again = imported(&world).await;
        assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 70));
        let newer = CENTERS.replace("+7 000 200-10-11", "+7 000 999-99-99");
        let report = service_center::import(&world.cx(), &rows(&newer), false).await.unwrap();
        assert_eq!((report.added, report.changed, report.unchanged), (0, 1, 69));
        let cx = world.cx();
        let mut kinds = Vec::new();
        for name in ["moi-dela-01", "pensia-01", "svyaz-01", "pochta-01", "bereg-01"] {
            let (center, organization) =
                service_center::with_organization(&cx, service_center::center_id(name)).await.unwrap();
            assert_eq!(center.external_id, name);
            kinds.push(organization.kind);
        }
        assert_eq!(kinds, [MultifunctionalCenter, PensionFund, Telecom, Post, Bank]);
    }

    /// Bad rows are told with their reasons and left out; a dry run writes nothing.
    async fn an_import_says_what_it_refuses(store: Store) {
        let world = World::new(store).await;
        let dry = service_center::import(&world.cx(), &rows(CENTERS), true).await.unwrap();
        assert_eq!(dry.added, 70);
        assert!(matches!(
            service_center::get(&world.cx(), service_center::center_id("moi-dela-01")).await,
            Err(okno_app::Error::NotFound)
        ));
        let mut bad = rows(CENTERS);
        bad.truncate(4);
        bad[1].fields.insert("opening_hours".to_owned(), "с утра".to_owned());
        bad[1].fields.remove("phone");
        bad[2].fields.insert("external_id".to_owned(), "moi-dela-01".to_owned());
        for column in ["organization_kind", "organization_name", "organization_name_en", "organization_name_fr"] {
            bad[3].fields.remove(column);
        }
        let report = service_center::import(&world.cx(), &bad, false).await.unwrap();
        assert_eq!((report.added, report.refused.len()), (1, 3));
        assert_eq!(report.refused[0].position, 3);
        assert!(report.refused[0].reasons.iter().any(|reason| reason.text == "phone is missing"));
        assert!(report.refused[0].reasons.iter().any(|reason| reason.text.contains("opening hours")));
        assert!(report.refused[1].reasons[0].text.contains("stands twice"));
        assert!(report.refused[2].reasons[0].text.contains("svyaz is not known"));
    }

    /// R176: the town is found by its name in any language, in any case, with е for ё, by its beginning, with one wrong
    /// letter, and in an address.
    async fn towns_are_found_however_they_are_typed(store: Store) {
        let world = World::new(store).await;
        imported(&world).await;
        for typed in ["Казань", "КАЗАНЬ", "kazan", "каз", "казнь", "г. Казань, ул. Мира, 1", "420000, Казань"] {
            let town = found(&world, &query(typed)).await.town.unwrap();
            assert_eq!(town.name.get(Locale::Ru), "Казань", "{typed}");
        }
        let town = found(&world, &query("Saint-Petersbourg")).await.town.unwrap();
        assert_eq!(town.name.get(Locale::En), "Saint Petersburg");
        let nowhere = found(&world, &query("Орел")).await;
        assert_eq!(nowhere.town.unwrap().name.get(Locale::Ru), "Орёл");
        assert!(nowhere.centers.is_empty() && !nowhere.nearby.is_empty());
        assert!(matches!(service_center::search(&world.cx(), &query("Атлантида")).await, Ok(Answer::Unknown(_))));
        let Ok(Answer::Several(towns)) = service_center::search(&world.cx(), &query("Ново")).await else { panic!() };
        assert!(towns.len() > 2 && towns[0].name.get(Locale::Ru) == "Новосибирск");
        let Ok(Answer::Towns(towns)) = service_center::search(&world.cx(), &query("")).await else { panic!() };
        assert_eq!(towns.len(), 10);
        let typed = service_center::towns(&world.cx(), CenterService::AccountConfirmation, "ниж", Locale::Fr).await;
        assert!(typed.unwrap().contains(&"Nijni Novgorod".to_owned()));
    }

    /// R123: a center whose accreditation is over or has not begun is not shown for the service, nor may it do it.
    async fn centers_without_accreditation_are_not_shown(store: Store) {
        let world = World::new(store).await;
        imported(&world).await;
        let kaliningrad = found(&world, &query("Калининград")).await;
        assert_eq!(kaliningrad.centers.len(), 5);
        assert!(!names(&kaliningrad.centers).iter().any(|name| name.contains("Далёкая линия")));
        let over = service_center::get(&world.cx(), service_center::center_id("svyaz-09")).await.unwrap();
        assert!(!accredited(&over, CenterService::AccountConfirmation, world.cx().now));
        assert!(accredited(&over, CenterService::AccountConfirmation, "2025-06-30T12:00:00Z".parse().unwrap()));
        let nizhny = found(&world, &query("Нижний Новгород")).await;
        assert!(!names(&nizhny.centers).iter().any(|name| name.contains("Берег")));
        // Years later all accreditations are over.
        world.clock.set("2032-01-10T09:00:00Z".parse().unwrap());
        assert!(found(&world, &query("Казань")).await.centers.is_empty());
    }

    /// R175: by service, by opening hours, and by being open now.
    async fn the_filter_is_by_service_and_hours(store: Store) {
        let world = World::new(store).await;
        imported(&world).await;
        let all = found(&world, &query("Москва")).await.centers;
        let deletion = Query { service: CenterService::AccountDeletion, ..query("Москва") };
        let deletion = found(&world, &deletion).await.centers;
        assert_eq!(deletion.len(), 2);
        assert!(deletion.iter().all(|center| center.organization_kind == OrganizationKind::MultifunctionalCenter));
        let saturday = Query { hours: HourFlags::SATURDAY, ..query("Москва") };
        let saturday = found(&world, &saturday).await.centers;
        assert!(!saturday.is_empty() && saturday.len() < all.len());
        let both = Query { hours: HourFlags::SUNDAY.and(HourFlags::EVENING), ..query("Москва") };
        assert!(found(&world, &both).await.centers.len() < saturday.len());
        // A holiday: whoever follows the calendar is closed.
        world.clock.set("2026-03-09T08:00:00Z".parse().unwrap());
        let now = found(&world, &Query { open_now: true, ..query("Москва") }).await.centers;
        assert!(now.len() < all.len() && now.iter().all(|center| center.state.is_open()));
        assert!(!names(&now).iter().any(|name| name.contains("Мои дела")));
    }

    /// R180: the nearest first, from a point or from the town; then those that are farther.
    async fn the_nearest_come_first(store: Store) {
        let world = World::new(store).await;
        imported(&world).await;
        let point = Place::new(55.80, 49.10).unwrap();
        let near = found(&world, &Query { near: Some(point), most: 40, ..query("") }).await.centers;
        assert!(near.len() > 20);
        assert!(near.windows(2).all(|pair| pair[0].distance_km <= pair[1].distance_km));
        assert_eq!(near[0].town.name.get(Locale::Ru), "Казань");
        assert_ne!(near.last().unwrap().town.name.get(Locale::Ru), "Казань");
        // Mytishchi has none of its own: the nearest are those of Moscow.
        let listing = found(&world, &query("Мытищи")).await;
        assert!(listing.centers.is_empty());
        assert!(listing.nearby.iter().all(|center| center.town.name.get(Locale::Ru) == "Москва"));
        let street = near.iter().find(|center| center.town.name.get(Locale::Ru) == "Казань").unwrap();
        let there = found(&world, &query(&format!("Казань, {}", street.address))).await.centers;
        assert!(there[0].address.contains(street.address.split(',').next().unwrap()));
    }

    /// R177, R179: the map shows the same centers as the list.
    async fn map_and_list_are_the_same_set(store: Store) {
        let world = World::new(store).await;
        imported(&world).await;
        for query in [
            query("Самара"),
            Query { hours: HourFlags::SATURDAY, ..query("Самара") },
            Query { open_now: true, ..query("Самара") },
        ] {
            let mut list: Vec<_> = found(&world, &query).await.centers.into_iter().map(|center| center.id).collect();
            let marks = service_center::marks(&world.cx(), &query, Locale::Ru).await.unwrap();
            let mut map: Vec<_> = marks.into_iter().map(|mark| mark.id).collect();
            list.sort();
            map.sort();
            assert_eq!(list, map);
        }
        let everywhere = service_center::marks(&world.cx(), &query(""), Locale::Ru).await.unwrap();
        assert_eq!(everywhere.len(), 57);
    }

    /// R177: where there are more centers than a map has room for, it shows the nearest; of the whole country a draw.
    async fn a_full_map_shows_the_nearest(store: Store) {
        let world = World::new(store).await;
        // A row of centers to the north of the first, half a kilometer apart, of which the map has room for all but forty.
        let row: Vec<Place> =
            (0..540_u32).map(|number| Place::new(55.0 + f64::from(number) * 0.0045, 37.6).unwrap()).collect();
        let crowd = placed("crowd", &row);
        assert_eq!(service_center::import(&world.cx(), &crowd, false).await.unwrap().added, 540);
        let point = Place::new(55.0, 37.6).unwrap();
        let near = Query { near: Some(point), ..query("") };
        let marks = service_center::marks(&world.cx(), &near, Locale::En).await.unwrap();
        // A hundred are enough: 50 kilometers are 99 steps, and the first one.
        assert_eq!(marks.len(), 100);
        assert!(marks.windows(2).all(|pair| pair[0].place.latitude() <= pair[1].place.latitude()));
        let middle = Query { near: Some(Place::new(56.2, 37.6).unwrap()), ..query("") };
        let marks = service_center::marks(&world.cx(), &middle, Locale::En).await.unwrap();
        // As many on each side.
        assert_eq!(marks.len(), 200);
        assert!(marks.iter().all(|mark| (mark.place.latitude() - 56.2).abs() < 0.451));
        assert_eq!(marks[0].name, "My Affairs centre No. 1");
        // The town's own middle, which is built in, is at 55.75.
        let town = service_center::marks(&world.cx(), &query("Москва"), Locale::Ru).await.unwrap();
        assert_eq!(town.len(), 500);
        assert!(town.iter().all(|mark| mark.place.latitude() < 57.26));
        let listed = found(&world, &query("Москва")).await;
        assert!(listed.has_more);
        let distances: Vec<f64> = listed.centers.iter().map(|center| center.distance_km).collect();
        // By the flat map to a few meters.
        assert!(distances.windows(2).all(|pair| pair[0] <= pair[1] + 0.01), "{distances:?}");
        let anywhere = service_center::marks(&world.cx(), &query(""), Locale::Ru).await.unwrap();
        assert_eq!(anywhere.len(), 300);
        let north = anywhere.iter().filter(|mark| mark.place.latitude() > 56.2).count();
        assert!((90..210).contains(&north), "{north} of 300 are of the northern half");
        // With hours asked for, all of them are looked at closely.
        let open = Query { open_now: true, ..middle };
        let marks = service_center::marks(&world.cx(), &open, Locale::Ru).await.unwrap();
        let listed = found(&world, &Query { most: 1, ..open }).await;
        assert_eq!(marks.is_empty(), listed.centers.is_empty());
    }

    /// R177, R179: where all that are near are closed, the map of what is open looks on.
    async fn a_map_of_what_is_open_looks_past_the_closed(store: Store) {
        let world = World::new(store).await;
        let here = Place::new(40.0, 37.6).unwrap();
        let with_hours = |name: &str, places: &[Place], hours: &str| {
            let mut rows = placed(name, places);
            for row in &mut rows {
                row.fields.insert("opening_hours".to_owned(), hours.to_owned());
            }
            rows
        };
        let closed: Vec<Place> =
            (0..120_u32).map(|number| Place::new(40.0 + f64::from(number) * 0.0001, 37.6).unwrap()).collect();
        let far = Place::new(40.4, 37.6).unwrap();
        for (rows, added) in
            [(with_hours("closed", &closed, "Su 03:00-03:01"), 120), (with_hours("open", &[far], "24/7"), 1)]
        {
            assert_eq!(service_center::import(&world.cx(), &rows, false).await.unwrap().added, added);
        }
        let near = Query { near: Some(here), ..query("") };
        assert_eq!(service_center::marks(&world.cx(), &near, Locale::Ru).await.unwrap().len(), 120);
        let open = Query { open_now: true, ..near };
        let marks = service_center::marks(&world.cx(), &open, Locale::Ru).await.unwrap();
        assert_eq!(marks.iter().map(|mark| mark.place).collect::<Vec<_>>(), [far]);
    }

    /// R177: of a place on either side of the equator, or at the edge of a band of the index, the map has all that is around it.
    async fn a_map_leaves_nothing_out(store: Store) {
        let world = World::new(store).await;
        let places: Vec<Place> = (-32..=32_i32)
            .map(|step| Place::new(f64::from(step) * 0.0625, 37.6 + f64::from(step.rem_euclid(5)) * 0.01).unwrap())
            .collect();
        let around = placed("around", &places);
        assert_eq!(service_center::import(&world.cx(), &around, false).await.unwrap().added, around.len());
        for latitude in [-1.9, -0.25, -0.1, 0.0, 0.124, 0.25, 0.3, 1.9] {
            let point = Place::new(latitude, 37.62).unwrap();
            let near = Query { near: Some(point), ..query("") };
            let marks = service_center::marks(&world.cx(), &near, Locale::Ru).await.unwrap();
            let area = point.around(150.0);
            let is_there = |place: &&Place| (area.south..=area.north).contains(&place.latitude());
            assert_eq!(marks.len(), places.iter().filter(is_there).count(), "around {latitude}");
            let nearest = found(&world, &near).await.centers[0].distance_km;
            let least = places.iter().map(|place| point.distance_km(*place)).fold(f64::MAX, f64::min);
            assert!((nearest - least).abs() < 0.01, "around {latitude}: {nearest} and not {least}");
        }
        // More than are worth reading all: the database sorts.
        let crowd: Vec<Place> =
            (0..1010_u32).map(|number| Place::new(40.0 + f64::from(number) * 0.00002, 37.6).unwrap()).collect();
        assert_eq!(service_center::import(&world.cx(), &placed("crowd", &crowd), false).await.unwrap().added, 1010);
        let near = Query { near: crowd.first().copied(), ..query("") };
        let marks = service_center::marks(&world.cx(), &near, Locale::Fr).await.unwrap();
        assert_eq!(marks.len(), 500);
        assert!(marks.iter().all(|mark| mark.place.latitude() < 40.01));
    }

    /// R181: stale records are flagged in the list, told to the administrator and put before the operators, once; a newer
    /// record settles it.
    async fn stale_records_are_flagged(store: Store) {
        let world = World::new(store).await;
        imported(&world).await;
        let stale = service_center::stale(&world.cx(), 100).await.unwrap();
        assert_eq!(stale.len(), 2);
        assert!(stale.iter().all(|center| center.owner == "centers@bereg.example"));
        let listing = found(&world, &query("Казань")).await;
        assert_eq!(listing.centers.iter().filter(|center| center.unchecked_since.is_some()).count(), 1);
        let cases = async || {
            let open = operator_case::list(&mut world.app.store.read().await.unwrap(), 100).await.unwrap();
            open.into_iter().filter(|case| case.kind == "center_stale").count()
        };
        for _ in 0..2 {
            let mut tx = world.app.store.write().await.unwrap();
            okno_app::job::enqueue(&mut tx, &world.cx(), &service_center::FlagStaleCenters {}).await.unwrap();
            tx.commit().await.unwrap();
            world.drain().await;
            assert_eq!(cases().await, 2);
            world.clock.advance(DAY);
        }
        let fresh = CENTERS.replace("2024-11-20", "2026-03-01");
        service_center::import(&world.cx(), &rows(&fresh), false).await.unwrap();
        assert_eq!(cases().await, 0);
        world.clock.set(after(world.cx().now, DAY * 180));
        assert_eq!(service_center::stale(&world.cx(), 100).await.unwrap().len(), 70);
    }

    /// R183: certification centers are found by the same finder.
    async fn certification_centers_are_found_alike(store: Store) {
        let world = World::new(store).await;
        imported(&world).await;
        let query = Query { service: CenterService::CertificateIssue, ..query("Екатеринбург") };
        let listing = found(&world, &query).await;
        assert_eq!(names(&listing.centers), ["Удостоверяющий центр «Росчерк» № 4"]);
    }
}
