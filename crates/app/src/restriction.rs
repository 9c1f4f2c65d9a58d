//! Locks and restrictions of an account (B4, B5), and the link "it was not me" in every notice of a login (B2).
//!
//! A lock is set by the owner only: in the settings, or by the link of a notice, which is good once and leads nowhere
//! without the click on its page. It ends by recovery with a second proof, or at a center. Nothing here can be caused
//! by a stranger.

use std::collections::BTreeMap;

use okno_domain::{
    account::{AccountId, AccountStatus},
    contact::ContactStatus,
    credential::factor::Factors,
    id::Id,
    refusal::{Class, Refusal},
    restriction::{Restriction, RestrictionKind, RestrictionReason, Unlock, unlock},
    secret::Secret,
    session::EndReason,
    time::{DAY, Timestamp, after},
};
use okno_store::{
    Read, Tx, account as accounts, login_step, password,
    restriction::{self as store, DisavowalId, DisavowalRow},
};
use subtle::ConstantTimeEq;

use crate::{
    account::{self, Account},
    audit::{Act, Actor},
    context::Cx,
    error::{Error, Result},
    factor::{self, record_and_tell},
    limit,
    notification::{self, Event},
    recovery,
    registration::public_link,
    seal::DataKey,
    session::SignedIn,
    settings::hours,
    site_session, token,
};

/// Where the link of a notice leads.
const LINK: &str = "/not-me";
/// For so many days a login can be disowned by its link.
const DISAVOWAL_DAYS: i32 = 30;

/// The refusal for whoever comes to a locked account with the right password or passkey.
pub(crate) fn locked() -> Error {
    Error::Refused(Refusal::new("account-locked", Class::Forbidden))
}

/// The restrictions of an account that hold at present, the newest first.
pub async fn in_force(read: &mut Read, cx: &Cx, account: AccountId) -> Result<Vec<Restriction>> {
    let all = store::list(read, account).await?;
    Ok(all.into_iter().filter(|one| one.is_in_force(cx.now)).collect())
}

/// The same for the person's own page.
pub async fn list(cx: &Cx, signed_in: &SignedIn) -> Result<Vec<Restriction>> {
    in_force(&mut cx.app.store.read().await?, cx, signed_in.id()).await
}

/// Refuses what a restricted account may not do: moving money, getting into other sites, signing (B4).
pub async fn demand_unrestricted(read: &mut Read, cx: &Cx, account: AccountId) -> Result<()> {
    match in_force(read, cx, account).await?.into_iter().filter_map(|one| one.until).max() {
        None => Ok(()),
        Some(until) => {
            let refusal = Refusal::new("account-restricted", Class::Forbidden);
            Err(Error::Refused(refusal.with("until", until.to_string())))
        }
    }
}

fn fresh(cx: &Cx, kind: RestrictionKind, reason: RestrictionReason, until: Option<Timestamp>) -> Restriction {
    Restriction { id: cx.fresh_id(), kind, reason, set_at: cx.now, until, lifted_at: None }
}

/// Restricts an account for the configured hours; the person is told. With none configured nothing happens.
pub async fn limit(
    tx: &mut Tx,
    cx: &Cx,
    (account, key): (&Account, &DataKey),
    reason: RestrictionReason,
) -> Result<()> {
    let length = cx.settings().factor.restriction_hours;
    if length == 0 {
        return Ok(());
    }
    let until = after(cx.now, hours(length));
    let row = fresh(cx, RestrictionKind::Limit, reason, Some(until));
    store::insert(tx, account.id, &row, "system").await?;
    let act = Act::by_system("account-restricted").on(reason.name());
    record_and_tell(tx, cx, (account, key), act, "account_restricted").await
}

