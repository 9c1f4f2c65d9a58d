//! Sites that register themselves, and manage that (RFC 7591, RFC 7592). Who may is a setting; what they get is the rule that a
//! site has when nobody says otherwise, in stage `test` unless an invitation says more.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use okno_domain::{
    relying_party::{RelyingPartyId, SiteRule, SiteState, Stage},
    secret::Secret,
    time::DAY,
};
use okno_oidc::{
    client::{self, Client, ClientMetadata, MetadataRule, Profile},
    error::{ErrorCode, ProtocolError, Reply},
    jose::{Algorithm, KeySet},
    registration::{self, Policy, Registered, Statement, StatementFault},
    software_statement::Presented,
    subject,
};
use okno_store::{
    relying_party::{self as store, RelyingPartyRow},
    site_invitation,
    site_registration::{self, RegistrationRow},
};
use serde_json::{Map, Value, json};
use subtle::ConstantTimeEq as _;

use super::{Site, install::unserved, invitation, secret_hash};
use crate::{
    context::Cx,
    error::Error,
    limit::{self, LimitKey},
    protocol::{Replied, Stop, address, path},
    settings::SiteRegistration,
    token,
};

token::of_row! {
    /// What a site manages its registration with.
    RegistrationToken of RelyingPartyId
}

impl RegistrationToken {
    fn fresh(cx: &Cx, id: RelyingPartyId) -> Self {
        Self { id, secret: cx.random_bytes() }
    }

    fn hash(&self, cx: &Cx) -> [u8; 32] {
        cx.app.keys.secret_hash("site-registration", self.id, &self.secret)
    }
}

/// Whether registration is open to anybody at all; discovery names it only then.
pub fn takes_registrations(cx: &Cx) -> bool {
    cx.settings().single_sign_on.registration != SiteRegistration::Closed
}

const fn policy(registration: SiteRegistration) -> Policy {
    match registration {
        SiteRegistration::Closed => Policy::Closed,
        SiteRegistration::Token => Policy::InitialToken,
        SiteRegistration::Statement => Policy::Statement,
        SiteRegistration::TokenOrStatement => Policy::TokenOrStatement,
        SiteRegistration::Open => Policy::Open,
    }
}

/// What the software statement in a request says, verified.
fn statement(cx: &Cx, body: &[u8]) -> Option<Result<Map<String, Value>, StatementFault>> {
    let text = registration::statement_in(body)?;
    let verified = || {
        let presented = Presented::read(&text).map_err(|_| StatementFault::Invalid)?;
        let issuers = &cx.settings().single_sign_on.statement_issuers;
        let issuer = issuers.iter().find(|known| known.issuer == presented.issuer());
        let issuer = issuer.ok_or(StatementFault::Unapproved)?;
        let keys = KeySet::from_json(&issuer.jwks).map_err(|_| StatementFault::Unapproved)?;
        presented.verify(&keys, cx.now).map_err(|_| StatementFault::Invalid)
    };
    Some(verified())
}

fn borrowed(said: &Result<Map<String, Value>, StatementFault>) -> Statement<'_> {
    said.as_ref().map_err(|fault| *fault)
}

fn refused(error: &ProtocolError) -> Stop {
    registration::refusal(error).into()
}

const fn used_up() -> ProtocolError {
    ProtocolError::new(ErrorCode::InvalidToken, "the initial access token is not valid")
}

/// What is refused though it is sound: what this installation does not do, and a sector that is not the site's own, which would let
/// it meet people under the names that they have at others (OpenID Connect Core 8.1).
async fn served(cx: &Cx, metadata: &ClientMetadata, stage: Stage) -> Replied<()> {
    let mut faults: Vec<String> = unserved(cx, metadata).into_iter().map(str::to_owned).collect();
    faults.extend(super::check_documents(cx, metadata, stage).await?);
    if faults.is_empty() {
        return Ok(());
    }
    let body = json!({ "error": ErrorCode::InvalidClientMetadata.as_str(), "error_description": faults.join("; ") });
    Err(Reply::json(400, &body).into())
}

fn fresh_secret(cx: &Cx) -> Secret {
    Secret::new(URL_SAFE_NO_PAD.encode(cx.random_bytes::<32>()))
}

fn management(cx: &Cx, client_id: &str) -> String {
    format!("{}/{client_id}", address(cx, path::REGISTER))
}

