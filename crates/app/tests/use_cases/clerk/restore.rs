//! Access given again, after phone and password are lost (R200, R202).

use okno_app::{
    Error,
    clerk::{self, Wish},
    factor::totp,
    login::LoginIdentifier,
    operator::Acting,
    recovery, restriction, security, session,
};
use okno_domain::{
    account::AccountLevel, contact::ContactKind, credential::totp as rule, operator::Task, visit::VisitId,
};
use okno_testkit::{
    World,
    citizen::{PASSWORD, faults, refused, secret},
    engine_test,
    operator::center,
    person::citizen_form,
};

use super::{PHONE, agree, all, mark, served, world};

const NEW: &str = "+79123450000";
const MAIL: &str = "anna.new@example.org";
const OTHER: &str = "Lipa!8Dubok";
const WISH: Wish = Wish::Restore { forget_others: false };

/// The visitor gives a new phone and says the code.
async fn with_new_phone(world: &World, clerk: &Acting, visitor: &str) -> VisitId {
    let (id, _) = served(world, clerk, Task::RestoreAccess, visitor).await.unwrap();
    clerk::offer_contact(&world.cx(), clerk, id, ContactKind::MobilePhone, NEW).await.unwrap();
    world.drain().await;
    clerk::prove_contact(&world.cx(), clerk, id, ContactKind::MobilePhone, &world.sms_code(NEW)).await.unwrap();
    id
}

async fn ask(world: &World, clerk: &Acting, id: VisitId, wish: Wish) -> Result<(), Error> {
    let view = clerk::view(&world.cx(), clerk, id).await?;
    clerk::ask(&world.cx(), clerk, id, (&all(), &mark(&view)), wish).await
}

