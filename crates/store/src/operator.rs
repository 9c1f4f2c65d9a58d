//! Operators: who they are, where they work, and what proves that it is they.

use okno_domain::{
    operator::{CenterId, OperatorId, OperatorStatus, OrganizationId, Role},
    time::Timestamp,
};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// An operator by id.
    FIND = own("operator_id") "operator.find" "SELECT operator_id, login_name, role, status, name_sealed, snils_hash, organization_id, created_at, version FROM operator WHERE operator_id = $1"
        => [operator_id: Id, login_name: Text, role: Text, status: Text, name_sealed: Bytes, snils_hash: Bytes, organization_id: Id, created_at: Instant, version: I64];
    /// Operators after one, in the order in which they were made.
    LIST = sweep "operator.list" "SELECT operator_id, login_name, role, status, name_sealed, snils_hash, organization_id, created_at, version FROM operator WHERE operator_id > $1 ORDER BY operator_id LIMIT $2"
        => [operator_id: Id, login_name: Text, role: Text, status: Text, name_sealed: Bytes, snils_hash: Bytes, organization_id: Id, created_at: Instant, version: I64];
    /// Those who work at a center.
    LIST_OF_CENTER = sweep "operator.list_of_center" "SELECT o.operator_id, o.login_name, o.role, o.status, o.name_sealed, o.snils_hash, o.organization_id, o.created_at, o.version FROM operator_admission a JOIN operator o ON o.operator_id = a.operator_id WHERE a.center_id = $1 ORDER BY a.operator_id LIMIT $2"
        => [operator_id: Id, login_name: Text, role: Text, status: Text, name_sealed: Bytes, snils_hash: Bytes, organization_id: Id, created_at: Instant, version: I64];
    /// Those who work for an organization.
    OF_ORGANIZATION = sweep "operator.of_organization" "SELECT operator_id, login_name, role, status, name_sealed, snils_hash, organization_id, created_at, version FROM operator WHERE organization_id = $1 ORDER BY operator_id LIMIT $2"
        => [operator_id: Id, login_name: Text, role: Text, status: Text, name_sealed: Bytes, snils_hash: Bytes, organization_id: Id, created_at: Instant, version: I64];
    /// A new operator.
    INSERT = own("operator_id") "operator.insert" "INSERT INTO operator (operator_id, login_name, role, status, name_sealed, snils_hash, organization_id, created_at, updated_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 1)" => [];
    /// Another status, if nobody changed the operator meanwhile.
    SET_STATUS = own("operator_id") "operator.set_status" "UPDATE operator SET status = $3, updated_at = $4, version = version + 1 WHERE operator_id = $1 AND version = $2" => [];
    /// Takes a login name.
    CLAIM = lookup "operator_lookup.claim" "INSERT INTO operator_lookup (login_hash, operator_id) VALUES ($1, $2) ON CONFLICT (login_hash) DO NOTHING" => [];
    /// Whose a login name is.
    LOOKUP = lookup "operator_lookup.find" "SELECT operator_id FROM operator_lookup WHERE login_hash = $1" => [operator_id: Id];
    /// Admits to a center.
    ADMIT = own("operator_id") "operator_admission.insert" "INSERT INTO operator_admission (operator_id, center_id, admitted_at) VALUES ($1, $2, $3) ON CONFLICT (operator_id, center_id) DO NOTHING" => [];
    /// Ends the work at a center.
    DISMISS = own("operator_id") "operator_admission.delete" "DELETE FROM operator_admission WHERE operator_id = $1 AND center_id = $2" => [];
    /// From when until when somebody works at a center, whether they did before or not.
    PUT_ADMISSION = own("operator_id") "operator_admission.put" "INSERT INTO operator_admission (operator_id, center_id, admitted_at, valid_from, valid_until) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (operator_id, center_id) DO UPDATE SET valid_from = excluded.valid_from, valid_until = excluded.valid_until" => [];
    /// Where an operator works.
    ADMISSIONS = own("operator_id") "operator_admission.list" "SELECT center_id, valid_from, valid_until FROM operator_admission WHERE operator_id = $1 ORDER BY center_id" => [center_id: Id, valid_from: Instant, valid_until: Instant];
    /// Active operators of a role, for asking whether there is another one.
    ACTIVE_OF_ROLE = sweep "operator.active_of_role" "SELECT operator_id FROM operator WHERE role = $1 AND status = 'active' ORDER BY operator_id LIMIT $2" => [operator_id: Id];
    /// The stored hashes.
    FIND_PASSWORD = own("operator_id") "operator_password.find" "SELECT password_hash, alarm_hash FROM operator_password WHERE operator_id = $1" => [password_hash: Text, alarm_hash: Text];
    /// The first or a new password.
    PUT_PASSWORD = own("operator_id") "operator_password.put" "INSERT INTO operator_password (operator_id, password_hash, alarm_hash, changed_at, version) VALUES ($1, $2, $3, $4, 1) ON CONFLICT (operator_id) DO UPDATE SET password_hash = excluded.password_hash, alarm_hash = excluded.alarm_hash, changed_at = excluded.changed_at, version = operator_password.version + 1" => [];
    /// The same password hashed anew, unless it was changed meanwhile.
    REHASH = own("operator_id") "operator_password.rehash" "UPDATE operator_password SET password_hash = $3, version = version + 1 WHERE operator_id = $1 AND password_hash = $2" => [];
    /// The same for the password that calls for help.
    REHASH_ALARM = own("operator_id") "operator_password.rehash_alarm" "UPDATE operator_password SET alarm_hash = $3, version = version + 1 WHERE operator_id = $1 AND alarm_hash = $2" => [];
    /// The second factor.
    FIND_TOTP = own("operator_id") "operator_totp.find" "SELECT secret_sealed, last_step, enrolled_at FROM operator_totp WHERE operator_id = $1" => [secret_sealed: Bytes, last_step: I64, enrolled_at: Instant];
    /// The first second factor; one that is there stays.
    INSERT_TOTP = own("operator_id") "operator_totp.insert" "INSERT INTO operator_totp (operator_id, secret_sealed, last_step, enrolled_at) VALUES ($1, $2, $3, $4) ON CONFLICT (operator_id) DO NOTHING" => [];
    /// Uses a step up; only a later one than the last.
    USE_STEP = own("operator_id") "operator_totp.use_step" "UPDATE operator_totp SET last_step = $2 WHERE operator_id = $1 AND last_step < $2" => [];
    /// Takes the second factor away.
    DELETE_TOTP = own("operator_id") "operator_totp.delete" "DELETE FROM operator_totp WHERE operator_id = $1" => [];
    /// A new link to choose a password; the one before is worth nothing any more.
    PUT_INVITATION = own("operator_id") "operator_invitation.put" "INSERT INTO operator_invitation (operator_id, token_hash, expires_at) VALUES ($1, $2, $3) ON CONFLICT (operator_id) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at" => [];
    /// The link that is out.
    FIND_INVITATION = own("operator_id") "operator_invitation.find" "SELECT token_hash, expires_at FROM operator_invitation WHERE operator_id = $1" => [token_hash: Bytes, expires_at: Instant];
    /// Uses the link up.
    USE_INVITATION = own("operator_id") "operator_invitation.use" "DELETE FROM operator_invitation WHERE operator_id = $1 AND token_hash = $2" => [];
}

