//! A person who registers, step by step, and notes what the server has acknowledged.
//!
//! A step counts as acknowledged when its answer has arrived. From then on it must stand, whatever happens to the server;
//! a step without an answer may or may not have happened, and the person finds out as people do: by looking.

use okno_simulators::population::Person;
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

/// The form for personal data.
const EDIT: &str = "/profile/edit";
/// Looking data over before they are sent.
const REVIEW: &str = "/profile/review";
/// How the verification stands.
const VERIFICATION: &str = "/profile/verification";
/// What only the page of a verified person has: the way to sign in with the new level.
const NEW_LEVEL: &str = "/profile/login-again";

/// The last step that was acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Acknowledged {
    Nothing,
    Started,
    CodeAccepted,
    Registered,
    DataKept,
    Submitted,
    Verified,
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
    /// Whose data this person has, if they are to be verified.
    person: Option<Person>,
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
        Self { browser, contact, by, person: None, acknowledged: Acknowledged::Nothing, uncertain: false }
    }

    /// The same person, who wants to be verified with these data.
    pub(crate) fn with_data(self, person: Person) -> Self {
        Self { person: Some(person), ..self }
    }

    /// The same person with a contact that was never used.
    pub(crate) fn with_another_contact(self, world: &World, number: u32) -> Self {
        Self { person: self.person, ..Self::new(world, self.by, number) }
    }

    pub(crate) fn is_verified(&self) -> bool {
        self.acknowledged == Acknowledged::Verified
    }

    /// Whether everything is done that this person came for.
    pub(crate) fn has_finished(&self) -> bool {
        let goal = if self.person.is_some() { Acknowledged::Verified } else { Acknowledged::Registered };
        self.acknowledged == goal
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
            Acknowledged::Registered => match self.person.clone() {
                Some(person) => self.fill_in(&person).await,
                None => Ok(()),
            },
            Acknowledged::DataKept => self.submit().await,
            Acknowledged::Submitted => self.see_verified().await,
            Acknowledged::Verified => Ok(()),
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

    async fn fill_in(&mut self, person: &Person) -> Result<(), Unanswered> {
        let page = self.look(EDIT).await?;
        assert!(page.has_field("snils"), "{} has an account, and now: {}", self.contact, page.told());
        let passport = person.passport.as_ref().expect("a person with a passport");
        let (birth, issue) = (person.birth_date, passport.issue_date);
        let [birth_day, issue_day] = [birth, issue].map(|date| date.day().to_string());
        let [birth_month, issue_month] = [birth, issue].map(|date| date.month().to_string());
        let [birth_year, issue_year] = [birth, issue].map(|date| date.year().to_string());
        let number = format!("{}{}", passport.series, passport.number);
        let values = [
            ("action", "continue"),
            ("family_name", person.family_name.as_str()),
            ("given_name", &person.given_name),
            ("patronymic", person.patronymic.as_deref().unwrap_or_default()),
            ("sex", person.sex.word()),
            ("birth_date_day", &birth_day),
            ("birth_date_month", &birth_month),
            ("birth_date_year", &birth_year),
            ("birth_place", &person.birth_place),
            ("snils", &person.snils),
            ("citizenship", &person.citizenship),
            ("document_type", "internal_passport"),
            ("document_number", &number),
            ("issue_date_day", &issue_day),
            ("issue_date_month", &issue_month),
            ("issue_date_year", &issue_year),
            ("issued_by", &passport.issued_by),
            ("unit_code", &passport.unit_code),
        ];
        self.send(&page, "snils", &values, (REVIEW, Acknowledged::DataKept)).await
    }

    async fn submit(&mut self) -> Result<(), Unanswered> {
        let page = self.look(REVIEW).await?;
        assert!(page.has_field("mark"), "the data of {} were kept, and now: {}", self.contact, page.told());
        self.send(&page, "mark", &[], (VERIFICATION, Acknowledged::Submitted)).await
    }

    /// Looks at the verification, and waits for news when there is none; done when it has ended well.
    async fn see_verified(&mut self) -> Result<(), Unanswered> {
        let page = self.look(VERIFICATION).await?;
        assert_eq!(page.status, 200, "the data of {} were sent, and now: {}", self.contact, page.told());
        if page.html.contains(NEW_LEVEL) {
            self.settled(Acknowledged::Verified);
            return Ok(());
        }
        let news = page.html.split('"').find(|text| text.starts_with("/profile/verification/news"));
        let news = news.unwrap_or_else(|| panic!("{} is not checked any more: {}", self.contact, page.told()));
        self.look(&news.replace("&amp;", "&")).await.map(|_| ())
    }

    /// Whether the verification is still under way; panics when it is neither that nor over.
    pub(crate) async fn is_being_verified(&mut self) -> Result<bool, Unanswered> {
        let page = self.look(VERIFICATION).await?;
        assert_eq!(page.status, 200, "{}", page.told());
        Ok(page.html.contains("/profile/verification/news"))
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
