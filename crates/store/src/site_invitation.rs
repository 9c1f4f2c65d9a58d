//! What lets somebody register sites: initial access tokens (RFC 7591 3).

use okno_domain::{
    relying_party::{SiteInvitationId, Stage},
    time::Timestamp,
};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// One of them.
    FIND = reference "site_invitation.find" "SELECT invitation_id, secret_hash, stage, made_for, uses_left, created_at, expires_at, revoked_at FROM site_invitation WHERE invitation_id = $1"
        => [invitation_id: Id, secret_hash: Bytes, stage: Text, made_for: Text, uses_left: I64, created_at: Instant, expires_at: Instant, revoked_at: Instant];
    /// All of them, the newest first.
    LIST = reference "site_invitation.list" "SELECT invitation_id, secret_hash, stage, made_for, uses_left, created_at, expires_at, revoked_at FROM site_invitation ORDER BY invitation_id DESC LIMIT $1"
        => [invitation_id: Id, secret_hash: Bytes, stage: Text, made_for: Text, uses_left: I64, created_at: Instant, expires_at: Instant, revoked_at: Instant];
    /// A new one.
    INSERT = reference "site_invitation.insert" "INSERT INTO site_invitation (invitation_id, secret_hash, stage, made_for, uses_left, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)" => [];
    /// Takes one use, if one is left.
    USE = reference "site_invitation.use" "UPDATE site_invitation SET uses_left = uses_left - 1 WHERE invitation_id = $1 AND uses_left > 0 AND revoked_at IS NULL AND expires_at > $2" => [];
    /// Takes it back.
    REVOKE = reference "site_invitation.revoke" "UPDATE site_invitation SET revoked_at = $2 WHERE invitation_id = $1 AND revoked_at IS NULL" => [];
    /// Removes those that are long over: their time is, or they were used up or taken back and made so long ago.
    PURGE = sweep "site_invitation.purge" "DELETE FROM site_invitation WHERE invitation_id IN (SELECT invitation_id FROM site_invitation WHERE expires_at < $1 OR (created_at < $1 AND (uses_left = 0 OR revoked_at IS NOT NULL)) LIMIT $2)" => [];
}

/// An invitation as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationRow {
    /// Its id.
    pub id: SiteInvitationId,
    /// The keyed hash of the secret in it.
    pub secret_hash: [u8; 32],
    /// The stage of the sites that are registered by it.
    pub stage: Stage,
    /// For whom it was made.
    pub made_for: String,
    /// How many sites may be registered by it still.
    pub uses_left: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// From this instant on it is refused.
    pub expires_at: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

fn decode(row: &Row) -> Result<InvitationRow, Error> {
    let stage: String = row.get("stage")?;
    Ok(InvitationRow {
        id: row.get("invitation_id")?,
        secret_hash: row.get("secret_hash")?,
        stage: Stage::from_name(&stage).ok_or_else(|| row.corrupt("stage"))?,
        made_for: row.get("made_for")?,
        uses_left: row.get("uses_left")?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        revoked_at: row.get("revoked_at")?,
    })
}

/// The invitation with this id.
pub async fn find(read: &mut Read, id: SiteInvitationId) -> Result<Option<InvitationRow>, Error> {
    read.query_opt(&FIND, args![id]).await?.as_ref().map(decode).transpose()
}

/// Up to `most` invitations, the newest first.
pub async fn list(read: &mut Read, most: i64) -> Result<Vec<InvitationRow>, Error> {
    read.query_all(&LIST, args![most]).await?.iter().map(decode).collect()
}

/// Stores a new invitation.
pub async fn insert(tx: &mut Tx, row: &InvitationRow) -> Result<(), Error> {
    let InvitationRow { id, secret_hash, stage, made_for, uses_left, created_at, expires_at, .. } = row;
    let arguments = args![*id, *secret_hash, stage.name(), made_for.as_str(), *uses_left, *created_at, *expires_at];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// Takes one use of an invitation; false when none is left, or it is over.
pub async fn take(tx: &mut Tx, id: SiteInvitationId, now: Timestamp) -> Result<bool, Error> {
    Ok(tx.execute(&USE, args![id, now]).await?.count() == 1)
}

/// Takes an invitation back; false when it was taken back before, or never was.
pub async fn revoke(tx: &mut Tx, id: SiteInvitationId, now: Timestamp) -> Result<bool, Error> {
    Ok(tx.execute(&REVOKE, args![id, now]).await?.count() == 1)
}

/// Removes up to `most` invitations that were over before `before`, or are over and were made before it; returns how many.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}
