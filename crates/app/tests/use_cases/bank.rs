//! The way through an online bank (R116 to R118, R165 to R173).

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::sync::Arc;

use okno_app::{
    Error, audit,
    bank::{self, Callback, Outcome},
    confirmation::{self, Overview},
    evidence,
    session::{self, SignedIn},
};
use okno_domain::{
    account::AccountLevel,
    bank::{BankClaims, BankId, BankPattern},
    confirmation::{ConfirmationId, ConfirmationMethod, ConfirmationStatus},
    secret::Secret,
    time::{DAY, MINUTE, SECOND},
};
use okno_testkit::{
    TestBank, World,
    bank::{Mood, client},
    citizen::{PASSWORD, refused},
    engine_test,
    person::citizen_form,
};

const ANNA: &str = "+79161234567";

struct Scene {
    world: World,
    baltika: Arc<TestBank>,
    zarya: Arc<TestBank>,
    anna: SignedIn,
}

impl Scene {
    async fn new(store: okno_store::Store) -> Self {
        let baltika = Arc::new(TestBank::new("baltika", BankPattern::BankPage));
        let zarya = Arc::new(TestBank::new("zarya", BankPattern::PortalProfile));
        let banks = (baltika.clone(), zarya.clone());
        let world = World::with(store, |_| {}, |ports| ports.banks = vec![banks.0, banks.1]).await;
        let anna = world.standard_citizen(ANNA, &citizen_form()).await;
        baltika.set(Mood::Says(client(&anna.person)));
        zarya.set(Mood::Says(client(&anna.person)));
        Self { world, baltika, zarya, anna }
    }

    /// Consent, and the state as the bank is handed it.
    async fn leaves(&self, bank: &TestBank) -> (ConfirmationId, Callback) {
        let cx = self.world.cx();
        let id = bank::consent(&cx, &self.anna, bank.id()).await.unwrap();
        (id, self.callback(bank, id).await)
    }

    async fn callback(&self, bank: &TestBank, id: ConfirmationId) -> Callback {
        let url = bank::address(&self.world.cx(), &self.anna, bank.id(), id).await.unwrap().unwrap();
        let state = url.split_once("state=").unwrap().1;
        Callback { state: Secret::new(state), code: Some(Secret::new("code")), ..Callback::default() }
    }

    async fn returns(&self, bank: &TestBank, callback: &Callback) -> Outcome {
        bank::finish(&self.world.cx(), &self.anna, bank.id(), callback).await.unwrap().outcome
    }

    async fn level(&self) -> AccountLevel {
        self.world.refreshed(&self.anna).await.account.level
    }

    async fn acts(&self) -> Vec<(String, String, String)> {
        let mut read = self.world.app.store.read().await.unwrap();
        let entries = audit::list(&mut read, self.anna.id(), None, 50).await.unwrap();
        entries.into_iter().map(|entry| (entry.actor, entry.act, entry.detail)).collect()
    }

    async fn did(&self, actor: &str, act: &str, detail: &str) -> bool {
        self.acts().await.contains(&(actor.to_owned(), act.to_owned(), detail.to_owned()))
    }

    async fn overview(&self) -> Overview {
        confirmation::overview(&self.world.cx(), &self.anna).await.unwrap()
    }

    async fn status(&self, id: ConfirmationId) -> ConfirmationStatus {
        let mut read = self.world.app.store.read().await.unwrap();
        let row = okno_store::confirmation::find(&mut read, self.anna.id(), id).await.unwrap().unwrap();
        row.confirmation.status
    }
}

fn says(change: impl FnOnce(&mut BankClaims), data: &okno_domain::person::PersonalData) -> Mood {
    let mut claims = client(data);
    change(&mut claims);
    Mood::Says(claims)
}

