//! What sites publish: keys that change, and lists of addresses (OpenID Connect Core 10.1.1, Registration 5).

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::sync::Arc;

use okno_app::{
    authorization::{self, Arrived, BrowserKey, Who},
    protocol::{self, Call, path},
    relying_party::{self, SiteFile},
    site_grant,
};
use okno_domain::{
    relying_party::SiteState,
    time::{DAY, HOUR, MINUTE, SECOND},
};
use okno_oidc::jose::{Issuing, software::Ed25519};
use okno_store::{DatabaseConfig, Store, db::Engine};
use okno_testkit::{TestStore, World, engine_test, site::Mood};
use serde_json::{Value, json};

use super::scene::parameters;

const CALLBACK: &str = "https://site.example/callback";
const KEYS: &str = "https://site.example/jwks.json";
const SECTOR: &str = "https://site.example/sector.json";

fn key(name: &str, secret: u8) -> Arc<Ed25519> {
    Arc::new(Ed25519::new(name, &[secret; 32]))
}

fn set(keys: &[&Arc<Ed25519>]) -> Vec<u8> {
    let keys: Vec<Value> = keys.iter().map(|key| Value::Object(key.public().unwrap().to_jwk())).collect();
    json!({ "keys": keys }).to_string().into_bytes()
}

async fn scene(store: Store) -> World {
    let world = World::new(store).await;
    let file: SiteFile = serde_json::from_value(json!({
        "client_id": "site",
        "stage": "production",
        "metadata": {
            "redirect_uris": [CALLBACK],
            "grant_types": ["authorization_code", "client_credentials"],
            "token_endpoint_auth_method": "private_key_jwt",
            "token_endpoint_auth_signing_alg": "EdDSA",
            "jwks_uri": KEYS,
        },
        "rule": { "scopes": { "queue:read": { "ru": "a", "en": "b", "fr": "c" } } },
    }))
    .unwrap();
    relying_party::install(&world.cx(), &file).await.unwrap().unwrap();
    world
}

/// What the site asks at an endpoint, under this key; the status.
async fn asks(world: &World, key: &Arc<Ed25519>, at: &'static str) -> u16 {
    let cx = world.cx();
    let now = world.clock.get().as_second();
    let name = cx.fresh_id::<()>().to_string();
    let claims = json!({
        "iss": "site", "sub": "site", "aud": "https://okno.test", "iat": now, "exp": now + 60, "jti": name,
    });
    let assertion = Issuing::new(Arc::<Ed25519>::clone(key), "JWT").unwrap().sign(&claims).unwrap();
    let mut fields = vec![
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", assertion.as_str()),
    ];
    match at {
        path::TOKEN => fields.push(("grant_type", "client_credentials")),
        path::PUSH => fields.extend([("response_type", "code"), ("scope", "openid"), ("redirect_uri", CALLBACK)]),
        _ => fields.push(("token", "unknown")),
    }
    let fields = parameters(&fields);
    let call =
        Call { path: at, method: "POST", authorization: None, proofs: &[], certificate: None, parameters: &fields };
    let done = match at {
        path::TOKEN => site_grant::token(&cx, &call).await,
        path::PUSH => authorization::push(&cx, &call).await,
        path::INTROSPECT => site_grant::introspect(&cx, &call, false).await,
        _ => site_grant::revoke(&cx, &call).await,
    };
    protocol::settled(done).unwrap().status
}

/// Whether the site is known by an assertion under this key.
async fn is_known(world: &World, key: &Arc<Ed25519>) -> bool {
    asks(world, key, path::TOKEN).await == 200
}

/// Whether a browser goes on that comes with an object of the site, signed by this key (RFC 9101).
async fn is_read(world: &World, key: &Arc<Ed25519>) -> bool {
    let cx = world.cx();
    let inside = json!({
        "iss": "site", "aud": "https://okno.test", "client_id": "site", "response_type": "code", "scope": "openid",
        "redirect_uri": CALLBACK,
    });
    let object = Issuing::new(Arc::<Ed25519>::clone(key), "oauth-authz-req+jwt").unwrap().sign(&inside).unwrap();
    let fields = [("client_id", "site"), ("response_type", "code"), ("scope", "openid"), ("request", object.as_str())];
    let arrived = authorization::arrive(&cx, &parameters(&fields), Who::Nobody, &BrowserKey::fresh(&cx)).await;
    matches!(arrived, Ok(Arrived::Wait(_)))
}

engine_test! {
    /// A site changes its keys without telling us: the next assertion is taken, and a stranger cannot make us fetch at will.
    async fn keys_change(store: Store) {
        let world = scene(store).await;
        let (old, new, strange) = (key("old", 1), key("new", 2), key("strange", 3));
        world.sites.publish(KEYS, set(&[&old]));
        assert!(is_known(&world, &old).await && is_known(&world, &old).await);
        assert_eq!(world.sites.fetches(), 1);
        world.sites.publish(KEYS, set(&[&old, &new]));
        assert!(!is_known(&world, &new).await, "fetched less than a minute ago");
        world.clock.advance(SECOND * 60);
        assert!(is_known(&world, &new).await && is_known(&world, &old).await);
        assert_eq!(world.sites.fetches(), 2);
        for _ in 0..20 {
            assert!(!is_known(&world, &strange).await);
        }
        assert_eq!(world.sites.fetches(), 2);
        world.clock.advance(SECOND * 60);
        for _ in 0..20 {
            assert!(!is_known(&world, &strange).await);
        }
        assert_eq!(world.sites.fetches(), 3);
        // A key that was taken back is good for a quarter of an hour at most.
        world.sites.publish(KEYS, set(&[&new]));
        world.clock.advance(MINUTE * 15 - SECOND);
        assert!(is_known(&world, &old).await);
        world.clock.advance(SECOND);
        assert!(!is_known(&world, &old).await && is_known(&world, &new).await);
    }
}

