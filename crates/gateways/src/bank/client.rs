//! The authorization code flow with PKCE at one bank.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use jiff::Timestamp;
use okno_app::ports::{Bank, BankProfile, BankRequest, PortError};
use okno_domain::{bank::BankClaims, secret::Secret};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, DiscoveryError,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields, IssuerUrl, LanguageTag,
    LocalizedClaim, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    RequestTokenError, Scope, SignatureVerificationError, StandardErrorResponse, StandardTokenResponse,
    TokenResponse as _, UserInfoError,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType, CoreGenderClaim,
        CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata,
        CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
    },
};
use openidconnect::{ClaimsVerificationError, StandardClaims, UserInfoClaims};
use serde::{Deserialize, Serialize};

use super::{
    BankConfig, ClaimNames, issuer,
    proof::{ASSERTION_TYPE, Proof},
    wire::Wire,
};
use crate::{
    config::ConfigError,
    http::{self, garbage, later, refused},
};

/// After this time metadata and keys are fetched anew.
const FRESH: Duration = Duration::from_hours(1);
/// How far the bank's clock may be from ours, seconds.
const SKEW: i64 = 60;
/// A statement that was made longer ago than this was not made for us, seconds.
const OLDEST: i64 = 600;
/// Signatures that are taken: none by a shared secret, and not the lack of one.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 8] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Claims beyond the standard ones, whatever the bank calls them.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct Extra {
    #[serde(flatten)]
    all: BTreeMap<String, serde_json::Value>,
}
impl AdditionalClaims for Extra {}

type Tokens = StandardTokenResponse<
    IdTokenFields<
        Extra,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;
type BankClient = Client<
    Extra,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// A bank behind OpenID Connect.
pub struct OidcBank {
    profile: BankProfile,
    issuer: IssuerUrl,
    client: ClientId,
    proof: Proof,
    scopes: Vec<String>,
    names: ClaimNames,
    wire: Wire,
    known: RwLock<Option<(Instant, Arc<CoreProviderMetadata>)>>,
}

impl OidcBank {
    /// Reads keys and prepares the connection; calls nobody.
    pub fn new(config: &BankConfig) -> Result<Self, ConfigError> {
        let setting = |last: &str| format!("banks.{}.{last}", config.id);
        let url = issuer(config)?;
        let fault = |error| ConfigError::new(setting("issuer"), error);
        let host = url.as_url().host_str().unwrap_or_default().to_owned();
        let host = url.as_url().port().map_or(host.clone(), |port| format!("{host}:{port}"));
        let names = &config.names;
        Ok(Self {
            profile: BankProfile {
                id: config.id.clone(),
                names: [names.ru.clone(), names.en.clone(), names.fr.clone()],
                issuer: config.issuer.clone(),
                host,
                pattern: config.pattern,
            },
            issuer: IssuerUrl::new(config.issuer.clone()).map_err(fault)?,
            client: ClientId::new(config.client_id.clone()),
            proof: Proof::read(config)?,
            scopes: config.scopes.clone(),
            names: config.claims.clone(),
            wire: Wire {
                http: http::client(&setting("ca_file"), config.ca_file.as_deref(), config.timeout_seconds.duration())?,
                allow_insecure: config.allow_insecure,
            },
            known: RwLock::default(),
        })
    }