/// Registers a site (RFC 7591 3). `body` is what was sent, `bearer` the initial access token in the header.
pub async fn register(cx: &Cx, body: &[u8], bearer: Option<&str>) -> Replied {
    let said = statement(cx, body);
    let invited = match bearer {
        None => None,
        Some(text) => Some(invitation::find(cx, text).await?),
    };
    let token = invited.as_ref().map(Option::is_some);
    let how = policy(cx.settings().single_sign_on.registration);
    registration::admit(how, token, said.as_ref().map(borrowed)).map_err(|error| refused(&error))?;
    let said = said.and_then(Result::ok);
    let invited = invited.flatten();
    let stage = invited.as_ref().map_or(Stage::Test, |invited| invited.stage);
    let rule = MetadataRule {
        profile: Profile::Plain,
        algorithms: &Algorithm::OPEN,
        front_channel: false,
        under_test: stage == Stage::Test,
    };
    let members = registration::members(body, said.as_ref())?;
    let metadata = client::read_object(&members, &rule).map_err(|faults| Stop::from(registration::faulty(&faults)))?;
    counted(cx, "site-registrations").await?;
    served(cx, &metadata, stage).await?;
    let secret = metadata.auth_method.is_secret().then(|| fresh_secret(cx));
    let client = Client { id: URL_SAFE_NO_PAD.encode(cx.random_bytes::<16>()), profile: Profile::Plain, metadata };
    let id: RelyingPartyId = cx.fresh_id();
    let row = RelyingPartyRow {
        id,
        client_id: client.id.clone(),
        stage,
        state: SiteState::Active,
        profile: client.profile.as_str().to_owned(),
        metadata: Value::Object(client.metadata.to_json()),
        rule: SiteRule::default(),
        secret_hash: secret.as_ref().map(|secret| secret_hash(cx, id, secret.expose())),
        previous_secret_hash: None,
        previous_secret_until: None,
        created_at: cx.now,
        changed_at: cx.now,
        version: 1,
    };
    let own = RegistrationToken::fresh(cx, id);
    let kept = RegistrationRow {
        relying_party: id,
        token_hash: own.hash(cx),
        statement: said.map(Value::Object),
        registered_at: cx.now,
        version: 1,
    };
    let mut tx = cx.app.store.write().await?;
    if let Some(invited) = &invited
        && !site_invitation::take(&mut tx, invited.id, cx.now).await?
    {
        return Err(refused(&used_up()));
    }
    store::insert(&mut tx, &row).await?;
    site_registration::insert(&mut tx, &kept).await?;
    cx.commit(tx).await?;
    tracing::info!(client_id = client.id, stage = stage.name(), "a site registered itself");
    let own = own.encode();
    let management = management(cx, &client.id);
    let registered = Registered {
        client: &client,
        issued_at: cx.now,
        secret: secret.as_ref().map(Secret::expose),
        access_token: Some(own.expose()),
        management: Some(&management),
    };
    Ok(registered.created())
}

/// Counts what somebody in this network wants of us, before anything is fetched for it: whatever comes of it, we call others so often
/// within a day and no more.
async fn counted(cx: &Cx, what: &'static str) -> Replied<()> {
    let most = cx.settings().single_sign_on.registrations_per_network_per_day;
    let network = LimitKey::new(cx, what, &cx.client.network);
    let mut tx = cx.app.store.write().await?;
    let is_within = limit::count_within(&mut tx, network, most, DAY, cx.now).await?;
    cx.commit(tx).await?;
    if is_within { Ok(()) } else { Err(limit::wait_refusal(DAY).into()) }
}

/// The registration that somebody may manage who has its token, and its site. Whether there is no such site, none that registered
/// itself, one that was switched off, or another token, is the same answer (RFC 7592 2.1).
async fn own(cx: &Cx, client_id: &str, bearer: Option<&str>) -> Replied<(RelyingPartyRow, RegistrationRow)> {
    let unknown =
        || refused(&ProtocolError::new(ErrorCode::InvalidToken, "the registration access token is not valid"));
    let token = bearer.and_then(RegistrationToken::parse).ok_or_else(unknown)?;
    let mut read = cx.app.store.read().await?;
    let row = store::find(&mut read, client_id).await?.ok_or_else(unknown)?;
    let kept = site_registration::find(&mut read, row.id).await?.ok_or_else(unknown)?;
    let is_it: bool = token.hash(cx).ct_eq(&kept.token_hash).into();
    if !is_it || token.id != row.id || row.state != SiteState::Active {
        return Err(unknown());
    }
    Ok((row, kept))
}

/// What was sound when it was registered.
fn read(row: RelyingPartyRow) -> crate::error::Result<Site> {
    let client_id = row.client_id.clone();
    Site::of(row).ok_or_else(|| Error::Bug(format!("the metadata of {client_id} are not sound")))
}

