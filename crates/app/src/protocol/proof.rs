//! Proofs of possession (RFC 9449).

use okno_oidc::{
    dpop::{self, Expected, NonceRule, Nonces, ProofFault, Target},
    error::{ErrorCode, ProtocolError, Reply},
    jose::Algorithm,
};

use super::{Call, Replied, Stop, Uses, address};
use crate::context::Cx;

const NONCE: &str = "dpop-nonce";

/// Somebody holds a key, or has shown nothing.
#[derive(Clone, Debug, Default)]
pub struct Proved {
    /// The thumbprint of the key.
    pub thumbprint: Option<String>,
    /// What must be noted together with what is done by it.
    pub uses: Uses,
    nonce: Option<String>,
}

impl Proved {
    /// The answer with the nonce for the next proof (RFC 9449 8.2).
    pub fn with_nonce(&self, reply: Reply) -> Reply {
        match &self.nonce {
            Some(nonce) => reply.with(NONCE, nonce.clone()),
            None => reply,
        }
    }
}

/// Checks the proof of a request, if it has one. `access_token` is what the request carries, at a resource.
pub fn prove(cx: &Cx, call: &Call<'_>, access_token: Option<&str>) -> Replied<Proved> {
    let refuse = |fault: ProofFault| {
        tracing::info!(%fault, "a proof of possession is refused");
        let reply = fault.error().reply();
        let fresh = || Nonces::new(cx.app.keys.dpop_nonces()).present(cx.now);
        Stop::from(if matches!(fault, ProofFault::UseNonce) { reply.with(NONCE, fresh()) } else { reply })
    };
    let Some(text) = dpop::only(call.proofs.iter().copied()).map_err(refuse)? else { return Ok(Proved::default()) };
    let target = Target::parse(&address(cx, call.path))
        .map_err(|fault| crate::error::Error::Bug(format!("the address of an endpoint: {fault}")))?;
    let nonces = Nonces::new(cx.app.keys.dpop_nonces());
    let required = cx.settings().single_sign_on.dpop_nonce_required;
    let expected = Expected {
        method: call.method,
        target: &target,
        algorithms: &Algorithm::ALL,
        nonces: if required { NonceRule::Required(nonces) } else { NonceRule::Optional(nonces) },
        access_token,
        now: cx.now,
    };
    let proof = dpop::check(text, &expected).map_err(refuse)?;
    Ok(Proved {
        thumbprint: Some(proof.thumbprint.to_string()),
        uses: Uses::one(
            Some(proof.single_use),
            ProtocolError::new(ErrorCode::InvalidDpopProof, "the proof was used before"),
        ),
        nonce: proof.wants_nonce.then(|| nonces.present(cx.now)),
    })
}
