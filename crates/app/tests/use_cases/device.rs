//! Letting a device in, under race: whatever comes at the same instant, its tokens are given once, and a person's decision is never
//! lost to a question of the device (RFC 8628 3.5).

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::{collections::BTreeSet, sync::Arc};

use okno_app::{
    App, Client, Cx,
    authorization::{self, Act, BrowserKey, Shown},
    protocol::{self, Call, path},
    relying_party::{self, SiteFile},
    session::SignedIn,
    site_grant,
};
use okno_domain::{
    developer::{SiteCount, SiteKind},
    locale::Locale,
    relying_party::InteractionId,
    statistic::day_of,
    time::SECOND,
};
use okno_oidc::parameter::{Limits, Parameters};
use okno_store::Store;
use okno_testkit::{World, engine_test};
use serde_json::{Value, json};

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// Rounds of each race and database; a fault that shows once in a hundred rounds shows here.
const ROUNDS: usize = 50;

struct Scene {
    world: World,
    other: Arc<App>,
    person: SignedIn,
    browser: BrowserKey,
}

impl Scene {
    async fn new(store: Store) -> Self {
        let world = World::new(store).await;
        let file: SiteFile = serde_json::from_value(json!({
            "client_id": "screen",
            "stage": "production",
            "metadata": {
                "token_endpoint_auth_method": "none",
                "grant_types": [GRANT],
                "id_token_signed_response_alg": "ES256",
            },
        }))
        .unwrap();
        relying_party::install(&world.cx(), &file).await.unwrap().unwrap();
        let person = world.citizen("+79161234567").await;
        let browser = BrowserKey::fresh(&world.cx());
        let other = world.another_server();
        Self { world, other, person, browser }
    }

    /// Contexts of two servers, at one instant.
    fn both(&self) -> (Cx, Cx) {
        (self.world.cx(), Cx::begin(&self.other, Locale::default(), Client::default()))
    }

    /// A device begins, and the person types its code.
    async fn begun(&self) -> (String, InteractionId) {
        let cx = self.world.cx();
        let said = ask(&cx, path::DEVICE_AUTHORIZATION, &[("scope", "openid")]).await.1;
        let account = Some(self.person.id());
        let code = said["user_code"].as_str().unwrap();
        let id = authorization::enter_device_code(&cx, code, account, &self.browser).await.unwrap();
        (said["device_code"].as_str().unwrap().to_owned(), id)
    }

    async fn decides(&self, cx: &Cx, id: InteractionId, act: Act) -> Option<bool> {
        match authorization::act(cx, id, Some(&self.browser), Some(&self.person), act).await.unwrap() {
            Shown::Device { allowed, .. } => Some(allowed),
            Shown::Over { is_device: true } => None,
            other => panic!("{other:?}"),
        }
    }
}

fn agree() -> Act {
    Act::Agree(BTreeSet::new())
}

async fn ask(cx: &Cx, at: &'static str, fields: &[(&str, &str)]) -> (u16, Value) {
    let mut pairs = vec![("client_id".to_owned(), "screen".to_owned())];
    pairs.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let parameters = Parameters::from_pairs(pairs, Limits::default()).unwrap();
    let call =
        Call { path: at, method: "POST", authorization: None, proofs: &[], certificate: None, parameters: &parameters };
    let done = if at == path::TOKEN {
        site_grant::token(cx, &call).await
    } else {
        authorization::begin_device(cx, &call).await
    };
    let reply = protocol::settled(done).unwrap();
    (reply.status, serde_json::from_slice(&reply.body).unwrap())
}

async fn poll(cx: &Cx, device_code: &str) -> String {
    let (status, said) = ask(cx, path::TOKEN, &[("grant_type", GRANT), ("device_code", device_code)]).await;
    if status == 200 { "tokens".to_owned() } else { said["error"].as_str().unwrap().to_owned() }
}

engine_test! {
    /// Two questions at the same instant on two servers, once the device was let in: one gets tokens, the other nothing.
    async fn tokens_are_given_once(store: Store) {
        let scene = Scene::new(store).await;
        let (here, there) = scene.both();
        for _ in 0..ROUNDS {
            let (code, id) = scene.begun().await;
            assert_eq!(scene.decides(&here, id, agree()).await, Some(true));
            let (one, other) = tokio::join!(poll(&here, &code), poll(&there, &code));
            let mut said = [one, other];
            said.sort();
            assert_eq!(said, ["invalid_grant", "tokens"]);
        }
    }
}

