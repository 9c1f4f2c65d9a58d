//! How a client proves who it is (RFC 6749 2.3, RFC 7523, RFC 8705).

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use okno_oidc::{
    client::{CertificateNames, CertificateSubject},
    client_assertion::{AssertionFault, Audiences, Expected, Presented},
    error::ProtocolError,
    jose::{Algorithm, JwsFault},
    single_use::SingleUse,
    token::{self, Credential, Proof, challenge_of_basic},
};
use okno_pki::certificate::{AlternativeName, Certificate};
use okno_store::Read;
use subtle::ConstantTimeEq as _;

use super::{Call, Replied, Stop, Uses, address, issuer, path};
use crate::{
    context::Cx,
    error::Error,
    relying_party::{self, Keys, Site},
};

/// A client that proved who it is, or a public one that said so.
#[derive(Clone, Debug)]
pub struct Authenticated {
    /// The site.
    pub site: Arc<Site>,
    /// What must be noted together with what is done for it.
    pub uses: Uses,
}

fn unknown() -> ProtocolError {
    ProtocolError::client("the client is not known, or did not prove who it is")
}

/// Checks who the client is.
pub async fn authenticate(cx: &Cx, call: &Call<'_>) -> Replied<Authenticated> {
    Ok(known(cx, call).await?.0)
}

/// The same for whoever goes on reading. While this is held nothing is written, nor another one asked for: whoever waits for a
/// connection must not keep others waiting for theirs.
pub(crate) async fn authenticate_reading(cx: &Cx, call: &Call<'_>) -> Replied<(Authenticated, Read)> {
    let (client, read) = known(cx, call).await?;
    let read = match read {
        Some(read) => read,
        None => cx.app.store.read().await?,
    };
    Ok((client, read))
}

async fn known(cx: &Cx, call: &Call<'_>) -> Replied<(Authenticated, Option<Read>)> {
    attempt(cx, call).await.map_err(|stop| match stop {
        Attempt::Refused(error) => Stop::Reply(Box::new(challenge_of_basic(&error, call.authorization))),
        Attempt::Failed(error) => Stop::Failed(error),
    })
}

enum Attempt {
    Refused(ProtocolError),
    Failed(Error),
}

impl From<ProtocolError> for Attempt {
    fn from(error: ProtocolError) -> Self {
        Self::Refused(error)
    }
}

