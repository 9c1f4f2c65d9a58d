//! Sites as the operator of an installation enters them, from a file.

use okno_domain::{
    relying_party::{SiteRule, SiteState, Stage},
    time::after,
};
use okno_oidc::{
    client::{self, AuthMethod, Client, ClientMetadata, MetadataRule, Profile},
    jose::Algorithm,
    subject,
};
use okno_store::{
    developer,
    relying_party::{self as store, RelyingPartyRow},
    site_registration,
};
use serde::Deserialize;
use serde_json::Value;

use super::secret_hash;
use crate::{
    context::Cx,
    error::{Error, Result},
    esia::{self, ApiKeyEntry, Registration},
    settings::hours,
};

/// The longest name of a site in the protocol.
const LONGEST_ID: usize = 200;
/// The shortest secret: 128 bits as hexadecimal digits.
const SHORTEST_SECRET: usize = 32;
/// How long a secret still holds after another one took its place: long enough to bring it to every server of the site.
pub(crate) const OVERLAP_HOURS: u32 = 24;

/// A site in a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteFile {
    /// Its name in the protocol.
    pub client_id: String,
    /// The profile it is held to: `plain`, `fapi2_security` or `fapi2_message_signing`.
    #[serde(default = "plain")]
    pub profile: String,
    /// `test` or `production`.
    pub stage: Stage,
    /// What it registers (RFC 7591 2). One that speaks the dialect of ESIA alone needs a name here and nothing else.
    #[serde(default = "empty")]
    pub metadata: Value,
    /// Its rule here.
    #[serde(default)]
    pub rule: SiteRule,
    /// Its secret, where it has one; left out, the one that is known stays.
    pub secret: Option<okno_domain::secret::Secret>,
    /// What it registers for the dialect of ESIA, where `client_id` is its mnemonic.
    pub esia: Option<Registration>,
    /// Keys by which its programs act for employees, in the dialect.
    #[serde(default)]
    pub esia_api_keys: Vec<ApiKeyEntry>,
}

fn empty() -> Value {
    Value::Object(serde_json::Map::new())
}

impl SiteFile {
    /// The metadata: a site without any way of OpenID Connect is one that programs alone could use, which takes a secret.
    fn metadata(&self) -> Value {
        let mut metadata = self.metadata.clone();
        if let (Some(_), Some(members)) = (&self.esia, metadata.as_object_mut())
            && !members.contains_key("grant_types")
            && !members.contains_key("redirect_uris")
        {
            members.insert("grant_types".to_owned(), Value::from(vec!["client_credentials"]));
        }
        metadata
    }
}

