//! Jobs, keys and the audit trail, on both engines.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use okno_app::{
    account, audit,
    context::App,
    generate,
    job::{
        self, Lane, Runner,
        desk::{self, What, Which, Who},
    },
    vault::FileVault,
    verification,
};
use okno_store::{job::NewJob, operator_case};
use okno_testkit::{
    World,
    citizen::{PASSWORD, refused, secret, start_form},
    engine_test,
};

use serde_json::json;

const PHONE: &str = "+79123456789";

engine_test! {
    /// R99, decision 8: of two workers on one database each job runs at one of them only.
    async fn two_workers_share_the_work(store: Store) {
        let world = World::new(store).await;
        let cx = world.cx();
        for number in 0..20 {
            let form = start_form(&format!("+791234567{number:02}"), "");
            okno_app::registration::start(&cx, &form).await.unwrap();
        }
        let other = world.another_runner();
        let (one, two) = tokio::join!(world.drain(), other.drain());
        assert_eq!(one + two.unwrap(), 20);
        assert_eq!(world.sms.sent().len(), 20);
    }

    /// R99: a job whose worker vanished is taken by another once its lease is over.
    async fn a_lost_lease_is_taken_over(store: Store) {
        let world = World::new(store).await;
        let form = start_form(PHONE, "");
        okno_app::registration::start(&world.cx(), &form).await.unwrap();
        // A worker takes the job and dies.
        let now = world.clock.get();
        let mut tx = world.app.store.write().await.unwrap();
        let lease = okno_domain::time::after(now, okno_domain::time::MINUTE * 2);
        let taken = okno_store::job::claim(&mut tx, "sms", now, 10, lease, world.cx().fresh_id()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(taken.len(), 1);
        assert_eq!(world.drain().await, 0);
        world.clock.advance_seconds(120);
        assert_eq!(world.drain().await, 1);
        assert_eq!(world.sms.sent().len(), 1);
    }

    /// R99, R219: a lane gives its places to its own jobs only, so questions to a silent registry never hold back a code.
    async fn a_silent_registry_holds_back_no_message(store: Store) {
        let world = World::new(store).await;
        let cx = world.cx();
        let mut tx = world.app.store.write().await.unwrap();
        for _ in 0..50 {
            let question = verification::AskRegistry { account: cx.fresh_id(), check: cx.fresh_id() };
            job::enqueue(&mut tx, &cx, &question).await.unwrap();
        }
        tx.commit().await.unwrap();
        world.clock.advance_seconds(1);
        let form = start_form(PHONE, "");
        okno_app::registration::start(&world.cx(), &form).await.unwrap();
        let mut tx = world.app.store.write().await.unwrap();
        let now = world.clock.get();
        let worker = cx.fresh_id();
        let lease = okno_domain::time::after(now, okno_domain::time::MINUTE);
        let mut claimed = async |lane: Lane| {
            let most = i64::try_from(lane.places()).unwrap();
            let jobs = okno_store::job::claim(&mut tx, lane.name(), now, most, lease, worker).await.unwrap();
            jobs.iter().map(|job| job.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(claimed(Lane::Registry).await, vec!["ask-registry"; Lane::Registry.places()]);
        assert_eq!(claimed(Lane::Sms).await, ["send-message"]);
    }

    /// R33, R219: after an outage nobody gets codes that are over.
    async fn a_code_that_is_over_is_not_sent_any_more(store: Store) {
        let world = World::new(store).await;
        world.sms.fail_next(1);
        world.start_registration(PHONE, "").await;
        assert_eq!(world.sms.sent().len(), 0);
        world.clock.advance_seconds(299);
        world.drain().await;
        assert_eq!(world.sms.sent().len(), 1);
        world.sms.fail_next(1);
        world.start_registration("+79123456780", "").await;
        world.clock.advance_seconds(300);
        world.drain().await;
        assert_eq!(world.sms.sent().len(), 1);
    }

    /// R108: a job that was given up waits for an operator, who puts it back when what stood in its way is gone.
    async fn a_job_that_was_given_up_can_be_put_back(store: Store) {
        let world = World::new(store).await;
        let cx = world.cx();
        let mut tx = world.app.store.write().await.unwrap();
        let new = NewJob { id: cx.fresh_id(), name: "no-such-job", args: json!({}), dedupe: None, lane: "own", run_at: cx.now };
        okno_store::job::insert(&mut tx, new, cx.now).await.unwrap();
        tx.commit().await.unwrap();
        world.drain().await;
        let cases = async || {
            let mut read = world.app.store.read().await.unwrap();
            let count = operator_case::count(&mut read).await.unwrap();
            (count, operator_case::list(&mut read, 10).await.unwrap())
        };
        let dead = job::dead(&cx, 10).await.unwrap();
        assert_eq!(dead.len(), 1);
        assert!(dead[0].reason.contains("no job is called"), "{dead:?}");
        let (count, open) = cases().await;
        assert_eq!((count, open[0].kind.as_str(), open[0].subject.clone()), (1, "job_dead", dead[0].job.id.to_string()));
        let (chosen, here) = (desk::Chosen::from(&dead[0]), Who::Installation(None));
        let which = Which::Chosen(vec![chosen]);
        desk::settle(&cx, here, &which, &What::Retry).await.unwrap();
        assert_eq!(cases().await.0, 0);
        assert!(job::dead(&cx, 10).await.unwrap().is_empty());
        assert_eq!(refused(desk::settle(&cx, here, &which, &What::Retry).await).code, "job-gone");
        // What stood in its way is still there.
        world.drain().await;
        assert_eq!(job::dead(&cx, 10).await.unwrap().len(), 1);
    }

    /// R245, decision 10: keys are rotated while people use the program; old data stay readable and are wrapped anew.
    async fn keys_rotate(store: Store) {
        let world = World::new(store.clone()).await;
        let anna = world.citizen(PHONE).await;
        let mut rng = okno_testkit::world::generator(7);
        let before = FileVault::generate(&mut rng).unwrap();
        let after = FileVault::rotate(&before, &mut rng).unwrap();
        // The world's own key file is not at hand, so its data key is wrapped under the key before the rotation first.
        let old = Arc::new(FileVault::parse(&before).unwrap());
        let new = Arc::new(FileVault::parse(&after).unwrap());
        let mut tx = store.write().await.unwrap();
        let stored = okno_store::account::find_key(&mut tx, anna.id()).await.unwrap().unwrap();
        let place = okno_app::vault::data_key_place(anna.id());
        let (vault_key, wrapped) = okno_app::vault::KeyVault::wrap(&*old, &place, &anna.key, [1; 32]).await.unwrap();
        let under_old = okno_store::account::WrappedKey { vault_key, wrapped, ..stored.clone() };
        okno_store::account::rewrap_key(&mut tx, &stored, &under_old).await.unwrap();
        tx.commit().await.unwrap();

        let rotated = world.with_vault(new).await;
        let cx = okno_app::Cx { app: Arc::clone(&rotated), ..world.cx() };
        let mut read = store.read().await.unwrap();
        let key = account::data_key(&mut read, &cx, anna.id()).await.unwrap();
        assert_eq!(key.expose(), anna.key.expose());
        drop(read);
        assert!(!account::rewrap_some(&cx, 100).await.unwrap());
        let mut read = store.read().await.unwrap();
        let stored = okno_store::account::find_key(&mut read, anna.id()).await.unwrap().unwrap();
        assert_eq!(stored.vault_key, "2");
        assert_eq!(account::data_key(&mut read, &cx, anna.id()).await.unwrap().expose(), anna.key.expose());
    }

    /// Decision 15: a changed or removed entry of the audit trail is found.
    async fn the_audit_trail_is_chained(store: Store) {
        let world = World::new(store.clone()).await;
        let anna = world.citizen(PHONE).await;
        world.log_in(PHONE, PASSWORD).await.unwrap();
        let mut read = store.read().await.unwrap();
        assert_eq!(audit::verify(&mut read, anna.id()).await.unwrap(), Ok(3));
        let entries = audit::list(&mut read, anna.id(), Some(3), 1).await.unwrap();
        drop(read);
        assert_eq!(entries.first().map(|entry| entry.seq), Some(2));
        // An entry beyond the head of the chain is a forgery as well.
        let mut tx = store.write().await.unwrap();
        let mut forged = entries.first().unwrap().clone();
        forged.seq = 4;
        okno_store::audit::insert(&mut tx, anna.id(), &forged).await.unwrap_err();
    }

    /// A purge removes what is over and nothing else, and comes again.
    async fn purging_comes_again(store: Store) {
        let world = World::new(store).await;
        world.start_registration(PHONE, "").await;
        // However often it is asked for, each periodic job is in the queue once.
        for _ in 0..2 {
            job::enqueue_periodic(&world.cx()).await.unwrap();
        }
        let periodic = 11;
        assert_eq!(world.drain().await, periodic);
        assert_eq!(world.drain().await, 0);
        world.clock.advance_seconds(5 * 24 * 3600);
        assert_eq!(world.drain().await, periodic);
    }

    /// The command for measurements makes accounts that one can sign in to, and leaves out those that are there.
    async fn generated_accounts_are_real(store: Store) {
        let test_numbers = |settings: &mut okno_app::Settings| settings.contact.phone_test_numbers = true;
        let world = World::with(store, test_numbers, |_| {}).await;
        let told = AtomicU32::new(0);
        let progress = |made| told.store(made, Ordering::Relaxed);
        let app: &Arc<App> = &world.app;
        let names = ("Испытателев", "Иван");
        let made = generate::accounts(app, 0, 1100, &secret(PASSWORD), names, progress).await.unwrap();
        assert_eq!((made, told.load(Ordering::Relaxed)), (1100, 1100));
        assert_eq!(generate::accounts(app, 1000, 200, &secret(PASSWORD), names, |_| {}).await.unwrap(), 100);
        world.log_in(&generate::phone(1099), PASSWORD).await.unwrap();
    }
}

#[tokio::test]
async fn a_runner_stops_when_told() {
    let database = okno_testkit::TestStore::sqlite().await;
    let world = World::new(database.store()).await;
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(Runner::new(Arc::clone(&world.app)).run(stopping));
    stop.send(true).unwrap();
    running.await.unwrap();
}
