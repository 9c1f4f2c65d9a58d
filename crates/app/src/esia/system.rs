//! A system of the dialect: what its registration says, as a file has it and as requests need it.

use okno_domain::{
    relying_party::{RelyingPartyId, Stage},
    time::Timestamp,
};
use okno_oidc::{
    esia::{
        Mode, Rules,
        certificate_hash::{self, CertificateHashes, SentHash},
        error::{Code, Refusal},
        mnemonic,
        redirect::RedirectUri,
        settings::RedirectRule,
    },
    jose::Algorithm,
};
use okno_pki::{
    certificate::{Certificate, Validity},
    digest::DigestAlgorithm,
};
use okno_store::{Tx, esia as store};
use serde::{Deserialize, Serialize};

use crate::{
    context::Cx,
    error::{Error, Result},
    settings::{EsiaSubject, minutes},
};

/// The most certificates of a system; where a request names none, a raw signature is tried with each.
const MOST: usize = 10;
/// The most API keys of a system.
const MOST_KEYS: usize = 10_000;

/// How redirect addresses are compared with registered ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Redirects {
    /// The domain, those below it, any path: as on the real system.
    #[default]
    Domain,
    /// The address itself, with any query.
    Exact,
}

/// How much a request may differ from what is written about its endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// Not at all.
    Strict,
    /// As known clients do.
    Lenient,
}

/// The algorithm of a system's tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenAlgorithm {
    /// RSA with SHA-256.
    #[serde(rename = "RS256")]
    Rs256,
    /// GOST R 34.10-2012 with 256 bits.
    #[default]
    #[serde(rename = "GOST3410_2012_256")]
    Gost256,
    /// GOST R 34.10-2012 with 512 bits.
    #[serde(rename = "GOST3410_2012_512")]
    Gost512,
}

impl TokenAlgorithm {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Rs256, Self::Gost256, Self::Gost512];

    /// As signatures know it.
    pub const fn algorithm(self) -> Algorithm {
        match self {
            Self::Rs256 => Algorithm::Rs256,
            Self::Gost256 => Algorithm::Gost256,
            Self::Gost512 => Algorithm::Gost512,
        }
    }

    /// Its name in tokens and in files.
    pub const fn name(self) -> &'static str {
        self.algorithm().as_str()
    }

    /// The one with this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }
}

/// A key by which a program acts for an employee, without a browser. In a file; only the keyed hash of the key is stored.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiKeyEntry {
    /// The key, a UUID.
    pub key: okno_domain::secret::Secret,
    /// The number of the employee.
    pub person: u64,
    /// Whose signatures over the key count (PEM).
    pub certificates: Vec<String>,
    /// What its tokens open: scopes of organizations.
    pub scopes: Vec<String>,
}

/// What a system registers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Registration {
    /// Addresses to which people go back: main domains with their scheme.
    pub redirects: Vec<String>,
    /// How they are compared.
    pub redirect_rule: Redirects,
    /// Its certificates (PEM).
    pub certificates: Vec<String>,
    /// The algorithm of its tokens.
    pub algorithm: TokenAlgorithm,
    /// How its requests are read; none: as the installation says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<Reading>,
    /// How far `timestamp` may lie from the present, minutes; none: 10, and unchecked in lenient mode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub freshness_minutes: Option<u32>,
    /// In lenient mode and stage `test`: codes are redeemed although nothing fits the signature.
    pub unsigned_token_requests: bool,
    /// Whether it may ask for tokens of its own (`client_credentials`).
    pub own_credentials: bool,
    /// Which organizations it may read in its own right.
    pub organizations: Vec<u64>,
    /// The type of `sub`; none: as the installation says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<EsiaSubject>,
    /// The type of `urn:esia:sbj_id` and `urn:esia:sbj:oid`; none: a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<EsiaSubject>,
    /// The values of `obj_type` that are accepted; any when none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_types: Option<Vec<String>>,
    /// The values of `roles` that are accepted; any when none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<String>>,
}

/// What does not go with the mode of a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// Codes are redeemed although nothing fits the signature, and not in stage `test` and lenient mode.
    Unsigned,
    /// Without a window what was signed for a sign-in could be shown for ever as a request of the system itself.
    NoWindow,
}

impl Reading {
    /// How requests are read where a registration does not say. `lenient` says what the installation does; it counts for systems under
    /// test alone.
    pub fn usual(stage: Stage, lenient: bool) -> Self {
        if lenient && stage == Stage::Test { Self::Lenient } else { Self::Strict }
    }
}

impl Registration {
    /// How its requests are read at this stage, on an installation that does so.
    pub fn reading(&self, stage: Stage, lenient: bool) -> Reading {
        self.mode.unwrap_or_else(|| Reading::usual(stage, lenient))
    }

