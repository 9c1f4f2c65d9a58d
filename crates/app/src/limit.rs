//! Limits on guesses and on messages, counted durably by keyed hashes (R36, R191, decision 13).

use okno_domain::{
    guess_limit::GuessRule,
    one_time_code::CodeRefusal,
    refusal::{Class, Refusal},
    time::{DAY, HOUR, SignedDuration, Timestamp, after},
};
use okno_store::{Read, Tx, guess_limit as store};

use crate::{
    context::Cx,
    error::{Error, Result},
    settings::seconds,
};

/// The key of one counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitKey([u8; 32]);

impl LimitKey {
    /// The counter of `what` for a contact, by its blind index.
    pub fn of_hash(cx: &Cx, what: &str, hash: &[u8; 32]) -> Self {
        Self(cx.app.keys.secret_hash(&format!("limit:{what}"), nobody(), hash))
    }

    /// The counter of `what`, such as `login-network`, for `whom`.
    pub fn new(cx: &Cx, what: &str, whom: &str) -> Self {
        Self(cx.app.keys.blind(&format!("limit:{what}"), whom))
    }
}

/// The rule for guesses from one network prefix on one account.
pub fn guesses_from_network(cx: &Cx) -> GuessRule {
    let login = &cx.settings().login;
    GuessRule {
        free: login.max_failures,
        first_delay: seconds(login.first_delay_seconds),
        max_delay: seconds(login.max_delay_seconds),
        window: DAY,
    }
}

/// The rule for guesses on one account from anywhere: it only ever adds delay.
pub fn guesses_on_account(cx: &Cx) -> GuessRule {
    GuessRule { free: cx.settings().login.max_failures_account, ..guesses_from_network(cx) }
}

/// The rule for wrong codes at one contact: two codes may be missed in full, then each further guess costs time.
pub fn guesses_at_codes(cx: &Cx) -> GuessRule {
    GuessRule { free: cx.settings().otp.max_attempts.saturating_mul(2), ..guesses_from_network(cx) }
}

/// How long attempts are refused still, by the worst of these counters.
pub async fn blocked_for(read: &mut Read, keys: &[LimitKey], now: Timestamp) -> Result<Option<SignedDuration>> {
    let mut longest = None;
    for key in keys {
        let until = store::find(read, &key.0).await?.and_then(|counter| counter.blocked_until);
        longest = longest.max(until.filter(|until| *until > now).map(|until| until.duration_since(now)));
    }
    Ok(longest)
}

/// The refusal for one who must wait.
pub fn wait_refusal(wait: SignedDuration) -> Refusal {
    Refusal::new("try-later", Class::TooMany).with("seconds", (wait.as_secs() + 1).to_string())
}

/// Refuses when one of these counters blocks.
pub async fn check(read: &mut Read, keys: &[LimitKey], now: Timestamp) -> Result<()> {
    match blocked_for(read, keys, now).await? {
        Some(wait) => Err(Error::Refused(wait_refusal(wait))),
        None => Ok(()),
    }
}

/// Counts a failure, and blocks as the rule says.
pub async fn failed(tx: &mut Tx, key: LimitKey, rule: &GuessRule, now: Timestamp) -> Result<()> {
    let failures = store::count(tx, &key.0, now, after(now, rule.window)).await?;
    if let Some(until) = rule.blocked_until(u32::try_from(failures).unwrap_or(u32::MAX), now) {
        store::block(tx, &key.0, until).await?;
    }
    Ok(())
}

/// Forgets the failures of one who has succeeded.
pub async fn succeeded(tx: &mut Tx, key: LimitKey) -> Result<()> {
    Ok(store::delete(tx, &key.0).await?)
}

/// Counts one act towards a fixed number within a window; false when the number was reached before.
pub async fn count_within(
    tx: &mut Tx,
    key: LimitKey,
    most: u32,
    window: SignedDuration,
    now: Timestamp,
) -> Result<bool> {
    let count = store::count(tx, &key.0, now, after(now, window)).await?;
    Ok(count <= i64::from(most))
}

/// Counts a code or link that is about to be sent, to the contact and from the network (R36). The refusal is the same
/// for known and unknown contacts.
pub async fn count_send(tx: &mut Tx, cx: &Cx, contact_hash: &[u8; 32]) -> Result<std::result::Result<(), CodeRefusal>> {
    let otp = &cx.settings().otp;
    let contact = LimitKey::of_hash(cx, "sends", contact_hash);
    let network = LimitKey::new(cx, "sends-network", &cx.client.network);
    let contact_may = count_within(tx, contact, otp.max_sends_per_contact_per_day, DAY, cx.now).await?;
    let network_may = count_within(tx, network, otp.max_sends_per_network_per_hour, HOUR, cx.now).await?;
    Ok(if contact_may && network_may { Ok(()) } else { Err(CodeRefusal::TooMany) })
}

fn nobody() -> okno_domain::id::Id<()> {
    okno_domain::id::Id::from_uuid(uuid::Uuid::nil())
}
