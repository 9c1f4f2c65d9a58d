//! A bank that says what a test tells it to say.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use okno_app::ports::{Bank, BankProfile, BankRequest, PortError};
use okno_domain::{
    bank::{BankClaims, BankId, BankPattern},
    person::PersonalData,
    secret::Secret,
};

/// What the bank does when it is asked.
#[derive(Clone, Debug)]
pub enum Mood {
    /// It says this of its client.
    Says(BankClaims),
    /// It does not answer.
    Down,
    /// It answers what cannot be trusted.
    Lies,
}

/// The bank.
#[derive(Debug)]
pub struct TestBank {
    profile: BankProfile,
    mood: Mutex<Mood>,
    asked: Mutex<Vec<(String, String)>>,
}

/// What a bank says of a person whose data are these.
pub fn client(data: &PersonalData) -> BankClaims {
    BankClaims {
        family_name: data.family_name.to_uppercase(),
        given_name: data.given_name.clone(),
        middle_name: data.patronymic.clone(),
        birthdate: data.birth_date.clone(),
        snils: data.snils.clone(),
        document_number: format!("{} {}", data.document.series, data.document.number),
        portal_profile: data.snils.clone(),
    }
}

impl TestBank {
    /// A bank with this id that says nothing yet.
    pub fn new(id: &str, pattern: BankPattern) -> Self {
        Self {
            profile: BankProfile {
                id: BankId::parse(id).expect("an id"),
                names: ["Банк Проба".to_owned(), "Bank Proba".to_owned(), "Banque Proba".to_owned()],
                issuer: format!("https://{id}.test"),
                host: format!("{id}.test"),
                pattern,
            },
            mood: Mutex::new(Mood::Down),
            asked: Mutex::default(),
        }
    }

    /// The bank's id.
    pub fn id(&self) -> &BankId {
        &self.profile.id
    }

    /// From now on it does this.
    pub fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap_or_else(PoisonError::into_inner) = mood;
    }

    /// Codes and verifiers it was asked with.
    pub fn asked(&self) -> Vec<(String, String)> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn mood(&self) -> Mood {
        self.mood.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn down() -> PortError {
    PortError::Later { reason: "the test says so".to_owned(), pause_seconds: None }
}

#[async_trait]
impl Bank for TestBank {
    fn profile(&self) -> &BankProfile {
        &self.profile
    }

    async fn authorization_url(&self, request: &BankRequest) -> Result<String, PortError> {
        match self.mood() {
            Mood::Down => Err(down()),
            _ => Ok(format!("{}/authorize?state={}", self.profile.issuer, request.state.expose())),
        }
    }

    async fn claims(
        &self,
        code: &Secret,
        request: &BankRequest,
        _now: jiff::Timestamp,
    ) -> Result<BankClaims, PortError> {
        let asked = (code.expose().to_owned(), request.verifier.expose().to_owned());
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(asked);
        match self.mood() {
            Mood::Says(claims) => Ok(claims),
            Mood::Down => Err(down()),
            Mood::Lies => Err(PortError::Garbage { reason: "the test says so".to_owned() }),
        }
    }

    async fn check(&self) -> Result<(), PortError> {
        Ok(())
    }
}
