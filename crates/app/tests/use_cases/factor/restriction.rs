//! Notices of logins with "it was not me", the lock by the owner, and what opens it again.

use okno_app::{
    audit,
    factor::passkey,
    login::{self, Entry, LoginIdentifier},
    login_step, recovery,
    restriction::{self, DisavowalToken},
    security,
};
use okno_domain::{account::AccountStatus, restriction::RestrictionReason};
use okno_testkit::{
    World,
    citizen::{PASSWORD, refused, secret},
    engine_test,
};

use super::scene::{NEW, PHONE, begin, recover, told, with_passkey, with_totp};

const EMAIL: &str = "anna@example.org";
const ELSEWHERE: &str = "198.51.100.0/24";

/// Anna by e-mail, and somebody who signs in as her from elsewhere; the link of the notice.
async fn disowned(world: &World) -> (okno_app::session::SignedIn, DisavowalToken) {
    let token = world.start_registration("", EMAIL).await;
    let link = okno_app::one_time_code::LinkToken::parse(world.mail.last_to(EMAIL).unwrap().token()).unwrap();
    let token = okno_app::registration::follow_link(&world.cx(), &link, Some(&token)).await.unwrap();
    let pass = secret(PASSWORD);
    let session = okno_app::registration::finish(&world.cx(), &token, &pass, &pass).await.unwrap();
    let anna = okno_app::session::find(&world.cx(), &session).await.unwrap().unwrap();
    let cx = world.cx_from(ELSEWHERE);
    let entry = begin(&cx, EMAIL, PASSWORD).await.unwrap();
    assert!(matches!(entry, Entry::SignedIn(_)));
    world.drain().await;
    let sent = world.mail.last_to(EMAIL).unwrap();
    assert_eq!(sent.message.kind, "new_login");
    (anna, DisavowalToken::parse(sent.token()).unwrap())
}

