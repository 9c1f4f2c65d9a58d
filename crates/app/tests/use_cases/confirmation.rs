//! Identity confirmation by codes, and the evidence behind a level (R61, R62, R74, R111, R114 to R119).

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use okno_app::{
    Cx, Error,
    account::Account,
    audit::{self, Actor},
    confirmation::{self, CodeBox, ConfirmationRow, Entered, Proof},
    evidence::{self, EvidenceRow, LogFault},
    session::SignedIn,
    verification,
};
use okno_domain::{
    account::AccountLevel,
    confirmation::{ConfirmationEvent, ConfirmationMethod, ConfirmationStatus},
    evidence::{Evidence, Finding},
    person::form::PersonForm,
    secret::Secret,
    time::{DAY, HOUR, SECOND, after},
};
use okno_store::{account as accounts, evidence as store};
use okno_testkit::{World, citizen::refused, engine_test, person::citizen_form};

const ANNA: &str = "+79161234567";
const BORIS: &str = "+79161234568";

async fn standard(world: &World) -> SignedIn {
    world.standard_citizen(ANNA, &citizen_form()).await
}

/// A center hands out a code that lives ten days.
async fn handed_out(world: &World, person: &SignedIn) -> Secret {
    let cx = world.cx();
    let mut tx = world.app.store.write().await.unwrap();
    let account = world.refreshed(person).await.account;
    let until = after(cx.now, DAY * 10);
    let method = ConfirmationMethod::InPerson;
    let row = confirmation::begin(&mut tx, &cx, &account, method, true, until).await.unwrap();
    let (_, code) = confirmation::issue_code(&mut tx, &cx, &account, &row, true, until).await.unwrap();
    tx.commit().await.unwrap();
    Secret::new(code.expose())
}

async fn enter(world: &World, person: &SignedIn, code: &Secret) -> Result<Entered, Error> {
    confirmation::enter_code(&world.cx(), person, code).await
}

async fn account(world: &World, person: &SignedIn) -> Account {
    world.refreshed(person).await.account
}

async fn acts(world: &World, person: &SignedIn) -> Vec<String> {
    let mut read = world.app.store.read().await.unwrap();
    let entries = audit::list(&mut read, person.id(), None, 20).await.unwrap();
    entries.into_iter().map(|entry| entry.act).collect()
}

async fn replay(world: &World, person: &SignedIn) -> Result<AccountLevel, LogFault> {
    let account = account(world, person).await;
    let mut read = world.app.store.read().await.unwrap();
    let standing = evidence::verify(&mut read, &world.cx(), &account).await.unwrap();
    standing.map(|standing| standing.level)
}

fn told(world: &World) -> Vec<String> {
    world.sms.sent().into_iter().map(|sent| sent.message.kind).collect()
}

/// The steps of a clerk who confirms at once.
async fn confirmed_in_person(world: &World, cx: &Cx, person: &SignedIn) -> Result<ConfirmationRow, Error> {
    let mut tx = world.app.store.write().await?;
    let account = okno_app::account::get(&mut tx, person.id()).await?;
    let method = ConfirmationMethod::InPerson;
    let row = confirmation::begin(&mut tx, cx, &account, method, true, after(cx.now, HOUR)).await?;
    let proof =
        Proof { source: "operator:test".to_owned(), rule: "in_person/1", seen: b"passport", actor: Actor::System };
    let event = ConfirmationEvent::OperatorConfirmed;
    confirmation::succeed(&mut tx, cx, (&account, &person.key), &row, event, true, proof).await?;
    cx.commit(tx).await?;
    Ok(row)
}

