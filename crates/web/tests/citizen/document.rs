//! Further documents in the profile.

use http::StatusCode;
use okno_testkit::engine_test;

use crate::{browser::Browser, scene::Scene};

const PHONE: &str = "+79123456789";

engine_test! {
    /// R73, R87, R90: documents are added, listed and removed without any verification; faults stand at their fields and
    /// what was typed stays.
    async fn documents_are_added_and_removed(store: Store) {
        let scene = Scene::new(store).await;
        let (_, mut person) = scene.person(PHONE).await;
        person.open("/account/documents").await;
        assert!(person.has("Вы пока не добавили ни одного документа"));
        let to = "/account/documents/add/driving_licence";
        let dated = [("issue_date_day", "31"), ("issue_date_month", "2"), ("issue_date_year", "2020")];
        let mut fields = vec![("document_number", "77 14 12345")];
        fields.extend(dated);
        person.open(to).await.send(to, &fields).await;
        assert!(!person.error_at("document_number").is_empty() && !person.error_at("issue_date").is_empty());
        assert_eq!(person.value("document_number"), "77 14 12345");
        person.send(to, &[("document_number", "77 14 123456")]).await.assert_at("/account/documents");
        assert!(person.has("7714 123456") && person.has("Документ добавлен"));
        person.open(to).await.send(to, &[("document_number", "7714123456")]).await;
        assert!(person.error_at("document_number").contains("уже есть"));
        person.open("/account/documents").await;
        let remove = person.form_action("/account/documents/remove/");
        let mut other = scene.person("+79123456780").await.1;
        other.open("/account/documents").await;
        other.send(&remove, &[]).await;
        person.open("/account/documents").await;
        assert!(person.has("7714 123456"), "nobody removes another person's document");
        person.send(&remove, &[]).await.assert_at("/account/documents");
        assert!(!person.has("7714 123456") && person.has("Документ удалён"));
        // Once more, from another window: the list is as it is.
        person.send(&remove, &[]).await.assert_at("/account/documents");
        assert_eq!(person.open("/account/documents/add/nonsense").await.status, StatusCode::NOT_FOUND);
        let mut visitor = Browser::new(&scene.world);
        visitor.open("/account/documents").await;
        visitor.assert_at("/login?return=/account/documents");
    }
}
