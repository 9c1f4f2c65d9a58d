//! One action confirms; what may be in the way of it; and the code in its place (R123, R125, R126, R128, R130).

use okno_app::{Error, audit, clerk, confirmation, contact, evidence, operator::Acting, settings::CenterConfirmMode};
use okno_domain::{
    account::AccountLevel,
    confirmation::ConfirmationMethod,
    contact::ContactKind,
    evidence::Finding,
    operator::Task,
    person::form::PersonForm,
    service_center::{Accreditation, CenterService},
    visit::{Paper, Seen},
};
use okno_testkit::{
    World,
    citizen::{PASSWORD, faults, refused, secret},
    engine_test,
    operator::center,
    person::citizen_form,
};

use super::{PHONE, all, mark, served, world};

const EMAIL: &str = "anna@example.org";
const CONFIRM: Task = Task::ConfirmIdentity;

fn accredited(from: &str, until: &str) -> Vec<Accreditation> {
    let until = Some(until.parse().unwrap());
    vec![Accreditation {
        service: CenterService::AccountConfirmation,
        valid_from: from.parse().unwrap(),
        valid_until: until,
    }]
}

engine_test! {
    /// R121, R126, R128, R135: the account is Confirmed at once, by evidence with operator and center; both channels are
    /// told, and the person's record says who.
    async fn one_action_confirms(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        contact::add(&world.cx(), &anna, ContactKind::Email, EMAIL, &secret(PASSWORD)).await.unwrap();
        world.drain().await;
        let code = secret(world.mail.last_to(EMAIL).unwrap().arg("code"));
        contact::enter_code(&world.cx(), &anna, ContactKind::Email, &code).await.unwrap();
        world.drain().await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let (id, view) = served(&world, &clerk, CONFIRM, PHONE).await.unwrap();
        assert_eq!(view.needed, [Seen::Photo, Seen::Person, Seen::Document]);
        assert_eq!(view.contacts.len(), 2);
        let success = clerk::confirm(&world.cx(), &clerk, id, &all(), &mark(&view)).await.unwrap();
        assert_eq!(success.account.level, AccountLevel::Confirmed);
        world.drain().await;
        assert_eq!(world.sms.last_to(PHONE).unwrap().message.kind, "identity_confirmed");
        assert_eq!(world.mail.last_to(EMAIL).unwrap().message.kind, "identity_confirmed");
        let mut read = world.app.store.read().await.unwrap();
        let log = evidence::log(&mut read, &success.account).await.unwrap();
        let last = log.last().unwrap();
        assert!(matches!(last.evidence.finding, Finding::IdentityConfirmed { .. }));
        assert_eq!(last.source, format!("operator:a.petrova center:{}", center(1)));
        assert_eq!(last.rule, "in_person/1");
        assert!(evidence::verify(&mut read, &world.cx(), &success.account).await.unwrap().is_ok());
        drop(read);
        let acts: Vec<_> =
            audit::history(&world.cx(), &anna, None, 3).await.unwrap().into_iter().map(|entry| (entry.act, entry.actor)).collect();
        assert!(acts.iter().any(|(act, actor)| act == "identity-confirmed" && actor.starts_with("operator:a.petrova center:")));
        // Done is done: the same visit does nothing more.
        let twice = clerk::confirm(&world.cx(), &clerk, id, &all(), &mark(&view)).await;
        assert_eq!(refused(twice).code, "visit-over");
    }

    /// R123, R133: accreditation is asked for at the moment, by the center's own calendar, and for the service itself.
    async fn only_under_accreditation(store: Store) {
        let world = World::new(store).await;
        world.standard_citizen(PHONE, &citizen_form()).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let find = || async { clerk::find(&world.cx(), &clerk, CONFIRM, PHONE).await };
        assert_eq!(refused(find().await).code, "visit-not-accredited");
        world.put_center(center(1), accredited("2026-03-03", "2026-03-31")).await;
        assert_eq!(refused(find().await).code, "visit-not-accredited");
        world.put_center(center(1), accredited("2026-01-01", "2026-03-02")).await;
        let (id, view) = served(&world, &clerk, CONFIRM, PHONE).await.unwrap();
        // Confirming alone is accredited here: the other services are not.
        for task in [Task::RestoreAccess, Task::DeleteAccount, Task::CorrectData] {
            assert_eq!(refused(clerk::find(&world.cx(), &clerk, task, PHONE).await).code, "visit-not-accredited");
        }
        // It is taken away while the visitor stands at the window.
        world.put_center(center(1), accredited("2026-01-01", "2026-03-01")).await;
        let confirmed = clerk::confirm(&world.cx(), &clerk, id, &all(), &mark(&view)).await;
        assert_eq!(refused(confirmed).code, "visit-not-accredited");
        world.put_center(center(1), accredited("2026-03-02", "2026-03-02")).await;
        clerk::confirm(&world.cx(), &clerk, id, &all(), &mark(&view)).await.unwrap();
    }

    /// R125, R126: nothing is confirmed that was not compared, nor below Standard, nor what changed since.
    async fn nothing_unseen_is_confirmed(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let (id, view) = served(&world, &clerk, CONFIRM, PHONE).await.unwrap();
        let some = [Seen::Photo, Seen::Snils].into_iter().collect();
        let confirmed = clerk::confirm(&world.cx(), &clerk, id, &some, &mark(&view)).await;
        assert_eq!(faults(confirmed), [("seen_person", "visit-not-seen"), ("seen_document", "visit-not-seen")]);
        assert_eq!(refused(clerk::confirm(&world.cx(), &clerk, id, &all(), "other").await).code, "visit-changed");
        // The person saves a draft meanwhile: what is in force may not be what was compared.
        let form = PersonForm { birth_place: "гор. Псков".to_owned(), ..citizen_form() };
        okno_app::person::save_draft(&world.cx(), &anna, &form).await.unwrap();
        let confirmed = clerk::confirm(&world.cx(), &clerk, id, &all(), &mark(&view)).await;
        assert_eq!(refused(confirmed).code, "visit-changed");
        let again = clerk::view(&world.cx(), &clerk, id).await.unwrap();
        clerk::confirm(&world.cx(), &clerk, id, &all(), &mark(&again)).await.unwrap();

        world.citizen("+79123456780").await;
        let (id, _) = served(&world, &clerk, CONFIRM, "+79123456780").await.unwrap();
        let early = clerk::confirm(&world.cx(), &clerk, id, &all(), "").await;
        assert_eq!(refused(early).code, "visit-changed");
    }

    /// R118, R133, R151: whom a letter alone has confirmed the center confirms as well; what is there stays.
    async fn the_letter_is_no_hindrance(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        world.confirm_by(anna.id(), ConfirmationMethod::RegisteredLetter).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let (id, view) = served(&world, &clerk, CONFIRM, PHONE).await.unwrap();
        assert!(matches!(view.standing, clerk::Standing::Ready { .. }));
        clerk::confirm(&world.cx(), &clerk, id, &all(), &mark(&view)).await.unwrap();
        let now = world.refreshed(&anna).await;
        let standing = evidence::standing(&mut world.app.store.read().await.unwrap(), &now.account).await.unwrap();
        assert_eq!(standing.level, AccountLevel::Confirmed);
        let both = [ConfirmationMethod::InPerson, ConfirmationMethod::RegisteredLetter];
        assert_eq!(standing.methods, both.into_iter().collect());
        let (id, view) = served(&world, &clerk, CONFIRM, PHONE).await.unwrap();
        assert!(matches!(view.standing, clerk::Standing::Confirmed), "once is enough");
        assert_eq!(refused(clerk::confirm(&world.cx(), &clerk, id, &all(), "").await).code, "visit-already-confirmed");
    }

    /// R126, R118: one who is Confirmed at a center already is not confirmed again.
    async fn the_confirmed_are_left_alone(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let (id, view) = served(&world, &clerk, CONFIRM, PHONE).await.unwrap();
        world.confirm_by_hand(anna.id()).await;
        let confirmed = clerk::confirm(&world.cx(), &clerk, id, &all(), &mark(&view)).await;
        assert_eq!(refused(confirmed).code, "visit-already-confirmed");
        let shown = clerk::view(&world.cx(), &clerk, id).await.unwrap();
        assert!(matches!(shown.standing, clerk::Standing::Confirmed));
    }

    /// R126, R135: two clerks at once confirm once: one entry of evidence, one pair of messages.
    async fn two_clerks_confirm_once(store: Store) {
        let world = world(store).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let first = world.clerk("a.petrova", center(1)).await;
        let second = world.clerk("b.sidorova", center(1)).await;
        let (one, seen) = served(&world, &first, CONFIRM, PHONE).await.unwrap();
        let (other, also_seen) = served(&world, &second, CONFIRM, PHONE).await.unwrap();
        let (cx, all) = (world.cx(), all());
        let (marks, also) = (mark(&seen), mark(&also_seen));
        let (won, lost) = tokio::join!(
            clerk::confirm(&cx, &first, one, &all, &marks),
            clerk::confirm(&cx, &second, other, &all, &also),
        );
        assert!(won.is_ok() != lost.is_ok());
        let lost = if won.is_ok() { lost.err() } else { won.err() };
        assert!(matches!(lost, Some(Error::Conflict | Error::Refused(_))), "{lost:?}");
        world.drain().await;
        let told = world.sms.sent().into_iter().filter(|sent| sent.message.kind == "identity_confirmed").count();
        let now = world.refreshed(&anna).await;
        let mut read = world.app.store.read().await.unwrap();
        let log = evidence::log(&mut read, &now.account).await.unwrap();
        let confirmations = log.iter().filter(|row| matches!(row.evidence.finding, Finding::IdentityConfirmed { .. })).count();
        assert_eq!((told, confirmations, now.account.level), (1, 1, AccountLevel::Confirmed));
    }

    /// R121, C11: an installation may ask for the SNILS as well.
    async fn papers_are_a_setting(store: Store) {
        let papers = vec![Paper::IdentityDocument, Paper::Snils];
        let world = World::with(store, |settings| settings.center.confirm.required_documents = papers, |_| {}).await;
        world.open_center(center(1)).await;
        world.standard_citizen(PHONE, &citizen_form()).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let (id, view) = served(&world, &clerk, CONFIRM, PHONE).await.unwrap();
        let clerk::Standing::Ready { fields, .. } = &view.standing else { unreachable!() };
        assert!(fields.contains(&"snils") && !fields.contains(&"birth_place") && !fields.contains(&"inn"));
        let passport = [Seen::Photo, Seen::Person, Seen::Document].into_iter().collect();
        let confirmed = clerk::confirm(&world.cx(), &clerk, id, &passport, &mark(&view)).await;
        assert_eq!(faults(confirmed), [("seen_snils", "visit-not-seen")]);
    }

    /// R130, C12: where it is switched on a code is handed out, and the person confirms by typing it.
    async fn a_code_is_handed_out_where_switched_on(store: Store) {
        let modes = vec![CenterConfirmMode::Code];
        let world = World::with(store, |settings| settings.center.confirm.mode = modes, |_| {}).await;
        world.open_center(center(1)).await;
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let first = hand_out(&world, &clerk).await;
        let second = hand_out(&world, &clerk).await;
        // The first one is void: a newer one was handed out.
        let entered = confirmation::enter_code(&world.cx(), &anna, &secret(&first)).await.unwrap();
        assert!(matches!(entered, confirmation::Entered::Wrong(_)));
        let entered = confirmation::enter_code(&world.cx(), &anna, &secret(&second)).await.unwrap();
        let confirmation::Entered::Confirmed(success) = entered else { unreachable!() };
        assert_eq!(success.account.level, AccountLevel::Confirmed);
        // The operator does not confirm at once here.
        world.standard_citizen("+79123456780", &PersonForm { snils: "000-000-700 07".to_owned(), ..citizen_form() }).await;
        let (id, view) = served(&world, &clerk, CONFIRM, "+79123456780").await.unwrap();
        assert_eq!(refused(clerk::confirm(&world.cx(), &clerk, id, &all(), &mark(&view)).await).code, "visit-way-off");
    }

    /// R130, C12: it is switched off unless somebody switches it on.
    async fn no_code_unless_switched_on(store: Store) {
        let world = world(store).await;
        world.standard_citizen(PHONE, &citizen_form()).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        let (id, view) = served(&world, &clerk, CONFIRM, PHONE).await.unwrap();
        assert!(view.confirms && !view.hands_out);
        let handed = clerk::hand_out(&world.cx(), &clerk, id, &all(), &mark(&view)).await;
        assert_eq!(refused(handed).code, "visit-way-off");
    }
}

async fn hand_out(world: &World, clerk: &Acting) -> String {
    let (id, view) = served(world, clerk, CONFIRM, PHONE).await.unwrap();
    let handed = clerk::hand_out(&world.cx(), clerk, id, &all(), &mark(&view)).await.unwrap();
    handed.code.grouped().expose().to_owned()
}