    /// What does not go with its mode at this stage.
    pub(crate) fn misfits(&self, stage: Stage) -> impl Iterator<Item = Misfit> + use<> {
        let is_lenient = self.mode == Some(Reading::Lenient);
        let is_closed = stage == Stage::Production || !is_lenient;
        let unsigned = (self.unsigned_token_requests && is_closed).then_some(Misfit::Unsigned);
        let is_open = self.own_credentials && is_lenient && self.freshness_minutes.is_none();
        unsigned.into_iter().chain(is_open.then_some(Misfit::NoWindow))
    }
}

/// A system, ready to be asked by.
#[derive(Clone, Debug)]
pub struct System {
    /// What it registered.
    pub registration: Registration,
    certificates: Vec<Certificate>,
    hashes: Vec<CertificateHashes>,
}

impl System {
    /// Reads a registration; what cannot be read of it is told in sentences for whoever wrote it.
    pub fn read(registration: Registration) -> std::result::Result<Self, Vec<String>> {
        let (certificates, faults) = certificates(&registration.certificates, "esia.certificates");
        if !faults.is_empty() {
            return Err(faults);
        }
        let hashes = certificates.iter().filter_map(hashes).collect();
        Ok(Self { registration, certificates, hashes })
    }

    /// How its requests are read and checked. `lenient` says what the installation does where a registration names no mode; it
    /// counts for systems under test alone.
    pub fn rules(&self, stage: Stage, lenient: bool) -> Rules {
        let registered = &self.registration;
        let usual = match registered.reading(stage, lenient) {
            Reading::Lenient => Rules::lenient(),
            Reading::Strict => Rules::strict(),
        };
        // What is asked in the system's own right is good once within a window of time, so there is one whatever the mode.
        let least = Rules::strict().freshness.filter(|_| registered.own_credentials);
        Rules {
            freshness: registered.freshness_minutes.map(minutes).or(usual.freshness).or(least),
            unsigned_token_requests: registered.unsigned_token_requests,
            own_credentials: registered.own_credentials,
            object_types: registered.object_types.clone(),
            roles: registered.roles.clone(),
            redirects: match registered.redirect_rule {
                Redirects::Domain => RedirectRule::Domain,
                Redirects::Exact => RedirectRule::Exact,
            },
            mode: usual.mode,
        }
    }

    /// The algorithm of its tokens.
    pub const fn algorithm(&self) -> Algorithm {
        self.registration.algorithm.algorithm()
    }

    /// The certificates whose signatures count at this instant: the one that the request means, or all. It is refused where
    /// there is none (ESIA-007002), and where the hash is of none (ESIA-007053).
    pub(crate) fn certificates(
        &self,
        sent: Option<&SentHash>,
        mode: Mode,
        now: Timestamp,
    ) -> std::result::Result<Vec<Certificate>, Refusal> {
        let meant: Vec<&Certificate> = match sent {
            None => self.certificates.iter().collect(),
            Some(sent) => {
                let found = certificate_hash::find(sent, &self.hashes, mode)?;
                self.certificates.get(found.index).into_iter().collect()
            }
        };
        let good: Vec<Certificate> =
            meant.iter().filter(|one| one.validity(now) == Validity::Valid).map(|one| (*one).clone()).collect();
        if good.is_empty() {
            let why =
                if meant.is_empty() { "the system has no certificate" } else { "the certificate is not of this time" };
            return Err(Refusal::new(Code::CERTIFICATE_NOT_OF_CLIENT, why));
        }
        Ok(good)
    }
}

/// Reads certificates; each fault names its place.
pub(super) fn certificates(texts: &[String], member: &str) -> (Vec<Certificate>, Vec<String>) {
    let (mut read, mut faults) = (Vec::new(), Vec::new());
    if texts.len() > MOST {
        faults.push(format!("{member}: more than {MOST}"));
        return (read, faults);
    }
    for (place, text) in texts.iter().enumerate() {
        match Certificate::from_pem(text.as_bytes()) {
            Ok(certificate) => read.push(certificate),
            Err(error) => faults.push(format!("{member}[{place}]: {error}")),
        }
    }
    (read, faults)
}

fn hashes(certificate: &Certificate) -> Option<CertificateHashes> {
    Some(CertificateHashes {
        streebog_256: certificate.digest(DigestAlgorithm::Streebog256).try_into().ok()?,
        streebog_512: certificate.digest(DigestAlgorithm::Streebog512).try_into().ok()?,
        sha_256: certificate.digest(DigestAlgorithm::Sha256).try_into().ok()?,
        sha_1: certificate.digest(DigestAlgorithm::Sha1).try_into().ok()?,
    })
}

/// What is wrong with a registration, in sentences for whoever wrote the file.
pub(crate) fn faults(name: &str, stage: Stage, registration: &Registration) -> Vec<String> {
    let mut faults = Vec::new();
    if let Err(fault) = mnemonic::check(name) {
        faults.push(format!("client_id: {fault}"));
    }
    if let Err(found) = System::read(registration.clone()) {
        faults.extend(found);
    }
    if registration.redirects.is_empty() && !registration.own_credentials {
        faults.push("esia.redirects: none".to_owned());
    }
    for address in &registration.redirects {
        let is_local = address.starts_with("http://");
        if RedirectUri::parse(address).is_err() || (is_local && stage == Stage::Production) {
            faults.push(format!("esia.redirects: {address}: an address with https, or of this machine in stage test"));
        }
    }
    if registration.freshness_minutes == Some(0) {
        faults.push("esia.freshness_minutes: must not be 0".to_owned());
    }
    faults.extend(registration.misfits(stage).map(|misfit| {
        let told = match misfit {
            Misfit::Unsigned => "esia.unsigned_token_requests: in stage test and lenient mode only",
            Misfit::NoWindow => "esia.own_credentials: takes freshness_minutes in lenient mode",
        };
        told.to_owned()
    }));
    faults
}