engine_test! {
    /// R61, R74, R115, R116, R117: the right code makes the account Confirmed at once; the person is told, the history
    /// shows it, and the code is used up.
    async fn the_right_code_confirms(store: Store) {
        let world = World::new(store).await;
        let anna = standard(&world).await;
        let code = handed_out(&world, &anna).await;
        world.clock.advance_seconds(60);
        let Entered::Confirmed(success) = enter(&world, &anna, &code).await.unwrap() else { panic!("not confirmed") };
        assert_eq!(success.account.level, AccountLevel::Confirmed);
        world.drain().await;
        assert!(told(&world).contains(&"identity_confirmed".to_owned()));
        let changes = okno_app::account::level_changes(&world.cx(), anna.id()).await.unwrap();
        assert_eq!((changes[0].to, changes[0].method.as_str()), (AccountLevel::Confirmed, "in_person"));
        assert_eq!(replay(&world, &anna).await, Ok(AccountLevel::Confirmed));
        let again = enter(&world, &world.refreshed(&anna).await, &code).await.unwrap();
        assert!(matches!(again, Entered::Wrong(_)));
    }

    /// R62, R111: below Standard nothing begins, and neither does a method that is switched off.
    async fn it_begins_at_standard_by_a_method_that_is_on(store: Store) {
        let world = World::new(store).await;
        let anna = world.citizen(ANNA).await;
        let cx = world.cx();
        let mut tx = world.app.store.write().await.unwrap();
        let begin = confirmation::begin(&mut tx, &cx, &anna.account, ConfirmationMethod::InPerson, true, cx.now).await;
        assert_eq!(refused(begin).code, "confirmation-not-standard");
        drop(tx);
        let boris = world.standard_citizen(BORIS, &citizen_form()).await;
        let mut tx = world.app.store.write().await.unwrap();
        let method = ConfirmationMethod::ElectronicCard;
        let begin = confirmation::begin(&mut tx, &cx, &boris.account, method, true, cx.now).await;
        assert_eq!(refused(begin).code, "confirmation-method-off");
        let begin = confirmation::begin(&mut tx, &cx, &boris.account, ConfirmationMethod::InPerson, false, cx.now);
        assert_eq!(refused(begin.await).code, "confirmation-not-accredited");
    }

    /// R115: a code belongs to one account.
    async fn a_code_of_another_person_is_wrong(store: Store) {
        let world = World::new(store).await;
        let anna = standard(&world).await;
        let other = PersonForm { snils: "112-233-445 95".to_owned(), ..citizen_form() };
        let boris = world.standard_citizen(BORIS, &other).await;
        let code = handed_out(&world, &anna).await;
        assert!(matches!(enter(&world, &boris, &code).await.unwrap(), Entered::Wrong(_)));
        assert_eq!(account(&world, &boris).await.level, AccountLevel::Standard);
        assert!(matches!(enter(&world, &anna, &code).await.unwrap(), Entered::Confirmed(_)));
    }

    /// R119: the fifth wrong code locks the box for a day and the person is told; then it opens again.
    async fn wrong_codes_lock_the_box_for_a_day(store: Store) {
        let world = World::new(store).await;
        let anna = standard(&world).await;
        let code = handed_out(&world, &anna).await;
        let wrong = Secret::new("ACDEF-GHJKM");
        for left in (1..5).rev() {
            let Entered::Wrong(fault) = enter(&world, &anna, &wrong).await.unwrap() else { panic!("not wrong") };
            assert_eq!(fault.args[0].1, left.to_string());
        }
        // What is no code at all is a slip of the pen and no guess.
        assert!(matches!(enter(&world, &anna, &Secret::new("hello")).await, Err(Error::Fields(_))));
        let Entered::Locked { until } = enter(&world, &anna, &wrong).await.unwrap() else { panic!("not locked") };
        assert_eq!(until, after(world.clock.get(), DAY));
        world.drain().await;
        assert!(told(&world).contains(&"confirmation_locked".to_owned()));
        world.clock.advance(DAY - SECOND);
        assert!(matches!(enter(&world, &anna, &code).await.unwrap(), Entered::Locked { .. }));
        let overview = confirmation::overview(&world.cx(), &anna).await.unwrap();
        assert_eq!(overview.code_box, CodeBox::Locked { until });
        world.clock.advance(SECOND);
        assert!(matches!(enter(&world, &anna, &code).await.unwrap(), Entered::Confirmed(_)));
    }

    /// R149: a code is accepted until the last second of its life; afterwards the proof is tidied away.
    async fn a_code_expires_to_the_second(store: Store) {
        let world = World::new(store).await;
        let anna = standard(&world).await;
        let first = handed_out(&world, &anna).await;
        world.clock.advance(DAY * 10);
        let late = enter(&world, &anna, &first).await;
        assert!(matches!(late, Err(Error::Fields(faults)) if faults[0].code == "confirmation-expired"));
        let second = handed_out(&world, &anna).await;
        world.clock.advance(DAY * 10 - SECOND);
        assert!(matches!(enter(&world, &anna, &second).await.unwrap(), Entered::Confirmed(_)));
        let app = &world.app;
        let mut tx = app.store.write().await.unwrap();
        okno_app::job::enqueue(&mut tx, &world.cx(), &confirmation::ExpireConfirmations {}).await.unwrap();
        world.cx().commit(tx).await.unwrap();
        world.drain().await;
        let mut read = app.store.read().await.unwrap();
        let rows = okno_store::confirmation::list(&mut read, anna.id()).await.unwrap();
        let states: Vec<_> = rows.iter().map(|row| row.confirmation.status).collect();
        assert_eq!(states, [ConfirmationStatus::Confirmed, ConfirmationStatus::Expired]);
    }

    /// R118: another method is added and overwrites nothing; withdrawing one leaves the other, withdrawing both lowers
    /// the level, and the log still proves it.
    async fn methods_add_up_and_can_be_withdrawn(store: Store) {
        let world = World::new(store).await;
        let anna = standard(&world).await;
        confirmed_in_person(&world, &world.cx(), &anna).await.unwrap();
        world.clock.advance_seconds(1);
        confirmed_in_person(&world, &world.cx(), &anna).await.unwrap();
        let mut tx = world.app.store.write().await.unwrap();
        let mut now = account(&world, &anna).await;
        let log = evidence::log(&mut tx, &now).await.unwrap();
        let confirmations: Vec<_> = log
            .iter()
            .filter(|row| matches!(row.evidence.finding, Finding::IdentityConfirmed { .. }))
            .map(|row| row.evidence.id)
            .collect();
        assert_eq!(confirmations.len(), 2);
        let mut levels = vec![];
        for id in confirmations.iter().copied() {
            world.clock.advance_seconds(1);
            now = confirmation::withdraw(&mut tx, &world.cx(), &now, id, "issued in error", "op-1").await.unwrap();
            levels.push(now.level);
        }
        assert_eq!(levels, [AccountLevel::Confirmed, AccountLevel::Standard]);
        let twice = confirmation::withdraw(&mut tx, &world.cx(), &now, confirmations[0], "again", "op-1").await;
        assert!(matches!(twice, Err(Error::Conflict)));
        tx.commit().await.unwrap();
        world.drain().await;
        assert_eq!(replay(&world, &anna).await, Ok(AccountLevel::Standard));
        assert!(acts(&world, &anna).await.contains(&"evidence-withdrawn".to_owned()));
        assert!(told(&world).contains(&"account_level_changed".to_owned()));
    }

    /// A level that was raised in the database, an entry that was forged and one that was removed are found.
    async fn what_was_tampered_with_is_found(store: Store) {
        let world = World::new(store).await;
        let anna = standard(&world).await;
        assert_eq!(replay(&world, &anna).await, Ok(AccountLevel::Standard));
        let now = account(&world, &anna).await;
        let mut tx = world.app.store.write().await.unwrap();
        let raised = Account { level: AccountLevel::Confirmed, ..now.clone() };
        accounts::update(&mut tx, &raised, world.clock.get()).await.unwrap();
        tx.commit().await.unwrap();
        let fault = LogFault::Level { stored: AccountLevel::Confirmed, proved: AccountLevel::Standard };
        assert_eq!(replay(&world, &anna).await, Err(fault));

        let mut tx = world.app.store.write().await.unwrap();
        let log = evidence::log(&mut tx, &now).await.unwrap();
        let Finding::DataVerified { subject } = log[0].evidence.finding else { panic!("another entry") };
        let finding = Finding::IdentityConfirmed { method: ConfirmationMethod::OnlineBank, subject };
        let forged = |seq| EvidenceRow {
            seq,
            evidence: Evidence { id: world.cx().fresh_id(), at: world.clock.get(), finding },
            ..log[0].clone()
        };
        store::insert(&mut tx, anna.id(), &forged(2)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(replay(&world, &anna).await, Err(LogFault::Signature(2)));

        let boris = world.citizen(BORIS).await;
        let mut tx = world.app.store.write().await.unwrap();
        store::insert(&mut tx, boris.id(), &forged(2)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(replay(&world, &boris).await, Err(LogFault::Gap(1)));
    }

    /// R115: one code typed twice at the same instant confirms once.
    async fn one_code_at_one_instant_confirms_once(store: Store) {
        let world = World::new(store).await;
        let anna = standard(&world).await;
        let code = handed_out(&world, &anna).await;
        let (one, other) = tokio::join!(enter(&world, &anna, &code), enter(&world, &anna, &code));
        let confirmed = [&one, &other].into_iter().filter(|it| matches!(it, Ok(Entered::Confirmed(_)))).count();
        assert_eq!(confirmed, 1, "{one:?} {other:?}");
        let mut read = world.app.store.read().await.unwrap();
        assert_eq!(evidence::log(&mut read, &anna.account).await.unwrap().len(), 2);
        drop(read);
        assert_eq!(replay(&world, &anna).await, Ok(AccountLevel::Confirmed));
    }

    /// R115: the same on two servers, each with its own connections and memory.
    async fn one_code_on_two_servers_confirms_once(store: Store) {
        let world = World::new(store).await;
        let anna = standard(&world).await;
        let code = handed_out(&world, &anna).await;
        let (here, client) = (world.cx(), world.cx().client.clone());
        let there = Cx::begin(&world.another_server(), here.locale, client);
        let (one, other) = tokio::join!(
            confirmation::enter_code(&here, &anna, &code),
            confirmation::enter_code(&there, &anna, &code)
        );
        let confirmed = [&one, &other].into_iter().filter(|it| matches!(it, Ok(Entered::Confirmed(_)))).count();
        assert_eq!(confirmed, 1, "{one:?} {other:?}");
        let mut read = world.app.store.read().await.unwrap();
        assert_eq!(evidence::log(&mut read, &anna.account).await.unwrap().len(), 2);
        drop(read);
        assert_eq!(replay(&world, &anna).await, Ok(AccountLevel::Confirmed));
    }

    /// Two clerks at once: whoever comes second finds the account changed, and nothing is half done.
    async fn two_clerks_at_once(store: Store) {
        let world = World::new(store).await;
        let anna = standard(&world).await;
        let (first, second) = (world.cx(), world.cx());
        let both = tokio::join!(
            confirmed_in_person(&world, &first, &anna),
            confirmed_in_person(&world, &second, &anna)
        );
        assert!(both.0.is_ok() || both.1.is_ok());
        for result in [both.0, both.1] {
            assert!(matches!(result, Ok(_) | Err(Error::Conflict)), "{result:?}");
        }
        assert_eq!(replay(&world, &anna).await, Ok(AccountLevel::Confirmed));
    }

    /// R114: the box for a code stands from Standard on and is gone when there is nothing to type.
    async fn the_box_for_a_code(store: Store) {
        let world = World::new(store).await;
        let boxed = async |person: &SignedIn| {
            let person = world.refreshed(person).await;
            confirmation::overview(&world.cx(), &person).await.unwrap().code_box
        };
        let boris = world.citizen(BORIS).await;
        assert_eq!(boxed(&boris).await, CodeBox::Absent);
        let anna = standard(&world).await;
        assert_eq!(boxed(&anna).await, CodeBox::Open { is_awaited: false });
        let code = handed_out(&world, &anna).await;
        assert_eq!(boxed(&anna).await, CodeBox::Open { is_awaited: true });
        enter(&world, &anna, &code).await.unwrap();
        assert_eq!(boxed(&anna).await, CodeBox::Absent);
        assert!(verification::state(&world.cx(), &anna).await.unwrap().is_none());
    }
}
