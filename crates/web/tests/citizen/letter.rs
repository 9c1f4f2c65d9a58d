//! The registered letter, as pages.

use std::sync::Arc;

use http::StatusCode;
use okno_app::{job, session::SignedIn};
use okno_domain::{
    letter::CarrierState,
    time::{DAY, after},
};
use okno_testkit::{World, carrier::TestCarrier, citizen::PASSWORD, engine_test, person::citizen_form, store::Store};

use crate::browser::Browser;

const PHONE: &str = "+79123456789";
const PAGE: &str = "/confirmation/registered-letter";
const ORDER: &str = "/confirmation/registered-letter/order";
const ADDRESS: [(&str, &str); 7] = [
    ("address_kind", "residence"),
    ("postal_index", "630099"),
    ("region", "Новосибирская область"),
    ("locality", "г. Новосибирск"),
    ("street", "Красный проспект"),
    ("house", "18"),
    ("apartment", "7"),
];

struct Scene {
    world: World,
    carrier: Arc<TestCarrier>,
    anna: SignedIn,
    browser: Browser,
}

impl Scene {
    async fn new(store: Store) -> Self {
        let carrier = Arc::new(TestCarrier::default());
        let given = carrier.clone();
        let world = World::with(store, |_| {}, |ports| ports.carrier = Some(given)).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let mut browser = Browser::new(&world);
        browser.log_in(PHONE, PASSWORD).await.assert_at("/account");
        Self { world, carrier, anna, browser }
    }

    async fn order(&mut self) {
        self.browser.open(ORDER).await;
        self.browser.send(ORDER, &ADDRESS).await;
        self.browser.assert_at(PAGE);
    }

    /// Periodic work, and the person signed in again some time later.
    async fn later(&mut self, seconds: i64) {
        self.world.clock.advance_seconds(seconds);
        job::enqueue_periodic(&self.world.cx()).await.unwrap();
        self.world.drain().await;
        self.browser = Browser::new(&self.world);
        self.browser.log_in(PHONE, PASSWORD).await.assert_at("/account");
    }

    async fn moved(&mut self, state: CarrierState) {
        let number = self.carrier.last().number;
        self.carrier.tell(&number, state, self.world.clock.get());
        self.later(3600).await;
    }
}

