//! What strangers can do to an account from outside: neither get into it, nor keep its owner out, nor learn of it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use okno_app::{
    Cx, Error, contact,
    login::LoginIdentifier,
    one_time_code::LinkToken,
    recovery::{self, RecoveryToken},
    registration, security, session,
};
use okno_domain::{
    contact::{ContactKind, ContactStatus},
    recovery::RecoveryStage,
};
use okno_testkit::{
    World,
    citizen::{PASSWORD, faults, refused, secret},
    engine_test, person,
};

const PHONE: &str = "+79123456789";
const EMAIL: &str = "anna@example.org";
const OTHER: &str = "Lipa!8Dubok";
const SNILS: &str = "112-233-445 95";

fn stranger(world: &World, number: u32) -> Cx {
    world.cx_from(&format!("198.51.{number}.0/24"))
}

async fn find_from(world: &World, cx: &Cx, contact: &str) -> RecoveryToken {
    let identifier = LoginIdentifier::contact(cx, contact).unwrap();
    let token = recovery::start(cx, &identifier).await.unwrap();
    world.drain().await;
    token
}

/// A contact without an account that is asked no question.
async fn nobody(world: &World) -> (String, RecoveryToken) {
    for last in 0..40 {
        let phone = format!("+799900000{last:02}");
        let token = find_from(world, &world.cx(), &phone).await;
        if recovery::progress(&world.cx(), &token).await.unwrap().question.is_none() {
            return (phone, token);
        }
    }
    unreachable!("forty questions in a row")
}

async fn set_password(world: &World, token: &RecoveryToken) -> Result<(), Error> {
    recovery::finish(&world.cx(), token, &secret(OTHER), &secret(OTHER)).await.map(|_| ())
}

