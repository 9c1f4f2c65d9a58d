//! Test persons: made in minutes, worth something at sites under test of their maker, and nothing anywhere else.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on fails")]

mod bounds;
mod sites;

use std::collections::BTreeMap;

use okno_app::{
    Error, appointment, audit,
    audit::Actor,
    bank, clerk, confirmation, contact, developer,
    evidence::{self, LogFault, NewEvidence},
    letter,
    login::LoginIdentifier,
    person, recovery, restriction, security,
    session::SignedIn,
    settings::Settings,
    support::{self, NewRequest},
    test_person::{self, Credentials},
};
use okno_domain::{
    account::AccountLevel,
    bank::BankId,
    confirmation::ConfirmationMethod,
    contact::ContactKind,
    evidence::Finding,
    identifier::snils::Snils,
    letter::{AddressForm, AddressKind},
    operator::Task,
    statistic::day_of,
    test_person::is_its_address,
};
use okno_store::{Store, person as people};
use okno_testkit::{
    World,
    citizen::{PASSWORD, faults, refused, secret},
    engine_test,
    operator::center,
    person::citizen_form,
};

const OWNER: &str = "+79161234567";
const METHODS: [&str; 3] = ["in_person", "registered_letter", "online_bank"];

pub(crate) fn switched_on(settings: &mut Settings) {
    settings.single_sign_on.developer_level = AccountLevel::Simplified;
    settings.single_sign_on.test_persons = true;
}

async fn world(store: Store) -> World {
    World::with(store, switched_on, |_| {}).await
}

async fn make(world: &World, owner: &SignedIn, level: &str, method: &str) -> Credentials {
    test_person::make(&world.cx(), owner, level, method).await.unwrap()
}

async fn signed_in(world: &World, made: &Credentials) -> SignedIn {
    world.log_in(&made.login, made.password.expose()).await.unwrap()
}

/// A confirmed test person, signed in.
async fn confirmed(world: &World, owner: &SignedIn) -> SignedIn {
    signed_in(world, &make(world, owner, "confirmed", "in_person").await).await
}

