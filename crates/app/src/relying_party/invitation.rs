//! Invitations to register sites: initial access tokens (RFC 7591 3), made by administrators, shown once.

use okno_domain::{
    relying_party::{SiteInvitationId, Stage},
    secret::Secret,
    time::{SignedDuration, after},
};
use okno_store::site_invitation::{self as store, InvitationRow};
use subtle::ConstantTimeEq as _;

use crate::{
    context::Cx,
    error::{Error, Result},
    token,
};

token::of_row! {
    /// What stands in the header of a registration.
    InvitationToken of SiteInvitationId
}

/// What an invitation is to be.
#[derive(Clone, Debug)]
pub struct NewInvitation<'a> {
    /// For whom.
    pub made_for: &'a str,
    /// The stage of the sites that are registered by it.
    pub stage: Stage,
    /// How many.
    pub uses: u16,
    /// For how long it holds.
    pub lasts: SignedDuration,
}

fn hash(cx: &Cx, token: &InvitationToken) -> [u8; 32] {
    cx.app.keys.secret_hash("site-invitation", token.id, &token.secret)
}

/// Makes an invitation; its text is nowhere but in the answer.
pub async fn invite(cx: &Cx, new: &NewInvitation<'_>) -> Result<(SiteInvitationId, Secret)> {
    let token = InvitationToken { id: cx.fresh_id(), secret: cx.random_bytes() };
    let row = InvitationRow {
        id: token.id,
        secret_hash: hash(cx, &token),
        stage: new.stage,
        made_for: new.made_for.to_owned(),
        uses_left: i64::from(new.uses),
        created_at: cx.now,
        expires_at: after(cx.now, new.lasts),
        revoked_at: None,
    };
    let mut tx = cx.app.store.write().await?;
    store::insert(&mut tx, &row).await?;
    cx.commit(tx).await?;
    tracing::info!(invitation = %row.id, made_for = row.made_for, stage = row.stage.name(), "an invitation was made");
    Ok((row.id, token.encode()))
}

/// All invitations, the newest first.
pub async fn invitations(cx: &Cx, most: i64) -> Result<Vec<InvitationRow>> {
    Ok(store::list(&mut cx.app.store.read().await?, most).await?)
}

/// Takes an invitation back; what was registered by it stays.
pub async fn revoke_invitation(cx: &Cx, id: SiteInvitationId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    if !store::revoke(&mut tx, id, cx.now).await? {
        return Err(Error::NotFound);
    }
    cx.commit(tx).await?;
    tracing::info!(invitation = %id, "an invitation was taken back");
    Ok(())
}

/// The invitation with this text, if a site may be registered by it now.
pub(super) async fn find(cx: &Cx, text: &str) -> Result<Option<InvitationRow>> {
    let Some(token) = InvitationToken::parse(text) else { return Ok(None) };
    let Some(row) = store::find(&mut cx.app.store.read().await?, token.id).await? else { return Ok(None) };
    let is_it: bool = hash(cx, &token).ct_eq(&row.secret_hash).into();
    let holds = row.uses_left > 0 && row.revoked_at.is_none() && cx.now < row.expires_at;
    Ok(Some(row).filter(|_| is_it && holds))
}
