//! Looking after those who work at the workplace, from the workplace itself (R133, R135).
//!
//! Administrators of the installation look after everybody, a center's administrator after the clerks who work at that
//! center and nowhere else. Nobody changes themselves, nor what is the same person under another login name. What shuts
//! somebody out, opens a way in without the second factor, or makes an administrator, needs a fresh proof and a second
//! operator's consent.

use okno_domain::{
    approval::{ApprovalId, Subject},
    identifier::{Reason as _, snils::Snils},
    operator::{Act, CenterId, LoginName, OperatorId, OperatorRefusal, OperatorStatus, OrganizationId, Role},
    refusal::{Class, FieldFault, Refusal, Refuse as _},
    secret::Secret,
    service_center::{CenterStatus, ServiceCenter, search_key},
    time::{Date, Timestamp},
};
use okno_store::{
    Read, Tx,
    operator::{self as store, Admission, OperatorRow},
    organization as organizations, service_center as centers,
};
use serde_json::{Value, json};

use super::{
    SignedIn,
    admin::{self, FirstPassword, Listed, NewOperator},
    audit::{self, By},
    is_same_person, open_name,
};
use crate::{
    approval,
    context::Cx,
    error::{Error, Result},
    listing::{Filling, Listing},
    organization::day,
    service_center,
};

/// Rows of one look into the table.
const STEP: i64 = 200;
/// More colleagues than a center has.
const MOST_COLLEAGUES: i64 = 1000;
/// More centers than one chooses from.
const MOST_CENTERS: i64 = 200;

/// What is changed about an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// They get in no longer; all sessions end.
    Disable,
    /// They get in again.
    Enable,
    /// The next sign-in sets another second factor up.
    ResetFactor,
}

impl Change {
    /// Every change.
    pub const ALL: [Self; 3] = [Self::Disable, Self::Enable, Self::ResetFactor];

    /// The name in requests and forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::ResetFactor => "reset_factor",
        }
    }

    /// The change with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.name() == name)
    }

    /// Whether a second operator must agree when it is done to somebody of this role.
    pub const fn needs_consent(self, role: Role) -> bool {
        match self {
            Self::Disable | Self::ResetFactor => true,
            Self::Enable => matches!(role, Role::Administrator),
        }
    }

    /// Whether there is anything to change.
    const fn fits(self, status: OperatorStatus, has_factor: bool) -> bool {
        match self {
            Self::Disable => matches!(status, OperatorStatus::Active),
            Self::Enable => matches!(status, OperatorStatus::Disabled),
            Self::ResetFactor => has_factor,
        }
    }
}

/// How far an operator's care reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    Everybody,
    ClerksOf(CenterId, OrganizationId),
}

impl Reach {
    fn of(operator: &SignedIn) -> Result<Self> {
        if operator.role.may(Act::ManageOperators) {
            return Ok(Self::Everybody);
        }
        operator.demand(Act::ManageClerks)?;
        match (operator.center, operator.organization) {
            (Some(center), Some(organization)) => Ok(Self::ClerksOf(center, organization)),
            _ => Err(Error::refused(&OperatorRefusal::NoCenter)),
        }
    }

    const fn act(self) -> Act {
        match self {
            Self::Everybody => Act::ManageOperators,
            Self::ClerksOf(..) => Act::ManageClerks,
        }
    }

    /// Whether the operator may see somebody at all.
    fn shows(self, admissions: &[Admission]) -> bool {
        match self {
            Self::Everybody => true,
            Self::ClerksOf(center, _) => admissions.iter().any(|admission| admission.center == center),
        }
    }

    /// Refuses what is beyond the operator's care.
    fn demand(self, operator: &SignedIn, row: &OperatorRow, admissions: &[Admission]) -> Result<()> {
        if is_same_person(operator, row) {
            return Err(Error::refused(&OperatorRefusal::Oneself));
        }
        match self {
            Self::Everybody => Ok(()),
            Self::ClerksOf(..) if row.role != Role::Clerk => Err(Error::refused(&OperatorRefusal::Role)),
            Self::ClerksOf(center, organization) => {
                let elsewhere = admissions.iter().any(|admission| admission.center != center);
                if elsewhere || row.organization != Some(organization) { Err(other_center()) } else { Ok(()) }
            }
        }
    }
}

fn other_center() -> Error {
    Error::Refused(Refusal::new("operator-other-center", Class::Forbidden))
}

