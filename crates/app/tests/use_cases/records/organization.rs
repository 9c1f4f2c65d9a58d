//! Organizations (R122, R123).

use okno_app::{
    Error,
    organization::{self, Form},
    service_center::{self, Answer, Query},
};
use okno_domain::{
    locale::Locale,
    operator::Role,
    organization::OrganizationKind,
    service_center::{CenterService, HourFlags, Place},
};
use okno_testkit::{World, citizen::refused, engine_test, operator::center};

use super::{acts, administrator, faults};

pub(crate) fn form(external_id: &str) -> Form {
    Form {
        external_id: external_id.to_owned(),
        kind: "post".to_owned(),
        names: ["Почта края", "Post of the region", "Poste"].map(str::to_owned),
        valid_from: "2024-01-01".to_owned(),
        valid_until: String::new(),
    }
}

/// How many centers the finder has around Moscow.
async fn found(world: &World) -> usize {
    let query = Query {
        service: CenterService::AccountConfirmation,
        text: String::new(),
        near: Place::new(55.7, 37.6),
        hours: HourFlags::default(),
        open_now: false,
        most: 20,
    };
    match service_center::search(&world.cx(), &query).await.unwrap() {
        Answer::Centers(listing) => listing.centers.len(),
        _ => 0,
    }
}

engine_test! {
    /// R122: an organization is added, found and changed; each step is in the record, with what it was before.
    async fn kept_by_an_administrator(store: Store) {
        let world = World::new(store).await;
        let admin = administrator(&world, "f.admin").await;
        let cx = world.cx();
        let id = organization::add(&cx, &admin, &form("krai-post")).await.unwrap();
        assert_eq!(id, service_center::organization_id("krai-post"), "a file that names it means the same one");
        assert_eq!(refused(organization::add(&cx, &admin, &form("krai-post")).await).code, "organization-exists");
        let found = organization::list(&cx, &admin, "регион", None).await.unwrap();
        assert!(found.entries.is_empty());
        let found = organization::list(&cx, &admin, "REGION", None).await.unwrap();
        assert_eq!((found.entries.len(), found.entries[0].kind), (1, OrganizationKind::Post));

        let detail = organization::get(&cx, &admin, id).await.unwrap();
        let other = Form { kind: "bank".to_owned(), valid_until: "2026-12-31".to_owned(), ..form("") };
        organization::edit(&cx, &admin, (id, detail.version), &other).await.unwrap();
        // The page that was shown before is out of date now.
        assert!(matches!(organization::edit(&cx, &admin, (id, detail.version), &form("")).await, Err(Error::Conflict)));
        let written = acts(&world, &admin, 2).await;
        assert_eq!(written[0].0, "organization-changed");
        assert!(written[0].1.contains("[post «Почта края» 2024-01-01..-] -> [bank"), "{}", written[0].1);
        assert_eq!(written[1].0, "organization-added");
    }

    /// What is wrong is said at its field, all at once.
    async fn faults_are_told(store: Store) {
        let world = World::new(store).await;
        let admin = administrator(&world, "f.admin").await;
        let wrong = Form {
            external_id: "Край".to_owned(),
            kind: "shop".to_owned(),
            names: ["Почта".to_owned(), String::new(), "x".repeat(301)],
            valid_from: "2026-02-30".to_owned(),
            valid_until: String::new(),
        };
        let told = faults(organization::add(&world.cx(), &admin, &wrong).await);
        let expected = [
            ("external_id", "external-id"),
            ("kind", "required"),
            ("name_en", "required"),
            ("name_fr", "text-long"),
            ("valid_from", "day"),
        ];
        assert_eq!(told, expected);
        let backwards = Form { valid_until: "2023-12-31".to_owned(), ..form("a-b") };
        assert_eq!(
            faults(organization::add(&world.cx(), &admin, &backwards).await),
            [("valid_until", "period-backwards")]
        );
    }

    /// R133: nobody else keeps them, and what one may not change one does not see.
    async fn not_by_others(store: Store) {
        let world = World::new(store).await;
        for role in [Role::Clerk, Role::CenterAdministrator, Role::Support] {
            let login = role.name().replace('_', "-");
            world.operator(&login, role, &[center(1)]).await;
            let other = world.operator_in(&login).await;
            let cx = world.cx();
            assert_eq!(refused(organization::list(&cx, &other, "", None).await).code, "operator-role");
            assert_eq!(refused(organization::add(&cx, &other, &form("a-b")).await).code, "operator-role");
        }
    }

    /// R123: when an organization ends, its centers do nothing after its last day: neither at the window nor in the finder.
    /// It is ended with a fresh proof, by one of two who do it at once, and can be taken up again.
    async fn an_end_ends_its_centers(store: Store) {
        let world = World::new(store).await;
        world.open_center(center(1)).await;
        let admin = administrator(&world, "f.admin").await;
        assert_eq!(found(&world).await, 1);
        let id = okno_testkit::operator::organization();
        let version = organization::get(&world.cx(), &admin, id).await.unwrap().version;
        let end = ("2026-03-01", "Договор расторгнут");
        assert_eq!(
            faults(organization::end(&world.cx(), &admin, (id, version), ("", " ")).await),
            [("ended_on", "required"), ("end_reason", "required")]
        );
        world.clock.advance_seconds(301);
        let late = organization::end(&world.cx(), &admin, (id, version), end).await;
        assert_eq!(refused(late).code, "operator-not-fresh");
        let admin = world.operator_in("f.admin").await;
        let cx = world.cx();
        let (one, other) = tokio::join!(
            organization::end(&cx, &admin, (id, version), end),
            organization::end(&cx, &admin, (id, version), end)
        );
        assert!(one.is_ok() != other.is_ok());
        let (shown, _) = service_center::with_organization(&cx, center(1)).await.unwrap();
        assert_eq!(shown.services(cx.now).count(), 0);
        world.drain().await;
        assert_eq!(found(&world).await, 0);
        let ended = organization::get(&cx, &admin, id).await.unwrap();
        assert_eq!(ended.organization.term.end_reason.as_deref(), Some("Договор расторгнут"));
        assert_eq!((ended.centers.len(), ended.organization.name.get(Locale::En)), (1, "Trial"));
        let changed = organization::edit(&cx, &admin, (id, ended.version), &form("")).await;
        assert_eq!(refused(changed).code, "organization-ended");
        organization::resume(&cx, &admin, (id, ended.version)).await.unwrap();
        world.drain().await;
        assert_eq!(found(&world).await, 1);
    }
}
