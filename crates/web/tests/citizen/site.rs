//! Signing in at other sites (R212 to R216), as a browser and a site see it.

use std::collections::BTreeMap;

use okno_app::{
    relying_party::{self, SiteFile},
    settings::Settings,
    signing_key,
};
use okno_domain::{
    confirmation::ConfirmationMethod,
    relying_party::SiteState,
    time::{DAY, SECOND},
};
use okno_oidc::jose::Algorithm;
use okno_testkit::{World, citizen::PASSWORD, engine_test, person::citizen_form, store::Store};
use serde_json::{Value, json};

use crate::browser::Browser;

pub(crate) const PHONE: &str = "+79161234567";
pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const CALLBACK: &str = "https://pension.example/callback";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Enters a site with this rule.
async fn enter(world: &World, client_id: &str, rule: Value) {
    let entered = put(world, client_id, rule, SECRET).await;
    assert_eq!(entered, relying_party::Installed::Added);
}

/// Enters a site, or brings it to this rule and secret.
async fn put(world: &World, client_id: &str, rule: Value, secret: &str) -> relying_party::Installed {
    let front = rule.get("front_channel").is_some();
    let file: SiteFile = serde_json::from_value(json!({
        "client_id": client_id,
        "stage": "production",
        "secret": secret,
        "metadata": {
            "response_types": if front { json!(["code", "code id_token"]) } else { json!(["code"]) },
            "redirect_uris": [CALLBACK],
            "post_logout_redirect_uris": ["https://pension.example/out"],
            "initiate_login_uri": "https://pension.example/start",
            "client_name": "Pension fund",
            "token_endpoint_auth_method": "client_secret_post",
            "grant_types": if front {
                json!(["authorization_code", "implicit"])
            } else {
                json!(["authorization_code", "refresh_token", "client_credentials"])
            },
            "id_token_signed_response_alg": "ES256",
        },
        "rule": rule,
    }))
    .unwrap();
    relying_party::install(&world.cx(), &file).await.unwrap().unwrap()
}

