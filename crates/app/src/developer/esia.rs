//! What the form of a system that speaks ESIA has beside those of all sites, and what its people see of it: certificates, the key
//! of its tokens, what became of its requests.
//!
//! What an operator of the installation registered for it by a file, and the form has no field for, is never changed here.

mod certificate;

use okno_domain::{
    developer::{SiteAct, SiteKind},
    refusal::FieldFault,
    relying_party::{RelyingPartyId, Stage},
    time::Timestamp,
};
use okno_oidc::esia::{
    mnemonic::{self, MnemonicFault},
    redirect::RedirectUri,
};
use okno_pki::certificate::Validity;
use okno_store::Read;
use url::{Host, Url};

pub use self::certificate::{CertificateFacts, certificate_facts, signs_by_gost};
pub(super) use self::certificate::{fingerprints, read_all};
use super::{Managed, check::is_own_machine, form::lines, managed};
use crate::{
    context::Cx,
    error::{Error, Result},
    esia::{self, Misfit, Reading, Redirects, Registration, TokenAlgorithm, key, trace::TraceRow},
    session::SignedIn,
    settings::EsiaSubject,
};

/// The most domains.
const MOST_DOMAINS: usize = 20;
/// The most requests that the log shows.
const MOST_LOGGED: i64 = 100;

/// The field of the mode, at which everything is told that the mode does not go with.
const MODE: &str = "esia_mode";

/// What the form of a system that speaks ESIA sends, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EsiaForm {
    /// Its name in the protocol; read when it is entered, and never again.
    pub mnemonic: String,
    /// Its domains, one in a line.
    pub domains: String,
    /// Its certificates, as they were pasted.
    pub certificates: String,
    /// The algorithm of its tokens, by the protocol's name.
    pub algorithm: String,
    /// How its requests are read: `strict` or `lenient`.
    pub mode: String,
    /// The type of `sub`: `number` or `text`.
    pub subject: String,
    /// The type of the number of the person elsewhere: `number` or `text`.
    pub object: String,
}

/// What a form is read against.
#[derive(Clone, Copy, Debug)]
pub struct Ground {
    /// Whether the site works with everybody.
    pub stage: Stage,
    /// The instant.
    pub now: Timestamp,
    /// Whether the installation reads requests leniently where a registration does not say.
    pub lenient: bool,
    /// The type of `sub` where a registration does not say.
    pub subject: EsiaSubject,
}

impl Ground {
    /// What a form is read against at this stage.
    pub fn new(cx: &Cx, stage: Stage) -> Self {
        let own = &cx.settings().esia;
        Self { stage, now: cx.now, lenient: own.lenient, subject: own.subject }
    }

    /// How requests are read where a registration does not say.
    fn reading(&self) -> Reading {
        Reading::usual(self.stage, self.lenient)
    }
}

const fn reading_name(reading: Reading) -> &'static str {
    match reading {
        Reading::Strict => "strict",
        Reading::Lenient => "lenient",
    }
}

const fn subject_name(subject: EsiaSubject) -> &'static str {
    match subject {
        EsiaSubject::Number => "number",
        EsiaSubject::Text => "text",
    }
}

fn read_subject(name: &str) -> Option<EsiaSubject> {
    [EsiaSubject::Number, EsiaSubject::Text].into_iter().find(|subject| subject_name(*subject) == name)
}

/// What was not said stays so where what was typed means the same.
fn kept<T: PartialEq>(
    typed: T,
    usual: &T,
    before: Option<&Registration>,
    said: fn(&Registration) -> Option<T>,
) -> Option<T> {
    let is_unsaid = before.is_some_and(|before| said(before).is_none());
    (!is_unsaid || typed != *usual).then_some(typed)
}

/// What is wrong with the name of a new system.
pub(super) fn mnemonic_fault(mnemonic: &str) -> Option<FieldFault> {
    let code = match mnemonic::check(mnemonic).err()? {
        MnemonicFault::Length if mnemonic.is_empty() => "required",
        MnemonicFault::Length => "site-mnemonic-length",
        MnemonicFault::Characters => "site-mnemonic-characters",
        MnemonicFault::Reserved => "site-mnemonic-reserved",
        MnemonicFault::Portal => "site-mnemonic-portal",
    };
    Some(FieldFault::new("mnemonic", code).with("most", mnemonic::MOST.to_string()))
}

/// The name is somebody's already; whose is nobody's to learn.
pub(super) fn mnemonic_taken() -> Error {
    Error::Fields(vec![FieldFault::new("mnemonic", "site-mnemonic-taken")])
}