engine_test! {
    /// A fault of the site's server turns nobody away for a day, and is not asked about at each request.
    async fn what_was_fetched_outlives_a_fault(store: Store) {
        let world = scene(store).await;
        let own = key("own", 1);
        world.sites.publish(KEYS, set(&[&own]));
        assert!(is_known(&world, &own).await);
        world.sites.set(KEYS, Mood::Away);
        world.clock.advance(HOUR);
        assert!(is_known(&world, &own).await && is_known(&world, &own).await);
        assert_eq!(world.sites.fetches(), 2);
        world.sites.set(KEYS, Mood::Well);
        world.sites.publish(KEYS, b"<html>".as_slice());
        world.clock.advance(HOUR * 22);
        assert!(is_known(&world, &own).await, "what is no set of keys is a fault too");
        world.clock.advance(DAY);
        assert!(!is_known(&world, &own).await);
        world.sites.publish(KEYS, set(&[&own]));
        world.clock.advance(SECOND * 10);
        assert!(is_known(&world, &own).await);
    }
}

engine_test! {
    /// Requests that need the same keys at the same time share one call.
    async fn one_call_serves_all(store: Store) {
        let world = scene(store).await;
        let own = key("own", 1);
        world.sites.publish(KEYS, set(&[&own]));
        let (a, b, c) = tokio::join!(is_known(&world, &own), is_known(&world, &own), is_known(&world, &own));
        assert!(a && b && c);
        assert_eq!(world.sites.fetches(), 1);
    }
}

engine_test! {
    /// OpenID Connect Registration 5: a site enters a sector only if the sector's list has every address of it.
    async fn a_sector_lists_its_sites(store: Store) {
        let world = World::new(store).await;
        let file: SiteFile = serde_json::from_value(json!({
            "client_id": "pair",
            "stage": "production",
            "secret": "0123456789abcdef0123456789abcdef",
            "metadata": {
                "redirect_uris": ["https://one.example/callback", "https://two.example/callback"],
                "subject_type": "pairwise",
                "sector_identifier_uri": SECTOR,
            },
        }))
        .unwrap();
        let install = async || relying_party::install(&world.cx(), &file).await.unwrap();
        assert!(install().await.is_err(), "there is no list");
        for wrong in [r#"["https://one.example/callback"]"#, "{}", "[1]", ""] {
            world.sites.publish(SECTOR, wrong);
            assert!(install().await.is_err(), "{wrong}");
        }
        world.sites.publish(SECTOR, r#"["https://one.example/callback", "https://two.example/callback"]"#);
        assert!(install().await.is_ok());
    }
}

engine_test! {
    /// Whoever hangs up while a site is asked has had it asked: a stranger cannot make us call it at will in this way either.
    async fn a_call_that_was_hung_up_on_counts(store: Store) {
        let world = scene(store).await;
        let own = key("own", 1);
        world.sites.publish(KEYS, set(&[&own]));
        let gate = world.sites.hold(KEYS);
        for _ in 0..3 {
            tokio::select! {
                biased;
                known = is_known(&world, &own) => assert!(!known, "before it was fetched"),
                () = gate.reached() => {}
            }
            assert_eq!(world.sites.fetches(), 1);
        }
        gate.open();
        assert!(!is_known(&world, &own).await);
        world.clock.advance(SECOND * 10);
        assert!(is_known(&world, &own).await);
        assert_eq!(world.sites.fetches(), 2);
    }
}

/// The portal has one reading connection, and on PostgreSQL one connection at all: whoever kept it while a site is asked would stop
/// everybody.
async fn a_slow_site(engine: Engine) {
    let one = |config: &mut DatabaseConfig| (config.readers, config.pool_size) = (1, 1);
    let Some(database) = TestStore::on(engine, one).await else { return };
    let world = scene(database.store()).await;
    let own = key("own", 1);
    world.sites.publish(KEYS, set(&[&own]));
    for at in [path::TOKEN, path::PUSH, path::INTROSPECT, path::REVOKE, path::AUTHORIZE] {
        world.clock.advance(HOUR);
        let gate = world.sites.hold(KEYS);
        let others = async {
            gate.reached().await;
            assert_eq!(relying_party::list(&world.cx(), 9).await.unwrap().len(), 1);
            relying_party::switch(&world.cx(), "site", SiteState::Active).await.unwrap();
            gate.open();
        };
        let site = async {
            if at == path::AUTHORIZE {
                return is_read(&world, &own).await;
            }
            [200, 201].contains(&asks(&world, &own, at).await)
        };
        let (is_well, ()) = tokio::join!(site, others);
        assert!(is_well, "{at}");
    }
    assert_eq!(world.sites.fetches(), 5);
}

/// A site whose server answers slowly slows down nobody but itself.
mod a_slow_site_holds_up_nobody {
    use super::{Engine, a_slow_site};

    #[tokio::test]
    async fn sqlite() {
        a_slow_site(Engine::Sqlite).await;
    }

    #[tokio::test]
    async fn postgres() {
        a_slow_site(Engine::Postgres).await;
    }
}
