//! What is counted, once and with the act; whose numbers who may see; the days on which they fall; on both engines.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;

use okno_app::{
    Error, clerk,
    clerk::Standing,
    operator::{SignedIn as Operator, audit as operator_audit},
    ports::RegistryResult,
    registration,
    statistic::{self, Report},
    support::{self, NewRequest, desk},
    verification,
};
use okno_domain::{
    contact::ContactKind,
    operator::{CenterId, Role, Task},
    statistic::{Bound, CenterKind, Kind, Period, Step, day_of},
    visit::Seen,
};
use okno_testkit::{
    TestRegistry, World,
    citizen::{PASSWORD, refused, secret},
    engine_test,
    operator::center,
    person::{citizen_form, submitted},
};

const PHONE: &str = "+79123456789";
const OTHER: &str = "+79123456780";

/// The administrator of the installation, signed in.
async fn administrator(world: &World) -> Operator {
    world.operator("e.smirnov", Role::Administrator, &[]).await;
    world.operator_in("e.smirnov").await
}

/// The day of the world's clock and no other.
fn today(world: &World) -> Period {
    let today = day_of(world.clock.get());
    Period { from: today, to: today, step: Step::Day }
}

async fn report(world: &World, operator: &Operator) -> Report {
    statistic::report(&world.cx(), operator, None, today(world)).await.unwrap()
}

/// The login of somebody whose password is wrong.
async fn fails_to_log_in(world: &World, phone: &str) {
    assert!(world.log_in(phone, "wrong").await.is_err());
}

async fn answer(world: &World, registry: &TestRegistry, result: RegistryResult) {
    use okno_app::ports::Registry as _;
    let signed = registry.answer(&result, world.clock.get());
    verification::take_answer(&world.cx(), registry.name(), &signed).await.unwrap();
}

