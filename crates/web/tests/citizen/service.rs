//! The catalogue, the help, and what everyone may read.

use http::StatusCode;
use okno_domain::account::AccountLevel;
use okno_testkit::{World, engine_test};

use crate::{
    browser::{Browser, PASSWORD, PHONE},
    scene::{Scene, at_level},
};

engine_test! {
    /// R1: the main page has both buttons and services from the catalogue, each with the level it needs.
    async fn the_main_page_shows_real_services(store: Store) {
        let world = World::new(store).await;
        let mut visitor = Browser::new(&world);
        visitor.open("/").await;
        assert!(visitor.has("id=\"login\"") && visitor.has("id=\"register\""));
        assert!(visitor.has("href=\"/services/doctor-appointment\"") && visitor.has("Запись к врачу"));
    }

    /// R4: the whole catalogue by category at one stable address, in every language.
    async fn the_catalogue_is_complete(store: Store) {
        let world = World::new(store).await;
        for language in ["ru", "en", "fr"] {
            let mut visitor = Browser::new(&world).speaking(language);
            visitor.open("/category/").await;
            assert_eq!(visitor.status, StatusCode::OK);
            for service in world.app.catalog.services() {
                assert!(visitor.has(&format!("href=\"/services/{}\"", service.id)), "{}", service.id);
            }
        }
        Browser::new(&world).open("/category").await.assert_at("/category/");
    }

    /// R3: a visitor reads every description; ordering leads to the login, and from there back to the same service.
    async fn a_visitor_reads_everything_and_orders_after_login(store: Store) {
        let world = World::new(store).await;
        Browser::new(&world).registered(&world, PHONE).await;
        let mut visitor = Browser::new(&world);
        for service in world.app.catalog.services() {
            visitor.open(&format!("/services/{}", service.id)).await;
            assert_eq!(visitor.status, StatusCode::OK, "{}", service.id);
        }
        visitor.open("/services/court-debts").await;
        let login = visitor.link("submit");
        assert_eq!(login, "/login?return=/services/court-debts");
        visitor.open(&login).await;
        let next = visitor.hidden("return");
        visitor.send("/login", &[("login", PHONE), ("password", PASSWORD), ("return", &next)]).await;
        visitor.assert_at("/services/court-debts");
        assert_eq!(visitor.surname(), Some("Кедрова"));
        assert_eq!(visitor.open("/services/no-such-service").await.status, StatusCode::NOT_FOUND);
    }

    /// R62, R64, R65, R69, R70, R71: at each level what it opens is open; below, the page names the level and the next
    /// step towards it.
    async fn levels_gate_services(store: Store) {
        let scene = Scene::new(store).await;
        for level in AccountLevel::ALL {
            let mut person = at_level(&scene, level).await;
            for service in scene.world.app.catalog.services() {
                person.open(&format!("/services/{}", service.id)).await;
                assert_eq!(person.status, StatusCode::OK);
                let Some(needed) = service.level.account_level() else { continue };
                let closed = person.has("Следующий шаг");
                assert_eq!(closed, needed > level, "{} at {level:?}", service.id);
                if closed {
                    let word = if needed == AccountLevel::Confirmed { "подтверждённая" } else { "стандартная" };
                    assert!(person.has(&format!("Для этой услуги нужна {word} учётная запись")));
                    let step = if level == AccountLevel::Simplified { "/profile/edit" } else { "/confirmation" };
                    assert_eq!(person.link("submit"), step);
                }
            }
        }
    }

    /// R9, R32, R223: help and support are readable without login in every language, and no link in them is dead.
    async fn help_is_for_everyone(store: Store) {
        let world = World::new(store).await;
        for language in ["ru", "en", "fr"] {
            let mut visitor = Browser::new(&world).speaking(language);
            let mut seen = vec!["/help".to_owned(), "/support".to_owned(), "/accessibility".to_owned(), "/privacy".to_owned()];
            let mut next = 0;
            while let Some(path) = seen.get(next).cloned() {
                next += 1;
                visitor.open(&path).await;
                assert_eq!(visitor.status, StatusCode::OK, "{path} in {language}");
                if path.starts_with("/help") || next <= 4 {
                    for link in visitor.links().into_iter().filter(|link| !link.starts_with("/assets/")) {
                        if !link.starts_with("/language/") && !link.starts_with("/login?") && !seen.contains(&link) {
                            seen.push(link);
                        }
                    }
                }
            }
            assert!(seen.len() > 20);
        }
        let mut visitor = Browser::new(&world);
        assert_eq!(visitor.open("/help/no-such-topic").await.status, StatusCode::NOT_FOUND);
    }

    /// R32: the language changes and the page stays.
    async fn the_language_switch_keeps_the_page(store: Store) {
        let world = World::new(store).await;
        let mut visitor = Browser::new(&world);
        visitor.open("/language/fr?return=/help/levels").await.assert_at("/help/levels");
        assert!(visitor.has("lang=\"fr\"") && visitor.has("Trois sortes de comptes"));
    }

    /// What browsers and robots ask for by themselves is there.
    async fn robots_and_browsers_are_answered(store: Store) {
        let world = World::new(store).await;
        let mut visitor = Browser::new(&world);
        visitor.open("/robots.txt").await;
        assert!(visitor.has("Disallow: /account\n") && !visitor.has("Disallow: /help"));
        visitor.open("/site.webmanifest").await;
        assert_eq!(visitor.header("content-type"), "application/manifest+json");
        assert!(visitor.has("\"start_url\":\"/\""));
    }

    /// R11: the ways to confirm are named with the notice that all is free; from Simplified the way leads to the form.
    async fn the_confirmation_page_is_honest(store: Store) {
        let scene = Scene::new(store).await;
        let mut person = at_level(&scene, AccountLevel::Simplified).await;
        person.open("/confirmation").await;
        assert!(person.has("Никто не вправе требовать за него плату"));
        assert_eq!(person.link("submit"), "/profile/edit");
        let mut person = at_level(&scene, AccountLevel::Standard).await;
        person.open("/confirmation").await;
        assert!(person.has("Никто не вправе требовать за него плату") && person.has("href=\"/confirmation/in-person\""));
        let mut visitor = Browser::new(&scene.world);
        assert_eq!(visitor.open("/service-centers").await.status, StatusCode::OK);
        assert!(visitor.has("Никто не вправе требовать за него плату"));
    }
}
