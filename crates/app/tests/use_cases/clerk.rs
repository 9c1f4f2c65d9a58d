//! The window of a center: finding, confirming, restoring, deleting, correcting; refusals and races; on both engines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod colleague;
mod confirm;
mod correct;
mod delete;
mod find;
mod restore;
mod visits;

use std::collections::BTreeSet;

use okno_app::{
    approval,
    clerk::{self, Standing, View},
    error::Result,
    operator::Acting,
};
use okno_domain::{
    operator::Task,
    visit::{Seen, VisitId},
};
use okno_store::Store;
use okno_testkit::{World, operator::center};

const PHONE: &str = "+79123456789";

/// A world with one center that does everything.
async fn world(store: Store) -> World {
    let world = World::new(store).await;
    world.open_center(center(1)).await;
    world
}

/// Everything ticked.
fn all() -> BTreeSet<Seen> {
    Seen::ALL.into_iter().collect()
}

/// The mark of the data that the page of a visit shows.
fn mark(view: &View) -> String {
    match &view.standing {
        Standing::Ready { mark, .. } => mark.clone(),
        other => unreachable!("{other:?}"),
    }
}

/// Finds a visitor and looks at the page.
async fn served(world: &World, clerk: &Acting, task: Task, visitor: &str) -> Result<(VisitId, View)> {
    let cx = world.cx();
    let id = clerk::find(&cx, clerk, task, visitor).await?;
    Ok((id, clerk::view(&cx, clerk, id).await?))
}

/// A colleague agrees to the newest request of the center.
async fn agree(world: &World, colleague: &Acting, agrees: bool) {
    let listed = approval::list(&world.cx(), colleague).await.unwrap();
    let request = listed.iter().rev().find(|listed| listed.may_decide).unwrap();
    let at = (request.approval.request.center, request.approval.id);
    if agrees {
        let at = (colleague.center, request.approval.id);
        let seen = clerk::look_at_request(&world.cx(), colleague, at).await.unwrap();
        clerk::agree(&world.cx(), colleague, at, &seen.mark).await.unwrap();
    } else {
        approval::decide(&world.cx(), colleague, at, false).await.unwrap();
    }
}