engine_test! {
    /// A question at the instant of the decision: the decision holds, and the device learns of it then or at its next question.
    async fn a_decision_is_not_lost_to_a_question(store: Store) {
        let scene = Scene::new(store).await;
        for _ in 0..ROUNDS {
            let (here, there) = scene.both();
            let (code, id) = scene.begun().await;
            let (decided, said) = tokio::join!(scene.decides(&here, id, agree()), poll(&there, &code));
            assert_eq!(decided, Some(true));
            if said != "tokens" {
                assert!(["authorization_pending", "slow_down"].contains(&said.as_str()), "{said}");
                scene.world.clock.advance(SECOND * 10);
                assert_eq!(poll(&scene.world.cx(), &code).await, "tokens");
            }
        }
    }
}

engine_test! {
    /// Yes and no at the same instant, in two windows: one of them holds, and the device hears that one.
    async fn one_decision_holds(store: Store) {
        let scene = Scene::new(store).await;
        let (here, there) = scene.both();
        for _ in 0..ROUNDS {
            let (code, first) = scene.begun().await;
            let said = tokio::join!(decide_or_conflict(&scene, &here, first, agree()), decide_or_conflict(&scene, &there, first, Act::Deny));
            let held: Vec<bool> = [said.0, said.1].into_iter().flatten().collect();
            assert_eq!(held.len(), 1, "{said:?}");
            let heard = poll(&here, &code).await;
            assert_eq!(heard, if held[0] { "tokens" } else { "access_denied" });
        }
    }
}

engine_test! {
    /// A device that is not let in counts among the refusals of its site, one that is among the sign-ins.
    async fn decisions_are_counted(store: Store) {
        let scene = Scene::new(store).await;
        let mut tx = scene.world.app.store.write().await.unwrap();
        let site = okno_store::relying_party::find(&mut tx, "screen").await.unwrap().unwrap().id;
        okno_store::developer::insert(&mut tx, site, SiteKind::Native, scene.world.clock.get()).await.unwrap();
        tx.commit().await.unwrap();
        for (act, allowed) in [(Act::Deny, false), (agree(), true), (Act::Deny, false)] {
            let (_, id) = scene.begun().await;
            assert_eq!(scene.decides(&scene.world.cx(), id, act).await, Some(allowed));
        }
        let today = day_of(scene.world.clock.get());
        let mut read = scene.world.app.store.read().await.unwrap();
        let sums = okno_store::site_record::sums(&mut read, site, today).await.unwrap();
        assert_eq!(sums, [(today, SiteCount::Refusal, 2), (today, SiteCount::SignIn, 1)]);
    }
}

engine_test! {
    /// A device that goes on asking at the slowest interval has nothing written any more (RFC 8628 3.5).
    async fn questions_come_to_rest(store: Store) {
        let scene = Scene::new(store).await;
        let (code, interaction) = scene.begun().await;
        let version = async || {
            let mut read = scene.world.app.store.read().await.unwrap();
            let device = okno_store::interaction::find(&mut read, interaction).await.unwrap().unwrap().device.unwrap();
            okno_store::device_grant::find(&mut read, device).await.unwrap().unwrap().version
        };
        // Once in time, then five seconds more for each, up to two minutes.
        assert_eq!(poll(&scene.world.cx(), &code).await, "authorization_pending");
        for _ in 0..23 {
            assert_eq!(poll(&scene.world.cx(), &code).await, "slow_down");
        }
        let rests = version().await;
        for _ in 0..3 {
            assert_eq!(poll(&scene.world.cx(), &code).await, "slow_down");
        }
        assert_eq!(version().await, rests);
        scene.world.clock.advance(SECOND * 119);
        assert_eq!(poll(&scene.world.cx(), &code).await, "slow_down");
        assert_eq!(version().await, rests);
        scene.world.clock.advance(SECOND);
        assert_eq!(poll(&scene.world.cx(), &code).await, "authorization_pending");
        assert_eq!(version().await, rests + 1);
    }
}

/// What was decided; none where another window was first.
async fn decide_or_conflict(scene: &Scene, cx: &Cx, id: InteractionId, act: Act) -> Option<bool> {
    match authorization::act(cx, id, Some(&scene.browser), Some(&scene.person), act).await {
        Ok(Shown::Device { allowed, .. }) => Some(allowed),
        Ok(Shown::Over { .. }) | Err(okno_app::Error::Conflict) => None,
        other => panic!("{other:?}"),
    }
}
