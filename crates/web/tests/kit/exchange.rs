//! What the registries call.

use http::StatusCode;
use http::request::Builder;
use okno_app::ports::RegistryResult;
use okno_testkit::person::{citizen_form, submitted};

use crate::support::{Site, get};

fn callback(registry: &str) -> Builder {
    get(&format!("/exchange/registry/{registry}")).method("POST").header("content-type", "application/jose")
}

/// R98: an answer is taken in by callback, also a second time; what is not signed, not asked or not a message is refused
/// with the protocol's statuses, and no form token is asked for.
#[tokio::test]
async fn a_registry_calls_with_its_answer() {
    let site = Site::http().await;
    let person = site.world.citizen("+79161234567").await;
    submitted(&site.world, &person, &citizen_form()).await;
    site.world.drain().await;
    let answer = site.registry.answer(&RegistryResult::Match, site.world.clock.get());
    for _ in 0..2 {
        let taken = site.ask_portal(callback("pension_fund"), answer.clone()).await;
        assert_eq!((taken.status, taken.body.as_str()), (StatusCode::NO_CONTENT, ""));
    }
    for (registry, body, status) in [
        ("pension_fund", "no message".to_owned(), StatusCode::BAD_REQUEST),
        ("pension_fund", format!("{answer}x"), StatusCode::UNAUTHORIZED),
        ("nobody", answer.clone(), StatusCode::NOT_FOUND),
        ("pension_fund", "a".repeat(70_000), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let refused = site.ask_portal(callback(registry), body).await;
        assert_eq!(refused.status, status, "{registry}");
        assert!(!refused.header("content-type").contains("html"));
    }
    let json = callback("pension_fund").header("content-type", "application/json");
    assert_eq!(site.ask_portal(json, answer).await.status, StatusCode::NO_CONTENT);
    let json = get("/exchange/registry/pension_fund").method("POST").header("content-type", "application/json");
    assert_eq!(site.ask_portal(json, String::new()).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}
