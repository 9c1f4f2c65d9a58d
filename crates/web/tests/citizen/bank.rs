//! The way through an online bank, as pages.

use std::sync::Arc;

use okno_app::session::SignedIn;
use okno_domain::{
    bank::BankPattern,
    time::{MINUTE, SECOND},
};
use okno_testkit::{
    TestBank, World,
    bank::{Mood, client},
    citizen::PASSWORD,
    engine_test,
    person::citizen_form,
    store::Store,
};

use crate::browser::Browser;

const PHONE: &str = "+79123456789";

struct Scene {
    world: World,
    bank: Arc<TestBank>,
    anna: SignedIn,
    browser: Browser,
}

impl Scene {
    async fn new(store: Store) -> Self {
        let bank = Arc::new(TestBank::new("proba", BankPattern::BankPage));
        let profile = Arc::new(TestBank::new("vtoraya", BankPattern::PortalProfile));
        let banks = (bank.clone(), profile);
        let world = World::with(store, |_| {}, |ports| ports.banks = vec![banks.0, banks.1]).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        bank.set(Mood::Says(client(&anna.person)));
        let mut browser = Browser::new(&world);
        browser.log_in(PHONE, PASSWORD).await.assert_at("/account");
        Self { world, bank, anna, browser }
    }

    /// From the page of methods to the bank; the state that the bank was handed.
    async fn leaves(&mut self) -> String {
        self.browser.open("/confirmation").await;
        assert!(self.browser.links().contains(&"/confirmation/online-bank".to_owned()));
        self.browser.open("/confirmation/online-bank").await;
        assert!(self.browser.links().contains(&"/confirmation/online-bank/proba".to_owned()));
        self.browser.open("/confirmation/online-bank/proba").await;
        self.browser.send("/confirmation/online-bank/proba", &[]).await;
        assert!(self.browser.at.starts_with("/confirmation/online-bank/proba/leave/"), "{}", self.browser.at);
        assert!(self.browser.has("proba.test"));
        let go = self.browser.link("submit");
        self.browser.open_only(&go).await;
        assert_eq!(self.browser.header("referrer-policy"), "no-referrer");
        let to = self.browser.header("location").to_owned();
        assert!(to.starts_with("https://proba.test/authorize?"), "{to}");
        to.split_once("state=").unwrap().1.to_owned()
    }

    async fn returns(&mut self, query: &str) {
        // The bank's page sends the browser here.
        self.browser.from = "cross-site";
        self.browser.open(&format!("/confirmation/online-bank/proba/callback?{query}")).await;
        self.browser.from = "same-origin";
    }

    /// Goes to the bank and comes back with this.
    async fn goes_and_returns(&mut self, query: &str) {
        let state = self.leaves().await;
        self.returns(&format!("{query}&state={state}")).await;
    }

    fn assert_ended(&self, title: &str) {
        assert!(
            self.browser.has(&format!("<h1>{title}</h1>")),
            "{title} at {}: {}",
            self.browser.at,
            self.browser.body
        );
        assert!(!self.browser.at.contains("state="), "{}", self.browser.at);
    }
}

