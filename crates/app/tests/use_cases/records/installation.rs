//! What is changed at run time: methods, limits, registration, announcements.

use okno_app::{
    Error, approval,
    installation::{self, AnnouncementForm, Key, Outcome, Typed, Value},
    operator::SignedIn,
    registration::{self, StartForm},
};
use okno_domain::{
    announcement::Severity,
    approval::ApprovalId,
    confirmation::ConfirmationMethod,
    locale::Locale,
    operator::Role,
    time::{HOUR, after},
};
use okno_testkit::{World, citizen::refused, engine_test, operator::center};

use super::{acts, administrator, faults};

fn key(name: &str) -> Key {
    Key::from_name(name).unwrap()
}

fn typed(value: &str) -> Typed {
    Typed { value: value.to_owned(), ..Typed::default() }
}

/// The open request of the first administrator, agreed to by the second.
async fn agreed(world: &World, first: &SignedIn, second: &SignedIn) -> ApprovalId {
    let listed = approval::list(&world.cx(), second).await.unwrap();
    let request = listed.iter().find(|listed| listed.may_decide).unwrap();
    approval::decide(&world.cx(), second, (None, request.approval.id), true).await.unwrap();
    let lines = installation::overview(&world.cx(), first).await.unwrap();
    let asked = lines.into_iter().find_map(|line| line.asked.filter(|asked| asked.is_approved)).unwrap();
    asked.id
}

fn start() -> StartForm {
    StartForm {
        family_name: "Иванова".to_owned(),
        given_name: "Анна".to_owned(),
        mobile_phone: "+79123456789".to_owned(),
        email: String::new(),
        next: None,
    }
}

