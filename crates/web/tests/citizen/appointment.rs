//! Booking a visit, as a person walks through it (R132, C30).

use http::StatusCode;
use okno_app::appointment;
use okno_domain::{
    operator::{CenterId, Task},
    person::form::PersonForm,
    time::{HOUR, MINUTE, Timestamp, after},
};
use okno_testkit::{World, citizen::PASSWORD, engine_test, operator::center, person::citizen_form};

use crate::browser::Browser;

const ANNA: &str = "+79123456789";
const BORIS: &str = "+79123456780";
/// 10:00 in Moscow on the day on which the world begins.
const FIRST: &str = "2026-03-02T07:00:00Z";

fn second(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_second()
}

fn page(id: CenterId) -> String {
    format!("/appointment/center/{id}")
}

fn review(id: CenterId, time: &str) -> String {
    format!("{}/review?task=confirm_identity&at={}", page(id), second(time))
}

async fn scene(store: okno_testkit::store::Store) -> (World, Browser) {
    // Nobody is signed out while the clock goes on to the time of a visit.
    let world = World::with(store, |settings| settings.session.idle_minutes = 600, |_| {}).await;
    world.open_center(center(1)).await;
    world.standard_citizen(ANNA, &citizen_form()).await;
    let mut anna = Browser::new(&world);
    anna.log_in(ANNA, PASSWORD).await.assert_at("/account");
    (world, anna)
}

/// Sends what the page of a chosen time asks for.
async fn confirm(browser: &mut Browser, time: &str, more: &[(&str, &str)]) {
    let at = second(time).to_string();
    let mut fields = vec![("task", "confirm_identity"), ("at", at.as_str())];
    fields.extend_from_slice(more);
    browser.send(&format!("{}/review", page(center(1))), &fields).await;
}

fn hidden(browser: &Browser, name: &str) -> String {
    let after = browser.body.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
    after.split('"').next().unwrap().to_owned()
}

/// Somebody else takes a time.
async fn taken_by_boris(world: &World, time: &str) {
    let form =
        PersonForm { snils: "112-233-445 95".to_owned(), document_number: "4510 654321".to_owned(), ..citizen_form() };
    let boris = world.standard_citizen(BORIS, &form).await;
    let what = (center(1), Task::ConfirmIdentity);
    appointment::book(&world.cx(), &boris, what, time.parse().unwrap(), None).await.unwrap();
}

