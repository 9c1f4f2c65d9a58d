//! Issuing and redeeming one-time codes and links (R33 to R40).

use okno_domain::{
    contact::ContactKind,
    credential::code::OneTimeCode,
    id::Id,
    one_time_code::{CodeAttempt, CodeForm, CodeRefusal, CodeStatus, IssuedCode, Purpose},
    secret::Secret,
    time::{Timestamp, after},
};
use okno_store::{Read, Tx, one_time_code as store};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::{
    context::Cx,
    error::Result,
    limit::{self, Guard, LimitKey, Send},
    settings::{hours, seconds},
    token,
};

/// Whom a code belongs to, what it proves, and which contact it goes to.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The registration, account or recovery.
    pub owner: Uuid,
    /// What the code is good for.
    pub purpose: Purpose,
    /// The kind of contact.
    pub kind: ContactKind,
    /// The contact's blind index.
    pub contact_hash: &'a [u8; 32],
    /// The blind index of what was typed to name the contact, where that is something else: limits that are told count
    /// by it.
    pub asked: &'a [u8; 32],
}

/// The counters of wrong codes: of this owner, at this contact from this network, and at this contact from anywhere.
/// What a stranger does elsewhere, or for another purpose, costs the owner a few seconds at most (decision 13).
fn guards(cx: &Cx, claim: Claim<'_>) -> [Guard; 3] {
    let purpose = claim.purpose.name();
    let own = LimitKey::new(cx, &format!("codes-own:{purpose}"), &format!("{} {:?}", claim.owner, claim.asked));
    let rule = limit::guesses_at_codes(cx);
    [
        Guard { key: own, rule },
        Guard { key: LimitKey::here(cx, &format!("codes-here:{purpose}"), claim.asked), rule },
        Guard {
            key: LimitKey::of_hash(cx, &format!("codes:{purpose}"), claim.asked),
            rule: limit::guesses_at_codes_anywhere(cx),
        },
    ]
}

/// What was made; the secrets go into the message and nowhere else.
#[derive(Clone, Debug)]
pub struct IssuedSecrets {
    /// Digits to type.
    pub code: Option<Secret>,
    /// The token of a link.
    pub link: Option<Secret>,
    /// The id of the code or link, for telling messages apart.
    pub mark: String,
    /// When the code stops being accepted.
    pub code_expires_at: Timestamp,
    /// When nothing in the message is accepted any more.
    pub useful_until: Timestamp,
    /// Whether the message may be sent. Where it may not, the contact has had too many by other ways, and the one who
    /// asks must not learn that they lead to the same contact.
    pub may_be_sent: bool,
}

fn hash(cx: &Cx, owner: Uuid, form: CodeForm, secret: &[u8]) -> [u8; 32] {
    cx.app.keys.secret_hash(form.name(), Id::<()>::from_uuid(owner), secret)
}

/// Seconds until the next code may be asked for (R36); 0 when at once.
pub async fn resend_in(read: &mut Read, cx: &Cx, claim: Claim<'_>) -> Result<i64> {
    let newest = newest(read, claim).await?;
    Ok(newest.map_or(0, |code| pause_left(cx, &code)))
}

fn pause_left(cx: &Cx, code: &IssuedCode) -> i64 {
    let open = after(code.issued_at, seconds(cx.settings().otp.resend_min_seconds));
    let left = open.duration_since(cx.now);
    if left.is_positive() { left.as_secs() + i64::from(left.subsec_nanos() > 0) } else { 0 }
}

async fn newest(read: &mut Read, claim: Claim<'_>) -> Result<Option<IssuedCode>> {
    let codes = store::list(read, claim.owner, claim.purpose).await?;
    Ok(codes.into_iter().map(|row| row.code).find(|code| code.contact_hash == *claim.contact_hash))
}

/// The code that can be typed now, for showing the time left (R34).
pub async fn current(read: &mut Read, claim: Claim<'_>) -> Result<Option<IssuedCode>> {
    let codes = store::list(read, claim.owner, claim.purpose).await?;
    Ok(codes
        .into_iter()
        .map(|row| row.code)
        .find(|code| code.contact_hash == *claim.contact_hash && code.form == CodeForm::Code))
}

