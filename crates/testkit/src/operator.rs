//! Operators, as tests need them: made with a password and an application that is set up, and signed in.

use okno_app::{
    Cx, Error,
    operator::{
        self, Acting, OperatorToken, Progress, SignedIn,
        admin::{self, FirstPassword, NewOperator},
        audit::INSTALLATION,
    },
};
use okno_domain::{
    credential::totp,
    id::Id,
    identifier::snils::Snils,
    locale::Texts,
    operator::{CenterId, LoginName, OperatorId, OrganizationId, Role},
    organization::{Organization, OrganizationKind, Term},
    secret::Secret,
    service_center::{Accreditation, CenterService, CenterStatus, Place, ServiceCenter, Town, time_zone},
};

use crate::{World, citizen::secret};

/// The password of every operator made here.
pub const PASSWORD: &str = "Fenster-am-Morgen-7";
/// The ending that calls for help.
pub const ENDING: &str = "+9";
/// The key in every operator's application.
pub const KEY: &[u8; 20] = b"a key for every test";

/// A center by number.
pub fn center(number: u128) -> CenterId {
    Id::from_uuid(uuid::Uuid::from_u128(number))
}

/// The organization of all centers here.
pub fn organization() -> OrganizationId {
    Id::from_uuid(uuid::Uuid::from_u128(1_000_000))
}

/// A login name from a literal.
pub fn login_name(text: &str) -> LoginName {
    LoginName::parse(text).expect("a login name")
}

/// The services of a center that does everything.
const SERVICES: [CenterService; 4] = [
    CenterService::AccountConfirmation,
    CenterService::AccessRestoration,
    CenterService::AccountDeletion,
    CenterService::DataCorrection,
];

impl World {
    /// Puts a center into the directory that does everything, from 2024 on and without end.
    pub async fn open_center(&self, id: CenterId) {
        let accreditations = SERVICES.map(|service| Accreditation {
            service,
            valid_from: jiff::civil::date(2024, 1, 1),
            valid_until: None,
        });
        self.put_center(id, accreditations.to_vec()).await;
    }

    /// Puts a center into the directory that may do this.
    pub async fn put_center(&self, id: CenterId, accreditations: Vec<Accreditation>) {
        let organization = Organization {
            id: organization(),
            external_id: "test".to_owned(),
            kind: OrganizationKind::MultifunctionalCenter,
            name: Texts::new("Проба", "Trial", "Essai"),
            term: Term::default(),
        };
        let center = ServiceCenter {
            id,
            external_id: id.to_string(),
            organization: organization.id,
            status: CenterStatus::Open,
            name: Texts::new("Центр «Проба»", "Trial centre", "Centre d’essai"),
            town: Town { name: Texts::new("Москва", "Moscow", "Moscou"), region: String::new() },
            address: "ул. Примерная, 1".to_owned(),
            place: Place::new(55.7, 37.6).expect("a place on earth"),
            phone: "+7 000 000-00-00".to_owned(),
            hours: "Mo-Fr 09:00-18:00".parse().expect("sound hours"),
            time_zone: time_zone("Europe/Moscow").expect("a known zone"),
            accreditations,
            offers_appointments: true,
            owner: "test@example.org".to_owned(),
            last_checked_at: self.clock.get(),
        };
        let digest = self.clock.get().as_microsecond().to_be_bytes();
        let mut tx = self.app.store.write().await.expect("the store answers");
        okno_store::organization::save(&mut tx, &organization, self.clock.get()).await.expect("the store answers");
        okno_store::service_center::save(&mut tx, &center, &organization, &digest, self.clock.get())
            .await
            .expect("the store answers");
        tx.commit().await.expect("the store answers");
    }

    /// Makes an operator with [`PASSWORD`], [`ENDING`] and [`KEY`].
    pub async fn operator(&self, login: &str, role: Role, centers: &[CenterId]) -> OperatorId {
        self.operator_with_snils(login, role, centers, None).await
    }

    /// The same with a SNILS of their own.
    pub async fn operator_with_snils(
        &self,
        login: &str,
        role: Role,
        centers: &[CenterId],
        snils: Option<Snils>,
    ) -> OperatorId {
        let new = NewOperator {
            login_name: login_name(login),
            name: "Петрова Анна".to_owned(),
            role,
            organization: role.works_at_center().then(organization),
            centers: centers.to_vec(),
            snils,
        };
        let first =
            FirstPassword::Given { password: secret(PASSWORD), ending: secret(ENDING), totp: Some(KEY.to_vec()) };
        admin::add(&self.cx(), INSTALLATION, &new, &first).await.expect("the operator is sound").0
    }

    /// What the operators' application shows now.
    pub fn totp_code(&self) -> Secret {
        totp::code_at(KEY, totp::step_at(self.clock.get())).expect("a key makes codes")
    }

    /// Signs an operator in; the clock moves on to the next code first. With several centers it takes the first one.
    pub async fn operator_token(&self, cx: &Cx, login: &str, password: &str) -> Result<OperatorToken, Error> {
        let sign_in = operator::start(cx, login, &secret(password)).await?;
        match operator::enter_code(cx, &sign_in, &self.totp_code()).await? {
            Progress::SignedIn(token) => Ok(token),
            Progress::ChooseCenter => {
                let centers = operator::view(cx, &sign_in).await?.centers;
                let (center, _) = centers.first().expect("there is something to choose");
                operator::choose_center(cx, &sign_in, *center).await
            }
        }
    }

    /// An operator signed in by this password.
    pub async fn operator_by(&self, login: &str, password: &str) -> SignedIn {
        self.clock.advance_seconds(totp::STEP_SECONDS);
        let cx = self.cx();
        let token = self.operator_token(&cx, login, password).await.expect("the operator gets in");
        operator::find(&cx, &token).await.expect("the store answers").expect("the session is open")
    }

    /// An operator signed in.
    pub async fn operator_in(&self, login: &str) -> SignedIn {
        self.operator_by(login, PASSWORD).await
    }

    /// How many silent calls for help wait for those on duty.
    pub async fn alarms(&self) -> usize {
        let mut read = self.app.store.read().await.expect("the store answers");
        let cases = okno_store::operator_case::list(&mut read, 100).await.expect("the store answers");
        cases.iter().filter(|case| case.kind == "operator_alarm").count()
    }

    /// A new clerk at work at a center.
    pub async fn clerk(&self, login: &str, at: CenterId) -> Acting {
        self.operator(login, Role::Clerk, &[at]).await;
        self.operator_in(login).await.try_into().expect("the session has a center")
    }
}