engine_test! {
    /// R116, R120, R167, R170: consent, the bank, back, Confirmed; and what is open now.
    async fn through_the_bank_to_confirmed(store: Store) {
        let mut scene = Scene::new(store).await;
        let state = scene.leaves().await;
        scene.returns(&format!("code=x&state={state}&iss=https://proba.test")).await;
        scene.browser.assert_at("/confirmation/done");
        assert!(scene.browser.has("level--confirmed") && scene.browser.has("/services/"));
        // The session goes on under another token.
        let sessions = okno_app::session::list(&scene.world.cx(), &scene.anna).await.unwrap();
        assert!(sessions.iter().any(|entry| entry.end_reason.as_deref() == Some("renewed")));
        // The same address again, by the back button or twice by the browser, says the same and asks nobody.
        scene.returns(&format!("code=x&state={state}&iss=https://proba.test")).await;
        scene.browser.assert_at("/confirmation/done");
        assert_eq!(scene.bank.asked().len(), 1);
        scene.browser.open("/account/history").await;
        assert!(scene.browser.has("Дано согласие на обмен данными с банком"));
        // R118: a confirmed person may go the way once more.
        scene.browser.open("/confirmation/online-bank").await.assert_at("/confirmation/online-bank");
    }

    /// R169: data that differ.
    async fn data_that_differ(store: Store) {
        let mut scene = Scene::new(store).await;
        let mut claims = client(&scene.anna.person);
        "Ромашкова".clone_into(&mut claims.family_name);
        scene.bank.set(Mood::Says(claims));
        scene.goes_and_returns("code=x").await;
        scene.assert_ended("Данные не совпали");
        assert!(!scene.browser.has("Ромашкова"));
        assert!(scene.browser.links().contains(&"/account/data".to_owned()));
        scene.browser.open("/account").await;
        assert!(scene.browser.has("level--standard"));
    }

    /// Each other end has its page, in words.
    async fn other_ends_have_their_pages(store: Store) {
        let mut scene = Scene::new(store).await;
        scene.goes_and_returns("error=access_denied").await;
        scene.assert_ended("Вы отказались в банке");
        scene.goes_and_returns("error=invalid_request").await;
        scene.assert_ended("Ответ банка не принят");
        scene.goes_and_returns("").await;
        scene.assert_ended("Ответ банка не принят");
        let state = scene.leaves().await;
        scene.bank.set(Mood::Lies);
        scene.returns(&format!("code=x&state={state}")).await;
        scene.assert_ended("Ответ банка не принят");
        scene.bank.set(Mood::Says(okno_domain::bank::BankClaims::default()));
        scene.goes_and_returns("code=x").await;
        scene.assert_ended("Банк сообщил слишком мало");
        scene.goes_and_returns("error=temporarily_unavailable").await;
        scene.assert_ended("Банк не отвечает");
        scene.returns("code=x&state=forged").await;
        assert!(scene.browser.has("<h1>Этот ответ нам не известен</h1>") && scene.browser.status == 409);
        scene.returns("nothing=at-all").await;
        assert!(scene.browser.has("<h1>Этот ответ нам не известен</h1>"));
    }

    /// A bank that is down before the browser was sent there.
    async fn a_bank_that_is_down(store: Store) {
        let mut scene = Scene::new(store).await;
        scene.leaves().await;
        scene.bank.set(Mood::Down);
        scene.browser.open("/confirmation/online-bank/proba").await;
        scene.browser.send("/confirmation/online-bank/proba", &[]).await;
        let go = scene.browser.link("submit");
        scene.browser.open(&go).await;
        scene.assert_ended("Банк не отвечает");
    }

    /// The back button after the way is over, a second attempt, and time running out.
    async fn going_back_is_no_dead_end(store: Store) {
        let mut scene = Scene::new(store).await;
        let old = scene.leaves().await;
        let old_leave = scene.browser.at.replace("/go/", "/leave/");
        // Back, and once more: the first attempt is closed.
        scene.world.clock.advance(SECOND);
        let state = scene.leaves().await;
        scene.returns(&format!("code=x&state={old}")).await;
        scene.assert_ended("Эта попытка закрыта");
        assert_eq!(scene.browser.status, 410);
        scene.browser.open(&old_leave).await;
        scene.assert_ended("Эта попытка закрыта");
        // The last one still counts, until its time is over.
        scene.world.clock.advance(MINUTE * 10);
        scene.returns(&format!("code=x&state={state}")).await;
        scene.assert_ended("Прошло слишком много времени");
        assert_eq!(scene.browser.status, 410);
        assert!(scene.bank.asked().is_empty());
    }

    /// A state of another browser, or of one whose session is over.
    async fn another_session(store: Store) {
        let mut scene = Scene::new(store).await;
        let state = scene.leaves().await;
        let mut elsewhere = Browser::new(&scene.world);
        let back = format!("/confirmation/online-bank/proba/callback?code=x&state={state}");
        elsewhere.open(&back).await;
        assert!(elsewhere.has("<h1>Вы вышли из кабинета</h1>"), "{}", elsewhere.body);
        assert_eq!(elsewhere.link("submit"), "/login?return=/confirmation");
        elsewhere.log_in(PHONE, PASSWORD).await.assert_at("/account");
        elsewhere.open(&back).await;
        assert!(elsewhere.has("<h1>Вы начали в другом окне</h1>"), "{}", elsewhere.body);
        assert!(!elsewhere.body.contains(&state));
        assert!(scene.bank.asked().is_empty());
        // Where it began it can still end.
        scene.returns(&format!("code=x&state={state}")).await;
        scene.browser.assert_at("/confirmation/done");
    }

    /// R172, R173: no way where there is no bank of this name, or the level is too low.
    async fn who_may_not_go_this_way(store: Store) {
        let mut scene = Scene::new(store).await;
        for path in ["/confirmation/online-bank/unknown", "/confirmation/online-bank/Unknown", "/confirmation/online-bank/unknown/callback"] {
            scene.browser.open(path).await;
            assert_eq!(scene.browser.status, 404, "{path}");
        }
        let nowhere = "/confirmation/online-bank/proba/leave/0190a1b2-0000-7000-8000-000000000000";
        scene.browser.open(nowhere).await;
        assert_eq!(scene.browser.status, 404);
        let other = "+79120000009";
        scene.world.citizen(other).await;
        let mut simplified = Browser::new(&scene.world);
        simplified.log_in(other, PASSWORD).await.assert_at("/account");
        for path in ["/confirmation/online-bank", "/confirmation/online-bank/proba"] {
            simplified.open(path).await.assert_at("/confirmation");
        }
        simplified.send("/confirmation/online-bank/proba", &[]).await.assert_at("/confirmation");
        let mut stranger = Browser::new(&scene.world);
        stranger.open("/confirmation/online-bank").await;
        assert!(stranger.at.starts_with("/login?return="), "{}", stranger.at);
    }
}