engine_test! {
    /// Each kind: it signs in, is of its level by its log alone, has complete data, and is in no lookup by number.
    async fn each_kind_is_made_in_one_step(store: Store) {
        let world = world(store).await;
        let owner = world.citizen(OWNER).await;
        let kinds = METHODS.map(|method| ("confirmed", method)).into_iter().chain([("standard", ""), ("simplified", "")]);
        for (level, method) in kinds {
            let made = make(&world, &owner, level, method).await;
            assert!(is_its_address(&made.login), "{}", made.login);
            let person = signed_in(&world, &made).await;
            assert_eq!((person.account.level.name(), person.account.made_up.unwrap().maker), (level, owner.id()));
            let mut read = world.app.store.read().await.unwrap();
            let standing = evidence::verify(&mut read, &world.cx(), &person.account).await.unwrap().unwrap();
            let methods: Vec<_> = standing.methods.iter().map(|method| method.name()).collect();
            assert_eq!(methods.join(" "), method);
            assert!(audit::verify(&mut read, person.id()).await.unwrap().is_ok());
            if level == "simplified" {
                assert!(person.person.snils.is_empty() && !person.person.given_name.is_empty());
                continue;
            }
            assert!(Snils::parse(&person.person.snils).unwrap().is_in_unchecked_range());
            let hash = world.app.keys.blind("snils", &person.person.snils);
            assert_eq!(people::lookup_snils(&mut read, &hash).await.unwrap(), None);
            let by_snils = LoginIdentifier::snils(&person.person.snils).unwrap();
            assert_eq!(by_snils.lookup(&mut read, &world.cx()).await.unwrap(), None);
        }
        let listed = test_person::list(&world.cx(), &owner).await.unwrap();
        assert_eq!(listed.len(), 5);
        assert!(listed.iter().all(|one| one.name.contains(' ') && is_its_address(&one.login)));
        let history = audit::history(&world.cx(), &owner, None, 50).await.unwrap();
        assert_eq!(history.iter().filter(|entry| entry.act == "test-person-made").count(), 5);
        assert!(history.iter().any(|entry| entry.detail == "confirmed registered_letter"));
    }

    /// What is made up proves nothing of a person, though it is signed by us; and nothing real proves anything of somebody made up.
    async fn evidence_of_one_world_counts_for_nothing_in_the_other(store: Store) {
        let world = world(store).await;
        let owner = world.citizen(OWNER).await;
        let real = world.standard_citizen("+79161234568", &citizen_form()).await;
        let made = confirmed(&world, &owner).await;
        let other = world.citizen("+79161234569").await;
        let cx = world.cx();
        let new = |finding| NewEvidence {
            finding,
            confirmation: None,
            method: "test_person",
            source: "test_person".to_owned(),
            rule: "test_person/1",
            seen: b"",
            actor: Actor::System,
        };
        let mut tx = world.app.store.write().await.unwrap();
        let subject = evidence::subject(&cx, &real.account, &real.person);
        let made_up = Finding::MadeUp { method: Some(ConfirmationMethod::InPerson), subject };
        let (after, _) = evidence::record(&mut tx, &cx, &real.account, new(made_up)).await.unwrap();
        assert_eq!(after.level, AccountLevel::Standard);
        let (simple, _) = evidence::record(&mut tx, &cx, &owner.account, new(made_up)).await.unwrap();
        assert_eq!(simple.level, AccountLevel::Simplified);
        let standing = evidence::verify(&mut tx, &cx, &after).await.unwrap().unwrap();
        assert_eq!((standing.level, standing.methods.len()), (AccountLevel::Standard, 0));

        // The entry of a test person, carried over as it is, is no entry of anybody else's.
        let own = evidence::log(&mut tx, &made.account).await.unwrap().remove(0);
        okno_store::evidence::insert(&mut tx, other.id(), &own).await.unwrap();
        assert_eq!(evidence::verify(&mut tx, &cx, &other.account).await.unwrap(), Err(LogFault::Signature(1)));

        let subject = evidence::subject(&cx, &made.account, &made.person);
        for finding in [
            Finding::DataVerified { subject },
            Finding::IdentityConfirmed { method: ConfirmationMethod::OnlineBank, subject },
        ] {
            evidence::record(&mut tx, &cx, &made.account, new(finding)).await.unwrap();
        }
        let standing = evidence::standing(&mut tx, &made.account).await.unwrap();
        assert_eq!(standing.methods.into_iter().collect::<Vec<_>>(), [ConfirmationMethod::InPerson]);
        tx.commit().await.unwrap();
    }

    /// It sees its own pages; nothing that is for people is done for it.
    async fn what_is_for_people_is_refused(store: Store) {
        let world = world(store).await;
        world.open_center(center(1)).await;
        let owner = world.citizen(OWNER).await;
        let (made, cx) = (confirmed(&world, &owner).await, world.cx());
        let standard = signed_in(&world, &make(&world, &owner, "standard", "").await).await;
        let not_here = |result: Result<(), Error>| assert_eq!(refused(result).code, "test-person-not-here");
        let form = okno_domain::person::form::PersonForm::of(&standard.person);
        not_here(person::submit(&cx, &standard, &citizen_form()).await.map(|_| ()));
        not_here(person::go_on(&cx, &standard, &form).await);
        not_here(contact::add(&cx, &made, ContactKind::Email, "a@example.org", &secret(PASSWORD)).await);
        let email = contact::list(&cx, &made).await.unwrap().remove(0);
        not_here(contact::remove(&cx, &made, email.row.id, &secret(PASSWORD)).await);
        for method in ConfirmationMethod::ALL {
            not_here(confirmation::may_begin(&cx, &standard.account, method));
        }
        let address = AddressForm::default();
        assert!(letter::order(&cx, &standard, AddressKind::Registration, &address).await.is_err());
        not_here(restriction::lock_by_owner(&cx, &made).await);
        let question = NewRequest {
            topic: "login".to_owned(),
            message: "Помогите, пожалуйста, войти".to_owned(),
            contact: String::new(),
            files: Vec::new(),
        };
        not_here(support::write(&cx, Some(&made), question).await.map(|_| ()));
        let at = world.clock.get();
        let booked = appointment::book(&cx, &standard, (center(1), Task::ConfirmIdentity), at, None).await;
        not_here(booked.map(|_| ()));
        assert!(bank::consent(&cx, &standard, &BankId::parse("baltika").unwrap()).await.is_err());
        // Though it is Confirmed, it makes no sites and nobody else up.
        assert!(!developer::may_develop(&cx, &made));
        assert_eq!(refused(developer::list(&cx, &made).await).code, "developer-level");
        assert_eq!(refused(test_person::make(&cx, &made, "standard", "").await).code, "developer-level");
        assert_eq!(refused(test_person::list(&cx, &made).await).code, "developer-level");
    }

    /// Nothing reaches the outbox, whoever asks for it; no number moves.
    async fn nothing_is_sent_and_nothing_is_counted(store: Store) {
        let world = world(store).await;
        let owner = world.citizen(OWNER).await;
        world.drain().await;
        let today = day_of(world.clock.get());
        let sums = async || {
            let mut read = world.app.store.read().await.unwrap();
            okno_store::statistic::sums(&mut read, (today, today), 1000).await.unwrap()
        };
        let before = sums().await;
        let made = make(&world, &owner, "confirmed", "online_bank").await;
        let person = signed_in(&world, &made).await;
        let strange = world.cx_from("198.51.100.0/24");
        let identifier = LoginIdentifier::contact(&strange, &made.login).unwrap();
        okno_testkit::citizen::log_in(&strange, &identifier, &made.password).await.unwrap();
        assert_eq!(refused(world.log_in(&made.login, "wrong").await).code, "login-wrong");
        let other = secret("Lipa!8Dubok");
        security::change_password(&world.cx(), &person, &made.password, &other, &other).await.unwrap();
        recovery::start(&world.cx(), &identifier).await.unwrap();
        assert_eq!(world.drain().await, 0, "a job that sends something");
        assert_eq!(sums().await, before);
        // Somebody who registers with such an address hears nothing either.
        world.start_registration("", "orlova-1@person.test").await;
        world.start_registration("", &made.login.to_uppercase()).await;
        assert!(world.mail.sent().is_empty(), "{:?}", world.mail.sent());
    }

    /// A recovery leads to no test person: it goes on as one of an unknown contact does.
    async fn a_recovery_finds_nobody(store: Store) {
        let world = world(store).await;
        let owner = world.citizen(OWNER).await;
        let made = make(&world, &owner, "standard", "").await;
        let identifier = LoginIdentifier::contact(&world.cx(), &made.login).unwrap();
        let token = recovery::start(&world.cx(), &identifier).await.unwrap();
        world.drain().await;
        assert!(world.mail.sent().is_empty());
        for code in ["000000", "123456"] {
            assert!(recovery::enter_code(&world.cx(), &token, &secret(code)).await.is_err());
        }
        let person = signed_in(&world, &made).await;
        let history = audit::history(&world.cx(), &person, None, 50).await.unwrap();
        assert!(history.iter().all(|entry| entry.act != "recovery-started"));
    }

    /// Nobody at a window is somebody made up, by whatever the clerk types.
    async fn a_clerk_finds_nobody(store: Store) {
        let world = world(store).await;
        world.open_center(center(1)).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let owner = world.citizen(OWNER).await;
        let made = confirmed(&world, &owner).await;
        person::index_documents(&world.cx(), None, 1000).await.unwrap();
        let login = contact::list(&world.cx(), &made).await.unwrap()[0].value.expose().to_owned();
        let document = format!("{}{}", made.person.document.series, made.person.document.number);
        for typed in [login, made.person.snils.clone(), document] {
            for task in [Task::ConfirmIdentity, Task::RestoreAccess, Task::DeleteAccount] {
                let found = clerk::find(&world.cx(), &clerk, task, &typed).await;
                assert_eq!(faults(found), [("visitor", "visitor-nobody")], "{typed}");
            }
        }
    }

    /// The number of a test person is free for the person whose number it is.
    async fn a_person_whose_number_was_drawn_is_not_in_the_way(store: Store) {
        let world = world(store).await;
        let owner = world.citizen(OWNER).await;
        let made = confirmed(&world, &owner).await;
        let mut form = citizen_form();
        form.snils.clone_from(&made.person.snils);
        let real = world.standard_citizen("+79161234568", &form).await;
        let hash = world.app.keys.blind("snils", &made.person.snils);
        let id = made.id();
        test_person::remove(&world.cx(), &owner, id).await.unwrap();
        let mut read = world.app.store.read().await.unwrap();
        assert_eq!(people::lookup_snils(&mut read, &hash).await.unwrap(), Some(real.id()));
    }
}

/// The fields of an answer.
type Fields = BTreeMap<String, String>;
