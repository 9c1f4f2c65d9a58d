//! Organizations that run service centers.

use okno_domain::{
    organization::{Organization, OrganizationId, OrganizationKind, Term},
    time::Timestamp,
};

use crate::{
    db::{Error, Read, Row, Tx, args, statements},
    service_center::{json, texts},
};

statements! {
    /// One organization.
    FIND = own("organization_id") "organization.find" "SELECT external_id, kind, name, valid_from, valid_until, end_reason, version FROM organization WHERE organization_id = $1"
        => [external_id: Text, kind: Text, name: Json, valid_from: Date, valid_until: Date, end_reason: Text, version: I64];
    /// Stores it, or what is new about it.
    SAVE = own("organization_id") "organization.save" "INSERT INTO organization (organization_id, external_id, kind, name, updated_at, valid_from, valid_until, end_reason, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) ON CONFLICT (organization_id) DO UPDATE SET kind = excluded.kind, name = excluded.name, updated_at = excluded.updated_at, valid_from = excluded.valid_from, valid_until = excluded.valid_until, end_reason = excluded.end_reason, version = organization.version + 1" => [];
    /// A new one; one that is there stays as it is.
    INSERT = own("organization_id") "organization.insert" "INSERT INTO organization (organization_id, external_id, kind, name, updated_at, valid_from, valid_until, end_reason, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) ON CONFLICT (organization_id) DO NOTHING" => [];
    /// What is new about it, if nobody changed it meanwhile.
    UPDATE = own("organization_id") "organization.update" "UPDATE organization SET kind = $3, name = $4, updated_at = $5, valid_from = $6, valid_until = $7, end_reason = $8, version = version + 1 WHERE organization_id = $1 AND version = $2" => [];
    /// Some of them, from an id on.
    LIST = sweep "organization.list" "SELECT organization_id, external_id, kind, name, valid_from, valid_until, end_reason FROM organization WHERE organization_id > $1 ORDER BY organization_id LIMIT $2"
        => [organization_id: Id, external_id: Text, kind: Text, name: Json, valid_from: Date, valid_until: Date, end_reason: Text];
}

fn decode(id: OrganizationId, row: &Row) -> Result<Organization, Error> {
    let kind: String = row.get("kind")?;
    Ok(Organization {
        id,
        external_id: row.get("external_id")?,
        kind: OrganizationKind::from_name(&kind).ok_or_else(|| row.corrupt("kind"))?,
        name: texts(row, "name")?,
        term: Term { from: row.get("valid_from")?, until: row.get("valid_until")?, end_reason: row.get("end_reason")? },
    })
}

/// The organization with this id.
pub async fn find(read: &mut Read, id: OrganizationId) -> Result<Option<Organization>, Error> {
    read.query_opt(&FIND, args![id]).await?.map(|row| decode(id, &row)).transpose()
}

/// Up to `most` organizations whose ids follow this one; the nil id begins.
pub async fn list(read: &mut Read, beyond: OrganizationId, most: i64) -> Result<Vec<Organization>, Error> {
    let rows = read.query_all(&LIST, args![beyond, most]).await?;
    rows.iter().map(|row| decode(row.get("organization_id")?, row)).collect()
}

/// The organization with this id, and its version for the guard of the next update.
pub async fn find_versioned(read: &mut Read, id: OrganizationId) -> Result<Option<(Organization, i64)>, Error> {
    let Some(row) = read.query_opt(&FIND, args![id]).await? else { return Ok(None) };
    Ok(Some((decode(id, &row)?, row.get("version")?)))
}

/// Stores an organization, or what is new about it.
pub async fn save(tx: &mut Tx, organization: &Organization, now: Timestamp) -> Result<(), Error> {
    let Organization { id, external_id, kind, name, term } = organization;
    let name = json(name)?;
    let reason = term.end_reason.as_deref();
    let arguments = args![*id, external_id.as_str(), kind.name(), name, now, term.from, term.until, reason];
    tx.execute(&SAVE, arguments).await?.exactly_one()
}

/// Stores a new organization; false, and nothing stored, when there is one with this id.
pub async fn insert(tx: &mut Tx, organization: &Organization, now: Timestamp) -> Result<bool, Error> {
    let Organization { id, external_id, kind, name, term } = organization;
    let name = json(name)?;
    let reason = term.end_reason.as_deref();
    let arguments = args![*id, external_id.as_str(), kind.name(), name, now, term.from, term.until, reason];
    Ok(tx.execute(&INSERT, arguments).await?.count() == 1)
}

/// Saves what is new about it; `Conflict` if it was changed since `version` was read.
pub async fn update(tx: &mut Tx, organization: &Organization, version: i64, now: Timestamp) -> Result<(), Error> {
    let Organization { id, kind, name, term, .. } = organization;
    let name = json(name)?;
    let arguments = args![*id, version, kind.name(), name, now, term.from, term.until, term.end_reason.as_deref()];
    tx.execute(&UPDATE, arguments).await?.exactly_one()
}