engine_test! {
    /// R132: from the center's page to the booking, by links alone; every page says that nobody needs one.
    async fn a_visit_is_booked(store: Store) {
        let (_world, mut anna) = scene(store).await;
        let walk_in = "Записываться не обязательно";
        anna.open("/appointment").await;
        assert!(anna.has("Вы никуда не записаны") && anna.has(walk_in));
        anna.open(&format!("/service-centers/{}", center(1))).await;
        assert_eq!(anna.link("book"), page(center(1)));
        anna.open(&page(center(1))).await;
        assert!(anna.has(walk_in) && anna.has("Центр «Проба»") && anna.has("UTC+3"));
        assert!(anna.links().contains(&review(center(1), FIRST).replace('&', "&amp;")) || anna.has(&second(FIRST).to_string()));
        anna.open(&format!("{}?task=correct_data&day=2026-03-03", page(center(1)))).await;
        assert!(anna.has("вт 03.03.2026") && anna.has("task=correct_data"));
        anna.open(&review(center(1), FIRST)).await;
        for part in ["понедельник, 2 марта 2026", "10:00", "ул. Примерная, 1", "паспорт", "Подтвердить личность"] {
            assert!(anna.has(part), "{part}");
        }
        confirm(&mut anna, FIRST, &[]).await;
        anna.assert_at("/appointment");
        assert!(anna.has("Вы записаны.") && anna.has("10:00") && anna.has(walk_in));
        for path in ["/account", "/confirmation", "/confirmation/in-person"] {
            anna.open(path).await;
            assert!(anna.has("Вы записаны на приём") && anna.link("appointment") == "/appointment", "{path}");
        }
        // Back, and sent once more.
        anna.open("/appointment").await;
        confirm(&mut anna, FIRST, &[]).await;
        anna.assert_at("/appointment");
        anna.open(&review(center(1), FIRST)).await.assert_at("/appointment");
    }

    /// R132: the calendar file is one, and only for who booked.
    async fn the_calendar_gets_it(store: Store) {
        let (_world, mut anna) = scene(store).await;
        assert_eq!(anna.open("/appointment/visit.ics").await.status, StatusCode::NOT_FOUND);
        anna.open(&review(center(1), FIRST)).await;
        confirm(&mut anna, FIRST, &[]).await;
        anna.open("/appointment/visit.ics").await;
        assert_eq!(anna.headers["content-type"], "text/calendar; charset=utf-8");
        assert!(anna.body.starts_with("BEGIN:VCALENDAR\r\n"));
        assert!(anna.has("DTSTART:20260302T070000Z") && anna.has("DTEND:20260302T072000Z"));
    }

    /// R132: who was quicker has it; the page says so, offers the nearest times, and nothing that was chosen is lost.
    async fn taken_in_the_meantime(store: Store) {
        let (world, mut anna) = scene(store).await;
        anna.open(&review(center(1), FIRST)).await;
        taken_by_boris(&world, FIRST).await;
        confirm(&mut anna, FIRST, &[]).await;
        assert_eq!(anna.status, StatusCode::CONFLICT);
        assert!(anna.has("Это время уже занято") && anna.has("Ближайшее свободное время"));
        assert!(anna.has("Подтвердить личность") && anna.has("Центр «Проба»"));
        assert!(anna.has(&format!("at={}", second("2026-03-02T07:20:00Z"))) && !anna.has("id=\"submit\""));
        assert_eq!(anna.open(&review(center(1), FIRST)).await.status, StatusCode::CONFLICT);
        anna.open(&review(center(1), "2026-03-02T07:20:00Z")).await;
        confirm(&mut anna, "2026-03-02T07:20:00Z", &[]).await;
        anna.assert_at("/appointment");
    }

    /// R132: another time takes the place of the one that is booked, and only when the page said so.
    async fn moved_and_cancelled(store: Store) {
        let (world, mut anna) = scene(store).await;
        anna.open(&review(center(1), FIRST)).await;
        confirm(&mut anna, FIRST, &[]).await;
        let later = "2026-03-04T08:00:00Z";
        anna.open("/appointment").await;
        assert_eq!(anna.link("move"), format!("{}?task=confirm_identity", page(center(1))));
        anna.open(&review(center(1), later)).await;
        assert!(anna.has("Новое время заменит эту запись"));
        let moves = hidden(&anna, "moves");
        // From a page of before the booking.
        confirm(&mut anna, later, &[]).await;
        assert_eq!(anna.status, StatusCode::CONFLICT);
        assert!(anna.has("Вы уже записаны") && hidden(&anna, "moves") == moves);
        confirm(&mut anna, later, &[("moves", &moves)]).await;
        anna.assert_at("/appointment");
        assert!(anna.has("Запись перенесена.") && anna.has("4 марта 2026"));
        anna.open("/appointment/cancel").await;
        let id = hidden(&anna, "id");
        anna.send("/appointment/cancel", &[("id", &id)]).await.assert_at("/appointment");
        assert!(anna.has("Запись отменена.") && anna.has("Вы никуда не записаны"));
        anna.open("/appointment/cancel").await.assert_at("/appointment");
        // What is too late is said, with what one has.
        anna.open(&review(center(1), FIRST)).await;
        confirm(&mut anna, FIRST, &[]).await;
        anna.open("/appointment/cancel").await;
        let id = hidden(&anna, "id");
        world.clock.set(after(FIRST.parse().unwrap(), MINUTE));
        anna.send("/appointment/cancel", &[("id", &id)]).await;
        assert_eq!(anna.status, StatusCode::GONE);
        assert!(anna.has("Время приёма наступило") && !anna.has("id=\"move\""));
    }

    /// R62, R132: a visitor signs in first; below Standard the next step is another one; nonsense books nothing.
    async fn who_cannot_book(store: Store) {
        let (world, mut anna) = scene(store).await;
        let mut visitor = Browser::new(&world);
        visitor.open(&page(center(1))).await;
        assert!(visitor.at.starts_with("/login?return="));
        world.citizen("+79123456781").await;
        visitor.log_in("+79123456781", PASSWORD).await;
        visitor.open(&page(center(1))).await.assert_at("/confirmation");
        assert_eq!(anna.open(&page(center(9))).await.status, StatusCode::NOT_FOUND);
        anna.open(&format!("{}/review?task=confirm_identity&at=soon", page(center(1)))).await;
        anna.assert_at(&page(center(1)));
        anna.open(&format!("{}/review?task=restore_access&at={}", page(center(1)), second(FIRST))).await;
        assert_eq!(anna.status, StatusCode::FORBIDDEN);
        anna.open(&review(center(1), FIRST)).await;
        anna.send(&format!("{}/review", page(center(1))), &[("task", "x"), ("at", "1")]).await;
        assert_eq!(anna.status, StatusCode::BAD_REQUEST);
        // An hour before closing, today is over.
        world.clock.advance(HOUR * 8);
        let mut later = Browser::new(&world);
        later.log_in(ANNA, PASSWORD).await.assert_at("/account");
        later.open(&page(center(1))).await;
        assert!(later.has("вт 03.03.2026") && !later.has("пн 02.03.2026"));
    }
}
