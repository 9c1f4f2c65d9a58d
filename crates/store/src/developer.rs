//! Sites that people entered themselves, who looks after them, invitations, and what officers are asked.

use okno_domain::{
    account::AccountId,
    developer::{ChangeKind, ChangeState, Member, MemberInvitationId, MemberRole, SiteKind},
    relying_party::{RelyingPartyId, SiteRule},
    time::Timestamp,
};
use serde_json::Value as Json;

use crate::{
    db::{Error, Read, Row, Tx, args, statements},
    relying_party::document,
};

statements! {
    /// That a site was entered by a person.
    INSERT = reference "site_record.insert" "INSERT INTO site_record (relying_party_id, kind, off_at, promoted_at, created_at, version) VALUES ($1, $2, NULL, NULL, $3, 1)" => [];
    /// What is known of it.
    FIND = reference "site_record.find" "SELECT kind, off_at, promoted_at, created_at, version FROM site_record WHERE relying_party_id = $1"
        => [kind: Text, off_at: Instant, promoted_at: Instant, created_at: Instant, version: I64];
    /// What is new about it, if nobody changed it meanwhile.
    UPDATE = reference "site_record.update" "UPDATE site_record SET kind = $3, off_at = $4, promoted_at = $5, version = version + 1 WHERE relying_party_id = $1 AND version = $2" => [];
    /// An officer's word about whether a site may be used is above that of its people.
    HOLD = reference "site_record.hold" "UPDATE site_record SET off_at = NULL, version = version + 1 WHERE relying_party_id = $1 AND off_at IS NOT NULL" => [];
    /// It is gone.
    DELETE = reference "site_record.delete" "DELETE FROM site_record WHERE relying_party_id = $1" => [];
    /// Somebody new at a site.
    JOIN_SITE = reference "site_member.insert" "INSERT INTO site_member (relying_party_id, member_id, role, name_sealed, joined_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING" => [];
    /// Who looks after a site, its owner first.
    MEMBERS = reference "site_member.list" "SELECT member_id, role, name_sealed, joined_at FROM site_member WHERE relying_party_id = $1 ORDER BY role DESC, joined_at, member_id"
        => [member_id: Id, role: Text, name_sealed: Bytes, joined_at: Instant];
    /// What somebody is at a site.
    MEMBER = reference "site_member.find" "SELECT member_id, role, name_sealed, joined_at FROM site_member WHERE relying_party_id = $1 AND member_id = $2"
        => [member_id: Id, role: Text, name_sealed: Bytes, joined_at: Instant];
    /// The sites of somebody, the newest first.
    OF_MEMBER = reference "site_member.of" "SELECT r.client_id, m.role FROM site_member m JOIN relying_party r ON r.relying_party_id = m.relying_party_id WHERE m.member_id = $1 ORDER BY m.joined_at DESC, m.relying_party_id LIMIT $2"
        => [client_id: Text, role: Text];
    /// Somebody leaves a site.
    LEAVE = reference "site_member.delete" "DELETE FROM site_member WHERE relying_party_id = $1 AND member_id = $2" => [];
    /// Somebody becomes the owner.
    OWN = reference "site_member.own" "UPDATE site_member SET role = 'owner' WHERE relying_party_id = $1 AND member_id = $2" => [];
    /// Nobody looks after it any more.
    LEAVE_ALL = reference "site_member.clear" "DELETE FROM site_member WHERE relying_party_id = $1" => [];
    /// An invitation.
    INVITE = own("relying_party_id") "member_invitation.insert" "INSERT INTO member_invitation (relying_party_id, invitation_id, secret_hash, expires_at, used_at) VALUES ($1, $2, $3, $4, NULL)" => [];
    /// How many invitations of a site are open.
    OPEN_INVITATIONS = own("relying_party_id") "member_invitation.open" "SELECT COUNT(*) AS total FROM member_invitation WHERE relying_party_id = $1 AND used_at IS NULL AND expires_at > $2" => [total: I64];
    /// One that is open.
    INVITATION = own("relying_party_id") "member_invitation.find" "SELECT secret_hash, expires_at FROM member_invitation WHERE relying_party_id = $1 AND invitation_id = $2 AND used_at IS NULL AND expires_at > $3"
        => [secret_hash: Bytes, expires_at: Instant];
    /// Uses it up.
    USE = own("relying_party_id") "member_invitation.use" "UPDATE member_invitation SET used_at = $3 WHERE relying_party_id = $1 AND invitation_id = $2 AND used_at IS NULL AND expires_at > $3" => [];
    /// Takes all back that are open.
    VOID = own("relying_party_id") "member_invitation.void" "DELETE FROM member_invitation WHERE relying_party_id = $1 AND used_at IS NULL" => [];
    /// Those that are long over.
    PURGE_INVITATIONS = sweep "member_invitation.purge" "DELETE FROM member_invitation WHERE (relying_party_id, invitation_id) IN (SELECT relying_party_id, invitation_id FROM member_invitation WHERE expires_at < $1 LIMIT $2)" => [];
    /// An officer is asked; what was refused before gives way.
    ASK = reference "site_change.put" "INSERT INTO site_change (relying_party_id, kind, state, asked_by, asked_at, metadata, rule, registration, note, version) VALUES ($1, $2, 'waiting', $3, $4, $5, $6, $7, $8, 1) ON CONFLICT (relying_party_id) DO UPDATE SET kind = $2, state = 'waiting', asked_by = $3, asked_at = $4, metadata = $5, rule = $6, registration = $7, note = $8, reason = NULL, decided_at = NULL, version = site_change.version + 1 WHERE site_change.state = 'refused'" => [];
    /// What an officer is asked about a site.
    CHANGE = reference "site_change.find" "SELECT relying_party_id, kind, state, asked_by, asked_at, metadata, rule, registration, note, reason, decided_at, version FROM site_change WHERE relying_party_id = $1"
        => [relying_party_id: Id, kind: Text, state: Text, asked_by: Id, asked_at: Instant, metadata: Json, rule: Json, registration: Json, note: Text, reason: Text, decided_at: Instant, version: I64];
    /// What waits, the oldest first.
    WAITING = reference "site_change.waiting" "SELECT relying_party_id, kind, state, asked_by, asked_at, metadata, rule, registration, note, reason, decided_at, version FROM site_change WHERE state = 'waiting' ORDER BY asked_at, relying_party_id LIMIT $1"
        => [relying_party_id: Id, kind: Text, state: Text, asked_by: Id, asked_at: Instant, metadata: Json, rule: Json, registration: Json, note: Text, reason: Text, decided_at: Instant, version: I64];
    /// It is refused, if it waits as it was seen.
    REFUSE = reference "site_change.refuse" "UPDATE site_change SET state = 'refused', reason = $3, decided_at = $4, version = version + 1 WHERE relying_party_id = $1 AND version = $2 AND state = 'waiting'" => [];
    /// What is asked for a system of ESIA is another, if it waits as it was seen.
    RENEW = reference "site_change.renew" "UPDATE site_change SET registration = $3, version = version + 1 WHERE relying_party_id = $1 AND version = $2 AND state = 'waiting'" => [];
    /// It is done or taken back, if it waits as it was seen.
    SETTLE = reference "site_change.settle" "DELETE FROM site_change WHERE relying_party_id = $1 AND version = $2 AND state = 'waiting'" => [];
    /// Nothing is asked about it any more.
    FORGET_CHANGE = reference "site_change.clear" "DELETE FROM site_change WHERE relying_party_id = $1" => [];
}

