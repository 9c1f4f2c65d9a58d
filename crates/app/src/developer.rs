//! The technology portal: people enter their own sites, look after them with colleagues, and ask officers to let them work with
//! everybody.
//!
//! Whoever is not a member of a site is told that there is none. A change of addresses, keys or secrets asks for a fresh proof
//! of who one is; every act is in the record of whoever did it. Secrets and private keys are in no record and no log.

mod check;
mod edit;
mod esia;
mod form;
mod key;
mod member;
mod record;
mod review;
mod secret;

use okno_domain::{
    account::AccountId,
    developer::{DeveloperRefusal, MOST_SITES, Member, MemberRole, SiteAct, SiteKind, may},
    locale::Locale,
    relying_party::{RelyingPartyId, SiteState, Stage},
    time::Timestamp,
};
use okno_store::{
    Read, Tx, developer as store,
    developer::ChangeRow,
    relying_party::{self as sites, RelyingPartyRow},
};

pub use okno_store::{developer::RecordRow, relying_party::RelyingPartyRow as SiteRow, site_record::ErrorRow};

pub use check::{Check, CheckSite, ask_check, check};
pub use edit::{Edited, create, edit, edited_form, has_secret, remove, switch, withdraw};
pub use esia::{
    CertificateFacts, EsiaForm, Ground, TokenKey, TokenKeys, certificate_facts, log, signs_by_gost, token_keys,
};
pub use form::{AUTHENTICATIONS, Draft, ESIA_SCOPES, Form, NAME_FIELDS, SCOPES};
pub use key::is_private;
pub use member::{Colleague, InvitationToken, Invited, invitation, invite, join, leave, members, void_invitations};
pub(crate) use record::{DAYS_COUNTED, DAYS_KEPT, count, note_fault};
pub use record::{DayCounts, SiteRecord, note_reply, record};
pub use review::{Review, approve, ask_promotion, refuse, review, reviews};
pub use secret::{put_keys, rotate};

use crate::{
    context::Cx,
    error::{Error, Result},
    esia::Registration,
    relying_party::{name_in, start_address},
    session::SignedIn,
    test_person,
};

/// A site as those who look after it see it.
#[derive(Clone, Debug)]
pub struct Managed {
    /// What is stored of it.
    pub row: RelyingPartyRow,
    /// What is known of its way into the directory.
    pub record: RecordRow,
    /// What the one who looks is there.
    pub role: MemberRole,
    /// What an officer is asked about it, or was when it was refused.
    pub change: Option<ChangeRow>,
    /// What it registered for the dialect of ESIA, where it is a system that speaks it.
    pub esia: Option<Registration>,
}

impl Managed {
    /// What it calls itself.
    pub fn name(&self, locale: Locale) -> &str {
        name_in(&self.row.metadata, locale).unwrap_or(&self.row.client_id)
    }

    /// Where a link leads that has it begin a sign-in; none while it is switched off, or where it has no such address.
    pub fn start_address(&self, cx: &Cx) -> Option<String> {
        let is_active = self.row.state == SiteState::Active;
        is_active.then(|| start_address(cx, &self.row.metadata, None)).flatten()
    }

    /// Whether one of its people switched it off; an officer did where this says no of a site that is.
    pub const fn is_off_by_members(&self) -> bool {
        self.record.off_at.is_some()
    }

    /// Whether an officer switched it off.
    pub fn is_held(&self) -> bool {
        is_held(&self.row, &self.record)
    }
}

fn is_held(row: &RelyingPartyRow, record: &RecordRow) -> bool {
    row.state == SiteState::Disabled && record.off_at.is_none()
}

/// A site in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its name in the protocol.
    pub client_id: String,
    /// What it calls itself.
    pub name: String,
    /// What the one who looks is there.
    pub role: MemberRole,
    /// Whether it works with everybody.
    pub stage: Stage,
    /// Whether it may be used.
    pub state: SiteState,
    /// When it was entered.
    pub created_at: Timestamp,
}

/// Whether an account is of the level that developers need. Somebody made up makes nothing.
pub fn may_develop(cx: &Cx, signed_in: &SignedIn) -> bool {
    signed_in.account.made_up.is_none() && signed_in.account.level >= cx.settings().single_sign_on.developer_level
}

pub(crate) fn demand_level(cx: &Cx, signed_in: &SignedIn) -> Result<()> {
    if may_develop(cx, signed_in) { Ok(()) } else { Err(Error::refused(&DeveloperRefusal::Level)) }
}

/// What a site may be that is entered now.
pub fn kinds(cx: &Cx) -> Vec<SiteKind> {
    let is_offered = |kind: &SiteKind| cx.settings().esia.enabled || !kind.speaks_esia();
    SiteKind::ALL.iter().copied().filter(is_offered).collect()
}

