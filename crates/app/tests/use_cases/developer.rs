//! The technology portal: promotion, changes of sites that work with everybody, and what happens under race.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::{collections::BTreeMap, sync::Arc};

use okno_app::{
    App, Client, Cx, Error,
    developer::{self, Edited, Form},
    operator,
    session::SignedIn,
};
use okno_domain::{
    account::AccountLevel,
    developer::{ChangeState, MOST_COLLEAGUES, MOST_SITES},
    locale::Locale,
    operator::Role,
    relying_party::{SiteState, Stage},
};
use okno_store::Store;
use okno_testkit::{
    World,
    citizen::{faults, refused},
    engine_test,
    operator::PASSWORD as OPERATOR_PASSWORD,
};

const ROUNDS: usize = 20;

async fn world(store: Store) -> World {
    let simplified = |settings: &mut okno_app::Settings| {
        settings.single_sign_on.developer_level = AccountLevel::Simplified;
    };
    World::with(store, simplified, |_| {}).await
}

fn form() -> Form {
    Form {
        kind: "web".to_owned(),
        names: ["Библиотека".to_owned(), String::new(), String::new()],
        redirect_uris: "https://library.example/cb".to_owned(),
        authentication: "client_secret_basic".to_owned(),
        scopes: BTreeMap::from([("email".to_owned(), ["Чтобы писать".to_owned(), String::new(), String::new()])]),
        least_level: "standard".to_owned(),
        ..Form::default()
    }
}

async fn operator(world: &World) -> operator::SignedIn {
    world.operator("admin", Role::Administrator, &[]).await;
    world.operator_by("admin", OPERATOR_PASSWORD).await
}

/// A site that works with everybody.
async fn promoted(world: &World, owner: &SignedIn, officer: &operator::SignedIn) -> String {
    let (site, _) = developer::create(&world.cx(), owner, &form()).await.unwrap();
    developer::ask_promotion(&world.cx(), owner, &site, ("", false)).await.unwrap();
    let review = developer::review(&world.cx(), officer, &site).await.unwrap();
    developer::approve(&world.cx(), officer, (&site, review.version())).await.unwrap();
    site
}

/// Another secret in place of the one that is shown.
async fn rotate(world: &World, who: &SignedIn, site: &str) -> okno_app::Result<okno_domain::secret::Secret> {
    let version = developer::get(&world.cx(), who, site).await?.row.version;
    developer::rotate(&world.cx(), who, (site, version), false).await
}

/// A fresh public key, as it is pasted.
fn pair() -> String {
    rcgen::KeyPair::generate().unwrap().public_key_pem()
}

/// Contexts of two servers, at one instant.
fn both(world: &World, other: &Arc<App>) -> (Cx, Cx) {
    (world.cx(), Cx::begin(other, Locale::default(), Client::default()))
}

