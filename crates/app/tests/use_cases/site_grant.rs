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
    settings::{Settings, SiteRegistration},
    site_grant,
};
use okno_domain::{
    developer::{Member, MemberRole, SiteCount, SiteKind},
    relying_party::{RelyingPartyId, SiteState, Stage},
    statistic::day_of,
};
use okno_oidc::{
    authorization::Answer,
    error::Reply,
    parameter::{Limits, Parameters},
};
use okno_store::{
    Store,
    developer::MemberRow,
    relying_party::{self as rows, RelyingPartyRow},
    site_record,
};
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

/// Makes a site one that people entered, in this stage.
async fn of_people(world: &World, client_id: &str, stage: Stage) -> RelyingPartyId {
    let mut tx = world.app.store.write().await.unwrap();
    let row = rows::find(&mut tx, client_id).await.unwrap().unwrap();
    let (id, now) = (row.id, world.clock.get());
    rows::update(&mut tx, &RelyingPartyRow { stage, ..row }, now).await.unwrap();
    okno_store::developer::insert(&mut tx, id, SiteKind::Web, now).await.unwrap();
    tx.commit().await.unwrap();
    id
}

engine_test! {
    /// What becomes of a site's requests is counted where somebody looks at it, also what is refused without a page; of other sites
    /// nothing is.
    async fn what_becomes_of_requests_is_counted_where_somebody_looks(store: Store) {
        let scene = Scene::new(store).await;
        let world = &scene.world;
        enter(world, "watched", "https://watched.example/callback", "public").await;
        let watched = of_people(world, "watched", Stage::Production).await;
        let plain = rows::find(&mut world.app.store.read().await.unwrap(), "site").await.unwrap().unwrap().id;
        for (client_id, callback) in [("site", CALLBACK), ("watched", "https://watched.example/callback")] {
            let mut silent = request(client_id, callback, "openid").to_vec();
            silent.push(("prompt", "none"));
            for _ in 0..3 {
                let cx = world.cx();
                let browser = BrowserKey::fresh(&cx);
                match authorization::arrive(&cx, &parameters(&silent), Who::Nobody, &browser).await.unwrap() {
                    Arrived::Answer(Answer::Redirect(address)) => assert!(address.contains("error=login_required")),
                    other => panic!("{other:?}"),
                }
            }
            scene.signs_in(&scene.person, client_id, callback).await;
        }
        let today = day_of(world.clock.get());
        let mut read = world.app.store.read().await.unwrap();
        let sums = site_record::sums(&mut read, watched, today).await.unwrap();
        assert_eq!(sums, [(today, SiteCount::Refusal, 3), (today, SiteCount::SignIn, 1)]);
        assert!(site_record::sums(&mut read, plain, today).await.unwrap().is_empty());
    }
}

engine_test! {
    /// Whoever is taken out of a site under test at the instant of a sign-in gets a code or is denied, as everybody is who does not
    /// make the site; nobody is told that their account is worth too little.
    async fn whoever_leaves_a_site_under_test_is_denied(store: Store) {
        let scene = Scene::new(store).await;
        let (world, who) = (&scene.world, scene.person.id());
        let site = of_people(world, "site", Stage::Test).await;
        let other = world.another_server();
        let mut silent = request("site", CALLBACK, "openid").to_vec();
        silent.push(("prompt", "none"));
        for _ in 0..50 {
            let mut tx = world.app.store.write().await.unwrap();
            let member = Member { account: who, role: MemberRole::Colleague, since: world.clock.get() };
            let row = MemberRow { member, name_sealed: vec![1] };
            assert!(okno_store::developer::join(&mut tx, site, &row).await.unwrap());
            tx.commit().await.unwrap();
            let there = Cx::begin(&other, okno_domain::locale::Locale::default(), okno_app::Client::default());
            let leaves = async {
                let mut tx = world.app.store.write().await.unwrap();
                assert!(okno_store::developer::leave(&mut tx, site, who).await.unwrap());
                tx.commit().await.unwrap();
            };
            let (answer, ()) = tokio::join!(arrives(&there, &scene.person, &silent), leaves);
            let answer = answer.unwrap();
            let denied = answer.get("error").is_some_and(|error| error == "access_denied");
            assert!(denied || answer.contains_key("code"), "{answer:?}");
        }
        let late = arrives(&world.cx(), &scene.person, &silent).await.unwrap();
        assert_eq!(late["error"], "access_denied");
    }
}

engine_test! {
    /// RFC 7592 2.3: a registration can be given up also where what was registered cannot be read any more.
    async fn what_cannot_be_read_can_be_given_up(store: Store) {
        let open = |settings: &mut Settings| settings.single_sign_on.registration = SiteRegistration::Open;
        let world = World::with(store, open, |_| {}).await;
        let body = json!({ "redirect_uris": [CALLBACK] }).to_string();
        let registered = relying_party::register(&world.cx(), body.as_bytes(), None).await;
        let site: Value = serde_json::from_slice(&protocol::settled(registered).unwrap().body).unwrap();
        let (id, token) = (site["client_id"].as_str().unwrap(), site["registration_access_token"].as_str());
        let mut tx = world.app.store.write().await.unwrap();
        let row = rows::find(&mut tx, id).await.unwrap().unwrap();
        let spoilt = RelyingPartyRow { metadata: json!({ "redirect_uris": 1 }), ..row };
        rows::update(&mut tx, &spoilt, world.clock.get()).await.unwrap();
        tx.commit().await.unwrap();
        assert!(protocol::settled(relying_party::registered(&world.cx(), id, token).await).is_err());
        let gone = relying_party::give_up_registration(&world.cx(), id, token).await;
        assert_eq!(protocol::settled(gone).unwrap().status, 204);
        let row = rows::find(&mut world.app.store.read().await.unwrap(), id).await.unwrap().unwrap();
        assert_eq!(row.state, SiteState::Deleted);
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
