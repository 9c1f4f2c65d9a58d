//! What administrators keep: organizations, centers, operators, and what is changed at run time; on both engines.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod center;
mod installation;
mod organization;
mod staff;
mod wording;

use okno_app::{
    Error,
    operator::{SignedIn, audit},
};
use okno_domain::{operator::Role, refusal::FieldFault};
use okno_testkit::World;

/// An administrator at work.
async fn administrator(world: &World, login: &str) -> SignedIn {
    world.operator(login, Role::Administrator, &[]).await;
    world.operator_in(login).await
}

/// The acts in an operator's record, the newest first.
async fn acts(world: &World, operator: &SignedIn, most: i64) -> Vec<(String, String)> {
    let mut read = world.app.store.read().await.unwrap();
    let entries = audit::list(&mut read, operator.operator, None, most, true).await.unwrap();
    assert!(audit::verify(&mut read, operator.operator).await.unwrap().is_ok());
    entries.into_iter().map(|entry| (entry.act, entry.detail)).collect()
}

/// The faults of a form: field and code.
fn faults<T: std::fmt::Debug>(done: Result<T, Error>) -> Vec<(&'static str, &'static str)> {
    match done {
        Err(Error::Fields(faults)) => faults.iter().map(|FieldFault { field, code, .. }| (*field, *code)).collect(),
        other => panic!("{other:?}"),
    }
}