/// Operators whose login name or name holds what was typed; all when nothing was. A center's administrator sees who works
/// at the center.
pub async fn list(
    cx: &Cx,
    operator: &SignedIn,
    typed: &str,
    beyond: Option<OperatorId>,
) -> Result<Listing<Listed, OperatorId>> {
    let reach = Reach::of(operator)?;
    let wanted = search_key(typed);
    let mut read = cx.app.store.read().await?;
    let fits = |row: &OperatorRow| {
        Ok(wanted.is_empty()
            || search_key(&row.login_name).contains(&wanted)
            || search_key(&open_name(cx, row.id, &row.name_sealed)?).contains(&wanted))
    };
    let mut page = Filling::new(|row: &OperatorRow| row.id);
    let mut next = Some(beyond);
    while let Some(last) = next {
        let rows = match reach {
            Reach::Everybody => store::list(&mut read, last, STEP).await?,
            Reach::ClerksOf(center, _) => {
                let mut all = store::list_of_center(&mut read, center, MOST_COLLEAGUES).await?;
                all.retain(|row| last.is_none_or(|last| last < row.id));
                all
            }
        };
        next = page.take(rows, fits)?.map(Some);
    }
    let Listing { entries: found, next } = page.listing();
    let mut entries = Vec::new();
    for row in found {
        entries.push(admin::listed(&mut read, cx, row).await?);
    }
    Ok(Listing { entries, next })
}

/// A change that was asked for and not done yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which.
    pub change: Change,
    /// The request.
    pub id: ApprovalId,
    /// Whether a second operator agreed.
    pub is_approved: bool,
}

/// An admission with the name of its center.
#[derive(Clone, Debug)]
pub struct AdmissionLine {
    /// The admission.
    pub admission: Admission,
    /// The center; none for one that is in no directory.
    pub center: Option<ServiceCenter>,
}

/// An operator as one sees them who looks after them.
#[derive(Clone, Debug)]
pub struct Detail {
    /// What the list shows.
    pub listed: Listed,
    /// For whom they work, by name.
    pub organization: Option<okno_domain::organization::Organization>,
    /// Where they work, have worked and will work.
    pub admissions: Vec<AdmissionLine>,
    /// Why nothing about them can be changed by the one who looks; none when it can.
    pub out_of_reach: Option<Refusal>,
    /// The changes that there are to make.
    pub changes: Vec<Change>,
    /// What the one who looks has asked for.
    pub asked: Vec<Asked>,
    /// Centers to which they can be admitted.
    pub centers: Vec<centers::CenterSummary>,
}

async fn load(read: &mut Read, operator: &SignedIn, id: OperatorId) -> Result<(Reach, OperatorRow, Vec<Admission>)> {
    let reach = Reach::of(operator)?;
    let row = store::find(read, id).await?.ok_or(Error::NotFound)?;
    let admissions = store::all_admissions(read, id).await?;
    if reach.shows(&admissions) { Ok((reach, row, admissions)) } else { Err(Error::NotFound) }
}

/// The same for a change: refused beyond the operator's care.
async fn load_to_change(read: &mut Read, operator: &SignedIn, id: OperatorId) -> Result<(Reach, OperatorRow)> {
    let (reach, row, admissions) = load(read, operator, id).await?;
    reach.demand(operator, &row, &admissions)?;
    Ok((reach, row))
}

/// An operator as one sees them who looks after them.
pub async fn get(cx: &Cx, operator: &SignedIn, id: OperatorId) -> Result<Detail> {
    let mut read = cx.app.store.read().await?;
    let (reach, row, admissions) = load(&mut read, operator, id).await?;
    let out_of_reach = match reach.demand(operator, &row, &admissions) {
        Ok(()) => None,
        Err(Error::Refused(refusal)) => Some(refusal),
        Err(other) => return Err(other),
    };
    let organization = match row.organization {
        Some(organization) => organizations::find(&mut read, organization).await?,
        None => None,
    };
    let candidates = match (reach, row.organization) {
        (Reach::Everybody, Some(organization)) => {
            centers::of_organization(&mut read, organization, CenterId::nil(), MOST_CENTERS).await?
        }
        _ => Vec::new(),
    };
    let (role, status) = (row.role, row.status);
    let listed = admin::listed(&mut read, cx, row).await?;
    let has_factor = listed.second_factor_since.is_some();
    let mut lines = Vec::new();
    for admission in admissions {
        lines.push(AdmissionLine { admission, center: centers::find(&mut read, admission.center).await? });
    }
    let asked = asked(&mut read, cx, operator, (reach.act(), id)).await?;
    Ok(Detail {
        changes: Change::ALL.into_iter().filter(|change| change.fits(status, has_factor)).collect(),
        centers: candidates
            .into_iter()
            .filter(|center| role.works_at_center() && center.status == CenterStatus::Open)
            .filter(|center| lines.iter().all(|line| line.admission.center != center.id))
            .collect(),
        listed,
        organization,
        admissions: lines,
        out_of_reach,
        asked,
    })
}

