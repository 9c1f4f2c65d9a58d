//! The operator's password, the ending that calls for help, and the link by which both are chosen.

use okno_domain::{
    credential::password::{OwnData, PasswordPolicy, PasswordProfile, check_repeat},
    id::Id,
    identifier::Reason as _,
    operator::OperatorId,
    refusal::{Class, FieldFault, Refusal},
    secret::Secret,
    session::EndReason,
    time::Timestamp,
};
use okno_store::{
    Read, Tx,
    operator::{self as store, OperatorRow, PasswordRow},
    operator_session,
};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{
    audit::{self, By},
    open_name,
};
use crate::{
    context::Cx,
    error::{Error, Result},
    settings::{ends, hours},
    token,
};

/// An ending of one letter would be typed by mistake.
const SHORTEST_ENDING: usize = 2;
const LONGEST_ENDING: usize = 20;

/// What a typed password turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Right {
    /// It had the ending that calls for help.
    pub(super) alarm: bool,
    /// The stored hash is weaker than what is configured now.
    pub(super) outdated: Option<String>,
}

/// Compares with both stored hashes, always with both: the way to the answer tells nothing, neither whether there is such
/// an operator nor which password it was.
pub(super) async fn check(cx: &Cx, stored: Option<&PasswordRow>, typed: &Secret) -> Result<Option<Right>> {
    let peppered = cx.app.keys.peppered_password(typed);
    let plain = cx.app.hashing.verify(peppered.clone(), stored.map(|row| row.password_hash.clone())).await?;
    let alarm = cx.app.hashing.verify(peppered, stored.map(|row| row.alarm_hash.clone())).await?;
    Ok(stored.and_then(|row| match (plain, alarm) {
        (Some(found), _) => Some(Right { alarm: false, outdated: found.outdated.then(|| row.password_hash.clone()) }),
        (None, Some(found)) => Some(Right { alarm: true, outdated: found.outdated.then(|| row.alarm_hash.clone()) }),
        (None, None) => None,
    }))
}

/// A stronger hash of a right password, where the stored one is weak.
pub(super) async fn stronger(cx: &Cx, right: &Right, typed: &Secret) -> Result<Option<String>> {
    if right.outdated.is_none() {
        return Ok(None);
    }
    Ok(Some(cx.app.hashing.hash(cx.app.keys.peppered_password(typed), cx.random_bytes()).await?))
}

/// Stores it.
pub(super) async fn keep_stronger(tx: &mut Tx, id: OperatorId, right: &Right, stronger: Option<String>) -> Result<()> {
    if let (Some(before), Some(after)) = (&right.outdated, stronger) {
        store::rehash(tx, id, right.alarm, before, &after).await?;
    }
    Ok(())
}

/// Both hashes for a new password. Without an ending the second is of something that nobody knows.
pub(super) async fn hashes(cx: &Cx, password: &Secret, ending: &Secret) -> Result<PasswordRow> {
    let (keys, hashing) = (&cx.app.keys, &cx.app.hashing);
    let with_ending = if ending.is_empty() {
        Zeroizing::new(cx.random_bytes())
    } else {
        keys.peppered_password(&Secret::new(format!("{}{}", password.expose(), ending.expose())))
    };
    Ok(PasswordRow {
        password_hash: hashing.hash(keys.peppered_password(password), cx.random_bytes()).await?,
        alarm_hash: hashing.hash(with_ending, cx.random_bytes()).await?,
    })
}

/// What is wrong with a chosen password and ending. Operators follow the modern rules, whatever citizens do.
pub(super) fn faults(name: &str, login_name: &str, password: &Secret, ending: &Secret) -> Vec<FieldFault> {
    let names = name.split_whitespace().chain(login_name.split(['.', '-'])).map(str::to_owned).collect();
    let own = OwnData { names, ..OwnData::default() };
    let policy = PasswordPolicy::profile(PasswordProfile::Modern);
    let mut faults: Vec<_> = policy.check(password, &own).iter().map(|fault| fault.on("password")).collect();
    let length = ending.expose().chars().count();
    if length > 0 && !(SHORTEST_ENDING..=LONGEST_ENDING).contains(&length) {
        faults.push(FieldFault::new("alarm_ending", "alarm-ending"));
    }
    faults
}