/// The sites of somebody, the newest first.
pub async fn list(cx: &Cx, signed_in: &SignedIn) -> Result<Vec<Listed>> {
    demand_level(cx, signed_in)?;
    let mut read = cx.app.store.read().await?;
    let most = i64::try_from(MOST_SITES).unwrap_or(i64::MAX);
    let mut listed = Vec::new();
    for (client_id, role) in store::of_member(&mut read, signed_in.id(), most).await? {
        let Some(row) = sites::find(&mut read, &client_id).await? else { continue };
        let name = name_in(&row.metadata, cx.locale).unwrap_or(&client_id).to_owned();
        listed.push(Listed { name, client_id, role, stage: row.stage, state: row.state, created_at: row.created_at });
    }
    Ok(listed)
}

/// A site of somebody, for this act; `NotFound` for whoever does not belong to it.
pub(crate) async fn managed(
    read: &mut Read,
    cx: &Cx,
    signed_in: &SignedIn,
    client_id: &str,
    act: SiteAct,
) -> Result<Managed> {
    demand_level(cx, signed_in)?;
    let row = sites::find(read, client_id).await?.ok_or(Error::NotFound)?;
    let member = store::member(read, row.id, signed_in.id()).await?.ok_or(Error::NotFound)?;
    let record = store::find(read, row.id).await?.ok_or(Error::NotFound)?;
    let change = store::change(read, row.id).await?;
    let role = member.member.role;
    let esia = esia::system(read, (row.id, record.kind)).await?;
    if may(role, act) {
        Ok(Managed { row, record, role, change, esia })
    } else {
        Err(Error::refused(&DeveloperRefusal::OwnerOnly))
    }
}

/// A site of somebody.
pub async fn get(cx: &Cx, signed_in: &SignedIn, client_id: &str) -> Result<Managed> {
    managed(&mut cx.app.store.read().await?, cx, signed_in, client_id, SiteAct::Look).await
}

/// Whether somebody may sign in at a site that is under test: those who make it may, and everybody where nobody entered it at the
/// technology portal: an operator of the installation did, who has others to ask, or it registered itself, and has no people here.
/// Somebody made up may where whoever made them up may, as one of those who make the site, and at no site that works with everybody.
pub(crate) async fn takes_part(
    read: &mut Read,
    cx: &Cx,
    (site, stage): (RelyingPartyId, Stage),
    is_made_up: bool,
    who: AccountId,
) -> Result<bool> {
    if is_made_up {
        let Some(maker) = test_person::maker(read, cx, who).await? else { return Ok(false) };
        return Ok(stage == Stage::Test
            && store::find(read, site).await?.is_some()
            && store::member(read, site, maker).await?.is_some());
    }
    if stage != Stage::Test || store::find(read, site).await?.is_none() {
        return Ok(true);
    }
    Ok(store::member(read, site, who).await?.is_some())
}

/// Gives the sites of one account to another of the same person, when the two become one.
pub(crate) async fn inherit(tx: &mut Tx, cx: &Cx, from: AccountId, to: AccountId) -> Result<()> {
    for (client_id, role) in store::of_member(tx, from, i64::MAX).await? {
        let Some(row) = sites::find(tx, &client_id).await? else { continue };
        let Some(before) = store::member(tx, row.id, from).await? else { continue };
        store::leave(tx, row.id, from).await?;
        let name_sealed = member::resealed(cx, row.id, (from, to), &before.name_sealed)?;
        let after = store::MemberRow { member: Member { account: to, ..before.member }, name_sealed };
        let is_new = store::join(tx, row.id, &after).await?;
        if !is_new && role == MemberRole::Owner {
            store::own(tx, row.id, to).await?;
        }
    }
    Ok(())
}

/// Takes somebody out of every site, when the account is deleted. The next of their colleagues owns a site that they owned;
/// one that nobody looks after any more is switched off while it is under test.
pub async fn forget(tx: &mut Tx, cx: &Cx, account: AccountId) -> Result<()> {
    for (client_id, role) in store::of_member(tx, account, i64::MAX).await? {
        let Some(row) = sites::find(tx, &client_id).await? else { continue };
        store::leave(tx, row.id, account).await?;
        if role != MemberRole::Owner {
            continue;
        }
        match store::members(tx, row.id).await?.first() {
            Some(next) => store::own(tx, row.id, next.member.account).await?,
            None if row.stage == Stage::Test => {
                // Nobody asks for it any more, and nobody joins it.
                store::forget_change(tx, row.id).await?;
                store::void_invitations(tx, row.id).await?;
                sites::update(tx, &RelyingPartyRow { state: SiteState::Disabled, ..row }, cx.now).await?;
            }
            None => {}
        }
    }
    Ok(())
}
