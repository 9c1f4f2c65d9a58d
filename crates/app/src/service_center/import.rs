//! Centers from a file into the database: what is good is taken, what is not is told row by row, and doing it again
//! changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use okno_domain::{
    appointment::resource_of,
    organization::{Organization, OrganizationId},
    refusal::FieldFault,
    service_center::{CenterId, CenterRecord, RecordFault, ServiceCenter, read_record},
};
use okno_store::{
    Tx, appointment as appointments, operator_case, organization as organizations, service_center as centers,
    town as towns,
};
use sha2::{Digest as _, Sha256};
use uuid::Builder;

use super::{
    file::SourceRow,
    stale::STALE,
    town::{self, KnownTown},
};
use crate::{appointment, context::Cx, error::Result};

/// Rows of one transaction: enough to be quick, few enough not to hold the writer for long.
const STEP: usize = 200;
/// Changes when the program makes other things of the same row, so that an import writes them anew.
const FORM: &[u8] = b"okno center 1";

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where it stands in the file.
    pub position: u64,
    /// What it calls itself.
    pub external_id: String,
    /// Everything that is wrong with it.
    pub reasons: Vec<Reason>,
}

/// Why a row is not taken: in the words of the command line, and as a page says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// In English, with the column.
    pub text: String,
    /// The column and what is wrong there.
    pub fault: FieldFault,
}

impl From<&RecordFault> for Reason {
    fn from(fault: &RecordFault) -> Self {
        Self { text: fault.to_string(), fault: field_fault(fault) }
    }
}

/// A fault of a record at its column, which is its field in the form of one center.
pub(super) fn field_fault(fault: &RecordFault) -> FieldFault {
    match fault {
        RecordFault::Missing("valid_from") => FieldFault::new("services", "day"),
        RecordFault::Missing(column) => FieldFault::new(column, "required"),
        RecordFault::NotText(column) => FieldFault::new(column, "text-long").with("most", "300"),
        RecordFault::Unknown { column, .. } => FieldFault::new(column, "center-value"),
        RecordFault::UnknownColumn(name) => {
            FieldFault::new("external_id", "center-column").with("column", name.clone())
        }
        RecordFault::NoPlace => FieldFault::new("latitude", "center-place"),
        RecordFault::NotADay { column, .. } => FieldFault::new(column, "day"),
        RecordFault::Backwards(column) => FieldFault::new(column, "period-backwards"),
        RecordFault::NoService => FieldFault::new("services", "center-no-service"),
        RecordFault::Hours(_) => FieldFault::new("opening_hours", "center-hours"),
        RecordFault::CheckedInTheFuture => FieldFault::new("last_checked_on", "center-checked-later"),
    }
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Centers that are new.
    pub added: usize,
    /// Centers about which something is new.
    pub changed: usize,
    /// Centers about which nothing is new.
    pub unchanged: usize,
    /// Rows that were not taken.
    pub refused: Vec<Refused>,
}

fn id_of(kind: &[u8], external_id: &str) -> uuid::Uuid {
    let digest = Sha256::new().chain_update(kind).chain_update([0]).chain_update(external_id).finalize();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(byte, digest)| *byte = digest);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// The id of the center that files call so: the same in every installation and at every import.
pub fn center_id(external_id: &str) -> CenterId {
    CenterId::from_uuid(id_of(b"center", external_id))
}

/// The id of the organization that files call so.
pub fn organization_id(external_id: &str) -> OrganizationId {
    OrganizationId::from_uuid(id_of(b"organization", external_id))
}

fn digest(fields: &BTreeMap<String, String>) -> Vec<u8> {
    let mut hash = Sha256::new().chain_update(FORM);
    for text in fields.iter().flat_map(|(column, value)| [column, value]) {
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(text);
    }
    hash.finalize().to_vec()
}

