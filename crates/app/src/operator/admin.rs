//! Making operators, admitting them to centers, disabling them, and helping those who lost a password or a second factor.
//!
//! Only administrators of the installation do this: by `okno admin operators`, or signed in ([`By`] says who). Nobody
//! resets their own second factor.

use okno_domain::{
    identifier::snils::Snils,
    operator::{CenterId, LoginName, OperatorId, OperatorStatus, OrganizationId, Role},
    refusal::{Class, FieldFault, Refusal},
    secret::Secret,
    session::EndReason,
    time::Timestamp,
};
use okno_store::{
    Read, Tx,
    operator::{self as store, OperatorRow, TotpRow},
    operator_session,
};

use super::{
    InvitationToken,
    audit::{self, By},
    login_hash, name_place, open_name, password, totp_place,
};
use crate::{
    context::Cx,
    error::{Error, Result},
    registration::public_link,
};

/// The path of the page behind the link to choose a password.
pub const INVITATION_PATH: &str = "/operator/enroll";
/// More operators than one reads at once.
const MOST_LISTED: i64 = 1000;

/// Who is to become an operator.
#[derive(Clone, Debug)]
pub struct NewOperator {
    /// The login name.
    pub login_name: LoginName,
    /// The name, as colleagues know it.
    pub name: String,
    /// The role.
    pub role: Role,
    /// For whom they work; needed where the role works at centers.
    pub organization: Option<OrganizationId>,
    /// Where they work.
    pub centers: Vec<CenterId>,
    /// Their own SNILS, by which they are kept from acting on themselves.
    pub snils: Option<Snils>,
}

/// How they get in the first time.
#[derive(Clone, Debug)]
pub enum FirstPassword {
    /// By a link that they choose a password with.
    Link,
    /// Not yet: they are disabled until somebody lets them in.
    Later,
    /// By a password chosen for them, with the ending that calls for help (or none).
    Given {
        /// The password.
        password: Secret,
        /// The ending.
        ending: Secret,
        /// The key of an authenticator application that is set up already.
        totp: Option<Vec<u8>>,
    },
}

/// An operator who may sign in; `NotFound` otherwise.
pub(super) async fn active(read: &mut Read, id: OperatorId) -> Result<OperatorRow> {
    store::find(read, id).await?.filter(|row| row.status == OperatorStatus::Active).ok_or(Error::NotFound)
}

/// The operator with this login name.
async fn named(read: &mut Read, cx: &Cx, login_name: &LoginName) -> Result<OperatorRow> {
    let id = store::lookup(read, &login_hash(&cx.app.keys, login_name.as_str())).await?.ok_or(Error::NotFound)?;
    store::find(read, id).await?.ok_or(Error::NotFound)
}

/// The id of the operator with this login name; `NotFound` when there is none.
pub async fn id_of(cx: &Cx, login_name: &LoginName) -> Result<OperatorId> {
    Ok(named(&mut cx.app.store.read().await?, cx, login_name).await?.id)
}

/// What is wrong with a new operator, whoever makes them.
fn faults(new: &NewOperator, first: &FirstPassword) -> Vec<FieldFault> {
    let name = new.name.trim();
    let mut faults = Vec::new();
    if name.is_empty() || name.chars().count() > 200 {
        faults.push(FieldFault::new("name", "required"));
    }
    if new.role.works_at_center() && new.organization.is_none() {
        faults.push(FieldFault::new("organization", "required"));
    }
    if let FirstPassword::Given { password, ending, .. } = first {
        faults.extend(password::faults(name, new.login_name.as_str(), password, ending));
    }
    faults
}

