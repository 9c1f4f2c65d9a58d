//! Where test persons get in.

use okno_app::{
    Cx,
    authorization::{self, Act, Arrived, BrowserKey, Shown, Who},
    developer::{self, Form},
    operator, protocol,
    protocol::{Call, path},
    relying_party::{self, SiteFile},
    session::SignedIn,
    site_grant,
};
use okno_domain::{locale::Locale, operator::Role};
use okno_oidc::{
    authorization::Answer,
    parameter::{Limits, Parameters},
};
use okno_testkit::{World, engine_test, operator::PASSWORD as OPERATOR_PASSWORD};
use serde_json::{Value, json};

use super::{BTreeMap, Fields, OWNER, confirmed, make, signed_in, world};

const CALLBACK: &str = "https://library.example/cb";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const DENIED: &str = "access_denied";

fn form() -> Form {
    let purpose = || ["Чтобы испытать".to_owned(), String::new(), String::new()];
    let scopes = ["profile", "snils", "level"].map(|scope| (scope.to_owned(), purpose()));
    Form {
        kind: "web".to_owned(),
        names: ["Библиотека".to_owned(), String::new(), String::new()],
        redirect_uris: CALLBACK.to_owned(),
        authentication: "client_secret_post".to_owned(),
        scopes: BTreeMap::from(scopes),
        least_level: "simplified".to_owned(),
        ..Form::default()
    }
}

/// A site under test; its name in the protocol and its secret.
async fn site(world: &World, owner: &SignedIn, form: &Form) -> (String, String) {
    let (site, secret) = developer::create(&world.cx(), owner, form).await.unwrap();
    (site, secret.unwrap().expose().to_owned())
}

async fn officer(world: &World) -> operator::SignedIn {
    world.operator("admin", Role::Administrator, &[]).await;
    world.operator_by("admin", OPERATOR_PASSWORD).await
}

/// The officer lets a site out.
async fn promote(world: &World, owner: &SignedIn, officer: &operator::SignedIn, site: &str) {
    developer::ask_promotion(&world.cx(), owner, site, ("", false)).await.unwrap();
    let review = developer::review(&world.cx(), officer, site).await.unwrap();
    developer::approve(&world.cx(), officer, (site, review.version())).await.unwrap();
}

fn parameters(fields: &[(&str, &str)]) -> Parameters {
    let pairs = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Parameters::from_pairs(pairs, Limits::default()).unwrap()
}

fn fields(answer: &Answer) -> Fields {
    match answer {
        Answer::Redirect(address) => serde_urlencoded::from_str(address.split_once('?').unwrap().1).unwrap(),
        other => panic!("{other:?}"),
    }
}

