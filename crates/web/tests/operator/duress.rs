//! The silent call for help shows nowhere.

use okno_domain::operator::Role;
use okno_testkit::{
    World, engine_test,
    operator::{ENDING, PASSWORD, center},
};

use crate::{browser::Browser, signed_in_by};

const LOGIN: &str = "a.petrova";

/// Status, address, names of headers and cookies, and the whole page but for its tokens.
fn seen(browser: &Browser) -> (u16, String, Vec<String>, Vec<String>, String) {
    let page = browser.body.replace(&browser.hidden("csrf"), "");
    let headers = browser.headers.keys().map(ToString::to_string).collect();
    (browser.status.as_u16(), browser.at.clone(), headers, browser.cookies.keys().cloned().collect(), page)
}

engine_test! {
    /// Duress: with the ending every page is, to the letter, the page without it; only those on duty learn of it.
    async fn every_page_is_the_same(store: Store) {
        let world = World::new(store).await;
        world.operator(LOGIN, Role::CenterAdministrator, &[center(1)]).await;
        let forced = format!("{PASSWORD}{ENDING}");
        let mut walks = Vec::new();
        for password in [PASSWORD, forced.as_str()] {
            let mut walk = Vec::new();
            let mut clerk = signed_in_by(&world, LOGIN, password).await;
            walk.push(seen(&clerk));
            for path in ["/operator", "/operator/approvals", "/operator/again"] {
                walk.push(seen(clerk.open(path).await));
            }
            world.clock.advance_seconds(30);
            let code = world.totp_code();
            walk.push(seen(clerk.send("/operator/again", &[("password", password), ("code", code.expose())]).await));
            walk.push(seen(clerk.send("/operator/logout", &[]).await));
            walks.push(walk);
        }
        assert_eq!(walks[0], walks[1]);
        assert_eq!(world.alarms().await, 2);
    }
}
