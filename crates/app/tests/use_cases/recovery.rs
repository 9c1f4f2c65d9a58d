//! Recovery, contacts and the security section through the use cases, on both engines.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use okno_app::{
    audit, contact,
    login::LoginIdentifier,
    notification,
    one_time_code::LinkToken,
    recovery::{self, RecoveryToken},
    security, session,
};
use okno_domain::{contact::ContactKind, recovery::RecoveryStage};
use okno_testkit::{
    World,
    citizen::{PASSWORD, faults, refused, secret},
    engine_test,
};

const PHONE: &str = "+79123456789";
const EMAIL: &str = "anna@example.org";
const OTHER: &str = "Lipa!8Dubok";

async fn find(world: &World, contact: &str) -> RecoveryToken {
    let identifier = LoginIdentifier::contact(&world.cx(), contact).unwrap();
    let token = recovery::start(&world.cx(), &identifier).await.unwrap();
    world.drain().await;
    token
}

async fn add_email(world: &World, anna: &session::SignedIn) {
    contact::add(&world.cx(), anna, ContactKind::Email, EMAIL, &secret(PASSWORD)).await.unwrap();
    world.drain().await;
    let code = secret(world.mail.last_to(EMAIL).unwrap().arg("code"));
    contact::enter_code(&world.cx(), anna, ContactKind::Email, &code).await.unwrap();
    world.drain().await;
}

