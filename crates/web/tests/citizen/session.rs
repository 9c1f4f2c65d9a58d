//! Devices and the log.

use http::StatusCode;
use okno_app::{audit, ports::RegistryResult};
use okno_testkit::{citizen::PASSWORD, engine_test};

use crate::{browser::Browser, scene::Scene};

const PHONE: &str = "+79123456789";
const SESSIONS: &str = "/account/sessions";

fn endings(person: &Browser) -> Vec<String> {
    let actions = person.body.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
    actions.filter(|action| action.ends_with("/end")).map(str::to_owned).collect()
}

engine_test! {
    /// R189, R190: the list marks this device; another is ended from here, and only that one.
    async fn a_session_is_ended_from_another_device(store: Store) {
        let scene = Scene::new(store).await;
        let (_, mut desk) = scene.person(PHONE).await;
        let mut pocket = scene.browser(PHONE).await.in_network(100);
        desk.open(SESSIONS).await;
        assert_eq!(desk.body.matches("это устройство").count(), 1);
        assert!(desk.has("203.0.113.0/24") && desk.has("(UTC+3)"));
        let [signed_up, other] = endings(&desk).try_into().unwrap();
        desk.send(&other, &[]).await.assert_at(SESSIONS);
        desk.send(&signed_up, &[]).await.assert_at(SESSIONS);
        assert!(endings(&desk).is_empty() && desk.has("завершён с другого устройства"));
        assert!(pocket.open("/account").await.at.starts_with("/login"));
        desk.open("/account").await.assert_at("/account");
        // Twice is no error.
        desk.open(SESSIONS).await;
        desk.send(&other, &[]).await.assert_at(SESSIONS);
    }

    /// R189: all others at once; one's own goes on.
    async fn all_others_are_ended(store: Store) {
        let scene = Scene::new(store).await;
        let (_, mut desk) = scene.person(PHONE).await;
        let mut pocket = scene.browser(PHONE).await;
        desk.open("/account/security").await;
        assert!(desk.has("Кроме этого, вы вошли ещё на 2 устройствах"));
        desk.send("/account/sessions/end-others", &[]).await.assert_at(SESSIONS);
        assert!(pocket.open("/account").await.at.starts_with("/login"));
        desk.open("/account").await.assert_at("/account");
    }

    /// Nobody ends a stranger's session.
    async fn a_strangers_session_is_out_of_reach(store: Store) {
        let scene = Scene::new(store).await;
        let (_, mut boris) = scene.person("+79161112233").await;
        let (_, mut anna) = scene.person(PHONE).await;
        anna.open(SESSIONS).await;
        let [of_anna] = endings(&anna).try_into().unwrap();
        boris.open(SESSIONS).await;
        boris.send(&of_anna, &[]).await;
        anna.open(SESSIONS).await;
        assert_eq!(endings(&anna), [of_anna]);
    }

    /// R74, decision 15: every act is in the log in words, page by page, and its chain is sound; each level has its time,
    /// method and source.
    async fn the_log_tells_everything(store: Store) {
        let scene = Scene::new(store).await;
        let (anna, mut person) = scene.person(PHONE).await;
        let mut stranger = Browser::new(&scene.world).in_network(7);
        stranger.log_in(PHONE, "Falsch;7x").await;
        scene.submits(&anna, "112-233-445 95").await;
        scene.answer(&RegistryResult::Match, &RegistryResult::Match).await;
        person.open("/account/history").await;
        for words in [
            "Учётная запись создана",
            "Вход в личный кабинет",
            "Неудачная попытка входа",
            "Личные данные отправлены на проверку",
            "Получен ответ государственного реестра",
            "Учётная запись стала стандартной",
            "198.51.7.0/24",
        ] {
            assert!(person.has(words), "{words}");
        }
        person.open("/account/history?part=levels").await;
        assert!(person.has("Регистрация") && person.has("Проверка по государственным реестрам"));
        assert!(person.has("Пенсионный фонд") && person.has("Министерство внутренних дел"));
        let mut read = scene.world.app.store.read().await.unwrap();
        assert!(audit::verify(&mut read, anna.id()).await.unwrap().unwrap() > 5);
    }

    /// A long log has pages; the last one says where it begins.
    async fn a_long_log_has_pages(store: Store) {
        let scene = Scene::new(store).await;
        let (_, mut person) = scene.person(PHONE).await;
        for _ in 0..15 {
            person.open("/").await;
            person.send("/logout", &[]).await;
            person.log_in(PHONE, PASSWORD).await;
        }
        person.open("/account/history").await;
        assert!(!person.has("Учётная запись создана"));
        let older = person.links().into_iter().find(|link| link.contains("before=")).unwrap();
        person.open(&older).await;
        assert!(person.has("Учётная запись создана") && person.has("К последним событиям"));
        assert!(!person.links().iter().any(|link| link.contains("before=") && link != &older && !link.starts_with("/l")));
        assert_eq!(person.open("/account/history?before=x").await.status, StatusCode::BAD_REQUEST);
    }
}
