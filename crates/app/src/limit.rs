//! Limits on guesses and on messages, counted durably by keyed hashes (R36, R191, decision 13).
//!
//! What a person is told comes from counters that are keyed by what was typed and by the network, never by the account
//! behind it: such a refusal would tell that two contacts lead to one account, or that there is one at all. And no
//! counter that a stranger can fill keeps the owner out for longer than seconds.

use okno_domain::{
    account::AccountId,
    guess_limit::GuessRule,
    one_time_code::{CodeRefusal, Purpose},
    refusal::{Class, Refusal},
    time::{DAY, HOUR, SignedDuration, Timestamp, after},
};
use okno_store::{Read, Tx, guess_limit as store};

use crate::{
    context::Cx,
    error::{Error, Result},
    settings::{days, seconds},
};

/// For so many days a network counts as one from which the person signs in.
const KNOWN_DAYS: u32 = 90;

/// The key of one counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitKey([u8; 32]);

impl LimitKey {
    /// The counter of `what` for a contact or another identifier, by its blind index.
    pub fn of_hash(cx: &Cx, what: &str, hash: &[u8; 32]) -> Self {
        Self(cx.app.keys.secret_hash(&format!("limit:{what}"), nobody(), hash))
    }

    /// The counter of `what` for an identifier from the network that asks.
    pub fn here(cx: &Cx, what: &str, hash: &[u8; 32]) -> Self {
        Self::new(cx, what, &format!("{hash:?} {}", cx.client.network))
    }

    /// The counter of `what`, such as `login-network`, for `whom`.
    pub fn new(cx: &Cx, what: &str, whom: &str) -> Self {
        Self(cx.app.keys.blind(&format!("limit:{what}"), whom))
    }
}

/// A counter of guesses with its rule.
#[derive(Clone, Copy, Debug)]
pub struct Guard {
    /// What is counted.
    pub key: LimitKey,
    /// What the count comes to.
    pub rule: GuessRule,
}

/// Of attempts that are counted before they are looked at, the last that costs nothing begins the delay for the next.
fn reserved(most: u32) -> u32 {
    most.saturating_sub(1)
}

/// The rule for guesses at one identifier from one network prefix.
pub fn guesses_here(cx: &Cx) -> GuessRule {
    let login = &cx.settings().login;
    GuessRule {
        free: reserved(login.max_failures),
        first_delay: seconds(login.first_delay_seconds),
        max_delay: seconds(login.max_delay_seconds),
        window: DAY,
    }
}

/// The rule for guesses at one identifier from anywhere: a stranger may fill it, so it costs the owner seconds only.
pub fn guesses_anywhere(cx: &Cx) -> GuessRule {
    let login = &cx.settings().login;
    let most = seconds(login.max_delay_anywhere_seconds);
    let rule = guesses_here(cx);
    GuessRule {
        free: reserved(login.max_failures_anywhere),
        first_delay: rule.first_delay.min(most),
        max_delay: most,
        ..rule
    }
}

/// The rule for guesses from one network prefix at whatever there is: against one password tried on many accounts.
pub fn guesses_of_network(cx: &Cx) -> GuessRule {
    let login = &cx.settings().login;
    let max_delay = seconds(login.max_delay_network_seconds);
    let rule = guesses_here(cx);
    GuessRule {
        free: reserved(login.max_failures_network),
        first_delay: rule.first_delay.min(max_delay),
        max_delay,
        window: HOUR,
    }
}

/// The rules for guesses at an operator's password or code, from one network prefix and from anywhere. Few people are
/// operators, they have ways to one another, and what they may do is worth more than a stranger's nuisance costs.
pub fn guesses_at_operator(cx: &Cx) -> [GuessRule; 2] {
    let login = &cx.settings().login;
    [login.max_failures, login.max_failures_anywhere].map(|free| GuessRule { free, ..guesses_here(cx) })
}

