//! Persons who register and sign in, as tests need them, and what tests look at in refusals.

use okno_app::{
    Cx, Error,
    audit::Actor,
    confirmation,
    evidence::{self, NewEvidence},
    login::{self, Entry, LoginIdentifier},
    registration::{self, RegistrationToken, StartForm},
    seal::Place,
    session::{self, SessionToken, SignedIn},
};
use okno_domain::{
    account::{AccountId, AccountLevel},
    confirmation::ConfirmationMethod,
    contact::ContactKind,
    credential::factor::FactorRefusal,
    evidence::Finding,
    person::form::{FormRules, PersonForm, Today},
    refusal::Refusal,
    secret::Secret,
};
use okno_store::person as people;

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

/// The form that begins the registration of Анна Иванова; either contact may be empty.
pub fn start_form(mobile_phone: &str, email: &str) -> StartForm {
    StartForm {
        family_name: "Иванова".to_owned(),
        given_name: "Анна".to_owned(),
        mobile_phone: mobile_phone.to_owned(),
        email: email.to_owned(),
        next: None,
    }
}

/// Signs a person in who has no second factor; with one, the password alone is refused.
pub async fn log_in(cx: &Cx, identifier: &LoginIdentifier, password: &Secret) -> Result<SessionToken, Error> {
    match login::begin(cx, identifier, password).await? {
        Entry::SignedIn(session) => Ok(session),
        Entry::SecondFactor(_) => Err(Error::refused(&FactorRefusal::ProofDue)),
    }
}

impl World {
    /// Begins the registration of Анна Иванова with these contacts (either may be empty) and sends the codes.
    pub async fn start_registration(&self, mobile_phone: &str, email: &str) -> RegistrationToken {
        let form = start_form(mobile_phone, email);
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
        let token = log_in(&cx, &identifier, &secret(password)).await?;
        Ok(session::find(&cx, &token).await?.expect("a fresh session is open"))
    }

    /// Registers Анна Иванова by phone and makes her account Standard with the data of this form, as two registries would.
    pub async fn standard_citizen(&self, phone: &str, form: &PersonForm) -> SignedIn {
        let person = self.citizen(phone).await;
        let cx = self.cx();
        let rules = FormRules { today: Today::at(cx.now), may_have_one_name: false, snils_allow_unchecked_range: true };
        let data = form.check(&rules).expect("the form is right");
        let mut tx = self.app.store.write().await.expect("the store answers");
        let snils = self.app.keys.blind("snils", &data.snils);
        assert!(people::claim_snils(&mut tx, &snils, person.id()).await.expect("the store answers"), "a free SNILS");
        let row = people::find(&mut tx, person.id()).await.expect("the store answers").expect("the person is there");
        let place = Place::new("person", "data_sealed", person.id());
        let sealed = person.key.seal_json(&place, &data, &mut cx.rng()).expect("the key seals");
        people::save_data(&mut tx, person.id(), row.version, &sealed, Some(cx.now), cx.now).await.expect("no conflict");
        okno_app::person::index_document(&mut tx, &cx, person.id(), &data).await.expect("the store answers");
        let finding = Finding::DataVerified { subject: evidence::subject(&cx, &person.account, &data) };
        let new = Self::by_hand(finding, "registry_verification");
        let (account, _) = evidence::record(&mut tx, &cx, &person.account, new).await.expect("the evidence is kept");
        tx.commit().await.expect("the store answers");
        SignedIn { account, person: data, ..person }
    }

    /// The person signed in as they are now.
    pub async fn refreshed(&self, person: &SignedIn) -> SignedIn {
        let mut read = self.app.store.read().await.expect("the store answers");
        let account = okno_app::account::get(&mut read, person.id()).await.expect("the account is there");
        SignedIn { account, ..person.clone() }
    }

    /// Makes a Standard account Confirmed without ado, for tests that are not about how that is done.
    pub async fn confirm_by_hand(&self, account: AccountId) {
        self.confirm_by(account, ConfirmationMethod::InPerson).await;
    }

    /// The same by this method.
    pub async fn confirm_by(&self, account: AccountId, method: ConfirmationMethod) {
        let cx = self.cx();
        let mut tx = self.app.store.write().await.expect("the store answers");
        let account = okno_app::account::get(&mut tx, account).await.expect("the account is there");
        let key = okno_app::account::data_key(&mut tx, &cx, account.id).await.expect("the key is there");
        let data = confirmation::verified_data(&mut tx, &account, &key).await.expect("the data are there");
        let subject = evidence::subject(&cx, &account, &data);
        let new = Self::by_hand(Finding::IdentityConfirmed { method, subject }, method.name());
        let (account, _) = evidence::record(&mut tx, &cx, &account, new).await.expect("the evidence is kept");
        assert_eq!(account.level, AccountLevel::Confirmed, "the account was Standard");
        tx.commit().await.expect("the store answers");
    }

    fn by_hand(finding: Finding, method: &'static str) -> NewEvidence<'static> {
        NewEvidence {
            finding,
            confirmation: None,
            method,
            source: "test".to_owned(),
            rule: "test/1",
            seen: b"",
            actor: Actor::System,
        }
    }
}
