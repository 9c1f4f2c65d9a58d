//! Registered letters: order, dispatch, news, reminders, codes (R136 to R151).

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::sync::Arc;

use okno_app::{
    Error, audit,
    confirmation::{self, Entered},
    job, letter,
    session::SignedIn,
};
use okno_domain::{
    account::AccountLevel,
    confirmation::ConfirmationMethod,
    letter::{AddressForm, AddressKind, CarrierState, LetterStatus},
    secret::Secret,
    time::{DAY, HOUR, Timestamp, after},
};
use okno_store::{account as accounts, letter as store};
use okno_testkit::{
    World,
    carrier::TestCarrier,
    citizen::{faults, refused},
    engine_test,
    person::citizen_form,
};

const ANNA: &str = "+79161234567";
const BORIS: &str = "+79161234568";

async fn world(store: okno_store::Store) -> (World, Arc<TestCarrier>) {
    let carrier = Arc::new(TestCarrier::default());
    let given = Arc::clone(&carrier);
    (World::with(store, |_| {}, |ports| ports.carrier = Some(given)).await, carrier)
}

fn form() -> AddressForm {
    AddressForm {
        postal_index: "630099".into(),
        region: "Новосибирская область".into(),
        locality: "г. Новосибирск".into(),
        street: "Красный проспект".into(),
        house: "18".into(),
        apartment: "7".into(),
    }
}

async fn order(world: &World, person: &SignedIn) -> Result<okno_domain::letter::LetterId, Error> {
    letter::order(&world.cx(), person, AddressKind::Residence, &form()).await
}

/// Everything periodic runs once, an hour later.
async fn work(world: &World) {
    world.clock.advance_seconds(3600);
    job::enqueue_periodic(&world.cx()).await.unwrap();
    world.drain().await;
}

async fn shown(world: &World, person: &SignedIn) -> letter::Shown {
    letter::standing(&world.cx(), person).await.unwrap().latest.unwrap()
}

async fn status(world: &World, person: &SignedIn) -> LetterStatus {
    shown(world, person).await.letter.status
}

async fn enter(world: &World, person: &SignedIn, code: &str) -> Entered {
    confirmation::enter_code(&world.cx(), person, &Secret::new(code)).await.unwrap()
}

async fn acts(world: &World, person: &SignedIn) -> Vec<String> {
    let mut read = world.app.store.read().await.unwrap();
    let entries = audit::list(&mut read, person.id(), None, 40).await.unwrap();
    entries.into_iter().map(|entry| entry.act).collect()
}

