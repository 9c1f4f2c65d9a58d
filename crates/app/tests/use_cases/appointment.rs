//! Booked times at centers (R132, C30): booking, moving, cancelling, reminders, races and refusals; on both engines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod center_side;
mod races;

use okno_app::{
    Error,
    appointment::{self, Choice},
    audit, job,
    session::SignedIn,
    settings::CenterAppointments,
};
use okno_domain::{
    appointment::{AppointmentId, AppointmentState, Offer, Slot, resource_of},
    operator::{CenterId, Task},
    person::form::PersonForm,
    time::{DAY, HOUR, MINUTE, Timestamp, after},
    visit::VisitState,
};
use okno_store::{Store, appointment as store, visit as visits};
use okno_testkit::{World, citizen::refused, engine_test, operator::center, person::citizen_form};

const ANNA: &str = "+79123456789";
const BORIS: &str = "+79123456780";
const CONFIRM: Task = Task::ConfirmIdentity;
/// The first time that can be booked when the world begins, 10:00 in Moscow.
const FIRST: &str = "2026-03-02T07:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A world with one center that takes bookings.
async fn world(store: Store) -> World {
    let world = World::new(store).await;
    world.open_center(center(1)).await;
    world
}

fn boris_form() -> PersonForm {
    PersonForm {
        snils: "112-233-445 95".to_owned(),
        document_number: "4510 654321".to_owned(),
        family_name: "Петров".to_owned(),
        ..citizen_form()
    }
}

async fn anna(world: &World) -> SignedIn {
    world.standard_citizen(ANNA, &citizen_form()).await
}

async fn boris(world: &World) -> SignedIn {
    world.standard_citizen(BORIS, &boris_form()).await
}