/// Stores what a file says of a site in the dialect; gives what is wrong with it. Nothing said means that it is not spoken.
pub(crate) async fn enter(
    tx: &mut Tx,
    cx: &Cx,
    (site, name): (RelyingPartyId, &str),
    registration: Option<&Registration>,
    keys: &[ApiKeyEntry],
) -> Result<Vec<String>> {
    let before = super::api_key::known(tx, site).await?;
    store::delete_api_keys(tx, site).await?;
    let Some(registration) = registration else {
        store::delete_system(tx, site).await?;
        let faults = if keys.is_empty() { None } else { Some("esia_api_keys: take esia".to_owned()) };
        return Ok(faults.into_iter().collect());
    };
    let written = serde_json::to_value(registration).map_err(|error| Error::Bug(error.to_string()))?;
    store::put_system(tx, site, &written, cx.now).await?;
    let mut faults = Vec::new();
    if keys.len() > MOST_KEYS {
        faults.push(format!("esia_api_keys: more than {MOST_KEYS}"));
        return Ok(faults);
    }
    for (place, entry) in keys.iter().enumerate() {
        if let Err(found) = super::api_key::enter(tx, cx, (site, name), entry, &before).await? {
            faults.extend(found.into_iter().map(|fault| format!("esia_api_keys[{place}]: {fault}")));
        }
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registration(text: &str) -> Registration {
        serde_json::from_str(text).unwrap()
    }

    /// What is not said has a default, what is not known is refused, and what would open a door is told.
    #[test]
    fn a_registration_is_looked_at() {
        let good = registration(r#"{"redirects": ["https://rp.example"]}"#);
        assert_eq!(faults("DEMO01", Stage::Production, &good), Vec::<String>::new());
        assert_eq!(good.algorithm, TokenAlgorithm::Gost256);
        assert!(serde_json::from_str::<Registration>(r#"{"redirect": []}"#).is_err());
        for (name, stage, text, member) in [
            ("demo", Stage::Test, r#"{"redirects": ["https://rp.example"]}"#, "client_id"),
            ("DEMO01", Stage::Test, "{}", "esia.redirects"),
            ("DEMO01", Stage::Production, r#"{"redirects": ["http://localhost"]}"#, "esia.redirects"),
            ("DEMO01", Stage::Test, r#"{"redirects": ["rp.example"]}"#, "esia.redirects"),
            (
                "DEMO01",
                Stage::Test,
                r#"{"redirects": ["https://a.example"], "certificates": ["x"]}"#,
                "esia.certificates[0]",
            ),
            (
                "DEMO01",
                Stage::Test,
                r#"{"redirects": ["https://a.example"], "unsigned_token_requests": true}"#,
                "esia.unsigned_token_requests",
            ),
            (
                "DEMO01",
                Stage::Production,
                r#"{"redirects": ["https://a.example"], "unsigned_token_requests": true, "mode": "lenient"}"#,
                "esia.unsigned_token_requests",
            ),
            ("DEMO01", Stage::Test, r#"{"own_credentials": true, "mode": "lenient"}"#, "esia.own_credentials"),
        ] {
            let found = faults(name, stage, &registration(text));
            assert!(found.len() == 1 && found[0].starts_with(member), "{text}: {found:?}");
        }
    }

    /// The installation's word counts where the registration has none and the system is under test; and there is a window of time
    /// for whoever asks in its own right.
    #[test]
    fn a_mode_has_its_rules() {
        let rules = |text: &str, stage, lenient| System::read(registration(text)).unwrap().rules(stage, lenient);
        for (text, stage, lenient, mode) in [
            ("{}", Stage::Test, false, Mode::Strict),
            ("{}", Stage::Test, true, Mode::Lenient),
            ("{}", Stage::Production, true, Mode::Strict),
            (r#"{"mode": "strict"}"#, Stage::Test, true, Mode::Strict),
            (r#"{"mode": "lenient"}"#, Stage::Production, false, Mode::Lenient),
        ] {
            assert_eq!(rules(text, stage, lenient).mode, mode, "{text} {stage:?} {lenient}");
        }
        let window = |text: &str| rules(text, Stage::Test, true).freshness;
        assert_eq!(window("{}"), None);
        assert_eq!(window(r#"{"own_credentials": true}"#), Rules::strict().freshness);
        assert_eq!(window(r#"{"own_credentials": true, "freshness_minutes": 2}"#), Some(minutes(2)));
    }
}