/// Shows a registration (RFC 7592 2.1), with the token that was shown for it. The secret is nowhere to be read.
pub async fn registered(cx: &Cx, client_id: &str, bearer: Option<&str>) -> Replied {
    let (row, kept) = own(cx, client_id, bearer).await?;
    let site = read(row)?;
    let management = management(cx, client_id);
    let registered = Registered {
        client: &site.client,
        issued_at: kept.registered_at,
        secret: None,
        access_token: bearer,
        management: Some(&management),
    };
    Ok(registered.shown())
}

/// Puts other metadata in place of those that were registered (RFC 7592 2.2). The token for it is another one afterwards.
pub async fn change_registration(cx: &Cx, client_id: &str, body: &[u8], bearer: Option<&str>) -> Replied {
    let (row, mut kept) = own(cx, client_id, bearer).await?;
    let site = read(row)?;
    let said = match statement(cx, body) {
        Some(said) => {
            registration::admit(Policy::Open, None, Some(borrowed(&said))).map_err(|error| refused(&error))?;
            said.ok()
        }
        None => kept.statement.take().and_then(|said| said.as_object().cloned()),
    };
    let rule = MetadataRule {
        profile: site.client.profile,
        algorithms: &Algorithm::OPEN,
        front_channel: site.rule.front_channel,
        under_test: site.stage == Stage::Test,
    };
    let knows = |secret: &str| site.knows_secret(&secret_hash(cx, site.id, secret), cx.now);
    let metadata = registration::update(body, &site.client, said.as_ref(), knows, &rule)?;
    let client = Client { metadata, ..site.client.clone() };
    if subject::leaves_sector(&site.client, &client) {
        let why = "people have their names at it by its sector, which stays: register another client";
        return Err(refused(&ProtocolError::new(ErrorCode::InvalidClientMetadata, why)));
    }
    counted(cx, "site-registration-changes").await?;
    served(cx, &client.metadata, site.stage).await?;
    let mut row = site.row.clone();
    let has_secret = client.metadata.auth_method.is_secret();
    let secret = (has_secret && row.secret_hash.is_none()).then(|| fresh_secret(cx));
    if let Some(secret) = &secret {
        row.secret_hash = Some(secret_hash(cx, row.id, secret.expose()));
    } else if !has_secret {
        (row.secret_hash, row.previous_secret_hash, row.previous_secret_until) = (None, None, None);
    }
    row.metadata = Value::Object(client.metadata.to_json());
    let own = RegistrationToken::fresh(cx, row.id);
    kept.token_hash = own.hash(cx);
    kept.statement = said.map(Value::Object);
    let mut tx = cx.app.store.write().await?;
    store::update(&mut tx, &row, cx.now).await?;
    site_registration::update(&mut tx, &kept).await?;
    cx.commit(tx).await?;
    tracing::info!(client_id, "a site changed its registration");
    let own = own.encode();
    let management = management(cx, client_id);
    let registered = Registered {
        client: &client,
        issued_at: kept.registered_at,
        secret: secret.as_ref().map(Secret::expose),
        access_token: Some(own.expose()),
        management: Some(&management),
    };
    Ok(registered.shown())
}

/// Gives a registration up (RFC 7592 2.3). What the site was given by people is worth nothing from now on: it is never found
/// again, and nobody switches it on.
pub async fn give_up_registration(cx: &Cx, client_id: &str, bearer: Option<&str>) -> Replied {
    let (row, kept) = own(cx, client_id, bearer).await?;
    let mut tx = cx.app.store.write().await?;
    store::update(&mut tx, &RelyingPartyRow { state: SiteState::Deleted, ..row }, cx.now).await?;
    site_registration::delete(&mut tx, &kept).await?;
    cx.commit(tx).await?;
    tracing::info!(client_id, "a site gave its registration up");
    Ok(registration::deleted())
}

/// Whether the keys of those whose word counts can be read; the names of those whose cannot.
pub fn unreadable_issuers(issuers: &[crate::settings::StatementIssuer]) -> Vec<&str> {
    let is_sound = |jwks: &Value| {
        let keys = jwks.get("keys").and_then(Value::as_array).is_some_and(|keys| !keys.is_empty());
        keys && KeySet::from_json(jwks).is_ok()
    };
    issuers.iter().filter(|one| one.issuer.is_empty() || !is_sound(&one.jwks)).map(|one| one.issuer.as_str()).collect()
}