impl<E: Into<Error>> From<E> for Attempt {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// The client, and what it was read with, unless somebody else may have been called since.
async fn attempt(cx: &Cx, call: &Call<'_>) -> Result<(Authenticated, Option<Read>), Attempt> {
    let evidence = token::evidence(call.authorization, call.parameters, call.certificate.is_some())?;
    let assertion = match &evidence.credential {
        Credential::Assertion(text) => Some(Presented::read(text).map_err(|fault| fault.error())?),
        _ => None,
    };
    let named = evidence.client_id.as_deref().or(assertion.as_ref().map(Presented::client_id));
    let client_id = named.ok_or_else(unknown)?;
    let mut read = cx.app.store.read().await?;
    let site = relying_party::find(&mut read, cx, client_id).await?.ok_or_else(unknown)?;
    let proof = evidence.proof(&site.client)?;
    // A site that publishes its keys may answer slowly, which is nobody's business but its own: others read meanwhile.
    let is_by_keys = matches!(proof, Proof::Assertion(_) | Proof::CertificateItself);
    let read = (!(is_by_keys && site.client.metadata.jwks_uri.is_some())).then_some(read);
    let single_use = match proof {
        Proof::None => None,
        Proof::Secret(secret) => {
            let hash = relying_party::secret_hash(cx, site.id, secret);
            if !site.knows_secret(&hash, cx.now) {
                return Err(unknown().into());
            }
            None
        }
        Proof::Assertion(text) => Some(by_assertion(cx, call, &site, text).await?),
        // A name alone is worth nothing where certificates of anybody's making are taken.
        Proof::CertificateName if !cx.settings().single_sign_on.certificate_names => return Err(unknown().into()),
        Proof::CertificateName => {
            let subject = site.client.metadata.certificate_subject.as_ref();
            by_certificate_name(call.certificate, subject).then_some(()).ok_or_else(unknown)?;
            None
        }
        Proof::CertificateItself => {
            by_certificate_of_its_own(cx, call.certificate, &site).await.then_some(()).ok_or_else(unknown)?;
            None
        }
    };
    let uses = Uses::one(single_use, ProtocolError::client("the client's assertion was used before"));
    Ok((Authenticated { site, uses }, read))
}

/// RFC 7523 3. A site may have changed its keys since they were fetched.
async fn by_assertion(cx: &Cx, call: &Call<'_>, site: &Site, text: &str) -> Result<SingleUse, Attempt> {
    let keys = relying_party::keys(cx, site).await;
    let mut outcome = verified(cx, call, site, text, &keys);
    if matches!(outcome, Err(AssertionFault::Jws(JwsFault::NoKey)))
        && let Some(others) = relying_party::others_than(cx, site, &keys).await
    {
        outcome = verified(cx, call, site, text, &others);
    }
    outcome.map_err(|fault| {
        tracing::info!(client_id = site.client.id, %fault, "a client's assertion is refused");
        fault.error().into()
    })
}

fn verified(cx: &Cx, call: &Call<'_>, site: &Site, text: &str, keys: &Keys) -> Result<SingleUse, AssertionFault> {
    let issuer = issuer(cx);
    let (token_endpoint, here) = (address(cx, path::TOKEN), address(cx, call.path));
    let accepted = [issuer, token_endpoint.as_str(), here.as_str()];
    let audiences =
        if site.client.profile.is_fapi() { Audiences::IssuerAlone(issuer) } else { Audiences::AnyOf(&accepted) };
    let registered = site.client.metadata.auth_signing_alg;
    let allowed: Vec<Algorithm> = Algorithm::ALL
        .into_iter()
        .filter(|algorithm| registered.is_none_or(|one| one == *algorithm) && site.client.profile.allows(*algorithm))
        .collect();
    let expected =
        Expected { client_id: &site.client.id, audiences, algorithms: &allowed, keys: keys.set.as_ref(), now: cx.now };
    Ok(Presented::read(text)?.verify(&expected)?.single_use)
}

/// RFC 8705 2.1.2: the one name that is registered. That the certificate is of an authority that counts is the listener's.
fn by_certificate_name(certificate: Option<&[u8]>, subject: Option<&CertificateSubject>) -> bool {
    let (Some(der), Some(subject)) = (certificate, subject) else { return false };
    let Ok(certificate) = Certificate::from_der(der) else { return false };
    let (mut dns, mut uris, mut ips, mut emails) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let alternative = certificate.alternative_names();
    for name in &alternative {
        match name {
            AlternativeName::Dns(name) => dns.push(name.as_str()),
            AlternativeName::Uri(name) => uris.push(name.as_str()),
            AlternativeName::Ip(address) => ips.push(*address),
            AlternativeName::Email(name) => emails.push(name.as_str()),
        }
    }
    let whole = certificate.subject();
    let names = CertificateNames { subject: &whole, dns: &dns, uris: &uris, ips: &ips, emails: &emails };
    subject.is_in(&names)
}

/// RFC 8705 2.2.2: the certificate is among the client's keys, which it may have changed since they were fetched.
async fn by_certificate_of_its_own(cx: &Cx, certificate: Option<&[u8]>, site: &Site) -> bool {
    let keys = relying_party::keys(cx, site).await;
    if by_certificate(certificate, keys.document.as_deref()) {
        return true;
    }
    match relying_party::others_than(cx, site, &keys).await {
        Some(others) => by_certificate(certificate, others.document.as_deref()),
        None => false,
    }
}

fn by_certificate(certificate: Option<&[u8]>, document: Option<&serde_json::Value>) -> bool {
    let Some(certificate) = certificate else { return false };
    let keys = document.and_then(|document| document.get("keys")).and_then(serde_json::Value::as_array);
    let first = |key: &serde_json::Value| {
        let text = key.get("x5c")?.as_array()?.first()?.as_str()?;
        STANDARD.decode(text).ok()
    };
    keys.into_iter().flatten().filter_map(first).any(|der| bool::from(der.as_slice().ct_eq(certificate)))
}
