//! Operators on their way in, and signed in.

use okno_domain::{
    id::Id,
    operator::{CenterId, OperatorId, OperatorSessionId, OperatorStatus, OrganizationId, Role, SignIn, Stage},
    session::{EndReason, SessionTimes},
    time::Timestamp,
};

use crate::{
    db::{Error, Read, Row, Tx, args, statements},
    operator::Admission,
};

statements! {
    /// A sign-in under way.
    FIND_SIGN_IN = own("operator_id") "operator_sign_in.find" "SELECT token_hash, stage, secret_sealed, wrong_codes, alarm, expires_at, version FROM operator_sign_in WHERE operator_id = $1 AND sign_in_id = $2"
        => [token_hash: Bytes, stage: Text, secret_sealed: Bytes, wrong_codes: I64, alarm: Bool, expires_at: Instant, version: I64];
    /// A new one.
    INSERT_SIGN_IN = own("operator_id") "operator_sign_in.insert" "INSERT INTO operator_sign_in (operator_id, sign_in_id, token_hash, stage, secret_sealed, wrong_codes, alarm, expires_at, version) VALUES ($1, $2, $3, $4, $5, 0, $6, $7, 1)" => [];
    /// Its next stage, if nobody moved it meanwhile.
    UPDATE_SIGN_IN = own("operator_id") "operator_sign_in.update" "UPDATE operator_sign_in SET stage = $4, wrong_codes = $5, version = version + 1 WHERE operator_id = $1 AND sign_in_id = $2 AND version = $3" => [];
    /// Removes sign-ins that are over.
    PURGE_SIGN_INS = sweep "operator_sign_in.purge" "DELETE FROM operator_sign_in WHERE sign_in_id IN (SELECT sign_in_id FROM operator_sign_in WHERE expires_at < $1 LIMIT $2)" => [];
    /// A session with the operator behind it, and whether they still work at its center.
    FIND = own("operator_id") "operator_session.find" "SELECT s.token_hash, s.center_id, s.alarm, s.created_at, s.authenticated_at, s.seen_at, s.expires_at, s.ended_at, o.login_name, o.role, o.status, o.name_sealed, o.snils_hash, o.organization_id, a.admitted_at, a.valid_from, a.valid_until FROM operator_session s JOIN operator o ON o.operator_id = s.operator_id LEFT JOIN operator_admission a ON a.operator_id = s.operator_id AND a.center_id = s.center_id WHERE s.operator_id = $1 AND s.session_id = $2"
        => [token_hash: Bytes, center_id: Id, alarm: Bool, created_at: Instant, authenticated_at: Instant, seen_at: Instant, expires_at: Instant, ended_at: Instant, login_name: Text, role: Text, status: Text, name_sealed: Bytes, snils_hash: Bytes, organization_id: Id, admitted_at: Instant, valid_from: Instant, valid_until: Instant];
    /// The sessions of an operator, the newest first; whether one calls for help is not among what is read.
    LIST = own("operator_id") "operator_session.list" "SELECT session_id, center_id, created_at, seen_at, expires_at, ended_at, network, user_agent FROM operator_session WHERE operator_id = $1 ORDER BY created_at DESC, session_id DESC LIMIT $2"
        => [session_id: Id, center_id: Id, created_at: Instant, seen_at: Instant, expires_at: Instant, ended_at: Instant, network: Text, user_agent: Text];
    /// A new session.
    INSERT = own("operator_id") "operator_session.insert" "INSERT INTO operator_session (operator_id, session_id, token_hash, center_id, alarm, created_at, authenticated_at, seen_at, expires_at, network, user_agent) VALUES ($1, $2, $3, $4, $5, $6, $6, $6, $7, $8, $9)" => [];
    /// Notes a request.
    TOUCH = own("operator_id") "operator_session.touch" "UPDATE operator_session SET seen_at = $3 WHERE operator_id = $1 AND session_id = $2 AND ended_at IS NULL AND seen_at < $3" => [];
    /// Notes that the operator proved again who they are; an alarm, once raised, stays.
    AUTHENTICATED = own("operator_id") "operator_session.authenticated" "UPDATE operator_session SET authenticated_at = $3, alarm = (alarm OR $4) WHERE operator_id = $1 AND session_id = $2 AND ended_at IS NULL" => [];
    /// Ends one session.
    END = own("operator_id") "operator_session.end" "UPDATE operator_session SET ended_at = $3, end_reason = $4 WHERE operator_id = $1 AND session_id = $2 AND ended_at IS NULL" => [];
    /// Ends all sessions of an operator.
    END_ALL = own("operator_id") "operator_session.end_all" "UPDATE operator_session SET ended_at = $2, end_reason = $3 WHERE operator_id = $1 AND ended_at IS NULL" => [];
    /// Breaks off all sign-ins of an operator.
    DELETE_SIGN_INS = own("operator_id") "operator_sign_in.delete_all" "DELETE FROM operator_sign_in WHERE operator_id = $1" => [];
    /// Removes sessions that have long been over.
    PURGE = sweep "operator_session.purge" "DELETE FROM operator_session WHERE session_id IN (SELECT session_id FROM operator_session WHERE expires_at < $1 LIMIT $2)" => [];
}

