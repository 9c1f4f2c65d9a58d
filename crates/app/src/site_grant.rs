//! What a site is given by one sign-in, and what it gets for it: codes, tokens, claims (OpenID Connect Core 3.1.3, 5.3,
//! RFC 6749 4 to 6, RFC 7009, RFC 7662). One row holds all of a grant, and each step is a guarded update of it, so that of two
//! that come at the same instant one finds it changed.

mod device;
mod handle;
mod introspect;
mod token;
mod userinfo;

use std::collections::BTreeSet;

use okno_domain::{
    account::AccountId,
    id::Id,
    relying_party::{RelyingPartyId, SiteGrantId},
    session::SessionId,
    time::{Timestamp, after},
};
use okno_oidc::{
    claims::ClaimsRequest,
    client::Client,
    grant::{AuthorizationCode, RefreshFamily},
    issued::access::AccessClaims,
    jose::Algorithm,
    token::{CodeBinding, KeyBinding, RefreshBinding},
};
use okno_store::{
    Read, Tx,
    site_grant::{self as store, GrantRow},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

pub use handle::{Handle, Handles, Purpose};
pub use introspect::{introspect, revoke};
pub(crate) use token::resources;
pub use token::token;
pub use userinfo::{Asked, userinfo};
pub(crate) use userinfo::{deliver, note};

use crate::{
    audit::{self, Act},
    context::Cx,
    developer,
    error::{Error, Result},
    esia::EsiaGrant,
    protocol::issuer,
    relying_party::Site,
    settings::seconds,
    signing_key::{KeyRing, TokenKind},
};

/// What a grant opens, and what it is bound to. Kept in the row as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Detail {
    /// What its code is bound to.
    pub binding: CodeBinding,
    /// What it opens.
    pub scopes: Vec<String>,
    /// The resources that its tokens are for.
    pub resources: Vec<String>,
    /// What was asked for by name.
    pub claims: ClaimsRequest,
    /// What the person agreed to.
    pub agreed: BTreeSet<String>,
    /// Given back in the id token.
    pub nonce: Option<String>,
    /// The level that was told.
    pub acr: Option<String>,
    /// By what means the person signed in.
    pub amr: Vec<String>,
    /// When.
    pub auth_time: Timestamp,
    /// Whether refresh tokens come with it.
    pub refreshes: bool,
    /// Whether it was given to a device (RFC 8628), which is in nobody's browser and outlives the session there.
    #[serde(default)]
    pub device: bool,
    /// Whether it is of somebody made up: then each use asks whether the site may still have it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) made_up: bool,
    /// What its tokens are made of, where it was given in the dialect of ESIA.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) esia: Option<EsiaGrant>,
}

/// The refresh tokens of a grant: all that replaced the first, and what they are bound to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Refreshing {
    pub family: RefreshFamily,
    pub binding: RefreshBinding,
}

/// A grant, read from its row.
#[derive(Clone, Debug)]
pub struct Grant {
    pub(crate) row: GrantRow,
    pub(crate) detail: Detail,
    pub(crate) code: Option<AuthorizationCode>,
    pub(crate) refresh: Option<Refreshing>,
    pub(crate) delivered: BTreeSet<String>,
}

fn document<T: DeserializeOwned>(value: &serde_json::Value, what: &str) -> Result<T> {
    T::deserialize(value).map_err(|error| Error::Bug(format!("site_grant.{what}: {error}")))
}

fn value<T: Serialize>(of: &T) -> Result<serde_json::Value> {
    serde_json::to_value(of).map_err(|error| Error::Bug(format!("site_grant: {error}")))
}

impl Grant {
    /// The grant of a handle.
    pub(crate) async fn find(read: &mut Read, handle: &Handle) -> Result<Option<Self>> {
        let Some(row) = store::find(read, handle.account, handle.grant).await? else { return Ok(None) };
        Ok(Some(Self {
            detail: document(&row.detail, "detail")?,
            code: row.code.as_ref().map(|code| document(code, "code")).transpose()?,
            refresh: row.refresh.as_ref().map(|refresh| document(refresh, "refresh")).transpose()?,
            delivered: document(&row.delivered, "delivered")?,
            row,
        }))
    }