/// Makes an operator. Returns the id, and the link where there is one.
pub async fn add(
    cx: &Cx,
    by: By<'_>,
    new: &NewOperator,
    first: &FirstPassword,
) -> Result<(OperatorId, Option<Secret>)> {
    let faults = faults(new, first);
    if !faults.is_empty() {
        return Err(Error::Fields(faults));
    }
    let hashes = match first {
        FirstPassword::Link | FirstPassword::Later => None,
        FirstPassword::Given { password, ending, .. } => Some(password::hashes(cx, password, ending).await?),
    };
    let mut tx = cx.app.store.write().await?;
    let id = insert(&mut tx, cx, by, new, first).await?;
    for center in &new.centers {
        admit_in(&mut tx, cx, by, id, *center).await?;
    }
    if let Some(hashes) = hashes {
        store::put_password(&mut tx, id, &hashes, cx.now).await?;
    }
    if let FirstPassword::Given { totp: Some(key), .. } = first {
        let secret_sealed = cx.app.keys.system().seal(&totp_place(id), key, &mut cx.rng())?;
        let factor = TotpRow { secret_sealed, last_step: 0, enrolled_at: cx.now };
        store::insert_totp(&mut tx, id, &factor).await?;
        audit::record_on(&mut tx, cx, id, by, "second-factor-set-up", "").await?;
    }
    let link = match first {
        FirstPassword::Link => Some(invitation_link(&mut tx, cx, id).await?),
        FirstPassword::Given { .. } | FirstPassword::Later => None,
    };
    cx.commit(tx).await?;
    Ok((id, link))
}

/// The bare operator, with the beginning of their record.
pub(super) async fn insert(
    tx: &mut Tx,
    cx: &Cx,
    by: By<'_>,
    new: &NewOperator,
    first: &FirstPassword,
) -> Result<OperatorId> {
    let faults = faults(new, first);
    if !faults.is_empty() {
        return Err(Error::Fields(faults));
    }
    let id: OperatorId = cx.fresh_id();
    let is_later = matches!(first, FirstPassword::Later);
    let row = OperatorRow {
        id,
        login_name: new.login_name.to_string(),
        role: new.role,
        status: if is_later { OperatorStatus::Disabled } else { OperatorStatus::Active },
        name_sealed: cx.app.keys.system().seal_text(&name_place(id), new.name.trim(), &mut cx.rng())?,
        snils_hash: new.snils.as_ref().map(|snils| cx.app.keys.blind("snils", snils.as_str())),
        organization: new.organization,
        created_at: cx.now,
        version: 1,
    };
    if !store::insert(tx, &row, &login_hash(&cx.app.keys, &row.login_name)).await? {
        return Err(Error::Refused(Refusal::new("operator-name-taken", Class::Conflict)));
    }
    audit::begin(tx, id).await?;
    audit::record_on(tx, cx, id, by, "operator-added", new.role.name()).await?;
    Ok(id)
}

/// A new link to choose a password by; the one before works no longer.
pub(super) async fn invitation_link(tx: &mut Tx, cx: &Cx, id: OperatorId) -> Result<Secret> {
    Ok(link(cx, &password::invite(tx, cx, id).await?))
}

fn link(cx: &Cx, token: &InvitationToken) -> Secret {
    public_link(cx, &format!("{INVITATION_PATH}?token={}", token.encode().expose())).into()
}

async fn admit_in(tx: &mut Tx, cx: &Cx, by: By<'_>, id: OperatorId, center: CenterId) -> Result<()> {
    if store::admit(tx, id, center, cx.now).await? {
        audit::record_on(tx, cx, id, By { center: Some(center), ..by }, "operator-admitted", &center.to_string())
            .await?;
    }
    Ok(())
}

/// Admits an operator to a center; nothing happens when that was so before.
pub async fn admit(cx: &Cx, by: By<'_>, login_name: &LoginName, center: CenterId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let row = named(&mut tx, cx, login_name).await?;
    admit_in(&mut tx, cx, by, row.id, center).await?;
    cx.commit(tx).await
}

/// Ends an operator's work at a center; sessions there are over with it. `NotFound` when there was none.
pub async fn dismiss(cx: &Cx, by: By<'_>, login_name: &LoginName, center: CenterId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let row = named(&mut tx, cx, login_name).await?;
    if !store::dismiss(&mut tx, row.id, center).await? {
        return Err(Error::NotFound);
    }
    let by = By { center: Some(center), ..by };
    audit::record_on(&mut tx, cx, row.id, by, "operator-dismissed", &center.to_string()).await?;
    cx.commit(tx).await
}

