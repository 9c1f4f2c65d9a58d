//! A world with both registries and one person.

use std::sync::Arc;

use okno_app::{
    Error,
    account::Account,
    ports::RegistryResult,
    session::SignedIn,
    verification::{self, VerificationView},
};
use okno_domain::{
    account::AccountLevel,
    person::form::PersonForm,
    verification::{CheckKind, Reception, VerificationStatus},
};
use okno_store::{operator_case, person as store};
use okno_testkit::{TestRegistry, World, person, store::Store};

pub(crate) const PHONE: &str = "+79123456789";

pub(crate) struct Scene {
    pub(crate) world: World,
    pub(crate) pension: Arc<TestRegistry>,
    pub(crate) ministry: Arc<TestRegistry>,
    pub(crate) anna: SignedIn,
}

impl Scene {
    pub(crate) async fn new(store: Store) -> Self {
        let (world, pension, ministry) = World::with_registries(store).await;
        let anna = world.citizen(PHONE).await;
        world.clock.advance_seconds(1);
        Self { world, pension, ministry, anna }
    }

    /// A world in which no registry is configured.
    pub(crate) async fn without_registries(store: Store) -> Self {
        let world = World::new(store).await;
        let anna = world.citizen(PHONE).await;
        world.clock.advance_seconds(1);
        let registry = |name| Arc::new(TestRegistry::new(name));
        Self { world, pension: registry("pension_fund"), ministry: registry("interior_ministry"), anna }
    }

    /// The form has been sent and both registries have their question.
    pub(crate) async fn submitted(store: Store, form: &PersonForm) -> Self {
        let scene = Self::new(store).await;
        person::submitted(&scene.world, &scene.anna, form).await;
        scene
    }

    pub(crate) async fn view(&self) -> VerificationView {
        verification::state(&self.world.cx(), &self.anna).await.unwrap().unwrap()
    }

    pub(crate) async fn status(&self, kind: CheckKind) -> VerificationStatus {
        let view = self.view().await;
        view.checks.iter().find(|check| check.kind == kind).unwrap().status
    }

    pub(crate) async fn account(&self) -> Account {
        let mut read = self.world.app.store.read().await.unwrap();
        okno_app::account::get(&mut read, self.anna.id()).await.unwrap()
    }

    pub(crate) async fn level(&self) -> AccountLevel {
        self.account().await.level
    }

    pub(crate) async fn is_verified(&self) -> bool {
        let mut read = self.world.app.store.read().await.unwrap();
        store::find(&mut read, self.anna.id()).await.unwrap().unwrap().verified_at.is_some()
    }

    /// A registry answers its newest question by callback.
    pub(crate) async fn callback(&self, registry: &TestRegistry, result: RegistryResult) -> Reception {
        let signed = registry.answer(&result, self.world.clock.get());
        self.deliver(registry, &signed).await.unwrap()
    }

    pub(crate) async fn deliver(&self, registry: &TestRegistry, signed: &str) -> Result<Reception, Error> {
        use okno_app::ports::Registry;
        verification::take_answer(&self.world.cx(), registry.name(), signed).await
    }

    /// Both registries find that the data match.
    pub(crate) async fn both_match(&self) {
        self.callback(&self.pension, RegistryResult::Match).await;
        self.callback(&self.ministry, RegistryResult::Match).await;
        self.world.drain().await;
    }

    pub(crate) async fn cases(&self) -> Vec<String> {
        let mut read = self.world.app.store.read().await.unwrap();
        let cases = operator_case::list(&mut read, 100).await.unwrap();
        cases.into_iter().map(|case| case.kind).collect()
    }

    /// The kinds of the messages about verification that went out.
    pub(crate) fn told(&self) -> Vec<String> {
        let sent = self.world.sms.sent().into_iter().map(|sent| sent.message.kind);
        sent.filter(|kind| kind.starts_with("verification")).collect()
    }
}
