//! Sites that lose what they were let in for while the session goes on.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use okno_app::{Error, account, confirmation, evidence, session::SignedIn, site_session};
use okno_domain::{
    confirmation::ConfirmationMethod,
    evidence::Finding,
    relying_party::TellingState,
    time::{HOUR, MINUTE},
};
use okno_store::{
    relying_party::{self as rows, RelyingPartyRow},
    site_grant::{self as grants, ConsentRow},
};
use okno_testkit::{World, engine_test, person::citizen_form};
use serde_json::json;

use super::scene::{PHONE, comes, enter, enter_simple, holds, signs_in, states, told, written};

/// Takes the confirmation by this method back.
pub(super) async fn take_back(world: &World, person: &SignedIn, by: ConfirmationMethod) {
    let mut tx = world.app.store.write().await.unwrap();
    let now = account::get(&mut tx, person.id()).await.unwrap();
    let log = evidence::log(&mut tx, &now).await.unwrap();
    let is_it = |finding: &Finding| matches!(finding, Finding::IdentityConfirmed { method, .. } if *method == by);
    let id = log.iter().rev().find(|row| is_it(&row.evidence.finding)).unwrap().evidence.id;
    confirmation::withdraw(&mut tx, &world.cx(), &now, id, "issued in error", "op-1").await.unwrap();
    world.cx().commit(tx).await.unwrap();
}

engine_test! {
    /// R213, R214, R217: when an account loses a level or a method, the sites that do not take it any more are told and hold nothing;
    /// the others hear of nothing. The session goes on.
    async fn a_lost_level_reaches_the_sites(store: Store) {
        let world = World::new(store).await;
        let implied = |rule: serde_json::Value| {
            let mut rule = rule;
            rule["consent"] = json!("implied");
            rule
        };
        enter(&world, "pension", json!({}), implied(json!({ "least_level": "confirmed" }))).await;
        let no_letters = json!({ "least_level": "confirmed", "excluded_methods": ["registered_letter"] });
        enter(&world, "tax", json!({ "backchannel_logout_session_required": true }), implied(no_letters)).await;
        enter_simple(&world, "shop").await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        world.confirm_by(anna.id(), ConfirmationMethod::InPerson).await;
        world.confirm_by(anna.id(), ConfirmationMethod::RegisteredLetter).await;
        let now = account::get(&mut world.app.store.read().await.unwrap(), anna.id()).await.unwrap();
        let anna = SignedIn { account: now, ..anna };
        let pension = signs_in(&world, &anna, "pension").await;
        let tax = signs_in(&world, &anna, "tax").await;
        signs_in(&world, &anna, "shop").await;

        take_back(&world, &anna, ConfirmationMethod::InPerson).await;
        assert_eq!(written(&world, &anna).await[0].reason, "level_lost");
        world.drain().await;
        let heard = told(&world, "tax").await;
        assert_eq!((heard.len(), &heard[0]["sid"]), (1, &tax["sid"]));
        assert!(!holds(&world, &anna, "tax").await && holds(&world, &anna, "pension").await);
        assert!(told(&world, "pension").await.is_empty());

        take_back(&world, &anna, ConfirmationMethod::RegisteredLetter).await;
        world.drain().await;
        let heard = told(&world, "pension").await;
        assert_eq!((heard.len(), &heard[0]["sub"], heard[0].get("sid")), (1, &pension["sub"], None));
        assert!(!holds(&world, &anna, "pension").await && holds(&world, &anna, "shop").await);
        assert_eq!((told(&world, "tax").await.len(), told(&world, "shop").await.len()), (1, 0));
        // Of the end of the session only the others hear.
        okno_app::session::logout(&world.cx(), &anna).await.unwrap();
        world.drain().await;
        assert_eq!((told(&world, "pension").await.len(), told(&world, "shop").await.len()), (1, 1));
    }
}

/// What a person agreed to before.
pub(super) async fn agreed(world: &World, person: &SignedIn, client_id: &str) {
    let mut tx = world.app.store.write().await.unwrap();
    let row = okno_store::relying_party::find(&mut tx, client_id).await.unwrap().unwrap();
    let consent = ConsentRow {
        relying_party: row.id,
        scopes: json!(["openid"]),
        claims: json!({}),
        agreed_at: world.clock.get(),
        expires_at: "2027-01-01T00:00:00Z".parse().unwrap(),
    };
    grants::agree(&mut tx, person.id(), &consent).await.unwrap();
    tx.commit().await.unwrap();
}

