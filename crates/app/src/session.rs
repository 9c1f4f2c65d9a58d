//! Being signed in.

use okno_domain::{
    account::{AccountId, AccountStatus},
    credential::factor,
    id::Id,
    person::PersonalData,
    secret::Secret,
    session::{EndReason, SessionId, SessionRule, SessionTimes},
    time::{SignedDuration, Timestamp, after},
};
use okno_store::{
    Tx,
    session::{self as store, NewSession, SessionEntry},
};
use subtle::ConstantTimeEq;

use crate::{
    account::Account,
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    seal::{DataKey, Place},
    settings::{hours, minutes},
    site_session::{self, Parting},
    test_person, token,
    vault::data_key_place,
};

pub use okno_store::session::SessionEntry as Entry;

/// The last request is noted at most this often: a write for each page would cost more than it tells.
const TOUCH_EVERY: SignedDuration = SignedDuration::from_secs(60);
/// How many sessions the history shows.
const MOST_LISTED: i64 = 100;

/// The place where a person's data are sealed.
pub(crate) fn person_place(column: &'static str, account: AccountId) -> Place {
    Place::new("person", column, account)
}

/// The rule in force.
pub fn rule(cx: &Cx) -> SessionRule {
    let session = &cx.settings().session;
    SessionRule { idle: minutes(session.idle_minutes), longest: hours(session.max_hours) }
}

/// What the cookie holds: the keys of the session's row and a secret of 256 bits (decisions 7 and 12).
#[derive(Clone)]
pub struct SessionToken {
    account: AccountId,
    session: SessionId,
    secret: [u8; 32],
}

token::hidden_debug!(SessionToken);

impl SessionToken {
    /// The text for the cookie.
    pub fn encode(&self) -> Secret {
        token::encode(&[self.account.uuid(), self.session.uuid()], &self.secret)
    }

    /// Reads a cookie; `None` for anything that is not a token.
    pub fn parse(text: &str) -> Option<Self> {
        let ([account, session], secret) = token::parse(text)?;
        Some(Self { account: Id::from_uuid(account), session: Id::from_uuid(session), secret })
    }
}

/// A signed-in person, as the extractors of `web` hand them to the use cases.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The account as it was when the request began.
    pub account: Account,
    /// The session.
    pub session: SessionId,
    /// The session of which it took the place when a privilege changed, or itself: sites know it by this one.
    pub root: SessionId,
    /// How the person signed in, such as `password`.
    pub method: String,
    /// When the person last proved who they are.
    pub authenticated_at: Timestamp,
    /// When the person last proved a second factor in this session.
    pub strong_at: Option<Timestamp>,
    /// The personal data in force.
    pub person: PersonalData,
    /// The person's data key.
    pub key: DataKey,
    /// How many notices in their feed had not been read when the request began.
    pub unread: u32,
}

impl SignedIn {
    /// The account's id.
    pub fn id(&self) -> AccountId {
        self.account.id
    }

    /// Whether the person proved who they are recently enough for a sensitive act.
    pub fn is_fresh(&self, cx: &Cx) -> bool {
        cx.now < after(self.authenticated_at, minutes(cx.settings().session.fresh_minutes))
    }
}

/// Opens a session for somebody who has just proved who they are; the token goes into the cookie.
pub async fn open(tx: &mut Tx, cx: &Cx, account: AccountId, method: &str) -> Result<SessionToken> {
    let strong_at = factor::is_strong(method).then_some(cx.now);
    keep(tx, cx, account, (method, None), (SessionTimes::begin(cx.now, rule(cx)), cx.now, strong_at)).await
}

/// Opens a session in place of this one, which ends for this reason, and whose person has just proved who they are by the
/// password; a factor that was proved still counts. Sites know nothing of it.
pub(crate) async fn open_instead(
    tx: &mut Tx,
    cx: &Cx,
    signed_in: &SignedIn,
    reason: EndReason,
) -> Result<SessionToken> {
    if !store::end(tx, signed_in.id(), signed_in.session, reason, cx.now).await? {
        return Err(Error::Conflict);
    }
    let times = SessionTimes::begin(cx.now, rule(cx));
    let how = ("password", Some(signed_in.root));
    keep(tx, cx, signed_in.id(), how, (times, cx.now, signed_in.strong_at)).await
}

/// Stores a session with its times and the instants at which the person proved who they are, by anything and by a factor. One
/// that takes the place of others has their root.
async fn keep(
    tx: &mut Tx,
    cx: &Cx,
    account: AccountId,
    (method, root): (&str, Option<SessionId>),
    (times, authenticated_at, strong_at): (SessionTimes, Timestamp, Option<Timestamp>),
) -> Result<SessionToken> {
    let token = SessionToken { account, session: cx.fresh_id(), secret: cx.random_bytes() };
    let session = NewSession {
        id: token.session,
        root: root.unwrap_or(token.session),
        account,
        token_hash: cx.app.keys.secret_hash("session", token.session, &token.secret),
        method,
        times,
        authenticated_at,
        strong_at,
        network: &cx.client.network,
        user_agent: &cx.client.user_agent,
    };
    store::insert(tx, &session).await?;
    Ok(token)
}