pub(crate) fn request(client_id: &str, more: &[(&str, &str)]) -> String {
    let mut pairs = BTreeMap::from([
        ("client_id", client_id),
        ("response_type", "code"),
        ("redirect_uri", CALLBACK),
        ("scope", "openid profile email phone"),
        ("state", "s1"),
        ("nonce", "n1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]);
    pairs.extend(more.iter().copied());
    format!("/oauth2/authorize?{}", serde_urlencoded::to_string(pairs).unwrap())
}

/// The fields of the answer to the site: in the address of a redirect, or of the page that leads back.
pub(crate) fn answer(browser: &Browser) -> BTreeMap<String, String> {
    let address = match browser.header("location") {
        "" => browser.link("submit").replace("&amp;", "&").replace("&#38;", "&"),
        location => location.to_owned(),
    };
    let (place, query) = address.split_once('?').unwrap_or_else(|| panic!("no answer at {}: {address}", browser.at));
    assert_eq!(place, CALLBACK);
    serde_urlencoded::from_str(query).unwrap()
}

fn answer_at(address: &str, mark: char) -> BTreeMap<String, String> {
    let fields = address.split_once([mark, '?']).unwrap_or_else(|| panic!("no answer in {address}")).1;
    serde_urlencoded::from_str(fields).unwrap()
}

async fn call(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Value {
    let body = serde_urlencoded::to_string(fields).unwrap().into_bytes();
    browser.send_raw(path, "application/x-www-form-urlencoded", body).await;
    serde_json::from_str(&browser.body).unwrap_or(Value::Null)
}

pub(crate) async fn redeem(browser: &mut Browser, client_id: &str, code: &str) -> Value {
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", client_id),
        ("client_secret", SECRET),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    call(browser, "/oauth2/token", &fields).await
}

async fn refresh(browser: &mut Browser, client_id: &str, token: &str) -> Value {
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", client_id),
        ("client_secret", SECRET),
        ("refresh_token", token),
    ];
    call(browser, "/oauth2/token", &fields).await
}

async fn userinfo(browser: &mut Browser, token: &str) -> Value {
    call(browser, "/oauth2/userinfo", &[("access_token", token)]).await
}

pub(crate) fn claims(token: &str) -> Value {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

/// A world with a site, and a browser in which nobody is signed in.
async fn scene(store: Store, rule: Value) -> (World, Browser) {
    let world = World::new(store).await;
    enter(&world, "pension", rule).await;
    let browser = Browser::new(&world).speaking("en");
    (world, browser)
}

/// Signs in on the page that is shown and agrees; gives the code.
async fn agree(browser: &mut Browser) -> String {
    let action = browser.at.clone();
    assert!(browser.body.contains("Pension fund") && browser.body.contains("pension.example"), "{}", browser.body);
    browser.send(&action, &[("choice", "agree"), ("claim", "email"), ("claim", "name")]).await;
    answer(browser)["code"].clone()
}

engine_test! {
    /// R212, R213, R216: the password is typed here alone; the site gets a code, then tokens, then what was agreed to. The second
    /// site-in needs no page any more.
    async fn somebody_signs_in_at_a_site(store: Store) {
        let (world, mut browser) = scene(store, json!({})).await;
        world.citizen(PHONE).await;
        browser.open(&request("pension", &[])).await;
        assert!(browser.at.starts_with("/login?return="), "{}", browser.at);
        let form = [("login", PHONE), ("password", PASSWORD), ("return", &browser.hidden("return").clone())];
        browser.send("/login", &form).await;
        assert!(browser.at.starts_with("/oauth2/interaction/"), "{}", browser.at);
        let code = agree(&mut browser).await;
        let told = answer(&browser);
        assert_eq!((told["state"].as_str(), told["iss"].as_str()), ("s1", world.app.settings.public_url.as_str()));

        let tokens = redeem(&mut browser, "pension", &code).await;
        let id = claims(tokens["id_token"].as_str().unwrap());
        assert_eq!((id["aud"].as_str(), id["nonce"].as_str()), (Some("pension"), Some("n1")));
        assert_eq!(id["amr"], json!(["pwd"]));
        assert_eq!(tokens.get("refresh_token"), None, "nobody asked to outlive the session");
        let told = userinfo(&mut browser, tokens["access_token"].as_str().unwrap()).await;
        assert_eq!(told["sub"], id["sub"]);
        assert_eq!(told["name"], "\u{418}\u{432}\u{430}\u{43d}\u{43e}\u{432}\u{430} \u{410}\u{43d}\u{43d}\u{430}");
        // The phone was ticked off.
        assert_eq!(told.get("phone_number"), None);

        // Again: signed in, agreed, no page.
        browser.open_only(&request("pension", &[])).await;
        assert_eq!(browser.status, 303, "{}", browser.body);
        let second = answer(&browser)["code"].clone();
        assert_ne!(second, code);
        // The token of the first sign-in still works, until somebody shows its code a second time.
        let replayed = redeem(&mut browser, "pension", &code).await;
        assert_eq!(replayed["error"], "invalid_grant");
        let ended = userinfo(&mut browser, tokens["access_token"].as_str().unwrap()).await;
        assert_eq!((browser.status.as_u16(), ended["error"].as_str()), (401, Some("invalid_token")));
        assert!(redeem(&mut browser, "pension", &second).await["access_token"].is_string());
    }
}

engine_test! {
    /// R215: what cannot be answered is told to the site if its address is proved, else to the person alone.
    async fn unsound_requests_lead_nowhere(store: Store) {
        let (_world, mut browser) = scene(store, json!({})).await;
        for (more, code) in [
            (("redirect_uri", "https://evil.example/callback"), "redirect_uri is not registered"),
            (("client_id", "nobody"), "there is no such client"),
        ] {
            browser.open_only(&request("pension", &[more])).await;
            assert_eq!((browser.status.as_u16(), browser.header("location")), (400, ""));
            assert!(browser.body.contains(code), "{}", browser.body);
        }
        for (more, code) in [
            (("response_type", "token"), "unsupported_response_type"),
            (("code_challenge_method", "plain"), "invalid_request"),
            (("scope", "everything"), "invalid_scope"),
            (("prompt", "none"), "login_required"),
            (("id_token_hint", "x.y.z"), "invalid_request"),
        ] {
            browser.open_only(&request("pension", &[more])).await;
            assert_eq!(answer(&browser)["error"], code);
        }
    }
}

engine_test! {
    /// Somebody says no, or gives up; the site hears of it, and nothing is kept.
    async fn a_person_may_refuse(store: Store) {
        let (world, mut browser) = scene(store, json!({})).await;
        world.citizen(PHONE).await;
        browser.log_in(PHONE, PASSWORD).await;
        browser.open(&request("pension", &[])).await;
        let page = browser.at.clone();
        browser.send(&page, &[("choice", "deny")]).await;
        assert_eq!(answer(&browser)["error"], "access_denied");
        // The page is over; another request asks anew.
        browser.open(&page).await;
        assert_eq!(browser.status, 410);
        browser.open_only(&request("pension", &[("prompt", "none")])).await;
        assert_eq!(answer(&browser)["error"], "consent_required");
        // Another browser does not go on with somebody's request.
        browser.open(&request("pension", &[])).await;
        let page = browser.at.clone();
        let mut stranger = Browser::new(&world);
        stranger.log_in(PHONE, PASSWORD).await;
        stranger.open(&page).await;
        assert_eq!(stranger.status, 410);
    }
}

engine_test! {
    /// R213: a site that takes confirmed accounts alone says what is missing, and where to get it; the site gets a proper error.
    async fn a_site_takes_its_level_alone(store: Store) {
        let (world, mut browser) = scene(store, json!({ "least_level": "confirmed" })).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        browser.log_in(PHONE, PASSWORD).await;
        browser.open(&request("pension", &[])).await;
        assert_eq!(browser.status, 403);
        assert!(browser.body.contains("Confirmed account") && browser.links().contains(&"/confirmation".to_owned()));
        let page = browser.at.clone();
        let mut silent = browser.clone();
        browser.send(&page, &[("choice", "cancel")]).await;
        assert_eq!(answer(&browser)["error"], "unmet_authentication_requirements");
        silent.open_only(&request("pension", &[("prompt", "none")])).await;
        assert_eq!(answer(&silent)["error"], "unmet_authentication_requirements");
        world.confirm_by_hand(anna.id()).await;
        browser.open(&request("pension", &[("acr_values", "urn:okno:level:confirmed")])).await;
        let code = agree(&mut browser).await;
        let tokens = redeem(&mut browser, "pension", &code).await;
        assert_eq!(claims(tokens["id_token"].as_str().unwrap())["acr"], "urn:okno:level:confirmed");
    }
}

engine_test! {
    /// R66, R151, R214, R215: the tax site takes the account, except when it was confirmed only by letter; the page names the ways
    /// that count.
    async fn a_site_excludes_a_method(store: Store) {
        let rule = json!({ "least_level": "confirmed", "excluded_methods": ["registered_letter"] });
        let (world, mut browser) = scene(store, rule).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        world.confirm_by(anna.id(), ConfirmationMethod::RegisteredLetter).await;
        browser.log_in(PHONE, PASSWORD).await;
        browser.open(&request("pension", &[])).await;
        assert_eq!(browser.status, 403);
        assert!(browser.body.contains("confirmed by registered letter only"), "{}", browser.body);
        assert!(browser.body.contains("At a service centre") && !browser.body.contains(">By registered letter<"));
        let page = browser.at.clone();
        browser.send(&page, &[("choice", "cancel")]).await;
        assert_eq!(answer(&browser)["error"], "access_denied");
        world.confirm_by(anna.id(), ConfirmationMethod::InPerson).await;
        browser.open(&request("pension", &[])).await;
        agree(&mut browser).await;
    }
}

engine_test! {
    /// RFC 9700 4.14.2: refresh tokens follow each other; one that comes a second time after the grace ends all.
    async fn refresh_tokens_rotate(store: Store) {
        let (world, mut browser) = scene(store, json!({ "consent": "implied" })).await;
        world.citizen(PHONE).await;
        browser.log_in(PHONE, PASSWORD).await;
        browser.open_only(&request("pension", &[("scope", "openid offline_access")])).await;
        let code = answer(&browser)["code"].clone();
        let first = redeem(&mut browser, "pension", &code).await;
        let first = first["refresh_token"].as_str().unwrap().to_owned();
        let second = refresh(&mut browser, "pension", &first).await;
        let next = second["refresh_token"].as_str().unwrap().to_owned();
        assert_ne!(first, next);
        // The answer was lost: the same again, within the grace.
        assert_eq!(refresh(&mut browser, "pension", &first).await["refresh_token"], next.as_str());
        // Access outlives the session (`offline_access`).
        browser.open("/account").await;
        browser.send("/logout", &[]).await;
        world.clock.advance(SECOND * 31);
        assert!(refresh(&mut browser, "pension", &next).await["access_token"].is_string());
        world.clock.advance(SECOND * 31);
        assert_eq!(refresh(&mut browser, "pension", &next).await["error"], "invalid_grant");
        assert_eq!(userinfo(&mut browser, second["access_token"].as_str().unwrap()).await["error"], "invalid_token");
    }
}

engine_test! {
    /// Form Post Response Mode 2: the answer is a form to the site's address, which that page may be sent to and no other, and which
    /// nobody keeps; nothing of it is in an address. So is an error.
    async fn an_answer_comes_by_a_form(store: Store) {
        let (world, mut browser) = scene(store, json!({ "consent": "implied" })).await;
        world.citizen(PHONE).await;
        let is_form = |browser: &Browser| {
            assert_eq!((browser.status.as_u16(), browser.header("location")), (200, ""), "{}", browser.body);
            assert_eq!(browser.form_action("https"), CALLBACK);
            let policy = browser.header("content-security-policy");
            assert!(policy.contains("form-action 'self' https://pension.example;"), "{policy}");
            assert_eq!((browser.header("cache-control"), browser.hidden("state").as_str()), ("no-store", "s1"));
            assert_eq!(browser.hidden("iss"), world.app.settings.public_url);
        };
        browser.open_only(&request("pension", &[("response_mode", "form_post"), ("prompt", "none")])).await;
        is_form(&browser);
        assert_eq!(browser.hidden("error"), "login_required");
        browser.log_in(PHONE, PASSWORD).await;
        browser.open_only(&request("pension", &[("response_mode", "form_post")])).await;
        is_form(&browser);
        let code = browser.hidden("code");
        assert!(redeem(&mut browser, "pension", &code).await["id_token"].is_string());
    }

    /// OpenID Connect Core 3.1.2.1: a request comes by POST as well. Such a form of another site has no cookies of ours with it, so the
    /// browser is asked once more who it is before anything is answered.
    async fn a_request_comes_by_post(store: Store) {
        let (world, mut browser) = scene(store, json!({ "consent": "implied" })).await;
        world.citizen(PHONE).await;
        browser.log_in(PHONE, PASSWORD).await;
        let mut form = browser.clone();
        form.cookies.clear();
        form.from = "cross-site";
        let body = request("pension", &[]).split_once('?').unwrap().1.as_bytes().to_vec();
        form.send_raw("/oauth2/authorize", "application/x-www-form-urlencoded", body).await;
        let next = form.header("location").to_owned();
        assert!(form.status == 303 && next.starts_with("/oauth2/interaction/"), "{next} {}", form.body);
        browser.cookies.extend(form.cookies);
        browser.open(&next).await;
        let code = answer(&browser)["code"].clone();
        assert!(redeem(&mut browser, "pension", &code).await["id_token"].is_string());
    }

    /// OpenID Connect Core 5.5: a claim comes where it was asked for by name, once the person agrees.
    async fn a_claim_is_asked_for_by_name(store: Store) {
        let (world, mut browser) = scene(store, json!({})).await;
        world.citizen(PHONE).await;
        browser.log_in(PHONE, PASSWORD).await;
        for (place, in_token) in [("userinfo", false), ("id_token", true)] {
            let wanted = json!({ place: { "name": { "essential": true } } }).to_string();
            browser.open(&request("pension", &[("scope", "openid"), ("claims", &wanted), ("prompt", "consent")])).await;
            let code = agree(&mut browser).await;
            let tokens = redeem(&mut browser, "pension", &code).await;
            let id = claims(tokens["id_token"].as_str().unwrap());
            let told = userinfo(&mut browser, tokens["access_token"].as_str().unwrap()).await;
            assert_eq!((id["name"].is_string(), told["name"].is_string()), (in_token, !in_token), "{id} {told}");
        }
    }
}

engine_test! {
    /// OpenID Connect for Identity Assurance 5 and 9: what registries have verified is told with how, where it was asked for, and is what
    /// discovery promises.
    async fn verified_data_are_told(store: Store) {
        let (world, mut browser) = scene(store, json!({})).await;
        world.standard_citizen(PHONE, &citizen_form()).await;
        browser.open_only("/.well-known/openid-configuration").await;
        let said: Value = serde_json::from_str(&browser.body).unwrap();
        let promises = |list: &str, word: &Value| said[list].as_array().unwrap().contains(word);
        browser.log_in(PHONE, PASSWORD).await;
        let wanted = json!({ "verification": { "trust_framework": null, "evidence": [{ "type": null, "record": { "type": null } }] },
                             "claims": { "family_name": null } });
        let wanted = json!({ "userinfo": { "verified_claims": wanted } }).to_string();
        browser.open(&request("pension", &[("scope", "openid"), ("claims", &wanted)])).await;
        let page = browser.at.clone();
        browser.send(&page, &[("choice", "agree"), ("claim", "family_name"), ("claim", "verified_claims.evidence")]).await;
        let code = answer(&browser)["code"].clone();
        let tokens = redeem(&mut browser, "pension", &code).await;
        let told = userinfo(&mut browser, tokens["access_token"].as_str().unwrap()).await;
        let (verified, evidence) = (&told["verified_claims"], &told["verified_claims"]["verification"]["evidence"][0]);
        assert_eq!(verified["claims"].as_object().unwrap().keys().collect::<Vec<_>>(), ["family_name"]);
        assert_eq!(told.get("family_name"), None, "asked for among the verified alone");
        assert!(promises("trust_frameworks_supported", &verified["verification"]["trust_framework"]), "{told}");
        assert!(promises("evidence_supported", &evidence["type"]), "{told}");
        assert!(promises("electronic_records_supported", &evidence["record"]["type"]), "{told}");
        assert!(promises("claims_in_verified_claims_supported", &json!("family_name")));
    }
}

engine_test! {
    /// RFC 9126: a pushed request is answered once, by its own client, in its time.
    async fn a_pushed_request_is_answered_once(store: Store) {
        let (world, mut browser) = scene(store, json!({ "consent": "implied" })).await;
        enter(&world, "other", json!({})).await;
        world.citizen(PHONE).await;
        browser.log_in(PHONE, PASSWORD).await;
        let whole = request("pension", &[("client_secret", SECRET)]);
        let body = whole.split_once('?').unwrap().1.as_bytes().to_vec();
        browser.send_raw("/oauth2/par", "application/x-www-form-urlencoded", body).await;
        assert_eq!(browser.status, 201, "{}", browser.body);
        let pushed: Value = serde_json::from_str(&browser.body).unwrap();
        browser.open_only("/oauth2/par").await;
        assert_eq!(browser.status, 405, "only by POST (RFC 9126 2.3)");
        let uri = pushed["request_uri"].as_str().unwrap();
        let at = |client: &str| {
            let pairs = [("client_id", client), ("request_uri", uri)];
            format!("/oauth2/authorize?{}", serde_urlencoded::to_string(pairs).unwrap())
        };
        let mut foreign = browser.clone();
        foreign.open_only(&at("other")).await;
        assert_eq!(foreign.status, 400);
        browser.open_only(&at("pension")).await;
        assert!(answer(&browser).contains_key("code"));
        browser.open_only(&at("pension")).await;
        assert_eq!(browser.status, 400);
    }
}

engine_test! {
    /// RFC 6749 4.4, RFC 7662, RFC 7009: a program's own right, what is known of it, and its end.
    async fn a_program_has_a_right_of_its_own(store: Store) {
        let (world, mut browser) = scene(store, json!({ "scopes": { "queue:read": { "ru": "a", "en": "b", "fr": "c" } } })).await;
        enter(&world, "other", json!({})).await;
        let own = [("client_id", "pension"), ("client_secret", SECRET)];
        let mut fields = vec![("grant_type", "client_credentials"), ("scope", "queue:read")];
        fields.extend(own);
        let given = call(&mut browser, "/oauth2/token", &fields).await;
        assert_eq!((given["scope"].as_str(), given["token_type"].as_str()), (Some("queue:read"), Some("Bearer")));
        let token = given["access_token"].as_str().unwrap();
        let about = [own[0], own[1], ("token", token)];
        let known = call(&mut browser, "/oauth2/introspect", &about).await;
        assert_eq!((known["active"].as_bool(), known["client_id"].as_str()), (Some(true), Some("pension")));
        // It is nobody else's business.
        let foreign = [("client_id", "other"), ("client_secret", SECRET), ("token", token)];
        assert_eq!(call(&mut browser, "/oauth2/introspect", &foreign).await, json!({ "active": false }));
        assert_eq!(userinfo(&mut browser, token).await["error"], "invalid_token");
        call(&mut browser, "/oauth2/revoke", &about).await;
        assert_eq!(browser.status, 200);
        assert_eq!(call(&mut browser, "/oauth2/introspect", &about).await, json!({ "active": false }));
        // More than the rule names is refused, and so is a wrong secret.
        let mut more = vec![("grant_type", "client_credentials"), ("scope", "snils")];
        more.extend(own);
        assert_eq!(call(&mut browser, "/oauth2/token", &more).await["error"], "invalid_scope");
        let wrong = [("grant_type", "client_credentials"), ("client_id", "pension"), ("client_secret", "wrong")];
        assert_eq!(call(&mut browser, "/oauth2/token", &wrong).await["error"], "invalid_client");
    }
}

engine_test! {
    /// The server says of itself what it serves, and keys follow each other without a token that cannot be verified.
    async fn the_server_describes_itself(store: Store) {
        let (world, mut browser) = scene(store, json!({ "consent": "implied" })).await;
        world.citizen(PHONE).await;
        browser.log_in(PHONE, PASSWORD).await;
        browser.open_only(&request("pension", &[("scope", "openid offline_access")])).await;
        let code = answer(&browser)["code"].clone();
        let tokens = redeem(&mut browser, "pension", &code).await;
        browser.open_only("/.well-known/openid-configuration").await;
        assert_eq!(browser.header("content-type"), "application/json");
        let said: Value = serde_json::from_str(&browser.body).unwrap();
        assert_eq!(said["issuer"], world.app.settings.public_url.as_str());
        assert!(said["token_endpoint"].as_str().unwrap().ends_with("/oauth2/token"));
        assert!(said["end_session_endpoint"].as_str().unwrap().ends_with("/oauth2/logout"));
        assert!(said["pushed_authorization_request_endpoint"].as_str().unwrap().ends_with("/oauth2/par"));
        assert_eq!(said["code_challenge_methods_supported"], json!(["S256"]));
        assert!(said["dpop_signing_alg_values_supported"].as_array().unwrap().contains(&json!("ES256")));
        assert!(said["id_token_signing_alg_values_supported"].as_array().unwrap().contains(&json!("RS256")));
        for way in ["backchannel", "frontchannel"] {
            assert_eq!(said[format!("{way}_logout_supported")], true);
            assert_eq!(said[format!("{way}_logout_session_supported")], true);
        }
        browser.open_only("/oauth2/jwks").await;
        let keys = |body: &str| serde_json::from_str::<Value>(body).unwrap()["keys"].as_array().unwrap().len();
        assert_eq!(keys(&browser.body), 2);
        // Two days before the first keys end the next ones are shown; what the first signed is still good.
        world.clock.advance(DAY * 89);
        signing_key::rotate(&world.cx(), &[Algorithm::EdDsa, Algorithm::Es256]).await.unwrap();
        browser.open_only("/oauth2/jwks").await;
        assert_eq!(keys(&browser.body), 4, "{}", browser.body);
        let hint = tokens["id_token"].as_str().unwrap();
        browser.open_only(&request("pension", &[("prompt", "none"), ("id_token_hint", hint)])).await;
        assert_eq!(answer(&browser)["error"], "login_required");
    }
}

engine_test! {
    /// R217: whoever leaves the portal leaves the single sign-on; what sites were given for the session is worth nothing.
    async fn leaving_the_portal_ends_the_sign_on(store: Store) {
        let (world, mut browser) = scene(store, json!({ "consent": "implied" })).await;
        world.citizen(PHONE).await;
        browser.log_in(PHONE, PASSWORD).await;
        browser.open_only(&request("pension", &[])).await;
        let code = answer(&browser)["code"].clone();
        let token = redeem(&mut browser, "pension", &code).await["access_token"].as_str().unwrap().to_owned();
        assert!(userinfo(&mut browser, &token).await["sub"].is_string());
        browser.open("/account").await;
        browser.send("/logout", &[]).await;
        assert_eq!(userinfo(&mut browser, &token).await["error"], "invalid_token");
        browser.open_only(&request("pension", &[("prompt", "none")])).await;
        assert_eq!(answer(&browser)["error"], "login_required");
        // The page of sites says so too: nothing is left to take back.
        browser.log_in(PHONE, PASSWORD).await;
        browser.open("/account/sites").await;
        assert!(browser.body.contains("Pension fund") && !browser.body.contains("has access"), "{}", browser.body);
    }
}

engine_test! {
    /// RP-Initiated Logout 2 and 6: a site that shows whom it means ends the session at once; any other page only after the person
    /// has agreed, and nobody is sent to an address that is not registered.
    async fn a_site_ends_the_session(store: Store) {
        let (world, mut browser) = scene(store, json!({ "consent": "implied" })).await;
        world.citizen(PHONE).await;
        browser.log_in(PHONE, PASSWORD).await;
        browser.open_only(&request("pension", &[])).await;
        let code = answer(&browser)["code"].clone();
        let tokens = redeem(&mut browser, "pension", &code).await;
        let hint = tokens["id_token"].as_str().unwrap().to_owned();
        let at = |fields: &[(&str, &str)]| format!("/oauth2/logout?{}", serde_urlencoded::to_string(fields).unwrap());
        browser.open(&at(&[("client_id", "pension"), ("post_logout_redirect_uri", "https://evil.example/")])).await;
        assert_eq!(browser.status, 400);
        browser.open(&at(&[("client_id", "pension")])).await;
        assert!(browser.body.contains("Pension fund"), "{}", browser.body);
        let mut asked = browser.clone();
        let query = asked.hidden("query");
        asked.send("/oauth2/logout/confirm", &[("query", &query)]).await;
        assert_eq!(asked.at, "/");
        // Whoever was asked and did not answer is still signed in at the other copy of the browser no more: it was one session.
        browser.log_in(PHONE, PASSWORD).await;
        let back = [("id_token_hint", hint.as_str()), ("state", "bye"), ("post_logout_redirect_uri", "https://pension.example/out")];
        browser.open_only(&at(&back)).await;
        assert_eq!((browser.status.as_u16(), browser.header("location")), (303, "https://pension.example/out?state=bye"));
        browser.open("/account").await;
        assert!(browser.at.starts_with("/login"), "{}", browser.at);
    }
}

engine_test! {
    /// R212: a person sees what a site was told, and takes its access back, tokens with it; the site has to ask anew.
    async fn access_is_taken_back(store: Store) {
        let (world, mut browser) = scene(store, json!({})).await;
        world.citizen(PHONE).await;
        browser.log_in(PHONE, PASSWORD).await;
        browser.open("/account/sites").await;
        assert!(browser.body.contains("You have not signed in at any site"), "{}", browser.body);
        browser.open(&request("pension", &[("scope", "openid profile email offline_access")])).await;
        let code = agree(&mut browser).await;
        let tokens = redeem(&mut browser, "pension", &code).await;
        userinfo(&mut browser, tokens["access_token"].as_str().unwrap()).await;
        browser.open("/account/sites").await;
        assert!(browser.body.contains("Full name") && browser.body.contains("while you are away"), "{}", browser.body);
        let link = "href=\"https://pension.example/start?iss=https%3A%2F%2Fokno.test\" rel=\"noreferrer\"";
        assert!(browser.body.contains(link), "{}", browser.body);
        let mut stranger = Browser::new(&world);
        world.citizen("+79161234568").await;
        stranger.log_in("+79161234568", PASSWORD).await;
        stranger.open("/account/sites").await;
        stranger.send("/account/sites/withdraw", &[("site", "pension")]).await;
        let token = tokens["refresh_token"].as_str().unwrap().to_owned();
        let tokens = refresh(&mut stranger, "pension", &token).await;
        assert!(tokens["access_token"].is_string(), "a stranger takes nothing back: {tokens}");
        browser.send("/account/sites/withdraw", &[("site", "pension")]).await;
        assert!(browser.body.contains("The site has no access any more"), "{}", browser.body);
        let next = tokens["refresh_token"].as_str().unwrap().to_owned();
        assert_eq!(refresh(&mut browser, "pension", &next).await["error"], "invalid_grant");
        assert_eq!(userinfo(&mut browser, tokens["access_token"].as_str().unwrap()).await["error"], "invalid_token");
        browser.open_only(&request("pension", &[("prompt", "none")])).await;
        assert_eq!(answer(&browser)["error"], "consent_required");
        browser.open("/account/history").await;
        assert!(browser.body.contains("A site&#39;s access was withdrawn") || browser.body.contains("access was withdrawn"));
    }
}

engine_test! {
    /// R215: what a site was given is worth what the site and the account are worth now.
    async fn what_a_site_holds_follows_its_rule(store: Store) {
        let (world, mut browser) = scene(store, json!({ "consent": "implied" })).await;
        world.citizen(PHONE).await;
        browser.log_in(PHONE, PASSWORD).await;
        browser.open_only(&request("pension", &[("scope", "openid offline_access")])).await;
        let code = answer(&browser)["code"].clone();
        let tokens = redeem(&mut browser, "pension", &code).await;
        let access = tokens["access_token"].as_str().unwrap().to_owned();
        let token = tokens["refresh_token"].as_str().unwrap().to_owned();
        enter(&world, "resource", json!({ "resource": world.app.settings.public_url })).await;
        let about = [("client_id", "resource"), ("client_secret", SECRET), ("token", access.as_str())];
        assert_eq!(call(&mut browser, "/oauth2/introspect", &about).await["active"], true);
        relying_party::switch(&world.cx(), "pension", SiteState::Disabled).await.unwrap();
        assert_eq!(call(&mut browser, "/oauth2/introspect", &about).await, json!({ "active": false }));
        assert_eq!(userinfo(&mut browser, &access).await["error"], "invalid_token");
        assert_eq!(refresh(&mut browser, "pension", &token).await["error"], "invalid_client");
        browser.open_only(&request("pension", &[])).await;
        assert_eq!(browser.status, 400);
        relying_party::switch(&world.cx(), "pension", SiteState::Active).await.unwrap();
        assert!(userinfo(&mut browser, &access).await["sub"].is_string());
        // The site takes confirmed accounts alone from now on.
        put(&world, "pension", json!({ "least_level": "confirmed" }), SECRET).await;
        assert_eq!(userinfo(&mut browser, &access).await["error"], "invalid_token");
        assert_eq!(refresh(&mut browser, "pension", &token).await["error"], "invalid_grant");
        put(&world, "pension", json!({}), SECRET).await;
        assert_eq!(refresh(&mut browser, "pension", &token).await["error"], "invalid_grant", "it has ended for good");
    }
}

engine_test! {
    /// A secret that was replaced holds for a day more, to the second.
    async fn a_secret_is_replaced_without_a_gap(store: Store) {
        let (world, mut browser) = scene(store, json!({ "scopes": { "queue:read": { "ru": "a", "en": "b", "fr": "c" } } })).await;
        let next = "fedcba9876543210fedcba9876543210";
        put(&world, "pension", json!({ "scopes": { "queue:read": { "ru": "a", "en": "b", "fr": "c" } } }), next).await;
        let ask = |secret: &'static str| [("grant_type", "client_credentials"), ("client_id", "pension"), ("client_secret", secret)];
        for (later, before) in [(SECOND, true), (DAY - SECOND * 2, true), (SECOND, false)] {
            world.clock.advance(later);
            assert!(call(&mut browser, "/oauth2/token", &ask(next)).await["access_token"].is_string());
            let answer = call(&mut browser, "/oauth2/token", &ask(SECRET)).await;
            assert_eq!(answer["access_token"].is_string(), before, "{answer}");
        }
    }
}

engine_test! {
    /// An id token by the front channel goes to those who are explicitly allowed it, bound to its code and request, and says
    /// nothing of the person but who it is (OpenID Connect Core 3.3.2).
    async fn an_id_token_comes_by_the_front_channel(store: Store) {
        let (world, mut browser) = scene(store, json!({ "consent": "implied", "front_channel": true })).await;
        world.citizen(PHONE).await;
        browser.log_in(PHONE, PASSWORD).await;
        browser.open_only(&request("pension", &[("response_type", "code id_token")])).await;
        let (place, fields) = browser.header("location").split_once('#').unwrap();
        assert_eq!(place, CALLBACK);
        let told: BTreeMap<String, String> = serde_urlencoded::from_str(fields).unwrap();
        let id = claims(&told["id_token"]);
        assert!(id["c_hash"].is_string() && id["s_hash"].is_string() && id["nonce"] == "n1");
        assert_eq!(id.get("name"), None);
        let code = told["code"].clone();
        assert_eq!(claims(redeem(&mut browser, "pension", &code).await["id_token"].as_str().unwrap())["sub"], id["sub"]);
        // Nobody else gets one.
        enter(&world, "other", json!({ "consent": "implied" })).await;
        browser.open_only(&request("other", &[("response_type", "code id_token")])).await;
        assert_eq!(answer_at(browser.header("location"), '#')["error"], "unsupported_response_type");
    }
}

engine_test! {
    /// R216, OpenID Connect Core 3.1.2.1: the sign-in says for which site it is, and fills in what the site knows; nothing else that
    /// a site may write there, and nothing in another browser.
    async fn the_sign_in_says_for_which_site_it_is(store: Store) {
        let (world, _) = scene(store, json!({})).await;
        for (hint, filled) in [(PHONE, true), ("\"><script>", false), ("112-233-445 95", false)] {
            let mut browser = Browser::new(&world);
            browser.open(&request("pension", &[("login_hint", hint)])).await;
            let page = browser.at.clone();
            assert!(page.starts_with("/login?return="), "{page}");
            assert!(browser.has("Pension fund") && !browser.has("<script>"));
            assert_eq!(browser.has("value=\"+79161234567\""), filled, "{hint}");
            browser.send("/login", &[("login", PHONE), ("password", "wrong-one"), ("return", &browser.hidden("return").clone())]).await;
            assert!(browser.has("Pension fund"), "after a fault too");
            let mut other = Browser::new(&world);
            other.open(&page).await;
            assert!(!other.has("Pension fund") && !other.has(PHONE));
        }
    }

    /// OpenID Connect Core 3.1.2.1: a site says which language its people speak; a choice of the person's own weighs more.
    async fn a_site_says_which_language(store: Store) {
        let (world, _) = scene(store, json!({})).await;
        for (chosen, seen) in [(None, "fr"), (Some("en"), "en")] {
            let mut browser = Browser::new(&world);
            if let Some(chosen) = chosen {
                browser.open(&format!("/?lang={chosen}")).await;
            }
            browser.open(&request("pension", &[("ui_locales", "de fr-CA ru")])).await;
            assert!(browser.body.contains(&format!("<html lang=\"{seen}\"")), "{chosen:?}");
        }
    }
}

engine_test! {
    /// RFC 8705 2.1: a name in a certificate counts only where the installation says that it is looked at who signed it; discovery
    /// promises no more.
    async fn names_in_certificates_count_where_authorities_are_looked_at(store: Store) {
        let file: SiteFile = serde_json::from_value(json!({
            "client_id": "partner",
            "stage": "production",
            "metadata": {
                "redirect_uris": [CALLBACK],
                "token_endpoint_auth_method": "tls_client_auth",
                "tls_client_auth_san_dns": "partner.example",
            },
        }))
        .unwrap();
        let methods = |browser: &Browser| {
            let said: Value = serde_json::from_str(&browser.body).unwrap();
            said["token_endpoint_auth_methods_supported"].to_string()
        };
        let strict = World::new(store.clone()).await;
        let faults = relying_party::install(&strict.cx(), &file).await.unwrap().unwrap_err();
        assert!(faults.iter().any(|fault| fault.contains("certificate_names")), "{faults:?}");
        let mut browser = Browser::new(&strict);
        browser.open_only("/.well-known/openid-configuration").await;
        assert!(!methods(&browser).contains("\"tls_client_auth\"") && methods(&browser).contains("self_signed"));
        let sure = |settings: &mut Settings| settings.single_sign_on.certificate_names = true;
        let looked_at = World::with(store, sure, |_| {}).await;
        relying_party::install(&looked_at.cx(), &file).await.unwrap().unwrap();
        let mut browser = Browser::new(&looked_at);
        browser.open_only("/.well-known/openid-configuration").await;
        assert!(methods(&browser).contains("\"tls_client_auth\""));
    }
}