engine_test! {
    /// R212, R217: a site from which its access is taken back hears that the person is signed in there no more, once for all
    /// sessions, or for each where it goes by sessions.
    async fn what_is_taken_back_is_told(store: Store) {
        let world = World::new(store).await;
        enter(&world, "shop", json!({}), json!({})).await;
        enter(&world, "club", json!({ "backchannel_logout_session_required": true }), json!({})).await;
        world.citizen(PHONE).await;
        let mut people = Vec::new();
        for _ in 0..2 {
            people.push(world.log_in(PHONE, okno_testkit::citizen::PASSWORD).await.unwrap());
        }
        for site in ["shop", "club"] {
            agreed(&world, &people[0], site).await;
            for person in &people {
                signs_in(&world, person, site).await;
            }
            site_session::withdraw(&world.cx(), &people[0], site).await.unwrap();
            assert!(!holds(&world, &people[0], site).await);
            let answer = comes(&world.cx(), &people[0], site, &[("prompt", "none")]).await;
            assert_eq!(answer["error"], "consent_required");
        }
        world.drain().await;
        let (shop, club) = (told(&world, "shop").await, told(&world, "club").await);
        assert_eq!((shop.len(), shop[0].get("sid")), (1, None));
        assert_eq!(club.len(), 2);
        assert!(club[0]["sid"].is_string() && club[0]["sid"] != club[1]["sid"]);
        assert!(matches!(site_session::withdraw(&world.cx(), &people[0], "shop").await, Err(Error::NotFound)));
    }
}

/// What a site registered cannot be read any more, as after a change of what this program takes.
async fn spoil(world: &World, client_id: &str) {
    let mut tx = world.app.store.write().await.unwrap();
    let row = rows::find(&mut tx, client_id).await.unwrap().unwrap();
    let spoilt = RelyingPartyRow { metadata: json!({ "redirect_uris": 1 }), ..row };
    rows::update(&mut tx, &spoilt, world.clock.get()).await.unwrap();
    tx.commit().await.unwrap();
}

engine_test! {
    /// R217: a site whose metadata cannot be read for a while loses no word: it keeps nothing that it may not have, and hears of it
    /// once they can be read. One that stays so is given up.
    async fn a_site_that_cannot_be_read_hears_later(store: Store) {
        let world = World::new(store).await;
        let rule = json!({ "consent": "implied", "least_level": "confirmed" });
        enter(&world, "pension", json!({}), rule).await;
        enter_simple(&world, "shop").await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        world.confirm_by(anna.id(), ConfirmationMethod::InPerson).await;
        let anna = world.refreshed(&anna).await;
        signs_in(&world, &anna, "pension").await;
        let shop = signs_in(&world, &anna, "shop").await;
        spoil(&world, "pension").await;
        spoil(&world, "shop").await;

        take_back(&world, &anna, ConfirmationMethod::InPerson).await;
        assert!(!holds(&world, &anna, "pension").await);
        assert!(!holds(&world, &anna, "shop").await, "what cannot be judged is not kept");
        okno_app::session::logout(&world.cx(), &anna).await.unwrap();
        world.drain().await;
        assert_eq!(states(&world, &anna).await, [TellingState::Waiting; 2]);
        assert_eq!(world.sites.tries(), 0);

        enter_simple(&world, "shop").await;
        world.clock.advance(MINUTE * 10);
        world.drain().await;
        let heard = told(&world, "shop").await;
        assert_eq!((heard.len(), &heard[0]["sid"]), (1, &shop["sid"]));
        assert!(told(&world, "pension").await.is_empty());
        world.clock.advance(HOUR * 72);
        world.drain().await;
        let rows = written(&world, &anna).await;
        let given_up = rows.iter().find(|row| row.state == TellingState::GivenUp).unwrap();
        assert_eq!(given_up.last_fault.as_deref(), Some("its metadata are not sound"));
        assert_eq!((rows.len(), okno_app::job::dead(&world.cx(), 10).await.unwrap().len()), (2, 1));
    }
}
