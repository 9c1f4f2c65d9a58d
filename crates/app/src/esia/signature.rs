//! Whose signature a request has: the certificates of its system, and each reading of what may have been signed.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use okno_domain::{relying_party::Stage, time::Timestamp};
use okno_oidc::esia::{
    AuthorizationRequest, Mode, Refusal, Rules, TokenRequest,
    signed_string::{
        Container, SignatureReport, Signed, Trace,
        check::{self, Explain},
    },
};
use okno_pki::{
    certificate::Certificate,
    cms::{Expected, Policy, SignedMessage, Signer},
    public_key::PublicKey,
};
use tokio::sync::Semaphore;

use super::{Done, System, request::Opened, trace};
use crate::{
    context::Cx,
    error::{Error, Result},
    relying_party::Site,
};

/// How many requests have their signatures verified at once.
const AT_ONCE: usize = 4;
/// How many more may wait for their turn before the next is refused.
const WAITING: usize = 60;

/// Where signatures are verified: beside the threads that answer, since a bad one may cost many attempts, and bounded.
#[derive(Debug)]
pub(crate) struct Checks {
    running: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

impl Default for Checks {
    fn default() -> Self {
        let places = AT_ONCE.saturating_add(WAITING);
        Self { running: Arc::new(Semaphore::new(AT_ONCE)), places: Arc::new(Semaphore::new(places)) }
    }
}

impl Checks {
    /// Does this work in its turn; `Unavailable` when too much waits already.
    pub(super) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let overloaded = || Error::Unavailable("too many signatures wait to be verified".to_owned());
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| overloaded())?;
        let turn = Arc::clone(&self.running).acquire_owned().await.map_err(|_| overloaded())?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop((turn, place));
            done
        });
        done.await.map_err(|error| Error::Bug(format!("a signature was not verified: {error}")))
    }
}

/// What was signed.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    /// An authorization request.
    Authorization(Box<AuthorizationRequest>),
    /// A token request.
    Token(Box<TokenRequest>),
}

/// A signature that fits.
struct Fits {
    trace: Trace,
    /// The string that was signed.
    string: String,
}

/// Checks what was signed, and keeps a trace of what fits for the system's developers; refusals are for [`told`]. Gives the keyed
/// hash of the string, by which it is known when it is shown again.
pub(super) async fn check(cx: &Cx, opened: &Opened, asked: Asked) -> Done<String> {
    let site = &opened.site;
    // Readings that are not allowed cost time, so they are tried for systems under development, as long as anybody will read it.
    let is_read = site.stage == Stage::Test && cx.app.esia.traces.has_room(site.id, cx.now);
    let explain = if is_read { Explain::Fully } else { Explain::Briefly };
    let (system, rules, now) = (Arc::clone(&opened.system), opened.rules.clone(), cx.now);
    let fits = cx.app.esia.checks.run(move || verdict(&system, &rules, &asked, explain, now)).await??;
    tracing::debug!(client_id = site.client.id, trace = %fits.trace, "a signature fits");
    // In strict mode there is one reading, and nothing to be learned but that it fits: for whoever is developing.
    if opened.rules.mode.is_lenient() || site.stage == Stage::Test {
        trace::keep(cx, site.id, false, fits.trace.to_string()).await;
    }
    Ok(URL_SAFE_NO_PAD.encode(cx.app.keys.blind("esia-signed", &fits.string)))
}

fn verdict(
    system: &System,
    rules: &Rules,
    asked: &Asked,
    explain: Explain,
    now: Timestamp,
) -> std::result::Result<Fits, Refusal> {
    let (signed, hash) = match asked {
        Asked::Authorization(request) => (Signed::authorization(request), request.certificate_hash.as_ref()),
        Asked::Token(request) => (Signed::token(request), request.certificate_hash.as_ref()),
    };
    let certificates = system.certificates(hash, rules.mode, now)?;
    let verify =
        |container, message: &[u8], signature: &[u8]| verify(&certificates, rules.mode, container, message, signature);
    let checked = check::check(&signed, rules.mode, explain, &verify)?;
    let string = signed.join(checked.reading).map_err(|part| Refusal::missing(part.name()))?;
    Ok(Fits { trace: checked.trace, string })
}

/// Verifies one signature over one message by any of the certificates.
pub(super) fn verify(
    certificates: &[Certificate],
    mode: Mode,
    container: Container,
    message: &[u8],
    signature: &[u8],
) -> std::result::Result<SignatureReport, String> {
    match container {
        Container::Cms => {
            let policy = if mode.is_lenient() { Policy::OLD_REQUESTS } else { Policy::REQUESTS };
            let expected = Expected { content: message, signer: Signer::Registered(certificates), policy };
            let verified = SignedMessage::parse(signature).and_then(|parsed| parsed.verify(&expected));
            let verified = verified.map_err(|error| error.to_string())?;
            Ok(SignatureReport {
                certificate: verified.certificate.serial(),
                algorithm: verified.scheme.to_string(),
                is_attached: verified.has_content,
            })
        }
        Container::Raw => {
            let by = certificates.iter().find(|certificate| match certificate.public_key() {
                PublicKey::Gost(key) => key.verify(message, signature).is_ok(),
                _ => false,
            });
            let certificate = by.ok_or("the raw signature is by no registered key over this string")?;
            Ok(SignatureReport {
                certificate: certificate.serial(),
                algorithm: certificate.public_key().to_string(),
                is_attached: false,
            })
        }
    }
}

/// A refusal that a developer of the system is to read.
pub(super) async fn told(cx: &Cx, site: &Site, place: &str, refusal: Refusal) -> Refusal {
    tracing::info!(client_id = site.client.id, %refusal, "a request of the dialect is refused");
    trace::keep(cx, site.id, true, format!("{place}: {refusal}")).await;
    refusal
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Beyond the places the next is refused at once; those before have their turns.
    #[tokio::test]
    async fn a_flood_of_signatures_is_bounded() {
        let checks = Checks::default();
        let all = u32::try_from(AT_ONCE + WAITING).unwrap();
        let taken = Arc::clone(&checks.places).try_acquire_many_owned(all).unwrap();
        assert!(matches!(checks.run(|| 1).await, Err(Error::Unavailable(_))));
        drop(taken);
        assert_eq!(checks.run(|| 1).await.unwrap(), 1);
        assert_eq!(checks.places.available_permits(), AT_ONCE + WAITING);
    }
}