async fn asked(read: &mut Read, cx: &Cx, operator: &SignedIn, (act, of): (Act, OperatorId)) -> Result<Vec<Asked>> {
    let own = approval::own(read, cx, operator, act).await?;
    let of_them = own.into_iter().filter(|own| own.subject == Subject::Operator(of));
    Ok(of_them
        .filter_map(|own| {
            let change = own.detail.get("change").and_then(Value::as_str).and_then(Change::from_name)?;
            Some(Asked { change, id: own.id, is_approved: own.is_approved })
        })
        .collect())
}

/// What the form of an invitation sends, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The login name.
    pub login_name: String,
    /// The name, as colleagues know it.
    pub name: String,
    /// The role, by its stored name.
    pub role: String,
    /// The organization, by its id; that of the center when there is none.
    pub organization: String,
    /// The first center, by its name in files.
    pub center: String,
    /// The first day there.
    pub valid_from: String,
    /// The last day there.
    pub valid_until: String,
    /// Their own SNILS, by which they are kept from acting on themselves.
    pub snils: String,
}

/// Somebody new.
#[derive(Clone, Debug)]
pub struct Invited {
    /// Who.
    pub id: OperatorId,
    /// The link to choose a password by, to be shown once; none for an administrator, who is let in with a second
    /// operator's consent.
    pub link: Option<Secret>,
}

/// What a form of dates says of an admission to this center, by the center's own days.
fn admission(center: &ServiceCenter, (from, until): (&str, &str), faults: &mut Vec<FieldFault>) -> Admission {
    let begins = day("valid_from", from, faults);
    let ends = day("valid_until", until, faults);
    if begins.zip(ends).is_some_and(|(begins, ends)| ends < begins) {
        faults.push(FieldFault::new("valid_until", "period-backwards"));
    }
    let start = |day: Date| day.to_zoned(center.time_zone.clone()).ok().map(|at| at.timestamp());
    let until: Option<Timestamp> = ends.and_then(|day| day.tomorrow().ok()).and_then(start);
    Admission { center: center.id, from: begins.and_then(start), until }
}

/// The center that the form names; a center's administrator names none but their own.
async fn named_center(read: &mut Read, reach: Reach, typed: &str) -> Result<Option<ServiceCenter>> {
    let id = match reach {
        Reach::ClerksOf(center, _) => center,
        Reach::Everybody if typed.trim().is_empty() => return Ok(None),
        Reach::Everybody => service_center::center_id(typed.trim()),
    };
    let found = centers::find(read, id).await?.filter(|center| center.status == CenterStatus::Open);
    found.map(Some).ok_or_else(|| Error::Fields(vec![FieldFault::new("center", "center-unknown")]))
}

struct Wanted {
    new: NewOperator,
    admission: Option<Admission>,
}

fn read_form(reach: Reach, form: &Form, center: Option<&ServiceCenter>) -> Result<Wanted> {
    let mut faults = Vec::new();
    let login_name = LoginName::parse(&form.login_name);
    if let Err(refusal) = &login_name {
        faults.push(FieldFault::new("login_name", refusal.refusal().code));
    }
    if form.name.trim().is_empty() {
        faults.push(FieldFault::new("name", "required"));
    }
    let role = match reach {
        Reach::Everybody => Role::from_name(&form.role),
        Reach::ClerksOf(..) => Some(Role::Clerk),
    };
    if role.is_none() {
        faults.push(FieldFault::new("role", "required"));
    }
    let works_at_center = role.is_some_and(Role::works_at_center);
    let organization = match center {
        Some(center) => Some(center.organization),
        None => form.organization.parse().ok(),
    };
    if works_at_center && organization.is_none() {
        faults.push(FieldFault::new("organization", "required"));
    }
    let snils = match form.snils.trim() {
        "" if role == Some(Role::Administrator) => None,
        "" => {
            faults.push(FieldFault::new("snils", "required"));
            None
        }
        typed => Snils::parse(typed).map_err(|refusal| faults.push(refusal.on("snils"))).ok(),
    };
    let admission = center.map(|center| admission(center, (&form.valid_from, &form.valid_until), &mut faults));
    match (login_name, role) {
        (Ok(login_name), Some(role)) if faults.is_empty() => Ok(Wanted {
            new: NewOperator {
                login_name,
                name: form.name.trim().to_owned(),
                role,
                organization: organization.filter(|_| works_at_center),
                centers: Vec::new(),
                snils,
            },
            admission: admission.filter(|_| works_at_center),
        }),
        _ => Err(Error::Fields(faults)),
    }
}

