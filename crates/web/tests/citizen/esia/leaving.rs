//! Leaving by a system (section 5), and what other sites hear of it.

use okno_app::relying_party::{self, SiteFile};
use okno_testkit::{citizen::PASSWORD, engine_test};
use serde_json::json;

use super::{PHONE, Stage};
use crate::{
    browser::Browser,
    site,
    site_logout::{self, EAR, FRAME},
};

const LEAVE: &str = "/idp/ext/Logout?client_id=DEMO01&redirect_url=https%3A%2F%2Frp.example%2Fbye";
const ASTRAY: &str = "/idp/ext/Logout?client_id=DEMO01&redirect_url=https%3A%2F%2Fevil.example%2F";
const BYE: &str = "https://rp.example/bye";

/// Agrees on the page that asks whether the session shall end.
async fn agrees(browser: &mut Browser) {
    let query = browser.hidden("query").replace("&#38;", "&").replace("&amp;", "&");
    browser.send_only("/idp/ext/Logout", &[("query", &query)]).await;
}

async fn is_signed_out(browser: &mut Browser) -> bool {
    browser.open_only("/account").await;
    browser.header("location").starts_with("/login")
}

engine_test! {
    /// Section 5: a change of privilege between the sign-in and the exit makes another session of ours, and the same for systems.
    async fn a_session_goes_on_under_its_name(store: Store) {
        let mut stage = Stage::plain(store).await;
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        stage.tokens(&[]).await;
        stage.browser.open("/account/security/password").await;
        let fields = [("present_password", PASSWORD), ("password", "Lipa;8Yasen"), ("password_repeat", "Lipa;8Yasen")];
        let action = stage.browser.at.clone();
        stage.browser.send(&action, &fields).await;
        stage.browser.open_only(LEAVE).await;
        assert_eq!((stage.browser.status.as_u16(), stage.browser.header("location")), (303, BYE), "nobody is asked");
        assert!(is_signed_out(&mut stage.browser).await);
    }

    /// Whoever is asked first and agrees comes back to where the system said, and nowhere else; a form that is sent when the session
    /// is over has what it wished for.
    async fn whoever_agrees_comes_back(store: Store) {
        let mut stage = Stage::plain(store).await;
        stage.world.citizen(PHONE).await;
        for (address, back) in [(LEAVE, Some(BYE)), (ASTRAY, None)] {
            stage.browser.log_in(PHONE, PASSWORD).await;
            stage.browser.open_only(address).await;
            assert!(stage.browser.has("Demo system") && stage.browser.has("action=\"/idp/ext/Logout\""));
            let mut late = stage.browser.clone();
            let goes = |page: &Browser| match back {
                Some(back) => assert_eq!(page.link("submit"), back),
                None => assert!(page.has("ESIA-007023") && !page.has("evil.example")),
            };
            agrees(&mut stage.browser).await;
            goes(&stage.browser);
            assert!(is_signed_out(&mut stage.browser).await, "{address}");
            agrees(&mut late).await;
            goes(&late);
        }
        // A form of somebody else's page ends nothing.
        stage.browser.log_in(PHONE, PASSWORD).await;
        let query = LEAVE.split_once('?').unwrap().1;
        let body = serde_urlencoded::to_string([("query", query)]).unwrap().into_bytes();
        stage.browser.send_raw("/idp/ext/Logout", "application/x-www-form-urlencoded", body).await;
        assert_eq!(stage.browser.status, 403, "{}", stage.browser.body);
        assert!(!is_signed_out(&mut stage.browser).await);
    }

    /// R217: a system ends the session for all: sites of OpenID Connect are told by the browser and behind it, also where the
    /// system's own address is none to go to.
    async fn other_sites_hear_of_it(store: Store) {
        let mut stage = Stage::plain(store).await;
        let more = json!({ "frontchannel_logout_uri": FRAME, "backchannel_logout_uri": EAR });
        site_logout::enter(&stage.world, "pension", more).await;
        stage.world.citizen(PHONE).await;
        for (address, next) in [(LEAVE, BYE), (ASTRAY, "/")] {
            stage.browser.log_in(PHONE, PASSWORD).await;
            site_logout::sign_in(&mut stage.browser).await;
            stage.tokens(&[]).await;
            stage.browser.open_only(address).await;
            let page = &stage.browser;
            assert_eq!((page.status.as_u16(), page.link("submit").as_str()), (200, next), "{}", page.body);
            assert!(page.has("<iframe src=\"https://pension.example/front") && !page.has("https://evil.example"));
            assert!(page.header("content-security-policy").ends_with("; frame-src https://pension.example"));
            assert!(is_signed_out(&mut stage.browser).await, "{address}");
        }
        stage.world.drain().await;
        assert_eq!(stage.world.sites.told(EAR).len(), 2);
    }

    /// Back-Channel Logout 2.4: a site that speaks both protocols is told by the name that stands in its id tokens of OpenID
    /// Connect, whichever sign-in was the last; one that has signed people in by the dialect alone is not told.
    async fn a_site_of_both_protocols_knows_whom_it_hears_of(store: Store) {
        let mut stage = Stage::plain(store).await;
        let file: SiteFile = serde_json::from_value(json!({
            "client_id": "DEMO01",
            "stage": "test",
            "secret": site::SECRET,
            "metadata": {
                "client_name": "Demo system",
                "redirect_uris": [site::CALLBACK],
                "token_endpoint_auth_method": "client_secret_post",
                "id_token_signed_response_alg": "ES256",
                "backchannel_logout_uri": EAR,
            },
            "rule": { "consent": "implied" },
            "esia": {
                "redirects": ["https://rp.example"], "certificates": [stage.system.pem()], "algorithm": "RS256",
            },
        }))
        .unwrap();
        relying_party::install(&stage.world.cx(), &file).await.unwrap().unwrap();
        stage.world.citizen(PHONE).await;
        stage.browser.log_in(PHONE, PASSWORD).await;
        stage.tokens(&[]).await;
        stage.browser.open_only(LEAVE).await;
        stage.world.drain().await;
        assert!(stage.world.sites.told(EAR).is_empty());

        stage.browser.log_in(PHONE, PASSWORD).await;
        stage.browser.open_only(&site::request("DEMO01", &[])).await;
        let code = site::answer(&stage.browser)["code"].clone();
        let tokens = site::redeem(&mut stage.browser, "DEMO01", &code).await;
        let id = site::claims(tokens["id_token"].as_str().unwrap());
        stage.tokens(&[]).await;
        stage.browser.open_only(LEAVE).await;
        stage.world.drain().await;
        let told = stage.world.sites.told(EAR);
        assert_eq!(told.len(), 1);
        let told = site::claims(&told[0]);
        assert_eq!((&told["sub"], &told["sid"]), (&id["sub"], &id["sid"]));
    }
}