engine_test! {
    /// R200, R202: the same account opens again with its verified person; everything that opened it before is over, and
    /// both the old contact and the new one are told.
    async fn the_same_account_opens_again(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        world.confirm_by_hand(anna.id()).await;
        security::set_question(&world.cx(), &anna, &secret(PASSWORD), okno_domain::recovery::QUESTIONS[0], &secret("Мурка"))
            .await
            .unwrap();
        let first = world.clerk("a.petrova", center(1)).await;
        let second = world.clerk("b.sidorova", center(1)).await;
        let id = with_new_phone(&world, &first, "000-000-600 06").await;
        ask(&world, &first, id, WISH).await.unwrap();
        // Nothing has happened yet.
        world.log_in(PHONE, PASSWORD).await.unwrap();
        assert_eq!(refused(clerk::execute(&world.cx(), &first, id).await).code, "approval-not-approved");
        agree(&world, &second, true).await;
        clerk::execute(&world.cx(), &first, id).await.unwrap();
        world.drain().await;
        assert_eq!(world.sms.last_to(PHONE).unwrap().message.kind, "access_restored");
        assert_eq!(world.sms.last_to(NEW).unwrap().message.kind, "access_restored");
        for contact in [PHONE, NEW] {
            assert_eq!(refused(world.log_in(contact, PASSWORD).await).code, "login-wrong");
        }

        // The person sets a new password with the new phone; no question is in the way.
        let identifier = LoginIdentifier::contact(&world.cx(), NEW).unwrap();
        world.clock.advance_seconds(120);
        let token = recovery::start(&world.cx(), &identifier).await.unwrap();
        world.drain().await;
        recovery::enter_code(&world.cx(), &token, &world.sms_code(NEW)).await.unwrap();
        recovery::finish(&world.cx(), &token, &secret(OTHER), &secret(OTHER)).await.unwrap();
        let again = world.log_in(NEW, OTHER).await.unwrap();
        assert_eq!((again.id(), again.account.level), (anna.id(), AccountLevel::Confirmed));
        assert_eq!(again.person.snils, anna.person.snils);
        let sessions = session::list(&world.cx(), &again).await.unwrap();
        assert!(sessions.iter().filter(|entry| entry.id != again.session).all(|entry| entry.end_reason.is_some()));
        let old = sessions.iter().find(|entry| entry.id == anna.session).unwrap();
        assert_eq!(old.end_reason.as_deref(), Some("restored"));
        // The old phone leads nowhere.
        assert_eq!(refused(world.log_in(PHONE, OTHER).await).code, "login-wrong");
    }

    /// R200: who lost the second factor as well, or locked the account, is served all the same: nothing is asked for that
    /// the visitor cannot have, and the same account opens.
    async fn lost_factors_and_locks_are_no_obstacle(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        totp::begin(&world.cx(), &anna).await.unwrap();
        let key = totp::enrollment(&world.cx(), &anna).await.unwrap().key;
        let key = rule::from_base32(key.expose()).unwrap();
        let code = rule::code_at(&key, rule::step_at(world.clock.get())).unwrap();
        totp::enroll(&world.cx(), &anna, &code).await.unwrap();
        restriction::lock_by_owner(&world.cx(), &anna).await.unwrap();
        let first = world.clerk("a.petrova", center(1)).await;
        let second = world.clerk("b.sidorova", center(1)).await;
        let id = with_new_phone(&world, &first, "000-000-600 06").await;
        ask(&world, &first, id, WISH).await.unwrap();
        agree(&world, &second, true).await;
        clerk::execute(&world.cx(), &first, id).await.unwrap();
        world.drain().await;
        let identifier = LoginIdentifier::contact(&world.cx(), NEW).unwrap();
        world.clock.advance_seconds(120);
        let token = recovery::start(&world.cx(), &identifier).await.unwrap();
        world.drain().await;
        recovery::enter_code(&world.cx(), &token, &world.sms_code(NEW)).await.unwrap();
        recovery::finish(&world.cx(), &token, &secret(OTHER), &secret(OTHER)).await.unwrap();
        let again = world.log_in(NEW, OTHER).await.unwrap();
        assert_eq!((again.id(), again.account.level), (anna.id(), AccountLevel::Standard));
        assert!(restriction::list(&world.cx(), &again).await.unwrap().is_empty());
    }

    /// R200: a new contact must be proved; somebody else's is refused; without any contact there is no way in.
    async fn contacts_are_proved_at_the_window(store: Store) {
        let world = world(store).await;
        world.standard_citizen(PHONE, &citizen_form()).await;
        world.citizen("+79123456780").await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let (id, _) = served(&world, &clerk, Task::RestoreAccess, PHONE).await.unwrap();
        let phone = ContactKind::MobilePhone;
        let taken = clerk::offer_contact(&world.cx(), &clerk, id, phone, "+79123456780").await;
        assert_eq!(refused(taken).code, "registration-contact-taken");
        let own = clerk::offer_contact(&world.cx(), &clerk, id, phone, PHONE).await;
        assert_eq!(faults(own), [("mobile_phone", "contact-yours")]);
        assert_eq!(refused(ask(&world, &clerk, id, Wish::Restore { forget_others: true }).await).code, "visit-no-contact");
        clerk::offer_contact(&world.cx(), &clerk, id, phone, NEW).await.unwrap();
        world.drain().await;
        assert_eq!(refused(ask(&world, &clerk, id, WISH).await).code, "visit-out-of-step");
        let wrong = clerk::prove_contact(&world.cx(), &clerk, id, phone, &secret("000000")).await;
        assert_eq!(refused(wrong).code, "code-wrong");
        clerk::prove_contact(&world.cx(), &clerk, id, phone, &world.sms_code(NEW)).await.unwrap();
        ask(&world, &clerk, id, WISH).await.unwrap();
    }

    /// R200, R133: without a second operator nothing happens: not by oneself, not after a refusal, not with another wish
    /// than the one agreed to, not without a fresh proof.
    async fn not_without_a_colleague(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let first = world.clerk("a.petrova", center(1)).await;
        let second = world.clerk("b.sidorova", center(1)).await;
        let (id, _) = served(&world, &first, Task::RestoreAccess, PHONE).await.unwrap();
        assert_eq!(refused(clerk::execute(&world.cx(), &first, id).await).code, "visit-out-of-step");
        assert_eq!(refused(ask(&world, &first, id, Wish::Delete).await).code, "visit-out-of-step");
        ask(&world, &first, id, WISH).await.unwrap();
        agree(&world, &second, false).await;
        assert_eq!(refused(clerk::execute(&world.cx(), &first, id).await).code, "approval-decided");
        clerk::reopen(&world.cx(), &first, id).await.unwrap();
        ask(&world, &first, id, WISH).await.unwrap();
        agree(&world, &second, true).await;
        assert_eq!(refused(clerk::execute(&world.cx(), &second, id).await).code, "visit-not-yours");
        world.clock.advance_seconds(300);
        assert_eq!(refused(clerk::execute(&world.cx(), &first, id).await).code, "operator-not-fresh");
        world.log_in(PHONE, PASSWORD).await.unwrap();
        // Where nothing is verified there is nothing to compare a passport with.
        world.citizen("+79123456780").await;
        let fresh = Acting::try_from(world.operator_in("a.petrova").await).unwrap();
        let (id, view) = served(&world, &fresh, Task::RestoreAccess, "+79123456780").await.unwrap();
        assert!(matches!(view.standing, clerk::Standing::Missing { .. }));
        let asked = clerk::ask(&world.cx(), &fresh, id, (&all(), ""), WISH).await;
        assert_eq!(refused(asked).code, "visit-not-verified");
        assert_eq!(world.refreshed(&anna).await.account.level, AccountLevel::Standard);
    }

    /// R200: phone and mail are both lost: both are given anew and proved at the window, the old ones go and are told, and
    /// the same account opens by each of the new ones.
    async fn everything_lost_opens_the_same_account(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        world.confirm_by_hand(anna.id()).await;
        let first = world.clerk("a.petrova", center(1)).await;
        let second = world.clerk("b.sidorova", center(1)).await;
        let id = with_new_phone(&world, &first, "000-000-600 06").await;
        let mail = ContactKind::Email;
        clerk::offer_contact(&world.cx(), &first, id, mail, MAIL).await.unwrap();
        world.drain().await;
        let everything = Wish::Restore { forget_others: true };
        assert_eq!(refused(ask(&world, &first, id, everything.clone()).await).code, "visit-out-of-step");
        let code = world.mail.last_to(MAIL).unwrap().message.args["code"].clone();
        let other = clerk::prove_contact(&world.cx(), &first, id, ContactKind::MobilePhone, &secret(&code)).await;
        assert_eq!(refused(other).code, "visit-out-of-step");
        clerk::prove_contact(&world.cx(), &first, id, mail, &secret(&code)).await.unwrap();
        ask(&world, &first, id, everything).await.unwrap();
        let listed = okno_app::approval::list(&world.cx(), &second).await.unwrap();
        let at = (center(1), listed[0].approval.id);
        let shown = clerk::look_at_request(&world.cx(), &second, at).await.unwrap();
        assert!(shown.contacts.len() == 2 && shown.forgets_others);
        clerk::agree(&world.cx(), &second, at, &shown.mark).await.unwrap();
        clerk::execute(&world.cx(), &first, id).await.unwrap();
        world.drain().await;
        for phone in [PHONE, NEW] {
            assert_eq!(world.sms.last_to(phone).unwrap().message.kind, "access_restored");
        }
        assert_eq!(world.mail.last_to(MAIL).unwrap().message.kind, "access_restored");
        let identifier = LoginIdentifier::contact(&world.cx(), NEW).unwrap();
        world.clock.advance_seconds(120);
        let token = recovery::start(&world.cx(), &identifier).await.unwrap();
        world.drain().await;
        recovery::enter_code(&world.cx(), &token, &world.sms_code(NEW)).await.unwrap();
        recovery::finish(&world.cx(), &token, &secret(OTHER), &secret(OTHER)).await.unwrap();
        for contact in [NEW, MAIL] {
            let again = world.log_in(contact, OTHER).await.unwrap();
            assert_eq!((again.id(), again.account.level), (anna.id(), AccountLevel::Confirmed));
        }
        assert_eq!(refused(world.log_in(PHONE, OTHER).await).code, "login-wrong");
    }

    /// R200: done twice at once it is done once.
    async fn it_is_done_once(store: Store) {
        let world = world(store).await;
        world.standard_citizen(PHONE, &citizen_form()).await;
        let first = world.clerk("a.petrova", center(1)).await;
        let second = world.clerk("b.sidorova", center(1)).await;
        let id = with_new_phone(&world, &first, PHONE).await;
        ask(&world, &first, id, WISH).await.unwrap();
        agree(&world, &second, true).await;
        let cx = world.cx();
        let (one, other) = tokio::join!(clerk::execute(&cx, &first, id), clerk::execute(&cx, &first, id));
        assert!(one.is_ok() != other.is_ok());
        world.drain().await;
        assert_eq!(world.sms.sent().iter().filter(|sent| sent.to == NEW && sent.message.kind == "access_restored").count(), 1);
    }
}