/// Makes a new code (and, for mail, a link), voids the older ones, and counts it towards the limits. The pause between
/// two codes and the limits hold for contacts of nobody as well.
pub async fn issue(
    tx: &mut Tx,
    cx: &Cx,
    claim: Claim<'_>,
    forms: &[CodeForm],
) -> Result<std::result::Result<IssuedSecrets, CodeRefusal>> {
    if let Some(code) = newest(tx, claim).await? {
        let pause = pause_left(cx, &code);
        if pause > 0 {
            return Ok(Err(CodeRefusal::TooEarly { seconds: pause }));
        }
    }
    let send = Send { purpose: claim.purpose, asked: claim.asked, contact: claim.contact_hash };
    let may_be_sent = match limit::count_send(tx, cx, send).await? {
        Ok(may_be_sent) => may_be_sent,
        Err(refusal) => return Ok(Err(refusal)),
    };
    store::void(tx, claim.owner, claim.purpose, claim.contact_hash).await?;
    let otp = &cx.settings().otp;
    let code_life = seconds(otp.ttl_seconds);
    let link_life = hours(cx.settings().registration.email_link_ttl_hours);
    let mut secrets = IssuedSecrets {
        code: None,
        link: None,
        mark: String::new(),
        code_expires_at: after(cx.now, code_life),
        useful_until: cx.now,
        may_be_sent,
    };
    for form in forms {
        let id = cx.fresh_id();
        let (secret, life) = match form {
            CodeForm::Code => {
                let code = OneTimeCode::generate(usize::from(otp.length), &mut cx.rng());
                let secret = Secret::new(code.expose());
                secrets.code = Some(secret.clone());
                (secret.expose().as_bytes().to_vec(), code_life)
            }
            CodeForm::Link => {
                let secret: [u8; token::SECRET_BYTES] = cx.random_bytes();
                secrets.link = Some(LinkToken { owner: claim.owner, code: id.uuid(), secret }.encode());
                (secret.to_vec(), link_life)
            }
        };
        let code = IssuedCode {
            id,
            purpose: claim.purpose,
            form: *form,
            contact_hash: *claim.contact_hash,
            code_hash: hash(cx, claim.owner, *form, &secret),
            status: CodeStatus::Issued,
            attempts: 0,
            issued_at: cx.now,
            expires_at: after(cx.now, life),
        };
        store::insert(tx, claim.owner, &code).await?;
        secrets.mark = id.to_string();
        secrets.useful_until = secrets.useful_until.max(code.expires_at);
    }
    Ok(Ok(secrets))
}

/// Tries a typed code. The attempt is counted in `tx`, which must be committed in each case. An accepted code voids the
/// link of the same letter. What is no code at all is no attempt, and a code that is dead already takes none (R36, R40).
pub async fn redeem_code(
    tx: &mut Tx,
    cx: &Cx,
    claim: Claim<'_>,
    typed: &Secret,
) -> Result<std::result::Result<(), CodeRefusal>> {
    let rows = store::list(tx, claim.owner, claim.purpose).await?;
    let row =
        rows.into_iter().find(|row| row.code.form == CodeForm::Code && row.code.contact_hash == *claim.contact_hash);
    let Some(row) = row else { return Ok(Err(CodeRefusal::Void)) };
    let digits = usize::from(cx.settings().otp.length);
    let Ok(typed) = OneTimeCode::parse(typed.expose(), digits) else {
        return Ok(Err(CodeRefusal::Malformed { digits }));
    };
    if !row.code.is_open(cx.now) {
        return settle(tx, cx, claim.owner, row, false).await;
    }
    let guards = guards(cx, claim);
    if let Some(wait) = limit::blocked_for(tx, &guards.map(|guard| guard.key), cx.now).await? {
        return Ok(Err(CodeRefusal::Slowed { seconds: limit::whole_seconds(wait) }));
    }
    let right = same(&hash(cx, claim.owner, CodeForm::Code, typed.expose().as_bytes()), &row.code.code_hash);
    let verdict = settle(tx, cx, claim.owner, row, right).await?;
    for (place, guard) in guards.into_iter().enumerate() {
        match verdict {
            // What others guess elsewhere is not forgotten by it.
            Ok(()) if place < 2 => limit::succeeded(tx, guard.key).await?,
            // A new code begins with all its attempts; these counters go on (decision 13).
            Err(CodeRefusal::Wrong { .. } | CodeRefusal::Locked) => limit::failed(tx, guard, cx.now).await?,
            _ => {}
        }
    }
    Ok(verdict)
}

