//! The operators' workplace, walked as an operator would, and as someone who may not.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its scene fails, and that is the place"
)]

mod administration;
mod approval;
#[expect(dead_code, reason = "the browser of the citizens' pages, of which operators need less")]
#[path = "../citizen/browser.rs"]
mod browser;
mod case;
mod clerk;
mod duress;
mod merge;
mod records;
mod sign_in;
mod support;
mod visits;
mod wording;

use browser::Browser;
use okno_testkit::{World, operator::PASSWORD};

/// A browser in which an operator has signed in, by this password; the clock moves on to the next code first.
async fn signed_in_by(world: &World, login: &str, password: &str) -> Browser {
    world.clock.advance_seconds(30);
    let mut browser = Browser::new(world);
    browser.open("/operator/login").await;
    browser.send("/operator/login", &[("login", login), ("password", password)]).await;
    browser.assert_at("/operator/login/code");
    browser.send("/operator/login/code", &[("code", world.totp_code().expose())]).await;
    browser
}

async fn signed_in(world: &World, login: &str) -> Browser {
    let browser = signed_in_by(world, login, PASSWORD).await;
    // Administrators of the installation begin with what waits.
    if browser.at != "/operator/queues" {
        browser.assert_at("/operator");
    }
    browser
}
