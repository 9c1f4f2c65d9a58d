//! The other side: the clerks' list, who did not come, and what becomes of visits when a center changes.

use okno_app::{clerk, operator::Acting, organization, service_center};
use okno_domain::{operator::Role, visit::VisitId};

use super::*;

fn visit(id: AppointmentId) -> VisitId {
    VisitId::from_uuid(id.uuid())
}

/// The hours of the test center from now on, and who is expected is looked at.
async fn change(world: &World, from: &str, to: &str) {
    let file = include_str!("../../../../../xtask/stack/centers.csv").replace("{checked}", "2026-03-01");
    let line = file.lines().find(|line| line.starts_with("moi-dela-01,")).unwrap();
    let text = format!("{}\n{}\n", file.lines().next().unwrap(), line.replace(from, to));
    let rows = service_center::read_file(text.as_bytes()).unwrap();
    let report = service_center::import(&world.cx(), &rows, false).await.unwrap();
    assert_eq!(report.refused, []);
}

const HOURS: &str = "Mo-Sa 08:00-20:00; PH off";

engine_test! {
    /// R132, R135: taking in is a look that the person sees, and the visit is served for its task.
    async fn a_clerk_takes_in(store: Store) {
        let world = world(store).await;
        let anna = anna(&world).await;
        let id = book(&world, &anna, FIRST).await.unwrap();
        let clerk = world.clerk("a.petrova", center(1)).await;
        world.clock.set(after(at(FIRST), -MINUTE));
        let waiting = clerk::waiting(&world.cx(), &clerk).await.unwrap();
        assert_eq!(waiting.len(), 1);
        assert_eq!((waiting[0].booked_for.hour(), waiting[0].may_take, waiting[0].may_miss), (10, true, false));
        assert!(!acts(&world, &anna).await.contains(&"operator-looked".to_owned()));
        clerk::take(&world.cx(), &clerk, visit(id)).await.unwrap();
        assert_eq!(state(&world, &anna, id).await, AppointmentState::Came);
        assert!(acts(&world, &anna).await.contains(&"operator-looked".to_owned()));
        let view = clerk::view(&world.cx(), &clerk, visit(id)).await.unwrap();
        assert_eq!((view.visit.task, view.visit.account), (CONFIRM, anna.id()));
        // Nothing is left to change, and another visit can be booked.
        assert_eq!(refused(appointment::cancel(&world.cx(), &anna, id).await).code, "appointment-over");
        assert!(appointment::current(&world.cx(), &anna).await.unwrap().is_none());
        world.clock.advance(HOUR);
        work(&world).await;
        assert_eq!(state(&world, &anna, id).await, AppointmentState::Came);
    }

    /// R132: the list is that of the center's own day, the earliest first.
    async fn the_list_is_of_today(store: Store) {
        let world = world(store).await;
        let (anna, boris) = (anna(&world).await, boris(&world).await);
        let clerk = world.clerk("a.petrova", center(1)).await;
        book(&world, &anna, "2026-03-02T14:40:00Z").await.unwrap();
        book(&world, &boris, "2026-03-03T06:00:00Z").await.unwrap();
        let hours = async || {
            let waiting = clerk::waiting(&world.cx(), &clerk).await.unwrap();
            waiting.iter().map(|line| (line.booked_for.hour(), line.booked_for.minute())).collect::<Vec<_>>()
        };
        assert_eq!(hours().await, [(17, 40)]);
        // Midnight in Moscow.
        world.clock.set(at("2026-03-02T20:59:59Z"));
        assert_eq!(hours().await, [(17, 40)]);
        world.clock.set(at("2026-03-02T21:00:00Z"));
        assert_eq!(hours().await, [(9, 0)]);
    }

    /// R132: whose time went by is missed; the administrator can still take them in, and then they came.
    async fn who_was_not_served_is_taken_in_later(store: Store) {
        let world = world(store).await;
        let anna = anna(&world).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        world.operator("m.chief", Role::CenterAdministrator, &[center(1)]).await;
        let chief = Acting::try_from(world.operator_in("m.chief").await).unwrap();
        let id = book(&world, &anna, "2026-03-02T08:00:00Z").await.unwrap();
        world.clock.set(after(at("2026-03-02T08:00:00Z"), MINUTE * 20));
        assert_eq!(refused(clerk::miss(&world.cx(), &clerk, visit(id)).await).code, "visit-out-of-step");
        work(&world).await;
        assert_eq!(state(&world, &anna, id).await, AppointmentState::Booked);
        world.clock.advance(MINUTE * 10);
        work(&world).await;
        assert_eq!(state(&world, &anna, id).await, AppointmentState::Missed);
        assert_eq!(visit_state(&world, center(1), id).await, VisitState::Unserved);
        assert!(acts(&world, &anna).await.contains(&"appointment-missed".to_owned()));
        assert_eq!(refused(clerk::take(&world.cx(), &clerk, visit(id)).await).code, "visit-over");
        clerk::take(&world.cx(), &chief, visit(id)).await.unwrap();
        assert_eq!(state(&world, &anna, id).await, AppointmentState::Came);
    }

    /// R132: a clerk notes that nobody came, once; who is being served did come.
    async fn a_clerk_notes_that_nobody_came(store: Store) {
        let world = world(store).await;
        let (anna, boris) = (anna(&world).await, boris(&world).await);
        let id = book(&world, &anna, FIRST).await.unwrap();
        let came = book(&world, &boris, "2026-03-02T07:20:00Z").await.unwrap();
        let clerk = world.clerk("a.petrova", center(1)).await;
        let other = world.clerk("z.elsewhere", center(2)).await;
        world.clock.set(after(at(FIRST), MINUTE * 30));
        clerk::take(&world.cx(), &clerk, visit(came)).await.unwrap();
        assert_eq!(refused(clerk::miss(&world.cx(), &clerk, visit(came)).await).code, "visit-not-yours");
        assert!(matches!(clerk::miss(&world.cx(), &other, visit(id)).await, Err(Error::NotFound)));
        clerk::miss(&world.cx(), &clerk, visit(id)).await.unwrap();
        assert_eq!(refused(clerk::miss(&world.cx(), &clerk, visit(id)).await).code, "visit-over");
        assert_eq!(state(&world, &anna, id).await, AppointmentState::Missed);
        assert!(clerk::waiting(&world.cx(), &clerk).await.unwrap().is_empty());
        book(&world, &anna, "2026-03-04T08:00:00Z").await.unwrap();
    }

    /// R132, R181: a center that closes earlier, or for good, calls off what it cannot keep and says so; the rest stays.
    async fn a_center_that_changes_calls_off(store: Store) {
        let world = World::new(store).await;
        change(&world, "", "").await;
        let id = service_center::center_id("moi-dela-01");
        let (anna, boris) = (anna(&world).await, boris(&world).await);
        let book = async |person: &SignedIn, time: &str| {
            appointment::book(&world.cx(), person, (id, CONFIRM), at(time), None).await.unwrap()
        };
        let evening = book(&anna, "2026-03-04T16:00:00Z").await;
        let morning = book(&boris, "2026-03-04T06:00:00Z").await;
        // Other slots alone are no reason.
        change(&world, HOURS, "Mo-Sa 07:50-20:00; PH off").await;
        world.drain().await;
        assert_eq!(told(&world, "appointment_called_off"), 0);
        change(&world, HOURS, "Mo-Sa 08:00-18:00; PH off").await;
        world.drain().await;
        assert_eq!(world.sms.last_to(ANNA).unwrap().message.kind, "appointment_called_off");
        assert_eq!(state(&world, &anna, evening).await, AppointmentState::CalledOff);
        assert_eq!(visit_state(&world, id, evening).await, VisitState::Left);
        assert_eq!(state(&world, &boris, morning).await, AppointmentState::Booked);
        assert!(acts(&world, &anna).await.contains(&"appointment-called-off".to_owned()));
        change(&world, "account_confirmation; ", "").await;
        world.drain().await;
        assert_eq!(state(&world, &boris, morning).await, AppointmentState::CalledOff);
        assert_eq!(told(&world, "appointment_called_off"), 2);
    }

    /// R123, R132: the centers of an organization that ended take no bookings, and call off those after its last day.
    async fn an_organization_that_ends_calls_off(store: Store) {
        let world = world(store).await;
        let (anna, boris) = (anna(&world).await, boris(&world).await);
        let before = book(&world, &anna, "2026-03-03T07:00:00Z").await.unwrap();
        let later = book(&world, &boris, "2026-03-05T07:00:00Z").await.unwrap();
        world.operator("f.admin", Role::Administrator, &[]).await;
        let admin = world.operator_in("f.admin").await;
        let cx = world.cx();
        let (_, organization) = service_center::with_organization(&cx, center(1)).await.unwrap();
        let version = organization::get(&cx, &admin, organization.id).await.unwrap().version;
        organization::end(&cx, &admin, (organization.id, version), ("2026-03-03", "Договор расторгнут")).await.unwrap();
        world.drain().await;
        assert_eq!(state(&world, &anna, before).await, AppointmentState::Booked);
        assert_eq!(state(&world, &boris, later).await, AppointmentState::CalledOff);
        assert_eq!(world.sms.last_to(BORIS).unwrap().message.kind, "appointment_called_off");
        assert!(!is_free(&world, &boris, "2026-03-05T07:00:00Z").await);
        assert!(is_free(&world, &boris, "2026-03-03T08:00:00Z").await);
        let again = book(&world, &boris, "2026-03-05T07:00:00Z").await;
        assert_eq!(refused(again).code, "appointment-taken");
    }

    /// R201: nobody waits for a person whose account is deleted.
    async fn a_deleted_account_is_not_waited_for(store: Store) {
        let world = world(store).await;
        let (anna, boris) = (anna(&world).await, boris(&world).await);
        let time = "2026-03-04T08:00:00Z";
        let id = book(&world, &anna, time).await.unwrap();
        let first = world.clerk("a.petrova", center(1)).await;
        let second = world.clerk("b.sidorova", center(1)).await;
        let cx = world.cx();
        let served = clerk::find(&cx, &first, Task::DeleteAccount, ANNA).await.unwrap();
        let view = clerk::view(&cx, &first, served).await.unwrap();
        let clerk::Standing::Ready { mark, .. } = &view.standing else { unreachable!("{view:?}") };
        let seen = okno_domain::visit::Seen::ALL.into_iter().collect();
        clerk::ask(&cx, &first, served, (&seen, mark), clerk::Wish::Delete).await.unwrap();
        let listed = okno_app::approval::list(&cx, &second).await.unwrap();
        let request = (center(1), listed[0].approval.id);
        let shown = clerk::look_at_request(&cx, &second, request).await.unwrap();
        clerk::agree(&cx, &second, request, &shown.mark).await.unwrap();
        clerk::execute(&cx, &first, served).await.unwrap();
        assert_eq!(state(&world, &anna, id).await, AppointmentState::Cancelled);
        assert_eq!(visit_state(&world, center(1), id).await, VisitState::Left);
        assert!(is_free(&world, &boris, time).await);
    }
}