/// An operator as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorRow {
    /// The id.
    pub id: OperatorId,
    /// The login name.
    pub login_name: String,
    /// The role.
    pub role: Role,
    /// Whether they may sign in.
    pub status: OperatorStatus,
    /// The name, sealed by the system.
    pub name_sealed: Vec<u8>,
    /// The blind index of their own SNILS, where it is known.
    pub snils_hash: Option<[u8; 32]>,
    /// For whom they work.
    pub organization: Option<OrganizationId>,
    /// Since when they are known.
    pub created_at: Timestamp,
    /// For the guard of the next update.
    pub version: i64,
}

/// The hashes of the password and of the password that calls for help.
#[derive(Clone, Debug)]
pub struct PasswordRow {
    /// PHC string.
    pub password_hash: String,
    /// PHC string.
    pub alarm_hash: String,
}

/// The second factor as stored.
#[derive(Clone, Debug)]
pub struct TotpRow {
    /// The key, sealed by the system.
    pub secret_sealed: Vec<u8>,
    /// The last step whose code was used.
    pub last_step: i64,
    /// Since when.
    pub enrolled_at: Timestamp,
}

pub(crate) fn role(row: &Row) -> Result<Role, Error> {
    let name: String = row.get("role")?;
    Role::from_name(&name).ok_or_else(|| row.corrupt("role"))
}

pub(crate) fn status(row: &Row) -> Result<OperatorStatus, Error> {
    let name: String = row.get("status")?;
    OperatorStatus::from_name(&name).ok_or_else(|| row.corrupt("status"))
}

