//! Of those who want the same at the same moment, one has it.

use okno_domain::appointment::Taken;
use tokio::task::JoinSet;

use super::*;

engine_test! {
    /// R132: ten people ask for one time with three windows at the same moment: three have it, and nobody is expected at a
    /// place that somebody has.
    async fn no_place_is_booked_twice(store: Store) {
        let world = world(store).await;
        offer(&world, 3, 20).await;
        let mut people = Vec::new();
        for (n, snils) in (0..10).zip(["000-000-600 06", "112-233-445 95", "000-000-602 08", "000-000-603 09", "000-000-604 10",
            "000-000-605 11", "000-000-606 12", "000-000-607 13", "000-000-608 14", "000-000-609 15"]) {
            let form = PersonForm {
                snils: snils.to_owned(),
                document_number: format!("4510 65430{n}"),
                ..citizen_form()
            };
            people.push(world.standard_citizen(&format!("+7912345670{n}"), &form).await);
        }
        let mut wishes = JoinSet::new();
        for person in people {
            let cx = world.cx();
            wishes.spawn(async move { appointment::book(&cx, &person, (center(1), CONFIRM), at(FIRST), None).await });
        }
        let outcomes = wishes.join_all().await;
        let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(won, 3);
        for lost in outcomes.into_iter().filter(Result::is_err) {
            assert_eq!(refused(lost).code, "appointment-taken");
        }
        let slot = Slot { starts_at: at(FIRST), ends_at: after(at(FIRST), MINUTE * 20) };
        let mut read = world.app.store.read().await.unwrap();
        let taken = store::taken(&mut read, resource_of(center(1)), slot, world.clock.get()).await.unwrap();
        assert_eq!(taken.iter().map(|taken| taken.place).collect::<Vec<_>>(), [0, 1, 2]);
    }

    /// R132: one person in several windows has one appointment.
    async fn one_person_has_one(store: Store) {
        let world = world(store).await;
        let anna = anna(&world).await;
        let times = ["2026-03-02T07:00:00Z", "2026-03-02T07:20:00Z", "2026-03-03T07:00:00Z", "2026-03-04T07:00:00Z"];
        let mut wishes = JoinSet::new();
        for time in times {
            let (cx, anna) = (world.cx(), anna.clone());
            wishes.spawn(async move { appointment::book(&cx, &anna, (center(1), CONFIRM), at(time), None).await });
        }
        let outcomes = wishes.join_all().await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        let mut read = world.app.store.read().await.unwrap();
        assert_eq!(store::booked(&mut read, anna.id()).await.unwrap().len(), 1);
        assert_eq!(store::expected(&mut read, resource_of(center(1)), world.clock.get()).await.unwrap().len(), 1);
    }

    /// R132: a form that is sent twice at the same moment books once, and both answers say so.
    async fn a_form_sent_twice_books_once(store: Store) {
        let world = world(store).await;
        let anna = anna(&world).await;
        let cx = world.cx();
        let wish = || appointment::book(&cx, &anna, (center(1), CONFIRM), at(FIRST), None);
        let (one, other) = tokio::join!(wish(), wish());
        assert_eq!(one.unwrap(), other.unwrap());
        world.drain().await;
        assert_eq!(told(&world, "appointment_booked"), 1);
    }

    /// R132: moved and cancelled at the same moment, it is either, and no place is left taken by nobody.
    async fn moved_or_cancelled(store: Store) {
        let world = world(store).await;
        let anna = anna(&world).await;
        let id = book(&world, &anna, FIRST).await.unwrap();
        let cx = world.cx();
        let later = at("2026-03-04T08:00:00Z");
        let (moved, cancelled) = tokio::join!(
            appointment::book(&cx, &anna, (center(1), CONFIRM), later, Some(id)),
            appointment::cancel(&cx, &anna, id)
        );
        assert!(moved.is_ok() != cancelled.is_ok(), "{moved:?} {cancelled:?}");
        let mut read = world.app.store.read().await.unwrap();
        let expected = store::expected(&mut read, resource_of(center(1)), world.clock.get()).await.unwrap();
        assert_eq!(expected.len(), usize::from(moved.is_ok()));
    }

    /// A place can be held for a while: nobody else has it until then, and then anybody, but only once.
    async fn a_hold_ends(store: Store) {
        let world = world(store).await;
        let (anna, boris) = (anna(&world).await, boris(&world).await);
        let slot = Slot { starts_at: at(FIRST), ends_at: after(at(FIRST), MINUTE * 20) };
        let (taken, now) = (Taken { slot, place: 0 }, world.clock.get());
        let until = after(now, MINUTE * 10);
        let resource = resource_of(center(1));
        let take = async |person: &SignedIn, held, now| {
            let mut tx = world.app.store.write().await.unwrap();
            let who = (person.id(), world.cx().fresh_id());
            let has = store::take(&mut tx, resource, &taken, who, (held, now)).await.unwrap();
            tx.commit().await.unwrap();
            has
        };
        assert!(take(&anna, Some(until), now).await);
        assert!(!take(&boris, None, after(until, -MINUTE)).await);
        assert!(!is_free(&world, &boris, FIRST).await);
        assert!(take(&boris, None, until).await);
        assert!(!take(&anna, None, after(until, HOUR)).await);
    }
}
