//! What somebody gets who looks on at the browser, and who asks without end.

use okno_app::esia::trace;
use okno_domain::time::SECOND;
use okno_testkit::{citizen::PASSWORD, engine_test};
use serde_json::json;

use super::{CALLBACK, Fields, PHONE, Stage, answer, call, code_of};
use crate::browser::Browser;

/// A token request with nothing but what was seen at the browser: the system's request, and the code on the way back.
fn stolen(request: &str, code: &str) -> Fields {
    let mut fields: Fields = serde_urlencoded::from_str(request.split_once('?').unwrap().1).unwrap();
    fields.remove("response_type");
    let more =
        [("grant_type", "authorization_code"), ("token_type", "Bearer"), ("redirect_uri", CALLBACK), ("code", code)];
    fields.extend(more.map(|(name, value)| (name.to_owned(), value.to_owned())));
    fields
}

engine_test! {
    /// Section 1.3: what a system signs for a sign-in is to the letter what it signs for the code. Whoever saw both has no tokens of
    /// it, while the system itself may sign the same within the second.
    async fn what_was_seen_at_the_browser_redeems_nothing(store: Store) {
        let mut stage = Stage::plain(store).await;
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        for (esia, te) in [
            (json!({}), "/aas/oauth2/te"),
            (json!({ "mode": "lenient" }), "/aas/oauth2/te"),
            (json!({ "mode": "lenient" }), "/aas/oauth2/v3/te"),
        ] {
            stage.enter("DEMO01", &esia, &json!({ "consent": "implied" })).await;
            let request = stage.ac(&[]);
            stage.browser.open_only(&request).await;
            let code = answer(&stage.browser)["code"].clone();
            stage.world.clock.advance(SECOND * 6);
            let told = call(&mut stage.browser, te, &stolen(&request, &code)).await;
            assert_eq!(code_of(&told), "ESIA-007053", "{te} {told}");
            assert!(stage.redeem(&code).await["access_token"].is_string(), "the code is there for whoever has the key");

            let request = stage.ac(&[]);
            stage.browser.open_only(&request).await;
            let code = answer(&stage.browser)["code"].clone();
            stage.world.clock.advance(SECOND * 5);
            let told = call(&mut stage.browser, te, &stolen(&request, &code)).await;
            assert!(told["access_token"].is_string(), "{te} {told}");
        }
    }

    /// R189: whoever has no key of a system is not verified without end; a system is, from the same network too, and one that asks in
    /// vain is still one.
    async fn strangers_wait(store: Store) {
        let mut stage = Stage::plain(store).await;
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        let code = stage.code(&[]).await;
        let mut program = Browser::limited(&stage.world, 3);
        let good = stage.te(&[("code", &code)]);
        let told = call(&mut program, "/aas/oauth2/te", &good).await;
        assert!(told["access_token"].is_string(), "{told}");
        for _ in 0..5 {
            assert_eq!(code_of(&call(&mut program, "/aas/oauth2/te", &good).await), "ESIA-007011");
        }
        let bad = stage.te(&[("code", &code), ("client_secret", "AAAA")]);
        for _ in 0..3 {
            assert_eq!(code_of(&call(&mut program, "/aas/oauth2/te", &bad).await), "ESIA-007053");
        }
        call(&mut program, "/aas/oauth2/te", &bad).await;
        assert_eq!(program.status, 429);
        let mut elsewhere = program.in_network(2);
        assert_eq!(code_of(&call(&mut elsewhere, "/aas/oauth2/te", &bad).await), "ESIA-007053");
    }

    /// What developers read says nothing of people: neither whom a scope was about nor what else was in the request.
    async fn a_trace_names_nobody(store: Store) {
        let mut stage = Stage::plain(store).await;
        for (scope, secret) in [
            ("openid fullname?oid=1000300001", "AAAA"),
            ("openid snils?oid=1000300001", ""),
            ("openid everything?oid=1000300001", ""),
            ("openid http://esia.gosuslugi.ru/usr_inf?oid=1000300001", ""),
            ("openid fullname?oid=1000300001x", ""),
        ] {
            let more = [("scope", scope), ("client_secret", secret)];
            let given = more.iter().filter(|(_, value)| !value.is_empty()).copied().collect::<Vec<_>>();
            let request = stage.ac(&given);
            stage.browser.open_only(&request).await;
            let told = answer(&stage.browser);
            assert!(!told["error_description"].contains("1000300001"), "{told:?}");
        }
        let rows = trace::list(&stage.world.cx(), "DEMO01", 100).await.unwrap();
        assert!(rows.len() >= 4, "{rows:?}");
        for row in rows {
            assert!(!row.told.contains("1000300001"), "{}", row.told);
        }
    }
}
