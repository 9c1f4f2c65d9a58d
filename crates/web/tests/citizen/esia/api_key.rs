//! API keys (section 2.8): what the person reads of them.

use okno_app::{
    audit,
    relying_party::{self, SiteFile},
    session::SignedIn,
};
use okno_testkit::{citizen::PASSWORD, engine_test, esia::TestSystem};
use serde_json::{Value, json};

use super::{PHONE, Stage, claims};

const KEY: &str = "0c4f0d5e-8f0e-4a8e-9d0d-1d8c0a9c2b11";

async fn enter(stage: &Stage, keys: Value) {
    let file: SiteFile = serde_json::from_value(json!({
        "client_id": "DEMO01", "stage": "test", "metadata": { "client_name": "Demo system" },
        "rule": { "consent": "implied" },
        "esia": { "redirects": ["https://rp.example"], "certificates": [stage.system.pem()], "algorithm": "RS256" },
        "esia_api_keys": keys,
    }))
    .unwrap();
    relying_party::install(&stage.world.cx(), &file).await.unwrap().unwrap();
}

async fn acts(stage: &Stage, person: &SignedIn, act: &str) -> usize {
    let history = audit::history(&stage.world.cx(), person, None, 100).await.unwrap();
    history.iter().filter(|entry| entry.act == act && entry.detail == "DEMO01").count()
}

engine_test! {
    /// R225: a key that acts for a person is entered by others, so the person reads of it when it is new and when it is used for the
    /// first time; not each time that the file is entered anew.
    async fn a_person_reads_of_a_key(store: Store) {
        let mut stage = Stage::plain(store).await;
        let anna = stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        let tokens = stage.tokens(&[]).await;
        let oid = claims(&tokens["access_token"])["urn:esia:sbj_id"].as_u64().unwrap();
        let employee = TestSystem::gost(4);
        let key = json!({ "key": KEY, "person": oid, "certificates": [employee.pem()], "scopes": ["org_ogrn?org_oid=1000400001"] });
        enter(&stage, json!([key])).await;
        assert_eq!((acts(&stage, &anna, "esia-key-entered").await, acts(&stage, &anna, "esia-key-used").await), (1, 0));
        let signature = employee.cms(KEY);
        let path = format!(
            "/esia-rs/api/public/v1/orgs/ext-app/{KEY}/tkn?signature={}",
            signature.trim_end_matches('=')
        );
        for _ in 0..2 {
            stage.browser.open_only(&path).await;
            assert!(stage.browser.has("accessTkn"), "{}", stage.browser.body);
            enter(&stage, json!([key])).await;
            assert_eq!((acts(&stage, &anna, "esia-key-entered").await, acts(&stage, &anna, "esia-key-used").await), (1, 1));
        }
        stage.browser.open("/account/history").await;
        assert!(stage.browser.has("A key was entered by which an information system acts in your name"));
        assert!(stage.browser.has("An information system used such a key for the first time"));
        // Given up and entered again it is a new one.
        enter(&stage, json!([])).await;
        stage.browser.open_only(&path).await;
        assert!(stage.browser.has("ESIA-008010"));
        enter(&stage, json!([key])).await;
        assert_eq!((acts(&stage, &anna, "esia-key-entered").await, acts(&stage, &anna, "esia-key-used").await), (2, 1));
    }
}
