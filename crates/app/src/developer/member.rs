//! Who looks after a site: its owner, and colleagues who came by a link that the owner gave them.

use okno_domain::{
    account::AccountId,
    developer::{
        DeveloperRefusal, INVITATION_DAYS, MOST_COLLEAGUES, MOST_SITES, Member, MemberInvitationId, MemberRole, SiteAct,
    },
    id::Id,
    identifier::text::tidy,
    refusal::FieldFault,
    relying_party::RelyingPartyId,
    secret::Secret,
    time::{Timestamp, after},
};
use okno_store::{
    Read,
    developer::{self as store, InvitationRow, MemberRow},
    relying_party as sites,
};
use subtle::ConstantTimeEq as _;

use super::{Managed, demand_level, edit::record, managed};
use crate::{
    account,
    context::Cx,
    error::{Error, Result},
    relying_party::name_in,
    seal::Place,
    session::SignedIn,
    settings::days,
    step_up, token,
};

/// The longest name by which colleagues know each other.
const LONGEST_NAME: usize = 60;

/// What stands in the link of an invitation: the site, the invitation, and a secret.
#[derive(Clone)]
pub struct InvitationToken {
    site: RelyingPartyId,
    id: MemberInvitationId,
    secret: [u8; 32],
}

token::hidden_debug!(InvitationToken);

impl InvitationToken {
    /// The text for the link.
    pub fn encode(&self) -> Secret {
        token::encode(&[self.site.uuid(), self.id.uuid()], &self.secret)
    }

    /// Reads a link; `None` for anything that is no such token.
    pub fn parse(text: &str) -> Option<Self> {
        let ([site, id], secret) = token::parse(text)?;
        Some(Self { site: Id::from_uuid(site), id: Id::from_uuid(id), secret })
    }

    fn hash(&self, cx: &Cx) -> [u8; 32] {
        cx.app.keys.secret_hash("site-invitation", self.id, &self.secret)
    }
}

/// Somebody who looks after a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// Who.
    pub account: AccountId,
    /// The name that they gave themselves here.
    pub name: String,
    /// As what.
    pub role: MemberRole,
    /// Since when.
    pub since: Timestamp,
}

/// To what an invitation invites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// The site.
    pub site_name: String,
    /// Until when it is good.
    pub expires_at: Timestamp,
    /// The name that the form proposes.
    pub proposed_name: String,
}

/// The place is of the site and of the member: a row that is moved does not open.
fn name_place(site: RelyingPartyId, member: AccountId) -> Place {
    let both: Id<Colleague> = Id::from_uuid(uuid::Uuid::from_u128(site.uuid().as_u128() ^ member.uuid().as_u128()));
    Place::new("site_member", "name_sealed", both)
}

pub(super) fn seal_name(cx: &Cx, site: RelyingPartyId, member: AccountId, name: &str) -> Result<Vec<u8>> {
    Ok(cx.app.keys.system().seal_text(&name_place(site, member), name, &mut cx.rng())?)
}

/// The name of a row that is of another account from now on.
pub(super) fn resealed(
    cx: &Cx,
    site: RelyingPartyId,
    (from, to): (AccountId, AccountId),
    sealed: &[u8],
) -> Result<Vec<u8>> {
    let name = cx.app.keys.system().open_text(&name_place(site, from), sealed)?;
    seal_name(cx, site, to, &name)
}

/// First name and the letter that the surname begins with.
pub(super) fn proposed_name(signed_in: &SignedIn) -> String {
    let person = &signed_in.person;
    let letter = person.family_name.chars().next().map(|letter| format!(" {letter}.")).unwrap_or_default();
    format!("{}{letter}", person.given_name)
}

/// Who looks after a site, its owner first.
pub async fn members(cx: &Cx, signed_in: &SignedIn, client_id: &str) -> Result<(Managed, Vec<Colleague>, i64)> {
    let mut read = cx.app.store.read().await?;
    let managed = managed(&mut read, cx, signed_in, client_id, SiteAct::Look).await?;
    let mut all = Vec::new();
    for row in store::members(&mut read, managed.row.id).await? {
        let Member { account, role, since } = row.member;
        let name = cx.app.keys.system().open_text(&name_place(managed.row.id, account), &row.name_sealed)?;
        all.push(Colleague { account, name, role, since });
    }
    let open = store::open_invitations(&mut read, managed.row.id, cx.now).await?;
    Ok((managed, all, open))
}

/// Makes a link by which one colleague may join. Only the owner does.
pub async fn invite(cx: &Cx, signed_in: &SignedIn, client_id: &str) -> Result<InvitationToken> {
    let mut tx = cx.app.store.write().await?;
    let managed = managed(&mut tx, cx, signed_in, client_id, SiteAct::Own).await?;
    step_up::demand(&mut tx, cx, signed_in).await?;
    let site = managed.row.id;
    let colleagues = store::members(&mut tx, site).await?.len().saturating_sub(1);
    let open = usize::try_from(store::open_invitations(&mut tx, site, cx.now).await?).unwrap_or(usize::MAX);
    if colleagues.saturating_add(open) >= MOST_COLLEAGUES {
        return Err(Error::refused(&DeveloperRefusal::TooManyColleagues));
    }
    // Two invitations at once would both find room.
    store::update(&mut tx, site, &managed.record).await?;
    let token = InvitationToken { site, id: cx.fresh_id(), secret: cx.random_bytes() };
    let row = InvitationRow { secret_hash: token.hash(cx), expires_at: after(cx.now, days(INVITATION_DAYS)) };
    store::invite(&mut tx, (site, token.id), &row).await?;
    record(&mut tx, cx, signed_in, "site-colleague-invited", client_id).await?;
    cx.commit(tx).await?;
    Ok(token)
}