fn decode(row: &Row) -> Result<OperatorRow, Error> {
    Ok(OperatorRow {
        id: row.get("operator_id")?,
        login_name: row.get("login_name")?,
        role: role(row)?,
        status: status(row)?,
        name_sealed: row.get("name_sealed")?,
        snils_hash: row.get("snils_hash")?,
        organization: row.get("organization_id")?,
        created_at: row.get("created_at")?,
        version: row.get("version")?,
    })
}

/// The operator with this id.
pub async fn find(read: &mut Read, id: OperatorId) -> Result<Option<OperatorRow>, Error> {
    read.query_opt(&FIND, args![id]).await?.as_ref().map(decode).transpose()
}

/// Whose a login name is, by its blind index.
pub async fn lookup(read: &mut Read, login_hash: &[u8; 32]) -> Result<Option<OperatorId>, Error> {
    read.query_opt(&LOOKUP, args![*login_hash]).await?.map(|row| row.get("operator_id")).transpose()
}

/// Up to `most` operators made after `after`, the oldest first.
pub async fn list(read: &mut Read, after: Option<OperatorId>, most: i64) -> Result<Vec<OperatorRow>, Error> {
    let after = after.unwrap_or(OperatorId::from_uuid(uuid::Uuid::nil()));
    read.query_all(&LIST, args![after, most]).await?.iter().map(decode).collect()
}

/// Up to `most` operators who work at a center.
pub async fn list_of_center(read: &mut Read, center: CenterId, most: i64) -> Result<Vec<OperatorRow>, Error> {
    read.query_all(&LIST_OF_CENTER, args![center, most]).await?.iter().map(decode).collect()
}

/// Up to `most` operators who work for an organization.
pub async fn of_organization(
    read: &mut Read,
    organization: OrganizationId,
    most: i64,
) -> Result<Vec<OperatorRow>, Error> {
    read.query_all(&OF_ORGANIZATION, args![organization, most]).await?.iter().map(decode).collect()
}

/// Stores a new operator under the blind index of the login name; false, and nothing stored, when the name is taken.
pub async fn insert(tx: &mut Tx, operator: &OperatorRow, login_hash: &[u8; 32]) -> Result<bool, Error> {
    let OperatorRow { id, login_name, role, status, name_sealed, snils_hash, organization, created_at, .. } = operator;
    if tx.execute(&CLAIM, args![*login_hash, *id]).await?.count() == 0 {
        return Ok(false);
    }
    let arguments = args![
        *id,
        login_name.as_str(),
        role.name(),
        status.name(),
        name_sealed.as_slice(),
        *snils_hash,
        *organization,
        *created_at
    ];
    tx.execute(&INSERT, arguments).await?.exactly_one()?;
    Ok(true)
}

/// Saves another status; `Conflict` if the operator changed since it was read.
pub async fn set_status(
    tx: &mut Tx,
    operator: &OperatorRow,
    status: OperatorStatus,
    now: Timestamp,
) -> Result<(), Error> {
    tx.execute(&SET_STATUS, args![operator.id, operator.version, status.name(), now]).await?.exactly_one()
}

/// Admits to a center; false when that was so before.
pub async fn admit(tx: &mut Tx, id: OperatorId, center: CenterId, now: Timestamp) -> Result<bool, Error> {
    Ok(tx.execute(&ADMIT, args![id, center, now]).await?.count() == 1)
}

/// Ends the work at a center; false when there was none.
pub async fn dismiss(tx: &mut Tx, id: OperatorId, center: CenterId) -> Result<bool, Error> {
    Ok(tx.execute(&DISMISS, args![id, center]).await?.count() == 1)
}

/// That an operator works at a center, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admission {
    /// The center.
    pub center: CenterId,
    /// From this instant on; ever since when none.
    pub from: Option<Timestamp>,
    /// Until before this instant; without end when none.
    pub until: Option<Timestamp>,
}

impl Admission {
    /// Whether it holds at this instant.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }
}

/// Where an operator works, has worked and will work.
pub async fn all_admissions(read: &mut Read, id: OperatorId) -> Result<Vec<Admission>, Error> {
    let decode = |row: &Row| {
        let (from, until) = (row.get("valid_from")?, row.get("valid_until")?);
        Ok(Admission { center: row.get("center_id")?, from, until })
    };
    read.query_all(&ADMISSIONS, args![id]).await?.iter().map(decode).collect()
}

