//! Service centers: found by those who look for one, kept current by those who own the records (R122, R123, R174 to R183).

mod file;
mod import;
pub mod keep;
mod opening;
mod search;
mod stale;
mod town;
pub mod upload;

pub use file::{FileFault, SourceRow, read as read_file};
pub use import::{Reason, Refused, Report, center_id, import, organization_id};
pub use okno_store::{
    service_center::StaleCenter,
    town::{TownLabel, TownRow},
};
pub use opening::{CalendarError, OpeningTimes};
pub use search::{Answer, Found, Listing, MarkPoint, Query, labels, marks, search, towns};
pub use stale::{FlagStaleCenters, stale};

use okno_domain::{
    organization::{Organization, OrganizationId},
    service_center::{CenterId, ServiceCenter},
};
use okno_store::{Read, organization as organizations, service_center as centers};

use crate::{
    context::Cx,
    error::{Error, Result},
};

/// The center with this id, closed ones too.
pub async fn get(cx: &Cx, id: CenterId) -> Result<ServiceCenter> {
    centers::find(&mut cx.app.store.read().await?, id).await?.ok_or(Error::NotFound)
}

/// A center together with the organization it belongs to, as far as that may do anything.
pub async fn with_organization(cx: &Cx, id: CenterId) -> Result<(ServiceCenter, Organization)> {
    serving(&mut cx.app.store.read().await?, id).await?.ok_or(Error::NotFound)
}

/// The same in somebody else's transaction: whoever decides what a center may do at a time asks here (R123).
pub(crate) async fn serving(read: &mut Read, id: CenterId) -> Result<Option<(ServiceCenter, Organization)>> {
    let Some(center) = centers::find(read, id).await? else { return Ok(None) };
    let organization = organizations::find(read, center.organization).await?.ok_or(Error::NotFound)?;
    Ok(Some((center.within(&organization.term), organization)))
}

/// The organization with this id.
pub async fn organization(cx: &Cx, id: OrganizationId) -> Result<Organization> {
    organizations::find(&mut cx.app.store.read().await?, id).await?.ok_or(Error::NotFound)
}

/// The name of a center in the language of the page; none for one that is in no directory.
pub async fn name(cx: &Cx, id: CenterId) -> Result<Option<String>> {
    let found = centers::find(&mut cx.app.store.read().await?, id).await?;
    Ok(found.map(|center| center.name.get(cx.locale).to_owned()))
}

/// Whether a center is open now by its hours (R132).
pub fn is_open(cx: &Cx, center: &ServiceCenter) -> bool {
    center.hours.state(cx.now, &center.time_zone, &cx.app.opening.calendar).is_open()
}