fn plain() -> String {
    Profile::Plain.as_str().to_owned()
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Installed {
    /// It was not known before.
    Added,
    /// It was, and is now as the file says.
    Changed,
}

/// Enters a site, or brings it to what the file says, which has the word from then on: one that registered itself manages that no
/// longer. The faults are sentences for whoever wrote the file.
pub async fn install(cx: &Cx, file: &SiteFile) -> Result<std::result::Result<Installed, Vec<String>>> {
    let metadata = match read(cx, file) {
        Ok(metadata) => metadata,
        Err(faults) => return Ok(Err(faults)),
    };
    let faults = super::check_documents(cx, &metadata, file.stage).await?;
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let mut tx = cx.app.store.write().await?;
    let known = store::find(&mut tx, &file.client_id).await?;
    if known.as_ref().is_some_and(|row| row.state == SiteState::Deleted) {
        return Ok(Err(vec!["client_id: the site with this name was given up; take another one".to_owned()]));
    }
    // Somebody may have taken this name there, and would find themselves with a site that works with everybody.
    if let Some(row) = known.as_ref().filter(|row| row.stage != file.stage)
        && developer::find(&mut tx, row.id).await?.is_some()
    {
        let told = "stage: developers entered this site at the technology portal, and ask for another stage there";
        return Ok(Err(vec![told.to_owned()]));
    }
    let installed = if known.is_some() { Installed::Changed } else { Installed::Added };
    let mut row = known.unwrap_or_else(|| RelyingPartyRow {
        id: cx.fresh_id(),
        client_id: file.client_id.clone(),
        stage: file.stage,
        state: SiteState::Active,
        profile: String::new(),
        metadata: Value::Null,
        rule: SiteRule::default(),
        secret_hash: None,
        previous_secret_hash: None,
        previous_secret_until: None,
        created_at: cx.now,
        changed_at: cx.now,
        version: 1,
    });
    // Whether a known one may be used is not for the file to say.
    row.stage = file.stage;
    row.profile.clone_from(&file.profile);
    row.metadata = file.metadata();
    row.rule = file.rule.clone();
    if let Some(secret) = &file.secret {
        let fresh = Some(secret_hash(cx, row.id, secret.expose()));
        if row.secret_hash.is_some() && row.secret_hash != fresh {
            row.previous_secret_hash = row.secret_hash;
            row.previous_secret_until = Some(after(cx.now, hours(OVERLAP_HOURS)));
        }
        row.secret_hash = fresh;
    }
    match installed {
        Installed::Added => store::insert(&mut tx, &row).await?,
        Installed::Changed => store::update(&mut tx, &row, cx.now).await?,
    }
    if let Some(kept) = site_registration::find(&mut tx, row.id).await? {
        site_registration::delete(&mut tx, &kept).await?;
    }
    let faults = esia::enter(&mut tx, cx, (row.id, &row.client_id), file.esia.as_ref(), &file.esia_api_keys).await?;
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    cx.commit(tx).await?;
    tracing::info!(client_id = row.client_id, "a site was entered");
    Ok(Ok(installed))
}

/// What the file says of the site's metadata, or everything that is wrong with the file.
fn read(cx: &Cx, file: &SiteFile) -> std::result::Result<ClientMetadata, Vec<String>> {
    let mut faults = Vec::new();
    let is_name = (1..=LONGEST_ID).contains(&file.client_id.len())
        && file.client_id.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"\\".contains(&byte));
    if !is_name {
        faults.push("client_id: up to 200 visible characters of ASCII".to_owned());
    }
    let Some(profile) = Profile::find(&file.profile) else {
        faults.push("profile: plain, fapi2_security or fapi2_message_signing".to_owned());
        return Err(faults);
    };
    let rule = MetadataRule {
        profile,
        algorithms: &Algorithm::OPEN,
        front_channel: file.rule.front_channel,
        under_test: file.stage == Stage::Test,
    };
    if let Some(registration) = &file.esia {
        faults.extend(esia::faults(&file.client_id, file.stage, registration));
    }
    let metadata = file.metadata();
    let Some(members) = metadata.as_object() else {
        faults.push("metadata: an object".to_owned());
        return Err(faults);
    };
    let metadata = match client::read_object(members, &rule) {
        Ok(metadata) => metadata,
        Err(found) => {
            faults.push(format!("metadata: {}", found.sentence()));
            return Err(faults);
        }
    };
    let needs_secret = matches!(metadata.auth_method, AuthMethod::ClientSecretBasic | AuthMethod::ClientSecretPost);
    match &file.secret {
        Some(secret) if secret.expose().len() < SHORTEST_SECRET => {
            faults.push("secret: 32 characters at least".to_owned());
        }
        Some(_) if !needs_secret => faults.push("secret: its way of authentication has none".to_owned()),
        _ => {}
    }
    faults.extend(unserved(cx, &metadata).into_iter().map(|fault| format!("metadata: {fault}")));
    let client = Client { id: file.client_id.clone(), profile, metadata };
    if let Err(fault) = subject::sector(&client)
        && client.metadata.subject_type == client::SubjectType::Pairwise
    {
        faults.push(format!("metadata: {fault}"));
    }
    if faults.is_empty() { Ok(client.metadata) } else { Err(faults) }
}

/// What sound metadata ask for and this installation does not do.
pub(super) fn unserved(cx: &Cx, metadata: &ClientMetadata) -> Vec<&'static str> {
    let mut faults = Vec::new();
    if metadata.auth_method == AuthMethod::TlsClientAuth && !cx.settings().single_sign_on.certificate_names {
        faults.push("tls_client_auth takes single_sign_on.certificate_names");
    }
    faults
}

/// Switches a site off, or on again; `NotFound` for one that was given up.
pub async fn switch(cx: &Cx, client_id: &str, state: SiteState) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let row = store::find(&mut tx, client_id).await?.filter(|row| row.state != SiteState::Deleted);
    let row = row.ok_or(Error::NotFound)?;
    // Whoever looks after the site does not take this back.
    developer::hold(&mut tx, row.id).await?;
    store::update(&mut tx, &RelyingPartyRow { state, ..row }, cx.now).await?;
    cx.commit(tx).await?;
    tracing::info!(client_id, state = state.name(), "a site was switched");
    Ok(())
}

/// All sites, by name.
pub async fn list(cx: &Cx, most: i64) -> Result<Vec<RelyingPartyRow>> {
    Ok(store::list(&mut cx.app.store.read().await?, most).await?)
}
