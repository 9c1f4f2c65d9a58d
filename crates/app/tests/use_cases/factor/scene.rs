//! Persons with second factors, as the tests here need them.

use okno_app::{
    Cx, Error,
    factor::{self, Answer, totp},
    login::{self, Entry, LoginIdentifier},
    login_step::StepToken,
    session::{self, SessionToken, SignedIn},
};
use okno_domain::{credential::totp as rule, recovery::RecoveryStage, secret::Secret, session::SessionId};
use okno_testkit::{
    Device, World,
    citizen::{PASSWORD, secret},
};

pub(crate) const PHONE: &str = "+79123456789";
pub(crate) const ORIGIN: &str = "https://okno.test";
pub(crate) const NEW: &str = "Zx9?qwer";

/// The key that an application was given.
pub(crate) struct Application(Vec<u8>);

impl Application {
    /// The code of this moment.
    pub(crate) fn code(&self, world: &World) -> Secret {
        self.code_in(world, 0)
    }

    /// The code of a step before or after.
    pub(crate) fn code_in(&self, world: &World, steps: i64) -> Secret {
        let step = rule::step_at(world.clock.get()).checked_add_signed(steps).unwrap();
        rule::code_at(&self.0, step).unwrap()
    }

    pub(crate) fn answer(&self, world: &World) -> Answer {
        Answer::totp(&self.code(world)).unwrap()
    }
}

/// The application that is offered now; it is set up by its first code.
pub(crate) async fn offered(world: &World, person: &SignedIn) -> Application {
    totp::begin(&world.cx(), person).await.unwrap();
    let offer = totp::enrollment(&world.cx(), person).await.unwrap();
    Application(rule::from_base32(offer.key.expose()).unwrap().to_vec())
}

/// The person with an application set up; the first code is used, so the next one is due.
pub(crate) async fn with_totp(world: &World, person: &SignedIn) -> (SignedIn, Application) {
    let application = offered(world, person).await;
    totp::enroll(&world.cx(), person, &application.code(world)).await.unwrap();
    world.clock.advance_seconds(30);
    (strong(world, person), application)
}

/// The person with a device.
pub(crate) async fn with_passkey(world: &World, person: &SignedIn, number: u8) -> (SignedIn, Device) {
    let token = factor::passkey::begin_registration(&world.cx(), person).await.unwrap();
    let options = factor::passkey::registration_options(&world.cx(), person, &token).await.unwrap();
    let (device, said) = Device::register(&options, ORIGIN, number);
    factor::passkey::register(&world.cx(), person, &token, "Телефон", &said).await.unwrap();
    (strong(world, person), device)
}

/// The person right after a factor was proved.
pub(crate) fn strong(world: &World, person: &SignedIn) -> SignedIn {
    SignedIn { strong_at: Some(world.clock.get()), authenticated_at: world.clock.get(), ..person.clone() }
}

pub(crate) async fn begin(cx: &Cx, contact: &str, password: &str) -> Result<Entry, Error> {
    let identifier = LoginIdentifier::contact(cx, contact).unwrap();
    login::begin(cx, &identifier, &secret(password)).await
}

/// The second step after the right password.
pub(crate) async fn step(world: &World) -> StepToken {
    match begin(&world.cx(), PHONE, PASSWORD).await.unwrap() {
        Entry::SecondFactor(token) => token,
        Entry::SignedIn(_) => unreachable!("no factor was asked for"),
    }
}

pub(crate) async fn found(world: &World, token: &SessionToken) -> Option<SignedIn> {
    session::find(&world.cx(), token).await.unwrap()
}

/// Whether a session still holds.
pub(crate) async fn is_open(world: &World, person: &SignedIn, session: SessionId) -> bool {
    let all = session::list(&world.cx(), person).await.unwrap();
    all.iter().any(|entry| entry.id == session && entry.times.ended_at.is_none())
}

/// The kinds of messages that this number got.
pub(crate) async fn told(world: &World) -> Vec<String> {
    world.drain().await;
    world.sms.sent().into_iter().map(|sent| sent.message.kind).collect()
}

/// Recovers access by the phone; returns what is left to do.
pub(crate) async fn recover(world: &World, password: &str) -> okno_app::recovery::Finished {
    use okno_app::recovery;
    let cx = world.cx();
    let identifier = LoginIdentifier::contact(&cx, PHONE).unwrap();
    let token = recovery::start(&cx, &identifier).await.unwrap();
    assert_eq!(recovery::progress(&cx, &token).await.unwrap().stage, RecoveryStage::CodeSent);
    world.drain().await;
    recovery::enter_code(&world.cx(), &token, &world.sms_code(PHONE)).await.unwrap();
    recovery::finish(&world.cx(), &token, &secret(password), &secret(password)).await.unwrap()
}