/// The rule for wrong codes of one owner, and at one contact from one network: two codes may be missed in full, then
/// each further guess costs time.
pub fn guesses_at_codes(cx: &Cx) -> GuessRule {
    GuessRule { free: cx.settings().otp.max_attempts.saturating_mul(2), ..guesses_here(cx) }
}

/// The rule for wrong codes at one contact from anywhere.
pub fn guesses_at_codes_anywhere(cx: &Cx) -> GuessRule {
    let max_delay = seconds(cx.settings().otp.max_delay_anywhere_seconds);
    let rule = guesses_at_codes(cx);
    GuessRule { free: rule.free.saturating_mul(2), first_delay: rule.first_delay.min(max_delay), max_delay, ..rule }
}

/// The counters of wrong second factors of an account: from this network, and from anywhere, which costs seconds only.
/// Nobody fills them without the password.
pub(crate) fn guesses_at_factor(cx: &Cx, account: AccountId) -> Vec<Guard> {
    let here = LimitKey::new(cx, "factor-here", &format!("{account} {}", cx.client.network));
    let anywhere = LimitKey::new(cx, "factor", &account.to_string());
    vec![Guard { key: here, rule: guesses_here(cx) }, Guard { key: anywhere, rule: guesses_anywhere(cx) }]
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
    Refusal::new("try-later", Class::TooMany).with("seconds", whole_seconds(wait).to_string())
}

/// The seconds of a wait, rounded up.
pub(crate) fn whole_seconds(wait: SignedDuration) -> i64 {
    wait.as_secs() + i64::from(wait.subsec_nanos() > 0)
}

/// Counts an attempt as failed before it is looked at, or refuses it: what comes at the same time is counted one after
/// another, so that no crowd of attempts gets past the counters while the first of them is being looked at. `tx` must be
/// committed before the work begins; [`release`] takes back what turned out to be no failure.
pub async fn reserve(tx: &mut Tx, guards: &[Guard], now: Timestamp) -> Result<()> {
    let mut wait = None;
    for guard in guards {
        let counter = store::count(tx, &guard.key.0, now, after(now, guard.rule.window)).await?;
        let blocked = counter.blocked_until.filter(|until| *until > now);
        wait = wait.max(blocked.map(|until| until.duration_since(now)));
        if blocked.is_none() {
            block(tx, guard.key, &guard.rule, &counter, now).await?;
        }
    }
    // Without a commit nothing of this counts: waiting costs no more waiting.
    wait.map_or(Ok(()), |wait| Err(Error::Refused(wait_refusal(wait))))
}

/// Takes back an attempt that was reserved and was no failure.
pub async fn release(tx: &mut Tx, guards: &[Guard]) -> Result<()> {
    for guard in guards {
        store::uncount(tx, &guard.key.0).await?;
    }
    Ok(())
}

async fn block(
    tx: &mut Tx,
    key: LimitKey,
    rule: &GuessRule,
    counter: &store::CounterRow,
    now: Timestamp,
) -> Result<()> {
    if let Some(until) = rule.blocked_until(u32::try_from(counter.failures).unwrap_or(u32::MAX), now) {
        store::block(tx, &key.0, until).await?;
    }
    Ok(())
}

/// Counts a failure, and blocks as the rule says.
pub async fn failed(tx: &mut Tx, guard: Guard, now: Timestamp) -> Result<()> {
    let counter = store::count(tx, &guard.key.0, now, after(now, guard.rule.window)).await?;
    block(tx, guard.key, &guard.rule, &counter, now).await
}

/// Forgets the failures of one who has succeeded.
pub async fn succeeded(tx: &mut Tx, key: LimitKey) -> Result<()> {
    Ok(store::delete(tx, &key.0).await?)
}

/// Refuses when one of these counters blocks.
pub async fn check(read: &mut Read, keys: &[LimitKey], now: Timestamp) -> Result<()> {
    match blocked_for(read, keys, now).await? {
        Some(wait) => Err(Error::Refused(wait_refusal(wait))),
        None => Ok(()),
    }
}

fn known_key(cx: &Cx, account: AccountId) -> LimitKey {
    LimitKey::new(cx, "known-network", &format!("{account} {}", cx.client.network))
}