fn told(world: &World, kind: &str) -> usize {
    world.sms.sent().iter().filter(|sent| sent.message.kind == kind).count()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

engine_test! {
    /// R137, R139, R140, R143, R148: from the order to the entered code.
    async fn a_letter_confirms(store: Store) {
        let (world, carrier) = world(store).await;
        let anna = world.standard_citizen(ANNA, &citizen_form()).await;
        order(&world, &anna).await.unwrap();
        assert_eq!(status(&world, &anna).await, LetterStatus::Ordered);
        work(&world).await;
        let printed = carrier.last();
        assert_eq!(status(&world, &anna).await, LetterStatus::Printed);
        assert_eq!(printed.address, ["Красный проспект, д. 18, кв. 7", "г. Новосибирск", "Новосибирская область", "630099"]);
        assert!(printed.number.as_str().starts_with("101000"));
        assert_eq!(printed.code.len(), 11);
        for (state, expected, message) in [
            (CarrierState::Accepted, LetterStatus::Dispatched, "letter_dispatched"),
            (CarrierState::InTransit, LetterStatus::InTransit, ""),
            (CarrierState::AwaitingPickup, LetterStatus::AwaitingPickup, "letter_awaiting_pickup"),
            (CarrierState::HandedOver, LetterStatus::HandedOver, "letter_handed_over"),
        ] {
            carrier.tell(&printed.number, state, world.clock.get());
            work(&world).await;
            assert_eq!(status(&world, &anna).await, expected);
            assert_eq!(told(&world, message), usize::from(!message.is_empty()), "{message}");
        }
        let Entered::Confirmed(success) = enter(&world, &anna, &printed.code).await else { panic!("not confirmed") };
        assert_eq!(success.account.level, AccountLevel::Confirmed);
        assert_eq!(status(&world, &anna).await, LetterStatus::CodeUsed);
        // R151: by letter only.
        let mut read = world.app.store.read().await.unwrap();
        let standing = okno_app::evidence::standing(&mut read, &success.account).await.unwrap();
        assert_eq!(standing.methods.into_iter().collect::<Vec<_>>(), [ConfirmationMethod::RegisteredLetter]);
        let acts = acts(&world, &anna).await;
        for act in ["letter-ordered", "letter-printed", "letter-moved", "identity-confirmed"] {
            assert!(acts.contains(&act.to_owned()), "{act}");
        }
    }

    /// R150: the code is nowhere in the database in the clear, before and after the batch is handed over, and what was
    /// sealed for the batch is gone with it.
    async fn the_code_is_only_in_the_batch(store: Store) {
        let (world, carrier) = world(store).await;
        let anna = world.standard_citizen(ANNA, &citizen_form()).await;
        order(&world, &anna).await.unwrap();
        carrier.set_down(true);
        work(&world).await;
        assert!(carrier.batches().is_empty());
        let mut read = world.app.store.read().await.unwrap();
        let open = store::open_batches(&mut read, 10).await.unwrap();
        assert_eq!(open.len(), 1, "the batch waits");
        let sealed = store::prints(&mut read, open[0].id).await.unwrap();
        drop(read);
        carrier.set_down(false);
        work(&world).await;
        let (batch, letters) = carrier.batches().pop().unwrap();
        assert_eq!((batch, letters.len()), (open[0].id, 1), "the same batch, handed over once it can be");
        let code = letters[0].code.replace('-', "");
        let within = |bytes: &[u8]| bytes.windows(10).any(|part| part == code.as_bytes());
        assert!(!sealed.iter().any(|row| within(&row.content_sealed)));
        let mut read = world.app.store.read().await.unwrap();
        assert!(store::prints(&mut read, batch).await.unwrap().is_empty());
        assert!(store::find_batch(&mut read, batch).await.unwrap().unwrap().is_handed_over);
        let codes = okno_store::confirmation::codes(&mut read, anna.id()).await.unwrap();
        assert_eq!(codes.len(), 1);
        assert!(!within(&codes[0].code_hash));
        assert!(!format!("{:?}", letters[0]).contains(&letters[0].code));
    }

    /// R146, C9: thirty days to the day from the latest order, whatever became of it; two orders at once are one.
    async fn another_letter_after_thirty_days(store: Store) {
        let (world, carrier) = world(store).await;
        let anna = world.standard_citizen(ANNA, &citizen_form()).await;
        // 15 January in Moscow, one minute before midnight.
        world.clock.set(at("2027-01-15T20:59:00Z"));
        let anna = world.refreshed(&anna).await;
        let (one, two) = tokio::join!(order(&world, &anna), order(&world, &anna));
        let refusals: Vec<_> = [one, two].into_iter().filter(Result::is_err).map(refused).collect();
        assert_eq!(refusals.len(), 1);
        assert_eq!(refusals[0].code, "letter-too-early");
        assert_eq!(refusals[0].args, [("date", "2027-02-14".into())]);
        work(&world).await;
        let first = carrier.last();
        world.clock.set(at("2027-02-13T20:59:59Z"));
        assert_eq!(refused(order(&world, &anna).await).code, "letter-too-early");
        world.clock.set(at("2027-02-13T21:00:00Z"));
        order(&world, &anna).await.unwrap();
        // R149: the code of the earlier letter is void.
        assert!(matches!(enter(&world, &anna, &first.code).await, Entered::Wrong(_)));
        work(&world).await;
        let second = carrier.last();
        assert_ne!(first.number, second.number);
        assert!(matches!(enter(&world, &anna, &second.code).await, Entered::Confirmed(_)));
    }

    /// R62, R111, R136, R137: below Standard, without carrier, and with a faulty address nothing is ordered.
    async fn an_order_has_its_conditions(store: Store) {
        let (world, _) = world(store).await;
        let boris = world.citizen(BORIS).await;
        assert_eq!(refused(order(&world, &boris).await).code, "confirmation-not-standard");
        let anna = world.standard_citizen(ANNA, &citizen_form()).await;
        let faulty = AddressForm { postal_index: "99".into(), ..form() };
        let outcome = letter::order(&world.cx(), &anna, AddressKind::Registration, &faulty).await;
        assert_eq!(faults(outcome), [("postal_index", "postal-index-format")]);
        assert!(letter::standing(&world.cx(), &anna).await.unwrap().latest.is_none());
    }

    /// R111: where no carrier is configured, no letter is offered.
    async fn without_carrier_there_are_no_letters(store: Store) {
        let world = World::new(store).await;
        let anna = world.standard_citizen(ANNA, &citizen_form()).await;
        assert_eq!(refused(order(&world, &anna).await).code, "confirmation-method-off");
        let overview = confirmation::overview(&world.cx(), &anna).await.unwrap();
        assert!(!overview.methods.contains(&ConfirmationMethod::RegisteredLetter));
        work(&world).await;
    }

    /// R149: a code lives 180 days from its printing, to the second; then its letter is void.
    async fn a_code_has_its_life(store: Store) {
        let (world, carrier) = world(store).await;
        let anna = world.standard_citizen(ANNA, &citizen_form()).await;
        order(&world, &anna).await.unwrap();
        work(&world).await;
        let (code, until) = (carrier.last().code, shown(&world, &anna).await.code_until);
        world.clock.set(until);
        let anna = world.refreshed(&anna).await;
        assert!(shown(&world, &anna).await.is_too_old);
        let late = confirmation::enter_code(&world.cx(), &anna, &Secret::new(&*code)).await;
        assert_eq!(faults(late), [("confirmation_code", "confirmation-expired")]);
        job::enqueue_periodic(&world.cx()).await.unwrap();
        world.drain().await;
        assert_eq!(status(&world, &anna).await, LetterStatus::Voided);
    }

    /// R145: the number of the item shows a day after dispatch.
    async fn an_item_can_be_followed_a_day_after_dispatch(store: Store) {
        let (world, carrier) = world(store).await;
        let anna = world.standard_citizen(ANNA, &citizen_form()).await;
        order(&world, &anna).await.unwrap();
        work(&world).await;
        let dispatched = world.clock.get();
        carrier.tell(&carrier.last().number, CarrierState::Accepted, dispatched);
        work(&world).await;
        world.clock.set(after(dispatched, DAY - HOUR));
        assert!(matches!(letter::tracking_url(&world.cx(), &anna).await, Err(Error::NotFound)));
        world.clock.set(after(dispatched, DAY));
        let url = letter::tracking_url(&world.cx(), &anna).await.unwrap();
        assert_eq!(url, format!("https://carrier.test/{}", carrier.last().number.as_str()));
    }

    /// R147: of a letter that nobody fetched the person is told from when another one can be ordered; one that lies at the
    /// post office is called to mind once.
    async fn people_are_reminded_and_told_of_returns(store: Store) {
        let (world, carrier) = world(store).await;
        let anna = world.standard_citizen(ANNA, &citizen_form()).await;
        order(&world, &anna).await.unwrap();
        work(&world).await;
        let number = carrier.last().number;
        carrier.tell(&number, CarrierState::AwaitingPickup, world.clock.get());
        work(&world).await;
        assert_eq!(told(&world, "letter_reminder"), 0);
        for _ in 0..3 {
            world.clock.advance_seconds(7 * 24 * 3600);
            work(&world).await;
        }
        assert_eq!(told(&world, "letter_reminder"), 1);
        carrier.tell(&number, CarrierState::Returned, world.clock.get());
        work(&world).await;
        assert_eq!(status(&world, &anna).await, LetterStatus::Returned);
        assert_eq!(told(&world, "letter_returned"), 1);
    }

    /// R147: the code was handed over and not entered: one reminder.
    async fn a_code_that_is_not_entered_is_called_to_mind(store: Store) {
        let (world, carrier) = world(store).await;
        let anna = world.standard_citizen(ANNA, &citizen_form()).await;
        order(&world, &anna).await.unwrap();
        work(&world).await;
        carrier.tell(&carrier.last().number, CarrierState::HandedOver, world.clock.get());
        work(&world).await;
        for _ in 0..2 {
            world.clock.advance_seconds(7 * 24 * 3600);
            work(&world).await;
        }
        assert_eq!(told(&world, "letter_code_reminder"), 1);
    }

    /// R143: a letter to an account that was locked meanwhile is not printed; others are.
    async fn what_cannot_confirm_is_not_printed(store: Store) {
        let (world, carrier) = world(store).await;
        let anna = world.standard_citizen(ANNA, &citizen_form()).await;
        order(&world, &anna).await.unwrap();
        let mut tx = world.app.store.write().await.unwrap();
        let account = okno_app::account::get(&mut tx, anna.id()).await.unwrap();
        let locked = accounts::AccountRow { status: okno_domain::account::AccountStatus::Locked, ..account };
        accounts::update(&mut tx, &locked, world.clock.get()).await.unwrap();
        tx.commit().await.unwrap();
        work(&world).await;
        assert!(carrier.batches().is_empty());
        assert_eq!(status(&world, &anna).await, LetterStatus::Voided);
        assert!(acts(&world, &anna).await.contains(&"letter-not-printed".to_owned()));
    }

    /// R143: two dispatchers at once print a letter once, and a batch that is handed over is not handed over again.
    async fn two_dispatchers_print_once(store: Store) {
        let (world, carrier) = world(store).await;
        let anna = world.standard_citizen(ANNA, &citizen_form()).await;
        order(&world, &anna).await.unwrap();
        job::enqueue_periodic(&world.cx()).await.unwrap();
        let other = world.another_runner();
        let (one, two) = tokio::join!(world.drain(), other.drain());
        assert!(one + two.unwrap() > 0);
        work(&world).await;
        let letters: usize = carrier.batches().iter().map(|(_, letters)| letters.len()).sum();
        assert_eq!(letters, 1);
    }
}
