//! Killing the server again and again while people register and are verified (decision 8).

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    time::Duration,
};

use okno_simulators::{population::Person, registry::RegistryName};
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng as _, SeedableRng as _},
};
use tokio::{sync::watch, task::JoinSet, time::timeout};

use crate::support::{Citizen, Server, World, citizen::By, place::Place, world::world_test};

/// How often the server is killed.
const KILLS: usize = 100;
/// How many people are at it at one time.
const AT_ONCE: u32 = 4;
/// The longest pause before a kill, milliseconds: about as long as a step takes, so that kills fall into its middle.
const LONGEST_PAUSE: u64 = 25;
/// A kill comes after this time even when nobody got an answer, because all wait for messages.
const LONGEST_SILENCE: Duration = Duration::from_millis(400);
/// How many sign in again after each kill; it takes the server time, as it is meant to.
const SIGNING_IN: usize = 1;
/// How many jobs a worker has in hand at most; so many messages may be repeated after one kill.
const IN_HAND: usize = 16;

/// What all people share.
struct Stage {
    world: World,
    /// Answers so far, over all lives of the server.
    answers: watch::Sender<u64>,
    /// Whether the server is there.
    up: watch::Sender<bool>,
    /// Whether nobody new comes any more.
    closing: watch::Sender<bool>,
    next: AtomicU32,
    /// Whose data the registries know and nobody has sent yet.
    data: Mutex<Vec<Person>>,
    verified: AtomicU32,
    unanswered: AtomicU64,
    /// Those who have an account, and were not looked at since.
    finished: Mutex<Vec<Citizen>>,
    /// Those who were looked at.
    settled: Mutex<Vec<Citizen>>,
}

impl Stage {
    fn new(world: World) -> Arc<Self> {
        let matching = |person: &&Person| person.story == "generated" && person.passport.is_some();
        let data = world.simulators.persons().iter().filter(matching).cloned().collect();
        for name in RegistryName::ALL {
            world.simulators.registry(name).set(|switches| {
                (switches.delay_ms, switches.callback_pause_ms, switches.poll_after_seconds) = (20, 50, 1);
            });
        }
        Arc::new(Self {
            data: Mutex::new(data),
            verified: AtomicU32::new(0),
            world,
            answers: watch::Sender::new(0),
            up: watch::Sender::new(false),
            closing: watch::Sender::new(false),
            next: AtomicU32::new(1),
            unanswered: AtomicU64::new(0),
            finished: Mutex::default(),
            settled: Mutex::default(),
        })
    }

    fn newcomer(&self) -> Citizen {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let citizen = Citizen::new(&self.world, if number.is_multiple_of(3) { By::Mail } else { By::Phone }, number);
        // One place in two registers only; so there are always some who do.
        let data = if number.is_multiple_of(2) { self.data.lock().unwrap().pop() } else { None };
        match data {
            Some(person) => citizen.with_data(person),
            None => citizen,
        }
    }