    /// Whether anything of it is still good: nothing is once the session has ended, unless it was given for longer (R217).
    pub(crate) fn is_open(&self, now: Timestamp) -> bool {
        let has_ground = self.row.is_offline || self.row.session_is_there;
        self.row.ended_at.is_none() && now < self.row.expires_at && self.row.account_is_active && has_ground
    }

    /// Whether its site may have the person at this instant, by who they are (of a site under test, or of somebody made up).
    pub(crate) async fn takes_part(&self, read: &mut Read, cx: &Cx, site: &Site) -> Result<bool> {
        developer::takes_part(read, cx, (site.id, site.stage), self.detail.made_up, self.row.account).await
    }

    /// Stores where it stands; `Conflict` when somebody else moved it meanwhile.
    pub(crate) async fn save(&mut self, tx: &mut Tx) -> Result<()> {
        self.row.code = self.code.as_ref().map(value).transpose()?;
        self.row.refresh = self.refresh.as_ref().map(value).transpose()?;
        self.row.delivered = value(&self.delivered)?;
        Ok(store::advance(tx, &self.row).await?)
    }

    /// Ends it, with an entry that the person sees.
    pub(crate) async fn end(&self, tx: &mut Tx, cx: &Cx, act: &'static str) -> Result<()> {
        // Grants are moved by whoever has the account's turn; to take it afterwards would be to wait for each other.
        okno_store::audit::hold(tx, self.row.account).await?;
        if store::end(tx, self.row.account, self.row.id, act, cx.now).await? {
            audit::record(tx, cx, self.row.account, Act::by_system(act).on(self.detail.binding.client_id.as_str()))
                .await?;
        }
        Ok(())
    }

    pub(crate) fn handle(&self, number: u64) -> Handle {
        Handle { account: self.row.account, grant: self.row.id, number }
    }
}

/// A new grant, before it is stored.
pub(crate) struct NewGrant<'a> {
    pub account: AccountId,
    pub root: SessionId,
    pub site: &'a Site,
    pub subject: String,
    pub detail: Detail,
}

/// Stores a grant, with a code unless it is for a device, which has one already.
pub(crate) async fn begin(tx: &mut Tx, cx: &Cx, new: NewGrant<'_>) -> Result<Handle> {
    let settings = cx.settings();
    let is_device = new.detail.device;
    let (fetched, access) = match new.detail.esia {
        Some(_) => (settings.esia.code_seconds, crate::esia::access_seconds(cx, new.site)),
        None if is_device => (settings.single_sign_on.device_seconds, access_seconds(cx, new.site)),
        None => (settings.single_sign_on.code_seconds, access_seconds(cx, new.site)),
    };
    let id: SiteGrantId = cx.fresh_id();
    let code = (!is_device).then(|| AuthorizationCode::issue(&new.site.client, fetched, cx.now));
    let row = GrantRow {
        account: new.account,
        id,
        relying_party: new.site.id,
        session: new.root,
        is_offline: is_device || new.detail.scopes.iter().any(|scope| scope == "offline_access"),
        subject: new.subject,
        detail: value(&new.detail)?,
        code: code.as_ref().map(value).transpose()?,
        refresh: None,
        delivered: serde_json::Value::Array(Vec::new()),
        created_at: cx.now,
        // A grant whose code nobody fetches is over when its tokens would have been.
        expires_at: after(cx.now, seconds(access.saturating_add(fetched).saturating_add(3600))),
        ended_at: None,
        version: 1,
        account_is_active: true,
        session_is_there: true,
    };
    store::insert(tx, &row).await?;
    Ok(Handle { account: new.account, grant: id, number: 0 })
}

/// The code of a grant that has just begun.
pub(crate) fn code(cx: &Cx, handle: &Handle, detail: &Detail) -> Result<String> {
    seal(cx, if detail.esia.is_some() { Purpose::EsiaCode } else { Purpose::Code }, handle)
}