/// Lets an operator in no longer, or again. All sessions end.
pub async fn set_status(cx: &Cx, by: By<'_>, login_name: &LoginName, status: OperatorStatus) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let row = named(&mut tx, cx, login_name).await?;
    if row.status != status {
        set_status_in(&mut tx, cx, by, &row, status).await?;
    }
    cx.commit(tx).await
}

/// The same in the transaction of something else; `Conflict` if the operator changed since `row` was read.
pub(super) async fn set_status_in(
    tx: &mut Tx,
    cx: &Cx,
    by: By<'_>,
    row: &OperatorRow,
    status: OperatorStatus,
) -> Result<()> {
    store::set_status(tx, row, status, cx.now).await?;
    operator_session::end_all(tx, row.id, EndReason::Disabled, cx.now).await?;
    let act = match status {
        OperatorStatus::Active => "operator-enabled",
        OperatorStatus::Disabled => "operator-disabled",
    };
    audit::record_on(tx, cx, row.id, by, act, "").await
}

/// Takes the second factor away: the next sign-in sets up another one. All sessions end. Nobody does this for themselves.
pub async fn reset_second_factor(cx: &Cx, by: By<'_>, login_name: &LoginName) -> Result<()> {
    if by.actor == login_name.as_str() {
        return Err(Error::refused(&okno_domain::operator::OperatorRefusal::Oneself));
    }
    let mut tx = cx.app.store.write().await?;
    let row = named(&mut tx, cx, login_name).await?;
    reset_second_factor_in(&mut tx, cx, by, row.id).await?;
    cx.commit(tx).await
}

/// The same in the transaction of something else.
pub(super) async fn reset_second_factor_in(tx: &mut Tx, cx: &Cx, by: By<'_>, id: OperatorId) -> Result<()> {
    store::delete_totp(tx, id).await?;
    operator_session::end_all(tx, id, EndReason::SecondFactorReset, cx.now).await?;
    audit::record_on(tx, cx, id, by, "second-factor-reset", "").await
}

/// Makes a new link to choose a password, for one who forgot it. The present password works until the link is used.
pub async fn invite_again(cx: &Cx, by: By<'_>, login_name: &LoginName) -> Result<Secret> {
    let mut tx = cx.app.store.write().await?;
    let row = named(&mut tx, cx, login_name).await?;
    let token = password::invite(&mut tx, cx, row.id).await?;
    audit::record_on(&mut tx, cx, row.id, by, "invited-again", "").await?;
    cx.commit(tx).await?;
    Ok(link(cx, &token))
}

/// An operator in the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The id.
    pub id: OperatorId,
    /// The login name.
    pub login_name: String,
    /// The name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Whether they may sign in.
    pub status: OperatorStatus,
    /// For whom they work.
    pub organization: Option<OrganizationId>,
    /// Where they work.
    pub centers: Vec<CenterId>,
    /// Since when they have a second factor.
    pub second_factor_since: Option<Timestamp>,
}

/// What a list shows of an operator.
pub(crate) async fn listed(read: &mut Read, cx: &Cx, row: OperatorRow) -> Result<Listed> {
    Ok(Listed {
        name: open_name(cx, row.id, &row.name_sealed)?,
        centers: store::admissions(read, row.id, cx.now).await?,
        second_factor_since: store::find_totp(read, row.id).await?.map(|factor| factor.enrolled_at),
        id: row.id,
        login_name: row.login_name,
        role: row.role,
        status: row.status,
        organization: row.organization,
    })
}

/// The operators after one, in the order in which they were made.
pub async fn list(cx: &Cx, after: Option<OperatorId>) -> Result<Vec<Listed>> {
    let mut read = cx.app.store.read().await?;
    let mut all = Vec::new();
    for row in store::list(&mut read, after, MOST_LISTED).await? {
        all.push(listed(&mut read, cx, row).await?);
    }
    Ok(all)
}

/// Those who work at a center.
pub async fn list_of_center(cx: &Cx, center: CenterId) -> Result<Vec<Listed>> {
    let mut read = cx.app.store.read().await?;
    let mut all = Vec::new();
    for row in store::list_of_center(&mut read, center, MOST_LISTED).await? {
        all.push(listed(&mut read, cx, row).await?);
    }
    Ok(all)
}
