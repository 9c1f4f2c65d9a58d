//! Whose signature a request has: the certificates of its system, and each reading of what may have been signed.

use okno_oidc::esia::{
    Code, Mode, Refusal, Rules,
    certificate_hash::SentHash,
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

use super::{System, trace};
use crate::{context::Cx, relying_party::Site};

use okno_domain::relying_party::Stage;

/// Checks what was signed; a trace is kept for the system's developers.
pub(super) async fn check(
    cx: &Cx,
    (site, system): (&Site, &System),
    rules: &Rules,
    signed: &Signed<'_>,
    hash: Option<&SentHash>,
) -> Result<(), Refusal> {
    let verdict = verdict(cx, (site, system), rules, signed, hash);
    match &verdict {
        Ok(trace) => {
            tracing::debug!(client_id = site.client.id, %trace, "a signature fits");
            // In strict mode there is one reading: nothing is to be learned.
            if rules.mode.is_lenient() {
                trace::keep(cx, site.id, false, trace.to_string()).await;
            }
        }
        // Every other one is told by whoever asked, like what came before the signature.
        Err(refusal) if refusal.code() != Code::CLIENT_SECRET => {}
        Err(refusal) => trace::keep(cx, site.id, true, format!("{}: {refusal}", signed.endpoint)).await,
    }
    verdict.map(|_| ())
}

fn verdict(
    cx: &Cx,
    (site, system): (&Site, &System),
    rules: &Rules,
    signed: &Signed<'_>,
    hash: Option<&SentHash>,
) -> Result<Trace, Refusal> {
    let certificates = system.certificates(hash, rules.mode, cx.now)?;
    // Readings that are not allowed cost time, so they are tried for systems under development.
    let explain = if site.stage == Stage::Test { Explain::Fully } else { Explain::Briefly };
    let verify =
        |container, message: &[u8], signature: &[u8]| verify(&certificates, rules.mode, container, message, signature);
    match check::check(signed, rules.mode, explain, &verify) {
        Ok(checked) => Ok(checked.trace),
        Err(rejected) => {
            tracing::info!(client_id = site.client.id, %rejected, "a signature fits nothing");
            Err(rejected.into())
        }
    }
}

/// Verifies one signature over one message by any of the certificates.
pub(super) fn verify(
    certificates: &[Certificate],
    mode: Mode,
    container: Container,
    message: &[u8],
    signature: &[u8],
) -> Result<SignatureReport, String> {
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

/// A refusal that a developer of the system is to read: what came before the signature.
pub(super) async fn told(cx: &Cx, site: &Site, place: &str, refusal: Refusal) -> Refusal {
    let is_secret = refusal.code() == Code::CLIENT_SECRET;
    if !is_secret {
        tracing::info!(client_id = site.client.id, %refusal, "a request of the dialect is refused");
        trace::keep(cx, site.id, true, format!("{place}: {refusal}")).await;
    }
    refusal
}
