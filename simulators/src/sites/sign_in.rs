//! A sign-in by authorization code with PKCE (OpenID Connect Core 3.1), and the way out (RP-Initiated Logout 1.0).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalClaims, ClaimsVerificationError, ClientId, IdToken, IdTokenClaims,
    IdTokenVerifier, IssuerUrl, Nonce, SignatureVerificationError,
    core::{CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use url::Url;

use super::{
    Site, SiteName,
    fault::{Fault, shown_code},
    memory::{Pending, Person, token},
    portal::Known,
    proof::Possession,
};
use crate::{chance, inbox::lock};

/// The level of a sign-in with two factors.
pub(super) const TWO_FACTORS: &str = "urn:okno:sign-in:two-factors";
/// Signatures that are taken: none by a shared secret, and not the lack of one.
pub(super) const ALGORITHMS: [CoreJwsSigningAlgorithm; 4] = [
    CoreJwsSigningAlgorithm::EdDsa,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
];

/// What the library does not know of: the name of the portal's session.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct Extra {
    sid: Option<String>,
}
impl AdditionalClaims for Extra {}

type Claims = IdTokenClaims<Extra, CoreGenderClaim>;
type Statement = IdToken<Extra, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

/// What the portal sends back by the browser.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    code: String,
    pub(super) state: String,
    iss: String,
    error: String,
}

impl Site {
    fn callback(&self) -> String {
        format!("{}/callback", self.url)
    }