pub(crate) fn seal(cx: &Cx, purpose: Purpose, handle: &Handle) -> Result<String> {
    cx.app.keys.handles().seal(purpose, handle).ok_or_else(|| Error::Bug("a handle was not sealed".to_owned()))
}

/// How long the access tokens of a site live, seconds.
pub(crate) fn access_seconds(cx: &Cx, site: &Site) -> u32 {
    site.rule.access_seconds.unwrap_or(cx.settings().single_sign_on.access_seconds).max(1)
}

/// How a site knows a session by its root (`sid`): equal at each of its sign-ins, and another at each site.
pub(crate) fn session_name(cx: &Cx, root: SessionId, site: RelyingPartyId) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let whole = cx.app.keys.blind("site-session", &format!("{root}/{site}"));
    URL_SAFE_NO_PAD.encode(whole.split_at(16).0)
}

/// What an access token is made of.
pub(crate) struct AccessParts<'a> {
    pub site: &'a Site,
    pub subject: &'a str,
    pub name: &'a str,
    pub scopes: &'a [String],
    pub resources: &'a [String],
    pub binding: Option<&'a KeyBinding>,
    pub signed_in: Option<(&'a Detail, Option<&'a str>)>,
}

/// Signs an access token (RFC 9068). It is for the resources that were asked for, and for userinfo.
pub(crate) fn access_token(cx: &Cx, ring: &KeyRing, parts: &AccessParts<'_>) -> Result<String> {
    let issuer = issuer(cx);
    let openid = parts.resources.is_empty() || parts.scopes.iter().any(|scope| scope == "openid");
    let mut audience: Vec<&str> = parts.resources.iter().map(String::as_str).collect();
    if openid {
        audience.push(issuer);
    }
    let scope = parts.scopes.join(" ");
    let methods: Vec<&str> =
        parts.signed_in.map(|(detail, _)| detail.amr.iter().map(String::as_str).collect()).unwrap_or_default();
    let claims = AccessClaims {
        issuer,
        subject: parts.subject,
        audience: &audience,
        client_id: &parts.site.client.id,
        issued_at: cx.now,
        expires_at: after(cx.now, seconds(access_seconds(cx, parts.site))),
        name: parts.name,
        scope: Some(scope.as_str()).filter(|scope| !scope.is_empty()),
        authenticated_at: parts.signed_in.map(|(detail, _)| detail.auth_time),
        context: parts.signed_in.and_then(|(detail, _)| detail.acr.as_deref()),
        methods: &methods,
        session: parts.signed_in.and_then(|(_, session)| session),
        binding: parts.binding,
    };
    claims.sign(issuing(ring, TokenKind::Access, access_algorithm(&parts.site.client, ring))?).map_err(bug)
}

/// Access tokens are ours to read, so their algorithm is ours to choose: the quickest that the client's profile allows.
fn access_algorithm(client: &Client, ring: &KeyRing) -> Algorithm {
    let usual = ring.default_algorithm();
    if client.profile.allows(usual) { usual } else { Algorithm::Es256 }
}

pub(crate) fn issuing(ring: &KeyRing, kind: TokenKind, algorithm: Algorithm) -> Result<&okno_oidc::jose::Issuing> {
    ring.issuing(kind, algorithm).ok_or_else(|| Error::Bug(format!("there is no key for {algorithm}")))
}

pub(crate) fn bug(fault: impl std::fmt::Display) -> Error {
    Error::Bug(fault.to_string())
}

/// A random number for the name of a token.
pub(crate) fn fresh_number(cx: &Cx) -> u64 {
    u64::from_be_bytes(cx.random_bytes())
}

/// The name of a token that belongs to no grant.
pub(crate) fn fresh_name(cx: &Cx) -> String {
    let id: Id<()> = cx.fresh_id();
    id.to_string()
}

/// The key under which a token's name is noted when it is given up before its time.
pub(crate) fn revoked_key(cx: &Cx, name: &str) -> [u8; 32] {
    cx.app.keys.blind("revoked-token", name)
}