/// Who holds this token; `None` when the session is unknown, over, or the account may not be used.
pub async fn find(cx: &Cx, token: &SessionToken) -> Result<Option<SignedIn>> {
    let Some((signed_in, seen_at)) = open_one(cx, token).await? else { return Ok(None) };
    if cx.now >= after(seen_at, TOUCH_EVERY) {
        let mut tx = cx.app.store.write().await?;
        store::touch(&mut tx, token.account, token.session, cx.now).await?;
        tx.commit().await?;
    }
    Ok(Some(signed_in))
}

/// The same for what a page asks by itself: it does not keep the session from ending, since nobody need be there (R190).
pub async fn peek(cx: &Cx, token: &SessionToken) -> Result<Option<SignedIn>> {
    Ok(open_one(cx, token).await?.map(|(signed_in, _)| signed_in))
}

/// Who holds a token, and when they were last seen.
async fn open_one(cx: &Cx, token: &SessionToken) -> Result<Option<(SignedIn, Timestamp)>> {
    let row = {
        let mut read = cx.app.store.read().await?;
        store::find(&mut read, token.account, token.session).await?
    };
    let Some(row) = row else { return Ok(None) };
    let hash = cx.app.keys.secret_hash("session", token.session, &token.secret);
    let right: bool = hash.ct_eq(&row.token_hash).into();
    if !right || !row.times.is_open(cx.now, rule(cx)) || row.account.status != AccountStatus::Active {
        return Ok(None);
    }
    if !test_person::is_in_time(cx, &row.account) {
        return Ok(None);
    }
    let key = cx.app.vault.unwrap(&row.key.vault_key, &data_key_place(token.account), &row.key.wrapped).await?;
    let person = key.open_json(&person_place("data_sealed", token.account), &row.data_sealed)?;
    let signed_in = SignedIn {
        account: row.account,
        session: token.session,
        root: row.root,
        method: row.method,
        authenticated_at: row.authenticated_at,
        strong_at: row.strong_at,
        person,
        key,
        unread: u32::try_from(row.unread).unwrap_or(u32::MAX),
    };
    Ok(Some((signed_in, row.times.seen_at)))
}

/// Another token for the browser of a person whose privilege has changed; the one before is worth nothing any more
/// (decision 12). Nobody proved anything by it: the session ends when it would have ended, and is as fresh as it was.
pub async fn renew(cx: &Cx, signed_in: &SignedIn) -> Result<SessionToken> {
    let mut tx = cx.app.store.write().await?;
    let before = store::find(&mut tx, signed_in.id(), signed_in.session).await?.ok_or(Error::Conflict)?;
    if !store::end(&mut tx, signed_in.id(), signed_in.session, EndReason::Renewed, cx.now).await? {
        return Err(Error::Conflict);
    }
    let times = SessionTimes { expires_at: before.times.expires_at, ..SessionTimes::begin(cx.now, rule(cx)) };
    // The sites at which the person is signed in know nothing of it: the root stays.
    let how = (before.method.as_str(), Some(before.root));
    let proved = (times, before.authenticated_at, before.strong_at);
    let token = keep(&mut tx, cx, signed_in.id(), how, proved).await?;
    cx.commit(tx).await?;
    Ok(token)
}

/// Ends the person's own session (R189). Gives the sites that were signed in to; they are told by themselves (R217).
pub async fn logout(cx: &Cx, signed_in: &SignedIn) -> Result<Vec<Parting>> {
    let mut tx = cx.app.store.write().await?;
    let ended = site_session::end(&mut tx, cx, signed_in.id(), signed_in.session, EndReason::Logout).await?;
    if ended.is_some() {
        audit::record(&mut tx, cx, signed_in.id(), Act::by_person("logged-out")).await?;
    }
    cx.commit(tx).await?;
    cx.app.signals.raise(signed_in.id());
    Ok(ended.unwrap_or_default())
}

/// Whether the session is still open, for a request that has waited.
pub async fn is_open(cx: &Cx, signed_in: &SignedIn) -> Result<bool> {
    let row = store::find(&mut cx.app.store.read().await?, signed_in.id(), signed_in.session).await?;
    Ok(row.is_some_and(|row| row.times.is_open(cx.now, rule(cx))))
}

/// The person's sessions, the newest first.
pub async fn list(cx: &Cx, signed_in: &SignedIn) -> Result<Vec<SessionEntry>> {
    Ok(store::list(&mut cx.app.store.read().await?, signed_in.id(), MOST_LISTED).await?)
}

/// Ends one session of the person's, from another device; `NotFound` when there is none to end.
pub async fn end_one(cx: &Cx, signed_in: &SignedIn, session: SessionId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    if site_session::end(&mut tx, cx, signed_in.id(), session, EndReason::ByPerson).await?.is_none() {
        return Err(Error::NotFound);
    }
    audit::record(&mut tx, cx, signed_in.id(), Act::by_person("session-ended").on(session.to_string())).await?;
    cx.commit(tx).await?;
    cx.app.signals.raise(signed_in.id());
    Ok(())
}

/// Ends every other session of the person's; returns how many.
pub async fn end_others(cx: &Cx, signed_in: &SignedIn) -> Result<u64> {
    let mut tx = cx.app.store.write().await?;
    let kept = Some(signed_in.session);
    let ended = site_session::end_others(&mut tx, cx, signed_in.id(), kept, EndReason::ByPerson).await?;
    audit::record(&mut tx, cx, signed_in.id(), Act::by_person("sessions-ended").on(ended.to_string())).await?;
    cx.commit(tx).await?;
    cx.app.signals.raise(signed_in.id());
    Ok(ended)
}
