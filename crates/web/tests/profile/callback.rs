//! `POST /exchange/registry/{registry}` as docs/protocols/registry-exchange.md says.

use okno_app::ports::RegistryResult;
use okno_testkit::{
    engine_test,
    person::{citizen_form, submitted},
};

use crate::browser::{PHONE, Site};

const PATH: &str = "/exchange/registry/pension_fund";
const JOSE: &str = "application/jose";

engine_test! {
    /// 204 for an answer, also when it is known; 400, 401, 404, 413, 415 for what is none.
    async fn statuses_follow_the_protocol(store: Store) {
        let site = Site::new(store).await;
        let anna = site.world.log_in(PHONE, okno_testkit::citizen::PASSWORD).await.unwrap();
        submitted(&site.world, &anna, &citizen_form()).await;
        let now = site.world.clock.get();
        let signed = site.pension.answer(&RegistryResult::Match, now);
        let status = async |path: &str, kind: &str, body: &str| site.call(path, kind, body).await.status.as_u16();
        assert_eq!(status(PATH, JOSE, "no jws").await, 400);
        assert_eq!(status(PATH, JOSE, "").await, 400);
        let (head, _) = signed.rsplit_once('.').unwrap();
        assert_eq!(status(PATH, JOSE, &format!("{head}.AAAA")).await, 401);
        assert_eq!(status("/exchange/registry/interior_ministry", JOSE, &signed).await, 401);
        assert_eq!(status("/exchange/registry/tax_service", JOSE, &signed).await, 404);
        let unknown = site.pension.answer_to(anna.id().uuid(), &RegistryResult::Match, now);
        assert_eq!(status(PATH, JOSE, &unknown).await, 404);
        assert_eq!(status(PATH, "text/plain", &signed).await, 415);
        assert_eq!(status(PATH, JOSE, &"a".repeat(70_000)).await, 413);
        assert_eq!(site.get(PATH).await.status.as_u16(), 405);
        assert_eq!(status(PATH, JOSE, &signed).await, 204);
        assert_eq!(status(PATH, JOSE, &signed).await, 204);
    }
}
