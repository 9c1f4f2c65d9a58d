//! From a system's request to its tokens, in each generation.

use okno_app::esia::key;
use okno_domain::time::{DAY, SECOND};
use okno_oidc::jose::Algorithm;
use okno_pki::{digest::DigestAlgorithm, scheme::Scheme};
use okno_testkit::{citizen::PASSWORD, engine_test, esia::TestSystem, person::citizen_form};
use serde_json::json;

use super::{CALLBACK, PHONE, STATE, Stage, V2, V3, answer, call, claims, code_of, part, with};
use crate::browser::Browser;

engine_test! {
    /// R212, R213, R216, sections 1.8, 2.2 to 2.5: the password is typed here alone; the person is asked; the system gets a code,
    /// then tokens that it verifies by the certificate it was given.
    async fn somebody_signs_in_at_a_system(store: Store) {
        let mut stage = Stage::new(store, TestSystem::rsa(), json!({}), json!({})).await;
        let anna = stage.world.standard_citizen(PHONE, &citizen_form()).await;
        let request = stage.ac(&[("scope", "openid fullname email mobile")]);
        stage.browser.open(&request).await;
        assert!(stage.browser.at.starts_with("/login?return="), "{}", stage.browser.at);
        let form = [("login", PHONE), ("password", PASSWORD), ("return", &stage.browser.hidden("return").clone())];
        stage.browser.send("/login", &form).await;
        let page = stage.browser.at.clone();
        assert!(page.starts_with("/oauth2/interaction/") && stage.browser.has("Demo system"), "{page}");
        let agreed = [("choice", "agree"), ("claim", "family_name"), ("claim", "given_name"), ("claim", "name")];
        stage.browser.send(&page, &agreed).await;
        let told = answer(&stage.browser);
        assert_eq!(told["state"], STATE);
        let code = part(&told["code"], 0);
        assert_eq!((code["sbt"].as_str(), code["alg"].as_str()), (Some("code"), Some("RS256")));

        let tokens = stage.redeem(&told["code"]).await;
        assert_eq!((tokens["token_type"].as_str(), tokens["expires_in"].as_i64()), (Some("Bearer"), Some(3600)));
        assert_eq!((tokens["state"].as_str(), tokens.get("refresh_token")), (Some(STATE), None));
        assert_eq!(stage.browser.header("content-type"), "application/json;charset=UTF-8");
        assert_eq!(stage.browser.header("cache-control"), "no-store");
        let (id, access) = (claims(&tokens["id_token"]), claims(&tokens["access_token"]));
        let oid = access["urn:esia:sbj_id"].as_u64().unwrap();
        assert!((1_000_000_000..1 << 31).contains(&oid));
        assert_eq!(access["iss"], "http://esia.gosuslugi.ru/");
        assert_eq!(access["scope"], format!("openid fullname?oid={oid} email?oid={oid} mobile?oid={oid}"));
        assert_eq!((id["sub"].as_u64(), id["aud"].as_str(), id["amr"].as_str()), (Some(oid), Some("DEMO01"), Some("PWD")));
        assert_eq!((&id["urn:esia:sbj"]["urn:esia:sbj:oid"], &id["urn:esia:sid"]), (&json!(oid), &access["urn:esia:sid"]));
        // Standard is not confirmed.
        assert_eq!(id["urn:esia:sbj"]["urn:esia:sbj:lvl"], "P");
        assert_eq!(id["urn:esia:sbj"].get("urn:esia:sbj:is_tru"), None);
        let keys = key::current(&stage.world.cx()).await.unwrap();
        let certificate = &keys.signing(Algorithm::Rs256, stage.world.cx().now).unwrap().certificate;
        let token = tokens["access_token"].as_str().unwrap();
        let (input, signature) = token.rsplit_once('.').unwrap();
        let signature = okno_pki::base64::decode(signature, 1024).unwrap();
        certificate.check_self_signed().unwrap();
        let scheme = Scheme::RsaPkcs1(DigestAlgorithm::Sha256);
        certificate.public_key().verify(scheme, input.as_bytes(), &signature).unwrap();

        // What was ticked off is not told, whatever the token names.
        let person = stage.read(&format!("/rs/prns/{oid}"), token).await;
        assert_eq!((person["firstName"].as_str(), person.get("middleName")), (Some("Анна"), None));
        assert_eq!((person["trusted"].as_bool(), person["status"].as_str()), (Some(false), Some("REGISTERED")));
        let contacts = stage.read(&format!("/rs/prns/{oid}/ctts?embed=(elements)"), token).await;
        assert_eq!(contacts["size"], 0);

        // Again: signed in, agreed, no page; confirmed by now, and the same number.
        stage.world.confirm_by_hand(anna.id()).await;
        let tokens = stage.tokens(&[("scope", "openid fullname email mobile")]).await;
        let id = claims(&tokens["id_token"]);
        assert_eq!(id["sub"], oid);
        assert_eq!(id["urn:esia:sbj"]["urn:esia:sbj:lvl"], "PR");
        assert_eq!(id["urn:esia:sbj"]["urn:esia:sbj:is_tru"], true);
        // The person sees it, and takes it back.
        stage.browser.open("/account/sites").await;
        assert!(stage.browser.has("Demo system"));
        let token = tokens["access_token"].as_str().unwrap().to_owned();
        stage.browser.send("/account/sites/withdraw", &[("site", "DEMO01")]).await;
        let refused = stage.read(&format!("/rs/prns/{oid}"), &token).await;
        assert_eq!((stage.browser.status.as_u16(), code_of(&refused)), (401, "ESIA-005011"));
        let request = stage.ac(&[("scope", "openid fullname email mobile")]);
        stage.browser.open(&request).await;
        assert!(stage.browser.at.starts_with("/oauth2/interaction/"), "asked anew");
    }

    /// Sections 1.3, 1.4, 1.5 and 2.1: the second and third generation, with raw GOST signatures and GOST tokens.
    async fn later_generations_sign_more(store: Store) {
        let system = TestSystem::gost(7);
        let esia = json!({ "algorithm": "GOST3410_2012_256" });
        let mut stage = Stage::new(store, system, esia, json!({ "consent": "implied" })).await;
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        let hash = stage.system.certificate.hash().to_uppercase();
        let common = [("redirect_uri", CALLBACK), ("client_certificate_hash", hash.as_str())];
        for (endpoint, parts) in [("/aas/oauth2/v2/te", V2), ("/aas/oauth2/v3/te", V3)] {
            let usual = with(&common, &[("response_type", "code"), ("access_type", "offline")]);
            let fields = stage.signed(&usual, V2, true);
            let address = format!("/aas/oauth2/v2/ac?{}", serde_urlencoded::to_string(fields).unwrap());
            stage.browser.open_only(&address).await;
            let code = answer(&stage.browser)["code"].clone();
            let more = [("grant_type", "authorization_code"), ("token_type", "Bearer"), ("code", code.as_str())];
            let fields = stage.signed(&with(&common, &more), parts, true);
            let tokens = call(&mut stage.browser, endpoint, &fields).await;
            assert_eq!(part(tokens["access_token"].as_str().unwrap(), 0)["alg"], "GOST3410_2012_256");
            assert!(tokens["id_token"].is_string() && tokens["refresh_token"].is_string(), "{tokens}");
            // What was signed for one generation does not do for another.
            let other = if parts == V3 { "/aas/oauth2/v2/te" } else { "/aas/oauth2/v3/te" };
            let refused = call(&mut stage.browser, other, &fields).await;
            assert_eq!((stage.browser.status.as_u16(), code_of(&refused)), (400, "ESIA-007053"));

            // Both clients that refresh sign something else (section 1.3).
            let token = tokens["refresh_token"].as_str().unwrap().to_owned();
            let more = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
            let fields = stage.signed(&with(&common, &more), V2, true);
            let second = call(&mut stage.browser, endpoint, &fields).await;
            let token = second["refresh_token"].as_str().unwrap_or_else(|| panic!("{second}")).to_owned();
            let more = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
            let last = ["client_id", "scope", "timestamp", "state", "refresh_token"];
            let fields = stage.signed(&more, &last, true);
            let third = call(&mut stage.browser, "/aas/oauth2/v3/te", &fields).await;
            assert!(third["access_token"].is_string(), "{third}");
        }
    }

    /// Sections 2.6 and 2.9: the refresh token before dies; shown again it ends everything. Access offline outlives the session.
    async fn refresh_tokens_are_good_once(store: Store) {
        let mut stage = Stage::plain(store).await;
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        let tokens = stage.tokens(&[("access_type", "offline")]).await;
        let first = tokens["refresh_token"].as_str().unwrap().to_owned();
        stage.browser.open("/account").await;
        stage.browser.send("/logout", &[]).await;
        stage.world.clock.advance(DAY);
        let refresh = |stage: &Stage, token: &str| {
            stage.te(&[("grant_type", "refresh_token"), ("refresh_token", token)])
        };
        let fields = refresh(&stage, &first);
        let second = call(&mut stage.browser, "/aas/oauth2/te", &fields).await;
        let next = second["refresh_token"].as_str().unwrap().to_owned();
        assert!(next != first && second["id_token"].is_string());
        let access = second["access_token"].as_str().unwrap().to_owned();
        let oid = claims(&second["access_token"])["urn:esia:sbj_id"].as_u64().unwrap();
        assert!(stage.read(&format!("/rs/prns/{oid}"), &access).await["firstName"].is_string());
        let again = call(&mut stage.browser, "/aas/oauth2/te", &fields).await;
        assert_eq!((again["error"].as_str(), code_of(&again)), (Some("invalid_grant"), "ESIA-007011"));
        let fields = refresh(&stage, &next);
        let after = call(&mut stage.browser, "/aas/oauth2/te", &fields).await;
        assert_eq!(code_of(&after), "ESIA-007011");
        assert_eq!(code_of(&stage.read(&format!("/rs/prns/{oid}"), &access).await), "ESIA-005011");
    }

    /// R217: what was given online ends with the session.
    async fn access_online_ends_with_the_session(store: Store) {
        let mut stage = Stage::plain(store).await;
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        let tokens = stage.tokens(&[]).await;
        let oid = claims(&tokens["access_token"])["urn:esia:sbj_id"].as_u64().unwrap();
        let token = tokens["access_token"].as_str().unwrap().to_owned();
        stage.browser.open("/account").await;
        stage.browser.send("/logout", &[]).await;
        assert_eq!(code_of(&stage.read(&format!("/rs/prns/{oid}"), &token).await), "ESIA-005011");
    }

    /// Section 1.8: the code is good once, for three minutes, for its address; redeemed again it ends what it brought.
    async fn a_code_is_good_once(store: Store) {
        let mut stage = Stage::plain(store).await;
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        let code = stage.code(&[]).await;
        let elsewhere = stage.te(&[("code", &code), ("redirect_uri", "https://rp.example/other")]);
        assert_eq!(code_of(&call(&mut stage.browser, "/aas/oauth2/te", &elsewhere).await), "ESIA-007011");
        assert_eq!(code_of(&stage.redeem(&code).await), "ESIA-007011", "it is spoiled");

        let code = stage.code(&[]).await;
        stage.world.clock.advance(SECOND * 180);
        assert_eq!(code_of(&stage.redeem(&code).await), "ESIA-007011");

        let code = stage.code(&[]).await;
        stage.world.clock.advance(SECOND * 179);
        let tokens = stage.redeem(&code).await;
        let token = tokens["access_token"].as_str().unwrap().to_owned();
        let oid = claims(&tokens["access_token"])["urn:esia:sbj_id"].as_u64().unwrap();
        assert_eq!(code_of(&stage.redeem(&code).await), "ESIA-007011");
        assert_eq!(code_of(&stage.read(&format!("/rs/prns/{oid}"), &token).await), "ESIA-005011");

        // Another system cannot redeem it, and neither can the endpoint of OpenID Connect.
        stage.enter("DEMO02", &json!({}), &json!({ "consent": "implied" })).await;
        let code = stage.code(&[]).await;
        let foreign = stage.te(&[("client_id", "DEMO02"), ("code", &code)]);
        assert_eq!(code_of(&call(&mut stage.browser, "/aas/oauth2/te", &foreign).await), "ESIA-007011");
        assert!(stage.redeem(&code).await["access_token"].is_string(), "a stranger spoils nothing");
    }

    /// PKCE on the second generation, both methods (007039, 007040).
    async fn a_verifier_fits_its_challenge(store: Store) {
        const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        let mut stage = Stage::new(store, TestSystem::gost(9), json!({}), json!({ "consent": "implied" })).await;
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        let hash = stage.system.certificate.hash();
        let common = [("redirect_uri", CALLBACK), ("client_certificate_hash", hash.as_str())];
        for (challenge, method, verifier, refused) in [
            (Some(CHALLENGE), "S256", Some(VERIFIER), None),
            (Some(VERIFIER), "plain", Some(VERIFIER), None),
            (Some(CHALLENGE), "S256", None, Some("ESIA-007040")),
            (Some(CHALLENGE), "S256", Some(CHALLENGE), Some("ESIA-007040")),
            (None, "", Some(VERIFIER), Some("ESIA-007039")),
        ] {
            let mut usual = with(&common, &[("response_type", "code"), ("access_type", "online")]);
            if let Some(challenge) = challenge {
                usual.extend([("code_challenge", challenge), ("code_challenge_method", method)]);
            }
            let fields = stage.signed(&usual, V2, true);
            let address = format!("/aas/oauth2/v2/ac?{}", serde_urlencoded::to_string(fields).unwrap());
            stage.browser.open_only(&address).await;
            let code = answer(&stage.browser)["code"].clone();
            let mut more = vec![("grant_type", "authorization_code"), ("token_type", "Bearer"), ("code", code.as_str())];
            more.extend(verifier.map(|verifier| ("code_verifier", verifier)));
            let fields = stage.signed(&with(&common, &more), V3, true);
            let tokens = call(&mut stage.browser, "/aas/oauth2/v3/te", &fields).await;
            match refused {
                None => assert!(tokens["access_token"].is_string(), "{tokens}"),
                Some(code) => assert_eq!(code_of(&tokens), code),
            }
        }
    }

    /// Section 5 and R217: a system ends the session that it was signed in during; any other page only after the person agreed,
    /// and nobody is sent to an address that is not registered.
    async fn a_system_ends_the_session(store: Store) {
        let mut stage = Stage::plain(store).await;
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        let leave = "/idp/ext/Logout?client_id=DEMO01&state=x&redirect_url=https%3A%2F%2Frp.example%2Fbye";
        stage.browser.open_only(leave).await;
        assert_eq!(stage.browser.status, 200);
        assert!(stage.browser.has("Demo system") && stage.browser.has("id=\"submit\""));
        stage.browser.open("/account").await;
        stage.browser.assert_at("/account");
        stage.tokens(&[]).await;
        let mut evil = stage.browser.clone();
        stage.browser.open_only(leave).await;
        assert_eq!(stage.browser.header("location"), "https://rp.example/bye");
        stage.browser.open_only("/account").await;
        assert!(stage.browser.header("location").starts_with("/login"));
        // Nobody is signed in: that is what was wished for.
        stage.browser.open_only(leave).await;
        assert_eq!(stage.browser.header("location"), "https://rp.example/bye");
        for (query, code) in [
            ("client_id=DEMO01&redirect_url=https%3A%2F%2Fevil.example%2F", "ESIA-007023"),
            ("client_id=NOBODY&redirect_url=https%3A%2F%2Frp.example%2F", "ESIA-007005"),
            ("redirect_url=https%3A%2F%2Frp.example%2F", "ESIA-007014"),
        ] {
            evil.open_only(&format!("/idp/ext/Logout?{query}")).await;
            assert_eq!((evil.status.as_u16(), evil.header("location")), (400, ""));
            assert!(evil.has(code), "{}", evil.body);
        }
    }

    /// Where an installation does not serve the dialect, there is none of it.
    async fn it_is_off_by_default(store: Store) {
        let world = okno_testkit::World::new(store).await;
        let mut browser = Browser::new(&world);
        for path in ["/aas/oauth2/ac", "/aas/oauth2/v2/ac", "/rs/prns/1", "/idp/ext/Logout", "/categories/prns/1"] {
            browser.open_only(path).await;
            assert_eq!(browser.status, 404, "{path}");
        }
        browser.send_raw("/aas/oauth2/v3/te", "application/x-www-form-urlencoded", Vec::new()).await;
        assert_eq!(browser.status, 404);
    }
}