/// Makes an operator, who chooses a password by the link. The operator must be fresh. One cannot make oneself a second
/// operator.
pub async fn invite(cx: &Cx, operator: &SignedIn, form: &Form) -> Result<Invited> {
    let reach = Reach::of(operator)?;
    let mut tx = cx.app.store.write().await?;
    let center = named_center(&mut tx, reach, &form.center).await?;
    let Wanted { new, admission } = read_form(reach, form, center.as_ref())?;
    operator.demand_fresh(cx)?;
    let snils_hash = new.snils.as_ref().map(|snils| cx.app.keys.blind("snils", snils.as_str()));
    if snils_hash.is_some() && snils_hash == operator.own_snils {
        return Err(Error::refused(&OperatorRefusal::Oneself));
    }
    if let Some(organization) = new.organization {
        organizations::find(&mut tx, organization).await?.ok_or(Error::NotFound)?;
    }
    let by = By::from(operator);
    let first = if new.role == Role::Administrator { FirstPassword::Later } else { FirstPassword::Link };
    let id = admin::insert(&mut tx, cx, by, &new, &first).await?;
    if let Some(admission) = &admission {
        put(&mut tx, cx, by, id, admission).await?;
    }
    let link = match first {
        FirstPassword::Link => Some(admin::invitation_link(&mut tx, cx, id).await?),
        _ => None,
    };
    audit::record(&mut tx, cx, operator, "operator-invited", &format!("{} {}", new.login_name, new.role.name()))
        .await?;
    cx.commit(tx).await?;
    Ok(Invited { id, link })
}

/// Makes a new link to choose a password by, for one who lost it. The operator must be fresh; the second factor stays.
pub async fn invite_again(cx: &Cx, operator: &SignedIn, id: OperatorId) -> Result<Secret> {
    let mut tx = cx.app.store.write().await?;
    let (_, row) = load_to_change(&mut tx, operator, id).await?;
    operator.demand_fresh(cx)?;
    if row.status != OperatorStatus::Active {
        return Err(out_of_step());
    }
    let link = admin::invitation_link(&mut tx, cx, id).await?;
    audit::record_on(&mut tx, cx, id, By::from(operator), "invited-again", "").await?;
    audit::record(&mut tx, cx, operator, "operator-invited-again", &row.login_name).await?;
    cx.commit(tx).await?;
    Ok(link)
}

fn out_of_step() -> Error {
    Error::Refused(Refusal::new("operator-out-of-step", Class::Conflict))
}

async fn put(tx: &mut Tx, cx: &Cx, by: By<'_>, id: OperatorId, admission: &Admission) -> Result<()> {
    store::put_admission(tx, id, admission, cx.now).await?;
    let at = |at: Option<Timestamp>| at.map_or_else(|| "-".to_owned(), |at| at.to_string());
    let detail = format!("{} {}..{}", admission.center, at(admission.from), at(admission.until));
    audit::record_on(tx, cx, id, By { center: Some(admission.center), ..by }, "operator-admitted", &detail).await
}

/// Admits somebody to a center between these days, or changes the days. Administrators admit to centers of the
/// organization that somebody works for, a center's administrator to their own center.
pub async fn admit(
    cx: &Cx,
    operator: &SignedIn,
    (id, center): (OperatorId, CenterId),
    days: (&str, &str),
) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let (reach, row) = load_to_change(&mut tx, operator, id).await?;
    let of_center = match reach {
        Reach::ClerksOf(own, _) if own != center => return Err(other_center()),
        _ => centers::find(&mut tx, center).await?,
    };
    let of_center = of_center.filter(|center| center.status == CenterStatus::Open);
    let Some(of_center) = of_center.filter(|center| row.organization == Some(center.organization)) else {
        return Err(Error::Fields(vec![FieldFault::new("center", "center-unknown")]));
    };
    if !row.role.works_at_center() {
        return Err(Error::refused(&OperatorRefusal::Role));
    }
    let mut faults = Vec::new();
    let admission = admission(&of_center, days, &mut faults);
    if !faults.is_empty() {
        return Err(Error::Fields(faults));
    }
    put(&mut tx, cx, By::from(operator), id, &admission).await?;
    audit::record(&mut tx, cx, operator, "operator-admits", &format!("{} {center}", row.login_name)).await?;
    cx.commit(tx).await
}