    /// One place at which people register, one after the other, until it is closed and the last one is done.
    async fn register(self: Arc<Self>) {
        let mut citizen = self.newcomer();
        let mut up = self.up.subscribe();
        loop {
            up.wait_for(|up| *up).await.expect("the stage stays");
            match citizen.step(&self.world).await {
                Ok(()) => self.answers.send_modify(|count| *count += 1),
                Err(_) => {
                    self.unanswered.fetch_add(1, Ordering::Relaxed);
                    // The server is gone, or so busy that it says so: the driver and the clock will tell.
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
            }
            if citizen.must_start_anew() {
                let number = self.next.fetch_add(1, Ordering::Relaxed);
                citizen = citizen.with_another_contact(&self.world, number);
            }
            if citizen.has_finished() {
                self.verified.fetch_add(citizen.is_verified().into(), Ordering::Relaxed);
                self.finished.lock().unwrap().push(citizen);
                if *self.closing.borrow() {
                    return;
                }
                citizen = self.newcomer();
            }
        }
    }

    /// Looks whether those who finished since the last time still have their session, and the last of them, whom the
    /// kill was closest to, their password too. Returns how many there were.
    async fn look_after(&self) -> usize {
        let finished = std::mem::take(&mut *self.finished.lock().unwrap());
        let count = finished.len();
        for (before_the_last, mut citizen) in finished.into_iter().rev().enumerate() {
            citizen.is_signed_in().await.expect("the server answers");
            if before_the_last < SIGNING_IN {
                citizen.clone().log_in().await.expect("the server answers");
            }
            self.settled.lock().unwrap().push(citizen);
        }
        count
    }

    /// Looks at everybody once more.
    async fn look_after_all(&self) {
        let settled = std::mem::take(&mut *self.settled.lock().unwrap());
        for mut citizen in settled {
            citizen.is_signed_in().await.expect("the server answers");
        }
    }
}

/// The first and the last message that fall together with a kill: from before it until the next life is ready.
struct Blow {
    before: (u64, u64),
    ready: (u64, u64),
}

fn newest(world: &World) -> (u64, u64) {
    (world.simulators.phones().last(), world.simulators.mailboxes().last())
}

async fn begin(world: &World, place: Place) -> Server {
    let mut command = world.command_at(place);
    // What a dead server had in hand is to be taken up soon.
    command.env("OKNO_WORKER__LEASE_SECONDS", "1");
    Server::start(command, place).await
}

/// Kills the server at a moment that the generator chooses; returns the next one.
async fn strike(stage: &Stage, server: Server, random: &mut ChaCha20Rng) -> (Server, Blow) {
    let goal = *stage.answers.borrow() + 1 + random.next_u64() % 12;
    let mut answers = stage.answers.subscribe();
    // Nobody may be able to go on before the next life; then the silence is a moment as good as any.
    let _ = timeout(LONGEST_SILENCE, answers.wait_for(|count| *count >= goal)).await;
    let random_pause_before_the_kill = Duration::from_micros(random.next_u64() % (LONGEST_PAUSE * 1000));
    tokio::time::sleep(random_pause_before_the_kill).await;
    let before = newest(&stage.world);
    stage.up.send_replace(false);
    server.kill().await;
    let server = begin(&stage.world, stage.world.place).await;
    let ready = newest(&stage.world);
    stage.up.send_replace(true);
    (server, Blow { before, ready })
}

/// Every repeated message is one that a kill may explain, and says what it said before; returns how many there are.
fn check_messages(stage: &Stage, blows: &[Blow]) -> usize {
    let (phones, mailboxes) = (stage.world.simulators.phones(), stage.world.simulators.mailboxes());
    let mut repeated = 0;
    for message in phones.after(None, 0) {
        if let Some(first) = message.repeats {
            repeated += 1;
            let explained = blows.iter().any(|blow| first <= blow.ready.0 && message.id > blow.before.0);
            assert!(explained, "an SMS came twice without a kill: {first} and {}", message.id);
        }
    }
    let letters = mailboxes.after(None, 0);
    for letter in &letters {
        assert!(letter.message_id.is_some());
        if let Some(first) = letter.repeats {
            repeated += 1;
            let explained = blows.iter().any(|blow| first <= blow.ready.1 && letter.id > blow.before.1);
            assert!(explained, "a letter came twice without a kill: {first} and {}", letter.id);
            let earlier = letters.iter().find(|other| other.id == first).expect("it was kept");
            assert_eq!((&earlier.text, &earlier.subject), (&letter.text, &letter.subject));
        }
    }
    for order in stage.world.simulators.sms_gateway().orders() {
        assert!(!order.contradicted, "one message id came with two contents");
        repeated += usize::try_from(order.times - 1).unwrap();
    }
    // Nobody got two codes: a registration that was acknowledged sends one, however often its job is taken up.
    for message in phones.after(None, 0) {
        let all = phones.after(Some(&message.to), 0);
        let codes: HashSet<_> = all.iter().flat_map(|message| message.codes.clone()).collect();
        assert_eq!(codes.len(), 1, "two codes for one registration");
    }
    repeated
}

world_test! {
    /// Decision 8, R99, R218: a hundred kills lose no acknowledged step, and a message is repeated only by a kill.
    async fn a_hundred_kills_lose_nothing_acknowledged(world: World) {
        let mut random = ChaCha20Rng::seed_from_u64(0x0C0D_E0FA);
        let stage = Stage::new(world);
        let mut server = begin(&stage.world, stage.world.place).await;
        stage.up.send_replace(true);
        let mut people = JoinSet::new();
        for _ in 0..AT_ONCE {
            people.spawn(Arc::clone(&stage).register());
        }
        let (mut blows, mut accounts) = (Vec::new(), 0);
        while blows.len() < KILLS {
            let (next, blow) = strike(&stage, server, &mut random).await;
            server = next;
            blows.push(blow);
            accounts += stage.look_after().await;
            // A panic of a person is the failure of the test, at once.
            while let Some(ended) = people.try_join_next() {
                ended.expect("nobody leaves before the end");
            }
        }
        stage.closing.send_replace(true);
        while let Some(ended) = people.join_next().await {
            ended.unwrap();
        }
        accounts += stage.look_after().await;
        stage.look_after_all().await;
        let repeated = check_messages(&stage, &blows);
        let (answers, unanswered) = (*stage.answers.borrow(), stage.unanswered.load(Ordering::Relaxed));
        let verified = stage.verified.load(Ordering::Relaxed);
        assert!(verified >= 8, "hardly anybody was verified: {verified}");
        println!("{accounts} accounts, {verified} verified, {answers} steps acknowledged, {unanswered} broken off, {repeated} messages repeated");
        assert!(repeated <= KILLS * IN_HAND);
        assert!(accounts >= 20, "the kills left people hardly any time: {accounts} accounts");
        assert!(unanswered >= 10, "the kills hit nobody: {unanswered}");
        server.terminate().await;
        assert!(server.wait().await.success());
    }
}
