//! What a request and a rule demand of an account, at the sign-in and later.

use okno_app::{account, confirmation, evidence};
use okno_domain::{account::AccountId, confirmation::ConfirmationMethod, evidence::Finding};
use okno_testkit::{World, citizen::PASSWORD, engine_test, esia::TestSystem, person::citizen_form};
use serde_json::json;

use super::{PHONE, Stage, answer, call, claims, code_of};
use crate::browser::Browser;

const CONFIRMED: (&str, &str) = ("person_filter", "Y29uZl9hY2M");
const OTHER: &str = "+79161234568";

/// Takes the only confirmation of identity back.
async fn take_back(world: &World, of: AccountId) {
    let mut tx = world.app.store.write().await.unwrap();
    let now = account::get(&mut tx, of).await.unwrap();
    let log = evidence::log(&mut tx, &now).await.unwrap();
    let confirmed = |finding: &Finding| matches!(finding, Finding::IdentityConfirmed { .. });
    let id = log.iter().find(|row| confirmed(&row.evidence.finding)).unwrap().evidence.id;
    confirmation::withdraw(&mut tx, &world.cx(), &now, id, "issued in error", "op-1").await.unwrap();
    world.cx().commit(tx).await.unwrap();
}

/// Gives up on the page that says why the account is not taken; the code that the system is told.
async fn refused(stage: &mut Stage, more: &[(&str, &str)]) -> String {
    let request = stage.ac(more);
    stage.browser.open(&request).await;
    assert_eq!(stage.browser.status, 403, "{}", stage.browser.body);
    let page = stage.browser.at.clone();
    stage.browser.send(&page, &[("choice", "cancel")]).await;
    answer(&stage.browser)["error_description"][..11].to_owned()
}

engine_test! {
    /// Section 1.1: what was given for `conf_acc` is worth nothing once the account is not confirmed, whatever the rule says; what
    /// was given without it stays.
    async fn a_demand_outlives_the_sign_in(store: Store) {
        let mut stage = Stage::plain(store).await;
        let anna = stage.world.standard_citizen(PHONE, &citizen_form()).await;
        stage.world.confirm_by(anna.id(), ConfirmationMethod::InPerson).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        let demanding = stage.tokens(&[CONFIRMED, ("access_type", "offline")]).await;
        let another = stage.tokens(&[CONFIRMED, ("access_type", "offline")]).await;
        let free = stage.tokens(&[]).await;
        let code = stage.code(&[CONFIRMED]).await;
        let oid = claims(&free["access_token"])["urn:esia:sbj_id"].as_u64().unwrap();
        let path = format!("/rs/prns/{oid}");
        let of = |tokens: &serde_json::Value, name: &str| tokens[name].as_str().unwrap().to_owned();
        assert_eq!(stage.read(&path, &of(&demanding, "access_token")).await["trusted"], true);

        take_back(&stage.world, anna.id()).await;
        assert_eq!(stage.read(&path, &of(&free, "access_token")).await["trusted"], false);
        assert_eq!(code_of(&stage.read(&path, &of(&demanding, "access_token")).await), "ESIA-005011");
        assert_eq!(code_of(&stage.redeem(&code).await), "ESIA-007011");
        let refresh = of(&another, "refresh_token");
        let fields = stage.te(&[("grant_type", "refresh_token"), ("refresh_token", &refresh)]);
        assert_eq!(code_of(&call(&mut stage.browser, "/aas/oauth2/te", &fields).await), "ESIA-007011");
        assert_eq!(refused(&mut stage, &[CONFIRMED]).await, "ESIA-007055");
    }

    /// Section 2.9: each refusal by its own code: no second factor where the rule wants one, a level below confirmed, and a system
    /// that is under test with others.
    async fn a_refusal_has_its_own_code(store: Store) {
        let rule = json!({ "consent": "implied", "second_factor": true });
        let mut stage = Stage::new(store, TestSystem::rsa(), json!({}), rule).await;
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        assert_eq!(refused(&mut stage, &[]).await, "ESIA-007046");
        stage.enter("DEMO01", &json!({}), &json!({ "consent": "implied", "least_level": "standard" })).await;
        assert_eq!(refused(&mut stage, &[]).await, "ESIA-007004");
    }

    /// A system that a developer makes takes those who make it alone; what others were given before is worth nothing.
    async fn a_system_under_test_takes_its_own(store: Store) {
        let mut stage = Stage::plain(store).await;
        let owner = stage.world.citizen(PHONE).await;
        stage.world.citizen(OTHER).await;
        let mut boris = Browser::new(&stage.world).speaking("en");
        boris.log_in(OTHER, PASSWORD).await;
        std::mem::swap(&mut stage.browser, &mut boris);
        let before = stage.tokens(&[("access_type", "offline")]).await;
        let oid = claims(&before["access_token"])["urn:esia:sbj_id"].as_u64().unwrap();
        let token = before["access_token"].as_str().unwrap().to_owned();
        stage.world.looks_after(owner.id(), "DEMO01").await;
        assert_eq!(refused(&mut stage, &[]).await, "ESIA-007004");
        assert_eq!(code_of(&stage.read(&format!("/rs/prns/{oid}"), &token).await), "ESIA-005011");
        let refresh = before["refresh_token"].as_str().unwrap().to_owned();
        let fields = stage.te(&[("grant_type", "refresh_token"), ("refresh_token", &refresh)]);
        assert_eq!(code_of(&call(&mut stage.browser, "/aas/oauth2/te", &fields).await), "ESIA-007011");
        std::mem::swap(&mut stage.browser, &mut boris);
        stage.browser.log_in(PHONE, PASSWORD).await;
        assert!(stage.tokens(&[]).await["access_token"].is_string());
    }

    /// R216: an id token and the person tell the level, so the person reads that it was told; a token for names alone tells it as
    /// soon as it is used, and not before.
    async fn the_level_is_not_told_in_silence(store: Store) {
        let mut stage = Stage::plain(store).await;
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        let tokens = stage.tokens(&[("scope", "fullname")]).await;
        assert_eq!(tokens.get("id_token"), None);
        stage.browser.open("/account/sites").await;
        assert!(stage.browser.has("Demo system") && !stage.browser.has("Level of your account"));
        let oid = claims(&tokens["access_token"])["urn:esia:sbj_id"].as_u64().unwrap();
        let token = tokens["access_token"].as_str().unwrap().to_owned();
        assert_eq!(stage.read(&format!("/rs/prns/{oid}"), &token).await["trusted"], false);
        stage.browser.open("/account/sites").await;
        assert!(stage.browser.has("Level of your account"), "{}", stage.browser.said());
    }

    /// R216: the same of the id token, which is told at once.
    async fn the_level_of_an_id_token_is_noted(store: Store) {
        let mut stage = Stage::plain(store).await;
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        assert!(stage.tokens(&[("scope", "openid")]).await["id_token"].is_string());
        stage.browser.open("/account/sites").await;
        assert!(stage.browser.has("Level of your account"), "{}", stage.browser.said());
    }
}