engine_test! {
    /// R12, R24: a registration is counted when it is begun and when an account comes of it, by the contacts given; a second
    /// end of the same one, at once, is refused and counts nothing.
    async fn a_registration_counts_once(store: Store) {
        let world = World::new(store).await;
        let admin = administrator(&world).await;
        let token = world.start_registration(PHONE, "").await;
        world.start_registration(OTHER, "anna@example.org").await;
        world.start_registration("", "boris@example.org").await;
        let code = world.sms_code(PHONE);
        registration::enter_code(&world.cx(), &token, ContactKind::MobilePhone, &code).await.unwrap();
        let (one, other, password) = (world.cx(), world.cx(), secret(PASSWORD));
        let ends = tokio::join!(
            registration::finish(&one, &token, &password, &password),
            registration::finish(&other, &token, &password, &password),
        );
        assert!(ends.0.is_ok() != ends.1.is_ok());
        let whole = report(&world, &admin).await.whole;
        let begun = ["mobile_phone", "email", "both"].map(|way| whole.of(Kind::RegistrationBegun, way));
        assert_eq!(begun, [1, 1, 1]);
        assert_eq!((whole.total(Kind::RegistrationFinished), whole.of(Kind::RegistrationFinished, "mobile_phone")), (1, 1));
        assert_eq!(whole.of(Kind::LevelReached, "simplified"), 1);
        // A form that is refused begins nothing.
        let refused = registration::start(&world.cx(), &okno_testkit::citizen::start_form("1", "")).await;
        assert!(refused.is_err());
        assert_eq!(report(&world, &admin).await.whole.total(Kind::RegistrationBegun), 3);
    }

    /// R184, R191: logins by what was proved; a wrong password is a failure and no login, whether there is such an account
    /// or not.
    async fn logins_and_their_failures(store: Store) {
        let world = World::new(store).await;
        let admin = administrator(&world).await;
        world.citizen(PHONE).await;
        fails_to_log_in(&world, PHONE).await;
        fails_to_log_in(&world, OTHER).await;
        world.log_in(PHONE, PASSWORD).await.unwrap();
        let whole = report(&world, &admin).await.whole;
        assert_eq!((whole.total(Kind::Login), whole.of(Kind::Login, "password")), (1, 1));
        assert_eq!(whole.failures(okno_domain::statistic::Area::Login), [("login-wrong", 2)]);
    }

    /// R96, R98, R106: each question and each answer that decides counts once, repetitions do not; times fall under bounds.
    async fn questions_and_answers(store: Store) {
        let (world, pension, ministry) = World::with_registries(store).await;
        let admin = administrator(&world).await;
        let anna = world.citizen(PHONE).await;
        submitted(&world, &anna, &citizen_form()).await;
        world.clock.advance_seconds(45);
        answer(&world, &pension, RegistryResult::Match).await;
        answer(&world, &pension, RegistryResult::Match).await;
        world.clock.advance_seconds(600);
        answer(&world, &ministry, RegistryResult::Mismatch(vec!["series".to_owned()])).await;
        world.drain().await;
        let whole = report(&world, &admin).await.whole;
        assert_eq!(["pension_fund", "interior_ministry"].map(|name| whole.of(Kind::VerificationSent, name)), [1, 1]);
        assert_eq!(whole.of(Kind::VerificationAnswered, "pension_fund.match"), 1);
        assert_eq!(whole.of(Kind::VerificationAnswered, "interior_ministry.mismatch"), 1);
        assert_eq!(whole.total(Kind::VerificationAnswered), 2);
        assert_eq!(whole.answer_times("pension_fund"), Some((Bound::UpTo(60), Bound::UpTo(60))));
        assert_eq!(whole.answer_times("interior_ministry"), Some((Bound::UpTo(1_200), Bound::UpTo(1_200))));
        assert_eq!(whole.of(Kind::VerificationOutcome, "rejected"), 1);
        assert_eq!(whole.of(Kind::VerificationOutcome, "verified"), 0);
        assert_eq!(whole.failures(okno_domain::statistic::Area::Verification), [("mismatch", 1)]);
        assert_eq!(whole.of(Kind::LevelReached, "standard"), 0);
    }

    /// R126, R133: what centers do counts there; a refused act counts as a refusal. An administrator of a center sees the
    /// own one and no other, a clerk none, an administrator of the installation all of them.
    async fn centers_and_who_may_see_them(store: Store) {
        let world = World::new(store).await;
        world.open_center(center(1)).await;
        world.open_center(center(2)).await;
        let admin = administrator(&world).await;
        world.standard_citizen(PHONE, &citizen_form()).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let id = clerk::find(&world.cx(), &clerk, Task::ConfirmIdentity, PHONE).await.unwrap();
        let view = clerk::view(&world.cx(), &clerk, id).await.unwrap();
        let Standing::Ready { mark, .. } = &view.standing else { unreachable!("{view:?}") };
        let all: BTreeSet<Seen> = Seen::ALL.into_iter().collect();
        let changed = clerk::confirm(&world.cx(), &clerk, id, &all, "another").await;
        assert_eq!(refused(changed).code, "visit-changed");
        clerk::confirm(&world.cx(), &clerk, id, &all, mark).await.unwrap();
        assert!(clerk::confirm(&world.cx(), &clerk, id, &all, mark).await.is_err());

        let seen = report(&world, &admin).await;
        assert_eq!((seen.whole.of(Kind::Confirmation, "in_person"), seen.whole.of(Kind::LevelReached, "confirmed")), (1, 1));
        assert_eq!(seen.whole.at_centers(CenterKind::Confirmed), 1);
        let codes = seen.whole.failures(okno_domain::statistic::Area::Confirmation);
        assert_eq!(codes, [("visit-changed", 1), ("visit-over", 1)]);
        assert_eq!((seen.centers, seen.by_center[0].id, seen.by_center[0].totals), (1, center(1), [1, 0, 0, 0, 0]));

        world.operator("c.orlova", Role::CenterAdministrator, &[center(1)]).await;
        world.operator("d.orlov", Role::CenterAdministrator, &[center(2)]).await;
        let (own, other) = (world.operator_in("c.orlova").await, world.operator_in("d.orlov").await);
        let of = async |operator: &Operator, wanted: Option<CenterId>| {
            statistic::report(&world.cx(), operator, wanted, today(&world)).await
        };
        let seen = of(&own, None).await.unwrap();
        assert_eq!((seen.whole.at_centers(CenterKind::Confirmed), seen.whole.sums.len()), (1, 0));
        assert_eq!(seen.center.as_deref(), Some("Центр «Проба»"));
        assert!(seen.by_center.is_empty());
        assert_eq!(of(&own, Some(center(1))).await.unwrap(), seen);
        assert_eq!(of(&other, None).await.unwrap().whole.at_centers(CenterKind::Confirmed), 0);
        assert_eq!(refused(of(&other, Some(center(1))).await).code, "operator-role");
        assert_eq!(refused(statistic::export(&world.cx(), &other, Some(center(1)), today(&world)).await).code, "operator-role");
        assert_eq!(refused(of(&clerk.operator, None).await).code, "operator-role");
        world.operator("e.help", Role::Support, &[]).await;
        assert_eq!(refused(of(&world.operator_in("e.help").await, None).await).code, "operator-role");
        assert_eq!(of(&admin, Some(center(1))).await.unwrap().whole.at_centers(CenterKind::Confirmed), 1);
        assert!(matches!(of(&admin, Some(center(9))).await, Err(Error::NotFound)));
    }

    /// Days are those of Moscow: what happens at one minute to midnight is another day's than what happens at midnight.
    async fn days_end_at_midnight_in_moscow(store: Store) {
        let world = World::new(store).await;
        let admin = administrator(&world).await;
        world.clock.set("2026-03-02T20:59:59.999999Z".parse().unwrap());
        world.start_registration(PHONE, "").await;
        world.clock.set("2026-03-02T21:00:00Z".parse().unwrap());
        world.start_registration(OTHER, "").await;
        world.start_registration("", "boris@example.org").await;
        let begun = async |from: &str, to: &str, step: Step| {
            let period = Period { from: from.parse().unwrap(), to: to.parse().unwrap(), step };
            let report = statistic::report(&world.cx(), &admin, None, period).await.unwrap();
            let of = |slice: &statistic::Slice| slice.total(Kind::RegistrationBegun);
            (of(&report.whole), report.steps.iter().map(of).collect::<Vec<_>>())
        };
        assert_eq!(begun("2026-03-01", "2026-03-04", Step::Day).await, (3, vec![0, 1, 2, 0]));
        assert_eq!(begun("2026-03-02", "2026-03-02", Step::Day).await, (1, vec![1]));
        assert_eq!(begun("2026-02-23", "2026-03-08", Step::Week).await, (3, vec![0, 3]));
        assert_eq!(begun("2026-02-28", "2026-03-31", Step::Month).await, (3, vec![0, 3]));
    }

    /// R224, R225: requests, and the time to the first answer; a second answer is no first one.
    async fn the_support_and_its_first_answer(store: Store) {
        let world = World::new(store).await;
        let admin = administrator(&world).await;
        world.operator("e.help", Role::Support, &[]).await;
        let helper = world.operator_in("e.help").await;
        let anna = world.citizen(PHONE).await;
        let new = NewRequest { topic: "other".to_owned(), message: "?".to_owned(), ..NewRequest::default() };
        let id = support::write(&world.cx(), Some(&anna), new).await.unwrap().id;
        world.clock.advance_seconds(3_000);
        desk::take(&world.cx(), &helper, id).await.unwrap();
        desk::answer(&world.cx(), &helper, id, "!").await.unwrap();
        world.clock.advance_seconds(1);
        support::write_more(&world.cx(), support::Reader::Person(&anna, id), "?", Vec::new()).await.unwrap();
        desk::take(&world.cx(), &helper, id).await.unwrap();
        desk::answer(&world.cx(), &helper, id, "!!").await.unwrap();
        let whole = report(&world, &admin).await.whole;
        assert_eq!(["written", "answered"].map(|what| whole.of(Kind::Support, what)), [1, 2]);
        assert_eq!((whole.total(Kind::SupportTime), whole.support_times()), (1, Some((Bound::UpTo(3_600), Bound::UpTo(3_600)))));
    }

    /// Many acts of many persons at once raise the same counters: none is lost, and nobody waits for anybody in a ring.
    async fn acts_at_once_are_all_counted(store: Store) {
        let world = World::new(store).await;
        let admin = administrator(&world).await;
        let begin = async |number: u32| {
            let form = okno_testkit::citizen::start_form(&format!("+791200000{number:02}"), "");
            registration::start(&world.cx(), &form).await.unwrap();
        };
        for ten in 0..4 {
            let from = ten * 10;
            tokio::join!(
                begin(from), begin(from + 1), begin(from + 2), begin(from + 3), begin(from + 4),
                begin(from + 5), begin(from + 6), begin(from + 7), begin(from + 8), begin(from + 9),
            );
        }
        assert_eq!(report(&world, &admin).await.whole.total(Kind::RegistrationBegun), 40);
    }

    /// What is taken away is a table, and it is written down who took what.
    async fn an_export_is_written_down(store: Store) {
        let world = World::new(store).await;
        let admin = administrator(&world).await;
        world.citizen(PHONE).await;
        let table = statistic::export(&world.cx(), &admin, None, today(&world)).await.unwrap();
        let text = String::from_utf8(table).unwrap();
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines[0], "kind,dimension,from,to,count");
        assert!(lines.contains(&"registration_begun,mobile_phone,2026-03-02,2026-03-02,1"), "{text}");
        assert!(!text.contains(PHONE));
        let mut read = world.app.store.read().await.unwrap();
        let record = operator_audit::list(&mut read, admin.operator, None, 1, true).await.unwrap();
        assert_eq!((record[0].act.as_str(), record[0].detail.as_str()), ("statistics-exported", "all 2026-03-02..2026-03-02 day"));
        assert!(operator_audit::verify(&mut read, admin.operator).await.unwrap().is_ok());
    }
}
