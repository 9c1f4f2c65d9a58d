//! The administration of the installation, in browsers: organizations, centers, operators, settings, announcements.

use http::StatusCode;
use okno_domain::operator::Role;
use okno_testkit::{
    World, engine_test,
    operator::{PASSWORD, center},
    person::citizen_form,
};

use crate::{
    browser::{Browser, PHONE},
    signed_in,
};

const ORGANIZATION: [(&str, &str); 6] = [
    ("external_id", "krai-post"),
    ("kind", "post"),
    ("name_ru", "Почта края"),
    ("name_en", "Post of the region"),
    ("name_fr", "Poste"),
    ("valid_from", "2024-01-01"),
];

const CENTER: [(&str, &str); 11] = [
    ("name", "Отделение 7"),
    ("town", "Казань"),
    ("address", "ул. Баумана, 12"),
    ("latitude", "55.79"),
    ("longitude", "49.12"),
    ("time_zone", "Europe/Moscow"),
    ("center_phone", "+7 000 200-10-11"),
    ("opening_hours", "Mo-Fr 09:00-18:00; PH off"),
    ("owner", "registry@example.org"),
    ("last_checked_on", "2026-03-01"),
    ("from_account_confirmation", "2024-01-01"),
];

async fn administrators(world: &World) -> (Browser, Browser) {
    for login in ["f.admin", "g.admin"] {
        world.operator(login, Role::Administrator, &[]).await;
    }
    (signed_in(world, "f.admin").await, signed_in(world, "g.admin").await)
}

/// Adds an organization; returns its address and id.
async fn organization(admin: &mut Browser) -> (String, String) {
    admin.open("/operator/organizations/new").await;
    admin.send("/operator/organizations", &ORGANIZATION).await;
    assert!(admin.has("Организация сохранена"), "{}", admin.body);
    let id = admin.at.rsplit('/').next().unwrap().to_owned();
    (admin.at.clone(), id)
}

async fn new_center(admin: &mut Browser, organization: &str) -> String {
    admin.open("/operator/centers/new").await;
    let mut fields = vec![("organization", organization), ("external_id", "krai-07")];
    fields.extend(CENTER);
    admin.send("/operator/centers", &fields).await;
    assert!(admin.has("Сведения о центре сохранены"), "{}", admin.body);
    admin.at.clone()
}

/// The second administrator agrees to everything that waits.
async fn agree(second: &mut Browser) {
    second.open("/operator/approvals").await;
    let address = second.form_action("/operator/approvals/");
    second.send(&address, &[("decision", "agree")]).await;
    assert!(second.has("Вы согласились"), "{}", second.body);
}