/// What is known of a site that a person entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordRow {
    /// What it is.
    pub kind: SiteKind,
    /// When one of its people switched it off.
    pub off_at: Option<Timestamp>,
    /// Since when it works with everybody.
    pub promoted_at: Option<Timestamp>,
    /// When it was entered.
    pub created_at: Timestamp,
    /// Grows with each change.
    pub version: i64,
}

/// Somebody who looks after a site, with the name that colleagues know them by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRow {
    /// Who, as what, since when.
    pub member: Member,
    /// The name.
    pub name_sealed: Vec<u8>,
}

/// What an officer is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeRow {
    /// The site.
    pub site: RelyingPartyId,
    /// What for.
    pub kind: ChangeKind,
    /// Where it stands.
    pub state: ChangeState,
    /// By whom.
    pub asked_by: AccountId,
    /// When.
    pub asked_at: Timestamp,
    /// What the site would have registered.
    pub metadata: Json,
    /// The rule that it would have.
    pub rule: SiteRule,
    /// What it would have registered for the dialect of ESIA, where it speaks that.
    pub registration: Option<Json>,
    /// What the developer says about it.
    pub note: String,
    /// Why it was refused.
    pub reason: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// Grows with each step.
    pub version: i64,
}

/// An invitation that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationRow {
    /// The keyed hash of what its link carries.
    pub secret_hash: [u8; 32],
    /// Until when it is good.
    pub expires_at: Timestamp,
}

