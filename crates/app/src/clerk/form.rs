//! What stands on the paper form of a confirmation (R127): no more than the form asks for.

use okno_domain::{
    operator::{Act, Task},
    time::Date,
    visit::{VisitId, VisitRefusal},
};
use okno_store::{service_center as centers, visit as store};

use super::{person_of, refused};
use crate::{
    context::Cx,
    error::{Error, Result},
    operator::{self, Acting},
};

/// The form's contents.
#[derive(Clone, Debug)]
pub struct PaperForm {
    /// The number of the visit.
    pub number: VisitId,
    /// Surname, first name and patronymic.
    pub name: String,
    /// The type of the document, by its identifier.
    pub document_type: String,
    /// Series and number.
    pub document_number: String,
    /// The center.
    pub center: String,
    /// Who served the visitor.
    pub operator: String,
    /// The day at the center.
    pub date: Date,
}

/// The form of a visit, for the operator who serves or has just served the visitor. That it was printed is written down.
pub async fn paper_form(cx: &Cx, clerk: &Acting, id: VisitId) -> Result<PaperForm> {
    let mut tx = cx.app.store.write().await?;
    let row = store::find(&mut tx, clerk.center, id).await?.ok_or(Error::NotFound)?;
    row.visit.may_print(clerk.operator.operator, cx.now).map_err(refused)?;
    if row.visit.task != Task::ConfirmIdentity {
        return Err(refused(VisitRefusal::OutOfStep));
    }
    operator::authorize(&mut tx, cx, clerk, row.visit.account, Act::PrintForm).await?;
    let serving = person_of(&mut tx, cx, row).await?;
    if !serving.is_verified() {
        return Err(refused(VisitRefusal::NotVerified));
    }
    let center = centers::find(&mut tx, clerk.center).await?.ok_or(Error::NotFound)?;
    let data = &serving.data;
    let names = [&data.family_name, &data.given_name, &data.patronymic];
    let form = PaperForm {
        number: id,
        name: names.into_iter().filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>().join(" "),
        document_type: data.document.document_type.clone(),
        document_number: format!("{} {}", data.document.series, data.document.number).trim().to_owned(),
        center: format!("{}, {}", center.name.get(cx.locale), center.address),
        operator: clerk.name.clone(),
        date: okno_domain::service_center::day_in(&center.time_zone, cx.now),
    };
    cx.commit(tx).await?;
    Ok(form)
}
