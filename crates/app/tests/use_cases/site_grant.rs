//! What a site is given, and who it is.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod race;

use std::collections::BTreeMap;

use okno_app::{
    Cx,
    authorization::{self, Arrived, BrowserKey, Who},
    claim,
    protocol::{self, Call, path},
    relying_party::{self, SiteFile},
    session::SignedIn,
    settings::Settings,
    site_grant,
};
use okno_oidc::{
    authorization::Answer,
    error::Reply,
    parameter::{Limits, Parameters},
};
use okno_store::Store;
use okno_testkit::{World, engine_test};
use serde_json::{Value, json};

const SECRET: &str = "0123456789abcdef0123456789abcdef";
const CALLBACK: &str = "https://site.example/callback";

struct Scene {
    world: World,
    person: SignedIn,
}

impl Scene {
    async fn new(store: Store) -> Self {
        let world = World::with(store, |settings| settings.single_sign_on.refresh_grace_seconds = 0, |_| {}).await;
        enter(&world, "site", CALLBACK, "public").await;
        let person = world.citizen("+79161234567").await;
        Self { world, person }
    }

    /// Somebody signs in at a site.
    async fn signs_in(&self, person: &SignedIn, client_id: &str, callback: &str) {
        let fields = request(client_id, callback, "openid");
        assert!(arrives(&self.world.cx(), person, &fields).await.unwrap().contains_key("code"));
    }

    /// The name of an account at a site.
    async fn name(&self, person: &SignedIn, client_id: &str) -> String {
        let cx = self.world.cx();
        let mut read = self.world.app.store.read().await.unwrap();
        let site = relying_party::find(&mut read, &cx, client_id).await.unwrap().unwrap();
        claim::subject(&mut read, &cx, &site, person.id()).await.unwrap()
    }
}

const fn request<'a>(client_id: &'a str, callback: &'a str, scope: &'a str) -> [(&'static str, &'a str); 4] {
    [("client_id", client_id), ("response_type", "code"), ("redirect_uri", callback), ("scope", scope)]
}

async fn arrives(cx: &Cx, person: &SignedIn, fields: &[(&str, &str)]) -> Option<BTreeMap<String, String>> {
    let browser = BrowserKey::fresh(cx);
    match authorization::arrive(cx, &parameters(fields), Who::Known(person), &browser).await.unwrap() {
        Arrived::Answer(Answer::Redirect(address)) => {
            Some(serde_urlencoded::from_str(address.split_once('?').unwrap().1).unwrap())
        }
        Arrived::Fault(_) => None,
        other => panic!("{other:?}"),
    }
}

async fn enter(world: &World, client_id: &str, callback: &str, subjects: &str) {
    let file: SiteFile = serde_json::from_value(json!({
        "client_id": client_id,
        "stage": "production",
        "secret": SECRET,
        "metadata": {
            "redirect_uris": [callback],
            "subject_type": subjects,
            "token_endpoint_auth_method": "client_secret_post",
            "grant_types": ["authorization_code", "refresh_token"],
            "id_token_signed_response_alg": "ES256",
        },
        "rule": { "consent": "implied" },
    }))
    .unwrap();
    relying_party::install(&world.cx(), &file).await.unwrap().unwrap();
}

fn parameters(fields: &[(&str, &str)]) -> Parameters {
    let pairs = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Parameters::from_pairs(pairs, Limits::default()).unwrap()
}

async fn asked(cx: &Cx, at: &'static str, fields: &[(&str, &str)], certificate: Option<&[u8]>) -> (u16, Value) {
    let parameters = parameters(fields);
    let call =
        Call { path: at, method: "POST", authorization: None, proofs: &[], certificate, parameters: &parameters };
    let done =
        if at == path::TOKEN { site_grant::token(cx, &call).await } else { authorization::push(cx, &call).await };
    let Reply { status, body, .. } = protocol::settled(done).unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

engine_test! {
    /// OpenID Connect Core 8: an account that takes another one in keeps its own name wherever it is known, and takes the other's
    /// where only that was; names differ from sector to sector.
    async fn names_survive_a_merge(store: Store) {
        let scene = Scene::new(store).await;
        let world = &scene.world;
        for (client_id, callback, subjects) in [
            ("public-too", "https://two.example/callback", "public"),
            ("sector-one", "https://one.example/callback", "pairwise"),
            ("sector-two", "https://two.example/callback", "pairwise"),
            ("never", "https://never.example/callback", "pairwise"),
        ] {
            enter(world, client_id, callback, subjects).await;
        }
        let (remains, closes) = (scene.person.clone(), world.citizen("+79161234568").await);
        scene.signs_in(&remains, "site", CALLBACK).await;
        scene.signs_in(&remains, "sector-one", "https://one.example/callback").await;
        scene.signs_in(&closes, "public-too", "https://two.example/callback").await;
        scene.signs_in(&closes, "sector-one", "https://one.example/callback").await;
        scene.signs_in(&closes, "sector-two", "https://two.example/callback").await;
        let sites = ["site", "public-too", "sector-one", "sector-two", "never"];
        let mut before = BTreeMap::new();
        for site in sites {
            before.insert(site, (scene.name(&remains, site).await, scene.name(&closes, site).await));
        }
        assert_ne!(before["sector-one"].0, before["sector-two"].0);
        let mut tx = world.app.store.write().await.unwrap();
        claim::inherit(&mut tx, &world.cx(), closes.id(), remains.id()).await.unwrap();
        tx.commit().await.unwrap();
        for (site, of_other) in
            [("site", false), ("public-too", false), ("sector-one", false), ("sector-two", true), ("never", false)]
        {
            let (own, other) = &before[site];
            assert_eq!(scene.name(&remains, site).await, *if of_other { other } else { own }, "{site}");
        }
    }
}

/// A certificate of its owner's own making, for this name.
fn certificate(name: &str) -> Vec<u8> {
    rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap().cert.der().to_vec()
}

engine_test! {
    /// RFC 8705 2.1 and 3: a site known by a name in its certificate gets tokens bound to that certificate; another name, none, or
    /// an installation that does not look at authorities gives it nothing.
    async fn a_certificate_says_who_a_site_is(store: Store) {
        let sure = |settings: &mut Settings| settings.single_sign_on.certificate_names = true;
        let (world, careless) = (World::with(store.clone(), sure, |_| {}).await, World::new(store).await);
        let file: SiteFile = serde_json::from_value(json!({
            "client_id": "partner",
            "stage": "production",
            "metadata": {
                "redirect_uris": [CALLBACK],
                "grant_types": ["authorization_code", "client_credentials"],
                "token_endpoint_auth_method": "tls_client_auth",
                "tls_client_auth_san_dns": "partner.example",
                "tls_client_certificate_bound_access_tokens": true,
            },
            "rule": { "scopes": { "queue:read": { "ru": "a", "en": "b", "fr": "c" } } },
        }))
        .unwrap();
        relying_party::install(&world.cx(), &file).await.unwrap().unwrap();
        let fields = [("client_id", "partner"), ("grant_type", "client_credentials")];
        let (own, other) = (certificate("partner.example"), certificate("evil.example"));
        for (world, shown, good) in [
            (&world, Some(own.as_slice()), true),
            (&world, Some(other.as_slice()), false),
            (&world, None, false),
            (&careless, Some(own.as_slice()), false),
        ] {
            let (status, answer) = asked(&world.cx(), path::TOKEN, &fields, shown).await;
            assert_eq!(status, if good { 200 } else { 401 }, "{answer}");
        }
    }
}
