//! A device asks whether somebody has let it in, and gets its tokens once (RFC 8628 3.4, 3.5).

use okno_oidc::{
    error::{ErrorCode, ProtocolError},
    grant::{DeviceGrant, Poll},
    scope,
    token::{Presented, TokenRequest},
};
use okno_store::{
    Read,
    device_grant::{self as store, DeviceRow},
};
use subtle::ConstantTimeEq as _;

use super::{
    Handle,
    token::{first_tokens, keeps_its_level, open, taken},
};
use crate::{
    authorization::{DeviceCode, device_state, stored_device},
    context::Cx,
    error::{Error, Result},
    protocol::{Authenticated, Replied, Stop, Uses},
    relying_party::Site,
};

fn invalid() -> Stop {
    DeviceGrant::replayed().into()
}

/// The first tokens of what a person gave to the device, once; before that, how things stand.
pub(super) async fn by_device(
    cx: &Cx,
    (client, uses): (&Authenticated, &Uses),
    presented: Presented<'_>,
    request: &TokenRequest,
    device_code: &str,
) -> Replied {
    let site = &client.site;
    let code = DeviceCode::parse(device_code).ok_or_else(invalid)?;
    // A device that cannot use its tokens is told so before a person is troubled.
    let binding = presented.binding(&site.client)?;
    // Whoever has no code of a device costs a look, and no writing.
    find(&mut cx.app.store.read().await?, cx, site, &code).await?.ok_or_else(invalid)?;
    let mut tx = cx.app.store.write().await?;
    uses.note(&mut tx).await?;
    let row = find(&mut tx, cx, site, &code).await?.ok_or_else(invalid)?;
    let state = device_state(&row)?;
    let grant = match given(&row) {
        Some(handle) => open(&mut tx, cx, site, &handle).await?,
        None => None,
    };
    match state.poll(cx.now) {
        Poll::Redeem(next) => {
            let grant = grant.filter(|grant| grant.is_open(cx.now)).ok_or_else(invalid)?;
            if !keeps_its_level(&mut tx, cx, site, &grant).await? {
                cx.commit(tx).await?;
                return Err(invalid());
            }
            let resources = scope::narrow_resources(&grant.detail.resources, &request.resources)?;
            let moved = store::advance(&mut tx, code.id(), row.version, &stored_device(next)?).await;
            moved.map_err(|error| taken(error.into()))?;
            first_tokens(cx, tx, site, grant, (resources, binding)).await
        }
        Poll::Refuse(next, error) => {
            if next != state {
                let moved = store::advance(&mut tx, code.id(), row.version, &stored_device(next)?).await;
                moved.map_err(|error| at_once(error.into()))?;
                cx.commit(tx).await?;
            }
            Err(error.into())
        }
        Poll::RevokeGrant(_) => {
            if let Some(grant) = grant {
                grant.end(&mut tx, cx, "site-device-replayed").await?;
                cx.commit(tx).await?;
            }
            Err(invalid())
        }
    }
}

/// The device of this code, if it is one of the site.
async fn find(read: &mut Read, cx: &Cx, site: &Site, code: &DeviceCode) -> Result<Option<DeviceRow>> {
    let Some(row) = store::find(read, code.id()).await? else { return Ok(None) };
    let is_its: bool = code.hash(cx).ct_eq(&row.secret_hash).into();
    Ok(Some(row).filter(|row| is_its && row.relying_party == site.id))
}

fn given(row: &DeviceRow) -> Option<Handle> {
    row.given.map(|(account, grant)| Handle { account, grant, number: 0 })
}

/// Something else happened to the device at the same instant: another question of its own, or the decision. It may ask again.
fn at_once(error: Error) -> Stop {
    match error {
        Error::Conflict => ProtocolError::new(ErrorCode::SlowDown, "the device asks too often").into(),
        other => Stop::Failed(other),
    }
}