/// Takes rows in; writes nothing on a dry run, whose report is the same.
pub async fn import(cx: &Cx, rows: &[SourceRow], dry_run: bool) -> Result<Report> {
    let known = town::built_in();
    let mut report = Report::default();
    let mut seen = BTreeSet::new();
    let mut organizations = BTreeMap::new();
    let mut tx = cx.app.store.write().await?;
    for town in &known {
        towns::save(&mut tx, &town.town, town.place, true).await?;
    }
    for (index, row) in rows.iter().enumerate() {
        if !dry_run && index > 0 && index % STEP == 0 {
            tx.commit().await?;
            tx = cx.app.store.write().await?;
        }
        if let Err(reasons) = take(cx, &mut tx, row, &known, &mut seen, &mut organizations, &mut report).await? {
            let external_id = row.fields.get("external_id").cloned().unwrap_or_default();
            report.refused.push(Refused { position: row.position, external_id, reasons });
        }
    }
    if !dry_run {
        centers::count(&mut tx).await?;
        tx.commit().await?;
    }
    let Report { added, changed, unchanged, refused } = &report;
    tracing::info!(added, changed, unchanged, refused = refused.len(), dry_run, "imported centers");
    Ok(report)
}

/// Takes one row in, or says why not.
async fn take(
    cx: &Cx,
    tx: &mut Tx,
    row: &SourceRow,
    known: &[KnownTown],
    seen: &mut BTreeSet<CenterId>,
    organizations: &mut BTreeMap<OrganizationId, Organization>,
    report: &mut Report,
) -> Result<std::result::Result<(), Vec<Reason>>> {
    let record = match read_record(&row.fields, cx.now) {
        Ok(record) => record,
        Err(faults) => return Ok(Err(faults.iter().map(Reason::from).collect())),
    };
    let id = center_id(&record.external_id);
    if !seen.insert(id) {
        let text = format!("external_id: {} stands twice in the file", record.external_id);
        return Ok(Err(vec![Reason { text, fault: FieldFault::new("external_id", "center-twice") }]));
    }
    let Some(organization) = organization_of(cx, tx, &record, organizations).await? else {
        let name = &record.organization.external_id;
        let text = format!("organization: {name} is not known, and the row does not describe it");
        return Ok(Err(vec![Reason { text, fault: FieldFault::new("organization", "center-organization") }]));
    };
    let digest = digest(&row.fields);
    let before = centers::digest(tx, id).await?;
    let is_known = before.is_some();
    match before {
        Some(before) if before == digest => {
            report.unchanged += 1;
            return Ok(Ok(()));
        }
        Some(_) => report.changed += 1,
        None => report.added += 1,
    }
    let offer = record.offer;
    let center = center_of_record(id, record, &organization, known);
    towns::save(tx, &center.town, center.place, false).await?;
    centers::save(tx, &center, &organization, &digest, cx.now).await?;
    appointments::save_offer(tx, resource_of(id), offer, cx.now).await?;
    if is_known {
        // Who has booked a time at which it is closed now is told.
        appointment::review_later(tx, cx, id).await?;
    }
    // The record is looked after again.
    operator_case::close_subject(tx, STALE, &id.to_string(), cx.now).await?;
    Ok(Ok(()))
}

/// The organization of a record, stored when the record describes it anew.
async fn organization_of(
    cx: &Cx,
    tx: &mut Tx,
    record: &CenterRecord,
    seen: &mut BTreeMap<OrganizationId, Organization>,
) -> Result<Option<Organization>> {
    let id = organization_id(&record.organization.external_id);
    let known = match seen.get(&id) {
        Some(known) => Some(known.clone()),
        None => organizations::find(tx, id).await?,
    };
    let Some((kind, name)) = record.organization.details.clone() else { return Ok(known) };
    // Files say nothing about the term: it stays.
    let term = known.as_ref().map(|known| known.term.clone()).unwrap_or_default();
    let organization = Organization { id, external_id: record.organization.external_id.clone(), kind, name, term };
    if known.as_ref() != Some(&organization) {
        organizations::save(tx, &organization, cx.now).await?;
    }
    seen.insert(id, organization.clone());
    Ok(Some(organization))
}

/// The center that a record describes.
pub(super) fn center_of_record(
    id: CenterId,
    record: CenterRecord,
    organization: &Organization,
    known: &[KnownTown],
) -> ServiceCenter {
    ServiceCenter {
        id,
        external_id: record.external_id,
        organization: organization.id,
        status: record.status,
        name: record.name,
        town: town::completed(record.town, known),
        address: record.address,
        place: record.place,
        phone: record.phone,
        hours: record.hours,
        time_zone: record.time_zone,
        accreditations: record.accreditations,
        offers_appointments: record.offers_appointments,
        owner: record.owner,
        last_checked_at: record.last_checked_at,
    }
}
