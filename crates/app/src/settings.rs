//! What the operator of an installation may choose (portal-requirements 1.4). Durations are whole numbers of the unit
//! that the name gives.

use okno_domain::{
    account::AccountLevel,
    confirmation::ConfirmationMethod,
    credential::password::{self as credential, PasswordPolicy},
    time::{SignedDuration, Timestamp, after},
    visit::Paper,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{hashing::HashingSettings, network::Network};

macro_rules! settings {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident : $kind:ty = $default:expr,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name { $($(#[$field_doc])* pub $field: $kind,)* }
        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }
    };
}

/// Which contacts registration demands (C1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RequiredContacts {
    /// A phone or an e-mail.
    Any,
    /// A phone.
    Phone,
    /// An e-mail.
    Email,
    /// Both.
    Both,
}

/// What a registration letter carries (C2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EmailMode {
    /// A link only.
    Link,
    /// A link, and a code to type on another device.
    LinkAndCode,
}

/// Whether a security question is offered (C27).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecurityQuestion {
    /// It can be set.
    Optional,
    /// There is none.
    Off,
}

/// The set of password rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PasswordProfile {
    /// The rules of R41 to R46.
    Seed,
    /// Length and deny lists.
    Modern,
}

settings! {
    /// One-time codes (R33 to R40).
    OtpSettings {
        /// Life of an SMS or mail code, seconds; refused at exactly this age (R33).
        ttl_seconds: u32 = 300,
        /// Digits.
        length: u8 = 6,
        /// Wrong attempts after which a code is dead.
        max_attempts: u32 = 5,
        /// Seconds before another code may be asked for.
        resend_min_seconds: u32 = 60,
        /// Codes and links to one contact within a day.
        max_sends_per_contact_per_day: u32 = 10,
        /// The share of those that one network prefix can ask for, so that it leaves some to the owner elsewhere.
        max_sends_per_contact_and_network_per_day: u32 = 6,
        /// Codes and links asked for from one network prefix within an hour.
        max_sends_per_network_per_hour: u32 = 300,
        /// The longest delay, seconds, that wrong codes from anywhere cost at one contact; strangers can cause it.
        max_delay_anywhere_seconds: u32 = 10,
        /// Minutes from a right code or link to the password; then the contact has to be proved again.
        proof_minutes: u32 = 20,
    }
}
settings! {
    /// Registration (R12 to R32).
    RegistrationSettings {
        /// Whether one can register. Registrations that have begun go on.
        open: bool = true,
        /// Which contacts must be given.
        required_contacts: RequiredContacts = RequiredContacts::Any,
        /// What the letter carries.
        email_mode: EmailMode = EmailMode::LinkAndCode,
        /// Life of a link in a letter, hours (R39).
        email_link_ttl_hours: u32 = 24,
        /// Life of an unfinished registration, hours (R30).
        pending_ttl_hours: u32 = 72,
        /// Seconds before the browser moves on by itself (R25).
        redirect_seconds: u32 = 3,
    }
}
settings! {
    /// Contacts.
    ContactSettings {
        /// Whether numbers of other countries are taken.
        phone_foreign: bool = false,
        /// Whether the never dialable numbers +7 000 are taken; only for tests and demonstrations.
        phone_test_numbers: bool = false,
        /// Whether local parts beyond ASCII are taken.
        email_smtputf8: bool = false,
    }
}
settings! {
    /// Passwords (R41 to R57).
    PasswordSettings {
        /// Which rules.
        profile: PasswordProfile = PasswordProfile::Seed,
        /// The rules in full, in place of the profile's.
        #[schemars(with = "Option<serde_json::Value>")]
        rules: Option<PasswordPolicy> = None,
        /// Whether the page offers to make one up (C32).
        generator: bool = true,
        /// Preset length of the generator (R51).
        generator_length: u8 = 8,
        /// How many candidates it offers (R52).
        generator_candidates: u8 = 5,
    }
}
settings! {
    /// Sessions (R190).
    SessionSettings {
        /// Minutes without a request after which a session is over.
        idle_minutes: u32 = 30,
        /// Hours after which a session is over in any case.
        max_hours: u32 = 12,
        /// Minutes for which signing in counts as fresh, for acts that ask for it.
        fresh_minutes: u32 = 10,
    }
}
settings! {
    /// Login (R184 to R191).
    LoginSettings {
        /// Failures from one network prefix, at one login name, before answers slow down.
        max_failures: u32 = 5,
        /// Failures at one login name from anywhere before answers slow down.
        max_failures_anywhere: u32 = 50,
        /// Failures from one network prefix within an hour, at whatever login names, before answers slow down.
        max_failures_network: u32 = 200,
        /// The first delay, seconds; doubled at each further failure.
        first_delay_seconds: u32 = 5,
        /// The longest delay, seconds. There is no lock-out for ever: a stranger could cause it.
        max_delay_seconds: u32 = 900,
        /// The longest delay, seconds, that failures from anywhere cost at one login name; strangers can cause it.
        max_delay_anywhere_seconds: u32 = 5,
        /// The longest delay, seconds, that failures from one network prefix cost it as a whole.
        max_delay_network_seconds: u32 = 60,
    }
}
settings! {
    /// Second factors (B1), and the restriction of an account (B4).
    FactorSettings {
        /// Minutes from the password to the second factor; then the login begins anew.
        step_minutes: u32 = 10,
        /// Minutes for which a key is offered to an application that is set up.
        setup_minutes: u32 = 15,
        /// Minutes for which a question to a device waits for its answer.
        passkey_minutes: u32 = 5,
        /// Hours for which an account is restricted after somebody got in with a saved recovery code; 0 for not at all.
        restriction_hours: u32 = 72,
    }
}
settings! {
    /// Recovery (R192 to R202).
    RecoverySettings {
        /// Whether to say that an account was not found (C28).
        reveal_not_found: bool = false,
        /// The security question.
        security_question: SecurityQuestion = SecurityQuestion::Optional,
        /// Life of a recovery, hours.
        ttl_hours: u32 = 24,
    }
}
settings! {
    /// Verification by the registries (R96 to R109).
    VerificationSettings {
        /// The usual time, minutes, told to the person.
        usual_minutes: u32 = 20,
        /// After this many days without an answer a check goes to the operators.
        max_days: u32 = 5,
        /// The first pause before asking again, seconds.
        retry_first_seconds: u32 = 60,
        /// The longest pause, seconds.
        retry_max_seconds: u32 = 3600,
    }
}
settings! {
    /// Identity confirmation (R110 to R120).
    ConfirmationSettings {
        /// The methods that are offered: `in_person`, `registered_letter`, `qualified_signature`, `electronic_card`,
        /// `online_bank` (R111). Letters are offered only where a carrier is configured, and a way through banks only where a
        /// bank is.
        #[schemars(with = "Vec<String>")]
        methods: Vec<ConfirmationMethod> = vec![
            ConfirmationMethod::InPerson,
            ConfirmationMethod::RegisteredLetter,
            ConfirmationMethod::OnlineBank,
        ],
        /// Wrong codes after which the box is locked (R119).
        code_max_attempts: u32 = 5,
        /// Hours for which it is locked.
        code_lock_hours: u32 = 24,
    }
}
settings! {
    /// Registered letters (R136 to R151). They are offered only where a carrier is configured.
    LetterSettings {
        /// The usual time of delivery in days, told to the person (R144, C8).
        delivery_hint_days: u32 = 14,
        /// Days after which another letter can be ordered (R146, C9).
        reorder_min_days: u32 = 30,
        /// Hours after dispatch from which the number of the item shows (R145).
        tracking_visible_after_hours: u32 = 24,
        /// Life of a code in days, from its printing (R149).
        code_ttl_days: u32 = 180,
        /// Days for which a letter lies at the post office, or its code is not entered, before the person is reminded.
        reminder_after_days: u32 = 7,
        /// Seconds between two batches for the carrier.
        batch_seconds: u32 = 3600,
        /// Seconds after which the carrier is asked again about an item.
        news_seconds: u32 = 3600,
        /// A file with postal indexes in place of the sample that is built in (R138).
        index_file: Option<std::path::PathBuf> = None,
    }
}
settings! {
    /// The personal data form.
    ProfileSettings {
        /// Whether a draft can be stored (C22).
        save_draft: bool = true,
        /// Whether SNILS numbers up to 001-001-998, whose sum is not checked, are taken.
        snils_allow_unchecked_range: bool = true,
    }
}
/// How a center confirms an identity (C12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CenterConfirmMode {
    /// The operator confirms at once.
    Operator,
    /// The operator hands out a code, which the visitor types in.
    Code,
}