/// Stores that a site was entered by a person.
pub async fn insert(tx: &mut Tx, site: RelyingPartyId, kind: SiteKind, now: Timestamp) -> Result<(), Error> {
    tx.execute(&INSERT, args![site, kind.name(), now]).await?.exactly_one()
}

/// What is known of a site; none where an operator of the installation entered it.
pub async fn find(read: &mut Read, site: RelyingPartyId) -> Result<Option<RecordRow>, Error> {
    let Some(row) = read.query_opt(&FIND, args![site]).await? else { return Ok(None) };
    let kind: String = row.get("kind")?;
    Ok(Some(RecordRow {
        kind: SiteKind::from_name(&kind).ok_or_else(|| row.corrupt("kind"))?,
        off_at: row.get("off_at")?,
        promoted_at: row.get("promoted_at")?,
        created_at: row.get("created_at")?,
        version: row.get("version")?,
    }))
}

/// Stores what is new about it; `Conflict` when somebody changed it since.
pub async fn update(tx: &mut Tx, site: RelyingPartyId, row: &RecordRow) -> Result<(), Error> {
    let RecordRow { kind, off_at, promoted_at, version, .. } = row;
    tx.execute(&UPDATE, args![site, *version, kind.name(), *off_at, *promoted_at]).await?.exactly_one()
}

/// From now on it is an officer's affair whether the site may be used.
pub async fn hold(tx: &mut Tx, site: RelyingPartyId) -> Result<(), Error> {
    tx.execute(&HOLD, args![site]).await?.any();
    Ok(())
}

/// Forgets all about a site but what it was answered with.
pub async fn delete(tx: &mut Tx, site: RelyingPartyId) -> Result<(), Error> {
    tx.execute(&LEAVE_ALL, args![site]).await?.any();
    tx.execute(&VOID, args![site]).await?.any();
    tx.execute(&FORGET_CHANGE, args![site]).await?.any();
    tx.execute(&DELETE, args![site]).await?.exactly_one()
}

/// Nothing is asked about a site any more.
pub async fn forget_change(tx: &mut Tx, site: RelyingPartyId) -> Result<(), Error> {
    tx.execute(&FORGET_CHANGE, args![site]).await?.any();
    Ok(())
}

fn decode_member(row: &Row) -> Result<MemberRow, Error> {
    let role: String = row.get("role")?;
    let role = MemberRole::from_name(&role).ok_or_else(|| row.corrupt("role"))?;
    let member = Member { account: row.get("member_id")?, role, since: row.get("joined_at")? };
    Ok(MemberRow { member, name_sealed: row.get("name_sealed")? })
}

/// Somebody begins to look after a site; false when they do already.
pub async fn join(tx: &mut Tx, site: RelyingPartyId, row: &MemberRow) -> Result<bool, Error> {
    let Member { account, role, since } = &row.member;
    let arguments = args![site, *account, role.name(), row.name_sealed.as_slice(), *since];
    Ok(tx.execute(&JOIN_SITE, arguments).await?.count() == 1)
}

/// Who looks after a site, its owner first.
pub async fn members(read: &mut Read, site: RelyingPartyId) -> Result<Vec<MemberRow>, Error> {
    read.query_all(&MEMBERS, args![site]).await?.iter().map(decode_member).collect()
}

/// What somebody is at a site.
pub async fn member(read: &mut Read, site: RelyingPartyId, who: AccountId) -> Result<Option<MemberRow>, Error> {
    read.query_opt(&MEMBER, args![site, who]).await?.as_ref().map(decode_member).transpose()
}

/// The names in the protocol of somebody's sites, and what they are there.
pub async fn of_member(read: &mut Read, who: AccountId, most: i64) -> Result<Vec<(String, MemberRole)>, Error> {
    let rows = read.query_all(&OF_MEMBER, args![who, most]).await?;
    rows.iter()
        .map(|row| {
            let role: String = row.get("role")?;
            Ok((row.get("client_id")?, MemberRole::from_name(&role).ok_or_else(|| row.corrupt("role"))?))
        })
        .collect()
}

/// Somebody leaves a site; false when they were not there.
pub async fn leave(tx: &mut Tx, site: RelyingPartyId, who: AccountId) -> Result<bool, Error> {
    Ok(tx.execute(&LEAVE, args![site, who]).await?.count() == 1)
}

/// Makes somebody the owner.
pub async fn own(tx: &mut Tx, site: RelyingPartyId, who: AccountId) -> Result<(), Error> {
    tx.execute(&OWN, args![site, who]).await?.exactly_one()
}

