//! A person who registers, step by step, and notes what the server has acknowledged.
//!
//! A step counts as acknowledged when its answer has arrived. From then on it must stand, whatever happens to the server;
//! a step without an answer may or may not have happened, and the person finds out as people do: by looking.

pub(crate) use okno_testkit::citizen::PASSWORD;

use super::{Browser, Page, World, browser::Unanswered};

/// The names everybody has, so that the log can be searched for them.
pub(crate) const NAMES: (&str, &str) = ("Проверкина", "Вера");
/// Where registration begins.
pub(crate) const REGISTER: &str = "/registration";
/// Where the code is typed.
pub(crate) const CODE: &str = "/registration/code";
/// Where the password is chosen.
pub(crate) const CHOOSE_PASSWORD: &str = "/registration/password";
/// The end of registration, for the person who is signed in.
pub(crate) const DONE: &str = "/registration/done";
/// Where one signs in.
pub(crate) const LOGIN: &str = "/login";

/// The last step that was acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Acknowledged {
    Nothing,
    Started,
    CodeAccepted,
    Registered,
}

/// Which contact a person gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Phone,
    Mail,
}

/// A person at a browser.
#[derive(Clone)]
pub(crate) struct Citizen {
    pub(crate) browser: Browser,
    pub(crate) contact: String,
    by: By,
    pub(crate) acknowledged: Acknowledged,
    /// Whether something was sent and not answered since the last acknowledged step.
    uncertain: bool,
}

impl Citizen {
    /// A person with a contact that nobody else has: `number` makes it.
    pub(crate) fn new(world: &World, by: By, number: u32) -> Self {
        let contact = match by {
            By::Phone => format!("+7000{number:07}"),
            By::Mail => format!("citizen-{number}@mail.example"),
        };
        let browser = Browser::new(world.place.url(), number);
        Self { browser, contact, by, acknowledged: Acknowledged::Nothing, uncertain: false }
    }

    /// Registers without anything getting in the way.
    pub(crate) async fn registered(world: &World, by: By, number: u32) -> Self {
        let mut citizen = Self::new(world, by, number);
        while citizen.acknowledged < Acknowledged::Registered {
            citizen.step(world).await.expect("the server answers");
        }
        citizen
    }

    /// Whether the start was sent and never answered: nothing is known then, and another contact is needed.
    pub(crate) fn must_start_anew(&self) -> bool {
        self.uncertain && self.acknowledged == Acknowledged::Nothing
    }

    /// Takes the step that is due. What was acknowledged before is checked on the way: the page for this step is there.
    pub(crate) async fn step(&mut self, world: &World) -> Result<(), Unanswered> {
        match self.acknowledged {
            Acknowledged::Nothing => self.start().await,
            Acknowledged::Started => self.enter_code(world).await,
            Acknowledged::CodeAccepted => self.choose_password().await,
            Acknowledged::Registered => Ok(()),
        }
    }

    pub(crate) async fn start(&mut self) -> Result<(), Unanswered> {
        let page = self.look(REGISTER).await?;
        let contact = match self.by {
            By::Phone => "mobile_phone",
            By::Mail => "email",
        };
        let contact = (contact, self.contact.clone());
        let values = [("family_name", NAMES.0), ("given_name", NAMES.1), (contact.0, contact.1.as_str())];
        self.send(&page, "family_name", &values, (CODE, Acknowledged::Started)).await
    }

    pub(crate) async fn enter_code(&mut self, world: &World) -> Result<(), Unanswered> {
        let page = self.look(CODE).await?;
        if self.uncertain && page.location() == Some(CHOOSE_PASSWORD) {
            self.settled(Acknowledged::CodeAccepted);
            return Ok(());
        }
        assert!(page.has_field("code"), "{} began to register, and now: {}", self.contact, page.told());
        let code = self.code(world).await;
        self.send(&page, "code", &[("code", &code)], (CHOOSE_PASSWORD, Acknowledged::CodeAccepted)).await
    }

    pub(crate) async fn choose_password(&mut self) -> Result<(), Unanswered> {
        let page = self.look(CHOOSE_PASSWORD).await?;
        if self.uncertain && page.location() == Some(DONE) {
            self.log_in().await?;
            self.settled(Acknowledged::Registered);
            return Ok(());
        }
        assert!(page.has_field("password"), "the code of {} was accepted, and now: {}", self.contact, page.told());
        let values = [("password", PASSWORD), ("password_repeat", PASSWORD)];
        self.send(&page, "password_repeat", &values, (DONE, Acknowledged::Registered)).await
    }

    /// Signs in with contact and password, as from another browser; panics when that is refused. Without an answer the
    /// cookies there are stay.
    pub(crate) async fn log_in(&mut self) -> Result<(), Unanswered> {
        let mut browser = self.browser.without_cookies();
        let page = answered(browser.get(LOGIN).await?)?;
        let values = [("login", self.contact.as_str()), ("password", PASSWORD)];
        let answer = answered(browser.submit(&page, "password", &values).await?)?;
        assert_eq!(answer.status, 303, "{} has an account and cannot sign in: {}", self.contact, answer.told());
        self.browser = browser;
        Ok(())
    }

    /// That the account is there and its session holds; panics when not.
    pub(crate) async fn is_signed_in(&mut self) -> Result<(), Unanswered> {
        let page = self.look(DONE).await?;
        assert_eq!(page.status, 200, "{} was signed in, and now: {}", self.contact, page.told());
        Ok(())
    }

    async fn look(&mut self, path: &str) -> Result<Page, Unanswered> {
        answered(self.browser.get(path).await?)
    }

    /// Sends the form; the answer acknowledges the step.
    async fn send(
        &mut self,
        page: &Page,
        mark: &str,
        values: &[(&str, &str)],
        (next, step): (&str, Acknowledged),
    ) -> Result<(), Unanswered> {
        self.uncertain = true;
        let answer = answered(self.browser.submit(page, mark, values).await?)?;
        assert_eq!(answer.location(), Some(next), "{} at {step:?}: {}", self.contact, answer.told());
        self.settled(step);
        Ok(())
    }

    fn settled(&mut self, step: Acknowledged) {
        self.acknowledged = step;
        self.uncertain = false;
    }

    /// The code from the phone or the letter. It must come: the start was acknowledged.
    pub(crate) async fn code(&self, world: &World) -> String {
        let (to, limit) = (Some(self.contact.as_str()), super::PATIENCE);
        let codes = match self.by {
            By::Phone => {
                let messages = world.simulators.phones().wait(to, 0, limit).await;
                messages.last().map(|message| message.codes.clone())
            }
            By::Mail => {
                let letters = world.simulators.mailboxes().wait(to, 0, limit).await;
                letters.last().map(|letter| letter.codes.clone())
            }
        };
        let codes = codes.unwrap_or_else(|| panic!("{} was promised a code and got none", self.contact));
        codes.into_iter().next().expect("the message has a code")
    }
}

/// A server that says "later" has not acknowledged anything.
fn answered(page: Page) -> Result<Page, Unanswered> {
    if page.status == 503 { Err(Unanswered) } else { Ok(page) }
}
