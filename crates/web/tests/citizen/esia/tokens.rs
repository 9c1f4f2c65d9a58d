//! Forms of tokens, a system's own, and those of API keys.

use okno_app::{
    esia::key,
    relying_party::{self, SiteFile},
};
use okno_domain::time::{HOUR, MINUTE};
use okno_oidc::jose::Algorithm;
use okno_testkit::{citizen::PASSWORD, engine_test, esia::TestSystem};
use serde_json::{Value, json};

use super::{PHONE, STATE, Stage, V1, call, claims, code_of, part};

engine_test! {
    /// Sections 2.3 to 2.5: issuer, forms of the number, lives; another algorithm is another key, and older tokens are not taken.
    async fn a_registration_says_how_tokens_look(store: Store) {
        let esia = json!({ "subject": "text", "object": "text" });
        let rule = json!({ "consent": "implied", "access_seconds": 60 });
        let mut stage = Stage::new(store, TestSystem::rsa(), esia, rule.clone()).await;
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        let tokens = stage.tokens(&[("nonce", "n1")]).await;
        let (id, access) = (claims(&tokens["id_token"]), claims(&tokens["access_token"]));
        let oid = id["sub"].as_str().unwrap().to_owned();
        assert_eq!((access["urn:esia:sbj_id"].as_str(), id["nonce"].as_str()), (Some(oid.as_str()), Some("n1")));
        assert_eq!(access["exp"].as_i64().unwrap() - access["iat"].as_i64().unwrap(), 60);
        assert_eq!(id["exp"].as_i64().unwrap() - id["iat"].as_i64().unwrap(), 10_800);
        let path = format!("/rs/prns/{oid}");
        let token = tokens["access_token"].as_str().unwrap().to_owned();
        assert!(stage.read(&path, &token).await["firstName"].is_string());
        // The next key signs from its time on; what the one before signed stays good.
        let now = stage.world.cx().now;
        key::make(&stage.world.cx(), Algorithm::Gost512, now).await.unwrap();
        stage.enter("DEMO01", &json!({ "algorithm": "GOST3410_2012_512" }), &rule).await;
        assert_eq!(code_of(&stage.read(&path, &token).await), "ESIA-005011", "another algorithm");
        let tokens = stage.tokens(&[]).await;
        let token = tokens["access_token"].as_str().unwrap().to_owned();
        assert_eq!(part(&token, 0)["alg"], "GOST3410_2012_512");
        key::make(&stage.world.cx(), Algorithm::Gost512, okno_domain::time::after(now, HOUR)).await.unwrap();
        assert!(stage.read(&path, &token).await["firstName"].is_string());
        let keys = key::current(&stage.world.cx()).await.unwrap();
        let at = |at| keys.signing(Algorithm::Gost512, at).unwrap().id;
        assert_ne!(at(now), at(okno_domain::time::after(now, HOUR)));
        stage.world.clock.advance(MINUTE);
        let told = stage.read(&path, &token).await;
        assert_eq!((stage.browser.status.as_u16(), code_of(&told)), (401, "ESIA-005013"));
    }

    /// Section 2.7: off by default; about organizations alone; what was signed is good once, and what was signed for a sign-in is
    /// not good for this.
    async fn a_system_asks_for_itself(store: Store) {
        let words = json!({ "ru": "a", "en": "b", "fr": "c" });
        let rule = json!({ "consent": "implied", "scopes": { "org_shortname": words, "fullname": words } });
        let mut stage = Stage::new(store, TestSystem::rsa(), json!({}), rule.clone()).await;
        let scope = "http://esia.gosuslugi.ru/org_shortname?org_oid=1000400001";
        let own = |stage: &Stage, more: &[(&str, &str)]| {
            let usual = [("grant_type", "client_credentials"), ("response_type", "token"), ("token_type", "Bearer"), ("scope", scope)];
            stage.signed(&crate::esia::with(&usual, more), V1, false)
        };
        let fields = own(&stage, &[]);
        assert_eq!(code_of(&call(&mut stage.browser, "/aas/oauth2/te", &fields).await), "ESIA-007005");
        let esia = json!({ "own_credentials": true, "organizations": [1_000_400_001_u64] });
        stage.enter("DEMO01", &esia, &rule).await;
        for (scope, code) in [
            ("http://esia.gosuslugi.ru/org_shortname?org_oid=1000400002", "ESIA-007019"),
            ("http://esia.gosuslugi.ru/org_ogrn?org_oid=1000400001", "ESIA-007019"),
            ("fullname", "ESIA-007019"),
        ] {
            let fields = own(&stage, &[("scope", scope)]);
            assert_eq!(code_of(&call(&mut stage.browser, "/aas/oauth2/te", &fields).await), code, "{scope}");
        }
        let fields = own(&stage, &[]);
        let tokens = call(&mut stage.browser, "/aas/oauth2/te", &fields).await;
        assert_eq!((tokens["state"].as_str(), tokens.get("id_token"), tokens.get("refresh_token")), (Some(STATE), None, None));
        let access = claims(&tokens["access_token"]);
        assert_eq!((access["scope"].as_str(), access.get("urn:esia:sbj_id")), (Some(scope), None));
        assert_eq!(code_of(&call(&mut stage.browser, "/aas/oauth2/te", &fields).await), "ESIA-007053", "shown twice");
        // There are no organizations here yet.
        let token = tokens["access_token"].as_str().unwrap().to_owned();
        stage.read("/rs/orgs/1000400001", &token).await;
        assert_eq!(stage.browser.status, 404);
        let told = stage.read("/rs/orgs/1000400002", &token).await;
        assert_eq!((stage.browser.status.as_u16(), code_of(&told)), (400, "ESIA-007194"));
        // A sign-in that was seen on its way is no request of the system itself.
        let state = "00000000-0000-4000-8000-000000000001";
        let request = stage.ac(&[("scope", scope), ("state", state)]);
        stage.browser.open_only(&request).await;
        let secret: crate::esia::Fields = serde_urlencoded::from_str(request.split_once('?').unwrap().1).unwrap();
        let stolen = own(&stage, &[("state", state), ("client_secret", &secret["client_secret"])]);
        assert_eq!(code_of(&call(&mut stage.browser, "/aas/oauth2/te", &stolen).await), "ESIA-007053");
    }

    /// Section 2.7: where an installation reads requests leniently, what a system asks for itself still has a window of time and is
    /// good once within it.
    async fn a_lenient_installation_has_a_window_for_systems(store: Store) {
        let words = json!({ "ru": "a", "en": "b", "fr": "c" });
        let rule = json!({ "consent": "implied", "scopes": { "org_shortname": words } });
        let esia = json!({ "own_credentials": true, "organizations": [1_000_400_001_u64] });
        let mut stage = Stage::with(store, TestSystem::rsa(), (esia, rule), |settings| settings.esia.lenient = true).await;
        let scope = "http://esia.gosuslugi.ru/org_shortname?org_oid=1000400001";
        let usual = [("grant_type", "client_credentials"), ("response_type", "token"), ("token_type", "Bearer"), ("scope", scope)];
        let old = stage.signed(&usual, V1, false);
        stage.world.clock.advance(MINUTE * 11);
        assert_eq!(code_of(&call(&mut stage.browser, "/aas/oauth2/te", &old).await), "ESIA-007015");
        let fields = stage.signed(&usual, V1, false);
        let tokens = call(&mut stage.browser, "/aas/oauth2/te", &fields).await;
        assert!(tokens["access_token"].is_string(), "{tokens}");
        assert_eq!(code_of(&call(&mut stage.browser, "/aas/oauth2/te", &fields).await), "ESIA-007053");
    }

    /// Section 2.8: a token for an employee's key, by a signature over it; it opens nothing of the person.
    async fn a_program_acts_by_an_api_key(store: Store) {
        const KEY: &str = "0c4f0d5e-8f0e-4a8e-9d0d-1d8c0a9c2b11";
        let mut stage = Stage::plain(store).await;
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        let tokens = stage.tokens(&[]).await;
        let oid = claims(&tokens["access_token"])["urn:esia:sbj_id"].as_u64().unwrap();
        let employee = TestSystem::gost(4);
        let enter = async |stage: &Stage, entry: Value| {
            let file = json!({
                "client_id": "DEMO01", "stage": "test", "metadata": { "client_name": "Demo system" },
                "rule": { "consent": "implied" },
                "esia": { "redirects": ["https://rp.example"], "certificates": [stage.system.pem()], "algorithm": "RS256" },
                "esia_api_keys": [entry],
            });
            let file: SiteFile = serde_json::from_value(file).unwrap();
            relying_party::install(&stage.world.cx(), &file).await.unwrap()
        };
        let good = json!({ "key": KEY, "person": oid, "certificates": [employee.pem()], "scopes": ["org_ogrn?org_oid=1000400001"] });
        for (member, value) in [
            ("key", json!("short")),
            ("person", json!(1)),
            ("certificates", json!([stage.system.pem()])),
            ("scopes", json!(["fullname"])),
            ("scopes", json!([])),
        ] {
            let mut bad = good.clone();
            bad[member] = value;
            let faults = enter(&stage, bad).await.unwrap_err();
            assert!(faults.len() == 1 && faults[0].contains(member), "{faults:?}");
        }
        enter(&stage, good).await.unwrap();
        let path = |key: &str, signature: &str| {
            let signature = signature.trim_end_matches('=');
            format!("/esia-rs/api/public/v1/orgs/ext-app/{key}/tkn?signature={signature}")
        };
        stage.browser.open_only(&path(KEY, &employee.cms(KEY))).await;
        let told: Value = serde_json::from_str(&stage.browser.body).unwrap();
        let access = claims(&told["accessTkn"]);
        assert_eq!((access["urn:esia:sbj_id"].as_u64(), access["client_id"].as_str()), (Some(oid), Some("DEMO01")));
        assert_eq!(access["scope"], "org_ogrn?org_oid=1000400001");
        let token = told["accessTkn"].as_str().unwrap().to_owned();
        let refused = stage.read(&format!("/rs/prns/{oid}"), &token).await;
        assert_eq!((stage.browser.status.as_u16(), code_of(&refused)), (403, "ESIA-005029"));
        for (key, signature) in [
            (KEY, employee.cms("another text")),
            (KEY, employee.attached(KEY)),
            (KEY, TestSystem::gost(6).cms(KEY)),
            ("0c4f0d5e-8f0e-4a8e-9d0d-1d8c0a9c2b12", employee.cms("0c4f0d5e-8f0e-4a8e-9d0d-1d8c0a9c2b12")),
        ] {
            stage.browser.open_only(&path(key, &signature)).await;
            let told: Value = serde_json::from_str(&stage.browser.body).unwrap();
            assert_eq!(code_of(&told), "ESIA-008010");
        }
        // The file says nothing of keys any more: there is none.
        stage.enter("DEMO01", &json!({}), &json!({ "consent": "implied" })).await;
        stage.browser.open_only(&path(KEY, &employee.cms(KEY))).await;
        assert!(stage.browser.body.contains("ESIA-008010"));
    }
}