/// The code of what is wrong with a domain.
fn domain_fault(entry: &str, stage: Stage, rule: Redirects) -> Option<&'static str> {
    let (Ok(_), Ok(url)) = (RedirectUri::parse(entry), Url::parse(entry)) else { return Some("site-domain-malformed") };
    // Addresses stand in examples that people copy.
    let is_plain = |host: &str| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte));
    if !url.host_str().is_some_and(is_plain) {
        return Some("site-domain-malformed");
    }
    let is_own = is_own_machine(&url);
    if (url.scheme() != "https" && !is_own) || (is_own && stage == Stage::Production) {
        return Some("site-domain-scheme");
    }
    // Everything below a domain is allowed, so it must not be one that half the world is below.
    let is_top = matches!(url.host(), Some(Host::Domain(name)) if !name.trim_end_matches('.').contains('.'));
    if is_top && !is_own {
        return Some("site-domain-top");
    }
    let is_whole = url.path() == "/" && url.query().is_none();
    (rule == Redirects::Domain && !is_whole).then_some("site-domain-path")
}

impl EsiaForm {
    /// The form of a system as it is.
    pub fn of(mnemonic: &str, registration: &Registration, ground: &Ground) -> Self {
        Self {
            mnemonic: mnemonic.to_owned(),
            domains: registration.redirects.join("\n"),
            certificates: registration.certificates.iter().map(|text| text.trim()).collect::<Vec<_>>().join("\n"),
            algorithm: registration.algorithm.name().to_owned(),
            mode: reading_name(registration.reading(ground.stage, ground.lenient)).to_owned(),
            subject: subject_name(registration.subject.unwrap_or(ground.subject)).to_owned(),
            object: subject_name(registration.object.unwrap_or(EsiaSubject::Number)).to_owned(),
        }
    }

    /// What stands in the fields of a system that is not there yet: what the installation does by itself, and the algorithm that
    /// every library can read.
    pub fn fresh(cx: &Cx) -> Self {
        let ground = Ground::new(cx, Stage::Test);
        let registration = Registration { algorithm: TokenAlgorithm::Rs256, ..Registration::default() };
        Self::of("", &registration, &ground)
    }

    /// Reads the form. What it has no field for stays as it was `before`.
    pub(super) fn read(
        &self,
        ground: &Ground,
        before: Option<&Registration>,
        faults: &mut Vec<FieldFault>,
    ) -> Registration {
        let mut registration = before.cloned().unwrap_or_default();
        self.domains(ground.stage, &mut registration, faults);
        match certificate::read(&self.certificates, &registration.certificates, ground.now) {
            Ok(read) => registration.certificates = read,
            Err(fault) => faults.push(fault),
        }
        match TokenAlgorithm::find(&self.algorithm) {
            Some(algorithm) => registration.algorithm = algorithm,
            None => faults.push(FieldFault::new("esia_algorithm", "required")),
        }
        match [Reading::Strict, Reading::Lenient].into_iter().find(|reading| reading_name(*reading) == self.mode) {
            Some(typed) => {
                registration.mode = kept(typed, &ground.reading(), before, |before| before.mode);
                faults.extend(mode_fault(&registration, ground.stage));
            }
            None => faults.push(FieldFault::new(MODE, "required")),
        }
        match read_subject(&self.subject) {
            Some(typed) => registration.subject = kept(typed, &ground.subject, before, |before| before.subject),
            None => faults.push(FieldFault::new("esia_subject", "required")),
        }
        match read_subject(&self.object) {
            Some(typed) => {
                registration.object = kept(typed, &EsiaSubject::Number, before, |before| before.object);
            }
            None => faults.push(FieldFault::new("esia_object", "required")),
        }
        registration
    }

    fn domains(&self, stage: Stage, registration: &mut Registration, faults: &mut Vec<FieldFault>) {
        let entries = lines(&self.domains);
        let fault = |code| FieldFault::new("esia_domains", code);
        if entries.len() > MOST_DOMAINS {
            faults.push(fault("site-many").with("most", MOST_DOMAINS.to_string()));
            return;
        }
        if entries.is_empty() && !registration.own_credentials {
            faults.push(fault("required"));
        }
        let rule = registration.redirect_rule;
        for (entry, line) in entries.iter().zip(1_usize..) {
            if let Some(code) = domain_fault(entry, stage, rule) {
                faults.push(fault(code).with("line", line.to_string()));
                return;
            }
        }
        let whole = |entry: &String| entry.trim_end_matches('/').to_owned();
        registration.redirects = match rule {
            Redirects::Domain => entries.iter().map(whole).collect(),
            Redirects::Exact => entries,
        };
    }
}

/// What the mode does not go with: what an operator of the installation allowed the system besides.
fn mode_fault(registration: &Registration, stage: Stage) -> Option<FieldFault> {
    let code = match registration.misfits(stage).next()? {
        Misfit::Unsigned => "site-esia-unsigned",
        Misfit::NoWindow => "site-esia-window",
    };
    Some(FieldFault::new(MODE, code))
}