/// Takes back every invitation that nobody has used. Only the owner does.
pub async fn void_invitations(cx: &Cx, signed_in: &SignedIn, client_id: &str) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let managed = managed(&mut tx, cx, signed_in, client_id, SiteAct::Own).await?;
    if store::void_invitations(&mut tx, managed.row.id).await? > 0 {
        record(&mut tx, cx, signed_in, "site-invitations-withdrawn", client_id).await?;
    }
    cx.commit(tx).await
}

async fn open(read: &mut Read, cx: &Cx, token: &InvitationToken) -> Result<InvitationRow> {
    let row = store::invitation(read, (token.site, token.id), cx.now).await?;
    let row = row.filter(|row| token.hash(cx).ct_eq(&row.secret_hash).into());
    row.ok_or_else(|| Error::refused(&DeveloperRefusal::InvitationOver))
}

/// To what this invitation invites.
pub async fn invitation(cx: &Cx, signed_in: &SignedIn, token: &InvitationToken) -> Result<Invited> {
    demand_level(cx, signed_in)?;
    let mut read = cx.app.store.read().await?;
    let row = open(&mut read, cx, token).await?;
    let over = || Error::refused(&DeveloperRefusal::InvitationOver);
    let client_id = sites::name(&mut read, token.site).await?.ok_or_else(over)?;
    let site = sites::find(&mut read, &client_id).await?.ok_or_else(over)?;
    Ok(Invited {
        site_name: name_in(&site.metadata, cx.locale).unwrap_or(&client_id).to_owned(),
        expires_at: row.expires_at,
        proposed_name: proposed_name(signed_in),
    })
}

/// Joins a site by an invitation, under this name; gives the site's name in the protocol.
pub async fn join(cx: &Cx, signed_in: &SignedIn, token: &InvitationToken, name: &str) -> Result<String> {
    demand_level(cx, signed_in)?;
    let name = tidy(name);
    if name.is_empty() {
        return Err(Error::Fields(vec![FieldFault::new("member_name", "required")]));
    }
    if name.chars().count() > LONGEST_NAME {
        let fault = FieldFault::new("member_name", "text-long").with("most", LONGEST_NAME.to_string());
        return Err(Error::Fields(vec![fault]));
    }
    let over = || Error::refused(&DeveloperRefusal::InvitationOver);
    let mut tx = cx.app.store.write().await?;
    step_up::demand(&mut tx, cx, signed_in).await?;
    open(&mut tx, cx, token).await?;
    let account = account::get(&mut tx, signed_in.id()).await?;
    account::hold(&mut tx, cx, &account).await?;
    if store::member(&mut tx, token.site, account.id).await?.is_some() {
        return Err(Error::refused(&DeveloperRefusal::MemberAlready));
    }
    let room = i64::try_from(MOST_SITES).unwrap_or(i64::MAX);
    if store::of_member(&mut tx, account.id, room).await?.len() >= MOST_SITES {
        return Err(Error::refused(&DeveloperRefusal::TooManySites));
    }
    if !store::use_invitation(&mut tx, (token.site, token.id), cx.now).await? {
        return Err(over());
    }
    let client_id = sites::name(&mut tx, token.site).await?.ok_or_else(over)?;
    let name_sealed = seal_name(cx, token.site, account.id, &name)?;
    let member = Member { account: account.id, role: MemberRole::Colleague, since: cx.now };
    store::join(&mut tx, token.site, &MemberRow { member, name_sealed }).await?;
    record(&mut tx, cx, signed_in, "site-joined", &client_id).await?;
    cx.commit(tx).await?;
    Ok(client_id)
}

/// Takes a colleague out: the owner any of them, everybody themselves. The owner stays.
pub async fn leave(cx: &Cx, signed_in: &SignedIn, client_id: &str, who: AccountId) -> Result<()> {
    let act = if who == signed_in.id() { SiteAct::Look } else { SiteAct::Own };
    let mut tx = cx.app.store.write().await?;
    let managed = managed(&mut tx, cx, signed_in, client_id, act).await?;
    if who == signed_in.id() && managed.role == MemberRole::Owner {
        return Err(Error::Denied);
    }
    if !store::leave(&mut tx, managed.row.id, who).await? {
        return Err(Error::NotFound);
    }
    let did = if act == SiteAct::Own { "site-colleague-removed" } else { "site-left" };
    record(&mut tx, cx, signed_in, did, client_id).await?;
    cx.commit(tx).await
}