engine_test! {
    /// R136, R137, R139 to R142, R144: the way from the page of methods to the order; what is to be known before.
    async fn a_letter_is_ordered(store: Store) {
        let mut scene = Scene::new(store).await;
        let browser = &mut scene.browser;
        browser.open("/confirmation").await;
        assert!(browser.links().contains(&PAGE.to_owned()));
        browser.open(PAGE).await.assert_at(ORDER);
        assert_eq!(browser.status, StatusCode::OK);
        for words in ["налогоплательщика", "с паспортом", "14 дней", "30 дней", "бесплатн"] {
            assert!(browser.has(words), "{words} {}", browser.said());
        }
        // R141: in person is recommended.
        assert!(browser.links().contains(&"/confirmation/in-person".to_owned()));
        // R137: the name comes from the profile.
        assert!(browser.has(&scene.anna.person.family_name));
        scene.order().await;
        assert!(scene.browser.has("630099, Новосибирская область"));
        assert!(scene.browser.has("Заказано"));
    }

    /// R137: faults are told at their fields, and what was typed stays.
    async fn faults_are_told_at_their_fields(store: Store) {
        let mut scene = Scene::new(store).await;
        let browser = &mut scene.browser;
        browser.open(ORDER).await;
        browser.send(ORDER, &[("address_kind", "residence"), ("postal_index", "99"), ("house", "1<"), ("street", "Я")]).await;
        assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
        for field in ["postal_index", "region", "locality", "house"] {
            assert!(!browser.error_at(field).is_empty(), "{field}");
        }
        browser.open(ORDER).await;
        let mut other = ADDRESS;
        other[0].1 = "holiday";
        browser.send(ORDER, &other).await;
        assert!(!browser.error_at("address_kind").is_empty());
    }

    /// R138: the index is found from town and street, without scripts, and brings the person back with it filled in.
    async fn the_index_is_found(store: Store) {
        let mut scene = Scene::new(store).await;
        let browser = &mut scene.browser;
        browser.open(ORDER).await;
        let finder = browser.link("find-index");
        browser.open(&finder).await;
        assert!(browser.has("id=\"locality\""));
        browser.open(&format!("{finder}?locality=Казань&street=Баумана")).await;
        assert!(browser.has("420111"));
        let addresses = browser.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let back = addresses.map(|address| address.replace("&#38;", "&"));
        let back = back.into_iter().find(|address| address.contains("postal_index=420111")).unwrap();
        browser.open(&back).await;
        assert!(browser.has("value=\"420111\"") && browser.has("value=\"Казань\""));
        browser.open(&format!("{finder}?locality=Нигде")).await;
        assert!(browser.has("справочнике нет"));
    }

    /// R145, R146: the state, the number a day after dispatch, and the inactive button with its date.
    async fn the_letter_can_be_followed(store: Store) {
        let mut scene = Scene::new(store).await;
        scene.order().await;
        let ordered = scene.world.clock.get();
        scene.later(3600).await;
        scene.moved(CarrierState::Accepted).await;
        scene.browser.open(PAGE).await;
        let number = scene.carrier.last().number.as_str().to_owned();
        assert!(scene.browser.has("Принято почтой") && !scene.browser.has(&number));
        scene.browser.open(&format!("{PAGE}/track")).await.assert_at(PAGE);
        let from = okno_domain::letter::reorder_day(ordered, 30);
        let date = okno_ui::format::date(okno_domain::locale::Locale::Ru, from);
        assert!(scene.browser.has(&format!("Повторный заказ возможен с {date}")));
        assert!(scene.browser.has("disabled"));
        scene.browser.open(ORDER).await.assert_at(PAGE);
        scene.later(24 * 3600).await;
        scene.browser.open(PAGE).await;
        assert!(scene.browser.has(&number));
        scene.browser.open_only(&format!("{PAGE}/track")).await;
        assert_eq!(scene.browser.header("location"), format!("https://carrier.test/{number}"));
        assert_eq!(scene.browser.header("referrer-policy"), "no-referrer");
        // R147: after thirty days another one can be ordered.
        scene.world.clock.set(after(ordered, DAY * 31));
        scene.later(1).await;
        scene.browser.open(PAGE).await;
        assert_eq!(scene.browser.link("order-again"), ORDER);
        assert!(scene.browser.has("слишком долго"));
    }

    /// R146: a second order within thirty days is refused with the date.
    async fn a_second_order_is_refused(store: Store) {
        let mut scene = Scene::new(store).await;
        scene.browser.open(ORDER).await;
        let mut second = Browser::new(&scene.world);
        second.log_in(PHONE, PASSWORD).await;
        second.open(ORDER).await;
        scene.order().await;
        second.send(ORDER, &ADDRESS).await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        assert!(second.has("Новое письмо можно заказать с"), "{}", second.said());
    }

    /// R114, R148, R151: the box stands in three places; the code confirms; the tax services say why they stay closed and
    /// what opens them, and so does the page of success.
    async fn a_letter_alone_opens_all_but_tax_services(store: Store) {
        let mut scene = Scene::new(store).await;
        scene.order().await;
        scene.later(3600).await;
        scene.moved(CarrierState::HandedOver).await;
        for place in [PAGE, "/account", "/confirmation"] {
            scene.browser.open(place).await;
            assert!(scene.browser.has("id=\"confirmation_code\""), "{place}");
        }
        let code = scene.carrier.last().code;
        let browser = &mut scene.browser;
        browser.open(PAGE).await;
        browser.send("/confirmation/code", &[("confirmation_code", &code)]).await;
        browser.assert_at("/confirmation/done");
        assert!(browser.has("кроме налоговых") && browser.has("/services/tax-debts"));
        browser.open("/services/tax-debts").await;
        assert!(browser.has("только заказным письмом"));
        assert_eq!(browser.link("submit"), "/confirmation");
        browser.open("/services/vehicle-registration").await;
        assert!(!browser.has("только заказным письмом"));
        browser.open(PAGE).await;
        assert!(browser.has("Код введён") && !browser.has("id=\"confirmation_code\""));
        scene.world.drain().await;
        let told = scene.world.sms.sent().into_iter().find(|sent| sent.message.kind == "identity_confirmed").unwrap();
        assert_eq!(told.arg("method"), "registered_letter");
    }

    /// R111: without a carrier nothing leads to letters.
    async fn without_carrier_no_way_leads_to_letters(store: Store) {
        let world = World::new(store).await;
        world.standard_citizen(PHONE, &citizen_form()).await;
        let mut browser = Browser::new(&world);
        browser.log_in(PHONE, PASSWORD).await;
        browser.open("/confirmation").await;
        assert!(!browser.links().contains(&PAGE.to_owned()));
        browser.open(PAGE).await.assert_at("/confirmation");
        browser.open(ORDER).await.assert_at("/confirmation");
    }
}