/// Ends somebody's work at a center; sessions there are over with it. `NotFound` when there was none.
pub async fn dismiss(cx: &Cx, operator: &SignedIn, id: OperatorId, center: CenterId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let (reach, row, _) = load(&mut tx, operator, id).await?;
    // A clerk of several centers is dismissed from one's own, whoever looks after the others.
    let own = [Admission { center, from: None, until: None }];
    reach.demand(operator, &row, &own)?;
    if !store::dismiss(&mut tx, id, center).await? {
        return Err(Error::NotFound);
    }
    let by = By { center: Some(center), ..By::from(operator) };
    audit::record_on(&mut tx, cx, id, by, "operator-dismissed", &center.to_string()).await?;
    audit::record(&mut tx, cx, operator, "operator-dismisses", &format!("{} {center}", row.login_name)).await?;
    cx.commit(tx).await
}

fn payload(id: OperatorId, change: Change) -> Value {
    json!({ "operator": id, "change": change.name() })
}

async fn demand_fitting(read: &mut Read, row: &OperatorRow, change: Change) -> Result<()> {
    let has_factor = store::find_totp(read, row.id).await?.is_some();
    if change.fits(row.status, has_factor) { Ok(()) } else { Err(out_of_step()) }
}

/// Makes a change, or asks a second operator to agree to it where one must. The operator must be fresh. Returns whether it
/// was done, and a link where one opened.
pub async fn change(cx: &Cx, operator: &SignedIn, id: OperatorId, change: Change) -> Result<Outcome> {
    let mut tx = cx.app.store.write().await?;
    let (reach, row) = load_to_change(&mut tx, operator, id).await?;
    demand_fitting(&mut tx, &row, change).await?;
    operator.demand_fresh(cx)?;
    let outcome = if change.needs_consent(row.role) {
        let detail = json!({ "change": change.name(), "login_name": row.login_name });
        let what = (reach.act(), Subject::Operator(id));
        approval::ask(&mut tx, cx, operator, what, &payload(id, change), detail).await?;
        Outcome::Asked
    } else {
        perform(&mut tx, cx, operator, &row, change).await?
    };
    cx.commit(tx).await?;
    Ok(outcome)
}

/// What became of a change.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// A second operator is asked.
    Asked,
    /// It is done; with a link to choose a password by, where one opened.
    Done(Option<Secret>),
}

/// Makes a change that a second operator agreed to: once.
pub async fn execute(
    cx: &Cx,
    operator: &SignedIn,
    id: OperatorId,
    (change, agreed): (Change, ApprovalId),
) -> Result<Outcome> {
    let mut tx = cx.app.store.write().await?;
    let (reach, row) = load_to_change(&mut tx, operator, id).await?;
    let what = (reach.act(), Subject::Operator(id));
    approval::execute(&mut tx, cx, operator, agreed, what, &payload(id, change)).await?;
    demand_fitting(&mut tx, &row, change).await?;
    let outcome = perform(&mut tx, cx, operator, &row, change).await?;
    cx.commit(tx).await?;
    Ok(outcome)
}

async fn perform(tx: &mut Tx, cx: &Cx, operator: &SignedIn, row: &OperatorRow, change: Change) -> Result<Outcome> {
    let by = By::from(operator);
    let mut link = None;
    match change {
        Change::Disable => admin::set_status_in(tx, cx, by, row, OperatorStatus::Disabled).await?,
        Change::Enable => {
            admin::set_status_in(tx, cx, by, row, OperatorStatus::Active).await?;
            if store::find_password(tx, row.id).await?.is_none() {
                link = Some(admin::invitation_link(tx, cx, row.id).await?);
            }
        }
        Change::ResetFactor => admin::reset_second_factor_in(tx, cx, by, row.id).await?,
    }
    audit::record(tx, cx, operator, "operator-changed", &format!("{} {}", change.name(), row.login_name)).await?;
    Ok(Outcome::Done(link))
}