/// What the link to choose a password carries.
#[derive(Clone)]
pub struct InvitationToken {
    operator: OperatorId,
    secret: [u8; 32],
}

token::hidden_debug!(InvitationToken);

impl InvitationToken {
    /// The text for the link.
    pub fn encode(&self) -> Secret {
        token::encode(&[self.operator.uuid()], &self.secret)
    }

    /// Reads a link; `None` for anything that is not a token.
    pub fn parse(text: &str) -> Option<Self> {
        let ([operator], secret) = token::parse(text)?;
        Some(Self { operator: Id::from_uuid(operator), secret })
    }

    fn hash(&self, cx: &Cx) -> [u8; 32] {
        cx.app.keys.secret_hash("operator-invitation", self.operator, &self.secret)
    }
}

/// Makes a link; the one before works no longer.
pub(super) async fn invite(tx: &mut Tx, cx: &Cx, operator: OperatorId) -> Result<InvitationToken> {
    let token = InvitationToken { operator, secret: cx.random_bytes() };
    let until = ends(cx.now, hours(cx.settings().operator.invitation_hours));
    store::put_invitation(tx, operator, &token.hash(cx), until).await?;
    Ok(token)
}

/// Whom a link is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The login name.
    pub login_name: String,
    /// Until when it works.
    pub expires_at: Timestamp,
}

fn over() -> Error {
    Error::Refused(Refusal::new("operator-invitation-over", Class::Gone))
}

async fn load(read: &mut Read, cx: &Cx, token: &InvitationToken) -> Result<(OperatorRow, Timestamp)> {
    let (hash, until) = store::find_invitation(read, token.operator).await?.ok_or_else(over)?;
    let right: bool = hash.ct_eq(&token.hash(cx)).into();
    if !right || cx.now >= until {
        return Err(over());
    }
    Ok((super::admin::active(read, token.operator).await.map_err(|_| over())?, until))
}

/// Whom a link is for; refused when it is used, over, or not ours.
pub async fn invitation(cx: &Cx, token: &InvitationToken) -> Result<Invitation> {
    let (row, expires_at) = load(&mut cx.app.store.read().await?, cx, token).await?;
    Ok(Invitation { login_name: row.login_name, expires_at })
}

/// Sets the password by the link, which is used up. Every session of the operator ends.
pub async fn choose_password(
    cx: &Cx,
    token: &InvitationToken,
    password: &Secret,
    repeat: &Secret,
    ending: &Secret,
) -> Result<()> {
    let row = load(&mut cx.app.store.read().await?, cx, token).await?.0;
    let name = open_name(cx, row.id, &row.name_sealed)?;
    let mut faults = faults(&name, &row.login_name, password, ending);
    faults.extend(check_repeat(password, repeat).err().map(|fault| fault.on("password_repeat")));
    if !faults.is_empty() {
        return Err(Error::Fields(faults));
    }
    let hashes = hashes(cx, password, ending).await?;
    let mut tx = cx.app.store.write().await?;
    let (row, _) = load(&mut tx, cx, token).await?;
    store::use_invitation(&mut tx, row.id, &token.hash(cx)).await?;
    store::put_password(&mut tx, row.id, &hashes, cx.now).await?;
    operator_session::end_all(&mut tx, row.id, EndReason::PasswordChanged, cx.now).await?;
    let by = By { actor: &row.login_name, center: None, organization: row.organization };
    audit::record_on(&mut tx, cx, row.id, by, "password-chosen", "").await?;
    cx.commit(tx).await
}