/// Where an operator works now.
pub async fn admissions(read: &mut Read, id: OperatorId, now: Timestamp) -> Result<Vec<CenterId>, Error> {
    let all = all_admissions(read, id).await?;
    Ok(all.into_iter().filter(|admission| admission.holds(now)).map(|admission| admission.center).collect())
}

/// Admits to a center for some time, or changes the time.
pub async fn put_admission(tx: &mut Tx, id: OperatorId, admission: &Admission, now: Timestamp) -> Result<(), Error> {
    let Admission { center, from, until } = *admission;
    tx.execute(&PUT_ADMISSION, args![id, center, now, from, until]).await?.exactly_one()
}

/// Up to `most` active operators of a role.
pub async fn active_of_role(read: &mut Read, role: Role, most: i64) -> Result<Vec<OperatorId>, Error> {
    read.query_all(&ACTIVE_OF_ROLE, args![role.name(), most]).await?.iter().map(|row| row.get("operator_id")).collect()
}

/// The hashes of the password.
pub async fn find_password(read: &mut Read, id: OperatorId) -> Result<Option<PasswordRow>, Error> {
    let Some(row) = read.query_opt(&FIND_PASSWORD, args![id]).await? else { return Ok(None) };
    Ok(Some(PasswordRow { password_hash: row.get("password_hash")?, alarm_hash: row.get("alarm_hash")? }))
}

/// Sets the password.
pub async fn put_password(tx: &mut Tx, id: OperatorId, row: &PasswordRow, now: Timestamp) -> Result<(), Error> {
    let arguments = args![id, row.password_hash.as_str(), row.alarm_hash.as_str(), now];
    tx.execute(&PUT_PASSWORD, arguments).await?.exactly_one()
}

/// Replaces a hash by a stronger one of the same password; nothing happens if it was changed meanwhile.
pub async fn rehash(tx: &mut Tx, id: OperatorId, alarm: bool, before: &str, after: &str) -> Result<(), Error> {
    let sql = if alarm { &REHASH_ALARM } else { &REHASH };
    tx.execute(sql, args![id, before, after]).await?.any();
    Ok(())
}

/// The second factor.
pub async fn find_totp(read: &mut Read, id: OperatorId) -> Result<Option<TotpRow>, Error> {
    let Some(row) = read.query_opt(&FIND_TOTP, args![id]).await? else { return Ok(None) };
    Ok(Some(TotpRow {
        secret_sealed: row.get("secret_sealed")?,
        last_step: row.get("last_step")?,
        enrolled_at: row.get("enrolled_at")?,
    }))
}

/// Stores the first second factor; `Conflict` when there is one.
pub async fn insert_totp(tx: &mut Tx, id: OperatorId, row: &TotpRow) -> Result<(), Error> {
    let arguments = args![id, row.secret_sealed.as_slice(), row.last_step, row.enrolled_at];
    tx.execute(&INSERT_TOTP, arguments).await?.exactly_one()
}

/// Uses the code of a step up; false when it, or a later one, was used before.
pub async fn use_step(tx: &mut Tx, id: OperatorId, step: i64) -> Result<bool, Error> {
    Ok(tx.execute(&USE_STEP, args![id, step]).await?.count() == 1)
}

/// Takes the second factor away; false when there was none.
pub async fn delete_totp(tx: &mut Tx, id: OperatorId) -> Result<bool, Error> {
    Ok(tx.execute(&DELETE_TOTP, args![id]).await?.count() == 1)
}

/// Stores the hash of a new link to choose a password.
pub async fn put_invitation(
    tx: &mut Tx,
    id: OperatorId,
    token_hash: &[u8; 32],
    expires_at: Timestamp,
) -> Result<(), Error> {
    tx.execute(&PUT_INVITATION, args![id, *token_hash, expires_at]).await?.exactly_one()
}

/// The hash and the end of the link that is out.
pub async fn find_invitation(read: &mut Read, id: OperatorId) -> Result<Option<([u8; 32], Timestamp)>, Error> {
    let Some(row) = read.query_opt(&FIND_INVITATION, args![id]).await? else { return Ok(None) };
    Ok(Some((row.get("token_hash")?, row.get("expires_at")?)))
}

/// Uses the link up; `Conflict` when somebody was first.
pub async fn use_invitation(tx: &mut Tx, id: OperatorId, token_hash: &[u8; 32]) -> Result<(), Error> {
    tx.execute(&USE_INVITATION, args![id, *token_hash]).await?.exactly_one()
}