settings! {
    /// Confirming an identity at a center (R121 to R130).
    CenterConfirmSettings {
        /// The ways: `operator` confirms at once, `code` hands out a code that the visitor types in (C12).
        mode: Vec<CenterConfirmMode> = vec![CenterConfirmMode::Operator],
        /// What the visitor must show: `identity_document`, `snils` (C11).
        #[schemars(with = "Vec<String>")]
        required_documents: Vec<Paper> = vec![Paper::IdentityDocument],
        /// Days for which a code that was handed out is accepted.
        code_days: u32 = 180,
    }
}
settings! {
    /// What a visitor must show to get access back, or to have the account deleted (R200, R201).
    CenterPapersSettings {
        /// `identity_document`, `snils`.
        #[schemars(with = "Vec<String>")]
        required_documents: Vec<Paper> = vec![Paper::IdentityDocument, Paper::Snils],
    }
}
/// Whether people can book a time at a center (C30).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CenterAppointments {
    /// Nobody books; everybody walks in.
    Off,
    /// Who wants to can, at centers that offer it.
    Optional,
}

settings! {
    /// Booked times at centers (R132).
    AppointmentSettings {
        /// Minutes from now to the first time that can be booked.
        lead_minutes: u32 = 60,
        /// Days ahead that can be booked.
        days: u32 = 14,
        /// Minutes for which a visitor who is late is waited for.
        wait_minutes: u32 = 30,
        /// Hours before the time at which the person is reminded.
        reminder_hours: u32 = 24,
        /// How often one account books or moves within a day; each time a message goes out.
        most_per_day: u32 = 10,
    }
}
settings! {
    /// Service centers and their finder (R174 to R183).
    CenterSettings {
        /// Days after which a record that nobody has checked counts as stale (R181).
        stale_after_days: u32 = 180,
        /// Where map tiles come from, such as `https://tiles.example.org/{z}/{x}/{y}.png`: a server of your own, since every
        /// visitor's browser asks it. Without one, the map that is built in is shown.
        map_tiles: String = String::new(),
        /// Whom the map is by, where the tiles demand that it is said.
        map_attribution: String = String::new(),
        /// Whether people can book a time at centers that offer it; nobody needs one (C30).
        appointments: CenterAppointments = CenterAppointments::Optional,
        /// What holds for booked times.
        appointment: AppointmentSettings = AppointmentSettings::default(),
        /// Confirming an identity.
        confirm: CenterConfirmSettings = CenterConfirmSettings::default(),
        /// Giving access back.
        restore: CenterPapersSettings = CenterPapersSettings::default(),
        /// Deleting an account.
        delete: CenterPapersSettings = CenterPapersSettings::default(),
    }
}
settings! {
    /// How people reach support (R222).
    SupportSettings {
        /// E-mail address.
        email: String = "support@okno.example".to_owned(),
        /// Free nationwide number.
        phone_free: String = "8 800 000-00-00".to_owned(),
        /// City number.
        phone_city: String = "+7 000 000-00-00".to_owned(),
        /// Short number, free from mobiles.
        phone_short: String = "115".to_owned(),
    }
}
settings! {
    /// Operators: how they get in, and for how long.
    OperatorSettings {
        /// Minutes without a request after which a session is over.
        idle_minutes: u32 = 15,
        /// Hours after which a session is over in any case.
        max_hours: u32 = 8,
        /// Minutes for which a proof of who they are counts as fresh, for what cannot be undone.
        fresh_minutes: u32 = 5,
        /// Minutes from the password to the session.
        sign_in_minutes: u32 = 10,
        /// Hours for which the link to choose a password works.
        invitation_hours: u32 = 24,
        /// Minutes for which a request waits for a second operator, and then for being done.
        approval_minutes: u32 = 60,
        /// Minutes for which a visitor is served without looking for the account anew.
        visit_minutes: u32 = 30,
        /// Persons that one operator may look for within an hour.
        finds_per_hour: u32 = 60,
    }
}
/// Who may register sites without an administrator (RFC 7591).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SiteRegistration {
    /// Nobody; sites are entered by `okno admin sites add`.
    Closed,
    /// Who has an invitation (`okno admin sites invite`).
    Token,
    /// Who has a software statement of one of `statement_issuers`.
    Statement,
    /// Who has either.
    TokenOrStatement,
    /// Anybody: for laptops and test stands.
    Open,
}

