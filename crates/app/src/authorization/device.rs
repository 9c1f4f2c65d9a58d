//! A device that cannot show our pages itself (RFC 8628): it asks for a code, a person types the code here and decides on the
//! same pages on which other sites are let in, and the device learns of it at the token endpoint.
//!
//! Whoever begins is not at the browser where the decision is made. So nothing is ever allowed without a page: somebody else may
//! have sent the code (RFC 8628 5.4).

use okno_domain::{
    account::AccountId,
    refusal::FieldFault,
    relying_party::{DeviceGrantId, InteractionId, SiteGrantId},
};
use okno_oidc::{
    authorization::{AuthorizationRequest, Server, read_device},
    grant::{DeviceGrant, DeviceResponse, UserCode},
};
use okno_store::{
    Tx,
    device_grant::{self as store, DeviceRow},
    interaction,
};

use super::{
    BrowserKey, Kept,
    arrival::{kept, scopes, seal},
};
use crate::{
    context::Cx,
    error::{Error, Result},
    limit::{self, Guard, LimitKey},
    protocol::{self, Call, Replied, Uses, address, path},
    relying_party::{self, Site},
    seal::Place,
    token,
};

token::of_row! {
    /// What a device holds while it waits: the key of its row and a secret.
    DeviceCode of DeviceGrantId
}

impl DeviceCode {
    pub(crate) const fn id(&self) -> DeviceGrantId {
        self.id
    }

    pub(crate) fn hash(&self, cx: &Cx) -> [u8; 32] {
        cx.app.keys.secret_hash("device-code", self.id, &self.secret)
    }
}

/// Codes that are tried for a screen before it is a fault; of 20^8 there is nearly always one at the first try.
const MOST_TRIES: usize = 5;

/// Reads where a device stands.
pub(crate) fn state(row: &DeviceRow) -> Result<DeviceGrant> {
    serde_json::from_value(row.state.clone()).map_err(|error| Error::Bug(format!("device_grant.state: {error}")))
}

/// Writes where a device stands.
pub(crate) fn stored(state: DeviceGrant) -> Result<serde_json::Value> {
    serde_json::to_value(state).map_err(|error| Error::Bug(format!("device_grant.state: {error}")))
}

/// A device asks to be let in (RFC 8628 3.1, 3.2).
pub async fn begin_device(cx: &Cx, call: &Call<'_>) -> Replied {
    let client = protocol::authenticate(cx, call).await?;
    let done = begin(cx, call, &client.site, &client.uses).await;
    client.uses.settle(cx, done).await
}

async fn begin(cx: &Cx, call: &Call<'_>, site: &Site, uses: &Uses) -> Replied {
    let (scopes, resources) = (scopes(site), crate::site_grant::resources(site));
    let request = read_device(call.parameters, &site.client, &Server { scopes: &scopes, resources: &resources })?;
    let settings = &cx.settings().single_sign_on;
    let state = DeviceGrant::begin(cx.now, settings.device_seconds, settings.device_interval_seconds);
    let expires_at = crate::settings::ends(cx.now, crate::settings::seconds(settings.device_seconds));
    let code = DeviceCode { id: cx.fresh_id(), secret: cx.random_bytes() };
    let row = DeviceRow {
        relying_party: site.id,
        secret_hash: code.hash(cx),
        request_sealed: seal(cx, &Place::new("device_grant", "request_sealed", code.id), &request)?,
        state: stored(state)?,
        given: None,
        expires_at,
        version: 1,
    };
    let mut tx = cx.app.store.write().await?;
    uses.note(&mut tx).await?;
    store::insert(&mut tx, code.id, &row).await?;
    let user_code = fresh_user_code(&mut tx, cx, &code, &row).await?;
    cx.commit(tx).await?;
    let device_code = code.encode();
    let response = DeviceResponse {
        device_code: device_code.expose(),
        user_code: &user_code,
        verification_uri: &address(cx, path::DEVICE),
        expires_at,
        interval: settings.device_interval_seconds,
    };
    Ok(response.reply(cx.now))
}

