//! "This SNILS already exists": compared, merged, separated.

use okno_app::{
    Error, approval, audit, contact, evidence, notification,
    one_time_code::LinkToken,
    operator::SignedIn as Operator,
    person,
    ports::RegistryResult,
    registration,
    session::{self, SignedIn},
    support::{
        self, Reader, desk,
        merge::{self, Likeness},
    },
    verification,
};
use okno_domain::{
    account::{AccountId, AccountLevel, AccountStatus},
    approval::ApprovalId,
    contact::{ContactKind, ContactStatus},
    operator::Role,
    support::SupportRequestId,
};
use okno_store::account as accounts;
use okno_testkit::{
    World,
    citizen::{PASSWORD, refused, secret},
    engine_test,
    person::citizen_form,
};

use super::scene::{EMAIL, PHONE, Scene, file, request};

const OLD: &str = "+79123456780";

/// Anna's old account holds her SNILS; with a new one she has filled in the form and written.
struct Case {
    scene: Scene,
    old: SignedIn,
    anna: SignedIn,
    helper: Operator,
    admin: Operator,
    id: SupportRequestId,
}

impl Case {
    async fn new(store: okno_testkit::store::Store) -> Self {
        let scene = Scene::new(store).await;
        let world = &scene.world;
        let old = world.standard_citizen(OLD, &citizen_form()).await;
        let anna = world.citizen(PHONE).await;
        let mut form = citizen_form();
        "Петрова".clone_into(&mut form.family_name);
        assert_eq!(refused(person::go_on(&world.cx(), &anna, &form).await).code, "snils-taken");
        let new =
            support::NewRequest { topic: "snils_taken".to_owned(), ..request("", vec![file("snils.txt", b"a card")]) };
        let id = support::write(&world.cx(), Some(&anna), new).await.unwrap().id;
        world.drain().await;
        let helper = scene.helper("e.help").await;
        world.operator("f.admin", Role::Administrator, &[]).await;
        let admin = world.operator_in("f.admin").await;
        desk::take(&world.cx(), &helper, id).await.unwrap();
        Self { scene, old, anna, helper, admin, id }
    }

    /// The helper has asked for a merge, and the administrator has agreed.
    async fn agreed(store: okno_testkit::store::Store) -> (Self, ApprovalId) {
        let case = Self::new(store).await;
        let world = &case.scene.world;
        merge::ask_merge(&world.cx(), &case.helper, case.id, "СНИЛС и паспорт на снимках").await.unwrap();
        let found = merge::compare(&world.cx(), &case.helper, case.id).await.unwrap().merge_asked.unwrap();
        assert!(!found.is_approved);
        let early = merge::merge(&world.cx(), &case.helper, case.id, found.id).await;
        assert_eq!(refused(early).code, "approval-not-approved");
        approval::decide(&world.cx(), &case.admin, (None, found.id), true).await.unwrap();
        let id = found.id;
        (case, id)
    }

    async fn account(&self, id: AccountId) -> accounts::AccountRow {
        let mut read = self.scene.world.app.store.read().await.unwrap();
        accounts::find(&mut read, id).await.unwrap().unwrap()
    }

    async fn acts(&self, person: &SignedIn) -> Vec<String> {
        let history = audit::history(&self.scene.world.cx(), person, None, 50).await.unwrap();
        history.into_iter().map(|entry| entry.act).collect()
    }
}