settings! {
    /// Somebody whose word about software counts when a site registers itself (RFC 7591 2.3).
    StatementIssuer {
        /// Its name, the `iss` of its statements.
        issuer: String = String::new(),
        /// Its public keys, as a JWK set.
        jwks: serde_json::Value = serde_json::Value::Null,
    }
}
settings! {
    /// One sign-in for every site (R212 to R217).
    SingleSignOnSettings {
        /// Seconds for which an authorization code is good; 60 at most for FAPI clients.
        code_seconds: u32 = 60,
        /// Seconds for which a pushed request waits for the browser.
        pushed_seconds: u32 = 90,
        /// Minutes that a person has from a site's request to its answer.
        interaction_minutes: u32 = 60,
        /// Seconds for which access tokens are good.
        access_seconds: u32 = 600,
        /// Seconds for which id tokens are good.
        id_token_seconds: u32 = 600,
        /// Days after which refresh tokens are over in any case.
        refresh_days: u32 = 180,
        /// Days without a use after which refresh tokens are over.
        refresh_idle_days: u32 = 30,
        /// Seconds for which the refresh token before stays good, for an answer that was lost on its way.
        refresh_grace_seconds: u32 = 30,
        /// Days after which a person is asked anew what a site may have.
        consent_days: u32 = 365,
        /// Whether sites may be known by a name in their certificate (`tls_client_auth`, RFC 8705 2.1). Anybody can write any name
        /// into a certificate, so this is for installations where every listener, and every proxy that is believed, takes
        /// certificates of known authorities alone. A certificate that is registered itself counts either way.
        certificate_names: bool = false,
        /// Seconds for which a device shows its code and waits to be let in (RFC 8628).
        device_seconds: u32 = 600,
        /// Seconds that a device waits between two questions.
        device_interval_seconds: u32 = 5,
        /// Who may register sites without an administrator. What is registered without an invitation for production is under
        /// test, and people are told so.
        registration: SiteRegistration = SiteRegistration::Closed,
        /// Whose word about software counts there.
        statement_issuers: Vec<StatementIssuer> = Vec::new(),
        /// How many sites may be registered from one network within a day.
        registrations_per_network_per_day: u32 = 50,
        /// Whether proofs of possession must carry a nonce of ours (RFC 9449 8); otherwise they may.
        dpop_nonce_required: bool = false,
        /// Days for which a key signs before the next one takes its place.
        key_days: u32 = 90,
        /// Days for which the next key is shown before it signs, so that everybody has fetched it.
        key_notice_days: u32 = 2,
        /// Hours for which a site is told again that a session is over, until it is given up.
        logout_hours: u32 = 72,
        /// Minutes for which the keys of a site's `jwks_uri` are good without being fetched anew.
        site_keys_minutes: u32 = 15,
        /// Networks within which sites may be called, such as `10.20.0.0/16`, for an intranet. Sites say themselves where they
        /// want to be called, so that nothing but public addresses counts unless it is named here.
        private_addresses: Vec<Network> = Vec::new(),
        /// The least level of an account whose owner may enter sites of their own (`/developer`).
        #[schemars(with = "String")]
        developer_level: AccountLevel = AccountLevel::Confirmed,
        /// Whether developers may make test persons up, who sign in at sites under test and nowhere else. They are accounts in the
        /// database that people are in, so this is for installations where developers are known. Once it is off again no test
        /// person signs in any more.
        test_persons: bool = false,
        /// Days after which a test person is removed, 1 to 3650.
        test_person_days: u32 = 90,
    }
}
/// The type in which clients of ESIA read the number of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EsiaSubject {
    /// A number, as in all samples of the real system.
    Number,
    /// A text, as newer libraries want it.
    Text,
}

