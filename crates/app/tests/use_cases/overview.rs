//! What needs a human: the queues, jobs that were given up, centers to tend; on both engines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use okno_app::{
    Error,
    job::{
        self,
        desk::{self, Cause, Chosen, Settled, What, Which, Who},
    },
    operator::{SignedIn as Operator, audit as operator_audit},
    overview::{self, Line, Queue},
    support::{self, NewRequest},
};
use okno_domain::{
    account::AccountId,
    operator::{LoginName, Role},
    service_center::{Accreditation, CenterService},
    time::{DAY, MINUTE, after},
};
use okno_store::operator_case::{self, CaseRow};
use okno_testkit::{
    World,
    citizen::{faults, refused},
    engine_test,
    operator::{ENDING, PASSWORD, center},
    person::{citizen_form, submitted},
};
use serde_json::json;

const PHONE: &str = "+79123456789";

async fn signed_in(world: &World, login: &str, role: Role) -> Operator {
    world.operator(login, role, &[]).await;
    world.operator_in(login).await
}

async fn waits(world: &World, operator: &Operator) -> Vec<(&'static str, i64)> {
    let lines = overview::queues(&world.cx(), operator).await.unwrap();
    lines.into_iter().filter(|line| line.count > 0).map(|line| (line.queue.name(), line.count)).collect()
}

async fn cases(world: &World) -> i64 {
    operator_case::count(&mut world.app.store.read().await.unwrap()).await.unwrap()
}

/// The acts of an operator about jobs, the newest first.
async fn record(world: &World, operator: &Operator) -> Vec<(String, String, String)> {
    let mut read = world.app.store.read().await.unwrap();
    let all = operator_audit::list(&mut read, operator.operator, None, 100, true).await.unwrap();
    let about_jobs = all.into_iter().filter(|entry| entry.act.starts_with("job-"));
    about_jobs.map(|entry| (entry.act, entry.actor, entry.detail)).collect()
}

const fn drop_for(reason: String) -> What {
    What::Drop { reason }
}

