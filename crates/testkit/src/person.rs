//! Persons who fill in the form.

use okno_app::{person, session::SignedIn};
use okno_domain::person::form::PersonForm;
pub use okno_domain::person::form::sample::{citizen as citizen_form, foreigner as foreigner_form};

use crate::World;

/// Sends a form that is right, and hands the questions over.
pub async fn submitted(world: &World, person: &SignedIn, form: &PersonForm) {
    person::submit(&world.cx(), person, form).await.expect("the form is right");
    world.drain().await;
}