engine_test! {
    /// A site is let out by an officer alone, who sees what speaks against it; the developer is told.
    async fn an_officer_lets_a_site_out(store: Store) {
        let world = world(store).await;
        let owner = world.citizen("+79161234567").await;
        let officer = operator(&world).await;
        let owner = SignedIn { authenticated_at: world.clock.get(), ..owner };
        let local = Form { redirect_uris: "http://localhost:3000/cb".to_owned(), ..form() };
        let (site, _) = developer::create(&world.cx(), &owner, &local).await.unwrap();
        let early = developer::ask_promotion(&world.cx(), &owner, &site, ("", false)).await;
        assert_eq!(refused(early).code, "developer-not-fit");
        let version = developer::get(&world.cx(), &owner, &site).await.unwrap().row.version;
        assert_eq!(developer::edit(&world.cx(), &owner, (&site, version), &form(), "").await.unwrap(), Edited::Done);
        developer::ask_promotion(&world.cx(), &owner, &site, ("Please\u{202e}", false)).await.unwrap();
        let again = developer::ask_promotion(&world.cx(), &owner, &site, ("", false)).await;
        assert_eq!(refused(again).code, "developer-change-waiting");

        let waiting = developer::reviews(&world.cx(), &officer).await.unwrap();
        assert_eq!((waiting.len(), waiting[0].change.note.as_str()), (1, "Please"));
        let seen = waiting[0].version();
        assert_eq!(faults(developer::refuse(&world.cx(), &officer, (&site, seen), " ").await), [("reason", "required")]);
        developer::refuse(&world.cx(), &officer, (&site, seen), "Зачем почта?").await.unwrap();
        let managed = developer::get(&world.cx(), &owner, &site).await.unwrap();
        let change = managed.change.unwrap();
        assert_eq!((change.state, change.reason.as_deref()), (ChangeState::Refused, Some("Зачем почта?")));
        assert_eq!(managed.row.stage, Stage::Test);
        world.drain().await;
        assert_eq!(world.sms.last_to("+79161234567").unwrap().message.kind, "site_refused");

        developer::ask_promotion(&world.cx(), &owner, &site, ("", false)).await.unwrap();
        let review = developer::review(&world.cx(), &officer, &site).await.unwrap();
        // What was seen is what is decided: the site changed in between.
        rotate(&world, &owner, &site).await.unwrap();
        let stale = developer::approve(&world.cx(), &officer, (&site, review.version())).await;
        assert!(matches!(stale, Err(Error::Conflict)), "{stale:?}");
        let review = developer::review(&world.cx(), &officer, &site).await.unwrap();
        developer::approve(&world.cx(), &officer, (&site, review.version())).await.unwrap();
        let managed = developer::get(&world.cx(), &owner, &site).await.unwrap();
        assert_eq!((managed.row.stage, managed.change.is_none()), (Stage::Production, true));
        assert!(managed.record.promoted_at.is_some());
        let gone = developer::remove(&world.cx(), &owner, &site).await;
        assert_eq!(refused(gone).code, "developer-promoted");
        world.drain().await;
        assert_eq!(world.sms.last_to("+79161234567").unwrap().message.kind, "site_agreed");
    }

    /// What widens waits and changes nothing; what narrows, and another secret, is in force at once.
    async fn a_site_for_everybody_grows_by_consent(store: Store) {
        let world = world(store).await;
        let owner = world.citizen("+79161234567").await;
        let officer = operator(&world).await;
        let owner = SignedIn { authenticated_at: world.clock.get(), ..owner };
        let site = promoted(&world, &owner, &officer).await;
        let edit = async |form: Form| {
            let version = developer::get(&world.cx(), &owner, &site).await.unwrap().row.version;
            developer::edit(&world.cx(), &owner, (&site, version), &form, "").await
        };
        let narrower = Form { least_level: "confirmed".to_owned(), ..form() };
        assert_eq!(edit(narrower.clone()).await.unwrap(), Edited::Done);
        let wider = Form { redirect_uris: "https://other.example/cb".to_owned(), ..narrower.clone() };
        assert_eq!(edit(wider.clone()).await.unwrap(), Edited::Asked);
        let in_force = developer::get(&world.cx(), &owner, &site).await.unwrap();
        assert_eq!(in_force.row.metadata["redirect_uris"][0], "https://library.example/cb");
        assert_eq!(refused(edit(wider).await).code, "developer-change-waiting");
        assert_eq!(faults(edit(Form { kind: "page".to_owned(), ..narrower }).await), [("site_kind", "site-kind-fixed")]);
        rotate(&world, &owner, &site).await.unwrap();
        let review = developer::review(&world.cx(), &officer, &site).await.unwrap();
        developer::approve(&world.cx(), &officer, (&site, review.version())).await.unwrap();
        let after = developer::get(&world.cx(), &owner, &site).await.unwrap().row;
        assert_eq!(after.metadata["redirect_uris"][0], "https://other.example/cb");
        assert!(after.previous_secret_hash.is_some(), "the rotation is lost");
        assert_eq!(after.rule.least_level, AccountLevel::Confirmed);
    }

    /// Only administrators decide, and nobody about a site that they look after.
    async fn officers_decide_about_others(store: Store) {
        let world = world(store).await;
        let owner = world.citizen("+79161234567").await;
        world.operator("help", Role::Support, &[]).await;
        let support = world.operator_by("help", OPERATOR_PASSWORD).await;
        assert_eq!(refused(developer::reviews(&world.cx(), &support).await.map(|_| ())).code, "operator-role");
        let officer = operator(&world).await;
        let (site, _) = developer::create(&world.cx(), &owner, &form()).await.unwrap();
        let none = developer::approve(&world.cx(), &officer, (&site, 0)).await;
        assert!(matches!(none, Err(Error::NotFound)), "{none:?}");
    }

    /// Two officers, two servers: one decision.
    async fn of_two_decisions_one_counts(store: Store) {
        let world = world(store).await;
        let owner = world.citizen("+79161234567").await;
        let officer = operator(&world).await;
        let owner = SignedIn { authenticated_at: world.clock.get(), ..owner };
        let other = world.another_server();
        for _ in 0..ROUNDS {
            let (site, _) = developer::create(&world.cx(), &owner, &form()).await.unwrap();
            developer::ask_promotion(&world.cx(), &owner, &site, ("", false)).await.unwrap();
            let seen = developer::review(&world.cx(), &officer, &site).await.unwrap().version();
            let (one, two) = both(&world, &other);
            let (agreed, turned_down) = tokio::join!(
                developer::approve(&one, &officer, (&site, seen)),
                developer::refuse(&two, &officer, (&site, seen), "no"),
            );
            assert!(agreed.is_ok() != turned_down.is_ok(), "{agreed:?} {turned_down:?}");
            let stage = developer::get(&world.cx(), &owner, &site).await.unwrap().row.stage;
            assert_eq!(stage == Stage::Production, agreed.is_ok());
            if stage == Stage::Test {
                developer::remove(&world.cx(), &owner, &site).await.unwrap();
            } else {
                // There is room for so many sites only.
                let mut tx = world.app.store.write().await.unwrap();
                let row = okno_store::relying_party::find(&mut tx, &site).await.unwrap().unwrap();
                okno_store::developer::leave(&mut tx, row.id, owner.id()).await.unwrap();
                tx.commit().await.unwrap();
            }
        }
    }

    /// Two edits of what was seen once: one is made. An invitation is good once. The last place is given once.
    async fn of_two_at_once_one_comes_to_pass(store: Store) {
        let world = world(store).await;
        let owner = world.citizen("+79161234567").await;
        let (first, second) = (world.citizen("+79161234568").await, world.citizen("+79161234569").await);
        let other = world.another_server();
        let (site, _) = developer::create(&world.cx(), &owner, &form()).await.unwrap();
        for round in 0..ROUNDS {
            let version = developer::get(&world.cx(), &owner, &site).await.unwrap().row.version;
            let named = |name: String| Form { names: [name, String::new(), String::new()], ..form() };
            let (one, two) = both(&world, &other);
            let (a, b) = (named(format!("А{round}")), named(format!("Б{round}")));
            let (made, lost) = tokio::join!(
                developer::edit(&one, &owner, (&site, version), &a, ""),
                developer::edit(&two, &owner, (&site, version), &b, ""),
            );
            assert!(made.is_ok() != lost.is_ok(), "{made:?} {lost:?}");

            let invitation = developer::invite(&world.cx(), &owner, &site).await.unwrap();
            let (one, two) = both(&world, &other);
            let (came, late) = tokio::join!(
                developer::join(&one, &first, &invitation, "Первый"),
                developer::join(&two, &second, &invitation, "Вторая"),
            );
            assert!(came.is_ok() != late.is_ok(), "{came:?} {late:?}");
            let joined = if came.is_ok() { &first } else { &second };
            developer::leave(&world.cx(), joined, &site, joined.id()).await.unwrap();
        }
        for _ in 2..MOST_SITES {
            developer::create(&world.cx(), &owner, &form()).await.unwrap();
        }
        let (one, two) = both(&world, &other);
        let (wanted, too_many) = (form(), form());
        let (one, two) =
            tokio::join!(developer::create(&one, &owner, &wanted), developer::create(&two, &owner, &too_many));
        assert!(one.is_ok() != two.is_ok(), "{} {}", one.is_ok(), two.is_ok());
        assert_eq!(refused(developer::create(&world.cx(), &owner, &form()).await).code, "developer-too-many-sites");
    }

    /// Links are bounded in number and in time, and can be taken back.
    async fn invitations_are_bounded(store: Store) {
        let world = world(store).await;
        let owner = world.citizen("+79161234567").await;
        let guest = world.citizen("+79161234568").await;
        let (site, _) = developer::create(&world.cx(), &owner, &form()).await.unwrap();
        let mut invitation = None;
        for _ in 0..MOST_COLLEAGUES {
            invitation = Some(developer::invite(&world.cx(), &owner, &site).await.unwrap());
        }
        let full = developer::invite(&world.cx(), &owner, &site).await;
        assert_eq!(refused(full).code, "developer-too-many-colleagues");
        developer::void_invitations(&world.cx(), &owner, &site).await.unwrap();
        let late = developer::join(&world.cx(), &guest, &invitation.unwrap(), "Гость").await;
        assert_eq!(refused(late).code, "developer-invitation-over");
        let invitation = developer::invite(&world.cx(), &owner, &site).await.unwrap();
        let own = developer::join(&world.cx(), &owner, &invitation, "Я").await;
        assert_eq!(refused(own).code, "developer-member-already");
        assert!(!format!("{invitation:?}").contains(invitation.encode().expose()));
        world.clock.advance_seconds(7 * 24 * 3600);
        let guest = SignedIn { authenticated_at: world.clock.get(), ..guest };
        let late = developer::join(&world.cx(), &guest, &invitation, "Гость").await;
        assert_eq!(refused(late).code, "developer-invitation-over");
    }

    /// Keys: another beside the one in use, then in its place; a site without keys has none to change.
    async fn keys_are_changed_without_a_gap(store: Store) {
        let world = world(store).await;
        let owner = world.citizen("+79161234567").await;
        let by_key = Form { authentication: "private_key_jwt".to_owned(), keys: pair(), ..form() };
        let (site, secret) = developer::create(&world.cx(), &owner, &by_key).await.unwrap();
        assert!(secret.is_none());
        let keys = async || {
            let row = developer::get(&world.cx(), &owner, &site).await.unwrap().row;
            (row.version, row.metadata["jwks"]["keys"].as_array().unwrap().len())
        };
        let (version, count) = keys().await;
        assert_eq!(count, 1);
        developer::put_keys(&world.cx(), &owner, (&site, version), &pair(), true).await.unwrap();
        let stale = developer::put_keys(&world.cx(), &owner, (&site, version), &pair(), true).await;
        assert!(matches!(stale, Err(Error::Conflict)), "{stale:?}");
        let (version, count) = keys().await;
        assert_eq!(count, 2);
        developer::put_keys(&world.cx(), &owner, (&site, version), &pair(), false).await.unwrap();
        assert_eq!(keys().await.1, 1);
        assert_eq!(refused(rotate(&world, &owner, &site).await).code, "developer-no-secret");
    }

    /// A change that was taken back, and another in its place, is not the one that the officer saw.
    async fn what_an_officer_saw_is_what_is_decided(store: Store) {
        let world = world(store).await;
        let owner = world.citizen("+79161234567").await;
        let officer = operator(&world).await;
        let owner = SignedIn { authenticated_at: world.clock.get(), ..owner };
        let site = promoted(&world, &owner, &officer).await;
        let ask = async |address: &str| {
            let version = developer::get(&world.cx(), &owner, &site).await.unwrap().row.version;
            let form = Form { redirect_uris: address.to_owned(), ..form() };
            assert_eq!(
                developer::edit(&world.cx(), &owner, (&site, version), &form, "").await.unwrap(),
                Edited::Asked
            );
        };
        ask("https://library.example/new").await;
        let seen = developer::review(&world.cx(), &officer, &site).await.unwrap().version();
        developer::withdraw(&world.cx(), &owner, &site).await.unwrap();
        ask("https://evil.example/cb").await;
        let approved = developer::approve(&world.cx(), &officer, (&site, seen)).await;
        assert!(matches!(approved, Err(Error::Conflict)), "{approved:?}");
        let refused = developer::refuse(&world.cx(), &officer, (&site, seen), "Нет").await;
        assert!(matches!(refused, Err(Error::Conflict)), "{refused:?}");
    }

    /// Keys that are pasted together with what an officer looks at are in force at once, and stay when the officer agrees; a way
    /// of proof that is left takes its secret along.
    async fn keys_and_secrets_follow_the_way_of_proof(store: Store) {
        let world = world(store).await;
        let owner = world.citizen("+79161234567").await;
        let officer = operator(&world).await;
        let owner = SignedIn { authenticated_at: world.clock.get(), ..owner };
        let site = promoted(&world, &owner, &officer).await;
        let edit = async |form: &Form| {
            let version = developer::get(&world.cx(), &owner, &site).await.unwrap().row.version;
            developer::edit(&world.cx(), &owner, (&site, version), form, "").await.unwrap()
        };
        let agree = async || {
            let seen = developer::review(&world.cx(), &officer, &site).await.unwrap().version();
            developer::approve(&world.cx(), &officer, (&site, seen)).await.unwrap();
            developer::get(&world.cx(), &owner, &site).await.unwrap().row
        };
        let by_key = Form { authentication: "private_key_jwt".to_owned(), keys: pair(), ..form() };
        assert_eq!(edit(&by_key).await, Edited::Asked);
        let row = agree().await;
        assert!(row.secret_hash.is_none() && row.previous_secret_hash.is_none(), "the secret before opens it still");
        let before = row.metadata["jwks"].clone();
        let renamed = Form { names: ["Читальня".to_owned(), String::new(), String::new()], keys: pair(), ..by_key };
        assert_eq!(edit(&renamed).await, Edited::Asked);
        let row = developer::get(&world.cx(), &owner, &site).await.unwrap().row;
        assert_eq!(row.metadata["client_name"], "Библиотека");
        assert_ne!(row.metadata["jwks"], before, "keys do not wait");
        assert_eq!(agree().await.metadata["jwks"], row.metadata["jwks"]);
    }

    /// A page that is sent twice does not end the secret that is in use.
    async fn a_secret_is_made_once_from_one_page(store: Store) {
        let world = world(store).await;
        let owner = world.citizen("+79161234567").await;
        let (site, _) = developer::create(&world.cx(), &owner, &form()).await.unwrap();
        let version = developer::get(&world.cx(), &owner, &site).await.unwrap().row.version;
        developer::rotate(&world.cx(), &owner, (&site, version), false).await.unwrap();
        let again = developer::rotate(&world.cx(), &owner, (&site, version), false).await;
        assert!(matches!(again, Err(Error::Conflict)));
    }

    /// Whoever deletes their account leaves their sites: the next colleague owns them, or they are switched off under test.
    async fn nobody_is_left_with_a_key_to_a_site(store: Store) {
        let world = world(store).await;
        let owner = world.citizen("+79161234567").await;
        let next = world.citizen("+79161234568").await;
        let (shared, _) = developer::create(&world.cx(), &owner, &form()).await.unwrap();
        let (alone, _) = developer::create(&world.cx(), &owner, &form()).await.unwrap();
        let invitation = developer::invite(&world.cx(), &owner, &shared).await.unwrap();
        developer::join(&world.cx(), &next, &invitation, "Коллега").await.unwrap();
        let mut tx = world.app.store.write().await.unwrap();
        developer::forget(&mut tx, &world.cx(), owner.id()).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(developer::get(&world.cx(), &owner, &shared).await, Err(Error::NotFound)));
        let mine = developer::list(&world.cx(), &next).await.unwrap();
        assert_eq!(mine[0].role, okno_domain::developer::MemberRole::Owner);
        let mut read = world.app.store.read().await.unwrap();
        let row = okno_store::relying_party::find(&mut read, &alone).await.unwrap().unwrap();
        assert_eq!(row.state, SiteState::Disabled);
    }

    /// What a site was answered with is there for its people, without anything of a person, and only so much of it: whoever knows
    /// its name can make errors. Numbers are of what came to pass.
    async fn errors_and_numbers_are_kept_within_bounds(store: Store) {
        use okno_app::protocol::{Call, path};
        use okno_oidc::parameter::{Limits, Parameters};
        let world = world(store).await;
        let owner = world.citizen("+79161234567").await;
        let (site, _) = developer::create(&world.cx(), &owner, &form()).await.unwrap();
        let body = format!("grant_type=authorization_code&code=stolen&client_id={site}&client_secret=guess");
        let parameters = Parameters::parse(&body, Limits::default()).unwrap();
        let call = Call {
            path: path::TOKEN,
            method: "POST",
            authorization: None,
            proofs: &[],
            certificate: None,
            parameters: &parameters,
        };
        for _ in 0..70 {
            let reply = okno_app::protocol::settled(okno_app::site_grant::token(&world.cx(), &call).await).unwrap();
            developer::note_reply(&world.cx(), &call, &reply).await;
        }
        let record = developer::record(&world.cx(), &owner, &site).await.unwrap();
        assert_eq!((record.errors.len(), record.days.len()), (50, 0));
        let newest = &record.errors[0];
        assert_eq!((newest.endpoint.as_str(), newest.code.as_str()), (path::TOKEN, "invalid_client"));
        assert!(!format!("{record:?}").contains("guess") && !format!("{record:?}").contains("stolen"));
        world.clock.advance_seconds(3601);
        let reply = okno_app::protocol::settled(okno_app::site_grant::token(&world.cx(), &call).await).unwrap();
        developer::note_reply(&world.cx(), &call, &reply).await;
        world.clock.advance_seconds(7 * 24 * 3600 - 1);
        let record = developer::record(&world.cx(), &owner, &site).await.unwrap();
        assert_eq!(record.errors.len(), 1, "a week is over for the others");
    }
}
