//! What is good once, under race: codes, refresh tokens, pushed requests, assertions of clients and proofs of possession
//! (RFC 6749 4.1.2, RFC 9126 4, RFC 7523 3, RFC 9449 11.1). Two servers with a pool each on one database are asked at the same
//! instant; exactly one gives what was asked for.
//!
//! `cargo xtask races` runs these ten thousand times; every other run a hundred times.

use std::{pin::Pin, sync::Arc};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use okno_app::{App, Client};
use okno_domain::locale::Locale;
use okno_oidc::jose::{Issuing, Signer as _, software::P256};
use okno_store::db::Engine;
use okno_testkit::{TestStore, rounds};

use super::{
    BTreeMap, CALLBACK, Call, Cx, Reply, SECRET, Scene as Here, SignedIn, SiteFile, Store, Value, arrives,
    authorization, json, parameters, path, protocol, relying_party, request, site_grant,
};

/// Two servers, and a person who is signed in.
struct Scene {
    here: Here,
    there: Arc<App>,
    /// Signs what the site `partner` says, and proofs.
    key: Arc<P256>,
}

impl Scene {
    async fn new(here: Store, there: Store) -> Self {
        let here = Here::new(here).await;
        let there = here.world.another_server_on(there);
        let key = P256::new("partner", &[7; 32]).unwrap();
        let file: SiteFile = serde_json::from_value(json!({
            "client_id": "partner",
            "stage": "production",
            "metadata": {
                "redirect_uris": [CALLBACK],
                "grant_types": ["authorization_code", "client_credentials"],
                "token_endpoint_auth_method": "private_key_jwt",
                "jwks": { "keys": [key.public().unwrap().to_jwk()] },
            },
            "rule": { "scopes": { "queue:read": { "ru": "a", "en": "b", "fr": "c" } } },
        }))
        .unwrap();
        relying_party::install(&here.world.cx(), &file).await.unwrap().unwrap();
        Self { here, there, key: Arc::new(key) }
    }

    /// Contexts of both servers, at one instant.
    fn both(&self) -> [Cx; 2] {
        [self.here.world.cx(), Cx::begin(&self.there, Locale::default(), Client::default())]
    }

    fn person(&self) -> SignedIn {
        self.here.person.clone()
    }

    fn now(&self) -> i64 {
        self.here.world.clock.get().as_second()
    }

    async fn code(&self) -> String {
        let fields = request("site", CALLBACK, "openid offline_access");
        arrives(&self.here.world.cx(), &self.here.person, &fields).await.unwrap().remove("code").unwrap()
    }

    /// An assertion of the site `partner` (RFC 7523 3).
    fn assertion(&self, name: &str) -> String {
        let issuing = Issuing::new(self.key.clone(), "JWT").unwrap();
        let (now, us) = (self.now(), "https://okno.test");
        let claims = json!({ "iss": "partner", "sub": "partner", "aud": us, "jti": name, "iat": now, "exp": now + 60 });
        issuing.sign(&claims).unwrap()
    }