/// Names sign-ins.
#[derive(Debug)]
pub enum OperatorSignIn {}
/// The id of a sign-in.
pub type SignInId = Id<OperatorSignIn>;

/// A sign-in as stored.
#[derive(Clone, Debug)]
pub struct SignInRow {
    /// Its id.
    pub id: SignInId,
    /// Whose.
    pub operator: OperatorId,
    /// The keyed hash of the token's secret.
    pub token_hash: [u8; 32],
    /// Where it stands.
    pub sign_in: SignIn,
    /// The key offered to an application being set up, sealed by the system.
    pub secret_sealed: Option<Vec<u8>>,
    /// Whether it calls for help.
    pub alarm: bool,
    /// For the guard of the next update.
    pub version: i64,
}

/// A session as stored.
#[derive(Clone, Debug)]
pub struct OperatorSessionRow {
    /// The keyed hash of the token's secret.
    pub token_hash: [u8; 32],
    /// The center it is bound to.
    pub center: Option<CenterId>,
    /// Whether it calls for help.
    pub alarm: bool,
    /// Its times.
    pub times: SessionTimes,
    /// When the operator last proved who they are.
    pub authenticated_at: Timestamp,
    /// The operator's login name.
    pub login_name: String,
    /// The operator's role.
    pub role: Role,
    /// Whether the operator may sign in.
    pub status: OperatorStatus,
    /// The operator's name, sealed by the system.
    pub name_sealed: Vec<u8>,
    /// The blind index of the operator's own SNILS.
    pub snils_hash: Option<[u8; 32]>,
    /// For whom the operator works.
    pub organization: Option<OrganizationId>,
    /// The operator's admission to the center, if there is one.
    pub admission: Option<Admission>,
}

/// A session as its operator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLine {
    /// Its id.
    pub id: OperatorSessionId,
    /// The center it is bound to.
    pub center: Option<CenterId>,
    /// When it began.
    pub created_at: Timestamp,
    /// The last request in it.
    pub seen_at: Timestamp,
    /// When it is over at the latest.
    pub expires_at: Timestamp,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
    /// From which network prefix.
    pub network: String,
    /// By which browser.
    pub user_agent: String,
}

/// A new session.
#[derive(Clone, Debug)]
pub struct NewOperatorSession<'a> {
    /// Its id.
    pub id: OperatorSessionId,
    /// Whose.
    pub operator: OperatorId,
    /// The keyed hash of the token's secret.
    pub token_hash: [u8; 32],
    /// The center it is bound to.
    pub center: Option<CenterId>,
    /// Whether it calls for help.
    pub alarm: bool,
    /// Its times.
    pub times: SessionTimes,
    /// From which network prefix.
    pub network: &'a str,
    /// By which browser.
    pub user_agent: &'a str,
}

/// Up to `most` sessions of an operator, the newest first.
pub async fn list(read: &mut Read, operator: OperatorId, most: i64) -> Result<Vec<SessionLine>, Error> {
    let decode = |row: &Row| {
        Ok(SessionLine {
            id: row.get("session_id")?,
            center: row.get("center_id")?,
            created_at: row.get("created_at")?,
            seen_at: row.get("seen_at")?,
            expires_at: row.get("expires_at")?,
            ended_at: row.get("ended_at")?,
            network: row.get("network")?,
            user_agent: row.get("user_agent")?,
        })
    };
    read.query_all(&LIST, args![operator, most]).await?.iter().map(decode).collect()
}

/// The sign-in with this id.
pub async fn find_sign_in(read: &mut Read, operator: OperatorId, id: SignInId) -> Result<Option<SignInRow>, Error> {
    let Some(row) = read.query_opt(&FIND_SIGN_IN, args![operator, id]).await? else { return Ok(None) };
    let stage: String = row.get("stage")?;
    Ok(Some(SignInRow {
        id,
        operator,
        token_hash: row.get("token_hash")?,
        sign_in: SignIn {
            stage: Stage::from_name(&stage).ok_or_else(|| row.corrupt("stage"))?,
            wrong_codes: row.get("wrong_codes")?,
            expires_at: row.get("expires_at")?,
        },
        secret_sealed: row.get("secret_sealed")?,
        alarm: row.get("alarm")?,
        version: row.get("version")?,
    }))
}