/// Stores an invitation.
pub async fn invite(
    tx: &mut Tx,
    (site, id): (RelyingPartyId, MemberInvitationId),
    row: &InvitationRow,
) -> Result<(), Error> {
    tx.execute(&INVITE, args![site, id, row.secret_hash, row.expires_at]).await?.exactly_one()
}

/// How many invitations of a site are open.
pub async fn open_invitations(read: &mut Read, site: RelyingPartyId, now: Timestamp) -> Result<i64, Error> {
    read.query_opt(&OPEN_INVITATIONS, args![site, now]).await?.map_or(Ok(0), |row| row.get("total"))
}

/// An invitation that is open.
pub async fn invitation(
    read: &mut Read,
    (site, id): (RelyingPartyId, MemberInvitationId),
    now: Timestamp,
) -> Result<Option<InvitationRow>, Error> {
    let row = read.query_opt(&INVITATION, args![site, id, now]).await?;
    row.map(|row| Ok(InvitationRow { secret_hash: row.get("secret_hash")?, expires_at: row.get("expires_at")? }))
        .transpose()
}

/// Uses an invitation up; false when somebody did, or it is over.
pub async fn use_invitation(
    tx: &mut Tx,
    (site, id): (RelyingPartyId, MemberInvitationId),
    now: Timestamp,
) -> Result<bool, Error> {
    Ok(tx.execute(&USE, args![site, id, now]).await?.count() == 1)
}

/// Takes back every invitation of a site that is open.
pub async fn void_invitations(tx: &mut Tx, site: RelyingPartyId) -> Result<u64, Error> {
    Ok(tx.execute(&VOID, args![site]).await?.count())
}

/// Deletes up to `most` invitations that were over before this.
pub async fn purge_invitations(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE_INVITATIONS, args![before, most]).await?.count())
}

/// Asks an officer; false when something waits already.
pub async fn ask(tx: &mut Tx, row: &ChangeRow) -> Result<bool, Error> {
    let rule = serde_json::to_value(&row.rule).map_err(|error| Error::Bug(format!("site_change.rule: {error}")))?;
    let ChangeRow { site, kind, asked_by, asked_at, metadata, registration, note, .. } = row;
    let arguments =
        args![*site, kind.name(), *asked_by, *asked_at, metadata.clone(), rule, registration.clone(), note.as_str(),];
    Ok(tx.execute(&ASK, arguments).await?.count() == 1)
}

fn decode_change(row: &Row) -> Result<ChangeRow, Error> {
    let (kind, state): (String, String) = (row.get("kind")?, row.get("state")?);
    Ok(ChangeRow {
        site: row.get("relying_party_id")?,
        kind: ChangeKind::from_name(&kind).ok_or_else(|| row.corrupt("kind"))?,
        state: ChangeState::from_name(&state).ok_or_else(|| row.corrupt("state"))?,
        asked_by: row.get("asked_by")?,
        asked_at: row.get("asked_at")?,
        metadata: row.get("metadata")?,
        rule: document(row, "rule")?,
        registration: row.get("registration")?,
        note: row.get("note")?,
        reason: row.get("reason")?,
        decided_at: row.get("decided_at")?,
        version: row.get("version")?,
    })
}

/// What an officer is asked about a site, or was when it was refused.
pub async fn change(read: &mut Read, site: RelyingPartyId) -> Result<Option<ChangeRow>, Error> {
    read.query_opt(&CHANGE, args![site]).await?.as_ref().map(decode_change).transpose()
}

/// Up to `most` requests that wait, the oldest first.
pub async fn waiting(read: &mut Read, most: i64) -> Result<Vec<ChangeRow>, Error> {
    read.query_all(&WAITING, args![most]).await?.iter().map(decode_change).collect()
}

/// Refuses a request; `Conflict` when it does not wait any more as it was seen.
pub async fn refuse(tx: &mut Tx, row: &ChangeRow, reason: &str, now: Timestamp) -> Result<(), Error> {
    tx.execute(&REFUSE, args![row.site, row.version, reason, now]).await?.exactly_one()
}

/// Asks for another registration of a system of ESIA than before; `Conflict` when the request does not wait any more as it was seen.
pub async fn renew(tx: &mut Tx, row: &ChangeRow, registration: &Json) -> Result<(), Error> {
    tx.execute(&RENEW, args![row.site, row.version, registration.clone()]).await?.exactly_one()
}

/// Takes a request out that is done or was taken back; `Conflict` when it does not wait any more as it was seen.
pub async fn settle(tx: &mut Tx, row: &ChangeRow) -> Result<(), Error> {
    tx.execute(&SETTLE, args![row.site, row.version]).await?.exactly_one()
}