engine_test! {
    /// R107, R225: the two accounts are compared field by field, without a value, and both persons see the look.
    async fn two_accounts_are_compared(store: Store) {
        let case = Case::new(store).await;
        let cx = case.scene.world.cx();
        let found = merge::compare(&cx, &case.helper, case.id).await.unwrap();
        let like = |field| found.fields.iter().find(|(name, _)| *name == field).map(|(_, like)| *like);
        assert_eq!(like("family_name"), Some(Likeness::Different));
        assert_eq!((like("snils"), like("given_name")), (Some(Likeness::Equal), Some(Likeness::Equal)));
        assert_eq!((found.claimant.account.id, found.holder.account.id), (case.anna.id(), case.old.id()));
        assert!(found.plan.is_ok());
        let all = format!("{:?} {:?} {:?}", found.fields, found.claimant.contacts, found.holder.contacts);
        for secret in [PHONE, OLD, "Петрова", &case.old.person.snils] {
            assert!(!all.contains(secret), "{secret}");
        }
        for person in [&case.anna, &case.old] {
            assert_eq!(case.acts(person).await[0], "operator-looked");
        }
        desk::release(&cx, &case.helper, case.id).await.unwrap();
        let without = merge::compare(&cx, &case.helper, case.id).await;
        assert_eq!(refused(without).code, "support-not-taken");
    }

    /// Whom the one who wrote made up goes with the account that is closed; they are not of the one that remains.
    async fn nobody_made_up_is_inherited(store: Store) {
        let (case, agreed) = Case::agreed(store).await;
        let world = &case.scene.world;
        let with_them = World::with(world.app.store.clone(), crate::test_person::switched_on, |_| {}).await;
        let made = okno_app::test_person::make(&with_them.cx(), &case.anna, "standard", "").await.unwrap();
        merge::merge(&world.cx(), &case.helper, case.id, agreed).await.unwrap();
        assert_eq!(case.account(made.person).await.status, AccountStatus::Deleted);
        let mut read = world.app.store.read().await.unwrap();
        for account in [case.anna.id(), case.old.id()] {
            assert!(okno_store::test_person::list(&mut read, account).await.unwrap().is_empty());
        }
    }

    /// Decision 25: the account that remains has the number at systems of ESIA that the other one had, unless it has its own.
    async fn a_number_is_kept_or_taken_over(store: Store) {
        use okno_store::esia;
        let (case, agreed) = Case::agreed(store).await;
        let world = &case.scene.world;
        let (number, own) = (1_000_300_001, 1_000_300_002);
        let mut tx = world.app.store.write().await.unwrap();
        assert!(esia::take_oid(&mut tx, number, case.anna.id()).await.unwrap());
        assert!(!esia::take_oid(&mut tx, number, case.old.id()).await.unwrap());
        assert!(esia::insert_person(&mut tx, case.anna.id(), number, world.cx().now).await.unwrap());
        assert!(!esia::insert_person(&mut tx, case.anna.id(), own, world.cx().now).await.unwrap());
        let key = esia::ApiKeyRow {
            system: world.cx().fresh_id(),
            person: case.anna.id(),
            certificates: Vec::new(),
            scopes: Vec::new(),
            created_at: world.cx().now,
            used_at: Some(world.cx().now),
        };
        assert!(esia::insert_api_key(&mut tx, &[1; 32], &key).await.unwrap());
        tx.commit().await.unwrap();
        merge::merge(&world.cx(), &case.helper, case.id, agreed).await.unwrap();
        let mut read = world.app.store.read().await.unwrap();
        assert_eq!(esia::oid(&mut read, case.old.id()).await.unwrap(), Some(number));
        assert_eq!(esia::whose(&mut read, number).await.unwrap(), Some(case.old.id()));
        // What acted for the account that closed acts for the one that remains, whose person reads of the next use.
        let moved = esia::api_key(&mut read, &[1; 32]).await.unwrap();
        assert_eq!(moved, Some(esia::ApiKeyRow { person: case.old.id(), used_at: None, ..key }));
    }

    /// R107: the account that holds the SNILS remains; contacts, notices and requests of the other are there, the other is
    /// closed and points to it, everybody is signed out and told.
    async fn one_account_remains_and_nothing_is_lost(store: Store) {
        let (case, agreed) = Case::agreed(store).await;
        let world = &case.scene.world;
        let notices = notification::feed(&world.cx(), case.anna.id(), 50).await.unwrap().len();
        merge::merge(&world.cx(), &case.helper, case.id, agreed).await.unwrap();
        world.drain().await;

        let (old, new) = (case.account(case.old.id()).await, case.account(case.anna.id()).await);
        assert_eq!((old.status, old.level), (AccountStatus::Active, AccountLevel::Standard));
        assert_eq!(new.status, AccountStatus::Merged);
        let mut read = world.app.store.read().await.unwrap();
        let into = okno_store::support::merged_into(&mut read, case.anna.id()).await.unwrap();
        assert_eq!(into, Some(case.old.id()));
        // The phone of the old account stays; the new one waits beside it to be confirmed.
        let contacts = notification::contacts(&mut read, &case.old.key, case.old.id()).await.unwrap();
        let contacts: Vec<_> = contacts.iter().map(|it| (it.row.kind, it.row.status, it.value.expose())).collect();
        let phone = ContactKind::MobilePhone;
        let expected = [(phone, ContactStatus::Confirmed, OLD), (phone, ContactStatus::Unconfirmed, PHONE)];
        assert_eq!(contacts, expected);
        assert!(world.log_in(PHONE, PASSWORD).await.is_err());
        let anna = world.log_in(OLD, PASSWORD).await.unwrap();
        let feed = notification::feed(&world.cx(), anna.id(), 50).await.unwrap();
        assert_eq!(feed[0].kind, merge::MERGED);
        assert!(feed.len() > notices);
        for to in [OLD, PHONE] {
            assert_eq!(world.sms.last_to(to).unwrap().message.kind, merge::MERGED, "{to}");
        }
        // The request goes on under the account that remains, with its file.
        let said = support::read(&world.cx(), Reader::Person(&anna, case.id)).await.unwrap();
        let opened = support::open_file(&world.cx(), Reader::Person(&anna, case.id), said.said[0].files[0].id).await;
        assert_eq!(&opened.unwrap().content[..], b"a card");
        desk::answer(&world.cx(), &case.helper, case.id, "Готово.").await.unwrap();
        // Logs, chains and evidence of both hold.
        for (person, act) in [(&case.old, "accounts-merged"), (&case.anna, "account-closed-merged")] {
            assert!(case.acts(person).await.contains(&act.to_owned()));
            assert!(audit::verify(&mut read, person.id()).await.unwrap().is_ok());
            let account = case.account(person.id()).await;
            assert!(evidence::verify(&mut read, &world.cx(), &account).await.unwrap().is_ok());
        }
        drop(read);
        let again = merge::merge(&world.cx(), &case.helper, case.id, agreed).await;
        assert!(matches!(again, Err(Error::Refused(_))));
    }

    /// R107: a contact for which there is room moves as it is.
    async fn a_contact_moves_where_there_is_room(store: Store) {
        let case = Case::new(store).await;
        let world = &case.scene.world;
        // Only the newer account has a mailbox.
        world.start_registration("", EMAIL).await;
        let link = LinkToken::parse(world.mail.last_to(EMAIL).unwrap().token()).unwrap();
        let token = registration::follow_link(&world.cx(), &link, None).await.unwrap();
        let password = secret(PASSWORD);
        let token = registration::finish(&world.cx(), &token, &password, &password).await.unwrap();
        let boris = session::find(&world.cx(), &token).await.unwrap().unwrap();
        let form = citizen_form();
        assert_eq!(refused(person::go_on(&world.cx(), &boris, &form).await).code, "snils-taken");
        let id = support::write(&world.cx(), Some(&boris), request("", Vec::new())).await.unwrap().id;
        desk::take(&world.cx(), &case.helper, id).await.unwrap();
        merge::ask_merge(&world.cx(), &case.helper, id, "паспорт").await.unwrap();
        let asked = merge::compare(&world.cx(), &case.helper, id).await.unwrap().merge_asked.unwrap();
        approval::decide(&world.cx(), &case.admin, (None, asked.id), true).await.unwrap();
        merge::merge(&world.cx(), &case.helper, id, asked.id).await.unwrap();
        let anna = world.log_in(EMAIL, PASSWORD).await.unwrap();
        assert_eq!(anna.id(), case.old.id());
    }

    /// R107: two operators carry out one merge at once, or one twice: it is done once.
    async fn a_merge_is_done_once(store: Store) {
        let (case, agreed) = Case::agreed(store).await;
        let world = &case.scene.world;
        let (here, there) = (world.cx(), world.cx());
        let (first, second) = tokio::join!(
            merge::merge(&here, &case.helper, case.id, agreed),
            merge::merge(&there, &case.helper, case.id, agreed),
        );
        let outcomes = [first, second];
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        let expected = |outcome: &Result<(), Error>| matches!(outcome, Ok(()) | Err(Error::Refused(_) | Error::Conflict));
        assert!(outcomes.iter().all(expected), "{outcomes:?}");
        let merged = case.acts(&case.old).await.iter().filter(|act| *act == "accounts-merged").count();
        assert_eq!(merged, 1);
    }

    /// R107: one of the accounts is deleted while they are merged: one outcome, and no half of another.
    async fn a_deletion_meanwhile(store: Store) {
        let (case, agreed) = Case::agreed(store).await;
        let world = &case.scene.world;
        let delete = async |cx: okno_app::Cx| -> Result<(), Error> {
            let mut tx = cx.app.store.write().await?;
            let account = okno_app::account::get(&mut tx, case.anna.id()).await?;
            let deleted = accounts::AccountRow { status: AccountStatus::Deleted, ..account };
            accounts::update(&mut tx, &deleted, cx.now).await?;
            Ok(tx.commit().await?)
        };
        let (here, there) = (world.cx(), world.cx());
        let (merged, deleted) =
            tokio::join!(merge::merge(&here, &case.helper, case.id, agreed), delete(there));
        let status = case.account(case.anna.id()).await.status;
        let mut read = world.app.store.read().await.unwrap();
        let pointer = okno_store::support::merged_into(&mut read, case.anna.id()).await.unwrap();
        match (&merged, &deleted) {
            // The deletion came after the merge, or not at all.
            (Ok(()), Ok(())) => assert_eq!((status, pointer.is_some()), (AccountStatus::Deleted, true)),
            (Ok(()), Err(_)) => assert_eq!((status, pointer.is_some()), (AccountStatus::Merged, true)),
            (Err(_), Ok(())) => assert_eq!((status, pointer.is_some()), (AccountStatus::Deleted, false)),
            (Err(_), Err(_)) => unreachable!("{merged:?} and {deleted:?}"),
        }
    }

    /// R107: a merge is not asked for without grounds, agreed to by the asker's role, or done by another operator; an
    /// account with verified data of its own does not become part of another.
    async fn what_is_refused(store: Store) {
        let (case, agreed) = Case::agreed(store).await;
        let world = &case.scene.world;
        let empty = merge::ask_merge(&world.cx(), &case.helper, case.id, "  ").await;
        assert!(matches!(empty, Err(Error::Fields(faults)) if faults[0].field == "reason"));
        let other = case.scene.helper("k.help").await;
        assert_eq!(refused(merge::merge(&world.cx(), &other, case.id, agreed).await).code, "support-taken");
        assert_eq!(refused(merge::merge(&world.cx(), &case.admin, case.id, agreed).await).code, "operator-role");
        let self_agreed = approval::decide(&world.cx(), &case.helper, (None, agreed), true).await;
        assert_eq!(refused(self_agreed).code, "operator-role");
        world.clock.advance_seconds(300);
        assert_eq!(refused(merge::merge(&world.cx(), &case.helper, case.id, agreed).await).code, "operator-not-fresh");
        let mut form = citizen_form();
        "087-654-303 00".clone_into(&mut form.snils);
        let standard = world.standard_citizen("+79123456781", &form).await;
        let new = request("", Vec::new());
        assert_eq!(refused(person::go_on(&world.cx(), &standard, &citizen_form()).await).code, "snils-taken");
        let id = support::write(&world.cx(), Some(&standard), new).await.unwrap().id;
        let helper = world.operator_in("e.help").await;
        desk::take(&world.cx(), &helper, id).await.unwrap();
        let two = merge::ask_merge(&world.cx(), &helper, id, "паспорт").await;
        assert_eq!(refused(two).code, "merge-two-persons");
    }

    /// R107, R225: a SNILS that somebody holds wrongly is taken from them with a colleague's consent: evidence, data and level
    /// follow, and the other one can send theirs. Of two who do it at once one does.
    async fn a_snils_is_taken_from_its_holder(store: Store) {
        let (world, pension, ministry) = World::with_registries(store).await;
        let holder = world.citizen(OLD).await;
        person::submit(&world.cx(), &holder, &citizen_form()).await.unwrap();
        world.drain().await;
        for (registry, name) in [(&pension, "pension_fund"), (&ministry, "interior_ministry")] {
            let signed = registry.answer(&RegistryResult::Match, world.clock.get());
            verification::take_answer(&world.cx(), name, &signed).await.unwrap();
        }
        world.drain().await;
        let anna = world.citizen(PHONE).await;
        assert_eq!(refused(person::go_on(&world.cx(), &anna, &citizen_form()).await).code, "snils-taken");
        let id = support::write(&world.cx(), Some(&anna), request("", Vec::new())).await.unwrap().id;
        world.operator("e.help", Role::Support, &[]).await;
        world.operator("f.admin", Role::Administrator, &[]).await;
        let (helper, admin) = (world.operator_in("e.help").await, world.operator_in("f.admin").await);
        desk::take(&world.cx(), &helper, id).await.unwrap();
        merge::ask_separation(&world.cx(), &helper, id, "СНИЛС на снимке другой").await.unwrap();
        let found = merge::compare(&world.cx(), &helper, id).await.unwrap();
        let agreed = found.separation_asked.unwrap().id;
        assert!(found.may_separate);
        assert_eq!(refused(merge::separate(&world.cx(), &helper, id, agreed).await).code, "approval-not-approved");
        // Consent to one thing is no consent to another.
        assert!(merge::merge(&world.cx(), &helper, id, agreed).await.is_err());
        approval::decide(&world.cx(), &admin, (None, agreed), true).await.unwrap();
        let (one, other) = (world.cx(), world.cx());
        let (a, b) =
            tokio::join!(merge::separate(&one, &helper, id, agreed), merge::separate(&other, &helper, id, agreed));
        assert_eq!([a, b].iter().filter(|done| done.is_ok()).count(), 1);
        world.drain().await;
        let mut read = world.app.store.read().await.unwrap();
        let account = accounts::find(&mut read, holder.id()).await.unwrap().unwrap();
        assert_eq!((account.level, account.status), (AccountLevel::Simplified, AccountStatus::Active));
        assert!(evidence::verify(&mut read, &world.cx(), &account).await.unwrap().is_ok());
        drop(read);
        person::go_on(&world.cx(), &anna, &citizen_form()).await.unwrap();
    }

    /// R107: what was agreed to is what is done: a contact that came later does not come along.
    async fn a_contact_added_after_the_consent_stops_the_merge(store: Store) {
        let (case, agreed) = Case::agreed(store).await;
        let world = &case.scene.world;
        let cx = world.cx();
        contact::add(&cx, &case.anna, ContactKind::Email, EMAIL, &secret(PASSWORD)).await.unwrap();
        world.drain().await;
        let link = LinkToken::parse(world.mail.last_to(EMAIL).unwrap().token()).unwrap();
        contact::follow_link(&world.cx(), &case.anna, &link).await.unwrap();
        let late = merge::merge(&world.cx(), &case.helper, case.id, agreed).await;
        assert_eq!(refused(late).code, "approval-changed");
    }
}
