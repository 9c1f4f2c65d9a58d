//! Documents that a person adds to the profile besides the identity document (R73, R87). Nothing is verified by them.

use okno_domain::{
    person::{
        form::Today,
        further::{
            FurtherDocument, FurtherDocumentForm, FurtherDocumentId, FurtherDocumentKind, MOST_FURTHER_DOCUMENTS,
        },
    },
    refusal::{Class, FieldFault, Refusal},
};
use okno_store::further_document::{self as store, FurtherDocumentRow};

use crate::{
    account,
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    seal::Place,
    session::SignedIn,
};

fn place(id: FurtherDocumentId) -> Place {
    Place::new("further_document", "data_sealed", id)
}

/// The person's documents, the newest first.
pub async fn list(cx: &Cx, signed_in: &SignedIn) -> Result<Vec<(FurtherDocumentId, FurtherDocument)>> {
    let rows = store::list(&mut cx.app.store.read().await?, signed_in.id()).await?;
    rows.into_iter().map(|row| Ok((row.id, signed_in.key.open_json(&place(row.id), &row.data_sealed)?))).collect()
}

/// Adds a document. The same one twice is refused at its field, and so is one too many.
pub async fn add(cx: &Cx, signed_in: &SignedIn, kind: FurtherDocumentKind, form: &FurtherDocumentForm) -> Result<()> {
    account::demand_person(&signed_in.account)?;
    let document = FurtherDocument::check(kind, form, Today::at(cx.now)).map_err(Error::Fields)?;
    let known = list(cx, signed_in).await?;
    if known.iter().any(|(_, other)| (other.kind, &other.number) == (document.kind, &document.number)) {
        return Err(Error::Fields(vec![FieldFault::new("document_number", "document-known")]));
    }
    let id: FurtherDocumentId = cx.fresh_id();
    let data_sealed = signed_in.key.seal_json(&place(id), &document, &mut cx.rng())?;
    let mut tx = cx.app.store.write().await?;
    if usize::try_from(store::count(&mut tx, signed_in.id()).await?).unwrap_or(usize::MAX) >= MOST_FURTHER_DOCUMENTS {
        return Err(Error::Refused(Refusal::new("documents-too-many", Class::TooMany)));
    }
    store::insert(&mut tx, signed_in.id(), &FurtherDocumentRow { id, data_sealed, added_at: cx.now }).await?;
    audit::record(&mut tx, cx, signed_in.id(), Act::by_person("document-added").on(kind.name())).await?;
    cx.commit(tx).await
}

/// Removes a document; `NotFound` when there is none with this id.
pub async fn remove(cx: &Cx, signed_in: &SignedIn, id: FurtherDocumentId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    if !store::delete(&mut tx, signed_in.id(), id).await? {
        return Err(Error::NotFound);
    }
    audit::record(&mut tx, cx, signed_in.id(), Act::by_person("document-removed")).await?;
    cx.commit(tx).await
}
