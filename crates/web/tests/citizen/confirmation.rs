//! The ways to confirm one's identity, and the box for a code.

use okno_app::{confirmation, session::SignedIn};
use okno_domain::{
    account::AccountLevel,
    confirmation::ConfirmationMethod,
    time::{DAY, after},
};
use okno_testkit::{World, citizen::PASSWORD, engine_test, person::citizen_form};

use crate::{
    browser::Browser,
    scene::{Scene, at_level},
};

const PHONE: &str = "+79123456789";

async fn standard(scene: &Scene) -> (SignedIn, Browser) {
    let person = scene.world.standard_citizen(PHONE, &citizen_form()).await;
    let mut browser = Browser::new(&scene.world);
    browser.log_in(PHONE, PASSWORD).await.assert_at("/account");
    (person, browser)
}

/// A center hands out a code, in the shape in which it stands on paper.
async fn handed_out(world: &World, person: &SignedIn) -> String {
    let cx = world.cx();
    let mut tx = world.app.store.write().await.unwrap();
    let (until, method) = (after(cx.now, DAY), ConfirmationMethod::InPerson);
    let row = confirmation::begin(&mut tx, &cx, &person.account, method, true, until).await.unwrap();
    let (_, code) = confirmation::issue_code(&mut tx, &cx, &person.account, &row, true, until).await.unwrap();
    tx.commit().await.unwrap();
    code.grouped().expose().to_owned()
}

engine_test! {
    /// R62, R110: below Standard the page says what is missing; at Standard it offers the ways.
    async fn the_ways_are_offered_at_standard(store: Store) {
        let scene = Scene::new(store).await;
        let mut simplified = at_level(&scene, AccountLevel::Simplified).await;
        simplified.open("/confirmation").await;
        assert!(simplified.link("submit") == "/profile/edit" && !simplified.has("confirmation_code"));
        simplified.open("/confirmation/in-person").await.assert_at("/confirmation");
        simplified.open("/confirmation/done").await.assert_at("/confirmation");
        let (_, mut person) = standard(&scene).await;
        person.open("/confirmation").await;
        assert!(person.links().contains(&"/confirmation/in-person".to_owned()));
        person.open("/confirmation/in-person").await;
        assert!(person.has("Найти центр обслуживания") && person.has("бесплатн"));
    }

    /// R114, R115, R116, R120: a code typed on the first page of the account confirms at once; what is open is shown, and
    /// the session goes on under another token.
    async fn a_code_from_the_first_page_confirms(store: Store) {
        let scene = Scene::new(store).await;
        let (signed_in, mut person) = standard(&scene).await;
        let code = handed_out(&scene.world, &signed_in).await;
        person.open("/account").await;
        assert!(person.has("id=\"confirmation_code\""));
        person.send("/confirmation/code", &[("confirmation_code", &code.to_lowercase())]).await;
        person.assert_at("/confirmation/done");
        assert!(person.has("level--confirmed") && person.has("/services/"));
        person.open("/account").await;
        assert!(person.has("level--confirmed") && !person.has("id=\"confirmation_code\""));
        let sessions = okno_app::session::list(&scene.world.cx(), &signed_in).await.unwrap();
        assert!(sessions.iter().any(|entry| entry.end_reason.as_deref() == Some("renewed")));
    }

    /// R119: a wrong code is told at the field with the tries left; after five the box is closed and says for how long.
    async fn wrong_codes_are_told_at_the_field(store: Store) {
        let scene = Scene::new(store).await;
        let (_, mut person) = standard(&scene).await;
        person.open("/confirmation").await;
        person.send("/confirmation/code", &[("confirmation_code", "кот")]).await;
        assert!(!person.error_at("confirmation_code").is_empty());
        for left in ["4", "3", "2", "1"] {
            person.send("/confirmation/code", &[("confirmation_code", "ACDEF-GHJKM")]).await;
            assert!(person.error_at("confirmation_code").contains(left), "{left}");
        }
        person.send("/confirmation/code", &[("confirmation_code", "ACDEF-GHJKM")]).await;
        assert!(person.has("24 часа") && !person.has("id=\"confirmation_code\""));
    }

    /// R118: a confirmed person sees by which way, and the others stay open.
    async fn a_confirmed_person_sees_by_which_way(store: Store) {
        let scene = Scene::new(store).await;
        let mut person = at_level(&scene, AccountLevel::Confirmed).await;
        person.open("/confirmation").await;
        assert!(person.has("Вы подтвердили личность этим способом"));
        person.open("/confirmation/done").await.assert_at("/confirmation/done");
    }
}