engine_test! {
    /// B2: a login from a browser and network that are known is not told of, one from somewhere new is, once.
    async fn a_login_from_somewhere_new_is_told_of(store: Store) {
        let world = World::new(store).await;
        world.citizen(PHONE).await;
        world.log_in(PHONE, PASSWORD).await.unwrap();
        let new = async || told(&world).await.into_iter().filter(|kind| kind == "new_login").count();
        assert_eq!(new().await, 0);
        begin(&world.cx_from(ELSEWHERE), PHONE, PASSWORD).await.unwrap();
        assert_eq!(new().await, 1);
        begin(&world.cx_from(ELSEWHERE), PHONE, PASSWORD).await.unwrap();
        assert_eq!(new().await, 1);
        // An update of the browser makes no other one of it; another browser in the same place is new.
        let mut other = world.cx();
        "12Test browser3".clone_into(&mut other.client.user_agent);
        begin(&other, PHONE, PASSWORD).await.unwrap();
        "Other browser".clone_into(&mut other.client.user_agent);
        begin(&other, PHONE, PASSWORD).await.unwrap();
        assert_eq!(new().await, 2);
        // After ninety days a place counts as new again.
        world.clock.advance_seconds(90 * 24 * 3600);
        begin(&world.cx(), PHONE, PASSWORD).await.unwrap();
        assert_eq!(new().await, 3);
    }

    /// B2, B5: "it was not me" shows the login, ends every session and locks the account, once; nothing in the database
    /// tells the link.
    async fn it_was_not_me(store: Store) {
        let world = World::new(store).await;
        let (anna, link) = disowned(&world).await;
        let shown = restriction::peek_disavowal(&world.cx(), &link).await.unwrap();
        assert_eq!(shown.network, ELSEWHERE);
        let feed = okno_app::notification::feed(&world.cx(), anna.id(), 10).await.unwrap();
        assert!(feed.iter().all(|notice| !notice.args.to_string().contains("token")));
        restriction::disavow(&world.cx(), &link).await.unwrap();
        assert_eq!(refused(restriction::disavow(&world.cx(), &link).await).code, "disavowal-over");
        assert_eq!(refused(restriction::peek_disavowal(&world.cx(), &link).await).code, "disavowal-over");
        let open = okno_app::session::list(&world.cx(), &anna).await.unwrap();
        assert!(open.iter().all(|entry| entry.times.ended_at.is_some()));
        assert_eq!(refused(begin(&world.cx(), EMAIL, PASSWORD).await).code, "account-locked");
        assert_eq!(refused(begin(&world.cx(), EMAIL, "Falsch;7x").await).code, "login-wrong");
        let held = restriction::list(&world.cx(), &anna).await.unwrap();
        assert_eq!(held.first().unwrap().reason, RestrictionReason::Disavowed);
        world.drain().await;
        assert_eq!(world.mail.last_to(EMAIL).unwrap().message.kind, "account_locked");
        let mut read = world.app.store.read().await.unwrap();
        assert!(audit::verify(&mut read, anna.id()).await.unwrap().is_ok());
    }

    /// B2: the link is pressed twice at once and counts once; it is over after thirty days, to the second.
    async fn the_link_counts_once_and_ends(store: Store) {
        let world = World::new(store).await;
        let (_, link) = disowned(&world).await;
        world.clock.advance_seconds(30 * 24 * 3600 - 1);
        restriction::peek_disavowal(&world.cx(), &link).await.unwrap();
        let (one, other) = (world.cx(), world.cx());
        let (first, second) = tokio::join!(restriction::disavow(&one, &link), restriction::disavow(&other, &link));
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        world.clock.advance_seconds(1);
        assert_eq!(refused(restriction::peek_disavowal(&world.cx(), &link).await).code, "disavowal-over");
    }

    /// B5: the owner locks the account; of one whose person was never verified a recovery opens it.
    async fn a_simplified_account_opens_by_recovery(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        restriction::lock_by_owner(&world.cx(), &anna).await.unwrap();
        assert_eq!(refused(begin(&world.cx(), PHONE, PASSWORD).await).code, "account-locked");
        let done = recover(&world, NEW).await;
        assert!(!done.needs_center);
        world.log_in(PHONE, NEW).await.unwrap();
        assert!(told(&world).await.contains(&"account_unlocked".to_owned()));
        assert!(restriction::list(&world.cx(), &anna).await.unwrap().is_empty());
    }

    /// B5: where a factor is set it is the second proof: the new password alone does not open the account, nor does the old
    /// one with the factor, nor a passkey alone.
    async fn a_factor_opens_after_a_recovery(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let (anna, application) = with_totp(&world, &anna).await;
        let (anna, mut device) = with_passkey(&world, &anna, 1).await;
        restriction::lock_by_owner(&world.cx(), &anna).await.unwrap();
        assert_eq!(refused(begin(&world.cx(), PHONE, PASSWORD).await).code, "account-locked");
        let question = passkey::begin_login(&world.cx()).await.unwrap();
        let options = passkey::login_options(&world.cx(), &question).await.unwrap();
        let alone = passkey::log_in(&world.cx(), &question, &device.answer(&options)).await;
        assert_eq!(refused(alone).code, "account-locked");
        world.clock.advance_seconds(60);
        let done = recover(&world, NEW).await;
        assert!(done.has_factor && !done.needs_center);
        let Entry::SecondFactor(token) = begin(&world.cx(), PHONE, NEW).await.unwrap() else {
            unreachable!("the factor is asked for")
        };
        let mut read = world.app.store.read().await.unwrap();
        assert_eq!(okno_app::account::get(&mut read, anna.id()).await.unwrap().status, AccountStatus::Locked);
        drop(read);
        login_step::answer(&world.cx(), &token, &application.answer(&world)).await.unwrap();
        assert!(told(&world).await.contains(&"account_unlocked".to_owned()));
    }

    /// B5: a lock breaks off what was under way: a recovery that a thief began, and a login between password and factor.
    async fn a_lock_breaks_off_what_was_under_way(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let cx = world.cx();
        let phone = LoginIdentifier::contact(&cx, PHONE).unwrap();
        let thief = recovery::start(&cx, &phone).await.unwrap();
        world.drain().await;
        recovery::enter_code(&world.cx(), &thief, &world.sms_code(PHONE)).await.unwrap();
        restriction::lock_by_owner(&world.cx(), &anna).await.unwrap();
        let late = recovery::finish(&world.cx(), &thief, &secret(NEW), &secret(NEW)).await;
        assert_eq!(refused(late).code, "recovery-expired");
        assert_eq!(refused(login::begin(&world.cx(), &phone, &secret(NEW)).await).code, "login-wrong");
    }

    /// B5, R193: the answer to the security question is a second proof; without one a verified person comes to a center,
    /// and the same account opens there.
    async fn a_verified_person_needs_a_second_proof(store: Store) {
        let world = World::new(store).await;
        let anna = world.standard_citizen(PHONE, &okno_testkit::person::citizen_form()).await;
        restriction::lock_by_owner(&world.cx(), &anna).await.unwrap();
        world.clock.advance_seconds(1);
        let done = recover(&world, NEW).await;
        assert!(done.needs_center && !done.has_factor);
        assert_eq!(refused(begin(&world.cx(), PHONE, NEW).await).code, "account-locked-center");
        let cx = world.cx();
        let mut tx = world.app.store.write().await.unwrap();
        let account = okno_app::account::get(&mut tx, anna.id()).await.unwrap();
        let by = audit::Actor::Operator("a.petrova".to_owned());
        let opened = restriction::reopen(&mut tx, &cx, &account, &by).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((opened.status, opened.level), (AccountStatus::Active, anna.account.level));
        let again = world.log_in(PHONE, NEW).await.unwrap();
        assert_eq!(again.id(), anna.id());
        // With a question the recovery itself is the second proof.
        security::set_question(&world.cx(), &again, &secret(NEW), "first-pet", &secret("Барсик")).await.unwrap();
        restriction::lock_by_owner(&world.cx(), &again).await.unwrap();
        world.clock.advance_seconds(60);
        let cx = world.cx();
        let phone = LoginIdentifier::contact(&cx, PHONE).unwrap();
        let token = recovery::start(&cx, &phone).await.unwrap();
        recovery::answer(&world.cx(), &token, &secret("барсик")).await.unwrap();
        world.drain().await;
        recovery::enter_code(&world.cx(), &token, &world.sms_code(PHONE)).await.unwrap();
        let done = recovery::finish(&world.cx(), &token, &secret(PASSWORD), &secret(PASSWORD)).await.unwrap();
        assert!(!done.needs_center);
        world.log_in(PHONE, PASSWORD).await.unwrap();
    }
}
