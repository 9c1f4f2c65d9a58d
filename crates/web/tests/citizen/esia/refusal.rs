//! What is refused, with which code, and who is told.

use okno_app::{esia::trace, test_person};
use okno_domain::{
    confirmation::ConfirmationMethod,
    time::{MINUTE, SECOND},
};
use okno_testkit::{World, citizen::PASSWORD, engine_test, esia::TestSystem, esia::time, person::citizen_form};
use serde_json::{Value, json};

use super::{CALLBACK, PHONE, STATE, Stage, V1, V2, answer, call, code_of, with};

fn description(browser: &crate::browser::Browser) -> String {
    let told = answer(browser);
    assert_eq!(told["state"], STATE);
    format!("{} {}", told["error"], told["error_description"].get(..11).unwrap())
}

async fn traced(world: &World) -> Vec<String> {
    trace::list(&world.cx(), "DEMO01", 100).await.unwrap().into_iter().map(|row| row.told).collect()
}

engine_test! {
    /// Sections 1.8 and 2.9: who asks and where the answer goes must be known before anything is told to anybody else.
    async fn a_stranger_is_told_nothing(store: Store) {
        let mut stage = Stage::plain(store).await;
        for (more, code) in [
            (("redirect_uri", "https://evil.example/cb"), "ESIA-007023"),
            (("redirect_uri", "https://rp.example.evil/cb"), "ESIA-007023"),
            (("redirect_uri", "http://rp.example/cb"), "ESIA-007023"),
            (("redirect_uri", "javascript:alert(1)"), "ESIA-007003"),
            (("client_id", "NOBODY"), "ESIA-007005"),
            (("client_id", ""), "ESIA-007014"),
            (("redirect_uri", ""), "ESIA-007014"),
        ] {
            let request = stage.ac(&[more]);
            stage.browser.open_only(&request).await;
            assert_eq!((stage.browser.status.as_u16(), stage.browser.header("location")), (400, ""), "{more:?}");
            assert!(stage.browser.has(code), "{more:?}: {}", stage.browser.body);
        }
        // A site that does not speak the dialect is no system of it, and a system is no client of OpenID Connect.
        stage.enter("DEMO02", &json!({}), &json!({})).await;
        let other = "/oauth2/authorize?client_id=DEMO02&response_type=code&redirect_uri=https%3A%2F%2Frp.example%2Fcb";
        stage.browser.open_only(other).await;
        assert_eq!((stage.browser.status.as_u16(), stage.browser.header("location")), (400, ""));
        // Too much is not read at all.
        let body = format!("x={}", "x".repeat(70_000)).into_bytes();
        stage.browser.send_raw("/aas/oauth2/te", "application/x-www-form-urlencoded", body).await;
        let told: Value = serde_json::from_str(&stage.browser.body).unwrap();
        assert_eq!((stage.browser.status.as_u16(), code_of(&told)), (400, "ESIA-007038"));
    }

    /// Somebody whom a developer made up gets into no system, in either stage, and the system is told so.
    async fn a_test_person_is_denied(store: Store) {
        let mut stage = Stage::plain(store).await;
        let developer = stage.world.citizen(PHONE).await;
        let made = test_person::make(&stage.world.cx(), &developer, "confirmed", "in_person").await.unwrap();
        stage.browser.log_in(&made.login, made.password.expose()).await.assert_at("/account");
        let request = stage.ac(&[]);
        stage.browser.open(&request).await;
        assert!(stage.browser.has("This is a test account"), "{}", stage.browser.said());
        let page = stage.browser.at.clone();
        stage.browser.send(&page, &[("choice", "cancel")]).await;
        let told = answer(&stage.browser);
        assert_eq!(told["error"], "access_denied", "{told:?}");
    }

    /// Section 2.9: everything else goes back to the system, always with its state.
    async fn a_system_is_told_what_is_wrong(store: Store) {
        let mut stage = Stage::plain(store).await;
        let late = time(okno_domain::time::after(stage.world.cx().now, -MINUTE * 10 - SECOND));
        let early = time(okno_domain::time::after(stage.world.cx().now, MINUTE * 10 + SECOND));
        let edge = time(okno_domain::time::after(stage.world.cx().now, -MINUTE * 10));
        for (more, told) in [
            (("response_type", "token"), "unsupported_response_type ESIA-007009"),
            (("scope", ""), "invalid_scope ESIA-007013"),
            (("scope", "everything"), "invalid_scope ESIA-007006"),
            (("scope", "openid snils"), "invalid_scope ESIA-007019"),
            (("access_type", "sometimes"), "invalid_request ESIA-007003"),
            (("access_type", ""), "invalid_request ESIA-007014"),
            (("timestamp", late.as_str()), "invalid_request ESIA-007015"),
            (("timestamp", early.as_str()), "invalid_request ESIA-007015"),
            (("timestamp", "yesterday"), "invalid_request ESIA-007015"),
            (("client_secret", "AAAA"), "access_denied ESIA-007053"),
            (("person_filter", "everybody"), "invalid_request ESIA-007003"),
        ] {
            let request = stage.ac(&[more]);
            stage.browser.open_only(&request).await;
            assert_eq!(description(&stage.browser), told, "{more:?}");
        }
        for (field, more) in [("state", "state=b"), ("scope", "scope=openid")] {
            let request = format!("{}&{more}", stage.ac(&[]));
            stage.browser.open_only(&request).await;
            assert_eq!(description(&stage.browser), "invalid_request ESIA-007003", "{field} twice");
        }
        let request = stage.ac(&[("timestamp", &edge)]);
        stage.browser.open_only(&request).await;
        assert!(stage.browser.header("location").starts_with("/oauth2/interaction/"), "the last second counts");
    }

    /// Sections 1.3 and 1.4: a signature over another string, by another key, in another container is none.
    async fn a_signature_is_over_this_request(store: Store) {
        let mut stage = Stage::plain(store).await;
        // One sign-in's signature does not do for another scope, state or time.
        let good = stage.ac(&[]);
        for (was, is) in [("fullname", "email"), ("e4f0", "e4f1")] {
            stage.browser.open_only(&good.replace(was, is)).await;
            assert_eq!(answer(&stage.browser)["error_description"].get(..11), Some("ESIA-007053"), "{was}");
        }
        let fields = stage.signed(&[("response_type", "code"), ("access_type", "online"), ("redirect_uri", CALLBACK)], V2, false);
        let other = format!("/aas/oauth2/ac?{}", serde_urlencoded::to_string(fields).unwrap());
        stage.browser.open_only(&other).await;
        assert_eq!(description(&stage.browser), "access_denied ESIA-007053");
        // The developer reads which reading would have fitted, and no secret.
        let told = traced(&stage.world).await;
        let told = told.iter().find(|told| told.contains("v2: would fit in lenient mode")).unwrap();
        assert!(!told.contains(STATE) && !told.contains("MII"), "{told}");

        // Another key of the same name.
        let own = std::mem::replace(&mut stage.system, TestSystem::gost(3));
        let request = stage.ac(&[]);
        stage.browser.open_only(&request).await;
        assert_eq!(description(&stage.browser), "access_denied ESIA-007053");
        stage.system = own;
        // No certificate at all; and one whose time is over.
        stage.enter("DEMO01", &json!({ "certificates": [] }), &json!({})).await;
        let request = stage.ac(&[]);
        stage.browser.open_only(&request).await;
        assert_eq!(description(&stage.browser), "invalid_request ESIA-007002");
        stage.enter("DEMO01", &json!({}), &json!({})).await;
        stage.world.clock.set("2041-01-01T00:00:00Z".parse().unwrap());
        let request = stage.ac(&[]);
        stage.browser.open_only(&request).await;
        assert_eq!(description(&stage.browser), "invalid_request ESIA-007002");
        // A week later nothing of it is kept.
        assert_eq!(traced(&stage.world).await.len(), 1, "only what is of this week");
    }

    /// Section 1.5: the hash names the certificate; SHA-1 counts in lenient mode only.
    async fn the_hash_is_of_a_registered_certificate(store: Store) {
        use okno_pki::{digest::DigestAlgorithm, hex};
        let mut stage = Stage::new(store, TestSystem::gost(5), json!({}), json!({ "consent": "implied" })).await;
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        let digest = |algorithm| hex(&stage.system.certificate.digest(algorithm));
        let (sha1, sha256) = (digest(DigestAlgorithm::Sha1), digest(DigestAlgorithm::Sha256));
        let (short, long) = (digest(DigestAlgorithm::Streebog256), digest(DigestAlgorithm::Streebog512));
        let other = "0".repeat(64);
        for lenient in [false, true] {
            if lenient {
                stage.enter("DEMO01", &json!({ "mode": "lenient" }), &json!({ "consent": "implied" })).await;
            }
            for (hash, refused) in [
                (short.as_str(), None),
                (long.as_str(), None),
                (sha256.as_str(), None),
                (sha1.as_str(), (!lenient).then_some("access_denied ESIA-007053")),
                (other.as_str(), Some("access_denied ESIA-007053")),
                ("xyz", Some("invalid_request ESIA-007003")),
                ("", (!lenient).then_some("invalid_request ESIA-007014")),
            ] {
                let usual = [
                    ("response_type", "code"),
                    ("access_type", "online"),
                    ("redirect_uri", CALLBACK),
                    ("client_certificate_hash", hash),
                ];
                let fields = stage.signed(&usual, V2, true);
                let address = format!("/aas/oauth2/v2/ac?{}", serde_urlencoded::to_string(fields).unwrap());
                stage.browser.open_only(&address).await;
                match refused {
                    None => assert!(answer(&stage.browser).contains_key("code"), "{hash} {lenient}"),
                    Some(told) => assert_eq!(description(&stage.browser), told, "{hash} {lenient}"),
                }
            }
        }
    }

    /// R213, R214, sections 1.1 and 6: levels and methods, by the rule of the system and by its request.
    async fn an_account_is_taken_by_the_rule(store: Store) {
        let rule = json!({ "least_level": "confirmed", "excluded_methods": ["registered_letter"] });
        let mut stage = Stage::new(store, TestSystem::rsa(), json!({}), rule).await;
        let anna = stage.world.standard_citizen(PHONE, &citizen_form()).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        let refused = async |stage: &mut Stage, more: &[(&str, &str)]| {
            let request = stage.ac(more);
            stage.browser.open(&request).await;
            assert_eq!(stage.browser.status, 403, "{}", stage.browser.body);
            let page = stage.browser.at.clone();
            stage.browser.send(&page, &[("choice", "cancel")]).await;
            description(&stage.browser)
        };
        assert_eq!(refused(&mut stage, &[]).await, "access_denied ESIA-007055");
        stage.world.confirm_by(anna.id(), ConfirmationMethod::RegisteredLetter).await;
        assert_eq!(refused(&mut stage, &[]).await, "access_denied ESIA-007004");
        stage.world.confirm_by(anna.id(), ConfirmationMethod::InPerson).await;
        let request = stage.ac(&[]);
        stage.browser.open(&request).await;
        assert!(stage.browser.at.starts_with("/oauth2/interaction/") && stage.browser.status == 200);

        // `conf_acc` asks for the same where the rule does not.
        stage.enter("DEMO01", &json!({}), &json!({ "consent": "implied" })).await;
        let mut boris = crate::browser::Browser::new(&stage.world).speaking("en");
        stage.world.citizen("+79161234568").await;
        boris.log_in("+79161234568", PASSWORD).await;
        std::mem::swap(&mut stage.browser, &mut boris);
        assert_eq!(refused(&mut stage, &[("person_filter", "Y29uZl9hY2M")]).await, "access_denied ESIA-007055");
        assert!(stage.tokens(&[]).await["access_token"].is_string());
        std::mem::swap(&mut stage.browser, &mut boris);
        assert!(stage.tokens(&[("person_filter", "Y29uZl9hY2M")]).await["access_token"].is_string());
    }

    /// R216: the person says no, or gives up.
    async fn a_person_may_refuse(store: Store) {
        let mut stage = Stage::new(store, TestSystem::rsa(), json!({}), json!({})).await;
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        for choice in ["deny", "cancel"] {
            let request = stage.ac(&[]);
            stage.browser.open(&request).await;
            let page = stage.browser.at.clone();
            stage.browser.send(&page, &[("choice", choice)]).await;
            assert_eq!(description(&stage.browser), "access_denied ESIA-007004", "{choice}");
        }
    }

    /// What a system held is worth what the account is worth now (R213), and nothing once the system is switched off.
    async fn what_a_system_holds_may_lose_its_worth(store: Store) {
        let mut stage = Stage::plain(store).await;
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        let tokens = stage.tokens(&[("access_type", "offline")]).await;
        let token = tokens["access_token"].as_str().unwrap().to_owned();
        let oid = crate::esia::claims(&tokens["access_token"])["urn:esia:sbj_id"].as_u64().unwrap();
        let path = format!("/rs/prns/{oid}");
        assert!(stage.read(&path, &token).await["firstName"].is_string());
        stage.enter("DEMO01", &json!({}), &json!({ "consent": "implied", "least_level": "standard" })).await;
        assert_eq!(code_of(&stage.read(&path, &token).await), "ESIA-005011");
        let refresh = tokens["refresh_token"].as_str().unwrap().to_owned();
        let fields = stage.te(&[("grant_type", "refresh_token"), ("refresh_token", &refresh)]);
        assert_eq!(code_of(&call(&mut stage.browser, "/aas/oauth2/te", &fields).await), "ESIA-007011");
        stage.enter("DEMO01", &json!({}), &json!({ "consent": "implied" })).await;
        let state = okno_domain::relying_party::SiteState::Disabled;
        okno_app::relying_party::switch(&stage.world.cx(), "DEMO01", state).await.unwrap();
        assert_eq!(code_of(&stage.read(&path, &token).await), "ESIA-005011");
        let request = stage.ac(&[]);
        stage.browser.open_only(&request).await;
        assert!(stage.browser.status == 400 && stage.browser.has("ESIA-007005"));
    }

    /// Section 1.3, lenient mode: any order of any generation, either container, unsigned codes by a setting; and nothing but the
    /// signature is forgiven.
    async fn lenient_mode_reads_what_clients_send(store: Store) {
        let esia = json!({ "mode": "lenient", "unsigned_token_requests": true });
        let mut stage = Stage::new(store, TestSystem::rsa(), esia, json!({ "consent": "implied" })).await;
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        // The first order at later endpoints, in CMS, any time, any state, unknown scopes, no access_type (fr05t1k, epgu-api).
        let usual = [
            ("response_type", "code"),
            ("redirect_uri", CALLBACK),
            ("state", "any text"),
            ("timestamp", "2001.01.01 24:00:00 +0300"),
            ("scope", "openid  fullname something_new"),
        ];
        let fields = stage.signed(&usual, V1, false);
        let address = format!("/aas/oauth2/v2/ac?{}", serde_urlencoded::to_string(fields).unwrap());
        stage.browser.open_only(&address).await;
        let told = answer(&stage.browser);
        assert_eq!(told["state"], "any text");
        let code = told["code"].clone();
        let fields = stage.te(&[("code", &code)]);
        let tokens = call(&mut stage.browser, "/aas/oauth2/v3/te", &fields).await;
        assert!(tokens["refresh_token"].is_string(), "always, in lenient mode: {tokens}");
        assert!(traced(&stage.world).await.iter().any(|told| told.contains("v1: FITS")));
        // Without a signature (passport-esia), by its setting alone, and codes alone.
        let code = stage.code(&[]).await;
        let fields = stage.te(&[("code", &code), ("client_secret", "secret")]);
        let tokens = call(&mut stage.browser, "/aas/oauth2/te", &fields).await;
        let token = tokens["refresh_token"].as_str().unwrap().to_owned();
        let more = [("grant_type", "refresh_token"), ("refresh_token", token.as_str()), ("client_secret", "secret")];
        let fields = stage.te(&more);
        assert_eq!(code_of(&call(&mut stage.browser, "/aas/oauth2/te", &fields).await), "ESIA-007053");
        // Neither the signature at the front door nor the address is forgiven.
        let request = stage.ac(&[("client_secret", "secret")]);
        stage.browser.open_only(&request).await;
        assert_eq!(answer(&stage.browser)["error_description"].get(..11), Some("ESIA-007053"));
        let request = stage.ac(&[("redirect_uri", "https://evil.example/cb")]);
        stage.browser.open_only(&request).await;
        assert_eq!((stage.browser.status.as_u16(), stage.browser.header("location")), (400, ""));
        // The text inside the message (npm-esia).
        let mut fields = stage.signed(&with(&usual, &[("client_secret", "x")]), V1, false);
        let text: String = V1.iter().map(|part| fields[*part].clone()).collect();
        fields.insert("client_secret".to_owned(), stage.system.attached(&text));
        let address = format!("/aas/oauth2/ac?{}", serde_urlencoded::to_string(fields).unwrap());
        stage.browser.open_only(&address).await;
        assert!(answer(&stage.browser).contains_key("code"));
    }
}
