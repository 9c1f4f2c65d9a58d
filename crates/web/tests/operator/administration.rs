//! Queues, jobs that were given up, and statistics, as an administrator sees them, and as someone who may not.

use http::{StatusCode, header};
use okno_domain::operator::Role;
use okno_testkit::{World, engine_test, operator::center};

use crate::{browser::PHONE, signed_in};

/// The values of the boxes on the page.
fn boxes(body: &str) -> Vec<String> {
    let tags = body.split("name=\"job\"").skip(1);
    tags.filter_map(|rest| rest.split("value=\"").nth(1)?.split('"').next().map(str::to_owned)).collect()
}

engine_test! {
    /// R108, R181: an administrator begins with what waits, and is led to where it can be dealt with, but to no person.
    async fn an_administrator_begins_with_what_waits(store: Store) {
        let world = World::new(store).await;
        world.operator("f.admin", Role::Administrator, &[]).await;
        let mut admin = signed_in(&world, "f.admin").await;
        admin.assert_at("/operator/queues");
        assert!(admin.has("Ничего не ждёт."));
        world.give_up("no-such-job", 2).await;
        let new = okno_app::support::NewRequest {
            topic: "other".to_owned(),
            message: "?".to_owned(),
            contact: PHONE.to_owned(),
            files: Vec::new(),
        };
        okno_app::support::write(&world.cx(), None, new).await.unwrap();
        admin.open("/operator/queues").await;
        assert!(admin.has("Задания, от которых система отказалась") && admin.has("Обращения в поддержку без ответа"));
        let links = admin.links();
        assert!(links.iter().any(|link| link == "/operator/jobs"));
        assert!(!links.iter().any(|link| link.starts_with("/operator/support") || link.starts_with("/operator/cases")));
        for page in ["/operator/queues/centers", "/operator/queues/messages", "/operator/jobs", "/operator/statistics"] {
            assert_eq!(admin.open(page).await.status, StatusCode::OK, "{page}");
        }
        admin.open("/operator").await;
        assert!(admin.links().iter().any(|link| link == "/operator/statistics"));
    }

    /// Jobs are tried again or dropped from the page; what is missing is told at its field, and what somebody else did is told.
    async fn jobs_are_dealt_with(store: Store) {
        let world = World::new(store).await;
        world.operator("f.admin", Role::Administrator, &[]).await;
        world.give_up("no-such-job", 3).await;
        let mut admin = signed_in(&world, "f.admin").await;
        admin.open("/operator/jobs").await;
        let jobs = boxes(&admin.body);
        assert_eq!(jobs.len(), 3);
        assert!(admin.has("Система не знает такого задания"));

        admin.send("/operator/jobs", &[("which", "chosen"), ("act", "retry")]).await;
        assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!admin.error_at("job").is_empty());
        admin.send("/operator/jobs", &[("which", "chosen"), ("job", &jobs[0]), ("act", "drop")]).await;
        assert!(!admin.error_at("job_reason").is_empty());
        assert!(admin.body.contains(&format!("value=\"{}\" checked", jobs[0])));
        let mut other = admin.clone();

        admin.send("/operator/jobs", &[("which", "chosen"), ("job", &jobs[0]), ("act", "retry")]).await;
        admin.assert_at("/operator/jobs");
        assert!(admin.has("Задания снова в очереди"));
        assert_eq!(boxes(&admin.body).len(), 2);
        other.send("/operator/jobs", &[("which", "chosen"), ("job", &jobs[0]), ("act", "retry")]).await;
        assert_eq!(other.status, StatusCode::CONFLICT);
        assert!(other.has("уже занялся кто-то другой"));
        let some = [("which", "chosen"), ("job", jobs[0].as_str()), ("job", jobs[1].as_str()), ("act", "retry")];
        other.send("/operator/jobs", &some).await;
        assert!(other.has("Некоторыми заданиями"));

        let kind = [("which", "kind"), ("kind", "no-such-job"), ("job_reason", "Больше не нужно"), ("act", "drop")];
        admin.send("/operator/jobs", &kind).await;
        assert!(admin.has("Задания сняты") && admin.has("Таких заданий нет"));

        admin.open("/operator/statistics").await;
        assert_eq!(admin.clone().send("/operator/jobs", &[("act", "burn")]).await.status, StatusCode::BAD_REQUEST);
        assert_eq!(admin.send("/operator/jobs", &[("job", "x"), ("act", "retry")]).await.status, StatusCode::BAD_REQUEST);
    }

    /// The numbers of a period, by a preset or picked; a wrong period is told at its fields.
    async fn numbers_of_a_period(store: Store) {
        let world = World::new(store).await;
        world.operator("f.admin", Role::Administrator, &[]).await;
        world.citizen(PHONE).await;
        let mut admin = signed_in(&world, "f.admin").await;
        admin.open("/operator/statistics").await;
        assert!(admin.has("01.02.2026") && admin.has("02.03.2026") && admin.has("Регистрации"));
        assert!(admin.body.contains("<svg") && admin.body.contains("<caption"));
        admin.open("/operator/statistics?days=7").await;
        assert!(admin.has("24.02.2026"));
        let picked = |from: &str, to: &str, step: &str| {
            let part = |name: &str, date: &str| {
                let parts: Vec<&str> = date.split('-').collect();
                format!("{name}_year={}&{name}_month={}&{name}_day={}", parts[0], parts[1], parts[2])
            };
            format!("{}&{}&step={step}", part("from", from), part("to", to))
        };
        for (from, to, step, field) in [
            ("2026-3-2", "2026-3-1", "day", "from"),
            ("2026-3-2", "2026-3-3", "day", "to"),
            ("2024-3-2", "2026-3-2", "week", "from"),
            ("2026-2-30", "2026-3-2", "day", "from"),
            ("2025-3-3", "2026-3-2", "day", "step"),
            ("2026-3-1", "2026-3-2", "hour", "step"),
        ] {
            admin.open(&format!("/operator/statistics?{}", picked(from, to, step))).await;
            assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY, "{from} {to} {step}");
            assert!(!admin.error_at(field).is_empty(), "{from} {to} {step}");
        }
        admin.open(&format!("/operator/statistics?{}", picked("2024-3-3", "2026-3-2", "week"))).await;
        assert_eq!(admin.status, StatusCode::OK);
        assert_eq!(admin.open("/operator/statistics?center=x").await.status, StatusCode::NOT_FOUND);

        let file = "/operator/statistics/export?days=7";
        admin.open(file).await;
        assert_eq!(admin.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8; header=present");
        let disposition = admin.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert_eq!(disposition, "attachment; filename=\"okno-statistics-2026-02-24-2026-03-02.csv\"");
        assert!(admin.body.contains("registration_finished,mobile_phone,2026-03-02,2026-03-02,1\r\n"));
    }

    /// R133: an administrator of a center sees the own center; clerks and the support see none of these pages.
    async fn not_for_everybody(store: Store) {
        let world = World::new(store).await;
        world.open_center(center(1)).await;
        world.open_center(center(2)).await;
        world.operator("a.petrova", Role::Clerk, &[center(1)]).await;
        world.operator("e.help", Role::Support, &[]).await;
        world.operator("c.orlova", Role::CenterAdministrator, &[center(1)]).await;
        let pages = [
            "/operator/queues",
            "/operator/queues/centers",
            "/operator/queues/messages",
            "/operator/jobs",
            "/operator/statistics",
            "/operator/statistics/export",
        ];
        for login in ["a.petrova", "e.help"] {
            let mut nobody = signed_in(&world, login).await;
            assert!(!nobody.has("/operator/queues") && !nobody.has("/operator/statistics"));
            for page in pages {
                assert_eq!(nobody.open(page).await.status, StatusCode::FORBIDDEN, "{login} {page}");
            }
        }
        let mut own = signed_in(&world, "c.orlova").await;
        let links = own.links();
        assert!(links.iter().any(|link| link == "/operator/queues") && links.iter().any(|link| link == "/operator/statistics"));
        assert_eq!(own.open("/operator/queues").await.status, StatusCode::OK);
        for page in ["/operator/queues/centers", "/operator/queues/messages", "/operator/jobs"] {
            assert_eq!(own.open(page).await.status, StatusCode::FORBIDDEN, "{page}");
        }
        own.open("/operator/statistics").await;
        assert!(own.has("Центр «Проба»") && !own.has("Регистрации"));
        let other = format!("/operator/statistics?center={}", center(2));
        assert_eq!(own.open(&other).await.status, StatusCode::FORBIDDEN);
        let other = format!("/operator/statistics/export?center={}", center(2));
        assert_eq!(own.open(&other).await.status, StatusCode::FORBIDDEN);
        own.open("/operator/queues").await;
        assert_eq!(own.send("/operator/jobs", &[("which", "chosen"), ("act", "retry")]).await.status, StatusCode::FORBIDDEN);
        // Nobody is nobody.
        let mut stranger = crate::browser::Browser::new(&world);
        stranger.open("/operator/statistics/export").await;
        assert!(stranger.at.starts_with("/operator/login"), "{}", stranger.at);
    }

    /// Whoever decides about a site of a developer sees what the system found there, each line in words.
    async fn an_administrator_sees_what_a_check_found(store: Store) {
        let simplified = |settings: &mut okno_app::Settings| {
            settings.single_sign_on.developer_level = okno_domain::account::AccountLevel::Simplified;
        };
        let world = World::with(store, simplified, |_| {}).await;
        let owner = world.citizen(PHONE).await;
        let form = okno_app::developer::Form {
            kind: "web".to_owned(),
            names: ["Библиотека".to_owned(), String::new(), String::new()],
            redirect_uris: "https://library.example/cb".to_owned(),
            authentication: "client_secret_basic".to_owned(),
            least_level: "simplified".to_owned(),
            ..Default::default()
        };
        let (site, _) = okno_app::developer::create(&world.cx(), &owner, &form).await.unwrap();
        world.sites.answer("https://library.example/", Err(okno_app::ports::CallFault::CertificateName));
        okno_app::developer::ask_promotion(&world.cx(), &owner, &site, ("", false)).await.unwrap();
        world.operator("f.admin", Role::Administrator, &[]).await;
        let mut admin = signed_in(&world, "f.admin").await;
        admin.open(&format!("/operator/sites/{site}")).await;
        assert!(admin.has("Проверка идёт"), "{}", admin.body);
        world.drain().await;
        admin.open(&format!("/operator/sites/{site}")).await;
        assert!(admin.has("1 ошибка, предупреждений нет"), "{}", admin.body);
        assert!(admin.has("Сертификат выдан на другое имя") && admin.has("initiate_login_uri"), "{}", admin.body);
    }
}