/// Stores a new sign-in.
pub async fn insert_sign_in(tx: &mut Tx, row: &SignInRow) -> Result<(), Error> {
    let SignInRow { id, operator, token_hash, sign_in, secret_sealed, alarm, .. } = row;
    let arguments =
        args![*operator, *id, *token_hash, sign_in.stage.name(), secret_sealed.clone(), *alarm, sign_in.expires_at];
    tx.execute(&INSERT_SIGN_IN, arguments).await?.exactly_one()
}

/// Saves where a sign-in stands; `Conflict` if it was moved since `row` was read.
pub async fn update_sign_in(tx: &mut Tx, row: &SignInRow, next: &SignIn) -> Result<(), Error> {
    let arguments = args![row.operator, row.id, row.version, next.stage.name(), next.wrong_codes];
    tx.execute(&UPDATE_SIGN_IN, arguments).await?.exactly_one()
}

/// The session with this id, whatever its state.
pub async fn find(
    read: &mut Read,
    operator: OperatorId,
    session: OperatorSessionId,
) -> Result<Option<OperatorSessionRow>, Error> {
    let Some(row) = read.query_opt(&FIND, args![operator, session]).await? else { return Ok(None) };
    Ok(Some(OperatorSessionRow {
        token_hash: row.get("token_hash")?,
        center: row.get("center_id")?,
        alarm: row.get("alarm")?,
        times: SessionTimes {
            created_at: row.get("created_at")?,
            seen_at: row.get("seen_at")?,
            expires_at: row.get("expires_at")?,
            ended_at: row.get("ended_at")?,
        },
        authenticated_at: row.get("authenticated_at")?,
        login_name: row.get("login_name")?,
        role: crate::operator::role(&row)?,
        status: crate::operator::status(&row)?,
        name_sealed: row.get("name_sealed")?,
        snils_hash: row.get("snils_hash")?,
        organization: row.get("organization_id")?,
        admission: match (row.get::<Option<Timestamp>>("admitted_at")?, row.get("center_id")?) {
            (Some(_), Some(center)) => {
                Some(Admission { center, from: row.get("valid_from")?, until: row.get("valid_until")? })
            }
            _ => None,
        },
    }))
}

/// Stores a new session.
pub async fn insert(tx: &mut Tx, session: &NewOperatorSession<'_>) -> Result<(), Error> {
    let NewOperatorSession { id, operator, token_hash, center, alarm, times, network, user_agent } = session;
    let arguments =
        args![*operator, *id, *token_hash, *center, *alarm, times.created_at, times.expires_at, *network, *user_agent];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// Notes a request at `now`; nothing happens when the session ended meanwhile.
pub async fn touch(tx: &mut Tx, operator: OperatorId, session: OperatorSessionId, now: Timestamp) -> Result<(), Error> {
    tx.execute(&TOUCH, args![operator, session, now]).await?.any();
    Ok(())
}

/// Notes that the operator proved at `now` who they are, and whether that called for help.
pub async fn authenticated(
    tx: &mut Tx,
    operator: OperatorId,
    session: OperatorSessionId,
    now: Timestamp,
    alarm: bool,
) -> Result<(), Error> {
    tx.execute(&AUTHENTICATED, args![operator, session, now, alarm]).await?.exactly_one()
}

/// Ends one session; false when it had ended before.
pub async fn end(
    tx: &mut Tx,
    operator: OperatorId,
    session: OperatorSessionId,
    reason: EndReason,
    now: Timestamp,
) -> Result<bool, Error> {
    Ok(tx.execute(&END, args![operator, session, now, reason.name()]).await?.count() == 1)
}

/// Ends every session of the operator and breaks off every sign-in; returns how many sessions.
pub async fn end_all(tx: &mut Tx, operator: OperatorId, reason: EndReason, now: Timestamp) -> Result<u64, Error> {
    tx.execute(&DELETE_SIGN_INS, args![operator]).await?.any();
    Ok(tx.execute(&END_ALL, args![operator, now, reason.name()]).await?.count())
}

/// Removes up to `most` sessions that expired before `before`; returns how many.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}

/// Removes up to `most` sign-ins that expired before `before`; returns how many.
pub async fn purge_sign_ins(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE_SIGN_INS, args![before, most]).await?.count())
}
