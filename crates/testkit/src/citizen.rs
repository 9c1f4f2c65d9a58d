//! Persons who register and sign in, as tests need them, and what tests look at in refusals.

use okno_app::{
    Error,
    login::{self, LoginIdentifier},
    registration::{self, RegistrationToken, StartForm},
    session::{self, SignedIn},
};
use okno_domain::{
    account::{AccountId, AccountLevel},
    contact::ContactKind,
    refusal::Refusal,
    secret::Secret,
};
use okno_store::account::{self, AccountRow};

use crate::World;

/// A password that satisfies both profiles' formal rules.
pub const PASSWORD: &str = "Kedr;7Sosna";

/// A secret from a literal.
pub fn secret(text: &str) -> Secret {
    Secret::new(text)
}

/// The refusal of a use case that must refuse.
pub fn refused<T>(result: Result<T, Error>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        Err(other) => unreachable!("not refused but {other:?}"),
        Ok(_) => unreachable!("not refused"),
    }
}

/// Fields and codes of the faults of a use case that must find some.
pub fn faults<T>(result: Result<T, Error>) -> Vec<(&'static str, &'static str)> {
    match result {
        Err(Error::Fields(faults)) => faults.iter().map(|fault| (fault.field, fault.code)).collect(),
        Err(other) => unreachable!("no faults but {other:?}"),
        Ok(_) => unreachable!("no faults"),
    }
}

impl World {
    /// Begins the registration of Анна Иванова with these contacts (either may be empty) and sends the codes.
    pub async fn start_registration(&self, mobile_phone: &str, email: &str) -> RegistrationToken {
        let form = StartForm {
            family_name: "Иванова".to_owned(),
            given_name: "Анна".to_owned(),
            mobile_phone: mobile_phone.to_owned(),
            email: email.to_owned(),
        };
        let token = registration::start(&self.cx(), &form).await.expect("the form is sound");
        self.drain().await;
        token
    }

    /// The code in the newest SMS to this number.
    pub fn sms_code(&self, phone: &str) -> Secret {
        secret(self.sms.last_to(phone).expect("an SMS was sent").arg("code"))
    }

    /// Registers Анна Иванова by phone with [`PASSWORD`]; she is signed in.
    pub async fn citizen(&self, phone: &str) -> SignedIn {
        let token = self.start_registration(phone, "").await;
        let code = self.sms_code(phone);
        registration::enter_code(&self.cx(), &token, ContactKind::MobilePhone, &code).await.expect("the right code");
        let password = secret(PASSWORD);
        let session = registration::finish(&self.cx(), &token, &password, &password).await.expect("a fine password");
        session::find(&self.cx(), &session).await.expect("the store answers").expect("the session is open")
    }

    /// Signs in by phone or e-mail.
    pub async fn log_in(&self, contact: &str, password: &str) -> Result<SignedIn, Error> {
        let cx = self.cx();
        let identifier = LoginIdentifier::contact(&cx, contact).map_err(|fault| Error::Fields(vec![fault]))?;
        let token = login::log_in(&cx, &identifier, &secret(password)).await?;
        Ok(session::find(&cx, &token).await?.expect("a fresh session is open"))
    }

    /// Makes an account Confirmed by hand, for tests that are not about how that is done.
    pub async fn confirm_by_hand(&self, account: AccountId) {
        let mut tx = self.app.store.write().await.expect("the store answers");
        let row = account::find(&mut tx, account).await.expect("the store answers").expect("the account is there");
        let row = AccountRow { level: AccountLevel::Confirmed, ..row };
        account::update(&mut tx, &row, self.clock.get()).await.expect("nobody else changes it");
        tx.commit().await.expect("the store answers");
    }
}