/// Somebody goes to a site, agrees to what is asked, and leaves a page that says no.
async fn goes(cx: &Cx, person: &SignedIn, site: &str, more: &[(&str, &str)]) -> Fields {
    let browser = BrowserKey::fresh(cx);
    let mut asked = vec![
        ("client_id", site),
        ("response_type", "code"),
        ("redirect_uri", CALLBACK),
        ("scope", "openid profile snils level"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    asked.extend(more);
    let id = match authorization::arrive(cx, &parameters(&asked), Who::Known(person), &browser).await.unwrap() {
        Arrived::Answer(answer) => return fields(&answer),
        Arrived::Wait(id) => id,
        Arrived::Fault(fault) => panic!("{fault:?}"),
    };
    let act = match authorization::show(cx, id, Some(&browser), Some(person)).await.unwrap() {
        Shown::Consent { claims, .. } => Act::Agree(claims),
        Shown::Refused { .. } => Act::Cancel,
        Shown::Answer(answer) => return fields(&answer),
        other => panic!("{other:?}"),
    };
    match authorization::act(cx, id, Some(&browser), Some(person), act).await.unwrap() {
        Shown::Answer(answer) => fields(&answer),
        other => panic!("{other:?}"),
    }
}

async fn error(cx: &Cx, person: &SignedIn, site: &str) -> String {
    goes(cx, person, site, &[]).await.get("error").cloned().unwrap_or_default()
}

async fn call(cx: &Cx, at: &'static str, (site, secret): (&str, &str), more: &[(&str, &str)]) -> (u16, Value) {
    let mut asked = vec![("client_id", site), ("client_secret", secret)];
    asked.extend(more);
    let parameters = parameters(&asked);
    let call =
        Call { path: at, method: "POST", authorization: None, proofs: &[], certificate: None, parameters: &parameters };
    let done = match at {
        path::TOKEN => site_grant::token(cx, &call).await,
        _ => site_grant::introspect(cx, &call, false).await,
    };
    let reply = protocol::settled(done).unwrap();
    (reply.status, serde_json::from_slice(&reply.body).unwrap())
}

async fn userinfo(cx: &Cx, token: &str) -> (u16, Value) {
    let (none, header) = (parameters(&[]), format!("Bearer {token}"));
    let call = Call {
        path: path::USERINFO,
        method: "GET",
        authorization: Some(&header),
        proofs: &[],
        certificate: None,
        parameters: &none,
    };
    let reply = protocol::settled(site_grant::userinfo(cx, &site_grant::Asked { call, form: None }).await).unwrap();
    (reply.status, serde_json::from_slice(&reply.body).unwrap_or_default())
}

/// The tokens of a sign-in.
async fn tokens(cx: &Cx, person: &SignedIn, (site, secret): (&str, &str)) -> Value {
    let code = goes(cx, person, site, &[]).await.remove("code").unwrap();
    let more = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let (status, said) = call(cx, path::TOKEN, (site, secret), &more).await;
    assert_eq!(status, 200, "{said}");
    said
}

engine_test! {
    /// At a site under test of its maker it is a person like any other: consent, claims, the level and its method.
    async fn it_signs_in_where_it_is_for(store: Store) {
        let world = world(store).await;
        let owner = world.citizen(OWNER).await;
        let (name, secret) = site(&world, &owner, &form()).await;
        let made = confirmed(&world, &owner).await;
        let given = tokens(&world.cx(), &made, (&name, &secret)).await;
        let (status, claims) = userinfo(&world.cx(), given["access_token"].as_str().unwrap()).await;
        assert_eq!(status, 200);
        assert_eq!(claims["account_level"], "confirmed");
        assert_eq!(claims["confirmed_by"], json!(["in_person"]));
        assert_eq!(claims["snils"], made.person.snils.as_str());
        assert_eq!(claims["family_name"], made.person.family_name.as_str());
        // Silently as well, once it has agreed.
        assert!(goes(&world.cx(), &made, &name, &[("prompt", "none")]).await.contains_key("code"));
    }

    /// R213, R214: the rule of a site is tried with the kinds that it does not take.
    async fn the_rule_of_a_site_can_be_tried(store: Store) {
        let world = world(store).await;
        let owner = world.citizen(OWNER).await;
        let strict = Form {
            least_level: "confirmed".to_owned(),
            excluded_methods: ["registered_letter".to_owned()].into(),
            ..form()
        };
        let (name, _) = site(&world, &owner, &strict).await;
        for (level, method, is_taken) in [
            ("confirmed", "in_person", true),
            ("confirmed", "online_bank", true),
            ("confirmed", "registered_letter", false),
            ("standard", "", false),
            ("simplified", "", false),
        ] {
            let person = signed_in(&world, &make(&world, &owner, level, method).await).await;
            let said = goes(&world.cx(), &person, &name, &[]).await;
            assert_eq!(said.contains_key("code"), is_taken, "{level} {method} {said:?}");
        }
    }

    /// Everywhere else the site hears `access_denied`: at those of other developers, those that work with everybody, and those that
    /// nobody entered at the technology portal, in either stage.
    async fn it_is_denied_everywhere_else(store: Store) {
        let world = world(store).await;
        let owner = world.citizen(OWNER).await;
        let other = world.citizen("+79161234568").await;
        let officer = officer(&world).await;
        let owner = SignedIn { authenticated_at: world.clock.get(), ..owner };
        let made = confirmed(&world, &owner).await;
        let (foreign, _) = site(&world, &other, &form()).await;
        let (open, _) = site(&world, &owner, &form()).await;
        promote(&world, &owner, &officer, &open).await;
        let mut names = vec![foreign, open];
        let words = json!({ "ru": "a", "en": "b", "fr": "c" });
        for stage in ["test", "production"] {
            let file: SiteFile = serde_json::from_value(json!({
                "client_id": stage,
                "stage": stage,
                "secret": "0123456789abcdef0123456789abcdef",
                "metadata": { "redirect_uris": [CALLBACK], "token_endpoint_auth_method": "client_secret_post" },
                "rule": { "consent": "implied", "scopes": { "profile": words, "snils": words, "level": words } },
            }))
            .unwrap();
            relying_party::install(&world.cx(), &file).await.unwrap().unwrap();
            names.push(stage.to_owned());
        }
        for name in &names {
            assert_eq!(error(&world.cx(), &made, name).await, DENIED, "{name}");
            let silent = goes(&world.cx(), &made, name, &[("prompt", "none")]).await;
            assert_eq!(silent.get("error").map(String::as_str), Some(DENIED), "{name}");
        }
        // Its maker, who is a person, gets in where the site works with everybody.
        assert_eq!(error(&world.cx(), &owner, "production").await, "");
    }

    /// RFC 7662: a resource hears of it while the resource is under test as well, and not once it works with everybody.
    async fn resources_that_work_with_everybody_hear_of_nobody_made_up(store: Store) {
        const RECORDS: &str = "https://records.example/";
        let world = world(store).await;
        let owner = world.citizen(OWNER).await;
        let (name, secret) = site(&world, &owner, &form()).await;
        let made = confirmed(&world, &owner).await;
        // An operator lets the site ask for tokens for the resource.
        let mut tx = world.app.store.write().await.unwrap();
        let mut row = okno_store::relying_party::find(&mut tx, &name).await.unwrap().unwrap();
        row.rule.resources = [RECORDS.to_owned()].into();
        okno_store::relying_party::update(&mut tx, &row, world.clock.get()).await.unwrap();
        tx.commit().await.unwrap();
        let password = "0123456789abcdef0123456789abcdef";
        let mut heard = Vec::new();
        for stage in ["test", "production"] {
            let file: SiteFile = serde_json::from_value(json!({
                "client_id": "records",
                "stage": stage,
                "secret": password,
                "metadata": { "redirect_uris": ["https://records.example/cb"], "token_endpoint_auth_method": "client_secret_post" },
                "rule": { "resource": RECORDS },
            }))
            .unwrap();
            relying_party::install(&world.cx(), &file).await.unwrap().unwrap();
            for person in [&made, &owner] {
                let code = goes(&world.cx(), person, &name, &[("resource", RECORDS)]).await.remove("code").unwrap();
                let traded = [
                    ("grant_type", "authorization_code"),
                    ("code", &code),
                    ("redirect_uri", CALLBACK),
                    ("code_verifier", VERIFIER),
                ];
                let (status, given) = call(&world.cx(), path::TOKEN, (&name, &secret), &traded).await;
                assert_eq!(status, 200, "{given}");
                let asked = [("token", given["access_token"].as_str().unwrap())];
                heard.push(call(&world.cx(), path::INTROSPECT, ("records", password), &asked).await.1["active"].clone());
            }
        }
        assert_eq!(heard, [true, true, false, true]);
    }

    /// It goes where its maker goes: in with the invitation to a site of somebody else, out when the maker leaves.
    async fn it_goes_where_its_maker_goes(store: Store) {
        let world = world(store).await;
        let owner = world.citizen(OWNER).await;
        let colleague = world.citizen("+79161234568").await;
        let (name, secret) = site(&world, &owner, &form()).await;
        let made = confirmed(&world, &colleague).await;
        assert_eq!(error(&world.cx(), &made, &name).await, DENIED);
        let invitation = developer::invite(&world.cx(), &owner, &name).await.unwrap();
        developer::join(&world.cx(), &colleague, &invitation, "Борис").await.unwrap();
        let given = tokens(&world.cx(), &made, (&name, &secret)).await;
        let access = given["access_token"].as_str().unwrap();
        assert_eq!(userinfo(&world.cx(), access).await.0, 200);
        developer::leave(&world.cx(), &colleague, &name, colleague.id()).await.unwrap();
        assert_eq!(error(&world.cx(), &made, &name).await, DENIED);
        assert_eq!(userinfo(&world.cx(), access).await.0, 401);
    }

    /// What a site was given while it was under test is worth nothing once it works with everybody.
    async fn a_site_for_everybody_keeps_nothing_of_it(store: Store) {
        let world = world(store).await;
        let owner = world.citizen(OWNER).await;
        let officer = officer(&world).await;
        let owner = SignedIn { authenticated_at: world.clock.get(), ..owner };
        let (name, secret) = site(&world, &owner, &form()).await;
        let made = confirmed(&world, &owner).await;
        let given = tokens(&world.cx(), &made, (&name, &secret)).await;
        let unused = goes(&world.cx(), &made, &name, &[]).await.remove("code").unwrap();
        let access = given["access_token"].as_str().unwrap();
        let as_site = (name.as_str(), secret.as_str());
        let about = async || call(&world.cx(), path::INTROSPECT, as_site, &[("token", access)]).await.1["active"].clone();
        assert_eq!(about().await, true);
        promote(&world, &owner, &officer, &name).await;
        assert_eq!(about().await, false);
        assert_eq!(userinfo(&world.cx(), access).await.0, 401);
        let more = [
            ("grant_type", "authorization_code"),
            ("code", unused.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        assert_eq!(call(&world.cx(), path::TOKEN, as_site, &more).await.1["error"], "invalid_grant");
    }

    /// Evidence has the shape of a person's and says whose it is.
    async fn verified_claims_say_where_they_come_from(store: Store) {
        let world = world(store).await;
        let owner = world.citizen(OWNER).await;
        let made = signed_in(&world, &make(&world, &owner, "confirmed", "registered_letter").await).await;
        let cx = Cx { locale: Locale::En, ..world.cx() };
        let mut read = world.app.store.read().await.unwrap();
        let facts = okno_app::claim::facts(&mut read, &cx, made.id()).await.unwrap();
        let record = &okno_app::claim::available(&facts).verified[0];
        let text = serde_json::to_string(&record.verification).unwrap();
        assert!(text.contains("\"vouch\"") && text.contains("registered_letter"), "{text}");
        assert!(text.contains("\"organization\":\"test_person\""), "{text}");
    }
}