engine_test! {
    /// R116, R118, R165, R167, R170: consent is on record, the bank's word makes the account Confirmed at once, the
    /// evidence names the bank, and the log of evidence proves the level.
    async fn a_bank_confirms(store: Store) {
        let scene = Scene::new(store).await;
        let (id, callback) = scene.leaves(&scene.baltika).await;
        assert!(scene.did("person", "bank-consent", "baltika bank_consent/1").await);
        let Outcome::Confirmed(Some(success)) = scene.returns(&scene.baltika, &callback).await else { panic!() };
        assert_eq!(success.account.level, AccountLevel::Confirmed);
        assert_eq!(scene.status(id).await, ConfirmationStatus::Confirmed);
        assert!(scene.did("bank:baltika", "identity-confirmed", "online_bank").await);
        let mut read = scene.world.app.store.read().await.unwrap();
        let standing = evidence::verify(&mut read, &scene.world.cx(), &success.account).await.unwrap().unwrap();
        assert!(standing.methods.contains(&ConfirmationMethod::OnlineBank));
        let log = evidence::log(&mut read, &success.account).await.unwrap();
        assert_eq!(log.last().map(|row| (row.source.as_str(), row.rule.as_str())), Some(("bank:baltika", "online_bank/1")));
    }

    /// R168: the second pattern demands that the profile was indicated at the bank, and that it is this one.
    async fn the_profile_is_indicated_at_the_bank(store: Store) {
        let scene = Scene::new(store).await;
        scene.zarya.set(says(|it| it.portal_profile.clear(), &scene.anna.person));
        let (_, callback) = scene.leaves(&scene.zarya).await;
        assert!(matches!(scene.returns(&scene.zarya, &callback).await, Outcome::Incomplete));
        scene.zarya.set(says(|it| "112-233-445 95".clone_into(&mut it.portal_profile), &scene.anna.person));
        let (_, callback) = scene.leaves(&scene.zarya).await;
        assert!(matches!(scene.returns(&scene.zarya, &callback).await, Outcome::Different));
        scene.zarya.set(Mood::Says(client(&scene.anna.person)));
        let (_, callback) = scene.leaves(&scene.zarya).await;
        assert!(matches!(scene.returns(&scene.zarya, &callback).await, Outcome::Confirmed(Some(_))));
    }

    /// R169: data that differ confirm nothing, and nothing of them is kept: not in the trail, not in the evidence.
    async fn data_that_differ_confirm_nothing(store: Store) {
        let scene = Scene::new(store).await;
        scene.baltika.set(says(|it| "Ромашкова".clone_into(&mut it.family_name), &scene.anna.person));
        let (id, callback) = scene.leaves(&scene.baltika).await;
        assert!(matches!(scene.returns(&scene.baltika, &callback).await, Outcome::Different));
        assert_eq!(scene.level().await, AccountLevel::Standard);
        assert_eq!(scene.status(id).await, ConfirmationStatus::Failed);
        assert!(scene.did("bank:baltika", "identity-not-confirmed", "online_bank").await);
        assert!(!format!("{:?}", scene.acts().await).to_lowercase().contains("ромашкова"));
        let mut read = scene.world.app.store.read().await.unwrap();
        assert_eq!(evidence::log(&mut read, &scene.anna.account).await.unwrap().len(), 1);
        drop(read);
        // The same answer again changes nothing and says the same; the bank is not asked again.
        scene.baltika.set(Mood::Says(client(&scene.anna.person)));
        assert!(matches!(scene.returns(&scene.baltika, &callback).await, Outcome::Different));
        assert_eq!(scene.baltika.asked().len(), 1);
    }

    /// R117: the person is told by SMS and by the notice in the account.
    async fn the_person_is_told(store: Store) {
        let scene = Scene::new(store).await;
        let (_, callback) = scene.leaves(&scene.baltika).await;
        scene.returns(&scene.baltika, &callback).await;
        scene.world.drain().await;
        let kinds: Vec<_> = scene.world.sms.sent().into_iter().map(|sent| sent.message.kind).collect();
        assert!(kinds.iter().any(|kind| kind == confirmation::CONFIRMED), "{kinds:?}");
    }

    /// R170: refusing at the bank ends it; a bank that does not answer, errs or lies ends it too. Nothing is confirmed.
    async fn other_ends(store: Store) {
        let scene = Scene::new(store).await;
        let with = |error: &str| {
            let error = Some(error.to_owned());
            move |callback: Callback| Callback { error, code: None, ..callback }
        };
        let (_, callback) = scene.leaves(&scene.baltika).await;
        assert!(matches!(scene.returns(&scene.baltika, &with("access_denied")(callback)).await, Outcome::Declined));
        assert!(scene.did("bank:baltika", "bank-not-confirmed", "declined").await);
        let (_, callback) = scene.leaves(&scene.baltika).await;
        assert!(matches!(scene.returns(&scene.baltika, &with("server_error")(callback)).await, Outcome::Unreachable));
        let (_, callback) = scene.leaves(&scene.baltika).await;
        assert!(matches!(scene.returns(&scene.baltika, &with("invalid_scope")(callback)).await, Outcome::Failed));
        let (_, callback) = scene.leaves(&scene.baltika).await;
        let from_another = Callback { issuer: Some("https://zarya.test".to_owned()), ..callback };
        assert!(matches!(scene.returns(&scene.baltika, &from_another).await, Outcome::Failed));
        let (_, callback) = scene.leaves(&scene.baltika).await;
        assert!(matches!(
            scene.returns(&scene.baltika, &Callback { code: None, ..callback }).await,
            Outcome::Failed
        ));
        assert!(scene.baltika.asked().is_empty());
        let (id, callback) = scene.leaves(&scene.baltika).await;
        scene.baltika.set(Mood::Lies);
        assert!(matches!(scene.returns(&scene.baltika, &callback).await, Outcome::Failed));
        assert_eq!(scene.status(id).await, ConfirmationStatus::Cancelled);
        scene.baltika.set(Mood::Says(BankClaims::default()));
        let (_, callback) = scene.leaves(&scene.baltika).await;
        assert!(matches!(scene.returns(&scene.baltika, &callback).await, Outcome::Incomplete));
        let (_, callback) = scene.leaves(&scene.baltika).await;
        scene.baltika.set(Mood::Down);
        assert!(matches!(scene.returns(&scene.baltika, &callback).await, Outcome::Unreachable));
        assert_eq!(scene.level().await, AccountLevel::Standard);
    }

    /// R170: a state is of one session, one bank and one account, is used once and lives ten minutes.
    async fn a_state_is_bound(store: Store) {
        let scene = Scene::new(store).await;
        let (id, callback) = scene.leaves(&scene.baltika).await;
        let forged = Callback { state: Secret::new("forged"), ..callback.clone() };
        assert!(matches!(scene.returns(&scene.baltika, &forged).await, Outcome::Unknown));
        assert!(matches!(scene.returns(&scene.zarya, &callback).await, Outcome::Unknown));
        let cx = scene.world.cx();
        let boris = scene.world.citizen("+79161234568").await;
        assert!(matches!(bank::finish(&cx, &boris, scene.baltika.id(), &callback).await.unwrap().outcome, Outcome::Unknown));
        let elsewhere = scene.world.log_in(ANNA, PASSWORD).await.unwrap();
        let other = bank::finish(&cx, &elsewhere, scene.baltika.id(), &callback).await.unwrap();
        assert!(matches!(other.outcome, Outcome::OtherSession));
        for stranger in [&boris, &elsewhere] {
            let shown = bank::leaving(&cx, stranger, scene.baltika.id(), id).await;
            assert!(matches!(shown, Err(Error::NotFound | Error::Refused(_))), "{shown:?}");
        }
        scene.world.clock.advance(MINUTE * 10 - SECOND);
        assert!(bank::leaving(&scene.world.cx(), &scene.anna, scene.baltika.id(), id).await.is_ok());
        scene.world.clock.advance(SECOND);
        assert!(matches!(scene.returns(&scene.baltika, &callback).await, Outcome::Expired));
        let over = bank::leaving(&scene.world.cx(), &scene.anna, scene.baltika.id(), id).await;
        assert!(matches!(over, Err(Error::NotFound)));
        assert!(scene.baltika.asked().is_empty());
    }

    /// R118: on its last second an answer counts; afterwards the same answer only says what came of it, also to a session
    /// that was renewed.
    async fn an_answer_on_the_last_second(store: Store) {
        let scene = Scene::new(store).await;
        let (_, callback) = scene.leaves(&scene.baltika).await;
        scene.world.clock.advance(MINUTE * 10 - SECOND);
        assert!(matches!(scene.returns(&scene.baltika, &callback).await, Outcome::Confirmed(Some(_))));
        let cx = scene.world.cx();
        let token = session::renew(&cx, &scene.anna).await.unwrap();
        let renewed = session::find(&cx, &token).await.unwrap().unwrap();
        let again = bank::finish(&cx, &renewed, scene.baltika.id(), &callback).await.unwrap();
        assert!(matches!(again.outcome, Outcome::Confirmed(None)));
    }

    /// Who goes back and consents once more begins anew, and the earlier way is closed.
    async fn a_newer_one_takes_the_place(store: Store) {
        let scene = Scene::new(store).await;
        let (first, old) = scene.leaves(&scene.baltika).await;
        scene.world.clock.advance(SECOND);
        let (second, new) = scene.leaves(&scene.zarya).await;
        assert_eq!(scene.status(first).await, ConfirmationStatus::Cancelled);
        assert!(matches!(scene.returns(&scene.baltika, &old).await, Outcome::Replaced));
        assert!(matches!(scene.returns(&scene.zarya, &new).await, Outcome::Confirmed(Some(_))));
        assert_eq!(scene.status(second).await, ConfirmationStatus::Confirmed);
    }

    /// The same answer at the same instant on two servers confirms exactly once.
    async fn one_answer_on_two_servers(store: Store) {
        let scene = Scene::new(store).await;
        let (_, callback) = scene.leaves(&scene.baltika).await;
        let (first, second) =
            tokio::join!(scene.returns(&scene.baltika, &callback), scene.returns(&scene.baltika, &callback));
        let is_fresh = |outcome: &&Outcome| matches!(outcome, Outcome::Confirmed(Some(_)));
        let outcomes = [first, second];
        assert_eq!(outcomes.iter().filter(is_fresh).count(), 1, "{outcomes:?}");
        let others = outcomes.iter().filter(|it| matches!(it, Outcome::InProgress | Outcome::Confirmed(None)));
        assert_eq!(others.count(), 1, "{outcomes:?}");
        assert_eq!(scene.baltika.asked().len(), 1);
        let mut read = scene.world.app.store.read().await.unwrap();
        let account = scene.world.refreshed(&scene.anna).await.account;
        assert_eq!(evidence::log(&mut read, &account).await.unwrap().len(), 2);
    }

    /// R173: below Standard no way through a bank begins; R111, R172: neither where the method or the bank is off.
    async fn it_begins_at_standard_at_a_bank_that_is_on(store: Store) {
        let scene = Scene::new(store).await;
        let cx = scene.world.cx();
        let boris = scene.world.citizen("+79161234568").await;
        assert_eq!(refused(bank::consent(&cx, &boris, scene.baltika.id()).await).code, "confirmation-not-standard");
        assert_eq!(refused(bank::list(&cx, &boris.account)).code, "confirmation-not-standard");
        let unknown = BankId::parse("unknown").unwrap();
        assert!(matches!(bank::consent(&cx, &scene.anna, &unknown).await, Err(Error::NotFound)));
        assert!(matches!(bank::get(&cx, &scene.anna.account, &unknown), Err(Error::NotFound)));
        assert_eq!(bank::list(&cx, &scene.anna.account).unwrap().len(), 2);
        assert!(scene.overview().await.methods.contains(&ConfirmationMethod::OnlineBank));
    }

    /// R111: a method that is switched off is offered to nobody.
    async fn the_method_can_be_off(store: Store) {
        let bank = Arc::new(TestBank::new("baltika", BankPattern::BankPage));
        let off = |settings: &mut okno_app::Settings| settings.confirmation.methods = vec![ConfirmationMethod::InPerson];
        let world = World::with(store, off, |ports| ports.banks = vec![bank.clone()]).await;
        let anna = world.standard_citizen(ANNA, &citizen_form()).await;
        assert_eq!(refused(bank::list(&world.cx(), &anna.account)).code, "confirmation-method-off");
        assert_eq!(refused(bank::consent(&world.cx(), &anna, bank.id()).await).code, "confirmation-method-off");
    }

    /// R111, C13: without a bank the way is not offered.
    async fn no_bank_no_way(store: Store) {
        let world = World::new(store).await;
        let anna = world.standard_citizen(ANNA, &citizen_form()).await;
        let offered = confirmation::overview(&world.cx(), &anna).await.unwrap().methods;
        assert!(!offered.contains(&ConfirmationMethod::OnlineBank));
        assert!(bank::list(&world.cx(), &anna.account).unwrap().is_empty());
    }

    /// Authorizations that are long over are removed.
    async fn old_ones_are_removed(store: Store) {
        let scene = Scene::new(store).await;
        let (_, callback) = scene.leaves(&scene.baltika).await;
        scene.world.clock.advance(DAY * 2);
        let mut tx = scene.world.app.store.write().await.unwrap();
        let before = okno_domain::time::after(scene.world.clock.get(), -DAY);
        assert_eq!(okno_store::bank::purge(&mut tx, before, 10).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert!(matches!(scene.returns(&scene.baltika, &callback).await, Outcome::Unknown));
    }
}