async fn offer(world: &World, places: u16, minutes: u16) {
    let mut tx = world.app.store.write().await.unwrap();
    let offer = Offer::new(places, minutes).unwrap();
    store::save_offer(&mut tx, resource_of(center(1)), offer, world.clock.get()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn book(world: &World, person: &SignedIn, time: &str) -> Result<AppointmentId, Error> {
    appointment::book(&world.cx(), person, (center(1), CONFIRM), at(time), None).await
}

async fn choice(world: &World, person: &SignedIn) -> Choice {
    appointment::choice(&world.cx(), person, center(1), Some(CONFIRM)).await.unwrap()
}

async fn free(world: &World, person: &SignedIn) -> Vec<Slot> {
    choice(world, person).await.days.into_iter().flat_map(|day| day.free).collect()
}

async fn is_free(world: &World, person: &SignedIn, time: &str) -> bool {
    free(world, person).await.iter().any(|slot| slot.starts_at == at(time))
}

async fn state(world: &World, person: &SignedIn, id: AppointmentId) -> AppointmentState {
    let mut read = world.app.store.read().await.unwrap();
    store::find(&mut read, person.id(), id).await.unwrap().unwrap().appointment.state
}

async fn visit_state(world: &World, at: CenterId, id: AppointmentId) -> VisitState {
    let mut read = world.app.store.read().await.unwrap();
    let id = okno_domain::visit::VisitId::from_uuid(id.uuid());
    visits::find(&mut read, at, id).await.unwrap().unwrap().visit.state
}

async fn acts(world: &World, person: &SignedIn) -> Vec<String> {
    let mut read = world.app.store.read().await.unwrap();
    let entries = audit::list(&mut read, person.id(), None, 40).await.unwrap();
    entries.into_iter().map(|entry| entry.act).collect()
}

fn told(world: &World, kind: &str) -> usize {
    world.sms.sent().iter().filter(|sent| sent.message.kind == kind).count()
}

/// What is periodic runs once.
async fn work(world: &World) {
    job::enqueue_periodic(&world.cx()).await.unwrap();
    world.drain().await;
}

engine_test! {
    /// R132: from an hour ahead to two weeks ahead, within the hours, by the center's clock.
    async fn free_times_follow_the_hours(store: Store) {
        let world = world(store).await;
        let anna = anna(&world).await;
        let days = choice(&world, &anna).await.days;
        assert_eq!(days.len(), 10);
        assert_eq!(days[0].free[0].starts_at, at(FIRST));
        // Until 18:00 in thirds of an hour.
        assert_eq!((days[0].free.len(), days[1].free.len()), (24, 27));
        let last = days.last().unwrap();
        assert_eq!(last.day.to_string(), "2026-03-13");
        assert!(last.free.iter().all(|slot| slot.starts_at < after(world.clock.get(), DAY * 14)));
        assert!(days.iter().all(|day| day.day.weekday().to_monday_zero_offset() < 5));
        world.clock.advance_seconds(1);
        assert!(!is_free(&world, &anna, FIRST).await);
    }

    /// R132: booking tells the person, notes it, and puts the visitor into the center's list; booking the same again
    /// changes nothing, and another one beside it is refused.
    async fn a_time_is_booked(store: Store) {
        let world = world(store).await;
        let (anna, boris) = (anna(&world).await, boris(&world).await);
        let id = book(&world, &anna, FIRST).await.unwrap();
        world.drain().await;
        let sms = world.sms.last_to(ANNA).unwrap().message;
        assert_eq!(sms.kind, "appointment_booked");
        assert_eq!((sms.args["date"].as_str(), sms.args["time"].as_str()), ("2026-03-02", "10:00"));
        assert!(sms.args["place"].contains("Центр «Проба», Москва, ул. Примерная, 1"));
        assert!(acts(&world, &anna).await.contains(&"appointment-booked".to_owned()));
        assert_eq!(visit_state(&world, center(1), id).await, VisitState::Booked);
        let current = appointment::current(&world.cx(), &anna).await.unwrap().unwrap();
        assert_eq!((current.appointment.id, current.starts().hour(), current.may_change), (id, 10, true));
        assert_eq!(book(&world, &anna, FIRST).await.unwrap(), id);
        assert_eq!(refused(book(&world, &anna, "2026-03-02T07:20:00Z").await).code, "appointment-already-booked");
        assert_eq!(refused(book(&world, &boris, FIRST).await).code, "appointment-taken");
        world.drain().await;
        assert_eq!((told(&world, "appointment_booked"), free(&world, &boris).await.len()), (1, 24 + 27 * 9 - 1));
    }

    /// R132: with two windows, two come at one time, and not three; who finds it taken is offered the nearest.
    async fn each_window_has_a_place(store: Store) {
        let world = world(store).await;
        offer(&world, 2, 30).await;
        let (anna, boris) = (anna(&world).await, boris(&world).await);
        book(&world, &anna, FIRST).await.unwrap();
        assert!(is_free(&world, &boris, FIRST).await);
        book(&world, &boris, FIRST).await.unwrap();
        assert!(!is_free(&world, &anna, FIRST).await);
        let nearest = appointment::nearest(&world.cx(), center(1), CONFIRM, at(FIRST), 3).await.unwrap();
        let starts: Vec<_> = nearest.iter().map(|slot| slot.starts_at).collect();
        assert_eq!(starts, ["2026-03-02T07:30:00Z", "2026-03-02T08:00:00Z", "2026-03-02T08:30:00Z"].map(at));
    }

    /// R132: no time that is not offered is booked, whatever is sent.
    async fn only_what_is_offered_is_booked(store: Store) {
        let world = world(store).await;
        let anna = anna(&world).await;
        for time in [
            // Between two, too soon, after closing, on a Sunday, too far ahead, long ago.
            "2026-03-02T07:10:00Z",
            "2026-03-02T06:40:00Z",
            "2026-03-02T15:00:00Z",
            "2026-03-08T08:00:00Z",
            "2026-03-17T08:00:00Z",
            "2020-03-02T08:00:00Z",
        ] {
            assert_eq!(refused(book(&world, &anna, time).await).code, "appointment-taken", "{time}");
        }
        let cx = world.cx();
        let restore = appointment::book(&cx, &anna, (center(1), Task::RestoreAccess), at(FIRST), None).await;
        assert_eq!(refused(restore).code, "appointment-not-for-you");
        let nowhere = appointment::book(&cx, &anna, (center(9), CONFIRM), at(FIRST), None).await;
        assert!(matches!(nowhere, Err(Error::NotFound)));
        let simplified = world.citizen("+79123456781").await;
        assert_eq!(refused(book(&world, &simplified, FIRST).await).code, "appointment-not-for-you");
        assert_eq!(
            refused(appointment::choice(&cx, &simplified, center(1), None).await).code,
            "appointment-not-for-you"
        );
    }

    /// R132, R123: who is confirmed has nothing to confirm and can still have an error corrected.
    async fn the_confirmed_can_have_errors_corrected(store: Store) {
        let world = world(store).await;
        let anna = anna(&world).await;
        world.confirm_by_hand(anna.id()).await;
        let anna = world.refreshed(&anna).await;
        assert_eq!(refused(book(&world, &anna, FIRST).await).code, "appointment-not-for-you");
        let choice = appointment::choice(&world.cx(), &anna, center(1), None).await.unwrap();
        assert_eq!((choice.task, choice.tasks), (Task::CorrectData, vec![Task::CorrectData, Task::DeleteAccount]));
        appointment::book(&world.cx(), &anna, (center(1), Task::CorrectData), at(FIRST), None).await.unwrap();
    }

    /// C30: an installation without bookings has none, and nobody is kept from coming.
    async fn bookings_can_be_switched_off(store: Store) {
        let off = |settings: &mut okno_app::Settings| settings.center.appointments = CenterAppointments::Off;
        let world = World::with(store, off, |_| {}).await;
        world.open_center(center(1)).await;
        let anna = anna(&world).await;
        assert_eq!(refused(book(&world, &anna, FIRST).await).code, "appointment-off");
        assert_eq!(
            refused(appointment::choice(&world.cx(), &anna, center(1), None).await).code,
            "appointment-off"
        );
    }

    /// Who books and cancels without end is held back until the next day: each time a message goes out.
    async fn bookings_have_a_limit(store: Store) {
        let world = world(store).await;
        let anna = anna(&world).await;
        for _ in 0..world.cx().settings().center.appointment.most_per_day {
            let id = book(&world, &anna, "2026-03-04T08:00:00Z").await.unwrap();
            // Sent twice, it counts once.
            assert_eq!(book(&world, &anna, "2026-03-04T08:00:00Z").await.unwrap(), id);
            appointment::cancel(&world.cx(), &anna, id).await.unwrap();
        }
        let more = book(&world, &anna, "2026-03-04T08:00:00Z").await;
        assert_eq!(refused(more).code, "appointment-too-many");
        world.clock.advance(DAY);
        book(&world, &anna, "2026-03-04T08:00:00Z").await.unwrap();
    }

    /// R132: moving takes the new place and gives the old one back; a form from before is refused.
    async fn a_visit_is_moved(store: Store) {
        let world = world(store).await;
        let anna = anna(&world).await;
        let first = book(&world, &anna, FIRST).await.unwrap();
        let later = "2026-03-04T08:00:00Z";
        let moved = appointment::book(&world.cx(), &anna, (center(1), CONFIRM), at(later), Some(first)).await.unwrap();
        world.drain().await;
        assert_eq!(world.sms.last_to(ANNA).unwrap().message.kind, "appointment_moved");
        assert_eq!(state(&world, &anna, first).await, AppointmentState::Moved);
        assert_eq!(visit_state(&world, center(1), first).await, VisitState::Left);
        assert_eq!(visit_state(&world, center(1), moved).await, VisitState::Booked);
        assert!(is_free(&world, &anna, FIRST).await && !is_free(&world, &anna, later).await);
        let again = appointment::book(&world.cx(), &anna, (center(1), CONFIRM), at(FIRST), Some(first)).await;
        assert_eq!(refused(again).code, "appointment-already-booked");
        // What cannot be had leaves what one has.
        let sunday = at("2026-03-08T08:00:00Z");
        let nowhere = appointment::book(&world.cx(), &anna, (center(1), CONFIRM), sunday, Some(moved)).await;
        assert_eq!(refused(nowhere).code, "appointment-taken");
        assert_eq!(state(&world, &anna, moved).await, AppointmentState::Booked);
        assert!(!is_free(&world, &anna, later).await);
    }

    /// R132: cancelling gives the place back; doing it twice does no harm, and from its beginning on it is too late.
    async fn a_visit_is_cancelled(store: Store) {
        let world = world(store).await;
        let (anna, boris) = (anna(&world).await, boris(&world).await);
        let id = book(&world, &anna, FIRST).await.unwrap();
        assert!(matches!(appointment::cancel(&world.cx(), &boris, id).await, Err(Error::NotFound)));
        appointment::cancel(&world.cx(), &anna, id).await.unwrap();
        appointment::cancel(&world.cx(), &anna, id).await.unwrap();
        assert_eq!(acts(&world, &anna).await.iter().filter(|act| *act == "appointment-cancelled").count(), 1);
        assert_eq!(visit_state(&world, center(1), id).await, VisitState::Left);
        assert!(appointment::current(&world.cx(), &anna).await.unwrap().is_none());
        let id = book(&world, &anna, FIRST).await.unwrap();
        world.clock.advance(HOUR);
        assert_eq!(refused(appointment::cancel(&world.cx(), &anna, id).await).code, "appointment-over");
        let moved = appointment::book(&world.cx(), &anna, (center(1), CONFIRM), at("2026-03-04T08:00:00Z"), Some(id)).await;
        assert_eq!(refused(moved).code, "appointment-over");
    }

    /// R132: one reminder, a day before; none for what is booked later than that.
    async fn people_are_reminded(store: Store) {
        let world = world(store).await;
        let (anna, boris) = (anna(&world).await, boris(&world).await);
        book(&world, &anna, "2026-03-04T08:00:00Z").await.unwrap();
        book(&world, &boris, FIRST).await.unwrap();
        world.clock.set(after(at("2026-03-03T08:00:00Z"), -MINUTE * 10));
        work(&world).await;
        assert_eq!(told(&world, "appointment_reminder"), 0);
        world.clock.advance(MINUTE * 10);
        for _ in 0..2 {
            work(&world).await;
            world.clock.advance(MINUTE * 10);
        }
        assert_eq!(told(&world, "appointment_reminder"), 1);
        assert_eq!(world.sms.last_to(ANNA).unwrap().message.kind, "appointment_reminder");
        assert_ne!(world.sms.last_to(BORIS).unwrap().message.kind, "appointment_reminder");
    }

    /// R132: a person whose need was met otherwise is not waited for, and the place is free again.
    async fn who_has_no_need_is_not_waited_for(store: Store) {
        let world = world(store).await;
        let (anna, boris) = (anna(&world).await, boris(&world).await);
        let id = book(&world, &anna, "2026-03-04T08:00:00Z").await.unwrap();
        world.confirm_by_hand(anna.id()).await;
        world.clock.set(at("2026-03-03T08:00:00Z"));
        work(&world).await;
        assert_eq!(state(&world, &anna, id).await, AppointmentState::Cancelled);
        assert!(is_free(&world, &boris, "2026-03-04T08:00:00Z").await);
        assert_eq!(told(&world, "appointment_reminder"), 0);
    }
}
