//! A world with a virus scanner, and requests to write.

use std::sync::Arc;

use okno_app::{
    Ports,
    operator::SignedIn as Operator,
    support::{File, NewRequest},
};
use okno_domain::operator::Role;
use okno_testkit::{TestAntivirus, World, store::Store};

pub(crate) const PHONE: &str = "+79123456789";
pub(crate) const EMAIL: &str = "anna@example.org";

pub(crate) struct Scene {
    pub(crate) world: World,
    pub(crate) antivirus: Arc<TestAntivirus>,
}

impl Scene {
    pub(crate) async fn new(store: Store) -> Self {
        let antivirus = Arc::new(TestAntivirus::default());
        let ports = |ports: &mut Ports| ports.antivirus = Some(antivirus.clone());
        let world = World::with(store, |_| {}, ports).await;
        Self { world, antivirus }
    }

    /// An operator of the support, signed in.
    pub(crate) async fn helper(&self, login: &str) -> Operator {
        self.world.operator(login, Role::Support, &[]).await;
        self.world.operator_in(login).await
    }
}

pub(crate) fn file(name: &str, content: &[u8]) -> File {
    File { name: name.to_owned(), content: content.to_vec() }
}

pub(crate) fn request(contact: &str, files: Vec<File>) -> NewRequest {
    NewRequest {
        topic: "verification".to_owned(),
        message: "Данные не совпали.".to_owned(),
        contact: contact.to_owned(),
        files,
    }
}