/// Locks an account: nobody gets in, every session ends, and what was under way is broken off (B5).
async fn lock(tx: &mut Tx, cx: &Cx, (account, key): (&Account, &DataKey), reason: RestrictionReason) -> Result<()> {
    if account.status == AccountStatus::Active {
        accounts::update(tx, &Account { status: AccountStatus::Locked, ..account.clone() }, cx.now).await?;
    }
    let row = fresh(cx, RestrictionKind::Lock, reason, None);
    store::insert(tx, account.id, &row, "person").await?;
    site_session::end_others(tx, cx, account.id, None, EndReason::Locked).await?;
    login_step::delete_all(tx, account.id).await?;
    recovery::void_all(tx, account.id).await?;
    let act = Act::by_person("account-locked").on(reason.name());
    record_and_tell(tx, cx, (account, key), act, "account_locked").await
}

/// The owner locks the account from the settings.
pub async fn lock_by_owner(cx: &Cx, signed_in: &SignedIn) -> Result<()> {
    account::demand_person(&signed_in.account)?;
    let mut tx = cx.app.store.write().await?;
    let account = account::get(&mut tx, signed_in.id()).await?;
    lock(&mut tx, cx, (&account, &signed_in.key), RestrictionReason::ByOwner).await?;
    cx.commit(tx).await
}

/// Whether one with the right password may go on to the second step of a locked account: access was recovered since it
/// was locked, and a factor is the second proof.
pub(crate) async fn may_prove(
    read: &mut Read,
    cx: &Cx,
    account: &Account,
    factors: Factors,
) -> Result<std::result::Result<(), Error>> {
    if account.status == AccountStatus::Active {
        return Ok(Ok(()));
    }
    let locks = in_force(read, cx, account.id).await?.into_iter().filter(|one| one.kind == RestrictionKind::Lock);
    let since = locks.map(|one| one.set_at).max();
    let changed = password::find(read, account.id).await?.map(|row| row.changed_at);
    let recovered = changed.zip(since).is_some_and(|(changed, since)| changed > since);
    Ok(match (recovered, factors.is_set()) {
        (true, true) => Ok(()),
        (true, false) => Err(Error::Refused(Refusal::new("account-locked-center", Class::Forbidden))),
        (false, _) => Err(locked()),
    })
}

/// A recovery of this account has come to its end: what opens it, if it was locked. It is opened here where nothing more
/// is needed.
pub(crate) async fn after_recovery(
    tx: &mut Tx,
    cx: &Cx,
    (account, key): (&Account, &DataKey),
    question_answered: bool,
) -> Result<Option<Unlock>> {
    if account.status == AccountStatus::Active {
        return Ok(None);
    }
    let factors = factor::count(tx, account.id).await?;
    let needed = unlock(account.level, factors, question_answered);
    if needed == Unlock::Now {
        lift(tx, cx, (account, key), Actor::Person).await?;
    }
    Ok(Some(needed))
}

/// Lifts every lock and restriction of an account; the person is told. Operators call it when the visitor has proved who
/// they are. Returns the account as it is then.
pub async fn lift(tx: &mut Tx, cx: &Cx, (account, key): (&Account, &DataKey), by: Actor) -> Result<Account> {
    let lifted = store::lift_all(tx, account.id, by.text().as_str(), cx.now).await?;
    let mut opened = account.clone();
    if account.status == AccountStatus::Locked {
        opened.status = AccountStatus::Active;
        accounts::update(tx, &opened, cx.now).await?;
        opened.version += 1;
    }
    if lifted > 0 || opened.status != account.status {
        let act = Act { actor: by, act: "account-unlocked", detail: String::new() };
        record_and_tell(tx, cx, (&opened, key), act, "account_unlocked").await?;
    }
    Ok(opened)
}

/// Opens an account again whose person has proved at a center who they are, whatever was lost (R200): no factor is asked
/// for any more, locks are lifted, sessions and recoveries under way are over. The person and what is known of them stay.
pub async fn reopen(tx: &mut Tx, cx: &Cx, account: &Account, by: &Actor) -> Result<Account> {
    let key = account::data_key(tx, cx, account.id).await?;
    // Before any entry is written: sessions are locked before the account's turn is taken.
    site_session::end_others(tx, cx, account.id, None, EndReason::Recovered).await?;
    factor::reset(tx, cx, account, &key, by.clone()).await?;
    recovery::void_all(tx, account.id).await?;
    lift(tx, cx, (account, &key), by.clone()).await
}