engine_test! {
    /// R111: a method is switched off by two administrators, with a note for those who are offered it; a request that has
    /// begun goes on under what was in force.
    async fn two_switch_a_method(store: Store) {
        let world = World::new(store).await;
        let (first, second) = (administrator(&world, "f.admin").await, administrator(&world, "g.admin").await);
        let cx = world.cx();
        let method = Key::Method(ConfirmationMethod::OnlineBank);
        let note = Typed { value: "yes".to_owned(), note: ["Медленно", "", "Lent"].map(str::to_owned) };
        assert_eq!(faults(installation::change(&cx, &first, (method, None), &note).await), [("note_en", "required")]);
        let asked = installation::change(&cx, &first, (method, None), &typed("no")).await.unwrap();
        assert_eq!(asked, Outcome::Asked);
        assert!(world.cx().settings().confirmation.methods.contains(&ConfirmationMethod::OnlineBank));
        let id = agreed(&world, &first, &second).await;
        let (one, other) = tokio::join!(installation::execute(&cx, &first, id), installation::execute(&cx, &first, id));
        assert!(one.is_ok() != other.is_ok());
        assert!(cx.settings().confirmation.methods.contains(&ConfirmationMethod::OnlineBank), "one snapshot per request");
        assert!(!world.cx().settings().confirmation.methods.contains(&ConfirmationMethod::OnlineBank));
        let written = acts(&world, &first, 1).await.remove(0);
        assert_eq!(written.0, "setting-changed");
        assert!(written.1.starts_with("confirmation.online_bank {") && written.1.contains("\"on\":true"), "{}", written.1);

        let noted = Typed { note: ["Медленно", "Slow", "Lent"].map(str::to_owned), ..typed("yes") };
        let again = installation::change(&world.cx(), &first, (method, Some(1)), &noted).await.unwrap();
        assert_eq!(again, Outcome::Asked);
        let id = agreed(&world, &first, &second).await;
        installation::execute(&world.cx(), &first, id).await.unwrap();
        let now = world.cx();
        assert_eq!(now.in_force.method_notes[&ConfirmationMethod::OnlineBank].get(Locale::En), "Slow");
    }

    /// Nobody is left without a way to confirm an identity.
    async fn the_last_method_stays_on(store: Store) {
        let only = |settings: &mut okno_app::Settings| settings.confirmation.methods = vec![ConfirmationMethod::InPerson];
        let world = World::with(store, only, |_| {}).await;
        let admin = administrator(&world, "f.admin").await;
        let key = Key::Method(ConfirmationMethod::InPerson);
        let off = installation::change(&world.cx(), &admin, (key, None), &typed("no")).await;
        assert_eq!(refused(off).code, "setting-last-method");
    }

    /// R111: of two consents to switch off the last two methods, carried out at once, one comes to nothing.
    async fn two_switch_off_the_last_two(store: Store) {
        let two = vec![ConfirmationMethod::InPerson, ConfirmationMethod::OnlineBank];
        let chosen = two.clone();
        let world = World::with(store, |settings| settings.confirmation.methods = chosen, |_| {}).await;
        let (first, second) = (administrator(&world, "f.admin").await, administrator(&world, "g.admin").await);
        for method in &two {
            let off = installation::change(&world.cx(), &first, (Key::Method(*method), None), &typed("no")).await;
            assert_eq!(off.unwrap(), Outcome::Asked);
        }
        for listed in approval::list(&world.cx(), &second).await.unwrap() {
            approval::decide(&world.cx(), &second, (None, listed.approval.id), true).await.unwrap();
        }
        let lines = installation::overview(&world.cx(), &first).await.unwrap();
        let asked: Vec<ApprovalId> = lines.into_iter().filter_map(|line| line.asked).map(|asked| asked.id).collect();
        let [one, other] = asked[..] else { panic!("{asked:?}") };
        let (here, there) = (world.cx(), world.cx());
        let (a, b) =
            tokio::join!(installation::execute(&here, &first, one), installation::execute(&there, &first, other));
        let failed = [a, b].into_iter().filter_map(Result::err).collect::<Vec<_>>();
        let [Error::Refused(refusal)] = &failed[..] else { panic!("{failed:?}") };
        assert_eq!(refusal.code, "setting-last-method");
        assert_eq!(world.cx().settings().confirmation.methods.len(), 1);
    }

    /// A limit is changed within its bounds only; another server takes it in with its next look; the file's value comes
    /// back when the change is taken back.
    async fn a_limit_is_changed_and_taken_back(store: Store) {
        let world = World::new(store).await;
        let (first, second) = (administrator(&world, "f.admin").await, administrator(&world, "g.admin").await);
        let limit = key("otp.max_attempts");
        for wrong in ["2", "11", "-5", "viele", ""] {
            let done = installation::change(&world.cx(), &first, (limit, None), &typed(wrong)).await;
            assert_eq!(faults(done), [("value", "setting-bounds")], "{wrong}");
        }
        let same = installation::change(&world.cx(), &first, (limit, None), &typed("5")).await;
        assert_eq!(refused(same).code, "setting-same");
        installation::change(&world.cx(), &first, (limit, None), &typed("4")).await.unwrap();
        let id = agreed(&world, &first, &second).await;
        installation::execute(&world.cx(), &first, id).await.unwrap();
        assert_eq!(world.cx().settings().otp.max_attempts, 4);

        let elsewhere = world.another_server();
        assert_eq!(elsewhere.run_time.current().settings.otp.max_attempts, 5);
        assert!(installation::refresh(&elsewhere).await.unwrap());
        assert_eq!(elsewhere.run_time.current().settings.otp.max_attempts, 4);
        assert!(!installation::refresh(&elsewhere).await.unwrap(), "nothing is new");
        let told = installation::overrides(&world.app.store, &world.app.settings).await.unwrap();
        assert_eq!((told.len(), told[0].key.as_str(), told[0].is_in_force), (1, "otp.max_attempts", true));

        // A page that was shown before the change is out of date.
        let stale = installation::change(&world.cx(), &first, (limit, None), &typed("6")).await;
        assert!(matches!(stale, Err(Error::Conflict)));
        installation::back_to_file(&world.cx(), &first, (limit, Some(1))).await.unwrap();
        let id = agreed(&world, &first, &second).await;
        installation::execute(&world.cx(), &first, id).await.unwrap();
        assert_eq!(world.cx().settings().otp.max_attempts, 5);
        assert!(installation::refresh(&elsewhere).await.unwrap());
        assert_eq!(elsewhere.run_time.current().settings.otp.max_attempts, 5);
        let lines = installation::overview(&world.cx(), &first).await.unwrap();
        let line = lines.iter().find(|line| line.key == limit).unwrap();
        assert!(line.changed.is_none() && line.is_default && line.value == Value::Number(5));
        let nothing = installation::back_to_file(&world.cx(), &first, (limit, None)).await;
        assert_eq!(refused(nothing).code, "setting-same");
    }

    /// Two requests from one page: after the first is done, the second is about what is no longer so.
    async fn of_two_requests_one_is_done(store: Store) {
        let world = World::new(store).await;
        let (first, second) = (administrator(&world, "f.admin").await, administrator(&world, "g.admin").await);
        let limit = key("login.max_failures");
        let third = administrator(&world, "h.admin").await;
        for (who, value) in [(&first, "4"), (&third, "6")] {
            installation::change(&world.cx(), who, (limit, None), &typed(value)).await.unwrap();
        }
        for listed in approval::list(&world.cx(), &second).await.unwrap() {
            approval::decide(&world.cx(), &second, (None, listed.approval.id), true).await.unwrap();
        }
        let mut done = Vec::new();
        for who in [&first, &third] {
            let lines = installation::overview(&world.cx(), who).await.unwrap();
            let id = lines.into_iter().find_map(|line| line.asked).unwrap().id;
            done.push(installation::execute(&world.cx(), who, id).await);
        }
        assert!(done[0].is_ok() && matches!(done[1], Err(Error::Conflict)));
        assert_eq!(world.cx().settings().login.max_failures, 4);
    }

    /// R13: registration is closed by one administrator with a fresh proof: new ones are refused, those that have begun go
    /// on.
    async fn registration_is_closed_and_opened(store: Store) {
        let world = World::new(store).await;
        let admin = administrator(&world, "f.admin").await;
        let begun = registration::start(&world.cx(), &start()).await.unwrap();
        let closed = installation::change(&world.cx(), &admin, (Key::RegistrationOpen, None), &typed("no")).await;
        assert_eq!(closed.unwrap(), Outcome::Done);
        assert_eq!(refused(registration::start(&world.cx(), &start()).await).code, "registration-closed");
        assert!(registration::progress(&world.cx(), &begun).await.is_ok());
        world.clock.advance_seconds(301);
        let late = installation::change(&world.cx(), &admin, (Key::RegistrationOpen, Some(1)), &typed("yes")).await;
        assert_eq!(refused(late).code, "operator-not-fresh");
        let admin = world.operator_in("f.admin").await;
        installation::back_to_file(&world.cx(), &admin, (Key::RegistrationOpen, Some(1))).await.unwrap();
        assert!(registration::start(&world.cx(), &start()).await.is_ok());
    }

    /// What this program does not take is passed over, and told.
    async fn what_is_not_known_is_not_in_force(store: Store) {
        let world = World::new(store).await;
        let mut tx = world.app.store.write().await.unwrap();
        let by = ("f.admin", world.clock.get());
        for (key, value) in [("otp.max_attempts", 99), ("otp.unheard_of", 1)] {
            okno_store::installation::put_setting(&mut tx, (key, None), &value.into(), by).await.unwrap();
        }
        okno_store::installation::raise(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        installation::refresh(&world.app).await.unwrap();
        assert_eq!(world.cx().settings().otp.max_attempts, 5);
        let told = installation::overrides(&world.app.store, &world.app.settings).await.unwrap();
        assert!(told.len() == 2 && told.iter().all(|one| !one.is_in_force));
    }

    /// An announcement is shown from its beginning to before its end, changed and taken away; a page that is out of date
    /// changes nothing.
    async fn announcements_come_and_go(store: Store) {
        let world = World::new(store).await;
        let admin = administrator(&world, "f.admin").await;
        let form = AnnouncementForm {
            text: ["Сбой", "Outage", "Panne"].map(str::to_owned),
            severity: "warning".to_owned(),
            from: None,
            until: Some(after(world.clock.get(), HOUR)),
            faults: Vec::new(),
        };
        let missing = AnnouncementForm { until: None, ..form.clone() };
        let done = installation::put_announcement(&world.cx(), &admin, None, &missing).await;
        assert_eq!(faults(done), [("shown_until", "required")]);
        // Everything that is wrong is said at once.
        let unread = vec![okno_domain::refusal::FieldFault::new("shown_from", "moment")];
        let text = ["", "Outage", "Panne"].map(str::to_owned);
        let wrong = AnnouncementForm { text, severity: String::new(), from: None, until: None, faults: unread };
        let done = installation::put_announcement(&world.cx(), &admin, None, &wrong).await;
        let all = [("shown_from", "moment"), ("severity", "required"), ("shown_until", "required"), ("text_ru", "required")];
        assert_eq!(faults(done), all);
        let id = installation::put_announcement(&world.cx(), &admin, None, &form).await.unwrap();
        let shown = |world: &World| {
            let cx = world.cx();
            let all = cx.in_force.announcements_at(cx.now);
            all.iter().map(|one| (one.severity, one.text.get(Locale::Fr).to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(shown(&world), [(Severity::Warning, "Panne".to_owned())]);
        let other = AnnouncementForm { severity: "critical".to_owned(), ..form.clone() };
        installation::put_announcement(&world.cx(), &admin, Some((id, 1)), &other).await.unwrap();
        assert_eq!(shown(&world)[0].0, Severity::Critical);
        let stale = installation::put_announcement(&world.cx(), &admin, Some((id, 1)), &form).await;
        assert!(matches!(stale, Err(Error::Conflict)));
        assert!(acts(&world, &admin, 1).await[0].1.contains("[warning "));
        world.clock.advance(HOUR);
        assert!(shown(&world).is_empty());
        let admin = world.operator_in("f.admin").await;
        installation::remove_announcement(&world.cx(), &admin, (id, 2)).await.unwrap();
        assert!(world.cx().in_force.announcements.is_empty());
    }

    /// R133: only administrators of the installation.
    async fn not_by_others(store: Store) {
        let world = World::new(store).await;
        world.operator("c.chief", Role::CenterAdministrator, &[center(1)]).await;
        let chief = world.operator_in("c.chief").await;
        let cx = world.cx();
        assert_eq!(refused(installation::overview(&cx, &chief).await).code, "operator-role");
        let done = installation::change(&cx, &chief, (Key::RegistrationOpen, None), &typed("no")).await;
        assert_eq!(refused(done).code, "operator-role");
        assert_eq!(refused(installation::announcements(&cx, &chief).await).code, "operator-role");
    }
}
