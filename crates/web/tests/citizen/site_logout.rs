//! Leaving, as a browser sees it when sites want to hear of it (Back-Channel and Front-Channel Logout 1.0, R189, R217).

use okno_app::relying_party::{self, SiteFile};
use okno_domain::time::SECOND;
use okno_testkit::{World, citizen::PASSWORD, engine_test, store::Store};
use serde_json::{Value, json};

use crate::{
    browser::Browser,
    site::{CALLBACK, PHONE, SECRET, answer, claims, redeem, request},
};

pub(crate) const EAR: &str = "https://pension.example/back";
pub(crate) const FRAME: &str = "https://pension.example/front?x=1";

pub(crate) async fn enter(world: &World, client_id: &str, more: Value) {
    let mut metadata = json!({
        "redirect_uris": [CALLBACK],
        "post_logout_redirect_uris": ["https://pension.example/out"],
        "client_name": "Pension fund",
        "token_endpoint_auth_method": "client_secret_post",
        "id_token_signed_response_alg": "ES256",
    });
    metadata.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
    let file: SiteFile = serde_json::from_value(json!({
        "client_id": client_id,
        "stage": "production",
        "secret": SECRET,
        "metadata": metadata,
        "rule": { "consent": "implied" },
    }))
    .unwrap();
    relying_party::install(&world.cx(), &file).await.unwrap().unwrap();
}

/// Somebody is signed in at the portal and at the site; the id token.
async fn scene(store: Store, more: Value) -> (World, Browser, String) {
    let world = World::new(store).await;
    enter(&world, "pension", more).await;
    world.citizen(PHONE).await;
    let mut browser = Browser::new(&world).speaking("en");
    browser.log_in(PHONE, PASSWORD).await;
    let token = sign_in(&mut browser).await;
    (world, browser, token)
}

pub(crate) async fn sign_in(browser: &mut Browser) -> String {
    browser.open_only(&request("pension", &[])).await;
    let code = answer(browser)["code"].clone();
    redeem(browser, "pension", &code).await["id_token"].as_str().unwrap().to_owned()
}

fn logout(fields: &[(&str, &str)]) -> String {
    format!("/oauth2/logout?{}", serde_urlencoded::to_string(fields).unwrap())
}

engine_test! {
    /// R189, R217: the portal's own exit tells sites, by the name that stands in their id tokens; discovery says that it does.
    async fn the_exit_tells_sites(store: Store) {
        let (world, mut browser, token) = scene(store, json!({ "backchannel_logout_uri": EAR })).await;
        browser.open("/account").await;
        browser.send("/logout", &[]).await;
        browser.assert_at("/");
        world.drain().await;
        let told = world.sites.told(EAR);
        assert_eq!(told.len(), 1);
        let (told, id) = (claims(&told[0]), claims(&token));
        assert_eq!((&told["sid"], &told["sub"], &told["aud"]), (&id["sid"], &id["sub"], &id["aud"]));
        browser.open_only("/.well-known/openid-configuration").await;
        let said: Value = serde_json::from_str(&browser.body).unwrap();
        for flag in [
            "backchannel_logout_supported",
            "backchannel_logout_session_supported",
            "frontchannel_logout_supported",
            "frontchannel_logout_session_supported",
        ] {
            assert_eq!(said[flag], true, "{flag}");
        }
    }
}

engine_test! {
    /// Front-Channel Logout 3: a page with a frame for each site that wants one, and no more than that may be loaded; then on to
    /// where the site said. Nobody is signed in on it.
    async fn a_page_tells_sites_by_frames(store: Store) {
        let front = json!({
            "frontchannel_logout_uri": FRAME,
            "frontchannel_logout_session_required": true,
            "backchannel_logout_uri": EAR,
        });
        let (world, mut browser, token) = scene(store, front).await;
        let id = claims(&token);
        let shown = |browser: &Browser| {
            assert_eq!(browser.status, 200, "{}", browser.body);
            let policy = browser.header("content-security-policy").to_owned();
            assert!(policy.ends_with("; frame-src https://pension.example"), "{policy}");
            assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
            assert_eq!(browser.header("referrer-policy"), "no-referrer", "the address has a token in it");
            let query = serde_urlencoded::to_string([
                ("iss", id["iss"].as_str().unwrap()),
                ("sid", id["sid"].as_str().unwrap()),
            ])
            .unwrap();
            let body = browser.body.replace("&amp;", "&").replace("&#38;", "&");
            assert!(body.contains(&format!("<iframe src=\"{FRAME}&{query}\"")), "{body}");
            assert_eq!(browser.surname(), None);
        };
        let fields = [
            ("id_token_hint", token.as_str()),
            ("post_logout_redirect_uri", "https://pension.example/out"),
            ("state", "bye"),
        ];
        browser.open_only(&logout(&fields)).await;
        shown(&browser);
        assert_eq!(browser.link("submit"), "https://pension.example/out?state=bye");
        assert!(browser.body.contains("http-equiv=\"refresh\""));
        // Loaded anew, there is nobody to speak of.
        browser.open_only(&logout(&fields)).await;
        assert_eq!((browser.status.as_u16(), browser.header("location")), (303, "https://pension.example/out?state=bye"));
        world.drain().await;
        assert_eq!(world.sites.told(EAR).len(), 1, "both ways, for browsers that load nothing");
    }
}

