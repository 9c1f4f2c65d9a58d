//! The same step taken twice at once, in two windows or by a double click: one counts, the other is refused.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use okno_app::{
    Client, Cx, Error, Result,
    login::{self, LoginIdentifier},
    one_time_code::LinkToken,
    recovery, registration, security,
    session::{self, SessionToken},
};
use okno_domain::{contact::ContactKind, locale::Locale};
use okno_testkit::{
    World,
    citizen::{PASSWORD, secret},
    engine_test, rounds,
};

const PHONE: &str = "+79123456789";
const EMAIL: &str = "anna@example.org";
const OTHER: &str = "Zx9?qwer";

/// One of two succeeded; the other was refused or found that somebody was faster.
fn one_of<T>(first: Result<T>, second: Result<T>) -> T {
    match (first, second) {
        (Ok(won), Err(Error::Refused(_) | Error::Conflict)) | (Err(Error::Refused(_) | Error::Conflict), Ok(won)) => {
            won
        }
        (first, second) => unreachable!("{:?} and {:?}", first.err(), second.err()),
    }
}

engine_test! {
    /// R24, R26, decision 8: a registration that is finished twice at once makes one account and one session.
    async fn a_registration_is_finished_once(store: Store) {
        let world = World::new(store).await;
        let token = world.start_registration(PHONE, "").await;
        let code = world.sms_code(PHONE);
        registration::enter_code(&world.cx(), &token, ContactKind::MobilePhone, &code).await.unwrap();
        let (one, other, password) = (world.cx(), world.cx(), secret(PASSWORD));
        let (first, second) = tokio::join!(
            registration::finish(&one, &token, &password, &password),
            registration::finish(&other, &token, &password, &password),
        );
        let session: SessionToken = one_of(first, second);
        let anna = session::find(&world.cx(), &session).await.unwrap().unwrap();
        assert_eq!(session::list(&world.cx(), &anna).await.unwrap().len(), 1);
    }

    /// R39: a link that is followed twice at once is used once.
    async fn a_link_is_used_once(store: Store) {
        let world = World::new(store).await;
        world.start_registration("", EMAIL).await;
        let link = LinkToken::parse(world.mail.last_to(EMAIL).unwrap().token()).unwrap();
        let (one, other) = (world.cx(), world.cx());
        let (first, second) =
            tokio::join!(registration::follow_link(&one, &link, None), registration::follow_link(&other, &link, None));
        let token = one_of(first, second);
        registration::finish(&world.cx(), &token, &secret(PASSWORD), &secret(PASSWORD)).await.unwrap();
    }

    /// R35: a code that is entered twice at once is used once.
    async fn a_code_is_used_once(store: Store) {
        let world = World::new(store).await;
        let token = world.start_registration(PHONE, "").await;
        let code = world.sms_code(PHONE);
        let (one, other) = (world.cx(), world.cx());
        let (first, second) = tokio::join!(
            registration::enter_code(&one, &token, ContactKind::MobilePhone, &code),
            registration::enter_code(&other, &token, ContactKind::MobilePhone, &code),
        );
        one_of(first, second);
    }

    /// R202: of two new passwords that are set at once by one recovery, one is in force.
    async fn a_recovery_is_finished_once(store: Store) {
        let world = World::new(store).await;
        world.citizen(PHONE).await;
        world.clock.advance_seconds(60);
        let who = LoginIdentifier::contact(&world.cx(), PHONE).unwrap();
        let token = recovery::start(&world.cx(), &who).await.unwrap();
        world.drain().await;
        recovery::enter_code(&world.cx(), &token, &world.sms_code(PHONE)).await.unwrap();
        let (one, other) = (world.cx(), world.cx());
        let (this, that) = (secret(OTHER), secret("Sosna;7Kedr"));
        let (first, second) = tokio::join!(
            recovery::finish(&one, &token, &this, &this),
            recovery::finish(&other, &token, &that, &that),
        );
        one_of(first, second);
        let opens = [world.log_in(PHONE, OTHER).await.is_ok(), world.log_in(PHONE, "Sosna;7Kedr").await.is_ok()];
        assert_eq!(opens.into_iter().filter(|opens| *opens).count(), 1);
    }

    /// R201, decision 12: of a login with the password before and a change of it at the same instant on two servers no session
    /// stays open that the password before has opened.
    async fn the_password_before_opens_nothing_that_stays(store: Store) {
        let world = World::new(store).await;
        world.citizen(PHONE).await;
        let other = world.another_server();
        let words = [PASSWORD, OTHER];
        for round in 0..rounds() {
            let (present, next) = if round % 2 == 0 { (words[0], words[1]) } else { (words[1], words[0]) };
            let anna = world.log_in(PHONE, present).await.unwrap();
            let (here, there) = (world.cx(), Cx::begin(&other, Locale::default(), Client::default()));
            let who = LoginIdentifier::contact(&there, PHONE).unwrap();
            let (present, next) = (secret(present), secret(next));
            let (changed, entered) = tokio::join!(
                security::change_password(&here, &anna, &present, &next, &next),
                login::begin(&there, &who, &present),
            );
            let token = changed.unwrap();
            match entered {
                Ok(login::Entry::SignedIn(late)) => {
                    assert!(session::find(&world.cx(), &late).await.unwrap().is_none(), "round {round}");
                }
                Ok(login::Entry::SecondFactor(_)) => unreachable!("nobody set one"),
                Err(Error::Refused(refusal)) => assert_eq!(refusal.code, "login-wrong"),
                Err(error) => unreachable!("{error:?}"),
            }
            assert!(session::find(&world.cx(), &token).await.unwrap().is_some(), "round {round}");
            world.clock.advance_seconds(3_600);
        }
    }
}