settings! {
    /// The dialect of ESIA (docs/protocols/esia.md).
    EsiaSettings {
        /// Whether it is served.
        enabled: bool = false,
        /// `iss` of its tokens, whatever the address is: clients have it in their code.
        issuer: String = "http://esia.gosuslugi.ru/".to_owned(),
        /// The type of `sub`, for systems whose registration names none.
        subject: EsiaSubject = EsiaSubject::Number,
        /// Whether requests of systems whose registration names no mode are read leniently: for development.
        lenient: bool = false,
        /// Seconds for which a code is good.
        code_seconds: u32 = 180,
        /// Seconds for which access tokens are good.
        access_seconds: u32 = 3600,
        /// Seconds for which id tokens are good.
        id_token_seconds: u32 = 10800,
        /// The name in certificates of its keys.
        certificate_name: String = "CN=ESIA,O=Okno".to_owned(),
        /// Years for which such a certificate is good. Systems pin it, so it changes by command only.
        certificate_years: u32 = 5,
    }
}
settings! {
    /// Everything together.
    Settings {
        /// The address people use, such as `https://id.example.org`; links in letters begin with it.
        public_url: String = "http://127.0.0.1:8080".to_owned(),
        /// One-time codes.
        otp: OtpSettings = OtpSettings::default(),
        /// Registration.
        registration: RegistrationSettings = RegistrationSettings::default(),
        /// Contacts.
        contact: ContactSettings = ContactSettings::default(),
        /// Passwords.
        password: PasswordSettings = PasswordSettings::default(),
        /// Password hashing.
        hashing: HashingSettings = HashingSettings::default(),
        /// Sessions.
        session: SessionSettings = SessionSettings::default(),
        /// Login.
        login: LoginSettings = LoginSettings::default(),
        /// Second factors.
        factor: FactorSettings = FactorSettings::default(),
        /// Recovery.
        recovery: RecoverySettings = RecoverySettings::default(),
        /// Verification.
        verification: VerificationSettings = VerificationSettings::default(),
        /// Identity confirmation.
        confirmation: ConfirmationSettings = ConfirmationSettings::default(),
        /// Registered letters.
        letter: LetterSettings = LetterSettings::default(),
        /// Personal data.
        profile: ProfileSettings = ProfileSettings::default(),
        /// A file with the services of the catalogue, in place of the built-in ones.
        catalog_file: Option<std::path::PathBuf> = None,
        /// Service centers.
        center: CenterSettings = CenterSettings::default(),
        /// Operators.
        operator: OperatorSettings = OperatorSettings::default(),
        /// Support.
        support: SupportSettings = SupportSettings::default(),
        /// One sign-in for every site.
        single_sign_on: SingleSignOnSettings = SingleSignOnSettings::default(),
        /// The dialect of ESIA.
        esia: EsiaSettings = EsiaSettings::default(),
    }
}

/// A number of seconds as a duration.
pub fn seconds(count: u32) -> SignedDuration {
    SignedDuration::from_secs(i64::from(count))
}

/// A number of minutes as a duration.
pub fn minutes(count: u32) -> SignedDuration {
    SignedDuration::from_mins(i64::from(count))
}

/// A number of hours as a duration.
pub fn hours(count: u32) -> SignedDuration {
    SignedDuration::from_hours(i64::from(count))
}

/// A number of days of 24 hours as a duration.
pub fn days(count: u32) -> SignedDuration {
    SignedDuration::from_hours(i64::from(count) * 24)
}

/// The end of something that begins at `start` and lasts `life`.
pub fn ends(start: Timestamp, life: SignedDuration) -> Timestamp {
    after(start, life)
}

impl PasswordSettings {
    /// The rules in force.
    pub fn policy(&self) -> PasswordPolicy {
        self.rules.clone().unwrap_or_else(|| match self.profile {
            PasswordProfile::Seed => PasswordPolicy::profile(credential::PasswordProfile::Seed),
            PasswordProfile::Modern => PasswordPolicy::profile(credential::PasswordProfile::Modern),
        })
    }
}