engine_test! {
    /// R192, R194, R202, R219, R220: by phone; afterwards every session has ended and the person is told.
    async fn by_phone(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let token = find(&world, PHONE).await;
        recovery::enter_code(&world.cx(), &token, &world.sms_code(PHONE)).await.unwrap();
        recovery::finish(&world.cx(), &token, &secret(OTHER), &secret(OTHER)).await.unwrap();
        world.drain().await;
        assert_eq!(world.sms.last_to(PHONE).unwrap().message.kind, "password_changed");
        assert_eq!(refused(world.log_in(PHONE, PASSWORD).await).code, "login-wrong");
        let again = world.log_in(PHONE, OTHER).await.unwrap();
        let sessions = session::list(&world.cx(), &again).await.unwrap();
        let old = sessions.iter().find(|entry| entry.id == anna.session).unwrap();
        assert_eq!(old.end_reason.as_deref(), Some("recovered"));
        // Done is done: the same recovery sets no second password.
        let twice = recovery::finish(&world.cx(), &token, &secret(PASSWORD), &secret(PASSWORD)).await;
        assert_eq!(refused(twice).code, "recovery-expired");
    }

    /// R195: by e-mail, following the link.
    async fn by_email_link(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        add_email(&world, &anna).await;
        find(&world, EMAIL).await;
        let letter = world.mail.last_to(EMAIL).unwrap();
        assert_eq!(letter.message.kind, "recovery_link");
        let link = LinkToken::parse(letter.token()).unwrap();
        recovery::peek_link(&world.cx(), &link).await.unwrap();
        let token = recovery::follow_link(&world.cx(), &link).await.unwrap();
        recovery::finish(&world.cx(), &token, &secret(OTHER), &secret(OTHER)).await.unwrap();
        assert_eq!(refused(recovery::follow_link(&world.cx(), &link).await).code, "code-void");
        world.log_in(EMAIL, OTHER).await.unwrap();
    }

    /// R196, C28, R37: an unknown contact takes the same steps, and nothing is sent.
    async fn an_unknown_contact_looks_the_same(store: Store) {
        let world = World::new(store).await;
        world.citizen(PHONE).await;
        let known = find(&world, PHONE).await;
        // Some unknown contacts are asked a question that nobody set; this one is not.
        let mut unknown = None;
        for last in 0..20 {
            let token = find(&world, &format!("+799900000{last:02}")).await;
            let progress = recovery::progress(&world.cx(), &token).await.unwrap();
            if progress.question.is_none() {
                unknown = Some(token);
                break;
            }
        }
        let unknown = unknown.unwrap();
        let [one, other] = [
            recovery::progress(&world.cx(), &known).await.unwrap(),
            recovery::progress(&world.cx(), &unknown).await.unwrap(),
        ];
        assert_eq!((one.stage, one.kind, one.resend_in), (other.stage, other.kind, other.resend_in));
        assert!(world.sms.sent().iter().all(|sent| sent.to == PHONE));
        let guesses = [
            recovery::enter_code(&world.cx(), &known, &secret("000000")).await,
            recovery::enter_code(&world.cx(), &unknown, &secret("000000")).await,
        ];
        let [one, other] = guesses.map(refused);
        assert_eq!(one, other);
    }

    /// R196: where the operator wants it, the page says that nothing was found.
    async fn not_found_can_be_told(store: Store) {
        let world = World::with(store, |settings| settings.recovery.reveal_not_found = true, |_| {}).await;
        let identifier = LoginIdentifier::contact(&world.cx(), PHONE).unwrap();
        assert_eq!(faults(recovery::start(&world.cx(), &identifier).await), [("contact", "account-not-found")]);
    }

    /// R193, R198, C27: a question that was set is asked first; a wrong answer sends nothing.
    async fn the_security_question_comes_first(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let answer = secret("Школа № 5");
        security::set_question(&world.cx(), &anna, &secret(PASSWORD), "first-school", &answer).await.unwrap();
        assert_eq!(security::current_question(&world.cx(), &anna).await.unwrap().as_deref(), Some("first-school"));
        world.drain().await;
        let before = world.sms.sent().len();
        let token = find(&world, PHONE).await;
        let progress = recovery::progress(&world.cx(), &token).await.unwrap();
        assert_eq!((progress.stage, progress.question.as_deref()), (RecoveryStage::QuestionAsked, Some("first-school")));
        let wrong = recovery::answer(&world.cx(), &token, &secret("школа 6")).await;
        assert_eq!(faults(wrong), [("security_answer", "answer-wrong")]);
        let early = recovery::enter_code(&world.cx(), &token, &secret("000000")).await;
        assert_eq!(refused(early).code, "recovery-out-of-step");
        world.drain().await;
        assert_eq!(world.sms.sent().len(), before);
        world.clock.advance_seconds(61);
        recovery::answer(&world.cx(), &token, &secret(" ШКОЛА №5 ")).await.unwrap();
        world.drain().await;
        recovery::enter_code(&world.cx(), &token, &world.sms_code(PHONE)).await.unwrap();
    }

    /// R202, R50: a changed password ends the other sessions; the present one must be right.
    async fn a_changed_password_ends_other_sessions(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        world.log_in(PHONE, PASSWORD).await.unwrap();
        let wrong = security::change_password(&world.cx(), &anna, &secret("wrong"), &secret(OTHER), &secret(OTHER)).await;
        assert_eq!(faults(wrong), [("present_password", "password-wrong")]);
        let token =
            security::change_password(&world.cx(), &anna, &secret(PASSWORD), &secret(OTHER), &secret(OTHER)).await.unwrap();
        let renewed = session::find(&world.cx(), &token).await.unwrap().unwrap();
        let sessions = session::list(&world.cx(), &renewed).await.unwrap();
        assert_eq!(sessions.iter().filter(|entry| entry.times.ended_at.is_none()).count(), 1);
    }

    /// R49: the person's own data make no password.
    async fn own_data_make_no_password(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let own = secret("Ivanova;1987");
        let told = faults(security::change_password(&world.cx(), &anna, &secret(PASSWORD), &own, &own).await);
        assert!(told.contains(&("password", "password-own-data")), "{told:?}");
    }

    /// R56, R94: a new contact needs the password, then the code sent to it; 300 seconds are too late.
    async fn a_contact_is_added_by_password_and_code(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let wrong = contact::add(&world.cx(), &anna, ContactKind::Email, EMAIL, &secret("wrong")).await;
        assert_eq!(faults(wrong), [("password", "password-wrong")]);
        contact::add(&world.cx(), &anna, ContactKind::Email, EMAIL, &secret(PASSWORD)).await.unwrap();
        world.drain().await;
        let code = secret(world.mail.last_to(EMAIL).unwrap().arg("code"));
        world.clock.advance_seconds(300);
        assert_eq!(refused(contact::enter_code(&world.cx(), &anna, ContactKind::Email, &code).await).code, "code-expired");
        contact::resend(&world.cx(), &anna, ContactKind::Email).await.unwrap();
        world.drain().await;
        let code = secret(world.mail.last_to(EMAIL).unwrap().arg("code"));
        contact::enter_code(&world.cx(), &anna, ContactKind::Email, &code).await.unwrap();
        world.log_in(EMAIL, PASSWORD).await.unwrap();
        // R218: the feed and both contacts tell of it.
        world.drain().await;
        let feed = notification::feed(&world.cx(), anna.id(), 10).await.unwrap();
        assert_eq!(feed.first().map(|notice| notice.kind.as_str()), Some("contact_added"));
        assert_eq!(world.sms.last_to(PHONE).unwrap().message.kind, "contact_added");
    }

    /// R95, R37: a new phone replaces the old one only once its code came back; the old one is told and let go.
    async fn a_phone_is_replaced(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let new = "+79161112233";
        contact::add(&world.cx(), &anna, ContactKind::MobilePhone, new, &secret(PASSWORD)).await.unwrap();
        world.drain().await;
        world.log_in(PHONE, PASSWORD).await.unwrap();
        contact::enter_code(&world.cx(), &anna, ContactKind::MobilePhone, &world.sms_code(new)).await.unwrap();
        world.drain().await;
        assert_eq!(world.sms.last_to(PHONE).unwrap().message.kind, "contact_removed");
        assert_eq!(refused(world.log_in(PHONE, PASSWORD).await).code, "login-wrong");
        world.log_in(new, PASSWORD).await.unwrap();
        world.citizen(PHONE).await;
    }

    /// R29: somebody else's contact cannot be added, and the page does not tell that it is taken.
    async fn a_taken_contact_cannot_be_added(store: Store) {
        let world = World::new(store).await;
        world.citizen("+79160000001").await;
        let boris = world.citizen("+79160000002").await;
        contact::add(&world.cx(), &boris, ContactKind::MobilePhone, "+79160000001", &secret(PASSWORD)).await.unwrap();
        world.drain().await;
        assert_eq!(world.sms.last_to("+79160000001").unwrap().message.kind, "registration_existing");
        let guess = contact::enter_code(&world.cx(), &boris, ContactKind::MobilePhone, &secret("000000")).await;
        assert_eq!(refused(guess).code, "code-wrong");
    }

    /// R199: the last confirmed contact stays.
    async fn the_last_contact_stays(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let phone = contact::list(&world.cx(), &anna).await.unwrap().remove(0).row.id;
        assert_eq!(refused(contact::remove(&world.cx(), &anna, phone, &secret(PASSWORD)).await).code, "contact-last");
        add_email(&world, &anna).await;
        contact::remove(&world.cx(), &anna, phone, &secret(PASSWORD)).await.unwrap();
        let mut read = world.app.store.read().await.unwrap();
        assert!(audit::verify(&mut read, anna.id()).await.unwrap().is_ok());
    }
}
