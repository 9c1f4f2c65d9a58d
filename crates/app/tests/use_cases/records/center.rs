//! Records of centers, by hand and from files (R122, R175, R181).

use okno_app::{
    Error, organization,
    service_center::{
        self,
        keep::{self, Fields, Filter},
        upload,
    },
};
use okno_domain::{
    operator::{CenterId, Role},
    service_center::{CenterService, CenterStatus, accredited},
    time::{DAY, after},
};
use okno_testkit::{World, citizen::refused, engine_test, operator::center};

use super::{acts, administrator, faults, organization::form};

fn fields(external_id: &str) -> Fields {
    let given = [
        ("external_id", external_id),
        ("name", "Отделение 7"),
        ("town", "Казань"),
        ("address", "ул. Баумана, 12"),
        ("latitude", "55.79"),
        ("longitude", "49.12"),
        ("time_zone", "Europe/Moscow"),
        ("phone", "+7 000 200-10-11"),
        ("opening_hours", "Mo-Fr 09:00-18:00; PH off"),
        ("services", "account_confirmation 2024-01-01.."),
        ("appointments", "no"),
        ("owner", "registry@example.org"),
        ("last_checked_on", "2026-03-01"),
    ];
    given.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn one(name: &str, value: &str) -> Fields {
    Fields::from([(name.to_owned(), value.to_owned())])
}

/// A file of two rows, one of which cannot be taken.
const FILE: &str = "external_id;organization;organization_kind;organization_name;name;town;address;latitude;longitude;\
    time_zone;phone;opening_hours;services;valid_from;owner;last_checked_on\n\
    file-01;file;post;Почта;Первое;Казань;ул. Первая, 1;55.79;49.12;Europe/Moscow;+7 000 000-00-00;Mo-Fr 09:00-18:00;\
    account_confirmation;2024-01-01;owner@example.org;2026-03-01\n\
    file-02;file;post;Почта;Второе;Казань;ул. Вторая, 2;95.79;49.12;Europe/Moscow;+7 000 000-00-00;Mo-Fr 09:00-18:00;\
    account_confirmation;2024-01-01;owner@example.org;2026-03-01\n";

fn file() -> Vec<u8> {
    FILE.replace(";    ", ";").into_bytes()
}

engine_test! {
    /// R122, R175: a center is added by hand, found by visitors, changed, closed; a page that is out of date changes
    /// nothing.
    async fn kept_by_an_administrator(store: Store) {
        let world = World::new(store).await;
        let admin = administrator(&world, "f.admin").await;
        let cx = world.cx();
        let organization = organization::add(&cx, &admin, &form("krai-post")).await.unwrap();
        let id = keep::add(&cx, &admin, organization, fields("krai-07")).await.unwrap();
        assert_eq!(id, service_center::center_id("krai-07"));
        let again = keep::add(&cx, &admin, organization, fields("krai-07")).await;
        assert_eq!(refused(again).code, "center-exists");
        let kept = keep::kept(&cx, &admin, id).await.unwrap();
        assert!(kept.is_whole && accredited(&kept.center, CenterService::AccountConfirmation, cx.now));

        let seen = (id, kept.version);
        keep::edit(&cx, &admin, seen, &one("opening_hours", "Mo-Sa 10:00-20:00")).await.unwrap();
        let stale = keep::edit(&cx, &admin, seen, &one("phone", "+7 000 000-00-01")).await;
        assert!(matches!(stale, Err(Error::Conflict)));
        let written = acts(&world, &admin, 1).await.remove(0);
        assert_eq!(written.0, "center-changed");
        assert!(written.1.contains("opening_hours: «Mo-Fr 09:00-18:00; PH off» -> «Mo-Sa 10:00-20:00»"), "{}", written.1);

        let version = keep::kept(&cx, &admin, id).await.unwrap().version;
        keep::set_status(&cx, &admin, (id, version), CenterStatus::Closed).await.unwrap();
        assert_eq!(service_center::get(&cx, id).await.unwrap().status, CenterStatus::Closed);
        let detail = organization::get(&cx, &admin, organization).await.unwrap();
        assert_eq!(detail.centers[0].status, CenterStatus::Closed);
    }

    /// A record by hand is held to the rules of files, and each fault stands at its field.
    async fn faults_are_told(store: Store) {
        let world = World::new(store).await;
        let admin = administrator(&world, "f.admin").await;
        let cx = world.cx();
        let organization = organization::add(&cx, &admin, &form("krai-post")).await.unwrap();
        let mut wrong = fields("krai-08");
        for (name, value) in [
            ("latitude", "95"),
            ("time_zone", "Mars/Base"),
            ("opening_hours", "sunrise-sunset"),
            ("services", ""),
            ("owner", ""),
        ] {
            wrong.insert(name.to_owned(), value.to_owned());
        }
        let mut told = faults(keep::add(&cx, &admin, organization, wrong).await);
        told.sort_unstable();
        let expected = [
            ("latitude", "center-place"),
            ("opening_hours", "center-hours"),
            ("owner", "required"),
            ("services", "required"),
            ("time_zone", "center-value"),
        ];
        assert_eq!(told, expected);
        let nowhere = keep::add(&cx, &admin, okno_domain::operator::OrganizationId::nil(), fields("krai-08")).await;
        assert_eq!(faults(nowhere), [("organization", "required")]);
        assert_eq!(faults(keep::add(&cx, &admin, organization, fields("Край")).await), [("external_id", "external-id")]);
        let future = one("last_checked_on", "2026-03-09");
        let id = keep::add(&cx, &admin, organization, fields("krai-08")).await.unwrap();
        let version = keep::kept(&cx, &admin, id).await.unwrap().version;
        assert_eq!(
            faults(keep::edit(&cx, &admin, (id, version), &future).await),
            [("last_checked_on", "center-checked-later")]
        );
    }

    /// R133, R181: a center's administrator changes telephone, hours and check of the own center: nothing else of it, and
    /// nothing of another one.
    async fn the_own_center_and_no_other(store: Store) {
        let world = World::new(store).await;
        world.open_center(center(1)).await;
        world.open_center(center(2)).await;
        world.operator("c.chief", Role::CenterAdministrator, &[center(1)]).await;
        let chief = world.operator_in("c.chief").await;
        let cx = world.cx();
        let kept = keep::kept(&cx, &chief, center(1)).await.unwrap();
        assert!(!kept.is_whole);
        let mut typed = one("phone", "+7 000 111-11-11");
        typed.extend(one("owner", "me"));
        typed.extend(one("services", "certificate_issue 2024-01-01.."));
        keep::edit(&cx, &chief, (center(1), kept.version), &typed).await.unwrap();
        let after = service_center::get(&cx, center(1)).await.unwrap();
        assert_eq!((after.phone.as_str(), after.owner.as_str()), ("+7 000 111-11-11", "test@example.org"));
        assert_eq!(after.accreditations, kept.center.accreditations);
        assert_eq!(refused(keep::kept(&cx, &chief, center(2)).await).code, "operator-other-center");
        assert_eq!(refused(keep::checked(&cx, &chief, (center(2), 1)).await).code, "operator-other-center");
        let closes = keep::set_status(&cx, &chief, (center(1), 2), CenterStatus::Closed).await;
        assert_eq!(refused(closes).code, "operator-role");
        assert_eq!(refused(keep::list(&cx, &chief, &Filter::default(), None).await).code, "operator-role");
        let clerk = world.clerk("a.petrova", center(1)).await;
        assert_eq!(refused(keep::kept(&cx, &clerk, center(1)).await).code, "operator-role");
    }

    /// R181: a stale record is found by the filter, and is no longer when it was checked.
    async fn a_check_makes_it_current(store: Store) {
        let world = World::new(store).await;
        world.open_center(center(1)).await;
        world.clock.advance(DAY * 181);
        world.open_center(center(2)).await;
        let admin = administrator(&world, "f.admin").await;
        let cx = world.cx();
        let stale = Filter { stale: true, ..Filter::default() };
        let ids = |listing: &okno_app::listing::Listing<organization::CenterSummary, CenterId>| {
            listing.entries.iter().map(|one| one.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(&keep::list(&cx, &admin, &stale, None).await.unwrap()), [center(1)]);
        assert_eq!(keep::list(&cx, &admin, &Filter::default(), None).await.unwrap().entries.len(), 2);
        world.drain().await;
        let kept = keep::kept(&cx, &admin, center(1)).await.unwrap();
        assert!(kept.is_stale && keep::stale_from(&cx, &kept.center) <= cx.now);
        keep::checked(&cx, &admin, (center(1), kept.version)).await.unwrap();
        assert!(keep::list(&cx, &admin, &stale, None).await.unwrap().entries.is_empty());
        let mut read = world.app.store.read().await.unwrap();
        let open = okno_store::operator_case::list(&mut read, 100).await.unwrap();
        assert!(open.iter().all(|case| case.kind != "center_stale"), "the case about it is closed");
    }

    /// R175: the coming week by the hours that were typed, with holidays.
    async fn hours_are_shown_before_they_are_kept(store: Store) {
        let world = World::new(store).await;
        let cx = world.cx();
        let week = keep::week_of(&cx, "Mo-Fr 09:00-18:00; PH off", "Europe/Moscow").unwrap();
        let open: Vec<_> = week.iter().map(|(day, spans)| (day.to_string(), spans.len())).collect();
        // The week of 8 March: Sunday is a holiday, and Monday the 9th is transferred.
        assert_eq!(open.first(), Some(&("2026-03-02".to_owned(), 1)));
        assert_eq!(open.last(), Some(&("2026-03-08".to_owned(), 0)));
        assert_eq!(faults(keep::week_of(&cx, "immer", "Europe/Moscow")), [("opening_hours", "center-hours")]);
    }

    /// R122: a file is looked at first, then taken in once, with a fresh proof; by who sent it, within a day.
    async fn a_file_is_looked_at_first(store: Store) {
        let world = World::new(store).await;
        let (admin, other) = (administrator(&world, "f.admin").await, administrator(&world, "g.admin").await);
        let cx = world.cx();
        assert_eq!(faults(upload::upload(&cx, &admin, "a.csv", Vec::new()).await), [("file", "required")]);
        let unread = upload::upload(&cx, &admin, "a.json", b"{\"type\":1}".to_vec()).await;
        assert_eq!(faults(unread), [("file", "center-file-form")]);
        let id = upload::upload(&cx, &admin, "centers.csv", file()).await.unwrap();
        let waiting = upload::waiting(&cx, &admin, id).await.unwrap();
        assert_eq!((waiting.report.added, waiting.report.refused.len()), (1, 1));
        assert_eq!(waiting.report.refused[0].external_id, "file-02");
        let before = service_center::get(&cx, service_center::center_id("file-01")).await;
        assert!(matches!(before, Err(Error::NotFound)), "nothing is written yet");
        assert_eq!(refused(upload::waiting(&cx, &other, id).await).code, "center-import-over");

        let (one, two) = tokio::join!(upload::take_in(&cx, &admin, id), upload::take_in(&cx, &admin, id));
        assert!(one.is_ok() != two.is_ok());
        assert!(service_center::get(&cx, service_center::center_id("file-01")).await.is_ok());
        assert_eq!(acts(&world, &admin, 1).await[0].0, "centers-imported");

        let id = upload::upload(&cx, &admin, "centers.csv", file()).await.unwrap();
        world.clock.advance_seconds(301);
        assert_eq!(refused(upload::take_in(&world.cx(), &admin, id).await).code, "operator-not-fresh");
        world.clock.set(after(cx.now, DAY));
        assert_eq!(refused(upload::waiting(&world.cx(), &admin, id).await).code, "center-import-over");
    }

    /// R122: importing the same row again does not take an edit back; a newer row does.
    async fn an_edit_outlives_the_same_file(store: Store) {
        let world = World::new(store).await;
        let admin = administrator(&world, "f.admin").await;
        let cx = world.cx();
        let rows = service_center::read_file(&file()).unwrap();
        service_center::import(&cx, &rows, false).await.unwrap();
        let id = service_center::center_id("file-01");
        let version = keep::kept(&cx, &admin, id).await.unwrap().version;
        keep::edit(&cx, &admin, (id, version), &one("phone", "+7 000 222-22-22")).await.unwrap();
        service_center::import(&cx, &rows, false).await.unwrap();
        assert_eq!(service_center::get(&cx, id).await.unwrap().phone, "+7 000 222-22-22");
        let newer = String::from_utf8(file()).unwrap().replace("ул. Первая, 1", "ул. Первая, 3");
        service_center::import(&cx, &service_center::read_file(newer.as_bytes()).unwrap(), false).await.unwrap();
        assert_eq!(service_center::get(&cx, id).await.unwrap().phone, "+7 000 000-00-00");
    }
}
