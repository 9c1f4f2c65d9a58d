//! What a person does next, for every page that names it (R8, R65).

use okno_domain::next_step::NextStep;
use okno_store::verification;

use crate::{context::Cx, error::Result, person, session::SignedIn};

/// The next step of the person.
pub async fn of(cx: &Cx, signed_in: &SignedIn) -> Result<NextStep> {
    let mut read = cx.app.store.read().await?;
    let newest = verification::latest(&mut read, signed_in.id()).await?;
    let has_draft = person::get(&mut read, signed_in.id()).await?.draft_sealed.is_some();
    Ok(NextStep::of(signed_in.account.level, newest.as_ref().map(|row| &row.verification), has_draft))
}