/// What the link "it was not me" carries.
#[derive(Clone)]
pub struct DisavowalToken {
    account: AccountId,
    id: DisavowalId,
    secret: [u8; 32],
}

token::hidden_debug!(DisavowalToken);

impl DisavowalToken {
    fn encode(&self) -> Secret {
        token::encode(&[self.account.uuid(), self.id.uuid()], &self.secret)
    }

    /// Reads the token of a link; `None` for anything that is none.
    pub fn parse(text: &str) -> Option<Self> {
        let ([account, id], secret) = token::parse(text)?;
        Some(Self { account: Id::from_uuid(account), id: Id::from_uuid(id), secret })
    }

    fn hash(&self, cx: &Cx) -> [u8; 32] {
        cx.app.keys.secret_hash("disavowal", self.id, &self.secret)
    }
}

/// Tells the person of a login from a browser or a network that is new to us; where both are known the record is enough.
pub(crate) async fn tell_login(tx: &mut Tx, cx: &Cx, account: &Account) -> Result<()> {
    if limit::knows_browser(tx, cx, account.id).await? {
        return Ok(());
    }
    let key = account::data_key(tx, cx, account.id).await?;
    let token = DisavowalToken { account: account.id, id: cx.fresh_id(), secret: cx.random_bytes() };
    let row = DisavowalRow {
        id: token.id,
        token_hash: token.hash(cx),
        network: cx.client.network.clone(),
        user_agent: cx.client.user_agent.clone(),
        login_at: cx.now,
        expires_at: after(cx.now, DAY * DISAVOWAL_DAYS),
        used_at: None,
    };
    store::insert_disavowal(tx, account.id, &row).await?;
    let link = public_link(cx, &format!("{LINK}?token={}", token.encode().expose()));
    let mark = token.id.to_string();
    // The feed keeps no link: whoever reads it is in already, and a secret is nowhere stored as it is.
    let told = Event { kind: "new_login", args: BTreeMap::new(), mark: &mark, outside: false };
    notification::tell(tx, cx, account, &key, told).await?;
    let args = BTreeMap::from([("link".to_owned(), link)]);
    let sent = Event { kind: "new_login", args, mark: &mark, outside: true };
    for contact in notification::contacts(tx, &key, account.id).await? {
        if contact.row.status == ContactStatus::Confirmed {
            notification::tell_at(tx, cx, account, (contact.row.kind, &contact.value), &sent).await?;
        }
    }
    Ok(())
}

fn over() -> Error {
    Error::Refused(Refusal::new("disavowal-over", Class::Gone))
}

async fn find_disavowal(read: &mut Read, cx: &Cx, token: &DisavowalToken) -> Result<DisavowalRow> {
    let row = store::find_disavowal(read, token.account, token.id).await?.ok_or_else(over)?;
    let right: bool = token.hash(cx).ct_eq(&row.token_hash).into();
    let is_good = right && row.used_at.is_none() && cx.now < row.expires_at;
    if is_good { Ok(row) } else { Err(over()) }
}

/// The login that a link is about; refused when the link is over. Uses nothing up.
pub async fn peek_disavowal(cx: &Cx, token: &DisavowalToken) -> Result<DisavowalRow> {
    find_disavowal(&mut cx.app.store.read().await?, cx, token).await
}

/// "It was not me": every session ends and the account is locked until its owner has recovered access. Once.
pub async fn disavow(cx: &Cx, token: &DisavowalToken) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let row = find_disavowal(&mut tx, cx, token).await?;
    store::use_disavowal(&mut tx, token.account, row.id, cx.now).await?;
    let account = account::get(&mut tx, token.account).await.map_err(|_| over())?;
    let key = account::data_key(&mut tx, cx, account.id).await?;
    lock(&mut tx, cx, (&account, &key), RestrictionReason::Disavowed).await?;
    cx.commit(tx).await
}