fn other_code(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

async fn wrong_log_ins(cx: &Cx, contact: &str, count: usize) {
    let identifier = LoginIdentifier::contact(cx, contact).unwrap();
    for _ in 0..count {
        assert_eq!(refused(okno_testkit::citizen::log_in(cx, &identifier, &secret("wrong")).await).code, "login-wrong");
    }
}

async fn add_email(world: &World, anna: &session::SignedIn) {
    contact::add(&world.cx(), anna, ContactKind::Email, EMAIL, &secret(PASSWORD)).await.unwrap();
    world.drain().await;
    let link = LinkToken::parse(world.mail.last_to(EMAIL).unwrap().token()).unwrap();
    contact::follow_link(&world.cx(), anna, &link).await.unwrap();
    world.drain().await;
}

engine_test! {
    /// R21, R23, R37: a stranger registers a phone of their own with somebody else's address and proves the phone; the
    /// account that the owner of the address makes by the link has no proved phone.
    async fn a_strangers_phone_is_not_proved_for_another_browser(store: Store) {
        let world = World::new(store).await;
        let theirs = world.start_registration(PHONE, EMAIL).await;
        registration::enter_code(&world.cx(), &theirs, ContactKind::MobilePhone, &world.sms_code(PHONE)).await.unwrap();
        let link = LinkToken::parse(world.mail.last_to(EMAIL).unwrap().token()).unwrap();
        let seen = registration::peek_link(&world.cx(), &link).await.unwrap();
        assert_eq!(seen.contacts.len(), 2, "the owner sees whose contacts these are");
        let owner = registration::follow_link(&world.cx(), &link, None).await.unwrap();
        assert_eq!(refused(registration::progress(&world.cx(), &theirs).await).code, "registration-expired");
        let session = registration::finish(&world.cx(), &owner, &secret(PASSWORD), &secret(PASSWORD)).await.unwrap();
        let owner = session::find(&world.cx(), &session).await.unwrap().unwrap();
        let contacts = contact::list(&world.cx(), &owner).await.unwrap();
        let proved: Vec<_> =
            contacts.iter().filter(|it| it.row.status == ContactStatus::Confirmed).map(|it| it.row.kind).collect();
        assert_eq!(proved, [ContactKind::Email]);
        assert_eq!(refused(world.log_in(PHONE, PASSWORD).await).code, "login-wrong");
        let token = find_from(&world, &world.cx(), PHONE).await;
        let code = world.sms_code(PHONE);
        assert!(recovery::enter_code(&world.cx(), &token, &code).await.is_err(), "the phone recovers nothing");
    }

    /// R23: in the browser that began, both proofs count.
    async fn the_own_browser_keeps_its_proofs(store: Store) {
        let world = World::new(store).await;
        let token = world.start_registration(PHONE, EMAIL).await;
        registration::enter_code(&world.cx(), &token, ContactKind::MobilePhone, &world.sms_code(PHONE)).await.unwrap();
        let link = LinkToken::parse(world.mail.last_to(EMAIL).unwrap().token()).unwrap();
        let token = registration::follow_link(&world.cx(), &link, Some(&token)).await.unwrap();
        assert_eq!(registration::progress(&world.cx(), &token).await.unwrap().open().count(), 0);
    }

    /// R37, R95: a recovery that is under way is worth nothing once its contact is no longer the account's.
    async fn a_removed_contact_recovers_nothing(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        add_email(&world, &anna).await;
        let proved = find_from(&world, &world.cx(), EMAIL).await;
        let code = secret(world.mail.last_to(EMAIL).unwrap().arg("code"));
        recovery::enter_code(&world.cx(), &proved, &code).await.unwrap();
        world.clock.advance_seconds(60);
        let waiting = find_from(&world, &world.cx(), EMAIL).await;
        let letter = world.mail.last_to(EMAIL).unwrap();
        let email = contact::list(&world.cx(), &anna).await.unwrap();
        let email = email.iter().find(|it| it.row.kind == ContactKind::Email).unwrap().row.id;
        contact::remove(&world.cx(), &anna, email, &secret(PASSWORD)).await.unwrap();
        world.drain().await;
        let sent = world.mail.sent().len();
        assert_eq!(refused(set_password(&world, &proved).await).code, "recovery-expired");
        let link = LinkToken::parse(letter.token()).unwrap();
        assert_eq!(refused(recovery::follow_link(&world.cx(), &link).await).code, "code-void");
        assert_eq!(refused(recovery::enter_code(&world.cx(), &waiting, &secret(letter.arg("code"))).await).code, "code-void");
        world.clock.advance_seconds(60);
        recovery::resend(&world.cx(), &waiting).await.unwrap();
        world.drain().await;
        assert_eq!(world.mail.sent().len(), sent, "nothing goes to a contact that was let go");
        world.log_in(PHONE, PASSWORD).await.unwrap();
    }

    /// R202: a changed password and a completed recovery end every other recovery.
    async fn one_new_password_ends_all_recoveries(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let mut tokens = Vec::new();
        for _ in 0..3 {
            let token = find_from(&world, &world.cx(), PHONE).await;
            recovery::enter_code(&world.cx(), &token, &world.sms_code(PHONE)).await.unwrap();
            tokens.push(token);
        }
        security::change_password(&world.cx(), &anna, &secret(PASSWORD), &secret(OTHER), &secret(OTHER)).await.unwrap();
        assert_eq!(refused(set_password(&world, tokens.first().unwrap()).await).code, "recovery-expired");
        let [one, other] = [find_from(&world, &world.cx(), PHONE).await, find_from(&world, &world.cx(), PHONE).await];
        let code = world.sms_code(PHONE);
        recovery::enter_code(&world.cx(), &other, &code).await.unwrap();
        set_password(&world, &other).await.unwrap();
        assert!(recovery::enter_code(&world.cx(), &one, &code).await.is_err());
        assert_eq!(recovery::progress(&world.cx(), &other).await.unwrap().stage, RecoveryStage::Completed);
    }

    /// R24, R194: from the proof to the password there are twenty minutes; then the contact is proved again.
    async fn a_proof_lasts_twenty_minutes(store: Store) {
        let world = World::new(store).await;
        let token = world.start_registration(PHONE, "").await;
        registration::enter_code(&world.cx(), &token, ContactKind::MobilePhone, &world.sms_code(PHONE)).await.unwrap();
        world.clock.advance_seconds(20 * 60);
        let late = registration::finish(&world.cx(), &token, &secret(PASSWORD), &secret(PASSWORD)).await;
        assert_eq!(refused(late).code, "registration-no-contact");
        registration::resend(&world.cx(), &token, ContactKind::MobilePhone).await.unwrap();
        world.drain().await;
        registration::enter_code(&world.cx(), &token, ContactKind::MobilePhone, &world.sms_code(PHONE)).await.unwrap();
        registration::finish(&world.cx(), &token, &secret(PASSWORD), &secret(PASSWORD)).await.unwrap();

        for (wait, ends_well) in [(20 * 60 - 1, true), (20 * 60, false)] {
            world.clock.advance_seconds(60);
            let token = find_from(&world, &world.cx(), PHONE).await;
            recovery::enter_code(&world.cx(), &token, &world.sms_code(PHONE)).await.unwrap();
            world.clock.advance_seconds(wait);
            assert_eq!(set_password(&world, &token).await.is_ok(), ends_well);
        }
    }

    /// R30: what was given up leads on nowhere, neither by its cookie nor by its link.
    async fn what_was_given_up_is_over(store: Store) {
        let world = World::new(store).await;
        let token = world.start_registration("", EMAIL).await;
        registration::cancel(&world.cx(), &token).await.unwrap();
        let link = LinkToken::parse(world.mail.last_to(EMAIL).unwrap().token()).unwrap();
        assert!(registration::follow_link(&world.cx(), &link, Some(&token)).await.is_err());
        world.citizen(PHONE).await;
        world.clock.advance_seconds(60);
        let token = find_from(&world, &world.cx(), PHONE).await;
        recovery::enter_code(&world.cx(), &token, &world.sms_code(PHONE)).await.unwrap();
        recovery::cancel(&world.cx(), &token).await.unwrap();
        assert_eq!(refused(set_password(&world, &token).await).code, "recovery-expired");
    }

    /// R36, decision 13: one who guesses codes at somebody's phone, in another network or for another purpose, keeps its
    /// owner from entering the right one for ten seconds at most.
    async fn guessing_codes_keeps_nobody_out(store: Store) {
        let world = World::new(store).await;
        world.citizen(PHONE).await;
        world.clock.advance_seconds(60);
        for number in 0..4 {
            let cx = stranger(&world, number);
            let token = find_from(&world, &cx, PHONE).await;
            let wrong = secret(other_code(world.sms_code(PHONE).expose()));
            for _ in 0..5 {
                recovery::enter_code(&cx, &token, &wrong).await.unwrap_err();
            }
        }
        let token = find_from(&world, &world.cx(), PHONE).await;
        world.clock.advance_seconds(10);
        recovery::enter_code(&world.cx(), &token, &world.sms_code(PHONE)).await.unwrap();
    }

    /// R36: registrations that a stranger begins with somebody's phone leave the recovery by it alone, and what one
    /// network asks for leaves some to the others.
    async fn floods_of_messages_are_apart(store: Store) {
        let world = World::new(store).await;
        world.citizen(PHONE).await;
        for number in 0..3 {
            let form = registration::StartForm {
                family_name: "Иванова".to_owned(),
                given_name: "Анна".to_owned(),
                mobile_phone: PHONE.to_owned(),
                ..registration::StartForm::default()
            };
            while registration::start(&stranger(&world, number), &form).await.is_ok() {}
        }
        find_from(&world, &world.cx(), PHONE).await;
        let cx = stranger(&world, 9);
        let identifier = LoginIdentifier::contact(&cx, PHONE).unwrap();
        while recovery::start(&cx, &identifier).await.is_ok() {}
        find_from(&world, &world.cx(), PHONE).await;
    }

    /// R191, decision 13: wrong passwords from many networks cost the owner seconds in a new network, and nothing where
    /// they sign in usually.
    async fn wrong_passwords_from_everywhere_cost_seconds(store: Store) {
        let world = World::new(store).await;
        world.citizen(PHONE).await;
        for number in 0..10 {
            wrong_log_ins(&stranger(&world, number), PHONE, 5).await;
        }
        let new = stranger(&world, 77);
        let identifier = LoginIdentifier::contact(&new, PHONE).unwrap();
        assert_eq!(refused(okno_testkit::citizen::log_in(&new, &identifier, &secret(PASSWORD)).await).code, "try-later");
        world.log_in(PHONE, PASSWORD).await.unwrap();
        world.clock.advance_seconds(5);
        let new = stranger(&world, 77);
        okno_testkit::citizen::log_in(&new, &identifier, &secret(PASSWORD)).await.unwrap();
    }

    /// R191: of forty wrong passwords that come at once, five are looked at.
    async fn a_crowd_of_guesses_is_counted_first(store: Store) {
        let world = World::new(store).await;
        world.citizen(PHONE).await;
        let mut crowd = tokio::task::JoinSet::new();
        for _ in 0..40 {
            let cx = world.cx();
            crowd.spawn(async move {
                let identifier = LoginIdentifier::contact(&cx, PHONE).unwrap();
                refused(okno_testkit::citizen::log_in(&cx, &identifier, &secret("wrong")).await).code
            });
        }
        let codes = crowd.join_all().await;
        assert_eq!(codes.iter().filter(|code| **code == "login-wrong").count(), 5, "{codes:?}");
        assert!(codes.iter().all(|code| ["login-wrong", "try-later"].contains(code)));
    }

    /// R191: one password tried on many accounts from one network slows that network down; who signs in is not counted.
    async fn a_password_tried_on_everybody_is_noticed(store: Store) {
        let few = |settings: &mut okno_app::Settings| settings.login.max_failures_network = 8;
        let world = World::with(store, few, |_| {}).await;
        world.citizen(PHONE).await;
        for _ in 0..20 {
            world.log_in(PHONE, PASSWORD).await.unwrap();
        }
        for last in 0..8 {
            wrong_log_ins(&world.cx(), &format!("+7999000000{last}"), 1).await;
        }
        assert_eq!(refused(world.log_in("+79990000009", "wrong").await).code, "try-later");
        wrong_log_ins(&stranger(&world, 1), "+79990000009", 1).await;
        world.clock.advance_seconds(5);
        wrong_log_ins(&world.cx(), "+79990000009", 1).await;
    }

    /// C28, R196: a SNILS without an account is shown a phone or a mailbox, always the same one.
    async fn unknown_snils_have_phones_and_mailboxes(store: Store) {
        let world = World::new(store).await;
        let mut seen = [0, 0];
        for number in 100_000_000..100_000_024_u32 {
            let digits: Vec<u32> = number.to_string().chars().filter_map(|digit| digit.to_digit(10)).collect();
            let sum: u32 = digits.iter().zip((1..=9).rev()).map(|(digit, weight)| digit * weight).sum();
            let check = if sum % 101 == 100 { 0 } else { sum % 101 };
            let identifier = LoginIdentifier::snils(&format!("{number}{check:02}")).unwrap();
            let mut shown = Vec::new();
            for _ in 0..2 {
                let token = recovery::start(&world.cx(), &identifier).await.unwrap();
                let progress = recovery::progress(&world.cx(), &token).await.unwrap();
                shown.push((progress.kind, progress.shown));
            }
            assert_eq!(shown.first(), shown.last());
            let (kind, text) = shown.pop().unwrap();
            assert_eq!(text.contains('@'), kind == ContactKind::Email);
            *seen.get_mut(usize::from(kind == ContactKind::Email)).unwrap() += 1;
        }
        assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
    }

    /// C28: by e-mail the page shows what was typed, not the spelling that is stored.
    async fn the_spelling_is_the_typed_one(store: Store) {
        let world = World::new(store).await;
        let token = world.start_registration("", "Anna@Example.org").await;
        let code = secret(world.mail.last_to("Anna@example.org").unwrap().arg("code"));
        registration::enter_code(&world.cx(), &token, ContactKind::Email, &code).await.unwrap();
        registration::finish(&world.cx(), &token, &secret(PASSWORD), &secret(PASSWORD)).await.unwrap();
        for typed in ["aNNA@example.org", "nOBODY@example.org"] {
            let token = find_from(&world, &world.cx(), typed).await;
            assert_eq!(recovery::progress(&world.cx(), &token).await.unwrap().shown, typed);
        }
    }

    /// C28, R191: wrong passwords and codes at one name of an account slow down no other, which would tell that both
    /// belong to one person.
    async fn two_names_of_one_account_count_apart(store: Store) {
        let world = World::new(store).await;
        let anna = world.standard_citizen(PHONE, &person::citizen_form()).await;
        let snils = LoginIdentifier::snils(&anna.person.snils).unwrap();
        let cx = stranger(&world, 1);
        wrong_log_ins(&cx, PHONE, 5).await;
        assert_eq!(refused(okno_testkit::citizen::log_in(&cx, &snils, &secret("wrong")).await).code, "login-wrong");

        let by_phone = find_from(&world, &cx, PHONE).await;
        let wrong = secret(other_code(world.sms_code(PHONE).expose()));
        for _ in 0..2 {
            for _ in 0..5 {
                recovery::enter_code(&cx, &by_phone, &wrong).await.unwrap_err();
            }
            world.clock.advance_seconds(60);
            let cx = stranger(&world, 1);
            recovery::resend(&cx, &by_phone).await.unwrap();
        }
        world.drain().await;
        let by_snils = recovery::start(&cx, &snils).await.unwrap();
        world.drain().await;
        let wrong = secret(other_code(world.sms_code(PHONE).expose()));
        assert_eq!(refused(recovery::enter_code(&cx, &by_snils, &wrong).await).code, "code-wrong");
        assert!(LoginIdentifier::snils(SNILS).is_ok());
    }

    /// R196, C28: a known and an unknown contact are refused alike however often a stranger begins.
    async fn floods_look_alike(store: Store) {
        let world = World::new(store).await;
        world.citizen(PHONE).await;
        let (unknown, _) = nobody(&world).await;
        let mut counts = Vec::new();
        for contact in [PHONE, &unknown] {
            let cx = stranger(&world, 3);
            let identifier = LoginIdentifier::contact(&cx, contact).unwrap();
            let mut count = 0;
            let refusal = loop {
                match recovery::start(&cx, &identifier).await {
                    Ok(_) => count += 1,
                    Err(error) => break refused::<()>(Err(error)),
                }
            };
            counts.push((count, refusal));
        }
        assert_eq!(counts.first(), counts.last());
    }

    /// R74, decision 15: with a question set, beginnings cost no message; they are limited all the same, and fill no
    /// record.
    async fn beginnings_do_not_fill_the_record(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        security::set_question(&world.cx(), &anna, &secret(PASSWORD), "first-pet", &secret("Шарик")).await.unwrap();
        for number in 0..4 {
            let cx = stranger(&world, number);
            let identifier = LoginIdentifier::contact(&cx, PHONE).unwrap();
            let mut begun = 0;
            while recovery::start(&cx, &identifier).await.is_ok() {
                begun += 1;
            }
            assert_eq!(begun, 12);
        }
        let entries = okno_app::audit::history(&world.cx(), &anna, None, 200).await.unwrap();
        assert_eq!(entries.iter().filter(|entry| entry.act == "recovery-started").count(), 10);
    }

    /// R194: whoever has just set a new password can sign in with it at once, here.
    async fn after_a_recovery_one_can_sign_in(store: Store) {
        let world = World::new(store).await;
        world.citizen(PHONE).await;
        world.clock.advance_seconds(60);
        wrong_log_ins(&world.cx(), PHONE, 5).await;
        let token = find_from(&world, &world.cx(), PHONE).await;
        recovery::enter_code(&world.cx(), &token, &world.sms_code(PHONE)).await.unwrap();
        set_password(&world, &token).await.unwrap();
        world.log_in(PHONE, OTHER).await.unwrap();
    }

    /// Decision 12: another token makes a session neither longer nor fresher than it was.
    async fn a_renewed_session_is_the_same_session(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let before = session::list(&world.cx(), &anna).await.unwrap().remove(0);
        world.clock.advance_seconds(11 * 60);
        let token = session::renew(&world.cx(), &anna).await.unwrap();
        let renewed = session::find(&world.cx(), &token).await.unwrap().unwrap();
        assert_eq!(renewed.authenticated_at, anna.authenticated_at);
        assert!(!renewed.is_fresh(&world.cx()));
        let after = session::list(&world.cx(), &renewed).await.unwrap().remove(0);
        assert_eq!((after.method, after.times.expires_at), (before.method, before.times.expires_at));
    }

    /// R38: the link in a letter to a new address is good for the signed-in owner, once, and for nobody else.
    async fn the_link_to_a_new_address_is_the_owners(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        let boris = world.citizen("+79160000002").await;
        contact::add(&world.cx(), &anna, ContactKind::Email, EMAIL, &secret(PASSWORD)).await.unwrap();
        world.drain().await;
        let letter = world.mail.last_to(EMAIL).unwrap();
        assert_eq!(letter.message.kind, "contact_link");
        let link = LinkToken::parse(letter.token()).unwrap();
        assert_eq!(refused(contact::follow_link(&world.cx(), &boris, &link).await).code, "code-void");
        contact::peek_link(&world.cx(), &anna, &link).await.unwrap();
        contact::follow_link(&world.cx(), &anna, &link).await.unwrap();
        world.log_in(EMAIL, PASSWORD).await.unwrap();
        assert_eq!(refused(contact::follow_link(&world.cx(), &anna, &link).await).code, "code-void");
        assert!(faults(contact::add(&world.cx(), &anna, ContactKind::Email, EMAIL, &secret(PASSWORD)).await)
            .contains(&("email", "contact-yours")));
    }
}
