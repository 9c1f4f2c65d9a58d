//! A world with registries, and persons at each level.

use std::sync::Arc;

use okno_app::{Ports, ports::RegistryResult, session::SignedIn, verification};
use okno_domain::{account::AccountLevel, person::form::PersonForm};
use okno_testkit::{TestAntivirus, TestRegistry, World, citizen::PASSWORD, person, store::Store};

use crate::browser::Browser;

/// The world, with both registries at hand.
pub(crate) struct Scene {
    pub(crate) world: World,
    pension: Arc<TestRegistry>,
    ministry: Arc<TestRegistry>,
}

impl Scene {
    pub(crate) async fn new(store: Store) -> Self {
        let (world, pension, ministry) = World::with_registries(store).await;
        Self { world, pension, ministry }
    }

    /// The world with a virus scanner in place of the registries.
    pub(crate) async fn with_antivirus(store: Store) -> Self {
        let antivirus = Arc::new(TestAntivirus::default());
        let ports = |ports: &mut Ports| ports.antivirus = Some(antivirus);
        let world = World::with(store, |_| {}, ports).await;
        let registry = |name| Arc::new(TestRegistry::new(name));
        Self { world, pension: registry("pension_fund"), ministry: registry("interior_ministry") }
    }

    /// Both registries answer the newest questions.
    pub(crate) async fn answer(&self, snils: &RegistryResult, passport: &RegistryResult) {
        let now = self.world.clock.get();
        for (registry, name, result) in
            [(&self.pension, "pension_fund", snils), (&self.ministry, "interior_ministry", passport)]
        {
            let signed = registry.answer(result, now);
            verification::take_answer(&self.world.cx(), name, &signed).await.unwrap();
        }
        self.world.drain().await;
    }

    /// A person with this phone, and a browser in which they are signed in.
    pub(crate) async fn person(&self, phone: &str) -> (SignedIn, Browser) {
        let signed_in = self.world.citizen(phone).await;
        (signed_in, self.browser(phone).await)
    }

    /// A browser in which the person with this phone signs in.
    pub(crate) async fn browser(&self, phone: &str) -> Browser {
        let mut browser = Browser::new(&self.world);
        browser.log_in(phone, PASSWORD).await.assert_at("/account");
        browser
    }

    /// Sends personal data that are right, with this SNILS.
    pub(crate) async fn submits(&self, person: &SignedIn, snils: &str) {
        self.submits_form(person, &PersonForm { snils: snils.to_owned(), ..person::citizen_form() }).await;
    }

    /// Sends these personal data, a second later than anything before.
    pub(crate) async fn submits_form(&self, person: &SignedIn, form: &PersonForm) {
        self.world.clock.advance_seconds(1);
        person::submitted(&self.world, person, form).await;
    }
}

/// A browser of a person at this level.
pub(crate) async fn at_level(scene: &Scene, level: AccountLevel) -> Browser {
    let (phone, snils) = match level {
        AccountLevel::Simplified => ("+79120000001", ""),
        AccountLevel::Standard => ("+79120000002", "112-233-445 95"),
        AccountLevel::Confirmed => ("+79120000003", "087-654-303 00"),
    };
    let (person, mut browser) = scene.person(phone).await;
    if level > AccountLevel::Simplified {
        scene.submits(&person, snils).await;
        scene.answer(&RegistryResult::Match, &RegistryResult::Match).await;
        scene.world.clock.advance_seconds(1);
        browser = scene.browser(phone).await;
    }
    if level == AccountLevel::Confirmed {
        scene.world.confirm_by_hand(person.id()).await;
    }
    browser
}