    /// What the bank says about itself, with its keys; from memory while it is fresh.
    async fn metadata(&self) -> Result<Arc<CoreProviderMetadata>, PortError> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner).clone();
        match known {
            Some((since, metadata)) if since.elapsed() < FRESH => Ok(metadata),
            _ => self.fetch_metadata().await,
        }
    }

    async fn fetch_metadata(&self) -> Result<Arc<CoreProviderMetadata>, PortError> {
        let found = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.wire).await;
        let metadata = Arc::new(found.map_err(undiscovered)?);
        if !self.wire.is_allowed(metadata.authorization_endpoint().url()) {
            return Err(garbage("the bank names an address without https://"));
        }
        if metadata.token_endpoint().is_none() {
            return Err(garbage("the bank names no token endpoint"));
        }
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), Arc::clone(&metadata)));
        Ok(metadata)
    }

    fn client(&self, metadata: &CoreProviderMetadata, request: &BankRequest) -> Result<BankClient, PortError> {
        let redirect = RedirectUrl::new(request.redirect_uri.clone())
            .map_err(|error| refused(format!("our own address is unusable: {error}")))?;
        let secret = match &self.proof {
            Proof::Password(secret) => Some(ClientSecret::new(secret.expose().to_owned())),
            Proof::Key { .. } => None,
        };
        let client = Client::from_provider_metadata(metadata.clone(), self.client.clone(), secret);
        Ok(client.set_redirect_uri(redirect))
    }

    async fn exchange(
        &self,
        client: &BankClient,
        code: &Secret,
        request: &BankRequest,
        now: Timestamp,
    ) -> Result<Tokens, PortError> {
        let verifier = PkceCodeVerifier::new(request.verifier.expose().to_owned());
        let exchange = client
            .exchange_code(AuthorizationCode::new(code.expose().to_owned()))
            .map_err(|_| garbage("the bank names no token endpoint"))?
            .set_pkce_verifier(verifier);
        let assertion = self.proof.assertion(&self.client, self.issuer.as_str(), (code, request), now);
        let exchange = match assertion {
            Some(assertion) => exchange
                .add_extra_param("client_assertion_type", ASSERTION_TYPE)
                .add_extra_param("client_assertion", assertion),
            None => exchange,
        };
        exchange.request_async(&self.wire).await.map_err(not_exchanged)
    }

    /// The signed statement, checked; and, where it does not say enough, what the bank says when asked with the token.
    async fn read(
        &self,
        client: &BankClient,
        tokens: &Tokens,
        request: &BankRequest,
        now: Timestamp,
    ) -> Result<BankClaims, Unread> {
        let id_token = tokens.id_token().ok_or_else(|| garbage("the bank sent no signed statement"))?;
        let now = instant(now)?;
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || now - TimeDelta::seconds(SKEW))
            .set_issue_time_verifier_fn(move |issued| is_recent(issued, now));
        let nonce = Nonce::new(request.nonce.expose().to_owned());
        let signed = id_token.claims(&verifier, &nonce).map_err(unverified)?;
        if let Some(expected) = signed.access_token_hash() {
            let algorithm = id_token.signing_alg().map_err(|_| garbage("the signature's algorithm is unknown"))?;
            let key = id_token.signing_key(&verifier).map_err(|_| garbage("the key of the signature is gone"))?;
            let actual = AccessTokenHash::from_token(tokens.access_token(), algorithm, key);
            if !actual.is_ok_and(|actual| actual == *expected) {
                return Err(garbage("the access token is not the one that the bank signed for").into());
            }
        }
        let standard = Standard {
            family_name: plain(signed.family_name()),
            given_name: plain(signed.given_name()),
            middle_name: plain(signed.middle_name()),
            birthdate: signed.birthdate().map(|day| day.to_string()).unwrap_or_default(),
        };
        let claims = self.collect(standard, signed.additional_claims());
        if says_enough(&claims) || client.user_info_url().is_none() {
            return Ok(claims);
        }
        let ask = client.user_info(tokens.access_token().clone(), Some(signed.subject().clone()));
        let ask = ask.map_err(|_| garbage("the bank names no endpoint for data of its clients"))?;
        let told: UserInfoClaims<Extra, CoreGenderClaim> = ask.request_async(&self.wire).await.map_err(not_told)?;
        let standard = Standard::of(told.standard_claims());
        Ok(merged(claims, self.collect(standard, told.additional_claims())))
    }

    fn collect(&self, standard: Standard, extra: &Extra) -> BankClaims {
        let text = |name: &String| match extra.all.get(name) {
            Some(serde_json::Value::String(text)) => text.clone(),
            Some(serde_json::Value::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        let Standard { family_name, given_name, middle_name, birthdate } = standard;
        BankClaims {
            family_name,
            given_name,
            middle_name,
            birthdate,
            snils: text(&self.names.snils),
            document_number: text(&self.names.document_number),
            portal_profile: text(&self.names.portal_profile),
        }
    }
}

#[async_trait]
impl Bank for OidcBank {
    fn profile(&self) -> &BankProfile {
        &self.profile
    }

    async fn authorization_url(&self, request: &BankRequest) -> Result<String, PortError> {
        let metadata = self.metadata().await?;
        let client = self.client(&metadata, request)?;
        let (state, nonce) = (request.state.expose().to_owned(), request.nonce.expose().to_owned());
        let verifier = PkceCodeVerifier::new(request.verifier.expose().to_owned());
        let (url, _, _) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .add_scopes(self.scopes.iter().cloned().map(Scope::new))
            .add_ui_locale(LanguageTag::new(request.locale.tag().to_owned()))
            // A session that somebody left open at the bank proves nothing.
            .add_prompt(CoreAuthPrompt::Login)
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(url.into())
    }

    async fn claims(&self, code: &Secret, request: &BankRequest, now: Timestamp) -> Result<BankClaims, PortError> {
        let metadata = self.metadata().await?;
        let client = self.client(&metadata, request)?;
        let tokens = self.exchange(&client, code, request, now).await?;
        match self.read(&client, &tokens, request, now).await {
            Ok(claims) => Ok(claims),
            Err(Unread::Fault(error)) => Err(error),
            // The bank has other keys than we know: they are fetched once, and that is the last word.
            Err(Unread::UnknownKey) => {
                let client = self.client(&*self.fetch_metadata().await?, request)?;
                self.read(&client, &tokens, request, now).await.map_err(|unread| match unread {
                    Unread::Fault(error) => error,
                    Unread::UnknownKey => garbage("the statement is signed with a key that the bank does not publish"),
                })
            }
        }
    }

    async fn check(&self) -> Result<(), PortError> {
        self.fetch_metadata().await.map(|_| ())
    }
}

/// Why a statement was not read.
enum Unread {
    /// Its key is not among those we know.
    UnknownKey,
    /// Anything else.
    Fault(PortError),
}

impl From<PortError> for Unread {
    fn from(error: PortError) -> Self {
        Self::Fault(error)
    }
}

struct Standard {
    family_name: String,
    given_name: String,
    middle_name: String,
    birthdate: String,
}

impl Standard {
    fn of(claims: &StandardClaims<CoreGenderClaim>) -> Self {
        Self {
            family_name: plain(claims.family_name()),
            given_name: plain(claims.given_name()),
            middle_name: plain(claims.middle_name()),
            birthdate: claims.birthdate().map(|day| day.to_string()).unwrap_or_default(),
        }
    }
}

/// The name without a language, or the one marked as Russian.
fn plain<T: std::ops::Deref<Target = String>>(claim: Option<&LocalizedClaim<T>>) -> String {
    let russian = LanguageTag::new("ru".to_owned());
    let found = claim.and_then(|names| names.get(None).or_else(|| names.get(Some(&russian))));
    found.map(|name| name.to_string()).unwrap_or_default()
}

fn says_enough(claims: &BankClaims) -> bool {
    let names = [&claims.family_name, &claims.given_name, &claims.birthdate];
    let is_known = !claims.snils.is_empty() || !claims.document_number.is_empty();
    is_known && names.into_iter().all(|text| !text.is_empty())
}

/// What was signed, and from the other only what was not.
fn merged(signed: BankClaims, told: BankClaims) -> BankClaims {
    let either = |first: String, second: String| if first.is_empty() { second } else { first };
    BankClaims {
        family_name: either(signed.family_name, told.family_name),
        given_name: either(signed.given_name, told.given_name),
        middle_name: either(signed.middle_name, told.middle_name),
        birthdate: either(signed.birthdate, told.birthdate),
        snils: either(signed.snils, told.snils),
        document_number: either(signed.document_number, told.document_number),
        portal_profile: either(signed.portal_profile, told.portal_profile),
    }
}

fn instant(now: Timestamp) -> Result<DateTime<Utc>, PortError> {
    DateTime::from_timestamp(now.as_second(), 0).ok_or_else(|| refused("the present instant is out of range"))
}

fn is_recent(issued: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), String> {
    if issued > now + TimeDelta::seconds(SKEW) {
        return Err("from the future".to_owned());
    }
    if issued < now - TimeDelta::seconds(OLDEST) {
        return Err("too old".to_owned());
    }
    Ok(())
}

// The library's errors hold bodies and values, so none of them is shown: each becomes words of ours.

fn undiscovered(error: DiscoveryError<PortError>) -> PortError {
    match error {
        DiscoveryError::Request(error) => error,
        DiscoveryError::Response(status, ..) => {
            garbage(format!("there is no OpenID Connect provider at the issuer's address: it answered {status}"))
        }
        DiscoveryError::Validation(_) => garbage("the provider calls itself another issuer than configured"),
        _ => garbage("the provider's metadata or keys are not what the protocol says"),
    }
}

fn not_exchanged(error: RequestTokenError<PortError, StandardErrorResponse<CoreErrorResponseType>>) -> PortError {
    match error {
        RequestTokenError::Request(error) => error,
        RequestTokenError::ServerResponse(response) => {
            let code: &str = response.error().as_ref();
            let code: String = code.chars().filter(char::is_ascii_graphic).take(40).collect();
            if code == "temporarily_unavailable" {
                return later("the bank cannot exchange the code at present", None);
            }
            refused(format!("the bank does not exchange the code: {code}"))
        }
        _ => garbage("the answer to the exchange of the code is not what the protocol says"),
    }
}

fn unverified(error: ClaimsVerificationError) -> Unread {
    use ClaimsVerificationError as E;
    let words = match error {
        E::SignatureVerification(SignatureVerificationError::NoMatchingKey) => return Unread::UnknownKey,
        E::SignatureVerification(SignatureVerificationError::NoSignature) => "the statement is not signed",
        E::SignatureVerification(SignatureVerificationError::DisallowedAlg(_)) => {
            "the statement is signed in a way that is not taken"
        }
        E::SignatureVerification(_) => "the signature is wrong",
        E::Expired(_) => "the statement is no longer valid, or not yet",
        E::InvalidAudience(_) => "the statement is meant for somebody else",
        E::InvalidIssuer(_) => "the statement is another issuer's",
        E::InvalidNonce(_) => "the statement belongs to another authorization",
        _ => "the statement is not what the protocol says",
    };
    Unread::Fault(garbage(words))
}

fn not_told(error: UserInfoError<PortError>) -> PortError {
    match error {
        UserInfoError::Request(error) => error,
        UserInfoError::ClaimsVerification(_) => garbage("what the bank tells is about another client"),
        UserInfoError::Response(status, ..) => garbage(format!("the bank does not tell data of its client: {status}")),
        _ => garbage("what the bank tells is not what the protocol says"),
    }
}
