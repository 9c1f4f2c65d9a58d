//! Registration through the use cases, on both engines.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use okno_app::{
    audit,
    login::LoginIdentifier,
    one_time_code::LinkToken,
    registration::{self, StartForm},
    session,
};
use okno_domain::{account::AccountLevel, contact::ContactKind};
use okno_testkit::{
    World,
    citizen::{PASSWORD, faults, refused, secret, start_form},
    engine_test,
};

const PHONE: &str = "+79123456789";
const EMAIL: &str = "anna@example.org";
engine_test! {
    /// R20, R24, R26, R59, R74: by phone, from the form to an account at level Simplified, signed in.
    async fn by_phone(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        assert_eq!(anna.account.level, AccountLevel::Simplified);
        assert_eq!(anna.person.family_name, "Иванова");
        let changes = okno_app::account::level_changes(&world.cx(), anna.id()).await.unwrap();
        let told: Vec<_> = changes.iter().map(|change| (change.to, change.method.as_str(), change.source.as_str())).collect();
        assert_eq!(told, [(AccountLevel::Simplified, "registration", "person")]);
        let mut read = world.app.store.read().await.unwrap();
        assert_eq!(audit::verify(&mut read, anna.id()).await.unwrap(), Ok(2));
    }

    /// R21, R38, R39: by e-mail, following the link on another device; the link works once.
    async fn by_email_link(store: Store) {
        let world = World::new(store).await;
        world.start_registration("", "Anna@Example.org").await;
        let letter = world.mail.last_to("Anna@example.org").unwrap();
        assert_eq!(letter.message.kind, "registration_link");
        let link = LinkToken::parse(letter.token()).unwrap();
        registration::peek_link(&world.cx(), &link).await.unwrap();
        let token = registration::follow_link(&world.cx(), &link, None).await.unwrap();
        assert_eq!(refused(registration::follow_link(&world.cx(), &link, None).await).code, "code-void");
        registration::finish(&world.cx(), &token, &secret(PASSWORD), &secret(PASSWORD)).await.unwrap();
        let email = LoginIdentifier::contact(&world.cx(), "ANNA@example.ORG").unwrap();
        okno_testkit::citizen::log_in(&world.cx(), &email, &secret(PASSWORD)).await.unwrap();
    }

    /// R19: mailboxes of every provider are taken, in every alphabet of domains.
    async fn any_mailbox_will_do(store: Store) {
        let world = World::new(store).await;
        for address in ["a.b+c@mail.example", "ivan@пример.рф", "x@very.long.sub.domain.example.museum"] {
            world.start_registration("", address).await;
        }
        assert_eq!(world.mail.sent().len(), 3);
    }

    /// R23: with both contacts one is enough; the other stays unconfirmed.
    async fn by_both(store: Store) {
        let world = World::new(store).await;
        let token = world.start_registration(PHONE, EMAIL).await;
        let code = secret(world.mail.last_to(EMAIL).unwrap().arg("code"));
        registration::enter_code(&world.cx(), &token, ContactKind::Email, &code).await.unwrap();
        let session = registration::finish(&world.cx(), &token, &secret(PASSWORD), &secret(PASSWORD)).await.unwrap();
        let anna = session::find(&world.cx(), &session).await.unwrap().unwrap();
        let contacts = okno_app::contact::list(&world.cx(), &anna).await.unwrap();
        assert_eq!(contacts.len(), 2);
        let by_phone = LoginIdentifier::contact(&world.cx(), PHONE).unwrap();
        assert_eq!(refused(okno_testkit::citizen::log_in(&world.cx(), &by_phone, &secret(PASSWORD)).await).code, "login-wrong");
    }

    /// R23: the second contact can be confirmed after the first, before the password; both open the account.
    async fn both_confirmed(store: Store) {
        let world = World::new(store).await;
        let token = world.start_registration(PHONE, EMAIL).await;
        let letter = secret(world.mail.last_to(EMAIL).unwrap().arg("code"));
        registration::enter_code(&world.cx(), &token, ContactKind::MobilePhone, &world.sms_code(PHONE)).await.unwrap();
        let progress = registration::progress(&world.cx(), &token).await.unwrap();
        assert_eq!(progress.open().map(|contact| contact.kind).collect::<Vec<_>>(), [ContactKind::Email]);
        registration::enter_code(&world.cx(), &token, ContactKind::Email, &letter).await.unwrap();
        registration::finish(&world.cx(), &token, &secret(PASSWORD), &secret(PASSWORD)).await.unwrap();
        for contact in [PHONE, EMAIL] {
            let named = LoginIdentifier::contact(&world.cx(), contact).unwrap();
            okno_testkit::citizen::log_in(&world.cx(), &named, &secret(PASSWORD)).await.unwrap();
        }
    }

    /// R15, R17: without a contact, and with faulty ones, each fault is told at its field.
    async fn faults_at_their_fields(store: Store) {
        let world = World::new(store).await;
        let nothing = StartForm::default();
        let told = faults(registration::start(&world.cx(), &nothing).await);
        assert!(told.iter().any(|(field, _)| *field == "family_name"));
        assert!(told.contains(&("mobile_phone", "contact-required")));
        let told = faults(registration::start(&world.cx(), &start_form("8 800 100-70-10", "no-at")).await);
        assert_eq!(told.iter().map(|(field, _)| *field).collect::<Vec<_>>(), ["mobile_phone", "email"]);
    }

    /// R33, R36: 299 seconds are in time, 300 are late; another code may be asked for after 60 seconds.
    async fn codes_live_three_hundred_seconds(store: Store) {
        let world = World::new(store).await;
        let token = world.start_registration(PHONE, "").await;
        let first = world.sms_code(PHONE);
        world.clock.advance_seconds(59);
        let early = refused(registration::resend(&world.cx(), &token, ContactKind::MobilePhone).await);
        assert_eq!(early.code, "code-too-early");
        world.clock.advance_seconds(241);
        let late = registration::enter_code(&world.cx(), &token, ContactKind::MobilePhone, &first).await;
        assert_eq!(refused(late).code, "code-expired");

        registration::resend(&world.cx(), &token, ContactKind::MobilePhone).await.unwrap();
        world.drain().await;
        let second = world.sms_code(PHONE);
        world.clock.advance_seconds(299);
        registration::enter_code(&world.cx(), &token, ContactKind::MobilePhone, &second).await.unwrap();
    }

    /// R35: a newer code voids the older one.
    async fn a_newer_code_voids_the_older(store: Store) {
        let world = World::new(store).await;
        let token = world.start_registration(PHONE, "").await;
        let first = world.sms.last_to(PHONE).unwrap().arg("code").to_owned();
        world.clock.advance_seconds(60);
        registration::resend(&world.cx(), &token, ContactKind::MobilePhone).await.unwrap();
        world.drain().await;
        assert_ne!(world.sms.last_to(PHONE).unwrap().arg("code"), first);
        let old = registration::enter_code(&world.cx(), &token, ContactKind::MobilePhone, &secret(&first)).await;
        assert_eq!(refused(old).code, "code-wrong");
    }

    /// R36: the tenth message of a day is the last for one contact, however many registrations ask, and the sixth the
    /// last that one network can ask for.
    async fn messages_to_one_contact_are_limited(store: Store) {
        let world = World::new(store).await;
        for _ in 0..6 {
            world.start_registration(PHONE, "").await;
        }
        let refusal = refused(registration::start(&world.cx(), &start_form(PHONE, "")).await);
        assert_eq!(refusal.code, "code-too-many");
        let elsewhere = world.cx_from("198.51.100.0/24");
        for _ in 0..4 {
            registration::start(&elsewhere, &start_form(PHONE, "")).await.unwrap();
        }
        let refusal = refused(registration::start(&elsewhere, &start_form(PHONE, "")).await);
        assert_eq!(refusal.code, "code-too-many");
        world.drain().await;
        assert_eq!(world.sms.sent().len(), 10);
    }

    /// R36: a network that asks for too many is told so, and for how long; others go on.
    async fn messages_from_one_network_are_limited(store: Store) {
        let few = |settings: &mut okno_app::Settings| settings.otp.max_sends_per_network_per_hour = 3;
        let world = World::with(store, few, |_| {}).await;
        for last in 0..3 {
            world.start_registration(&format!("+7912000000{last}"), "").await;
        }
        world.clock.advance_seconds(600);
        let refusal = refused(registration::start(&world.cx(), &start_form(PHONE, "")).await);
        assert_eq!(refusal.code, "code-too-many-network");
        assert!(refusal.args.iter().any(|(name, value)| *name == "seconds" && value == "3000"), "{refusal:?}");
        registration::start(&world.cx_from("198.51.100.0/24"), &start_form(PHONE, "")).await.unwrap();
    }

    /// R36, decision 13: a new code gives no new guesses for free: after ten wrong ones the next costs time, whichever
    /// code it is meant for, and the right one waits as well.
    async fn a_new_code_does_not_forget_wrong_guesses(store: Store) {
        let world = World::new(store).await;
        let token = world.start_registration(PHONE, "").await;
        let enter = async |code: &str| {
            registration::enter_code(&world.cx(), &token, ContactKind::MobilePhone, &secret(code)).await
        };
        for _ in 0..2 {
            let code = world.sms_code(PHONE);
            for _ in 0..5 {
                enter(if code.expose() == "000000" { "000001" } else { "000000" }).await.unwrap_err();
            }
            world.clock.advance_seconds(60);
            registration::resend(&world.cx(), &token, ContactKind::MobilePhone).await.unwrap();
            world.drain().await;
        }
        let code = world.sms_code(PHONE);
        // A minute is more than the delay so far.
        enter(if code.expose() == "000000" { "000001" } else { "000000" }).await.unwrap_err();
        assert_eq!(refused(enter(code.expose()).await).code, "try-later");
        world.clock.advance_seconds(10);
        enter(code.expose()).await.unwrap();
    }

    /// R36, R40: what is no code at all is no attempt, and neither is a try at a code that is dead.
    async fn only_real_attempts_count(store: Store) {
        let world = World::new(store).await;
        let token = world.start_registration(PHONE, "").await;
        let enter = async |code: &str| {
            registration::enter_code(&world.cx(), &token, ContactKind::MobilePhone, &secret(code)).await
        };
        let wrong = if world.sms_code(PHONE).expose() == "000000" { "000001" } else { "000000" };
        for _ in 0..20 {
            assert_eq!(refused(enter("12345").await).code, "code-format");
        }
        for _ in 0..4 {
            assert_eq!(refused(enter(wrong).await).code, "code-wrong");
        }
        for _ in 0..30 {
            assert_eq!(refused(enter(wrong).await).code, "code-locked");
        }
        world.clock.advance_seconds(60);
        registration::resend(&world.cx(), &token, ContactKind::MobilePhone).await.unwrap();
        world.drain().await;
        let message = format!("Код {}. Никому его не сообщайте.", world.sms_code(PHONE).expose());
        enter(&message).await.unwrap();
    }

    /// R29: a contact of an account looks the same to the one who tries it, and its owner gets a hint.
    async fn a_taken_contact_tells_its_owner_only(store: Store) {
        let world = World::new(store).await;
        world.citizen(PHONE).await;
        let token = world.start_registration(PHONE, "").await;
        let sms = world.sms.last_to(PHONE).unwrap();
        assert_eq!(sms.message.kind, "registration_existing");
        let progress = registration::progress(&world.cx(), &token).await.unwrap();
        assert_eq!(progress.contacts[0].code.clone().unwrap().seconds_left(world.clock.get()), 300);
        let guess = registration::enter_code(&world.cx(), &token, ContactKind::MobilePhone, &secret("000000")).await;
        assert_eq!(refused(guess).code, "code-wrong");
    }

    /// R24, R50: no password before a contact is proved, and two different ones are refused.
    async fn the_password_comes_last(store: Store) {
        let world = World::new(store).await;
        let token = world.start_registration(PHONE, "").await;
        let early = registration::finish(&world.cx(), &token, &secret(PASSWORD), &secret(PASSWORD)).await;
        assert_eq!(refused(early).code, "registration-no-contact");
        let code = world.sms_code(PHONE);
        registration::enter_code(&world.cx(), &token, ContactKind::MobilePhone, &code).await.unwrap();
        let differ = registration::finish(&world.cx(), &token, &secret(PASSWORD), &secret("Kedr;7Sosn")).await;
        assert_eq!(faults(differ), [("password_repeat", "password-repeat-differs")]);
    }

    /// R30: after three days an unfinished registration is over, and its contact can begin again.
    async fn an_unfinished_registration_ends(store: Store) {
        let world = World::new(store).await;
        let token = world.start_registration(PHONE, "").await;
        world.clock.advance_seconds(72 * 3600);
        assert_eq!(refused(registration::progress(&world.cx(), &token).await).code, "registration-expired");
        world.start_registration(PHONE, "").await;
    }

    /// R29, decision 8: of two registrations of one contact that finish at once, one makes the account.
    async fn one_contact_makes_one_account(store: Store) {
        let world = World::new(store).await;
        let mut tokens = Vec::new();
        for _ in 0..2 {
            let token = world.start_registration(PHONE, "").await;
            let code = world.sms_code(PHONE);
            registration::enter_code(&world.cx(), &token, ContactKind::MobilePhone, &code).await.unwrap();
            tokens.push(token);
        }
        let (one, other, password) = (world.cx(), world.cx(), secret(PASSWORD));
        let (first, second) = tokio::join!(
            registration::finish(&one, &tokens[0], &password, &password),
            registration::finish(&other, &tokens[1], &password, &password),
        );
        assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1);
    }

    /// R218, decision 8: a channel that fails loses nothing, and nothing is sent twice.
    async fn an_outage_of_the_center_loses_nothing(store: Store) {
        let world = World::new(store).await;
        world.sms.fail_next(2);
        world.start_registration(PHONE, "").await;
        assert!(world.sms.sent().is_empty());
        for pause in [10, 20] {
            world.clock.advance_seconds(pause);
            world.drain().await;
        }
        assert_eq!(world.sms.sent().len(), 1);
        world.clock.advance_seconds(3600);
        assert_eq!(world.drain().await, 0);
    }
}