/// What is wrong with a registration at this stage, at the fields of the form.
pub(super) fn registration_faults(registration: &Registration, ground: &Ground) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    EsiaForm { domains: registration.redirects.join("\n"), ..EsiaForm::default() }.domains(
        ground.stage,
        &mut registration.clone(),
        &mut faults,
    );
    let certificates = read_all(&registration.certificates);
    if !certificates.iter().any(|one| one.validity(ground.now) == Validity::Valid) {
        faults.push(FieldFault::new(certificate::FIELD, "site-certificates-none"));
    }
    faults.extend(mode_fault(registration, ground.stage));
    faults
}

/// What a site registered for the dialect, where it is a system that speaks it.
pub(super) async fn system(read: &mut Read, (site, kind): (RelyingPartyId, SiteKind)) -> Result<Option<Registration>> {
    if !kind.speaks_esia() {
        return Ok(None);
    }
    match okno_store::esia::system(read, site).await? {
        Some(written) => parsed(written).map(Some),
        None => Ok(Some(Registration::default())),
    }
}

fn parsed(written: serde_json::Value) -> Result<Registration> {
    serde_json::from_value(written).map_err(|error| Error::Bug(format!("a registration of a system: {error}")))
}

pub(super) fn written(registration: &Registration) -> Result<serde_json::Value> {
    serde_json::to_value(registration).map_err(|error| Error::Bug(format!("a registration of a system: {error}")))
}

/// What is there with what was asked for in the fields of the form: the rest is the operator's, who may have changed it meanwhile.
pub(super) fn merged(present: &Registration, asked: serde_json::Value) -> Result<Registration> {
    let Registration { redirects, certificates, algorithm, mode, subject, object, .. } = parsed(asked)?;
    Ok(Registration { redirects, certificates, algorithm, mode, subject, object, ..present.clone() })
}

/// What is asked for without the certificates that are taken out now: a key that was lost does not come back with an agreement.
/// None where nothing changes.
pub(super) fn without_taken_out(
    asked: serde_json::Value,
    (before, after): (&Registration, &Registration),
) -> Result<Option<serde_json::Value>> {
    let mut asked = parsed(asked)?;
    let count = asked.certificates.len();
    asked.certificates.retain(|text| !before.certificates.contains(text) || after.certificates.contains(text));
    if asked.certificates.len() == count { Ok(None) } else { written(&asked).map(Some) }
}

/// A key by which a system verifies its tokens, as libraries want it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenKey {
    /// Its certificate (PEM).
    pub certificate: String,
    /// The public key alone (PEM).
    pub public_key: String,
    /// From this instant on it signs.
    pub signs_from: Timestamp,
}

impl TokenKey {
    fn of(key: &key::Key) -> Self {
        Self {
            certificate: key.certificate.to_pem(),
            public_key: key.certificate.public_key_pem().unwrap_or_default(),
            signs_from: key.signs_from,
        }
    }
}

/// The keys by which a system verifies its tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenKeys {
    /// The one that signs.
    pub present: TokenKey,
    /// The one that signs next, where an operator has made it already.
    pub next: Option<TokenKey>,
}

impl Managed {
    /// What it registered for the dialect of ESIA; `NotFound` where it is no system that speaks it.
    pub(super) fn system(&self) -> Result<&Registration> {
        self.esia.as_ref().ok_or(Error::NotFound)
    }
}

/// What became of the newest requests of a system, for those who look after it.
pub async fn log(cx: &Cx, signed_in: &SignedIn, client_id: &str) -> Result<(Managed, Vec<TraceRow>)> {
    let managed = managed(&mut cx.app.store.read().await?, cx, signed_in, client_id, SiteAct::Look).await?;
    managed.system()?;
    let rows = esia::trace::list(cx, client_id, MOST_LOGGED).await?;
    Ok((managed, rows))
}

/// The keys by which a system verifies its tokens, for those who look after it; none where the installation does not speak the
/// dialect any more.
pub async fn token_keys(cx: &Cx, signed_in: &SignedIn, client_id: &str) -> Result<(Managed, Option<TokenKeys>)> {
    let managed = managed(&mut cx.app.store.read().await?, cx, signed_in, client_id, SiteAct::Look).await?;
    let algorithm = managed.system()?.algorithm.algorithm();
    if !cx.settings().esia.enabled {
        return Ok((managed, None));
    }
    let keys = key::with(cx, algorithm).await?;
    let next = keys.all().iter().find(|key| key.algorithm == algorithm && key.signs_from > cx.now);
    let found = keys
        .signing(algorithm, cx.now)
        .map(|present| TokenKeys { present: TokenKey::of(present), next: next.map(TokenKey::of) });
    Ok((managed, found))
}

#[cfg(test)]
mod tests;