engine_test! {
    /// The same for the portal's own exit, which leads nowhere else.
    async fn the_exit_shows_frames(store: Store) {
        let (_world, mut browser, _) = scene(store, json!({ "frontchannel_logout_uri": FRAME })).await;
        browser.open("/account").await;
        browser.send("/logout", &[]).await;
        assert_eq!(browser.status, 200);
        assert!(browser.body.contains("<iframe src=\"https://pension.example/front") && browser.has("You are logged out"));
        assert!(!browser.body.contains("http-equiv=\"refresh\"") && browser.link("submit") == "/");
        browser.open("/account").await;
        assert!(browser.at.starts_with("/login"), "{}", browser.at);
    }
}

engine_test! {
    /// RP-Initiated Logout 2: a hint of another session of the same person ends nothing without asking; the name of a session is
    /// that of its root, also after a change of the password.
    async fn a_session_keeps_its_name(store: Store) {
        let (world, mut browser, token) = scene(store, json!({ "backchannel_logout_uri": EAR })).await;
        browser.open("/account/security/password").await;
        let fields = [("present_password", PASSWORD), ("password", "Lipa;8Yasen"), ("password_repeat", "Lipa;8Yasen")];
        let action = browser.at.clone();
        browser.send(&action, &fields).await;
        assert_eq!(claims(&sign_in(&mut browser).await)["sid"], claims(&token)["sid"]);
        world.drain().await;
        assert!(world.sites.told(EAR).is_empty(), "the session goes on");
        browser.open_only(&logout(&[("id_token_hint", &token)])).await;
        assert_eq!((browser.status.as_u16(), browser.header("location")), (303, "/"));
        world.drain().await;
        assert_eq!(world.sites.told(EAR).len(), 1);
    }
}

engine_test! {
    /// R217: whoever takes another account, or is asked to sign in again, leaves as well: the browser tells sites by frames, then
    /// goes on to the sign-in and from there to where it was.
    async fn another_account_shows_frames_too(store: Store) {
        let more = json!({ "frontchannel_logout_uri": FRAME, "backchannel_logout_uri": EAR });
        let (world, mut browser, _) = scene(store, more).await;
        let told = |browser: &Browser| {
            assert_eq!(browser.status, 200, "{}", browser.body);
            assert!(browser.body.contains("<iframe src=\"https://pension.example/front"), "{}", browser.body);
            assert!(browser.header("content-security-policy").ends_with("; frame-src https://pension.example"));
            assert!(browser.body.contains("http-equiv=\"refresh\"") && browser.surname().is_none());
        };
        // A sign-in of this very instant would be one for the request.
        world.clock.advance(SECOND);
        browser.open(&request("pension", &[("prompt", "select_account")])).await;
        let page = browser.at.clone();
        assert!(browser.has("Use another account") && page.starts_with("/oauth2/interaction/"), "{}", browser.body);
        browser.send(&format!("{page}/other"), &[]).await;
        told(&browser);
        let login = browser.link("submit");
        browser.open(&login).await;
        assert!(browser.has("Pension fund"), "{}", browser.body);
        let form = [("login", PHONE), ("password", PASSWORD), ("return", &browser.hidden("return").clone())];
        browser.send("/login", &form).await;
        assert_eq!(browser.at, page);

        sign_in(&mut browser).await;
        browser.open("/account").await;
        browser.send("/profile/login-again", &[]).await;
        told(&browser);
        assert_eq!(browser.link("submit"), okno_ui::route::login_and_return("/account"));
        world.drain().await;
        assert_eq!(world.sites.told(EAR).len(), 2, "both ways, for browsers that load nothing");
    }
}

engine_test! {
    /// RP-Initiated Logout 2 and 3: whose session is over before the question is answered gets what was wished for, and goes where the
    /// site said, as whoever comes without a session; nobody is led elsewhere by it.
    async fn a_question_outlives_its_session(store: Store) {
        let (_world, mut browser, _) = scene(store, json!({})).await;
        let out = "https://pension.example/out";
        browser.open_only(&logout(&[("client_id", "pension"), ("post_logout_redirect_uri", out), ("state", "bye")])).await;
        assert!(browser.status == 200 && browser.has("Pension fund"), "{}", browser.body);
        let query = browser.hidden("query").replace("&#38;", "&");
        let asked = browser.clone();
        browser.open("/account").await;
        browser.send("/logout", &[]).await;

        let answers = async |query: &str, from: &'static str| {
            let mut late = asked.clone();
            late.from = from;
            late.send_only("/oauth2/logout/confirm", &[("query", query)]).await;
            late
        };
        let late = answers(&query, "same-origin").await;
        assert_eq!((late.status.as_u16(), late.surname()), (200, None), "{}", late.body);
        assert_eq!(late.link("submit"), format!("{out}?state=bye"));
        let mut late = answers("client_id=pension", "same-origin").await;
        assert_eq!((late.status.as_u16(), late.header("location")), (303, "/"));
        late.open("/").await;
        assert!(late.has("You have left the personal account"), "{}", late.body);
        let evil = "client_id=pension&post_logout_redirect_uri=https%3A%2F%2Fevil.example%2F";
        let late = answers(evil, "same-origin").await;
        assert!(late.status == 400 && !late.has("href=\"https://evil.example"), "{}", late.body);
        // A form of another site is none, with or without a session.
        assert_eq!(answers(&query, "cross-site").await.status, 403);
    }
}