    fn client_id(&self) -> &'static str {
        self.name.client_id()
    }

    /// Prepares a sign-in: the cookie's token, and where the browser goes.
    pub(super) async fn begin(
        &self,
        cookie: Option<&str>,
        language: &str,
        acr: Option<&'static str>,
    ) -> Result<(String, String), Fault> {
        let known = self.portal.known().await?;
        let possession = (self.name == SiteName::Pension).then(Possession::fresh);
        let pending = Pending {
            state: token(),
            nonce: token(),
            verifier: token(),
            possession,
            acr,
            since: chance::now().as_second(),
        };
        let mut asked = vec![
            ("response_type", "code".to_owned()),
            ("redirect_uri", self.callback()),
            ("scope", format!("openid {}", self.name.scopes().join(" "))),
            ("state", pending.state.clone()),
            ("nonce", pending.nonce.clone()),
            ("code_challenge", URL_SAFE_NO_PAD.encode(Sha256::digest(&pending.verifier))),
            ("code_challenge_method", "S256".to_owned()),
            ("ui_locales", language.to_owned()),
        ];
        if let Some(acr) = acr {
            // Essential (OpenID Connect Core 5.5.1.1): a lesser sign-in comes back as an error, with the portal's page before it.
            let level = json!({ "id_token": { "acr": { "essential": true, "values": [acr] } } });
            asked.push(("claims", level.to_string()));
        }
        let address = match &known.at.pushed_authorization_request_endpoint {
            Some(endpoint) if self.name == SiteName::Pension => {
                asked.extend(self.proof.fields(self.client_id(), &known.at.issuer));
                let pushed = self.portal.post(endpoint, &asked, pending.possession.as_ref()).await?;
                asked =
                    vec![("client_id", self.client_id().to_owned()), ("request_uri", text(&pushed, "request_uri")?)];
                with_query(&known.at.authorization_endpoint, &asked)?
            }
            _ => {
                asked.push(("client_id", self.client_id().to_owned()));
                with_query(&known.at.authorization_endpoint, &asked)?
            }
        };
        Ok((lock(&self.memory).begin(cookie, pending), address))
    }

    /// Takes the portal's answer in; the token of the new session.
    pub(super) async fn finish(&self, cookie: &str, answer: &Answer) -> Result<String, Fault> {
        let now = chance::now().as_second();
        let pending = lock(&self.memory).take(cookie, &answer.state, now).ok_or(Fault::NotAsked)?;
        let known = self.portal.known().await?;
        // RFC 9207: an answer of another server would be traded in at this one.
        if answer.iss != known.at.issuer {
            return Err(Fault::unsound("the answer is another portal's"));
        }
        if !answer.error.is_empty() {
            return Err(Fault::Told { code: shown_code(&answer.error) });
        }
        let person = self.exchange(&known, &answer.code, &pending, now).await?;
        Ok(lock(&self.memory).sign_in(cookie, person))
    }

    async fn exchange(&self, known: &Known, code: &str, pending: &Pending, now: i64) -> Result<Person, Fault> {
        let mut form = self.proof.fields(self.client_id(), &known.at.issuer);
        form.extend([
            ("grant_type", "authorization_code".to_owned()),
            ("code", code.to_owned()),
            ("redirect_uri", self.callback()),
            ("code_verifier", pending.verifier.clone()),
        ]);
        let tokens = self.portal.post(&known.at.token_endpoint, &form, pending.possession.as_ref()).await?;
        let (access, id_token) = (text(&tokens, "access_token")?, text(&tokens, "id_token")?);
        let expected = if pending.possession.is_some() { "DPoP" } else { "Bearer" };
        if !text(&tokens, "token_type")?.eq_ignore_ascii_case(expected) {
            return Err(Fault::unsound("a token of another kind"));
        }
        let signed = self.read(&id_token, &access, &pending.nonce).await?;
        let acr = signed.auth_context_ref().map(|acr| acr.to_string()).unwrap_or_default();
        if pending.acr.is_some_and(|asked| asked != acr) {
            return Err(Fault::unsound("the level that was asked for was not reached"));
        }
        let claims = self.portal.ask(&known.at.userinfo_endpoint, &access, pending.possession.as_ref()).await?;
        // OpenID Connect Core 5.3.2: what is told without a signature must be about the same person.
        if text(&claims, "sub")? != signed.subject().as_str() {
            return Err(Fault::unsound("claims of somebody else"));
        }
        let amr = signed.auth_method_refs().map(|all| all.iter().map(|one| one.to_string()).collect());
        Ok(Person {
            subject: signed.subject().to_string(),
            session: signed.additional_claims().sid.clone(),
            id_token,
            acr,
            amr: amr.unwrap_or_default(),
            claims,
            since: now,
        })
    }

    /// The signed statement, checked; with the portal's new keys where it has signed with one of them.
    async fn read(&self, id_token: &str, access: &str, nonce: &str) -> Result<Claims, Fault> {
        let statement: Statement = id_token.parse().map_err(Fault::unsound)?;
        let known = self.portal.known().await?;
        match self.verified(&known, &statement, access, nonce) {
            Err(Unread::UnknownKey) => {
                let known = self.portal.known_anew().await?;
                self.verified(&known, &statement, access, nonce).map_err(|unread| match unread {
                    Unread::UnknownKey => Fault::unsound("signed with a key that the portal does not publish"),
                    Unread::Fault(fault) => fault,
                })
            }
            Err(Unread::Fault(fault)) => Err(fault),
            Ok(claims) => Ok(claims),
        }
    }

    fn verified(&self, known: &Known, statement: &Statement, access: &str, nonce: &str) -> Result<Claims, Unread> {
        let issuer = IssuerUrl::new(known.at.issuer.clone()).map_err(Fault::unsound)?;
        let client = ClientId::new(self.client_id().to_owned());
        let verifier: IdTokenVerifier<'_, CoreJsonWebKey> =
            IdTokenVerifier::new_public_client(client, issuer, known.keys.clone()).set_allowed_algs(ALGORITHMS);
        let claims = statement.claims(&verifier, &Nonce::new(nonce.to_owned()))?;
        if let Some(expected) = claims.access_token_hash() {
            let algorithm = statement.signing_alg().map_err(Fault::unsound)?;
            let key = statement.signing_key(&verifier).map_err(Fault::unsound)?;
            let actual = AccessTokenHash::from_token(&AccessToken::new(access.to_owned()), algorithm, key);
            if !actual.is_ok_and(|actual| actual == *expected) {
                return Err(Fault::unsound("an access token that was not signed for").into());
            }
        }
        Ok(claims.clone())
    }

    /// Where somebody goes who signs out everywhere.
    pub(super) async fn way_out(&self, person: &Person, language: &str) -> Result<String, Fault> {
        let known = self.portal.known().await?;
        let asked = [
            ("id_token_hint", person.id_token.clone()),
            ("client_id", self.client_id().to_owned()),
            ("post_logout_redirect_uri", format!("{}/signed-out", self.url)),
            ("ui_locales", language.to_owned()),
        ];
        with_query(&known.at.end_session_endpoint, &asked)
    }
}

/// Why a statement was not taken.
enum Unread {
    /// It may be good: its key is not known yet.
    UnknownKey,
    /// It is not.
    Fault(Fault),
}

impl From<Fault> for Unread {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<ClaimsVerificationError> for Unread {
    fn from(error: ClaimsVerificationError) -> Self {
        match error {
            ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
                Self::UnknownKey
            }
            other => Self::Fault(Fault::unsound(other)),
        }
    }
}

fn text(members: &Map<String, Value>, name: &str) -> Result<String, Fault> {
    let found = members.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    found.map(str::to_owned).ok_or_else(|| Fault::unsound(format_args!("without {name}")))
}

fn with_query(address: &str, asked: &[(&'static str, String)]) -> Result<String, Fault> {
    Url::parse_with_params(address, asked).map(Into::into).map_err(Fault::unsound)
}