/// A code that no other screen shows.
async fn fresh_user_code(tx: &mut Tx, cx: &Cx, code: &DeviceCode, row: &DeviceRow) -> Result<UserCode> {
    for _ in 0..MOST_TRIES {
        let Some(user_code) = UserCode::from_random(&cx.random_bytes::<32>()) else { continue };
        if store::take_code(tx, &user_code_hash(cx, &user_code), code.id, row.expires_at).await? {
            return Ok(user_code);
        }
    }
    Err(Error::Unavailable("no code is free for a device".to_owned()))
}

fn user_code_hash(cx: &Cx, code: &UserCode) -> [u8; 32] {
    cx.app.keys.blind("device-user-code", code.as_str())
}

/// The counters of wrong codes: of the network, which many may share, and of the person, if one is signed in. None of them can
/// be filled by somebody else to keep one person out for longer than the longest delay of a network (RFC 8628 5.1).
fn guards(cx: &Cx, account: Option<AccountId>) -> Vec<Guard> {
    let network = LimitKey::new(cx, "device-network", &cx.client.network);
    let mut guards = vec![Guard { key: network, rule: limit::guesses_of_network(cx) }];
    if let Some(account) = account {
        let own = LimitKey::new(cx, "device-account", &account.to_string());
        guards.push(Guard { key: own, rule: limit::guesses_here(cx) });
    }
    guards
}

/// A person has typed the code of a device: what is asked for is kept for this browser, and the pages follow. A code that never
/// was, one that is over and one that was decided on are the same fault.
pub async fn enter_device_code(
    cx: &Cx,
    typed: &str,
    account: Option<AccountId>,
    browser: &BrowserKey,
) -> Result<InteractionId> {
    let wrong = || Error::Fields(vec![FieldFault::new("user_code", "device-code-wrong")]);
    // What can be no code is a slip of the pen and no guess.
    let code = UserCode::parse(typed).ok_or_else(wrong)?;
    let guards = guards(cx, account);
    let mut tx = cx.app.store.write().await?;
    limit::reserve(&mut tx, &guards, cx.now).await?;
    cx.commit(tx).await?;
    let mut tx = cx.app.store.write().await?;
    let (site, request, device, row) = waiting(&mut tx, cx, &code).await?.ok_or_else(wrong)?;
    limit::release(&mut tx, &guards).await?;
    let (id, mut kept) = kept(cx, &site, &request, browser)?;
    kept.device = Some(device);
    kept.expires_at = kept.expires_at.min(row.expires_at);
    interaction::insert(&mut tx, id, &kept).await?;
    cx.commit(tx).await?;
    Ok(id)
}

type Waiting = (std::sync::Arc<Site>, Kept, DeviceGrantId, DeviceRow);

/// The device that shows a code, if it waits still.
async fn waiting(tx: &mut Tx, cx: &Cx, code: &UserCode) -> Result<Option<Waiting>> {
    let Some(id) = store::by_code(tx, &user_code_hash(cx, code)).await? else { return Ok(None) };
    let Some(row) = store::find(tx, id).await? else { return Ok(None) };
    if !matches!(state(&row)?, DeviceGrant::Pending { expires_at, .. } if cx.now < expires_at) {
        return Ok(None);
    }
    let site = match relying_party::by_id(tx, cx, row.relying_party).await {
        Ok(site) => site,
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let place = Place::new("device_grant", "request_sealed", id);
    let request: AuthorizationRequest = cx.app.keys.system().open_json(&place, &row.request_sealed)?;
    Ok(Some((site, Kept::of(request), id, row)))
}

/// The person lets a device in, with what it is given, or does not; false when the device waits no more.
pub(super) async fn decide(
    tx: &mut Tx,
    cx: &Cx,
    id: DeviceGrantId,
    given: Option<(AccountId, SiteGrantId)>,
) -> Result<bool> {
    let Some(row) = store::find(tx, id).await? else { return Ok(false) };
    match state(&row)?.decide(given.is_some(), cx.now) {
        Ok(next) => Ok(store::decide(tx, id, &stored(next)?, given, cx.now).await?),
        Err(_) => Ok(false),
    }
}
