//! Organizations that run service centers.

use okno_domain::{
    organization::{Organization, OrganizationId, OrganizationKind},
    time::Timestamp,
};

use crate::{
    db::{Error, Read, Row, Tx, args, statements},
    service_center::{json, texts},
};

statements! {
    /// One organization.
    FIND = own("organization_id") "organization.find" "SELECT external_id, kind, name FROM organization WHERE organization_id = $1"
        => [external_id: Text, kind: Text, name: Json];
    /// Stores it, or what is new about it.
    SAVE = own("organization_id") "organization.save" "INSERT INTO organization (organization_id, external_id, kind, name, updated_at, version) VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT (organization_id) DO UPDATE SET kind = excluded.kind, name = excluded.name, updated_at = excluded.updated_at, version = organization.version + 1" => [];
    /// Some of them, from an id on.
    LIST = sweep "organization.list" "SELECT organization_id, external_id, kind, name FROM organization WHERE organization_id > $1 ORDER BY organization_id LIMIT $2"
        => [organization_id: Id, external_id: Text, kind: Text, name: Json];
}

fn decode(id: OrganizationId, row: &Row) -> Result<Organization, Error> {
    let kind: String = row.get("kind")?;
    Ok(Organization {
        id,
        external_id: row.get("external_id")?,
        kind: OrganizationKind::from_name(&kind).ok_or_else(|| row.corrupt("kind"))?,
        name: texts(row, "name")?,
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

/// Stores an organization, or what is new about it.
pub async fn save(tx: &mut Tx, organization: &Organization, now: Timestamp) -> Result<(), Error> {
    let Organization { id, external_id, kind, name } = organization;
    tx.execute(&SAVE, args![*id, external_id.as_str(), kind.name(), json(name)?, now]).await?.exactly_one()
}
