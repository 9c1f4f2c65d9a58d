//! The audit trail of an account: one entry for each act, in the act's own transaction, chained by hash (decision 15).

use okno_domain::{account::AccountId, time::Timestamp};
use okno_store::{Read, Tx, audit as store};
use sha2::{Digest, Sha256};

pub use okno_store::audit::AuditRow;

use crate::{context::Cx, error::Result, session::SignedIn};

/// Who acted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The person themselves.
    Person,
    /// The program, by rule.
    System,
    /// A registry's answer.
    Registry(String),
    /// What an online bank said.
    Bank(String),
    /// What the carrier of letters said.
    Carrier,
    /// An operator, by login name.
    Operator(String),
    /// Somebody who has not proved who they are.
    Unknown,
}

impl Actor {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Person => "person".to_owned(),
            Self::System => "system".to_owned(),
            Self::Registry(name) => format!("registry:{name}"),
            Self::Bank(name) => format!("bank:{name}"),
            Self::Carrier => "carrier".to_owned(),
            Self::Operator(name) => format!("operator:{name}"),
            Self::Unknown => "unknown".to_owned(),
        }
    }
}

/// An act to record. `detail` holds no personal data: names of kinds, ids, counts.
#[derive(Clone, Debug)]
pub struct Act {
    /// Who.
    pub actor: Actor,
    /// What, a stable kebab-case word; the person sees the message `audit-<act>`.
    pub act: &'static str,
    /// On what.
    pub detail: String,
}

impl Act {
    /// An act of the person.
    pub fn by_person(act: &'static str) -> Self {
        Self { actor: Actor::Person, act, detail: String::new() }
    }

    /// An act of the program.
    pub fn by_system(act: &'static str) -> Self {
        Self { actor: Actor::System, act, detail: String::new() }
    }

    /// The same act on this.
    #[must_use]
    pub fn on(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

/// Begins the chain of an account that comes into being.
pub async fn begin(tx: &mut Tx, account: AccountId) -> Result<()> {
    Ok(store::begin(tx, account, &genesis(account)).await?)
}

/// Records an act.
pub async fn record(tx: &mut Tx, cx: &Cx, account: AccountId, act: Act) -> Result<()> {
    let (seq, previous) = store::advance(tx, account).await?;
    let mut entry = AuditRow {
        seq,
        at: cx.now,
        actor: act.actor.text(),
        act: act.act.to_owned(),
        detail: act.detail,
        network: cx.client.network.clone(),
        user_agent: cx.client.user_agent.clone(),
        request_id: cx.client.request_id.clone(),
        previous,
        hash: [0; 32],
    };
    entry.hash = link(account, &entry);
    Ok(store::insert(tx, account, &entry).await?)
}

/// The newest entries before a place in the chain; `None` for the newest of all.
pub async fn list(read: &mut Read, account: AccountId, before: Option<i64>, most: i64) -> Result<Vec<AuditRow>> {
    Ok(store::list(read, account, before.unwrap_or(i64::MAX), most).await?)
}

/// The person's own entries before a place in the chain, the newest first (R74).
pub async fn history(cx: &Cx, signed_in: &SignedIn, before: Option<i64>, most: i64) -> Result<Vec<AuditRow>> {
    list(&mut cx.app.store.read().await?, signed_in.id(), before, most).await
}

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainFault {
    /// An entry is missing or stands twice at this place.
    Gap(i64),
    /// The entry at this place was changed.
    Changed(i64),
}

/// Checks the whole chain of an account: nothing changed, nothing missing, up to the head.
pub async fn verify(read: &mut Read, account: AccountId) -> Result<std::result::Result<i64, ChainFault>> {
    let Some((mut expected, mut hash)) = store::head(read, account).await? else { return Ok(Err(ChainFault::Gap(0))) };
    let length = expected;
    loop {
        let entries = store::list(read, account, expected.saturating_add(1), 500).await?;
        for entry in &entries {
            if entry.seq != expected {
                return Ok(Err(ChainFault::Gap(expected)));
            }
            if entry.hash != hash || link(account, entry) != hash {
                return Ok(Err(ChainFault::Changed(expected)));
            }
            hash = entry.previous;
            expected -= 1;
        }
        if expected == 0 {
            let sound = hash == genesis(account);
            return Ok(if sound { Ok(length) } else { Err(ChainFault::Changed(0)) });
        }
        if entries.is_empty() {
            return Ok(Err(ChainFault::Gap(expected)));
        }
    }
}

fn genesis(account: AccountId) -> [u8; 32] {
    Sha256::new().chain_update(b"okno audit").chain_update(account.uuid().as_bytes()).finalize().into()
}

/// The hash of an entry: over the account, every field with its length, and the hash before. Instants count in
/// microseconds, which is what both databases keep.
fn link(account: AccountId, entry: &AuditRow) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(account.uuid().as_bytes());
    hash.update(entry.seq.to_be_bytes());
    hash.update(micros(entry.at).to_be_bytes());
    for text in [&entry.actor, &entry.act, &entry.detail, &entry.network, &entry.user_agent, &entry.request_id] {
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(text.as_bytes());
    }
    hash.update(entry.previous);
    hash.finalize().into()
}

fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}
