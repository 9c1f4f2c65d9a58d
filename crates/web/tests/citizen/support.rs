//! Support, as a visitor and as a person.

use http::StatusCode;
use okno_testkit::engine_test;

use crate::{
    browser::{Browser, EMAIL, PHONE},
    scene::Scene,
};

engine_test! {
    /// R223, R224, R226: a person at level Simplified writes, with the contact filled in; faults stand at their fields and
    /// what was typed stays; the request is found in the personal area.
    async fn a_person_writes(store: Store) {
        let scene = Scene::with_antivirus(store).await;
        let (_, mut anna) = scene.person(PHONE).await;
        anna.open("/support").await;
        assert_eq!(anna.value("contact"), PHONE);
        assert!(anna.has("Как и где подтвердить личность") && anna.has("/service-centers"));
        anna.send_parts("/support", &[("topic", "access"), ("message", ""), ("contact", "x")], ("attachment", &[])).await;
        assert_eq!(anna.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!anna.error_at("message").is_empty() && !anna.error_at("contact").is_empty());
        assert_eq!(anna.value("contact"), "x");
        let texts = [("topic", "access"), ("message", "Не приходит\nкод."), ("contact", "")];
        anna.send_parts("/support", &texts, ("attachment", &[("run.exe", b"MZ\0")])).await;
        assert!(anna.error_at("attachment").contains("run.exe") && anna.has("Не приходит"));
        anna.send_parts("/support", &texts, ("attachment", &[("снимок.txt", b"text"), ("", b"")])).await;
        assert!(anna.at.starts_with("/account/support/") && anna.has("Обращение отправлено"), "{}", anna.at);
        let page = anna.at.clone();
        assert!(anna.has("<p>Не приходит</p>") && anna.has("снимок.txt") && anna.has("проверяется антивирусом"));
        scene.world.drain().await;
        anna.open(&page).await;
        let file = anna.links().into_iter().find(|link| link.contains("/files/")).unwrap();
        anna.open(&file).await;
        assert_eq!(anna.body, "text");
        assert!(anna.header("content-disposition").starts_with("attachment;"));
        assert_eq!(anna.header("x-content-type-options"), "nosniff");
        anna.open("/account/support").await;
        assert!(anna.links().contains(&page) && anna.has("Ожидает ответа"));
        anna.open(&page).await;
        anna.send_parts(&page, &[("message", "Уже пришёл.")], ("attachment", &[])).await.assert_at(&page);
        assert!(anna.has("Уже пришёл."));

        let (_, mut other) = scene.person("+79123456780").await;
        assert_eq!(other.open(&page).await.status, StatusCode::NOT_FOUND);
        assert_eq!(other.open(&file).await.status, StatusCode::NOT_FOUND);
    }

    /// R223, R224, R226: a visitor writes, gets the ways to confirm at once, and comes back by the link.
    async fn a_visitor_writes(store: Store) {
        let scene = Scene::with_antivirus(store).await;
        let mut visitor = Browser::new(&scene.world);
        visitor.open("/support?topic=confirmation").await;
        assert!(visitor.has("id=\"ways\"") && visitor.has("/confirmation/in-person"));
        let texts = [("topic", "confirmation"), ("message", "Где подтвердить?"), ("contact", EMAIL)];
        visitor.send_parts("/support", &texts, ("attachment", &[])).await;
        assert!(visitor.at.starts_with("/support/request?token="), "{}", visitor.at);
        assert!(visitor.has("Где подтвердить?") && visitor.has("/confirmation/in-person"));
        assert_eq!(visitor.header("referrer-policy"), "no-referrer");
        let page = visitor.at.clone();
        let mut later = Browser::new(&scene.world);
        assert!(later.open(&page).await.has("Где подтвердить?"));
        let forged = format!("{}A", &page[..page.len() - 1]);
        let forged = if forged == page { format!("{}B", &page[..page.len() - 1]) } else { forged };
        assert_eq!(later.open(&forged).await.status, StatusCode::NOT_FOUND);
        assert_eq!(later.open("/support/request").await.status, StatusCode::NOT_FOUND);
    }

    /// R224: a form with files is held to the rules of every form: token, origin, kind and size.
    async fn forms_with_files_are_checked(store: Store) {
        let scene = Scene::with_antivirus(store).await;
        let mut visitor = Browser::new(&scene.world);
        let texts = [("topic", "other"), ("message", "x"), ("contact", EMAIL)];
        visitor.open("/support").await;
        let good = visitor.clone();
        visitor.from = "cross-site";
        visitor.send_parts("/support", &texts, ("attachment", &[])).await;
        assert_eq!(visitor.status, StatusCode::FORBIDDEN);
        // Another browser's page, sent from this one, is offered to be sent again, and loses nothing but the files.
        let mut other = Browser::new(&scene.world);
        other.body = good.body.clone();
        other.send_parts("/support", &texts, ("attachment", &[("a.txt", b"a")])).await;
        assert_eq!(other.status, StatusCode::FORBIDDEN);
        assert_eq!(other.hidden("message"), "x");
        other.send("/support", &texts).await;
        assert!(other.at.starts_with("/support/request?token="), "{}", other.at);
        let mut large = good.clone();
        let content = vec![b'a'; 27 * 1024 * 1024];
        large.send_parts("/support", &texts, ("attachment", &[("a.txt", &content)])).await;
        assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
        let mut broken = good;
        broken.send_raw("/support", "multipart/form-data", "nonsense".into()).await;
        assert_eq!(broken.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        broken.send_raw("/support", "multipart/form-data; boundary=x", "nonsense".into()).await;
        assert_eq!(broken.status, StatusCode::BAD_REQUEST);
    }
}