/// The browser that asks, in this network. Its version is left out: an update makes no other browser of it.
fn browser_key(cx: &Cx, account: AccountId) -> LimitKey {
    let browser: String = cx.client.user_agent.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    LimitKey::new(cx, "known-browser", &format!("{account} {} {browser}", cx.client.network))
}

/// Whether the person has signed in with this browser from this network of late, as far as we are told.
pub async fn knows_browser(read: &mut Read, cx: &Cx, account: AccountId) -> Result<bool> {
    let mark = store::find(read, &browser_key(cx, account).0).await?;
    Ok(mark.is_some_and(|mark| mark.window_ends_at > cx.now))
}

/// Remembers that the person signed in from this network and with this browser: strangers elsewhere do not slow them
/// down here.
pub async fn know_network(tx: &mut Tx, cx: &Cx, account: AccountId) -> Result<()> {
    store::keep(tx, &browser_key(cx, account).0, after(cx.now, days(KNOWN_DAYS))).await?;
    Ok(store::keep(tx, &known_key(cx, account).0, after(cx.now, days(KNOWN_DAYS))).await?)
}

/// Whether the person has signed in from this network of late.
pub async fn knows_network(read: &mut Read, cx: &Cx, account: AccountId) -> Result<bool> {
    let mark = store::find(read, &known_key(cx, account).0).await?;
    Ok(mark.is_some_and(|mark| mark.window_ends_at > cx.now))
}

/// Counts one act towards a fixed number within a window; false when the number was reached before.
pub async fn count_within(
    tx: &mut Tx,
    key: LimitKey,
    most: u32,
    window: SignedDuration,
    now: Timestamp,
) -> Result<bool> {
    Ok(store::count(tx, &key.0, now, after(now, window)).await?.failures <= i64::from(most))
}

/// What is about to be sent.
#[derive(Clone, Copy, Debug)]
pub struct Send<'a> {
    /// What for; each purpose has a budget of its own, so that no flood of one stops another.
    pub purpose: Purpose,
    /// The blind index of what was typed.
    pub asked: &'a [u8; 32],
    /// The blind index of the contact that it goes to.
    pub contact: &'a [u8; 32],
}

/// Counts a code or link that is about to be sent, by what was typed and by the network (R36). The refusal is the same
/// for known and unknown contacts. False when the contact gets too much by other ways: then nothing is sent, and nobody
/// is told.
pub async fn count_send(tx: &mut Tx, cx: &Cx, send: Send<'_>) -> Result<std::result::Result<bool, CodeRefusal>> {
    let otp = &cx.settings().otp;
    let what = |counter: &str| format!("{counter}:{}", send.purpose.name());
    let (share, most) = (otp.max_sends_per_contact_and_network_per_day, otp.max_sends_per_contact_per_day);
    let here = LimitKey::here(cx, &what("sends-here"), send.asked);
    let all = LimitKey::of_hash(cx, &what("sends"), send.asked);
    let reached = LimitKey::of_hash(cx, &what("sends-to"), send.contact);
    let network = LimitKey::new(cx, "sends-network", &cx.client.network);
    let here_may = count_within(tx, here, share, DAY, cx.now).await?;
    let all_may = count_within(tx, all, most, DAY, cx.now).await?;
    let reaches = count_within(tx, reached, most.saturating_mul(2), DAY, cx.now).await?;
    let of_network = store::count(tx, &network.0, cx.now, after(cx.now, HOUR)).await?;
    if !(here_may && all_may) {
        return Ok(Err(CodeRefusal::TooMany));
    }
    if of_network.failures > i64::from(otp.max_sends_per_network_per_hour) {
        let wait = of_network.window_ends_at.duration_since(cx.now);
        return Ok(Err(CodeRefusal::NetworkTooMany { seconds: whole_seconds(wait) }));
    }
    Ok(Ok(reaches))
}

fn nobody() -> okno_domain::id::Id<()> {
    okno_domain::id::Id::from_uuid(uuid::Uuid::nil())
}