async fn settle(
    tx: &mut Tx,
    cx: &Cx,
    owner: Uuid,
    row: store::CodeRow,
    right: bool,
) -> Result<std::result::Result<(), CodeRefusal>> {
    let (purpose, contact) = (row.code.purpose, row.code.contact_hash);
    match row.code.attempt(right, cx.now, cx.settings().otp.max_attempts) {
        CodeAttempt::Accepted(code) => {
            store::update(tx, owner, row.version, &code).await?;
            store::void(tx, owner, purpose, &contact).await?;
            Ok(Ok(()))
        }
        CodeAttempt::Refused(code, refusal) => {
            store::update(tx, owner, row.version, &code).await?;
            Ok(Err(refusal))
        }
    }
}

fn same(one: &[u8; 32], other: &[u8; 32]) -> bool {
    one.ct_eq(other).into()
}

/// The token in a link: it carries the key of its row (decision 7).
#[derive(Clone)]
pub struct LinkToken {
    owner: Uuid,
    code: Uuid,
    secret: [u8; token::SECRET_BYTES],
}

token::hidden_debug!(LinkToken);

impl LinkToken {
    fn encode(&self) -> Secret {
        token::encode(&[self.owner, self.code], &self.secret)
    }

    /// Reads a token from a link; `None` for anything that is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let ([owner, code], secret) = token::parse(text)?;
        Some(Self { owner, code, secret })
    }

    /// The registration, account or recovery that the link belongs to.
    pub fn owner(&self) -> Uuid {
        self.owner
    }
}

/// Whether a link would be accepted now, without using it: for the page that asks for one more click, so that a mail
/// scanner that follows links uses nothing up.
pub async fn peek_link(
    read: &mut Read,
    cx: &Cx,
    purpose: Purpose,
    token: &LinkToken,
) -> Result<std::result::Result<IssuedCode, CodeRefusal>> {
    let row = store::find(read, token.owner, Id::from_uuid(token.code)).await?;
    let Some(row) = row.filter(|row| fits(cx, purpose, token, &row.code)) else { return Ok(Err(CodeRefusal::Void)) };
    Ok(match row.code.clone().attempt(true, cx.now, 1) {
        CodeAttempt::Accepted(_) => Ok(row.code),
        CodeAttempt::Refused(_, refusal) => Err(refusal),
    })
}

/// Uses a link; returns the blind index of the contact that it proves.
pub async fn redeem_link(
    tx: &mut Tx,
    cx: &Cx,
    purpose: Purpose,
    token: &LinkToken,
) -> Result<std::result::Result<[u8; 32], CodeRefusal>> {
    let row = store::find(tx, token.owner, Id::from_uuid(token.code)).await?;
    let Some(row) = row.filter(|row| fits(cx, purpose, token, &row.code)) else { return Ok(Err(CodeRefusal::Void)) };
    let contact = row.code.contact_hash;
    Ok(settle(tx, cx, token.owner, row, true).await?.map(|()| contact))
}

fn fits(cx: &Cx, purpose: Purpose, token: &LinkToken, code: &IssuedCode) -> bool {
    code.form == CodeForm::Link
        && code.purpose == purpose
        && same(&hash(cx, token.owner, CodeForm::Link, &token.secret), &code.code_hash)
}