    /// A proof of possession for the token endpoint (RFC 9449 4.2).
    fn proof(&self, name: &str) -> String {
        let mut jwk = self.key.public().unwrap().to_jwk();
        jwk.retain(|member, _| ["kty", "crv", "x", "y"].contains(&member.as_str()));
        let header = json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": jwk });
        let htu = format!("https://okno.test{}", path::TOKEN);
        let claims = json!({ "jti": name, "htm": "POST", "htu": htu, "iat": self.now() });
        let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let text = format!("{}.{}", encode(&header), encode(&claims));
        let signature = self.key.sign(text.as_bytes()).unwrap();
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

type Fields = Vec<(&'static str, String)>;
/// What runs on another thread; on the heap, since it is large.
type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Both at once, on threads of their own.
async fn at_once<T: Send + 'static>(acts: [Boxed<T>; 2]) -> [T; 2] {
    let [one, other] = acts.map(tokio::spawn);
    [one.await.unwrap(), other.await.unwrap()]
}

/// Asks an endpoint.
fn ask(cx: Cx, at: &'static str, fields: Fields, proof: Option<String>) -> Boxed<(u16, Value)> {
    Box::pin(asked(cx, at, fields, proof))
}

async fn asked(cx: Cx, at: &'static str, fields: Fields, proof: Option<String>) -> (u16, Value) {
    let borrowed: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let parameters = parameters(&borrowed);
    let proofs: Vec<&str> = proof.iter().map(String::as_str).collect();
    let (method, authorization, certificate) = ("POST", None, None);
    let call = Call { path: at, method, authorization, proofs: &proofs, certificate, parameters: &parameters };
    let done = match at {
        path::TOKEN => site_grant::token(&cx, &call).await,
        path::INTROSPECT => site_grant::introspect(&cx, &call, false).await,
        path::REVOKE => site_grant::revoke(&cx, &call).await,
        _ => authorization::push(&cx, &call).await,
    };
    let Reply { status, body, .. } = protocol::settled(done).unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

fn of_site(fields: &[(&'static str, &str)]) -> Fields {
    let all = [("client_id", "site"), ("client_secret", SECRET)].into_iter().chain(fields.iter().copied());
    all.map(|(name, value)| (name, value.to_owned())).collect()
}

fn of_partner(assertion: &str) -> Fields {
    let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    let all = [("grant_type", "client_credentials"), ("client_assertion_type", kind), ("client_assertion", assertion)];
    all.into_iter().map(|(name, value)| (name, value.to_owned())).collect()
}

fn redeeming(code: &str) -> Fields {
    of_site(&[("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK)])
}

/// One was given what it asked for, the other refused so.
fn one_won(answers: &[(u16, Value)], status: u16, error: &str) {
    assert_eq!(answers.iter().filter(|(status, _)| *status == 200).count(), 1, "{answers:?}");
    let refused = answers.iter().find(|(status, _)| *status != 200).unwrap();
    assert_eq!((refused.0, refused.1["error"].as_str()), (status, Some(error)), "{answers:?}");
}

/// Runs a race on an engine, where there is one.
async fn on<F: Future<Output = ()>>(engine: Engine, race: impl FnOnce(Scene) -> F) {
    if let Some((database, second)) = TestStore::with_second_pool(engine).await {
        race(Scene::new(database.store(), second).await).await;
    }
}

macro_rules! race {
    ($($(#[$meta:meta])* async fn $name:ident($scene:ident: Scene) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn run($scene: Scene) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                on(Engine::Sqlite, run).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                on(Engine::Postgres, run).await;
            }
        }
    )*};
}

race! {
    /// One code redeemed at the same instant on two servers: exactly one success, whichever comes first.
    async fn a_code_is_redeemed_once(scene: Scene) {
        for _ in 0..rounds() {
            let code = scene.code().await;
            let answers = at_once(scene.both().map(|cx| ask(cx, path::TOKEN, redeeming(&code), None))).await;
            one_won(&answers, 400, "invalid_grant");
        }
    }

    /// One refresh token used at the same instant on two servers: exactly one success.
    async fn a_refresh_token_is_used_once(scene: Scene) {
        for _ in 0..rounds() {
            let code = scene.code().await;
            let [here, _] = scene.both();
            let first = ask(here, path::TOKEN, redeeming(&code), None).await.1;
            let token = first["refresh_token"].as_str().unwrap();
            let fields = of_site(&[("grant_type", "refresh_token"), ("refresh_token", token)]);
            let answers = at_once(scene.both().map(|cx| ask(cx, path::TOKEN, fields.clone(), None))).await;
            one_won(&answers, 400, "invalid_grant");
        }
    }

    /// One pushed request answered at the same instant on two servers: exactly one code.
    async fn a_pushed_request_is_answered_once(scene: Scene) {
        for _ in 0..rounds() {
            let pushed = of_site(&[("response_type", "code"), ("redirect_uri", CALLBACK), ("scope", "openid")]);
            let [here, _] = scene.both();
            let (status, answer) = ask(here, path::PUSH, pushed, None).await;
            assert_eq!(status, 201, "{answer}");
            let uri = answer["request_uri"].as_str().unwrap();
            let answer = |cx: Cx| -> Boxed<Option<BTreeMap<String, String>>> {
                let (person, uri) = (scene.person(), uri.to_owned());
                Box::pin(async move { arrives(&cx, &person, &[("client_id", "site"), ("request_uri", &uri)]).await })
            };
            let answers = at_once(scene.both().map(answer)).await;
            assert_eq!(answers.into_iter().flatten().filter(|answer| answer.contains_key("code")).count(), 1);
        }
    }

    /// One assertion shown at the same instant to two servers: it says once who a client is.
    async fn an_assertion_is_shown_once(scene: Scene) {
        for round in 0..rounds() {
            let fields = of_partner(&scene.assertion(&round.to_string()));
            let answers = at_once(scene.both().map(|cx| ask(cx, path::TOKEN, fields.clone(), None))).await;
            one_won(&answers, 401, "invalid_client");
        }
    }

    /// RFC 7523 3: an assertion that comes with a request which is refused is used by it, at introspection and revocation as at the
    /// token endpoint.
    async fn an_assertion_is_used_by_what_is_refused(scene: Scene) {
        for at in [path::INTROSPECT, path::REVOKE] {
            let ask = async |at, fields: Fields| {
                let [here, _] = scene.both();
                ask(here, at, fields, None).await
            };
            let assertion = scene.assertion(at);
            let mut unsound = of_partner(&assertion);
            unsound.retain(|(name, _)| *name != "grant_type");
            assert_eq!(ask(at, unsound).await.0, 400, "{at}: of which token");
            let again = ask(path::TOKEN, of_partner(&assertion)).await;
            assert_eq!((again.0, again.1["error"].as_str()), (401, Some("invalid_client")), "{at}");
            let fresh = scene.assertion(&format!("fresh {at}"));
            assert_eq!(ask(path::TOKEN, of_partner(&fresh)).await.0, 200);
        }
    }

    /// One proof of possession shown at the same instant to two servers, each time with an assertion of its own. Both assertions
    /// are used by it, that of the request which was refused too.
    async fn a_proof_is_shown_once(scene: Scene) {
        for round in 0..rounds() {
            let proof = scene.proof(&round.to_string());
            let assertions = ["here", "there"].map(|server| scene.assertion(&format!("{server} {round}")));
            let [here, there] = scene.both();
            let [of_one, of_other] = assertions.each_ref().map(|assertion| of_partner(assertion));
            let one = ask(here, path::TOKEN, of_one, Some(proof.clone()));
            let other = ask(there, path::TOKEN, of_other, Some(proof));
            let answers = at_once([one, other]).await;
            one_won(&answers, 400, "invalid_dpop_proof");
            for assertion in &assertions {
                let [here, _] = scene.both();
                assert_eq!(ask(here, path::TOKEN, of_partner(assertion), None).await.0, 401);
            }
        }
    }
}
