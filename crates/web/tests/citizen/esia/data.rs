//! The data service (section 4): what tokens open, and what they do not.

use okno_testkit::{citizen::PASSWORD, engine_test, esia::TestSystem, person::citizen_form};
use serde_json::json;

use super::{PHONE, Stage, claims, code_of};

engine_test! {
    /// Sections 4.1 to 4.6: the person, its collections by address, inline and embedded, in every spelling that clients use.
    async fn a_system_reads_what_it_was_let(store: Store) {
        let words = json!({ "ru": "a", "en": "b", "fr": "c" });
        let names = [
            "openid", "fullname", "birthdate", "birthplace", "gender", "citizenship", "snils", "inn", "id_doc", "email", "mobile",
            "contacts", "addresses", "vehicles", "usr_org", "usr_avt", "kid_fullname",
        ];
        let scopes: serde_json::Map<_, _> = names.iter().map(|name| ((*name).to_owned(), words.clone())).collect();
        let rule = json!({ "consent": "implied", "scopes": scopes });
        let mut stage = Stage::new(store, TestSystem::rsa(), json!({}), rule).await;
        let form = citizen_form();
        stage.world.standard_citizen(PHONE, &form).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        let tokens = stage.tokens(&[("scope", &names.join(" "))]).await;
        let token = tokens["access_token"].as_str().unwrap().to_owned();
        let oid = claims(&tokens["access_token"])["urn:esia:sbj_id"].as_u64().unwrap();
        let at = |rest: &str| format!("/rs/prns/{oid}{rest}");

        let person = stage.read(&at("/"), &token).await;
        assert_eq!(person["stateFacts"], json!(["EntityRoot"]));
        assert_eq!(person["snils"].as_str().map(str::len), Some(14));
        assert_eq!(person["birthDate"].as_str().map(str::len), Some(10));
        assert_eq!((person["gender"].as_str(), person["citizenship"].as_str()), (Some("F"), Some("RUS")));
        assert_eq!(stage.browser.header("etag"), format!("\"{}\"", person["eTag"].as_str().unwrap()));
        assert!(stage.browser.header("content-type").starts_with("application/json"));
        assert_eq!((stage.browser.header("location"), stage.browser.header("cache-control")), ("", "no-store"));

        let listed = stage.read(&at("//ctts"), &token).await;
        assert_eq!(listed["elements"], json!([format!("https://okno.test/rs/prns/{oid}/ctts/1")]));
        let contact = stage.read(&at("/ctts/1"), &token).await;
        assert_eq!(contact["value"], "+7(916)1234567");
        assert_eq!((contact["type"].as_str(), contact["vrfStu"].as_str()), (Some("MBT"), Some("VERIFIED")));
        let inline = stage.read(&at("/ctts?embed=(elements)"), &token).await;
        assert_eq!(inline["elements"], json!([contact]));

        let id = person["rIdDoc"].as_u64().unwrap();
        let document = stage.read(&at(&format!("/docs/{id}")), &token).await;
        assert_eq!((document["type"].as_str(), document["vrfStu"].as_str()), (Some("RF_PASSPORT"), Some("VERIFIED")));
        assert_eq!(document["issueId"].as_str().map(str::len), Some(6));
        let all = "contacts.elements,addresses.elements-1,documents.elements,vehicles.elements,organizations.elements,kids.elements,roles.elements";
        let embedded = stage.read(&at(&format!("?embed=({all})")), &token).await;
        assert_eq!(embedded["documents"]["elements"], json!([document]));
        for empty in ["addresses", "vehicles", "organizations", "kids", "roles"] {
            assert_eq!((embedded[empty]["size"].as_u64(), &embedded[empty]["elements"]), (Some(0), &json!([])), "{empty}");
        }
        // The Digital profile has the same document; what is not kept here is not there.
        let profile = stage.read(&format!("/digital/api/public/v1/pso/{oid}/doc/RF_PASSPORT"), &token).await;
        assert_eq!(profile, json!([document]));
        for gone in [
            at("/ctts/7"), at("/docs/9"), at("/nothing"), "/rs/nothing".to_owned(), at("/kids/1"),
            format!("/esia-rs/api/public/v1/pso/{oid}/avt/circle"),
        ] {
            stage.read(&gone, &token).await;
            assert_eq!(stage.browser.status, 404, "{gone}");
        }
        // The person sees what was told, once.
        stage.browser.open("/account/sites").await;
        assert!(stage.browser.has("Demo system") && stage.browser.has("SNILS"), "{}", stage.browser.body);
    }

    /// Sections 2.9 and 4.1: tokens that are none, scopes that do not open, and people that are somebody else.
    async fn a_token_opens_its_own(store: Store) {
        let mut stage = Stage::plain(store).await;
        stage.world.standard_citizen(PHONE, &citizen_form()).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        let tokens = stage.tokens(&[]).await;
        let token = tokens["access_token"].as_str().unwrap().to_owned();
        let oid = claims(&tokens["access_token"])["urn:esia:sbj_id"].as_u64().unwrap();
        let person = stage.read(&format!("/rs/prns/{oid}"), &token).await;
        assert!(person["lastName"].is_string());
        for hidden in ["snils", "birthDate", "gender", "citizenship", "inn", "rIdDoc", "birthPlace"] {
            assert!(person.get(hidden).is_none(), "{hidden}");
        }
        for (path, status, code) in [
            (format!("/rs/prns/{}", oid + 1), 403, "ESIA-005029"),
            (format!("/rs/prns/{oid}/docs"), 403, "ESIA-005029"),
            (format!("/rs/prns/{oid}/addrs?embed=(elements)"), 403, "ESIA-005029"),
            (format!("/rs/prns/{oid}?embed=(secrets.elements)"), 400, "ESIA-030003"),
            (format!("/rs/prns/{oid}?embed=(elements)&embed=(elements)"), 400, "ESIA-030003"),
            ("/rs/prns".to_owned(), 403, "ESIA-005029"),
            ("/rs/orgs/1000400001".to_owned(), 403, "ESIA-005029"),
            (format!("/digital/api/public/v1/pso/{oid}/doc/RF_PASSPORT"), 403, "ESIA-005029"),
        ] {
            let told = stage.read(&path, &token).await;
            assert_eq!((stage.browser.status.as_u16(), code_of(&told)), (status, code), "{path}");
        }
        // E-mail was not asked for: the mobile phone alone is there.
        let contacts = stage.read(&format!("/rs/prns/{oid}/ctts?embed=(elements)"), &token).await;
        assert_eq!(contacts["size"], 1);
        let code = stage.code(&[]).await;
        let (front, signature) = token.rsplit_once('.').unwrap();
        for wrong in [
            String::new(),
            "a.b.c".to_owned(),
            format!("{front}."),
            format!("{front}.{}", "A".repeat(signature.len())),
            tokens["id_token"].as_str().unwrap().to_owned(),
            code,
        ] {
            let told = stage.read(&format!("/rs/prns/{oid}"), &wrong).await;
            assert_eq!((stage.browser.status.as_u16(), code_of(&told)), (401, "ESIA-005011"), "{wrong}");
        }
        stage.browser.open_only(&format!("/rs/prns/{oid}")).await;
        assert_eq!(stage.browser.status, 401, "a session of ours is no token");
    }
}
