//! The chained record of what an operator did that is not on one account, and of every look and act beside the account's
//! own record: so that the work of one operator can be read in one place, and no entry changed or left out (R135).

use okno_domain::{
    id::Id,
    operator::{CenterId, OperatorId, OrganizationId},
};
use okno_store::{Read, Tx, operator_audit as store};
use sha2::{Digest, Sha256};

use super::{SignedIn, alarm};
use crate::{audit::ChainFault, context::Cx, error::Result};

pub use okno_store::operator_audit::OperatorAuditRow;

/// Who acts, and where, as it is written down.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// A login name, or `installation` for the program's own commands.
    pub actor: &'a str,
    /// At which center.
    pub center: Option<CenterId>,
    /// For which organization.
    pub organization: Option<OrganizationId>,
}

/// The commands of `okno admin`.
pub const INSTALLATION: By<'static> = By { actor: "installation", center: None, organization: None };

impl<'a> From<&'a SignedIn> for By<'a> {
    fn from(operator: &'a SignedIn) -> Self {
        Self { actor: &operator.login_name, center: operator.center, organization: operator.organization }
    }
}

/// Begins the chain of a new operator.
pub(super) async fn begin(tx: &mut Tx, operator: OperatorId) -> Result<()> {
    Ok(store::begin(tx, operator, &genesis(operator)).await?)
}

/// Writes down what a signed-in operator did.
pub async fn record(tx: &mut Tx, cx: &Cx, operator: &SignedIn, act: &str, detail: &str) -> Result<()> {
    record_on(tx, cx, operator.operator, By::from(operator), act, detail).await
}

/// Writes down what somebody at the machine did in the name of an operator.
pub(crate) async fn record_by_installation(
    tx: &mut Tx,
    cx: &Cx,
    operator: OperatorId,
    act: &str,
    detail: &str,
) -> Result<()> {
    record_on(tx, cx, operator, INSTALLATION, act, detail).await
}

/// Writes something down in the record of `operator`, whoever did it.
pub(super) async fn record_on(
    tx: &mut Tx,
    cx: &Cx,
    operator: OperatorId,
    by: By<'_>,
    act: &str,
    detail: &str,
) -> Result<()> {
    let (seq, previous) = store::advance(tx, operator).await?;
    let mut entry = OperatorAuditRow {
        seq,
        at: cx.now,
        actor: by.actor.to_owned(),
        act: act.to_owned(),
        detail: detail.to_owned(),
        center: by.center,
        organization: by.organization,
        network: cx.client.network.clone(),
        user_agent: cx.client.user_agent.clone(),
        request_id: cx.client.request_id.clone(),
        previous,
        hash: [0; 32],
    };
    entry.hash = link(operator, &entry);
    Ok(store::insert(tx, operator, &entry).await?)
}

/// The newest entries before a place in the chain. Calls for help are among them only for who may know of them: the
/// operator's own page and a colleague's look the same with and without.
pub async fn list(
    read: &mut Read,
    operator: OperatorId,
    before: Option<i64>,
    most: i64,
    with_alarms: bool,
) -> Result<Vec<OperatorAuditRow>> {
    let mut entries = store::list(read, operator, before.unwrap_or(i64::MAX), most).await?;
    entries.retain(|entry| with_alarms || entry.act != alarm::ACT);
    Ok(entries)
}

/// Checks the whole chain of an operator: nothing changed, nothing missing, up to the head. The length, or what is
/// wrong.
pub async fn verify(read: &mut Read, operator: OperatorId) -> Result<std::result::Result<i64, ChainFault>> {
    let Some((mut expected, mut hash)) = store::head(read, operator).await? else {
        return Ok(Err(ChainFault::Gap(0)));
    };
    let length = expected;
    loop {
        let entries = store::list(read, operator, expected.saturating_add(1), 500).await?;
        for entry in &entries {
            if entry.seq != expected {
                return Ok(Err(ChainFault::Gap(expected)));
            }
            if entry.hash != hash || link(operator, entry) != hash {
                return Ok(Err(ChainFault::Changed(expected)));
            }
            hash = entry.previous;
            expected -= 1;
        }
        if expected == 0 {
            let sound = hash == genesis(operator);
            return Ok(if sound { Ok(length) } else { Err(ChainFault::Changed(0)) });
        }
        if entries.is_empty() {
            return Ok(Err(ChainFault::Gap(expected)));
        }
    }
}

fn genesis(operator: OperatorId) -> [u8; 32] {
    Sha256::new().chain_update(b"okno operator audit").chain_update(operator.uuid().as_bytes()).finalize().into()
}

/// The hash of an entry: over the operator, every field with its length, and the hash before. Instants count in
/// microseconds, which is what both databases keep.
fn link(operator: OperatorId, entry: &OperatorAuditRow) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(operator.uuid().as_bytes());
    hash.update(entry.seq.to_be_bytes());
    hash.update(entry.at.as_microsecond().to_be_bytes());
    let texts = [&entry.actor, &entry.act, &entry.detail, &entry.network, &entry.user_agent, &entry.request_id];
    for text in texts {
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(text.as_bytes());
    }
    for id in [entry.center.map(Id::uuid), entry.organization.map(Id::uuid)] {
        hash.update(id.unwrap_or_default().as_bytes());
    }
    hash.update(entry.previous);
    hash.finalize().into()
}