engine_test! {
    /// R122, R123, R175: an organization and a center of it are added, found and shown with the coming week; faults stand
    /// at their fields; a page that is out of date changes nothing.
    async fn the_directory_is_kept(store: Store) {
        let world = World::new(store).await;
        let (mut admin, _) = administrators(&world).await;
        admin.open("/operator").await;
        for part in ["/operator/organizations", "/operator/centers", "/operator/operators", "/operator/settings"] {
            assert!(admin.has(&format!("href=\"{part}\"")), "{part}");
        }
        admin.open("/operator/organizations/new").await;
        admin.send("/operator/organizations", &[("external_id", "Край"), ("name_ru", "Почта")]).await;
        assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
        for field in ["external_id", "kind", "name_en", "name_fr"] {
            assert!(!admin.error_at(field).is_empty(), "{field}");
        }
        assert_eq!(admin.value("name_ru"), "Почта");
        let (page, id) = organization(&mut admin).await;
        admin.open("/operator/organizations?query=%D0%BF%D0%BE%D1%87%D1%82%D0%B0").await;
        assert!(admin.has("Почта края"));
        admin.open("/operator/organizations?query=%D0%B1%D0%B0%D0%BD%D0%BA").await;
        assert!(admin.has("Ничего не найдено"));

        admin.open("/operator/centers/new").await;
        admin.send("/operator/centers", &[("step", "preview"), ("opening_hours", "Mo-Su 10:00-16:00"), ("time_zone", "Asia/Omsk")]).await;
        assert_eq!(admin.status, StatusCode::OK);
        assert!(admin.has("08.03.2026") && admin.has("10:00–16:00"), "{}", admin.body);
        let center = new_center(&mut admin, &id).await;
        assert_eq!(admin.value("from_account_confirmation"), "2024-01-01");
        let version = admin.hidden("version");
        admin.send(&center, &[("version", &version), ("center_phone", "")]).await;
        assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!admin.error_at("center_phone").is_empty());
        let mut fields = vec![("version", version.as_str())];
        fields.extend(CENTER.map(|(name, value)| if name == "owner" { (name, "other@example.org") } else { (name, value) }));
        admin.send(&center, &fields).await.assert_at(&center);
        admin.send(&center, &fields).await;
        assert_eq!(admin.status, StatusCode::CONFLICT);
        admin.open("/operator/centers?query=%D0%BA%D0%B0%D0%B7%D0%B0%D0%BD%D1%8C").await;
        assert!(admin.has("Отделение 7") && admin.has("other@example.org"));
        admin.open("/operator/centers?stale=1").await;
        assert!(admin.has("Ничего не найдено"));
        admin.open(&page).await;
        assert!(admin.has("Отделение 7"));
        let mut visitor = Browser::new(&world);
        visitor.open("/service-centers?town=%D0%9A%D0%B0%D0%B7%D0%B0%D0%BD%D1%8C").await;
        assert!(visitor.has("Отделение 7"), "{}", visitor.body);

        admin.open(&page).await;
        let version = admin.hidden("version");
        let end = format!("{page}/end");
        admin.send(&end, &[("version", &version), ("ended_on", "2026-03-01"), ("end_reason", "")]).await;
        assert!(!admin.error_at("end_reason").is_empty() && admin.value("name_fr") == "Poste");
        admin.send(&end, &[("version", &version), ("ended_on", "2026-03-01"), ("end_reason", "Договор расторгнут")]).await;
        admin.assert_at(&page);
        assert!(admin.has("Работа прекращена"));
        world.drain().await;
        visitor.open("/service-centers?town=%D0%9A%D0%B0%D0%B7%D0%B0%D0%BD%D1%8C").await;
        assert!(!visitor.has("Отделение 7"));
    }

    /// R181: a center's administrator sees telephone, hours and check of the own center, and nothing of another one.
    async fn the_own_center(store: Store) {
        let world = World::new(store).await;
        for number in [1, 2] {
            world.open_center(center(number)).await;
        }
        world.operator("c.chief", Role::CenterAdministrator, &[center(1)]).await;
        let mut chief = signed_in(&world, "c.chief").await;
        let own = format!("/operator/centers/{}", center(1));
        assert!(chief.has(&own));
        chief.open(&own).await;
        assert!(!chief.has("name=\"owner\"") && !chief.has("id=\"close\"") && chief.has("name=\"opening_hours\""));
        let version = chief.hidden("version");
        chief.send(&format!("{own}/checked"), &[("version", &version)]).await.assert_at(&own);
        let version = chief.hidden("version");
        chief.send(&own, &[("version", &version), ("center_phone", "+7 000 111-11-11"), ("opening_hours", "24/7")]).await;
        assert_eq!(chief.value("center_phone"), "+7 000 111-11-11");
        assert_eq!(chief.open(&format!("/operator/centers/{}", center(2))).await.status, StatusCode::FORBIDDEN);
        for page in ["/operator/centers", "/operator/organizations", "/operator/settings", "/operator/centers/import"] {
            assert_eq!(chief.open(page).await.status, StatusCode::FORBIDDEN, "{page}");
        }
    }

    /// R122: a file is shown with what is refused before anything is taken, and is taken with a fresh proof.
    async fn a_file_is_looked_at_first(store: Store) {
        let world = World::new(store).await;
        let (mut admin, _) = administrators(&world).await;
        admin.open("/operator/centers/import").await;
        admin.send_parts("/operator/centers/import", &[], ("file", &[])).await;
        assert!(!admin.error_at("file").is_empty());
        let file = "external_id,organization,organization_kind,organization_name,name,town,address,latitude,longitude,\
            time_zone,phone,opening_hours,services,valid_from,owner,last_checked_on\n\
            a-1,a,post,Почта,Первое,Казань,ул. Первая 1,55.79,49.12,Europe/Moscow,+7 000,Mo-Fr 09:00-18:00,\
            account_confirmation,2024-01-01,o@example.org,2026-03-01\n\
            a-2,a,post,Почта,Второе,,ул. Вторая 2,55.79,49.12,Europe/Moscow,+7 000,Mo-Fr 09:00-18:00,\
            account_confirmation,2024-01-01,o@example.org,2026-03-01\n";
        admin.send_parts("/operator/centers/import", &[], ("file", &[("centers.csv", file.as_bytes())])).await;
        assert!(admin.at.starts_with("/operator/centers/import/"), "{} {}", admin.at, admin.body);
        assert!(admin.has("a-2") && admin.has("Город: Заполните это поле") && admin.has("centers.csv"));
        let here = admin.at.clone();
        world.clock.advance_seconds(301);
        admin.send(&here, &[]).await;
        assert!(admin.at.starts_with("/operator/again?return="), "{}", admin.at);
        let again = admin.at.clone();
        let code = world.totp_code();
        admin.send(&again, &[("password", PASSWORD), ("code", code.expose())]).await.assert_at(&here);
        admin.send(&here, &[]).await.assert_at("/operator/centers");
        assert!(admin.has("Первое") && !admin.has("Второе"));
        assert_eq!(admin.open(&here).await.status, StatusCode::GONE);
    }

    /// R133, R135: a clerk is invited, chooses a password by the link that is shown once, and signs in at the center; two
    /// administrators shut them out.
    async fn a_clerk_is_invited_and_shut_out(store: Store) {
        let world = World::new(store).await;
        let (mut admin, mut second) = administrators(&world).await;
        let (_, id) = organization(&mut admin).await;
        new_center(&mut admin, &id).await;
        admin.open("/operator/operators/new").await;
        admin.send("/operator/operators", &[("login_name", "я"), ("role", "clerk"), ("center", "krai-07")]).await;
        for field in ["login_name", "name", "snils"] {
            assert!(!admin.error_at(field).is_empty(), "{field}");
        }
        let fields = [
            ("login_name", "n.novikova"),
            ("name", "Новикова Н. Н."),
            ("role", "clerk"),
            ("center", "krai-07"),
            ("snils", "112-233-445 95"),
        ];
        admin.send("/operator/operators", &fields).await;
        assert_eq!(admin.header("referrer-policy"), "no-referrer");
        let link = admin.body.split("id=\"link\">").nth(1).unwrap().split('<').next().unwrap().replace("&#38;", "&");
        let link = link.split_once("okno.test").unwrap().1.to_owned();

        let mut clerk = Browser::new(&world);
        clerk.open(&link).await;
        let token = clerk.hidden("token");
        let chosen = [("token", token.as_str()), ("password", PASSWORD), ("password_repeat", PASSWORD)];
        clerk.send("/operator/enroll", &chosen).await.assert_at("/operator/login");
        clerk.send("/operator/login", &[("login", "n.novikova"), ("password", PASSWORD)]).await;
        clerk.assert_at("/operator/login/setup");

        admin.open("/operator/operators?query=novikova").await;
        let page = admin.links().into_iter().find(|link| link.starts_with("/operator/operators/0")).unwrap();
        admin.open(&page).await;
        assert!(admin.has("Отделение 7") && admin.has("value=\"disable\"") && !admin.has("value=\"reset_factor\""));
        admin.send(&format!("{page}/change"), &[("change", "disable")]).await.assert_at(&page);
        assert!(admin.has("Ждёт") || admin.has("Согласие запрошено"));
        agree(&mut second).await;
        admin.open(&page).await;
        let approval = admin.hidden("approval");
        admin.send(&format!("{page}/execute"), &[("change", "disable"), ("approval", &approval)]).await;
        assert!(admin.has("вход закрыт"), "{}", admin.body);
        let mut late = Browser::new(&world);
        late.open("/operator/login").await;
        late.send("/operator/login", &[("login", "n.novikova"), ("password", PASSWORD)]).await;
        late.assert_at("/operator/login");
    }

    /// Where there is one administrator, the page says which command does it; nobody is offered to change themselves.
    async fn one_administrator_is_told_the_command(store: Store) {
        let world = World::new(store).await;
        let own = world.operator("f.admin", Role::Administrator, &[]).await;
        let clerk = world.operator("a.petrova", Role::Clerk, &[center(1)]).await;
        let mut admin = signed_in(&world, "f.admin").await;
        admin.open(&format!("/operator/operators/{clerk}")).await;
        assert!(admin.has("okno admin operators disable a.petrova") && !admin.has("value=\"disable\""));
        admin.open(&format!("/operator/operators/{own}")).await;
        assert!(!admin.has("name=\"change\"") && admin.has("Обратитесь к коллеге"), "{}", admin.body);
        admin.open("/operator/settings").await;
        assert!(admin.has("okno admin operators import"));
    }

    /// R110, R111: a method is switched off by two administrators and is gone for citizens; the page says where values come
    /// from; a limit keeps to its bounds.
    async fn a_method_is_switched_off(store: Store) {
        let world = World::new(store).await;
        let (mut admin, mut second) = administrators(&world).await;
        world.standard_citizen(PHONE, &citizen_form()).await;
        let mut citizen = Browser::new(&world);
        citizen.log_in(PHONE, okno_testkit::citizen::PASSWORD).await;
        citizen.open("/confirmation").await;
        assert!(citizen.has("/confirmation/in-person"));
        admin.open("/operator/settings").await;
        assert!(admin.has("значение по умолчанию"));
        admin.send("/operator/settings/otp.max_attempts", &[("value", "99")]).await;
        assert!(!admin.error_at("value").is_empty() && admin.has("value=\"99\""), "{}", admin.body);
        admin.open("/operator/settings").await;
        admin.send("/operator/settings/confirmation.in_person", &[("value", "no")]).await.assert_at("/operator/settings");
        agree(&mut second).await;
        admin.open("/operator/settings").await;
        let approval = admin.hidden("approval");
        admin.send("/operator/settings/confirmation.in_person/execute", &[("approval", &approval)]).await;
        assert!(admin.has("изменил f.admin"), "{}", admin.body);
        citizen.open("/confirmation").await;
        assert!(!citizen.has("/confirmation/in-person"));
        assert_eq!(admin.send("/operator/settings/public_url", &[("value", "x")]).await.status, StatusCode::NOT_FOUND);
    }

    /// Registration that is closed says so, and keeps what was typed.
    async fn registration_is_closed(store: Store) {
        let world = World::new(store).await;
        let (mut admin, _) = administrators(&world).await;
        let mut typing = Browser::new(&world);
        typing.open("/registration").await;
        admin.open("/operator/settings").await;
        admin.send("/operator/settings/registration.open", &[("value", "no")]).await;
        assert!(admin.has("Настройка изменена"), "{}", admin.body);
        let mut visitor = Browser::new(&world);
        visitor.open("/registration").await;
        assert_eq!(visitor.status, StatusCode::FORBIDDEN);
        assert!(visitor.has("Сейчас регистрация закрыта") && !visitor.has("name=\"family_name\""));
        // It closed while somebody typed.
        let mut visitor = typing;
        visitor.send("/registration", &[("family_name", "Кедрова"), ("given_name", "Анна"), ("mobile_phone", PHONE)]).await;
        assert_eq!(visitor.status, StatusCode::FORBIDDEN);
        assert!(visitor.has("Сейчас регистрация закрыта") && visitor.value("family_name") == "Кедрова");
    }

    /// An announcement stands on every page in the language of the page, until it is over.
    async fn an_announcement_is_shown(store: Store) {
        let world = World::new(store).await;
        let (mut admin, _) = administrators(&world).await;
        admin.open("/operator/announcements").await;
        let texts = [("text_ru", "Сбой <b>"), ("text_en", "Outage"), ("text_fr", "Panne"), ("severity", "critical")];
        let mut fields = texts.to_vec();
        fields.push(("shown_until", "2026-03-02T08:00"));
        admin.send("/operator/announcements", &fields).await;
        assert!(!admin.error_at("shown_until").is_empty());
        fields.pop();
        fields.push(("shown_until", "2026-03-02T11:00"));
        admin.send("/operator/announcements", &fields).await.assert_at("/operator/announcements");
        let mut visitor = Browser::new(&world).speaking("fr");
        visitor.open("/").await;
        assert!(visitor.has("announcement--critical") && visitor.has("Panne"), "{}", visitor.body);
        visitor.open("/nowhere").await;
        assert!(visitor.has("Panne"));
        let page = admin.links().into_iter().find(|link| link.starts_with("/operator/announcements/")).unwrap();
        admin.open(&page).await;
        assert_eq!(admin.value("shown_until"), "2026-03-02T11:00");
        admin.open("/operator/announcements").await;
        let version = admin.hidden("version");
        admin.send(&format!("{page}/remove"), &[("version", &version)]).await;
        visitor.open("/").await;
        assert!(!visitor.has("Panne"));
    }
}