engine_test! {
    /// R108, R181, R224: each queue has its number and its age, and nothing waits where nothing does.
    async fn queues_have_numbers_and_ages(store: Store) {
        let world = World::new(store).await;
        let admin = signed_in(&world, "e.smirnov", Role::Administrator).await;
        assert!(waits(&world, &admin).await.is_empty());
        assert_eq!(overview::queues(&world.cx(), &admin).await.unwrap().len(), 9);

        let anna = world.citizen(PHONE).await;
        world.clock.advance_seconds(1);
        let begun = world.clock.get();
        submitted(&world, &anna, &citizen_form()).await;
        let new = NewRequest { topic: "snils_taken".to_owned(), message: "?".to_owned(), ..NewRequest::default() };
        support::write(&world.cx(), Some(&anna), new).await.unwrap();
        world.give_up("no-such-job", 2).await;
        world.clock.advance(DAY);
        let ends_on = jiff::civil::date(2026, 3, 20);
        let service = CenterService::AccountConfirmation;
        let valid_from = jiff::civil::date(2026, 1, 1);
        world.put_center(center(1), vec![Accreditation { service, valid_from, valid_until: Some(ends_on) }]).await;
        let lines = overview::queues(&world.cx(), &admin).await.unwrap();
        let line = |queue: Queue| *lines.iter().find(|line| line.queue == queue).unwrap();
        assert_eq!(line(Queue::Checks), Line { queue: Queue::Checks, count: 2, oldest: Some(begun), first_end: None });
        assert_eq!((line(Queue::Support).count, line(Queue::Jobs).count), (1, 2));
        assert_eq!(line(Queue::Jobs).oldest, Some(begun));
        assert_eq!((line(Queue::Accreditations).count, line(Queue::Accreditations).first_end), (1, Some(ends_on)));

        // The record of the center grows old; its accreditation is over by then, and needs nobody any more.
        let stale_after = i32::try_from(world.app.settings.center.stale_after_days).unwrap();
        world.clock.advance(DAY * stale_after + MINUTE);
        let admin = world.operator_in("e.smirnov").await;
        let waiting = waits(&world, &admin).await;
        assert!(waiting.contains(&("stale_centers", 1)), "{waiting:?}");
        assert!(!waiting.iter().any(|(name, _)| *name == "accreditations"), "{waiting:?}");
        let tended = overview::centers_to_tend(&world.cx(), &admin).await.unwrap();
        assert_eq!((tended.stale.len(), tended.ending.len()), (1, 0));
    }

    /// An accreditation that another one follows needs nobody; the last day counts, the day after does not.
    async fn accreditations_that_end(store: Store) {
        let world = World::new(store).await;
        let admin = signed_in(&world, "e.smirnov", Role::Administrator).await;
        let accredited = |service, until: Option<&str>| Accreditation {
            service,
            valid_from: jiff::civil::date(2026, 1, 1),
            valid_until: until.map(|day| day.parse().unwrap()),
        };
        let ending = async || {
            let found = overview::centers_to_tend(&world.cx(), &admin).await.unwrap().ending;
            found.into_iter().map(|ending| ending.valid_until.to_string()).collect::<Vec<_>>()
        };
        let confirm = CenterService::AccountConfirmation;
        world.put_center(center(1), vec![accredited(confirm, Some("2026-04-01"))]).await;
        world.put_center(center(2), vec![accredited(confirm, Some("2026-04-02"))]).await;
        world.put_center(center(3), vec![accredited(confirm, Some("2026-03-02"))]).await;
        world.put_center(center(4), vec![accredited(confirm, Some("2026-03-01"))]).await;
        let followed = Accreditation { valid_from: jiff::civil::date(2026, 3, 5), ..accredited(confirm, None) };
        world.put_center(center(5), vec![accredited(confirm, Some("2026-03-04")), followed]).await;
        assert_eq!(ending().await, ["2026-03-02", "2026-04-01"]);
        world.operator("c.orlova", Role::CenterAdministrator, &[center(5)]).await;
        let own = world.operator_in("c.orlova").await;
        assert!(waits(&world, &own).await.is_empty());
        world.operator("d.orlov", Role::CenterAdministrator, &[center(1)]).await;
        let own = world.operator_in("d.orlov").await;
        assert_eq!(waits(&world, &own).await, [("accreditations", 1)]);
    }

    /// R132, R133: an administrator of a center sees the lines of the own center; who looks after neither sees none.
    async fn queues_are_not_for_everybody(store: Store) {
        let world = World::new(store).await;
        world.open_center(center(1)).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let helper = signed_in(&world, "e.help", Role::Support).await;
        world.operator("c.orlova", Role::CenterAdministrator, &[center(1)]).await;
        let own = world.operator_in("c.orlova").await;
        world.give_up("no-such-job", 1).await;
        for operator in [&*clerk, &helper] {
            assert_eq!(refused(overview::queues(&world.cx(), operator).await).code, "operator-role");
        }
        for operator in [&*clerk, &helper, &own] {
            assert_eq!(refused(overview::centers_to_tend(&world.cx(), operator).await).code, "operator-role");
            assert_eq!(refused(overview::lost_messages(&world.cx(), operator).await).code, "operator-role");
            assert_eq!(refused(desk::list(&world.cx(), operator).await).code, "operator-role");
            let all = Which::Kind("no-such-job".to_owned());
            let tried = desk::settle(&world.cx(), Who::Operator(operator), &all, &What::Retry).await;
            assert_eq!(refused(tried).code, "operator-role");
        }
        let queues: Vec<_> =
            overview::queues(&world.cx(), &own).await.unwrap().into_iter().map(|line| line.queue).collect();
        assert_eq!(queues, [Queue::Approvals, Queue::StaleCenters, Queue::Accreditations, Queue::Visits]);
        assert_eq!(job::dead(&world.cx(), 10).await.unwrap().len(), 1);
    }

    /// A page that told of a call for help would tell it to the one who forces an administrator.
    async fn a_call_for_help_changes_nothing_here(store: Store) {
        let world = World::new(store).await;
        world.operator("e.smirnov", Role::Administrator, &[]).await;
        let forced = world.operator_by("e.smirnov", &format!("{PASSWORD}{ENDING}")).await;
        assert_eq!(world.alarms().await, 1);
        assert!(waits(&world, &forced).await.is_empty());
    }

    /// R219: a message that was given up waits for somebody for some days, without its address.
    async fn messages_that_did_not_arrive(store: Store) {
        let world = World::new(store).await;
        let admin = signed_in(&world, "e.smirnov", Role::Administrator).await;
        world.sms.fail_next(1);
        world.start_registration(PHONE, "").await;
        world.clock.advance_seconds(300);
        world.drain().await;
        let lost = overview::lost_messages(&world.cx(), &admin).await.unwrap();
        assert_eq!((lost.len(), lost[0].state.as_str()), (1, "too_late"));
        assert_eq!(waits(&world, &admin).await, [("messages", 1)]);
        world.clock.advance(DAY * overview::MESSAGE_DAYS + MINUTE);
        let admin = world.operator_in("e.smirnov").await;
        assert!(waits(&world, &admin).await.is_empty());
    }

    /// Jobs go back into the queue, one, some, or all of a kind; each with its case and its line in the record.
    async fn jobs_are_tried_again(store: Store) {
        let world = World::new(store).await;
        let admin = signed_in(&world, "e.smirnov", Role::Administrator).await;
        world.give_up("one-kind", 3).await;
        world.give_up("other-kind", 2).await;
        assert_eq!(cases(&world).await, 5);
        let dead = desk::list(&world.cx(), &admin).await.unwrap();
        assert!(dead.iter().all(|dead| Cause::of(&dead.reason) == Cause::Unknown));
        let other: Vec<_> = dead.iter().filter(|dead| dead.job.name == "other-kind").map(Chosen::from).collect();
        let who = Who::Operator(&admin);
        let one = Which::Chosen(vec![other[0]]);
        let settled = desk::settle(&world.cx(), who, &one, &What::Retry).await.unwrap();
        assert_eq!((settled, cases(&world).await), (Settled { done: 1, gone: 0 }, 4));
        let kind = Which::Kind("one-kind".to_owned());
        assert_eq!(desk::settle(&world.cx(), who, &kind, &What::Retry).await.unwrap(), Settled { done: 3, gone: 0 });
        assert_eq!(job::dead(&world.cx(), 10).await.unwrap().len(), 1);
        let record = record(&world, &admin).await;
        assert_eq!(record.len(), 4);
        assert!(record.iter().all(|(act, actor, _)| act == "job-retried" && actor == "e.smirnov"));
        // What stood in their way is still there.
        world.drain().await;
        assert_eq!(job::dead(&world.cx(), 10).await.unwrap().len(), 5);
    }

    /// Dropping takes a reason, which is written down; the job and its case are gone for good.
    async fn jobs_are_dropped_for_a_reason(store: Store) {
        let world = World::new(store).await;
        let admin = signed_in(&world, "e.smirnov", Role::Administrator).await;
        world.give_up("one-kind", 2).await;
        let who = Who::Operator(&admin);
        let kind = Which::Kind("one-kind".to_owned());
        let tried = async |which: &Which, what: &What| faults(desk::settle(&world.cx(), who, which, what).await);
        assert_eq!(tried(&kind, &drop_for("  ".to_owned())).await, [("job_reason", "required")]);
        assert_eq!(tried(&kind, &drop_for("x".repeat(301))).await, [("job_reason", "job-reason")]);
        assert_eq!(tried(&Which::Chosen(Vec::new()), &What::Retry).await, [("job", "job-none")]);
        assert_eq!(tried(&Which::Kind(String::new()), &What::Retry).await, [("kind", "required")]);
        assert_eq!((cases(&world).await, record(&world, &admin).await.len()), (2, 0));
        desk::settle(&world.cx(), who, &kind, &drop_for(" The registry is gone. ".to_owned())).await.unwrap();
        assert_eq!((cases(&world).await, job::dead(&world.cx(), 10).await.unwrap().len()), (0, 0));
        let record = record(&world, &admin).await;
        assert!(record.iter().all(|(act, _, detail)| act == "job-dropped" && detail.ends_with(": The registry is gone.")));
        assert_eq!(world.drain().await, 0);
    }

    /// Of two administrators who act on one job at once, one does; the other is told, and nothing is written in their name.
    async fn one_of_two_deals_with_a_job(store: Store) {
        let world = World::new(store).await;
        let one = signed_in(&world, "e.smirnov", Role::Administrator).await;
        let two = signed_in(&world, "f.smirnova", Role::Administrator).await;
        world.give_up("one-kind", 1).await;
        let dead = desk::list(&world.cx(), &one).await.unwrap();
        let which = Which::Chosen(vec![Chosen::from(&dead[0])]);
        let (here, there) = (world.cx(), world.cx());
        let (retried, dropped) = (What::Retry, drop_for("x".to_owned()));
        let acts = tokio::join!(
            desk::settle(&here, Who::Operator(&one), &which, &retried),
            desk::settle(&there, Who::Operator(&two), &which, &dropped),
        );
        let (won, lost) = match acts {
            (Ok(_), Err(error)) => (&one, (&two, error)),
            (Err(error), Ok(_)) => (&two, (&one, error)),
            other => unreachable!("{other:?}"),
        };
        assert!(matches!(lost.1, Error::Refused(refusal) if refusal.code == "job-gone"));
        assert_eq!((record(&world, won).await.len(), record(&world, lost.0).await.len()), (1, 0));
        assert_eq!(cases(&world).await, 0);
    }

    /// A job that died again since the page was loaded is another one: an old page does nothing to it.
    async fn an_old_page_does_nothing(store: Store) {
        let world = World::new(store).await;
        let admin = signed_in(&world, "e.smirnov", Role::Administrator).await;
        world.give_up("one-kind", 2).await;
        let dead = desk::list(&world.cx(), &admin).await.unwrap();
        let first = Chosen::from(&dead[0]);
        let who = Who::Operator(&admin);
        desk::settle(&world.cx(), who, &Which::Chosen(vec![first]), &What::Retry).await.unwrap();
        world.clock.advance_seconds(1);
        world.drain().await;
        assert_eq!(job::dead(&world.cx(), 10).await.unwrap().len(), 2);
        let old = Which::Chosen(vec![first]);
        assert_eq!(refused(desk::settle(&world.cx(), who, &old, &drop_for("x".to_owned())).await).code, "job-gone");
        // Beside one that is still there, it is told apart.
        let both = Which::Chosen(vec![first, Chosen::from(&dead[1])]);
        let settled = desk::settle(&world.cx(), who, &both, &drop_for("x".to_owned())).await.unwrap();
        assert_eq!(settled, Settled { done: 1, gone: 1 });
        assert_eq!(job::dead(&world.cx(), 10).await.unwrap().len(), 1);
    }

    /// The command line does the same, in the name of an operator.
    async fn the_command_line_does_the_same(store: Store) {
        let world = World::new(store).await;
        let admin = signed_in(&world, "e.smirnov", Role::Administrator).await;
        world.give_up("one-kind", 1).await;
        let cx = world.cx();
        let name = LoginName::parse("e.smirnov").unwrap();
        let who = Who::at_the_machine(&cx, Some(&name)).await.unwrap();
        let dead = job::dead(&cx, 10).await.unwrap();
        let chosen = desk::find(&cx, dead[0].job.id).await.unwrap();
        desk::settle(&cx, who, &Which::Chosen(vec![chosen]), &What::Retry).await.unwrap();
        let record = record(&world, &admin).await;
        assert_eq!((record[0].0.as_str(), record[0].1.as_str()), ("job-retried", "installation"));
        assert!(matches!(desk::find(&cx, cx.fresh_id()).await, Err(Error::NotFound)));
        let nobody = LoginName::parse("nobody").unwrap();
        assert!(matches!(Who::at_the_machine(&cx, Some(&nobody)).await, Err(Error::NotFound)));
    }

    /// R108: a registry that refuses our requests is another queue than the checks that wait for it.
    async fn a_registry_that_refuses_has_its_own_line(store: Store) {
        let world = World::new(store).await;
        let admin = signed_in(&world, "e.smirnov", Role::Administrator).await;
        let cx = world.cx();
        let mut tx = world.app.store.write().await.unwrap();
        let account: Option<AccountId> = None;
        for (kind, subject) in [("verification_refused", "pension_fund"), ("verification_overdue", "x")] {
            let case = CaseRow {
                id: cx.fresh_id(),
                kind: kind.to_owned(),
                account,
                subject: subject.to_owned(),
                detail: json!({}),
                opened_at: after(cx.now, -DAY),
            };
            operator_case::open(&mut tx, &case).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(waits(&world, &admin).await, [("checks", 1), ("registries", 1)]);
    }
}
